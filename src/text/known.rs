//! Words that this thread has met, each with what was found out about it: a framework says the same few thousand words
//! again and again, and most questions about a word need nothing but the word.

use std::borrow::Borrow;
use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::memo::{Notes, QuickSet};
use super::needles::word_mark;

/// Words that are kept, in bytes; when there are more, all are forgotten before the next page is read.
const MOST: usize = 2 * 1024 * 1024;

/// A word in small letters.
#[derive(Debug)]
pub struct KnownWord {
    pub word: Box<str>,
    /// See [`word_mark`].
    pub mark: u32,
    notes: Notes,
    /// The page that counted it last, and the number that it got there.
    counted: Cell<(u64, u32)>,
}

/// What is asked about a word, whatever page it stands on and whatever the settings say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Does the dictionary list it?
    IsListed,
    /// May it be spelled in two ways, or begin a form that is?
    HasVariants,
    /// May one of the program's slips begin with it?
    BeginsSlip,
    /// Does it hold a part of a word without which some of them are not found?
    HoldsPartOfSlip,
}

impl KnownWord {
    /// The answer to a question; `find` finds it when it is asked for the first time.
    pub fn answers(&self, question: Question, find: impl FnOnce(&str) -> bool) -> bool {
        self.notes.is(question as u32, || find(&self.word))
    }
}

/// The word as a key.
struct Entry(Rc<KnownWord>);

impl Borrow<str> for Entry {
    fn borrow(&self) -> &str {
        &self.0.word
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.word.hash(state);
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.0.word == other.0.word
    }
}

impl Eq for Entry {}

#[derive(Default)]
struct Known {
    words: QuickSet<Entry>,
    bytes: usize,
    pages: u64,
}

/// Numbers the different words of one page.
pub struct Count<'k> {
    known: &'k mut Known,
    page: u64,
    next: u32,
}

/// A word of a page.
pub enum Counted {
    /// It has come before, and has this number.
    Again(u32),
    /// It gets the next number.
    First(Rc<KnownWord>),
}

/// Lets somebody count the words of a page. Pages are counted one after the other, never one inside of another.
pub fn counting<T>(count: impl FnOnce(&mut Count<'_>) -> T) -> T {
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if known.bytes > MOST {
            (known.words, known.bytes) = (QuickSet::default(), 0);
        }
        known.pages += 1;
        let page = known.pages;
        count(&mut Count { known, page, next: 0 })
    })
}

impl Count<'_> {
    /// Counts a word in small letters.
    pub fn add(&mut self, lower: &str) -> Counted {
        let number = self.next;
        if let Some(Entry(word)) = self.known.words.get(lower) {
            let (page, known) = word.counted.get();
            if page == self.page {
                return Counted::Again(known);
            }
            word.counted.set((self.page, number));
            self.next += 1;
            return Counted::First(Rc::clone(word));
        }
        let word = Rc::new(KnownWord {
            word: lower.into(),
            mark: word_mark(lower),
            notes: Notes::default(),
            counted: Cell::new((self.page, number)),
        });
        // Even a short word has its place in the set.
        self.known.bytes += lower.len() + 96;
        if self.known.words.capacity() == 0 {
            // A short page has about so many words.
            self.known.words.reserve(200);
        }
        self.known.words.insert(Entry(Rc::clone(&word)));
        self.next += 1;
        Counted::First(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(page: &[&str]) -> Vec<(u32, bool)> {
        counting(|count| {
            let mut first = 0;
            let mut number = |word: &&str| match count.add(word) {
                Counted::Again(number) => (number, false),
                Counted::First(known) => {
                    assert_eq!((&*known.word, known.mark), (*word, word_mark(word)));
                    first += 1;
                    (first - 1, true)
                }
            };
            page.iter().map(&mut number).collect()
        })
    }

    #[test]
    fn each_page_counts_from_the_beginning() {
        let page = ["cooks", "lead", "cooks", "teams", "lead"];
        let counted = [(0, true), (1, true), (0, false), (2, true), (1, false)];
        assert_eq!(numbers(&page), counted);
        assert_eq!(numbers(&["lead", "cooks"]), [(0, true), (1, true)]);
        assert_eq!(numbers(&page), counted);
    }

    #[test]
    fn an_answer_is_found_once() {
        let word = |word: &str| {
            counting(|count| match count.add(word) {
                Counted::First(known) => known,
                Counted::Again(_) => unreachable!("each is the only one of its page"),
            })
        };
        assert!(word("mentors").answers(Question::IsListed, |word| word == "mentors"));
        assert!(word("mentors").answers(Question::IsListed, |_| unreachable!("it was answered")));
        assert!(!word("mentors").answers(Question::BeginsSlip, |_| false));
        assert!(!word("others").answers(Question::IsListed, |_| false));
    }

    /// A page with more words than are kept has each of them once, and the next one begins anew.
    #[test]
    fn many_words_are_forgotten() {
        let words: Vec<String> = (0..40_000).map(|number| format!("word{number}")).collect();
        let page: Vec<&str> = words.iter().chain(&words).map(String::as_str).collect();
        let counted = numbers(&page);
        assert!(counted.iter().take(words.len()).all(|(_, first)| *first));
        assert!(counted.iter().skip(words.len()).all(|(_, first)| !first));
        assert_eq!(numbers(&["word3", "word3"]), [(0, true), (0, false)]);
    }
}
