//! What every fix promises: a file that was repaired once is repaired for good and has no finding that is
//! new; and a fix that is applied alone keeps all other text and its form, and ends its finding. Checked on
//! the examples of all rule pages, on `examples/`, and on real frameworks and earlier states of them where
//! `../shared/corpus` and `../shared/history` exist; on all of their files with `WHOLE_CORPUS=1`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rolelint::config::Settings;
use rolelint::diag::{Applicability, Diagnostic, Edit};
use rolelint::engine::Roots;
use rolelint::rule::Rule;
use rolelint::syntax::{Document, HeadingMark, Visit, read_source};
use rolelint::text::{FileId, Files, SourceFile, Span};

use support::{
    Case, assert_none, assert_settled, corpus, example_cases, example_framework, history, rules, run,
};

#[test]
fn fixes_of_the_examples_of_rules_settle() {
    assert_settled(&example_cases());
}

#[test]
fn fixes_of_the_example_framework_settle() {
    assert_settled(&example_framework());
}

#[test]
fn fixes_of_real_frameworks_settle() {
    assert_settled(&corpus());
}

#[test]
fn fixes_of_earlier_states_settle() {
    assert_settled(&history());
}

/// Without its invisible character the last line would be one more typed bullet, as long as there are
/// others; when these are list items, it may go.
#[test]
fn what_did_harm_next_to_a_mistake_is_tried_again_without_it() {
    let text = "Engineer\n\nDuties\n\n  • Writes code.\n  • Tests it.\n\u{200B}  • Reviews designs.\n";
    assert_settled(&[Case {
        name: "typed bullets".into(),
        files: vec![("engineer.txt".into(), text.as_bytes().to_vec())],
        settings: Settings::default(),
        roots: Roots::default(),
    }]);
}

/// What is said, in which form, and where: headings, paragraphs, items, values.
fn said(doc: &Document) -> Vec<(&'static str, String, Span)> {
    let mut all = vec![];
    doc.visit(&mut |visit| {
        let form = match visit {
            // Without marks, what is a heading is a guess from its surroundings.
            Visit::Heading(heading) if heading.mark == HeadingMark::Unmarked => "paragraph",
            Visit::Heading(_) => "heading",
            Visit::Paragraph(_) => "paragraph",
            Visit::Item(_) => "item",
            Visit::Value(..) => "value",
            Visit::List(_) | Visit::Table(_) | Visit::Cell(_) => return,
        };
        if let Some(text) = visit.text().filter(|text| !text.plain.trim().is_empty()) {
            all.push((form, text.plain.trim().to_owned(), text.locate(0..text.plain.len()).span));
        }
    });
    all
}

/// The file with one fix applied, byte for byte what its edits say.
fn with_edits(file: &SourceFile, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    edits.dedup();
    let mut text = file.text.to_string();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// A file before anything is fixed.
struct Before<'a> {
    file: &'a SourceFile,
    said: Vec<(&'static str, String, Span)>,
    findings: Vec<Diagnostic>,
}

impl Before<'_> {
    /// What is wrong with a fix when it is the only one that is applied to its file.
    fn harm(&self, case: &Case, rules: &[Rule], finding: &Diagnostic, edits: &[Edit]) -> Option<String> {
        let text = with_edits(self.file, edits);
        let mut files = Files::default();
        files.add(|id| read_source(id, &self.file.path, None, text.as_bytes()));
        let own = rules.iter().find(|rule| rule.id == finding.rule)?;
        let after = run(case, &files, std::slice::from_ref(own));
        let doc = after.documents.first()?.as_ref()?;
        let touched =
            |span: Span| edits.iter().any(|edit| edit.span.start <= span.end && span.start <= edit.span.end);
        let new = said(doc);
        let mut rest = new.iter();
        for (form, words, span) in &self.said {
            if !touched(*span) && !rest.any(|(f, w, _)| f == form && w == words) {
                return Some(format!("the {form} {words:?} is lost or has another form"));
            }
        }
        // Equal findings in equal lines are numbered behind the dash.
        let content = finding.key.rsplit_once('-')?.0;
        let equal = |all: &[Diagnostic]| all.iter().filter(|other| other.key.starts_with(content)).count();
        (equal(&after.diagnostics) >= equal(&self.findings)).then(|| "the finding is still there".to_owned())
    }
}

/// Fixes of one rule that are tried in one file, if not everything is asked for: they are much alike.
const ALIKE: usize = 4;

/// What is wrong with the fixes of a case, each applied alone.
fn harmful(case: &Case) -> String {
    let mut wrong = String::new();
    let everything = std::env::var_os("WHOLE_CORPUS").is_some();
    let rules = rules(&case.settings);
    for (path, bytes) in &case.files {
        let mut files = Files::default();
        files.add(|id| read_source(id, path, None, bytes));
        let file = files.get(FileId(0));
        let first = run(case, &files, &rules);
        let Some(Some(doc)) = first.documents.first() else { continue };
        let before = Before { file, said: said(doc), findings: first.diagnostics.clone() };
        let mut tried: BTreeMap<&str, BTreeSet<&[Edit]>> = BTreeMap::new();
        for finding in &first.diagnostics {
            for fix in finding.fixes.iter().filter(|fix| fix.applicability >= Applicability::Unsafe) {
                let tried = tried.entry(&finding.rule).or_default();
                if (!everything && tried.len() >= ALIKE) || !tried.insert(&fix.edits) {
                    continue;
                }
                if let Some(harm) = before.harm(case, &rules, finding, &fix.edits) {
                    let line = file.position(finding.span.start).line;
                    let (rule, title, name) = (&finding.rule, &fix.title, &case.name);
                    let _ = writeln!(wrong, "{name}: {path}:{line}: {rule}, “{title}”: {harm}");
                }
            }
        }
    }
    wrong
}

#[test]
fn single_fixes_of_the_examples_of_rules_do_no_harm() {
    assert_none(&example_cases(), harmful);
}

#[test]
fn single_fixes_of_the_example_framework_do_no_harm() {
    assert_none(&example_framework(), harmful);
}

#[test]
fn single_fixes_of_real_frameworks_do_no_harm() {
    assert_none(&corpus(), harmful);
}
