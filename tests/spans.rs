//! What every finding promises, whatever rule made it: its places lie on characters inside the file,
//! lines, columns and offsets are those that a person or another program would count, and fixes
//! repaired once are repaired for good. Checked on the examples of all rule pages, on variations of
//! them, on `examples/`, and on real frameworks where `../shared/corpus` exists.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::diag::{Applicability, Diagnostic};
use rolelint::engine::{Fixed, Job, Roots, Run, check, disk_bytes, fix, settings_from_text};
use rolelint::rule::{Registry, Rule, Selection, built_in_pages};
use rolelint::schema::Schemas;
use rolelint::syntax::{FORMATS, read_source};
use rolelint::text::{Encoding, FileId, Files, SourceFile, Span};

/// Files that are checked together.
struct Case {
    name: String,
    files: Vec<(String, Vec<u8>)>,
    settings: Settings,
    roots: Roots,
}

impl Case {
    fn files(&self) -> Files {
        let mut files = Files::default();
        for (name, bytes) in &self.files {
            files.add(|id| read_source(id, name, None, bytes));
        }
        files
    }
}

/// All rules, those that are off by default too.
fn rules(settings: &Settings) -> Vec<Rule> {
    let (pages, errors) = built_in_pages();
    assert!(errors.is_empty(), "{errors:?}");
    let selection = Selection { select: pages.iter().map(|page| page.id.clone()).collect(), ignore: vec![] };
    match Registry::new(pages, CHECKS, settings, &selection) {
        Ok(registry) => registry.rules,
        Err(errors) => panic!("{errors:?}"),
    }
}

fn example_cases() -> Vec<Case> {
    let (pages, _) = built_in_pages();
    let mut cases = vec![];
    for page in &pages {
        for example in page.examples("Wrong").into_iter().chain(page.examples("Right")) {
            let settings = example.config.as_deref().map(|text| settings_from_text("rolelint.yaml", text));
            let Ok(settings) = settings.transpose() else { continue }; // reported by tests/rules.rs
            cases.push(Case {
                name: format!("rules/{}/{}.md, {}", page.group, page.id, example.title),
                files: example.files.into_iter().map(|file| (file.name, file.bytes)).collect(),
                settings: settings.unwrap_or_default(),
                roots: Roots(std::iter::once(String::new()).collect()),
            });
        }
    }
    cases
}

/// All files under a folder that a reader knows; `None` where there is no such folder.
fn folder_case(folder: &Path) -> Option<Case> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if path.is_dir() {
                collect(&path, found);
            } else if FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str())) {
                found.push(path);
            }
        }
    }
    let mut found = vec![];
    collect(folder, &mut found);
    found.sort();
    let files: Vec<_> = found
        .iter()
        .filter_map(|path| {
            let name = path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
            Some((name, std::fs::read(path).ok()?))
        })
        .collect();
    let name = folder.display().to_string();
    (!files.is_empty()).then(|| Case { name, files, settings: Settings::default(), roots: Roots::default() })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The frameworks of the corpus, one case for each folder; says so where there is none. Without
/// `WHOLE_CORPUS=1`, which takes minutes, each is represented by its first files that are not large.
fn corpus() -> Vec<Case> {
    const SAMPLE: usize = 3;
    const LARGE: usize = 48 * 1024;
    let corpus = root().join("../shared/corpus");
    let Ok(entries) = std::fs::read_dir(&corpus) else {
        eprintln!("skipped: ../shared/corpus is not present");
        return vec![];
    };
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    let mut cases: Vec<Case> = folders.iter().filter_map(|folder| folder_case(folder)).collect();
    if std::env::var_os("WHOLE_CORPUS").is_none() {
        for case in &mut cases {
            case.files.retain(|(_, bytes)| bytes.len() < LARGE);
            case.files.truncate(SAMPLE);
        }
    }
    cases
}

/// Files that nobody declared a schema for.
static NO_SCHEMAS: LazyLock<Schemas> = LazyLock::new(Schemas::default);

fn job<'a>(case: &'a Case, files: &'a Files, rules: &'a [Rule]) -> Job<'a> {
    Job {
        files,
        settings: &case.settings,
        rules,
        roots: &case.roots,
        report: None,
        no_inline_ignores: false,
        schemas: &NO_SCHEMAS,
    }
}

fn run(case: &Case, files: &Files, rules: &[Rule]) -> Run {
    check(&job(case, files, rules))
}

/// Lines, columns and offsets of all bytes of a text, counted from scratch.
struct Counted {
    /// For each byte of the text at which a character begins, and for its end: line, column, offset on disk.
    at: Vec<Option<(u32, u32, u32)>>,
}

impl Counted {
    fn new(file: &SourceFile) -> Self {
        let mut at = vec![None; file.text.len() + 1];
        let (mut line, mut column, mut disk) = (1, 1, file.bom_len);
        let mut damage = file.damage.iter().peekable();
        let mut chars = file.text.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            at[offset] = Some((line, column, disk));
            let ends_line = c == '\n' || (c == '\r' && !matches!(chars.peek(), Some((_, '\n'))));
            (line, column) = if ends_line { (line + 1, 1) } else { (line, column + 1) };
            let broken = damage.next_if(|damage| damage.at.start == offset);
            let length = match (broken, file.encoding) {
                (Some(broken), _) => broken.bytes.len(),
                (None, Encoding::Utf8) => c.len_utf8(),
                (None, Encoding::Utf16 { .. }) => c.len_utf16() * 2,
                (None, Encoding::Legacy(name)) => {
                    let codec = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a known name");
                    codec.encode(c.encode_utf8(&mut [0; 4])).0.len()
                }
            };
            disk += u32::try_from(length).expect("a character is short");
        }
        if let Some(end) = at.last_mut() {
            *end = Some((line, column, disk));
        }
        Counted { at }
    }
}

/// All places that a finding names.
fn places(finding: &Diagnostic) -> impl Iterator<Item = (&'static str, Span)> + '_ {
    let related = finding.related.iter().map(|related| ("related place", related.span));
    let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| ("edit", edit.span)));
    std::iter::once(("finding", finding.span)).chain(related).chain(edits)
}

/// What is wrong with the places of the findings of a run; empty if nothing is.
fn misplaced(case: &Case, files: &Files, run: &Run) -> String {
    let mut wrong = String::new();
    let mut counted: BTreeMap<FileId, Counted> = BTreeMap::new();
    for finding in &run.diagnostics {
        for (what, span) in places(finding) {
            let file = files.get(span.file);
            let counted = counted.entry(span.file).or_insert_with(|| Counted::new(file));
            let mut say = |problem: String| {
                let _ = writeln!(
                    wrong,
                    "{}: {}, {}: {what} at bytes {}..{} {problem}",
                    case.name, file.path, finding.rule, span.start, span.end
                );
            };
            if span.start > span.end || span.end as usize > file.text.len() {
                say(format!("is not inside the file of {} bytes", file.text.len()));
                continue;
            }
            for offset in [span.start, span.end] {
                let Some(Some((line, column, disk))) = counted.at.get(offset as usize).copied() else {
                    say(format!("cuts a character at {offset}"));
                    continue;
                };
                if file.cells.is_some() {
                    continue; // these count within their cell
                }
                if file.cells.is_some() {
                    continue; // The text of a workbook is made up, and places count within cells.
                }
                let position = file.position(offset);
                if (position.line, position.column) != (line, column) {
                    let (said, column_said) = (position.line, position.column);
                    say(format!("is said to be at {said}:{column_said}, and is at {line}:{column}"));
                }
                // What a broken character was in a legacy encoding is not known, so neither is the rest.
                let knowable = !matches!(file.encoding, Encoding::Legacy(_)) || file.damage.is_empty();
                if knowable && position.offset != disk {
                    say(format!("is said to be at byte {} of the file, and is at {disk}", position.offset));
                }
            }
        }
        for fix in &finding.fixes {
            if fix.edits.iter().all(|edit| files.slice(edit.span) == edit.text) {
                let path = &files.get(finding.span.file).path;
                let _ = writeln!(wrong, "{}: {path}: the fix “{}” changes nothing", case.name, fix.title);
            }
        }
        if finding.rule == rolelint::engine::INTERNAL_ERROR {
            let path = &files.get(finding.span.file).path;
            let _ = writeln!(wrong, "{}: {path}: {}", case.name, finding.message);
        }
    }
    wrong
}

fn fixed(case: &Case, files: &Files, rules: &[Rule], allow: Applicability) -> Fixed {
    fix(&job(case, files, rules), allow)
}

/// What is wrong with the fixes for a case: a second fix that changes more, a finding that is new.
fn unsettled(case: &Case, rules: &[Rule], allow: Applicability) -> String {
    let mut wrong = String::new();
    let before = count(&run(case, &case.files(), rules));
    let once = fixed(case, &case.files(), rules, allow);
    for (place, number) in count(&once.run) {
        let earlier = before.get(&place).copied().unwrap_or(0);
        if number > earlier {
            let (rule, file) = place;
            let path = &once.files.get(file).path;
            let _ =
                writeln!(wrong, "{}: {path}: {earlier} findings of {rule}, {number} after a fix", case.name);
        }
    }
    let again = Case {
        name: case.name.clone(),
        files: once.files.iter().map(|file| (file.path.clone(), on_disk(case, &once, file))).collect(),
        settings: case.settings.clone(),
        roots: case.roots.clone(),
    };
    let twice = fixed(&again, &again.files(), rules, allow);
    for id in &twice.changed {
        let (old, new) = (&once.files.get(*id).text, &twice.files.get(*id).text);
        let line = old.lines().zip(new.lines()).find(|(old, new)| old != new);
        let _ = writeln!(
            wrong,
            "{}: {}: fixing a second time changes more: {line:?} by {:?}",
            case.name,
            once.files.get(*id).path,
            twice.applied
        );
    }
    wrong
}

/// The bytes of a file after a fix.
fn on_disk(case: &Case, fixed: &Fixed, file: &SourceFile) -> Vec<u8> {
    if fixed.changed.contains(&file.id) {
        disk_bytes(file)
    } else {
        case.files.get(file.id.0 as usize).map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    }
}

fn count(run: &Run) -> BTreeMap<(String, FileId), usize> {
    let mut counts = BTreeMap::new();
    for finding in &run.diagnostics {
        *counts.entry((finding.rule.clone(), finding.span.file)).or_default() += 1;
    }
    counts
}

fn assert_placed(cases: &[Case]) {
    let mut wrong = String::new();
    for case in cases {
        let files = case.files();
        wrong += &misplaced(case, &files, &run(case, &files, &rules(&case.settings)));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn assert_settled(cases: &[Case]) {
    let mut wrong = String::new();
    for case in cases {
        let rules = rules(&case.settings);
        for allow in [Applicability::Safe, Applicability::Unsafe] {
            wrong += &unsettled(case, &rules, allow);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn places_in_the_examples_of_rules_are_exact() {
    assert_placed(&example_cases());
}

#[test]
fn places_in_the_example_framework_are_exact() {
    assert_placed(&[folder_case(&root().join("examples")).expect("examples/ exists")]);
}

#[test]
fn places_in_real_frameworks_are_exact() {
    assert_placed(&corpus());
}

#[test]
fn fixes_of_the_examples_of_rules_settle() {
    assert_settled(&example_cases());
}

#[test]
fn fixes_of_the_example_framework_settle() {
    assert_settled(&[folder_case(&root().join("examples")).expect("examples/ exists")]);
}

#[test]
fn fixes_of_real_frameworks_settle() {
    assert_settled(&corpus());
}

/// Without its invisible character the last line would be one more typed bullet, as long as there are
/// others; when these are list items, it may go.
#[test]
fn what_did_harm_next_to_a_mistake_is_tried_again_without_it() {
    let text = "Engineer\n\nDuties\n\n  • Writes code.\n  • Tests it.\n\u{200B}  • Reviews designs.\n";
    assert_settled(&[Case {
        name: "typed bullets".into(),
        files: vec![("engineer.txt".into(), text.as_bytes().to_vec())],
        settings: Settings::default(),
        roots: Roots::default(),
    }]);
}

/// What is put into examples at any place: characters of all lengths, what editors leave behind, and
/// pieces of every format.
const SPLICES: &[&str] = &[
    "é",
    "😀",
    "\u{200B}",
    "\u{A0}",
    "â€™",
    "  ",
    " \n",
    "\r\n",
    "\n\n",
    "\t",
    "|",
    "- ",
    "• ",
    "**",
    "`",
    "---\n",
    "<td>",
    "</table>",
    "\n# ",
    "\u{FFFD}",
    "e\u{301}",
    "at least 5-7 years",
    "$1,000+",
    ": ",
    "\"",
    "{",
];

fn spliced(bytes: &[u8], cuts: &[(prop::sample::Index, usize)], crlf: bool, bom: bool) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut text = text.to_owned();
    for (place, splice) in cuts {
        let mut at = place.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, SPLICES[*splice]);
    }
    if crlf {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if bom && !text.starts_with('\u{FEFF}') {
        text.insert(0, '\u{FEFF}');
    }
    text.into_bytes()
}

/// The same variations in every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for more or others.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 256;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn variations_of_examples_keep_the_promises(
        case in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..SPLICES.len()), 0..6),
        crlf in any::<bool>(),
        bom in any::<bool>(),
    ) {
        let mut cases = example_cases();
        let mut case = cases.swap_remove(case.index(cases.len()));
        for (_, bytes) in &mut case.files {
            *bytes = spliced(bytes, &cuts, crlf, bom);
        }
        let rules = rules(&case.settings);
        let files = case.files();
        let wrong = misplaced(&case, &files, &run(&case, &files, &rules));
        prop_assert!(wrong.is_empty(), "{wrong}");
        let wrong = unsettled(&case, &rules, Applicability::Unsafe);
        prop_assert!(wrong.is_empty(), "{wrong}");
    }
}
