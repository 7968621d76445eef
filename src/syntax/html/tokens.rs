//! HTML as tags and text with their places, by `html5gum`.

use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// Elements that mean something to a reader of role pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum El {
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
    /// `<dt>`: names what the `<dd>` behind it say.
    Term,
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
            | b"body" | b"html" | b"details" | b"center" | b"figure" | b"figcaption" | b"dl" | b"dd"
            | b"caption" | b"address" | b"fieldset" | b"form" | b"hgroup" => El::Section,
            [b'h', depth @ b'1'..=b'6'] => El::Heading(depth - b'0'),
            b"summary" => El::Summary,
            b"dt" => El::Term,
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
pub(in crate::syntax) enum Tok {
    Open { el: El, tag: Box<Tag>, range: Range<usize> },
    Close { el: El, range: Range<usize> },
    Text { range: Range<usize> },
    Comment { text: String, range: Range<usize> },
    Other { range: Range<usize> },
}

/// What rolelint wants to know of an opening tag.
#[derive(Debug, Default)]
pub(in crate::syntax) struct Tag {
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
    /// Holds the source text of a drawing (Mermaid).
    pub diagram: bool,
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
pub(in crate::syntax) fn tokens(text: &str) -> Vec<Tok> {
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
    let number = |name: &str, least: u16| {
        value(name)
            .and_then(|value| value.trim().parse::<u16>().ok())
            .map_or(1, |number| number.clamp(least, 1000))
    };
    let place =
        |name: &str| named(name).and_then(|attribute| value_range(text, attribute.span, tag.span.end));
    let is_checkbox = value("type").is_some_and(|kind| kind == "checkbox");
    Tag {
        columns: number("colspan", 1),
        rows: number("rowspan", 0),
        bold: value("style").is_some_and(|style| is_bold_style(&style)),
        markdown: value("markdown").is_some_and(|value| matches!(value.as_str(), "1" | "block" | "span")),
        target: place("href").or_else(|| place("src")),
        alt: place("alt"),
        diagram: value("class").is_some_and(|names| names.split_whitespace().any(|name| name == "mermaid")),
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

/// The character that an entity at the start of `text` stands for, and its length in bytes.
pub(in crate::syntax) fn entity(text: &str) -> Option<(String, usize)> {
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
