//! Blocks in the making: open quotations and lists, and what a finished paragraph turns out to be.

use std::ops::Range;

use crate::text::{SourceFile, Span};

use super::inline::{Fold, Lines};
use super::{Block, Heading, HeadingMark, Item, List, MarkKind, Marker, Paragraph, Text};

/// Lists and quotations nest no deeper; what stands deeper is kept, at this depth.
pub(super) const DEEPEST: usize = 48;

/// Something that holds blocks.
#[derive(Debug)]
pub(super) enum Frame {
    Root,
    Quote,
    List { ordered: bool },
    Item { marker: Marker, marker_span: Span, checked: Option<bool> },
}

#[derive(Debug)]
struct Open {
    frame: Frame,
    /// Where it begins, in the file.
    start: usize,
    blocks: Vec<Block>,
    items: Vec<Item>,
}

/// Builds a tree of blocks without recursion.
#[derive(Debug)]
pub(super) struct Outline<'f> {
    file: &'f SourceFile,
    stack: Vec<Open>,
    /// Frames that were too deep to be opened.
    skipped: usize,
}

impl<'f> Outline<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        let root = Open { frame: Frame::Root, start: 0, blocks: vec![], items: vec![] };
        Outline { file, stack: vec![root], skipped: 0 }
    }

    /// Opens a frame that begins at `start`.
    pub fn open(&mut self, frame: Frame, start: usize) {
        if self.skipped > 0 || self.stack.len() >= DEEPEST {
            self.skipped += 1;
        } else {
            self.stack.push(Open { frame, start, blocks: vec![], items: vec![] });
        }
    }

    /// Closes the frame opened last, which ends at `end`.
    pub fn close(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if self.stack.len() < 2 {
            return;
        }
        let Some(mut open) = self.stack.pop() else { return };
        open.blocks.shrink_to_fit();
        open.items.shrink_to_fit();
        let end = open.blocks.last().map_or(end, |block| end.max(block.span().end as usize));
        let span = self.file.at(open.start..end.max(open.start));
        match open.frame {
            Frame::Root => {}
            Frame::Quote => self.push(Block::Quote { blocks: open.blocks, span }),
            Frame::List { ordered } => {
                // Blocks outside of any item (broken HTML) are kept behind the list.
                if !open.items.is_empty() {
                    self.push(Block::List(List { ordered, items: open.items, span }));
                }
                self.extend(open.blocks);
            }
            Frame::Item { marker, marker_span, checked } => {
                let item = item(marker, marker_span, checked, open.blocks, span);
                match self.stack.last_mut() {
                    Some(Open { frame: Frame::List { .. }, items, .. }) => items.push(item),
                    _ => self.push(Block::List(List { ordered: false, items: vec![item], span })),
                }
            }
        }
    }

    /// True in an item.
    pub fn in_item(&self) -> bool {
        matches!(self.stack.last(), Some(Open { frame: Frame::Item { .. }, .. }))
    }

    /// Says of the open item whether its box is checked.
    pub fn check(&mut self, on: bool) {
        if let Some(Open { frame: Frame::Item { checked, .. }, .. }) = self.stack.last_mut() {
            *checked = Some(on);
        }
    }

    pub fn push(&mut self, block: Block) {
        let Some(open) = self.stack.last_mut() else { return };
        match (open.blocks.last_mut(), block) {
            // A blank line ends HTML to Markdown: items behind it still belong to the list.
            (Some(Block::List(last)), Block::List(next)) if goes_on(self.file, last, &next) => {
                last.span = last.span.cover(next.span);
                last.items.extend(next.items);
            }
            (_, block) => join(&mut open.blocks, block),
        }
    }

    pub fn extend(&mut self, blocks: impl IntoIterator<Item = Block>) {
        blocks.into_iter().for_each(|block| self.push(block));
    }

    /// All blocks; frames still open end at `end`.
    pub fn finish(mut self, end: usize) -> Vec<Block> {
        self.skipped = 0;
        while self.stack.len() > 1 {
            self.close(end);
        }
        let mut blocks = self.stack.pop().map(|root| root.blocks).unwrap_or_default();
        blocks.shrink_to_fit();
        blocks
    }
}

/// An item whose first paragraph is its text.
fn item(
    marker: Marker,
    marker_span: Span,
    checked: Option<bool>,
    mut blocks: Vec<Block>,
    span: Span,
) -> Item {
    let text = if let Some(Block::Paragraph(_)) = blocks.first()
        && let Block::Paragraph(first) = blocks.remove(0)
    {
        // Most items have nothing else, and there are many of them.
        blocks.shrink_to_fit();
        first.text
    } else {
        Text::verbatim("", Span::at(span.file, marker_span.end as usize))
    };
    Item { marker, marker_span, text, checked, children: blocks, span }
}

/// True when `next` begins with an item of HTML that no list's tag opens, right behind `last`.
fn goes_on(file: &SourceFile, last: &List, next: &List) -> bool {
    let html = |item: Option<&Item>| item.is_some_and(|item| item.marker == Marker::Html);
    let between = last.span.end as usize..next.span.start as usize;
    html(last.items.last())
        && html(next.items.first())
        && next.items.first().is_some_and(|item| item.marker_span.start == next.span.start)
        && file.text.get(between).is_some_and(|between| between.trim().is_empty())
}

/// Adds `block` behind `blocks`: lists that people typed item by item become one.
fn join(blocks: &mut Vec<Block>, block: Block) {
    match (blocks.last_mut(), block) {
        (Some(Block::List(last)), Block::List(next)) if same_typed(last, &next) => {
            last.span = last.span.cover(next.span);
            last.items.extend(next.items);
        }
        (Some(Block::Paragraph(last)), Block::Paragraph(next)) => {
            match (dash_item(&last.text), dash_item(&next.text)) {
                (Some(first), Some(second)) => {
                    let span = first.span.cover(second.span);
                    blocks.pop();
                    blocks.push(Block::List(List { ordered: false, items: vec![first, second], span }));
                }
                _ => blocks.push(Block::Paragraph(next)),
            }
        }
        (Some(Block::List(last)), Block::Paragraph(next)) if typed_marker(last).is_some_and(is_dash) => {
            match dash_item(&next.text) {
                Some(item) => {
                    last.span = last.span.cover(item.span);
                    last.items.push(item);
                }
                None => blocks.push(Block::Paragraph(next)),
            }
        }
        (_, block) => blocks.push(block),
    }
}

fn typed_marker(list: &List) -> Option<char> {
    match list.items.last()?.marker {
        Marker::Typed(mark) => Some(mark),
        _ => None,
    }
}

fn same_typed(last: &List, next: &List) -> bool {
    typed_marker(last).is_some() && typed_marker(last) == typed_marker(next)
}

fn dash_item(text: &Text) -> Option<Item> {
    let (mark, length) = typed_bullet(&text.plain)?;
    (is_dash(mark) && !matches!(mark, '*' | '+')).then(|| typed_item(text, mark, length))
}

/// Marks that make a list item to the eye, if a space follows or not.
const BULLETS: &[char] =
    &['•', '▪', '●', '◦', '‣', '⁃', '∙', '■', '□', '○', '➢', '➤', '►', '▸', '❖', '\u{f0b7}', '\u{f0a7}'];

/// Marks that make a list item only if a space follows.
const SPACED_BULLETS: &[char] = &['·', '–', '—', '-', '*', '+'];

/// The typed bullet that `line` begins with, and the bytes of it and the blanks behind it.
pub(super) fn typed_bullet(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next()?;
    let rest = line.get(mark.len_utf8()..)?;
    let content = rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{2003}', '\u{2002}']);
    let spaced = content.len() < rest.len();
    let fits = BULLETS.contains(&mark) || (SPACED_BULLETS.contains(&mark) && spaced);
    (fits && !content.is_empty()).then(|| (mark, line.len() - content.len()))
}

/// True for marks that are nothing but bullets.
pub(super) fn is_bullet(mark: char) -> bool {
    BULLETS.contains(&mark)
}

/// True for marks that also stand for other things: only several in a row are a list.
pub(super) fn is_dash(mark: char) -> bool {
    matches!(mark, '–' | '—' | '-' | '*' | '+')
}

/// The item that `text` says, whose first `length` bytes are its bullet.
fn typed_item(text: &Text, mark: char, length: usize) -> Item {
    Item {
        marker: Marker::Typed(mark),
        marker_span: text.locate(0..mark.len_utf8()).span,
        text: text.part(length..text.plain.len()).trimmed(),
        checked: None,
        children: vec![],
        span: text.span,
    }
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// On a page: it may be a heading in bold.
    Page,
    /// In a list item.
    Item,
    /// In a table cell: each line is a paragraph of its own.
    Cell,
}

/// What a finished paragraph turns out to be: a paragraph, a heading in bold, a typed list.
/// `heading` is the depth of the last heading.
pub(super) fn arrange(lines: Lines, setting: Setting, heading: u8) -> Vec<Block> {
    if is_plain_line(&lines) {
        let mut text = lines.text;
        text.span = text.locate(0..text.plain.len()).span;
        return vec![paragraph(text)];
    }
    let groups = group(&lines, setting);
    let ranges: Vec<_> = groups.iter().map(|group| group.range.clone()).collect();
    // Cells have one, and sheets have many cells.
    let mut blocks = Vec::with_capacity(1);
    for (group, text) in groups.into_iter().zip(lines.text.pieces(&ranges)) {
        if text.is_blank() {
            continue;
        }
        if let Some((depth, title)) = group.atx {
            let span = text.span;
            let text = text.part(title..text.plain.len()).trimmed();
            blocks.push(Block::Heading(Heading { depth, mark: HeadingMark::Atx, text, span }));
            continue;
        }
        let block = match group.marker {
            Some((Marker::Typed(mark), _)) => {
                let length = typed_bullet(&text.plain).map_or(0, |(_, length)| length);
                item_list(typed_item(&text, mark, length))
            }
            Some((marker, span)) => {
                let whole = text.span.cover(span);
                item_list(item(marker, span, None, vec![paragraph(text)], whole))
            }
            None => match bold_label(&text).filter(|_| setting == Setting::Page) {
                Some(label) => bold_heading(label, text.span, heading),
                None => paragraph(text),
            },
        };
        match (blocks.last_mut(), block) {
            (Some(Block::List(last)), Block::List(next)) => {
                last.span = last.span.cover(next.span);
                last.items.extend(next.items);
            }
            (_, block) => blocks.push(block),
        }
    }
    blocks.iter_mut().for_each(|block| {
        if let Block::List(list) = block {
            list.items.shrink_to_fit();
        }
    });
    blocks.shrink_to_fit();
    blocks
}

/// True for one line without any markup that begins with a letter or a digit, as most texts are: it is a paragraph
/// wherever it stands, and all of it.
fn is_plain_line(lines: &Lines) -> bool {
    let plain = lines.text.plain.as_str();
    lines.first.is_none()
        && lines.starts.is_empty()
        && lines.text.marks.is_empty()
        && plain.starts_with(char::is_alphanumeric)
        && !plain.ends_with(char::is_whitespace)
}

pub(super) fn paragraph(text: Text) -> Block {
    let span = text.span;
    Block::Paragraph(Paragraph { text, span })
}

pub(super) fn bold_heading(text: Text, span: Span, last: u8) -> Block {
    let depth = last.saturating_add(1).clamp(1, 6);
    Block::Heading(Heading { depth, mark: HeadingMark::Bold, text, span })
}

fn item_list(item: Item) -> Block {
    let span = item.span;
    Block::List(List { ordered: false, items: vec![item], span })
}

/// Lines of a text that belong together.
struct Group {
    range: Range<usize>,
    marker: Option<(Marker, Span)>,
    /// A heading that raw HTML right above it keeps from being one: its depth and the length of its
    /// mark.
    atx: Option<(u8, usize)>,
}

/// The depth and the length of the mark of the heading that `range` of `text` is in raw HTML.
fn atx_mark(text: &Text, range: &Range<usize>) -> Option<(u8, usize)> {
    let line = text.plain.get(range.clone())?;
    let depth = line.len() - line.trim_start_matches('#').len();
    let title = line.get(depth..)?;
    // An escaped sign is two bytes in the file.
    let written = text.locate(range.start..range.start + 1).span.len() == 1;
    let fits = (1..=6).contains(&depth) && title.starts_with(' ') && written;
    fits.then(|| (u8::try_from(depth).unwrap_or(6), depth))
}

/// Splits a line of typed items (`• one • two`) before each bullet.
fn typed_parts(line: &str) -> impl Iterator<Item = &str> {
    let mark = line.trim_start().chars().next().filter(|&mark| is_bullet(mark));
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = line.get(start..)?;
        // The first bullet is no border; the next is one if a blank stands on both sides.
        let inner = rest.len() - rest.trim_start().len() + mark.map_or(0, char::len_utf8);
        let next = mark.and_then(|mark| {
            let mut bullets = rest.get(inner..)?.match_indices(mark).map(|(found, _)| inner + found);
            bullets.find(|&found| {
                rest.get(..found).is_some_and(|before| before.ends_with(char::is_whitespace))
                    && rest
                        .get(found + mark.len_utf8()..)
                        .is_some_and(|after| after.starts_with(char::is_whitespace))
            })
        });
        at = next.map(|next| start + next);
        rest.get(..next.unwrap_or(rest.len()))
    })
}

fn group(lines: &Lines, setting: Setting) -> Vec<Group> {
    let text = &lines.text;
    let plain = &text.plain;
    let none = Span::at(text.span.file, text.span.start as usize);
    let mut pieces: Vec<(Range<usize>, Option<&Fold>)> = vec![];
    let firsts = std::iter::once((0, lines.first.as_ref()));
    let starts = firsts.chain(lines.starts.iter().map(|(at, fold)| (*at, Some(fold))));
    let ends = lines.starts.iter().map(|(at, _)| *at).chain([plain.len()]);
    for ((start, fold), end) in starts.zip(ends) {
        let line = plain.get(start..end).unwrap_or("");
        let mut from = start;
        let mut fold = fold;
        for part in typed_parts(line) {
            let lead = part.len() - part.trim_start().len();
            pieces.push((from + lead..from + lead + part.trim().len(), fold));
            from += part.len();
            fold = Some(&Fold::Hard);
        }
    }
    let bullet = |range: &Range<usize>| plain.get(range.clone()).and_then(typed_bullet);
    let dashes =
        pieces.iter().filter(|(range, _)| bullet(range).is_some_and(|(mark, _)| is_dash(mark))).count();
    // A label may have words behind or a line below it that explain it: all in italics, or behind a
    // hard break.
    if setting == Setting::Page
        && let Some((first, fold)) = pieces.first().cloned()
        && let Some(end) = label_end(text, &first)
    {
        let rest = plain.get(end..first.end).unwrap_or("");
        let next = first.end - rest.trim_start().len();
        pieces.splice(0..1, [(first.start..end, fold), (next..first.end, Some(&Fold::Hard))]);
    }
    let explained = |(range, fold): &(Range<usize>, Option<&Fold>)| {
        *fold == Some(&Fold::Hard) || is_all(&text.part(range.start..plain.len()), &MarkKind::Emphasis)
    };
    let label_first = setting == Setting::Page
        && pieces.get(1).is_some_and(explained)
        && pieces.first().is_some_and(|(range, _)| bold_label(&text.part(range.clone())).is_some());
    let mut groups: Vec<Group> = vec![];
    for (index, (range, fold)) in pieces.into_iter().enumerate() {
        // In a cell nothing but a list begins with a dash and a word: "- Writes", not "- 5 %".
        let worded = |length: usize| {
            let rest = plain.get(range.start + length..range.end);
            setting == Setting::Cell && rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        };
        let typed = bullet(&range).filter(|&(mark, length)| dashes > 1 || !is_dash(mark) || worded(length));
        let marker = match (fold, typed) {
            (Some(Fold::Item(span)), _) => Some((Marker::Html, *span)),
            (_, Some((mark, _))) if setting != Setting::Item => Some((Marker::Typed(mark), none)),
            _ => None,
        };
        let atx = atx_mark(text, &range).filter(|_| setting == Setting::Page);
        let hard = fold != Some(&Fold::Soft) && fold.is_some();
        let apart = match groups.last() {
            None => true,
            Some(last) if marker.is_some() || atx.is_some() || last.atx.is_some() => true,
            Some(last) => {
                (hard && (setting == Setting::Cell || last.marker.is_some())) || (index == 1 && label_first)
            }
        };
        match groups.last_mut() {
            Some(last) if !apart => last.range.end = range.end.max(last.range.end),
            _ => groups.push(Group { range, marker, atx }),
        }
    }
    groups
}

/// Where the bold label at the start of the line `line` ends, if all that follows is in italics.
fn label_end(text: &Text, line: &Range<usize>) -> Option<usize> {
    let bold = text.marks.iter().find(|mark| mark.kind == MarkKind::Strong)?;
    let end = bold.range.end;
    let label = text.plain.get(line.start..end)?;
    (bold.range.start <= line.start
        && end < line.end
        && is_all(&text.part(end..text.plain.len()), &MarkKind::Emphasis)
        && bold_label(&text.part(line.start..end)).is_some())
    .then_some(line.start + label.trim_end().len())
}

/// The text of a paragraph that is bold as a whole and short enough to be a heading.
pub(super) fn bold_label(text: &Text) -> Option<Text> {
    // Hardly any paragraph is; the white space at its ends is neither bold nor not.
    if !is_bold(text) {
        return None;
    }
    let text = text.trimmed();
    if text.plain.contains('\n') {
        return None;
    }
    let words = text.plain.split_whitespace().count();
    (words <= 14 && !text.plain.ends_with(['.', ',', ';', '!'])).then_some(text)
}

/// True for what is too long, or too much a sentence, to be a heading.
pub(super) fn is_prose(text: &Text) -> bool {
    let words = text.plain.split_whitespace().count();
    words > 16 || (words > 6 && text.plain.ends_with(['.', ';', ',']))
}

/// True when every letter and digit is bold.
pub(super) fn is_bold(text: &Text) -> bool {
    is_all(text, &MarkKind::Strong)
}

/// True when every letter and digit is marked so.
fn is_all(text: &Text, kind: &MarkKind) -> bool {
    let mut at = 0;
    let mut any = false;
    let loose =
        |range: Range<usize>| text.plain.get(range).is_some_and(|s| s.contains(char::is_alphanumeric));
    for mark in text.marks.iter().filter(|mark| mark.kind == *kind) {
        if at < mark.range.start && loose(at..mark.range.start) {
            return false;
        }
        any = any || loose(mark.range.clone());
        at = at.max(mark.range.end);
    }
    any && !loose(at..text.plain.len())
}
