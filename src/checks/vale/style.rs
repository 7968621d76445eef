//! Reads a rule of a Vale style: one YAML file.

use serde_json::{Map, Value as Json, json};

use crate::diag::Severity;
use crate::rule::{FixKind, Meta, Mistake, Page, Pass};
use crate::syntax::{Document, Entry, Node, ProblemKind, Value};
use crate::text::SourceFile;

use super::say::in_one_line;

/// What surrounds a style: its vocabularies, and files of words.
pub struct Resources<'a> {
    /// The terms that the vocabularies accept, which are patterns.
    pub vocabulary: &'a [String],
    /// The lines of a file of words by the name that a rule gives it.
    pub words: &'a dyn Fn(&str) -> Option<Vec<String>>,
}

/// What became of a rule's file.
pub enum StyleRule {
    /// The page that stands for it, and what in the file has no effect.
    Rule(Box<Page>, Vec<String>),
    /// It is of a kind that is not run; says which, to end a sentence.
    Unsupported(String),
}

const LISTS: &[&str] = &["tokens", "raw", "exceptions", "indicators", "filters", "metrics"];
const TEXTS: &[&str] =
    &["message", "description", "link", "token", "first", "second", "match", "formula", "condition"];
const SWITCHES: &[&str] = &["ignorecase", "nonword", "append", "vocab", "alpha", "custom"];
const NUMBERS: &[&str] = &["limit", "max", "min", "grade", "threshold"];
const PAIRS: &[&str] = &["swap", "either"];
/// Keys that are read below, or that mean nothing outside of Vale.
const OTHERS: &[&str] = &[
    "extends",
    "level",
    "scope",
    "action",
    "ignore",
    "dictionaries",
    "dic",
    "aff",
    "dicpath",
    "name",
    "path",
    "style",
    "pos",
    "code",
    "prefix",
];

/// Reads the file of the rule `name` of the style `style`.
///
/// # Errors
/// When it does not parse, or what every rule must say is missing.
pub fn read_style_rule(
    style: &str,
    name: &str,
    file: &SourceFile,
    doc: &Document,
    resources: &Resources<'_>,
) -> Result<StyleRule, Vec<Mistake>> {
    let broken = |kind| matches!(kind, ProblemKind::Syntax | ProblemKind::Limit);
    let mistakes: Vec<Mistake> = doc
        .problems
        .iter()
        // Of two equal keys the last one counts, in Vale too.
        .filter(|problem| broken(problem.kind))
        .map(|problem| Mistake::new(problem.span, &problem.message, problem.help.as_deref()))
        .collect();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let whole = doc.data().first();
    let Some(node) = whole.filter(|node| node.get("extends").is_some()) else {
        let span = whole.map_or(file.at(0..0), |node| node.span);
        let help = "Write `extends:` with the kind of the rule, such as `existence`.";
        return Err(vec![Mistake::new(
            span,
            "A rule of a Vale style says which kind it `extends`.",
            Some(help),
        )]);
    };
    let kind = node.get("extends").map(|node| plain(file, node)).unwrap_or_default();
    match kind.as_str() {
        "script" | "sequence" | "lt" => return Ok(StyleRule::Unsupported(format!("of the kind `{kind}`"))),
        _ => {}
    }
    if kind == "spelling"
        && let Some(dictionary) = other_dictionary(file, node)
    {
        return Ok(StyleRule::Unsupported(format!("spelling by the dictionary `{dictionary}`")));
    }
    let Some(message) = node.get("message").map(|node| plain(file, node)) else {
        let help = "Write `message:` with what people are to be told.";
        return Err(vec![Mistake::new(node.span, "This rule has no `message`.", Some(help))]);
    };
    let severity = severity(file, node)?;
    let (params, ignored) = params(file, node, &kind, resources);
    let action = params.get("action").and_then(|action| action.get("name")).and_then(Json::as_str);
    let fixes = matches!(action, Some("replace" | "remove" | "edit"));
    let id = format!("{style}/{name}");
    let description = node.get("description").map(|node| plain(file, node).replace("%s", "…"));
    let description = description.filter(|text| !text.trim().is_empty());
    let about = description
        .as_deref()
        .map_or_else(String::new, |text| format!("{}\n\n", crate::text::sentence(text)));
    let link =
        params.get("link").and_then(Json::as_str).map_or_else(String::new, |link| format!("\nSee {link}\n"));
    let docs = format!(
        "# {id}\n\n{about}A rule of the Vale style `{style}`, of the kind `{kind}`, read from `{}`. The keys of that \
         file are the options of the rule.\n{link}",
        file.path
    );
    let meta = Meta {
        summary: in_one_line(&message.replace("%s", "…")).into(),
        severity,
        enabled: true,
        fix: if fixes { FixKind::Unsafe } else { FixKind::None },
        pass: fixes.then_some(Pass::Words),
        since: "".into(),
        check: "vale".into(),
        params: params.into(),
        aliases: vec![format!("{style}.{name}")],
    };
    Ok(StyleRule::Rule(Box::new(Page { group: style.to_owned(), id, meta, docs: docs.into() }), ignored))
}

fn severity(file: &SourceFile, node: &Node) -> Result<Severity, Vec<Mistake>> {
    let Some(level) = node.get("level") else { return Ok(Severity::Warning) };
    match plain(file, level).as_str() {
        "suggestion" => Ok(Severity::Info),
        "warning" => Ok(Severity::Warning),
        "error" => Ok(Severity::Error),
        _ => {
            let help = "Write `suggestion`, `warning` or `error`.";
            Err(vec![Mistake::new(level.span, "This `level` is not known.", Some(help))])
        }
    }
}

/// A dictionary that is not the English one that is built in.
fn other_dictionary(file: &SourceFile, node: &Node) -> Option<String> {
    let named = ["dic", "aff"].into_iter().filter_map(|key| node.get(key)).map(|node| plain(file, node));
    let listed = node.get("dictionaries").map(|node| strings(file, node)).unwrap_or_default();
    named.chain(listed).find(|name| {
        let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
        !name.starts_with("en_") && !name.starts_with("en-") && name != "en"
    })
}

fn params(
    file: &SourceFile,
    node: &Node,
    kind: &str,
    resources: &Resources<'_>,
) -> (Map<String, Json>, Vec<String>) {
    let mut params = Map::new();
    let mut ignored = vec![];
    params.insert("extends".into(), kind.into());
    for Entry { key, value } in node.entries() {
        let name = key.value.to_lowercase();
        let known = |names: &[&str]| names.contains(&name.as_str());
        if known(LISTS) {
            params.insert(name, strings(file, value).into());
        } else if known(TEXTS) {
            params.insert(name, plain(file, value).into());
        } else if known(SWITCHES) {
            params.insert(name, matches!(plain(file, value).as_str(), "true" | "yes" | "True" | "on").into());
        } else if known(NUMBERS) {
            if let Ok(number) = plain(file, value).parse::<f64>() {
                params.insert(name.clone(), number_of(&name, number));
            }
        } else if known(PAIRS) {
            params.insert(name, pairs(file, value).into());
        } else if name == "scope" {
            let scopes = strings(file, value);
            if !scopes.is_empty() {
                params.insert(name, scopes.into());
            }
        } else if name == "action" {
            let text = |key: &str| value.get(key).map(|node| plain(file, node)).unwrap_or_default();
            let list = value.get("params").map(|node| strings(file, node)).unwrap_or_default();
            params.insert(name, json!({ "name": text("name"), "params": list }));
        } else if name == "ignore" {
            let mut words = vec![];
            for name in strings(file, value) {
                match (resources.words)(&name) {
                    Some(lines) => words.extend(lines),
                    None => ignored.push(format!("the file of words `{name}`, which is not there")),
                }
            }
            params.insert("words".into(), words.into());
        } else if !known(OTHERS) {
            ignored.push(format!("the key `{}`", key.value));
        }
    }
    if !resources.vocabulary.is_empty()
        && !matches!(kind, "occurrence" | "repetition" | "metric" | "readability")
    {
        params.insert("vocabulary".into(), resources.vocabulary.into());
    }
    (params, ignored)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn number_of(name: &str, number: f64) -> Json {
    if matches!(name, "grade" | "threshold") || number < 0.0 {
        json!(number)
    } else {
        // Counts: beyond this nobody counts.
        json!(number.min(1e9) as u64)
    }
}

/// A scalar as it is written, without quotes.
fn plain(file: &SourceFile, node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.plain.clone(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
        Value::Bool(_) | Value::Number(_) => file.slice(node.span).to_owned(),
    }
}

/// The scalars of a list, or one alone.
fn strings(file: &SourceFile, node: &Node) -> Vec<String> {
    match &node.value {
        Value::List(items) => items.iter().map(|item| plain(file, item)).collect(),
        Value::Null | Value::Map(_) => vec![],
        _ => vec![plain(file, node)],
    }
}

/// The pairs of a mapping, or of a list of mappings.
fn pairs(file: &SourceFile, node: &Node) -> Map<String, Json> {
    let maps = node.items().iter().chain(std::iter::once(node));
    let entries = maps.flat_map(Node::entries);
    entries.map(|entry| (entry.key.value.clone(), plain(file, &entry.value).into())).collect()
}
