//! Text of strangers inside the syntax of a format: percent signs, XML, Markdown.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::neutral::{command_at, is_hostile, spelled, visible, without_commands};

/// `text` with each character for which `escape` knows another form in that form.
fn escaped(text: &str, escape: impl Fn(char) -> Option<Cow<'static, str>>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match escape(c) {
            Some(form) => out.push_str(&form),
            None => out.push(c),
        }
    }
    out
}

/// The value after `::` in a workflow command of GitHub.
pub(super) fn github_data(text: &str) -> String {
    let text = without_commands(Cow::Borrowed(text));
    escaped(&text, |c| match c {
        '%' => Some("%25".into()),
        '\r' => Some("%0D".into()),
        '\n' => Some("%0A".into()),
        c if is_hostile(c) => Some(spelled(c).into()),
        _ => None,
    })
}

/// The value of a property in a workflow command of GitHub.
pub(super) fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The message of a logging command of Azure Pipelines.
pub(super) fn azure_data(text: &str) -> String {
    let text = without_commands(Cow::Borrowed(text));
    escaped(&text, |c| match c {
        '%' => Some("%AZP25".into()),
        '\r' => Some("%0D".into()),
        '\n' => Some("%0A".into()),
        c if is_hostile(c) => Some(spelled(c).into()),
        _ => None,
    })
}

/// The value of a property in a logging command of Azure Pipelines.
pub(super) fn azure_property(text: &str) -> String {
    azure_data(text).replace(';', "%3B").replace(']', "%5D")
}

/// The value of an attribute in XML, between double quotes. What XML cannot hold is spelled out;
/// what could act on a terminal or a runner is written as a reference, which means the same.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut command = command_at(text);
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => _ = write!(out, "&#{};", u32::from(c)),
            c if !is_xml(c) => out.push_str(&spelled(c)),
            c if is_hostile(c) => _ = write!(out, "&#x{:X};", u32::from(c)),
            '[' if command == Some(at) => {
                out.push_str("&#91;");
                command = command_at(text.get(at + 1..).unwrap_or("")).map(|next| at + 1 + next);
            }
            c => out.push(c),
        }
    }
    out
}

/// True for characters that XML 1.0 can hold.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// `text` as one line of words in Markdown, in a cell of a table too: nothing in it is mark-up, a link, a
/// mention of a person or an issue.
pub(super) fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // A comment of nothing parts the sign from what follows; no reader sees it.
            '@' | '#' => {
                out.push(c);
                out.push_str(NOTHING);
            }
            // Addresses would become links.
            ':' if text.get(at..).is_some_and(|rest| rest.starts_with("://")) => {
                out.push(c);
                out.push_str(NOTHING);
            }
            '.' if at
                .checked_sub(3)
                .and_then(|from| text.get(from..at))
                .is_some_and(|word| word.eq_ignore_ascii_case("www")) =>
            {
                out.push_str(NOTHING);
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

const NOTHING: &str = "<!-- -->";

/// `text` as code in a line of Markdown, in a cell of a table too.
pub(super) fn markdown_code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    if text.is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let ticks = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') || text.starts_with(' ') { " " } else { "" };
    format!("{ticks}{gap}{text}{gap}{ticks}")
}

/// A path as a relative reference (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a%0A::b\r\n##[c] ##vso[d;e] ,<f&\"g'>\u{1b}\u{202e}\u{0}\u{fffe}";

    #[test]
    fn commands_end_where_we_end_them() {
        assert_eq!(
            github_property(HOSTILE),
            "a%250A%3A%3Ab%0D%0A##\\u{5b}c] ##vso\\u{5b}d;e] %2C<f&\"g'>\\u{1b}\\u{202e}\\u{0}\u{fffe}"
        );
        assert_eq!(
            azure_property(HOSTILE),
            "a%AZP250A::b%0D%0A##\\u{5b}c%5D ##vso\\u{5b}d%3Be%5D ,<f&\"g'>\\u{1b}\\u{202e}\\u{0}\u{fffe}"
        );
    }

    #[test]
    fn xml_holds_what_it_can() {
        assert_eq!(
            xml(HOSTILE),
            "a%0A::b&#13;&#10;##&#91;c] ##vso&#91;d;e] ,&lt;f&amp;&quot;g'&gt;\\u{1b}&#x202E;\\u{0}\\u{fffe}"
        );
    }

    #[test]
    fn markdown_is_words_only() {
        assert_eq!(markdown("a | b\n<img> [x](y) @team #1."), {
            "a \\| b\\\\u{a}&lt;img&gt; \\[x\\](y) @<!-- -->team #<!-- -->1."
        });
        assert_eq!(markdown("See https://www.a.example/b: done."), {
            "See https:<!-- -->//www<!-- -->.a.example/b: done."
        });
        assert_eq!(markdown_code("a`|`b"), "``a`\\|`b``");
        assert_eq!(uri("a b/ü#%\n.md"), "a%20b/%C3%BC%23%25%0A.md");
    }
}
