//! Expectations about what people could do or know, where what they do could stand.

use serde::Deserialize;

use super::terms::{Found, TermList, Terms};
use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{Lang, VerbForm, conjugate, form_of};
use crate::model::{Role, Section, SectionKind};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    terms: TermList,
    more: TermList,
    allow: Vec<String>,
    entry: Vec<String>,
}

/// The check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct UnobservableExpectation {
    terms: Terms,
    /// Words in titles and labels of levels at which people learn.
    entry: Vec<String>,
}

impl From<Params> for UnobservableExpectation {
    fn from(params: Params) -> Self {
        let terms = Terms::new(&[&params.terms, &params.more], &params.allow);
        UnobservableExpectation { terms, entry: params.entry }
    }
}

/// So many items make a list of skills.
const LIST: usize = 4;

impl DocumentCheck for UnobservableExpectation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        for role in subject.roles.iter().filter(|role| !self.is_entry(role.name())) {
            self.check_role(role, cx);
        }
    }
}

/// "Physical demands", "Working conditions": what the place asks of a body, not what somebody achieves.
fn is_bodily(section: &Section) -> bool {
    const WORDS: &[&str] = &["physical", "bodily", "environmental", "conditions"];
    let label = section.label.as_ref().map_or_else(String::new, |label| label.value.to_lowercase());
    label.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

impl UnobservableExpectation {
    fn is_entry(&self, name: &str) -> bool {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| self.entry.iter().any(|entry| entry == word))
    }

    fn check_role(&self, role: &Role, cx: &mut Context<'_>) {
        // Knowledge and education are what these words are for.
        let sections = role.sections.iter().filter(|section| {
            section.kind.is_expectations()
                && !matches!(section.kind, SectionKind::Knowledge | SectionKind::SkillsHard)
                && !is_bodily(section)
        });
        for section in sections {
            let begun = section.expectations.iter().filter_map(|one| {
                let plain = one.text.plain.as_str();
                let found = self.terms.find_first(plain)?;
                (found.range.start == plain.len() - plain.trim_start().len()).then_some((one, found))
            });
            let all: Vec<_> = begun.collect();
            // A section where most items are so is a list of skills.
            if all.is_empty() || all.len() >= LIST && 2 * all.len() > section.expectations.len() {
                continue;
            }
            let forms = section.expectations.iter().filter_map(|one| Some(form_of(&one.text.plain)?.form));
            let third = forms.filter(|form| *form == VerbForm::ThirdPerson).count();
            let form = if 2 * third >= section.expectations.len() {
                VerbForm::ThirdPerson
            } else {
                VerbForm::Imperative
            };
            for (expectation, found) in all {
                let label = expectation
                    .level
                    .and_then(|level| role.level(level))
                    .map_or("", |level| level.label.value.as_str());
                let mirror =
                    expectation.level.and_then(|level| role.level(level)).is_some_and(|level| level.mirror);
                if !mirror && !self.is_entry(label) {
                    report(&expectation.text, &found, form, cx);
                }
            }
        }
    }
}

fn report(text: &Text, found: &Found<'_>, form: VerbForm, cx: &mut Context<'_>) {
    let shown = quoted(found.written);
    let lower = found.written.to_lowercase();
    let finding = cx.report(
        text.locate(found.range.clone()).span,
        format!("{shown} is about what somebody could do or know, not about what they do."),
    );
    finding
        .help(
            "Two people who judge the same colleague can agree on what was done; what could be done or is understood, \
             nobody sees. Say what the person does with it.",
        )
        .group(
            format!("unobservable-expectation:{lower}"),
            format!("{shown} is about what somebody could do or know, not about what they do."),
        );
    // "Can write tests" becomes "Writes tests"; after "understands" somebody has to think.
    let rest = text.plain.get(found.range.end..).unwrap_or("");
    let verb = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let modal =
        matches!(lower.as_str(), "can" | "able to" | "is able to" | "has the ability to" | "ability to");
    if !modal || verb.is_empty() {
        return;
    }
    let end = found.range.end + (rest.len() - rest.trim_start().len()) + verb.len();
    // "Can plan and lead" would become "Plans and lead".
    if form == VerbForm::ThirdPerson && coordinates(text.plain.get(end..).unwrap_or("")) {
        return;
    }
    let place = text.locate(found.range.start..end);
    if let Some(good) = conjugate(verb, form).filter(|_| place.exact) {
        let mut letters = good.chars();
        let good: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        finding.fix(Fix::risky(format!("Write {}", quoted(&good)), place.span, good));
    }
}

/// True if another verb in its bare form follows in the same sentence: "and lead", "or tune", ", drive".
fn coordinates(rest: &str) -> bool {
    let sentence = rest.split(['.', ';', ':', '(']).next().unwrap_or("");
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        [before, word] => {
            let joined = matches!(*before, "and" | "or" | "then" | "&" | "and/or") || before.ends_with(',');
            let word = word.trim_matches(|c: char| !c.is_alphabetic());
            joined && conjugate(word, VerbForm::Imperative).as_deref() == Some(word)
        }
        _ => false,
    })
}
