//! What the pages of a framework say, passage by passage: the expectations of the model with their level and
//! section, and everything else that can be read on a page, so that nothing is lost when two states of a
//! framework are laid side by side.

use std::collections::{HashMap, HashSet};

use crate::checks::section_key;
use crate::engine::Run;
use crate::model::{CellState, Compensation, Education, Experience, Role, RoleKind, Scope, title_key};
use crate::syntax::{Block, Document, MarkKind, Node, Text, Value};
use crate::text::{FileId, Files, SourceFile, Span};

/// One thing that is said.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub what: What,
    /// Index into [`Subject::levels`].
    pub level: Option<usize>,
    /// Index into [`Subject::sections`].
    pub section: Option<usize>,
    /// The label before the text, or the keys of a value.
    pub label: Option<String>,
    pub text: String,
    pub span: Span,
    /// Where its links and pictures lead.
    pub links: Vec<Link>,
}

/// The words of a link, or the description of a picture, and its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub text: String,
    pub target: String,
}

/// What kind of passage it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum What {
    Expectation,
    /// A sentence or a line outside of the lists and tables of the model.
    Text,
    Heading,
    /// A value of a data file or a settings block.
    Value,
    /// A title or a label that is a link: the model holds its words, only the address counts here.
    Address,
}

/// A level as a page shows it.
#[derive(Debug, Clone)]
pub(super) struct LevelHead {
    pub label: String,
    pub code: Option<String>,
    /// A column that repeats another level's text: a neighbor's, or the same one again.
    pub copy: bool,
    pub occurrence: u32,
    pub span: Span,
}

/// A section as a page shows it.
#[derive(Debug, Clone)]
pub(super) struct SectionHead {
    pub label: String,
    pub key: String,
    /// The name of the kind, if the model knows it.
    pub kind: Option<&'static str>,
    pub path: Vec<String>,
    pub span: Span,
    /// It holds expectations.
    pub of_model: bool,
}

/// Something that is known about a passage.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fact<'a> {
    Years(&'a Experience),
    Degree(&'a Education),
    Scope(&'a Scope),
    Pay(&'a Compensation),
}

/// A role, or a page without roles.
#[derive(Debug, Clone)]
pub(super) struct Subject<'a> {
    pub file: &'a SourceFile,
    pub role: Option<&'a Role>,
    pub levels: Vec<LevelHead>,
    pub sections: Vec<SectionHead>,
    /// In page order, as far as the layout has one.
    pub passages: Vec<Passage>,
    /// By the start of their places.
    facts: Vec<(u32, Fact<'a>)>,
}

impl<'a> Subject<'a> {
    /// The title of the role, or the path of the page.
    pub fn name(&self) -> &str {
        self.role.map(Role::name).filter(|name| !name.is_empty()).unwrap_or(&self.file.path)
    }

    pub fn title_key(&self) -> String {
        self.role.map_or_else(String::new, |role| title_key(role.name()))
    }

    pub fn is_posting(&self) -> bool {
        self.role.is_some_and(|role| role.kind == RoleKind::Posting)
    }

    /// True for a passage that repeats another level's text.
    pub fn is_copy(&self, passage: &Passage) -> bool {
        passage.level.and_then(|level| self.levels.get(level)).is_some_and(|level| level.copy)
    }

    /// The only level that the page itself is about.
    pub fn own_level(&self) -> Option<usize> {
        let mut own = self.levels.iter().enumerate().filter(|(_, level)| !level.copy);
        match (own.next(), own.next()) {
            (Some((at, _)), None) => Some(at),
            _ => None,
        }
    }

    /// What is known about the text at `span`.
    pub fn facts(&self, span: Span) -> impl Iterator<Item = Fact<'a>> + '_ {
        let from = self.facts.partition_point(|(start, _)| *start < span.start);
        self.facts.iter().skip(from).take_while(move |(start, _)| *start < span.end).map(|(_, fact)| *fact)
    }

    fn of_page(file: &'a SourceFile) -> Self {
        Subject { file, role: None, levels: vec![], sections: vec![], passages: vec![], facts: vec![] }
    }

    fn of_role(file: &'a SourceFile, role: &'a Role) -> Self {
        let mut subject = Subject { role: Some(role), ..Subject::of_page(file) };
        subject.levels = role
            .levels
            .iter()
            .map(|level| LevelHead {
                label: level.label.value.clone(),
                code: level.code.clone(),
                copy: level.mirror || level.occurrence > 1,
                occurrence: level.occurrence,
                span: level.label.span,
            })
            .collect();
        for (at, section) in role.sections.iter().enumerate() {
            let label = section.label.as_ref();
            subject.sections.push(SectionHead {
                label: label.map_or_else(String::new, |label| label.value.clone()),
                key: section_key(section),
                kind: Some(section.kind.name()),
                path: section.path.clone(),
                span: label.map_or(section.span, |label| label.span),
                of_model: true,
            });
            for item in &section.expectations {
                subject.passages.push(Passage {
                    what: What::Expectation,
                    level: item.level,
                    section: Some(at),
                    label: item.label.as_ref().map(|label| label.value.clone()),
                    text: one_line(&item.text.plain),
                    span: item.text.span,
                    links: links_of(file, &item.text).map(|(link, _)| link).collect(),
                });
            }
        }
        subject.passages.extend(marks_of_absence(file, role));
        let mut facts: Vec<(u32, Fact<'a>)> = vec![];
        facts.extend(role.experience.iter().map(|fact| (fact.text.span.start, Fact::Years(fact))));
        facts.extend(role.education.iter().map(|fact| (fact.text.span.start, Fact::Degree(fact))));
        facts.extend(role.scope.iter().map(|fact| (fact.text.span.start, Fact::Scope(fact))));
        facts.extend(role.compensation.iter().map(|fact| (fact.text.span.start, Fact::Pay(fact))));
        facts.sort_by_key(|(start, _)| *start);
        subject.facts = facts;
        subject
    }
}

/// Cells that say "N/A" or "TBD", and others that hold no expectation: something stands there, and it counts.
fn marks_of_absence(file: &SourceFile, role: &Role) -> Vec<Passage> {
    let mut passages = vec![];
    for (at, section) in role.sections.iter().enumerate() {
        let mut held: Vec<Span> = section.expectations.iter().map(|item| item.text.span).collect();
        held.sort_by_key(|span| span.start);
        for shown in section.shown.iter().filter(|shown| shown.state != CellState::Empty) {
            let next = held.partition_point(|span| span.end <= shown.body.start);
            if held.get(next).is_some_and(|span| span.start < shown.body.end) {
                continue;
            }
            let text = one_line(file.slice(shown.body));
            if !text.is_empty() {
                passages.push(Passage {
                    what: What::Expectation,
                    level: Some(shown.level),
                    section: Some(at),
                    label: None,
                    text,
                    span: shown.body,
                    links: vec![],
                });
            }
        }
    }
    passages
}

/// The roles and pages of a run, in the order of its files.
pub(super) fn subjects<'a>(
    files: &'a Files,
    run: &'a Run,
    wanted: &dyn Fn(FileId) -> bool,
) -> Vec<Subject<'a>> {
    let mut roles: HashMap<FileId, Vec<&Role>> = HashMap::new();
    for role in run.frameworks.iter().flat_map(|framework| &framework.roles) {
        roles.entry(role.file).or_default().push(role);
    }
    let mut subjects = vec![];
    for (file, doc) in files.iter().zip(&run.documents).filter(|(file, _)| wanted(file.id)) {
        let own = roles.get(&file.id).map(Vec::as_slice).unwrap_or_default();
        let Some(doc) = doc else { continue };
        let mut of_file: Vec<Subject<'a>> = own.iter().map(|role| Subject::of_role(file, role)).collect();
        let mut rest = Rest::new(file, own, &mut of_file);
        rest.walk(doc);
        let page = rest.page;
        of_file.extend(page.filter(|page| own.is_empty() || !page.passages.is_empty()));
        for subject in &mut of_file {
            let order: Vec<u32> = subject.sections.iter().map(|section| section.span.start).collect();
            // Tables are told by section, not by line.
            subject.passages.sort_by_key(|passage| {
                let section = passage.section.and_then(|at| order.get(at)).copied();
                (section.unwrap_or(passage.span.start), passage.level, passage.span.start)
            });
        }
        subjects.append(&mut of_file);
    }
    subjects
}

/// Collects what stands on a page beside what the model holds.
struct Rest<'a, 's> {
    file: &'a SourceFile,
    /// The parts of the file that are about each role, by their start.
    roles: Vec<(Span, usize)>,
    subjects: &'s mut [Subject<'a>],
    page: Option<Subject<'a>>,
    /// What the model holds, by place, without overlaps.
    said: Vec<(u32, u32)>,
    /// Titles and labels, by place.
    names: Vec<(Span, String)>,
    /// The last heading: its text and place.
    heading: Option<(String, Span)>,
    /// For each subject (the page comes last) and heading its section.
    known: HashMap<(usize, u32), usize>,
    /// Where the labels of sections begin.
    labels: HashSet<u32>,
}

/// Mark-up nests no deeper than the readers allow; this only keeps the walk finite.
const DEEPEST: usize = 256;

impl<'a, 's> Rest<'a, 's> {
    fn new(file: &'a SourceFile, roles: &[&Role], subjects: &'s mut [Subject<'a>]) -> Self {
        let mut said: Vec<(u32, u32)> = vec![];
        let mut names: Vec<(Span, String)> = vec![];
        let mut known = HashMap::new();
        for subject in subjects.iter() {
            said.extend(subject.passages.iter().map(|passage| (passage.span.start, passage.span.end)));
        }
        for (at, role) in roles.iter().enumerate() {
            let labels = role.sections.iter().enumerate().filter_map(|(n, s)| Some((n, s.label.as_ref()?)));
            for (n, label) in labels {
                known.entry((at, label.span.start)).or_insert(n);
                names.push((label.span, label.value.clone()));
            }
            let shown = role.sections.iter().flat_map(|section| &section.shown).map(|shown| &shown.label);
            let levels = role.levels.iter().map(|level| &level.label);
            for name in role.title.iter().chain(shown).chain(levels) {
                names.push((name.span, name.value.clone()));
            }
        }
        names.retain(|(span, _)| span.file == file.id && !span.is_empty());
        names.sort_by_key(|(span, _)| (span.start, span.end));
        names.dedup();
        said.sort_unstable();
        let mut merged: Vec<(u32, u32)> = vec![];
        for (start, end) in said {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Rest {
            file,
            roles: {
                let mut spans: Vec<(Span, usize)> =
                    roles.iter().enumerate().map(|(at, role)| (role.span, at)).collect();
                spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
                spans
            },
            labels: known.keys().map(|(_, start)| *start).collect(),
            subjects,
            page: None,
            said: merged,
            names,
            heading: None,
            known,
        }
    }

    fn walk(&mut self, doc: &Document) {
        if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
            self.node(node, &mut vec![], 0);
        }
        self.blocks(doc.blocks(), 0);
        for node in doc.data() {
            self.node(node, &mut vec![], 0);
        }
        if self.page.is_none() && self.roles.is_empty() {
            self.page = Some(Subject::of_page(self.file));
        }
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    self.heading = Some((one_line(&heading.text.plain), heading.text.span));
                    self.text(&heading.text, What::Heading);
                }
                Block::Paragraph(paragraph) => {
                    self.label(&paragraph.text);
                    self.text(&paragraph.text, What::Text);
                }
                Block::List(list) => {
                    for item in &list.items {
                        self.text(&item.text, What::Text);
                        self.blocks(&item.children, depth + 1);
                    }
                }
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.blocks(&cell.blocks, depth + 1);
                    }
                }
                Block::Quote { blocks, .. } => self.blocks(blocks, depth + 1),
                Block::Code { span } => self.code(*span),
                Block::Rule { .. } | Block::Html { .. } => {}
            }
        }
    }

    /// A bold line may be the label of a section.
    fn label(&mut self, text: &Text) {
        if self.labels.contains(&text.span.start) {
            self.heading = Some((one_line(&text.plain), text.span));
        }
    }

    fn code(&mut self, span: Span) {
        let text = self.file.slice(span);
        let mut at = span.start as usize;
        for line in text.split_inclusive('\n') {
            let place = self.file.at(at..at + line.trim_end().len());
            at += line.len();
            let line = one_line(line);
            if line.chars().any(char::is_alphanumeric) && !self.is_said(place) {
                self.add(What::Text, None, line, place, vec![]);
            }
        }
    }

    /// A text of the page: whole, or what of it the model does not hold.
    fn text(&mut self, text: &Text, what: What) {
        let plain = one_line(&text.plain);
        let held = self.held(text.span);
        // The others stand with what the model holds.
        let is_held =
            |place: Span| held.iter().any(|&(start, stop)| start <= place.start && place.end <= stop);
        let links: Vec<Link> =
            links_of(self.file, text).filter(|(_, place)| !is_held(*place)).map(|(link, _)| link).collect();
        if plain.is_empty() {
            return;
        }
        if self.is_name(text.span, &plain) {
            if !links.is_empty() {
                self.add(What::Address, None, plain, text.span, links);
            }
            return;
        }
        if held.is_empty() {
            self.add(what, None, plain, text.span, links);
            return;
        }
        let mut left = String::new();
        let mut first = None;
        for (range, source) in text.verbatim_segments() {
            let mut from = source;
            let end = source + range.len();
            let inside =
                held.iter().filter(|(start, stop)| (*start as usize) < end && (*stop as usize) > source);
            let cuts: Vec<(usize, usize)> =
                inside.map(|&(start, stop)| (start as usize, stop as usize)).collect();
            for (start, stop) in cuts.into_iter().chain([(end, end)]) {
                if start > from {
                    let piece =
                        text.plain.get(range.start + from - source..range.start + start.min(end) - source);
                    left.push_str(piece.unwrap_or(""));
                    left.push(' ');
                    first.get_or_insert(from);
                }
                from = from.max(stop);
            }
        }
        let left = one_line(&left);
        if let Some(first) = first.filter(|_| left.chars().any(char::is_alphanumeric)) {
            let end = text.span.range().end;
            self.add(what, None, left, self.file.at(first..end.max(first)), links);
        }
    }

    /// What of the model lies in `span`.
    fn held(&self, span: Span) -> Vec<(u32, u32)> {
        let from = self.said.partition_point(|(_, end)| *end <= span.start);
        self.said.iter().skip(from).take_while(|(start, _)| *start < span.end).copied().collect()
    }

    fn is_said(&self, span: Span) -> bool {
        !self.held(span).is_empty()
    }

    /// True for a text that is nothing but a title or a label of the model.
    fn is_name(&self, span: Span, plain: &str) -> bool {
        let from = self.names.partition_point(|(name, _)| name.start < span.start);
        let mut inside = self.names.iter().skip(from).take_while(|(name, _)| name.start < span.end);
        inside.any(|(name, value)| one_line(value) == plain || *name == span)
    }

    fn node(&mut self, node: &Node, path: &mut Vec<String>, depth: usize) {
        if depth > DEEPEST || node.alias_of.is_some() {
            return;
        }
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    path.push(entry.key.value.clone());
                    self.node(&entry.value, path, depth + 1);
                    path.pop();
                }
            }
            Value::List(items) => {
                for item in items {
                    // Which of many, where the item says so: the first value that is a name.
                    let name = ["id", "name", "title", "key", "level"]
                        .iter()
                        .find_map(|key| item.get(key)?.as_str());
                    let named = name.map(|name| format!("[{}]", one_line(name)));
                    let deeper = named.is_some();
                    path.extend(named);
                    self.node(item, path, depth + 1);
                    if deeper {
                        path.pop();
                    }
                }
            }
            Value::Null => {}
            Value::String(text) => {
                let plain = one_line(&text.plain);
                if !plain.is_empty() && !self.is_said(text.span) && !self.is_name(text.span, &plain) {
                    self.add(What::Value, Some(path.join(" › ")), plain, node.span, vec![]);
                }
            }
            Value::Bool(_) | Value::Number(_) => {
                let plain = one_line(self.file.slice(node.span));
                if !self.is_said(node.span) && !self.is_name(node.span, &plain) {
                    self.add(What::Value, Some(path.join(" › ")), plain, node.span, vec![]);
                }
            }
        }
    }

    /// The role that begins last before `span` and holds it. Roles hardly ever nest, so only a few are asked.
    fn role_around(&self, span: Span) -> Option<usize> {
        let before = self.roles.partition_point(|(role, _)| role.start <= span.start);
        let near = self.roles.get(before.saturating_sub(16)..before).unwrap_or_default();
        near.iter().rev().find(|(role, _)| role.contains(span)).map(|(_, at)| *at)
    }

    fn add(&mut self, what: What, label: Option<String>, text: String, span: Span, links: Vec<Link>) {
        // The smallest role around it; a page with one role is about that role from top to bottom.
        let owner =
            if let [(_, only)] = self.roles.as_slice() { Some(*only) } else { self.role_around(span) };
        let at = owner.unwrap_or(self.subjects.len());
        let file = self.file;
        let subject = match owner.and_then(|at| self.subjects.get_mut(at)) {
            Some(subject) => subject,
            None => self.page.get_or_insert_with(|| Subject::of_page(file)),
        };
        let heading = self.heading.as_ref().filter(|_| matches!(what, What::Text));
        let section = heading.map(|(name, place)| {
            *self.known.entry((at, place.start)).or_insert_with(|| {
                subject.sections.push(SectionHead {
                    label: name.clone(),
                    key: name.to_lowercase(),
                    kind: None,
                    path: vec![],
                    span: *place,
                    of_model: false,
                });
                subject.sections.len() - 1
            })
        });
        subject.passages.push(Passage { what, level: None, section, label, text, span, links });
    }
}

/// The links and pictures of a text whose addresses stand in it, with the places of the addresses.
fn links_of<'t>(file: &'t SourceFile, text: &'t Text) -> impl Iterator<Item = (Link, Span)> + 't {
    text.marks.iter().filter_map(|mark| {
        let (MarkKind::Link { target } | MarkKind::Image { target }) = mark.kind else { return None };
        let words = one_line(text.plain.get(mark.range.clone()).unwrap_or(""));
        let address = file.slice(target).trim();
        (!address.is_empty()).then(|| (Link { text: words, target: address.to_owned() }, target))
    })
}

/// The text with single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
