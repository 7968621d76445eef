//! The model as a table: what each level is expected to do, one column for each level.

use std::collections::HashMap;

use super::{Expectation, Level, Role, Section};
use crate::text::Files;

/// The column for what holds on all levels, or on the only one.
const ALL: &str = "All levels";

/// The roles as rows of one table; the first row names the columns: file, role, group, section, label, and
/// one column for each level that the roles show, in the order in which they first show it. A row holds
/// the expectations of one section that belong together: those with one label, else the first of each
/// level, the second of each level, and so on. Columns that repeat other roles' text are left out.
pub fn matrix(roles: &[&Role], files: &Files) -> Vec<Vec<String>> {
    let mut columns: Vec<String> = vec![];
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut column = |name: &str| {
        *known.entry(name.to_owned()).or_insert_with(|| {
            columns.push(name.to_owned());
            columns.len() - 1
        })
    };
    let mut rows: Vec<(Vec<String>, Vec<(usize, String)>)> = vec![];
    for role in roles {
        let all = role.sections.iter().flat_map(|s| &s.expectations).any(|item| item.level.is_none());
        if all {
            column(ALL);
        }
        for level in role.levels.iter().filter(|level| !level.mirror) {
            column(&level.name());
        }
        for section in &role.sections {
            for (label, cells) in lines(role, section) {
                let head = vec![
                    files.get(role.file).path.clone(),
                    role.name().to_owned(),
                    section.group.as_ref().map_or_else(String::new, |group| group.value.clone()),
                    section.label.as_ref().map_or_else(String::new, |label| label.value.clone()),
                    label,
                ];
                rows.push((head, cells.into_iter().map(|(name, text)| (column(&name), text)).collect()));
            }
        }
    }
    let mut table = vec![["File", "Role", "Group", "Section", "Label"].map(str::to_owned).to_vec()];
    if let Some(first) = table.first_mut() {
        first.extend(columns.iter().cloned());
    }
    for (mut row, cells) in rows {
        let head = row.len();
        // Up to the last one that is filled, so that many roles with levels of their own stay small.
        let width = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
        row.resize(head + width, String::new());
        for (column, text) in cells {
            if let Some(cell) = row.get_mut(head + column) {
                *cell = text;
            }
        }
        table.push(row);
    }
    table
}

/// The rows of a section: label, and (level, text) for each level with a text.
fn lines(role: &Role, section: &Section) -> Vec<(String, Vec<(String, String)>)> {
    let mut lines: Vec<(String, Vec<(String, String)>)> = vec![];
    // For each label and for none: how many a level has had, and where its rows are.
    let mut count: HashMap<(String, Option<usize>), usize> = HashMap::new();
    let mut places: HashMap<(String, usize), usize> = HashMap::new();
    for item in &section.expectations {
        let level = item.level.and_then(|index| role.level(index));
        if level.is_some_and(|level| level.mirror) {
            continue;
        }
        let label = item.label.as_ref().map_or_else(String::new, |label| label.value.clone());
        let turn = count.entry((label.clone(), item.level)).or_insert(0);
        let at = *places.entry((label.clone(), *turn)).or_insert_with(|| {
            lines.push((label, vec![]));
            lines.len() - 1
        });
        *turn += 1;
        if let Some((_, cells)) = lines.get_mut(at) {
            cells.push((level.map_or_else(|| ALL.to_owned(), Level::name), text_of(item)));
        }
    }
    lines
}

/// The text without the label, which has its own column.
fn text_of(item: &Expectation) -> String {
    let text = item.text.plain.trim();
    let rest = item.label.as_ref().and_then(|label| text.strip_prefix(label.value.as_str()));
    let rest = rest.and_then(|rest| rest.trim_start().strip_prefix([':', '：']));
    rest.unwrap_or(text).trim().to_owned()
}
