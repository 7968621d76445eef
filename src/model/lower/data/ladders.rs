//! Several ladders in one file, below the names of families and tracks:
//! `engineering: {ic: {IC1: …}, management: {M1: …}}`.

use std::collections::HashSet;

use super::super::super::Role;
use super::super::super::titles::job_key;
use super::super::super::vocabulary::{is_rank_only, looks_like_title, title_rank};
use super::super::super::{Section, SectionKind, section_kind};
use super::super::words::normal;
use super::keys::{
    Key, capitalized, find, is_career_level, is_family, is_job, is_keyed_by_job, is_keyed_by_level,
    is_number, key, level_of, spaced, title_of, wide_letters,
};
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

/// True for the name of a track that any family may have.
pub(in crate::model::lower) fn is_track(name: &str) -> bool {
    TRACKS.contains(&spaced(name).as_str())
}

/// The roles of a tree that holds nothing but ladders, two or more.
pub(super) fn read(file: &SourceFile, root: &Node, defined: &Defined) -> Option<Vec<Role>> {
    let mut found = vec![];
    gather(root, &[], 0, &mut found)?;
    // What a file about one job, or about competencies, divides are no families.
    let one_job = title_of(root).and_then(title::scalar).is_some_and(|title| looks_like_title(&title.value))
        || names_sections(file.path.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or(""));
    let guessed = found.iter().filter(|ladder| !is_ladder(levels(ladder.node))).count();
    if guessed > 0 && (one_job || !are_tracks(&found)) {
        return None;
    }
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
        // "ic", "management" in a file that is called after the family.
        let alone = ladder.names.len() == 1 && TRACKS.contains(&spaced(&title.value).as_str());
        let (title, track) = match title::from_name(file).filter(|_| alone && !is_job(&title.value)) {
            Some(family) => (family, Some(title)),
            None => (title, track),
        };
        let shape = if own { Shape::Levels } else { Shape::Known };
        let mut role = one(file, ladder.node, Some(&title), defined, shape)?;
        let family = ladder.names.iter().rev().nth(1).filter(|family| family.value != title.value);
        role.title = Some(title);
        role.track = track.or(role.track);
        if let Some(family) = family {
            super::join_family(&mut role, family);
        }
        Some(role)
    };
    let roles: Vec<Role> =
        several.then(|| found.into_iter().zip(names).map(read).collect::<Option<_>>())??;
    (guessed == 0 || speak(&roles)).then_some(roles)
}

/// True for roles of which something is said: hours and addresses on levels of support are nothing.
fn speak(roles: &[Role]) -> bool {
    let sections = || roles.iter().flat_map(|role| &role.sections);
    let known = |section: &Section| section.kind.is_expectations() && section.kind != SectionKind::Other;
    let texts = || sections().flat_map(|section| &section.expectations).map(|item| item.text.plain.as_str());
    let worded = |text: &&str| {
        let words = text
            .split_whitespace()
            .filter(|word| word.chars().all(|c| c.is_alphabetic() || "-,.;'’".contains(c)));
        words.count() > 1 || wide_letters(text) > 2
    };
    sections().any(known) || texts().filter(worded).count() * 2 >= texts().count().max(1)
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
        let family = is_family(entry);
        let told = family || key(&entry.key.value) != Key::Meta;
        if value.entries().is_empty() && value.items().is_empty() || !told {
            continue;
        }
        // Definitions of what stands in the ladders.
        if key(&entry.key.value) == Key::Levels && things_are_bare(value) {
            continue;
        }
        // "families", "tracks" say what stands below them, and name none of it; "data" may be a family.
        let wraps = family || matches!(key(&entry.key.value), Key::Roles | Key::Wrapper);
        if wraps && !is_keyed_by_level(value) {
            gather(value, above, depth + 1, found)?;
        } else {
            let stated = title_of(value).and_then(title::scalar);
            let name = stated.filter(|_| is_job(&entry.key.value)).unwrap_or_else(|| entry.key.clone());
            thing(name, value, above, depth, found)?;
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
    let family = |name: &Spanned<String>| is_told_family(&name.value, levels(node));
    if is_ladder(levels(node)) || names.last().is_some_and(family) {
        found.push(Ladder { node, names });
        return Some(());
    }
    if names.last().is_some_and(|name| names_sections(&name.value)) {
        return None;
    }
    let before = found.len();
    gather(node, &names, depth + 1, found)?;
    (found.len() > before).then_some(())
}

/// The levels of a ladder, which may be the ladder itself.
fn levels(node: &Node) -> &Node {
    find(node, Key::Levels).map_or(node, |(_, levels)| levels)
}

/// True for the name of what is expected, not of who does it: "competencies", "communication".
fn names_sections(name: &str) -> bool {
    let spoken = spaced(name);
    let kind = section_kind(&spoken);
    let known = kind != SectionKind::Other && kind.is_expectations() || key(name) == Key::Items;
    known && !is_job(name) && !TRACKS.contains(&spoken.as_str())
}

/// True for a list or a mapping of things that hold nothing but texts.
fn things_are_bare(node: &Node) -> bool {
    let flat = |thing: &Node| {
        !thing
            .entries()
            .iter()
            .any(|entry| !entry.value.entries().is_empty() || !entry.value.items().is_empty())
    };
    node.items().iter().all(flat) && node.entries().iter().all(|entry| flat(&entry.value))
}

/// True for the levels of a family that are told by their codes and ranks alone, with sections in each:
/// `frontend: {junior: {technical: […]}}`. A competency says at once what it expects on a level; only
/// below the title of a job such plain lists are a ladder.
fn is_told_family(name: &str, levels: &Node) -> bool {
    let said =
        |node: &Node| node.as_text().is_some() || !node.items().is_empty() || !node.entries().is_empty();
    let section = |entry: &crate::syntax::Entry| {
        let kind = key(&entry.key.value);
        matches!(kind, Key::Other | Key::Group | Key::Items | Key::Wrapper)
            && said(&entry.value)
            && (kind == Key::Other
                || kind == Key::Group
                || section_kind(&spaced(&entry.key.value)) != SectionKind::Other)
    };
    let job = is_job(name);
    let plain = |entry: &crate::syntax::Entry| {
        is_career_level(&entry.key.value)
            && (job && said(&entry.value) || entry.value.entries().iter().any(section))
    };
    let listed = |item: &Node| {
        let code = find(item, Key::Id).or_else(|| find(item, Key::Level)).or_else(|| find(item, Key::Title));
        let code = code.and_then(|(_, code)| title::scalar(code));
        code.is_some_and(|code| is_career_level(&code.value)) && item.entries().iter().any(section)
    };
    let known = matches!(key(name), Key::Other | Key::Wrapper) || job;
    let keyed = !levels.entries().is_empty() && levels.entries().iter().all(plain);
    let items = levels.items();
    known && !names_sections(name) && (keyed || items.len() > 1 && items.iter().all(listed))
}

/// True for ladders of which none is called as only a part of what is expected is, unless others have
/// other levels: "technical" and "people" may be tracks, and competencies too.
fn are_tracks(found: &[Ladder<'_>]) -> bool {
    let vague = |ladder: &Ladder<'_>| {
        let name = ladder.names.last().map(|name| spaced(&name.value)).unwrap_or_default();
        TRACKS.contains(&name.as_str()) && section_kind(&name) != SectionKind::Other
            || matches!(name.as_str(), "technical" | "people" | "leadership" | "tech")
    };
    if !found.iter().any(vague) {
        return true;
    }
    let mut seen: HashSet<String> = HashSet::new();
    found
        .iter()
        .flat_map(|ladder| levels(ladder.node).entries())
        .all(|level| seen.insert(normal(&level.key.value)))
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
        return levels.entries().iter().all(keyed) && !is_keyed_by_job(levels);
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
