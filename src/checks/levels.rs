//! What one level says in one section, whatever the layout: a cell, a column, a stacked row, or a
//! whole page about one level.

use std::collections::HashMap;

use crate::model::{CellState, Framework, Graph, Role, RoleKind, Section, SectionKind};
use crate::text::{Span, changes};

/// What one level says in one section.
#[derive(Debug, Clone)]
pub struct Block {
    /// Index of the section.
    pub section: usize,
    pub body: Span,
    pub words: String,
}

/// Values of scope may well be the same at two levels; from so many words on it is a text like any other.
/// Rule of thumb: the longest values of real frameworks ("one team of 4-6 people and its services") are shorter.
pub const SCOPE_TEXT: usize = 12;

/// True if a section of this kind that says so much must differ from level to level.
pub fn must_differ(kind: SectionKind, words: &str) -> bool {
    let text = kind != SectionKind::Scope || words.split_whitespace().nth(SCOPE_TEXT - 1).is_some();
    kind.is_expectations() && text
}

/// The blocks of one level of a page, by section. `None` is the level of a page about one level.
pub fn of_level(role: &Role, level: Option<usize>) -> Vec<Block> {
    let mut blocks = vec![];
    for (at, section) in role.sections.iter().enumerate() {
        let shown: Vec<_> = section
            .shown
            .iter()
            .filter(|shown| Some(shown.level) == level && shown.state == CellState::Content)
            .collect();
        if let Some(first) = shown.first() {
            // Rows of a table may take up a level again; only the first stands for the section.
            blocks.push(Block { section: at, body: first.body, words: first.words.clone() });
        } else if section.shown.is_empty()
            && let Some(block) = listed(section, at, level)
        {
            blocks.push(block);
        }
    }
    blocks
}

/// The block of a section that is a plain list.
fn listed(section: &Section, at: usize, level: Option<usize>) -> Option<Block> {
    let mut items = section.expectations.iter().filter(|item| item.level == level || item.level.is_none());
    let first = items.next()?;
    let mut body = first.span;
    let mut words = first.text.plain.to_lowercase();
    for item in items {
        body = body.cover(item.span);
        words.push(' ');
        words.push_str(&item.text.plain.to_lowercase());
    }
    Some(Block { section: at, body, words })
}

/// The name of a section for a message.
pub fn section_name(role: &Role, section: usize) -> String {
    role.sections
        .get(section)
        .and_then(|section| section.label.as_ref())
        .map_or_else(|| "this part".to_owned(), |label| format!("“{}”", label.value))
}

/// The label of a section as a key: without case, punctuation, and what stands in brackets.
pub fn section_key(section: &Section) -> String {
    let label = section.label.as_ref().map_or("", |label| label.value.as_str());
    let bare = label.split('(').next().filter(|bare| !bare.trim().is_empty()).unwrap_or(label);
    bare.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| if word == "xp" { "experience" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

/// For each key the only section that has it.
pub fn by_key(role: &Role) -> HashMap<String, usize> {
    let mut keys: HashMap<String, Option<usize>> = HashMap::new();
    for (at, section) in role.sections.iter().enumerate() {
        keys.entry(section_key(section)).and_modify(|known| *known = None).or_insert(Some(at));
    }
    keys.into_iter().filter_map(|(key, at)| Some((key, at?))).filter(|(key, _)| !key.is_empty()).collect()
}

/// The only section of a kind that says something.
pub fn by_kind(role: &Role, kind: SectionKind) -> Option<usize> {
    if kind == SectionKind::Other {
        return None;
    }
    let mut of_kind = role.sections.iter().enumerate().filter(|(_, section)| section.kind == kind);
    match (of_kind.next(), of_kind.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// In how many words the two sides differ, told in one or two places: "“6-8” here, “8-10” there".
pub fn difference(here: &str, there: &str) -> Option<String> {
    let all = changes(there, here);
    let first = all.first()?;
    let side = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.len() {
            0 => "nothing".to_owned(),
            1..=9 => format!("“{}”", words.join(" ")),
            _ => format!("“{} …”", words.get(..8).unwrap_or_default().join(" ")),
        }
    };
    let more = match all.len() {
        1 => String::new(),
        2 => ", and one more difference".to_owned(),
        n => format!(", and {} more differences", n - 1),
    };
    Some(format!("{} here, {} there{more}", side(&first.to), side(&first.from)))
}

/// The pages about people in the job, with their indices.
pub fn pages(framework: &Framework) -> impl Iterator<Item = (usize, &Role)> {
    framework.roles.iter().enumerate().filter(|(_, role)| role.kind == RoleKind::Framework)
}

/// The level of a page that is about one level, as facts name it.
pub fn is_about(graph: &Graph<'_>, rung: usize, level: Option<usize>) -> bool {
    let Some(rung_of) = graph.rungs.get(rung) else { return false };
    level == rung_of.level || (level.is_none() && graph.own(rung_of.role) == [rung])
}

/// "8 years", "18 months".
pub fn years(months: u32) -> String {
    match months {
        12 => "1 year".to_owned(),
        months if months % 12 == 0 => format!("{} years", months / 12),
        months => format!("{months} months"),
    }
}
