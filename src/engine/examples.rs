//! Runs the examples of rule pages: for the tests of the project, and for rule packs.

use std::fmt::Write as _;

use super::fix::{FixJob, fix};
use super::{Job, Roots, check};
use crate::config::Settings;
use crate::diag::Applicability;
use crate::rule::{CheckEntry, Example, Page, Registry, RuleError, Selection};
use crate::text::{Files, SourceFile};

/// What an example gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One line for each finding of the page's rule: `file:line:column severity message`.
    pub findings: String,
    /// The files that the rule's fixes changed, with their new bytes.
    pub fixed: Vec<(String, Vec<u8>)>,
}

/// Runs one example with the page's rule alone.
///
/// # Errors
/// When the rule cannot be made, or the example's settings are wrong.
pub fn run_example(page: &Page, checks: &[CheckEntry], example: &Example) -> Result<Outcome, String> {
    let settings = settings_of(example)?;
    let selection = Selection { select: vec![page.id.clone()], ignore: vec![] };
    let registry = Registry::new(vec![page.clone()], checks, &settings, &selection)
        .map_err(|errors| errors.iter().map(RuleError::to_string).collect::<Vec<_>>().join("\n"))?;
    let mut files = Files::default();
    for file in &example.files {
        files.add(|id| SourceFile::from_bytes(id, &file.name, None, &file.bytes));
    }
    // An example is one framework, however its files are named.
    let roots = Roots(std::iter::once(String::new()).collect());
    let job = Job {
        files: &files,
        settings: &settings,
        rules: &registry.rules,
        roots: &roots,
        report: None,
        no_inline_ignores: false,
    };
    let run = check(&job);
    let mut findings = String::new();
    for finding in &run.diagnostics {
        let file = files.get(finding.span.file);
        let at = file.position(finding.span.start);
        let severity = finding.severity;
        // Writing to a string cannot fail.
        let _ = writeln!(findings, "{}:{}:{} {severity} {}", file.path, at.line, at.column, finding.message);
    }
    let job = FixJob {
        settings: &settings,
        rules: &registry.rules,
        roots: &roots,
        report: None,
        no_inline_ignores: false,
        allow: Applicability::Unsafe,
    };
    let outcome = fix(files, &job);
    let fixed = outcome
        .changed
        .iter()
        .map(|&id| (outcome.files.get(id).path.clone(), super::fix::disk_bytes(outcome.files.get(id))))
        .collect();
    Ok(Outcome { findings, fixed })
}

fn settings_of(example: &Example) -> Result<Settings, String> {
    match &example.config {
        None => Ok(Settings::default()),
        Some(text) => super::settings_from_text("rolelint.yaml", text),
    }
}
