//! Texts that stand where another text was meant, and expectations that are nearly one.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::levels::{self, section_name};
use crate::model::{Expectation, Framework, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{NearIndex, Span, plain_words};

/// A block that stands in the wrong row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MisplacedCopy {
    /// Shorter texts may well be equal.
    min_words: usize,
}

/// Where a text stands: index of the section, height in its line of levels, place.
struct Place {
    section: usize,
    rung: usize,
    body: Span,
}

impl FrameworkCheck for MisplacedCopy {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        for (at, role) in levels::pages(framework) {
            let mut texts: BTreeMap<String, Vec<Place>> = BTreeMap::new();
            let blocks = levels::Blocks::new(role);
            for &rung in graph.own(at) {
                let level = graph.rungs.get(rung).and_then(|rung| rung.level);
                for block in blocks.at(level) {
                    let words = plain_words(&block.words);
                    if words.len() >= self.min_words {
                        let place = Place { section: block.section, rung, body: block.body };
                        texts.entry(words.join(" ")).or_default().push(place);
                    }
                }
            }
            // What stands in more than two places is meant for everybody.
            for places in texts.values().filter(|places| places.len() == 2) {
                let [first, again] = places.as_slice() else { continue };
                let other_section = first.section != again.section;
                if first.body == again.body || (!other_section && graph.follow(first.rung, again.rung)) {
                    continue;
                }
                let name = |place: &Place| {
                    let level = graph.rungs.get(place.rung).map_or("", |rung| rung.name.as_str());
                    format!("“{level}” in {}", section_name(role, place.section))
                };
                cx.report(again.body, format!("{} has the text of {}.", name(again), name(first)))
                    .help(
                        "It was probably pasted into the wrong place, and the text that belongs here is gone. Write what is \
                         meant here.",
                    )
                    .related(first.body, "the same text");
            }
        }
    }
}

/// Expectations that differ in a few words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearDuplicateExpectation {
    /// The share of words that both have.
    threshold: f64,
    /// Shorter texts may well be similar.
    min_words: usize,
}

impl FrameworkCheck for NearDuplicateExpectation {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let mut index = NearIndex::default();
        let mut known: Vec<(&Role, &Expectation, usize)> = vec![];
        // Exact repeats are for another rule, and the first of them stands for all.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (at, role) in levels::pages(framework) {
            let own = graph.own(at);
            let mut rungs: HashMap<Option<usize>, usize> = HashMap::new();
            for (&rung, node) in own.iter().filter_map(|rung| Some((rung, graph.rungs.get(*rung)?))) {
                rungs.entry(node.level).or_insert(rung);
            }
            // A page about one level need not say so of each expectation.
            if let [only] = own {
                rungs.insert(None, *only);
            }
            for section in role.sections.iter().filter(|section| section.kind.is_expectations()) {
                for item in &section.expectations {
                    let mirror =
                        item.level.and_then(|level| role.level(level)).is_some_and(|level| level.mirror);
                    let words = plain_words(&item.text.plain);
                    if mirror || words.len() < self.min_words || seen.contains_key(&words.join(" ")) {
                        continue;
                    }
                    seen.insert(words.join(" "), known.len());
                    index.add(words);
                    known.push((role, item, rungs.get(&item.level).copied().unwrap_or(usize::MAX)));
                }
            }
        }
        for (number, (_, item, rung)) in known.iter().enumerate() {
            let near = index.before(number, self.threshold);
            // Levels that follow each other are compared as a whole.
            let other = near
                .iter()
                .filter_map(|(other, _)| known.get(*other))
                .find(|(_, _, there)| !graph.follow(*rung, *there));
            let Some((role, first, _)) = other else { continue };
            cx.report(
                item.span,
                format!(
                    "This is nearly what “{}” says: {}.",
                    role.name(),
                    levels::difference(&item.text.plain, &first.text.plain).unwrap_or_else(|| "only the form differs".into())
                ),
            )
            .help("Slightly different words invite people to read two things into them. Use one text for one expectation.")
            .related(first.span, "nearly the same text");
        }
    }
}
