//! The running text of a role beside its expectations, in the order of the page.

use std::collections::HashMap;

use super::vocabulary::SectionKind;
use super::{Expectation, Prose, Role, Section, section_kind};
use crate::text::{Span, Spanned};

/// A section with its running text; also a heading that holds nothing else.
pub(super) struct Part<'m> {
    pub label: Option<&'m Spanned<String>>,
    pub group: Option<&'m Spanned<String>>,
    pub kind: SectionKind,
    pub span: Span,
    pub expectations: &'m [Expectation],
    pub prose: Vec<&'m Prose>,
}

impl<'m> Part<'m> {
    pub fn of(section: &'m Section) -> Self {
        Part {
            label: section.label.as_ref(),
            group: section.group.as_ref(),
            kind: section.kind,
            span: section.span,
            expectations: &section.expectations,
            prose: vec![],
        }
    }

    /// Where its name stands, or else its text.
    pub fn place(&self) -> Span {
        self.label.map_or(self.span, |label| label.span)
    }
}

/// What stands above all headings, and the sections of the role with theirs, in the order of the page.
pub(super) fn parts(role: &Role) -> (Vec<&Prose>, Vec<Part<'_>>) {
    let key =
        |label: Option<&Spanned<String>>| label.map_or(String::new(), |label| label.value.to_lowercase());
    let mut parts: Vec<Part<'_>> = role.sections.iter().map(Part::of).collect();
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        named.entry(key(part.label)).or_default().push(at);
    }
    let (mut intro, mut added) = (vec![], 0usize);
    for prose in &role.prose {
        if prose.section.is_none() && prose.level.is_none() {
            intro.push(prose);
            continue;
        }
        // Of sections with one name it is the one above; levels share the first one.
        let same = named.entry(key(prose.section.as_ref())).or_default();
        let above = same.partition_point(|&at| {
            parts.get(at).is_some_and(|part| part.place().start <= prose.text.span.start)
        });
        let at = match same.get(above.saturating_sub(1)) {
            Some(&at) => at,
            None => {
                added += 1;
                same.push(parts.len());
                let label = prose.section.as_ref();
                let kind = label.map_or(SectionKind::Other, |label| section_kind(&label.value));
                let span = prose.text.span;
                parts.push(Part { label, group: None, kind, span, expectations: &[], prose: vec![] });
                parts.len() - 1
            }
        };
        if let Some(part) = parts.get_mut(at) {
            part.prose.push(prose);
        }
    }
    if added > 0 {
        parts.sort_by_key(|part| part.place().start);
    }
    (intro, parts)
}

/// What stands below the name of a level, and in none of its sections.
pub(super) fn of_level(role: &Role, level: usize) -> Vec<&Prose> {
    role.prose.iter().filter(|prose| prose.section.is_none() && prose.level == Some(level)).collect()
}

/// Paragraphs as one text.
pub(super) fn joined(prose: &[&Prose]) -> Option<String> {
    let texts: Vec<&str> = prose.iter().map(|prose| prose.text.plain.trim()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}
