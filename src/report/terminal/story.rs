//! Findings that are told together.

use std::collections::HashMap;

use crate::diag::{Applicability, Diagnostic, Severity};
use crate::report::neutral::visible;
use crate::text::{FileId, Files};

/// One thing to tell, with all its places.
pub(super) struct Story<'a> {
    /// The finding that is shown; the first by place.
    pub lead: &'a Diagnostic,
    /// The other places.
    pub others: Vec<&'a Diagnostic>,
}

/// What makes findings one story.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Group(&'a str, &'a str),
    /// The same sentence about the same file.
    Repeated(&'a str, &'a str, FileId, Severity),
}

/// Tells findings together in the order of their first places.
pub(super) fn stories(findings: &[Diagnostic]) -> Vec<Story<'_>> {
    let mut stories: Vec<Story<'_>> = vec![];
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    for finding in findings {
        let key = match &finding.group {
            Some(group) => Some(Key::Group(&finding.rule, &group.id)),
            // Findings that point at two places differ in the other place.
            None if finding.related.is_empty() => {
                Some(Key::Repeated(&finding.rule, &finding.message, finding.span.file, finding.severity))
            }
            None => None,
        };
        if let Some(key) = key {
            if let Some(story) = known.get(&key).and_then(|&at| stories.get_mut(at)) {
                story.others.push(finding);
                continue;
            }
            known.insert(key, stories.len());
        }
        stories.push(Story { lead: finding, others: vec![] });
    }
    stories
}

/// Places that are listed by name; the rest is counted.
const MAX_LISTED: usize = 12;

impl Story<'_> {
    /// The gravest severity among its findings.
    pub fn severity(&self) -> Severity {
        self.others.iter().map(|finding| finding.severity).fold(self.lead.severity, Severity::max)
    }

    /// The sentence that speaks for all.
    pub fn headline(&self) -> &str {
        match &self.lead.group {
            Some(group) if !self.others.is_empty() => &group.summary,
            _ => &self.lead.message,
        }
    }

    /// The words under the marked place.
    pub fn label(&self) -> &str {
        match (&self.lead.label, &self.lead.group) {
            (Some(label), _) => label,
            (None, Some(_)) if self.headline() != self.lead.message => &self.lead.message,
            _ => "",
        }
    }

    /// `warning: mojibake`.
    pub fn title(&self) -> String {
        let severity = match self.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        format!("{severity}: {}", visible(&self.lead.rule))
    }

    /// What can be done about it by the program, if anything.
    pub fn fix(&self) -> Option<String> {
        let fix = self.lead.fixes.iter().max_by_key(|fix| fix.applicability)?;
        let how = match fix.applicability {
            Applicability::Safe => " (--fix)",
            Applicability::Unsafe => " (--unsafe-fixes)",
            Applicability::Display => "",
        };
        Some(format!("{}{how}", visible(fix.title.trim_end_matches('.'))))
    }

    /// The other places, one line for each file.
    pub fn places(&self, files: &Files) -> Vec<String> {
        let mut lines: Vec<(FileId, String)> = vec![];
        let listed = if self.others.len() > MAX_LISTED + 1 { MAX_LISTED } else { self.others.len() };
        for finding in self.others.iter().take(listed) {
            let file = files.open(finding.span.file);
            let at = file.position(finding.span.start);
            match lines.last_mut() {
                Some((id, line)) if *id == file.id && file.cells.is_none() => {
                    line.push_str(&format!(", {}:{}", at.line, at.column));
                }
                _ => {
                    let name = file.place_name(finding.span.start);
                    lines.push((file.id, format!("{}:{}:{}", visible(&name), at.line, at.column)));
                }
            }
        }
        let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        if listed < self.others.len() {
            lines.push(format!("and in {} more places", self.others.len() - listed));
        }
        lines
    }
}
