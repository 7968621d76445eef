//! Formats of one line for each finding: for people in a hurry, and for build runners.

use std::io::{self, Write};

use super::escape::{azure_data, azure_property, github_data, github_property};
use super::neutral::visible;
use super::place::{Row, rows};
use super::{Report, Style};

/// `--format concise`: `roles/a.md:3:7: warning: What is wrong. [rule]`, as compilers write it and editors
/// read it.
pub(super) fn concise(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(report) {
        let severity = row.severity("note");
        let color = match severity {
            "error" => "31",
            "warning" => "33",
            _ => "36",
        };
        let message = row.message();
        writeln!(
            out,
            "{}:{}:{}: {} {} [{}]",
            visible(row.path()),
            row.start.line,
            row.start.column,
            style.paint(color, &format!("{severity}:")),
            style.words(&visible(&message)),
            visible(&row.finding.rule)
        )?;
    }
    Ok(())
}

/// `--format github`: annotations on the lines of a pull request.
pub(super) fn github(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(report) {
        let (start, end) = (row.start, row.end);
        write!(
            out,
            "::{} file={},line={},endLine={}",
            row.severity("notice"),
            github_property(&row.path_from_top()),
            start.line,
            end.line.max(start.line)
        )?;
        // Columns are understood only where a place stands on one line.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let title = github_property(&row.finding.rule);
        writeln!(out, ",title={title}::{}", github_data(&with_help(&row)))?;
    }
    not_shown(report, out)
}

/// `--format azure`: issues of a run in Azure Pipelines, which knows errors and warnings only.
pub(super) fn azure(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(report) {
        writeln!(
            out,
            "##vso[task.logissue type={};sourcepath={};linenumber={};columnnumber={};code={};]{}",
            row.severity("warning"),
            azure_property(&row.path_from_top()),
            row.start.line,
            row.start.column,
            azure_property(&row.finding.rule),
            azure_data(&row.message())
        )?;
    }
    not_shown(report, out)
}

/// A line of the log, which is no command.
fn not_shown(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sentences = report.summary.left_out();
    if sentences.is_empty() { Ok(()) } else { writeln!(out, "Findings not shown: {}", sentences.join(" ")) }
}

/// What is wrong, and in a second line what to do.
fn with_help(row: &Row<'_>) -> String {
    match &row.finding.help {
        Some(help) => format!("{}\n{help}", row.message()),
        None => row.message().into_owned(),
    }
}
