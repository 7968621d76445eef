//! Places in a pipe table: which bytes are a cell, and which go with it when it is taken out.

use std::ops::Range;

use super::view::View;

/// The bytes of a cell with one pipe, `cell` being what stands between its pipes in the line `row`.
pub(super) fn cell_span(view: &View, row: &Range<usize>, cell: &Range<usize>) -> Range<usize> {
    let line = view.trim_blanks(row.clone());
    let before = view.slice(line.start..cell.start.max(line.start));
    let after = view.slice(cell.end..line.end.max(cell.end));
    let trimmed = before.trim_end_matches([' ', '\t']);
    let right = after.len() - after.trim_start_matches([' ', '\t']).len();
    let has_right = after.get(right..).is_some_and(|rest| rest.starts_with('|'));
    if trimmed.ends_with('|') {
        let start = line.start + trimmed.len() - 1;
        let end = if has_right { cell.end + right } else { line.end.max(cell.end) };
        start..end.max(start)
    } else {
        let end = if has_right { cell.end + right + 1 } else { cell.end };
        cell.start.min(end)..end
    }
}

/// True for a cell that the line does not hold: the parser fills short rows up.
pub(super) fn is_filler(view: &View, row: &Range<usize>, cell: &Range<usize>) -> bool {
    cell.is_empty()
        && (cell.start >= view.trim_blanks(row.clone()).end
            || !view.slice(cell.start..row.end).starts_with('|'))
}

/// Cells behind the last one that the table's header has room for: `last` is that one's content.
pub(super) fn surplus(view: &View, row: &Range<usize>, last: &Range<usize>) -> Vec<Range<usize>> {
    let line = view.trim_blanks(row.clone());
    let after = view.slice(last.end..line.end.max(last.end));
    let Some(pipe) = after.find(|c: char| !matches!(c, ' ' | '\t')) else { return vec![] };
    let Some(rest) = after.get(pipe..).and_then(|rest| rest.strip_prefix('|')) else { return vec![] };
    if rest.is_empty() {
        return vec![];
    }
    let start = last.end + pipe + 1;
    let rest = rest.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(rest);
    split(rest).map(|cell| start + cell.start..start + cell.end).collect()
}

/// The cells of the rule below the header line `head`.
pub(super) fn rule(view: &View, head: &Range<usize>) -> Vec<Range<usize>> {
    let rest = view.slice(head.end..view.text.len());
    let line_end = rest.find('\n').map_or(view.text.len(), |length| head.end + length);
    let row = view.trim_blanks(head.end..line_end);
    let row = row.start + row_offset(view.slice(row.clone()))..row.end;
    let text = view.slice(row.clone());
    let inner = text.strip_prefix('|').unwrap_or(text);
    let from = row.start + (text.len() - inner.len());
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    split(inner).map(|cell| cell_span(view, &row, &(from + cell.start..from + cell.end))).collect()
}

/// Length of the marks of quotations and lists before a rule.
fn row_offset(text: &str) -> usize {
    text.find(['|', '-', ':']).unwrap_or(0)
}

/// Splits at the pipes that no backslash escapes.
fn split(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let bytes = text.as_bytes();
        let mut end = start;
        loop {
            match bytes.get(end) {
                Some(b'|') => {
                    at = Some(end + 1);
                    break;
                }
                Some(b'\\') => end = (end + 2).min(bytes.len()),
                Some(_) => end += 1,
                None => {
                    at = None;
                    break;
                }
            }
        }
        Some(start..end)
    })
}
