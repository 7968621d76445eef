//! What is left of a web page around the text that somebody copied.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::MarkKind;
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageChrome {
    /// Whole lines, in lower case.
    phrases: Vec<String>,
    /// How many lines with text at the beginning and at the end of a page are looked at.
    lines: usize,
}

impl DocumentCheck for PageChrome {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if doc.blocks().is_empty() {
            return;
        }
        let body = doc.front.as_ref().map_or(0, |front| file.line_of(front.span.end.saturating_sub(1)));
        let filled = |line: &u32| !text_of(file, *line).is_empty();
        let count = file.lines().count();
        let mut candidates: Vec<u32> = (body + 1..=count).filter(filled).take(self.lines).collect();
        let mut last: Vec<u32> = (body + 1..=count).rev().filter(filled).take(self.lines).collect();
        last.reverse();
        candidates.extend(last);
        candidates.dedup();
        candidates.sort_unstable();
        candidates.dedup();
        // A link is there to be followed.
        let mut linked: Vec<u32> = vec![];
        doc.each_text(&mut |text| {
            let links = text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link { .. }));
            linked.extend(links.map(|mark| file.line_of(text.locate(mark.range.clone()).span.start)));
        });
        // What somebody made an item of a list is content.
        let listed: Vec<u32> = super::lists::lists(doc)
            .iter()
            .flatten()
            .filter(|entry| !entry.text.plain.is_empty())
            .map(|entry| file.line_of(entry.text.span.start))
            .collect();
        for line in candidates {
            let range = file.line_range(line);
            let text = text_of(file, line);
            let start = range.start
                + file.text.get(range.clone()).map_or(0, |all| all.len() - all.trim_start().len());
            let span = file.at(start..start + text.len());
            if !self.is_chrome(text)
                || linked.contains(&line)
                || listed.contains(&line)
                || super::is_opaque(doc, span)
            {
                continue;
            }
            let cut = cut(file, line);
            cx.report(span, format!("{} is left over from a web page.", quoted(text)))
                .help("It came along when the page was copied; readers of this file cannot click it. Delete the line.")
                .fix(Fix::risky("Delete the line", file.at(cut), ""));
        }
    }
}

impl PageChrome {
    fn is_chrome(&self, text: &str) -> bool {
        if text.len() > 120 {
            return false;
        }
        let core = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        self.phrases.contains(&core) || is_trail(text)
    }
}

/// "Home > Careers > Engineering"
fn is_trail(text: &str) -> bool {
    [">", "»", "›"].iter().any(|sign| {
        let steps: Vec<&str> = text.split(sign).map(str::trim).collect();
        steps.len() >= 3
            && steps.first().is_some_and(|first| first.eq_ignore_ascii_case("home"))
            && steps.iter().all(|step| !step.is_empty() && step.split_whitespace().count() <= 5)
    })
}

fn text_of(file: &SourceFile, line: u32) -> &str {
    file.text.get(file.line_range(line)).unwrap_or("").trim()
}

/// The line with its ending and with the empty lines that would be left over.
fn cut(file: &SourceFile, line: u32) -> Range<usize> {
    let is_empty = |line: u32| text_of(file, line).is_empty();
    let count = file.lines().count();
    let above = (1..line).rev().find(|&line| !is_empty(line));
    let Some(above) = above else {
        let below = (line + 1..=count).find(|&line| !is_empty(line));
        return file.line_range(line).start
            ..below.map_or(file.text.len(), |below| file.line_range(below).start);
    };
    let below = (line + 1..=count).find(|&line| !is_empty(line));
    match below {
        // The last line: everything after the line above.
        None => file.line_range(above + 1).start..file.text.len(),
        Some(_) => file.line_range(line).start..next_line_start(file, line),
    }
}

fn next_line_start(file: &SourceFile, line: u32) -> usize {
    if line < file.lines().count() { file.line_range(line + 1).start } else { file.text.len() }
}
