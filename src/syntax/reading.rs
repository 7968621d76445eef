//! What the readers of one page share.

use crate::text::{SourceFile, Span};

use super::{Block, Body, Comment, Document, FrontMatter, Problem};

/// Collects what is found beside the blocks.
#[derive(Debug)]
pub(super) struct Reading<'f> {
    pub file: &'f SourceFile,
    pub comments: Vec<Comment>,
    pub problems: Vec<Problem>,
    pub opaque: Vec<Span>,
    /// Depth of the last heading that is marked as one; 0 before the first.
    pub heading: u8,
    /// Where each `<details>` begins and ends, in order, once somebody asked.
    folds: Option<Vec<(usize, usize)>>,
    /// The same of each `<dl>`.
    terms: Option<Vec<(usize, usize)>>,
}

impl<'f> Reading<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        Reading {
            file,
            comments: vec![],
            problems: vec![],
            opaque: vec![],
            heading: 0,
            folds: None,
            terms: None,
        }
    }

    /// Bytes that are not prose.
    pub fn opaque(&mut self, span: Span) {
        if !span.is_empty() {
            self.opaque.push(span);
        }
    }

    /// Where the `<details>` ends whose `<summary>` stands at `at`, if it is closed.
    pub fn fold_end(&mut self, at: usize) -> Option<u32> {
        end_around(self.folds.get_or_insert_with(|| elements(&self.file.text, "details")), at)
    }

    /// Where the `<dl>` ends whose `<dt>` stands at `at`, if it is closed.
    pub fn terms_end(&mut self, at: usize) -> Option<u32> {
        end_around(self.terms.get_or_insert_with(|| elements(&self.file.text, "dl")), at)
    }

    /// A comment; it is not prose.
    pub fn comment(&mut self, span: Span, text: String) {
        self.opaque.push(span);
        self.comments.push(Comment { span, text });
    }

    pub fn finish(
        mut self,
        format: &'static str,
        front: Option<FrontMatter>,
        blocks: Vec<Block>,
    ) -> Document {
        self.comments.sort_by_key(|comment| comment.span);
        self.comments.dedup_by_key(|comment| comment.span);
        Document {
            file: self.file.id,
            format,
            front,
            body: Body::Prose(blocks),
            comments: self.comments,
            problems: self.problems,
            opaque: merged(self.opaque),
        }
    }
}

/// Where the last of the elements ends that begin before `at`, if that is behind `at`.
fn end_around(elements: &[(usize, usize)], at: usize) -> Option<u32> {
    let last = elements.partition_point(|(start, _)| *start < at).checked_sub(1)?;
    let (_, end) = elements.get(last)?;
    u32::try_from(*end).ok().filter(|_| *end > at)
}

/// What stands between `<details` and its `</details>` (or another element), by where it begins.
fn elements(text: &str, name: &str) -> Vec<(usize, usize)> {
    let (mut open, mut found) = (vec![], vec![]);
    for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
        let behind = text.as_bytes().get(at + name.len());
        if !behind.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            continue;
        }
        let before = text.get(..at).unwrap_or("");
        if before.ends_with("</") {
            found.extend(open.pop().map(|start| (start, at + name.len() + ">".len())));
        } else if before.ends_with('<') {
            open.push(at - 1);
        }
    }
    found.sort_unstable();
    found
}

/// The same bytes as spans in order, none touching another.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
