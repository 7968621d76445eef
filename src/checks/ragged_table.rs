//! Rows of a table with more or fewer cells than its other rows.

use serde::Deserialize;

use crate::diag::Severity;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Cell, Row, Table, TableKind, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaggedTable {}

impl DocumentCheck for RaggedTable {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.visit(&mut |visit| {
            if let Visit::Table(table) = visit {
                check_table(table, subject, cx);
            }
        });
    }
}

fn check_table(table: &Table, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let widths: Vec<usize> = match table.kind {
        TableKind::Gfm | TableKind::Csv => table.rows.iter().map(|row| row.cells.len()).collect(),
        TableKind::Html => html_widths(&table.rows),
        // A sheet has no edge.
        TableKind::Sheet => return,
    };
    let Some(width) = wanted(table, &widths) else { return };
    for (row, &found) in table.rows.iter().zip(&widths).skip(1) {
        if found == width || is_empty(row) {
            continue;
        }
        // Empty cells at the end of a line of separated values are how programs write them.
        if table.kind == TableKind::Csv && found > width && row.cells.iter().skip(width).all(is_blank) {
            continue;
        }
        // One cell for a row: the name of a group of rows.
        if table.kind == TableKind::Html && found == 1 {
            continue;
        }
        let message = match found {
            1 => format!("This row has one cell, the table has {width} columns."),
            _ => format!("This row has {found} cells, the table has {width} columns."),
        };
        let help = if found > width {
            "What is too much is shown nowhere or under no heading. Look for a sign that splits a text in two, \
             or for a heading that is missing."
        } else {
            "What stands behind the missing cell may be read as belonging to another column, for example to \
             another level. Add the empty cell where it is missing."
        };
        let span = if table.kind == TableKind::Html {
            let first = row.cells.first().map_or(row.span, |cell| cell.span);
            subject.file.at(row.span.start as usize..first.start.max(row.span.start + 1) as usize)
        } else {
            row.span
        };
        let finding = cx.report(span, message);
        finding.help(help);
        if found < width && table.kind == TableKind::Gfm {
            finding.at_most(Severity::Warning);
        }
        if let Some(first) = table.rows.first() {
            finding.related(first.span, "the first row of the table");
        }
    }
}

/// The number of columns: that of the header, if the first row is one or most rows agree with it.
fn wanted(table: &Table, widths: &[usize]) -> Option<usize> {
    let first = *widths.first()?;
    if first < 2 || widths.len() < 2 {
        return None;
    }
    if table.kind == TableKind::Gfm {
        return Some(first);
    }
    // A row of headings says how many columns there are, even where few rows follow.
    if table.kind == TableKind::Html && table.rows.first().is_some_and(|row| row.header) {
        let same = |width: usize| widths.iter().filter(|&&other| other == width).count();
        let other = widths.iter().copied().filter(|&width| width != first).max_by_key(|&width| same(width));
        return other.is_none_or(|other| same(first) >= same(other)).then_some(first);
    }
    let agree = widths.iter().filter(|&&width| width == first).count();
    (agree * 2 > widths.len()).then_some(first)
}

/// How many columns each row fills, with the cells that reach into it from above.
fn html_widths(rows: &[Row]) -> Vec<usize> {
    // Cells from rows above: columns, and for how many more rows.
    let mut reaching: Vec<(usize, u16)> = vec![];
    let mut widths = vec![];
    for row in rows {
        let above: usize = reaching.iter().map(|(columns, _)| columns).sum();
        let own: usize = row.cells.iter().map(|cell| usize::from(cell.columns)).sum();
        widths.push(above + own);
        for (_, left) in &mut reaching {
            *left -= 1;
        }
        reaching.retain(|(_, left)| *left > 0);
        let down = row.cells.iter().filter(|cell| cell.rows > 1);
        reaching.extend(down.map(|cell| (usize::from(cell.columns), cell.rows - 1)));
    }
    widths
}

fn is_blank(cell: &Cell) -> bool {
    cell.blocks.is_empty()
}

fn is_empty(row: &Row) -> bool {
    row.cells.iter().all(is_blank)
}
