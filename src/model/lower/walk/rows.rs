//! Tables whose rows are about one thing each: a name with what is said of it, or an item with figures beside it.

use std::collections::HashSet;

use crate::syntax::Cell;
use crate::text::Spanned;

use super::super::super::vocabulary::{section_kind, words_of};
use super::super::super::{CellState, ExperienceKind, SectionKind};
use super::super::grid::{Grid, is_link, label_of};
use super::super::outline::Part;
use super::super::sheet::headers::{LEVELS, PROFICIENCY, TOTALS, is_expecting};
use super::super::tables::kind_of;
use super::super::words::{normal, pieces, state_of};
use super::cells::{Named, name, speaks};
use super::{Above, Page};

impl<'d> Page<'d> {
    /// The first column names what the others describe.
    pub(super) fn by_row(
        &mut self,
        grid: &Grid<'d>,
        label: Option<&Spanned<String>>,
        here: &Above,
    ) -> Option<Vec<Named<'d>>> {
        let rows = named_rows(grid)?;
        let header: Vec<String> = (0..grid.width()).map(|column| normal(grid.text(0, column))).collect();
        let leveled = here.level.is_some();
        // The table of another level says more in the same columns.
        let known = self.columns_read.get(&header).filter(|_| leveled).cloned();
        let read = |least: usize| Columns::find(grid, &rows, least);
        // What a level says may be short, where the header says that it is expected.
        let short = || leveled.then(|| read(3).or_else(|| read(1))).flatten();
        let columns = known.or_else(|| read(5)).or_else(short)?;
        let cells = |row: usize| columns.said.iter().filter_map(|&column| grid.cell(row, column)).collect();
        let named: Option<Vec<Named<'d>>> =
            rows.iter().map(|&row| Some((name(grid.cell(row, 0)?)?, cells(row)))).collect();
        // What explains a name is no expectation, but is kept.
        let told = rows.iter().flat_map(|&row| columns.told.iter().map(move |&column| (row, column)));
        for (cell, name) in
            told.filter_map(|(row, column)| Some((grid.cell(row, column)?, grid.cell(row, 0)?)))
        {
            let label = self::name(name).or_else(|| label.cloned());
            for block in &cell.blocks {
                block.each_text(&mut |text| self.aside(text, label.as_ref(), here));
            }
        }
        self.columns_read.insert(header, columns);
        named
    }

    /// Adds the items of a table to the section that it stands in.
    pub(super) fn items(
        &mut self,
        items: Items<'d>,
        own: &mut Option<usize>,
        label: Option<&Spanned<String>>,
        (part, here): (&Part<'d>, &Above),
    ) -> bool {
        self.clue("tables whose rows are items");
        let mut inner = here.clone();
        let at = match label {
            Some(label) => self.section(own, Some(label.clone()), part, here),
            None => {
                inner.kind = Some(section_kind(&items.header.value));
                inner.path.push(normal(&items.header.value));
                self.section(&mut None, Some(items.header), part, &inner)
            }
        };
        self.lists += 1;
        for (item, beside) in items.rows {
            self.add_pieces(at, pieces(&item.blocks), &inner);
            let of = name(item);
            for (what, cell) in beside {
                self.beside_item(what, cell, of.as_ref(), &inner);
            }
        }
        true
    }

    /// What stands beside an item: its years are years of what it names, and how well it must be known is kept.
    fn beside_item(&mut self, what: Beside, cell: &Cell, item: Option<&Spanned<String>>, here: &Above) {
        let known = self.role.experience.len();
        let kind = if what == Beside::Years { SectionKind::Experience } else { SectionKind::Other };
        for block in &cell.blocks {
            block.each_text(&mut |text| {
                self.facts(text, kind, here);
                if what == Beside::Mastery && state_of(&text.plain) == CellState::Content {
                    self.aside(text, item, here);
                }
            });
        }
        for years in self.role.experience.iter_mut().skip(known) {
            years.kind = ExperienceKind::Domain;
        }
    }
}

/// What a column beside items tells of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Years,
    /// How well it must be known.
    Mastery,
    Other,
}

/// What the columns of a table say, whose first names the rows.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// What is expected.
    said: Vec<usize>,
    /// What explains the names.
    told: Vec<usize>,
}

impl Columns {
    /// The columns that say something in so many words.
    fn find(grid: &Grid<'_>, rows: &[usize], least: usize) -> Option<Self> {
        // A table of names and texts may have no header.
        let least = if is_headless(grid) { least.min(3) } else { least };
        let columns = || 1..grid.width();
        let spoken: Vec<usize> =
            columns().filter(|&column| least > 1 && speaks(grid, rows, column, least)).collect();
        // Beside what is expected there may be a column that explains.
        let expecting = |column: usize| is_expecting(grid.text(0, column));
        let said: Vec<usize> = columns()
            .filter(|&column| expecting(column) && speaks(grid, rows, column, least.min(3)))
            .collect();
        if !said.is_empty() {
            let told = columns().filter(|column| !said.contains(column));
            let told = told.filter(|&column| speaks(grid, rows, column, 2)).collect();
            return Some(Columns { said, told });
        }
        // "Tasks" beside names and shares.
        let is_tasks = |column: usize| TASKS.contains(&normal(grid.text(0, column)).as_str());
        let asks = |column: usize| {
            !is_headless(grid)
                && (section_kind(grid.text(0, column)).is_named_expectation() || is_tasks(column))
                && speaks(grid, rows, column, least.min(2))
                && speaks_in_letters(grid, rows, column)
        };
        let said: Vec<usize> = columns().filter(|&column| spoken.contains(&column) || asks(column)).collect();
        (!said.is_empty()).then_some(Columns { said, told: vec![] })
    }
}

/// Headers of columns of what is to be done.
const TASKS: &[&str] =
    &["tasks", "key tasks", "activities", "key activities", "tâches", "tareas", "tarefas", "業務"];

/// A table of names and texts may have no header.
fn is_headless(grid: &Grid<'_>) -> bool {
    grid.row(0).is_some_and(|row| !row.header && row.cells.first().is_some_and(|cell| cell.header))
}

/// The rows of a table, if its first column names each of them.
fn named_rows(grid: &Grid<'_>) -> Option<Vec<usize>> {
    if grid.spans() || grid.width() < 2 || grid.height() < 2 {
        return None;
    }
    let rows: Vec<usize> = (usize::from(!is_headless(grid))..grid.height())
        .filter(|&row| (0..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        .collect();
    let keys: Vec<String> = rows.iter().map(|&row| normal(grid.text(row, 0))).collect();
    let short = |key: &String| {
        key.contains(char::is_alphabetic) && key.split(' ').count() <= 8 && !key.ends_with('?')
    };
    let distinct: HashSet<&String> = keys.iter().collect();
    (!rows.is_empty() && distinct.len() == rows.len() && keys.iter().all(short)).then_some(rows)
}

/// True for a column of words, not of figures.
fn speaks_in_letters(grid: &Grid<'_>, rows: &[usize], column: usize) -> bool {
    let texts = rows.iter().map(|&row| grid.text(row, column));
    let worded =
        |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    texts.filter(|text| worded(text) > 1).count() * 2 > rows.len()
}

/// True for "Aufgabe" below "Aufgaben": what a header calls one of those that a heading names.
fn is_one_of(header: &str, heading: &str) -> bool {
    const STEM: usize = 3;
    let (one, all) = (normal(header), normal(heading));
    let alike = one.chars().zip(all.chars()).take_while(|(a, b)| a == b).count();
    alike >= STEM && alike + 2 >= one.chars().count() && !one.contains(' ')
}

/// Rows that are items, with what stands beside each.
pub(super) struct Items<'d> {
    header: Spanned<String>,
    rows: Vec<(&'d Cell, Vec<(Beside, &'d Cell)>)>,
}

/// Words of an item at least, where only the heading above the table says that they are expected.
const LEAST_SAID: usize = 3;

/// The items of a table whose first column says what is expected, with shares, frequencies or levels beside them:
/// "Responsibility | Share of time", "Skill | Level".
pub(super) fn items<'d>(grid: &Grid<'d>, label: Option<&Spanned<String>>) -> Option<Items<'d>> {
    if grid.spans() || grid.width() < 2 || grid.height() < 3 || !grid.row(0)?.header {
        return None;
    }
    // "Total" and "TBD" are no items.
    let rows: Vec<usize> = (1..grid.height())
        .filter(|&row| (0..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        .filter(|&row| {
            let label = grid.text(row, 0);
            !TOTALS.contains(&words_of(label).join(" "))
                && (label.is_empty() || state_of(label) == CellState::Content)
        })
        .collect();
    let named = section_kind(grid.text(0, 0)).is_named_expectation();
    let above = label.is_some_and(|label| {
        section_kind(&label.value).is_named_expectation()
            && (speaks(grid, &rows, 0, LEAST_SAID) || is_one_of(grid.text(0, 0), &label.value))
    });
    let item = |row: usize| {
        let cell = grid.cell(row, 0).filter(|cell| !is_link(cell))?;
        label_of(cell).contains(char::is_alphabetic).then_some(cell)
    };
    if !named && !above || grid.assigns(1..grid.height(), 1..grid.width()) {
        return None;
    }
    let kinds: Vec<Beside> = (1..grid.width())
        .map(|column| {
            let texts: Vec<&str> = rows.iter().map(|&row| grid.text(row, column)).collect();
            let header = words_of(grid.text(0, column)).join(" ");
            match kind_of(&header, &texts, false) {
                _ if LEVELS.contains(&header) || PROFICIENCY.contains(&header) => Beside::Mastery,
                SectionKind::Experience => Beside::Years,
                _ => Beside::Other,
            }
        })
        .collect();
    let beside = |row: usize| {
        let cells = kinds.iter().enumerate();
        cells.filter_map(|(at, &kind)| Some((kind, grid.cell(row, at + 1)?))).collect()
    };
    let rows: Option<Vec<_>> = rows.iter().map(|&row| Some((item(row)?, beside(row)))).collect();
    Some(Items { header: name(grid.cell(0, 0)?)?, rows: rows? })
}
