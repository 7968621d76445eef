//! Which branch of `anyOf` and `oneOf` a value was meant for: only that one's errors are worth
//! telling.

use std::cmp::Reverse;
use std::collections::HashMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::Check;

/// Deepest nesting of alternatives that is looked into.
const MAX_NESTING: usize = 32;
/// Most alternatives that are named.
const MOST_NAMED: usize = 4;

/// An error to tell.
pub(super) struct Leaf<'e> {
    pub error: &'e ValidationError<'e>,
    /// What is allowed, where several branches together say it.
    pub merged: Option<Merged>,
    /// What else the value of the alternatives may be, in words.
    pub also: Option<String>,
}

pub(super) enum Merged {
    /// Each branch allows another kind of value; in words.
    Forms(Vec<String>),
    /// Each branch allows certain values.
    Options(Vec<Value>),
}

/// The lower, the more likely the branch is the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Distance {
    /// It allows another kind of value altogether.
    other_kind: bool,
    /// Keys that tell the branches apart and say another one.
    other_choice: usize,
    /// Keys that are missing or not known.
    structure: usize,
    errors: usize,
    depth: Reverse<usize>,
}

impl Check<'_, '_> {
    /// The errors that `error` stands for.
    pub(super) fn leaves<'e>(
        &mut self,
        error: &'e ValidationError<'e>,
        nesting: usize,
        out: &mut Vec<Leaf<'e>>,
    ) {
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context }
                if nesting < MAX_NESTING && context.iter().any(|branch| !branch.is_empty()) =>
            {
                self.choose(error, context, nesting, out);
            }
            _ => out.push(Leaf { error, merged: None, also: None }),
        }
    }

    fn choose<'e>(
        &mut self,
        error: &'e ValidationError<'e>,
        context: &'e [Vec<ValidationError<'static>>],
        nesting: usize,
        out: &mut Vec<Leaf<'e>>,
    ) {
        let own = error.instance_path().as_str();
        let owner = self.trace(error).owner();
        let shapes = self.schema.graph.branches(owner, error.kind().keyword());
        // If the graph does not know the branches, words must do without it.
        let known = shapes.len() == context.len();
        let choices = if known { self.choices(owner, error.kind().keyword(), &shapes) } else { vec![] };
        let mut ranked: Vec<(Distance, usize, Vec<Leaf<'e>>)> = vec![];
        for (number, errors) in context.iter().enumerate() {
            let mut leaves = vec![];
            for error in errors {
                self.leaves(error, nesting + 1, &mut leaves);
            }
            if !leaves.is_empty() {
                ranked.push((distance(&leaves, own, &choices), number, leaves));
            }
        }
        let Some(best) = ranked.iter().map(|(distance, number, _)| (*distance, *number)).min() else {
            return;
        };
        let form = |number: usize| shapes.get(number).map(|shape| self.schema.form(*shape));
        let here = |leaf: &Leaf| leaf.error.instance_path().as_str() == own;
        let merged = if best.0.other_kind {
            // No branch takes this kind of value: name all that would do.
            let simple = |leaves: &[Leaf]| {
                leaves.iter().any(|leaf| here(leaf) && matches!(leaf.error.kind(), Kind::Type { .. }))
            };
            let all = known && ranked.iter().all(|(_, _, leaves)| simple(leaves));
            all.then(|| {
                let mut forms: Vec<String> = vec![];
                for form in (0..context.len()).filter_map(form) {
                    if !forms.contains(&form) {
                        forms.push(form);
                    }
                }
                Merged::Forms(forms)
            })
        } else {
            let values =
                ranked.iter().filter(|(distance, _, _)| !distance.other_kind).map(|(_, _, leaves)| {
                    match leaves.as_slice() {
                        [leaf] if here(leaf) => allowed_values(leaf),
                        _ => None,
                    }
                });
            let values: Option<Vec<Vec<Value>>> = values.collect();
            values.filter(|values| values.len() > 1).map(|values| Merged::Options(values.concat()))
        };
        let mut others: Vec<String> =
            (0..context.len()).filter(|number| *number != best.1).filter_map(form).collect();
        others.dedup();
        let Some((_, _, mut leaves)) = ranked.into_iter().find(|(_, number, _)| *number == best.1) else {
            return;
        };
        if let Some(merged) = merged {
            let kind = leaves.iter().position(|leaf| here(leaf) && leaf.merged.is_none()).unwrap_or(0);
            let error = leaves.get(kind).map_or(error, |leaf| leaf.error);
            out.push(Leaf { error, merged: Some(merged), also: None });
            return;
        }
        if known && !others.is_empty() {
            let own_form = form(best.1);
            others.retain(|form| Some(form) != own_form.as_ref() && form != super::message::UNKNOWN_FORM);
            others.truncate(MOST_NAMED);
            if let Some(first) = leaves.first_mut().filter(|_| !others.is_empty())
                && first.also.is_none()
            {
                let name = self.locator.find(error.instance_path()).name();
                first.also = Some(format!("{name} may also be {}", super::message::either(&others)));
            }
        }
        out.append(&mut leaves);
    }

    /// The keys by which the branches of a keyword can be told apart.
    fn choices(&mut self, owner: usize, keyword: &str, shapes: &[usize]) -> Vec<String> {
        let one = keyword == "oneOf";
        if let Some(known) = self.choices.get(&(owner, one)) {
            return known.clone();
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for shape in shapes {
            for key in self.schema.graph.choice_keys(*shape) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let mut keys: Vec<String> =
            counts.into_iter().filter(|(_, count)| *count > 1).map(|(key, _)| key.to_owned()).collect();
        keys.sort();
        self.choices.insert((owner, one), keys.clone());
        keys
    }
}

fn allowed_values(leaf: &Leaf) -> Option<Vec<Value>> {
    match (&leaf.merged, leaf.error.kind()) {
        (Some(Merged::Options(values)), _) => Some(values.clone()),
        (None, Kind::Constant { expected_value }) => Some(vec![expected_value.as_ref().clone()]),
        (None, Kind::Enum { options }) => options.as_array().cloned(),
        _ => None,
    }
}

fn distance(leaves: &[Leaf], own: &str, choices: &[String]) -> Distance {
    let mut distance = Distance {
        other_kind: false,
        other_choice: 0,
        structure: 0,
        errors: leaves.len(),
        depth: Reverse(0),
    };
    for leaf in leaves {
        let path = leaf.error.instance_path();
        let below = path.as_str().strip_prefix(own).unwrap_or("");
        distance.depth = distance.depth.min(Reverse(below.matches('/').count()));
        let is_here = below.is_empty();
        let chosen_key = || {
            let mut segments = path.iter();
            let last = segments.next_back().map(|segment| segment.to_string());
            below.matches('/').count() == 1 && last.is_some_and(|last| choices.contains(&last))
        };
        match leaf.error.kind() {
            Kind::Type { .. } if is_here => distance.other_kind = true,
            Kind::Constant { .. } | Kind::Enum { .. } if chosen_key() => distance.other_choice += 1,
            Kind::Required { property } if is_here => {
                distance.structure += 1;
                if property.as_str().is_some_and(|key| choices.iter().any(|choice| choice == key)) {
                    distance.other_choice += 1;
                }
            }
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected }
                if is_here =>
            {
                distance.structure += unexpected.len();
            }
            _ => {}
        }
    }
    distance
}
