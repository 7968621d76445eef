//! Lines that are headings to the eye only.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Fix, Severity};
use crate::language::one_of;
use crate::model::{SectionKind, section_kind};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Heading, HeadingMark, Paragraph};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnmarkedHeading {
    max_words: usize,
    /// So many such lines in a file are no accident.
    min: usize,
    /// Report lines in bold as well.
    bold: bool,
}

/// Entries of menus, which come along when web pages are copied.
const MENU: &str =
    "home menu search login logout register blog news contact about back next previous share print";

/// A line that looks like a heading.
struct Line {
    span: Span,
    text: String,
    depth: u8,
    bold: bool,
}

impl DocumentCheck for UnmarkedHeading {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let doc = subject.doc;
        let mut depth = 1;
        let mut lines: Vec<Line> = vec![];
        for (index, block) in doc.blocks().iter().enumerate() {
            match block {
                Block::Heading(heading) => {
                    match heading.mark {
                        HeadingMark::Unmarked if heads_something(doc.blocks(), index) => {
                            lines.push(line_of(heading, false));
                        }
                        HeadingMark::Bold if self.bold => lines.push(line_of(heading, true)),
                        _ => {}
                    }
                    depth = heading.depth;
                }
                Block::Paragraph(paragraph) if doc.format == "markdown" => {
                    let next = doc.blocks().get(index + 1);
                    if self.is_heading(paragraph, next, subject) {
                        let text = paragraph.text.plain.trim().to_owned();
                        let depth = depth.saturating_add(1).min(6);
                        lines.push(Line { span: paragraph.span, text, depth, bold: false });
                    }
                }
                _ => {}
            }
        }
        // "Opens: Friday" says something; "=== PAY ===" is marked, if not for Markdown.
        lines.retain(|line| !line.text.contains(": ") && !line.text.contains(['\u{A0}', '|']));
        lines.retain(|line| !subject.file.slice(line.span).starts_with(['=', '-', '*', '~']));
        lines.retain(|line| line.text.split_whitespace().count() <= self.max_words);
        lines.retain(|line| !one_of(&line.text.to_lowercase(), MENU));
        let many = lines.len() >= self.min;
        for line in lines {
            let known = section_kind(&line.text) != SectionKind::Other;
            if !many && !known {
                continue;
            }
            let finding =
                cx.report(line.span, format!("{} looks like a heading and is none.", quoted(&line.text)));
            finding
                .help(
                    "Tables of contents, links and programs that read the page see no section here. Mark it as a heading: \
                     begin the line with “#” and a blank.",
                )
                .group(format!("unmarked-heading:{}", subject.file.path), "Lines of this file that look like headings and are none.");
            if line.text.ends_with(':') || line.bold {
                finding.at_most(Severity::Info);
            }
            if !line.bold {
                let at = line.span.start as usize;
                let marks = "#".repeat(usize::from(line.depth));
                finding.fix(Fix::risky(
                    format!("Begin the line with “{marks} ”"),
                    subject.file.at(at..at),
                    format!("{marks} "),
                ));
            }
        }
    }
}

fn line_of(heading: &Heading, bold: bool) -> Line {
    Line { span: heading.span, text: heading.text.plain.trim().to_owned(), depth: heading.depth, bold }
}

/// A list, a table or a text stands right below the heading at `index`, or below a second heading
/// there. Lines without are the menu of a web page.
fn heads_something(blocks: &[Block], index: usize) -> bool {
    let holds = |block: Option<&Block>| match block {
        Some(Block::List(_) | Block::Table(_)) => true,
        Some(Block::Paragraph(paragraph)) => paragraph.text.plain.split_whitespace().nth(6).is_some(),
        _ => false,
    };
    let below = blocks.get(index + 1);
    holds(below) || (matches!(below, Some(Block::Heading(_))) && holds(blocks.get(index + 2)))
}

impl UnmarkedHeading {
    /// A line of its own in the form of a title, above a list or text.
    fn is_heading(&self, paragraph: &Paragraph, next: Option<&Block>, subject: &Subject<'_>) -> bool {
        let plain = paragraph.text.plain.trim();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let below = match next {
            Some(Block::List(_)) => true,
            Some(Block::Paragraph(next)) => next.text.plain.split_whitespace().count() > self.max_words,
            _ => false,
        };
        let lines = subject.file.line_of(paragraph.span.end.saturating_sub(1))
            - subject.file.line_of(paragraph.span.start);
        let title = words.iter().all(|word| {
            word.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || matches!(c, '&' | '/' | '-' | '–' | '(')
            }) || matches!(
                *word,
                "and" | "or" | "of" | "the" | "in" | "for" | "to" | "with" | "a" | "an" | "on"
            )
        });
        below
            && lines == 0
            && (1..=self.max_words).contains(&words.len())
            && plain.starts_with(char::is_uppercase)
            && title
            && !plain.ends_with(['.', ',', ';', '!', '?', ':'])
            && paragraph.text.marks.is_empty()
            && section_kind(plain) != SectionKind::Other
    }
}
