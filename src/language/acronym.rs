//! Acronyms and what they stand for.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::tokens::{Word, words};

/// An acronym with its words: "Objectives and Key Results (OKRs)", "OKR (objectives and key results)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Without the plural's ending.
    pub acronym: String,
    /// In small letters, one blank between words, without the plural's ending.
    pub expansion: String,
    /// The acronym, in the text.
    pub place: Range<usize>,
}

/// Longest acronym that is looked at, in letters.
const LONGEST: usize = 6;

/// The acronym that a word is, without the plural's ending: "EM" for "EMs".
pub fn acronym(word: &str) -> Option<&str> {
    let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let stem = stem.strip_suffix('s').unwrap_or(stem);
    let fits = (2..=LONGEST).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
    fits.then_some(stem)
}

/// Words that have no letter in an acronym, or may have one.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "and"
            | "for"
            | "the"
            | "in"
            | "to"
            | "a"
            | "an"
            | "on"
            | "or"
            | "with"
            | "by"
            | "at"
            | "as"
            | "per"
    )
}

/// True if the letters of the acronym are the first letters of the words, small words left out or not.
/// The parts of hyphenated words count as words.
pub fn stands_for(acronym: &str, expansion: &[&str]) -> bool {
    let letters: Vec<u8> = acronym.bytes().map(|b| b.to_ascii_lowercase()).collect();
    let mut at = 0;
    for word in expansion {
        let lower = word.to_lowercase();
        let bytes = lower.as_bytes();
        match (bytes.first(), letters.get(at)) {
            (Some(first), Some(letter)) if first == letter => {
                at += 1;
                // "CRM" and "HTML": a second letter from inside of a word.
                while let Some(letter) = letters.get(at)
                    && expansion.len() < letters.len()
                    && bytes.get(1..).is_some_and(|rest| rest.contains(letter))
                    && letters.len() - at >= expansion.len()
                {
                    at += 1;
                }
            }
            // "Extreme", "Transactions"
            (Some(b'e' | b't'), Some(b'x')) => at += 1,
            _ if is_small(&lower) => {}
            _ => return false,
        }
    }
    at == letters.len()
}

/// The definitions in a text.
pub fn definitions(plain: &str) -> Vec<Definition> {
    if !plain.contains('(') && !plain.contains(':') && !plain.contains('–') && !plain.contains(" - ") {
        return vec![];
    }
    let all: Vec<Word<'_>> = words(plain).collect();
    let mut found = vec![];
    for (at, word) in all.iter().enumerate() {
        let Some(short) = acronym(word.word) else { continue };
        let before = plain.get(..word.range.start).unwrap_or("");
        let after = plain.get(word.range.end..).unwrap_or("");
        let expansion = if before.ends_with('(') && after.starts_with([')', ',', ';', '/']) {
            behind(&all, at, short)
        } else if after.starts_with([':', '–', '—', '(']) || after.starts_with([' ']) {
            let sign = after.trim_start();
            if sign.starts_with(['(', ':', '–', '—', '-', '=']) { ahead(&all, at, short) } else { None }
        } else {
            None
        };
        if let Some(expansion) = expansion {
            found.push(Definition { acronym: short.to_owned(), expansion, place: word.range.clone() });
        }
    }
    found
}

/// Acronyms that the page explains in its markup, `<abbr title="outcome-based team">OBT</abbr>`, with what they stand
/// for. Browsers show it to whoever asks.
pub fn marked(page: &str) -> Vec<(String, String)> {
    static ABBR: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let pattern = r#"(?i)<(?:abbr|acronym)\s[^<>]*?title\s*=\s*(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')[^<>]*>([^<>]{1,40})</"#;
        Regex::new(pattern).ok()
    });
    if !page.contains("<abbr") && !page.contains("<acronym") {
        return vec![];
    }
    ABBR.iter()
        .flat_map(|pattern| pattern.captures_iter(page))
        .filter_map(|found| {
            let word = found.get(3)?.as_str().trim();
            let title = found.get(1).or_else(|| found.get(2))?.as_str();
            let title: Vec<Word<'_>> = words(title).collect();
            let title: Vec<&str> = title.iter().map(|word| word.word).collect();
            Some((acronym(word)?.to_owned(), normal(&title))).filter(|(_, title)| !title.is_empty())
        })
        .collect()
}

/// The words before the acronym that it stands for.
fn behind(all: &[Word<'_>], at: usize, short: &str) -> Option<String> {
    let longest = short.len() + 4;
    (1..=longest.min(at)).find_map(|count| {
        let words: Vec<&str> = all.get(at - count..at)?.iter().map(|word| word.word).collect();
        stands_for(short, &words).then(|| normal(&words))
    })
}

/// The words after the acronym that it stands for.
fn ahead(all: &[Word<'_>], at: usize, short: &str) -> Option<String> {
    let longest = short.len() + 4;
    (2..=longest).find_map(|count| {
        let words: Vec<&str> = all.get(at + 1..at + 1 + count)?.iter().map(|word| word.word).collect();
        stands_for(short, &words).then(|| normal(&words))
    })
}

/// A meaning as [`definitions`] give it.
pub fn spoken(meaning: &str) -> String {
    normal(&words(meaning).map(|word| word.word).collect::<Vec<_>>())
}

fn normal(words: &[&str]) -> String {
    let kept: Vec<String> =
        words.iter().map(|word| word.to_lowercase()).filter(|word| !is_small(word)).collect();
    let joined = kept.join(" ");
    joined.strip_suffix('s').filter(|stem| !stem.ends_with('s')).map_or(joined.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        definitions(text).into_iter().map(|d| (d.acronym, d.expansion)).collect()
    }

    #[test]
    fn acronyms_with_their_words() {
        for (text, short, long) in [
            ("uses Objectives and Key Results (OKRs) daily", "OKR", "objectives key result"),
            ("EM (engineering manager)", "EM", "engineering manager"),
            ("an outcome-based team (OBT)", "OBT", "outcome based team"),
            ("SLA: service level agreement", "SLA", "service level agreement"),
            ("Chief Information Security Officer (CISO)", "CISO", "chief information security officer"),
        ] {
            assert_eq!(found(text), [(short.to_owned(), long.to_owned())], "{text}");
        }
        assert_eq!(found("Head of Information Security (CISO), the EM and (IT) work"), []);
    }
}
