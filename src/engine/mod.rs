//! The one pipeline: files → documents → roles → frameworks → findings. Everything that runs rules
//! (the command line, fixes, tests, later the editor server) goes through [`check`].

mod baseline;
pub mod cache;
mod changes;
mod config_schema;
mod configure;
mod discover;
mod examples;
mod fix;
mod frameworks;
mod git;
mod ignores;
mod layouts;
mod live;
mod load;
mod own;
mod packs;
mod parts;
mod revisions;
mod staged;
mod suppress;
mod tracked;
mod watch;
mod write;

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::config::{Settings, is_config};
use crate::diag::{Applicability, Diagnostic, Fix, Identity, Severity};
use crate::language::{self, Lexicon, Vocabulary};
use crate::model::{self, Framework, Given, Reading, Ties};
use crate::rule::{Check, Context, Rule, Setting, Subject, Surroundings, Whole, addresses_of};
use crate::schema::Schemas;
use crate::syntax::{self, Document, Node, ProblemKind};
use crate::text::{FileId, Files, SourceFile, Span, Tree};

use layouts::Layouts;
use parts::{Held, check_in_parts, joined};

pub use baseline::{BASELINE_NAME, Baseline, Known, Matched};
pub use changes::Changes;
pub use config_schema::config_schema;
pub use configure::{
    CONFIGURATION, ConfigError, ConfigSource, Configuration, Remarks, configure, words_beside,
};
pub use discover::{
    Base, Discovery, Found, PathError, Stamp, discover, discover_content, has_reader, leaves_repository,
    repository_of, stamp, suggestion, would_be_left_out,
};
pub use examples::{Outcome, run_example, try_example};
pub use fix::{
    Answer, Applied, Dropped, Fixed, Left, NotRenamed, Reason, Renamed, Review, disk_bytes, fix,
    fix_reviewed, rename,
};
pub use frameworks::Roots;
pub use git::{Repository, Staged, State};
pub use layouts::{LayoutReport, Missing};
pub use live::Live;
pub use load::{Loaded, load};
pub use packs::{NOWHERE, Packs, load_packs};
pub use revisions::discover_commit;
pub use staged::as_staged;
pub use watch::Watch;
pub use write::{
    Change, Lock, Refused, WriteError, can_publish, create, is_taken, lock, make_folder_of, publish,
    publish_written, remove_leftovers, replace_all,
};

/// Name under which a fault of a check itself is reported; such a run cannot be trusted (exit 2).
pub const INTERNAL_ERROR: &str = "internal-error";

/// What is checked, and how.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    pub files: &'a Files,
    pub settings: &'a Settings,
    pub rules: &'a [Rule],
    /// Folders with a configuration file, by which frameworks are told apart.
    pub roots: &'a Roots,
    /// Findings are reported in these files only; `None`: in all. Rules that compare files see all.
    pub report: Option<&'a HashSet<FileId>>,
    /// Take no notice of suppression comments.
    pub no_inline_ignores: bool,
    /// The schemas that were declared.
    pub schemas: &'a Schemas,
    /// Which of the findings are shown, and who looks on.
    pub lens: Lens<'a>,
}

/// What some runs have: it changes which findings are shown, never what is found.
#[derive(Clone, Copy, Default)]
pub struct Lens<'a> {
    /// Findings that are known.
    pub baseline: Option<&'a Baseline>,
    /// Only what touches changed lines is shown.
    pub changes: Option<&'a Changes>,
    /// What is staged, where that is checked: links lead to files that the next commit has.
    pub staged: Option<&'a Staged>,
    pub watch: Option<&'a Watch>,
    /// Set where nobody asks for the blocks of pages after the run: then a large one does not hold them. Inside is the
    /// text in bytes from which on it is large, if it is another than usual.
    pub sparing: Option<Option<usize>>,
}

/// What reports say of a run's documents and roles, where these themselves are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// For each file whether a reader has read it.
    pub read: Vec<bool>,
    /// The file of each role.
    pub roles: Vec<FileId>,
}

impl Told {
    pub fn of(run: &Run) -> Self {
        run.told.clone().unwrap_or_else(|| Told::by(&run.frameworks, &run.documents))
    }

    fn by(frameworks: &[Framework], documents: &[Option<Document>]) -> Self {
        Told {
            read: documents.iter().map(Option::is_some).collect(),
            roles: frameworks.iter().flat_map(|own| &own.roles).map(|role| role.file).collect(),
        }
    }
}

/// What came out: everything a report may need.
#[derive(Debug, Default)]
pub struct Run {
    /// One for each file; `None` where there is no text or no reader for it.
    pub documents: Vec<Option<Document>>,
    pub frameworks: Vec<Framework>,
    /// For each file why it holds no role; `None` if it does, or has no reader.
    pub not_roles: Vec<Option<String>>,
    /// Sorted by path, place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that a comment or the configuration accepts.
    pub suppressed: usize,
    /// What the configuration says about layouts and the files have not.
    pub layouts: LayoutReport,
    /// Findings that are there and not shown: known ones, and those on lines that did not change.
    pub hidden: Vec<Diagnostic>,
    /// What became of the entries of the baseline.
    pub known: Matched,
    /// Findings that are counted and not listed, because their file has so many: see [`Run::shorten`].
    pub unlisted: Vec<(Severity, FileId)>,
    /// Set where the findings were kept from an earlier run: then there are no documents and no frameworks. And where
    /// there was much text: then documents may have no blocks, and frameworks no roles.
    pub told: Option<Told>,
}

impl Run {
    /// Keeps at most `most` findings of each file, the gravest, and counts the others.
    pub fn shorten(&mut self, most: usize) {
        let mut counts = BTreeMap::<FileId, usize>::new();
        for finding in &self.diagnostics {
            *counts.entry(finding.span.file).or_default() += 1;
        }
        counts.retain(|_, count| *count > most);
        if counts.is_empty() {
            return;
        }
        let mut ranks: BTreeMap<FileId, Vec<(Severity, usize)>> = BTreeMap::new();
        for (at, finding) in self.diagnostics.iter().enumerate() {
            if counts.contains_key(&finding.span.file) {
                ranks.entry(finding.span.file).or_default().push((finding.severity, at));
            }
        }
        let mut gone = HashSet::new();
        for (file, mut ranks) in ranks {
            ranks.sort_by_key(|&(severity, at)| (std::cmp::Reverse(severity), at));
            for &(severity, at) in ranks.iter().skip(most) {
                gone.insert(at);
                self.unlisted.push((severity, file));
            }
        }
        let mut at = 0;
        self.diagnostics.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }

    /// Number of roles in all frameworks.
    pub fn roles(&self) -> usize {
        self.frameworks.iter().map(|framework| framework.roles.len()).sum()
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
            + self.unlisted.iter().filter(|(unlisted, _)| *unlisted == severity).count()
    }

    /// True when a check failed, so that something may have been missed.
    pub fn has_internal_error(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.rule == INTERNAL_ERROR)
    }
}

/// Parses all files, reads their roles and joins them to frameworks; runs no rule.
pub fn read(files: &Files, settings: &Settings, roots: &Roots) -> Run {
    let reader = Reader::new(settings);
    let (documents, readings, _) = reader.read_all(files, Held::All);
    let (run, _) = connect(files, roots, &reader, &documents, readings, Held::All);
    Run { documents, ..run }
}

/// Reads the roles of files, each by its layout.
struct Reader<'s> {
    settings: &'s Settings,
    lexicon: Arc<Lexicon>,
    layouts: Layouts<'s>,
}

impl<'s> Reader<'s> {
    fn new(settings: &'s Settings) -> Self {
        Reader { settings, lexicon: Lexicon::with(&settings.vocabulary), layouts: Layouts::new(settings) }
    }

    /// What one file says by itself.
    fn read(&self, file: &SourceFile, doc: Option<&Document>) -> Reading {
        let layout = self.layouts.of(&file.path);
        let given = layout.as_ref().map(|(_, layout, path)| Given { layout, path });
        let lower = |doc| model::lower(file, doc, given.as_ref());
        self.lexicon.enter(|| doc.map(lower).unwrap_or_default())
    }

    /// What all files say, each by itself; and the [addresses](addresses_of) of pages, where not all of these are held.
    fn read_all(
        &self,
        files: &Files,
        held: Held,
    ) -> (Vec<Option<Document>>, Vec<Reading>, Option<HashSet<String>>) {
        let sources: Vec<_> = files.iter().collect();
        let addresses = Mutex::new(HashSet::new());
        let read = |file: &&SourceFile| {
            let file = file.open();
            // The configuration may be among the files, so that findings can point into it.
            let doc = if is_config(&file.path) { None } else { syntax::parse(&file) };
            let reading = self.read(&file, doc.as_ref());
            if let Some(doc) = doc.as_ref().filter(|_| held != Held::All) {
                addresses.lock().unwrap_or_else(PoisonError::into_inner).extend(addresses_of(doc));
            }
            held.keep(&file, doc, reading)
        };
        let (documents, readings) = sources.par_iter().map(read).unzip();
        let addresses = addresses.into_inner().unwrap_or_else(PoisonError::into_inner);
        (documents, readings, (held != Held::All).then_some(addresses))
    }
}

/// Everything that is known when all files have been read, without their documents.
fn connect<'d>(
    files: &'d Files,
    roots: &Roots,
    reader: &Reader<'_>,
    documents: &'d [Option<Document>],
    mut readings: Vec<Reading>,
    held: Held,
) -> (Run, Ties<'d>) {
    let layouts = reader.layouts.report(files, &readings);
    let ties = reader.lexicon.enter(|| Ties::find(files, documents, &mut readings));
    if let Held::Some { sections, .. } = held {
        readings.iter_mut().for_each(|reading| reading.let_go(sections));
    }
    let not_roles = readings.iter().map(|reading| reading.not_roles.clone()).collect();
    let frameworks = reader.lexicon.enter(|| {
        let language = |id| held.language(files, documents, id);
        frameworks::join(files, &language, readings, reader.settings, roots)
    });
    (Run { frameworks, not_roles, layouts, ..Run::default() }, ties)
}

/// Reads all files and runs all rules.
pub fn check(job: &Job<'_>) -> Run {
    let others = job.lens.baseline.map_or_else(HashSet::new, |baseline| baseline.heirs(job));
    let Some(report) = job.report.filter(|_| !others.is_empty()) else { return check_reported(job) };
    // A run over one page must not give it what the baseline knows of a page that is now another one.
    let report = report.union(&others).copied().collect();
    let mut run = check_reported(&Job { report: Some(&report), ..*job });
    let mut at = 0;
    let (mut known, inside) = (run.known.known, |finding: &Diagnostic| !others.contains(&finding.span.file));
    run.hidden.retain(|finding| {
        known -= usize::from(at < run.known.known && !inside(finding));
        at += 1;
        inside(finding)
    });
    run.known.known = known;
    run.diagnostics.retain(inside);
    run
}

fn check_reported(job: &Job<'_>) -> Run {
    let held = Held::of(job);
    let reader = Reader::new(job.settings);
    let (documents, readings, addresses) =
        Watch::reading(job.lens.watch, || reader.read_all(job.files, held));
    let (mut run, ties) = connect(job.files, job.roots, &reader, &documents, readings, held);
    let mut tree = Tree::of(job.files);
    if let Some(staged) = job.lens.staged {
        tree.hold(staged.files.keys(), &staged.others);
    }
    let mut around = Surroundings::new(tree, job.files, &documents).with_profiles(job.settings);
    if let Some(addresses) = addresses {
        around = around.with_addresses(addresses);
    }
    let mut findings: Vec<Diagnostic> = if let Held::Some { sections, .. } = held {
        run.told = Some(Told::by(&run.frameworks, &documents));
        if !sections {
            run.frameworks.iter_mut().for_each(|framework| framework.roles = vec![]);
        }
        let parts = check_in_parts(job, &reader, &ties, &run.frameworks, &around);
        // All ways between files take as much room as half of the findings.
        drop(around);
        joined(parts)
    } else {
        let check = |framework| {
            let (of_files, of_all, _) = check_framework(job, &reader.lexicon, framework, &around);
            of_files.into_iter().chain(of_all)
        };
        run.frameworks.par_iter().flat_map_iter(check).collect()
    };
    drop(ties);
    run.documents = documents;
    finish(job, &mut run, &mut findings);
    run.diagnostics = findings;
    run
}

/// Everything that becomes of findings after the rules: what is accepted or known goes, the rest is put
/// in order and named.
fn finish(job: &Job<'_>, run: &mut Run, findings: &mut Vec<Diagnostic>) {
    findings.retain(|finding| job.report.is_none_or(|report| report.contains(&finding.span.file)));
    only_shown(job.files, findings);
    run.suppressed = suppress::apply(job, &run.documents, findings);
    parts::sort(findings, |a, b| order(job.files, a).cmp(&order(job.files, b)));
    findings.dedup();
    give_keys(job.files, findings);
    if let Some(baseline) = job.lens.baseline {
        // What stood there before is known before what a change adds to it.
        if let Some(changes) = job.lens.changes {
            let touches = changes.touches(job.files);
            findings.sort_by_cached_key(&touches);
        }
        (run.hidden, run.known) = baseline.take_known(job, &run.frameworks, findings);
        parts::sort(findings, |a, b| order(job.files, a).cmp(&order(job.files, b)));
    }
    if let Some(changes) = job.lens.changes {
        run.hidden.extend(changes.keep(job.files, findings));
    }
}

/// Spreadsheets and files that are not UTF-8 are not written to: their fixes are advice.
fn only_shown(files: &Files, findings: &mut [Diagnostic]) {
    let is_fixed = |fix: &Fix| fix.edits.iter().any(|edit| !files.get(edit.span.file).is_writable_text());
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes).filter(|fix| is_fixed(fix)) {
        fix.applicability = Applicability::Display;
    }
}

fn order<'a>(files: &'a Files, finding: &'a Diagnostic) -> (&'a str, u32, u32, &'a str, &'a str) {
    let path = files.get(finding.span.file).path.as_str();
    (path, finding.span.start, finding.span.end, &finding.rule, &finding.message)
}

/// What the rules find in a framework: in its files one by one, and in all of it, with the time that the latter took.
fn check_framework(
    job: &Job<'_>,
    lexicon: &Arc<Lexicon>,
    framework: &Framework,
    around: &Surroundings<'_>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>, Duration) {
    let mut known = Words::declared(job.settings);
    for doc in framework.files.iter().filter_map(|&id| around.document(id)) {
        known.add(doc, job.files);
    }
    let setting = known.setting(job, around);
    let of_files: Vec<Diagnostic> = framework
        .files
        .par_iter()
        .flat_map_iter(|&id| lexicon.enter(|| check_file(job, &setting, framework, id, around.document(id))))
        .collect();
    let begun = Instant::now();
    let of_all = check_whole(job, lexicon, framework, &setting);
    (of_files, of_all, begun.elapsed())
}

/// What is known of the words and keys of a framework, for the rules that see one file.
#[derive(Debug, Default, Clone)]
struct Words {
    vocabulary: Vocabulary,
    keys: BTreeMap<String, usize>,
}

impl Words {
    /// What the configuration says about words, before any text is read.
    fn declared(settings: &Settings) -> Self {
        let mut words = Words::default();
        for (term, meaning) in &settings.framework.glossary {
            words.vocabulary.declare(term, meaning);
        }
        words
    }

    fn add(&mut self, doc: &Document, files: &Files) {
        doc.each_text(&mut |text| self.vocabulary.add(text));
        self.vocabulary.add_markup(&files.get(doc.file).text);
        let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
        for entry in front.into_iter().chain(doc.data()).flat_map(Node::entries) {
            *self.keys.entry(entry.key.value.clone()).or_insert(0) += 1;
        }
    }

    fn setting<'a>(&'a self, job: &Job<'a>, around: &'a Surroundings<'a>) -> Setting<'a> {
        let mut setting = Setting::new(job.files, &self.vocabulary, job.schemas, &job.settings.words);
        setting.keys.clone_from(&self.keys);
        setting.dictionaries = job.settings.spelling.clone();
        setting.around = Some(around);
        setting
    }
}

/// All checks that see a framework at once.
fn check_whole(
    job: &Job<'_>,
    lexicon: &Arc<Lexicon>,
    framework: &Framework,
    setting: &Setting<'_>,
) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let whole = Whole::new(framework);
    for (number, rule) in job.rules.iter().enumerate() {
        if let Check::Framework(check) = &rule.check {
            let place = framework.files.first().map_or(Span::at(FileId(0), 0), |&file| Span::at(file, 0));
            findings.extend(guarded(job.lens.watch, (number, rule), place, || {
                let mut cx = Context::new(rule, setting).over(&whole);
                lexicon.enter(|| check.check(framework, &mut cx));
                cx.into_findings()
            }));
        }
    }
    findings
}

/// All checks that see one file or one role at a time.
fn check_file(
    job: &Job<'_>,
    setting: &Setting<'_>,
    framework: &Framework,
    id: FileId,
    doc: Option<&Document>,
) -> Vec<Diagnostic> {
    if job.report.is_some_and(|report| !report.contains(&id)) {
        return vec![];
    }
    let file = job.files.get(id);
    let roles = framework.roles_of(id);
    let subject = doc.map(|doc| Subject::new(file, doc, roles, language::language_of(doc)));
    let mut findings = vec![];
    for (number, rule) in job.rules.iter().enumerate() {
        let place = Span::at(id, 0);
        findings.extend(guarded(job.lens.watch, (number, rule), place, || {
            let mut cx = Context::new(rule, setting);
            match (&rule.check, &subject) {
                (Check::Source(check), _) => check.check(file, &mut cx),
                (Check::Document(check), Some(subject)) => check.check(subject, &mut cx),
                (Check::Role(check), Some(_)) => roles.iter().for_each(|role| check.check(role, &mut cx)),
                _ => {}
            }
            let mut findings = cx.into_findings();
            if rule.essential {
                findings.iter_mut().for_each(|finding| finding.fixes.clear());
            }
            findings
        }));
    }
    if let Some(watch) = job.lens.watch {
        watch.file_is_checked();
    }
    findings
}

/// A fault in a check becomes a finding of its own; all other checks and files go on.
fn guarded(
    watch: Option<&Watch>,
    (number, rule): (usize, &Rule),
    place: Span,
    run: impl FnOnce() -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let run = || Watch::rule(watch, number, run);
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let mut finding = Diagnostic::new(
            INTERNAL_ERROR,
            Severity::Error,
            place,
            format!("The rule `{}` stopped working on this file, so it was not checked by it.", rule.id),
        );
        finding
            .help("This is a fault in rolelint, not in your file. Please report it together with the file.");
        vec![finding]
    })
}

/// Bytes before and after a finding that its key depends on, within its line.
const KEY_WINDOW: usize = 256;

/// Keys name findings by their content: rule, file, the text of the line, and which of several
/// equal ones it is. So they survive edits elsewhere in the file.
fn give_keys(files: &Files, findings: &mut [Diagnostic]) {
    let mut seen = std::collections::HashMap::<u64, u32>::new();
    for finding in findings {
        let file = files.open(finding.span.file);
        let line = file.line_range(file.line_of(finding.span.start));
        // A page may be one line of megabytes with a finding in every sentence.
        let near = line.start.max((finding.span.start as usize).saturating_sub(KEY_WINDOW))
            ..line.end.min((finding.span.end as usize).saturating_add(KEY_WINDOW));
        let bytes = |range: std::ops::Range<usize>| file.text.as_bytes().get(range).unwrap_or_default();
        let own = finding.span.range();
        let own = own.start..own.end.min(own.start.saturating_add(4 * KEY_WINDOW));
        let line = bytes(near).trim_ascii();
        let place = match &finding.identity {
            Identity::Place => vec![line, bytes(own)],
            Identity::PlaceAnd(about) => vec![line, bytes(own), about.as_bytes()],
            Identity::Only(about) => vec![about.as_bytes()],
        };
        let content = fnv(&[&[finding.rule.as_bytes(), file.path.as_bytes()], place.as_slice()].concat());
        let count = seen.entry(content).or_insert(0);
        finding.key = format!("{content:016x}-{count}");
        *count += 1;
    }
}

/// FNV-1a, 64 bits: keys must never change with the toolchain, as the standard hasher may.
fn fnv(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.iter().copied().chain([0xFF])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash
}

/// Reads settings from a text in memory.
///
/// # Errors
/// When it does not parse or holds something that `rolelint.yaml` cannot say.
pub fn settings_from_text(name: &str, text: &str) -> Result<Settings, String> {
    let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
    let doc = syntax::parse_yaml(&file);
    // Only we read it, so it does not matter what other programs make of `off`.
    if let Some(problem) = doc.problems.iter().find(|problem| problem.kind != ProblemKind::Surprise) {
        return Err(problem.message.clone());
    }
    match doc.data().first() {
        Some(node) => serde_json::from_value(node.to_json()).map_err(|e| e.to_string()),
        None => Ok(Settings::default()),
    }
}
