//! Competencies that skip a level, and those that stop.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::model::{Expectation, Framework, Graph, Rung, SectionKind};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Span, likeness, plain_words};

/// A competency at two levels, but not between them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetencyGap {
    /// A name has at most so many words; longer texts are compared by their label only.
    max_words: usize,
}

/// A competency that a level does not name any more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DroppedCompetency {
    /// As above.
    max_words: usize,
}

/// Named competencies of a rung: by section and name, with their place.
type Named = BTreeMap<(String, String), (Span, String)>;

/// The names of what each rung needs: labels before a colon, and short texts that several levels share.
fn named(framework: &Framework, graph: &Graph<'_>, max_words: usize) -> Vec<Named> {
    let all = super::levels::expectations_by_level(framework);
    let told = |kind: SectionKind| kind.is_expectations() && kind != SectionKind::Scope;
    let of_rung = |(rung, node): (usize, &Rung<'_>)| {
        let mut named = Named::new();
        let (Some(role), Some(all)) = (framework.roles.get(node.role), all.get(node.role)) else {
            return named;
        };
        let own: Vec<(usize, &Expectation)> =
            if node.foreign { vec![] } else { all.about(graph, rung).collect() };
        for items in own.chunk_by(|one, other| one.0 == other.0) {
            let section = items.first().and_then(|(section, _)| role.sections.get(*section));
            let Some(section) = section.filter(|section| told(section.kind)) else { continue };
            let place = super::levels::section_key(section);
            // A text that stands alone ("Rarely", "Basic") is what the level has to say, not the name of a competency.
            let alone = items.len() == 1;
            for (_, item) in items.iter().filter(|(_, item)| !alone || item.label.is_some()) {
                let (name, span) = match &item.label {
                    Some(label) => (label.value.as_str(), label.span),
                    None => (item.text.plain.as_str(), item.span),
                };
                // Words for sure: with them alone, most texts are too long for a name.
                let is_word = |word: &&str| word.bytes().any(|byte| byte.is_ascii_alphanumeric());
                if name.split_whitespace().filter(is_word).nth(max_words).is_some() {
                    continue;
                }
                let words = plain_words(name);
                if !words.is_empty() && words.len() <= max_words {
                    named.entry((place.clone(), words.join(" "))).or_insert((span, name.trim().to_owned()));
                }
            }
        }
        named
    };
    graph.rungs.iter().enumerate().map(of_rung).collect()
}

/// Pairs of steps: a level, the next one, and the one after it.
fn triples(graph: &Graph<'_>) -> Vec<(usize, usize, usize)> {
    let mut above: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for step in &graph.steps {
        above.entry(step.lower).or_default().push(step.upper);
    }
    let mut triples = vec![];
    for step in &graph.steps {
        for &top in above.get(&step.upper).into_iter().flatten().filter(|&&top| top != step.lower) {
            triples.push((step.lower, step.upper, top));
        }
    }
    triples
}

/// Names that have this share of their words in common name one competency.
const SAME_NAME: f64 = 0.7;

/// The sections in which texts are names: several levels use most of them. Elsewhere a text that comes
/// back is a coincidence.
fn shared_names(levels: [&Named; 3]) -> BTreeSet<String> {
    let mut count: BTreeMap<&(String, String), usize> = BTreeMap::new();
    for key in levels.into_iter().flat_map(BTreeMap::keys) {
        *count.entry(key).or_default() += 1;
    }
    let mut sections: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((section, _), times) in count {
        let entry = sections.entry(section).or_default();
        entry.0 += 1;
        entry.1 += usize::from(times > 1);
    }
    let often = sections.into_iter().filter(|(_, (all, shared))| shared * 3 >= *all);
    often.map(|(section, _)| section.to_owned()).collect()
}

fn is_cumulative(framework: &Framework, rung: Option<&Rung<'_>>) -> bool {
    framework.cumulative
        || rung.and_then(|rung| framework.roles.get(rung.role)).is_some_and(|role| role.cumulative)
}

impl FrameworkCheck for CompetencyGap {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let named = named(framework, graph, self.max_words);
        let mut told: BTreeSet<Span> = BTreeSet::new();
        for (low, middle, top) in triples(graph) {
            if is_cumulative(framework, graph.rungs.get(middle)) {
                continue;
            }
            let (Some(below), Some(between), Some(above)) =
                (named.get(low), named.get(middle), named.get(top))
            else {
                continue;
            };
            let names = shared_names([below, between, above]);
            // A level that names nothing in this way is told in another way.
            let in_section = |key: &str| between.keys().any(|(section, _)| section == key);
            for (key, (place, name)) in above {
                let Some((first, _)) = below.get(key) else { continue };
                if !names.contains(&key.0) || !in_section(&key.0) || told.contains(place) {
                    continue;
                }
                // Another spelling of the name is the same competency.
                let words: Vec<&str> = key.1.split(' ').collect();
                let same = |name: &str| likeness(&words, &name.split(' ').collect::<Vec<_>>()) >= SAME_NAME;
                if between.keys().any(|(_, name)| same(name)) {
                    continue;
                }
                told.insert(*place);
                let name_of = |rung: usize| graph.rungs.get(rung).map_or("", |rung| rung.name.as_str());
                cx.report(
                    *place,
                    format!(
                        "“{name}” is expected of “{}” and of “{}”, but not of “{}” between them.",
                        name_of(low),
                        name_of(top),
                        name_of(middle)
                    ),
                )
                .help(
                    "Nobody drops a skill for one level. Name it at the level between, or say that levels include what \
                     is below them (`framework: cumulative: true`).",
                )
                .related(*first, format!("at “{}”", name_of(low)))
                .related(graph.rungs.get(middle).map_or(*place, |rung| rung.place), "the level between");
            }
        }
    }
}

impl FrameworkCheck for DroppedCompetency {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let named = named(framework, graph, self.max_words);
        for step in &graph.steps {
            if is_cumulative(framework, graph.rungs.get(step.upper)) {
                continue;
            }
            let (Some(below), Some(above)) = (named.get(step.lower), named.get(step.upper)) else { continue };
            for ((section, key), (place, name)) in below {
                let speaks = above.keys().any(|(other, _)| other == section);
                let known = above.keys().any(|(_, other)| other == key);
                if !speaks || known {
                    continue;
                }
                let name_of = |rung: usize| graph.rungs.get(rung).map_or("", |rung| rung.name.as_str());
                cx.report(
                    *place,
                    format!("“{name}” is expected of “{}”, but not of “{}”, the next level.", name_of(step.lower), name_of(step.upper)),
                )
                .help(
                    "Readers cannot know whether it is taken for granted from then on or no longer expected. Repeat it, \
                     or say that levels include what is below them.",
                );
            }
        }
    }
}
