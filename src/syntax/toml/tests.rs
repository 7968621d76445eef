//! What TOML texts mean, where each value stands, and what people are told about mistakes.

use proptest::prelude::*;

use super::*;
use crate::syntax::soundness;

fn source(text: &str) -> SourceFile {
    SourceFile::from_bytes(FileId(0), "a.toml", None, text.as_bytes())
}

/// The tree of a text without mistakes, and the file it came from.
fn tree(text: &str) -> (SourceFile, Node) {
    let file = source(text);
    let document = parse(&file);
    assert!(document.problems.is_empty(), "{text:?}: {:#?}", document.problems);
    soundness::check(&file, &document);
    let node = document.data().first().cloned().expect("a tree");
    (file, node)
}

fn json(text: &str) -> String {
    tree(text).1.to_json().to_string()
}

/// Kind, bytes, message and help of each problem.
fn problems(text: &str) -> Vec<(ProblemKind, String, String)> {
    let file = source(text);
    let document = parse(&file);
    soundness::check(&file, &document);
    let told = |problem: &Problem| {
        let said = format!("{}; {}", problem.message, problem.help.as_deref().unwrap_or(""));
        (problem.kind, file.slice(problem.span).to_owned(), said)
    };
    document.problems.iter().map(told).collect()
}

#[test]
fn values_have_their_types() {
    assert_eq!(
        json(
            "a = 1_000\nb = -2.5\nc = true\nd = 2026-05-01\ne = 0x1F\nf = inf\n'g h' = \"x\"\ni = [1, {j = ''}]"
        ),
        r#"{"a":1000,"b":-2.5,"c":true,"d":"2026-05-01","e":31,"f":"inf","g h":"x","i":[1,{"j":""}]}"#
    );
    assert_eq!(
        json(
            "a.b = 1\na.c = 2\n[[role]]\nid = 'x'\n[role.pay]\nmin = 1\n[[role]]\nid = 'y'\n[z.y]\n[z]\nx = 1"
        ),
        r#"{"a":{"b":1,"c":2},"role":[{"id":"x","pay":{"min":1}},{"id":"y"}],"z":{"y":{},"x":1}}"#
    );
}

#[test]
fn keys_and_values_stand_where_they_say() {
    let (file, node) = tree(
        "# é\ntitle = \"Léad\"\n\"or der\" = 1\n[pay.band]\nmin = 2\n\n[[levels]]\nid = 'L1'\n[[levels]]\n",
    );
    let slices: Vec<_> =
        node.entries().iter().map(|e| (file.slice(e.key.span), file.slice(e.value.span))).collect();
    assert_eq!(
        slices,
        [
            ("title", "\"Léad\""),
            ("or der", "1"),
            ("pay", "pay"),
            ("levels", "[[levels]]\nid = 'L1'\n[[levels]]")
        ]
    );
    let band = node.get("pay").and_then(|pay| pay.entry("band")).unwrap();
    assert_eq!((file.slice(band.key.span), file.slice(band.value.span)), ("band", "[pay.band]\nmin = 2"));
    let first = &node.get("levels").unwrap().items()[0];
    assert_eq!(file.slice(first.span), "[[levels]]\nid = 'L1'");
    assert_eq!(file.slice(first.get("id").unwrap().as_text().unwrap().locate(0..2).span), "L1");
}

#[test]
fn words_are_found_through_escapes_and_lines() {
    for (text, expected) in [
        (r#"k = "tab\tthree \u263A \U0001F600 \x41 \\ \"q\"""#, "tab\tthree ☺ 😀 A \\ \"q\""),
        (r"k = 'C:\plan three'", r"C:\plan three"),
        ("k = \"\"\"\none\n  three\nfour\"\"\"", "one\n  three\nfour"),
        ("k = \"\"\"\r\none\r\nthree\"\"\"", "one\nthree"),
        ("k = \"\"\"one \\  \n\n   three \"q\" \\\r\n  four\"\"\"", "one three \"q\" four"),
        ("k = '''\none\\\nthree''''", "one\\\nthree'"),
    ] {
        let (file, node) = tree(text);
        let found = node.get("k").unwrap().as_text().unwrap();
        assert_eq!(found.plain, expected);
        for word in ["one", "three", "four", "tab"] {
            if let Some(at) = found.plain.find(word) {
                let place = found.locate(at..at + word.len());
                assert_eq!((file.slice(place.span), place.exact), (word, true), "{text:?}");
            }
        }
    }
    let (_, node) = tree("k = \"\"");
    assert_eq!(node.get("k").unwrap().as_text().unwrap().span.range(), 5..5);
}

#[test]
fn comments_are_kept() {
    let file = source("# top\na = 1 # why\nb = [ # open\n 1 ]\n");
    let document = parse(&file);
    let comments: Vec<_> = document.comments.iter().map(|c| (file.slice(c.span), c.text.as_str())).collect();
    assert_eq!(comments, [("# top", "top"), ("# why", "why"), ("# open", "open")]);
}

#[test]
fn a_slice_counts_from_the_start_of_the_file() {
    let file = source("+++\ntitle = \"Lead\"\nid = x\n+++\n# Page\n");
    let sliced = parse_slice(&file, 4..4 + "title = \"Lead\"\nid = x\n".len());
    let entry = &sliced.nodes[0].entries()[0];
    assert_eq!(file.slice(entry.key.span), "title");
    assert_eq!(file.slice(entry.value.as_text().unwrap().locate(0..4).span), "Lead");
    assert_eq!(file.slice(sliced.problems[0].span), "x");
}

#[test]
fn duplicates_name_both_places_and_are_kept() {
    for (text, count) in [
        ("a = 1\nb = 2\na = 3\n", 3),
        ("[a]\nx = 1\n[b]\n[a]\ny = 2\n", 3),
        ("a = 1\n[a]\nx = 1\n", 2),
        ("a = {b = 1}\na.c = 2\n", 2),
        ("a = [1]\n[[a]]\n", 2),
        ("[[a]]\n[a]\n", 2),
    ] {
        let file = source(text);
        let document = parse(&file);
        let [problem] = document.problems.as_slice() else { panic!("{text:?}: {:#?}", document.problems) };
        assert_eq!(problem.kind, ProblemKind::DuplicateKey, "{text:?}");
        assert_eq!(file.slice(problem.span), "a");
        let [(first, _)] = problem.related.as_slice() else { panic!("{problem:?}") };
        assert_eq!((file.slice(*first), first.start < problem.span.start), ("a", true));
        assert_eq!(document.data()[0].entries().len(), count, "{text:?}");
    }
}

#[test]
fn mistakes_are_told_with_their_place_and_a_way_out() {
    let cases = [
        ("title = Senior Engineer\n", "Senior Engineer", "quotes"),
        ("title: Lead\n", "title:", "equals sign"),
        ("title : Lead\n", "title :", "equals sign"),
        ("a = {b: 1}\n", "b:", "equals sign"),
        ("\u{FEFF}\u{FEFF}a = 1\n", "\u{FEFF}", "delete it"),
        ("- one\n", "- one", "[\"one\""),
        ("job title = 'x'\n", "job title = 'x'", "\"job title\""),
        ("just words\n", "just words", "`#`"),
        ("title = \"Lead\nid = 1\n", "\"", "not closed on its line"),
        ("title = \"\"\"Lead\nid = 1\n", "\"\"\"", "not closed"),
        ("title = 'It's'\n", "s'", "one pair of quotes"),
        ("path = \"C:\\plan\"\n", "\\p", "single quotes"),
        ("c = \"\\u12\"\n", "\"", "does not name"),
        ("a = True\n", "True", "write `true`"),
        ("a = 2026-13-01\n", "2026-13-01", "not a date"),
        ("a = 007\n", "007", "not a number"),
        ("a = 1.2.3\n", "1.2.3", "not a number"),
        ("a = 99999999999999999999\n", "99999999999999999999", "too large"),
        ("a =\n", "", "a value is missing"),
        ("= 1\n", "=", "a key is missing"),
        ("a = [1, 2\n", "[", "add `]`"),
        ("a = {b = 1\n", "{", "add `}`"),
        ("a = [\"b\" \"c\"]\n", "\"c\"", "a comma is missing"),
        ("a = [1,, 2]\n", ",", "extra comma"),
        ("a = 1]\n", "]", "ends before"),
        ("a = 1 b = 2\n", "1 b", "number"),
        ("a = \"x\" b = 2\n", "b = 2", "one pair"),
        ("[a\nb = 1\n", "[a", "as many `]`"),
        ("[[a]\nb = 1\n", "[[a]", "as many `]`"),
        ("prénom = 1\n", "prénom", "needs quotes"),
        ("a = == 1\n", "=", "out of place"),
    ];
    let mut wrong = vec![];
    for (text, place, hint) in cases {
        let found = problems(text);
        match found.as_slice() {
            [(ProblemKind::Syntax, at, told)] if at == place && told.contains(hint) => {}
            _ => wrong.push(format!("{text:?}: {found:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_mistakes_are_told_at_once_and_the_rest_is_read() {
    let text = "a = x\nb = 1\nc = \"y\n[d]\ne: 2\nf = 3\n";
    let found = problems(text);
    assert_eq!(found.iter().map(|(_, at, _)| at.as_str()).collect::<Vec<_>>(), ["x", "\"", "e:"]);
    let file = source(text);
    let json = parse(&file).data()[0].to_json().to_string();
    assert_eq!(json, r#"{"a":"x","b":1,"c":"y","d":{"f":3}}"#);
}

#[test]
fn limits_hold() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("[{}]\n", ["a"; 200].join(".")),
        format!("{} = 1\n", ["a"; 200].join(".")),
        (0..200).map(|n| format!("[[{}]]\n", vec!["a"; n + 1].join("."))).collect(),
        format!("a = [{}]", "1,".repeat(300_000)),
    ] {
        let found = problems(&text);
        assert!(found.iter().any(|(kind, ..)| *kind == ProblemKind::Limit), "{text:.60}: {found:.300?}");
        assert!(found.len() < 5, "{text:.60}: {found:.900?}");
    }
    assert!(problems(&"x\n".repeat(100_000)).len() <= MAX_MISTAKES);
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "[a-c.=\\[\\]{}\"'#,\\\\ \n\r\tu0-9é\u{FEFF}\u{0}-]{0,80}") {
        let file = source(&text);
        soundness::check(&file, &parse(&file));
    }

    #[test]
    fn mangled_settings_are_read_without_harm(
        cut in 0usize..300, more in "\\PC{0,6}", at in 0usize..300
    ) {
        let mut text = "title = \"Lead \\u00e9\" # why\n[pay.band]\nmin = 1_000\ndate = 2026-05-01T10:00:00Z\n\
            [[levels]]\nid = 'L1'\ntext = \"\"\"\none \\\n  two\n\"\"\"\nlist = [1, {a.b = 2}]\n".to_owned();
        let floor = |text: &str, at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        text.insert_str(floor(&text, at).unwrap_or(0), &more);
        text.truncate(floor(&text, cut).unwrap_or(0));
        let file = source(&text);
        soundness::check(&file, &parse(&file));
    }

    #[test]
    fn strings_say_what_was_written(value in "\\PC{0,30}", key in "\\PC{0,10}") {
        let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let (_, node) = tree(&format!("{} = [{}]\n", quote(&key), quote(&value)));
        let entry = &node.entries()[0];
        prop_assert_eq!(&entry.key.value, &key);
        prop_assert_eq!(entry.value.items()[0].as_str(), Some(value.as_str()));
    }
}

/// The value that the test suite writes as `{"type": …, "value": …}`; dates in one form.
fn untagged(tagged: &serde_json::Value) -> serde_json::Value {
    match tagged {
        serde_json::Value::Object(map) => {
            let (kind, value) = (map.get("type"), map.get("value").and_then(|value| value.as_str()));
            match (kind.and_then(|kind| kind.as_str()), value) {
                (Some("string"), Some(value)) if map.len() == 2 => value.replace("\r\n", "\n").into(),
                (Some("integer"), Some(value)) => value.parse::<i64>().unwrap().into(),
                (Some("float"), Some(value)) => match value.parse::<f64>().unwrap() {
                    number if number.is_finite() => number.into(),
                    _ => value.trim_start_matches(['+', '-']).into(),
                },
                (Some("bool"), Some(value)) => (value == "true").into(),
                (Some(_), Some(value)) if map.len() == 2 => date(value).into(),
                _ => map.iter().map(|(key, value)| (key.clone(), untagged(value))).collect(),
            }
        }
        serde_json::Value::Array(items) => items.iter().map(untagged).collect(),
        other => other.clone(),
    }
}

fn date(text: &str) -> String {
    match text.parse::<toml_datetime::Datetime>() {
        Ok(date) => {
            // Seconds may be left out.
            let time =
                date.time.map(|t| (t.hour, t.minute, t.second.unwrap_or(0), t.nanosecond.unwrap_or(0)));
            format!("{:?} {time:?} {:?}", date.date, date.offset)
        }
        Err(_) => text.to_owned(),
    }
}

/// What we read, in the same form.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::String(text) if node.style == ScalarStyle::Plain => {
            date(text.plain.trim_start_matches(['+', '-'])).into()
        }
        Value::String(text) => text.plain.replace("\r\n", "\n").into(),
        Value::Number(number) if number.is_f64() => number.clone().into(),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Map(entries) => {
            entries.iter().map(|entry| (entry.key.value.clone(), plain(&entry.value))).collect()
        }
        _ => node.to_json(),
    }
}

#[test]
fn the_toml_test_suite() {
    let Some(folder) = soundness::optional_folder("suites/toml/tests") else { return };
    let list = std::fs::read_to_string(folder.join("files-toml-1.1.0")).unwrap();
    let (mut passed, mut total) = (0, 0);
    let mut wrong = vec![];
    for name in list.lines().filter(|name| name.ends_with(".toml")) {
        total += 1;
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let file = SourceFile::from_bytes(FileId(0), name, None, &bytes);
        let document = parse(&file);
        soundness::check(&file, &document);
        let harmless = document.problems.is_empty();
        let verdict = if name.starts_with("valid/") {
            let expected = std::fs::read(folder.join(name).with_extension("json")).unwrap();
            let expected = untagged(&serde_json::from_slice(&expected).unwrap());
            let found = document.data().first().map_or_else(|| serde_json::json!({}), plain);
            if !harmless {
                Err(format!("{:?}", document.problems))
            } else if found == expected {
                Ok(())
            } else {
                Err(format!("{found} is not {expected}"))
            }
        } else if file.is_writable_text() && harmless {
            Err("accepted".into())
        } else {
            Ok(())
        };
        match verdict {
            Ok(()) => passed += 1,
            Err(reason) => wrong.push(format!("{name}: {reason:.300}")),
        }
    }
    eprintln!("toml-test: {passed} of {total} as expected");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
