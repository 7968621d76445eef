//! The places in a page that a link with `#` may name: headings, under the addresses that site
//! generators and forges give them, and ids that the author wrote.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Document, HeadingMark, Visit};
use crate::text::SourceFile;

/// The addresses of a page's places.
#[derive(Debug, Default)]
pub struct Anchors {
    /// As the different programs would write them.
    all: HashSet<String>,
    /// As most would, in page order: for suggestions.
    usual: Vec<String>,
}

impl Anchors {
    /// Reads a page; the anchors of a data file are none.
    pub fn of(file: &SourceFile, doc: &Document) -> Self {
        let mut anchors = Anchors::default();
        for addresses in of_headings(doc) {
            anchors.usual.extend(addresses.first().cloned());
            anchors.all.extend(addresses);
        }
        for id in written_ids(&file.text) {
            anchors.all.insert(id.to_owned());
            anchors.usual.push(id.to_owned());
        }
        anchors
    }

    /// The addresses of headings that `new` gives another one, with that one. The two differ in words alone, so that
    /// heading follows heading.
    pub fn moved(old: (&SourceFile, &Document), new: (&SourceFile, &Document)) -> BTreeMap<String, String> {
        let now = Anchors::of(new.0, new.1);
        let (old, new) = (of_headings(old.1), of_headings(new.1));
        let mut moved = BTreeMap::new();
        for (old, new) in old.into_iter().zip(new) {
            for (old, new) in old.into_iter().zip(new).filter(|(old, new)| old != new) {
                if !now.contains(&old) {
                    moved.entry(old).or_insert(new);
                }
            }
        }
        moved
    }

    /// True if some program gives a place of the page this address.
    pub fn contains(&self, anchor: &str) -> bool {
        self.all.contains(anchor)
            || anchor.contains('\u{FE0F}') && self.all.contains(&anchor.replace('\u{FE0F}', ""))
    }

    /// The usual addresses, in page order.
    pub fn usual(&self) -> impl Iterator<Item = &str> {
        self.usual.iter().map(String::as_str)
    }
}

/// For each heading its addresses: as [`slugs`] has them, with numbers where several headings say the same.
fn of_headings(doc: &Document) -> Vec<Vec<String>> {
    let mut all = vec![];
    let mut seen: HashMap<String, u32> = HashMap::new();
    doc.visit(&mut |visit| {
        let Visit::Heading(heading) = visit else { return };
        if matches!(
            heading.mark,
            HeadingMark::Bold | HeadingMark::Unmarked | HeadingMark::Tab { .. } | HeadingMark::Sheet
        ) {
            return;
        }
        let slugs = slugs(&heading.text.plain);
        let Some(usual) = slugs.first() else { return };
        let count = seen.entry(usual.clone()).or_insert(0);
        let numbered = |slug: &String| match *count {
            0 => vec![slug.clone()],
            count => vec![format!("{slug}-{count}"), format!("{slug}_{count}"), slug.clone()],
        };
        all.push(slugs.iter().flat_map(numbered).collect());
        *count += 1;
    });
    all
}

/// The addresses that programs make of a heading, the commonest first: GitHub; others draw hyphens
/// together (GitLab, Python-Markdown), drop what stands before the first letter (kramdown), write "and" for
/// "&", or a hyphen for each sign (`VuePress`, docutils).
fn slugs(heading: &str) -> Vec<String> {
    let lower = heading.trim().to_lowercase().replace('\u{FE0F}', "");
    let github: String = lower
        .chars()
        .filter(|&c| c.is_alphanumeric() || is_mark(c) || matches!(c, '_' | '-' | ' '))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    let collapsed = join(github.split('-'));
    let kramdown: String = github.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
    let spelled: String =
        join(lower.replace('&', " and ").split(|c: char| !(c.is_alphanumeric() || is_mark(c))));
    let signs = join(lower.split(|c: char| !(c.is_alphanumeric() || is_mark(c))));
    let underlined = github.replace('-', "_");
    vec![github, collapsed, kramdown, spelled, signs, underlined]
}

fn join<'s>(parts: impl Iterator<Item = &'s str>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Combining marks, which belong to their letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}' | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}

/// `id="…"`, `name="…"`, `{#…}`, `{: #…}` wherever they stand.
fn written_ids(text: &str) -> impl Iterator<Item = &str> {
    const STARTS: [&str; 2] = ["id=", "name="];
    let attributes = STARTS.into_iter().flat_map(move |start| {
        text.match_indices(start).filter_map(move |(at, start)| {
            let rest = text.get(at + start.len()..)?;
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inner = rest.get(usize::from(quote.is_some())..)?;
            let end = inner.find(|c: char| match quote {
                Some(quote) => c == quote || c == '\n',
                None => c.is_whitespace() || matches!(c, '>' | '}' | '/'),
            })?;
            inner.get(..end)
        })
    });
    let lists = text.match_indices('{').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?.trim_start_matches([':', ' ']);
        let id = rest.strip_prefix('#')?;
        let end = id.find(|c: char| c.is_whitespace() || c == '}')?;
        id.get(..end)
    });
    attributes.chain(lists).filter(|id| !id.is_empty() && id.len() < 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_the_addresses_of_several_programs() {
        let slugs = slugs("1. Roles & Responsibilities (D1 - Lead)");
        assert_eq!(slugs[0], "1-roles--responsibilities-d1---lead");
        assert_eq!(slugs[1], "1-roles-responsibilities-d1-lead");
        assert_eq!(slugs[2], "roles--responsibilities-d1---lead");
        assert_eq!(slugs[3], "1-roles-and-responsibilities-d1-lead");
    }

    #[test]
    fn ids_that_authors_wrote() {
        let text = "## A {#own}\n<a name='b'></a> <div id=c class=x> {: #d .e }";
        assert_eq!(written_ids(text).collect::<Vec<_>>(), ["c", "b", "own", "d"]);
    }
}
