//! Formats in XML: JUnit for test reports, Checkstyle for everything that reads Checkstyle.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use super::escape::xml;
use super::place::{Row, from_top, rows};
use super::{Report, Style};
use crate::diag::Diagnostic;
use crate::text::FileId;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Findings of one file after the other, as they come.
fn by_file<'a>(report: &'a Report<'_>) -> impl Iterator<Item = &'a [Diagnostic]> {
    report.findings.chunk_by(|a, b| a.span.file == b.span.file)
}

/// `--format checkstyle`.
pub(super) fn checkstyle(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{HEAD}\n<checkstyle version=\"8.0\">")?;
    let mut rows = rows(report);
    for file in by_file(report) {
        let name = file.first().map_or("", |first| report.files.get(first.span.file).path.as_str());
        writeln!(out, "  <file name=\"{}\">", xml(name))?;
        for row in rows.by_ref().take(file.len()) {
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"rolelint.{}\"/>",
                row.start.line,
                row.start.column,
                row.severity("info"),
                xml(&row.message()),
                xml(&row.finding.rule)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

/// `--format junit`: a suite for each file, a failed case for each finding, a passed one for a file
/// without any.
pub(super) fn junit(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let with_findings: HashSet<FileId> = report.findings.iter().map(|finding| finding.span.file).collect();
    let clean = || report.checked.iter().filter(|id| !with_findings.contains(id));
    let findings = report.findings.len();
    writeln!(
        out,
        "{HEAD}\n<testsuites name=\"rolelint\" tests=\"{}\" failures=\"{findings}\" errors=\"0\" time=\"0\">",
        findings + clean().count()
    )?;
    let name = |id: FileId| xml(&from_top(&report.within, &report.files.get(id).path));
    let mut rows = rows(report);
    for file in by_file(report) {
        let path = file.first().map_or_else(String::new, |first| name(first.span.file));
        let count = file.len();
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" skipped=\"0\" time=\"0\">"
        )?;
        let mut names = HashMap::new();
        for row in rows.by_ref().take(file.len()) {
            case(&path, &row, &mut names, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    for &id in clean() {
        let path = name(id);
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n    \
             <testcase name=\"rolelint\" classname=\"{path}\" file=\"{path}\" time=\"0\"/>\n  </testsuite>"
        )?;
    }
    figures(report, out)?;
    writeln!(out, "</testsuites>")
}

/// How many findings are not shown, as properties of a suite without cases.
fn figures(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let figures: Vec<(&str, usize)> = report.summary.not_shown().collect();
    if figures.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "  <testsuite name=\"not shown\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n    <properties>"
    )?;
    for (name, figure) in figures {
        writeln!(out, "      <property name=\"{name}\" value=\"{figure}\"/>")?;
    }
    writeln!(out, "    </properties>\n  </testsuite>")
}

/// Readers take cases of one name for one case, so the second at a place says that it is.
fn case<'a>(
    path: &str,
    row: &Row<'a>,
    names: &mut HashMap<(&'a str, u32, u32), usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (line, column) = (row.start.line, row.start.column);
    let earlier = names.entry((&row.finding.rule, line, column)).or_insert(0);
    *earlier += 1;
    let number = if *earlier > 1 { format!(" ({earlier})") } else { String::new() };
    let (rule, message) = (xml(&row.finding.rule), xml(&row.message()));
    writeln!(
        out,
        "    <testcase name=\"{rule} {line}:{column}{number}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\" time=\"0\">\n      \
         <failure type=\"{}\" message=\"{message}\">{path}:{line}:{column}: {message}{}</failure>\n    </testcase>",
        row.severity("info"),
        row.finding.help.as_ref().map_or_else(String::new, |help| format!("&#10;{}", xml(help)))
    )
}
