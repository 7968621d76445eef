//! A first configuration, learned from the files of a framework: its sections, tracks, scales, words and
//! customs. Every guess says how sure it is, and is tried out before it is written: one that adds findings
//! nobody would defend, or makes real ones disappear, is only mentioned.

mod frame;
mod house;
mod layouts;
mod style;
mod words;
mod write;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::checks::CHECKS;
use crate::config::Settings;
use crate::diag::{Applicability, Diagnostic, Severity};
use crate::engine::{Job, Lens, Roots, Run, check, settings_from_text};
use crate::model::{Framework, Role};
use crate::rule::{Page, Registry, Selection};
use crate::schema::Schemas;
use crate::syntax::Document;
use crate::text::{FileId, Files, SourceFile};

/// Longer lists are read by nobody.
const LONGEST_LIST: usize = 40;

/// What there is to learn from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub files: &'a Files,
    /// The files to learn from; all if there is no set. Others are read because links lead to them.
    pub report: Option<&'a HashSet<FileId>>,
    /// The folders with a configuration, with the one that will be written.
    pub roots: &'a Roots,
    /// The folders that have one now.
    pub now: &'a Roots,
    /// The rules of the program.
    pub pages: &'a [Page],
    pub schemas: &'a Schemas,
    /// Words that `rolelint.words` declares right already.
    pub words: &'a [String],
}

/// Where a guess stands in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Framework,
    Vocabulary,
    Layouts,
    Profiles,
    Rules,
    Overrides,
    Words,
}

/// One thing that was learned.
#[derive(Debug, Clone)]
pub struct Guess {
    part: Part,
    /// What it is about, for people: "sections".
    pub about: String,
    /// What it says in a few words: "7 sections".
    pub what: String,
    /// How sure it is: "14 of 15 pages".
    pub sure: String,
    /// Sentences above it in the file.
    comment: Vec<String>,
    /// Its lines, indented as below the key of its part.
    lines: Vec<String>,
    /// Written as a comment only: people decide.
    pub asked: bool,
    /// Rules that judge by it: they may find at most `most_new` places more with it, and none less.
    touches: Vec<&'static str>,
    most_new: usize,
    /// The folder to which these findings belong; all if there is none.
    folder: Option<String>,
    /// A rule about which nothing more needs to be decided.
    settles: Option<&'static str>,
}

impl Guess {
    fn new(part: Part, about: &str, what: String, sure: String) -> Self {
        Guess {
            part,
            about: about.to_owned(),
            what,
            sure,
            comment: vec![],
            lines: vec![],
            asked: false,
            touches: vec![],
            most_new: 0,
            folder: None,
            settles: None,
        }
    }

    fn comment(mut self, sentence: impl Into<String>) -> Self {
        self.comment.push(sentence.into());
        self
    }

    fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// The rules that judge by this, and how many places more they may find.
    fn judged_by(mut self, rules: &[&'static str], most_new: usize) -> Self {
        self.touches.extend(rules);
        self.most_new = most_new;
        self
    }

    /// Only findings in the files of this folder count for or against it.
    fn within(mut self, folder: &str) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Nothing more needs to be decided about this rule.
    fn settling(mut self, rule: &'static str) -> Self {
        self.settles = Some(rule);
        self
    }

    /// True if it says what the framework makes of the rule.
    fn speaks_of(&self, rule: &str) -> bool {
        let option = !self.asked && self.lines.iter().any(|line| line.split(':').next() == Some(rule));
        option || self.settles == Some(rule)
    }

    fn ask(mut self) -> Self {
        self.asked = true;
        self
    }
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Findings {
    fn of(run: &Run) -> Self {
        Findings {
            errors: run.count(Severity::Error),
            warnings: run.count(Severity::Warning),
            infos: run.count(Severity::Info),
        }
    }

    pub fn all(self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// The configuration, not yet written.
#[derive(Debug)]
pub struct Draft {
    /// The content of `rolelint.yaml`.
    pub text: String,
    pub guesses: Vec<Guess>,
    /// Findings without it and with it.
    pub before: Findings,
    pub after: Findings,
    /// Findings with it that can be repaired without a change of meaning.
    pub repairable: usize,
    /// Which rules make most of the others, with their number.
    pub left: Vec<(String, usize)>,
    pub files: usize,
    pub roles: usize,
    /// How many frameworks hold roles.
    pub frameworks: usize,
    /// The folder that holds all roles, if most files lie elsewhere.
    pub home: Option<String>,
}

/// Learns a configuration.
///
/// # Errors
/// When the draft cannot be used itself, which is a fault in rolelint.
pub fn draft(sources: Sources<'_>) -> Result<Draft, String> {
    let apart = Sources { roots: sources.now, ..sources }.run(&Settings::default(), &[])?;
    let now = Findings::of(&apart);
    let before = sources.run(&Settings::default(), &[])?;
    let mut guesses = frame::learn(sources, &before);
    guesses.extend(house::learn(sources, &before));
    guesses.extend(layouts::learn(sources, &before));
    let known = style::learn(sources, &before, &guesses)?;
    guesses.extend(known);
    guesses.extend(style::spelled_apart(sources, &apart, &before));
    guesses.extend(words::learn(sources, &before));
    guesses.sort_by_key(|guess| guess.part);
    let counts = Counts::of(sources, &before);
    let numbers = (sources.documents(&before).count(), sources.roles(&before).count());
    // A guess may fail because of another one that is taken back in the same round: a few rounds suffice.
    for _ in 0..4 {
        let text = write::text(&guesses, numbers);
        let after = sources.run(&settings_from_text("rolelint.yaml", &text)?, &[])?;
        if take_back(&mut guesses, &counts, &Counts::of(sources, &after)) {
            continue;
        }
        let repaired =
            |finding: &&Diagnostic| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in after.diagnostics.iter().filter(|finding| !repaired(finding)) {
            *left.entry(&finding.rule).or_default() += 1;
        }
        let mut left: Vec<(String, usize)> =
            left.into_iter().map(|(rule, count)| (rule.to_owned(), count)).collect();
        left.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        return Ok(Draft {
            before: now,
            after: Findings::of(&after),
            repairable: after.diagnostics.iter().filter(repaired).count(),
            left,
            files: numbers.0,
            roles: numbers.1,
            frameworks: sources.frameworks(&before).count(),
            home: home(sources, &before),
            text,
            guesses,
        });
    }
    Err("the guesses contradict each other".into())
}

impl Sources<'_> {
    /// A run with these settings; of all rules if none are named.
    fn run(&self, settings: &Settings, rules: &[&str]) -> Result<Run, String> {
        let selection =
            Selection { select: rules.iter().map(|rule| (*rule).to_owned()).collect(), ignore: vec![] };
        let registry = Registry::new(self.pages.to_vec(), CHECKS, settings, &selection)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let settings = &Settings { words: [&settings.words, self.words].concat(), ..settings.clone() };
        let run = check(&Job {
            files: self.files,
            settings,
            rules: &registry.rules,
            roots: self.roots,
            report: self.report,
            no_inline_ignores: false,
            schemas: self.schemas,
            lens: Lens::default(),
        });
        if run.has_internal_error() { Err("a rule stopped working".into()) } else { Ok(run) }
    }

    /// True for files to learn from.
    fn wants(&self, file: FileId) -> bool {
        self.report.is_none_or(|report| report.contains(&file))
    }

    /// The files to learn from, with what was read of them.
    fn documents<'s>(&'s self, run: &'s Run) -> impl Iterator<Item = (&'s SourceFile, &'s Document)> + 's {
        let all = self.files.iter().zip(&run.documents);
        all.filter_map(|(file, doc)| Some((file, doc.as_ref()?))).filter(|(file, _)| self.wants(file.id))
    }

    /// The frameworks that hold roles in these files.
    fn frameworks<'s>(&'s self, run: &'s Run) -> impl Iterator<Item = &'s Framework> + 's {
        run.frameworks.iter().filter(|framework| framework.roles.iter().any(|role| self.wants(role.file)))
    }

    /// The roles in these files.
    fn roles<'s>(&'s self, run: &'s Run) -> impl Iterator<Item = &'s Role> + 's {
        run.frameworks.iter().flat_map(|framework| &framework.roles).filter(|role| self.wants(role.file))
    }

    fn path(&self, file: FileId) -> &str {
        &self.files.get(file).path
    }
}

/// The number of findings by rule and folder.
struct Counts<'s>(HashMap<(String, &'s str), usize>);

impl<'s> Counts<'s> {
    fn of(sources: Sources<'s>, run: &Run) -> Self {
        let mut counts = HashMap::new();
        for finding in &run.diagnostics {
            let folder = folder_of(&sources.files.get(finding.span.file).path);
            *counts.entry((finding.rule.clone(), folder)).or_default() += 1;
        }
        Counts(counts)
    }

    /// Those of a rule, in one folder or in all.
    fn get(&self, rule: &str, folder: Option<&str>) -> usize {
        let wanted = |key: &(String, &str)| key.0 == rule && folder.is_none_or(|folder| key.1 == folder);
        self.0.iter().filter(|(key, _)| wanted(key)).map(|(_, count)| count).sum()
    }
}

/// The folder in which a file is; empty at the top.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a file without the folder and what stands behind the first dot, in small letters.
fn stem_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name).to_lowercase()
}

/// True for the page that opens a folder.
fn is_entrance(path: &str) -> bool {
    matches!(stem_of(path).as_str(), "readme" | "index" | "_index")
}

/// Turns guesses that did not stand the test into questions; true if there were any.
fn take_back(guesses: &mut [Guess], before: &Counts<'_>, now: &Counts<'_>) -> bool {
    let mut changed = false;
    for guess in guesses.iter_mut().filter(|guess| !guess.asked) {
        let folder = guess.folder.as_deref();
        let counts = |rule: &str| (before.get(rule, folder), now.get(rule, folder));
        let failed = guess.touches.iter().find_map(|rule| {
            let (old, new) = counts(rule);
            (new < old || new > old + guess.most_new).then_some((*rule, old, new))
        });
        if let Some((rule, old, new)) = failed {
            guess.comment.push(format!(
                "Not used: with it `{rule}` would report {new} places, without it {old}. Look before you use it."
            ));
            guess.asked = true;
            changed = true;
        }
    }
    changed
}

/// The folder below which all roles are, if less than half of the files are there.
fn home(sources: Sources<'_>, run: &Run) -> Option<String> {
    let mut common: Option<Vec<&str>> = None;
    for role in sources.roles(run) {
        let mut parts: Vec<&str> = sources.files.get(role.file).path.split('/').collect();
        parts.pop();
        common = Some(match common {
            None => parts,
            Some(old) => old.into_iter().zip(parts).take_while(|(a, b)| a == b).map(|(a, _)| a).collect(),
        });
    }
    let folder = common?.join("/");
    let inside = format!("{folder}/");
    let all = sources.documents(run).count();
    let here = sources.documents(run).filter(|(file, _)| file.path.starts_with(&inside)).count();
    (!folder.is_empty() && here * 2 < all).then_some(folder)
}

/// "3 of 4 pages".
fn share(some: usize, all: usize, what: &str) -> String {
    format!("{some} of {all} {what}{}", if all == 1 { "" } else { "s" })
}

/// At least `tenths` of ten.
fn mostly(some: usize, all: usize, tenths: usize) -> bool {
    all > 0 && some * 10 >= all * tenths
}

/// The most frequent of several ways to write something.
fn usual<'t>(texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(text, _)| text)
}
