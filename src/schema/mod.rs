//! JSON Schema: checks a tree of values and says what is wrong at the exact key or value, in words
//! for people who have never seen a schema. Imports `text`, `syntax` and `config`.

mod budget;
mod builtin;
mod choose;
mod declared;
mod graph;
mod locate;
mod message;
mod retrieve;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::Location;
use jsonschema::{Draft, PatternOptions, Registry, ValidationError, Validator};
use serde_json::Value;

pub use builtin::{BUILT_IN, built_in};
pub use declared::{DeclarationError, Schemas};

use crate::syntax::Node;
use crate::text::{SourceFile, Span, sentence};
use graph::{Graph, Trace};
use locate::Locator;
use message::Told;

/// Largest schema file that is read, in bytes.
const MAX_SCHEMA_SIZE: u64 = 4 * 1024 * 1024;
/// Deepest value that is checked; the readers go no deeper.
const MAX_DEPTH: usize = 128;
/// Most ways in which one value may be looked at. A person's schema stays below a few hundred; one
/// that doubles them at every `$ref` passes this with seventeen.
const MAX_WAYS: u64 = 100_000;
/// Most looks at all values of a file together: some seconds.
const MAX_WORK: u64 = 30_000_000;

/// Most steps of a pattern that looks ahead, for one text.
const MAX_STEPS: usize = 100_000;

/// A schema ready to check with.
pub struct Schema {
    name: String,
    validator: Validator,
    graph: Graph,
    /// By depth of the checked value: how many ways to look at a value there are.
    work: Vec<u64>,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Where a schema comes from, which decides what its references may lead to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// The folder that no reference leaves.
    pub root: &'p Path,
    /// The schema's own path, relative to `root`.
    pub path: &'p Path,
}

/// Why a schema cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Not JSON (or YAML).
    #[error("the schema `{name}` cannot be read: {message}")]
    Syntax { name: String, message: String },
    /// JSON, but not a schema; `pointer` says where.
    #[error("the schema `{name}` is not a valid JSON Schema, at `{pointer}`: {message}")]
    Invalid { name: String, pointer: String, message: String },
    /// A `$ref` leads nowhere, or where it may not lead.
    #[error("the schema `{name}` refers to `{reference}`, which cannot be used: {message}")]
    Reference { name: String, reference: String, message: String },
    /// It could keep the program busy for ever.
    #[error("the schema `{name}` is too complex: {message}")]
    TooComplex { name: String, message: String },
}

/// What a [`Violation`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationKind {
    /// A key that the schema does not know.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// Text instead of a number and the like.
    Type,
    /// Not one of the allowed values.
    Value,
    /// A text in a wrong form: pattern, date, address.
    Form,
    /// Too small, too large, too short, too long.
    Range,
    /// Too few, too many or repeated items or keys.
    Items,
    /// Something that must not be there.
    NotAllowed,
    /// Fits no alternative, or several where one is wanted.
    Alternatives,
    /// The check was given up: it would take too long.
    TooComplex,
    Other,
}

/// One thing in a file that breaks a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub kind: ViolationKind,
    /// The exact key (unknown or forbidden ones), value, or the object that lacks a key.
    pub span: Span,
    /// One plain sentence.
    pub message: String,
    /// What to do, in sentences.
    pub help: Option<String>,
    /// Other places that belong to it, each with a remark.
    pub related: Vec<(Span, String)>,
    /// True when a key is not known: a warning unless the schema is meant to be strict.
    pub unknown_key: bool,
    /// Bytes to replace, and by what. A guess, if a likely one.
    pub fix: Option<(Span, String)>,
}

impl SchemaError {
    fn reference(name: &str, error: &jsonschema::ReferencingError) -> Self {
        use jsonschema::ReferencingError as R;
        let (reference, message) = match error {
            R::Unretrievable { uri, .. } if uri.starts_with("http") => {
                (uri.clone(), retrieve::NO_NETWORK.into())
            }
            R::Unretrievable { uri, source } => (retrieve::shown(uri), source.to_string()),
            R::PointerToNowhere { pointer } => (format!("#{pointer}"), "the schema has no such part".into()),
            R::NoSuchAnchor { anchor } | R::InvalidAnchor { anchor } => {
                (format!("#{anchor}"), "the schema has no such anchor".into())
            }
            R::UnknownSpecification { specification } => {
                (specification.clone(), "`$schema` names a kind of schema that rolelint does not know".into())
            }
            other => ("$ref".into(), other.to_string()),
        };
        SchemaError::Reference { name: name.to_owned(), reference, message }
    }
}

impl Schema {
    /// Reads a schema from JSON text. `name` is what errors call it; without a `place` it can refer
    /// only to itself and to the built-in schemas.
    ///
    /// # Errors
    /// When it is not a schema, refers to what cannot be read, or is too complex.
    pub fn load(text: &str, name: &str, place: Option<Place>) -> Result<Schema, SchemaError> {
        let value = serde_json::from_str(text)
            .map_err(|error| SchemaError::Syntax { name: name.to_owned(), message: error.to_string() })?;
        Self::from_value(&value, name, place)
    }

    /// Reads a schema from a JSON or YAML file.
    ///
    /// # Errors
    /// As [`Schema::load`].
    pub fn from_source(file: &SourceFile, place: Option<Place>) -> Result<Schema, SchemaError> {
        let value = retrieve::from_source(file)
            .map_err(|message| SchemaError::Syntax { name: file.path.clone(), message })?;
        Self::from_value(&value, &file.path, place)
    }

    /// Makes a schema of a JSON value.
    ///
    /// # Errors
    /// As [`Schema::load`].
    pub fn from_value(value: &Value, name: &str, place: Option<Place>) -> Result<Schema, SchemaError> {
        let address = match place {
            Some(place) => retrieve::address(place.path),
            None => "urn:rolelint:given".to_owned(),
        };
        // A kind of schema of the author's own is looked up by the validator; its parts are named
        // as in the newest draft.
        let detected = Draft::default().detect(value);
        let draft = if detected == Draft::Unknown { Draft::default() } else { detected };
        let referencing = |error: &jsonschema::ReferencingError| SchemaError::reference(name, error);
        let registry = Registry::new()
            .draft(draft)
            .retriever(retrieve::Local::new(place, value))
            .add(&address, value.clone())
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| referencing(&error))?;
        let base = jsonschema::uri::from_str(&address).map_err(|error| referencing(&error))?;
        let graph = Graph::build(&registry, &base, draft, name)?;
        // Before the validator is built: building does some of the same work.
        let work = budget::work(&graph, MAX_DEPTH, MAX_WAYS, name)?;
        if work.is_empty() {
            return Err(SchemaError::TooComplex {
                name: name.to_owned(),
                message: format!(
                    "its alternatives and references lead to one place in more than {MAX_WAYS} ways"
                ),
            });
        }
        let options = || {
            jsonschema::options()
                .with_registry(&registry)
                .with_base_uri(address.as_str())
                .should_validate_formats(true)
        };
        // Patterns that look ahead need another engine, which is slower and may have to give up.
        let patient = PatternOptions::fancy_regex().backtrack_limit(MAX_STEPS);
        let validator = options()
            .with_pattern_options(PatternOptions::regex())
            .build(value)
            .or_else(|_| options().with_pattern_options(patient).build(value))
            .map_err(|error| match error.kind() {
                ValidationErrorKind::Referencing(error) => referencing(error),
                _ => SchemaError::Invalid {
                    name: name.to_owned(),
                    pointer: error.instance_path().to_string(),
                    message: locate::clip(&error.to_string()),
                },
            })?;
        Ok(Schema { name: name.to_owned(), validator, graph, work })
    }

    /// What errors call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys that an object at `path` may have, with what the schema says about them.
    pub fn keys_at(&self, path: &[&str]) -> Vec<(&str, Option<&str>)> {
        let mut found: Vec<(&str, Option<&str>)> = vec![];
        for number in self.places(path) {
            for key in self.graph.keys(number, true) {
                if !found.iter().any(|(known, _)| *known == key) {
                    found.push((key, self.graph.property_description(number, key)));
                }
            }
        }
        found
    }

    /// The values that the schema allows at `path`, if it lists them.
    pub fn values_at(&self, path: &[&str]) -> Vec<Value> {
        let mut found: Vec<Value> = vec![];
        for number in self.places(path).into_iter().flat_map(|number| self.graph.here(number)) {
            let Some(shape) = self.graph.shape(number) else { continue };
            let truths = if shape.types.iter().any(|name| name == "boolean") {
                vec![Value::Bool(true), Value::Bool(false)]
            } else {
                vec![]
            };
            for value in shape.options.iter().flatten().chain(&truths) {
                if !found.contains(value) {
                    found.push(value.clone());
                }
            }
        }
        found
    }

    /// The subschemas of the value at `path`; the items of lists stand for the list.
    fn places(&self, path: &[&str]) -> Vec<usize> {
        let mut now = self.graph.with_items(vec![0]);
        for key in path {
            let next = now.iter().flat_map(|&number| self.graph.property(number, key)).collect();
            now = self.graph.with_items(next);
        }
        now
    }

    /// Everything in `node` that breaks the schema, in file order. Nothing twice, though a value may
    /// be used in several places through aliases and merge keys.
    pub fn validate(&self, node: &Node) -> Vec<Violation> {
        let (depth, count) = locate::extent(node);
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let ways = self.work.get(depth).copied();
        if ways.is_none_or(|ways| ways.saturating_mul(count) > MAX_WORK) {
            return vec![Violation {
                kind: ViolationKind::TooComplex,
                span: Locator::new(node).find(&Location::new()).object_span(),
                message: format!("This file is too large to be checked with the schema `{}`.", self.name),
                help: Some("Split the file, or give the schema fewer alternatives that nest.".into()),
                related: vec![],
                unknown_key: false,
                fix: None,
            }];
        }
        let instance = node.to_json();
        let mut check = Check {
            schema: self,
            locator: Locator::new(node),
            traces: HashMap::new(),
            keys: HashMap::new(),
            choices: HashMap::new(),
            told: vec![],
            shadowed: vec![],
            paths: HashSet::new(),
        };
        for error in self.validator.iter_errors(&instance) {
            check.error(&error);
        }
        check.finish()
    }
}

/// Keys that an object may have.
pub(super) struct Keys {
    order: Vec<String>,
    set: HashSet<String>,
}

impl Keys {
    fn contains(&self, key: &str) -> bool {
        self.set.contains(key)
    }
}

/// One check of one tree.
struct Check<'s, 'n> {
    schema: &'s Schema,
    locator: Locator<'n>,
    /// By evaluation path.
    traces: HashMap<String, Rc<Trace>>,
    /// By subschema, and whether those that apply with it count.
    keys: HashMap<(usize, bool), Rc<Keys>>,
    /// By subschema, and whether it is its `oneOf`: the keys that tell the branches apart.
    choices: HashMap<(usize, bool), Vec<String>>,
    told: Vec<Told>,
    /// Keys that count as unknown only because their own values are wrong; with the path of their
    /// object.
    shadowed: Vec<(String, Told)>,
    /// Paths of all errors, and of everything above them.
    paths: HashSet<String>,
}

impl Check<'_, '_> {
    /// The subschemas on the way to the keyword that an error comes from.
    fn trace(&mut self, error: &ValidationError) -> Rc<Trace> {
        let path = error.evaluation_path();
        // The last part is the keyword itself, but for the schema `false`, which has none.
        let whole = matches!(error.kind(), ValidationErrorKind::FalseSchema);
        let path = path.as_str();
        let path = if whole { path } else { path.rsplit_once('/').map_or("", |(above, _)| above) };
        if let Some(known) = self.traces.get(path) {
            return Rc::clone(known);
        }
        let trace = Rc::new(self.schema.graph.trace(path));
        self.traces.insert(path.to_owned(), Rc::clone(&trace));
        trace
    }

    fn keys(&mut self, owner: usize, all: bool) -> Rc<Keys> {
        let graph = &self.schema.graph;
        let keys = self.keys.entry((owner, all)).or_insert_with(|| {
            let order: Vec<String> = graph.keys(owner, all).into_iter().map(str::to_owned).collect();
            let set = order.iter().cloned().collect();
            Rc::new(Keys { order, set })
        });
        Rc::clone(keys)
    }

    fn error(&mut self, error: &ValidationError) {
        let mut leaves = vec![];
        self.leaves(error, 0, &mut leaves);
        for leaf in leaves {
            let path = leaf.error.instance_path().as_str();
            // A branch that fails leaves its keys unevaluated: they seem unknown, but are not.
            if let ValidationErrorKind::UnevaluatedProperties { unexpected } = leaf.error.kind() {
                let owner = self.trace(leaf.error).owner();
                let keys = self.keys(owner, true);
                for (told, key) in self.tell(&leaf).into_iter().zip(unexpected) {
                    if keys.contains(key) {
                        self.shadowed.push((path.to_owned(), told));
                    } else {
                        self.note(path);
                        self.told.push(told);
                    }
                }
                continue;
            }
            self.note(path);
            let told = self.tell(&leaf);
            self.told.extend(told);
        }
    }

    /// Remembers that there is an error at `path`.
    fn note(&mut self, path: &str) {
        let mut path = path;
        while self.paths.insert(path.to_owned()) {
            let Some((above, _)) = path.rsplit_once('/') else { break };
            path = above;
        }
    }

    fn finish(mut self) -> Vec<Violation> {
        for (path, told) in std::mem::take(&mut self.shadowed) {
            if !self.paths.contains(&path) {
                self.told.push(told);
            }
        }
        self.told.sort_by_key(|told| (told.span.start, told.span.end));
        let mut seen = HashSet::new();
        // A value of the wrong kind breaks most other rules as well.
        let wrong_kind: HashSet<Span> =
            self.told.iter().filter(|told| told.kind == ViolationKind::Type).map(|told| told.span).collect();
        self.told
            .into_iter()
            .filter(|told| {
                !(told.kind == ViolationKind::Value && wrong_kind.contains(&told.span))
                    && seen.insert((told.span, told.message.clone()))
            })
            .map(|told| Violation {
                unknown_key: told.kind == ViolationKind::UnknownKey,
                kind: told.kind,
                span: told.span,
                message: sentence(&told.message),
                help: told.help.as_deref().map(sentence),
                related: told.related,
                fix: told.fix,
            })
            .collect()
    }
}
