//! Headings of which some end with a full stop or colon and some do not.

use serde::Deserialize;

use super::prose::marked_headings;
use crate::diag::Fix;
use crate::language::form_of;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Heading;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingPunctuation {
    /// Fewer headings of one depth say nothing about how the page is written.
    min_headings: usize,
}

/// At least this many headings of the other form for each odd one.
const HABIT: usize = 3;

impl DocumentCheck for HeadingPunctuation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let headings = marked_headings(subject.doc);
        for depth in 1..=6 {
            let alike: Vec<(&Heading, End)> = headings
                .iter()
                .filter(|heading| heading.depth == depth)
                .filter_map(|heading| Some((*heading, end(heading)?)))
                .collect();
            let bare = alike.iter().filter(|(_, end)| *end == End::Bare).count();
            for sign in ['.', ':'] {
                let odd: Vec<&Heading> = alike
                    .iter()
                    .filter(|(_, end)| *end == End::Sign(sign))
                    .map(|(heading, _)| *heading)
                    .collect();
                if alike.len() >= self.min_headings && bare >= HABIT * odd.len() {
                    odd.into_iter().for_each(|heading| report(heading, sign, cx));
                }
            }
        }
    }
}

/// How a heading ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Bare,
    Sign(char),
}

/// How a heading ends; `None` if that says nothing.
fn end(heading: &Heading) -> Option<End> {
    let plain = heading.text.plain.trim_end();
    match plain.chars().next_back()? {
        // "You may apply if you:" begins a sentence that the list below ends.
        ':' => (!leads_in(plain.trim_end_matches(':'))).then_some(End::Sign(':')),
        '.' => {
            let word = plain.rsplit(char::is_whitespace).next().unwrap_or("").trim_end_matches('.');
            let short =
                matches!(word.to_lowercase().as_str(), "etc" | "inc" | "co" | "ltd" | "no" | "sr" | "jr");
            (!short && !word.contains('.') && !plain.ends_with("..")).then_some(End::Sign('.'))
        }
        '?' | '!' | '…' | ',' | ';' => None,
        _ => Some(End::Bare),
    }
}

/// Ends with a verb, or with a word that cannot end a title.
fn leads_in(plain: &str) -> bool {
    const JOINING: &[&str] = &[
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "following",
        "for",
        "from",
        "have",
        "he",
        "i",
        "if",
        "in",
        "include",
        "includes",
        "including",
        "is",
        "it",
        "like",
        "must",
        "of",
        "on",
        "or",
        "she",
        "should",
        "such",
        "than",
        "that",
        "the",
        "they",
        "this",
        "to",
        "we",
        "when",
        "who",
        "will",
        "with",
        "you",
    ];
    let last = plain.split_whitespace().next_back().unwrap_or("").to_lowercase();
    JOINING.contains(&last.as_str()) || form_of(&last).is_some_and(|opening| opening.form.is_verb())
}

fn report(heading: &Heading, sign: char, cx: &mut Context<'_>) {
    let plain = heading.text.plain.trim_end();
    let place = heading.text.locate(plain.len() - 1..plain.len());
    let name = if sign == ':' { "colon" } else { "full stop" };
    let finding = cx.report(place.span, format!("This heading ends with a {name}, most others do not."));
    finding.help("Headings of one page look alike when all of them end in the same way.");
    if place.exact {
        finding.fix(Fix::safe(format!("Delete the {name}"), place.span, ""));
    }
}
