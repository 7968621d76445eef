//! The words that a framework uses, with how often and where.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tokens::{is_apostrophe, words_in};
use super::words::possessive;
use crate::syntax::Text;
use crate::text::{FileId, QuickMap};

/// How the words of a framework are used.
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    pub(super) words: QuickMap<String, Usage>,
    /// What acronyms are said to stand for.
    acronyms: HashMap<String, Vec<String>>,
    /// Terms that the configuration explains.
    pub(super) declared: Vec<String>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct Usage {
    pub(super) count: u32,
    /// How often it stands with a capital inside a sentence.
    pub(super) named: u32,
    files: u32,
    last_file: Option<FileId>,
    /// Hashes of different texts that hold the word; as many as matter.
    pub(super) texts: Vec<u64>,
    /// Hashes of the words on both sides; as many as matter.
    pub(super) neighbors: Vec<u64>,
}

impl Usage {
    /// Notes the words beside it, by their hashes. A sentence that was copied and changed elsewhere gives no other ones.
    fn note_neighbors(&mut self, before: Option<u64>, after: Option<u64>, place: impl FnOnce() -> u64) {
        let beside = match (before, after) {
            (None, None) => place(),
            (before, after) => before.unwrap_or(NO_TEXT).rotate_left(1) ^ after.unwrap_or(NO_TEXT),
        };
        if !self.neighbors.contains(&beside) {
            self.neighbors.push(beside);
        }
    }

    /// `place` is the hash of the text; it is only asked for where that is of use.
    fn note(&mut self, file: FileId, place: impl FnOnce() -> u64) {
        self.count = self.count.saturating_add(1);
        if self.last_file != Some(file) {
            self.last_file = Some(file);
            self.files = self.files.saturating_add(1);
        }
        if self.texts.len() < Vocabulary::MOST_TEXTS {
            let place = place();
            if !self.texts.contains(&place) {
                self.texts.push(place);
            }
        }
    }
}

impl Vocabulary {
    /// Different texts that are told apart; more make no difference.
    const MOST_TEXTS: usize = 8;

    /// Counts the words of a text.
    pub fn add(&mut self, text: &Text) {
        let (plain, file) = (text.plain.as_str(), text.span.file);
        // An acronym has two capitals side by side.
        if text.signs.doubles(b'A') {
            for found in super::acronym::definitions(plain) {
                self.define(found.acronym, found.expansion);
            }
        }
        let mut place = None;
        let mut last: Option<(Cow<'_, str>, usize)> = None;
        let mut all = words_in(text).peekable();
        // The hashes of the stem before and of the word itself, as far as somebody has asked.
        let (mut hash_before, mut hash) = (None, None);
        while let Some(word) = all.next() {
            let own_stem = stem_of(word.word);
            let (stem, before) = (own_stem.as_ref(), last.take());
            // Words that are also written in two parts are counted so, too.
            if let Some((before, end)) = &before
                && super::variants::begins_form(before)
                && let Some(gap) = plain.get(*end..word.range.start).filter(|gap| matches!(*gap, "-" | " "))
            {
                let pair = format!("{before}{gap}{stem}");
                if super::variants::forms(&pair).is_some() {
                    let place = || *place.get_or_insert_with(|| text_hash(plain));
                    self.words.entry(pair).or_default().note(file, place);
                }
            }
            let usage = match self.words.get_mut(stem) {
                Some(usage) => usage,
                None => self.words.entry(stem.to_owned()).or_default(),
            };
            let mut place = || *place.get_or_insert_with(|| text_hash(plain));
            usage.note(file, &mut place);
            // Nearly all words of ASCII are their own stem, whatever their case.
            let own = hash.take().filter(|_| stem.len() == word.word.len() && stem.is_ascii());
            if usage.neighbors.len() < Self::MOST_TEXTS {
                let before =
                    before.as_ref().map(|(before, _)| hash_before.unwrap_or_else(|| text_hash(before)));
                hash = all.peek().map(|next| text_hash(next.word));
                usage.note_neighbors(before, hash, place);
            }
            usage.named += u32::from(!word.starts && word.word.starts_with(char::is_uppercase));
            hash_before = own;
            last = Some((own_stem, word.range.end));
        }
    }

    /// Notes what acronyms stand for by the markup of a page.
    pub fn add_markup(&mut self, page: &str) {
        for (acronym, expansion) in super::acronym::marked(page) {
            self.define(acronym, expansion);
        }
    }

    fn define(&mut self, acronym: String, expansion: String) {
        let known = self.acronyms.entry(acronym).or_default();
        if known.len() < Self::MOST_TEXTS && !known.contains(&expansion) {
            known.push(expansion);
        }
    }

    /// Notes a term that the configuration explains; with an empty meaning everybody knows it.
    pub fn declare(&mut self, term: &str, meaning: &str) {
        let meaning = super::acronym::spoken(meaning);
        self.acronyms.entry(term.trim().to_owned()).or_default().push(meaning);
        self.declared.push(term.trim().to_owned());
    }

    /// True for a term that the configuration explains.
    pub fn is_declared(&self, term: &str) -> bool {
        self.declared.iter().any(|declared| declared == term)
    }

    /// What an acronym is said to stand for, in small letters; an empty text where everybody knows it.
    pub fn expansions(&self, acronym: &str) -> &[String] {
        self.acronyms.get(acronym).map_or(&[], Vec::as_slice)
    }

    /// Calls `see` for each word with the number of different texts that hold it, up to eight. In no order.
    pub fn each(&self, see: &mut dyn FnMut(&str, u32)) {
        for (word, usage) in &self.words {
            see(word, u32::try_from(usage.texts.len()).unwrap_or(u32::MAX));
        }
    }

    /// How often the word stands in the framework, in any case.
    pub fn count(&self, word: &str) -> u32 {
        self.words.get(lowered(word).as_ref()).map_or(0, |usage| usage.count)
    }

    /// In how many files.
    pub fn files(&self, word: &str) -> u32 {
        self.words.get(lowered(word).as_ref()).map_or(0, |usage| usage.files)
    }

    /// In how many different texts: copies of one sentence or table cell count once, so that a slip that
    /// was copied stays rare. Counts to eight.
    pub fn sites(&self, word: &str) -> usize {
        self.words.get(lowered(word).as_ref()).map_or(0, |usage| usage.texts.len())
    }
}

/// The hash of a text without letters and digits.
const NO_TEXT: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over letters and digits in small letters, so that copies with other marks are equal.
pub fn text_hash(text: &str) -> u64 {
    let mut hash = NO_TEXT;
    // This sees all that is written: a plain loop over a slice takes a fraction of what an iterator that filters does.
    for byte in text.as_bytes() {
        let letter = LETTERS.get(usize::from(*byte)).copied().unwrap_or_default();
        if letter != 0 {
            hash = (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// The bytes of letters and digits in small letters; zero for all others.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    loop {
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            #[allow(clippy::indexing_slicing)]
            {
                letters[byte as usize] = byte.to_ascii_lowercase();
            }
        }
        if byte == u8::MAX {
            break letters;
        }
        byte += 1;
    }
};

/// In small letters, without the possessive ending.
fn stem_of(word: &str) -> Cow<'_, str> {
    match lowered(word) {
        Cow::Borrowed(lower) => Cow::Borrowed(possessive(lower).unwrap_or(lower)),
        Cow::Owned(lower) => match possessive(&lower) {
            Some(stem) => Cow::Owned(stem.to_owned()),
            None => Cow::Owned(lower),
        },
    }
}

pub(super) fn lowered(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    // The only apostrophe of ASCII is the one that all become.
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}
