//! Coming to an old framework: what is known stays quiet, what a change makes worse is told. Each test
//! works in a throw-away repository.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used)]
#![allow(clippy::panic, clippy::print_stdout, clippy::string_slice)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/repository.rs"]
mod repository;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use repository::{Repository, places};
use serde_json::Value;

const RULES: &str = "repeated-space,trailing-whitespace,mojibake,unused-suppression";

const ENGINEER: &str = "# Engineer\n\n## Delivery\n\n- Builds  services.\n- Runs them in production.\n\n\
                        ## People\n\n- Mentors  colleagues.\n- Explains decisions \n";
const DESIGNER: &str = "# Designer\n\n## Craft\n\n- Draws  flows.\n- Tests them with customers.\n";

/// A framework with four known findings, on the branch `main`.
fn old_framework() -> Option<Repository> {
    let repository = Repository::new()?;
    repository.write("rolelint.yaml", format!("select: [{RULES}]\nbaseline: known.json\n"));
    repository.write("roles/engineer.md", ENGINEER);
    repository.write("roles/designer.md", DESIGNER);
    let (_, err) = repository.said(&["baseline", "create"]);
    assert!(err.contains("`known.json` knows 4 findings."), "{err}");
    repository.commit();
    Some(repository)
}

#[test]
fn a_pull_request_from_end_to_end() {
    let Some(repository) = old_framework() else { return };
    assert_eq!(repository.findings(&[]), [""; 0]);
    repository.git(&["switch", "--quiet", "--create", "work"]);
    // Mends one finding, adds three, and moves everything else down.
    let engineer = ENGINEER.replace("Builds  services.", "Builds services.");
    let engineer = engineer.replace("# Engineer\n", "# Engineer\n\nThe team\u{e2}€™s builder.\n");
    repository.write("roles/engineer.md", format!("{engineer}- Reviews  designs. \n"));
    repository.commit();
    let new = [
        "roles/engineer.md:3 mojibake",
        "roles/engineer.md:14 repeated-space",
        "roles/engineer.md:14 trailing-whitespace",
    ];
    for args in
        [&["--changed"][..], &["--changed=main"], &["--changed=HEAD~1"], &[], &["--changed", "--no-baseline"]]
    {
        assert_eq!(repository.findings(args), new, "{args:?}");
    }
    // Without the baseline the changed lines alone decide, without both everything is told.
    assert_eq!(repository.findings(&["--no-baseline"]).len(), 6);

    let output = repository.run(&[
        "check",
        "--changed",
        "--format",
        "github",
        "--output",
        "sarif=r.sarif",
        "--output",
        "rdjson=r.json",
    ]);
    assert_eq!(output.status.code(), Some(1), "mojibake is an error");
    let annotations = String::from_utf8(output.stdout).unwrap();
    let told: Vec<&str> = annotations.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(told.len(), 3, "{annotations}");
    assert!(told[0].starts_with("::error file=roles/engineer.md,line=3,"), "{annotations}");
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(repository.path.join(name)).unwrap()).unwrap()
    };
    let lines = |list: &Value, line: &str| -> Vec<u64> {
        list.as_array().unwrap().iter().map(|entry| entry.pointer(line).unwrap().as_u64().unwrap()).collect()
    };
    let sarif = read("r.sarif");
    let region = "/locations/0/physicalLocation/region/startLine";
    assert_eq!(lines(&sarif["runs"][0]["results"], region), [3, 14, 14]);
    let rdjson = read("r.json");
    assert_eq!(lines(&rdjson["diagnostics"], "/location/range/start/line"), [3, 14, 14]);
    assert!(
        rdjson["diagnostics"].as_array().unwrap().iter().all(|one| one["suggestions"][0]["text"].is_string())
    );

    // What `rolelint-fix` does: repairs the new findings, and leaves the known ones alone.
    assert_eq!(repository.run(&["check", "--changed", "--fix"]).status.code(), Some(0));
    let mended = fs::read_to_string(repository.path.join("roles/engineer.md")).unwrap();
    assert!(mended.contains("The team’s builder.") && mended.ends_with("- Reviews designs.\n"), "{mended}");
    assert!(
        mended.contains("- Mentors  colleagues.") && mended.contains("- Explains decisions \n"),
        "{mended}"
    );
    assert_eq!(repository.findings(&["--changed"]), [""; 0]);

    let (_, err) = repository.said(&["baseline", "prune"]);
    assert!(err.contains("`known.json` knows 3 findings. 1 finding went"), "{err}");
}

#[test]
fn what_is_staged_is_what_is_checked() {
    let Some(repository) = old_framework() else { return };
    let base = ["--no-baseline", "--staged"];
    assert_eq!(repository.findings(&base), [""; 0]);
    repository.write("roles/designer.md", format!("{DESIGNER}- Shows  them.\n"));
    assert_eq!(repository.findings(&base), [""; 0], "nothing is staged yet");
    repository.git(&["add", "roles/designer.md"]);
    // Mended on the disk, but not in what is to be committed; and a page that is not part of it at all.
    repository.write("roles/designer.md", format!("{DESIGNER}- Shows them.\n"));
    repository.write("roles/draft.md", "# Draft\n\n- Not  yet.\n");
    assert_eq!(repository.findings(&base), ["roles/designer.md:7 repeated-space"]);
    assert_eq!(repository.run(&["check", "--staged", "--fix"]).status.code(), Some(2));
    // In a sub-folder, and with a name that git would quote.
    repository.write("roles/a \"b\" ü.md", "# Both\n\n- Draws  and builds.\n");
    repository.git(&["add", "--all"]);
    let output = Command::new(env!("CARGO_BIN_EXE_rolelint"))
        .args(["check", "--staged", "--no-baseline", "--format", "concise"])
        .current_dir(repository.path.join("roles"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("a \"b\" ü.md:3:8:"), "{text}");
}

#[test]
fn pages_may_be_renamed_and_sections_moved() {
    let Some(repository) = old_framework() else { return };
    let (delivery, people) = (ENGINEER.find("## Delivery").unwrap(), ENGINEER.find("## People").unwrap());
    let moved = format!(
        "{}{}\n{}",
        &ENGINEER[..delivery],
        &ENGINEER[people..],
        ENGINEER[delivery..people].trim_end()
    );
    repository.write("roles/engineer.md", format!("{moved}\n"));
    assert_eq!(repository.findings(&[]), [""; 0]);
    fs::rename(repository.path.join("roles/engineer.md"), repository.path.join("roles/builder.md")).unwrap();
    assert_eq!(repository.findings(&[]), [""; 0]);
    assert_eq!(repository.findings(&["roles/builder.md"]), [""; 0], "one file alone");
    repository.git(&["add", "--all"]);
    assert_eq!(repository.findings(&["--no-baseline", "--changed"]).len(), 2, "the moved section is new");
}

#[test]
fn counts_never_grow_in_silence() {
    let Some(repository) = old_framework() else { return };
    // A copy of a known finding, in the same section, in another page, in a new page.
    let twice = ENGINEER.replace("- Builds  services.\n", "- Builds  services.\n- Builds  services.\n");
    repository.write("roles/engineer.md", &twice);
    assert_eq!(repository.findings(&[]), ["roles/engineer.md:6 repeated-space"]);
    repository.write("roles/engineer.md", ENGINEER);
    repository.write("roles/designer.md", format!("{DESIGNER}- Builds  services.\n"));
    assert_eq!(repository.findings(&[]), ["roles/designer.md:7 repeated-space"]);
    // Not even where the page that has it is not looked at.
    assert_eq!(repository.findings(&["roles/designer.md"]), ["roles/designer.md:7 repeated-space"]);
    repository.write("roles/designer.md", DESIGNER);
    repository.write("roles/copy.md", ENGINEER);
    assert_eq!(repository.findings(&["roles/copy.md"]).len(), 3);
    assert_eq!(repository.findings(&[]).len(), 3);
    fs::remove_file(repository.path.join("roles/copy.md")).unwrap();

    // An update says what it adds, and takes out what is gone.
    repository.write("roles/designer.md", "# Designer\n\n## Craft\n\n- Tests  flows.\n");
    let (_, err) = repository.said(&["baseline", "update"]);
    assert!(err.contains("1 finding came to it (1 repeated-space). 1 finding went"), "{err}");
    assert_eq!(repository.findings(&[]), [""; 0]);
    let again = repository.run(&["baseline", "create"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("There is a baseline already"));
}

#[test]
fn what_cannot_be_known_is_said() {
    let Some(repository) = Repository::new() else { return };
    repository.write("roles/engineer.md", ENGINEER);
    let refused = |args: &[&str], reason: &str| {
        let output = repository.run(args);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(reason), "{args:?}: {err}");
    };
    refused(&["check", "--baseline", "none.json"], "it does not exist");
    repository.write("broken.json", "{\"version\": 1, \"findings\": [{]}");
    refused(&["check", "--baseline", "broken.json"], "it is no baseline");
    repository.write("later.json", "{\"version\": 2, \"findings\": []}");
    refused(&["check", "--baseline", "later.json"], "it has version 2");
    refused(&["check", "--changed=no-such-branch"], "git knows no commit `no-such-branch`");
    refused(&["check", "--changed=--output=x"], "git knows no commit");
    repository.write("rolelint.yaml", "baseline: ../outside.json\n");
    refused(&["check"], "outside of its folder");
    fs::remove_file(repository.path.join("rolelint.yaml")).unwrap();
    // Before the first commit everything is new.
    let all = repository.findings(&["--select", RULES]);
    assert_eq!(repository.findings(&["--select", RULES, "--changed"]), all);
    assert!(!repository.path.join("x").exists());
    fs::remove_dir_all(repository.path.join(".git")).unwrap();
    refused(&["check", "--changed"], "no git repository");
}

#[cfg(unix)]
#[test]
fn settings_of_a_repository_start_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(repository) = old_framework() else { return };
    let trap = repository.path.join("trap");
    let sprung = repository.path.join("sprung");
    repository.write("trap", format!("#!/bin/sh\ntouch '{}'\ncat\n", sprung.display()));
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.x.textconv",
    ] {
        repository.git(&["config", key, trap]);
    }
    repository.write(".git/info/attributes", "* filter=x diff=x\n");
    fs::copy(trap, repository.path.join("git")).unwrap();
    repository.write("roles/designer.md", format!("{DESIGNER}- Shows  them.\n"));
    let paths = std::env::join_paths(
        std::iter::once(repository.path.clone())
            .chain([PathBuf::from("")])
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    for args in [&["check", "--changed"][..], &["check", "--staged"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_rolelint"))
            .args(args)
            .env("PATH", paths.as_ref().unwrap())
            .current_dir(&repository.path)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(!sprung.exists());
}

/// A page of a real framework, sections turned around: nothing is new.
#[test]
fn real_pages_may_be_turned_around() {
    let history = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/history");
    if !history.is_dir() {
        println!("skipped: ../shared/history is not present");
        return;
    }
    let mut pages = vec![];
    let mut folders = vec![history];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    let (mut turned, mut known) = (0, 0);
    for page in pages.iter().step_by(pages.len() / 60 + 1) {
        let Ok(text) = fs::read_to_string(page) else { continue };
        let parts: Vec<&str> = text.split("\n## ").collect();
        if parts.len() < 3 || text.contains("```") {
            continue;
        }
        let Some(repository) = Repository::new() else { return };
        repository.write("page.md", &text);
        repository.write("rolelint.yaml", "baseline: known.json\n");
        repository.said(&["baseline", "create"]);
        let mut order: Vec<&str> = parts[1..].to_vec();
        order.reverse();
        let sections: Vec<String> =
            order.iter().map(|part| format!("\n## {}\n", part.trim_end_matches('\n'))).collect();
        repository.write("page.md", format!("{}{}", parts[0], sections.concat()));
        let (out, _) = repository.said(&["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(places(&report), [""; 0], "{}", page.display());
        known += usize::try_from(report["summary"]["known"].as_u64().unwrap()).unwrap();
        turned += 1;
    }
    assert!(turned > 3 && known > 30, "{turned} pages, {known} findings");
}

/// As a hook of git, which names its own index: also that of `git commit --all`.
#[cfg(unix)]
#[test]
fn a_hook_stops_a_commit_until_it_is_mended() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(repository) = old_framework() else { return };
    let program = env!("CARGO_BIN_EXE_rolelint");
    let hook = format!("#!/bin/sh\nexec '{program}' check --staged --quiet --fail-on info\n");
    repository.write(".git/hooks/pre-commit", &hook);
    let path = repository.path.join(".git/hooks/pre-commit");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    let commit = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["commit", "--quiet", "--message", "A step"]).args(args).current_dir(&repository.path);
        command.output().unwrap().status.success()
    };
    repository.write("roles/designer.md", format!("{DESIGNER}- Shows  them.\n"));
    assert!(!commit(&["--all"]));
    repository.git(&["add", "--all"]);
    assert!(!commit(&[]));
    let fixed = repository.run(&["check", "--force-exclude", "--fix", "roles/designer.md"]);
    assert_eq!(fixed.status.code(), Some(0));
    let page = fs::read_to_string(repository.path.join("roles/designer.md")).unwrap();
    assert!(page.contains("- Shows them.") && page.contains("- Draws  flows."), "{page}");
    assert!(!commit(&[]), "the repair is not staged yet");
    assert!(commit(&["--all"]));
}

/// The hooks are given every file that a reader knows, and no pictures.
#[test]
fn hooks_take_every_format() {
    let hooks =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml")).unwrap();
    let files: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("files: ")).collect();
    let (_, pattern) = files[0].split_once(' ').unwrap();
    let pattern = regex::Regex::new(pattern.trim_matches('\'')).unwrap();
    for format in rolelint::syntax::FORMATS {
        for extension in format.extensions {
            assert!(pattern.is_match(&format!("roles/a.{extension}")), "{extension}");
        }
    }
    assert!(pattern.is_match("README.MD") && !pattern.is_match("roles/md/a.png"));
    assert_eq!(files[1..], ["*files"; 3], "all hooks take the same files");
}

/// A copy of an old slip is new, wherever it stands.
#[test]
fn a_copy_of_a_known_slip_on_a_changed_line_is_told() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "baseline: known.json\n");
    let page = "# Engineer\n\n## Impact\n\n- Ships features that customers use.\n- Recieves old parcels.\n";
    repository.write("a.md", page);
    repository.said(&["baseline", "create"]);
    repository.commit();
    repository.write("a.md", page.replace("- Ships", "- Recieves old parcels.\n- Ships"));
    for args in [&["--changed"][..], &[]] {
        let found = repository.findings(&[args, &["--select", "misspelling"]].concat());
        assert_eq!(found.len(), 1, "{args:?}: {found:?}");
    }
    assert_eq!(repository.findings(&["--changed", "--select", "misspelling"]), ["a.md:5 misspelling"]);
}

/// Of several things that are missing at one place, each is known on its own.
#[test]
fn what_is_missing_is_told_apart() {
    let Some(repository) = Repository::new() else { return };
    let profile = "baseline: known.json\nselect: [missing-section]\nprofiles:\n  - paths: ['*.md']\n    \
                   sections: [Impact, Craft, Team]\n";
    repository.write("rolelint.yaml", profile);
    let page = "# Engineer\n\n## Impact\n\n- Ships features.\n\n## Craft\n\n- Reviews designs.\n";
    repository.write("a.md", page);
    repository.said(&["baseline", "create"]);
    assert_eq!(repository.findings(&[]), [""; 0]);
    repository.write("a.md", page.replace("## Craft", "## Team"));
    let (out, _) = repository.said(&["check", "--format", "concise"]);
    assert!(out.contains("“Craft” is missing") && !out.contains("“Team”"), "{out}");
}

/// Two branches that both accepted findings.
#[test]
fn a_conflict_in_the_baseline_is_settled_by_update() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "baseline: known.json\nselect: [misspelling]\n");
    repository.write("a.md", "# Engineer\n\n- Recieves parcels every day.\n");
    repository.said(&["baseline", "create"]);
    repository.commit();
    for (branch, file) in [("one", "b.md"), ("two", "c.md")] {
        repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
        repository.write(file, format!("# Cook {branch}\n\n- Recieves {branch} guests every day.\n"));
        repository.said(&["baseline", "update"]);
        repository.commit();
    }
    assert!(!repository.0.git(&["merge", "--quiet", "one"]), "there should be a conflict");
    let refused = repository.run(&["check"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("baseline update"));
    repository.said(&["baseline", "update"]);
    assert_eq!(repository.findings(&[]), [""; 0]);
}

/// Where nothing tells the main branch, or git refuses, nothing is passed over in silence.
#[test]
fn without_a_main_branch_a_run_for_changes_fails() {
    let Some(repository) = Repository::new() else { return };
    repository.write("a.md", "# Engineer\n\n- Ships features.\n");
    repository.commit();
    repository.git(&["branch", "--move", "trunk"]);
    let output = repository.run(&["check", "--changed"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--changed=main"));
    assert_eq!(repository.run(&["check", "--changed=trunk"]).status.code(), Some(0));
}

/// A report never takes the place of a page, of settings or of the baseline.
#[test]
fn reports_replace_reports_only() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "select: [misspelling]\n");
    repository.write("a.md", "# Engineer\n\n- Ships features.\n");
    for target in ["markdown=a.md", "sarif=rolelint.yaml", "concise=a.md"] {
        let output = repository.run(&["check", "--output", target]);
        assert_eq!(output.status.code(), Some(2), "{target}");
    }
    for target in
        ["markdown=report.md", "json=report.json", "gitlab=lab.json", "concise=list.txt", "junit=j.xml"]
    {
        for _ in 0..2 {
            assert_eq!(
                repository.run(&["check", "--output", target, "a.md"]).status.code(),
                Some(0),
                "{target}"
            );
        }
    }
}

/// A name that begins with two dashes is quoted in a message, which a build runner must not obey.
#[test]
fn names_in_messages_about_arguments_are_harmless() {
    let Some(repository) = Repository::new() else { return };
    let mut command = repository.command(&["check", "--x\n::add-mask::e.md"]);
    let output = command.env("GITHUB_ACTIONS", "true").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.lines().any(|line| line.starts_with("::add-mask::")), "{said}");
}
