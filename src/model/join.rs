//! What one file says about roles that others describe: pages about the move from one role to the next.

use std::collections::HashMap;

use super::titles::{job_key, title_key};
use super::vocabulary::{is_rank, is_rank_only};
use super::{Move, MoveKind, Reading, Role, Transition};
use crate::text::{FileId, Files, Spanned};

/// More roles of one name than this are no longer told apart.
const MOST_NAMESAKES: usize = 64;

/// The moves that pages about moves describe, by the file of the role and the role's number in it. Of several roles
/// of one name the nearest counts: the one whose path has most in common with the page's.
pub(super) fn join(files: &Files, readings: &[Reading]) -> HashMap<FileId, Vec<(usize, Move)>> {
    let transitions: Vec<&Transition> = readings.iter().flat_map(|reading| &reading.transitions).collect();
    let mut moves: HashMap<FileId, Vec<(usize, Move)>> = HashMap::new();
    if transitions.is_empty() {
        return moves;
    }
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    // Titles by their words of rank, for pages "From Senior to Staff".
    let mut ranked: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (at, reading) in readings.iter().enumerate() {
        for (n, role) in reading.roles.iter().enumerate().filter(|(_, role)| role.levels.len() < 2) {
            let add = |places: &mut HashMap<String, Vec<(usize, usize)>>, key: String| {
                let named = places.entry(key).or_default();
                if named.len() < MOST_NAMESAKES && named.last() != Some(&(at, n)) {
                    named.push((at, n));
                }
            };
            keys(role).into_iter().for_each(|key| add(&mut places, key));
            if let Some(key) = role.title.as_ref().and_then(|title| rank_words(&title.value)) {
                add(&mut ranked, key);
            }
        }
    }
    for Transition { from, to } in transitions {
        let path = &files.get(from.span.file).path;
        let nearest = |name: &Spanned<String>| {
            let named = places.get(&key_of(&name.value))?;
            named.iter().copied().max_by_key(|&(at, n)| {
                let own = readings.get(at).and_then(|reading| reading.roles.get(n));
                own.map_or(0, |role| common(path, &files.get(role.file).path))
            })
        };
        let told = nearest(from).zip(nearest(to)).or_else(|| {
            let of_rank = |name: &Spanned<String>| {
                ranked.get(&rank_words(&name.value).filter(|_| is_rank_only(&name.value))?)
            };
            one_job(files, readings, path, of_rank(from)?, of_rank(to)?)
        });
        let Some((low, high)) = told else { continue };
        let role = |(at, n): (usize, usize)| readings.get(at).and_then(|reading| reading.roles.get(n));
        let title = |place, said: &Spanned<String>| {
            let title = role(place).and_then(|role| role.title.as_ref()).map(|title| title.value.clone());
            Spanned::new(title.unwrap_or_else(|| said.value.clone()), said.span)
        };
        for (place, kind, to) in
            [(low, MoveKind::Next, title(high, to)), (high, MoveKind::Previous, title(low, from))]
        {
            if let Some(role) = role(place) {
                let step = Move { kind, to, qualifier: None };
                moves.entry(role.file).or_default().push((place.1, step));
            }
        }
    }
    moves
}

/// The words of rank of a title: "senior" of "Senior Data Engineer".
fn rank_words(title: &str) -> Option<String> {
    let words: Vec<String> =
        title_key(title).split(' ').filter(|word| is_rank(word)).map(str::to_owned).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The two roles of one job that stand nearest to a page, if no others stand as near.
fn one_job(
    files: &Files,
    readings: &[Reading],
    path: &str,
    low: &[(usize, usize)],
    high: &[(usize, usize)],
) -> Option<((usize, usize), (usize, usize))> {
    let role = |&(at, n): &(usize, usize)| readings.get(at).and_then(|reading| reading.roles.get(n));
    // The place with its job, and how near it is.
    let told = |place: &(usize, usize)| {
        let role = role(place)?;
        let job = job_key(&role.title.as_ref()?.value);
        Some((*place, job, common(path, &files.get(role.file).path)))
    };
    let high: Vec<_> = high.iter().filter_map(told).collect();
    let mut pairs = vec![];
    for (low, job, near) in low.iter().filter_map(told) {
        let others = high.iter().filter(|(_, other, _)| *other == job);
        pairs.extend(others.map(|(high, _, other)| (near + other, low, *high)));
    }
    let most = pairs.iter().map(|(near, ..)| *near).max()?;
    let mut nearest = pairs.into_iter().filter(|(near, ..)| *near == most);
    nearest.next().filter(|_| nearest.next().is_none()).map(|(_, low, high)| (low, high))
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
