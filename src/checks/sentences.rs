//! Where sentences end.

use std::ops::Range;

/// Abbreviations after which a full stop ends nothing.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "no", "approx", "inc", "ca", "cf",
    "u.s", "ph.d",
];

/// Byte ranges of the sentences of `plain`, without white space around them: up to a full stop, a
/// question or an exclamation mark before a blank and a capital, or up to a line break.
pub fn sentences(plain: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = plain.get(start..).filter(|rest| !rest.is_empty())?;
            let end = rest
                .match_indices(['.', '!', '?', '\n'])
                .find_map(|(at, sign)| (sign == "\n" || ends(rest, at, sign)).then_some(at + 1));
            let range = start..start + end.unwrap_or(rest.len());
            start = range.end;
            let sentence = plain.get(range.clone())?;
            let trimmed = sentence.trim();
            if !trimmed.is_empty() {
                let from = range.start + (sentence.len() - sentence.trim_start().len());
                return Some(from..from + trimmed.len());
            }
        }
    })
}

fn ends(rest: &str, at: usize, sign: &str) -> bool {
    let after = rest.get(at + 1..).unwrap_or("");
    let after = after.trim_start_matches(['"', '”', '’', '\'', ')', ']', '*']);
    let next = after.trim_start().chars().next();
    if !after.starts_with(char::is_whitespace) || next.is_some_and(char::is_lowercase) {
        return false;
    }
    let word =
        rest.get(..at).unwrap_or("").rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    sign != "."
        || !(ABBREVIATIONS.contains(&word.to_lowercase().as_str())
            || word.chars().count() == 1 && word != "I")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_stops_of_abbreviations_end_nothing() {
        let text = " Writes code, e.g. Rust. Is (well) read! \n Helps 2.5 people. ";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Writes code, e.g. Rust.", "Is (well) read!", "Helps 2.5 people."]);
    }
}
