//! The settings block at the top of a page: YAML between `---` fences, also inside a comment, or
//! TOML between `+++` fences.

use std::ops::Range;

use super::reading::Reading;
use super::{FrontMatter, Problem, ProblemKind, toml, yaml};

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
            (Some(FrontMatter { span, node: sliced.nodes.into_iter().next() }), whole.end)
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
    matches!(find(text), Found::Closed { .. })
}

enum Found {
    Nothing,
    /// With its fences (and the comment around them), and without.
    Closed {
        whole: Range<usize>,
        inner: Range<usize>,
    },
    Unclosed {
        fence: Range<usize>,
        settings: Range<usize>,
    },
}

fn find(text: &str) -> Found {
    let mut lines = Lines { text, at: 0 };
    let Some(mut first) = lines.next() else { return Found::Nothing };
    let commented = text.get(first.clone()).is_some_and(|line| line.trim() == "<!--");
    if commented {
        match lines.next() {
            Some(second) => first = second,
            None => return Found::Nothing,
        }
    }
    let fence = text.get(first.clone()).map_or("", str::trim_end);
    if fence != "---" && (fence != "+++" || commented) {
        return Found::Nothing;
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

/// True for `key: value`, `key:`, `key = value`; a comment is none.
fn is_setting(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let Some((key, value)) = line.split_once(" = ").or_else(|| line.split_once(':')) else { return false };
    let key = key.trim_matches(['"', '\'']);
    !key.is_empty()
        && key.len() <= 60
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | ' ' | '@'))
        && key.split(' ').count() <= 3
        && (value.is_empty() || line.contains(" = ") || value.starts_with([' ', '\t', '\r']))
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
