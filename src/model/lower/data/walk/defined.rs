//! Things that one part of a file defines and others refer to.

use std::collections::{HashMap, HashSet};

use super::super::super::words::normal;
use super::super::keys::{Key, find, key, spaced};
use super::{holds_collections, scalar};
use crate::syntax::{Entry, Node};
use crate::text::Spanned;

/// Things that a file defines with an id and a name: levels, themes, categories.
#[derive(Debug, Default)]
pub(in super::super) struct Defined {
    /// By the singular of their key, then by id or name.
    pub(super) names: HashMap<String, HashMap<String, Spanned<String>>>,
    /// Keys of collections that do nothing but define what others refer to.
    pub(super) only: HashSet<String>,
    /// Names of levels by id.
    pub(super) levels: HashMap<String, Spanned<String>>,
}

impl Defined {
    /// What the mapping `root` defines.
    pub fn of(root: &Node) -> Self {
        let mut defined = Defined::default();
        for entry in root.entries() {
            let names: HashMap<String, Spanned<String>> =
                things(&entry.value).flat_map(|(key, thing)| names_of(key, thing)).collect();
            if names.is_empty() {
                continue;
            }
            if key(&entry.key.value) == Key::Levels {
                defined.levels.extend(names.clone());
            }
            defined.names.insert(singular(&spaced(&entry.key.value)), names);
        }
        let mut used: HashSet<String> = HashSet::new();
        for (_, thing) in root.entries().iter().flat_map(|entry| things(&entry.value)) {
            for entry in thing.entries() {
                let key = spaced(&entry.key.value);
                if defined.names.get(&key).is_some_and(|names| {
                    scalar(&entry.value).is_some_and(|value| names.contains_key(&normal(&value.value)))
                }) {
                    used.insert(key);
                }
            }
        }
        for entry in root.entries() {
            let plain = |(_, thing): (_, &Node)| !holds_collections(thing);
            if used.contains(&singular(&spaced(&entry.key.value))) && things(&entry.value).all(plain) {
                defined.only.insert(entry.key.value.clone());
            }
        }
        defined
    }

    /// The name of the thing that `entry` refers to.
    pub(super) fn name(&self, entry: &Entry) -> Option<Spanned<String>> {
        let value = scalar(&entry.value)?;
        let names = self.names.get(&spaced(&entry.key.value));
        Some(names.and_then(|names| names.get(&normal(&value.value))).cloned().unwrap_or(value))
    }
}

/// The mappings in a list or in a mapping, with their keys.
fn things(node: &Node) -> impl Iterator<Item = (Option<&Spanned<String>>, &Node)> {
    let listed = node.items().iter().map(|item| (None, item));
    let keyed = node.entries().iter().map(|entry| (Some(&entry.key), &entry.value));
    listed.chain(keyed).filter(|(_, node)| !node.entries().is_empty())
}

/// Id and name of a thing, both as keys to its name.
fn names_of(own: Option<&Spanned<String>>, thing: &Node) -> Vec<(String, Spanned<String>)> {
    let id = find(thing, Key::Id).and_then(|(_, id)| scalar(id)).or_else(|| own.cloned());
    let name = find(thing, Key::Title).and_then(|(_, name)| scalar(name));
    let (Some(id), Some(name)) = (id, name) else { return vec![] };
    vec![(normal(&id.value), name.clone()), (normal(&name.value), name)]
}

fn singular(key: &str) -> String {
    match key.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => key.strip_suffix('s').unwrap_or(key).to_owned(),
    }
}
