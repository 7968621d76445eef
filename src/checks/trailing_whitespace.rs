//! Blanks at the end of lines.

use serde::Deserialize;

use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Document;
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrailingWhitespace {
    hard_breaks: HardBreaks,
}

/// Two blanks at the end of a line are a line break in Markdown, if the paragraph goes on.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum HardBreaks {
    Keep,
    /// Write `\` instead: it can be seen.
    Backslash,
    Forbid,
}

impl DocumentCheck for TrailingWhitespace {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let breaks = hard_breaks(doc);
        for line in 1..=file.lines().count() {
            let range = file.line_range(line);
            let text = file.text.get(range.clone()).unwrap_or("");
            let body = text.trim_end_matches([' ', '\t']);
            let blanks = file.at(range.start + body.len()..range.end);
            if blanks.is_empty() || super::is_opaque(doc, blanks) {
                continue;
            }
            let after = breaks.partition_point(|place| place.end <= blanks.start);
            let breaks_line = breaks.get(after).is_some_and(|place| place.start <= blanks.end);
            let message = match (breaks_line, self.hard_breaks) {
                (true, HardBreaks::Keep) if file.slice(blanks) == "  " => continue,
                (true, HardBreaks::Keep) => {
                    "There are more blanks at the end of this line than the line break needs."
                }
                (true, _) => "The line break here is made of blanks that nobody sees.",
                (false, _) if body.is_empty() => "This empty line holds blanks.",
                (false, _) => "There are blanks at the end of this line.",
            };
            let finding = cx.report(blanks, message);
            match (breaks_line, self.hard_breaks) {
                (true, HardBreaks::Keep) => finding
                    .help("Two blanks are enough; the others show up as changes that nobody made.")
                    .fix(Fix::safe("Keep two blanks", blanks, "  ")),
                (true, HardBreaks::Backslash) => finding
                    .help("The next editor deletes them. End the line with a backslash.")
                    .fix(Fix::safe("Write a backslash", blanks, "\\")),
                (true, HardBreaks::Forbid) => {
                    finding.help("The next editor deletes them. Write two paragraphs or a list.")
                }
                (false, _) => finding
                    .help("Nobody sees them, but they show up as changes that nobody made. Delete them.")
                    .fix(Fix::safe("Delete the blanks", blanks, "")),
            };
        }
    }
}

/// Where paragraphs are broken on purpose, in order.
fn hard_breaks(doc: &Document) -> Vec<Span> {
    let mut breaks = vec![];
    if doc.format == "markdown" {
        doc.each_text(&mut |text| {
            breaks.extend(text.plain.match_indices('\n').map(|(at, _)| text.locate(at..at + 1).span));
        });
        breaks.sort_unstable_by_key(|span| (span.start, span.end));
    }
    breaks
}
