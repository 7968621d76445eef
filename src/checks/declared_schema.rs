//! Values that break a declared schema, and keys that are near-misses of the framework's own.

use serde::Deserialize;

use crate::diag::{Fix, Identity, Severity};
use crate::model::{Role, export};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::schema::Violation;
use crate::syntax::{Node, Value, parse};
use crate::text::{Guesses, SourceFile, Span};

/// What is checked against its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    /// The settings block at the top of a page.
    FrontMatter,
    /// A file that is data as a whole.
    Data,
}

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredSchema {
    of: Part,
    /// How bad a key is that the schema does not know.
    unknown_keys: Severity,
    /// Without a schema, a key is compared with those that at least this many other files have.
    siblings: usize,
}

impl DocumentCheck for DeclaredSchema {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        // Behind a mistake something may be missing that is there; that mistake is reported already.
        if !doc.is_whole() {
            return;
        }
        let nodes: Vec<&Node> = match self.of {
            Part::FrontMatter => doc.front.iter().filter_map(|front| front.node.as_ref()).collect(),
            Part::Data => doc.data().iter().collect(),
        };
        for node in nodes {
            let schemas = cx.setting.schemas.of(file, node);
            self.explain_unused(node, !schemas.is_empty(), cx);
            if schemas.is_empty() {
                self.compare_keys(node, cx);
            }
            for schema in schemas {
                match schema {
                    Ok(schema) => {
                        // Whoever wrote the schema may not have thought of the key that names it.
                        let own = node.entry("$schema").map(|entry| entry.key.span);
                        let others =
                            |violation: &Violation| !violation.unknown_key || Some(violation.span) != own;
                        for violation in schema.validate(node).into_iter().filter(others) {
                            self.report(file, violation, cx);
                        }
                    }
                    Err(problem) => {
                        let span = node.get("$schema").map_or(node.span, |value| value.span);
                        cx.report(span, format!("The schema that this file names cannot be used: {problem}."))
                            .help("Nothing was checked against it. Name a schema that stands in this project, or a built-in one such as `rolelint:role`.");
                    }
                }
            }
        }
        if self.of == Part::Data {
            check_roles(subject, cx);
        }
    }
}

/// What was read from a page, in the form in which `rolelint export` prints it.
fn check_roles(subject: &Subject<'_>, cx: &mut Context<'_>) {
    let setting = cx.setting;
    for schema in setting.schemas.of_roles(subject.file) {
        for role in subject.roles {
            let exported = export(&[role], cx.files());
            let Some(exported) = exported.get("roles").and_then(|roles| roles.get(0)) else { continue };
            let text = exported.to_string();
            let printed = SourceFile::from_bytes(role.file, "role.json", None, text.as_bytes());
            let Some(doc) = parse(&printed) else { continue };
            for violation in doc.data().iter().flat_map(|node| schema.validate(node)) {
                let place = doc.data().first().and_then(|node| offset_at(node, violation.span));
                let finding = cx.report(line_from(subject, role, place), violation.message);
                let help = violation.help.unwrap_or_default();
                finding.help(
                    format!("{help} This is asked of each role as `rolelint export` prints it.").trim_start(),
                );
                if violation.unknown_key {
                    finding.at_most(Severity::Warning);
                }
            }
        }
    }
}

/// Where the part of the role stands that holds `at`, which is a place in its printed form.
fn offset_at(printed: &Node, at: Span) -> Option<u32> {
    let (mut node, mut found) = (printed, None);
    loop {
        // Parts that come from another file are told at what holds them.
        if let Some(start) = node.get("start").filter(|start| start.get("file").is_none())
            && let Some(Value::Number(offset)) = start.get("offset").map(|offset| &offset.value)
        {
            found = offset.to_string().parse().ok();
        }
        let children = node.entries().iter().map(|entry| &entry.value).chain(node.items());
        node = match { children }.find(|child| child.span.contains(at)) {
            Some(child) => child,
            None => return found,
        };
    }
}

/// From there to the end of the line.
fn line_from(subject: &Subject<'_>, role: &Role, offset: Option<u32>) -> Span {
    let file = subject.file;
    // In a spreadsheet, places are those of cells.
    let Some(offset) = offset.filter(|_| subject.doc.format != "xlsx") else { return role.span };
    let end = file.line_range(file.line_of(offset)).end;
    let rest = file.text.get(offset as usize..end).unwrap_or("").trim_end();
    file.at(offset as usize..offset as usize + rest.len())
}

impl DeclaredSchema {
    fn report(&self, file: &SourceFile, violation: Violation, cx: &mut Context<'_>) {
        let old = file.slice(violation.span).to_owned();
        let identity = Identity::PlaceAnd(violation.message.clone());
        let finding = cx.report(violation.span, violation.message);
        finding.known_by(identity);
        if violation.unknown_key {
            finding.at_most(self.unknown_keys);
        }
        if let Some(help) = violation.help {
            finding.help(help);
        }
        for (span, message) in violation.related {
            finding.related(span, message);
        }
        if let Some((span, text)) = violation.fix {
            finding.fix(Fix::risky(format!("Write `{text}` instead of `{old}`"), span, text));
        }
    }

    /// A schema that the file names and that is not asked, said aloud: its author counts on it.
    fn explain_unused(&self, node: &Node, others: bool, cx: &mut Context<'_>) {
        let Some(named) = node.get("$schema") else { return };
        match named.as_str() {
            None => {
                cx.report(named.span, "`$schema` does not name a schema.").help(
                    "Nothing was checked against it. Write the name of a built-in schema such as `rolelint:role`, or the path of one in this project.",
                );
            }
            // A JSON Schema names the form of JSON Schema that it is written in.
            Some(address) if address.contains("://") && !address.contains("json-schema.org/") && !others => {
                cx.report(named.span, "This file was not checked against the schema that it names.")
                    .at_most(Severity::Info)
                    .help("The schema stands on the web, and rolelint fetches nothing. Keep a copy of it in this project and name that here or under `schemas:` in rolelint.yaml.");
            }
            Some(_) => {}
        }
    }

    /// No schema says which keys are right, but a slip of one that many siblings use is a slip.
    fn compare_keys(&self, node: &Node, cx: &mut Context<'_>) {
        let keys = &cx.setting.keys;
        let count = |key: &str| keys.get(key).copied().unwrap_or(0);
        let usual = keys.iter().filter(|&(other, &n)| n >= self.siblings && node.get(other).is_none());
        let usual: Vec<&str> = usual.map(|(other, _)| other.as_str()).collect();
        let guesses = Guesses::default();
        for entry in node.entries() {
            let key = &entry.key;
            // A key that another file has as well is somebody's intention.
            if count(&key.value) > 1 {
                continue;
            }
            let Some(near) = guesses.nearest(&key.value, usual.iter().copied()) else { continue };
            let message = format!(
                "The key `{}` stands in this file only; {} other files say `{near}`.",
                key.value,
                count(near)
            );
            cx.report(key.span, message)
                .at_most(Severity::Warning)
                .help(format!(
                    "A misspelled key is passed over in silence, so its value has no effect. If `{near}` is meant, write that."
                ))
                .fix(Fix::risky(format!("Write `{near}`"), key.span, near));
        }
    }
}
