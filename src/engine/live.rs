//! A run that stays open while somebody types. After a change of one file, only what the change can reach
//! at once is done anew; [`Live::start`] does everything, and says what holds.
//!
//! What [`Live::edit`] leaves as it was: the findings of single-file rules in other files (the words of one
//! page vouch for those of another), and which files make up a framework.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::fix::fix_by;
use super::layouts::Layouts;
use super::{Job, Run, Words, check_file, check_framework, check_whole, finish, read};
use crate::config::is_config;
use crate::diag::{Applicability, Diagnostic};
use crate::language::Lexicon;
use crate::model::{self, Framework, Given, Reading};
use crate::rule::Surroundings;
use crate::syntax;
use crate::text::{FileId, SourceFile, Span, Tree};

/// Files, what was read from them, and what was found in them.
#[derive(Default)]
pub struct Live {
    /// Documents and frameworks. Its findings are those of [`Live::start`].
    pub run: Run,
    /// For each file what the rules for single files find, before anything is accepted.
    of_files: Vec<Vec<Diagnostic>>,
    /// For each framework what the rules for frameworks find.
    of_frameworks: Vec<Vec<Diagnostic>>,
    /// The findings that are shown, by file.
    shown: Vec<Vec<Diagnostic>>,
    /// For the file that is being edited: the words of all others.
    others: Option<(FileId, Words)>,
    tree: Arc<Tree>,
    /// How long the rules for frameworks took the last time.
    whole_took: Duration,
}

impl Live {
    /// Reads all files and runs all rules.
    pub fn start(job: &Job<'_>) -> Self {
        let mut run = read(job.files, job.settings, job.roots);
        let lexicon = Lexicon::with(&job.settings.vocabulary);
        let tree = Arc::new(Tree::of(job.files));
        let around =
            Surroundings::new(Arc::clone(&tree), job.files, &run.documents).with_profiles(job.settings);
        let mut of_files = vec![vec![]; job.files.len()];
        let mut of_frameworks = vec![];
        let mut whole_took = Duration::ZERO;
        for framework in &run.frameworks {
            let (single, whole, took) = check_framework(job, &lexicon, framework, &around);
            whole_took = whole_took.max(took);
            for finding in single {
                if let Some(list) = of_files.get_mut(finding.span.file.0 as usize) {
                    list.push(finding);
                }
            }
            of_frameworks.push(whole);
        }
        drop(around);
        let mut findings: Vec<Diagnostic> =
            of_files.iter().flatten().chain(of_frameworks.iter().flatten()).cloned().collect();
        finish(job, &mut run, &mut findings);
        let shown = by_file(job, findings.clone());
        run.diagnostics = findings;
        Live { run, of_files, of_frameworks, shown, others: None, tree, whole_took }
    }

    /// The findings that are shown in a file, in the order of their places.
    pub fn findings(&self, id: FileId) -> &[Diagnostic] {
        self.shown.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// How long the rules for frameworks took the last time.
    pub fn whole_took(&self) -> Duration {
        self.whole_took
    }

    /// The framework of a file.
    pub fn framework(&self, id: FileId) -> Option<&Framework> {
        self.run.frameworks.iter().find(|framework| framework.files.binary_search(&id).is_ok())
    }

    /// Takes notice of a new text of one file, which `job.files` has already; `before` is the file with
    /// its old text. Rules that see whole frameworks run only if `whole` is set; otherwise their findings
    /// move along with the text. Returns the files whose findings may be others now.
    pub fn edit(&mut self, job: &Job<'_>, before: &SourceFile, whole: bool) -> BTreeSet<FileId> {
        let id = before.id;
        let file = job.files.get(id);
        let lexicon = Lexicon::with(&job.settings.vocabulary);
        let at = id.0 as usize;
        let Some(slot) = self.run.documents.get_mut(at) else { return BTreeSet::new() };
        let number = self.run.frameworks.iter().position(|framework| framework.files.contains(&id));
        let doc = if is_config(&file.path) { None } else { syntax::parse(file) };
        let layouts = Layouts::new(job.settings);
        let layout = layouts.of(&file.path);
        let given = layout.as_ref().map(|(_, layout, path)| Given { layout, path });
        let reading = lexicon.enter(|| doc.as_ref().map(|doc| model::lower(file, doc, given.as_ref())));
        *slot = doc;
        let mut changed = BTreeSet::from([id]);
        let framework = number.and_then(|number| self.run.frameworks.get_mut(number));
        let (Some(framework), Some(number)) = (framework, number) else { return changed };
        replace_reading(framework, id, reading.unwrap_or_default());

        let around = Surroundings::new(Arc::clone(&self.tree), job.files, &self.run.documents)
            .with_profiles(job.settings);
        if self.others.as_ref().is_none_or(|(known, _)| *known != id) {
            let mut words = Words::declared(job.settings);
            for doc in
                framework.files.iter().filter(|other| **other != id).filter_map(|&id| around.document(id))
            {
                words.add(doc, job.files);
            }
            self.others = Some((id, words));
        }
        let mut words = self.others.as_ref().map(|(_, words)| words.clone()).unwrap_or_default();
        if let Some(doc) = around.document(id) {
            words.add(doc, job.files);
        }
        let setting = words.setting(job, &around);
        if let Some(list) = self.of_files.get_mut(at) {
            *list = lexicon.enter(|| check_file(job, &setting, framework, id, around.document(id)));
        }
        if let Some(list) = self.of_frameworks.get_mut(number) {
            let old = std::mem::take(list);
            *list = if whole {
                let begun = Instant::now();
                let found = check_whole(job, &lexicon, framework, &setting);
                self.whole_took = begun.elapsed();
                found
            } else {
                let moved = Moved::between(before, file);
                old.iter().filter_map(|finding| moved.finding(finding)).collect()
            };
            changed.extend(others_of(&old, list));
            changed.extend(others_of(list, &old));
        }
        drop(setting);
        drop(around);
        self.show(job, &changed);
        changed
    }

    /// The text of one file with all repairs that keep the meaning; `None` if there is nothing to repair.
    /// Afterwards everything is as it was.
    pub fn fixed(&mut self, job: &Job<'_>, id: FileId) -> Option<String> {
        let only = HashSet::from([id]);
        let job = Job { report: Some(&only), ..*job };
        let fixed = {
            let state = RefCell::new((&mut *self, job.files.get(id).clone()));
            fix_by(&job, Applicability::Safe, &|files| {
                let (live, before) = &mut *state.borrow_mut();
                live.edit(&Job { files, ..job }, before, false);
                *before = files.get(id).clone();
                // Only this file may be changed, so only it is compared.
                let mut documents = vec![None; files.len()];
                if let Some((slot, doc)) =
                    documents.get_mut(id.0 as usize).zip(live.run.documents.get(id.0 as usize))
                {
                    slot.clone_from(doc);
                }
                Run { documents, diagnostics: live.findings(id).to_vec(), ..Run::default() }
            })
        };
        self.edit(&job, fixed.files.get(id), false);
        let text = &fixed.files.get(id).text;
        (*text != job.files.get(id).text).then(|| text.as_str().to_owned())
    }

    /// What becomes of the findings of some files after the rules.
    fn show(&mut self, job: &Job<'_>, changed: &BTreeSet<FileId>) {
        let report: HashSet<FileId> = changed
            .iter()
            .copied()
            .filter(|id| job.report.is_none_or(|report| report.contains(id)))
            .collect();
        let of_files = changed.iter().filter_map(|id| self.of_files.get(id.0 as usize)).flatten();
        let mut findings: Vec<Diagnostic> =
            of_files.chain(self.of_frameworks.iter().flatten()).cloned().collect();
        finish(&Job { report: Some(&report), ..*job }, &mut self.run, &mut findings);
        for (id, findings) in by_file(job, findings).into_iter().enumerate() {
            let id = FileId(u32::try_from(id).unwrap_or(u32::MAX));
            if changed.contains(&id)
                && let Some(list) = self.shown.get_mut(id.0 as usize)
            {
                *list = findings;
            }
        }
    }
}

fn by_file(job: &Job<'_>, findings: Vec<Diagnostic>) -> Vec<Vec<Diagnostic>> {
    let mut lists = vec![vec![]; job.files.len()];
    for finding in findings {
        if let Some(list) = lists.get_mut(finding.span.file.0 as usize) {
            list.push(finding);
        }
    }
    lists
}

/// The files of the findings that are in `some` and not in `others`.
fn others_of(some: &[Diagnostic], others: &[Diagnostic]) -> Vec<FileId> {
    let key = |finding: &Diagnostic| (finding.span, finding.rule.clone(), finding.message.clone());
    let known: HashSet<_> = others.iter().map(key).collect();
    some.iter().filter(|finding| !known.contains(&key(finding))).map(|finding| finding.span.file).collect()
}

/// Puts what was read from a file anew in the place of what was read before.
fn replace_reading(framework: &mut Framework, id: FileId, mut reading: Reading) {
    framework.mark_postings(id, &mut reading);
    let start = framework.roles.partition_point(|role| role.file < id);
    let end = framework.roles.partition_point(|role| role.file <= id);
    framework.roles.splice(start..end, reading.roles);
    // In the order of the files, as they are joined.
    let claims = std::mem::take(&mut framework.claims);
    let (mut head, mut tail): (Vec<_>, Vec<_>) = claims
        .into_iter()
        .filter(|claim| claim.value.span.file != id)
        .partition(|claim| claim.value.span.file < id);
    head.extend(reading.claims);
    head.append(&mut tail);
    framework.claims = head;
    let listings = std::mem::take(&mut framework.listings);
    let (mut head, mut tail): (Vec<_>, Vec<_>) = listings
        .into_iter()
        .filter(|listing| listing.label.span.file != id)
        .partition(|listing| listing.label.span.file < id);
    head.extend(reading.listings);
    head.append(&mut tail);
    framework.listings = head;
    framework.partial.retain(|file| *file != id);
    if reading.partial {
        framework.partial.push(id);
        framework.partial.sort();
    }
}

/// Where places of a file are after an edit: those before and behind it move with their text.
struct Moved {
    file: FileId,
    /// Bytes at the start that stayed.
    head: u32,
    /// First byte of the old text behind the edit.
    tail: u32,
    /// From old to new places behind it.
    by: i64,
}

impl Moved {
    fn between(before: &SourceFile, after: &SourceFile) -> Self {
        let (old, new) = (before.text.as_bytes(), after.text.as_bytes());
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let length = |bytes: &[u8]| i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Moved {
            file: before.id,
            head: place(head),
            tail: place(old.len() - tail),
            by: length(new).saturating_sub(length(old)),
        }
    }

    fn span(&self, span: Span) -> Option<Span> {
        if span.file != self.file || span.end <= self.head {
            return Some(span);
        }
        if span.start < self.tail {
            return None;
        }
        let moved = |at: u32| u32::try_from(i64::from(at) + self.by).ok();
        Some(Span { start: moved(span.start)?, end: moved(span.end)?, ..span })
    }

    /// The finding at its new place, without fixes that are no longer where they were; `None` if its own
    /// text was edited.
    fn finding(&self, finding: &Diagnostic) -> Option<Diagnostic> {
        let mut moved = Diagnostic { span: self.span(finding.span)?, ..finding.clone() };
        moved.related.retain_mut(|related| {
            let span = self.span(related.span);
            related.span = span.unwrap_or(related.span);
            span.is_some()
        });
        moved.fixes.retain_mut(|fix| {
            fix.edits.iter_mut().all(|edit| {
                let span = self.span(edit.span);
                edit.span = span.unwrap_or(edit.span);
                span.is_some()
            })
        });
        Some(moved)
    }
}
