//! Labels that lost the signs between them.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
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
        for line in 1..=file.lines.count() {
            let range = file.line_range(line);
            let all = file.text.get(range.clone()).unwrap_or("");
            let text = all.trim();
            let Some(words) = split(text) else { continue };
            // Short pieces ("MacOS", "GitHub") are the humps of names.
            let long = words.iter().filter(|word| word.chars().count() >= 4).count();
            if words.len() < self.min_words
                || long < self.min_words
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
