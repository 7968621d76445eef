//! "Negotiation: Strong negotiation skills": a description that only repeats its label.

use serde::Deserialize;

use super::wording::quoted;
use crate::language::{Lang, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::earliest;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircularDefinition {
    /// So many words that are neither of the label nor empty make it a definition.
    max_new_words: usize,
    /// Words that only say how much.
    intensity: Vec<String>,
    /// Words that say nothing about the label either.
    empty: Vec<String>,
    /// Labels of sections, which are no names of skills.
    except_labels: Vec<String>,
}

/// How far into the description the label is looked for.
const FIRST_WORDS: usize = 6;

impl DocumentCheck for CircularDefinition {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        subject.doc.each_text(&mut |text| {
            if let Some(range) = self.repeats(text) {
                let label = text.plain.get(..range.0).unwrap_or("").trim();
                cx.report(
                    text.locate(0..range.1).span,
                    format!("The description of {} only repeats the name.", quoted(label)),
                )
                .help("It defines nothing, so everybody meets it or nobody does. Say what one sees at work: what the \
                       person does, with whom, and with which result.");
            }
        });
    }
}

impl CircularDefinition {
    /// Ends of the label and of the empty beginning of the description.
    fn repeats(&self, text: &Text) -> Option<(usize, usize)> {
        let plain = text.plain.as_str();
        if !text.signs.has_any(b":-") && text.signs.is_ascii() {
            return None;
        }
        let (label, rest, start) = split(plain)?;
        let names: Vec<String> = content_words(label).map(|word| stem(&word)).collect();
        let known = |list: &[String], word: &str| list.iter().any(|known| known == word);
        if names.is_empty() || names.len() > 4 || known(&self.except_labels, &label.trim().to_lowercase()) {
            return None;
        }
        // The first clause: what comes after it belongs to something else.
        let end = clause_end(rest);
        if rest.get(end..)?.trim_start().starts_with(['(', ':']) {
            return None;
        }
        if self.says_how(rest, rest.get(end..)?) {
            return None;
        }
        let clause = rest.get(..end)?;
        let head: Vec<String> =
            words(clause).take(FIRST_WORDS).map(|word| word.word.to_lowercase()).collect();
        let stems: Vec<String> = head.iter().map(|word| stem(word)).collect();
        let repeated = names.iter().all(|name| stems.contains(name));
        let praised = head.iter().any(|word| known(&self.intensity, word));
        let new = content_words(clause).filter(|word| {
            !names.contains(&stem(word)) && !known(&self.intensity, word) && !known(&self.empty, word)
        });
        (repeated && praised && new.count() <= self.max_new_words).then_some((label.len(), start + end))
    }
}

impl CircularDefinition {
    /// With whom, by what means, with which parts: "with stakeholders", "through weekly demos", "incl. tests".
    /// "With a talent for …" is praise.
    fn says_how(&self, rest: &str, tail: &str) -> bool {
        const MEANS: &[&str] = &["through", "via", "using", "incl", "including", "e.g", "such"];
        let means = rest.split_whitespace().any(|word| {
            MEANS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
        });
        let with = tail.strip_prefix(" with ").and_then(|tail| words(tail).next()).is_some_and(|word| {
            let word = word.word.to_lowercase();
            let listed = |list: &[String]| list.contains(&word);
            !matches!(word.as_str(), "a" | "an" | "the") && !listed(&self.intensity) && !listed(&self.empty)
        });
        means || with
    }
}

/// Label, description, and where the description begins.
fn split(plain: &str) -> Option<(&str, &str, usize)> {
    let end = plain.char_indices().nth(60).map_or(plain.len(), |(at, _)| at);
    let (at, length) = earliest(plain.get(..end)?, &[": ", " – ", " — ", " - "])?;
    let rest = plain.get(at + length..)?;
    let label = plain.get(..at)?;
    (label.split_whitespace().count() <= 5 && !label.contains(['.', '?', '!'])).then_some((
        label,
        rest,
        at + length,
    ))
}

fn content_words(text: &str) -> impl Iterator<Item = String> {
    const SMALL: &[&str] = &[
        "a", "an", "and", "as", "at", "both", "by", "for", "in", "into", "is", "of", "on", "or", "our",
        "the", "their", "to", "very", "with", "your",
    ];
    words(text).map(|word| word.word.to_lowercase()).filter(|word| !SMALL.contains(&word.as_str()))
}

fn clause_end(rest: &str) -> usize {
    let signs = rest.find(|c: char| ",.;:(–—".contains(c)).unwrap_or(rest.len());
    let connectives =
        [" with ", " for ", " that ", " which ", " who ", " to ", " when ", " while ", " in order "];
    connectives.iter().filter_map(|word| rest.find(word)).chain([signs]).min().unwrap_or(rest.len())
}

/// Enough of a word to know it again in the plural or as an adjective.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let endings = [
        "ations", "ation", "ating", "ional", "ative", "ings", "ing", "ies", "ive", "al", "es", "ed", "or",
        "er", "s", "y", "e",
    ];
    let cut =
        endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4));
    cut.unwrap_or(&word).to_owned()
}
