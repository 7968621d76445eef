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
}

impl<'f> Reading<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        Reading { file, comments: vec![], problems: vec![], opaque: vec![], heading: 0 }
    }

    /// Bytes that are not prose.
    pub fn opaque(&mut self, span: Span) {
        if !span.is_empty() {
            self.opaque.push(span);
        }
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
