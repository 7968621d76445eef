//! `--format json`: the contract with other programs, `schemas/report.schema.json`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::place::Places;
use super::{Report, Style, write_json, write_json_line};
use crate::config::schema_of;
use crate::diag::{Applicability, Diagnostic, Fix, Severity};
use crate::text::{Files, Position};

/// The findings of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonReport<'a> {
    /// Version of this format; it grows when a key changes its meaning or goes away.
    version: u32,
    /// Sorted by file, place and rule.
    #[schemars(with = "Vec<JsonDiagnostic<'a>>")]
    diagnostics: Diagnostics<'a>,
    summary: JsonSummary,
}

/// Findings that are written one after the other: a large run has hundreds of thousands.
#[derive(Debug)]
struct Diagnostics<'a> {
    files: &'a Files,
    findings: &'a [Diagnostic],
}

impl Serialize for Diagnostics<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = Places::default();
        let findings = self.findings.iter();
        serializer.collect_seq(findings.map(|finding| JsonDiagnostic::new(self.files, finding, &mut places)))
    }
}

/// One finding at one place.
#[derive(Debug, Serialize, JsonSchema)]
struct JsonDiagnostic<'a> {
    /// Name of the rule.
    rule: &'a str,
    severity: Severity,
    /// What is wrong, in one sentence.
    message: &'a str,
    /// Why it hurts a reader and what to do.
    help: Option<&'a str>,
    /// Equal for findings that belong together.
    group: Option<&'a str>,
    /// Relative to the working directory, `/` between folders.
    file: &'a str,
    /// In a spreadsheet: the cell, as `Sheet1!B7`. Lines and columns then count within it, and offsets
    /// in the text that was made of the cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    start: JsonPosition,
    /// The first place after the finding.
    end: JsonPosition,
    /// Other places that belong to it.
    related: Vec<JsonRelated<'a>>,
    fixes: Vec<JsonFix<'a>>,
    /// Names the finding by its content, so that it survives edits elsewhere in the file.
    key: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct JsonRelated<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
struct JsonPosition {
    /// From 1.
    line: u32,
    /// From 1, in Unicode scalar values.
    column: u32,
    /// Bytes before the place in the file on disk.
    offset: u32,
}

/// Edits that belong together: all are applied or none.
#[derive(Debug, Serialize, JsonSchema)]
struct JsonFix<'a> {
    /// What the fix does, as an instruction.
    title: &'a str,
    /// `safe` keeps the meaning, `unsafe` may change it, `display` is advice only.
    applicability: Applicability,
    edits: Vec<JsonEdit<'a>>,
}

/// Replace the bytes from `start` to before `end` by `text`.
#[derive(Debug, Serialize, JsonSchema)]
struct JsonEdit<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

/// The figures of the run.
#[derive(Debug, Serialize, JsonSchema)]
struct JsonSummary {
    /// Files in which findings are reported.
    files: usize,
    /// Roles in these files.
    roles: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Findings that a comment or the configuration accepts.
    suppressed: usize,
    /// Findings that the baseline knows.
    known: usize,
    /// Findings that touch no changed line, where only changes are asked for.
    unchanged: usize,
}

/// The schema of this format, `schemas/report.schema.json`.
pub fn report_schema() -> serde_json::Value {
    schema_of::<JsonReport<'_>>("report", "rolelint check --format json")
}

pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_json(&JsonReport::new(report), out)
}

/// `--format jsonl`: the same findings, one in each line, and nothing else.
pub(super) fn write_lines(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::default();
    for finding in report.findings {
        write_json_line(&JsonDiagnostic::new(report.files, finding, &mut places), out)?;
    }
    Ok(())
}

impl From<Position> for JsonPosition {
    fn from(Position { line, column, offset }: Position) -> Self {
        JsonPosition { line, column, offset }
    }
}

impl<'a> JsonReport<'a> {
    pub fn new(report: &Report<'a>) -> Self {
        let summary = &report.summary;
        JsonReport {
            version: 1,
            diagnostics: Diagnostics { files: report.files, findings: report.findings },
            summary: JsonSummary {
                files: summary.files,
                roles: summary.roles,
                errors: summary.errors,
                warnings: summary.warnings,
                infos: summary.infos,
                suppressed: summary.suppressed,
                known: summary.known,
                unchanged: summary.unchanged,
            },
        }
    }
}

impl<'a> JsonDiagnostic<'a> {
    fn new(files: &'a Files, finding: &'a Diagnostic, places: &mut Places) -> Self {
        let file = files.get(finding.span.file);
        JsonDiagnostic {
            rule: &finding.rule,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            group: finding.group.as_ref().map(|group| group.id.as_str()),
            file: &file.path,
            cell: file.cell_at(finding.span.start),
            start: places.at(files, file.id, finding.span.start).into(),
            end: places.at(files, file.id, finding.span.end).into(),
            related: finding
                .related
                .iter()
                .map(|related| {
                    let file = files.get(related.span.file);
                    let start = places.at(files, file.id, related.span.start).into();
                    let end = places.at(files, file.id, related.span.end).into();
                    JsonRelated {
                        file: &file.path,
                        cell: file.cell_at(related.span.start),
                        start,
                        end,
                        message: &related.message,
                    }
                })
                .collect(),
            fixes: finding.fixes.iter().map(|fix| JsonFix::new(files, fix)).collect(),
            key: &finding.key,
        }
    }
}

impl<'a> JsonFix<'a> {
    fn new(files: &'a Files, fix: &'a Fix) -> Self {
        // A spreadsheet has no bytes to replace.
        let edits = fix.edits.iter().filter(|edit| files.get(edit.span.file).is_writable_text());
        let edits = edits.map(|edit| {
            let file = files.get(edit.span.file);
            JsonEdit {
                file: &file.path,
                start: file.disk_offset(edit.span.start),
                end: file.disk_offset(edit.span.end),
                text: &edit.text,
            }
        });
        JsonFix { title: &fix.title, applicability: fix.applicability, edits: edits.collect() }
    }
}
