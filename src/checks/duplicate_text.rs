//! The same item or paragraph twice in one file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::lists::lists;
use crate::diag::Severity;
use crate::language::text_hash;
use crate::model::{level_word, looks_like_title, words_of};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Node, Text, Value};
use crate::text::{QuickMap, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateText {
    /// Shorter items of one list may stand twice.
    min_words: usize,
    /// Shorter texts may stand in two lists, or twice on a page.
    min_words_apart: usize,
    /// What stands so often is meant to.
    most: usize,
}

/// Where a text is read: two equal texts in one place are one too many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Where {
    /// One list, by its number in the file.
    List(usize),
    /// What one level of one role is asked for.
    Level(usize, Option<usize>),
    /// Paragraphs of a page that is about one thing.
    Page,
    /// Entries of data that are equal but for their name.
    Entry,
}

/// Texts by where they are read and what they say.
type Texts = BTreeMap<(Where, Vec<String>), Vec<Span>>;

impl DocumentCheck for DuplicateText {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        // Rows of a table repeat what their columns share.
        if matches!(subject.doc.format, "csv" | "xlsx") {
            return;
        }
        let mut found: Vec<(Span, Span, Where)> = vec![];
        let mut reported: BTreeSet<u32> = BTreeSet::new();
        for ((place, _), mut spans) in self.texts(subject) {
            spans.sort_unstable_by_key(|span| (span.start, span.end));
            spans.dedup();
            let Some((first, others)) = spans.split_first() else { continue };
            if spans.len() > self.most {
                continue;
            }
            for other in others {
                if other.start >= first.end && reported.insert(other.start) {
                    found.push((*other, *first, place.clone()));
                }
            }
        }
        for node in subject.doc.front.iter().filter_map(|front| front.node.as_ref()).chain(subject.doc.data())
        {
            self.entries(node, 0, &mut |span, first| {
                if reported.insert(span.start) {
                    found.push((span, first, Where::Entry));
                }
            });
        }
        found.sort_unstable_by_key(|(span, ..)| span.start);
        let mut copies: Vec<Copied> = vec![];
        for (span, first, place) in found {
            match copies.last_mut().filter(|copy| copy.goes_on(span, first, subject)) {
                Some(copy) => copy.lines.push((span, first)),
                None => copies.push(Copied { lines: vec![(span, first)], place }),
            }
        }
        copies.iter().for_each(|copy| report(copy, subject, cx));
    }
}

/// Texts that follow each other and were copied together, with where they stood before.
struct Copied {
    lines: Vec<(Span, Span)>,
    place: Where,
}

impl Copied {
    /// Whether `span` and `first`, what it repeats, stand as closely below the end of the copy as below its
    /// model.
    fn goes_on(&self, span: Span, first: Span, subject: &Subject<'_>) -> bool {
        const NEAR: u32 = 3;
        let line = |span: Span| subject.file.line_of(span.start);
        self.lines.last().is_some_and(|(last, model)| {
            let step = line(span).saturating_sub(line(*last));
            (1..=NEAR).contains(&step) && line(first).checked_sub(line(*model)) == Some(step)
        })
    }
}

impl DuplicateText {
    fn texts(&self, subject: &Subject<'_>) -> Texts {
        let mut all: Vec<(Where, &Text, u64)> = vec![];
        let mut note = |place: Where, text| all.push((place, text, print_of(text)));
        for (number, list) in lists(subject.doc).iter().enumerate() {
            list.iter().for_each(|entry| note(Where::List(number), entry.text));
        }
        for (number, role) in subject.roles.iter().enumerate() {
            for expectation in role.sections.iter().flat_map(|section| &section.expectations) {
                note(Where::Level(number, expectation.level), &expectation.text);
            }
        }
        // A page about several roles may say the same of each.
        let blocks = if subject.roles.len() <= 1 { subject.doc.blocks() } else { &[] };
        let mut level: Option<u8> = None;
        for block in blocks {
            if let Block::Heading(heading) = block
                && level.is_none_or(|depth| heading.depth <= depth)
            {
                let named = heading.depth > 1 && level_word(&heading.text.plain).is_some();
                level = named.then_some(heading.depth);
            }
            match block {
                _ if level.is_some() => {}
                Block::Paragraph(paragraph) => note(Where::Page, &paragraph.text),
                Block::Quote { blocks, .. } => {
                    for block in blocks {
                        if let Block::Paragraph(paragraph) = block {
                            note(Where::Page, &paragraph.text);
                        }
                    }
                }
                _ => {}
            }
        }
        self.repeated(&all)
    }

    /// Those that stand in their place more than once, as far as their prints tell.
    fn repeated(&self, all: &[(Where, &Text, u64)]) -> Texts {
        let mut counts: QuickMap<(&Where, u64), usize> = QuickMap::default();
        for (place, _, print) in all {
            *counts.entry((place, *print)).or_default() += 1;
        }
        let mut texts = Texts::new();
        for (place, text, print) in all {
            if counts.get(&(place, *print)).is_none_or(|count| *count < 2) {
                continue;
            }
            let text = text.trimmed();
            let words = words_of(&text.plain);
            let least = if matches!(place, Where::List(_)) { self.min_words } else { self.min_words_apart };
            // A name may well stand twice, and so may what only introduces a list.
            if words.len() >= least && !looks_like_title(&text.plain) && !text.plain.ends_with(':') {
                texts.entry((place.clone(), words)).or_default().push(text.span);
            }
        }
        texts
    }

    /// Entries of lists of data that say the same as an earlier one under another name.
    fn entries(&self, node: &Node, depth: usize, see: &mut dyn FnMut(Span, Span)) {
        // Readers stop nesting far below this.
        if depth > 128 || node.alias_of.is_some() {
            return;
        }
        let mut seen: HashMap<Vec<String>, Vec<Span>> = HashMap::new();
        for item in node.items() {
            self.entries(item, depth + 1, see);
            if item.entries().is_empty() || item.alias_of.is_some() {
                continue;
            }
            let (mut says, mut long) = (vec![], vec![]);
            self.contents(item, 0, &mut says, &mut long);
            if long.is_empty() {
                continue;
            }
            match seen.get(&says) {
                Some(first) => long.iter().zip(first).for_each(|(span, first)| see(*span, *first)),
                None => {
                    seen.insert(says, long);
                }
            }
        }
        for entry in node.entries() {
            self.entries(&entry.value, depth + 1, see);
        }
    }

    /// All that an entry says but its names, and where its longer texts stand.
    fn contents(&self, node: &Node, depth: usize, says: &mut Vec<String>, long: &mut Vec<Span>) {
        if depth > 128 {
            return;
        }
        match &node.value {
            Value::String(text) => {
                let words = words_of(&text.plain);
                if words.len() >= self.min_words {
                    long.push(text.trimmed().span);
                }
                says.push(words.join(" "));
            }
            Value::List(items) => items.iter().for_each(|item| self.contents(item, depth + 1, says, long)),
            Value::Map(entries) => {
                const NAMES: &[&str] = &["id", "key", "name", "no", "number", "order", "ref", "slug", "uuid"];
                for entry in entries.iter().filter(|entry| !NAMES.contains(&entry.key.value.as_str())) {
                    says.push(entry.key.value.clone());
                    self.contents(&entry.value, depth + 1, says, long);
                }
            }
            Value::Number(number) => says.push(number.to_string()),
            Value::Bool(value) => says.push(value.to_string()),
            Value::Null => {}
        }
    }
}

/// A number that texts of the same words share, and hardly any others.
fn print_of(text: &Text) -> u64 {
    let plain = text.plain.trim();
    if plain.is_ascii() && !plain.starts_with(':') {
        return text_hash(plain);
    }
    text_hash(&words_of(plain).concat())
}

fn report(copy: &Copied, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let Copied { lines, place } = copy;
    let Some(&(span, first)) = lines.first() else { return };
    let level = match place {
        Where::Level(role, Some(level)) => subject
            .roles
            .get(*role)
            .and_then(|role| role.level(*level))
            .map(|level| level.label.value.clone()),
        _ => None,
    };
    let message = match (place, level) {
        (Where::List(_), _) => "This list says the same twice.".to_owned(),
        (Where::Level(..), Some(level)) => format!("Level “{level}” is asked for the same twice."),
        (Where::Level(..), None) => "This role is asked for the same twice.".to_owned(),
        (Where::Page, _) => "This paragraph stands on the page twice.".to_owned(),
        (Where::Entry, _) => "This entry says the same as an earlier one.".to_owned(),
    };
    let finding = cx.report(span, message);
    finding
        .help(
            "Usually a copy that somebody forgot to change: then something else is missing here. Write what was \
             meant, or delete one of the two.",
        )
        .related(first, "the first time");
    for &(further, _) in lines.iter().skip(1) {
        finding.related(further, "this line, too");
    }
    if *place == Where::Page {
        finding.at_most(Severity::Info);
    }
}
