//! A rule page in the terminal.

use serde_json::Value;

use crate::report::{Style, visible, wrap};
use crate::rule::{FixKind, Page};

/// Lines longer than this are hard to read, however wide the window is.
const MAX_WIDTH: usize = 96;

/// Longer values are counted instead of shown.
const MAX_DEFAULT: usize = 60;

/// The page as people read it.
pub(super) fn render(page: &Page, style: Style) -> String {
    let mut out = Out { text: String::new(), style, width: style.width.clamp(40, MAX_WIDTH) };
    out.text.push_str(&style.paint("1", &page.id));
    out.text.push('\n');
    out.paragraph(&page.meta.summary, "");
    out.blank();
    out.paragraph(&facts(page), "");
    let mut lines = page.docs.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            out.blank();
            out.text.push_str(&style.paint("1", &visible(title)));
            out.text.push('\n');
        } else if line.starts_with("# ") {
            out.blank();
        } else if let Some(info) = fence(line) {
            let ticks: String = line.chars().take_while(|&c| c == '`').collect();
            let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim_end() != ticks).collect();
            out.example(info, &body);
        } else if line.trim().is_empty() {
            out.blank();
        } else {
            let mut text = line.trim().to_owned();
            let item = text.starts_with("- ");
            while let Some(next) = lines.next_if(|next| continues(next)) {
                text.push(' ');
                text.push_str(next.trim());
            }
            if let Some(default) = item.then(|| default_of(page, &text)).flatten() {
                text.push_str(&default);
            }
            out.paragraph(&text, if item { "  " } else { "" });
        }
    }
    out.text.trim_end().to_owned()
}

/// Severity, repair and origin in one sentence each.
fn facts(page: &Page) -> String {
    let state = if page.meta.enabled { "on" } else { "off unless it is asked for" };
    let fix = match page.meta.fix {
        FixKind::None => "nothing is repaired",
        FixKind::Safe => "`--fix` repairs it",
        FixKind::Unsafe => "`--unsafe-fixes` repairs it, which may change what a page says",
    };
    let (group, since) = if page.meta.since.is_empty() {
        ("Pack", String::new())
    } else {
        ("Group", format!(" Since {}.", page.meta.since))
    };
    format!(
        "Severity: {}. {group}: {}. By default it is {state}; {fix}.{since}",
        page.meta.severity, page.group
    )
}

/// What an option is if nobody sets it, for the line that explains it.
fn default_of(page: &Page, line: &str) -> Option<String> {
    let name = line.strip_prefix("- `")?.split_once("`:")?.0;
    let value = page.meta.params.get(name)?;
    let short = value.to_string();
    let counted = |count: usize| match count {
        0 => "none".to_owned(),
        1 => "1 entry".to_owned(),
        _ => format!("{count} entries"),
    };
    let text = match value {
        Value::Array(items) if items.is_empty() || short.len() > MAX_DEFAULT => counted(items.len()),
        Value::Object(entries) if entries.is_empty() || short.len() > MAX_DEFAULT => counted(entries.len()),
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::Null => "not set".to_owned(),
        Value::String(text) => format!("`{text}`"),
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect();
            format!("`[{}]`", items.join(", "))
        }
        _ => format!("`{short}`"),
    };
    Some(format!(" (Default: {text}.)"))
}

fn fence(line: &str) -> Option<&str> {
    line.starts_with("```").then(|| line.trim_start_matches('`').trim())
}

/// True for a line that goes on with the paragraph or item before it.
fn continues(line: &str) -> bool {
    let text = line.trim();
    !(text.is_empty() || text.starts_with("- ") || text.starts_with("```") || text.starts_with('#'))
}

struct Out {
    text: String,
    style: Style,
    width: usize,
}

impl Out {
    fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Wraps `text`; its further lines begin with `indent`.
    fn paragraph(&mut self, text: &str, indent: &str) {
        let wrapped = wrap(&self.style.words(&visible(text)), self.width.saturating_sub(indent.len()));
        let wrapped = wrapped.replace('\n', &format!("\n{indent}"));
        self.text.push_str(&self.inline(&wrapped));
        self.text.push('\n');
    }

    /// Names and values in backticks are colored, where there are colors.
    fn inline(&self, text: &str) -> String {
        if !self.style.color {
            return text.to_owned();
        }
        let parts = text.split('`').enumerate();
        parts
            .map(|(n, part)| if n % 2 == 1 { self.style.paint("36", part) } else { part.to_owned() })
            .collect()
    }

    /// A file, the findings in it, or the file after its repair.
    fn example(&mut self, info: &str, body: &[&str]) {
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or("");
        let file = words.find_map(|word| word.strip_prefix("file="));
        let title = match (language, file) {
            ("expect", _) => "rolelint says:".to_owned(),
            ("config", _) => "rolelint.yaml:".to_owned(),
            ("fixed", Some(file)) => format!("{file}, repaired:"),
            (_, Some(file)) => format!("{file}:"),
            (_, None) => String::new(),
        };
        if !title.is_empty() {
            self.text.push_str(&format!("  {}\n", self.style.paint("2", &visible(&title))));
        }
        for line in body {
            let line = visible(line);
            let line = if language == "expect" {
                wrap(&line, self.width.saturating_sub(6)).replace('\n', "\n      ")
            } else {
                line.into_owned()
            };
            let line = format!("    {line}");
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# long-name\n\nIt is\nwrong.\n\n## Options\n\n- `max`: the most\n  that may be.\n\n\
        ## Wrong\n\n```markdown file=a.md\n# A\n\ntext\n```\n\n```expect\na.md:1:1 info Bad.\n```\n\n## Right\n\n```markdown\nfine\n```\n";

    #[test]
    fn a_page_reads_like_a_text() {
        let meta = r#"{"summary": "Finds it.", "severity": "info", "fix": "none", "since": "0.1.0",
            "check": "x", "params": {"max": 3}}"#;
        let meta = serde_json::from_str(meta).unwrap();
        let page = Page { group: "text".into(), id: "long-name".into(), meta, docs: PAGE.into() };
        insta::assert_snapshot!(render(&page, Style { width: 60, ..Style::default() }), @r#"
        long-name
        Finds it.

        Severity: info. Group: text. By default it is on; nothing is
        repaired. Since 0.1.0.

        It is wrong.

        Options

        - `max`: the most that may be. (Default: `3`.)

        Wrong

          a.md:
            # A

            text

          rolelint says:
            a.md:1:1 info Bad.

        Right

            fine
        "#);
    }
}
