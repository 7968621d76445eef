//! The report for people.

use std::io::{self, Write};

use super::Report;

/// How a terminal wants to be written to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    pub color: bool,
}

pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let file = report.files.get(finding.span.file);
        let at = file.position(finding.span.start);
        writeln!(
            out,
            "{}:{}:{} {} {} {}",
            file.path, at.line, at.column, finding.severity, finding.rule, finding.message
        )?;
    }
    Ok(())
}
