//! Pictographs in headings and labels.

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmojiInHeading {
    /// Pictographs that are fine.
    allow: Vec<String>,
}

impl DocumentCheck for EmojiInHeading {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        subject.doc.visit(&mut |visit| match visit {
            Visit::Heading(heading) => self.look(&heading.text, true, cx),
            // A line that begins with one: it stands for a label.
            Visit::Paragraph(paragraph) => self.look(&paragraph.text, false, cx),
            _ => {}
        });
    }
}

impl EmojiInHeading {
    fn look(&self, text: &Text, heading: bool, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        let Some(start) = plain.find(is_pictograph) else { return };
        if !heading && start > 0 {
            return;
        }
        let run = plain.get(start..).unwrap_or("");
        let length = run.find(|c: char| !is_pictograph(c) && !joins(c)).unwrap_or(run.len());
        let shown = run.get(..length).unwrap_or("");
        if self.allow.iter().any(|allowed| allowed == shown) {
            return;
        }
        let message = if heading {
            format!("The pictograph {} stands in a heading.", quoted(shown))
        } else {
            format!("The pictograph {} is the only label of this line.", quoted(shown))
        };
        let place = text.locate(start..start + length);
        let finding = cx.report(place.span, message);
        finding.help(
            "Screen readers read its name aloud, links to the heading become odd, and not every program shows it. \
             Say it in words.",
        );
        let rest = run.get(length..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let cut = text.locate(start..start + length + blanks);
        if heading && cut.exact && !rest.trim().is_empty() {
            finding.fix(Fix::risky("Delete the pictograph", cut.span, ""));
        }
    }
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{2B55}' | '\u{1F1E6}'..='\u{1F1FF}')
}

/// What only changes the sign before it.
fn joins(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}')
}
