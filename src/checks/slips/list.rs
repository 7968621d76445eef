//! Lists of patterns, made ready: those of the rule pages by the build, those that somebody wrote when they are read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder, RegexSetBuilder};
use serde::{Deserialize, Deserializer};

use super::needles::{self, needles, whole};
use super::program::{Part, Program, Spans, TooLong};
use crate::checks::forbid_terms::Repair;
use crate::diag::Severity;
use crate::rule::{PageWord, PageWords, list_or_name, narrow, runs};
use crate::text::{Needles, Question, Starts, word_mark};

/// Largest compiled set of patterns, in bytes: pages and configurations may bring their own.
const LARGEST: usize = 16 * 1024 * 1024;

/// One pattern of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSlip {
    /// A regular expression for whole words, in any case.
    find: Cow<'static, str>,
    /// What to write instead: `$1` and `$name` are groups, `{base}` the base form of the verb among them.
    #[serde(default)]
    pub write: Option<Cow<'static, str>>,
    /// Why: a sentence.
    pub reason: Cow<'static, str>,
    #[serde(default)]
    pub fix: Option<Repair>,
    /// Lower than the rule's own.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// The pattern stands at the beginning of its sentence only.
    #[serde(default)]
    pub first: bool,
}
/// Each pattern that is part of the program, list by list.
// Written by the build, for no reader.
#[allow(clippy::unreadable_literal)]
static BUILT_IN: [Pattern; include!(concat!(env!("OUT_DIR"), "/slip-count.rs"))] =
    include!(concat!(env!("OUT_DIR"), "/slips.rs"));

/// The lists of the rule pages, by the names of rule and option: where their patterns stand among all.
static LISTS: &[(&str, Range<usize>)] = include!(concat!(env!("OUT_DIR"), "/slip-lists.rs"));

/// Some texts in small letters.
pub enum Texts {
    BuiltIn(&'static [&'static str]),
    Own(Vec<String>),
}

impl Texts {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let (built_in, own) = match self {
            Texts::BuiltIn(texts) => (*texts, [].as_slice()),
            Texts::Own(texts) => ([].as_slice(), texts.as_slice()),
        };
        built_in.iter().copied().chain(own.iter().map(String::as_str))
    }
}

/// A pattern, ready to be looked for.
pub struct Pattern {
    pub raw: RawSlip,
    /// If it is part of the program.
    program: Option<&'static Program>,
    /// If it is not, or where the program takes too long; made when a text may hold it for the first time.
    regex: OnceLock<Option<Regex>>,
    /// Every match begins with one of them. `None`: it may begin with anything.
    begun: Option<Texts>,
    /// Every match holds one of them somewhere. `None`: it need not hold anything.
    held: Option<Texts>,
}

impl Pattern {
    /// That of a slip that somebody wrote, who may have copied it from a rule page.
    fn new(raw: RawSlip) -> Self {
        let own = |needles: Vec<String>| Texts::Own(needles);
        Pattern {
            program: known(&raw),
            regex: OnceLock::new(),
            begun: needles(&raw.find).ok().flatten().map(own),
            held: needles::held(&raw.find).ok().flatten().map(own),
            raw,
        }
    }
}

/// The program of the same pattern if it is part of a rule page.
fn known(slip: &RawSlip) -> Option<&'static Program> {
    BUILT_IN.iter().find(|known| known.raw.find == slip.find)?.program
}

/// Where the patterns of a list begin.
pub struct Beginnings {
    /// What matches begin with, from its first word on, each with the index of its pattern; if signs stand before that
    /// word, with their bytes and the first of them.
    needles: Needles<(usize, Option<(usize, u8)>)>,
    /// The marks of these first words …
    words: Starts,
    /// … but of those that go on in several ways: "participat".
    stems: Needles<()>,
    /// Patterns that may begin with anything.
    everywhere: Vec<usize>,
    /// Parts of words of which each match holds one, with the index of their pattern …
    held: Needles<usize>,
    /// … for those patterns of which they are known.
    holding: Vec<bool>,
    /// The patterns are those of the program, so that what they have to do with a word is the same for all pages.
    built_in: bool,
}

/// A place where a pattern may begin. A page may have very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Begun {
    /// That of the pattern.
    index: u32,
    /// The number of the visit to the page.
    visit: u32,
    /// In the text there, or `ANYWHERE`.
    at: u32,
}

const ANYWHERE: u32 = u32::MAX;

impl Beginnings {
    fn of(patterns: &[Pattern]) -> Self {
        let all = patterns.iter().filter_map(|pattern| pattern.begun.as_ref());
        let needles = Needles::with_room(all.map(|texts| texts.iter().count()).sum());
        let mut made = Beginnings {
            needles,
            words: Starts::default(),
            stems: Needles::default(),
            everywhere: vec![],
            held: Needles::default(),
            holding: vec![],
            built_in: false,
        };
        for (index, pattern) in patterns.iter().enumerate() {
            let held = pattern.held.as_ref().and_then(held_words);
            made.holding.push(held.is_some());
            held.into_iter().flatten().for_each(|part| made.held.add(part.into(), index));
            let added = match &pattern.begun {
                Some(Texts::BuiltIn(texts)) => texts.iter().all(|&text| made.add(text.into(), index)),
                Some(Texts::Own(texts)) => texts.iter().all(|text| made.add(text.clone().into(), index)),
                None => false,
            };
            if !added {
                made.everywhere.push(index);
            }
        }
        made
    }

    /// Adds what a match begins with; false for what is no word.
    fn add(&mut self, text: Cow<'static, str>, index: usize) -> bool {
        let Some((skipped, word)) = runs(&text).next() else { return false };
        let (end, mark) = (skipped + word.len(), word_mark(word));
        let signs = text.bytes().next().filter(|_| skipped > 0).map(|sign| (skipped, sign));
        let from_word = match &text {
            Cow::Borrowed(text) => text.get(skipped..).map(Cow::Borrowed),
            Cow::Owned(text) => text.get(skipped..).map(|text| Cow::Owned(text.to_owned())),
        };
        let Some(from_word) = from_word.filter(|text| text.len() >= 2) else { return false };
        if end < text.len() {
            self.words.add(mark);
        } else {
            self.stems.add(from_word.clone(), ());
        }
        self.needles.add(from_word, (index, signs));
        true
    }

    /// Where patterns may begin in the texts of a page, in order.
    fn in_page(&self, page: &PageWords<'_>) -> Vec<Begun> {
        let held = self.held_in(page);
        let may_stand = |index: usize, visit: usize| {
            !self.holding.get(index).is_some_and(|holding| *holding)
                || held.binary_search(&(narrow(index), narrow(visit))).is_ok()
        };
        let begun_at =
            |index: usize, visit: usize, at: u32| Begun { index: narrow(index), visit: narrow(visit), at };
        let mut begun: Vec<Begun> = vec![];
        for word in page.words() {
            let begins =
                |lower: &str| self.words.may_hold(word.mark()) || self.stems.any_at(lower.as_bytes(), 0);
            if !self.answer(word, Question::BeginsSlip, begins) {
                continue;
            }
            for (visit, text, at) in page.places(word) {
                let bytes = text.plain.as_bytes();
                self.needles.each_at(bytes, at, |(index, signs)| {
                    let begins =
                        |(length, sign)| at.checked_sub(length).filter(|at| bytes.get(*at) == Some(&sign));
                    let start = signs.map_or(Some(at), begins).filter(|_| may_stand(index, visit));
                    begun.extend(start.map(|start| begun_at(index, visit, narrow(start))));
                });
            }
        }
        for &index in &self.everywhere {
            let texts = page.texts().filter(|visit| may_stand(index, *visit));
            begun.extend(texts.map(|visit| begun_at(index, visit, ANYWHERE)));
        }
        begun.sort_unstable();
        begun.dedup();
        begun
    }

    /// Patterns with texts that have a word which their matches hold: most texts have a word with which a match begins,
    /// and few have both.
    fn held_in(&self, page: &PageWords<'_>) -> Vec<(u32, u32)> {
        let mut held: Vec<(u32, u32)> = vec![];
        for word in page.words() {
            let holds = |lower: &str| {
                let mut any = false;
                self.held.each_in(lower, |_, _| any = true);
                any
            };
            if self.answer(word, Question::HoldsPartOfSlip, holds) {
                self.held.each_in(word.word(), |_, index| {
                    held.extend(page.places(word).map(|(visit, ..)| (narrow(index), narrow(visit))));
                });
            }
        }
        held.sort_unstable();
        held.dedup();
        held
    }

    /// The answer to a question about a word: the program's own patterns are asked once.
    fn answer(&self, word: &PageWord, question: Question, find: impl FnOnce(&str) -> bool) -> bool {
        if self.built_in { word.answers(question, find) } else { find(word.word()) }
    }
}

/// The longest word of each text that matches hold; none if one of them has only short ones, which stand everywhere.
fn held_words(held: &Texts) -> Option<Vec<String>> {
    const SHORTEST: usize = 3;
    let longest = |text: &str| runs(text).map(|(_, run)| run.to_owned()).max_by_key(String::len);
    held.iter().map(|text| longest(text).filter(|run| run.len() >= SHORTEST)).collect()
}

/// Those of all patterns that are part of the program: a page is looked through once for all lists.
static BEGINNINGS: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings { built_in: true, ..Beginnings::of(&BUILT_IN) });

/// What they found on a page.
struct BuiltInBegun(Vec<Begun>);

/// Patterns, and what tells at once that most texts hold none of them.
pub enum SlipList {
    /// Part of the program: the place of its patterns among all.
    BuiltIn(Range<usize>),
    Own {
        patterns: Vec<Pattern>,
        beginnings: Box<Beginnings>,
    },
}

impl Default for SlipList {
    fn default() -> Self {
        SlipList::BuiltIn(0..0)
    }
}

impl<'de> Deserialize<'de> for SlipList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = |name: &str| {
            let (_, place) = LISTS.iter().find(|(known, _)| *known == name)?;
            Some(SlipList::BuiltIn(place.clone()))
        };
        list_or_name(deserializer, named, |raw: Vec<RawSlip>| {
            tried(&raw)?;
            Ok(if raw.is_empty() { SlipList::default() } else { SlipList::of(raw) })
        })
    }
}

/// What is wrong with slips that somebody wrote. Those that are part of the program were tried before.
fn tried(raw: &[RawSlip]) -> Result<(), String> {
    let own = raw.iter().filter(|slip| known(slip).is_none());
    let sources: Vec<String> = own.clone().map(|slip| whole(&slip.find)).collect();
    if sources.is_empty() || RegexSetBuilder::new(&sources).unicode(false).size_limit(LARGEST).build().is_ok()
    {
        return Ok(());
    }
    for slip in own {
        if let Err(error) = compiled(slip) {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ");
            return Err(format!("the pattern `{}` cannot be read: {reason}", slip.find));
        }
    }
    Err("these patterns are too many or too large".to_owned())
}

/// Letters outside ASCII are only what they are: that makes patterns small and quick.
fn compiled(slip: &RawSlip) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&whole(&slip.find)).unicode(false).size_limit(LARGEST).build()
}

/// Groups of a match: the text, and names and places of the groups by number.
pub struct Groups<'g> {
    text: &'g str,
    pub names: Vec<Option<&'g str>>,
    spans: Spans,
}

impl<'g> Groups<'g> {
    pub fn span(&self, number: usize) -> Option<Range<usize>> {
        self.spans.get(number).cloned().flatten()
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == Some(name))
    }

    /// What the group of this name holds, if there is one.
    pub fn named(&self, name: &str) -> Option<&'g str> {
        self.text.get(self.span(self.number(name)?)?)
    }
}

impl Pattern {
    /// All matches in `text`, of which each begins at one of `starts`, if they are known.
    pub fn find_all<'g>(&'g self, text: &'g str, starts: Option<&[usize]>) -> Vec<Groups<'g>> {
        if let Some(Ok(found)) = self.program.map(|program| Self::run(program, text, starts)) {
            return found;
        }
        let Some(regex) = self.regex.get_or_init(|| compiled(&self.raw).ok()) else { return vec![] };
        let names: Vec<Option<&str>> = regex.capture_names().collect();
        let all = regex.captures_iter(text).map(|groups| Groups {
            text,
            names: names.clone(),
            spans: groups.iter().map(|group| group.map(|group| group.range())).collect(),
        });
        all.collect()
    }

    fn run<'g>(
        program: &'static Program,
        text: &'g str,
        starts: Option<&[usize]>,
    ) -> Result<Vec<Groups<'g>>, TooLong> {
        let mut found = vec![];
        let mut free = 0;
        let mut try_at = |at: usize| {
            if at >= free
                && let Some(spans) = program.at(text, at)?
            {
                free = spans.first().cloned().flatten().map_or(free, |whole| whole.end);
                found.push(Groups { text, names: program.groups.to_vec(), spans });
            }
            Ok(())
        };
        match starts {
            Some(starts) => starts.iter().try_for_each(|&at| try_at(at))?,
            None => program.starts(text).try_for_each(try_at)?,
        }
        Ok(found)
    }
}
impl SlipList {
    fn of(raw: Vec<RawSlip>) -> Self {
        let patterns: Vec<Pattern> = raw.into_iter().map(Pattern::new).collect();
        SlipList::Own { beginnings: Box::new(Beginnings::of(&patterns)), patterns }
    }

    /// The patterns that the texts of a page may hold, in order of the texts, by the numbers of their visits; each with
    /// the places where it may begin, if these are known.
    pub fn candidates(&self, page: &PageWords<'_>) -> Vec<(usize, &Pattern, Option<Vec<usize>>)> {
        let built_in;
        let own;
        let (patterns, begun, list) = match self {
            SlipList::BuiltIn(list) if list.is_empty() => return vec![],
            SlipList::BuiltIn(list) => {
                built_in = page.shared(|page| BuiltInBegun(BEGINNINGS.in_page(page)));
                (BUILT_IN.as_slice(), built_in.0.as_slice(), list.clone())
            }
            SlipList::Own { patterns, beginnings } => {
                own = beginnings.in_page(page);
                (patterns.as_slice(), own.as_slice(), 0..patterns.len())
            }
        };
        let place = |index: usize| begun.partition_point(|begun| begun.index < narrow(index));
        let of_list = begun.get(place(list.start)..place(list.end)).unwrap_or_default();
        let of_each = of_list.chunk_by(|one, other| (one.index, one.visit) == (other.index, other.visit));
        let mut found: Vec<(usize, &Pattern, Option<Vec<usize>>)> = of_each
            .filter_map(|same| {
                let first = same.first()?;
                let at = |begun: &Begun| (begun.at != ANYWHERE).then_some(begun.at as usize);
                Some((
                    first.visit as usize,
                    patterns.get(first.index as usize)?,
                    same.iter().map(at).collect(),
                ))
            })
            .collect();
        // Patterns stay in their order.
        found.sort_by_key(|(visit, ..)| *visit);
        found
    }
}

impl Pattern {
    /// False if a text does not hold the slip for sure; `starts` are the places where it may begin.
    pub fn may_stand_in(&self, plain: &str, starts: Option<&[usize]>) -> bool {
        // To try a few places takes less than to look through all of the text.
        if starts.is_some() && self.program.is_some() {
            return true;
        }
        let lower = plain.to_ascii_lowercase();
        let stands = |held: &str| memchr::memmem::find(lower.as_bytes(), held.as_bytes()).is_some();
        self.held.as_ref().is_none_or(|held| held.iter().any(stands))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::with_words;

    /// What every text is spared must not be what a pattern finds.
    #[test]
    fn needles_begin_all_matches() {
        let list: SlipList = serde_json::from_str(
            r#"[{ "find": "(?:in|of|,) (?<at>there|THEIR) (?:x|y)+", "reason": "So." },
                { "find": "\\w+ly", "reason": "So." }, { "find": "a ?b", "reason": "So." }]"#,
        )
        .unwrap();
        let SlipList::Own { patterns, beginnings } = &list else { unreachable!("written here") };
        assert_eq!(beginnings.everywhere, [1]);
        let candidates = |text: &str| -> Vec<usize> {
            with_words(text, |words| {
                let found = list.candidates(words);
                let is_found = |pattern: &Pattern| {
                    let may = |starts: &Option<Vec<usize>>| pattern.may_stand_in(text, starts.as_deref());
                    found.iter().any(|(_, found, starts)| std::ptr::eq(*found, pattern) && may(starts))
                };
                (0..patterns.len()).filter(|&index| is_found(&patterns[index])).collect()
            })
        };
        assert_eq!(candidates("Go, there xy; in"), [0, 1]);
        assert_eq!(candidates("OF THEIR X, AB"), [0, 1, 2]);
        assert_eq!(candidates("xof there x ba a c"), [1]);
        assert_eq!(candidates("in theory, of course"), [1], "none of what a match holds");
    }

    #[test]
    fn all_built_in_patterns_can_be_read() {
        let usable = BUILT_IN.iter().filter(|pattern| pattern.begun.is_some() && pattern.program.is_some());
        assert!(BUILT_IN.len() > 50 && usable.count() * 10 >= BUILT_IN.len() * 9);
        let all = |texts: &Option<Texts>| -> Option<Vec<String>> {
            Some(texts.as_ref()?.iter().map(str::to_owned).collect())
        };
        for pattern in &BUILT_IN {
            let find = &pattern.raw.find;
            assert_eq!(all(&pattern.begun), needles(find).unwrap(), "{find}");
            assert_eq!(all(&pattern.held), needles::held(find).unwrap(), "{find}");
        }
    }

    /// The name of a list and its slips, as the page has them, find the same.
    #[test]
    fn lists_are_known_by_name() {
        let (pages, _) = crate::rule::built_in_pages();
        for (name, place) in LISTS {
            let page = pages.iter().find(|page| name.strip_suffix("/slips") == Some(&page.id)).unwrap();
            let list: SlipList = serde_json::from_value(page.meta.params["slips"].clone()).unwrap();
            let SlipList::Own { patterns, .. } = &list else { unreachable!("all are written there") };
            let same = |(one, other): (&Pattern, &Pattern)| {
                format!("{:?}", one.raw) == format!("{:?}", other.raw)
                    && other.program.is_some() == one.program.is_some()
            };
            assert!(BUILT_IN[place.clone()].iter().zip(patterns).all(same) && place.len() == patterns.len());
            let named: SlipList = serde_json::from_value((*name).into()).unwrap();
            for text in ["We is able understand of the the other peoples needs.", "He can sets goals"] {
                let found = |list: &SlipList| {
                    with_words(text, |words| {
                        let found = list.candidates(words).into_iter();
                        let told = found.map(|(_, pattern, places)| (pattern.raw.find.to_string(), places));
                        told.collect::<Vec<_>>()
                    })
                };
                assert_eq!(found(&list), found(&named), "{name}");
            }
        }
        assert!(serde_json::from_str::<SlipList>(r#""nobody/slips""#).is_err());
    }

    /// Texts that a pattern matches, as far as no look-around forbids it: each way through it at random.
    fn sample(hir: &regex_syntax::hir::Hir, random: &mut impl FnMut(usize) -> usize, text: &mut String) {
        use regex_syntax::hir::{Class, HirKind};
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Bytes(class)) => {
                let range = class.ranges()[random(class.ranges().len())];
                let size = usize::from(range.end() - range.start()) + 1;
                text.push(char::from(range.start() + u8::try_from(random(size)).unwrap()));
            }
            HirKind::Class(Class::Unicode(_)) => {}
            HirKind::Repetition(several) => {
                let most = several.max.unwrap_or(several.min + 4);
                let count = several.min as usize + random((most - several.min) as usize + 1);
                (0..count).for_each(|_| sample(&several.sub, random, text));
            }
            HirKind::Capture(group) => sample(&group.sub, random, text),
            HirKind::Concat(parts) => parts.iter().for_each(|part| sample(part, random, text)),
            HirKind::Alternation(ways) => sample(&ways[random(ways.len())], random, text),
        }
    }

    /// What the build made of a pattern finds what the engine finds: in texts that match it, and in such with a
    /// part missing or one too many.
    #[test]
    fn programs_find_what_patterns_find() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % below.max(1)
        };
        let mut matches = 0;
        for (index, Pattern { raw: RawSlip { find, .. }, program, .. }) in BUILT_IN.iter().enumerate() {
            let Some(program) = program else { continue };
            let regex = RegexBuilder::new(&whole(find)).unicode(false).size_limit(LARGEST).build().unwrap();
            let hir = regex_syntax::ParserBuilder::new().unicode(false).build().parse(&whole(find)).unwrap();
            assert!(super::super::parts::source(&whole(find)).unwrap().is_some(), "{find}");
            for _ in 0..60 {
                let mut text = String::new();
                for _ in 0..=random(2) {
                    sample(&hir, &mut random, &mut text);
                    text.push_str(["", " ", ". ", " and ", "’", "s", ", é"][random(7)]);
                }
                if random(3) == 0 {
                    let at = random(text.len());
                    if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                        text.replace_range(at..=at, ["", " ", "e", "É"][random(4)]);
                    }
                }
                let right: Vec<Spans> = regex
                    .captures_iter(&text)
                    .map(|groups| groups.iter().map(|group| group.map(|group| group.range())).collect())
                    .collect();
                let found = Pattern::run(program, &text, None).unwrap();
                let names: Vec<Option<&str>> = regex.capture_names().collect();
                assert!(found.iter().all(|groups| groups.names == names), "{find}");
                let found: Vec<Spans> = found.into_iter().map(|groups| groups.spans).collect();
                assert_eq!(found, right, "{find} in {text:?}");
                matches += found.len();
                assert_are_candidates(index, program, &text);
            }
        }
        assert!(matches > 1_000, "{matches}");
    }

    /// All that a pattern finds on a page begins where the words of the page say that it may.
    fn assert_are_candidates(index: usize, program: &'static Program, text: &str) {
        let list = SlipList::BuiltIn(index..index + 1);
        with_words(text, |page| {
            let candidates = list.candidates(page);
            for (number, visit) in page.visits() {
                let Some(plain) = visit.text().map(|text| text.plain.as_str()) else { continue };
                let starts =
                    candidates.iter().find(|(visit, ..)| *visit == number).map(|(.., starts)| starts);
                for groups in Pattern::run(program, plain, None).unwrap() {
                    let start = groups.span(0).unwrap().start;
                    let known =
                        starts.is_some_and(|starts| starts.as_ref().is_none_or(|all| all.contains(&start)));
                    assert!(known, "{:?} in {plain:?}", BUILT_IN[index].raw.find);
                }
            }
        });
    }

    /// A search that steps back too often is left to the engine.
    #[test]
    fn a_long_search_is_given_up() {
        static LETTERS: Part = Part::Several(&Part::Set(1 << b'a'), 1, u32::MAX, true);
        static PROGRAM: Program = Program {
            part: Part::Row(&[Part::Several(&Part::Group(1, &LETTERS), 1, u32::MAX, true), Part::Exact("b")]),
            groups: &[None, None],
        };
        assert!(PROGRAM.at(&"a".repeat(60), 0).is_err());
        assert!(PROGRAM.at("aab", 0).unwrap().is_some());
    }

    #[test]
    fn a_broken_pattern_is_refused() {
        let list = r#"[{ "find": "a (b", "reason": "So." }]"#;
        assert!(serde_json::from_str::<SlipList>(list).is_err());
        let huge = r#"[{ "find": "(\\w{900}){900}", "reason": "So." }]"#;
        assert!(serde_json::from_str::<SlipList>(huge).is_err());
    }
}
