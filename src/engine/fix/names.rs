//! Where a name stands: as a name, or in passing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Framework, LevelWord, level_word, title_rank};
use crate::syntax::{Cell, Document, MarkKind, Node, Text, Value, Visit};
use crate::text::{FileId, Span, Spanned};

/// Marks that join a name and the code of its level: "L4 – Senior Engineer (IC)".
const JOINTS: [char; 12] = [' ', '-', '–', '—', ':', '(', ')', '[', ']', '|', '/', ','];

/// How a name stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It names the role or level here; without this place the rest would be about nobody.
    Name,
    /// The text speaks of it.
    Mention,
    /// It may be meant, or something else of this name.
    Doubtful,
}

/// All names of the roles and levels of a framework, with their places.
pub(super) fn names(framework: &Framework) -> Vec<&Spanned<String>> {
    let mut names = vec![];
    for role in &framework.roles {
        names.extend(role.title.iter().chain(&role.id).chain(&role.aliases).chain(&role.also));
        names.extend(role.levels.iter().map(|level| &level.label));
        names.extend(role.levels.iter().filter_map(|level| level.title.as_ref()));
        names.extend(role.sections.iter().flat_map(|section| &section.shown).map(|shown| &shown.label));
        names.extend(role.moves.iter().map(|step| &step.to));
    }
    names.extend(framework.listings.iter().map(|listing| &listing.label));
    names
}

/// A name to look for.
pub(super) struct Wanted<'a> {
    pub name: &'a str,
    /// Other names that hold it as a part.
    longer: Vec<&'a str>,
    /// For each file the places where the model has found it as a name.
    known: BTreeMap<FileId, Vec<Span>>,
}

impl<'a> Wanted<'a> {
    pub fn new(name: &'a str, framework: &'a Framework) -> Self {
        let mut wanted = Wanted { name, longer: vec![], known: BTreeMap::new() };
        for other in names(framework) {
            if says(&other.value, name) {
                wanted.known.entry(other.span.file).or_default().push(other.span);
            } else if other.value.contains(name) {
                wanted.longer.push(&other.value);
            }
        }
        wanted.longer.sort_unstable();
        wanted.longer.dedup();
        wanted
    }

    /// False if nothing in the framework has this name.
    pub fn is_known(&self) -> bool {
        !self.known.is_empty()
    }

    /// One word without a number may mean anything: "Senior", "Lead".
    fn is_plain_word(&self) -> bool {
        !self.name.contains(|c: char| c.is_whitespace() || c.is_ascii_digit())
    }

    /// Where it stands in a text, as ranges of its plain form.
    pub fn in_text(
        &self,
        text: &Text,
        visit: Visit<'_>,
        cell: Option<&Cell>,
    ) -> Vec<(Range<usize>, Standing)> {
        let plain = text.plain.as_str();
        let found = plain.match_indices(self.name).map(|(at, name)| at..at + name.len());
        let found = found.filter(|range| stands_alone(plain, range));
        found.filter_map(|range| Some((range.clone(), self.standing(text, &range, visit, cell)?))).collect()
    }

    /// `None` for what is part of an address or of another name.
    fn standing(
        &self,
        text: &Text,
        range: &Range<usize>,
        visit: Visit<'_>,
        cell: Option<&Cell>,
    ) -> Option<Standing> {
        let plain = text.plain.as_str();
        let place = text.locate(range.clone()).span;
        let known = self.known.get(&place.file);
        if known.is_some_and(|known| known.iter().any(|span| span.contains(place))) {
            return Some(Standing::Name);
        }
        let whole = says(plain, self.name);
        let in_sentence = matches!(visit, Visit::Item(_) | Visit::Paragraph(_))
            && !cell.is_some_and(|cell| cell.inner.contains(text.span));
        if whole && !(in_sentence && self.is_plain_word()) {
            return Some(Standing::Name);
        }
        for mark in
            text.marks.iter().filter(|mark| mark.range.start <= range.start && range.end <= mark.range.end)
        {
            match mark.kind {
                // An address that names itself.
                MarkKind::Link { target } if text.locate(mark.range.clone()).span == target => return None,
                MarkKind::Link { .. } if mark.range == *range => return Some(Standing::Name),
                _ => {}
            }
        }
        if is_address(word_around(plain, range)) || self.is_part_of_another(plain, range) {
            return None;
        }
        let sure = !self.is_plain_word() && !text.is_code(range) && !self.may_be_part(plain, range);
        Some(if sure { Standing::Mention } else { Standing::Doubtful })
    }

    /// "Software Engineer" in "Senior Software Engineer", if there is such a role.
    fn is_part_of_another(&self, plain: &str, range: &Range<usize>) -> bool {
        self.longer.iter().any(|other| {
            other.match_indices(self.name).any(|(at, _)| {
                let start = range.start.checked_sub(at);
                start.is_some_and(|start| plain.get(start..).is_some_and(|rest| rest.starts_with(other)))
            })
        })
    }

    /// True if the words around may belong to the name: "Principal Software Engineer", "Software Engineer II".
    fn may_be_part(&self, plain: &str, range: &Range<usize>) -> bool {
        let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let (before, after) = (plain.get(..range.start).unwrap_or(""), plain.get(range.end..).unwrap_or(""));
        let next = after.strip_prefix(' ').and_then(|rest| rest.split(' ').next());
        if !self.name.contains(' ') {
            // A code is a code, whatever stands around it.
            return false;
        }
        if next.is_some_and(is_capital) {
            return true;
        }
        let Some(before) = before.strip_suffix(' ') else { return false };
        let (rest, word) = before.rsplit_once(' ').unwrap_or(("", before));
        let begins = rest.is_empty() || rest.ends_with(['.', '!', '?', ':', '\n']);
        is_capital(word) && !word.ends_with([',', '.', ';', ':']) && (!begins || title_rank(word).is_some())
    }
}

/// True if a label is this name, or this name and the code of its level.
pub(super) fn says(label: &str, name: &str) -> bool {
    let Some(at) = label.find(name) else { return false };
    let range = at..at + name.len();
    let rest = (label.get(..at).unwrap_or(""), label.get(range.end..).unwrap_or(""));
    let is_code = |text: &str| {
        let text = text.trim_matches(JOINTS);
        let code = || level_word(text).and_then(|LevelWord { code, .. }| code);
        text.is_empty() || code().is_some_and(|code| code == text)
    };
    stands_alone(label, &range) && is_code(rest.0) && is_code(rest.1)
}

/// True if no letter or hyphen binds the range to its neighbors; an "s" behind it is one more of them.
fn stands_alone(plain: &str, range: &Range<usize>) -> bool {
    let binds = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let (before, after) = (plain.get(..range.start).unwrap_or(""), plain.get(range.end..).unwrap_or(""));
    let after = after.strip_prefix('s').unwrap_or(after);
    !before.ends_with(binds) && !after.starts_with(binds)
}

fn word_around<'p>(plain: &'p str, range: &Range<usize>) -> &'p str {
    let start =
        plain.get(..range.start).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |at| at + 1);
    let end = plain.get(range.end..).and_then(|after| after.find(char::is_whitespace));
    plain.get(start..end.map_or(plain.len(), |at| range.end + at)).unwrap_or("")
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains(['@', '#', '\\']) || word.contains(".md") || word.contains(".htm")
}

/// The name as ids and addresses write it: `senior-engineer`.
pub(super) fn id_of(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Calls `see` for all keys of a tree, in file order.
pub(super) fn each_key<'d>(node: &'d Node, see: &mut dyn FnMut(&'d Spanned<String>)) {
    match &node.value {
        _ if node.alias_of.is_some() => {}
        Value::List(items) => items.iter().for_each(|item| each_key(item, see)),
        Value::Map(entries) => {
            for entry in entries {
                see(&entry.key);
                each_key(&entry.value, see);
            }
        }
        _ => {}
    }
}

/// The trees of a document: its settings, and its data.
pub(super) fn trees(doc: &Document) -> impl Iterator<Item = &Node> {
    doc.front.iter().filter_map(|front| front.node.as_ref()).chain(doc.data())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_name_with_or_without_its_code() {
        for label in
            ["Senior Engineer", "L4 – Senior Engineer", "Senior Engineer (IC4)", "IC4: Senior Engineer"]
        {
            assert!(says(label, "Senior Engineer"), "{label}");
        }
        for label in
            ["Senior Engineer II", "The Senior Engineer", "Senior Engineering", "Senior-Senior Engineer"]
        {
            assert!(!says(label, "Senior Engineer"), "{label}");
        }
    }

    #[test]
    fn addresses_are_no_names() {
        let plain = "See https://example.org/L3, or L3.";
        let at = |n| plain.match_indices("L3").nth(n).map(|(at, _)| at..at + 2).unwrap();
        assert!(is_address(word_around(plain, &at(0))) && !is_address(word_around(plain, &at(1))));
        assert_eq!(id_of("Director of R&D"), "director-of-r-d");
    }
}
