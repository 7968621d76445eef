//! Texts as editors see them: lines and columns in the units that were agreed on, edits by range, and
//! addresses of files.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::{ClientCapabilities, Position, PositionEncodingKind, Uri};

use crate::text::LineIndex;

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol counts if nothing was agreed on.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The first of the client's that is known here.
    pub(super) fn agreed(client: &ClientCapabilities) -> Self {
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        offered.into_iter().flatten().find_map(known).unwrap_or(Encoding::Utf16)
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    fn length(self, text: &str) -> u32 {
        let units = match self {
            Encoding::Utf8 => text.len(),
            _ => text.chars().map(|c| self.units(c)).sum(),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

/// A text with its lines.
#[derive(Debug, Clone, Default)]
pub struct Buffer {
    pub text: String,
    lines: LineIndex,
}

impl Buffer {
    pub fn new(text: String) -> Self {
        Buffer { lines: LineIndex::new(&text), text }
    }

    /// The byte at a position. What lies behind the end of a line is its end, what lies below the last line
    /// is the end of the text, and what lies inside a character is its start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        if position.line >= self.lines.count() {
            return self.text.len();
        }
        let line = self.lines.range(&self.text, position.line + 1);
        let mut at = line.start;
        let mut column = 0;
        for c in self.text.get(line).unwrap_or("").chars() {
            column += encoding.units(c);
            if column > position.character as usize {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// The bytes of a range; a reversed one counts as if it were the right way round.
    pub fn range(&self, range: lsp_types::Range, encoding: Encoding) -> Range<usize> {
        let (start, end) = (self.offset(range.start, encoding), self.offset(range.end, encoding));
        start.min(end)..start.max(end)
    }

    /// Replaces a range, or everything.
    pub fn change(&mut self, range: Option<lsp_types::Range>, text: &str, encoding: Encoding) {
        match range {
            Some(range) => {
                let range = self.range(range, encoding);
                self.text.replace_range(range, text);
            }
            None => text.clone_into(&mut self.text),
        }
        self.lines = LineIndex::new(&self.text);
    }

    /// Where a byte stands.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        Cursor::new(&self.text, &self.lines, encoding).position(offset)
    }

    /// For many positions.
    pub(super) fn cursor(&self, encoding: Encoding) -> Cursor<'_> {
        Cursor::new(&self.text, &self.lines, encoding)
    }
}

/// Positions of places that come in order: a page may be one line of megabytes with a finding in every
/// sentence, which must not be counted from its start each time.
pub(super) struct Cursor<'t> {
    text: &'t str,
    lines: &'t LineIndex,
    encoding: Encoding,
    /// The last place: its line (1-based), its offset and its column.
    last: (u32, usize, u32),
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, lines: &'t LineIndex, encoding: Encoding) -> Self {
        Cursor { text, lines, encoding, last: (1, 0, 0) }
    }

    pub fn position(&mut self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let (from, column) = match self.last {
            (last, at, column) if last == line && at <= offset => (at, column),
            _ => (self.lines.start(line) as usize, 0),
        };
        let between = self.text.get(from..offset).unwrap_or("");
        let column = column.saturating_add(self.encoding.length(between));
        self.last = (line, offset, column);
        Position { line: line.saturating_sub(1), character: column }
    }

    pub fn range(&mut self, range: Range<usize>) -> lsp_types::Range {
        let start = self.position(range.start);
        let kept = self.last;
        let end = self.position(range.end);
        self.last = kept;
        lsp_types::Range { start, end }
    }
}

/// The file that an address names; `None` for what is on no disk here.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    let path = String::from_utf8(bytes).ok().filter(|path| path.starts_with('/') && !path.contains('\0'))?;
    // `/C:/…` is a path of Windows.
    let drive = path.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    Some(PathBuf::from(if drive { path.trim_start_matches('/') } else { &path }))
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Uri::from_str(&uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_in_three_units() {
        let buffer = Buffer::new("aé😀b\r\nc".into());
        for (encoding, columns) in
            [(Encoding::Utf8, [0, 1, 3, 7]), (Encoding::Utf16, [0, 1, 2, 4]), (Encoding::Utf32, [0, 1, 2, 3])]
        {
            for (offset, column) in [0, 1, 3, 7].into_iter().zip(columns) {
                assert_eq!(buffer.position(offset, encoding), at(0, column), "{encoding:?}");
                assert_eq!(buffer.offset(at(0, column), encoding), offset, "{encoding:?}");
            }
            assert_eq!(buffer.offset(at(1, 1), encoding), 11);
            assert_eq!(buffer.offset(at(0, 99), encoding), 8, "the end of the line, before its ending");
            assert_eq!(buffer.offset(at(9, 0), encoding), 11, "below the last line");
        }
        assert_eq!(buffer.offset(at(0, 3), Encoding::Utf16), 3, "inside a character");
    }

    #[test]
    fn ranges_that_are_reversed_or_outside_do_no_harm() {
        let mut buffer = Buffer::new("one\ntwo\n".into());
        let range = |a: Position, b: Position| Some(lsp_types::Range { start: a, end: b });
        buffer.change(range(at(1, 3), at(0, 3)), "", Encoding::Utf16);
        assert_eq!(buffer.text, "one\n");
        buffer.change(range(at(7, 0), at(u32::MAX, u32::MAX)), "end", Encoding::Utf16);
        assert_eq!(buffer.text, "one\nend");
        assert_eq!(buffer.position(5, Encoding::Utf16), at(1, 1));
    }

    #[test]
    fn addresses_and_paths() {
        let path = Path::new("/a b/ü#?%.md");
        let uri = uri_of(path).unwrap();
        assert_eq!(uri.as_str(), "file:///a%20b/%C3%BC%23%3F%25.md");
        assert_eq!(path_of(uri.as_str()).as_deref(), Some(path));
        assert_eq!(path_of("file:///a%2"), Some(PathBuf::from("/a%2")));
        for other in ["untitled:Untitled-1", "https://a.example/b", "file://", "file:///%00"] {
            assert_eq!(path_of(other), None, "{other}");
        }
    }
}
