//! Packs: rules that are not part of the program, as pages or as plain YAML. Both become pages, so
//! that everything that is done with a page (examples, explanation, options) is done with them.

use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use super::Example;
use super::page::{Meta, Page, rule_schema};
use crate::schema::Schema;
use crate::syntax::{self, Document, Node, ProblemKind, Value};
use crate::text::{SourceFile, Span};

/// Something wrong in a pack, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub span: Span,
    /// One sentence.
    pub message: String,
    pub help: Option<String>,
}

impl Mistake {
    pub fn new(span: Span, message: &str, help: Option<&str>) -> Self {
        Mistake { span, message: message.to_owned(), help: help.map(str::to_owned) }
    }
}

/// A rule of a pack.
#[derive(Debug, Clone)]
pub struct PackRule {
    pub page: Page,
    /// Where its name or its page begins.
    pub place: Span,
    /// Where the name of its check stands.
    pub check: Span,
    /// Where each of its parameters stands.
    pub params: Vec<(String, Span)>,
    /// Where its examples stand: the wrong ones, then the right ones.
    pub examples: Vec<Span>,
}

impl PackRule {
    /// The examples with their places; `true` for wrong ones.
    pub fn examples(&self) -> Vec<(bool, Example, Span)> {
        let wrong = self.page.examples("Wrong").into_iter().map(|example| (true, example));
        let right = self.page.examples("Right").into_iter().map(|example| (false, example));
        let places = self.examples.iter().copied().chain(std::iter::repeat(self.place));
        wrong.chain(right).zip(places).map(|((wrong, example), place)| (wrong, example, place)).collect()
    }
}

/// True for what may be the name of a rule in a pack, or of a pack.
pub fn is_name(name: &str) -> bool {
    name.len() <= 80
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// What a page's metadata may say: as for the program's own pages, except that a pack need not say
/// which version brought the rule, nor that it repairs nothing.
fn page_schema() -> Json {
    let mut schema = rule_schema();
    if let Some(Json::Array(required)) = schema.get_mut("required") {
        required.retain(|key| key != "since" && key != "fix");
    }
    schema
}

/// What a rule in a YAML pack may say.
fn entry_schema() -> Json {
    let mut schema = page_schema();
    let text = json!({ "type": "string", "minLength": 1 });
    let files = json!({
        "anyOf": [{ "type": "string" }, { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } }],
    });
    let example = json!({
        "type": "object",
        "properties": {
            "wrong": files, "right": files, "expect": { "type": "string" }, "fixed": files, "config": { "type": "string" },
        },
        "additionalProperties": false,
    });
    if let Some(Json::Object(properties)) = schema.get_mut("properties") {
        properties.insert("id".into(), text.clone());
        properties.insert("reason".into(), text);
        properties.insert("examples".into(), json!({ "type": "array", "items": example }));
    }
    if let Some(Json::Array(required)) = schema.get_mut("required") {
        required.push("id".into());
    }
    schema
}

static PAGE: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::from_value(&page_schema(), "rolelint:rule", None).ok());
static ENTRY: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::from_value(&entry_schema(), "rolelint:rule", None).ok());

fn problems(doc: &Document) -> Vec<Mistake> {
    let problems = doc.problems.iter().filter(|problem| problem.kind != ProblemKind::Surprise);
    problems.map(|problem| Mistake::new(problem.span, &problem.message, problem.help.as_deref())).collect()
}

fn violations(schema: Option<&Schema>, node: &Node) -> Vec<Mistake> {
    let violations = schema.map(|schema| schema.validate(node)).unwrap_or_default();
    violations.into_iter().map(|v| Mistake { span: v.span, message: v.message, help: v.help }).collect()
}

/// The metadata with what a pack may leave out.
fn meta(node: &Node, keys: &[&str]) -> Result<Meta, String> {
    let Json::Object(mut meta) = node.to_json() else { return Err("the metadata is no mapping".into()) };
    meta.retain(|key, _| !keys.contains(&key.as_str()));
    meta.entry("since").or_insert_with(|| "".into());
    let repairs = meta.get("fix").is_some_and(|fix| fix != "none");
    meta.entry("fix").or_insert_with(|| "none".into());
    if repairs {
        meta.entry("pass").or_insert_with(|| "words".into());
    }
    serde_json::from_value(Json::Object(meta)).map_err(|error| error.to_string())
}

fn params_of(node: &Node) -> Vec<(String, Span)> {
    let params = node.get("params").map_or(&[][..], Node::entries);
    params.iter().map(|entry| (entry.key.value.clone(), entry.value.span)).collect()
}

fn check_of(node: &Node) -> Span {
    node.get("check").map_or(node.span, |check| check.span)
}

/// Reads a page of the pack `pack`; the rule is named by its file.
///
/// # Errors
/// All mistakes in the metadata, or the first in the form of the page.
pub fn read_page(pack: &str, name: &str, file: &SourceFile) -> Result<PackRule, Vec<Mistake>> {
    let top = file.at(0..0);
    let Some(doc) = syntax::parse(file) else {
        return Err(vec![Mistake::new(top, "This page cannot be read.", None)]);
    };
    let mistakes = problems(&doc);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let Some((front, node)) = doc.front.as_ref().and_then(|front| Some((front, front.node.as_ref()?))) else {
        let help = "Begin it with `---`, then `summary:`, `severity:`, `check:` and `params:`, then `---`.";
        return Err(vec![Mistake::new(top, "A rule page begins with its metadata.", Some(help))]);
    };
    let mistakes = violations(PAGE.as_ref(), node);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let at = |problem: String, span: Span| vec![Mistake::new(span, &crate::text::sentence(&problem), None)];
    let meta = meta(node, &[]).map_err(|problem| at(problem, node.span))?;
    let start = front.span.end as usize;
    let rest = file.text.get(start..).unwrap_or("");
    let body = rest.trim_start_matches(['\r', '\n']);
    let offset = start + (rest.len() - body.len());
    let docs = body.replace("\r\n", "\n");
    let (same, id) = (docs == body, format!("{pack}/{name}"));
    let page = Page { group: pack.to_owned(), id, meta, docs: docs.into() };
    let end = file.at(file.text.len()..file.text.len());
    page.check_pack_form(name)
        .map_err(|(problem, at_end)| at(problem, if at_end { end } else { node.span }))?;
    let place = |example: &Example| {
        let range = example.files.first().map_or(0..0, |file| file.range.clone());
        // With other line endings the places in the text are others than those in the file.
        if same { file.at(offset + range.start..offset + range.end) } else { top }
    };
    let examples = page.examples("Wrong").iter().chain(&page.examples("Right")).map(place).collect();
    Ok(PackRule { page, place: top, check: check_of(node), params: params_of(node), examples })
}

/// Reads the rules of the YAML pack `pack`: a mapping with `rules`.
///
/// # Errors
/// All mistakes in it.
pub fn read_yaml(pack: &str, file: &SourceFile, doc: &Document) -> Result<Vec<PackRule>, Vec<Mistake>> {
    let mistakes = problems(doc);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let node = doc.data().first();
    let Some(rules) = node.and_then(|node| node.get("rules")).filter(|rules| !rules.items().is_empty())
    else {
        let help = "Write `rules:` and below it one entry for each rule, each behind a `-`. A page of a rule, or a rule of a Vale style, is a file of its own.";
        let span = node.map_or(file.at(0..0), |node| node.span);
        return Err(vec![Mistake::new(span, "This pack has no rules.", Some(help))]);
    };
    let mut mistakes = vec![];
    let stray = node.map_or(&[][..], Node::entries).iter().filter(|entry| entry.key.value != "rules");
    for entry in stray {
        let help = Some("A pack is a list of rules under `rules:` and nothing else.");
        mistakes.push(Mistake::new(
            entry.key.span,
            &format!("`{}` means nothing here.", entry.key.value),
            help,
        ));
    }
    let mut found = vec![];
    for node in rules.items() {
        match read_entry(pack, node) {
            Ok(rule) => found.push(rule),
            Err(mut more) => mistakes.append(&mut more),
        }
    }
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

fn read_entry(pack: &str, node: &Node) -> Result<PackRule, Vec<Mistake>> {
    let mistakes = violations(ENTRY.as_ref(), node);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let one = |span: Span, problem: &str, help: Option<&str>| vec![Mistake::new(span, problem, help)];
    let name = node.get("id").and_then(Node::as_str).unwrap_or("");
    let place = node.get("id").map_or(node.span, |id| id.span);
    // The pack's name may be written, and then it must be right.
    let name = match name.split_once('/') {
        Some((own, name)) if own == pack => name,
        Some((own, _)) => {
            let help = format!("Leave `{own}/` out: rules are named after their pack, which is `{pack}`.");
            return Err(one(place, "This name begins with another pack.", Some(&help)));
        }
        None => name,
    };
    if !is_name(name) {
        let help = "Use letters a to z, digits and hyphens, as in `no-level-in-title`.";
        return Err(one(place, "This cannot be the name of a rule.", Some(help)));
    }
    let meta = meta(node, &["id", "reason", "examples"])
        .map_err(|problem| one(node.span, &crate::text::sentence(&problem), None))?;
    let (mut wrong, mut right) = (vec![], vec![]);
    for example in node.get("examples").map_or(&[][..], Node::items) {
        match (example.get("wrong"), example.get("right")) {
            (Some(files), None) => wrong.push((example, files)),
            (None, Some(files)) => right.push((example, files)),
            _ => {
                let help =
                    "Write `wrong:` with a text that must be found, or `right:` with one that must not.";
                return Err(one(example.span, "An example is either wrong or right.", Some(help)));
            }
        }
    }
    if wrong.is_empty() || right.is_empty() {
        let (missing, help) = if wrong.is_empty() {
            ("wrong", "Add `- wrong: …` under `examples:` with a text that the rule must find.")
        } else {
            ("right", "Add `- right: …` under `examples:` with a text that looks wrong and is right.")
        };
        let problem = format!("The rule `{name}` has no {missing} example.");
        return Err(one(place, &problem, Some(help)));
    }
    let reason = node.get("reason").and_then(Node::as_str).unwrap_or(&meta.summary);
    let mut docs = format!("# {name}\n\n{}\n", reason.trim());
    for (title, examples) in [("Wrong", &wrong), ("Right", &right)] {
        for (example, files) in examples {
            docs.push_str(&format!("\n## {title}\n"));
            write_example(&mut docs, example, files);
        }
    }
    let examples = wrong.iter().chain(&right).map(|(example, _)| example.span).collect();
    let page = Page { group: pack.to_owned(), id: format!("{pack}/{name}"), meta, docs: docs.into() };
    Ok(PackRule { page, place, check: check_of(node), params: params_of(node), examples })
}

/// An example as the fences of a page.
fn write_example(docs: &mut String, example: &Node, files: &Node) {
    let mut fences: Vec<(String, String)> = vec![];
    for (name, text) in files_of(files) {
        let language = name.rsplit_once('.').map_or("text", |(_, extension)| extension);
        let language = if language == "md" { "markdown" } else { language };
        fences.push((format!("{language} file={name}"), text));
    }
    if let Some(config) = example.get("config").and_then(Node::as_str) {
        fences.push(("config".into(), config.to_owned()));
    }
    if let Some(expect) = example.get("expect").and_then(Node::as_str) {
        fences.push(("expect".into(), expect.to_owned()));
    }
    if let Some(fixed) = example.get("fixed") {
        fences.extend(files_of(fixed).into_iter().map(|(name, text)| (format!("fixed file={name}"), text)));
    }
    for (info, text) in fences {
        let ticks = "`".repeat(longest_run(&text).max(2) + 1);
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        docs.push_str(&format!("\n{ticks}{info}\n{text}{end}{ticks}\n"));
    }
}

/// The files of an example; a text alone is a page.
fn files_of(node: &Node) -> Vec<(String, String)> {
    match &node.value {
        Value::String(text) => vec![("example.md".into(), text.plain.clone())],
        _ => node
            .entries()
            .iter()
            .map(|entry| {
                let name = entry.key.value.replace(char::is_whitespace, "-");
                (name, entry.value.as_str().unwrap_or("").to_owned())
            })
            .collect(),
    }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
