//! The cells of a table by row and column, with those that cover several.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use crate::syntax::{Block, Cell, MarkKind, Row, Table};

use super::words::{blocks_text, one_line};

/// A wider table than this is no table of levels; also bounds what `colspan` can ask for.
const MOST_COLUMNS: usize = 256;

/// A table with its cells in columns. A cell that covers several rows or columns is found in all of
/// them by [`Grid::covering`], and in its first by [`Grid::cell`].
pub(super) struct Grid<'d> {
    pub(super) table: &'d Table,
    /// For each row: (column, row of the cell, index of the cell in its row), by column.
    slots: Vec<Vec<(u16, u32, u16)>>,
    /// Some cell covers more than one column or row.
    spans: bool,
    width: usize,
    /// What each cell says, made when somebody asks for it: the layouts ask for most of them again and again.
    texts: Vec<OnceCell<Cow<'d, str>>>,
    /// For each row: where its cells begin among those.
    firsts: Vec<usize>,
}

impl<'d> Grid<'d> {
    pub(super) fn new(table: &'d Table) -> Option<Self> {
        let mut slots = vec![];
        let mut spans = false;
        // For each column: how many further rows a cell above covers, and which cell it is.
        let mut covered: Vec<(u16, u32, u16)> = vec![];
        let mut firsts = Vec::with_capacity(table.rows.len());
        let mut cells = 0;
        for (number, row) in table.rows.iter().enumerate() {
            let number = u32::try_from(number).ok()?;
            firsts.push(cells);
            cells += row.cells.len();
            let mut placed = Vec::with_capacity(row.cells.len());
            let mut column = 0;
            for (index, cell) in row.cells.iter().enumerate() {
                while let Some(&(1.., above, at)) = covered.get(column) {
                    placed.push((u16::try_from(column).ok()?, above, at));
                    column += 1;
                }
                let width = usize::from(cell.columns.max(1));
                spans |= cell.columns > 1 || cell.rows > 1;
                if column.saturating_add(width) > MOST_COLUMNS {
                    return None;
                }
                let index = u16::try_from(index).ok()?;
                if covered.len() < column + width {
                    covered.resize(column + width, (0, 0, 0));
                }
                for slot in covered.iter_mut().skip(column).take(width) {
                    *slot = (cell.rows.max(1), number, index);
                    placed.push((u16::try_from(column).ok()?, number, index));
                    column += 1;
                }
            }
            // What a cell above covers behind the last cell of the row.
            for (column, &(left, above, at)) in covered.iter().enumerate().skip(column) {
                if left > 0 {
                    placed.push((u16::try_from(column).ok()?, above, at));
                }
            }
            for (left, ..) in &mut covered {
                *left = left.saturating_sub(1);
            }
            slots.push(placed);
        }
        let last = slots.iter().filter_map(|row: &Vec<(u16, u32, u16)>| row.last());
        let width = last.map(|(column, ..)| usize::from(*column) + 1).max().unwrap_or(0);
        let texts = vec![OnceCell::new(); cells];
        Some(Grid { table, slots, spans, width, texts, firsts })
    }

    pub(super) fn row(&self, row: usize) -> Option<&'d Row> {
        self.table.rows.get(row)
    }

    /// The row and the index of the cell that covers a place.
    pub(super) fn slot(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        let placed = self.slots.get(row)?;
        let at = placed.binary_search_by_key(&column, |(column, ..)| usize::from(*column)).ok()?;
        placed.get(at).map(|&(_, row, index)| (row as usize, usize::from(index)))
    }

    /// The cell that covers a place.
    pub(super) fn covering(&self, row: usize, column: usize) -> Option<&'d Cell> {
        let (row, index) = self.slot(row, column)?;
        self.row(row)?.cells.get(index)
    }

    /// The cell that begins at a place.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&'d Cell> {
        let slot = self.slot(row, column)?;
        let left = column.checked_sub(1).and_then(|left| self.slot(row, left));
        (slot.0 == row && left != Some(slot)).then(|| self.row(row)?.cells.get(slot.1))?
    }

    /// What the cell says that begins at a place.
    pub(super) fn text(&self, row: usize, column: usize) -> &str {
        match self.cell(row, column) {
            Some(_) => self.covering_text(row, column),
            None => "",
        }
    }

    /// What the cell says that covers a place.
    pub(super) fn covering_text(&self, row: usize, column: usize) -> &str {
        let text = || {
            let (row, index) = self.slot(row, column)?;
            let cell = self.row(row)?.cells.get(index)?;
            let text = self.texts.get(self.firsts.get(row)? + index)?;
            Some(text.get_or_init(|| label_of(cell)).as_ref())
        };
        text().unwrap_or("")
    }

    /// The rows that the cell of a place covers.
    pub(super) fn covered_rows(&self, row: usize, column: usize) -> impl Iterator<Item = usize> + '_ {
        let own = self.slot(row, column);
        (row..self.height()).take_while(move |&row| own.is_some() && self.slot(row, column) == own)
    }

    /// True for cells that say who does what by letters: responsible, accountable, consulted, informed,
    /// supporting.
    pub(super) fn assigns(&self, rows: Range<usize>, columns: Range<usize>) -> bool {
        let letter = |part: &str| matches!(part, "R" | "A" | "C" | "I" | "S" | "-" | "");
        let mut kinds = HashSet::new();
        for (row, column) in rows.flat_map(|row| columns.clone().map(move |column| (row, column))) {
            let text = self.text(row, column);
            if !text.split([',', '/', '&', ' ']).all(letter) {
                return false;
            }
            kinds.insert(text.trim().to_owned());
        }
        kinds.retain(|text| !matches!(text.as_str(), "" | "-"));
        kinds.len() > 1
    }

    /// True if the cell of a place begins in this row.
    pub(super) fn begins_in_row(&self, row: usize, column: usize) -> bool {
        self.slot(row, column).is_some_and(|(own, _)| own == row)
    }

    /// True if a cell covers more than one column or row.
    pub(super) fn spans(&self) -> bool {
        self.spans
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// True for a table whose rows have one cell each.
    pub(super) fn is_one_column(&self) -> bool {
        self.slots.iter().all(|row| row.len() == 1)
    }

    pub(super) fn height(&self) -> usize {
        self.slots.len()
    }
}

/// What a cell says, in one line.
pub(super) fn label_of(cell: &Cell) -> Cow<'_, str> {
    if let [Block::Paragraph(paragraph)] = cell.blocks.as_slice() {
        return one_line(&paragraph.text.plain);
    }
    Cow::Owned(one_line(&blocks_text(&cell.blocks)).into_owned())
}

/// True for a cell that is nothing but a link.
pub(super) fn is_link(cell: &Cell) -> bool {
    let mut linked = false;
    for block in &cell.blocks {
        block.each_text(&mut |text| {
            let whole = text.plain.trim().len();
            linked |= text.marks.iter().any(|mark| {
                matches!(mark.kind, MarkKind::Link { .. }) && mark.range.len() >= whole && whole > 0
            });
        });
    }
    linked
}
