//! Lists of pages by name: links of an index, nodes of a diagram, entries of a navigation file.

use std::collections::HashMap;

use crate::syntax::{Body, Document, MarkKind, Node, Text, Value, Visit};
use crate::text::{SourceFile, Span, Spanned};

use super::super::{Listing, ListingKind};

/// The pages that a file lists. Addresses elsewhere (`https:`, anchors) are no pages of ours.
pub(super) fn of(file: &SourceFile, doc: &Document) -> Vec<Listing> {
    let mut found = vec![];
    match &doc.body {
        Body::Prose(_) => {
            doc.visit(&mut |visit| {
                if let Some(text) = visit.text() {
                    links(file, visit, text, &mut found);
                }
            });
            diagrams(file, &mut found);
        }
        Body::Data(nodes) => nodes.iter().for_each(|node| data(node, &mut found)),
    }
    found
}

/// A place in the project without what follows `#` or `?`: where in the address it begins, and what it
/// is. None for other addresses.
fn local(target: &str) -> Option<(usize, &str)> {
    const AROUND: [char; 4] = ['"', '\'', '<', '>'];
    let inner = target.trim_start().trim_start_matches(AROUND);
    let begin = target.len() - inner.len();
    let path = inner.trim_end().trim_end_matches(AROUND).split(['#', '?']).next().unwrap_or("");
    let elsewhere = path.starts_with("www.")
        || path.contains("://")
        || path.starts_with("mailto:")
        || path.contains("{{");
    (!path.is_empty() && !elsewhere && path.len() < 400).then_some((begin, path))
}

/// The address of a page that stands at `span` from the byte `begin` of it on.
fn placed(span: Span, begin: usize, path: &str) -> Spanned<String> {
    let start = span.range().start + begin;
    Spanned::new(path.to_owned(), Span::new(span.file, start..start + path.len()))
}

fn links(file: &SourceFile, visit: Visit<'_>, text: &Text, found: &mut Vec<Listing>) {
    for mark in &text.marks {
        let MarkKind::Link { target } = mark.kind else { continue };
        let Some((begin, path)) = local(file.slice(target)) else { continue };
        let Some(label) = text.plain.get(mark.range.clone()) else { continue };
        // An entry of a list is nothing but the link; a link in a sentence may be called anything.
        let before = text.plain.get(..mark.range.start).unwrap_or("").trim();
        let after = text.plain.get(mark.range.end..).unwrap_or("").trim();
        let quiet = |text: &str| !text.chars().any(char::is_alphanumeric);
        let alone =
            (quiet(before) || before.ends_with([':', '-', '|', '·'])) && !matches!(visit, Visit::Heading(_));
        let alone = alone && (quiet(after) || after.starts_with([':', '-', '–', '—', '|', '(', '·', ',']));
        found.push(Listing {
            label: Spanned::new(label.trim().to_owned(), text.locate(mark.range.clone()).span),
            target: placed(target, begin, path),
            kind: if alone { ListingKind::Entry } else { ListingKind::Link },
            steps: vec![],
        });
    }
}

/// The Mermaid diagrams of a page: from the line that begins one to the end of its block.
fn diagrams(file: &SourceFile, found: &mut Vec<Listing>) {
    if !file.text.contains("click ") {
        return;
    }
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let text = line.trim();
        let begins = ["flowchart ", "graph "].iter().any(|word| text.starts_with(word));
        let ends = text.starts_with("```") || text.starts_with("~~~") || text.starts_with("</");
        match begun {
            None if begins => begun = Some(at),
            Some(start) if ends => {
                diagram(file, file.at(start..at), found);
                begun = None;
            }
            _ => {}
        }
        at += line.len();
    }
    if let Some(start) = begun {
        diagram(file, file.at(start..at), found);
    }
}

/// `A["Title"] --> B["Other"]` and `click A "./page"` of a Mermaid diagram.
fn diagram(file: &SourceFile, span: Span, found: &mut Vec<Listing>) {
    let source = file.slice(span);
    let mut labels: HashMap<&str, (usize, &str)> = HashMap::new();
    let mut clicks = vec![];
    let mut arrows = vec![];
    let mut at = span.range().start;
    for line in source.split_inclusive('\n') {
        let text = line.trim();
        let begin = at + (line.len() - line.trim_start().len());
        at += line.len();
        if let Some(rest) = text.strip_prefix("click ") {
            let id = rest.split_whitespace().next().unwrap_or("");
            let target = rest.split('"').nth(1).unwrap_or("");
            if let (Some((inner, path)), Some(offset)) = (local(target), text.find(&format!("\"{target}\"")))
            {
                clicks.push((id, path, begin + offset + 1 + inner));
            }
            continue;
        }
        nodes(text, begin, &mut labels);
        arrows_on(text, begin, &mut arrows);
    }
    let ways: HashMap<&str, &str> = clicks.iter().map(|(id, path, _)| (*id, *path)).collect();
    for &(id, path, offset) in &clicks {
        let Some(&(start, label)) = labels.get(id) else { continue };
        let from = arrows.iter().filter(|(from, ..)| *from == id);
        let steps = from.filter_map(|(_, to, place)| {
            let way = ways.get(to)?;
            Some(Spanned::new((*way).to_owned(), Span::new(span.file, place.clone())))
        });
        found.push(Listing {
            label: Spanned::new(label.to_owned(), Span::new(span.file, start..start + label.len())),
            target: Spanned::new(path.to_owned(), Span::new(span.file, offset..offset + path.len())),
            kind: ListingKind::Diagram,
            steps: steps.collect(),
        });
    }
}

/// The arrows of one line of a diagram, `A --> B --> C` or `A & B -->|why| C`: from, to, and where it stands.
fn arrows_on<'s>(line: &'s str, begin: usize, found: &mut Vec<(&'s str, &'s str, std::ops::Range<usize>)>) {
    const ARROW: &str = "-->";
    let mut before: Vec<&str> = vec![];
    let mut at = 0;
    for part in line.split(ARROW) {
        let start = at;
        at += part.len() + ARROW.len();
        // Words on the arrow, in front or behind.
        let part = part.trim_end_matches('-').split(" -- ").next().unwrap_or(part);
        let part = match part.trim_start().strip_prefix('|') {
            Some(rest) => rest.split_once('|').map_or("", |(_, node)| node),
            None => part,
        };
        let id = |node: &'s str| {
            let node = node.trim();
            let end = node.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(node.len());
            node.get(..end).filter(|id| !id.is_empty())
        };
        // "&" also stands in names: `A["R & D"]`.
        let several = !part.contains(['[', '(', '{']);
        let ids: Vec<&str> =
            if several { part.split('&').filter_map(id).collect() } else { id(part).into_iter().collect() };
        if start > 0 {
            let place = begin + start - ARROW.len()..begin + start;
            for from in &before {
                found.extend(ids.iter().map(|to| (*from, *to, place.clone())));
            }
        }
        before = ids;
    }
}

/// The nodes with a label on one line of a diagram: `id["label"]`, `id[label]`, `id(label)`.
fn nodes<'s>(line: &'s str, begin: usize, labels: &mut HashMap<&'s str, (usize, &'s str)>) {
    for (open, _) in line.match_indices(['[', '(']) {
        let before = line.get(..open).unwrap_or("");
        let id = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let rest = line.get(open + 1..).unwrap_or("");
        let inner = rest.trim_start_matches(['[', '(', '"']);
        let start = open + 1 + (rest.len() - inner.len());
        let end = inner.find(['"', ']', ')']).unwrap_or(0);
        let label = inner.get(..end).unwrap_or("").trim_end();
        if !id.is_empty() && !label.is_empty() {
            labels.entry(id).or_insert((begin + start, label));
        }
    }
}

/// `- Title: page.md` and `{title: Title, path: page.md}`.
fn data(node: &Node, found: &mut Vec<Listing>) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.alias_of.is_some() {
            continue;
        }
        let named =
            ["title", "name", "label", "text"].iter().find_map(|key| node.get(key)).and_then(Node::as_text);
        for entry in node.entries() {
            open.push(&entry.value);
            let Value::String(text) = &entry.value.value else { continue };
            let page = [".md", ".html", ".markdown"].iter().any(|end| text.plain.ends_with(end));
            let Some((begin, path)) = local(&text.plain).filter(|_| page) else { continue };
            let keyed = matches!(
                entry.key.value.as_str(),
                "path" | "url" | "href" | "link" | "file" | "page" | "slug"
            );
            let label = match named.filter(|_| keyed) {
                Some(name) => Spanned::new(name.plain.clone(), name.span),
                None if keyed => continue,
                None => entry.key.clone(),
            };
            found.push(Listing {
                label,
                target: Spanned::new(path.to_owned(), text.locate(begin..begin + path.len()).span),
                kind: ListingKind::Entry,
                steps: vec![],
            });
        }
        open.extend(node.items());
    }
    found.sort_by_key(|listing| (listing.target.span, listing.label.span));
}
