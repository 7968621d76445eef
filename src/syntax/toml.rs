//! TOML: events of `toml_parser` become nodes with exact places. The parser goes on after a mistake,
//! so that one run tells of several; duplicate keys are kept, as in the other data formats.

mod explain;
mod scalar;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Source};

use super::yaml::{MAX_DEPTH, MAX_NODES, Sliced};
use super::{Body, Comment, Document, Entry, Node, Problem, ProblemKind, ScalarStyle, Value};
use crate::text::{FileId, SourceFile, Span, Spanned};

/// Most tokens in one text: about 15 MB of ordinary settings.
const MAX_TOKENS: usize = 4_000_000;
/// Most mistakes that are told of.
const MAX_MISTAKES: usize = 200;

/// Reads a TOML file.
pub fn parse(file: &SourceFile) -> Document {
    let Sliced { nodes, problems, comments } = parse_slice(file, 0..file.text.len());
    Document {
        file: file.id,
        format: "toml",
        front: None,
        body: Body::Data(nodes),
        comments,
        problems,
        opaque: vec![],
    }
}

/// Reads the TOML that stands at `range` of a file (front matter, without its fences). An empty
/// text gives no tree.
pub(super) fn parse_slice(file: &SourceFile, range: Range<usize>) -> Sliced {
    let base = range.start;
    let Some(text) = file.text.get(range) else { return Sliced::default() };
    let source = Source::new(text);
    let mut tokens: Vec<_> = source.lex().take(MAX_TOKENS + 1).collect();
    let mut builder = Builder::new(file.id, base, text);
    if tokens.len() > MAX_TOKENS {
        tokens.truncate(MAX_TOKENS);
        let at = tokens.last().map_or(0, |token| token.span().end());
        builder.limit(at..at, "there is more in this file than can be read".into());
        builder.stopped = None; // what comes before is read
    }
    let mut mistakes: Vec<ParseError> = vec![];
    {
        let mut sink = |mistake: ParseError| {
            if mistakes.len() < MAX_MISTAKES * 8 {
                mistakes.push(mistake);
            }
        };
        // The parser skips a mark at the start; the file's own one is not part of the text any more.
        if text.starts_with('\u{FEFF}') {
            let mark = toml_parser::Span::new_unchecked(0, '\u{FEFF}'.len_utf8());
            sink(ParseError::new(explain::SECOND_MARK).with_unexpected(mark));
        }
        let mut receiver = ValidateWhitespace::new(&mut builder, source);
        parse_document(&tokens, &mut receiver, &mut sink);
    }
    builder.finish(&mistakes, file)
}

/// A table under construction; all of them stand in [`Builder::tables`].
struct Table {
    entries: Vec<(Spanned<String>, Slot)>,
    /// The last entry of each key.
    index: HashMap<String, usize>,
    origin: Origin,
    /// Offsets in the slice.
    span: Range<usize>,
    /// Number of lists and tables around it.
    depth: usize,
}

enum Slot {
    Value(Node),
    Table(usize),
    /// `[[name]]`, with the place of the first header.
    Tables(Vec<usize>, Range<usize>),
}

/// What brought a table about; it decides how it may be added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The file itself, `[name]` or an element of `[[name]]`.
    Header,
    /// Part of a longer header: `[name.more]`.
    Implied,
    /// Part of a dotted key: `name.more = 1`.
    Dotted,
    /// `{ … }`
    Inline,
}

/// A part of a key as written.
struct Part {
    name: Spanned<String>,
    /// With its quotes, in the slice.
    range: Range<usize>,
}

/// A value that is not finished; the first one stands for the line itself.
struct Frame {
    kind: FrameKind,
    start: usize,
    /// The key before the `=` sign.
    path: Vec<Part>,
}

enum FrameKind {
    Line,
    List(Vec<Node>),
    /// Which table.
    Inline(usize),
}

struct Header {
    start: usize,
    many: bool,
}

struct Builder<'t> {
    file: FileId,
    /// Offset of the slice in the file. All other offsets here count from the slice.
    base: usize,
    text: &'t str,
    out: Sliced,
    tables: Vec<Table>,
    /// The table that lines are added to.
    current: usize,
    header: Option<Header>,
    frames: Vec<Frame>,
    values: usize,
    /// Set when a limit was reached: nothing after this place was read.
    stopped: Option<usize>,
}

impl<'t> Builder<'t> {
    fn new(file: FileId, base: usize, text: &'t str) -> Self {
        let root =
            Table { entries: vec![], index: HashMap::new(), origin: Origin::Header, span: 0..0, depth: 0 };
        Builder {
            file,
            base,
            text,
            out: Sliced::default(),
            tables: vec![root],
            current: 0,
            header: None,
            frames: vec![Frame { kind: FrameKind::Line, start: 0, path: vec![] }],
            values: 0,
            stopped: None,
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    fn limit(&mut self, range: Range<usize>, message: String) {
        if self.stopped.is_none() {
            self.stopped = Some(range.start);
            let span = self.span(range);
            self.out.problems.push(Problem {
                kind: ProblemKind::Limit,
                span,
                message,
                help: Some("split the file; nothing after this place was read".into()),
                related: vec![],
            });
        }
    }

    fn too_deep(&mut self, range: Range<usize>) {
        self.limit(range, format!("the nesting is deeper than {MAX_DEPTH} levels"));
    }

    /// Counts one more value, which begins at `at`.
    fn count(&mut self, at: usize) {
        self.values += 1;
        if self.values > MAX_NODES {
            self.limit(at..at, format!("there are more than {MAX_NODES} values"));
        }
    }

    /// Adds a table that nothing refers to yet.
    fn table(&mut self, origin: Origin, span: Range<usize>, depth: usize) -> usize {
        self.count(span.start);
        self.tables.push(Table { entries: vec![], index: HashMap::new(), origin, span, depth });
        self.tables.len() - 1
    }

    fn add(&mut self, table: usize, key: Spanned<String>, slot: Slot) {
        let Some(table) = self.tables.get_mut(table) else { return };
        table.index.insert(key.value.clone(), table.entries.len());
        table.entries.push((key, slot));
    }

    /// The last entry of `key`: its first place and its slot.
    fn entry(&self, table: usize, key: &str) -> Option<&(Spanned<String>, Slot)> {
        let table = self.tables.get(table)?;
        table.entries.get(*table.index.get(key)?)
    }

    fn twice(&mut self, part: &Part, message: String, help: &str) {
        self.out.problems.push(Problem {
            kind: ProblemKind::DuplicateKey,
            span: part.name.span,
            message,
            help: Some(help.into()),
            related: vec![],
        });
    }

    /// Tells of a key that is taken, with both places.
    fn taken(&mut self, part: &Part, first: Span, message: String, help: &str) {
        self.twice(part, message, help);
        let name = &part.name.value;
        if let Some(problem) = self.out.problems.last_mut() {
            problem.related.push((first, format!("`{}` is given here first", shorten(name))));
        }
    }

    /// The table that `part` names inside `table`, made if it is not there.
    fn descend(&mut self, table: usize, part: &Part, origin: Origin) -> usize {
        let depth = self.tables.get(table).map_or(0, |table| table.depth) + 1;
        let fits = match self.entry(table, &part.name.value) {
            None => None,
            Some((key, slot)) => {
                let inside = match slot {
                    Slot::Table(inside) => Some(*inside),
                    // Dotted keys cannot reach into `[[name]]`; headers mean its last element.
                    Slot::Tables(elements, _) if origin == Origin::Implied => elements.last().copied(),
                    Slot::Tables(..) | Slot::Value(_) => None,
                };
                let fits = inside.filter(|&inside| {
                    let found = self.tables.get(inside).map(|table| table.origin);
                    match origin {
                        Origin::Dotted => found == Some(Origin::Dotted),
                        _ => found != Some(Origin::Inline),
                    }
                });
                if let Some(fits) = fits {
                    return fits;
                }
                Some((key.span, inside.is_some()))
            }
        };
        if let Some((first, is_table)) = fits {
            let name = shorten(&part.name.value);
            let message = if is_table {
                format!("the table `{name}` is already complete, nothing can be added to it here")
            } else {
                format!("`{name}` is given a value elsewhere, so it cannot hold other keys")
            };
            self.taken(part, first, message, "give all of its keys in one place, or use another name");
        }
        if depth > MAX_DEPTH {
            self.too_deep(part.range.clone());
            return table;
        }
        let inside = self.table(origin, part.range.clone(), depth);
        self.add(table, part.name.clone(), Slot::Table(inside));
        inside
    }

    /// `[a.b]` or `[[a.b]]`, complete.
    fn open_table(&mut self, end: usize) {
        let Some(Header { start, many }) = self.header.take() else { return };
        let Some(frame) = self.frames.first_mut() else { return };
        let mut path = std::mem::take(&mut frame.path);
        let Some(last) = path.pop() else { return };
        let mut table = 0;
        for part in &path {
            table = self.descend(table, part, Origin::Implied);
        }
        if self.stopped.is_some() {
            return;
        }
        let depth = self.tables.get(table).map_or(0, |table| table.depth) + 1 + usize::from(many);
        if depth > MAX_DEPTH {
            return self.too_deep(last.range);
        }
        let place = start..end;
        let found = self.entry(table, &last.name.value).map(|(key, slot)| {
            let inside = match slot {
                Slot::Table(inside) => Some(*inside),
                _ => None,
            };
            (key.span, inside, matches!(slot, Slot::Tables(..)))
        });
        let name = shorten(&last.name.value);
        if many {
            if let Some((first, _, false)) = found {
                let message = format!("`{name}` is already something else than a list of tables");
                self.taken(&last, first, message, "use another name, or write all of them as `[[…]]`");
            }
            let element = self.table(Origin::Header, place.clone(), depth);
            self.current = element;
            if let Some((_, _, true)) = found
                && let Some(table) = self.tables.get_mut(table)
                && let Some((_, Slot::Tables(elements, _))) =
                    table.index.get(&last.name.value).and_then(|&at| table.entries.get_mut(at))
            {
                elements.push(element);
            } else {
                self.add(table, last.name, Slot::Tables(vec![element], place));
            }
            return;
        }
        if let Some((first, inside, is_list)) = found {
            if let Some(inside) = inside
                && let Some(table) = self.tables.get_mut(inside)
                && table.origin == Origin::Implied
            {
                table.origin = Origin::Header;
                table.span = place;
                self.current = inside;
                return;
            }
            if is_list {
                let message = format!("`{name}` is a list of tables elsewhere");
                self.taken(&last, first, message, "write `[[…]]` to add one more, or use another name");
            } else if inside.is_some() {
                let message = format!("the table `{name}` is given twice");
                self.taken(&last, first, message, "put all of its keys under one header");
            } else {
                let message = format!("the key `{name}` is given twice");
                self.taken(&last, first, message, "keep one of the two, or use another name");
            }
        }
        let inside = self.table(Origin::Header, place, depth);
        self.current = inside;
        self.add(table, last.name, Slot::Table(inside));
    }

    /// How many lists and tables are open around the next value.
    fn depth(&self) -> usize {
        self.tables.get(self.current).map_or(0, |table| table.depth) + self.frames.len()
    }

    /// Begins a list or an inline table; false: too deep.
    fn open(&mut self, start: usize, inline: bool) -> bool {
        if self.stopped.is_some() {
            return false;
        }
        let depth = self.depth() + self.frames.iter().map(|frame| frame.path.len()).sum::<usize>();
        if depth > MAX_DEPTH {
            self.too_deep(start..start + 1);
            return false;
        }
        let kind = if inline {
            FrameKind::Inline(self.table(Origin::Inline, start..start, depth))
        } else {
            FrameKind::List(vec![])
        };
        self.frames.push(Frame { kind, start, path: vec![] });
        true
    }

    fn close(&mut self, end: usize) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let range = frame.start..end.max(frame.start);
        let value = match frame.kind {
            FrameKind::Line => return,
            FrameKind::List(items) => Value::List(items),
            FrameKind::Inline(table) => Value::Map(self.take_entries(table)),
        };
        let span = self.span(range.clone());
        self.place(Node { value, span, style: ScalarStyle::Collection, alias_of: None }, range.end);
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, node: Node, end: usize) {
        self.count((node.span.start as usize).saturating_sub(self.base));
        if self.stopped.is_some() {
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        let mut path = std::mem::take(&mut frame.path);
        let mut table = match &mut frame.kind {
            FrameKind::List(items) => return items.push(node),
            FrameKind::Inline(table) => *table,
            FrameKind::Line => self.current,
        };
        let Some(last) = path.pop() else { return };
        self.extend(table, path.first().map_or(last.range.start, |part| part.range.start), end);
        for part in &path {
            table = self.descend(table, part, Origin::Dotted);
            if self.stopped.is_some() {
                return;
            }
            self.extend(table, part.range.start, end);
        }
        if let Some((key, _)) = self.entry(table, &last.name.value) {
            let first = key.span;
            let message = format!("the key `{}` is given twice", shorten(&last.name.value));
            self.taken(&last, first, message, "keep one of the two; a TOML reader refuses the file");
        }
        self.add(table, last.name, Slot::Value(node));
    }

    fn extend(&mut self, table: usize, start: usize, end: usize) {
        if let Some(table) = self.tables.get_mut(table) {
            if table.span.is_empty() && table.span.start == 0 {
                table.span.start = start;
            }
            table.span.end = table.span.end.max(end);
        }
    }

    /// Turns a finished table into entries. Tables are at most [`MAX_DEPTH`] deep.
    fn take_entries(&mut self, table: usize) -> Vec<Entry> {
        let entries = match self.tables.get_mut(table) {
            Some(table) => std::mem::take(&mut table.entries),
            None => vec![],
        };
        entries
            .into_iter()
            .map(|(key, slot)| {
                let value = match slot {
                    Slot::Value(node) => node,
                    Slot::Table(inside) => self.take_table(inside),
                    Slot::Tables(elements, header) => {
                        let items: Vec<_> =
                            elements.into_iter().map(|element| self.take_table(element)).collect();
                        let span =
                            items.iter().fold(self.span(header), |span, item: &Node| span.cover(item.span));
                        let value = Value::List(items);
                        Node { value, span, style: ScalarStyle::Collection, alias_of: None }
                    }
                };
                Entry { key, value }
            })
            .collect()
    }

    fn take_table(&mut self, table: usize) -> Node {
        let range = self.tables.get(table).map_or(0..0, |table| table.span.clone());
        let value = Value::Map(self.take_entries(table));
        Node { value, span: self.span(range), style: ScalarStyle::Collection, alias_of: None }
    }

    fn finish(mut self, mistakes: &[ParseError], file: &SourceFile) -> Sliced {
        // After an unclosed bracket at the end of the file.
        let end = self.text.len();
        while self.frames.len() > 1 {
            self.close(end);
        }
        let mut node = self.take_table(0);
        if let Some(first) = node.entries().first() {
            let last = node.entries().last().map_or(first.value.span, |entry| entry.value.span);
            node.span = first.key.span.cover(first.value.span).cover(last);
            self.out.nodes.push(node);
        }
        self.tell(mistakes, file);
        self.out
    }

    /// Mistakes in the order of their places, the first of each line only: what follows on a line is
    /// mostly an echo of it.
    fn tell(&mut self, mistakes: &[ParseError], file: &SourceFile) {
        let place =
            |mistake: &ParseError| mistake.unexpected().or(mistake.context()).map_or(0, |at| at.start());
        let mut mistakes: Vec<_> = mistakes.iter().map(|mistake| (place(mistake), mistake)).collect();
        mistakes.retain(|(at, _)| self.stopped.is_none_or(|stopped| *at < stopped));
        mistakes.sort_by_key(|(at, _)| *at);
        let mut last_line = None;
        for (at, mistake) in mistakes {
            let line = file.line_of(self.span(at..at).start);
            if last_line.replace(line) == Some(line) {
                continue;
            }
            let told = explain::explain(mistake, self.text);
            self.out.problems.push(Problem {
                kind: ProblemKind::Syntax,
                span: self.span(told.range),
                message: told.message,
                help: Some(told.help),
                related: vec![],
            });
        }
        self.out.problems.sort_by_key(|problem| problem.span.start);
        if self.out.problems.len() > MAX_MISTAKES {
            self.out.problems.truncate(MAX_MISTAKES);
            if let Some(last) = self.out.problems.last_mut() {
                last.kind = ProblemKind::Limit;
                last.message = "there are more mistakes below than can be told".into();
                last.help = Some("mend the ones above, then check the file again".into());
            }
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.begin_header(span, false);
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.begin_header(span, true);
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        if self.stopped.is_none() {
            self.open_table(span.end());
        }
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        if self.stopped.is_none() {
            self.open_table(span.end());
        }
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span.start(), true)
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        if self.stopped.is_none() {
            self.close(span.end());
        }
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span.start(), false)
    }

    fn array_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        if self.stopped.is_none() {
            self.close(span.end());
        }
    }

    fn simple_key(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.stopped.is_some() {
            return;
        }
        let range = span.start()..span.end();
        let (name, inner) = scalar::key(self.text, range.clone(), encoding, error);
        let name = Spanned::new(name, self.span(inner));
        let length = self.frames.iter().map(|frame| frame.path.len()).sum::<usize>();
        if self.depth() + length > MAX_DEPTH {
            return self.too_deep(range);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.path.push(Part { name, range });
        }
    }

    fn scalar(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.stopped.is_some() {
            return;
        }
        let range = span.start()..span.end();
        let end = range.end;
        let (value, style) = scalar::value(self.file, self.base, self.text, range.clone(), encoding, error);
        let span = self.span(range);
        self.place(Node { value, span, style, alias_of: None }, end);
    }

    fn comment(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        let range = span.start()..span.end();
        let raw = self.text.get(range.clone()).unwrap_or("");
        let text = raw.strip_prefix('#').unwrap_or(raw).trim().to_owned();
        let span = self.span(range);
        self.out.comments.push(Comment { span, text });
    }

    fn newline(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        // Inside brackets a line end means nothing; else it ends what was begun, finished or not.
        if self.frames.len() == 1 && self.stopped.is_none() {
            self.open_table(span.start());
            if let Some(frame) = self.frames.first_mut() {
                frame.path.clear();
            }
        }
    }
}

impl Builder<'_> {
    fn begin_header(&mut self, span: toml_parser::Span, many: bool) {
        if self.stopped.is_some() {
            return;
        }
        if let Some(frame) = self.frames.first_mut() {
            frame.path.clear();
        }
        self.header = Some(Header { start: span.start(), many });
    }
}

/// A name as it can stand in a message.
fn shorten(name: &str) -> String {
    match name.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or("")),
        None => name.to_owned(),
    }
}
