//! Bold lines above lists that are too long to be taken for headings, on a page whose other lists stand
//! below bold lines as well: they head what follows as the others do.

use crate::syntax::{Block, Heading, HeadingMark, MarkKind, Text};

/// Longest line, in words, that heads a list. Rule of thumb: twice what makes a heading anywhere.
const LONGEST: usize = 28;

/// The blocks of a page with such lines made headings; nothing if there are none.
pub(super) fn headed(blocks: &[Block]) -> Option<Vec<Block>> {
    let above_list = |at: usize| matches!(blocks.get(at + 1), Some(Block::List(_)));
    let mut depth = None;
    let mut heads = 0usize;
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Heading(heading) = block
            && heading.mark == HeadingMark::Bold
            && above_list(at)
        {
            depth = depth.max(Some(heading.depth));
            heads += 1;
        }
    }
    let depth = depth.filter(|_| heads > 1)?;
    let mut any = false;
    let made = |(at, block): (usize, &Block)| match block {
        Block::Paragraph(paragraph) if above_list(at) && heads_list(&paragraph.text) => {
            any = true;
            let (text, span) = (paragraph.text.trimmed(), paragraph.span);
            Block::Heading(Heading { depth, mark: HeadingMark::Bold, text, span })
        }
        block => block.clone(),
    };
    let made: Vec<Block> = blocks.iter().enumerate().map(made).collect();
    any.then_some(made)
}

/// True for one line in bold from end to end that is no whole sentence.
fn heads_list(text: &Text) -> bool {
    let plain = text.plain.trim();
    let start = text.plain.len() - text.plain.trim_start().len();
    let bold = text.marks.iter().any(|mark| {
        mark.kind == MarkKind::Strong && mark.range.start <= start && mark.range.end >= start + plain.len()
    });
    bold && !plain.contains('\n')
        && !plain.ends_with(['.', ',', ';', '!'])
        && plain.split_whitespace().count() <= LONGEST
}
