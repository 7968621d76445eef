//! `--format markdown`: a comment on a pull request, or the summary of a job.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::escape::{markdown, markdown_code};
use super::neutral::without_commands;
use super::place::rows;
use super::{Report, Style, Summary, counted};
use crate::diag::{Applicability, Severity};

/// Bytes after which findings are counted instead of listed: code hosts refuse a comment of more than 65,536
/// characters, and one that is refused helps nobody.
const MAX_BYTES: usize = 60_000;

/// By this line a program finds its own comment again.
const MARK: &str = "<!-- rolelint report -->";

pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{MARK}\n### rolelint: {}\n", headline(&report.summary));
    if !report.findings.is_empty() {
        text.push_str("\n| | Place | What is wrong | Rule |\n|---|---|---|---|\n");
    }
    let mut listed = 0;
    for row in rows(report) {
        let mut line = String::new();
        let place = format!("{}:{}:{}", row.path_from_top(), row.start.line, row.start.column);
        let repair = match row.finding.fixes.iter().map(|fix| fix.applicability).max() {
            Some(Applicability::Safe) => " *Repaired by* `--fix`.",
            Some(Applicability::Unsafe) => " *Repaired by* `--unsafe-fixes`.",
            _ => "",
        };
        let _ = writeln!(
            line,
            "| {} | {} | {}{repair} | {} |",
            row.severity("note"),
            markdown_code(&place),
            markdown(&row.message()),
            markdown_code(&row.finding.rule)
        );
        if text.len() + line.len() > MAX_BYTES {
            break;
        }
        text.push_str(&line);
        listed += 1;
    }
    if listed < report.findings.len() {
        let more = report.findings.len() - listed;
        let _ = writeln!(text, "\nAnd {}, for which there is no room here.", counted(more, "more finding"));
    }
    text.push_str(&notes(report));
    out.write_all(without_commands(text.into()).as_bytes())
}

fn headline(summary: &Summary) -> String {
    let Summary { errors, warnings, infos, .. } = *summary;
    let found: Vec<String> = [(errors, "error"), (warnings, "warning"), (infos, "note")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| counted(number, word))
        .collect();
    if found.is_empty() { "nothing to complain about".into() } else { found.join(", ") }
}

/// What was looked at, what is not shown, and what the program can do.
fn notes(report: &Report<'_>) -> String {
    let Summary { files, roles, .. } = report.summary;
    let mut notes = format!("\nChecked {}, {}.", counted(files, "file"), counted(roles, "role"));
    for sentence in report.summary.left_out() {
        notes.push(' ');
        notes.push_str(&sentence);
    }
    let worst = report.findings.iter().map(|finding| finding.severity).max();
    if worst >= Some(Severity::Info) {
        notes.push_str(" `rolelint explain RULE` says why a rule exists.");
    }
    notes.push('\n');
    notes
}
