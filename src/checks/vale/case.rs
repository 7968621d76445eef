//! Whether a text is written in title case, sentence case and the like.

use std::sync::LazyLock;

use crate::checks::matcher::{Matcher, Options};

/// How a text is to be written.
pub(super) enum Case {
    Lower,
    Upper,
    Title { threshold: f64 },
    Sentence { indicators: Vec<String>, threshold: f64 },
    Pattern(Matcher),
}

/// Share of words that must be right where the rule does not say.
const THRESHOLD: f64 = 0.8;

/// Words that titles do not capitalize in the middle.
const SMALL: &[&str] = &[
    "a", "an", "the", "and", "but", "or", "nor", "for", "yet", "so", "as", "at", "by", "if", "in", "of",
    "off", "on", "out", "per", "to", "up", "via", "vs", "vs.", "v", "v.",
];
/// Prepositions that the styles of AP and Chicago write differently: both are fine.
const EITHER: &[&str] = &[
    "about", "above", "across", "after", "against", "along", "among", "around", "before", "behind", "below",
    "between", "beyond", "down", "during", "from", "into", "like", "near", "onto", "over", "than", "through",
    "toward", "towards", "under", "until", "upon", "with", "within", "without",
];

impl Case {
    pub fn new(name: &str, indicators: Vec<String>, threshold: f64) -> Result<Self, String> {
        let threshold = if threshold > 0.0 { threshold } else { THRESHOLD };
        Ok(match name {
            "$lower" => Case::Lower,
            "$upper" => Case::Upper,
            "$title" => Case::Title { threshold },
            "$sentence" => Case::Sentence { indicators, threshold },
            "" => return Err("a rule of the kind `capitalization` needs `match`".into()),
            pattern => {
                let options = Options { ignore_case: false, word: false };
                Case::Pattern(Matcher::new(&[pattern], options).map_err(|error| error.to_string())?)
            }
        })
    }

    /// True if `text` is written so, leaving out what `exceptions` match.
    pub fn is_right(&self, text: &str, exceptions: Option<&Matcher>) -> bool {
        let excepted = |part: &str| exceptions.is_some_and(|exceptions| exceptions.is_match(part));
        match self {
            Case::Lower => text == text.to_lowercase() || excepted(text),
            Case::Upper => text == text.to_uppercase() || excepted(text),
            Case::Pattern(pattern) => pattern.is_match(text) || excepted(text),
            Case::Title { threshold } => share(&titled(text, &excepted)) > *threshold,
            Case::Sentence { indicators, threshold } => {
                let words = in_sentence(text, indicators, &excepted);
                // A small letter at the beginning is wrong however long the rest is.
                words.first() != Some(&false) && share(&words) > *threshold
            }
        }
    }
}

/// The share of `true`; all of nothing is right.
fn share(right: &[bool]) -> f64 {
    if right.is_empty() {
        return 1.0;
    }
    super::metric::float(right.iter().filter(|right| **right).count()) / super::metric::float(right.len())
}

/// Words as titles are made of: from a letter, digit or star to the next blank.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|part| part.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '*'))
        .filter(|part| !part.is_empty())
}

fn titled(text: &str, excepted: &dyn Fn(&str) -> bool) -> Vec<bool> {
    let words: Vec<&str> = tokens(text).collect();
    let last = words.len().saturating_sub(1);
    let mut begins = true;
    let mut right = vec![];
    for (index, word) in words.iter().enumerate() {
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let small = core.to_lowercase();
        let edge = begins || index == last;
        let either = EITHER.contains(&small.as_str());
        let capital = core.chars().next().is_none_or(|c| !c.is_lowercase());
        right.push(
            *word == word.to_uppercase()
                || excepted(word)
                || if edge || !(SMALL.contains(&small.as_str()) || either) {
                    capital
                } else {
                    either || core == small
                },
        );
        begins = word.ends_with([':', '?', '!', '–', '—']);
    }
    right
}

fn in_sentence(text: &str, indicators: &[String], excepted: &dyn Fn(&str) -> bool) -> Vec<bool> {
    let text = text.trim_end_matches(['?', '!', '.', ':']);
    let mut right = vec![];
    let mut previous = "";
    for (index, whole) in tokens(text).enumerate() {
        let word = whole.split(['-', '\'', '’']).next().unwrap_or(whole);
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '*');
        let passed = core == core.to_uppercase()
            || (!previous.is_empty() && indicators.iter().any(|suffix| previous.ends_with(suffix.as_str())))
            || excepted(whole)
            || excepted(core);
        right.push(if passed {
            true
        } else if index == 0 {
            is_capitalized(core)
        } else {
            core == core.to_lowercase()
        });
        previous = whole;
    }
    right
}

fn is_capitalized(word: &str) -> bool {
    static CAPITALIZED: LazyLock<Option<regex::Regex>> =
        LazyLock::new(|| regex::Regex::new(r"^[\p{Lu}\p{N}*]\P{Lu}*$").ok());
    CAPITALIZED.as_ref().is_some_and(|regex| regex.is_match(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_right(name: &str, text: &str) -> bool {
        let exceptions = Matcher::new(&["Kubernetes"], Options { ignore_case: false, word: true }).unwrap();
        Case::new(name, vec![":".into()], 0.0).unwrap().is_right(text, Some(&exceptions))
    }

    #[test]
    fn titles() {
        for text in
            ["Head of Growth", "Working With Others", "Working with Others", "The API", "Of Mice and Men", ""]
        {
            assert!(is_right("$title", text), "{text}");
        }
        for text in ["Head of growth", "working with others", "What we expect"] {
            assert!(!is_right("$title", text), "{text}");
        }
    }

    #[test]
    fn sentences() {
        for text in ["What we expect", "What the API says", "Runs Kubernetes", "Note: This is it", "2 years"]
        {
            assert!(is_right("$sentence", text), "{text}");
        }
        for text in ["what we expect", "What We Expect", "Head of Growth Teams"] {
            assert!(!is_right("$sentence", text), "{text}");
        }
    }

    #[test]
    fn the_other_cases() {
        assert!(is_right("$lower", "plans") && !is_right("$lower", "Plans"));
        assert!(is_right("$upper", "PLANS") && !is_right("$upper", "Plans"));
        assert!(is_right("^[A-Z]", "Plans") && !is_right("^[A-Z]", "plans"));
        assert!(Case::new("", vec![], 0.0).is_err());
    }
}
