//! More years asked for as a manager than in all, or less as a wish than as a must.

use serde::Deserialize;

use super::wording::quoted;
use crate::model::{Experience, ExperienceKind, Role, Strength};
use crate::rule::{Context, RoleCheck};

/// The check has no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagementExceedsTotal {}

impl RoleCheck for ManagementExceedsTotal {
    fn check(&self, role: &Role, cx: &mut Context<'_>) {
        let required = |kind: ExperienceKind| {
            role.experience
                .iter()
                .filter(move |one| one.kind == kind && one.strength == Strength::Required && !one.vague)
        };
        for part in required(ExperienceKind::Management).chain(required(ExperienceKind::ManagingManagers)) {
            // Several totals may be total for several fields: the largest counts.
            let totals = required(ExperienceKind::Total).filter(|total| {
                total.level == part.level && (is_all(total, cx) || includes(total, part, cx))
            });
            let Some(total) = totals.max_by_key(|total| total.min_months) else { continue };
            let (Some(least), Some(all)) = (part.min_months, total.min_months) else { continue };
            let most = total.max_months.filter(|_| !total.open).unwrap_or(all);
            if least > most.max(all) {
                cx.report(
                    part.text.span,
                    format!("{} is more than the {} that are asked for in all.", quoted(part.text.value.trim()), quoted(total.text.value.trim())),
                )
                .help("Nobody can have led people for longer than they worked. One of the two numbers is wrong.")
                .related(total.text.span, "all experience that is asked for");
            }
        }
    }
}

/// "5 years in sales, of which 7 years in management": the part is said to be one of the whole.
fn includes(total: &Experience, part: &Experience, cx: &Context<'_>) -> bool {
    let (whole, part) = (total.text.span, part.text.span);
    if whole.file != part.file || whole.end > part.start {
        return false;
    }
    let file = cx.files().get(whole.file);
    let between = file.text.get(whole.end as usize..part.start as usize).unwrap_or("").to_lowercase();
    let said = ["of which", "of those", "of these", "including", "thereof"]
        .iter()
        .any(|words| between.contains(words));
    said && between.len() < 120 && !between.contains(['.', ';', '\n', '|'])
}

/// Years of experience in all, not in one field or tool: "5+ years of professional experience.".
fn is_all(total: &Experience, cx: &Context<'_>) -> bool {
    let file = cx.files().get(total.text.span.file);
    let rest = file.text.get(total.text.span.range().end..).unwrap_or("");
    let clause = rest.split(['.', ',', ';', '\n', '|', '<', '(', '"']).next().unwrap_or("").to_lowercase();
    let mut words =
        clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "s");
    words.all(|word| GENERAL.contains(&word))
}

/// Words around "experience" that narrow it down to nothing.
const GENERAL: &[&str] = &[
    "of",
    "total",
    "overall",
    "professional",
    "work",
    "working",
    "industry",
    "experience",
    "in",
    "all",
    "required",
    "full",
    "time",
];
