//! "10–15+ years": a range that is closed and open at once.

use serde::Deserialize;

use super::wording::{places, quoted};
use crate::diag::Fix;
use crate::language::{NumberRange, ranges_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedRangePlus {
    fix: Choice,
    /// Up to this many in a file are told one by one.
    group_after: usize,
}

/// What the fix makes of "10–15+".
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    /// "10+"
    OpenLower,
    /// "10–15"
    DropPlus,
}

impl DocumentCheck for ClosedRangePlus {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut found: Vec<(&Text, NumberRange)> = vec![];
        subject.doc.each_text(&mut |text| {
            let open = ranges_in(text).into_iter().filter(|range| range.plus.is_some());
            found.extend(open.filter(|range| !text.is_code(&range.range)).map(|range| (text, range)));
        });
        let many = found.len() > self.group_after;
        let summary = format!("Ranges with a “+” at the end, in {} of this file.", places(found.len()));
        for (text, range) in found {
            let plain = text.plain.as_str();
            let part = |range: &std::ops::Range<usize>| plain.get(range.clone()).unwrap_or("");
            let (low, high) = (part(&range.low_range), part(&range.high_range));
            let end = range.unit.as_ref().map_or(range.range.end, |unit| unit.end);
            let unit = plain.get(range.range.end..end).unwrap_or("");
            let closed = plain.get(range.low_range.start..range.high_range.end).unwrap_or("");
            let phrase = quoted(plain.get(range.range.start..end).unwrap_or(""));
            let sign = range.plus.as_ref().map(part).unwrap_or_default().trim();
            let sign = if sign.len() > 3 { quoted(sign) } else { "a “+”".to_owned() };
            let finding = cx.report(
                text.locate(range.range.start..end).span,
                format!("{phrase} has an upper end and {sign}: only one of them can be meant."),
            );
            finding.help(format!(
                "With {sign}, {high} means nothing. Write {} or {}.",
                quoted(&format!("{low}+{unit}")),
                quoted(&format!("{closed}{unit}"))
            ));
            if many {
                finding.group(format!("closed-range-plus:{}", subject.file.path), summary.as_str());
            }
            let (cut, new) = match self.fix {
                Choice::OpenLower => (range.low_range.end..range.range.end, "+"),
                Choice::DropPlus => (range.high_range.end..range.range.end, ""),
            };
            let place = text.locate(cut);
            if place.exact {
                let good = match self.fix {
                    Choice::OpenLower => format!("{low}+{unit}"),
                    Choice::DropPlus => format!("{closed}{unit}"),
                };
                finding.fix(Fix::risky(format!("Write {}", quoted(&good)), place.span, new));
            }
        }
    }
}
