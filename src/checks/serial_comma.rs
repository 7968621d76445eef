//! Commas in lists inside sentences: one that is missing between the first items, and one before "and" that
//! stands in some lists and not in others.

use std::ops::Range;

use serde::Deserialize;

use super::sentences::sentences;
use super::slips::{english_texts, is_said};
use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{VerbForm, Word, conjugate, is_surely, one_of, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SerialComma {
    style: Style,
    /// So many lists make a habit.
    min_lists: usize,
    /// This share of them has to agree.
    majority: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    /// As the page does it mostly, and one way within a sentence.
    Majority,
    Always,
    Never,
}

/// A list of three or more things in a sentence.
struct Listing<'d> {
    text: &'d Text,
    sentence: Range<usize>,
    /// From the last comma-separated item to "and" with what follows.
    shown: Range<usize>,
    /// Between the last item before "and" and that word: ", " or " ".
    gap: Range<usize>,
    comma: bool,
}

impl DocumentCheck for SerialComma {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut all: Vec<Listing<'_>> = vec![];
        for text in english_texts(subject, &subject.words().all()) {
            for sentence in sentences(&text.plain) {
                let found: Vec<Word<'_>> = words(text.plain.get(sentence.clone()).unwrap_or("")).collect();
                missing(text, &sentence, &found, cx);
                all.extend(listings(text, &sentence, &found));
            }
        }
        let habit = self.habit(&all);
        let mut opened: Option<&Listing<'_>> = None;
        for listing in &all {
            let same = |first: &&Listing<'_>| {
                std::ptr::eq(first.text, listing.text) && first.sentence == listing.sentence
            };
            let first = *opened.insert(opened.filter(same).unwrap_or(listing));
            let (wanted, why) = match habit {
                Some(habit) if self.style == Style::Majority => (habit, "as in most lists of this page"),
                Some(habit) => (habit, "as the configuration asks"),
                None => (first.comma, "as in the first list of this sentence"),
            };
            if wanted != listing.comma {
                report(listing, wanted, why, cx);
            }
        }
    }
}

impl SerialComma {
    /// Whether there is a comma before "and", if that is sure.
    fn habit(&self, all: &[Listing<'_>]) -> Option<bool> {
        match self.style {
            Style::Always => return Some(true),
            Style::Never => return Some(false),
            Style::Majority => {}
        }
        let with = all.iter().filter(|listing| listing.comma).count();
        #[allow(clippy::cast_precision_loss)]
        let enough = |count: usize| count as f64 >= self.majority * all.len() as f64;
        match all.len() >= self.min_lists {
            true if enough(with) => Some(true),
            true if enough(all.len() - with) => Some(false),
            _ => None,
        }
    }
}

fn report(listing: &Listing<'_>, wanted: bool, why: &str, cx: &mut Context<'_>) {
    let shown = quoted(listing.text.plain.get(listing.shown.clone()).unwrap_or(""));
    let message = match wanted {
        true => format!("There is no comma before the last item of {shown}, {why}."),
        false => format!("There is a comma before the last item of {shown}, unlike {}.", unlike(why)),
    };
    let finding = cx.report(listing.text.locate(listing.shown.clone()).span, message);
    finding.help(match wanted {
        true => "With the comma nobody takes the last two items for one. Write all lists in one way.",
        false => "Both ways are right; one page keeps to one of them.",
    });
    let gap = listing.text.locate(listing.gap.clone());
    if gap.exact {
        let title = if wanted { "Add the comma" } else { "Delete the comma" };
        finding.fix(Fix::risky(title, gap.span, if wanted { ", " } else { " " }));
    }
}

/// "As in most lists of this page": what the place is unlike.
fn unlike(why: &str) -> &str {
    match why.strip_prefix("as in ") {
        Some(lists) => lists,
        None => "what the configuration asks",
    }
}

/// "Solicits synthesizes, and delivers": two verbs of one form side by side, and a third behind a comma.
fn missing(text: &Text, sentence: &Range<usize>, all: &[Word<'_>], cx: &mut Context<'_>) {
    let plain = text.plain.get(sentence.clone()).unwrap_or("");
    let gap = |a: &Word<'_>, b: &Word<'_>| plain.get(a.range.end..b.range.start).unwrap_or("");
    for four in all.windows(4) {
        let [first, second, and, third] = four else { continue };
        let form = [VerbForm::ThirdPerson, VerbForm::Gerund].into_iter().find(|form| {
            [first, second, third].iter().all(|word| is_surely(&word.word.to_lowercase(), *form))
        });
        let listed = gap(first, second) == " "
            && gap(second, and) == ", "
            && matches!(and.word, "and" | "or")
            && gap(and, third) == " ";
        if form.is_none() || !listed {
            continue;
        }
        let range = sentence.start + first.range.start..sentence.start + second.range.end;
        if !is_said(text, &range) {
            continue;
        }
        let bad = text.plain.get(range.clone()).unwrap_or("");
        let finding = cx.report(
            text.locate(range).span,
            format!("A comma is missing between the two words of {}.", quoted(bad)),
        );
        finding.help(format!("They melt together. Write “{}, {}”.", first.word, second.word));
        let blank = sentence.start + first.range.end..sentence.start + second.range.start;
        let place = text.locate(blank);
        if place.exact {
            finding.fix(Fix::risky("Add the comma", place.span, ", "));
        }
    }
}

/// Words with which a part of a sentence begins that is no item.
const NO_ITEM: &str = "if when while where as since because although though before after until unless once whether \
    which that who whose in on at for with by from to but so then however therefore also we they you it he she i this \
    these those there is are was were be can will may must should would";

/// Lists of short items: "plans, builds, and runs", "tools, methods and teams".
fn listings<'d>(text: &'d Text, sentence: &Range<usize>, all: &[Word<'_>]) -> Vec<Listing<'d>> {
    const LONGEST_ITEM: usize = 3;
    let plain = text.plain.get(sentence.clone()).unwrap_or("");
    let between = |a: usize, b: usize| {
        let (a, b) = (all.get(a)?, all.get(b)?);
        plain.get(a.range.end..b.range.start)
    };
    let mut found = vec![];
    for (and, word) in all.iter().enumerate().filter(|(_, word)| matches!(word.word, "and" | "or")) {
        let Some(last) = and.checked_sub(1) else { continue };
        let comma = match between(last, and) {
            Some(", ") => true,
            Some(" ") => false,
            _ => continue,
        };
        let Some(next) = all.get(and + 1).filter(|_| between(and, and + 1) == Some(" ")) else { continue };
        // The item before "and", back to the comma in front of it.
        let Some(start) = item_start(last, LONGEST_ITEM, &between) else { continue };
        let Some(before) = start.checked_sub(1).filter(|before| between(*before, start) == Some(", ")) else {
            continue;
        };
        let items = [start, and + 1].map(|at| all.get(at).map_or("", |word| word.word));
        let no_item = |word: &str| one_of(&word.to_lowercase(), NO_ITEM);
        // "As needed, plan and review": what stands before the comma may be no item unless it is one of
        // several, or has the form of the others.
        let has = |word: &str, form: VerbForm| {
            let lower = word.to_lowercase();
            conjugate(&lower, form).as_deref() == Some(lower.as_str())
        };
        let several = item_start(before, LONGEST_ITEM, &between)
            .and_then(|start| start.checked_sub(1).filter(|at| between(*at, start) == Some(", ")))
            .is_some();
        let first = all.get(before).map_or("", |word| word.word);
        let alike = before == 0
            && [VerbForm::ThirdPerson, VerbForm::Gerund, VerbForm::Imperative]
                .into_iter()
                .any(|form| has(first, form) && items.iter().all(|word| has(word, form)));
        let joined =
            all.get(start..=last).unwrap_or_default().iter().any(|word| matches!(word.word, "and" | "or"));
        if joined || items.iter().chain([&first]).any(|word| no_item(word)) || !(several || alike) {
            continue;
        }
        let (from, to) = (all.get(start).map_or(0, |word| word.range.start), next.range.end);
        let base = sentence.start;
        let end = all.get(last).map_or(0, |word| word.range.end);
        found.push(Listing {
            text,
            sentence: sentence.clone(),
            shown: base + from..base + to,
            gap: base + end..base + word.range.start,
            comma,
        });
    }
    found
}

/// The first word of the item that ends with word `last`, if it has at most `most` words.
fn item_start<'p>(
    last: usize,
    most: usize,
    between: &impl Fn(usize, usize) -> Option<&'p str>,
) -> Option<usize> {
    let mut start = last;
    for _ in 0..most {
        let Some(before) = start.checked_sub(1) else { return Some(start) };
        match between(before, start) {
            Some(" ") => start = before,
            Some(", ") => return Some(start),
            _ => return None,
        }
    }
    None
}
