//! Captions of HTML tables that are titles of jobs: they head what the table says.

use crate::syntax::{Block, Heading, HeadingMark, TableKind, Text};

use super::super::looks_like_title;

/// Longest caption that is a title, in words.
const LONGEST: usize = 8;

/// The blocks of a page with such captions made headings; nothing if there are none, or if a heading above names
/// the job.
pub(super) fn headed(blocks: &[Block]) -> Option<Vec<Block>> {
    let count = (0..blocks.len()).filter(|&at| caption(blocks, at).is_some()).count();
    if count == 0 {
        return None;
    }
    let mut above: Option<u8> = None;
    let mut named = false;
    let mut any = false;
    let mut made = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Heading(heading) = block {
            (above, named) = (Some(heading.depth), looks_like_title(heading.text.plain.trim()));
        }
        let text = caption(blocks, at).filter(|_| !named);
        made.push(text.map_or_else(
            || block.clone(),
            |text| {
                any = true;
                let depth =
                    above.map_or(if count > 1 { 2 } else { 1 }, |depth| depth.saturating_add(1).min(6));
                let text = text.trimmed();
                let span = text.span;
                Block::Heading(Heading { depth, mark: HeadingMark::Html, text, span })
            },
        ));
    }
    any.then_some(made)
}

/// The text of a block, if it is a caption that names a job: what stands in a table outside of its cells, before it.
fn caption(blocks: &[Block], at: usize) -> Option<&Text> {
    let (Block::Paragraph(paragraph), Block::Table(table)) = (blocks.get(at)?, blocks.get(at + 1)?) else {
        return None;
    };
    let said = paragraph.text.plain.trim();
    let inside = table.kind == TableKind::Html && table.span.contains(paragraph.span);
    let short = !said.contains('\n') && said.split_whitespace().count() <= LONGEST;
    (inside && short && looks_like_title(said)).then_some(&paragraph.text)
}
