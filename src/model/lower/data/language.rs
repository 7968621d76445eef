//! Data that says everything in several languages: `{en: "Baker", de: "Bäcker"}` stands for one text.

use crate::syntax::{Entry, Node, Value};

/// The language that is read where there is a choice.
const PREFERRED: &str = "en";

/// Deeper data is not read.
const MAX_DEPTH: u8 = 64;

/// The trees with one language where several say the same; nothing if none do.
pub(super) fn spoken(nodes: &[Node]) -> Option<Vec<Node>> {
    nodes.iter().any(|node| holds(node, 0)).then(|| nodes.iter().map(|node| in_one(node, 0)).collect())
}

fn holds(node: &Node, depth: u8) -> bool {
    depth < MAX_DEPTH
        && (chosen(node).is_some()
            || node
                .items()
                .iter()
                .chain(node.entries().iter().map(|entry| &entry.value))
                .any(|inner| holds(inner, depth + 1)))
}

fn in_one(node: &Node, depth: u8) -> Node {
    if depth >= MAX_DEPTH {
        return node.clone();
    }
    if let Some(text) = chosen(node) {
        return text.clone();
    }
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| in_one(item, depth + 1)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), value: in_one(&entry.value, depth + 1) })
                .collect(),
        ),
        other => other.clone(),
    };
    Node { value, span: node.span, style: node.style, alias_of: node.alias_of }
}

/// The text of one language in a mapping from languages to texts, or to lists of texts.
fn chosen(node: &Node) -> Option<&Node> {
    let entries = node.entries();
    let said = |node: &Node| {
        node.as_text().is_some()
            || !node.items().is_empty() && node.items().iter().all(|item| item.as_text().is_some())
    };
    let kept =
        entries.len() > 1 && entries.iter().all(|entry| is_language(&entry.key.value) && said(&entry.value));
    let preferred = || entries.iter().find(|entry| entry.key.value.starts_with(PREFERRED));
    if kept { preferred().or_else(|| entries.first()).map(|entry| &entry.value) } else { None }
}

/// True for `en`, `de`, `pt-BR`, `zh_TW`: the languages that are written much.
fn is_language(key: &str) -> bool {
    const CODES: &[&str] = &[
        "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
        "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nb", "nl", "nn", "no", "pl",
        "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
    ];
    let (code, region) = key.split_once(['-', '_']).unwrap_or((key, ""));
    CODES.contains(&code) && region.len() <= 4 && region.bytes().all(|byte| byte.is_ascii_alphabetic())
}
