//! Words that are slips of known ones.

use std::collections::HashMap;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{Lang, Speller, Verdict, Word, detect, words};
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
        let mut verdicts = Verdicts { speller: cx.setting.speller(), known: HashMap::new() };
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                return;
            }
            // Asked only where something is found.
            let mut prose: Option<bool> = None;
            for word in words(&text.plain) {
                let Verdict::Misspelled { suggestion: good, distance } = verdicts.of(&word).clone() else {
                    continue;
                };
                if distance > self.max_edits
                    || text.is_code(&word.range)
                    || !*prose.get_or_insert_with(|| verdicts.is_english_prose(&text.plain))
                {
                    continue;
                }
                let (bad, shown) = (quoted(word.word), quoted(&good));
                let place = text.locate(word.range.clone());
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

/// Most words come often, and looking for near ones takes long.
struct Verdicts<'s> {
    speller: &'s Speller,
    known: HashMap<(String, bool, bool), Verdict>,
}

/// Words of which every so-manieth is unknown are shorthand, lists of names, or another language.
const TOO_STRANGE: usize = 5;

impl Verdicts<'_> {
    fn of(&mut self, word: &Word<'_>) -> &Verdict {
        let key = (word.word.to_owned(), word.starts, word.hyphenated);
        self.known.entry(key).or_insert_with(|| self.speller.check(word))
    }

    /// Not a paragraph of another language on an English page, nor "req'd to dsgn and dvlp pipelines".
    fn is_english_prose(&mut self, plain: &str) -> bool {
        let (mut all, mut strange) = (0, 0);
        for word in words(plain) {
            all += 1;
            let small = word.word.chars().all(char::is_lowercase) && word.word.len() > 2;
            strange += usize::from(small && *self.of(&word) != Verdict::Known);
        }
        (strange < 3 || strange * TOO_STRANGE <= all) && detect(plain) == Lang::English
    }
}
