//! `--statistics`: how many findings there are, by rule and by file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::neutral::visible;
use super::{Report, Style};
use crate::diag::{Applicability, Severity};

/// Writes two tables, the largest numbers first.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_statistics(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, Row> = BTreeMap::new();
    let mut files: BTreeMap<&str, Row> = BTreeMap::new();
    for finding in report.findings {
        let path = report.files.get(finding.span.file).path.as_str();
        for row in [rules.entry(&finding.rule).or_default(), files.entry(path).or_default()] {
            row.findings += 1;
            row.severity = row.severity.max(Some(finding.severity));
            let best = finding.fixes.iter().map(|fix| fix.applicability).max();
            row.safe += usize::from(best == Some(Applicability::Safe));
            row.risky += usize::from(best == Some(Applicability::Unsafe));
        }
    }
    if rules.is_empty() {
        return Ok(());
    }
    table("By rule", rules, style, out)?;
    table("By file", files, style, out)
}

#[derive(Default)]
struct Row {
    findings: usize,
    severity: Option<Severity>,
    safe: usize,
    risky: usize,
}

fn table(title: &str, rows: BTreeMap<&str, Row>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(&str, Row)> = rows.into_iter().collect();
    rows.sort_by(|(a, x), (b, y)| y.findings.cmp(&x.findings).then(a.cmp(b)));
    let width = rows.iter().map(|(_, row)| row.findings.to_string().len()).max().unwrap_or(1);
    writeln!(out, "{}", style.paint("1", title))?;
    for (name, Row { findings, severity, safe, risky }) in rows {
        let color = match severity {
            Some(Severity::Error) => "31",
            Some(Severity::Warning) => "33",
            _ => "36",
        };
        let mut cures = vec![];
        if safe > 0 {
            cures.push(format!("{safe} with --fix"));
        }
        if risky > 0 {
            cures.push(format!("{risky} with --unsafe-fixes"));
        }
        let cures = if cures.is_empty() { String::new() } else { format!("  ({})", cures.join(", ")) };
        writeln!(out, "  {}  {}{cures}", style.paint(color, &format!("{findings:>width$}")), visible(name))?;
    }
    writeln!(out)
}
