//! Every rule page is a test: its wrong examples must be found as its `expect` blocks say, its
//! `fixed` blocks must be what the fixes make of them, and its right examples must stay quiet.
//! `UPDATE=1 cargo test --test rules` writes the blocks; then read the diff.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::string_slice)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use rolelint::checks::{CHECKS, FOR_PACKS};
use rolelint::config::Settings;
use rolelint::engine::run_example;
use rolelint::rule::{Example, Page, Registry, Selection, built_in_pages};

fn pages() -> Vec<Page> {
    let (pages, errors) = built_in_pages();
    let list = errors.iter().fold(String::new(), |list, e| list + &format!("{e}\n"));
    assert!(errors.is_empty(), "rule pages that cannot be read:\n{list}");
    pages
}

fn path_of(page: &Page) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "rules", &page.group, &format!("{}.md", page.id)].iter().collect()
}

#[test]
fn pages_and_checks_match() {
    let pages = pages();
    let called: BTreeSet<&str> = pages.iter().map(|page| &*page.meta.check).collect();
    for check in CHECKS.iter().filter(|check| !FOR_PACKS.contains(&check.name)) {
        assert!(
            called.contains(check.name),
            "no rule page calls the check `{}`: write one or delete it",
            check.name
        );
    }
    let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    assert!(names.is_sorted(), "keep the table of checks sorted by name");
    let all = pages.iter().map(|page| page.id.clone()).collect();
    let selection = Selection { select: all, ignore: vec![] };
    if let Err(errors) = Registry::new(pages, CHECKS, &Settings::default(), &selection) {
        let list = errors.iter().fold(String::new(), |list, e| list + &format!("{e}\n"));
        panic!("rule pages whose parameters do not fit their check:\n{list}");
    }
}

#[test]
fn ids_are_unique_and_summaries_are_sentences() {
    let mut seen = BTreeSet::new();
    for page in pages() {
        for id in std::iter::once(&page.id).chain(&page.meta.aliases) {
            assert!(seen.insert(id.clone()), "the name `{id}` is used by two rule pages");
        }
        assert!(
            page.meta.summary.ends_with('.'),
            "{}: the summary is a sentence and ends with a full stop",
            page.id
        );
        assert!(!page.reason().is_empty(), "{}: say why the rule exists under its heading", page.id);
    }
}

#[test]
fn examples_do_what_the_pages_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut failures = String::new();
    for page in pages() {
        let mut edits = vec![];
        let wrong = page.examples("Wrong").into_iter().map(|example| (true, example));
        let right = page.examples("Right").into_iter().map(|example| (false, example));
        for (wrong, example) in wrong.chain(right) {
            if let Err(problem) = run(&page, &example, wrong, &mut edits) {
                let _ = writeln!(
                    failures,
                    "rules/{}/{}.md, `## {}`: {problem}\n",
                    page.group, page.id, example.title
                );
            }
        }
        if update && !edits.is_empty() {
            rewrite(&page, edits);
        } else {
            for (_, _, problem) in edits {
                let _ = writeln!(failures, "rules/{}/{}.md: {problem}\n", page.group, page.id);
            }
        }
    }
    let hint = "If the new behavior is right: UPDATE=1 cargo test --test rules, then read the diff.";
    assert!(failures.is_empty(), "{failures}{hint}");
}

/// Replace this range of the page's text by that text, because of that difference.
type PageEdit = (Range<usize>, String, String);

fn run(page: &Page, example: &Example, wrong: bool, edits: &mut Vec<PageEdit>) -> Result<(), String> {
    let outcome = run_example(page, CHECKS, example)?;
    if !wrong {
        if outcome.findings.is_empty() {
            return Ok(());
        }
        return Err(format!("a right example must stay quiet, but it gives\n{}", outcome.findings));
    }
    if outcome.findings.is_empty() {
        return Err("a wrong example must be found, but the rule is silent".into());
    }
    match (&example.expect, &example.expect_range) {
        (Some(expect), Some(range)) if *expect != outcome.findings => {
            let problem = format!("`## {}` expects\n{expect}but gives\n{}", example.title, outcome.findings);
            edits.push((range.clone(), outcome.findings.clone(), problem));
        }
        (Some(_), _) => {}
        (None, _) => return Err("add an empty ```expect block; UPDATE=1 fills it in".into()),
    }
    for fixed in &example.fixed {
        let source = example.files.iter().find(|file| file.name == fixed.name);
        let source = source.ok_or_else(|| {
            format!("the `fixed` block names `{}`, which is not in the example", fixed.name)
        })?;
        let new = outcome.fixed.iter().find(|(name, _)| *name == fixed.name);
        let new = new.map_or(source.bytes.as_slice(), |(_, bytes)| bytes.as_slice());
        if new != fixed.bytes.as_slice() {
            let escaped = fixed.words.iter().any(|word| word == "escaped");
            let text = written(new, escaped);
            let problem = format!("`## {}`: the fixed `{}` should be\n{text}", example.title, fixed.name);
            edits.push((fixed.range.clone(), text, problem));
        }
    }
    for (name, _) in &outcome.fixed {
        if !example.fixed.iter().any(|fixed| fixed.name == *name) {
            let block = format!("```fixed file={name}");
            return Err(format!("the rule fixes `{name}`: add an empty {block} block; UPDATE=1 fills it in"));
        }
    }
    Ok(())
}

/// Bytes as a fence shows them; `escaped` spells out what an editor would hide.
fn written(bytes: &[u8], escaped: bool) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n");
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches('\n');
        let visible = if escaped { body.trim_end_matches([' ', '\t']) } else { body };
        for c in visible.chars() {
            if escaped && is_hidden(c) {
                let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
            } else {
                out.push(c);
            }
        }
        for c in body[visible.len()..].chars() {
            let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
        }
        out.push('\n');
    }
    out
}

fn is_hidden(c: char) -> bool {
    let format =
        matches!(c, '\u{A0}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    format || (c.is_control() && c != '\t')
}

fn rewrite(page: &Page, mut edits: Vec<PageEdit>) {
    let path = path_of(page);
    let text = std::fs::read_to_string(&path).expect("the page can be read");
    let offset = text.len() - page.docs.len();
    assert_eq!(&text[offset..], page.docs, "{}: the page changed while the tests were built", path.display());
    edits.sort_by_key(|(range, ..)| range.start);
    let mut new = text.clone();
    for (range, replacement, _) in edits.into_iter().rev() {
        new.replace_range(offset + range.start..offset + range.end, &replacement);
    }
    std::fs::write(&path, new).expect("the page can be written");
}
