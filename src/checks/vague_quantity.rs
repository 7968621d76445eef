//! "Over a decade", "several years": amounts that cannot be checked.

use serde::Deserialize;

use super::wording::quoted;
use crate::language::{Context as Reading, Lang, experience};
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueQuantity {
    /// Amounts that are fine, in lower case.
    allow: Vec<String>,
}

impl DocumentCheck for VagueQuantity {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        // Guides may speak of "people with many years of experience".
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        subject.doc.each_text(&mut |text| {
            for found in experience(&text.plain, Reading::default()) {
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
        });
    }
}
