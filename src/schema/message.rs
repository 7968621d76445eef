//! What an error means, in words for people who do not know what a schema is: what is wrong, what
//! to type.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value as Json;

use super::choose::{Leaf, Merged};
use super::locate::{Found, clip};
use super::{Check, Schema, ViolationKind};
use crate::syntax::{Node, ScalarStyle, Value};
use crate::text::{Span, nearest, sentence};

/// Most values or keys that a sentence lists.
const MOST_LISTED: usize = 12;

/// A form that cannot be put in a few words.
pub(super) const UNKNOWN_FORM: &str = "another form";

/// An error as people are told it.
pub(super) struct Told {
    pub kind: ViolationKind,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    pub related: Vec<(Span, String)>,
    pub fix: Option<(Span, String)>,
}

impl Told {
    fn new(kind: ViolationKind, span: Span, message: impl Into<String>) -> Self {
        Told { kind, span, message: message.into(), help: None, related: vec![], fix: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A kind of value in words.
fn type_words(name: &str) -> &str {
    match name {
        "string" => "text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a group of `key: value` pairs",
        "null" => "left empty",
        other => other,
    }
}

/// "Left empty" comes last.
fn in_words_order(mut types: Vec<String>) -> Vec<String> {
    types.sort_by_key(|name| name == "null");
    types
}

/// What a value is, in words.
fn value_words(node: &Node) -> String {
    match &node.value {
        Value::Null => "empty".into(),
        Value::Bool(value) => format!("{value}"),
        Value::Number(value) => format!("the number {value}"),
        Value::String(_) => "text".into(),
        Value::List(_) => "a list".into(),
        Value::Map(_) => "a group of `key: value` pairs".into(),
    }
}

/// `a`, `b` or `c`, each as it stands.
pub(super) fn either(words: &[String]) -> String {
    join(words, "or")
}

fn join(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// Names in backticks; of long lists the beginning.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>, last: &str) -> String {
    let count = names.len();
    let shown: Vec<String> = names.take(MOST_LISTED).map(|name| format!("`{}`", clip(name))).collect();
    if count > MOST_LISTED {
        return format!("{} and {} more", shown.join(", "), count - MOST_LISTED);
    }
    join(&shown, last)
}

/// A value as one would type it.
fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => clip(text),
        Json::Null => "(empty)".into(),
        other => clip(&other.to_string()),
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

impl Schema {
    /// What a subschema allows, in words.
    pub(super) fn form(&self, number: usize) -> String {
        let shapes: Vec<_> = self.graph.here(number).iter().filter_map(|at| self.graph.shape(*at)).collect();
        if let Some(options) = shapes.iter().find_map(|shape| shape.options.as_ref()) {
            let words: Vec<String> = options.iter().map(literal).collect();
            return listed(words.iter().map(String::as_str), "or");
        }
        let Some(typed) = shapes.iter().find(|shape| !shape.types.is_empty()) else {
            let required: Vec<&str> =
                shapes.iter().flat_map(|shape| &shape.required).map(String::as_str).collect();
            if required.is_empty() {
                return UNKNOWN_FORM.into();
            }
            return format!("one with {}", listed(required.into_iter(), "and"));
        };
        let words: Vec<String> = typed
            .types
            .iter()
            .map(|name| match name.as_str() {
                "object" => {
                    let required: Vec<&str> =
                        shapes.iter().flat_map(|shape| &shape.required).map(String::as_str).collect();
                    if required.is_empty() {
                        type_words(name).to_owned()
                    } else {
                        format!("a group of keys with {}", listed(required.into_iter(), "and"))
                    }
                }
                "string" => match shapes.iter().find_map(|shape| shape.format.as_deref()) {
                    Some(format) => format_words(format).0,
                    None => "text".to_owned(),
                },
                other => type_words(other).to_owned(),
            })
            .collect();
        either(&words)
    }
}

/// A format in words, and an example.
fn format_words(format: &str) -> (String, Option<&'static str>) {
    let (words, example) = match format {
        "date" => ("a date", Some("2026-05-31")),
        "date-time" => ("a date and time", Some("2026-05-31T09:30:00Z")),
        "time" => ("a time of day", Some("09:30:00Z")),
        "duration" => ("a duration", Some("P18M")),
        "email" | "idn-email" => ("an e-mail address", Some("team@example.org")),
        "uri" | "iri" => ("a web address", Some("https://example.org/page")),
        "uri-reference" | "iri-reference" => ("an address or path", Some("../page")),
        "hostname" | "idn-hostname" => ("a host name", Some("example.org")),
        "ipv4" => ("an IPv4 address", None),
        "ipv6" => ("an IPv6 address", None),
        "uuid" => ("a UUID", None),
        "regex" => ("a regular expression", None),
        _ => return (format!("text in the form `{}`", clip(format)), None),
    };
    (words.to_owned(), example)
}

impl<'n> Check<'_, 'n> {
    /// Tells an error; one that concerns several keys or items gives several.
    pub(super) fn tell(&mut self, leaf: &Leaf) -> Vec<Told> {
        let found = self.locator.find(leaf.error.instance_path());
        let mut told = self.tell_at(leaf, found);
        if let [only] = told.as_mut_slice()
            && only.help.is_none()
            && matches!(only.kind, ViolationKind::Type | ViolationKind::Value | ViolationKind::Range)
        {
            only.help = self.description(leaf);
        }
        if let Some(also) = &leaf.also
            && let Some(first) = told.first_mut()
        {
            let also = sentence(also);
            first.help = Some(match first.help.take() {
                Some(help) => format!("{} {also}", sentence(&help)),
                None => also,
            });
        }
        for told in &mut told {
            if let Some(used) = found.used_at {
                told.related.push((used, "it is used here".into()));
            } else if let Some(definition) = found.node.alias_of.filter(|span| *span != told.span) {
                told.related.push((definition, "the value is written here".into()));
            }
            if found.node.alias_of.is_some() {
                told.fix = None;
            }
        }
        told
    }

    fn tell_at(&mut self, leaf: &Leaf, found: Found<'n>) -> Vec<Told> {
        use ViolationKind as V;
        let error = leaf.error;
        let name = found.name();
        let span = found.value_span();
        match &leaf.merged {
            Some(Merged::Forms(forms)) => return vec![wrong_type(found, &either(forms), &[])],
            Some(Merged::Options(options)) => return vec![wrong_option(found, options)],
            None => {}
        }
        if let Some(told) = wrong_items(error.kind(), found) {
            return told;
        }
        let one = |told: Told| vec![told];
        match error.kind() {
            Kind::Type { kind } => {
                let types: Vec<String> = match kind {
                    TypeKind::Single(name) => vec![name.to_string()],
                    TypeKind::Multiple(set) => {
                        in_words_order(set.iter().map(|name| name.to_string()).collect())
                    }
                };
                let words: Vec<String> = types.iter().map(|name| type_words(name).to_owned()).collect();
                one(wrong_type(found, &either(&words), &types))
            }
            Kind::Enum { options } => one(wrong_option(found, options.as_array().map_or(&[], Vec::as_slice))),
            Kind::Constant { expected_value } => {
                one(wrong_option(found, std::slice::from_ref(expected_value.as_ref())))
            }
            Kind::Required { property } => one(self.missing(leaf, found, property.as_str().unwrap_or(""))),
            Kind::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|key| self.unknown_key(leaf, found, key, false)).collect()
            }
            Kind::UnevaluatedProperties { unexpected } => {
                unexpected.iter().map(|key| self.unknown_key(leaf, found, key, true)).collect()
            }
            Kind::PropertyNames { error: inner } => {
                let key = inner.instance().as_str().unwrap_or("").to_owned();
                let entry = self.locator.entry(found.node, &key);
                let span = entry.map_or(found.object_span(), |entry| entry.key.span);
                let reason = self.name_reason(inner);
                one(Told::new(
                    V::UnknownKey,
                    span,
                    format!("`{}` cannot be the name of a key here", clip(&key)),
                )
                .help(reason))
            }
            Kind::Pattern { pattern } => one(self.wrong_form(leaf, found, pattern)),
            Kind::Format { format } => {
                let (words, example) = format_words(format);
                let told = Told::new(V::Form, span, format!("{name} must be {words}"));
                one(match example {
                    Some(example) => told.help(format!("write it like {example}")),
                    None => told,
                })
            }
            // No key is listed, so that none is allowed: told at each key, not at the whole.
            Kind::FalseSchema
                if error.evaluation_path().as_str().ends_with("/additionalProperties")
                    && !found.node.entries().is_empty() =>
            {
                let unknown = |key: &str, span: Span| {
                    let message = format!("the key `{}` is not known{}", clip(key), found.inside());
                    Told::new(V::UnknownKey, span, message)
                        .help("the schema lists no key that may stand here; take it out, or list it there under `properties`")
                };
                found.node.entries().iter().map(|entry| unknown(&entry.key.value, entry.key.span)).collect()
            }
            Kind::BacktrackLimitExceeded { .. } => {
                let message = format!("{name} could not be checked with the pattern of the schema");
                one(Told::new(V::TooComplex, span, message).help(
                    "the pattern takes too many steps for this text; write it with fewer parts that repeat",
                ))
            }
            Kind::FalseSchema => {
                let span = found.entry.map_or(span, |entry| entry.key.span);
                one(Told::new(V::NotAllowed, span, format!("{name} is not allowed here")))
            }
            Kind::Not { .. } => {
                let told =
                    Told::new(V::NotAllowed, span, format!("{name} has a value that is not allowed here"));
                one(match self.description(leaf) {
                    Some(description) => told.help(description),
                    None => told,
                })
            }
            Kind::OneOfMultipleValid { .. } => {
                let owner = self.trace(error).owner();
                let branches = self.schema.graph.branches(owner, "oneOf");
                let mut forms: Vec<String> =
                    branches.iter().map(|branch| self.schema.form(*branch)).collect();
                forms.dedup();
                one(Told::new(
                    V::Alternatives,
                    found.object_span(),
                    format!("{name} fits several forms, and must fit only one"),
                )
                .help(format!("make it only one of these: {}", either(&forms))))
            }
            Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => one(Told::new(
                V::Alternatives,
                span,
                format!("{name} fits none of the forms that are allowed here"),
            )),
            Kind::MinLength { .. } if found.node.as_str() == Some("") => {
                let told = Told::new(V::Range, span, format!("{name} is empty"));
                one(told.help(self.description(leaf).unwrap_or_else(|| "write something".into())))
            }
            kind => one(match out_of_range(kind) {
                Some(reason) => Told::new(V::Range, span, format!("{name} {reason}")),
                None => {
                    Told::new(V::Other, span, format!("{name} is not valid: {}", clip(&error.to_string())))
                }
            }),
        }
    }

    /// The schema's words for the value, if it has any.
    fn description(&mut self, leaf: &Leaf) -> Option<String> {
        let trace = self.trace(leaf.error);
        let found = trace.owners().find_map(|at| self.schema.graph.shape(at)?.description.clone());
        found.map(|text| text.trim_end_matches('.').to_owned())
    }

    fn missing(&mut self, leaf: &Leaf, found: Found<'n>, key: &str) -> Told {
        let owner = self.trace(leaf.error).owner();
        let message = format!("the key `{}` is missing{}", clip(key), found.inside());
        let mut told = Told::new(ViolationKind::MissingKey, found.value_span(), message);
        let known = self.keys(owner, true);
        let unknown = found.node.entries().iter().filter(|entry| !known.contains(entry.key.value.as_str()));
        let misspelled = unknown.take(64).find(|entry| nearest(&entry.key.value, [key]).is_some());
        if let Some(entry) = misspelled {
            told.related.push((entry.key.span, format!("is this key meant to be `{}`?", clip(key))));
        }
        let description = self.schema.graph.property_description(owner, key);
        told.help(match description {
            Some(text) => format!("add `{}: …`. {}", clip(key), sentence(text)),
            None => format!("add `{}: …`", clip(key)),
        })
    }

    fn unknown_key(&mut self, leaf: &Leaf, found: Found<'n>, key: &str, all: bool) -> Told {
        let owner = self.trace(leaf.error).owner();
        let entry = self.locator.entry(found.node, key);
        let span = entry.map_or(found.object_span(), |entry| entry.key.span);
        let keys = self.keys(owner, all);
        let here = found.inside();
        if keys.contains(key) {
            // Known in general, but not together with what else is given.
            let message = format!("the key `{}` does not belong{here} together with the others", clip(key));
            return Told::new(ViolationKind::UnknownKey, span, message)
                .help("take it out, or correct the other keys");
        }
        let mut told =
            Told::new(ViolationKind::UnknownKey, span, format!("the key `{}` is not known{here}", clip(key)));
        let meant = nearest(key, keys.order.iter().map(String::as_str));
        if let Some(meant) = meant {
            let given = self.locator.entry(found.node, meant);
            told.help = Some(match given {
                Some(_) => format!("`{meant}` is given already; take this one out"),
                None => format!("did you mean `{meant}`?"),
            });
            match (given, entry) {
                (Some(other), _) => told.related.push((other.key.span, format!("`{meant}` is given here"))),
                (None, Some(entry)) if span.len() == key.len() && entry.value.alias_of.is_none() => {
                    told.fix = is_plain_word(meant).then(|| (span, meant.to_owned()));
                }
                _ => {}
            }
        } else if !keys.order.is_empty() {
            let known: Vec<&str> =
                keys.order.iter().map(String::as_str).filter(|key| !key.starts_with('$')).collect();
            let known = listed(known.into_iter(), "and");
            told.help = Some(format!("take it out, or use a known key: {known}"));
        } else {
            told.help = Some("take it out".into());
        }
        told
    }

    fn name_reason(&mut self, inner: &jsonschema::ValidationError) -> String {
        let trace = self.trace(inner);
        let described = trace.owners().find_map(|at| self.schema.graph.shape(at)?.description.clone());
        match (described, inner.kind()) {
            (Some(text), _) => text,
            (None, Kind::Pattern { pattern }) => form_of_pattern(pattern),
            (None, Kind::Enum { options }) => {
                let words: Vec<String> =
                    options.as_array().map_or(vec![], |all| all.iter().map(literal).collect());
                format!("use one of {}", listed(words.iter().map(String::as_str), "or"))
            }
            _ => "give it another name".into(),
        }
    }

    fn wrong_form(&mut self, leaf: &Leaf, found: Found, pattern: &str) -> Told {
        let said = found.node.as_str().unwrap_or("");
        let message = format!("{} does not have the right form: `{}`", found.name(), clip(said));
        let mut told = Told::new(ViolationKind::Form, found.value_span(), message);
        let rule = self.description(leaf).unwrap_or_else(|| form_of_pattern(pattern));
        let slug = slug_of(said);
        let fits = !slug.is_empty()
            && slug != said
            && pattern.len() < 200
            && regex::Regex::new(pattern).is_ok_and(|regex| regex.is_match(&slug));
        told.help = Some(if fits { format!("{} Perhaps `{slug}`?", sentence(&rule)) } else { rule });
        told
    }
}

/// What is wrong with how many items or keys there are, or with which.
fn wrong_items(kind: &Kind, found: Found) -> Option<Vec<Told>> {
    let name = found.name();
    let span = found.value_span();
    let items = found.node.items();
    let told = |span: Span, message: String| Told::new(ViolationKind::Items, span, message);
    Some(match kind {
        Kind::MinItems { limit } => {
            let has = count(items.len() as u64, "item", "items");
            vec![told(span, format!("{name} needs at least {limit}, but has {has}"))]
        }
        Kind::MaxItems { limit } => {
            let extra = usize::try_from(*limit).ok().and_then(|limit| items.get(limit));
            let (wanted, has) = (count(*limit, "item", "items"), items.len());
            let message = format!("{name} may have at most {wanted}, but has {has}");
            vec![told(extra.map_or(span, |item| item.span), message)]
        }
        Kind::AdditionalItems { limit } => {
            let wanted = count(*limit as u64, "item", "items");
            let extra = items.iter().skip(*limit);
            extra.map(|item| told(item.span, format!("{name} may have only {wanted}"))).collect()
        }
        Kind::UnevaluatedItems { unexpected } => {
            // They are told by what they say, wherever they stand in the list.
            let said: std::collections::HashSet<&str> = unexpected.iter().map(String::as_str).collect();
            let alike: Vec<&Node> =
                items.iter().filter(|item| said.contains(item.to_json().to_string().as_str())).collect();
            // Of equal ones the first may have been allowed.
            let mut all: Vec<Told> = alike
                .iter()
                .skip(alike.len().saturating_sub(unexpected.len()))
                .map(|item| told(item.span, format!("this item is not allowed in {name}")))
                .collect();
            if all.is_empty() {
                all.push(told(span, format!("{name} has items that are not allowed")));
            }
            all
        }
        Kind::UniqueItems => repeated_items(found),
        Kind::Contains => {
            vec![told(span, format!("{name} has too few or too many items of the kind it needs"))]
        }
        Kind::MinProperties { limit } => {
            let wanted = count(*limit, "key", "keys");
            vec![told(found.object_span(), format!("{name} needs at least {wanted}"))]
        }
        Kind::MaxProperties { limit } => {
            let wanted = count(*limit, "key", "keys");
            vec![told(found.object_span(), format!("{name} may have at most {wanted}"))]
        }
        _ => return None,
    })
}

/// What a value that is too small, large, short or long must be.
fn out_of_range(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::MinLength { limit } => {
            format!("is too short: it needs at least {}", count(*limit, "character", "characters"))
        }
        Kind::MaxLength { limit } => {
            format!("is too long: at most {} are allowed", count(*limit, "character", "characters"))
        }
        Kind::Minimum { limit } => format!("must be {limit} or more"),
        Kind::Maximum { limit } => format!("must be {limit} or less"),
        Kind::ExclusiveMinimum { limit } => format!("must be more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("must be less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("must be a multiple of {multiple_of}"),
        _ => return None,
    })
}

/// A pattern that nothing describes.
fn form_of_pattern(pattern: &str) -> String {
    match pattern {
        "^[a-z0-9]+(-[a-z0-9]+)*$" => "use small letters, digits and single hyphens".into(),
        other => format!("it must match the pattern `{}`", clip(other)),
    }
}

/// A text as a name for files and links: small letters, digits, hyphens.
fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(80) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() {
            return String::new(); // leaving letters out would make another word
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn wrong_type(found: Found, expected: &str, types: &[String]) -> Told {
    let name = found.name();
    let span = found.value_span();
    let takes = |kind: &str| types.iter().any(|name| name == kind);
    let single = types.len() == 1;
    if matches!(found.node.value, Value::Null) {
        return Told::new(ViolationKind::Type, span, format!("{name} is empty; it must be {expected}")).help(
            if takes("string") {
                "write the text after the colon, or take the key out"
            } else {
                "write a value after the colon, or take the key out"
            },
        );
    }
    let actual = value_words(found.node);
    let told =
        Told::new(ViolationKind::Type, span, format!("{name} must be {expected}, but this is {actual}"));
    match &found.node.value {
        Value::String(text) if takes("number") || takes("integer") => {
            let bare = text.plain.trim();
            if bare.parse::<i64>().is_ok()
                && bare.parse::<i64>().map(|n| n.to_string()).as_deref() == Ok(bare)
            {
                let quoted = found.node.style != ScalarStyle::Plain;
                let mut told = told.help(format!("write {bare} without quotes"));
                told.fix = quoted.then(|| (span, bare.to_owned()));
                return told;
            }
            told.help("write digits only, without quotes or units")
        }
        Value::String(text) if single && takes("boolean") => {
            let meant = match text.plain.to_ascii_lowercase().as_str() {
                "yes" | "on" | "true" | "y" => Some("true"),
                "no" | "off" | "false" | "n" => Some("false"),
                _ => None,
            };
            let mut told = told.help(match meant {
                Some(word) => format!("write {word} without quotes"),
                None => "write true or false without quotes".into(),
            });
            told.fix = meant.map(|word| (span, word.to_owned()));
            told
        }
        Value::Number(number) if single && takes("string") => {
            let said = number.to_string();
            let as_written = !number.is_f64() && said.len() == span.len();
            let mut told = told.help("put it in double quotes");
            told.fix = as_written.then(|| (span, format!("\"{said}\"")));
            told
        }
        Value::Bool(value) if single && takes("string") => {
            let as_written = value.to_string().len() == span.len();
            let mut told = told.help(format!("put it in double quotes: \"{value}\""));
            told.fix = as_written.then(|| (span, format!("\"{value}\"")));
            told
        }
        Value::String(text) if single && takes("array") => {
            told.help(format!("write it as a list: [{}]", clip(&text.plain)))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) if single && takes("array") => {
            told.help("write it as a list, each item on a line of its own after `- `")
        }
        Value::List(_) if single && takes("string") => told.help("write it as one text, without `- `"),
        _ => told,
    }
}

fn wrong_option(found: Found, options: &[Json]) -> Told {
    let name = found.name();
    let span = found.value_span();
    let words: Vec<String> = options.iter().map(literal).collect();
    let allowed = listed(words.iter().map(String::as_str), "or");
    let must = if options.len() == 1 { "must be" } else { "must be one of" };
    let said = match &found.node.value {
        Value::Null => "it is empty".to_owned(),
        Value::String(text) => format!("not `{}`", clip(&text.plain)),
        Value::Number(number) => format!("not `{number}`"),
        Value::Bool(value) => format!("not `{value}`"),
        _ => format!("but this is {}", value_words(found.node)),
    };
    let told = Told::new(ViolationKind::Value, span, format!("{name} {must} {allowed}, {said}"));
    let Value::String(text) = &found.node.value else { return told };
    let texts = || options.iter().filter_map(Json::as_str);
    // "warn" is how somebody shortens "warning".
    let mut longer = texts().filter(|option| text.plain.len() > 2 && option.starts_with(text.plain.as_str()));
    let only = longer.next().filter(|_| longer.next().is_none());
    let Some(meant) = nearest(&text.plain, texts()).or(only) else { return told };
    let mut told = told.help(format!("did you mean `{meant}`?"));
    let place = text.locate(0..text.plain.len());
    if place.exact && place.span.len() == text.plain.len() && is_plain_word(meant) {
        told.fix = Some((place.span, meant.to_owned()));
    }
    told
}

/// True when a word can stand in YAML, in JSON's quotes and anywhere else without being read as
/// something else.
fn is_plain_word(word: &str) -> bool {
    const TAKEN: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && !TAKEN.contains(&word.to_ascii_lowercase().as_str())
}

fn repeated_items(found: Found) -> Vec<Told> {
    let name = found.name();
    let mut first = std::collections::HashMap::new();
    let mut told = vec![];
    for item in found.node.items() {
        let said = item.to_json().to_string();
        if let Some(earlier) = first.get(&said) {
            let mut one =
                Told::new(ViolationKind::Items, item.span, format!("this item of {name} is given twice"))
                    .help("take one of them out");
            one.related.push((*earlier, "it is given here first".into()));
            told.push(one);
        } else {
            first.insert(said, item.span);
        }
    }
    if told.is_empty() {
        // Equal for the schema, though not written alike (1 and 1.0).
        told.push(Told::new(
            ViolationKind::Items,
            found.value_span(),
            format!("{name} has the same item twice"),
        ));
    }
    told
}
