//! Words and pronouns that make a role somebody's of one sex.

use std::ops::Range;

use serde::Deserialize;

use super::forbid_terms::{ForbidTerms, Pages, Params as TermParams, Repair, is_used, prose};
use super::sentences::sentences;
use super::terms::TermList;
use super::wording::quoted;
use crate::language::{Lang, Word, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    terms: TermList,
    more: TermList,
    allow: Vec<String>,
    pronouns: bool,
}

/// The check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct GenderedLanguage {
    terms: ForbidTerms,
    pronouns: bool,
}

impl From<Params> for GenderedLanguage {
    fn from(params: Params) -> Self {
        let terms = ForbidTerms::from(TermParams {
            terms: params.terms,
            more: params.more,
            allow: params.allow,
            pages: Pages::All,
            message: "{found} leaves some readers out.".into(),
            reason: "Whoever is not named is told “not you”, although anybody can do this work.".into(),
            fix: Repair::Unsafe,
            any_language: false,
            per_thousand_words: 0.0,
        });
        GenderedLanguage { terms, pronouns: params.pronouns }
    }
}

/// What a person in a job is called.
const ROLE_NOUNS: &[&str] = &[
    "administrator",
    "analyst",
    "applicant",
    "architect",
    "assistant",
    "associate",
    "candidate",
    "chief",
    "consultant",
    "coordinator",
    "developer",
    "director",
    "employee",
    "engineer",
    "executive",
    "incumbent",
    "intern",
    "lead",
    "leader",
    "manager",
    "mentee",
    "mentor",
    "officer",
    "owner",
    "person",
    "president",
    "programmer",
    "researcher",
    "scientist",
    "specialist",
    "supervisor",
    "teammate",
    "technician",
    "tester",
];

impl DocumentCheck for GenderedLanguage {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        self.terms.check(subject, cx);
        if !self.pronouns || subject.language != Lang::English {
            return;
        }
        let mut found = vec![];
        subject.doc.visit(&mut |visit| {
            let Some(text) = prose(visit).filter(|text| may_hold_pronoun(&text.plain)) else { return };
            // What a role does: "He leads the team".
            let duty = matches!(visit, Visit::Item(_)) && !subject.roles.is_empty();
            let pronouns = sentences(&text.plain).filter_map(|range| {
                let sentence = text.plain.get(range.clone())?;
                let inner = lone_pronoun(sentence).or_else(|| opening_pronoun(sentence).filter(|_| duty))?;
                Some(range.start + inner.start..range.start + inner.end)
            });
            found.extend(pronouns.filter(|range| is_used(text, range)).map(|range| {
                (text.locate(range.clone()).span, text.plain.get(range).unwrap_or("").to_owned())
            }));
        });
        for (span, pronoun) in found {
            let good = neutral(&pronoun);
            cx.report(span, format!("{} says of which sex the person in this role is.", quoted(&pronoun)))
                .help(format!("Some readers are told that they are not meant. Write “{good}”."));
        }
    }
}

/// False for texts without a pronoun for sure.
fn may_hold_pronoun(plain: &str) -> bool {
    plain
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| (2..=7).contains(&word.len()))
        .any(|word| matches!(word.as_bytes().first(), Some(b'h' | b'H' | b's' | b'S')) && is_pronoun(word))
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "he" | "she" | "his" | "him" | "her" | "hers" | "himself" | "herself"
    )
}

/// "He" or "her" in a sentence that speaks of "a developer" before, and of nobody by name.
fn lone_pronoun(sentence: &str) -> Option<Range<usize>> {
    let all: Vec<Word<'_>> = words(sentence).collect();
    let is_pronoun = |word: &Word<'_>| is_pronoun(word.word);
    let at = all.iter().position(is_pronoun)?;
    let pronoun = all.get(at)?;
    // "his/her" and "he or she" are in the list of terms.
    let beside = |word: Option<&Word<'_>>| word.is_some_and(is_pronoun);
    if pronoun.hyphenated || beside(all.get(at + 1)) || (1..=2).any(|by| beside(all.get(at + by))) {
        return None;
    }
    let before = all.get(..at)?;
    let named =
        all.iter().any(|word| !word.starts && word.word.starts_with(char::is_uppercase) && word.word != "I");
    let article = |word: &Word<'_>| {
        matches!(word.word.to_ascii_lowercase().as_str(), "a" | "an" | "the" | "each" | "every" | "any")
    };
    let spoken_of = before.iter().position(article).is_some_and(|article| {
        let after = before.get(article + 1..).unwrap_or_default();
        after.iter().any(|word| ROLE_NOUNS.contains(&word.word.to_ascii_lowercase().as_str()))
    });
    (spoken_of && !named).then(|| pronoun.range.clone())
}

/// "He" or "she" at the beginning of a sentence in which nobody is named and nobody else is spoken of.
fn opening_pronoun(sentence: &str) -> Option<Range<usize>> {
    let first = words(sentence).next().filter(|word| matches!(word.word, "He" | "She"))?;
    let named = words(sentence).skip(1).any(|word| word.word.starts_with(char::is_uppercase));
    (first.range.start == 0 && !named).then_some(first.range)
}

fn neutral(pronoun: &str) -> &'static str {
    match pronoun.to_ascii_lowercase().as_str() {
        "he" | "she" => "they",
        "him" => "them",
        "hers" => "theirs",
        "himself" | "herself" => "themselves",
        _ => "their",
    }
}
