//! Paragraphs and quotes on a page: lines that tell the level, the way to other pages, and text beside
//! what is expected.

use std::ops::Range;

use super::super::super::vocabulary::{level_word, numeral, words_of};
use super::super::super::{Prose, SectionKind};
use super::super::facts::Place;
use super::super::moves;
use super::super::outline::Part;
use super::super::promote::lines;
use super::super::series;
use super::super::title::piece;
use super::super::words::{blocks_text, label_range, may_hold_colon, normal, pieces};
use super::{Above, Page, kind_here};
use crate::language::lexicon::current;
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
            self.show(at, here, span, || blocks_text(blocks));
            return;
        }
        let kind = kind_here(label, here);
        let intro = label.is_none() && !here.on_ladder();
        for block in blocks {
            block.each_text(&mut |text| {
                self.key_value(text, intro);
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
            if label_range(said).is_none() {
                return;
            }
            for part in labeled_facts(said) {
                self.fact(text, line.start + part.start..line.start + part.end);
            }
        }
    }

    /// One "Level: M1" or "Track: …".
    fn fact(&mut self, text: &Text, range: Range<usize>) {
        let Some(said) = text.plain.get(range.clone()) else { return };
        let Some(label) = label_range(said) else { return };
        let key = normal(said.get(label.clone()).unwrap_or(""));
        let rest = said.get(label.end..).unwrap_or("").trim_start_matches([':', '：', ' ']);
        let start = range.start + said.len() - rest.len();
        let rest = rest.lines().next().unwrap_or("").trim_end();
        match key.as_str() {
            key if tells_level(key) && self.role.levels.is_empty() => {
                let Some((end, rank)) = self.level_in(key, rest) else { return };
                let level = self.level(piece(text, start..start + end), 1);
                if let Some(level) = self.role.levels.get_mut(level) {
                    level.rank = level.rank.or(rank);
                }
            }
            "track" | "career track" if self.role.track.is_none() => {
                self.role.track = Some(piece(text, start..start + rest.len()));
            }
            _ => {}
        }
    }

    /// The level of a page in a row "Grade | 5".
    pub(super) fn level_cell(&mut self, key: &str, name: Spanned<String>) {
        let bare = level_word(&name.value).is_none();
        let known = if bare { self.level_in(key, &name.value) } else { None };
        if known.is_some() || series::is_step(&name.value) {
            let level = self.level(name, 1);
            if let Some(level) = self.role.levels.get_mut(level) {
                level.rank = level.rank.or(known.and_then(|(_, rank)| rank));
            }
        }
    }

    /// Where the level ends that stands behind `key`, and how high it is: a code, a rank, and on pages about one
    /// job a number, a letter or the step of a career, too.
    fn level_in(&self, key: &str, said: &str) -> Option<(usize, Option<i32>)> {
        if let Some(word) = level_word(said) {
            let code = word.code.filter(|code| said.starts_with(code.as_str()));
            return Some((code.map_or(said.len(), |code| code.len()), word.rank));
        }
        // The settings block, a code in the title and a title of rank know better: grades of pay have steps of their own.
        if !self.job || self.leveled || !self.level_headings.is_empty() {
            return None;
        }
        let (lexicon, said) = (current(), said.trim_end_matches('.'));
        let short =
            said.len() <= 2 && said.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let number = numeral(said).map(|number| number.saturating_mul(10));
        let letter = said.len() == 1 && current().is_lettered(key);
        match number {
            Some(number) if short => Some((said.len(), Some(number))),
            None if short && letter => Some((said.len(), None)),
            _ => (!lexicon.careers_of(&words_of(said)).is_empty()).then_some((said.len(), None)),
        }
    }

    /// "Next: Team Lead", one in a line, below "Career path" or anywhere; true if the text says nothing else.
    pub(super) fn way_on(&mut self, text: &Text, kind: SectionKind, here: &Above) -> bool {
        if text.plain.len() > LONGEST_WAY || !may_hold_colon(text) || !text.plain.contains([':', '：']) {
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
        let named = tells_level(&normal(&label.value))
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
    if !may_hold_colon(text) || text.plain.matches([':', '：']).take(2).count() < 2 {
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

/// True for the label of a line, a row or a section that tells the level of a page.
pub(super) fn tells_level(label: &str) -> bool {
    let known = |word: &crate::config::Word| &**word == label;
    LEVEL_KEYS.contains(&label) || current().lists.columns.levels.iter().any(known)
}

/// The parts of a line that each begin with a label: "Track: IC · Level: L4".
fn labeled_facts(line: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = vec![];
    let mut start = 0;
    for piece in line.split_inclusive(['·', '•', '|', '‖', '\t', ',', ';', '、']) {
        let end = start + piece.len();
        let own = piece.trim_end_matches(|c: char| {
            c.is_whitespace() || !c.is_alphanumeric() && !matches!(c, ')' | '.' | '+')
        });
        let labeled = label_range(piece.trim()).is_some();
        match parts.last_mut().filter(|_| !labeled) {
            Some(last) => last.end = start + own.len(),
            None => parts.push(start + piece.len() - piece.trim_start().len()..start + own.len()),
        }
        start = end;
    }
    parts
}

/// Names of the line or the section that tells the level of a page.
const LEVEL_KEYS: &[&str] = &[
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
