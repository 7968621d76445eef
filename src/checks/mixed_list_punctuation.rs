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

/// How an item ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    Bare,
    /// "…," or "…;": half of a sentence, or a slip.
    Comma,
}

struct Vote<'d> {
    text: &'d Text,
    end: End,
    /// It counts, but may well end like this in any list: "etc.", "?", above a list of its own.
    excused: bool,
}

impl DocumentCheck for MixedListPunctuation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for list in lists(subject.doc) {
            self.check_list(&list, subject, cx);
        }
    }
}

impl MixedListPunctuation {
    fn check_list(&self, list: &[Entry<'_>], subject: &Subject<'_>, cx: &mut Context<'_>) {
        let votes: Vec<Vote<'_>> = list.iter().filter_map(vote).collect();
        let count = |end: End| votes.iter().filter(|vote| vote.end == end).count();
        let (stops, bare, commas) = (count(End::Stop), count(End::Bare), count(End::Comma));
        // "… and / - the last.": the stop ends a sentence of which the items are parts.
        let last_only = stops == 1 && votes.last().is_some_and(|vote| vote.end == End::Stop);
        let lower = |text: &Text| text.plain.trim_start().starts_with(char::is_lowercase);
        let one_sentence = commas > 1 || (last_only && votes.iter().all(|vote| lower(vote.text)));
        if one_sentence || votes.len() < self.min_items {
            return;
        }
        let wanted = match self.style {
            Style::Majority if stops == bare + commas || bare == stops + commas => return,
            Style::Majority if stops > bare + commas => End::Stop,
            Style::Majority if bare > stops + commas => End::Bare,
            Style::Majority => return,
            Style::Always => End::Stop,
            Style::Never => End::Bare,
        };
        if self.style == Style::Majority && !votes.iter().any(|vote| vote.end == wanted && !vote.excused) {
            return;
        }
        let odd: Vec<&Vote<'_>> = votes.iter().filter(|vote| vote.end != wanted && !vote.excused).collect();
        let many = odd.len() > 1;
        let line = votes.first().map_or(0, |vote| subject.file.line_of(vote.text.span.start));
        for vote in odd {
            report(vote, wanted, many.then_some(line), subject, cx);
        }
    }
}

fn report(vote: &Vote<'_>, wanted: End, group: Option<u32>, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let text = vote.text;
    let plain = text.plain.trim_end();
    let Some(last) = plain.chars().next_back() else { return };
    let range = plain.len() - last.len_utf8()..plain.len();
    let place = text.locate(range.clone());
    let message = match (vote.end, wanted) {
        (End::Comma, _) => "This item ends in the middle of a sentence, the others of the list do not.",
        (_, End::Stop) => "This item ends without a full stop, most others of the list have one.",
        _ => "This item ends with a full stop, most others of the list do not.",
    };
    let finding = cx.report(place.span, message);
    finding.help("A list with both looks unfinished: write all items in one way.");
    if let Some(line) = group {
        finding.group(
            format!("mixed-list-punctuation:{}:{line}", subject.file.path),
            "Some items of this list end with a full stop and some do not.",
        );
    }
    let letters =
        |kind: &MarkKind| matches!(kind, MarkKind::Code | MarkKind::Link { .. } | MarkKind::Image { .. });
    if !place.exact || text.marks.iter().any(|mark| mark.range.contains(&range.start) && letters(&mark.kind))
    {
        return;
    }
    match (vote.end, wanted) {
        (End::Comma, End::Stop) => finding.fix(Fix::safe("Write a full stop", place.span, ".")),
        (_, End::Stop) => {
            let end = place.span.end as usize;
            finding.fix(Fix::safe("Add the full stop", subject.file.at(end..end), "."))
        }
        (End::Comma, _) => finding.fix(Fix::safe("Delete it", place.span, "")),
        _ if last == '.' && !has_more_sentences(plain) => {
            finding.fix(Fix::safe("Delete the full stop", place.span, ""))
        }
        _ => finding,
    };
}

/// Words with a full stop of their own.
const SHORT: &[&str] = &["al", "ca", "co", "dept", "e.g", "etc", "i.e", "inc", "jr", "ltd", "no", "sr", "vs"];

/// Words that join an item to the next one.
const JOINING: &[&str] = &["and", "or", "et", "ou", "und", "oder", "y", "e"];

/// How an item ends; `None` if its end says nothing.
fn vote<'d>(entry: &Entry<'d>) -> Option<Vote<'d>> {
    let plain = entry.text.plain.trim_end();
    // One word is a name.
    plain.split_whitespace().nth(1)?;
    let vote = |end, excused| Some(Vote { text: entry.text, end, excused: excused || entry.has_children });
    let core = plain.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_', '»']);
    if core.ends_with('.') {
        // "(and so on.)" closes the bracket, not the item.
        if core.ends_with("..") || plain.ends_with([')', ']']) {
            return None;
        }
        let word = core.rsplit(char::is_whitespace).next().unwrap_or("");
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
        let word = word.strip_suffix('.').unwrap_or(&word);
        return vote(End::Stop, SHORT.contains(&word) || word.contains('.'));
    }
    // The sentence goes on in the next item.
    let last_word = core.rsplit(char::is_whitespace).next().unwrap_or("");
    if JOINING.contains(&last_word) {
        return None;
    }
    match core.chars().next_back()? {
        // What follows is part of it.
        ':' | '…' | '–' | '-' | '—' | '/' => None,
        '?' | '!' => vote(End::Stop, true),
        ';' | ',' if entry.has_children => None,
        ';' | ',' => vote(End::Comma, false),
        _ => vote(End::Bare, false),
    }
}

/// Without its last full stop it would read "One. Two".
fn has_more_sentences(plain: &str) -> bool {
    plain
        .match_indices([' ', '\n'])
        .any(|(at, _)| plain.get(..at).is_some_and(|before| before.ends_with(['.', '!', '?'])))
}
