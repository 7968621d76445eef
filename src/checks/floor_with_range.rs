//! "At least 5–7 years": a minimum that is a range.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix, Severity};
use crate::language::{Context as Reading, FloorKind, NumberRange, experience_in, ranges_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorWithRange {
    fix: Choice,
}

/// Which number the fix keeps.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Choice {
    Lower,
    None,
}

/// Units of the time that people are asked to have spent. Of anything else, a range with "at least" is often
/// the usual size ("at least 5–10 people", "at least 99.9–99.99%").
const TIMES: &[&str] = &["year", "years", "yr", "yrs", "month", "months", "decade", "decades"];

impl DocumentCheck for FloorWithRange {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.each_text(&mut |text| {
            for range in ranges_in(text) {
                if let Some(bound) = &range.floor
                    && !text.is_code(&range.range)
                    // "Minimum: 5–7 years" may be a label.
                    && !text.plain.get(bound.range.clone()).is_some_and(|words| words.trim_end().ends_with(':'))
                    && (bound.kind != FloorKind::MoreThan || is_requirement(text, &range))
                {
                    let end = range.unit.as_ref().map_or(range.range.end, |unit| unit.end);
                    self.report_floor(text, &range, bound.range.start..end, cx);
                } else if let Some(end) = minimum_behind(text, &range) {
                    self.report_floor(text, &range, range.range.start..end, cx);
                }
            }
            for found in experience_in(text, Reading::default()) {
                if let Some(ceiling) = &found.ceiling
                    && found.range_like
                    && found.floor.is_none()
                    && !text.is_code(&found.range)
                {
                    report_ceiling(
                        text,
                        ceiling.start..found.unit.map_or(found.number.end, |unit| unit.end),
                        cx,
                    );
                }
            }
        });
    }
}

impl FloorWithRange {
    fn report_floor(&self, text: &Text, range: &NumberRange, whole: Range<usize>, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        let Range { start, end } = whole;
        let part = |range: &Range<usize>| plain.get(range.clone()).unwrap_or("");
        let (low, high) = (part(&range.low_range), part(&range.high_range));
        let unit = range.unit.as_ref().map(part).unwrap_or_default();
        let phrase = plain.get(start..end).unwrap_or("");
        let mut good = plain.get(start..range.low_range.end).unwrap_or("").to_owned();
        let single =
            low == "1" && unit.ends_with('s') && matches!(unit, "years" | "months" | "weeks" | "decades");
        let new_unit = if single { unit.trim_end_matches('s') } else { unit };
        if !unit.is_empty() {
            good.push(' ');
            good.push_str(new_unit);
        }
        if let Some(unit) = &range.unit {
            good.push_str(plain.get(unit.end..end).unwrap_or(""));
        }
        let place = text.locate(start..end);
        let finding = cx.report(place.span, format!("{} names two minimums.", quoted(phrase)));
        finding.help(format!(
            "Nobody knows whether {low} are enough or {high} are needed. Write {}, or the range alone.",
            quoted(&good)
        ));
        if !TIMES.contains(&unit.to_lowercase().as_str()) {
            finding.at_most(Severity::Info);
            return;
        }
        let cut = text.locate(range.separator.start.min(range.low_range.end)..range.range.end);
        if self.fix == Choice::Lower && cut.exact {
            let mut edits = vec![Edit { span: cut.span, text: String::new() }];
            if single
                && let Some(place) =
                    range.unit.clone().map(|unit| text.locate(unit)).filter(|place| place.exact)
            {
                edits.push(Edit { span: place.span, text: new_unit.to_owned() });
            }
            let title = format!("Write {}", quoted(&good));
            finding.fix(Fix::new(title, Applicability::Unsafe, edits));
        }
    }
}

/// "Over 2–3 years" may be how long something took; "over 5–7 years of experience" is asked for.
fn is_requirement(text: &Text, range: &NumberRange) -> bool {
    let Some(unit) = &range.unit else { return false };
    let after = text.plain.get(unit.end..).unwrap_or("").trim_start_matches(['\'', '’', ' ']);
    after.starts_with("of ") || after.to_lowercase().starts_with("experience")
}

/// Where "minimum" ends in "3–5 years minimum".
fn minimum_behind(text: &Text, range: &NumberRange) -> Option<usize> {
    let unit = range.unit.as_ref().filter(|_| range.floor.is_none() && !text.is_code(&range.range))?;
    if !TIMES.contains(&text.plain.get(unit.clone())?.to_lowercase().as_str()) {
        return None;
    }
    let after = text.plain.get(unit.end..)?;
    let rest = after.trim_start_matches([',', ' ']);
    let word = rest.get(.."minimum".len()).filter(|word| word.eq_ignore_ascii_case("minimum"))?;
    let next = rest.get(word.len()..)?;
    // "3–5 years, minimum of two as a lead" goes on with something else.
    let ends = next.trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric() && c != ':')
        || [" in ", " with ", " experience"].iter().any(|more| next.starts_with(more));
    ends.then(|| unit.end + (after.len() - rest.len()) + word.len())
}

fn report_ceiling(text: &Text, range: Range<usize>, cx: &mut Context<'_>) {
    let phrase = quoted(text.plain.get(range.clone()).unwrap_or(""));
    cx.report(text.locate(range).span, format!("{phrase} names two maximums."))
        .help("Nobody knows which of the two numbers is the limit. Keep one of them, or the range alone.");
}
