//! Walks over data whose keys nobody has declared. What a part of it means follows from its form: keys
//! or values that name levels, lists of texts, names beside lists, references to what is defined elsewhere.

mod defined;
mod steps;

use std::collections::HashMap;

pub(super) use self::defined::Defined;
use super::super::super::vocabulary::words_of;
use super::super::super::{Move, MoveKind, Role, SectionKind, section_kind};
use super::super::moves;
use super::super::title::{self, core_range, piece};
use super::super::words::normal;
use super::keys::{
    self, Key, find, is_keyed_by_level, is_number, is_wide, key, level_of, may_be_name, spaced,
};
use super::make::{Make, Seat, currency, figure, is_end_of_years, series_code, years_of_ends};
use super::says_something;
use crate::syntax::{Entry, Node, Text, Value};
use crate::text::Spanned;

/// Deeper data is not read.
const MAX_DEPTH: u8 = 24;

/// Longer names (in bytes) name neither a section nor a level.
const MAX_NAME: usize = 300;

/// The key of the steps that a level needs of each competency.
pub(super) const PROFICIENCY: &str = "proficiency";

/// Where the walk is.
#[derive(Debug, Clone, Default)]
struct Here {
    seat: Seat,
    depth: u8,
    /// What is said around it of the money that pay is in.
    currency: Option<String>,
    /// The least and the most years stand side by side, and have been read.
    ranged: bool,
}

impl Here {
    fn labeled(&self, label: Spanned<String>) -> Here {
        let mut inner = self.clone();
        if label.value.len() > MAX_NAME {
            return inner;
        }
        if let Some(above) = inner.seat.label.replace(label) {
            inner.seat.path.push(normal(&above.value));
            inner.seat.group = Some(above);
        }
        inner
    }

    /// The same one level of the tree deeper, inside `node`.
    fn inside(mut self, node: &Node) -> Here {
        self.depth += 1;
        self.currency = currency(node, self.currency.as_deref());
        self.ranged = years_of_ends(node).is_some();
        self
    }

    fn at_level(&self, level: usize) -> Here {
        let mut inner = self.clone();
        inner.seat.level = Some(level);
        inner
    }
}

/// A mapping that holds more than scalars and illustrations.
fn holds_collections(node: &Node) -> bool {
    node.entries().iter().any(|entry| {
        let filled = !entry.value.items().is_empty() || !entry.value.entries().is_empty();
        filled && !matches!(key(&entry.key.value), Key::Examples | Key::Meta | Key::Years | Key::Pay)
    })
}

/// Reads the role that `node` holds.
pub(super) struct Walk<'r, 'd> {
    make: Make<'r>,
    defined: &'d Defined,
    clues: Vec<&'static str>,
    /// How often each value stands in the tree, by where it begins: what aliases refer to stands there again.
    copied: HashMap<u32, usize>,
    /// How often each name and each id of a thing stands in the tree.
    named: HashMap<String, usize>,
}

impl<'r, 'd> Walk<'r, 'd> {
    pub fn new(role: &'r mut Role, defined: &'d Defined) -> Self {
        Walk { make: Make::new(role), defined, clues: vec![], copied: HashMap::new(), named: HashMap::new() }
    }

    /// Reads all of `node`; says by which clues.
    pub fn role(mut self, node: &Node) -> Vec<&'static str> {
        let here = Here { currency: currency(node, None), ..Here::default() };
        each_name(node, &mut |name| *self.named.entry(normal(name)).or_default() += 1);
        if node.entries().is_empty() {
            self.list(node, &here);
            return self.clues;
        }
        each_leaf(node, &mut |leaf| *self.copied.entry(leaf).or_default() += 1);
        // Levels first, so that what refers to them finds them.
        for entry in node.entries() {
            if key(&entry.key.value) == Key::Levels {
                self.levels(&entry.value, &here);
            }
        }
        self.map(node, &here, true);
        self.clues
    }

    /// Reads the entries of `node` that `tells` picks.
    pub fn picked(mut self, node: &Node, tells: impl Fn(&Entry) -> bool) {
        let here = Here::default().inside(node);
        self.make.ends(node, &here.seat);
        node.entries().iter().filter(|entry| tells(entry)).for_each(|entry| self.entry(entry, false, &here));
    }

    /// Reads a list of levels of one job.
    pub fn ladder(mut self, node: &Node) -> Vec<&'static str> {
        self.levels(node, &Here::default());
        self.clues
    }

    fn clue(&mut self, clue: &'static str) {
        if !self.clues.contains(&clue) {
            self.clues.push(clue);
        }
    }

    fn value(&mut self, node: &Node, here: &Here) {
        match &node.value {
            Value::String(text) => self.say(text, here),
            Value::List(_) => self.list(node, here),
            Value::Map(_) => self.map(node, here, false),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A text that stands where expectations stand.
    fn say(&mut self, text: &Text, here: &Here) {
        if !text.is_blank() {
            self.make.add(&here.seat, text.span, &bullets(text));
        }
    }

    fn map(&mut self, node: &Node, above: &Here, root: bool) {
        if above.depth >= MAX_DEPTH {
            return;
        }
        let here = if root { above.clone() } else { self.enter(node, above) }.inside(node);
        let leveled = here.seat.level.is_none() && is_keyed_by_level(node);
        if leveled {
            self.clue("keys that name levels");
        }
        let bare = !holds_collections(node) && !is_keyed_by_level(node);
        self.make.ends(node, &here.seat);
        for entry in node.entries() {
            let name = &entry.key.value;
            if leveled && (level_of(name).is_some() || is_number(name)) {
                self.keyed_level(entry, &here);
            } else if let Some(text) = Self::beside_levels(entry, &here).filter(|_| leveled) {
                self.say(text, &here.labeled(entry.key.clone()));
            } else if !root
                || !(key(name) == Key::Levels
                    || self.defined.only.contains(name)
                    || self.is_template(&entry.value))
            {
                self.entry(entry, bare, &here);
            }
        }
    }

    /// What is said beside the levels of a competency under a name that nobody knows: it may be one of them, and short
    /// as theirs.
    fn beside_levels<'n>(entry: &'n Entry, here: &Here) -> Option<&'n Text> {
        let unknown = here.seat.label.is_some() && key(&entry.key.value) == Key::Other;
        entry.value.as_text().filter(|text| unknown && says_something(&text.plain))
    }

    /// True for what stands there to be merged into other mappings (`<<: *base`): all of it is said there.
    fn is_template(&self, node: &Node) -> bool {
        let mut leaves = 0usize;
        let mut shared = true;
        each_leaf(node, &mut |leaf| {
            leaves += 1;
            shared &= self.copied.get(&leaf).is_some_and(|count| *count > 1);
        });
        leaves > 0 && shared && !node.entries().is_empty()
    }

    /// The place inside a mapping that may say its level and its section.
    fn enter(&mut self, node: &Node, above: &Here) -> Here {
        let mut here = above.clone();
        let mut says_level = false;
        if here.seat.level.is_none()
            && let Some((_, value)) = find(node, Key::Level)
            && let Some(level) = self.refer(value)
        {
            here = here.at_level(level);
            says_level = true;
            self.clue("items that name their level");
        }
        let name = find(node, Key::Title).and_then(|(_, name)| label(name));
        let name = name.filter(|name| !says_level || level_of(&name.value).is_none());
        match (self.group(node), name) {
            (Some((group, wider)), None) if says_level => {
                here.seat.path = wider.iter().map(|wider| normal(&wider.value)).collect();
                here.seat.group = wider;
                here.seat.label = Some(group);
            }
            (_, Some(name)) | (Some((name, _)), None) => here = here.labeled(name),
            (None, None) => {}
        }
        here
    }

    /// The section that a mapping says it belongs to, and the wider one above.
    fn group(&self, node: &Node) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
        let groups = node.entries().iter().filter(|entry| {
            let name = spaced(&entry.key.value);
            key(&entry.key.value) == Key::Group
                || (self.defined.names.contains_key(&name) && key(&entry.key.value) != Key::Level)
        });
        let (mut narrow, mut wide) = (None, None);
        for entry in groups {
            let place = if is_wide(&entry.key.value) { &mut wide } else { &mut narrow };
            if place.is_none() {
                *place = self.defined.name(entry);
            }
        }
        match narrow {
            Some(narrow) => Some((narrow, wide)),
            None => wide.map(|wide| (wide, None)),
        }
    }

    /// The level that a value names by its label, id or number.
    fn refer(&mut self, value: &Node) -> Option<usize> {
        let name = scalar(value).or_else(|| find(value, Key::Title).and_then(|(_, name)| scalar(name)))?;
        if let Some(index) = self.make.known(&name.value) {
            return Some(index);
        }
        if let Some(label) = self.defined.levels.get(&normal(&name.value)) {
            let index = self.make.level(label);
            self.make.also(index, &name.value);
            return Some(index);
        }
        let named = is_number(&name.value) || level_of(&name.value).is_some();
        (named || !self.defined.levels.is_empty()).then(|| self.make.level(&name))
    }

    /// True for the name of a level that stands elsewhere as well: what a competency that is only
    /// named asks for is a step of a scale, not a level of the career.
    fn is_known(&self, value: &Node) -> bool {
        scalar(value).is_some_and(|name| {
            self.make.known(&name.value).is_some() || self.defined.levels.contains_key(&normal(&name.value))
        })
    }

    /// `L3: …`
    fn keyed_level(&mut self, entry: &Entry, here: &Here) -> Option<usize> {
        let named = self.step_name(Some(&entry.key), &entry.value, here);
        let index = match &named {
            Some((number, _)) => self.make.level(number),
            None => self.own_level(Some(&entry.key), &entry.value)?,
        };
        self.level_body(&entry.value, &here.at_level(index), named.map(|(_, name)| name));
        Some(index)
    }

    /// The level that a mapping defines: its name, else its key; all its names refer to it from now on.
    fn own_level(&mut self, own: Option<&Spanned<String>>, node: &Node) -> Option<usize> {
        let stated = find(node, Key::Level).and_then(|(_, level)| scalar(level));
        let title = find(node, Key::Title).and_then(|(_, title)| label(title));
        let id = find(node, Key::Id).and_then(|(_, id)| scalar(id));
        let own = own.filter(|own| own.value.len() <= MAX_NAME);
        let number = find(node, Key::Rank).and_then(|(_, rank)| scalar(rank));
        let spoken = stated.clone().filter(|level| !is_number(&level.value));
        // A code alone says less than the title beside it.
        let bare = |name: &Spanned<String>| {
            level_of(&name.value).is_some_and(|word| word.code.as_ref() == Some(&name.value))
                || series_code(&name.value).is_some()
        };
        let name = match (spoken, title) {
            (Some(level), Some(title)) if bare(&level) => Some(title),
            (Some(level), _) => Some(level),
            (None, title) => title,
        };
        let all = [own.cloned(), id, stated, number.clone()];
        let name = name.or_else(|| all.iter().flatten().next().cloned())?;
        let known = all.iter().flatten().chain([&name]).find_map(|name| self.make.known(&name.value));
        let index = known.unwrap_or_else(|| self.make.level(&name));
        for name in all.iter().flatten().chain([&name]) {
            self.make.also(index, &name.value);
        }
        if let Some(rank) = number.and_then(|number| number.value.parse().ok()) {
            self.make.rank(index, rank);
        }
        Some(index)
    }

    /// What stands under a level: its name is not a label here, unless it is one of a step of a competency.
    fn level_body(&mut self, node: &Node, here: &Here, step: Option<Spanned<String>>) {
        if node.entries().is_empty() {
            self.value(node, here);
            return;
        }
        let here = here.clone().inside(node);
        if here.depth < MAX_DEPTH {
            let bare = !holds_collections(node);
            self.make.ends(node, &here.seat);
            let mut step = step;
            for entry in node.entries() {
                match entry.value.as_text().filter(|text| !text.is_blank()) {
                    // What a step of a competency asks for, whatever is listed beside it.
                    Some(text) if here.seat.label.is_some() && key(&entry.key.value) == Key::Text => {
                        self.make.add_labeled(&here.seat, text.span, step.take(), &text.trimmed());
                    }
                    _ => self.entry(entry, bare, &here),
                }
            }
        }
    }

    /// The value of a key such as `levels`.
    fn levels(&mut self, node: &Node, here: &Here) {
        let entries = node.entries();
        // "Runs tests" behind a level of a competency says what is expected there.
        let within = here.seat.label.is_some();
        let names_only = !entries.is_empty()
            && entries.iter().all(|entry| {
                let named = |text: &str| level_of(text).is_some() || !within && may_be_name(text);
                entry.value.as_str().is_some_and(named)
            });
        let mut codes: Vec<(usize, Spanned<String>)> = vec![];
        if !entries.is_empty() || !node.items().is_empty() {
            self.clue("a key for levels");
        }
        for entry in entries {
            let value = &entry.value;
            if names_only {
                if let Some(name) = scalar(value) {
                    let index = self.make.level(&name);
                    self.make.also(index, &entry.key.value);
                }
            } else if !value.entries().is_empty() || !value.items().is_empty() || value.as_text().is_some() {
                let index = self.keyed_level(entry, here);
                codes.extend(index.map(|index| (index, entry.key.clone())));
            }
        }
        if within
            && node
                .items()
                .iter()
                .all(|item| item.as_text().is_some_and(|text| level_of(&text.plain).is_none()))
        {
            self.by_index(node, here);
            return;
        }
        for item in node.items() {
            if item.entries().is_empty() {
                if let Some(name) = scalar(item).filter(|name| words_of(&name.value).len() <= 8) {
                    self.make.level(&name);
                }
            } else if let Some(entry) = only_level(item) {
                let index = self.keyed_level(entry, here);
                codes.extend(index.map(|index| (index, entry.key.clone())));
            } else if let Some((number, name)) = self.step_name(None, item, here) {
                let index = self.make.level(&number);
                self.level_body(item, &here.at_level(index), Some(name));
            } else if let Some(index) = self.own_level(None, item) {
                self.level_body(item, &here.at_level(index), None);
                let code = find(item, Key::Level).or_else(|| find(item, Key::Id));
                codes.extend(code.and_then(|(_, code)| scalar(code)).map(|code| (index, code)));
            }
        }
        self.by_number(node, here);
        let counted = |node: &Node| find(node, Key::Rank).is_some();
        let ranked = entries.iter().any(|entry| counted(&entry.value)) || node.items().iter().any(counted);
        if !ranked && codes.len() == entries.len().max(node.items().len()) {
            self.make.series(&codes);
        }
    }

    /// `levels: ["Writes simple queries", …]` of a competency: the texts of the role's levels, in their order.
    fn by_index(&mut self, node: &Node, here: &Here) {
        let texts: Vec<&Text> = node.items().iter().filter_map(Node::as_text).collect();
        let levels = self.make.role.levels.len();
        for (index, text) in texts.iter().enumerate() {
            self.say(text, &if levels == texts.len() { here.at_level(index) } else { here.clone() });
        }
    }

    fn list(&mut self, node: &Node, here: &Here) {
        if here.depth >= MAX_DEPTH {
            return;
        }
        let mut here = here.clone();
        here.depth += 1;
        let texts: Vec<Text> = node
            .items()
            .iter()
            .filter_map(Node::as_text)
            .filter(|text| !text.is_blank())
            .map(Text::trimmed)
            .collect();
        if !texts.is_empty() {
            self.make.add(&here.seat, node.span, &texts);
        }
        for item in node.items().iter().filter(|item| item.as_text().is_none()) {
            if item.entries().is_empty() {
                self.value(item, &here);
            } else {
                self.item(item, &here);
            }
        }
    }

    /// A mapping in a list: one expectation, or a section of its own.
    fn item(&mut self, node: &Node, above: &Here) {
        let leveled = above.seat.level.is_none() && is_keyed_by_level(node);
        let of =
            |wanted: Key| find(node, wanted).and_then(|(_, value)| value.as_text()).filter(|t| !t.is_blank());
        let text = of(Key::Text).or_else(|| of(Key::Items));
        let title = of(Key::Title);
        let group = self.group(node);
        let strings = node
            .entries()
            .iter()
            .filter(|entry| key(&entry.key.value) == Key::Other && entry.value.as_text().is_some())
            .count();
        let single = match (text, title) {
            (None, None) => None,
            (None, title) if strings == 0 => title,
            (text, _) => text,
        };
        // Only a name: `{skill: Baking, level: working}`.
        let bare = strings == 0 && text.is_none() && title.is_none();
        let named = node
            .entries()
            .iter()
            .find(|entry| bare && key(&entry.key.value) == Key::Group && !is_wide(&entry.key.value))
            .and_then(|entry| entry.value.as_text());
        let single = single.or(named.filter(|name| !name.is_blank()));
        let Some(single) = single.filter(|_| !leveled && !holds_collections(node)) else {
            self.map(node, above, false);
            return;
        };
        let mut here = above.clone();
        if here.seat.level.is_none()
            && let Some((_, value)) = find(node, Key::Level)
            && (text.is_some() || is_prose(&single.plain) || self.is_known(value))
            && let Some(level) = self.refer(value)
        {
            here = here.at_level(level);
            self.clue("items that name their level");
            // The list says nothing about the section, the item does.
            if let Some((group, wider)) = group.filter(|_| !bare) {
                here.seat.path = wider.iter().map(|wider| normal(&wider.value)).collect();
                here.seat.group = wider;
                here.seat.label = Some(group);
            } else if let Some(title) = title.filter(|_| text.is_some()) {
                here = here.labeled(piece(title, core_range(&title.plain)));
            }
        }
        if above.seat.level.is_some()
            && let Some((group, _)) = self.group(node).filter(|_| text.is_some())
        {
            here = here.labeled(group);
        }
        for entry in node.entries() {
            match key(&entry.key.value) {
                Key::Years => self.make.years(&entry.value, &here.seat),
                Key::Pay => self.make.pay(&entry.value, here.currency.as_deref(), &here.seat),
                _ => {}
            }
        }
        let examples: Vec<Text> = node
            .entries()
            .iter()
            .filter(|entry| key(&entry.key.value) == Key::Examples)
            .flat_map(|entry| entry.value.items())
            .filter_map(Node::as_text)
            .cloned()
            .collect();
        let trimmed = single.trimmed();
        if examples.is_empty() {
            let name = title.filter(|_| text.is_some()).map(|title| piece(title, core_range(&title.plain)));
            let name = name.or_else(|| self.id_of_many(node).filter(|_| text.is_some()));
            self.make.add_labeled(&here.seat, node.span, name, &trimmed);
        } else {
            self.make.add_with_examples(&here.seat, node.span, &trimmed, &examples);
        }
    }

    /// One key of a mapping with its value; `bare` if the mapping holds scalars only.
    fn entry(&mut self, entry: &Entry, bare: bool, here: &Here) {
        let (name, value) = (&entry.key, &entry.value);
        let collection = !value.items().is_empty() || !value.entries().is_empty();
        let texts_only =
            !value.items().is_empty() && value.items().iter().all(|item| item.as_text().is_some());
        // `experience: {min: 3, max: 5}`
        if is_band(value) && section_kind(&spaced(&name.value)) == SectionKind::Experience {
            self.make.years(value, &here.seat);
            return;
        }
        // `next_role: {title: Sous Chef, after: 2 years}`
        let moves = || section_kind(&spaced(&name.value)) == SectionKind::Moves;
        if let Some((_, title)) = find(value, Key::Title).filter(|_| moves()) {
            title.as_text().into_iter().for_each(|title| {
                self.make.facts(title, SectionKind::Moves, &here.labeled(name.clone()).seat);
            });
            return;
        }
        if here.seat.level.is_none() && here.seat.label.is_none() && self.career(entry) {
            return;
        }
        if here.seat.level.is_none() && self.facts_by_level(entry, here) {
            return;
        }
        match key(&name.value) {
            Key::Years if here.ranged && is_end_of_years(&name.value) => {}
            Key::Years => self.make.years(value, &here.seat),
            Key::Pay => self.make.pay(value, here.currency.as_deref(), &here.seat),
            // `role: {name: …, summary: …}`
            Key::Title if !value.entries().is_empty() => {
                value.entries().iter().for_each(|inner| self.entry(inner, bare, here));
            }
            // What a level needs of each competency.
            Key::Meta if collection && here.seat.level.is_some() && spaced(&name.value) == PROFICIENCY => {
                self.value(value, &here.labeled(name.clone()));
            }
            Key::Meta | Key::Id | Key::Rank | Key::Title | Key::Minimum | Key::Maximum | Key::Period => {}
            // `level: {code: L2, label: …}` is one level.
            Key::Level if here.seat.level.is_none() && is_one_level(value) => {
                self.own_level(None, value);
            }
            Key::Level | Key::Levels if collection && here.seat.level.is_none() => self.levels(value, here),
            Key::Level | Key::Levels => {}
            Key::Group if !collection => {}
            Key::Wrapper if collection && !texts_only => {
                // The rubric of all competencies is a section of its own.
                let rubric = here.seat.label.is_none() && here.seat.level.is_none() && is_rubric(value);
                self.value(value, &if rubric { here.labeled(name.clone()) } else { here.clone() });
            }
            Key::Wrapper if !collection => self.prose(entry, here),
            Key::Items if here.seat.label.is_some() => self.value(value, here),
            Key::Examples if here.seat.label.is_some() => self.skim(value, here),
            Key::Text if !collection => self.about(entry, bare, here),
            Key::Other if !collection => {
                self.step(entry, here);
                self.prose(entry, here);
            }
            _ => self.value(value, &here.labeled(name.clone())),
        }
    }

    /// `next: Team Lead`, `career: {previous: …, next: […]}`: true if it tells moves to jobs.
    fn career(&mut self, entry: &Entry) -> bool {
        let told = if entry.value.entries().is_empty() {
            ways(entry).unwrap_or_default()
        } else {
            let told: Option<Vec<_>> = entry.value.entries().iter().map(ways).collect();
            told.unwrap_or_default().concat()
        };
        let any = !told.is_empty();
        for (kind, to) in told {
            moves::push(self.make.role, Move { kind, to, qualifier: None });
        }
        any
    }

    /// A description: what a level is expected to be, or what a section is about.
    fn about(&mut self, entry: &Entry, bare: bool, here: &Here) {
        let Some(text) = entry.value.as_text() else { return };
        match (here.seat.level, &here.seat.label) {
            (Some(_), None) => self.say(text, &here.labeled(entry.key.clone())),
            (_, Some(_)) if bare => self.say(text, here),
            _ => self.make.aside(text, SectionKind::Summary, &here.seat),
        }
    }

    /// A text under a key of its own: a cell of a matrix, or a section of prose.
    fn prose(&mut self, entry: &Entry, here: &Here) {
        let Some(text) = entry.value.as_text() else { return };
        let kind = section_kind(&spaced(&entry.key.value));
        let known = kind.is_expectations() && kind != SectionKind::Other;
        if here.seat.level.is_some() || is_prose(&text.plain) || known && says_something(&text.plain) {
            self.say(text, &here.labeled(entry.key.clone()));
        } else if matches!(
            kind,
            SectionKind::Experience
                | SectionKind::Education
                | SectionKind::Pay
                | SectionKind::Scope
                | SectionKind::Moves
        ) {
            self.make.facts(text, kind, &here.labeled(entry.key.clone()).seat);
        }
    }

    /// `python: 3`: the step that is asked for of a skill.
    fn step(&mut self, entry: &Entry, here: &Here) {
        let Value::Number(number) = &entry.value.value else { return };
        let Some(label) = &here.seat.label else { return };
        let kind = section_kind(&spaced(&label.value));
        let skills = matches!(
            kind,
            SectionKind::SkillsHard
                | SectionKind::SkillsSoft
                | SectionKind::Competencies
                | SectionKind::Knowledge
        );
        if skills {
            let text = figure(number, entry.value.span);
            self.make.add_step(&here.labeled(entry.key.clone()).seat, &text);
        }
    }

    fn skim(&mut self, node: &Node, here: &Here) {
        for text in node.items().iter().filter_map(Node::as_text) {
            self.make.aside(text, SectionKind::Other, &here.seat);
        }
    }
}

/// Calls `told` with the place of each scalar, down to the depth that is read.
fn each_leaf(node: &Node, told: &mut impl FnMut(u32)) {
    let mut open = vec![(node, 0u8)];
    while let Some((node, depth)) = open.pop() {
        if node.items().is_empty() && node.entries().is_empty() {
            told(node.span.start);
        } else if depth < MAX_DEPTH {
            let values = node.entries().iter().map(|entry| &entry.value).chain(node.items());
            open.extend(values.map(|inner| (inner, depth + 1)));
        }
    }
}

/// Calls `told` with the names and ids of all things, down to the depth that is read.
fn each_name(node: &Node, told: &mut impl FnMut(&str)) {
    let mut open = vec![(node, 0u8)];
    while let Some((node, depth)) = open.pop() {
        for entry in node.entries() {
            if matches!(key(&entry.key.value), Key::Title | Key::Id)
                && let Some(name) = entry.value.as_str()
            {
                told(name);
            }
        }
        if depth < MAX_DEPTH {
            let values = node.entries().iter().map(|entry| &entry.value).chain(node.items());
            open.extend(values.map(|inner| (inner, depth + 1)));
        }
    }
}

/// A mapping with a least or a most that is a number.
fn is_band(node: &Node) -> bool {
    let amount = |key| find(node, key).is_some_and(|(_, end)| matches!(end.value, Value::Number(_)));
    amount(Key::Minimum) || amount(Key::Maximum)
}

/// The moves that a key such as `next` tells; none where it is not one, or what stands there is no job.
pub(super) fn ways(entry: &Entry) -> Option<Vec<(MoveKind, Spanned<String>)>> {
    let kind = moves::kind_of_key(&spaced(&entry.key.value))?;
    let named = if entry.value.items().is_empty() {
        vec![scalar(&entry.value)?]
    } else {
        entry.value.items().iter().map(scalar).collect::<Option<Vec<_>>>()?
    };
    let job = |name: &Spanned<String>| keys::is_job(&name.value) || keys::is_career_level(&name.value);
    named.iter().all(job).then(|| named.into_iter().map(|to| (kind, to)).collect())
}

/// A mapping that says nothing but what one level is called and where it stands.
fn is_one_level(node: &Node) -> bool {
    let names = |entry: &Entry| {
        matches!(key(&entry.key.value), Key::Title | Key::Id | Key::Level | Key::Rank | Key::Text)
            && entry.value.entries().is_empty()
            && entry.value.items().is_empty()
    };
    !node.entries().is_empty()
        && node.entries().iter().all(names)
        && node
            .entries()
            .iter()
            .any(|entry| matches!(key(&entry.key.value), Key::Title | Key::Id | Key::Level))
}

/// `- Junior: {…}`: a level as the only key of a mapping in a list.
fn only_level(item: &Node) -> Option<&Entry> {
    let [entry] = item.entries() else { return None };
    let said = !entry.value.items().is_empty()
        || !entry.value.entries().is_empty()
        || entry.value.as_text().is_some_and(|text| says_something(&text.plain));
    (said && level_of(&entry.key.value).is_some()).then_some(entry)
}

/// A mapping from levels to texts.
fn is_rubric(node: &Node) -> bool {
    is_keyed_by_level(node) && node.entries().iter().all(|entry| entry.value.entries().is_empty())
}

/// More than a name: six words, or as much in writing without blanks.
pub(super) fn is_prose(text: &str) -> bool {
    words_of(text).len() >= 6 || keys::wide_letters(text) >= 12
}

/// A scalar that can be a name.
fn scalar(node: &Node) -> Option<Spanned<String>> {
    title::scalar(node).filter(|name| name.value.len() <= MAX_NAME)
}

/// A name without signs around it.
fn label(node: &Node) -> Option<Spanned<String>> {
    match node.as_text() {
        Some(text) => {
            let range = core_range(&text.plain);
            let name = piece(text, range);
            (!name.value.trim().is_empty() && name.value.len() <= MAX_NAME).then_some(name)
        }
        None => scalar(node),
    }
}

/// The items of a list that is written inside a text, or the text.
fn bullets(text: &Text) -> Vec<Text> {
    let mut ranges = vec![];
    let mut at = 0;
    let mut lines = 0;
    for line in text.plain.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        lines += 1;
        let Some(item) = ["- ", "* ", "• ", "– "].iter().find_map(|mark| trimmed.strip_prefix(mark))
        else {
            continue;
        };
        let item = item.trim();
        let from = start + line.find(item).unwrap_or(0);
        ranges.push(from..from + item.len());
    }
    if ranges.len() >= 2 && ranges.len() == lines { text.pieces(&ranges) } else { vec![text.trimmed()] }
}

/// Notes the one level of a role that stands beside its title.
pub(super) fn level_of_role(role: &mut Role, level: &Spanned<String>) {
    Make::new(role).level(level);
}
