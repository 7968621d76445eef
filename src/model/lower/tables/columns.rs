//! Levels side by side: a row at the top names them.

use std::collections::HashSet;

use crate::language::lexicon::current;
use crate::text::{SourceFile, Span};

use super::super::super::titles::{job_key, title_key};
use super::super::super::vocabulary::{is_rank_only, is_ranked, numeral};
use super::super::grid::Grid;
use super::super::series;
use super::super::sheet::headers::{COURSES, FAMILIES, TOPICS, is_title};
use super::super::words::normal;
use super::cuts::column_cut;
use super::unknown::{NOTES, TELLS, is_level_column, own_header};
use super::{Clues, Found, Place, Says, Seen, is_amount, is_name, kind_of};

/// Levels side by side: a row at the top names them.
pub(super) fn columns(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    let head = Header::find(grid, clues)
        .or_else(|| own_header(grid, clues))
        .filter(|head| !grid.assigns(head.row + 1..grid.height(), head.lead..head.end))
        .filter(|head| !head.is_pay_scale(grid, clues))?;
    // A long table may name its levels again, or name others, further down.
    let heads: Vec<usize> = (head.row..grid.height())
        .filter(|&row| row == head.row || (!head.bare && is_head_again(grid, clues, head.row, row)))
        .collect();
    let mut places = vec![];
    for (n, &row) in heads.iter().enumerate() {
        let end = heads.get(n + 1).copied().unwrap_or(grid.height());
        head.places((file, clues), grid, row..end, heads.len() > 1, &mut places);
    }
    let clue =
        if head.bare { "table: one column for each level" } else { "matrix: one column for each level" };
    (!places.is_empty()).then_some(Found { clue, neighbors: head.bare, places })
}

/// The row that names the levels of a table.
pub(super) struct Header {
    pub(super) row: usize,
    /// All columns are levels; nothing names the rows.
    pub(super) bare: bool,
    /// Columns before the first level: they name the rows, the last one most closely.
    pub(super) lead: usize,
    /// Columns behind the last level, for notes.
    pub(super) end: usize,
}

/// Most columns behind the first that name rows and no levels. Rule of thumb: theme, competency, part.
const MOST_NAMES: usize = 2;

impl Header {
    /// The first rows may be titles of the whole table, or of several columns together.
    fn find(grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Self> {
        for row in 0..grid.height().saturating_sub(1).min(4) {
            let filled = (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count();
            if filled < 2 {
                continue;
            }
            if let Some(header) = Header::at(grid, clues, row) {
                return Some(header);
            }
            // Only a row that holds groups of columns has another row of names below it.
            let grouped =
                (0..grid.width()).any(|column| grid.cell(row, column).is_some_and(|cell| cell.columns > 1));
            if !grouped {
                return None;
            }
        }
        None
    }

    pub(super) fn at(grid: &Grid<'_>, clues: &Clues<'_>, row: usize) -> Option<Self> {
        fn labels(columns: &[(usize, String)]) -> Vec<&str> {
            columns.iter().map(|(_, text)| text.as_str()).collect()
        }
        let named: Vec<(usize, String)> = (0..grid.width())
            .map(|column| (column, grid.text(row, column).to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let named = capitalized(named);
        let asked = normal(grid.text(row, 0));
        // What happens in each week is no expectation, whoever it is for.
        if TIMES.contains(&asked.as_str()) {
            return None;
        }
        // Which courses people of each level attend is no expectation, but where the page is about a job.
        if COURSES.contains(&asked) && !clues.names_job() {
            return None;
        }
        // How many people of each level a team has is no expectation either.
        if counts_people(grid, row, &asked) {
            return None;
        }
        let all = clues.count(&labels(&named));
        let first = named.first()?.0;
        let bare = all == named.len() && all > 1 && first == 0;
        if bare {
            return Some(Header { row, bare, lead: 0, end: grid.width() });
        }
        let mut levels: Vec<(usize, String)> =
            named.into_iter().filter(|(column, _)| *column > 0 || !grid.begins_in_row(row, 0)).collect();
        while levels.last().is_some_and(|(_, text)| NOTES.contains(&normal(text).as_str())) {
            levels.pop();
        }
        let end = levels.last().map_or(0, |(column, _)| {
            let width = grid.cell(row, *column).map_or(1, |cell| usize::from(cell.columns.max(1)));
            column + width
        });
        // "1", "2", "3" beside "Level" or behind "Competency" are levels.
        let counted = current().is_level_header(&asked) || TOPICS.contains(&asked);
        // Several columns may name the rows: a theme, a competency and a part of it.
        let names_rows = |(at, (_, text)): (usize, &(usize, String))| {
            let rest = levels.get(at..).unwrap_or_default();
            let number = counted && is_number(text);
            let column = levels.get(at).map_or(0, |(column, _)| *column);
            let known = || rest.iter().filter(|(_, label)| clues.is_level(label)).map(|(column, _)| *column);
            !number
                && !clues.is_level(text)
                && !is_job_of(text, rest)
                && !is_short_for(text, rest)
                && !series::continues(&labels(rest))
                && !is_level_column(grid, row, column, &known().collect::<Vec<_>>())
        };
        let names = levels.iter().enumerate().take(MOST_NAMES).take_while(|level| names_rows(*level)).count();
        let rest = levels.get(names..).unwrap_or_default();
        if rest.len() > 1 && (clues.count(&labels(rest)) == rest.len() || counted && count_up(&labels(rest)))
        {
            levels.drain(..names);
        }
        let short =
            levels.iter().filter(|(_, text)| clues.is_level(text) || is_short_for(text, &levels)).count();
        let known = if counted && count_up(&labels(&levels)) {
            levels.len()
        } else {
            clues.count(&labels(&levels)).max(short)
        };
        // First levels that have a name of their own.
        let known_columns: Vec<usize> =
            levels.iter().filter(|(_, label)| clues.is_level(label)).map(|(column, _)| *column).collect();
        let own = levels
            .iter()
            .take_while(|(column, _)| known_columns.first().is_some_and(|first| column < first))
            .filter(|(column, _)| is_level_column(grid, row, *column, &known_columns))
            .count();
        if known < 2 || known.max(known_columns.len() + own) * 5 < levels.len() * 3 {
            return None;
        }
        let lead = levels.first().map_or(1, |(column, _)| *column).max(1);
        Some(Header { row, bare, lead, end })
    }

    /// True for the pay of each level by its steps: "Grade, Step 1, Step 2".
    fn is_pay_scale(&self, grid: &Grid<'_>, clues: &Clues<'_>) -> bool {
        let rows = || (self.row + 1..grid.height()).filter(|&row| !grid.text(row, 0).is_empty());
        let paid = |row: usize| (1..self.end).all(|column| is_paid_cell(grid.text(row, column)));
        !self.bare
            && self.lead == 1
            && rows().count() > 1
            && rows().all(|row| clues.is_level(grid.text(row, 0)) && paid(row))
            && !(1..self.end).any(|column| is_rank_only(grid.text(self.row, column)))
    }

    /// What the rows of one part of the table show; the first of them names the levels.
    fn places(
        &self,
        (file, clues): (&SourceFile, &Clues<'_>),
        grid: &Grid<'_>,
        part: std::ops::Range<usize>,
        repeated: bool,
        places: &mut Vec<Place>,
    ) {
        let head = part.start;
        let mut seen = Seen::default();
        let parted = self.is_parted(grid, head);
        // The column, that of its label and the number of that label.
        let mut named: Vec<(usize, usize, u32)> = vec![];
        for column in self.lead..self.end.max(if parted { grid.width() } else { 0 }) {
            let text = grid.covering_text(head, column);
            if text.is_empty() && !parted {
                continue;
            }
            let goes_on = grid.cell(head, column).is_none();
            match named.last() {
                // A label that covers several columns is one level.
                Some(&(_, label, occurrence)) if goes_on || text.is_empty() => {
                    let label = if text.is_empty() { label } else { column };
                    named.push((column, label, occurrence));
                }
                _ if text.is_empty() => {}
                _ => named.push((column, column, seen.next(text))),
            }
        }
        let label_of =
            |at: usize| named.iter().find(|(column, ..)| *column == at).map_or(at, |named| named.1);
        let levels: Vec<(usize, u32)> =
            named.iter().map(|&(column, _, occurrence)| (column, occurrence)).collect();
        let cuts: Vec<Vec<Vec<Span>>> = levels
            .iter()
            .map(|&(column, _)| if repeated || parted { vec![] } else { column_cut(file, grid, column) })
            .collect();
        // A row with one cell, or with a name and nothing else, heads the rows below it.
        let filled = |row: usize| {
            levels.iter().any(|&(column, _)| {
                grid.begins_in_row(row, column) && !grid.covering_text(row, column).is_empty()
            }) && !self.is_title(grid, row)
        };
        // What a column says about the topic of a row is no name of it.
        let tells = |column: usize| column > 0 && TELLS.contains(&normal(grid.text(head, column)).as_str());
        let name_of = |row: usize| {
            (0..self.lead)
                .rev()
                .filter(|&column| !self.bare && !tells(column))
                .find(|&column| !grid.covering_text(row, column).is_empty())
        };
        let themed = (0..self.lead).filter(|&column| !tells(column)).count() > 1;
        let body: Vec<usize> = (head + 1 + usize::from(parted)..part.end)
            .filter(|&row| filled(row) || (name_of(row).is_some() && part.end == head + 2))
            .collect();
        // A row with a name and nothing else, or a cell over several rows, names a group of them.
        places.reserve(body.len() * levels.len());
        let mut group = None;
        let mut above = head + 1;
        // An empty cell goes on with the theme above it.
        let mut theme = None;
        for &row in &body {
            theme = (above..=row).rev().find(|&row| !grid.covering_text(row, 0).is_empty()).or(theme);
            group = (above..row)
                .rev()
                .find_map(|row| {
                    (0..self.lead)
                        .rev()
                        .find(|&column| !grid.text(row, column).is_empty())
                        .map(|column| (row, column))
                })
                .or(group);
            above = row + 1;
            let named = name_of(row).is_some_and(|column| {
                let texts: Vec<&str> = levels.iter().map(|&(level, _)| grid.text(row, level)).collect();
                body.len() > 1 && is_name(grid.text(row, column), &texts)
            });
            let kind = name_of(row).map(|column| {
                let texts: Vec<&str> = levels.iter().map(|&(level, _)| grid.text(row, level)).collect();
                kind_of(grid.text(row, column), &texts, clues.pay)
            });
            let says = if named { Says::Name } else { Says::Expectations };
            for (&(column, occurrence), cut) in levels.iter().zip(&cuts) {
                let mut own = cut.get(row).cloned().unwrap_or_default();
                // What is in no row of its own goes with the first.
                if body.first() == Some(&row) {
                    let others = cut.iter().enumerate().filter(|(at, _)| body.binary_search(at).is_err());
                    own.extend(others.flat_map(|(_, spans)| spans.iter().copied()));
                }
                places.push(Place {
                    label: (head, label_of(column)),
                    // What covers several rows is said in each of them.
                    body: grid.slot(row, column).map(|_| (row, column)),
                    section: name_of(row).map(|column| (row, column)),
                    kind,
                    group: group
                        .filter(|_| !self.bare)
                        .or_else(|| theme.filter(|_| themed).map(|row| (row, 0))),
                    occurrence,
                    says,
                    cut: own,
                });
            }
        }
    }

    /// True if the row below names parts of each level again and again: "Expectation, Example, Expectation, Example".
    /// Then a column without a name belongs to the level before it.
    fn is_parted(&self, grid: &Grid<'_>, head: usize) -> bool {
        let parts: Vec<String> =
            (self.lead..grid.width()).map(|column| normal(grid.text(head + 1, column))).collect();
        let distinct: HashSet<&String> = parts.iter().collect();
        let wider = (self.lead..grid.width()).any(|column| grid.text(head, column).is_empty());
        let first = normal(grid.text(head + 1, 0));
        wider
            && !self.bare
            && head + 2 < grid.height()
            && (first.is_empty() || first == normal(grid.text(head, 0)))
            && parts.iter().all(|part| !part.is_empty() && part.split(' ').count() <= 3)
            && (2..=3).contains(&distinct.len())
            && distinct.len() < parts.len()
    }

    /// True for a row with nothing but one cell across all columns.
    fn is_title(&self, grid: &Grid<'_>, row: usize) -> bool {
        grid.cell(row, 0).is_some_and(|cell| usize::from(cell.columns) >= self.end.max(2))
    }
}

/// The names of a header that a program wrote in small letters, where some of them are ranks: "junior", "mid".
fn capitalized(named: Vec<(usize, String)>) -> Vec<(usize, String)> {
    if named.iter().any(|(_, text)| text.contains(char::is_uppercase)) {
        return named;
    }
    let opened = |text: &String| {
        let mut letters = text.chars();
        let opened: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        if is_rank_only(&opened) { opened } else { text.clone() }
    };
    named.iter().map(|(column, text)| (*column, opened(text))).collect()
}

/// Headers of columns of times.
const TIMES: &[&str] = &[
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "sprint",
    "date",
    "tag",
    "woche",
    "monat",
    "quartal",
    "jahr",
    "jour",
    "semaine",
    "mois",
    "trimestre",
    "día",
    "semana",
    "mes",
    "mês",
    "settimana",
    "mese",
    "週",
    "月",
    "四半期",
];

/// Headers of columns of places and groups, for which people are counted.
const COUNTED: &[&str] = &[
    "team",
    "teams",
    "department",
    "office",
    "location",
    "site",
    "country",
    "region",
    "city",
    "branch",
    "project",
    "abteilung",
    "standort",
    "équipe",
    "equipo",
    "equipe",
    "departamento",
    "チーム",
    "部署",
];

/// True for plain counts behind the name of a team, a job, a place or a time: "Team, Junior, Senior" above "Web, 2, 3".
fn counts_people(grid: &Grid<'_>, head: usize, asked: &str) -> bool {
    let rows = head + 1..grid.height();
    let mut cells = rows.flat_map(|row| (1..grid.width()).map(move |column| grid.text(row, column)));
    let count = |text: &str| {
        text.len() < 5 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '.' | ','))
    };
    (COUNTED.contains(&asked) || is_title(asked) || FAMILIES.contains(asked)) && cells.all(count)
}

/// True for "Sales Rep" before "Senior Sales Rep", whatever that is.
fn is_job_of(label: &str, levels: &[(usize, String)]) -> bool {
    let key = title_key(label);
    levels.iter().skip(1).any(|(_, other)| is_ranked(other) && !key.is_empty() && job_key(other) == key)
}

/// True for "PM" and "APM" beside "Senior PM": the letters of a job, and of one that is named after it.
fn is_short_for(label: &str, levels: &[(usize, String)]) -> bool {
    const LONGEST: usize = 5;
    let letters = label.trim();
    let is_acronym =
        (2..=LONGEST).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_uppercase());
    is_acronym
        && levels.iter().any(|(_, other)| {
            let job = job_key(other).to_uppercase();
            // Written in capitals there as well: "Senior Am" is no acronym.
            job.len() > 1 && letters.ends_with(&job) && is_ranked(other) && other.contains(&job)
        })
}

fn is_number(label: &str) -> bool {
    numeral(&label.to_lowercase()).is_some()
}

/// True for "1", "2", "3".
fn count_up(labels: &[&str]) -> bool {
    let numbers: Option<Vec<i32>> = labels.iter().map(|label| numeral(&label.to_lowercase())).collect();
    numbers.is_some_and(|numbers| {
        numbers.len() > 1 && numbers.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b))
    })
}

/// True if `row` names levels as the row `head` does.
fn is_head_again(grid: &Grid<'_>, clues: &Clues<'_>, head: usize, row: usize) -> bool {
    let first = normal(grid.text(row, 0));
    let same = first == normal(grid.text(head, 0)) || current().is_level_header(&first);
    let labels: Vec<&str> =
        (1..grid.width()).map(|column| grid.text(row, column)).filter(|text| !text.is_empty()).collect();
    same && labels.len() > 1 && labels.iter().all(|label| clues.is_level(label))
}

/// True for an amount, and for a cell that leaves it open.
fn is_paid_cell(text: &str) -> bool {
    is_amount(text) || !text.contains(char::is_alphanumeric)
}
