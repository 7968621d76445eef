//! What a user of the command line sees. The cases under `tests/cli` read like a terminal;
//! `TRYCMD=overwrite cargo test --test cli` writes down what they give now. What needs a special
//! folder (links, permissions, exact bytes) is below.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stderr)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use folder::{ENVIRONMENT, Folder, said};

#[test]
fn cases() {
    let cases = trycmd::TestCases::new();
    for (name, value) in ENVIRONMENT {
        cases.env(*name, *value);
    }
    cases.case("tests/cli/*.trycmd").case("tests/cli/*.toml");
}

#[test]
fn a_repaired_file_keeps_its_mark_and_its_line_ends() {
    let folder = Folder::new();
    let path = folder.write("a.md", b"\xEF\xBB\xBF# Engineer \r\n\r\n- Builds services.\t\r\n- Runs them.");
    let (code, ..) = folder.run(&["check", "--select", "trailing-whitespace", "--fix"]);
    assert_eq!(code, 0);
    assert_eq!(fs::read(path).unwrap(), b"\xEF\xBB\xBF# Engineer\r\n\r\n- Builds services.\r\n- Runs them.");
}

#[test]
fn git_takes_the_diff() {
    let folder = Folder::new();
    let git = |args: &[&str]| Command::new("git").args(args).current_dir(&folder.path).output();
    if !git(&["init", "--quiet"]).is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: git is not installed");
        return;
    }
    folder.write("roles/a b.md", b"\xEF\xBB\xBF# Engineer \r\n\r\n- Builds.\r\n- Runs. ");
    folder.write("roles/\"q\".md", "# Designer \n\n- Draws.\n");
    for place in [".", "roles"] {
        let mut command = folder.command(&["check", "--select", "trailing-whitespace", "--diff"]);
        let patch = command.current_dir(folder.path.join(place)).output().unwrap().stdout;
        assert!(!patch.is_empty());
        let patch_file = folder.write("all.patch", patch);
        let applied = Command::new("git")
            .args(["apply", "--check"])
            .arg(&patch_file)
            .current_dir(folder.path.join(place))
            .output()
            .unwrap();
        assert!(applied.status.success(), "{place}: {}", String::from_utf8_lossy(&applied.stderr));
    }
    assert!(git(&["apply", "all.patch"]).unwrap().status.success());
    assert_eq!(fs::read(folder.path.join("roles/\"q\".md")).unwrap(), b"# Designer\n\n- Draws.\n");
    let (code, stdout, stderr) = folder.run(&["check", "--select", "trailing-whitespace", "--diff"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "", "Nothing can be repaired.\n"));
}

#[cfg(unix)]
#[test]
fn links_are_read_inside_the_repository_only_and_never_written_through() {
    let folder = Folder::new();
    fs::create_dir(folder.path.join("repo")).unwrap();
    fs::create_dir(folder.path.join("repo/.git")).unwrap();
    folder.write("secret.md", "TOP SECRET \n");
    folder.write("repo/real.md", "# Engineer \n");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path.join(at)).unwrap();
    link("../secret.md", "repo/out.md");
    link("real.md", "repo/in.md");
    let run =
        |args: &[&str]| said(&folder.command(args).current_dir(folder.path.join("repo")).output().unwrap());
    let (code, stdout, stderr) = run(&["check", "out.md"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("leads out of the repository"), "{stderr}");
    link("..", "repo/up");
    let (code, stdout, stderr) = run(&["check", "up/secret.md"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("leads out of the repository"), "{stderr}");
    let (code, stdout, _) = run(&["check", "--select", "trailing-whitespace", "--fail-on", "info"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("Checked 1 file,") && !stdout.contains("SECRET"), "{stdout}");
    let (code, _, stderr) = run(&["check", "--select", "trailing-whitespace", "--fix", "in.md"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("links are never written through"), "{stderr}");
    assert_eq!(fs::read_to_string(folder.path.join("repo/real.md")).unwrap(), "# Engineer \n");
    // A configuration is not quoted through a link either.
    link("../secret.md", "repo/rolelint.yaml");
    let (code, stdout, stderr) = run(&["check"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("leads out of the repository") && !stderr.contains("SECRET"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn an_ignore_file_without_end_is_not_read() {
    let folder = Folder::new();
    folder.write("roles/a.md", "# Engineer\n");
    std::os::unix::fs::symlink("/dev/zero", folder.path.join(".gitignore")).unwrap();
    let (code, stdout, _) = folder.run(&["check"]);
    assert_eq!(code, 1, "{stdout}");
    assert!(stdout.contains("This ignore file was not obeyed") && stdout.contains(".gitignore"), "{stdout}");
}

#[test]
fn ignored_and_hidden_files_are_left_out_unless_they_are_named() {
    let folder = Folder::new();
    folder.write(".gitignore", "drafts/\n*.tmp.md\n");
    folder.write("roles/.gitignore", "!keep.tmp.md\n");
    for name in ["roles/a.md", "roles/keep.tmp.md", "roles/b.tmp.md", "drafts/c.md", ".hidden/d.md", "e.docx"]
    {
        folder.write(name, "# Engineer\n");
    }
    let count = |args: &[&str]| {
        let (_, stdout, stderr) = folder.run(&[&["check", "--select", "text"], args].concat());
        let line = stdout.lines().last().unwrap().to_owned();
        (line.split(',').next().unwrap().to_owned(), stderr)
    };
    assert_eq!(count(&[]).0, "Checked 2 files");
    assert_eq!(count(&["drafts/c.md"]).0, "Checked 1 file");
    assert_eq!(count(&[".hidden"]).0, "Checked 1 file");
    let (checked, stderr) = count(&["e.docx", "roles/a.md"]);
    assert!(stderr.contains("`e.docx` is in no format that rolelint reads"), "{checked} {stderr}");
}

/// True if this process may read what nobody may read.
#[cfg(unix)]
fn is_root(folder: &Folder) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let probe = folder.write("probe", "x");
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read(&probe).is_ok();
    fs::remove_file(probe).unwrap();
    readable
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named_and_all_else_is_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    if is_root(&folder) {
        eprintln!("skipped: root may read every folder");
        return;
    }
    folder.write("roles/a.md", "# Engineer \n");
    folder.write("locked/b.md", "# Designer\n");
    fs::set_permissions(folder.path.join("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    let (code, stdout, _) = folder.run(&["check", "--select", "encoding,trailing-whitespace"]);
    fs::set_permissions(folder.path.join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(code, 1);
    assert!(stdout.contains("This folder cannot be read") && stdout.contains("locked/"), "{stdout}");
    assert!(stdout.contains("trailing-whitespace") && stdout.contains("Checked 1 file,"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_named_and_stays() {
    let folder = Folder::new();
    let path = folder.write("a.md", "# Engineer \n");
    folder.write("b.md", "# Designer \n");
    let mut mode = fs::metadata(&path).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(&path, mode).unwrap();
    let (code, stdout, stderr) = folder.run(&["check", "--select", "trailing-whitespace", "--fix"]);
    assert_eq!(code, 2, "{stdout}");
    assert!(
        stderr.contains("`a.md` could not be repaired and is as it was: it is write-protected."),
        "{stderr}"
    );
    assert!(stderr.contains("Repaired 1 file"), "{stderr}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "# Engineer \n");
    assert_eq!(fs::read_to_string(folder.path.join("b.md")).unwrap(), "# Designer\n");
    assert!(stdout.contains("a.md:1:"), "what is left is reported: {stdout}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_who_leaves_is_no_fault_and_a_full_disk_is() {
    let folder = Folder::new();
    for n in 0..200 {
        folder.write(&format!("roles/{n}.md"), format!("# Engineer {n} \n"));
    }
    let mut child =
        folder.command(&["check", "--select", "trailing-whitespace"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = folder.command(&["check"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let (code, _, stderr) = said(&output);
    assert_eq!(code, 2);
    assert!(stderr.contains("could not be written"), "{stderr}");
}

#[test]
fn settings_of_another_folder_are_not_taken_in_silence() {
    let folder = Folder::new();
    folder.write("team/rolelint.yaml", "rules: { trailing-whitespace: error }\n");
    folder.write("team/a.md", "# Engineer \n");
    let (code, _, stderr) = folder.run(&["check", "--select", "trailing-whitespace"]);
    assert_eq!(code, 0);
    assert!(stderr.contains("The rolelint.yaml in `team` is not used"), "{stderr}");
    let args = ["check", "--select", "trailing-whitespace", "--config", "team/rolelint.yaml"];
    let (code, _, stderr) = folder.run(&args);
    assert_eq!((code, stderr.as_str()), (1, ""));
}

#[test]
fn a_build_runner_is_given_no_commands() {
    let folder = Folder::new();
    folder.write("a.md", "::add-mask::x \n\n##[stop-commands]y \n");
    let run = |args: &[&str]| {
        let output = folder.command(args).env("GITHUB_ACTIONS", "true").output().unwrap();
        said(&output).1
    };
    for args in [
        &["check", "--select", "trailing-whitespace"][..],
        &["check", "--select", "trailing-whitespace", "--format", "json"],
        &["export"],
    ] {
        let stdout = run(args);
        assert!(!stdout.contains("##["), "{stdout}");
        assert!(!stdout.lines().any(|line| line.trim_start().starts_with("::")), "{stdout}");
    }
}

#[test]
fn text_on_standard_input_stands_for_the_file() {
    let folder = Folder::new();
    let path = folder.write("roles/a.md", "# Engineer\n");
    let run = |args: &[&str], text: &[u8]| {
        let mut child = folder
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        said(&child.wait_with_output().unwrap())
    };
    let args =
        ["check", "--select", "trailing-whitespace", "--stdin-filename", "roles/a.md", "--fail-on", "info"];
    let (code, stdout, _) = run(&args, b"# Engineer \n");
    assert_eq!(code, 1);
    assert!(stdout.contains("roles/a.md:1:11"), "{stdout}");
    // Bytes that are no UTF-8 come back as they were.
    let (_, stdout, _) = run(&[&args[..], &["--fix"]].concat(), b"caf\xE9 \n");
    assert_eq!(stdout, "caf\u{fffd} \n");
    assert_eq!(fs::read_to_string(path).unwrap(), "# Engineer\n");
}

#[test]
fn the_same_input_gives_the_same_output() {
    let folder = Folder::new();
    for n in 0..40 {
        folder.write(&format!("roles/{}/{n}.md", n % 5), format!("# Role {n} \n\n- Leads  teams. \n"));
    }
    let run = |jobs: &str| folder.run(&["check", "--format", "json", "--jobs", jobs]);
    let first = run("1");
    assert_eq!(first, run("4"));
    assert!(Path::new(&folder.path).exists());
}

#[test]
fn many_jobs_are_as_good_as_a_few() {
    let folder = Folder::new();
    folder.write("a.md", "# Engineer\n\n- Builds services.\n");
    assert_eq!(folder.run(&["check", "--select", "placeholder", "--jobs", "100000"]).0, 0);
}

#[test]
fn what_cannot_be_read_is_told_whatever_was_selected() {
    let folder = Folder::new();
    folder.write("binary.md", b"PK\x03\x04\0\0");
    folder.write("front.md", "---\ntitle: [\n---\n\n# Engineer\n");
    folder.write("old.md", b"# Caf\xE9 manager \n");
    let (code, stdout, _) = folder.run(&["check", "--select", "placeholder"]);
    assert_eq!(code, 1, "{stdout}");
    for rule in ["binary-file", "front-matter-syntax", "invalid-encoding"] {
        assert!(stdout.contains(&format!(": {rule}")), "{rule}: {stdout}");
    }
    folder.write("rolelint.yaml", "ignore: [encoding]\nrules:\n  front-matter-syntax: off\n");
    let (_, stdout, _) = folder.run(&["check", "--select", "placeholder"]);
    assert!(!stdout.contains("front-matter-syntax") && !stdout.contains("invalid-encoding"), "{stdout}");
    let (_, stdout, _) = folder.run(&["check", "--no-config", "--select", "trailing-whitespace", "old.md"]);
    assert!(!stdout.contains("--fix"), "nothing is promised that is not done: {stdout}");
}

#[test]
fn patterns_are_relative_to_a_named_configuration() {
    let folder = Folder::new();
    folder.write("c1/rolelint.yaml", "exclude: [/a.md]\n");
    folder.write("c1/a.md", "# Engineer\n");
    folder.write("other/x", "");
    let check = |place: &str, args: &[&str]| {
        said(&folder.command(args).current_dir(folder.path.join(place)).output().unwrap()).2
    };
    for (place, path, config) in [
        (".", "c1", "c1/rolelint.yaml"),
        ("other", "../c1", "../c1/rolelint.yaml"),
        ("c1", ".", "rolelint.yaml"),
    ] {
        let stderr = check(place, &["check", path, "--config", config]);
        assert!(
            stderr.contains("everything is left out, by `exclude` or an ignore file"),
            "{place}: {stderr}"
        );
    }
}

#[test]
fn what_is_not_read_is_not_counted() {
    let folder = Folder::new();
    folder.write("k.rst", "Engineer\n");
    fs::create_dir(folder.path.join("empty")).unwrap();
    assert_eq!(folder.run(&["check", "k.rst"]).1, "Nothing was checked.\n");
    assert_eq!(folder.run(&["check", "empty"]).1, "Nothing was checked.\n");
    let (code, _, stderr) = folder.run(&["check", "--stdin-filename", "."]);
    assert!(code == 2 && stderr.contains("is a folder"), "{stderr}");
    let (_, _, stderr) = folder.run(&["check", "-"]);
    assert!(stderr.contains("--stdin-filename"), "{stderr}");
    folder.write("a.yaml", "title: Engineer\n");
    let (_, stdout, stderr) = folder.run(&["schema", "check", "a.yaml"]);
    assert!(stderr.contains("No schema applies") && stdout == "Nothing was checked.\n", "{stderr}");
}

#[test]
fn a_patch_is_exact_and_alone() {
    let folder = Folder::new();
    folder.write("a.md", "# Engineer \n\nSee ##[group]here.\n");
    let args = ["check", "--select", "trailing-whitespace", "--diff"];
    let output = folder.command(&args).env("GITHUB_ACTIONS", "true").output().unwrap();
    let stdout = said(&output).1;
    let (first, rest) = stdout.split_once('\n').unwrap();
    let word = first.strip_prefix("::stop-commands::").unwrap();
    assert!(rest.contains(" See ##[group]here.") && rest.ends_with(&format!("::{word}::\n")), "{stdout}");
    let patch = folder.write("a.patch", &stdout);
    let git = Command::new("git").args(["apply", "--check"]).arg(patch).current_dir(&folder.path).output();
    assert!(git.is_err() || git.unwrap().status.success(), "the lines around it are skipped");
    for other in [&["--statistics"][..], &["--format", "json"]] {
        let (code, stdout, stderr) = folder.run(&[&args[..], other].concat());
        assert!(code == 2 && stdout.is_empty() && stderr.contains(other[0]), "{stderr}");
    }
    folder.write("broken.yaml", "title: [\n");
    assert!(folder.run(&["export", "broken.yaml"]).2.contains("has a mistake"));
}

#[test]
fn mistakes_in_a_configuration_say_what_to_write() {
    let folder = Folder::new();
    folder.write("a.md", "# Engineer\n");
    for (config, said) in [
        ("select: mojibake\n", "Write `select: [mojibake]`."),
        ("- mojibake\n", "The configuration is a list"),
        ("select: []\n", "select"),
        ("overrides:\n  - ignore: [links]\n", "paths"),
        ("words: [x]\n---\nwords: [y]\n", "A configuration is one document"),
        ("aliases: {A: [B]}\n", "Write it under `framework:`"),
        ("ignore:\n  - path: a.md\n    rule: mojibake\n    reason: '  '\n", "The reason is empty."),
        ("rules:\n  thin-level: {ratio: -5}\n", "write a number from 0 to 1"),
        ("rules:\n  experience-conflict: {kinds: [zzz]}\n", "`zzz` is none of `total`"),
        ("schemas:\n  - paths: ['*.md']\n    schema: rolelint:rol\n", "did you mean `rolelint:role`?"),
    ] {
        folder.write("rolelint.yaml", config);
        let (code, _, stderr) = folder.run(&["check"]);
        assert!(code == 2 && stderr.replace("\n       ", " ").contains(said), "{config}: {stderr}");
    }
    folder.write("rolelint.yaml", b"\xFF\xFEw\0");
    assert!(folder.run(&["check"]).2.contains("UTF-16"));
    let (_, _, stderr) = folder.run(&["check", "--config", "rolelint.yml"]);
    assert!(stderr.contains("Did you mean `rolelint.yaml`?"), "{stderr}");
    folder.write("rolelint.yaml", "words: []\n");
    folder.write("rolelint.yml", "");
    folder.write(".rolelint.yaml", "");
    folder.write("team/rolelint.yaml", "");
    folder.write("team/b.md", "# Designer\n");
    let (_, _, stderr) = folder.run(&["check"]);
    for name in ["`rolelint.yml` is not used", "`.rolelint.yaml` is not used", "rolelint.yaml in `team`"] {
        assert!(stderr.contains(name), "{name}: {stderr}");
    }
}

#[test]
fn suppressions_and_terminals_of_all_kinds() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "Engineer\n\n<!-- rolelint-ignore repeated-space: a drawing -->\nBuilds  services.\n",
    );
    let (_, stdout, _) = folder.run(&["check", "--select", "repeated-space,unused-suppression", "a.txt"]);
    assert!(stdout.contains("1 is accepted"), "{stdout}");
    folder.write("b.md", "<!-- rolelint-ignore encoding: all of it -->\n\n# Engineer\n");
    let (_, stdout, _) = folder.run(&["check", "--select", "unused-suppression", "b.md"]);
    assert!(stdout.contains("`encoding` is a group of rules") && stdout.contains("`mojibake`"), "{stdout}");
    assert!(folder.run(&["explain", "encoding"]).1.contains("mojibake"));
    folder.write("c.md", "# R\u{FFFD}le\n");
    let command = |args: &[&str], name: &str, value: &str| {
        said(&folder.command(args).env(name, value).output().unwrap())
    };
    assert!(!command(&["check", "c.md"], "LC_ALL", "C").1.contains('“'));
    for args in [&["rules"][..], &["check", "b.md"]] {
        let (_, stdout, _) = command(args, "COLUMNS", "50");
        assert!(stdout.lines().all(|line| line.chars().count() <= 52), "{stdout}");
    }
    folder.write("d.md", "+++\ntitle = \n+++\n\n# Engineer\n");
    assert!(folder.run(&["check", "d.md"]).1.contains("front-matter-syntax"));
    assert!(!folder.run(&["check", "--baseline"]).2.contains("as a value"));
}

#[test]
fn reports_go_to_files_as_well() {
    let folder = Folder::new();
    folder.write("roles/a.md", "# Engineer\n\n- Builds  services.\n");
    let args =
        ["check", "--select", "repeated-space", "--output", "sarif=out.sarif", "--output", "json=out.json"];
    for _ in 0..2 {
        // The second run must not take the first one's report for a role file.
        let (code, stdout, _) = folder.run(&args);
        assert_eq!(code, 0);
        assert!(stdout.contains("Checked 1 file"), "{stdout}");
    }
    assert!(
        fs::read_to_string(folder.path.join("out.sarif")).unwrap().contains("\"ruleId\": \"repeated-space\"")
    );
    let refused = |output: &str, reason: &str| {
        let (code, _, stderr) = folder.run(&["check", "--output", output]);
        assert_eq!(code, 2);
        assert!(stderr.contains(reason), "{stderr}");
    };
    refused("sarif=no/out.sarif", "its folder does not exist");
    refused("sarf=out.sarif", "did you mean `sarif`?");
    refused("sarif", "write FORMAT=FILE");
    refused("json=roles", "not a regular file");
    let (code, _, stderr) = folder.run(&["check", "roles/a.md", "--output", "markdown=roles/a.md"]);
    assert!(code == 2 && stderr.contains("rolelint did not write it"), "{stderr}");
    assert_eq!(
        fs::read_to_string(folder.path.join("roles/a.md")).unwrap(),
        "# Engineer\n\n- Builds  services.\n"
    );
}

#[test]
fn files_that_a_hook_names_are_left_out_all_the_same() {
    let folder = Folder::new();
    folder.write("rolelint.yaml", "exclude: [drafts/**]\n");
    folder.write(".gitignore", "built\n");
    let names = ["drafts/a.md", "built/a.md", ".github/a.md", "roles/a.md"];
    for name in names {
        folder.write(name, "# Engineer\n\n- Builds  services.\n");
    }
    let args = ["check", "--select", "repeated-space", "--format", "concise"];
    let (_, named, _) = folder.run(&[&args[..], &names[..]].concat());
    assert_eq!(named.lines().count(), 4, "{named}");
    let (_, kept, _) = folder.run(&[&args[..], &["--force-exclude"], &names[..]].concat());
    assert!(kept.starts_with("roles/a.md:3:9:") && kept.lines().count() == 1, "{kept}");
    let (code, none, _) = folder.run(&[&args[..], &["--force-exclude"], &names[..3]].concat());
    assert_eq!((code, none.as_str()), (0, ""));
}

#[test]
fn annotations_reach_a_runner_and_nothing_else_does() {
    let folder = Folder::new();
    folder.write("roles/a.md", "# Engineer\n\n::add-mask::x  y\n");
    for (format, commands) in [("github", 1), ("azure", 1), ("concise", 0), ("json", 0), ("markdown", 0)] {
        let mut command = folder.command(&["check", "--select", "repeated-space", "--format", format]);
        let (_, stdout, _) = said(&command.env("GITHUB_ACTIONS", "true").output().unwrap());
        let obeyed = stdout.lines().filter(|line| line.starts_with("::") || line.contains("##vso["));
        assert_eq!(obeyed.count(), commands, "{stdout}");
    }
}
