//! Where lines begin; columns in bytes, characters and UTF-16 units.

use std::ops::Range;

/// A place as people and machines are told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based.
    pub line: u32,
    /// 1-based, in Unicode scalar values.
    pub column: u32,
    /// Bytes from the start of the file on disk.
    pub offset: u32,
}

/// Start offsets of all lines. Lines end with LF, CR LF or a lone CR.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
    crlf: u32,
    lf: u32,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = LineIndex { starts: vec![0], crlf: 0, lf: 0 };
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let next = bytes.get(at + 1);
            match bytes.get(at) {
                Some(b'\r') if next == Some(&b'\n') => continue,
                Some(b'\n') if at > 0 && bytes.get(at - 1) == Some(&b'\r') => index.crlf += 1,
                _ => index.lf += 1,
            }
            index.starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
        index
    }

    /// Number of lines; a text that ends with a line ending has an empty last line, which counts.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// 1-based number of the line that holds `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
    }

    /// Offset of the first byte of line `line` (1-based), clamped to the last line.
    pub fn start(&self, line: u32) -> u32 {
        let last = self.starts.len().saturating_sub(1);
        let at = (line.saturating_sub(1) as usize).min(last);
        self.starts.get(at).copied().unwrap_or(0)
    }

    /// Byte range of a line (1-based) without its line ending; empty past the last line.
    pub fn range(&self, text: &str, line: u32) -> Range<usize> {
        let full = self.full_range(text, line);
        let body = text.get(full.clone()).unwrap_or("").trim_end_matches(['\n', '\r']);
        full.start..full.start + body.len()
    }

    /// Byte range of a line (1-based) with its line ending; empty past the last line.
    pub fn full_range(&self, text: &str, line: u32) -> Range<usize> {
        if line == 0 || line > self.count() {
            return text.len()..text.len();
        }
        let start = self.start(line) as usize;
        let end = if line == self.count() { text.len() } else { self.start(line + 1) as usize };
        start..end
    }

    /// Line and column, both 1-based; the column counts Unicode scalar values.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(text, offset);
        (line, u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// Line (1-based) and column (0-based, UTF-16 code units), as the language server protocol counts.
    pub fn line_utf16(&self, text: &str, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(text, offset);
        let units: usize = before.chars().map(char::len_utf16).sum();
        (line, u32::try_from(units).unwrap_or(u32::MAX))
    }

    /// The line of `offset` and the text of that line before it.
    fn before<'t>(&self, text: &'t str, offset: u32) -> (u32, &'t str) {
        let offset = floor_char_boundary(text, offset as usize);
        let line = self.line(u32::try_from(offset).unwrap_or(u32::MAX));
        (line, text.get(self.start(line) as usize..offset).unwrap_or(""))
    }

    /// The line ending that most lines have; `"\n"` when there is none.
    pub fn majority_newline(&self) -> &'static str {
        if self.crlf > self.lf { "\r\n" } else { "\n" }
    }

    /// True when both LF and CR LF occur.
    pub fn mixed_newlines(&self) -> bool {
        self.crlf > 0 && self.lf > 0
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_endings() {
        let text = "a\r\nbé\n\rc";
        let index = LineIndex::new(text);
        let lines: Vec<_> = (1..=index.count()).map(|n| &text[index.range(text, n)]).collect();
        assert_eq!(lines, ["a", "bé", "", "c"]);
        assert!(index.mixed_newlines());
    }

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "x\né😀z";
        let index = LineIndex::new(text);
        let z = u32::try_from(text.find('z').unwrap()).unwrap();
        assert_eq!(index.line_column(text, z), (2, 3));
        assert_eq!(index.line_utf16(text, z), (2, 3));
        assert_eq!(index.line_column(text, 999), (2, 4));
    }
}
