//! One sheet: cells that hold something, the ones that others cover, and the empty ones between.

use super::book::{Book, Run, tidy};
use super::package::{Step, attribute, walk};
use super::{MAX_CELLS, limit, number};
use crate::text::Unread;

/// What the format allows.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u16 = 16_384;

/// The cells to write, row by row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub cells: Vec<GridCell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GridCell {
    /// 1-based.
    pub row: u32,
    /// 1-based.
    pub column: u16,
    pub columns: u16,
    pub rows: u16,
    pub style: u32,
    content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Empty,
    /// Number of a shared text.
    Shared(usize),
    Text(String),
    Number(String),
}

impl GridCell {
    /// Appends what the cell says.
    pub fn say(&self, book: &Book, out: &mut String) {
        match &self.content {
            Content::Empty => {}
            Content::Shared(index) => out.push_str(book.shared(*index)),
            Content::Text(text) => out.push_str(text),
            Content::Number(raw) => number::say(raw, book.form(self.style), book.from_1904, out),
        }
    }
}

/// A merged range, 1-based, both ends included.
struct Merge {
    rows: (u32, u32),
    columns: (u16, u16),
}

/// Reads a sheet of at most `most` cells.
pub(super) fn read(xml: &str, book: &Book, most: usize) -> Result<Grid, Unread> {
    let mut reader = Reader { book, filled: vec![], merges: vec![], row: 0, column: 0, cell: None, most };
    let mut run = Run::default();
    let mut in_value = false;
    walk(xml, |step| {
        match &step {
            Step::Open(tag) => match tag.local_name().as_ref() {
                "row" => reader.open_row(attribute(tag, "r").as_deref())?,
                "c" => {
                    let style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    let kind = attribute(tag, "t");
                    reader.open_cell(
                        attribute(tag, "r").as_deref(),
                        kind.as_deref().unwrap_or("n"),
                        style,
                    )?;
                }
                "v" => in_value = true,
                "mergeCell" => reader.merge(attribute(tag, "ref").as_deref()),
                _ => {}
            },
            Step::Close("v") => in_value = false,
            Step::Close("c") => reader.close_cell()?,
            Step::Text(text) if in_value => {
                if let Some(cell) = &mut reader.cell {
                    cell.value.push_str(text);
                }
            }
            _ => {}
        }
        if let Some(cell) = &mut reader.cell {
            run.collect(&step, &mut cell.value);
        }
        Ok(())
    })?;
    reader.finish()
}

struct Reader<'b> {
    book: &'b Book,
    /// Cells that hold something.
    filled: Vec<GridCell>,
    merges: Vec<Merge>,
    /// Of the last row and cell begun.
    row: u32,
    column: u16,
    cell: Option<OpenCell>,
    most: usize,
}

struct OpenCell {
    kind: Kind,
    style: u32,
    value: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shared,
    Text,
    Bool,
    Number,
}

impl Reader<'_> {
    fn open_row(&mut self, number: Option<&str>) -> Result<(), Unread> {
        self.row = number.and_then(|number| number.parse().ok()).unwrap_or(self.row.saturating_add(1));
        self.column = 0;
        if self.row == 0 || self.row > MAX_ROWS { Err(outside()) } else { Ok(()) }
    }

    fn open_cell(&mut self, place: Option<&str>, kind: &str, style: u32) -> Result<(), Unread> {
        match place.and_then(parse_place) {
            Some((column, row)) => (self.column, self.row) = (column, row),
            None => self.column = self.column.saturating_add(1),
        }
        if !(1..=MAX_COLUMNS).contains(&self.column) || !(1..=MAX_ROWS).contains(&self.row) {
            return Err(outside());
        }
        let kind = match kind {
            "s" => Kind::Shared,
            "n" => Kind::Number,
            "b" => Kind::Bool,
            // Text of a formula, text in place, an error, a day.
            _ => Kind::Text,
        };
        self.cell = Some(OpenCell { kind, style, value: String::new() });
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unread> {
        let Some(mut cell) = self.cell.take() else { return Ok(()) };
        let content = match cell.kind {
            Kind::Shared => match cell.value.trim().parse() {
                Ok(index) if !self.book.shared(index).is_empty() => Content::Shared(index),
                _ => return Ok(()),
            },
            _ if cell.value.trim().is_empty() => return Ok(()),
            Kind::Number => Content::Number(cell.value),
            Kind::Bool => Content::Text(if cell.value.trim() == "1" { "TRUE" } else { "FALSE" }.into()),
            Kind::Text => {
                tidy(&mut cell.value, 0);
                Content::Text(cell.value)
            }
        };
        if self.filled.len() >= self.most {
            return Err(too_many());
        }
        let (row, column) = (self.row, self.column);
        self.filled.push(GridCell { row, column, columns: 1, rows: 1, style: cell.style, content });
        Ok(())
    }

    fn merge(&mut self, range: Option<&str>) {
        let Some((from, to)) = range.and_then(|range| range.split_once(':')) else { return };
        if let (Some(from), Some(to)) = (parse_place(from), parse_place(to))
            && from.0 <= to.0
            && from.1 <= to.1
            && self.merges.len() < self.most
        {
            self.merges.push(Merge { rows: (from.1, to.1), columns: (from.0, to.0) });
        }
    }

    /// Puts the cells into their grid. Rows without content are left out, and so are columns before
    /// the first and behind the last that has any.
    fn finish(mut self) -> Result<Grid, Unread> {
        self.filled.sort_by_key(|cell| (cell.row, cell.column));
        self.filled.dedup_by_key(|cell| (cell.row, cell.column));
        let mut rows: Vec<u32> = self.filled.iter().map(|cell| cell.row).collect();
        rows.dedup();
        let columns = || self.filled.iter().map(|cell| cell.column);
        let (Some(first), Some(last)) = (columns().min(), columns().max()) else {
            return Ok(Grid::default());
        };
        let width = usize::from(last - first) + 1;
        if rows.len().saturating_mul(width) > self.most {
            return Err(too_many());
        }
        let mut slots = vec![Slot::Empty; rows.len() * width];
        let mut filled = self.filled;
        for (index, cell) in filled.iter().enumerate() {
            if let Ok(row) = rows.binary_search(&cell.row)
                && let Some(slot) = slots.get_mut(row * width + usize::from(cell.column - first))
            {
                *slot = Slot::Filled(index);
            }
        }
        let mut painted = 0;
        for merge in &self.merges {
            let (left, right) = (merge.columns.0.max(first), merge.columns.1.min(last));
            let top = rows.partition_point(|&row| row < merge.rows.0);
            let bottom = rows.partition_point(|&row| row <= merge.rows.1);
            // A merged range without content is as good as its empty cells.
            if left > right || left != merge.columns.0 || rows.get(top) != Some(&merge.rows.0) {
                continue;
            }
            let origin = top * width + usize::from(left - first);
            let Some(&Slot::Filled(index)) = slots.get(origin) else { continue };
            // Ranges do not overlap in sound files; in others the rest is left as it is.
            painted += (bottom - top) * usize::from(right - left + 1);
            if painted > MAX_CELLS {
                break;
            }
            for row in top..bottom {
                let start = row * width + usize::from(left - first);
                let line = slots.get_mut(start..=start + usize::from(right - left)).unwrap_or_default();
                line.iter_mut().filter(|slot| **slot == Slot::Empty).for_each(|slot| *slot = Slot::Covered);
            }
            if let Some(cell) = filled.get_mut(index) {
                cell.columns = right - left + 1;
                cell.rows = u16::try_from(bottom - top).unwrap_or(u16::MAX);
            }
        }
        let mut taken: Vec<Option<GridCell>> = filled.into_iter().map(Some).collect();
        let mut cells = Vec::with_capacity(slots.len());
        for (line, &row) in slots.chunks(width).zip(&rows) {
            for (slot, column) in line.iter().zip(first..) {
                match slot {
                    Slot::Covered => {}
                    Slot::Filled(index) => cells.extend(taken.get_mut(*index).and_then(Option::take)),
                    Slot::Empty => cells.push(GridCell {
                        row,
                        column,
                        columns: 1,
                        rows: 1,
                        style: u32::MAX,
                        content: Content::Empty,
                    }),
                }
            }
        }
        Ok(Grid { cells })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Empty,
    Filled(usize),
    Covered,
}

fn outside() -> Unread {
    limit(format!("it names a cell beyond row {MAX_ROWS} or column {MAX_COLUMNS}"))
}

fn too_many() -> Unread {
    limit(format!("it has more than {MAX_CELLS} cells"))
}

/// Column and row of a place like `AB12`; too large numbers are kept as such.
fn parse_place(place: &str) -> Option<(u16, u32)> {
    let place = place.trim();
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = place.split_at(digits);
    let letters = letters.trim_matches('$');
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A' + 1,
            b'a'..=b'z' => letter - b'a' + 1,
            _ => return None,
        };
        column = column.saturating_mul(26).saturating_add(u32::from(value));
    }
    let row = row.bytes().try_fold(0u32, |row, digit| {
        digit.is_ascii_digit().then(|| row.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    })?;
    Some((u16::try_from(column).unwrap_or(u16::MAX), row)).filter(|_| !letters.is_empty())
}
