//! The readable pieces of a file with what they are (heading, list item, table cell, sentence …), for
//! checks whose rules say where they look. The names are those of Vale, so that its styles mean here
//! what they mean there.

use std::borrow::Cow;
use std::ops::Range;

use super::sentences::sentences;
use crate::rule::Subject;
use crate::syntax::{Block, Document, HeadingMark, MarkKind, Node, TableKind, Text, Value};
use crate::text::{SourceFile, Span};

/// Readers stop nesting far below this; it keeps the walk bounded whatever they do.
const MAX_DEPTH: usize = 128;

/// The names of scopes, each a bit.
const NAMES: &[&str] = &[
    "text",
    "heading",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "list",
    "table",
    "header",
    "cell",
    "caption",
    "blockquote",
    "paragraph",
    "sentence",
    "raw",
    "summary",
    "strong",
    "emphasis",
    "link",
    "code",
    "attr",
    "alt",
    "frontmatter",
    "data",
    "figure",
    "comment",
    "line",
    "block",
];

/// What a piece is: bits of [`NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u32);

impl Scopes {
    fn of(names: &[&str]) -> Self {
        names.iter().fold(Scopes(0), |scopes, name| scopes.with(name))
    }

    fn with(self, name: &str) -> Self {
        Scopes(self.0 | NAMES.iter().position(|known| known == &name).map_or(0, |bit| 1 << bit))
    }

    fn or(self, other: Self) -> Self {
        Scopes(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// One part of a selector, `heading.h2` or `~table.md`.
#[derive(Debug, Clone)]
struct Part {
    scopes: Scopes,
    /// File name extensions that were named.
    extensions: Vec<String>,
    /// A name that no piece has.
    unknown: bool,
    negated: bool,
}

/// Where a rule looks: any of several selectors, each of which may join parts with `&`.
#[derive(Debug, Clone)]
pub struct Selector {
    any: Vec<Vec<Part>>,
    /// All bits that are asked for, so that pieces nobody asks for are not made.
    wanted: Scopes,
}

impl Selector {
    /// Reads selectors such as `heading.h2`, `text & ~blockquote`, `raw`.
    pub fn new<S: AsRef<str>>(selectors: &[S]) -> Self {
        let any: Vec<Vec<Part>> =
            selectors.iter().map(|selector| selector.as_ref().split('&').map(part).collect()).collect();
        let parts = any.iter().flatten().filter(|part: &&Part| !part.negated);
        let wanted = parts.fold(Scopes::default(), |wanted, part| wanted.or(part.scopes));
        // A selector that only says where not to look means all texts.
        let wanted = if any.iter().any(|parts| parts.iter().all(|part| part.negated)) {
            wanted.with("text")
        } else {
            wanted
        };
        Selector { any, wanted }
    }

    /// The first name that no file can have, for "did you mean".
    pub fn unknown_name<S: AsRef<str>>(selectors: &[S]) -> Option<String> {
        let names = selectors.iter().flat_map(|selector| selector.as_ref().split(['&', '.']));
        let names = names.map(|name| name.trim().trim_start_matches('~').to_owned());
        names.into_iter().find(|name| !NAMES.contains(&name.as_str()) && !EXTENSIONS.contains(&name.as_str()))
    }

    /// The known names of scopes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().copied()
    }

    fn takes(&self, piece: Scopes, parent: Scopes, extension: &str) -> bool {
        self.any.iter().any(|parts| parts.iter().all(|part| part.takes(piece, parent, extension)))
    }
}

/// Extensions that selectors may name.
const EXTENSIONS: &[&str] = &[
    "md", "markdown", "mdx", "html", "htm", "xhtml", "txt", "rst", "adoc", "org", "xml", "yaml", "yml",
    "json", "toml", "csv", "tsv", "xlsx",
];

fn part(text: &str) -> Part {
    let text = text.trim();
    let (negated, names) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
    let mut part = Part { scopes: Scopes::default(), extensions: vec![], unknown: false, negated };
    for name in names.split('.').map(str::trim) {
        if NAMES.contains(&name) {
            part.scopes = part.scopes.with(name);
        } else if EXTENSIONS.contains(&name) {
            part.extensions.push(name.to_owned());
        } else {
            part.unknown = true;
        }
    }
    part
}

impl Part {
    fn takes(&self, piece: Scopes, parent: Scopes, extension: &str) -> bool {
        let whole_file = Scopes::of(&["raw"]).or(Scopes::of(&["summary"]));
        let fits = |scopes: Scopes| {
            !self.unknown
                && scopes.has(self.scopes)
                && self.extensions.iter().all(|wanted| wanted == extension)
        };
        if self.negated { !fits(piece.or(parent)) && !piece.any(whole_file) } else { fits(piece) }
    }
}

/// Where the characters of a piece come from.
#[derive(Debug, Clone)]
enum Source<'d> {
    /// A text, from this offset of its plain form.
    Text(&'d Text, usize),
    /// The file itself.
    Raw(&'d SourceFile),
    /// Several texts, each with where it begins in the piece.
    Joined(Vec<(usize, &'d Text)>),
}

/// A piece that a rule looks at.
#[derive(Debug, Clone)]
pub struct Piece<'d> {
    pub text: Cow<'d, str>,
    source: Source<'d>,
}

impl Piece<'_> {
    /// Where `range` of the piece stands in the file, and whether the bytes there say just that.
    pub fn locate(&self, range: Range<usize>) -> (Span, bool) {
        match &self.source {
            Source::Text(text, from) => {
                let place = text.locate(from + range.start..from + range.end);
                (place.span, place.exact)
            }
            Source::Raw(file) => (file.at(range), true),
            Source::Joined(texts) => {
                let index = texts.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
                let Some((at, text)) = texts.get(index) else { return (EMPTY, false) };
                let inside = |offset: usize| offset.saturating_sub(*at).min(text.plain.len());
                let place = text.locate(inside(range.start)..inside(range.end));
                (place.span, place.exact && range.end <= at + text.plain.len())
            }
        }
    }
}

const EMPTY: Span = Span { file: crate::text::FileId(0), start: 0, end: 0 };

/// Calls `see` for each piece of the file that `selector` takes, in page order; all of the source
/// (`raw`) and all prose in one (`summary`) come last.
pub fn pieces<'d>(subject: &Subject<'d>, selector: &Selector, see: &mut dyn FnMut(&Piece<'d>)) {
    let extension = subject.file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut walk = Walk { selector, extension, see, summary: vec![], depth: 0 };
    walk.document(subject.doc);
    let summary = std::mem::take(&mut walk.summary);
    if selector.takes(Scopes::of(&["summary"]), Scopes::default(), extension) {
        let mut joined = String::new();
        let mut texts = vec![];
        for text in summary {
            texts.push((joined.len(), text));
            joined.push_str(&masked(text));
            joined.push_str("\n\n");
        }
        see(&Piece { text: Cow::Owned(joined), source: Source::Joined(texts) });
    }
    // The text of a workbook is made up: it has no source.
    if selector.takes(Scopes::of(&["raw"]), Scopes::default(), extension) && subject.file.cells.is_none() {
        let text = Cow::Borrowed(subject.file.text.as_str());
        see(&Piece { text, source: Source::Raw(subject.file) });
    }
}

/// All prose of a file (paragraphs, list items, quotations) in page order, code left out.
pub fn prose(doc: &Document) -> Vec<&Text> {
    let selector = Selector::new(&["summary"]);
    let mut walk = Walk { selector: &selector, extension: "", see: &mut |_| {}, summary: vec![], depth: 0 };
    walk.document(doc);
    walk.summary
}

/// What the outermost block around a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Prose,
    Heading(u8),
    List,
    Cell,
    Header,
    Quote,
    Settings,
    Data,
}

impl Home {
    fn scopes(self) -> Scopes {
        match self {
            Home::Prose => Scopes::of(&["text"]),
            Home::Heading(depth) => {
                let name = match depth {
                    0 | 1 => "h1",
                    2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    _ => "h6",
                };
                Scopes::of(&["text", "heading", name])
            }
            Home::List => Scopes::of(&["text", "list"]),
            Home::Cell => Scopes::of(&["text", "table", "cell"]),
            Home::Header => Scopes::of(&["text", "table", "header"]),
            Home::Quote => Scopes::of(&["text", "blockquote"]),
            Home::Settings => Scopes::of(&["text", "frontmatter"]),
            Home::Data => Scopes::of(&["text", "data"]),
        }
    }
}

struct Walk<'d, 'w> {
    selector: &'w Selector,
    extension: &'w str,
    see: &'w mut dyn FnMut(&Piece<'d>),
    summary: Vec<&'d Text>,
    depth: usize,
}

impl<'d> Walk<'d, '_> {
    fn document(&mut self, doc: &'d Document) {
        if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
            self.node(None, node, Home::Settings);
        }
        doc.data().iter().for_each(|node| self.node(None, node, Home::Data));
        self.blocks(doc.blocks(), Home::Prose);
    }

    fn blocks(&mut self, blocks: &'d [Block], home: Home) {
        if self.depth > MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let within = |inner: Home| if home == Home::Prose { inner } else { home };
        for block in blocks {
            match block {
                Block::Heading(heading) => match heading.mark {
                    // Such lines are paragraphs to every program that shows the page.
                    HeadingMark::Bold | HeadingMark::Unmarked | HeadingMark::Tab { .. } => {
                        self.text(&heading.text, home);
                    }
                    // The name of a sheet is no text of the page.
                    HeadingMark::Sheet => {}
                    _ => self.text(&heading.text, within(Home::Heading(heading.depth))),
                },
                Block::Paragraph(paragraph) => self.text(&paragraph.text, home),
                Block::List(list) => {
                    for item in &list.items {
                        self.text(&item.text, within(Home::List));
                        self.blocks(&item.children, within(Home::List));
                    }
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        for cell in &row.cells {
                            let header = cell.header || (row.header && table.kind == TableKind::Gfm);
                            self.blocks(&cell.blocks, within(if header { Home::Header } else { Home::Cell }));
                        }
                    }
                }
                Block::Quote { blocks, .. } => self.blocks(blocks, within(Home::Quote)),
                Block::Code { .. } | Block::Rule { .. } | Block::Html { .. } => {}
            }
        }
        self.depth -= 1;
    }

    fn node(&mut self, key: Option<&str>, node: &'d Node, home: Home) {
        // What stands here through an alias is read where it was defined.
        if self.depth > MAX_DEPTH || node.alias_of.is_some() {
            return;
        }
        self.depth += 1;
        match &node.value {
            Value::String(text) if is_prose(key, text) => self.text(text, home),
            Value::List(items) => items.iter().for_each(|item| self.node(key, item, home)),
            Value::Map(entries) => {
                for entry in entries {
                    self.node(Some(&entry.key.value), &entry.value, home);
                }
            }
            _ => {}
        }
        self.depth -= 1;
    }

    fn text(&mut self, text: &'d Text, home: Home) {
        if text.is_blank() {
            return;
        }
        if matches!(home, Home::Prose | Home::List | Home::Quote | Home::Data)
            && self.selector.wanted.any(Scopes::of(&["summary"]))
        {
            self.summary.push(text);
        }
        let scopes = home.scopes();
        let whole = 0..text.plain.len();
        if home == Home::Prose || home == Home::Data {
            if self.wants(Scopes::of(&["sentence"]), scopes) {
                for range in sentences(&text.plain) {
                    self.show(text, range);
                }
            }
            if self.wants(Scopes::of(&["paragraph"]), scopes) {
                self.show(text, whole.clone());
            }
        }
        if self.wants(scopes, scopes) {
            self.show(text, whole);
        }
        self.marks(text, scopes);
    }

    fn marks(&mut self, text: &'d Text, parent: Scopes) {
        if !self.selector.wanted.any(Scopes::of(&["strong", "emphasis", "link", "code", "attr", "alt"])) {
            return;
        }
        for mark in &text.marks {
            let scopes = match mark.kind {
                MarkKind::Strong => Scopes::of(&["strong"]),
                MarkKind::Emphasis => Scopes::of(&["emphasis"]),
                MarkKind::Link { .. } => Scopes::of(&["link"]),
                MarkKind::Code => Scopes::of(&["code"]),
                MarkKind::Image { .. } => Scopes::of(&["text", "attr", "alt"]),
                MarkKind::Deleted => continue,
            };
            // A description is part of the text around it, which has been seen.
            let seen = matches!(mark.kind, MarkKind::Image { .. }) && self.wants(parent, parent);
            if !seen && self.wants(scopes, parent) {
                let plain = text.plain.get(mark.range.clone()).unwrap_or("");
                let source = Source::Text(text, mark.range.start);
                (self.see)(&Piece { text: Cow::Borrowed(plain), source });
            }
        }
    }

    fn wants(&self, scopes: Scopes, parent: Scopes) -> bool {
        self.selector.takes(scopes, parent, self.extension)
    }

    fn show(&mut self, text: &'d Text, range: Range<usize>) {
        let plain = masked(text);
        let piece = match plain {
            Cow::Borrowed(plain) => Cow::Borrowed(plain.get(range.clone()).unwrap_or("")),
            Cow::Owned(plain) => Cow::Owned(plain.get(range.clone()).unwrap_or("").to_owned()),
        };
        (self.see)(&Piece { text: piece, source: Source::Text(text, range.start) });
    }
}

/// Values under these keys are read by people even if they are one word.
const PROSE_KEYS: &[&str] = &["title", "name", "summary", "description", "label", "text"];

/// False for values that are settings rather than text: identifiers, addresses, paths.
fn is_prose(key: Option<&str>, text: &Text) -> bool {
    let named = || key.is_some_and(|key| PROSE_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known)));
    text.plain.trim().contains(char::is_whitespace) || named()
}

/// The text with stars in place of code and of addresses that stand as themselves.
fn masked(text: &Text) -> Cow<'_, str> {
    let hides = |mark: &crate::syntax::Mark| match mark.kind {
        MarkKind::Code => true,
        MarkKind::Link { target } => !target.is_empty() && text.locate(mark.range.clone()).span == target,
        _ => false,
    };
    let hidden: Vec<Range<usize>> =
        text.marks.iter().filter(|mark| hides(mark)).map(|mark| mark.range.clone()).collect();
    if hidden.is_empty() {
        return Cow::Borrowed(&text.plain);
    }
    let mut out = String::with_capacity(text.plain.len());
    let mut at = 0;
    for range in hidden {
        if range.start < at {
            continue;
        }
        out.push_str(text.plain.get(at..range.start).unwrap_or(""));
        out.extend(std::iter::repeat_n('*', range.len()));
        at = range.end;
    }
    out.push_str(text.plain.get(at..).unwrap_or(""));
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;
    use crate::text::{FileId, SourceFile};

    fn seen(path: &str, text: &str, selectors: &[&str]) -> Vec<String> {
        let file = SourceFile::from_bytes(FileId(0), path, None, text.as_bytes());
        let doc = crate::syntax::parse(&file).unwrap();
        let subject = Subject::new(&file, &doc, &[], Lang::English);
        let mut seen = vec![];
        pieces(&subject, &Selector::new(selectors), &mut |piece| {
            let (span, exact) = piece.locate(0..piece.text.len());
            if exact && !piece.text.contains('*') {
                assert_eq!(file.slice(span), piece.text);
            }
            seen.push(piece.text.to_string());
        });
        seen
    }

    const PAGE: &str = "---\ntitle: Nurse\nlayout: page\nabout: Two words\n---\n# Nurse\n\nCares. Use `rm` **now**, e.g. today.\n\n- One [item](a.md)\n  - Two\n\n\
        > Said once.\n\n| A | B |\n|---|---|\n| c | d |\n";

    #[test]
    fn pieces_by_scope() {
        assert_eq!(seen("a.md", PAGE, &["heading"]), ["Nurse"]);
        assert_eq!(seen("a.md", PAGE, &["heading.h2"]), [""; 0]);
        assert_eq!(seen("a.md", PAGE, &["list"]), ["One item", "Two"]);
        assert_eq!(seen("a.md", PAGE, &["table.header"]), ["A", "B"]);
        assert_eq!(seen("a.md", PAGE, &["table.cell", "blockquote"]), ["Said once.", "c", "d"]);
        assert_eq!(seen("a.md", PAGE, &["sentence"]), ["Cares.", "Use ** now, e.g. today."]);
        assert_eq!(seen("a.md", PAGE, &["paragraph"]), ["Cares. Use ** now, e.g. today."]);
        assert_eq!(seen("a.md", PAGE, &["strong", "link", "code"]), ["rm", "now", "item"]);
        assert_eq!(seen("a.md", PAGE, &["frontmatter"]), ["Nurse", "Two words"]);
        assert_eq!(seen("a.md", PAGE, &["text & ~table & ~list & ~blockquote & ~frontmatter"]).len(), 2);
        assert_eq!(seen("a.md", PAGE, &["heading.md"]), ["Nurse"]);
        assert_eq!(seen("a.md", PAGE, &["heading.rst"]), [""; 0]);
        assert_eq!(seen("a.md", PAGE, &["raw"]), [PAGE]);
        assert_eq!(seen("a.yml", "a: one two\nb: [x, three four]\n", &["text"]), ["one two", "three four"]);
    }
}
