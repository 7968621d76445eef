//! Reports: what people and programs are told about a run.

mod audit_markdown;
mod changes;
mod code_quality;
mod comparison;
mod csv;
mod diff;
mod escape;
mod figures;
mod graph;
mod html;
mod inert;
mod json;
mod lines;
mod markdown;
mod neutral;
mod place;
mod review;
mod sarif;
mod statistics;
mod terminal;
mod xml;

use std::io::{self, Write};

pub use audit_markdown::write_audit_markdown;
pub use changes::{write_changes, write_changes_as_markdown};
pub use comparison::{write_comparison, write_comparison_as_markdown};
pub use csv::write_csv;
pub use diff::write_diff;
pub use figures::write_figures;
pub use graph::{Named, write_dot, write_mermaid, write_svg};
pub use html::write_html;
pub use inert::{write_json, write_json_line};
pub use json::{JsonReport, report_schema};
pub use neutral::{Guarded, Runner, visible, visible_lines};
pub use review::write_review;
pub use statistics::write_statistics;
pub use terminal::{Style, wrap, write_closing_line, write_findings};

use crate::diag::{Diagnostic, Severity};
use crate::engine::{Loaded, Run, Told};
use crate::rule::Rule;
use crate::text::{FileId, Files, SourceFile};

/// Everything that a report may need.
pub struct Report<'a> {
    pub files: &'a Files,
    pub findings: &'a [Diagnostic],
    /// The files that were read and in which findings are reported, sorted by path.
    pub checked: Vec<FileId>,
    /// The rules that ran, for formats that explain them.
    pub rules: &'a [Rule],
    pub summary: Summary,
    /// The way from the top of the repository to the folder to which paths are relative, for formats that are read
    /// at the top; empty there.
    pub within: String,
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
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that touch no changed line, where only changes are asked for.
    pub unchanged: usize,
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
        let told = Told::of(run);
        let read = |id: FileId| told.read.get(id.0 as usize).is_some_and(|read| *read);
        let counts = |file: &SourceFile| reported(file.id) && read(file.id);
        let checked: Vec<FileId> = files.iter().filter(|file| counts(file)).map(|file| file.id).collect();
        let summary = Summary {
            files: checked.len(),
            roles: told.roles.iter().filter(|file| reported(**file)).count(),
            errors: run.count(Severity::Error),
            warnings: run.count(Severity::Warning),
            infos: run.count(Severity::Info),
            suppressed: run.suppressed,
            known: run.known.known,
            unchanged: run.hidden.len().saturating_sub(run.known.known),
        };
        Report { files, findings: &run.diagnostics, checked, rules: &[], summary, within: String::new() }
    }

    /// With the rules that ran.
    #[must_use]
    pub fn explained_by(self, rules: &'a [Rule]) -> Self {
        Report { rules, ..self }
    }

    /// With the place of the working directory in its repository.
    #[must_use]
    pub fn within(self, within: String) -> Self {
        Report { within, ..self }
    }
}

impl Summary {
    /// Sentences about findings that are not shown.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let mut sentences = vec![];
        if self.suppressed > 0 {
            let are = if self.suppressed == 1 { "is" } else { "are" };
            sentences.push(format!("{} {are} accepted by comments or the configuration.", self.suppressed));
        }
        if self.known > 0 {
            let are = if self.known == 1 { "is" } else { "are" };
            sentences.push(format!("{} {are} known from the baseline.", self.known));
        }
        if self.unchanged > 0 {
            let lines = if self.unchanged == 1 { "1 is" } else { &format!("{} are", self.unchanged) };
            sentences.push(format!("{lines} on lines that did not change."));
        }
        sentences
    }

    /// The same as names and figures, for formats that hold such.
    pub(crate) fn not_shown(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let figures = [("suppressed", self.suppressed), ("known", self.known), ("unchanged", self.unchanged)];
        figures.into_iter().filter(|(_, figure)| *figure > 0)
    }
}

/// `1 file`, `2 files`.
fn counted(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// An output format: a row of [`REPORTERS`].
#[derive(Debug)]
pub struct Reporter {
    pub name: &'static str,
    /// For the help text.
    pub about: &'static str,
    /// Whether a build runner is meant to obey it.
    pub commands: bool,
    /// Whether it is for people, so that nobody misses bytes that a build runner would obey.
    pub plain: bool,
    pub write: fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

impl Reporter {
    const fn new(
        name: &'static str,
        about: &'static str,
        write: fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
    ) -> Self {
        Reporter { name, about, commands: false, plain: false, write }
    }

    const fn of_commands(self) -> Self {
        Reporter { commands: true, ..self }
    }

    const fn of_words(self) -> Self {
        Reporter { plain: true, ..self }
    }

    /// Writes what goes to a file. Somebody may print it where a build runner reads along.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_file(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let style = Style::default();
        if !self.plain {
            return (self.write)(report, &style, out);
        }
        let mut guarded = Guarded::new(out, Runner::GitHub);
        (self.write)(report, &style, &mut guarded)?;
        guarded.flush()
    }

    /// The names of all formats.
    pub fn names() -> impl Iterator<Item = &'static str> {
        REPORTERS.iter().map(|reporter| reporter.name)
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Reporter> {
        REPORTERS.iter().find(|reporter| reporter.name == name)
    }
}

/// All output formats; the first is the default. `docs/formats.md` describes them.
pub const REPORTERS: &[Reporter] = &[
    Reporter::new("terminal", "for people: excerpts, reasons, a summary", terminal::write).of_words(),
    Reporter::new("concise", "one line for each finding, as compilers write it", lines::concise).of_words(),
    Reporter::new("json", "for programs: see schemas/report.schema.json", json::write),
    Reporter::new("jsonl", "the findings of json, one in each line", json::write_lines),
    Reporter::new("sarif", "SARIF 2.1.0, for code scanning", sarif::write),
    Reporter::new("github", "annotations of GitHub Actions", lines::github).of_commands(),
    Reporter::new("gitlab", "GitLab's code quality report", code_quality::gitlab),
    Reporter::new("junit", "JUnit's XML, for test reports", xml::junit),
    Reporter::new("checkstyle", "Checkstyle's XML", xml::checkstyle),
    Reporter::new("rdjson", "reviewdog's diagnostics, with suggestions", code_quality::rdjson),
    Reporter::new("azure", "issues of Azure Pipelines", lines::azure).of_commands(),
    Reporter::new("markdown", "a comment on a pull request, or a job summary", markdown::write),
];
