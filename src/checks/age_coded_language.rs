//! Words that speak to one age, and upper limits of experience.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::forbid_terms::{ForbidTerms, Pages, Params as TermParams, Repair};
use super::prose::holds_any_case;
use super::sentences::sentences;
use super::terms::TermList;
use super::wording::quoted;
use crate::language::{Context as Reading, Lang, experience_in};
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    terms: TermList,
    more: TermList,
    allow: Vec<String>,
    maximum_years: bool,
}

/// The check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct AgeCodedLanguage {
    terms: ForbidTerms,
    maximum_years: bool,
}

impl From<Params> for AgeCodedLanguage {
    fn from(params: Params) -> Self {
        let terms = ForbidTerms::from(TermParams {
            terms: params.terms,
            more: params.more,
            allow: params.allow,
            pages: Pages::Roles,
            message: "The words {found} speak to people of one age.".into(),
            reason: "Older people are put off, and in several places such words count against the employer."
                .into(),
            fix: Repair::Unsafe,
            any_language: false,
            per_thousand_words: 0.0,
        });
        AgeCodedLanguage { terms, maximum_years: params.maximum_years }
    }
}

/// How old candidates are to be, or when they are to have left school.
#[allow(clippy::expect_used)]
static AGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:
            aged\s(?:between\s)?\d\d(?:\s?(?:-|–|to|and)\s?\d\d)?
          | (?:under|below|over|no\solder\sthan|not\solder\sthan|younger\sthan)\s(?:the\sage\sof\s)?[2-6]\d(?:\syears(?:\sold|\sof\sage))?
          | [2-6]\d\s?(?:-|–|to)\s?[2-6]\d\syears\s(?:old|of\sage)
          | graduat(?:ed|ing|ion)\s(?:in|after|since|between|year)\s(?:19|20)\d\d
          | (?:19|20)\d\d\s(?:graduates?|grads?)
        )\b",
    )
    .expect("the pattern is right")
});

/// Reports ages and years of graduation in sentences about who may apply.
fn ages(subject: &Subject<'_>, cx: &mut Context<'_>) {
    const APPLY: &[&str] =
        &["candidate", "applicant", "apply", "looking for", "you are", "you must", "must be"];
    subject.doc.each_text(&mut |text| {
        let of_age = |words: &str| ["age", "old", "grad"].iter().any(|part| holds_any_case(words, part));
        if !text.signs.has(b'0') || !of_age(&text.plain) {
            return;
        }
        for found in AGE.find_iter(&text.plain) {
            let range = found.range();
            let asked = sentences(&text.plain).any(|sentence| {
                let said = text.plain.get(sentence.clone()).unwrap_or("").to_lowercase();
                sentence.contains(&range.start) && APPLY.iter().any(|word| said.contains(word))
            });
            if asked && of_age(found.as_str()) && !text.is_code(&range) {
                let message = format!("{} says how old candidates are to be.", quoted(found.as_str()));
                cx.report(text.locate(range).span, message).help(
                    "In most places nobody may be chosen by age. Say what people have to know and do; where the law sets \
                     an age, name the law.",
                );
            }
        }
    });
}

impl DocumentCheck for AgeCodedLanguage {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        self.terms.check(subject, cx);
        if subject.language == Lang::English && !subject.roles.is_empty() {
            ages(subject, cx);
        }
        if !self.maximum_years || subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        subject.doc.each_text(&mut |text| {
            for found in experience_in(text, Reading::default()) {
                let Some(ceiling) = &found.ceiling else { continue };
                let words = text.plain.get(ceiling.clone()).unwrap_or("").to_lowercase();
                // "Up to 2 years" tells what is usual; "no more than 2 years" shuts out.
                let strict = ["no more", "maximum", "not more", "at most", "max."].iter().any(|word| words.contains(word));
                let asked = found.subject.as_ref().and_then(|subject| text.plain.get(subject.clone()));
                if !strict
                    || found.floor.is_some()
                    || found.range_like
                    || text.is_code(&found.range)
                    || !asked.is_some_and(|asked| asked.to_lowercase().contains("experience"))
                {
                    continue;
                }
                let phrase = quoted(text.plain.get(found.range.clone()).unwrap_or(""));
                cx.report(text.locate(found.range.clone()).span, format!("{phrase} shuts out people with more experience.")).help(
                    "Most of them are older, so in several places such a limit counts against the employer. Say what the \
                     role does and pays, and leave it to people whether they want it.",
                );
            }
        });
    }
}
