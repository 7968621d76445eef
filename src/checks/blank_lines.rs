//! Empty lines: too many in a row, or none where some sites need one.

use std::ops::Range;

use serde::Deserialize;

use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Document, HeadingMark, Marker, TableKind};
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlankLines {
    /// Empty lines in a row that are fine.
    max: u32,
    after_headings: AfterHeadings,
}

/// Whether an empty line belongs below a heading.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum AfterHeadings {
    /// If most headings of the page have one.
    Majority,
    Always,
    Never,
}

/// Between which blocks an empty line is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    BeforeHeading,
    AfterHeading,
    BeforeList,
    BeforeTable,
}

impl DocumentCheck for BlankLines {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if doc.format != "markdown" {
            return;
        }
        self.runs(file, doc, cx);
        self.gaps(file, doc, cx);
    }
}

impl BlankLines {
    fn runs(&self, file: &SourceFile, doc: &Document, cx: &mut Context<'_>) {
        let first = doc.front.as_ref().map_or(1, |front| file.line_of(front.span.end.saturating_sub(1)) + 1);
        let is_empty =
            |line: u32| file.text.get(file.line_range(line)).is_some_and(|text| text.trim().is_empty());
        let last = (first..=file.lines().count()).rev().find(|&line| !is_empty(line)).unwrap_or(first);
        let mut run: Option<Range<u32>> = None;
        for line in first..=last {
            if is_empty(line) {
                run = Some(run.map_or(line..line + 1, |run| run.start..line + 1));
                continue;
            }
            let Some(run) = run.take() else { continue };
            // What stands above the first words is no gap.
            if run.start == 1 || run.len() <= self.max as usize {
                continue;
            }
            let from = file.line_range(run.start + self.max).start;
            let span = file.at(from..file.line_range(run.end).start);
            if doc.is_opaque(span) {
                continue;
            }
            cx.report(span, format!("There are {} empty lines in a row.", run.len()))
                .help("One separates as well as several, and an even page is easier to read and to compare.")
                .group(format!("blank-lines:{}", file.path), "Several empty lines in a row in this file.")
                .fix(Fix::safe("Delete what is too much", span, ""));
        }
    }

    fn gaps(&self, file: &SourceFile, doc: &Document, cx: &mut Context<'_>) {
        let mut found: Vec<(Gap, u32)> = vec![];
        let mut set_off = 0usize;
        for pair in doc.blocks().windows(2) {
            let [above, below] = pair else { continue };
            let line = file.line_of(below.span().start);
            let apart = line > file.line_of(above.span().end.saturating_sub(1)) + 1;
            let gap = gap(above, below);
            if apart {
                set_off += usize::from(gap == Some(Gap::AfterHeading));
            } else if let Some(gap) = gap
                && starts_line(file, line, below)
            {
                found.push((gap, line));
            }
        }
        let tight = found.iter().filter(|(gap, _)| *gap == Gap::AfterHeading).count();
        let wanted = match self.after_headings {
            AfterHeadings::Majority => set_off > tight,
            AfterHeadings::Always => true,
            AfterHeadings::Never => false,
        };
        for (gap, line) in found.into_iter().filter(|(gap, _)| wanted || *gap != Gap::AfterHeading) {
            let range = file.line_range(line);
            let (message, help) = match gap {
                Gap::BeforeHeading => (
                    "There is no empty line above this heading.",
                    "Some sites then take it for a part of the text above. Put an empty line between.",
                ),
                Gap::AfterHeading => (
                    "There is no empty line below the heading here, as there is below most others.",
                    "An even page is easier to read and to compare. Put an empty line between.",
                ),
                Gap::BeforeList => (
                    "There is no empty line above this list.",
                    "Some sites then show the whole list as one paragraph with the text above. Put an empty \
                     line between.",
                ),
                Gap::BeforeTable => (
                    "There is no empty line above this table.",
                    "Some sites then show the table as plain text. Put an empty line between.",
                ),
            };
            cx.report(file.at(range.clone()), message)
                .help(help)
                .group(
                    format!("blank-lines:{}:{}", message.len(), file.path),
                    message.replace(" this ", " a ").replace(" here", ""),
                )
                .fix(Fix::safe("Put an empty line between", file.at(range.start..range.start), "\n"));
        }
    }
}

/// What kind of gap there should be between two blocks of a page.
fn gap(above: &Block, below: &Block) -> Option<Gap> {
    let text = matches!(above, Block::Paragraph(_) | Block::List(_) | Block::Quote { .. })
        || matches!(above, Block::Heading(heading) if heading.mark == HeadingMark::Bold)
        || matches!(above, Block::Table(table) if table.kind == TableKind::Gfm);
    let heading = matches!(above, Block::Heading(heading) if heading.mark == HeadingMark::Atx);
    match below {
        Block::Heading(below) if below.mark == HeadingMark::Atx && text => Some(Gap::BeforeHeading),
        Block::Paragraph(_) | Block::Quote { .. } if heading => Some(Gap::AfterHeading),
        Block::List(list) => {
            let marked = list.items.first().is_some_and(|item| matches!(item.marker, Marker::Markup(_)));
            let before = matches!(above, Block::Paragraph(_))
                || matches!(above, Block::Heading(heading) if heading.mark == HeadingMark::Bold);
            match (marked, heading, before) {
                (true, true, _) => Some(Gap::AfterHeading),
                (true, _, true) => Some(Gap::BeforeList),
                _ => None,
            }
        }
        Block::Table(table) if table.kind == TableKind::Gfm => match (heading, text) {
            (true, _) => Some(Gap::AfterHeading),
            (_, true) => Some(Gap::BeforeTable),
            _ => None,
        },
        _ => None,
    }
}

/// Nothing but the block itself stands on its line: the fix may put a line above it.
fn starts_line(file: &SourceFile, line: u32, block: &Block) -> bool {
    let start = file.line_range(line).start;
    let at = block.span().start as usize;
    file.text.get(start..at).is_some_and(|before| before.len() < 4 && before.trim().is_empty())
}
