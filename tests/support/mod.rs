//! Cases for tests that look at whole runs: the examples of rule pages, `examples/`, and real frameworks
//! where `../shared/corpus` exists.

// Each test binary uses what it needs.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::test_runner::Config as ProptestConfig;
use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::diag::Applicability;
use rolelint::engine::{Fixed, Job, Roots, Run, check, disk_bytes, fix, settings_from_text};
use rolelint::rule::{Registry, Rule, Selection, built_in_pages};
use rolelint::schema::Schemas;
use rolelint::syntax::{FORMATS, read_source};
use rolelint::text::{FileId, Files, SourceFile};

/// Files that are checked together.
pub struct Case {
    pub name: String,
    pub files: Vec<(String, Vec<u8>)>,
    pub settings: Settings,
    pub roots: Roots,
}

impl Case {
    pub fn files(&self) -> Files {
        let mut files = Files::default();
        for (name, bytes) in &self.files {
            files.add(|id| read_source(id, name, None, bytes));
        }
        files
    }
}

/// So many variations, unless `PROPTEST_CASES` asks for another number. Which ones is told by .cargo/config.toml.
pub fn variations(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    config
}

/// All rules, those that are off by default too.
pub fn rules(settings: &Settings) -> Vec<Rule> {
    let (pages, errors) = built_in_pages();
    assert!(errors.is_empty(), "{errors:?}");
    let selection = Selection { select: pages.iter().map(|page| page.id.clone()).collect(), ignore: vec![] };
    match Registry::new(pages, CHECKS, settings, &selection) {
        Ok(registry) => registry.rules,
        Err(errors) => panic!("{errors:?}"),
    }
}

pub fn example_cases() -> Vec<Case> {
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
pub fn folder_case(folder: &Path) -> Option<Case> {
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

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The frameworks of the corpus, one case for each folder; says so where there is none. Without
/// `WHOLE_CORPUS=1`, which takes minutes, each is represented by its first files that are not large.
pub fn corpus() -> Vec<Case> {
    shared("corpus", 3)
}

/// Earlier states of pages, in the same way.
pub fn history() -> Vec<Case> {
    shared("history", 1)
}

fn shared(name: &str, sample: usize) -> Vec<Case> {
    const LARGE: usize = 48 * 1024;
    let corpus = root().join("../shared").join(name);
    let Ok(entries) = std::fs::read_dir(&corpus) else {
        eprintln!("skipped: ../shared/{name} is not present");
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
            case.files.truncate(sample);
        }
    }
    cases
}

/// Files that nobody declared a schema for.
pub static NO_SCHEMAS: LazyLock<Schemas> = LazyLock::new(Schemas::default);

pub fn job<'a>(case: &'a Case, files: &'a Files, rules: &'a [Rule]) -> Job<'a> {
    Job {
        files,
        settings: &case.settings,
        rules,
        roots: &case.roots,
        report: None,
        no_inline_ignores: false,
        lens: rolelint::engine::Lens::default(),
        schemas: &NO_SCHEMAS,
    }
}

pub fn run(case: &Case, files: &Files, rules: &[Rule]) -> Run {
    check(&job(case, files, rules))
}

pub fn fixed(case: &Case, files: &Files, rules: &[Rule], allow: Applicability) -> Fixed {
    fix(&job(case, files, rules), allow)
}

/// What is wrong with the fixes for a case: a second fix that changes more, a finding that is new.
pub fn unsettled(case: &Case, rules: &[Rule], allow: Applicability) -> String {
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
pub fn on_disk(case: &Case, fixed: &Fixed, file: &SourceFile) -> Vec<u8> {
    if fixed.changed.contains(&file.id) {
        disk_bytes(file)
    } else {
        case.files.get(file.id.0 as usize).map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    }
}

pub fn count(run: &Run) -> BTreeMap<(String, FileId), usize> {
    let mut counts = BTreeMap::new();
    for finding in &run.diagnostics {
        *counts.entry((finding.rule.clone(), finding.span.file)).or_default() += 1;
    }
    counts
}

pub fn assert_settled(cases: &[Case]) {
    assert_none(cases, |case| {
        let rules = rules(&case.settings);
        let allowed = [Applicability::Safe, Applicability::Unsafe];
        allowed.into_iter().map(|allow| unsettled(case, &rules, allow)).collect()
    });
}

/// Fails with all that `wrong` says about the cases.
pub fn assert_none(cases: &[Case], wrong: impl Fn(&Case) -> String) {
    let wrong: String = cases.iter().map(wrong).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// The framework that the project brings along.
pub fn example_framework() -> Vec<Case> {
    vec![folder_case(&root().join("examples")).expect("examples/ exists")]
}
