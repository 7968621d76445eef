//! Lists in which one duty begins with another form of the verb than the others.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::lists::{Entry, lists};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Lang, Opening, VerbForm, conjugate, form_of, one_of, words};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{MarkKind, Text};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedVerbForm {
    /// Items whose form is known that a list must have.
    min_items: usize,
    /// Share of them that must agree.
    majority: f64,
}

struct Item<'d> {
    text: &'d Text,
    opening: Opening,
}

impl DocumentCheck for MixedVerbForm {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        for list in lists(subject.doc) {
            self.check_list(&list, cx);
        }
    }
}

impl MixedVerbForm {
    /// The items whose form can be read. Where most items begin with a label ("Hiring: Leads …"), what
    /// follows it is read.
    fn read<'d>(&self, list: &[Entry<'d>]) -> Vec<(Item<'d>, VerbForm)> {
        let labels: Vec<Option<usize>> = list.iter().map(|entry| label_end(entry.text)).collect();
        let labelled = labels.iter().flatten().count();
        let bodies = labelled >= self.min_items && labelled * 4 >= list.len() * 3;
        let read = |entry: &Entry<'d>, start: usize| {
            let body = entry.text.plain.get(start..)?;
            // "Does my team …?"
            if body.trim_end().ends_with('?') {
                return None;
            }
            let opening = form_of(body)?.moved(start);
            let unread = opening.form == VerbForm::Ambiguous && !is_doing(entry.text, &opening);
            (!unread && !entry.text.is_code(&opening.word)).then_some(opening)
        };
        let start = |label: &Option<usize>| if bodies { *label } else { Some(0) };
        let openings = list.iter().zip(&labels);
        openings
            .filter_map(|(entry, label)| {
                let opening = read(entry, start(label)?)?;
                let form = opening.form;
                Some((Item { text: entry.text, opening }, form))
            })
            .collect()
    }

    fn check_list(&self, list: &[Entry<'_>], cx: &mut Context<'_>) {
        let mut items = self.read(list);
        let doubtful = settle(&mut items);
        if items.len() < self.min_items {
            return;
        }
        let mut counts: BTreeMap<VerbForm, usize> = BTreeMap::new();
        for (_, form) in &items {
            *counts.entry(*form).or_default() += 1;
        }
        let Some((&form, _)) = counts.iter().max_by_key(|&(_, count)| count) else { return };
        let fitting = items.iter().filter(|(_, other)| other.fits(form)).count();
        #[allow(clippy::cast_precision_loss)]
        let share = fitting as f64 / items.len() as f64;
        if !form.is_verb() || share < self.majority {
            return;
        }
        let Some(model) = items.iter().find(|(_, other)| *other == form) else { return };
        // "Learning tools" beside "Ensuring that …": both are odd, or the list mixes them on purpose.
        let odd = items.iter().any(|(_, other)| *other == VerbForm::Gerund && !other.fits(form));
        #[allow(clippy::cast_precision_loss)]
        let twins = fitting as f64 / (items.len() + doubtful.len()) as f64 >= self.majority;
        if odd && twins {
            doubtful
                .iter()
                .filter(|item| !is_something_else(item))
                .for_each(|item| report(item, &model.0, form, cx));
        }
        for (item, other) in &items {
            if *other == VerbForm::Gerund && !twins && !other.fits(form) {
                continue;
            }
            // Nouns and adjectives among verbs are often meant; another form of a verb never is.
            if form == VerbForm::Imperative && *other == VerbForm::Adjective {
                report_able(item, cx);
            } else if other.is_verb() && !other.fits(form) && !is_something_else(item) {
                report(item, &model.0, form, cx);
            }
        }
    }
}

/// Where the text behind a label begins: "Hiring: …", "**Hiring** – …".
fn label_end(text: &Text) -> Option<usize> {
    const LONGEST: usize = 60;
    let plain = text.plain.as_str();
    let bold = text
        .marks
        .iter()
        .find(|mark| mark.kind == MarkKind::Strong && plain.get(..mark.range.start).is_some_and(is_blank));
    let (end, marked) = match bold {
        Some(mark) => (mark.range.end, true),
        None => (plain.find(':')?, false),
    };
    let label = plain.get(..end)?;
    let rest = plain.get(end..)?;
    let body = rest.trim_start_matches([':', '–', '—', '-', ' ']);
    let set_off = label.trim_end().ends_with(':') || rest.trim_start().starts_with([':', '–', '—', '-']);
    let short = label.len() <= LONGEST && (marked || label.split_whitespace().count() <= 5);
    (short && set_off && rest.len() != body.len() && !body.is_empty()).then(|| plain.len() - body.len())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A word in -ing that is a noun as well, with an object of its own: "Learning tools and methods".
fn is_doing(text: &Text, opening: &Opening) -> bool {
    const NO_OBJECT: &[&str] = &["and", "or", "of", "for", "in", "at", "to", "with", "is", "as", "on"];
    const NOUNS: &[&str] = &["skills", "skill", "experience", "knowledge", "plan", "plans", "process"];
    let word = text.plain.get(opening.word.clone()).unwrap_or("");
    let rest = text.plain.get(opening.word.end..).unwrap_or("");
    let next =
        rest.strip_prefix(' ').and_then(|rest| words(rest).next()).filter(|next| next.range.start == 0);
    word.ends_with("ing")
        && opening.form == VerbForm::Ambiguous
        && next.is_some_and(|next| !NO_OBJECT.contains(&next.word) && !NOUNS.contains(&next.word))
}

/// What "Learning tools" is depends on its neighbors: among verbs in -ing it is one. Takes the items that
/// stay doubtful out of the list.
fn settle<'d>(items: &mut Vec<(Item<'d>, VerbForm)>) -> Vec<Item<'d>> {
    let count = |items: &[(Item<'_>, VerbForm)], form: VerbForm| {
        items.iter().filter(|(_, other)| *other == form).count()
    };
    let sure = items.len() - count(items, VerbForm::Ambiguous);
    let gerunds = count(items, VerbForm::Gerund);
    if gerunds >= 2 && gerunds * 2 > sure {
        for (_, form) in items.iter_mut().filter(|(_, form)| *form == VerbForm::Ambiguous) {
            *form = VerbForm::Gerund;
        }
    }
    let (doubtful, rest) = items.drain(..).partition(|(_, form)| *form == VerbForm::Ambiguous);
    *items = rest;
    let doubtful: Vec<(Item<'d>, VerbForm)> = doubtful;
    doubtful.into_iter().map(|(item, _)| item).collect()
}

/// "Able to work" among orders: nobody says "Work, support, able to work".
fn report_able(item: &Item<'_>, cx: &mut Context<'_>) {
    let plain = item.text.plain.as_str();
    let start = item.opening.word.start;
    let phrase = plain.get(start..).unwrap_or("");
    let Some(verb) = ["Able to ", "Be able to "].iter().find_map(|head| phrase.strip_prefix(head)) else {
        return;
    };
    let word = verb.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let range = start..plain.len() - verb.len() + word.len();
    let place = item.text.locate(range.clone());
    let shown = quoted(plain.get(range).unwrap_or(""));
    let finding =
        cx.report(place.span, format!("{shown} does not go with the other items, which say what to do."));
    let Some(good) =
        conjugate(&capitalized(word), VerbForm::Imperative).filter(|good| good.eq_ignore_ascii_case(word))
    else {
        finding.help("Begin with the verb, as the others do: then it says what one sees.");
        return;
    };
    finding.help(format!(
        "Begin with the verb, as the others do: then it says what one sees. Write {}.",
        quoted(&good)
    ));
    if place.exact {
        finding.fix(Fix::risky(format!("Write {}", quoted(&good)), place.span, good));
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// "Recognized for …" says what others do; "work that …" is a noun.
fn is_something_else(item: &Item<'_>) -> bool {
    let rest = item.text.plain.get(item.opening.word.end..).unwrap_or("");
    let next = rest.split_whitespace().next().unwrap_or("");
    let participle = ["as", "at", "by", "for", "from", "in", "on", "to", "with"];
    // "Ensuring that …" says what somebody does.
    (matches!(next, "that" | "which") && item.opening.form != VerbForm::Gerund)
        || next == "of"
        || (item.opening.form == VerbForm::Past
            && participle.contains(&next)
            && item.opening.joined.is_empty())
}

fn report(item: &Item<'_>, model: &Item<'_>, form: VerbForm, cx: &mut Context<'_>) {
    let written = |item: &Item<'_>| item.text.plain.get(item.opening.word.clone()).unwrap_or("").to_owned();
    let (word, example) = (written(item), written(model));
    let place = item.text.locate(item.opening.word.clone());
    let finding = cx.report(
        place.span,
        format!("{} does not go with the other items, which begin like {}.", quoted(&word), quoted(&example)),
    );
    finding.related(model.text.locate(model.opening.word.clone()).span, "like this");
    let good = conjugate(&word, form);
    let advice = good.as_ref().map_or_else(String::new, |good| format!(" Write {}.", quoted(good)));
    finding.help(format!(
        "The odd one out reads like another kind of duty, and the list like the work of two people.{advice}"
    ));
    if let (Some(good), Some(edits)) = (good, edits(item, form)) {
        finding.fix(Fix::new(format!("Write {}", quoted(&good)), Applicability::Unsafe, edits));
    }
}

/// The edits that put all verbs of the item's subject into `form`; `None` if that cannot be told.
fn edits(item: &Item<'_>, form: VerbForm) -> Option<Vec<Edit>> {
    let plain = item.text.plain.as_str();
    let opening = &item.opening;
    let mut verbs = vec![opening.word.clone()];
    verbs.extend(opening.joined.iter().cloned());
    let head_end = verbs.iter().map(|range| range.end).max()?;
    verbs.extend(later_verbs(plain, head_end, opening.form, form)?);
    let mut edits = vec![];
    for verb in verbs {
        let place = item.text.locate(verb.clone());
        let new = conjugate(plain.get(verb)?, form)?;
        if !place.exact {
            return None;
        }
        edits.push(Edit { span: place.span, text: new });
    }
    Some(edits)
}

/// Verbs after "and", a comma or the end of a sentence that share the subject of the opening. `None` where it is not sure
/// whether they do: then there is no repair to offer.
fn later_verbs(plain: &str, from: usize, old: VerbForm, new: VerbForm) -> Option<Vec<Range<usize>>> {
    let rest = plain.get(from..)?;
    let all: Vec<_> = words(rest).collect();
    let mut found = vec![];
    // After "to", "that" and their like, verbs may belong to something else.
    let mut nested = false;
    for pair in all.windows(2) {
        let [word, next] = pair else { continue };
        let lower = word.word.to_lowercase();
        nested |= one_of(&lower, "to that which who by when while where if can will");
        let gap = rest.get(word.range.end..next.range.start)?;
        let ended = gap.contains(['.', '!', '?', '\n']);
        nested &= !ended;
        if !ended && !one_of(&lower, "and or then") && !gap.contains([',', ';', '&', '/']) {
            continue;
        }
        let Some(opening) = form_of(rest.get(next.range.start..)?) else { continue };
        let first = opening.adverb.as_ref().map_or(opening.word.start, |adverb| adverb.start);
        if first != 0 {
            continue;
        }
        let at = |range: &Range<usize>| {
            let start = from + next.range.start;
            start + range.start..start + range.end
        };
        let written = plain.get(at(&opening.word))?;
        if opening.form == old {
            if nested {
                return None;
            }
            found.push(at(&opening.word));
            found.extend(opening.joined.iter().map(at));
        } else if opening.form == VerbForm::Ambiguous
            && !nested
            && new != old
            && old == VerbForm::Imperative
            && conjugate(written, old).as_deref() == Some(written)
        {
            // "and design systems", "and support": a second duty or a second object.
            return None;
        }
    }
    // "Leads, coaches and hires": each of them is also seen on its own.
    found.sort_unstable_by_key(|range| range.start);
    found.dedup();
    Some(found)
}
