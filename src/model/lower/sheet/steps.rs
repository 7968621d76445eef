//! Lists whose rows are steps of ladders: "L1, Junior Engineer", "L2, Engineer", "L3, Senior Engineer".

use std::collections::HashMap;

use crate::syntax::Text;
use crate::text::Spanned;

use super::super::super::Role;
use super::super::super::titles::job_key;
use super::super::super::vocabulary::{code, is_rank, level_word, numeral, title_rank, words_of};
use super::super::grid::Grid;
use super::super::title::piece;
use super::super::words::normal;
use super::list::{Column, RoleList, level_named};
use super::{first_line, items, number_of, whole};

/// Titles of one field begin alike: "engineer" and "engineering".
const STEM: usize = 6;

/// Rows that are the steps of one ladder.
pub(super) struct Ladder {
    pub rows: Vec<usize>,
    /// The job that they have in common.
    pub title: Option<Spanned<String>>,
}

impl RoleList {
    /// True if most rows are steps of ladders.
    pub(super) fn are_steps(&self, grid: &Grid<'_>) -> bool {
        let steps: usize = self.ladders(grid).iter().map(|ladder| ladder.rows.len()).sum();
        steps > 1 && steps * 3 >= self.rows.len() * 2
    }

    /// The ladders among the rows. Rows of one family, one track and one series of codes are one, if each
    /// stands higher than the one before it (or each lower); else those of them that name the same job.
    pub(super) fn ladders(&self, grid: &Grid<'_>) -> Vec<Ladder> {
        let simple = !self.families && !self.itemized && self.column(Column::Topic).is_none();
        let Some(title) = self.column(Column::Title).filter(|_| simple) else { return vec![] };
        let level = self.column(Column::Level);
        let family = self.column(Column::Family);
        let track = self.column(Column::Track);
        let part = |&row: &usize| {
            let said =
                |column: Option<usize>| column.map_or_else(String::new, |at| normal(grid.text(row, at)));
            let letters = level.and_then(|at| level_word(grid.text(row, at))?.code).unwrap_or_default();
            let letters: String = letters.chars().take_while(|c| !c.is_ascii_digit()).collect();
            (said(family), said(track), letters)
        };
        let rank = |row: usize| match level {
            Some(level) => rank_of(grid.text(row, level)),
            None => title_rank(grid.text(row, title)),
        };
        let mut found = vec![];
        for (_, rows) in parts(&self.rows, part) {
            let titles: Vec<&str> = rows.iter().map(|&row| grid.text(row, title)).collect();
            let named = family.filter(|_| rows.len() > 2 && level.is_some());
            let jobs: Vec<String> = titles.iter().map(|title| job_key(title)).collect();
            let one = if level.is_some() { are_alike(&jobs) } else { all_equal(&jobs) && rows.len() > 2 };
            if climbs(&rows, rank) && (one || named.is_some()) {
                let family = named.and_then(|column| grid.cell(*rows.first()?, column)).and_then(first_line);
                let common = || self.common_job(grid, title, &rows, &jobs);
                let title = if one { common() } else { family };
                found.push(Ladder { rows, title });
            } else if level.is_some() {
                let by_job = parts(&rows, |&row| job_key(grid.text(row, title)));
                for (job, rows) in by_job {
                    if !job.is_empty() && climbs(&rows, rank) {
                        let jobs = vec![job; rows.len()];
                        let title = self.common_job(grid, title, &rows, &jobs);
                        found.push(Ladder { rows, title });
                    }
                }
            }
        }
        // In the order of their rows, whatever names them.
        found.sort_by_key(|ladder| ladder.rows.first().copied());
        found
    }

    /// What the rows of a ladder call their job, without words of rank: that of the shortest title of those
    /// that most of them have.
    fn common_job(
        &self,
        grid: &Grid<'_>,
        title: usize,
        rows: &[usize],
        jobs: &[String],
    ) -> Option<Spanned<String>> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for job in jobs.iter().filter(|job| !job.is_empty()) {
            *counts.entry(job.as_str()).or_default() += 1;
        }
        let most = counts.values().max()?;
        let common = jobs.iter().zip(rows).filter(|(job, _)| counts.get(job.as_str()) == Some(most));
        let shortest = common.min_by_key(|(_, row)| words_of(grid.text(**row, title)).len())?;
        let cell = self.cell(grid, *shortest.1, title)?;
        items(cell).first().map(core)
    }

    /// Makes the role of a row the level that it is.
    pub(super) fn add_step(&self, grid: &Grid<'_>, row: usize, role: &mut Role) {
        let name = self.column(Column::Title).and_then(|at| first_line(self.cell(grid, row, at)?));
        match (role.levels.first_mut(), name) {
            (Some(level), name) => level.title = name.filter(|name| name.value != level.label.value),
            (None, Some(name)) => {
                role.levels.push(level_named(name));
                let facts = role.experience.iter_mut().map(|fact| &mut fact.level);
                let facts = facts.chain(role.scope.iter_mut().map(|fact| &mut fact.level));
                let facts = facts.chain(role.compensation.iter_mut().map(|fact| &mut fact.level));
                let said = role.sections.iter_mut().flat_map(|section| &mut section.expectations);
                facts.chain(said.map(|item| &mut item.level)).for_each(|level| *level = Some(0));
            }
            (None, None) => {}
        }
    }
}

/// The rank of a level by its name or its number.
fn rank_of(label: &str) -> Option<i32> {
    let number = || number_of(label).map(|n| n.saturating_mul(10));
    level_word(label).and_then(|word| word.rank).or_else(number)
}

/// Rows with the same key, in the order in which the keys first stand there.
fn parts<K: std::hash::Hash + Eq + Clone>(rows: &[usize], key: impl Fn(&usize) -> K) -> Vec<(K, Vec<usize>)> {
    let mut found: Vec<(K, Vec<usize>)> = vec![];
    let mut places: HashMap<K, usize> = HashMap::new();
    for row in rows {
        let key = key(row);
        let at = *places.entry(key.clone()).or_insert(found.len());
        match found.get_mut(at) {
            Some((_, rows)) => rows.push(*row),
            None => found.push((key, vec![*row])),
        }
    }
    found
}

/// True if each row stands higher than the one before it, or each lower.
fn climbs(rows: &[usize], rank: impl Fn(usize) -> Option<i32>) -> bool {
    let ranks: Option<Vec<i32>> = rows.iter().map(|&row| rank(row)).collect();
    let ordered = |ranks: &[i32], up: bool| {
        ranks.windows(2).all(|pair| matches!(pair, [a, b] if if up { a < b } else { a > b }))
    };
    ranks.is_some_and(|ranks| ranks.len() > 1 && (ordered(&ranks, true) || ordered(&ranks, false)))
}

fn all_equal(jobs: &[String]) -> bool {
    jobs.first().is_some_and(|first| !first.is_empty() && jobs.iter().all(|job| job == first))
}

/// True if three of five titles share a word that names their field, or say nothing but ranks.
fn are_alike(jobs: &[String]) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for job in jobs {
        let mut stems: Vec<String> = job
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| word.chars().take(STEM).collect())
            .collect();
        stems.sort();
        stems.dedup();
        for stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
    }
    let silent = jobs.iter().filter(|job| job.is_empty()).count();
    let most = counts.values().max().copied().unwrap_or(0);
    (most + silent) * 5 >= jobs.len() * 3
}

/// A title without the words before and behind it that only say how high it stands.
fn core(title: &Text) -> Spanned<String> {
    let words: Vec<(usize, &str)> = title
        .plain
        .split_whitespace()
        .map(|word| (word.as_ptr() as usize - title.plain.as_ptr() as usize, word))
        .collect();
    let ranks = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        is_rank(&bare) || numeral(&bare).is_some() || bare.is_empty() || code(&bare.to_uppercase()).is_some()
    };
    let first = words.iter().find(|(_, word)| !ranks(word));
    let last = words.iter().rev().find(|(_, word)| !ranks(word));
    match (first, last) {
        (Some((start, _)), Some((end, word))) => piece(title, *start..end + word.len()),
        _ => whole(title),
    }
}
