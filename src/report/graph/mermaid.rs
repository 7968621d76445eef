//! The graph as Mermaid, which code hosts and wikis draw.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::neutral::visible;
use super::{LONGEST, Named, by_page, notes};
use crate::analysis::{Careers, EdgeKind, NodeKind};
use crate::text::shortened;

/// Writes one diagram for all frameworks.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_mermaid(frameworks: &[Named<'_>], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(mermaid(frameworks).as_bytes())
}

/// The diagram as text.
pub(in crate::report) fn mermaid(frameworks: &[Named<'_>]) -> String {
    let mut out = String::from("flowchart LR\n");
    let (mut bad, mut dashed) = (vec![], vec![]);
    let mut number = 0;
    // A frame around nothing would be drawn as a box of its own, or not at all.
    let shown = || frameworks.iter().filter(|(_, careers)| !careers.nodes.is_empty());
    let several = shown().count() > 1;
    for (at, (root, careers)) in shown().enumerate() {
        if several {
            let _ =
                writeln!(out, "  subgraph f{at}[\"{}\"]", label(if root.is_empty() { "." } else { root }));
        }
        nodes(careers, at, &mut out);
        for edge in &careers.edges {
            let arrow = match (edge.kind, edge.declared) {
                (EdgeKind::Lateral, _) => "<-.->",
                (EdgeKind::Entry, _) => "-.->",
                (EdgeKind::Promotion, _) => "-->",
            };
            let remarks = Careers::remarks(edge).join(", ");
            let remarks = if remarks.is_empty() { String::new() } else { format!("|\"⚠ {remarks}\"|") };
            let _ = writeln!(out, "  n{at}x{} {arrow}{remarks} n{at}x{}", edge.from, edge.to);
            if edge.one_way || edge.cyclic {
                bad.push(number.to_string());
            }
            number += 1;
        }
        if several {
            out.push_str("  end\n");
        }
        for (node, _) in careers.nodes.iter().enumerate().filter(|(_, node)| node.dangling || node.orphan) {
            dashed.push(format!("n{at}x{node}"));
        }
    }
    if !dashed.is_empty() {
        out.push_str("  classDef mark stroke:#b3261e,stroke-width:2px\n");
        let _ = writeln!(out, "  class {} mark", dashed.join(","));
    }
    if !bad.is_empty() {
        let _ = writeln!(out, "  linkStyle {} stroke:#b3261e,stroke-width:2px", bad.join(","));
    }
    out
}

fn nodes(careers: &Careers, at: usize, out: &mut String) {
    let (pages, alone) = by_page(careers);
    let node = |number: usize, out: &mut String| {
        let Some(node) = careers.nodes.get(number) else { return };
        let mut text = label(&node.name);
        for note in notes(node) {
            let _ = write!(text, "<br>⚠ {note}");
        }
        let (open, close) = if node.kind == NodeKind::Page { ("[\"", "\"]") } else { ("([\"", "\"])") };
        let _ = writeln!(out, "  n{at}x{number}{open}{text}{close}");
    };
    for (page, members) in &pages {
        let name =
            members.first().and_then(|&first| careers.nodes.get(first)).and_then(|node| node.of.as_deref());
        let _ = writeln!(out, "  subgraph p{at}x{page}[\"{}\"]", label(name.unwrap_or("")));
        members.iter().for_each(|&member| node(member, out));
        out.push_str("  end\n");
    }
    alone.iter().for_each(|&member| node(member, out));
}

/// Words in quotation marks: everything but letters, digits and plain signs is written as a number, so that
/// nothing in it is mark-up, for Mermaid or for HTML.
fn label(text: &str) -> String {
    let text = shortened(text.trim(), LONGEST);
    let text = visible(&text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | '(' | ')' | '+' | '/' | '’' | '–' | '—')
        {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    if out.is_empty() { "–".into() } else { out }
}
