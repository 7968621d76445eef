//! Parts of a page that are shown one at a time or set apart, each with a title: content tabs as MkDocs
//! (`=== "IC1"` above indented lines), GitBook, Hugo and components of MDX write them, and the notes of
//! MkDocs (`!!! note`, `??? tip "Examples"`).

use std::ops::Range;

use memchr::memmem;

/// How a line begins that opens a part, and what closes it.
const CLOSED: &[(&str, &str)] = &[
    ("{% tab ", "{% endtab %}"),
    ("{{% tab ", "{{% /tab %}}"),
    ("{{< tab ", "{{< /tab >}}"),
    ("<TabItem ", "</TabItem>"),
    ("<Tab ", "</Tab>"),
    ("<Accordion ", "</Accordion>"),
    ("<AccordionItem ", "</AccordionItem>"),
    ("<Collapse ", "</Collapse>"),
    ("<Expandable ", "</Expandable>"),
    ("<Panel ", "</Panel>"),
    ("<Level ", "</Level>"),
    ("<Role ", "</Role>"),
    ("<Section ", "</Section>"),
];

/// How a line begins above indented lines, and whether they go by a name of their own.
const INDENTED: &[(&str, bool)] = &[("===", true), ("???", true), ("!!!", false)];

/// Where the title of a tag stands, the best place first.
const TITLES: &[&str] = &["label=", "title=", "header=", "name=", "value="];

/// Longest opening line, in bytes. Rule of thumb.
const LONGEST: usize = 300;

/// What a part is made of, in bytes of its own text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tab {
    pub title: Option<Range<usize>>,
    /// From the end of the opening line.
    pub content: Range<usize>,
    /// The title is the name of what follows, like a heading.
    pub named: bool,
}

/// What closes no part any more, by its place in the list.
pub(super) type Missing = [bool; CLOSED.len()];

/// The part whose opening line is `start..line_end` of `text`.
pub(super) fn at(text: &str, start: usize, line_end: usize, missing: &mut Missing) -> Option<Range<usize>> {
    let line = text.get(start..line_end)?;
    let opening = line.trim_start_matches([' ', '\t']);
    if !opening.starts_with(['=', '?', '!', '{', '<']) || opening.len() > LONGEST {
        return None;
    }
    let from = line_end - opening.len();
    if let Some(index) = CLOSED.iter().position(|(begin, _)| opening.starts_with(begin)) {
        let (_, close) = CLOSED.get(index)?;
        titled(opening)?;
        let gone = missing.get_mut(index).filter(|gone| !**gone)?;
        let Some(found) = memmem::find(text.get(line_end..)?.as_bytes(), close.as_bytes()) else {
            *gone = true;
            return None;
        };
        return Some(from..line_end + found + close.len());
    }
    if line.len() - opening.len() > 3 || !is_announced(opening) {
        return None;
    }
    let mut end = None;
    let mut at = line_end;
    for below in text.get(line_end..)?.split_inclusive('\n') {
        let blank = below.trim().is_empty();
        if !blank && !below.starts_with("    ") && !below.starts_with('\t') {
            break;
        }
        if !blank {
            end = Some(at + below.trim_end().len());
        }
        at += below.len();
    }
    Some(from..end?)
}

/// The part that `text` is from end to end.
pub(super) fn read(text: &str) -> Option<Tab> {
    let line_end = text.find('\n')?;
    let opening = text.get(..line_end)?;
    if let Some((_, close)) = CLOSED.iter().find(|(begin, _)| opening.starts_with(begin)) {
        let content = line_end..text.len().checked_sub(close.len())?.max(line_end);
        return Some(Tab { title: titled(opening), content, named: true });
    }
    let (_, named) = INDENTED.iter().find(|(begin, _)| opening.starts_with(begin))?;
    let title = quoted(opening, opening.find('"').unwrap_or(opening.len()), '"', true);
    Some(Tab { title, content: line_end..text.len(), named: *named })
}

/// True for `=== "IC1"`, `!!! note`, `???+ tip "Examples"`.
fn is_announced(line: &str) -> bool {
    let Some((begin, _)) = INDENTED.iter().find(|(begin, _)| line.starts_with(begin)) else { return false };
    let rest = line.get(begin.len()..).unwrap_or("").trim_start_matches(['+', '!']);
    let Some(rest) = rest.strip_prefix(' ').map(str::trim) else { return false };
    let (words, title) = rest.split_once('"').unwrap_or((rest, ""));
    let whole = title.is_empty() || title.len() > 1 && title.ends_with('"');
    let word = words.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | ' '));
    let fits = if *begin == "===" { words.is_empty() && !title.is_empty() } else { !words.is_empty() };
    whole && word && fits && !(words.is_empty() && title.is_empty())
}

/// The title in the tag that `line` is from end to end.
fn titled(line: &str) -> Option<Range<usize>> {
    let tag = line.trim_end();
    if !tag.ends_with(['>', '}']) || tag.ends_with("/>") {
        return None;
    }
    let keyed = TITLES.iter().find_map(|key| {
        let at = tag
            .match_indices(key)
            .map(|(at, _)| at)
            .find(|&at| tag.get(..at).is_some_and(|b| b.ends_with(' ')))?;
        let start = at + key.len();
        let quote = tag.get(start..)?.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        quoted(tag, start, quote, false)
    });
    // `{{< tab "IC1" >}}`
    let bare = || tag.find(" \"").and_then(|at| quoted(tag, at + 1, '"', false));
    keyed.or_else(bare)
}

/// What stands between the quote at `start` and the next one, or the last one.
fn quoted(line: &str, start: usize, quote: char, to_last: bool) -> Option<Range<usize>> {
    let inner = line.get(start + 1..)?;
    let length = if to_last { inner.rfind(quote) } else { inner.find(quote) }?;
    let name = inner.get(..length)?;
    (!name.trim().is_empty()).then_some(start + 1..start + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<(Option<&str>, &str, bool)> {
        let end = text.find('\n')? + 1;
        let range = at(text, 0, end, &mut Missing::default())?;
        let part = &text[range];
        let tab = read(part)?;
        Some((tab.title.map(|title| &part[title]), part[tab.content].trim(), tab.named))
    }

    #[test]
    fn parts_of_every_kind() {
        let kinds = [
            ("=== \"IC1\"\n\n    - Bakes\n\nRest", Some("IC1"), true),
            ("===+ \"IC1\"\n    - Bakes\n", Some("IC1"), true),
            ("!!! note\n\n    - Bakes\n", None, false),
            ("??? tip \"IC1\"\n\t- Bakes", Some("IC1"), true),
            ("{% tab title=\"IC1\" %}\n- Bakes\n{% endtab %}\n", Some("IC1"), true),
            ("{{< tab \"IC1\" >}}\n- Bakes\n{{< /tab >}}", Some("IC1"), true),
            ("{{% tab name=\"IC1\" %}}\n- Bakes\n{{% /tab %}}", Some("IC1"), true),
            ("  <TabItem value=\"a\" label=\"IC1\">\n- Bakes\n</TabItem>", Some("IC1"), true),
            ("<Tab title='IC1'>\n- Bakes\n</Tab>\n", Some("IC1"), true),
        ];
        for (text, title, named) in kinds {
            assert_eq!(whole(text), Some((title, "- Bakes", named)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "===\n\n    code\n",
            "=== IC1\n\n    code\n",
            "=== \"IC1\"\n\nText\n",
            "!!! Listen to this\n\n    code\n",
            "??? \n    code\n",
            "{% tab title=\"IC1\" %}\nText\n",
            "<Tab title=\"IC1\" />\nText\n</Tab>\n",
            "<Tab title={name}>\nText\n</Tab>\n",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
