//! `rolelint compare` for people: two levels side by side.

use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Style;
use super::escape::{markdown, markdown_code};
use super::neutral::{visible, without_commands};
use crate::analysis::{ComparedRow, Comparison, Part, Relation};
use crate::text::shortened;

/// Narrower than this the two texts stand one below the other.
const SIDE_BY_SIDE: usize = 80;

/// What stands between the two texts: the sign, the same without Unicode, the word, the color.
fn mark(relation: Relation) -> (&'static str, &'static str, &'static str, &'static str) {
    match relation {
        Relation::Same => ("=", "=", "same", "2"),
        Relation::Changed => ("~", "~", "in other words", "33"),
        Relation::Stronger => ("↑", "^", "stronger", "35"),
        Relation::Weaker => ("↓", "v", "weaker", "35"),
        Relation::New => ("+", "+", "new", "32"),
        Relation::Gone => ("-", "-", "gone", "31"),
    }
}

const RELATIONS: [Relation; 6] =
    [Relation::Same, Relation::Stronger, Relation::Weaker, Relation::Changed, Relation::New, Relation::Gone];

/// `12 same, 3 stronger, 4 new, 1 gone`.
fn closing(found: &Comparison) -> String {
    let own = |row: &&ComparedRow| !row.shared;
    let count = |relation| found.rows.iter().filter(own).filter(|row| row.relation == relation).count();
    let parts: Vec<String> = RELATIONS
        .into_iter()
        .map(|relation| (count(relation), mark(relation).2))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let told = match (parts.is_empty(), found.rows.is_empty()) {
        (true, true) => return "Neither of the two says what it expects.".to_owned(),
        (true, false) => "Nothing is said of one of the two alone.".to_owned(),
        (false, _) => format!("{}.", parts.join(", ")),
    };
    match found.rows.iter().filter(|row| row.shared).count() {
        0 => told,
        shared => format!("{told} {} said of all levels and not listed.", texts(shared)),
    }
}

fn texts(number: usize) -> String {
    if number == 1 { "1 text is".to_owned() } else { format!("{number} texts are") }
}

/// Rows of one section; what the page says of all levels separates none of them.
fn sections(found: &Comparison) -> Vec<(&str, Vec<&ComparedRow>)> {
    let mut sections: Vec<(&str, Vec<&ComparedRow>)> = vec![];
    for row in found.rows.iter().filter(|row| !row.shared) {
        let name = row.section.as_deref().unwrap_or("");
        match sections.last_mut() {
            Some((last, rows)) if *last == name => rows.push(row),
            _ => sections.push((name, vec![row])),
        }
    }
    sections
}

/// Characters of a name; nobody reads on.
const LONGEST: usize = 140;

/// What is compared with what.
fn names(found: &Comparison) -> (String, String) {
    let short = |name: String| shortened(&name, LONGEST).into_owned();
    (short(found.left.name()), short(found.right.name()))
}

/// Writes the two side by side.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_comparison(found: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.columns();
    let (left, right) = names(found);
    let wide = width >= SIDE_BY_SIDE && !style.narrated;
    if wide {
        let column = (width - 3) / 2;
        let head = |text: &str| -> Vec<String> { lines(&visible(text), column) };
        row_of(&head(&left), " ", &head(&right), column, ("1", "0", "1"), style, out)?;
    } else {
        writeln!(out, "{}", style.paint("1", &style.words(&visible(&format!("{left} → {right}")))))?;
    }
    for (name, rows) in sections(found) {
        writeln!(out)?;
        if !name.is_empty() {
            writeln!(out, "{}", style.paint("1", &visible(name)))?;
        }
        for row in rows {
            if wide { beside(row, width, style, out)? } else { below(row, width, style, out)? }
        }
    }
    writeln!(out, "\n{}", style.words(&closing(found)))
}

fn text_of(row: &ComparedRow, right: bool) -> String {
    let spot = if right { &row.right } else { &row.left };
    spot.as_ref().map_or_else(String::new, |spot| visible(&spot.text).into_owned())
}

fn beside(row: &ComparedRow, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let column = (width - 3) / 2;
    let (sign, plain, _, code) = mark(row.relation);
    let sign = if style.unicode { sign } else { plain };
    let (a, b) = (text_of(row, false), text_of(row, true));
    let (x, y) = match row.relation {
        Relation::Same => ("2", "2"),
        Relation::New => ("0", "32"),
        Relation::Gone => ("31", "0"),
        _ => ("0", "0"),
    };
    row_of(&lines(&a, column), &style.paint(code, sign), &lines(&b, column), column, (x, code, y), style, out)
}

/// Two texts in columns, with a sign between their first lines.
fn row_of(
    left: &[String],
    sign: &str,
    right: &[String],
    column: usize,
    (x, _, y): (&str, &str, &str),
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = |code: &str, text: &str| {
        if code == "0" || text.is_empty() { text.to_owned() } else { style.paint(code, text) }
    };
    for at in 0..left.len().max(right.len()) {
        let (a, b) = (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
        let gap = " ".repeat(column.saturating_sub(a.width()));
        let sign = if at == 0 { sign } else { " " };
        writeln!(out, "{}", format!("{}{gap} {sign} {}", paint(x, a), paint(y, b)).trim_end())?;
    }
    Ok(())
}

fn below(row: &ComparedRow, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (sign, plain, word, code) = mark(row.relation);
    let sign = match (style.narrated, style.unicode) {
        (true, _) => format!("{word}:"),
        (false, true) => sign.to_owned(),
        (false, false) => plain.to_owned(),
    };
    let mut text = String::new();
    if row.words.is_empty() {
        text = text_of(row, row.right.is_some());
    }
    for piece in &row.words {
        let (open, words, close) = match piece {
            Part::Same(words) => ("", words, ""),
            Part::Gone(words) => ("[-", words, "-]"),
            Part::New(words) => ("{+", words, "+}"),
        };
        let core = words.trim_end();
        let blank = if core.len() < words.len() { " " } else { "" };
        let _ = write!(text, "{open}{}{close}{blank}", visible(core));
    }
    let indent = sign.width() + 3;
    let mut first = true;
    for line in lines(text.trim(), width.saturating_sub(indent)) {
        let lead = if first { format!("  {} ", style.paint(code, &sign)) } else { " ".repeat(indent) };
        writeln!(out, "{lead}{line}")?;
        first = false;
    }
    Ok(())
}

/// `text` in lines of at most `width` columns, broken at blanks; a longer word has a line of its own.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    let mut last = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !last.is_empty() && last.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut last));
        }
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
    }
    lines.push(last);
    lines
}

/// Writes a table for each section.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_comparison_as_markdown(found: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let (left, right) = names(found);
    let (left, right) = (markdown(&left), markdown(&right));
    let mut text = format!("### {left} and {right}\n\n");
    let files = if found.left.file == found.right.file {
        markdown_code(&found.left.file)
    } else {
        format!("{}, {}", markdown_code(&found.left.file), markdown_code(&found.right.file))
    };
    let _ = writeln!(text, "{} ({files})", markdown(&closing(found)));
    for (name, rows) in sections(found) {
        if !name.is_empty() {
            let _ = write!(text, "\n#### {}\n", markdown(name));
        }
        let _ = write!(text, "\n| {left} | | {right} |\n|---|---|---|\n");
        for row in rows {
            let cell = |right: bool| marked(row, right);
            let reasons = if row.reasons.is_empty() {
                String::new()
            } else {
                format!(": {}", markdown(&row.reasons.join(", ")))
            };
            let _ =
                writeln!(text, "| {} | *{}{reasons}* | {} |", cell(false), mark(row.relation).2, cell(true));
        }
    }
    out.write_all(without_commands(text.into()).as_bytes())
}

/// A text with the words marked that the other one has not.
fn marked(row: &ComparedRow, right: bool) -> String {
    if row.words.is_empty() {
        let spot = if right { &row.right } else { &row.left };
        return spot.as_ref().map_or_else(String::new, |spot| markdown(&spot.text));
    }
    let mut text = String::new();
    for piece in &row.words {
        match (piece, right) {
            (Part::Same(words), _) => text.push_str(&markdown(words)),
            (Part::Gone(words), false) | (Part::New(words), true) => {
                let core = words.trim();
                let lead = if words.starts_with(' ') { " " } else { "" };
                let tail = if words.ends_with(' ') { " " } else { "" };
                let _ = write!(text, "{lead}<b>{}</b>{tail}", markdown(core));
            }
            _ => {}
        }
    }
    text.trim().to_owned()
}
