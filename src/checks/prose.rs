//! Small questions that checks of running text ask.

use std::borrow::Cow;
use std::ops::Range;

use crate::language::Dictionary;
use crate::syntax::{Block, Document, Heading, HeadingMark};
use crate::text::{SourceFile, Span};

/// So far does anybody look around a place, in bytes: longer "words" are data, and looking further at
/// each place of a long line would take for ever.
const WINDOW: usize = 240;

/// The end of `text`, at most as long as a window.
pub fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(WINDOW);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or("")
}

/// The beginning of `text`, at most as long as a window.
pub fn head(text: &str) -> &str {
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The stretch without white space that holds the byte `at`, as far as a window reaches.
pub fn chunk(plain: &str, at: usize) -> Range<usize> {
    let before = tail(plain.get(..at).unwrap_or(""));
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let rest = head(plain.get(at..).unwrap_or(""));
    at - word.len()..at + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// True for stretches that are no words: addresses, paths, identifiers, settings.
pub fn is_technical(chunk: &str) -> bool {
    chunk.contains("://")
        || chunk.contains("www.")
        || chunk.contains("::")
        || chunk.contains(['@', '\\', '_', '=', '<', '>', '{', '}', '|', '`'])
}

/// The letters (with inner apostrophes) that end at the byte `at`.
pub fn word_before(plain: &str, at: usize) -> &str {
    let before = tail(plain.get(..at).unwrap_or(""));
    let rest = before.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '\'' | '’'));
    before.get(rest.len()..).unwrap_or("").trim_start_matches(['\'', '’'])
}

/// The letters (with inner apostrophes) that begin at the byte `at`.
pub fn word_after(plain: &str, at: usize) -> &str {
    let after = head(plain.get(at..).unwrap_or(""));
    let length = after.find(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’')).unwrap_or(after.len());
    after.get(..length).unwrap_or("").trim_end_matches(['\'', '’'])
}

/// The word in small letters. Most are written so, and need no copy.
pub fn lowered(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { word.into() } else { word.to_lowercase().into() }
}

/// True if `part`, in any case of the letters a to z, stands in `text`.
pub fn holds_any_case(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty() || text.windows(part.len()).any(|here| here.eq_ignore_ascii_case(part))
}

/// True for a common English word, whatever its case.
pub fn is_english(word: &str) -> bool {
    Dictionary::english().contains(&word.to_lowercase())
}

/// The headings of a page that are marked as such, in page order. What a reader takes for a heading
/// although it is only bold, or only looks like one, is not among them.
pub fn marked_headings(doc: &Document) -> Vec<&Heading> {
    doc.blocks()
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading)
                if matches!(heading.mark, HeadingMark::Atx | HeadingMark::Setext | HeadingMark::Html) =>
            {
                Some(heading)
            }
            _ => None,
        })
        .collect()
}

/// The blocks of code of a page, in page order.
pub fn code_blocks(doc: &Document) -> Vec<Span> {
    let mut found = vec![];
    in_blocks(doc.blocks(), 0, &mut found);
    found.sort_by_key(|span| span.start);
    found
}

fn in_blocks(blocks: &[Block], depth: usize, found: &mut Vec<Span>) {
    // Readers stop nesting far below this.
    if depth > 128 {
        return;
    }
    for block in blocks {
        match block {
            Block::Code { span } => found.push(*span),
            Block::Quote { blocks, .. } => in_blocks(blocks, depth + 1, found),
            Block::List(list) => {
                list.items.iter().for_each(|item| in_blocks(&item.children, depth + 1, found));
            }
            Block::Table(table) => table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .for_each(|cell| in_blocks(&cell.blocks, depth + 1, found)),
            _ => {}
        }
    }
}

/// True if one of `spans`, which are in order and do not overlap, holds the byte `at`.
pub fn holds(spans: &[Span], at: usize) -> bool {
    let from = spans.partition_point(|span| span.end as usize <= at);
    spans.get(from).is_some_and(|span| (span.start as usize) <= at)
}

/// Where the back quotes of a file stand, to tell code in a line from text.
pub struct Backquotes(Vec<usize>);

impl Backquotes {
    pub fn new(file: &SourceFile) -> Self {
        Backquotes(memchr::memchr_iter(b'`', file.text.as_bytes()).collect())
    }

    /// True if an odd number of back quotes stands on the line before `at`.
    pub fn enclose(&self, file: &SourceFile, at: usize) -> bool {
        let line = u32::try_from(at).map_or(0, |at| file.line_range(file.line_of(at)).start);
        let before = |offset: usize| self.0.partition_point(|&quote| quote < offset);
        before(at).saturating_sub(before(line)) % 2 == 1
    }
}
