//! Running text, quotes, settings and short texts: nothing that a page says of its role is lost; and pages about
//! something else.

use super::tests::{counts, levels, reading, role};
use crate::model::Role;
use crate::text::SourceFile;

/// "Section/level: text" of all running text.
fn prose(role: &Role) -> Vec<String> {
    let told = role.prose.iter().map(|prose| {
        let section = prose.section.as_ref().map_or("-", |section| section.value.as_str());
        let level =
            prose.level.and_then(|at| role.level(at)).map_or("-".to_owned(), crate::model::Level::name);
        format!("{section}/{level}: {}", prose.text.plain)
    });
    told.collect()
}

#[test]
fn text_beside_a_list_is_kept() {
    let text = "# Senior Joiner (L4)\n\nA joiner builds what is made of wood.\n\n## Responsibilities\n\nYou lead the shop.\n\n\
        - Reviews plans of the team\n\nYou take part in hiring.\n\n## Skills\n\nYou know wood.\n\n### Tools\n\n- Saws\n";
    let (_, role) = role("joiner.md", text);
    assert_eq!(
        prose(&role),
        [
            "-/-: A joiner builds what is made of wood.",
            "Responsibilities/-: You lead the shop.",
            "Responsibilities/-: You take part in hiring.",
            "Skills/-: You know wood.",
        ]
    );
    assert_eq!(counts(&role), ["Responsibilities: -=1", "Tools: -=1"]);
    let text = "# Joiner levels\n\n## L1\n\nYou learn.\n\n- Sweeps the floor\n- Sorts nails\n\n## L2\n\nYou build.\n\n- Builds stairs\n";
    let (_, role) = super::tests::role("levels.md", text);
    assert_eq!(prose(&role), ["-/L1: You learn.", "-/L2: You build."]);
}

#[test]
fn quotes_below_levels_are_what_levels_say() {
    let text = "# Joiner ladder\n\n### L1\n> Learns the craft with the help of others\n\n### L2\n> Works alone on most stairs\n";
    let (_, role) = role("ladder.md", text);
    assert_eq!(counts(&role), [": L1=1 L2=1"]);
    let noted = text.replace("\n### L2", "\n- Sweeps the floor\n\n### L2");
    let (_, role) = super::tests::role("ladder.md", &noted);
    assert_eq!(counts(&role), [": L1=1 L2=1"]);
    assert_eq!(prose(&role), ["-/L1: Learns the craft with the help of others"]);
}

#[test]
fn quotes_above_the_sections_of_a_level_are_no_section() {
    let level = |name: &str, more: &str| {
        format!(
            "## {name}\n\n> Bakes for the whole town.\n\n{more}### Craft\n\n- Kneads the dough\n- Heats the oven\n\n"
        )
    };
    let text = [
        level("Junior Baker", ""),
        level("Baker", "Everything that a junior baker does, and this:\n\n"),
        level("Senior Baker", ""),
    ];
    let (_, role) = role("baker.md", &format!("# Bakers\n\n{}", text.concat()));
    assert_eq!(counts(&role), ["Craft: Junior Baker=2 Baker=2 Senior Baker=2"]);
    assert_eq!(prose(&role).len(), 4, "{:?}", prose(&role));
}

#[test]
fn settings_beside_a_page_tell_facts() {
    let text = "---\ntitle: Staff Joiner\nlevel: L6\nexperience: 10+ years\nsalary: $180k-$220k\nskills: [wood, steel]\n\
        responsibilities:\n  - Sets the direction of the shop\n  - Trains two apprentices\n---\n\n## Duties\n\n- Builds stairs\n- Buys wood\n";
    let (file, role) = role("joiner.md", text);
    let slice = |span: crate::text::Span| SourceFile::slice(&file, span).to_owned();
    assert_eq!(role.experience.iter().map(|one| slice(one.text.span)).collect::<Vec<_>>(), ["10+ years"]);
    assert_eq!(role.compensation.iter().map(|one| slice(one.text.span)).collect::<Vec<_>>(), ["$180k-$220k"]);
    assert_eq!(counts(&role), ["Duties: -=2", "responsibilities: -=2"]);
    let ends = text.replace("salary: $180k-$220k", "salary_min: 50000\nsalary_max: 70000\ncurrency: EUR");
    let (_, paid) = super::tests::role("joiner.md", &ends);
    let most: Vec<Option<String>> =
        paid.compensation.iter().map(|pay| pay.max.map(|max| max.to_string())).collect();
    assert_eq!(most, [Some("70000".to_owned())]);
    let twice = text.replace("- Buys wood", "- Buys wood\n\n## Experience\n\n- 10+ years");
    assert_eq!(super::tests::role("joiner.md", &twice).1.experience.len(), 1);
}

#[test]
fn what_levels_say_may_be_short() {
    let text = "# Joiner\n\n## Level 1\n\n| Area | Expectation |\n|---|---|\n| Wood | Saws straight lines with the help of others |\n\
        | Talk | Tells the team what is done each day |\n\n## Level 2\n\n| Area | Expectation |\n|---|---|\n| Wood | Designs |\n| Talk | Presents |\n";
    let (_, role) = role("joiner.md", text);
    assert_eq!(counts(&role), ["Wood: Level 1=1 Level 2=1", "Talk: Level 1=1 Level 2=1"]);
    // The table of one level says what the columns of the others are.
    let facts = text.replace("Expectation", "Value");
    assert_eq!(counts(&super::tests::role("joiner.md", &facts).1), counts(&role));
    let facts = facts
        .replace("Saws straight lines with the help of others", "Pine")
        .replace("Tells the team what is done each day", "Daily");
    let (_, read) = reading("joiner.md", &facts);
    assert!(read.roles.is_empty());
    let (_, role) = super::tests::role(
        "joiner.md",
        "# Joiner\n\n## Level 1\n\nLearns.\n\n## Level 2\n\nTBD\n\n## Level 3\n\nTBD\n",
    );
    assert_eq!(levels(&role), ["Level 1", "Level 2", "Level 3"]);
}

#[test]
fn definitions_below_levels() {
    let text = "# Joiner levels\n\nL1\n: Learns the craft with help\n: Asks questions\n\nL2\n: Works alone on most stairs\n";
    let (_, role) = role("levels.md", text);
    assert_eq!(counts(&role), [": L1=2 L2=1"]);
    assert_eq!(role.sections[0].expectations[0].text.plain, "Learns the craft with help");
}

#[test]
fn pages_about_what_happens_hold_no_roles() {
    let parts = |title: &str| {
        format!(
            "# {title}\n\n## Hiring Manager\n\n- Opens the job\n- Reads the notes\n\n## Recruiter\n\n- Calls people\n- Writes letters\n"
        )
    };
    for title in [
        "Hiring process",
        "Promotion process at the mill",
        "Onboarding",
        "Interviews and offers",
        "Writing job posts",
        "Incident response",
    ] {
        assert!(reading("page.md", &parts(title)).1.roles.is_empty(), "{title}");
    }
    for title in ["Recruiting", "Our team", "Process Engineering roles", "We are hiring!"] {
        assert_eq!(reading("page.md", &parts(title)).1.roles.len(), 2, "{title}");
    }
    let doing = "# Interviewing a Senior Joiner\n\n## Talk\n\n- Ask about wood\n\n## Skills to test\n\n- Sawing\n- Gluing\n";
    assert!(reading("page.md", doing).1.roles.is_empty());
    let job = doing
        .replace("Interviewing a Senior Joiner", "Managing Director")
        .replace("Skills to test", "Skills");
    assert_eq!(reading("page.md", &job).1.roles.len(), 1);
    let promotion = "# Promotion process\n\n## Responsibilities\n\n- The lead writes the case\n- The panel reads it\n\n## Skills\n\n- Writing\n- Reading\n";
    assert!(reading("page.md", promotion).1.roles.is_empty());
}

#[test]
fn tables_of_links_to_levels_hold_no_levels() {
    let row = |n: u8| format!("| {n} | Junior | [D{n}](d.md#{n}) | [T{n}](t.md#{n}) | [M{n}](m.md#{n}) |\n");
    let rows: String = (1..9).map(row).collect();
    let text = format!(
        "# Start\n\n| No | Kind | [Joiner](d.md) | [Lead Joiner](t.md) | [Manager](m.md) |\n|---|---|---|---|---|\n{rows}"
    );
    assert!(reading("ko/README.md", &text).1.roles.is_empty());
}

#[test]
fn specifications_of_classes() {
    let series = |title: &str| {
        format!(
            "TOWN OF NOWHERE\n\n{title}\nCLASS CODE: 1405\nFLSA STATUS: Exempt\n\nDEFINITION\n\n\
             Under supervision, keeps the books of the town and does related work as required.\n\n\
             DISTINGUISHING CHARACTERISTICS\n\nAccountant I: This is the entry class of the series.\n\n\
             Accountant II: This is the class for full work.\n\nEXAMPLES OF DUTIES\n\n\
             Prepares entries for the journal.\nReviews claims of the town.\n\nMINIMUM QUALIFICATIONS\n\nKnowledge of:\n\
             Rules of public accounts.\nWays of auditing.\n\nAbility to:\nWrite clear reports.\n\nEXPERIENCE AND EDUCATION\n\n\
             Accountant I: A bachelor's degree in accounting.\nAccountant II: Two years of experience as an Accountant I.\n"
        )
    };
    for title in
        ["CLASS TITLE: ACCOUNTANT I/II", "Classification: Accountant I, II", "Position Title: Accountant"]
    {
        let (_, role) = role("spec-1405.txt", &series(title));
        assert_eq!(role.name(), title.split_once(": ").expect("a label").1);
        assert_eq!(levels(&role), ["Accountant I", "Accountant II"]);
        assert_eq!(
            counts(&role),
            [
                "DEFINITION: -=1",
                "DISTINGUISHING CHARACTERISTICS: Accountant I=1 Accountant II=1",
                "EXAMPLES OF DUTIES: -=2",
                "Knowledge of: -=2",
                "Ability to: -=1",
                "EXPERIENCE AND EDUCATION: Accountant I=1 Accountant II=1"
            ]
        );
        assert_eq!(role.experience.iter().map(|fact| fact.level).collect::<Vec<_>>(), [Some(1)]);
    }
    let one = "CLASS TITLE:  Park Worker\nCLASS CODE:  4410\n\nDISTINGUISHING CHARACTERISTICS:\nThis class works in the park.\n\n\
        EXAMPLES OF DUTIES:\n1. Mows lawns.\n2. Repairs benches.\n\nMINIMUM QUALIFICATIONS:\nOne year of experience in gardens.\n\n\
        KNOWLEDGE OF:\nTools that are used in gardens.\nSafe use of all machines.\n\nABILITY TO:\nLift heavy loads with others.\n";
    let (_, role) = role("4410.txt", one);
    assert_eq!(role.name(), "Park Worker");
    assert_eq!(
        counts(&role),
        [
            "DISTINGUISHING CHARACTERISTICS: -=1",
            "EXAMPLES OF DUTIES: -=2",
            "MINIMUM QUALIFICATIONS: -=1",
            "KNOWLEDGE OF: -=2",
            "ABILITY TO: -=1"
        ]
    );
    // Who holds a post, and where it is.
    for other in [
        "# Our team\n\nSenior Engineer: Ada L.\n\nEngineer: Bob M.\n",
        "CLASS: Beginners\n\nCOURSE PLAN\n\nWe learn how to read notes in the first week.\n\nWe sing in the second week.\n",
    ] {
        assert!(reading("page.txt", other).1.roles.is_empty(), "{other}");
    }
}
