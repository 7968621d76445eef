//! What is left of a template that somebody filled in: "[Company Name]", "{add …}", "____".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::prose::{Backquotes, code_blocks, holds};
use super::wording::quoted;
use crate::diag::Severity;
use crate::rule::{Besides, Context, DocumentCheck, Subject};
use crate::syntax::{Block, Table, TableKind, Text, Visit};
use crate::text::SourceFile;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateResidue {
    /// Words that begin an instruction between brackets.
    instructions: Vec<String>,
    /// What stands between brackets for something to be filled in.
    blanks: Vec<String>,
    /// Words in paths and titles of files that are templates themselves.
    templates: Vec<String>,
    /// Headers of tables that nobody has filled in.
    headers: Vec<Vec<String>>,
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"\[([^\[\]\n]{2,80})\]|\{([^{}\n|%#.]{2,80})\}"));
static ANGLES: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"<([A-Za-z][A-Za-z _/-]{1,60})>"));
static OUTPUT: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"\{\{ ?([A-Za-z][A-Za-z_ -]{1,40}?) ?\}\}"));
static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"(?:^|[\s(:“])(_{3,})(?:[\s.,;:)”]|$)"));
static LANDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"(?i)\b(?:in|for|of|to) (these (?:\w+ )?jobs)\b|\b(these (?:\w+ )?jobs) (?:are|require|involve)\b")
});

const HELP: &str = "This page was made from a template, and readers see the mould. Write what belongs here, or take the \
                    sentence out.";

impl DocumentCheck for TemplateResidue {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if self.is_template(subject) {
            return;
        }
        let page = !subject.doc.blocks().is_empty();
        let form = is_form(subject);
        let mut in_sample = false;
        let words = subject.words();
        let of_jobs = words.with(|word| word.word() == "jobs", Besides::Letters);
        for (number, visit) in words.visits() {
            if let Visit::Table(table) = visit {
                self.table(table, cx);
            }
            let Some(text) = visit.text() else { continue };
            if let Visit::Heading(heading) = visit {
                in_sample = self.is_sample(&heading.text.plain);
            }
            if !in_sample {
                self.brackets(text, page, subject.file, cx);
            }
            if !form {
                lines(text, cx);
            }
            if page && subject.roles.len() == 1 && of_jobs.holds(number) {
                landing(text, cx);
            }
        }
        if page {
            self.raw(subject, cx);
        }
    }
}

impl TemplateResidue {
    /// Templates may hold their own instructions.
    fn is_template(&self, subject: &Subject<'_>) -> bool {
        let says = |text: &str| {
            let lower = text.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric());
            words.any(|word| self.templates.iter().any(|template| template == word))
        };
        let title = subject.doc.blocks().iter().find_map(|block| match block {
            Block::Heading(heading) => Some(heading.text.plain.as_str()),
            _ => None,
        });
        says(&subject.file.path) || title.is_some_and(says)
    }

    /// A section that holds a message to copy.
    fn is_sample(&self, heading: &str) -> bool {
        const SAMPLES: &[&str] =
            &["email", "emails", "example", "examples", "message", "messages", "sample", "script"];
        let lower = heading.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        words.any(|word| SAMPLES.contains(&word) || self.templates.iter().any(|template| template == word))
    }

    /// True for "Company Name", "ROLE TITLE", "insert a link"; single words only in capitals, or
    /// where `strict` is false.
    fn is_blank(&self, inner: &str, strict: bool) -> bool {
        let words: Vec<String> = inner
            .split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | '/'))
            .filter(|word| !word.is_empty())
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect();
        let Some(first) = words.first() else { return false };
        let capitals = inner.chars().any(char::is_alphabetic) && !inner.chars().any(char::is_lowercase);
        let joined = words.join(" ");
        let stripped = joined.strip_prefix("the ").or(joined.strip_prefix("your ")).unwrap_or(&joined);
        let known = self.blanks.iter().any(|blank| blank == stripped);
        if words.len() == 1 {
            return known && (capitals || !strict);
        }
        let told = self.instructions.iter().any(|word| word == first) && words.len() <= 14;
        let ends = capitals
            && words.len() <= 4
            && words.last().is_some_and(|last| self.blanks.iter().any(|blank| blank == last));
        known || ends || told
    }

    fn brackets(&self, text: &Text, page: bool, file: &SourceFile, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        let brackets = text.signs.has_any(b"[{").then(|| BRACKETS.as_ref()).flatten();
        for found in brackets.into_iter().flat_map(|pattern| pattern.captures_iter(plain)) {
            let Some(whole) = found.get(0) else { continue };
            let square = found.get(1);
            let Some(inner) = square.or(found.get(2)) else { continue };
            let after = plain.get(whole.end()..).unwrap_or("");
            let place = text.locate(whole.range());
            // "[text](address)", "[text][name]" and "[name]: address" are links, or were to be.
            let link = square.is_some() && after.starts_with(['(', '[', ':']);
            let strict = square.is_some() || !page;
            if link || text.is_code(&whole.range()) || !file.slice(place.span).starts_with(['[', '{']) {
                continue;
            }
            if self.is_blank(inner.as_str(), strict) {
                let message = format!("{} was never filled in.", quoted(whole.as_str()));
                cx.report(place.span, message).help(HELP);
            }
        }
    }

    /// What Markdown takes for tags or a site's own template language.
    fn raw(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if !file.text.contains(['<', '{']) {
            return;
        }
        let code = code_blocks(doc);
        let quotes = Backquotes::new(file);
        let in_code = |at: usize| holds(&code, at) || quotes.enclose(file, at);
        let mut report = |range: Range<usize>| {
            let span = file.at(range);
            let message = format!("{} was never filled in.", quoted(file.slice(span)));
            cx.report(span, message).help(HELP);
        };
        if matches!(doc.format, "markdown" | "text") {
            let angles = file.text.contains('<').then(|| ANGLES.as_ref()).flatten();
            for found in angles.into_iter().flat_map(|pattern| pattern.captures_iter(&file.text)) {
                if let (Some(whole), Some(inner)) = (found.get(0), found.get(1))
                    && self.is_blank(inner.as_str(), true)
                    && (inner.as_str().contains(' ') || !inner.as_str().chars().any(char::is_lowercase))
                    && !in_code(whole.start())
                {
                    report(whole.range());
                }
            }
        }
        // Sites with settings blocks fill these in themselves.
        if doc.front.is_none() && matches!(doc.format, "markdown" | "text") {
            let outputs = file.text.contains("{{").then(|| OUTPUT.as_ref()).flatten();
            for found in outputs.into_iter().flat_map(|pattern| pattern.captures_iter(&file.text)) {
                if let (Some(whole), Some(inner)) = (found.get(0), found.get(1))
                    && self.is_blank(inner.as_str(), false)
                    && !in_code(whole.start())
                {
                    report(whole.range());
                }
            }
        }
    }

    fn table(&self, table: &Table, cx: &mut Context<'_>) {
        let Some(row) = table.rows.first().filter(|row| row.header && table.kind == TableKind::Gfm) else {
            return;
        };
        let labels: Vec<String> = row
            .cells
            .iter()
            .map(|cell| {
                let mut label = String::new();
                cell.blocks.iter().for_each(|block| block.each_text(&mut |text| label.push_str(&text.plain)));
                label.trim().to_lowercase()
            })
            .collect();
        if self.headers.contains(&labels) {
            cx.report(
                row.span,
                format!(
                    "The columns of this table still have the names of a template: {}.",
                    quoted(&labels.join(" | "))
                ),
            )
            .help("They tell readers nothing. Write what the columns hold, or leave the names empty.")
            .at_most(Severity::Warning);
        }
    }
}

/// A page that is to be filled in: it has boxes to check, or lines to write on.
fn is_form(subject: &Subject<'_>) -> bool {
    let mut form = false;
    subject.doc.visit(&mut |visit| {
        let boxes = matches!(visit, Visit::Item(item) if item.checked.is_some());
        let line = visit.text().is_some_and(|text| {
            text.signs.doubles(b'_')
                && text.plain.contains("___")
                && text.plain.split_whitespace().nth(4).is_none()
        });
        form = form || boxes || line;
    });
    form
}

/// "works with ____, ___ and ___". One finding for each text.
fn lines(text: &Text, cx: &mut Context<'_>) {
    let plain = text.plain.as_str();
    if !text.signs.doubles(b'_') {
        return;
    }
    // A short line with a blank is a form to be signed.
    if plain.split_whitespace().nth(4).is_none() {
        return;
    }
    let mut runs =
        LINE.iter().flat_map(|pattern| pattern.captures_iter(plain)).filter_map(|found| found.get(1));
    let Some(first) = runs.next() else { return };
    let end = runs.last().map_or(first.end(), |last| last.end());
    if text.is_code(&first.range()) {
        return;
    }
    let span = text.locate(first.start()..end).span;
    cx.report(span, "A blank line stands here that nobody has filled in.").help(HELP);
}

/// Text of a web page that lists vacancies, under the title of one role.
fn landing(text: &Text, cx: &mut Context<'_>) {
    for found in LANDING.iter().flat_map(|pattern| pattern.captures_iter(&text.plain)) {
        if let Some(words) = found.get(1).or(found.get(2)) {
            cx.report(
                text.locate(words.range()).span,
                format!("{} speaks of jobs that this page does not list.", quoted(words.as_str())),
            )
            .help("The sentence was written for a list of vacancies. Name the role instead.")
            .at_most(Severity::Warning);
        }
    }
}
