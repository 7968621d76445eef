//! Raw HTML tables: rows and cells with their places, and what the cells hold, be it HTML or Markdown.

use std::ops::Range;

use super::html::{self, DEEPEST_TABLE, El, Source, Tag, Tok};
use super::outline::{self, Setting};
use super::reading::Reading;
use super::view::View;
use super::{Block, Cell, HeadingMark, Paragraph, Row, Table, TableKind, markdown};

/// For each token: the index of the closing tag if it opens a table (or the number of tokens if the
/// table is not closed).
pub(super) fn table_ends(tokens: &[Tok]) -> Vec<usize> {
    let mut ends = vec![tokens.len(); tokens.len()];
    let mut open = vec![];
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Tok::Open { el: El::Table, .. } => open.push(index),
            Tok::Close { el: El::Table, .. } => {
                if let Some(end) = open.pop().and_then(|start: usize| ends.get_mut(start)) {
                    *end = index;
                }
            }
            _ => {}
        }
    }
    ends
}

/// A cell whose end is not known yet.
struct OpenCell<'t> {
    tag: &'t Tag,
    header: bool,
    /// Its opening tag.
    range: Range<usize>,
    /// Index of the first token behind its opening tag.
    first: usize,
}

/// A row whose end is not known yet.
struct OpenRow {
    start: usize,
    cells: Vec<Cell>,
    bold: bool,
}

struct Rows<'r, 'f> {
    reading: &'r mut Reading<'f>,
    source: &'r Source<'r, 'f>,
    rows: Vec<Row>,
    row: Option<OpenRow>,
    cell: Option<OpenCell<'r>>,
    /// The first row of the open group (`<thead>`, `<tbody>`).
    group: usize,
    in_head: bool,
    markdown: bool,
    nesting: usize,
}

/// Reads the table whose opening tag is the first of `range` and whose closing tag (if it has one) is
/// `range.end`: the table, and before it what stands in it outside of any cell.
pub(super) fn read<'r, 'f>(
    reading: &'r mut Reading<'f>,
    source: &'r Source<'r, 'f>,
    range: Range<usize>,
    nesting: usize,
) -> Vec<Block> {
    let Source { view, tokens, ends, .. } = source;
    let view = *view;
    let Some(Tok::Open { tag, range: open, .. }) = tokens.get(range.start) else { return vec![] };
    let close = tokens.get(range.end).map_or(view.text.len(), |token| token.range().end);
    reading.opaque(view.span(open.clone()));
    let mut rows = Rows {
        reading,
        source,
        rows: vec![],
        row: None,
        cell: None,
        group: 0,
        in_head: false,
        markdown: tag.markdown,
        nesting,
    };
    let mut outside: Vec<Block> = vec![];
    let mut at = range.start + 1;
    while at < range.end {
        let Some(token) = tokens.get(at) else { break };
        let place = token.range();
        match token {
            Tok::Open { el: El::Table, .. } => {
                let end = ends.get(at).copied().unwrap_or(range.end).min(range.end);
                if rows.cell.is_none() && nesting + 1 < DEEPEST_TABLE {
                    outside.extend(read(rows.reading, source, at..end, nesting + 1));
                }
                at = end;
            }
            Tok::Open { el: El::Row, tag, .. } => {
                rows.end_row(place.start, at);
                rows.row = Some(OpenRow { start: place.start, cells: vec![], bold: tag.bold });
                rows.tag(place);
            }
            Tok::Open { el: el @ (El::Cell | El::HeaderCell), tag, .. } => {
                rows.end_cell(place.start, place.start, at);
                let start = place.start;
                rows.row.get_or_insert_with(|| OpenRow { start, cells: vec![], bold: false });
                rows.tag(place.clone());
                let header = *el == El::HeaderCell;
                rows.cell = Some(OpenCell { tag, header, range: place, first: at + 1 });
            }
            Tok::Close { el: El::Cell | El::HeaderCell, .. } => {
                rows.end_cell(place.start, place.end, at);
                rows.tag(place);
            }
            Tok::Close { el: El::Row, .. } => {
                rows.end_cell(place.start, place.start, at);
                rows.end_row(place.end, at);
                rows.tag(place);
            }
            Tok::Open { el: el @ (El::Head | El::Body), .. }
            | Tok::Close { el: el @ (El::Head | El::Body), .. } => {
                rows.end_row(place.start, at);
                rows.end_group();
                rows.in_head = *el == El::Head && matches!(token, Tok::Open { .. });
                rows.tag(place);
            }
            _ if rows.cell.is_some() => {}
            Tok::Text { range } => {
                if !view.slice(range.clone()).trim().is_empty() {
                    outside.extend(html::blocks_of(rows.reading, source, at..at + 1, nesting + 1));
                }
            }
            Tok::Comment { text, .. } => rows.reading.comment(view.span(place), text.clone()),
            _ => rows.tag(place),
        }
        at += 1;
    }
    let table_end = tokens.get(range.end).map_or(close, |token| token.range().start);
    rows.end_row(table_end, range.end.min(tokens.len()));
    rows.end_group();
    if let Some(token) = tokens.get(range.end) {
        rows.tag(token.range());
    }
    let rows = rows.rows;
    outside.push(Block::Table(Table {
        kind: TableKind::Html,
        rows,
        rule: vec![],
        span: view.span(open.start..close),
    }));
    outside
}

impl Rows<'_, '_> {
    fn tag(&mut self, range: Range<usize>) {
        let span = self.source.view.span(range);
        self.reading.opaque(span);
    }

    /// Ends the open cell: its content ends at `content_end`, its last tag at `end`; `token` is the
    /// index of the token that ends it.
    fn end_cell(&mut self, content_end: usize, end: usize, token: usize) {
        let (Some(open), Some(row)) = (self.cell.take(), self.row.as_mut()) else { return };
        let Source { view, tokens, .. } = self.source;
        // A cell that is not closed ends with its content.
        let end = if end > content_end { end } else { view.trim(open.range.start..content_end).end };
        let content = open.range.end..content_end.max(open.range.end);
        let inner = Some(view.trim(content.clone())).filter(|inner| !inner.is_empty());
        let inner = inner.unwrap_or(content.start..content.start);
        let inside = tokens.get(open.first..token).unwrap_or(&[]);
        let told = self.markdown || open.tag.markdown;
        let before = self.reading.heading;
        let mut blocks = if self.nesting >= DEEPEST_TABLE || !holds_markdown(view, &content, inside, told) {
            html::blocks_of(self.reading, self.source, open.first..token, self.nesting + 1)
        } else {
            let content = view.dedented(content);
            markdown::blocks(self.reading, &content, Setting::Cell, self.nesting + 1)
        };
        self.reading.heading = before;
        let bold_text = unbold(&mut blocks);
        row.cells.push(Cell {
            blocks,
            span: view.span(open.range.start..end),
            inner: view.span(inner),
            header: open.header,
            emphasized: open.tag.bold || row.bold || bold_text,
            columns: open.tag.columns,
            rows: open.tag.rows,
        });
    }

    fn end_row(&mut self, end: usize, token: usize) {
        self.end_cell(end, end, token);
        let Some(row) = self.row.take() else { return };
        let view = self.source.view;
        let end = view.trim(row.start..end.max(row.start)).end;
        let header = self.in_head || (!row.cells.is_empty() && row.cells.iter().all(|cell| cell.header));
        self.rows.push(Row { cells: row.cells, header, span: view.span(row.start..end) });
    }

    /// Ends a group of rows: `rowspan="0"` covers what is left of it.
    fn end_group(&mut self) {
        let left = self.rows.len();
        for (at, row) in self.rows.iter_mut().enumerate().skip(self.group) {
            for cell in row.cells.iter_mut().filter(|cell| cell.rows == 0) {
                cell.rows = u16::try_from(left - at).unwrap_or(u16::MAX);
            }
        }
        self.group = left;
    }
}

/// True when the content of a cell is Markdown: kramdown is told so, or a blank line ends the HTML
/// block as CommonMark has it. A cell that begins with block tags is HTML, however it is spaced.
fn holds_markdown(view: &View, content: &Range<usize>, tokens: &[Tok], told: bool) -> bool {
    if told {
        return true;
    }
    let mut lines = view.slice(content.clone()).split('\n').skip(1).peekable();
    let mut blank_line = false;
    while let Some(line) = lines.next() {
        // What stands before the closing tag is not a line of its own.
        blank_line = blank_line || (line.trim().is_empty() && lines.peek().is_some());
    }
    let first = tokens.iter().find(|token| match token {
        Tok::Text { range } => !view.slice(range.clone()).trim().is_empty(),
        Tok::Comment { .. } => false,
        _ => true,
    });
    let block = matches!(
        first,
        Some(Tok::Open { el: El::List | El::Ordered | El::Paragraph | El::Section | El::Heading(_), .. })
    );
    blank_line && !block
}

/// Turns headings in bold that are a cell's only block into paragraphs; true when all text is bold.
pub(super) fn unbold(blocks: &mut [Block]) -> bool {
    if let [block] = blocks
        && let Block::Heading(heading) = block
        && heading.mark == HeadingMark::Bold
    {
        *block = Block::Paragraph(Paragraph { text: heading.text.clone(), span: heading.span });
        return true;
    }
    let mut bold = !blocks.is_empty();
    for block in blocks.iter() {
        bold = bold
            && match block {
                Block::Paragraph(paragraph) => outline::is_bold(&paragraph.text),
                Block::Heading(_) => true,
                _ => false,
            };
    }
    bold
}
