//! Words that are slips of known ones.

use std::collections::HashMap;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{Lang, Verdict, detect, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misspelling {
    /// Keys of settings blocks and data files whose values are no prose.
    except_keys: Vec<String>,
    /// Words up to this many edits from a known one are reported.
    max_edits: u8,
}

impl DocumentCheck for Misspelling {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        let speller = cx.setting.speller();
        // Most words come often, and looking for near ones takes long.
        let mut known: HashMap<(String, bool, bool), Option<String>> = HashMap::new();
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                return;
            }
            // Asked only where something is found: a paragraph of another language on an English page.
            let mut english: Option<bool> = None;
            for word in words(&text.plain) {
                let verdict = known
                    .entry((word.word.to_owned(), word.starts, word.hyphenated))
                    .or_insert_with(|| match speller.check(&word) {
                        Verdict::Misspelled { suggestion, distance } if distance <= self.max_edits => Some(suggestion),
                        _ => None,
                    });
                let Some(good) = verdict else { continue };
                if text.is_code(&word.range)
                    || !*english.get_or_insert_with(|| detect(&text.plain) == Lang::English)
                {
                    continue;
                }
                let place = text.locate(word.range.clone());
                let (bad, good) = (quoted(word.word), good.clone());
                let shown = quoted(&good);
                let finding = cx.report(place.span, format!("{bad} is misspelled: {shown} is probably meant."));
                finding
                    .help(format!(
                        "Slips make readers doubt the rest of the page, and search does not find the word. Write {shown}. \
                         If the word is right, add it to `words` in `rolelint.yaml`."
                    ))
                    .group(
                        format!("misspelling:{}", word.word.to_lowercase()),
                        format!("{bad} is misspelled: {shown} is probably meant."),
                    );
                if place.exact {
                    finding.fix(Fix::risky(format!("Write {shown}"), place.span, good));
                }
            }
        });
    }
}
