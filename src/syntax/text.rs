//! Text as it reads, with a map from each of its characters to the bytes in the file.

use std::ops::{Deref, Range};

use crate::text::{FileId, Kept, Notes, Signs, Span};

/// What a reader sees of a piece of a file: mark-up, entities, escapes and line folds are gone, and
/// each remaining character knows its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it says. Line breaks inside a paragraph are single spaces, hard breaks are `\n`.
    pub plain: String,
    /// All of its bytes in the file, mark-up between the first and the last character included.
    pub span: Span,
    /// Stretches of `plain` with a meaning, in the order in which they begin.
    pub marks: Vec<Mark>,
    /// Which sorts of characters `plain` holds.
    pub signs: Signs,
    segments: Segments,
    /// Ranges of code among `marks`, in order; made when first asked for.
    code: Kept<Vec<Range<usize>>>,
    /// What later stages found out about `plain`; they number the questions.
    pub(crate) notes: Notes,
    /// Where the words of `plain` stand, once somebody has asked for them.
    pub(crate) words: Kept<Box<[WordPlace]>>,
}

/// Where a word stands in a text of at most [`WordPlace::LONGEST`] bytes, and how. There is one for nearly every word of
/// what is held, so it is small: the highest bits say how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordPlace {
    start: u16,
    end: u16,
}

impl WordPlace {
    pub const LONGEST: usize = 0x7FFF;
    const MARK: u16 = 0x8000;

    pub fn new(range: Range<usize>, hyphenated: bool, starts: bool) -> Self {
        let narrow = |at: usize, mark: bool| {
            let at = u16::try_from(at.min(Self::LONGEST)).unwrap_or(0);
            if mark { at | Self::MARK } else { at }
        };
        WordPlace { start: narrow(range.start, hyphenated), end: narrow(range.end, starts) }
    }

    pub fn range(self) -> Range<usize> {
        usize::from(self.start & !Self::MARK)..usize::from(self.end & !Self::MARK)
    }

    pub fn hyphenated(self) -> bool {
        self.start & Self::MARK != 0
    }

    pub fn starts(self) -> bool {
        self.end & Self::MARK != 0
    }
}

/// A stretch of [`Text::plain`] with a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    /// Byte range in `plain`.
    pub range: Range<usize>,
}

/// What a mark means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Code: letters that are not words.
    Code,
    /// A link; `target` is where its address stands, empty if it stands elsewhere.
    Link {
        target: Span,
    },
    /// A picture; its description is part of `plain`.
    Image {
        target: Span,
    },
    Strong,
    Emphasis,
    /// Struck out.
    Deleted,
}

/// Plain bytes and the source bytes that say them. Verbatim segments have equal bytes on both
/// sides; the others (an entity, an escape, a fold) are only known as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    plain: u32,
    plain_len: u32,
    source: u32,
    source_len: u32,
    verbatim: bool,
}

/// The segments of a text, in order. Most texts have one, which needs no place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segments {
    One([Segment; 1]),
    Many(Box<[Segment]>),
}

impl Deref for Segments {
    type Target = [Segment];

    fn deref(&self) -> &[Segment] {
        match self {
            Segments::One(segment) => segment,
            Segments::Many(segments) => segments,
        }
    }
}

/// Where a stretch of plain text stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    /// True when the bytes under `span` say exactly that stretch and nothing else, so that they may
    /// be replaced. False when mark-up lies in between or only part of an escape is meant.
    pub exact: bool,
}

impl Text {
    /// Text that stands in the file letter for letter.
    pub fn verbatim(plain: &str, span: Span) -> Self {
        let mut builder = TextBuilder::new(span.file);
        builder.verbatim(plain, span.start as usize);
        let mut text = builder.finish();
        text.span = span;
        text
    }

    /// True when there is nothing to read but white space.
    pub fn is_blank(&self) -> bool {
        self.plain.trim().is_empty()
    }

    /// Where the bytes `range` of `plain` stand in the file.
    pub fn locate(&self, range: Range<usize>) -> Place {
        let first = self.segment_at(range.start);
        let Some(start) = first else { return Place { span: self.span, exact: false } };
        if range.is_empty() {
            return Place {
                span: Span::at(self.span.file, start.source_of(range.start)),
                exact: start.verbatim,
            };
        }
        let index = self.segments.partition_point(|s| s.plain_end() <= range.start);
        let mut exact = start.verbatim || range.start == start.plain as usize;
        let mut source_end = start.source_of(range.start);
        let mut expected = None;
        for segment in self.segments.iter().skip(index) {
            if segment.plain as usize >= range.end {
                break;
            }
            if expected.is_some_and(|at| at != segment.source as usize) {
                exact = false;
            }
            if range.end >= segment.plain_end() {
                source_end = segment.source_end();
            } else if segment.verbatim {
                source_end = segment.source_of(range.end);
            } else {
                source_end = segment.source_end();
                exact = false;
            }
            expected = Some(segment.source_end());
        }
        let from = start.source_of(range.start);
        Place { span: Span::new(self.span.file, from..source_end.max(from)), exact }
    }

    /// Where the byte `at` of `plain` begins in the file, if `at` lies in the text.
    pub fn source_offset(&self, at: usize) -> Option<usize> {
        self.segment_at(at).map(|segment| segment.source_of(at))
    }

    /// The stretch of `plain` that the source offset `source` falls on.
    pub fn plain_offset(&self, source: usize) -> Option<usize> {
        let segment = self.segments.iter().find(|s| (s.source as usize..s.source_end()).contains(&source))?;
        Some(if segment.verbatim {
            segment.plain as usize + (source - segment.source as usize)
        } else {
            segment.plain as usize
        })
    }

    fn segment_at(&self, plain: usize) -> Option<&Segment> {
        let index = self.segments.partition_point(|s| s.plain_end() <= plain);
        self.segments.get(index).or_else(|| self.segments.last())
    }

    /// True when `range` of `plain` lies in code, or in the address-like parts of a link.
    pub fn is_code(&self, range: &Range<usize>) -> bool {
        let code = self.code.get_or(|| {
            let code = self.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
            code.map(|mark| mark.range.clone()).collect()
        });
        // They are in order and do not nest: the last one that begins before the end decides.
        let begun = code.partition_point(|code| code.start < range.end);
        let last = begun.checked_sub(1).and_then(|last| code.get(last));
        last.is_some_and(|code| range.start < code.end)
    }

    /// The verbatim stretches: (range of `plain`, source offset). For tests of the map itself.
    pub fn verbatim_segments(&self) -> impl Iterator<Item = (Range<usize>, usize)> + '_ {
        self.segments
            .iter()
            .filter(|segment| segment.verbatim)
            .map(|segment| (segment.plain as usize..segment.plain_end(), segment.source as usize))
    }

    /// The bytes that each stretch stands for, verbatim or not. For tests of the map itself.
    #[cfg(test)]
    pub fn sources(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.segments.iter().map(|segment| segment.source as usize..segment.source_end())
    }

    /// The part `range` of this text as a text of its own, with its map and marks.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Text {
        self.pieces(std::slice::from_ref(&range))
            .pop()
            .unwrap_or_else(|| TextBuilder::new(self.span.file).finish())
    }

    /// The parts `ranges`, which are in order and do not overlap, in one walk over this text.
    #[must_use]
    pub fn pieces(&self, ranges: &[Range<usize>]) -> Vec<Text> {
        let begin = ranges.first().map_or(0, |range| range.start);
        let mut at = self.segments.partition_point(|segment| segment.plain_end() <= begin);
        let mut next_mark = 0;
        let mut reaching: Vec<&Mark> = vec![];
        let mut texts = Vec::with_capacity(ranges.len());
        for range in ranges {
            let mut builder = TextBuilder::new(self.span.file);
            while let Some(segment) = self.segments.get(at)
                && (segment.plain as usize) < range.end
            {
                builder.copy(self, segment, range);
                if segment.plain_end() > range.end {
                    break;
                }
                at += 1;
            }
            while let Some(mark) = self.marks.get(next_mark)
                && mark.range.start < range.end
            {
                reaching.push(mark);
                next_mark += 1;
            }
            reaching.retain(|mark| mark.range.end > range.start);
            let span = self.locate(range.clone()).span;
            let mut text = builder.finish();
            text.span = span;
            text.marks = reaching.iter().filter_map(|mark| mark.within(range)).collect();
            texts.push(text);
        }
        texts
    }

    /// The text without white space at its ends.
    #[must_use]
    pub fn trimmed(&self) -> Text {
        let start = self.plain.len() - self.plain.trim_start().len();
        self.part(start..start + self.plain.trim().len())
    }
}

impl Mark {
    /// This mark as a piece of text that is `range` of the whole sees it.
    fn within(&self, range: &Range<usize>) -> Option<Mark> {
        let start = self.range.start.max(range.start);
        let end = self.range.end.min(range.end);
        (start < end).then(|| Mark { kind: self.kind.clone(), range: start - range.start..end - range.start })
    }
}

impl Segment {
    fn plain_end(&self) -> usize {
        (self.plain + self.plain_len) as usize
    }

    fn source_end(&self) -> usize {
        (self.source + self.source_len) as usize
    }

    fn source_of(&self, plain: usize) -> usize {
        let inside = plain.saturating_sub(self.plain as usize);
        if self.verbatim {
            self.source as usize + inside.min(self.source_len as usize)
        } else if inside >= self.plain_len as usize {
            self.source_end()
        } else {
            self.source as usize
        }
    }
}

/// Builds a [`Text`] piece by piece while a reader strips mark-up.
#[derive(Debug, Clone)]
pub struct TextBuilder {
    file: FileId,
    plain: String,
    segments: Vec<Segment>,
    /// The one before those; most texts have no other.
    first: Option<Segment>,
    marks: Vec<Mark>,
    open: Vec<(MarkKind, usize)>,
}

impl TextBuilder {
    pub fn new(file: FileId) -> Self {
        TextBuilder { file, plain: String::new(), segments: vec![], first: None, marks: vec![], open: vec![] }
    }

    /// Length of the plain text so far.
    pub fn len(&self) -> usize {
        self.plain.len()
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The plain text so far.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// Appends `piece`, which stands letter for letter at `source`.
    pub fn verbatim(&mut self, piece: &str, source: usize) {
        self.push(piece, source..source + piece.len(), true);
    }

    /// Appends `piece`, which the bytes `source` say in another form (an entity, an escape, a line
    /// fold; empty if the reader adds a character that nothing in the file stands for).
    pub fn atom(&mut self, piece: &str, source: Range<usize>) {
        self.push(piece, source, false);
    }

    fn push(&mut self, piece: &str, source: Range<usize>, verbatim: bool) {
        if piece.is_empty() {
            return;
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let plain = narrow(self.plain.len());
        self.plain.push_str(piece);
        if let Some(last) = self.segments.last_mut().or(self.first.as_mut())
            && verbatim
            && last.verbatim
            && last.source_end() == source.start
        {
            last.plain_len += narrow(piece.len());
            last.source_len += narrow(source.len());
            return;
        }
        let segment = Segment {
            plain,
            plain_len: narrow(piece.len()),
            source: narrow(source.start),
            source_len: narrow(source.len()),
            verbatim,
        };
        match self.first {
            None => self.first = Some(segment),
            Some(_) => self.segments.push(segment),
        }
    }

    /// Appends what of `segment` of `text` lies in `range`.
    fn copy(&mut self, text: &Text, segment: &Segment, range: &Range<usize>) {
        let from = range.start.max(segment.plain as usize);
        let to = range.end.min(segment.plain_end());
        let piece = text.plain.get(from..to.max(from)).unwrap_or("");
        if segment.verbatim {
            self.verbatim(piece, segment.source_of(from));
        } else {
            self.atom(piece, segment.source as usize..segment.source_end());
        }
    }

    /// Begins a mark at the current end.
    pub fn open(&mut self, kind: MarkKind) {
        self.open.push((kind, self.plain.len()));
    }

    /// Ends the mark begun last.
    pub fn close(&mut self) {
        if let Some((kind, start)) = self.open.pop() {
            self.marks.push(Mark { kind, range: start..self.plain.len() });
        }
    }

    /// Ends the mark begun last, which turns out to mean `kind` (a link whose address comes after it).
    pub fn close_as(&mut self, kind: MarkKind) {
        if let Some(last) = self.open.last_mut() {
            last.0 = kind;
        }
        self.close();
    }

    /// The finished text; marks still open end here.
    pub fn finish(mut self) -> Text {
        while !self.open.is_empty() {
            self.close();
        }
        self.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        let segments = match self.first {
            Some(first) if self.segments.is_empty() => Segments::One([first]),
            first => Segments::Many(first.into_iter().chain(self.segments).collect()),
        };
        let start = segments.first().map_or(0, |s| s.source as usize);
        let end = segments.iter().map(Segment::source_end).max().unwrap_or(start);
        let signs = Signs::of(&self.plain);
        // A page has thousands of texts, each with room for more that will never come.
        self.plain.shrink_to_fit();
        self.marks.shrink_to_fit();
        Text {
            plain: self.plain,
            span: Span::new(self.file, start..end),
            signs,
            marks: self.marks,
            segments,
            code: Kept::default(),
            notes: Notes::default(),
            words: Kept::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a **bold** &amp; x` at offset 10.
    fn sample() -> Text {
        let mut builder = TextBuilder::new(FileId(0));
        builder.verbatim("a ", 10);
        builder.open(MarkKind::Strong);
        builder.verbatim("bold", 14);
        builder.close();
        builder.verbatim(" ", 20);
        builder.atom("&", 21..26);
        builder.verbatim(" x", 26);
        builder.finish()
    }

    #[test]
    fn words_are_found_through_mark_up() {
        let text = sample();
        assert_eq!(text.plain, "a bold & x");
        let bold = text.locate(2..6);
        assert_eq!((bold.span.range(), bold.exact), (14..18, true));
        let across = text.locate(0..6);
        assert_eq!((across.span.range(), across.exact), (10..18, false));
        let entity = text.locate(7..8);
        assert_eq!((entity.span.range(), entity.exact), (21..26, true));
        let tail = text.locate(6..10);
        assert_eq!((tail.span.range(), tail.exact), (20..28, true));
    }

    #[test]
    fn a_part_keeps_its_map_and_marks() {
        let part = sample().part(3..8);
        assert_eq!(part.plain, "old &");
        assert_eq!(part.locate(0..3).span.range(), 15..18);
        assert_eq!(part.marks, [Mark { kind: MarkKind::Strong, range: 0..3 }]);
    }
}
