//! What a check says: a finding with its places, its reason and its cure. Imports `text` only.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How much a finding hurts. (The word *level* is kept for career levels.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A matter of style.
    Info,
    /// Probably a problem.
    Warning,
    /// A contradiction or damage that misleads a reader or breaks a page.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// Who may apply a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Shown as advice, never applied.
    Display,
    /// May change the meaning: applied with `--unsafe-fixes`.
    Unsafe,
    /// Keeps the meaning: applied with `--fix`.
    Safe,
}

/// Replace the bytes under `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits that belong together: all are applied or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an instruction: "Write “e.g.,”".
    pub title: String,
    pub applicability: Applicability,
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix with several edits.
    pub fn new(title: impl Into<String>, applicability: Applicability, edits: Vec<Edit>) -> Self {
        Fix { title: title.into(), applicability, edits }
    }

    /// A fix that replaces one place and keeps the meaning.
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Fix::new(title, Applicability::Safe, vec![Edit { span, text: text.into() }])
    }

    /// A fix that replaces one place and may change the meaning.
    pub fn risky(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Fix::new(title, Applicability::Unsafe, vec![Edit { span, text: text.into() }])
    }
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// One finding at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule.
    pub rule: String,
    pub severity: Severity,
    /// What is wrong, in one plain sentence.
    pub message: String,
    /// Why it hurts a reader and what to type instead.
    pub help: Option<Arc<str>>,
    /// The offending text itself.
    pub span: Span,
    /// A few words to print under the place; the message stands there if this is empty.
    pub label: Option<String>,
    pub related: Vec<Related>,
    pub fixes: Vec<Fix>,
    /// Findings with the same group are one story: reports for people collapse them.
    pub group: Option<Arc<Group>>,
    /// By what the finding is known again.
    pub identity: Identity,
    /// Identity that survives edits elsewhere in the file; filled in by the engine.
    pub key: String,
}

/// By what a finding is known again in a later state of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity {
    /// The text at its place and around it.
    #[default]
    Place,
    /// That, and this: of several findings at one place each is about something else, such as what is missing there.
    PlaceAnd(String),
    /// This alone: the place is the first of several, and sections may change places.
    Only(String),
}

/// What ties findings together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group {
    /// Equal for the findings that belong together.
    pub id: String,
    /// The sentence that speaks for all of them, e.g. "the third column repeats the second in 8 tables".
    pub summary: String,
}

impl Diagnostic {
    pub fn new(rule: impl Into<String>, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            rule: rule.into(),
            severity,
            message: message.into(),
            help: None,
            span,
            label: None,
            related: vec![],
            fixes: vec![],
            group: None,
            identity: Identity::Place,
            key: String::new(),
        }
    }

    pub fn help(&mut self, help: impl Into<Arc<str>>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }

    pub fn group(&mut self, id: impl Into<String>, summary: impl Into<String>) -> &mut Self {
        self.group = Some(Arc::new(Group { id: id.into(), summary: summary.into() }));
        self
    }

    /// Says by what the finding is known again, where that is not its place.
    pub fn known_by(&mut self, identity: Identity) -> &mut Self {
        self.identity = identity;
        self
    }

    /// Lowers the severity to `severity` where the rule's own is higher.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.min(severity);
        self
    }
}

/// What findings say in the same words. A large run has hundreds of thousands, and a few reasons for them.
#[derive(Debug, Default)]
pub struct Said {
    helps: HashSet<Arc<str>>,
    groups: HashSet<Arc<Group>>,
}

impl Said {
    /// Makes a finding take no more room than it needs: what was said before is not kept again.
    pub fn share(&mut self, finding: &mut Diagnostic) {
        let Diagnostic { message, help, label, related, fixes, group, .. } = finding;
        message.shrink_to_fit();
        label.iter_mut().for_each(String::shrink_to_fit);
        related.shrink_to_fit();
        fixes.shrink_to_fit();
        for fix in fixes {
            fix.title.shrink_to_fit();
            fix.edits.shrink_to_fit();
        }
        share(&mut self.helps, help);
        share(&mut self.groups, group);
    }
}

fn share<T: ?Sized + Eq + Hash>(said: &mut HashSet<Arc<T>>, own: &mut Option<Arc<T>>) {
    let Some(own) = own else { return };
    match said.get(own) {
        Some(known) => *own = Arc::clone(known),
        None => _ = said.insert(Arc::clone(own)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    #[test]
    fn what_is_said_twice_is_kept_once() {
        let mut said = Said::default();
        let mut one = |help: &str| {
            let mut finding = Diagnostic::new("a", Severity::Info, Span::at(FileId(0), 0), "A.");
            finding.help(help).group("g", help);
            let before = finding.clone();
            said.share(&mut finding);
            assert_eq!(finding, before);
            finding
        };
        let (a, b, c) = (one("Write it out."), one("Write it out."), one("Delete it."));
        let same = |a: &Diagnostic, b: &Diagnostic| {
            let helps = a.help.as_ref().zip(b.help.as_ref()).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
            let groups = a.group.as_ref().zip(b.group.as_ref()).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
            (helps, groups)
        };
        assert_eq!((same(&a, &b), same(&a, &c)), ((true, true), (false, false)));
    }
}
