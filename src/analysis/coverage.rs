//! What each level says in each section: the matrix in which gaps are seen.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::{
    CellState, Framework, Graph, Level, Role, RoleKind, Section, is_leading, letters, title_key,
};

/// Columns after which sections are counted together: nobody reads a wider table.
const MOST_COLUMNS: usize = 24;

/// Roles up to which a section need not be shared to have a column of its own.
const FEW_ROLES: usize = 4;

/// Sections that fewer than one in so many roles have are counted together.
const RARE: usize = 10;

/// Where fewer than this share (in percent) of the sections would have a column, columns stand for what
/// sections are about instead of what they are called.
const COVERED: usize = 40;

/// Roles and levels × sections.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Coverage {
    pub columns: Vec<Column>,
    /// The columns are kinds of sections, because the roles share hardly any headings.
    pub by_kind: bool,
    pub groups: Vec<Group>,
    pub figures: Figures,
}

/// A section that several roles have.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Column {
    /// As the first role writes it.
    pub label: String,
    /// How many roles have it.
    pub roles: usize,
}

/// The rows of one role.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Group {
    /// Number of the role in the audit.
    pub role: usize,
    pub rows: Vec<Row>,
}

/// One level, or a role of one unnamed level.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Row {
    pub level: Option<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Expectations in sections that have no column.
    pub others: usize,
}

/// What one level says in one section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cell {
    pub state: Filling,
    /// Expectations.
    pub count: usize,
    /// The neighboring level that says the same, word for word.
    pub same_as: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Filling {
    /// The role has no such section, or only for another track.
    #[default]
    NoSection,
    Filled,
    /// What stands there holds for all levels of the role.
    Shared,
    /// The section tells of other levels and leaves this one out.
    LevelMissing,
    Empty,
    NotApplicable,
    Placeholder,
}

/// How many cells of the matrix are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figures {
    pub filled: usize,
    /// Empty cells, and levels that a section leaves out.
    pub gaps: usize,
    pub placeholders: usize,
    pub not_applicable: usize,
    pub no_section: usize,
    pub identical: usize,
}

/// One role: sections × levels.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoleCoverage {
    pub levels: Vec<Option<String>>,
    pub sections: Vec<SectionRow>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SectionRow {
    pub label: String,
    /// The headings above it.
    pub path: Vec<String>,
    pub kind: &'static str,
    /// One for each level.
    pub cells: Vec<Cell>,
}

/// Looks things up for one framework.
pub(super) struct Matrix<'f> {
    framework: &'f Framework,
    /// For each (role, level): the neighbor below it and the one above it.
    neighbors: HashMap<Place, Vec<Place>>,
    /// Roles whose pages show the highest level first.
    falling: HashSet<usize>,
}

/// A role and one of its levels.
pub(super) type Place = (usize, Option<usize>);

impl<'f> Matrix<'f> {
    pub fn new(framework: &'f Framework, graph: &Graph<'f>) -> Self {
        let mut neighbors: HashMap<Place, Vec<Place>> = HashMap::new();
        let place = |rung: usize| graph.rungs.get(rung).map(|rung| (rung.role, rung.level));
        // For each role how many steps go down on its page, less those that go up.
        let mut down: HashMap<usize, i64> = HashMap::new();
        for step in &graph.steps {
            if let (Some(lower), Some(upper)) = (place(step.lower), place(step.upper)) {
                neighbors.entry(upper).or_default().push(lower);
                if lower.0 == upper.0 {
                    *down.entry(lower.0).or_default() += if lower.1 > upper.1 { 1 } else { -1 };
                }
            }
        }
        let falling = down.into_iter().filter(|(_, down)| *down > 0).map(|(role, _)| role).collect();
        for (at, role) in framework.roles.iter().enumerate() {
            let own = own_levels(role);
            for pair in own.windows(2) {
                // Where nothing tells which level follows which, neighbors on the page are compared.
                if let [Some(lower), Some(upper)] = *pair {
                    let list = neighbors.entry((at, Some(upper))).or_default();
                    if list.is_empty() {
                        list.push((at, Some(lower)));
                    }
                }
            }
        }
        Matrix { framework, neighbors, falling }
    }

    /// The levels of a role, the lowest first where the page shows the highest one first.
    fn levels(&self, at: usize, role: &Role) -> Vec<Option<usize>> {
        let mut own = own_levels(role);
        if self.falling.contains(&at) {
            own.reverse();
        }
        own
    }

    /// The matrix of these roles: index in the framework and number in the audit.
    pub fn coverage(&self, roles: &[(usize, usize)]) -> Coverage {
        let pages: Vec<&Role> = roles.iter().filter_map(|(at, _)| self.framework.roles.get(*at)).collect();
        let (columns, by_kind) = columns(&pages);
        let key = |section: &Section| if by_kind { kind_key(section) } else { section_key(section) };
        let index: HashMap<&str, usize> =
            columns.iter().enumerate().map(|(at, (key, _))| (key.as_str(), at)).collect();
        let mut coverage = Coverage {
            columns: columns.iter().map(|(_, column)| column.clone()).collect(),
            by_kind,
            ..Coverage::default()
        };
        for &(at, number) in roles {
            let Some(role) = self.framework.roles.get(at) else { continue };
            let mut by_column: Vec<Vec<usize>> = vec![vec![]; columns.len()];
            let mut others = vec![];
            for (number, section) in role.sections.iter().enumerate() {
                match index.get(key(section).as_str()).and_then(|&column| by_column.get_mut(column)) {
                    Some(list) => list.push(number),
                    None => others.push(number),
                }
            }
            let rows = self.levels(at, role).into_iter().map(|level| {
                let cells: Vec<Cell> =
                    by_column.iter().map(|sections| self.cell((at, level), sections)).collect();
                cells.iter().for_each(|cell| coverage.figures.add(cell));
                let others = self.cell((at, level), &others).count;
                Row { level: name_of(role, level), cells, others }
            });
            coverage.groups.push(Group { role: number, rows: rows.collect() });
        }
        coverage
    }

    /// The matrix of one role with all its sections.
    pub fn of_role(&self, at: usize) -> Option<RoleCoverage> {
        let role = self.framework.roles.get(at)?;
        let levels = self.levels(at, role);
        let sections = role.sections.iter().enumerate().map(|(number, section)| SectionRow {
            label: label_of(section),
            path: section.path.clone(),
            kind: section.kind.name(),
            cells: levels.iter().map(|&level| self.cell((at, level), &[number])).collect(),
        });
        Some(RoleCoverage {
            levels: levels.iter().map(|&level| name_of(role, level)).collect(),
            sections: sections.collect(),
        })
    }

    /// What one level says in some sections of its role together.
    fn cell(&self, place: Place, sections: &[usize]) -> Cell {
        let Some(role) = self.framework.roles.get(place.0) else { return Cell::default() };
        if sections.is_empty() {
            return Cell::default();
        }
        let sections: Vec<&Section> = sections.iter().filter_map(|&at| role.sections.get(at)).collect();
        let alone = own_levels(role).len() == 1;
        let (mut count, mut shared, mut states) = (0, 0, vec![]);
        for section in &sections {
            for item in &section.expectations {
                // What a page about one level says is said of that level.
                let own = item.level == place.1 || (alone && item.level.is_none());
                if !own && item.level.is_some() {
                    continue;
                }
                match item.state() {
                    CellState::Content if own => count += 1,
                    CellState::Content => shared += 1,
                    state if own => states.push(state),
                    _ => {}
                }
            }
            states.extend(
                section.shown.iter().filter(|shown| Some(shown.level) == place.1).map(|shown| shown.state),
            );
        }
        let has = |state: CellState| states.contains(&state);
        let state = if count > 0 || has(CellState::Content) {
            Filling::Filled
        } else if has(CellState::Placeholder) {
            Filling::Placeholder
        } else if has(CellState::NotApplicable) {
            Filling::NotApplicable
        } else if has(CellState::Empty) {
            Filling::Empty
        } else if shared > 0 {
            Filling::Shared
        } else {
            let level = place.1.and_then(|level| role.level(level));
            let told: Vec<&Level> = sections
                .iter()
                .flat_map(|section| told_levels(section))
                .filter_map(|at| role.level(at))
                .collect();
            match level {
                Some(level) if told.iter().any(|told| of_one_track(told, level)) => Filling::LevelMissing,
                // A table of the other track.
                Some(_) if !told.is_empty() => Filling::NoSection,
                _ => Filling::Empty,
            }
        };
        let count = if state == Filling::Shared { shared } else { count };
        let same_as = (state == Filling::Filled).then(|| self.same_as(place, &sections)).flatten();
        Cell { state, count, same_as }
    }

    /// The neighbor below that says word for word the same.
    fn same_as(&self, place: Place, sections: &[&Section]) -> Option<String> {
        let alone = |at: usize| self.framework.roles.get(at).is_some_and(|role| own_levels(role).len() == 1);
        let own = says(sections, place.1, alone(place.0));
        if own.split_whitespace().count() < 2 {
            return None;
        }
        let neighbors = self.neighbors.get(&place)?;
        neighbors.iter().find_map(|&(at, level)| {
            let other = self.framework.roles.get(at)?;
            let same = if at == place.0 {
                says(sections, level, alone(at)) == own
            } else {
                let keys: Vec<String> = sections.iter().map(|section| section_key(section)).collect();
                let theirs: Vec<&Section> =
                    other.sections.iter().filter(|section| keys.contains(&section_key(section))).collect();
                says(&theirs, level, alone(at)) == own
            };
            same.then(|| name_of(other, level).unwrap_or_else(|| other.name().to_owned()))
        })
    }
}

impl Figures {
    fn add(&mut self, cell: &Cell) {
        match cell.state {
            Filling::Filled | Filling::Shared => self.filled += 1,
            Filling::Empty | Filling::LevelMissing => self.gaps += 1,
            Filling::NotApplicable => self.not_applicable += 1,
            Filling::Placeholder => self.placeholders += 1,
            Filling::NoSection => self.no_section += 1,
        }
        self.identical += usize::from(cell.same_as.is_some());
    }
}

/// The levels that a page is about, neighbors left out; one unnamed level if it names none.
pub(super) fn own_levels(role: &Role) -> Vec<Option<usize>> {
    let own: Vec<Option<usize>> =
        role.levels.iter().enumerate().filter(|(_, level)| !level.mirror).map(|(at, _)| Some(at)).collect();
    // What a page says without naming a level stands in a row of its own only if nothing else does.
    if own.is_empty() { vec![None] } else { own }
}

pub(super) fn name_of(role: &Role, level: Option<usize>) -> Option<String> {
    level.and_then(|level| role.level(level)).map(Level::name)
}

/// The heading of a section for people.
pub(super) fn label_of(section: &Section) -> String {
    let own = section.label.as_ref().map(|label| label.value.trim()).filter(|label| !label.is_empty());
    own.map_or_else(|| "Without a heading".to_owned(), str::to_owned)
}

/// The levels that a section tells of.
fn told_levels(section: &Section) -> impl Iterator<Item = usize> + '_ {
    let shown = section.shown.iter().map(|shown| shown.level);
    shown.chain(section.expectations.iter().filter_map(|item| item.level))
}

/// True for levels on which one can stand after the other: "IC2" and "IC4", and not "IC2" and "M4".
fn of_one_track(a: &Level, b: &Level) -> bool {
    match (&a.code, &b.code) {
        (Some(x), Some(y)) => letters(x) == letters(y),
        _ => is_leading(&a.label.value) == is_leading(&b.label.value),
    }
}

/// All that sections say about a level, as words.
fn says(sections: &[&Section], level: Option<usize>, alone: bool) -> String {
    let mut words = String::new();
    for section in sections {
        let mut shown = section.shown.iter().filter(|shown| Some(shown.level) == level).peekable();
        if shown.peek().is_some() {
            shown.for_each(|shown| words.extend([shown.words.as_str(), "\n"]));
        } else {
            let items = section
                .expectations
                .iter()
                .filter(|item| item.level == level || (alone && item.level.is_none()));
            items.for_each(|item| words.extend([item.text.plain.trim(), "\n"]));
        }
    }
    words.trim().to_lowercase()
}

/// A heading as a key: without case, punctuation, numbers in front, and what stands in brackets.
fn section_key(section: &Section) -> String {
    let label = section.label.as_ref().map_or("", |label| label.value.as_str());
    let bare = label.split('(').next().filter(|bare| !bare.trim().is_empty()).unwrap_or(label);
    let key = title_key(bare);
    if key.is_empty() { bare.trim().to_lowercase() } else { key }
}

fn kind_key(section: &Section) -> String {
    section.kind.name().to_owned()
}

/// The columns with their keys, in the order in which the roles first show them.
fn columns(roles: &[&Role]) -> (Vec<(String, Column)>, bool) {
    let (shared, sections) = keyed(roles, section_key, label_of);
    let covered: usize = shared.iter().map(|(_, column)| column.roles).sum();
    if covered * 100 >= sections * COVERED {
        return (shared, false);
    }
    let title = |section: &Section| {
        let name = section.kind.name().replace('-', " ");
        crate::text::sentence(&name).trim_end_matches('.').to_owned()
    };
    let mut kinds = keyed(roles, kind_key, title).0;
    // Sections of no kind are counted with those that are rare: "other" beside "other sections" tells nobody apart.
    kinds.retain(|(key, _)| key != crate::model::SectionKind::Other.name());
    (kinds, true)
}

/// Columns by a key, and in how many sections (each key once for each role) they were found.
fn keyed(
    roles: &[&Role],
    key: fn(&Section) -> String,
    label: impl Fn(&Section) -> String,
) -> (Vec<(String, Column)>, usize) {
    let mut order: Vec<(String, Column)> = vec![];
    let mut known: HashMap<String, (usize, usize)> = HashMap::new();
    for (number, role) in roles.iter().enumerate() {
        for section in &role.sections {
            let key = key(section);
            let entry = known.entry(key.clone()).or_insert_with(|| {
                order.push((key, Column { label: label(section), roles: 0 }));
                (order.len() - 1, usize::MAX)
            });
            if entry.1 != number {
                entry.1 = number;
                if let Some((_, column)) = order.get_mut(entry.0) {
                    column.roles += 1;
                }
            }
        }
    }
    let all = order.iter().map(|(_, column)| column.roles).sum();
    let least = if roles.len() <= FEW_ROLES { 1 } else { roles.len().div_ceil(RARE).max(2) };
    order.retain(|(_, column)| column.roles >= least);
    let mut counts: Vec<usize> = order.iter().map(|(_, column)| column.roles).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    if let Some(&last) = counts.get(MOST_COLUMNS) {
        order.retain(|(_, column)| column.roles > last);
    }
    (order, all)
}

/// How much the sections of a role ask for: expectations of its own levels, and their words.
pub(super) fn asked(role: &Role) -> (usize, usize) {
    let mirror = |level: Option<usize>| level.and_then(|at| role.level(at)).is_some_and(|level| level.mirror);
    let items = role.sections.iter().flat_map(|section| &section.expectations);
    let said = items.filter(|item| !mirror(item.level) && item.is_said());
    said.fold((0, 0), |(count, words), item| (count + 1, words + item.text.plain.unicode_words().count()))
}

/// True for pages about people in the job.
pub(super) fn is_framework(role: &Role) -> bool {
    role.kind == RoleKind::Framework
}
