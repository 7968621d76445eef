//! Markdown pages: events of `pulldown-cmark` become blocks with exact places. Raw HTML goes to
//! `html`, and its tables never pass through the Markdown parser.

mod looks;
mod places;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::text::{SourceFile, Span};

use super::html::{self, El, Tok};
use super::inline::{Fold, Inline};
use super::masks::{self, Mask, MaskKind};
use super::outline::{self, Frame, Outline, Setting};
use super::reading::Reading;
use super::tabs;
use super::view::View;
use super::{
    Block, Cell, Document, Heading, HeadingMark, MarkKind, Paragraph, Row, Table, TableKind, Text, front,
    html_table, pipe_table,
};
pub use looks::looks_like_markdown;
use places::{definition_target, depth, destination, last_line, marker, whole_line};

/// Reads a Markdown page.
pub fn parse(file: &SourceFile) -> Document {
    let mut reading = Reading::new(file);
    let (front, start) = front::read(&mut reading);
    let view = View::new(file, start..file.text.len());
    let blocks = blocks(&mut reading, &view, Setting::Page, 0);
    reading.finish("markdown", front, blocks)
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// The blocks of a piece of Markdown. `nesting` counts how deep tables, cells and Markdown hold each
/// other.
pub(super) fn blocks<'f>(
    reading: &mut Reading<'f>,
    view: &View<'f>,
    setting: Setting,
    nesting: usize,
) -> Vec<Block> {
    let masks = masks::scan(&view.text);
    let covered = masks::cover(&view.text, &masks);
    for mask in masks.iter().filter(|mask| matches!(mask.kind, MaskKind::Tag | MaskKind::Output)) {
        let span = view.span(mask.range.clone());
        match view.slice(mask.range.clone()).strip_prefix("{/*").and_then(|rest| rest.strip_suffix("*/}")) {
            Some(comment) => reading.comment(span, comment.trim().to_owned()),
            None => reading.opaque(span),
        }
    }
    let mut events = Parser::new_ext(&covered, options()).into_offset_iter();
    for (_, definition) in events.reference_definitions().iter() {
        reading.opaque(view.span(definition.span.clone()));
    }
    let mut page = Page {
        reading,
        view,
        covered: &covered,
        masks: &masks,
        outline: Outline::new(view.file),
        inline: None,
        seen: 0,
        links: vec![],
        html: None,
        heading: None,
        code: None,
        table: None,
        setting,
        nesting,
    };
    while let Some((event, range)) = events.next() {
        page.event(event, range, &events);
    }
    page.flush(None);
    let end = view.end(view.text.len());
    page.outline.finish(end)
}

/// A table in the making.
struct OpenTable {
    start: usize,
    rows: Vec<Row>,
    rule: Vec<Span>,
    /// The row in the making: its line, its cells, and where the content of the last one stands.
    row: Range<usize>,
    cells: Vec<Cell>,
    last: Option<Range<usize>>,
}

struct Page<'p, 'f> {
    reading: &'p mut Reading<'f>,
    view: &'p View<'f>,
    /// The text that the parser sees.
    covered: &'p str,
    masks: &'p [Mask],
    outline: Outline<'f>,
    inline: Option<Inline>,
    /// Where the last inline event ended, in the view.
    seen: usize,
    /// For each open link or picture: its kind, and its address if that is known already.
    links: Vec<(LinkType, Option<Span>)>,
    /// The pieces of the open HTML block.
    html: Option<Vec<Range<usize>>>,
    heading: Option<u8>,
    /// The open code block: whether it is indented, and its lines.
    code: Option<(bool, Vec<Range<usize>>)>,
    table: Option<OpenTable>,
    setting: Setting,
    nesting: usize,
}

impl Page<'_, '_> {
    fn event<'e>(&mut self, event: Event<'e>, range: Range<usize>, events: &OffsetIter<'e>) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match &mut self.code {
                Some((_, lines)) => lines.push(range),
                None => self.text(&text, range),
            },
            Event::Code(_) => self.code_span(range),
            Event::Html(_) => {
                if let Some(pieces) = &mut self.html {
                    pieces.push(range);
                } else {
                    self.inline_html(range);
                }
            }
            Event::InlineHtml(_) => self.inline_html(range),
            Event::SoftBreak => self.fold(Fold::Soft, range),
            Event::HardBreak => self.fold(Fold::Hard, range),
            Event::Rule => {
                self.flush(None);
                let range = self.view.trim(range);
                self.outline.push(Block::Rule { span: self.view.span(range) });
            }
            Event::TaskListMarker(on) => {
                self.outline.check(on);
                self.reading.opaque(self.view.span(range.clone()));
                self.seen = range.end;
            }
            Event::FootnoteReference(_) => {
                self.reading.opaque(self.view.span(range.clone()));
                self.seen = range.end;
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start<'e>(&mut self, tag: Tag<'e>, range: Range<usize>, events: &OffsetIter<'e>) {
        let at = self.view.start(self.view.trim(range.clone()).start);
        match tag {
            Tag::Paragraph => self.flush(None),
            Tag::FootnoteDefinition(_) => {
                self.flush(None);
                let label = self.view.slice(range.clone()).find("]:").map_or(0, |length| length + 2);
                self.reading.opaque(self.view.span(range.start..range.start + label));
            }
            Tag::Heading { level, .. } => {
                self.flush(None);
                self.heading = Some(depth(level));
            }
            Tag::BlockQuote(_) => {
                self.flush(None);
                self.outline.open(Frame::Quote, at);
            }
            Tag::CodeBlock(kind) => {
                self.flush(None);
                self.code = Some((matches!(kind, CodeBlockKind::Indented), vec![]));
            }
            Tag::HtmlBlock => {
                self.flush(None);
                self.html = Some(vec![]);
            }
            Tag::List(first) => {
                self.flush(None);
                self.outline.open(Frame::List { ordered: first.is_some() }, at);
            }
            Tag::Item => {
                self.flush(None);
                let (marker, place) = marker(self.view, &range);
                let marker_span = self.view.span(place.clone());
                self.outline
                    .open(Frame::Item { marker, marker_span, checked: None }, self.view.start(place.start));
                self.seen = place.end;
            }
            Tag::Table(_) => {
                self.flush(None);
                self.table = Some(OpenTable {
                    start: range.start,
                    rows: vec![],
                    rule: vec![],
                    row: range.clone(),
                    cells: vec![],
                    last: None,
                });
            }
            Tag::TableHead | Tag::TableRow => {
                let rule = if tag == Tag::TableHead { pipe_table::rule(self.view, &range) } else { vec![] };
                let rule: Vec<_> = rule.into_iter().map(|cell| self.view.span(cell)).collect();
                if let Some(table) = &mut self.table {
                    table.row = range;
                    table.rule.extend(rule);
                    table.last = None;
                }
            }
            Tag::TableCell => self.seen = range.start,
            Tag::Emphasis => self.mark(MarkKind::Emphasis, at),
            Tag::Strong => self.mark(MarkKind::Strong, at),
            Tag::Strikethrough => self.mark(MarkKind::Deleted, at),
            Tag::Link { link_type, id, .. } => {
                let target = self.known_target(link_type, &id, &range, events);
                let place = target.unwrap_or_else(|| self.nowhere(&range));
                self.links.push((link_type, target));
                self.mark(MarkKind::Link { target: place }, at);
                self.seen = range.start + 1;
            }
            Tag::Image { link_type, id, .. } => {
                let target = self.known_target(link_type, &id, &range, events);
                let place = target.unwrap_or_else(|| self.nowhere(&range));
                self.links.push((link_type, target));
                self.mark(MarkKind::Image { target: place }, at);
                self.seen = range.start + 2;
            }
            Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.flush(Some(range)),
            TagEnd::Heading(_) => self.end_heading(range),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.flush(None);
                let end = self.view.trim(range).end;
                self.outline.close(self.view.end(end));
            }
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => {
                let pieces = self.html.take().unwrap_or_default();
                self.html_block(&pieces, range);
            }
            TagEnd::TableCell => self.end_cell(range),
            TagEnd::TableHead => self.end_row(range, true),
            TagEnd::TableRow => self.end_row(range, false),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let span = self.view.span(self.view.trim(table.start..range.end));
                    self.outline.push(Block::Table(Table {
                        kind: TableKind::Gfm,
                        rows: table.rows,
                        rule: table.rule,
                        span,
                    }));
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.inline().close_markdown(None);
                self.seen = range.end;
            }
            TagEnd::Link | TagEnd::Image => self.end_link(tag == TagEnd::Image, &range),
            _ => {}
        }
    }

    fn inline(&mut self) -> &mut Inline {
        let file = self.view.file;
        self.inline.get_or_insert_with(|| Inline::new(file))
    }

    fn mark(&mut self, kind: MarkKind, at: usize) {
        self.inline().open_markdown(kind, at);
    }

    /// Tells the running text how far the mark-up behind it reaches.
    fn pass(&mut self) {
        let at = self.view.end(self.seen);
        if let Some(inline) = &mut self.inline {
            inline.pass(at);
        }
    }

    fn fold(&mut self, fold: Fold, range: Range<usize>) {
        self.pass();
        self.inline().fold(fold);
        self.seen = range.end;
    }

    /// The empty place behind a link whose address is not known.
    fn nowhere(&self, range: &Range<usize>) -> Span {
        Span::at(self.view.file.id, self.view.end(range.end))
    }

    /// Text that the parser found at `range`: `text` differs from the bytes there for entities.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let view = self.view;
        if self.covered.get(range.clone()) != Some(text) {
            let source = view.range(range.clone());
            self.inline().atom(text, source);
            self.seen = range.end;
            return;
        }
        let mut from = range.start;
        // A backslash that escapes what comes next belongs to it.
        if from > self.seen
            && view.slice(from.saturating_sub(1)..from) == "\\"
            && text.starts_with(|c: char| c.is_ascii_punctuation())
        {
            let source = view.range(from - 1..from + 1);
            let first = text.get(..1).unwrap_or("");
            self.inline().atom(first, source);
            from += 1;
        }
        for mask in masks::touching(self.masks, &(from..range.end)) {
            if !matches!(mask.kind, MaskKind::Tag | MaskKind::Output) {
                continue;
            }
            self.verbatim(from..mask.range.start.max(from));
            if mask.kind == MaskKind::Output {
                let at = view.start(mask.range.start);
                self.mark(MarkKind::Code, at);
                self.verbatim(mask.range.start.max(from)..mask.range.end.min(range.end));
                self.inline().close_markdown(None);
            }
            from = mask.range.end.max(from);
        }
        self.verbatim(from..range.end.max(from));
        self.seen = range.end;
    }

    fn verbatim(&mut self, range: Range<usize>) {
        let view = self.view;
        html::verbatim_in(self.inline(), view, range);
    }

    fn code_span(&mut self, range: Range<usize>) {
        let view = self.view;
        self.reading.opaque(view.span(range.clone()));
        self.mark(MarkKind::Code, view.start(range.start));
        let raw = view.slice(range.clone());
        let ticks = raw.len() - raw.trim_start_matches('`').len();
        let mut inner = range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
        let code = view.slice(inner.clone());
        let padded = code.starts_with([' ', '\n']) && code.ends_with([' ', '\n']) && code.len() > 2;
        if padded && !code.trim().is_empty() {
            inner = inner.start + 1..inner.end - 1;
        }
        let in_table = self.table.is_some();
        let mut from = inner.start;
        for (offset, c) in view.slice(inner.clone()).char_indices() {
            let at = inner.start + offset;
            match c {
                '\r' | '\n' => {
                    self.verbatim(from..at.max(from));
                    self.inline().fold(Fold::Soft);
                    from = at + 1;
                }
                '\\' if in_table && view.slice(at..at + 2) == "\\|" => {
                    self.verbatim(from..at.max(from));
                    self.inline().atom("|", view.range(at..at + 2));
                    from = at + 2;
                }
                _ => {}
            }
        }
        self.verbatim(from..inner.end.max(from));
        self.inline().close_markdown(None);
        self.seen = range.end;
    }

    fn inline_html(&mut self, range: Range<usize>) {
        let view = self.view;
        self.pass();
        self.seen = range.end;
        if self.holds_part(&range) {
            self.flush(None);
            self.html_block(std::slice::from_ref(&range), range.clone());
            return;
        }
        let inner = view.sub(std::slice::from_ref(&range));
        for token in html::tokens(&inner.text) {
            match token {
                Tok::Comment { text, range } => self.reading.comment(inner.span(range), text),
                Tok::Open { el, tag, range } => {
                    let span = inner.span(range.clone());
                    self.reading.opaque(span);
                    if html::inline_tag(self.inline(), &inner, el, &tag, &range) {
                        continue;
                    }
                    match el {
                        El::Item => self.inline().fold(Fold::Item(span)),
                        El::Paragraph | El::Section | El::List | El::Ordered | El::Heading(_) => {
                            self.inline().fold(Fold::Hard);
                        }
                        El::Input => {
                            if let Some(on) = tag.checkbox {
                                self.outline.check(on);
                            }
                        }
                        _ => {}
                    }
                }
                Tok::Close { el, range } => {
                    self.reading.opaque(inner.span(range));
                    match el {
                        El::Paragraph | El::Section | El::List | El::Ordered | El::Item | El::Heading(_) => {
                            self.inline().fold(Fold::Hard);
                        }
                        _ => self.inline().close_html(el),
                    }
                }
                Tok::Text { .. } | Tok::Other { .. } => {}
            }
        }
        self.reading.opaque(view.span(range));
    }

    /// True if a table or a part with a title stands there, which the parser did not see.
    fn holds_part(&self, range: &Range<usize>) -> bool {
        masks::touching(self.masks, range).any(|mask| matches!(mask.kind, MaskKind::Table | MaskKind::Tab))
    }

    fn html_block(&mut self, pieces: &[Range<usize>], range: Range<usize>) {
        let masks = self.masks;
        let mut from = range.start;
        for mask in masks::touching(masks, &range).filter(|mask| mask.kind == MaskKind::Tab) {
            if !self.view.slice(from..mask.range.start).trim().is_empty() {
                self.raw_html(pieces, from..mask.range.start);
            }
            self.tab(mask.range.clone());
            from = mask.range.end;
        }
        if from == range.start || !self.view.slice(from..range.end).trim().is_empty() {
            self.raw_html(pieces, from..range.end.max(from));
        }
    }

    /// A part with a title of its own.
    fn tab(&mut self, range: Range<usize>) {
        let view = self.view;
        let text = view.slice(range.clone());
        let Some(tab) = tabs::read(text).filter(|_| self.nesting < html::DEEPEST_TABLE) else {
            return self.outline.push(Block::Html { span: view.span(range) });
        };
        let (outside, end) = (self.reading.heading, view.span(range.clone()).end);
        let inside = |part: Range<usize>| range.start + part.start..range.start + part.end;
        let opening = range.start..range.start + tab.content.start;
        let title = tab.title.map_or(opening.end..opening.end, inside);
        let close = inside(tab.content.end..text.len());
        for markup in [opening.start..title.start, title.end..opening.end, close] {
            self.reading.opaque(view.span(markup));
        }
        let name = blocks(self.reading, &view.sub(&[title]), Setting::Item, self.nesting + 1);
        for block in name {
            let Block::Paragraph(Paragraph { text, .. }) = block else { continue };
            let span = view.span(view.trim(opening.clone()));
            let depth = outside.saturating_add(1).clamp(2, 6);
            self.outline.push(match tab.named {
                true => Block::Heading(Heading { depth, mark: HeadingMark::Tab { end }, text, span }),
                false => outline::paragraph(text),
            });
        }
        let content = view.dedented(inside(tab.content));
        let inner = blocks(self.reading, &content, self.setting, self.nesting + 1);
        self.outline.extend(inner);
        self.reading.heading = outside;
    }

    fn raw_html(&mut self, pieces: &[Range<usize>], range: Range<usize>) {
        let clipped = |piece: &Range<usize>| piece.start.max(range.start)..piece.end.min(range.end);
        let pieces: Vec<_> = pieces.iter().map(clipped).filter(|piece| !piece.is_empty()).collect();
        let inner = self.view.sub(&pieces);
        let blocks = html::blocks(self.reading, &inner, self.setting, self.nesting);
        if blocks.is_empty() {
            let range = self.view.trim(range);
            self.outline.push(Block::Html { span: self.view.span(range) });
        } else {
            self.outline.extend(blocks);
        }
    }

    fn end_code(&mut self, range: Range<usize>) {
        let (indented, lines) = self.code.take().unwrap_or_default();
        let range = self.view.trim(range);
        if indented && self.holds_part(&range) {
            // Indented HTML that CommonMark takes for code: what a table holds was meant to be read.
            return self.html_block(&lines, range);
        }
        let span = self.view.span(range);
        self.reading.opaque(span);
        self.outline.push(Block::Code { span });
    }

    /// The address of a link that is known before its text: autolinks and references.
    fn known_target(
        &self,
        kind: LinkType,
        id: &str,
        range: &Range<usize>,
        events: &OffsetIter,
    ) -> Option<Span> {
        match kind {
            LinkType::Autolink | LinkType::Email => {
                Some(self.view.span(range.start + 1..range.end.saturating_sub(1).max(range.start + 1)))
            }
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let definition = events.reference_definitions().get(id)?;
                definition_target(self.covered, &definition.span).map(|target| self.view.span(target))
            }
            _ => None,
        }
    }

    fn end_link(&mut self, image: bool, range: &Range<usize>) {
        let (kind, known) = self.links.pop().unwrap_or((LinkType::Inline, None));
        let mut target = known;
        if kind == LinkType::Inline {
            let from = self.seen.clamp(range.start, range.end);
            let raw = self.covered.get(from..range.end).unwrap_or("");
            target = raw.find("](").map(|at| {
                let inner = from + at + 2..range.end.saturating_sub(1).max(from + at + 2);
                self.view.span(destination(self.covered, inner))
            });
        }
        let target = target.unwrap_or_else(|| self.nowhere(range));
        let tail = if matches!(kind, LinkType::Autolink | LinkType::Email) { range.start } else { self.seen };
        self.reading.opaque(self.view.span(tail.clamp(range.start, range.end)..range.end));
        let kind = if image { MarkKind::Image { target } } else { MarkKind::Link { target } };
        self.inline().close_markdown(Some(&kind));
        self.seen = range.end;
    }

    fn end_heading(&mut self, range: Range<usize>) {
        let Some(depth) = self.heading.take() else { return };
        let Some(inline) = self.inline.take() else { return };
        let range = self.view.trim(range);
        let atx = self.view.slice(range.clone()).starts_with('#');
        let lines = inline.finish(&mut self.reading.opaque);
        let text = self.without_id(lines.text.trimmed());
        if text.is_blank() {
            return;
        }
        if !atx && outline::is_prose(&text) {
            // Prose with a rule right below it: nobody meant a heading.
            let under = last_line(self.view, &range);
            self.outline.push(outline::paragraph(text));
            self.outline.push(Block::Rule { span: self.view.span(under) });
            return;
        }
        if self.setting == Setting::Page {
            self.reading.heading = depth;
        }
        let mark = if atx { HeadingMark::Atx } else { HeadingMark::Setext };
        self.outline.push(Block::Heading(Heading { depth, mark, text, span: self.view.span(range) }));
    }

    /// A heading without the `{#id}` at its end.
    fn without_id(&mut self, text: Text) -> Text {
        let Some(open) = text.plain.rfind("{#").filter(|_| text.plain.ends_with('}')) else { return text };
        self.reading.opaque(text.locate(open..text.plain.len()).span);
        text.part(0..open).trimmed()
    }

    fn end_cell(&mut self, range: Range<usize>) {
        let inline = self.inline.take();
        let Some(table) = &mut self.table else { return };
        let view = self.view;
        if pipe_table::is_filler(view, &table.row, &range) {
            return;
        }
        table.last = Some(range.clone());
        let blocks = inline.map_or_else(Vec::new, |inline| {
            let lines = inline.finish(&mut self.reading.opaque);
            outline::arrange(lines, Setting::Cell, self.reading.heading)
        });
        let cell = pipe_cell(view, &table.row, range, blocks);
        table.cells.push(cell);
    }

    fn end_row(&mut self, range: Range<usize>, header: bool) {
        let view = self.view;
        let Some(table) = &mut self.table else { return };
        let surplus =
            table.last.take().map_or_else(Vec::new, |last| pipe_table::surplus(view, &range, &last));
        for cell in surplus {
            let content = view.sub(&[view.trim(cell.clone())]);
            let blocks = blocks(self.reading, &content, Setting::Cell, self.nesting + 1);
            table.cells.push(pipe_cell(view, &range, cell, blocks));
        }
        let mut cells = std::mem::take(&mut table.cells);
        for cell in &mut cells {
            cell.header = header;
        }
        let span = whole_line(view, range);
        table.rows.push(Row { cells, header, span });
    }

    /// True for the imports and exports that MDX pages begin with.
    fn is_module_code(&self, plain: &str) -> bool {
        let extension = self.view.file.path.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("mdx"))
            && (plain.starts_with("import ") || plain.starts_with("export "))
    }

    /// Ends the running text: `range` is the paragraph's if it is a paragraph to the parser.
    fn flush(&mut self, range: Option<Range<usize>>) {
        self.links.clear();
        let Some(inline) = self.inline.take().filter(|inline| !inline.is_empty()) else { return };
        let lines = inline.finish(&mut self.reading.opaque);
        if self.is_module_code(&lines.text.plain) {
            self.reading.opaque(lines.text.span);
            return self.outline.push(Block::Code { span: lines.text.span });
        }
        let setting = if self.outline.in_item() { Setting::Item } else { self.setting };
        let mut blocks = outline::arrange(lines, setting, self.reading.heading);
        if let ([block], Some(range)) = (blocks.as_mut_slice(), range) {
            let span = self.view.span(self.view.trim(range));
            match block {
                Block::Paragraph(Paragraph { span: whole, .. })
                | Block::Heading(Heading { span: whole, .. }) => {
                    *whole = span;
                }
                _ => {}
            }
        }
        self.outline.extend(blocks);
    }
}

/// A cell of a pipe table; `content` is what stands between its pipes.
fn pipe_cell(view: &View, row: &Range<usize>, content: Range<usize>, mut blocks: Vec<Block>) -> Cell {
    let emphasized = html_table::unbold(&mut blocks);
    let mut inner = view.trim(content.clone());
    if inner.is_empty() {
        inner = content.start..content.start;
    }
    Cell {
        blocks,
        span: view.span(pipe_table::cell_span(view, row, &content)),
        inner: view.span(inner),
        header: false,
        emphasized,
        columns: 1,
        rows: 1,
    }
}
