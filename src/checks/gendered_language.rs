//! Words and pronouns that make a role somebody's of one sex.

use std::ops::Range;

use serde::Deserialize;

use super::forbid_terms::{ForbidTerms, Pages, Params as TermParams, Repair, is_used, prose};
use super::sentences::sentences;
use super::terms::TermList;
use super::wording::quoted;
use crate::language::{Dictionary, Lang, Word, words, words_in};
use crate::rule::{Besides, Context, DocumentCheck, Subject};
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
    "adviser",
    "advisor",
    "agent",
    "analyst",
    "applicant",
    "architect",
    "assistant",
    "associate",
    "buyer",
    "candidate",
    "caretaker",
    "chief",
    "clerk",
    "colleague",
    "consultant",
    "contractor",
    "coordinator",
    "curator",
    "designer",
    "developer",
    "director",
    "doctor",
    "driver",
    "editor",
    "educator",
    "employee",
    "engineer",
    "executive",
    "incumbent",
    "individual",
    "instructor",
    "intern",
    "lead",
    "leader",
    "librarian",
    "manager",
    "member",
    "mentee",
    "mentor",
    "nurse",
    "officer",
    "operator",
    "owner",
    "partner",
    "person",
    "planner",
    "president",
    "producer",
    "professor",
    "programmer",
    "recruiter",
    "representative",
    "researcher",
    "scientist",
    "secretary",
    "specialist",
    "strategist",
    "supervisor",
    "teacher",
    "teammate",
    "technician",
    "tester",
    "trainer",
    "worker",
    "writer",
];

impl DocumentCheck for GenderedLanguage {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        self.terms.check(subject, cx);
        if !self.pronouns || subject.language != Lang::English {
            return;
        }
        let mut found = vec![];
        let page = subject.words();
        for visit in page.chosen(&page.with(|word| is_pronoun(word.word()), Besides::None)) {
            let Some(text) = prose(visit) else { continue };
            // What a role does: "He leads the team".
            let duty = matches!(visit, Visit::Item(_)) && !subject.roles.is_empty();
            // "The manager leads a team. He …": nobody else is spoken of.
            let nobody = !names_somebody(&words_in(text).collect::<Vec<_>>());
            let mut about_role = false;
            let pronouns = sentences(&text.plain).filter_map(|range| {
                let sentence = text.plain.get(range.clone())?;
                let known = about_role && nobody;
                about_role |= speaks_of_role(&words(sentence).collect::<Vec<_>>());
                let inner = lone_pronoun(sentence)
                    .or_else(|| opening_pronoun(sentence).filter(|_| duty && nobody))
                    .or_else(|| first_pronoun(sentence).filter(|_| known))?;
                Some(range.start + inner.start..range.start + inner.end)
            });
            found.extend(pronouns.filter(|range| is_used(text, range)).map(|range| {
                (text.locate(range.clone()).span, text.plain.get(range).unwrap_or("").to_owned())
            }));
        }
        for (span, pronoun) in found {
            let good = neutral(&pronoun);
            cx.report(span, format!("{} says of which sex the person in this role is.", quoted(&pronoun)))
                .help(format!("Some readers are told that they are not meant. Write “{good}”."));
        }
    }
}

fn is_pronoun(word: &str) -> bool {
    const PRONOUNS: &[&str] = &["he", "she", "his", "him", "her", "hers", "himself", "herself"];
    PRONOUNS.iter().any(|pronoun| pronoun.eq_ignore_ascii_case(word))
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
    (speaks_of_role(before) && !names_somebody(&all)).then(|| pronoun.range.clone())
}

fn is_role(word: &Word<'_>) -> bool {
    ROLE_NOUNS.contains(&word.word.to_ascii_lowercase().as_str())
}

/// "A developer", "each sales manager": anybody in that role.
fn speaks_of_role(words: &[Word<'_>]) -> bool {
    let article = |word: &Word<'_>| {
        matches!(word.word.to_ascii_lowercase().as_str(), "a" | "an" | "the" | "each" | "every" | "any")
    };
    words.iter().position(article).is_some_and(|at| words.iter().skip(at + 1).any(is_role))
}

/// A word with a capital inside a sentence, unless it is part of a title such as "Sales Manager".
fn names_somebody(all: &[Word<'_>]) -> bool {
    let capital = |word: &Word<'_>| word.word.starts_with(char::is_uppercase) && word.word != "I";
    let ordinary = |word: &Word<'_>| {
        let acronym = word.word.chars().all(char::is_uppercase);
        acronym
            || Dictionary::english().entry(&word.word.to_lowercase()).is_some_and(|entry| !entry.is_name())
    };
    let mut at = 0;
    while let Some(word) = all.get(at) {
        if word.starts || !capital(word) {
            at += 1;
            continue;
        }
        let title: Vec<&Word<'_>> =
            all.iter().skip(at).take_while(|word| !word.starts && capital(word)).collect();
        if !title.last().is_some_and(|last| is_role(last)) || !title.iter().all(|word| ordinary(word)) {
            return true;
        }
        at += title.len();
    }
    false
}

/// "He" or "she" at the beginning of a sentence in which nobody is named and nobody else is spoken of.
fn opening_pronoun(sentence: &str) -> Option<Range<usize>> {
    let named = words(sentence).skip(1).any(|word| word.word.starts_with(char::is_uppercase));
    first_pronoun(sentence).filter(|_| !named)
}

/// "He" or "she" at the beginning of a sentence.
fn first_pronoun(sentence: &str) -> Option<Range<usize>> {
    let first = words(sentence).next().filter(|word| matches!(word.word, "He" | "She"))?;
    (first.range.start == 0).then_some(first.range)
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
