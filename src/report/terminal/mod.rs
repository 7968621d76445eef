//! The report for people: what is wrong, where, why, and what to do. Findings that are one story
//! are told once, with the list of places.

mod clip;
mod drawn;
mod excerpt;
mod narrated;
mod story;

use std::borrow::Cow;
use std::io::{self, Write};

pub use excerpt::wrap;

use super::{Report, Summary, counted};
use crate::diag::{Applicability, Diagnostic};
use crate::text::Files;

/// What a terminal (or whoever reads instead of one) can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Characters beyond ASCII may be used for drawings.
    pub unicode: bool,
    /// Sentences instead of drawings, for screen readers.
    pub narrated: bool,
    /// Columns.
    pub width: usize,
    /// A person reads along, so that characters of files must be neutralized even where exact
    /// bytes are asked for.
    pub live: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, unicode: true, narrated: false, width: 100, live: false }
    }
}

/// Narrower than this nothing can be drawn.
const MIN_WIDTH: usize = 32;

impl Style {
    pub(super) fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    pub(super) fn columns(self) -> usize {
        self.width.max(MIN_WIDTH)
    }

    /// Words of ours as the terminal can show them: without Unicode, straight quotes and hyphens.
    pub fn words(self, text: &str) -> Cow<'_, str> {
        if self.unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '“' | '”' | '„' => plain.push('"'),
                '‘' | '’' => plain.push('\''),
                '–' | '—' | '−' => plain.push('-'),
                '…' => plain.push_str("..."),
                '→' => plain.push_str("->"),
                '×' => plain.push('x'),
                '\u{A0}' | '\u{202F}' => plain.push(' '),
                c => plain.push(c),
            }
        }
        Cow::Owned(plain)
    }

    /// `text` in an ANSI color (the number after `ESC [`), if there are colors.
    pub fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

pub(super) fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_findings(report.files, report.findings, *style, out)?;
    if !report.findings.is_empty() {
        writeln!(out)?;
    }
    write_closing_line(report, *style, out)
}

/// Writes the sentence that sums up a run.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_closing_line(report: &Report<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // Colors take no room, so the line is broken without them.
    let plain = wrap(&closing_line(report, Style { color: false, ..style }), style.columns());
    if plain.contains('\n') {
        return writeln!(out, "{plain}");
    }
    writeln!(out, "{}", closing_line(report, style))
}

/// Writes findings with an empty line between two, without the closing line.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_findings(
    files: &Files,
    findings: &[Diagnostic],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, story) in story::stories(findings).into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let text = if style.narrated {
            narrated::tell(files, &story, style)
        } else {
            drawn::draw(files, &story, style)
        };
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// "Checked 5 files, 5 roles: 2 errors. 1 can be repaired with --fix."
fn closing_line(report: &Report<'_>, style: Style) -> String {
    let Summary { files, roles, errors, warnings, infos, suppressed, .. } = report.summary;
    if files == 0 && report.findings.is_empty() && suppressed == 0 {
        return "Nothing was checked.".into();
    }
    let mut found = vec![];
    for (number, word, color) in [(errors, "error", "31"), (warnings, "warning", "33"), (infos, "note", "36")]
    {
        if number > 0 {
            found.push(style.paint(color, &counted(number, word)));
        }
    }
    let found =
        if found.is_empty() { style.paint("32", "nothing to complain about") } else { found.join(", ") };
    let mut line = format!("Checked {}, {}: {found}.", counted(files, "file"), counted(roles, "role"));
    let fixable = |wanted: Applicability| {
        let best = |finding: &Diagnostic| finding.fixes.iter().map(|fix| fix.applicability).max();
        report.findings.iter().filter(|finding| best(finding) == Some(wanted)).count()
    };
    let sentence = match (fixable(Applicability::Safe), fixable(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!(" {safe} can be repaired with --fix."),
        (0, risky) => format!(" {risky} can be repaired with --unsafe-fixes."),
        (safe, risky) => format!(" {safe} can be repaired with --fix, {risky} more with --unsafe-fixes."),
    };
    line.push_str(&sentence);
    for sentence in report.summary.left_out() {
        line.push(' ');
        line.push_str(&sentence);
    }
    line
}
