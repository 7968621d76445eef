//! Files as bytes and characters: reading, decoding, lines and spans. Imports nothing of ours.

mod aside;
mod cells;
mod compare;
mod decode;
mod known;
mod lines;
mod load;
mod memo;
pub mod mojibake;
mod nearest;
mod needles;
mod openings;
mod packed;
mod rise;
mod shingles;
mod signs;
mod span;
mod tree;
mod witness;

pub use aside::Aside;
pub use cells::{CellMap, Sheet, SheetCell, Unread, Why};
pub use compare::{Change, are_alike, changes, likeness, plain_words};
pub use decode::{Damage, Encoding, decode};
pub use known::{Count, Counted, KnownWord, Question, counting};
pub use lines::{LineIndex, Position};
pub use load::{Limits, Listed, LoadError, list_inside, read_beside, read_inside, read_regular};
pub use memo::{
    Kept, LONGEST as LONGEST_REMEMBERED, Memo, Notes, QuickMap, QuickSet, remembered, remembered_by_weight,
};
pub use nearest::{Guesses, edit_distance, nearest};
pub use needles::{NO_MARK, Needles, Starts, any_beyond_ascii, earliest, marked, word_mark};
pub use openings::Openings;
pub use packed::{FileText, Opened};
pub use rise::longest_rise;
pub use shingles::NearIndex;
pub use signs::Signs;
pub use span::{FileId, Span, Spanned};
pub use tree::{Standing, Tree};
pub use witness::{Digest, Seen, digest, digest_of, seen};

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use packed::Desk;

/// `text` with at most so many characters, an ellipsis for what is left out.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
            Cow::Owned(format!("{}…", text.get(..end).unwrap_or("").trim_end()))
        }
    }
}

/// A remark as a sentence: its first letter large, a full stop at its end. A sentence stays as it is.
pub fn sentence(remark: &str) -> String {
    let mut chars = remark.trim().chars();
    let mut sentence: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    if !sentence.is_empty() && !sentence.ends_with(['.', '?', '!', '…']) {
        sentence.push('.');
    }
    sentence
}

/// Why a file's text is not available (or not the whole truth); each becomes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The operating system refused to open or read the file; holds its own words.
    Unreadable(String),
    /// Larger than the limit that was in force; holds the size found and the limit, in bytes.
    TooLarge { size: u64, limit: u64 },
    /// Holds NUL bytes or an archive's signature: not a text file.
    Binary,
}

/// One file of a run: its decoded text and all that is needed to point into it and to write it
/// back exactly as it was.
#[derive(Debug, Clone)]
pub struct SourceFile {
    pub id: FileId,
    /// Path as shown to people: relative to the working directory, `/` between folders.
    pub path: String,
    /// Where the bytes came from; `None` for text that was handed over in memory.
    pub disk: Option<PathBuf>,
    /// The decoded text, without a byte order mark.
    pub text: FileText,
    pub encoding: Encoding,
    /// Length in bytes of the byte order mark that stood before the text.
    pub bom_len: u32,
    /// Places where the bytes were not what the encoding promises.
    pub damage: Vec<Damage>,
    /// Set when there is no text to check.
    pub trouble: Option<Trouble>,
    /// Made when somebody asks: a run that is remembered needs the lines of a few files only.
    lines: Kept<LineIndex>,
    /// Set for spreadsheets: the text is made up, and this says which cell each piece came from.
    pub cells: Option<Arc<CellMap>>,
    /// Pairs (offset in `text`, offset on disk) after each character whose length on disk differs
    /// from its length in `text`; empty for UTF-8.
    offsets: Vec<(u32, u32)>,
}

impl SourceFile {
    /// Decodes `bytes`. Never fails: what is wrong is kept in `damage` and `trouble`.
    pub fn from_bytes(id: FileId, path: impl Into<String>, disk: Option<PathBuf>, bytes: &[u8]) -> Self {
        let decoded = decode(bytes);
        SourceFile {
            id,
            path: path.into(),
            disk,
            text: decoded.text.into(),
            encoding: decoded.encoding,
            bom_len: decoded.bom_len,
            damage: decoded.damage,
            trouble: decoded.binary.then_some(Trouble::Binary),
            lines: Kept::default(),
            cells: None,
            offsets: decoded.offsets,
        }
    }

    /// A spreadsheet: `text` is made of its cells, which `cells` maps.
    pub fn virtual_text(
        id: FileId,
        path: impl Into<String>,
        disk: Option<PathBuf>,
        text: String,
        cells: CellMap,
    ) -> Self {
        SourceFile {
            text: text.into(),
            cells: Some(Arc::new(cells)),
            ..Self::from_bytes(id, path, disk, b"")
        }
    }

    /// Where its lines begin.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or(|| LineIndex::new(&self.text))
    }

    /// The name of the spreadsheet cell that an offset in `text` belongs to: `Sheet1!B7`. `None` for
    /// files that have no cells.
    pub fn cell_at(&self, offset: u32) -> Option<String> {
        self.cells.as_ref()?.name_at(offset)
    }

    /// The path as shown to people, with the cell that `offset` belongs to, if there are cells.
    pub fn place_name(&self, offset: u32) -> Cow<'_, str> {
        match self.cell_at(offset) {
            Some(cell) => Cow::Owned(format!("{} {cell}", self.path)),
            None => Cow::Borrowed(&self.path),
        }
    }

    /// A file that could not be read as text.
    pub fn troubled(id: FileId, path: impl Into<String>, disk: Option<PathBuf>, trouble: Trouble) -> Self {
        let mut file = Self::from_bytes(id, path, disk, b"");
        file.trouble = Some(trouble);
        file
    }

    /// The whole text as a span.
    pub fn span(&self) -> Span {
        Span::new(self.id, 0..self.text.len())
    }

    /// The text under `span`; empty if the span does not fit this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// A span of this file.
    pub fn at(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// Line (1-based), column in characters (1-based) and byte offset on disk of an offset in `text`.
    /// In a spreadsheet the line and the column count within the cell.
    pub fn position(&self, offset: u32) -> Position {
        let (mut line, column) = self.lines().line_column(&self.text, offset);
        if let Some(start) = self.cells.as_ref().and_then(|cells| cells.start_at(offset)) {
            line = line.saturating_sub(self.lines().line(start)).saturating_add(1);
        }
        Position { line, column, offset: self.disk_offset(offset) }
    }

    /// The byte offset in the file on disk of an offset in `text`.
    pub fn disk_offset(&self, offset: u32) -> u32 {
        let at = self.offsets.partition_point(|&(text, _)| text <= offset);
        match at.checked_sub(1).and_then(|at| self.offsets.get(at)) {
            Some(&(text, disk)) => disk + (offset - text),
            None => offset + self.bom_len,
        }
    }

    /// True when fixes may be written: the text is plain UTF-8, so that its bytes are the file's.
    pub fn is_writable_text(&self) -> bool {
        self.encoding == Encoding::Utf8
            && self.damage.is_empty()
            && self.trouble.is_none()
            && self.cells.is_none()
    }

    /// The number of the line (1-based) that holds `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines().line(offset)
    }

    /// Byte range of line `line` (1-based) without its line ending; empty past the end.
    pub fn line_range(&self, line: u32) -> Range<usize> {
        self.lines().range(&self.text, line)
    }

    /// The line ending used most in this file: `"\r\n"` or `"\n"`.
    pub fn newline(&self) -> &'static str {
        self.lines().majority_newline()
    }
}

/// All files of a run; a `FileId` indexes it. A clone shares the files.
#[derive(Debug, Default, Clone)]
pub struct Files {
    files: Vec<Arc<SourceFile>>,
    desk: Desk,
}

impl Files {
    /// Adds a file made by `make` from its new id.
    pub fn add(&mut self, make: impl FnOnce(FileId) -> SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Arc::new(make(id)));
        id
    }

    /// Replaces the text of a file that is already known (a fix was applied, an editor typed).
    pub fn replace(&mut self, id: FileId, bytes: &[u8]) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = Arc::new(SourceFile::from_bytes(id, file.path.clone(), file.disk.clone(), bytes));
            self.desk.clear();
        }
    }

    /// The same files, with `opened` in the place of those that they are.
    #[must_use]
    pub fn with(&self, opened: Vec<SourceFile>) -> Self {
        let mut files = self.clone();
        for file in opened {
            if let Some(slot) = files.files.get_mut(file.id.0 as usize) {
                *slot = Arc::new(file);
            }
        }
        files
    }

    /// # Panics
    /// Never for an id that this collection gave out.
    #[allow(clippy::indexing_slicing)]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// A file to be read: a packed one is unpacked for as long as somebody looks at it.
    pub fn open(&self, id: FileId) -> Opened<'_> {
        self.desk.open(self.get(id))
    }

    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().map(Arc::as_ref)
    }

    /// True if a text that was put aside could not be read back: who asked for it got none.
    pub fn any_lost(&self) -> bool {
        self.iter().any(|file| file.text.is_lost())
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text under a span, in whichever file it is.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span)
    }
}
