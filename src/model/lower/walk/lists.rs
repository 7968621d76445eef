//! Lists on a page: items that name levels, items with labels, items under a bold one, and lists whose
//! bullets are missing.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::syntax::{Block, HeadingMark, Item, List, MarkKind, Text};
use crate::text::{SourceFile, Span, Spanned};

use super::super::super::vocabulary::section_kind;
use super::super::super::{Expectation, SectionKind};
use super::super::careers;
use super::super::facts;
use super::super::ladder::{bold_labels, item_label, labeled_levels, list_of_levels};
use super::super::outline::Part;
use super::super::promote::lines;
use super::super::series::is_step;
use super::super::title::{core_range, piece};
use super::super::words::{Piece, blocks_text, item_pieces, label_range, normal, pieces};
use super::{Above, Page, items_text, kind_here};

/// Fewer lines below one another are paragraphs.
const LEAST_LINES: usize = 4;

impl<'d> Page<'d> {
    /// Places of paragraphs that are lines of a list without bullets, as in text pages: right below one
    /// another, each a sentence or less, none of them with a label.
    pub(super) fn line_runs(&self, blocks: &[&Block]) -> HashSet<usize> {
        let mut found = HashSet::new();
        if blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count() < LEAST_LINES {
            return found;
        }
        let mut run: Vec<usize> = vec![];
        let mut end = None;
        for (n, block) in blocks.iter().enumerate() {
            let line = match block {
                Block::Paragraph(paragraph) if is_bare_item(&paragraph.text.plain) => Some(paragraph.span),
                _ => None,
            };
            let follows = line.zip(end).is_some_and(|(span, end): (Span, usize)| {
                let between = self.file.text.get(end..span.range().start).unwrap_or("");
                between.trim().is_empty() && between.matches('\n').count() == 1
            });
            if !follows {
                if run.len() >= LEAST_LINES {
                    found.extend(run.drain(..));
                }
                run.clear();
            }
            if line.is_some() {
                run.push(n);
            }
            end = line.map(|span| span.range().end);
        }
        if run.len() >= LEAST_LINES {
            found.extend(run);
        }
        found
    }

    pub(super) fn list(
        &mut self,
        list: &'d List,
        own: &mut Option<usize>,
        label: Option<Spanned<String>>,
        part: &Part<'d>,
        here: &Above,
    ) {
        if list_of_levels(list) {
            self.clue("list items that name levels");
            for item in &list.items {
                let name = piece(&item.text, core_range(&item.text.plain));
                let level = self.level(name.clone(), 1);
                // "Level 1 (0–1 years)"
                self.noted(&item.text, level, false);
                let inner = Above { level: Some(level), named: Some(name), ..here.clone() };
                self.toggle(item, (own, label.clone()), part, &inner);
            }
            return;
        }
        // "Junior: $40,000" is pay, and the page may be about one job all the same.
        let kind = kind_here(label.as_ref(), here);
        if self.level_headings.is_empty()
            && kind.is_expectations()
            && let Some(names) = labeled_levels(list)
        {
            self.clue("list items that begin with a level");
            for (item, range) in list.items.iter().zip(names) {
                self.labeled_level(item, range, own, label.clone(), part, here);
            }
            return;
        }
        if !kind.is_expectations()
            && let Some(names) = self.known_levels(list)
        {
            for (item, range) in list.items.iter().zip(names) {
                self.labeled_level(item, range, own, label.clone(), part, here);
            }
            return;
        }
        if label.is_none() && here.on_ladder() && !self.dimensions.is_empty() {
            for item in &list.items {
                self.dimension(item, part, here);
            }
            return;
        }
        if let Some(parts) = bold_labels(list) {
            let levels = here.level.is_none() && kind.is_expectations() && are_levels(&parts);
            for (name, items) in parts {
                if let Some(name) = name.clone().filter(|_| levels) {
                    self.clue("bold items that name levels");
                    let level = self.level(name.clone(), 1);
                    let inner = Above { level: Some(level), named: Some(name), ..here.clone() };
                    self.labeled_items(None, items, (own, label.clone()), part, &inner);
                    continue;
                }
                self.labeled_items(name, items, (own, label.clone()), part, here);
            }
            return;
        }
        let at = self.section(own, label, part, here);
        let mut found = vec![];
        self.lists += 1;
        item_pieces(&list.items, 1, &mut 1, &mut found);
        let read: HashSet<u32> = found.iter().map(|piece| piece.span.start).collect();
        for item in &list.items {
            if kind == SectionKind::Scope {
                self.reach(item, here);
            }
            // What only names what stands below it, and what explains it, is still read for facts.
            if !read.contains(&item.span.start) {
                self.facts(&item.text, kind, here);
            }
            let aside = item.children.iter().filter(|block| !matches!(block, Block::List(_)));
            aside.for_each(|block| block.each_text(&mut |text| self.facts(text, kind, here)));
        }
        self.add_pieces(at, found, here);
        self.show(at, here, list.span, || items_text(&list.items));
    }

    /// What stands below an item that names a level: bold lines in it are the names of its sections.
    fn toggle(
        &mut self,
        item: &'d Item,
        (own, label): (&mut Option<usize>, Option<Spanned<String>>),
        part: &Part<'d>,
        here: &Above,
    ) {
        for (name, blocks) in below_bold(&item.children) {
            let (at, inner) = self.named_section(name, (&mut *own, label.clone()), part, here);
            self.add_pieces(at, pieces(blocks), &inner);
            self.show(at, &inner, item.span, || blocks_text(blocks));
        }
    }

    /// For a list whose items all begin with a level that the page has shown ("Junior: 0-2 years"), where
    /// their names are.
    fn known_levels(&self, list: &List) -> Option<Vec<Range<usize>>> {
        let name = |item: &Item| {
            let range = label_range(&item.text.plain)?;
            let key = normal(item.text.plain.get(range.clone())?);
            self.levels.contains_key(&(key, 1)).then_some(range)
        };
        let names: Vec<Range<usize>> = list.items.iter().map(name).collect::<Option<_>>()?;
        (names.len() > 1).then_some(names)
    }

    /// The section that `name` begins, or the one around it, and what stands above its text.
    fn named_section(
        &mut self,
        name: Option<Spanned<String>>,
        (own, label): (&mut Option<usize>, Option<Spanned<String>>),
        part: &Part<'d>,
        here: &Above,
    ) -> (usize, Above) {
        let mut inner = here.clone();
        let Some(name) = name else { return (self.section(own, label, part, here), inner) };
        let kind = section_kind(&name.value);
        inner.kind = if kind == SectionKind::Other { here.kind } else { Some(kind) };
        inner.path.push(normal(&name.value));
        (self.section(&mut None, Some(name), part, &inner), inner)
    }

    /// Items below an item that is nothing but a label.
    fn labeled_items(
        &mut self,
        name: Option<Spanned<String>>,
        items: &'d [Item],
        (own, label): (&mut Option<usize>, Option<Spanned<String>>),
        part: &Part<'d>,
        here: &Above,
    ) {
        let (at, inner) = self.named_section(name, (own, label), part, here);
        let mut found = vec![];
        self.lists += 1;
        item_pieces(items, 1, &mut 1, &mut found);
        self.add_pieces(at, found, &inner);
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            self.show(at, &inner, first.span.cover(last.span), || items_text(items));
        }
    }

    /// "Level 1: Uses …" as an item.
    fn labeled_level(
        &mut self,
        item: &'d Item,
        range: Range<usize>,
        own: &mut Option<usize>,
        label: Option<Spanned<String>>,
        part: &Part<'d>,
        here: &Above,
    ) {
        let name = piece(&item.text, range.clone());
        let level = self.level(name.clone(), 1);
        self.noted(&item.text.part(range.clone()), level, false);
        let inner = Above { level: Some(level), named: Some(name), ..here.clone() };
        let at = self.section(own, label, part, &inner);
        let rest = item.text.plain.get(range.end..).unwrap_or("");
        let said = rest.trim_start_matches([':', '：', '–', '—', '-', ' ', '.']);
        let text = item.text.part(item.text.plain.len() - said.len()..item.text.plain.len()).trimmed();
        self.lists += 1;
        if !text.is_blank() {
            self.add_pieces(at, vec![Piece::alone(&text, text.span)], &inner);
        }
        let below = pieces(&item.children);
        self.add_pieces(at, below, &inner);
        self.show(at, &inner, item.span, || format!("{}\n{}", text.plain, blocks_text(&item.children)));
    }

    /// An item of a ladder whose label is one of its sections: "Scope: …", or "Scope" with items.
    fn dimension(&mut self, item: &'d Item, part: &Part<'d>, here: &Above) {
        let range = item_label(item).or_else(|| self.first_line(&item.text));
        let name = range.as_ref().map(|range| piece(&item.text, range.clone()));
        let mut inner = here.clone();
        if let Some(name) = &name {
            inner.kind = Some(section_kind(&name.value));
            inner.path.push(normal(&name.value));
        }
        let at = self.section(&mut None, name, part, &inner);
        // What has no label is said as a whole.
        let rest = range.map_or(0, |range| range.end)..item.text.plain.len();
        let said = item.text.plain.get(rest).unwrap_or("").trim_start_matches([':', '：', ' ', '-']);
        let text = item.text.part(item.text.plain.len() - said.len()..item.text.plain.len()).trimmed();
        self.lists += 1;
        let below = pieces(&item.children);
        if text.is_blank() || !below.is_empty() {
            self.show(at, &inner, item.span, || format!("{}\n{}", text.plain, blocks_text(&item.children)));
        } else {
            self.show(at, &inner, text.span, || &text.plain);
        }
        if !text.is_blank() {
            self.dimension_text(at, text, &inner);
        }
        self.add_pieces(at, below, &inner);
    }

    /// The first line of a text, if it names a section of the ladder: a bullet may be missing below it.
    fn first_line(&self, text: &Text) -> Option<Range<usize>> {
        let first = lines(self.file, text).into_iter().next()?;
        let known = text.plain.get(first.clone()).is_some_and(|line| self.dimensions.contains(&normal(line)));
        known.then_some(first)
    }

    /// Adds what a level is expected to do in one of the sections of its ladder.
    fn dimension_text(&mut self, at: usize, text: Text, here: &Above) {
        self.facts(&text, here.kind.unwrap_or(SectionKind::Other), here);
        let (level, list, span) = (here.level, self.lists, text.span);
        if let Some(section) = self.role.sections.get_mut(at) {
            section.expectations.push(Expectation { text, level, label: None, list, span });
        }
    }

    /// Lines that all begin with a bold label ("**Scope**: …"), right below the heading of a level or behind a
    /// section that a bold line names: its sections. False for anything else.
    pub(super) fn labeled_lines(&mut self, text: &Text, part: &Part<'d>, here: &Above) -> bool {
        let names_level =
            part.heading.is_some_and(|heading| self.level_headings.contains(&heading.span.start));
        let bold = part.heading.filter(|heading| !names_level && heading.mark == HeadingMark::Bold);
        let follows = bold.is_some()
            && part.blocks.first().is_some_and(|first| first.span().start < text.span.start)
            && here.on_ladder();
        let Some(lines) = (names_level || follows).then(|| bold_lines(self.file, text)).flatten() else {
            return false;
        };
        let (names, said): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        for (name, said) in names.into_iter().zip(text.pieces(&said)) {
            let name = piece(text, name);
            let mut inner = here.clone();
            inner.kind = Some(section_kind(&name.value));
            if follows {
                // Beside the section above, not in it.
                inner.path.pop();
                inner.section = None;
            }
            inner.path.push(normal(&name.value));
            let at = self.section(&mut None, Some(name), part, &inner);
            self.lists += 1;
            let said = said.trimmed();
            self.show(at, &inner, said.span, || &said.plain);
            self.dimension_text(at, said, &inner);
        }
        true
    }

    /// "Leadership Reach" with "Department" below it.
    fn reach(&mut self, item: &'d Item, here: &Above) {
        let Some(measure) = facts::reach(&item.text.plain) else { return };
        let values = item.children.iter().filter_map(|block| match block {
            Block::List(list) => Some(list.items.iter().map(|item| &item.text)),
            _ => None,
        });
        for value in values.flatten() {
            facts::add_reach(&mut self.role, measure.clone(), value, here.level);
        }
    }
}

/// For a text whose lines all begin with a bold label and go on behind a colon: the bytes of each label,
/// and of what is said.
fn bold_lines(file: &SourceFile, text: &Text) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    const ASIDES: &[&str] = &["note", "notes", "important", "tip", "hint", "example", "examples", "warning"];
    let strong = text.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
    let strong: HashMap<usize, usize> = strong.map(|mark| (mark.range.start, mark.range.end)).collect();
    if strong.is_empty() {
        return None;
    }
    let line = |line: Range<usize>| {
        let source = text.plain.get(line.clone())?;
        let start = line.start + source.len() - source.trim_start().len();
        let end = *strong.get(&start)?;
        let name = text.plain.get(start..end)?.trim_end();
        let behind = text.plain.get(end..line.end)?;
        let said = behind.trim_start_matches([':', '：', ' ']);
        let colon = name.ends_with([':', '：']) || behind.starts_with([':', '：']);
        let name = name.trim_end_matches([':', '：']).trim_end();
        let fits =
            (1..=5).contains(&name.split_whitespace().count()) && !ASIDES.contains(&normal(name).as_str());
        (colon && fits && !said.trim().is_empty())
            .then(|| (start..start + name.len(), line.end - said.len()..line.end))
    };
    lines(file, text).into_iter().map(line).collect()
}

/// A line that can be an item: some words that begin with a capital, and no label in front.
fn is_bare_item(plain: &str) -> bool {
    let words = plain.split_whitespace().count();
    (3..=60).contains(&words)
        && plain.trim_start().starts_with(char::is_uppercase)
        && !plain.trim_end().ends_with([':', '?'])
        && label_range(plain).is_none()
        && !plain.contains('\n')
}

/// True for labels that are the levels of one ladder, each with items below it.
fn are_levels(parts: &[(Option<Spanned<String>>, &[Item])]) -> bool {
    let labels: Option<Vec<&str>> =
        parts.iter().map(|(name, _)| name.as_ref().map(|name| name.value.as_str())).collect();
    labels.is_some_and(|labels| {
        labels.len() > 1 && (labels.iter().all(|label| is_step(label)) || careers::are_levels(&labels))
    })
}

/// Blocks with the bold line above them that names them, where something stands below it.
fn below_bold(blocks: &[Block]) -> Vec<(Option<Spanned<String>>, &[Block])> {
    let name = |at: usize| match (blocks.get(at), blocks.get(at + 1)) {
        (Some(Block::Paragraph(paragraph)), Some(Block::List(_) | Block::Paragraph(_))) => {
            let text = &paragraph.text;
            let range = core_range(&text.plain);
            let words = text.plain.get(range.clone()).map_or(0, |label| label.split_whitespace().count());
            let bold = text.marks.iter().any(|mark| {
                mark.kind == MarkKind::Strong
                    && mark.range.start <= range.start
                    && mark.range.end >= range.end
            });
            (bold && (1..=6).contains(&words)).then(|| piece(text, range))
        }
        _ => None,
    };
    let named: Vec<(usize, Option<Spanned<String>>)> =
        (0..blocks.len()).map(|at| (at, name(at))).filter(|(_, name)| name.is_some()).collect();
    let first = named.first().map_or(blocks.len(), |(at, _)| *at);
    let mut parts = vec![];
    if first > 0 || named.is_empty() {
        parts.push((None, blocks.get(..first).unwrap_or_default()));
    }
    let ends = named.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]).collect::<Vec<_>>();
    for ((at, name), end) in named.into_iter().zip(ends) {
        parts.push((name, blocks.get(at + 1..end).unwrap_or_default()));
    }
    parts
}
