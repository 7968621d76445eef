//! Known findings of an old framework. They are known by what stands at their place, not by lines: the file
//! may be renamed, its sections moved; but there are never more of a kind than were known.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use super::discover::{Base, PathError, follow_inside, leaves_repository, suggestion};
use super::{INTERNAL_ERROR, Job, fnv};
use crate::diag::{Diagnostic, Identity};
use crate::model::Framework;
use crate::text::{FileId, Files, Limits, SourceFile, Span, read_regular};

/// The name under which a baseline is written unless another is given. Names with a dot are not checked as
/// data files.
pub const BASELINE_NAME: &str = ".rolelint-baseline.json";

/// Largest baseline that is read, in bytes.
const MAX_SIZE: u64 = 64 * 1024 * 1024;

/// Grows when entries of the old form can no longer be compared.
const VERSION: u32 = 1;

/// Findings of one kind at equal places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Relative to the folder of the baseline, `/` between names.
    pub file: String,
    pub rule: String,
    /// The role and the section, so that equal texts of two sections are told apart.
    #[serde(rename = "in", default, skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// Stands for the text at the place and around it, blanks aside.
    pub key: String,
    /// How many there are.
    pub count: u32,
    /// The beginning of the text, for those who read the baseline.
    #[serde(default)]
    pub text: String,
}

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    findings: Vec<Known>,
}

/// The known findings, and where they are written.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The folder to which the files of the entries are relative.
    folder: PathBuf,
    pub entries: Vec<Known>,
    /// Files of entries that no longer exist.
    gone: HashSet<String>,
}

/// What became of the entries in a run.
#[derive(Debug, Default, Clone)]
pub struct Matched {
    /// How many findings were known.
    pub known: usize,
    /// By entry: how many of its findings were found.
    pub found: Vec<u32>,
    /// By entry: whether this run would have found them, were they still there.
    pub looked: Vec<bool>,
}

impl Matched {
    /// How many known findings are no longer there.
    pub fn gone(&self, baseline: &Baseline) -> usize {
        let counts = baseline.entries.iter().zip(&self.found).zip(&self.looked);
        counts
            .filter(|(_, looked)| **looked)
            .map(|((entry, found), _)| entry.count.saturating_sub(*found) as usize)
            .sum()
    }
}

impl Baseline {
    /// An empty baseline to be written to `path`.
    pub fn new(path: &Path) -> Self {
        Baseline { folder: path.parent().map(Path::to_path_buf).unwrap_or_default(), ..Baseline::default() }
    }

    /// Reads a baseline. With `merge`, one in which git left the lines of two branches has those of both.
    ///
    /// # Errors
    /// When it cannot be read or is none.
    pub fn read(base: &Base, path: &Path, merge: bool) -> Result<Self, PathError> {
        let shown = if path.is_absolute() { base.show(path) } else { path.display().to_string() };
        let wrong = |reason: String, help: Option<String>| PathError {
            message: format!("The baseline `{shown}` cannot be used: {reason}."),
            help,
        };
        let make = "`rolelint baseline create` makes one.";
        let resolved = base.resolve(path).ok().filter(|path| std::fs::symlink_metadata(path).is_ok());
        let resolved = resolved.ok_or_else(|| {
            wrong("it does not exist".into(), suggestion(base, path).or_else(|| Some(make.into())))
        })?;
        if leaves_repository(base, path, &resolved) {
            return Err(wrong("a link leads out of the repository".into(), None));
        }
        if resolved.is_symlink() {
            follow_inside(&resolved).map_err(|reason| wrong(reason, None))?;
        }
        let bytes = read_regular(&resolved, Limits { max_file_size: MAX_SIZE })
            .map_err(|error| wrong(error.to_string(), None))?;
        let both = both_sides(&bytes);
        if both.is_some() && !merge {
            let help = "`rolelint baseline update` settles it.";
            return Err(wrong(
                "two branches changed it, and git could not merge them".into(),
                Some(help.into()),
            ));
        }
        let stored: Stored = match both {
            Some(findings) => Stored { version: VERSION, findings },
            None => serde_json::from_slice(&bytes).map_err(|error| {
                let place = format!("line {}, column {}", error.line(), error.column());
                let help = "Take the file as it was from git, or make it anew with `rolelint baseline create --force`.";
                wrong(format!("it is no baseline from {place} on"), Some(help.into()))
            })?,
        };
        if stored.version != VERSION {
            let reason =
                format!("it has version {}, and this program knows version {VERSION}", stored.version);
            return Err(wrong(reason, Some("`rolelint baseline create --force` makes it anew.".into())));
        }
        let mut baseline = Baseline::new(&resolved);
        let files: HashSet<&String> = stored.findings.iter().map(|entry| &entry.file).collect();
        baseline.gone =
            files.into_iter().filter(|file| !baseline.folder.join(file).exists()).cloned().collect();
        baseline.entries = stored.findings;
        Ok(baseline)
    }

    /// The version that is written at the top of the file.
    pub fn version() -> u32 {
        VERSION
    }

    /// The path of a file as entries have it.
    fn name_of(&self, file: &SourceFile) -> String {
        let inside = file.disk.as_ref().and_then(|disk| disk.strip_prefix(&self.folder).ok());
        inside.map_or_else(
            || file.path.clone(),
            |path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"),
        )
    }

    /// Pages that this run does not report on, and that may be what a page became of which entries tell: they have the
    /// same texts, and no entries of their own.
    pub(super) fn heirs(&self, job: &Job<'_>) -> HashSet<FileId> {
        let (Some(report), false) = (job.report, self.gone.is_empty()) else { return HashSet::new() };
        let gone = self.entries.iter().filter(|entry| self.gone.contains(&entry.file));
        let texts: HashSet<&str> =
            gone.map(|entry| entry.text.as_str()).filter(|text| !text.is_empty()).collect();
        let own: HashSet<&str> = self.entries.iter().map(|entry| entry.file.as_str()).collect();
        let Ok(texts) = AhoCorasick::new(texts) else { return HashSet::new() };
        let is_heir = |file: &&SourceFile| {
            !report.contains(&file.id)
                && !own.contains(self.name_of(file).as_str())
                && texts.is_match(&printable(&blanked(&file.open().text)))
        };
        job.files.iter().filter(is_heir).map(|file| file.id).collect()
    }

    /// Takes the known findings out of `findings`, which are in order.
    pub(super) fn take_known(
        &self,
        job: &Job<'_>,
        frameworks: &[Framework],
        findings: &mut Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Matched) {
        let places = Places::new(frameworks);
        let kinds: Vec<Option<Known>> =
            findings.iter().map(|finding| self.kind(job.files, &places, finding)).collect();
        let checked: HashSet<String> = job
            .files
            .iter()
            .filter(|file| job.report.is_none_or(|report| report.contains(&file.id)))
            .map(|file| self.name_of(file))
            .collect();
        let looked: Vec<bool> = self
            .entries
            .iter()
            .map(|entry| {
                let runs = job.rules.iter().any(|rule| rule.id == entry.rule);
                runs && (checked.contains(&entry.file) || self.gone.contains(&entry.file))
            })
            .collect();
        let mut found = vec![0_u32; self.entries.len()];
        let mut known = vec![false; findings.len()];
        // The same place first; then the same text in another section; then in a file of another name.
        for pass in [Pass::Place, Pass::File, Pass::Anywhere] {
            let mut by_name: HashMap<Name<'_>, Vec<usize>> = HashMap::new();
            for (at, entry) in self.entries.iter().enumerate() {
                // An entry of a file that was not looked at may still have its own finding there.
                if pass != Pass::Anywhere || looked.get(at) == Some(&true) {
                    by_name.entry(pass.name(entry)).or_default().push(at);
                }
            }
            for (kind, known) in kinds.iter().zip(&mut known).filter(|(_, known)| !**known) {
                let Some(kind) = kind else { continue };
                let entries = by_name.get(&pass.name(kind)).map_or(&[][..], Vec::as_slice);
                let free = entries.iter().find(|&&at| {
                    let count = self.entries.get(at).map_or(0, |entry| entry.count);
                    found.get(at).is_some_and(|found| *found < count)
                });
                if let Some(found) = free.and_then(|&at| found.get_mut(at)) {
                    *found += 1;
                    *known = true;
                }
            }
        }
        let mut taken = vec![];
        let mut marks = known.iter();
        findings.retain(|finding| {
            let known = marks.next() == Some(&true);
            if known {
                taken.push(finding.clone());
            }
            !known
        });
        let matched = Matched { known: taken.len(), found, looked };
        (taken, matched)
    }

    /// The entries for all of `findings`.
    pub fn entries_of(&self, files: &Files, frameworks: &[Framework], findings: &[Diagnostic]) -> Vec<Known> {
        let places = Places::new(frameworks);
        let mut entries: Vec<Known> = vec![];
        let mut kinds: Vec<Known> =
            findings.iter().filter_map(|finding| self.kind(files, &places, finding)).collect();
        kinds.sort();
        for kind in kinds {
            match entries.last_mut() {
                Some(last) if Pass::Place.name(last) == Pass::Place.name(&kind) => last.count += 1,
                _ => entries.push(kind),
            }
        }
        entries
    }

    /// The entry for one finding; nothing for what must never be passed over.
    fn kind(&self, files: &Files, places: &Places<'_>, finding: &Diagnostic) -> Option<Known> {
        if finding.rule == INTERNAL_ERROR || NEVER_KNOWN.contains(&finding.rule.as_str()) {
            return None;
        }
        let file = files.open(finding.span.file);
        let (around, own) = content(&file, finding.span);
        let inside = || places.inside(finding.span);
        let (hash, inside) = match &finding.identity {
            Identity::Place => (fnv(&[around.as_bytes(), own.as_bytes()]), inside()),
            Identity::PlaceAnd(about) => {
                (fnv(&[around.as_bytes(), own.as_bytes(), about.as_bytes()]), inside())
            }
            Identity::Only(about) => (fnv(&[about.as_bytes()]), String::new()),
        };
        Some(Known {
            file: self.name_of(&file),
            rule: finding.rule.clone(),
            inside,
            key: format!("{hash:016x}"),
            count: 1,
            text: printable(&around).chars().take(SHOWN).collect(),
        })
    }
}

/// The entries of a baseline in which git left a conflict; nothing if there is none. An entry is a line.
fn both_sides(bytes: &[u8]) -> Option<Vec<Known>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_mark = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
    if !text.lines().any(is_mark) {
        return None;
    }
    let entry = |line: &str| serde_json::from_str::<Known>(line.trim_end().trim_end_matches(',')).ok();
    let mut entries: Vec<Known> = text.lines().filter_map(entry).collect();
    entries.sort();
    entries.dedup();
    Some(entries)
}

/// Files that nobody can read stay findings.
const NEVER_KNOWN: [&str; 3] = ["unreadable-file", "too-large", "binary-file"];

/// Characters of the text in an entry.
const SHOWN: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Place,
    File,
    Anywhere,
}

/// File and section where they count, rule, key.
type Name<'a> = (Option<&'a str>, Option<&'a str>, &'a str, &'a str);

impl Pass {
    fn name(self, entry: &Known) -> Name<'_> {
        let file = (self != Pass::Anywhere).then_some(entry.file.as_str());
        let inside = (self == Pass::Place).then_some(entry.inside.as_str());
        (file, inside, &entry.rule, &entry.key)
    }
}

/// Bytes around a place that count at most, on each side.
const WINDOW: usize = 200;

/// Bytes of the place itself that count.
const OWN: usize = 400;

/// The sentence, cell or line around a place, and the text at it; blanks are one blank each.
fn content(file: &SourceFile, span: Span) -> (String, String) {
    let line = file.line_range(file.line_of(span.start));
    let start = (span.start as usize).min(line.end);
    let end = (span.end as usize).clamp(start, line.end);
    let before = piece(&file.text, line.start.max(start.saturating_sub(WINDOW))..start);
    let after = piece(&file.text, end..line.end.min(end.saturating_add(WINDOW)));
    let from = before.rfind(ENDS).map_or(0, |at| at + 1);
    let to = after.find(ENDS).unwrap_or(after.len());
    let mut around = before.get(from..).unwrap_or("").to_owned();
    around.push_str(piece(&file.text, start..end.min(start.saturating_add(OWN))));
    around.push_str(after.get(..to).unwrap_or(""));
    let own = span.start as usize..(span.end as usize).min((span.start as usize).saturating_add(OWN));
    (blanked(&around), blanked(piece(&file.text, own)))
}

/// What parts sentences and cells.
const ENDS: [char; 8] = ['.', '!', '?', ';', '|', '<', '>', '\t'];

/// A slice whose ends are moved inwards to whole characters.
fn piece(text: &str, range: std::ops::Range<usize>) -> &str {
    let (mut start, mut end) = (range.start, range.end.min(text.len()));
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    while end > start && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or("")
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn blanked(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Roles and sections by file, to find the one around a place.
struct Places<'a> {
    /// Start, end and name, sorted by start.
    roles: HashMap<FileId, Vec<(Span, &'a str)>>,
    sections: HashMap<FileId, Vec<(Span, &'a str)>>,
}

/// Deeper nested sections are not told apart.
const MAX_NESTED: usize = 64;

impl<'a> Places<'a> {
    fn new(frameworks: &'a [Framework]) -> Self {
        let mut places = Places { roles: HashMap::new(), sections: HashMap::new() };
        for role in frameworks.iter().flat_map(|framework| &framework.roles) {
            places.roles.entry(role.file).or_default().push((role.span, role.name()));
            for section in &role.sections {
                let label = section.label.as_ref().map_or("", |label| label.value.as_str());
                places.sections.entry(section.span.file).or_default().push((section.span, label));
            }
        }
        for list in places.roles.values_mut().chain(places.sections.values_mut()) {
            list.sort_unstable();
        }
        places
    }

    /// `Engineer / Scope`.
    fn inside(&self, span: Span) -> String {
        let around = |lists: &HashMap<FileId, Vec<(Span, &'a str)>>| {
            let list = lists.get(&span.file)?;
            let begun = list.partition_point(|(own, _)| own.start <= span.start);
            let mut near = list.get(..begun)?.iter().rev().take(MAX_NESTED);
            near.find(|(own, _)| span.start < own.end.max(own.start + 1)).map(|(_, name)| *name)
        };
        let names = [around(&self.roles), around(&self.sections)];
        let names: Vec<String> =
            names.into_iter().flatten().map(|name| blanked(name).chars().take(SHOWN).collect()).collect();
        names.join(" / ").trim_matches([' ', '/']).to_owned()
    }
}
