//! Layouts that name their levels in unusual places, and pages that only look as if they did.

use super::tests::{counts, levels, reading, role};
use crate::model::MoveKind;

#[test]
fn columns_that_continue_a_series() {
    for labels in [
        ["RN I", "RN II", "RN III"],
        ["Grade A", "Grade B", "Grade C"],
        ["Trainee", "Journeyman", "Master"],
        ["Emerging", "Established", "Leading"],
    ] {
        let [a, b, c] = labels;
        let text = format!(
            "# Ward work\n\n| Area | {a} | {b} | {c} |\n|---|---|---|---|\n\
             | Care | Follows the plan of care | Writes the plan of care | Teaches how plans are made |\n\
             | Team | Asks for help in time | Helps new people settle | Leads the whole shift |\n"
        );
        let (_, role) = role("ward.md", &text);
        assert_eq!(levels(&role), labels);
        assert_eq!(counts(&role), [format!("Care: {a}=1 {b}=1 {c}=1"), format!("Team: {a}=1 {b}=1 {c}=1")]);
    }
}

#[test]
fn ordinary_tables_and_procedures_hold_no_levels() {
    let table = |a: &str, b: &str, c: &str| {
        format!(
            "# A choice\n\n| Topic | {a} | {b} | {c} |\n|---|---|---|---|\n\
             | Price | It costs a lot of money | It costs less money | It costs nothing at all |\n\
             | Speed | It is slow for most of us | It is fast enough | It is faster than we need |\n"
        )
    };
    let pages = [
        table("Option A", "Option B", "Option C"),
        table("Week 1", "Week 2", "Week 3"),
        table("Q1", "Q2", "Q3"),
        table("Pros", "Cons", "Remarks"),
        "# Laptop\n\n## Step 1: Ask\n\n- Ask the desk.\n- Wait.\n\n## Step 2: Log in\n\n- Log in.\n- Change it.\n".into(),
        "# Incident severity\n\n**Level 1:** All of the site is down.\n\n**Level 2:** Some of it is slow.\n\n\
         **Level 3:** A little of it looks wrong.\n"
            .into(),
    ];
    for page in pages {
        assert!(reading("page.md", &page).1.roles.is_empty(), "{page}");
    }
}

#[test]
fn cells_that_cover_several_levels_or_rows() {
    let text = "# Cook\n\n<table>\n\
        <tr><th rowspan=\"2\">Area</th><th colspan=\"2\">Alone</th><th colspan=\"2\">With others</th></tr>\n\
        <tr><th>Junior Cook</th><th>Cook</th><th>Senior Cook</th><th>Lead Cook</th></tr>\n\
        <tr><td rowspan=\"2\">Craft</td><td>Cuts</td><td>Fries</td><td colspan=\"2\">Writes menus</td></tr>\n\
        <tr><td>Cleans</td><td>Plates</td><td>Tastes</td><td>Invents</td></tr>\n\
        <tr><td>Order</td><td colspan=\"4\">Keeps the kitchen clean</td></tr>\n</table>\n";
    let (file, role) = role("cook.md", text);
    assert_eq!(levels(&role), ["Junior Cook", "Cook", "Senior Cook", "Lead Cook"]);
    assert_eq!(
        counts(&role),
        [
            "Craft: Junior Cook=1 Cook=1 Senior Cook=1 Lead Cook=1 Junior Cook=1 Cook=1 Senior Cook=1 Lead Cook=1",
            "Order: Junior Cook=1 Cook=1 Senior Cook=1 Lead Cook=1",
        ]
    );
    let shared: Vec<&str> = role.sections[0]
        .expectations
        .iter()
        .filter(|item| item.text.plain == "Writes menus")
        .map(|item| &file.text[item.span.range()])
        .collect();
    assert_eq!(shared, ["Writes menus", "Writes menus"], "one cell, meant for both levels");
}

#[test]
fn levels_in_rows_that_go_on_and_a_sum_across_all_sections() {
    let text = "# Cook\n\n<table>\n<tr><th>Level</th><th>Craft</th><th>Order</th></tr>\n\
        <tr><th rowspan=\"2\">L1</th><td colspan=\"2\">Starts. <b>Years of experience:</b> 0-2</td></tr>\n\
        <tr><td><ul><li>Cuts all kinds of vegetables</li><li>Knows every knife</li></ul></td><td>Cleans the station each night</td></tr>\n\
        <tr><th rowspan=\"2\">L2</th><td colspan=\"2\">Works alone.</td></tr>\n\
        <tr><td>Cooks every dish on the menu</td><td>Checks the order of the kitchen</td></tr>\n</table>\n";
    let (_, role) = role("cook.md", text);
    assert_eq!(counts(&role), ["Craft: L1=2 L2=1", "Order: L1=1 L2=1"]);
}

#[test]
fn levels_that_are_shown_twice_stay_two() {
    let rows = "# Analyst levels\n\n| Level | Scope | Craft |\n|---|---|---|\n\
        | Junior | Works on tasks that others cut | Writes simple reports with help |\n\
        | Mid | Works on whole reports | Writes complex reports alone |\n\
        | Senior | Works on the reports of a team | Designs models for a team |\n\
        | Senior | Works on the reports of a firm | Designs models for a firm |\n";
    assert_eq!(levels(&role("analyst.md", rows).1), ["Junior", "Mid", "Senior", "Senior#2"]);
    let headings = "# Tester\n\n### Tester I\n\n- Reads plans.\n- Writes notes.\n\n### Tester II\n\n- Writes plans.\n\
        \n### Tester III\n\n- Leads plans.\n\n### Tester III\n\n- Owns plans.\n";
    assert_eq!(
        levels(&role("tester.md", headings).1),
        ["Tester I", "Tester II", "Tester III", "Tester III#2"]
    );
    let sections = "# Support ladder\n\n## Writing\n\n### Junior\n\n- Writes mails.\n\n### Senior\n\n- Writes guides.\n\n\
        ## Speaking\n\n### Junior\n\n- Answers calls.\n\n### Senior\n\n- Holds talks.\n";
    let (_, role) = role("support.md", sections);
    assert_eq!(counts(&role), ["Writing: Junior=1 Senior=1", "Speaking: Junior=1 Senior=1"]);
}

#[test]
fn lines_that_name_levels_without_any_mark() {
    let text = "Support Career Ladder\n\nLevel 1: Support Associate\nExperience: 0-1 years\nPay: $38,000 - $45,000\n\
        Responsibilities:\n- Answers simple tickets\n- Follows the scripts\n\nLevel 2: Support Specialist\n\
        Experience: 2-4 years\nPay: $45,000 - $60,000\nResponsibilities:\n- Answers hard tickets\n";
    for path in ["support.txt", "support.md"] {
        let (_, role) = role(path, text);
        assert_eq!(role.name(), "Support Career Ladder", "{path}");
        assert_eq!(
            counts(&role),
            ["Responsibilities: Level 1: Support Associate=2 Level 2: Support Specialist=1"]
        );
        let months: Vec<_> = role.experience.iter().map(|e| (e.level, e.min_months, e.max_months)).collect();
        assert_eq!(months, [(Some(0), Some(0), Some(12)), (Some(1), Some(24), Some(48))]);
        assert_eq!(role.compensation.len(), 2);
    }
    let bold = "# Support\n\n**Level 1:** Uses the scripts of the team.\n\n**Level 2:** Writes new scripts.\n\n\
        **Level 3:** Plans the scripts of the year.\n";
    let (_, role) = role("support.md", bold);
    assert_eq!(counts(&role), [": Level 1=1 Level 2=1 Level 3=1"]);
    let items = "# Support ladder\n\n## Writing\n\n- **Junior**: Writes mails to people\n- **Senior**: Writes guides for all\n\n\
        ## Speaking\n\n- **Junior**: Answers calls of people\n- **Senior**: Holds talks for all\n";
    let (_, role) = super::tests::role("support.md", items);
    assert_eq!(counts(&role), ["Writing: Junior=1 Senior=1", "Speaking: Junior=1 Senior=1"]);
}

#[test]
fn levels_in_other_scripts() {
    let text = "# 窓口の等級\n\n## 等級1：担当\n\n経験年数：1年以上\n\n- 質問に答える\n- 記録を残す\n\n## 等級2：主任\n\n\
        経験年数：3年以上\n\n- 手順を決める\n- 新人を教える\n";
    let (_, role) = role("madoguchi.md", text);
    assert_eq!(levels(&role), ["等級1：担当", "等級2：主任"]);
    let months: Vec<_> = role.experience.iter().map(|e| (e.level, e.min_months)).collect();
    assert_eq!(months, [(Some(0), Some(12)), (Some(1), Some(36))]);
}

#[test]
fn the_matrix_as_a_list_and_several_tables_in_one() {
    let list = "# Barista\n\n| Level | Skill | What it looks like |\n|---|---|---|\n\
        | Trainee | Coffee | Pulls a shot with some help |\n| Trainee | Service | Greets guests at the door |\n\
        | Barista | Coffee | Pulls a good shot alone |\n| Barista | Service | Handles a queue of guests |\n";
    let (_, role) = role("barista.md", list);
    assert_eq!(counts(&role), ["Coffee: Trainee=1 Barista=1", "Service: Trainee=1 Barista=1"]);
    let two = "# Sales\n\n<table>\n<tr><td colspan=\"3\">Inside sales</td></tr>\n\
        <tr><td>Area</td><td>Caller (P1)</td><td>Senior Caller (P2)</td></tr>\n\
        <tr><td>Skill</td><td>Calls people from a list</td><td>Writes the list</td></tr>\n\
        <tr><td colspan=\"3\">Field sales</td></tr>\n\
        <tr><td>Area</td><td>Seller (P1)</td><td>Senior Seller (P2)</td></tr>\n\
        <tr><td>Skill</td><td>Visits people at work</td><td>Plans the tour</td></tr>\n</table>\n";
    let roles = reading("sales.md", two).1.roles;
    let names: Vec<&str> = roles.iter().map(super::super::Role::name).collect();
    assert_eq!(names, ["Inside sales", "Field sales"]);
    let grades = "# Grades\n\n| Track | Grade | Min Salary | Max Salary |\n|---|---|---|---|\n\
        | Cook | G1 | 30000 | 35000 |\n| Cook | G2 | 35000 | 42000 |\n\
        | Waiter | G1 | 28000 | 33000 |\n| Waiter | G2 | 33000 | 39000 |\n";
    let roles = reading("grades.md", grades).1.roles;
    let pay: Vec<_> =
        roles.iter().flat_map(|role| &role.compensation).map(|pay| (pay.min, pay.max)).collect();
    assert_eq!(roles.len(), 2);
    assert_eq!(pay.len(), 4);
    assert_eq!(pay.first(), Some(&(Some(30000.0), Some(35000.0))));
}

#[test]
fn moves_in_sections_and_in_lines() {
    let text = "# Charge Nurse\n\n## Responsibilities\n\n- Runs the shift.\n- Assigns patients.\n\n## Previous roles\n\n\
        - Staff Nurse\n\n## Next roles\n\n- Nurse Manager\n";
    let (_, role) = role("charge.md", text);
    let moves: Vec<_> = role.moves.iter().map(|step| (step.kind, step.to.value.as_str())).collect();
    assert_eq!(moves, [(MoveKind::Previous, "Staff Nurse"), (MoveKind::Next, "Nurse Manager")]);
}

#[test]
fn text_pages_without_bullets() {
    let text = "=== JOB DESCRIPTION ===\n\nThe county seeks a person for the position of Records-Desk Clerk.\n\n\
        All Units\n\nFiles the letters of the day\nAnswers questions at the counter\nCopies records for the public\n\
        Keeps the desk in order\n\nEducation: Possession of a high school diploma.\n\n01\n\nDo you have a diploma?\n\n02\n\n\
        Have you worked at a desk?\n";
    let (_, role) = role("02-records-desk-clerk.txt", text);
    assert_eq!(role.name(), "Records-Desk Clerk");
    assert_eq!(counts(&role), ["All Units: -=4"]);
    let other = "Mission\n\nThe network works with people who vote.\n\nOur words\n\nIt has been a great help to all.\n";
    assert!(reading("03-desk-coordinator.txt", other).1.roles.is_empty());
}

#[test]
fn tables_without_levels_hold_sections() {
    let page = "# L1 Quality Analyst\n\n| **Scope**<br>*How far it goes* | **Reach**<br>*Whom it touches* |\n|---|---|\n\
        | I plan the tests of one part | I work with the people of my team |\n\n\
        ## Results\n\n| Area | Key behaviors |\n|---|---|\n| Impact | - I find faults early on<br>- I report what I find |\n\
        | Ownership | I finish what I have begun with care |\n\n\
        | Place | Desk |\n|---|---|\n| Town hall | 3 |\n";
    let (_, role) = role("analyst.md", page);
    assert_eq!(counts(&role), ["Scope: -=1", "Reach: -=1", "Impact: -=2", "Ownership: -=1"]);
    let ladder = "# Writer levels\n\n### Level 1: Writer\n\n| Area | Question | Expectations |\n|---|---|---|\n\
        | Ownership | What do I work on all day? | Writes the pages that were asked for |\n\
        | Trust | Whom do I work with? | Works with one team at a time |\n\n\
        ### Level 2: Senior Writer\n\n| Area | Question | Expectations |\n|---|---|---|\n\
        | Ownership | What do I work on all day? | Decides which pages are written |\n\
        | Trust | Whom do I work with? | Works with all teams of the house |\n";
    let (_, role) = super::tests::role("writer.md", ladder);
    assert_eq!(
        counts(&role),
        [
            "Ownership: Level 1: Writer=1 Level 2: Senior Writer=1",
            "Trust: Level 1: Writer=1 Level 2: Senior Writer=1"
        ]
    );
}

#[test]
fn announced_roles_and_levels_in_names_of_files() {
    let page = "# Roles of the team\n\n## Support Engineer\n\n### I help\n\n- I answer people.\n\n## Lead Support Engineer\n\n\
        ### I help\n\n- I teach people.\n";
    let roles = reading("support.md", page).1.roles;
    let names: Vec<&str> = roles.iter().map(super::super::Role::name).collect();
    assert_eq!(names, ["Support Engineer", "Lead Support Engineer"]);
    let (_, role) = role("L3-Success-Manager.md", "# Success Manager\n\n## Skills\n\n- Listens to people.\n");
    assert_eq!(levels(&role), ["L3"]);
}

#[test]
fn pages_about_a_move_tell_its_ends() {
    let ends = |path: &str, text: &str| {
        let moves = reading(path, text).1.transitions;
        moves.first().map(|step| (step.from.value.clone(), step.to.value.clone()))
    };
    let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(ends("a.md", "# Progression Guide: IC1 to IC2\n\nWhat changes.\n"), pair("IC1", "IC2"));
    assert_eq!(
        ends("b.md", "# From Staff Nurse to Charge Nurse\n\nWhat changes.\n"),
        pair("Staff Nurse", "Charge Nurse")
    );
    assert_eq!(ends("M1_to_M2_Guide.md", "# A guide\n\nWhat changes.\n"), pair("M1", "M2"));
    assert_eq!(ends("how-to-start.md", "# How to start\n\nGo to the desk.\n"), None);
}

#[test]
fn a_heading_that_slipped_up_stays_with_its_role() {
    let text = "# Kitchen roles\n\n## Cook\n\n### I feed our guests\n\n- Cooks well\n- Cooks in time\n\n\
        ## Baker\n\n### I feed our guests\n\n- Bakes well\n- Bakes in time\n\n\
        ## Butcher\n\n## I feed our guests\n\n- Cuts well\n- Cuts in time\n\n## I teach others\n\n- Teaches\n- Shows\n";
    let (_, reading) = reading("kitchen.md", text);
    let found: Vec<(&str, Vec<String>)> =
        reading.roles.iter().map(|role| (role.name(), counts(role))).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2].0, "Butcher");
    assert_eq!(found[2].1, ["I feed our guests: -=2", "I teach others: -=2"]);
}

#[test]
fn a_code_behind_the_title_is_the_level() {
    let items = "\n\n## Skills\n\n- Mends nets\n- Sorts ropes\n";
    for (heading, title, level) in [
        ("Senior Fisher Engineer (IC4)", "Senior Fisher Engineer", "IC4"),
        ("Net Engineer [L3]", "Net Engineer", "L3"),
    ] {
        let (file, role) = role("x.md", &format!("# {heading}{items}"));
        assert_eq!(role.name(), title);
        assert_eq!(levels(&role), [level]);
        assert_eq!(file.slice(role.levels[0].label.span), level);
    }
    let (_, role) = role("x.md", &format!("# Chief Technology Officer (CTO){items}"));
    assert_eq!(role.name(), "Chief Technology Officer (CTO)");
}

#[test]
fn codes_that_count_up_are_levels_among_many_headings() {
    let mut text = "# Executive Progression\n\n- E1 (Director): Owns one domain of the firm\n\
        - E2 (Senior Director): Owns several domains\n- E3 (Chief): Owns all of them\n\n"
        .to_owned();
    for about in ["Introduction", "Philosophy", "At a glance", "Pay", "Questions", "Words", "Thanks"] {
        text += &format!("## {about}\n\nSome words about it.\n\n");
    }
    for (code, years) in
        [("E1: Director of Gardens", 5), ("E2: Senior Director of Gardens", 8), ("E3: Chief", 12)]
    {
        text += &format!(
            "## {code}\n\n### Duties\n\n- Plans beds\n- Hires gardeners\n- Has {years} years of experience\n\n"
        );
    }
    let (_, role) = role("executives.md", &text);
    assert_eq!(role.levels.len(), 3, "{:?}", levels(&role));
    let years: Vec<(Option<usize>, Option<u32>)> =
        role.experience.iter().map(|item| (item.level, item.min_months)).collect();
    assert_eq!(years, [(Some(0), Some(60)), (Some(1), Some(96)), (Some(2), Some(144))]);
}

#[test]
fn what_people_say_of_themselves_is_no_name_of_a_section() {
    use crate::model::{SectionKind, section_kind};
    assert_eq!(section_kind("I align people to our purpose and direction"), SectionKind::Other);
    assert_eq!(section_kind("We pay attention to experience"), SectionKind::Other);
    assert_eq!(section_kind("Purpose"), SectionKind::Summary);
}

#[test]
fn openings_are_not_the_levels_of_a_job() {
    let text = "Net Sales Agent\n\nSells nets in all harbors.\n\n- Calls people\n- Sells nets\n\n\
        Cloud Engineer\n\nBuilds clouds.\n\n- Builds\n- Runs\n\nSales Engineer\n\n- Sells\n- Runs\n";
    let (_, reading) = reading("multimedia-officer.txt", text);
    assert!(reading.roles.iter().all(|role| role.name() != "Multimedia Officer"), "{:?}", reading.roles);
}

#[test]
fn only_words_to_candidates_make_a_posting() {
    use crate::model::RoleKind;
    let kind = |words: &str| {
        let text = format!("# Net Engineer\n\n## Skills\n\n- Mends nets\n- {words}\n");
        role("net-engineer.md", &text).1.kind
    };
    assert_eq!(kind("Knows how to apply new methods"), RoleKind::Framework);
    assert_eq!(kind("People want to join our team because of me"), RoleKind::Framework);
    assert_eq!(kind("Send a cover letter"), RoleKind::Posting);
    assert_eq!(kind("Join our team!"), RoleKind::Posting);
}

#[test]
fn degrees_and_moves_are_judged_by_their_own_words() {
    use crate::model::Strength;
    let text = "# Net Engineer\n\n## Education\n\n- Bachelor's degree required; master's degree preferred\n\n\
        ## Lateral moves\n\n- M1 → IC3: Straightforward Return\n- Rope Engineer\n";
    let (_, role) = role("net-engineer.md", text);
    assert_eq!((role.education[0].level, role.education[0].strength), ("bachelor", Strength::Required));
    let text = "# Net Engineer\n\n## Requirements\n\n- Three (3) years of experience with nets\n\
        - A master's degree may substitute for one (1) year of the required experience\n";
    let (_, other) = super::tests::role("net-engineer.md", text);
    assert_eq!(other.experience.iter().map(|item| item.min_months).collect::<Vec<_>>(), [Some(36)]);
    assert_eq!(other.education[0].strength, Strength::Preferred);
    assert_eq!(role.moves.iter().map(|step| step.to.value.as_str()).collect::<Vec<_>>(), ["Rope Engineer"]);
}

#[test]
fn pay_in_two_columns_is_one_band() {
    let text = "# Gardener\n\n| Level | Min salary (EUR per year) | Max salary (EUR per year) | Years of experience |\n\
        |---|---|---|---|\n| L1 | 30,000 | 36,000 | 0-2 |\n| L2 | €48,000 | €60,000 | 5+ |\n";
    let (_, own) = role("gardener.md", text);
    let bands = |role: &crate::model::Role| -> Vec<_> {
        let pay = role.compensation.iter();
        pay.map(|pay| (pay.level, pay.min, pay.max, pay.currency.clone(), pay.period)).collect()
    };
    let eur = |level, min, max, period| (Some(level), Some(min), Some(max), Some("EUR".to_owned()), period);
    assert_eq!(bands(&own), [eur(0, 3e4, 3.6e4, Some("year")), eur(1, 4.8e4, 6e4, Some("year"))]);
    let text = "Title,Level,Min salary,Max salary,Currency\nGardener,L1,30000,36000,EUR\nGardener,L2,38000,46000,EUR\n";
    let (_, own) = role("pay.csv", text);
    assert_eq!(bands(&own), [eur(0, 3e4, 3.6e4, None), eur(1, 3.8e4, 4.6e4, None)]);
}

#[test]
fn experience_as_a_least_and_a_most() {
    let text = "{\"title\": \"Gardener\", \"levels\": [\n\
        {\"name\": \"Junior Gardener\", \"skills\": [\"Waters the beds on time\", \"Sows what others plan\"], \"experience\": {\"min\": 0, \"max\": 2}},\n\
        {\"name\": \"Senior Gardener\", \"skills\": [\"Plans the beds of a park\", \"Teaches how to prune\"], \"experience\": {\"min\": 15, \"max\": null}}]}";
    let (_, role) = role("gardener.json", text);
    let found: Vec<_> = role
        .experience
        .iter()
        .map(|item| (item.level, item.min_months, item.max_months, item.open))
        .collect();
    assert_eq!(found, [(Some(0), Some(0), Some(24), false), (Some(1), Some(180), None, true)]);
}

#[test]
fn what_adds_to_the_levels_below_is_no_section() {
    let text = "# Analyst\n\n## Junior Analyst\n\n- Counts what others ask for\n\n## Senior Analyst\n\n\
        Above, plus:\n\n- Asks what ought to be counted\n";
    let (_, analyst) = role("analyst.md", text);
    assert!(analyst.cumulative);
    assert_eq!(counts(&analyst), [": Junior Analyst=1 Senior Analyst=1"]);
    let data = |senior: &str| {
        format!(
            "title: Nurse\nlevels:\n  junior:\n    duties: [Washes patients, Writes notes]\n  senior:\n    {senior}\n    \
             duties: [Leads the shift, Trains students]\n"
        )
    };
    assert!(role("nurse.yaml", &data("inherits: junior")).1.cumulative);
    assert!(!role("nurse.yaml", &data("extends: the shift to twelve hours")).1.cumulative);
}

#[test]
fn settings_in_a_comment() {
    let text = "<!--\ntitle: Sail Engineer\nlevel: L2\nstatus: draft\n-->\n\n# Sails\n\n## Responsibilities\n\n\
        - Sews sails of canvas\n- Checks seams each spring\n";
    let (_, role) = role("sails.md", text);
    assert_eq!((role.name(), levels(&role)), ("Sail Engineer", vec!["L2".to_owned()]));
    assert_eq!(role.status.as_ref().map(|status| status.value.as_str()), Some("draft"));
}

#[test]
fn figures_beside_sentences_leave_all_columns_in_place() {
    let text = "# Baker levels\n\n| Level | Title | Scope | Craft | Years of experience | Pay |\n|---|---|---|---|---|---|\n\
        | B1 | Apprentice Baker | One oven | Bakes bread from known recipes | 0-1 | $30k-$35k |\n\
        | B2 | Baker | A bakery | Writes recipes that others bake from | 2+ | $40k-$50k |\n";
    let (_, role) = role("baker.md", text);
    let names: Vec<_> = role.levels.iter().filter_map(|level| level.title.as_ref()).collect();
    assert_eq!(
        names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(),
        ["Apprentice Baker", "Baker"]
    );
    assert_eq!(
        counts(&role),
        ["Scope: B1=1 B2=1", "Craft: B1=1 B2=1", "Years of experience: B1=1 B2=1", "Pay: B1=1 B2=1"]
    );
    assert_eq!(role.experience.iter().map(|fact| fact.min_months).collect::<Vec<_>>(), [Some(0), Some(24)]);
    assert_eq!(role.compensation.len(), 2);
    // A column of positions says nothing that is expected.
    let list = "# Baker\n\n| Level | Leads | Position |\n|---|---|---|\n| 1 | No | B1 - Apprentice Baker One |\n\
        | 2 | Yes | B2 - Master Baker Two |\n";
    assert!(reading("baker.md", list).1.roles.iter().all(|role| role.sections.is_empty()));
}

/// Section, label and text of everything that is expected.
fn labeled(role: &crate::model::Role) -> Vec<String> {
    let mut all = vec![];
    for section in &role.sections {
        for item in &section.expectations {
            let label = item.label.as_ref().map_or("-", |label| label.value.as_str());
            all.push(format!("{label}: {}", item.text.plain));
        }
    }
    all
}

#[test]
fn items_below_items_are_expected_too() {
    let page = "# Bakery Lead\n\n## Duties\n\n- Bread\n  - Bakes before six.\n  - Sells what is left:\n    - to schools\n- People\n  - Hires bakers.\n\n\
        ## Skills\n\n- Knows how flour is milled and stored.\n  - Tells rye from wheat.\n- Good care of the younger bakers\n  - Shows them all of it.\n\
        - Reviews:\n  - recipes of others\n- Leads the bakers who work at night:\n  - in both shops\n";
    let (_, role) = role("bakery-lead.md", page);
    assert_eq!(
        labeled(&role),
        [
            "Bread: Bakes before six.",
            "Bread: Sells what is left:",
            "Sells what is left: to schools",
            "People: Hires bakers.",
            "-: Knows how flour is milled and stored.",
            "-: Tells rye from wheat.",
            "-: Good care of the younger bakers",
            "-: Shows them all of it.",
            "Reviews: recipes of others",
            "-: Leads the bakers who work at night:",
            "Leads the bakers who work at night: in both shops"
        ]
    );
    let html = "<h1>Bakery Lead</h1><h2>Duties</h2><ul><li>Bread<ul><li>Bakes before six.</li><li>Sells rolls.</li></ul></li>\
        <li>Keeps the books.</li></ul>";
    let (_, role) = super::tests::role("bakery-lead.html", html);
    assert_eq!(labeled(&role), ["Bread: Bakes before six.", "Bread: Sells rolls.", "-: Keeps the books."]);
}

#[test]
fn bold_labels_below_a_level_are_its_sections() {
    let page = "# Baker levels\n\n## Apprentice Baker\n\n**Scope**: One oven at a time\n**Freedom**: Asks before baking\n\n\
        - Bakes bread from known recipes\n\n## Senior Baker\n\n**Scope:** All ovens  \n**Freedom:** Plans the night\n\n\
        - Writes recipes\n\n**Note**: Pay is told elsewhere.\n";
    let (_, role) = role("baker.md", page);
    assert_eq!(levels(&role), ["Apprentice Baker", "Senior Baker"]);
    assert_eq!(
        counts(&role),
        [
            "Scope: Apprentice Baker=1 Senior Baker=1",
            "Freedom: Apprentice Baker=1 Senior Baker=1",
            ": Apprentice Baker=1 Senior Baker=1"
        ]
    );
    assert_eq!(role.sections[0].expectations[1].text.plain, "All ovens");
}

#[test]
fn a_cell_over_several_rows_is_said_in_each() {
    let page = "<h1>Cook levels</h1><table><tr><th>Area</th><th>Junior Cook</th><th>Senior Cook</th></tr>\
        <tr><th>Knives</th><td>Cuts what others clean</td><td rowspan=\"2\">Teaches the whole kitchen</td></tr>\
        <tr><th>Ovens</th><td>Bakes what others knead</td></tr>\
        <tr><th>Menus</th><td>Reads the menu of a day</td><td>Writes the menu of a week</td></tr></table>";
    let (_, role) = role("cook.html", page);
    let both = |name: &str| format!("{name}: Junior Cook=1 Senior Cook=1");
    assert_eq!(counts(&role), [both("Knives"), both("Ovens"), both("Menus")]);
    let open = page
        .replace("rowspan=\"2\"", "rowspan=\"0\"")
        .replace("<tr><th>Menus", "</tbody><tbody><tr><th>Menus");
    let (_, role) = super::tests::role("cook.html", &open);
    assert_eq!(counts(&role), [both("Knives"), both("Ovens"), both("Menus")]);
}

#[test]
fn half_steps_are_levels_as_whole_ones_are() {
    let page = "# Baker\n\n## Duties\n\n- IC1: Bakes what others knead\n- IC1.5: Kneads and bakes alone\n- IC2: Teaches both\n";
    let (_, role) = role("baker.md", page);
    assert_eq!(levels(&role), ["IC1", "IC1.5", "IC2"]);
    assert_eq!(counts(&role), ["Duties: IC1=1 IC1.5=1 IC2=1"]);
    let ranks: Vec<_> = role.levels.iter().filter_map(|level| level.rank).collect();
    assert_eq!(ranks, [10, 15, 20]);
    let steps = |second: &str| {
        let part = |code: &str| format!("## {code}: Baking\n\n- Does what this step asks for.\n\n");
        format!(
            "# Bakery\n\n{}{}{}## Ovens\n\n- Hot.\n\n## Shops\n\n- Two.\n\n## Mills\n\n- None.\n\n## Rent\n\n- Low.\n\n\
            ## Cats\n\n- One.\n\n## Dogs\n\n- None.\n\n## Mice\n\n- Some.\n",
            part("M1"),
            part(second),
            part("M3")
        )
    };
    assert_eq!(
        levels(&super::tests::role("page.md", &steps("M1.5")).1),
        ["M1: Baking", "M1.5: Baking", "M3: Baking"]
    );
    // The dot of a sentence parts what the dot of a number joins.
    let page = page.replace("IC1.5: Kneads", "Kneads. Then: kneads");
    let (_, role) = super::tests::role("baker.md", &page);
    assert_eq!(labeled(&role).first().map(String::as_str), Some("IC1: IC1: Bakes what others knead"));
    assert_eq!(
        labeled(&role).get(1).map(String::as_str),
        Some("-: Kneads. Then: kneads and bakes alone"),
        "no label"
    );
    let names = "# Baker\n\n## Steps\n\n- L1.0: \"Graduate Baker\"\n- L1.1: \"Junior Baker\" (growing)\n- L1.2: “Junior Baker”\n";
    assert!(reading("baker.md", names).1.roles.iter().all(|role| role.levels.is_empty()), "names alone");
}

#[test]
fn long_bold_lines_above_lists_head_them_where_others_do() {
    let long = "I look after the flour that we buy from the mills around us, and after those who bring it";
    let page = format!(
        "# Bakery Lead\n\n**I bake bread**\n\n- Bakes before six\n\n**I lead bakers**\n\n- Hires bakers\n- Trains them\n\n\
         **{long}** \n\n- Counts the sacks\n"
    );
    let sections = |page: &str| {
        let (_, role) = role("bakery-lead.md", page);
        counts(&role)
    };
    let one = format!("{long}: -=1");
    assert_eq!(sections(&page), ["I bake bread: -=1", "I lead bakers: -=2", one.as_str()]);
    // A whole sentence stands by itself, also in bold.
    assert_eq!(
        sections(&page.replace("who bring it**", "who bring it.**")),
        ["I bake bread: -=1", "I lead bakers: -=3"]
    );
}

#[test]
fn what_stands_between_roles_and_has_their_sections_is_a_role() {
    let part = |name: &str| {
        format!(
            "## {name}\n\n### Duties\n\n- Does all of it\n\n### Skills\n\n- Knows all of it\n\n### Hours\n\n- By night\n\n"
        )
    };
    let text = format!(
        "# Who works here\n\n## Before you read\n\n- Ask us.\n\n{}{}{}",
        part("1. Baker"),
        part("2. Hand of the Mill"),
        part("3. Accountant")
    );
    let titles =
        |text: &str| reading("jobs.md", text).1.roles.iter().map(|r| r.name().to_owned()).collect::<Vec<_>>();
    assert_eq!(titles(&text), ["Baker", "Hand of the Mill", "Accountant"]);
    assert_eq!(
        titles(&text.replace(
            "Mill\n\n### Duties\n\n- Does all of it\n\n### Skills",
            "Mill\n\n### Rent\n\n- None\n\n### Way"
        )),
        ["Baker", "Accountant"]
    );
}

#[test]
fn why_a_page_holds_no_role() {
    let why = |path: &str, text: &str| reading(path, text).1.not_roles;
    assert_eq!(why("head-baker.md", "").as_deref(), Some("it holds no text"));
    assert_eq!(
        why("head-baker.md", "The page was not found.\n").as_deref(),
        Some("its text says nothing about the job that its name tells")
    );
    assert_eq!(
        why("allow-list.txt", "flour\n\nsalt\n").as_deref(),
        Some("neither its name nor its text tells of a job")
    );
}

#[test]
fn items_of_a_ladder_lose_nothing_that_they_say() {
    let page = "# Baker levels\n\n## All levels\n\n- Craft\n  - Keeps the oven clean\n- Order\n  -Seeks what is clearly out of order\n\n  - Cleans up\n\n\
        ## L1\n\n- Craft:\n  - Kneads\n- Order:\n  - Sweeps\n\n## L2\n\n- Craft:\n  - Bakes\n- Order:\n  - Plans\n";
    let (_, role) = role("baker.md", page);
    assert_eq!(counts(&role), ["Craft: -=1 L1=1 L2=1", "Order: -=2 L1=1 L2=1"]);
    assert_eq!(role.sections[1].expectations[0].text.plain, "Seeks what is clearly out of order");
}

#[test]
fn tabs_name_levels_as_headings_do() {
    let tab = |level: &str, says: &str| format!("=== \"{level}\"\n\n    {says}\n\n");
    let text = format!(
        "# Baker\n\n## Craft\n\n{}{}\n## Order\n\n{}{}All of them sweep.\n",
        tab("L1", "- Kneads\n    - Asks"),
        tab("L2", "- Bakes"),
        tab("L1", "Keeps the shelves clean."),
        tab("L2", "Keeps the oven clean.")
    );
    let (_, role) = role("baker.md", &text);
    assert_eq!(levels(&role), ["L1", "L2"]);
    assert_eq!(counts(&role), ["Craft: L1=2 L2=1", "Order: L1=1 L2=1", "Order: -=1"]);
    let inner = "# Baker\n\n## Levels\n\n=== \"L1\"\n\n    ### Craft\n\n    - Kneads\n\n    ### Order\n\n    - Sweeps\n\n\
        === \"L2\"\n\n    ### Craft\n\n    - Bakes\n\n    ### Order\n\n    - Plans\n";
    let (_, role) = super::tests::role("baker.md", inner);
    assert_eq!(counts(&role), ["Craft: L1=1 L2=1", "Order: L1=1 L2=1"]);
}

#[test]
fn labels_behind_a_list_name_sections_too() {
    let level = |name: &str, typical: &str| {
        format!(
            "## {name}\n\n**Scope**: One task at a time\n\n**Traits**:\n\n- Asks early\n- Works with care\n\n**Typical titles**: {typical}\n\n"
        )
    };
    let text = format!("# Cook\n\n{}{}", level("IC1", "Helper, Porter"), level("IC2", "Cook, Baker"));
    let (_, role) = role("cook.md", &text);
    let said: Vec<(&str, usize)> = role
        .sections
        .iter()
        .map(|section| (section.label.as_ref().unwrap().value.as_str(), section.expectations.len()))
        .collect();
    assert_eq!(said, [("Scope", 2), ("Traits", 4), ("Typical titles", 2)]);
    assert_eq!(role.sections[2].expectations[1].level, Some(1));
}

#[test]
fn the_way_to_the_next_page_is_no_expectation() {
    let text = "# Cook\n\n## Duties\n\nYou run a station and help the others with theirs.\n\n---\n\n[Job description](jd.md) · [Ladder](ladder.md)\n";
    let (_, role) = role("cook.md", text);
    assert_eq!(role.sections[0].expectations.len(), 1);
}

#[test]
fn amounts_behind_a_level_are_of_that_level() {
    let text = "# Cook\n\n## Salary\n\n- L1: €30,000–€35,000\n- L2: €36,000–€42,000\n\n## L1\n\n- Peels what is needed\n\n## L2\n\n- Runs a whole station\n";
    let (_, role) = role("cook.md", text);
    let levels: Vec<Option<usize>> = role.compensation.iter().map(|pay| pay.level).collect();
    assert_eq!(levels, [Some(0), Some(1)]);
}

#[test]
fn a_licence_is_no_degree_but_in_french() {
    let degrees = |said: &str| {
        let text = format!("# Driver\n\n## Requirements\n\n- {said}\n- Works with care every day\n");
        role("driver.md", &text).1.education.iter().map(|one| one.level).collect::<Vec<_>>()
    };
    assert_eq!(degrees("Forklift licence required"), [""; 0]);
    assert_eq!(degrees("Une licence en droit"), ["bachelor"]);
}

#[test]
fn what_can_be_folded_away_holds_its_own_headings() {
    let fold = |level: &str, craft: &str, order: &str| {
        format!(
            "<details>\n<summary>{level}</summary>\n\n### Craft\n\n- {craft}\n\n### Order\n\n- {order}\n\n</details>\n\n"
        )
    };
    let text = format!(
        "# Baker\n\n## Levels\n\n{}{}### Hours\n\n- By night\n\n## Shops\n\n- Two of them\n",
        fold("L1", "Kneads", "Sweeps"),
        fold("L2", "Bakes", "Plans")
    );
    let (_, role) = role("baker.md", &text);
    assert_eq!(levels(&role), ["L1", "L2"]);
    assert_eq!(counts(&role), ["Craft: L1=1 L2=1", "Order: L1=1 L2=1", "Hours: -=1", "Shops: -=1"]);
}

#[test]
fn ladders_below_main_headings_of_their_own() {
    let matrix = |title: &str, levels: [&str; 2]| {
        let [a, b] = levels;
        format!(
            "# {title}\n\n| Area | {a} | {b} |\n|---|---|---|\n| Craft | Follows the plan | Writes the plan |\n\
             | Team | Asks for help | Trains others |\n\n"
        )
    };
    let names = |page: &str| -> Vec<String> {
        reading("page.md", page)
            .1
            .roles
            .iter()
            .map(|role| format!("{}: {}", role.name(), levels(role).join(", ")))
            .collect()
    };
    let page = matrix("Titles for Cooks", ["Junior Cook (L1)", "Cook (L2)"])
        + &matrix("Titles for Kitchen Cleaners", ["Kitchen Cleaner (C1)", "Senior Kitchen Cleaner (C2)"]);
    assert_eq!(
        names(&page),
        [
            "Titles for Cooks: Junior Cook (L1), Cook (L2)",
            "Titles for Kitchen Cleaners: Kitchen Cleaner (C1), Senior Kitchen Cleaner (C2)"
        ]
    );
    let page = matrix("Krankenpfleger", ["Junior", "Senior"]) + &matrix("Hebamme", ["Junior", "Senior"]);
    assert_eq!(names(&page), ["Krankenpfleger: Junior, Senior", "Hebamme: Junior, Senior"]);
    let list = "# Titles for Cooks\n\n## About them\n\nThere are two.\n\n### Junior Cook\n\n- Cuts as told\n\n\
        ### Senior Cook\n\n- Plans menus\n\n# Titles for Waiters\n\n## About them\n\nThere are two.\n\n\
        ### Junior Waiter\n\n- Serves as told\n\n### Senior Waiter\n\n- Leads the room\n";
    assert_eq!(
        names(list),
        ["Titles for Cooks: Junior Cook, Senior Cook", "Titles for Waiters: Junior Waiter, Senior Waiter"]
    );
    // Parts of one ladder, however many headings it has.
    for (first, second) in
        [("Technical skills", "Soft skills"), ("Craft", "Leadership"), ("Engineers", "Engineer values")]
    {
        let page = matrix(first, ["Junior", "Senior"]) + &matrix(second, ["Junior", "Senior"]);
        assert_eq!(names(&page).len(), 1, "{first}");
    }
    let page = matrix("Engineer, individual track", ["Engineer", "Senior Engineer"])
        + &matrix("Engineer, management track", ["Engineering Manager", "Senior Engineering Manager"]);
    assert_eq!(names(&page).len(), 1);
}
