//! Pages about the move from one role to the next: "Progression Guide: IC1 to IC2".

use crate::syntax::Block;
use crate::text::{SourceFile, Span, Spanned};

use super::super::vocabulary::{code, looks_like_title};
use super::super::{Transition, words_of};
use super::outline::headings;
use super::title::piece;

/// Words and signs between the two roles.
const BETWEEN: &[&str] = &[" to ", " → ", " -> ", " ➔ ", " ⇒ "];

/// The move that the page's first headings or its name tell.
pub(super) fn of(file: &SourceFile, blocks: &[Block]) -> Option<Transition> {
    let said = headings(blocks).take(2).find_map(|heading| {
        let plain = heading.text.plain.as_str();
        let start = plain.rfind([':', '：']).map_or(0, |at| at + plain.get(at..).map_or(1, first_length));
        let line = plain.get(start..)?;
        let lead = line.len() - line.trim_start().len();
        let from = start + lead + if line.trim_start().starts_with("From ") { "From ".len() } else { 0 };
        let (at, sign) =
            BETWEEN.iter().find_map(|sign| Some((from + plain.get(from..)?.find(sign)?, sign)))?;
        let (low, high) = (plain.get(from..at)?, plain.get(at + sign.len()..)?);
        let end = at + sign.len() + high.trim_end().len();
        names(low, high).then(|| Transition {
            from: piece(&heading.text, from..from + low.trim_end().len()),
            to: piece(&heading.text, at + sign.len()..end),
        })
    });
    said.or_else(|| {
        let stem = file.path.rsplit('/').next()?.split('.').next()?;
        let words: Vec<&str> = stem.split(['_', '-', ' ']).collect();
        let at = words.iter().position(|word| word.eq_ignore_ascii_case("to"))?;
        let (low, high) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
        let name = |word: &str| Spanned::new(word.to_owned(), Span::at(file.id, 0));
        (code(low).is_some() && code(high).is_some()).then(|| Transition { from: name(low), to: name(high) })
    })
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// True for two different levels or two different titles.
fn names(low: &str, high: &str) -> bool {
    let (low, high) = (low.trim(), high.trim());
    let codes = code(low).is_some() && code(high).is_some();
    (codes || (looks_like_title(low) && looks_like_title(high))) && words_of(low) != words_of(high)
}
