//! Words that are slips of known ones.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Lang, Speller, Verdict, Word, detect, is_foreign, words};
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
            // A sentence of another language may stand between English ones.
            let mut judged: Option<(Range<usize>, bool)> = None;
            for word in words(&text.plain) {
                let Verdict::Misspelled { suggestion: good, distance, sure } = verdicts.of(&word).clone() else {
                    continue;
                };
                if distance > self.max_edits
                    || text.is_code(&word.range)
                    || is_cut_off(&text.plain, word.range.end)
                    || !*prose.get_or_insert_with(|| verdicts.is_english_prose(&text.plain))
                {
                    continue;
                }
                let foreign = match &judged {
                    Some((sentence, foreign)) if sentence.contains(&word.range.start) => *foreign,
                    _ => {
                        let sentence = sentence_at(&text.plain, &word.range);
                        let foreign = verdicts.is_foreign(text.plain.get(sentence.clone()).unwrap_or(""));
                        judged = Some((sentence, foreign));
                        foreign
                    }
                };
                if foreign {
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
                    // Where two words are as near, somebody has to choose.
                    let applicability = if sure { Applicability::Unsafe } else { Applicability::Display };
                    let edit = Edit { span: place.span, text: good };
                    finding.fix(Fix::new(format!("Write {shown}"), applicability, vec![edit]));
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

    /// Is the sentence of another language, by its small words and by how many words nobody knows?
    fn is_foreign(&mut self, sentence: &str) -> bool {
        let strange: Vec<&str> = words(sentence)
            .filter(|word| word.word.starts_with(char::is_lowercase) && *self.of(word) != Verdict::Known)
            .map(|word| word.word)
            .collect();
        is_foreign(sentence, different(strange))
    }

    /// Not a paragraph of another language on an English page, nor "req'd to dsgn and dvlp pipelines".
    fn is_english_prose(&mut self, plain: &str) -> bool {
        let mut all = 0;
        let mut strange: Vec<&str> = vec![];
        for word in words(plain) {
            all += 1;
            let small = word.word.chars().all(char::is_lowercase) && word.word.len() > 2;
            if small && *self.of(&word) != Verdict::Known {
                strange.push(word.word);
            }
        }
        let strange = different(strange);
        (strange < 3 || strange * TOO_STRANGE <= all) && detect(plain) == Lang::English
    }
}

/// The number of different words: one slip made again and again, with other endings, is one slip.
fn different(mut found: Vec<&str>) -> usize {
    found.sort_unstable();
    found.dedup_by(|word, before| word.starts_with(&**before));
    found.len()
}

/// A word that runs into dots was cut off: "technical workgr…".
fn is_cut_off(plain: &str, end: usize) -> bool {
    plain.get(end..).is_some_and(|rest| rest.starts_with('…') || rest.starts_with(".."))
}

/// The sentence around the word, without looking farther than a few hundred bytes.
fn sentence_at(plain: &str, word: &Range<usize>) -> Range<usize> {
    const REACH: usize = 400;
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n');
    let mut from = word.start.saturating_sub(REACH);
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    let mut to = plain.len().min(word.end + REACH);
    while !plain.is_char_boundary(to) {
        to -= 1;
    }
    let start =
        plain.get(from..word.start).and_then(|head| head.rfind(ends)).map_or(from, |at| from + at + 1);
    let end = plain.get(word.end..to).and_then(|tail| tail.find(ends)).map_or(to, |at| word.end + at);
    start..end
}
