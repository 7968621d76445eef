//! Pay without a top or a bottom.

use serde::Deserialize;

use super::wording::quoted;
use crate::language::{Context as Place, is_other_money, pay};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;

/// The check has no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenEndedPay {}

impl DocumentCheck for OpenEndedPay {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            // `quota: $500,000+`
            if let Visit::Value(Some(key), _) = visit
                && is_other_money(&key.value)
            {
                return;
            }
            let all = pay(&text.plain, Place::default());
            // "minimum $50,000, maximum $78,000", or a range and something on top of it
            let closed = all.iter().any(|pay| pay.min.is_some() && pay.max.is_some() && pay.open_top.is_none());
            let both = all.iter().any(|pay| pay.open_top.is_some()) && all.iter().any(|pay| pay.open_bottom.is_some());
            if closed || both {
                return;
            }
            for found in all {
                let (open, end) = match (&found.open_top, &found.open_bottom) {
                    (Some(open), _) => (open.clone(), "upper"),
                    (_, Some(open)) => (open.clone(), "lower"),
                    _ => continue,
                };
                if text.is_code(&found.range) {
                    continue;
                }
                let phrase = quoted(text.plain.get(open.clone()).unwrap_or(""));
                cx.report(text.locate(open).span, format!("{phrase} leaves the {end} end of the pay open.")).help(
                    "People cannot compare it with anything, and in several places such a range does not count as \
                     a stated one. Write the lowest and the highest pay that you will pay.",
                );
            }
        });
    }
}
