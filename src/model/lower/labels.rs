//! Lines near the beginning of a page that say what they hold: "Class title: Records Clerk".

use crate::language::lexicon::current;
use crate::syntax::{Block, Text};
use crate::text::{SourceFile, Spanned};

use super::super::vocabulary::looks_like_title;
use super::promote::lines;
use super::title::{PAGE_WORDS, piece};

/// How many blocks at the beginning of a page are looked at: a banner, the name of the house, and the title.
const FIRST: usize = 6;

/// The job behind such a label.
pub(super) fn title(file: &SourceFile, blocks: &[Block]) -> Option<Spanned<String>> {
    blocks.iter().take(FIRST).find_map(|block| match block {
        Block::Paragraph(paragraph) => {
            lines(file, &paragraph.text).into_iter().find_map(|line| job(&paragraph.text, line))
        }
        Block::Heading(heading) => job(&heading.text, 0..heading.text.plain.len()),
        _ => None,
    })
}

fn job(text: &Text, line: std::ops::Range<usize>) -> Option<Spanned<String>> {
    let (label, name) = text.plain.get(line.clone())?.split_once([':', '：'])?;
    let label = label.trim().to_lowercase();
    let lexicon = current();
    let columns = &lexicon.lists.columns;
    let mut lines = columns.title_lines.iter().chain(&columns.titles);
    let known = PAGE_WORDS.contains(&label.as_str()) || lines.any(|line| **line == *label);
    // "Class: Accountant   Code: 1405"
    let name = name.trim_start();
    let end = ["   ", "\t", " | "].iter().filter_map(|gap| name.find(gap)).min().unwrap_or(name.len());
    let start = line.end - name.len();
    let name = name.get(..end)?.trim_end();
    (known && looks_like_title(without_steps(name))).then(|| piece(text, start..start + name.len()))
}

/// "Accountant" in "Accountant I/II".
fn without_steps(name: &str) -> &str {
    name.trim_end_matches(|c: char| {
        matches!(c, 'I' | 'V' | 'X' | '/' | '-' | '–' | '&' | ' ') || c.is_ascii_digit()
    })
}
