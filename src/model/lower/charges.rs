//! How many people and how much money somebody is in charge of, behind labels that say so: "Direct reports: 4".

use crate::language;
use crate::language::lexicon::current;
use crate::syntax::Text;

use super::super::{Role, Scope, SectionKind, section_kind, words_of};
use super::facts::Place;
use super::title::piece;
use super::words::normal;

/// The measure of scope that a label names from end to end: "Team size", "Budget (p.a.)".
pub(super) fn measure_named(label: &str) -> Option<&'static str> {
    let lexicon = current();
    let words = &lexicon.lists.scope;
    let label =
        label.split(['(', '（']).next().unwrap_or(label).trim().trim_end_matches([':', '：']).trim_end();
    [
        ("direct-reports", &words.direct_reports),
        ("team-size", &words.team_size),
        ("people-total", &words.people_total),
        ("budget", &words.budget),
    ]
    .into_iter()
    .find(|(_, words)| words.iter().any(|word| **word == *label))
    .map(|(measure, _)| measure)
}

/// Most people that somebody leads; larger numbers count something else.
const MOST_PEOPLE: f64 = 1e6;

/// Budgets without a mark of money are at least so large. Rule of thumb: smaller numbers are those of a list.
const LEAST_BUDGET: f64 = 1000.0;

/// What a label and the amount behind it say of how much somebody is in charge of, if the amount is all that is said:
/// "Direct reports" and "4–6 people", "Budget" and "€4m a year".
pub(super) fn is_charge(label: &str, said: &str) -> Option<(&'static str, language::Sum)> {
    let measure = measure_named(&normal(label))?;
    let said = said.trim().trim_end_matches(['.', ';']);
    let found = language::sum(said)?;
    let rest = normal(said.get(found.rest.clone())?);
    let most = found.max.or(found.min)?;
    let fits = if measure == "budget" {
        let yearly = || language::period_named(&rest).is_some() && words_of(&rest).len() < 3;
        (found.money || most >= LEAST_BUDGET) && (rest.is_empty() || yearly())
    } else {
        let people = &current().lists.scope.people;
        let counted = rest.is_empty() || people.iter().any(|word| **word == *rest);
        !found.money && most < MOST_PEOPLE && most.fract() < f64::EPSILON && counted
    };
    fits.then_some((measure, found))
}

/// Adds what a text says behind the label of a measure of scope, which stands above it; false if it says none.
pub(super) fn in_charge(role: &mut Role, text: &Text, place: Place<'_>) -> bool {
    let found = place.labels.last().and_then(|label| is_charge(label, &text.plain));
    // A company has a budget, a course one for books; direct reports are somebody's.
    let sure = |measure: &str| {
        let above = || place.labels.iter().rev().skip(1);
        measure == "direct-reports"
            || place.level.is_some()
            || above().any(|label| {
                matches!(section_kind(label), SectionKind::Scope | SectionKind::Responsibilities)
            })
    };
    let Some((measure, sum)) = found.filter(|(measure, _)| sure(measure)) else { return false };
    role.scope.push(Scope {
        level: place.level,
        measure: measure.to_owned(),
        min: sum.min,
        max: sum.max,
        value: None,
        text: piece(text, 0..text.plain.len()),
    });
    true
}
