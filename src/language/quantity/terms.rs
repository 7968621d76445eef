//! The words around numbers, ready to be looked up at the tokens of a text.

use std::ops::Range;
use std::sync::OnceLock;

use super::scan::{Kind, Token, tokens};
use super::{Period, TimeUnit};
use crate::config::{Word, WordLists};
use crate::language::lexicon::{is_wide, small};
use crate::language::tokens::is_apostrophe;
use crate::text::{Needles, Openings, QuickMap, QuickSet, any_beyond_ascii};

/// Phrases, made ready when a text first asks for them: many pages never do.
#[derive(Debug)]
pub(crate) struct Phrases {
    list: Vec<Word>,
    known: OnceLock<KnownPhrases>,
}

impl Phrases {
    fn new(list: &[Word]) -> Self {
        Phrases { list: list.to_vec(), known: OnceLock::new() }
    }

    fn known(&self) -> &KnownPhrases {
        self.known.get_or_init(|| KnownPhrases::of(&self.list))
    }

    /// The number of tokens of the longest phrase that begins with the token at `at`.
    pub(super) fn at(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        self.known().at(text, tokens, at)
    }

    /// The number of tokens of the longest phrase that ends before the token at `at`.
    pub(super) fn before(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        self.known().before(text, tokens, at)
    }
}

/// Phrases, found by their first or their last token.
#[derive(Debug, Default)]
struct KnownPhrases {
    phrases: Vec<Phrase>,
    /// The tokens of all phrases.
    parts: Vec<Word>,
    /// The numbers of the last phrases with this first and with this last token.
    first: QuickMap<Word, usize>,
    last: QuickMap<Word, usize>,
    /// Those of scripts without blanks, which also stand inside longer words.
    wide: Vec<usize>,
}

/// One of them.
#[derive(Debug)]
struct Phrase {
    /// Its tokens, among those of all.
    parts: Range<usize>,
    /// The number of the one before with the same first token, and with the same last one.
    same_first: Option<usize>,
    same_last: Option<usize>,
}

impl KnownPhrases {
    fn of(list: &[Word]) -> Self {
        let mut made = KnownPhrases::default();
        made.phrases.reserve(list.len());
        made.parts.reserve(list.len() * 2);
        made.first.reserve(list.len());
        made.last.reserve(list.len());
        for phrase in list {
            let start = made.parts.len();
            add_parts(phrase, &mut made.parts);
            let parts = made.parts.get(start..).unwrap_or_default();
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
            let at = made.phrases.len();
            let same_first = made.first.insert(first.clone(), at);
            let same_last = made.last.insert(last.clone(), at);
            if parts.iter().all(|part| part.chars().all(is_wide)) && phrase.chars().count() > 1 {
                made.wide.push(at);
            }
            made.phrases.push(Phrase { parts: start..made.parts.len(), same_first, same_last });
        }
        made
    }

    /// The tokens of a phrase.
    fn parts(&self, phrase: &Phrase) -> &[Word] {
        self.parts.get(phrase.parts.clone()).unwrap_or_default()
    }

    fn at(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let first = key(tokens.get(at)?, text);
        let mut known = self.first.get(first).copied();
        let mut found = None;
        while let Some(phrase) = known.and_then(|known| self.phrases.get(known)) {
            let parts = self.parts(phrase);
            if all_say(tokens, at, parts) {
                found = found.max(Some(parts.len()));
            }
            known = phrase.same_first;
        }
        found.or_else(|| {
            let mut wide = if is_wide(first.chars().next()?) { self.wide.iter() } else { [].iter() };
            wide.find_map(|&phrase| {
                let parts = self.parts(self.phrases.get(phrase)?);
                let (last, head) = parts.split_last()?;
                let end = tokens.get(at + head.len())?;
                (all_say(tokens, at, head) && key(end, text).starts_with(&**last)).then_some(parts.len())
            })
        })
    }

    fn before(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let end = at.checked_sub(1)?;
        let last = key(tokens.get(end)?, text);
        let mut known = self.last.get(last).copied();
        let mut found = None;
        while let Some(phrase) = known.and_then(|known| self.phrases.get(known)) {
            let parts = self.parts(phrase);
            if at.checked_sub(parts.len()).is_some_and(|start| all_say(tokens, start, parts)) {
                found = found.max(Some(parts.len()));
            }
            known = phrase.same_last;
        }
        found.or_else(|| {
            let mut wide = if is_wide(last.chars().next()?) { self.wide.iter() } else { [].iter() };
            wide.find_map(|&phrase| {
                let parts = self.parts(self.phrases.get(phrase)?);
                let (first, tail) = parts.split_first()?;
                let start = at.checked_sub(parts.len())?;
                let begin = tokens.get(start)?;
                (all_say(tokens, start + 1, tail) && key(begin, text).ends_with(&**first))
                    .then_some(parts.len())
            })
        })
    }
}

/// True if the tokens from `at` on say these parts.
fn all_say(tokens: &[Token<'_>], at: usize, parts: &[Word]) -> bool {
    parts.iter().zip(at..).all(|(part, at)| tokens.get(at).is_some_and(|token| says(token, part)))
}

/// Adds the tokens of a phrase.
fn add_parts(phrase: &Word, parts: &mut Vec<Word>) {
    // Scripts without blanks have no small letters.
    let is_plain = |phrase: &str| phrase.chars().all(|c| c.is_lowercase() || c == ' ');
    match phrase {
        // Most phrases that are built in are words with blanks between them.
        Word::Borrowed(phrase) if is_plain(phrase) => {
            parts.extend(phrase.split(' ').filter(|word| !word.is_empty()).map(Word::Borrowed));
        }
        phrase => {
            let tokens = tokens(phrase, None);
            parts.extend(tokens.iter().map(|token| Word::Owned(key(token, phrase).to_owned())));
        }
    }
}

/// What a token says, apostrophes alike.
fn key<'k>(token: &'k Token<'_>, text: &'k str) -> &'k str {
    match &token.kind {
        Kind::Word(word) => word,
        Kind::Sign(sign) if is_apostrophe(*sign) => "'",
        Kind::Sign(_) | Kind::Number(_) => text.get(token.range.clone()).unwrap_or_default(),
    }
}

fn says(token: &Token<'_>, part: &str) -> bool {
    match &token.kind {
        Kind::Word(word) => word == part,
        Kind::Sign(sign) if is_apostrophe(*sign) => part == "'",
        Kind::Sign(sign) => part.chars().eq([*sign]),
        Kind::Number(_) => false,
    }
}

/// Words, made ready when a text first asks for them.
#[derive(Debug)]
pub(crate) struct Words {
    list: Vec<Word>,
    known: OnceLock<KnownWords>,
}

/// Words of which some may be found inside longer ones.
#[derive(Debug)]
struct KnownWords {
    words: QuickSet<Word>,
    wide: Vec<Word>,
}

impl Words {
    fn new(list: &[Word]) -> Self {
        Words { list: list.to_vec(), known: OnceLock::new() }
    }

    pub fn has(&self, word: &str) -> bool {
        let known = self.known.get_or_init(|| KnownWords::of(&self.list));
        known.words.contains(word)
            || (!word.is_ascii() && known.wide.iter().any(|wide| word.contains(&**wide)))
    }
}

impl KnownWords {
    fn of(list: &[Word]) -> Self {
        let words: QuickSet<Word> = list.iter().map(small).collect();
        let is_part = |word: &&Word| !word.is_empty() && word.chars().all(is_wide);
        let mut wide: Vec<Word> = words.iter().filter(is_part).cloned().collect();
        wide.sort();
        KnownWords { words, wide }
    }
}

/// Bytes of the longest text that [`Terms::is_amount`] takes for an amount. Rule of thumb: "at least 5 years of
/// experience".
const LONGEST_AMOUNT: usize = 40;

/// What a run of bytes of an ASCII text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Figures,
    Letters,
    Other,
}

impl Sort {
    fn of(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' => Sort::Figures,
            _ if byte.is_ascii_alphabetic() => Sort::Letters,
            _ => Sort::Other,
        }
    }
}

/// The words around numbers in all languages.
#[derive(Debug)]
pub(crate) struct Terms {
    pub numbers: QuickMap<Word, u32>,
    /// Bytes of the longest of them.
    longest_number: usize,
    initials: Openings,
    pub multiples: QuickMap<Word, u32>,
    pub one: Words,
    pub at_least: Phrases,
    pub minimum: Phrases,
    pub more_than: Phrases,
    pub at_most: Phrases,
    pub or_more: Phrases,
    pub or_less: Phrases,
    pub between: Phrases,
    pub and: Words,
    pub from: Phrases,
    pub to: Words,
    pub experience: Words,
    pub units: QuickMap<Word, TimeUnit>,
    unit_initials: Openings,
    pub several: Phrases,
    /// What an amount of time begins with where it does not with figures; made when first asked for.
    first_words: OnceLock<QuickSet<Word>>,
    pub fields: Words,
    pub others: Words,
    pub plans_before: Phrases,
    pub plans_after: Phrases,
    pub lasting: Words,
    pub tellers: Words,
    pub telling: Phrases,
    pub parts: Phrases,
    pub management: Phrases,
    pub pay: Words,
    pub pay_from: Phrases,
    pub per: Phrases,
    pub periods: QuickMap<Word, Period>,
    pub pay_others: Words,
    pub currencies: QuickMap<Word, Word>,
    /// What a text about time holds: a unit, or a number word with a short one. With its bytes.
    time: Needles<usize>,
    /// What is split off a word of a script without blanks behind a number, the longest first: units,
    /// and then bounds.
    pub wide_units: Vec<Word>,
    pub wide_bounds: Vec<Word>,
    /// What multiplies an amount of money, and its currencies.
    pub wide_multiples: Vec<Word>,
    pub wide_currencies: Vec<Word>,
    /// What stands before a unit of such a script: numerals and "several".
    pub wide_amounts: Vec<Word>,
}

impl Terms {
    pub fn new(lists: &WordLists) -> Self {
        let (amounts, experience, pay) = (&lists.amounts, &lists.experience, &lists.pay);
        let mut units = QuickMap::default();
        for (unit, words) in [
            (TimeUnit::Year, &experience.years),
            (TimeUnit::Month, &experience.months),
            (TimeUnit::Decade, &experience.decades),
        ] {
            units.extend(words.iter().map(|word| (small(word), unit)));
        }
        let mut periods = QuickMap::default();
        for (period, words) in [
            (Period::Year, &pay.year),
            (Period::Month, &pay.month),
            (Period::Week, &pay.week),
            (Period::Day, &pay.day),
            (Period::Hour, &pay.hour),
        ] {
            periods.extend(words.iter().map(|word| (small(word), period)));
        }
        let short = |unit: &str| unit.is_ascii() && unit.len() < 3;
        let mut time = Needles::default();
        units.keys().filter(|unit| !short(unit)).for_each(|unit| time.add(unit.clone(), unit.len()));
        for unit in units.keys().filter(|unit| short(unit)) {
            for one in amounts.one.iter().filter(|one| one.len() > 1) {
                let phrase = format!("{one} {unit} ");
                let length = phrase.len();
                time.add(phrase.into(), length);
            }
        }
        let wide = |lists: &[&[Word]]| {
            let mut words: Vec<Word> =
                lists.iter().copied().flatten().filter(|word| word.chars().all(is_wide)).cloned().collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words
        };
        let numerals: Vec<Word> = amounts.numbers.keys().cloned().collect();
        Terms {
            longest_number: amounts.numbers.keys().map(|word| word.len()).max().unwrap_or(0),
            initials: Openings::of(amounts.numbers.keys().map(|word| &**word)),
            unit_initials: Openings::of(units.keys().map(|word| &**word)),
            numbers: amounts.numbers.iter().map(|(word, n)| (small(word), *n)).collect(),
            multiples: amounts.multiples.iter().map(|(word, n)| (small(word), *n)).collect(),
            one: Words::new(&amounts.one),
            at_least: Phrases::new(&amounts.at_least),
            minimum: Phrases::new(&amounts.minimum),
            more_than: Phrases::new(&amounts.more_than),
            at_most: Phrases::new(&amounts.at_most),
            or_more: Phrases::new(&amounts.or_more),
            or_less: Phrases::new(&amounts.or_less),
            between: Phrases::new(&amounts.between),
            and: Words::new(&amounts.and),
            from: Phrases::new(&amounts.from),
            to: Words::new(&amounts.to),
            experience: Words::new(&experience.words),
            several: Phrases::new(&experience.several),
            first_words: OnceLock::new(),
            fields: Words::new(&experience.fields),
            others: Words::new(&experience.others),
            plans_before: Phrases::new(&experience.plans_before),
            plans_after: Phrases::new(&experience.plans_after),
            lasting: Words::new(&experience.lasting),
            tellers: Words::new(&experience.tellers),
            telling: Phrases::new(&experience.telling),
            parts: Phrases::new(&experience.parts),
            management: Phrases::new(&experience.management),
            pay: Words::new(&pay.words),
            pay_from: Phrases::new(&pay.from),
            per: Phrases::new(&pay.per),
            periods,
            pay_others: Words::new(&pay.others),
            currencies: pay.currencies.iter().map(|(word, code)| (small(word), code.clone())).collect(),
            time,
            wide_units: wide(&[&experience.years, &experience.months]),
            wide_bounds: wide(&[&amounts.or_more, &amounts.or_less, &experience.plans_after]),
            wide_multiples: wide(&[&amounts.multiples.keys().cloned().collect::<Vec<_>>()]),
            wide_currencies: wide(&[&pay.currencies.keys().cloned().collect::<Vec<_>>()]),
            wide_amounts: wide(&[&numerals, &experience.several]),
            units,
        }
    }

    /// True for a short text that is nothing but an amount of time or money: "(0-2 years)", "5+ yrs", "$50k – $60k".
    pub fn is_amount(&self, text: &str) -> bool {
        let has_figure = text.contains(|c: char| c.is_ascii_digit());
        if !has_figure || text.len() > LONGEST_AMOUNT {
            return false;
        }
        let small = text.to_lowercase();
        let mut words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        // "5yrs", "50k"
        let unit =
            |word: &str| self.units.contains_key(word.trim_start_matches(|c: char| c.is_ascii_digit()));
        text.contains(['$', '€', '£', '¥', '₹']) || words.any(unit)
    }

    /// False if no amount of time begins with a word in small letters for sure.
    pub fn may_begin_amount(&self, word: &str) -> bool {
        let first_words = || {
            let several = self.several.list.iter().filter_map(|phrase| {
                let mut parts = vec![];
                add_parts(phrase, &mut parts);
                parts.into_iter().next()
            });
            let decades = self.units.iter().filter(|(_, unit)| **unit == TimeUnit::Decade);
            let known = self.numbers.keys().chain(decades.map(|(word, _)| word)).cloned();
            known.chain(self.one.list.iter().map(small)).chain(several).chain([Word::from("half")]).collect()
        };
        // In scripts without blanks an amount may begin inside of a word.
        !word.is_ascii() || self.first_words.get_or_init(first_words).contains(word)
    }

    /// False for texts without two amounts for sure.
    pub fn may_say_two(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return true;
        }
        let bytes = text.as_bytes();
        let (mut at, mut amounts) = (0, 0);
        while let Some(&first) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = match Sort::of(first) {
                Sort::Other => 1,
                Sort::Figures => {
                    amounts += 1;
                    rest.iter().take_while(|b| b.is_ascii_digit()).count()
                }
                Sort::Letters => {
                    let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                    let word = text.get(at..at + length).unwrap_or_default();
                    if length <= self.longest_number && self.initials.may_begin(word) {
                        let small = word.bytes().all(|b| b.is_ascii_lowercase());
                        amounts += u32::from(
                            self.numbers.contains_key(word)
                                || !small && self.numbers.contains_key(word.to_ascii_lowercase().as_str()),
                        );
                    }
                    length
                }
            };
            if amounts == 2 {
                return true;
            }
            at += length;
        }
        false
    }

    /// False for texts in which no unit of time stands for sure.
    pub fn may_name_unit(&self, text: &str) -> bool {
        let is_unit = |word: &str| {
            self.unit_initials.may_begin(word)
                && (self.units.contains_key(word) || self.units.contains_key(&*word.to_ascii_lowercase()))
        };
        !text.is_ascii() || text.split(|c: char| !c.is_ascii_alphabetic()).any(is_unit)
    }

    /// False for texts that say nothing about spans of time for sure.
    pub fn may_say_time(&self, text: &str) -> bool {
        if holds_digit(text) {
            return true;
        }
        // Only in scripts without blanks a unit may stand inside of a word.
        if !text.is_ascii() {
            return self.time.any_in(text);
        }
        let letter = |at: Option<usize>| {
            at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        let within = |at: usize| letter(Some(at)) && letter(at.checked_sub(1));
        let mut found = false;
        self.time.each_in(text, |at, length| found |= !within(at) && !within(at + length));
        found
    }
}

/// True if a digit stands in a text, also one of the wide ones of Japanese and Chinese texts.
pub(super) fn holds_digit(text: &str) -> bool {
    // All bytes are asked, which is quicker than to stop at the first: most texts hold none.
    text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit())
        || any_beyond_ascii(text, |c| ('０'..='９').contains(&c))
}
