//! Slips that patterns tell: "participated to", "be able understand", "can sets".
//!
//! A pattern is a regular expression over the text as people read it. Groups with certain names ask more
//! than their letters: `base`, `third`, `past` and `gerund` must be that form of a verb and nothing else, `verb`
//! and `ends` the base form and the form in -s of a verb that may be a noun as well, `plural` the plural of a usual noun, `noun` a usual noun that has a plural. The group `at` is what is
//! reported, if there is one; the rest is what must stand around it.

mod needles;
#[cfg(test)]
mod parts;
mod program;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSetBuilder};
use regex_automata::util::interpolate;
use serde::{Deserialize, Deserializer};

use super::forbid_terms::{Repair, prose};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix, Severity};
use crate::language::{Dictionary, Lang, VerbForm, conjugate, detect, is_surely, one_of};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::{Needles, sentence};
use needles::{needles, whole};
use program::{Part, Program, Spans, TooLong};

/// Largest compiled set of patterns, in bytes: pages and configurations may bring their own.
const LARGEST: usize = 16 * 1024 * 1024;

/// One pattern of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlip {
    /// A regular expression for whole words, in any case.
    find: String,
    /// What to write instead: `$1` and `$name` are groups, `{base}` the base form of the verb among them.
    #[serde(default)]
    write: Option<String>,
    /// Why: a sentence.
    reason: String,
    #[serde(default)]
    fix: Option<Repair>,
    /// Lower than the rule's own.
    #[serde(default)]
    severity: Option<Severity>,
    /// The pattern stands at the beginning of its sentence only.
    #[serde(default)]
    first: bool,
}

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Params {
    slips: SlipList,
    /// More of them, for those who want to keep the page's own list.
    #[serde(default)]
    more: SlipList,
    /// What is fine, as it is written, in small letters.
    #[serde(default)]
    allow: Vec<String>,
}

/// What the build knows of a pattern: what its matches begin with, what they hold, and how to find them.
type Prepared =
    (&'static str, Option<&'static [&'static str]>, Option<&'static [&'static str]>, Option<Program>);

/// Each pattern that is part of the program, sorted.
// Written by the build, for no reader.
#[allow(clippy::unreadable_literal)]
static PREPARED: &[Prepared] = include!(concat!(env!("OUT_DIR"), "/slips.rs"));

/// A pattern, ready to be looked for.
struct Pattern {
    raw: RawSlip,
    /// If it is part of the program.
    program: Option<&'static Program>,
    /// If it is not, or where the program takes too long; made when a text may hold it for the first time.
    regex: OnceLock<Option<Regex>>,
    /// In small letters; every match holds one of them somewhere. `None`: it need not hold anything.
    held: Option<Vec<Cow<'static, str>>>,
}

/// Patterns, and what tells at once that most texts hold none of them.
#[derive(Default)]
pub struct SlipList {
    slips: Vec<Pattern>,
    /// What matches begin with, each with the index of its slip.
    needles: Needles<usize>,
    /// Slips that may begin with anything.
    everywhere: Vec<usize>,
}

impl<'de> Deserialize<'de> for SlipList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Vec::<RawSlip>::deserialize(deserializer)?;
        let prepared = |slip: &RawSlip| {
            let known = PREPARED.binary_search_by_key(&slip.find.as_str(), |(find, ..)| find);
            known
                .ok()
                .and_then(|at| PREPARED.get(at))
                .map(|(_, begun, held, program)| (*begun, *held, program))
        };
        // Those that are part of the program were tried before.
        let own = raw.iter().filter(|slip| prepared(slip).is_none());
        let sources: Vec<String> = own.clone().map(|slip| whole(&slip.find)).collect();
        if !sources.is_empty()
            && RegexSetBuilder::new(&sources).unicode(false).size_limit(LARGEST).build().is_err()
        {
            for slip in own {
                if let Err(error) = compiled(slip) {
                    let reason = error.to_string();
                    let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ");
                    let message = format!("the pattern `{}` cannot be read: {reason}", slip.find);
                    return Err(serde::de::Error::custom(message));
                }
            }
            return Err(serde::de::Error::custom("these patterns are too many or too large"));
        }
        let mut list = SlipList::default();
        for (index, slip) in raw.into_iter().enumerate() {
            let borrowed = |needles: &'static [&'static str]| -> Vec<Cow<'static, str>> {
                needles.iter().map(|needle| Cow::Borrowed(*needle)).collect()
            };
            let owned = |needles: Vec<String>| needles.into_iter().map(Cow::Owned).collect();
            let (begun, held, program) = match prepared(&slip) {
                Some((begun, held, program)) => (begun.map(borrowed), held.map(borrowed), program.as_ref()),
                None => (
                    needles(&slip.find).ok().flatten().map(owned),
                    needles::held(&slip.find).ok().flatten().map(owned),
                    None,
                ),
            };
            match begun {
                Some(begun) => begun.into_iter().for_each(|needle| list.needles.add(needle, index)),
                None => list.everywhere.push(index),
            }
            list.slips.push(Pattern { raw: slip, program, regex: OnceLock::new(), held });
        }
        Ok(list)
    }
}

/// Letters outside ASCII are only what they are: that makes patterns small and quick.
fn compiled(slip: &RawSlip) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&whole(&slip.find)).unicode(false).size_limit(LARGEST).build()
}

/// Groups of a match: the text, and names and places of the groups by number.
struct Groups<'g> {
    text: &'g str,
    names: Vec<Option<&'g str>>,
    spans: Spans,
}

impl<'g> Groups<'g> {
    fn span(&self, number: usize) -> Option<Range<usize>> {
        self.spans.get(number).cloned().flatten()
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == Some(name))
    }

    /// What the group of this name holds, if there is one.
    fn named(&self, name: &str) -> Option<&'g str> {
        self.text.get(self.span(self.number(name)?)?)
    }
}

impl Pattern {
    /// False if a text, given in small letters, does not hold the slip for sure.
    fn may_stand_in(&self, lower: &str) -> bool {
        let stands = |held: &Cow<'_, str>| memchr::memmem::find(lower.as_bytes(), held.as_bytes()).is_some();
        self.held.as_ref().is_none_or(|held| held.iter().any(stands))
    }

    /// All matches in `text`, of which each begins at one of `starts`, if they are known.
    fn find_all<'g>(&'g self, text: &'g str, starts: Option<&[usize]>) -> Vec<Groups<'g>> {
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
            None => (0..text.len()).try_for_each(try_at)?,
        }
        Ok(found)
    }
}

/// A place of a slip.
pub struct Slip<'s> {
    /// In the text that was looked through.
    pub range: Range<usize>,
    pub good: Option<String>,
    raw: &'s RawSlip,
}

impl SlipList {
    /// The slips that `plain` may hold, in order; each with the places where it may begin, if these are known.
    fn candidates(&self, plain: &str) -> Vec<(&Pattern, Option<Vec<usize>>)> {
        let mut begun: Vec<(usize, usize)> = vec![];
        if !self.needles.is_empty() {
            // A match begins at the edge of a word.
            self.needles.each_at_edges(plain, |at, index| begun.push((index, at)));
        }
        if begun.is_empty() && self.everywhere.is_empty() {
            return vec![];
        }
        begun.sort_unstable();
        begun.dedup();
        let of_one = begun.chunk_by(|one, other| one.0 == other.0);
        let known = of_one.filter_map(|same| Some((same.first()?.0, Some(same))));
        let mut found: Vec<_> = self.everywhere.iter().map(|index| (*index, None)).chain(known).collect();
        found.sort_by_key(|(index, _)| *index);
        let lower = OnceCell::new();
        let places = |same: &[(usize, usize)]| same.iter().map(|(_, at)| *at).collect();
        let patterns = found.into_iter().filter_map(|(index, same)| Some((self.slips.get(index)?, same)));
        let possible = patterns.filter(|(pattern, same)| {
            // To try a few places takes less than to look through all of the text.
            same.is_some() && pattern.program.is_some()
                || pattern.may_stand_in(lower.get_or_init(|| plain.to_ascii_lowercase()))
        });
        possible.map(|(pattern, same)| (pattern, same.map(places))).collect()
    }

    /// All slips of a text, in order; of those that overlap, the first.
    pub fn find<'s>(&'s self, text: &Text) -> Vec<Slip<'s>> {
        let mut found: Vec<Slip<'s>> = vec![];
        for (pattern, starts) in self.candidates(&text.plain) {
            let raw = &pattern.raw;
            for groups in pattern.find_all(&text.plain, starts.as_deref()) {
                let Some(whole) = groups.span(0) else { continue };
                let named = groups.number("at").and_then(|at| groups.span(at));
                let at = named.unwrap_or(whole.clone());
                if (raw.first && !begins(&text.plain, whole.start)) || !fits(&groups) || !is_said(text, &at) {
                    continue;
                }
                let good = raw.write.as_ref().map(|write| written(write, &groups, &text.plain, &at));
                if good.as_deref() != text.plain.get(at.clone()) {
                    found.push(Slip { range: at, good, raw });
                }
            }
        }
        found.sort_by_key(|slip| (slip.range.start, std::cmp::Reverse(slip.range.end)));
        let mut end = 0;
        found.retain(|slip| {
            let free = slip.range.start >= end;
            end = if free { slip.range.end } else { end };
            free
        });
        found
    }
}

/// True at the beginning of a sentence or of the text.
pub fn begins(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or("").trim_end_matches([' ', '\t', '"', '“', '(', '*']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', ':', ';', '•', '–', '—', '|'])
}

/// The groups with special names are what their names say.
fn fits(groups: &Groups<'_>) -> bool {
    groups.names.iter().flatten().all(|name| {
        let Some(word) = groups.named(name) else { return true };
        match *name {
            "base" => is_surely(word, VerbForm::Imperative),
            "verb" => {
                conjugate(word, VerbForm::Imperative).is_some_and(|base| base.eq_ignore_ascii_case(word))
            }
            "ends" => {
                conjugate(word, VerbForm::ThirdPerson).is_some_and(|third| third.eq_ignore_ascii_case(word))
            }
            "third" => is_surely(word, VerbForm::ThirdPerson),
            "past" => is_surely(word, VerbForm::Past),
            "gerund" => is_surely(word, VerbForm::Gerund),
            "plural" => singular(word).is_some(),
            "noun" => is_usual_noun(word),
            _ => true,
        }
    })
}

/// The singular of a usual plural in -s, by the dictionary.
pub fn singular(word: &str) -> Option<String> {
    const NO_PLURALS: &str = "sales series means species news analytics business process access success always \
        this his its thus plus less us as is was has does across towards besides perhaps overseas headquarters ours \
        theirs yours thanks class glass focus status consensus campus bonus virus basis analysis axis crisis thesis \
        emphasis synthesis hypothesis lens bias gas canvas atlas chaos ethos physics economics mathematics statistics \
        politics ethics logistics athletics electronics mechanics dynamics metrics robotics graphics genomics \
        forensics operations communications systems services savings earnings proceeds goods premises works odds \
        arms customs hands humanities grassroots sports kudos devops sometimes afterwards backwards forwards upwards \
        downwards indoors outdoors nowadays unless minus versus s";
    let lower = word.to_lowercase();
    if lower.len() < 4 || one_of(&lower, NO_PLURALS) || lower.ends_with("ss") {
        return None;
    }
    let dictionary = Dictionary::english();
    let usual = |stem: &str| {
        dictionary.entry(stem).is_some_and(|e| e.rarity() <= 3 && !e.is_name() && !e.is_abbreviation())
            && stem.len() >= 3
    };
    let plural = dictionary.entry(&lower).is_some_and(|e| !e.is_name() && !e.is_abbreviation());
    let stem = lower.strip_suffix('s').filter(|_| plural)?;
    if let Some(stem) = stem.strip_suffix("ie")
        && usual(&format!("{stem}y"))
    {
        return Some(format!("{stem}y"));
    }
    if usual(stem) && !stem.ends_with('u') && !stem.ends_with('i') {
        return Some(stem.to_owned());
    }
    let stem = stem.strip_suffix('e')?;
    (["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end)) && usual(stem))
        .then(|| stem.to_owned())
}

fn is_usual_noun(word: &str) -> bool {
    let lower = word.to_lowercase();
    let plural = Dictionary::english().entry(&format!("{lower}s"));
    lower.len() >= 4 && plural.is_some_and(|e| e.rarity() <= 1 && !e.is_name())
}

/// The replacement with its groups filled in, and with the capital of what stands there.
fn written(write: &str, groups: &Groups<'_>, plain: &str, at: &Range<usize>) -> String {
    let mut good = String::new();
    let append = |number, good: &mut String| {
        good.push_str(groups.span(number).and_then(|span| plain.get(span)).unwrap_or_default());
    };
    interpolate::string(write, append, |name| groups.number(name), &mut good);
    let verb = ["third", "ends", "past", "gerund", "base"].iter().find_map(|name| groups.named(name));
    for (sign, form) in [("{base}", VerbForm::Imperative), ("{past}", VerbForm::Past)] {
        if good.contains(sign) {
            let made = verb.and_then(|verb| conjugate(verb, form)).unwrap_or_default();
            good = good.replace(sign, &made);
        }
    }
    let capital = plain.get(at.clone()).is_some_and(|old| old.starts_with(char::is_uppercase));
    let mut chars = good.chars();
    match chars.next() {
        Some(first) if capital => first.to_uppercase().chain(chars).collect(),
        _ => good,
    }
}

/// False for code, addresses, and words that are only talked about.
pub fn is_said(text: &Text, range: &Range<usize>) -> bool {
    let plain = text.plain.as_str();
    let before = plain.get(..range.start).unwrap_or("");
    let after = plain.get(range.end..).unwrap_or("");
    let quoted =
        before.ends_with(['"', '“', '‘', '`', '\'']) && after.starts_with(['"', '”', '’', '`', '\'']);
    let joined = before.ends_with(['/', '_', '@', '#', '\\']) || after.starts_with(['/', '_', '@', '\\']);
    !quoted && !joined && !text.is_code(range)
}

/// Pages whose text is English, and texts of them that are, too.
pub fn each_english_text<'d>(subject: &Subject<'d>, see: &mut dyn FnMut(&'d Text)) {
    if subject.language != Lang::English {
        return;
    }
    subject.doc.visit(&mut |visit| {
        if let Some(text) = prose(visit)
            && text.plain.contains(' ')
        {
            see(text);
        }
    });
}

/// The check for lists of such patterns.
pub struct PhraseSlips {
    params: Params,
}

impl<'de> Deserialize<'de> for PhraseSlips {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Params::deserialize(deserializer).map(|params| PhraseSlips { params })
    }
}

impl DocumentCheck for PhraseSlips {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let signs = Apostrophes::of(subject);
        each_english_text(subject, &mut |text| {
            for list in [&self.params.slips, &self.params.more] {
                report_slips(list, text, &self.params.allow, &signs, cx);
            }
        });
    }
}

/// Which apostrophe a file is used to, so that what is written anew does not stand out.
pub struct Apostrophes<'a> {
    text: &'a str,
    curly: OnceCell<bool>,
}

impl<'a> Apostrophes<'a> {
    /// Those of this file; looked for when they are asked for.
    pub fn of(subject: &Subject<'a>) -> Self {
        Apostrophes { text: &subject.file.text, curly: OnceCell::new() }
    }

    /// `words`, which were written with curly ones, as the file would have them.
    fn adapt(&self, words: String) -> String {
        let count = |sign: char| {
            let letter = |text: Option<char>| text.is_some_and(char::is_alphabetic);
            let inside = |at: usize| {
                let after = self.text.get(at + sign.len_utf8()..).unwrap_or("");
                letter(self.text.get(..at).unwrap_or("").chars().next_back()) && letter(after.chars().next())
            };
            self.text.match_indices(sign).filter(|(at, _)| inside(*at)).count()
        };
        let curly = || *self.curly.get_or_init(|| count('’') >= count('\''));
        if words.contains('’') && !curly() { words.replace('’', "'") } else { words }
    }
}

/// Reports the slips of a list that a text holds.
pub fn report_slips(
    list: &SlipList,
    text: &Text,
    allow: &[String],
    signs: &Apostrophes<'_>,
    cx: &mut Context<'_>,
) {
    let found = list.find(text);
    if found.is_empty() || detect(&text.plain) != Lang::English {
        return;
    }
    for mut slip in found {
        slip.good = slip.good.map(|good| signs.adapt(good));
        let bad = text.plain.get(slip.range.clone()).unwrap_or("");
        if allow.iter().any(|fine| fine.eq_ignore_ascii_case(bad)) {
            continue;
        }
        let place = text.locate(slip.range.clone());
        let message = match slip.good.as_deref() {
            None => format!("{} is not right here.", quoted(bad)),
            Some("") => format!("{} is too much here.", quoted(bad)),
            Some(good) => format!("{} should be {}.", quoted(bad), quoted(good)),
        };
        let group = format!("{}:{}", cx.rule.id, bad.to_lowercase());
        let finding = cx.report(place.span, message.clone());
        finding.help(sentence(&slip.raw.reason)).group(group, message);
        if let Some(severity) = slip.raw.severity {
            finding.at_most(severity);
        }
        let applicability = match slip.raw.fix.unwrap_or(Repair::Unsafe) {
            _ if !place.exact => Applicability::Display,
            Repair::None => Applicability::Display,
            Repair::Unsafe => Applicability::Unsafe,
            Repair::Safe => Applicability::Safe,
        };
        if let Some(good) = slip.good {
            let title = format!("Write {}", quoted(&good));
            finding.fix(Fix::new(title, applicability, vec![Edit { span: place.span, text: good }]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        for (plural, stem) in
            [("surveys", "survey"), ("policies", "policy"), ("processes", "process"), ("teams", "team")]
        {
            assert_eq!(singular(plural).as_deref(), Some(stem));
        }
        for word in ["news", "status", "business", "sales", "means", "Kubernetes", "less", "analysis", "gas"]
        {
            assert_eq!(singular(word), None, "{word}");
        }
    }

    /// What every text is spared must not be what a pattern finds.
    #[test]
    fn needles_begin_all_matches() {
        let list: SlipList = serde_json::from_str(
            r#"[{ "find": "(?:in|of|,) (?<at>there|THEIR) (?:x|y)+", "reason": "So." },
                { "find": "\\w+ly", "reason": "So." }, { "find": "a ?b", "reason": "So." }]"#,
        )
        .unwrap();
        assert_eq!(list.everywhere, [1]);
        let candidates = |text| -> Vec<usize> {
            let found = list.candidates(text);
            let is_found = |pattern: &Pattern| found.iter().any(|(found, _)| std::ptr::eq(*found, pattern));
            (0..list.slips.len()).filter(|&index| is_found(&list.slips[index])).collect()
        };
        assert_eq!(candidates("Go, there xy; in"), [0, 1]);
        assert_eq!(candidates("OF THEIR X, AB"), [0, 1, 2]);
        assert_eq!(candidates("xof there x ba a c"), [1]);
        assert_eq!(candidates("in theory, of course"), [1], "none of what a match holds");
    }

    #[test]
    fn all_built_in_patterns_can_be_read() {
        assert!(PREPARED.len() > 50 && PREPARED.is_sorted_by_key(|(find, ..)| find));
        let usable = PREPARED.iter().filter(|(_, begun, _, program)| begun.is_some() && program.is_some());
        assert!(usable.count() * 10 >= PREPARED.len() * 9);
        for (find, prepared, ..) in PREPARED {
            let needles = needles(find).unwrap();
            let same = match (&needles, prepared) {
                (Some(one), Some(other)) => one == other,
                (one, other) => one.is_none() && other.is_none(),
            };
            assert!(same, "{find}");
        }
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
        for (find, _, _, program) in PREPARED {
            let Some(program) = program else { continue };
            let regex = RegexBuilder::new(&whole(find)).unicode(false).size_limit(LARGEST).build().unwrap();
            let hir = regex_syntax::ParserBuilder::new().unicode(false).build().parse(&whole(find)).unwrap();
            assert!(parts::source(&whole(find)).unwrap().is_some(), "{find}");
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
            }
        }
        assert!(matches > 1_000, "{matches}");
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
