//! In build pipelines and hooks: which files a run looks at, and what the reports say of them there.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used, clippy::print_stdout)]
#![allow(clippy::panic)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/repository.rs"]
mod repository;

use std::fs;

use folder::{Folder, findings, said};
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

/// A whole site may move at once, and pages may get another format's ending.
#[test]
fn many_pages_may_be_renamed() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "select: [repeated-space]\n");
    let page = |number: usize, more: &str| {
        format!("# Cook {number}\n\n## Impact\n\n- Cooks  for {number} guests.\n- Plans the week.\n{more}")
    };
    for number in 0..250 {
        repository.write(&format!("site/{number}/index.md"), page(number, ""));
    }
    repository.commit();
    fs::remove_dir_all(repository.path.join("site")).unwrap();
    for number in 0..250 {
        // One of them is edited as well.
        let more = if number == 249 { "- Buys  food.\n" } else { "" };
        repository.write(&format!("docs/{number}/index.markdown"), page(number, more));
    }
    assert_eq!(repository.findings(&["--changed=HEAD"]), ["docs/249/index.markdown:7 repeated-space"]);
}

/// What the baseline knows of a page that got another name is known once, also in runs over single pages.
#[test]
fn a_renamed_page_leaves_its_findings_to_one() {
    let Some(repository) = Repository::new() else { return };
    repository.write("rolelint.yaml", "select: [repeated-space]\nbaseline: known.json\n");
    repository.write("old.md", SLIP);
    repository.said(&["baseline", "create"]);
    fs::rename(repository.path.join("old.md"), repository.path.join("new.md")).unwrap();
    assert_eq!(repository.findings(&["new.md"]), [""; 0]);
    repository.write("other.md", SLIP);
    repository.write("third.md", SLIP);
    assert_eq!(repository.findings(&[]), ["other.md:3 repeated-space", "third.md:3 repeated-space"]);
    for (page, count) in [("new.md", 0), ("other.md", 1), ("third.md", 1)] {
        assert_eq!(repository.findings(&[page]).len(), count, "{page}");
    }
    let (out, _) = repository.said(&["check", "third.md"]);
    assert!(!out.contains("known"), "{out}");
}

/// What git was told to leave out cannot be compared with; nothing is fetched in secret.
#[test]
fn a_partial_clone_is_refused() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    repository.write("a.md", SLIP);
    repository.commit();
    repository.write("a.md", format!("{SLIP}- Serves  them.\n"));
    repository.commit();
    let beside = tempfile::tempdir().unwrap();
    let source = format!("file://{}", repository.path.display());
    for filter in ["blob:none", "tree:0"] {
        let clone = beside.path().join(filter.replace(':', "-"));
        repository.git(&["clone", "--quiet", "--filter", filter, &source, clone.to_str().unwrap()]);
        let mut command = repository.command(&["check", "--changed=HEAD~1"]);
        let (code, _, err) = said(&command.current_dir(&clone).output().unwrap());
        assert_eq!(code, 2, "{filter}: {err}");
        assert!(err.contains("Clone without `--filter`"), "{filter}: {err}");
    }
}

/// Pages of a submodule are compared with the commit of it that stood there.
#[test]
fn submodules_are_compared_with_their_own_commits() {
    let (Some(outer), Some(inner)) = (Repository::new(), Repository::new()) else { return };
    outer.write("rolelint.yaml", "select: [repeated-space]\n");
    outer.write("a.md", SLIP);
    inner.write("b.md", SLIP);
    outer.commit();
    inner.commit();
    let source = inner.path.to_str().unwrap().to_owned();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "add", "--quiet", &source, "lib"]);
    outer.commit();
    assert_eq!(outer.findings(&[]).len(), 2);
    assert_eq!(outer.findings(&["--changed=HEAD"]), [""; 0]);
    outer.write("lib/b.md", format!("{SLIP}- Serves  them.\n"));
    assert_eq!(outer.findings(&["--changed=HEAD"]), ["lib/b.md:4 repeated-space"]);
    // Before the submodule came, all of it was not there.
    assert_eq!(outer.findings(&["--changed=HEAD~1"]).len(), 2);
}

/// With `--staged` links lead to what the next commit has, not to what lies on the disk.
#[test]
fn links_lead_to_what_is_staged() {
    let Some(repository) = Repository::new() else { return };
    let links = "# Cook\n\n## Impact\n\n- See [the helper](helper.md).\n- See [the plan](plan.md).\n\
                 - See [the book](book/index.html).\n";
    repository.write("rolelint.yaml", "select: [broken-link]\n");
    repository.write(".gitignore", "book/\n");
    for page in ["helper.md", "plan.md"] {
        repository.write(page, "# Helper\n\n## Impact\n\n- Helps.\n");
    }
    repository.commit();
    repository.write("book/index.html", "<p>Made from the pages.</p>");
    repository.write("cook.md", links);
    repository.git(&["add", "cook.md"]);
    // Gone from the disk and not from the commit; the other way around.
    fs::remove_file(repository.path.join("plan.md")).unwrap();
    assert_eq!(repository.findings(&["--staged"]), [""; 0]);
    repository.git(&["rm", "--quiet", "--cached", "helper.md"]);
    assert_eq!(repository.findings(&["--staged"]), ["cook.md:5 broken-link"]);
    // A page that is staged and no longer on the disk is checked as it is staged.
    fs::remove_file(repository.path.join("cook.md")).unwrap();
    assert_eq!(repository.findings(&["--staged"]), ["cook.md:5 broken-link"]);
}

#[test]
fn a_branch_that_is_taken_for_a_file_is_told() {
    let Some(repository) = Repository::new() else { return };
    repository.write("a.md", SLIP);
    repository.commit();
    let (code, _, err) = said(&repository.run(&["check", "--changed", "main"]));
    assert_eq!(code, 2);
    assert!(err.contains("write `--changed=main`"), "{err}");
    repository.write("main", "x");
    assert_eq!(said(&repository.run(&["check", "--changed", "a.md"])).0, 0);
}

/// The manual has every command, what its exit codes mean, and what it takes from the environment.
#[test]
fn the_manual_is_whole() {
    let (code, page, _) = Folder::new().run(&["man"]);
    assert_eq!(code, 0);
    for part in [
        ".SH \"EXIT STATUS\"",
        ".SH ENVIRONMENT",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "NO_GRAPHICS",
        "ROLELINT_CACHE_DIR",
        "baseline create",
        "schema infer",
        "rolelint check \\-\\-diff",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn completions_know_the_rules() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, script, _) = Folder::new().run(&["completions", shell]);
        assert_eq!(code, 0);
        // PowerShell and Elvish scripts complete no values.
        let known = script.contains("identical-levels");
        assert_eq!(known, matches!(shell, "bash" | "zsh" | "fish"), "{shell}");
    }
}

/// A folder may have blanks and letters of any language in its name.
#[test]
fn hooks_are_written_for_folders_with_blanks() {
    let Some(repository) = Repository::new() else { return };
    repository.write("our people/rôles v1.0/cook.md", "# Cook\n\n## Impact\n\n- Cooks for guests.\n");
    let folder = repository.path.join("our people/rôles v1.0");
    let args = ["init", "--hook", "--workflow", "github"];
    let (code, _, err) = said(&repository.command(&args).current_dir(&folder).output().unwrap());
    assert_eq!(code, 0, "{err}");
    let read = |name: &str| -> Value {
        serde_yaml::from_slice(&repository.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let hook = read(".pre-commit-config.yaml");
    let hook = hook.pointer("/repos/0/hooks/0").unwrap();
    let entry = "rolelint check --force-exclude --config \"our people/rôles v1.0/rolelint.yaml\"";
    assert_eq!(hook["entry"], entry);
    assert_eq!(hook["files"], "^our people/rôles v1\\.0/");
    let job = read(".github/workflows/rolelint.yml");
    let steps = job.pointer("/jobs/rolelint/steps").and_then(Value::as_array).unwrap();
    assert!(steps.iter().any(|step| step["working-directory"] == "our people/rôles v1.0"), "{job}");
}

/// Comments of MDX accept findings as those of Markdown do, and what stands in them is no text of the page.
#[test]
fn findings_are_accepted_in_mdx() {
    let repository = Folder::of(&[(
        "a.mdx",
        "# Cook\n\n{/* recieves teh guests  twice */}\n\n{/* rolelint-ignore repeated-space: drawn so */}\n\n\
         - Cooks  for guests.\n\n## Craft\n\n- Bakes  bread.\n- Fries  fish. {/* rolelint-ignore repeated-space: yes */}\n",
    )]);
    let found = findings(&repository, &["--select", "repeated-space,misspelling,unused-suppression"]);
    assert_eq!(found, ["a.mdx:11:8 repeated-space warning"]);
}

/// A comment, or an entry of the configuration, for a rule that is off at its place is not useless.
#[test]
fn what_is_off_here_is_not_unused() {
    let page = "# Cook\n\n<!-- rolelint-ignore repeated-space: drawn so -->\n\n- Cooks {gap} for guests.\n";
    let folder = Folder::of(&[
        ("old/a.md", &page.replace(" {gap} ", " ")),
        ("new/a.md", &page.replace(" {gap} ", " ")),
        (
            "rolelint.yaml",
            "select: [repeated-space, misspelling, unused-suppression]\noverrides:\n  - paths: [old/**]\n    \
             ignore: [repeated-space, misspelling]\nignore:\n  - {path: \"old/**\", rule: misspelling, reason: old}\n  \
             - {path: \"new/**\", rule: misspelling, reason: new}\n",
        ),
    ]);
    let found = findings(&folder, &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("new/a.md:3:"), "{found:?}");
    assert!(found[1].starts_with("rolelint.yaml:7:"), "{found:?}");
}
