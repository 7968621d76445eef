//! Applying fixes: edits on spans, in ordered passes, each checked before it stays.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Job, Run, check};
use crate::diag::{Applicability, Edit, Fix};
use crate::rule::Pass;
use crate::syntax::Document;
use crate::text::{FileId, Files, SourceFile};

/// A framework that has not settled after this many rounds is fought over by two fixes; what is
/// reached then is kept, and the rest is reported. Real files settle in two or three.
const MAX_ROUNDS: usize = 10;

/// The order of the passes; see [`Pass`].
const PASSES: [Pass; 6] =
    [Pass::Encoding, Pass::Characters, Pass::Space, Pass::Markup, Pass::Words, Pass::Lists];

/// The outcome of [`fix`].
#[derive(Debug)]
pub struct Fixed {
    /// All files with the new text of the changed ones.
    pub files: Files,
    /// The files that changed.
    pub changed: BTreeSet<FileId>,
    /// How often each rule's fixes were applied.
    pub applied: BTreeMap<String, usize>,
    /// Fixes that were taken back because they raised another finding: rule and title.
    pub dropped: Vec<(String, String)>,
    /// The check of the new texts.
    pub run: Run,
}

/// Which fix of which finding, whatever the offsets are by now.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct FixId {
    rule: String,
    key: String,
}

/// A fix that may be tried.
struct Candidate {
    id: FixId,
    fix: Fix,
}

/// The places that the fixes of one batch claim: non-overlapping edits by their start.
#[derive(Default)]
struct Taken(BTreeMap<(FileId, u32), Edit>);

impl Taken {
    /// Claims the places of `edits`, all or none. Edits that were claimed before in the very same
    /// form are shared (one column that is reported at two places); false if nothing is left to do.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let fresh: Vec<&Edit> = edits
            .iter()
            .filter(|edit| self.0.get(&(edit.span.file, edit.span.start)) != Some(edit))
            .collect();
        if fresh.is_empty() || fresh.iter().any(|edit| self.clashes(edit)) {
            return false;
        }
        for edit in fresh {
            self.0.insert((edit.span.file, edit.span.start), edit.clone());
        }
        true
    }

    /// Edits clash if they touch the same bytes, or begin at the same place.
    fn clashes(&self, edit: &Edit) -> bool {
        let (file, start, end) = (edit.span.file, edit.span.start, edit.span.end);
        let before = self.0.range(..=(file, start)).next_back();
        let touches_before =
            before.is_some_and(|(&(f, s), other)| f == file && (s == start || other.span.end > start));
        touches_before
            || self.0.range((file, start)..).next().is_some_and(|(&(f, s), _)| f == file && s < end)
    }
}

/// Applies the fixes of `job`'s findings until nothing is left to apply: with `Applicability::Safe`
/// only those that keep the meaning, with `Applicability::Unsafe` the others as well. Nothing is
/// written to disk.
pub fn fix(job: &Job<'_>, allow: Applicability) -> Fixed {
    let mut state = State {
        files: job.files.clone(),
        allow,
        applied: BTreeMap::new(),
        changed: BTreeSet::new(),
        dropped: vec![],
        banned: HashSet::new(),
    };
    let mut run = state.check(job);
    let mut mended = false;
    for _ in 0..MAX_ROUNDS {
        let mut progress = false;
        for pass in PASSES {
            let candidates = state.candidates(&run, job, pass);
            if candidates.is_empty() {
                continue;
            }
            progress |= state.try_all(candidates, &mut run, job);
        }
        mended |= progress;
        if progress {
            continue;
        }
        // What did harm among other mistakes may do none now that these are mended; a second run
        // would find out, so this one does.
        if !mended || state.banned.is_empty() {
            break;
        }
        mended = false;
        state.banned.clear();
        state.dropped.clear();
    }
    Fixed { files: state.files, changed: state.changed, applied: state.applied, dropped: state.dropped, run }
}

struct State {
    files: Files,
    allow: Applicability,
    applied: BTreeMap<String, usize>,
    changed: BTreeSet<FileId>,
    dropped: Vec<(String, String)>,
    /// Fixes that did harm are not tried again until everything else is mended.
    banned: HashSet<FixId>,
}

impl State {
    fn check(&self, job: &Job<'_>) -> Run {
        check(&Job { files: &self.files, ..*job })
    }

    /// The applicable fixes of one pass that do not overlap, first come first served by place.
    fn candidates(&self, run: &Run, job: &Job<'_>, pass: Pass) -> Vec<Candidate> {
        let in_pass = |rule: &str| job.rules.iter().any(|r| r.id == rule && r.meta.pass == Some(pass));
        let mut taken = Taken::default();
        let mut chosen = vec![];
        for finding in run.diagnostics.iter().filter(|finding| in_pass(&finding.rule)) {
            let Some(fix) = finding.fixes.iter().find(|fix| fix.applicability >= self.allow) else {
                continue;
            };
            let writable = fix.edits.iter().all(|edit| self.files.get(edit.span.file).is_writable_text());
            let reported = |edit: &Edit| job.report.is_none_or(|report| report.contains(&edit.span.file));
            let id = FixId { rule: finding.rule.clone(), key: finding.key.clone() };
            if self.banned.contains(&id)
                || !writable
                || fix.edits.is_empty()
                || !fix.edits.iter().all(reported)
            {
                continue;
            }
            if taken.take(&fix.edits) {
                chosen.push(Candidate { id, fix: fix.clone() });
            }
        }
        chosen
    }

    /// Applies all candidates at once; if that raises a finding that was not there, finds the guilty
    /// ones by halving and drops them. True if anything was applied.
    fn try_all(&mut self, candidates: Vec<Candidate>, run: &mut Run, job: &Job<'_>) -> bool {
        let mut progress = false;
        let mut queue = vec![candidates];
        // Offsets move with every applied batch, so each batch but the first is looked up again.
        while let Some(batch) = queue.pop() {
            let batch = if progress { self.refreshed(batch, run, job) } else { batch };
            if batch.is_empty() {
                continue;
            }
            let before = self.files.clone();
            self.apply(&batch);
            let after = self.check(job);
            if raises(run, &after) {
                self.files = before;
                if let [only] = batch.as_slice() {
                    self.dropped.push((only.id.rule.clone(), only.fix.title.clone()));
                    self.banned.insert(only.id.clone());
                } else {
                    let mut first = batch;
                    let second = first.split_off(first.len() / 2);
                    queue.push(second);
                    queue.push(first);
                }
                continue;
            }
            for candidate in &batch {
                *self.applied.entry(candidate.id.rule.clone()).or_default() += 1;
                self.changed.extend(candidate.fix.edits.iter().map(|edit| edit.span.file));
            }
            *run = after;
            progress = true;
        }
        progress
    }

    /// The same fixes with the offsets of the latest check.
    fn refreshed(&self, batch: Vec<Candidate>, run: &Run, job: &Job<'_>) -> Vec<Candidate> {
        let wanted: HashSet<FixId> = batch.into_iter().map(|candidate| candidate.id).collect();
        let passes = PASSES.iter().flat_map(|&pass| self.candidates(run, job, pass));
        passes.filter(|candidate| wanted.contains(&candidate.id)).collect()
    }

    fn apply(&mut self, batch: &[Candidate]) {
        let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in batch.iter().flat_map(|candidate| &candidate.fix.edits) {
            by_file.entry(edit.span.file).or_default().push(edit);
        }
        for (id, edits) in by_file {
            let file = self.files.get(id);
            let bytes = bytes_of(file, &edited(file, edits));
            self.files.replace(id, &bytes);
        }
    }
}

/// True if a rule finds more in some file than before, or if a file is less sound than before: an
/// apostrophe may end a quoted value, a comma may split a cell.
fn raises(before: &Run, after: &Run) -> bool {
    fn counts(run: &Run) -> BTreeMap<(&str, FileId), usize> {
        let mut counts = BTreeMap::new();
        // A repair that turns a known finding into a new one does no harm.
        for finding in run.diagnostics.iter().chain(&run.hidden) {
            *counts.entry((finding.rule.as_str(), finding.span.file)).or_default() += 1;
        }
        counts
    }
    let unsound = |doc: &Option<Document>| doc.as_ref().map(|doc| (doc.problems.len(), doc.uneven_rows()));
    let worse = before.documents.iter().zip(&after.documents).any(|(old, new)| {
        let (old, new) = (unsound(old), unsound(new));
        old.is_some() && new.is_none_or(|new| old.is_some_and(|old| new.0 > old.0 || new.1 > old.1))
    });
    if worse {
        return true;
    }
    let old = counts(before);
    counts(after).iter().any(|(place, count)| old.get(place).copied().unwrap_or(0) < *count)
}

/// The text of `file` with `edits` applied. Line breaks in an edit take the file's form.
fn edited(file: &SourceFile, mut edits: Vec<&Edit>) -> String {
    edits.sort();
    edits.dedup();
    let mut text = String::with_capacity(file.text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let Some(between) = file.text.get(at..range.start) else { continue };
        text.push_str(between);
        if file.newline() == "\r\n" {
            text.push_str(&edit.text.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            text.push_str(&edit.text);
        }
        at = range.end;
    }
    text.push_str(file.text.get(at..).unwrap_or(""));
    text
}

/// The bytes that stand for `text` in this file: with its byte order mark, if it had one.
fn bytes_of(file: &SourceFile, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + 3);
    if file.bom_len == 3 {
        bytes.extend_from_slice(b"\xEF\xBB\xBF");
    }
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

/// The bytes to write for a file that [`fix`] changed.
pub fn disk_bytes(file: &SourceFile) -> Vec<u8> {
    bytes_of(file, &file.text)
}
