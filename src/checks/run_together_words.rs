//! Labels that lost the signs between them.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::language::Dictionary;
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunTogetherWords {
    /// Words in a row that make a line suspicious.
    min_words: usize,
    /// Names that are written like this.
    allow: Vec<String>,
}

impl DocumentCheck for RunTogetherWords {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if doc.blocks().is_empty() {
            return;
        }
        for line in 1..=file.lines().count() {
            let range = file.line_range(line);
            let all = file.text.get(range.clone()).unwrap_or("");
            let text = all.trim();
            let Some(words) = split(text) else { continue };
            let words = joined(&words);
            // Short pieces ("MacOS", "GitHub") are the humps of names.
            let long = words.iter().filter(|word| word.chars().count() >= 4).count();
            if (words.len() < self.min_words || long < self.min_words) && !names_only(&words)
                || self.allow.iter().any(|name| name == text)
            {
                continue;
            }
            let start = range.start + (all.len() - all.trim_start().len());
            let span = file.at(start..start + text.len());
            if doc.is_opaque(span) {
                continue;
            }
            let good = words.join(", ");
            cx.report(span, format!("{} runs {} words together.", quoted(text), words.len()))
                .help(format!(
                    "These seem to be labels whose separators were lost when the page was copied; nobody can read, \
                     search or filter them. Write “{good}”."
                ))
                .fix(Fix::risky(format!("Write “{good}”"), span, good));
        }
    }
}

/// Pieces that make a name with capitals inside ("JavaScript") are one word.
fn joined(pieces: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = vec![];
    let mut rest = pieces;
    while let Some((first, after)) = rest.split_first() {
        let name = (2..=rest.len().min(4)).rev().find_map(|count| {
            let name = rest.get(..count)?.concat();
            (Dictionary::capitals(&name.to_lowercase()) == Some(name.as_str())).then_some((name, count))
        });
        match name {
            Some((name, count)) => {
                words.push(name);
                rest = rest.get(count..).unwrap_or_default();
            }
            None => {
                words.push((*first).to_owned());
                rest = after;
            }
        }
    }
    words
}

/// Several names with capitals inside, which leave no doubt where one ends.
fn names_only(words: &[String]) -> bool {
    let has_hump = |word: &String| word.chars().skip(1).any(char::is_uppercase);
    words.len() > 1 && words.iter().all(|word| has_hump(word) && word.chars().any(char::is_lowercase))
}

/// The capitalized words and abbreviations that `text` consists of; `None` if it has anything else.
fn split(text: &str) -> Option<Vec<&str>> {
    if text.len() > 400 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_uppercase() {
        return None;
    }
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let mut words = vec![];
    let mut start = 0;
    for at in 1..bytes.len() {
        // "tL", and the last capital of "ITE" in "ITEngineering".
        if upper(at) && (lower(at - 1) || lower(at + 1)) {
            words.push(text.get(start..at)?);
            start = at;
        }
    }
    words.push(text.get(start..)?);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn abbreviations_stay_whole() {
        assert_eq!(split("TechnologyITEngineering").unwrap(), ["Technology", "IT", "Engineering"]);
        assert_eq!(split("LeadershipIT").unwrap(), ["Leadership", "IT"]);
        assert_eq!(split("Leadership and"), None);
    }
}
