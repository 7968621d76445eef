//! Roles by their ids, without a key above them that says so: `{barista: {title: Barista, competencies: {Coffee:
//! {Junior: …, Senior: …}}}, cook: {…}}`.

use std::collections::HashSet;

use super::super::super::Role;
use super::super::super::titles::job_key;
use super::keys::{Key, is_career_level, is_job, is_keyed_by_level, key, title_of};
use super::title::scalar;
use super::walk::Defined;
use super::{MAX_GROUPS, Shape, one};
use crate::syntax::{Entry, Node};
use crate::text::SourceFile;

/// The roles of a mapping of nothing but jobs, some of which hold levels of their own: what stands around these
/// is no level then, however much its key sounds like one.
pub(super) fn read(file: &SourceFile, root: &Node, defined: &Defined) -> Vec<Role> {
    let filled = |entry: &&Entry| {
        let collection = !entry.value.entries().is_empty() || !entry.value.items().is_empty();
        collection && key(&entry.key.value) != Key::Meta
    };
    let mut jobs: HashSet<String> = HashSet::new();
    let things: Vec<&Entry> = root.entries().iter().filter(filled).collect();
    let named = |entry: &&Entry| {
        let title = title_of(&entry.value).and_then(scalar).filter(|title| is_job(&title.value));
        title.map(|title| job_key(&title.value)).is_some_and(|job| !job.is_empty() && jobs.insert(job))
    };
    if things.len() < 2 || !things.iter().all(named) {
        return vec![];
    }
    if !things.iter().any(|entry| holds_levels(&entry.value)) {
        return vec![];
    }
    let read = |entry: &Entry| one(file, &entry.value, Some(&entry.key), defined, Shape::Known);
    things.into_iter().filter_map(read).collect()
}

/// True if levels of a career stand somewhere below: "Junior" and "Senior", not the steps 1 to 5 of a scale.
fn holds_levels(node: &Node) -> bool {
    let mut open = vec![(node, 0usize)];
    while let Some((node, depth)) = open.pop() {
        let careers = || node.entries().iter().any(|entry| is_career_level(&entry.key.value));
        if careers() && is_keyed_by_level(node) {
            return true;
        }
        let listed = |entry: &Entry| {
            let names = |item: &Node| {
                let name = scalar(item).or_else(|| title_of(item).and_then(scalar));
                name.is_some_and(|name| is_career_level(&name.value))
            };
            key(&entry.key.value) == Key::Levels && entry.value.items().iter().any(names)
        };
        if node.entries().iter().any(listed) {
            return true;
        }
        if depth < MAX_GROUPS {
            let inner = node.entries().iter().map(|entry| &entry.value).chain(node.items());
            open.extend(inner.map(|inner| (inner, depth + 1)));
        }
    }
    false
}
