//! What one level says in one section, whatever the layout: a cell, a column, a stacked row, or a
//! whole page about one level.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{
    CellState, Expectation, Framework, Graph, MOST_LEVELS, Role, RoleKind, Rung, Section, SectionKind,
};
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

/// What each level of a page says, by section. A page may have many levels: it is gone through once.
pub struct Blocks {
    of: HashMap<Option<usize>, Vec<Block>>,
    /// Sections that say something to every level, for those that they do not name.
    shared: Vec<Block>,
}

impl Blocks {
    pub fn new(role: &Role) -> Self {
        let mut blocks = Blocks { of: HashMap::new(), shared: vec![] };
        for (at, section) in role.sections.iter().enumerate() {
            if section.shown.is_empty() {
                blocks.add_list(section, at);
                continue;
            }
            let mut seen = HashSet::new();
            for shown in section.shown.iter().filter(|shown| shown.state == CellState::Content) {
                // Rows of a table may take up a level again; only the first stands for the section.
                if seen.insert(shown.level) {
                    let block = Block { section: at, body: shown.body, words: shown.words.clone() };
                    blocks.of.entry(Some(shown.level)).or_default().push(block);
                }
            }
        }
        // More levels than these are no ladder, and what is said to all of them would be read once for each.
        if role.levels.len() > MOST_LEVELS {
            blocks.shared.clear();
        }
        blocks
    }

    /// A section that is a plain list.
    fn add_list(&mut self, section: &Section, at: usize) {
        let mut lists: BTreeMap<Option<usize>, Vec<(usize, &Expectation)>> = BTreeMap::new();
        for (n, item) in section.expectations.iter().enumerate() {
            lists.entry(item.level).or_default().push((n, item));
        }
        let shared = lists.remove(&None).unwrap_or_default();
        for (level, mut items) in lists {
            items.extend(shared.iter().copied());
            items.sort_unstable_by_key(|(n, _)| *n);
            self.of.entry(level).or_default().extend(block(at, &items));
        }
        self.shared.extend(block(at, &shared));
    }

    /// Those of one level, in the order of the sections. `None` is the level of a page about one level.
    pub fn at(&self, level: Option<usize>) -> Vec<&Block> {
        let own: &[Block] = self.of.get(&level).map_or(&[], Vec::as_slice);
        let named: HashSet<usize> = own.iter().map(|block| block.section).collect();
        let shared = self.shared.iter().filter(|block| !named.contains(&block.section));
        let mut blocks: Vec<&Block> = own.iter().chain(shared).collect();
        blocks.sort_by_key(|block| block.section);
        blocks
    }
}

fn block(section: usize, items: &[(usize, &Expectation)]) -> Option<Block> {
    let (_, first) = items.first()?;
    let body = items.iter().fold(first.span, |body, (_, item)| body.cover(item.span));
    let words: Vec<String> = items.iter().map(|(_, item)| item.text.plain.to_lowercase()).collect();
    Some(Block { section, body, words: words.join(" ") })
}

/// Things of a page by the level that they are about.
pub struct ByLevel<T>(HashMap<Option<usize>, Vec<(usize, T)>>);

impl<T: Copy> ByLevel<T> {
    pub fn new(things: Vec<(Option<usize>, T)>) -> Self {
        let mut of: HashMap<Option<usize>, Vec<(usize, T)>> = HashMap::new();
        for (n, (level, thing)) in things.into_iter().enumerate() {
            of.entry(level).or_default().push((n, thing));
        }
        ByLevel(of)
    }

    fn at(&self, level: Option<usize>) -> impl Iterator<Item = (usize, T)> {
        self.0.get(&level).into_iter().flatten().copied()
    }

    /// What is about this level, in the order of the page, and what is about none if it is `shared`.
    pub fn of(&self, level: Option<usize>, shared: bool) -> impl Iterator<Item = T> + use<T> {
        let mut about: Vec<(usize, T)> = self.at(level).collect();
        if shared && level.is_some() {
            about.extend(self.at(None));
            about.sort_by_key(|(n, _)| *n);
        }
        about.into_iter().map(|(_, thing)| thing)
    }

    /// What is said about a rung of the page, in the order of the page.
    pub fn about(&self, graph: &Graph<'_>, rung: usize) -> impl Iterator<Item = T> + use<T> {
        let node = graph.rungs.get(rung);
        // A page about one level need not say so of each thing.
        let alone = node.is_some_and(|node| graph.own(node.role) == [rung]);
        let about = node.map(|node| self.of(node.level, alone));
        about.into_iter().flatten()
    }
}

/// For each rung what `of` makes of the things that are about it.
pub fn for_rungs<'f, T: Copy, O>(
    framework: &'f Framework,
    graph: &Graph<'_>,
    things: impl Fn(&'f Role) -> Vec<(Option<usize>, T)>,
    of: impl Fn(&mut dyn Iterator<Item = T>) -> O,
) -> Vec<O> {
    let all: Vec<ByLevel<T>> = framework.roles.iter().map(|role| ByLevel::new(things(role))).collect();
    let one = |(rung, node): (usize, &Rung<'_>)| {
        of(&mut all.get(node.role).into_iter().flat_map(|all| all.about(graph, rung)))
    };
    graph.rungs.iter().enumerate().map(one).collect()
}

/// The expectations of each page, with the number of their section, by level.
pub fn expectations_by_level(framework: &Framework) -> Vec<ByLevel<(usize, &Expectation)>> {
    let of = |role| ByLevel::new(expectations(role));
    framework.roles.iter().map(of).collect()
}

/// The expectations of a page with their levels and the numbers of their sections.
pub fn expectations(role: &Role) -> Vec<(Option<usize>, (usize, &Expectation))> {
    let sections = role.sections.iter().enumerate();
    let all = sections.flat_map(|(at, section)| section.expectations.iter().map(move |item| (at, item)));
    all.map(|(at, item)| (item.level, (at, item))).collect()
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

/// "8 years", "18 months".
pub fn years(months: u32) -> String {
    match months {
        12 => "1 year".to_owned(),
        months if months % 12 == 0 => format!("{} years", months / 12),
        months => format!("{months} months"),
    }
}
