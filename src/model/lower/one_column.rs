//! Tables of one column whose rows are by turns the name of a section and what it says: they are read as the
//! headings and texts that they show.

use crate::syntax::{Block, Cell, Heading, HeadingMark, Paragraph, Table, Text};

use super::super::looks_like_title;
use super::super::vocabulary::level_word;
use super::grid::{Grid, label_of};
use super::tables::spoken;

/// Longest name of a section, in words. Rule of thumb: "What we expect of you at this level".
const LONGEST: usize = 8;

/// What a row of such a table is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The name of the level that the whole table is about.
    Level,
    /// The name of a section.
    Section,
    Text,
}

/// The blocks of a page with such tables taken apart; nothing if there are none.
pub(super) fn unfolded(blocks: &[Block]) -> Option<Vec<Block>> {
    let found: Vec<Option<Vec<Line>>> = blocks
        .iter()
        .map(|block| match block {
            Block::Table(table) => lines(table),
            _ => None,
        })
        .collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    let mut out = Vec::with_capacity(blocks.len());
    let mut depth = 1;
    for (block, found) in blocks.iter().zip(found) {
        match (block, found) {
            (Block::Table(table), Some(lines)) => unfold(table, &lines, depth, &mut out),
            (block, _) => {
                if let Block::Heading(heading) = block {
                    depth = heading.depth;
                }
                out.push(block.clone());
            }
        }
    }
    Some(out)
}

/// What each row is, if the table is one of sections.
fn lines(table: &Table) -> Option<Vec<Line>> {
    let grid = Grid::new(table)?;
    if grid.height() < 2 || grid.spans() || !grid.is_one_column() {
        return None;
    }
    let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.cells.first()).collect();
    let line = |(at, cell): (usize, &&Cell)| match is_name(cell) {
        true if at == 0 && names_level(cell) => Line::Level,
        true => Line::Section,
        false => Line::Text,
    };
    let lines: Vec<Line> = cells.iter().enumerate().map(line).collect();
    let sections: Vec<usize> = (0..lines.len()).filter(|&at| lines.get(at) == Some(&Line::Section)).collect();
    // Levels one below the other are another layout, however their names are marked.
    let mixed = cells.iter().skip(1).any(|cell| name_of(cell).is_some() && names_level(cell));
    let headed = matches!(lines.as_slice(), [Line::Section, ..] | [Line::Level, Line::Section, ..]);
    let followed = sections.iter().all(|at| lines.get(at + 1) == Some(&Line::Text));
    let texts = || lines.iter().zip(&cells).filter(|(line, _)| **line == Line::Text).map(|(_, cell)| *cell);
    let listed = |cell: &&Cell| cell.blocks.iter().any(|block| matches!(block, Block::List(_)));
    let words: usize = texts().map(|cell| spoken(&label_of(cell))).sum();
    let says = words >= texts().count() * 3 || texts().all(|cell| listed(&cell));
    (headed && followed && says && !mixed).then_some(lines)
}

/// True for a short text that is marked as a heading of what stands below it.
fn is_name(cell: &Cell) -> bool {
    let label = label_of(cell);
    (cell.header || cell.emphasized)
        && name_of(cell).is_some()
        && (1..=LONGEST).contains(&label.split_whitespace().count())
        && label.contains(char::is_alphabetic)
        && !label.ends_with(['.', '!', '。', ';', ','])
}

fn name_of(cell: &Cell) -> Option<&Text> {
    match cell.blocks.as_slice() {
        [Block::Paragraph(Paragraph { text, .. }) | Block::Heading(Heading { text, .. })] => Some(text),
        _ => None,
    }
}

fn names_level(cell: &Cell) -> bool {
    let label = label_of(cell);
    level_word(&label).is_some() || looks_like_title(&label)
}

/// Adds the headings and texts of a table. What follows the table is not below them.
fn unfold(table: &Table, lines: &[Line], depth: u8, out: &mut Vec<Block>) {
    let end = HeadingMark::Tab { end: table.span.end };
    let leveled = lines.first() == Some(&Line::Level);
    for (row, line) in table.rows.iter().zip(lines) {
        let cells = row.cells.iter();
        let (mark, below) = match line {
            Line::Text => {
                out.extend(cells.flat_map(|cell| &cell.blocks).cloned());
                continue;
            }
            Line::Section if leveled => (HeadingMark::Unmarked, 2),
            Line::Level | Line::Section => (end, 1),
        };
        out.extend(cells.filter_map(name_of).map(|text| {
            let depth = depth.saturating_add(below).min(6);
            Block::Heading(Heading { depth, mark, text: text.trimmed(), span: text.span })
        }));
    }
}
