//! Words for which the framework has better ones: names in the wrong case, short forms, house words.

use serde::Deserialize;

use super::forbid_terms::{prose, replacement};
use super::slips::is_said;
use super::terms::{TermList, Terms, choices};
use super::wording::quoted;
use crate::diag::{Applicability, Fix};
use crate::language::{Lang, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::sentence;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct PreferredTerm {
    terms: Terms,
    /// So many at the end of the list are built in.
    own: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The framework's words.
    terms: TermList,
    /// Names that are sure.
    glossary: TermList,
    /// What is fine.
    allow: Vec<String>,
}

impl From<Params> for PreferredTerm {
    fn from(params: Params) -> Self {
        let own = params.terms.len();
        PreferredTerm { terms: Terms::new(&[&params.terms, &params.glossary], &params.allow), own }
    }
}

impl DocumentCheck for PreferredTerm {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if self.terms.is_empty() {
            return;
        }
        let page = subject.words();
        for text in page.chosen(&self.terms.in_page(page)).filter_map(prose) {
            self.check_text(text, subject.language == Lang::English, cx);
        }
    }
}

impl PreferredTerm {
    fn check_text(&self, text: &Text, english: bool, cx: &mut Context<'_>) {
        for found in self.terms.find(&text.plain) {
            let Some(term) = self.terms.term(found.term) else { continue };
            // Names are the same in all languages, phrases are not.
            let phrase = found.written.contains(' ') && found.term >= self.own;
            if phrase && !english || !is_said(text, &found.range) || !is_word(text, &found.range) {
                continue;
            }
            let same = |good: &String| good == found.written;
            if found.instead.iter().any(same) || term.instead.as_slice().iter().any(same) {
                continue;
            }
            let bad = quoted(found.written);
            let instead = match (&found.instead, term.instead.as_slice()) {
                (Some(good), [_]) => quoted(good),
                (_, all) => choices(all),
            };
            let message = format!("{bad} should be {instead}.");
            let group = format!("preferred-term:{}", found.written.to_lowercase());
            let finding = cx.report(text.locate(found.range.clone()).span, message.clone());
            let reason = term.reason.as_deref().map_or_else(
                || "One word for one thing: otherwise search finds half of the places.".to_owned(),
                sentence,
            );
            finding.help(format!("{reason} Write {instead}.")).group(group, message);
            if let Some(severity) = term.severity {
                finding.at_most(severity);
            }
            if let Some(good) = &found.instead
                && let Some(edits) = replacement(text, &found.range, good)
            {
                finding.fix(Fix::new(format!("Write {}", quoted(good)), Applicability::Safe, edits));
            }
        }
    }
}

/// False for parts of addresses, file names and compounds with signs.
fn is_word(text: &Text, range: &std::ops::Range<usize>) -> bool {
    let found = text.plain.get(range.clone()).unwrap_or("");
    let from = text.plain.get(..range.start).and_then(|head| head.rfind(char::is_whitespace));
    let from = from.map_or(0, |at| at + 1);
    let to = text.plain.get(range.end..).and_then(|tail| tail.find(char::is_whitespace));
    let to = to.map_or(text.plain.len(), |at| range.end + at);
    if to - from > 200 {
        return false;
    }
    let chunk = text.plain.get(from..to).unwrap_or("");
    let first = found.split(' ').next().unwrap_or(found);
    words(chunk)
        .any(|word| word.word == first || word.word.starts_with(first) && word.word.contains(['\'', '’']))
        && !chunk.contains("://")
        && !chunk.trim_end_matches(['.', ',', ';', ':', ')']).contains(['.', '@', '_'])
}
