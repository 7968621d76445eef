//! Comments that accept a finding: `<!-- rolelint-ignore RULE[, RULE]: reason -->` before a block or
//! at the end of a line (in MDX `{/* … */}`), `# rolelint-ignore RULE: reason` on a line or above it, and
//! `rolelint-ignore-file` for all of a file.

use crate::syntax::{Block, Body, Document, Node, Value};
use crate::text::{SourceFile, Span, Spanned, nearest};

/// Where a suppression works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressionPlace {
    /// Everywhere in the file.
    File,
    /// Where a finding begins inside of this span.
    Within(Span),
}

/// One comment that accepts findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The rules, each where it is named.
    pub rules: Vec<Spanned<String>>,
    /// Empty if none was given, which is an error: a reason is mandatory.
    pub reason: String,
    /// The comment with its delimiters.
    pub span: Span,
    pub place: SuppressionPlace,
    /// What is wrong with the comment as such, if it cannot be understood.
    pub problem: Option<String>,
}

const IGNORE: &str = "rolelint-ignore";
const IGNORE_FILE: &str = "rolelint-ignore-file";

/// All suppressions in a file's comments, in file order.
pub fn suppressions(file: &SourceFile, doc: &Document) -> Vec<Suppression> {
    let mut comments: Vec<Span> = doc.comments.iter().map(|comment| comment.span).collect();
    if doc.format == "text" {
        comments.extend(written_in_text(file));
    }
    comments.sort_unstable();
    comments.dedup();
    let mut blocks = None;
    comments
        .into_iter()
        .filter_map(|span| {
            let (word, rules, reason) = read(file, span)?;
            let problem = match word {
                IGNORE | IGNORE_FILE => None,
                other => {
                    let near = nearest(other, [IGNORE, IGNORE_FILE]).unwrap_or(IGNORE);
                    Some(format!("`{other}` means nothing; write `{near}`"))
                }
            };
            let place = if word == IGNORE_FILE {
                SuppressionPlace::File
            } else {
                SuppressionPlace::Within(reach(file, doc, span, &mut blocks))
            };
            Some(Suppression { rules, reason, span, place, problem })
        })
        .collect()
}

/// Plain text has no comments, but those who accept a finding in it write them as in a page.
fn written_in_text(file: &SourceFile) -> Vec<Span> {
    let text = file.text.as_str();
    let opened = memchr::memmem::find_iter(text.as_bytes(), b"<!-- rolelint-");
    let closed =
        |start: usize| text.get(start..).and_then(|rest| rest.find("-->")).map(|length| start + length + 3);
    let mut last = 0;
    let mut found = vec![];
    for start in opened {
        if start < last {
            continue;
        }
        let Some(end) = closed(start) else { break };
        found.push(file.at(start..end));
        last = end;
    }
    found
}

/// In plain text a comment covers the lines after it, up to the next empty one.
fn lines_below(file: &SourceFile, comment: Span) -> Span {
    let blank = |line: u32| file.text.get(file.line_range(line)).unwrap_or("").trim().is_empty();
    let mut line = file.line_of(comment.end) + 1;
    while line < file.lines().count() && blank(line) {
        line += 1;
    }
    while line < file.lines().count() && !blank(line + 1) {
        line += 1;
    }
    let end = file.line_range(line).end.max(comment.end as usize);
    Span { end: file.at(end..end).end, ..comment }
}

/// The directive's word, its rules and its reason; nothing for other comments.
fn read(file: &SourceFile, comment: Span) -> Option<(&str, Vec<Spanned<String>>, String)> {
    let raw = file.slice(comment);
    let inner = raw.trim_start_matches(['<', '!', '-', '#', '/', '*', '{']).trim_start();
    let inner = inner.trim_end_matches(['>', '}']).trim_end_matches(['-', '*', '/']).trim_end();
    if !inner.starts_with("rolelint-") {
        return None;
    }
    let word_end = inner.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(inner.len());
    let (word, rest) = inner.split_at_checked(word_end)?;
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let start = comment.start as usize + raw.find(names).filter(|_| !names.is_empty()).unwrap_or(0);
    let mut rules = vec![];
    let mut at = 0;
    for part in names.split(',') {
        let lead = part.len() - part.trim_start().len();
        // A sentence without its colon: the first word is the rule.
        let name = part.split_whitespace().next().unwrap_or("");
        if !name.is_empty() {
            let from = start + at + lead;
            rules.push(Spanned::new(name.to_owned(), file.at(from..from + name.len())));
        }
        at += part.len() + 1;
    }
    Some((word, rules, reason.trim().to_owned()))
}

/// Where a comment works: its own line if something stands before it, else what comes after it.
fn reach(file: &SourceFile, doc: &Document, comment: Span, blocks: &mut Option<Vec<Span>>) -> Span {
    let line = file.line_of(comment.start);
    let line_start = file.line_range(line).start;
    let before = file.text.get(line_start..comment.start as usize).unwrap_or("");
    let front = doc.front.as_ref().is_some_and(|front| front.span.contains(comment));
    let is_data = front || matches!(doc.body, Body::Data(_));
    if !before.trim().is_empty() {
        let end = file.line_range(file.line_of(comment.end)).end;
        return if is_data { extended(file, doc, line) } else { file.at(line_start..end) };
    }
    if is_data {
        let mut next = file.line_of(comment.end) + 1;
        // Several comments may stand above one line.
        while next < file.lines().count() && is_comment_or_blank(file, next) {
            next += 1;
        }
        return extended(file, doc, next);
    }
    if doc.format == "text" {
        return lines_below(file, comment);
    }
    let blocks = blocks.get_or_insert_with(|| starts(doc));
    let from = blocks.partition_point(|block| block.start < comment.end);
    let end = blocks.get(from).map_or(comment.end, |block| block.end.max(block.start + 1) - 1);
    // To the end of the line: blanks there belong to no block.
    Span { end: file.at(file.line_range(file.line_of(end))).end, ..comment }
}

fn is_comment_or_blank(file: &SourceFile, line: u32) -> bool {
    let text = file.text.get(file.line_range(line)).unwrap_or("").trim_start();
    text.is_empty() || text.starts_with('#') || text.starts_with("//")
}

/// A line of data, with the rest of a text that begins on it.
fn extended(file: &SourceFile, doc: &Document, line: u32) -> Span {
    let range = file.line_range(line);
    let mut end = range.end;
    let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
    for node in doc.data().iter().chain(front) {
        if let Some(text) = text_on_line(node, &range, 0) {
            end = end.max(text.end as usize);
        }
    }
    file.at(range.start..end)
}

/// Nodes nest at most this deep; the readers have the same limit.
const MAX_DEPTH: usize = 128;

/// The text that begins, or whose key begins, on a line.
fn text_on_line(node: &Node, line: &std::ops::Range<usize>, depth: usize) -> Option<Span> {
    let on_line = |span: Span| line.start <= span.start as usize && (span.start as usize) < line.end;
    if depth > MAX_DEPTH || node.alias_of.is_some() {
        return None;
    }
    match &node.value {
        Value::List(items) => items.iter().find_map(|item| text_on_line(item, line, depth + 1)),
        Value::Map(entries) => entries.iter().find_map(|entry| {
            if on_line(entry.key.span) && entry.value.as_text().is_some() {
                return Some(entry.value.span);
            }
            text_on_line(&entry.value, line, depth + 1)
        }),
        _ => on_line(node.span).then_some(node.span),
    }
}

/// The spans of all blocks in order of their starts; of those that start together, the widest first.
/// Raw mark-up is left out, because comments are themselves such blocks.
fn starts(doc: &Document) -> Vec<Span> {
    let mut spans = vec![];
    let mut open: Vec<&Block> = doc.blocks().iter().collect();
    while let Some(block) = open.pop() {
        match block {
            Block::Html { .. } => continue,
            Block::List(list) => {
                for item in &list.items {
                    spans.push(item.span);
                    open.extend(&item.children);
                }
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                open.extend(cells.flat_map(|cell| &cell.blocks));
            }
            Block::Quote { blocks, .. } => open.extend(blocks),
            _ => {}
        }
        spans.push(block.span());
    }
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax;
    use crate::text::FileId;

    /// For each suppression: rules, reason, and the text under it.
    fn found(name: &str, text: &str) -> Vec<(String, String, String)> {
        let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
        let doc = syntax::parse(&file).expect("the format is known");
        suppressions(&file, &doc)
            .into_iter()
            .map(|suppression| {
                let names: Vec<&str> = suppression.rules.iter().map(|rule| file.slice(rule.span)).collect();
                let under = match suppression.place {
                    SuppressionPlace::File => "FILE".to_owned(),
                    SuppressionPlace::Within(span) => file.slice(span).to_owned(),
                };
                (names.join("+"), suppression.reason, under)
            })
            .collect()
    }

    #[test]
    fn a_comment_before_a_block_covers_the_block() {
        let text =
            "# Engineer\n\n<!-- rolelint-ignore vague, thin-level: by design -->\n\n- one\n- two\n\nAfter.\n";
        let (names, reason, under) = &found("a.md", text)[0];
        assert_eq!((names.as_str(), reason.as_str()), ("vague+thin-level", "by design"));
        assert!(under.ends_with("- two") || under.ends_with("- two\n"), "{under:?}");
    }

    #[test]
    fn plain_text_is_covered_up_to_the_next_empty_line() {
        let text = "ENGINEER\n\n<!-- rolelint-ignore x: y -->\nOne\ntwo.\n\nAfter.\n";
        let under = &found("a.txt", text)[0].2;
        assert!(under.ends_with("two."), "{under:?}");
    }

    #[test]
    fn a_comment_before_a_table_covers_the_whole_table() {
        let text = "<!-- rolelint-ignore x: y -->\n<table>\n<tr><td>One</td></tr>\n<tr><td>Two</td></tr>\n</table>\n\nAfter.\n";
        let under = &found("a.md", text)[0].2;
        assert!(under.contains("Two") && !under.contains("After"), "{under:?}");
    }

    #[test]
    fn a_comment_at_the_end_of_a_line_covers_the_line() {
        let text =
            "First.\n\n- Leads  twice. <!-- rolelint-ignore repeated-space: on purpose: yes -->\n- Other.\n";
        let (_, reason, under) = &found("a.md", text)[0];
        assert_eq!(reason, "on purpose: yes");
        assert!(under.starts_with("- Leads") && !under.contains("Other"), "{under:?}");
    }

    #[test]
    fn comments_of_mdx_are_comments() {
        let text = "# Engineer\n\n{/* rolelint-ignore x: by design */}\n\n- one\n- two {/* rolelint-ignore y: yes */}\n\nAfter.\n";
        let found = found("a.mdx", text);
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("x", "by design"));
        assert!(found[0].2.contains("- two") && !found[0].2.contains("After"), "{:?}", found[0]);
        assert_eq!((found[1].0.as_str(), found[1].1.as_str()), ("y", "yes"));
        assert!(found[1].2.starts_with("- two"), "{:?}", found[1]);
    }

    #[test]
    fn data_is_covered_on_the_line_and_the_line_above() {
        let text = "a: 1 # rolelint-ignore x: one\n# rolelint-ignore y: two\n# and so on\nb: |\n  long\n  text\nc: 3\n";
        let found = found("a.yaml", text);
        assert!(found[0].2.starts_with("a: 1"));
        assert!(
            found[1].2.starts_with("b: |") && found[1].2.contains("text") && !found[1].2.contains("c: 3")
        );
    }

    #[test]
    fn a_file_can_be_covered_and_a_reason_can_be_missing() {
        assert_eq!(found("a.md", "<!-- rolelint-ignore-file x: y -->\n")[0].2, "FILE");
        assert_eq!(found("a.md", "<!-- rolelint-ignore x -->\n\nText.\n")[0].1, "");
        assert!(found("a.md", "<!-- a comment about rolelint-ignore -->\n").is_empty());
    }
}
