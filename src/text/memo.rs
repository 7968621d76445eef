//! Remembers what a function says about a text. Many rules ask the same of the same text, one after the
//! other; a text is found again in a fraction of the time in which it is understood.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::LocalKey;

/// A map for keys that come from files and are looked up all the time: its seeds are random, as those of the
/// standard library, and its hashing is several times quicker.
pub type QuickMap<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set of such keys.
pub type QuickSet<K> = HashSet<K, foldhash::fast::RandomState>;

/// Longer texts are not remembered, in bytes: what looks at a long line again and again, from another place each
/// time, would fill the memory with its pieces.
pub const LONGEST: usize = 2_000;

/// Texts that are kept, in bytes; when there are more, all are forgotten.
const MOST: usize = 1024 * 1024;

/// Texts for which there is room at once: a small page has about so many words, and to grow step by step costs more than
/// the texts do.
const ROOM: usize = 400;

/// What a function said about texts, for one thread.
pub struct Memo<V> {
    /// What the answers depend on besides the text.
    owner: u64,
    known: QuickMap<Box<str>, V>,
    bytes: usize,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Memo { owner: 0, known: QuickMap::default(), bytes: 0 }
    }
}

impl<V: Clone> Memo<V> {
    fn get(&self, owner: u64, text: &str) -> Option<V> {
        if self.owner == owner { self.known.get(text).cloned() } else { None }
    }

    fn put(&mut self, owner: u64, text: &str, value: V, weight: usize) {
        // Even a short text has its place in the map.
        let size = text.len() + 64 + weight;
        if self.owner != owner || self.bytes + size > MOST {
            self.known.clear();
            self.bytes = 0;
            self.owner = owner;
        }
        self.bytes += size;
        if self.known.capacity() == 0 {
            self.known.reserve(ROOM);
        }
        self.known.insert(text.into(), value);
    }
}

/// What `make` says about `text`, which must depend on nothing but the text and what `owner` stands for.
pub fn remembered<V: Clone>(
    memo: &'static LocalKey<RefCell<Memo<V>>>,
    owner: u64,
    text: &str,
    make: impl FnOnce() -> V,
) -> V {
    remembered_by_weight(memo, owner, text, |_| 0, make)
}

/// The same for answers that are large; `weight` tells how many bytes one takes.
pub fn remembered_by_weight<V: Clone>(
    memo: &'static LocalKey<RefCell<Memo<V>>>,
    owner: u64,
    text: &str,
    weight: impl FnOnce(&V) -> usize,
    make: impl FnOnce() -> V,
) -> V {
    if text.len() > LONGEST {
        return make();
    }
    if let Some(known) = memo.with_borrow(|memo| memo.get(owner, text)) {
        return known;
    }
    // Not inside of the borrow: one function that remembers may ask another, or itself.
    let made = make();
    memo.with_borrow_mut(|memo| memo.put(owner, text, made.clone(), weight(&made)));
    made
}

/// Answers to a few yes-or-no questions about something that does not change, kept with it: many rules ask the
/// same, and "no" is all that most of them need.
#[derive(Debug, Default)]
pub struct Notes(AtomicU32);

impl Notes {
    /// The answer to the question of this number, below 16; `find` finds it when it is asked for the first time.
    pub fn is(&self, question: u32, find: impl FnOnce() -> bool) -> bool {
        let (known, yes) = (1_u32 << (2 * question % 32), 2_u32 << (2 * question % 32));
        let notes = self.0.load(Ordering::Relaxed);
        if notes & known != 0 {
            return notes & yes != 0;
        }
        let answer = find();
        self.0.fetch_or(if answer { known | yes } else { known }, Ordering::Relaxed);
        answer
    }
}

impl Clone for Notes {
    fn clone(&self) -> Self {
        Notes(AtomicU32::new(self.0.load(Ordering::Relaxed)))
    }
}

/// What is known of something does not make it another thing.
impl PartialEq for Notes {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Notes {}

/// What was made of something that does not change, kept with it, which it does not make another thing.
#[derive(Debug, Clone)]
pub struct Kept<T>(OnceLock<T>);

impl<T> Kept<T> {
    /// It; `make` makes it when it is asked for the first time.
    pub fn get_or(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept(OnceLock::new())
    }
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Kept<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static LENGTHS: RefCell<Memo<usize>> = RefCell::default();
    }

    #[test]
    fn asks_once_for_each_owner() {
        let mut asked = 0;
        let mut of = |owner, text: &str| {
            remembered(&LENGTHS, owner, text, || {
                asked += 1;
                text.len()
            })
        };
        assert_eq!([of(1, "one"), of(1, "one"), of(1, "three"), of(2, "one"), of(1, "one")], [3, 3, 5, 3, 3]);
        assert_eq!(asked, 4);
    }

    #[test]
    fn answers_are_found_once() {
        let notes = Notes::default();
        assert!(notes.is(3, || true) && !notes.is(4, || false));
        assert!(notes.is(3, || unreachable!()) && !notes.clone().is(4, || unreachable!()));
        assert!(notes.is(15, || true) && !notes.is(0, || false));
    }

    #[test]
    fn forgets_before_there_is_too_much() {
        let text = "x".repeat(LONGEST);
        for n in 0..3 * MOST / LONGEST {
            remembered(&LENGTHS, 1, text.get(n % LONGEST..).unwrap(), || n);
            remembered(&LENGTHS, 1, &format!("{n}"), || n);
        }
        assert!(LENGTHS.with_borrow(|memo| memo.bytes) <= MOST);
    }
}
