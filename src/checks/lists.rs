//! Lists of texts, wherever they stand: on pages, in settings blocks, in data files.

use crate::syntax::{Block, Document, Node, Text, Value};

/// Readers stop nesting far below this; it keeps the walk bounded whatever they do.
const MAX_DEPTH: usize = 128;

/// An item of a list.
#[derive(Clone, Copy)]
pub struct Entry<'d> {
    pub text: &'d Text,
    /// It has a list or other blocks of its own.
    pub has_children: bool,
}

/// All lists of a file, each with its items in order.
pub fn lists(doc: &Document) -> Vec<Vec<Entry<'_>>> {
    let mut found = vec![];
    if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
        in_node(node, 0, &mut found);
    }
    for node in doc.data() {
        in_node(node, 0, &mut found);
    }
    in_blocks(doc.blocks(), 0, &mut found);
    found
}

fn in_blocks<'d>(blocks: &'d [Block], depth: usize, found: &mut Vec<Vec<Entry<'d>>>) {
    if depth > MAX_DEPTH {
        return;
    }
    for block in blocks {
        match block {
            Block::List(list) => {
                let entry = |item: &'d crate::syntax::Item| Entry {
                    text: &item.text,
                    has_children: !item.children.is_empty(),
                };
                found.push(list.items.iter().map(entry).collect());
                for item in &list.items {
                    in_blocks(&item.children, depth + 1, found);
                }
            }
            Block::Quote { blocks, .. } => in_blocks(blocks, depth + 1, found),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    in_blocks(&cell.blocks, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}

fn in_node<'d>(node: &'d Node, depth: usize, found: &mut Vec<Vec<Entry<'d>>>) {
    // What stands here through an alias is read where it was defined.
    if depth > MAX_DEPTH || node.alias_of.is_some() {
        return;
    }
    match &node.value {
        Value::List(items) => {
            let texts: Option<Vec<Entry<'d>>> = items
                .iter()
                .map(|item| item.as_text().map(|text| Entry { text, has_children: false }))
                .collect();
            match texts {
                Some(texts) => found.push(texts),
                None => items.iter().for_each(|item| in_node(item, depth + 1, found)),
            }
        }
        Value::Map(entries) => entries.iter().for_each(|entry| in_node(&entry.value, depth + 1, found)),
        _ => {}
    }
}
