//! Findings with what stands there and what would stand there.

use maud::{Markup, html};

use super::{Depth, View, number};
use crate::analysis::{Issue, Piece, Task};
use crate::diag::Severity;

impl View<'_> {
    pub(super) fn first(&self) -> Markup {
        let tasks = &self.audit.first;
        html! {
            section aria-labelledby="first" {
                h2 #first { "Fix first" }
                @if tasks.is_empty() { p { "Nothing was found that needs mending." } }
                @else { p { "Errors first, then what can be mended most easily, then what stands in most places." } }
                ol.tasks { @for task in tasks { (one(task)) } }
                @if self.audit.other_rules > 0 {
                    p.soft { (super::counted(self.audit.other_rules, "more rule")) " found something; the findings stand with their roles below, and " code { "rolelint check" } " lists all of them." }
                }
            }
        }
    }
}

pub(super) fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "error"),
        Severity::Warning => ("warning", "warning"),
        Severity::Info => ("info", "note"),
    }
}

fn one(task: &Task) -> Markup {
    let (class, word) = severity(task.severity);
    let title = task.examples.first().map_or(task.rule.as_str(), |issue| issue.message.as_str());
    html! {
        li class={ "task " (class) } {
            h3 { (prose(title)) }
            p {
                span class={ "tag " (class) } { (word) } " " code { (task.rule) } " "
                span.soft {
                    (super::counted(task.places, "place"))
                    @if task.mended.safe > 0 { " · " (number(task.mended.safe)) " mended by " code { "--fix" } }
                    @if task.mended.risky > 0 { " · " (number(task.mended.risky)) " mended by " code { "--unsafe-fixes" } ", to be looked through" }
                }
            }
            @for (at, issue) in task.examples.iter().enumerate() {
                @if at > 0 && issue.message != title { p { (prose(&issue.message)) } }
                @if let Some(help) = new_help(&task.examples, at) { p { (prose(help)) } }
                p.soft { (place(issue)) @if let Some(repair) = &issue.repair { ": " (repair) } }
                (change(issue))
            }
        }
    }
}

/// The reason of an example, unless an example before it was told with the same one.
fn new_help(examples: &[Issue], at: usize) -> Option<&str> {
    let issue = examples.get(at)?;
    let own = general(issue)?;
    let told = examples.iter().take(at).any(|other| general(other).is_some_and(|told| told == own));
    issue.help.as_deref().filter(|_| !told)
}

/// A reason without the words that the finding itself quotes: "Write “hosting”" is told of every slip.
fn general(issue: &Issue) -> Option<String> {
    let mut help = issue.help.clone()?;
    for text in std::iter::once(&issue.message).chain(&issue.repair) {
        for quote in text.split('“').skip(1).filter_map(|rest| rest.split_once('”')) {
            help = help.replace(&format!("“{}”", quote.0), "“”");
        }
    }
    Some(help)
}

/// A sentence in which names stand between backticks.
fn prose(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! { @for (at, part) in parts.into_iter().enumerate() { @if at % 2 == 1 { code { (part) } } @else { (part) } } }
}

pub(super) fn place(issue: &Issue) -> Markup {
    html! { span.place { (issue.file) @match &issue.cell { Some(cell) => { " " (cell) }, None => { ":" (issue.line) } } } }
}

/// Before and after, or the place alone.
fn change(issue: &Issue) -> Markup {
    html! {
        div.change {
            div { span.what { @if issue.after.is_empty() { "Here" } @else { "Before" } } div.text { (pieces(&issue.before, issue.after.is_empty(), true)) } }
            @if !issue.after.is_empty() { div { span.what { "After" } div.text { (pieces(&issue.after, false, false)) } } }
        }
    }
}

fn pieces(pieces: &[Piece], only: bool, old: bool) -> Markup {
    html! {
        @for piece in pieces {
            @if !piece.marked { (piece.text) }
            @else if only { span.wrong { (seen(&piece.text)) } }
            @else if old { del { (seen(&piece.text)) } }
            @else { ins { (seen(&piece.text)) } }
        }
    }
}

/// Blanks alone would not be seen.
fn seen(text: &str) -> String {
    if text.chars().all(|c| c == ' ' || c == '\n') {
        text.replace(' ', "␣").replace('\n', "↵\n")
    } else {
        text.to_owned()
    }
}

/// The findings of one role.
pub(super) fn list(issues: &[Issue], more: usize, depth: Depth) -> Markup {
    html! {
        ul.issues {
            @for issue in issues {
                @let (class, word) = severity(issue.severity);
                li {
                    p { span class={ "tag " (class) } { (word) } " " (prose(&issue.message)) }
                    p.soft { (place(issue)) " · " code { (issue.rule) } @if let Some(repair) = &issue.repair { " · " (repair) } @if issue.also > 0 { " · and " (super::counted(issue.also, "more place")) } }
                    @if depth.changes && !issue.after.is_empty() { (change(issue)) }
                }
            }
        }
        @if more > 0 { p.soft { "And " (super::counted(more, "more finding")) "; " code { "rolelint check" } " lists them." } }
    }
}
