//! Runs the examples of rule pages: for the tests of the project, and for rule packs.

use std::fmt::Write as _;

use super::fix::fix;
use super::{Job, Lens, Roots, check};
use crate::config::Settings;
use crate::diag::Applicability;
use crate::rule::{CheckEntry, Example, Page, Registry, RuleError, Selection, built_in_pages};
use crate::schema::Schemas;
use crate::text::{Files, SourceFile, Trouble};

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
    let schemas = Schemas::new(&settings, None, None).map_err(|error| error.to_string())?;
    // An example may need findings of another rule: its settings select that.
    let others = settings.select.clone().unwrap_or_default();
    let mut pages = vec![page.clone()];
    if !others.is_empty() {
        pages.extend(built_in_pages().0.into_iter().filter(|other| others.contains(&other.id)));
    }
    let selection =
        Selection { select: others.into_iter().chain([page.id.clone()]).collect(), ignore: vec![] };
    let registry = Registry::new(pages, checks, &settings, &selection)
        .map_err(|errors| errors.iter().map(RuleError::to_string).collect::<Vec<_>>().join("\n"))?;
    let mut files = Files::default();
    for file in &example.files {
        let size = file.bytes.len() as u64;
        let limit = settings.max_file_size.unwrap_or(u64::MAX);
        files.add(|id| {
            if file.words.iter().any(|word| word == "unreadable") {
                let reason = Trouble::Unreadable("you have no permission to read it".into());
                SourceFile::troubled(id, &file.name, None, reason)
            } else if size > limit {
                SourceFile::troubled(id, &file.name, None, Trouble::TooLarge { size, limit })
            } else {
                SourceFile::from_bytes(id, &file.name, None, &file.bytes)
            }
        });
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
        lens: Lens::default(),
        schemas: &schemas,
    };
    let run = check(&job);
    let mut findings = String::new();
    for finding in run.diagnostics.iter().filter(|finding| finding.rule == page.id) {
        let file = files.get(finding.span.file);
        let at = file.position(finding.span.start);
        let severity = finding.severity;
        // Writing to a string cannot fail.
        let _ = writeln!(findings, "{}:{}:{} {severity} {}", file.path, at.line, at.column, finding.message);
    }
    let outcome = fix(&job, Applicability::Unsafe);
    let fixed = outcome
        .changed
        .iter()
        .map(|&id| (outcome.files.get(id).path.clone(), super::fix::disk_bytes(outcome.files.get(id))))
        .collect();
    Ok(Outcome { findings, fixed })
}

/// What is wrong with an example of a pack's rule: what it gives is not what it should.
///
/// # Errors
/// What the author is to be told, in one or more lines.
pub fn try_example(page: &Page, checks: &[CheckEntry], wrong: bool, example: &Example) -> Result<(), String> {
    let outcome = run_example(page, checks, example)?;
    let indented = |text: &str| text.lines().fold(String::new(), |out, line| out + "    " + line + "\n");
    if !wrong {
        return match outcome.findings.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "the right example must stay quiet, but it gives\n{}",
                indented(&outcome.findings)
            )),
        };
    }
    if outcome.findings.is_empty() {
        return Err("the wrong example must be found, but the rule is silent".into());
    }
    if let Some(expect) = example.expect.as_ref().filter(|expect| expect.trim() != outcome.findings.trim()) {
        return Err(format!(
            "`expect` says\n{}but the example gives\n{}",
            indented(expect),
            indented(&outcome.findings)
        ));
    }
    for fixed in &example.fixed {
        let source = example.files.iter().find(|file| file.name == fixed.name);
        let Some(source) = source else {
            return Err(format!("`fixed` names `{}`, which is not in the example", fixed.name));
        };
        let new = outcome.fixed.iter().find(|(name, _)| *name == fixed.name);
        let new = new.map_or(source.bytes.as_slice(), |(_, bytes)| bytes.as_slice());
        if new.trim_ascii_end() != fixed.bytes.trim_ascii_end() {
            let new = String::from_utf8_lossy(new);
            return Err(format!("the repaired `{}` is\n{}", fixed.name, indented(&new)));
        }
    }
    Ok(())
}

fn settings_of(example: &Example) -> Result<Settings, String> {
    match &example.config {
        None => Ok(Settings::default()),
        Some(text) => super::settings_from_text("rolelint.yaml", text),
    }
}
