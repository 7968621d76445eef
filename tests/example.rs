//! The example framework: what `examples/README.md` says is wrong in it is found, and nothing else.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use regex::Regex;

/// Pairs of a rule and a file below `examples/ladder`.
type Findings = BTreeSet<(String, String)>;

/// The rows of the table in `examples/README.md`.
fn promised() -> Findings {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/README.md");
    let text = std::fs::read_to_string(page).unwrap();
    let quoted = Regex::new("`([^`]+)`").unwrap();
    let mut promised = Findings::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.split('|').skip(1);
        let names = |cell: Option<&str>| -> Vec<String> {
            quoted.captures_iter(cell.unwrap_or("")).map(|found| found[1].to_owned()).collect()
        };
        let (rules, files) = (names(cells.next()), names(cells.next()));
        assert!(rules.len() == 1 && !files.is_empty(), "a row names one rule and its files: {row}");
        promised.extend(files.into_iter().map(|file| (rules[0].clone(), file)));
    }
    assert!(!promised.is_empty(), "examples/README.md has no table of defects");
    promised
}

#[test]
fn the_example_framework_holds_what_its_page_says() {
    let output = Command::new(env!("CARGO_BIN_EXE_rolelint"))
        .args(["check", "examples/ladder", "--format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Findings = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let file = finding["file"].as_str().unwrap();
            let file = file.strip_prefix("examples/ladder/").unwrap_or(file);
            (finding["rule"].as_str().unwrap().to_owned(), file.to_owned())
        })
        .collect();
    let promised = promised();
    let missing: Vec<_> = promised.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&promised).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "promised by examples/README.md and not found: {missing:?}\nfound and not promised: {surplus:?}"
    );
}
