//! Headings whose depth leaves a step out, and pages with more than one title.

use serde::Deserialize;

use super::prose::marked_headings;
use crate::diag::{Applicability, Edit, Fix, Identity};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Heading, HeadingMark};
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingLevel {
    /// Further headings of the highest depth are reported.
    single_title: bool,
}

impl DocumentCheck for HeadingLevel {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let html = subject.doc.format == "html";
        if subject.doc.format != "markdown" && !html {
            return;
        }
        let signs = |depth: u8| if html { format!("the depth {depth} (`<h{depth}>`)") } else { signs(depth) };
        let headings = marked_headings(subject.doc);
        for (index, pair) in headings.windows(2).enumerate() {
            let [above, below] = pair else { continue };
            if below.depth > above.depth + 1 {
                let gap = below.depth - above.depth - 1;
                let finding = cx.report(
                    below.span,
                    format!(
                        "This heading has {}, the heading above it has {}: a step is left out.",
                        signs(below.depth),
                        signs(above.depth)
                    ),
                );
                finding
                    .help(
                        "Tables of contents and screen readers take it for a part of a section that does not \
                         exist. Leave no step out.",
                    )
                    .related(above.span, "the heading above")
                    .known_by(Identity::Only(format!("{} below {}", below.depth, above.depth)));
                let section = section(&headings, index + 1);
                if let Some(edits) = shifted(section, subject.file, |_| Some(-i32::from(gap))) {
                    let title = format!("Write {}", signs(above.depth + 1));
                    finding.fix(Fix::new(title, Applicability::Safe, edits));
                }
            }
        }
        // Pages for browsers often repeat their title in a banner.
        if self.single_title && !html {
            second_titles(&headings, subject.file, cx);
        }
    }
}

/// "2 signs “#”", as editors of the page see the depth.
fn signs(depth: u8) -> String {
    if depth == 1 { "one “#”".into() } else { format!("{depth} “#”") }
}

fn second_titles(headings: &[&Heading], file: &SourceFile, cx: &mut Context<'_>) {
    let Some(title) = headings.first().filter(|heading| heading.depth == 1) else { return };
    // Several pages in one file, or a page whose sections are all of this depth: one finding, not one each.
    for (index, heading) in headings.iter().enumerate().skip(1).filter(|(_, heading)| heading.depth == 1) {
        let finding = cx.report(heading.span, "The page has a second heading of the highest depth here.");
        finding
            .help(
                "The first one is the title of the page; sections below it have two “#”. Otherwise tables of \
                 contents show two pages in one.",
            )
            .related(title.span, "the first one")
            .group(
                format!("heading-level:{}", file.path),
                "Further headings of the highest depth on this page.",
            );
        let section = section(headings, index);
        let deepest = section.iter().map(|heading| heading.depth).max().unwrap_or(6);
        if deepest < 6
            && let Some(edits) = shifted(section, file, |_| Some(1))
        {
            finding.fix(Fix::new("Make it a section of the page", Applicability::Safe, edits));
        }
    }
}

/// The heading at `index` and those that follow, up to one that stands higher. (Of titles, up to the
/// next.)
fn section<'h, 'd>(headings: &'h [&'d Heading], index: usize) -> &'h [&'d Heading] {
    let rest = headings.get(index..).unwrap_or_default();
    let own = rest.first().map_or(1, |heading| heading.depth);
    let ends = |heading: &&Heading| heading.depth < own || (own == 1 && heading.depth == 1);
    let end = rest.iter().skip(1).position(ends);
    rest.get(..end.map_or(rest.len(), |end| end + 1)).unwrap_or_default()
}

/// Edits that move headings by `by`; `None` if one of them is written in another way than with "#".
fn shifted(headings: &[&Heading], file: &SourceFile, by: impl Fn(u8) -> Option<i32>) -> Option<Vec<Edit>> {
    let edit = |heading: &&Heading| {
        let start = heading.span.start as usize;
        let marks = usize::from(heading.depth);
        let written = file.text.get(start..start + marks)?;
        if heading.mark != HeadingMark::Atx || written.bytes().any(|byte| byte != b'#') {
            return None;
        }
        let depth = usize::try_from(i32::from(heading.depth) + by(heading.depth)?).ok()?;
        Some(Edit { span: file.at(start..start + marks), text: "#".repeat(depth) })
    };
    headings.iter().map(edit).collect()
}
