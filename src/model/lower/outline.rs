//! Which block stands under which heading.

use std::collections::HashSet;

use crate::syntax::{Block, Heading, HeadingMark};
use crate::text::{SourceFile, Span};

use super::super::titles::{job_key, title_key};
use super::super::vocabulary::{is_ranked, level_word, looks_like_title};
use super::rungs::alike;
use super::title::core_range;
use super::words::normal;

/// A heading with what stands under it, down to the next heading of its depth.
#[derive(Debug, Default)]
pub(super) struct Part<'d> {
    /// `None` for what stands before the first heading.
    pub heading: Option<&'d Heading>,
    pub depth: u8,
    /// What stands directly under it.
    pub blocks: Vec<&'d Block>,
    pub children: Vec<Part<'d>>,
}

/// Depth of a heading that is a bold line: below all real headings, and below the bold lines that
/// name levels, if there are several of them.
const BOLD: u8 = 7;

/// The tree of a page's headings. It is at most as deep as there are depths of headings (8).
pub(super) fn outline(blocks: &[Block]) -> Part<'_> {
    let levels = bold_levels(blocks);
    let outer = sections_hold_levels(blocks, &levels);
    let depth_of = |heading: &Heading| match heading.mark {
        HeadingMark::Bold if levels.len() > 1 && levels.contains(&heading.span.start) == outer => BOLD + 1,
        HeadingMark::Bold => BOLD,
        _ => heading.depth.clamp(1, 6),
    };
    let mut open: Vec<Part<'_>> = vec![Part::default()];
    // The depth of the heading above the tab that is open, and where the tab ends: what is deeper and
    // before that stands in the tab.
    let mut tab: Option<(u8, u32)> = None;
    for block in blocks {
        if let Some((above, end)) = tab
            && block.span().start >= end
            && !is_tab(block)
            && !matches!(block, Block::Html { .. } | Block::Rule { .. })
        {
            tab = None;
            while open.len() > 1 && open.last().is_some_and(|part| part.depth > above) {
                close(&mut open);
            }
            if !matches!(block, Block::Heading(_)) {
                open.push(Part { depth: above + 1, ..Part::default() });
            }
        }
        let Block::Heading(heading) = block else {
            if let Some(part) = open.last_mut() {
                part.blocks.push(block);
            }
            continue;
        };
        let own = depth_of(heading);
        let depth = match (heading.mark, tab) {
            (HeadingMark::Tab { end }, _) => {
                let real = |part: &&Part<'_>| part.heading.is_some_and(is_real);
                let here = || open.iter().rfind(real).map_or(0, |part| part.depth);
                let above = tab.map_or_else(here, |(above, _)| above);
                tab = Some((above, end));
                above + 1
            }
            (_, Some((above, _))) if own > above => own + 1,
            _ => own,
        };
        while open.len() > 1 && open.last().is_some_and(|part| part.depth >= depth) {
            close(&mut open);
        }
        open.push(Part { heading: Some(heading), depth, ..Part::default() });
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// Where the bold lines begin that name levels, by themselves or by those beside them: "Reeve" beside "Senior Reeve".
fn bold_levels(blocks: &[Block]) -> HashSet<u32> {
    let bold = || headings(blocks).filter(|heading| heading.mark == HeadingMark::Bold);
    let label = |heading: &'_ Heading| -> String {
        heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("").to_owned()
    };
    // Each name once: several parts of a page may have the same levels.
    let mut seen: HashSet<String> = HashSet::new();
    let labels: Vec<String> = bold().map(label).filter(|label| seen.insert(normal(label))).collect();
    let together = labels.iter().zip(alike(&labels)).filter(|(_, alike)| *alike);
    let together: HashSet<String> = together.map(|(label, _)| normal(label)).collect();
    let ranked = labels.iter().filter(|label| looks_like_title(label) && is_ranked(label));
    let jobs: HashSet<String> = ranked.map(|label| job_key(label)).filter(|job| !job.is_empty()).collect();
    let names_level = |heading: &&Heading| {
        let label = label(heading);
        level_word(&heading.text.plain).is_some()
            || together.contains(&normal(&label))
            || jobs.contains(&title_key(&label))
    };
    bold().filter(names_level).map(|heading| heading.span.start).collect()
}

/// True for the title of a tab.
fn is_tab(block: &Block) -> bool {
    matches!(block, Block::Heading(Heading { mark: HeadingMark::Tab { .. }, .. }))
}

/// True for a heading that is one to every program that shows the page.
fn is_real(heading: &Heading) -> bool {
    !matches!(heading.mark, HeadingMark::Bold | HeadingMark::Unmarked | HeadingMark::Tab { .. })
}

/// True where bold lines that name sections stand right above bold lines that name levels, more often
/// than the other way round.
fn sections_hold_levels(blocks: &[Block], levels: &HashSet<u32>) -> bool {
    let bold = |block: Option<&Block>| match block {
        Some(Block::Heading(heading)) if heading.mark == HeadingMark::Bold => {
            Some(levels.contains(&heading.span.start))
        }
        _ => None,
    };
    let mut above = 0i32;
    for (at, block) in blocks.iter().enumerate() {
        match (bold(Some(block)), bold(blocks.get(at + 1))) {
            (Some(false), Some(true)) => above += 1,
            (Some(true), Some(false)) => above -= 1,
            _ => {}
        }
    }
    above > 0
}

fn close(open: &mut Vec<Part<'_>>) {
    if let Some(part) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(part);
    }
}

/// The headings of a page, in order.
pub(super) fn headings(blocks: &[Block]) -> impl Iterator<Item = &Heading> {
    blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })
}

impl<'d> Part<'d> {
    /// The heading with what stands directly under it.
    pub fn own_span(&self, file: &SourceFile) -> Span {
        let first = self
            .heading
            .map(|heading| heading.span)
            .or_else(|| self.blocks.first().map(|block| block.span()));
        let start = first.unwrap_or_else(|| Span::at(file.id, 0));
        self.blocks.last().map_or(start, |block| start.cover(block.span()))
    }

    /// All of it, with the parts below.
    pub fn span(&self, file: &SourceFile) -> Span {
        let own = self.own_span(file);
        self.children.last().map_or(own, |last| own.cover(last.span(file)))
    }

    /// Calls `see` for this part and all below it, in page order.
    pub fn each(&self, see: &mut dyn FnMut(&Part<'d>)) {
        see(self);
        for child in &self.children {
            child.each(see);
        }
    }
}
