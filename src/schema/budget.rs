//! How much work a schema can make. Alternatives that lead to one place again and again multiply
//! the validator's work; a schema for which that gets out of hand is refused before it is built.

use std::collections::HashMap;

use super::SchemaError;
use super::graph::{Graph, Hop};

/// Most entries in the tables that are made for counting. A person's schema takes some thousands.
const MAX_ENTRIES: usize = 2_000_000;

/// How often each subschema is applied to a value, counted by the ways that lead to it.
type Ways = HashMap<usize, u64>;

/// The subschemas that apply to the parts of a value.
#[derive(Default)]
struct Parts {
    /// How many apply to the value itself.
    here: u64,
    /// Those for any part.
    inside: Vec<(usize, u64)>,
    /// Those for one key each.
    keys: Vec<Vec<(usize, u64)>>,
}

/// For each depth of a value (0: a scalar), at most how many subschemas are applied on the way to
/// one of its parts. The list ends where the number passes `limit`; it is empty when no value at all
/// can be checked within the limit. An estimate from above.
///
/// # Errors
/// When a chain of references is too long, or counting alone would take too much room.
pub(super) fn work(graph: &Graph, max_depth: usize, limit: u64, name: &str) -> Result<Vec<u64>, SchemaError> {
    let too_complex =
        |message: &str| SchemaError::TooComplex { name: name.to_owned(), message: message.to_owned() };
    let order = graph.innermost_first(name)?;
    let mut ways: Vec<Ways> = vec![Ways::new(); graph.len()];
    // What `unevaluatedProperties` looks at once more.
    let mut again: Vec<Ways> = vec![Ways::new(); graph.len()];
    let mut entries = 0;
    for &number in &order {
        let mut own = Ways::from([(number, 1)]);
        let mut repeated = Ways::new();
        for edge in graph.edges(number).iter().filter(|edge| edge.hop == Hop::Here) {
            // A circle is not closed yet here; the validator breaks it off, too.
            let (Some(part), Some(more)) = (ways.get(edge.to), again.get(edge.to)) else { continue };
            add(&mut own, part);
            add(&mut repeated, part);
            add(&mut repeated, more);
        }
        if graph.shape(number).is_some_and(|shape| shape.unevaluated) {
            add(&mut own, &repeated);
        }
        if own.values().fold(0, |sum: u64, ways| sum.saturating_add(*ways)) > limit {
            return Ok(vec![]);
        }
        entries += own.len() + repeated.len();
        if entries > MAX_ENTRIES {
            return Err(too_complex("too many of its parts apply to one and the same value"));
        }
        if let (Some(ways), Some(again)) = (ways.get_mut(number), again.get_mut(number)) {
            (*ways, *again) = (own, repeated);
        }
    }
    drop(again);
    // Only what applies to a whole value begins a count.
    let mut begins = vec![false; graph.len()];
    if let Some(root) = begins.first_mut() {
        *root = true;
    }
    for edge in (0..graph.len()).flat_map(|number| graph.edges(number)) {
        if let Some(begins) = begins.get_mut(edge.to)
            && edge.hop != Hop::Here
        {
            *begins = true;
        }
    }
    let mut parts: Vec<Parts> = vec![];
    for (ways, begins) in ways.iter().zip(&begins) {
        let part = if *begins { parts_of(graph, ways) } else { Parts::default() };
        entries += part.inside.len() + part.keys.iter().map(Vec::len).sum::<usize>();
        if entries > MAX_ENTRIES {
            return Err(too_complex("too many of its parts apply to one and the same value"));
        }
        parts.push(part);
    }
    let mut below: Vec<u64> = vec![0; graph.len()];
    let mut found = vec![];
    for _ in 0..=max_depth {
        let sum = |list: &[(usize, u64)]| {
            list.iter().fold(0u64, |sum, (to, ways)| {
                sum.saturating_add(ways.saturating_mul(below.get(*to).copied().unwrap_or(0)))
            })
        };
        let totals: Vec<u64> = parts
            .iter()
            .map(|part| {
                let widest = part.keys.iter().map(|list| sum(list)).max().unwrap_or(0);
                part.here.saturating_add(sum(&part.inside)).saturating_add(widest)
            })
            .collect();
        let total = totals.first().copied().unwrap_or(1);
        if total > limit {
            break;
        }
        found.push(total);
        below = totals;
    }
    Ok(found)
}

fn add(to: &mut Ways, from: &Ways) {
    for (number, ways) in from {
        let sum = to.entry(*number).or_default();
        *sum = sum.saturating_add(*ways);
    }
}

fn parts_of(graph: &Graph, ways: &Ways) -> Parts {
    let mut parts = Parts::default();
    let mut keys: HashMap<&str, Vec<(usize, u64)>> = HashMap::new();
    for (&number, &ways) in ways {
        parts.here = parts.here.saturating_add(ways);
        for edge in graph.edges(number) {
            match (edge.hop, &edge.name) {
                (Hop::Here, _) => {}
                (Hop::Property, Some(key)) => keys.entry(key).or_default().push((edge.to, ways)),
                _ => parts.inside.push((edge.to, ways)),
            }
        }
    }
    parts.keys = keys.into_values().collect();
    parts
}
