//! What a TOML key or value says and where each of its characters stands.

use std::borrow::Cow;
use std::ops::Range;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::{ErrorSink, ParseError, Raw, Span as RawSpan};

use crate::syntax::{ScalarStyle, Text, TextBuilder, Value};
use crate::text::{FileId, Span};

/// A part of a key: its name and where that stands, without quotes, in the slice.
pub(super) fn key(
    text: &str,
    range: Range<usize>,
    encoding: Option<Encoding>,
    error: &mut dyn ErrorSink,
) -> (String, Range<usize>) {
    let raw = text.get(range.clone()).unwrap_or("");
    let mut name = Cow::Borrowed("");
    Raw::new_unchecked(raw, encoding, span(&range)).decode_key(&mut name, error);
    let inner = inner(raw, encoding);
    (name.into_owned(), range.start + inner.start..range.start + inner.end)
}

/// A value that is neither a list nor a table. Dates and the numbers that JSON does not have
/// (`inf`, `nan`) are kept as text.
pub(super) fn value(
    file: FileId,
    base: usize,
    text: &str,
    range: Range<usize>,
    encoding: Option<Encoding>,
    error: &mut dyn ErrorSink,
) -> (Value, ScalarStyle) {
    let raw = text.get(range.clone()).unwrap_or("");
    if range.is_empty() && encoding.is_some() {
        return (Value::Null, ScalarStyle::Plain); // stands in for a missing value, of which the parser told
    }
    let mut said = Cow::Borrowed("");
    let mut sound = true;
    let mut sink = |mistake: ParseError| {
        sound = false;
        error.report_error(mistake);
    };
    let kind = Raw::new_unchecked(raw, encoding, span(&range)).decode_scalar(&mut said, &mut sink);
    if raw.is_empty() {
        return (Value::Null, ScalarStyle::Plain);
    }
    let at = base + range.start;
    if let Some(encoding) = encoding {
        let text = string(file, raw, at, encoding, sound.then_some(said.as_ref()));
        let style = match encoding {
            Encoding::LiteralString => ScalarStyle::SingleQuoted,
            Encoding::MlLiteralString => ScalarStyle::Literal,
            Encoding::BasicString | Encoding::MlBasicString => ScalarStyle::DoubleQuoted,
        };
        return (Value::String(text), style);
    }
    let as_text = || Value::String(Text::verbatim(raw, Span::new(file, at..at + raw.len())));
    if !sound {
        return (as_text(), ScalarStyle::Plain);
    }
    let mut refuse = |description: &'static str| {
        error.report_error(
            ParseError::new(description).with_context(span(&range)).with_unexpected(span(&range)),
        );
    };
    let value = match kind {
        ScalarKind::Boolean(value) => Value::Bool(value),
        ScalarKind::Integer(radix) => match i64::from_str_radix(&said, radix.value()) {
            Ok(number) => Value::Number(number.into()),
            Err(_) => {
                refuse(super::explain::TOO_LARGE);
                as_text()
            }
        },
        ScalarKind::Float => {
            said.parse().ok().and_then(serde_json::Number::from_f64).map_or_else(as_text, Value::Number)
        }
        ScalarKind::DateTime => {
            if raw.parse::<toml_datetime::Datetime>().is_err() {
                refuse(ScalarKind::DateTime.invalid_description());
            }
            as_text()
        }
        ScalarKind::String => as_text(),
    };
    (value, ScalarStyle::Plain)
}

fn span(range: &Range<usize>) -> RawSpan {
    RawSpan::new_unchecked(range.start, range.end)
}

/// The content of a string as written, without quotes and without the line end that may follow the
/// opening ones.
fn inner(raw: &str, encoding: Option<Encoding>) -> Range<usize> {
    let quotes = match encoding {
        None => return 0..raw.len(),
        Some(Encoding::BasicString) => "\"",
        Some(Encoding::LiteralString) => "'",
        Some(Encoding::MlBasicString) => "\"\"\"",
        Some(Encoding::MlLiteralString) => "'''",
    };
    let Some(rest) = raw.strip_prefix(quotes) else { return 0..raw.len() };
    let body = match quotes.len() {
        1 => rest,
        _ => rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest),
    };
    let start = raw.len() - body.len();
    start..start + body.strip_suffix(quotes).unwrap_or(body).len()
}

/// The text of a string. `said` is what the parser says that it says, if it is sound: where the map
/// would say something else, the whole is one piece.
fn string(file: FileId, raw: &str, at: usize, encoding: Encoding, said: Option<&str>) -> Text {
    let inner = inner(raw, Some(encoding));
    let body = raw.get(inner.clone()).unwrap_or("");
    let whole = at + inner.start..at + inner.end;
    let lines = matches!(encoding, Encoding::MlBasicString | Encoding::MlLiteralString);
    let escapes = matches!(encoding, Encoding::BasicString | Encoding::MlBasicString);
    let mut builder = TextBuilder::new(file);
    pieces(&mut builder, body, whole.start, lines, escapes);
    if let Some(said) = said {
        let same =
            if lines { builder.plain() == said.replace("\r\n", "\n") } else { builder.plain() == said };
        if !same {
            builder = TextBuilder::new(file);
            builder.atom(said, whole.clone());
        }
    }
    let mut text = builder.finish();
    if text.plain.is_empty() {
        text.span = Span::new(file, whole);
    }
    text
}

fn pieces(builder: &mut TextBuilder, body: &str, at: usize, lines: bool, escapes: bool) {
    let bytes = body.as_bytes();
    let mut run = 0; // start of the stretch that stands letter for letter
    let mut next = 0;
    while let Some(found) = bytes.get(next..).and_then(|rest| memchr::memchr2(b'\\', b'\r', rest)) {
        let here = next + found;
        let length = match bytes.get(here) {
            Some(b'\r') if lines && bytes.get(here + 1) == Some(&b'\n') => {
                builder.verbatim(body.get(run..here).unwrap_or(""), at + run);
                builder.atom("\n", at + here..at + here + 2);
                2
            }
            Some(b'\\') if escapes => {
                builder.verbatim(body.get(run..here).unwrap_or(""), at + run);
                let rest = body.get(here..).unwrap_or("");
                let (said, length) = escape(rest, lines);
                if let Some(said) = said {
                    builder.atom(said.encode_utf8(&mut [0; 4]), at + here..at + here + length);
                }
                length
            }
            _ => {
                next = here + 1;
                continue;
            }
        };
        run = here + length;
        next = run;
    }
    builder.verbatim(body.get(run..).unwrap_or(""), at + run);
}

/// The character that an escape stands for, if any, and its length in bytes. A backslash at the end
/// of a line swallows the line end and the blanks after it.
fn escape(rest: &str, lines: bool) -> (Option<char>, usize) {
    let after = rest.get(1..).unwrap_or("");
    let Some(letter) = after.chars().next() else { return (Some('\\'), rest.len()) };
    if lines && after.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
        return (None, rest.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len());
    }
    let hex = |digits: usize| {
        let code = rest.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(said) => (Some(said), 2 + digits),
            None => (Some('\u{FFFD}'), 2),
        }
    };
    let said = match letter {
        'b' => '\x08',
        'e' => '\x1B',
        'f' => '\x0C',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' | '\\' => letter,
        'x' => return hex(2),
        'u' => return hex(4),
        'U' => return hex(8),
        _ => return (Some('\\'), 1),
    };
    (Some(said), 2)
}
