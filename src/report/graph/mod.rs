//! `rolelint graph`: the career graph as Mermaid, DOT or SVG.

mod dot;
mod layout;
mod mermaid;
mod svg;

pub use dot::write_dot;
pub(super) use layout::in_lines;
pub(super) use mermaid::mermaid;
pub use mermaid::write_mermaid;
pub(super) use svg::drawing;
pub use svg::write_svg;

use std::collections::BTreeMap;

use crate::analysis::Careers;

/// Careers with the folder of their framework.
pub type Named<'a> = (&'a str, &'a Careers);

/// Nodes that are levels of one page, by page; the others are alone.
fn by_page(careers: &Careers) -> (BTreeMap<usize, Vec<usize>>, Vec<usize>) {
    let (mut pages, mut alone): (BTreeMap<usize, Vec<usize>>, Vec<usize>) = Default::default();
    for (at, node) in careers.nodes.iter().enumerate() {
        match (node.role, &node.of) {
            (Some(role), Some(_)) => pages.entry(role).or_default().push(at),
            _ => alone.push(at),
        }
    }
    (pages, alone)
}

/// Characters of a name in a diagram; nobody reads on.
const LONGEST: usize = 120;

/// What is said about a node besides its name.
fn notes(node: &crate::analysis::Node) -> Vec<&'static str> {
    let marks = [(node.dangling, "no page is about it"), (node.orphan, "no other page names it")];
    marks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect()
}
