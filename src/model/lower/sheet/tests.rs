//! Lists of roles and matrices in files of their own.

use super::*;
use crate::text::FileId;

fn read(name: &str, text: &str) -> Vec<Role> {
    let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
    let document = crate::syntax::parse(&file).unwrap();
    super::super::lower(&file, &document, None).roles
}

/// A line for each role: title, levels, and how many expectations each section has.
fn shape(roles: &[Role]) -> Vec<String> {
    let section = |section: &Section| {
        let label = section.label.as_ref().map_or("-", |label| label.value.as_str());
        format!("{label} {}", section.expectations.len())
    };
    let role = |role: &Role| {
        let levels: Vec<String> = role.levels.iter().map(Level::name).collect();
        let sections: Vec<String> = role.sections.iter().map(section).collect();
        format!("{} [{}] {}", role.name(), levels.join(", "), sections.join(", "))
    };
    roles.iter().map(role).collect()
}

#[test]
fn a_row_may_be_a_role() {
    let text = "id,Job Title,Grade,Key responsibilities,required_skills,Salary,Location\n\
        1,Kitchen Porter,G1,\"Washes pots\nSweeps floors\",Works in a team | Lifts 20 kg,$15.00/hour,North\n\
        2,Sous Chef,G3,Plans menus,\"• Cooks well\n• 3+ years of experience\",Not specified,South\n";
    let roles = read("staff.csv", text);
    assert_eq!(
        shape(&roles),
        [
            "Kitchen Porter [G1] Key responsibilities 2, required_skills 2",
            "Sous Chef [G3] Key responsibilities 1, required_skills 2"
        ]
    );
    assert_eq!(roles[0].compensation.len(), 1);
    assert_eq!(roles[1].experience[0].min_months, Some(36));
    assert_eq!(roles[1].id.as_ref().map(|id| id.value.as_str()), Some("2"));
}

#[test]
fn rows_of_one_title_are_its_levels() {
    let text = "Role;Level;Responsibilities\nDesigner;L1;Draws what others plan\nDesigner;L2;Plans and draws alone\nWriter;L1;Writes every single day\n";
    assert_eq!(
        shape(&read("a.csv", text)),
        ["Designer [L1, L2] Responsibilities 2", "Writer [L1] Responsibilities 1"]
    );
    let pay = "Title\tLevel\tMinimum salary\nAnalyst\tL1\t$40,000\nSenior Analyst\tL2\t$50,000\n";
    assert_eq!(shape(&read("a.tsv", pay)), ["Analyst [L1, L2] "]);
}

#[test]
fn data_and_answers_are_no_roles() {
    for text in [
        "year,salary_top,counts\n2021,100000,5\n2022,110000,6\n",
        "Timestamp,Job title,Skills\n1/2/2024,Engineer,Knows many of the tools\n",
        "Job title,What skills do you need?\nEngineer,I would like to learn more\n",
        "Title,Author,Summary\nA Book,Somebody,It tells of many things at length\n",
        "Team,Junior,Senior\nNorth,3,4\nSouth,5,6\n",
        "Job title,Level,Salary\nEngineer,L1,1\nEngineer,L1,2\nEngineer,L1,3\n",
        "x\n",
        "",
    ] {
        assert_eq!(shape(&read("data.csv", text)), [""; 0], "{text}");
    }
}

#[test]
fn scores_beside_levels_are_left_out() {
    let text = "Skill,L1,Score,L2,Score\nCraft,Mends small faults,1,Mends every kind of fault,0\n\
        Talk,Asks when in doubt,2,Explains things to others,\n";
    assert_eq!(shape(&read("matrix.csv", text)), ["Matrix [L1, L2] Craft 2, Talk 2"]);
    let bare = "Beginner,0,Expert,0\nAsks for help early on,2,Helps those who ask,0\nReads much of it,1,Writes much of it,0\n\
        Learns from all mistakes,1,Teaches from all mistakes,0\n";
    assert_eq!(shape(&read("skills-template.csv", bare)), ["Skills Template [Beginner, Expert] - 6"]);
}

#[test]
fn levels_may_be_rows() {
    let text = "Level,Scope,Craft\nL1,Works on tasks of a day,Writes tested code\nL2,Works on tasks of a month,Reviews what others write\n";
    assert_eq!(shape(&read("ladder.csv", text)), ["Ladder [L1, L2] Scope 2, Craft 2"]);
}

#[test]
fn rows_of_a_role_a_level_and_a_topic_are_matrices() {
    let text = "Role,Level,Competency,Description\nBaker,L1,Craft,Bakes rolls\nBaker,L1,People,Asks early\n\
        Baker,L2,Craft,Writes recipes\nBaker,L2,People,Teaches\nMiller,L1,Craft,Mills rye\n";
    let roles = read("ladder.csv", text);
    assert_eq!(shape(&roles), ["Baker [L1, L2] Craft 2, People 2", "Miller [L1] Craft 1"]);
    assert_eq!(roles[0].sections[1].expectations[1].level, Some(1));
}

#[test]
fn titles_with_their_pay_and_a_word_about_each_are_roles() {
    let text = "title,house,pay_min,pay_max,currency,years,description,Manners\n\
        Baker,North,30000,40000,EUR,1,Bakes what others plan,Greets each guest by name\n\
        Head Baker,North,50000,60000,EUR,5,Plans the whole bakery,Speaks for all of the bakers\n";
    let roles = read("jobs.csv", text);
    assert_eq!(
        shape(&roles),
        ["Baker [] description 1, Manners 1", "Head Baker [] description 1, Manners 1"]
    );
    assert_eq!(roles[1].experience[0].min_months, Some(60));
    assert_eq!(roles[1].compensation[0].max, Some(60000.0));
}

#[test]
fn a_second_header_says_what_stands_below_each_level() {
    let text = "Skill,Junior,,Senior,\n,Expectation,Example,Expectation,Example\n\
        Craft,Bakes what others plan,Rolls of each day,Plans what others bake,The bread of a year\n\
        Talk,Asks when in doubt,Before each new recipe,Explains all of it,At the open day\n";
    assert_eq!(shape(&read("bakers.csv", text)), ["Bakers [Junior, Senior] Craft 4, Talk 4"]);
}

#[test]
fn short_texts_below_names_of_levels_are_a_matrix() {
    let text = "Skill,Junior,Senior\nCraft,Bakes rolls,Writes recipes\nTalk,Asks early,Teaches others\n";
    assert_eq!(shape(&read("bakers.csv", text)), ["Bakers [Junior, Senior] Craft 2, Talk 2"]);
    let stock = "Team,North,South\nFlour,Full sacks,Half empty\nSalt,Full jars,All gone\n";
    assert_eq!(shape(&read("stock.csv", stock)), [""; 0]);
}

#[test]
fn a_row_above_the_header_is_the_title() {
    let table = "Skill,Junior,Senior\nCraft,Bakes what others plan,Plans what others bake\n\
        Talk,Asks when in doubt,Explains all of it\n";
    assert_eq!(
        shape(&read("x3.csv", &format!("Bakery ladder,,\n{table}")))[0],
        "Bakery ladder [Junior, Senior] Craft 2, Talk 2"
    );
    assert_eq!(
        shape(&read("x3.csv", &format!("Please fill this in.,,\n{table}")))[0],
        "X3 [Junior, Senior] Craft 2, Talk 2"
    );
}

#[test]
fn rows_that_climb_are_the_levels_of_one_role() {
    let text = "Level,Title,Summary,Years\nB1,Junior Baker,Bakes what others plan,0-1\n\
        B2,Baker,Plans the bread of a day,2+\nB3,Senior Baker,Plans the bread of a year,5+\n";
    let roles = read("ladder.csv", text);
    assert_eq!(shape(&roles), ["Baker [B1, B2, B3] Summary 3"]);
    let names: Vec<&str> =
        roles[0].levels.iter().map(|level| level.title.as_ref().unwrap().value.as_str()).collect();
    assert_eq!(names, ["Junior Baker", "Baker", "Senior Baker"]);
    let tracks = "Track,Level,Title,Focus\nCraft,L3,Baker,Bakes for one shop\nCraft,L4,Senior Baker,Bakes for all shops\n\
        Lead,L4,Shop Manager,Leads one of the shops\nLead,L5,Senior Shop Manager,Leads several of the shops\n";
    assert_eq!(
        shape(&read("tracks.csv", tracks)),
        ["Baker [L3, L4] Focus 2", "Shop Manager [L4, L5] Focus 2"]
    );
    // Different jobs, whose grades say nothing about each other.
    let jobs = "Title,Level,Responsibilities\nBaker,L2,Bakes the bread of a day\nDriver,L1,Drives bread to all shops\n\
        Clerk,L3,Keeps the books of the shops\n";
    assert_eq!(read("jobs.csv", jobs).len(), 3);
}

#[test]
fn families_with_their_levels_are_roles() {
    let text = "Job Family,Level,Responsibilities\nBaking,Associate,Bakes what others plan\n\
        Baking,Director,Plans what others bake\nSales,Associate,Sells to single guests\nSales,Director,Sells to all the shops\n";
    assert_eq!(
        shape(&read("families.csv", text)),
        ["Baking [Associate, Director] Responsibilities 2", "Sales [Associate, Director] Responsibilities 2"]
    );
}

#[test]
fn a_topic_may_have_several_rows_and_repeat_what_stands_above() {
    let text = "Role,Level,Competency,Expectation\nBaker,L1,Craft,Bakes rolls\n,,,Cleans the oven\n,,People,Asks early\n\
        ,L2,Craft,Writes recipes\n,,People,Teaches\n";
    let roles = read("ladder.csv", text);
    assert_eq!(shape(&roles), ["Baker [L1, L2] Craft 3, People 2"]);
    let none = "Level,Competency,Expectation\nJunior,Craft,Bakes rolls\nSenior,Craft,Writes recipes\nSenior,People,Teaches\n";
    assert_eq!(shape(&read("bakers.csv", none)), ["Bakers [Junior, Senior] Craft 2, People 1"]);
}

#[test]
fn levels_may_be_numbers_and_what_they_need_steps_of_a_scale() {
    let counted = "Level,1,2,3\nCraft,Bakes rolls,Writes recipes,Plans the year\nTalk,Asks early,Teaches others,Speaks for all\n";
    assert_eq!(shape(&read("bakers.csv", counted)), ["Bakers [1, 2, 3] Craft 3, Talk 3"]);
    let scale = "Skill,Junior,Senior\nCraft,2,4\nTalk,1,3\n";
    assert_eq!(shape(&read("bakers.csv", scale)), ["Bakers [Junior, Senior] Craft 2, Talk 2"]);
}

#[test]
fn ends_of_a_band_are_no_amounts_of_their_own() {
    let text = "Title,Level,Summary,Min,Mid,Max,Currency\nBaker,L1,Bakes what others plan,30000,35000,40000,EUR\n\
        Senior Baker,L2,Plans what others bake,40000,45000,50000,EUR\n";
    let roles = read("bands.csv", text);
    let pay: Vec<(Option<f64>, Option<f64>)> =
        roles[0].compensation.iter().map(|pay| (pay.min, pay.max)).collect();
    assert_eq!(pay, [(Some(30e3), Some(40e3)), (Some(40e3), Some(50e3))]);
}
