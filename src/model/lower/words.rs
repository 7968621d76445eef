//! What blocks say, as plain words.

use std::borrow::Cow;

use crate::language::lexicon::current;
use crate::syntax::{Block, Item, Text};
use crate::text::{Span, Spanned, any_beyond_ascii};

use super::super::vocabulary::is_rank;
use super::super::{CellState, looks_like_title};
use super::series::is_step;
use super::title::{core_range, piece};

/// Everything that blocks say, one line for each text.
pub(super) fn blocks_text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        block.each_text(&mut |text| {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(text.plain.trim());
        });
    }
    out
}

/// The words of a text with one blank between them, and no white space around them. Most texts are written so.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    // Each question is asked of all bytes, which is quicker than to stop at the first that says no: hardly any does.
    let bytes = text.as_bytes();
    let control = |byte: &u8| *byte < b' ';
    let blanks = |(one, other): (&u8, &u8)| *one == b' ' && *other == b' ';
    let controls = bytes.iter().fold(false, |any, byte| any | control(byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let doubled = pairs.fold(false, |any, pair| any | blanks(pair));
    let outside = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    if !controls && !doubled && !outside && !any_beyond_ascii(text, char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

/// Words without regard to case, white space and the form of quotes and dashes.
pub(super) fn normal(text: &str) -> String {
    let line = one_line(text);
    if line.is_ascii() {
        let mut line = line.into_owned();
        line.make_ascii_lowercase();
        return line;
    }
    let mut out = String::with_capacity(line.len());
    for word in line.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            let start = out.len();
            out.push_str(word);
            if let Some(word) = out.get_mut(start..) {
                word.make_ascii_lowercase();
            }
            continue;
        }
        for c in word.chars() {
            match c {
                '’' | '‘' => out.push('\''),
                '“' | '”' => out.push('"'),
                '–' | '—' | '‑' => out.push('-'),
                '\u{200b}' | '\u{feff}' | '\u{ad}' => {}
                c => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}

/// Which kind of absence a text is, if it is one.
pub(in crate::model) fn state_of(text: &str) -> CellState {
    // Letters of the longest word for an absence: "to be determined".
    const MOST_LETTERS: usize = 14;
    if text.bytes().filter(u8::is_ascii_alphanumeric).take(MOST_LETTERS + 1).count() > MOST_LETTERS {
        return CellState::Content;
    }
    let word = normal(text);
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '…' | '?'));
    match word {
        "" => CellState::Empty,
        "n/a" | "na" | "n.a" | "not applicable" | "none" | "-" | "--" | "/" => CellState::NotApplicable,
        "wip" | "tbd" | "tba" | "tbc" | "todo" | "to do" | "to be defined" | "to be determined"
        | "to be done" | "to be added" | "to be confirmed" | "coming soon" | "work in progress"
        | "placeholder" | "…" | "..." | "?" | "??" | "???" | "xxx" | "fixme" => CellState::Placeholder,
        _ => CellState::Content,
    }
}

/// True for what says that a level includes the levels below it: "Above, plus:", "Everything in L3, and".
pub(super) fn includes_below(text: &str) -> bool {
    let lexicon = current();
    // The letters a to z are found in any case.
    let lower = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
    let mut found = false;
    let goes_on = |end: usize| names_level(&lower.get(end..).unwrap_or("").to_ascii_lowercase());
    lexicon.cumulative.each_in(&lower, |at, open| {
        found = found || open.is_none_or(|length| goes_on(at + length));
    });
    found
}

/// True if a text begins with the name of a level, and a pause or a word about levels follows.
fn names_level(text: &str) -> bool {
    const ABOUT: &[&str] = &[
        "plus",
        "and",
        "level",
        "expectations",
        "requirements",
        "responsibilities",
        "skills",
        "criteria",
        "does",
    ];
    let text = text.trim_start_matches("the ");
    let end = text.find([',', '.', ':', ';', '(', '\n', '+', '：', '、']).unwrap_or(text.len());
    let words: Vec<&str> = text.get(..end).unwrap_or("").split_whitespace().take(4).collect();
    (1..=words.len()).any(|count| {
        let (name, rest) = words.split_at(count);
        let name = name.join(" ");
        let mut letters = name.chars();
        let name: String =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        // "Junior Nurse" begins with its rank; "the Manager" and "Senior Nurses and others" may be anybody.
        let ranked = || {
            let one = !name.ends_with('s') && rest.first() != Some(&"and");
            count > 1 && one && words.first().is_some_and(|word| is_rank(word)) && looks_like_title(&name)
        };
        rest.first().is_none_or(|next| ABOUT.contains(next)) && (is_step(&name) || ranked())
    })
}

/// A piece of text that may be an expectation.
pub(super) struct Piece<'d> {
    pub text: &'d Text,
    pub span: Span,
    /// The list it is an item of, by order in the blocks; `None` for a paragraph.
    pub list: Option<usize>,
    /// The item above that names it and says nothing else.
    pub above: Option<Spanned<String>>,
}

impl<'d> Piece<'d> {
    /// A text that is no item.
    pub fn alone(text: &'d Text, span: Span) -> Self {
        Piece { text, span, list: None, above: None }
    }
}

/// Items and paragraphs of a cell, or of a section without headings below it. An item that is only a
/// name stands for nothing but the items below it.
pub(super) fn pieces(blocks: &[Block]) -> Vec<Piece<'_>> {
    let mut out = vec![];
    let mut lists = 0;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if !paragraph.text.is_blank() => {
                out.push(Piece::alone(&paragraph.text, paragraph.span));
            }
            Block::Heading(heading) if !heading.text.is_blank() => {
                out.push(Piece::alone(&heading.text, heading.span));
            }
            Block::List(list) => {
                lists += 1;
                item_pieces(&list.items, lists, &mut lists, &mut out);
            }
            Block::Quote { blocks, .. } => out.extend(pieces(blocks)),
            _ => {}
        }
    }
    out
}

/// The pieces of the items of a list and of those below them.
pub(super) fn item_pieces<'d>(items: &'d [Item], list: usize, lists: &mut usize, out: &mut Vec<Piece<'d>>) {
    nested_pieces(items, (list, None), DEEPEST_ITEM, lists, out);
}

/// What stands deeper than this in lists is not read.
const DEEPEST_ITEM: usize = 16;

fn nested_pieces<'d>(
    items: &'d [Item],
    (list, above): (usize, Option<&Spanned<String>>),
    depth: usize,
    lists: &mut usize,
    out: &mut Vec<Piece<'d>>,
) {
    let divided = items.len() > 1 && items.iter().all(|item| below(item).next().is_some());
    for item in items {
        let name = if depth > 0 { Name::of(item, divided) } else { None };
        if !item.text.is_blank() && name.as_ref().is_none_or(|name| name.speaks) {
            out.push(Piece { text: &item.text, span: item.span, list: Some(list), above: above.cloned() });
        }
        let above = name.as_ref().map(|name| &name.text).or(above);
        for items in below(item).filter(|_| depth > 0) {
            *lists += 1;
            let own = *lists;
            nested_pieces(items, (own, above), depth - 1, lists, out);
        }
    }
}

/// The items of the lists below an item.
fn below(item: &Item) -> impl Iterator<Item = &[Item]> {
    item.children.iter().filter_map(|block| match block {
        Block::List(inner) if inner.items.iter().any(|item| !item.text.is_blank()) => {
            Some(inner.items.as_slice())
        }
        _ => None,
    })
}

/// What an item with others below it calls them.
struct Name {
    text: Spanned<String>,
    /// It may also be something that is expected: "Good development of staff".
    speaks: bool,
}

impl Name {
    /// "Leadership", "Reviews:", "Leads the work of:"; `divided` if all items beside it have
    /// items below them.
    fn of(item: &Item, divided: bool) -> Option<Self> {
        const NAME: usize = 5;
        const OPENING: usize = 12;
        let count = below(item).map(<[Item]>::len).sum::<usize>();
        if count == 0 {
            return None;
        }
        let plain = item.text.plain.as_str();
        let range = core_range(plain);
        let name = plain.get(range.clone())?.trim_end();
        let words = name.split_whitespace().count();
        let opens = plain.trim_end().ends_with([':', '：']);
        let fits = (1..=if opens { OPENING } else { NAME }).contains(&words)
            && !name.contains([':', '：', ';', '?', '!', '\n'])
            && !name.contains(". ")
            && !name.ends_with('.');
        let text = fits.then(|| piece(&item.text, range.start..range.start + name.len()))?;
        // "Leads the work of others:" is expected as well as what follows.
        let bare = opens && words <= 3 || divided && words <= NAME || words < 3 && count > 1;
        Some(Name { text, speaks: !bare })
    }
}

/// True if a sentence ends in these words. The dot of "IC5.5" ends none.
pub(super) fn ends_inside(words: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    words.match_indices(['.', ';', '?', '!']).any(|(at, sign)| {
        let (before, after) = (words.get(..at).unwrap_or(""), words.get(at + 1..).unwrap_or(""));
        sign != "." || !digit(before.chars().next_back()) || !digit(after.chars().next())
    })
}

/// False for a text without a colon for sure.
pub(super) fn may_hold_colon(text: &Text) -> bool {
    text.signs.has(b':') || !text.signs.is_ascii()
}

/// "Business Acumen" in "Business Acumen: Understands …": bytes of the label, if there is one.
pub(super) fn label_range(plain: &str) -> Option<std::ops::Range<usize>> {
    let at = plain.find([':', '：'])?;
    let label = plain.get(..at)?.trim_end();
    let rest = plain.get(at..)?.trim_start_matches([':', '：']);
    let words = label.split_whitespace().count();
    let spoken = (1..=7).contains(&words) && !ends_inside(label) && label.chars().count() <= 60;
    let capital = label.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    let apart = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    let start = plain.len() - plain.trim_start().len();
    (spoken && capital && apart).then_some(start..label.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_may_include_those_below() {
        for text in [
            "Above, plus:",
            "Everything a Junior Nurse does, and:",
            "Includes all of Junior Nurse.",
            "Includes all of L1, plus:",
            "Builds on Junior Nurse:",
            "Alle Anforderungen der vorherigen Stufe, zusätzlich:",
            "Alles Vorherige, plus:",
            "Tudo do nível anterior, mais:",
            "上記に加えて：",
            "이전 단계에 더하여:",
        ] {
            assert!(includes_below(text), "{text}");
        }
        for text in [
            "In addition to senior nurses and doctors, talks to families.",
            "Builds on the work of others.",
            "Knows all of the house.",
            "Meets all managers of the ward.",
            "Everything a patient needs.",
        ] {
            assert!(!includes_below(text), "{text}");
        }
    }
}
