//! Lists with very many or very few items.

use serde::Deserialize;

use super::lists::lists;
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLength {
    max: usize,
    min: usize,
}

impl DocumentCheck for ListLength {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.roles.is_empty() {
            return;
        }
        for list in lists(subject.doc) {
            let texts = list.iter().filter(|entry| !entry.text.is_blank());
            let count = texts.clone().count();
            // Names and key words are no expectations.
            let phrases =
                texts.clone().filter(|entry| entry.text.plain.split_whitespace().nth(2).is_some()).count();
            let Some(first) = texts.clone().next() else { continue };
            if phrases * 2 < count {
                continue;
            }
            if count > self.max {
                cx.report(first.text.span, format!("This list has {count} items.")).help(
                    "Nobody keeps so many in mind. Group them under headings, or keep those that tell this level \
                     from the others.",
                );
            } else if count < self.min {
                let noun = if count == 1 { "one item" } else { "very few items" };
                cx.report(first.text.span, format!("This list has only {noun}."))
                    .help("It may be unfinished. Add what is missing, or say it in a sentence.");
            }
        }
    }
}
