//! From the path of a value to its place in the file.

use std::collections::HashMap;

use jsonschema::paths::{Location, LocationSegment};

use crate::syntax::{Entry, Node, Value};
use crate::text::Span;

/// Mappings with more keys than this are searched through an index.
const WIDE: usize = 16;

/// Finds values by their paths.
pub(super) struct Locator<'n> {
    root: &'n Node,
    wide: HashMap<*const Node, HashMap<&'n str, &'n Entry>>,
}

/// A value and how it is reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'n> {
    pub node: &'n Node,
    /// The entry whose value it is, if it is one.
    pub entry: Option<&'n Entry>,
    /// Its number in a list, from 0, if it stands in one.
    pub item: Option<usize>,
    /// The innermost entry that it is part of.
    pub holder: Option<&'n Entry>,
    /// Where it is used, if it is part of something that was written elsewhere.
    pub used_at: Option<Span>,
}

impl<'n> Locator<'n> {
    pub(super) fn new(root: &'n Node) -> Self {
        Locator { root, wide: HashMap::new() }
    }

    /// The value at `path`; of a path that leads nowhere, the last value on it.
    pub(super) fn find(&mut self, path: &Location) -> Found<'n> {
        let mut found = Found { node: self.root, entry: None, item: None, holder: None, used_at: None };
        for segment in path {
            let next = match &found.node.value {
                Value::Map(_) => {
                    let key = match &segment {
                        LocationSegment::Property(name) => name.to_string(),
                        LocationSegment::Index(number) => number.to_string(),
                    };
                    self.entry(found.node, &key).map(|entry| (&entry.value, Some(entry), None))
                }
                Value::List(items) => {
                    let number = match &segment {
                        LocationSegment::Index(number) => Some(*number),
                        LocationSegment::Property(name) => name.parse().ok(),
                    };
                    number.and_then(|number| Some((items.get(number)?, None, Some(number))))
                }
                _ => None,
            };
            let Some((node, entry, item)) = next else { break };
            let used_at = match (found.used_at, node.alias_of) {
                (None, Some(definition)) if definition != node.span => Some(node.span),
                (used_at, _) => used_at,
            };
            found = Found { node, entry, item, holder: entry.or(found.holder), used_at };
        }
        found
    }

    /// The entry of `key`; of duplicates the last, which is the one that counts.
    pub(super) fn entry(&mut self, map: &'n Node, key: &str) -> Option<&'n Entry> {
        let entries = map.entries();
        if entries.len() <= WIDE {
            return entries.iter().rev().find(|entry| entry.key.value == key);
        }
        let index = self
            .wide
            .entry(std::ptr::from_ref(map))
            .or_insert_with(|| entries.iter().map(|entry| (entry.key.value.as_str(), entry)).collect());
        index.get(key).copied()
    }
}

impl Found<'_> {
    /// The value itself; the key of a value that is not there.
    pub(super) fn value_span(&self) -> Span {
        match self.entry {
            Some(entry) if self.node.span.is_empty() => entry.key.span,
            _ => self.node.span,
        }
    }

    /// What stands for a whole mapping: the key it belongs to, else the first key in it.
    pub(super) fn object_span(&self) -> Span {
        if let Some(entry) = self.entry {
            return entry.key.span;
        }
        self.node.entries().first().map_or(self.node.span, |entry| entry.key.span)
    }

    /// What to call the value in a sentence.
    pub(super) fn name(&self) -> String {
        match (self.entry, self.item, self.holder) {
            (Some(entry), _, _) => format!("`{}`", clip(&entry.key.value)),
            (None, Some(item), Some(holder)) => {
                format!("item {} of `{}`", item + 1, clip(&holder.key.value))
            }
            (None, Some(item), None) => format!("item {}", item + 1),
            (None, None, _) => "the top level".to_owned(),
        }
    }

    /// " in `key`", or nothing at the top.
    pub(super) fn inside(&self) -> String {
        if self.entry.is_none() && self.item.is_none() {
            return String::new();
        }
        format!(" in {}", self.name())
    }
}

/// Levels of nesting (0: a scalar) and number of values.
pub(super) fn extent(node: &Node) -> (usize, usize) {
    match &node.value {
        Value::List(items) => total(items.iter()),
        Value::Map(entries) => total(entries.iter().map(|entry| &entry.value)),
        _ => (0, 1),
    }
}

fn total<'n>(children: impl Iterator<Item = &'n Node>) -> (usize, usize) {
    let (depth, count) = children.map(extent).fold((0, 1), |(depth, count), (child_depth, child_count)| {
        (depth.max(child_depth), count + child_count)
    });
    (depth + 1, count)
}

/// At most sixty characters of a text from a file or schema, in one line.
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split(['\n', '\r']).next().unwrap_or("");
    if line.len() == text.len() && text.chars().count() <= MOST {
        return text.to_owned();
    }
    line.chars().take(MOST - 1).collect::<String>() + "…"
}
