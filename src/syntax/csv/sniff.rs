//! Which character separates the cells.

use std::collections::HashMap;

use super::Fields;

/// Separators in the order in which they are preferred.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of a file is looked at. Exports keep one form throughout.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 50;
const SAMPLE_CELLS: usize = 1000;

/// The separator of `text` and where its first row begins: behind a line `sep=;`, which spreadsheet
/// programs write. Without such a line it is the character that gives the most rows of one length;
/// `tabs`: the file's name says that it is the tab.
pub(super) fn delimiter(text: &str, tabs: bool) -> (u8, usize) {
    if let Some(declared) = declared(text) {
        return declared;
    }
    let end = (0..=SAMPLE_BYTES.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let sample = text.get(..end).unwrap_or("");
    let cut = end < text.len();
    if tabs && sample.contains('\t') {
        return (b'\t', 0);
    }
    let mut best = (0, 1, 0, if tabs { b'\t' } else { b',' });
    for candidate in CANDIDATES {
        let (alike, rows, length) = evenness(sample, candidate, cut);
        // Compares alike / rows without fractions.
        let (one, other) = (alike * best.1, best.0 * rows);
        let most = alike * 2 > rows && length > 1;
        if most && (one > other || (one == other && length > best.2)) {
            best = (alike, rows, length, candidate);
        }
    }
    (best.3, 0)
}

fn declared(text: &str) -> Option<(u8, usize)> {
    let line_end = text.bytes().take(16).position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let line = text.get(..line_end)?;
    let value = line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).and(line.as_bytes().get(4))?;
    (line.len() == 5 && CANDIDATES.contains(value)).then_some((*value, line_end))
}

/// How many rows have the length that most rows have, how many there are, and that length.
fn evenness(sample: &str, delimiter: u8, cut: bool) -> (usize, usize, usize) {
    let mut fields = Fields::new(sample, delimiter, 0);
    let mut lengths = vec![];
    while lengths.len() < SAMPLE_ROWS
        && let Some(record) = fields.record(SAMPLE_CELLS)
    {
        lengths.push(record.len());
    }
    // The end of the sample is no end of a row.
    if cut && fields.at >= sample.len() && lengths.len() > 1 {
        lengths.pop();
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for &length in &lengths {
        *counts.entry(length).or_default() += 1;
    }
    let most =
        counts.into_iter().filter(|&(length, _)| length > 1).max_by_key(|&(length, count)| (count, length));
    most.map_or((0, 1, 0), |(length, count)| (count, lengths.len(), length))
}
