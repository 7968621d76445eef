//! Tables that show levels: which cells name a level, and which say what is expected of it.

use std::collections::{HashMap, HashSet};

use crate::syntax::{Cell, Row, Table, TableKind};
use crate::text::{SourceFile, Span};

use super::super::title_key;
use super::super::vocabulary::{SectionKind, level_word, numeral, section_kind};
use super::grid::{Grid, label_of};
use super::series;
use super::words::normal;

/// How a table shows levels.
#[derive(Debug)]
pub(super) struct LevelTable<'d> {
    /// What gave it away, in a few words.
    pub clue: &'static str,
    /// The levels may be neighbors of the page's own role, shown for comparison.
    pub neighbors: bool,
    /// In page order.
    pub entries: Vec<Entry<'d>>,
}

/// What one level shows in one row (or column) of a table.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub label: &'d Cell,
    /// `None`: the label stands there without any cell for it.
    pub body: Option<&'d Cell>,
    /// The cell that names the section, in tables where a cell does.
    pub section: Option<&'d Cell>,
    /// 2 for the second column of the same label.
    pub occurrence: u32,
    pub says: Says,
    /// Bytes to delete; together with those of the other entries of this level and table they take
    /// the level out.
    pub cut: Vec<Span>,
}

/// What the body of an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// What is expected, and facts.
    Expectations,
    /// What the level is about as a whole: facts, not expectations.
    Sum,
    /// What the level is called.
    Name,
}

/// What is known of the page that helps to recognize its levels.
pub(super) struct Clues<'p> {
    /// [`title_key`] of the page's title and aliases.
    pub keys: &'p [String],
}

impl Clues<'_> {
    fn is_level(&self, label: &str) -> bool {
        !label.is_empty() && (level_word(label).is_some() || self.keys.contains(&title_key(label)))
    }

    /// How many of the labels name levels: all of them, if they continue one series.
    fn count(&self, labels: &[String]) -> usize {
        if series::continues(labels) {
            return labels.len();
        }
        labels.iter().filter(|label| self.is_level(label)).count()
    }
}

/// Tries the layouts one after the other.
pub(super) fn recognize<'d>(
    file: &SourceFile,
    table: &'d Table,
    clues: &Clues<'_>,
) -> Option<LevelTable<'d>> {
    const LAYOUTS: &[fn(&SourceFile, &Grid<'_>, &Clues<'_>) -> Option<Found>] =
        &[stacked, columns, rows, listed];
    let grid = Grid::new(table)?;
    LAYOUTS.iter().find_map(|layout| layout(file, &grid, clues)).map(|found| found.entries(&grid))
}

/// Places in the grid; cells are looked up at the end, so that layouts borrow nothing.
struct Found {
    clue: &'static str,
    neighbors: bool,
    places: Vec<Place>,
}

struct Place {
    label: (usize, usize),
    body: Option<(usize, usize)>,
    section: Option<(usize, usize)>,
    occurrence: u32,
    says: Says,
    cut: Vec<Span>,
}

impl Found {
    fn entries<'d>(self, grid: &Grid<'d>) -> LevelTable<'d> {
        let cell = |(row, column)| grid.covering(row, column);
        let entries = self.places.into_iter().filter_map(|place| {
            Some(Entry {
                label: cell(place.label)?,
                body: place.body.and_then(cell),
                section: place.section.and_then(cell),
                occurrence: place.occurrence,
                says: place.says,
                cut: place.cut,
            })
        });
        LevelTable { clue: self.clue, neighbors: self.neighbors, entries: entries.collect() }
    }
}

/// A table with several names, each in a row of its own above a header with levels: the parts that
/// belong to each name.
pub(super) fn titled_parts<'d>(
    file: &SourceFile,
    table: &'d Table,
    clues: &Clues<'_>,
) -> Vec<(&'d Cell, Table)> {
    let width =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum()).max();
    let width: usize = width.unwrap_or(0);
    let title = |row: &'d Row| match row.cells.as_slice() {
        [cell] if usize::from(cell.columns) >= width.max(2) => {
            (1..=8).contains(&label_of(cell).split_whitespace().count()).then_some(cell)
        }
        _ => None,
    };
    let heads: Vec<(usize, &Cell)> =
        table.rows.iter().enumerate().filter_map(|(at, row)| Some((at, title(row)?))).collect();
    let part = |from: usize, to: usize| {
        let rows: Vec<Row> = table.rows.get(from..to).unwrap_or_default().to_vec();
        let span = rows
            .iter()
            .fold(None, |span: Option<Span>, row| Some(span.map_or(row.span, |span| span.cover(row.span))));
        Table { kind: table.kind, rows, rule: vec![], span: span.unwrap_or(table.span) }
    };
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([table.rows.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(&(at, cell), end)| (cell, part(at + 1, end)))
        .filter(|(_, part)| {
            Grid::new(part).is_some_and(|grid| {
                Header::at(&grid, clues, 0).is_some() && columns(file, &grid, clues).is_some()
            })
        })
        .collect()
}

/// Counts labels: the second of a name is 2.
#[derive(Default)]
struct Seen(HashMap<String, u32>);

impl Seen {
    fn next(&mut self, label: &str) -> u32 {
        let count = self.0.entry(normal(label)).or_insert(0);
        *count += 1;
        *count
    }
}

/// One column; a row names a level, the rows behind it say what is expected.
fn stacked(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.height() < 2 || grid.spans() || !grid.is_one_column() {
        return None;
    }
    let is_label = |row: usize| {
        let cell = grid.cell(row, 0)?;
        let listed = cell.blocks.iter().any(|block| {
            !matches!(block, crate::syntax::Block::Paragraph(_) | crate::syntax::Block::Heading(_))
        });
        Some(!listed && cell.blocks.len() == 1 && clues.is_level(&label_of(cell)))
    };
    let labels: Vec<usize> = (0..grid.height()).filter(|&row| is_label(row) == Some(true)).collect();
    let covers = labels.first() == Some(&0) && labels.len() * 2 <= grid.height() + 1;
    if !covers || labels.len() < 2 && grid.height() > 2 {
        return None;
    }
    let mut seen = Seen::default();
    let mut places = vec![];
    for (n, &label) in labels.iter().enumerate() {
        let end = labels.get(n + 1).copied().unwrap_or(grid.height());
        let occurrence = seen.next(&grid.text(label, 0));
        let mut cut: Vec<Span> = grid.row(label).map(|row| with_line(file, row.span)).into_iter().collect();
        if label + 1 == end {
            places.push(Place {
                label: (label, 0),
                body: None,
                section: None,
                occurrence,
                says: Says::Expectations,
                cut,
            });
            continue;
        }
        for body in label + 1..end {
            cut.extend(grid.row(body).map(|row| with_line(file, row.span)));
            places.push(Place {
                label: (label, 0),
                body: Some((body, 0)),
                section: None,
                occurrence,
                says: Says::Expectations,
                cut: std::mem::take(&mut cut),
            });
        }
    }
    let clue = "stacked table: a row names a level, the next row describes it";
    Some(Found { clue, neighbors: true, places })
}

/// Levels side by side: a row at the top names them.
fn columns(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    let head = Header::find(grid, clues)
        .filter(|head| !grid.assigns(head.row + 1..grid.height(), head.lead..head.end))?;
    // A long table may name its levels again, or name others, further down.
    let heads: Vec<usize> = (head.row..grid.height())
        .filter(|&row| row == head.row || (!head.bare && is_head_again(grid, clues, head.row, row)))
        .collect();
    let mut places = vec![];
    for (n, &row) in heads.iter().enumerate() {
        let end = heads.get(n + 1).copied().unwrap_or(grid.height());
        head.places(file, grid, row..end, heads.len() > 1, &mut places);
    }
    let clue =
        if head.bare { "table: one column for each level" } else { "matrix: one column for each level" };
    (!places.is_empty()).then_some(Found { clue, neighbors: head.bare, places })
}

/// The row that names the levels of a table.
struct Header {
    row: usize,
    /// All columns are levels; nothing names the rows.
    bare: bool,
    /// Columns before the first level: they name the rows, the last one most closely.
    lead: usize,
    /// Columns behind the last level, for notes.
    end: usize,
}

/// Headers of columns behind the levels that say something about the row.
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "examples",
    "example",
    "resources",
    "links",
    "link",
    "weight",
    "score",
    "rating",
    "remarks",
    "references",
    "notas",
    "exemplos",
    "ejemplos",
    "bemerkungen",
    "備考",
];

impl Header {
    /// The first rows may be titles of the whole table, or of several columns together.
    fn find(grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Self> {
        for row in 0..grid.height().saturating_sub(1).min(4) {
            let filled = (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count();
            if filled < 2 {
                continue;
            }
            if let Some(header) = Header::at(grid, clues, row) {
                return Some(header);
            }
            // Only a row that holds groups of columns has another row of names below it.
            let grouped =
                (0..grid.width()).any(|column| grid.cell(row, column).is_some_and(|cell| cell.columns > 1));
            if !grouped {
                return None;
            }
        }
        None
    }

    fn at(grid: &Grid<'_>, clues: &Clues<'_>, row: usize) -> Option<Self> {
        let named: Vec<(usize, String)> = (0..grid.width())
            .map(|column| (column, grid.text(row, column)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let labels = |columns: &[(usize, String)]| -> Vec<String> {
            columns.iter().map(|(_, text)| text.clone()).collect()
        };
        let all = clues.count(&labels(&named));
        let first = named.first()?.0;
        let bare = all == named.len() && all > 1 && first == 0;
        if bare {
            return Some(Header { row, bare, lead: 0, end: grid.width() });
        }
        let mut levels: Vec<(usize, String)> =
            named.into_iter().filter(|(column, _)| *column > 0 || !grid.begins_in_row(row, 0)).collect();
        while levels.last().is_some_and(|(_, text)| NOTES.contains(&normal(text).as_str())) {
            levels.pop();
        }
        let end = levels.last().map_or(0, |(column, _)| {
            let width = grid.cell(row, *column).map_or(1, |cell| usize::from(cell.columns.max(1)));
            column + width
        });
        // Two columns may name the rows: a theme and a competency.
        let continued = |levels: &[(usize, String)]| series::continues(&labels(levels));
        while levels.len() > 2
            && levels.first().is_some_and(|(_, text)| !clues.is_level(text))
            && !continued(&levels)
            && clues.count(&labels(levels.get(1..).unwrap_or_default())) + 1 >= levels.len()
        {
            levels.remove(0);
        }
        let known =
            if LEVEL_HEADERS.contains(&normal(&grid.text(row, 0)).as_str()) && count_up(&labels(&levels)) {
                levels.len()
            } else {
                clues.count(&labels(&levels))
            };
        if known < 2 || known * 5 < levels.len() * 3 {
            return None;
        }
        let lead = levels.first().map_or(1, |(column, _)| *column).max(1);
        Some(Header { row, bare, lead, end })
    }

    /// What the rows of one part of the table show; the first of them names the levels.
    fn places(
        &self,
        file: &SourceFile,
        grid: &Grid<'_>,
        part: std::ops::Range<usize>,
        repeated: bool,
        places: &mut Vec<Place>,
    ) {
        let head = part.start;
        let mut seen = Seen::default();
        let mut levels: Vec<(usize, u32)> = vec![];
        for column in self.lead..self.end {
            let text = grid.covering_text(head, column);
            if text.is_empty() {
                continue;
            }
            let goes_on = grid.cell(head, column).is_none();
            match levels.last() {
                // A label that covers several columns is one level.
                Some(&(_, occurrence)) if goes_on => levels.push((column, occurrence)),
                _ => levels.push((column, seen.next(&text))),
            }
        }
        let cuts: Vec<Vec<Vec<Span>>> = levels
            .iter()
            .map(|&(column, _)| if repeated { vec![] } else { column_cut(file, grid, column) })
            .collect();
        // A row with one cell, or with a name and nothing else, heads the rows below it.
        let filled = |row: usize| {
            levels.iter().any(|&(column, _)| {
                grid.begins_in_row(row, column) && !grid.covering_text(row, column).is_empty()
            }) && !self.is_title(grid, row)
        };
        let name_of = |row: usize| {
            (0..self.lead)
                .rev()
                .filter(|_| !self.bare)
                .find(|&column| !grid.covering_text(row, column).is_empty())
        };
        let body: Vec<usize> = (head + 1..part.end)
            .filter(|&row| filled(row) || (name_of(row).is_some() && part.end == head + 2))
            .collect();
        for &row in &body {
            let named = name_of(row).is_some_and(|column| {
                let texts: Vec<String> = levels.iter().map(|&(level, _)| grid.text(row, level)).collect();
                body.len() > 1 && is_name(&grid.text(row, column), &texts)
            });
            let says = if named { Says::Name } else { Says::Expectations };
            for (&(column, occurrence), cut) in levels.iter().zip(&cuts) {
                let mut own = cut.get(row).cloned().unwrap_or_default();
                // What is in no row of its own goes with the first.
                if body.first() == Some(&row) {
                    let others = cut.iter().enumerate().filter(|(at, _)| body.binary_search(at).is_err());
                    own.extend(others.flat_map(|(_, spans)| spans.iter().copied()));
                }
                places.push(Place {
                    label: (head, column),
                    // What covers several rows is said in each of them.
                    body: grid.slot(row, column).map(|_| (row, column)),
                    section: name_of(row).map(|column| (row, column)),
                    occurrence,
                    says,
                    cut: own,
                });
            }
        }
    }

    /// True for a row with nothing but one cell across all columns.
    fn is_title(&self, grid: &Grid<'_>, row: usize) -> bool {
        grid.cell(row, 0).is_some_and(|cell| usize::from(cell.columns) >= self.end.max(2))
    }
}

/// True for "1", "2", "3".
fn count_up(labels: &[String]) -> bool {
    let numbers: Option<Vec<i32>> = labels.iter().map(|label| numeral(&label.to_lowercase())).collect();
    numbers.is_some_and(|numbers| {
        numbers.len() > 1 && numbers.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b))
    })
}

/// True if `row` names levels as the row `head` does.
fn is_head_again(grid: &Grid<'_>, clues: &Clues<'_>, head: usize, row: usize) -> bool {
    let first = normal(&grid.text(row, 0));
    let same = first == normal(&grid.text(head, 0)) || LEVEL_HEADERS.contains(&first.as_str());
    let labels: Vec<String> =
        (1..grid.width()).map(|column| grid.text(row, column)).filter(|text| !text.is_empty()).collect();
    same && labels.len() > 1 && labels.iter().all(|label| clues.is_level(label))
}

/// Headers of the column that names levels.
const LEVEL_HEADERS: &[&str] = &[
    "level",
    "levels",
    "experience level",
    "career level",
    "job level",
    "grade",
    "seniority",
    "nível",
    "nivel",
    "niveau",
    "senioridade",
];

/// Headers of the column that says what levels are called.
const NAME_HEADERS: &[&str] = &[
    "title",
    "titles",
    "job title",
    "role title",
    "level title",
    "level name",
    "name",
    "titel",
    "bezeichnung",
    "título",
    "titulo",
    "titre",
    "intitulé",
    "nombre",
    "nome",
    "nom",
    "職位",
    "役職",
];

/// Levels below one another: the first column names them.
fn rows(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.width() < 2 || grid.height() < 3 {
        return None;
    }
    let header = grid.text(0, 0);
    let labels: Vec<usize> = (1..grid.height())
        .filter(|&row| {
            let label = grid.text(row, 0);
            // "Inspired by:" is a note below the table.
            !label.is_empty()
                && !label.ends_with(':')
                && grid.cell(row, 0).is_some_and(|cell| cell.columns < 2)
                && grid
                    .covered_rows(row, 0)
                    .any(|row| (1..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        })
        .collect();
    let names: Vec<String> = labels.iter().map(|&row| grid.text(row, 0)).collect();
    let known = clues.count(&names);
    let said = LEVEL_HEADERS.contains(&normal(&header).as_str());
    let distinct: HashSet<String> = names.iter().map(|name| normal(name)).collect();
    // A list of grades takes up the same track again and again.
    if distinct.len() < 2
        || distinct.len() * 3 < labels.len() * 2
        || !(said || (known > 1 && known * 2 >= labels.len()))
    {
        return None;
    }
    let columns: Vec<usize> = (1..grid.width()).filter(|&column| !grid.text(0, column).is_empty()).collect();
    let texts = |column: usize| -> Vec<String> {
        let rows = labels.iter().flat_map(|&row| grid.covered_rows(row, 0));
        rows.map(|row| grid.text(row, column)).filter(|text| !text.is_empty()).collect()
    };
    let is_fact = |column: usize| {
        let kind = section_kind(&grid.text(0, column));
        matches!(kind, SectionKind::Experience | SectionKind::Pay | SectionKind::Scope)
    };
    let name = columns.iter().copied().find(|&column| is_name(&grid.text(0, column), &texts(column)));
    let words = |texts: &[String]| texts.iter().map(|text| spoken(text)).sum::<usize>();
    let cells: Vec<String> = columns.iter().flat_map(|&column| texts(column)).collect();
    let says = |column: usize| {
        let texts = texts(column);
        let named = texts.iter().filter(|text| clues.is_level(text)).count();
        !is_fact(column)
            && texts.len() * 2 > labels.len()
            && named * 2 < texts.len()
            && (words(&texts) >= texts.len() * 4 || said && are_phrases(&texts))
    };
    // Codes and links say nothing about what a level expects; years and pay do, and all that stands
    // beside sentences.
    let terse = words(&cells) < cells.len() * 4 && !columns.iter().any(|&column| says(column));
    let columns: Vec<usize> =
        columns.into_iter().filter(|&column| Some(column) != name && (!terse || is_fact(column))).collect();
    if cells.is_empty() || columns.is_empty() {
        return None;
    }
    let mut places = vec![];
    let mut seen = Seen::default();
    for first in labels {
        let occurrence = seen.next(&grid.text(first, 0));
        // Below a label that covers several rows the level goes on.
        for row in grid.covered_rows(first, 0) {
            // A cell across all sections sums the level up.
            let sum = grid
                .cell(row, 1)
                .filter(|cell| columns.len() > 1 && usize::from(cell.columns) >= columns.len());
            if sum.is_some() {
                let label = (row, 0);
                places.push(Place {
                    label,
                    body: Some((row, 1)),
                    section: None,
                    occurrence,
                    says: Says::Sum,
                    cut: vec![],
                });
                continue;
            }
            if let Some(column) = name.filter(|&column| row == first && grid.cell(row, column).is_some()) {
                places.push(Place {
                    label: (row, 0),
                    body: Some((row, column)),
                    section: None,
                    occurrence,
                    says: Says::Name,
                    cut: vec![],
                });
            }
            for (n, &column) in columns.iter().enumerate() {
                let cut = if n == 0 && !grid.spans() {
                    grid.row(row).map(|row| with_line(file, row.span)).into_iter().collect()
                } else {
                    vec![]
                };
                let own = grid.begins_in_row(row, column);
                if !own && row != first {
                    continue;
                }
                places.push(Place {
                    label: (row, 0),
                    // What covers several levels is said of each of them.
                    body: grid.slot(row, column).map(|_| (row, column)),
                    // The heading above names the section if there is but one column.
                    section: (columns.len() > 1 || is_fact(column)).then_some((0, column)),
                    occurrence,
                    says: Says::Expectations,
                    cut,
                });
            }
        }
    }
    Some(Found { clue: "matrix: one row for each level", neighbors: false, places })
}

/// True for a column of what the levels are called.
fn is_name(header: &str, texts: &[String]) -> bool {
    let short =
        |text: &String| text.split_whitespace().count() <= 8 && !text.ends_with(['.', '。', ';', ':']);
    NAME_HEADERS.contains(&normal(header).as_str()) && !texts.is_empty() && texts.iter().all(short)
}

/// Every row names a level and a competency, in two columns: the matrix written as a list.
/// True for cells of three words or so, each another: "Sets own goals". Codes, names and links are shorter, and
/// figures are no phrases.
fn are_phrases(texts: &[String]) -> bool {
    let distinct: HashSet<String> = texts.iter().map(|text| normal(text)).collect();
    let words: usize = texts.iter().map(|text| spoken(text)).sum();
    let phrase = |text: &String| {
        let mut words = text.split_whitespace();
        words.next().is_some_and(|first| first.starts_with(char::is_alphabetic))
            && words.any(|word| word.starts_with(char::is_lowercase))
            && !text.contains(|c: char| c.is_ascii_digit())
    };
    words * 2 >= texts.len() * 5
        && distinct.len() == texts.len()
        && texts.iter().filter(|text| phrase(text)).count() * 4 >= texts.len() * 3
}

fn listed(_file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.width() < 3 || grid.height() < 5 {
        return None;
    }
    let texts = |column: usize| -> Vec<String> {
        (1..grid.height()).map(|row| grid.covering_text(row, column)).collect()
    };
    let distinct = |texts: &[String]| -> Vec<String> {
        let mut seen = HashSet::new();
        texts.iter().filter(|text| seen.insert(normal(text))).cloned().collect()
    };
    let (level, section) = [(0, 1), (1, 0)].into_iter().find(|&(level, section)| {
        let (levels, sections) = (texts(level), texts(section));
        let (steps, names) = (distinct(&levels), distinct(&sections));
        let rows = levels.len();
        let pairs: HashSet<(String, String)> =
            levels.iter().zip(&sections).map(|(level, name)| (normal(level), normal(name))).collect();
        let short = names.iter().all(|name| !name.is_empty() && name.split_whitespace().count() <= 6);
        (2..=12).contains(&steps.len())
            && steps.len() * 2 <= rows
            && names.len() > 1
            && names.len() < rows
            && pairs.len() == rows
            && short
            && clues.count(&steps) == steps.len()
            && !names.iter().any(|name| clues.is_level(name))
    })?;
    let bodies: Vec<usize> = (2..grid.width())
        .filter(|&column| {
            let texts = texts(column);
            let filled = texts.iter().filter(|text| !text.is_empty()).count();
            let words: usize = texts.iter().map(|text| spoken(text)).sum();
            filled * 2 > texts.len() && words >= filled * 4
        })
        .collect();
    let mut places = vec![];
    for row in 1..grid.height() {
        for &column in &bodies {
            if grid.cell(row, column).is_some() {
                places.push(Place {
                    label: (row, level),
                    body: Some((row, column)),
                    section: Some((row, section)),
                    occurrence: 1,
                    says: Says::Expectations,
                    cut: vec![],
                });
            }
        }
    }
    let clue = "matrix: one row for each level and competency";
    (!places.is_empty()).then_some(Found { clue, neighbors: false, places })
}

/// How much a cell says, in words; scripts without blanks count two letters as one.
pub(super) fn spoken(text: &str) -> usize {
    let wide = text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x9fff | 0xac00..=0xd7a3)).count();
    text.split_whitespace().count() + wide / 2
}

/// For each row the bytes of its cell in `column`; nothing at all where cells span several columns,
/// because then deleting does not take the column out.
fn column_cut(file: &SourceFile, grid: &Grid<'_>, column: usize) -> Vec<Vec<Span>> {
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
    let range = span.range();
    let before = file.text.get(..range.start).unwrap_or("");
    let after = file.text.get(range.end..).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let Some(end) = after.find('\n') else { return span };
    let blank = |text: Option<&str>| text.is_some_and(|text| text.trim().is_empty());
    if !blank(before.get(start..)) || !blank(after.get(..end)) {
        return span;
    }
    let mut end = range.end + end + 1;
    // Between two empty lines one would be left over.
    let above = before.get(..start).unwrap_or("").trim_end_matches('\n').len() + 1 < start;
    let next = file.text.get(end..).unwrap_or("");
    if above
        && let Some(line) = next.find('\n')
        && blank(next.get(..line))
    {
        end += line + 1;
    }
    file.at(start..end)
}
