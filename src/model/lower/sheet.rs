//! Roles in tables that are files of their own (CSV, workbooks): lists with a role in each row, and
//! matrices, which the reader of pages knows. A table of figures or answers holds no role.

mod book;
pub(super) mod headers;
mod jobs;
pub(super) mod list;
mod pairs;
mod parts;
mod steps;
mod two_heads;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::language::lexicon::is_wide;
use crate::syntax::{Block, Cell, Document, HeadingMark, Row, Table, Text};
use crate::text::{SourceFile, Spanned};

pub(super) use self::book::is_field;
use self::headers::{QUESTIONS, SCORES, TOTALS, is_opening};
use self::list::RoleList;
use self::parts::Part;
use super::super::vocabulary::{SectionKind, numeral, words_of};
use super::super::{CellState, Expectation, Role, RoleKind, Section};
use super::Reading;
use super::data::keys::is_career_level;
use super::facts::{self, Place};
use super::grid::{Grid, label_of};
use super::guide;
use super::tables::{self, Clues, spoken};
use super::title::{self, piece};
use super::words::{label_range, normal, state_of};

/// Reads the roles of a CSV file or a workbook.
pub(super) fn read(file: &SourceFile, doc: &Document, blocks: &[Block], told: bool) -> Reading {
    let mut reading = guess(file, doc, blocks, told);
    let stem = title::from_name(file).map(|name| name.value).unwrap_or_default();
    if !told && !reading.roles.is_empty() {
        reading.roles.retain(|role| !guide::grades_others(&[role.name(), &stem], role));
        if reading.roles.is_empty() {
            reading.not_roles = Some("what it numbers are no levels of a career".into());
        }
    }
    reading
}

fn guess(file: &SourceFile, doc: &Document, blocks: &[Block], told: bool) -> Reading {
    if let Some(reading) = book::by_level(file, doc, blocks) {
        return reading;
    }
    let mut roles = vec![];
    let mut kept: Vec<Cow<'_, Block>> = vec![];
    let stem = title::from_name(file).map(|name| name.value).unwrap_or_default();
    let clues = Clues { ladder: guide::announces_ladder(&stem), ..Clues::default() };
    for block in blocks {
        let Block::Table(table) = block else {
            kept.push(Cow::Borrowed(block));
            continue;
        };
        let sheet = match kept.last().map(Cow::as_ref) {
            Some(Block::Heading(heading)) if heading.mark == HeadingMark::Sheet => {
                Some(whole(&heading.text)).filter(|name| !book::is_unnamed(&name.value))
            }
            _ => None,
        };
        let before = kept.len();
        for Part { name, table, told: heard } in parts::parts(table, &stem) {
            let table = two_heads::joined(&table).map_or(table, Cow::Owned);
            let Some(grid) = Grid::new(&table).filter(|grid| told || !asks(grid)) else { continue };
            let title = || name.clone().or_else(|| sheet.clone()).or_else(|| book::title_row(&table));
            let by_job = || jobs::matrix(file, &grid).filter(|_| speaks(&table));
            if let Some(found) = jobs::dual(file, &grid, title().as_ref()).or_else(by_job) {
                roles.extend(found);
            } else if let Some(list) = RoleList::find(&grid, told, &clues) {
                roles.extend(list.roles(file, &grid, title().as_ref(), true));
            } else if let Some(role) = pairs::role(file, &grid) {
                roles.push(role);
            } else if let Some(matrix) = without_scores(&table, &grid).filter(|table| {
                speaks(table)
                    || told
                    || heard
                    || two_heads::is_ladder(table)
                    || tables::tells_facts(file, table)
            }) {
                let changed = match matrix {
                    Cow::Owned(matrix) => Some(matrix),
                    Cow::Borrowed(_) => None,
                };
                let matrix = match (changed, table) {
                    // As it stands there.
                    (None, Cow::Borrowed(_)) => Cow::Borrowed(block),
                    (None, Cow::Owned(table)) | (Some(table), _) => Cow::Owned(Block::Table(table)),
                };
                match name {
                    Some(name) => {
                        let matrix = std::slice::from_ref(matrix.as_ref());
                        roles.extend(book::titled(file, doc, name, "its rows", matrix));
                    }
                    None => kept.push(matrix),
                }
            }
        }
        if kept.len() == before {
            drop_heading(&mut kept);
        }
    }
    if !kept.iter().any(|block| matches!(**block, Block::Table(_))) {
        let not_roles = roles.is_empty().then(|| "its tables hold data, not roles".into());
        return Reading { roles, not_roles, ..Reading::default() };
    }
    // One sheet may list roles, and the next hold a matrix.
    let same = kept.len() == blocks.len() && kept.iter().all(|block| matches!(block, Cow::Borrowed(_)));
    let matrices = if same {
        book::read(file, doc, blocks)
    } else {
        let kept: Vec<Block> = kept.into_iter().map(Cow::into_owned).collect();
        book::read(file, doc, &kept)
    };
    if roles.is_empty() {
        return matrices;
    }
    roles.extend(matrices.roles);
    Reading { roles, ..Reading::default() }
}

/// Takes the name of a sheet away that holds nothing to read.
fn drop_heading(kept: &mut Vec<Cow<'_, Block>>) {
    if matches!(kept.last().map(Cow::as_ref), Some(Block::Heading(heading)) if heading.mark == HeadingMark::Sheet)
    {
        kept.pop();
    }
}

/// The roles of a page whose tables list the steps of several ladders, or what each of several roles needs.
pub(super) fn ladders(file: &SourceFile, blocks: &[Block]) -> Vec<Role> {
    let tables = || {
        blocks.iter().filter_map(|block| match block {
            Block::Table(table) if table.rows.len() > 3 => Grid::new(table),
            _ => None,
        })
    };
    let read = |list: RoleList, grid: &Grid<'_>| list.roles(file, grid, None, false);
    let pairs: Vec<Role> =
        tables().filter_map(|grid| Some(read(RoleList::of_pairs(&grid)?, &grid))).flatten().collect();
    if pairs.len() > 1 {
        return pairs;
    }
    let roles: Vec<Role> =
        tables().filter_map(|grid| Some(read(RoleList::of_steps(&grid)?, &grid))).flatten().collect();
    if roles.iter().any(|role| role.levels.len() > 1) { roles } else { vec![] }
}

fn headers(grid: &Grid<'_>, head: usize) -> Vec<String> {
    (0..grid.width()).map(|column| words_of(grid.text(head, column)).join(" ")).collect()
}

/// True for a table of words: of its cells below the header, apart from the first of each row, a good
/// part says something.
fn speaks(table: &Table) -> bool {
    let leveled =
        |row: &Row| row.cells.iter().filter(|cell| is_career_level(text_of(cell).trim())).count() > 1;
    // Below the names of levels two words are enough.
    let leveled = table.rows.iter().take(2).any(leveled);
    let cells = table.rows.iter().skip(1).flat_map(|row| row.cells.iter().enumerate());
    let (mut filled, mut told) = (0, 0);
    for (index, cell) in cells {
        let text = text_of(cell);
        let words = words_of(&text).len();
        // Scripts that set no blanks say as much in one run of letters.
        let words = if text.contains(is_wide) { words.max(spoken(&text)) } else { words };
        filled += usize::from(words > 0 && (index > 0 || words > 2));
        told += usize::from(words > 2 || words == 2 && leveled && tables::does_something(&text));
    }
    told * 10 >= filled * 3 && told > 0
}

/// The number that a cell is, if it may be that of a level.
fn number_of(text: &str) -> Option<i32> {
    numeral(&text.trim().to_lowercase())
}

/// What a cell says, in one line.
fn text_of(cell: &Cell) -> Cow<'_, str> {
    label_of(cell)
}

/// True for what stands in a column of scores.
fn is_score(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.trim_end_matches('%').parse::<f64>().is_ok()
        || matches!(text.to_lowercase().as_str(), "x" | "✓" | "✔" | "true" | "false" | "yes" | "no" | "-")
}

/// True for a bank of questions.
fn asks(grid: &Grid<'_>) -> bool {
    headers(grid, 0).iter().any(|header| QUESTIONS.contains(header))
}

/// True for a row of sums or averages below a table: what is counted is no expectation.
fn is_total(row: &Row) -> bool {
    let mut cells = row.cells.iter().map(text_of);
    let label = words_of(&cells.next().unwrap_or_default());
    // "Total points"
    let first = label.first().is_some_and(|first| TOTALS.contains(first));
    (first || TOTALS.contains(&label.join(" ")))
        && cells.all(|cell| is_score(cell.trim_end_matches(|c: char| !c.is_ascii_digit())))
}

/// The table without the columns that hold scores beside the levels, and without empty rows.
fn without_scores<'t>(table: &'t Table, grid: &Grid<'_>) -> Option<Cow<'t, Table>> {
    if grid.spans() {
        if !table.rows.iter().any(is_total) {
            return Some(Cow::Borrowed(table));
        }
        let mut table = table.clone();
        table.rows.retain(|row| !is_total(row));
        return Some(Cow::Owned(table));
    }
    let head = (0..grid.height().min(5))
        .find(|&row| (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count() > 1)?;
    let scores: HashSet<usize> = (1..grid.width())
        .filter(|&column| {
            let header = grid.text(head, column);
            let named = is_score(header) || header == "#" || SCORES.contains(&normal(header));
            named && (head + 1..grid.height()).all(|row| is_score(grid.text(row, column)))
        })
        .collect();
    // A large table is not copied for nothing.
    let is_blank = |row: &Row| row.cells.iter().all(|cell| cell.inner.is_empty());
    if scores.is_empty()
        && table.rule.is_empty()
        && !table.rows.iter().any(|row| is_total(row) || is_blank(row))
    {
        return Some(Cow::Borrowed(table));
    }
    let rows = table.rows.iter().filter(|row| !is_total(row)).filter_map(|row| {
        let cells: Vec<Cell> = row
            .cells
            .iter()
            .enumerate()
            .filter(|(column, _)| !scores.contains(column))
            .map(|(_, cell)| cell.clone())
            .collect();
        cells.iter().any(|cell| !cell.inner.is_empty()).then_some(Row {
            cells,
            header: row.header,
            span: row.span,
        })
    });
    let rows = rows.collect();
    Some(Cow::Owned(Table { kind: table.kind, rows, rule: vec![], span: table.span }))
}

/// Adds what a cell says to a role: expectations, or only facts where the column is about those.
fn section(
    role: &mut Role,
    label: Option<Spanned<String>>,
    kind: SectionKind,
    (cell, level, list): (&Cell, Option<usize>, u32),
) {
    let labels: Vec<String> = label.iter().map(|label| normal(&label.value.replace('_', " "))).collect();
    let texts = items(cell);
    for text in &texts {
        facts::see(role, text, Place { kind, labels: &labels, level });
    }
    if !kind.is_expectations() && kind != SectionKind::Summary {
        return;
    }
    let expectations = texts.into_iter().map(|text| Expectation {
        label: label_range(&text.plain).map(|range| piece(&text, range)),
        span: text.span,
        text,
        level,
        list,
    });
    let expectations = expectations.collect();
    let span = cell.span;
    role.sections.push(Section { label, path: vec![], group: None, kind, span, expectations, shown: vec![] });
}

/// Where a role of many rows has its levels and sections, by their names.
#[derive(Default)]
struct Places {
    levels: HashMap<String, usize>,
    sections: HashMap<Option<String>, usize>,
}

impl Places {
    fn of(role: &Role) -> Self {
        let mut places = Places::default();
        for (at, level) in role.levels.iter().enumerate() {
            places.levels.entry(normal(&level.label.value)).or_insert(at);
        }
        for (at, section) in role.sections.iter().enumerate() {
            places.sections.entry(Self::name(section)).or_insert(at);
        }
        places
    }

    fn name(section: &Section) -> Option<String> {
        section.label.as_ref().map(|label| normal(&label.value))
    }
}

/// Adds the row of another level to a role.
fn join(role: &mut Role, places: &mut Places, other: Role) {
    let names = || other.levels.iter().map(|level| normal(&level.label.value));
    let known = names().filter_map(|name| places.levels.get(&name).copied()).min();
    let level = (!other.levels.is_empty()).then(|| known.unwrap_or(role.levels.len()));
    let base =
        u32::try_from(role.sections.len() + role.levels.len()).unwrap_or(u32::MAX).saturating_mul(1000);
    if known.is_none() {
        for (at, name) in (role.levels.len()..).zip(names()) {
            places.levels.entry(name).or_insert(at);
        }
        role.levels.extend(other.levels);
    }
    role.span = role.span.cover(other.span);
    for mut section in other.sections {
        for expectation in &mut section.expectations {
            expectation.level = level;
            expectation.list = expectation.list.saturating_add(base);
        }
        let at = *places.sections.entry(Places::name(&section)).or_insert(role.sections.len());
        match role.sections.get_mut(at) {
            Some(own) => own.expectations.append(&mut section.expectations),
            None => role.sections.push(section),
        }
    }
    role.experience.extend(other.experience.into_iter().map(|mut fact| {
        fact.level = level;
        fact
    }));
    role.scope.extend(other.scope.into_iter().map(|mut fact| {
        fact.level = level;
        fact
    }));
    role.compensation.extend(other.compensation.into_iter().map(|mut fact| {
        fact.level = level;
        fact
    }));
    role.education.extend(other.education);
    role.moves.extend(other.moves);
}

fn kind_of(headers: &[String]) -> RoleKind {
    if headers.iter().filter(|header| is_opening(header)).count() > 1 {
        RoleKind::Posting
    } else {
        RoleKind::Framework
    }
}

/// True for a cell that says that there is nothing to say.
fn absent(text: &str) -> bool {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return false;
    }
    let said = normal(text);
    state_of(&said) != CellState::Content
        || matches!(
            said.trim_matches(|c: char| !c.is_alphanumeric()),
            "not specified"
                | "unspecified"
                | "not stated"
                | "not listed"
                | "not provided"
                | "not given"
                | "unknown"
                | "none specified"
                | "none listed"
                | "not available"
                | "no data"
                | "null"
                | "nan"
        )
}

/// What a cell lists: its lines, its items, and what bars divide.
fn items(cell: &Cell) -> Vec<Text> {
    let mut out = vec![];
    for block in &cell.blocks {
        block.each_text(&mut |text| {
            let mut start = 0;
            for part in text.plain.split(" | ") {
                let item = text.part(start..start + part.len()).trimmed();
                start += part.len() + " | ".len();
                let item = item.part(mark_of(&item.plain)..item.plain.len()).trimmed();
                if !item.is_blank() && !absent(&item.plain) {
                    out.push(item);
                }
            }
        });
    }
    out
}

/// How many bytes of a text are the mark of a list: "- ", "3. ", "b) ".
fn mark_of(text: &str) -> usize {
    let bullet = ["- ", "• ", "* ", "– "].iter().find(|mark| text.starts_with(**mark)).map(|mark| mark.len());
    let counted = || {
        let (count, rest) = text.split_at_checked(text.find(['.', ')'])?)?;
        let digits = (1..=2).contains(&count.len()) && count.chars().all(|c| c.is_ascii_digit());
        let letter = count.len() == 1 && count.starts_with(|c: char| c.is_ascii_lowercase());
        let spaced = rest.get(1..).is_some_and(|rest| rest.starts_with(' '));
        ((digits || letter && rest.starts_with(')')) && spaced).then_some(count.len() + 2)
    };
    bullet.or_else(counted).unwrap_or(0)
}

fn whole(text: &Text) -> Spanned<String> {
    Spanned::new(text.plain.clone(), text.span)
}

/// The first text of a cell.
fn first_line(cell: &Cell) -> Option<Spanned<String>> {
    let mut first = None;
    for block in &cell.blocks {
        block.each_text(&mut |text| {
            if first.is_none() && !text.is_blank() {
                first = Some(whole(&text.trimmed()));
            }
        });
    }
    first
}

#[cfg(test)]
mod book_tests;
#[cfg(test)]
mod tests;
