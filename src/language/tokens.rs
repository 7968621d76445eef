//! Words of prose. What only looks like words (addresses, handles, paths, file names, identifiers,
//! anything with digits) is passed over, so that no rule about words ever sees it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::syntax::{Text, WordPlace};
use crate::text::{LONGEST_REMEMBERED, Memo, QuickMap, QuickSet, remembered};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The letters, with inner apostrophes: "don't", "manager's".
    pub word: &'t str,
    /// True when the word is part of a hyphenated compound ("cross" and "functional" in
    /// "cross-functional").
    pub hyphenated: bool,
    /// True for the first word of the text, a line or a sentence, after a colon, a bullet or an
    /// opening quotation mark, and for all words of a title that has capitals throughout: places
    /// where a capital letter says nothing.
    pub starts: bool,
}

/// The words of `text` in order.
///
/// Parts of hyphenated compounds and of "either/or" pairs come separately. Passed over are
/// addresses (`https://…`, `www.…`, `a@b.example`), handles and hashtags, paths, file and product
/// names with an inner full stop ("Node.js"), template variables, emoji codes (`:rocket:`), and every
/// run of letters that touches a digit or an underscore.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let known = (text.len() <= LONGEST_REMEMBERED).then(|| remembered(&PLACES, 0, text, || places(text)));
    let fresh = known.is_none().then(|| first_words(text));
    let known = known
        .into_iter()
        .flat_map(move |places| (0..places.len()).filter_map(move |at| Some(places.get(at)?.word(text))));
    known.chain(fresh.into_iter().flatten())
}

/// The same for a text of a file, which remembers where its words are: nearly every rule asks.
pub fn words_in(text: &Text) -> impl ExactSizeIterator<Item = Word<'_>> {
    let plain = text.plain.as_str();
    if plain.len() > LONGEST_REMEMBERED {
        let fresh: Vec<Word<'_>> = first_words(plain).collect();
        return WordsIn { plain, known: [].iter(), fresh: fresh.into_iter() };
    }
    WordsIn { plain, known: text.words.get_or(|| places(plain)).iter(), fresh: vec![].into_iter() }
}

/// Words of which is known how many there are.
struct WordsIn<'t> {
    plain: &'t str,
    known: std::slice::Iter<'t, WordPlace>,
    fresh: std::vec::IntoIter<Word<'t>>,
}

impl<'t> Iterator for WordsIn<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        match self.known.next() {
            Some(place) => Some(place.word(self.plain)),
            None => self.fresh.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.known.len() + self.fresh.len();
        (count, Some(count))
    }
}

impl ExactSizeIterator for WordsIn<'_> {}

/// The same for callers who only look at the first few of them.
pub fn first_words(text: &str) -> impl Iterator<Item = Word<'_>> {
    Words { text, at: 0, chunk_end: 0, starts: true, in_chunk: false, title: is_title(text) }
}

thread_local! {
    static PLACES: RefCell<Memo<Rc<[WordPlace]>>> = RefCell::default();
}

/// What is remembered is short enough for these offsets.
const _: () = assert!(LONGEST_REMEMBERED <= WordPlace::LONGEST);

fn places<P: for<'p> From<&'p [WordPlace]>>(text: &str) -> P {
    thread_local! {
        // Texts follow one another, and how many words one has is known when they are found.
        static FOUND: RefCell<Vec<WordPlace>> = RefCell::default();
    }
    FOUND.with_borrow_mut(|found| {
        found.clear();
        found.extend(first_words(text).map(|word| WordPlace::new(word.range, word.hyphenated, word.starts)));
        P::from(found.as_slice())
    })
}

impl WordPlace {
    fn word(self, text: &str) -> Word<'_> {
        let range = self.range();
        let word = text.get(range.clone()).unwrap_or_default();
        Word { range, word, hyphenated: self.hyphenated(), starts: self.starts() }
    }
}

struct Words<'t> {
    text: &'t str,
    at: usize,
    /// End of the stretch without white space that `at` lies in.
    chunk_end: usize,
    in_chunk: bool,
    starts: bool,
    /// All of the text is in title case.
    title: bool,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            if !self.in_chunk {
                if let Some(word) = self.usual_word() {
                    return Some(word);
                }
                if !self.enter_chunk() {
                    return None;
                }
            }
            if let Some(word) = self.word_in_chunk() {
                return Some(word);
            }
            self.in_chunk = false;
        }
    }
}

impl<'t> Words<'t> {
    /// The next word, if it is of the letters a to z with one blank before it and with a blank, or a sign and a blank,
    /// behind it. Most words are: this says of them what the longer way says.
    fn usual_word(&mut self) -> Option<Word<'t>> {
        let bytes = self.text.as_bytes();
        let start = match bytes.get(self.at)? {
            b' ' => self.at + 1,
            _ if self.at == 0 => 0,
            _ => return None,
        };
        let letters = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let end = start + letters;
        let sign = bytes.get(end).filter(|sign| matches!(sign, b',' | b'.' | b';' | b'!' | b'?' | b')'));
        let behind = end + usize::from(sign.is_some());
        if letters == 0 || bytes.get(behind).is_some_and(|byte| !matches!(byte, b' ' | b'\n')) {
            return None;
        }
        let starts = std::mem::replace(&mut self.starts, false) || self.title;
        if let Some(sign) = sign {
            self.note_punctuation(char::from(*sign), true);
        }
        self.at = behind;
        Some(Word { word: self.text.get(start..end)?, range: start..end, hyphenated: false, starts })
    }

    /// Moves to the next stretch of prose without white space. False at the end of the text.
    fn enter_chunk(&mut self) -> bool {
        loop {
            let gap = length_of(self.text, self.at, true);
            if self.text.get(self.at..self.at + gap).is_some_and(|gap| gap.contains('\n')) {
                self.starts = true;
            }
            self.at += gap;
            self.chunk_end = self.at + length_of(self.text, self.at, false);
            let chunk = self.text.get(self.at..self.chunk_end).unwrap_or_default();
            if chunk.is_empty() {
                return false;
            }
            if is_prose(chunk) {
                self.in_chunk = true;
                return true;
            }
            self.starts = ends_sentence(chunk);
            self.at = self.chunk_end;
        }
    }

    fn word_in_chunk(&mut self) -> Option<Word<'t>> {
        let chunk_start = self.at;
        let chunk = self.text.get(chunk_start..self.chunk_end)?;
        if let Some(word) = self.plain_word(chunk) {
            return Some(word);
        }
        let mut chars = chunk.char_indices().peekable();
        let mut before = self.text.get(..chunk_start).and_then(|head| head.chars().next_back());
        while let Some((start, first)) = chars.next() {
            if !is_word_char(first) {
                self.note_punctuation(first, chars.peek().is_none());
                before = Some(first);
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut plain = first.is_alphabetic();
            while let Some(&(at, c)) = chars.peek() {
                let after = chunk.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                if is_word_char(c) {
                    plain &= c.is_alphabetic() || is_mark(c);
                } else if !(is_apostrophe(c) && after.is_some_and(char::is_alphabetic)) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let next = chars.peek().map(|&(_, c)| c);
            let starts = std::mem::replace(&mut self.starts, false) || self.title;
            let marked = before.is_some_and(|c| matches!(c, '@' | '#' | '$' | '\\' | '{' | '<' | '&'));
            let coded = before == Some(':') && next == Some(':');
            let range = chunk_start + start..chunk_start + end;
            let (left, right) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
            // "respons?vel", "[S]pecific", "(re)define": pieces of words.
            let torn = follows(right.chars(), is_lost)
                || follows(left.chars().rev(), is_lost)
                || follows(left.chars().rev(), closes);
            if plain && !marked && !coded && !torn {
                self.at = chunk_start + end;
                let hyphenated = follows(right.chars(), is_hyphen) || follows(left.chars().rev(), is_hyphen);
                return Some(Word { word: self.text.get(range.clone())?, range, hyphenated, starts });
            }
            before = chunk.get(start..end).and_then(|run| run.chars().next_back());
        }
        self.at = self.chunk_end;
        None
    }

    /// The whole stretch, if it is a word of the letters a to z with at most one sign behind it, as most are:
    /// nothing else then stands around it.
    fn plain_word(&mut self, chunk: &'t str) -> Option<Word<'t>> {
        let length = chunk.bytes().take_while(u8::is_ascii_alphabetic).count();
        let sign = match chunk.as_bytes().get(length..)? {
            [] => None,
            [sign @ (b',' | b'.' | b';' | b':' | b'!' | b'?' | b')')] => Some(*sign),
            _ => return None,
        };
        let begins = self.text.get(..self.at)?.chars().next_back().is_none_or(char::is_whitespace);
        if length == 0 || !begins {
            return None;
        }
        let starts = std::mem::replace(&mut self.starts, false) || self.title;
        let range = self.at..self.at + length;
        if let Some(sign) = sign {
            self.note_punctuation(char::from(sign), true);
        }
        self.at = self.chunk_end;
        self.in_chunk = false;
        Some(Word { word: chunk.get(..length)?, range, hyphenated: false, starts })
    }

    fn note_punctuation(&mut self, c: char, last: bool) {
        match c {
            '.' | '!' | '?' | '…' | ':' | ';' if last => self.starts = true,
            // A dash between words starts nothing; on its own it is a bullet.
            '–' | '—' | '-' if !last => {}
            '•' | '●' | '–' | '—' | '-' | '*' | '|' | '“' | '"' | '¿' | '¡' | '。' => {
                self.starts = true;
            }
            ')' | ']' | '”' => {}
            _ if c.is_alphanumeric() => self.starts = false,
            _ => {}
        }
    }
}

/// The bytes of white space that begin at `at`, or of what is none.
fn length_of(text: &str, at: usize, white: bool) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let is_white = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let length = rest.iter().take_while(|byte| byte.is_ascii() && is_white(**byte) == white).count();
    if rest.get(length).is_none_or(u8::is_ascii) {
        return length;
    }
    // Only other letters have to be looked at as such.
    let rest = text.get(at..).unwrap_or_default();
    rest.find(|c: char| c.is_whitespace() != white).unwrap_or(rest.len())
}

/// True for short texts of several words in which every longer word has a capital.
fn is_title(text: &str) -> bool {
    const LONGEST: usize = 160;
    let mut capitals = 0;
    let mut longer = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() >= 4);
    text.len() <= LONGEST
        && longer.all(|word| {
            capitals += 1;
            word.starts_with(char::is_uppercase)
        })
        && capitals >= 2
}

/// Signs that stand where a letter was lost.
fn is_lost(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | ']')
}

/// True when such a sign and then a letter or digit come next.
fn follows(mut away: impl Iterator<Item = char>, sign: fn(char) -> bool) -> bool {
    away.next().is_some_and(sign) && away.next().is_some_and(char::is_alphanumeric)
}

/// True when `word` is one of the words in `list`, which single blanks separate.
pub(crate) fn one_of(word: &str, list: &'static str) -> bool {
    thread_local! {
        // A list is part of the program, so its address is its name.
        static LISTS: RefCell<QuickMap<(usize, usize), QuickSet<&'static str>>> = RefCell::default();
    }
    LISTS.with_borrow_mut(|lists| {
        let key = (list.as_ptr().addr(), list.len());
        lists.entry(key).or_insert_with(|| list.split(' ').collect()).contains(word)
    })
}

fn ends_sentence(chunk: &str) -> bool {
    chunk.ends_with(['.', '!', '?', ':'])
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// Combining accents of decomposed letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Apostrophes inside words.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}

/// Hyphens and dashes that join words or numbers.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '—' | '\u{2212}')
}

/// False for a stretch without white space that is an address, a path, a name in code.
fn is_prose(chunk: &str) -> bool {
    // Most stretches are a word and perhaps a comma.
    let word = chunk.strip_suffix([',', ';', '.', '!', '?', ')']).unwrap_or(chunk);
    if word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    let core = chunk.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '\\' | '~' | '@'));
    let lower_starts =
        |prefix: &str| core.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    if core.contains("://") || lower_starts("www.") || lower_starts("mailto:") {
        return false;
    }
    if core.contains('@') || core.contains("::") || core.contains("()") || core.contains('\\') {
        return false;
    }
    if core.contains("{{") || core.contains("}}") || core.contains("${") || core.contains("->") {
        return false;
    }
    // "src/lib", "/etc/hosts", "~/x": a path has a leading slash or at least two, or a dotted part.
    // "design/build/run" and "and/or" are words.
    if core.starts_with(['/', '~']) || core.starts_with("./") || core.starts_with("../") {
        return false;
    }
    !has_inner_stop(core)
}

/// "Node.js", "rolelint.yaml", "e.g", "U.S.A", "github.io/x": a full stop with letters or digits on both sides. A
/// full stop before a capital ("team.The") is a lost space between sentences, and both sides are words.
fn has_inner_stop(core: &str) -> bool {
    let mut previous: Option<char> = None;
    let mut chars = core.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '.'
            && let (Some(left), Some(&right)) = (previous, chars.peek())
            && left.is_alphanumeric()
            && right.is_alphanumeric()
            && !(left.is_lowercase() && right.is_uppercase())
        {
            return true;
        }
        previous = Some(c);
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(text: &str) -> Vec<&str> {
        words(text).map(|w| w.word).collect()
    }

    #[test]
    fn apostrophes_hyphens_and_slashes() {
        assert_eq!(
            list("Don’t copy the manager's cross-functional and/or duties."),
            ["Don’t", "copy", "the", "manager's", "cross", "functional", "and", "or", "duties"]
        );
        assert!(words("cross-functional work").take(2).all(|w| w.hyphenated));
        assert!(!words("work - done").any(|w| w.hyphenated));
        assert_eq!(list("the teams' goals"), ["the", "teams", "goals"]);
    }

    #[test]
    fn what_is_no_word_is_passed_over() {
        assert_eq!(
            list(
                "see https://a.example/b, www.c.example, x@y.example, @team #tag docs/a.md and Node.js v2 snake_case"
            ),
            ["see", "and"]
        );
        assert_eq!(list("run ./build or /etc/x, {{ site.name }} {{name}} :tada: now"), ["run", "or", "now"]);
        assert_eq!(list("C# 2nd L3 ISO9001 H1"), ["C"]);
        assert_eq!(list("Lead the team.Then plan"), ["Lead", "the", "team", "Then", "plan"]);
    }

    #[test]
    fn starts_of_sentences() {
        let starts: Vec<&str> = words("Lead teams. Grow people: Coach them\n• Plan (Not) “Now”")
            .filter(|w| w.starts)
            .map(|w| w.word)
            .collect();
        assert_eq!(starts, ["Lead", "Grow", "Coach", "Plan", "Now"]);
        assert!(words("Head of Growth and Marketing").all(|w| w.starts));
    }

    proptest! {
        /// Words between tabs are read in the longer way.
        #[test]
        fn usual_words_are_read_like_others(text in "\\PC{0,40}|((Own|lead|the|a|é|K8s)[,.;:!?)-]?( | |  |\n|/)){0,12}") {
            let (blanks, tabs) = (text.replace('\t', " "), text.replace(' ', "\t"));
            let read = |text: &str| -> Vec<(Range<usize>, bool, bool)> {
                first_words(text).map(|word| (word.range, word.hyphenated, word.starts)).collect()
            };
            prop_assert_eq!(read(&blanks), read(&tabs));
        }

        #[test]
        fn ranges_are_words_of_the_text(text in "\\PC{0,60}|[a-zA-Z'’@/.:é\\-\\n _0-9•]{0,60}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert_eq!(text.get(word.range.clone()), Some(word.word));
                prop_assert!(word.range.start >= last && !word.word.is_empty());
                last = word.range.end;
            }
        }
    }
}
