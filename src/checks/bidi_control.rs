//! Invisible signs that change the order in which text is shown.

use serde::Deserialize;

use crate::diag::{Fix, Severity};
use crate::rule::{Context, SourceCheck};
use crate::text::{SourceFile, any_beyond_ascii};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BidiControl {
    /// In files with Arabic or Hebrew letters, only signs without their counterpart are reported.
    allow_in_rtl: bool,
}

/// A sign, and whether it stands where it may.
struct Sign {
    start: usize,
    sign: char,
    alone: bool,
}

impl SourceCheck for BidiControl {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        if file.trouble.is_some() || !any_beyond_ascii(&file.text, is_direction) {
            return;
        }
        let tolerant = self.allow_in_rtl && file.text.contains(is_right_to_left);
        for sign in signs(&file.text) {
            if tolerant && !sign.alone {
                continue;
            }
            let code = format!("{} (U+{:04X})", name(sign.sign), u32::from(sign.sign));
            let span = file.at(sign.start..sign.start + sign.sign.len_utf8());
            let message = match (is_mark(sign.sign), tolerant) {
                (true, _) => format!("An invisible {code} stands in text that runs from left to right."),
                (false, true) => format!("The invisible {code} here has no counterpart on this line."),
                (false, false) => {
                    format!("An invisible {code} changes the order in which this text is shown.")
                }
            };
            let finding = cx.report(span, message);
            finding
                .help(
                    "Readers may see another order of letters and numbers than programs do, so a figure can \
                     look right and be wrong. Delete the sign and read the line again.",
                )
                .fix(Fix::risky("Delete the sign", span, ""))
                .group(format!("bidi-control:{}", file.path), "Invisible signs of direction in this file.");
            if is_mark(sign.sign) {
                finding.at_most(Severity::Warning);
            }
        }
    }
}

/// All signs in order. Pairs must close on their line: there the text they steer ends.
fn signs(text: &str) -> Vec<Sign> {
    let mut found: Vec<Sign> = vec![];
    let mut open: Vec<usize> = vec![];
    for (start, c) in text.char_indices() {
        if c == '\n' {
            open.clear();
        }
        if !is_direction(c) {
            continue;
        }
        let opener = |index: usize| found.get(index).map(|sign| sign.sign);
        let mut alone = !is_mark(c);
        let partner = match c {
            '\u{202C}' => open.last().copied().filter(|&index| opener(index).is_some_and(is_embedding)),
            '\u{2069}' => open.last().copied().filter(|&index| opener(index).is_some_and(is_isolate)),
            _ => None,
        };
        if let Some(partner) = partner {
            open.pop();
            alone = false;
            if let Some(sign) = found.get_mut(partner) {
                sign.alone = false;
            }
        }
        if is_embedding(c) || is_isolate(c) {
            open.push(found.len());
        }
        found.push(Sign { start, sign: c, alone });
    }
    found
}

fn is_direction(c: char) -> bool {
    is_mark(c) || is_embedding(c) || is_isolate(c) || matches!(c, '\u{202C}' | '\u{2069}')
}

/// Marks that stand alone and only steer the signs beside them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}

fn is_embedding(c: char) -> bool {
    matches!(c, '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}')
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

fn is_right_to_left(c: char) -> bool {
    let block = matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    block && c.is_alphabetic()
}

fn name(c: char) -> &'static str {
    match c {
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{61C}' => "Arabic letter mark",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "end of a change of direction",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "isolate",
        _ => "end of an isolate",
    }
}
