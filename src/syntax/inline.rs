//! Running text in the making: pieces, line breaks and marks, in offsets of the file.

use std::ops::Range;

use crate::text::{SourceFile, Span};

use super::html::El;
use super::{Mark, MarkKind, Text, TextBuilder};

/// How a line of a text begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fold {
    /// A line break that means a space.
    Soft,
    /// A line break that is meant.
    Hard,
    /// A list item whose tag stands there.
    Item(Span),
}

/// Marks deeper than this are dropped: nobody nests them, and lookups stay cheap.
const DEEPEST_MARK: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Markdown,
    Html(El),
    /// Too deep: it has no mark.
    Dropped,
}

/// Collects one running text.
#[derive(Debug)]
pub(super) struct Inline {
    builder: TextBuilder,
    opened: Vec<Opened>,
    /// Where in the plain text a line begins, and how.
    lines: Vec<(usize, Fold)>,
    pending: Option<Fold>,
    /// Where the last piece, or mark-up behind it, ended.
    end: Option<usize>,
}

/// A text with the places where its lines begin.
pub(super) struct Lines {
    pub text: Text,
    /// Where in the plain text a line begins after the first one, and how.
    pub starts: Vec<(usize, Fold)>,
    /// How the first line begins, if by an item's tag.
    pub first: Option<Fold>,
}

impl Inline {
    pub fn new(file: &SourceFile) -> Self {
        Inline { builder: TextBuilder::new(file.id), opened: vec![], lines: vec![], pending: None, end: None }
    }

    /// True while nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.builder.is_empty()
    }

    /// True when the next piece begins a line.
    pub fn at_line_start(&self) -> bool {
        self.pending.is_some() || self.builder.is_empty()
    }

    /// Appends what stands letter for letter at `at`.
    pub fn verbatim(&mut self, piece: &str, at: usize) {
        if !piece.is_empty() {
            self.settle(at);
            self.builder.verbatim(piece, at);
            self.end = Some(at + piece.len());
        }
    }

    /// Appends what `source` says in another form.
    pub fn atom(&mut self, piece: &str, source: Range<usize>) {
        self.settle(source.start);
        self.end = Some(source.end);
        self.builder.atom(piece, source);
    }

    /// Says that mark-up ends at `at`, so that no line break is taken to begin before it.
    pub fn pass(&mut self, at: usize) {
        self.end = self.end.map(|end| end.max(at));
    }

    /// A line break before whatever comes next.
    pub fn fold(&mut self, fold: Fold) {
        match (&self.pending, &fold) {
            (Some(Fold::Item(_)), Fold::Soft | Fold::Hard) | (Some(Fold::Hard), Fold::Soft) => {}
            _ => self.pending = Some(fold),
        }
    }

    /// Writes the line break that waits, now that the place of the next piece is known.
    fn settle(&mut self, next: usize) {
        let Some(fold) = self.pending.take() else { return };
        if self.builder.is_empty() {
            if matches!(fold, Fold::Item(_)) {
                self.lines.push((0, fold));
            }
            return;
        }
        let from = self.end.unwrap_or(next).min(next);
        self.builder.atom(if fold == Fold::Soft { " " } else { "\n" }, from..next);
        self.lines.push((self.builder.len(), fold));
    }

    fn open(&mut self, opened: Opened, kind: MarkKind, at: usize) {
        if self.opened.len() >= DEEPEST_MARK {
            self.opened.push(Opened::Dropped);
            return;
        }
        self.settle(at);
        self.builder.open(kind);
        self.opened.push(opened);
    }

    /// Begins a mark of Markdown, whose mark-up begins at `at`.
    pub fn open_markdown(&mut self, kind: MarkKind, at: usize) {
        self.open(Opened::Markdown, kind, at);
    }

    /// Ends the last mark of Markdown, with all tags that were left open in it. `kind` replaces what
    /// it was begun as.
    pub fn close_markdown(&mut self, kind: Option<&MarkKind>) {
        while let Some(opened) = self.opened.pop() {
            match (opened, kind) {
                (Opened::Dropped, _) => return,
                (Opened::Markdown, Some(kind)) => return self.builder.close_as(kind.clone()),
                (Opened::Markdown, None) => return self.builder.close(),
                (Opened::Html(_), _) => self.builder.close(),
            }
        }
    }

    /// Begins a mark of a tag.
    pub fn open_html(&mut self, el: El, kind: MarkKind, at: usize) {
        if self.opened.len() < DEEPEST_MARK {
            self.open(Opened::Html(el), kind, at);
        }
    }

    /// Ends the mark of the last open tag `el`, if there is one.
    pub fn close_html(&mut self, el: El) {
        let inner = self.opened.iter().rev().take_while(|opened| matches!(opened, Opened::Html(_)));
        if let Some(depth) = inner.take(DEEPEST_MARK).position(|opened| *opened == Opened::Html(el)) {
            for _ in 0..=depth {
                self.opened.pop();
                self.builder.close();
            }
        }
    }

    /// The finished text. Bare addresses become links, and their places go to `opaque`.
    pub fn finish(self, opaque: &mut Vec<Span>) -> Lines {
        let mut text = self.builder.finish();
        mark_addresses(&mut text, opaque);
        let mut starts = self.lines;
        let first = match starts.first() {
            Some((0, _)) => Some(starts.remove(0).1),
            _ => None,
        };
        Lines { text, starts, first }
    }
}

/// Marks bare addresses as links to themselves and adds them to `opaque`.
pub(super) fn mark_addresses(text: &mut Text, opaque: &mut Vec<Span>) {
    let found = addresses(&text.plain);
    if found.is_empty() {
        return;
    }
    let mut marks: Vec<Mark> = vec![];
    let mut links = text
        .marks
        .iter()
        .filter(|mark| matches!(mark.kind, MarkKind::Code | MarkKind::Link { .. }))
        .map(|mark| mark.range.clone())
        .peekable();
    for range in found {
        while links.next_if(|link| link.end <= range.start).is_some() {}
        let span = text.locate(range.clone()).span;
        opaque.push(span);
        if links.peek().is_none_or(|link| link.start >= range.end) {
            marks.push(Mark { kind: MarkKind::Link { target: span }, range });
        }
    }
    text.marks.extend(marks);
    text.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
}

/// Web and mail addresses in `plain`, in order.
fn addresses(plain: &str) -> Vec<Range<usize>> {
    let bytes = plain.as_bytes();
    let mut found: Vec<Range<usize>> = vec![];
    for at in memchr::memchr3_iter(b':', b'@', b'w', bytes) {
        let done = found.last().map_or(0, |range| range.end);
        if at < done {
            continue;
        }
        let start = match bytes.get(at) {
            Some(b':') if bytes.get(at..at + 3) == Some(b"://") => {
                word_start(plain, done, at, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'))
            }
            Some(b'@') => {
                word_start(plain, done, at, |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'))
            }
            Some(b'w')
                if bytes.get(at..at + 4) == Some(b"www.")
                    && !plain.get(..at).is_some_and(|p| p.ends_with(|c: char| c.is_alphanumeric())) =>
            {
                at
            }
            _ => continue,
        };
        if start == at && bytes.get(at) != Some(&b'w') {
            continue;
        }
        // Bounds keep a flood of signs cheap; no address in a page is as long.
        let end = address_end(plain, at, if bytes.get(at) == Some(&b'@') { 254 } else { 4096 });
        let tail = plain.get(at + 1..end).unwrap_or("");
        let enough = match bytes.get(at) {
            Some(b':') => tail.len() > 3,
            Some(b'@') => tail.contains('.') && !tail.contains(['@', '/']),
            _ => tail.len() > 5,
        };
        if enough {
            found.push(start..end);
        }
    }
    found
}

/// Where the run of characters that `fits` begins that ends before `at`.
fn word_start(plain: &str, from: usize, at: usize, fits: impl Fn(char) -> bool) -> usize {
    let before = plain.get(from..at).unwrap_or("");
    // An address has a bound: a longer run is no name.
    let run: usize = before.chars().rev().take(64).take_while(|&c| fits(c)).map(char::len_utf8).sum();
    at - run
}

/// Where the address that reaches over `at` ends, without the punctuation of the sentence.
fn address_end(plain: &str, at: usize, longest: usize) -> usize {
    let end = plain.len().min(at + longest);
    // At a character's start: the window ends before the one that does not fit.
    let end = (at..=end).rev().find(|&end| plain.is_char_boundary(end)).unwrap_or(at);
    let rest = plain.get(at..end).unwrap_or("");
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '|' | '`'))
        .unwrap_or(rest.len());
    let mut address = rest.get(..length).unwrap_or("");
    loop {
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', '…']);
        let trimmed = match trimmed.strip_suffix(')') {
            Some(inner) if !inner.contains('(') => inner,
            _ => trimmed.strip_suffix(']').unwrap_or(trimmed),
        };
        if trimmed.len() == address.len() {
            return at + address.len();
        }
        address = trimmed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(plain: &str) -> Vec<&str> {
        addresses(plain).into_iter().map(|range| &plain[range]).collect()
    }

    #[test]
    fn addresses_without_the_sentence_around_them() {
        assert_eq!(
            found("See https://a.example/x_(y), (www.b.example/c) or jobs@c.example. 3:4, @you, a: b"),
            ["https://a.example/x_(y)", "www.b.example/c", "jobs@c.example"]
        );
    }
}
