//! Tables that show levels: which cells name a level, and which say what is expected of it.

use std::collections::{HashMap, HashSet};

use crate::syntax::{Cell, Row, Table, TableKind};
use crate::text::{SourceFile, Span};

use super::super::title_key;
use super::super::vocabulary::{SectionKind, level_word, section_kind};
use super::words::{blocks_text, normal};

/// A wider table than this is no table of levels; also bounds what `colspan` can ask for.
const MOST_COLUMNS: usize = 256;

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
    /// Bytes to delete; together with those of the other entries of this level and table they take
    /// the level out.
    pub cut: Vec<Span>,
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
}

/// Tries the layouts one after the other.
pub(super) fn recognize<'d>(
    file: &SourceFile,
    table: &'d Table,
    clues: &Clues<'_>,
) -> Option<LevelTable<'d>> {
    const LAYOUTS: &[fn(&SourceFile, &Grid<'_>, &Clues<'_>) -> Option<Found>] = &[stacked, columns, rows];
    let grid = Grid::new(table)?;
    LAYOUTS.iter().find_map(|layout| layout(file, &grid, clues)).map(|found| found.entries(&grid))
}

/// A table with its cells in columns.
pub(super) struct Grid<'d> {
    table: &'d Table,
    /// For each row: (column, index of the cell in its row), in order.
    rows: Vec<Vec<(usize, usize)>>,
    /// Some cell covers more than one column or row.
    spans: bool,
}

impl<'d> Grid<'d> {
    pub(super) fn new(table: &'d Table) -> Option<Self> {
        let mut rows = vec![];
        let mut spans = false;
        // For each column, the number of further rows that a cell above covers.
        let mut covered = vec![0u16; MOST_COLUMNS];
        for row in &table.rows {
            let mut placed = vec![];
            let mut column = 0;
            for (index, cell) in row.cells.iter().enumerate() {
                while covered.get(column).is_some_and(|&left| left > 0) {
                    column += 1;
                }
                placed.push((column, index));
                let width = usize::from(cell.columns.max(1));
                spans |= cell.columns > 1 || cell.rows > 1;
                for left in covered.iter_mut().skip(column).take(width) {
                    *left = cell.rows.max(1);
                }
                column = column.saturating_add(width);
                if column > MOST_COLUMNS {
                    return None;
                }
            }
            for left in &mut covered {
                *left = left.saturating_sub(1);
            }
            rows.push(placed);
        }
        Some(Grid { table, rows, spans })
    }

    pub(super) fn row(&self, row: usize) -> Option<&'d Row> {
        self.table.rows.get(row)
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&'d Cell> {
        let placed = self.rows.get(row)?;
        let at = placed.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.row(row)?.cells.get(placed.get(at)?.1)
    }

    pub(super) fn text(&self, row: usize, column: usize) -> String {
        self.cell(row, column).map_or_else(String::new, label_of)
    }

    /// True if a cell covers more than one column or row.
    pub(super) fn spans(&self) -> bool {
        self.spans
    }

    pub(super) fn width(&self) -> usize {
        self.rows.iter().filter_map(|row| row.last()).map(|(column, _)| column + 1).max().unwrap_or(0)
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }
}

/// What a cell says, in one line.
pub(super) fn label_of(cell: &Cell) -> String {
    let text = blocks_text(&cell.blocks);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    cut: Vec<Span>,
}

impl Found {
    fn entries<'d>(self, grid: &Grid<'d>) -> LevelTable<'d> {
        let cell = |(row, column)| grid.cell(row, column);
        let entries = self.places.into_iter().filter_map(|place| {
            Some(Entry {
                label: cell(place.label)?,
                body: place.body.and_then(cell),
                section: place.section.and_then(cell),
                occurrence: place.occurrence,
                cut: place.cut,
            })
        });
        LevelTable { clue: self.clue, neighbors: self.neighbors, entries: entries.collect() }
    }
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
    if grid.height() < 2 || grid.spans || grid.rows.iter().any(|row| row.len() != 1) {
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
            places.push(Place { label: (label, 0), body: None, section: None, occurrence, cut });
            continue;
        }
        for body in label + 1..end {
            cut.extend(grid.row(body).map(|row| with_line(file, row.span)));
            places.push(Place {
                label: (label, 0),
                body: Some((body, 0)),
                section: None,
                occurrence,
                cut: std::mem::take(&mut cut),
            });
        }
    }
    let clue = "stacked table: a row names a level, the next row describes it";
    Some(Found { clue, neighbors: true, places })
}

/// Levels side by side: the first row names them.
fn columns(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    let head = (0..grid.height().min(3))
        .find(|&row| (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count() > 1)?;
    if head + 1 >= grid.height() {
        return None;
    }
    let named: Vec<(usize, String)> = (0..grid.width())
        .map(|column| (column, grid.text(head, column)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let like = |columns: &[(usize, String)]| columns.iter().filter(|(_, text)| clues.is_level(text)).count();
    let all = like(&named);
    let bare = all == named.len() && all > 1 && named.first().is_some_and(|(column, _)| *column == 0);
    let levels: Vec<(usize, String)> =
        if bare { named } else { named.into_iter().filter(|(column, _)| *column > 0).collect() };
    let known = like(&levels);
    if known < 2 || known * 5 < levels.len() * 3 {
        return None;
    }
    // A long table may name its levels again, or name others, further down.
    let heads: Vec<usize> = (head..grid.height())
        .filter(|&row| row == head || (!bare && is_head_again(grid, clues, head, row)))
        .collect();
    let mut places = vec![];
    for (n, &head) in heads.iter().enumerate() {
        let end = heads.get(n + 1).copied().unwrap_or(grid.height());
        let mut seen = Seen::default();
        let levels: Vec<(usize, u32)> = (usize::from(!bare)..grid.width())
            .map(|column| (column, grid.text(head, column)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| (column, seen.next(&text)))
            .collect();
        let cuts: Vec<Vec<Vec<Span>>> = levels
            .iter()
            .map(|&(column, _)| if heads.len() > 1 { vec![] } else { column_cut(file, grid, column) })
            .collect();
        // A row with one cell, or with a name and nothing else, heads the rows below it.
        let filled = |row: usize| levels.iter().any(|&(column, _)| !grid.text(row, column).is_empty());
        let titled = |row: usize| !bare && !grid.text(row, 0).is_empty();
        let body: Vec<usize> =
            (head + 1..end).filter(|&row| filled(row) || (titled(row) && end == head + 2)).collect();
        for &row in &body {
            for (&(column, occurrence), cut) in levels.iter().zip(&cuts) {
                let mut own = cut.get(row).cloned().unwrap_or_default();
                // What is in no row of its own goes with the first.
                if body.first() == Some(&row) {
                    let others = cut.iter().enumerate().filter(|(at, _)| body.binary_search(at).is_err());
                    own.extend(others.flat_map(|(_, spans)| spans.iter().copied()));
                }
                places.push(Place {
                    label: (head, column),
                    body: grid.cell(row, column).is_some().then_some((row, column)),
                    section: titled(row).then_some((row, 0)),
                    occurrence,
                    cut: own,
                });
            }
        }
    }
    let clue = if bare { "table: one column for each level" } else { "matrix: one column for each level" };
    (!places.is_empty()).then_some(Found { clue, neighbors: bare, places })
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
                && (1..grid.width()).any(|column| !grid.text(row, column).is_empty())
        })
        .collect();
    let known = labels.iter().filter(|&&row| clues.is_level(&grid.text(row, 0))).count();
    let said = LEVEL_HEADERS.contains(&normal(&header).as_str());
    let distinct: HashSet<String> = labels.iter().map(|&row| normal(&grid.text(row, 0))).collect();
    // A list of grades takes up the same track again and again.
    if distinct.len() < 2
        || distinct.len() * 3 < labels.len() * 2
        || !(said || (known > 1 && known * 2 >= labels.len()))
    {
        return None;
    }
    let columns: Vec<usize> = (1..grid.width()).filter(|&column| !grid.text(0, column).is_empty()).collect();
    let cells: Vec<String> = labels
        .iter()
        .flat_map(|&row| columns.iter().map(move |&column| (row, column)))
        .map(|(row, column)| grid.text(row, column))
        .filter(|text| !text.is_empty())
        .collect();
    let words: usize = cells.iter().map(|text| text.split_whitespace().count()).sum();
    let is_fact = |column: usize| {
        let kind = section_kind(&grid.text(0, column));
        matches!(kind, SectionKind::Experience | SectionKind::Pay | SectionKind::Scope)
    };
    // Codes and links say nothing about what a level expects; years and pay do.
    let terse = words < cells.len() * 4;
    let columns: Vec<usize> = columns.into_iter().filter(|&column| !terse || is_fact(column)).collect();
    if cells.is_empty() || columns.is_empty() {
        return None;
    }
    let mut places = vec![];
    for row in labels {
        for (n, &column) in columns.iter().enumerate() {
            let cut = if n == 0 && !grid.spans {
                grid.row(row).map(|row| with_line(file, row.span)).into_iter().collect()
            } else {
                vec![]
            };
            places.push(Place {
                label: (row, 0),
                body: grid.cell(row, column).is_some().then_some((row, column)),
                // The heading above names the section if there is but one column.
                section: (columns.len() > 1).then_some((0, column)),
                // Rows may take up a level again, one competency after the other.
                occurrence: 1,
                cut,
            });
        }
    }
    Some(Found { clue: "matrix: one row for each level", neighbors: false, places })
}

/// For each row the bytes of its cell in `column`; nothing at all where cells span several columns,
/// because then deleting does not take the column out.
fn column_cut(file: &SourceFile, grid: &Grid<'_>, column: usize) -> Vec<Vec<Span>> {
    if grid.spans {
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
