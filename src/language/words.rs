//! The English dictionary, with the words of the field.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use fst::raw::{Node, Output, Transition};

use super::listed;
use super::tokens::{is_apostrophe, is_hyphen};
use crate::text::{Memo, remembered, remembered_by_weight};

static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words-en.fst"));
/// Common words with their bits, and the table to find them by.
static COMMON: &str = include_str!(concat!(env!("OUT_DIR"), "/common-en.txt"));
static COMMON_TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/common-en.table"));

/// Words of the field with capitals, by their small letters; sorted.
static CAPITALS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/capitals.rs"));

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
        // To find a common word takes no longer than to remember it.
        self.common(lower).or_else(|| remembered(&KNOWN, 0, lower, || map.get(lower).map(Entry)))
    }

    /// What is known about a word of the three commonest kinds. The map has these words too, but takes a step for each
    /// letter.
    pub(crate) fn common(&self, lower: &str) -> Option<Entry> {
        self.map.as_ref()?;
        listed::find(COMMON, COMMON_TABLE, lower)?.parse().ok().map(Entry)
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
        let at = CAPITALS.binary_search_by(|(known, _)| (*known).cmp(lower)).ok()?;
        CAPITALS.get(at).map(|(_, word)| *word)
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
                walk(map, word.as_bytes(), usize::from(most).min(MOST_EDITS), &mut found);
            }
            Rc::new(found)
        })
    }
}

/// The word without its possessive ending.
pub(crate) fn possessive(word: &str) -> Option<&str> {
    // Nearly all words are of letters alone.
    if word.as_bytes().last_chunk::<2>().is_some_and(|end| end.iter().all(u8::is_ascii_alphabetic)) {
        return None;
    }
    let mut chars = word.char_indices().rev();
    match (chars.next(), chars.next()) {
        (Some((_, 's' | 'S')), Some((at, mark))) if is_apostrophe(mark) => word.get(..at),
        (Some((at, mark)), _) if is_apostrophe(mark) => word.get(..at),
        _ => None,
    }
}

/// The cells of a row of the edit distance table that can matter, those within `most` of the diagonal: cell `at` of the
/// row for the path so far tells how many edits turn the first `path + at - most` letters of the word into it.
type Row = [u8; 2 * MOST_EDITS + 1];

/// Most edits that are looked for.
const MOST_EDITS: usize = 3;

struct Step<'f> {
    node: Node<'f>,
    out: Output,
    /// Nobody has gone on from here.
    fresh: bool,
    /// Next transition to follow.
    next: usize,
    row: Row,
    /// The least of the row, and the letters of which the next must be one if no edit is left.
    least: u8,
    wanted: Letters,
}

/// A set of letters: a bit for each from a to z, in their order, and the lowest for all other ones.
type Letters = u32;

const OTHERS: Letters = 1;

fn bit(letter: u8) -> Letters {
    if letter.is_ascii_lowercase() { 1 << (letter & 31) } else { OTHERS }
}

impl Step<'_> {
    /// The next way on that may lead to a word which is near enough.
    fn go_on(&mut self, most: usize) -> Option<Transition> {
        let exact = usize::from(self.least) == most;
        if exact && self.wanted & OTHERS == 0 {
            // To ask for a few letters takes less than to look at all.
            while self.wanted != 0 {
                let letter = b'a' - 1 + u8::try_from(self.wanted.trailing_zeros()).unwrap_or(0);
                self.wanted &= self.wanted - 1;
                if let Some(index) = self.node.find_input(letter) {
                    return Some(self.node.transition(index));
                }
            }
            return None;
        }
        while self.next < self.node.len() {
            let transition = self.node.transition(self.next);
            self.next += 1;
            if !exact || self.wanted & bit(transition.inp) != 0 {
                return Some(transition);
            }
        }
        None
    }
}

/// Walks the map as a tree of letters along one row of the distance table per letter, and leaves a
/// branch as soon as its whole row is too far away.
fn walk(map: &fst::Map<&'static [u8]>, word: &[u8], most: usize, found: &mut Vec<Near>) {
    let fst = map.as_fst();
    let root = fst.root();
    let Some(&first) = word.first() else { return };
    let Some(entry) = root.find_input(first).map(|index| root.transition(index)) else { return };
    let mut start = [u8::MAX; 2 * MOST_EDITS + 1];
    for (cell, letters) in start.iter_mut().skip(most).zip(0..=word.len()).take(most + 1) {
        *cell = u8::try_from(letters).unwrap_or(u8::MAX);
    }
    let mut path = vec![first];
    let (row, least, wanted) = next_row(word, &path, (&start, None), most);
    let mut steps =
        vec![Step { node: fst.node(entry.addr), out: entry.out, fresh: true, next: 0, row, least, wanted }];
    while let Some(step) = steps.last_mut() {
        if std::mem::take(&mut step.fresh) && step.node.is_final() {
            let end = (word.len() + most).checked_sub(path.len()).and_then(|at| step.row.get(at));
            if let Some(&distance) = end
                && (1..=most).contains(&usize::from(distance))
                && let Ok(text) = std::str::from_utf8(&path)
            {
                let value = step.out.cat(step.node.final_output()).value();
                found.push(Near { word: text.to_owned(), entry: Entry(value), distance });
            }
        }
        let way = if path.len() < word.len() + most { step.go_on(most) } else { None };
        let Some(transition) = way else {
            steps.pop();
            path.pop();
            continue;
        };
        let (out, above) = (step.out.cat(transition.out), step.row);
        let before = steps.len().checked_sub(2).and_then(|at| steps.get(at)).map_or(&start, |step| &step.row);
        path.push(transition.inp);
        let (row, least, wanted) = next_row(word, &path, (&above, Some(before)), most);
        if usize::from(least) <= most {
            steps.push(Step {
                node: fst.node(transition.addr),
                out,
                fresh: true,
                next: 0,
                row,
                least,
                wanted,
            });
        } else {
            path.pop();
        }
    }
}

/// The row for the last letter of `path`, given the row above it and the one above that, the least of its cells, and the
/// letters that lead from it to another row without an edit, or swapped with the last one.
fn next_row(
    word: &[u8],
    path: &[u8],
    (above, above_that): (&Row, Option<&Row>),
    most: usize,
) -> (Row, u8, Letters) {
    let mut row = [u8::MAX; 2 * MOST_EDITS + 1];
    let mut wanted_next = 0;
    let Some((&letter, earlier)) = path.split_last() else { return (row, u8::MAX, wanted_next) };
    let earlier = earlier.last().copied();
    let cell = |row: &Row, at: usize| row.get(at).copied().unwrap_or(u8::MAX);
    let (mut left, mut least) = (u8::MAX, u8::MAX);
    let first = most.saturating_sub(path.len());
    // The letter of the word before the one that is looked at.
    let mut before = (path.len() + first).checked_sub(most + 2).and_then(|at| word.get(at)).copied();
    for at in first..=2 * most {
        let letters = path.len() + at - most;
        let mut best = cell(above, at + 1).min(left).saturating_add(1);
        if letters > 0 {
            let Some(&wanted) = word.get(letters - 1) else { break };
            let same = wanted == letter;
            best = best.min(cell(above, at).saturating_add(u8::from(!same)));
            if !same && before == Some(letter) && earlier == Some(wanted) {
                best = best.min(above_that.map_or(u8::MAX, |row| cell(row, at)).saturating_add(1));
            }
            before = Some(wanted);
        }
        if let Some(cell) = row.get_mut(at) {
            *cell = best;
        }
        let next = word.get(letters).copied();
        if usize::from(best) <= most {
            wanted_next |= next.map_or(0, bit);
        }
        // The next letter of the word stands here already, so the one before it may come next.
        if next == Some(letter) && usize::from(cell(above, at)) < most {
            wanted_next |= before.map_or(0, bit);
        }
        left = best;
        least = least.min(best);
    }
    (row, least, wanted_next)
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
        assert!(english.common("strategy").is_some_and(|entry| Some(entry) == english.entry("strategy")));
        assert!(english.common("stretegic").is_none());
        for word in ["stretegic", "germany", "managment", "well-knwon", "", "-"] {
            assert!(!english.contains(word), "{word}");
        }
        assert!(english.entry("colour").is_some_and(|e| e.is_british() && !e.is_american()));
        assert!(english.entry("color").is_some_and(|e| e.is_american() && !e.is_british()));
        assert!(english.entry("the").is_some_and(|e| e.rarity() == 0));
        assert_eq!(Dictionary::capitals("kubernetes"), Some("Kubernetes"));
    }

    /// Insertions, deletions, replacements and swaps of neighbors, no letter edited twice: the whole table.
    fn distance(one: &[u8], other: &[u8]) -> usize {
        let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
        for (i, a) in one.iter().enumerate() {
            let mut row = vec![i + 1];
            for (j, b) in other.iter().enumerate() {
                let mut best = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                    best = best.min(rows[i - 1][j - 1] + 1);
                }
                row.push(best);
            }
            rows.push(row);
        }
        rows[one.len()][other.len()]
    }

    #[test]
    fn near_words_are_all_words_so_near() {
        let english = Dictionary::english();
        let map = english.map.as_ref().unwrap();
        for word in ["stretegic", "teh", "a", "of", "mangae", "qeustion", "responsabilitys", "xylofone"] {
            for most in 1..=3_u8 {
                let mut found: Vec<(String, usize)> =
                    english.near(word, most).iter().map(|n| (n.word.clone(), n.distance.into())).collect();
                found.sort();
                let mut right = vec![];
                let mut all = map.stream();
                while let Some((known, _)) = fst::Streamer::next(&mut all) {
                    if known.first() == word.as_bytes().first() {
                        let edits = distance(word.as_bytes(), known);
                        if (1..=usize::from(most)).contains(&edits) {
                            right.push((String::from_utf8(known.to_vec()).unwrap(), edits));
                        }
                    }
                }
                assert_eq!(found, right, "{word} {most}");
            }
        }
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
