//! How a file ends, and how its lines do.

use serde::Deserialize;

use crate::diag::{Applicability, Edit, Fix};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalNewline {
    eol: LineEnding,
    /// Formats that are left alone: files that programs write.
    except_formats: Vec<String>,
}

/// How lines end.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum LineEnding {
    /// As most lines of the file do.
    Auto,
    Lf,
    Crlf,
}

impl DocumentCheck for FinalNewline {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let file = subject.file;
        if file.cells.is_some() || self.except_formats.iter().any(|format| format == subject.doc.format) {
            return;
        }
        self.line_endings(file, cx);
        let text = file.text.as_str();
        let body = text.trim_end_matches(|c: char| c.is_ascii_whitespace());
        if body.is_empty() {
            return;
        }
        let tail = text.get(body.len()..).unwrap_or("");
        match tail.matches('\n').count() {
            0 if tail.contains('\r') => {}
            0 => {
                let end = file.at(text.len()..text.len());
                let last = file.at(body.char_indices().next_back().map_or(0, |(at, _)| at)..body.len());
                cx.report(last, "The last line of this file has no line break at its end.")
                    .help(
                        "Whoever adds a line below will seem to have changed this one too. End the file with one \
                         line break.",
                    )
                    .fix(Fix::safe("Add the line break", end, "\n"));
            }
            1 => {}
            count => {
                let first = tail.find('\n').map_or(text.len(), |at| body.len() + at + 1);
                let message = if count == 2 {
                    "There is an empty line at the end of this file."
                } else {
                    "There are empty lines at the end of this file."
                };
                cx.report(file.at(first..text.len()), message)
                    .help("It shows up as a change when somebody edits the end of the file. Delete what is empty.")
                    .fix(Fix::safe("Delete it", file.at(first..text.len()), ""));
            }
        }
    }
}

impl FinalNewline {
    fn line_endings(&self, file: &SourceFile, cx: &mut Context<'_>) {
        let wanted = match self.eol {
            LineEnding::Auto if file.lines().mixed_newlines() => file.newline(),
            LineEnding::Auto => return,
            LineEnding::Lf => "\n",
            LineEnding::Crlf => "\r\n",
        };
        let odd: Vec<_> = memchr::memchr_iter(b'\n', file.text.as_bytes())
            .map(|at| {
                let windows = at > 0 && file.text.as_bytes().get(at - 1) == Some(&b'\r');
                file.at(if windows { at - 1..at + 1 } else { at..at + 1 })
            })
            .filter(|span| file.slice(*span) != wanted)
            .collect();
        let Some(first) = odd.first() else { return };
        let edits = odd.iter().map(|span| Edit { span: *span, text: wanted.into() }).collect();
        let message = match odd.len() {
            1 => "One line of this file ends in another way than the others.".to_owned(),
            count => format!("{count} lines of this file end in another way than the others."),
        };
        let message = if self.eol == LineEnding::Auto {
            message
        } else {
            format!("{} of this file do not end as the settings ask for.", lines(odd.len()))
        };
        cx.report(*first, message)
            .help(
                "Windows ends lines with two invisible characters, other systems with one; a file with both shows \
                 changes that nobody made. Write all of them alike.",
            )
            .fix(Fix::new("End all lines alike", Applicability::Safe, edits));
    }
}

fn lines(count: usize) -> String {
    if count == 1 { "One line".into() } else { format!("{count} lines") }
}
