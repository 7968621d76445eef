//! The messages as one set: an HR editor must understand each of them without help from a programmer, and
//! nobody is blamed. Read from the findings of all rule pages' examples, of `examples/`, and of real
//! frameworks where `../shared/corpus` exists.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regex::Regex;
use rolelint::diag::Diagnostic;
use rolelint::schema::Schemas;

use support::{Case, corpus, example_cases, folder_case, job, root, rules};

/// Words of programmers, each with what an editor understands.
const JARGON: &[(&str, &str)] = &[
    ("whitespace", "blanks"),
    ("front ?matter", "the settings block at the top"),
    ("string", "text"),
    ("boolean|bool", "true or false"),
    ("integer|float", "whole number, number"),
    ("array", "list"),
    ("object|mapping|dict(ionary of)?", "group of `key: value` pairs"),
    ("null|nil|undefined", "nothing, empty"),
    ("enum|oneOf|anyOf|allOf|additionalProperties", "one of these values"),
    ("parse[drs]?|parsing|parser|deseriali[sz]\\w*|tokens?|tokeni[sz]\\w*|lexer|AST", "read, understand"),
    ("regex(es|p)?|regular expressions?", "pattern"),
    ("scalar|node|span|offset", "value, place"),
    ("code ?points?|glyph|mojibake", "character, damaged text"),
    ("encode[ds]?|decode[ds]?|encoding", "saved as, read as"),
    ("delimiters?", "sign between the columns"),
    ("instance|property|properties|attribute", "key, value"),
    ("invalid|illegal|malformed|fatal|abort(ed)?", "what is wrong, in words"),
    ("exception|stack trace|panic(ked)?|thread", "what happened, in words"),
    ("N/?A|TODO|FIXME", "the words themselves"),
    ("ASCII|stdin|stdout|CLI|API|LSP|CI", "what it does"),
    ("config", "configuration"),
    ("deprecated", "no longer used"),
    ("heuristic\\w*|algorithm\\w*|fuzzy|entropy|threshold", "how sure it is, in words"),
];

/// Words that blame or talk down.
const BLAME: &[&str] = &[
    "you forgot",
    "you failed",
    "your mistake",
    "your fault",
    "stupid",
    "silly",
    "sloppy",
    "careless",
    "obviously",
    "of course",
    "simply",
    "just",
    "should know",
];

/// What the program says; what it quotes from the file, and code, are left out.
fn own_words(text: &str, quoted: &Regex) -> String {
    quoted.replace_all(text, "“…”").into_owned()
}

fn texts(finding: &Diagnostic) -> Vec<(&'static str, &str)> {
    let mut texts = vec![("message", finding.message.as_str())];
    texts.extend(finding.help.as_deref().map(|help| ("help", help)));
    texts.extend(finding.related.iter().map(|related| ("remark", related.message.as_str())));
    texts.extend(finding.fixes.iter().map(|fix| ("fix", fix.title.as_str())));
    texts
}

/// Where each of the messages was seen first, by rule, kind and own words.
fn all_texts(cases: &[Case]) -> BTreeMap<(String, &'static str, String), String> {
    let quoted = Regex::new("“[^”]*”|`[^`]*`").expect("a pattern");
    let mut all = BTreeMap::new();
    for case in cases {
        let rules = rules(&case.settings);
        let files = case.files();
        let Ok(schemas) = Schemas::new(&case.settings, None, None) else { continue };
        let run = rolelint::engine::check(&rolelint::engine::Job {
            schemas: &schemas,
            ..job(case, &files, &rules)
        });
        for finding in &run.diagnostics {
            for (kind, text) in texts(finding) {
                let key = (finding.rule.clone(), kind, own_words(text, &quoted));
                all.entry(key).or_insert_with(|| format!("{}: {text}", case.name));
            }
        }
    }
    all
}

fn cases() -> Vec<Case> {
    let mut cases = example_cases();
    cases.extend(folder_case(&root().join("examples")));
    cases.extend(corpus());
    cases
}

#[test]
fn messages_need_no_programmer_and_blame_nobody() {
    let jargon: Vec<(Regex, &str)> = JARGON
        .iter()
        .map(|(words, better)| (Regex::new(&format!("(?i)\\b(?:{words})\\b")).expect("a pattern"), *better))
        .collect();
    let blame: Vec<Regex> =
        BLAME.iter().map(|words| Regex::new(&format!("(?i)\\b{words}\\b")).expect("a pattern")).collect();
    let mut wrong = String::new();
    for ((rule, kind, own), seen) in all_texts(&cases()) {
        for (pattern, better) in &jargon {
            if let Some(word) = pattern.find(&own) {
                let _ = writeln!(
                    wrong,
                    "{rule}, {kind}: “{}” is jargon (say: {better})\n    {seen}",
                    word.as_str()
                );
            }
        }
        for pattern in &blame {
            if let Some(word) = pattern.find(&own) {
                let _ =
                    writeln!(wrong, "{rule}, {kind}: “{}” blames or talks down\n    {seen}", word.as_str());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn messages_are_sentences_and_every_finding_says_why() {
    let mut wrong = String::new();
    let mut helped: BTreeMap<String, bool> = BTreeMap::new();
    for ((rule, kind, own), seen) in all_texts(&cases()) {
        *helped.entry(rule.clone()).or_default() |= kind == "help";
        let ends = own.trim_end_matches(['”', ')', '`']);
        if matches!(kind, "message" | "help") && !ends.ends_with(['.', '?', '!', '…']) {
            let _ = writeln!(wrong, "{rule}, {kind}: no full stop at the end\n    {seen}");
        }
        if matches!(kind, "message" | "help") && own.chars().next().is_some_and(char::is_lowercase) {
            let _ = writeln!(wrong, "{rule}, {kind}: begins with a small letter\n    {seen}");
        }
        if own.contains("  ") || own.contains("..") || own.contains(" ,") {
            let _ = writeln!(wrong, "{rule}, {kind}: blanks or points in a row\n    {seen}");
        }
    }
    for (rule, helped) in helped {
        if !helped {
            let _ = writeln!(wrong, "{rule}: no finding has a help that says why and what to do");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
