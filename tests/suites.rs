//! Other people's test suites for YAML, JSON and JSON Schema. They are not part of the repository;
//! where they are absent the tests say so and pass.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::string_slice)]
#![allow(clippy::panic, clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::float_cmp)]

#[path = "support/suites.rs"]
mod support;

use std::path::{Path, PathBuf};

use rolelint::schema::{Place, Schema};
use rolelint::syntax::{self, Document, Node, ProblemKind};
use rolelint::text::{FileId, SourceFile};
use serde_json::Value;
use support::{files, yaml_text};

/// The folder of a suite, if it is there.
fn suite(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/suites").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: the suite `{name}` is not present");
    None
}

fn read(name: &str, bytes: &[u8]) -> (SourceFile, Document) {
    let file = SourceFile::from_bytes(FileId(0), name, None, bytes);
    let document = syntax::parse(&file).expect("text");
    check_spans(&file, &document);
    (file, document)
}

/// Every span lies in the file, every letter where its map says.
fn check_spans(file: &SourceFile, document: &Document) {
    fn check(file: &SourceFile, node: &Node) {
        assert!(file.text.get(node.span.range()).is_some(), "{:?} in {:?}", node.span, file.text);
        if let Some(text) = node.as_text() {
            for (plain, source) in text.verbatim_segments() {
                assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()]);
            }
        }
        node.items().iter().for_each(|item| check(file, item));
        for entry in node.entries() {
            assert!(file.text.get(entry.key.span.range()).is_some());
            check(file, &entry.value);
        }
    }
    document.data().iter().for_each(|node| check(file, node));
    for problem in &document.problems {
        assert!(file.text.get(problem.span.range()).is_some(), "{problem:?} in {:?}", file.text);
    }
}

fn is_accepted(document: &Document) -> bool {
    !document.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Syntax | ProblemKind::Limit))
}

/// Equal but for how a number is kept.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        _ => a == b,
    }
}

/// Cases that are meant to turn out otherwise, and why.
const YAML_DEVIATIONS: &[(&str, &str)] = &[
    ("DK95/0", "a tab at the start of a value's own line, which PyYAML and Psych refuse"),
    ("9C9N/0", "brackets may be closed without indentation, as PyYAML and Psych allow"),
    ("ZYU8/2", "a directive made of signs, which no program knows, is taken for a mistake"),
];

/// What is reported in valid YAML on purpose: keys that are no words, and keys that are left out,
/// mean nothing in a role framework and stand for a slip; tabs after a dash stop other programs.
const YAML_ON_PURPOSE: &[&str] = &[
    "A key must be a single word or text.",
    "A key is missing here.",
    "A tab follows the dash, and many programs refuse it.",
];

#[test]
fn the_yaml_suite() {
    let Some(folder) = suite("yaml") else { return };
    let (mut cases, mut right, mut values, mut right_values) = (0, 0, 0, 0);
    let mut wrong = vec![];
    for path in files(&folder.join("src"), "yaml") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (_, wrapper) = read("suite.yaml", &std::fs::read(&path).unwrap());
        for (number, case) in wrapper.data()[0].items().iter().enumerate() {
            let name = format!("{name}/{number}");
            let Some(yaml) = case.get("yaml").and_then(Node::as_str) else { continue };
            let (_, document) = read("case.yaml", yaml_text(yaml).as_bytes());
            let should_fail = case.get("fail").is_some();
            cases += 1;
            let on_purpose = document.problems.iter().any(|p| YAML_ON_PURPOSE.contains(&p.message.as_str()));
            let fits = is_accepted(&document) != should_fail || on_purpose;
            right += usize::from(fits);
            let mut differs = None;
            if let Some(json) = case.get("json").and_then(Node::as_str).filter(|_| !should_fail) {
                let expected: Vec<Value> =
                    serde_json::Deserializer::from_str(json).into_iter().map(Result::unwrap).collect();
                let found: Vec<Value> = document.data().iter().map(Node::to_json).collect();
                values += 1;
                if found.len() == expected.len() && found.iter().zip(&expected).all(|(a, b)| alike(a, b)) {
                    right_values += 1;
                } else {
                    differs = Some((found, expected));
                }
            }
            if (!fits || differs.is_some()) && !YAML_DEVIATIONS.iter().any(|(known, _)| *known == name) {
                wrong.push(format!(
                    "{name} fail={should_fail}: {:?} {differs:?}",
                    document.problems.first().map(|p| &p.message)
                ));
            }
        }
    }
    println!(
        "yaml: {right} of {cases} accepted or refused as expected, {right_values} of {values} with the expected value"
    );
    assert!(wrong.is_empty(), "{} not as expected:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_json_suite() {
    let Some(folder) = suite("json") else { return };
    let (mut cases, mut right) = (0, 0);
    let mut wrong = vec![];
    for path in files(&folder, "json") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let file = SourceFile::from_bytes(FileId(0), name.clone(), None, &bytes);
        let Some(document) = syntax::parse(&file) else { continue };
        check_spans(&file, &document);
        let accepted = is_accepted(&document) && file.is_writable_text();
        let expected = match name.chars().next() {
            Some('y') => true,
            Some('n') => false,
            _ => continue,
        };
        cases += 1;
        if accepted == expected {
            right += 1;
        } else {
            wrong.push(format!("{name}: {:?}", document.problems.first().map(|p| &p.message)));
        }
        if expected {
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            assert!(alike(&document.data()[0].to_json(), &value), "{name}");
        }
    }
    println!("json: {right} of {cases} accepted or refused as expected");
    assert!(wrong.is_empty(), "{} not as expected:\n{}", wrong.len(), wrong.join("\n"));
}

/// Groups of cases that are meant to turn out otherwise, and why.
const SCHEMA_DEVIATIONS: &[(&str, &str)] = &[
    ("draft2019-09/format.json", "formats are checked, which the draft leaves to the program"),
    ("draft2020-12/format.json", "formats are checked, which the draft leaves to the program"),
    ("draft2019-09/optional/format/idn-", "needs tables of international names that would not pay here"),
    ("draft2020-12/optional/format/idn-", "needs tables of international names that would not pay here"),
    ("draft7/optional/format/idn-", "needs tables of international names that would not pay here"),
];

#[test]
fn the_json_schema_suite() {
    let Some(folder) = suite("json-schema") else { return };
    // What the suite serves at an address of its own stands in the root here.
    let root = tempfile::tempdir().unwrap();
    let local = |text: &str| {
        text.replace(
            "http://localhost:1234/",
            "file:///above/above/above/above/above/above/above/above/root/",
        )
    };
    for path in files(&folder.join("remotes"), "json") {
        let to = root.path().join(path.strip_prefix(folder.join("remotes")).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, local(&std::fs::read_to_string(&path).unwrap())).unwrap();
    }
    let (mut cases, mut right, mut refused, mut located) = (0, 0, 0, 0);
    let mut wrong = vec![];
    for path in files(&folder.join("tests"), "json") {
        let name = path.strip_prefix(folder.join("tests")).unwrap().to_string_lossy().replace('\\', "/");
        let draft = match name.split('/').next() {
            Some("draft4") => Some("http://json-schema.org/draft-04/schema#"),
            Some("draft6") => Some("http://json-schema.org/draft-06/schema#"),
            Some("draft7") => Some("http://json-schema.org/draft-07/schema#"),
            _ => None,
        };
        let groups: Value = serde_json::from_str(&local(&std::fs::read_to_string(&path).unwrap())).unwrap();
        for group in groups.as_array().unwrap() {
            let title = format!("{name}: {}", group["description"].as_str().unwrap());
            if SCHEMA_DEVIATIONS.iter().any(|(known, _)| title.starts_with(known)) {
                refused += 1;
                continue;
            }
            let mut schema = group["schema"].clone();
            if let (Some(draft), Some(object)) = (draft, schema.as_object_mut())
                && !object.contains_key("$schema")
            {
                object.insert("$schema".into(), draft.into());
            }
            let place = Place { root: root.path(), path: Path::new("suite.json") };
            let schema = match Schema::from_value(&schema, "suite", Some(place)) {
                Ok(schema) => schema,
                Err(error) => {
                    wrong.push(format!("{title}: {error}"));
                    continue;
                }
            };
            for test in group["tests"].as_array().unwrap() {
                cases += 1;
                let text = serde_json::to_string_pretty(&test["data"]).unwrap();
                let (file, document) = read("data.json", text.as_bytes());
                assert!(is_accepted(&document), "{text}: {:?}", document.problems);
                let root = &document.data()[0];
                let violations = schema.validate(root);
                if violations.is_empty() == test["valid"].as_bool().unwrap() {
                    right += 1;
                } else {
                    wrong.push(format!(
                        "{title}: {}: {:?}",
                        test["description"],
                        violations.first().map(|v| &v.message)
                    ));
                }
                for violation in &violations {
                    assert!(root.span.contains(violation.span), "{title}: {violation:?}");
                    assert!(!violation.span.is_empty() || file.text.is_empty(), "{title}: {violation:?}");
                    assert!(!violation.message.is_empty());
                    located += 1;
                }
            }
        }
    }
    println!(
        "json-schema: {right} of {cases} verdicts agree, {located} errors located, {refused} groups left out"
    );
    assert!(wrong.is_empty(), "{} not as expected:\n{}", wrong.len(), wrong.join("\n"));
}
