//! Walks over the outline of a page and collects levels, sections and items.

mod cells;
mod lines;
mod lists;
mod rows;
mod tables;

use std::collections::{HashMap, HashSet};

use crate::syntax::{Block, Item, Text};
use crate::text::{SourceFile, Span, Spanned};

use self::lines::{is_way, labeled_parts};
use super::super::title_key;
use super::super::vocabulary::{
    LevelWord, is_ranked, level_word, numeral, section_kind, without_amount, without_note, words_of,
};
use super::super::{CellState, Expectation, Level, Move, MoveKind, Role, Section, SectionKind, Shown};
use super::careers;
use super::data::keys::level_of;
use super::facts::{self, Place};
use super::given::Given;
use super::grid::label_of;
use super::ladder::{self, Names, dimensions, is_all_levels, lead_label, title_heading};
use super::outline::Part;
use super::page::empty_role;
use super::rungs;
use super::series;
use super::title::{self, Head, core_range, piece};
use super::words::{Piece, blocks_text, label_range, may_hold_colon, normal, state_of};

/// What stands above a part of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Above {
    /// Labels of headings, outermost first.
    path: Vec<String>,
    level: Option<usize>,
    /// Where the level is named.
    named: Option<Spanned<String>>,
    /// The part is about all levels of a ladder.
    all_levels: bool,
    /// The heading of the section that the part stands in.
    section: Option<Spanned<String>>,
    /// What that section is a part of.
    group: Option<Spanned<String>>,
    kind: Option<SectionKind>,
}

impl Above {
    /// No heading stands above, but what follows is known to be about this.
    pub(super) fn about(kind: SectionKind) -> Self {
        Above { kind: Some(kind), ..Above::default() }
    }

    /// Tells sections of one name apart.
    fn section_key(&self) -> Option<String> {
        self.section.as_ref().map(|section| format!("{}@{}", normal(&section.value), section.span.start))
    }

    fn on_ladder(&self) -> bool {
        self.level.is_some() || self.all_levels
    }
}

pub(super) struct Page<'d> {
    file: &'d SourceFile,
    pub role: Role,
    keys: Vec<String>,
    /// The page is about one job.
    job: bool,
    /// Offsets of the headings that name levels.
    level_headings: HashSet<u32>,
    /// Which of several equal names under one heading it is, by the offset of the heading.
    repeats: HashMap<u32, u32>,
    /// Offset of the heading that is the page's title.
    pub title_heading: Option<u32>,
    /// Labels of items that stand under most levels of a ladder: its sections.
    dimensions: HashSet<String>,
    /// Where names of levels begin whose notes were read.
    noted: HashSet<u32>,
    levels: HashMap<(String, u32), usize>,
    /// The settings block or the title says the level.
    leveled: bool,
    /// The levels that are shown first, by their names without amounts; how many share one is counted.
    unnoted: HashMap<String, (usize, u32)>,
    /// By how many names each level was called.
    names: HashMap<usize, u32>,
    /// Sections that several levels share, by label.
    shared: HashMap<String, usize>,
    /// The number of their table.
    numbers: HashMap<usize, u32>,
    /// Levels that stand next to the page's own in bare tables, and labels set in bold there.
    neighbors: HashSet<usize>,
    bold: HashSet<usize>,
    tables: u32,
    /// What the columns of tables say, by their headers.
    columns_read: HashMap<Vec<String>, rows::Columns>,
    lists: u32,
    pub clues: Vec<&'static str>,
    given: Option<&'d Given<'d>>,
}

impl<'d> Page<'d> {
    pub fn new(file: &'d SourceFile, head: &Head, tree: &Part<'d>, given: Option<&'d Given<'d>>) -> Self {
        Page::named(file, head, tree, given, || ladder::names(tree, title_heading(tree, head)))
    }

    /// The same where others may have asked what the headings name.
    pub fn named(
        file: &'d SourceFile,
        head: &Head,
        tree: &Part<'d>,
        given: Option<&'d Given<'d>>,
        level_names: impl FnOnce() -> Names,
    ) -> Self {
        let names = head.title.iter().chain(&head.aliases).chain(&head.also);
        let keys: Vec<String> =
            names.map(|name| title_key(&name.value)).filter(|key| !key.is_empty()).collect();
        let title = title_heading(tree, head);
        let stated = given.and_then(|given| given.level_headings(tree, title));
        let said = stated.is_some();
        let level_headings = stated.unwrap_or_else(|| match level_names() {
            Names::Levels(starts) => starts,
            Names::Roles(_) | Names::Nothing => HashSet::new(),
        });
        let dimensions = dimensions(tree, &level_headings);
        let clues = match level_headings.is_empty() {
            true => vec![],
            false if said => vec!["levels from headings, as `layouts` says"],
            false => vec!["headings that name levels"],
        };
        Page {
            file,
            role: empty_role(file, head),
            keys,
            job: head.is_job,
            title_heading: title,
            level_headings,
            repeats: HashMap::new(),
            dimensions,
            noted: HashSet::new(),
            levels: HashMap::new(),
            leveled: head.level.is_some() || head.title.as_ref().is_some_and(|title| is_ranked(&title.value)),
            unnoted: HashMap::new(),
            names: HashMap::new(),
            shared: HashMap::new(),
            numbers: HashMap::new(),
            neighbors: HashSet::new(),
            bold: HashSet::new(),
            tables: 0,
            columns_read: HashMap::new(),
            lists: 0,
            clues,
            given,
        }
    }

    /// As deep as the outline, which is at most eight parts deep.
    pub fn walk(&mut self, part: &Part<'d>, above: &Above) {
        let mut here = above.clone();
        let mut label = None;
        if let Some(heading) = part.heading {
            let range = core_range(&heading.text.plain);
            let name = piece(&heading.text, range);
            if self.level_headings.contains(&heading.span.start) {
                let occurrence = self.repeats.get(&heading.span.start).copied().unwrap_or(1);
                // "Junior<br>0-2 years"
                let line = name.value.lines().next().map_or(0, |line| line.trim_end().len());
                let first = core_range(&heading.text.plain).start;
                let name = piece(&heading.text, first..first + line);
                let level = self.level(name.clone(), occurrence);
                self.noted(&heading.text, level, false);
                here = Above { level: Some(level), named: Some(name), ..above.clone() };
                // What levels below a section say is said in that section.
                label = above.section.clone();
            } else if is_all_levels(&name.value) && !self.level_headings.is_empty() {
                here = Above { all_levels: true, level: None, named: Some(name), ..above.clone() };
            } else if self.title_heading == Some(heading.span.start) {
                self.facts(&heading.text, SectionKind::Other, &here);
            } else if self.given.and_then(Given::deepest_section).is_some_and(|deepest| part.depth > deepest)
            {
                label = above.section.clone();
            } else if !name.value.trim().is_empty() {
                let kind = section_kind(&name.value);
                here.kind = match kind {
                    SectionKind::Other => above.kind,
                    // What stands below "Job description" is the job itself.
                    SectionKind::Summary => None,
                    kind => Some(kind),
                };
                here.path.push(normal(&name.value));
                // "## Level: L4"
                self.key_value(
                    &heading.text,
                    self.job && self.level_headings.is_empty() && !here.on_ladder(),
                );
                if kind == SectionKind::Other {
                    self.facts(&heading.text, kind, &here);
                }
                here.group = here.section.replace(name.clone());
                label = Some(name);
            }
        } else {
            // Behind the tabs of a section.
            label = above.section.clone();
        }
        if !label.as_ref().is_some_and(|label| self.level_section(part, label)) {
            self.blocks(part, label, &here);
        }
        self.count_repeats(part);
        for child in &part.children {
            self.walk(child, &here);
        }
    }

    /// Numbers the headings below one heading that name the same level.
    fn count_repeats(&mut self, part: &Part<'d>) {
        let mut seen: HashMap<String, u32> = HashMap::new();
        let headings = part.children.iter().filter_map(|child| child.heading);
        for heading in headings.filter(|heading| self.level_headings.contains(&heading.span.start)) {
            let range = core_range(&heading.text.plain);
            let count = seen.entry(normal(heading.text.plain.get(range).unwrap_or(""))).or_default();
            *count += 1;
            self.repeats.insert(heading.span.start, *count);
        }
    }

    fn blocks(&mut self, part: &Part<'d>, label: Option<Spanned<String>>, here: &Above) {
        // Prose above a list, a table or further headings introduces them.
        let listed = !part.children.is_empty()
            || part.blocks.iter().any(|block| matches!(block, Block::List(_) | Block::Table(_)));
        let kind = kind_here(label.as_ref(), here);
        let mut own = None;
        let mut lead: Option<Spanned<String>> = None;
        let runs = self.line_runs(&part.blocks);
        for (n, block) in part.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(paragraph)
                    if here.level.is_some() && self.labeled_lines(&paragraph.text, part, here) =>
                {
                    lead = None;
                }
                Block::Paragraph(paragraph) => {
                    let before_list = matches!(part.blocks.get(n + 1), Some(Block::List(_)));
                    lead = if before_list { lead_label(&paragraph.text, self.job) } else { None };
                    self.key_value(&paragraph.text, label.is_none() && !here.on_ladder());
                    // Prose is what a section says if it has no list.
                    let aside = label.as_ref().is_some_and(|label| is_aside(&label.value));
                    let run = runs.contains(&n);
                    // The way to the next page, behind what the section says.
                    if own.is_some() && !run && is_way(&paragraph.text) {
                        continue;
                    }
                    if run || listed || aside || !runs.is_empty() || (label.is_none() && !here.on_ladder()) {
                        if run {
                            let at = self.section(&mut own, label.clone(), part, here);
                            self.add_pieces(at, vec![Piece::alone(&paragraph.text, paragraph.span)], here);
                        } else {
                            self.facts(&paragraph.text, kind, here);
                            // What names a list is kept as its name.
                            if lead.is_none() {
                                self.aside(&paragraph.text, label.as_ref(), here);
                            }
                        }
                    } else {
                        let at = self.section(&mut own, label.clone(), part, here);
                        self.add_pieces(at, vec![Piece::alone(&paragraph.text, paragraph.span)], here);
                        self.show(at, here, paragraph.span, || &paragraph.text.plain);
                    }
                }
                Block::List(list) => {
                    let intro = label.is_none() && lead.is_none() && !here.on_ladder();
                    list.items.iter().for_each(|item| self.key_value(&item.text, intro && self.job));
                    let (name, mut inner) = (lead.take(), here.clone());
                    if let Some(name) = name {
                        let kind = section_kind(&name.value);
                        inner.kind = if kind == SectionKind::Other { here.kind } else { Some(kind) };
                        inner.path.push(normal(&name.value));
                        let mut at = None;
                        self.list(list, &mut at, Some(name), part, &inner);
                    } else {
                        self.list(list, &mut own, label.clone(), part, &inner);
                    }
                }
                Block::Table(table) => {
                    lead = None;
                    self.table(table, &mut own, label.as_ref(), part, here);
                }
                Block::Quote { blocks, .. } => {
                    self.quote((blocks, block.span()), label.as_ref(), &mut own, part, here);
                }
                _ => {}
            }
        }
    }

    /// Reads what stands behind the name of a level: "Junior (0-2 years)", "Senior: from 60,000 EUR".
    /// `named`: the name stands in front of the text.
    pub(super) fn noted(&mut self, text: &Text, level: usize, named: bool) {
        let label = text.plain.trim_end();
        let name = if named { "" } else { without_note(label) };
        if name.len() < label.len() && self.noted.insert(text.span.start) {
            let note = text.part(name.len()..label.len());
            let place = Place { kind: SectionKind::Experience, labels: &[], level: Some(level) };
            facts::see(&mut self.role, &note, place);
        }
    }

    /// The index of a level, made when it is first shown.
    fn level(&mut self, label: Spanned<String>, occurrence: u32) -> usize {
        let key = (normal(&label.value), occurrence);
        if let Some(&index) = self.levels.get(&key) {
            return index;
        }
        let word = level_word(&label.value).or_else(|| small_rank(&label.value));
        // "IC2" in a table is "IC2: Software Engineer" in a heading.
        let code = word.as_ref().and_then(|word| word.code.as_deref()).filter(|_| occurrence == 1);
        let same = code.and_then(|code| {
            let bare = |label: &str| label.trim() == code;
            // "E1 (Director)" in a list is "E1: Director of Engineering" in a heading.
            let rest = |label: &str| label.trim().strip_prefix(code).map(words_of);
            let told = |a: &str, b: &str| {
                rest(a).zip(rest(b)).is_some_and(|(a, b)| a.iter().any(|word| b.contains(word)))
            };
            self.role.levels.iter().position(|level| {
                let known = &level.label.value;
                level.occurrence == 1
                    && level.code.as_deref() == Some(code)
                    && (bare(&label.value) || bare(known) || told(&label.value, known))
            })
        });
        let same = same.or_else(|| self.but_for_years(&label.value).filter(|_| occurrence == 1));
        if let Some(index) = same {
            self.levels.insert(key, index);
            *self.names.entry(index).or_default() += 1;
            return index;
        }
        let index = self.role.levels.len();
        let number = || numeral(&key.0).map(|number| number.saturating_mul(10));
        let rank = word.as_ref().and_then(|word| word.rank).or_else(number);
        if occurrence == 1 {
            let name = normal(without_amount(&label.value));
            self.unnoted.entry(name).or_insert((index, 0)).1 += 1;
        }
        self.role.levels.push(Level {
            label,
            code: word.as_ref().and_then(|word| word.code.clone()),
            rank,
            title: None,
            mirror: false,
            occurrence,
        });
        self.levels.insert(key, index);
        *self.names.entry(index).or_default() += 1;
        index
    }

    /// "Tester" in a table of pay is "Tester (0-2 years)" in a heading, if there is but one.
    fn but_for_years(&self, label: &str) -> Option<usize> {
        let name = normal(without_amount(label));
        let noted = name != normal(label);
        let &(index, shared) = self.unnoted.get(&name)?;
        let other = (normal(&self.role.levels.get(index)?.label.value) != name) != noted;
        let claimed = self.names.get(&index).is_some_and(|names| *names > 1);
        (other && !claimed && shared == 1).then_some(index)
    }

    /// The section to add to: the one in `own`, one that other levels share, or a new one.
    fn section(
        &mut self,
        own: &mut Option<usize>,
        label: Option<Spanned<String>>,
        part: &Part<'d>,
        here: &Above,
    ) -> usize {
        if let Some(at) = *own {
            return at;
        }
        let span = part.own_span(self.file);
        let at = if here.on_ladder() {
            let key = shared_key(label.as_ref());
            if let Some(&at) = self.shared.get(&key) {
                at
            } else {
                self.tables += 1;
                let at = self.new_section(label, span, here);
                self.shared.insert(key, at);
                self.numbers.insert(at, self.tables);
                at
            }
        } else if let Some(key) = here.section_key().filter(|_| self.folds_sections()) {
            let known = self.shared.get(&key).copied();
            let at = known.unwrap_or_else(|| self.new_section(label, span, here));
            self.shared.insert(key, at);
            at
        } else {
            self.new_section(label, span, here)
        };
        *own = Some(at);
        at
    }

    /// True if headings below a certain depth belong to the section above them.
    fn folds_sections(&self) -> bool {
        self.given.and_then(Given::deepest_section).is_some()
    }

    fn new_section(&mut self, label: Option<Spanned<String>>, span: Span, here: &Above) -> usize {
        let own = label.as_ref().map(|label| normal(&label.value));
        let path = here.path.iter().filter(|above| Some(*above) != own.as_ref()).cloned().collect();
        let kind = label.as_ref().map_or(SectionKind::Other, |label| section_kind(&label.value));
        let kind = if kind == SectionKind::Other { here.kind.unwrap_or(kind) } else { kind };
        // What has the heading of its section for a name is a part of what that section is a part of.
        let heading =
            here.section.as_ref().filter(|section| label.is_some() && label.as_ref() != Some(section));
        let group = heading.or(here.group.as_ref()).cloned();
        let (expectations, shown) = (vec![], vec![]);
        self.role.sections.push(Section { label, path, group, kind, span, expectations, shown });
        self.role.sections.len() - 1
    }

    fn add_pieces(&mut self, at: usize, pieces: Vec<Piece<'_>>, here: &Above) {
        let kind = self.role.sections.get(at).map_or(SectionKind::Other, |section| section.kind);
        let base = self.lists;
        if let Some(section) = self.role.sections.get_mut(at) {
            section.expectations.reserve(pieces.len());
        }
        for piece in pieces {
            self.facts(piece.text, kind, here);
            let range = if may_hold_colon(piece.text) { label_range(&piece.text.plain) } else { None };
            let own = range.map(|range| title::piece(piece.text, range));
            let label = own.or(piece.above);
            let list = base + piece.list.map_or(0, |list| u32::try_from(list).unwrap_or(u32::MAX));
            self.lists = self.lists.max(list);
            if let Some(section) = self.role.sections.get_mut(at) {
                let text = piece.text.clone();
                section.expectations.push(Expectation {
                    text,
                    level: here.level,
                    label,
                    list,
                    span: piece.span,
                });
            }
        }
    }

    /// Notes what a level of a ladder shows in a section; `text` is only asked for where there is a level.
    fn show<T: AsRef<str>>(&mut self, at: usize, here: &Above, span: Span, text: impl FnOnce() -> T) {
        let (Some(level), Some(label)) = (here.level, &here.named) else { return };
        let words = normal(text().as_ref());
        let state = state_of(&words);
        let number = self.numbers.get(&at).copied().unwrap_or(0);
        let Some(section) = self.role.sections.get_mut(at) else { return };
        // Several paragraphs or lists of one level are one body.
        if let Some(last) = section.shown.last_mut().filter(|shown| shown.level == level) {
            last.body = last.body.cover(span);
            if !last.words.is_empty() {
                last.words.push(' ');
            }
            last.words.push_str(&words);
            // One text that says something is enough; the words grow with the page.
            if last.state != CellState::Content {
                last.state = state_of(&last.words);
            }
            return;
        }
        let label = label.clone();
        section.shown.push(Shown { level, table: number, label, body: span, words, state, cut: vec![] });
    }

    fn add_shown(&mut self, at: usize, shown: Shown) {
        if let Some(section) = self.role.sections.get_mut(at) {
            section.shown.push(shown);
        }
    }

    fn facts(&mut self, text: &Text, kind: SectionKind, here: &Above) {
        let level = here.level;
        // "Grade: 5" and "Years: 3" below it are two facts.
        if let Some(parts) = labeled_parts(self.file, text) {
            parts.iter().for_each(|part| self.facts(part, kind, here));
            return;
        }
        if level.is_none() && self.way_on(text, kind, here) {
            return;
        }
        // "Years of experience: 5+" says by itself what it is about.
        if let Some((key, own, said)) = facts::labeled(text) {
            let labels: Vec<String> = here.path.iter().cloned().chain([key]).collect();
            facts::see(&mut self.role, &said, Place { kind: own, labels: &labels, level });
            return;
        }
        facts::see(&mut self.role, text, Place { kind, labels: &here.path, level });
    }

    fn clue(&mut self, clue: &'static str) {
        if !self.clues.contains(&clue) {
            self.clues.push(clue);
        }
    }

    /// Levels of a series that nobody knows one by one are ordered as they stand.
    fn rank_series(&mut self) {
        rungs::rank_plain(&mut self.role.levels);
        rungs::rank_staff(&mut self.role.levels);
        rungs::code_series(&mut self.role.levels);
        let labels: Vec<&str> = self.role.levels.iter().map(|level| level.label.value.as_str()).collect();
        if let Some(heights) = careers::heights(&labels) {
            for (level, height) in self.role.levels.iter_mut().zip(heights) {
                level.rank = Some(height);
            }
            return;
        }
        if !self.role.levels.iter().any(|level| level.rank.is_none()) {
            if self.neighbors.is_empty() {
                rungs::rank_by_page(&mut self.role.levels);
            }
            return;
        }
        if !series::continues(&labels) {
            return;
        }
        for (at, level) in self.role.levels.iter_mut().enumerate() {
            level.rank = i32::try_from(at + 1).ok().map(|step| step.saturating_mul(10));
        }
    }

    /// Tells neighbors from the page's own level, and reads the career from their order.
    pub fn finish_levels(&mut self, head: &Head) {
        self.rank_series();
        rungs::rank_by_facts(&mut self.role);
        let own: Vec<usize> = (0..self.role.levels.len())
            .filter(|index| self.neighbors.contains(index))
            .filter(|&index| {
                self.role
                    .levels
                    .get(index)
                    .is_some_and(|level| self.keys.contains(&title_key(&level.label.value)))
            })
            .collect();
        let own = match (own.as_slice(), self.bold.len()) {
            ([], 1) => self.bold.iter().copied().collect(),
            _ => own,
        };
        let Some(&first) = own.first() else {
            self.head_level(head);
            return;
        };
        let own_label =
            self.role.levels.get(first).map(|level| normal(&level.label.value)).unwrap_or_default();
        let mut moves = vec![];
        for (index, level) in self.role.levels.iter_mut().enumerate() {
            if index == first || !self.neighbors.contains(&index) {
                continue;
            }
            level.mirror = normal(&level.label.value) != own_label;
            let kind = if index < first { MoveKind::Previous } else { MoveKind::Next };
            moves.push(Move { kind, to: level.label.clone(), qualifier: None });
        }
        self.role.moves.extend(moves);
    }

    /// The level of a page about one level.
    fn head_level(&mut self, head: &Head) {
        if self.role.levels.is_empty()
            && let Some(level) = &head.level
        {
            self.level(level.clone(), 1);
        }
    }
}

/// The level of a rank that a program wrote in small letters: "junior" above a column.
fn small_rank(label: &str) -> Option<LevelWord> {
    let small = !label.contains(' ') && label.chars().all(char::is_lowercase);
    small.then(|| level_of(label)).flatten()
}

/// What the levels of a ladder have in common of a section: the label, whatever stands above.
fn shared_key(label: Option<&Spanned<String>>) -> String {
    label.map_or_else(String::new, |label| normal(&label.value))
}

fn kind_here(label: Option<&Spanned<String>>, here: &Above) -> SectionKind {
    let kind = label.map_or(SectionKind::Other, |label| section_kind(&label.value));
    if kind == SectionKind::Other { here.kind.unwrap_or(kind) } else { kind }
}

pub(super) fn cell_name(cell: &crate::syntax::Cell) -> Spanned<String> {
    let mut span: Option<Span> = None;
    for block in &cell.blocks {
        block.each_text(&mut |text| span = Some(span.map_or(text.span, |span| span.cover(text.span))));
    }
    Spanned::new(label_of(cell).into_owned(), span.unwrap_or(cell.inner))
}

/// A heading over something else than what the job is: a question, or words that the law asks for.
fn is_aside(label: &str) -> bool {
    let lower = label.to_lowercase();
    label.ends_with(['?', '？']) || lower.contains("equal employment") || lower.contains("equal opportunity")
}

/// What items and all below them say, one line for each text.
fn items_text(items: &[Item]) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&item.text.plain);
        let below = blocks_text(&item.children);
        if !below.is_empty() {
            text.push('\n');
            text.push_str(&below);
        }
    }
    text
}
