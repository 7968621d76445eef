//! Spreadsheets have no bytes to point at: their text is made up, and a map says which cell each
//! piece of it came from.

use std::ops::Range;

/// The cells of a spreadsheet and where they stand in the text that was made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellMap {
    /// In the order of the text.
    pub sheets: Vec<Sheet>,
    /// What was not read, and why.
    pub unread: Vec<Unread>,
}

/// One sheet that has something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// Where its name stands in the text.
    pub heading: Range<usize>,
    /// Row by row; cells that another one covers are left out, and so are rows without content.
    pub cells: Vec<SheetCell>,
}

/// One cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetCell {
    /// Where its text begins and ends; each cell has a line of its own, an empty one too.
    pub start: u32,
    pub end: u32,
    /// 1-based.
    pub row: u32,
    /// 1-based.
    pub column: u16,
    /// Number of columns and rows (of those in the text) that it covers, at least 1.
    pub columns: u16,
    pub rows: u16,
    /// Written in bold.
    pub bold: bool,
}

/// A part of a spreadsheet that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub why: Why,
    /// One plain sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why a part was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is not what its name promises, or damaged.
    Damaged,
    /// A limit was reached.
    Limit,
    /// Its author hid it.
    Hidden,
}

impl CellMap {
    /// The name of the cell whose text holds the offset `at`, as spreadsheet programs write it:
    /// `Sheet1!B7`, or only `Sheet1` for the sheet's name.
    pub fn name_at(&self, at: u32) -> Option<String> {
        let (sheet, cell) = self.find(at)?;
        let name = quoted(&sheet.name);
        Some(match cell {
            Some(cell) => format!("{name}!{}{}", letters(cell.column), cell.row),
            None => name,
        })
    }

    /// Where the text of the cell (or the sheet's name) begins that holds the offset `at`.
    pub fn start_at(&self, at: u32) -> Option<u32> {
        let (sheet, cell) = self.find(at)?;
        Some(cell.map_or(u32::try_from(sheet.heading.start).unwrap_or(u32::MAX), |cell| cell.start))
    }

    fn find(&self, at: u32) -> Option<(&Sheet, Option<&SheetCell>)> {
        let next = self.sheets.partition_point(|sheet| sheet.heading.start <= at as usize);
        let sheet = self.sheets.get(next.checked_sub(1)?)?;
        let next = sheet.cells.partition_point(|cell| cell.start <= at);
        Some((sheet, next.checked_sub(1).and_then(|before| sheet.cells.get(before))))
    }
}

/// The letters of a column: 1 is A, 28 is AB.
fn letters(mut column: u16) -> String {
    let mut letters = vec![];
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
    }
    letters.iter().rev().collect()
}

/// Names of sheets that are not a plain word stand in quotes.
fn quoted(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
    {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_the_program() {
        assert_eq!([1, 26, 27, 702, 703, 16_384].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        let cell = |start, row, column| SheetCell {
            start,
            end: start + 2,
            row,
            column,
            columns: 1,
            rows: 1,
            bold: false,
        };
        let sheet = |name: &str, at: usize, cells| Sheet { name: name.into(), heading: at..at + 2, cells };
        let map = CellMap {
            sheets: vec![
                sheet("Pay", 0, vec![cell(4, 1, 2), cell(7, 3, 28)]),
                sheet("Let's go", 12, vec![cell(20, 1, 1)]),
            ],
            unread: vec![],
        };
        let names: Vec<_> = [0, 4, 6, 8, 12, 20].into_iter().filter_map(|at| map.name_at(at)).collect();
        assert_eq!(names, ["Pay", "Pay!B1", "Pay!B1", "Pay!AB3", "'Let''s go'", "'Let''s go'!A1"]);
    }
}
