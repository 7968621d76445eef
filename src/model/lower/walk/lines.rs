//! Paragraphs and quotes on a page: lines that tell the level, the way to other pages, and text beside
//! what is expected.

use std::ops::Range;

use super::super::super::vocabulary::level_word;
use super::super::super::{Prose, SectionKind};
use super::super::facts::Place;
use super::super::moves;
use super::super::outline::Part;
use super::super::promote::lines;
use super::super::series;
use super::super::title::piece;
use super::super::words::{blocks_text, label_range, normal, pieces};
use super::{Above, Page, kind_here};
use crate::syntax::{Block, MarkKind, Text};
use crate::text::{SourceFile, Span, Spanned};

impl<'d> Page<'d> {
    /// Keeps a paragraph that says nothing that is expected by itself.
    pub(super) fn aside(&mut self, text: &Text, label: Option<&Spanned<String>>, here: &Above) {
        if !text.is_blank() {
            let (section, level, text) = (label.cloned(), here.level, text.clone());
            self.role.prose.push(Prose { section, level, text });
        }
    }

    /// A quote: where nothing else stands below the name of a level, and no section of it, it is what that level
    /// says.
    pub(super) fn quote(
        &mut self,
        (blocks, span): (&'d [Block], Span),
        label: Option<&Spanned<String>>,
        own: &mut Option<usize>,
        part: &Part<'d>,
        here: &Above,
    ) {
        let quote =
            |block: &&Block| matches!(block, Block::Quote { .. } | Block::Rule { .. } | Block::Html { .. });
        if here.level.is_some() && part.children.is_empty() && part.blocks.iter().all(quote) {
            let at = self.section(own, label.cloned(), part, here);
            self.lists += 1;
            self.add_pieces(at, pieces(blocks), here);
            self.show(at, here, span, &blocks_text(blocks));
            return;
        }
        let kind = kind_here(label, here);
        for block in blocks {
            block.each_text(&mut |text| {
                self.facts(text, kind, here);
                self.aside(text, label, here);
            });
        }
    }

    /// "Level: M1", "Track: …" before the first section, one in a line.
    pub(super) fn key_value(&mut self, text: &Text, intro: bool) {
        if !intro {
            return;
        }
        for line in lines(self.file, text) {
            let Some(said) = text.plain.get(line.clone()) else { continue };
            let Some(range) = label_range(said) else { return };
            let key = normal(said.get(range.clone()).unwrap_or(""));
            let rest = said.get(range.end..).unwrap_or("").trim_start_matches([':', '：', ' ']);
            let start = line.start + said.len() - rest.len();
            let rest = rest.lines().next().unwrap_or("").trim_end();
            match key.as_str() {
                key if LEVEL_KEYS.contains(&key) && self.role.levels.is_empty() => {
                    let Some(word) = level_word(rest) else { continue };
                    let code = word.code.filter(|code| rest.starts_with(code.as_str()));
                    let end = start + code.map_or(rest.len(), |code| code.len());
                    self.level(piece(text, start..end), 1);
                }
                "track" | "career track" if self.role.track.is_none() => {
                    self.role.track = Some(piece(text, start..start + rest.len()));
                }
                _ => {}
            }
        }
    }

    /// "Next: Team Lead", one in a line, below "Career path" or anywhere; true if the text says nothing else.
    pub(super) fn way_on(&mut self, text: &Text, kind: SectionKind, here: &Above) -> bool {
        if text.plain.len() > LONGEST_WAY || !text.plain.contains([':', '：']) {
            return false;
        }
        let lines = lines(self.file, text);
        let mut told = 0;
        for line in &lines {
            let line = text.part(line.clone());
            if kind == SectionKind::Moves && lines.len() > 1 {
                let place = Place { kind, labels: &here.path, level: None };
                moves::add(&mut self.role, &line, place);
                told += 1;
            } else if kind != SectionKind::Moves && moves::add_line(&mut self.role, &line) {
                told += 1;
            }
        }
        told > 0 && told == lines.len()
    }

    /// "L5" as all that stands below the heading "Level": the level of the page.
    pub(super) fn level_section(&mut self, part: &Part<'d>, label: &Spanned<String>) -> bool {
        let ([Block::Paragraph(paragraph)], true) = (part.blocks.as_slice(), part.children.is_empty()) else {
            return false;
        };
        let said = paragraph.text.trimmed();
        let named = LEVEL_KEYS.contains(&normal(&label.value).as_str())
            && self.role.levels.is_empty()
            && self.level_headings.is_empty()
            && series::is_step(&said.plain);
        if named {
            self.level(Spanned::new(said.plain, said.span), 1);
        }
        named
    }
}

/// The lines of a text of which two or more begin with a label; those without one belong to the line above.
pub(super) fn labeled_parts(file: &SourceFile, text: &Text) -> Option<Vec<Text>> {
    if text.plain.matches([':', '：']).take(2).count() < 2 {
        return None;
    }
    let mut parts: Vec<Range<usize>> = vec![];
    let mut labels = 0;
    for line in lines(file, text) {
        let labeled = text.plain.get(line.clone()).is_some_and(|said| label_range(said).is_some());
        labels += usize::from(labeled);
        match parts.last_mut().filter(|_| !labeled) {
            Some(last) => last.end = line.end,
            None => parts.push(line),
        }
    }
    (labels > 1 && parts.len() > 1).then(|| text.pieces(&parts))
}

/// Names of the line or the section that tells the level of a page.
pub(super) const LEVEL_KEYS: &[&str] = &[
    "level",
    "grade",
    "job level",
    "career level",
    "job grade",
    "band",
    "nivel",
    "nível",
    "niveau",
    "stufe",
    "karrierestufe",
    "レベル",
    "等級",
    "グレード",
    "레벨",
    "직급",
];

/// True for a text that is nothing but links.
pub(super) fn is_way(text: &Text) -> bool {
    let linked = |at: usize| {
        text.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Link { .. }) && mark.range.contains(&at))
    };
    let mut letters = text.plain.char_indices().filter(|(_, c)| c.is_alphanumeric()).peekable();
    text.plain.len() <= LONGEST_WAY && letters.peek().is_some() && letters.all(|(at, _)| linked(at))
}

/// Longest text (in bytes) that may be nothing but links.
const LONGEST_WAY: usize = 300;
