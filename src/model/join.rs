//! What one file says about roles that others describe: pages about the move from one role to the next.

use std::collections::HashMap;

use super::titles::title_key;
use super::{Move, MoveKind, Reading, Role, Transition};
use crate::text::{Files, Spanned};

/// More roles of one name than this are no longer told apart.
const MOST_NAMESAKES: usize = 64;

/// Adds to roles the moves that pages about moves describe. Of several roles of one name the nearest
/// counts: the one whose path has most in common with the page's.
pub fn join(files: &Files, readings: &mut [Reading]) {
    let transitions: Vec<Transition> =
        readings.iter_mut().flat_map(|reading| std::mem::take(&mut reading.transitions)).collect();
    if transitions.is_empty() {
        return;
    }
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (at, reading) in readings.iter().enumerate() {
        for (n, role) in reading.roles.iter().enumerate().filter(|(_, role)| role.levels.len() < 2) {
            for key in keys(role) {
                let named = places.entry(key).or_default();
                if named.len() < MOST_NAMESAKES && named.last() != Some(&(at, n)) {
                    named.push((at, n));
                }
            }
        }
    }
    for Transition { from, to } in &transitions {
        let path = &files.get(from.span.file).path;
        let nearest = |name: &Spanned<String>| {
            let named = places.get(&key_of(&name.value))?;
            named.iter().copied().max_by_key(|&(at, n)| {
                let own = readings.get(at).and_then(|reading| reading.roles.get(n));
                own.map_or(0, |role| common(path, &files.get(role.file).path))
            })
        };
        let (Some(low), Some(high)) = (nearest(from), nearest(to)) else { continue };
        let title = |readings: &[Reading], (at, n): (usize, usize), said: &Spanned<String>| {
            let role = readings.get(at).and_then(|reading| reading.roles.get(n));
            let title = role.and_then(|role| role.title.as_ref()).map(|title| title.value.clone());
            Spanned::new(title.unwrap_or_else(|| said.value.clone()), said.span)
        };
        let (next, previous) = (title(readings, high, to), title(readings, low, from));
        add(readings, low, MoveKind::Next, next);
        add(readings, high, MoveKind::Previous, previous);
    }
}

/// Adds a move unless the role says it already.
fn add(readings: &mut [Reading], (at, n): (usize, usize), kind: MoveKind, to: Spanned<String>) {
    let Some(role) = readings.get_mut(at).and_then(|reading| reading.roles.get_mut(n)) else { return };
    let key = title_key(&to.value);
    if !role.moves.iter().any(|step| step.kind == kind && title_key(&step.to.value) == key) {
        role.moves.push(Move { kind, to, qualifier: None });
    }
}

/// The names by which a page may refer to a role: its title and its level's code.
fn keys(role: &Role) -> Vec<String> {
    let titles = role.title.iter().chain(&role.aliases).map(|title| key_of(&title.value));
    let codes = role.levels.iter().filter_map(|level| level.code.as_deref()).map(key_of);
    titles.chain(codes).collect()
}

fn key_of(name: &str) -> String {
    title_key(name)
}

/// How many folders two paths have in common.
pub(super) fn common(a: &str, b: &str) -> usize {
    a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).count()
}
