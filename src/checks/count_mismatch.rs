//! "Four sections:" before a list of five.

use serde::Deserialize;

use super::sentences::sentences;
use super::wording::quoted;
use crate::language::Lang;
use crate::model::{Level, Role, is_leading};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Node, Text, Value, Visit};
use crate::text::Span;

/// The check has no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountMismatch {}

const NUMBERS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

impl DocumentCheck for CountMismatch {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let front = subject.doc.front.as_ref().and_then(|front| front.node.as_ref());
        let levels = front.and_then(|node| levels(node, cx));
        if subject.language != Lang::English {
            return;
        }
        before_lists(subject.doc.blocks(), cx);
        let Some((levels, place)) = levels.or_else(|| ladder(subject.roles)) else { return };
        subject.doc.visit(&mut |visit| {
            let (Visit::Paragraph(_) | Visit::Item(_), Some(text)) = (visit, visit.text()) else { return };
            for (range, count) in stated(&text.plain, &["levels"]) {
                let before = text.plain.get(..range.start).unwrap_or("").trim_end().to_lowercase();
                // "Six levels" elsewhere may be those of another ladder, or some of them.
                let all = ["into", "in", "has", "have", "are", "the"]
                    .iter()
                    .any(|word| before.ends_with(&format!(" {word}")));
                // "the two levels above", "in two levels of the building"
                let after = text.plain.get(range.end..).unwrap_or("").trim_start().to_lowercase();
                let some = [
                    "above", "below", "apart", "up", "down", "higher", "lower", "beneath", "deep", "between",
                ]
                .iter()
                .any(|word| after.starts_with(word));
                let all = all && !some;
                if all && count != levels && count > 1 {
                    let shown = quoted(text.plain.get(range.clone()).unwrap_or(""));
                    cx.report(
                        text.locate(range).span,
                        format!("{shown} are promised, but this page has {levels}."),
                    )
                    .help("One of the two is out of date. Write the number that is right.")
                    .related(place, "the levels of this page");
                }
            }
        });
    }
}

/// The number of levels of the only ladder of a page, if all of them stand on one track, and the first of them.
fn ladder(roles: &[Role]) -> Option<(usize, Span)> {
    let [role] = roles else { return None };
    let own = || role.levels.iter().filter(|level| !level.mirror && level.occurrence == 1);
    let first = own().next()?;
    let leads = is_leading(&first.label.value);
    let letters = |level: &Level| {
        level.code.as_ref().map(|code| code.trim_end_matches(|c: char| !c.is_alphabetic()).to_owned())
    };
    let one_track = own().all(|level| {
        letters(level) == letters(first) && (level.code.is_some() || is_leading(&level.label.value) == leads)
    });
    (one_track && own().count() > 2).then(|| (own().count(), first.label.span))
}

/// The number of levels that the topics in the settings have; reports a `levels:` that differs.
fn levels(front: &Node, cx: &mut Context<'_>) -> Option<(usize, Span)> {
    let stated = front.get("levels")?;
    let topics = front.entries().iter().find_map(|entry| {
        let content = entry
            .value
            .items()
            .first()?
            .entries()
            .iter()
            .find(|inner| inner.value.items().iter().any(|item| item.get("level").is_some()))?;
        Some((&entry.value, content.key.value.as_str()))
    })?;
    let highest = topics
        .0
        .items()
        .iter()
        .filter_map(|topic| topic.get(topics.1))
        .flat_map(Node::items)
        .filter_map(|item| number(item.get("level")?))
        .max()?;
    if let Some(count) = number(stated)
        && count != highest
    {
        cx.report(stated.span, format!("`levels` says {count}, but the highest level below is {highest}."))
            .help("The page shows too many or too few columns. Write the number of levels that there are.");
    }
    Some((highest, stated.span))
}

fn number(node: &Node) -> Option<usize> {
    match &node.value {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
        _ => node.as_str()?.trim().parse().ok(),
    }
}

/// Paragraphs that end in a colon and the lists after them.
fn before_lists(blocks: &[Block], cx: &mut Context<'_>) {
    for pair in blocks.windows(2) {
        let [Block::Paragraph(paragraph), Block::List(list)] = pair else { continue };
        report_list(&paragraph.text, list.items.len(), list.span, cx);
    }
}

fn report_list(text: &Text, items: usize, list: Span, cx: &mut Context<'_>) {
    let plain = text.plain.trim_end();
    let Some(last) = sentences(&text.plain).last().filter(|_| plain.ends_with(':')) else { return };
    let sentence = text.plain.get(last.clone()).unwrap_or("");
    let all = stated(sentence, &[]);
    let [(range, count)] = all.as_slice() else { return };
    // "at least three of these", "these 2 documents describe:" count something else.
    let before = sentence.get(..range.start).unwrap_or("").to_lowercase();
    let partly =
        ["at least", "at most", "up to", "one of", "more than", "these", "than", "about", "over", "of the"]
            .iter()
            .chain(&[" or", " to", "between"])
            .any(|words| before.trim_end().ends_with(words));
    let near = sentence.get(range.end..).is_some_and(|rest| rest.split_whitespace().count() <= 6);
    if partly || !near || *count < 2 || *count == items {
        return;
    }
    let shown = quoted(sentence.get(range.clone()).unwrap_or(""));
    cx.report(
        text.locate(last.start + range.start..last.start + range.end).span,
        format!("{shown} are promised, but the list below has {items}."),
    )
    .help("One of the two is out of date. Write the number that is right, or leave it out.")
    .related(list, "the list");
}

/// "four main sections": numbers with a plural noun at most two words behind, one of `nouns` if there are
/// any. Units of time and money are no items of a list.
fn stated(plain: &str, nouns: &[&str]) -> Vec<(std::ops::Range<usize>, usize)> {
    const NO_ITEMS: &[&str] = &[
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "times",
        "people",
        "percent",
        "dollars",
        "steps",
        "reports",
        "engineers",
        "teams",
        "members",
        "points",
        "words",
        "pages",
        "sentences",
    ];
    let mut words: Vec<(usize, &str)> = vec![];
    let mut at = 0;
    for word in plain.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’' || c == '\'')) {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len()
            + plain.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    let mut found = vec![];
    for (index, (start, word)) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let small = |text: &str| text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
        let count = NUMBERS
            .iter()
            .position(|name| *name == lower)
            .or_else(|| lower.parse().ok().filter(|_| small(&lower)));
        let Some(count) = count else { continue };
        let mut end = start + word.len();
        for (at, next) in words.iter().skip(index + 1).take(3) {
            // Only blanks may lie between.
            if plain.get(end..*at).is_none_or(|gap| !gap.trim().is_empty()) {
                break;
            }
            end = at + next.len();
            let noun = next.to_lowercase();
            // "3 or more challenges"
            if noun == "or" {
                break;
            }
            let plural = noun.ends_with('s') && !noun.ends_with("ss") && noun.len() > 3;
            if plural {
                if !NO_ITEMS.contains(&noun.as_str()) && (nouns.is_empty() || nouns.contains(&noun.as_str()))
                {
                    found.push((*start..end, count));
                }
                break;
            }
        }
    }
    found
}
