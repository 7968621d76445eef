//! Long paragraphs, and long pages without any structure.

use serde::Deserialize;

use super::prose::{holds, is_technical};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Document, Text, Visit};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WallOfText {
    max_paragraph_words: usize,
    /// For a page without headings, lists and tables.
    max_unheaded_words: usize,
}

/// Words of licences, which are copied as they are.
const LICENSE: &[&str] =
    &["without warranty of any kind", "licensed under the", "permission is hereby granted"];

impl DocumentCheck for WallOfText {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let doc = subject.doc;
        // A cell of a spreadsheet has no paragraphs.
        if matches!(doc.format, "csv" | "xlsx") {
            return;
        }
        let page = if doc.blocks().is_empty() { None } else { self.unheaded(doc) };
        if let Some((span, words)) = page {
            cx.report(span, format!("This page has {words} words and no heading, list or table."))
                .help(
                    "Nobody finds in it what they came for. Give it headings, and put what is asked of people into \
                     lists.",
                );
        }
        let mut long: Vec<(Span, usize)> = vec![];
        doc.visit(&mut |visit| {
            let text = match visit {
                Visit::Paragraph(paragraph) => &paragraph.text,
                Visit::Item(item) => &item.text,
                Visit::Value(_, text) => text,
                _ => return,
            };
            long.extend(self.long_parts(text));
        });
        let quoted: Vec<Span> = quotes(doc);
        for (span, words) in long {
            if holds(&quoted, span.start as usize) || page.is_some_and(|(whole, _)| whole == span) {
                continue;
            }
            cx.report(span, format!("This paragraph has {words} words."))
                .help(
                    "Nobody finds in it what they came for. Split it at its thoughts, or put what is asked of people \
                     into a list.",
                );
        }
    }
}

impl WallOfText {
    fn long_parts(&self, text: &Text) -> Vec<(Span, usize)> {
        let mut parts = vec![];
        // Each word has a letter and a blank behind it.
        if text.plain.len() / 2 < self.max_paragraph_words {
            return parts;
        }
        // Texts in data hold several paragraphs.
        let mut at = 0;
        for part in text.plain.split('\n') {
            let words = part.split_whitespace().count();
            if words > self.max_paragraph_words && is_prose(part, words) && !is_license(part) {
                parts.push((text.locate(at..at + part.len()).span, words));
            }
            at += part.len() + 1;
        }
        parts
    }

    /// The first paragraph of a page that has nothing but long paragraphs, and the number of words.
    fn unheaded(&self, doc: &Document) -> Option<(Span, usize)> {
        let mut words = 0;
        let mut first = None;
        for block in doc.blocks() {
            match block {
                Block::Paragraph(paragraph) => {
                    if is_license(&paragraph.text.plain) {
                        return None;
                    }
                    words += paragraph.text.plain.split_whitespace().count();
                    first = first.or(Some(paragraph.span));
                }
                Block::Heading(_) | Block::List(_) | Block::Table(_) | Block::Html { .. } => return None,
                Block::Quote { .. } | Block::Code { .. } | Block::Rule { .. } => {}
            }
        }
        first.filter(|_| words > self.max_unheaded_words).map(|first| (first, words))
    }
}

/// Sentences, and not a menu or the source of a drawing.
fn is_prose(text: &str, words: usize) -> bool {
    let technical = text.split_whitespace().filter(|word| is_technical(word)).count();
    text.contains(['.', '。', ';', '!', '?'])
        && technical * 10 < words
        && !text.trim_start().starts_with("---")
}

fn is_license(text: &str) -> bool {
    let lower = text.to_lowercase();
    LICENSE.iter().any(|words| lower.contains(words))
}

fn quotes(doc: &Document) -> Vec<Span> {
    let quote = |block: &Block| match block {
        Block::Quote { span, .. } => Some(*span),
        _ => None,
    };
    doc.blocks().iter().filter_map(quote).collect()
}
