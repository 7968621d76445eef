//! Titles that only the file's name tells: how the text writes them, and whether it speaks of them.

use crate::syntax::{Block, Text};
use crate::text::Spanned;

use super::super::words_of;
use super::title::{Head, piece};

/// Puts the title as the text writes it in place of the words of the file's name.
pub(super) fn spell(head: &mut Head, blocks: &[Block]) {
    let Some(title) = head.title.as_ref().filter(|title| title.span.is_empty()) else { return };
    let wanted: Vec<String> = words_of(&title.value).iter().map(|word| stem(word)).collect();
    if wanted.len() < 2 {
        return;
    }
    let mut found: Option<Spanned<String>> = None;
    for block in blocks {
        block.each_text(&mut |text| {
            if found.is_none() {
                found = find(text, &wanted);
            }
        });
    }
    if found.is_some() {
        head.title = found;
    }
}

/// The words of a title where they follow each other in a text, written as titles are.
fn find(text: &Text, wanted: &[String]) -> Option<Spanned<String>> {
    let plain = text.plain.as_str();
    let mut words: Vec<(usize, usize, String)> = vec![];
    let mut start = None;
    for (at, c) in plain.char_indices().chain([(plain.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at, stem(&plain.get(from..at)?.to_lowercase())));
                start = None;
            }
            _ => {}
        }
    }
    words.windows(wanted.len()).find_map(|window| {
        let ((from, ..), (last, to, _)) = (window.first()?, window.last()?);
        let same = window.iter().zip(wanted).all(|((.., word), wanted)| word == wanted);
        let capital = |at: usize| plain.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        (same && capital(*from) && capital(*last)).then(|| piece(text, *from..*to))
    })
}

/// A word without the ending of its plural.
fn stem(word: &str) -> String {
    word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word).to_owned()
}

/// True if the text uses the word that names the job of the title.
pub(super) fn mentions(title: &str, blocks: &[Block]) -> bool {
    let words = words_of(title);
    let Some(job) = words.iter().rev().find(|word| word.len() > 2).map(|word| stem(word)) else {
        return true;
    };
    let mut found = false;
    for block in blocks {
        block.each_text(&mut |text| found |= text.plain.to_lowercase().contains(&job));
    }
    found
}
