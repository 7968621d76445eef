//! Values that no step of their declared scale is called.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::levels::section_key;
use super::regression::step_of;
use crate::model::{CellState, Framework, Role, Section};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{FileId, Span, nearest};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleVocabulary {
    /// A section whose values are steps of a scale in this share is bound to it.
    bound: f64,
}

/// A value and where it stands.
struct Given {
    value: String,
    place: Span,
}

impl FrameworkCheck for ScaleVocabulary {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        for (name, steps) in &framework.scales {
            for role in &framework.roles {
                let mut told: BTreeSet<(FileId, u32)> = BTreeSet::new();
                for value in scopes(role, name) {
                    told.insert((value.place.file, value.place.start));
                    report(&value, name, steps, cx);
                }
                for section in &role.sections {
                    let values = values(role, section, cx);
                    let known = values.iter().filter(|given| step_of(steps, &given.value).is_some()).count();
                    #[allow(clippy::cast_precision_loss)]
                    let mostly = values.len() > 2 && known as f64 >= values.len() as f64 * self.bound;
                    if section_key(section) == name.to_lowercase() || mostly {
                        let first = |value: &&Given| !told.contains(&(value.place.file, value.place.start));
                        values.iter().filter(first).for_each(|value| report(value, name, steps, cx));
                    }
                }
            }
        }
    }
}

/// The scope of a measure that bears the name of the scale: `reach`, `reach.leadership`.
fn scopes(role: &Role, name: &str) -> Vec<Given> {
    let bound = |measure: &str| {
        measure == name || measure.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    };
    let scopes = role.scope.iter().filter(|scope| bound(&scope.measure));
    scopes.filter_map(|scope| Some(Given { value: scope.value.clone()?, place: scope.text.span })).collect()
}

/// The short values of a section: its cells, or what stands behind the labels of its items.
fn values(role: &Role, section: &Section, cx: &Context<'_>) -> Vec<Given> {
    let short = |text: &str| (1..=3).contains(&text.split_whitespace().count());
    let shown = section.shown.iter().filter(|shown| shown.state == CellState::Content).map(|shown| {
        let text = cx.files().get(shown.body.file).slice(shown.body).trim();
        Given { value: text.trim_matches(['*', '_', '`', '"', '\'', '.']).to_owned(), place: shown.body }
    });
    let labeled = section.expectations.iter().filter(|_| section.shown.is_empty()).filter_map(|item| {
        // "Leadership Reach" with its value below it.
        if role.scope.iter().any(|scope| scope.value.is_some() && item.span.contains(scope.text.span)) {
            return None;
        }
        let said = match &item.label {
            Some(_) => item.text.plain.split_once([':', '：'])?.1,
            None => &item.text.plain,
        };
        Some(Given { value: said.trim().trim_end_matches('.').to_owned(), place: item.text.span })
    });
    shown.chain(labeled).filter(|given| short(&given.value)).collect()
}

fn report(given: &Given, name: &str, steps: &[String], cx: &mut Context<'_>) {
    let all: Vec<&str> =
        given.value.split([',', '/']).map(str::trim).filter(|value| !value.is_empty()).collect();
    if all.is_empty() || all.iter().all(|value| step_of(steps, value).is_some()) {
        return;
    }
    let meant = nearest(&given.value, steps.iter().map(String::as_str))
        .map_or_else(String::new, |meant| format!("Did you mean “{meant}”? "));
    let list = steps.iter().map(|step| format!("“{step}”")).collect::<Vec<_>>().join(", ");
    cx.report(given.place, format!("“{}” is no step of the scale `{name}`.", given.value)).help(format!(
        "{meant}A value outside the scale cannot be compared with the others. Its steps are {list}."
    ));
}
