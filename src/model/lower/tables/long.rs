//! Matrices written row by row: each row names a level and what it is about, in any columns, maybe a role as well,
//! and says what is expected there: "Competency | Level | Expectation".

use std::collections::{HashMap, HashSet};

use crate::language::lexicon::current;

use super::super::super::vocabulary::{is_rank_only, level_word, looks_like_title, section_kind, words_of};
use super::super::grid::Grid;
use super::super::sheet::headers::{
    COURSES, FAMILIES, LEVELS, NAMES, NOT_SAID, PEOPLE, PROFICIENCY, QUESTIONS, TOPICS, TRACKS, is_aside,
    is_expecting, is_opening, is_title, title_columns,
};
use super::super::sheet::list::is_level;
use super::super::words::normal;
use super::unknown::is_own_name;
use super::{Clues, Found, Place, Says, spoken};

/// Longest name of a topic, in bytes.
const LONGEST_TOPIC: usize = 80;

/// Words of a phrase, on average; names have fewer.
const PHRASE: usize = 3;

/// Which columns of such a table say what. An empty cell of a column of names repeats the name above it.
pub(in super::super) struct Long {
    pub role: Option<usize>,
    pub level: Option<usize>,
    pub topic: Option<usize>,
    /// What several topics belong to.
    pub group: Option<usize>,
    pub texts: Vec<usize>,
    /// The rows that say something.
    pub rows: Vec<usize>,
    /// The row that names what a row means, for each column of names and each row.
    pub sources: HashMap<usize, Vec<usize>>,
}

impl Long {
    /// Finds the columns by the headers in row `head`, and by how the rows below repeat their names.
    pub fn find(grid: &Grid<'_>, head: usize, clues: &Clues<'_>) -> Option<Self> {
        let headers: Vec<String> =
            (0..grid.width()).map(|column| words_of(grid.text(head, column)).join(" ")).collect();
        let other = |header: &String| PEOPLE.contains(header) || QUESTIONS.contains(header);
        let asked = (0..grid.width()).any(|column| grid.text(head, column).contains(['?', '？']));
        if grid.width() < 2 || headers.iter().any(other) || asked {
            return None;
        }
        let draft = Draft { grid, head, clues, headers: &headers };
        let titles = title_columns(&headers);
        let families = FAMILIES.columns(&headers).into_iter().chain(TRACKS.columns(&headers));
        let role = titles.first().copied().or_else(|| families.into_iter().next());
        let level = headers.iter().position(|header| is_level_header(header));
        let topics = TOPICS.columns(&headers);
        for topic in topics.iter().copied().filter(|topic| Some(*topic) != level) {
            let roles = [role.filter(|role| *role != topic), None];
            let found = match level {
                Some(level) => roles.into_iter().find_map(|role| draft.by_topic(role, level, topic)),
                // "Junior" and "Senior" may stand below "Role".
                None => role.and_then(|level| draft.by_topic(None, level, topic)),
            };
            let found = found.or_else(|| draft.by_need(titles.first().copied()?, level, topic));
            if found.is_some() {
                return found;
            }
        }
        level.filter(|_| topics.is_empty()).and_then(|level| draft.by_level(titles.first().copied(), level))
    }

    /// The row whose cell says what a row means in a column.
    pub fn source(&self, row: usize, column: usize) -> usize {
        self.sources.get(&column).and_then(|rows| rows.get(row)).copied().unwrap_or(row)
    }

    /// What a row says in a column, in one line.
    fn said<'g>(&self, grid: &'g Grid<'_>, row: usize, column: usize) -> &'g str {
        grid.text(self.source(row, column), column)
    }
}

/// True for the header of a column that names levels.
fn is_level_header(header: &str) -> bool {
    LEVELS.contains(header) || current().is_level_header(header)
}

/// A table with its headers, of which one after the other is tried.
struct Draft<'g, 'd> {
    grid: &'g Grid<'d>,
    head: usize,
    clues: &'g Clues<'g>,
    headers: &'g [String],
}

impl Draft<'_, '_> {
    /// Each topic is about several levels of its role.
    fn by_topic(&self, role: Option<usize>, level: usize, topic: usize) -> Option<Long> {
        // A catalog of courses names them first; beside what is expected they say how to learn it.
        if role == Some(level) || COURSES.columns(self.headers).iter().any(|&course| course < level) {
            return None;
        }
        let texts = self.told(self.texts(&[role, Some(level), Some(topic)]));
        let long = self.with(role, Some(level), Some(topic), texts)?;
        let keys: Vec<(String, String, String)> = long
            .rows
            .iter()
            .map(|&row| {
                let said = |column| normal(long.said(self.grid, row, column));
                (role.map(said).unwrap_or_default(), said(topic), said(level))
            })
            .collect();
        let mut steps: HashMap<(&str, &str), HashSet<&str>> = HashMap::new();
        for (role, topic, level) in &keys {
            steps.entry((role, topic)).or_default().insert(level);
        }
        let climbing = steps.values().filter(|levels| levels.len() > 1).count();
        let full = keys.iter().all(|(own, topic, level)| {
            (role.is_none() || !own.is_empty())
                && !topic.is_empty()
                && topic.len() < LONGEST_TOPIC
                && !level.is_empty()
        });
        let fits = full
            && long.rows.len() > 2
            && climbing > 0
            && (role.is_some() || climbing * 2 >= steps.len())
            && self.are_levels(&long, level)
            && (role.is_some() || self.is_about_people(&long, topic, level));
        fits.then_some(long)
    }

    /// True if more than "Category" and "Level" says that people are meant: floors and grades of goods have those, too.
    fn is_about_people(&self, long: &Long, topic: usize, level: usize) -> bool {
        let header = |column: usize| self.headers.get(column).map_or("", String::as_str);
        let expects = |text: &str| section_kind(text).is_named_expectation() || is_expecting(text);
        let told = || long.rows.iter().any(|&row| expects(long.said(self.grid, row, topic)));
        let ranked = || long.rows.iter().any(|&row| is_rank_only(long.said(self.grid, row, level)));
        let vouched = || !self.clues.keys.is_empty() && self.clues.vouches() || self.clues.ladder;
        expects(header(topic))
            || long.texts.iter().any(|&text| expects(header(text)))
            || ranked()
            || told()
            || vouched()
    }

    /// Each role needs each of several topics once, so or so well: "Role | Competency | Required level".
    fn by_need(&self, role: usize, level: Option<usize>, topic: usize) -> Option<Long> {
        let need = PROFICIENCY.columns(self.headers).first().copied().or(level)?;
        let level_column = level;
        let level = level.filter(|level| *level != need);
        if role == topic || NAMES.columns(self.headers).first().is_some_and(|name| *name != role) {
            return None;
        }
        let mut texts = self.texts(&[Some(role), Some(need), level, Some(topic)]);
        texts.retain(|&column| self.says(column));
        texts.insert(0, need);
        let long = self.with(Some(role), level, Some(topic), texts)?;
        let said = |column: usize| -> Vec<String> {
            long.rows.iter().map(|&row| normal(long.said(self.grid, row, column))).collect()
        };
        let (roles, topics) = (said(role), said(topic));
        let levels = level.map(said).unwrap_or_default();
        let level_at = |at: usize| levels.get(at).map_or("", String::as_str);
        let pairs: HashSet<(&String, &String, &str)> = roles
            .iter()
            .zip(&topics)
            .enumerate()
            .map(|(at, (role, topic))| (role, topic, level_at(at)))
            .collect();
        let distinct: HashSet<&String> = roles.iter().collect();
        let titles: HashSet<&str> = long.rows.iter().map(|&row| long.said(self.grid, row, role)).collect();
        let jobs = titles.iter().filter(|title| looks_like_title(title)).count();
        let is_need = |row: &usize| {
            let text = self.grid.covering_text(*row, need);
            let figure = text.split('/').next().and_then(|text| text.trim().parse::<f64>().ok());
            figure.is_some_and(|figure| (0.0..=10.0).contains(&figure))
                || level_word(text).is_some()
                || current().is_stage(&normal(text))
        };
        let fits = pairs.len() == roles.len()
            && distinct.len() * 2 <= roles.len()
            && (jobs * 4 >= titles.len() * 3 || jobs * 2 >= titles.len() && Some(need) != level_column)
            && topics.iter().all(|topic| !topic.is_empty() && topic.len() < LONGEST_TOPIC)
            && long.rows.iter().all(is_need)
            && level.is_none_or(|level| self.are_levels(&long, level));
        fits.then_some(long)
    }

    /// Nothing but levels, maybe of several roles, and what is expected of each, one thing in a row.
    fn by_level(&self, role: Option<usize>, level: usize) -> Option<Long> {
        let mut texts = self.texts(&[role, Some(level)]);
        let [text] = texts.as_slice() else { return None };
        if !self.says(*text) {
            return None;
        }
        let text = *text;
        texts.truncate(1);
        let long = self.with(role, Some(level), None, texts)?;
        let said = |row: usize, column: usize| normal(long.said(self.grid, row, column));
        let labels: Vec<(String, String)> = long
            .rows
            .iter()
            .map(|&row| (role.map(|role| said(row, role)).unwrap_or_default(), said(row, level)))
            .collect();
        let runs = labels.chunk_by(|a, b| a == b).count();
        let distinct: HashSet<&(String, String)> = labels.iter().collect();
        let roles: HashSet<&String> = labels.iter().map(|(role, _)| role).collect();
        let told: HashSet<String> =
            long.rows.iter().map(|&row| normal(self.grid.covering_text(row, text))).collect();
        let fits = runs == distinct.len()
            && runs > roles.len()
            && runs * 3 < labels.len() * 2
            && (role.is_some() || told.len() == labels.len())
            && self.are_levels(&long, level);
        fits.then_some(long)
    }

    /// The table read with these columns, where they say anything.
    fn with(
        &self,
        role: Option<usize>,
        level: Option<usize>,
        topic: Option<usize>,
        texts: Vec<usize>,
    ) -> Option<Long> {
        let grid = self.grid;
        let says = |row: &usize| {
            texts.iter().any(|&column| grid.covering_text(*row, column).contains(char::is_alphanumeric))
        };
        let rows: Vec<usize> = (self.head + 1..grid.height()).filter(says).collect();
        let named = [role, level, topic].into_iter().flatten();
        let mut sources: HashMap<usize, Vec<usize>> =
            named.map(|column| (column, filled_down(grid, self.head, column))).collect();
        let group = topic.and_then(|topic| self.group(&rows, topic, &[role, level]));
        sources.extend(group.map(|column| (column, filled_down(grid, self.head, column))));
        (rows.len() > 1 && !texts.is_empty()).then_some(Long {
            role,
            level,
            topic,
            group,
            texts,
            rows,
            sources,
        })
    }

    /// The columns of what is expected; `named` say of what.
    fn texts(&self, named: &[Option<usize>]) -> Vec<usize> {
        let is_text = |&column: &usize| {
            let header = self.headers.get(column).map_or("", String::as_str);
            let other = is_level_header(header)
                || NOT_SAID.contains(header)
                || is_opening(header)
                || is_title(header)
                || FAMILIES.contains(header)
                || COURSES.contains(header)
                || TRACKS.contains(header);
            !named.contains(&Some(column))
                && !header.is_empty()
                && !other
                && (!(TOPICS.contains(header) || is_aside(header)) || self.says(column))
        };
        let worded = |&column: &usize| self.figures(column).1 > 0;
        let all: Vec<usize> = (0..self.grid.width()).filter(is_text).filter(worded).collect();
        // "Core" and "Stretch" beside sentences say how they are meant, not what is expected.
        let named = |column: usize| {
            self.headers.get(column).is_some_and(|header| section_kind(header).is_named_expectation())
        };
        let said: Vec<usize> =
            all.iter().copied().filter(|&column| self.says(column) || named(column)).collect();
        if said.is_empty() { all } else { said }
    }

    /// Of the columns beside a topic and a level those that say what is expected: names of owners and states of work
    /// are shorter than its phrases.
    fn told(&self, texts: Vec<usize>) -> Vec<usize> {
        let phrases = |&column: &usize| {
            let (filled, _, words, _) = self.figures(column);
            words >= filled * PHRASE
        };
        let expecting = |&column: &usize| self.headers.get(column).is_some_and(|header| is_expecting(header));
        let long: Vec<usize> = texts.iter().copied().filter(phrases).collect();
        let short = texts.iter().any(|column| expecting(column) && !phrases(column));
        if long.is_empty() || short { texts } else { long }
    }

    /// True for a column of phrases, most of which stand there once.
    fn says(&self, column: usize) -> bool {
        let (filled, worded, words, distinct) = self.figures(column);
        worded * 2 > filled && words >= filled * 2 && distinct * 2 > filled
    }

    /// How many cells of a column are filled, hold letters, how many words they have and how many differ.
    fn figures(&self, column: usize) -> (usize, usize, usize, usize) {
        let cells: Vec<&str> = (self.head + 1..self.grid.height())
            .map(|row| self.grid.text(row, column))
            .filter(|text| !text.is_empty())
            .collect();
        let worded = cells.iter().filter(|text| text.contains(char::is_alphabetic)).count();
        let words = cells.iter().map(|text| spoken(text)).sum();
        let distinct = cells.iter().map(|text| normal(text)).collect::<HashSet<_>>().len();
        (cells.len(), worded, words, distinct)
    }

    /// The column before that of the topics whose names each hold several of them.
    fn group(&self, rows: &[usize], topic: usize, named: &[Option<usize>]) -> Option<usize> {
        let is_group = |&column: &usize| {
            let known = self.headers.get(column).is_some_and(|header| TOPICS.contains(header));
            let names: HashSet<String> = rows
                .iter()
                .map(|&row| normal(self.grid.text(row, column)))
                .filter(|name| !name.is_empty())
                .collect();
            known && !named.contains(&Some(column)) && !names.is_empty() && names.len() * 2 <= rows.len()
        };
        (0..topic).rev().find(is_group)
    }

    /// True if all that stands in a column names levels, of which there are several.
    fn are_levels(&self, long: &Long, level: usize) -> bool {
        let mut seen = HashSet::new();
        let steps: Vec<&str> = long
            .rows
            .iter()
            .map(|&row| long.said(self.grid, row, level))
            .filter(|label| seen.insert(normal(label)))
            .collect();
        let known = || steps.iter().all(|label| is_level(label)) || self.clues.count(&steps) == steps.len();
        // "Starter", "Builder" and "Shaper", where the page says that they are steps of a ladder.
        let own =
            || self.clues.ladder && long.topic.is_some() && steps.iter().all(|label| is_own_name(label));
        steps.len() > 1 && (known() || own())
    }
}

/// For each row the one that names what it means in a column: an empty cell repeats the name above it.
fn filled_down(grid: &Grid<'_>, head: usize, column: usize) -> Vec<usize> {
    let mut last = head;
    (0..grid.height())
        .map(|row| {
            if row > head && !grid.text(row, column).is_empty() {
                last = row;
            }
            if last > head { last } else { row }
        })
        .collect()
}

/// Levels in a column, and what is expected of them in each row, for the one role of a page.
pub(super) fn long(grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    let found = Long::find(grid, 0, clues)?;
    let level = found.level?;
    if let Some(role) = found.role {
        let roles: HashSet<String> =
            found.rows.iter().map(|&row| normal(found.said(grid, row, role))).collect();
        if roles.len() > 1 {
            return None;
        }
    }
    let mut places = vec![];
    for &row in &found.rows {
        for &column in found.texts.iter().filter(|&&column| !grid.covering_text(row, column).is_empty()) {
            let name = |column: usize| (found.source(row, column), column);
            places.push(Place {
                label: name(level),
                body: Some((row, column)),
                section: found.topic.map(name),
                kind: None,
                group: found.group.map(name),
                occurrence: 1,
                says: Says::Expectations,
                cut: vec![],
            });
        }
    }
    let clue = match found.topic {
        Some(_) => "matrix: one row for each level and competency",
        None => "table: one row for each expectation of a level",
    };
    (!places.is_empty()).then_some(Found { clue, neighbors: false, places })
}
