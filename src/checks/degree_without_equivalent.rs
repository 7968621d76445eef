//! A degree that is demanded without another way in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::wording::quoted;
use crate::language::Lang;
use crate::language::lexicon;
use crate::model::{Education, Role, Strength};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DegreeWithoutEquivalent {
    /// Degrees that are looked at: `bachelor`, `master`, `doctorate`.
    degrees: Vec<String>,
    /// Words in titles of jobs for which the law asks for a degree.
    licensed: Vec<String>,
    /// What names another way in, besides the words of the vocabulary.
    equivalents: Vec<String>,
    /// What makes a degree a wish.
    wishes: Vec<String>,
}

/// How far around a degree another way in is looked for, in bytes, where no heading is nearer.
const WINDOW: usize = 1200;
/// How far around a degree a wish is looked for: it says so itself or in the words beside it.
const NEAR: usize = 160;

/// "or four or more years of …": another way in.
#[allow(clippy::expect_used)]
static OR_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\bor\s+(?:at least\s+|a minimum of\s+)?\w+\+?\s+(?:or more\s+)?(?:additional\s+)?years")
        .expect("the pattern is right")
});

impl DocumentCheck for DegreeWithoutEquivalent {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.roles.iter().all(|role| role.education.is_empty()) {
            return;
        }
        let mut headings: Vec<(usize, String)> = vec![];
        subject.doc.visit(&mut |visit| {
            if let Visit::Heading(heading) = visit {
                headings.push((heading.span.start as usize, heading.text.plain.to_lowercase()));
            }
        });
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        for role in subject.roles.iter().filter(|role| !self.is_licensed(role)) {
            // One way in is enough for the page, and so is one finding.
            if role.education.iter().any(|education| education.equivalent) {
                continue;
            }
            let asked = role.education.iter().filter(|education| {
                education.strength != Strength::Preferred
                    && self.degrees.iter().any(|degree| degree == education.level)
                    && self.is_demanded(education, subject, &headings)
            });
            if let Some(education) = asked.min_by_key(|education| education.text.span)
                && seen.insert(education.text.span)
            {
                let shown = quoted(education.text.value.trim());
                cx.report(education.text.span, format!("A degree is asked for, and nothing else will do: {shown}."))
                    .help(format!(
                        "People who learned the same on the job read that they need not apply or cannot be promoted. If \
                         experience counts as much, {}.",
                        if subject.language == Lang::English {
                            "add “or equivalent practical experience”"
                        } else {
                            "say so beside the degree"
                        }
                    ))
                    .group(
                        format!("degree-without-equivalent:{}", subject.file.path),
                        "A degree is asked for, and nothing else will do.",
                    );
            }
        }
    }
}

impl DegreeWithoutEquivalent {
    fn is_licensed(&self, role: &Role) -> bool {
        let title = format!(" {} ", role.name().to_lowercase());
        self.licensed.iter().any(|word| title.contains(&format!(" {word}")))
    }

    fn is_demanded(
        &self,
        education: &Education,
        subject: &Subject<'_>,
        headings: &[(usize, String)],
    ) -> bool {
        let span = education.text.span.range();
        let next = headings.partition_point(|(at, _)| *at <= span.start);
        let start = next.checked_sub(1).and_then(|last| headings.get(last)).map_or(0, |(at, _)| *at);
        let end = headings.get(next).map_or(subject.file.text.len(), |(at, _)| *at);
        let section =
            (start.max(span.start.saturating_sub(WINDOW)), end.min(span.end.saturating_add(WINDOW)));
        let around = slice(&subject.file.text, section.0, section.1).to_lowercase();
        let lexicon = lexicon::current();
        let own = self.equivalents.iter().map(String::as_str);
        let mut ways = lexicon.lists.education.equivalent.iter().map(|way| &**way).chain(own);
        if ways.any(|way| around.contains(way)) || OR_YEARS.is_match(&around) {
            return false;
        }
        let near = slice(
            &subject.file.text,
            start.max(span.start.saturating_sub(NEAR)),
            end.min(span.end.saturating_add(NEAR)),
        );
        let heading =
            next.checked_sub(1).and_then(|last| headings.get(last)).map_or("", |(_, text)| text.as_str());
        let near = near.to_lowercase();
        !self.wishes.iter().any(|wish| near.contains(wish.as_str()) || heading.contains(wish.as_str()))
    }
}

/// `text` from about `start` to about `end`, at character boundaries.
fn slice(text: &str, start: usize, end: usize) -> &str {
    let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let end = (end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    text.get(start..end.max(start)).unwrap_or("")
}
