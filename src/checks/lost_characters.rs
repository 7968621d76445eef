//! Letters that a program replaced by "?" when it saved the file.

use std::ops::Range;

use serde::Deserialize;

use super::prose::{chunk, is_english, is_technical, word_after, word_before};
use super::wording::quoted;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostCharacters {
    /// So many damaged words in one file are no accident.
    min: usize,
}

struct Loss {
    span: Span,
    shown: String,
}

impl DocumentCheck for LostCharacters {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut inner: Vec<Loss> = vec![];
        let mut leading: Vec<Loss> = vec![];
        let mut lone: Vec<Loss> = vec![];
        subject.doc.each_text(&mut |text| {
            if !text.signs.has(b'?') && text.signs.is_ascii() {
                return;
            }
            for (at, sign) in text.plain.match_indices(['?', 'Â']) {
                let Some((range, kind)) = damaged(&text.plain, at, sign) else { continue };
                let place = text.locate(range.clone());
                if text.is_code(&range) {
                    continue;
                }
                let shown = quoted(text.plain.get(range).unwrap_or(""));
                match kind {
                    Kind::Inner => inner.push(Loss { span: place.span, shown }),
                    Kind::Leading => leading.push(Loss { span: place.span, shown }),
                    Kind::Lone => lone.push(Loss { span: place.span, shown }),
                }
            }
        });
        inner.dedup_by_key(|loss| loss.span);
        let mut losses = if inner.len() >= self.min {
            inner.extend(leading);
            inner
        } else {
            vec![]
        };
        if lone.len() >= self.min {
            losses.extend(lone);
        }
        losses.sort_by_key(|loss| loss.span.start);
        for loss in losses {
            let message = if loss.shown == "“Â”" {
                "This “Â” is what is left of a blank that was damaged.".to_owned()
            } else {
                format!("Letters were lost here: {}.", loss.shown)
            };
            cx.report(loss.span, message)
                .help(
                    "A program that did not know these letters saved another sign in their place. They cannot be \
                     told from what is left: look for an older version of the file, or write them anew.",
                )
                .group(
                    format!("lost-characters:{}", subject.file.path),
                    "Letters that were lost when this file was saved.",
                );
        }
    }
}

enum Kind {
    /// "Vis?o"
    Inner,
    /// "?rea": may be anything unless the file has damaged words.
    Leading,
    /// "Â" alone: what is left of a no-break space.
    Lone,
}

/// The damaged word around the sign at `at`.
fn damaged(plain: &str, at: usize, sign: &str) -> Option<(Range<usize>, Kind)> {
    let before = plain.get(..at)?;
    let after = plain.get(at + sign.len()..)?;
    if sign == "Â" {
        let alone = !before.ends_with(char::is_alphanumeric)
            && (after.is_empty() || after.starts_with(char::is_whitespace));
        return alone.then_some((at..at + sign.len(), Kind::Lone));
    }
    let whole = chunk(plain, at);
    let text = plain.get(whole.clone())?;
    if is_technical(text) || text.contains(['/', '&', '#', '*', '+', '[', '^']) {
        return None;
    }
    // The first of several signs speaks for the word.
    if before.ends_with('?') {
        return None;
    }
    let run = 1 + after.len() - after.trim_start_matches('?').len();
    let end = at + run;
    let rest = plain.get(end..)?;
    if !rest.starts_with(char::is_lowercase) {
        return None;
    }
    let left = word_before(plain, at);
    let right = word_after(plain, end);
    let range = at - left.len()..end + right.len();
    if left.is_empty() {
        let begins = before.is_empty() || before.ends_with([' ', '(', '"', '“', '\n']);
        return (begins && right.chars().count() > 1).then_some((range, Kind::Leading));
    }
    // "really?yes": a blank is missing, no letter.
    let words =
        left.chars().count() > 2 && right.chars().count() > 2 && is_english(left) && is_english(right);
    (!words).then_some((range, Kind::Inner))
}
