//! Sentences that nobody keeps in mind to their end.

use serde::Deserialize;

use super::sentences::sentences;
use crate::language::{Lang, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongSentence {
    /// Largest number of words.
    max: usize,
}

impl DocumentCheck for LongSentence {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if matches!(subject.language, Lang::Other("jpn" | "cmn" | "kor" | "tha")) {
            return;
        }
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text().filter(|_| !matches!(visit, Visit::Heading(_))) else { return };
            for range in sentences(&text.plain) {
                let count = words(text.plain.get(range.clone()).unwrap_or("")).count();
                if count > self.max {
                    cx.report(text.locate(range).span, format!("This sentence has {count} words."))
                        .help("Readers lose its beginning before they reach its end, and it is hard to translate. Make it two, or a list.");
                }
            }
        });
    }
}
