//! Punctuation marks that stand twice, and blanks before a full stop or comma.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
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
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?x)
        (?<etc>     \b(?i:etc)\.?\ ?(?:\.{2,}|…) )
      | (?<trail>   ,\ ?(?:\.{3}|…) )
      | (?<apart>   \.\ {1,2}\.)
      | (?<stops>   \.{2,} )
      | (?<commas>  ,\ ?, | ;\ ?; )
      | (?<comma>   ,\. )
      | (?<blank>   \ [.,] )";
    Regex::new(pattern).ok()
});

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
            let marks = may_hold(&text.plain).then(|| MARKS.as_ref()).flatten();
            for found in marks.into_iter().flat_map(|marks| marks.captures_iter(&text.plain)) {
                let Some(slip) = self.slip(&text.plain, &found) else { continue };
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
    fn slip(&self, plain: &str, found: &regex::Captures<'_>) -> Option<Slip> {
        let whole = found.get(0)?;
        let range = whole.range();
        let before = plain.get(..range.start).unwrap_or("");
        let after = plain.get(range.end..).unwrap_or("");
        let inner = Around { before, after };
        let around = chunk(plain, range.start);
        if is_technical(plain.get(around).unwrap_or("")) {
            return None;
        }
        let shown = quoted(whole.as_str());
        let slip = |message: String, instead: &'static str, sure: bool| {
            Some(Slip { range: range.clone(), message, instead, sure })
        };
        if found.name("etc").is_some() {
            let instead = if whole.as_str().starts_with('E') { "Etc." } else { "etc." };
            let message = if whole.as_str().len() == "etc..".len() {
                "Two full stops stand here.".to_owned()
            } else {
                format!("{shown} says twice that the list goes on.")
            };
            return slip(message, instead, true);
        }
        if found.name("trail").is_some() {
            let ends = after.trim_start().is_empty() || after.starts_with([')', ']']);
            let forbidden = self.ellipsis == Ellipsis::Forbid && ends;
            return forbidden.then(|| Slip {
                range: range.clone(),
                message: "This list trails off instead of ending.".into(),
                instead: "",
                sure: false,
            });
        }
        if found.name("apart").is_some() || found.name("commas").is_some() {
            if !inner.follows_word() || inner.goes_on(['.', ',', ';', '…']) {
                return None;
            }
            let first = whole.as_str().chars().next()?;
            let instead = match first {
                '.' => ".",
                ',' => ",",
                _ => ";",
            };
            return slip(format!("{shown}: the same mark stands here twice."), instead, true);
        }
        if found.name("stops").is_some() {
            // Three and more are an ellipsis.
            let two = whole.as_str().len() == 2 && inner.follows_word() && inner.ends_word();
            return two.then(|| slip("Two full stops stand here.".into(), ".", false)).flatten();
        }
        if found.name("comma").is_some() {
            let slips = inner.follows_word() && inner.ends_word();
            return slips.then(|| slip("A comma and a full stop stand here.".into(), ".", false)).flatten();
        }
        // ". . ." is an ellipsis.
        let dots = after.trim_start_matches(' ').starts_with(['.', '…']);
        let ends = inner.follows_word() && inner.ends_word() && !dots;
        let stop = whole.as_str().ends_with('.');
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
