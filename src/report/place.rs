//! Lines and columns of findings, as most formats want them.

use std::borrow::Cow;

use super::Report;
use crate::diag::{Diagnostic, Severity};
use crate::text::{FileId, Files, Position, SourceFile, Span};

/// Remembers the last place: findings come in order, and a file may be one line of megabytes, whose
/// characters must not be counted from its start for each finding.
#[derive(Default)]
pub(super) struct Places {
    last: Option<(Span, u32, u32)>,
    /// As in [`Report`].
    pub within: String,
}

impl Places {
    pub fn at(&mut self, files: &Files, id: FileId, offset: u32) -> Position {
        let file = files.open(id);
        if file.cells.is_some() {
            return file.position(offset);
        }
        let line = file.line_of(offset);
        let column = match self.last {
            Some((last, last_line, column))
                if last.file == file.id && last_line == line && last.start <= offset =>
            {
                let between = file.text.get(last.start as usize..offset as usize).unwrap_or("");
                column.saturating_add(u32::try_from(between.chars().count()).unwrap_or(u32::MAX))
            }
            _ => file.position(offset).column,
        };
        self.last = Some((Span { file: file.id, start: offset, end: offset }, line, column));
        Position { line, column, offset: file.disk_offset(offset) }
    }
}

/// A finding with what a line of a report says about it.
pub(super) struct Row<'a> {
    pub finding: &'a Diagnostic,
    pub file: &'a SourceFile,
    pub start: Position,
    /// The first place after the finding.
    pub end: Position,
    within: &'a str,
}

/// A path that is relative to `within` as it is from the top of the repository. What lies above the top stays.
pub(super) fn from_top<'p>(within: &str, path: &'p str) -> Cow<'p, str> {
    if within.is_empty() || path.starts_with('/') {
        return Cow::Borrowed(path);
    }
    let (mut folders, mut rest) = (within, path);
    while let Some(up) = rest.strip_prefix("../") {
        if folders.is_empty() {
            return Cow::Borrowed(path);
        }
        folders = folders.rsplit_once('/').map_or("", |(above, _)| above);
        rest = up;
    }
    if folders.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(format!("{folders}/{rest}")) }
}

impl Row<'_> {
    pub fn path(&self) -> &str {
        &self.file.path
    }

    /// The path from the top of the repository, where code hosts look for files.
    pub fn path_from_top(&self) -> Cow<'_, str> {
        from_top(self.within, &self.file.path)
    }

    /// What is wrong; in a spreadsheet with the cell, which formats of lines and columns cannot name.
    pub fn message(&self) -> Cow<'_, str> {
        match self.file.cell_at(self.finding.span.start) {
            Some(cell) => Cow::Owned(format!("{cell}: {}", self.finding.message)),
            None => Cow::Borrowed(&self.finding.message),
        }
    }

    /// `error`, `warning` or, for what is called a note elsewhere, the word that the format has for it.
    pub fn severity(&self, info: &'static str) -> &'static str {
        match self.finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => info,
        }
    }
}

/// All findings in order.
pub(super) fn rows<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Row<'a>> {
    let (files, mut places) = (report.files, Places::default());
    report.findings.iter().map(move |finding| {
        let file = files.get(finding.span.file);
        let start = places.at(files, file.id, finding.span.start);
        let end = places.at(files, file.id, finding.span.end);
        Row { finding, file, start, end, within: &report.within }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_top_of_the_repository() {
        for (within, path, told) in [
            ("", "a.md", "a.md"),
            ("", "../a.md", "../a.md"),
            ("people/roles", "a.md", "people/roles/a.md"),
            ("people/roles", "../b/a.md", "people/b/a.md"),
            ("people/roles", "../../a.md", "a.md"),
            ("people", "../../a.md", "../../a.md"),
            ("people", "/tmp/a.md", "/tmp/a.md"),
        ] {
            assert_eq!(from_top(within, path), told, "{within} {path}");
        }
    }
}
