//! Completion of keys and values in settings blocks, in data files and in `rolelint.yaml`: what the schemas
//! allow that apply to the file, and what the other pages of the framework use.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

use super::convert::clipped;
use super::place::{Buffer, Encoding};
use crate::config::is_config;
use crate::engine::config_schema;
use crate::model::Framework;
use crate::rule::Page;
use crate::schema::{Schema, Schemas};
use crate::syntax::{Document, Node, Value};
use crate::text::{FileId, SourceFile};

/// Items of each kind.
const MOST: usize = 200;

/// Longest text of an item, in characters.
const LONGEST: usize = 80;

/// What is being written at a place.
struct Spot {
    /// Keys above it, outermost first.
    path: Vec<String>,
    /// The key, if its value is being written.
    key: Option<String>,
    /// What is written of it so far.
    start: usize,
    /// Keys that stand beside it.
    beside: Vec<String>,
}

/// Where the files around it say what is usual.
pub(super) struct Around<'a> {
    pub framework: Option<&'a Framework>,
    pub documents: &'a [Option<Document>],
    pub schemas: &'a Schemas,
    pub pages: &'a [Page],
}

/// What may be written at `offset` of the editor's text.
pub(super) fn complete(
    file: &SourceFile,
    doc: Option<&Document>,
    buffer: &Buffer,
    offset: usize,
    around: &Around<'_>,
    encoding: Encoding,
) -> Vec<CompletionItem> {
    let Some(within) = settings_range(file, doc, buffer, offset) else { return vec![] };
    let Some(spot) = spot(&buffer.text, within, offset) else { return vec![] };
    let schemas: Vec<Arc<Schema>> = if is_config(&file.path) {
        let schema = Schema::from_value(&config_schema(around.pages), "rolelint:config", None);
        schema.ok().map(Arc::new).into_iter().collect()
    } else {
        let empty = Node {
            value: Value::Null,
            span: file.at(0..0),
            style: crate::syntax::ScalarStyle::Plain,
            alias_of: None,
        };
        let front = doc.and_then(|doc| doc.front.as_ref()).and_then(|front| front.node.as_ref());
        let node = front.or_else(|| doc.and_then(|doc| doc.data().first())).unwrap_or(&empty);
        around.schemas.of(file, node).into_iter().flatten().collect()
    };
    let path: Vec<&str> = spot.path.iter().map(String::as_str).collect();
    let range = buffer.cursor(encoding).range(spot.start..offset);
    let item = |label: String, text: String, kind, detail: Option<String>, order: usize| CompletionItem {
        label: clipped(&label, LONGEST),
        kind: Some(kind),
        detail: detail.map(|detail| clipped(&detail, 2 * LONGEST)),
        sort_text: Some(format!("{order:05}")),
        filter_text: Some(label),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: text })),
        ..CompletionItem::default()
    };
    let mut found: Vec<CompletionItem> = vec![];
    match &spot.key {
        None => {
            let mut add = |name: &str, detail: Option<String>| {
                let known = spot.beside.iter().any(|beside| beside == name)
                    || found.iter().any(|item| item.filter_text.as_deref() == Some(name));
                if !known && found.len() < MOST {
                    let order = found.len();
                    found.push(item(
                        name.into(),
                        format!("{name}: "),
                        CompletionItemKind::PROPERTY,
                        detail,
                        order,
                    ));
                }
            };
            for schema in &schemas {
                for (name, description) in schema.keys_at(&path) {
                    add(name, description.map(str::to_owned));
                }
            }
            for (name, (count, _)) in used(around, file.id, &path) {
                let pages = if count == 1 {
                    "1 other page has it".to_owned()
                } else {
                    format!("{count} other pages have it")
                };
                add(&name, Some(pages));
            }
        }
        Some(key) => {
            let mut whole = path.clone();
            whole.push(key);
            let mut add = |text: String, detail: Option<String>| {
                let known = found.iter().any(|item| item.filter_text.as_deref() == Some(text.as_str()));
                if !known && found.len() < MOST {
                    let order = found.len();
                    found.push(item(text.clone(), text, CompletionItemKind::VALUE, detail, order));
                }
            };
            for schema in &schemas {
                for value in schema.values_at(&whole) {
                    add(written(&value), Some(schema.name().to_owned()));
                }
            }
            if let Some((_, values)) = used(around, file.id, &path).remove(key.as_str()) {
                let mut values: Vec<(String, usize)> = values.into_iter().collect();
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                for (value, count) in values {
                    let pages =
                        if count == 1 { "1 other page".to_owned() } else { format!("{count} other pages") };
                    add(value, Some(pages));
                }
            }
        }
    }
    found
}

/// A value as YAML. Text that YAML would read as something else is quoted.
fn written(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    let plain = text.chars().next().is_some_and(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || " -_./+()".contains(c))
        && !text.ends_with(' ')
        && text.parse::<f64>().is_err()
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// Keys at `path` in the other files of the framework: in how many, and with which short values.
fn used(
    around: &Around<'_>,
    own: FileId,
    path: &[&str],
) -> BTreeMap<String, (usize, BTreeMap<String, usize>)> {
    let mut found: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    let files = around.framework.map_or(&[][..], |framework| framework.files.as_slice());
    for id in files.iter().filter(|id| **id != own) {
        let Some(doc) = around.documents.get(id.0 as usize).and_then(Option::as_ref) else { continue };
        let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
        for top in front.into_iter().chain(doc.data()) {
            let Some(node) = path.iter().try_fold(top, |node, key| node.get(key)) else { continue };
            for entry in node.entries() {
                let (count, values) = found.entry(entry.key.value.clone()).or_default();
                *count += 1;
                let text = match &entry.value.value {
                    Value::String(text) if text.plain.len() <= LONGEST && !text.plain.contains('\n') => {
                        Some(quoted(&text.plain))
                    }
                    Value::Number(number) => Some(number.to_string()),
                    Value::Bool(truth) => Some(truth.to_string()),
                    _ => None,
                };
                if let Some(text) = text {
                    *values.entry(text).or_default() += 1;
                }
            }
        }
    }
    found
}

/// The bytes of the settings block, or of the data file, that `offset` stands in.
fn settings_range(
    file: &SourceFile,
    doc: Option<&Document>,
    buffer: &Buffer,
    offset: usize,
) -> Option<std::ops::Range<usize>> {
    let text = buffer.text.as_str();
    let extension = Path::new(&file.path).extension();
    let yaml = |name: &str| extension.is_some_and(|own| own.eq_ignore_ascii_case(name));
    if yaml("yaml") || yaml("yml") || doc.is_some_and(|doc| doc.format == "yaml") {
        return Some(0..text.len());
    }
    // While a block is being written it may not parse, so its fences are looked for here.
    let first = text.lines().next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = text.find('\n')? + 1;
    let rest = text.get(start..)?;
    let mut at = start;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (start..=at).contains(&offset).then_some(start..at);
        }
        at += line.len();
    }
    (offset >= start).then_some(start..text.len())
}

/// What is being written at `offset`, by the indentation of the lines above.
fn spot(text: &str, within: std::ops::Range<usize>, offset: usize) -> Option<Spot> {
    let before = text.get(within.start..offset)?;
    let line_start = before.rfind('\n').map_or(within.start, |at| within.start + at + 1);
    let line = text.get(line_start..offset)?;
    if line.trim_start().starts_with('#') {
        return None;
    }
    let indent = indent_of(line);
    let own = line.trim_start().trim_start_matches("- ").trim_start();
    let mut path = vec![];
    let mut beside = vec![];
    let mut least = indent;
    let above = text.get(within.start..line_start)?;
    for other in above.lines().rev().filter(|other| !other.trim().is_empty()) {
        let Some((key, _)) = key_of(other) else { continue };
        let depth = indent_of(other);
        if depth < least {
            path.push(key.to_owned());
            least = depth;
        } else if depth == indent && path.is_empty() {
            beside.push(key.to_owned());
        }
        if least == 0 && !path.is_empty() {
            break;
        }
    }
    path.reverse();
    for other in text.get(offset..within.end)?.lines().skip(1) {
        if !other.trim().is_empty() && indent_of(other) < indent {
            break;
        }
        if let Some((key, _)) = key_of(other).filter(|_| indent_of(other) == indent) {
            beside.push(key.to_owned());
        }
    }
    match key_of(line) {
        Some((key, value)) => {
            let start = offset - value.len();
            Some(Spot { path, key: Some(key.to_owned()), start, beside })
        }
        None if own.contains([' ', '"', '\'', '{', '[']) => None,
        None => Some(Spot { path, key: None, start: offset - own.len(), beside }),
    }
}

/// Columns before the key; those of a list's sign belong to them.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// The key of a line and what stands behind it.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let own = line.trim_start_matches([' ', '-']);
    let at = own.find(':')?;
    let (key, rest) = (own.get(..at)?, own.get(at + 1..)?);
    let key = key.trim().trim_matches(['"', '\'']);
    let ends = rest.is_empty() || rest.starts_with([' ', '\t', '\r']);
    (ends && !key.is_empty() && !key.starts_with('#')).then(|| (key, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(Vec<String>, Option<String>, String)> {
        let offset = text.find('|').unwrap();
        let text = text.replace('|', "");
        let spot = spot(&text, 0..text.len(), offset)?;
        Some((spot.path, spot.key, text[spot.start..offset].to_owned()))
    }

    #[test]
    fn the_place_in_the_tree_is_known_while_it_is_written() {
        let keys = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        assert_eq!(at("title: A\nle|"), Some((vec![], None, "le".into())));
        assert_eq!(at("title: A\nlevel: I|\nx: 1"), Some((vec![], Some("level".into()), "I".into())));
        assert_eq!(at("pay:\n  currency: EUR\n  per|"), Some((keys(&["pay"]), None, "per".into())));
        assert_eq!(at("levels:\n  - key: IC1\n    na|"), Some((keys(&["levels"]), None, "na".into())));
        assert_eq!(at("# a com|ment"), None);
        assert_eq!(at("a sentence goes| on"), None);
    }

    #[test]
    fn values_are_quoted_where_yaml_would_read_something_else() {
        for (text, written) in [("IC3", "IC3"), ("no", "\"no\""), ("1.5", "\"1.5\""), ("a: b", "\"a: b\"")] {
            assert_eq!(quoted(text), written);
        }
    }
}
