//! Texts that speak of another level than the heading above them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

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
        r"^(?:(?i:as an?|at(?: the)?(?: level of)?|an?|the|our)\s+)?([A-Z]{1,4})-?([0-9]{1,2})(?:\s+(?i:level|engineers?|managers?|designers?|developers?|analysts?))?(?:\s*,|\s+(?i:is|are|has|have|will|should|must|can|you|we|they)\b)",
    )
    .ok()
});

/// A level's code, as letters and number.
type Code = (String, String);

impl DocumentCheck for LevelNameMismatch {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
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
                    .help(
                        "Usually a text that was copied from another level: readers take it for theirs. Write the level \
                         of the heading, and check that the rest was meant for it.",
                    )
                    .related(heading, "the heading");
                }
            });
        }
    }
}

fn headings<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = &'s Heading> {
    subject.doc.blocks().iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.mark != HeadingMark::Bold => Some(heading),
        _ => None,
    })
}

fn code(label: &str) -> Option<Code> {
    let code = level_word(label.trim())?.code?;
    let at = code.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = (code.get(..at)?.trim_end_matches('-'), code.get(at..)?);
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| (letters.to_owned(), number.to_owned()))
}

impl LevelNameMismatch {
    /// Where the text names another level of the page as its own.
    fn other_level(&self, text: &Text, own: &Code, codes: &HashSet<Code>) -> Option<Span> {
        let plain = text.plain.as_str();
        let found = SELF.as_ref()?.captures(plain)?;
        let (letters, number) = (found.get(1)?, found.get(2)?);
        let named: Code = (letters.as_str().to_owned(), number.as_str().to_owned());
        let lower = plain.to_lowercase();
        let compares = self
            .comparing
            .iter()
            .any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|other| other == word.as_str()));
        let own_named = plain.contains(&format!("{}{}", own.0, own.1));
        (named.0 == own.0 && named.1 != own.1 && codes.contains(&named) && !compares && !own_named)
            .then(|| text.locate(letters.start()..number.end()).span)
    }
}
