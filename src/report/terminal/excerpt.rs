//! What miette is given to quote from: not the files, but the few lines around the places of one
//! finding, already cut and harmless, from however many files. Every place is found through the
//! line index, so a finding costs the same in a file of any length.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use unicode_width::UnicodeWidthStr as _;

use super::clip::clip;
use crate::report::neutral::visible;
use crate::text::{Files, Opened, SourceFile, Span};

/// A place to mark.
pub(super) struct Place {
    pub span: Span,
    pub label: String,
    /// The finding itself, not another place that belongs to it.
    pub primary: bool,
}

/// A mark in the quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub range: Range<usize>,
    pub label: String,
    pub primary: bool,
}

/// Consecutive lines of one file.
#[derive(Debug)]
struct Piece {
    /// In [`Excerpts::text`].
    range: Range<usize>,
    /// As shown above the lines.
    name: String,
    /// Number of the first line, from 1.
    first: u32,
    lines: u32,
    /// Line and column (from 1) of each mark.
    places: Vec<(Range<usize>, u32, u32)>,
}

/// The quoted lines of one finding.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    text: String,
    pieces: Vec<Piece>,
    pub marks: Vec<Mark>,
}

/// Columns that are kept free for a label, if it is that long.
const LABEL_ROOM: usize = 28;

/// Columns of the arrow before a label.
const ARROW: usize = 5;

/// No label is wrapped to less than this.
const MIN_LABEL: usize = 16;

/// Two places this many lines apart are shown in one piece.
const NEAR: u32 = 2;

impl Excerpts {
    /// Quotes the lines of `places`; the first is the finding itself.
    pub fn new(files: &Files, places: Vec<Place>, width: usize, ellipsis: &str) -> Self {
        let mut excerpts = Excerpts::default();
        let mut chunks: Vec<(Opened<'_>, Range<u32>, Vec<Place>)> = vec![];
        for place in places {
            let file = files.open(place.span.file);
            let line = file.line_of(place.span.start);
            let near = |lines: &Range<u32>| line + NEAR >= lines.start && line <= lines.end + NEAR;
            // Lines of a spreadsheet are cells, each with a name of its own.
            let apart = file.cells.is_some();
            match chunks.iter_mut().find(|(other, lines, _)| !apart && other.id == file.id && near(lines)) {
                Some((_, lines, places)) => {
                    *lines = lines.start.min(line)..lines.end.max(line);
                    places.push(place);
                }
                None => chunks.push((file, line..line, vec![place])),
            }
        }
        for (file, lines, places) in chunks {
            excerpts.add(&file, lines, places, width, ellipsis);
        }
        excerpts
    }

    /// Adds one piece; `lines` are the first and the last marked line.
    fn add(
        &mut self,
        file: &SourceFile,
        lines: Range<u32>,
        mut places: Vec<Place>,
        width: usize,
        ellipsis: &str,
    ) {
        // A neighbor gives context unless it is blank.
        let blank = |line: u32| file.text.get(file.line_range(line)).unwrap_or("").trim().is_empty();
        let context = file.cells.is_none();
        let above = context && lines.start > 1 && !blank(lines.start - 1);
        let below = context && lines.end < file.lines().count() && !blank(lines.end + 1);
        let first = if above { lines.start - 1 } else { lines.start };
        let last = if below { lines.end + 1 } else { lines.end };
        let gutter = last.to_string().len() + 4;
        let room = width.saturating_sub(gutter);
        let start = self.text.len();
        let mut found = vec![];
        places.sort_by_key(|place| (place.span.start, place.span.end));
        for number in first..=last {
            let range = file.line_range(number);
            let line = file.text.get(range.clone()).unwrap_or("");
            let own: Vec<&Place> =
                places.iter().filter(|place| file.line_of(place.span.start) == number).collect();
            let within = |place: &&Place| {
                let inside = |offset: u32| (offset as usize).clamp(range.start, range.end) - range.start;
                inside(place.span.start)..inside(place.span.end)
            };
            let wanted: Vec<Range<usize>> = own.iter().map(within).collect();
            let longest = own.iter().map(|place| place.label.width()).max().unwrap_or(0);
            let for_label = if longest == 0 { 0 } else { longest.min(LABEL_ROOM) + ARROW };
            let clipped = clip(line, &wanted, room, for_label, ellipsis);
            let base = self.text.len();
            for (place, mark) in own.iter().zip(clipped.marks) {
                let before =
                    clipped.text.get(..mark.start.midpoint(mark.end)).unwrap_or(&clipped.text).width();
                let label = wrap(&place.label, room.saturating_sub(before + ARROW).max(MIN_LABEL));
                let range = base + mark.start..base + mark.end;
                let at = file.position(place.span.start);
                found.push((range.clone(), at.line, at.column));
                self.marks.push(Mark { range, label, primary: place.primary });
            }
            self.text.push_str(&clipped.text);
            self.text.push('\n');
        }
        let place = u32::try_from(file.line_range(first).start).unwrap_or(u32::MAX);
        let name = shortened(&visible(&file.place_name(place)), width.saturating_sub(gutter + 16), ellipsis);
        self.pieces.push(Piece {
            range: start..self.text.len(),
            name,
            first: file.position(place).line,
            lines: last - first + 1,
            places: found,
        });
    }

    /// The quoted line of the first mark.
    pub fn marked_line(&self) -> &str {
        let at = self.marks.first().map_or(0, |mark| mark.range.start);
        let start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        self.text.get(start..).and_then(|text| text.lines().next()).unwrap_or("")
    }
}

/// Breaks `text` at blanks into lines of at most `width` columns, where its words allow it. Blanks
/// inside of a line stay as they are: a finding may be about them.
pub fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mut used = 0;
        let mut blanks = "";
        for piece in line.split_inclusive(' ') {
            let word = piece.trim_end_matches(' ');
            let needed = blanks.len() + word.width();
            if used > 0 && used + needed > width && !word.is_empty() {
                out.push('\n');
                used = word.width();
            } else {
                out.push_str(blanks);
                used += needed;
            }
            out.push_str(word);
            blanks = piece.get(word.len()..).unwrap_or("");
        }
    }
    out
}

/// The end of a long path says more than its start.
fn shortened(path: &str, width: usize, ellipsis: &str) -> String {
    let length = path.chars().count();
    let width = width.max(24);
    if length <= width {
        return path.to_owned();
    }
    let tail = path.chars().skip(length - width + ellipsis.chars().count());
    ellipsis.chars().chain(tail).collect()
}

impl SourceCode for Excerpts {
    /// miette asks twice: with context lines for what to quote, without for what to write above it.
    /// A span over two pieces is refused, so pieces are never drawn as one.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset().saturating_add(span.len()));
        let piece = self
            .pieces
            .iter()
            .find(|piece| piece.range.start <= start && end <= piece.range.end && start < piece.range.end)
            .ok_or(MietteError::OutOfBounds)?;
        let data = self.text.as_bytes().get(piece.range.clone()).unwrap_or_default();
        let whole = SourceSpan::from(piece.range.clone());
        let mark = piece.places.iter().find(|(range, ..)| range.start == start);
        let (line, column) = match mark {
            Some((_, line, column)) if before == 0 => (*line, *column),
            _ => (piece.first, 1),
        };
        let narrow = |n: u32| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
        let lines = usize::try_from(piece.lines).unwrap_or(usize::MAX);
        Ok(Box::new(MietteSpanContents::new_named(
            piece.name.clone(),
            data,
            whole,
            narrow(line),
            narrow(column),
            lines,
        )))
    }
}
