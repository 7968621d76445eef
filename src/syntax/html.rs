//! HTML in pages: the blocks that its tags make. Tables are in `html_table`.

mod tokens;

use std::borrow::Cow;
use std::ops::Range;

use crate::text::Span;

use super::html_table;
use super::inline::{Fold, Inline};
use super::masks::{self, Mask, MaskKind};
use super::outline::{self, Frame, Outline, Setting};
use super::reading::Reading;
use super::view::View;
use super::{Block, Heading, HeadingMark, MarkKind, Marker};

use tokens::entity;
pub(super) use tokens::{El, Tag, Tok, tokens};

/// A piece of HTML, taken apart.
pub(super) struct Source<'s, 'f> {
    pub view: &'s View<'f>,
    pub tokens: Vec<Tok>,
    /// For each opening table tag: the index of its closing tag, or of the end.
    pub ends: Vec<usize>,
    /// Fenced code, Liquid and attribute lists.
    masks: Vec<Mask>,
}

impl<'s, 'f> Source<'s, 'f> {
    fn new(view: &'s View<'f>) -> Self {
        let masks = masks::scan_inside(&view.text);
        let tokens = tokens(&without_code(&view.text, &masks));
        let ends = html_table::table_ends(&tokens);
        Source { view, tokens, ends, masks }
    }
}

/// `text` with its fenced code blanked out: tags in it are no tags.
fn without_code<'t>(text: &'t str, masks: &[Mask]) -> Cow<'t, str> {
    let mut blanked = String::new();
    let mut from = 0;
    for fence in masks.iter().filter(|mask| mask.kind == MaskKind::Fence) {
        blanked.push_str(text.get(from..fence.range.start).unwrap_or(""));
        blanked.extend(std::iter::repeat_n(' ', fence.range.len()));
        from = fence.range.end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    blanked.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(blanked)
}

/// The blocks of a piece of HTML. `nesting` counts how deep tables, cells and Markdown hold each other.
pub(super) fn blocks<'f>(
    reading: &mut Reading<'f>,
    view: &View<'f>,
    setting: Setting,
    nesting: usize,
) -> Vec<Block> {
    let source = Source::new(view);
    let mut walk = Walk::new(reading, &source, setting, nesting);
    walk.run(0..source.tokens.len());
    walk.finish()
}

/// The blocks of a whole page of HTML, which knows no fenced code.
pub(super) fn page<'f>(reading: &mut Reading<'f>, view: &View<'f>) -> Vec<Block> {
    let mut masks = masks::scan_inside(&view.text);
    masks.retain(|mask| mask.kind != MaskKind::Fence);
    let tokens = tokens(&view.text);
    let ends = html_table::table_ends(&tokens);
    let source = Source { view, tokens, ends, masks };
    let mut walk = Walk::new(reading, &source, Setting::Page, 0);
    walk.run(0..source.tokens.len());
    walk.finish()
}

/// The blocks of the tokens `range`: the content of a cell.
pub(super) fn blocks_of<'f>(
    reading: &mut Reading<'f>,
    source: &Source<'_, 'f>,
    range: Range<usize>,
    nesting: usize,
) -> Vec<Block> {
    let mut walk = Walk::new(reading, source, Setting::Cell, nesting);
    walk.run(range);
    walk.finish()
}

/// Tables nest no deeper; what is deeper is read as text.
pub(super) const DEEPEST_TABLE: usize = 6;

struct Walk<'w, 'f> {
    reading: &'w mut Reading<'f>,
    source: &'w Source<'w, 'f>,
    view: &'w View<'f>,
    outline: Outline<'f>,
    /// The lists, items and quotations that are open.
    open: Vec<El>,
    inline: Inline,
    /// The heading that is open: its depth, where it begins, whether it is a `<summary>` or `<dt>`, and where
    /// what it names ends.
    heading: Option<(u8, usize, bool, Option<u32>)>,
    setting: Setting,
    nesting: usize,
    /// Elements that are not closed from here on.
    unclosed: Vec<El>,
}

impl<'w, 'f> Walk<'w, 'f> {
    fn new(
        reading: &'w mut Reading<'f>,
        source: &'w Source<'w, 'f>,
        setting: Setting,
        nesting: usize,
    ) -> Self {
        let view = source.view;
        Walk {
            reading,
            source,
            view,
            outline: Outline::new(view.file),
            open: vec![],
            inline: Inline::new(view.file),
            heading: None,
            setting,
            nesting,
            unclosed: vec![],
        }
    }

    fn finish(mut self) -> Vec<Block> {
        let end = self.source.tokens.last().map_or(0, |token| token.range().end);
        self.flush(end);
        self.outline.finish(self.view.end(end))
    }

    fn run(&mut self, range: Range<usize>) {
        let source = self.source;
        let mut at = range.start;
        while at < range.end {
            let Some(token) = source.tokens.get(at) else { break };
            at = match token {
                Tok::Open { el: El::Table, range: tag, .. } if self.nesting < DEEPEST_TABLE => {
                    let end = source.ends.get(at).copied().unwrap_or(range.end).min(range.end);
                    self.flush(tag.start);
                    self.outline.extend(html_table::read(self.reading, source, at..end, self.nesting));
                    end + 1
                }
                Tok::Open { el, tag, .. } if matches!(el, El::Hidden | El::Preformatted) || tag.diagram => {
                    self.skip(at, range.end)
                }
                _ => {
                    self.token(token);
                    at + 1
                }
            };
        }
    }

    /// Passes over an element that is not prose; returns where to go on.
    fn skip(&mut self, at: usize, end: usize) -> usize {
        let source = self.source;
        let Some(Tok::Open { el, range: tag, .. }) = source.tokens.get(at) else { return at + 1 };
        let closes = |token: &Tok| matches!(token, Tok::Close { el: close, .. } if close == el);
        let rest = self.source.tokens.get(at + 1..end).unwrap_or(&[]);
        let found = if self.unclosed.contains(el) { None } else { rest.iter().position(closes) };
        let Some(close) = found.map(|length| at + 1 + length) else {
            if !self.unclosed.contains(el) {
                self.unclosed.push(*el);
            }
            self.reading.opaque(self.view.span(tag.clone()));
            return at + 1;
        };
        let close_end = self.source.tokens.get(close).map_or(tag.end, |token| token.range().end);
        let span = self.view.span(tag.start..close_end);
        if *el != El::Hidden {
            self.flush(tag.start);
            self.outline.push(Block::Code { span });
        }
        self.reading.opaque(span);
        close + 1
    }

    fn token(&mut self, token: &Tok) {
        match token {
            Tok::Text { range } => return self.text(range.clone()),
            Tok::Comment { text, range } => {
                self.reading.comment(self.view.span(range.clone()), text.clone());
            }
            Tok::Other { range } => self.reading.opaque(self.view.span(range.clone())),
            Tok::Open { el, tag, range } => {
                self.reading.opaque(self.view.span(range.clone()));
                self.open_tag(*el, tag, range);
                if *el == El::Break {
                    return;
                }
            }
            Tok::Close { el, range } => {
                self.reading.opaque(self.view.span(range.clone()));
                self.close_tag(*el, range);
            }
        }
        self.inline.pass(self.view.end(token.range().end));
    }

    /// Text, without what is for programs in it.
    fn text(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for mask in masks::touching(&self.source.masks, &range) {
            let (start, end) = (mask.range.start.max(from), mask.range.end.min(range.end));
            push_text(&mut self.inline, self.view, from..start);
            let span = self.view.span(start..end);
            self.reading.opaque(span);
            match mask.kind {
                MaskKind::Fence => {
                    self.flush(start);
                    self.outline.push(Block::Code { span });
                }
                MaskKind::Output => {
                    self.inline.open_markdown(MarkKind::Code, self.view.start(start));
                    verbatim_in(&mut self.inline, self.view, start..end);
                    self.inline.close_markdown(None);
                }
                MaskKind::Tag | MaskKind::Table | MaskKind::Tab => {}
            }
            from = end.max(from);
        }
        push_text(&mut self.inline, self.view, from..range.end.max(from));
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
                self.heading = Some((depth, range.start, false, None));
            }
            El::Term if self.setting != Setting::Page || !self.open.is_empty() => self.flush(range.start),
            El::Summary | El::Term => {
                self.flush(range.start);
                let depth = self.reading.heading.saturating_add(1).clamp(1, 6);
                let folded = el == El::Summary && self.setting == Setting::Page;
                let at = self.view.start(range.start);
                let end = match el {
                    El::Summary if !folded => None,
                    El::Summary => self.reading.fold_end(at),
                    _ => self.reading.terms_end(at),
                };
                self.heading = Some((depth, range.start, true, end));
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
            | El::Term
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
        if let Some((depth, start, folded, last)) = heading {
            let text = lines.text.trimmed();
            if folded && outline::is_prose(&text) {
                self.outline.push(outline::paragraph(text));
            } else if !text.is_blank() {
                // What can be folded away has a name, but the page goes on at its own depth.
                if !folded && self.setting == Setting::Page {
                    self.reading.heading = depth;
                }
                let span = self.view.span(start..end);
                let (depth, mark) = match last {
                    Some(end) => (depth.max(2), HeadingMark::Tab { end }),
                    None => (depth, HeadingMark::Html),
                };
                self.outline.push(Block::Heading(Heading { depth, mark, text, span }));
            }
            return;
        }
        let setting = if self.outline.in_item() { Setting::Item } else { self.setting };
        self.outline.extend(outline::arrange(lines, setting, self.reading.heading));
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
