//! Fixes that somebody looks at one by one.

use std::collections::{BTreeSet, HashSet};

use super::{Candidate, FixId};
use crate::diag::{Diagnostic, Edit, Fix};
use crate::engine::Run;
use crate::text::{Files, Span};

/// What is said about a fix that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    /// Yes to this one and all others.
    All,
    /// No to this one and all others of its rule.
    SkipRule,
    /// No to this one and all others; what was agreed to stays.
    Quit,
}

/// Somebody who is asked about each fix before it is applied.
pub trait Review {
    /// `files` are as they are by now, with the fixes that were agreed to before.
    fn ask(&mut self, files: &Files, finding: &Diagnostic, fix: &Fix) -> Answer;
}

/// What was said so far.
pub(super) struct Reviewed<'a> {
    review: &'a mut dyn Review,
    agreed: HashSet<FixId>,
    /// Keys change with their line, so what was refused is known by what it edits.
    refused: BTreeSet<(String, Vec<Edit>)>,
    skipped: HashSet<String>,
    /// The answer to everything else.
    rest: Option<bool>,
}

impl<'a> Reviewed<'a> {
    pub fn new(review: &'a mut dyn Review) -> Self {
        Reviewed {
            review,
            agreed: HashSet::new(),
            refused: BTreeSet::new(),
            skipped: HashSet::new(),
            rest: None,
        }
    }

    pub fn refuses(&self, rule: &str, fix: &Fix) -> bool {
        self.rest == Some(false)
            || self.skipped.contains(rule)
            || (!self.refused.is_empty() && self.refused.contains(&(rule.to_owned(), fix.edits.clone())))
    }

    /// Keeps those that are agreed to. True if somebody was asked.
    pub fn choose(&mut self, files: &Files, run: &Run, candidates: &mut Vec<Candidate>) -> bool {
        let mut asked = false;
        candidates.retain(|candidate| {
            if self.refuses(&candidate.id.rule, &candidate.fix) {
                return false;
            }
            if self.rest == Some(true) || self.agreed.contains(&candidate.id) {
                return true;
            }
            let Some(finding) = run.diagnostics.get(candidate.finding) else { return false };
            asked = true;
            match self.review.ask(files, finding, &candidate.fix) {
                Answer::Yes => {
                    self.agreed.insert(candidate.id.clone());
                    return true;
                }
                Answer::All => {
                    self.rest = Some(true);
                    return true;
                }
                Answer::No => {
                    self.refused.insert((candidate.id.rule.clone(), candidate.fix.edits.clone()));
                }
                Answer::SkipRule => {
                    self.skipped.insert(candidate.id.rule.clone());
                }
                Answer::Quit => self.rest = Some(false),
            }
            false
        });
        asked
    }

    /// Other fixes were applied: what was refused stands elsewhere now. What they changed is something
    /// else, and may be offered again.
    pub fn moved(&mut self, applied: &[Edit]) {
        if self.refused.is_empty() {
            return;
        }
        let mut applied: Vec<&Edit> = applied.iter().collect();
        applied.sort();
        applied.dedup();
        self.refused = std::mem::take(&mut self.refused)
            .into_iter()
            .filter_map(|(rule, edits)| {
                let edits: Option<Vec<Edit>> = edits
                    .into_iter()
                    .map(|edit| Some(Edit { span: moved(edit.span, &applied)?, ..edit }))
                    .collect();
                Some((rule, edits?))
            })
            .collect();
    }
}

/// Where `span` is after `applied`; nothing if one of them changed what it covers.
fn moved(span: Span, applied: &[&Edit]) -> Option<Span> {
    let mut shift = 0_i64;
    for edit in applied.iter().filter(|edit| edit.span.file == span.file) {
        if edit.span.end <= span.start && edit.span != span {
            shift += i64::try_from(edit.text.len()).ok()? - i64::try_from(edit.span.len()).ok()?;
        } else if edit.span.start < span.end || edit.span == span {
            return None;
        } else {
            break;
        }
    }
    let at = |offset: u32| u32::try_from(i64::from(offset) + shift).ok();
    Some(Span { start: at(span.start)?, end: at(span.end)?, ..span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    #[test]
    fn what_was_refused_is_known_again_where_it_moved_to() {
        let file = FileId(0);
        let edit = |range, text: &str| Edit { span: Span::new(file, range), text: text.into() };
        let applied = [edit(0..3, "four"), edit(20..22, "")];
        let applied: Vec<&Edit> = applied.iter().collect();
        assert_eq!(moved(Span::new(file, 5..8), &applied), Some(Span::new(file, 6..9)));
        assert_eq!(moved(Span::new(file, 30..31), &applied), Some(Span::new(file, 29..30)));
        assert_eq!(moved(Span::new(file, 2..5), &applied), None);
        assert_eq!(moved(Span::new(FileId(1), 2..5), &applied), Some(Span::new(FileId(1), 2..5)));
    }
}
