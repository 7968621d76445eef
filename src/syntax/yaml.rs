//! YAML: events of `granit-parser` become nodes with exact places. Aliases and merge keys are
//! resolved within a budget, and every way in which a YAML text may mean something else than it
//! seems to say becomes a [`Problem`].

mod explain;
mod scalar;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle as GranitStyle, StructureStyle, Tag};

use super::{Body, Comment, Document, Entry, Node, Problem, ProblemKind, ScalarStyle, Text, Value};
use crate::text::{FileId, SourceFile, Span, Spanned};
use explain::Trail;

/// Deepest nesting of lists and mappings, aliases expanded. People write five or six.
pub(super) const MAX_DEPTH: usize = 128;
/// Most values in one text, aliases expanded.
pub(super) const MAX_NODES: usize = 250_000;
/// Most aliases (`*name`) in one text.
const MAX_ALIASES: usize = 10_000;
/// Most bytes of text that aliases may repeat.
const MAX_COPIED_BYTES: usize = 16 * 1024 * 1024;

/// The text of a scalar in quotes; JSON's are written like YAML's. `raw` has the quotes and stands
/// at `at`.
pub(super) fn quoted_text(file: FileId, raw: &str, at: usize, value: &str) -> Text {
    scalar::quoted(file, raw, at, value)
}

/// What a slice of YAML holds. Spans point into the whole file.
#[derive(Debug, Clone, Default)]
pub(super) struct Sliced {
    /// One tree for each document; after a syntax error, what was read before it.
    pub nodes: Vec<Node>,
    pub problems: Vec<Problem>,
    pub comments: Vec<Comment>,
}

/// Reads a YAML file.
pub fn parse(file: &SourceFile) -> Document {
    let Sliced { nodes, problems, comments } = parse_slice(file, 0..file.text.len());
    Document {
        file: file.id,
        format: "yaml",
        front: None,
        body: Body::Data(nodes),
        comments,
        problems,
        opaque: vec![],
    }
}

/// Reads the YAML that stands at `range` of a file (front matter, without its fences).
pub(super) fn parse_slice(file: &SourceFile, range: Range<usize>) -> Sliced {
    let base = range.start;
    let Some(text) = file.text.get(range) else { return Sliced::default() };
    let mut reader = Reader {
        file: file.id,
        base,
        text,
        stack: vec![],
        out: Sliced::default(),
        anchors: HashMap::new(),
        has_aliases: memchr::memchr(b'*', text.as_bytes()).is_some(),
        values: 0,
        aliases: 0,
        copied: Weight::default(),
        tab_reported: false,
        trail: Trail::default(),
    };
    reader.run();
    reader.out
}

/// How much a value holds.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    values: usize,
    bytes: usize,
    /// Levels of lists and mappings, itself included; 0 for a scalar.
    height: usize,
}

impl Weight {
    fn add(&mut self, child: Weight) {
        self.values = self.values.saturating_add(child.values);
        self.bytes = self.bytes.saturating_add(child.bytes);
        self.height = self.height.max(child.height + 1);
    }
}

/// A list or mapping that is not finished.
struct Frame {
    kind: FrameKind,
    start: usize,
    /// Where its last part ended.
    end: usize,
    flow: bool,
    anchor: usize,
    weight: Weight,
}

enum FrameKind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// First place of each key.
        seen: HashMap<String, Span>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// Values of `<<` keys.
        merges: Vec<Node>,
    },
}

struct Key {
    spanned: Spanned<String>,
    /// Offset in the slice after the key, its closing quote included.
    end: usize,
    merge: bool,
}

/// Stops the reading; the problem has been recorded.
struct Stop;

struct Reader<'t> {
    file: FileId,
    /// Offset of the slice in the file. All other offsets here count from the slice.
    base: usize,
    text: &'t str,
    stack: Vec<Frame>,
    out: Sliced,
    anchors: HashMap<usize, (Node, Weight)>,
    has_aliases: bool,
    values: usize,
    aliases: usize,
    copied: Weight,
    tab_reported: bool,
    trail: Trail,
}

impl Reader<'_> {
    fn run(&mut self) {
        let text = self.text;
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            max_buffered_comment_events: MAX_NODES,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        for item in Parser::new_from_str_with_options(text, options) {
            match item {
                Ok((event, span)) => {
                    let range = self.range(span.start.byte_offset(), span.end.byte_offset());
                    let tag_end = span.tag_span().and_then(|tag| tag.end.byte_offset());
                    if self.event(event, range, tag_end).is_err() {
                        break;
                    }
                }
                Err(error) => {
                    let at = self.range(error.marker().byte_offset(), None).start;
                    // A pair in a list (`[a: b]`) is a mapping without a bracket of its own.
                    let bracket = |at: &usize| matches!(text.as_bytes().get(*at), Some(b'[' | b'{'));
                    self.trail.flow_open = self
                        .stack
                        .iter()
                        .rev()
                        .filter(|frame| frame.flow)
                        .map(|frame| frame.start)
                        .find(bracket);
                    let told = explain::explain(error.kind(), at, text, &self.trail);
                    self.out.problems.push(Problem {
                        kind: told.kind,
                        span: self.span(told.range),
                        message: told.message,
                        help: Some(told.help),
                        related: told
                            .related
                            .into_iter()
                            .map(|(range, note)| (self.span(range), note))
                            .collect(),
                    });
                    break;
                }
            }
        }
        // After an error: what was read so far.
        while let Some(frame) = self.stack.pop() {
            let end = frame.end;
            let (node, weight) = self.finish(frame, end);
            if self.place(node, weight, 0, end).is_err() {
                break;
            }
        }
    }

    fn range(&self, start: Option<usize>, end: Option<usize>) -> Range<usize> {
        let limit = self.text.len();
        let start = start.unwrap_or(limit).min(limit);
        start..end.unwrap_or(start).clamp(start, limit)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    fn problem(
        &mut self,
        kind: ProblemKind,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.out.problems.push(Problem {
            kind,
            span,
            message: message.into(),
            help: Some(help.into()),
            related: vec![],
        });
    }

    fn limit(&mut self, span: Span, message: String) -> Stop {
        self.problem(
            ProblemKind::Limit,
            span,
            message,
            "split the file, or write the repeated parts out; nothing after this place was read",
        );
        Stop
    }

    fn event(&mut self, event: Event, range: Range<usize>, tag_end: Option<usize>) -> Result<(), Stop> {
        match event {
            Event::Comment(text, _) => {
                let span = self.span(range);
                self.out.comments.push(Comment { span, text: text.trim().to_owned() });
            }
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(&value, style, anchor, tag.as_deref(), range, tag_end)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(FrameKind::List(vec![]), style, anchor, range)?;
            }
            Event::MappingStart(style, anchor, _) => {
                let kind =
                    FrameKind::Map { entries: vec![], seen: HashMap::new(), key: None, merges: vec![] };
                self.open(kind, style, anchor, range)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.stack.pop() {
                    let end = if frame.flow { range.end } else { frame.end };
                    self.trail.last_end = self.trail.last_end.max(end);
                    let anchor = frame.anchor;
                    let (node, weight) = self.finish(frame, end);
                    self.place(node, weight, anchor, end)?;
                }
            }
            Event::Alias(id) => self.alias(id, range)?,
            Event::UnresolvedAlias(name) => {
                let span = self.span(range.clone());
                self.problem(
                    ProblemKind::Syntax,
                    span,
                    format!("`*{name}` refers to something that is not defined in this file"),
                    format!("if it is meant as text, put it in quotes; else define it first with `&{name}`"),
                );
                self.trail.alias(range.clone());
                let node = Node { value: Value::Null, span, style: ScalarStyle::Plain, alias_of: None };
                self.place(node, Weight { values: 1, bytes: 0, height: 0 }, 0, range.end)?;
            }
            Event::DocumentStart(..) | Event::DocumentEnd => {
                self.trail.last_end = self.trail.last_end.max(range.end);
            }
            // Stream borders, anchors, and what later versions of the parser may add.
            _ => {}
        }
        Ok(())
    }

    fn open(
        &mut self,
        kind: FrameKind,
        style: StructureStyle,
        anchor: usize,
        range: Range<usize>,
    ) -> Result<(), Stop> {
        if self.stack.len() >= MAX_DEPTH {
            let span = self.span(range);
            return Err(self.limit(span, format!("the nesting is deeper than {MAX_DEPTH} levels")));
        }
        let flow = style == StructureStyle::Flow;
        // The start of a block collection is the start of its first part; only brackets are read.
        if flow {
            self.trail.last_end = range.end;
        } else if matches!(kind, FrameKind::List(_)) {
            self.trail.list(range.start);
        }
        let weight = Weight { values: 1, bytes: 0, height: 1 };
        self.stack.push(Frame { kind, start: range.start, end: range.start, flow, anchor, weight });
        Ok(())
    }

    fn finish(&mut self, frame: Frame, end: usize) -> (Node, Weight) {
        let value = match frame.kind {
            FrameKind::List(items) => Value::List(items),
            FrameKind::Map { mut entries, seen, key, merges } => {
                if let Some(key) = key {
                    // Only after an error: a key whose value was not reached.
                    let value = self.null_after(&key);
                    entries.push(Entry { key: key.spanned, value });
                }
                self.merge(&mut entries, seen, merges);
                Value::Map(entries)
            }
        };
        let span = self.span(frame.start..end.max(frame.start));
        (Node { value, span, style: ScalarStyle::Collection, alias_of: None }, frame.weight)
    }

    fn null_after(&self, key: &Key) -> Node {
        let span = self.span(key.end..key.end);
        Node { value: Value::Null, span, style: ScalarStyle::Plain, alias_of: None }
    }

    /// Appends what `<<` brings in: keys that the mapping does not have itself, the first source winning.
    fn merge(&mut self, entries: &mut Vec<Entry>, mut seen: HashMap<String, Span>, merges: Vec<Node>) {
        for merged in merges {
            let sources = match merged.value {
                Value::Map(_) => vec![merged],
                Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => items,
                _ => {
                    self.problem(
                        ProblemKind::Syntax,
                        merged.span,
                        "`<<` needs a mapping to take keys from",
                        "give it a reference such as `*defaults`, or put `<<` in quotes if it is a name",
                    );
                    continue;
                }
            };
            for source in sources {
                let Value::Map(brought) = source.value else { continue };
                for entry in brought {
                    if !seen.contains_key(&entry.key.value) {
                        seen.insert(entry.key.value.clone(), entry.key.span);
                        entries.push(entry);
                    }
                }
            }
        }
    }

    /// Puts a finished value where it belongs: the list, mapping or document that is open.
    fn place(&mut self, node: Node, weight: Weight, anchor: usize, end: usize) -> Result<(), Stop> {
        self.values += 1;
        // Once: what is open is closed after it, without its like being reported.
        if self.values == MAX_NODES + 1 {
            let span = node.span;
            return Err(self.limit(span, format!("there are more than {MAX_NODES} values")));
        }
        if anchor != 0 && self.has_aliases {
            self.copied.values = self.copied.values.saturating_add(weight.values);
            self.copied.bytes = self.copied.bytes.saturating_add(weight.bytes);
            self.check_copies(node.span)?;
            let mut copy = node.clone();
            mark_as_copy(&mut copy);
            self.anchors.insert(anchor, (copy, weight));
        }
        let Some(frame) = self.stack.last_mut() else {
            self.out.nodes.push(node);
            return Ok(());
        };
        frame.end = frame.end.max(end);
        frame.weight.add(weight);
        match &mut frame.kind {
            FrameKind::List(items) => items.push(node),
            FrameKind::Map { entries, key, merges, .. } => match key.take() {
                Some(key) if key.merge => merges.push(node),
                Some(key) => entries.push(Entry { key: key.spanned, value: node }),
                None => self.complex_key(&node, end),
            },
        }
        Ok(())
    }

    /// A list or mapping as a key: kept under its own source text.
    fn complex_key(&mut self, node: &Node, end: usize) {
        let start = (node.span.start as usize).saturating_sub(self.base);
        let source = self.text.get(start..end).unwrap_or("").trim().to_owned();
        let outer = self.stack.last().map_or(start, |frame| frame.start);
        if source.starts_with('{') && outer + 1 == start {
            let closed = self.text.get(end..).is_some_and(|rest| rest.starts_with('}'));
            let span = self.span(outer..if closed { end + 1 } else { end });
            self.problem(
                ProblemKind::Syntax,
                span,
                "a template tag such as this one is not text to YAML",
                "put the whole value in quotes",
            );
        } else {
            self.problem(
                ProblemKind::Syntax,
                node.span,
                "a key must be a single word or text",
                "write a plain word as the key, or put the whole line in quotes if it is text",
            );
        }
        self.key(source, start..end, end, false);
    }

    fn key(&mut self, name: String, range: Range<usize>, end: usize, merge: bool) {
        let span = self.span(range);
        let Some(Frame { kind: FrameKind::Map { seen, key, .. }, .. }) = self.stack.last_mut() else {
            return;
        };
        if let Some(&first) = seen.get(&name) {
            self.out.problems.push(Problem {
                kind: ProblemKind::DuplicateKey,
                span,
                message: format!("the key `{name}` is given twice"),
                help: Some("keep one of the two; most programs read only the last one".into()),
                related: vec![(first, format!("`{name}` is given here first"))],
            });
        } else {
            seen.insert(name.clone(), span);
        }
        *key = Some(Key { spanned: Spanned::new(name, span), end, merge });
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { kind: FrameKind::Map { key: None, .. }, .. }))
    }

    fn alias(&mut self, id: usize, range: Range<usize>) -> Result<(), Stop> {
        let span = self.span(range.clone());
        self.aliases += 1;
        if self.aliases > MAX_ALIASES {
            return Err(self.limit(span, format!("there are more than {MAX_ALIASES} references (`*name`)")));
        }
        self.trail.alias(range.clone());
        let Some((node, weight)) = self.anchors.get(&id) else {
            self.problem(
                ProblemKind::Syntax,
                span,
                "this reference points into itself",
                "write the part out that it should repeat",
            );
            let node = Node { value: Value::Null, span, style: ScalarStyle::Plain, alias_of: None };
            return self.place(node, Weight { values: 1, bytes: 0, height: 0 }, 0, range.end);
        };
        let (weight, definition) = (*weight, node.span);
        if self.stack.len() + weight.height > MAX_DEPTH {
            return Err(self.limit(span, format!("the nesting is deeper than {MAX_DEPTH} levels")));
        }
        self.copied.values = self.copied.values.saturating_add(weight.values);
        self.copied.bytes = self.copied.bytes.saturating_add(weight.bytes);
        self.check_copies(span)?;
        let Some((node, _)) = self.anchors.get(&id) else { return Ok(()) };
        if self.expects_key() {
            let name = key_name(node);
            match name {
                Some(name) => self.key(name, range.clone(), range.end, false),
                None => {
                    let node = Node { span, ..node.clone() };
                    self.complex_key(&node, range.end);
                }
            }
            return Ok(());
        }
        let node = Node { span, alias_of: Some(definition), ..node.clone() };
        self.place(node, weight, 0, range.end)
    }

    fn check_copies(&mut self, span: Span) -> Result<(), Stop> {
        if self.copied.values > MAX_NODES || self.copied.bytes > MAX_COPIED_BYTES {
            return Err(self.limit(span, "references (`*name`) repeat too much of this file".into()));
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        value: &str,
        style: GranitStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
        tag_end: Option<usize>,
    ) -> Result<(), Stop> {
        // An absent value arrives as `~` (or as nothing, after a tag) with an empty range.
        let absent = style == GranitStyle::Plain && range.is_empty();
        let before = self.trail.last_end.max(tag_end.unwrap_or(0));
        if self.expects_key() {
            if absent {
                let span = self.span(range.clone());
                self.problem(
                    ProblemKind::Syntax,
                    span,
                    "a key is missing here",
                    "write a key before the colon, or put the text in quotes",
                );
                self.key(String::new(), range.clone(), range.end, false);
                return Ok(());
            }
            self.check_tab(&range, true);
            let inner = match style {
                GranitStyle::SingleQuoted | GranitStyle::DoubleQuoted if range.len() >= 2 => {
                    range.start + 1..range.end - 1
                }
                _ => range.clone(),
            };
            let merge = style == GranitStyle::Plain && value == "<<" && tag.is_none();
            self.trail.key(range.clone());
            self.key(value.to_owned(), inner, range.end, merge);
            if anchor != 0 && self.has_aliases {
                let (node, weight, _) = self.scalar_node(value, style, tag, range, before);
                self.anchors.insert(anchor, (node, weight));
            }
            return Ok(());
        }
        if absent && tag.is_none_or(|tag| tag.core_suffix() != Some("str")) {
            let at = self.absent_place(&range);
            let span = self.span(at..at);
            let node = Node { value: Value::Null, span, style: ScalarStyle::Plain, alias_of: None };
            self.trail.last_end = self.trail.last_end.max(at);
            return self.place(node, Weight { values: 1, bytes: 0, height: 0 }, anchor, at);
        }
        self.check_tab(&range, false);
        let (node, weight, end) = self.scalar_node(value, style, tag, range.clone(), before);
        self.trail.scalar(range, style == GranitStyle::Plain);
        self.trail.last_end = self.trail.last_end.max(end);
        self.place(node, weight, anchor, end)
    }

    /// The node of a scalar, its weight, and where it ends in the slice.
    fn scalar_node(
        &mut self,
        value: &str,
        style: GranitStyle,
        tag: Option<&Tag>,
        range: Range<usize>,
        before: usize,
    ) -> (Node, Weight, usize) {
        let raw = self.text.get(range.clone()).unwrap_or("");
        let at = self.base + range.start;
        let (text, range, style) = match style {
            GranitStyle::Plain => (scalar::plain(self.file, raw, at, value), range, ScalarStyle::Plain),
            GranitStyle::SingleQuoted => {
                (scalar::quoted(self.file, raw, at, value), range, ScalarStyle::SingleQuoted)
            }
            GranitStyle::DoubleQuoted => {
                (scalar::quoted(self.file, raw, at, value), range, ScalarStyle::DoubleQuoted)
            }
            GranitStyle::Literal | GranitStyle::Folded => {
                let folded = style == GranitStyle::Folded;
                let block = scalar::Block::find(self.text, before, &range);
                let text = block.text(self.file, self.base, self.text, value, folded);
                let style = if folded { ScalarStyle::Folded } else { ScalarStyle::Literal };
                (text, block.header..block.end, style)
            }
        };
        let span = self.span(range.clone());
        let known = match (tag, style) {
            (None, ScalarStyle::Plain) => {
                if let Some(surprise) = scalar::surprise(value) {
                    self.problem(ProblemKind::Surprise, span, surprise.message, surprise.help);
                } else if let Some(line) = scalar::swallowed_item(raw) {
                    let span = self.span(range.start + line.start..range.start + line.end);
                    self.problem(
                        ProblemKind::Surprise,
                        span,
                        "this line looks like a list item, but it is read as part of the text above",
                        "begin it in the same column as the other items; if it is text, put the whole value in quotes",
                    );
                }
                scalar::resolve(value)
            }
            (Some(tag), _) => scalar::resolve_tagged(value, tag.core_suffix()),
            (None, _) => None,
        };
        let weight = Weight { values: 1, bytes: value.len(), height: 0 };
        let value = known.unwrap_or(Value::String(text));
        (Node { value, span, style, alias_of: None }, weight, range.end)
    }

    /// Where a value that is not there would stand: after the colon of its key, after the dash of
    /// its item.
    fn absent_place(&self, range: &Range<usize>) -> usize {
        let bytes = self.text.as_bytes();
        let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r'));
        if let Some(Frame { kind: FrameKind::Map { key: Some(key), .. }, .. }) = self.stack.last() {
            let mut at = key.end;
            while blank(at) {
                at += 1;
            }
            return if bytes.get(at) == Some(&b':') { at + 1 } else { key.end };
        }
        let mut at = range.start;
        while at > self.trail.last_end && blank(at - 1) {
            at -= 1;
        }
        at
    }

    /// A tab before the first word of a line, or between it and its dash. Before a key it is wrong;
    /// elsewhere YAML 1.2 lets it pass, but the reader that Jekyll and others use refuses the file.
    fn check_tab(&mut self, word: &Range<usize>, is_key: bool) {
        let flow = self.stack.last().is_some_and(|frame| frame.flow);
        if self.tab_reported || flow {
            return;
        }
        let before = self.text.get(..word.start).unwrap_or("");
        let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
        let start = word.start - indent;
        let head = before.get(..start).unwrap_or("");
        if !before.get(start..).unwrap_or("").contains('\t') {
            return;
        }
        let begins_line = |head: &str| head.is_empty() || head.ends_with(['\n', '\r']);
        let span = self.span(start..word.start);
        if begins_line(head) {
            self.tab_reported = true;
            let kind = if is_key { ProblemKind::Syntax } else { ProblemKind::Surprise };
            self.problem(kind, span, explain::TAB_MESSAGE, explain::TAB_HELP);
        } else if head.ends_with('-') && begins_line(head.trim_end_matches(['-', ' '])) {
            self.tab_reported = true;
            let message = "a tab follows the dash, and many programs refuse such a file";
            self.problem(ProblemKind::Surprise, span, message, "replace the tab by one space");
        }
    }
}

fn key_name(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) => text.plain.clone(),
        Value::List(_) | Value::Map(_) => return None,
    })
}

/// Notes in every value of a copy where it was written.
fn mark_as_copy(node: &mut Node) {
    node.alias_of.get_or_insert(node.span);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(mark_as_copy),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| mark_as_copy(&mut entry.value)),
        _ => {}
    }
}
