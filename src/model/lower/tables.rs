//! Tables that show levels: which cells name a level, and which say what is expected of it.

mod columns;
mod cuts;
mod groups;
mod jobs;
mod kinds;
mod long;
mod rows;
mod unknown;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::language;
use crate::language::lexicon::current;
use crate::syntax::{Cell, Row, Table};
use crate::text::{Memo, SourceFile, Span};

use super::super::title_key;
use super::super::vocabulary::{SectionKind, level_word, looks_like_job};
use super::grid::{Grid, label_of};
use super::rungs::alike;
use super::series;
use super::words::normal;
use columns::{Header, columns};
use cuts::with_line;
pub(super) use groups::families;
pub(super) use jobs::{is_pay, job_rows};
pub(super) use kinds::{is_amount, kind_of};
pub(super) use long::Long;
use rows::{listed, rows};

/// How a table shows levels.
#[derive(Debug)]
pub(super) struct LevelTable<'d> {
    /// What gave it away, in a few words.
    pub clue: &'static str,
    /// The levels may be neighbors of the page's own role, shown for comparison.
    pub neighbors: bool,
    /// In page order.
    pub entries: Vec<Entry<'d>>,
}

/// What one level shows in one row (or column) of a table.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub label: &'d Cell,
    /// `None`: the label stands there without any cell for it.
    pub body: Option<&'d Cell>,
    /// The cell that names the section, in tables where a cell does.
    pub section: Option<&'d Cell>,
    /// What the section is about; `None`: its name says so.
    pub kind: Option<SectionKind>,
    /// The cell that names a group of sections, where one does.
    pub group: Option<&'d Cell>,
    /// 2 for the second column of the same label.
    pub occurrence: u32,
    pub says: Says,
    /// Bytes to delete; together with those of the other entries of this level and table they take
    /// the level out.
    pub cut: Vec<Span>,
}

/// What the body of an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// What is expected, and facts.
    Expectations,
    /// What the level is about as a whole: facts, not expectations.
    Sum,
    /// What the level is called.
    Name,
}

/// What is known of the page that helps to recognize its levels.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clues<'p> {
    /// [`title_key`] of the page's title and aliases.
    pub keys: &'p [String],
    /// The page or the section above is about pay.
    pub pay: bool,
    /// The title, a heading above or the name of the file announces a ladder.
    pub ladder: bool,
    /// The heading above is about things that come in levels and are no jobs.
    pub others: bool,
}

impl Clues<'_> {
    fn is_level(&self, label: &str) -> bool {
        !label.is_empty() && (level_word(label).is_some() || self.keys.contains(&title_key(label)))
    }

    /// True where the title of the page is that of a job, or is not known here.
    fn names_job(&self) -> bool {
        // The keys are in small letters, where no title is written so.
        let lexicon = current();
        let is_job = |word: &str| lexicon.job(word).is_some() || looks_like_job(word);
        self.keys.is_empty() || self.keys.iter().any(|key| key.split(' ').any(is_job))
    }

    /// True where labels that nobody knows may be levels: the page is about a job or a ladder, or it is not known
    /// what it is about.
    fn vouches(&self) -> bool {
        !self.others && (self.ladder || self.names_job())
    }

    /// How many of the labels name levels: all of them, if they continue one series.
    fn count(&self, labels: &[&str]) -> usize {
        thread_local! {
            static ALIKE: RefCell<Memo<bool>> = RefCell::default();
        }
        if series::continues(labels) {
            return labels.len();
        }
        // "UXR 1", "UXR 2" and "Senior UXR", of which nobody knows the job.
        let are_alike = || series::said_of(&ALIKE, labels, || alike(labels).iter().all(|alike| *alike));
        if labels.len() > 2 && are_alike() {
            return labels.len();
        }
        labels.iter().filter(|label| self.is_level(label)).count()
    }
}

/// Tries the layouts one after the other.
pub(super) fn recognize<'d>(
    file: &SourceFile,
    table: &'d Table,
    clues: &Clues<'_>,
) -> Option<LevelTable<'d>> {
    const LAYOUTS: &[fn(&SourceFile, &Grid<'_>, &Clues<'_>) -> Option<Found>] = &[
        stacked,
        columns,
        |_, grid, clues| long::long(grid, clues),
        rows,
        |_, grid, clues| listed(grid, clues),
    ];
    let grid = Grid::new(table)?;
    LAYOUTS.iter().find_map(|layout| layout(file, &grid, clues)).map(|found| found.entries(&grid))
}

/// True for levels with their years or their pay, however little else is said.
pub(super) fn tells_facts(file: &SourceFile, table: &Table) -> bool {
    let fact = |entry: &Entry<'_>| matches!(entry.kind, Some(SectionKind::Experience | SectionKind::Pay));
    let found = recognize(file, table, &Clues::default());
    found.is_some_and(|found| found.entries.iter().any(fact))
}

/// Places in the grid; cells are looked up at the end, so that layouts borrow nothing.
struct Found {
    clue: &'static str,
    neighbors: bool,
    places: Vec<Place>,
}

struct Place {
    label: (usize, usize),
    body: Option<(usize, usize)>,
    section: Option<(usize, usize)>,
    kind: Option<SectionKind>,
    group: Option<(usize, usize)>,
    occurrence: u32,
    says: Says,
    cut: Vec<Span>,
}

impl Found {
    fn entries<'d>(self, grid: &Grid<'d>) -> LevelTable<'d> {
        let cell = |(row, column)| grid.covering(row, column);
        let entries = self.places.into_iter().filter_map(|place| {
            Some(Entry {
                label: cell(place.label)?,
                body: place.body.and_then(cell),
                section: place.section.and_then(cell),
                kind: place.kind,
                group: place.group.and_then(cell),
                occurrence: place.occurrence,
                says: place.says,
                cut: place.cut,
            })
        });
        LevelTable { clue: self.clue, neighbors: self.neighbors, entries: entries.collect() }
    }
}

/// A table with several names, each in a row of its own above a header with levels: the parts that
/// belong to each name.
pub(super) fn titled_parts<'d>(
    file: &SourceFile,
    table: &'d Table,
    clues: &Clues<'_>,
) -> Vec<(&'d Cell, Table)> {
    let width =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum()).max();
    let width: usize = width.unwrap_or(0);
    let title = |row: &'d Row| match row.cells.as_slice() {
        [cell] if usize::from(cell.columns) >= width.max(2) => {
            (1..=8).contains(&label_of(cell).split_whitespace().count()).then_some(cell)
        }
        _ => None,
    };
    let heads: Vec<(usize, &Cell)> =
        table.rows.iter().enumerate().filter_map(|(at, row)| Some((at, title(row)?))).collect();
    let part = |from: usize, to: usize| {
        let rows: Vec<Row> = table.rows.get(from..to).unwrap_or_default().to_vec();
        let span = rows
            .iter()
            .fold(None, |span: Option<Span>, row| Some(span.map_or(row.span, |span| span.cover(row.span))));
        Table { kind: table.kind, rows, rule: vec![], span: span.unwrap_or(table.span) }
    };
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([table.rows.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(&(at, cell), end)| (cell, part(at + 1, end)))
        .filter(|(_, part)| {
            Grid::new(part).is_some_and(|grid| {
                Header::at(&grid, clues, 0).is_some() && columns(file, &grid, clues).is_some()
            })
        })
        .collect()
}

/// Counts labels: the second of a name is 2.
#[derive(Default)]
struct Seen(HashMap<String, u32>);

impl Seen {
    fn next(&mut self, label: &str) -> u32 {
        let count = self.0.entry(normal(label)).or_insert(0);
        *count += 1;
        *count
    }
}

/// One column; a row names a level, the rows behind it say what is expected.
fn stacked(file: &SourceFile, grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Found> {
    if grid.height() < 2 || grid.spans() || !grid.is_one_column() {
        return None;
    }
    let is_label = |row: usize| {
        let cell = grid.cell(row, 0)?;
        let listed = cell.blocks.iter().any(|block| {
            !matches!(block, crate::syntax::Block::Paragraph(_) | crate::syntax::Block::Heading(_))
        });
        Some(!listed && cell.blocks.len() == 1 && clues.is_level(&label_of(cell)))
    };
    let labels: Vec<usize> = (0..grid.height()).filter(|&row| is_label(row) == Some(true)).collect();
    let covers = labels.first() == Some(&0) && labels.len() * 2 <= grid.height() + 1;
    if !covers || labels.len() < 2 && grid.height() > 2 {
        return None;
    }
    let mut seen = Seen::default();
    let mut places = vec![];
    for (n, &label) in labels.iter().enumerate() {
        let end = labels.get(n + 1).copied().unwrap_or(grid.height());
        let occurrence = seen.next(grid.text(label, 0));
        let mut cut: Vec<Span> = grid.row(label).map(|row| with_line(file, row.span)).into_iter().collect();
        if label + 1 == end {
            places.push(Place {
                label: (label, 0),
                body: None,
                section: None,
                kind: None,
                group: None,
                occurrence,
                says: Says::Expectations,
                cut,
            });
            continue;
        }
        for body in label + 1..end {
            cut.extend(grid.row(body).map(|row| with_line(file, row.span)));
            places.push(Place {
                label: (label, 0),
                body: Some((body, 0)),
                section: None,
                kind: None,
                group: None,
                occurrence,
                says: Says::Expectations,
                cut: std::mem::take(&mut cut),
            });
        }
    }
    let clue = "stacked table: a row names a level, the next row describes it";
    Some(Found { clue, neighbors: true, places })
}

/// True for a column of what the levels are called.
fn is_name(header: &str, texts: &[&str]) -> bool {
    let short = |text: &&str| text.split_whitespace().count() <= 8 && !text.ends_with(['.', '。', ';', ':']);
    current().is_title_header(&normal(header)) && !texts.is_empty() && texts.iter().all(short)
}

fn all_differ(texts: &[&str]) -> bool {
    texts.iter().map(|text| normal(text)).collect::<HashSet<_>>().len() == texts.len()
}

/// How much a cell says, in words; scripts without blanks count two letters as one.
pub(super) fn spoken(text: &str) -> usize {
    let wide = text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x9fff | 0xac00..=0xd7a3)).count();
    text.split_whitespace().count() + wide / 2
}

/// True for a phrase that begins with what somebody does: "Trains others".
pub(super) fn does_something(text: &str) -> bool {
    let form = language::form_of(text).map(|opening| opening.form);
    form == Some(language::VerbForm::ThirdPerson) && spoken(text) > 1
}
