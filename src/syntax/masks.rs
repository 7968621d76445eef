//! What a Markdown parser must not see, found in one walk: raw HTML tables (their cells are read on
//! their own), Liquid and attribute lists. Fenced code is found on the way, as it may hold any of them.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::tabs;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MaskKind {
    /// From `<table` to its `</table>`.
    Table,
    /// A part of the page with a title of its own, from end to end.
    Tab,
    /// Code between fences, with the fences.
    Fence,
    /// Says nothing to the reader: `{% … %}`, `{: …}`, `{/* … */}`, `:::`.
    Tag,
    /// Stands for text: `{{ … }}`.
    Output,
}

#[derive(Debug, Clone)]
pub(super) struct Mask {
    pub kind: MaskKind,
    pub range: Range<usize>,
}

/// Longest Liquid tag or attribute list, in bytes. A longer one is taken for text.
const LONGEST_TAG: usize = 600;

/// The masks of `text`, in order; none overlaps another.
pub(super) fn scan(text: &str) -> Vec<Mask> {
    run(text, Some(tabs::Missing::default())).finish()
}

/// The masks of `text` but tables, those in tables too.
pub(super) fn scan_inside(text: &str) -> Vec<Mask> {
    run(text, None).masks
}

/// Finds parts with titles if `tabs` is there.
fn run(text: &str, tabs: Option<tabs::Missing>) -> Scanner<'_> {
    let mut scanner =
        Scanner { text, masks: vec![], tables: vec![], closed: vec![], comments_end: false, tabs };
    let mut at = 0;
    let mut fence: Option<(u8, usize, usize)> = None;
    while at < text.len() {
        let line_end = memchr::memchr(b'\n', text.as_bytes().get(at..).unwrap_or(b""))
            .map_or(text.len(), |length| at + length + 1);
        let line = text.get(at..line_end).unwrap_or("");
        let mark = fence_mark(line);
        match (fence, mark) {
            (Some((mark, length, start)), found) => {
                if found.is_some_and(|(m, n, rest)| m == mark && n >= length && rest.trim().is_empty()) {
                    scanner.masks.push(Mask { kind: MaskKind::Fence, range: start..line_end });
                    fence = None;
                }
                at = line_end;
            }
            (None, Some((mark, length, rest))) if mark == b'~' || !rest.contains('`') => {
                fence = Some((mark, length, at));
                at = line_end;
            }
            _ => at = scanner.line(at, line_end),
        }
    }
    if let Some((_, _, start)) = fence {
        scanner.masks.push(Mask { kind: MaskKind::Fence, range: start..text.len() });
    }
    scanner
}

/// The fence that `line` begins with behind marks of quotations and lists: its character, its length
/// and what follows.
fn fence_mark(line: &str) -> Option<(u8, usize, &str)> {
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let inner = inner.strip_prefix("- ").or_else(|| inner.strip_prefix("* ")).unwrap_or(inner).trim_start();
    let mark = *inner.as_bytes().first().filter(|&&mark| mark == b'`' || mark == b'~')?;
    let length = inner.bytes().take_while(|&byte| byte == mark).count();
    (length >= 3).then(|| (mark, length, inner.get(length..).unwrap_or("")))
}

struct Scanner<'t> {
    text: &'t str,
    masks: Vec<Mask>,
    /// Open tables: where they begin, and whether they may stand there.
    tables: Vec<(usize, bool)>,
    /// Closed tables, inner ones before outer ones.
    closed: Vec<(usize, usize, bool)>,
    /// No `-->` follows.
    comments_end: bool,
    /// What closes no part with a title any more, if these are looked for.
    tabs: Option<tabs::Missing>,
}

impl Scanner<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or("")
    }

    /// Scans a line, and returns where to go on (behind its end if a comment reaches over it).
    fn line(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        let text = self.text;
        if let Some(tab) = self.tabs.as_mut().and_then(|missing| tabs::at(text, start, end, missing)) {
            let after = self.rest(tab.end).find('\n').map_or(text.len(), |length| tab.end + length + 1);
            self.mask(MaskKind::Tab, tab.start, tab.end);
            return after;
        }
        // Lengths of runs of back quotes that no equal run follows on this line.
        let mut single = [false; 4];
        if self.text.get(start..end).is_some_and(|line| line.trim_start().starts_with(":::")) {
            self.mask(MaskKind::Tag, start, start + self.slice(start, end).trim_end().len());
            return end;
        }
        while at < end {
            let line = self.text.as_bytes().get(at..end).unwrap_or(b"");
            let Some(found) = memchr::memchr3(b'<', b'{', b'`', line) else { break };
            at += found;
            let rest = self.slice(at, end);
            at = match rest.as_bytes().first() {
                Some(b'`') => {
                    let run = rest.len() - rest.trim_start_matches('`').len();
                    at + code_end(rest, run, &mut single).unwrap_or(run)
                }
                Some(b'{') => at + self.brace(at, end),
                _ if rest.starts_with("<!--") => match self.comment_end(at + 4) {
                    Some(after) if after > end => return after,
                    Some(after) => after,
                    None => at + 4,
                },
                _ => at + self.tag(start, at, end),
            };
        }
        end.max(at)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    fn comment_end(&mut self, from: usize) -> Option<usize> {
        if self.comments_end {
            return None;
        }
        let found = memmem::find(self.rest(from).as_bytes(), b"-->").map(|at| from + at + 3);
        self.comments_end = found.is_none();
        found
    }

    fn mask(&mut self, kind: MaskKind, start: usize, end: usize) {
        self.masks.push(Mask { kind, range: start..end });
    }

    /// A brace at `at`; returns how far to go on.
    fn brace(&mut self, at: usize, line_end: usize) -> usize {
        let rest = self.rest(at);
        let (close, kind, limit) = match rest.as_bytes().get(1) {
            Some(b':') => ("}", MaskKind::Tag, line_end),
            Some(b'/') if rest.starts_with("{/*") => ("*/}", MaskKind::Tag, at + LONGEST_TAG),
            Some(b'%') => ("%}", MaskKind::Tag, at + LONGEST_TAG),
            Some(b'{') if rest.starts_with("{{<") || rest.starts_with("{{%") => {
                ("}}", MaskKind::Tag, at + LONGEST_TAG)
            }
            Some(b'{') => ("}}", MaskKind::Output, line_end),
            _ => return 1,
        };
        let limit = limit.min(at + LONGEST_TAG).min(self.text.len());
        let window = self.text.as_bytes().get(at + 2..limit).unwrap_or(b"");
        let Some(found) = memmem::find(window, close.as_bytes()) else { return 2 };
        let end = at + 2 + found + close.len();
        if memmem::find(self.slice(at, end).as_bytes(), b"\n\n").is_some() {
            return 2;
        }
        self.mask(kind, at, end);
        end - at
    }

    /// A `<` at `at`; returns how far to go on.
    fn tag(&mut self, line_start: usize, at: usize, line_end: usize) -> usize {
        let rest = self.slice(at, line_end).as_bytes();
        let named = |from: usize| {
            rest.get(from..from + 5).is_some_and(|name| name.eq_ignore_ascii_case(b"table"))
                && rest.get(from + 5).is_none_or(|next| next.is_ascii_whitespace() || b"/>".contains(next))
        };
        if named(1) {
            let before = self.slice(line_start, at).trim_end();
            let own_line = before.ends_with('>')
                || before
                    .trim_start_matches([' ', '\t', '-', '*', '+', '>'])
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')')
                    .is_empty();
            self.tables.push((at, own_line));
            6
        } else if rest.get(1) == Some(&b'/') && named(2) {
            let close = memchr::memchr(b'>', rest).map_or(7, |length| length + 1);
            if let Some((start, own_line)) = self.tables.pop() {
                self.closed.push((start, at + close, own_line));
            }
            close
        } else {
            1
        }
    }

    /// All masks, the outermost tables among them.
    fn finish(self) -> Vec<Mask> {
        let mut outer: Vec<(usize, usize, bool)> = vec![];
        for table in self.closed {
            while outer.last().is_some_and(|inner| inner.0 > table.0) {
                outer.pop();
            }
            outer.push(table);
        }
        let mut masks: Vec<Mask> = vec![];
        let mut others = self.masks.into_iter().peekable();
        for (start, end, own_line) in outer {
            if !own_line {
                continue;
            }
            while let Some(other) = others.next_if(|other| other.range.start < start) {
                masks.push(other);
            }
            while others.next_if(|other| other.range.start < end).is_some() {}
            masks.push(Mask { kind: MaskKind::Table, range: start..end });
        }
        masks.extend(others);
        masks
    }
}

/// Length of the code span that `rest` begins with, if it ends in `rest`.
fn code_end(rest: &str, run: usize, single: &mut [bool; 4]) -> Option<usize> {
    if *single.get(run)? {
        return None;
    }
    let mut at = run;
    while let Some(found) = memchr::memchr(b'`', rest.as_bytes().get(at..)?) {
        at += found;
        let length = rest.as_bytes().iter().skip(at).take_while(|&&byte| byte == b'`').count();
        at += length;
        if length == run {
            return Some(at);
        }
    }
    if let Some(none) = single.get_mut(run) {
        *none = true;
    }
    None
}

/// `text` with its masks filled by bytes that mean nothing to Markdown: tables and tabs become comments.
/// Lengths stay as they are.
pub(super) fn cover<'t>(text: &'t str, masks: &[Mask]) -> Cow<'t, str> {
    if masks.iter().all(|mask| mask.kind == MaskKind::Fence) {
        return Cow::Borrowed(text);
    }
    let mut covered = String::with_capacity(text.len());
    let mut from = 0;
    for mask in masks {
        let length = mask.range.len();
        match mask.kind {
            MaskKind::Fence => continue,
            MaskKind::Table | MaskKind::Tab => {
                covered.push_str(text.get(from..mask.range.start).unwrap_or(""));
                covered.push_str("<!--");
                covered.extend(std::iter::repeat_n('x', length.saturating_sub(7)));
                covered.push_str("-->");
            }
            MaskKind::Tag | MaskKind::Output => {
                covered.push_str(text.get(from..mask.range.start).unwrap_or(""));
                covered.extend(std::iter::repeat_n('}', length));
            }
        }
        from = mask.range.end;
    }
    covered.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(covered)
}

/// The masks that touch `range`.
pub(super) fn touching<'m>(masks: &'m [Mask], range: &Range<usize>) -> impl Iterator<Item = &'m Mask> {
    let from = masks.partition_point(|mask| mask.range.end <= range.start);
    let end = range.end;
    masks.iter().skip(from).take_while(move |mask| mask.range.start < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(MaskKind, &str)> {
        scan(text).into_iter().map(|mask| (mask.kind, &text[mask.range])).collect()
    }

    #[test]
    fn tables_outside_code_and_comments() {
        let text = "`<table>` x\n\n```\n<table></table>\n```\n<!-- <table>\n</table> -->\n<table a>\n<td><table></table>\n</TABLE >.";
        let found = kinds(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], (MaskKind::Table, "<table a>\n<td><table></table>\n</TABLE >"));
    }

    #[test]
    fn an_unclosed_table_hides_nothing() {
        assert!(kinds("<table>\n<tr>\n\ntext").is_empty());
        assert_eq!(kinds("<table>\n<table>\n</table>\nx").len(), 1);
    }

    #[test]
    fn liquid_and_attribute_lists() {
        let found = kinds("[a](b){:target=\"_blank\"} {% if x %} {{ y }} `{{ z }}`\n{{< s >}}");
        let texts: Vec<_> = found.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, ["{:target=\"_blank\"}", "{% if x %}", "{{ y }}", "{{< s >}}"]);
        assert_eq!(found[2].0, MaskKind::Output);
    }

    #[test]
    fn covering_keeps_lengths() {
        let text = "é <b>\n<table>é</table> {% é %}";
        let covered = cover(text, &scan(text));
        assert_eq!(covered.len(), text.len());
        assert!(!covered.contains("table"));
    }
}
