//! Lists of which some items end with a full stop and some do not.

use serde::Deserialize;

use super::lists::{Entry, lists};
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{MarkKind, Text};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedListPunctuation {
    /// Lists with fewer items that count say nothing.
    min_items: usize,
    style: Style,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Style {
    Majority,
    Always,
    Never,
}

impl DocumentCheck for MixedListPunctuation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for list in lists(subject.doc) {
            let votes: Vec<(Entry<'_>, bool)> =
                list.iter().filter_map(|entry| ends_with_stop(entry).map(|stop| (*entry, stop))).collect();
            // "…; …; and ….": a sentence set as a list.
            let sentence = list.iter().any(|entry| entry.text.plain.trim_end().ends_with([';', ',']));
            let stops = votes.iter().filter(|(_, stop)| *stop).count();
            let bare = votes.len() - stops;
            let wanted = match self.style {
                Style::Majority if stops == bare => continue,
                Style::Majority => stops > bare,
                Style::Always => true,
                Style::Never => false,
            };
            let even = stops == 0 || bare == 0;
            if sentence || votes.len() < self.min_items || (even && self.style == Style::Majority) {
                continue;
            }
            let many = votes.iter().filter(|(_, stop)| *stop != wanted).count() > 1;
            let group = votes.first().map_or(0, |(entry, _)| subject.file.line_of(entry.text.span.start));
            for (entry, stop) in votes.into_iter().filter(|(_, stop)| *stop != wanted) {
                report(entry.text, stop, many.then_some(group), subject, cx);
            }
        }
    }
}

fn report(text: &Text, stop: bool, group: Option<u32>, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let plain = text.plain.trim_end();
    let Some(last) = plain.chars().next_back() else { return };
    let range = plain.len() - last.len_utf8()..plain.len();
    let place = text.locate(range.clone());
    let message = if stop {
        "This item ends with a full stop, most others of the list do not."
    } else {
        "This item ends without a full stop, most others of the list have one."
    };
    let finding = cx.report(place.span, message);
    finding.help("A list with both looks unfinished: write all items in one way.");
    if let Some(line) = group {
        finding.group(
            format!("mixed-list-punctuation:{}:{line}", subject.file.path),
            "Some items of this list end with a full stop and some do not.",
        );
    }
    let inside = |kind: &MarkKind| {
        text.marks.iter().any(|mark| {
            mark.range.contains(&range.start)
                && std::mem::discriminant(&mark.kind) == std::mem::discriminant(kind)
        })
    };
    let target = crate::text::Span::at(text.span.file, 0);
    if !place.exact || inside(&MarkKind::Code) || inside(&MarkKind::Link { target }) {
        return;
    }
    if !stop {
        let end = subject.file.at(place.span.end as usize..place.span.end as usize);
        finding.fix(Fix::safe("Add the full stop", end, "."));
    } else if last == '.' && !has_more_sentences(plain) {
        finding.fix(Fix::safe("Delete the full stop", place.span, ""));
    }
}

/// Whether an item ends with a full stop; `None` if its end says nothing.
fn ends_with_stop(entry: &Entry<'_>) -> Option<bool> {
    let plain = entry.text.plain.trim_end();
    // One word is a name; what has a list below it ends with whatever introduces that list.
    if entry.has_children || plain.split_whitespace().nth(1).is_none() {
        return None;
    }
    let core = plain.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_', '»']);
    let bracket = core.len() < plain.len();
    if core.ends_with('.') {
        let word = core.rsplit(char::is_whitespace).next().unwrap_or("");
        let last = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
        const SHORT: &[&str] =
            &["etc", "e.g", "i.e", "inc", "ltd", "co", "jr", "sr", "no", "vs", "al", "ca", "dept"];
        let short = last.strip_suffix('.').unwrap_or(&last);
        let abbreviation =
            SHORT.contains(&short) || (short.contains('.') && !short.contains(char::is_whitespace));
        let dots = core.ends_with("..");
        // "(and so on.)" closes the bracket, not the item.
        return (!abbreviation && !dots && !(bracket && plain.ends_with([')', ']']))).then_some(true);
    }
    let open = core.ends_with([':', '…', '?', '!', ';', ',', '–', '-', '/']);
    (!open).then_some(false)
}

/// Without its last full stop it would read "One. Two".
fn has_more_sentences(plain: &str) -> bool {
    plain
        .match_indices([' ', '\n'])
        .any(|(at, _)| plain.get(..at).is_some_and(|before| before.ends_with(['.', '!', '?'])))
}
