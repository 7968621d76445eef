//! Ids, addresses and places in lists that a file claims for itself alone.

use crate::syntax::{Body, Document, Node};
use crate::text::SourceFile;

use super::super::vocabulary::code;
use super::super::{Claim, ClaimKind};
use super::title::scalar;

/// The claims of a file: of its settings block, or of the roles and lists of its data.
pub(super) fn of(file: &SourceFile, doc: &Document) -> Vec<Claim> {
    let mut claims = vec![];
    match &doc.body {
        Body::Prose(_) => {
            if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
                page(file, node, &mut claims);
            }
        }
        Body::Data(nodes) => {
            for node in nodes {
                page(file, node, &mut claims);
                lists(file, node, &mut claims);
            }
        }
    }
    claims
}

fn page(file: &SourceFile, node: &Node, claims: &mut Vec<Claim>) {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for entry in node.entries() {
        let (kind, scope) = match entry.key.value.as_str() {
            "id" => (ClaimKind::Id, ""),
            "permalink" | "path" => (ClaimKind::Address, ""),
            "order" | "nav_order" => (ClaimKind::Order, folder),
            _ => continue,
        };
        let Some(value) = scalar(&entry.value).filter(|_| entry.value.alias_of.is_none()) else { continue };
        // A `path` that does not begin at the root may be anything.
        if kind == ClaimKind::Address && !value.value.starts_with('/') {
            continue;
        }
        // Pages of different parents are numbered apart.
        let parent =
            node.get("parent").filter(|_| kind == ClaimKind::Order).and_then(Node::as_str).unwrap_or("");
        claims.push(Claim {
            kind,
            scope: format!("{scope}{}{parent}", if parent.is_empty() { "" } else { "#" }),
            value,
        });
    }
}

/// Ids of list items. An id that is meant for the whole world (a UUID) must be unique everywhere,
/// others in their list.
fn lists(file: &SourceFile, node: &Node, claims: &mut Vec<Claim>) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.alias_of.is_some() {
            continue;
        }
        for item in node.items() {
            if let Some(value) = item.get("id").and_then(scalar) {
                let scope = if is_uuid(&value.value) {
                    "uuid".to_owned()
                } else {
                    format!("{}@{}", file.path, node.span.start)
                };
                claims.push(Claim { kind: ClaimKind::Item, scope, value });
            }
        }
        for entry in node.entries() {
            // "QA-L3": a code that names the role with its level may stand in one role only.
            if let Some(code) = code(&entry.key.value).filter(|_| entry.key.value.contains('-')) {
                let family = code.0.rsplit_once('-').map_or("", |(family, _)| family).to_owned();
                claims.push(Claim { kind: ClaimKind::LevelCode, scope: family, value: entry.key.clone() });
            }
        }
        open.extend(node.items());
        open.extend(node.entries().iter().map(|entry| &entry.value));
    }
    claims.sort_by_key(|claim| claim.value.span);
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .char_indices()
            .all(|(at, c)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { c.is_ascii_hexdigit() })
}
