//! In build pipelines and hooks: which files a run looks at, and what the reports say of them there.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/repository.rs"]
mod repository;

use folder::said;
use repository::Repository;
use serde_json::Value;

const SLIP: &str = "# Cook\n\n- Cooks  for guests.\n";

/// What git tracks is checked, whatever ignore files say; what it does not track is left out, and said to be.
#[test]
fn tracked_pages_are_checked() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "select: [repeated-space]\n");
    repository.write(".gitignore", "build/\n/plan.md\n");
    repository.write(".ignore", "quiet.md\n");
    for page in ["build/roles/cook.md", "plan.md", "quiet.md"] {
        repository.write(page, SLIP);
        repository.git(&["add", "--force", page]);
    }
    repository.commit();
    for page in ["build/roles/waiter.md", "build/plan.md"] {
        repository.write(page, SLIP);
    }
    let tracked =
        ["build/roles/cook.md:3", "plan.md:3", "quiet.md:3"].map(|at| format!("{at} repeated-space"));
    for version in ["2", "3", "4"] {
        repository.git(&["update-index", "--index-version", version]);
        assert_eq!(repository.findings(&["--no-cache"]), tracked, "{version}");
    }
    // As a hook names them, and as a person does.
    let hook = repository.findings(&["--force-exclude", "build/roles/cook.md", "build/roles/waiter.md"]);
    assert_eq!(hook, ["build/roles/cook.md:3 repeated-space"]);
    assert_eq!(repository.findings(&["build"]).len(), 3);
    // In another working tree, whose `.git` is a file.
    let beside = tempfile::tempdir().unwrap();
    let tree = beside.path().join("tree");
    repository.git(&["worktree", "add", "--quiet", "--detach", tree.to_str().unwrap()]);
    let mut command = repository.command(&["check", "--format", "concise", "--fail-on", "never"]);
    let (_, out, _) = said(&command.current_dir(&tree).output().unwrap());
    assert_eq!(out.lines().count(), 3, "{out}");
}

#[test]
fn what_ignore_files_leave_out_is_told() {
    let Some(repository) = Repository::new() else { return };
    repository.write(".gitignore", "*.md\n");
    repository.write("plan.md", SLIP);
    let (_, err) = repository.said(&["check"]);
    assert!(err.contains("but what an ignore file names and git does not track: `plan.md`. Name"), "{err}");
    // Of an index in two halves not all is read.
    repository.git(&["add", "--force", "plan.md"]);
    assert!(!repository.said(&["check"]).1.contains("note:"));
    repository.git(&["update-index", "--split-index"]);
    let (_, err) = repository.said(&["check"]);
    assert!(
        err.contains("files that it tracks cannot be read") && err.contains(": `plan.md`. Name"),
        "{err}"
    );
    assert!(!err.contains("does not track"), "{err}");
    assert_eq!(repository.findings(&["plan.md", "--select", "repeated-space"]).len(), 1);
}

/// Code hosts look for files from the top of the repository, wherever the run was.
#[test]
fn places_count_from_the_top_of_the_repository() {
    let Some(repository) = Repository::new() else { return };
    repository.write("people/roles/rolelint.yaml", "select: [repeated-space, duplicate-text]\n");
    repository.write("people/roles/cook.md", SLIP);
    repository.write("people/other/waiter.md", SLIP);
    let folder = repository.path.join("people/roles");
    let report = |format: &str| {
        let args = ["check", "--format", format, "--fail-on", "never", ".", "../other"];
        let (code, out, err) = said(&repository.command(&args).current_dir(&folder).output().unwrap());
        assert_eq!(code, 0, "{err}");
        out
    };
    for (format, place) in [
        ("github", "file=people/roles/cook.md,"),
        ("gitlab", "\"path\": \"people/roles/cook.md\""),
        ("sarif", "\"uri\": \"people/roles/cook.md\""),
        ("junit", "file=\"people/roles/cook.md\""),
        ("azure", "sourcepath=people/roles/cook.md;"),
        ("markdown", "`people/roles/cook.md:3:8`"),
        // Read where they are made.
        ("concise", "cook.md:3:8:"),
        ("json", "\"file\": \"cook.md\""),
        ("rdjson", "\"path\": \"cook.md\""),
        ("checkstyle", "name=\"cook.md\""),
    ] {
        let out = report(format);
        assert!(out.contains(place), "{format}: {out}");
        let other = place.replace("roles/cook", "other/waiter").replace("cook.md", "../other/waiter.md");
        assert!(out.contains(&other), "{format}: {out}");
    }
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    let fix = "/runs/0/results/0/fixes/0/artifactChanges/0/artifactLocation/uri";
    assert_eq!(sarif.pointer(fix).unwrap(), "people/other/waiter.md");
}

/// What is written to a file may be printed where a build service reads along.
#[test]
fn reports_for_people_hold_no_commands() {
    let Some(repository) = Repository::new() else { return };
    let page = "# Engineer\n\n- Recieves ##[error]x ##vso[task.setvariable variable=PATH]y teh parcels.\n";
    repository.write("a.md", page);
    repository.said(&[
        "check",
        "--select",
        "misspelling",
        "--output",
        "concise=c.txt",
        "--output",
        "terminal=t.txt",
    ]);
    for name in ["c.txt", "t.txt"] {
        let text = String::from_utf8(repository.read(name)).unwrap();
        assert!(text.contains("Recieves") && !text.contains("##[") && !text.contains("##vso["), "{text}");
    }
}

/// Azure's agent obeys what it reads and cannot be told to wait; GitHub's runner can.
#[test]
fn patches_command_no_build_service() {
    let Some(repository) = Repository::new() else { return };
    repository.write("a.md", "# Engineer\n\n##vso[task.setvariable variable=PATH]y\n\nShips  parcels.\n");
    let patch = |variable: &str| {
        let args = ["check", "--diff", "--select", "repeated-space", "--fail-on", "never"];
        let (_, out, err) = said(&repository.command(&args).env(variable, "true").output().unwrap());
        assert!(out.contains("+Ships parcels."), "{out}{err}");
        (out, err)
    };
    let (out, err) = patch("TF_BUILD");
    assert!(!out.contains("##vso[") && !out.contains("::stop-commands::"), "{out}");
    assert!(err.contains("no longer exact"), "{err}");
    let (out, err) = patch("GITHUB_ACTIONS");
    assert!(out.starts_with("::stop-commands::") && out.contains(" ##vso["), "{out}");
    assert!(!err.contains("no longer exact"), "{err}");
}

/// How many findings were accepted or known is told wherever a format has a place for it.
#[test]
fn what_is_not_shown_is_counted() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "select: [repeated-space, misspelling]\nbaseline: known.json\n");
    repository.write("a.md", "# Cook\n\n- Cooks  for guests.\n- Recieves parcels.\n");
    repository.said(&["baseline", "create"]);
    repository
        .write("b.md", "# Waiter\n\n<!-- rolelint-ignore repeated-space: a trap -->\n\n- Serves  guests.\n");
    let sentences = "1 is accepted by comments or the configuration. 2 are known from the baseline.";
    for format in ["github", "azure"] {
        assert_eq!(
            repository.said(&["check", "--format", format]).0,
            format!("Findings not shown: {sentences}\n")
        );
    }
    let (sarif, _) = repository.said(&["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["properties"], serde_json::json!({ "suppressed": 1, "known": 2 }));
    let (junit, _) = repository.said(&["check", "--format", "junit"]);
    assert!(junit.contains("<property name=\"known\" value=\"2\"/>"), "{junit}");
    assert!(junit.contains("tests=\"2\" failures=\"0\""), "{junit}");
}
