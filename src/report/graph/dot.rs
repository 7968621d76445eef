//! The graph in Graphviz' language.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::neutral::visible;
use super::{LONGEST, Named, by_page, notes};
use crate::analysis::{Careers, EdgeKind, NodeKind};
use crate::text::shortened;

/// Writes one graph for all frameworks.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_dot(frameworks: &[Named<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph careers {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=9];")?;
    for (at, (root, careers)) in frameworks.iter().enumerate() {
        let mut text = String::new();
        let (pages, alone) = by_page(careers);
        for (page, members) in &pages {
            let name = members
                .first()
                .and_then(|&first| careers.nodes.get(first))
                .and_then(|node| node.of.as_deref());
            let _ = writeln!(
                text,
                "  subgraph cluster_{at}_{page} {{\n    label={};",
                quoted(name.unwrap_or(""))
            );
            members.iter().for_each(|&member| node(careers, at, member, &mut text));
            text.push_str("  }\n");
        }
        alone.iter().for_each(|&member| node(careers, at, member, &mut text));
        for edge in &careers.edges {
            let mut attributes = vec![];
            match edge.kind {
                EdgeKind::Promotion => {}
                EdgeKind::Lateral => attributes.push("style=dashed, dir=both, constraint=false".to_owned()),
                EdgeKind::Entry => attributes.push("style=dashed".to_owned()),
            }
            let remarks = Careers::remarks(edge).join(", ");
            if !remarks.is_empty() {
                attributes
                    .push(format!("color=\"#b3261e\", fontcolor=\"#b3261e\", label={}", quoted(&remarks)));
            }
            let attributes =
                if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
            let _ = writeln!(text, "  n{at}_{} -> n{at}_{}{attributes};", edge.from, edge.to);
        }
        if frameworks.len() > 1 {
            let root = if root.is_empty() { "." } else { root };
            writeln!(out, "  // {}", visible(root).replace('\\', "/"))?;
        }
        out.write_all(text.as_bytes())?;
    }
    writeln!(out, "}}")
}

fn node(careers: &Careers, at: usize, number: usize, out: &mut String) {
    let Some(node) = careers.nodes.get(number) else { return };
    let mut label = node.name.trim().to_owned();
    let notes = notes(node);
    if !notes.is_empty() {
        let _ = write!(label, "\n({})", notes.join(", "));
    }
    let mut attributes = format!("label={}", quoted(&label));
    if node.kind == NodeKind::Named {
        attributes.push_str(", style=\"rounded,dashed\"");
    }
    if !notes.is_empty() {
        attributes.push_str(", color=\"#b3261e\"");
    }
    let _ = writeln!(out, "  n{at}_{number} [{attributes}];");
}

/// A string of the language. Graphviz reads escapes and HTML's entities in it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push_str("\\n");
        }
        for c in visible(&shortened(line, LONGEST)).chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
        }
    }
    out.push('"');
    out
}
