//! What YAML texts mean, where each value stands, and what people are told about mistakes.

use super::*;
use crate::syntax::Text;

fn source(text: &str) -> SourceFile {
    SourceFile::from_bytes(FileId(0), "a.yaml", None, text.as_bytes())
}

/// The first tree of a text and the file it came from.
fn tree(text: &str) -> (SourceFile, Node, Vec<Problem>) {
    let file = source(text);
    let mut sliced = parse_slice(&file, 0..text.len());
    assert!(!sliced.nodes.is_empty(), "no tree in {text:?}: {:?}", sliced.problems);
    (file, sliced.nodes.remove(0), sliced.problems)
}

fn json(text: &str) -> String {
    tree(text).1.to_json().to_string()
}

/// The only problem of a text: kind, the bytes under its span, message and help.
fn problem(text: &str) -> (ProblemKind, String, String) {
    let file = source(text);
    let problems = parse_slice(&file, 0..text.len()).problems;
    let [problem] = problems.as_slice() else { panic!("{text:.80?}: {problems:#?}") };
    let told = format!("{}; {}", problem.message, problem.help.as_deref().unwrap_or(""));
    (problem.kind, file.slice(problem.span).to_owned(), told)
}

fn check_map(file: &SourceFile, text: &Text) {
    for (plain, source) in text.verbatim_segments() {
        assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()]);
    }
}

#[test]
fn scalars_have_core_types() {
    assert_eq!(
        json(
            "[~, null, true, False, 12, -3, 1.5, .5, 1e3, 0x1F, 0o17, 007, '1', 4-6, 5+, no, 18446744073709551615]"
        ),
        r#"[null,null,true,false,12,-3,1.5,0.5,1000.0,31,15,"007","1","4-6","5+","no",18446744073709551615]"#
    );
    assert_eq!(json("a: !!str 12\nb: !!int '3'\nc: ! 4\nd: !own x"), r#"{"a":"12","b":3,"c":"4","d":"x"}"#);
}

#[test]
fn values_and_keys_stand_where_they_say() {
    let (file, node, problems) =
        tree("title: Tech Léad\n'or''der': \"1\\u00e9\"\nnone:\nlist:\n  - a\n  -\n");
    assert!(problems.is_empty(), "{problems:?}");
    let slices: Vec<_> =
        node.entries().iter().map(|e| (file.slice(e.key.span), file.slice(e.value.span))).collect();
    assert_eq!(
        slices,
        [("title", "Tech Léad"), ("or''der", "\"1\\u00e9\""), ("none", ""), ("list", "- a\n  -")]
    );
    assert_eq!(node.entries()[1].key.value, "or'der");
    let none = node.get("none").unwrap().span;
    assert_eq!(&file.text[..none.start as usize].rsplit('\n').next(), &Some("none:"));
    let item = node.get("list").unwrap().items()[1].span;
    assert!(item.is_empty() && file.text[..item.start as usize].ends_with("  -"));
}

#[test]
fn words_are_found_through_folds_escapes_and_indentation() {
    for (text, expected) in [
        ("k: one two\n  three\n\n  four\n", "one two three\nfour"),
        ("k: 'it''s\n  three'\n", "it's three"),
        ("k: \"tab\\tthree \\\n   four \\u263A \\uD83D\\uDE00\"\n", "tab\tthree four ☺ 😀"),
        ("k: |\n\n  one\n    three\n  four\n\n", "\none\n  three\nfour\n"),
        ("k: >-\n  one\n  three\n\n    deep\n  four\n", "one three\n\n  deep\nfour"),
        ("k: >+\r\n  one\r\n  three\r\n\r\n", "one three\n\n"),
        ("k: |2-  # note | >\n    one\n  three\n", "  one\nthree"),
        ("- !!str &a |\n  three\n", "three\n"),
    ] {
        let (file, node, problems) = tree(text);
        assert!(problems.is_empty(), "{text:?}: {problems:?}");
        let value = node.get("k").unwrap_or_else(|| &node.items()[0]);
        let found = value.as_text().unwrap();
        assert_eq!(found.plain, expected);
        check_map(&file, found);
        for word in found.plain.split_whitespace().filter(|word| word.is_ascii() && !word.contains('\'')) {
            let at = found.plain.find(word).unwrap();
            let place = found.locate(at..at + word.len());
            assert_eq!((file.slice(place.span), place.exact), (word, true), "{text:?}");
        }
    }
}

#[test]
fn block_scalars_are_as_long_as_what_they_say() {
    let (file, node, _) = tree("a: |+\n  x\n  y\n\n\nb: >-\nc: 1\n");
    assert_eq!(file.slice(node.get("a").unwrap().span), "|+\n  x\n  y");
    assert_eq!(file.slice(node.get("b").unwrap().span), ">-");
}

#[test]
fn aliases_and_merge_keys_know_their_source() {
    let text = "base: &b { x: 1, y: 2 }\nuse:\n  <<: *b\n  y: 3\nlist: [*b]\n";
    let (file, node, problems) = tree(text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        node.to_json().to_string(),
        r#"{"base":{"x":1,"y":2},"use":{"y":3,"x":1},"list":[{"x":1,"y":2}]}"#
    );
    let merged = node.get("use").unwrap().get("x").unwrap();
    assert_eq!(file.slice(merged.alias_of.unwrap()), "1");
    assert!(node.get("use").unwrap().get("y").unwrap().alias_of.is_none());
    let item = &node.get("list").unwrap().items()[0];
    assert_eq!(file.slice(item.span), "*b");
    assert_eq!(file.slice(item.alias_of.unwrap()), "{ x: 1, y: 2 }");
}

#[test]
fn documents_and_comments_are_kept_apart() {
    let file = source("# top\na: 1 # why\n---\n---\nb\n");
    let sliced = parse_slice(&file, 0..file.text.len());
    let values: Vec<_> = sliced.nodes.iter().map(|node| node.to_json().to_string()).collect();
    assert_eq!(values, [r#"{"a":1}"#, "null", "\"b\""]);
    let comments: Vec<_> = sliced.comments.iter().map(|c| (file.slice(c.span), c.text.as_str())).collect();
    assert_eq!(comments, [("# top", "top"), ("# why", "why")]);
}

#[test]
fn a_slice_counts_from_the_start_of_the_file() {
    let file = source("---\ntïtle: |\n  Lead\n---\n# Page\n");
    let sliced = parse_slice(&file, 4..4 + "tïtle: |\n  Lead\n".len());
    let entry = &sliced.nodes[0].entries()[0];
    assert_eq!(file.slice(entry.key.span), "tïtle");
    assert_eq!(file.slice(entry.value.as_text().unwrap().locate(0..4).span), "Lead");
}

#[test]
fn values_that_programs_read_differently_are_reported() {
    for value in ["NO", "yes", "On", "1_000", "12:30", "1:1", "0123", "089", "0o17", "0b11", "12e3"] {
        let (kind, at, told) = problem(&format!("level: {value}\n"));
        assert_eq!((kind, at.as_str()), (ProblemKind::Surprise, value));
        assert!(told.contains("quotes"), "{told}");
    }
    for value in
        ["'NO'", "none", "4-6", "07", "2026-05-01", "1.10", "10:99", "v1_0", "y", "!!str no", "0", "0.5", "5"]
    {
        let (_, _, problems) = tree(&format!("level: {value}\n"));
        assert!(problems.is_empty(), "{value}: {problems:?}");
    }
    let (_, _, problems) = tree("no: Norway\non: push\n");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(problem("skills:\n  - one\n   - two\n").1, "- two");
}

#[test]
fn duplicate_keys_name_both_places() {
    let file = source("title: a\nlevel: 1\n\"title\": b\n");
    let sliced = parse_slice(&file, 0..file.text.len());
    let problem = &sliced.problems[0];
    assert_eq!(problem.kind, ProblemKind::DuplicateKey);
    assert_eq!((problem.span.start, file.slice(problem.span)), (19, "title"));
    assert_eq!(problem.related[0].0.start, 0);
    assert_eq!(sliced.nodes[0].entries().len(), 3);
}

#[test]
fn a_block_of_text_has_no_quotes() {
    let file = source("? #e x\n  tree: |\n Ý\n\u{a0} 0\n");
    let problems = parse_slice(&file, 0..file.text.len()).problems;
    assert!(!problems.is_empty());
    for problem in &problems {
        assert!(!problem.message.contains("quote"), "{}", problem.message);
        assert!(problem.related.iter().all(|(span, _)| file.text.get(span.range()).is_some()));
    }
}

#[test]
fn mistakes_are_told_with_their_place_and_a_way_out() {
    let cases = [
        ("title: Lead: the team\n", "Lead: the team", "put the value in quotes: title: \"Lead: the team\""),
        ("a: 1\n b: 2\n", "b", "same column as `a`"),
        ("a:b\nc: 1\n", ":", "write `a: ` with a space"),
        ("c: 1\na:b\nd: 2\n", ":", "write `a: ` with a space"),
        ("a:\n\tb: 1\n", "\t", "spaces"),
        ("\ta: 1\n", "\t", "spaces"),
        ("a: |\n\ttext\n", "\t", "spaces"),
        ("a: \"foo\nb: 1\n", "\"foo", "closing quote"),
        ("a: 'Don't worry'\nb: 1\n", "t worry'", "apostrophe"),
        ("a: \"The\" lead\n", "lead", "one pair of quotes"),
        ("a: \"C:\\plan\"\n", "\\p", "single quotes"),
        ("a: @team\n", "@team", "quotes"),
        ("a: & co\n", "& co", "quotes"),
        ("a:\n  * one\n  * two\n", "*", "begin the item with `- `"),
        ("a: {% x %}\n", "% x %}", "quotes"),
        ("a: {{ x }}\n", "{{ x }}", "quotes"),
        ("a: [1, 2\nb: 3\n", "[", "add `]`"),
        ("a: {b: 1\nc: 2\n", "{", "add `}`"),
        ("a: [b c: d e: f]\n", ": f]", "comma"),
        ("a: [b, , c]\n", ",", "extra comma"),
        ("a: b]\nc: ]\n", "]", "closes nothing"),
        ("a: - b\n", "- b", "line of its own"),
        ("a: > text\n", "> text", "quotes"),
        ("a: 1\n- b\n", "- b", "same column"),
        ("a:\n  - \"b\"\n   - c\n", "- c", "take out one space"),
        ("a:\n  - b\n - c\n", "- c", "add one space"),
        ("a:\n\u{A0} - b\n", "\u{A0}", "type a space"),
        ("a:\n  - \"b\"\u{2028}\n  - c\n", "\u{2028}", "delete it"),
        ("- a\nb: 1\n", "b: 1", "begin it with `- `"),
        ("a:\n  b: 1\n c: 2\n", "c: 2", "line up"),
        ("a: 1\nfoo bar\n", "foo bar", "not a `key: value` pair"),
        ("a: b #c\n  d\n", "#c", "comment"),
        ("a:\n  <<: 1\n", "1", "`<<`"),
        ("? [a, b]\n: 1\n", "[a, b]", "key"),
        ("a: *nowhere\n", "*nowhere", "quotes"),
        ("a: &a [*a]\n", "*a", "itself"),
    ];
    let mut wrong = vec![];
    for (text, place, hint) in cases {
        let (kind, at, told) = problem(text);
        if kind != ProblemKind::Syntax || at != place || !told.contains(hint) {
            wrong.push(format!("{text:?}: at {at:?}: {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_stood_before_a_mistake_is_kept() {
    let (_, node, problems) = tree("a: 1\nb:\n  - x\n  - y: z: q\n");
    assert_eq!(problems.len(), 1);
    assert_eq!(node.to_json().to_string(), r#"{"a":1,"b":["x",{"y":"z"}]}"#);
}

#[test]
fn limits_hold() {
    let deep = "[".repeat(100_000);
    assert_eq!(problem(&deep).0, ProblemKind::Limit);
    assert_eq!(problem(&"- ".repeat(20_000)).0, ProblemKind::Limit);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..20 {
        bomb += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "));
    }
    assert_eq!(problem(&bomb).0, ProblemKind::Limit);
    let mut tower = "a0: &a0 [x]\n".to_owned();
    for n in 1..300 {
        tower += &format!("a{n}: &a{n} [*a{}]\n", n - 1);
    }
    assert_eq!(problem(&tower).0, ProblemKind::Limit);
    let wide = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 5000].join(", "));
    assert_eq!(problem(&wide).0, ProblemKind::Limit);
    assert_eq!(problem(&format!("[{}]", "1,".repeat(300_000))).0, ProblemKind::Limit);
}
