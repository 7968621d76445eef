//! `rolelint init` on a framework with customs, words and defects of its own: the customs become quiet, the
//! defects stay.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used, clippy::format_collect)]

#[path = "support/folder.rs"]
mod folder;

use std::collections::BTreeSet;

use folder::Folder;
use serde_json::Value;

const JOBS: [&str; 6] =
    ["Data Engineer", "Web Developer", "Support Agent", "Product Designer", "Account Manager", "Weaver"];

/// Six ladders of one house; the last is written unlike the others.
fn house() -> Folder {
    let folder = Folder::new();
    for job in JOBS {
        let low = job.to_lowercase();
        let name = low.replace(' ', "-");
        let level = |head: &str, verb: &str| {
            format!(
                "## {head}\n\n### Craft\n\n- Can {verb} what the QRG of every {low} asks for\n- Works with the flumgrate of the \
                 {low} to {verb}\n- Keeps the tools of each {low} in order\n\n### People\n\n- Is able to {verb} beside other \
                 {low}s\n- Asks when it is hard to {verb}\n- Says to others what a {low} does\n\n"
            )
        };
        let heads = if job == "Weaver" { ["Warp", "Weft"] } else { ["Level 1", "Level 2"] };
        let text = format!("# {job}\n\n{}{}", level(heads[0], "plan"), level(heads[1], "decide"));
        folder.write(&format!("ladders/{name}.md"), text);
    }
    let defects = "# Tinker\n\n## Level 1\n\n### Craft\n\n- Mends pots for the whole village and [tells why](why.md)\n\n\
                   ### People\n\n- Communicates recieved wishes to others\n\n## Level 2\n\n### Craft\n\n\
                   - Mends pots for the whole village and [tells why](why.md)\n\n### People\n\n- Shows the QRG of the smiths\n\
                   - Asks the XQJ and the the guild\n";
    folder.write("ladders/tinker.md", defects);
    folder.write("rolelint.words", "flumgrate # the tool of the house\n");
    folder
}

fn findings(folder: &Folder) -> Vec<(String, String)> {
    let (code, out, err) = folder.run(&["check", "--no-cache", "--format", "json"]);
    assert_ne!(code, 2, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|finding| (text(&finding["rule"]), text(&finding["message"]))).collect()
}

fn rules(findings: &[(String, String)]) -> BTreeSet<&str> {
    findings.iter().map(|(rule, _)| rule.as_str()).collect()
}

#[test]
fn customs_become_quiet_and_defects_stay() {
    let folder = house();
    let before = findings(&folder);
    let (code, _, err) = folder.run(&["init"]);
    assert_eq!(code, 0, "{err}");
    let config = String::from_utf8(folder.read("rolelint.yaml")).unwrap();
    let after = findings(&folder);

    // The acronym of the house, and how it writes expectations.
    assert!(config.contains("\n  # glossary:\n  #   QRG: \"\" # 7 of 7 pages\n"), "{config}");
    assert!(config.contains("\n  unobservable-expectation: off\n"), "{config}");
    let about = |all: &[(String, String)], what: &str| {
        all.iter().filter(|(rule, said)| said.contains(what) || rule == what).count()
    };
    assert!(about(&before, "unobservable-expectation") > 6, "{before:?}");
    assert_eq!(about(&after, "unobservable-expectation"), 0, "{after:?}");
    // What nobody has explained yet is still reported.
    assert!(about(&after, "QRG") > 0, "{after:?}");
    let filled = config
        .replace("# framework:", "framework:")
        .replace("  # glossary:\n  #   QRG: \"\"", "  glossary:\n    QRG: \"quick reference\"");
    folder.write("rolelint.yaml", filled);
    assert_eq!(about(&findings(&folder), "QRG"), 0);

    // A word that `rolelint.words` declares is not written a second time.
    assert!(!config.contains("flumgrate"), "{config}");

    // What is wrong stays, and so does an acronym of one page.
    for rule in ["misspelling", "broken-link", "identical-levels", "repeated-word"] {
        let count = |all: &[(String, String)]| all.iter().filter(|(found, _)| found == rule).count();
        assert!(count(&before) > 0, "{rule}: {before:?}");
        assert_eq!(count(&before), count(&after), "{rule}");
    }
    assert!(after.iter().any(|(_, said)| said.contains("XQJ")), "{after:?}");
    // Nothing is found that was not there.
    let new: Vec<&str> = rules(&after).difference(&rules(&before)).copied().collect();
    assert!(new.iter().all(|rule| matches!(*rule, "missing-section" | "section-order")), "{new:?}");
}

#[test]
fn pages_read_unlike_their_neighbors_are_shown_as_layouts() {
    let folder = house();
    let (code, out, err) = folder.run(&["init", "--dry-run"]);
    assert_eq!(code, 0, "{err}");
    let proposed: Vec<&str> = out
        .lines()
        .skip_while(|line| *line != "# layouts:")
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  # ").filter(|line| line.starts_with(['-', ' '])))
        .collect();
    assert!(proposed.iter().any(|line| line.contains("/ladders/weaver.md")), "{out}");
    // Used as they are, they are right.
    let used: String = proposed.iter().map(|line| format!("  {line}\n")).collect();
    folder.write("rolelint.yaml", format!("layouts:\n{used}"));
    let (code, out, err) = folder.run(&["export"]);
    assert_eq!((code, err.as_str()), (0, ""), "{used}");
    let model: Value = serde_json::from_str(&out).unwrap();
    let roles = model["roles"].as_array().unwrap();
    let weaver = roles.iter().find(|role| role["title"] == "Weaver").unwrap();
    let labels: Vec<&str> =
        weaver["levels"].as_array().unwrap().iter().map(|level| level["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Warp", "Weft"], "{used}");
}

#[test]
fn a_menu_on_every_page_is_no_list_of_roles() {
    let folder = Folder::new();
    let menu: String =
        JOBS.iter().map(|job| format!("- [{job}]({}.md)\n", job.to_lowercase().replace(' ', "-"))).collect();
    for job in JOBS {
        let low = job.to_lowercase();
        let text = format!(
            "# {job}\n\n## Responsibilities\n\n- Does the work of a {low} with some help\n- Teaches others\n\n## \
             Knowledge\n\n- Knows the work of a {low}\n- Knows the house\n\n## Other pages\n\n{menu}"
        );
        folder.write(&format!("{}.md", low.replace(' ', "-")), text);
    }
    folder.write("about-us.md", format!("# About us\n\nWe work with our hands.\n\n{menu}"));
    folder.write("README.md", format!("# Our jobs\n\n{menu}"));
    let (_, out, err) = folder.run(&["init", "--dry-run"]);
    assert!(out.contains("\n  registries: [README.md]\n"), "{out}{err}");
}
