//! What is told about a finding under the pointer: the finding, and the page of its rule.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::convert::plain_markdown;
use crate::diag::Diagnostic;
use crate::report::visible;
use crate::rule::Rule;

/// Findings at one place that are told about.
const MOST: usize = 3;

/// What is told about these findings; `None` if there are none.
pub(super) fn hover(
    findings: &[&Diagnostic],
    rules: &[Rule],
    markdown: bool,
    range: lsp_types::Range,
) -> Option<Hover> {
    if findings.is_empty() {
        return None;
    }
    let mut parts = vec![];
    let mut told: Vec<&str> = vec![];
    for finding in findings.iter().take(MOST) {
        let page = rules.iter().find(|rule| rule.id == finding.rule && !told.contains(&rule.id.as_str()));
        told.push(&finding.rule);
        let plain = |text: &str| {
            if markdown { plain_markdown(text) } else { visible(text).into_owned() }
        };
        let bold = if markdown { "**" } else { "" };
        let mut part = format!("{bold}{}{bold}", plain(&finding.message));
        if let Some(help) = &finding.help {
            part.push_str("\n\n");
            part.push_str(&plain(help));
        }
        if let Some(rule) = page {
            part.push_str("\n\n---\n\n");
            part.push_str(&page_of(rule, markdown));
        }
        parts.push(part);
    }
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let value = parts.join("\n\n---\n\n");
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(range) })
}

/// The page of a rule with its name, reason, options and examples. Blocks that hold what the tests
/// expect say nothing to readers. Pages of packs come with the folder that was opened, so nothing in
/// them may load pictures.
fn page_of(rule: &Rule, markdown: bool) -> String {
    let mut out = String::new();
    let mut skip = false;
    let mut fence = false;
    for line in rule.docs.lines() {
        let line = visible(line);
        if line.trim_start().starts_with("```") {
            fence = !fence;
            let expected = line.trim_start_matches('`').starts_with("expect");
            if expected && fence {
                skip = true;
                continue;
            }
            if skip && !fence {
                skip = false;
                continue;
            }
            // Only the language is meant for readers.
            let language = line.split_whitespace().next().unwrap_or("```");
            out.push_str(language);
        } else if !skip {
            let line = match line.strip_prefix("# ").filter(|_| !fence) {
                Some(name) => format!("### {name} ({}, {})", rule.group, rule.severity),
                None if fence || !markdown => line.into_owned(),
                None => line.replace("![", "!\\[").replace('<', "&lt;"),
            };
            out.push_str(&line);
        } else {
            continue;
        }
        out.push('\n');
    }
    out.trim_end().to_owned()
}
