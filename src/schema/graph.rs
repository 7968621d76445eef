//! A schema as a graph of its subschemas: which keys and forms a place allows, and where a keyword
//! stands.

use std::collections::{HashMap, HashSet, VecDeque};

use jsonschema::{Draft, Registry, Uri};
use serde_json::Value;

use super::SchemaError;

/// Most subschemas of one schema, referenced files included.
const MAX_SHAPES: usize = 20_000;
/// Longest chain of subschemas that apply to one and the same value. The validator goes down with it.
const MAX_CHAIN: usize = 256;

/// All subschemas that can be reached. The first one is the schema itself.
#[derive(Debug, Default)]
pub(super) struct Graph {
    shapes: Vec<Shape>,
}

/// What one subschema says, as far as messages need it.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub description: Option<String>,
    /// Names of `type`.
    pub types: Vec<String>,
    /// The values of `enum`, or the one of `const`.
    pub options: Option<Vec<Value>>,
    pub required: Vec<String>,
    pub format: Option<String>,
    /// Names of `properties`, in the order of the schema.
    properties: Vec<String>,
    edges: Vec<Edge>,
    /// Whether it looks again at what other subschemas said about a value.
    pub unevaluated: bool,
}

#[derive(Debug)]
pub(super) struct Edge {
    /// The path from the subschema to the other: a keyword, and for most a name or number.
    keyword: &'static str,
    pub name: Option<String>,
    pub to: usize,
    pub hop: Hop,
}

/// To which value the other subschema applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hop {
    /// The same one.
    Here,
    /// The value of one key.
    Property,
    /// Values inside it.
    Inside,
}

/// Keywords that hold subschemas: what they hold and where those apply.
const KEYWORDS: &[(&str, Holds, Hop)] = &[
    ("allOf", Holds::List, Hop::Here),
    ("anyOf", Holds::List, Hop::Here),
    ("oneOf", Holds::List, Hop::Here),
    ("not", Holds::One, Hop::Here),
    ("if", Holds::One, Hop::Here),
    ("then", Holds::One, Hop::Here),
    ("else", Holds::One, Hop::Here),
    ("dependentSchemas", Holds::Map, Hop::Here),
    ("dependencies", Holds::Map, Hop::Here),
    ("$ref", Holds::Reference, Hop::Here),
    ("$dynamicRef", Holds::Reference, Hop::Here),
    ("$recursiveRef", Holds::Reference, Hop::Here),
    ("properties", Holds::Map, Hop::Property),
    ("patternProperties", Holds::Map, Hop::Inside),
    ("additionalProperties", Holds::One, Hop::Inside),
    ("unevaluatedProperties", Holds::One, Hop::Inside),
    ("propertyNames", Holds::One, Hop::Inside),
    ("items", Holds::OneOrList, Hop::Inside),
    ("prefixItems", Holds::List, Hop::Inside),
    ("additionalItems", Holds::One, Hop::Inside),
    ("unevaluatedItems", Holds::One, Hop::Inside),
    ("contains", Holds::One, Hop::Inside),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    One,
    List,
    OneOrList,
    Map,
    Reference,
}

/// The subschemas on the way to a keyword; each with whether it applies to the same value as the
/// one before it.
pub(super) struct Trace {
    steps: Vec<(usize, bool)>,
}

impl Graph {
    /// Follows all references from the resource `base` in `registry`.
    pub(super) fn build(
        registry: &Registry<'_>,
        base: &Uri<String>,
        draft: Draft,
        name: &str,
    ) -> Result<Graph, SchemaError> {
        let too_complex = |message: String| SchemaError::TooComplex { name: name.to_owned(), message };
        let mut graph = Graph::default();
        let mut numbers: HashMap<*const Value, usize> = HashMap::new();
        let mut queue = VecDeque::new();
        let root = registry.resolver(base.clone());
        let root = root.lookup(base.as_str()).map_err(|error| SchemaError::reference(name, &error))?;
        let (contents, resolver, _) = root.into_inner();
        numbers.insert(std::ptr::from_ref(contents), 0);
        graph.shapes.push(Shape::of(contents));
        queue.push_back((0, contents, resolver));
        while let Some((number, schema, resolver)) = queue.pop_front() {
            let Value::Object(keywords) = schema else { continue };
            let resource = draft.create_resource_ref(schema);
            // Where a reference leads nowhere, the validator will say so.
            let Ok(resolver) = resolver.in_subresource(resource) else { continue };
            let mut edges = vec![];
            for &(keyword, holds, hop) in KEYWORDS {
                let Some(value) = keywords.get(keyword) else { continue };
                let mut found = vec![];
                match (holds, value) {
                    (Holds::Reference, Value::String(reference)) => {
                        let resolved = if keyword == "$recursiveRef" {
                            resolver.lookup_recursive_ref()
                        } else {
                            resolver.lookup(reference)
                        };
                        if let Ok(resolved) = resolved {
                            let (contents, inner, _) = resolved.into_inner();
                            found.push((None, contents, inner));
                        }
                    }
                    (Holds::List | Holds::OneOrList, Value::Array(items)) => {
                        for (at, item) in items.iter().enumerate() {
                            found.push((Some(at.to_string()), item, resolver.clone()));
                        }
                    }
                    (Holds::Map, Value::Object(map)) => {
                        for (key, item) in map {
                            if item.is_object() || item.is_boolean() {
                                found.push((Some(key.clone()), item, resolver.clone()));
                            }
                        }
                    }
                    (Holds::One | Holds::OneOrList, Value::Object(_) | Value::Bool(_)) => {
                        found.push((None, value, resolver.clone()));
                    }
                    _ => {}
                }
                for (part, contents, inner) in found {
                    let fresh = graph.shapes.len();
                    let to = *numbers.entry(std::ptr::from_ref(contents)).or_insert(fresh);
                    if to == fresh {
                        if fresh >= MAX_SHAPES {
                            return Err(too_complex(format!("it has more than {MAX_SHAPES} parts")));
                        }
                        graph.shapes.push(Shape::of(contents));
                        queue.push_back((fresh, contents, inner));
                    }
                    edges.push(Edge { keyword, name: part, to, hop });
                }
            }
            if let Some(shape) = graph.shapes.get_mut(number) {
                shape.edges = edges;
            }
        }
        Ok(graph)
    }

    pub(super) fn shape(&self, number: usize) -> Option<&Shape> {
        self.shapes.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.shapes.len()
    }

    pub(super) fn edges(&self, number: usize) -> &[Edge] {
        self.shapes.get(number).map_or(&[], |shape| &shape.edges)
    }

    /// Follows a JSON pointer through the schema and its references.
    pub(super) fn trace(&self, path: &str) -> Trace {
        let segments: Vec<String> =
            path.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
        let mut steps = vec![(0, false)];
        let (mut at, mut now) = (0, 0);
        while let Some(keyword) = segments.get(at) {
            let part = segments.get(at + 1);
            let fits = |edge: &&Edge| {
                edge.keyword == keyword && edge.name.as_ref().is_none_or(|name| Some(name) == part)
            };
            let Some(edge) = self.edges(now).iter().find(fits) else { break };
            at += if edge.name.is_some() { 2 } else { 1 };
            now = edge.to;
            steps.push((now, edge.hop == Hop::Here));
        }
        Trace { steps }
    }

    /// The subschemas that `keyword` of `number` holds, in order.
    pub(super) fn branches(&self, number: usize, keyword: &str) -> Vec<usize> {
        self.edges(number).iter().filter(|edge| edge.keyword == keyword).map(|edge| edge.to).collect()
    }

    /// `number` and all subschemas that apply to the same value (in any of its alternatives).
    pub(super) fn here(&self, number: usize) -> Vec<usize> {
        let mut seen = HashSet::from([number]);
        let mut found = vec![number];
        let mut at = 0;
        while let Some(&next) = found.get(at) {
            at += 1;
            for edge in self.edges(next) {
                if edge.hop == Hop::Here && edge.keyword != "not" && seen.insert(edge.to) {
                    found.push(edge.to);
                }
            }
        }
        found
    }

    /// The keys that an object may have: those that the subschema itself names, and, if it names
    /// none or `all` are wanted, those of the subschemas that apply with it.
    pub(super) fn keys(&self, number: usize, all: bool) -> Vec<&str> {
        let own = self.shape(number).map(|shape| shape.properties.as_slice()).unwrap_or_default();
        if !all && !own.is_empty() {
            return own.iter().map(String::as_str).collect();
        }
        let mut seen = HashSet::new();
        self.here(number)
            .into_iter()
            .filter_map(|at| self.shape(at))
            .flat_map(|shape| &shape.properties)
            .map(String::as_str)
            .filter(|key| seen.insert(*key))
            .collect()
    }

    /// The subschemas of a key.
    pub(super) fn property(&self, number: usize, key: &str) -> Vec<usize> {
        let mut found = vec![];
        for at in self.here(number) {
            for edge in self.edges(at) {
                if edge.keyword == "properties" && edge.name.as_deref() == Some(key) {
                    found.push(edge.to);
                }
            }
        }
        found
    }

    /// These subschemas and those of the items, if they are about lists.
    pub(super) fn with_items(&self, numbers: Vec<usize>) -> Vec<usize> {
        let mut found: Vec<usize> = vec![];
        let mut seen = HashSet::new();
        for number in numbers {
            for at in self.here(number) {
                let items =
                    self.edges(at).iter().filter(|edge| matches!(edge.keyword, "items" | "prefixItems"));
                found.extend(items.map(|edge| edge.to).filter(|to| seen.insert(*to)));
            }
            if seen.insert(number) {
                found.push(number);
            }
        }
        found
    }

    /// What a key is for, in the schema's words.
    pub(super) fn property_description(&self, number: usize, key: &str) -> Option<&str> {
        self.property(number, key)
            .into_iter()
            .flat_map(|at| self.here(at))
            .find_map(|at| self.shape(at)?.description.as_deref())
    }

    /// The keys whose value is one of a few: they tell alternatives apart.
    pub(super) fn choice_keys(&self, number: usize) -> HashSet<&str> {
        let mut found = HashSet::new();
        for at in self.here(number) {
            for edge in self.edges(at) {
                if let (Some(name), Hop::Property) = (&edge.name, edge.hop)
                    && self.shape(edge.to).is_some_and(|shape| shape.options.is_some())
                {
                    found.insert(name.as_str());
                }
            }
        }
        found
    }

    /// All subschemas in an order in which those that apply to the same value come before the one
    /// that holds them.
    pub(super) fn innermost_first(&self, name: &str) -> Result<Vec<usize>, SchemaError> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut states = vec![State::New; self.shapes.len()];
        let mut order = Vec::with_capacity(self.shapes.len());
        for start in 0..self.shapes.len() {
            let mut stack = vec![(start, 0)];
            while let Some(&(number, at)) = stack.last() {
                let state = states.get(number).copied().unwrap_or(State::Done);
                if at == 0 && state != State::New {
                    stack.pop();
                    continue;
                }
                if let Some(state) = states.get_mut(number) {
                    *state = State::Open;
                }
                if stack.len() > MAX_CHAIN {
                    return Err(SchemaError::TooComplex {
                        name: name.to_owned(),
                        message: format!("a chain of more than {MAX_CHAIN} references leads to one place"),
                    });
                }
                let next = self.edges(number).get(at).map(|edge| (edge.to, edge.hop));
                if let Some(top) = stack.last_mut() {
                    top.1 += 1;
                }
                match next {
                    Some((to, Hop::Here)) => {
                        if states.get(to) == Some(&State::New) {
                            stack.push((to, 0));
                        }
                    }
                    Some(_) => {}
                    None => {
                        if let Some(state) = states.get_mut(number) {
                            *state = State::Done;
                        }
                        order.push(number);
                        stack.pop();
                    }
                }
            }
        }
        Ok(order)
    }
}

impl Trace {
    /// The subschema that holds the keyword.
    pub(super) fn owner(&self) -> usize {
        self.steps.last().map_or(0, |(number, _)| *number)
    }

    /// The subschemas that apply to the value, innermost first.
    pub(super) fn owners(&self) -> impl Iterator<Item = usize> + '_ {
        let last = self.steps.iter().rposition(|(_, here)| !here).unwrap_or(0);
        self.steps.get(last..).unwrap_or_default().iter().rev().map(|(number, _)| *number)
    }
}

impl Shape {
    fn of(schema: &Value) -> Shape {
        let text = |key: &str| schema.get(key).and_then(Value::as_str).map(str::to_owned);
        let names = |key: &str| -> Vec<String> {
            match schema.get(key) {
                Some(Value::String(name)) => vec![name.clone()],
                Some(Value::Array(list)) => {
                    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                _ => vec![],
            }
        };
        let options = match (schema.get("enum"), schema.get("const")) {
            (_, Some(value)) => Some(vec![value.clone()]),
            (Some(Value::Array(values)), None) => Some(values.clone()),
            _ => None,
        };
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .map(|map| map.keys().cloned().collect())
            .unwrap_or_default();
        let has = |key: &str| schema.get(key).is_some();
        Shape {
            description: text("description"),
            types: names("type"),
            options,
            required: names("required"),
            format: text("format"),
            properties,
            edges: vec![],
            unevaluated: has("unevaluatedProperties") || has("unevaluatedItems"),
        }
    }
}
