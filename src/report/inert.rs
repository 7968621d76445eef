//! JSON that is safe to print: what could act on a terminal or a build runner is written as `\u….`,
//! which means the same to every reader of JSON.

use std::io::{self, BufWriter, IntoInnerError, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::neutral::{command_at, is_hostile};

/// A list that is written item by item: a large run has hundreds of thousands of findings, and the report of one takes
/// several times its room.
pub(super) struct Each<F>(pub F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes `value` as indented JSON.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // Signs and words are written one by one.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let mut serializer = Serializer::with_formatter(&mut out, Inert { pretty: PrettyFormatter::new() });
    value.serialize(&mut serializer)?;
    writeln!(out)?;
    out.into_inner().map(|_| ()).map_err(IntoInnerError::into_error)
}

/// Writes `value` as JSON in one line.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_json_line(value: &impl Serialize, mut out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, InertLine))?;
    writeln!(out)
}

/// Writes a piece of a string with everything hostile as `\u….`.
fn write_fragment(out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
    let mut written = 0;
    let mut command = command_at(text);
    if command.is_none() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return out.write_all(text.as_bytes());
    }
    for (at, c) in text.char_indices() {
        let of_command = command == Some(at);
        if !of_command && !is_hostile(c) {
            continue;
        }
        out.write_all(text.get(written..at).unwrap_or("").as_bytes())?;
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            write!(out, "\\u{unit:04x}")?;
        }
        written = at + c.len_utf8();
        if of_command {
            command = command_at(text.get(written..).unwrap_or("")).map(|next| written + next);
        }
    }
    out.write_all(text.get(written..).unwrap_or("").as_bytes())
}

struct InertLine;

impl Formatter for InertLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        write_fragment(out, text)
    }
}

struct Inert {
    pretty: PrettyFormatter<'static>,
}

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        write_fragment(out, text)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_and_does_nothing() {
        let value =
            serde_json::json!({ "a##[b ##[c": ["\u{1b}[2J\u{9b}\u{202e}\u{200b}é\u{e0041}", 1, null, {}] });
        let mut out = vec![];
        write_json(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.chars().any(|c| c != '\n' && is_hostile(c)) && !text.contains("##["), "{text}");
        assert!(text.contains('é') && text.contains("\\udb40\\udc41"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
