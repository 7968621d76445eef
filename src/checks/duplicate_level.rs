//! The same level shown twice in one table.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Applicability, Edit, Fix};
use crate::model::{CellState, Role, Shown, title_key};
use crate::rule::{Context, RoleCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateLevel {
    /// Whether titles that are declared to be one role are one level.
    aliases: bool,
}

/// One level of one table: what it shows, row after row.
struct Column<'r> {
    /// Its place among the levels of the table, from 0.
    position: usize,
    level: usize,
    shown: Vec<&'r Shown>,
}

/// A level that is shown again.
struct Repeat<'r> {
    section: usize,
    first: Column<'r>,
    again: Column<'r>,
}

impl RoleCheck for DuplicateLevel {
    fn check(&self, role: &Role, cx: &mut Context<'_>) {
        let mut tables = 0;
        let mut repeats: BTreeMap<String, Vec<Repeat<'_>>> = BTreeMap::new();
        for entries in role.tables().into_values() {
            let Some(&(section, _)) = entries.first() else { continue };
            let columns = columns(&entries);
            tables += usize::from(columns.len() > 1);
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            let mut kept: Vec<Column<'_>> = vec![];
            for column in columns {
                let key = self.key(role, column.level);
                match seen.get(&key).and_then(|&at| kept.get(at)) {
                    Some(first) if !key.is_empty() => {
                        let first = Column { shown: first.shown.clone(), ..*first };
                        repeats.entry(key).or_default().push(Repeat { section, first, again: column });
                    }
                    _ => {
                        seen.insert(key, kept.len());
                        kept.push(column);
                    }
                }
            }
        }
        for (key, repeats) in repeats {
            let summary = summary(role, tables, &repeats);
            let group = format!("{}:{}:{key}", cx.rule.id, cx.files().get(role.file).path);
            for repeat in &repeats {
                report(role, repeat, cx, &group, &summary);
            }
        }
    }
}

impl DuplicateLevel {
    fn key(&self, role: &Role, level: usize) -> String {
        let key = role.level(level).map_or_else(String::new, |level| {
            // "Junior+" stands between "Junior" and what follows.
            let label = level.label.value.trim();
            format!("{}{}", title_key(label), if label.ends_with('+') { "+" } else { "" })
        });
        let own = role.title.as_ref().filter(|_| self.aliases);
        match own {
            Some(title) if role.aliases.iter().any(|alias| title_key(&alias.value) == key) => {
                title_key(&title.value)
            }
            _ => key,
        }
    }
}

/// The levels of a table in page order.
fn columns<'r>(entries: &[(usize, &'r Shown)]) -> Vec<Column<'r>> {
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    let mut columns: Vec<Column<'r>> = vec![];
    for (_, shown) in entries {
        let index = *at.entry(shown.level).or_insert_with(|| {
            columns.push(Column { position: columns.len(), level: shown.level, shown: vec![] });
            columns.len() - 1
        });
        if let Some(column) = columns.get_mut(index) {
            column.shown.push(shown);
        }
    }
    columns
}

impl Repeat<'_> {
    /// The rows that say the same again. Blank cells are equal to nothing.
    fn equal(&self) -> Vec<(&Shown, &Shown)> {
        let pairs = self.first.shown.iter().zip(&self.again.shown);
        pairs
            .filter(|(a, b)| a.state != CellState::Empty && a.words == b.words)
            .map(|(a, b)| (*a, *b))
            .collect()
    }

    /// Nothing is lost if the second one goes.
    fn is_copy(&self) -> bool {
        let pairs = self.first.shown.iter().zip(&self.again.shown);
        self.first.shown.len() == self.again.shown.len()
            && pairs.clone().all(|(a, b)| a.words == b.words)
            && pairs.clone().any(|(a, _)| a.state != CellState::Empty)
    }
}

fn report(role: &Role, repeat: &Repeat<'_>, cx: &mut Context<'_>, group: &str, summary: &str) {
    let (Some(first), Some(again)) = (repeat.first.shown.first(), repeat.again.shown.first()) else { return };
    let name = &again.label.value;
    let section = role.sections.get(repeat.section).and_then(|section| section.label.as_ref());
    let whole = repeat.again.shown.len() > 1;
    let place = section
        .filter(|_| !whole)
        .map_or_else(|| "this table".to_owned(), |label| format!("“{}”", label.value));
    let copy = repeat.is_copy();
    let fix = copy.then(|| deletion(&repeat.again)).flatten();
    let (message, help) = if copy {
        (
            format!("The level “{name}” is shown twice in {place}, both times with the same text."),
            "Readers compare a level with itself, and the level that should stand here is missing. Write the \
             name and the text of the level that was meant, or delete this one."
                .to_owned(),
        )
    } else {
        (
            format!("The level “{name}” is shown twice in {place}, with different text."),
            "Readers cannot know which text counts. If the second one is another level, write its name; \
             otherwise put both texts into one."
                .to_owned(),
        )
    };
    let label = cx.report(again.label.span, message);
    label.help(help.as_str()).related(first.label.span, "shown here first").group(group, summary);
    label.fixes.extend(fix.clone());
    for (original, body) in repeat.equal() {
        let message = format!("This text of “{name}” repeats what the same level already shows.");
        let finding = cx.report(body.body, message);
        finding.help(help.as_str()).related(original.body, "the same text stands here").group(group, summary);
        finding.fixes.extend(fix.clone());
    }
}

/// The edits that take the level out of its table; none if some of it cannot be deleted.
fn deletion(column: &Column<'_>) -> Option<Fix> {
    if column.shown.iter().any(|shown| shown.cut.is_empty()) {
        return None;
    }
    let mut spans: Vec<Span> = column.shown.iter().flat_map(|shown| shown.cut.iter().copied()).collect();
    spans.sort();
    spans.dedup();
    let edits = spans.into_iter().map(|span| Edit { span, text: String::new() }).collect();
    Some(Fix::new("Delete the repeated level", Applicability::Unsafe, edits))
}

/// One sentence for all tables of the page.
fn summary(role: &Role, tables: usize, repeats: &[Repeat<'_>]) -> String {
    let name = repeats
        .first()
        .and_then(|repeat| role.level(repeat.again.level))
        .map_or("", |level| level.label.value.as_str());
    let position = |column: &Column<'_>| ORDINALS.get(column.position).copied();
    let same = |pick: fn(&Repeat<'_>) -> usize| {
        let first = repeats.first().map(pick);
        repeats.iter().all(|repeat| Some(pick(repeat)) == first)
    };
    let steady = same(|repeat| repeat.first.position) && same(|repeat| repeat.again.position);
    let copies = repeats.iter().all(Repeat::is_copy);
    let verb = if copies { "repeats" } else { "has the same name as" };
    match repeats.first().map(|repeat| (position(&repeat.again), position(&repeat.first))) {
        Some((Some(again), Some(first))) if steady => {
            format!("{} of {tables} tables: the {again} level {verb} the {first} (“{name}”)", repeats.len())
        }
        _ => format!("{} of {tables} tables show “{name}” twice", repeats.len()),
    }
}

const ORDINALS: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
