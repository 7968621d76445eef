//! JSON of other programs: GitLab's code quality report, and reviewdog's diagnostics with suggestions.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::inert::Each;
use super::place::{Row, from_top, rows};
use super::{Report, Style, write_json};
use crate::diag::{Applicability, Fix, Severity};
use crate::text::{Files, SourceFile, Span};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Tells one finding from all others, in this report and in the one it is compared with.
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    /// From the top of the repository.
    path: Cow<'a, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// `--format gitlab`.
pub(super) fn gitlab(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_json(&Each(|| rows(report).map(|row| issue(&report.within, &row))), out)
}

fn issue<'a>(within: &str, row: &Row<'a>) -> Issue<'a> {
    let lines = Lines { begin: row.start.line, end: row.end.line.max(row.start.line) };
    Issue {
        description: row.message().into_owned(),
        check_name: &row.finding.rule,
        fingerprint: &row.finding.key,
        severity: match row.finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location { path: from_top(within, &row.file.path), lines },
    }
}

#[derive(Serialize)]
struct Diagnostics<D> {
    source: Source,
    diagnostics: D,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Place<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

/// A column counts bytes of UTF-8, from 1.
#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// `--format rdjson`.
pub(super) fn rdjson(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = Each(|| rows(report).map(|row| diagnostic(report.files, &row)));
    write_json(&Diagnostics { source: Source { name: "rolelint" }, diagnostics }, out)
}

fn diagnostic<'a>(files: &Files, row: &Row<'a>) -> Diagnostic<'a> {
    Diagnostic {
        message: match &row.finding.help {
            Some(help) => format!("{}\n{help}", row.message()),
            None => row.message().into_owned(),
        },
        location: Place {
            path: &row.file.path,
            range: match row.file.cells {
                // Lines and columns of a workbook count within a cell.
                Some(_) => Range {
                    start: Point { line: row.start.line, column: row.start.column },
                    end: Point { line: row.end.line, column: row.end.column },
                },
                None => range(&files.open(row.file.id), row.finding.span),
            },
        },
        severity: match row.finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: &row.finding.rule },
        suggestions: row
            .finding
            .fixes
            .iter()
            .filter_map(|fix| suggestion(&files.open(row.file.id), fix))
            .collect(),
    }
}

fn range(file: &SourceFile, span: Span) -> Range {
    let point = |offset: u32| {
        let line = file.line_of(offset);
        let column = offset.saturating_sub(file.lines().start(line)).saturating_add(1);
        Point { line, column }
    };
    Range { start: point(span.start), end: point(span.end) }
}

/// A suggestion replaces one range, so edits far from each other make none.
const MAX_RANGE: usize = 8 * 1024;

/// The edits of a fix as one replacement, so that a reviewer takes all of them or none.
fn suggestion(file: &SourceFile, fix: &Fix) -> Option<Suggestion> {
    let own = |span: Span| span.file == file.id;
    if fix.applicability == Applicability::Display
        || !file.is_writable_text()
        || !fix.edits.iter().all(|edit| own(edit.span))
    {
        return None;
    }
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort();
    let span = edits.first()?.span.cover(edits.last()?.span);
    if span.range().len() > MAX_RANGE {
        return None;
    }
    let mut text = String::new();
    let mut at = span.start as usize;
    for edit in edits {
        text.push_str(file.text.get(at..edit.span.start as usize)?);
        text.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    text.push_str(file.text.get(at..span.end as usize)?);
    Some(Suggestion { range: range(file, span), text })
}
