//! How repairs look from outside: `--interactive`, `--fix-only`, `--show-fixes`, and several runs at once.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stderr)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use folder::{Folder, said};

const ENGINEER: &str = "# Engineer \n\n- Recieves mail. \n- Owns teh roadmap.\n";

/// A folder with a page that asks for repairs.
struct Ladder(Folder);

impl std::ops::Deref for Ladder {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl Ladder {
    fn new() -> Self {
        Ladder(Folder::of(&[("roles/engineer.md", ENGINEER)]))
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path.join("roles/engineer.md")).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let repair = ["check", "--select", "trailing-whitespace,misspelling", "--unsafe-fixes"];
        let mut command = self.0.command(&[&repair, args].concat());
        command.env("LC_ALL", "C").env("TERM", "dumb").env_remove("NO_COLOR");
        command
    }

    /// A run that is given these answers.
    fn asked(&self, args: &[&str], answers: &str) -> (i32, String, String) {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        said(&child.wait_with_output().unwrap())
    }
}

#[test]
fn each_repair_is_shown_and_asked_about() {
    let folder = Ladder::new();
    let (code, stdout, stderr) = folder.asked(&["--interactive"], "y\nwhat?\nn\nY\n\nno\n");
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(folder.text(), "# Engineer\n\n- Receives mail. \n- Owns teh roadmap.\n");
    assert!(stderr.is_ascii(), "a dumb terminal shows everything: {stderr}");
    assert!(!stderr.contains('\u{1b}'), "{stderr}");
    for line in [
        "roles/engineer.md:1:11 trailing-whitespace",
        "     1 | # Engineer[-_-]",
        "     3 | - [-Recieves-]{+Receives+} mail. ",
        "     4 | - Owns [-teh-]{+the+} roadmap.",
        "y  yes, make this repair",
    ] {
        assert!(stderr.lines().any(|found| found == line), "{line:?} is missing in\n{stderr}");
    }
    assert_eq!(stderr.matches("Make this repair?").count(), 6, "{stderr}");
    assert!(stderr.contains("Repaired 1 file: 1 misspelling, 1 trailing-whitespace."), "{stderr}");
    assert!(stdout.contains("teh") && !stdout.contains("Recieves"), "what is left is reported: {stdout}");
}

#[test]
fn answers_may_hold_for_all_that_follows() {
    let folder = Ladder::new();
    let run = |answers: &str| {
        folder.write("roles/engineer.md", ENGINEER);
        let (_, _, stderr) = folder.asked(&["-i", "--quiet"], answers);
        (folder.text(), stderr.matches("Make this repair?").count())
    };
    assert_eq!(run("s\nall\n"), ("# Engineer \n\n- Receives mail. \n- Owns the roadmap.\n".into(), 2));
    assert_eq!(run("a\n"), ("# Engineer\n\n- Receives mail.\n- Owns the roadmap.\n".into(), 1));
    assert_eq!(run("y\nq\n"), ("# Engineer\n\n- Recieves mail. \n- Owns teh roadmap.\n".into(), 2));
    assert_eq!(run("q\n"), (ENGINEER.into(), 1));
    // Whoever stops answering has agreed to nothing more.
    assert_eq!(run("y\n"), ("# Engineer\n\n- Recieves mail. \n- Owns teh roadmap.\n".into(), 2));
    assert_eq!(run(""), (ENGINEER.into(), 1));
}

/// Through a terminal, where the tool that makes one is there.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_asks_in_the_same_way() {
    let folder = Ladder::new();
    let program = env!("CARGO_BIN_EXE_rolelint");
    let line = format!("'{program}' check --select trailing-whitespace --interactive");
    let Ok(mut child) = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(&folder.path)
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    else {
        eprintln!("skipped: there is no `script` to make a terminal");
        return;
    };
    child.stdin.take().unwrap().write_all(b"n\ny\n").unwrap();
    let (_, stdout, _) = said(&child.wait_with_output().unwrap());
    assert_eq!(folder.text(), "# Engineer \n\n- Recieves mail.\n- Owns teh roadmap.\n", "{stdout}");
    assert!(stdout.contains("Make this repair?") && !stdout.contains('\u{1b}'), "{stdout}");
}

#[test]
fn repairs_are_listed_and_the_rest_is_left_for_later() {
    let folder = Ladder::new();
    folder.write("roles/designer.md", "# Designer\n\n- TODO teh mission\n");
    let output = folder.command(&["--fix-only", "--show-fixes"]).output().unwrap();
    let (code, stdout, stderr) = said(&output);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "Repaired 2 files: 3 misspelling, 2 trailing-whitespace.",
            "roles/designer.md:",
            "  misspelling: Write \"the\"",
            "roles/engineer.md:",
            "  misspelling: Write \"Receives\"",
            "  misspelling: Write \"the\"",
            "  trailing-whitespace: Delete the blanks (2 times)",
        ]
    );
}

/// Whatever several runs do at once, each file is whole, and none is repaired twice.
#[cfg(unix)]
#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let folder = Ladder::new();
    for n in 0..60 {
        folder.write(&format!("roles/{n}.md"), ENGINEER);
    }
    let start = || folder.command(&["--fix-only"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let children: Vec<_> = (0..4).map(|_| start().unwrap()).collect();
    let outputs: Vec<_> =
        children.into_iter().map(|child| said(&child.wait_with_output().unwrap())).collect();
    let repaired = outputs.iter().filter(|(_, _, stderr)| stderr.contains("Repaired 61 files")).count();
    assert_eq!(repaired, 1, "{outputs:?}");
    assert!(outputs.iter().all(|(code, ..)| *code == 0), "{outputs:?}");
    let mut names = fs::read_dir(folder.path.join("roles")).unwrap();
    let whole = "# Engineer\n\n- Receives mail.\n- Owns the roadmap.\n";
    assert!(names.all(|name| fs::read_to_string(name.unwrap().path()).unwrap() == whole));
}
