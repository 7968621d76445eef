//! Word lists for rules about wording: phrases in all their forms, with exceptions, reasons and what
//! to write instead. Packs of users describe their rules with the same lists.

mod phrases;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diag::Severity;
use crate::language::{VerbForm, conjugate};
use crate::rule::{Besides, Chosen, PageWords, list_or_name, narrow, runs};
use crate::text::{NO_MARK, QuickMap, Starts, marked, word_mark};
use phrases::{is_blank, variants};

/// What is looked for, and what is said about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Phrases: whole words, in small letters for any case. A phrase with a capital is found only as
    /// it is written. `(a|b)` is one of two, `(s)` may be left out; a blank in a phrase is a blank or a
    /// hyphen in the text.
    find: OneOrMany,
    /// Which other forms of the words are meant.
    #[serde(default)]
    forms: Forms,
    /// What to write instead, the best first.
    #[serde(default)]
    pub instead: OneOrMany,
    /// Why: a sentence.
    #[serde(default)]
    pub reason: Option<String>,
    /// Longer phrases in which the term is right.
    #[serde(default)]
    unless: OneOrMany,
    /// Lower than the rule's own.
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// Forms of a term that are found with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Forms {
    /// As it is written.
    #[default]
    None,
    /// Its last word in the plural too.
    Noun,
    /// Its first word in all forms of a verb.
    Verb,
}

/// A text or a list of texts.
#[derive(Debug, Clone, Default)]
pub enum OneOrMany {
    #[default]
    Nothing,
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::Nothing => &[],
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, texts: A) -> Result<OneOrMany, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(texts)).map(OneOrMany::Many)
            }
        }
        deserializer.deserialize_any(Texts)
    }
}

/// One entry of a list: a phrase, or a mapping that says more about it.
#[derive(Debug, Clone)]
struct Entry {
    term: Arc<Term>,
    /// All ways of writing what is looked for, and that in which it is right.
    find: Vec<Cow<'static, str>>,
    unless: Vec<Cow<'static, str>>,
}

/// An entry of a list that is part of the program, as the build writes it.
struct BuiltIn {
    find: &'static [&'static str],
    forms: Forms,
    instead: &'static [&'static str],
    reason: Option<&'static str>,
    unless: &'static [&'static str],
    severity: Option<Severity>,
}

/// The lists of the rule pages, by the names of rule and option.
static BUILT_IN: &[(&str, &[BuiltIn])] = include!(concat!(env!("OUT_DIR"), "/terms.rs"));

impl From<&BuiltIn> for Entry {
    fn from(built: &BuiltIn) -> Self {
        let ways = |phrases: &'static [&'static str]| phrases.iter().map(|&phrase| phrase.into()).collect();
        let instead = built.instead.iter().map(|&phrase| phrase.to_owned()).collect();
        let term = Term {
            // Its ways of writing are spelled out already.
            find: OneOrMany::Nothing,
            forms: built.forms,
            instead: OneOrMany::Many(instead),
            reason: built.reason.map(str::to_owned),
            unless: OneOrMany::Nothing,
            severity: built.severity,
        };
        Entry { term: Arc::new(term), find: ways(built.find), unless: ways(built.unless) }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PhraseOrTerm;
        impl<'de> Visitor<'de> for PhraseOrTerm {
            type Value = Term;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a phrase, or a mapping with `find`, `forms`, `instead`, `reason`, `unless`, `severity`",
                )
            }

            fn visit_str<E: serde::de::Error>(self, phrase: &str) -> Result<Term, E> {
                Ok(Term {
                    find: OneOrMany::One(phrase.to_owned()),
                    forms: Forms::None,
                    instead: OneOrMany::Nothing,
                    reason: None,
                    unless: OneOrMany::Nothing,
                    severity: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, keys: A) -> Result<Term, A::Error> {
                Term::deserialize(MapAccessDeserializer::new(keys))
            }
        }
        let term = deserializer.deserialize_any(PhraseOrTerm)?;
        let all = |phrases: &OneOrMany| {
            let mut made = vec![];
            for phrase in phrases.as_slice() {
                made.extend(variants(phrase).map_err(serde::de::Error::custom)?.into_iter().map(Cow::Owned));
            }
            Ok(made)
        };
        let (find, unless) = (all(&term.find)?, all(&term.unless)?);
        Ok(Entry { term: Arc::new(term), find, unless })
    }
}

/// A list as parameters give it.
#[derive(Debug, Clone, Default)]
pub struct TermList(Vec<Entry>);

impl<'de> Deserialize<'de> for TermList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = |name: &str| {
            let (_, entries) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
            Some(TermList(entries.iter().map(Entry::from).collect()))
        };
        list_or_name(deserializer, named, |entries| Ok(TermList(entries)))
    }
}

impl TermList {
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// A list made ready for looking up.
#[derive(Debug, Default)]
pub struct Terms {
    terms: Vec<Arc<Term>>,
    /// By the first word in small letters.
    phrases: QuickMap<String, Phrases>,
    /// The marks of the first words: most words of a text need not be looked up.
    firsts: Starts,
    /// The marks of the longest word of each, as words of a page are: "stakeholders" of "on behalf of stakeholders".
    longest: Starts,
    /// One of them has no such word.
    anywhere: bool,
}

/// Phrases with the same first word.
#[derive(Debug, Default)]
struct Phrases {
    all: Vec<Phrase>,
    /// Taken apart when a text has this word: most words stand in no text. The longest first.
    patterns: OnceLock<Vec<Pattern>>,
}

#[derive(Debug)]
struct Phrase {
    text: Cow<'static, str>,
    /// Index of the term; none for a phrase in which a term is right.
    term: Option<usize>,
    /// In the form that fits this one.
    instead: Option<String>,
}

#[derive(Debug)]
struct Pattern {
    /// The number of its phrase.
    phrase: usize,
    /// Those of the phrase.
    words: Vec<Token>,
    /// They are found only as they are written.
    exact: bool,
}

impl Phrases {
    /// Each pattern with its phrase.
    fn patterns(&self) -> impl Iterator<Item = (&Pattern, &Phrase)> {
        let made = self.patterns.get_or_init(|| {
            let pattern = |(number, phrase): (usize, &Phrase)| Pattern {
                phrase: number,
                words: read_tokens(&phrase.text),
                exact: phrase.text.chars().any(char::is_uppercase),
            };
            let mut made: Vec<Pattern> = self.all.iter().enumerate().map(pattern).collect();
            // An exception wins over a term of its length.
            let term = |pattern: &Pattern| self.all.get(pattern.phrase).and_then(|phrase| phrase.term);
            made.sort_by_key(|pattern| (std::cmp::Reverse(pattern.words.len()), term(pattern)));
            made
        });
        made.iter().filter_map(|pattern| Some((pattern, self.all.get(pattern.phrase)?)))
    }
}

/// A place of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'t> {
    /// In the text that was looked through.
    pub range: Range<usize>,
    /// Index for [`Terms::term`].
    pub term: usize,
    /// What to write there, with the same capital letters.
    pub instead: Option<String>,
    /// What stands there.
    pub written: &'t str,
}

/// A word or a single sign. Kept for each text, so it is small.
#[derive(Debug)]
struct Token {
    start: u32,
    end: u32,
    /// The mark of what is written in small letters.
    mark: u32,
    /// True if it ends in "'s".
    owns: bool,
    /// In small letters with plain apostrophes; `None` where it is written so.
    lower: Option<Box<str>>,
}

impl Token {
    fn new(text: &str, range: Range<usize>, lower: Option<Box<str>>) -> Self {
        let (start, end) = (narrow(range.start), narrow(range.end));
        let mut token = Token { start, end, mark: 0, owns: false, lower };
        let said = token.lower(text);
        (token.mark, token.owns) = (word_mark(said), said.ends_with("'s"));
        token
    }

    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    fn written<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }

    fn lower<'t>(&'t self, text: &'t str) -> &'t str {
        self.lower.as_deref().unwrap_or_else(|| self.written(text))
    }

    /// What it says without the ending of an owner, if it has one.
    fn owner<'t>(&'t self, text: &'t str) -> Option<&'t str> {
        if self.owns { self.lower(text).strip_suffix("'s") } else { None }
    }
}

impl Terms {
    /// The lists together, without the terms that `allow` names.
    pub fn new(lists: &[&TermList], allow: &[String]) -> Self {
        let mut terms = Terms::default();
        for entry in lists.iter().flat_map(|list| &list.0) {
            let index = terms.terms.len();
            for phrase in &entry.find {
                terms.add_forms(phrase.clone(), &entry.term, index);
            }
            for phrase in &entry.unless {
                terms.add(phrase.clone(), None, None);
            }
            terms.terms.push(entry.term.clone());
        }
        for phrase in allow {
            terms.add(phrase.clone().into(), None, None);
        }
        terms
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn term(&self, index: usize) -> Option<&Term> {
        self.terms.get(index).map(Arc::as_ref)
    }

    fn add_forms(&mut self, phrase: Cow<'static, str>, term: &Term, index: usize) {
        let instead = term.instead.as_slice().first();
        self.add(phrase.clone(), Some(index), instead.cloned());
        match term.forms {
            Forms::None => {}
            Forms::Noun => self.add(plural(&phrase).into(), Some(index), instead.map(|good| plural(good))),
            Forms::Verb => {
                for form in [VerbForm::ThirdPerson, VerbForm::Gerund, VerbForm::Past] {
                    if let Some(inflected) = inflected(&phrase, form) {
                        let good = instead.and_then(|good| inflected_or_same(good, form));
                        self.add(inflected.into(), Some(index), good);
                    }
                }
            }
        }
    }

    fn add(&mut self, text: Cow<'static, str>, term: Option<usize>, instead: Option<String>) {
        let Some(first) = next_token(&text, 0) else { return };
        self.firsts.add(first.mark);
        let key = first.lower(&text).to_owned();
        match runs(&text.to_ascii_lowercase()).map(|(_, run)| run).max_by_key(|run| run.len()) {
            Some(run) => self.longest.add(word_mark(run)),
            None => self.anywhere = true,
        }
        self.phrases.entry(key).or_default().all.push(Phrase { text, term, instead });
    }

    /// The texts of a page that may hold one of them: most hold none for sure.
    pub fn in_page(&self, page: &PageWords<'_>) -> Chosen {
        if self.anywhere {
            return page.all();
        }
        page.with(|word| self.longest.may_hold(word.mark()), Besides::Letters)
    }

    /// The term with which `text` begins, if it begins with one.
    pub fn find_first<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        let first = next_token(text, 0).filter(|first| self.may_begin(first, text))?;
        let found = self.each(text).next()?;
        (found.range.start == first.range().start).then_some(found)
    }

    /// False if no term begins with the word for sure.
    fn may_begin(&self, first: &Token, text: &str) -> bool {
        self.firsts.may_hold(first.mark)
            || first.owner(text).is_some_and(|owner| self.firsts.may_hold(word_mark(owner)))
    }

    /// The places of all terms in `text`, in order; they do not overlap.
    pub fn find<'t>(&self, text: &'t str) -> Vec<Found<'t>> {
        if self.phrases.is_empty() { vec![] } else { self.each(text).collect() }
    }

    fn each<'t>(&self, text: &'t str) -> impl Iterator<Item = Found<'t>> {
        let (mut at, mut ahead) = (0, Ahead { text, tokens: vec![] });
        std::iter::from_fn(move || {
            loop {
                let first = next_token(text, self.passed(text, at))?;
                let start = first.range().start;
                at = first.range().end;
                if !self.may_begin(&first, text) {
                    continue;
                }
                ahead.begin(first);
                let Some((phrase, last, end)) = self.at(&mut ahead) else { continue };
                at = ahead.get(last).map_or(at, |last| last.range().end);
                if let Some(term) = phrase.term {
                    let written = text.get(start..end).unwrap_or("");
                    let instead = phrase.instead.as_ref().map(|good| like(written, good));
                    return Some(Found { range: start..end, term, instead, written });
                }
            }
        })
    }

    /// The next place where a term may begin: at most words none does, which their marks tell.
    fn passed(&self, text: &str, mut at: usize) -> usize {
        loop {
            at += match plain_run(text, at) {
                Some(run) if !self.firsts.may_hold(run.mark) => run.length,
                None if text.as_bytes().get(at) == Some(&b' ') => 1,
                _ => return at,
            }
        }
    }

    /// The phrase that stands at the first of these words, with the number of its last word and where it ends.
    fn at(&self, ahead: &mut Ahead<'_>) -> Option<(&Phrase, usize, usize)> {
        let text = ahead.text;
        let first = ahead.get(0)?;
        let keys = [Some(first.lower(text)), first.owner(text)];
        let known = keys.map(|key| self.phrases.get(key?));
        known.into_iter().flatten().flat_map(Phrases::patterns).find_map(|(pattern, phrase)| {
            Some((phrase, pattern.words.len().checked_sub(1)?, pattern.end(&phrase.text, ahead)?))
        })
    }
}

/// The words of a text from a place on, read as far as somebody asks.
struct Ahead<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl Ahead<'_> {
    fn begin(&mut self, first: Token) {
        self.tokens.clear();
        self.tokens.push(first);
    }

    fn get(&mut self, number: usize) -> Option<&Token> {
        while self.tokens.len() <= number {
            let token = next_token(self.text, self.tokens.last()?.range().end)?;
            self.tokens.push(token);
        }
        self.tokens.get(number)
    }
}

impl Pattern {
    /// Where the pattern, which is that of `phrase`, ends if it stands at the first of these words.
    fn end(&self, phrase: &str, ahead: &mut Ahead<'_>) -> Option<usize> {
        let (text, last) = (ahead.text, self.words.len().checked_sub(1)?);
        let mut end = 0;
        for (offset, word) in self.words.iter().enumerate() {
            let token = ahead.get(offset)?;
            if offset > 0 && !is_gap(text.get(end..token.range().start)?) {
                return None;
            }
            let (word, said) = match self.exact {
                true => (word.written(phrase), token.written(text)),
                false => (word.lower(phrase), token.lower(text)),
            };
            end = token.range().end;
            if said != word {
                // "the guru's desk"
                let owner = said.strip_suffix("'s").or_else(|| said.strip_suffix("’s"));
                owner.filter(|owner| offset == last && *owner == word)?;
                end -= if token.written(text).ends_with("’s") { '’'.len_utf8() + 1 } else { 2 };
            }
        }
        Some(end)
    }
}

/// What may stand between the words of a phrase.
fn is_gap(gap: &str) -> bool {
    matches!(gap, "-" | "‑" | "–") || gap.chars().all(char::is_whitespace)
}

/// Words (letters and digits with inner apostrophes) and single signs; hyphens are gaps.
fn read_tokens(text: &str) -> Vec<Token> {
    // Words of English have four or five letters.
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    while let Some(token) = next_token(text, at) {
        at = token.range().end;
        found.push(token);
    }
    found
}

/// The first token from a place on.
fn next_token(text: &str, mut at: usize) -> Option<Token> {
    loop {
        if let Some(token) = plain_word(text, at) {
            return Some(token);
        }
        let rest = text.get(at..)?;
        let c = rest.chars().next()?;
        if !c.is_alphanumeric() {
            let range = at..at + c.len_utf8();
            if !is_blank(c) {
                return Some(Token::new(text, range, None));
            }
            at = range.end;
            continue;
        }
        let end = at + word_length(rest);
        let written = text.get(at..end).unwrap_or("");
        let plain = written.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let lower = (!plain).then(|| match written.is_ascii() {
            true => written.to_ascii_lowercase().into_boxed_str(),
            false => written.to_lowercase().replace('’', "'").into_boxed_str(),
        });
        return Some(Token::new(text, at..end, lower));
    }
}

/// The word that stands at a place, if all its letters are in ASCII and no apostrophe follows: nearly all are read in
/// one go.
fn plain_word(text: &str, at: usize) -> Option<Token> {
    let run = plain_run(text, at)?;
    let (start, end) = (at, at + run.length);
    let written = text.get(start..end)?;
    let lower = (!run.small).then(|| written.to_ascii_lowercase().into_boxed_str());
    Some(Token { start: narrow(start), end: narrow(end), mark: run.mark, owns: false, lower })
}

/// Letters and digits of ASCII.
struct Run {
    /// In small letters.
    mark: u32,
    /// In bytes; at least one.
    length: usize,
    /// It has no capitals.
    small: bool,
}

/// The same without what has to be made for it.
fn plain_run(text: &str, at: usize) -> Option<Run> {
    let rest = text.as_bytes().get(at..)?;
    let mut run = Run { mark: NO_MARK, length: 0, small: true };
    for byte in rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()) {
        let lower = byte.to_ascii_lowercase();
        run.mark = marked(run.mark, lower);
        run.small &= lower == *byte;
        run.length += 1;
    }
    let ends = rest.get(run.length).is_none_or(|next| next.is_ascii() && *next != b'\'');
    (run.length > 0 && ends).then_some(run)
}

/// Bytes of the word that a text begins with, with its inner apostrophes.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The phrase with its last word in the plural.
fn plural(phrase: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| phrase.ends_with(ending));
    if let Some(stem) = phrase.strip_suffix("man") {
        return format!("{stem}men");
    }
    if let Some(stem) = phrase.strip_suffix("person") {
        return format!("{stem}people");
    }
    match phrase.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{phrase}es"),
        _ => format!("{phrase}s"),
    }
}

/// The phrase with its first word as another form of the verb.
fn inflected(phrase: &str, form: VerbForm) -> Option<String> {
    let (verb, rest) = phrase.split_once(' ').map_or((phrase, ""), |(verb, rest)| (verb, rest));
    let made = conjugate(verb, form)?;
    Some(if rest.is_empty() { made } else { format!("{made} {rest}") })
}

/// The same for what replaces it; nothing if its first word is no known verb.
fn inflected_or_same(phrase: &str, form: VerbForm) -> Option<String> {
    inflected(phrase, form)
}

/// `good` with a capital or in capitals where `written` is.
fn like(written: &str, good: &str) -> String {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    if first && rest.peek().is_some() && rest.all(char::is_uppercase) {
        return good.to_uppercase();
    }
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    };
    // "Sanity Check", as in a heading: "Quick Check".
    let mut parts = written.split_whitespace();
    if first && parts.clone().count() > 1 && parts.all(|word| word.starts_with(char::is_uppercase)) {
        return good.split(' ').map(capital).collect::<Vec<_>>().join(" ");
    }
    if first { capital(good) } else { good.to_owned() }
}

/// "“a”", "“a” or “b”", "“a”, “b” or “c”".
pub fn choices(phrases: &[String]) -> String {
    let quoted: Vec<String> = phrases.iter().map(|phrase| super::wording::quoted(phrase)).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::with_words;

    fn terms(list: &str) -> Terms {
        let list: TermList = serde_yaml::from_str(list).unwrap();
        Terms::new(&[&list], &[])
    }

    fn found(list: &str, text: &str) -> Vec<(String, Option<String>)> {
        terms(list).find(text).into_iter().map(|found| (found.written.to_owned(), found.instead)).collect()
    }

    #[test]
    fn whole_words_in_all_their_forms() {
        let list = "- { find: rock star, forms: noun, instead: expert }\n- { find: leverage, forms: verb, instead: use }";
        let said = found(list, "Rock-stars leveraging a ROCK STAR’s name; rockstars, rock. Star");
        let texts: Vec<_> = said.iter().map(|(text, good)| (text.as_str(), good.as_deref())).collect();
        assert_eq!(
            texts,
            [("Rock-stars", Some("Experts")), ("leveraging", Some("using")), ("ROCK STAR", Some("EXPERT"))]
        );
    }

    #[test]
    fn exceptions_capitals_and_groups() {
        let list =
            "- { find: native (english|french) speaker(s), unless: non native english speaker }\n- Bright";
        let said =
            found(list, "Native English speakers, non-native English speaker, bright Bright, native speaker");
        assert_eq!(
            said.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(),
            ["Native English speakers", "Bright"]
        );
    }

    #[test]
    fn signs_are_part_of_a_phrase() {
        let list = "- { find: [his/her, \"his or her\"], instead: their }";
        let said = found(list, "in His/her or his or her or his / her absence");
        assert_eq!(said.len(), 3);
        assert_eq!(said[0], ("His/her".to_owned(), Some("Their".to_owned())));
    }

    /// The name of a list and its terms, as the page has them, are the same.
    #[test]
    fn lists_are_known_by_name() {
        let (pages, _) = crate::rule::built_in_pages();
        let said = |list: &TermList| -> Vec<String> {
            let said = |Entry { term, find, unless }: &Entry| {
                let (forms, instead) = (term.forms, term.instead.as_slice());
                format!("{find:?} {unless:?} {forms:?} {instead:?} {:?} {:?}", term.reason, term.severity)
            };
            list.0.iter().map(said).collect()
        };
        assert!(BUILT_IN.len() >= 5);
        for (name, _) in BUILT_IN {
            let (rule, option) = name.split_once('/').unwrap();
            let page = pages.iter().find(|page| page.id == rule).unwrap();
            let list: TermList = serde_json::from_value(page.meta.params[option].clone()).unwrap();
            let named: TermList = serde_json::from_value((*name).into()).unwrap();
            assert_eq!(said(&list), said(&named), "{name}");
        }
        assert!(serde_json::from_str::<TermList>(r#""nobody/terms""#).is_err());
    }

    #[test]
    fn a_broken_list_is_refused() {
        assert!(serde_yaml::from_str::<TermList>("- a (b").is_err());
        assert!(serde_yaml::from_str::<TermList>("- '-'").is_err());
        assert!(serde_yaml::from_str::<TermList>("- { find: a, instaed: b }").is_err());
    }

    proptest! {
        /// Texts in which the words of a page leave no term are without one.
        #[test]
        fn no_text_with_a_term_is_passed_over(parts in prop::collection::vec("[yY]oung|é|naïve|İ|rock|stars?|don['’]t|he['’]s|e\\.g|&|C\\+\\+|[ _'’.-]|2", 1..12)) {
            let list = "- young\n- rock star\n- naïve\n- \"don't\"\n- e.g\n- \"he's here\"\n- C++\n- he's a star\n- young naïve";
            for list in [list, "- '& co'"] {
                let terms = terms(list);
                with_words(&format!("- {}\n", parts.concat()), |page| {
                    let chosen = terms.in_page(page);
                    for (number, visit) in page.visits() {
                        let Some(text) = visit.text() else { continue };
                        prop_assert!(chosen.holds(number) || terms.find(&text.plain).is_empty(), "{:?}", text.plain);
                        let first = terms.find(&text.plain).into_iter().next();
                        let start = next_token(&text.plain, 0).map(|first| first.range().start);
                        prop_assert_eq!(terms.find_first(&text.plain), first.filter(|found| Some(found.range.start) == start));
                    }
                    Ok(())
                })?;
            }
        }
    }
}
