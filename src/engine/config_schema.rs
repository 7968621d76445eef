//! `schemas/config.schema.json`: made from the type of the settings, and from the rule pages, whose
//! names and options it lists. Editors complete and check with it, and so does the program itself.

use serde_json::{Map, Value, json};

use crate::config::{Settings, schema_of};
use crate::rule::Page;

/// The schema of `rolelint.yaml` for editors: these rules, and whatever rules packs may bring.
pub fn config_schema(pages: &[Page]) -> Value {
    let mut schema = strict_config_schema(pages);
    let packs = [
        ("/$defs/Name", json!({ "description": "A pack, or a rule of one." })),
        ("/$defs/Rule", json!({ "description": "A rule of a pack.", "pattern": "[/.]" })),
    ];
    for (at, pack) in packs {
        let Some(Value::Object(names)) = schema.pointer_mut(at) else { continue };
        let listed = json!({ "enum": names.remove("enum") });
        names.insert("anyOf".into(), json!([listed, pack]));
    }
    let severity = json!({ "$ref": "#/$defs/RuleState" });
    let setting = json!({ "anyOf": [
        severity.clone(),
        { "type": "object", "properties": { "severity": severity.clone() } },
    ] });
    for (at, value) in [("/properties/rules", setting), ("/$defs/Override/properties/rules", severity)] {
        if let Some(Value::Object(rules)) = schema.pointer_mut(at) {
            rules.insert("patternProperties".into(), json!({ "[/.]": value }));
        }
    }
    schema
}

/// The schema of `rolelint.yaml` when these are the rules and there are no others.
pub(super) fn strict_config_schema(pages: &[Page]) -> Value {
    let mut schema = schema_of::<Settings>("config", "rolelint.yaml");
    let mut names: Vec<&str> = pages
        .iter()
        .flat_map(|page| [page.id.as_str(), page.group.as_str()].into_iter().chain(aliases(page)))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut rules: Vec<&str> =
        pages.iter().flat_map(|page| std::iter::once(page.id.as_str()).chain(aliases(page))).collect();
    rules.sort_unstable();
    let name = json!({ "$ref": "#/$defs/Name" });
    let rule = json!({ "$ref": "#/$defs/Rule" });
    set(
        &mut schema,
        "/$defs/Name",
        json!({ "description": "A rule or a group of rules.", "type": "string", "enum": names }),
    );
    set(&mut schema, "/$defs/Rule", json!({ "description": "A rule.", "type": "string", "enum": rules }));
    set(&mut schema, "/properties/select/items", name.clone());
    // Nothing would run, and the override would apply nowhere.
    set(&mut schema, "/properties/select/minItems", json!(1));
    set(&mut schema, "/$defs/Override/properties/paths/minItems", json!(1));
    set(&mut schema, "/$defs/Override/required", json!(["paths"]));
    set(&mut schema, "/$defs/Override/properties/ignore/items", name.clone());
    set(&mut schema, "/$defs/IgnoredFinding/properties/rule", rule);
    if let Some(Value::Array(branches)) = schema.pointer_mut("/$defs/Ignore/anyOf") {
        for branch in branches.iter_mut().filter(|branch| branch.get("type") == Some(&json!("string"))) {
            *branch = name.clone();
        }
    }
    let settings = by_rule(pages, &schema, "/properties/rules", setting);
    set(&mut schema, "/properties/rules", settings);
    let states = by_rule(
        pages,
        &schema,
        "/$defs/Override/properties/rules",
        |page| json!({ "description": page.meta.summary, "$ref": "#/$defs/RuleState" }),
    );
    set(&mut schema, "/$defs/Override/properties/rules", states);
    // They said what any rule may have; every rule now says it for itself.
    if let Some(Value::Object(defs)) = schema.pointer_mut("/$defs") {
        defs.remove("RuleSetting");
        defs.remove("RuleOptions");
    }
    schema
}

fn aliases(page: &Page) -> impl Iterator<Item = &str> {
    page.meta.aliases.iter().map(String::as_str)
}

/// An object with one key for each rule; the description of the old object stays.
fn by_rule(pages: &[Page], schema: &Value, at: &str, of: impl Fn(&Page) -> Value) -> Value {
    let mut properties = Map::new();
    for page in pages {
        for name in std::iter::once(page.id.as_str()).chain(aliases(page)) {
            properties.insert(name.to_owned(), of(page));
        }
    }
    let description = schema.pointer(at).and_then(|old| old.get("description")).cloned().unwrap_or_default();
    properties.sort_keys();
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// What may be said about one rule: a state, or a mapping with its options.
fn setting(page: &Page) -> Value {
    let mut properties = Map::new();
    properties.insert("severity".into(), json!({ "$ref": "#/$defs/RuleState" }));
    for (name, default) in &*page.meta.params {
        let mut option = kind_of(default);
        if let Value::Object(option) = &mut option {
            if let Some(text) = page.option(name) {
                option.insert("description".into(), text.into());
            }
            option.insert("default".into(), default.clone());
        }
        properties.insert(name.clone(), option);
    }
    json!({
        "description": page.meta.summary,
        "anyOf": [
            { "$ref": "#/$defs/RuleState" },
            { "type": "object", "properties": properties, "additionalProperties": false },
        ],
    })
}

/// The type that a value must have where this one is the default.
fn kind_of(default: &Value) -> Value {
    match default {
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => match items.first() {
            Some(first) if !first.is_null() => json!({ "type": "array", "items": kind_of(first) }),
            _ => json!({ "type": "array" }),
        },
        Value::Object(_) => json!({ "type": "object" }),
        Value::Null => json!({}),
    }
}

/// Puts a value at a JSON pointer whose parent exists.
fn set(schema: &mut Value, pointer: &str, value: Value) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(parent)) = schema.pointer_mut(parent) {
        parent.insert(key.to_owned(), value);
    }
}
