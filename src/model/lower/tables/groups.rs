//! A header in two rows, whose upper one names families that each have the same levels: "Engineering" over Junior and
//! Senior, "Design" over Junior and Senior.

use std::collections::HashSet;

use crate::syntax::{Cell, Row, Table};

use super::super::super::vocabulary::{SectionKind, section_kind};
use super::super::grid::{Grid, label_of};
use super::super::words::normal;
use super::Clues;

/// The part of a table below each of the families, with the cell that names it.
pub(in super::super) fn families<'d>(table: &'d Table, clues: &Clues<'_>) -> Vec<(&'d Cell, Table)> {
    let Some(grid) = Grid::new(table).filter(Grid::spans) else { return vec![] };
    let columns = |row: usize, at: usize| -> Vec<usize> {
        let own = grid.slot(row, at);
        (at..grid.width()).take_while(|&column| own.is_some() && grid.slot(row, column) == own).collect()
    };
    let groups: Vec<Vec<usize>> = (0..grid.width())
        .filter(|&at| grid.cell(0, at).is_some())
        .map(|at| columns(0, at))
        .filter(|all| all.len() > 1)
        .collect();
    let names: Vec<&str> = groups.iter().filter_map(|all| Some(grid.text(0, *all.first()?))).collect();
    let distinct: HashSet<String> = names.iter().map(|name| normal(name)).collect();
    let labels = |all: &Vec<usize>| -> Vec<String> {
        all.iter().map(|&column| normal(grid.text(1, column))).collect()
    };
    let same = groups.iter().all(|all| groups.first().is_some_and(|first| labels(first) == labels(all)));
    let steps =
        groups.first().is_some_and(|all| all.iter().all(|&column| clues.is_level(grid.text(1, column))));
    let family = |name: &&str| {
        (1..=4).contains(&name.split_whitespace().count())
            && name.starts_with(char::is_uppercase)
            && !name.contains(|c: char| c.is_ascii_digit())
            && section_kind(name) == SectionKind::Other
    };
    if groups.len() < 2 || distinct.len() < groups.len() || !same || !steps || !names.iter().all(family) {
        return vec![];
    }
    let lead = groups.first().and_then(|all| all.first()).copied().unwrap_or(0);
    // All other columns would be lost.
    if groups.iter().map(Vec::len).sum::<usize>() + lead < grid.width() {
        return vec![];
    }
    groups
        .iter()
        .filter_map(|all| {
            let (first, last) = (*all.first()?, *all.last()?);
            Some((grid.cell(0, first)?, part(&grid, lead, first..last + 1)))
        })
        .collect()
}

/// The rows below the upper header, with the columns that name them and those of one family.
fn part(grid: &Grid<'_>, lead: usize, columns: std::ops::Range<usize>) -> Table {
    let kept: Vec<usize> = (0..lead).chain(columns).collect();
    let mut rows = vec![];
    for at in 1..grid.height() {
        let Some(row) = grid.row(at) else { continue };
        let mut cells: Vec<Cell> = vec![];
        let mut before = None;
        for &column in &kept {
            let slot = grid.slot(at, column);
            let Some(cell) = grid.covering(at, column) else { continue };
            // The corner may stand in both rows of the header.
            let begins = grid.begins_in_row(at, column) || at == 1;
            if slot.is_some() && slot == before {
                if let Some(last) = cells.last_mut().filter(|_| begins) {
                    last.columns += 1;
                }
            } else if begins {
                let rows =
                    if grid.begins_in_row(at, column) { cell.rows } else { cell.rows.saturating_sub(1) };
                cells.push(Cell { columns: 1, rows, ..cell.clone() });
            }
            before = slot;
        }
        if cells.iter().any(|cell| !label_of(cell).is_empty()) {
            rows.push(Row { cells, ..row.clone() });
        }
    }
    Table { kind: grid.table.kind, rows, rule: vec![], span: grid.table.span }
}
