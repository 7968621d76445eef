//! The same findings, whichever way they are found: with one thread and with many, anew and remembered, from files
//! and from records.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with enough pages to be remembered, and one for what is remembered.
struct Place {
    pages: TempDir,
    cache: TempDir,
}

const DUTIES: [&str; 7] = [
    "Plans the work of the ward and tells the others about delays.",
    "Receives new colleagues and shows them the house.",
    "Keeps the stock of medicine in order , and counts it.",
    "Teaches the the use of new devices.",
    "Writes reports that doctors on other wards can rely on.",
    "Owns the rota for a group of eight people",
    "Asks patients what they need and acts on it.",
];

fn page(number: usize) -> String {
    let mut text = format!("---\ntitle: Nurse {number}\norder: {number}\n---\n\n# Nurse {number}\n\n");
    for level in ["Junior Nurse", "Nurse", "Senior Nurse"] {
        let _ = write!(
            text,
            "## {level}\n\nAt least 2-4 years of experience. See [the guide](guide-{number}.md).\n\n"
        );
        for item in 0..36 {
            let duty = DUTIES[(item * 5 + number) % DUTIES.len()];
            let _ = writeln!(text, "- {duty} On ward {item}.");
        }
        text.push('\n');
    }
    // A slip that stands once is no word of the house.
    if number == 7 { text + "Recieves guests, too.\n" } else { text }
}

impl Place {
    fn new() -> Self {
        let place = Place { pages: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
        for number in 0..24 {
            place.write(&format!("nurse-{number}.md"), &page(number));
        }
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.pages.path().join(name), text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolelint"));
        command.arg("check").args(args).current_dir(self.pages.path());
        command.env("ROLELINT_CACHE_DIR", self.cache()).env_remove("CI");
        command
    }

    fn cache(&self) -> PathBuf {
        self.cache.path().join("own")
    }

    fn check(&self, args: &[&str]) -> Output {
        let output = self.command(args).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{}", text(&output.stderr));
        output
    }

    /// The entries of the cache.
    fn entries(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.cache()) else { return vec![] };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.file_name().is_some_and(|name| name != "CACHEDIR.TAG"));
        paths.sort();
        paths
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn any_number_of_threads() {
    let place = Place::new();
    let one = place.check(&["--no-cache", "--format", "json", "--jobs", "1"]);
    assert!(text(&one.stdout).contains("misspelling"));
    for jobs in ["2", "7"] {
        let many = place.check(&["--no-cache", "--format", "json", "--jobs", jobs]);
        assert_eq!(text(&one.stdout), text(&many.stdout), "{jobs} threads");
    }
    assert_eq!(place.entries(), Vec::<PathBuf>::new());
}

#[test]
fn anew_and_remembered() {
    let place = Place::new();
    for format in ["json", "jsonl", "terminal", "sarif", "junit"] {
        let anew = place.check(&["--no-cache", "--format", format]);
        let first = place.check(&["--format", format]);
        let before = place.entries();
        let second = place.check(&["--format", format]);
        assert_eq!(text(&anew.stdout), text(&first.stdout), "{format}");
        assert_eq!(text(&anew.stdout), text(&second.stdout), "{format}");
        assert_eq!((anew.status, anew.stderr), (second.status, second.stderr));
        assert_eq!(place.entries(), before, "nothing new");
    }
    assert_eq!(place.entries().len(), 6, "one run, whatever its format, and five reports");
    for other in [&["--color", "always"][..], &["--quiet"], &["--statistics"], &["--fail-on", "never"]] {
        let anew = place.check(&[&["--no-cache"], other].concat());
        for _ in 0..2 {
            let again = place.check(other);
            assert_eq!(text(&anew.stdout), text(&again.stdout), "{other:?}");
            assert_eq!((&anew.status, &anew.stderr), (&again.status, &again.stderr), "{other:?}");
        }
    }
    place.write("rolelint.yaml", "max-findings: 2\n");
    let anew = place.check(&["--no-cache"]);
    assert!(text(&anew.stderr).contains("too many findings"));
    for _ in 0..2 {
        assert_eq!(anew, place.check(&[]), "what is said about it, too");
    }
    assert!(place.cache().join("CACHEDIR.TAG").is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place.cache()), 0o700);
        assert!(place.entries().iter().all(|entry| mode(entry) == 0o600));
    }
}

#[test]
fn what_changed_is_checked_anew() {
    let place = Place::new();
    let same = |what: &str| {
        // A report that is drawn from a run that was kept depends on all that the run depends on.
        for format in ["json", "concise"] {
            let anew = place.check(&["--no-cache", "--format", format]);
            assert_eq!(text(&anew.stdout), text(&place.check(&["--format", format]).stdout), "{what}");
        }
        let anew = place.check(&["--no-cache", "--format", "json"]);
        for _ in 0..2 {
            assert_eq!(text(&anew.stdout), text(&place.check(&["--format", "json"]).stdout), "{what}");
        }
        text(&anew.stdout)
    };
    let before = same("at first");
    // A link now leads somewhere, though no page that is checked has changed: a picture is none.
    place.write("nurse-3.md", &page(3).replace("guide-3.md", "guide.png"));
    let missing = same("a link");
    place.write("guide.png", "x");
    let there = same("a file beside the pages");
    assert!(missing.contains("guide.png") && !there.contains("guide.png"));
    // Rules that compare pages see what changed in the other one.
    place.write("nurse-4.md", &page(4).replace("title: Nurse 4", "titel: Nurse 4"));
    assert_ne!(same("a key that its siblings have not"), there);
    place.write("rolelint.yaml", "words: [recieves]\n");
    let declared = same("a word in the configuration");
    assert!(before.contains("“Recieves” is") && !declared.contains("“Recieves” is"));
    place.write("rolelint.words", "medicine\n");
    same("a word in the file of words");
    place.write("rolelint.yaml", "schemas:\n  - { paths: ['*.md'], schema: page.json }\n");
    place.write("page.json", r#"{"$ref": "part.json"}"#);
    place.write("part.json", r#"{"properties": {"order": {"maximum": 5}}}"#);
    let narrow = same("a schema");
    place.write("part.json", r#"{"properties": {"order": {"maximum": 500}}}"#);
    assert_ne!(same("a schema that another one refers to"), narrow);
}

#[test]
fn a_damaged_entry_is_no_entry() {
    let place = Place::new();
    let anew = text(&place.check(&["--no-cache", "--format", "json"]).stdout);
    place.check(&["--format", "json"]);
    let entries = place.entries();
    let wholes: Vec<Vec<u8>> = entries.iter().map(|entry| fs::read(entry).unwrap()).collect();
    assert_eq!(entries.len(), 2, "the run, and its report");
    let damage = |whole: &[u8], how: usize| match how {
        0 => vec![],
        1 => whole[..whole.len() - 1].to_vec(),
        2 => b"rolelint run 2\n".to_vec(),
        _ => {
            let mut flipped = whole.to_vec();
            flipped[whole.len() / 2] ^= 1;
            flipped
        }
    };
    for how in 0..4 {
        for (entry, whole) in entries.iter().zip(&wholes) {
            fs::write(entry, damage(whole, how)).unwrap();
        }
        assert_eq!(text(&place.check(&["--format", "json"]).stdout), anew);
        for (entry, whole) in entries.iter().zip(&wholes) {
            assert!(fs::read(entry).unwrap() == *whole, "it is written again");
        }
    }
}

#[test]
fn build_machines_and_small_folders_keep_nothing() {
    let place = Place::new();
    place.command(&[]).env("CI", "true").output().unwrap();
    assert_eq!(place.entries(), Vec::<PathBuf>::new());
    place.check(&[]);
    assert_eq!(place.entries().len(), 2);
    let small = Place { pages: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
    small.write("nurse.md", &page(1));
    small.check(&[]);
    assert_eq!(small.entries(), Vec::<PathBuf>::new());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Whoever else may write there could hide findings.
        fs::create_dir(small.cache()).unwrap_or_default();
        fs::set_permissions(small.cache(), fs::Permissions::from_mode(0o777)).unwrap();
        (1..24).for_each(|number| small.write(&format!("nurse-{number}.md"), &page(number)));
        small.check(&[]);
        assert_eq!(small.entries(), Vec::<PathBuf>::new());
    }
}

/// Runs with records on standard input.
fn of_records(place: &Place, input: &str) -> Output {
    let mut child = place
        .command(&["--stdin-format", "jsonl", "--no-config"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may stop before it has read everything.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn from_files_and_from_records() {
    let place = Place { pages: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
    let texts: Vec<(String, String)> = (0..6)
        .map(|number| (format!("nurse-{number}.md"), page(number).replace("[the guide]", "the guide ")))
        .chain([
            ("list.yaml".into(), "title: Nurse\nskills:\n  - Recieves guests\n  - \n".into()),
            ("plain.txt".into(), "Nurse\n\n• Recieves guests.\n• Plans \n".into()),
        ])
        .collect();
    let mut records = String::new();
    let mut of_files = String::new();
    for (name, page) in &texts {
        let _ = writeln!(records, "{}", serde_json::json!({ "path": name, "text": page, "id": 7 }));
        // Each alone, as a record is.
        place.write(name, page);
        of_files += &text(&place.check(&["--no-config", "--format", "jsonl", name]).stdout);
        fs::remove_file(place.pages.path().join(name)).unwrap();
    }
    let output = of_records(&place, &records);
    assert_eq!(text(&output.stdout), of_files);
    assert!(of_files.lines().count() > 20);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn records_that_are_none() {
    let place = Place { pages: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
    let good = serde_json::json!({ "path": "a.md", "text": "# Nurse\n\nRecieves guests.\n" }).to_string();
    let output = of_records(&place, &format!("{good}\n\nnot json\n{{\"path\": \"a.md\"}}\n[1]\n{good}"));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout).matches("\"misspelling\"").count(), 2, "the others are checked");
    let said = text(&output.stderr);
    assert!(["Line 3", "Line 4", "Line 5"].iter().all(|line| said.contains(line)), "{said}");
    assert_eq!(of_records(&place, "").status.code(), Some(0));
}
