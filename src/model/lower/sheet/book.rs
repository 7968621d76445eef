//! Workbooks with several matrices: each of a role of its own, or all of one.

use std::collections::HashSet;

use crate::syntax::{Block, Document, Heading, HeadingMark};
use crate::text::{SourceFile, Spanned};

use super::super::super::{Role, Section};
use super::super::words::normal;
use super::super::{Reading, page};

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
        if roles.len() == sheets.len() && say_the_same(&roles) {
            return Reading { roles, ..Reading::default() };
        }
    }
    page::read_sheets(file, doc, blocks)
}

fn sheet(file: &SourceFile, doc: &Document, heading: &Heading, blocks: &[Block]) -> Option<Role> {
    let mut roles = page::read_sheets(file, doc, blocks).roles;
    let mut role = roles.pop().filter(|_| roles.is_empty())?;
    role.title = Some(Spanned::new(heading.text.plain.clone(), heading.span));
    role.span = blocks.iter().fold(heading.span, |span, block| span.cover(block.span()));
    role.reading = format!("sheet of a workbook; title from its name; {}", role.reading);
    Some(role)
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
