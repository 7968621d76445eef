//! Level tables whose header cells, or whose own level, are marked by their looks only.

use serde::Deserialize;

use crate::model::level_word;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Cell, Row, Table, TableKind, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMarking {}

impl DocumentCheck for LevelMarking {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.visit(&mut |visit| {
            if let Visit::Table(table) = visit
                && table.kind == TableKind::Html
                && let Some(row) = table.rows.first()
                && names_levels(row)
            {
                look(table, row, cx);
            }
        });
    }
}

fn label(cell: &Cell) -> String {
    let mut label = String::new();
    cell.blocks.iter().for_each(|block| block.each_text(&mut |text| label.push_str(text.plain.trim())));
    label
}

/// At least two of the cells, and all but the corner, name levels.
fn names_levels(row: &Row) -> bool {
    let levels = row.cells.iter().filter(|cell| level_word(&label(cell)).is_some()).count();
    levels >= 2 && levels + 1 >= row.cells.len()
}

fn look(table: &Table, row: &Row, cx: &mut Context<'_>) {
    if let Some(first) = row.cells.first()
        && !row.cells.iter().any(|cell| cell.header)
    {
        cx.report(first.span, "The levels of this table are no header cells.").help(
            "Screen readers cannot say which level a text belongs to. Write “<th scope=\"col\">” instead of “<td>” for \
             the levels.",
        );
    }
    let marked: Vec<&Cell> =
        table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.emphasized && !cell.header).collect();
    if let Some(first) = marked.first() {
        cx.report(first.span, "Only bold letters tell which level this page is about.").help(
            "People who do not see them cannot tell which column is theirs. Say it in words, or add \
             “aria-current=\"true\"” to the header cell.",
        );
    }
}
