//! What blocks say, as plain words.

use crate::syntax::{Block, Item, Text};
use crate::text::Span;

use super::super::CellState;

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

/// Words without regard to case, white space and the form of quotes and dashes.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
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

/// A piece of text that may be an expectation.
pub(super) struct Piece<'d> {
    pub text: &'d Text,
    pub span: Span,
    /// The list it is an item of, by order in the blocks; `None` for a paragraph.
    pub list: Option<usize>,
}

/// Items and paragraphs of a cell, or of a section without headings below it. Nested items
/// belong to their parent; they stand for it only if it says nothing.
pub(super) fn pieces(blocks: &[Block]) -> Vec<Piece<'_>> {
    let mut out = vec![];
    let mut lists = 0;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if !paragraph.text.is_blank() => {
                out.push(Piece { text: &paragraph.text, span: paragraph.span, list: None });
            }
            Block::Heading(heading) if !heading.text.is_blank() => {
                out.push(Piece { text: &heading.text, span: heading.span, list: None });
            }
            Block::List(list) => {
                lists += 1;
                let own = lists;
                for item in &list.items {
                    item_pieces(item, own, &mut lists, &mut out);
                }
            }
            Block::Quote { blocks, .. } => out.extend(pieces(blocks)),
            _ => {}
        }
    }
    out
}

/// The pieces of one item.
pub(super) fn item_pieces<'d>(item: &'d Item, list: usize, lists: &mut usize, out: &mut Vec<Piece<'d>>) {
    let nested = item.children.iter().find_map(|block| match block {
        Block::List(list) => Some(list),
        _ => None,
    });
    match nested {
        Some(inner) if item.text.is_blank() => {
            *lists += 1;
            let own = *lists;
            for item in &inner.items {
                if !item.text.is_blank() {
                    out.push(Piece { text: &item.text, span: item.span, list: Some(own) });
                }
            }
        }
        _ if item.text.is_blank() => {}
        _ => out.push(Piece { text: &item.text, span: item.span, list: Some(list) }),
    }
}

/// "Business Acumen" in "Business Acumen: Understands …": bytes of the label, if there is one.
pub(super) fn label_range(plain: &str) -> Option<std::ops::Range<usize>> {
    let at = plain.find([':', '：'])?;
    let label = plain.get(..at)?.trim_end();
    let rest = plain.get(at..)?.trim_start_matches([':', '：']);
    let words = label.split_whitespace().count();
    let spoken =
        (1..=7).contains(&words) && !label.contains(['.', ';', '?', '!']) && label.chars().count() <= 60;
    let capital = label.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    let apart = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    let start = plain.len() - plain.trim_start().len();
    (spoken && capital && apart).then_some(start..label.len())
}
