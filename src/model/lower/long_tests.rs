//! Tables with a row for each level and competency, with a row for each job, and with levels that have names of
//! their own; and tables of other things that look like them.

use super::tests::{counts, levels, reading, role};
use crate::model::{ExperienceKind, SectionKind};

/// "Title [levels] sections" of each role of a file.
fn told(path: &str, text: &str) -> Vec<String> {
    let line = |role: &crate::model::Role| {
        format!("{} [{}] {}", role.name(), levels(role).join(", "), counts(role).join("; "))
    };
    reading(path, text).1.roles.iter().map(line).collect()
}

fn page(title: &str, rows: &[&str]) -> String {
    let width = rows.first().map_or(0, |row| row.matches('|').count() - 1);
    let (head, body) = rows.split_first().map_or(("", vec![]), |(head, body)| (*head, body.to_vec()));
    format!("# {title}\n\n{head}\n{}|\n{}\n", "|---".repeat(width), body.join("\n"))
}

#[test]
fn each_row_names_a_level_and_a_competency_in_any_order() {
    let expected = ["Baker [Junior, Senior] Dough: Junior=1 Senior=1; Ovens: Junior=1 Senior=1"];
    let by_competency = [
        "| Competency | Level | Expectation |",
        "| Dough | Junior | Mixes dough by recipe |",
        "| | Senior | Invents recipes |",
        "| Ovens | Junior | Watches the ovens |",
        "| | Senior | Plans the use of ovens |",
    ];
    assert_eq!(told("baker.md", &page("Baker", &by_competency)), expected);
    let last = [
        "| Area | What is expected | Level |",
        "| Dough | Mixes dough by recipe | Junior |",
        "| Dough | Invents recipes | Senior |",
        "| Ovens | Watches the ovens | Junior |",
        "| Ovens | Plans the use of ovens | Senior |",
    ];
    assert_eq!(told("baker.md", &page("Baker", &last)), expected);
    let spanned = "# Baker\n\n<table>\n<tr><th>Level</th><th>Competency</th><th>Expectation</th></tr>\n\
        <tr><td rowspan=\"2\">Junior</td><td>Dough</td><td>Mixes dough by recipe</td></tr>\n<tr><td>Ovens</td><td>Watches the ovens</td></tr>\n\
        <tr><td rowspan=\"2\">Senior</td><td>Dough</td><td>Invents recipes</td></tr>\n<tr><td>Ovens</td><td>Plans the use of ovens</td></tr>\n</table>\n";
    assert_eq!(told("baker.md", spanned), expected);
    let german = [
        "| Kompetenz | Stufe | Erwartung |",
        "| Dough | Junior | Knetet den Teig nach Rezept |",
        "| Dough | Senior | Erfindet Rezepte |",
        "| Ovens | Junior | Beobachtet die Öfen |",
        "| Ovens | Senior | Plant die Öfen |",
    ];
    assert_eq!(told("baker.md", &page("Baker", &german)), expected);
    let sheet = "level,area,expectation,type\nJunior,Dough,Mixes dough by recipe,core\nSenior,Dough,Invents recipes,stretch\n\
        Junior,Ovens,Watches the ovens,core\nSenior,Ovens,Plans the use of ovens,core\n";
    assert_eq!(told("baker.csv", sheet), expected);
    let japanese = "レベル,領域,期待\nジュニア,開発,小さな作業を完了する\nシニア,開発,プロジェクトを計画する\n\
        ジュニア,報告,わからないことを質問する\nシニア,報告,チームに判断を説明する\n";
    assert_eq!(
        told("baker.csv", japanese),
        ["Baker [ジュニア, シニア] 開発: ジュニア=1 シニア=1; 報告: ジュニア=1 シニア=1"]
    );
}

#[test]
fn a_column_may_name_the_role_of_each_row() {
    let rows = [
        "| Role | Level | Competency | Expectation |",
        "| Nurse | Junior | Care | Takes vital signs |",
        "| Nurse | Senior | Care | Plans the care |",
        "| Midwife | Junior | Births | Assists at births |",
        "| Midwife | Senior | Births | Leads births |",
    ];
    let expected = [
        "Nurse [Junior, Senior] Care: Junior=1 Senior=1",
        "Midwife [Junior, Senior] Births: Junior=1 Senior=1",
    ];
    assert_eq!(told("ward.md", &page("Ward", &rows)), expected);
    let sheet = "Job family;Level;Skill;Behavior\nNurse;Junior;Care;Takes vital signs\nNurse;Senior;Care;Plans the care\n\
        Midwife;Junior;Births;Assists at births\nMidwife;Senior;Births;Leads births\n";
    assert_eq!(told("ward.csv", sheet), expected);
    let needs = "Role,Competency,Required Level\nBaker,Dough,2\nBaker,Ovens,3\nHead Baker,Dough,4\nHead Baker,Ovens,4\n";
    assert_eq!(
        told("needs.csv", needs),
        ["Baker [] Dough: -=1; Ovens: -=1", "Head Baker [] Dough: -=1; Ovens: -=1"]
    );
    let people = "Name,Role,Skill,Level\nAda,Baker,Dough,2\nAda,Baker,Ovens,3\nBob,Miller,Grain,4\nBob,Miller,Stones,4\n";
    assert_eq!(told("people.csv", people), [""; 0]);
}

#[test]
fn levels_may_have_one_expectation_in_each_row() {
    let rows = [
        "| Level | Expectation |",
        "| Junior | Takes vital signs |",
        "| Junior | Writes the report of the shift |",
        "| Senior | Plans the care of a ward |",
        "| Senior | Teaches new nurses |",
    ];
    assert_eq!(told("nurse.md", &page("Nurse", &rows)), ["Nurse [Junior, Senior] : Junior=2 Senior=2"]);
}

#[test]
fn roles_may_have_several_rows_for_each_level() {
    let rows = [
        "| Role | Level | Expectation |",
        "| Nurse | Junior | Takes vital signs |",
        "| Nurse | Junior | Keeps records |",
        "| Nurse | Senior | Plans the care |",
        "| Nurse | Senior | Teaches nurses |",
        "| Midwife | Junior | Assists at births |",
        "| Midwife | Junior | Keeps records |",
        "| Midwife | Senior | Leads births |",
    ];
    let expected = [
        "Nurse [Junior, Senior] Expectation: Junior=2 Senior=2",
        "Midwife [Junior, Senior] Expectation: Junior=2 Senior=1",
    ];
    assert_eq!(told("ward.md", &page("Ward", &rows)), expected);
    let sheet: Vec<String> =
        rows.iter().map(|row| row.trim_matches([' ', '|']).replace(" | ", ",")).collect();
    assert_eq!(told("ward.csv", &sheet.join("\n")), expected);
}

#[test]
fn programs_write_ranks_in_small_letters() {
    let text = "area,junior,mid,senior\nDough,Mixes dough,Shapes loaves,Invents recipes\nTeam,Asks for help,Helps others,Teaches bakers\n";
    let (_, baker) = role("bread.csv", text);
    let ranks: Vec<_> = baker.levels.iter().map(|level| (level.label.value.as_str(), level.rank)).collect();
    assert_eq!(ranks, [("junior", Some(10)), ("mid", Some(20)), ("senior", Some(30))]);
}

#[test]
fn rows_about_other_things_are_no_long_matrix() {
    let floors = "Building,Level,Area,Use\nNorth,L1,Hall,Welcomes guests of the firm\nNorth,L2,Hall,Holds desks for all teams\n\
        South,L1,Hall,Stores what we sell here\nSouth,L2,Hall,Holds rooms for meetings\n";
    assert_eq!(told("floors.csv", floors), [""; 0]);
    let checks = [
        "| Level | Category | Description |",
        "| 1 | Names | Names are checked by hand |",
        "| 1 | Dates | Dates are checked by hand |",
        "| 2 | Names | A program checks the names |",
        "| 2 | Dates | A program checks the dates |",
    ];
    assert_eq!(told("quality.md", &page("Data quality", &checks)), [""; 0]);
    let failures = "# Site Engineer\n\n## Error levels\n\n| Level | Description |\n|---|---|\n| Sev 1 | All sites are down |\n| Sev 2 | One site is down |\n";
    assert!(told("a.md", failures).iter().all(|role| role.contains("[]")));
    let risks = [
        "| Area | Level | Description |",
        "| Safety | High | Doors stay open at night |",
        "| Safety | Low | Badges are not checked |",
        "| Money | High | Bills are paid twice |",
        "| Money | Low | Receipts are lost |",
    ];
    assert_eq!(told("risks.md", &page("Risks", &risks)), [""; 0]);
    let tiers = [
        "| Tier | Area | Description |",
        "| Basic | Email | Answers within two days |",
        "| Basic | Phone | Nobody answers |",
        "| Premium | Email | Answers within two hours |",
        "| Premium | Phone | Answers at once |",
    ];
    assert_eq!(told("tiers.md", &page("What we sell", &tiers)), [""; 0]);
    let log = "timestamp,level,area,message\n1,INFO,door,Somebody came in at night\n2,ERROR,door,Somebody could not come in\n3,INFO,oven,The oven is warm now\n4,ERROR,oven,The oven is too hot\n";
    assert_eq!(told("log.csv", log), [""; 0]);
    let courses = "Title,Level,Description\nBread,Beginner,Learn the basics of bread\nCakes,Intermediate,Learn to bake cakes\nSugar,Advanced,Learn to work with sugar\n";
    assert_eq!(told("courses.csv", courses), [""; 0]);
}

#[test]
fn a_row_may_be_a_job_with_a_column_for_each_level() {
    let rows = [
        "| Role | Junior | Senior |",
        "| Nurse | Works under guidance | Guides others |",
        "| Midwife | Assists at births | Leads births |",
    ];
    let expected =
        ["Nurse [Junior, Senior] : Junior=1 Senior=1", "Midwife [Junior, Senior] : Junior=1 Senior=1"];
    assert_eq!(told("ward.md", &page("Career levels", &rows)), expected);
    let sheet = "Role;Junior;Senior\nNurse;Works under guidance;Guides others\nMidwife;Assists at births;Leads births\n";
    assert_eq!(told("ward.csv", sheet), expected);
    let unsaid = ",Junior,Senior\nSite Engineer,Checks plans with others,Signs plans alone\nCrane Operator,Lifts small loads,Lifts all loads\n";
    let two = [
        "Site Engineer [Junior, Senior] : Junior=1 Senior=1",
        "Crane Operator [Junior, Senior] : Junior=1 Senior=1",
    ];
    assert_eq!(told("site.csv", unsaid), two);
    let paid =
        ["| Role | Junior | Senior |", "| Nurse | $40,000 | $60,000 |", "| Midwife | $45,000 | $65,000 |"];
    let (_, found) = reading("pay.md", &page("Career levels", &paid));
    assert!(
        found
            .roles
            .iter()
            .all(|role| role.compensation.len() == 2 && role.sections[0].kind == SectionKind::Pay)
    );
}

#[test]
fn rows_of_one_job_are_its_competencies() {
    let rows = [
        "| Role | Junior | Senior |",
        "| Mentor | Helps one other | Helps the ward |",
        "| Planning | Plans own work | Plans the ward |",
    ];
    assert_eq!(
        told("nurse.md", &page("Nurse", &rows)),
        ["Nurse [Junior, Senior] Mentor: Junior=1 Senior=1; Planning: Junior=1 Senior=1"]
    );
    let parts = ",Junior,Senior\nMentor,Helps one other,Helps the ward\nOwner,Owns one task,Owns the ward\n";
    assert_eq!(
        told("levels.csv", parts),
        ["Levels [Junior, Senior] Mentor: Junior=1 Senior=1; Owner: Junior=1 Senior=1"]
    );
    let named = "Role,Junior,Senior\nSite Engineer,Checks plans,Signs plans\nSenior Site Engineer,Checks all,Signs all\n";
    assert_eq!(told("a.csv", named).len(), 1, "steps of one job");
    let counted = ["| Role | Junior | Senior |", "| Nurse | 2 | 3 |", "| Midwife | 1 | 0 |"];
    assert_eq!(told("team.md", &page("Our ward", &counted)), [""; 0]);
}

#[test]
fn levels_may_have_names_of_their_own_where_the_page_is_a_ladder() {
    let rows = [
        "| Competency | Starter | Grower | Shaper |",
        "| Craft | Waters the beds | Plants whole beds | Plans the park |",
        "| Communication | Asks for help | Explains own work | Speaks for the park |",
    ];
    let expected = ["Craft: Starter=1 Grower=1 Shaper=1", "Communication: Starter=1 Grower=1 Shaper=1"];
    let (_, gardener) = role("a.md", &page("Gardener career ladder", &rows));
    assert_eq!(
        (levels(&gardener).join(" "), counts(&gardener)),
        ("Starter Grower Shaper".into(), expected.map(str::to_owned).to_vec())
    );
    let sheet = "Competency,Level,Expectation\nCraft,Starter,Waters the beds\nCraft,Shaper,Plans the park\nSpeech,Starter,Asks for help\nSpeech,Shaper,Speaks for all\n";
    assert_eq!(
        told("career-ladder.csv", sheet),
        ["Career Ladder [Starter, Shaper] Craft: Starter=1 Shaper=1; Speech: Starter=1 Shaper=1"]
    );
    assert_eq!(told("beds.csv", sheet), [""; 0], "nothing says that they are levels");
}

#[test]
fn columns_of_other_things_are_no_levels() {
    let cells = [
        ["Craft", "Waters the beds", "Plants whole beds", "Plans the park"],
        ["Communication", "Asks for help", "Explains own work", "Speaks for all"],
    ];
    let table = |title: &str, head: &str| {
        let rows: Vec<String> = cells.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
        page(title, &[head, &rows[0], &rows[1]])
    };
    for (title, head) in [
        ("Tools compared", "| Capability | Spade | Rake | Hose |"),
        ("What we sell", "| Feature | Starter | Grower | Shaper |"),
        ("Career growth", "| Competency | Employee | Manager | HR |"),
        ("Career growth", "| Competency | Weekly | Monthly | Yearly |"),
        ("Career levels", "| Competency | Definition | Example | Evidence |"),
        ("Career levels", "| Competency | Poor | Fair | Good |"),
        ("Gardener", "| Competency | Monday | Tuesday | Friday |"),
    ] {
        let found = told("a.md", &table(title, head));
        assert!(found.iter().all(|role| role.contains("[]")), "{title}: {found:?}");
    }
}

#[test]
fn levels_of_logs_courses_and_hiring_plans_are_none_of_a_career() {
    for (title, rows) in [
        (
            "Logs",
            [
                "| Level | Description |",
                "| DEBUG | Shows what programmers need |",
                "| INFO | Tells what happens |",
                "| ERROR | Tells what failed |",
            ],
        ),
        (
            "Our pages",
            [
                "| Level | Description |",
                "| Public | Anybody may read it |",
                "| Internal | We may read it |",
                "| Secret | Few may read it |",
            ],
        ),
        (
            "Riddles",
            [
                "| Level | What it means |",
                "| Easy | Anybody can solve it |",
                "| Tricky | It takes a day |",
                "| Brutal | It takes a week |",
            ],
        ),
        (
            "Catalog",
            [
                "| Level | Course | About |",
                "| Beginner | Bread | Learn the basics of bread |",
                "| Intermediate | Cakes | Learn to bake cakes |",
                "| Advanced | Sugar | Learn to work with sugar |",
            ],
        ),
        (
            "Hiring plan",
            [
                "| Quarter | Site Engineer | Senior Site Engineer |",
                "| Q1 | Two for the bridge | One for the tower |",
                "| Q2 | One for the tower | None at all |",
                "| Q3 | None at all | One for the dam |",
            ],
        ),
    ] {
        assert_eq!(told("a.md", &page(title, &rows)), [""; 0], "{title}");
    }
    let plan = "Role,Level,Headcount,Target date\nBaker,Junior,4,2025-03-01\nBaker,Senior,2,2025-03-01\n";
    assert_eq!(told("plan.csv", plan), [""; 0]);
    let own = [
        "| Level | Responsibilities |",
        "| Waterer | Waters the beds each morning |",
        "| Planter | Plants the beds of a park |",
        "| Shaper | Plans the whole park |",
    ];
    assert_eq!(told("park.md", &page("The park", &own)).len(), 1, "duties are those of people");
}

#[test]
fn captions_that_are_titles_head_their_tables() {
    let table = |caption: &str, first: &str| {
        format!(
            "<table>\n<caption>{caption}</caption>\n<tr><th>Competency</th><th>Junior</th><th>Senior</th></tr>\n\
             <tr><td>{first}</td><td>Follows the plan</td><td>Makes the plan</td></tr>\n<tr><td>Speech</td><td>Asks for help</td><td>Explains plans</td></tr>\n</table>\n"
        )
    };
    let two =
        format!("# Careers\n\n{}\n{}", table("Site Engineer", "Plans"), table("Crane Operator", "Loads"));
    let found = told("careers.md", &two);
    assert!(found.len() == 2 && found[1].starts_with("Crane Operator [Junior, Senior] Loads"), "{found:?}");
    let one = format!(
        "<html><head><title>Careers</title></head><body>{}</body></html>",
        table("Site Engineer", "Plans")
    );
    assert!(told("careers.html", &one)[0].starts_with("Site Engineer [Junior, Senior]"));
    let other = format!("# Crane Operator\n\n{}", table("Table 1", "Loads"));
    assert!(told("crane.md", &other)[0].starts_with("Crane Operator [Junior, Senior]"));
}

#[test]
fn what_stands_beside_skills_is_kept() {
    let text = "# Site Engineer\n\n## Skills\n\n| Skill | Years |\n|---|---|\n| Surveying | 3 |\n| Drawing of plans | 2+ |\n| Total | 5 |\n\n\
        ## Requirements\n\n| Requirement | Level |\n|---|---|\n| Reading of plans | Advanced |\n| TBD | TBD |\n";
    let (_, page) = role("a.md", text);
    let years: Vec<_> = page.experience.iter().map(|years| (years.kind, years.min_months)).collect();
    assert_eq!(years, [(ExperienceKind::Domain, Some(36)), (ExperienceKind::Domain, Some(24))]);
    assert_eq!(counts(&page), ["Skills: -=2", "Requirements: -=1"]);
    let kept: Vec<_> = page
        .prose
        .iter()
        .map(|prose| (prose.section.as_ref().map(|name| name.value.as_str()), prose.text.plain.as_str()))
        .collect();
    assert_eq!(kept, [(Some("Reading of plans"), "Advanced")]);
}

#[test]
fn what_stands_beside_an_expectation_is_none() {
    let row =
        |topic: &str, level: &str, said: &str, beside: &str| format!("{topic},{level},{said},{beside}\n");
    let rows = |beside: [&str; 4]| {
        let [a, b, c, d] = beside;
        row("Coding", "Junior", "Writes small functions with help", a)
            + &row("Coding", "Senior", "Designs modules for others to use", b)
            + &row("Talking", "Junior", "Tells the team what is late", c)
            + &row("Talking", "Senior", "Tells customers what will come", d)
    };
    let items = |text: &str| {
        let (_, reading) = reading("software-engineer.csv", text);
        reading
            .roles
            .iter()
            .flat_map(|role| &role.sections)
            .map(|section| section.expectations.len())
            .sum::<usize>()
    };
    let courses = rows(["Clean code course", "Design course", "Talks course", "Sales course"]);
    assert_eq!(items(&format!("Competency,Level,Description,Training\n{courses}")), 4);
    let names = rows(["Vera Mint", "Otto Lind", "Nora Fahl", "Iris Bohm"]);
    assert_eq!(items(&format!("Competency,Level,Description,Owner\n{names}")), 4);
}
