//! Several ladders in one file, below the names of families and tracks:
//! `engineering: {ic: {IC1: …}, management: {M1: …}}`.

use std::collections::HashSet;

use super::super::super::Role;
use super::super::super::titles::job_key;
use super::super::super::vocabulary::{is_rank_only, looks_like_title, title_rank};
use super::super::words::normal;
use super::keys::{Key, find, is_number, key, level_of, spaced};
use super::make::series_code;
use super::walk::Defined;
use super::{MAX_GROUPS, Shape, one, title};
use crate::syntax::Node;
use crate::text::{SourceFile, Spanned};

/// A ladder and the names above it, outermost first.
struct Ladder<'n> {
    node: &'n Node,
    names: Vec<Spanned<String>>,
}

/// Words that name a track of a family.
const TRACKS: &[&str] = &[
    "ic",
    "ics",
    "individual contributor",
    "individual contributors",
    "individual",
    "management",
    "manager",
    "managers",
    "managerial",
    "people management",
    "people manager",
    "people",
    "leadership",
    "technical",
    "tech",
    "specialist",
    "expert",
    "professional",
    "m",
];

/// The roles of a tree that holds nothing but ladders, two or more.
pub(super) fn read(file: &SourceFile, root: &Node, defined: &Defined) -> Option<Vec<Role>> {
    let mut found = vec![];
    gather(root, &[], 0, &mut found)?;
    let names: Vec<(Spanned<String>, Option<Spanned<String>>)> =
        found.iter().map(|ladder| named(&ladder.names)).collect::<Option<_>>()?;
    let distinct: HashSet<(String, String)> = names
        .iter()
        .map(|(title, track)| {
            let track = track.as_ref().map_or_else(String::new, |track| normal(&track.value));
            (normal(&title.value), track)
        })
        .collect();
    if found.len() < 2 || distinct.len() < found.len() {
        return None;
    }
    let several = found.iter().any(|ladder| {
        let levels = levels(ladder.node);
        levels.entries().len().max(levels.items().len()) > 1
    });
    let read = |(ladder, (title, track)): (Ladder<'_>, (Spanned<String>, Option<Spanned<String>>))| {
        let own = find(ladder.node, Key::Levels).is_none();
        let shape = if own { Shape::Levels } else { Shape::Known };
        let mut role = one(file, ladder.node, Some(&title), defined, shape)?;
        role.title = Some(title);
        role.track = track.or(role.track);
        Some(role)
    };
    several.then(|| found.into_iter().zip(names).map(read).collect())?
}

/// The name of the job and that of its track.
fn named(names: &[Spanned<String>]) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
    let (last, above) = names.split_last()?;
    match above.last() {
        Some(family) if TRACKS.contains(&spaced(&last.value).as_str()) => {
            Some((family.clone(), Some(last.clone())))
        }
        _ => Some((last.clone(), None)),
    }
}

/// Adds the ladders below a node; nothing if it holds other things as well.
fn gather<'n>(
    node: &'n Node,
    above: &[Spanned<String>],
    depth: usize,
    found: &mut Vec<Ladder<'n>>,
) -> Option<()> {
    if depth > MAX_GROUPS {
        return None;
    }
    for entry in node.entries() {
        let value = &entry.value;
        if value.entries().is_empty() && value.items().is_empty() || key(&entry.key.value) == Key::Meta {
            continue;
        }
        // "families", "tracks" say what stands below them, and name none of it.
        if matches!(key(&entry.key.value), Key::Roles | Key::Wrapper) {
            gather(value, above, depth + 1, found)?;
        } else {
            thing(entry.key.clone(), value, above, depth, found)?;
        }
    }
    for item in node.items() {
        let (_, name) = find(item, Key::Title)?;
        thing(title::scalar(name)?, item, above, depth, found)?;
    }
    (!node.entries().is_empty() || !node.items().is_empty()).then_some(())
}

/// Adds the ladder that a named thing is, or those in it.
fn thing<'n>(
    name: Spanned<String>,
    node: &'n Node,
    above: &[Spanned<String>],
    depth: usize,
    found: &mut Vec<Ladder<'n>>,
) -> Option<()> {
    let mut names = above.to_vec();
    names.push(name);
    if is_ladder(levels(node)) {
        found.push(Ladder { node, names });
        return Some(());
    }
    let before = found.len();
    gather(node, &names, depth + 1, found)?;
    (found.len() > before).then_some(())
}

/// The levels of a ladder, which may be the ladder itself.
fn levels(node: &Node) -> &Node {
    find(node, Key::Levels).map_or(node, |(_, levels)| levels)
}

/// True for levels of which each has a title of its own: a section that says something on each level has none.
fn is_ladder(levels: &Node) -> bool {
    let titled = |node: &Node| {
        let title = find(node, Key::Title).and_then(|(_, title)| title::scalar(title));
        title.is_some_and(|title| looks_like_title(&title.value))
    };
    let told = |node: &Node| node.entries().iter().any(|entry| key(&entry.key.value) != Key::Title);
    let keyed = |entry: &crate::syntax::Entry| {
        let name = &entry.key.value;
        let known = level_of(name).is_some() || is_number(name) || series_code(name).is_some();
        let spoken = spaced(name);
        let title = !is_rank_only(&spoken) && looks_like_title(&capitalized(&spoken));
        let title = title && level_of(name).is_some();
        known && told(&entry.value) && (title || titled(&entry.value))
    };
    if !levels.entries().is_empty() {
        return levels.entries().iter().all(keyed);
    }
    let coded = |item: &Node| {
        let code =
            find(item, Key::Id).or_else(|| find(item, Key::Level)).and_then(|(_, code)| title::scalar(code));
        code.is_some_and(|code| level_of(&code.value).is_some())
    };
    let titles = || -> Option<Vec<String>> {
        levels.items().iter().map(|item| Some(title::scalar(find(item, Key::Title)?.1)?.value)).collect()
    };
    // Titles of one job that climb.
    let climbs = || {
        titles().is_some_and(|titles| {
            let jobs: HashSet<String> = titles.iter().map(|title| job_key(title)).collect();
            let ranks: Vec<Option<i32>> = titles.iter().map(|title| title_rank(title)).collect();
            let rising = ranks.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if a < b));
            jobs.len() == 1 && titles.len() > 1 && rising
        })
    };
    let items = levels.items();
    !items.is_empty()
        && items.iter().all(|item| titled(item) && told(item))
        && (items.iter().all(coded) || climbs())
}

/// `junior engineer` as a title is written.
fn capitalized(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
    }
    out
}
