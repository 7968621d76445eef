//! "Over a decade", "several years": amounts that cannot be checked.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Severity;
use crate::language::{Context as Reading, Lang, experience_in, words_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueQuantity {
    /// Amounts that are fine, in lower case.
    allow: Vec<String>,
    /// Words that stand before "experience" instead of a number, in lower case.
    praise: Vec<String>,
}

impl DocumentCheck for VagueQuantity {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        // Guides may speak of "people with many years of experience".
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        subject.doc.each_text(&mut |text| {
            for found in experience_in(text, Reading::default()) {
                let end = found.unit.as_ref().map_or(found.number.end, |unit| unit.end.max(found.number.end));
                let range = found.range.start..end;
                let phrase = text.plain.get(range.clone()).unwrap_or("");
                if !found.vague || text.is_code(&range) || self.allow.contains(&phrase.to_lowercase()) {
                    continue;
                }
                cx.report(text.locate(range).span, format!("{} says no number.", quoted(phrase))).help(
                    "Each reader imagines another one, so the same experience is enough for some people and not for \
                     others. Write a number, such as “10+ years”.",
                );
            }
            if let Some(range) = self.praised(text).filter(|range| !text.is_code(range)) {
                let phrase = quoted(text.plain.get(range.clone()).unwrap_or(""));
                cx.report(text.locate(range).span, format!("{phrase} says no number."))
                    .help(
                        "It cannot be checked, so it is asked of some people and not of others. Say how many years, or \
                         what somebody has done.",
                    )
                    .at_most(Severity::Info);
            }
        });
    }
}

impl VagueQuantity {
    /// "Extensive experience in audits" as a requirement: it begins the text, and no number follows.
    fn praised(&self, text: &Text) -> Option<Range<usize>> {
        let mut head = words_in(text).take(5).skip_while(|word| matches!(word.word, "Has" | "Have" | "With"));
        let first = head.next()?;
        let lower = first.word.to_lowercase();
        if !self.praise.contains(&lower) || self.allow.iter().any(|allowed| allowed.starts_with(&lower)) {
            return None;
        }
        let last = head.take(3).find(|word| word.word == "experience")?;
        let tail = text.plain.get(last.range.end..)?;
        let clause = tail.split(['.', ';', '\n']).next().unwrap_or("");
        (!clause.contains(|c: char| c.is_ascii_digit())).then_some(first.range.start..last.range.end)
    }
}
