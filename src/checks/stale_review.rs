//! Pages that nobody has looked through for a long time.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StaleReview {
    /// Keys of the settings block that say when the page was last looked through.
    reviewed: Vec<String>,
    /// Keys that say when it is to be looked through next.
    next: Vec<String>,
    /// Oldest review that is fine, in months.
    max_months: i64,
    /// The day to count from (`2026-05-01`); empty: today.
    today: String,
}

impl DocumentCheck for StaleReview {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let Some(front) = subject.doc.front.as_ref().and_then(|front| front.node.as_ref()) else { return };
        let Some(today) = months(&self.today).or_else(this_month) else { return };
        for entry in front.entries() {
            let date = entry.value.as_str().map(str::to_owned);
            let Some(month) = date.as_deref().and_then(months) else { continue };
            let is = |keys: &[String]| keys.contains(&entry.key.value);
            let message = if is(&self.reviewed) && today - month > self.max_months {
                format!("This page was last looked through {} months ago.", today - month)
            } else if is(&self.next) && month < today {
                format!("This page was to be looked through {} months ago.", today - month)
            } else {
                continue;
            };
            cx.report(entry.value.span, message)
                .help("Nobody vouches for it any more. Read it, correct it, and write the new date.");
        }
    }
}

/// Months since the year 0 of `2026-05-01`, `2026-05` or `2026/05/01`.
fn months(date: &str) -> Option<i64> {
    let mut parts = date.trim().split(['-', '/', 'T', ' ']);
    let year: i64 = parts.next()?.parse().ok().filter(|year| (1970..3000).contains(year))?;
    let month: i64 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(year * 12 + month - 1)
}

/// The clock's month. A year has 365.2425 days, which is near enough for months.
fn this_month() -> Option<i64> {
    let days = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() / 86_400).ok()?;
    Some(1970 * 12 + days * 12 * 10_000 / 3_652_425)
}
