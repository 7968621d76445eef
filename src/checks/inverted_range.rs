//! Ranges whose second number is below the first.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Context as Place, pay, ranges_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// The check has no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvertedRange {}

const HELP: &str = "One of the two numbers is wrong, or they changed places; nobody can tell which. Write the range from its \
                    lower to its upper end.";

/// What ranges on pages about roles count.
const COUNTED: &[&str] = &[
    "year",
    "years",
    "yrs",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "hours",
    "people",
    "engineers",
    "developers",
    "designers",
    "reports",
    "directs",
    "members",
    "teams",
    "squads",
    "employees",
    "managers",
    "percent",
    "%",
    "jahr",
    "jahre",
    "jahren",
    "monate",
    "monaten",
    "wochen",
    "tage",
    "tagen",
    "stunden",
    "personen",
    "mitarbeiter",
    "mitarbeitende",
    "prozent",
    "año",
    "años",
    "meses",
    "semanas",
    "días",
    "horas",
    "personas",
    "ano",
    "anos",
    "pessoas",
    "ans",
    "année",
    "années",
    "mois",
    "semaines",
    "jours",
    "heures",
    "personnes",
    "anni",
    "mesi",
    "settimane",
    "giorni",
    "persone",
    "jaar",
    "maanden",
    "weken",
    "dagen",
    "mensen",
];

impl DocumentCheck for InvertedRange {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.each_text(&mut |text| {
            numbers(text, cx);
            for pay in pay(&text.plain, Place::default()) {
                if let (Some(min), Some(max)) = (pay.min, pay.max)
                    && min > max
                    && !text.is_code(&pay.range)
                {
                    let shown = quoted(text.plain.get(pay.range.clone()).unwrap_or("").trim());
                    cx.report(text.locate(pay.range).span, format!("{shown} ends below where it begins."))
                        .help(HELP);
                }
            }
        });
    }
}

fn numbers(text: &Text, cx: &mut Context<'_>) {
    for range in ranges_in(text) {
        let part = |range: std::ops::Range<usize>| text.plain.get(range).unwrap_or("");
        // What is counted tells a range from a score, a ratio, a reference.
        let counts =
            |unit: &std::ops::Range<usize>| COUNTED.contains(&part(unit.clone()).to_lowercase().as_str());
        let Some(unit) = range.unit.clone().filter(|unit| counts(unit) && !text.is_code(&range.range)) else {
            continue;
        };
        let end = unit.end.max(range.range.end);
        let shown = quoted(part(range.range.start..end));
        let place = text.locate(range.range.start..end);
        if range.low > range.high {
            let finding = cx.report(place.span, format!("{shown} ends below where it begins."));
            finding.help(HELP);
            let (low, high) = (text.locate(range.low_range.clone()), text.locate(range.high_range.clone()));
            if low.exact && high.exact && range.plus.is_none() {
                let edits = vec![
                    Edit { span: low.span, text: part(range.high_range.clone()).to_owned() },
                    Edit { span: high.span, text: part(range.low_range.clone()).to_owned() },
                ];
                finding.fix(Fix::new("Swap the two numbers", Applicability::Unsafe, edits));
            }
        }
    }
}
