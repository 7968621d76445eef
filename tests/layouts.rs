//! `layouts:` and `vocabulary:` in the configuration: files whose reader guesses wrong are read as the
//! configuration says, and what it says and the files have not is told.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::path::Path;
use std::process::Command;

use rolelint::engine::{Roots, Run, read, settings_from_text};
use rolelint::model::Role;
use rolelint::syntax::read_source;
use rolelint::text::Files;

/// Reads files with a configuration.
fn run(config: &str, pages: &[(&str, &str)]) -> (Files, Run) {
    let settings = settings_from_text("rolelint.yaml", config).unwrap_or_else(|error| panic!("{error}"));
    for layout in &settings.layouts {
        assert_eq!(layout.mistakes(), []);
    }
    let mut files = Files::default();
    for (path, text) in pages {
        files.add(|id| read_source(id, path, None, text.as_bytes()));
    }
    let run = read(&files, &settings, &Roots(std::iter::once(String::new()).collect()));
    (files, run)
}

fn roles(config: &str, pages: &[(&str, &str)]) -> Vec<Role> {
    run(config, pages).1.frameworks.into_iter().flat_map(|framework| framework.roles).collect()
}

fn title(role: &Role) -> &str {
    role.title.as_ref().map_or("", |title| &title.value)
}

fn levels(role: &Role) -> Vec<&str> {
    role.levels.iter().map(|level| level.label.value.as_str()).collect()
}

/// Level, section and text of everything that is expected.
fn expected(role: &Role) -> Vec<(&str, &str, &str)> {
    let mut all = vec![];
    for section in &role.sections {
        for item in &section.expectations {
            let level = item.level.map_or("", |index| role.levels[index].label.value.as_str());
            let label = section.label.as_ref().map_or("", |label| label.value.as_str());
            all.push((level, label, item.text.plain.as_str()));
        }
    }
    all
}

#[test]
fn title_and_level_stand_in_the_path() {
    let config = "layouts:\n  - paths: [ladder/]\n    title: { path: 'ladder/{title}/*.md' }\n    level: { path: 'ladder/*/{level}.md' }\n";
    let page = "# What we look for\n\n## Staff Engineer\n\n- Ships features with others.\n\n## Senior Engineer\n\n- Reviews designs of others.\n";
    let found = roles(config, &[("ladder/data_science/sapling.md", page)]);
    assert_eq!(found.len(), 1);
    assert_eq!(title(&found[0]), "Data Science");
    assert_eq!(levels(&found[0]), ["Sapling"]);
    assert!(found[0].reading.contains("title from the part of the path"), "{}", found[0].reading);
}

#[test]
fn title_stands_in_a_key() {
    let config =
        "layouts:\n  - paths: ['*.md', '*.yaml']\n    title: { key: role.name }\n    level: { key: band }\n";
    let page = "---\nrole:\n  name: Keeper of Records\nband: B4\n---\n\n# Welcome\n\n- Keeps records.\n";
    let data = "role:\n  name: Wrangler\nband: B2\nduties:\n  - Wrangles the herd of servers.\n";
    let found = roles(config, &[("a.md", page), ("b.yaml", data)]);
    assert_eq!(found.iter().map(title).collect::<Vec<_>>(), ["Keeper of Records", "Wrangler"]);
    assert_eq!(levels(&found[0]), ["B4"]);
    assert_eq!(levels(&found[1]), ["B2"]);
    assert_eq!(expected(&found[1]).len(), 1);
}

#[test]
fn headings_name_levels_and_sections() {
    let config = "layouts:\n  - paths: [gardener.md]\n    title: { heading: 1 }\n    levels: { headings: 2 }\n    sections: { headings: 3 }\n";
    let page = "# Gardeners\n\n## Sprout\n\n### Soil\n\n- Digs holes.\n\n#### In winter\n\n- Rests the soil.\n\n## Oak\n\n### Soil\n\n- Plans beds.\n";
    let found = roles(config, &[("gardener.md", page)]);
    assert_eq!(title(&found[0]), "Gardeners");
    assert_eq!(levels(&found[0]), ["Sprout", "Oak"]);
    assert_eq!(
        expected(&found[0]),
        [
            ("Sprout", "Soil", "Digs holes."),
            ("Sprout", "Soil", "Rests the soil."),
            ("Oak", "Soil", "Plans beds.")
        ]
    );
}

#[test]
fn columns_and_rows_of_tables_name_levels() {
    let columns = "layouts:\n  - paths: ['*.csv', '*.md']\n    title: { text: Gardener }\n    levels: { columns: true }\n    sections: { column: Skill }\n";
    let table = "Sprout,Skill,Oak\nDigs holes with care,Soil,Plans the beds of a year\nWaters,Water,Builds pipes for all beds\n";
    let found = roles(columns, &[("gardener.csv", table)]);
    assert_eq!(levels(&found[0]), ["Sprout", "Oak"]);
    assert_eq!(expected(&found[0])[1], ("Oak", "Soil", "Plans the beds of a year"));
    let rows = "layouts:\n  - paths: ['*.md']\n    levels: { rows: Step }\n";
    let page = "# Gardener\n\n| Soil | Step | Water |\n|---|---|---|\n| Digs | Sprout | Carries |\n| Plans | Oak | Pipes |\n";
    let found = roles(rows, &[("gardener.md", page)]);
    assert_eq!(levels(&found[0]), ["Sprout", "Oak"]);
    assert_eq!(
        expected(&found[0]),
        [
            ("Sprout", "Soil", "Digs"),
            ("Oak", "Soil", "Plans"),
            ("Sprout", "Water", "Carries"),
            ("Oak", "Water", "Pipes")
        ]
    );
}

#[test]
fn files_are_declared_to_be_roles_or_not() {
    let page = "# Engineer\n\n## Responsibilities\n\n- Ships features.\n\n## Skills\n\n- Reviews designs.\n";
    assert_eq!(roles("layouts: [{ paths: [a.md], role: false }]", &[("a.md", page)]).len(), 0);
    let guide = "# How we grow\n\n- Ask for feedback.\n";
    assert_eq!(roles("{}", &[("README.md", guide)]).len(), 0);
    assert_eq!(roles("layouts: [{ paths: [README.md], role: true }]", &[("README.md", guide)]).len(), 1);
}

#[test]
fn what_is_not_found_is_told() {
    let config = "layouts:\n  - paths: ['*.md']\n    title: { key: name }\n    levels: { headings: 4 }\n  - paths: [none/]\n    role: false\n";
    let page = "# Engineer\n\n## Impact\n\n- Ships features.\n";
    let (_, run) = run(config, &[("a.md", page), ("b.md", page)]);
    assert_eq!(run.layouts.unused, [1]);
    let told: Vec<_> = run.layouts.missing.iter().map(|m| (m.clue.way.join("."), m.files.len())).collect();
    assert_eq!(told, [("levels.headings".to_owned(), 2), ("title.key".to_owned(), 2)]);
    let found = run.frameworks.iter().flat_map(|framework| &framework.roles).map(title).collect::<Vec<_>>();
    assert_eq!(found, ["Engineer", "Engineer"], "what is not found is guessed as always");
}

#[test]
fn levels_and_sections_have_names_of_their_own() {
    let config =
        "vocabulary:\n  levels:\n    names: [Seedling, Sapling, Tree]\n  sections:\n    impact: [Shade]\n";
    let page = "# Forest keepers\n\n## Seedling\n\n### Shade\n\n- Helps a neighbor.\n\n## Sapling\n\n### Shade\n\n- Helps a team.\n\n## Tree\n\n### Shade\n\n- Helps a forest.\n";
    let found = roles(config, &[("keepers.md", page)]);
    assert_eq!(levels(&found[0]), ["Seedling", "Sapling", "Tree"]);
    assert_eq!(
        found[0].levels.iter().map(|level| level.rank).collect::<Vec<_>>(),
        [Some(10), Some(20), Some(30)]
    );
    assert_eq!(found[0].sections[0].kind.name(), "impact");
    assert!(roles("{}", &[("keepers.md", page)]).is_empty(), "without its words nobody could know");
}

#[test]
fn languages_of_one_run_do_not_reach_into_another() {
    let page = "# Forest keepers\n\n## Seedling\n\n- Helps a neighbor.\n\n## Sapling\n\n- Helps a team.\n\n## Tree\n\n- Helps all.\n";
    let own = "vocabulary: { levels: { names: [Seedling, Sapling, Tree] } }";
    let threads: Vec<_> = (0..8)
        .map(|n| {
            std::thread::spawn(move || roles(if n % 2 == 0 { own } else { "{}" }, &[("k.md", page)]).len())
        })
        .collect();
    let found: Vec<usize> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(found, [1, 0, 1, 0, 1, 0, 1, 0]);
}

/// Runs the program in a folder with these files: standard output and standard error.
fn program(files: &[(&str, &str)], args: &[&str]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let out =
        Command::new(env!("CARGO_BIN_EXE_rolelint")).args(args).current_dir(folder.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(out.stdout), text(out.stderr), out.status.code())
}

#[test]
fn mistakes_are_shown_at_their_key() {
    let config = "layouts:\n  - paths: [a.md]\n    tilte: { heading: 1 }\n";
    let (_, err, code) = program(&[("rolelint.yaml", config), ("a.md", "# A\n")], &["check"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("rolelint.yaml:3:5") && err.contains("title"), "{err}");
    let config = "layouts:\n  - paths: [a.md]\n    levels: { headings: 2, rows: X }\n";
    let (_, err, code) = program(&[("rolelint.yaml", config), ("a.md", "# A\n")], &["export"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("rolelint.yaml:3:5") && err.contains("exactly one clue"), "{err}");
    let config = "vocabulary:\n  section:\n    impact: [Shade]\n";
    let (_, err, code) = program(&[("rolelint.yaml", config), ("a.md", "# A\n")], &["check"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("Did you mean `sections`?"), "{err}");
}

#[test]
fn remarks_point_at_the_clue_and_change_no_exit_code() {
    let config =
        "layouts:\n  - paths: [a.md]\n    levels: { headings: 5 }\n  - paths: [b.md]\n    role: false\n";
    let page = "# Engineer\n\n## Impact\n\n- Ships features.\n";
    let (_, err, code) =
        program(&[("rolelint.yaml", config), ("a.md", page)], &["check", "--fail-on", "never"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("rolelint.yaml:3:15") && err.contains("no heading of depth 5"), "{err}");
    assert!(err.contains("rolelint.yaml:4:5") && err.contains("used for no file"), "{err}");
}

const POSTING: &str = "# Senior Gardener\n\n## Your tasks\n\n- Plants &lt;b&gt;trees &amp; \"shrubs\" &lt;/script&gt;\n- =cmd|' /C calc'!A0\n\n## Requirements\n\n\
    - At least 5 years of experience in gardening\n- Bachelor's degree or equivalent experience\n\n## Salary\n\n\
    €50,000–60,000 per year\n\n## How to apply\n\nTo apply, send us your application.\n";

#[test]
fn postings_are_valid_and_cannot_leave_their_script() {
    let (out, err, code) = program(&[("a.md", POSTING)], &["export", "--format", "jobposting"]);
    assert_eq!(code, Some(0));
    assert!(err.contains("datePosted"), "{err}");
    assert!(!out.contains('<'), "{out}");
    let posting: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(posting["@type"], "JobPosting");
    assert_eq!(posting["title"], "Senior Gardener");
    assert_eq!(posting["experienceRequirements"]["monthsOfExperience"], 60);
    assert_eq!(posting["educationRequirements"]["credentialCategory"], "bachelor degree");
    assert_eq!(posting["experienceInPlaceOfEducation"], true);
    assert_eq!(posting["baseSalary"]["currency"], "EUR");
    assert_eq!(posting["baseSalary"]["value"]["minValue"], 50000);
    assert_eq!(posting["baseSalary"]["value"]["unitText"], "YEAR");
    assert!(posting["description"].as_str().unwrap().contains("&lt;b&gt;trees"), "{out}");
}

#[test]
fn a_role_for_people_in_the_job_is_no_posting() {
    let page = "# Engineer\n\n## Responsibilities\n\n- Ships features.\n\n## Skills\n\n- Reviews designs.\n";
    let (out, err, _) = program(&[("a.md", page)], &["export", "--format", "jobposting"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["@graph"], serde_json::json!([]));
    assert!(err.contains("None of these roles"), "{err}");
}

#[test]
fn tables_for_spreadsheets() {
    let page = "# Engineer\n\n| Skill | Junior | Senior |\n|---|---|---|\n| Craft | Writes tests, and says \"why\" | =HYPERLINK(\"x\") |\n| Impact | +1 for a team | Helps teams |\n";
    let (out, _, code) = program(&[("a.md", page), ("b.md", POSTING)], &["export", "--format", "csv"]);
    assert_eq!(code, Some(0));
    let lines: Vec<&str> = out.split("\r\n").collect();
    assert_eq!(lines[0], "File,Role,Group,Section,Label,Junior,Senior,All levels");
    assert_eq!(
        lines[1],
        "a.md,Engineer,,Craft,,\"Writes tests, and says \"\"why\"\"\",\"'=HYPERLINK(\"\"x\"\")\","
    );
    assert_eq!(lines[2], "a.md,Engineer,,Impact,,'+1 for a team,Helps teams,");
    assert!(out.contains(",'=cmd|' /C calc'!A0\r\n"), "{out}");
}

#[test]
fn explanations_name_reader_and_clue() {
    let config = "layouts:\n  - paths: [b.md]\n    role: false\n";
    let page = "# Engineer\n\n## Junior\n\n- Writes tests.\n\n## Senior\n\n- Reviews designs.\n";
    let files = [("rolelint.yaml", config), ("a.md", page), ("b.md", page)];
    let (out, _, code) = program(&files, &["export", "--explain"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        out,
        "a.md\n  Engineer: page; title from the main heading; headings that name levels (2 levels)\nb.md\n  no role: `layouts` says that it describes no role\n"
    );
    let (out, _, _) = program(&files, &["export", "--explain", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(value["roles"][0]["reading"].as_str().unwrap().starts_with("page;"));
}

#[test]
fn a_table_that_is_said_to_be_of_roles_is_read_as_one() {
    let table = "title,house\nPorter,North\nWarden,South\n";
    let said = "layouts:\n  - paths: ['*.csv']\n    role: true\n";
    assert_eq!(roles("layouts: []\n", &[("staff.csv", table)]).len(), 0);
    let found = roles(said, &[("staff.csv", table)]);
    assert_eq!(found.iter().map(title).collect::<Vec<_>>(), ["Porter", "Warden"]);
}

#[test]
fn a_layout_for_no_file_is_told_for_the_whole_folder() {
    let config = "layouts:\n  - paths: [nothing/**]\n    role: false\n";
    let (_, err, _) = program(&[("rolelint.yaml", config), ("a.md", "# A\n")], &["check", "."]);
    assert!(err.contains("used for no file"), "{err}");
}

#[test]
fn words_of_the_configuration_name_levels() {
    let page = "# Dyer\n\n## Madder\n\n- Mixes colors with help\n\n## Woad\n\n- Mixes colors alone\n\n## Saffron\n\n- Teaches others\n";
    let explain = |config: &str| {
        let (out, _, code) =
            program(&[("rolelint.yaml", config), ("dyer.md", page)], &["export", "--explain"]);
        assert_eq!(code, Some(0));
        out
    };
    assert!(!explain("vocabulary: {}\n").contains("(3 levels)"));
    let stages = "vocabulary:\n  levels:\n    stages: [madder, woad, saffron]\n";
    assert!(explain(stages).contains("headings that name levels (3 levels)"), "{}", explain(stages));
    let table = "# Technician\n\n| Vat | What is expected |\n|---|---|\n| Madder | Mixes colors with the help of others |\n| Woad | Mixes all colors alone and cleans the vats |\n";
    let (out, _, _) = program(
        &[("rolelint.yaml", "vocabulary:\n  levels:\n    headers: [vat]\n"), ("dyer.md", table)],
        &["export", "--explain"],
    );
    assert!(out.contains("one row for each level"), "{out}");
}

#[test]
fn words_of_the_configuration_name_columns() {
    let sheet = "Ammatti,Kuvaus\nDyer,\"Mixes all colors of the house, and cleans the vats\"\nWeaver,\"Sets up looms, and weaves to order\"\n";
    let explain = |config: &str| {
        let (out, _, code) =
            program(&[("rolelint.yaml", config), ("a.csv", sheet)], &["export", "--format", "json"]);
        assert_eq!(code, Some(0));
        out
    };
    assert!(!explain("vocabulary: {}\n").contains("Weaver"));
    let words =
        "vocabulary:\n  columns:\n    titles: [ammatti]\n  sections:\n    responsibilities: [kuvaus]\n";
    assert!(explain(words).contains("Weaver"), "{}", explain(words));
}
