//! A part of a file as a text of its own (without the indentation of a table cell, without the marks
//! of a quotation), which still knows where each of its bytes stands.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{SourceFile, Span};

/// Pieces of a file put together.
#[derive(Debug, Clone)]
pub(super) struct View<'f> {
    pub file: &'f SourceFile,
    pub text: Cow<'f, str>,
    /// (offset in `text`, offset in the file) of each piece, in order.
    pieces: Vec<(usize, usize)>,
}

impl<'f> View<'f> {
    /// One stretch of the file.
    pub fn new(file: &'f SourceFile, range: Range<usize>) -> Self {
        let text = file.text.get(range.clone()).unwrap_or("");
        View { file, text: Cow::Borrowed(text), pieces: vec![(0, range.start)] }
    }

    /// The stretches `ranges` of this view, which are in order and do not overlap.
    pub fn sub(&self, ranges: &[Range<usize>]) -> View<'f> {
        let mut joined: Vec<Range<usize>> = vec![];
        for range in ranges {
            self.each_file_range(range.clone(), |part| match joined.last_mut() {
                Some(last) if last.end == part.start => last.end = part.end,
                _ => joined.push(part),
            });
        }
        if let [only] = joined.as_slice() {
            return View::new(self.file, only.clone());
        }
        let mut text = String::new();
        let mut pieces = vec![];
        for range in joined {
            pieces.push((text.len(), range.start));
            text.push_str(self.file.text.get(range).unwrap_or(""));
        }
        if pieces.is_empty() {
            pieces.push((0, ranges.first().map_or(0, |range| self.start(range.start))));
        }
        View { file: self.file, text: Cow::Owned(text), pieces }
    }

    /// The stretch `range` of this view without the indentation that all of its lines share.
    pub fn dedented(&self, range: Range<usize>) -> View<'f> {
        let text = self.text.get(range.clone()).unwrap_or("");
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let first = text.trim_start_matches(['\n', '\r']).len() == text.len();
        let common = text
            .split_inclusive('\n')
            .skip(usize::from(first))
            .filter(|line| !line.trim().is_empty())
            .map(indent)
            .min()
            .unwrap_or(0);
        let mut at = range.start;
        let mut kept = vec![];
        for (index, line) in text.split_inclusive('\n').enumerate() {
            // The first line stands behind a tag: its blanks are no indentation.
            let drop = if index == 0 && first { indent(line) } else { indent(line).min(common) };
            kept.push(at + drop..at + line.len());
            at += line.len();
        }
        self.sub(&kept)
    }

    fn each_file_range(&self, range: Range<usize>, mut see: impl FnMut(Range<usize>)) {
        let mut index = self.pieces.partition_point(|&(at, _)| at <= range.start).saturating_sub(1);
        let mut from = range.start;
        while from < range.end {
            let Some(&(at, file)) = self.pieces.get(index) else { return };
            let piece_end = self.pieces.get(index + 1).map_or(self.text.len(), |&(next, _)| next);
            let to = range.end.min(piece_end);
            if to > from {
                see(file + (from - at)..file + (to - at));
            }
            from = to.max(from);
            index += 1;
            if to == self.text.len() {
                return;
            }
        }
    }

    /// Offset in the file of something that begins at `at`.
    pub fn start(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|&(piece, _)| piece <= at).saturating_sub(1);
        self.pieces.get(index).map_or(0, |&(piece, file)| file + (at - piece.min(at)))
    }

    /// Offset in the file of something that ends at `at`.
    pub fn end(&self, at: usize) -> usize {
        at.checked_sub(1).map_or_else(|| self.start(0), |last| self.start(last) + 1)
    }

    /// The bytes of the file from the first to the last of `range`.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        // Where nothing is, it is behind what comes before.
        let start = if range.is_empty() { self.end(range.start) } else { self.start(range.start) };
        start..self.end(range.end).max(start)
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        self.file.at(self.range(range))
    }

    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// `range` without blanks and line ends at its ends: what Markdown calls white space.
    pub fn trim_blanks(&self, range: Range<usize>) -> Range<usize> {
        const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
        let text = self.slice(range.clone());
        let start = range.start + (text.len() - text.trim_start_matches(BLANK).len());
        start..start + text.trim_matches(BLANK).len()
    }

    /// `range` without white space at its ends.
    pub fn trim(&self, range: Range<usize>) -> Range<usize> {
        let text = self.slice(range.clone());
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}
