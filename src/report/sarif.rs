//! `--format sarif`: SARIF 2.1.0, for code scanning and for viewers of it.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::escape::uri;
use super::inert::Each;
use super::place::{Places, Row, from_top, rows};
use super::{Report, Style, write_json};
use crate::diag::{Applicability, Fix, Severity};
use crate::rule::Rule;
use crate::text::{Files, SourceFile, Span};

/// Under this name findings carry their key; another recipe for keys gets another number.
const FINGERPRINT: &str = "rolelint/v1";

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Value,
    column_kind: &'static str,
    results: R,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<String, Value>,
}

pub(super) fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (rules, numbers) = rules(report);
    let mut driver = json!({
        "name": "rolelint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    // Only addresses that the package names itself; none is invented.
    let homes = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    if let Some(home) = homes.into_iter().find(|home| !home.is_empty()) {
        set(&mut driver, "informationUri", home.into());
    }
    let results = || {
        let mut places = Places::default();
        places.within.clone_from(&report.within);
        let numbers = &numbers;
        rows(report).map(move |row| result(report.files, &row, numbers, &mut places))
    };
    let figures = report.summary.not_shown().map(|(name, figure)| (name.to_owned(), figure.into()));
    let run = Run {
        tool: json!({ "driver": driver }),
        column_kind: "unicodeCodePoints",
        results: Each(results),
        properties: figures.collect(),
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    write_json(&log, out)
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = object {
        map.insert(key.to_owned(), value);
    }
}

/// The rules that ran, and those that findings name without having a page; with their numbers.
fn rules<'a>(report: &Report<'a>) -> (Vec<Value>, HashMap<&'a str, usize>) {
    let mut all: Vec<Value> = vec![];
    let mut numbers = HashMap::new();
    for rule in report.rules {
        numbers.insert(rule.id.as_str(), all.len());
        all.push(described(rule));
    }
    for finding in report.findings {
        if !numbers.contains_key(finding.rule.as_str()) {
            numbers.insert(finding.rule.as_str(), all.len());
            all.push(json!({ "id": finding.rule }));
        }
    }
    (all, numbers)
}

fn described(rule: &Rule) -> Value {
    let reason = paragraphs(&rule.docs);
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.meta.summary },
        "fullDescription": { "text": reason.split("\n\n").next().unwrap_or_default().replace('\n', " ") },
        "help": { "text": reason, "markdown": reason },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group] },
    })
}

/// What a page says before its options and examples.
fn paragraphs(docs: &str) -> String {
    let text = docs.split("\n## ").next().unwrap_or_default();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("# ")).collect();
    lines.join("\n").trim().to_owned()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(files: &Files, row: &Row<'_>, numbers: &HashMap<&str, usize>, places: &mut Places) -> Value {
    let finding = row.finding;
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message(&row.message()) },
        "locations": [location(files, finding.span, places)],
        "partialFingerprints": { FINGERPRINT: finding.key },
    });
    if let Some(&number) = numbers.get(finding.rule.as_str()) {
        set(&mut result, "ruleIndex", number.into());
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(number, related)| {
            let mut place = location(files, related.span, places);
            set(&mut place, "id", number.into());
            if !related.message.is_empty() {
                set(&mut place, "message", json!({ "text": message(&related.message) }));
            }
            place
        });
        let related: Vec<Value> = related.collect();
        set(&mut result, "relatedLocations", related.into());
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|fix| replacement(files, fix, places)).collect();
    if !fixes.is_empty() {
        set(&mut result, "fixes", fixes.into());
    }
    let mut more = Map::new();
    if let Some(help) = &finding.help {
        more.insert("help".into(), (**help).into());
    }
    if let Some(group) = &finding.group {
        more.insert("group".into(), group.id.as_str().into());
    }
    if !more.is_empty() {
        set(&mut result, "properties", more.into());
    }
    result
}

/// In messages of SARIF, `[text](place)` is a link; what files say must not become one.
fn message(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() }
}

fn location(files: &Files, span: Span, places: &mut Places) -> Value {
    let file = files.get(span.file);
    let mut physical = json!({ "artifactLocation": artifact(file, places) });
    // The cells of a workbook have no lines.
    if file.cells.is_none() && file.trouble.is_none() {
        set(&mut physical, "region", region(files, span, places));
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(cell) = file.cell_at(span.start) {
        set(&mut location, "logicalLocations", json!([{ "fullyQualifiedName": cell, "kind": "element" }]));
    }
    location
}

fn artifact(file: &SourceFile, places: &Places) -> Value {
    let path = from_top(&places.within, &file.path);
    if path.starts_with('/') {
        return json!({ "uri": format!("file://{}", uri(&path)) });
    }
    let mut artifact = json!({ "uri": uri(&path) });
    if !path.starts_with("../") {
        set(&mut artifact, "uriBaseId", "%SRCROOT%".into());
    }
    artifact
}

fn region(files: &Files, span: Span, places: &mut Places) -> Value {
    let (start, end) = (places.at(files, span.file, span.start), places.at(files, span.file, span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// The edits of a fix, if there are bytes that they can replace. Advice is none: viewers make it with one click.
fn replacement(files: &Files, fix: &Fix, places: &mut Places) -> Option<Value> {
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
        Applicability::Display => return None,
    };
    let mut changes: Vec<(&SourceFile, Vec<Value>)> = vec![];
    for edit in &fix.edits {
        let file = files.get(edit.span.file);
        if !file.is_writable_text() {
            return None;
        }
        let change = json!({
            "deletedRegion": region(files, edit.span, places),
            "insertedContent": { "text": edit.text },
        });
        match changes.iter_mut().find(|(known, _)| known.id == file.id) {
            Some((_, list)) => list.push(change),
            None => changes.push((file, vec![change])),
        }
    }
    if changes.is_empty() {
        return None;
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(file, list)| json!({ "artifactLocation": artifact(file, places), "replacements": list }))
        .collect();
    Some(json!({
        "description": { "text": message(&fix.title) },
        "artifactChanges": changes,
        "properties": { "applicability": applicability },
    }))
}
