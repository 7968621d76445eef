//! What a scalar says and where each of its characters stands: line folds, indentation, quotes and
//! escapes; and which plain scalars are not text.

use std::ops::Range;

use crate::syntax::{Text, TextBuilder, Value};
use crate::text::{FileId, Span};

/// A plain scalar: letter for letter, but for line folds.
pub(super) fn plain(file: FileId, raw: &str, at: usize, value: &str) -> Text {
    flow(file, raw, at, value, Escapes::None)
}

/// A scalar in single or double quotes; `raw` has the quotes.
pub(super) fn quoted(file: FileId, raw: &str, at: usize, value: &str) -> Text {
    let escapes = if raw.starts_with('"') { Escapes::Double } else { Escapes::Single };
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    flow(file, inner, at + 1, value, escapes)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escapes {
    None,
    Single,
    Double,
}

fn flow(file: FileId, raw: &str, at: usize, value: &str, escapes: Escapes) -> Text {
    let mut builder = TextBuilder::new(file);
    if raw == value && !raw.contains(['\n', '\r']) && !(escapes == Escapes::Double && raw.contains('\\')) {
        builder.verbatim(raw, at);
    } else {
        flow_pieces(&mut builder, raw, at, escapes);
    }
    finish(builder, value, file, at..at + raw.len())
}

/// The text, if its pieces say `value`; else the value with one place for all of it. The latter is
/// a precaution: the map must never point at wrong bytes.
fn finish(builder: TextBuilder, value: &str, file: FileId, whole: Range<usize>) -> Text {
    let builder = if builder.plain() == value {
        builder
    } else {
        let mut builder = TextBuilder::new(file);
        builder.atom(value, whole.clone());
        builder
    };
    let mut text = builder.finish();
    if text.plain.is_empty() {
        text.span = Span::new(file, whole);
    }
    text
}

fn flow_pieces(builder: &mut TextBuilder, raw: &str, at: usize, escapes: Escapes) {
    let bytes = raw.as_bytes();
    let mut run = 0; // start of the stretch that stands letter for letter
    let mut next = 0;
    while let Some(&byte) = bytes.get(next) {
        match byte {
            b'\n' | b'\r' => {
                let piece = raw.get(run..next).unwrap_or("").trim_end_matches([' ', '\t']);
                builder.verbatim(piece, at + run);
                let from = run + piece.len();
                let (breaks, to) = skip_breaks(bytes, next);
                let said = if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks - 1) };
                builder.atom(&said, at + from..at + to);
                (run, next) = (to, to);
            }
            b'\'' if escapes == Escapes::Single && bytes.get(next + 1) == Some(&b'\'') => {
                builder.verbatim(raw.get(run..next).unwrap_or(""), at + run);
                builder.atom("'", at + next..at + next + 2);
                (run, next) = (next + 2, next + 2);
            }
            b'\\' if escapes == Escapes::Double => {
                builder.verbatim(raw.get(run..next).unwrap_or(""), at + run);
                let to = if matches!(bytes.get(next + 1), Some(b'\n' | b'\r')) {
                    // An escaped line end says nothing; blank lines after it say line ends.
                    let (breaks, to) = skip_breaks(bytes, next + 1);
                    builder.atom(&"\n".repeat(breaks - 1), at + next..at + to);
                    to
                } else {
                    let (said, length) = escape(raw.get(next..).unwrap_or(""));
                    if let Some(said) = said {
                        builder.atom(said.encode_utf8(&mut [0; 4]), at + next..at + next + length);
                    }
                    next + length
                };
                (run, next) = (to, to);
            }
            _ => next += 1,
        }
    }
    builder.verbatim(raw.get(run..).unwrap_or(""), at + run);
}

/// From a line end: how many line ends follow with nothing but blanks between, and where the next
/// content begins.
fn skip_breaks(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut breaks = 0;
    loop {
        match bytes.get(at) {
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => (breaks, at) = (breaks + 1, at + 2),
            Some(b'\n' | b'\r') => (breaks, at) = (breaks + 1, at + 1),
            Some(b' ' | b'\t') => at += 1,
            _ => return (breaks.max(1), at),
        }
    }
}

/// The character that an escape of a double-quoted scalar stands for, and its length in bytes.
fn escape(raw: &str) -> (Option<char>, usize) {
    let Some(letter) = raw.chars().nth(1) else { return (None, raw.len().max(1)) };
    let said = match letter {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0B',
        'f' => '\x0C',
        'r' => '\r',
        'e' => '\x1B',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return hex(raw, 2),
        'u' => return hex(raw, 4),
        'U' => return hex(raw, 8),
        other => other,
    };
    (Some(said), 1 + letter.len_utf8())
}

fn hex(raw: &str, digits: usize) -> (Option<char>, usize) {
    let code_at = |at: usize| u32::from_str_radix(raw.get(at..at + digits)?, 16).ok();
    let length = 2 + digits;
    match code_at(2) {
        Some(high @ 0xD800..0xDC00) if raw.get(length..).is_some_and(|rest| rest.starts_with("\\u")) => {
            match code_at(length + 2) {
                Some(low @ 0xDC00..0xE000) => {
                    (char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), length * 2)
                }
                _ => (None, length),
            }
        }
        Some(code) => (char::from_u32(code), length),
        None => (None, length),
    }
}

/// The places of a block scalar (`|`, `>`), as offsets in the text it was found in.
pub(super) struct Block {
    /// Where its header begins.
    pub header: usize,
    /// Where its last line with something in it ends.
    pub end: usize,
    /// First byte after the header's line.
    body: Range<usize>,
    indent: usize,
}

impl Block {
    /// `before` is where the token before the header ends; `content` is what the parser gives as the
    /// scalar's range: from its first character to the token after it.
    pub(super) fn find(text: &str, before: usize, content: &Range<usize>) -> Block {
        let bytes = text.as_bytes();
        let header = header_start(bytes, before, content.end).unwrap_or(content.start);
        let header_end = header
            + 1
            + bytes
                .get(header + 1..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9'))
                .count();
        let line_end = bytes
            .get(header..)
            .and_then(|rest| memchr::memchr2(b'\n', b'\r', rest))
            .map_or(text.len(), |at| header + at);
        let mut body = line_end;
        if text.get(line_end..).is_some_and(|rest| rest.starts_with("\r\n")) {
            body += 2;
        } else if body < text.len() {
            body += 1;
        }
        let body = body.min(content.end)..content.end;
        let lead = bytes.get(..content.start).unwrap_or_default();
        let indent = lead.iter().rev().take_while(|b| **b == b' ').count();
        let said = text.get(body.clone()).unwrap_or("").trim_end_matches([' ', '\t', '\n', '\r']);
        let end = if said.is_empty() { header_end } else { body.start + said.len() };
        Block { header, end: end.min(text.len()), body, indent }
    }

    pub(super) fn text(&self, file: FileId, base: usize, text: &str, value: &str, folded: bool) -> Text {
        let body = text.get(self.body.clone()).unwrap_or("");
        let mut builder = TextBuilder::new(file);
        let mut rest = value; // what is not placed yet
        let mut gap = self.body.start; // where the blank between two pieces of text begins
        let mut line_start = self.body.start;
        for line in body.split_inclusive('\n').flat_map(split_lone_cr) {
            let content = line.trim_end_matches(['\n', '\r']);
            let blanks = content.len() - content.trim_start_matches(' ').len();
            let strip = blanks.min(self.indent);
            let content = content.get(strip..).unwrap_or("");
            let start = line_start + strip;
            line_start += line.len();
            if rest.is_empty() {
                break;
            }
            if !content.is_empty() {
                // Between two texts stand line ends, or the blank that a folded line end is.
                let breaks = rest.len() - rest.trim_start_matches('\n').len();
                let said = if breaks == 0 && folded && gap > self.body.start && rest.starts_with(' ') {
                    1
                } else {
                    breaks
                };
                let (between, after) = rest.split_at(said);
                builder.atom(between, base + gap..base + start);
                let Some(after) = after.strip_prefix(content) else {
                    rest = "?";
                    break;
                };
                builder.verbatim(content, base + start);
                rest = after;
                gap = start + content.len();
            }
            // One line end that is written as one and means one can be edited as such.
            if !folded
                && line.ends_with('\n')
                && !line.ends_with("\r\n")
                && let Some(after) = rest.strip_prefix('\n')
            {
                builder.verbatim("\n", base + line_start - 1);
                rest = after;
                gap = line_start;
            }
        }
        if !rest.is_empty() && rest.trim_matches('\n').is_empty() {
            builder.atom(rest, base + gap..base + self.body.end.max(gap));
        }
        let whole = base + self.body.start..base + self.end.max(self.body.start);
        finish(builder, value, file, whole)
    }
}

/// Lines end with CR, too.
fn split_lone_cr(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let cut = match memchr::memchr(b'\r', bytes) {
            Some(at) if bytes.get(at + 1) != Some(&b'\n') => at + 1,
            _ => rest.len(),
        };
        let (head, tail) = rest.split_at(cut);
        rest = tail;
        Some(head)
    })
}

/// Finds `|` or `>` after `at`, past blanks, the indicators of keys and items, comments, tags and
/// anchors.
fn header_start(bytes: &[u8], mut at: usize, limit: usize) -> Option<usize> {
    while at < limit {
        match bytes.get(at)? {
            b'|' | b'>' => return Some(at),
            b'#' => at = past(bytes, at, |b| matches!(b, b'\n' | b'\r')),
            b'!' | b'&' => at = past(bytes, at, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')),
            _ => at += 1,
        }
    }
    None
}

fn past(bytes: &[u8], at: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes.get(at..).and_then(|rest| rest.iter().position(|b| stop(*b))).map_or(bytes.len(), |n| at + n)
}

/// What a plain scalar is in the core schema of YAML 1.2; `None`: text. A number with leading zeros
/// stays text, since it is a code and not a quantity (and readers disagree about it).
pub(super) fn resolve(value: &str) -> Option<Value> {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    number(value).map(Value::Number)
}

fn number(value: &str) -> Option<serde_json::Number> {
    if let Some(hex) = value.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().filter(|_| is_digits(hex, 16)).map(Into::into);
    }
    if let Some(octal) = value.strip_prefix("0o") {
        return u64::from_str_radix(octal, 8).ok().filter(|_| is_digits(octal, 8)).map(Into::into);
    }
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let has_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let exponent_ok = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if !has_digits || !digits(whole) || !fraction.is_none_or(digits) || !exponent_ok {
        return None;
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let written = value.strip_prefix('+').unwrap_or(value);
    if fraction.is_none() && exponent.is_none() {
        if let Ok(number) = written.parse::<i64>() {
            return Some(number.into());
        }
        if let Ok(number) = written.parse::<u64>() {
            return Some(number.into());
        }
    }
    serde_json::Number::from_f64(written.parse().ok()?)
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
}

/// The value of a scalar with a tag; `None`: text. Tags that are not of the core schema belong to
/// some program and say nothing about the type.
pub(super) fn resolve_tagged(value: &str, tag: Option<&str>) -> Option<Value> {
    match (tag?, resolve(value)?) {
        ("null", Value::Null) => Some(Value::Null),
        ("bool", Value::Bool(value)) => Some(Value::Bool(value)),
        ("int", Value::Number(number)) if number.is_i64() || number.is_u64() => Some(Value::Number(number)),
        ("float", Value::Number(number)) => Some(Value::Number(number)),
        _ => None,
    }
}

/// A plain scalar that programs read differently.
pub(super) struct Surprise {
    pub message: String,
    pub help: String,
}

/// Tells a plain scalar that readers of YAML 1.1 (PyYAML, Psych and with it Jekyll) and of YAML 1.2
/// take for different values. Dates are left alone: as text they read the same in both. So are `y`
/// and `n`, which hardly any reader takes for a boolean.
pub(super) fn surprise(value: &str) -> Option<Surprise> {
    let truth = match value {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    };
    if let Some(truth) = truth {
        return Some(Surprise {
            message: format!("some programs read `{value}` as the word, others as {truth}"),
            help: format!("put it in quotes (\"{value}\") if you mean the word, or write {truth}"),
        });
    }
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let first = *unsigned.as_bytes().first()?;
    if !first.is_ascii_digit() || value.len() > 64 {
        return None;
    }
    let what = if unsigned.contains(':') {
        is_sexagesimal(unsigned).then_some("as a count of minutes or seconds")?
    } else if let Some(digits) = unsigned.strip_prefix("0b") {
        (digits.bytes().all(|b| matches!(b, b'0' | b'1' | b'_')) && !digits.is_empty())
            .then_some("as a binary number")?
    } else if let Some(digits) = unsigned.strip_prefix("0o") {
        is_digits(digits, 8).then_some("as an octal number")?
    } else if first == b'0' && is_digits(unsigned, 10) {
        // `07` is seven, in octal and in decimal.
        let same = u64::from_str_radix(unsigned, 8).ok() == unsigned.parse().ok();
        (!same).then_some("as a number, and not all as the same one")?
    } else if unsigned.contains('_') && is_grouped(unsigned) {
        "as a number without the underscores"
    } else if is_bare_exponent(unsigned) {
        "as a number with an exponent"
    } else {
        return None;
    };
    Some(Surprise {
        message: format!("some programs read `{value}` as text, others {what}"),
        help: format!("put it in quotes: \"{value}\""),
    })
}

/// `12:30`, `1:30:00`
fn is_sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or("");
    let sixties = |part: &str| {
        let part = part.split('.').next().unwrap_or("");
        matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
    };
    let mut count = 0;
    let rest_fits = parts.all(|part| {
        count += 1;
        sixties(part) && part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    is_grouped(first) && count >= 1 && rest_fits
}

/// Digits, perhaps with underscores.
fn is_grouped(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'_')
}

/// `1e3`: a number in YAML 1.2, where 1.1 wants a point.
fn is_bare_exponent(text: &str) -> bool {
    text.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        is_digits(mantissa, 10) && is_digits(exponent, 10)
    })
}

/// The first line of a plain scalar, but for its first, that begins like a list item.
pub(super) fn swallowed_item(raw: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for (number, line) in raw.split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches([' ', '\t']);
        let at = start + line.len() - content.len();
        if number > 0 && content.starts_with("- ") {
            return Some(at..at + content.trim_end().len());
        }
        start += line.len();
    }
    None
}
