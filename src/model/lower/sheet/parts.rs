//! Sheets that hold several tables in one: below each other, each under a title of its own, or row by row
//! with a column that names the role.

use std::borrow::Cow;

use crate::syntax::{Cell, Row, Table};
use crate::text::Spanned;

use super::super::super::vocabulary::{is_rank_only, level_word, looks_like_title};
use super::super::grid::{Grid, label_of};
use super::super::series::is_step;
use super::super::tables::{Clues, job_rows};
use super::super::walk::cell_name;
use super::super::words::normal;
use super::headers::{LEVELS, TOPICS, is_title};

/// A table that is read on its own.
pub(super) struct Part<'t> {
    /// The title above it, or what its rows name.
    pub name: Option<Spanned<String>>,
    /// Borrowed where it is the table as it stands there.
    pub table: Cow<'t, Table>,
    /// Whoever parted the table has heard that it says what is expected.
    pub told: bool,
}

/// The tables that a table holds, without what is noted above them.
///
/// `stem` is the name of the file.
pub(super) fn parts<'t>(table: &'t Table, stem: &str) -> Vec<Part<'t>> {
    let table = without_notes(table);
    let parts = stacked(&table).or_else(|| by_role(&table)).or_else(|| by_job(&table, stem));
    parts.unwrap_or_else(|| vec![Part { name: None, table, told: false }])
}

/// A row for each job: "Role, Junior, Senior". In a file that is called after a job they are its competencies.
fn by_job(table: &Table, stem: &str) -> Option<Vec<Part<'static>>> {
    if looks_like_title(stem) {
        return None;
    }
    let rows = job_rows(table, &Clues::default()).into_iter();
    let part = |(name, table)| Part { name: Some(cell_name(name)), table: Cow::Owned(table), told: true };
    let parts: Vec<Part<'_>> = rows.map(part).collect();
    (!parts.is_empty()).then_some(parts)
}

/// The table without the rows above its header that note something about the sheet: "Last review", a date.
fn without_notes(table: &Table) -> Cow<'_, Table> {
    /// Rows that are looked at.
    const HIGHEST: usize = 8;
    let said =
        |row: &Row| -> Vec<String> { row.cells.iter().map(|cell| label_of(cell).into_owned()).collect() };
    let is_header = |row: &&Row| {
        let names = said(row);
        filled(row) > 2 && names.iter().filter(|name| is_level(name)).count() > 1
    };
    let is_note = |row: &Row| match said(row).as_slice() {
        [label, value, rest @ ..] => {
            let bare = |name: &String| !name.is_empty() && !is_level(name) && !is_topic(name);
            bare(label) && bare(value) && rest.iter().all(String::is_empty)
        }
        _ => false,
    };
    let head = table.rows.iter().take(HIGHEST).position(|row| is_header(&row)).unwrap_or(0);
    let stays = |row: &Row| row.cells.iter().any(|cell| cell.columns > 1) || !is_note(row);
    // A large table is not copied for nothing.
    if table.rows.iter().take(head).all(stays) {
        return Cow::Borrowed(table);
    }
    let (above, below) = table.rows.split_at_checked(head).unwrap_or((&[], &table.rows));
    let rows = above.iter().filter(|row| stays(row)).chain(below).cloned().collect();
    Cow::Owned(Table { kind: table.kind, rows, rule: table.rule.clone(), span: table.span })
}

/// True for the header of a column that names the role, the level or the topic of a row.
fn is_topic(name: &str) -> bool {
    let name = normal(name);
    is_title(&name) || LEVELS.contains(&name) || TOPICS.contains(&name)
}

/// How many cells of a row say something.
fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !label_of(cell).is_empty()).count()
}

/// The names of a header, without the first.
fn names(row: &Row) -> Vec<String> {
    let names = row.cells.iter().skip(1).map(label_of).filter(|name| !name.is_empty());
    names.map(Cow::into_owned).collect()
}

fn with_rows(table: &Table, rows: Vec<Row>) -> Cow<'static, Table> {
    let span = rows
        .iter()
        .skip(1)
        .fold(rows.first().map_or(table.span, |row| row.span), |span, row| span.cover(row.span));
    Cow::Owned(Table { kind: table.kind, rows, rule: vec![], span })
}

/// The rows with nothing but a title above a header.
pub(super) fn titles(table: &Table) -> Vec<usize> {
    fn first(row: &Row) -> Cow<'_, str> {
        row.cells.first().map(label_of).unwrap_or_default()
    }
    let rows = &table.rows;
    let top = rows.iter().find(|row| filled(row) > 1).map(|row| normal(&first(row))).unwrap_or_default();
    let is_title = |at: usize| {
        let (Some(row), Some(next)) = (rows.get(at), rows.get(at + 1)) else { return false };
        filled(row) == 1
            && !first(row).is_empty()
            && !first(row).ends_with(['.', '?'])
            && filled(next) > 1
            && (!top.is_empty() && normal(&first(next)) == top || names_levels(&names(next)))
    };
    (0..rows.len()).filter(|&at| is_title(at)).collect()
}

/// Tables below each other: rows with nothing but a title, each with a header of its own below it. Where all
/// have the same levels they are the chapters of one.
fn stacked(table: &Table) -> Option<Vec<Part<'static>>> {
    let rows = &table.rows;
    let starts = titles(table);
    let first = starts.first().filter(|_| starts.len() > 1)?;
    // What stands above the first title must be blank: else the first table has none.
    if rows.iter().take(*first).any(|row| filled(row) > 1) {
        return None;
    }
    let headers: Vec<Vec<String>> = starts.iter().filter_map(|at| rows.get(at + 1)).map(names).collect();
    let one = headers.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    if one && headers.first().is_some_and(|names| names_levels(names)) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([rows.len()]);
    let part = |(start, end): (usize, usize)| {
        let name = rows.get(start)?.cells.first().map(cell_name)?;
        let body: Vec<Row> =
            rows.get(start + 1..end)?.iter().filter(|row| filled(row) > 0).cloned().collect();
        Some(Part { name: Some(name), table: with_rows(table, body), told: false })
    };
    starts.iter().copied().zip(ends).map(part).collect()
}

/// True for two names of levels or more, and nothing else.
fn names_levels(names: &[String]) -> bool {
    names.len() > 1 && names.iter().all(|name| is_level(name))
}

fn is_level(name: &str) -> bool {
    is_step(name) || is_rank_only(name) || level_word(name).is_some()
}

/// A matrix for each role: "Role, Competency, Junior, Senior". This is how `export --format csv` writes them.
fn by_role(table: &Table) -> Option<Vec<Part<'static>>> {
    /// Columns that say where a row comes from.
    const PLACES: &[&str] = &["file"];
    /// Longest name of a role, in words.
    const LONGEST: usize = 8;
    let grid = Grid::new(table)?;
    let head =
        (0..grid.height().min(5)).find(|&row| table.rows.get(row).is_some_and(|row| filled(row) > 2))?;
    let headers: Vec<&str> = (0..grid.width()).map(|column| grid.text(head, column)).collect();
    let role = headers.iter().position(|header| is_title(&normal(header)))?;
    let places: Vec<usize> = (0..role)
        .filter(|&at| headers.get(at).is_some_and(|name| PLACES.contains(&normal(name).as_str())))
        .collect();
    // Behind the name of the role those of sections, then the levels.
    let first = headers.iter().skip(role + 1).position(|header| is_level(header))? + role + 1;
    let levels = headers.get(first..)?;
    let listed = headers.iter().any(|header| LEVELS.contains(&normal(header)));
    let known = levels.iter().filter(|name| is_level(name)).count();
    if role != places.len() || first < role + 2 || known < 2 || known * 2 < levels.len() || listed {
        return None;
    }
    let blank = |column: usize| (head + 1..grid.height()).all(|row| grid.text(row, column).is_empty());
    // Asked once: a sheet may have many rows.
    let kept: Vec<usize> = (0..grid.width())
        .filter(|column| *column != role && !places.contains(column) && (*column >= first || !blank(*column)))
        .collect();
    let cells = |row: usize| -> Vec<Cell> {
        kept.iter().filter_map(|&column| grid.cell(row, column).cloned()).collect()
    };
    let row =
        |at: usize| grid.row(at).map(|row| Row { cells: cells(at), header: row.header, span: row.span });
    let mut found: Vec<(Spanned<String>, Vec<Row>)> = vec![];
    for at in head + 1..grid.height() {
        let Some(body) = row(at).filter(|row| filled(row) > 0) else { continue };
        let name = grid.cell(at, role).map(cell_name).filter(|name| !name.value.trim().is_empty());
        match (found.last_mut(), name) {
            (Some((last, rows)), name)
                if name.as_ref().is_none_or(|name| normal(&name.value) == normal(&last.value)) =>
            {
                rows.push(body);
            }
            (_, Some(name)) => found.push((name, vec![row(head)?, body])),
            _ => return None,
        }
    }
    let short = found.iter().all(|(name, _)| name.value.split_whitespace().count() <= LONGEST);
    let mut seen: Vec<String> = found.iter().map(|(name, _)| normal(&name.value)).collect();
    let all = seen.len();
    seen.sort();
    seen.dedup();
    // Rows of one role stand together.
    let together = seen.len() == all;
    (short && together && !found.is_empty()).then(|| {
        found
            .into_iter()
            .map(|(name, rows)| Part { name: Some(name), table: with_rows(table, rows), told: false })
            .collect()
    })
}
