//! "eg." for "e.g." and its like.

use std::ops::Range;

use serde::Deserialize;

use crate::diag::{Fix, Severity};
use crate::language::Lang;
use crate::language::variants::{Family, Locale};
use crate::rule::{Besides, Context, DocumentCheck, PageWord, Subject};
use crate::syntax::{Place, Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatinAbbreviation {
    style: Style,
    comma: Comma,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Style {
    /// "e.g."
    Latin,
    /// "for example"
    English,
}

/// Whether a comma follows "e.g." and "i.e.".
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Comma {
    /// As the file does it elsewhere; where it does not, only in text that is American throughout.
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Example,
    Meaning,
    AndSoOn,
}

struct Found {
    place: Place,
    written: String,
    kind: Kind,
    /// Written as it should be.
    right: bool,
    /// Without any full stop: a style of its own, though one that stumbles over "ie" and "eg".
    bare: bool,
    /// "Eg." at the beginning of a sentence.
    capital: bool,
    /// A sign follows that makes a comma superfluous.
    closed: bool,
}

impl DocumentCheck for LatinAbbreviation {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        let mut found: Vec<Found> = vec![];
        let mut commas: isize = 0;
        let page = subject.words();
        let likely = |word: &PageWord| matches!(word.word(), "e" | "eg" | "etc" | "i" | "ie");
        for text in page.chosen(&page.with(likely, Besides::None)).filter_map(Visit::text) {
            find(text, &mut found, &mut commas);
        }
        if found.is_empty() {
            return;
        }
        let comma = match self.comma {
            Comma::Always => true,
            Comma::Never => false,
            Comma::Auto if commas == 0 => is_american(cx),
            Comma::Auto => commas > 0,
        };
        for one in found {
            if one.right && (self.style == Style::Latin || one.kind == Kind::AndSoOn) {
                continue;
            }
            let good = self.written(&one, comma);
            let written = &one.written;
            let message = if one.right {
                format!("“{written}” is Latin; this framework writes English.")
            } else {
                format!("“{written}” should be “{good}”.")
            };
            let finding = cx.report(one.place.span, message);
            let meaning = match one.kind {
                Kind::Example => {
                    "It stands for two Latin words that mean “for example”, so it has two full stops."
                }
                Kind::Meaning => {
                    "It stands for two Latin words that mean “that is”, so it has two full stops."
                }
                Kind::AndSoOn => "“etc.” already says that the list goes on; dots say it twice.",
            };
            finding.help(format!("{meaning} Write “{good}”."));
            if one.bare {
                finding.at_most(Severity::Info);
            }
            if one.place.exact {
                finding.fix(Fix::safe(format!("Write “{good}”"), one.place.span, good));
            }
        }
    }
}

/// True if the framework spells the American way throughout.
fn is_american(cx: &Context<'_>) -> bool {
    let habits = cx.setting.habits();
    [Family::Letters, Family::Ise]
        .iter()
        .all(|&family| habits.count(family).habit() == Some(Locale::American))
}

impl LatinAbbreviation {
    fn written(&self, found: &Found, comma: bool) -> String {
        let mut good = match (found.kind, self.style) {
            (Kind::AndSoOn, _) => return "etc.".into(),
            (Kind::Example, Style::Latin) => "e.g.".to_owned(),
            (Kind::Meaning, Style::Latin) => "i.e.".to_owned(),
            (Kind::Example, Style::English) => "for example".to_owned(),
            (Kind::Meaning, Style::English) => "that is".to_owned(),
        };
        if found.capital
            && let Some(first) = good.get_mut(..1)
        {
            first.make_ascii_uppercase();
        }
        if !found.closed && (comma || self.style == Style::English) {
            good.push(',');
        }
        good
    }
}

/// What may be an abbreviation or a part of a word; what stands around it is looked at afterwards.
fn candidates(plain: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = plain.as_bytes().get(at..)?;
            let start = at + rest.iter().position(|byte| matches!(byte, b'e' | b'E' | b'i' | b'I'))?;
            let length = candidate(plain.get(start..)?);
            at = start + length.unwrap_or(1);
            if let Some(length) = length {
                return Some(start..start + length);
            }
        }
    })
}

/// How long the abbreviation is with which a text begins: `eg`, `E. g.`, `ie.`, `etc...`.
fn candidate(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let dot_at = |at: usize| usize::from(bytes.get(at) == Some(&b'.'));
    let second = if bytes.first()?.eq_ignore_ascii_case(&b'e') { b'g' } else { b'e' };
    match bytes.get(1)? {
        b'.' => {
            let at = 2 + usize::from(bytes.get(2) == Some(&b' '));
            bytes.get(at)?.eq_ignore_ascii_case(&second).then(|| at + 1 + dot_at(at + 1))
        }
        letter if *letter == second => Some(2 + dot_at(2)),
        _ => {
            let rest = text.strip_prefix("etc")?;
            let dots = rest.len() - rest.trim_start_matches('.').len();
            let ellipsis = if rest.get(dots..)?.starts_with('…') { '…'.len_utf8() } else { 0 };
            (dots > 1 || dots == 0 && ellipsis > 0).then_some("etc".len() + dots + ellipsis)
        }
    }
}

fn find(text: &Text, found: &mut Vec<Found>, commas: &mut isize) {
    for hit in candidates(&text.plain) {
        let written = text.plain.get(hit.clone()).unwrap_or("");
        let before = text.plain.get(..hit.start).and_then(|head| head.chars().next_back());
        let rest = text.plain.get(hit.end..).unwrap_or("");
        let after = rest.chars().next();
        let opens = before.is_none_or(|c| c.is_whitespace() || "([{\"'“‘—–-:;,/*".contains(c));
        let closes = after.is_none_or(|c| !c.is_alphanumeric() && !"_-/@.".contains(c));
        if !opens || !closes || text.is_code(&hit) {
            continue;
        }
        let letters: String = written.chars().filter(char::is_ascii_alphabetic).collect();
        let kind = match letters.to_ascii_lowercase().as_str() {
            "eg" => Kind::Example,
            "ie" => Kind::Meaning,
            _ => Kind::AndSoOn,
        };
        let capital = letters.starts_with(|c: char| c.is_ascii_uppercase());
        let bare = kind != Kind::AndSoOn && !written.contains('.');
        // "Eg" and "Ie" may be names; "EG" and "IE" are other abbreviations.
        let name = capital && (bare || letters.chars().all(|c| c.is_ascii_uppercase()));
        if name || (bare && before == Some('-')) {
            continue;
        }
        let right = kind != Kind::AndSoOn && written.matches('.').count() == 2 && !written.contains(' ');
        if right {
            match after {
                Some(',') => *commas += 1,
                Some(c) if c.is_whitespace() => *commas -= 1,
                _ => {}
            }
        }
        // A comma or nothing follows "e.g.", no colon: "(eg: tests)".
        let colon = kind != Kind::AndSoOn && !right && after == Some(':');
        let hit = if colon { hit.start..hit.end + 1 } else { hit };
        let after = if colon { rest.chars().nth(1) } else { after };
        let written = text.plain.get(hit.clone()).unwrap_or(written);
        let closed = after.is_none_or(|c| ",:;)]}(".contains(c)) || rest.trim_start().starts_with('(');
        found.push(Found {
            place: text.locate(hit),
            written: written.to_owned(),
            kind,
            right,
            bare,
            capital,
            closed,
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn candidates_are_those_of_the_pattern(text in "([eEgGiI. ]|etc|…|x){0,20}") {
            let pattern = r"[Ee]\. ?[Gg]\.?|[Ee]g\.?|[Ii]\. ?[Ee]\.?|[Ii]e\.?|etc(?:…|\.{2,}…?)";
            let right: Vec<_> = regex::Regex::new(pattern).unwrap().find_iter(&text).map(|hit| hit.range()).collect();
            prop_assert_eq!(candidates(&text).collect::<Vec<_>>(), right);
        }
    }
}
