//! A JSON Schema that all given settings blocks (or data files) satisfy, and what stands out among them.
//!
//! The schema describes what is there, so nobody's file breaks when it is declared; what is probably a slip
//! is listed beside it, for a person to decide.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value as Json, json};

use crate::syntax::{Node, Value};
use crate::text::{Span, nearest};

/// Deeper values are accepted whatever they are: settings blocks are flat, and data files have role schemas.
const MAX_DEPTH: usize = 8;
/// A list of allowed values needs as many uses of each on average, and no more values than this.
const USES_OF_EACH: usize = 3;
const MAX_VALUES: usize = 12;
/// Longer texts are prose, not values of a list.
const MAX_VALUE_BYTES: usize = 40;
/// A share below which something stands out: one in ten.
const FEW: usize = 10;
/// With fewer examples nothing can stand out.
const ENOUGH: usize = 4;

/// What was learned.
#[derive(Debug)]
pub struct Inferred {
    /// JSON Schema 2020-12; every given tree satisfies it.
    pub schema: Json,
    /// What few do differently from many, in file order.
    pub oddities: Vec<Oddity>,
}

/// Something that may be a slip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oddity {
    pub span: Span,
    /// One sentence.
    pub message: String,
}

/// Makes a schema of what `trees` have in common.
pub fn infer_schema(trees: &[&Node]) -> Inferred {
    let mut shape = Shape::default();
    for tree in trees {
        shape.add(tree, 0);
    }
    let mut oddities = vec![];
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.extend(shape.schema("", &mut oddities));
    oddities.sort();
    oddities.dedup();
    Inferred { schema: Json::Object(schema), oddities }
}

/// What was seen at one place of the trees.
#[derive(Default)]
struct Shape<'a> {
    /// Each kind of value with the places where it stands.
    kinds: BTreeMap<Kind, Vec<Span>>,
    /// Each text with the places where it stands.
    texts: BTreeMap<&'a str, Vec<Span>>,
    /// Keys in the order in which they were first seen.
    order: Vec<&'a str>,
    members: HashMap<&'a str, Member<'a>>,
    /// Whole groups of keys, to say where one is missing.
    holders: Vec<(Span, Vec<&'a str>)>,
    items: Option<Box<Shape<'a>>>,
    /// Too deep to look at.
    anything: bool,
}

#[derive(Default)]
struct Member<'a> {
    keys: Vec<Span>,
    shape: Shape<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Whole,
    Number,
    Truth,
    List,
    Group,
    Empty,
}

impl Kind {
    fn of(node: &Node) -> Kind {
        match &node.value {
            Value::Null => Kind::Empty,
            Value::Bool(_) => Kind::Truth,
            Value::Number(number) if number.is_f64() => Kind::Number,
            Value::Number(_) => Kind::Whole,
            Value::String(_) => Kind::Text,
            Value::List(_) => Kind::List,
            Value::Map(_) => Kind::Group,
        }
    }

    /// Its name in a schema.
    fn schema_name(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Whole => "integer",
            Kind::Number => "number",
            Kind::Truth => "boolean",
            Kind::List => "array",
            Kind::Group => "object",
            Kind::Empty => "null",
        }
    }

    /// Its name for people.
    fn name(self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Whole => "a whole number",
            Kind::Number => "a number",
            Kind::Truth => "true or false",
            Kind::List => "a list",
            Kind::Group => "a group of keys",
            Kind::Empty => "empty",
        }
    }
}

impl<'a> Shape<'a> {
    fn add(&mut self, node: &'a Node, depth: usize) {
        self.kinds.entry(Kind::of(node)).or_default().push(node.span);
        match &node.value {
            Value::String(text) => self.texts.entry(text.plain.as_str()).or_default().push(node.span),
            Value::List(_) | Value::Map(_) if depth >= MAX_DEPTH => self.anything = true,
            Value::List(items) => {
                let shape = self.items.get_or_insert_with(Box::default);
                items.iter().for_each(|item| shape.add(item, depth + 1));
            }
            Value::Map(entries) => {
                let mut held = vec![];
                for entry in entries {
                    let key = entry.key.value.as_str();
                    if held.contains(&key) {
                        continue; // the second of the same name is a finding of its own
                    }
                    held.push(key);
                    let order = &mut self.order;
                    let member = self.members.entry(key).or_insert_with(|| {
                        order.push(key);
                        Member::default()
                    });
                    member.keys.push(entry.key.span);
                    member.shape.add(&entry.value, depth + 1);
                }
                let place = entries.first().map_or(node.span, |entry| entry.key.span);
                self.holders.push((place, held));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The schema of this place, whose key is `name`.
    fn schema(&self, name: &str, odd: &mut Vec<Oddity>) -> Map<String, Json> {
        let mut schema = Map::new();
        if self.anything || self.kinds.is_empty() {
            return schema;
        }
        self.write_kinds(name, &mut schema, odd);
        if self.kinds.contains_key(&Kind::Text) {
            self.write_texts(name, &mut schema, odd);
        }
        if let Some(items) = self.items.as_ref().filter(|items| !items.kinds.is_empty()) {
            schema.insert("items".into(), Json::Object(items.schema(name, odd)));
        }
        if !self.holders.is_empty() {
            self.write_members(&mut schema, odd);
        }
        schema
    }

    fn write_kinds(&self, name: &str, schema: &mut Map<String, Json>, odd: &mut Vec<Oddity>) {
        // Every whole number is a number.
        let whole = self.kinds.contains_key(&Kind::Number);
        let names: Vec<&str> = self
            .kinds
            .keys()
            .filter(|kind| !(whole && **kind == Kind::Whole))
            .map(|kind| kind.schema_name())
            .collect();
        let value = match names.as_slice() {
            [one] => json!(one),
            several => json!(several),
        };
        schema.insert("type".into(), value);
        let total: usize = self.kinds.values().map(Vec::len).sum();
        let Some((&usual, most)) = self.kinds.iter().max_by_key(|(_, places)| places.len()) else { return };
        for (&kind, places) in self.kinds.iter().filter(|(kind, _)| **kind != usual) {
            let numbers = [kind, usual].iter().all(|kind| matches!(kind, Kind::Whole | Kind::Number));
            if !is_few(places.len(), total) || numbers {
                continue;
            }
            for &span in places {
                let message = format!(
                    "`{name}` is {} here and {} in {} other places.",
                    kind.name(),
                    usual.name(),
                    most.len()
                );
                odd.push(Oddity { span, message });
            }
        }
    }

    fn write_texts(&self, name: &str, schema: &mut Map<String, Json>, odd: &mut Vec<Oddity>) {
        let total: usize = self.texts.values().map(Vec::len).sum();
        let short = self.texts.keys().all(|text| !text.is_empty() && text.len() <= MAX_VALUE_BYTES);
        let few = self.texts.len() <= MAX_VALUES && self.texts.len() * USES_OF_EACH <= total;
        if short && few && self.texts.len() > 1 && self.kinds.len() == 1 {
            schema.insert("enum".into(), self.texts.keys().copied().collect());
        } else if self.kinds.len() == 1 && self.texts.keys().all(|text| is_date(text)) {
            schema.insert("pattern".into(), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into());
        }
        if !(short && total >= ENOUGH && self.texts.len() <= total.div_ceil(2)) {
            return;
        }
        for (text, places) in self.texts.iter().filter(|(_, places)| is_few(places.len(), total)) {
            let usual =
                self.texts.iter().filter(|(_, other)| other.len() > places.len()).map(|(text, _)| *text);
            let Some(near) = nearest(text, usual) else { continue };
            let uses = self.texts.get(near).map_or(0, Vec::len);
            for &span in places {
                let message =
                    format!("`{name}` is “{text}” here and “{near}” in {uses} other places: perhaps a slip.");
                odd.push(Oddity { span, message });
            }
        }
    }

    /// Rare keys that differ by a slip from one that is usual.
    fn slips(&self) -> BTreeMap<&'a str, &'a str> {
        let count = |key: &str| self.members.get(key).map_or(0, |member| member.keys.len());
        let rare = self.order.iter().filter(|key| is_few(count(key), self.holders.len()));
        let near = |key: &&'a str| {
            nearest(key, self.order.iter().filter(|other| count(other) > count(key)).copied())
        };
        rare.filter_map(|key| near(key).map(|near| (*key, near))).collect()
    }

    fn write_members(&self, schema: &mut Map<String, Json>, odd: &mut Vec<Oddity>) {
        let total = self.holders.len();
        let slips = self.slips();
        for (key, near) in &slips {
            for &span in self.members.get(key).map_or(&[][..], |member| &member.keys) {
                let message = format!("The key `{key}` stands where others have `{near}`: perhaps a slip.");
                odd.push(Oddity { span, message });
            }
        }
        let mut properties = Map::new();
        let mut required: Vec<&str> = vec![];
        for key in &self.order {
            let Some(member) = self.members.get(key) else { continue };
            properties.insert((*key).to_owned(), Json::Object(member.shape.schema(key, odd)));
            let count = member.keys.len();
            if count == total {
                required.push(key);
            } else if is_few(total - count, total) {
                let misspelt = |held: &Vec<&str>| held.iter().any(|other| slips.get(other) == Some(key));
                for (span, _) in
                    self.holders.iter().filter(|(_, held)| !held.contains(key) && !misspelt(held))
                {
                    let message = format!("`{key}` is missing here and stands in {count} other places.");
                    odd.push(Oddity { span: *span, message });
                }
            }
        }
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        schema.insert("properties".into(), Json::Object(properties));
        schema.insert("additionalProperties".into(), Json::Bool(false));
    }
}

/// True for a number so small beside the whole that it stands out.
fn is_few(count: usize, total: usize) -> bool {
    total >= ENOUGH && count > 0 && count <= (total / FEW).max(1)
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use crate::syntax::parse_yaml;
    use crate::text::{FileId, SourceFile};

    fn inferred(texts: &[&str]) -> (Inferred, Vec<String>) {
        let files: Vec<SourceFile> = texts
            .iter()
            .zip(0..)
            .map(|(text, id)| SourceFile::from_bytes(FileId(id), "a.yaml", None, text.as_bytes()))
            .collect();
        let documents: Vec<_> = files.iter().map(parse_yaml).collect();
        let trees: Vec<&Node> = documents.iter().filter_map(|doc| doc.data().first()).collect();
        let inferred = infer_schema(&trees);
        let schema = Schema::from_value(&inferred.schema, "inferred", None).unwrap();
        for tree in &trees {
            assert!(schema.validate(tree).is_empty(), "the schema refuses what it was made of");
        }
        let said = inferred
            .oddities
            .iter()
            .map(|odd| {
                format!(
                    "{}: {}: {}",
                    odd.span.file.0,
                    texts[odd.span.file.0 as usize][odd.span.range()].trim(),
                    odd.message
                )
            })
            .collect();
        (inferred, said)
    }

    #[test]
    fn what_all_have_is_required_and_what_few_do_stands_out() {
        let (inferred, said) = inferred(&[
            "title: Engineer\norder: 1\nfamily: Engineering\ntags: [a]\n",
            "title: Senior Engineer\norder: 2\nfamily: Engineering\n",
            "title: Staff Engineer\norder: '3'\nfamily: Engineering\n",
            "title: Designer\nodrer: 1\nfamily: Design\n",
            "title: Senior Designer\norder: 2\nfamily: Design\n",
            "title: Lead Designer\norder: 3\nfamily: Desing\n",
            "title: Principal Designer\norder: 4\nfamily: Design\n",
        ]);
        assert_eq!(inferred.schema["required"], json!(["title", "family"]));
        assert_eq!(inferred.schema["properties"]["order"]["type"], json!(["string", "integer"]));
        assert_eq!(inferred.schema["additionalProperties"], json!(false));
        insta::assert_snapshot!(said.join("\n"), @"
        2: '3': `order` is a text here and a whole number in 5 other places.
        3: odrer: The key `odrer` stands where others have `order`: perhaps a slip.
        5: Desing: `family` is “Desing” here and “Design” in 3 other places: perhaps a slip.
        ");
    }

    #[test]
    fn few_values_that_are_used_often_are_a_list() {
        let texts: Vec<String> = (0..9)
            .map(|n| {
                format!(
                    "status: {}\nreviewed: 2025-0{}-01\nnote: text number {n}\n",
                    ["draft", "final"][n % 2],
                    n + 1
                )
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (inferred, said) = inferred(&texts);
        assert_eq!(inferred.schema["properties"]["status"]["enum"], json!(["draft", "final"]));
        assert_eq!(
            inferred.schema["properties"]["reviewed"]["pattern"],
            json!("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        );
        assert_eq!(inferred.schema["properties"]["note"], json!({"type": "string"}));
        assert!(said.is_empty(), "{said:?}");
    }
}
