//! Findings in the words of the protocol.

use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range};

use super::place::{Cursor, Encoding, uri_of};
use crate::diag::{Diagnostic, Severity};
use crate::report::visible;
use crate::text::{Files, SourceFile, Span};

/// Other places that are told with a finding.
const MAX_RELATED: usize = 20;

/// What editors show as the one who says it.
pub(super) const SOURCE: &str = "rolelint";

/// Bytes of the editor's text under a span. The text that is checked lacks the byte order mark.
pub(super) fn bytes_of(file: &SourceFile, span: Span) -> std::ops::Range<usize> {
    file.disk_offset(span.start) as usize..file.disk_offset(span.end) as usize
}

/// A finding at `range`.
pub(super) fn diagnostic(
    finding: &Diagnostic,
    range: Range,
    files: &Files,
    encoding: Encoding,
) -> lsp_types::Diagnostic {
    let mut message = visible(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(&visible(help));
    }
    let related: Vec<_> = finding
        .related
        .iter()
        .take(MAX_RELATED)
        .filter_map(|related| {
            let file = files.get(related.span.file);
            let location = location(file, related.span, encoding)?;
            Some(DiagnosticRelatedInformation { location, message: visible(&related.message).into_owned() })
        })
        .collect();
    lsp_types::Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.clone())),
        source: Some(SOURCE.into()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        data: Some(finding.key.clone().into()),
        ..lsp_types::Diagnostic::default()
    }
}

/// A place in a file of the run.
pub(super) fn location(file: &SourceFile, span: Span, encoding: Encoding) -> Option<Location> {
    let uri = uri_of(file.disk.as_deref()?)?;
    let range = Cursor::new(&file.text, file.lines(), encoding).range(span.range());
    Some(Location { uri, range })
}

/// Text of a file inside Markdown: nothing of it is mark-up. Every sign of ASCII may stand behind a
/// backslash (`CommonMark`, section 2.4).
pub(super) fn plain_markdown(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The start of a text, in at most that many characters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = visible(&text);
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("").trim_end()),
        None => text.into_owned(),
    }
}
