//! Lists of roles and matrices in files of their own.

use super::*;
use crate::text::FileId;

pub(super) fn read(name: &str, text: &str) -> Vec<Role> {
    let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
    let document = crate::syntax::parse(&file).unwrap();
    super::super::lower(&file, &document, None).roles
}

/// A line for each role: title, levels, and how many expectations each section has.
pub(super) fn shape(roles: &[Role]) -> Vec<String> {
    let section = |section: &Section| {
        let label = section.label.as_ref().map_or("-", |label| label.value.as_str());
        format!("{label} {}", section.expectations.len())
    };
    let role = |role: &Role| {
        let levels: Vec<String> = role.levels.iter().map(crate::model::Level::name).collect();
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

#[test]
fn a_row_may_be_one_expectation_of_several() {
    let text = "Role\tLevel\tResponsibility\tStatus\nCook\t1\tPeels vegetables\tDone\nCook\t1\tKeeps the bench tidy\t\n\
        Cook\t2\tRuns a station\tDraft\nPorter\t1\tCarries what comes in\tDone\n";
    let want = ["Cook [1, 2] Responsibility 3", "Porter [1] Responsibility 1"];
    assert_eq!(shape(&read("people.tsv", text)), want);
    // Only the first row of each says whose it is.
    let sparse = "Role,Level,Responsibility\nCook,1,Peels vegetables\n,,Keeps the bench tidy\n,2,Runs a station\n\
        Porter,1,Carries what comes in\n";
    assert_eq!(shape(&read("people.csv", sparse)), want);
    let levels = "Level,Expectation\nL1,Peels vegetables with help\nL1,Keeps the bench always tidy\nL2,Runs a station all alone\n";
    assert_eq!(shape(&read("cook.csv", levels)), ["Cook [L1, L2] Expectation 3"]);
    let jobs = "Role,Responsibility\nCook,Peels vegetables\nCook,Keeps the bench tidy\nPorter,Carries what comes in\n";
    assert_eq!(shape(&read("a.csv", jobs)), ["Cook [] Responsibility 2", "Porter [] Responsibility 1"]);
    // Openings for one job in two places are two.
    let open = "Role,Responsibility,Location,Posted\nCook,Peels vegetables,North,May\nCook,Keeps the bench tidy,South,June\n\
        Porter,Carries what comes in,East,July\n";
    assert_eq!(read("open.csv", open).len(), 3);
}

#[test]
fn headers_say_years_and_pay_in_many_words() {
    let english = "Job Family,Job Title,Grade,Min Experience (yrs),Salary Min (USD),Salary Max (USD)\n\
        Kitchen,Cook I,G4,0,\"48,000\",\"60,000\"\nKitchen,Cook II,G5,2,\"56,000\",\"72,000\"\nKitchen,Senior Cook,G6,5,\"68,000\",\"90,000\"\n";
    let german = "Level;Bezeichnung;Gehalt von (€);Gehalt bis (€);Berufserfahrung\n\
        L1;Junior Entwickler;42.000;50.000;0-2 Jahre\nL2;Entwickler;50.000;62.000;2-5 Jahre\nL3;Senior Entwickler;62.000;78.000;ab 5 Jahren\n";
    let least = |roles: &[Role]| -> Vec<Option<u32>> {
        roles[0].experience.iter().map(|years| years.min_months).collect()
    };
    let english = read("bands.csv", english);
    assert_eq!(least(&english)[1..], [Some(24), Some(60)]);
    let german = read("bands.csv", german);
    assert_eq!(least(&german), [Some(0), Some(24), Some(60)]);
    for roles in [english, german] {
        assert_eq!((roles.len(), roles[0].compensation.len()), (1, 3), "{:?}", shape(&roles));
    }
}

#[test]
fn one_sheet_may_hold_several_tables() {
    let stacked = "Cooks,,\nCompetency,Junior Cook,Senior Cook\nKnives,Cuts with help,Cuts for others\nHeat,Watches the pots,Runs the stove\n\
        ,,\nLeaders,,\nCompetency,Kitchen Manager,Kitchen Director\nHiring,Joins the interviews,Owns the plan\nBudget,Orders what is needed,Sets the budget\n";
    assert_eq!(
        shape(&read("kitchen.csv", stacked)),
        [
            "Cooks [Junior Cook, Senior Cook] Knives 2, Heat 2",
            "Leaders [Kitchen Manager, Kitchen Director] Hiring 2, Budget 2"
        ]
    );
    // The same levels again: chapters of one table.
    let chapters = stacked.replace("Kitchen Manager,Kitchen Director", "Junior Cook,Senior Cook");
    assert_eq!(
        shape(&read("kitchen.csv", &chapters)),
        ["Kitchen [Junior Cook, Senior Cook] Knives 2, Heat 2, Hiring 2, Budget 2"]
    );
    let rows = "Role,Competency,Junior,Senior\nCook,Knives,Cuts with help,Cuts for others\n,Heat,Watches the pots,Runs the stove\n\
        Waiter,Guests,Greets all guests,Calms angry guests\nWaiter,Wine,Pours what is asked,Knows each bottle\n";
    assert_eq!(
        shape(&read("matrix.csv", rows)),
        ["Cook [Junior, Senior] Knives 2, Heat 2", "Waiter [Junior, Senior] Guests 2, Wine 2"]
    );
}

#[test]
fn what_stands_around_a_matrix_is_no_part_of_it() {
    let text = "Kitchen Career Ladder,,\nLast review,2025-03-14,\n,,\nCompetency,Junior,Senior\nKnives,Cuts with help,Cuts for others\n\
        Heat,Watches the pots,Runs the stove\nTotal,2,2\n";
    assert_eq!(shape(&read("a.csv", text)), ["Kitchen Career Ladder [Junior, Senior] Knives 2, Heat 2"]);
}

#[test]
fn the_table_that_is_exported_can_be_read_back() {
    let text = "# Cook\n\n## Junior\n\n### Duties\n\n- Peels vegetables\n- Keeps the bench tidy\n\n## Senior\n\n### Duties\n\n- Runs a station\n";
    let first = read("cook.md", text);
    let mut files = crate::text::Files::default();
    files.add(|id| SourceFile::from_bytes(id, "cook.md", None, text.as_bytes()));
    let rows = crate::model::matrix(&first.iter().collect::<Vec<_>>(), &files);
    let table: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    assert_eq!(shape(&read("matrix.csv", &table.join("\n"))), shape(&first));
}

#[test]
fn columns_of_short_phrases_say_what_is_expected() {
    let text = "Level,Scope,Autonomy,Impact\nL1,Own tasks,Works with daily guidance,Improves own work\n\
        L2,Own features,Works with weekly guidance,Improves the team\nL3,Whole products,Sets own goals,Improves several teams\n";
    assert_eq!(shape(&read("m.csv", text)), ["M [L1, L2, L3] Scope 3, Autonomy 3, Impact 3"]);
    let named = ",L1,L2\nJob title,Junior Cook,Cook\nWork experience,0-2 years,2-4 years\nKnives,Cuts what is easy,Cuts what is hard\n";
    let role = &read("named.csv", named)[0];
    assert_eq!(role.levels[0].title.as_ref().map(|title| title.value.as_str()), Some("Junior Cook"));
    assert_eq!((role.experience.len(), role.sections.len()), (2, 2));
    let bank = "Competency,Question,Junior,Senior\nKnives,How do you cut?,Knows how to hold one,Teaches others to cut\n\
        Heat,When is it done?,Looks into the book,Feels when it is done\n";
    assert_eq!(shape(&read("bank.csv", bank)), [""; 0]);
}

#[test]
fn sheets_of_many_offices() {
    let steps = "Track,Level Code,Level Name,Years Min,Years Max,Comp Min USD,Comp Max USD,Core Expectations\n\
        Kitchen IC,E1,Cook I,0,2,30000,35000,Peels what is needed with some help\nKitchen IC,E2,Cook II,2,4,35000,40000,Runs a whole station all alone\n\
        Kitchen IC,E3,Senior Cook,5,8,40000,48000,Leads the others through the evening\n";
    let steps = read("steps.csv", steps);
    assert_eq!(shape(&steps), ["Cook [E1, E2, E3] Core Expectations 3"]);
    assert_eq!((steps[0].experience.len(), steps[0].compensation.len()), (3, 3));
    assert_eq!((steps[0].experience[1].min_months, steps[0].experience[1].max_months), (Some(24), Some(48)));
    let bands = "Level,Role,Expected behaviours\nBand A,Care Assistant,Helps residents wash and dress\n,,Records what was done\n\
        Band B,Senior Care Assistant,Leads a shift\n,,Gives out medicines\n";
    assert_eq!(
        shape(&read("care.csv", bands)),
        [
            "Care Assistant [Band A] Expected behaviours 2",
            "Senior Care Assistant [Band B] Expected behaviours 2"
        ]
    );
    let counted = "Job Title,Key Responsibilities\nAccounts Clerk,\"1. Records all invoices\n2. Pays the suppliers\"\nHead Cook,1. Plans all the menus\n";
    let texts: Vec<String> = read("jobs.csv", counted)
        .iter()
        .flat_map(|role| &role.sections)
        .flat_map(|section| &section.expectations)
        .map(|item| item.text.plain.clone())
        .collect();
    assert_eq!(texts, ["Records all invoices", "Pays the suppliers", "Plans all the menus"]);
    let points = "Skill,L1,L2\nKnives,Cuts with help,Cuts for others\nHeat,Watches pots,Runs the stove\nTotal points,3,6\n";
    assert_eq!(shape(&read("points.csv", points)), ["Points [L1, L2] Knives 2, Heat 2"]);
}

#[test]
fn columns_may_be_tracks_of_which_each_row_names_a_level() {
    let text = "Level,IC,Manager,Years\n1,Baker,,0-2\n2,Senior Baker,-,2-4\n3,Master Baker,Shift Manager,4-8\n4,Principal Baker,Bakery Manager,8+\n";
    let roles = read("bakery.csv", text);
    let tracks: Vec<_> =
        roles.iter().map(|role| role.track.as_ref().map(|track| track.value.as_str())).collect();
    assert_eq!(tracks, [Some("IC"), Some("Manager")]);
    assert_eq!(shape(&roles), ["Bakery [1, 2, 3, 4] ", "Bakery [3, 4] "]);
    let titles: Vec<_> = roles[1].levels.iter().filter_map(|level| level.title.as_ref()).collect();
    assert_eq!(
        titles.iter().map(|title| title.value.as_str()).collect::<Vec<_>>(),
        ["Shift Manager", "Bakery Manager"]
    );
    let years: Vec<_> = roles[1].experience.iter().map(|years| (years.level, years.min_months)).collect();
    assert_eq!(years, [(Some(0), Some(48)), (Some(1), Some(96))]);
    // Fields of work have ladders of their own.
    let fields = "Grade,Kitchen,Service\nG1,Junior Cook,Waiter\nG2,Senior Cook,Head Waiter\n";
    assert_eq!(shape(&read("all.csv", fields)), ["Kitchen [G1, G2] ", "Service [G1, G2] "]);
    // One title for each level is a ladder, and a word is no title.
    assert_eq!(read("all.csv", "Level,Bread,Cake\nL1,Rye,Plain\nL2,Wheat,Sweet\n").len(), 0);
}

#[test]
fn columns_may_be_jobs_of_one_rank() {
    let rows =
        "Dough,Kneads the bread dough,Stirs the cake dough\nOven,Bakes bread all night,Bakes cakes by day\n";
    let roles = read("all.csv", &format!("Competency,Bread Cook,Cake Cook\n{rows}"));
    assert_eq!(shape(&roles), ["Bread Cook [] Dough 1, Oven 1", "Cake Cook [] Dough 1, Oven 1"]);
    let ladder = read("all.csv", &format!("Competency,Junior Cook,Senior Cook\n{rows}"));
    assert_eq!(shape(&ladder), ["All [Junior Cook, Senior Cook] Dough 2, Oven 2"]);
}

#[test]
fn people_and_other_things_with_steps_are_no_roles() {
    let tiers = "Feature,Tier 1,Tier 2\nResponse,Answers within two days,Answers within an hour\nChannels,Mail on all weekdays,Phone on all days\n";
    let steps = "Skill,Beginner,Advanced\nDough,Learn how to knead dough,Learn how to mix flour\nOven,Learn how to heat it,Learn how to mend it\n";
    for (name, text) in [
        (
            "staff.csv",
            "id,name,title,level,hired\n1,Ada Krol,Senior Baker,L4,2019\n2,Ben Oum,Baker,L3,2021\n3,Cai Ito,Junior Baker,L2,2023\n",
        ),
        (
            "list.csv",
            "name,title,level\nAda Krol,Senior Baker,L4\nBen Oum,Baker,L3\nCai Ito,Junior Baker,L2\n",
        ),
        ("support.csv", tiers),
        ("courses.csv", steps),
        ("maturity.csv", &steps.replace("Beginner,Advanced", "Level 1,Level 2")),
    ] {
        assert!(read(name, text).is_empty(), "{name}: {:?}", shape(&read(name, text)));
    }
    // The same steps of a job, or of a career.
    assert_eq!(read("support engineer.csv", tiers).len(), 1);
    assert_eq!(read("baker.csv", steps).len(), 1);
    assert_eq!(read("courses.csv", &steps.replace("Beginner,Advanced", "Junior,Senior")).len(), 1);
}

#[test]
fn steps_of_skills_stand_below_the_titles_of_one_job() {
    let steps = "Dough,1,2,4\nOven,1,2,3\n";
    let roles = read("bakery.csv", &format!("Skill,Junior Baker,Baker,Senior Baker\n{steps}"));
    assert_eq!(shape(&roles), ["Bakery [Junior Baker, Baker, Senior Baker] Dough 3, Oven 3"]);
    // Heads of each job in a team.
    assert!(read("bakery.csv", &format!("Team,Baker,Cook,Waiter\n{steps}")).is_empty());
}

#[test]
fn levels_may_be_numbers_behind_a_competency_and_its_description() {
    let text = "Competency,Description,1,2,3\nDough,How dough is made,Kneads small dough,Weighs all parts,Plans the dough\n\
        Oven,How the oven runs,Watches the heat,Mends the oven,Buys new ovens\n";
    assert_eq!(shape(&read("baker.csv", text)), ["Baker [1, 2, 3] Dough 3, Oven 3"]);
}

#[test]
fn codes_of_levels_may_stand_as_ids() {
    let text = "Code,Title,Track,Min Years,Max Years\nE1,Baker,IC,0,2\nE2,Senior Baker,IC,2,5\nM1,Bakery Manager,Management,5,8\nM2,Bakery Director,Management,8,12\n";
    let roles = read("all.csv", text);
    assert_eq!(
        shape(&roles).iter().map(|role| role.trim()).collect::<Vec<_>>(),
        ["Baker [E1, E2]", "Bakery Manager [M1, M2]"]
    );
    assert_eq!(roles[0].experience[1].max_months, Some(60));
}

#[test]
fn scripts_without_blanks_say_as_much() {
    let text = "コンピテンシー,1級,2級,3級\n土,指示を受けて土を耕す,一人で土を耕して休ませる,後輩に土づくりを教える\n木,木を見て枝を切り落とす,一人で木の手入れをする,木の手入れを計画して教える\n";
    assert_eq!(shape(&read("庭師.csv", text)), ["庭師 [1級, 2級, 3級] 土 3, 木 3"]);
    let figures = "項目,1級,2級,3級\n人数,3,4,5\n平均,4,5,6\n";
    assert_eq!(shape(&read("人数.csv", figures)), [""; 0]);
    let courses = "Course,Trainer,Junior,Senior\nSoil,Ada,Learns how soil is turned by hand,Repeats how it is turned\nTrees,Ben,Learns how to cut trees safely,Refreshes what is known of them\n";
    assert_eq!(shape(&read("course.csv", courses)), [""; 0]);
}
