//! Levels that differ in nothing but the order or a word of decoration.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::levels::{self, section_key, section_name};
use crate::model::{Framework, Graph, MOST_LEVELS, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Span, are_alike, changes, plain_words};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearIdenticalLevels {
    /// Texts must have this share of their words in common.
    threshold: f64,
    /// Shorter texts may well be similar.
    min_words: usize,
    /// Words that make nothing wider, harder or more independent.
    filler_words: Vec<String>,
    /// A list of at least this many items that are all taken from the level below adds nothing.
    min_items: usize,
}

/// One level in one section.
struct Said<'f> {
    body: Span,
    words: Vec<Cow<'f, str>>,
    /// Its items, as written.
    items: Vec<&'f str>,
}

impl FrameworkCheck for NearIdenticalLevels {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        // Only of roles with levels.
        let mut blocks: BTreeMap<usize, levels::Blocks> = BTreeMap::new();
        for node in &graph.rungs {
            if let Some(role) = framework.roles.get(node.role) {
                blocks.entry(node.role).or_insert_with(|| levels::Blocks::new(role));
            }
        }
        let said = said(framework, graph, &blocks);
        for step in &graph.steps {
            let (Some(below), Some(above)) = (said.get(step.lower), said.get(step.upper)) else { continue };
            let (Some(from), Some(to)) = (graph.rungs.get(step.lower), graph.rungs.get(step.upper)) else {
                continue;
            };
            if from.foreign || to.foreign {
                continue;
            }
            for (key, upper) in above {
                let Some(lower) = below.get(key).filter(|lower| lower.words != upper.words) else { continue };
                // Only for what is told: a role may have thousands of sections.
                let place = || place(framework, to.role, key);
                let group = format!("{}:{}:{key}:{}:{}", cx.rule.id, framework.root, from.short, to.short);
                if let Some(how) = self.decoration(lower, upper) {
                    let place = place();
                    let message =
                        format!("“{}” and “{}” say nearly the same in {place}: {how}.", from.name, to.name);
                    cx.report(upper.body, message)
                        .help(
                            "A word of decoration is no difference between two levels. Say at the higher level what is \
                             new there: a wider reach, more independence, harder problems.",
                        )
                        .related(lower.body, format!("the text of “{}”", from.name))
                        .group(group, format!("{place} of “{}” is nearly that of “{}”", to.short, from.short));
                } else if self.is_part(framework, to.role, lower, upper)
                    && is_copied(cx, lower.body, upper.body)
                {
                    let place = place();
                    let message = format!(
                        "“{}” says in {place} only what “{}”, the level below, says as well.",
                        to.name, from.name
                    );
                    cx.report(upper.body, message)
                        .help(
                            "The higher level asks for less than the lower one, and for nothing new. Say what is new \
                             there, or say that all of the level below still counts.",
                        )
                        .related(lower.body, format!("the text of “{}”", from.name))
                        .group(group, format!("{place} of “{}” is part of that of “{}”", to.short, from.short));
                }
            }
        }
    }
}

impl NearIdenticalLevels {
    /// In which words two texts differ, if these words mean nothing.
    fn decoration(&self, lower: &Said<'_>, upper: &Said<'_>) -> Option<String> {
        let long = lower.words.len() >= self.min_words && upper.words.len() >= self.min_words;
        if !long || !are_alike(&lower.words, &upper.words, self.threshold) {
            return None;
        }
        let mut count: HashMap<&str, i32> = HashMap::new();
        for word in &lower.words {
            *count.entry(word).or_default() += 1;
        }
        for word in &upper.words {
            *count.entry(word).or_default() -= 1;
        }
        let different: BTreeSet<&str> =
            count.iter().filter(|(_, n)| **n != 0).map(|(word, _)| *word).collect();
        if different.is_empty() {
            return Some("only the order differs".into());
        }
        let filler = |word: &str| self.filler_words.iter().any(|filler| filler == word);
        if !different.iter().all(|word| filler(word)) {
            return None;
        }
        let changed = changes(&lower.words.join(" "), &upper.words.join(" "));
        let told: Vec<String> = changed
            .iter()
            .take(2)
            .map(|change| match (change.from.as_str(), change.to.as_str()) {
                ("", to) => format!("“{to}” is added"),
                (from, "") => format!("“{from}” is left out"),
                (from, to) => format!("“{to}” stands for “{from}”"),
            })
            .collect();
        Some(told.join(" and "))
    }

    /// Every item of the higher level is one of the lower level.
    fn is_part(&self, framework: &Framework, role: usize, lower: &Said<'_>, upper: &Said<'_>) -> bool {
        let cumulative =
            framework.cumulative || framework.roles.get(role).is_some_and(|role| role.cumulative);
        let may = !cumulative
            && upper.items.len() >= self.min_items
            && upper.words.len() >= self.min_words
            && upper.items.len() < lower.items.len();
        may && {
            let known: BTreeSet<_> = lower.items.iter().map(|item| plain_words(item)).collect();
            upper.items.iter().all(|item| known.contains(&plain_words(item)))
        }
    }
}

/// Every word of the file's own text stands in the other one as well: what is not an item counts too.
fn is_copied(cx: &Context<'_>, lower: Span, upper: Span) -> bool {
    let words = |span: Span| plain_words(cx.files().get(span.file).slice(span));
    let mut count: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for word in words(lower) {
        *count.entry(word).or_default() += 1;
    }
    words(upper).iter().all(|word| match count.get_mut(word) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    })
}

/// What each rung says, by section.
fn said<'f>(
    framework: &'f Framework,
    graph: &Graph<'_>,
    blocks: &'f BTreeMap<usize, levels::Blocks>,
) -> Vec<BTreeMap<String, Said<'f>>> {
    let mut said: Vec<BTreeMap<String, Said<'f>>> = graph.rungs.iter().map(|_| BTreeMap::new()).collect();
    let mut of_role: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (rung, node) in graph.rungs.iter().enumerate() {
        of_role.entry(node.role).or_default().push(rung);
    }
    let all = levels::expectations_by_level(framework);
    for (at, rungs) in of_role {
        let (Some(role), Some(all), Some(blocks)) = (framework.roles.get(at), all.get(at), blocks.get(&at))
        else {
            continue;
        };
        let keys = levels::by_key(role);
        // As with the blocks: what is said to all of many levels is not read once for each.
        let shared = role.levels.len() <= MOST_LEVELS;
        for rung in rungs {
            let Some(level) = graph.rungs.get(rung).map(|node| node.level) else { continue };
            let mut items: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
            for (section, item) in all.of(level, shared) {
                items.entry(section).or_default().push(item.text.plain.as_str());
            }
            for block in blocks.at(level) {
                let Some(section) = role.sections.get(block.section) else { continue };
                let key = section_key(section);
                if !levels::must_differ(section.kind, &block.words) || keys.get(&key) != Some(&block.section)
                {
                    continue;
                }
                let items = items.remove(&block.section).unwrap_or_default();
                let words = plain_words(&block.words);
                if let Some(said) = said.get_mut(rung) {
                    said.insert(key, Said { body: block.body, words, items });
                }
            }
        }
    }
    said
}

fn place(framework: &Framework, role: usize, key: &str) -> String {
    let role: Option<&Role> = framework.roles.get(role);
    let section = role.and_then(|role| levels::by_key(role).get(key).copied());
    role.zip(section).map_or_else(|| "this part".to_owned(), |(role, section)| section_name(role, section))
}
