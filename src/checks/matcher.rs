//! Patterns that strangers wrote. Those that can be matched in linear time are, all of a list in one
//! pass; those with look-around or back-references run in an engine that steps back, for a limited
//! number of steps.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_syntax::hir::Hir;

/// Longest pattern, in bytes.
const MAX_LENGTH: usize = 10_000;
/// Largest program that one pattern may become, in bytes: `\w{1000}` is ten characters and a megabyte.
pub const MAX_SIZE: usize = 1024 * 1024;
/// A list may become larger by so many bytes for each byte of its patterns; word lists need a third.
const SIZE_FOR_BYTE: usize = 300;
/// Largest part of a pattern with look-around, in bytes.
const MAX_PART_SIZE: usize = 256 * 1024;
/// Most patterns with look-around in a list; each is a program of its own.
const MAX_FANCY: usize = 100;
/// Deepest nesting of groups.
const MAX_DEPTH: u32 = 50;
/// Steps back that nearly every search does with.
const QUICK: usize = 5_000;
/// Steps back after which a search is given up: some milliseconds.
const PATIENT: usize = 50_000;
/// Most of a text that a pattern with look-around sees at once, in bytes: each step may look at all of it.
const WINDOW: usize = 8 * 1024;
/// How many searches of one rule in one file may need more than [`QUICK`] steps.
const MAX_HEAVY: usize = 20;
/// Most matches of a rule in one text; more say nothing new, and each may look at the whole text.
const MAX_MATCHES: usize = 1_000;

/// How a pattern is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Options {
    pub ignore_case: bool,
    /// A match begins and ends at the edge of a word.
    pub word: bool,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern `{pattern}` cannot be used: {reason}")]
pub struct PatternError {
    /// The pattern as written, shortened.
    pub pattern: String,
    pub reason: String,
}

/// A search took more steps than are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// What a rule's searches in one file have cost.
#[derive(Debug, Default)]
pub struct Effort {
    heavy: usize,
}

/// A match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    /// Which pattern of the list.
    pub pattern: usize,
}

/// A list of patterns; the first that matches at a place wins. Copies share the compiled programs.
#[derive(Debug, Clone)]
pub struct Matcher {
    /// The linear ones: one program for those in ASCII, one for the others, each with the places of
    /// its patterns in the list.
    linear: Vec<(Regex, Vec<usize>)>,
    fancy: Arc<[Fancy]>,
    /// Matches end at the edges of words.
    word: bool,
}

#[derive(Debug)]
struct Fancy {
    pattern: usize,
    quick: fancy_regex::Regex,
    patient: fancy_regex::Regex,
}

/// Lists of at least so many patterns are compiled once in a process: a pack is looked through when it
/// is loaded and its rules are made afterwards, and some lists take a quarter of a second.
const LONG_LIST: usize = 20;
/// How many of them are kept.
const KEPT_LISTS: usize = 500;

/// What a compiled list was made from.
type Key = (Options, Vec<String>);
static LISTS: LazyLock<Mutex<HashMap<Key, Matcher>>> = LazyLock::new(Mutex::default);

impl Matcher {
    /// # Errors
    /// When a pattern is malformed or too large.
    pub fn new<P: AsRef<str>>(patterns: &[P], options: Options) -> Result<Self, PatternError> {
        if patterns.len() < LONG_LIST {
            return Matcher::compile(patterns, options);
        }
        let key = (options, patterns.iter().map(|pattern| pattern.as_ref().to_owned()).collect());
        if let Some(known) = LISTS.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let new = Matcher::compile(patterns, options)?;
        let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.len() < KEPT_LISTS {
            lists.insert(key, new.clone());
        }
        Ok(new)
    }

    fn compile<P: AsRef<str>>(patterns: &[P], options: Options) -> Result<Self, PatternError> {
        // Each list with the places of its patterns.
        let mut ascii: (Vec<Hir>, Vec<usize>) = (vec![], vec![]);
        let mut other: (Vec<Hir>, Vec<usize>) = (vec![], vec![]);
        let mut fancy = vec![];
        for (index, pattern) in patterns.iter().enumerate() {
            let pattern = pattern.as_ref();
            let error = |reason: String| PatternError { pattern: shortened(pattern), reason };
            if pattern.len() > MAX_LENGTH {
                return Err(error(format!("it is longer than {MAX_LENGTH} bytes")));
            }
            let is_ascii = pattern.is_ascii();
            let linear = bounded(&adapted(pattern, is_ascii), options.word, is_ascii);
            match syntax::parse_with(&linear, &syntax_of(options)) {
                Ok(parsed) => {
                    let (sources, places) = if is_ascii { &mut ascii } else { &mut other };
                    sources.push(parsed);
                    places.push(index);
                }
                Err(_) if fancy.len() >= MAX_FANCY => {
                    return Err(error(format!(
                        "it is one of more than {MAX_FANCY} with look-around or mistakes"
                    )));
                }
                Err(_) => {
                    let source = bounded(&adapted(pattern, false), options.word, false);
                    fancy.push(Fancy::new(index, &source, options).map_err(error)?);
                }
            }
        }
        let mut linear = vec![];
        for (sources, places) in [ascii, other].into_iter().filter(|(sources, _)| !sources.is_empty()) {
            let too_large = |_| {
                // Name the one that is too large by itself, if there is one.
                let large = sources
                    .iter()
                    .zip(&places)
                    .find(|(source, _)| program(std::slice::from_ref(*source), MAX_SIZE).is_err());
                let pattern = large.and_then(|(_, &place)| patterns.get(place)).map_or("…", AsRef::as_ref);
                PatternError { pattern: shortened(pattern), reason: "it is too large".into() }
            };
            let bytes: usize =
                places.iter().filter_map(|&at| patterns.get(at)).map(|p| p.as_ref().len()).sum();
            let limit = MAX_SIZE + if sources.len() == 1 { 0 } else { bytes * SIZE_FOR_BYTE };
            linear.push((program(&sources, limit).map_err(too_large)?, places));
        }
        Ok(Matcher { linear, fancy: fancy.into(), word: options.word })
    }

    /// True when all patterns are matched in linear time.
    pub fn is_linear(&self) -> bool {
        self.fancy.is_empty()
    }

    /// All matches that do not overlap, in order; matches of nothing are left out.
    ///
    /// # Errors
    /// When a search is given up.
    pub fn find_all(&self, text: &str, effort: &mut Effort) -> Result<Vec<Found>, TooLong> {
        let mut found = vec![];
        for (regex, places) in &self.linear {
            let all = regex.find_iter(Input::new(text)).take(MAX_MATCHES);
            for hit in all.filter(|hit| !hit.is_empty() && (!self.word || is_whole(text, &hit.range()))) {
                let pattern = places.get(hit.pattern().as_usize()).copied().unwrap_or(0);
                found.push(Found { range: hit.range(), pattern });
            }
        }
        for fancy in self.fancy.iter() {
            fancy.find_all(text, effort, &mut found)?;
        }
        if self.linear.len() + self.fancy.len() > 1 {
            found.sort_by_key(|found| (found.range.start, found.pattern));
            let mut end = 0;
            found.retain(|found| {
                let free = found.range.start >= end;
                if free {
                    end = found.range.end;
                }
                free
            });
        }
        Ok(found)
    }

    /// True when a pattern matches somewhere in `text`. A search that is given up counts as no.
    pub fn is_match(&self, text: &str) -> bool {
        self.linear.iter().any(|(regex, _)| regex.is_match(Input::new(text)))
            || self
                .fancy
                .iter()
                .any(|fancy| windows(text).any(|(_, part)| fancy.patient.is_match(part).unwrap_or(false)))
    }
}

impl Fancy {
    fn new(pattern: usize, source: &str, options: Options) -> Result<Self, String> {
        let build = |limit: usize| {
            fancy_regex::RegexBuilder::new(source)
                .case_insensitive(options.ignore_case)
                .multi_line(true)
                .backtrack_limit(limit)
                .delegate_size_limit(MAX_PART_SIZE)
                .build()
                .map_err(|error| plain_reason(&error.to_string()))
        };
        Ok(Fancy { pattern, quick: build(QUICK)?, patient: build(PATIENT)? })
    }

    fn find_all(&self, text: &str, effort: &mut Effort, found: &mut Vec<Found>) -> Result<(), TooLong> {
        windows(text).try_for_each(|(start, part)| self.find_in(part, start, effort, found))
    }

    /// Finds all matches in `text`, which begins at `start` of the whole.
    fn find_in(
        &self,
        text: &str,
        start: usize,
        effort: &mut Effort,
        found: &mut Vec<Found>,
    ) -> Result<(), TooLong> {
        let mut at = 0;
        for _ in 0..MAX_MATCHES {
            let hit = match self.quick.find_from_pos(text, at) {
                Ok(hit) => hit,
                Err(_) if effort.heavy >= MAX_HEAVY => return Err(TooLong),
                Err(_) => {
                    effort.heavy += 1;
                    self.patient.find_from_pos(text, at).map_err(|_| TooLong)?
                }
            };
            let Some(hit) = hit else { return Ok(()) };
            let range = hit.range();
            at = if range.is_empty() {
                match text.get(range.end..).and_then(|rest| rest.chars().next()) {
                    Some(next) => range.end + next.len_utf8(),
                    None => return Ok(()),
                }
            } else {
                found.push(Found { range: start + range.start..start + range.end, pattern: self.pattern });
                range.end
            };
        }
        Ok(())
    }
}

/// `text` in parts of at most [`WINDOW`] bytes with where each begins, cut between paragraphs, lines or words.
fn windows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let mut length = rest.len();
        if length > WINDOW {
            let cut = (0..=WINDOW).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(length);
            let part = rest.get(..cut)?;
            let after = |sign: &str| part.rfind(sign).map(|at| at + sign.len());
            length = after("\n\n").or_else(|| after("\n")).or_else(|| after(" ")).unwrap_or(cut);
        }
        let part = (start, rest.get(..length)?);
        start += length;
        Some(part)
    })
}

fn syntax_of(options: Options) -> syntax::Config {
    syntax::Config::new().case_insensitive(options.ignore_case).multi_line(true).nest_limit(MAX_DEPTH)
}

fn program(sources: &[Hir], limit: usize) -> Result<Regex, String> {
    let config = Regex::config()
        .nfa_size_limit(Some(limit))
        .which_captures(WhichCaptures::Implicit)
        .onepass(false)
        .hybrid_cache_capacity(4 * 1024 * 1024);
    Regex::builder().configure(config).build_many_from_hir(sources).map_err(|error| error.to_string())
}

/// The pattern between edges of words, if it is to stand there. Edges of ASCII words can be matched
/// by the fast engine in any text; [`is_whole`] looks at the other letters afterwards.
fn bounded(pattern: &str, word: bool, is_ascii: bool) -> String {
    let edge = match (word, is_ascii) {
        (false, _) => "",
        (true, true) => r"(?-u:\b)",
        (true, false) => r"\b",
    };
    format!("{edge}(?:{pattern}){edge}")
}

/// False for a match that begins or ends within a word that has other letters than a to z.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let inside = text.get(range.clone()).unwrap_or("");
    let joined = |left: Option<char>, right: Option<char>| {
        left.is_some_and(is_word) && right.is_some_and(|c| is_word(c) || ('\u{300}'..='\u{36f}').contains(&c))
    };
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let after = text.get(range.end..).and_then(|tail| tail.chars().next());
    !joined(before, inside.chars().next()) && !joined(inside.chars().next_back(), after)
}

/// The pattern with what other engines read as plain characters written so that ours do: `{` that
/// counts nothing, `[` and doubled signs inside a set, `\<`. With `ascii`, `\b` is the edge of an ASCII word.
pub fn adapted(pattern: &str, ascii: bool) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut chars = pattern.char_indices().peekable();
    let mut in_set = false;
    let mut set_start = 0;
    while let Some((at, c)) = chars.next() {
        let rest = pattern.get(at + c.len_utf8()..).unwrap_or("");
        match c {
            '\\' => match chars.next().map(|(_, next)| next) {
                Some(sign @ ('<' | '>' | '_' | '"' | '\'')) => out.push(sign),
                Some('b') if !in_set && ascii && !rest.starts_with("b{") => out.push_str(r"(?-u:\b)"),
                Some('b') if in_set => out.push_str(r"\x08"),
                Some('/') => out.push('/'),
                Some('Z') => out.push_str(r"\z"),
                Some(next) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            '[' if !in_set => {
                in_set = true;
                out.push('[');
                if let Some((_, sign)) = chars.next_if(|(_, next)| *next == '^') {
                    out.push(sign);
                }
                set_start = out.len();
            }
            '[' if rest.starts_with(':') && rest.contains(":]") => out.push('['),
            '[' => out.push_str(r"\["),
            ']' if in_set && out.len() == set_start => out.push_str(r"\]"),
            ']' if in_set => {
                // The end of `[:alpha:]` is not the end of the set around it.
                if !out.ends_with(':') || !out.get(set_start..).is_some_and(|set| set.contains("[:")) {
                    in_set = false;
                }
                out.push(']');
            }
            '&' | '~' if in_set => out.extend(['\\', c]),
            '-' if in_set && rest.starts_with('-') => out.push_str(r"\-"),
            '{' if !in_set && !counts(&out, rest) => out.push_str(r"\{"),
            '}' if !in_set && !closes_count(&out) => out.push_str(r"\}"),
            _ => out.push(c),
        }
    }
    out
}

/// True when what stands behind a `{` is a count, as in `{2,8}`, or a name behind `\p` and its like.
fn counts(before: &str, rest: &str) -> bool {
    let Some((inner, _)) = rest.split_once('}') else { return false };
    let number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let count = match inner.split_once(',') {
        Some((low, high)) => !low.is_empty() && number(low) && number(high),
        None => !inner.is_empty() && number(inner),
    };
    let named = [r"\p", r"\P", r"\x", r"\u", r"\U"].iter().any(|escape| before.ends_with(escape));
    count || (named && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '^' | '=')))
}

/// True when a `{` that was kept is open.
fn closes_count(out: &str) -> bool {
    let open = out.rfind('{');
    let close = out.rfind('}');
    open.is_some_and(|open| {
        close.is_none_or(|close| close < open)
            && !out.get(..open).is_some_and(|before| before.ends_with('\\'))
    })
}

fn shortened(pattern: &str) -> String {
    const MOST: usize = 60;
    if pattern.chars().count() <= MOST {
        return pattern.to_owned();
    }
    pattern.chars().take(MOST).chain(['…']).collect()
}

/// An engine's reason in one line.
fn plain_reason(reason: &str) -> String {
    let last = reason.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or(reason);
    let last = last.trim().trim_start_matches("error: ");
    last.rsplit_once("position ")
        .map_or(last, |(_, tail)| tail.split_once(": ").map_or(last, |(_, reason)| reason))
        .trim_end_matches('.')
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Options = Options { ignore_case: false, word: false };
    const WORD: Options = Options { ignore_case: true, word: true };

    fn found<'t>(patterns: &[&str], options: Options, text: &'t str) -> Vec<(&'t str, usize)> {
        let matcher = Matcher::new(patterns, options).unwrap();
        let found = matcher.find_all(text, &mut Effort::default()).unwrap();
        found.into_iter().map(|found| (&text[found.range], found.pattern)).collect()
    }

    #[test]
    fn the_first_pattern_at_a_place_wins() {
        assert_eq!(
            found(&["fiance", "fiancee", r"guru(?!s)", "gurus"], WORD, "A fiancee, GURUS and a guru"),
            [("fiancee", 1), ("GURUS", 3), ("guru", 2)]
        );
    }

    #[test]
    fn words_have_other_letters_too() {
        assert_eq!(found(&["caf", "cafe"], WORD, "café, cafés, cafe"), [("cafe", 1)]);
        assert_eq!(found(&["élan", "lan"], WORD, "élan Élan lan"), [("élan", 0), ("Élan", 0), ("lan", 1)]);
        assert_eq!(found(&[", so to speak"], WORD, "It is, so to speak, on."), [(", so to speak", 0)]);
    }

    #[test]
    fn patterns_of_other_engines_are_read_as_they_meant() {
        assert_eq!(
            adapted(r"a{b} x{2,3} [[&&] \<\/b\> []a] \p{Lu}", true),
            r"a\{b\} x{2,3} [\[\&\&] </b> [\]a] \p{Lu}"
        );
        assert_eq!(adapted(r"\bfoo\b[\b[:alpha:]x]", true), r"(?-u:\b)foo(?-u:\b)[\x08[:alpha:]x]");
        assert_eq!(found(&[r"(?<=\$)\d+"], PLAIN, "$12 and 13"), [("12", 0)]);
        assert_eq!(found(&[r"{{ *(\w+)"], PLAIN, "{{ name"), [("{{ name", 0)]);
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let reason = |pattern: &str| Matcher::new(&[pattern], PLAIN).unwrap_err().reason;
        assert!(reason("(a").contains("parenthes"), "{}", reason("(a"));
        assert_eq!(reason(r"\w{5000}"), "it is too large");
        assert!(reason(&"a".repeat(20_000)).contains("longer"));
        Matcher::new(&["(".repeat(200) + &")".repeat(200)], PLAIN).unwrap_err();
    }

    #[test]
    fn long_texts_are_seen_in_parts() {
        let text = format!("{}\n\n$12 {}é$13", "a $5 ".repeat(1_600), "b ".repeat(4_090));
        assert!(windows(&text).count() > 1 && windows(&text).all(|(at, part)| text[at..].starts_with(part)));
        let hits = found(&[r"(?<=\$)\d{2}"], PLAIN, &text);
        assert_eq!(hits, [("12", 0), ("13", 0)]);
        assert_eq!(windows("").count(), 0);
    }

    #[test]
    fn a_pattern_that_explodes_is_given_up() {
        let matcher = Matcher::new(&[r"(?i)(a|b|ab)*(?>c)"], PLAIN).unwrap();
        let text = "ab".repeat(60);
        assert_eq!(matcher.find_all(&text, &mut Effort::default()), Err(TooLong));
    }
}
