//! Texts that speak of another level than the heading above them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Deserialize;

use super::sentences::sentences;
use crate::model::level_word;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, Heading, HeadingMark, Text};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelNameMismatch {
    /// Words by which a text compares levels.
    comparing: Vec<String>,
}

/// "As an L4, …", "At L4 you …", "An IC3 is …", "L4 engineers …": what a level is told about itself.
static SELF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?i:as an?|at(?: the)?(?: level of)?|an?|the|our)\s+)?([A-Z]{1,4})-?([0-9]{1,2})(?:\s+(?i:level|(?:software\s+|product\s+|data\s+)?(?:engineers?|managers?|designers?|developers?|analysts?|scientists?|writers?|individuals|people|employees|colleagues)))?(?:\s*,|\s+(?i:is|are|has|have|will|should|must|can|you|we|they)\b)",
    )
    .ok()
});

/// "At this level, L4 engineers …", "As an L4, …": what is said of the level itself, whatever follows.
static HERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:at this level,?\s+(?:an?\s+|the\s+|our\s+|all\s+)?|as an?\s+)([A-Z]{1,4})-?([0-9]{1,2})\b([^.;]{0,24})").ok()
});

/// A level's code, as letters and number.
type Code = (String, String);

impl DocumentCheck for LevelNameMismatch {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        self.in_roles(subject, cx);
        let codes: HashSet<Code> =
            headings(subject).filter_map(|heading| code(&heading.text.plain)).collect();
        if codes.is_empty() {
            return;
        }
        let mut above: Vec<(u8, Option<Code>, Span)> = vec![];
        for block in subject.doc.blocks() {
            if let Block::Heading(heading) = block
                && heading.mark != HeadingMark::Bold
            {
                above.retain(|(depth, ..)| *depth < heading.depth);
                above.push((heading.depth, code(&heading.text.plain), heading.span));
                continue;
            }
            // What stands in a table belongs to its columns.
            if matches!(block, Block::Table(_)) {
                continue;
            }
            let named = above.iter().rev().find_map(|(_, code, span)| Some((code.as_ref()?, *span)));
            let Some((own, heading)) = named else { continue };
            block.each_text(&mut |text| {
                if let Some(span) = self.other_level(text, own, &codes) {
                    cx.report(
                        span,
                        format!(
                            "This text speaks of {}, but it stands below {}{}.",
                            subject.file.slice(span),
                            own.0,
                            own.1
                        ),
                    )
                    .help(HELP)
                    .related(heading, "the heading");
                }
            });
        }
    }
}

const HELP: &str = "Usually a text that was copied from another level: readers take it for theirs. Write the level \
                    it stands at, and check that the rest was meant for it.";

fn headings<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = &'s Heading> {
    subject.doc.blocks().iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.mark != HeadingMark::Bold => Some(heading),
        _ => None,
    })
}

/// True for the heading that holds a place.
fn is_heading_at(block: &Block, place: Span) -> bool {
    matches!(block, Block::Heading(heading) if heading.span.contains(place))
}

/// The code in a label, also one that nobody knows but its ladder: `S3`.
fn code(label: &str) -> Option<Code> {
    let label = label.trim();
    let code = level_word(label).and_then(|word| word.code).unwrap_or_else(|| label.to_owned());
    let at = code.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = (code.get(..at)?.trim_end_matches('-'), code.get(at..)?);
    let plain = letters.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') && !letters.is_empty();
    (plain && number.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| (letters.to_owned(), number.to_owned()))
}

impl LevelNameMismatch {
    /// Texts in the columns of tables and below the keys of data, whose level the model knows.
    fn in_roles(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for role in subject.roles {
            let codes: Vec<Option<Code>> =
                role.levels.iter().map(|level| code(level.code.as_deref()?)).collect();
            let known: HashSet<Code> = codes.iter().flatten().cloned().collect();
            for section in &role.sections {
                // Below headings that name levels the walk over the page finds it.
                let tables: HashSet<usize> = section.shown.iter().map(|shown| shown.level).collect();
                for item in
                    section.expectations.iter().filter(|item| item.level.is_some_and(|l| tables.contains(&l)))
                {
                    let level = item.level.and_then(|at| Some((role.level(at)?, codes.get(at)?.as_ref()?)));
                    let Some((level, own)) = level else { continue };
                    if subject.doc.blocks().iter().any(|block| is_heading_at(block, level.label.span)) {
                        continue;
                    }
                    let Some(span) = self.other_level(&item.text, own, &known) else { continue };
                    let (said, own) = (subject.file.slice(span), format!("{}{}", own.0, own.1));
                    cx.report(span, format!("This text speaks of {said}, but it stands at {own}."))
                        .help(HELP)
                        .related(level.label.span, "the level");
                }
            }
        }
    }

    /// Where the text names another level of the page as its own.
    fn other_level(&self, text: &Text, own: &Code, codes: &HashSet<Code>) -> Option<Span> {
        let plain = text.plain.as_str();
        if plain.contains(&format!("{}{}", own.0, own.1)) {
            return None;
        }
        let other = |found: &Captures<'_>, from: usize| {
            let (letters, number) = (found.get(1)?, found.get(2)?);
            let named: Code = (letters.as_str().to_owned(), number.as_str().to_owned());
            (named.0 == own.0 && named.1 != own.1 && codes.contains(&named))
                .then(|| text.locate(from + letters.start()..from + number.end()).span)
        };
        let whole = SELF.as_ref()?.captures(plain).filter(|_| !self.compares(plain));
        if let Some(span) = whole.and_then(|found| other(&found, 0)) {
            return Some(span);
        }
        sentences(plain).find_map(|range| {
            let found = HERE.as_ref()?.captures(plain.get(range.clone())?)?;
            let after = found.get(3).map_or("", |after| after.as_str());
            if self.compares(after) { None } else { other(&found, range.start) }
        })
    }

    fn compares(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.comparing.iter().any(|other| other == word))
    }
}
