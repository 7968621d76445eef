//! Data files say what was written into them, and every value stands where it was written: random
//! trees are written as YAML (block and flow, plain, quoted and block scalars) and as JSON, and
//! read back.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)]

use std::ops::Range;

use proptest::prelude::*;
use rolelint::schema::{Schema, built_in};
use rolelint::syntax::{self, Node, Value};
use rolelint::text::{FileId, SourceFile};

#[derive(Debug, Clone)]
enum Tree {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    fn json(&self) -> serde_json::Value {
        match self {
            Tree::Null => serde_json::Value::Null,
            Tree::Bool(value) => (*value).into(),
            Tree::Int(value) => (*value).into(),
            Tree::Float(value) => (*value).into(),
            Tree::Text(value) => value.clone().into(),
            Tree::List(items) => items.iter().map(Tree::json).collect(),
            Tree::Map(entries) => entries.iter().map(|(key, value)| (key.clone(), value.json())).collect(),
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z][a-zA-Zéß ]{0,20}[a-z]",
        "[a-z]{1,8}( [a-zé]{1,8}){1,12}",
        "[ -~]{0,20}",
        "([a-z:#'\"\\\\ \\-é☺😀]{0,12}\n){0,4}[a-z '\"]{0,8}",
        any::<String>().prop_map(|text| text.chars().take(20).collect()),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Int),
        (-1.0e6..1.0e6).prop_map(Tree::Float),
        text().prop_map(Tree::Text),
        text().prop_map(Tree::Text),
        text().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            prop::collection::vec((text(), inner), 0..5).prop_map(|mut entries| {
                let mut seen = std::collections::HashSet::new();
                entries.retain(|(key, _)| seen.insert(key.clone()));
                Tree::Map(entries)
            }),
        ]
    })
}

/// Writes trees, and remembers where the scalars and keys are.
struct Writer {
    out: String,
    newline: &'static str,
    /// In the order of the tree: keys without quotes, values with them.
    places: Vec<Range<usize>>,
    choices: Vec<u8>,
    at: usize,
}

impl Writer {
    fn new(newline: &'static str, choices: Vec<u8>) -> Self {
        Writer { out: String::new(), newline, places: vec![], choices, at: 0 }
    }

    fn choice(&mut self, of: u8) -> u8 {
        self.at += 1;
        self.choices[self.at % self.choices.len()] % of
    }

    fn value(&mut self, written: &str) {
        let start = self.out.len();
        self.out.push_str(written);
        self.places.push(start..self.out.len());
    }

    fn double(&mut self, text: &str, json: bool) -> String {
        let mut out = String::from('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                c if c.is_control()
                    || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
                    || u32::from(c) > 0xFFEF
                    || self.choice(9) == 0 =>
                {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c if !json && c == 'e' && self.choice(2) == 0 => out.push_str("\\x65"),
                c => out.push(c),
            }
        }
        out + "\""
    }

    /// A scalar of YAML; `indent` is that of its key or dash, or `None` inside brackets.
    fn yaml_text(&mut self, text: &str, indent: Option<usize>) {
        let printable = text.chars().all(|c| {
            (!c.is_control() || c == '\n') && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{FEFF}')
        });
        let words = text.split(' ').collect::<Vec<_>>();
        let simple = words.iter().all(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
            && !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
        let deeper = self.newline.to_owned() + &" ".repeat(indent.unwrap_or(0) + 2);
        let start = self.out.len();
        match (self.choice(6), indent) {
            (0, _) if simple => self.out.push_str(text),
            (1, Some(_)) if simple => {
                for (number, word) in words.iter().enumerate() {
                    if number > 0 {
                        let fold = self.choice(2) == 0;
                        self.out.push_str(if fold { &deeper } else { " " });
                    }
                    self.out.push_str(word);
                }
            }
            (2, Some(_)) if simple => {
                self.out.push_str(">-");
                self.out.push_str(&deeper);
                for (number, word) in words.iter().enumerate() {
                    if number > 0 {
                        let fold = self.choice(2) == 0;
                        self.out.push_str(if fold { &deeper } else { " " });
                    }
                    self.out.push_str(word);
                }
                self.places.push(start..self.out.len());
                self.out.push_str(self.newline);
                return;
            }
            (3 | 2, Some(_))
                if printable
                    && !text.is_empty()
                    && text.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
                    && !text.trim_matches('\n').is_empty() =>
            {
                let end = text.len() - text.trim_end_matches('\n').len();
                self.out.push_str(match end {
                    0 => "|2-",
                    1 => "|2",
                    _ => "|2+",
                });
                for line in text[..text.len() - end].split('\n') {
                    self.out.push_str(if line.is_empty() { self.newline } else { &deeper });
                    self.out.push_str(line);
                }
                let written = self.out.trim_end_matches([' ', '\t']).len();
                self.places.push(start..written);
                for _ in 0..end.max(1) {
                    self.out.push_str(self.newline);
                }
                return;
            }
            (4, _) if printable && !text.contains('\n') => {
                self.out.push('\'');
                self.out.push_str(&text.replace('\'', "''"));
                self.out.push('\'');
            }
            _ => {
                let written = self.double(text, false);
                self.out.push_str(&written);
            }
        }
        self.places.push(start..self.out.len());
    }

    fn yaml_key(&mut self, key: &str) {
        let plain = key.chars().all(|c| c.is_ascii_alphabetic()) && !key.is_empty();
        let start = self.out.len();
        if plain && self.choice(3) > 0 {
            self.out.push_str(key);
            self.places.push(start..self.out.len());
        } else {
            let written = self.double(key, false);
            self.out.push_str(&written);
            self.places.push(start + 1..self.out.len() - 1);
        }
    }

    fn number(&mut self, tree: &Tree) -> String {
        match tree {
            Tree::Null => ["~", "null", "NULL"][usize::from(self.choice(3))].into(),
            Tree::Bool(value) => value.to_string(),
            Tree::Int(value) => value.to_string(),
            other => other.json().to_string(),
        }
    }

    fn flow(&mut self, tree: &Tree) {
        match tree {
            Tree::List(items) => {
                self.out.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.out.push_str(if number > 0 { ", " } else { "" });
                    self.flow(item);
                }
                self.out.push(']');
            }
            Tree::Map(entries) => {
                self.out.push('{');
                for (number, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if number > 0 { ", " } else { " " });
                    self.yaml_key(key);
                    self.out.push_str(": ");
                    self.flow(value);
                }
                self.out.push('}');
            }
            Tree::Text(text) => self.yaml_text(text, None),
            other => {
                let written = self.number(other);
                self.value(&written);
            }
        }
    }

    /// A value in block style after a key or dash at `indent`.
    fn block(&mut self, tree: &Tree, indent: usize) {
        let inside = " ".repeat(indent + 2);
        match tree {
            Tree::List(items) if !items.is_empty() && self.choice(4) > 0 => {
                for item in items {
                    self.line();
                    self.out.push_str(&inside);
                    self.out.push_str("- ");
                    self.block(item, indent + 2);
                }
            }
            Tree::Map(entries) if !entries.is_empty() && self.choice(4) > 0 => {
                for (key, value) in entries {
                    self.line();
                    self.out.push_str(&inside);
                    self.yaml_key(key);
                    self.out.push_str(": ");
                    self.block(value, indent + 2);
                }
            }
            Tree::Text(text) => self.yaml_text(text, Some(indent)),
            other => self.flow(other),
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            if self.choice(8) == 0 && self.out.ends_with([']', '}', '"']) {
                self.out.push_str(" # noted");
            }
            self.out.push_str(self.newline);
        }
    }

    fn json(&mut self, tree: &Tree) {
        match tree {
            Tree::List(items) => {
                self.out.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.out.push_str(if number > 0 { ", " } else { "" });
                    self.json(item);
                }
                self.out.push(']');
            }
            Tree::Map(entries) => {
                self.out.push('{');
                for (number, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if number > 0 { "," } else { "" });
                    self.out.push_str(self.newline);
                    let key = self.double(key, true);
                    let start = self.out.len();
                    self.out.push_str(&key);
                    self.places.push(start + 1..self.out.len() - 1);
                    self.out.push_str(": ");
                    self.json(value);
                }
                self.out.push('}');
            }
            Tree::Text(text) => {
                let written = self.double(text, true);
                self.value(&written);
            }
            other => {
                let written = other.json().to_string();
                self.value(&written);
            }
        }
    }
}

/// Keys and scalars in the order of the tree.
fn places(node: &Node, found: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| places(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                found.push(entry.key.span.range());
                places(&entry.value, found);
            }
        }
        _ => found.push(node.span.range()),
    }
}

fn check_map(file: &SourceFile, node: &Node) {
    if let Some(text) = node.as_text() {
        for (plain, source) in text.verbatim_segments() {
            assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()]);
        }
        for (at, c) in text.plain.char_indices() {
            let place = text.locate(at..at + c.len_utf8());
            assert!(node.span.start <= place.span.start && place.span.start <= node.span.end + 4);
            // Every letter has a place of its own, be it written as itself or as an escape.
            if c.is_alphabetic() {
                assert!(place.exact, "{c:?} of {:?} in {:?}", text.plain, file.text);
                let written = file.slice(place.span);
                assert!(written == c.to_string() || written.starts_with('\\'), "{c:?}: {written:?}");
            }
        }
    }
    node.items().iter().for_each(|item| check_map(file, item));
    node.entries().iter().for_each(|entry| check_map(file, &entry.value));
}

fn check(name: &str, writer: Writer, tree: &Tree) {
    let file = SourceFile::from_bytes(FileId(0), name, None, writer.out.as_bytes());
    let document = syntax::parse(&file).unwrap();
    assert!(document.problems.is_empty(), "{:?}\n{}", document.problems, file.text);
    let [node] = document.data() else { panic!("{} trees in\n{}", document.data().len(), file.text) };
    assert_eq!(node.to_json(), tree.json(), "{}", file.text);
    let mut found = vec![];
    places(node, &mut found);
    assert_eq!(found, writer.places, "{}", file.text);
    check_map(&file, node);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn yaml_says_what_was_written(
        tree in tree(),
        choices in prop::collection::vec(any::<u8>(), 8..64),
        crlf in any::<bool>(),
    ) {
        let newline = if crlf { "\r\n" } else { "\n" };
        let mut writer = Writer::new(newline, choices);
        // Block values begin at column 0; a scalar alone needs no more.
        match &tree {
            Tree::List(items) if !items.is_empty() => {
                for item in items {
                    writer.line();
                    writer.out.push_str("- ");
                    writer.block(item, 0);
                }
            }
            Tree::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    writer.line();
                    writer.yaml_key(key);
                    writer.out.push_str(": ");
                    writer.block(value, 0);
                }
            }
            other => writer.flow(other),
        }
        writer.line();
        check("a.yaml", writer, &tree);
    }

    #[test]
    fn json_says_what_was_written(tree in tree(), choices in prop::collection::vec(any::<u8>(), 8..64)) {
        let mut writer = Writer::new("\n", choices);
        writer.json(&tree);
        check("a.json", writer, &tree);
    }

    /// Whatever a file holds, reading it ends, and every place lies in the file.
    #[test]
    fn nothing_stops_the_readers(text in "([-?:,\\[\\]{}#&*!|>'\"%@`~<=\\\\ \t\r\na-c0é]|: |- |\\\\u00|&a |\\*a|<<: ){0,60}") {
        for name in ["a.yaml", "a.json"] {
            let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
            let document = syntax::parse(&file).unwrap();
            for node in document.data() {
                let mut found = vec![];
                places(node, &mut found);
                for range in found {
                    prop_assert!(file.text.get(range).is_some());
                }
                check_map_only_verbatim(&file, node);
            }
            for problem in &document.problems {
                prop_assert!(file.text.get(problem.span.range()).is_some(), "{problem:?} in {text:?}");
                for (span, _) in &problem.related {
                    prop_assert!(file.text.get(span.range()).is_some(), "{problem:?} in {text:?}");
                }
            }
        }
    }
}

const ROLE: &str = "\
id: staff-engineer
title: Staff Engineer
aliases: [Principal Builder]
level: { code: L6, rank: 6 }
reviewed: 2026-05-01
defaults: &usual { kind: total, strength: required }
experience:
  - { <<: *usual, years: \"8+\" }
  - { kind: management, text: some }
scope:
  - { measure: people-total, value: { min: 15, max: 20 } }
compensation:
  - { min: 100, max: 200, currency: EUR, period: year }
sections:
  - id: leadership
    expectations:
      - Grows the people around them.
      - { text: Settles disputes by asking., strength: core }
";

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever becomes of a role file, the schema's findings stand on characters of it, each once.
    #[test]
    fn violations_stand_in_the_file(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[a-z0-9:,{}\\[\\]\"& é-]{0,6}|null|: |\\*usual|\n  "), 1..6)
    ) {
        let schema = Schema::load(built_in("rolelint:role").unwrap(), "rolelint:role", None).unwrap();
        let mut text = ROLE.to_owned();
        for (at, length, by) in changes {
            let mut start = at.index(text.len());
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, &by);
            if text.is_empty() { text.push(' '); }
        }
        let file = SourceFile::from_bytes(FileId(0), "a.yaml", None, text.as_bytes());
        let document = syntax::parse(&file).unwrap();
        for node in document.data() {
            let violations = schema.validate(node);
            let mut seen = std::collections::HashSet::new();
            for violation in &violations {
                prop_assert!(file.text.get(violation.span.range()).is_some(), "{violation:?}\n{text}");
                prop_assert!(violation.message.ends_with(['.', '?', '…']), "{violation:?}");
                prop_assert!(seen.insert((violation.span, &violation.message)), "{violation:?}\n{text}");
                if let Some((span, _)) = &violation.fix {
                    prop_assert!(file.text.get(span.range()).is_some_and(|old| !old.is_empty()), "{violation:?}");
                }
            }
        }
    }
}

fn check_map_only_verbatim(file: &SourceFile, node: &Node) {
    if let Some(text) = node.as_text() {
        for (plain, source) in text.verbatim_segments() {
            assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()]);
        }
    }
    node.items().iter().for_each(|item| check_map_only_verbatim(file, item));
    node.entries().iter().for_each(|entry| check_map_only_verbatim(file, &entry.value));
}
