//! JSON: the tree of `jsonc-parser` becomes nodes with exact places; `serde_json` has the last word
//! on whether a text is valid.

use std::collections::HashMap;
use std::ops::Range;

use jsonc_parser::ast::{self, Value as Parsed};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, ParseStringErrorKind};

use super::yaml::{MAX_DEPTH, MAX_NODES, quoted_text};
use super::{Body, Comment, Document, Entry, Node, Problem, ProblemKind, ScalarStyle, Value};
use crate::text::{SourceFile, Span, Spanned};

/// Reads a JSON file. Comments and commas after the last item are reported, but the rest is read.
pub fn parse(file: &SourceFile) -> Document {
    read(file, false)
}

/// Reads a JSON file in which comments and commas after the last item are allowed.
pub fn parse_with_comments(file: &SourceFile) -> Document {
    read(file, true)
}

fn read(file: &SourceFile, lenient: bool) -> Document {
    let mut reader = Reader { file, lenient, problems: vec![], comments: vec![], values: 0 };
    let nodes = reader.read().into_iter().collect();
    Document {
        file: file.id,
        format: if lenient { "jsonc" } else { "json" },
        front: None,
        body: Body::Data(nodes),
        comments: reader.comments,
        problems: reader.problems,
        opaque: vec![],
    }
}

struct Reader<'f> {
    file: &'f SourceFile,
    /// Comments and commas after the last item are allowed.
    lenient: bool,
    problems: Vec<Problem>,
    comments: Vec<Comment>,
    values: usize,
}

/// Stops the reading; the problem has been recorded.
struct Stop;

impl Reader<'_> {
    fn read(&mut self) -> Option<Node> {
        let text = self.file.text.as_str();
        let strict = self.lenient.then(|| strict_form(text));
        let strict = strict.as_deref().unwrap_or(text);
        if let Some(at) = too_deep(strict) {
            self.limit(at..at + 1, format!("the nesting is deeper than {MAX_DEPTH} levels"));
            return None;
        }
        let collect = CollectOptions { comments: CommentCollectionStrategy::Separate, tokens: false };
        let mut options = ParseOptions {
            allow_comments: self.lenient,
            allow_loose_object_property_names: false,
            allow_trailing_commas: self.lenient,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        // Twice at most: with comments let in, and with commas after the last item let in.
        let parsed = loop {
            let error = match jsonc_parser::parse_to_ast(text, &collect, &options) {
                Ok(parsed) => break parsed,
                Err(error) => error,
            };
            let range = error.range();
            let range = range.start.min(text.len())..range.end.clamp(range.start, text.len());
            let lenient = match error.kind() {
                ParseErrorKind::CommentsNotAllowed => &mut options.allow_comments,
                ParseErrorKind::TrailingCommasNotAllowed => &mut options.allow_trailing_commas,
                _ => &mut false,
            };
            let goes_on = matches!(
                error.kind(),
                ParseErrorKind::CommentsNotAllowed | ParseErrorKind::TrailingCommasNotAllowed
            );
            *lenient = true;
            self.explain(error.kind(), range);
            if !goes_on {
                return None;
            }
        };
        let mut seen = std::collections::BTreeMap::new();
        for comment in parsed.comments.iter().flat_map(|map| map.values()).flat_map(|list| list.iter()) {
            // Every comment is kept twice, with the token before it and the one after it.
            let range = comment.range();
            seen.insert(range.start, (range.end, comment.text()));
        }
        for (start, (end, said)) in seen {
            let span = self.span(start..end);
            self.comments.push(Comment { span, text: said.trim().to_owned() });
        }
        let Some(value) = parsed.value else {
            self.problem(
                0..0,
                "the file is empty, and JSON needs a value".into(),
                "write at least `{}`".into(),
            );
            return None;
        };
        if self.problems.is_empty()
            && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(strict)
        {
            self.last_word(&error);
        }
        self.node(&value).ok()
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.file.at(range)
    }

    fn problem(&mut self, range: Range<usize>, message: String, help: String) {
        let span = self.span(range);
        let kind = ProblemKind::Syntax;
        self.problems.push(Problem { kind, span, message, help: Some(help), related: vec![] });
    }

    fn limit(&mut self, range: Range<usize>, message: String) {
        self.problem(range, message, "split the file".into());
        if let Some(problem) = self.problems.last_mut() {
            problem.kind = ProblemKind::Limit;
        }
    }

    fn node(&mut self, parsed: &Parsed) -> Result<Node, Stop> {
        let range = parsed.range();
        let range = range.start..range.end;
        self.values += 1;
        if self.values > MAX_NODES {
            self.limit(range, format!("there are more than {MAX_NODES} values"));
            return Err(Stop);
        }
        let mut style = ScalarStyle::Plain;
        let value = match parsed {
            Parsed::NullKeyword(_) => Value::Null,
            Parsed::BooleanLit(literal) => Value::Bool(literal.value),
            Parsed::NumberLit(literal) => Value::Number(number(literal.value)),
            Parsed::StringLit(literal) => {
                style = ScalarStyle::DoubleQuoted;
                let raw = self.file.text.get(range.clone()).unwrap_or("");
                Value::String(quoted_text(self.file.id, raw, range.start, &literal.value))
            }
            Parsed::Array(list) => {
                style = ScalarStyle::Collection;
                let items: Result<_, _> = list.elements.iter().map(|item| self.node(item)).collect();
                Value::List(items?)
            }
            Parsed::Object(object) => {
                style = ScalarStyle::Collection;
                Value::Map(self.entries(object)?)
            }
        };
        Ok(Node { value, span: self.span(range), style, alias_of: None })
    }

    fn entries(&mut self, object: &ast::Object) -> Result<Vec<Entry>, Stop> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let name = property.name.as_str().to_owned();
            let range = property.name.range();
            // Without its quotes, so that the bytes are the key.
            let inner = (range.start + 1).min(range.end)..range.end.saturating_sub(1).max(range.start + 1);
            let span = self.span(inner);
            if let Some(&first) = seen.get(&name) {
                self.problems.push(Problem {
                    kind: ProblemKind::DuplicateKey,
                    span,
                    message: format!("the key `{name}` is given twice"),
                    help: Some("keep one of the two; most programs read only the last one".into()),
                    related: vec![(first, format!("`{name}` is given here first"))],
                });
            } else {
                seen.insert(name.clone(), span);
            }
            let value = self.node(&property.value)?;
            entries.push(Entry { key: Spanned::new(name, span), value });
        }
        Ok(entries)
    }

    fn explain(&mut self, kind: &ParseErrorKind, range: Range<usize>) {
        use ParseErrorKind as K;
        let text = self.file.text.as_str();
        let said = text.get(range.clone()).unwrap_or("").trim_end();
        let first = range.start..range.start + said.chars().next().map_or(0, char::len_utf8);
        let whole = range.start..range.start + said.len();
        // A whole word or number, where the parser names its first character.
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
        let word = |start: usize| {
            let rest = text.get(start..).unwrap_or("");
            start..start + rest.find(|c| !part(c)).unwrap_or(rest.len())
        };
        let bad_number = "this number is not written as JSON wants it";
        let in_quotes = "put text in double quotes; `true`, `false` and `null` are written in small letters";
        let (range, message, help) = match kind {
            K::CommentsNotAllowed => (
                whole,
                "JSON has no comments".into(),
                "take the comment out, or name the file .jsonc if the programs that read it allow comments"
                    .to_owned(),
            ),
            K::TrailingCommasNotAllowed => (
                whole,
                "a comma follows the last item".into(),
                "delete this comma; commas stand only between items".to_owned(),
            ),
            K::ExpectedComma if starts_with_zero(text, range.start) => (
                word(range.start.saturating_sub(1)),
                bad_number.into(),
                "leave out zeros before the number, or put it in double quotes as text".to_owned(),
            ),
            K::ExpectedComma => {
                (range, "a comma is missing here".into(), "write `,` between the items".to_owned())
            }
            K::ExpectedColonAfterObjectKey => (
                whole,
                "a colon was expected after the key before this".into(),
                "write `\"key\": value`".to_owned(),
            ),
            K::ExpectedStringObjectProperty => (
                whole,
                format!("the key `{said}` is not in quotes"),
                format!("write \"{said}\" with double quotes"),
            ),
            K::SingleQuotedStringsNotAllowed => {
                let end = text.get(first.end..).and_then(|rest| rest.find(['\'', '\n']));
                let end = end.map_or(first.end, |at| first.end + at + 1).min(text.len());
                (
                    first.start..end,
                    "JSON does not know single quotes".into(),
                    "use double quotes; an apostrophe inside them needs nothing".to_owned(),
                )
            }
            K::UnexpectedWord => (whole, format!("`{said}` is not a JSON value"), in_quotes.to_owned()),
            K::UnterminatedObject => {
                (first, "the `{` opened here is not closed".into(), "add `}` where it ends".to_owned())
            }
            K::UnterminatedArray => {
                (first, "the `[` opened here is not closed".into(), "add `]` where it ends".to_owned())
            }
            K::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
                let line = text.get(range.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
                (
                    range.start..range.start + line.trim_end().len(),
                    "the quote opened here is not closed".into(),
                    "add the closing quote; a line break inside a text is written `\\n`".to_owned(),
                )
            }
            K::String(_) => {
                let length =
                    text.get(range.start..).map_or(0, |rest| rest.chars().take(2).map(char::len_utf8).sum());
                (
                    range.start..range.start + length,
                    "a backslash in this text does not form a known sign".into(),
                    "write `\\\\` for a backslash and `\\\"` for a quote".to_owned(),
                )
            }
            K::MultipleRootJsonValues => (
                whole,
                "text follows after the end of the value".into(),
                "take it out, or put everything into one list".to_owned(),
            ),
            K::UnexpectedComma => {
                (first, "nothing stands before this comma".into(), "take the extra comma out".to_owned())
            }
            K::UnexpectedCloseBrace | K::UnexpectedCloseBracket | K::UnexpectedColon => (
                first,
                format!("`{said}` was not expected here"),
                "take it out, or write the value that is missing before it".to_owned(),
            ),
            K::ExpectedObjectValue => (
                first,
                "the value of the last key is missing".into(),
                "write a value after the colon".to_owned(),
            ),
            K::UnexpectedTokenInObject => (
                first,
                format!("a key in double quotes was expected, not `{said}`"),
                "between `{` and `}` every item is written `\"key\": value`".to_owned(),
            ),
            K::NestingDepthExceeded => {
                self.limit(first, "the nesting is too deep to be read".into());
                return;
            }
            K::BareDecimalPointNumbersNotAllowed
            | K::ExpectedDigit
            | K::ExpectedDigitFollowingNegativeSign
            | K::ExpectedPlusMinusOrDigitInNumberLiteral
            | K::HexadecimalNumbersNotAllowed
            | K::NonFiniteNumbersNotAllowed
            | K::UnaryPlusNumbersNotAllowed => (
                number_around(text, range.start),
                bad_number.into(),
                "write digits, with a point between digits (`0.5`), or put it in double quotes as text"
                    .to_owned(),
            ),
            _ => {
                let range = word(range.start);
                let range = if range.is_empty() { first } else { range };
                let said = text.get(range.clone()).unwrap_or("");
                (range, format!("`{said}` is not a JSON value"), in_quotes.to_owned())
            }
        };
        self.problem(range, message, help);
    }

    /// What `serde_json` refuses although a tree could be read.
    fn last_word(&mut self, error: &serde_json::Error) {
        let text = self.file.text.as_str();
        let line_start = match error.line() {
            0 | 1 => 0,
            line => memchr::memchr_iter(b'\n', text.as_bytes()).nth(line - 2).map_or(0, |at| at + 1),
        };
        // The column is that of the last byte read; a control character is the one after it.
        let mut at = (line_start + error.column()).min(text.len());
        if !text.as_bytes().get(at).is_some_and(u8::is_ascii_control) {
            at = at.saturating_sub(1);
        }
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let character = text.get(at..).and_then(|rest| rest.chars().next());
        let end = at + character.map_or(0, char::len_utf8);
        let (message, help) = match character {
            Some(c) if c.is_control() => (
                "a line break or a tab stands inside a text",
                "write `\\n` for a line break and `\\t` for a tab",
            ),
            _ => ("this is not valid JSON", "check the quotes, commas and brackets around this place"),
        };
        self.problem(at..end, message.to_owned(), help.to_owned());
    }
}

/// The number that a literal says. One that is too large for any program is the largest there is.
fn number(literal: &str) -> serde_json::Number {
    if let Ok(number) = literal.parse::<i64>() {
        return number.into();
    }
    if let Ok(number) = literal.parse::<u64>() {
        return number.into();
    }
    let value: f64 = literal.parse().unwrap_or_default();
    serde_json::Number::from_f64(value.clamp(f64::MIN, f64::MAX)).unwrap_or_else(|| 0.into())
}

/// `0123` is read as `0`, and what follows as a second value.
fn starts_with_zero(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0 && bytes.get(at - 1) == Some(&b'0') && bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// The letters, digits, signs and points around `at`.
fn number_around(text: &str, at: usize) -> Range<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let (before, after) = text.as_bytes().split_at(at.min(text.len()));
    let back = before.iter().rev().take_while(|b| part(b)).count();
    let forth = after.iter().take_while(|b| part(b)).count();
    at - back.min(at)..at + forth
}

/// The text with blanks in place of comments and of commas after the last item: as long as before, and
/// JSON if it was JSON but for these.
fn strict_form(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let (mut at, mut comma) = (0, None);
    while let Some(&byte) = bytes.get(at) {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        match byte {
            b'"' => {
                comma = None;
                at += 1;
                while let Some(&inside) = bytes.get(at).filter(|&&inside| inside != b'"') {
                    at += if inside == b'\\' { 2 } else { 1 };
                }
            }
            b'/' if matches!(rest.get(1), Some(b'/' | b'*')) => {
                let length = if rest.get(1) == Some(&b'/') {
                    memchr::memchr2(b'\n', b'\r', rest)
                } else {
                    memchr::memmem::find(rest.get(2..).unwrap_or_default(), b"*/").map(|end| end + 4)
                };
                let length = length.unwrap_or(rest.len());
                for said in bytes.get_mut(at..at + length).unwrap_or_default() {
                    if !matches!(said, b'\n' | b'\r') {
                        *said = b' ';
                    }
                }
                at += length;
                continue;
            }
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(said) = comma.take().and_then(|comma: usize| bytes.get_mut(comma)) {
                    *said = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where brackets nest deeper than [`MAX_DEPTH`], outside texts. Found before parsing, since the
/// parser goes down with them.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                bytes.next();
            }
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn read(text: &str) -> (SourceFile, Document) {
        let file = SourceFile::from_bytes(FileId(0), "a.json", None, text.as_bytes());
        let document = parse(&file);
        (file, document)
    }

    #[test]
    fn values_and_keys_stand_where_they_say() {
        let text = "{ \"titlé\": \"T\\u00e9ch \\\"Lead\\\"\", \"n\": [1, -2.5, 18446744073709551615, 1e400, true, null, {}] }";
        let (file, document) = read(text);
        assert!(document.problems.is_empty(), "{:?}", document.problems);
        let node = &document.data()[0];
        let title = node.entry("titlé").unwrap();
        assert_eq!(file.slice(title.key.span), "titlé");
        assert_eq!(file.slice(title.value.span), "\"T\\u00e9ch \\\"Lead\\\"\"");
        let said = title.value.as_text().unwrap();
        assert_eq!(said.plain, "Téch \"Lead\"");
        assert_eq!(file.slice(said.locate(7..11).span), "Lead");
        let items: Vec<_> = node.get("n").unwrap().items().iter().map(|item| file.slice(item.span)).collect();
        assert_eq!(items, ["1", "-2.5", "18446744073709551615", "1e400", "true", "null", "{}"]);
    }

    #[test]
    fn comments_and_last_commas_are_reported_once_and_read_over() {
        let (file, document) = read("// why\n{ \"a\": [1, 2,], /* x */ \"a\": 3, }");
        let found: Vec<_> =
            document.problems.iter().map(|problem| (problem.kind, file.slice(problem.span))).collect();
        assert_eq!(
            found,
            [(ProblemKind::Syntax, "// why"), (ProblemKind::Syntax, ","), (ProblemKind::DuplicateKey, "a")]
        );
        assert_eq!(document.data()[0].entries().len(), 2);
        let comments: Vec<_> = document.comments.iter().map(|comment| comment.text.as_str()).collect();
        assert_eq!(comments, ["why", "x"]);
    }

    #[test]
    fn files_with_comments_are_read_as_such() {
        let read = |text: &str| {
            let file = SourceFile::from_bytes(FileId(0), "a.jsonc", None, text.as_bytes());
            let document = parse_with_comments(&file);
            (file, document)
        };
        let (file, document) = read(
            "// a \"quote and [[ brackets\n{ \"a // b\": [1, 2, /* é */ ], /* x\n */ \"c\": \"/* no */ ,]\", // z\n}\n",
        );
        assert!(document.problems.is_empty(), "{:?}", document.problems);
        assert_eq!(document.data()[0].to_json().to_string(), r#"{"a // b":[1,2],"c":"/* no */ ,]"}"#);
        let comments: Vec<_> = document
            .comments
            .iter()
            .map(|comment| (file.slice(comment.span), comment.text.as_str()))
            .collect();
        assert_eq!(
            comments,
            [
                ("// a \"quote and [[ brackets", "a \"quote and [[ brackets"),
                ("/* é */", "é"),
                ("/* x\n */", "x"),
                ("// z", "z")
            ]
        );
        for (text, place) in [
            ("[,]", ","),
            ("{,}", ","),
            ("[1,,]", ","),
            ("{\"a\": 01, // x\n}", "01"),
            ("{\"a\": 1 /* open", ""),
            ("[1] // x\n 2", "2"),
            ("// é\n[\"a\tb\",]", "\t"),
            ("{a: 1}", "a"),
        ] {
            let (file, document) = read(text);
            let found: Vec<_> = document.problems.iter().map(|problem| file.slice(problem.span)).collect();
            assert!(
                matches!(found.as_slice(), [at] if at.contains(place)),
                "{text:?}: {:?}",
                document.problems
            );
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_a_way_out() {
        let cases = [
            ("{\"a\": 1 \"b\": 2}", "", "`,`"),
            ("{\"a\" 1}", "1", "\"key\": value"),
            ("{a: 1}", "a", "\"a\" with double quotes"),
            ("{'a': 1}", "'a'", "double quotes"),
            ("{\"a\": True}", "True", "small letters"),
            ("{\"a\": 1", "{", "add `}`"),
            ("[1, [2]", "[", "add `]`"),
            ("{\"a\": \"x}", "\"x}", "closing quote"),
            ("{\"a\": \"C:\\plan\"}", "\\p", "backslash"),
            ("[1] 2", "2", "one list"),
            ("[1,,2]", ",", "extra comma"),
            ("{\"a\": }", "}", "value"),
            ("{\"a\": 1}}", "}", "take it out"),
            ("[.5]", ".5", "point"),
            ("[0123]", "0123", "zeros"),
            ("[\"a\tb\"]", "\t", "`\\t`"),
            ("[\"a\nb\"]", "\n", "`\\n`"),
            ("", "", "{}"),
        ];
        let mut wrong = vec![];
        for (text, place, hint) in cases {
            let (file, document) = read(text);
            let [problem] = document.problems.as_slice() else {
                wrong.push(format!("{text:?}: {:?}", document.problems));
                continue;
            };
            let help = problem.help.as_deref().unwrap_or("");
            if file.slice(problem.span) != place || !help.contains(hint) {
                let at = file.slice(problem.span);
                wrong.push(format!("{text:?}: at {at:?} {:?}: {}; {help}", problem.span, problem.message));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn limits_hold() {
        for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000), format!("[{}1]", "1,".repeat(300_000))] {
            let (_, document) = read(&text);
            assert_eq!(document.problems[0].kind, ProblemKind::Limit);
        }
        assert!(read("[\"[[[[\\\"[[\"]").1.problems.is_empty());
    }
}
