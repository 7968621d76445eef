//! Headings, items and cells with nothing in them.

use serde::Deserialize;

use super::prose::marked_headings;
use super::wording::quoted;
use crate::model::level_word;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Cell, Heading, HeadingMark, MarkKind, Marker, Row, Table, TableKind, Visit};
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptyContent {
    /// Report empty cells of tables.
    cells: bool,
}

const BLANK: &str = "It promises something and says nothing. Write what belongs here, say that it does not apply, or take it \
                     out.";

impl DocumentCheck for EmptyContent {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.doc.format == "markdown" {
            headings(subject, cx);
        }
        subject.doc.visit(&mut |visit| match visit {
            Visit::Item(item)
                if matches!(item.marker, Marker::Markup(_))
                    && item.text.is_blank()
                    && item.children.is_empty()
                    && is_bare(subject.file, item.span.range()) =>
            {
                cx.report(item.span, "This item of the list is empty.").help(BLANK);
            }
            Visit::Table(table) if self.cells => cells(table, cx),
            _ => {}
        });
    }
}

/// Only the marker itself: no picture, no comment, no tag.
fn is_bare(file: &SourceFile, range: std::ops::Range<usize>) -> bool {
    let text = file.text.get(range).unwrap_or("x").trim();
    text.len() <= 4 && text.ends_with(['-', '*', '+', '.', ')']) && !text.contains('\n')
}

fn headings(subject: &Subject<'_>, cx: &mut Context<'_>) {
    let headings: Vec<&Heading> = marked_headings(subject.doc)
        .into_iter()
        .filter(|heading| heading.mark != HeadingMark::Html)
        .collect();
    let mut empty: Vec<(usize, &Heading)> = vec![];
    for (index, heading) in headings.iter().enumerate() {
        let next = headings.get(index + 1);
        let end = next.map_or(subject.file.text.len(), |next| next.span.start as usize);
        let between = subject.file.text.get(heading.span.end as usize..end).unwrap_or("x");
        if next.is_some_and(|next| next.depth > heading.depth) || !says_nothing(between) {
            continue;
        }
        // The title of a page whose sections have the same depth, its subtitle, a heading that is a link.
        let subtitle = index == 1
            && headings.first().is_some_and(|title| {
                let above = subject.file.text.get(title.span.end as usize..heading.span.start as usize);
                title.depth == 1 && above.is_some_and(says_nothing)
            });
        let linked = heading
            .text
            .marks
            .iter()
            .any(|mark| matches!(mark.kind, MarkKind::Link { .. } | MarkKind::Image { .. }));
        if index == 0 || subtitle || linked || heading.text.is_blank() {
            continue;
        }
        empty.push((index, heading));
    }
    let bare: Vec<&Heading> = empty.iter().map(|(_, heading)| *heading).collect();
    let (without, all) = (by_depth(&bare), by_depth(&headings));
    for (index, heading) in &empty {
        // Where most headings of a depth are empty, they are the list itself.
        let alike = |counts: &[usize; 7]| counts.get(usize::from(heading.depth)).copied().unwrap_or(0);
        if alike(&without) * 2 > alike(&all) {
            continue;
        }
        let name = quoted(heading.text.plain.trim());
        let next = headings.get(index + 1).filter(|next| next.depth == heading.depth);
        // "## Levels", and then "## Junior" where "### Junior" is meant.
        let steps = level_word(heading.text.plain.trim()).is_none();
        if let Some(next) = next.filter(|next| steps && level_word(next.text.plain.trim()).is_some()) {
            let first = quoted(next.text.plain.trim());
            cx.report(heading.span, format!("Nothing stands below the heading {name}, because {first} is a heading of the same rank."))
                .help(format!(
                    "Tables of contents show the levels beside {name}, not below it. Give {first} and the other levels one \
                     more “#”."
                ));
            continue;
        }
        cx.report(heading.span, format!("Nothing stands below the heading {name}.")).help(BLANK);
    }
}

/// How many headings there are of each depth.
fn by_depth(headings: &[&Heading]) -> [usize; 7] {
    let mut counts = [0; 7];
    for heading in headings {
        if let Some(count) = counts.get_mut(usize::from(heading.depth)) {
            *count += 1;
        }
    }
    counts
}

/// Blank but for comments and lines that separate.
fn says_nothing(text: &str) -> bool {
    let mut rest = text;
    loop {
        // Lines of "_" are to be written on.
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '=' | '-' | '*'));
        match rest
            .strip_prefix("<!--")
            .or_else(|| rest.strip_prefix("<!"))
            .and_then(|comment| comment.split_once("-->"))
        {
            Some((_, after)) => rest = after,
            None => return rest.is_empty(),
        }
    }
}

/// An empty cell in a row that is full otherwise, in a column that is full otherwise.
fn cells(table: &Table, cx: &mut Context<'_>) {
    if !matches!(table.kind, TableKind::Gfm | TableKind::Html) || table.rows.len() < 3 {
        return;
    }
    let width = table.rows.first().map_or(0, |row| row.cells.len());
    let even = table.rows.iter().all(|row| {
        row.cells.len() == width && row.cells.iter().all(|cell| cell.columns == 1 && cell.rows == 1)
    });
    if width < 3 || !even {
        return;
    }
    let empty_in = |row: &Row| row.cells.iter().filter(|cell| is_empty(cell)).count();
    for row in table.rows.iter().skip(1).filter(|row| empty_in(row) == 1) {
        for (column, cell) in row.cells.iter().enumerate().skip(1).filter(|(_, cell)| is_empty(cell)) {
            let others =
                table.rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| is_empty(cell));
            if others.count() > 1 {
                continue;
            }
            cx.report(cell.span, "This cell is empty, all others of its row and column are not.").help(BLANK);
        }
    }
}

fn is_empty(cell: &Cell) -> bool {
    cell.blocks.is_empty() && cell.inner.is_empty()
}
