//! Slips that patterns tell: "participated to", "be able understand", "can sets".
//!
//! A pattern is a regular expression over the text as people read it. Groups with certain names ask more
//! than their letters: `base`, `third`, `past` and `gerund` must be that form of a verb and nothing else, `verb`
//! and `ends` the base form and the form in -s of a verb that may be a noun as well, `plural` the plural of a usual noun, `noun` a usual noun that has a plural. The group `at` is what is
//! reported, if there is one; the rest is what must stand around it.

mod needles;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder, RegexSetBuilder};
use serde::{Deserialize, Deserializer};

use super::forbid_terms::{Repair, prose};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix, Severity};
use crate::language::{Dictionary, Lang, VerbForm, conjugate, detect, is_surely, one_of};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::{Needles, sentence};
use needles::needles;

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

/// For each pattern that is part of the program, sorted: what its matches begin with, and what they hold.
static PREPARED: &[(&str, Option<&[&str]>, Option<&[&str]>)] =
    include!(concat!(env!("OUT_DIR"), "/needles.rs"));

/// Patterns, and what tells at once that most texts hold none of them.
#[derive(Default)]
pub struct SlipList {
    slips: Vec<Known>,
    /// What matches begin with, each with the index of its slip.
    needles: Needles<usize>,
    /// Slips that may begin with anything.
    everywhere: Vec<usize>,
}

/// A slip of a list.
struct Known {
    raw: RawSlip,
    /// Made when a text may hold the slip for the first time.
    pattern: OnceLock<Option<Regex>>,
    /// In small letters; every match holds one of them somewhere. `None`: it need not hold anything.
    held: Option<Vec<Cow<'static, str>>>,
}

impl Known {
    /// False if a text, given in small letters, does not hold the slip for sure.
    fn may_stand_in(&self, lower: &str) -> bool {
        let stands = |held: &Cow<'_, str>| memchr::memmem::find(lower.as_bytes(), held.as_bytes()).is_some();
        self.held.as_ref().is_none_or(|held| held.iter().any(stands))
    }
}

impl<'de> Deserialize<'de> for SlipList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Vec::<RawSlip>::deserialize(deserializer)?;
        let prepared = |slip: &RawSlip| {
            let known = PREPARED.binary_search_by_key(&slip.find.as_str(), |(find, ..)| find);
            known.ok().and_then(|at| PREPARED.get(at)).map(|(_, begun, held)| (*begun, *held))
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
            let (begun, held) = match prepared(&slip) {
                Some((begun, held)) => (begun.map(borrowed), held.map(borrowed)),
                None => (
                    needles(&slip.find).ok().flatten().map(owned),
                    needles::held(&slip.find).ok().flatten().map(owned),
                ),
            };
            match begun {
                Some(begun) => begun.into_iter().for_each(|needle| list.needles.add(needle, index)),
                None => list.everywhere.push(index),
            }
            list.slips.push(Known { raw: slip, pattern: OnceLock::new(), held });
        }
        Ok(list)
    }
}

/// Letters outside ASCII are only what they are: that makes patterns small and quick.
fn compiled(slip: &RawSlip) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&whole(&slip.find)).unicode(false).size_limit(LARGEST).build()
}

fn whole(find: &str) -> String {
    // A pattern that says itself what may follow ends in `$)`.
    let end = if find.ends_with("$)") { "" } else { r"\b" };
    format!(r"(?i)\b(?:{find}){end}")
}

/// A place of a slip.
pub struct Slip<'s> {
    /// In the text that was looked through.
    pub range: Range<usize>,
    pub good: Option<String>,
    raw: &'s RawSlip,
}

impl SlipList {
    /// The slips that `plain` may hold, in order.
    fn candidates(&self, plain: &str) -> Vec<&Known> {
        let mut found = self.everywhere.clone();
        if !self.needles.is_empty() {
            let mut inside = false;
            for (at, byte) in plain.bytes().enumerate() {
                let is_word = byte.is_ascii_alphanumeric() || byte == b'_';
                // A match begins at the edge of a word.
                if std::mem::replace(&mut inside, is_word) != is_word {
                    self.needles.each_at(plain.as_bytes(), at, |index| found.push(index));
                }
            }
        }
        if found.is_empty() {
            return vec![];
        }
        found.sort_unstable();
        found.dedup();
        let lower = plain.to_ascii_lowercase();
        let known = found.into_iter().filter_map(|index| self.slips.get(index));
        known.filter(|known| known.may_stand_in(&lower)).collect()
    }

    /// All slips of a text, in order; of those that overlap, the first.
    pub fn find<'s>(&'s self, text: &Text) -> Vec<Slip<'s>> {
        let mut found: Vec<Slip<'s>> = vec![];
        for Known { raw, pattern, .. } in self.candidates(&text.plain) {
            let Some(pattern) = pattern.get_or_init(|| compiled(raw).ok()) else { continue };
            for groups in pattern.captures_iter(&text.plain) {
                let Some(whole) = groups.get(0) else { continue };
                let at = groups.name("at").unwrap_or(whole).range();
                if (raw.first && !begins(&text.plain, whole.start()))
                    || !fits(pattern, &groups)
                    || !is_said(text, &at)
                {
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
fn fits(pattern: &Regex, groups: &Captures<'_>) -> bool {
    pattern.capture_names().flatten().all(|name| {
        let Some(word) = groups.name(name).map(|group| group.as_str()) else { return true };
        match name {
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
fn written(write: &str, groups: &Captures<'_>, plain: &str, at: &Range<usize>) -> String {
    let mut good = String::new();
    groups.expand(write, &mut good);
    let verb = ["third", "ends", "past", "gerund", "base"].iter().find_map(|name| groups.name(name));
    for (sign, form) in [("{base}", VerbForm::Imperative), ("{past}", VerbForm::Past)] {
        if good.contains(sign) {
            let made = verb.and_then(|verb| conjugate(verb.as_str(), form)).unwrap_or_default();
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
        let candidates = |text: &str| -> Vec<usize> {
            let found = list.candidates(text);
            let is_found = |known: &Known| found.iter().any(|found| std::ptr::eq(*found, known));
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
        let usable = PREPARED.iter().filter(|(_, begun, _)| begun.is_some()).count();
        assert!(usable * 10 >= PREPARED.len() * 9, "{usable} of {}", PREPARED.len());
        for (find, prepared, _) in PREPARED {
            let compiled = RegexBuilder::new(&whole(find)).unicode(false).size_limit(LARGEST).build();
            assert!(compiled.is_ok(), "{find}");
            let needles = needles(find).unwrap();
            let same = match (&needles, prepared) {
                (Some(one), Some(other)) => one == other,
                (one, other) => one.is_none() && other.is_none(),
            };
            assert!(same, "{find}");
        }
    }

    #[test]
    fn a_broken_pattern_is_refused() {
        let list = r#"[{ "find": "a (b", "reason": "So." }]"#;
        assert!(serde_json::from_str::<SlipList>(list).is_err());
        let huge = r#"[{ "find": "(\\w{900}){900}", "reason": "So." }]"#;
        assert!(serde_json::from_str::<SlipList>(huge).is_err());
    }
}
