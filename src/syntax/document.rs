//! The parsed file: prose blocks or a tree of values, the same for every format.

use crate::text::{FileId, Span, Spanned};

use super::Text;

/// One parsed file. Parsing never fails; what is wrong is in `problems`.
#[derive(Debug, Clone)]
pub struct Document {
    pub file: FileId,
    /// Name of the row in `FORMATS` that read it.
    pub format: &'static str,
    /// The settings block at the top of a page.
    pub front: Option<FrontMatter>,
    pub body: Body,
    pub comments: Vec<Comment>,
    pub problems: Vec<Problem>,
    /// Bytes that are not prose (code, tags, addresses, settings), in order: character and spacing
    /// rules leave them alone.
    pub opaque: Vec<Span>,
}

/// The two shapes that a file can have.
#[derive(Debug, Clone)]
pub enum Body {
    /// A page: blocks in page order. Headings are blocks among the others; who belongs under which
    /// is for the model to say.
    Prose(Vec<Block>),
    /// Data: one tree for each document in the file.
    Data(Vec<Node>),
}

/// The settings block at the top of a page.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// With its fences.
    pub span: Span,
    /// `None` when it is empty or cannot be parsed.
    pub node: Option<Node>,
}

/// A comment of the file's format, without its delimiters. Suppressions live here.
#[derive(Debug, Clone)]
pub struct Comment {
    /// With its delimiters.
    pub span: Span,
    pub text: String,
}

/// Something that keeps a file from meaning what its author meant.
#[derive(Debug, Clone)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Span,
    /// One plain sentence.
    pub message: String,
    /// What to do, in sentences.
    pub help: Option<String>,
    /// Other places that belong to it, each with a remark.
    pub related: Vec<(Span, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Does not parse.
    Syntax,
    /// The same key twice in one mapping.
    DuplicateKey,
    /// Parses, but another program reads another value (`NO`, `1_000`, `12:30`).
    Surprise,
    /// A limit was reached (depth, nodes, aliases).
    Limit,
    /// Nothing is wrong, but a part was left out on purpose (a hidden sheet).
    Skipped,
}

/// A piece of a page.
#[derive(Debug, Clone)]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    List(List),
    Table(Table),
    Quote {
        blocks: Vec<Block>,
        span: Span,
    },
    Code {
        span: Span,
    },
    /// A thematic break.
    Rule {
        span: Span,
    },
    /// Raw HTML that is neither a table nor text.
    Html {
        span: Span,
    },
}

#[derive(Debug, Clone)]
pub struct Heading {
    /// 1 to 6. For unmarked headings: the depth that the reader infers.
    pub depth: u8,
    pub mark: HeadingMark,
    pub text: Text,
    pub span: Span,
}

/// What makes a line a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingMark {
    /// `## Impact`
    Atx,
    /// Underlined.
    Setext,
    /// `<h2>`
    Html,
    /// A paragraph that is one bold run: `**L3 – Engineer II**`.
    Bold,
    /// Nothing but its place and form.
    Unmarked,
    /// The title of a part that is shown or hidden as a whole and ends at `end`: `=== "IC1"`, `<summary>`.
    Tab { end: u32 },
    /// The name of a sheet of a workbook.
    Sheet,
}

#[derive(Debug, Clone)]
pub struct Paragraph {
    pub text: Text,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct List {
    pub ordered: bool,
    pub items: Vec<Item>,
    pub span: Span,
}

/// How an item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// `-`, `*`, `+` or a number: a list to every Markdown program.
    Markup(char),
    /// `•` and its like: a list only to the eye.
    Typed(char),
    /// `<li>`
    Html,
}

#[derive(Debug, Clone)]
pub struct Item {
    pub marker: Marker,
    /// Where the marker stands.
    pub marker_span: Span,
    /// What the item itself says, without nested lists.
    pub text: Text,
    /// `[x]`, `[ ]`
    pub checked: Option<bool>,
    /// Nested lists and further blocks.
    pub children: Vec<Block>,
    /// From the marker to the end of the last child.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Pipes.
    Gfm,
    Html,
    /// Separated by commas, semicolons, tabs or pipes.
    Csv,
    /// A sheet of a workbook; its text is made up.
    Sheet,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub kind: TableKind,
    pub rows: Vec<Row>,
    /// Cells of the rule below the header row of a pipe table (`|---|`), as [`Cell::span`]: they go
    /// with their column. Empty for other tables.
    pub rule: Vec<Span>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// A header row by mark-up (the row above the pipe table's rule; `<thead>`; all `<th>`).
    pub header: bool,
    /// With its tags or pipes; for pipe tables the whole line.
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Cell {
    /// What the cell holds, parsed as Markdown where the format says so. Empty: an empty cell.
    pub blocks: Vec<Block>,
    /// The bytes to delete to take the cell out of its row: `<td …>…</td>`, or the text with one pipe.
    pub span: Span,
    /// The content without white space around it.
    pub inner: Span,
    /// `<th>`, or a cell of a pipe table's header row.
    pub header: bool,
    /// Marked as the row's or column's own subject (bold by style).
    pub emphasized: bool,
    /// Number of columns and rows it covers, at least 1.
    pub columns: u16,
    pub rows: u16,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    pub value: Value,
    /// The value as written, quotes included. An empty value has an empty span after its key.
    pub span: Span,
    pub style: ScalarStyle,
    /// Where the value was defined, if it stands here through a YAML alias or merge key.
    pub alias_of: Option<Span>,
}

#[derive(Debug, Clone)]
pub enum Value {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    String(Text),
    List(Vec<Node>),
    /// In file order; duplicate keys are kept (and reported as problems).
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// Lists and mappings.
    Collection,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub key: Spanned<String>,
    pub value: Node,
}

impl Node {
    /// The value of `key`, if this is a mapping that has it. Of duplicates, the first.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`, if this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The entries of a mapping; nothing for other values.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; nothing for other values.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub fn as_text(&self) -> Option<&Text> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        self.as_text().map(|text| text.plain.as_str())
    }

    /// The value without places. Of duplicate keys the last wins, as in most programs.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(value) => value.clone().into(),
            Value::String(text) => text.plain.clone().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => {
                entries.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect()
            }
        }
    }
}

/// What [`Document::visit`] comes by.
#[derive(Debug, Clone, Copy)]
pub enum Visit<'d> {
    Heading(&'d Heading),
    Paragraph(&'d Paragraph),
    /// Before its items.
    List(&'d List),
    Item(&'d Item),
    /// Before its cells.
    Table(&'d Table),
    Cell(&'d Cell),
    /// A string value of data or front matter, with its key if it has one.
    Value(Option<&'d Spanned<String>>, &'d Text),
}

impl<'d> Visit<'d> {
    /// The text of what was come by; lists, tables and cells have none of their own.
    pub fn text(self) -> Option<&'d Text> {
        match self {
            Visit::Heading(heading) => Some(&heading.text),
            Visit::Paragraph(paragraph) => Some(&paragraph.text),
            Visit::Item(item) => Some(&item.text),
            Visit::Value(_, text) => Some(text),
            Visit::List(_) | Visit::Table(_) | Visit::Cell(_) => None,
        }
    }
}

impl Document {
    /// Lets go of all of a page but, if `settings` stay, those.
    pub fn let_go(&mut self, settings: bool) {
        if let Body::Prose(blocks) = &mut self.body {
            *blocks = vec![];
            (self.comments, self.problems, self.opaque) = (vec![], vec![], vec![]);
            if !settings {
                self.front = None;
            }
        }
    }

    /// The blocks of a page; nothing for data.
    pub fn blocks(&self) -> &[Block] {
        match &self.body {
            Body::Prose(blocks) => blocks,
            Body::Data(_) => &[],
        }
    }

    /// True when all of the data or settings could be read: what is not in the trees is not in the
    /// file.
    pub fn is_whole(&self) -> bool {
        !self.problems.iter().any(|p| matches!(p.kind, ProblemKind::Syntax | ProblemKind::Limit))
    }

    /// The trees of a data file; nothing for a page.
    pub fn data(&self) -> &[Node] {
        match &self.body {
            Body::Prose(_) => &[],
            Body::Data(nodes) => nodes,
        }
    }

    /// Calls `see` for everything readable, in file order: front matter values first.
    pub fn visit<'d>(&'d self, see: &mut dyn FnMut(Visit<'d>)) {
        if let Some(node) = self.front.as_ref().and_then(|front| front.node.as_ref()) {
            visit_node(None, node, see);
        }
        match &self.body {
            Body::Prose(blocks) => visit_blocks(blocks, see),
            Body::Data(nodes) => nodes.iter().for_each(|node| visit_node(None, node, see)),
        }
    }

    /// Calls `see` for every [`Text`] in file order.
    pub fn each_text<'d>(&'d self, see: &mut dyn FnMut(&'d Text)) {
        self.visit(&mut |visit| {
            if let Some(text) = visit.text() {
                see(text);
            }
        });
    }

    /// Number of rows of separated values that are longer or shorter than their header.
    pub fn uneven_rows(&self) -> usize {
        let uneven = |table: &Table| {
            let header = table.rows.first().map_or(0, |row| row.cells.len());
            table.rows.iter().filter(|row| row.cells.len() != header).count()
        };
        let tables = self.blocks().iter().filter_map(|block| match block {
            Block::Table(table) if table.kind == TableKind::Csv => Some(uneven(table)),
            _ => None,
        });
        tables.sum()
    }

    /// True when `span` touches code, tags, addresses or settings.
    pub fn is_opaque(&self, span: Span) -> bool {
        let from = self.opaque.partition_point(|opaque| opaque.end <= span.start);
        self.opaque.get(from).is_some_and(|opaque| opaque.start < span.end.max(span.start + 1))
    }
}

/// Walks blocks in page order.
pub(super) fn visit_blocks<'d>(blocks: &'d [Block], see: &mut dyn FnMut(Visit<'d>)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => see(Visit::Heading(heading)),
            Block::Paragraph(paragraph) => see(Visit::Paragraph(paragraph)),
            Block::List(list) => {
                see(Visit::List(list));
                for item in &list.items {
                    see(Visit::Item(item));
                    visit_blocks(&item.children, see);
                }
            }
            Block::Table(table) => {
                see(Visit::Table(table));
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    see(Visit::Cell(cell));
                    visit_blocks(&cell.blocks, see);
                }
            }
            Block::Quote { blocks, .. } => visit_blocks(blocks, see),
            Block::Code { .. } | Block::Rule { .. } | Block::Html { .. } => {}
        }
    }
}

fn visit_node<'d>(key: Option<&'d Spanned<String>>, node: &'d Node, see: &mut dyn FnMut(Visit<'d>)) {
    match &node.value {
        // A value that stands here through an alias is read where it was defined.
        _ if node.alias_of.is_some() => {}
        Value::String(text) => see(Visit::Value(key, text)),
        Value::List(items) => {
            for item in items {
                visit_node(key, item, see);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                visit_node(Some(&entry.key), &entry.value, see);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Block {
    pub fn span(&self) -> Span {
        match self {
            Block::Heading(heading) => heading.span,
            Block::Paragraph(paragraph) => paragraph.span,
            Block::List(list) => list.span,
            Block::Table(table) => table.span,
            Block::Quote { span, .. }
            | Block::Code { span }
            | Block::Rule { span }
            | Block::Html { span } => *span,
        }
    }

    /// Calls `see` for this block's texts in page order.
    pub fn each_text<'d>(&'d self, see: &mut dyn FnMut(&'d Text)) {
        visit_blocks(std::slice::from_ref(self), &mut |visit| {
            if let Some(text) = visit.text() {
                see(text);
            }
        });
    }
}
