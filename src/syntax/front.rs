//! The settings block at the top of a page: YAML between `---` fences, also inside a comment, TOML
//! between `+++` fences, or a JSON object.

use std::ops::Range;

use super::reading::Reading;
use super::{Body, FrontMatter, Problem, ProblemKind, Value, json, toml, yaml};
use crate::text::SourceFile;

/// Takes the front matter off the page; returns it with the offset at which the page goes on.
pub(super) fn read(reading: &mut Reading) -> (Option<FrontMatter>, usize) {
    let text = &reading.file.text;
    match find(text) {
        Found::Nothing => (None, 0),
        Found::Closed { whole, inner } => {
            let toml = text.get(whole.clone()).is_some_and(|block| block.starts_with("+++"));
            let parse = if toml { toml::parse_slice } else { yaml::parse_slice };
            let sliced = parse(reading.file, inner);
            reading.problems.extend(sliced.problems);
            reading.comments.extend(sliced.comments);
            let span = reading.file.at(whole.clone());
            reading.opaque(span);
            if let Some(list) = sliced.nodes.first().filter(|node| matches!(node.value, Value::List(_))) {
                reading.problems.push(Problem {
                    kind: ProblemKind::Syntax,
                    span: list.span,
                    message: "the settings block at the top is a list".into(),
                    help: Some(
                        "write `key: value` pairs, and the list below the key that it belongs to".into(),
                    ),
                    related: vec![],
                });
            }
            (Some(FrontMatter { span, node: sliced.nodes.into_iter().next() }), whole.end)
        }
        Found::Json { end } => {
            // It begins where the file begins, so its places are the file's.
            let block = reading.file.text.get(..end).unwrap_or("");
            let block =
                SourceFile::from_bytes(reading.file.id, reading.file.path.as_str(), None, block.as_bytes());
            let parsed = json::parse(&block);
            reading.problems.extend(parsed.problems);
            reading.comments.extend(parsed.comments);
            let span = reading.file.at(0..end);
            reading.opaque(span);
            let node = match parsed.body {
                Body::Data(nodes) => nodes.into_iter().next(),
                Body::Prose(_) => None,
            };
            (Some(FrontMatter { span, node }), end)
        }
        Found::Unopened { inner, end } => {
            let first = text.get(inner.clone()).and_then(|lines| lines.lines().next()).map_or(0, str::len);
            reading.problems.push(Problem {
                kind: ProblemKind::Syntax,
                span: reading.file.at(0..first),
                message:
                    "the settings block at the top has no line `---` above it, so the page shows it as text"
                        .into(),
                help: Some("write a line `---` above the first line of the file".into()),
                related: vec![(reading.file.at(inner.end..end), "the settings end here".into())],
            });
            let sliced = yaml::parse_slice(reading.file, inner);
            reading.problems.extend(sliced.problems);
            reading.comments.extend(sliced.comments);
            let span = reading.file.at(0..end);
            reading.opaque(span);
            (Some(FrontMatter { span, node: sliced.nodes.into_iter().next() }), end)
        }
        Found::Unclosed { fence, settings } => {
            let span = reading.file.at(fence.clone());
            reading.problems.push(Problem {
                kind: ProblemKind::Syntax,
                span,
                message: "the settings block at the top is not closed".into(),
                help: Some(format!("write a line `{}` where the settings end", reading.file.slice(span))),
                related: vec![(
                    reading.file.at(settings.end..settings.end),
                    "the settings seem to end here".into(),
                )],
            });
            reading.opaque(reading.file.at(fence.start..settings.end));
            (None, settings.end)
        }
    }
}

/// True when `text` begins with front matter.
pub(super) fn is_present(text: &str) -> bool {
    matches!(find(text), Found::Closed { .. } | Found::Json { .. })
}

enum Found {
    Nothing,
    /// With its fences (and the comment around them), and without.
    Closed {
        whole: Range<usize>,
        inner: Range<usize>,
    },
    /// An object from the first byte up to `end`.
    Json {
        end: usize,
    },
    /// Only the fence below the settings is there.
    Unopened {
        inner: Range<usize>,
        end: usize,
    },
    Unclosed {
        fence: Range<usize>,
        settings: Range<usize>,
    },
}

fn find(text: &str) -> Found {
    let mut lines = Lines { text, at: 0 };
    if let Some(end) = json_end(text) {
        return Found::Json { end };
    }
    let Some(mut first) = lines.next() else { return Found::Nothing };
    let commented = text.get(first.clone()).is_some_and(|line| line.trim() == "<!--");
    if commented {
        match lines.next() {
            Some(second) => first = second,
            None => return Found::Nothing,
        }
    }
    let fence = text.get(first.clone()).map_or("", str::trim_end);
    if commented
        && fence != "---"
        && let Some((inner, end)) = unfenced(text, first.start)
    {
        return Found::Closed { whole: 0..end, inner };
    }
    if fence != "---" && (fence != "+++" || commented) {
        return unopened(text).map_or(Found::Nothing, |(inner, end)| Found::Unopened { inner, end });
    }
    let start = lines.at;
    let mut any_setting = false;
    let mut any_text = false;
    let mut settings_end = None;
    while let Some(line) = lines.next() {
        let content = text.get(line.clone()).unwrap_or("").trim_end();
        if content == fence || (content == "..." && fence == "---") {
            if any_text && !any_setting {
                return Found::Nothing;
            }
            let inner = start..line.start;
            if !commented {
                return Found::Closed { whole: 0..line.end, inner };
            }
            let close = lines.next().filter(|line| text.get(line.clone()).is_some_and(|l| l.trim() == "-->"));
            return close.map_or(Found::Nothing, |close| Found::Closed { whole: 0..close.end, inner });
        }
        any_text = any_text || !content.trim().is_empty();
        any_setting = any_setting || is_setting(content);
        // Where the settings end if no fence follows: before the first line that cannot be one.
        if settings_end.is_none() && !is_setting(content) && !content.starts_with([' ', '\t', '#', '-']) {
            settings_end = Some(line.start);
        }
    }
    let settings = start..settings_end.unwrap_or(text.len());
    if commented || !text.get(settings.clone()).is_some_and(|lines| lines.lines().any(is_setting)) {
        return Found::Nothing;
    }
    Found::Unclosed { fence: first.start..first.start + 3, settings }
}

/// Keys that only settings of a page have.
const PAGE_KEYS: &[&str] = &["title", "id", "slug", "role", "level", "track", "status", "layout", "order"];

/// The settings in a comment that holds nothing else, without fences: their bytes, and the end of the
/// comment.
fn unfenced(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let (mut keys, mut known) = (0, false);
    for line in (Lines { text, at: start }) {
        let content = text.get(line.clone())?.trim_end();
        if content == "-->" {
            return (keys > 1 && known).then_some((start..line.start, line.end));
        }
        if is_setting(content) && !content.starts_with([' ', '\t', '-']) {
            let key = content.split(':').next().unwrap_or("").trim().to_lowercase();
            keys += 1;
            known = known || PAGE_KEYS.contains(&key.as_str());
        } else if !content.is_empty() && !content.starts_with([' ', '\t', '#', '-']) {
            return None;
        }
    }
    None
}

/// Settings above a line `---`, with nothing above them: their bytes, and the end of that line. One line is
/// an underlined heading, and keys in capitals are what people write for people ("Role: Engineer").
fn unopened(text: &str) -> Option<(Range<usize>, usize)> {
    const MOST_LINES: usize = 500;
    let (mut keys, mut known) = (0, false);
    for line in (Lines { text, at: 0 }).take(MOST_LINES) {
        let content = text.get(line.clone())?.trim_end();
        if content == "---" {
            return (keys > 1 && known).then_some((0..line.start, line.end));
        }
        let below = content.starts_with([' ', '\t', '-']) && keys > 0;
        let key = content.split_once(':').map_or("", |(key, _)| key);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if !below && is_setting(content) && !key.is_empty() && key.chars().all(plain) {
            keys += 1;
            known = known || PAGE_KEYS.contains(&key);
        } else if !below {
            return None;
        }
    }
    None
}

/// Where the JSON object ends that a page begins with; Liquid and MDX begin with other signs, and a file
/// that is nothing but an object is no page.
fn json_end(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    if !inner.trim_start().starts_with('"') {
        return None;
    }
    let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let rest = text.get(at + 1..)?;
                    let line = rest.split('\n').next().unwrap_or("");
                    let page = line.trim().is_empty() && !rest.trim().is_empty();
                    let pair = text.get(..at)?.contains("\":") || text.get(..at)?.contains("\" :");
                    return (page && pair).then_some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// True for `key: value`, `key:`, `key = value`; a comment is none.
fn is_setting(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let Some((key, value)) = line.split_once(" =").or_else(|| line.split_once(':')) else { return false };
    let key = key.trim_matches(['"', '\'']);
    !key.is_empty()
        && key.len() <= 60
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | ' ' | '@'))
        && key.split(' ').count() <= 3
        && (value.is_empty() || line.contains(" =") || value.starts_with([' ', '\t', '\r']))
}

/// Ranges of lines, without their line ends.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let start = self.at;
        self.at = (start + length + 1).min(self.text.len());
        Some(start..start + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> Option<&str> {
        match find(text) {
            Found::Closed { inner, .. } => text.get(inner),
            _ => None,
        }
    }

    #[test]
    fn fences_of_all_kinds() {
        assert_eq!(front("---\ntitle: A\n---\n# A"), Some("title: A\n"));
        assert_eq!(front("---\r\ntitle: A\r\n...\r\nx"), Some("title: A\r\n"));
        assert_eq!(front("---\n---\n"), Some(""));
        assert_eq!(front("+++\ntitle = \"A\"\n+++\nx"), Some("title = \"A\"\n"));
        assert_eq!(front("<!--\n---\nid: a\n---\n-->\n# A"), Some("id: a\n"));
        assert_eq!(front("<!--\nid: a\ntags:\n  - b\n-->\n# A"), Some("id: a\ntags:\n  - b\n"));
        assert_eq!(front("<!--\nCopyright: somebody\nLicense: MIT\n-->\n# A"), None);
        assert_eq!(front("<!--\nid: a\nThis page: see below.\nWritten in May\n-->\n# A"), None);
    }

    #[test]
    fn an_object_at_the_top() {
        let text = "{\n  \"title\": \"A }\",\n  \"order\": 2\n}\n# A\n";
        assert!(matches!(find(text), Found::Json { end } if text[end..].starts_with("\n# A")));
        let file = SourceFile::from_bytes(crate::text::FileId(0), "a.md", None, text.as_bytes());
        let mut reading = Reading::new(&file);
        let node = read(&mut reading).0.and_then(|front| front.node).unwrap();
        assert_eq!(file.slice(node.get("title").unwrap().span), "\"A }\"");
        for none in
            ["{% include a %}\nx", "{: .note }\nx", "{\"a\"} is code\n", "{ \"a\": 1 }\n", "{\"a\": 1} x\ny"]
        {
            assert!(matches!(find(none), Found::Nothing), "{none}");
        }
    }

    #[test]
    fn settings_without_the_line_above_them() {
        let page = "title: A\nlevels: 2\ntopics:\n  - name: B\n---\n\n# A\n";
        assert!(
            matches!(find(page), Found::Unopened { inner, .. } if page[inner.clone()].ends_with("name: B\n"))
        );
        let file = SourceFile::from_bytes(crate::text::FileId(0), "a.md", None, page.as_bytes());
        let mut reading = Reading::new(&file);
        let (front, end) = read(&mut reading);
        assert_eq!((reading.problems.len(), &page[end..]), (1, "\n\n# A\n"));
        assert!(front.and_then(|front| front.node).is_some_and(|node| node.get("topics").is_some()));
        for none in [
            "title: A heading of its own\n---\ntext",
            "Role: Engineer\nlevel: 2\n---\ntext",
            "note: one\nhint: two\n---\ntext",
            "title: A\n\nlevel: 2\n---\ntext",
            "title: A\nlevel: 2\ntext",
            "- title: A\n- level: 2\n---\ntext",
        ] {
            assert!(matches!(find(none), Found::Nothing), "{none}");
        }
    }

    #[test]
    fn a_rule_above_prose_is_none() {
        assert_eq!(front("---\n\nSome words.\n\n---\nMore."), None);
        assert!(matches!(find("---\n\nSome words.\n"), Found::Nothing));
        assert_eq!(front("\n---\ntitle: A\n---\n"), None);
    }

    #[test]
    fn settings_without_a_closing_fence() {
        let text = "---\ntitle: A\nlist:\n  - x\n\n# A\n";
        let Found::Unclosed { settings, .. } = find(text) else { panic!() };
        assert_eq!(&text[settings], "title: A\nlist:\n  - x\n");
    }
}
