//! Matrices of several roles: a row for each job, a column for each level ("Role | Junior | Senior").

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::syntax::{Cell, Row, Table};

use super::super::super::titles::job_key;
use super::super::super::vocabulary::{looks_like_title, words_of};
use super::super::grid::{Grid, label_of};
use super::super::sheet::headers::{FAMILIES, is_title};
use super::super::sheet::is_field;
use super::super::words::normal;
use super::columns::Header;
use super::{Clues, is_amount, spoken};

/// The rows of each job, with the cell that names it; nothing where rows are the competencies of one.
pub(in super::super) fn job_rows<'d>(table: &'d Table, clues: &Clues<'_>) -> Vec<(&'d Cell, Table)> {
    let Some(grid) = Grid::new(table).filter(|grid| grid.height() > 2 && grid.width() > 2) else {
        return vec![];
    };
    let Some(head) = Header::at(&grid, clues, 0).filter(|head| !head.bare) else { return vec![] };
    let mut found: Vec<(usize, Vec<usize>)> = vec![];
    for row in 1..grid.height() {
        let blank = (0..grid.width()).all(|column| grid.text(row, column).is_empty());
        match found.last_mut() {
            _ if blank => {}
            // An empty cell goes on with the job above it, and so does its name.
            Some((first, rows))
                if grid.text(row, 0).is_empty()
                    || normal(grid.text(row, 0)) == normal(grid.text(*first, 0)) =>
            {
                rows.push(row);
            }
            _ if grid.text(row, 0).is_empty() => return vec![],
            _ => found.push((row, vec![row])),
        }
    }
    let single = head.lead == 1;
    let names: Vec<&str> = found.iter().map(|(row, _)| grid.text(*row, 0)).collect();
    if !are_jobs(grid.text(0, 0), &names) || single && found.iter().any(|(_, rows)| rows.len() > 1) {
        return vec![];
    }
    if !expects(&grid, &head) {
        return vec![];
    }
    let part = |rows: &[usize]| Table {
        kind: table.kind,
        rows: std::iter::once(0)
            .chain(rows.iter().copied())
            .filter_map(|row| without_name(&grid, row, single))
            .collect(),
        rule: vec![],
        span: rows.iter().filter_map(|&row| grid.row(row)).fold(
            rows.first().and_then(|&row| grid.row(row)).map_or(table.span, |row| row.span),
            |span, row| span.cover(row.span),
        ),
    };
    found.iter().filter_map(|(row, rows)| Some((grid.cell(*row, 0)?, part(rows)))).collect()
}

/// True if the names of rows are jobs of their own, none of them a step of another.
fn are_jobs(corner: &str, names: &[&str]) -> bool {
    let header = words_of(corner).join(" ");
    let (titled, family) = (is_title(&header), FAMILIES.contains(&header));
    if !(titled || family || header.is_empty()) {
        return false;
    }
    // Beside "Mentor" and "Owner" a corner must say that they are jobs.
    let job = |name: &&&str| looks_like_title(name) && (titled || name.contains(' '));
    let jobs = names.iter().filter(job).count();
    let keys: HashSet<String> = names.iter().map(|name| job_key(name)).collect();
    let fields = || family && names.iter().all(|name| is_field(name));
    names.len() > 1
        && keys.len() == names.len()
        && !keys.contains("")
        && (jobs * 4 >= names.len() * 3 || titled && jobs * 2 >= names.len() || fields())
}

/// True for cells that say what is expected or what is paid, and no counts, questions or marks.
fn expects(grid: &Grid<'_>, head: &Header) -> bool {
    let cells: Vec<&str> = (1..grid.height())
        .flat_map(|row| (head.lead..head.end).map(move |column| (row, column)))
        .map(|(row, column)| grid.text(row, column))
        .filter(|text| !text.is_empty())
        .collect();
    let mut counts: HashMap<bool, usize> = HashMap::new();
    for text in &cells {
        let said = is_amount(text) || spoken(text) > 1 && text.contains(char::is_lowercase);
        *counts.entry(said && !text.ends_with(['?', '？'])).or_default() += 1;
    }
    counts.get(&true).copied().unwrap_or(0) * 4 >= cells.len() * 3 && !cells.is_empty()
}

/// True for the rows of a job that say nothing but what each level is paid.
pub(in super::super) fn is_pay(table: &Table) -> bool {
    let cells = table.rows.iter().skip(1).flat_map(|row| row.cells.iter().skip(1)).map(label_of);
    let (amounts, others): (Vec<Cow<'_, str>>, Vec<Cow<'_, str>>) = cells.partition(|text| is_amount(text));
    !amounts.is_empty() && others.iter().all(|text| !text.contains(char::is_alphanumeric))
}

/// A row without the name of the job: an empty cell where nothing else names rows.
fn without_name(grid: &Grid<'_>, at: usize, single: bool) -> Option<Row> {
    let mut row = grid.row(at)?.clone();
    if grid.begins_in_row(at, 0)
        && let Some(first) = row.cells.first_mut()
    {
        if single {
            first.blocks.clear();
        } else {
            row.cells.remove(0);
        }
    }
    Some(row)
}
