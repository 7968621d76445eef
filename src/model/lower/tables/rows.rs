//! Levels below one another: a column names the level of each row.

use std::collections::HashSet;

use crate::language::lexicon::current;
use crate::syntax::Cell;
use crate::text::SourceFile;

use super::super::super::vocabulary::{SectionKind, is_rank_only, numeral, section_kind, words_of};
use super::super::grid::{Grid, is_link, label_of};
use super::super::sheet::headers::is_expecting;
use super::super::sheet::headers::{
    ALIASES, COURSES, FAMILIES, IDS, LEVELS, NAMES, PEOPLE, TITLES, TRACKS, is_aside, is_title, is_years,
};
use super::super::words::normal;
use super::cuts::with_line;
use super::unknown::NOTES;
use super::{Clues, Found, Place, Says, Seen, all_differ, does_something, is_name, kind_of, spoken};

/// Levels below one another: the first column names them.
pub(super) fn rows(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.width() < 2 || grid.height() < 3 {
        return None;
    }
    let header = grid.text(0, 0);
    // What it takes to move up is said of two levels.
    if current().are_move_headers(&normal(header), &normal(grid.text(0, 1))) {
        return None;
    }
    let labels: Vec<usize> = (1..grid.height())
        .filter(|&row| {
            let label = grid.text(row, 0);
            // "Inspired by:" is a note below the table.
            !label.is_empty()
                && !label.ends_with(':')
                && grid.cell(row, 0).is_some_and(|cell| cell.columns < 2)
                && grid
                    .covered_rows(row, 0)
                    .any(|row| (1..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        })
        .collect();
    let names: Vec<&str> = labels.iter().map(|&row| grid.text(row, 0)).collect();
    let known = clues.count(&names);
    // Where every row begins with the name of a level, the corner may be empty or say "Role".
    let unsaid = || header.is_empty() || is_title(&normal(header));
    // The names of the framework's own levels need no header that says so.
    let own = !names.is_empty() && names.iter().all(|name| current().named_level(&words_of(name)).is_some());
    let said = current().is_level_header(&normal(header)) || known == labels.len() && unsaid() || own;
    let distinct: HashSet<String> = names.iter().map(|name| normal(name)).collect();
    // "Sev 1"
    let other = |name: &&str| {
        let mut words = words_of(name);
        words.retain(|word| numeral(word).is_none());
        !words.is_empty() && words.iter().all(|word| current().is_other_step(word))
    };
    let steps = || names.iter().filter(|name| other(name)).count() * 3 > names.len() * 2;
    let columns: Vec<usize> = (1..grid.width()).filter(|&column| !grid.text(0, column).is_empty()).collect();
    let courses = || columns.iter().any(|&column| COURSES.contains(&normal(grid.text(0, column))));
    // "Level" stands above steps of anything: those of logs, of pages and of courses.
    if steps()
        || known < 2 && !clues.vouches() && !tells_of_work(grid, &columns)
        || courses() && !clues.vouches()
    {
        return None;
    }
    // A list of grades takes up the same track again and again.
    if distinct.len() < 2
        || distinct.len() * 3 < labels.len() * 2
        || !(said || (known > 1 && known * 2 >= labels.len()))
    {
        return None;
    }
    let texts = |column: usize| -> Vec<&str> {
        let rows = labels.iter().flat_map(|&row| grid.covered_rows(row, 0));
        rows.map(|row| grid.text(row, column)).filter(|text| !text.is_empty()).collect()
    };
    let kinds: Vec<SectionKind> =
        (0..grid.width()).map(|column| kind_of(grid.text(0, column), &texts(column), clues.pay)).collect();
    let kind = |column: usize| kinds.get(column).copied().unwrap_or(SectionKind::Other);
    let is_fact = |column: usize| {
        matches!(kind(column), SectionKind::Experience | SectionKind::Pay | SectionKind::Scope)
    };
    let name = columns.iter().copied().find(|&column| is_name(grid.text(0, column), &texts(column)));
    let words = |texts: &[&str]| texts.iter().map(|text| spoken(text)).sum::<usize>();
    let cells: Vec<&str> = columns.iter().flat_map(|&column| texts(column)).collect();
    let says = |column: usize| {
        let texts = texts(column);
        let named = texts.iter().filter(|text| clues.is_level(text)).count();
        !is_fact(column)
            && texts.len() * 2 > labels.len()
            && named * 2 < texts.len()
            && (words(&texts) >= texts.len() * 4
                || said && are_phrases(&texts, current().is_level_header(&normal(header)))
                || (said || words(&texts) >= texts.len() * 2)
                    && kind(column).is_named_expectation()
                    && are_words(grid, &labels, column))
    };
    // Codes and links say nothing about what a level expects; years and pay do, and all that stands
    // beside sentences.
    let terse = words(&cells) < cells.len() * 4 && !columns.iter().any(|&column| says(column));
    // What stands beside the years or the pay of each level describes it, however short: "Learns".
    let certain =
        own || current().is_level_header(&normal(header)) && columns.iter().any(|&column| is_fact(column));
    let open = |column: usize| {
        let texts = texts(column);
        certain
            && !is_beside_titles(grid.text(0, column))
            && texts.len() * 2 > labels.len()
            && all_differ(&texts)
            && !texts.iter().any(|text| text.contains(|c: char| c.is_ascii_digit()) || clues.is_level(text))
            && are_words(grid, &labels, column)
    };
    let kept = |column: usize| !terse || is_fact(column) || open(column);
    let columns: Vec<usize> =
        columns.into_iter().filter(|&column| Some(column) != name && kept(column)).collect();
    if cells.is_empty() || columns.is_empty() {
        return None;
    }
    let mut places = vec![];
    let mut seen = Seen::default();
    for first in labels {
        let occurrence = seen.next(grid.text(first, 0));
        // Below a label that covers several rows the level goes on.
        for row in grid.covered_rows(first, 0) {
            // A cell across all sections sums the level up.
            let sum = grid
                .cell(row, 1)
                .filter(|cell| columns.len() > 1 && usize::from(cell.columns) >= columns.len());
            if sum.is_some() {
                let label = (row, 0);
                places.push(Place {
                    label,
                    body: Some((row, 1)),
                    section: None,
                    kind: None,
                    group: None,
                    occurrence,
                    says: Says::Sum,
                    cut: vec![],
                });
                continue;
            }
            if let Some(column) = name.filter(|&column| row == first && grid.cell(row, column).is_some()) {
                places.push(Place {
                    label: (row, 0),
                    body: Some((row, column)),
                    section: None,
                    kind: None,
                    group: None,
                    occurrence,
                    says: Says::Name,
                    cut: vec![],
                });
            }
            for (n, &column) in columns.iter().enumerate() {
                let cut = if n == 0 && !grid.spans() {
                    grid.row(row).map(|row| with_line(file, row.span)).into_iter().collect()
                } else {
                    vec![]
                };
                let own = grid.begins_in_row(row, column);
                if !own && row != first {
                    continue;
                }
                places.push(Place {
                    label: (row, 0),
                    // What covers several levels is said of each of them.
                    body: grid.slot(row, column).map(|_| (row, column)),
                    // The heading above names the section if there is but one column.
                    section: (columns.len() > 1 || is_fact(column) || kind(column).is_named_expectation())
                        .then_some((0, column)),
                    kind: Some(kind(column)),
                    group: None,
                    occurrence,
                    says: Says::Expectations,
                    cut,
                });
            }
        }
    }
    Some(Found { clue: "matrix: one row for each level", neighbors: false, places })
}

/// True if a header names what only people in a job have: years, pay, duties, skills.
fn tells_of_work(grid: &Grid<'_>, columns: &[usize]) -> bool {
    columns.iter().any(|&column| {
        let header = grid.text(0, column);
        let kind = kind_of(header, &[""; 0], false);
        let fact = matches!(
            kind,
            SectionKind::Experience | SectionKind::Pay | SectionKind::Education | SectionKind::Moves
        );
        fact || kind.is_named_expectation()
            || is_title(&words_of(header).join(" "))
            || is_years(&words_of(header).join(" "))
    })
}

/// True for the header of a column of names, codes and notes beside those of the levels.
fn is_beside_titles(header: &str) -> bool {
    let words = words_of(header);
    let whole = words.join(" ");
    let listed = [TITLES, LEVELS, TRACKS, FAMILIES, IDS, ALIASES, PEOPLE, NAMES];
    let one = |word: &String| word.strip_suffix('s').unwrap_or(word).to_owned();
    is_title(&whole)
        || is_aside(&whole)
        || words.iter().any(|word| TITLES.contains(&one(word)) || NOTES.contains(&word.as_str()))
        || listed.iter().any(|headers| headers.contains(&whole))
        || !section_kind(header).is_expectations()
}

/// True for a column of words, not of figures or links.
fn are_words(grid: &Grid<'_>, rows: &[usize], column: usize) -> bool {
    let cells: Vec<&Cell> = rows.iter().filter_map(|&row| grid.cell(row, column)).collect();
    let word = |cell: &&&Cell| label_of(cell).contains(char::is_alphabetic) && !is_link(cell);
    cells.iter().filter(word).count() * 2 > cells.len()
}

/// True for cells of three words or so, each another: "Sets own goals". Codes, names and links are shorter, and
/// figures are no phrases. Two words are enough for what somebody does ("Trains others") in a `leveled` row: jobs may
/// stand beside what each does at a meeting.
fn are_phrases(texts: &[&str], leveled: bool) -> bool {
    let distinct: HashSet<String> = texts.iter().map(|text| normal(text)).collect();
    let words: usize = texts.iter().map(|text| spoken(text)).sum();
    let does = || texts.iter().filter(|text| does_something(text)).count();
    (words * 2 >= texts.len() * 5 || leveled && words >= texts.len() * 2 && does() * 4 >= texts.len() * 3)
        && distinct.len() == texts.len()
        && texts.iter().filter(|text| is_phrase(text)).count() * 4 >= texts.len() * 3
}

/// True for two words or more, the second of which is no name, without figures.
pub(super) fn is_phrase(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|first| first.starts_with(char::is_alphabetic))
        && words.any(|word| word.starts_with(char::is_lowercase))
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// The texts that differ, each once.
fn distinct<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    texts.iter().filter(|text| seen.insert(normal(text))).copied().collect()
}

/// Every row names a level and a competency, in two columns: the matrix written as a list.
pub(super) fn listed(grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.width() < 3 || grid.height() < 5 {
        return None;
    }
    let texts = |column: usize| -> Vec<&str> {
        (1..grid.height()).map(|row| grid.covering_text(row, column)).collect()
    };
    let (level, section) = [(0, 1), (1, 0)].into_iter().find(|&(level, section)| {
        let (levels, sections) = (texts(level), texts(section));
        let (steps, names) = (distinct(&levels), distinct(&sections));
        let rows = levels.len();
        let pairs: HashSet<(String, String)> =
            levels.iter().zip(&sections).map(|(level, name)| (normal(level), normal(name))).collect();
        let short = names.iter().all(|name| !name.is_empty() && name.split_whitespace().count() <= 6);
        (2..=12).contains(&steps.len())
            && steps.len() * 2 <= rows
            && names.len() > 1
            && names.len() < rows
            && pairs.len() == rows
            && short
            && clues.count(&steps) == steps.len()
            && !names.iter().any(|name| clues.is_level(name))
    })?;
    // Floors and grades of goods come in levels, too.
    let expects = (0..grid.width()).any(|column| {
        is_expecting(grid.text(0, column)) || section_kind(grid.text(0, column)).is_named_expectation()
    });
    let ranked = || (1..grid.height()).any(|row| is_rank_only(grid.covering_text(row, level)));
    if !(expects || clues.vouches() || ranked()) {
        return None;
    }
    let bodies: Vec<usize> = (2..grid.width())
        .filter(|&column| {
            let texts = texts(column);
            let filled = texts.iter().filter(|text| !text.is_empty()).count();
            let words: usize = texts.iter().map(|text| spoken(text)).sum();
            filled * 2 > texts.len() && words >= filled * 4
        })
        .collect();
    let mut places = vec![];
    for row in 1..grid.height() {
        for &column in &bodies {
            if grid.cell(row, column).is_some() {
                places.push(Place {
                    label: (row, level),
                    body: Some((row, column)),
                    section: Some((row, section)),
                    kind: None,
                    group: None,
                    occurrence: 1,
                    says: Says::Expectations,
                    cut: vec![],
                });
            }
        }
    }
    let clue = "matrix: one row for each level and competency";
    (!places.is_empty()).then_some(Found { clue, neighbors: false, places })
}
