//! Straight and curly quotation marks in one file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedQuotes {
    style: Style,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Style {
    Majority,
    Straight,
    Curly,
}

/// A quotation mark or apostrophe.
struct Quote {
    span: Span,
    curly: bool,
    /// What to write instead, where that is certain.
    instead: Option<&'static str>,
}

impl DocumentCheck for MixedQuotes {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut quotes: BTreeMap<bool, Vec<Quote>> = BTreeMap::new();
        subject.doc.each_text(&mut |text| {
            for (at, sign) in text.plain.match_indices(['\'', '"', '’', '‘', '“', '”']) {
                let range = at..at + sign.len();
                let place = text.locate(range.clone());
                if text.is_code(&range) || !place.exact || subject.file.slice(place.span) != sign {
                    continue;
                }
                let before = text.plain.get(..at).unwrap_or("");
                let inside = before.ends_with(char::is_alphabetic)
                    && text.plain.get(range.end..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
                // Feet and inches, and quotes in scalars that are quoted themselves, are no style.
                if sign.is_ascii() && before.ends_with(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let instead = match sign {
                    "'" if inside => Some("’"),
                    "’" | "‘" => Some("'"),
                    "“" | "”" => Some("\""),
                    _ => None,
                };
                let quote = Quote { span: place.span, curly: !sign.is_ascii(), instead };
                quotes.entry(sign.trim_matches(['"', '“', '”']).is_empty()).or_default().push(quote);
            }
        });
        // Quotation marks and apostrophes are two habits.
        for (double, quotes) in &quotes {
            self.compare(*double, quotes, subject, cx);
        }
    }
}

impl MixedQuotes {
    fn compare(&self, double: bool, quotes: &[Quote], subject: &Subject<'_>, cx: &mut Context<'_>) {
        let curly = quotes.iter().filter(|quote| quote.curly).count();
        let straight = quotes.len() - curly;
        let wanted = match self.style {
            Style::Majority if curly == 0 || straight == 0 || curly == straight => return,
            Style::Majority => curly > straight,
            Style::Straight => false,
            Style::Curly => true,
        };
        let name = if double { "quotation mark" } else { "apostrophe" };
        let (this, other) = if wanted { ("straight", "curly") } else { ("curly", "straight") };
        let model = quotes.iter().find(|quote| quote.curly == wanted).map(|quote| quote.span);
        for quote in quotes.iter().filter(|quote| quote.curly != wanted) {
            let finding =
                cx.report(quote.span, format!("This {name} is {this}, most others here are {other}."));
            finding
                .help("The same word in two forms is not found by one search. Write all of them alike.")
                .group(
                    format!("mixed-quotes:{double}:{}", subject.file.path),
                    format!("Straight and curly {name}s in this file."),
                );
            if let Some(instead) = quote.instead {
                finding.fix(Fix::safe(format!("Write “{instead}”"), quote.span, instead));
            }
            if let Some(model) = model {
                finding.related(model, format!("written {other} here"));
            }
        }
    }
}
