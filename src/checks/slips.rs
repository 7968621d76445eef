//! Slips that patterns tell: "participated to", "be able understand", "can sets".
//!
//! A pattern is a regular expression over the text as people read it. Groups with certain names ask more
//! than their letters: `base`, `third`, `past` and `gerund` must be that form of a verb and nothing else, `verb`
//! and `ends` the base form and the form in -s of a verb that may be a noun as well, `plural` the plural of a usual noun, `noun` a usual noun that has a plural. The group `at` is what is
//! reported, if there is one; the rest is what must stand around it.

mod list;
mod needles;
#[cfg(test)]
mod parts;
mod program;

use std::cell::OnceCell;
use std::ops::Range;

use regex_automata::util::interpolate;
use serde::{Deserialize, Deserializer};

use super::forbid_terms::{Repair, prose};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Dictionary, Lang, VerbForm, conjugate, detect, is_surely, one_of};
use crate::rule::{Chosen, Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::sentence;
pub use list::SlipList;
use list::{Groups, Pattern, RawSlip};

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

/// A place of a slip.
struct Slip<'s> {
    /// In the text that was looked through.
    range: Range<usize>,
    good: Option<String>,
    raw: &'s RawSlip,
}

impl SlipList {
    /// All slips of the English texts of a page, text by text; of those that overlap, the first.
    fn find<'s, 'd>(&'s self, subject: &Subject<'d>) -> Vec<(&'d Text, Vec<Slip<'s>>)> {
        if subject.language != Lang::English {
            return vec![];
        }
        let page = subject.words();
        let candidates = self.candidates(page);
        let of_texts = candidates.chunk_by(|one, other| one.0 == other.0).filter_map(|candidates| {
            let visit = page.visit(candidates.first()?.0)?;
            let text = prose(visit).filter(|text| text.plain.contains(' '))?;
            let slips =
                candidates.iter().flat_map(|(_, pattern, starts)| pattern.slips(text, starts.as_deref()));
            Some((text, one_after_another(slips.collect())))
        });
        of_texts.filter(|(_, slips)| !slips.is_empty()).collect()
    }
}

impl Pattern {
    /// The slips of this pattern in a text, of which each begins at one of `starts`, if they are known.
    fn slips(&self, text: &Text, starts: Option<&[usize]>) -> Vec<Slip<'_>> {
        let mut found = vec![];
        if !self.may_stand_in(&text.plain, starts) {
            return found;
        }
        for groups in self.find_all(&text.plain, starts) {
            let Some(whole) = groups.span(0) else { continue };
            let named = groups.number("at").and_then(|at| groups.span(at));
            let at = named.unwrap_or(whole.clone());
            if (self.raw.first && !begins(&text.plain, whole.start)) || !fits(&groups) || !is_said(text, &at)
            {
                continue;
            }
            let good = self.raw.write.as_ref().map(|write| written(write, &groups, &text.plain, &at));
            if good.as_deref() != text.plain.get(at.clone()) {
                found.push(Slip { range: at, good, raw: &self.raw });
            }
        }
        found
    }
}

/// The slips of a text in order, without those that overlap one before them.
fn one_after_another(mut found: Vec<Slip<'_>>) -> Vec<Slip<'_>> {
    found.sort_by_key(|slip| (slip.range.start, std::cmp::Reverse(slip.range.end)));
    let mut end = 0;
    found.retain(|slip| {
        let free = slip.range.start >= end;
        end = if free { slip.range.end } else { end };
        free
    });
    found
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

/// Those of the chosen texts that are prose, of pages whose text is English.
pub fn english_texts<'c, 'd: 'c>(
    subject: &'c Subject<'d>,
    chosen: &'c Chosen,
) -> impl Iterator<Item = &'d Text> + 'c {
    let english = (subject.language == Lang::English).then(|| subject.words().chosen(chosen));
    let texts = english.into_iter().flatten().filter_map(prose);
    texts.filter(|text| text.plain.contains(' '))
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
        for list in [&self.params.slips, &self.params.more] {
            report_slips(list, subject, &self.params.allow, cx);
        }
    }
}

/// Which apostrophe a file is used to, so that what is written anew does not stand out.
struct Apostrophes<'a> {
    text: &'a str,
    curly: OnceCell<bool>,
}

impl<'a> Apostrophes<'a> {
    /// Those of this file; looked for when they are asked for.
    fn of(subject: &Subject<'a>) -> Self {
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

/// Reports the slips of a list that the English texts of a page hold.
pub fn report_slips(list: &SlipList, subject: &Subject<'_>, allow: &[String], cx: &mut Context<'_>) {
    let signs = Apostrophes::of(subject);
    for (text, slips) in list.find(subject) {
        if detect(&text.plain) == Lang::English {
            report_text(text, slips, allow, &signs, cx);
        }
    }
}

fn report_text(
    text: &Text,
    slips: Vec<Slip<'_>>,
    allow: &[String],
    signs: &Apostrophes<'_>,
    cx: &mut Context<'_>,
) {
    for mut slip in slips {
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
}
