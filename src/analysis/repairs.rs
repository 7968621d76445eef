//! Findings with what stands there and what would stand there instead.

use schemars::JsonSchema;
use serde::Serialize;

use super::wording::{Part, word_diff};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::text::{Files, SourceFile, Span};

/// Bytes of text that are shown before and after a place.
const AROUND: usize = 90;

/// Bytes of what is taken out or put in that are shown.
const LONGEST: usize = 360;

/// A rule with the places where it speaks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Task {
    pub rule: String,
    pub severity: Severity,
    /// How many places there are in all.
    pub places: usize,
    /// How many of them the program can mend.
    pub mended: Mended,
    /// The first of the places.
    pub examples: Vec<Issue>,
}

/// How many findings each kind of repair mends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mended {
    /// By `--fix`.
    pub safe: usize,
    /// By `--unsafe-fixes` only.
    pub risky: usize,
}

/// One finding for people.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Issue {
    pub rule: String,
    pub severity: Severity,
    pub message: String,
    /// Why it hurts a reader, and what to do.
    pub help: Option<String>,
    pub file: String,
    /// In a spreadsheet: the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    pub line: u32,
    pub column: u32,
    /// What stands there; the offending part is marked.
    pub before: Vec<Piece>,
    /// What would stand there, if a repair is known.
    pub after: Vec<Piece>,
    /// What the repair does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
    /// Places of the same story that are not listed.
    pub also: usize,
    #[serde(skip)]
    pub span: Span,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    pub text: String,
    /// What is wrong, or what is new.
    pub marked: bool,
}

impl Issue {
    /// A finding as people are told it.
    pub fn new(finding: &Diagnostic, files: &Files) -> Self {
        let file = files.get(finding.span.file);
        let at = file.position(finding.span.start);
        let best = best(finding);
        let (before, after) = match best {
            Some(fix) => changed(file, fix),
            None => (shown(file, finding.span), vec![]),
        };
        Issue {
            rule: finding.rule.clone(),
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.as_deref().map(str::to_owned),
            file: file.path.clone(),
            cell: file.cell_at(finding.span.start),
            line: at.line,
            column: at.column,
            before,
            repair: best.map(|fix| fix.title.clone()),
            after,
            also: 0,
            span: finding.span,
        }
    }
}

/// The repair that one would take: the safest of those whose edits stand in the finding's file.
fn best(finding: &Diagnostic) -> Option<&Fix> {
    let here = |fix: &&Fix| {
        !fix.edits.is_empty() && fix.edits.iter().all(|edit| edit.span.file == finding.span.file)
    };
    finding.fixes.iter().filter(here).max_by_key(|fix| fix.applicability)
}

/// The rules to begin with: errors before warnings, among them those that the program mends itself, then
/// those with the most places. Rules of style come last.
pub(super) fn tasks(findings: &[Diagnostic], files: &Files, most: usize, examples: usize) -> Vec<Task> {
    let mut tasks: Vec<(Task, Vec<&Diagnostic>)> = vec![];
    let mut index = std::collections::HashMap::new();
    for finding in findings {
        let at = *index.entry(finding.rule.as_str()).or_insert_with(|| {
            tasks.push((
                Task {
                    rule: finding.rule.clone(),
                    severity: finding.severity,
                    places: 0,
                    mended: Mended::default(),
                    examples: vec![],
                },
                vec![],
            ));
            tasks.len() - 1
        });
        let Some((task, list)) = tasks.get_mut(at) else { continue };
        task.places += 1;
        task.severity = task.severity.max(finding.severity);
        match finding.fixes.iter().map(|fix| fix.applicability).max() {
            Some(Applicability::Safe) => task.mended.safe += 1,
            Some(Applicability::Unsafe) => task.mended.risky += 1,
            _ => {}
        }
        list.push(finding);
    }
    let key = |task: &Task| {
        let mended = task.mended.safe + task.mended.risky > 0;
        (std::cmp::Reverse(task.severity), std::cmp::Reverse(mended), std::cmp::Reverse(task.places))
    };
    tasks.sort_by(|(a, _), (b, _)| key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule)));
    tasks
        .into_iter()
        .take(most)
        .map(|(mut task, mut list)| {
            // The worst first, and what can be mended, for a place before and after says more than a place.
            list.sort_by_key(|finding| {
                (std::cmp::Reverse(finding.severity), best(finding).is_none(), finding.group.is_some())
            });
            let mut groups = std::collections::HashSet::new();
            let first = list.iter().filter(|finding| match &finding.group {
                Some(group) => groups.insert(group.id.as_str()),
                None => true,
            });
            task.examples = first.take(examples).map(|finding| Issue::new(finding, files)).collect();
            task
        })
        .collect()
}

/// The lines around a place.
fn shown(file: &SourceFile, span: Span) -> Vec<Piece> {
    let range = span.range();
    let (start, end) = window(file, range.start, range.end);
    let mut pieces = vec![];
    push(&mut pieces, lead(&clipped_start(file, start, range.start)), false);
    push(&mut pieces, &clipped(file.text.get(range.clone()).unwrap_or("")), true);
    push(&mut pieces, &clipped_end(file, range.end, end), false);
    pieces
}

/// What stands at the edits of a fix, and what would.
fn changed(file: &SourceFile, fix: &Fix) -> (Vec<Piece>, Vec<Piece>) {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    // Far away from the first one a reader would lose the thread.
    let first = edits.first().map_or(0, |edit| edit.span.range().start);
    edits.retain(|edit| edit.span.range().start.saturating_sub(first) < LONGEST);
    let last = edits.last().map_or(first, |edit| edit.span.range().end);
    let (start, end) = window(file, first, last);
    let (mut before, mut after) = (vec![], vec![]);
    let mut at = first;
    let text = clipped_start(file, start, first);
    push(&mut before, lead(&text), false);
    push(&mut after, lead(&text), false);
    for edit in &edits {
        let range = edit.span.range();
        let between = clipped(file.text.get(at..range.start).unwrap_or(""));
        push(&mut before, &between, false);
        push(&mut after, &between, false);
        exchanged(file.text.get(range.clone()).unwrap_or(""), &edit.text, &mut before, &mut after);
        at = range.end.max(at);
    }
    let tail = clipped_end(file, at, end);
    push(&mut before, &tail, false);
    push(&mut after, &tail, false);
    (before, after)
}

/// What stands before a place, without the indentation of a line of words.
fn lead(text: &str) -> &str {
    if text.trim().is_empty() || text.contains('\n') { text } else { text.trim_start() }
}

/// One text in place of another: where they have most words in common, only the others are marked.
fn exchanged(old: &str, new: &str, before: &mut Vec<Piece>, after: &mut Vec<Piece>) {
    if !old.is_empty() && !new.is_empty() && old.len().max(new.len()) <= LONGEST {
        let parts = word_diff(old, new);
        let same: usize =
            parts.iter().map(|part| if let Part::Same(text) = part { text.len() } else { 0 }).sum();
        if same * 2 >= old.len().max(new.len()) {
            for part in parts {
                match part {
                    Part::Same(text) => {
                        push(before, &text, false);
                        push(after, &text, false);
                    }
                    Part::Gone(text) => push(before, &text, true),
                    Part::New(text) => push(after, &text, true),
                }
            }
            return;
        }
    }
    push(before, &clipped(old), true);
    push(after, &clipped(new), true);
}

/// The whole lines around a stretch of text.
fn window(file: &SourceFile, start: usize, end: usize) -> (usize, usize) {
    let line = |offset: usize| file.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
    let (first, last) = (file.line_range(line(start)), file.line_range(line(end)));
    (first.start.min(start), last.end.max(end))
}

fn push(pieces: &mut Vec<Piece>, text: &str, marked: bool) {
    if text.is_empty() {
        return;
    }
    let mut text = text.replace("\r\n", "\n").replace('\t', " ");
    // Blank lines between other text are of no interest, and cost room.
    if text.contains("\n\n") && !text.trim().is_empty() {
        let lines: Vec<&str> = text.split('\n').collect();
        let last = lines.len().saturating_sub(1);
        let kept =
            lines.iter().enumerate().filter(|(at, line)| *at == 0 || *at == last || !line.trim().is_empty());
        text = kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
    }
    match pieces.last_mut() {
        Some(last) if last.marked == marked => last.text.push_str(&text),
        _ => pieces.push(Piece { text, marked }),
    }
}

/// The end of the text before a place.
fn clipped_start(file: &SourceFile, start: usize, end: usize) -> String {
    let text = file.text.get(start..end).unwrap_or("");
    if text.len() <= AROUND {
        return text.to_owned();
    }
    let mut from = text.len() - AROUND;
    while !text.is_char_boundary(from) {
        from += 1;
    }
    format!("…{}", text.get(from..).unwrap_or(""))
}

/// The beginning of the text after a place.
fn clipped_end(file: &SourceFile, start: usize, end: usize) -> String {
    let text = file.text.get(start..end).unwrap_or("");
    if text.len() <= AROUND {
        return text.to_owned();
    }
    let mut to = AROUND;
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    format!("{}…", text.get(..to).unwrap_or(""))
}

/// A long stretch without its middle.
fn clipped(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let (mut head, mut tail) = (LONGEST * 2 / 3, text.len() - LONGEST / 3);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    format!("{} […] {}", text.get(..head).unwrap_or(""), text.get(tail..).unwrap_or(""))
}
