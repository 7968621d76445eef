//! Numbers that do not say what they count.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::prose::holds_any_case;
use super::wording::quoted;
use crate::language::Lang;
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingUnit {
    /// What is said to grow, when the text itself names the unit.
    units: Vec<String>,
}

/// What the words begin with that say that something grows.
const GROWING: &[&str] = &["scal", "grow", "grew", "expand", "increas", "doubl"];

/// "growing … from 20 to 100+" with nothing behind it.
#[allow(clippy::expect_used)]
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:scal|grow|grew|expand|increas|doubl)\w*\b(?:[^.;:\n]|e\.g\.|i\.e\.){0,100}?\b(from\s+\d[\d,]*\s+to\s+(\d[\d,]*)\+?)(?:\s*[.,;)]|\s*$)",
    )
    .expect("the pattern is right")
});

impl DocumentCheck for MissingUnit {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        subject.doc.each_text(&mut |text| {
            // Only what may be a change is worth the pattern. The long s is an s in another case.
            let figures = text.signs.has(b'0') || !text.signs.is_ascii();
            let grows = || GROWING.iter().any(|part| holds_any_case(&text.plain, part));
            if !figures || !holds_any_case(&text.plain, "from") || !(text.plain.contains('ſ') || grows()) {
                return;
            }
            for found in CHANGE.captures_iter(&text.plain) {
                let (Some(whole), Some(numbers), Some(last)) = (found.get(0), found.get(1), found.get(2)) else { continue };
                let words = whole.as_str().to_lowercase();
                let mut all = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '.'));
                let counted = all.any(|word| self.units.iter().any(|unit| word.trim_end_matches('s') == unit));
                let year = last.as_str().parse::<u32>().is_ok_and(|year| (1950..2100).contains(&year));
                if counted || year || text.is_code(&numbers.range()) {
                    continue;
                }
                let place = text.locate(numbers.range());
                cx.report(place.span, format!("{} does not say what is counted.", quoted(numbers.as_str()))).help(
                    "People, teams, customers? Each reader thinks of something else. Name it: “from 20 to 100 engineers”.",
                );
            }
        });
    }
}
