//! Headings that stand one step too high by a slip: under one role "### I help our customers", under the
//! next "## I help our customers", beside the roles themselves.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::syntax::{Block, Heading, HeadingMark};

use super::super::vocabulary::{level_word, looks_like_title};
use super::words::normal;

/// The blocks of a page with such headings put where their like stand; nothing if there are none.
pub(super) fn mended(blocks: &[Block]) -> Option<Vec<Block>> {
    // The depths at which each heading stands. Few pages have headings as high as those of roles.
    let depths = LazyCell::new(|| {
        let mut depths: HashMap<String, Vec<u8>> = HashMap::new();
        for heading in blocks.iter().filter_map(marked) {
            depths.entry(normal(&heading.text.plain)).or_default().push(heading.depth);
        }
        depths
    });
    let slipped = |heading: &Heading| {
        let depths = depths.get(&normal(&heading.text.plain)).map_or(&[][..], Vec::as_slice);
        let (same, others): (Vec<u8>, Vec<u8>) = depths.iter().partition(|depth| **depth == heading.depth);
        others.len() > same.len() && others.iter().all(|depth| *depth == heading.depth + 1)
    };
    let names = |heading: &Heading| {
        level_word(&heading.text.plain).is_some() || looks_like_title(&heading.text.plain)
    };
    // The depth of the role above, and whether a heading below it has slipped.
    let mut above: Option<u8> = None;
    let mut below = false;
    let mut low: HashSet<u32> = HashSet::new();
    for heading in blocks.iter().filter_map(marked) {
        if names(heading) {
            (above, below) = (Some(heading.depth), false);
        } else if above.is_some_and(|depth| heading.depth < depth) {
            (above, below) = (None, false);
        } else if above == Some(heading.depth) {
            below = below || slipped(heading);
        }
        if below && above == Some(heading.depth) && !names(heading) {
            low.insert(heading.span.start);
        }
    }
    let lowered = |block: &Block| match block {
        Block::Heading(heading) if low.contains(&heading.span.start) => {
            Block::Heading(Heading { depth: heading.depth + 1, ..heading.clone() })
        }
        block => block.clone(),
    };
    (!low.is_empty()).then(|| blocks.iter().map(lowered).collect())
}

/// A heading that is marked as one.
fn marked(block: &Block) -> Option<&Heading> {
    match block {
        Block::Heading(heading) if heading.depth < 6 => {
            (!matches!(heading.mark, HeadingMark::Bold | HeadingMark::Unmarked | HeadingMark::Tab { .. }))
                .then_some(heading)
        }
        _ => None,
    }
}
