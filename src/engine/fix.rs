//! Applying fixes: edits on spans, in ordered passes, each checked before it stays.

mod names;
mod rename;
mod review;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Job, Run, check};
use crate::diag::{Applicability, Edit, Fix};
use crate::rule::Pass;
use crate::syntax::Document;
use crate::text::{FileId, Files, SourceFile};

pub use rename::{Left, NotRenamed, Renamed, rename};
use review::Reviewed;
pub use review::{Answer, Review};
use shape::keeps_shape;

/// Files that have not settled after this many rounds are fought over by two fixes: they stay as they
/// were, and are named. Real files settle in two or three.
const MAX_ROUNDS: usize = 10;

/// How often all files are checked anew to find out which fixes do harm. When that is used up, the fixes
/// that have not been tried are left out. Files are searched side by side, so this bounds the worst one.
const MAX_TRIALS: usize = 200;

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
    /// The fixes that were applied, in the order in which they were.
    pub applied: Vec<Applied>,
    /// Fixes that were taken back because they did harm.
    pub dropped: Vec<Dropped>,
    /// Files that never settled, and so are as they were.
    pub unsettled: BTreeSet<FileId>,
    /// Changed files that belong together, because a fix edits several: all of them are written or none.
    pub tied: Vec<BTreeSet<FileId>>,
    /// The check of the new texts.
    pub run: Run,
}

impl Fixed {
    /// How often each rule's fixes were applied.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for applied in &self.applied {
            *counts.entry(applied.rule.as_str()).or_default() += 1;
        }
        counts
    }

    /// The changed files in groups that are written together.
    pub fn groups(&self) -> Vec<BTreeSet<FileId>> {
        let in_group = |id: &FileId| self.tied.iter().any(|group| group.contains(id));
        let alone = self.changed.iter().filter(|id| !in_group(id)).map(|&id| BTreeSet::from([id]));
        self.tied.iter().cloned().chain(alone).collect()
    }
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub rule: String,
    pub title: String,
    /// The files that it edits, the one with the finding first.
    pub files: Vec<FileId>,
}

/// A fix that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    pub rule: String,
    pub title: String,
    pub reason: Reason,
}

/// Why a fix was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Afterwards some rule would find more than before, or the file would be less sound.
    Finding,
    /// Text that it does not edit would be lost, or become another kind of thing: a heading, an item.
    Shape,
    /// There were so many harmful fixes that it was not tried; docs/limits.md says how many.
    Untried,
}

/// Which fix of which finding, whatever the offsets are by now.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct FixId {
    rule: String,
    key: String,
}

/// A fix that may be tried.
#[derive(Clone)]
struct Candidate {
    id: FixId,
    fix: Fix,
    /// The number of its finding in the latest check.
    finding: usize,
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
    State::new(job, allow, None).run()
}

/// The same, but each fix is applied only if `review` agrees.
pub fn fix_reviewed(job: &Job<'_>, allow: Applicability, review: &mut dyn Review) -> Fixed {
    State::new(job, allow, Some(Reviewed::new(review))).run()
}

/// The same with another way to check the files anew after each change.
pub(super) fn fix_by(job: &Job<'_>, allow: Applicability, again: &dyn Fn(&Files) -> Run) -> Fixed {
    State { again: Some(again), ..State::new(job, allow, None) }.run()
}

struct State<'a> {
    job: &'a Job<'a>,
    /// Checks the files in another way than [`check`].
    again: Option<&'a dyn Fn(&Files) -> Run>,
    files: Files,
    allow: Applicability,
    reviewed: Option<Reviewed<'a>>,
    applied: Vec<Applied>,
    dropped: Vec<Dropped>,
    /// Fixes that did harm are not tried again until everything else is mended.
    banned: HashSet<FixId>,
    trials: usize,
}

/// What a batch of fixes does to the files.
struct Harm {
    /// The files in which something is worse.
    files: BTreeSet<FileId>,
    reason: Reason,
}

impl<'a> State<'a> {
    fn new(job: &'a Job<'a>, allow: Applicability, reviewed: Option<Reviewed<'a>>) -> Self {
        State {
            job,
            again: None,
            files: job.files.clone(),
            allow,
            reviewed,
            applied: vec![],
            dropped: vec![],
            banned: HashSet::new(),
            trials: 0,
        }
    }

    fn run(mut self) -> Fixed {
        let mut run = self.check();
        let mut mended = false;
        let mut restless = BTreeSet::new();
        for _ in 0..MAX_ROUNDS {
            let done = self.applied.len();
            let mut asked = false;
            for pass in PASSES {
                let mut candidates = self.candidates(&run, pass);
                if let Some(reviewed) = &mut self.reviewed {
                    asked |= reviewed.choose(&self.files, &run, &mut candidates);
                }
                if !candidates.is_empty() {
                    self.try_all(candidates, &mut run);
                }
            }
            restless = self.applied.iter().skip(done).flat_map(|applied| applied.files.clone()).collect();
            mended |= !restless.is_empty();
            if asked || !restless.is_empty() {
                continue;
            }
            // What did harm among other mistakes may do none now that these are mended; a second run
            // would find out, so this one does.
            if !mended || self.banned.is_empty() {
                break;
            }
            mended = false;
            self.banned.clear();
            self.dropped.clear();
        }
        self.finish(restless, run)
    }

    /// `restless`: the files in which the last round still changed something.
    fn finish(mut self, restless: BTreeSet<FileId>, mut run: Run) -> Fixed {
        let tied = tied(&self.applied);
        let mut unsettled = restless;
        for group in &tied {
            // Groups do not overlap, so once is enough.
            if !group.is_disjoint(&unsettled) {
                unsettled.extend(group);
            }
        }
        if !unsettled.is_empty() {
            for &id in &unsettled {
                self.files.replace(id, &disk_bytes(self.job.files.get(id)));
            }
            self.applied.retain(|applied| !applied.files.iter().any(|id| unsettled.contains(id)));
            run = self.check();
        }
        let mut changed: BTreeSet<FileId> =
            self.applied.iter().flat_map(|applied| applied.files.clone()).collect();
        // A fix that was undone by another leaves a file as it was.
        changed.retain(|id| self.job.files.get(*id).text != self.files.get(*id).text);
        let tied = tied
            .into_iter()
            .map(|group| group.intersection(&changed).copied().collect::<BTreeSet<_>>())
            .filter(|group| group.len() > 1)
            .collect();
        let State { files, applied, dropped, .. } = self;
        Fixed { files, changed, applied, dropped, unsettled, tied, run }
    }

    fn check(&self) -> Run {
        let all = || check(&Job { files: &self.files, ..*self.job });
        self.again.map_or_else(all, |again| again(&self.files))
    }

    /// The applicable fixes of one pass that do not overlap, first come first served by place.
    fn candidates(&self, run: &Run, pass: Pass) -> Vec<Candidate> {
        let in_pass = |rule: &str| self.job.rules.iter().any(|r| r.id == rule && r.meta.pass == Some(pass));
        let mut taken = Taken::default();
        let mut chosen = vec![];
        for (at, finding) in run.diagnostics.iter().enumerate().filter(|(_, f)| in_pass(&f.rule)) {
            let Some(fix) = finding.fixes.iter().find(|fix| fix.applicability >= self.allow) else {
                continue;
            };
            let writable = fix.edits.iter().all(|edit| self.files.get(edit.span.file).is_writable_text());
            let reported =
                |edit: &Edit| self.job.report.is_none_or(|report| report.contains(&edit.span.file));
            let id = FixId { rule: finding.rule.clone(), key: finding.key.clone() };
            if self.banned.contains(&id)
                || !writable
                || fix.edits.is_empty()
                || !fix.edits.iter().all(reported)
                || self.reviewed.as_ref().is_some_and(|reviewed| reviewed.refuses(&finding.rule, fix))
            {
                continue;
            }
            if taken.take(&fix.edits) {
                chosen.push(Candidate { id, fix: fix.clone(), finding: at });
            }
        }
        chosen
    }

    /// Applies all candidates at once; if that does harm, finds the guilty ones by halving and drops them.
    /// Files are searched side by side: a hundred files with one harmful fix each take no more trials than one.
    fn try_all(&mut self, candidates: Vec<Candidate>, run: &mut Run) {
        let done = self.applied.len();
        // Of each group of files, the batches that are still to be tried; the next one is the last.
        let mut groups: Vec<Vec<Vec<Candidate>>> =
            grouped(candidates).into_iter().map(|all| vec![all]).collect();
        loop {
            groups.retain(|batches| !batches.is_empty());
            let mut tried: Vec<Vec<Candidate>> = groups.iter_mut().filter_map(Vec::pop).collect();
            // Offsets move with every batch that is applied, so each but the first is looked up again.
            if self.applied.len() > done {
                tried = self.refreshed(tried, run);
            }
            if tried.iter().all(Vec::is_empty) && groups.iter().all(Vec::is_empty) {
                return;
            }
            let Some(harm) = self.trial(&tried, run) else { continue };
            let touches = |batch: &Vec<Candidate>| {
                let mut edits = batch.iter().flat_map(|one| &one.fix.edits);
                edits.any(|edit| harm.files.contains(&edit.span.file))
            };
            let mut guilty: Vec<bool> = tried.iter().map(touches).collect();
            if guilty.contains(&true) {
                // What touches none of the files that are worse is hardly to blame.
                let innocent: Vec<Vec<Candidate>> = tried
                    .iter()
                    .zip(&guilty)
                    .map(|(batch, guilty)| if *guilty { vec![] } else { batch.clone() })
                    .collect();
                if innocent.iter().any(|batch| !batch.is_empty()) && self.trial(&innocent, run).is_some() {
                    guilty = vec![true; tried.len()];
                }
            } else {
                guilty = vec![true; tried.len()];
            }
            for ((mut batch, guilty), queue) in tried.into_iter().zip(guilty).zip(&mut groups) {
                match batch.as_slice() {
                    _ if !guilty => {}
                    [] => {}
                    [only] => self.drop(only, harm.reason),
                    _ => {
                        let second = batch.split_off(batch.len() / 2);
                        queue.extend([second, batch]);
                    }
                }
            }
        }
    }

    /// Applies these batches and keeps them if they do no harm.
    fn trial(&mut self, batches: &[Vec<Candidate>], run: &mut Run) -> Option<Harm> {
        let batch: Vec<Candidate> = batches.concat();
        if batch.is_empty() {
            return None;
        }
        if self.trials >= MAX_TRIALS {
            batch.iter().for_each(|candidate| self.drop(candidate, Reason::Untried));
            return None;
        }
        self.trials += 1;
        let before = self.apply(&batch);
        let after = self.check();
        let Some(harm) = self.harm(run, &after, &batch) else {
            self.keep(&batch);
            *run = after;
            return None;
        };
        for (id, bytes) in before {
            self.files.replace(id, &bytes);
        }
        Some(harm)
    }

    fn keep(&mut self, batch: &[Candidate]) {
        let edits: Vec<Edit> = batch.iter().flat_map(|candidate| candidate.fix.edits.clone()).collect();
        if let Some(reviewed) = &mut self.reviewed {
            reviewed.moved(&edits);
        }
        for candidate in batch {
            let mut files: Vec<FileId> = vec![];
            for edit in &candidate.fix.edits {
                if !files.contains(&edit.span.file) {
                    files.push(edit.span.file);
                }
            }
            let (rule, title) = (candidate.id.rule.clone(), candidate.fix.title.clone());
            self.applied.push(Applied { rule, title, files });
        }
    }

    fn drop(&mut self, candidate: &Candidate, reason: Reason) {
        let (rule, title) = (candidate.id.rule.clone(), candidate.fix.title.clone());
        self.dropped.push(Dropped { rule, title, reason });
        self.banned.insert(candidate.id.clone());
    }

    /// The same fixes with the offsets of the latest check.
    fn refreshed(&self, batches: Vec<Vec<Candidate>>, run: &Run) -> Vec<Vec<Candidate>> {
        let mut wanted: HashMap<FixId, usize> = HashMap::new();
        let mut fresh = vec![vec![]; batches.len()];
        for (number, batch) in batches.into_iter().enumerate() {
            wanted.extend(batch.into_iter().map(|candidate| (candidate.id, number)));
        }
        for candidate in PASSES.iter().flat_map(|&pass| self.candidates(run, pass)) {
            if let Some(batch) = wanted.get(&candidate.id).and_then(|&number| fresh.get_mut(number)) {
                batch.push(candidate);
            }
        }
        fresh
    }

    /// Edits the texts; gives back what stood there before.
    fn apply(&mut self, batch: &[Candidate]) -> Vec<(FileId, Vec<u8>)> {
        let mut before = vec![];
        for (id, edits) in by_file(batch) {
            let file = self.files.get(id);
            before.push((id, disk_bytes(file)));
            let bytes = bytes_of(file, &edited(file, edits));
            self.files.replace(id, &bytes);
        }
        before
    }

    /// What `batch`, which led from `before` to `after`, did. None if all is as well as it was.
    fn harm(&self, before: &Run, after: &Run, batch: &[Candidate]) -> Option<Harm> {
        let files = raised(before, after);
        if !files.is_empty() {
            return Some(Harm { files, reason: Reason::Finding });
        }
        let files: BTreeSet<FileId> = by_file(batch)
            .into_iter()
            .filter(|(id, edits)| match (document(before, *id), document(after, *id)) {
                (Some(old), Some(new)) => !keeps_shape(old, new, edits),
                (old, _) => old.is_some(),
            })
            .map(|(id, _)| id)
            .collect();
        (!files.is_empty()).then_some(Harm { files, reason: Reason::Shape })
    }
}

/// Fixes by the files that they edit: those that share a file stand together.
fn grouped(candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let files = |one: &Candidate| one.fix.edits.iter().map(|edit| edit.span.file).collect::<BTreeSet<_>>();
    // Fixes of several files are few, so only they are looked at to join files.
    let ties = joined(candidates.iter().map(files).filter(|files| files.len() > 1));
    let mut groups: BTreeMap<FileId, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let Some(first) = files(&candidate).first().copied() else { continue };
        let tie = ties.iter().find(|tie| tie.contains(&first)).and_then(|tie| tie.first());
        groups.entry(tie.copied().unwrap_or(first)).or_default().push(candidate);
    }
    groups.into_values().collect()
}

/// Sets that overlap, joined.
fn joined(sets: impl Iterator<Item = BTreeSet<FileId>>) -> Vec<BTreeSet<FileId>> {
    let mut groups: Vec<BTreeSet<FileId>> = vec![];
    for mut group in sets {
        let (near, far): (Vec<_>, Vec<_>) = groups.into_iter().partition(|other| !other.is_disjoint(&group));
        near.into_iter().for_each(|other| group.extend(other));
        groups = far;
        groups.push(group);
    }
    groups
}

fn document(run: &Run, id: FileId) -> Option<&Document> {
    run.documents.get(id.0 as usize)?.as_ref()
}

fn by_file(batch: &[Candidate]) -> BTreeMap<FileId, Vec<&Edit>> {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in batch.iter().flat_map(|candidate| &candidate.fix.edits) {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    for edits in by_file.values_mut() {
        edits.sort();
        edits.dedup();
    }
    by_file
}

/// Files that are tied by fixes that edit several of them.
fn tied(applied: &[Applied]) -> Vec<BTreeSet<FileId>> {
    joined(applied.iter().filter(|one| one.files.len() > 1).map(|one| one.files.iter().copied().collect()))
}

/// The files in which a rule finds more than before, or that are less sound than before: an apostrophe
/// may end a quoted value, a comma may split a cell.
fn raised(before: &Run, after: &Run) -> BTreeSet<FileId> {
    fn counts(run: &Run) -> BTreeMap<(&str, FileId), usize> {
        let mut counts = BTreeMap::new();
        // A repair that turns a known finding into a new one does no harm.
        for finding in run.diagnostics.iter().chain(&run.hidden) {
            *counts.entry((finding.rule.as_str(), finding.span.file)).or_default() += 1;
        }
        counts
    }
    let unsound = |doc: &Option<Document>| doc.as_ref().map(|doc| (doc.problems.len(), doc.uneven_rows()));
    let mut worse = BTreeSet::new();
    for (number, (old, new)) in before.documents.iter().zip(&after.documents).enumerate() {
        let (old, new) = (unsound(old), unsound(new));
        if old.is_some() && new.is_none_or(|new| old.is_some_and(|old| new.0 > old.0 || new.1 > old.1)) {
            worse.insert(FileId(u32::try_from(number).unwrap_or(u32::MAX)));
        }
    }
    let old = counts(before);
    let more = counts(after);
    let more = more.iter().filter(|(place, count)| old.get(*place).copied().unwrap_or(0) < **count);
    worse.extend(more.map(|((_, file), _)| *file));
    worse
}

/// The text of `file` with `edits` (sorted, none twice) applied. Line breaks in an edit take the file's form.
fn edited(file: &SourceFile, edits: Vec<&Edit>) -> String {
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
