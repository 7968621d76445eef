//! Ranges written in a way that the framework's others are not.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::language::{Context as Reading, experience_in, ranges_in};
use crate::model::Framework;
use crate::rule::{Context, FrameworkCheck};
use crate::syntax::{Place, Text};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RangeFormat {
    style: Style,
    /// So many ranges make a majority.
    min_ranges: usize,
    /// This share of them has to agree.
    majority: f64,
}

/// How ranges are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    /// As most of the framework's own.
    Majority,
    /// 5-7
    Hyphen,
    /// 5–7
    EnDash,
    /// 5 to 7
    To,
}

impl Style {
    fn of(separator: &str) -> Option<Style> {
        match separator.trim() {
            "-" | "‐" | "‑" => Some(Style::Hyphen),
            "–" => Some(Style::EnDash),
            "to" => Some(Style::To),
            _ => None,
        }
    }

    fn separator(self) -> &'static str {
        match self {
            Style::Hyphen => "-",
            Style::EnDash => "–",
            Style::To | Style::Majority => " to ",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Style::Hyphen => "a hyphen",
            Style::EnDash => "a dash",
            Style::To | Style::Majority => "“to”",
        }
    }
}

struct Found {
    style: Style,
    /// With blanks around the dash.
    spaced: bool,
    whole: Place,
    separator: Place,
    written: String,
    good_parts: (String, String),
}

impl FrameworkCheck for RangeFormat {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        let mut all: Vec<Found> = vec![];
        for doc in framework.files.iter().filter_map(|&file| around.document(file)) {
            doc.each_text(&mut |text| {
                for (whole, separator) in ranges_of(text) {
                    if text.is_code(&whole) {
                        continue;
                    }
                    let part = |range: Range<usize>| text.plain.get(range).unwrap_or("");
                    let written = part(separator.clone());
                    let Some(style) = Style::of(written) else { continue };
                    all.push(Found {
                        style,
                        spaced: written.len() > written.trim().len(),
                        written: part(whole.clone()).to_owned(),
                        good_parts: (
                            part(whole.start..separator.start).trim_end().to_owned(),
                            part(separator.end..whole.end).trim_start().to_owned(),
                        ),
                        whole: text.locate(whole),
                        separator: text.locate(separator),
                    });
                }
            });
        }
        let Some(style) = self.style_of(&all) else { return };
        for found in all {
            let sentence = self.style == Style::Majority && found.style == Style::To;
            let same = sentence || found.style == style && (style == Style::To || !found.spaced);
            if same {
                continue;
            }
            let good = format!("{}{}{}", found.good_parts.0, style.separator(), found.good_parts.1);
            let why = if self.style == Style::Majority {
                "as most ranges of this framework are"
            } else {
                "as the configuration asks"
            };
            let message = if found.style == style {
                format!("{} has blanks around its dash; write it without, {why}.", quoted(&found.written))
            } else {
                format!("{} is not written with {}, {why}.", quoted(&found.written), style.name())
            };
            let finding = cx.report(found.whole.span, message);
            finding
                .help(format!("Ranges in two styles look uneven side by side, and search finds only one of them. Write {}.", quoted(&good)))
                .group("range-format", "Ranges are written in several ways.");
            if found.separator.exact {
                finding.fix(Fix::safe(
                    format!("Write {}", quoted(&good)),
                    found.separator.span,
                    style.separator(),
                ));
            }
        }
    }
}

impl RangeFormat {
    #[allow(clippy::cast_precision_loss)]
    fn style_of(&self, all: &[Found]) -> Option<Style> {
        if self.style != Style::Majority {
            return Some(self.style);
        }
        let count = |style: Style| all.iter().filter(|found| found.style == style).count();
        // "7 to 10 people" is right in a sentence, whatever tables say.
        let (hyphens, dashes) = (count(Style::Hyphen), count(Style::EnDash));
        let (most, style) = if hyphens > dashes { (hyphens, Style::Hyphen) } else { (dashes, Style::EnDash) };
        let all = hyphens + dashes;
        (all >= self.min_ranges && most as f64 >= self.majority * all as f64).then_some(style)
    }
}

/// Ranges that count something, with what stands between their numbers. "From 5 to 7" and "between 2 and
/// 3" are sentences, not ranges in short.
fn ranges_of(text: &Text) -> Vec<(Range<usize>, Range<usize>)> {
    let counted = ranges_in(text).into_iter().filter(|range| range.unit.is_some());
    let mut found: Vec<(Range<usize>, Range<usize>)> =
        counted.map(|range| (range.low_range.start..range.high_range.end, range.separator)).collect();
    let years = experience_in(text, Reading::default()).into_iter();
    found.extend(years.filter_map(|years| Some((years.number, years.separator?))));
    found.sort_by_key(|(whole, _)| whole.start);
    found.dedup_by_key(|(whole, _)| whole.start);
    found.retain(|(whole, separator)| {
        let plain = text.plain.as_str();
        let before = plain.get(..whole.start).unwrap_or("").trim_end();
        let sentence = before.ends_with("from") || before.ends_with("From") || before.ends_with("between");
        !sentence && plain.get(separator.clone()).is_some_and(|sign| sign.len() <= 5)
    });
    found
}
