//! Reports: what people and programs are told about a run.

mod diff;
mod inert;
mod json;
mod neutral;
mod statistics;
mod terminal;

use std::io::{self, Write};

pub use diff::write_diff;
pub use inert::write_json;
pub use json::{JsonReport, report_schema};
pub use neutral::{Guarded, visible, visible_lines};
pub use statistics::write_statistics;
pub use terminal::{Style, wrap, write_closing_line, write_findings};

use crate::diag::{Diagnostic, Severity};
use crate::engine::{Loaded, Run};
use crate::text::{FileId, Files, SourceFile};

/// Everything that a report may need.
pub struct Report<'a> {
    pub files: &'a Files,
    pub findings: &'a [Diagnostic],
    pub summary: Summary,
}

/// The figures of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read and in which findings are reported.
    pub files: usize,
    /// Roles in these files.
    pub roles: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings that a comment or the configuration accepts.
    pub suppressed: usize,
}

impl<'a> Report<'a> {
    /// The report of a run over `loaded` files.
    pub fn new(loaded: &'a Loaded, run: &'a Run) -> Self {
        Report::of(&loaded.files, loaded, run)
    }

    /// The same with other texts, after fixes.
    pub fn of(files: &'a Files, loaded: &Loaded, run: &'a Run) -> Self {
        let reported = |id: FileId| loaded.report.as_ref().is_none_or(|report| report.contains(&id));
        // What has no document was not read as text, or by no reader.
        let read = |id: FileId| run.documents.get(id.0 as usize).is_some_and(Option::is_some);
        let counts = |file: &SourceFile| reported(file.id) && read(file.id);
        let roles = run.frameworks.iter().flat_map(|framework| &framework.roles);
        let summary = Summary {
            files: files.iter().filter(|file| counts(file)).count(),
            roles: roles.filter(|role| reported(role.file)).count(),
            errors: run.count(Severity::Error),
            warnings: run.count(Severity::Warning),
            infos: run.count(Severity::Info),
            suppressed: run.suppressed,
        };
        Report { files, findings: &run.diagnostics, summary }
    }
}

/// An output format: a row of [`REPORTERS`].
pub struct Reporter {
    pub name: &'static str,
    /// For the help text.
    pub about: &'static str,
    pub write: fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

/// All output formats; the first is the default.
pub const REPORTERS: &[Reporter] = &[
    Reporter { name: "terminal", about: "for people: excerpts, reasons, a summary", write: terminal::write },
    Reporter { name: "json", about: "for programs: see schemas/report.schema.json", write: json::write },
];
