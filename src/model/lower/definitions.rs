//! Definition lists as pandoc and kramdown write them: a term, and below it what is said of it behind colons. Where
//! the terms are levels of one job they are read as the headings that they are in all but name.

use std::ops::Range;

use super::careers;
use super::promote::lines;
use super::series::{continues, is_step};
use crate::syntax::{Block, Heading, HeadingMark, Item, List, Marker, Paragraph, Text};
use crate::text::{SourceFile, Span};

/// A term and its definitions, each as ranges of one text.
struct Defined {
    term: Range<usize>,
    said: Vec<Range<usize>>,
}

/// The blocks of a page with such terms made headings; nothing if they are no levels.
pub(super) fn headed(file: &SourceFile, blocks: &[Block]) -> Option<Vec<Block>> {
    let said =
        |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.text.plain.contains(':'));
    // Most pages end here.
    if !blocks.iter().any(said) {
        return None;
    }
    let cuts: Vec<Option<Vec<Defined>>> = blocks
        .iter()
        .enumerate()
        .map(|(at, block)| match (block, blocks.get(at + 1)) {
            (Block::Paragraph(paragraph), next) => cut(file, &paragraph.text, next),
            _ => None,
        })
        .collect();
    let terms = cuts.iter().zip(blocks).flat_map(|(cut, block)| {
        let plain = if let Block::Paragraph(paragraph) = block { paragraph.text.plain.as_str() } else { "" };
        cut.iter().flatten().filter_map(|defined| plain.get(defined.term.clone()))
    });
    let terms: Vec<&str> = terms.map(str::trim).collect();
    let steps = terms.iter().all(|term| is_step(term));
    if terms.len() < 2 || !(steps || continues(&terms) || careers::are_levels(&terms)) {
        return None;
    }
    let mut out: Vec<Block> = vec![];
    let mut below = false;
    for (block, cut) in blocks.iter().zip(cuts) {
        match (block, cut) {
            (Block::Paragraph(paragraph), Some(cut)) => {
                cut.into_iter().for_each(|defined| write(&paragraph.text, defined, &mut out));
                below = true;
            }
            // What stands apart from its term by a blank line.
            (Block::Paragraph(paragraph), None) if below && is_said(&paragraph.text.plain) => {
                let said = parts(file, &paragraph.text);
                out.extend(list(&paragraph.text, said));
            }
            (block, _) => {
                below = false;
                out.push(block.clone());
            }
        }
    }
    Some(out)
}

/// True for ": text" and ":   text".
fn is_said(line: &str) -> bool {
    line.trim_start()
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
}

/// The terms of a paragraph with what is said of them; of a lone term that may be the next paragraph.
fn cut(file: &SourceFile, text: &Text, next: Option<&Block>) -> Option<Vec<Defined>> {
    let lines = lines(file, text);
    let line = |at: usize| lines.get(at).and_then(|line: &Range<usize>| text.plain.get(line.clone()));
    if line(0).is_none_or(is_said) {
        return None;
    }
    if lines.len() == 1 {
        let apart = matches!(next, Some(Block::Paragraph(next)) if is_said(&next.text.plain));
        return apart.then(|| vec![Defined { term: 0..text.plain.len(), said: vec![] }]);
    }
    let mut found: Vec<Defined> = vec![];
    for (at, range) in lines.iter().enumerate() {
        let own = line(at)?;
        if is_said(own) {
            found.last_mut()?.said.push(behind_colon(own, range));
        } else if line(at + 1).is_some_and(is_said) && own.split_whitespace().count() <= LONGEST {
            found.push(Defined { term: range.clone(), said: vec![] });
        } else {
            found.last_mut()?.said.last_mut()?.end = range.end;
        }
    }
    found.iter().all(|defined| !defined.said.is_empty()).then_some(found)
}

/// Longest term, in words. Rule of thumb: titles have few words.
const LONGEST: usize = 8;

fn behind_colon(line: &str, range: &Range<usize>) -> Range<usize> {
    let said = line.trim_start().trim_start_matches(':').trim_start();
    range.end - said.len()..range.end
}

/// What a paragraph says that begins with a colon.
fn parts(file: &SourceFile, text: &Text) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = vec![];
    for range in lines(file, text) {
        let line = text.plain.get(range.clone()).unwrap_or("");
        match found.last_mut() {
            Some(last) if !is_said(line) => last.end = range.end,
            _ => found.push(behind_colon(line, &range)),
        }
    }
    found
}

fn write(text: &Text, defined: Defined, out: &mut Vec<Block>) {
    let term = text.part(defined.term).trimmed();
    let span = term.span;
    out.push(Block::Heading(Heading { depth: 6, mark: HeadingMark::Bold, text: term, span }));
    out.extend(list(text, defined.said));
}

/// Each thing that is said as an item.
fn list(text: &Text, said: Vec<Range<usize>>) -> Option<Block> {
    let items: Vec<Item> = text
        .pieces(&said)
        .into_iter()
        .map(|text| {
            let text = text.trimmed();
            let span = text.span;
            let marker_span = Span { end: span.start, ..span };
            Item { marker: Marker::Markup(':'), marker_span, text, checked: None, children: vec![], span }
        })
        .collect();
    let span = items.first()?.span.cover(items.last()?.span);
    // One text is a text, not a list.
    if let [item] = items.as_slice() {
        let text = item.text.clone();
        return Some(Block::Paragraph(Paragraph { text, span }));
    }
    Some(Block::List(List { ordered: false, items, span }))
}
