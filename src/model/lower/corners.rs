//! Tables that are each about one level, whose name stands in the corner of the header: "Junior | What is expected"
//! above the rows of one, "Senior | What is expected" above those of the next.

use std::collections::HashSet;

use crate::syntax::{Block, Cell, Heading, HeadingMark, Paragraph, Table, Text};

use super::super::titles::title_key;
use super::super::vocabulary::level_word;
use super::careers;
use super::grid::Grid;
use super::series::{continues, is_step};

/// The blocks of a page with the names of such tables above them as headings; nothing if there are none.
pub(super) fn headed(blocks: &[Block]) -> Option<Vec<Block>> {
    let corners: Vec<Option<&Text>> = blocks
        .iter()
        .map(|block| match block {
            Block::Table(table) => corner(table),
            _ => None,
        })
        .collect();
    let labels: Vec<&str> = corners.iter().flatten().map(|text| text.plain.trim()).collect();
    let distinct: HashSet<String> = labels.iter().map(|label| title_key(label)).collect();
    let levels =
        || continues(&labels) || careers::are_levels(&labels) || labels.iter().all(|label| is_step(label));
    if labels.len() < 2 || distinct.len() < labels.len() || !levels() {
        return None;
    }
    let mut depth = 1u8;
    let mut out = Vec::with_capacity(blocks.len() + labels.len());
    for (block, corner) in blocks.iter().zip(corners) {
        if let Block::Heading(heading) = block {
            depth = heading.depth;
        }
        if let (Block::Table(table), Some(text)) = (block, corner) {
            let mark = HeadingMark::Tab { end: table.span.end };
            let depth = depth.saturating_add(1).min(6);
            out.push(Block::Heading(Heading { depth, mark, text: text.trimmed(), span: text.span }));
        }
        out.push(block.clone());
    }
    Some(out)
}

/// What stands in the corner of a table, if the rest of the header names no levels and each row has a name.
fn corner(table: &Table) -> Option<&Text> {
    let grid = Grid::new(table)?;
    if grid.spans() || grid.width() < 2 || grid.height() < 2 {
        return None;
    }
    // Most corners are empty.
    let corner = text_of(grid.cell(0, 0)?)?;
    let names: Vec<&str> = (1..grid.height()).map(|row| grid.text(row, 0)).collect();
    let named = |text: &str| !text.is_empty() && level_word(text).is_none();
    let distinct: HashSet<&&str> = names.iter().collect();
    let fits = (1..grid.width()).all(|column| named(grid.text(0, column)))
        && names.iter().all(|name| named(name))
        && distinct.len() == names.len()
        && !continues(&names);
    fits.then_some(corner)
}

/// The text of a cell that holds one line.
fn text_of(cell: &Cell) -> Option<&Text> {
    match cell.blocks.as_slice() {
        [Block::Paragraph(Paragraph { text, .. }) | Block::Heading(Heading { text, .. })]
            if !text.is_blank() && !text.plain.trim().contains('\n') =>
        {
            Some(text)
        }
        _ => None,
    }
}
