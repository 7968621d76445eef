//! What stands above lists and levels: labels with colons, terms of definitions, lines that tell a level, and levels
//! that are written in two ways.

use super::tests::{counts, levels, reading, role};
use crate::model::MoveKind;

/// The titles of the roles of a page.
fn titles(path: &str, text: &str) -> Vec<String> {
    reading(path, text).1.roles.iter().map(|role| role.name().to_owned()).collect()
}

#[test]
fn labels_with_colons_above_lists_are_sections() {
    let page = |labels: [&str; 3]| {
        let lists = labels.map(|label| format!("{label}\n\n- Sorts the papers\n- Answers readers\n\n"));
        counts(&role("archivist.md", &format!("# Archivist\n\n{}", lists.concat())).1)
    };
    for labels in [
        ["What you'll do:", "What we're looking for:", "What you'll get:"],
        ["You will:", "Must have:", "Nice to have:"],
        ["In this role, you will:", "You have:", "Who you are:"],
        ["Deine Aufgaben:", "Das bringst du mit:", "Wir bieten:"],
    ] {
        let own = |label: &str| format!("{}: -=2", label.trim_end_matches(':'));
        assert_eq!(page(labels), labels.map(own), "{labels:?}");
    }
    for labels in [
        ["Note:", "For example:", "You will do the following:"],
        ["Please note:", "Zum Beispiel:", "They are expected to have these:"],
    ] {
        assert_eq!(page(labels), [": -=6"], "{labels:?}");
    }
    let lesson = "# Build a bird house\n\nYou will:\n\n- Saw boards\n- Drive nails\n\nYou'll need:\n\n- A saw\n- 2 years of patience\n";
    assert!(titles("bird-house.md", lesson).is_empty(), "no job, no role");
}

#[test]
fn lines_that_tell_a_level_below_a_title_are_no_levels() {
    let page = |key: &str, jobs: [&str; 2]| {
        let job = |name: &str, level: u8| {
            format!(
                "## {name}\n\n**{key}:** {level}\n\n### Duties\n\n- Writes the books\n\n### Requirements\n\n- Latin\n\n"
            )
        };
        let [first, second] = jobs;
        format!("# Roles in the house\n\n{}{}", job(first, 2), job(second, 4))
    };
    assert_eq!(
        titles("house.md", &page("Level", ["Accountant", "Controller"])),
        ["Accountant", "Controller"]
    );
    assert_eq!(titles("house.md", &page("Grade", ["Nurse", "Cook"])), ["Nurse", "Cook"]);
    assert_eq!(titles("house.md", &page("Stufe", ["Buchhalter", "Bäcker"])), ["Buchhalter", "Bäcker"]);
    // Several of them below one heading are levels.
    let text = "# Baker ladder\n\n**Level 1:** Kneads the dough of others with care.\n\n**Level 2:** Plans what is baked and when.\n\n\
        **Level 3:** Runs the whole bakery.\n";
    assert_eq!(levels(&role("baker.md", text).1).len(), 3);
}

#[test]
fn years_behind_a_level_make_no_other_level() {
    let page = |names: [&str; 3], plain: [&str; 3]| {
        let parts =
            names.map(|name| format!("### {name}\n\n- Tries what others wrote\n- Writes it down\n\n"));
        let rows = plain.map(|name| format!("| {name} | 36.000 € | 42.000 € |\n"));
        let text = format!(
            "# Tester\n\n## Levels\n\n{}## Salary\n\n| Level | From | To |\n|---|---|---|\n{}",
            parts.concat(),
            rows.concat()
        );
        levels(&role("tester.md", &text).1).len()
    };
    let plain = ["Tester", "Senior Tester", "Test Lead"];
    assert_eq!(
        page(
            [
                "Tester (0-2 years of experience)",
                "Senior Tester (2-5 years of experience)",
                "Test Lead (5+ years)"
            ],
            plain
        ),
        3
    );
    assert_eq!(
        page(
            ["Junior Baker (0-1 years)", "Baker (1-3 years)", "Senior Baker"],
            ["Junior Baker", "Baker", "Senior Baker"]
        ),
        3
    );
    // Two steps with one name stay two.
    assert_eq!(
        page(
            ["Tester (0-2 years)", "Tester (2-5 years)", "Test Lead"],
            ["Tester (0-2 years)", "Tester (2-5 years)", "Test Lead"]
        ),
        3
    );
}

#[test]
fn two_numbered_levels_with_titles_are_enough() {
    let page = |names: [&str; 2]| {
        let parts = names.map(|name| format!("## {name}\n\n- Loads the files\n\n"));
        reading("platform.md", &format!("# Data Platform\n\n{}", parts.concat())).1.roles.len()
    };
    assert_eq!(page(["Level 1 — Associate", "Level 2 — Engineer"]), 1);
    assert_eq!(page(["Level 1: Baker", "Level 2: Head Baker"]), 1);
    assert_eq!(page(["Stufe 1 – Pfleger", "Stufe 2 – Stationsleitung"]), 1);
    assert_eq!(page(["Level 1: Unit tests", "Level 2: Browser tests"]), 0);
    assert_eq!(page(["Step 1 — Install", "Step 2 — Run"]), 0);
    assert_eq!(page(["Level 1 — Basic", "Level 2 — Advanced"]), 0);
}

#[test]
fn terms_of_definitions_may_be_levels() {
    let text = "Career ladder: Accountant\n=====\n\nJunior Accountant\n:   Posts invoices\n:   Reads bank statements\n\n\
        Accountant\n:   Prepares the end of the month\n    with others\n\nSenior Accountant\n\n:   Reviews the end of the month\n";
    let (_, ladder) = role("ladder.md", text);
    assert_eq!(levels(&ladder), ["Junior Accountant", "Accountant", "Senior Accountant"]);
    assert_eq!(counts(&ladder), [": Junior Accountant=2 Accountant=1 Senior Accountant=1"]);
    let text = "# Bäcker\n\nStufe 1\n: Knetet den Teig\n: Heizt den Ofen\n\nStufe 2\n: Plant, was gebacken wird\n: Lehrt andere\n";
    assert_eq!(levels(&role("baecker.md", text).1), ["Stufe 1", "Stufe 2"]);
    let glossary = "# Words of the bakery\n\nOven\n:   Where bread is baked\n\nDough\n:   What bread is made of\n\nBaker\n:   Who bakes it\n";
    assert!(titles("words.md", glossary).is_empty());
    let note = "# How to bake\n\nWater\n:   2 cups\n\nFlour\n:   3 cups\n";
    assert!(titles("bake.md", note).is_empty());
}

#[test]
fn labels_in_capitals_of_one_word_are_headings_among_others() {
    let text = "WAREHOUSE SUPERVISOR\n\nESSENTIAL DUTIES\n  • Assigns work to pickers\n  • Checks the dock\n\nMINIMUM QUALIFICATIONS\n\
        \x20 • High school diploma\n  • Two years of warehouse experience\n\nSALARY\n$22.50 - $27.00 per hour\n\nPROMOTION TO\n  • Warehouse Manager\n";
    let (_, role) = role("supervisor.txt", text);
    assert_eq!(role.compensation.len(), 1);
    assert_eq!(
        role.moves.iter().map(|step| (step.kind, step.to.value.as_str())).collect::<Vec<_>>(),
        [(MoveKind::Next, "Warehouse Manager")]
    );
    let labels: Vec<&str> =
        role.sections.iter().filter_map(|section| Some(section.label.as_ref()?.value.as_str())).collect();
    assert_eq!(labels, ["ESSENTIAL DUTIES", "MINIMUM QUALIFICATIONS", "SALARY", "PROMOTION TO"]);
}
