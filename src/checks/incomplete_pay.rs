//! Pay without its currency and its period.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::wording::quoted;
use crate::model::Compensation;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IncompletePay {
    /// The currency of all amounts that name none; empty: they have to name it.
    default_currency: String,
    /// What all amounts are paid for that do not say so; empty: they have to say it.
    default_period: String,
    /// Words that say a period, wherever they stand near an amount.
    periods: Vec<String>,
    /// Words that say a currency or a country.
    currencies: Vec<String>,
}

/// How far around an amount its currency and period are looked for, in bytes.
const WINDOW: usize = 400;
/// Less is no pay by the year, and what is paid by the hour is known by its size.
const YEARLY: f64 = 1000.0;

impl DocumentCheck for IncompletePay {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        let mut bare = false;
        let mut line = 0;
        for role in subject.roles {
            for pay in &role.compensation {
                if self.is_incomplete(pay, subject.file) && seen.insert(pay.text.span) {
                    // Several ranges in one line miss the same words.
                    let own = subject.file.line_of(pay.text.span.start);
                    if std::mem::replace(&mut line, own) == own {
                        continue;
                    }
                    let shown = quoted(pay.text.value.trim());
                    let sign = pay.currency.as_deref().unwrap_or("");
                    // A table of bare numbers is one omission.
                    if sign.is_empty() && std::mem::replace(&mut bare, true) {
                        continue;
                    }
                    let message = if sign.is_empty() {
                        format!("{shown} says neither in which currency nor for which time.")
                    } else {
                        format!(
                            "{shown} does not say for which time, and “{sign}” is the sign of several currencies."
                        )
                    };
                    cx.report(pay.text.span, message).help(
                        "People in other countries, and programs that compare offers, read another amount. Write the \
                         letters of the currency and the time, as in “USD 90,000 a year”, and whether it is the base or \
                         all of the pay.",
                    );
                }
            }
        }
    }
}

impl IncompletePay {
    fn is_incomplete(&self, pay: &Compensation, file: &SourceFile) -> bool {
        let named =
            pay.currency.as_deref().is_some_and(|currency| currency.len() == 3 && currency.is_ascii());
        if !self.default_currency.is_empty()
            || !self.default_period.is_empty()
            || named
            || pay.period.is_some()
        {
            return false;
        }
        let most = pay.max.or(pay.min).unwrap_or(0.0);
        if most < YEARLY {
            return false;
        }
        let span = pay.text.span.range();
        let text = file.text.as_str();
        let start = span.start.saturating_sub(WINDOW);
        let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = span.end.saturating_add(WINDOW).min(text.len());
        let end = (end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        let near = text.get(start..end).unwrap_or("");
        let lower = near.to_lowercase();
        let said = |words: &[String]| {
            words.iter().any(|word| {
                if word.chars().any(char::is_uppercase) {
                    near.contains(word.as_str())
                } else {
                    lower.contains(word.as_str())
                }
            })
        };
        !said(&self.periods) && !said(&self.currencies)
    }
}
