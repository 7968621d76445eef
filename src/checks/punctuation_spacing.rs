//! A blank that is missing behind a full stop or comma, or that stands on one side of a stroke.

use std::ops::Range;

use serde::Deserialize;

use super::prose::{chunk, head, is_english, is_technical, tail, word_after, word_before};
use super::wording::quoted;
use crate::diag::Fix;
use crate::language::Lang;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{MarkKind, Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PunctuationSpacing {
    /// Keys of data and settings whose values are no prose.
    except_keys: Vec<String>,
}

/// Ends of names with a full stop in them: "Booking.Com".
const NAME_ENDS: &[&str] =
    &["ai", "app", "co", "com", "dev", "io", "js", "md", "net", "org", "py", "ts", "yml"];

impl DocumentCheck for PunctuationSpacing {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                return;
            }
            if !text.signs.has_any(b".,;:!?/()") {
                links(text, subject, cx);
                return;
            }
            let spaced = text.plain.contains(", ") || text.plain.split_whitespace().nth(4).is_some();
            let is_sign =
                |byte: u8| matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'/' | b'(' | b')');
            let at_signs = text.plain.bytes().enumerate().filter(|(_, byte)| is_sign(*byte));
            for (at, sign) in at_signs.filter_map(|(at, _)| Some((at, text.plain.get(at..=at)?))) {
                let (plain, language) = (text.plain.as_str(), subject.language);
                let found = match sign {
                    "/" => stroke(plain, at),
                    "," if !spaced => None,
                    "," => comma(plain, at, language),
                    "(" => inside(plain, at, true).or_else(|| before_bracket(plain, at)),
                    ")" => inside(plain, at, false).or_else(|| bracket(plain, at)),
                    ";" => early(plain, at, language),
                    ":" => early(plain, at, language).or_else(|| colon(plain, at, language)),
                    "." => stop(plain, at, language),
                    _ => early(plain, at, language).or_else(|| stop(plain, at, language)),
                };
                if let Some(slip) = found {
                    report(text, &slip, subject, cx);
                }
            }
            links(text, subject, cx);
        });
    }
}

/// Something to mend.
struct Slip {
    /// What is shown and underlined.
    range: Range<usize>,
    message: &'static str,
    /// What is replaced: empty to insert a blank.
    edit: Range<usize>,
}

const BEHIND_STOP: &str = "There is no blank behind the sentence";
const BEHIND_COMMA: &str = "There is no blank behind the comma";
const BEHIND_BRACKET: &str = "There is no blank behind the bracket";
const BEHIND_COLON: &str = "There is no blank behind the colon";
const BEFORE_BRACKET: &str = "There is no blank before the bracket";
const INSIDE_BRACKET: &str = "There is a blank inside the bracket";
const EARLY: &str = "There is a blank before this sign";
const BEHIND_STROKE: &str = "There is a blank on one side of the stroke only";

fn report(text: &Text, slip: &Slip, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let shown = text.plain.get(slip.range.clone()).unwrap_or("");
    // Between the two halves stands what somebody typed, and no mark-up.
    let place = text.locate(slip.range.clone());
    if text.is_code(&slip.range) || !place.exact || subject.file.slice(place.span) != shown {
        return;
    }
    let edit = if slip.edit.is_empty() {
        text.source_offset(slip.edit.start).map(|at| subject.file.at(at..at))
    } else {
        Some(text.locate(slip.edit.clone()).span)
    };
    let finding = cx.report(place.span, format!("{}: {}.", slip.message, quoted(shown)));
    finding.help(match slip.message {
        EARLY | INSIDE_BRACKET => "The sign may be left alone at the beginning of a line. Delete the blank.",
        _ => {
            "The two words run together when the text is read or copied. Write them apart, or without any blank."
        }
    });
    if let Some(edit) = edit {
        let (title, written) =
            if edit.is_empty() { ("Add the blank", " ") } else { ("Delete the blank", "") };
        finding.fix(Fix::safe(title, edit, written));
    }
}

/// "process.Writes"
fn stop(plain: &str, at: usize, language: Lang) -> Option<Slip> {
    let left = word_before(plain, at);
    let right = word_after(plain, at + 1);
    if left.is_empty() || right.is_empty() || !is_sentence_start(right) {
        return None;
    }
    let range = at - left.len()..at + 1 + right.len();
    let around = plain.get(chunk(plain, at))?;
    let before = plain.get(..range.start)?;
    let after = plain.get(range.end..)?;
    let apart = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || ",;:)'’-–—".contains(c));
    if is_technical(around)
        || around.contains('/')
        || !apart
        || before.ends_with(['.', '@', '#', '$', '&', '~'])
        || NAME_ENDS.contains(&right.to_lowercase().as_str())
    {
        return None;
    }
    // A sentence may end with a number or a code, but "v2.Beta" and "3.Foo" may be anything.
    let lower = left.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’'));
    let long = left.chars().count() > 1;
    let alone = right.chars().count() > 1 || matches!(right, "I" | "A") && after.starts_with(' ');
    let words = match language {
        Lang::English => is_english(left) && (is_english(right) || matches!(right, "I" | "A")),
        Lang::Other(_) => left.chars().count() > 2 && right.chars().count() > 2,
    };
    (lower && long && alone && words).then_some(Slip { range, message: BEHIND_STOP, edit: at + 1..at + 1 })
}

fn is_sentence_start(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
}

/// "code,and"
fn comma(plain: &str, at: usize, language: Lang) -> Option<Slip> {
    let left = word_before(plain, at);
    let right = word_after(plain, at + 1);
    let around = plain.get(chunk(plain, at))?;
    let one = around.matches(',').count() == 1;
    if left.chars().count() < 2 || right.is_empty() || is_technical(around) || !one {
        return None;
    }
    let after = plain.get(at + 1 + right.len()..)?;
    let before = plain.get(..at - left.len())?;
    if after.starts_with(['.', '(', '/']) && !after.starts_with(". ")
        || before.ends_with(['.', '/', '-', '#'])
    {
        return None;
    }
    let words = match language {
        Lang::English => is_english(left) && (is_english(right) || matches!(right, "a" | "I")),
        Lang::Other(_) => left.chars().count() > 2 && right.chars().count() > 2,
    };
    let range = at - left.len()..at + 1 + right.len();
    words.then_some(Slip { range, message: BEHIND_COMMA, edit: at + 1..at + 1 })
}

/// "(optional)Writes"
fn bracket(plain: &str, at: usize) -> Option<Slip> {
    let right = word_after(plain, at + 1);
    if right.chars().count() < 3 || !is_sentence_start(right) || !is_english(right) {
        return None;
    }
    let before = tail(plain.get(..at)?);
    let inner = before.get(before.rfind('(')? + 1..)?;
    let around = plain.get(chunk(plain, at))?;
    let long = inner.chars().count() > 3 && inner.chars().all(|c| c.is_alphabetic() || c == ' ' || c == ',');
    (long && !is_technical(around) && !around.contains(['/', '.'])).then(|| Slip {
        range: at..at + 1 + right.len(),
        message: BEHIND_BRACKET,
        edit: at + 1..at + 1,
    })
}

/// "above, plus:Listens"
fn colon(plain: &str, at: usize, language: Lang) -> Option<Slip> {
    let left = word_before(plain, at);
    let right = word_after(plain, at + 1);
    let around = plain.get(chunk(plain, at))?;
    let words = left.chars().count() > 2 && left.chars().all(char::is_lowercase) && right.chars().count() > 2;
    let plain_words = around.chars().all(|c| c.is_alphabetic() || matches!(c, ':' | ',' | '.'));
    if language != Lang::English || !words || !plain_words || around.matches(':').count() > 1 {
        return None;
    }
    let range = at - left.len()..at + 1 + right.len();
    (is_sentence_start(right) && is_english(left) && is_english(right)).then_some(Slip {
        range,
        message: BEHIND_COLON,
        edit: at + 1..at + 1,
    })
}

/// "Who leads ?" (French and others set it like this.)
fn early(plain: &str, at: usize, language: Lang) -> Option<Slip> {
    let before = plain.get(..at)?.strip_suffix(' ')?;
    let after = plain.get(at + 1..)?;
    let left = word_before(plain, before.len());
    let ends = after.is_empty() || after.starts_with(char::is_whitespace);
    let range = before.len() - left.len()..at + 1;
    (language == Lang::English && left.chars().count() > 1 && ends).then_some(Slip {
        range,
        message: EARLY,
        edit: before.len()..at,
    })
}

/// "( chat and mail )"
fn inside(plain: &str, at: usize, opens: bool) -> Option<Slip> {
    let before = plain.get(..at)?;
    let after = plain.get(at + 1..)?;
    if opens {
        if !after.starts_with(' ') || !(before.is_empty() || before.ends_with(char::is_whitespace)) {
            return None;
        }
        let right = word_after(plain, at + 2);
        let slip = Slip { range: at..at + 2 + right.len(), message: INSIDE_BRACKET, edit: at + 1..at + 2 };
        return (right.chars().count() > 1).then_some(slip);
    }
    let inner = before.strip_suffix(' ')?;
    let left = word_before(plain, inner.len());
    let window = tail(inner);
    let opened = window.rfind(['(', ')']).is_some_and(|found| window.get(found..=found) == Some("("));
    let slip =
        Slip { range: inner.len() - left.len()..at + 1, message: INSIDE_BRACKET, edit: inner.len()..at };
    (opened && left.chars().count() > 1).then_some(slip)
}

/// "tools(chat and mail)", but not "engineer(s)" and "print(x)"
fn before_bracket(plain: &str, at: usize) -> Option<Slip> {
    let left = word_before(plain, at);
    let right = word_after(plain, at + 1);
    let after = plain.get(at + 1 + right.len()..)?;
    let long = left.chars().count() > 2 && right.chars().count() > 2 && after.starts_with(' ');
    let around = plain.get(chunk(plain, at))?;
    if !long || is_technical(around) || around.contains('.') || !head(after).contains(')') {
        return None;
    }
    let range = at - left.len()..at + 1 + right.len();
    (is_english(left) && is_english(right)).then_some(Slip { range, message: BEFORE_BRACKET, edit: at..at })
}

/// "tools/ methods"
fn stroke(plain: &str, at: usize) -> Option<Slip> {
    let left = word_before(plain, at);
    let rest = plain.get(at + 1..)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let right = word_after(plain, at + 1 + blanks);
    if blanks != 1 || left.chars().count() < 2 || right.is_empty() {
        return None;
    }
    let around = plain.get(chunk(plain, at))?;
    let next = plain.get(chunk(plain, at + 2))?;
    let path = around.matches('/').count() > 1 || around.contains('.') || around.starts_with(['~', '/']);
    // "Epic /Story/ Task" and "a / b/ c" have a way of their own.
    if path || is_technical(around) || next.starts_with('/') {
        return None;
    }
    let range = at - left.len()..at + 1 + blanks + right.len();
    Some(Slip { range, message: BEHIND_STROKE, edit: at + 1..at + 1 + blanks })
}

/// Bold words or a link right behind a bracket: "[30 min]**Interview**".
fn after_bracket(text: &Text, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let plain = text.plain.as_str();
    let kinds = |kind: &MarkKind| matches!(kind, MarkKind::Strong | MarkKind::Link { .. });
    for mark in text.marks.iter().filter(|mark| kinds(&mark.kind)) {
        let before = plain.get(..mark.range.start).unwrap_or("");
        let word = word_after(plain, mark.range.start);
        let window = tail(before);
        let Some(open) = window.strip_suffix(']').and_then(|inner| inner.rfind('[')) else { continue };
        let phrase = window.get(open..).is_some_and(|inner| inner.contains(' '));
        let place = text.locate(before.len() - 1..before.len());
        if !phrase || word.chars().count() < 3 || !place.exact || subject.file.slice(place.span) != "]" {
            continue;
        }
        let at = place.span.end as usize;
        cx.report(place.span, format!("{BEHIND_BRACKET}."))
            .help("The words run together when the text is read or copied. Put a blank behind the bracket.")
            .fix(Fix::safe("Add the blank", subject.file.at(at..at), " "));
        return;
    }
}

/// Words that touch a link: "Our[ handbook](…)", "see[the guide](…)".
fn links(text: &Text, subject: &Subject<'_>, cx: &mut Context<'_>) {
    after_bracket(text, subject, cx);
    for mark in text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link { .. })) {
        let plain = text.plain.as_str();
        let before = plain.get(..mark.range.start).unwrap_or("");
        let inner = plain.get(mark.range.clone()).unwrap_or("");
        if !before.ends_with(char::is_alphanumeric) || text.is_code(&mark.range) {
            continue;
        }
        let left = word_before(plain, mark.range.start);
        let blank = inner.starts_with(' ');
        let right = word_after(plain, mark.range.start + usize::from(blank));
        if left.chars().count() < 2 || right.is_empty() || !is_english(left) || (!blank && !is_english(right))
        {
            continue;
        }
        let Some(first) = text.source_offset(mark.range.start) else { continue };
        // Only plain links: the bracket stands right before the words.
        let Some(open) = first.checked_sub(1) else { continue };
        if subject.file.text.get(open..first) != Some("[")
            || subject.file.text.get(open - left.len().min(open)..open) != Some(left)
        {
            continue;
        }
        let span = subject.file.at(open - left.len().min(open)..first + usize::from(blank) + right.len());
        let message = if blank {
            "The blank before the link stands inside it."
        } else {
            "There is no blank before the link."
        };
        let finding = cx.report(span, message);
        finding.help(
            "The link runs together with the word before it. Put a blank between the word and the link.",
        );
        let edit = if blank { open..first + 1 } else { open..first };
        finding.fix(Fix::safe("Put the blank before the link", subject.file.at(edit), " ["));
    }
}
