//! Sections that every role must have, for rule packs.

use std::fmt::Write as _;

use serde::Deserialize;

use super::wording::quoted;
use crate::model::Role;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequireSection {
    /// Labels of the sections; several labels for one section stand between `|`.
    sections: Vec<String>,
    /// They stand in this order.
    #[serde(default)]
    ordered: bool,
    /// What is said of a section that is missing, in place of our own sentence; `{0}` is its label.
    #[serde(default)]
    message: String,
}

/// What stands above a part of a page, and where.
struct Label {
    text: String,
    span: Span,
}

impl DocumentCheck for RequireSection {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for role in subject.roles {
            let labels = labels(subject, role);
            let mut last: Option<(&str, usize)> = None;
            for section in &self.sections {
                let shown = section.split('|').next().unwrap_or("").trim();
                let wanted: Vec<String> = section.split('|').map(key).collect();
                let Some(at) = labels.iter().position(|label| wanted.contains(&label.text)) else {
                    self.missing(shown, role, cx);
                    continue;
                };
                match last.filter(|(_, before)| self.ordered && *before > at) {
                    Some((before, _)) => {
                        let Some(label) = labels.get(at) else { continue };
                        cx.report(label.span, format!("{} stands before {}.", quoted(shown), quoted(before)))
                            .help(format!("On these pages the order is {}.", self.order()));
                    }
                    None => last = Some((shown, at)),
                }
            }
        }
    }
}

impl RequireSection {
    fn missing(&self, section: &str, role: &Role, cx: &mut Context<'_>) {
        let title = role.title.as_ref().filter(|title| !title.span.is_empty());
        let span = title.map_or(Span { end: role.span.start, ..role.span }, |title| title.span);
        let message = if self.message.is_empty() {
            let of = role.title.as_ref().map_or_else(|| "This role".into(), |title| quoted(&title.value));
            format!("{of} has no section {}.", quoted(section))
        } else {
            self.message.replace("{0}", section)
        };
        cx.report(span, message).help(format!("Every role has the sections {}.", self.order()));
    }

    /// The labels in one line.
    fn order(&self) -> String {
        let mut out = String::new();
        for (index, section) in self.sections.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(out, "{comma}{}", quoted(section.split('|').next().unwrap_or("").trim()));
        }
        out
    }
}

/// Labels are compared without case and without the signs around them.
fn key(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_lowercase()
}

/// Everything that labels a part of the role, in page order.
fn labels(subject: &Subject<'_>, role: &Role) -> Vec<Label> {
    let mut labels: Vec<Label> = role
        .sections
        .iter()
        .filter_map(|section| section.label.as_ref())
        .map(|label| Label { text: key(&label.value), span: label.span })
        .collect();
    // Sections without items are none to the model, but they are there.
    subject.doc.visit(&mut |visit| {
        if let Visit::Heading(heading) = visit
            && role.span.contains(heading.span)
        {
            labels.push(Label { text: key(&heading.text.plain), span: heading.text.span });
        }
    });
    labels.sort_by_key(|label| label.span.start);
    labels
}
