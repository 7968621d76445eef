//! Tables that show no levels: on a page about one job, or under the heading of a level, their cells
//! say what is expected.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::language::lexicon::current;
use crate::syntax::{Cell, Table};
use crate::text::{Span, Spanned};

use super::super::super::SectionKind;
use super::super::super::vocabulary::section_kind;
use super::super::grid::{Grid, is_link, label_of};
use super::super::outline::Part;
use super::super::sheet::headers::is_expecting;
use super::super::title::{core_range, piece};
use super::super::words::{blocks_text, normal, pieces};
use super::rows::items;
use super::{Above, Page};

impl<'d> Page<'d> {
    /// Reads a specification: a section for each topic, or for each column where rows have no topic.
    fn needs(&mut self, needs: Vec<Need<'d>>, table: &'d Table, here: &Above) {
        let mut columns: HashMap<String, usize> = HashMap::new();
        for Need { how, topic, cell } in needs {
            let label = topic.clone().unwrap_or_else(|| how.clone());
            let kind = section_kind(&label.value);
            let mut inner = here.clone();
            inner.kind = Some(if kind == SectionKind::Other { SectionKind::SkillsHard } else { kind });
            let column = normal(&how.value);
            inner.path.push(column.clone());
            inner.path.extend(topic.as_ref().map(|topic| normal(&topic.value)));
            let known = columns.get(&column).copied().filter(|_| topic.is_none());
            if topic.is_some() {
                (inner.section, inner.group) = (None, Some(how));
            }
            let at = known.unwrap_or_else(|| self.new_section(Some(label), table.span, &inner));
            columns.insert(column, at);
            self.lists += 1;
            self.add_pieces(at, pieces(&cell.blocks), &inner);
        }
    }
}

/// A name and the cells that say something under it.
pub(super) type Named<'d> = (Spanned<String>, Vec<&'d Cell>);

impl<'d> Page<'d> {
    /// Reads the cells of a table as sections; false if they say nothing that people are expected to do.
    pub(super) fn cells(
        &mut self,
        table: &'d Table,
        (own, label): (&mut Option<usize>, Option<&Spanned<String>>),
        part: &Part<'d>,
        here: &Above,
    ) -> bool {
        // Above the levels of a ladder a table lists them.
        let about = here.level.is_some() || (self.job && self.level_headings.is_empty());
        if !about || here.kind.is_some_and(|kind| !kind.is_expectations()) {
            return false;
        }
        if let Some(needs) = Grid::new(table).as_ref().and_then(by_need) {
            self.clue("tables whose cells are sections");
            self.needs(needs, table, here);
            return true;
        }
        let Some(grid) = Grid::new(table) else { return false };
        let leveled = here.level.is_some();
        let alone = |(name, cells)| Themed { theme: None, name, cells };
        let named = by_column(&grid).or_else(|| self.by_row(&grid, label, here));
        let named = named.map(|named| named.into_iter().map(alone).collect()).or_else(|| by_theme(&grid));
        let Some(named) = named else {
            let items = items(&grid, label).filter(|_| !leveled);
            return items.is_some_and(|items| self.items(items, own, label, (part, here)));
        };
        self.clue("tables whose cells are sections");
        for Themed { theme, name, cells } in named {
            let kind = section_kind(&name.value);
            let mut inner = here.clone();
            if let Some(theme) = theme {
                inner.path.push(normal(&theme.value));
                (inner.section, inner.group) = (None, Some(theme));
            }
            inner.kind = if kind == SectionKind::Other { here.kind } else { Some(kind) };
            inner.path.push(normal(&name.value));
            let at = if here.on_ladder() {
                self.section(&mut None, Some(name), part, &inner)
            } else {
                self.new_section(Some(name), table.span, &inner)
            };
            for cell in cells {
                self.lists += 1;
                let pieces = pieces(&cell.blocks);
                self.add_pieces(at, pieces, &inner);
                self.show(at, &inner, cell.inner, || blocks_text(&cell.blocks));
            }
        }
        true
    }
}

/// What is asked of candidates in one cell.
struct Need<'d> {
    /// "Essential", "Desirable".
    how: Spanned<String>,
    /// What the row is about.
    topic: Option<Spanned<String>>,
    cell: &'d Cell,
}

/// The cells of a specification, whose header says how much each of its columns is needed: "Criterion | Essential |
/// Desirable".
fn by_need<'d>(grid: &Grid<'d>) -> Option<Vec<Need<'d>>> {
    if grid.spans() || grid.width() < 2 || grid.height() < 2 {
        return None;
    }
    let lexicon = current();
    let is_need = |column: &usize| {
        let words = normal(grid.text(0, *column));
        let needs = &lexicon.lists.strength.needs;
        needs.iter().any(|need| words == *need || words.strip_suffix(['s', ':']) == Some(need.as_ref()))
    };
    let columns: Vec<usize> = (0..grid.width()).filter(is_need).collect();
    let first = *columns.first()?;
    if columns.len() < 2 || first > 1 || columns.len() + first < grid.width() {
        return None;
    }
    let needs = (1..grid.height()).flat_map(|row| columns.iter().map(move |&column| (row, column)));
    let needs = needs.filter_map(|(row, column)| {
        let cell = grid.cell(row, column).filter(|_| !grid.text(row, column).is_empty())?;
        let topic = (first > 0).then(|| grid.cell(row, 0).and_then(name)).flatten();
        Some(Need { how: name(grid.cell(0, column)?)?, topic, cell })
    });
    Some(needs.collect())
}

/// A competency with the theme that it belongs to.
struct Themed<'d> {
    theme: Option<Spanned<String>>,
    name: Spanned<String>,
    cells: Vec<&'d Cell>,
}

/// Themes that hold several competencies each, or competencies that go on over several rows: "Category | Competency |
/// Behaviors". A name stands in a cell over several rows, again in each row, or in the first of them alone.
fn by_theme<'d>(grid: &Grid<'d>) -> Option<Vec<Themed<'d>>> {
    if grid.width() < 2 || grid.height() < 3 || grid.row(0)?.cells.len() < 2 {
        return None;
    }
    [1, 0].into_iter().filter(|names| names + 1 < grid.width()).find_map(|names| themed(grid, names))
}

/// Reads the rows of a table whose column `names` names competencies, and the column before it their themes.
fn themed<'d>(grid: &Grid<'d>, names: usize) -> Option<Vec<Themed<'d>>> {
    let rows: Vec<usize> = (1..grid.height())
        .filter(|&row| (0..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        .collect();
    let one_wide = |&row: &usize| {
        let cells = grid.row(row).map(|row| row.cells.as_slice()).unwrap_or_default();
        cells.iter().all(|cell| cell.columns < 2)
    };
    let columns: Vec<usize> = (names + 1..grid.width())
        .filter(|&column| {
            let expecting = is_expecting(grid.text(0, column));
            speaks(grid, &rows, column, if expecting { 3 } else { 5 })
        })
        .collect();
    if columns.is_empty() || !rows.iter().all(one_wide) {
        return None;
    }
    // An empty cell goes on with the name above it.
    let at = |row: usize, column: usize| {
        (1..=row)
            .rev()
            .find(|&row| !grid.covering_text(row, column).is_empty())
            .and_then(|row| grid.slot(row, column))
    };
    let mut found: Vec<Themed<'d>> = vec![];
    let mut keys: Vec<(String, String)> = vec![];
    let mut themes: HashSet<String> = HashSet::new();
    for &row in &rows {
        let cell = |(row, index): (usize, usize)| grid.row(row)?.cells.get(index);
        let named = cell(at(row, names)?).and_then(name).filter(is_name)?;
        let theme = match names {
            0 => None,
            _ => Some(cell(at(row, 0)?).and_then(name).filter(is_name)?),
        };
        let key =
            (theme.as_ref().map_or_else(String::new, |theme| normal(&theme.value)), normal(&named.value));
        let cells = columns.iter().filter_map(|&column| grid.cell(row, column));
        themes.insert(key.0.clone());
        match found.last_mut().filter(|_| keys.last() == Some(&key)) {
            Some(last) => last.cells.extend(cells),
            None if keys.contains(&key) => return None,
            None => {
                keys.push(key);
                found.push(Themed { theme, name: named, cells: cells.collect() });
            }
        }
    }
    // A theme for each row is a name of it.
    (found.len() > 1 && (names == 0 || themes.len() < found.len())).then_some(found)
}

/// True for what may be the name of a competency or a theme.
fn is_name(name: &Spanned<String>) -> bool {
    let said = &name.value;
    said.contains(char::is_alphabetic)
        && said.split_whitespace().count() <= 8
        && !said.ends_with(['?', '.', '？', '。'])
}

/// The header names what the one row below it describes.
fn by_column<'d>(grid: &Grid<'d>) -> Option<Vec<Named<'d>>> {
    if grid.spans() || grid.width() < 2 || grid.height() != 2 {
        return None;
    }
    let short = |column: usize| (1..=16).contains(&grid.text(0, column).split_whitespace().count());
    if !(0..grid.width()).all(|column| short(column) && speaks(grid, &[1], column, 5)) {
        return None;
    }
    (0..grid.width())
        .map(|column| Some((name(grid.cell(0, column)?)?, vec![grid.cell(1, column)?])))
        .collect()
}

/// True for a column of texts of so many words or more.
pub(super) fn speaks(grid: &Grid<'_>, rows: &[usize], column: usize, least: usize) -> bool {
    let cells = rows.iter().filter_map(|&row| grid.cell(row, column)).filter(|cell| !is_link(cell));
    let texts: Vec<Cow<'_, str>> = cells.map(label_of).filter(|text| !text.is_empty()).collect();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    texts.len() * 2 > rows.len() && words >= texts.len() * least
}

/// The first line of a cell: what follows explains the name.
pub(super) fn name(cell: &Cell) -> Option<Spanned<String>> {
    let mut found: Option<Spanned<String>> = None;
    for block in &cell.blocks {
        block.each_text(&mut |text| {
            if found.is_none() && !text.is_blank() {
                let line = text.plain.trim_start().lines().next().unwrap_or("").len();
                let start = text.plain.len() - text.plain.trim_start().len();
                let first = text.part(start..start + line);
                found = Some(piece(&first, core_range(&first.plain)));
            }
        });
    }
    found
        .or_else(|| {
            Some(Spanned::new(
                label_of(cell).into_owned(),
                Span::at(cell.inner.file, cell.inner.range().start),
            ))
        })
        .filter(|name| !name.value.is_empty())
}
