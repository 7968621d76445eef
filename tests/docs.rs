//! Keeps the prose true: every path that a page names exists, the changelog has a place for the next
//! change, no page counts the rules, and the index of rules is current (`UPDATE=1` writes it).

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use regex::Regex;
use rolelint::rule::{FixKind, built_in_pages};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages that people read: at the top, under `docs`, and the one that explains the examples.
fn pages() -> Vec<(String, String)> {
    let mut names: Vec<PathBuf> = vec!["examples/README.md".into()];
    for folder in ["", "docs", "docs/decisions"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = Path::new(folder).join(entry.unwrap().file_name());
            if path.extension().is_some_and(|extension| extension == "md") {
                names.push(path);
            }
        }
    }
    names.sort();
    names
        .iter()
        .map(|path| {
            let name = path.to_str().unwrap().replace('\\', "/");
            let text = std::fs::read_to_string(root().join(path)).unwrap();
            (name, text.replace("\r\n", "\n"))
        })
        .collect()
}

/// The text with fenced blocks blanked out; they hold commands and output.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap().matches('\n').count() + 1
}

#[test]
fn paths_in_pages_exist() {
    let quoted = Regex::new(r"`([^`\s]+)`").unwrap();
    let link = Regex::new(r"\]\(([^)\s#]+)[^)]*\)").unwrap();
    // What looks like a path of ours: begins with a folder of ours, or is a file at the top.
    let ours = Regex::new(
        r"^(\.ci|\.github|benches|docs|examples|rules|schemas|src|tests|ladder)/|^(Cargo|clippy|deny|rustfmt|typos)\.toml$|^[A-Z-]+\.md$|^build\.rs$|^justfile$",
    )
    .unwrap();
    let mut wrong = String::new();
    let mut checked = 0;
    for (name, text) in pages() {
        let text = prose(&text);
        let folder = Path::new(&name).parent().unwrap();
        let named = quoted.captures_iter(&text).map(|found| found.get(1).unwrap());
        let named = named.filter(|found| ours.is_match(found.as_str()));
        let linked = link.captures_iter(&text).map(|found| found.get(1).unwrap());
        let linked = linked.filter(|found| !found.as_str().contains(':'));
        for found in named.chain(linked) {
            let path = found.as_str();
            // A pattern or a place to fill in.
            if path.contains(['*', '<', '{']) {
                continue;
            }
            checked += 1;
            if !root().join(path).exists() && !root().join(folder).join(path).exists() {
                let line = line_of(&text, found.start());
                let _ = writeln!(wrong, "{name}:{line}: names `{path}`, which does not exist");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}Correct the page, or the path.");
    assert!(checked > 20, "only {checked} paths were found in all pages: the search is broken");
}

#[test]
fn the_changelog_is_open() {
    let text = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let first = text.lines().find(|line| line.starts_with("## "));
    assert_eq!(first, Some("## Unreleased"), "the newest section of CHANGELOG.md takes the next change");
}

#[test]
fn no_page_counts_the_rules() {
    let count = Regex::new(
        r"(?i)\b(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)[ -](\w+ )?(rules|checks)\b",
    )
    .unwrap();
    let mut wrong = String::new();
    for (name, text) in pages() {
        let text = prose(&text);
        for found in count.find_iter(&text) {
            let line = line_of(&text, found.start());
            let _ = writeln!(
                wrong,
                "{name}:{line}: \"{}\" will be wrong soon; link to rules/README.md",
                found.as_str()
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `rules/README.md` as it should be.
fn index_of_rules() -> String {
    let (pages, errors) = built_in_pages();
    assert!(errors.is_empty(), "{errors:?}");
    let mut index = "# Rules\n\n\
        One page for each rule. `rolelint explain RULE` shows it in the terminal. A rule that is *off* runs only if\n\
        it is asked for. Repairs that are *safe* keep the meaning; the others are made with `--unsafe-fixes` only.\n\
        This index is written by `UPDATE=1 cargo test --test docs`.\n"
        .to_owned();
    let mut group = "";
    for page in &pages {
        if page.group != group {
            group = &page.group;
            let _ =
                write!(index, "\n## {group}\n\n| Rule | Finds | Severity | Repair |\n|---|---|---|---|\n");
        }
        let off = if page.meta.enabled { "" } else { ", off" };
        let fix = match page.meta.fix {
            FixKind::None => "",
            FixKind::Safe => "safe",
            FixKind::Unsafe => "unsafe",
        };
        let summary = page.meta.summary.replace('|', "\\|");
        let (id, severity) = (&page.id, page.meta.severity);
        let _ = writeln!(index, "| [{id}]({group}/{id}.md) | {summary} | {severity}{off} | {fix} |");
    }
    index
}

#[test]
fn the_index_of_rules_is_current() {
    let path = root().join("rules/README.md");
    let old = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let new = index_of_rules();
    if old != new && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, new).unwrap();
    } else {
        assert!(old == new, "rules/README.md is not current: UPDATE=1 cargo test --test docs");
    }
}
