//! Words that stand where content should be.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Severity;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholder {
    /// Abbreviations: count as a whole text in any case, inside a text in capitals.
    words: Vec<String>,
    /// Phrases: count as a whole text, or between brackets.
    phrases: Vec<String>,
    /// Keys whose values may well be such a word.
    except_keys: Vec<String>,
}

const HELP: &str = "People are judged by this page, and a blank tells them nothing. Write what is meant, or take the \
                    line out until it is known.";

impl DocumentCheck for Placeholder {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut defined: Vec<String> = vec![];
        let mut hits: Vec<(&Text, Hit)> = vec![];
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                return;
            }
            if let Some(hit) = self.whole(text) {
                hits.push((text, hit));
            } else {
                self.inside(text, &mut hits, &mut defined);
            }
        });
        for (text, hit) in hits {
            if !hit.whole && defined.contains(&hit.word) {
                continue;
            }
            let span = text.locate(hit.range.clone()).span;
            let shown = quoted(text.plain.get(hit.range).unwrap_or(""));
            if hit.whole {
                cx.report(span, format!("{shown} stands here instead of content.")).help(HELP);
            } else {
                cx.report(span, format!("{shown} says that something is unfinished here."))
                    .help(HELP)
                    .at_most(Severity::Warning);
            }
        }
    }
}

struct Hit {
    range: std::ops::Range<usize>,
    /// In lower case.
    word: String,
    whole: bool,
}

impl Placeholder {
    /// The text is a placeholder and nothing else, apart from punctuation.
    fn whole(&self, text: &Text) -> Option<Hit> {
        let plain = &text.plain;
        if plain.len() > 80 {
            return None;
        }
        let edge = |c: char| !c.is_alphanumeric();
        let start = plain.len() - plain.trim_start_matches(edge).len();
        let core = plain.trim_matches(edge);
        if core.is_empty() {
            let marks = plain.trim();
            let range = plain.find(marks).map(|start| start..start + marks.len())?;
            let whole = (2..=3).contains(&marks.len()) && marks.chars().all(|c| c == '?');
            return whole.then(|| Hit { range, word: marks.to_owned(), whole: true });
        }
        let word = core.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let known = self.words.iter().chain(&self.phrases).any(|known| known.to_lowercase() == word);
        let range = start..start + core.len();
        (known && !text.is_code(&range)).then_some(Hit { range, word, whole: true })
    }

    fn inside<'d>(&self, text: &'d Text, hits: &mut Vec<(&'d Text, Hit)>, defined: &mut Vec<String>) {
        let plain = text.plain.as_str();
        for word in &self.words {
            for (start, _) in plain.match_indices(word.as_str()) {
                let range = start..start + word.len();
                let around = Around::new(plain, &range);
                if !around.is_word || text.is_code(&range) {
                    continue;
                }
                if around.bracketed() && spells(around.before, word) {
                    defined.push(word.to_lowercase());
                } else if around.marks(word) {
                    hits.push((text, Hit { range, word: word.to_lowercase(), whole: false }));
                }
            }
        }
        if !self.phrases.is_empty() && plain.is_ascii() {
            let lower = plain.to_ascii_lowercase();
            for phrase in self.phrases.iter().filter(|phrase| phrase.contains(' ')) {
                for (start, _) in lower.match_indices(phrase.as_str()) {
                    let range = start..start + phrase.len();
                    let around = Around::new(plain, &range);
                    if around.is_word && around.stands_alone() && !text.is_code(&range) {
                        hits.push((text, Hit { range, word: phrase.clone(), whole: false }));
                    }
                }
            }
        }
    }
}

/// What stands around a word.
struct Around<'t> {
    before: &'t str,
    after: &'t str,
    /// Nothing that belongs to the same word or name touches it.
    is_word: bool,
}

impl<'t> Around<'t> {
    fn new(plain: &'t str, range: &std::ops::Range<usize>) -> Self {
        let before = plain.get(..range.start).unwrap_or("");
        let after = plain.get(range.end..).unwrap_or("");
        let joins = |c: char| c.is_alphanumeric() || "_-/@#".contains(c);
        let next_joins = after.starts_with(joins)
            || after.starts_with(['.', '’', '\'']) && {
                after.chars().nth(1).is_some_and(char::is_alphanumeric)
            };
        Around { before, after, is_word: !before.ends_with(joins) && !next_joins }
    }

    fn bracketed(&self) -> bool {
        self.before.ends_with(['(', '[', '{']) && self.after.starts_with([')', ']', '}'])
    }

    /// A dash or colon sets it off at the end, or brackets do.
    fn stands_alone(&self) -> bool {
        let before = self.before.trim_end();
        let after = self.after.trim_start_matches(['.', '!', '…', ' ']);
        let ends = after.is_empty() || after.starts_with('\n');
        let set_off =
            before.is_empty() || before.ends_with(['-', '–', '—', ':', '.', '!', '|', '(', '[', '\n']);
        self.bracketed() || (ends && set_off)
    }

    /// Nothing of the same sentence stands before it.
    fn begins(&self) -> bool {
        let before = self.before.trim_end_matches([' ', '*', '_']);
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '(', '[', '-', '–', '—', '|'])
    }

    /// Whether an abbreviation in capitals marks something unfinished.
    fn marks(&self, word: &str) -> bool {
        match word {
            // These mean nothing else. ("TBD" may be an abbreviation that the page defines.)
            "TBD" | "TBC" | "TBA" => true,
            _ => {
                self.stands_alone()
                    || (self.after.starts_with(':') && self.begins())
                    || (self.before.ends_with(['(', '['])
                        && self.after.starts_with([' ', ','])
                        && word != "WIP")
            }
        }
    }
}

/// True if the last words of `before` have the initials of `word`: "work in progress (WIP)".
fn spells(before: &str, word: &str) -> bool {
    let words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let initials = words.take(word.len()).filter_map(|part| part.chars().next());
    initials.flat_map(char::to_uppercase).eq(word.chars().rev())
}
