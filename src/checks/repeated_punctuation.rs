//! Punctuation marks that stand twice, and blanks before a full stop or comma.

use std::ops::Range;

use serde::Deserialize;

use super::prose::{chunk, is_technical};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedPunctuation {
    ellipsis: Ellipsis,
}

/// What to think of a list that trails off: "(chat, mail, …)".
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Ellipsis {
    Allow,
    Forbid,
}

/// What may be wrong; each hit is looked at again with its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// "etc...".
    Etc,
    /// ", ...".
    Trail,
    /// ". .".
    Apart,
    /// "..".
    Stops,
    /// ",,", "; ;".
    Commas,
    /// ",.".
    Comma,
    /// " ,".
    Blank,
}

/// All that may be wrong in a text, in order.
fn marks(plain: &str) -> impl Iterator<Item = (Mark, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + plain.get(at..)?.find([' ', '.', ',', ';', 'e', 'E'])?;
            let found = mark_at(plain, start);
            at = start + found.map_or(1, |(_, length)| length);
            if let Some((mark, length)) = found {
                return Some((mark, start..start + length));
            }
        }
    })
}

/// What begins at a place, and how long it is.
fn mark_at(plain: &str, start: usize) -> Option<(Mark, usize)> {
    let rest = plain.get(start..)?;
    let dots = |text: &str| text.len() - text.trim_start_matches('.').len();
    let blank = |text: &str| usize::from(text.starts_with(' '));
    let ellipsis = "…".len();
    match rest.as_bytes().first()? {
        b'e' | b'E' => {
            let word = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("etc"))?;
            let before = plain.get(..start).and_then(|head| head.chars().next_back());
            if before.is_some_and(regex_syntax::is_word_character) {
                return None;
            }
            let rest = rest.get(word.len()..)?;
            // A full stop of its own, if enough is left for the others.
            [dots(rest).min(1), 0].into_iter().find_map(|stop| {
                let after = rest.get(stop..)?;
                let begin = stop + blank(after);
                let after = rest.get(begin..)?;
                let length = match dots(after) {
                    0 | 1 if after.starts_with('…') => ellipsis,
                    0 | 1 => return None,
                    dots => dots,
                };
                Some((Mark::Etc, word.len() + begin + length))
            })
        }
        sign @ (b',' | b';') => {
            let begin = 1 + blank(rest.get(1..)?);
            let after = rest.get(begin..)?;
            if *sign == b',' && after.starts_with("...") {
                return Some((Mark::Trail, begin + 3));
            }
            if *sign == b',' && after.starts_with('…') {
                return Some((Mark::Trail, begin + ellipsis));
            }
            if after.as_bytes().first() == Some(sign) {
                return Some((Mark::Commas, begin + 1));
            }
            rest.starts_with(",.").then_some((Mark::Comma, 2))
        }
        b'.' => {
            let after = rest.get(1..)?;
            let blanks = after.len() - after.trim_start_matches(' ').len();
            if (1..=2).contains(&blanks) && after.get(blanks..)?.starts_with('.') {
                return Some((Mark::Apart, blanks + 2));
            }
            Some((Mark::Stops, dots(rest))).filter(|(_, length)| *length > 1)
        }
        _ => rest.get(1..)?.starts_with(['.', ',']).then_some((Mark::Blank, 2)),
    }
}

/// False for texts in which nothing of that stands for sure.
fn may_hold(plain: &str) -> bool {
    let pair = |pair: &[u8]| matches!(pair, [b' ' | b'.' | b',' | b';', b'.' | b',' | b';']);
    plain.as_bytes().windows(2).any(pair) || plain.contains('…')
}

/// What is wrong and what to write instead.
struct Slip {
    range: Range<usize>,
    message: String,
    instead: &'static str,
    sure: bool,
}

impl DocumentCheck for RepeatedPunctuation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.each_text(&mut |text| {
            let found = may_hold(&text.plain).then(|| marks(&text.plain));
            for (mark, range) in found.into_iter().flatten() {
                let Some(slip) = self.slip(&text.plain, mark, range) else { continue };
                let place = text.locate(slip.range.clone());
                let written = text.plain.get(slip.range.clone()).unwrap_or("");
                // Mark-up between the signs, or a line break for the blank: not what somebody typed.
                if text.is_code(&slip.range) || !place.exact || subject.file.slice(place.span) != written {
                    continue;
                }
                let applicability = if slip.sure { Applicability::Safe } else { Applicability::Unsafe };
                let edits = vec![Edit { span: place.span, text: slip.instead.into() }];
                cx.report(place.span, slip.message)
                    .help(
                        "It is often the trace of an automatic change or of a sentence that was cut, and readers \
                         stumble. Read the sentence again and keep what belongs there.",
                    )
                    .fix(Fix::new(format!("Write “{}”", slip.instead), applicability, edits));
            }
        });
    }
}

impl RepeatedPunctuation {
    fn slip(&self, plain: &str, mark: Mark, range: Range<usize>) -> Option<Slip> {
        let whole = plain.get(range.clone())?;
        let before = plain.get(..range.start).unwrap_or("");
        let after = plain.get(range.end..).unwrap_or("");
        let inner = Around { before, after };
        let around = chunk(plain, range.start);
        if is_technical(plain.get(around).unwrap_or("")) {
            return None;
        }
        let shown = quoted(whole);
        let slip = |message: String, instead: &'static str, sure: bool| {
            Some(Slip { range: range.clone(), message, instead, sure })
        };
        if mark == Mark::Etc {
            let instead = if whole.starts_with('E') { "Etc." } else { "etc." };
            let message = if whole.len() == "etc..".len() {
                "Two full stops stand here.".to_owned()
            } else {
                format!("{shown} says twice that the list goes on.")
            };
            return slip(message, instead, true);
        }
        if mark == Mark::Trail {
            let ends = after.trim_start().is_empty() || after.starts_with([')', ']']);
            let forbidden = self.ellipsis == Ellipsis::Forbid && ends;
            return forbidden.then(|| Slip {
                range: range.clone(),
                message: "This list trails off instead of ending.".into(),
                instead: "",
                sure: false,
            });
        }
        if matches!(mark, Mark::Apart | Mark::Commas) {
            if !inner.follows_word() || inner.goes_on(['.', ',', ';', '…']) {
                return None;
            }
            let first = whole.chars().next()?;
            let instead = match first {
                '.' => ".",
                ',' => ",",
                _ => ";",
            };
            return slip(format!("{shown}: the same mark stands here twice."), instead, true);
        }
        if mark == Mark::Stops {
            // Three and more are an ellipsis.
            let two = whole.len() == 2 && inner.follows_word() && inner.ends_word();
            return two.then(|| slip("Two full stops stand here.".into(), ".", false)).flatten();
        }
        if mark == Mark::Comma {
            let slips = inner.follows_word() && inner.ends_word();
            return slips.then(|| slip("A comma and a full stop stand here.".into(), ".", false)).flatten();
        }
        // ". . ." is an ellipsis.
        let dots = after.trim_start_matches(' ').starts_with(['.', '…']);
        let ends = inner.follows_word() && inner.ends_word() && !dots;
        let stop = whole.ends_with('.');
        let name = if stop { "full stop" } else { "comma" };
        ends.then(|| {
            slip(format!("There is a blank before this {name}."), if stop { "." } else { "," }, true)
        })
        .flatten()
    }
}

/// What stands around a mark.
struct Around<'t> {
    before: &'t str,
    after: &'t str,
}

impl Around<'_> {
    fn follows_word(&self) -> bool {
        self.before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '’' | '%'))
    }

    /// The mark ends here: no name such as ".NET", no number, no ellipsis.
    fn ends_word(&self) -> bool {
        self.after.is_empty() || self.after.starts_with(|c: char| c.is_whitespace() || ")]”\"’»*".contains(c))
    }

    fn goes_on(&self, signs: [char; 4]) -> bool {
        self.after.trim_start_matches(' ').starts_with(signs) || self.before.ends_with(signs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_those_of_the_pattern(text in "([.,; ]|etc|Etc|…|[aéx_]){0,16}") {
            let pattern = r"\b(?i:etc)\.? ?(?:\.{2,}|…)|, ?(?:\.{3}|…)|\. {1,2}\.|\.{2,}|, ?,|; ?;|,\.| [.,]";
            let right: Vec<_> = regex::Regex::new(pattern).unwrap().find_iter(&text).map(|hit| hit.range()).collect();
            prop_assert_eq!(marks(&text).map(|(_, range)| range).collect::<Vec<_>>(), right);
        }
    }
}
