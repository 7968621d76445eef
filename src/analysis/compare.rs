//! What separates two levels, or two roles: what is asked of both, what is new, more, less or gone.

use schemars::JsonSchema;
use serde::Serialize;

use super::diff::{Spot, align_sections, matched_within, spot_of};
use super::passages::{Passage, Subject, What, subjects};
use super::verdict::{Scales, Turn, judge};
use super::wording::{Part, word_diff};
use crate::config::schema_of;
use crate::engine::Run;
use crate::model::title_key;
use crate::text::{FileId, Files};

/// Two levels side by side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Comparison {
    /// Version of this format; it grows when a key changes its meaning or goes away.
    pub version: u32,
    pub left: Side,
    pub right: Side,
    /// In the order of the right one's sections; what only the left one has stands where it has it.
    pub rows: Vec<ComparedRow>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Side {
    pub role: String,
    /// Null where the whole role is compared.
    pub level: Option<String>,
    pub file: String,
}

impl Side {
    /// As people call it: "Engineer, L3".
    pub fn name(&self) -> String {
        match &self.level {
            Some(level) if title_key(level) != title_key(&self.role) => format!("{}, {level}", self.role),
            _ => self.role.clone(),
        }
    }
}

/// One expectation on both sides, or on one of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ComparedRow {
    pub relation: Relation,
    pub section: Option<String>,
    pub left: Option<Spot>,
    pub right: Option<Spot>,
    /// What makes it more or less: `6-8 → 8-10`.
    pub reasons: Vec<String>,
    /// The two texts in one, where they differ.
    pub words: Vec<Part>,
    /// It is one text: the page says it of all levels.
    pub shared: bool,
}

/// What the right side asks for, seen from the left one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same, perhaps with other commas.
    Same,
    /// Much the same in other words.
    Changed,
    /// A higher number or step.
    Stronger,
    /// A lower number or step.
    Weaker,
    /// Only the right side asks for it.
    New,
    /// Only the left side asks for it.
    Gone,
}

/// Why two levels cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing has this name; what there is.
    Nothing { name: String, known: Vec<String> },
    /// Several roles or levels have it.
    Several { name: String, known: Vec<String> },
}

/// The schema of `rolelint compare --format json`, `schemas/compare.schema.json`.
pub fn compare_schema() -> serde_json::Value {
    schema_of::<Comparison>("compare", "rolelint compare --format json")
}

/// A role, and one of its levels or all of it.
#[derive(Clone, Copy, PartialEq)]
struct Rung {
    subject: usize,
    level: Option<usize>,
}

/// Compares two levels of the role called `role`, or, if that is `None`, two roles or levels by their names.
///
/// # Errors
/// When a name is that of no role or level, or of several.
pub fn compare(
    files: &Files,
    run: &Run,
    wanted: &dyn Fn(FileId) -> bool,
    role: Option<&str>,
    (left, right): (&str, &str),
) -> Result<Comparison, Unknown> {
    let all: Vec<Subject<'_>> =
        subjects(files, run, wanted).into_iter().filter(|subject| subject.role.is_some()).collect();
    let find = |name: &str| match role {
        Some(role) => find_roles(&all, role).and_then(|roles| find_level_of(&all, &roles, role, name)),
        None => find_any(&all, name),
    };
    let (from, to) = (find(left)?, find(right)?);
    let scales =
        run.frameworks.iter().flat_map(|framework| &framework.scales).map(|(_, steps)| steps.clone());
    let scales = Scales::new(scales);
    let (Some(a), Some(b)) = (only(&all, from), only(&all, to)) else {
        return Err(Unknown::Nothing { name: left.to_owned(), known: vec![] });
    };
    Ok(Comparison { version: 1, left: side(&all, from), right: side(&all, to), rows: rows(&a, &b, &scales) })
}

fn names(subject: &Subject<'_>) -> Vec<String> {
    let Some(role) = subject.role else { return vec![] };
    let titles = role.title.iter().chain(&role.aliases).chain(&role.also).chain(&role.id);
    titles.map(|name| name.value.clone()).collect()
}

fn is_called(names: &[String], wanted: &str) -> bool {
    let same = |name: &String| name.trim().eq_ignore_ascii_case(wanted.trim());
    let key = title_key(wanted);
    names.iter().any(same) || (!key.is_empty() && names.iter().any(|name| title_key(name) == key))
}

fn one(found: Vec<Rung>, name: &str, all: &[Subject<'_>], known: Vec<String>) -> Result<Rung, Unknown> {
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Unknown::Nothing { name: name.to_owned(), known }),
        _ => {
            let places = found
                .iter()
                .filter_map(|rung| all.get(rung.subject))
                .map(|subject| subject.file.path.clone());
            Err(Unknown::Several { name: name.to_owned(), known: places.collect() })
        }
    }
}

/// The roles of a title, an id or a path. Pages for candidates stand back behind pages for people in the job.
fn find_roles(all: &[Subject<'_>], name: &str) -> Result<Vec<usize>, Unknown> {
    let path = name.trim_start_matches("./");
    let by = |fits: &dyn Fn(&Subject<'_>) -> bool| -> Vec<Rung> {
        let all = all.iter().enumerate().filter(|(_, subject)| fits(subject));
        all.map(|(subject, _)| Rung { subject, level: None }).collect()
    };
    let called = |subject: &Subject<'_>| is_called(&names(subject), name);
    let tries = [
        by(&|subject| subject.file.path == path),
        by(&|subject| !subject.is_posting() && subject.name().trim() == name.trim()),
        by(&|subject| !subject.is_posting() && called(subject)),
        by(&called),
    ];
    let found = tries.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    if found.is_empty() {
        let known = all.iter().map(|subject| subject.name().to_owned()).collect();
        return Err(Unknown::Nothing { name: name.to_owned(), known });
    }
    Ok(found.into_iter().map(|rung| rung.subject).collect())
}

fn find_role(all: &[Subject<'_>], name: &str) -> Result<usize, Unknown> {
    let found = find_roles(all, name)?.into_iter().map(|subject| Rung { subject, level: None });
    one(found.collect(), name, all, vec![]).map(|rung| rung.subject)
}

/// A level of one of these roles: a role may have a page for each of its levels.
fn find_level_of(all: &[Subject<'_>], roles: &[usize], role: &str, name: &str) -> Result<Rung, Unknown> {
    if let [only] = roles {
        return find_level(all, *only, name);
    }
    let rungs = roles.iter().filter_map(|&at| find_level(all, at, name).ok());
    let found: Vec<Rung> = rungs.filter(|rung| is_own(all, *rung)).collect();
    if found.is_empty() {
        let known = roles.iter().filter_map(|&at| all.get(at)).map(|subject| subject.file.path.clone());
        return Err(Unknown::Several { name: role.to_owned(), known: known.collect() });
    }
    one(found, name, all, vec![])
}

/// True for a level that is no copy of a neighbor's.
fn is_own(all: &[Subject<'_>], rung: Rung) -> bool {
    let level = rung.level.and_then(|level| all.get(rung.subject)?.levels.get(level));
    level.is_some_and(|level| !level.copy)
}

/// A label without the number in front of it, and that number: "2) Solid" and "2. Solid".
fn numbered(label: &str) -> Option<(&str, &str)> {
    let (number, rest) = label.trim().split_once([')', '.', ':'])?;
    let number = number.trim_start_matches('(').trim();
    let is_number = !number.is_empty() && number.len() <= 3 && number.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| (number, rest.trim()))
}

/// The level of a label or a code.
fn find_level(all: &[Subject<'_>], subject: usize, name: &str) -> Result<Rung, Unknown> {
    let levels = all.get(subject).map(|subject| subject.levels.as_slice()).unwrap_or_default();
    let by = |fits: &dyn Fn(usize) -> bool| -> Vec<Rung> {
        (0..levels.len()).filter(|&at| fits(at)).map(|at| Rung { subject, level: Some(at) }).collect()
    };
    let first = |at: usize| levels.get(at).filter(|level| level.occurrence == 1);
    let tries = [
        by(&|at| first(at).is_some_and(|level| level.label.trim() == name.trim())),
        by(&|at| first(at).is_some_and(|level| is_called(std::slice::from_ref(&level.label), name))),
        by(&|at| {
            first(at).is_some_and(|level| {
                level.code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(name))
            })
        }),
        by(&|at| {
            let parts = first(at).and_then(|level| numbered(&level.label));
            parts.is_some_and(|(number, rest)| number == name.trim() || is_called(&[rest.to_owned()], name))
        }),
    ];
    let found = tries.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    let known =
        levels.iter().filter(|level| level.occurrence == 1).map(|level| level.label.clone()).collect();
    one(found, name, all, known)
}

/// A role, else a level of any role.
fn find_any(all: &[Subject<'_>], name: &str) -> Result<Rung, Unknown> {
    match find_role(all, name) {
        Ok(subject) => Ok(Rung { subject, level: all.get(subject).and_then(Subject::own_level) }),
        Err(several @ Unknown::Several { .. }) => Err(several),
        Err(nothing) => {
            let levels = (0..all.len()).filter_map(|at| find_level(all, at, name).ok());
            let levels: Vec<Rung> = levels.filter(|rung| is_own(all, *rung)).collect();
            let Unknown::Nothing { known, .. } = nothing else { return Err(nothing) };
            one(levels, name, all, known)
        }
    }
}

fn side(all: &[Subject<'_>], rung: Rung) -> Side {
    let subject = all.get(rung.subject);
    let level = subject.and_then(|subject| subject.levels.get(rung.level?));
    Side {
        role: subject.map_or_else(String::new, |subject| subject.name().to_owned()),
        level: level.map(|level| level.label.clone()),
        file: subject.map_or_else(String::new, |subject| subject.file.path.clone()),
    }
}

/// The part of a role that one level, or all of its own ones, is asked for.
fn only<'a>(all: &[Subject<'a>], rung: Rung) -> Option<Subject<'a>> {
    let subject = all.get(rung.subject)?;
    let mut part = subject.clone();
    part.passages.retain(|passage| {
        let level = match rung.level {
            Some(level) => passage.level.is_none_or(|own| own == level),
            None => !subject.is_copy(passage),
        };
        passage.what == What::Expectation && level
    });
    part.levels.clear();
    part.passages.iter_mut().for_each(|passage| passage.level = None);
    Some(part)
}

fn rows(a: &Subject<'_>, b: &Subject<'_>, scales: &Scales) -> Vec<ComparedRow> {
    let sections = align_sections(a, b);
    let matching = matched_within(a, b, &sections);
    let mut rows: Vec<((u32, u32), ComparedRow)> = vec![];
    for (x, y) in &matching.0 {
        let (Some(old), Some(new)) = (a.passages.get(*x), b.passages.get(*y)) else { continue };
        let same = old.text == new.text;
        let verdict = judge((a, old), (b, new), scales);
        let relation = match verdict.turn {
            _ if same || verdict.mends.is_some() => Relation::Same,
            Some(Turn::More) => Relation::Stronger,
            Some(Turn::Less) => Relation::Weaker,
            None => Relation::Changed,
        };
        let row = ComparedRow {
            relation,
            section: spot_of(b, new).section,
            left: Some(spot_of(a, old)),
            right: Some(spot_of(b, new)),
            reasons: verdict.reasons,
            words: if relation == Relation::Same { vec![] } else { word_diff(&old.text, &new.text) },
            shared: old.span == new.span,
        };
        rows.push((place(b, new), row));
    }
    let one_sided = |subject: &Subject<'_>, at: usize, relation: Relation| {
        let passage = subject.passages.get(at)?;
        let spot = spot_of(subject, passage);
        let section = spot.section.clone();
        let (left, right) = if relation == Relation::New { (None, Some(spot)) } else { (Some(spot), None) };
        let row =
            ComparedRow { relation, section, left, right, reasons: vec![], words: vec![], shared: false };
        Some((place(subject, passage), row))
    };
    rows.extend(matching.2.iter().filter_map(|&at| one_sided(b, at, Relation::New)));
    for &at in &matching.1 {
        let Some((mut order, mut row)) = one_sided(a, at, Relation::Gone) else { continue };
        let section = a.passages.get(at).and_then(|passage| passage.section);
        let there = section.and_then(|section| sections.get(section).copied().flatten());
        if let Some(head) = there.and_then(|there| b.sections.get(there)) {
            order.0 = head.span.start;
            row.section = Some(head.label.clone()).filter(|label| !label.is_empty());
        } else if let Some(before) = section.and_then(|section| {
            // A section that only the left one has stands after the one before it.
            let known = sections.get(..section)?.iter().rev().find_map(|there| *there)?;
            b.sections.get(known)
        }) {
            order.0 = before.span.start.saturating_add(1);
        }
        rows.push((order, row));
    }
    rows.sort_by(|x, y| x.0.0.cmp(&y.0.0).then(x.1.relation.cmp(&y.1.relation)).then(x.0.1.cmp(&y.0.1)));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn place(subject: &Subject<'_>, passage: &Passage) -> (u32, u32) {
    let section = passage.section.and_then(|section| subject.sections.get(section));
    (section.map_or(0, |section| section.span.start), passage.span.start)
}
