//! What rolelint promises under faults and in hostile folders, tried on the program itself. `docs/defences.md` lists all
//! promises with their tests.
//!
//! `KILLS=300` kills as many runs while they repair; `HOSTILE_FILES=100000` makes the hostile folder that large. Both want
//! `--release`.

#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, clippy::print_stderr, clippy::unwrap_used)]

#[path = "support/folder.rs"]
mod folder;

use std::ffi::{CString, OsStr};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use folder::{ENVIRONMENT, Folder, PROGRAM, said};

const OLD: &str = "# Engineer \n\n- Builds services. \n";
const NEW: &str = "# Engineer\n\n- Builds services.\n";
const REPAIR: [&str; 4] = ["check", "--select", "trailing-whitespace", "--fix"];

/// A folder, and what is done to it here.
struct Place(Folder);

impl std::ops::Deref for Place {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl Place {
    fn new() -> Self {
        Place(Folder::new())
    }

    /// Pages that can be repaired, large enough that writing takes a moment.
    fn pages(&self, count: usize) {
        for n in 0..count {
            self.write(&format!("roles/{n}.md"), OLD);
        }
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        let environment = ENVIRONMENT.iter().copied();
        command.args(args).current_dir(&self.path).stdin(Stdio::null()).envs(environment).env("TERM", "dumb");
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        said(&self.command(PROGRAM, args).output().unwrap())
    }

    /// A line of shell in which `$ROLELINT` is the program.
    fn shell(&self, line: &str) -> (i32, String, String) {
        said(&self.command("sh", &["-c", line]).env("ROLELINT", PROGRAM).output().unwrap())
    }

    /// Every page is old or new; how many are new, and how many other files there are beside them.
    fn look(&self) -> (usize, usize) {
        let (mut new, mut others) = (0, 0);
        for entry in fs::read_dir(self.path.join("roles")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                assert!(text == OLD || text == NEW, "{} is damaged: {text:?}", path.display());
                new += usize::from(text == NEW);
            } else {
                others += 1;
            }
        }
        (new, others)
    }
}

fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// True if this process may read and write what nobody may.
fn is_root(folder: &Place) -> bool {
    let probe = folder.write("probe", "x");
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read(&probe).is_ok();
    fs::remove_file(probe).unwrap();
    readable
}

/// Runs end at all moments of a repair; each file is whole, and the next run cleans up.
#[test]
fn a_killed_run_leaves_whole_files() {
    let folder = Place::new();
    let pages = 100;
    let kills = number("KILLS", 12);
    // How long a run takes here decides when it is to be killed.
    folder.pages(pages);
    let start = Instant::now();
    folder.run(&REPAIR);
    let whole = start.elapsed();
    let (mut halfway, mut left) = (0, 0);
    for round in 0..kills {
        folder.pages(pages);
        let mut child =
            folder.command(PROGRAM, &REPAIR).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let part = u32::try_from(round * 120 / kills).unwrap();
        std::thread::sleep(whole * part / 100);
        child.kill().unwrap();
        child.wait().unwrap();
        let (new, others) = folder.look();
        halfway += usize::from(new > 0 && new < pages);
        left = left.max(others);
    }
    eprintln!("{kills} kills, {halfway} of them between two files, at most {left} left over at once");
    folder.run(&REPAIR);
    assert_eq!(folder.look(), (pages, 0), "the next run repairs the rest and removes what was left");
}

#[test]
fn whoever_interrupts_a_run_finds_nothing_half_done() {
    let folder = Place::new();
    for signal in ["-INT", "-TERM", "-HUP"] {
        for wait in [5, 40, 90, 160] {
            folder.pages(150);
            let mut child =
                folder.command(PROGRAM, &REPAIR).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(wait));
            let id = child.id().to_string();
            // It may have ended before.
            let _ = Command::new("kill").args([signal, &id]).stderr(Stdio::null()).status();
            let start = Instant::now();
            child.wait().unwrap();
            assert!(start.elapsed() < Duration::from_secs(10), "it did not end");
            let (_, others) = folder.look();
            assert_eq!(others, 0, "{signal} after {wait} ms leaves temporary files");
        }
    }
}

#[test]
fn closed_streams_and_full_devices_are_no_panic() {
    let folder = Place::new();
    folder.pages(30);
    for line in [
        "\"$ROLELINT\" check --select trailing-whitespace <&-",
        "\"$ROLELINT\" check --select trailing-whitespace >&-",
        "\"$ROLELINT\" check --select trailing-whitespace 2>&-",
        "\"$ROLELINT\" check --select trailing-whitespace <&- >&- 2>&-",
        "\"$ROLELINT\" check --select trailing-whitespace --format json > /dev/full",
        "\"$ROLELINT\" check --select trailing-whitespace 2> /dev/full",
        "\"$ROLELINT\" check --select trailing-whitespace --diff > /dev/full",
        "\"$ROLELINT\" rules > /dev/full",
        "\"$ROLELINT\" export > /dev/full",
        "\"$ROLELINT\" check --interactive <&- 2>&-",
        "\"$ROLELINT\" check --interactive 2> /dev/full",
        "\"$ROLELINT\" check --select trailing-whitespace | head -c 1",
    ] {
        let (code, _, stderr) = folder.shell(line);
        assert!((0..=2).contains(&code), "{line}: {code} {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("fault in rolelint"), "{line}: {stderr}");
        if line.contains("> /dev/full") && !line.contains("2> ") {
            assert_eq!(code, 2, "{line}: what could not be written is no success: {stderr}");
        }
    }
    assert_eq!(folder.look(), (0, 0), "nobody agreed to a repair");
}

/// A limit on the size of files stands for a disk that is full: the first write fails.
#[test]
fn a_full_disk_changes_nothing_and_is_told() {
    let folder = Place::new();
    folder.pages(3);
    let repair = REPAIR.join(" ");
    let (code, _, stderr) = folder.shell(&format!("trap '' XFSZ; ulimit -f 0; exec \"$ROLELINT\" {repair}"));
    assert_eq!(code, 2, "{stderr}");
    for n in 0..3 {
        assert!(
            stderr.contains(&format!("`roles/{n}.md` could not be repaired and is as it was")),
            "{stderr}"
        );
    }
    assert_eq!(folder.look(), (0, 0));
}

#[test]
fn a_folder_that_nobody_may_write_in_stays_as_it_is() {
    let folder = Place::new();
    if is_root(&folder) {
        eprintln!("skipped: root may write everywhere");
        return;
    }
    folder.pages(2);
    let roles = folder.path.join("roles");
    fs::set_permissions(&roles, fs::Permissions::from_mode(0o555)).unwrap();
    let (code, _, stderr) = folder.run(&REPAIR);
    fs::set_permissions(&roles, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(code, 2);
    assert!(stderr.contains("you have no permission to write in its folder"), "{stderr}");
    assert_eq!(folder.look(), (0, 0));
}

/// The exit code, the most memory in megabytes, and the time of a run.
fn measured(mut child: Child) -> (i32, usize, Duration) {
    let start = Instant::now();
    let status = format!("/proc/{}/status", child.id());
    let mut highest = 0;
    let code = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code().unwrap_or(-1);
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
        highest = highest.max(kib.unwrap_or(0));
        assert!(start.elapsed() < Duration::from_secs(300), "it does not end");
        std::thread::sleep(Duration::from_millis(5));
    };
    (code, highest / 1024, start.elapsed())
}

fn make_pipe(path: &Path) -> bool {
    let name = CString::new(path.as_os_str().as_bytes()).unwrap();
    Command::new("mkfifo")
        .arg(OsStr::from_bytes(name.as_bytes()))
        .status()
        .is_ok_and(|status| status.success())
}

/// Everything that a stranger can put into a repository, and some of what only a machine's owner can.
#[test]
fn a_hostile_folder_is_read_in_seconds_and_everything_is_told() {
    let folder = Place::new();
    let count = number("HOSTILE_FILES", 600);
    fs::create_dir(folder.path.join(".git")).unwrap();
    for n in 0..count {
        folder
            .write(&format!("roles/{}/{n}.md", n / 1000), format!("# Engineer {n}\n\n- Builds services.\n"));
    }
    symlink("/dev/zero", folder.path.join(".gitignore")).unwrap();
    let pipes = make_pipe(&folder.path.join("roles/pipe.md")) && make_pipe(&folder.path.join(".ignore"));
    symlink("..", folder.path.join("roles/loop")).unwrap();
    symlink("self.md", folder.path.join("roles/self.md")).unwrap();
    symlink("/etc/passwd", folder.path.join("roles/passwd.md")).unwrap();
    symlink("/dev/zero", folder.path.join("roles/zero.yaml")).unwrap();
    folder.write("roles/new\nline \u{1b}[2J ##[add-mask].md", "# Engineer \n");
    let odd = folder.path.join("roles").join(OsStr::from_bytes(b"not \xFF unicode.md"));
    fs::write(odd, "# Engineer \n").unwrap();
    let huge = fs::File::create(folder.path.join("roles/huge.md")).unwrap();
    huge.set_len(1 << 30).unwrap();
    folder.write("roles/deep.yaml", "[".repeat(200_000));
    folder.write("roles/bomb.yaml", "a: &a [1,1,1,1,1,1,1,1]\n".to_owned() + &bomb());
    folder.write("roles/zeros.md", [0_u8; 4096]);
    let locked = folder.write("roles/locked.md", "# Engineer\n");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let (out, err) = (folder.path.join("out.log"), folder.path.join("err.log"));
    let child = folder
        .command(PROGRAM, &["check", "--format", "concise", "--verbose"])
        .stdout(Stdio::from(fs::File::create(&out).unwrap()))
        .stderr(Stdio::from(fs::File::create(&err).unwrap()))
        .spawn()
        .unwrap();
    let (code, megabytes, took) = measured(child);
    let (stdout, stderr) = (fs::read_to_string(out).unwrap(), fs::read_to_string(err).unwrap());
    eprintln!("{count} files: {took:.1?}, {megabytes} MB");
    assert_eq!(code, 1, "{stderr}");
    assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 60 }), "{took:?}");
    assert!(megabytes < 500, "{megabytes} MB");
    assert!(
        !stdout.contains("root:") && !stderr.contains("root:"),
        "a link out of the repository is not read"
    );
    assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'));
    let told = |name: &str| stdout.contains(name) || stderr.contains(name);
    let mut names = vec![
        ".gitignore",
        "roles/huge.md",
        "roles/deep.yaml",
        "roles/bomb.yaml",
        "roles/zeros.md",
        "roles/self.md",
        "roles/passwd.md",
        "roles/zero.yaml",
        "roles/loop",
        "roles/new\\u{a}line \\u{1b}[2J ##",
        "roles/not \u{FFFD} unicode.md",
    ];
    if pipes {
        names.extend([".ignore", "roles/pipe.md"]);
    }
    if !is_root(&folder) {
        names.push("roles/locked.md");
    }
    for name in names {
        assert!(told(name), "nothing is said about {name}\n{stdout}\n{stderr}");
    }
}

/// Each list repeats the one before eight times.
fn bomb() -> String {
    let mut text = String::new();
    for (last, letter) in ('a'..='y').zip('b'..='z') {
        let list = format!("*{last},").repeat(8);
        text += &format!("{letter}: &{letter} [{list}]\n");
    }
    text
}

/// What is found in one file may be more than anybody reads.
#[test]
fn findings_without_end_are_counted_and_said_to_be() {
    let folder = Place::new();
    folder.write("a.md", format!("# Engineer\n\n{}", "- Owns teh roadmap. \n".repeat(3000)));
    let (_, stdout, stderr) =
        folder.run(&["check", "--select", "misspelling,trailing-whitespace", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1000);
    let summary = report["summary"].to_string();
    assert!(
        stderr.contains("`a.md` has too many findings: 1000 are listed, the gravest, and 5000 more"),
        "{stderr}"
    );
    let total: u64 =
        ["errors", "warnings", "infos"].iter().filter_map(|key| report["summary"][key].as_u64()).sum();
    assert_eq!(total, 6000, "{summary}");
    folder.write("rolelint.yaml", "max-findings: 5\n");
    let (_, stdout, _) = folder.run(&["check", "--select", "misspelling", "--format", "concise"]);
    assert_eq!(stdout.lines().filter(|line| line.contains("a.md:")).count(), 5, "{stdout}");
    // All of them are repaired all the same.
    folder.run(&["check", "--select", "misspelling,trailing-whitespace", "--unsafe-fixes", "--fix-only"]);
    let text = fs::read_to_string(folder.path.join("a.md")).unwrap();
    assert!(!text.contains("teh") && !text.contains(" \n"));
}

/// A configuration above the repository is not that of the repository.
#[test]
fn settings_end_at_the_top_of_the_repository() {
    let folder = Place::new();
    folder.write("rolelint.yaml", "rules: { trailing-whitespace: off }\n");
    fs::create_dir_all(folder.path.join("repo/.git")).unwrap();
    folder.write("repo/roles/a.md", OLD);
    let output = folder
        .command(PROGRAM, &["check", "--select", "trailing-whitespace", "--fail-on", "info"])
        .current_dir(folder.path.join("repo/roles"))
        .output()
        .unwrap();
    assert_eq!(said(&output).0, 1);
}

#[test]
fn tags_in_a_configuration_are_not_passed_over() {
    let folder = Place::new();
    folder.write("a.md", "# Engineer\n");
    folder.write(
        "rolelint.yaml",
        "exclude: !include [drafts/**]\nwords:\n  - !env WORD\n  - !!str off\n  - wow !now\n",
    );
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(
        stderr.contains("This tag has no meaning here") && stderr.contains("rolelint.yaml:1:10"),
        "{stderr}"
    );
    assert!(stderr.contains("also: rolelint.yaml:3:5") && !stderr.contains(":4:"), "{stderr}");
    folder.write("rolelint.yaml", "words:\n  - !!str off\n  - wow !now\n  - x\n");
    assert_eq!(folder.run(&["check", "--select", "misspelling"]).0, 0);
}
