//! Brackets without their counterpart.

use super::prose::tail;
use crate::syntax::{Document, Text, Visit};
use crate::text::Span;

/// A bracket that stands alone.
pub struct Lone {
    pub span: Span,
    pub bracket: char,
    pub opens: bool,
}

/// How many texts (items, cells, paragraphs) a bracket may reach over.
const REACH: usize = 2;

/// All brackets of a page that are never closed, or never opened. A bracket that is closed in one of
/// the next texts counts as closed.
pub fn lone_brackets(doc: &Document) -> Vec<Lone> {
    let mut lone: Vec<Lone> = vec![];
    // Openers of each kind that wait for the next texts, with the number of their text.
    let (mut round, mut square): (Vec<(usize, Lone)>, Vec<(usize, Lone)>) = (vec![], vec![]);
    let mut number = 0;
    doc.visit(&mut |visit| {
        let Some(text) = visit.text() else { return };
        number += 1;
        // Keys and single words are no prose.
        if matches!(visit, Visit::Value(..)) && text.plain.split_whitespace().nth(3).is_none() {
            return;
        }
        for found in in_text(text) {
            let stack = if matches!(found.bracket, '(' | ')') { &mut round } else { &mut square };
            if found.opens {
                stack.push((number, found));
            } else if stack.pop_if(|(opened, _)| number - *opened <= REACH).is_none() {
                lone.push(found);
            }
        }
    });
    lone.extend(round.into_iter().chain(square).map(|(_, opener)| opener));
    lone.sort_unstable_by_key(|lone| lone.span.start);
    lone
}

fn in_text(text: &Text) -> Vec<Lone> {
    if !text.signs.has_any(b"()[]") {
        return vec![];
    }
    let plain = text.plain.as_str();
    let mut lone: Vec<(usize, char)> = vec![];
    let (mut round, mut square): (Vec<usize>, Vec<usize>) = (vec![], vec![]);
    for (at, c) in plain.char_indices() {
        if !matches!(c, '(' | ')' | '[' | ']') || text.is_code(&(at..at + 1)) || is_face(plain, at) {
            continue;
        }
        match c {
            '(' => round.push(at),
            '[' => square.push(at),
            _ => {
                let (own, other) =
                    if c == ')' { (&mut round, &mut square) } else { (&mut square, &mut round) };
                let opener = own.pop().or_else(|| other.pop_if(|open| is_interval(plain, *open, at)));
                if opener.is_none() && !is_number(plain, at) {
                    lone.push((at, c));
                }
            }
        }
    }
    lone.extend(round.into_iter().map(|at| (at, '(')));
    lone.extend(square.into_iter().map(|at| (at, '[')));
    lone.sort_unstable();
    lone.into_iter()
        .filter_map(|(at, bracket)| {
            let place = text.locate(at..at + 1);
            // An escape or an entity was written on purpose.
            let opens = matches!(bracket, '(' | '[');
            (place.exact && place.span.len() == 1).then_some(Lone { span: place.span, bracket, opens })
        })
        .collect()
}

/// "[0, 1)": half open.
fn is_interval(plain: &str, open: usize, close: usize) -> bool {
    let inner = plain.get(open + 1..close).unwrap_or("");
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ';' | '-' | '–' | '%' | '∞' | ' ');
    inner.len() < 24 && inner.contains([',', ';', '-', '–']) && inner.chars().all(figure)
}

/// ":-)" and its like.
fn is_face(plain: &str, at: usize) -> bool {
    let before = tail(plain.get(..at).unwrap_or(""));
    let after = plain.get(at + 1..).unwrap_or("");
    let eyes = |c: char| matches!(c, ':' | ';' | '=' | '8');
    let left = before.strip_suffix('-').unwrap_or(before);
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let face = left.ends_with(eyes) && {
        let rest = left.trim_end_matches(eyes);
        // "(see: a)" ends with a letter before the bracket, ":)" does not.
        apart(rest.chars().next_back()) || rest.ends_with(' ')
    };
    face || (after.starts_with([':', ';'])
        && before.ends_with(' ')
        && after.get(1..).is_some_and(|rest| rest.starts_with(' ') || rest.is_empty()))
}

/// "1)", "a)", "iv)": a number of a list.
fn is_number(plain: &str, at: usize) -> bool {
    let before = tail(plain.get(..at).unwrap_or(""));
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | ',' | ';' | '“' | '"'))
        .next()
        .unwrap_or("");
    let word = word.trim_matches(['*', '_', '.']);
    let short = word.chars().count() <= 2 && word.chars().all(char::is_alphanumeric) && !word.is_empty();
    short || (!word.is_empty() && word.len() <= 5 && word.bytes().all(|byte| b"ivxIVX".contains(&byte)))
}
