//! What to delete so that a level is gone from a table.

use crate::syntax::{Cell, Row, TableKind};
use crate::text::{SourceFile, Span};

use super::super::grid::Grid;

/// For each row the bytes of its cell in `column`; nothing at all where cells span several columns,
/// because then deleting does not take the column out.
pub(super) fn column_cut(file: &SourceFile, grid: &Grid<'_>, column: usize) -> Vec<Vec<Span>> {
    if grid.spans() {
        return vec![];
    }
    let mut cut: Vec<Vec<Span>> = (0..grid.height())
        .map(|row| {
            grid.cell(row, column).map(|cell| cell_cut(file, grid.table.kind, cell)).into_iter().collect()
        })
        .collect();
    if grid.table.kind == TableKind::Gfm {
        let rule = grid.row(0).and_then(|row| rule_cut(file, row, column));
        match (cut.first_mut(), rule) {
            (Some(first), Some(rule)) => first.push(rule),
            _ => return vec![],
        }
    }
    cut
}

fn cell_cut(file: &SourceFile, kind: TableKind, cell: &Cell) -> Span {
    if kind == TableKind::Html { with_line(file, cell.span) } else { cell.span }
}

/// The piece of a pipe table's rule (`|---|---|`) that belongs to `column`, with one pipe.
fn rule_cut(file: &SourceFile, header: &Row, column: usize) -> Option<Span> {
    let line = file.line_of(header.span.start) + 1;
    let range = file.line_range(line);
    let text = file.text.get(range.clone())?;
    if !text.contains('-') || text.contains(|c: char| !matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>')) {
        return None;
    }
    let mut starts: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
    let led = text.trim_start().starts_with('|');
    if !led {
        starts.insert(0, 0);
    }
    let from = *starts.get(column)?;
    let to = starts.get(column + 1).copied().unwrap_or(text.trim_end().len());
    // The first column of a table without outer pipes takes the pipe behind it.
    let (from, to) = if led || column > 0 { (from, to) } else { (from, (to + 1).min(text.len())) };
    Some(file.at(range.start + from..range.start + to))
}

/// `span` with its line, if it stands alone on its lines, so that deleting it leaves no empty line.
pub(super) fn with_line(file: &SourceFile, span: Span) -> Span {
    // No further than to what stands beside it: a table may be one long line.
    let in_line = |c: char| c.is_whitespace() && c != '\n';
    let range = span.range();
    let before = file.text.get(..range.start).unwrap_or("").trim_end_matches(in_line);
    let start = before.len();
    let rest = |from: usize| file.text.get(from..).unwrap_or("").trim_start_matches(in_line);
    let line_end = |from: usize| rest(from).starts_with('\n').then(|| file.text.len() - rest(from).len() + 1);
    let Some(mut end) = line_end(range.end) else { return span };
    if !(before.is_empty() || before.ends_with('\n')) {
        return span;
    }
    // Between two empty lines one would be left over.
    let above = before.trim_end_matches('\n').len() + 1 < start;
    if above && let Some(next) = line_end(end) {
        end = next;
    }
    file.at(start..end)
}
