//! More than one blank between two words.

use serde::Deserialize;

use crate::diag::{Fix, Severity};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedSpace {
    after_sentence: AfterSentence,
}

/// What to think of two blanks after a full stop.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum AfterSentence {
    /// Fine.
    Allow,
    /// Fine where the file does it more often than not.
    Majority,
    /// Never.
    Forbid,
}

/// A gap of several blanks after a sentence counts as a slip if there are this many gaps of one blank
/// for each of several: then one blank is the habit of whoever wrote the file.
const HABIT: usize = 2;

struct Gap {
    span: Span,
    after_sentence: bool,
}

impl DocumentCheck for RepeatedSpace {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let mut gaps: Vec<Gap> = vec![];
        let mut single = 0;
        // Most files have no such gap at all; then it does not matter how many there are of one blank.
        let mut any = false;
        doc.each_text(&mut |text| {
            any = any
                || text.signs.doubles(b' ')
                || !text.signs.is_ascii() && text.plain.contains(is_wide_blank);
        });
        if !any {
            return;
        }
        doc.each_text(&mut |text| single += gaps_of(text, file, doc.format == "text", &mut gaps));
        let double = gaps.iter().filter(|gap| gap.after_sentence).count();
        let slips = match self.after_sentence {
            AfterSentence::Allow => false,
            AfterSentence::Majority => single > HABIT * double,
            AfterSentence::Forbid => true,
        };
        for gap in gaps.into_iter().filter(|gap| slips || !gap.after_sentence) {
            let (message, help) = match gap.after_sentence {
                true => (
                    "There is more than one blank after this sentence; most sentences here are followed by one.",
                    "It is a habit from typewriters, and it shows up when the text is copied elsewhere. Keep one blank.",
                ),
                false => (
                    "There is more than one blank between these words.",
                    "It is often what is left of a deleted word, and it shows up when the text is copied elsewhere. \
                     Read the sentence again and keep one blank.",
                ),
            };
            let finding = cx.report(gap.span, message);
            finding.help(help).fix(Fix::safe("Keep one blank", gap.span, " "));
            if gap.after_sentence && self.after_sentence == AfterSentence::Majority {
                finding.at_most(Severity::Info);
            }
        }
    }
}

/// Adds the gaps of several blanks to `gaps` and returns the number of single blanks after sentences.
fn gaps_of(text: &Text, file: &SourceFile, keeps_layout: bool, gaps: &mut Vec<Gap>) -> usize {
    let plain = text.plain.as_str();
    let mut single = 0;
    let mut at = 0;
    let (mut line_start, mut seen) = (0, 0);
    while let Some(start) = plain.get(at..).and_then(|rest| rest.find(is_blank)).map(|found| at + found) {
        let rest = plain.get(start..).unwrap_or("");
        let length = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        let end = start + length;
        at = end.max(start + 1);
        // Line by line, so that the length of a line is no matter.
        if let Some(line) = plain.get(seen..start).and_then(|passed| passed.rfind('\n')) {
            line_start = seen + line + 1;
        }
        seen = end;
        let before = plain.get(line_start..start).unwrap_or("");
        let after = plain.get(end..).unwrap_or("");
        let after_sentence = ends_sentence(before);
        let gap = rest.get(..length).unwrap_or("");
        if gap.chars().nth(1).is_none() {
            single += usize::from(after_sentence && gap == " ");
        } else if is_between_words(before, after)
            && !(keeps_layout && is_layout(gap, before))
            && !text.is_code(&(start..end))
        {
            let place = text.locate(start..end);
            // Line breaks and mark-up between the blanks are no business of this rule.
            if place.exact && file.slice(place.span) == gap {
                gaps.push(Gap { span: place.span, after_sentence });
            }
        }
    }
    single
}

fn is_blank(c: char) -> bool {
    c == ' ' || is_wide_blank(c)
}

fn is_wide_blank(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}' | '\u{2002}'..='\u{200A}' | '\u{3000}')
}

/// Neither at the edge of a line, nor between a number or sign of a list and its text, nor beside
/// signs such as check boxes, which people set apart.
fn is_between_words(before: &str, after: &str) -> bool {
    let line = before.trim_start();
    let marker = !line.contains(is_blank)
        && line.chars().count() <= 4
        && line.ends_with(|c: char| matches!(c, '.' | ')' | ':') || !c.is_alphanumeric());
    let ends = |c: char| c.is_alphanumeric() || ".,;:!?)]}\"'”’»…%*_".contains(c);
    let begins = |c: char| c.is_alphanumeric() || "([{\"'“‘«$€£#*_".contains(c);
    let dash = [" -", " –", " —"].iter().any(|dash| line.ends_with(dash));
    (line.ends_with(ends) || dash) && !marker && after.starts_with(begins)
}

/// In plain text, several blanks put things below each other.
fn is_layout(gap: &str, before: &str) -> bool {
    gap.chars().nth(2).is_some() || before.ends_with(':')
}

fn ends_sentence(before: &str) -> bool {
    before.trim_end_matches(['"', '\'', '”', '’', ')', '»']).ends_with(['.', '!', '?', ':'])
}
