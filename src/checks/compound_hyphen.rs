//! "High quality work", "organization wide culture": two words that describe a third one together.

use std::collections::HashSet;

use serde::Deserialize;

use super::prose::lowered;
use super::slips::{english_texts, is_said};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Dictionary, Lang, VerbForm, Word, detect, is_surely, one_of, words_in};
use crate::rule::{Besides, Context, DocumentCheck, Subject};
use crate::text::QuickSet;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct CompoundHyphen {
    params: Params,
    pairs: HashSet<String>,
    /// Second words of all pairs: most words are none.
    tails: QuickSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Pairs such as "high quality".
    pairs: Vec<String>,
    /// Pairs that need the hyphen wherever they stand.
    always: Vec<String>,
    /// Second words, such as "wide" in "organization wide" …
    seconds: Vec<String>,
    /// … and the nouns before them.
    nouns: Vec<String>,
    /// Pairs that are fine.
    allow: Vec<String>,
}

impl From<Params> for CompoundHyphen {
    fn from(params: Params) -> Self {
        let pairs = params.pairs.iter().map(|pair| pair.to_lowercase()).collect();
        let second = |pair: &String| pair.rsplit(' ').next().map(str::to_lowercase);
        let listed = params.pairs.iter().chain(&params.always).filter_map(second);
        let tails = listed.chain(params.seconds.iter().cloned()).collect();
        CompoundHyphen { params, pairs, tails }
    }
}

impl DocumentCheck for CompoundHyphen {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let texts =
            subject.words().with(|word| self.tails.contains(word.word()), Besides::LettersAndApostrophes);
        for text in english_texts(subject, &texts) {
            let plain = text.plain.as_str();
            let found: Vec<Word<'_>> = words_in(text).collect();
            let mut english = None;
            for (at, pair) in found.windows(2).enumerate() {
                let [first, second] = pair else { continue };
                let before = at.checked_sub(1).and_then(|at| found.get(at));
                if !self.is_compound(plain, before, first, second, found.get(at + 2)) {
                    continue;
                }
                let shared = shared_second(plain, found.get(..at).unwrap_or_default(), first);
                let range = shared.map_or(first.range.start, |head| head.range.start)..second.range.end;
                if !is_said(text, &range) || !*english.get_or_insert_with(|| detect(plain) == Lang::English) {
                    continue;
                }
                let bad = plain.get(range.clone()).unwrap_or("");
                // "Medium to long term" shares its second word: "medium- to long-term".
                let head = shared.and_then(|head| {
                    Some(format!("{}-{}", head.word, plain.get(head.range.end..first.range.start)?))
                });
                let good = format!("{}{}-{}", head.unwrap_or_default(), first.word, second.word);
                let place = text.locate(range);
                let message = format!("{} needs a hyphen here: {}.", quoted(bad), quoted(&good));
                let finding = cx.report(place.span, message.clone());
                finding
                    .help(
                        "The two words describe the next one together. The hyphen shows that at once; without it \
                         readers try the first word alone.",
                    )
                    .group(format!("compound-hyphen:{}", bad.to_lowercase()), message);
                if place.exact {
                    let edit = Edit { span: place.span, text: good.clone() };
                    finding.fix(Fix::new(
                        format!("Write {}", quoted(&good)),
                        Applicability::Unsafe,
                        vec![edit],
                    ));
                }
            }
        }
    }
}

/// The word before "to" or "and" that goes with the second word of the pair as well: "short" in "short and
/// long term goals". `before` are the words up to the pair.
fn shared_second<'w, 't>(plain: &str, before: &'w [Word<'t>], first: &Word<'_>) -> Option<&'w Word<'t>> {
    let [.., head, joint] = before else { return None };
    let blank = |a: &Word<'_>, b: &Word<'_>| plain.get(a.range.end..b.range.start) == Some(" ");
    let sizes = "short shorter medium mid near small low lower middle long longer large high higher";
    let fits = matches!(joint.word, "to" | "and" | "or")
        && one_of(&head.word.to_lowercase(), sizes)
        && one_of(&first.word.to_lowercase(), sizes);
    (fits && !head.hyphenated && blank(head, joint) && blank(joint, first)).then_some(head)
}

/// Words behind a pair that are no nouns, so that the pair may describe nothing.
const NO_NOUN: &str = "and or of in to for is are was were be been with on at as by from that which who the a an this \
    these those it its they we you i he she if when where while but not than then so can may will would should must \
    do does did has have had into onto over under across through throughout within without about around between \
    because since until unless also too only very more most less while using based via per rather such there here \
    what how why whose whom both each every any all some no nor yet out up off near outside inside around along among \
    amid beside beyond behind below above toward towards against worldwide abroad here there downtown nearby";

impl CompoundHyphen {
    fn is_compound(
        &self,
        plain: &str,
        before: Option<&Word<'_>>,
        first: &Word<'_>,
        second: &Word<'_>,
        third: Option<&Word<'_>>,
    ) -> bool {
        let blank = |a: &Word<'_>, b: &Word<'_>| plain.get(a.range.end..b.range.start) == Some(" ");
        // In titles every word has a capital, and many leave hyphens out.
        let small = second.word.starts_with(char::is_lowercase);
        if !small || first.hyphenated || second.hyphenated || !blank(first, second) {
            return false;
        }
        let tail = lowered(second.word);
        let tail = tail.as_ref();
        if !self.tails.contains(tail) {
            return false;
        }
        let head = first.word.to_lowercase();
        let pair = format!("{head} {tail}");
        if self.params.allow.contains(&pair) {
            return false;
        }
        if self.params.always.contains(&pair) {
            return true;
        }
        let built =
            self.params.seconds.iter().any(|second| second == tail) && self.params.nouns.contains(&head);
        if !built && !self.pairs.contains(&pair) {
            return false;
        }
        // "Very high quality work" may be praise of the quality itself.
        let graded = before.is_some_and(|word| {
            matches!(
                word.word.to_lowercase().as_str(),
                "very" | "too" | "so" | "how" | "such" | "as" | "more"
            ) && blank(word, first)
        });
        let Some(third) = third.filter(|third| blank(second, third) && !graded) else { return false };
        is_noun_like(third.word)
    }
}

/// A word that a pair may describe: known, in small letters or a name, and neither a small word, an adverb,
/// nor surely a verb.
fn is_noun_like(word: &str) -> bool {
    let lower = word.to_lowercase();
    let known = Dictionary::english().entry(&lower).is_some();
    known
        && lower.len() > 2
        && !one_of(&lower, NO_NOUN)
        && !lower.ends_with("ly")
        && !is_surely(&lower, VerbForm::ThirdPerson)
        && !is_surely(&lower, VerbForm::Past)
}
