//! One expectation that asks for several things.

use serde::Deserialize;

use crate::language::{Lang, VerbForm, form_of};
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CompoundExpectation {
    /// So many verbs are one expectation.
    max_verbs: usize,
}

impl DocumentCheck for CompoundExpectation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        for role in subject.roles {
            for section in role.sections.iter().filter(|section| section.kind.is_expectations()) {
                for expectation in &section.expectations {
                    let verbs = verbs(&expectation.text.plain);
                    if verbs.len() > self.max_verbs {
                        let shown =
                            verbs.iter().map(|verb| format!("“{verb}”")).collect::<Vec<_>>().join(", ");
                        cx.report(expectation.text.span, format!("This asks for {} things at once: {shown}.", verbs.len())).help(
                            "Whoever does one of them has met half of the expectation, and nobody knows how that counts. Make \
                             it one expectation for each.",
                        );
                    }
                }
            }
        }
    }
}

/// The verb that a text begins with, and those of the same form that go on after "and" or a comma.
fn verbs(plain: &str) -> Vec<String> {
    let Some(opening) =
        form_of(plain).filter(|opening| matches!(opening.form, VerbForm::Imperative | VerbForm::ThirdPerson))
    else {
        return vec![];
    };
    let word = |range: &std::ops::Range<usize>| plain.get(range.clone()).unwrap_or("").to_lowercase();
    let mut found: Vec<String> = std::iter::once(&opening.word).chain(&opening.joined).map(word).collect();
    let mut from = opening.joined.last().unwrap_or(&opening.word).end;
    while let Some(at) =
        plain.get(from..).and_then(|rest| rest.find([',', ';']).into_iter().chain(rest.find(" and ")).min())
    {
        let after = from + at;
        let rest = plain.get(after..).unwrap_or("");
        let rest =
            rest.trim_start_matches([',', ';', ' ']).trim_start_matches("and ").trim_start_matches("then ");
        let start = plain.len() - rest.len();
        if let Some(next) = form_of(rest).filter(|next| next.form == opening.form && next.word.start == 0) {
            found.push(word(&(start..start + next.word.end)));
        }
        from = start.max(after + 1);
        while !plain.is_char_boundary(from) {
            from += 1;
        }
    }
    found
}
