//! Many short texts, found in one walk over a longer one, in any case of the letters a to z.

use std::borrow::Cow;

/// Texts that are looked for, each with what it stands for. Cheap to make, and quick where hardly any is found.
#[derive(Debug)]
pub struct Needles<T> {
    /// All of them, in the order in which they were added.
    all: Vec<Needle<T>>,
    /// By the first bytes in small letters, of which each takes as many as one of `LENGTHS`.
    known: Table,
    fronts: Fronts,
    lengths: Lengths,
}

#[derive(Debug)]
struct Needle<T> {
    text: Cow<'static, str>,
    value: T,
    /// The number of the next one with the same start; that of none after the last.
    next: u32,
}

impl<T> Default for Needles<T> {
    fn default() -> Self {
        Needles {
            all: vec![],
            known: Table::default(),
            fronts: Fronts::default(),
            lengths: Lengths::default(),
        }
    }
}

/// Starts with the needles that have them. Not a map of the standard library, because it is filled at each start of
/// the program, and looked into at nearly every word.
#[derive(Debug, Default)]
struct Table {
    /// At least twice as many as there are starts, so that what is not there is found out at once; a power of two.
    places: Vec<Place>,
    used: usize,
}

/// The numbers of the first and the last needle with a start; free if there is no first one.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: Start,
    first: u32,
    last: u32,
}

const FREE: Place = Place { start: 0, first: u32::MAX, last: u32::MAX };

impl Table {
    const LEAST: usize = 32;

    /// Makes so many places of it.
    fn grow(&mut self, size: usize) {
        for place in std::mem::replace(&mut self.places, vec![FREE; size]) {
            if place.first != u32::MAX {
                self.put(place);
            }
        }
    }

    /// The place of a start, or the one that is free for it.
    fn find(&self, start: Start) -> Option<usize> {
        let last = self.places.len().checked_sub(1)?;
        let mut at = folded(start) as usize & last;
        while let Some(place) = self.places.get(at) {
            if place.first == u32::MAX || place.start == start {
                return Some(at);
            }
            at = (at + 1) & last;
        }
        None
    }

    /// The number of the first needle with a start.
    fn first(&self, start: Start) -> Option<u32> {
        let place = self.places.get(self.find(start)?)?;
        (place.first != u32::MAX).then_some(place.first)
    }

    /// Notes that the needle of this number has this start; gives the one before it.
    fn add(&mut self, start: Start, number: u32) -> Option<u32> {
        if self.used * 2 >= self.places.len() {
            self.grow((self.places.len() * 2).max(Self::LEAST));
        }
        let at = self.find(start)?;
        let place = self.places.get_mut(at)?;
        if place.first == u32::MAX {
            *place = Place { start, first: number, last: number };
            self.used += 1;
            return None;
        }
        Some(std::mem::replace(&mut place.last, number))
    }

    fn put(&mut self, place: Place) {
        if let Some(to) = self.find(place.start).and_then(|at| self.places.get_mut(at)) {
            *to = place;
        }
    }
}

/// The first bytes of a text, at most eight, in small letters; the missing ones are zero.
type Start = u64;

/// How many bytes of a text are its start: the most that it has. Many texts begin with the same few letters.
const LENGTHS: [usize; 4] = [2, 3, 4, 8];

/// What a text begins with, taken from at most `length` of its bytes.
fn start_of(text: &[u8], length: usize) -> Start {
    let whole = text.first_chunk::<8>().copied().unwrap_or_else(|| {
        let mut first = [0; 8];
        first.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        first
    });
    shortened(small(Start::from_le_bytes(whole)), length)
}

/// The letters A to Z among eight bytes as small ones; all at once, because this is asked for everywhere.
fn small(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // No sum of seven bits and these passes eight bits, so the bytes stay apart; the upper bit says the answer.
    let low = bytes & (0x7F * EACH);
    let from_a = low + (0x80 - u64::from(b'A')) * EACH;
    let after_z = low + (0x7F - u64::from(b'Z')) * EACH;
    let capital = (from_a ^ after_z) & !bytes & (0x80 * EACH);
    bytes | (capital >> 2)
}

/// The same for a start in small letters, of which fewer bytes are wanted.
fn shortened(start: Start, length: usize) -> Start {
    match length {
        2 => start & 0xFFFF,
        3 => start & 0x00FF_FFFF,
        4 => start & 0xFFFF_FFFF,
        _ => start,
    }
}

/// A number of 32 bits that depends on all of a start.
fn folded(start: Start) -> u32 {
    let mixed = start.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    u32::try_from(mixed >> 32).unwrap_or_default()
}

/// What texts begin with, in any case of their letters: for each pair of first bytes a bit for each third byte, and one
/// for each fourth. Some pairs share their place, and some bytes a bit; nearly all places of a text are done with by
/// one look at it.
#[derive(Debug)]
struct Fronts(Box<[[u32; 2]; Fronts::PLACES]>);

impl Default for Fronts {
    fn default() -> Self {
        Fronts(Box::new([[0; 2]; Fronts::PLACES]))
    }
}

impl Fronts {
    const PLACES: usize = 1 << 10;

    /// The place of the pair that ends with `byte`, from that of the pair that ends before it. Of the first byte of a
    /// pair five bits are left, in which the case of a letter is not.
    #[inline]
    fn place(before: usize, byte: u8) -> usize {
        (before << 5 ^ usize::from(byte)) % Self::PLACES
    }

    /// Adds a text with both ways to write its second letter, so that no text has to be put into small letters.
    fn add(&mut self, text: &[u8]) {
        // Behind a short text anything may stand.
        let bit = |at: usize| text.get(at).map_or(u32::MAX, |byte| 1 << (byte & 31));
        let [one, other, ..] = text else { return };
        for other in [other.to_ascii_lowercase(), other.to_ascii_uppercase()] {
            if let Some([thirds, fourths]) = self.0.get_mut(Self::place(usize::from(*one), other)) {
                *thirds |= bit(2);
                *fourths |= bit(3);
            }
        }
    }

    /// False if `third` stands behind the pair with this place in none of the texts for sure.
    #[inline]
    fn may_begin(&self, place: usize, third: u8) -> bool {
        self.0.get(place).is_some_and(|[thirds, _]| thirds >> (third & 31) & 1 != 0)
    }

    /// The same of the byte behind the third.
    fn may_go_on(&self, place: usize, fourth: u8) -> bool {
        self.0.get(place).is_some_and(|[_, fourths]| fourths >> (fourth & 31) & 1 != 0)
    }
}

/// Which of `LENGTHS` the starts have that begin with a pair of bytes: a bit for each. Some pairs share their bits.
#[derive(Debug)]
struct Lengths(Box<[u8; Lengths::PLACES]>);

impl Default for Lengths {
    fn default() -> Self {
        Lengths(Box::new([0; Lengths::PLACES]))
    }
}

impl Lengths {
    /// Of small letters, of which each has a number of five bits, no two pairs share a place.
    const PLACES: usize = 1024;

    fn place(start: Start) -> usize {
        let [one, other, ..] = start.to_le_bytes();
        (usize::from(one) << 5 ^ usize::from(other)) % Self::PLACES
    }

    fn add(&mut self, start: Start, number: usize) {
        if let Some(bits) = self.0.get_mut(Self::place(start)) {
            *bits |= 1 << number;
        }
    }

    fn of(&self, start: Start) -> u8 {
        self.0.get(Self::place(start)).copied().unwrap_or_default()
    }
}

/// A number by which most words are told apart (FNV-1a, 32 bits), for [`Starts`].
pub fn word_mark(word: &str) -> u32 {
    word.bytes().fold(NO_MARK, marked)
}

/// The mark of a word without letters.
pub const NO_MARK: u32 = 0x811C_9DC5;

/// The mark with one more letter.
pub fn marked(mark: u32, byte: u8) -> u32 {
    (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Numbers of up to 32 bits that were seen: a bit for each, and some numbers share one.
#[derive(Debug, Clone)]
pub struct Starts(Box<[u64; Starts::WORDS]>);

impl Default for Starts {
    fn default() -> Self {
        Starts(Box::new([0; Starts::WORDS]))
    }
}

impl Starts {
    /// 32,768 bits: of some hundred entries hardly any two share one.
    const WORDS: usize = 512;

    /// Takes notice of a number.
    pub fn add(&mut self, number: u32) {
        let (word, bit) = Self::place(number);
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    /// False if the number was not added for sure.
    pub fn may_hold(&self, number: u32) -> bool {
        let (word, bit) = Self::place(number);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn place(number: u32) -> (usize, u64) {
        // The upper bits of a product by an odd number depend on all of its bits.
        let mixed = number.wrapping_mul(0x9E37_79B1) >> 17;
        ((mixed >> 6) as usize % Self::WORDS, 1 << (mixed & 63))
    }
}

impl<T: Copy> Needles<T> {
    /// Makes room for so many, to which it would grow step by step.
    pub fn with_room(count: usize) -> Self {
        let mut needles = Needles { all: Vec::with_capacity(count), ..Needles::default() };
        needles.known.grow((count * 2 + 1).next_power_of_two().max(Table::LEAST));
        needles
    }

    /// Adds one, which has two bytes at least; others are never found.
    pub fn add(&mut self, needle: Cow<'static, str>, value: T) {
        let mut lengths = LENGTHS.into_iter().enumerate();
        let Some((number, length)) = lengths.rfind(|(_, length)| *length <= needle.len()) else {
            return;
        };
        let start = start_of(needle.as_bytes(), length);
        self.fronts.add(needle.as_bytes());
        self.lengths.add(start, number);
        let Ok(at) = u32::try_from(self.all.len()) else { return };
        let last = self.known.add(start, at);
        if let Some(before) = last.and_then(|last| self.all.get_mut(last as usize)) {
            before.next = at;
        }
        self.all.push(Needle { text: needle, value, next: u32::MAX });
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// False if none of them stands at the byte `at` for sure.
    fn may_stand_at(&self, bytes: &[u8], at: usize) -> bool {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let place = Fronts::place(usize::from(byte(at)), byte(at + 1));
        self.fronts.may_begin(place, byte(at + 2)) && self.fronts.may_go_on(place, byte(at + 3))
    }

    /// Calls `see` for all that stands at the byte `at` of `bytes`.
    #[inline]
    pub fn each_at(&self, bytes: &[u8], at: usize, see: impl FnMut(T)) {
        if self.may_stand_at(bytes, at) {
            self.look_at(bytes, at, see);
        }
    }

    /// True if any of them stands at the byte `at` of `bytes`.
    pub fn any_at(&self, bytes: &[u8], at: usize) -> bool {
        let mut found = false;
        self.each_at(bytes, at, |_| found = true);
        found
    }

    fn look_at(&self, bytes: &[u8], at: usize, mut see: impl FnMut(T)) {
        let rest = bytes.get(at..).unwrap_or_default();
        let whole = start_of(rest, 8);
        let lengths = self.lengths.of(whole);
        for (number, length) in LENGTHS.into_iter().enumerate() {
            if lengths >> number & 1 == 0 || rest.len() < length {
                continue;
            }
            let start = shortened(whole, length);
            let mut next = self.known.first(start).unwrap_or(u32::MAX);
            while let Some(needle) = self.all.get(next as usize) {
                let here = rest.get(..needle.text.len());
                if here.is_some_and(|here| here.eq_ignore_ascii_case(needle.text.as_bytes())) {
                    see(needle.value);
                }
                next = needle.next;
            }
        }
    }

    /// Calls `see` for the places of `bytes` at which something may stand, until it says that this is enough.
    fn each_likely(&self, bytes: &[u8], mut see: impl FnMut(usize) -> bool) -> bool {
        let mut next = bytes.iter().take(2).fold(0, |place, byte| Fronts::place(place, *byte));
        for (at, third) in bytes.get(2..).unwrap_or_default().iter().enumerate() {
            let place = next;
            next = Fronts::place(place, *third);
            if self.fronts.may_begin(place, *third) && self.may_stand_at(bytes, at) && see(at) {
                return true;
            }
        }
        // Nothing stands behind the last two bytes.
        let last = bytes.len().saturating_sub(2);
        self.may_stand_at(bytes, last) && see(last)
    }

    /// Calls `see` for all that stand in `text` where a word begins or ends, each with its first byte, in their
    /// order. Words are ASCII letters, digits and `_`.
    pub fn each_at_edges(&self, text: &str, mut see: impl FnMut(usize, T)) {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            let was_inside = inside;
            inside = byte.is_ascii_alphanumeric() || *byte == b'_';
            if inside != was_inside {
                self.each_at(bytes, at, |value| see(at, value));
            }
        }
    }

    /// Calls `see` for all that stand in `text`, each with its first byte, in their order.
    pub fn each_in(&self, text: &str, mut see: impl FnMut(usize, T)) {
        let bytes = text.as_bytes();
        self.each_likely(bytes, |at| {
            self.look_at(bytes, at, |value| see(at, value));
            false
        });
    }

    /// True if any of them stands in `text`.
    pub fn any_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut found = false;
        self.each_likely(bytes, |at| {
            self.look_at(bytes, at, |_| found = true);
            found
        })
    }
}

/// The first place where one of a few short signs stands, and how many bytes it has. Quicker than a search for each.
pub fn earliest(text: &str, signs: &[&str]) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let begins = |byte: u8| signs.iter().any(|sign| sign.as_bytes().first() == Some(&byte));
    let places = bytes.iter().enumerate().filter(|(_, byte)| begins(**byte));
    places.into_iter().find_map(|(at, _)| {
        let rest = bytes.get(at..)?;
        let sign = signs.iter().find(|sign| rest.starts_with(sign.as_bytes()))?;
        Some((at, sign.len()))
    })
}

/// True if a character outside ASCII fits. Quick where there are few of them.
pub fn any_beyond_ascii(text: &str, fits: impl Fn(char) -> bool) -> bool {
    const STEP: usize = 64;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..(at + STEP).min(bytes.len())).filter(|chunk| !chunk.is_empty()) {
        // The whole at once first: that is several times quicker than one by one.
        if chunk.is_ascii() {
            at += chunk.len();
            continue;
        }
        at += chunk.iter().take_while(|byte| byte.is_ascii()).count();
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if fits(c) => return true,
            Some(c) => at += c.len_utf8(),
            None => at += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_stands_there(list in prop::collection::vec("[a-cÄé ]{2,4}|[ab]{6,10}", 0..6), text in "[a-cA-CÄé ]{0,30}|[abAB]{0,20}") {
            let mut needles = Needles::default();
            for (index, needle) in list.iter().enumerate() {
                needles.add(Cow::Owned(needle.clone()), index);
            }
            let lower = text.to_ascii_lowercase();
            for at in 0..text.len() {
                let mut found: Vec<usize> = vec![];
                needles.each_at(text.as_bytes(), at, |index| found.push(index));
                found.sort_unstable();
                let right: Vec<usize> = (0..list.len())
                    .filter(|&index| lower.as_bytes()[at..].starts_with(list[index].to_ascii_lowercase().as_bytes()))
                    .collect();
                prop_assert_eq!(found, right);
            }
            let mut whole: Vec<(usize, usize)> = vec![];
            needles.each_in(&text, |at, index| whole.push((at, index)));
            let mut single: Vec<(usize, usize)> = vec![];
            (0..text.len()).for_each(|at| needles.each_at(text.as_bytes(), at, |index| single.push((at, index))));
            prop_assert_eq!(&whole, &single);
            let is_word = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
            whole.retain(|(at, _)| is_word(*at) != at.checked_sub(1).is_some_and(is_word));
            let mut edges: Vec<(usize, usize)> = vec![];
            needles.each_at_edges(&text, |at, index| edges.push((at, index)));
            prop_assert_eq!(edges, whole);
            prop_assert_eq!(needles.any_in(&text), list.iter().any(|needle| lower.contains(&needle.to_ascii_lowercase())));
        }

        #[test]
        fn the_earliest_sign_is_found(text in "[ab:–— -]{0,30}") {
            let signs = [" - ", " – ", ": ", "—"];
            let right = signs.iter().filter_map(|sign| Some((text.find(sign)?, sign.len()))).min();
            prop_assert_eq!(earliest(&text, &signs), right);
        }

        #[test]
        fn capitals_become_small(bytes in any::<[u8; 8]>()) {
            prop_assert_eq!(small(u64::from_le_bytes(bytes)).to_le_bytes(), bytes.map(|byte| byte.to_ascii_lowercase()));
        }

        #[test]
        fn sees_every_character(text in "[a-z]{0,70}(é|–|\u{200b}|x){0,3}[a-z]{0,70}(é|–)?") {
            for sign in ['é', '–', '\u{200b}'] {
                prop_assert_eq!(any_beyond_ascii(&text, |c| c == sign), text.contains(sign));
            }
            prop_assert!(!any_beyond_ascii(&text, |c| c == 'x'));
        }
    }
}
