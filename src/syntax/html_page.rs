//! Whole HTML pages: the part of them that people read. What surrounds it (menus, footers, what is
//! hidden) is found first and is no prose; the rest is read like HTML anywhere.

mod frame;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::inline::Inline;
use super::reading::Reading;
use super::view::View;
use super::{Block, Document, Heading, HeadingMark, front, html};
use crate::text::SourceFile;

/// Reads an HTML page.
pub fn parse(file: &SourceFile) -> Document {
    let mut reading = Reading::new(file);
    let (front, start) = front::read(&mut reading);
    let whole = View::new(file, start..file.text.len());
    let frame = frame::find(&whole.text);
    let mut kept = vec![];
    let mut from = 0;
    for range in &frame.ranges {
        kept.push(from..range.start);
        reading.opaque(whole.span(range.clone()));
        from = range.end;
    }
    kept.push(from..whole.text.len());
    for (range, text) in frame.comments {
        reading.comment(whole.span(range), text);
    }
    let view = whole.sub(&kept);
    let mut blocks = html::page(&mut reading, &view);
    let named = blocks.iter().any(|block| matches!(block, Block::Heading(heading) if heading.depth == 1));
    if front.is_none() && !named {
        blocks.splice(0..0, frame.title.and_then(|range| title(&mut reading, &whole, range)));
    }
    reading.finish("html", front, blocks)
}

/// What divides the name of a page from the name of its site.
const DIVIDERS: &[&str] = &[" | ", " · ", " » ", " :: ", " « "];

/// The page's `<title>` as the heading that the page itself lacks.
fn title(reading: &mut Reading, view: &View, range: Range<usize>) -> Option<Block> {
    let said = view.slice(range.clone());
    let end = DIVIDERS.iter().filter_map(|divider| said.find(divider)).min().unwrap_or(said.len());
    let range = view.trim(range.start..range.start + end);
    let mut inline = Inline::new(view.file);
    html::push_text(&mut inline, view, range);
    let text = inline.finish(&mut reading.opaque).text.trimmed();
    let span = text.span;
    (!text.is_blank()).then_some(Block::Heading(Heading { depth: 1, mark: HeadingMark::Html, text, span }))
}
