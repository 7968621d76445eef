//! The parser's mistakes in plain words.

use std::ops::Range;

use toml_parser::{ParseError, Span};

use super::shorten;

/// Our own additions to the parser's descriptions.
pub(super) const SECOND_MARK: &str = "second byte order mark";
pub(super) const TOO_LARGE: &str = "number too large";

/// A mistake as people are told it.
pub(super) struct Told {
    /// Offsets in the slice.
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// Tells a mistake in words that need no knowledge of the grammar.
pub(super) fn explain(mistake: &ParseError, text: &str) -> Told {
    let limit = text.len();
    let range = |span: Span| span.start().min(limit)..span.end().clamp(span.start().min(limit), limit);
    let at = mistake.unexpected().or(mistake.context()).map_or(limit..limit, range);
    let context = mistake.context().map_or(at.clone(), range);
    let whole = text.get(context.clone()).unwrap_or("");
    let told = |range: Range<usize>, message: String, help: &str| Told { range, message, help: help.into() };
    match mistake.description() {
        "key with no value" | "missing value for key" => without_value(text, at.start),
        "unclosed array" => told(
            first(text, context.start),
            "the list that opens here is not closed".into(),
            "add `]` after its last value",
        ),
        "unclosed inline table" => told(
            first(text, context.start),
            "the table that opens here is not closed".into(),
            "add `}` after its last value",
        ),
        "unclosed table" | "unclosed array table" => told(
            context,
            "this header is not closed".into(),
            "end it with as many `]` as it begins with `[`, on the same line",
        ),
        "missing array opening" | "missing inline table opening" | "missing table open" => told(
            token(text, at.start),
            "this bracket closes nothing".into(),
            "delete it, or add the opening one; put the value in quotes if it is text",
        ),
        "missing comma between array elements" | "missing comma between key-value pairs" => told(
            token(text, at.start),
            "a comma is missing before this".into(),
            "put a comma between the two values; a value of several words needs quotes",
        ),
        "extra comma in array" | "extra comma in inline table" => {
            told(token(text, at.start), "there is an extra comma here".into(), "delete it")
        }
        "extra `=`" | "extra assignment between key-value pairs" | "unexpected `=` in array" => told(
            token(text, at.start),
            "this `=` is out of place".into(),
            "write one `key = value` on each line; put text that holds `=` in quotes",
        ),
        "missing assignment between key-value pairs" => told(
            token(text, at.start),
            "a key without a value".into(),
            "write `key = value` with an equals sign",
        ),
        "unexpected key or value"
        | "unexpected content"
        | "unexpected content between comment and newline" => after_value(text, at.start),
        "invalid unquoted key" if whole.len() > 1 && whole.ends_with(':') => {
            colon(context, whole.trim_end_matches(':'))
        }
        "invalid unquoted key" => told(
            if whole.is_empty() { at } else { context },
            format!("the key `{}` needs quotes", shorten(whole)),
            "only keys of plain letters (a-z), digits, `-` and `_` go without; write \"…\" around it",
        ),
        "unquoted keys cannot be empty"
        | "missing key for inline table element"
        | "invalid key-value pair" => {
            told(token(text, at.start), "a key is missing here".into(), "write `key = value`")
        }
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => told(
            context,
            "a key must stand on one line".into(),
            "put the key in single quotation marks: \"…\"",
        ),
        "carriage return must be followed by newline" => told(
            at.start.saturating_sub(1)..at.start,
            "a lone carriage return is no line end to TOML".into(),
            "end all lines with LF or CR LF",
        ),
        "invalid comment character" => {
            told(token(text, at.start), "a control character may not stand in a comment".into(), "delete it")
        }
        "missing escaped value" => {
            let start = at.start.saturating_sub(1);
            let range = start..first(text, at.start).end;
            let escape = text.get(range.clone()).unwrap_or("\\").trim_end().to_owned();
            told(
                range,
                format!("`{escape}` stands for nothing"),
                "write `\\\\` for a backslash, or put the text in single quotes, where a backslash is only itself",
            )
        }
        "too few unicode value digits" | "invalid value" if whole.starts_with('"') => told(
            at.start..first(text, at.start).end.min(context.end),
            "this escape does not name a character".into(),
            "write `\\u` and four digits (0-9, A-F), or type the character itself",
        ),
        SECOND_MARK => told(at, "an invisible character (U+FEFF) stands before the text".into(), "delete it"),
        TOO_LARGE => told(
            context,
            format!("the number `{}` is too large for TOML", shorten(whole)),
            "put it in quotes if it is an identifier",
        ),
        _ if whole.starts_with(['"', '\'']) => string(text, context, at),
        description => scalar(text, context, at, description),
    }
}

/// The character at `at`.
fn first(text: &str, at: usize) -> Range<usize> {
    let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    at..at + length
}

/// The word or sign at `at`; empty at a line's end.
fn token(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or("");
    let word = rest
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '[' | ']' | '{' | '}' | '#'))
        .unwrap_or(rest.len());
    match word {
        0 if rest.starts_with(['\n', '\r']) => at..at,
        0 => first(text, at),
        _ => at..at + word,
    }
}

/// The line that `at` stands in, without blanks around it.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| at + newline);
    let raw = text.get(start..end).unwrap_or("");
    let content = raw.trim_start();
    let start = end - content.len();
    start..start + content.trim_end().len()
}

/// A line that has no `=`.
fn without_value(text: &str, at: usize) -> Told {
    let range = line(text, at);
    let content = text.get(range.clone()).unwrap_or("");
    let told = |message: String, help: String| Told { range: range.clone(), message, help };
    if content.starts_with("- ") || content.starts_with("* ") {
        return told(
            "TOML has no list items of this form".into(),
            "write the list as `name = [\"one\", \"two\"]`".into(),
        );
    }
    if let Some((before, _)) = content.split_once('=')
        && before.trim().contains(char::is_whitespace)
        && !before.contains(['"', '\''])
    {
        let key = before.trim();
        return told(
            format!("the key `{}` needs quotes", shorten(key)),
            format!("write \"{}\" = …, or join its words with `-` or `_`", shorten(key)),
        );
    }
    if let Some((key, _)) = content.split_once(':')
        && !key.is_empty()
        && !key.trim_end().contains(char::is_whitespace)
    {
        return colon(range.start..range.start + key.len() + 1, key.trim_end());
    }
    told(
        "this line is not a `key = value` pair".into(),
        "write `key = value`, or begin the line with `#` if it is a comment; text of several lines goes between `\"\"\"` and `\"\"\"`".into(),
    )
}

fn colon(range: Range<usize>, key: &str) -> Told {
    let key = shorten(key);
    Told {
        range,
        message: format!("after `{key}` TOML wants an equals sign, not a colon"),
        help: format!("write `{key} = …`, with text in quotes"),
    }
}

/// Something after a value that is complete.
fn after_value(text: &str, at: usize) -> Told {
    let line_end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline);
    let rest = text.get(at..line_end).unwrap_or("").trim_end();
    let before = text.get(line(text, at).start..at).unwrap_or("").trim_end();
    let help = if before.ends_with(['"', '\'']) {
        "put the whole text in one pair of quotes; write a quote inside it as `\\\"`"
    } else {
        "put the whole value in quotes if it is text, or begin a new line"
    };
    Told { range: at..at + rest.len(), message: "the value ends before this".into(), help: help.into() }
}

/// A string with something wrong in it or about it.
fn string(text: &str, context: Range<usize>, at: Range<usize>) -> Told {
    let whole = text.get(context.clone()).unwrap_or("");
    let quotes =
        ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| whole.starts_with(quotes)).unwrap_or("\"");
    let closed = whole.len() >= quotes.len() * 2 && whole.ends_with(quotes);
    if !closed || at.start >= context.end {
        let place = if quotes.len() == 1 { " on its line" } else { "" };
        return Told {
            range: context.start..context.start + quotes.len(),
            message: format!("the quote that opens here is not closed{place}"),
            help: format!("add {quotes} where the text ends"),
        };
    }
    Told {
        range: at.start..at.end.max(first(text, at.start).end),
        message: "a control character may not stand in a text".into(),
        help: "delete it, or write it as `\\u` and four digits in double quotes".into(),
    }
}

/// A value without quotes that is nothing that TOML knows.
fn scalar(text: &str, context: Range<usize>, at: Range<usize>, description: &str) -> Told {
    let range = if context.is_empty() { token(text, at.start) } else { context };
    let raw = text.get(range.clone()).unwrap_or("").trim_end();
    let range = range.start..range.start + raw.len();
    if raw.is_empty() {
        return Told {
            range,
            message: "a value is missing here".into(),
            help: "write one after the equals sign; an empty text is written \"\"".into(),
        };
    }
    let lower = raw.to_ascii_lowercase();
    let help = if lower == "true" || lower == "false" {
        format!("write `{lower}`")
    } else {
        "put it in quotes if it is text".into()
    };
    let name = shorten(raw);
    let message = if lower == "true" || lower == "false" {
        format!("`{name}` is not written in small letters")
    } else if description.contains("date") {
        format!("`{name}` is not a date or time that TOML can read")
    } else if raw.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        format!("`{name}` is not a number that TOML can read")
    } else {
        format!("`{name}` is text, and text needs quotes in TOML")
    };
    Told { range, message, help }
}
