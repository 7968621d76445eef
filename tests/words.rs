//! What a framework itself says is right, through the whole program: its words, its dictionaries of other
//! languages, and the schemas that its roles follow.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[path = "support/folder.rs"]
mod folder;

use folder::{Folder, findings};

const PAGE: &str = "# Engineer\n\n- Runs the zubernator and reads its reports.\n- Good managment of time.\n";

#[test]
fn the_file_of_words_is_asked_and_nothing_else_becomes_right() {
    let folder = Folder::of(&[("rolelint.yaml", "{}\n"), ("engineer.md", PAGE)]);
    assert_eq!(findings(&folder, &["--select", "misspelling"]), ["engineer.md:4:8 misspelling error"]);
    folder.write("rolelint.words", "# product names\nzubernator\n\nManagment\n");
    assert!(findings(&folder, &["--select", "misspelling"]).is_empty());
    folder.write("rolelint.words", "zubernator\n");
    assert_eq!(findings(&folder, &["--select", "misspelling"]), ["engineer.md:4:8 misspelling error"]);
    folder.write("rolelint.yaml", "words: [managment]\n");
    assert!(findings(&folder, &["--select", "misspelling"]).is_empty());
}

const FRENCH: &str = "# Ingénieure\n\n- Dirige les travaux de deux équipes et répond de ce qu’elles livrent à leurs clients chaque mois.\n\
    - Prépare les plans de l’équipe avec la directrise et les partage avec toutes les personnes du service.\n";

#[test]
fn other_languages_are_checked_only_with_a_dictionary() {
    let folder = Folder::of(&[("rolelint.yaml", "{}\n"), ("ingenieure.md", FRENCH)]);
    assert!(findings(&folder, &["--select", "misspelling"]).is_empty());
    folder.write("words/fr.aff", "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nSFX S Y 1\nSFX S 0 s .\n");
    let known = "dirige les travaux de deux équipe/S et répond ce qu elles livrent à leurs client/S chaque mois \
        prépare plan/S avec la directrice partage toutes personne/S du service ingénieure";
    let list: Vec<&str> = known.split(' ').collect();
    folder.write("words/fr.dic", format!("{}\n{}\n", list.len(), list.join("\n")));
    folder.write("rolelint.yaml", "dictionaries: { fr: words/fr }\n");
    assert_eq!(findings(&folder, &["--select", "misspelling"]), ["ingenieure.md:4:41 misspelling error"]);
    folder.write("rolelint.words", "directrise\n");
    assert!(findings(&folder, &["--select", "misspelling"]).is_empty());
}

#[test]
fn a_dictionary_that_cannot_be_read_is_told() {
    let folder =
        Folder::of(&[("rolelint.yaml", "dictionaries: { fr: nowhere }\n"), ("ingenieure.md", FRENCH)]);
    let (code, out, err) = folder.run(&["check"]);
    assert!(code != 0 && format!("{out}{err}").contains("nowhere.aff"), "{code} {out}{err}");
}

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "levels": { "type": "array", "minItems": 2 },
    "sections": {
      "type": "array",
      "items": { "properties": { "expectations": { "type": "array", "maxItems": 2 } } }
    }
  }
}
"#;

#[test]
fn roles_follow_a_schema_as_they_are_read() {
    let page = "# Engineer\n\n## Scope\n\n- Owns a service.\n\n## Responsibilities\n\n- Writes code.\n- Tests it.\n\
        - Reviews the work of others.\n";
    let settings = "schemas:\n  - paths: [\"roles/*\"]\n    schema: role.json\n    of: model\n";
    let folder =
        Folder::of(&[("rolelint.yaml", settings), ("role.json", SCHEMA), ("roles/engineer.md", page)]);
    let found = findings(&folder, &["--select", "schema"]);
    // One level is too few, and the third expectation of a section too many.
    assert_eq!(found, ["roles/engineer.md:1:3 schema error", "roles/engineer.md:11:1 schema error"]);
    // Without `of` the schema is for the settings block, and there is none.
    folder.write("rolelint.yaml", settings.replace("    of: model\n", ""));
    assert!(findings(&folder, &["--select", "schema,front-matter-schema"]).is_empty());
}

#[test]
fn schema_check_runs_no_other_rules() {
    let page = "---\ntitle: Engineer\n---\n\n# Engineer\n\n- Owns a service of the team.\n";
    let folder = Folder::of(&[("engineer.md", page), ("senior.md", page)]);
    assert!(!findings(&folder, &["--select", "schema"]).is_empty());
    let (code, out, err) = folder.run(&["schema", "check"]);
    assert_eq!(code, 0, "{out}{err}");
}
