//! Blanks at the end of lines.

use serde::Deserialize;

use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Document};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrailingWhitespace {
    /// Two blanks before another line of the same paragraph are a line break in Markdown.
    keep_hard_breaks: bool,
}

impl DocumentCheck for TrailingWhitespace {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        for line in 1..=file.lines.count() {
            let range = file.line_range(line);
            let text = file.text.get(range.clone()).unwrap_or("");
            let body = text.trim_end_matches([' ', '\t']);
            let blanks = file.at(range.start + body.len()..range.end);
            if blanks.is_empty() || in_code(doc, blanks.start) {
                continue;
            }
            // A tab at the end of a line of TSV is an empty cell.
            if doc.format == "csv" && doc.is_opaque(blanks) {
                continue;
            }
            if self.keep_hard_breaks
                && doc.format == "markdown"
                && !body.is_empty()
                && file.slice(blanks) == "  "
            {
                let next = file.text.get(file.line_range(line + 1)).unwrap_or("");
                if !next.trim().is_empty() {
                    continue;
                }
            }
            let message = if body.is_empty() {
                "This empty line holds blanks."
            } else {
                "There are blanks at the end of this line."
            };
            cx.report(blanks, message)
                .help("Nobody sees them, but they show up as changes that nobody made. Delete them.")
                .fix(Fix::safe("Delete the blanks", blanks, ""));
        }
    }
}

/// Blanks in code blocks may mean something.
fn in_code(doc: &Document, offset: u32) -> bool {
    doc.blocks()
        .iter()
        .any(|block| matches!(block, Block::Code { span } if span.start <= offset && offset < span.end))
}
