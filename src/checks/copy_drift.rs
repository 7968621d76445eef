//! Copies of a level's text on other pages that no longer say what the level's own page says.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::levels::{self, Block, difference, section_key, section_name};
use crate::diag::Fix;
use crate::model::{Framework, Graph, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{likeness, plain_words};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyDrift {
    /// Texts that have less in common are a summary, not a copy.
    similarity: f64,
    /// Where this share of all copies agree, every text beside them is meant to be a copy.
    practice: f64,
}

/// A text and the text that it should repeat.
struct Pair<'f> {
    page: usize,
    role: &'f Role,
    owner: &'f Role,
    label: &'f str,
    copy: Block,
    original: Block,
    likeness: f64,
}

/// From fewer copies nothing can be said about how a page is kept.
const ENOUGH: usize = 3;

impl FrameworkCheck for CopyDrift {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let pairs = pairs(framework);
        // Whether a page copies its neighbor's text, or tells it in its own words.
        let mut kept: BTreeMap<(usize, &str), (usize, usize)> = BTreeMap::new();
        for pair in &pairs {
            let count = kept.entry((pair.page, pair.label)).or_default();
            count.0 += 1;
            count.1 += usize::from(pair.likeness >= self.similarity);
        }
        let mut found: BTreeMap<(usize, &str), Vec<&Pair<'_>>> = BTreeMap::new();
        for pair in &pairs {
            let (all, alike) = kept.get(&(pair.page, pair.label)).copied().unwrap_or_default();
            #[allow(clippy::cast_precision_loss)]
            let copies = all >= ENOUGH && alike as f64 >= all as f64 * self.practice;
            let differs = plain_words(&pair.copy.words) != plain_words(&pair.original.words);
            if differs && (copies || pair.likeness >= self.similarity) {
                found.entry((pair.page, pair.label)).or_default().push(pair);
            }
        }
        for ((page, label), pairs) in found {
            let path = framework.roles.get(page).map_or("", |role| cx.files().get(role.file).path.as_str());
            let group = format!("{}:{path}:{label}", cx.rule.id);
            let count =
                if pairs.len() == 1 { "one section".to_owned() } else { format!("{} sections", pairs.len()) };
            let summary = format!("What {path} says about “{label}” differs from its own page in {count}.");
            for pair in pairs {
                report(pair, cx, &group, &summary);
            }
        }
    }
}

/// Every text of a neighbor with the text of its own page.
fn pairs(framework: &Framework) -> Vec<Pair<'_>> {
    let graph = Graph::new(framework);
    let mut pairs = vec![];
    let mut known: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    for (page, role) in levels::pages(framework) {
        for (index, level) in role.levels.iter().enumerate().filter(|(_, level)| level.mirror) {
            let label = level.label.value.as_str();
            let Some(owner_at) = graph.page(label).filter(|&owner| owner != page && level.occurrence == 1)
            else {
                continue;
            };
            let (Some(owner), [own]) = (framework.roles.get(owner_at), graph.own(owner_at)) else { continue };
            let own_level = graph.rungs.get(*own).and_then(|rung| rung.level);
            let originals = known.entry(owner_at).or_insert_with(|| levels::of_level(owner, own_level));
            let keys = levels::by_key(owner);
            for copy in levels::of_level(role, Some(index)) {
                let Some(section) = role.sections.get(copy.section) else { continue };
                let there = keys.get(&section_key(section)).copied().or_else(|| {
                    levels::by_kind(role, section.kind).and_then(|_| levels::by_kind(owner, section.kind))
                });
                let Some(original) = originals.iter().find(|block| Some(block.section) == there) else {
                    continue;
                };
                let likeness = likeness(&plain_words(&copy.words), &plain_words(&original.words));
                pairs.push(Pair { page, role, owner, label, copy, original: original.clone(), likeness });
            }
        }
    }
    pairs
}

fn report(pair: &Pair<'_>, cx: &mut Context<'_>, group: &str, summary: &str) {
    let files = cx.files();
    let here = files.get(pair.copy.body.file).slice(pair.copy.body);
    let there = files.get(pair.original.body.file).slice(pair.original.body);
    let told = difference(here, there).map_or_else(String::new, |told| format!(": {told}"));
    let place = section_name(pair.role, pair.copy.section);
    let message = format!(
        "What this page says about “{}” in {place} differs from the page of that level{told}.",
        pair.label
    );
    let fix = (!there.is_empty() && (here.contains('\n') || !there.contains('\n')))
        .then(|| Fix::risky("Take the text of the level's own page", pair.copy.body, there));
    let finding = cx.report(pair.copy.body, message);
    finding
        .help(
            "There are two official texts of one level now, and people are judged by whichever page was open. Decide \
             which one counts and write it in both places, or leave the copy out and link to the page.",
        )
        .related(pair.original.body, format!("what the page of “{}” says", pair.owner.name()))
        .group(group, summary);
    finding.fixes.extend(fix);
}
