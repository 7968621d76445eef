//! CSV and TSV: one table whose first row is its header. Cells are found by a small state machine of
//! our own, because a cell must know its bytes; that it cuts as `csv-core` does is tested.

mod sniff;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::inline::{Fold, Inline};
use super::outline::{self, Setting};
use super::reading::Reading;
use super::{Block, Cell, Document, Problem, ProblemKind, Row, Table, TableKind};
use crate::text::SourceFile;

/// Most cells that are read.
pub(super) const MAX_CELLS: usize = 2_000_000;
/// Most mistakes that are told of.
const MAX_MISTAKES: usize = 200;

/// Reads a CSV or TSV file.
pub fn parse(file: &SourceFile) -> Document {
    read(file, MAX_CELLS)
}

fn read(file: &SourceFile, max_cells: usize) -> Document {
    let mut reading = Reading::new(file);
    let tabs = file.path.to_ascii_lowercase().ends_with(".tsv");
    let (delimiter, start) = sniff::delimiter(&file.text, tabs);
    reading.opaque(file.at(0..start));
    let mut fields = Fields::new(&file.text, delimiter, start);
    let mut rows: Vec<Row> = vec![];
    let mut cells = 0;
    while let Some(record) = fields.record(max_cells + 1 - cells) {
        cells += record.len();
        rows.push(row(&mut reading, &record, rows.is_empty()));
        if cells > max_cells {
            let problem = Problem {
                kind: ProblemKind::Limit,
                span: file.at(fields.at..fields.at),
                message: format!("there are more than {max_cells} cells"),
                help: Some("split the file; nothing after this place was read".into()),
                related: vec![],
            };
            reading.problems.push(problem);
            break;
        }
    }
    tell(&mut reading, &fields.slips, &rows);
    let blocks = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => {
            let span = first.span.cover(last.span);
            vec![Block::Table(Table { kind: TableKind::Csv, rows, rule: vec![], span })]
        }
        _ => vec![],
    };
    reading.finish("csv", None, blocks)
}

/// A cell as it is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    /// With its quotes.
    range: Range<usize>,
    /// Between its quotes: from the opening one to the closing one. `None`: it has none.
    quoted: Option<Range<usize>>,
}

/// Something in the way a cell is quoted that its author did not mean.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Slip {
    /// The quote at this place is closed nowhere.
    Open(usize),
    /// Behind this closing quote there is more text.
    Stray(usize),
    /// A blank before this quote makes it an ordinary character.
    Blank(usize),
}

/// Cuts a text into cells.
struct Fields<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    slips: Vec<Slip>,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, delimiter: u8, start: usize) -> Self {
        Fields { text, delimiter, at: start, slips: vec![] }
    }

    /// The next row's cells, at most `limit`; rows without anything in them are passed over.
    fn record(&mut self, limit: usize) -> Option<Vec<Field>> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return None;
        }
        let mut fields = vec![];
        loop {
            fields.push(self.field());
            let end = bytes.get(self.at).copied();
            if end.is_some() {
                self.at += 1;
            }
            if end != Some(self.delimiter) || fields.len() >= limit {
                break;
            }
        }
        Some(fields)
    }

    /// The cell that begins here; afterwards `at` is at what ends it.
    fn field(&mut self) -> Field {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let first = bytes.get(start).copied();
        if first == Some(b'"') {
            match closing_quote(bytes, start + 1) {
                Some(close) => {
                    self.at = self.bare_end(close + 1);
                    if self.at > close + 1 {
                        self.slip(Slip::Stray(close));
                    }
                    return Field { range: start..self.at, quoted: Some(start + 1..close) };
                }
                // Read as an ordinary character, so that the rest of the file keeps its rows. It can
                // happen once only: all quotes behind this one stand in pairs.
                None => self.slip(Slip::Open(start)),
            }
        }
        self.at = self.bare_end(start);
        if first == Some(b' ') {
            let cell = self.text.get(start..self.at).unwrap_or("");
            let blanks = cell.len() - cell.trim_start_matches(' ').len();
            if cell.get(blanks..).is_some_and(|rest| rest.starts_with('"')) {
                self.slip(Slip::Blank(start + blanks));
            }
        }
        Field { range: start..self.at, quoted: None }
    }

    /// Where something without quotes ends.
    fn bare_end(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memchr::memchr3(self.delimiter, b'\n', b'\r', rest).map_or(self.text.len(), |at| from + at)
    }

    fn slip(&mut self, slip: Slip) {
        if self.slips.len() < MAX_MISTAKES {
            self.slips.push(slip);
        }
    }
}

/// The quote that closes what begins at `from`; two in a row stand for one.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn row(reading: &mut Reading, fields: &[Field], header: bool) -> Row {
    let file = reading.file;
    let start = fields.first().map_or(0, |field| field.range.start);
    let end = fields.last().map_or(start, |field| field.range.end);
    let cells = fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            // With the delimiter before it; the first one has only the one behind.
            let span = match index {
                0 if fields.len() > 1 => field.range.start..field.range.end + 1,
                0 => field.range.clone(),
                _ => field.range.start - 1..field.range.end,
            };
            let inner = inner(&file.text, field);
            reading.opaque(file.at(span.start..inner.start));
            reading.opaque(file.at(inner.end..span.end));
            Cell {
                blocks: blocks(reading, &pieces(&file.text, field)),
                span: file.at(span),
                inner: file.at(inner),
                header,
                emphasized: false,
                columns: 1,
                rows: 1,
            }
        })
        .collect();
    Row { cells, header, span: file.at(start..end) }
}

/// The content of a cell without quotes and white space around it.
fn inner(text: &str, field: &Field) -> Range<usize> {
    let range = match &field.quoted {
        Some(quoted) if quoted.end + 1 == field.range.end => quoted.clone(),
        _ => field.range.clone(),
    };
    let said = text.get(range.clone()).unwrap_or("");
    let start = range.start + (said.len() - said.trim_start().len());
    start..start + said.trim().len()
}

/// The stretches of a cell that say something: between the quotes, and what stands behind them.
fn pieces(text: &str, field: &Field) -> Vec<(Range<usize>, bool)> {
    let Some(quoted) = &field.quoted else { return vec![(field.range.clone(), false)] };
    let doubled = text.get(quoted.clone()).is_some_and(|said| said.contains('"'));
    let mut pieces = vec![(quoted.clone(), doubled)];
    if quoted.end + 1 < field.range.end {
        pieces.push((quoted.end + 1..field.range.end, false));
    }
    pieces
}

/// What a cell says: a paragraph for each line, or the items of a list. The pieces say whether two
/// quotes in a row stand for one.
pub(super) fn blocks(reading: &mut Reading, pieces: &[(Range<usize>, bool)]) -> Vec<Block> {
    let text = &reading.file.text;
    let mut inline = Inline::new(reading.file);
    for (range, doubled) in pieces {
        let mut above = "";
        let sentences = begins_sentence(text.get(range.clone()).unwrap_or(""));
        for line in lines(text, range.clone()) {
            let mut line = line;
            let whole = text.get(line.clone()).unwrap_or("");
            if line.start > range.start {
                let wrapped = sentences && goes_on(above, whole);
                inline.fold(if wrapped { Fold::Soft } else { Fold::Hard });
                if wrapped {
                    line.start += whole.len() - whole.trim_start().len();
                }
            }
            above = whole;
            let said = text.get(line.clone()).unwrap_or("");
            let mut from = 0;
            while let Some(at) = doubled.then(|| said.get(from..)?.find("\"\"")).flatten() {
                let at = from + at;
                inline.verbatim(said.get(from..at).unwrap_or(""), line.start + from);
                inline.atom("\"", line.start + at..line.start + at + 2);
                from = at + 2;
            }
            inline.verbatim(said.get(from..).unwrap_or(""), line.start + from);
        }
    }
    if inline.is_empty() {
        return vec![];
    }
    let lines = inline.finish(&mut reading.opaque);
    outline::arrange(lines, Setting::Cell, 0)
}

/// True for a text whose sentences begin with capitals, or that is a list with marks: a line in small letters goes
/// on with the one above it.
fn begins_sentence(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches(['-', '•', '*', '–']).trim_start();
    first.starts_with(char::is_uppercase)
}

/// True for the second line of a sentence that was wrapped: it begins small, and the line above is as long as wrapped
/// lines are and does not end.
fn goes_on(above: &str, line: &str) -> bool {
    /// Shorter lines are items of a list: "Python", "pandas".
    const LEAST_WORDS: usize = 4;
    let above = above.trim();
    let marked = above.starts_with(['-', '•', '*', '–']);
    line.trim_start().starts_with(char::is_lowercase)
        && !above.ends_with(['.', '!', '?', ':', ';', '…', '。'])
        && (marked || above.split_whitespace().count() >= LEAST_WORDS)
}

/// The lines of `range` without line ends.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = Some(range.start);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = text.as_bytes().get(start..range.end)?;
        match memchr::memchr2(b'\n', b'\r', rest) {
            Some(length) => {
                let crlf = rest.get(length..length + 2) == Some(b"\r\n");
                at = Some(start + length + if crlf { 2 } else { 1 });
                Some(start..start + length)
            }
            None => {
                at = None;
                Some(start..range.end)
            }
        }
    })
}

/// Tells of slips in quoting and of rows with more cells than the header.
fn tell(reading: &mut Reading, slips: &[Slip], rows: &[Row]) {
    let file = reading.file;
    let mut told = |kind, range: Range<usize>, message: String, help: &str| {
        reading.problems.push(Problem {
            kind,
            span: file.at(range),
            message,
            help: Some(help.into()),
            related: vec![],
        });
    };
    for slip in slips {
        match *slip {
            Slip::Open(at) => told(
                ProblemKind::Syntax,
                at..at + 1,
                "the quote that opens here is not closed".into(),
                "add a quote where the cell ends; a quote that is part of the text is written twice, in a quoted cell",
            ),
            Slip::Stray(at) => told(
                ProblemKind::Syntax,
                at..at + 1,
                "this quote ends the cell, but more text follows".into(),
                "write a quote inside a quoted cell twice (`\"\"`)",
            ),
            Slip::Blank(_) => {}
        }
    }
    if let Some(Slip::Blank(at)) = slips.iter().find(|slip| matches!(slip, Slip::Blank(_))) {
        told(
            ProblemKind::Surprise,
            *at..*at + 1,
            "to most programs a quote behind a blank is an ordinary character".into(),
            "delete the blank before the quote, here and in the cells like it",
        );
    }
    let expected = rows.first().map_or(0, |row| row.cells.len());
    let surplus: Vec<Range<usize>> = rows.iter().filter_map(|row| surplus(row, expected)).collect();
    // Where most rows have more, the first one is a title and no header.
    if surplus.len() * 2 < rows.len() {
        for range in surplus.into_iter().take(MAX_MISTAKES) {
            told(
                ProblemKind::Surprise,
                range,
                format!("this row has more than the {expected} cells that the header has"),
                "put a cell that holds the separator in quotes, or delete what is too much",
            );
        }
    }
    reading.problems.sort_by_key(|problem| problem.span.start);
}

/// The cells that `row` has beyond the first `expected`, if they say anything.
fn surplus(row: &Row, expected: usize) -> Option<Range<usize>> {
    let mut more = row.cells.iter().skip(expected).filter(|cell| !cell.inner.is_empty());
    let first = more.next()?;
    let last = more.next_back().unwrap_or(first);
    Some(first.inner.start as usize..last.inner.end as usize)
}
