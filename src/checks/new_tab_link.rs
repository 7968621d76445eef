//! Links that open a new tab.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::prose::holds_any_case;
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTabLink {
    repair: Repair,
}

/// What the fix does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Repair {
    Remove,
    AddRel,
}

/// In a tag, or in an attribute list of kramdown that holds nothing else.
#[allow(clippy::expect_used)]
static TARGETS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\{:\s*target\s*=\s*["'“”]?_blank["'“”]?\s*\}|\s+target\s*=\s*["']?_blank["']?"#)
        .expect("the pattern is right")
});

/// True behind a backtick of the line that is not closed.
fn in_code(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or("");
    line.bytes().filter(|&byte| byte == b'`').count() % 2 == 1
}

impl DocumentCheck for NewTabLink {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let file = subject.file;
        if !matches!(subject.doc.format, "markdown" | "html") {
            return;
        }
        if !holds_any_case(&file.text, "_b") {
            return;
        }
        for found in TARGETS.find_iter(&file.text) {
            let list = found.as_str().starts_with('{');
            let blank = found.as_str().len() - found.as_str().trim_start().len();
            let span = file.at(found.start() + blank..found.end());
            // In code it is talked about.
            if !subject.doc.is_opaque(span) && !list {
                continue;
            }
            let rest = file.text.get(found.end()..).unwrap_or("");
            let tag = rest.split(['>', '}']).next().unwrap_or("");
            let start = file.text.get(..found.start()).unwrap_or("");
            let before = start.rsplit(['<', '{']).next().unwrap_or("");
            if !list && (tag.contains("noopener") || before.contains("noopener")) || in_code(start) {
                continue;
            }
            let finding = cx.report(span, "This link opens a new tab.");
            finding.help("It surprises people who cannot see it happen, and the way back is gone. Where the syntax is not known, it shows as text.");
            match self.repair {
                Repair::AddRel if !list => {
                    finding.fix(Fix::safe(
                        "Add `rel=\"noopener\"`",
                        span,
                        format!("{} rel=\"noopener\"", file.slice(span)),
                    ));
                }
                Repair::Remove | Repair::AddRel => {
                    finding.fix(Fix::safe("Open it like any other link", file.at(found.range()), ""));
                }
            }
        }
    }
}
