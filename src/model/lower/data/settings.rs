//! What the settings block of a page says of its role beside the text: years, pay, degrees, moves, duties.

use super::super::super::{Move, Role, SectionKind, looks_like_title, section_kind};
use super::super::moves;
use super::super::title::strings;
use super::keys::{Key, capitalized, find, key, spaced};
use super::says_something;
use super::walk::{Defined, Walk, ways};
use crate::syntax::{Entry, Node};

/// Adds what the keys of a settings block say that only tell of people in a job; says how it was found. What
/// the text says as well counts once.
pub(in crate::model::lower) fn add_settings(role: &mut Role, node: &Node) -> Option<&'static str> {
    let steps = role.moves.len();
    career(role, node);
    let led = role.moves.len() > steps;
    if !node.entries().iter().any(tells) {
        return led.then_some("facts in the settings block");
    }
    let (years, pay, degrees) = (role.experience.len(), role.compensation.len(), role.education.len());
    let steps = role.moves.len();
    let sections = role.sections.len();
    Walk::new(role, &Defined::of(node)).picked(node, tells);
    let told = once(&mut role.experience, years, |a, b| {
        (a.kind, a.min_months, a.max_months) == (b.kind, b.min_months, b.max_months)
    });
    let paid = once(&mut role.compensation, pay, |a, b| a.min == b.min && a.max == b.max);
    let taught = once(&mut role.education, degrees, |a, b| a.level == b.level);
    let moved = once(&mut role.moves, steps, |a, b| {
        a.kind == b.kind && a.to.value.to_lowercase() == b.to.value.to_lowercase()
    });
    role.extra.retain(|name| !is_fact(&name.value));
    (led || told || paid || taught || moved || role.sections.len() > sections)
        .then_some("facts in the settings block")
}

/// Adds the moves of `next: Team Lead`, and those to the titles beside the role's own under `levels`. Sites link
/// their pages by such keys, so what is named has to be a step of the same job.
fn career(role: &mut Role, node: &Node) {
    /// Keys of links to the pages before and behind.
    const PAGES: &[&str] = &["prev", "pagination_next", "pagination_prev"];
    if PAGES.iter().any(|key| node.get(key).is_some()) {
        return;
    }
    let told: Vec<_> = node.entries().iter().filter_map(ways).flatten().collect();
    let related =
        |to: &str| moves::is_related(role, &capitalized(&spaced(to))) || moves::is_related(role, to);
    if told.iter().all(|(_, to)| related(&to.value)) {
        told.into_iter().for_each(|(kind, to)| moves::push(role, Move { kind, to, qualifier: None }));
    }
    let levels = find(node, Key::Levels).map(|(_, levels)| strings(levels)).unwrap_or_default();
    if levels.len() > 1 && levels.iter().all(|level| looks_like_title(&level.value)) {
        moves::add_beside(role, &levels);
    }
}

/// Takes what stands behind `own` out of the list where it is the same as before; true if any is left.
fn once<T>(all: &mut Vec<T>, own: usize, same: impl Fn(&T, &T) -> bool) -> bool {
    let added = all.split_off(own.min(all.len()));
    let new = added.into_iter().filter(|item| !all.iter().any(|known| same(known, item))).collect::<Vec<_>>();
    let any = !new.is_empty();
    all.extend(new);
    any
}

/// True for a key that on any page tells of the people in a job.
fn is_fact(name: &str) -> bool {
    let kind = section_kind(&spaced(name));
    matches!(key(name), Key::Years | Key::Pay)
        || matches!(
            kind,
            SectionKind::Experience | SectionKind::Pay | SectionKind::Education | SectionKind::Moves
        )
        || spaced(name) == "experience"
}

/// True for an entry that says something of the job: a fact, or a list of what is expected.
fn tells(entry: &Entry) -> bool {
    if is_fact(&entry.key.value) {
        return true;
    }
    let kind = section_kind(&spaced(&entry.key.value));
    let asked = matches!(
        kind,
        SectionKind::Responsibilities
            | SectionKind::SkillsHard
            | SectionKind::SkillsSoft
            | SectionKind::Competencies
    );
    // A list of words is what a site files the page under.
    let items = entry.value.items();
    let spoken = items.iter().filter(|item| item.as_text().is_some_and(|text| says_something(&text.plain)));
    asked
        && (spoken.count() * 2 > items.len()
            || entry.value.as_text().is_some_and(|text| says_something(&text.plain)))
}
