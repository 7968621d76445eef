//! Roles in data: files in the schema of this program, and other shapes that frameworks keep in YAML
//! and JSON files or in the settings block of a page.

use std::collections::HashMap;

use crate::language::{self, Context};
use crate::syntax::{Entry, Node, Text, Value};
use crate::text::{SourceFile, Span, Spanned};

use super::super::vocabulary::level_word;
use super::super::{
    Compensation, Education, Expectation, Experience, ExperienceKind, Level, Move, MoveKind, Role, RoleKind,
    Scope, Section, SectionKind, Shown, Strength, section_kind,
};
use super::Reading;
use super::facts::{self, Place};
use super::page::empty_role;
use super::title::{Head, read_front, scalar};
use super::words::{label_range, normal, state_of};

/// Reads the roles of a data file.
pub(super) fn read(file: &SourceFile, nodes: &[Node]) -> Reading {
    let mut roles = vec![];
    for node in nodes {
        let list = node.get("roles").unwrap_or(node);
        if list.items().is_empty() {
            roles.extend(role_of(file, node));
        } else {
            roles.extend(list.items().iter().filter_map(|item| role_of(file, item)));
        }
    }
    let not_roles = roles.is_empty().then(|| "its keys are not those of a role".to_owned());
    Reading { roles, not_roles, ..Reading::default() }
}

fn role_of(file: &SourceFile, node: &Node) -> Option<Role> {
    let mut head = Head::default();
    read_front(node, &mut head);
    let mut role = empty_role(file, &head);
    role.span = node.span;
    role.cumulative = head.cumulative;
    let mut data = Data::new(&mut role);
    let own = data.own(node);
    let other = data.other(node);
    if let Some(level) = head.level.filter(|_| role.levels.is_empty()) {
        Data::new(&mut role).level(&level);
    }
    let clue = own.or(other)?;
    role.title.is_some().then(|| {
        role.reading = format!("data; {clue}");
        role
    })
}

/// Adds the levels and sections that a settings block holds, if it does; says how they were found.
pub(super) fn add_front(role: &mut Role, node: &Node) -> Option<&'static str> {
    Data::new(role).other(node)
}

/// A role in the making.
struct Data<'r> {
    role: &'r mut Role,
    levels: HashMap<String, usize>,
    sections: HashMap<String, usize>,
    /// Where a level's entry stands in its section.
    shown: HashMap<(usize, usize), usize>,
    /// Numbers of the tables of single competencies.
    tables: HashMap<(usize, String), u32>,
}

/// Numbers of competencies begin behind those of sections.
const FIRST_COMPETENCY: u32 = 1 << 20;

impl<'r> Data<'r> {
    fn new(role: &'r mut Role) -> Self {
        Data {
            role,
            levels: HashMap::new(),
            sections: HashMap::new(),
            shown: HashMap::new(),
            tables: HashMap::new(),
        }
    }

    /// Tries the shapes of other frameworks one after the other.
    fn other(&mut self, node: &Node) -> Option<&'static str> {
        if self.joined(node) {
            Some("competencies that name their level")
        } else if self.leveled(node) {
            Some("levels with lists")
        } else if self.topics(node) {
            Some("topics with levels")
        } else {
            None
        }
    }

    /// The schema of this program: `rolelint schema print role`.
    fn own(&mut self, node: &Node) -> Option<&'static str> {
        let parts = ["sections", "experience", "scope", "compensation", "moves", "education"];
        let list = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        if !parts.iter().any(|part| !list(part).is_empty())
            && node.get("sections").is_none_or(|map| map.entries().is_empty())
        {
            return None;
        }
        self.role.extra.retain(|key| !KNOWN.contains(&key.value.as_str()));
        if node.get("kind").and_then(Node::as_str) == Some("posting") {
            self.role.kind = RoleKind::Posting;
        }
        for section in list("sections") {
            let Some(label) =
                ["label", "title", "name", "id"].iter().find_map(|key| section.get(key)).and_then(scalar)
            else {
                continue;
            };
            let items = ["expectations", "items"]
                .iter()
                .find_map(|key| section.get(key))
                .map(Node::items)
                .unwrap_or_default();
            let texts: Vec<&Text> = items.iter().filter_map(expectation).collect();
            self.add(label, section.span, None, &texts);
        }
        for entry in node.get("sections").map(Node::entries).unwrap_or_default() {
            let texts: Vec<&Text> = entry.value.items().iter().filter_map(expectation).collect();
            self.add(entry.key.clone(), entry.value.span, None, &texts);
        }
        list("experience").iter().for_each(|item| self.experience(item));
        list("scope").iter().for_each(|item| self.scope(item));
        list("compensation").iter().for_each(|item| self.compensation(item));
        list("moves").iter().for_each(|item| self.step(item));
        list("education").iter().for_each(|item| self.education(item));
        Some("role file")
    }

    fn experience(&mut self, item: &Node) {
        let Some(years) = item.get("years") else { return };
        let Some(text) = scalar(years) else { return };
        let kind = match item.get("kind").and_then(Node::as_str) {
            Some("management") => ExperienceKind::Management,
            Some("managing-managers") => ExperienceKind::ManagingManagers,
            Some("domain") => ExperienceKind::Domain,
            Some("in-role") => ExperienceKind::InRole,
            _ => ExperienceKind::Total,
        };
        let found =
            language::experience(&text.value, Context { in_experience_section: true }).into_iter().next();
        let (min_months, max_months, open) = match found {
            // `years: 5` is a floor.
            Some(found) if !matches!(years.value, Value::Number(_)) => {
                (found.min_months, found.max_months, found.open)
            }
            _ => (text.value.parse::<f64>().ok().and_then(months), None, false),
        };
        if min_months.is_none() && max_months.is_none() {
            return;
        }
        let strength = strength(item);
        self.role.experience.push(Experience {
            level: None,
            kind,
            text,
            min_months,
            max_months,
            open,
            vague: false,
            strength,
        });
    }

    fn scope(&mut self, item: &Node) {
        let (Some(measure), Some(value)) = (item.get("measure").and_then(Node::as_str), item.get("value"))
        else {
            return;
        };
        let Some(text) = scalar(value) else { return };
        let mut ends =
            text.value.split(['-', '–']).map(|end| end.trim().trim_end_matches('+').parse::<f64>().ok());
        let (min, max) = (ends.next().flatten(), ends.next().flatten());
        let open = text.value.ends_with('+');
        let step = min.is_none().then(|| text.value.clone());
        self.role.scope.push(Scope {
            level: None,
            measure: measure.to_owned(),
            min,
            max: if open { None } else { max.or(min) },
            value: step,
            text,
        });
    }

    fn compensation(&mut self, item: &Node) {
        let number =
            |key: &str| item.get(key).and_then(scalar).and_then(|text| text.value.parse::<f64>().ok());
        let (min, max) = (number("min"), number("max"));
        let period = item.get("period").and_then(Node::as_str);
        self.role.compensation.push(Compensation {
            level: None,
            min,
            max,
            currency: item.get("currency").and_then(Node::as_str).map(str::to_owned),
            period: ["year", "month", "week", "day", "hour"].into_iter().find(|name| period == Some(name)),
            open: min.is_none() || max.is_none(),
            text: Spanned::new(format!("{}–{}", shown(min), shown(max)), item.span),
        });
    }

    fn step(&mut self, item: &Node) {
        let kind = match item.get("kind").and_then(Node::as_str) {
            Some("previous") => MoveKind::Previous,
            Some("lateral") => MoveKind::Lateral,
            Some("entry-from") => MoveKind::EntryFrom,
            _ => MoveKind::Next,
        };
        if let Some(to) = item.get("to").and_then(scalar) {
            let qualifier = item.get("qualifier").and_then(Node::as_str).map(str::to_owned);
            self.role.moves.push(Move { kind, to, qualifier });
        }
    }

    fn education(&mut self, item: &Node) {
        let level = item.get("level").and_then(Node::as_str);
        let Some(level) =
            ["secondary", "bachelor", "master", "doctorate"].into_iter().find(|name| level == Some(name))
        else {
            return;
        };
        let equivalent =
            matches!(item.get("equivalent_experience").map(|node| &node.value), Some(Value::Bool(true)));
        let text =
            item.get("text").and_then(scalar).unwrap_or_else(|| Spanned::new(level.to_owned(), item.span));
        self.role.education.push(Education { level, strength: strength(item), equivalent, text });
    }

    /// `levels` with ids, and `competencies` that name a level and a theme by id.
    fn joined(&mut self, node: &Node) -> bool {
        let (Some(levels), Some(items)) = (node.get("levels"), node.get("competencies")) else {
            return false;
        };
        let names = |list: &Node| -> HashMap<String, Spanned<String>> {
            let pairs = list.items().iter().filter_map(|item| {
                let id = item.get("id").and_then(scalar)?;
                let name = ["name", "label", "title"].iter().find_map(|key| item.get(key)).and_then(scalar);
                Some((id.value.clone(), name.unwrap_or(id)))
            });
            pairs.collect()
        };
        let ladder = names(levels);
        let themes = ["themes", "areas", "categories"]
            .iter()
            .find_map(|key| node.get(key))
            .map(names)
            .unwrap_or_default();
        if ladder.is_empty() {
            return false;
        }
        for item in levels.items() {
            if let Some(name) = item.get("id").and_then(scalar).and_then(|id| ladder.get(&id.value)) {
                self.level(name);
            }
        }
        for item in items.items() {
            let text = ["summary", "text", "description", "name"]
                .iter()
                .find_map(|key| item.get(key))
                .and_then(Node::as_text);
            let theme = ["theme", "area", "category"].iter().find_map(|key| item.get(key)).and_then(scalar);
            let level = item.get("level").and_then(scalar);
            let (Some(text), Some(theme), Some(level)) = (text, theme, level) else { continue };
            let label = themes.get(&theme.value).cloned().unwrap_or(theme);
            let level = self.level(ladder.get(&level.value).unwrap_or(&level));
            let examples: Vec<&Text> = item
                .get("examples")
                .map(Node::items)
                .unwrap_or_default()
                .iter()
                .filter_map(expectation)
                .collect();
            if examples.is_empty() {
                self.add(label, item.span, Some(level), &[text]);
            } else {
                // The summary is the competency's name, the same at every level; what differs are the examples.
                let theme = label.value.clone();
                self.add_named(label, item.span, level, text, &examples);
                self.show_under(&theme, &normal(&text.plain), level, &examples);
            }
        }
        true
    }

    /// `levels` as a mapping from code to level, or as a list; each level holds lists of texts.
    fn leveled(&mut self, node: &Node) -> bool {
        let Some(levels) = node.get("levels") else { return false };
        let each: Vec<(Option<&Entry>, &Node)> = levels
            .entries()
            .iter()
            .map(|entry| (Some(entry), &entry.value))
            .chain(levels.items().iter().map(|item| (None, item)))
            .collect();
        let holds = |level: &Node| level.entries().iter().any(|entry| is_list_of_texts(&entry.value));
        if each.len() < 2 || !each.iter().all(|(_, level)| holds(level)) {
            return false;
        }
        for (entry, level) in each {
            let name = ["level", "label", "title", "name", "id", "code"]
                .iter()
                .find_map(|key| level.get(key))
                .and_then(scalar);
            let Some(name) = name.or_else(|| entry.map(|entry| entry.key.clone())) else { continue };
            let index = self.level(&name);
            if let (Some(entry), Some(made)) = (entry, self.role.levels.get_mut(index))
                && made.code.is_none()
            {
                made.code = level_word(&entry.key.value).and_then(|word| word.code);
            }
            let number = level.get("levelNumber").or_else(|| level.get("rank")).and_then(scalar);
            if let (Some(rank), Some(made)) =
                (number.and_then(|n| n.value.parse().ok()), self.role.levels.get_mut(index))
            {
                made.rank = Some(rank);
            }
            for entry in level.entries() {
                if is_list_of_texts(&entry.value) {
                    let texts: Vec<&Text> = entry.value.items().iter().filter_map(expectation).collect();
                    self.add(entry.key.clone(), entry.value.span, Some(index), &texts);
                } else if section_kind(&spaced(&entry.key.value)) == SectionKind::Experience {
                    self.years(&entry.value, index);
                }
            }
        }
        true
    }

    /// `yearsRange: {min: 3, max: 5}` or `years: "3-5"`.
    fn years(&mut self, node: &Node, level: usize) {
        let number =
            |key: &str| node.get(key).and_then(scalar).and_then(|text| text.value.parse::<f64>().ok());
        let (min, max) = (number("min"), number("max"));
        if min.is_some() || max.is_some() {
            let text = match (min, max) {
                (Some(min), None) => format!("{}+ years", shown(Some(min))),
                _ => format!("{}-{} years", shown(min), shown(max)),
            };
            self.role.experience.push(Experience {
                level: Some(level),
                kind: ExperienceKind::Total,
                text: Spanned::new(text, node.span),
                min_months: min.and_then(months),
                max_months: max.and_then(months),
                open: max.is_none(),
                vague: false,
                strength: Strength::Typical,
            });
        } else if let Some(text) = node.as_text() {
            facts::see(
                self.role,
                text,
                Place { kind: SectionKind::Experience, labels: &[], level: Some(level) },
            );
        }
    }

    /// `topics` with `content`, each with a `level` and `criteria`.
    fn topics(&mut self, node: &Node) -> bool {
        let topics = node.get("topics").map(Node::items).unwrap_or_default();
        let mut found = false;
        for topic in topics {
            let Some(label) = ["title", "name"].iter().find_map(|key| topic.get(key).and_then(scalar)) else {
                continue;
            };
            for content in topic.get("content").map(Node::items).unwrap_or_default() {
                let Some(level) = content.get("level").and_then(scalar) else { continue };
                let mut texts: Vec<&Text> = vec![];
                for entry in content.entries() {
                    let key = entry.key.value.to_lowercase();
                    if key.contains("criteria") {
                        texts.extend(entry.value.items().iter().filter_map(expectation));
                    }
                }
                found |= !texts.is_empty();
                let level = self.level(&level);
                self.add(label.clone(), topic.span, Some(level), &texts);
            }
        }
        found
    }

    /// The index of a level, made when it is first named.
    fn level(&mut self, label: &Spanned<String>) -> usize {
        let key = normal(&label.value);
        if let Some(&index) = self.levels.get(&key) {
            return index;
        }
        let word = level_word(&label.value);
        let index = self.role.levels.len();
        let rank = word
            .as_ref()
            .and_then(|word| word.rank)
            .or_else(|| label.value.parse::<i32>().ok().map(|n| n.saturating_mul(10)));
        self.role.levels.push(Level {
            label: label.clone(),
            code: word.and_then(|word| word.code),
            rank,
            mirror: false,
            occurrence: 1,
        });
        self.levels.insert(key, index);
        index
    }

    /// Adds an expectation that says only the name of a competency.
    fn add_named(
        &mut self,
        label: Spanned<String>,
        span: Span,
        level: usize,
        name: &Text,
        examples: &[&Text],
    ) {
        let at = self.section(label, span);
        for text in examples {
            facts::see(self.role, text, Place { kind: SectionKind::Other, labels: &[], level: Some(level) });
        }
        if let Some(section) = self.role.sections.get_mut(at) {
            let list = u32::try_from(at).unwrap_or(u32::MAX);
            section.expectations.push(Expectation {
                text: name.clone(),
                level: Some(level),
                label: None,
                list,
                span: name.span,
            });
        }
    }

    /// Notes what a level shows for one competency of a section: each is a table of its own.
    fn show_under(&mut self, section: &str, name: &str, level: usize, texts: &[&Text]) {
        let (Some(&at), Some(first)) = (self.sections.get(&normal(section)), texts.first()) else { return };
        let next = FIRST_COMPETENCY.saturating_add(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        let table = *self.tables.entry((at, name.to_owned())).or_insert(next);
        let words = texts.iter().map(|text| normal(&text.plain)).collect::<Vec<_>>().join(" ");
        let body = texts.iter().fold(first.span, |span, text| span.cover(text.span));
        let Some(label) = self.role.levels.get(level).map(|level| level.label.clone()) else { return };
        if let Some(section) = self.role.sections.get_mut(at) {
            let state = state_of(&words);
            section.shown.push(Shown { level, table, label, body, words, state, cut: vec![] });
        }
    }

    /// The index of a section, made when it is first named.
    fn section(&mut self, label: Spanned<String>, span: Span) -> usize {
        let key = normal(&label.value);
        let at = *self.sections.entry(key).or_insert_with(|| {
            let kind = section_kind(&spaced(&label.value));
            let section =
                Section { label: Some(label), path: vec![], kind, span, expectations: vec![], shown: vec![] };
            self.role.sections.push(section);
            self.role.sections.len() - 1
        });
        if let Some(section) = self.role.sections.get_mut(at) {
            section.span = section.span.cover(span);
        }
        at
    }

    /// Adds texts to the section `label`, which is made when it is first named.
    fn add(&mut self, label: Spanned<String>, span: Span, level: Option<usize>, texts: &[&Text]) {
        let at = self.section(label, span);
        let kind = self.role.sections.get(at).map_or(SectionKind::Other, |section| section.kind);
        for text in texts {
            facts::see(self.role, text, Place { kind, labels: &[], level });
        }
        let named = level.and_then(|level| self.role.levels.get(level)).map(|level| level.label.clone());
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let Some(section) = self.role.sections.get_mut(at) else { return };
        for text in texts {
            let label = label_range(&text.plain).map(|range| super::title::piece(text, range));
            section.expectations.push(Expectation {
                text: (*text).clone(),
                level,
                label,
                list: number,
                span: text.span,
            });
        }
        if let (Some(level), Some(label), Some(first)) = (level, named, texts.first()) {
            let words = texts.iter().map(|text| normal(&text.plain)).collect::<Vec<_>>().join(" ");
            let body = texts.iter().fold(first.span, |span, text| span.cover(text.span));
            if let Some(shown) = self.shown.get(&(at, level)).and_then(|&n| section.shown.get_mut(n)) {
                shown.body = shown.body.cover(body);
                shown.words = format!("{} {words}", shown.words);
            } else {
                self.shown.insert((at, level), section.shown.len());
                let state = state_of(&words);
                section.shown.push(Shown { level, table: number, label, body, words, state, cut: vec![] });
            }
        }
    }
}

/// Keys of the schema that the model does not keep, or keeps elsewhere; they are no extra keys.
const KNOWN: &[&str] = &[
    "$schema",
    "kind",
    "family",
    "owner",
    "reviewed",
    "next_review",
    "classifications",
    "summary",
    "reports_to",
    "manages",
    "experience",
    "education",
    "credentials",
    "scope",
    "compensation",
    "sections",
    "moves",
    "mirrors",
    "hidden_aliases",
];

/// The text of an expectation: a string, or a mapping with `text` or `criteria`.
fn expectation(node: &Node) -> Option<&Text> {
    let text = node.as_text().or_else(|| {
        ["text", "criteria", "summary"].iter().find_map(|key| node.get(key)).and_then(Node::as_text)
    });
    text.filter(|text| !text.is_blank())
}

fn is_list_of_texts(node: &Node) -> bool {
    !node.items().is_empty() && node.items().iter().all(|item| expectation(item).is_some())
}

fn strength(item: &Node) -> Strength {
    match item.get("strength").and_then(Node::as_str) {
        Some("preferred") => Strength::Preferred,
        Some("typical") => Strength::Typical,
        _ => Strength::Required,
    }
}

/// Years as months; nothing for what cannot be somebody's experience.
fn months(years: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let months = (years * 12.0).round() as u32;
    (0.0..=100.0).contains(&years).then_some(months)
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(|| "?".to_owned(), |number| number.to_string())
}

/// `coreCompetencies` and `core_competencies` as words.
fn spaced(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    let mut small = false;
    for c in key.chars() {
        if c.is_uppercase() && small {
            out.push(' ');
        }
        small = c.is_lowercase();
        out.push(if c == '_' || c == '-' { ' ' } else { c });
    }
    out
}
