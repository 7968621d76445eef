//! Where the parts of Markdown stand that the parser's events do not name.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::super::Marker;
use super::super::view::View;
use crate::text::Span;

/// The last line of `range`.
pub(super) fn last_line(view: &View, range: &Range<usize>) -> Range<usize> {
    let last = view.slice(range.clone()).rfind('\n').map_or(range.start, |at| range.start + at + 1);
    view.trim(last..range.end)
}

/// The lines of the file that hold `range`, with their last line end.
pub(super) fn whole_line(view: &View, range: Range<usize>) -> Span {
    let range = view.range(view.trim_blanks(range));
    let text = &view.file.text;
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(range.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end + at + 1);
    view.file.at(start..end)
}

/// The marker of the list item at `range`, and where it stands.
pub(super) fn marker(view: &View, range: &Range<usize>) -> (Marker, Range<usize>) {
    let raw = view.slice(range.clone());
    let start = range.start + (raw.len() - raw.trim_start().len());
    let raw = view.slice(start..range.end.max(start));
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    let mark = raw.get(digits..).and_then(|rest| rest.chars().next()).unwrap_or('-');
    let end = start + digits + mark.len_utf8();
    (Marker::Markup(mark), start..end.min(range.end).max(start))
}

/// The address at the start of `range`, which is what stands in the brackets of a link.
pub(super) fn destination(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = text.get(range.clone()).unwrap_or("");
    let address = raw.trim_start();
    let start = range.start + (raw.len() - address.len());
    match address.strip_prefix('<').and_then(|inner| inner.find('>')) {
        Some(length) => start + 1..start + 1 + length,
        None => start..start + address.find(char::is_whitespace).unwrap_or(address.len()),
    }
}

/// Where the address of the reference definition at `span` stands.
pub(super) fn definition_target(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let raw = text.get(span.clone())?;
    let colon = raw.find("]:")? + 2;
    Some(destination(text, span.start + colon..span.end))
}

pub(super) fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
