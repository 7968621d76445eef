//! Comments that accept a finding: `<!-- rolelint-ignore RULE[, RULE]: reason -->`.

use crate::syntax::Document;
use crate::text::{SourceFile, Span};

/// Where a suppression works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressionPlace {
    /// Everywhere in the file.
    File,
    /// In the lines of this span: the comment's own line and the block after it.
    Lines(Span),
}

/// One rule accepted at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    pub rule: String,
    /// Empty if none was given, which is an error: a reason is mandatory.
    pub reason: String,
    /// The comment.
    pub span: Span,
    pub place: SuppressionPlace,
}

/// All suppressions in a file's comments.
pub fn suppressions(_file: &SourceFile, _doc: &Document) -> Vec<Suppression> {
    vec![]
}
