//! The words of a page, each with the places where it stands. Most rules look for words that most pages have not: whoever
//! asks for them here need not go through every text.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::syntax::{Document, Text, Visit};
use crate::text::{Count, Counted, KnownWord, Question, counting};

/// What a page says, by its words: runs of letters and digits of ASCII, in small letters.
pub struct PageWords<'d> {
    /// All that the walk through the page comes by, in page order, but for cells and lists, of which a sheet has many: what
    /// stands in them comes by itself.
    visits: Vec<Visit<'d>>,
    /// What else than words of ASCII each of them has.
    others: Vec<Others>,
    words: Vec<PageWord>,
    places: Places,
    /// What checks made of the page for one another.
    shared: RefCell<Vec<Rc<dyn Any>>>,
}

/// A word that stands on the page.
pub struct PageWord {
    known: Rc<KnownWord>,
    /// Numbers of its first and last place.
    first: u32,
    last: u32,
}

impl PageWord {
    /// It, in small letters.
    pub fn word(&self) -> &str {
        &self.known.word
    }

    /// See [`word_mark`](crate::text::word_mark).
    pub fn mark(&self) -> u32 {
        self.known.mark
    }

    /// The answer to a question about the word alone; `find` finds it where no page has asked before.
    pub fn answers(&self, question: Question, find: impl FnOnce(&str) -> bool) -> bool {
        self.known.answers(question, find)
    }
}

/// A place of a word.
#[derive(Debug, Clone, Copy)]
struct Place {
    visit: u32,
    /// Of its first byte in the text.
    start: u32,
    /// The number of the next place of the same word; of none after the last.
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Places by their numbers. A sheet has hundreds of thousands, so they stand in parts: what grows as one piece is held twice
/// whenever it grows.
#[derive(Default)]
struct Places(Vec<Vec<Place>>);

impl Places {
    /// Of a part.
    const MOST: usize = 4096;

    fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * Self::MOST + last.len())
    }

    fn push(&mut self, place: Place) {
        match self.0.last_mut() {
            Some(last) if last.len() < Self::MOST => last.push(place),
            _ => self.0.push(vec![place]),
        }
    }

    fn get(&self, number: u32) -> Option<&Place> {
        let number = number as usize;
        self.0.get(number / Self::MOST)?.get(number % Self::MOST)
    }

    fn get_mut(&mut self, number: u32) -> Option<&mut Place> {
        let number = number as usize;
        self.0.get_mut(number / Self::MOST)?.get_mut(number % Self::MOST)
    }
}

/// What a text has besides words of ASCII that stand alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Others {
    /// Letters, digits or accents outside ASCII: what is a word, or its small letters, these words do not tell.
    letters: bool,
    /// An apostrophe between two letters.
    apostrophes: bool,
}

/// Texts of a page that somebody wants to look at.
pub struct Chosen {
    /// For each visit.
    is: Vec<bool>,
    any: bool,
}

impl Chosen {
    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    /// True for the text of the visit with this number.
    pub fn holds(&self, visit: usize) -> bool {
        self.is.get(visit).copied().unwrap_or_default()
    }

    fn add(&mut self, visit: usize) {
        if let Some(is) = self.is.get_mut(visit) {
            (*is, self.any) = (true, true);
        }
    }
}

/// Words of a page that somebody wants to look at.
pub struct ChosenWords {
    /// Texts of which any word may be one.
    whole: Chosen,
    /// The visits and first bytes of the others, in page order.
    places: Vec<(u32, u32)>,
}

impl ChosenWords {
    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.places.is_empty()
    }

    /// Those in the text of the visit with this number, if there are any.
    pub fn within(&self, visit: usize) -> Option<WordsWithin<'_>> {
        let (whole, visit) = (self.whole.holds(visit), narrow(visit));
        let from = self.places.get(self.places.partition_point(|(place, _)| *place < visit)..)?;
        let places = from.split_at_checked(from.partition_point(|(place, _)| *place == visit))?.0;
        (whole || !places.is_empty()).then_some(WordsWithin { whole, places })
    }
}

/// Those of them that stand in one text.
#[derive(Clone, Copy)]
pub struct WordsWithin<'c> {
    whole: bool,
    places: &'c [(u32, u32)],
}

impl WordsWithin<'_> {
    /// True for the one that begins there.
    pub fn hold(&self, start: usize) -> bool {
        self.whole || self.places.binary_search_by_key(&narrow(start), |(_, place)| *place).is_ok()
    }
}

/// Texts that have to be looked at whatever their words of ASCII are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Besides {
    /// Those with letters outside ASCII.
    Letters,
    /// These, and those with an apostrophe inside a word.
    LettersAndApostrophes,
    None,
}

impl<'d> PageWords<'d> {
    /// Those of a page or of the texts of a data file.
    pub fn of(doc: &'d Document) -> Self {
        let mut made = PageWords {
            visits: vec![],
            others: vec![],
            words: vec![],
            places: Places::default(),
            shared: RefCell::default(),
        };
        let mut small = String::new();
        counting(|count| {
            doc.visit(&mut |visit| {
                if matches!(visit, Visit::Cell(_) | Visit::List(_)) {
                    return;
                }
                let others = visit.text().map(|text| {
                    made.add(text, count, &mut small);
                    Others::of(text)
                });
                made.visits.push(visit);
                made.others.push(others.unwrap_or_default());
            });
        });
        made
    }

    fn add(&mut self, text: &'d Text, count: &mut Count<'_>, small: &mut String) {
        let (plain, visit) = (text.plain.as_str(), narrow(self.visits.len()));
        for (start, word) in runs(plain) {
            let place = narrow(self.places.len());
            self.places.push(Place { visit, start: narrow(start), next: NONE });
            let lower = if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
                small.clear();
                small.push_str(word);
                small.make_ascii_lowercase();
                small.as_str()
            } else {
                word
            };
            match count.add(lower) {
                Counted::First(known) => self.words.push(PageWord { known, first: place, last: place }),
                Counted::Again(number) => {
                    let Some(word) = self.words.get_mut(number as usize) else { continue };
                    let before = std::mem::replace(&mut word.last, place);
                    if let Some(before) = self.places.get_mut(before) {
                        before.next = place;
                    }
                }
            }
        }
    }

    /// The different words, in the order in which they first stand on the page.
    pub fn words(&self) -> &[PageWord] {
        &self.words
    }

    /// Where a word stands: the number of the visit, its text, and the first byte there; in page order.
    pub fn places(&self, word: &PageWord) -> impl Iterator<Item = (usize, &'d Text, usize)> {
        self.chain(word).filter_map(|place| {
            let visit = place.visit as usize;
            Some((visit, self.visits.get(visit)?.text()?, place.start as usize))
        })
    }

    fn chain(&self, word: &PageWord) -> impl Iterator<Item = Place> {
        let place = |number: u32| self.places.get(number).copied();
        std::iter::successors(place(word.first), move |before| place(before.next))
    }

    /// The texts that hold one of the words that `is_wanted` names, and some `besides`.
    pub fn with(&self, is_wanted: impl Fn(&PageWord) -> bool, besides: Besides) -> Chosen {
        let words = self.words.iter().filter(|word| is_wanted(word));
        let places = words.flat_map(|word| self.places(word));
        self.those(places.map(|(visit, ..)| visit).chain(self.besides(besides)))
    }

    /// The words that `is_wanted` names, and all of the texts `besides`.
    pub fn those_words(&self, is_wanted: impl Fn(&PageWord) -> bool, besides: Besides) -> ChosenWords {
        let words = self.words.iter().filter(|word| is_wanted(word));
        let mut places: Vec<(u32, u32)> =
            words.flat_map(|word| self.chain(word)).map(|place| (place.visit, place.start)).collect();
        places.sort_unstable();
        ChosenWords { whole: self.those(self.besides(besides)), places }
    }

    /// The texts in which a word follows itself, with nothing but blanks between, and some `besides`.
    pub fn with_doubles(&self, besides: Besides) -> Chosen {
        let doubles = self.words.iter().flat_map(|word| {
            let length = word.word().len();
            let next = |place: &Place| self.places.get(place.next).map(|next| (*place, *next));
            let pairs = self.chain(word).filter_map(move |place| next(&place));
            let near = pairs.filter(|(one, other)| one.visit == other.visit);
            near.filter_map(move |(one, other)| {
                let plain = self.visits.get(one.visit as usize)?.text()?.plain.as_bytes();
                let gap = plain.get(one.start as usize + length..other.start as usize)?;
                (!gap.is_empty() && gap.iter().all(|byte| *byte == b' ')).then_some(one.visit as usize)
            })
        });
        self.those(doubles.chain(self.besides(besides)))
    }

    fn besides(&self, besides: Besides) -> impl Iterator<Item = usize> {
        let wanted = move |others: &Others| match besides {
            Besides::None => false,
            Besides::Letters => others.letters,
            Besides::LettersAndApostrophes => others.letters || others.apostrophes,
        };
        self.others.iter().enumerate().filter(move |(_, others)| wanted(others)).map(|(visit, _)| visit)
    }

    /// All texts.
    pub fn all(&self) -> Chosen {
        self.those(0..self.visits.len())
    }

    /// Texts of which the numbers of the visits are known.
    pub fn those(&self, visits: impl Iterator<Item = usize>) -> Chosen {
        let mut chosen = Chosen { is: vec![false; self.visits.len()], any: false };
        visits.for_each(|visit| chosen.add(visit));
        chosen
    }

    /// All that the walk comes by but cells and lists, in page order, with its number.
    pub fn visits(&self) -> impl Iterator<Item = (usize, Visit<'d>)> {
        self.visits.iter().copied().enumerate()
    }

    /// The same for texts that somebody chose.
    pub fn chosen<'c>(&'c self, chosen: &'c Chosen) -> impl Iterator<Item = Visit<'d>> + 'c {
        let any = chosen.any.then_some(self.visits.iter().zip(&chosen.is)).into_iter().flatten();
        any.filter(|(_, is)| **is).map(|(visit, _)| *visit)
    }

    /// The numbers of the visits that have a text.
    pub fn texts(&self) -> impl Iterator<Item = usize> {
        self.visits().filter(|(_, visit)| visit.text().is_some()).map(|(number, _)| number)
    }

    /// What was come by as the one of this number.
    pub fn visit(&self, number: usize) -> Option<Visit<'d>> {
        self.visits.get(number).copied()
    }

    /// What one check makes of the page for others that ask for the same type.
    pub fn shared<T: 'static>(&self, make: impl FnOnce(&Self) -> T) -> Rc<T> {
        let known = self.shared.borrow().iter().find_map(|made| Rc::clone(made).downcast().ok());
        known.unwrap_or_else(|| {
            let made = Rc::new(make(self));
            self.shared.borrow_mut().push(Rc::<T>::clone(&made));
            made
        })
    }
}

impl Others {
    fn of(text: &Text) -> Self {
        if text.signs.is_ascii() && !text.signs.has(b'\'') {
            return Others::default();
        }
        let plain = text.plain.as_str();
        let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
        let letters = plain.chars().any(|c| !c.is_ascii() && (c.is_alphanumeric() || is_accent(c)));
        let joins = |(at, sign): (usize, &str)| {
            let (before, after) = (at.checked_sub(1), at + sign.len());
            let is_word = |at: usize| plain.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
            before.is_some_and(is_word) && is_word(after)
        };
        Others { letters, apostrophes: plain.match_indices(['\'', '’', '\u{2bc}']).any(joins) }
    }
}

/// The number of a place or a text in four bytes. Files are limited to 4 GiB, so there are no more of them.
pub fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// The runs of letters and digits of ASCII in a text, each with its first byte.
pub fn runs(plain: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = plain.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
        let start = at;
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        plain.get(start..at).filter(|run| !run.is_empty()).map(|run| (start, run))
    })
}

/// The words of a page that says this.
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::missing_panics_doc)]
pub fn with_words<T>(text: &str, see: impl FnOnce(&PageWords<'_>) -> T) -> T {
    use crate::text::{FileId, SourceFile};
    let file = SourceFile::from_bytes(FileId(0), "a.md", None, text.as_bytes());
    let doc = crate::syntax::parse(&file).unwrap();
    see(&PageWords::of(&doc))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Cook\n\nCooks for the_guests, cooks 2x.\n\n- The cook’s café\n- Rests\n\n| A | Cook |\n|---|---|\n| b | c |\n";

    #[test]
    fn places_are_found_by_their_numbers() {
        let mut places = Places::default();
        let all = 2 * Places::MOST + 2;
        for number in 0..all {
            assert_eq!(places.len(), number);
            places.push(Place { visit: narrow(number), start: 1, next: NONE });
        }
        places.get_mut(narrow(Places::MOST)).unwrap().start = 7;
        assert!((0..all).all(|number| places.get(narrow(number)).unwrap().visit == narrow(number)));
        assert_eq!(places.get(narrow(Places::MOST)).unwrap().start, 7);
        assert!(places.get(narrow(all)).is_none() && places.get(NONE).is_none());
    }

    #[test]
    fn words_are_found_where_they_stand() {
        with_words(PAGE, |page| {
            let cook = page.words().iter().find(|word| word.word() == "cook").unwrap();
            let places: Vec<(&str, usize)> =
                page.places(cook).map(|(_, text, at)| (text.plain.as_str(), at)).collect();
            assert_eq!(places, [("Cook", 0), ("The cook’s café", 4), ("Cook", 0)]);
            let words: Vec<&str> = page.words().iter().map(PageWord::word).collect();
            assert_eq!(
                words,
                ["cook", "cooks", "for", "the", "guests", "2x", "s", "caf", "rests", "a", "b", "c"]
            );
        });
    }

    #[test]
    fn texts_are_chosen_by_words_and_by_what_else_they_have() {
        with_words(PAGE, |page| {
            let texts = |wanted: &str, besides| -> Vec<String> {
                let chosen = page.with(|word| word.word() == wanted, besides);
                assert_eq!(chosen.is_empty(), page.chosen(&chosen).next().is_none());
                page.chosen(&chosen).filter_map(|visit| Some(visit.text()?.plain.clone())).collect()
            };
            assert_eq!(texts("rests", Besides::None), ["Rests"]);
            assert_eq!(texts("rests", Besides::Letters), ["The cook’s café", "Rests"]);
            assert_eq!(texts("nobody", Besides::LettersAndApostrophes), ["The cook’s café"]);
            assert!(texts("nobody", Besides::None).is_empty());
        });
    }

    #[test]
    fn what_is_made_for_all_is_made_once() {
        with_words(PAGE, |page| {
            assert_eq!(*page.shared(|_| 7_u8), 7);
            assert_eq!(*page.shared(|_| 'a'), 'a');
            assert_eq!(*page.shared(|_| 8_u8), 7);
        });
    }
}
