//! HTML in pages: tags, and the blocks that they make. Tables are in `html_table`.

use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use crate::text::Span;

use super::html_table;
use super::inline::{Fold, Inline};
use super::outline::{self, Frame, Outline, Setting};
use super::reading::Reading;
use super::view::View;
use super::{Block, Heading, HeadingMark, MarkKind, Marker};

/// Elements that mean something to a reader of role pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum El {
    Table,
    /// `<thead>`
    Head,
    /// `<tbody>`, `<tfoot>`
    Body,
    Row,
    Cell,
    HeaderCell,
    List,
    Ordered,
    Item,
    Paragraph,
    /// `<div>` and its like: what begins and ends a paragraph.
    Section,
    Heading(u8),
    /// `<summary>`: names what can be folded away.
    Summary,
    Quote,
    Break,
    Rule,
    Image,
    Link,
    Strong,
    Emphasis,
    Code,
    Deleted,
    Preformatted,
    /// What is not for readers: `<script>`, `<style>`.
    Hidden,
    Input,
    Other,
}

impl El {
    fn of(name: &[u8]) -> El {
        match name {
            b"table" => El::Table,
            b"thead" => El::Head,
            b"tbody" | b"tfoot" => El::Body,
            b"tr" => El::Row,
            b"td" => El::Cell,
            b"th" => El::HeaderCell,
            b"ul" | b"menu" => El::List,
            b"ol" => El::Ordered,
            b"li" => El::Item,
            b"p" => El::Paragraph,
            b"div" | b"section" | b"article" | b"main" | b"header" | b"footer" | b"aside" | b"nav"
            | b"body" | b"html" | b"details" | b"center" | b"figure" | b"figcaption" | b"dl" | b"dt"
            | b"dd" | b"caption" | b"address" | b"fieldset" | b"form" | b"hgroup" => El::Section,
            [b'h', depth @ b'1'..=b'6'] => El::Heading(depth - b'0'),
            b"summary" => El::Summary,
            b"blockquote" => El::Quote,
            b"br" => El::Break,
            b"hr" => El::Rule,
            b"img" => El::Image,
            b"a" => El::Link,
            b"strong" | b"b" => El::Strong,
            b"em" | b"i" => El::Emphasis,
            b"code" | b"kbd" | b"samp" | b"tt" => El::Code,
            b"del" | b"s" | b"strike" => El::Deleted,
            b"pre" => El::Preformatted,
            b"script" | b"style" | b"template" | b"svg" | b"head" | b"title" | b"iframe" | b"noscript" => {
                El::Hidden
            }
            b"input" => El::Input,
            _ => El::Other,
        }
    }
}

/// A piece of HTML, in offsets of its view.
#[derive(Debug)]
pub(super) enum Tok {
    Open { el: El, tag: Box<Tag>, range: Range<usize> },
    Close { el: El, range: Range<usize> },
    Text { range: Range<usize> },
    Comment { text: String, range: Range<usize> },
    Other { range: Range<usize> },
}

/// What rolelint wants to know of an opening tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub columns: u16,
    pub rows: u16,
    /// Bold by style.
    pub bold: bool,
    /// `markdown="1"`: kramdown reads the content as Markdown.
    pub markdown: bool,
    /// Where the address stands (`href`, `src`).
    pub target: Option<Range<usize>>,
    /// Where the description of a picture stands.
    pub alt: Option<Range<usize>>,
    pub checkbox: Option<bool>,
}

impl Tok {
    pub fn range(&self) -> Range<usize> {
        match self {
            Tok::Open { range, .. }
            | Tok::Close { range, .. }
            | Tok::Text { range }
            | Tok::Comment { range, .. }
            | Tok::Other { range } => range.clone(),
        }
    }
}

/// Splits `text` into tags and text. Linear; whatever it is given, the ranges lie in `text`.
pub(super) fn tokens(text: &str) -> Vec<Tok> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut tokens: Vec<Tok> = vec![];
    let mut end = 0;
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        let range = |span: html5gum::Span<usize>| {
            text.get(span.start..span.end.max(span.start)).map(|_| span.start..span.end.max(span.start))
        };
        let token = match token {
            Token::StartTag(tag) => range(tag.span).map(|range| Tok::Open {
                el: El::of(&tag.name),
                tag: Box::new(read_tag(text, &tag)),
                range,
            }),
            Token::EndTag(tag) => range(tag.span).map(|range| Tok::Close { el: El::of(&tag.name), range }),
            Token::String(string) => range(string.span).map(|range| Tok::Text { range }),
            Token::Comment(comment) => range(comment.span).map(|range| {
                let raw = text.get(range.clone()).unwrap_or("");
                if raw.starts_with("<!--") {
                    Tok::Comment { text: String::from_utf8_lossy(&comment.value).into_owned(), range }
                } else {
                    Tok::Other { range }
                }
            }),
            Token::Doctype(doctype) => range(doctype.span).map(|range| Tok::Other { range }),
            Token::Error(_) => None,
        };
        let Some(token) = token else { continue };
        // What the tokenizer drops (a tag that the end of the text cuts off) is kept as no prose.
        if token.range().start > end {
            tokens.push(Tok::Other { range: end..token.range().start });
        }
        end = token.range().end.max(end);
        tokens.push(token);
    }
    if end < text.len() {
        tokens.push(Tok::Other { range: end..text.len() });
    }
    tokens
}

fn read_tag(text: &str, tag: &StartTag<usize>) -> Tag {
    let named = |name: &str| tag.attributes.get(&HtmlString::from(name.as_bytes().to_vec()));
    let value = |name: &str| named(name).map(|value| String::from_utf8_lossy(value).to_ascii_lowercase());
    let number = |name: &str, most: u16| {
        value(name)
            .and_then(|value| value.trim().parse::<u16>().ok())
            .map_or(1, |number| number.clamp(1, most))
    };
    let place =
        |name: &str| named(name).and_then(|attribute| value_range(text, attribute.span, tag.span.end));
    let is_checkbox = value("type").is_some_and(|kind| kind == "checkbox");
    Tag {
        columns: number("colspan", 1000),
        rows: number("rowspan", 1000),
        bold: value("style").is_some_and(|style| is_bold_style(&style)),
        markdown: value("markdown").is_some_and(|value| matches!(value.as_str(), "1" | "block" | "span")),
        target: place("href").or_else(|| place("src")),
        alt: place("alt"),
        checkbox: is_checkbox.then(|| named("checked").is_some()),
    }
}

fn is_bold_style(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        name.trim() == "font-weight"
            && (value.trim().starts_with("bold")
                || value.trim().parse::<u16>().is_ok_and(|weight| weight >= 600))
    })
}

/// Where the value of an attribute stands, without its quotes.
fn value_range(text: &str, span: html5gum::Span<usize>, tag_end: usize) -> Option<Range<usize>> {
    let raw = text.get(span.start..tag_end)?;
    let equals = raw.find('=')?;
    let value = raw.get(equals + 1..)?.trim_start();
    let start = span.start + (raw.len() - value.len());
    let quote = value.chars().next()?;
    if quote == '"' || quote == '\'' {
        let length = value.get(1..)?.find(quote)?;
        Some(start + 1..start + 1 + length)
    } else {
        let length = value.find(|c: char| c.is_whitespace() || c == '>')?;
        Some(start..start + length)
    }
}

/// The blocks of a piece of HTML. `nesting` counts how deep tables, cells and Markdown hold each other.
pub(super) fn blocks<'f>(
    reading: &mut Reading<'f>,
    view: &View<'f>,
    setting: Setting,
    nesting: usize,
) -> Vec<Block> {
    let covered = html_table::without_code(&view.text);
    let tokens = tokens(&covered);
    let ends = html_table::table_ends(&tokens);
    let mut walk = Walk::new(reading, view, &tokens, &ends, setting, nesting);
    walk.run(0..tokens.len());
    walk.finish()
}

/// The blocks of the tokens `range`: the content of a cell.
pub(super) fn blocks_of<'f>(
    reading: &mut Reading<'f>,
    source: (&View<'f>, &[Tok], &[usize]),
    range: Range<usize>,
    nesting: usize,
) -> Vec<Block> {
    let (view, tokens, ends) = source;
    let mut walk = Walk::new(reading, view, tokens, ends, Setting::Cell, nesting);
    walk.run(range);
    walk.finish()
}

/// Tables nest no deeper; what is deeper is read as text.
pub(super) const DEEPEST_TABLE: usize = 6;

struct Walk<'w, 'f> {
    reading: &'w mut Reading<'f>,
    view: &'w View<'f>,
    tokens: &'w [Tok],
    /// For each opening table tag: the index of its closing tag, or of the end.
    ends: &'w [usize],
    outline: Outline<'f>,
    /// The lists, items and quotations that are open.
    open: Vec<El>,
    inline: Inline,
    /// The heading that is open: its depth and where it begins.
    heading: Option<(u8, usize)>,
    setting: Setting,
    nesting: usize,
    /// Elements that are not closed from here on.
    unclosed: Vec<El>,
}

impl<'w, 'f> Walk<'w, 'f> {
    fn new(
        reading: &'w mut Reading<'f>,
        view: &'w View<'f>,
        tokens: &'w [Tok],
        ends: &'w [usize],
        setting: Setting,
        nesting: usize,
    ) -> Self {
        let file = view.file;
        let outline = Outline::new(file);
        let inline = Inline::new(file);
        Walk {
            reading,
            view,
            tokens,
            ends,
            outline,
            open: vec![],
            inline,
            heading: None,
            setting,
            nesting,
            unclosed: vec![],
        }
    }

    fn finish(mut self) -> Vec<Block> {
        let end = self.tokens.last().map_or(0, |token| token.range().end);
        self.flush(end);
        self.outline.finish(self.view.end(end))
    }

    fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let Some(token) = self.tokens.get(at) else { break };
            at = match token {
                Tok::Open { el: El::Table, range: tag, .. } => {
                    let end = self.ends.get(at).copied().unwrap_or(range.end).min(range.end);
                    if self.nesting < DEEPEST_TABLE {
                        self.flush(tag.start);
                        let source = (self.view, self.tokens, self.ends);
                        let blocks = html_table::read(self.reading, source, at..end, self.nesting);
                        self.outline.extend(blocks);
                    } else {
                        self.reading.opaque(self.view.span(tag.clone()));
                        at += 1;
                        continue;
                    }
                    end + 1
                }
                Tok::Open { el: El::Hidden | El::Preformatted, .. } => self.skip(at, range.end),
                _ => {
                    self.token(token);
                    at + 1
                }
            };
        }
    }

    /// Passes over an element that is not prose; returns where to go on.
    fn skip(&mut self, at: usize, end: usize) -> usize {
        let Some(Tok::Open { el, range: tag, .. }) = self.tokens.get(at) else { return at + 1 };
        let closes = |token: &Tok| matches!(token, Tok::Close { el: close, .. } if close == el);
        let rest = self.tokens.get(at + 1..end).unwrap_or(&[]);
        let found = if self.unclosed.contains(el) { None } else { rest.iter().position(closes) };
        let Some(close) = found.map(|length| at + 1 + length) else {
            if !self.unclosed.contains(el) {
                self.unclosed.push(*el);
            }
            self.reading.opaque(self.view.span(tag.clone()));
            return at + 1;
        };
        let close_end = self.tokens.get(close).map_or(tag.end, |token| token.range().end);
        let span = self.view.span(tag.start..close_end);
        if *el == El::Preformatted {
            self.flush(tag.start);
            self.outline.push(Block::Code { span });
        }
        self.reading.opaque(span);
        close + 1
    }

    fn token(&mut self, token: &Tok) {
        match token {
            Tok::Text { range } => self.text(range.clone()),
            Tok::Comment { text, range } => {
                self.reading.comment(self.view.span(range.clone()), text.clone());
            }
            Tok::Other { range } => self.reading.opaque(self.view.span(range.clone())),
            Tok::Open { el, tag, range } => {
                self.reading.opaque(self.view.span(range.clone()));
                self.open_tag(*el, tag, range);
            }
            Tok::Close { el, range } => {
                self.reading.opaque(self.view.span(range.clone()));
                self.close_tag(*el, range);
            }
        }
    }

    fn text(&mut self, range: Range<usize>) {
        push_text(&mut self.inline, self.view, range);
    }

    fn open_tag(&mut self, el: El, tag: &Tag, range: &Range<usize>) {
        if inline_tag(&mut self.inline, self.view, el, tag, range) {
            return;
        }
        match el {
            El::List | El::Ordered => {
                self.flush(range.start);
                self.outline.open(Frame::List { ordered: el == El::Ordered }, self.view.start(range.start));
                self.open.push(el);
            }
            El::Item => {
                self.flush(range.start);
                if self.open.last() == Some(&El::Item) {
                    self.close_frame(range.start);
                }
                if !matches!(self.open.last(), Some(El::List | El::Ordered)) {
                    self.outline.open(Frame::List { ordered: false }, self.view.start(range.start));
                    self.open.push(El::List);
                }
                let marker_span = self.view.span(range.clone());
                self.outline.open(
                    Frame::Item { marker: Marker::Html, marker_span, checked: None },
                    self.view.start(range.start),
                );
                self.open.push(el);
            }
            El::Quote => {
                self.flush(range.start);
                self.outline.open(Frame::Quote, self.view.start(range.start));
                self.open.push(el);
            }
            El::Heading(depth) => {
                self.flush(range.start);
                self.heading = Some((depth, range.start));
            }
            El::Summary => {
                self.flush(range.start);
                self.heading = Some((self.reading.heading.saturating_add(1).clamp(1, 6), range.start));
            }
            El::Rule => {
                self.flush(range.start);
                self.outline.push(Block::Rule { span: self.view.span(range.clone()) });
            }
            El::Paragraph | El::Section | El::Row | El::Cell | El::HeaderCell | El::Head | El::Body => {
                self.flush(range.start);
            }
            El::Input => {
                if let Some(on) = tag.checkbox {
                    self.outline.check(on);
                }
            }
            _ => {}
        }
    }

    fn close_tag(&mut self, el: El, range: &Range<usize>) {
        match el {
            El::List | El::Ordered | El::Item | El::Quote => {
                // An end tag closes what it names and all that was left open in it; inside an item
                // or a list it does not reach out of it.
                let reach = match el {
                    El::Item => self.open.iter().rev().take(1).position(|&open| open == El::Item),
                    _ => self.open.iter().rev().take(64).position(|&open| open == el),
                };
                if let Some(depth) = reach {
                    self.flush(range.end);
                    for _ in 0..=depth {
                        self.close_frame(range.end);
                    }
                }
            }
            El::Heading(_)
            | El::Summary
            | El::Paragraph
            | El::Section
            | El::Row
            | El::Cell
            | El::HeaderCell
            | El::Head
            | El::Body
            | El::Table => self.flush(range.end),
            _ => self.inline.close_html(el),
        }
    }

    fn close_frame(&mut self, end: usize) {
        if self.open.pop().is_some() {
            self.outline.close(self.view.end(end));
        }
    }

    /// Ends the running text.
    fn flush(&mut self, end: usize) {
        let inline = std::mem::replace(&mut self.inline, Inline::new(self.view.file));
        let heading = self.heading.take();
        if inline.is_empty() {
            return;
        }
        let lines = inline.finish(&mut self.reading.opaque);
        if let Some((depth, start)) = heading {
            let text = lines.text.trimmed();
            if !text.is_blank() {
                self.note_heading(depth);
                let span = self.view.span(start..end);
                self.outline.push(Block::Heading(Heading { depth, mark: HeadingMark::Html, text, span }));
            }
            return;
        }
        let setting = if self.outline.in_item() { Setting::Item } else { self.setting };
        self.outline.extend(outline::arrange(&lines, setting, self.reading.heading));
    }

    fn note_heading(&mut self, depth: u8) {
        if self.setting == Setting::Page {
            self.reading.heading = depth;
        }
    }
}

/// What an inline tag does to a running text; false if it is not one.
pub(super) fn inline_tag(inline: &mut Inline, view: &View, el: El, tag: &Tag, range: &Range<usize>) -> bool {
    let at = view.start(range.start);
    let target = || match &tag.target {
        Some(target) => view.span(target.clone()),
        None => Span::at(view.file.id, view.end(range.end)),
    };
    match el {
        El::Break => inline.fold(Fold::Hard),
        El::Strong => inline.open_html(el, MarkKind::Strong, at),
        El::Emphasis => inline.open_html(el, MarkKind::Emphasis, at),
        El::Code => inline.open_html(el, MarkKind::Code, at),
        El::Deleted => inline.open_html(el, MarkKind::Deleted, at),
        El::Link if tag.target.is_some() => inline.open_html(el, MarkKind::Link { target: target() }, at),
        El::Image => {
            inline.open_html(el, MarkKind::Image { target: target() }, at);
            if let Some(alt) = &tag.alt {
                push_text(inline, view, alt.clone());
            }
            inline.close_html(el);
        }
        _ => return false,
    }
    true
}

/// Appends HTML text: entities are decoded, line breaks and their indentation are one space.
pub(super) fn push_text(inline: &mut Inline, view: &View, range: Range<usize>) {
    let text = view.slice(range.clone());
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    let verbatim = |inline: &mut Inline, from: usize, to: usize| {
        verbatim_in(inline, view, range.start + from..range.start + to);
    };
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or(b"");
        match rest.first() {
            Some(b'&') => {
                if let Some((decoded, length)) = entity(text.get(at..).unwrap_or("")) {
                    verbatim(inline, from, at);
                    inline.atom(&decoded, view.range(range.start + at..range.start + at + length));
                    at += length;
                    from = at;
                } else {
                    at += 1;
                }
            }
            Some(b' ' | b'\t' | b'\n' | b'\r') => {
                let length = rest.iter().take_while(|byte| b" \t\n\r".contains(byte)).count();
                let breaks = rest.iter().take(length).any(|&byte| byte == b'\n');
                verbatim(inline, from, at);
                from = at;
                at += length;
                if breaks {
                    inline.fold(Fold::Soft);
                    from = at;
                } else if inline.at_line_start() {
                    from = at;
                }
            }
            _ => {
                let stop = |byte: &u8| b"& \t\n\r".contains(byte);
                at += rest.iter().skip(1).position(stop).map_or(rest.len(), |length| length + 1);
            }
        }
    }
    verbatim(inline, from, text.len());
}

/// Appends the bytes `range` of a view as they are, piece by piece.
pub(super) fn verbatim_in(inline: &mut Inline, view: &View, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    let at = view.start(range.start);
    let piece = view.slice(range.clone());
    if view.file.text.get(at..at + piece.len()) == Some(piece) {
        inline.verbatim(piece, at);
    } else {
        inline.atom(piece, view.range(range));
    }
}

/// The character that an entity at the start of `text` stands for, and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 34;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')? + 1;
    let raw = text.get(..end)?;
    let known = match raw {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&nbsp;" => "\u{a0}",
        _ => {
            let name = raw.get(1..end - 1)?;
            let number = name.strip_prefix('#').unwrap_or(name);
            if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let decoded: String = Tokenizer::new(raw)
                .filter_map(|token| match token {
                    Ok(Token::String(string)) => Some(String::from_utf8_lossy(&string).into_owned()),
                    _ => None,
                })
                .collect();
            return (decoded != raw && !decoded.is_empty()).then_some((decoded, end));
        }
    };
    Some((known.to_owned(), end))
}
