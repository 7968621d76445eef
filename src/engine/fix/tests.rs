//! What fixes may not do, with rules that try.

use super::*;
use crate::config::Settings;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{Lens, Roots};
use crate::rule::{Check, Context, FrameworkCheck, Meta, Rule, SourceCheck};
use crate::schema::Schemas;
use crate::syntax::read_source;
use crate::text::Span;

/// Finds a word in every file and writes another instead.
struct Swap {
    from: &'static str,
    to: &'static str,
    allow: Applicability,
}

impl Swap {
    fn edits<'f>(&'f self, file: &'f SourceFile) -> impl Iterator<Item = Edit> + 'f {
        let places = file.text.match_indices(self.from);
        places.map(|(at, word)| Edit { span: file.at(at..at + word.len()), text: self.to.into() })
    }
}

impl SourceCheck for Swap {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        for edit in self.edits(file) {
            let fix = Fix::new(format!("Write {}", self.to), self.allow, vec![edit.clone()]);
            cx.report(edit.span, format!("This says {}.", self.from)).fix(fix);
        }
    }
}

/// One finding with one fix for all files.
struct Everywhere(Swap);

impl FrameworkCheck for Everywhere {
    fn check(&self, framework: &crate::model::Framework, cx: &mut Context<'_>) {
        let files = framework.files.iter().map(|&id| cx.files().get(id));
        let edits: Vec<Edit> = files.flat_map(|file| self.0.edits(file)).collect();
        if let Some(first) = edits.first() {
            let fix = Fix::new("Rename it", self.0.allow, edits.clone());
            cx.report(first.span, "This has another name.").fix(fix);
        }
    }
}

fn rule(id: &str, check: Check) -> Rule {
    let meta: Meta = serde_json::from_value(serde_json::json!({
        "summary": "", "severity": "warning", "fix": "safe", "pass": "words", "since": "0", "check": ""
    }))
    .unwrap();
    let (severity, docs) = (Severity::Warning, String::new().into());
    let (dormant, essential) = (false, false);
    Rule { id: id.into(), group: "text".into(), meta, docs, severity, dormant, essential, check }
}

fn swap(from: &'static str, to: &'static str) -> Rule {
    let swap = Swap { from, to, allow: Applicability::Safe };
    rule(&format!("no-{}", from.trim()), Check::Source(Box::new(swap)))
}

fn with<T>(texts: &[&str], rules: &[Rule], run: impl FnOnce(&Job<'_>) -> T) -> T {
    let mut files = Files::default();
    for (number, text) in texts.iter().enumerate() {
        files.add(|id| read_source(id, &format!("roles/{number}.md"), None, text.as_bytes()));
    }
    let (settings, schemas) = (Settings::default(), Schemas::default());
    let roots = Roots(BTreeSet::from([String::new()]));
    run(&Job {
        files: &files,
        settings: &settings,
        rules,
        roots: &roots,
        report: None,
        no_inline_ignores: false,
        schemas: &schemas,
        lens: Lens::default(),
    })
}

fn fixed(texts: &[&str], rules: &[Rule]) -> (Vec<String>, Fixed) {
    let fixed = with(texts, rules, |job| fix(job, Applicability::Safe));
    (fixed.files.iter().map(|file| file.text.to_string()).collect(), fixed)
}

#[test]
fn a_fix_that_raises_another_finding_is_left_out_and_told() {
    let mut rules = vec![swap("one", "two"), swap("red", "blue")];
    rules.push(rule("no-two", Check::Source(Box::new(Shy("two")))));
    let (texts, outcome) = fixed(&["# A\n\none red\n", "# B\n\nred one red\n"], &rules);
    assert_eq!(texts, ["# A\n\none blue\n", "# B\n\nblue one blue\n"]);
    let dropped: Vec<_> = outcome.dropped.iter().map(|d| (d.rule.as_str(), d.reason)).collect();
    assert_eq!(dropped, [("no-one", Reason::Finding), ("no-one", Reason::Finding)]);
    assert_eq!(outcome.counts(), BTreeMap::from([("no-red", 3)]));
}

/// Finds a word and has no fix for it.
struct Shy(&'static str);

impl SourceCheck for Shy {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        for (at, word) in file.text.match_indices(self.0) {
            cx.report(file.at(at..at + word.len()), "This word is shy.");
        }
    }
}

#[test]
fn a_fix_that_changes_the_page_around_it_is_left_out() {
    // The fence would swallow the heading and the list.
    let (texts, outcome) =
        fixed(&["# A\n\nword\n\n## B\n\n- red\n"], &[swap("word", "```"), swap("red", "blue")]);
    assert_eq!(texts, ["# A\n\nword\n\n## B\n\n- blue\n"]);
    assert_eq!(outcome.dropped.first().map(|d| d.reason), Some(Reason::Shape));
}

#[test]
fn fixes_that_fight_leave_the_file_as_it_was() {
    let (texts, outcome) =
        fixed(&["# A\n\none red\n", "# B\n\nred\n"], &[swap("one", "onex"), swap("red", "blue")]);
    assert_eq!(texts, ["# A\n\none red\n", "# B\n\nblue\n"]);
    assert_eq!(outcome.unsettled, BTreeSet::from([FileId(0)]));
    assert_eq!(outcome.changed, BTreeSet::from([FileId(1)]));
    assert!(outcome.run.diagnostics.iter().all(|finding| finding.span.file == FileId(0)));
}

#[test]
fn a_fix_of_several_files_ties_them() {
    let everywhere = Everywhere(Swap { from: "Sr", to: "Senior", allow: Applicability::Safe });
    let rules = [rule("renamed", Check::Framework(Box::new(everywhere))), swap("red", "blue")];
    let (texts, outcome) = fixed(&["# Sr A\n", "# B\n\nred\n", "# Sr C\n"], &rules);
    assert_eq!(texts, ["# Senior A\n", "# B\n\nblue\n", "# Senior C\n"]);
    assert_eq!(outcome.tied, [BTreeSet::from([FileId(0), FileId(2)])]);
    assert_eq!(outcome.groups(), [BTreeSet::from([FileId(0), FileId(2)]), BTreeSet::from([FileId(1)])]);
    // If one of them cannot be repaired, none is.
    let mut rules = rules;
    rules[1] = rule("shy", Check::Source(Box::new(Shy("Senior C"))));
    let (texts, outcome) = fixed(&["# Sr A\n", "# B\n", "# Sr C\n"], &rules);
    assert_eq!((texts[0].as_str(), texts[2].as_str()), ("# Sr A\n", "# Sr C\n"));
    assert!(outcome.changed.is_empty());
}

#[test]
fn files_that_are_tied_come_back_together() {
    let everywhere = Everywhere(Swap { from: "Sr", to: "Senior", allow: Applicability::Safe });
    // The second file never comes to rest.
    let rules = [rule("renamed", Check::Framework(Box::new(everywhere))), swap("one", "onex")];
    let (texts, outcome) = fixed(&["# Sr A\n", "# Sr B\n\none\n"], &rules);
    assert_eq!(texts, ["# Sr A\n", "# Sr B\n\none\n"]);
    assert!(outcome.changed.is_empty() && outcome.tied.is_empty());
}

#[test]
fn files_that_were_not_asked_about_stay() {
    let everywhere = Everywhere(Swap { from: "Sr", to: "Senior", allow: Applicability::Safe });
    let rules = [rule("renamed", Check::Framework(Box::new(everywhere))), swap("red", "blue")];
    let only = HashSet::from([FileId(0)]);
    let fixed = with(&["# Sr A\n\nred\n", "# Sr B\n\nred\n"], &rules, |job| {
        fix(&Job { report: Some(&only), ..*job }, Applicability::Safe)
    });
    let texts: Vec<&str> = fixed.files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!(texts, ["# Sr A\n\nblue\n", "# Sr B\n\nred\n"]);
}

#[test]
fn harmful_fixes_without_end_are_given_up() {
    let many: String = (0..300).map(|n| format!("- one {n}\n")).collect();
    let rules = [swap("one", "two"), rule("shy", Check::Source(Box::new(Shy("two")))), swap("red", "blue")];
    let (texts, outcome) = fixed(&[&format!("# A\n\n{many}"), "# B\n\nred\n"], &rules);
    assert_eq!(texts[1], "# B\n\nblue\n", "what is harmless is done all the same");
    assert!(outcome.dropped.iter().any(|dropped| dropped.reason == Reason::Untried));
    assert!(!texts[0].contains("two"));
}

/// A rule that stops working.
struct Broken;

impl SourceCheck for Broken {
    fn check(&self, file: &SourceFile, _: &mut Context<'_>) {
        assert!(!file.text.contains("red"), "this rule is broken");
    }
}

#[test]
fn a_rule_that_panics_is_named_and_all_others_go_on() {
    let rules =
        [rule("broken", Check::Source(Box::new(Broken))), rule("shy", Check::Source(Box::new(Shy("red"))))];
    let run = with(&["# A\n\nred\n", "# B\n\nred\n"], &rules, check);
    let found: Vec<&str> = run.diagnostics.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(found, [crate::engine::INTERNAL_ERROR, "shy", crate::engine::INTERNAL_ERROR, "shy"]);
    assert!(run.has_internal_error());
}

#[test]
fn findings_are_kept_within_bounds() {
    let many = "red ".repeat(crate::rule::MAX_FINDINGS + 5);
    let texts = [format!("# A\n\n{many}\n"), "# B\n\nred\n".to_owned()];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut grave = rule("grave", Check::Source(Box::new(Shy("# "))));
    grave.severity = Severity::Error;
    let rules = [rule("shy", Check::Source(Box::new(Shy("red")))), grave];
    let mut run = with(&texts, &rules, check);
    assert_eq!(run.count(Severity::Warning), crate::rule::MAX_FINDINGS + 1);
    run.shorten(3);
    let listed: Vec<(&str, u32)> =
        run.diagnostics.iter().map(|finding| (finding.rule.as_str(), finding.span.file.0)).collect();
    assert_eq!(listed, [("grave", 0), ("shy", 0), ("shy", 0), ("grave", 1), ("shy", 1)]);
    assert_eq!(run.count(Severity::Warning), crate::rule::MAX_FINDINGS + 1, "the others are counted");
}

/// Each file has a fix that does harm and one that does none; that takes no more trials than one file.
#[test]
fn harm_in_many_files_is_found_side_by_side() {
    let many: Vec<String> = (0..120).map(|n| format!("# A {n}\n\none red\n\nred\n")).collect();
    let texts: Vec<&str> = many.iter().map(String::as_str).collect();
    let rules = [swap("one", "two"), rule("shy", Check::Source(Box::new(Shy("two")))), swap("red", "blue")];
    let (texts, outcome) = fixed(&texts, &rules);
    assert!(texts.iter().all(|text| text.ends_with("\n\none blue\n\nblue\n")), "{:?}", texts.first());
    assert!(outcome.dropped.iter().all(|dropped| dropped.reason == Reason::Finding));
    assert_eq!(outcome.dropped.len(), 120);
}

/// Says what it was told to, in this order, and writes down what it was asked.
struct Script(Vec<Answer>, Vec<String>);

impl Review for Script {
    fn ask(&mut self, files: &Files, finding: &Diagnostic, fix: &Fix) -> Answer {
        let spans: Vec<Span> = fix.edits.iter().map(|edit| edit.span).collect();
        let line = files.get(finding.span.file).line_of(spans[0].start);
        self.1.push(format!("{}:{line} {}", finding.rule, fix.title));
        if self.0.is_empty() { Answer::Quit } else { self.0.remove(0) }
    }
}

#[test]
fn only_what_is_agreed_to_is_done() {
    use Answer::{All, No, Quit, SkipRule, Yes};
    let text = "# A\n\none red\n\none red\n\none red\n";
    let reviewed = |answers: &[Answer]| {
        let rules = [swap("one", "1"), swap("red", "blue")];
        let mut script = Script(answers.to_vec(), vec![]);
        let fixed = with(&[text], &rules, |job| fix_reviewed(job, Applicability::Safe, &mut script));
        (fixed.files.get(FileId(0)).text.to_string(), script.1)
    };
    // In the order of the page; what was refused is not asked about again although it moves.
    let (text, asked) = reviewed(&[Yes, No, No, Yes, Yes, No]);
    assert_eq!(text, "# A\n\n1 red\n\none blue\n\n1 red\n");
    assert_eq!(asked.len(), 6, "{asked:?}");
    assert_eq!(reviewed(&[Yes, SkipRule, Yes, No]).0, "# A\n\n1 red\n\n1 red\n\none red\n");
    assert_eq!(reviewed(&[No, All]).0, "# A\n\none blue\n\n1 blue\n\n1 blue\n");
    assert_eq!(reviewed(&[Yes, Quit]).0, "# A\n\n1 red\n\none red\n\none red\n");
    assert_eq!(reviewed(&[Quit]), (text_of(), vec!["no-one:3 Write 1".to_owned()]));
}

fn text_of() -> String {
    "# A\n\none red\n\none red\n\none red\n".to_owned()
}
