//! Workbooks with several matrices: each of a role of its own, or all of one.

use std::collections::HashSet;

use crate::syntax::{Block, Document, Heading, HeadingMark, Row, Table};
use crate::text::{SourceFile, Spanned};

use super::super::super::titles::job_key;
use super::super::super::vocabulary::looks_like_title;
use super::super::super::{Role, Section};
use super::super::grid::label_of;
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
        if roles.len() == sheets.len() && (are_jobs(&roles) || say_the_same(&roles)) {
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

/// The only cell of the row above the header of a table, if it can be a title.
fn title_row(table: &Table) -> Option<Spanned<String>> {
    /// The row of the header, at most: a date and blank rows may stand above it.
    const LAST: usize = 5;
    let filled = |row: &Row| row.cells.iter().filter(|cell| !label_of(cell).is_empty()).count();
    if parts::titles(table).len() > 1 {
        return None;
    }
    let above = table.rows.iter().take(LAST).position(|row| filled(row) > 1).filter(|at| *at > 0)?;
    let first = table.rows.iter().take(above).find(|row| filled(row) == 1)?;
    let cell = first.cells.first()?;
    let title = cell_name(cell);
    let words = title.value.split_whitespace().count();
    ((1..=8).contains(&words) && !title.value.ends_with(['.', ':', '?'])).then_some(title)
}

fn sheet(file: &SourceFile, doc: &Document, heading: &Heading, blocks: &[Block]) -> Option<Role> {
    let title = Spanned::new(heading.text.plain.clone(), heading.span);
    titled(file, doc, title, "its name", blocks)
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
