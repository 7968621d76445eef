//! XLSX: the cells of a spreadsheet become a made-up text, a line for each, and a map of where each
//! came from; see [`CellMap`]. The package is opened within limits of its own: what it says about its
//! sizes is never trusted, only what really comes out of it.

mod book;
mod number;
mod package;
mod sheet;
#[cfg(test)]
mod tests;

use super::reading::Reading;
use super::{Block, Cell, Document, Heading, HeadingMark, Problem, ProblemKind, Row, Table, TableKind, Text};
use crate::text::{CellMap, Sheet, SheetCell, SourceFile, Unread, Why};
use package::Package;

/// Most cells, empty ones among the others included.
pub(super) const MAX_CELLS: usize = super::csv::MAX_CELLS;
/// Most bytes of text in all cells. Cells share their texts, so a small file can say much.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// A spreadsheet as text.
#[derive(Debug, Clone, Default)]
pub struct VirtualSheet {
    pub text: String,
    pub cells: CellMap,
}

/// True for the bytes of a file that may be a spreadsheet of this format.
pub(super) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the bytes of a spreadsheet. Never fails: what could not be read is in [`CellMap::unread`].
pub fn to_virtual(bytes: &[u8]) -> VirtualSheet {
    let mut out = VirtualSheet::default();
    if let Err(unread) = read(bytes, &mut out) {
        // All or nothing: half a workbook would give findings about what seems to be missing.
        out = VirtualSheet { text: String::new(), cells: CellMap { sheets: vec![], unread: vec![unread] } };
    }
    out
}

fn read(bytes: &[u8], out: &mut VirtualSheet) -> Result<(), Unread> {
    let mut package = Package::open(bytes)?;
    let book = book::read(&mut package)?;
    if book.sheets.is_empty() {
        return Err(damaged("it names no sheets"));
    }
    let mut cells = 0;
    for entry in &book.sheets {
        if entry.hidden {
            out.cells.unread.push(Unread {
                why: Why::Hidden,
                message: format!("the sheet “{}” is hidden and was not checked", entry.name),
                help: "show it, or delete it if it is of no use any more".into(),
            });
            continue;
        }
        let Some(xml) = package.part(&entry.part)? else { continue };
        let grid = sheet::read(&xml, &book, MAX_CELLS - cells)?;
        cells += grid.cells.len();
        write(&grid, &book, &entry.name, out)?;
    }
    Ok(())
}

/// Appends a sheet to the text: its name, then a line for each cell (or several, if it holds several).
fn write(grid: &sheet::Grid, book: &book::Book, name: &str, out: &mut VirtualSheet) -> Result<(), Unread> {
    if grid.cells.is_empty() {
        return Ok(());
    }
    let start = out.text.len();
    out.text.push_str(&name.replace(['\n', '\r'], " "));
    let heading = start..out.text.len();
    out.text.push('\n');
    let mut cells = Vec::with_capacity(grid.cells.len());
    for cell in &grid.cells {
        let start = out.text.len();
        cell.say(book, &mut out.text);
        if out.text.len() > MAX_TEXT {
            return Err(limit(format!("it holds more than {} MB of text", MAX_TEXT / 1024 / 1024)));
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        cells.push(SheetCell {
            start: narrow(start),
            end: narrow(out.text.len()),
            row: cell.row,
            column: cell.column,
            columns: cell.columns,
            rows: cell.rows,
            bold: book.is_bold(cell.style),
        });
        out.text.push('\n');
    }
    out.cells.sheets.push(Sheet { name: name.to_owned(), heading, cells });
    Ok(())
}

fn limit(message: String) -> Unread {
    let help = "split the workbook; nothing in it was checked".into();
    Unread { why: Why::Limit, message, help }
}

fn damaged(what: &str) -> Unread {
    Unread {
        why: Why::Damaged,
        message: format!("this is not a workbook that can be read: {what}"),
        help: "open it in your spreadsheet program and save it again as .xlsx".into(),
    }
}

/// Reads the text of a spreadsheet: a heading and a table for each sheet.
pub fn parse(file: &SourceFile) -> Document {
    let mut reading = Reading::new(file);
    let mut blocks = vec![];
    let none = CellMap { sheets: vec![], unread: vec![damaged("it is plain text")] };
    let map = file.cells.as_deref().unwrap_or(&none);
    for unread in &map.unread {
        reading.problems.push(Problem {
            kind: match unread.why {
                Why::Damaged => ProblemKind::Syntax,
                Why::Limit => ProblemKind::Limit,
                Why::Hidden => ProblemKind::Skipped,
            },
            span: file.at(0..0),
            message: unread.message.clone(),
            help: Some(unread.help.clone()),
            related: vec![],
        });
    }
    for sheet in &map.sheets {
        let span = file.at(sheet.heading.clone());
        // Formulas refer to the name, so it is not free prose.
        reading.opaque(span);
        let text = Text::verbatim(file.slice(span), span);
        blocks.push(Block::Heading(Heading { depth: 2, mark: HeadingMark::Sheet, text, span }));
        blocks.extend(table(&mut reading, sheet).map(Block::Table));
    }
    reading.finish("xlsx", None, blocks)
}

fn table(reading: &mut Reading, sheet: &Sheet) -> Option<Table> {
    let mut rows: Vec<Row> = vec![];
    // The header is the first row that is more than a title.
    let mut in_head = true;
    for group in sheet.cells.chunk_by(|one, next| one.row == next.row) {
        let header = in_head;
        in_head &= group.iter().filter(|cell| cell.start < cell.end).count() < 2;
        let cells: Vec<Cell> = group.iter().map(|cell| self::cell(reading, cell, header)).collect();
        let span = cells.first()?.span.cover(cells.last()?.span);
        rows.push(Row { cells, header, span });
    }
    // A sheet of one column has titles only.
    if in_head {
        rows.iter_mut().skip(1).for_each(|row| {
            row.header = false;
            row.cells.iter_mut().for_each(|cell| cell.header = false);
        });
    }
    let span = rows.first()?.span.cover(rows.last()?.span);
    Some(Table { kind: TableKind::Sheet, rows, rule: vec![], span })
}

fn cell(reading: &mut Reading, cell: &SheetCell, header: bool) -> Cell {
    let file = reading.file;
    let range = cell.start as usize..cell.end as usize;
    let said = file.text.get(range.clone()).unwrap_or("");
    let start = range.start + (said.len() - said.trim_start().len());
    let inner = start..start + said.trim().len();
    // Blanks at the ends of a cell are seen by nobody, and no tool shows them as a change.
    reading.opaque(file.at(range.start..inner.start));
    reading.opaque(file.at(inner.end..range.end));
    Cell {
        blocks: super::csv::blocks(reading, &[(range.clone(), false)]),
        span: file.at(range),
        inner: file.at(inner),
        header,
        emphasized: cell.bold,
        columns: cell.columns,
        rows: cell.rows,
    }
}
