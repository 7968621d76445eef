//! Roles in tables that are files of their own (CSV, workbooks): lists with a role in each row, and
//! matrices, which the reader of pages knows. A table of figures or answers holds no role.

mod book;
mod two_heads;

use std::collections::{HashMap, HashSet};

use crate::syntax::{Block, Cell, Document, HeadingMark, Row, Table, Text};
use crate::text::{SourceFile, Spanned};

use super::super::vocabulary::{SectionKind, level_word, looks_like_title, section_kind, words_of};
use super::super::{CellState, Compensation, Expectation, Level, Role, RoleKind, Section};
use super::facts::{self, Place};
use super::grid::{Grid, label_of};
use super::page::empty_role;
use super::title::{Head, piece};
use super::words::{label_range, normal, state_of};
use super::{Reading, bands};

/// Reads the roles of a CSV file or a workbook.
pub(super) fn read(file: &SourceFile, doc: &Document, blocks: &[Block], told: bool) -> Reading {
    let mut roles = vec![];
    let mut kept: Vec<Block> = vec![];
    for block in blocks {
        let Block::Table(table) = block else {
            kept.push(block.clone());
            continue;
        };
        let whole = two_heads::joined(table);
        let table = whole.as_ref().unwrap_or(table);
        let Some(grid) = Grid::new(table) else { continue };
        if let Some(list) = RoleList::find(&grid, told) {
            roles.extend(list.roles(file, &grid));
            drop_heading(&mut kept);
        } else if let Some(matrix) = without_scores(table, &grid)
            .filter(|table| speaks(table) || (told || two_heads::is_ladder(table)))
        {
            kept.push(Block::Table(matrix));
        } else {
            drop_heading(&mut kept);
        }
    }
    if !kept.iter().any(|block| matches!(block, Block::Table(_))) {
        let not_roles = roles.is_empty().then(|| "its tables hold data, not roles".into());
        return Reading { roles, not_roles, ..Reading::default() };
    }
    // One sheet may list roles, and the next hold a matrix.
    let matrices = book::read(file, doc, &kept);
    if roles.is_empty() {
        return matrices;
    }
    roles.extend(matrices.roles);
    Reading { roles, ..Reading::default() }
}

/// Takes the name of a sheet away that holds nothing to read.
fn drop_heading(kept: &mut Vec<Block>) {
    if matches!(kept.last(), Some(Block::Heading(heading)) if heading.mark == HeadingMark::Sheet) {
        kept.pop();
    }
}

/// The roles of a page whose table lists the steps of several ladders.
pub(super) fn ladders(file: &SourceFile, blocks: &[Block]) -> Vec<Role> {
    let grids = blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.rows.len() > 3 => Grid::new(table),
        _ => None,
    });
    let roles: Vec<Role> =
        grids.filter_map(|grid| Some(RoleList::ladders(&grid)?.roles(file, &grid))).flatten().collect();
    if roles.iter().any(|role| role.levels.len() > 1) { roles } else { vec![] }
}

fn headers(grid: &Grid<'_>, head: usize) -> Vec<String> {
    (0..grid.width()).map(|column| words_of(&grid.text(head, column)).join(" ")).collect()
}

/// True for a table of words: of its cells below the header, apart from the first of each row, a good
/// part says something.
fn speaks(table: &Table) -> bool {
    let cells = table.rows.iter().skip(1).flat_map(|row| row.cells.iter().enumerate());
    let (mut filled, mut spoken) = (0, 0);
    for (index, cell) in cells {
        let words = words_of(&text_of(cell)).len();
        filled += usize::from(words > 0 && (index > 0 || words > 2));
        spoken += usize::from(words > 2);
    }
    spoken * 10 >= filled * 3 && spoken > 0
}

/// What a cell says, in one line.
fn text_of(cell: &Cell) -> String {
    label_of(cell)
}

/// Headers of columns into which people enter how they did.
const SCORES: &[&str] = &[
    "score",
    "scores",
    "rating",
    "ratings",
    "points",
    "weight",
    "value",
    "self",
    "self assessment",
    "manager",
    "done",
    "check",
    "status",
    "assessment",
    "current",
    "target",
    "#",
];

/// True for what stands in a column of scores.
fn is_score(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.trim_end_matches('%').parse::<f64>().is_ok()
        || matches!(text.to_lowercase().as_str(), "x" | "✓" | "✔" | "true" | "false" | "yes" | "no" | "-")
}

/// The table without the columns that hold scores beside the levels, and without empty rows.
fn without_scores(table: &Table, grid: &Grid<'_>) -> Option<Table> {
    if grid.spans() {
        return Some(table.clone());
    }
    let head = (0..grid.height().min(5))
        .find(|&row| (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count() > 1)?;
    let scores: HashSet<usize> = (1..grid.width())
        .filter(|&column| {
            let header = grid.text(head, column);
            let named = is_score(&header) || SCORES.contains(&normal(&header).as_str());
            named && (head + 1..grid.height()).all(|row| is_score(&grid.text(row, column)))
        })
        .collect();
    let rows = table.rows.iter().filter_map(|row| {
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
    Some(Table { kind: table.kind, rows, rule: vec![], span: table.span })
}

/// Headers of the column that names the role, best first.
const TITLES: &[&str] = &[
    "job title",
    "role title",
    "position title",
    "title",
    "role",
    "job role",
    "position",
    "role name",
    "job name",
    "job",
    "titel",
    "stelle",
    "stellenbezeichnung",
    "puesto",
    "cargo",
    "título",
    "titulo",
    "titre",
    "poste",
    "intitulé du poste",
    "rolle",
    "職種",
    "役職",
    "직무",
    "name",
];

const LEVELS: &[&str] = &[
    "level",
    "job level",
    "career level",
    "grade",
    "job grade",
    "band",
    "level code",
    "seniority",
    "rank",
    "seniority level",
    "nivel",
    "nível",
    "niveau",
    "stufe",
    "等級",
    "レベル",
];

/// Headers of the column that says what a row of a matrix is about.
const TOPICS: &[&str] = &[
    "competency",
    "competence",
    "category",
    "area",
    "dimension",
    "capability",
    "skill",
    "skill area",
    "theme",
    "pillar",
    "attribute",
    "competencia",
    "competência",
    "compétence",
    "kompetenz",
];

const IDS: &[&str] = &["id", "role id", "job id", "code", "job code", "role code", "slug", "key"];

const TRACKS: &[&str] = &["track", "career track", "path", "career path", "ladder", "pista", "trilha"];

const ALIASES: &[&str] = &["alias", "aliases", "also known as", "other titles", "alternative titles", "aka"];

/// Headers that only lists of people and answers have.
const PEOPLE: &[&str] = &[
    "timestamp",
    "respondent",
    "respondent id",
    "response id",
    "zeitstempel",
    "marca temporal",
    "horodateur",
    "employee",
    "employee name",
    "employee id",
    "person",
    "first name",
    "last name",
    "full name",
    "email",
    "e mail",
    "email address",
    "gender",
    "age",
];

/// Words in headers of lists of openings.
const OPENINGS: &[&str] = &[
    "employer",
    "company",
    "organization",
    "organisation",
    "institution",
    "location",
    "closing",
    "closed",
    "deadline",
    "posted",
    "apply",
    "application",
    "url",
];

/// Words in headers of columns whose sentences are not about the job.
const NOT_SAID: &[&str] = &[
    "note",
    "notes",
    "comment",
    "comments",
    "remarks",
    "source",
    "address",
    "benefits",
    "contact",
    "department",
    "date",
    "deadline",
];

/// What a column says about the role of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Level,
    Id,
    Track,
    Aliases,
    /// The name of the section that the row is about.
    Topic,
    /// What is expected, or facts.
    Section(SectionKind),
    Other,
}

/// A table with a role in each row.
struct RoleList {
    /// The row of the headers.
    head: usize,
    columns: Vec<Column>,
    kind: RoleKind,
}

impl RoleList {
    /// `told`: the configuration says that the file describes roles.
    fn find(grid: &Grid<'_>, told: bool) -> Option<Self> {
        (0..grid.height().min(5)).find_map(|head| RoleList::below(grid, head, told))
    }

    fn below(grid: &Grid<'_>, head: usize, told: bool) -> Option<Self> {
        let headers = headers(grid, head);
        let title = TITLES.iter().find_map(|title| headers.iter().position(|header| header == title))?;
        let (list, rows) = RoleList::with_title(grid, head, title)?;
        if let Some(list) = list.by_topic(grid, title, &rows) {
            return Some(list);
        }
        (told || list.holds_roles(grid, title, &rows)).then_some(list)
    }

    /// The list as a matrix written row by row: each row names a role, a level and a topic, and says what
    /// is expected of them. Each of these stands there once.
    fn by_topic(&self, grid: &Grid<'_>, title: usize, rows: &[usize]) -> Option<Self> {
        let headers = headers(grid, self.head);
        let topic = headers.iter().position(|header| TOPICS.contains(&header.as_str()))?;
        let level = self.columns.iter().position(|column| *column == Column::Level)?;
        let own = |&column: &usize| {
            let is_text = !matches!(
                self.columns.get(column),
                None | Some(Column::Id | Column::Track | Column::Aliases)
            );
            is_text
                && ![title, topic, level].contains(&column)
                && !headers.get(column).is_none_or(String::is_empty)
        };
        let texts: Vec<usize> = (0..grid.width()).filter(own).collect();
        let key = |&row: &usize| [title, topic, level].map(|column| normal(&grid.text(row, column)));
        let keys: HashSet<[String; 3]> = rows.iter().map(key).collect();
        let named = rows.iter().filter(|&&row| level_word(&grid.text(row, level)).is_some()).count();
        let spoken =
            |row: &&usize| texts.iter().any(|&column| grid.text(**row, column).contains(char::is_alphabetic));
        let fits = rows.len() > 2
            && keys.len() == rows.len()
            && named == rows.len()
            && !texts.is_empty()
            && rows.iter().filter(spoken).count() == rows.len();
        let column = |(at, column): (usize, &Column)| match column {
            _ if at == topic => Column::Topic,
            _ if texts.contains(&at) => Column::Section(SectionKind::Other),
            column => *column,
        };
        fits.then(|| RoleList { columns: self.columns.iter().enumerate().map(column).collect(), ..*self })
    }

    /// A list of the steps of several ladders: whatever names the ladder, each step stands there once.
    fn ladders(grid: &Grid<'_>) -> Option<Self> {
        let headers = headers(grid, 0);
        let titles = TITLES.iter().chain(TRACKS).filter_map(|title| headers.iter().position(|h| h == title));
        titles.into_iter().find_map(|title| {
            let (list, rows) = RoleList::with_title(grid, 0, title)?;
            list.holds_steps(grid, title, &rows).then_some(list)
        })
    }

    /// The list read with one of its columns as the title, and its rows.
    fn with_title(grid: &Grid<'_>, head: usize, title: usize) -> Option<(Self, Vec<usize>)> {
        let headers = headers(grid, head);
        let asked = (0..grid.width()).any(|column| grid.text(head, column).contains(['?', '？']));
        if asked || headers.iter().any(|header| PEOPLE.contains(&header.as_str())) {
            return None;
        }
        let rows: Vec<usize> =
            (head + 1..grid.height()).filter(|&row| !absent(&grid.text(row, title))).collect();
        let columns: Vec<Column> = headers
            .iter()
            .enumerate()
            .map(|(column, header)| {
                let is = |names: &[&str]| names.contains(&header.as_str());
                match header.as_str() {
                    _ if column == title => Column::Title,
                    "" => Column::Other,
                    _ if is(LEVELS) => Column::Level,
                    _ if is(IDS) => Column::Id,
                    _ if is(TRACKS) => Column::Track,
                    _ if is(ALIASES) => Column::Aliases,
                    _ => section_of(grid, header, column, &rows),
                }
            })
            .collect();
        Some((RoleList { head, columns, kind: kind_of(&headers) }, rows))
    }

    /// True where rows say what is expected, or are the steps of a ladder, each named once.
    fn holds_roles(&self, grid: &Grid<'_>, title: usize, rows: &[usize]) -> bool {
        let titles: Vec<String> = rows.iter().map(|&row| grid.text(row, title)).collect();
        let words: usize = titles.iter().map(|title| title.split_whitespace().count()).sum();
        let jobs = titles.iter().filter(|title| looks_like_title(title)).count();
        // Titles are short, and most lists have some that anybody would know for one.
        if titles.is_empty() || words > titles.len() * 8 || jobs * 4 < titles.len() {
            return false;
        }
        let said = |wanted: &dyn Fn(SectionKind) -> bool| {
            self.columns.iter().enumerate().any(|(column, found)| match found {
                Column::Section(kind) if wanted(*kind) => {
                    let cells = rows.iter().map(|&row| grid.text(row, column)).filter(|text| !absent(text));
                    cells.map(|text| text.split_whitespace().count()).max().unwrap_or(0) >= 3
                }
                _ => false,
            })
        };
        // Titles with their pay or years, and a word about each of them.
        let fact =
            |column: &Column| matches!(column, Column::Section(SectionKind::Pay | SectionKind::Experience));
        let distinct: HashSet<String> = titles.iter().map(|title| normal(title)).collect();
        let described = self.columns.iter().any(fact)
            && distinct.len() == titles.len()
            && jobs * 4 >= titles.len() * 3
            && said(&|kind| kind.is_expectations() || kind == SectionKind::Summary);
        described
            || said(&|kind| kind.is_expectations() && kind != SectionKind::Other)
            || self.holds_steps(grid, title, rows)
    }

    /// True for rows that are the steps of ladders with their facts, each named once.
    fn holds_steps(&self, grid: &Grid<'_>, title: usize, rows: &[usize]) -> bool {
        let level = self.columns.iter().position(|column| *column == Column::Level);
        let facts = self.columns.iter().any(|column| {
            matches!(
                column,
                Column::Section(SectionKind::Experience | SectionKind::Pay | SectionKind::Education)
            )
        });
        let Some(level) = level.filter(|_| facts) else { return false };
        let steps: HashSet<(String, String)> = rows
            .iter()
            .map(|&row| (normal(&grid.text(row, title)), normal(&grid.text(row, level))))
            .collect();
        let named = rows.iter().filter(|&&row| level_word(&grid.text(row, level)).is_some()).count();
        !rows.is_empty() && steps.len() == rows.len() && named * 2 >= rows.len()
    }

    /// Pay in two columns: its least and its most.
    fn pay_range(&self, grid: &Grid<'_>, row: usize, level: Option<usize>) -> Option<Compensation> {
        let end = |is_end: fn(&str) -> bool| {
            self.columns.iter().enumerate().find_map(|(column, found)| {
                let header = grid.text(self.head, column);
                let fits = *found == Column::Section(SectionKind::Pay) && is_end(&header);
                let cell = fits.then(|| grid.cell(row, column).and_then(first_line)).flatten()?;
                Some((header, cell))
            })
        };
        let mut band = bands::band(&end(bands::is_least)?, &end(bands::is_most)?, level)?;
        let stated = (0..grid.width()).find(|&column| bands::is_currency(&grid.text(self.head, column)));
        let code = stated.map(|column| grid.text(row, column)).filter(|code| bands::is_code(code));
        band.currency = band.currency.or(code);
        Some(band)
    }

    fn roles(&self, file: &SourceFile, grid: &Grid<'_>) -> Vec<Role> {
        let mut roles: Vec<Role> = vec![];
        // Rows of one title, each of another level, are one role.
        let mut by_title: HashMap<String, usize> = HashMap::new();
        let mut steps: HashSet<(String, Option<(String, Option<String>)>)> = HashSet::new();
        for row in self.head + 1..grid.height() {
            let Some(found) = self.row(file, grid, row) else { continue };
            let key = format!(
                "{}\n{}",
                normal(found.name()),
                found.track.as_ref().map_or_else(String::new, |track| normal(&track.value))
            );
            // With a topic in each row a level takes several of them.
            let topic = self.columns.iter().position(|column| *column == Column::Topic);
            let topic = topic.map(|column| normal(&grid.text(row, column)));
            let level = found.levels.first().map(|level| (normal(&level.label.value), topic));
            let known = by_title.get(&key).copied().filter(|_| level.is_some());
            let new = steps.insert((key.clone(), level));
            let same = known.and_then(|at| roles.get_mut(at)).filter(|role| new && !role.levels.is_empty());
            match same {
                Some(role) => join(role, found),
                None => {
                    by_title.insert(key, roles.len());
                    roles.push(found);
                }
            }
        }
        roles
    }

    fn row(&self, file: &SourceFile, grid: &Grid<'_>, row: usize) -> Option<Role> {
        let cell = |column: usize| grid.cell(row, column).filter(|cell| !absent(&text_of(cell)));
        let mut head = Head::default();
        let (mut level, mut topic) = (None, None);
        for (column, found) in self.columns.iter().enumerate() {
            let value = cell(column).and_then(first_line);
            match found {
                Column::Title => head.title = value,
                Column::Id => head.id = head.id.take().or(value),
                Column::Track => head.track = head.track.take().or(value),
                Column::Aliases => {
                    head.aliases.extend(cell(column).map(items).unwrap_or_default().iter().map(whole));
                }
                Column::Level => level = level.or(value),
                Column::Other => {
                    head.extra.extend(grid.cell(self.head, column).and_then(first_line));
                }
                Column::Topic => topic = value,
                Column::Section(_) => {}
            }
        }
        head.title.as_ref()?;
        let mut role = empty_role(file, &head);
        role.span = grid.row(row)?.span;
        role.kind = self.kind;
        role.reading = "table; one row for each role".into();
        let level = level.map(|label| {
            let word = level_word(&label.value);
            role.levels.push(Level {
                code: word.as_ref().and_then(|word| word.code.clone()),
                rank: word.and_then(|word| word.rank),
                label,
                title: None,
                mirror: false,
                occurrence: 1,
            });
            0
        });
        role.compensation.extend(self.pay_range(grid, row, level));
        for (column, found) in self.columns.iter().enumerate() {
            let (Column::Section(kind), Some(cell)) = (found, cell(column)) else { continue };
            let list = u32::try_from(column).unwrap_or(u32::MAX);
            let header = || grid.cell(self.head, column).and_then(first_line);
            let kind = topic.as_ref().map_or(*kind, |topic| section_kind(&topic.value));
            section(&mut role, topic.clone().or_else(header), kind, (cell, level, list));
        }
        Some(role)
    }
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
    role.sections.push(Section { label, path: vec![], kind, span: cell.span, expectations, shown: vec![] });
}

/// Adds the row of another level to a role.
fn join(role: &mut Role, other: Role) {
    let same =
        |level: &Level| other.levels.iter().any(|new| normal(&new.label.value) == normal(&level.label.value));
    let known = role.levels.iter().position(same);
    let level = Some(known.unwrap_or(role.levels.len()));
    let base =
        u32::try_from(role.sections.len() + role.levels.len()).unwrap_or(u32::MAX).saturating_mul(1000);
    if known.is_none() {
        role.levels.extend(other.levels);
    }
    for mut section in other.sections {
        for expectation in &mut section.expectations {
            expectation.level = level;
            expectation.list = expectation.list.saturating_add(base);
        }
        let same = role.sections.iter_mut().find(|own| {
            own.label.as_ref().map(|label| normal(&label.value))
                == section.label.as_ref().map(|label| normal(&label.value))
        });
        match same {
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

/// What a column is about, by its header and by what its cells look like.
fn section_of(grid: &Grid<'_>, header: &str, column: usize, rows: &[usize]) -> Column {
    match section_kind(header) {
        SectionKind::Links => Column::Other,
        _ if matches!(header, "years" | "yoe" | "min years") => Column::Section(SectionKind::Experience),
        SectionKind::Other => {
            let cells =
                || rows.iter().filter_map(|&row| grid.cell(row, column)).filter(|c| !absent(&text_of(c)));
            let listed = cells().filter(|cell| items(cell).len() > 1).count();
            // Lists say what a role is about, whatever the header; a word or a date does not.
            let count = cells().count();
            let words: usize = cells().map(|cell| text_of(cell).split_whitespace().count()).sum();
            // So do sentences, each of them another.
            let distinct: HashSet<String> = cells().map(|cell| normal(&text_of(cell))).collect();
            let other = header.split(' ').any(|word| OPENINGS.contains(&word) || NOT_SAID.contains(&word));
            // Dates and amounts with a remark say nothing that is expected.
            let worded = cells().filter(|cell| text_of(cell).starts_with(char::is_alphabetic)).count() * 4
                >= count * 3;
            let says = !other
                && worded
                && count * 2 > rows.len()
                && words >= count * 4
                && distinct.len() * 4 >= count * 3;
            if listed * 10 >= count * 3 && listed > 0 || says {
                Column::Section(SectionKind::Other)
            } else {
                Column::Other
            }
        }
        kind => Column::Section(kind),
    }
}

fn kind_of(headers: &[String]) -> RoleKind {
    let opening = |header: &&String| header.split(' ').any(|word| OPENINGS.contains(&word));
    if headers.iter().filter(opening).count() > 1 { RoleKind::Posting } else { RoleKind::Framework }
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
                if !item.is_blank() && !absent(&item.plain) {
                    out.push(item);
                }
            }
        });
    }
    out
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
mod tests;
