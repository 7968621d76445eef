//! Every kind of mistake, in every kind of file, at its exact place and in plain words.

use serde_json::json;

use super::*;
use crate::syntax;
use crate::text::FileId;

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile::from_bytes(FileId(0), name, None, text.as_bytes())
}

/// The only tree of a data file.
fn tree(file: &SourceFile) -> Node {
    let document = syntax::parse(file).expect("a data file");
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    document.data()[0].clone()
}

fn role() -> Schema {
    Schema::load(built_in("rolelint:role").unwrap(), "rolelint:role", None).unwrap()
}

/// What a schema says about a YAML text: kind, bytes, message and help.
fn said(schema: &Schema, text: &str) -> Vec<(ViolationKind, String, String)> {
    said_of(schema, &source("a.yaml", text))
}

fn said_of(schema: &Schema, file: &SourceFile) -> Vec<(ViolationKind, String, String)> {
    let violations = schema.validate(&tree(file));
    for violation in &violations {
        assert_eq!(violation.unknown_key, violation.kind == ViolationKind::UnknownKey);
    }
    violations
        .into_iter()
        .map(|violation| {
            let told = format!("{}; {}", violation.message, violation.help.unwrap_or_default());
            (violation.kind, file.slice(violation.span).to_owned(), told)
        })
        .collect()
}

/// Whether a remark has these words, large and small letters alike.
fn holds(told: &str, words: &str) -> bool {
    told.to_lowercase().contains(&words.to_lowercase())
}

/// Asserts that exactly one thing is said: its kind, its bytes, and some of its words.
fn only(schema: &Schema, file: &SourceFile, kind: ViolationKind, place: &str, words: &[&str]) {
    let said = said_of(schema, file);
    let [(found, at, told)] = said.as_slice() else { panic!("{:?}: {said:#?}", file.text) };
    assert_eq!(*found, kind, "{:?}: {told}", file.text);
    assert!(stands_at(kind, at, place), "{:?}: at {at:?}, not at {place:?}: {told}", file.text);
    for word in words {
        assert!(holds(told, word), "{told:?} lacks {word:?}");
    }
}

/// A missing key is reported at the whole object that lacks it; `place` is one of its keys.
fn stands_at(kind: ViolationKind, at: &str, place: &str) -> bool {
    let bare = |text: &str| text.replace(['"', ' ', '\n'], "");
    if kind == ViolationKind::MissingKey {
        at.trim() == at && at.contains(place)
    } else {
        at == place || bare(at) == bare(place)
    }
}

fn schema(value: Value) -> Schema {
    Schema::from_value(&value, "test", None).unwrap()
}

const ROLE: &str = "\
id: staff-engineer
title: Staff Engineer
aliases: [Principal Builder]
kind: framework
track: individual-contributor
level: { code: L6, rank: 6 }
status: draft
owner: people-team
reviewed: 2026-05-01
classifications: [{ scheme: isco-08, code: \"2512\" }]
reports_to: [engineering-manager]
experience:
  - { kind: total, years: \"8+\", strength: required }
  - { kind: domain, years: 5 }
  - { kind: management, text: some }
education:
  - { level: bachelor, field: [computing], equivalent_experience: true }
scope:
  - { measure: teams, value: 4-6 }
  - { measure: people-total, value: { min: 15, max: 20 } }
compensation:
  - { min: 100, max: 200, currency: EUR, period: year }
moves:
  - { kind: next, to: principal-engineer, external: false }
sections:
  - id: leadership
    expectations:
      - Grows the people around them.
      - { text: Settles disputes by asking., strength: core }
x-icon: star
";

#[test]
fn a_good_role_is_good() {
    assert_eq!(said(&role(), ROLE), []);
    let json = tree(&source("a.yaml", ROLE)).to_json().to_string();
    assert_eq!(said_of(&role(), &source("a.json", &json)), []);
}

/// One mistake at a time, in YAML and in JSON: (what to replace in `ROLE`, by what, kind, place,
/// words).
#[test]
fn mistakes_in_role_files_are_found_at_their_place() {
    use ViolationKind as V;
    let cases: &[(&str, &str, V, &str, &[&str])] = &[
        ("status: draft", "statsu: draft", V::UnknownKey, "statsu", &["did you mean `status`"]),
        ("owner: people-team", "shoe-size: 4", V::UnknownKey, "shoe-size", &["known key"]),
        ("code: L6", "cod: L6", V::UnknownKey, "cod", &["in `level`", "did you mean `code`"]),
        ("id: staff-engineer\n", "", V::MissingKey, "title", &["`id` is missing", "short name"]),
        ("measure: teams, ", "", V::MissingKey, "value", &["`measure` is missing in item 1 of `scope`"]),
        ("title: Staff Engineer", "title: 12", V::Type, "12", &["`title` must be text", "the number 12"]),
        ("rank: 6", "rank: six", V::Type, "six", &["a whole number", "this is text"]),
        ("rank: 6", "rank: 1.5", V::Type, "1.5", &["a whole number"]),
        ("aliases: [Principal Builder]", "aliases: Builder", V::Type, "Builder", &["a list", "[Builder]"]),
        ("external: false", "external: \"no\"", V::Type, "\"no\"", &["true or false", "write false"]),
        (
            "status: draft",
            "status: darft",
            V::Value,
            "darft",
            &["one of `draft`, `review`", "did you mean `draft`"],
        ),
        ("kind: total", "kind: all", V::Value, "all", &["`total`", "`in-role`", "not `all`"]),
        (
            "id: staff-engineer",
            "id: Staff Engineer",
            V::Form,
            "Staff Engineer",
            &["hyphens", "`staff-engineer`"],
        ),
        ("currency: EUR", "currency: euro", V::Form, "euro", &["three capital letters"]),
        ("reviewed: 2026-05-01", "reviewed: 1 May 2026", V::Form, "1 May 2026", &["a date", "2026-05-31"]),
        ("title: Staff Engineer", "title: S", V::Range, "S", &["at least 2 characters"]),
        ("years: 5", "years: -5", V::Range, "-5", &["0 or more", "`years` may also be text"]),
        // Inside `oneOf` and `anyOf`: the branch that was meant.
        ("years: \"8+\"", "years: 8-10+", V::Form, "8-10+", &["5-7", "`years` may also be a number"]),
        ("years: 5", "years: [5]", V::Type, "[5]", &["a number or text", "this is a list"]),
        (
            "strength: core",
            "strength: cor",
            V::Value,
            "cor",
            &["did you mean `core`", "Item 2 of `expectations` may also be text"],
        ),
        (
            "text: Settles disputes by asking., ",
            "txt: Settles disputes., ",
            V::UnknownKey,
            "txt",
            &["`text`"],
        ),
        ("{ min: 15, max: 20 }", "{ min: 15, mx: 20 }", V::UnknownKey, "mx", &["did you mean `max`"]),
        (
            ", years: 5 }",
            " }",
            V::MissingKey,
            "kind",
            &["`years` is missing in item 2 of `experience`", "may also be one with `min_months`"],
        ),
    ];
    let schema = role();
    let mut wrong = vec![];
    for (from, to, kind, place, words) in cases {
        assert!(ROLE.contains(from), "{from}");
        let yaml = ROLE.replacen(from, to, 1);
        let json = serde_json::to_string_pretty(&tree(&source("a.yaml", &yaml)).to_json()).unwrap();
        for (name, text) in [("a.yaml", &yaml), ("a.json", &json)] {
            let said = said_of(&schema, &source(name, text));
            // One misspelt key that must be there makes two reports.
            let fits = said.iter().filter(|(found, at, told)| {
                found == kind && stands_at(*kind, at, place) && words.iter().all(|word| holds(told, word))
            });
            let count = if to.starts_with("txt") { 2 } else { 1 };
            if fits.count() != 1 || said.len() != count {
                wrong.push(format!("{to} in {name}: {said:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_in_front_matter_are_found_at_their_place() {
    use ViolationKind as V;
    let load = |name: &str| Schema::load(built_in(name).unwrap(), name, None).unwrap();
    let ladder = load("rolelint:front-matter/jekyll-ladder");
    let page = load("rolelint:front-matter/jekyll-page");
    let family = load("rolelint:front-matter/gitlab-job-family");
    let good = "title: Lead\nicon: star\norder: 12\nlayout: page-eng-paths\n";
    only(
        &ladder,
        &source("a.yaml", &good.replace("order", "odrer")),
        V::UnknownKey,
        "odrer",
        &["did you mean `order`?"],
    );
    only(
        &ladder,
        &source("a.yaml", &good.replace("title: Lead\n", "")),
        V::MissingKey,
        "icon",
        &["`title` is missing"],
    );
    only(
        &ladder,
        &source("a.yaml", &good.replace("12", "twelve")),
        V::Type,
        "twelve",
        &["`order` must be a whole number, but this is text"],
    );
    only(
        &ladder,
        &source("a.yaml", &good.replace("12", "\"12\"")),
        V::Type,
        "\"12\"",
        &["write 12 without quotes"],
    );
    only(&ladder, &source("a.yaml", &good.replace("12", "")), V::Type, "order", &["`order` is empty"]);
    only(
        &ladder,
        &source("a.yaml", &good.replace("-paths", "-path")),
        V::Value,
        "page-eng-path",
        &["did you mean `page-eng-paths`?"],
    );
    only(
        &page,
        &source("a.yaml", "id: Head_of\ntitle: Head of\n"),
        V::Form,
        "Head_of",
        &["hyphens", "`head-of`"],
    );
    only(
        &family,
        &source("a.yaml", "layout: page\ntitle: Head of\n"),
        V::Value,
        "page",
        &["must be `job_family_page`, not `page`"],
    );
    assert_eq!(said(&ladder, good), []);
}

#[test]
fn likely_repairs_are_offered() {
    let ladder = built_in("rolelint:front-matter/jekyll-ladder").unwrap();
    let ladder = Schema::load(ladder, "ladder", None).unwrap();
    for (text, expected) in [
        ("title: Lead\nodrer: 1\n", Some("title: Lead\norder: 1\n")),
        ("title: Lead\norder: \"1\"\n", Some("title: Lead\norder: 1\n")),
        ("title: 12\n", Some("title: \"12\"\n")),
        ("title: Lead\nlayout: 'pgae'\n", Some("title: Lead\nlayout: 'page'\n")),
        ("title: Lead\norder: 1\nodrer: 2\n", None), // the right key is there already
        ("title: 1.10\n", None),                     // the number may be written otherwise
        ("title: Lead\nshoe: 1\n", None),
    ] {
        let file = source("a.yaml", text);
        let violations = ladder.validate(&tree(&file));
        let repaired = violations[0].fix.as_ref().map(|(span, by)| {
            let mut text = file.text.to_string();
            text.replace_range(span.range(), by);
            text
        });
        assert_eq!(repaired.as_deref(), expected, "{text:?}");
    }
}

#[test]
fn the_branch_that_was_meant_is_told() {
    use ViolationKind as V;
    let by_kind = schema(json!({
        "items": { "oneOf": [
            { "type": "object", "required": ["kind", "years"], "additionalProperties": false,
              "properties": { "kind": { "const": "years" }, "years": { "type": "integer" } } },
            { "type": "object", "required": ["kind", "degree"], "additionalProperties": false,
              "properties": { "kind": { "const": "degree" }, "degree": { "enum": ["bachelor", "master"] } } },
            { "type": "string" }
        ] }
    }));
    only(
        &by_kind,
        &source("a.yaml", "- { kind: degree, degree: masters }\n"),
        V::Value,
        "masters",
        &["did you mean `master`"],
    );
    only(&by_kind, &source("a.yaml", "- { kind: years, years: x }\n"), V::Type, "x", &["a whole number"]);
    only(
        &by_kind,
        &source("a.yaml", "- { kind: degree }\n"),
        V::MissingKey,
        "kind",
        &["`degree` is missing in item 1"],
    );
    only(
        &by_kind,
        &source("a.yaml", "- 5\n"),
        V::Type,
        "5",
        &["a group of keys with `kind` and `years`", "text"],
    );
    let choices = schema(json!({ "anyOf": [{ "const": "a" }, { "const": "b" }, { "enum": ["c", "d"] }] }));
    only(&choices, &source("a.yaml", "x\n"), V::Value, "x", &["one of `a`, `b`, `c` or `d`"]);
    let both = schema(json!({ "oneOf": [{ "type": "number" }, { "minimum": 3 }] }));
    only(&both, &source("a.yaml", "5\n"), V::Alternatives, "5", &["several forms"]);
    let nested = schema(json!({
        "anyOf": [
            { "type": "object", "properties": { "a": { "anyOf": [{ "type": "null" }, { "type": "object", "properties": { "b": { "type": "boolean" } } }] } } },
            { "type": "array" }
        ]
    }));
    only(&nested, &source("a.yaml", "a: { b: maybe }\n"), V::Type, "maybe", &["`b` must be true or false"]);
}

#[test]
fn known_keys_are_found_through_references() {
    use ViolationKind as V;
    let schema = schema(json!({
        "allOf": [{ "$ref": "#/$defs/base" }, { "if": { "required": ["level"] }, "then": { "properties": { "track": {} } } }],
        "unevaluatedProperties": false,
        "$defs": { "base": { "$ref": "#/$defs/named" }, "named": { "properties": { "title": { "type": "string" }, "level": {} } } }
    }));
    only(&schema, &source("a.yaml", "titel: x\n"), V::UnknownKey, "titel", &["did you mean `title`?"]);
    only(
        &schema,
        &source("a.yaml", "level: 1\ntrakc: x\n"),
        V::UnknownKey,
        "trakc",
        &["did you mean `track`?"],
    );
    // A wrong value makes its key "unevaluated"; only the value is told.
    only(&schema, &source("a.yaml", "title: 5\n"), V::Type, "5", &["must be text"]);
    // Known elsewhere, but not allowed here.
    only(&schema, &source("a.yaml", "track: x\n"), V::UnknownKey, "track", &["does not belong"]);
}

#[test]
fn aliases_and_merge_keys_are_told_once_with_both_places() {
    let schema = schema(json!({
        "properties": { "roles": { "items": { "properties": { "rank": { "type": "integer" } }, "additionalProperties": false } }, "base": {} }
    }));
    let text = "base: &b { rank: high }\nroles:\n  - *b\n  - { <<: *b }\n  - { <<: *b, rank: 1 }\n";
    let file = source("a.yaml", text);
    let violations = schema.validate(&tree(&file));
    let [violation] = violations.as_slice() else { panic!("{violations:#?}") };
    assert_eq!(file.slice(violation.span), "high");
    assert_eq!(file.slice(violation.related[0].0), "*b");
    assert_eq!(violation.fix, None);
}

#[test]
fn other_rules_have_their_words_and_places() {
    use ViolationKind as V;
    let schema = schema(json!({
        "properties": {
            "list": { "minItems": 2, "maxItems": 3, "uniqueItems": true },
            "pair": { "prefixItems": [true, true], "items": false },
            "rest": { "prefixItems": [true], "unevaluatedItems": false },
            "never": false, "not": { "not": { "const": 1 } },
            "big": { "exclusiveMinimum": 10, "multipleOf": 4 },
            "object": { "minProperties": 1, "maxProperties": 1 },
            "has": { "contains": { "type": "number" } },
            "nothing": { "type": ["string", "null"] },
            "mail": { "format": "email" }
        },
        "propertyNames": { "pattern": "^[a-z ]+$", "description": "write keys in small letters" },
        "dependentRequired": { "big": ["list"] }
    }));
    for (text, kind, place, word) in [
        ("list: [1]\n", V::Items, "[1]", "at least 2, but has 1 item"),
        ("list: [1, 2, 3, 4]\n", V::Items, "4", "at most 3 items"),
        ("list: [1, {a: 2}, {a: 2}]\n", V::Items, "{a: 2}", "given twice"),
        ("pair: [1, 2, 3]\n", V::NotAllowed, "3", "not allowed"),
        ("rest: [a, b]\n", V::Items, "b", "not allowed in `rest`"),
        ("never: 1\n", V::NotAllowed, "never", "`never` is not allowed here"),
        ("not: 1\n", V::NotAllowed, "1", "not allowed"),
        ("list: [1, 2]\nbig: 8\n", V::Range, "8", "more than 10"),
        ("list: [1, 2]\nbig: 18\n", V::Range, "18", "multiple of 4"),
        ("object: {}\n", V::Items, "object", "at least 1 key"),
        ("object: { a: 1, b: 2 }\n", V::Items, "object", "at most 1 key"),
        ("has: [a]\n", V::Items, "[a]", "of the kind"),
        ("nothing: 1\n", V::Type, "1", "text or left empty"),
        ("mail: nobody\n", V::Form, "nobody", "an e-mail address"),
        ("Mail: x\n", V::UnknownKey, "Mail", "small letters"),
        ("big: 12\n", V::MissingKey, "big", "`list` is missing"),
    ] {
        only(&schema, &source("a.yaml", text), kind, place, &[word]);
    }
    assert_eq!(said(&schema, "nothing:\n"), []);
}

#[test]
fn bad_schemas_are_refused_with_a_reason() {
    let refused = |value: Value| Schema::from_value(&value, "mine.json", None).unwrap_err().to_string();
    assert!(refused(json!({ "properties": { "a": { "type": "strng" } } })).contains("/properties/a/type"));
    assert!(refused(json!({ "$ref": "#/$defs/none" })).contains("no such part"));
    assert!(refused(json!({ "$ref": "https://example.org/a.json" })).contains("nothing from the network"));
    assert!(refused(json!({ "$ref": "other.json" })).contains("mine.json"));
    assert!(refused(json!({ "pattern": "(x" })).contains("/pattern"));
    assert!(Schema::load("{", "mine.json", None).unwrap_err().to_string().contains("cannot be read"));
    let mut chain = serde_json::Map::new();
    for n in 0..40 {
        let next = json!({ "$ref": format!("#/$defs/d{}", n + 1) });
        chain.insert(format!("d{n}"), json!({ "anyOf": [next, next] }));
    }
    chain.insert("d40".into(), json!({ "type": "string" }));
    let bomb = json!({ "$ref": "#/$defs/d0", "$defs": chain });
    assert!(refused(bomb).contains("too complex"));
    let long: serde_json::Map<_, _> = (0..5000)
        .map(|n| (format!("d{n}"), json!({ "$ref": format!("#/$defs/d{}", (n + 1) % 5000) })))
        .collect();
    assert!(refused(json!({ "$ref": "#/$defs/d0", "$defs": long })).contains("too complex"));
}

#[test]
fn a_schema_that_doubles_its_work_at_each_level_is_given_up_in_time() {
    let twice = schema(json!({
        "anyOf": [{ "items": { "$ref": "#" }, "maxItems": 1 }, { "items": { "$ref": "#" }, "minItems": 9 }]
    }));
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(said(&twice, &nested(5)), []);
    assert_eq!(said(&twice, &nested(60))[0].0, ViolationKind::TooComplex);
    let tree = schema(
        json!({ "properties": { "children": { "items": { "$ref": "#" } } }, "unevaluatedProperties": false }),
    );
    let deep = format!("{}{}", "{children: [".repeat(50), "]}".repeat(50));
    assert_eq!(said(&tree, &deep), []);
    // A schema of many parts that each go deeper by another key: the schema of schemas.
    let schemas = schema(json!({ "$ref": "https://json-schema.org/draft/2020-12/schema" }));
    let deep = format!("{}true{}", "{items: {properties: {a: {anyOf: [".repeat(12), "]}}}}".repeat(12));
    assert_eq!(said(&schemas, &deep), []);
}

#[test]
fn where_no_key_is_listed_each_is_told_at_its_place() {
    let schema = schema(json!({ "required": ["title", "level"], "additionalProperties": false }));
    let found = said(&schema, "title: X\nscope: team\n");
    let told = |key: &str| {
        let message = format!("The key `{key}` is not known.");
        found.iter().any(|(_, at, told)| at == key && told.starts_with(&message))
    };
    assert!(told("title") && told("scope"), "{found:?}");
    assert_eq!(found.len(), 3, "and `level` is missing: {found:?}");
}

#[test]
fn patterns_may_look_ahead_but_not_for_ever() {
    let schema = schema(json!({ "properties": {
        "code": { "pattern": "^(?!draft-)[a-z-]+$" },
        "slow": { "pattern": "^(?=(a+)+$)a*b" },
    } }));
    assert_eq!(said(&schema, "code: final-one\n"), []);
    assert_eq!(said(&schema, "code: draft-one\n").len(), 1);
    let slow = said(&schema, &format!("slow: {}!\n", "a".repeat(60)));
    assert_eq!(slow.len(), 1, "{slow:?}");
}

#[test]
fn schemas_serve_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Schema>();
}

#[test]
fn references_stay_inside_the_root() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    std::fs::create_dir_all(root.join("schemas")).unwrap();
    std::fs::write(folder.path().join("secret.json"), "{}").unwrap();
    std::fs::write(root.join("schemas/näme.yaml"), "type: string\n").unwrap();
    let load = |reference: &str| {
        let value = json!({ "properties": { "a": { "$ref": reference } } });
        Schema::from_value(&value, "s", Some(Place { root: &root, path: Path::new("schemas/s.json") }))
    };
    let schema = load("n%C3%A4me.yaml").unwrap();
    only(&schema, &source("a.yaml", "a: 1\n"), ViolationKind::Type, "1", &["`a` must be text"]);
    for reference in ["../../secret.json", "file:///etc/hostname", "none.json", "/../secret.json"] {
        let error = load(reference).unwrap_err();
        assert!(matches!(error, SchemaError::Reference { .. }), "{reference}: {error}");
    }
    // What lies outside is refused, not looked for inside.
    std::fs::write(root.join("secret.json"), "{}").unwrap();
    for (reference, shown) in [
        ("../../secret.json", "`../secret.json`"),
        ("../../../../secret.json", "`../../../secret.json`"),
        ("/secret.json", "`file:///secret.json`"),
        ("file:///secret.json", "`file:///secret.json`"),
    ] {
        let error = load(reference).unwrap_err().to_string();
        assert!(error.contains(shown) && error.contains("outside of the folder"), "{reference}: {error}");
    }
    assert!(load("../secret.json").is_ok());
    let error = load("none.json").unwrap_err().to_string();
    assert!(error.contains("`schemas/none.json`") && error.ends_with("there is no such file"), "{error}");
    let web = Schema::from_value(&json!({ "$schema": "https://example.org/s" }), "s", None).unwrap_err();
    assert!(web.to_string().contains("fetches nothing"), "{web}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("secret.json"), root.join("schemas/link.json"))
            .unwrap();
        assert!(load("link.json").unwrap_err().to_string().contains("outside"));
    }
    assert!(load("urn:rolelint:schema:role:1").is_ok());
    // Neighbours of a schema that calls itself by a web address.
    let value = json!({ "$id": "https://example.org/all/s.json", "properties": { "a": { "$ref": "n%C3%A4me.yaml" } } });
    let place = Place { root: &root, path: Path::new("schemas/s.json") };
    let schema = Schema::from_value(&value, "s", Some(place)).unwrap();
    only(&schema, &source("a.yaml", "a: 1\n"), ViolationKind::Type, "1", &["`a` must be text"]);
    let value = json!({ "$id": "https://example.org/all/s.json", "$ref": "https://example.org/all/../../secret.json" });
    assert!(Schema::from_value(&value, "s", Some(place)).is_err());
}

#[test]
fn built_in_schemas_are_schemas_and_describe_every_key() {
    fn each_property(value: &Value, see: &mut dyn FnMut(&str, &Value)) {
        match value {
            Value::Object(map) => {
                for (name, property) in
                    map.get("properties").and_then(|p| p.as_object()).into_iter().flatten()
                {
                    see(name, property);
                }
                map.values().for_each(|value| each_property(value, see));
            }
            Value::Array(list) => list.iter().for_each(|value| each_property(value, see)),
            _ => {}
        }
    }
    for (name, text) in BUILT_IN {
        let value: Value = serde_json::from_str(text).unwrap();
        Schema::from_value(&value, name, None).unwrap();
        let id = value["$id"].as_str().unwrap();
        assert_eq!(built_in(id), Some(*text), "{name}");
        if !name.ends_with(":role") && !name.contains("front-matter") {
            continue; // made from the types, whose remarks say it
        }
        each_property(&value, &mut |key, property| {
            let target = property["$ref"].as_str().and_then(|to| value.pointer(to.trim_start_matches('#')));
            let described = property.get("description").or_else(|| target?.get("description"));
            assert!(described.is_some(), "{key} in {name} has no description");
        });
    }
}
