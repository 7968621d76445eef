//! Workbooks with several matrices: each of a role of its own, or all of one.

use std::collections::HashSet;

use crate::syntax::{Block, Document, Heading, HeadingMark, Row, Table};
use crate::text::{SourceFile, Spanned};

use super::super::super::titles::job_key;
use super::super::super::vocabulary::{looks_like_title, words_of};
use super::super::super::{Role, Section};
use super::super::careers;
use super::super::grid::label_of;
use super::super::series::is_step;
use super::super::walk::cell_name;
use super::super::words::normal;
use super::super::{Reading, page};
use super::parts;

/// Reads the matrices of a workbook. Sheets that say something about the same topics are about several
/// roles, named by the sheets.
pub(super) fn read(file: &SourceFile, doc: &Document, blocks: &[Block]) -> Reading {
    let sheets: Vec<(&Heading, &[Block])> = blocks
        .chunk_by(|_, next| !matches!(next, Block::Heading(heading) if heading.mark == HeadingMark::Sheet))
        .filter_map(|blocks| match blocks {
            [Block::Heading(heading), rest @ ..] if !rest.is_empty() => Some((heading, blocks)),
            _ => None,
        })
        .collect();
    if sheets.len() > 1 {
        let roles: Vec<Role> =
            sheets.iter().filter_map(|(heading, blocks)| sheet(file, doc, heading, blocks)).collect();
        let apart = || {
            are_jobs(&roles)
                || say_the_same(&roles)
                || roles.iter().all(|role| is_field(role.name()))
                || climb_apart(&roles)
        };
        if roles.len() == sheets.len() && apart() {
            return Reading { roles, ..Reading::default() };
        }
    }
    let mut reading = page::read_sheets(file, doc, blocks);
    let tables: Vec<&Table> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    if let ([role], [table]) = (reading.roles.as_mut_slice(), tables.as_slice())
        && role.title.as_ref().is_none_or(|title| title.span.is_empty() && !looks_like_title(&title.value))
        && let Some(title) = title_row(table)
    {
        role.title = Some(title);
        role.reading = format!("{}; title from the first row", role.reading);
    }
    reading
}

/// Reads a workbook with a sheet for each level of one job: "Junior Baker", "Baker", "Senior Baker".
pub(super) fn by_level(file: &SourceFile, doc: &Document, blocks: &[Block]) -> Option<Reading> {
    let sheet = |block: &Block| match block {
        Block::Heading(heading) if heading.mark == HeadingMark::Sheet => Some(heading.text.plain.clone()),
        _ => None,
    };
    let names: Vec<String> = blocks.iter().filter_map(sheet).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let steps = names.iter().all(|name| is_step(name));
    if names.len() < 2 || !(steps || careers::are_levels(&names)) {
        return None;
    }
    let mut blocks = blocks.to_vec();
    for block in &mut blocks {
        if let Block::Heading(heading) = block {
            (heading.mark, heading.depth) = (HeadingMark::Html, 2);
        }
    }
    let mut reading = page::read_sheets(file, doc, &blocks);
    let [role] = reading.roles.as_mut_slice() else { return None };
    role.reading = format!("workbook; one sheet for each level; {}", role.reading);
    (role.levels.len() == names.len()).then_some(reading)
}

/// The only cell of the row above the header of a table, if it can be a title.
pub(super) fn title_row(table: &Table) -> Option<Spanned<String>> {
    /// The row of the header, at most: a date and blank rows may stand above it.
    const LAST: usize = 5;
    let filled = |row: &Row| row.cells.iter().filter(|cell| !label_of(cell).is_empty()).count();
    if parts::titles(table).len() > 1 {
        return None;
    }
    let above = table.rows.iter().take(LAST).position(|row| filled(row) > 1).filter(|at| *at > 0)?;
    let first = table.rows.iter().take(above).find(|row| filled(row) == 1)?;
    let cell = first.cells.iter().find(|cell| !label_of(cell).is_empty())?;
    let title = cell_name(cell);
    let words = title.value.split_whitespace().count();
    ((1..=8).contains(&words) && !title.value.ends_with(['.', ':', '?'])).then_some(title)
}

fn sheet(file: &SourceFile, doc: &Document, heading: &Heading, blocks: &[Block]) -> Option<Role> {
    let own = || Some((Spanned::new(heading.text.plain.clone(), heading.span), "its name"));
    let unnamed = is_unnamed(&heading.text.plain);
    let above = blocks.iter().find_map(|block| match block {
        Block::Table(table) if unnamed => title_row(table),
        _ => None,
    });
    let (title, from) = above.map(|title| (title, "its first row")).or_else(own)?;
    titled(file, doc, title, from, blocks)
        .map(|role| Role { reading: format!("sheet of a workbook; {}", role.reading), ..role })
}

/// The one role of matrices whose title somebody has found: `from` where.
pub(super) fn titled(
    file: &SourceFile,
    doc: &Document,
    title: Spanned<String>,
    from: &str,
    blocks: &[Block],
) -> Option<Role> {
    let mut roles = page::read_sheets(file, doc, blocks).roles;
    let mut role = roles.pop().filter(|_| roles.is_empty())?;
    role.span = blocks.iter().fold(title.span, |span, block| span.cover(block.span()));
    role.title = Some(title);
    let clue = role.reading.rsplit("; ").next().unwrap_or_default();
    role.reading = format!("title from {from}; {clue}");
    Some(role)
}

/// True if the sheets have the names of several jobs.
fn are_jobs(roles: &[Role]) -> bool {
    let jobs: HashSet<String> = roles.iter().map(|role| job_key(role.name())).collect();
    jobs.len() == roles.len() && !jobs.contains("") && roles.iter().all(|role| looks_like_title(role.name()))
}

/// True for the name that programs give a sheet: "Sheet1", "Tabelle 2".
pub(super) fn is_unnamed(name: &str) -> bool {
    const GIVEN: &[&str] =
        &["sheet", "tabelle", "hoja", "planilha", "página", "feuil", "feuille", "blad", "foglio", "シート"];
    let stem = normal(name.trim_end_matches(|c: char| c.is_ascii_digit()));
    GIVEN.contains(&stem.as_str())
}

/// Fields of work that have ladders of their own, and acronyms of jobs. Leadership and craft are what any of
/// them may be about.
const FIELDS: &str = "\
    analytics | android | backend | brand | business development | content | cs | customer success | data | \
    data engineering | data science | design | devops | em | eng | engineering | engineering management | finance | \
    frontend | full stack | fullstack | hr | hardware | infrastructure | ios | it | legal | machine learning | \
    management | marketing | ml | mobile | nursing | ops | operations | people | people operations | platform | pm | \
    product | product design | product management | product marketing | program management | project management | \
    qa | quality assurance | recruiting | research | sales | sde | security | software | software engineering | sre | \
    support | swe | talent | tpm | ux | ux research";

/// True for the name of a field of work, maybe with what stands beside it: "Design track".
pub(in super::super) fn is_field(name: &str) -> bool {
    /// What may stand beside the name of a field.
    const BESIDE: &[&str] = &["ladder", "levels", "matrix", "framework", "career", "team", "track", "roles"];
    let mut words = words_of(name);
    words.retain(|word| !BESIDE.contains(&word.as_str()));
    let name = words.join(" ");
    FIELDS.split('|').any(|known| known.trim() == name)
}

/// True if no two sheets have a level in common: each is a ladder of its own.
fn climb_apart(roles: &[Role]) -> bool {
    let mut seen = HashSet::new();
    let levels = roles.iter().flat_map(|role| &role.levels);
    roles.iter().all(|role| role.levels.len() > 1)
        && levels.into_iter().all(|level| seen.insert(normal(&level.label.value)))
}

/// True if more than half of the sections of each role are named as sections of the first.
fn say_the_same(roles: &[Role]) -> bool {
    let topics = |role: &Role| -> HashSet<String> {
        let labels = role.sections.iter().filter_map(|section: &Section| section.label.as_ref());
        labels.map(|label| normal(&label.value)).collect()
    };
    let Some((first, others)) = roles.split_first() else { return false };
    let first = topics(first);
    others.iter().map(topics).all(|own| !own.is_empty() && own.intersection(&first).count() * 2 > own.len())
}
