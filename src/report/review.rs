//! One fix as a person is asked about it: the lines that it changes, word by word. Without colors, what
//! goes is `[-in brackets-]` and what comes is `{+in braces+}`, so that it can be read in any terminal.

use std::io::{self, Write};
use std::ops::Range;

use super::Style;
use super::neutral::{is_hostile, spelled};
use crate::diag::{Applicability, Diagnostic, Edit, Fix};
use crate::text::{FileId, Files, SourceFile};

/// Of text that stays, so much is shown before and after a change, in bytes.
const AROUND: usize = 72;

/// Of text that goes or comes, so much is shown, in bytes.
const LONGEST: usize = 400;

/// Places of one fix that are shown.
const MOST_PLACES: usize = 6;

/// Writes what `fix` would change in `files`, and why.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_review(
    files: &Files,
    finding: &Diagnostic,
    fix: &Fix,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let file = files.get(finding.span.file);
    let at = file.position(finding.span.start);
    let place = format!("{}:{}:{}", shown(&file.path, style, false), at.line, at.column);
    writeln!(out, "{} {}", style.paint("1", &place), style.paint("36", &finding.rule))?;
    writeln!(out, "  {}", shown(&finding.message, style, false))?;
    let risk =
        if fix.applicability == Applicability::Unsafe { " (this may change what the page says)" } else { "" };
    writeln!(out, "  {}{risk}", shown(&fix.title, style, false))?;
    let places = places(files, fix);
    let mut last = None;
    for place in places.iter().take(MOST_PLACES) {
        let file = files.get(place.file);
        if last != Some(place.file) && place.file != finding.span.file {
            writeln!(out, "  in {}:", shown(&file.path, style, false))?;
        }
        last = Some(place.file);
        let line = file.line_of(u32::try_from(place.span().start).unwrap_or(u32::MAX));
        writeln!(out, "{line:>6} {} {}", if style.unicode { "│" } else { "|" }, marked(file, place, style))?;
    }
    if places.len() > MOST_PLACES {
        writeln!(out, "  and {} more places", places.len() - MOST_PLACES)?;
    }
    Ok(())
}

/// Changes so near to each other that they are shown together.
struct Place {
    file: FileId,
    changes: Vec<Change>,
}

/// A stretch of whole words, and what it becomes.
struct Change {
    range: Range<usize>,
    new: String,
}

impl Place {
    fn span(&self) -> Range<usize> {
        let start = self.changes.first().map_or(0, |change| change.range.start);
        start..self.changes.last().map_or(start, |change| change.range.end)
    }
}

fn places(files: &Files, fix: &Fix) -> Vec<Place> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort();
    edits.dedup();
    // Edits in one word are one change.
    let mut changes: Vec<(FileId, Range<usize>, Vec<&Edit>)> = vec![];
    for edit in edits {
        let range = whole_words(files.get(edit.span.file), edit);
        match changes.last_mut() {
            Some((file, last, own)) if *file == edit.span.file && range.start < last.end => {
                last.end = last.end.max(range.end);
                own.push(edit);
            }
            _ => changes.push((edit.span.file, range, vec![edit])),
        }
    }
    let mut places: Vec<Place> = vec![];
    for (id, range, edits) in changes {
        let file = files.get(id);
        let change = Change { new: replaced(file, range.clone(), &edits), range };
        let near = places.last_mut().filter(|place| {
            let between = file.text.get(place.span().end..change.range.start);
            place.file == id && between.is_some_and(|between| !between.contains(['\n', '\r']))
        });
        match near {
            Some(place) => place.changes.push(change),
            None => places.push(Place { file: id, changes: vec![change] }),
        }
    }
    places
}

/// What `range` becomes by `edits`, which lie in it.
fn replaced(file: &SourceFile, range: Range<usize>, edits: &[&Edit]) -> String {
    let mut new = String::new();
    let mut at = range.start;
    for edit in edits {
        new.push_str(file.text.get(at..edit.span.range().start).unwrap_or(""));
        new.push_str(&edit.text);
        at = edit.span.range().end;
    }
    new.push_str(file.text.get(at..range.end).unwrap_or(""));
    new
}

/// The whole words that an edit changes.
fn whole_words(file: &SourceFile, edit: &Edit) -> Range<usize> {
    let range = edit.span.range();
    let old = file.text.get(range.clone()).unwrap_or("");
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    if !(old.contains(in_word) || edit.text.contains(in_word)) {
        return range;
    }
    let before = file.text.get(..range.start).unwrap_or("");
    let after = file.text.get(range.end..).unwrap_or("");
    let touches = |text: Option<char>| text.is_none_or(in_word);
    // Words end; a page without blanks does not.
    let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take_while(|c| in_word(*c)).take(LONGEST).map(char::len_utf8).sum()
    };
    let mut wide = range.clone();
    if touches(old.chars().next()) && touches(edit.text.chars().next()) {
        wide.start -= length(&mut before.chars().rev());
    }
    if touches(old.chars().last()) && touches(edit.text.chars().last()) {
        wide.end += length(&mut after.chars());
    }
    wide
}

/// The line (or lines) of a place with its changes marked.
fn marked(file: &SourceFile, place: &Place, style: Style) -> String {
    let text = &file.text;
    let span = place.span();
    let line_start = text.get(..span.start).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let line_end =
        text.get(span.end..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |at| span.end + at);
    let ends_line = |at: usize| text.get(..at).is_some_and(|text| text.ends_with(['\n', '\r']));
    // What takes whole lines away says nothing about the one behind them.
    let line_end = if ends_line(span.end) && !span.is_empty() { span.end } else { line_end };
    let mut out = String::new();
    let mut at = line_start;
    for (number, Change { range, new }) in place.changes.iter().enumerate() {
        let between = text.get(at..range.start).unwrap_or("");
        out.push_str(&clipped(between, number > 0, true, style));
        let old = text.get(range.clone()).unwrap_or("");
        if !old.is_empty() {
            out.push_str(&mark(old, "31;7", "[-", "-]", style));
        }
        if !new.is_empty() {
            out.push_str(&mark(new, "32;7", "{+", "+}", style));
        }
        at = range.end;
    }
    out.push_str(&clipped(text.get(at..line_end).unwrap_or(""), true, false, style));
    out
}

fn mark(text: &str, color: &str, open: &str, close: &str, style: Style) -> String {
    let cut = text.get(..boundary(text, LONGEST)).unwrap_or("");
    let more = if cut.len() < text.len() { style.ellipsis() } else { "" };
    let text = format!("{}{more}", shown(cut, style, true));
    if style.color { style.paint(color, &text) } else { format!("{open}{text}{close}") }
}

/// The last place at or before `at` that cuts no character.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Text that stays, without its middle if it is long: the ends that touch a change are kept.
fn clipped(text: &str, keep_start: bool, keep_end: bool, style: Style) -> String {
    let kept = usize::from(keep_start) + usize::from(keep_end);
    if text.len() <= AROUND * kept.max(1) {
        return shown(text, style, false);
    }
    let start = if keep_start { text.get(..boundary(text, AROUND)) } else { None };
    let end = if keep_end { text.get(boundary(text, text.len() - AROUND)..) } else { None };
    let show = |part: Option<&str>| shown(part.unwrap_or(""), style, false);
    format!("{}{}{}", show(start), style.ellipsis(), show(end))
}

/// Text of a file as it can be shown. In a `change` nothing is invisible: blanks, tabs and line ends, and what
/// the terminal has no letter for.
fn shown(text: &str, style: Style, change: bool) -> String {
    let all_blank = text.chars().all(char::is_whitespace);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if change => out.push_str("\\n"),
            '\r' if change => out.push_str("\\r"),
            '\t' if change => out.push_str("\\t"),
            '\t' => out.push(' '),
            ' ' if change && all_blank => out.push(if style.unicode { '·' } else { '_' }),
            c if is_hostile(c) || (change && c != ' ' && c.is_whitespace()) => out.push_str(&spelled(c)),
            c if !c.is_ascii() && !style.unicode && change => out.push_str(&spelled(c)),
            c => out.push(c),
        }
    }
    if change { out } else { style.words(&out).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;

    fn review(text: &str, edits: &[(Range<usize>, &str)], style: Style) -> String {
        let mut files = Files::default();
        let id = files.add(|id| SourceFile::from_bytes(id, "a\n.md", None, text.as_bytes()));
        let file = files.get(id);
        let edits =
            edits.iter().map(|(range, new)| Edit { span: file.at(range.clone()), text: (*new).into() });
        let fix = Fix::new("Write it well", Applicability::Unsafe, edits.collect());
        let span = file.at(fix.edits[0].span.range());
        let finding = Diagnostic::new("a-rule", Severity::Warning, span, "It is \u{1b}wrong.");
        let mut out = vec![];
        write_review(&files, &finding, &fix, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn line(text: &str, edits: &[(Range<usize>, &str)]) -> String {
        let plain = Style { unicode: false, ..Style::default() };
        review(text, edits, plain).lines().skip(3).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn words_change_as_a_whole() {
        assert_eq!(
            line("Owns the raodmap now.\n", &[(10..11, "")]),
            "     1 | Owns the [-raodmap-]{+rodmap+} now."
        );
        assert_eq!(
            line("Recieves it.\n", &[(3..5, "ei"), (6..7, "")]),
            "     1 | [-Recieves-]{+Receivs+} it.",
            "two edits in one word"
        );
        assert_eq!(line("One.\nTwo\n", &[(8..8, ".")]), "     2 | Two{+.+}");
        assert_eq!(
            line("a\nteh b teh\n", &[(2..5, "the"), (8..11, "the")]),
            "     2 | [-teh-]{+the+} b [-teh-]{+the+}"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(line("One  \nTwo", &[(3..5, "")]), "     1 | One[-__-]");
        assert_eq!(line("One\r\nTwo\r\n", &[(0..5, "")]), "     1 | [-One\\r\\n-]");
        assert_eq!(line("It’s", &[(2..5, "'")]), "     1 | [-It\\u{2019}s-]{+It's+}");
        assert_eq!(line("a\u{202e}b\u{200b}", &[(5..8, "")]), "     1 | a\\u{202e}b[-\\u{200b}-]");
    }

    #[test]
    fn nothing_of_a_file_acts_on_the_terminal() {
        let colors = Style { color: true, ..Style::default() };
        let text = review("x\u{1b}[2J teh\n", &[(6..9, "the")], colors);
        let left = text.replace("\u{1b}[1m", "").replace("\u{1b}[36m", "").replace("\u{1b}[0m", "");
        let left = left.replace("\u{1b}[31;7m", "").replace("\u{1b}[32;7m", "");
        assert!(!left.contains('\u{1b}') && left.contains("\\u{1b}[2J"), "{text:?}");
        assert!(text.starts_with("\u{1b}[1ma\\u{a}.md:1:7\u{1b}[0m"), "{text:?}");
    }

    #[test]
    fn long_lines_are_cut() {
        let long = format!("{} teh {}\n", "x".repeat(5000), "y".repeat(5000));
        let shown = line(&long, &[(5001..5004, "the")]);
        assert!(shown.len() < 300 && shown.contains("...x") && shown.ends_with("y..."), "{shown}");
    }
}
