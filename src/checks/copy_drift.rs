//! Copies of a level's text on other pages that no longer say what the level's own page says.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::levels::{self, Block, Blocks, difference, section_key, section_name};
use crate::diag::Fix;
use crate::model::{Framework, Graph, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{SourceFile, Span, likeness, plain_words};

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
        let Some(graph) = cx.graph() else { return };
        let pairs = pairs(framework, graph);
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
fn pairs<'f>(framework: &'f Framework, graph: &Graph<'_>) -> Vec<Pair<'f>> {
    let mut pairs = vec![];
    let mut known: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    for (page, role) in levels::pages(framework) {
        let blocks = Blocks::new(role);
        for (index, level) in role.levels.iter().enumerate().filter(|(_, level)| level.mirror) {
            let label = level.label.value.as_str();
            let Some(owner_at) = graph.page(label).filter(|&owner| owner != page && level.occurrence == 1)
            else {
                continue;
            };
            let (Some(owner), [own]) = (framework.roles.get(owner_at), graph.own(owner_at)) else { continue };
            let own_level = graph.rungs.get(*own).and_then(|rung| rung.level);
            let originals = known
                .entry(owner_at)
                .or_insert_with(|| Blocks::new(owner).at(own_level).into_iter().cloned().collect());
            let keys = levels::by_key(owner);
            for copy in blocks.at(Some(index)).into_iter().cloned() {
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
    let far =
        folder(&files.get(pair.copy.body.file).path) != folder(&files.get(pair.original.body.file).path);
    let fix = fitted(
        here,
        there,
        column(files.get(pair.copy.body.file), pair.copy.body),
        column(files.get(pair.original.body.file), pair.original.body),
    )
    .filter(|_| !(far && has_relative_link(there)))
    .map(|text| Fix::risky("Take the text of the level's own page", pair.copy.body, tidied(&text)));
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

/// Without a second full stop at the ends of lines: a slip of the one page is not brought into the other.
fn tidied(text: &str) -> String {
    let tidy = |line: &str| match line.trim_end().strip_suffix(". .") {
        Some(rest) => format!("{rest}."),
        None => line.to_owned(),
    };
    text.split('\n').map(tidy).collect::<Vec<_>>().join("\n")
}

/// The text `there` in the form of `here`, whose first lines begin in these columns: bold as a whole or not, and
/// indented as deep. `None` where the two forms differ too much to be exchanged.
fn fitted(here: &str, there: &str, column_here: usize, column_there: usize) -> Option<String> {
    if there.is_empty() || (there.contains('\n') && !here.contains('\n')) {
        return None;
    }
    let text = match (emphasis(here), emphasis(there)) {
        ("", "") => there.to_owned(),
        (own, theirs) if own == theirs => there.to_owned(),
        ("", theirs) => bare(there, theirs).to_owned(),
        (own, theirs) => format!("{own}{}{own}", bare(there, theirs)),
    };
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or("").to_owned();
    for line in lines {
        out.push('\n');
        if line.trim().is_empty() {
            continue;
        }
        let depth = line.len() - line.trim_start_matches(' ').len();
        if column_here >= column_there {
            out.push_str(&" ".repeat(column_here - column_there));
            out.push_str(line);
        } else {
            out.push_str(line.get(depth.min(column_there - column_here)..).unwrap_or(line));
        }
    }
    Some(out)
}

/// Bytes before a place in its line, if they are blanks only.
fn column(file: &SourceFile, place: Span) -> usize {
    let line = file.line_range(file.line_of(place.start));
    let before = file.text.get(line.start..place.start as usize).unwrap_or("");
    if before.chars().all(|c| c == ' ') { before.len() } else { 0 }
}

/// The signs that make a whole text bold or slanted.
fn emphasis(text: &str) -> &'static str {
    ["**", "__", "*", "_"]
        .into_iter()
        .find(|sign| {
            let inner = text.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
            inner.is_some_and(|inner| {
                !inner.is_empty()
                    && !inner.contains(sign)
                    && !inner.contains('\n')
                    && !inner.starts_with([' ', '*', '_'])
            })
        })
        .unwrap_or("")
}

fn bare<'t>(text: &'t str, sign: &str) -> &'t str {
    text.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign)).unwrap_or(text)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A link that counts from the folder of its page, or from a list at the page's end.
fn has_relative_link(text: &str) -> bool {
    let absolute = |target: &str| {
        let target = target.trim_start_matches(['<', '"', '\'']);
        target.starts_with(['/', '#', '{'])
            || target.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric))
    };
    let inline = text.split("](").skip(1).any(|target| !absolute(target));
    let html = text.split("href=").skip(1).any(|target| !absolute(target));
    inline || html || text.contains("][") || text.contains("[^")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_form_of_the_place_it_goes_to() {
        assert_eq!(fitted("4-6", "**6-8**", 0, 0).as_deref(), Some("6-8"));
        assert_eq!(fitted("**4-6**", "6-8", 0, 0).as_deref(), Some("**6-8**"));
        assert_eq!(fitted("one", "- a\n- b", 0, 0), None, "a list does not go into a line");
        assert_eq!(fitted("- x\n- y", "- a\n  b\n\n- c", 4, 2).as_deref(), Some("- a\n    b\n\n  - c"));
        assert_eq!(fitted("- x\n- y", "- a\r\n- b", 0, 2).as_deref(), Some("- a\n- b"));
    }

    #[test]
    fn a_slip_is_not_brought_along() {
        assert_eq!(tidied("- one. .\n- two.  \n- three"), "- one.\n- two.  \n- three");
    }

    #[test]
    fn links_that_break_elsewhere_are_known() {
        assert!(has_relative_link("see [this](../guide.md)"));
        assert!(has_relative_link("see [this][1]"));
        assert!(!has_relative_link(
            "see [this](https://a.example/b), [that](/roles) or <a href=\"#top\">up</a>"
        ));
    }
}
