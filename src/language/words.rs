//! The English dictionary, with the words of the field.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use fst::raw::{Node, Output};

use super::tokens::{is_apostrophe, is_hyphen};
use crate::text::{Memo, remembered, remembered_by_weight};

static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words-en.fst"));
static FIELD: &str = include_str!("data/field-en.txt");

/// Longest word that near words are looked up for.
pub(crate) const LONGEST: usize = 32;

/// What the dictionary knows about a word. `build.rs` writes the bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry(u64);

impl Entry {
    /// How rare the word is: 0 (the commonest four thousand) to 7. Source: the sizes of SCOWL.
    pub fn rarity(self) -> u8 {
        u8::try_from(self.0 & 0b111).unwrap_or(7)
    }

    /// In use in American English.
    pub fn is_american(self) -> bool {
        self.0 & 1 << 3 != 0
    }

    /// In use in British English.
    pub fn is_british(self) -> bool {
        self.0 & 1 << 4 != 0
    }

    /// Only ever written with a capital letter.
    pub fn is_name(self) -> bool {
        self.0 & 1 << 5 != 0
    }

    pub fn is_abbreviation(self) -> bool {
        self.0 & 1 << 6 != 0
    }

    /// A word of the field: work, software, design, public service.
    pub fn is_field(self) -> bool {
        self.0 & 1 << 7 != 0
    }
}

/// A word near another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    pub word: String,
    pub entry: Entry,
    pub distance: u8,
}

/// The embedded English word list: American and British spellings, names, abbreviations, and the
/// words of the field.
#[derive(Debug)]
pub struct Dictionary {
    /// None only if the embedded data were damaged; then every word is unknown.
    map: Option<fst::Map<&'static [u8]>>,
}

static ENGLISH: LazyLock<Dictionary> = LazyLock::new(|| Dictionary { map: fst::Map::new(WORDS).ok() });

/// Words of the field with capitals, by their small letters.
static CAPITALS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    FIELD
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().any(char::is_uppercase))
        .map(|word| (word.to_lowercase(), word))
        .collect()
});

impl Dictionary {
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    /// What is known about a word in small letters, as it stands.
    pub fn entry(&self, lower: &str) -> Option<Entry> {
        thread_local! {
            static KNOWN: RefCell<Memo<Option<Entry>>> = RefCell::default();
        }
        let map = self.map.as_ref()?;
        remembered(&KNOWN, 0, lower, || map.get(lower).map(Entry))
    }

    /// True if the word is right as it is written: names need their capital, the possessive 's may
    /// follow, hyphenated words are right if all parts are.
    pub fn contains(&self, word: &str) -> bool {
        let mut parts = word.split(is_hyphen).filter(|part| !part.is_empty());
        let (first, rest) = (parts.next(), parts);
        first.is_some_and(|part| self.contains_part(part))
            && rest.into_iter().all(|part| self.contains_part(part))
    }

    fn contains_part(&self, word: &str) -> bool {
        let word: String = word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let lower = word.to_lowercase();
        let known = |lower: &str| self.entry(lower).is_some_and(|entry| capital || !entry.is_name());
        known(&lower) || possessive(&lower).is_some_and(known)
    }

    /// The spelling of a word of the field with its capitals: "Kubernetes" for "kubernetes".
    pub(crate) fn capitals(lower: &str) -> Option<&'static str> {
        CAPITALS.get(lower).copied()
    }

    /// Words within `most` edits (insertions, deletions, replacements, swaps of neighbours) that have
    /// the same first letter. `word` is in small ASCII letters.
    pub(crate) fn near(&self, word: &str, most: u8) -> Rc<Vec<Near>> {
        thread_local! {
            static KNOWN: RefCell<Memo<Rc<Vec<Near>>>> = RefCell::default();
            static CLOSE: RefCell<Memo<Rc<Vec<Near>>>> = RefCell::default();
        }
        let memo = if most > 1 { &KNOWN } else { &CLOSE };
        let weight = |found: &Rc<Vec<Near>>| found.len() * (size_of::<Near>() + 32);
        remembered_by_weight(memo, u64::from(most), word, weight, || {
            let mut found = Vec::new();
            if let Some(map) = &self.map
                && word.is_ascii()
                && (1..=LONGEST).contains(&word.len())
            {
                walk(map, word.as_bytes(), most, &mut found);
            }
            Rc::new(found)
        })
    }
}

/// The word without its possessive ending.
pub(crate) fn possessive(word: &str) -> Option<&str> {
    let mut chars = word.char_indices().rev();
    match (chars.next(), chars.next()) {
        (Some((_, 's' | 'S')), Some((at, mark))) if is_apostrophe(mark) => word.get(..at),
        (Some((at, mark)), _) if is_apostrophe(mark) => word.get(..at),
        _ => None,
    }
}

/// A row of the edit distance table: `row[i]` edits turn the first `i` letters into the path so far.
type Row = [u8; LONGEST + 1];

struct Step<'f> {
    node: Node<'f>,
    out: Output,
    /// Next transition to follow.
    next: usize,
}

/// Walks the map as a tree of letters along one row of the distance table per letter, and leaves a
/// branch as soon as its whole row is too far away.
fn walk(map: &fst::Map<&'static [u8]>, word: &[u8], most: u8, found: &mut Vec<Near>) {
    let fst = map.as_fst();
    let root = fst.root();
    let Some(&first) = word.first() else { return };
    let Some(entry) = root.find_input(first).map(|index| root.transition(index)) else { return };
    let deepest = word.len() + usize::from(most);
    let mut rows: Vec<Row> = Vec::with_capacity(deepest + 1);
    let mut start = [0; LONGEST + 1];
    for (index, cell) in start.iter_mut().enumerate() {
        *cell = u8::try_from(index).unwrap_or(u8::MAX);
    }
    rows.push(start);
    let mut path = vec![first];
    rows.push(next_row(word, &path, &rows, most).0);
    let mut steps = vec![Step { node: fst.node(entry.addr), out: entry.out, next: 0 }];
    while let Some(step) = steps.last_mut() {
        let node = &step.node;
        if step.next == 0 && node.is_final() {
            let distance = rows.last().and_then(|row| row.get(word.len())).copied().unwrap_or(u8::MAX);
            if distance <= most
                && distance > 0
                && let Ok(text) = std::str::from_utf8(&path)
            {
                let value = step.out.cat(node.final_output()).value();
                found.push(Near { word: text.to_owned(), entry: Entry(value), distance });
            }
        }
        if step.next >= node.len() || path.len() >= deepest {
            steps.pop();
            path.pop();
            rows.pop();
            continue;
        }
        let transition = node.transition(step.next);
        step.next += 1;
        let out = step.out.cat(transition.out);
        path.push(transition.inp);
        let (row, least) = next_row(word, &path, &rows, most);
        if least <= most {
            rows.push(row);
            steps.push(Step { node: fst.node(transition.addr), out, next: 0 });
        } else {
            path.pop();
        }
    }
}

/// The row for the last letter of `path`, given the rows for the letters before it, and the least of its cells. Cells
/// farther than `most` from the diagonal cannot matter and stay at the top.
fn next_row(word: &[u8], path: &[u8], rows: &[Row], most: u8) -> (Row, u8) {
    let mut row = [u8::MAX; LONGEST + 1];
    let cell = |row: Option<&Row>, at: usize| row.and_then(|row| row.get(at)).copied().unwrap_or(u8::MAX);
    let (Some((&letter, earlier)), above) = (path.split_last(), rows.last()) else { return (row, u8::MAX) };
    let above_that = rows.len().checked_sub(2).and_then(|at| rows.get(at));
    let most = usize::from(most);
    let depth = path.len();
    if depth <= most {
        row[0] = u8::try_from(depth).unwrap_or(u8::MAX);
    }
    let first = depth.saturating_sub(most + 1);
    let mut left = cell(Some(&row), first);
    let mut least = row[0];
    for (index, &wanted) in word.iter().enumerate().take(depth + most).skip(first) {
        let replaced = cell(above, index).saturating_add(u8::from(wanted != letter));
        let mut best = replaced.min(left.saturating_add(1)).min(cell(above, index + 1).saturating_add(1));
        let swapped = index > 0
            && wanted != letter
            && earlier.last() == Some(&wanted)
            && word.get(index - 1) == Some(&letter);
        if swapped {
            best = best.min(cell(above_that, index - 1).saturating_add(1));
        }
        if let Some(cell) = row.get_mut(index + 1) {
            *cell = best;
        }
        left = best;
        least = least.min(best);
    }
    (row, least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_names_and_parts() {
        let english = Dictionary::english();
        for word in [
            "strategy",
            "Strategy",
            "organise",
            "organize",
            "colour",
            "manager’s",
            "teams'",
            "don't",
            "Germany",
            "GERMANY",
            "well-known",
            "Kubernetes",
            "onboarding",
            "café",
        ] {
            assert!(english.contains(word), "{word}");
        }
        for word in ["stretegic", "germany", "managment", "well-knwon", "", "-"] {
            assert!(!english.contains(word), "{word}");
        }
        assert!(english.entry("colour").is_some_and(|e| e.is_british() && !e.is_american()));
        assert!(english.entry("color").is_some_and(|e| e.is_american() && !e.is_british()));
        assert!(english.entry("the").is_some_and(|e| e.rarity() == 0));
        assert_eq!(Dictionary::capitals("kubernetes"), Some("Kubernetes"));
    }

    #[test]
    fn near_words() {
        let near = |word: &str, most| -> Vec<(String, u8)> {
            let mut found: Vec<_> =
                Dictionary::english().near(word, most).iter().map(|n| (n.word.clone(), n.distance)).collect();
            found.sort_by_key(|(_, distance)| *distance);
            found
        };
        assert_eq!(near("stretegic", 1), [("strategic".to_owned(), 1)]);
        assert!(near("knowlegde", 1).contains(&("knowledge".to_owned(), 1)));
        assert!(near("managment", 2).contains(&("management".to_owned(), 1)));
        assert!(near("responsabilty", 2).contains(&("responsibility".to_owned(), 2)));
        assert!(near(&"x".repeat(60), 2).is_empty());
    }
}
