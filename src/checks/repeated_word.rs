//! "the the": the same word twice in a row.

use serde::Deserialize;

use super::slips::is_said;
use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{Word, words_in};
use crate::rule::{Besides, Context, DocumentCheck, Subject};
use crate::syntax::{TableKind, Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedWord {
    /// Words that may stand twice, in small letters.
    allow: Vec<String>,
}

impl DocumentCheck for RepeatedWord {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let page = subject.words();
        let texts = page.with_doubles(Besides::LettersAndApostrophes);
        let mut skip = None;
        for (number, visit) in page.visits().filter(|_| !texts.is_empty()) {
            // What stands in a sheet is no sentence.
            if let Visit::Table(table) = visit {
                skip = (table.kind == TableKind::Sheet).then_some(table.span);
            }
            let Some(text) = visit.text().filter(|_| texts.holds(number)) else { continue };
            if !skip.is_some_and(|span| span.contains(text.span)) {
                self.check_text(text, subject, cx);
            }
        }
    }
}

impl RepeatedWord {
    fn check_text(&self, text: &Text, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        let mut last: Option<Word<'_>> = None;
        for word in words_in(text) {
            let Some(before) = last.replace(word.clone()) else { continue };
            if !self.is_twice(plain, &before, &word) || !is_said(text, &(before.range.start..word.range.end))
            {
                continue;
            }
            let place = text.locate(before.range.start..word.range.end);
            // A link without words, or a picture, stands between them.
            let between = text.locate(before.range.end..word.range.start).span;
            if subject.file.slice(between).contains(['[', '<', '!']) {
                continue;
            }
            let shown = quoted(plain.get(before.range.start..word.range.end).unwrap_or(""));
            let extra = text.locate(before.range.end..word.range.end);
            let finding = cx.report(place.span, format!("{shown}: the word stands here twice."));
            finding
                .help(format!("One of them was left behind by an edit. Delete one {}.", quoted(word.word)));
            if extra.exact {
                finding.fix(Fix::safe(format!("Delete one {}", quoted(word.word)), extra.span, ""));
            }
        }
    }

    fn is_twice(&self, plain: &str, first: &Word<'_>, second: &Word<'_>) -> bool {
        let gap = plain.get(first.range.end..second.range.start).unwrap_or("");
        // "Walla Walla" is a name; "Level level" may be a label and its value.
        let case = first.word == second.word
            || first.starts
                && (!first.word.is_ascii() || first.word.eq_ignore_ascii_case(second.word))
                && first.word.to_lowercase() == second.word;
        if !case {
            return false;
        }
        let lower = second.word.to_lowercase();
        let name = second.word.starts_with(char::is_uppercase);
        let single = second.word.chars().count() == 1 && !matches!(lower.as_str(), "a" | "i");
        !name
            && !single
            && !gap.is_empty()
            && gap.chars().all(|c| c == ' ')
            && !first.hyphenated
            && !second.hyphenated
            && !self.allow.contains(&lower)
            && !plain.get(second.range.end..).is_some_and(|rest| rest.starts_with(['\'', '’']))
    }
}
