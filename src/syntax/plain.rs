//! Plain text pages: the structure that the eye sees without any mark-up. Lines are joined where they
//! were filled, bullets become lists, and short lines that stand above a block become headings.
//! Nothing is decoded: the text is what the file says.

mod headings;

use std::ops::Range;

use crate::text::SourceFile;

use super::inline::{Fold, Inline};
use super::outline::{self, Frame, Outline};
use super::reading::Reading;
use super::{Block, Document, Heading, HeadingMark, Marker, Text};

/// Reads a page of plain text.
pub fn parse(file: &SourceFile) -> Document {
    let mut reading = Reading::new(file);
    let units = units(&file.text);
    let depths = headings::depths(&file.text, &units);
    let mut outline = Outline::new(file);
    let mut lists = Lists::default();
    for (unit, depth) in units.iter().zip(depths) {
        if !matches!(unit.kind, Kind::Item { .. }) {
            lists.close_to(&mut outline, 0);
        }
        match &unit.kind {
            Kind::Item { indent, marker, mark } => {
                lists.item(&mut outline, &mut reading, unit, (*indent, *marker, mark.clone()));
            }
            Kind::Rule => outline.push(Block::Rule { span: file.at(unit.whole()) }),
            Kind::Text | Kind::Marked { .. } => {
                let text = text(&mut reading, &unit.lines);
                let span = file.at(unit.whole());
                let mark = match unit.kind {
                    Kind::Marked { mark, .. } => mark,
                    _ => HeadingMark::Unmarked,
                };
                outline.push(match depth {
                    Some(depth) => Block::Heading(Heading { depth, mark, text, span }),
                    None => outline::paragraph(text),
                });
            }
        }
    }
    lists.close_to(&mut outline, 0);
    let blocks = outline.finish(file.text.len());
    reading.finish("text", None, blocks)
}

/// Lines that belong together.
#[derive(Debug)]
struct Unit {
    kind: Kind,
    /// Without white space at their ends, and without the bullet or the mark of a heading.
    lines: Vec<Range<usize>>,
    /// Bytes that are not in `lines`: bullet, underline.
    marks: Option<Range<usize>>,
}

#[derive(Debug)]
enum Kind {
    Text,
    Item {
        indent: usize,
        marker: Marker,
        mark: Range<usize>,
    },
    /// A line that says with signs that it is a heading: `=== Pay ===`, `# Pay`, or an underlined one.
    Marked {
        depth: Option<u8>,
        mark: HeadingMark,
    },
    /// A line of dashes or stars.
    Rule,
}

impl Unit {
    fn whole(&self) -> Range<usize> {
        let ranges = || self.lines.iter().chain(&self.marks);
        let start = ranges().map(|range| range.start).min().unwrap_or(0);
        let end = ranges().map(|range| range.end).max().unwrap_or(start);
        start..end
    }
}

/// The text of `lines`, put together.
fn text(reading: &mut Reading, lines: &[Range<usize>]) -> Text {
    let mut inline = Inline::new(reading.file);
    for line in lines {
        inline.fold(Fold::Soft);
        inline.verbatim(reading.file.text.get(line.clone()).unwrap_or(""), line.start);
    }
    inline.finish(&mut reading.opaque).text
}

/// The lists that are open, with the indentation of their items.
#[derive(Default)]
struct Lists {
    open: Vec<(usize, Marker)>,
    end: usize,
}

impl Lists {
    /// Adds an item, in the list that fits its indentation and marker.
    fn item(
        &mut self,
        outline: &mut Outline,
        reading: &mut Reading,
        unit: &Unit,
        (indent, marker, mark): (usize, Marker, Range<usize>),
    ) {
        let fits = |&(at, open): &(usize, Marker)| indent == at && kin(open, marker);
        // A list of the same look is gone on with; else, what is as deep or deeper ends.
        let depth = match self.open.iter().rposition(fits) {
            Some(found) => found + 1,
            None => {
                let outer = |&(at, open): &(usize, Marker)| {
                    at < indent || (at == indent && !kin(open, marker) && is_inner(open, marker))
                };
                self.open.iter().rposition(outer).map_or(0, |found| found + 1)
            }
        };
        if self.open.get(depth.saturating_sub(1)).is_some_and(fits) {
            self.close_to(outline, depth);
            outline.close(self.end);
        } else {
            self.close_to(outline, depth);
            let ordered = matches!(marker, Marker::Markup('.' | ')'));
            outline.open(Frame::List { ordered }, mark.start);
            self.open.push((indent, marker));
        }
        let marker_span = reading.file.at(mark.clone());
        outline.open(Frame::Item { marker, marker_span, checked: None }, mark.start);
        outline.push(outline::paragraph(text(reading, &unit.lines)));
        self.end = unit.whole().end;
    }

    /// Closes all lists but the `depth` outer ones, whose last items stay open.
    fn close_to(&mut self, outline: &mut Outline, depth: usize) {
        while self.open.len() > depth {
            self.open.pop();
            outline.close(self.end);
            outline.close(self.end);
        }
    }
}

/// True when items of both markers belong to one list.
fn kin(one: Marker, other: Marker) -> bool {
    one == other
}

/// True when an item with `marker` that is not indented more than one with `outer` stands below it all
/// the same: people use hollow bullets and dashes for what is inside.
fn is_inner(outer: Marker, marker: Marker) -> bool {
    let hollow = |marker| matches!(marker, Marker::Typed('◦' | '○' | 'o' | '□' | '▪' | '–'));
    hollow(marker) && !hollow(outer)
}

/// One line of the file.
#[derive(Debug, Clone)]
struct Line {
    /// Without white space at its ends.
    range: Range<usize>,
    indent: usize,
    /// In characters.
    width: usize,
}

fn lines(text: &str) -> Vec<Line> {
    let mut at = 0;
    let mut lines = vec![];
    for raw in text.split_inclusive('\n') {
        let content = raw.trim();
        let lead = raw.len() - raw.trim_start().len();
        let start = at + lead.min(raw.len());
        let range = if content.is_empty() { at..at } else { start..start + content.len() };
        lines.push(Line {
            range,
            indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
            width: content.chars().count(),
        });
        at += raw.len();
    }
    lines
}

/// Splits the text into units.
fn units(text: &str) -> Vec<Unit> {
    let lines = lines(text);
    let fill = fill_width(&lines);
    let mut units: Vec<Unit> = vec![];
    // The line before, if it is not blank: its width decides whether the next one goes on with it.
    let mut before: Option<&Line> = None;
    for (index, line) in lines.iter().enumerate() {
        let content = text.get(line.range.clone()).unwrap_or("");
        if content.is_empty() {
            before = None;
            continue;
        }
        let last = units.last_mut();
        let open = before.is_some();
        before = Some(line);
        if let Some(unit) = last
            && unit.lines.is_empty()
            && matches!(unit.kind, Kind::Item { .. })
        {
            // A bullet alone on its line: what it marks stands on the next one.
            unit.lines.push(line.range.clone());
            continue;
        }
        if let Some(unit) = signed(content, &line.range, text, units.last(), open) {
            if unit.marks.is_some() && unit.lines.is_empty() && !matches!(unit.kind, Kind::Rule) {
                // An underline: the line above is the heading.
                if let Some(heading) = units.last_mut() {
                    heading.kind = unit.kind;
                    heading.marks = unit.marks;
                }
            } else {
                units.push(unit);
            }
            before = None;
            continue;
        }
        let after_item = matches!(units.last(), Some(Unit { kind: Kind::Item { .. }, .. }));
        if let Some((marker, length)) = bullet(content, line.indent, after_item) {
            let mark_end = line.range.start + content.trim_end().len().min(marker_length(content, marker));
            units.push(Unit {
                kind: Kind::Item { indent: line.indent, marker, mark: line.range.start..mark_end },
                lines: if length < content.len() {
                    vec![line.range.start + length..line.range.end]
                } else {
                    vec![]
                },
                marks: Some(line.range.start..mark_end),
            });
            continue;
        }
        let previous = index.checked_sub(1).and_then(|index| lines.get(index)).filter(|_| open);
        match (units.last_mut(), previous) {
            (Some(unit), Some(previous))
                if matches!(unit.kind, Kind::Text | Kind::Item { .. })
                    && !unit.lines.is_empty()
                    && goes_on(text, unit, previous, line, fill) =>
            {
                unit.lines.push(line.range.clone());
            }
            _ => units.push(Unit { kind: Kind::Text, lines: vec![line.range.clone()], marks: None }),
        }
    }
    // A dash that stands alone is no bullet: people also write it before a closing remark.
    let dash = |unit: Option<&Unit>| match unit {
        Some(Unit { kind: Kind::Item { marker: Marker::Typed(mark), .. }, .. })
            if outline::is_dash(*mark) =>
        {
            Some(*mark)
        }
        _ => None,
    };
    for index in 0..units.len() {
        let mark = dash(units.get(index));
        let beside = [index.checked_sub(1), Some(index + 1)];
        if mark.is_none() || beside.into_iter().flatten().any(|other| dash(units.get(other)) == mark) {
            continue;
        }
        if let Some(unit) = units.get_mut(index) {
            unit.kind = Kind::Text;
            if let (Some(mark), Some(first)) = (unit.marks.take(), unit.lines.first_mut()) {
                first.start = mark.start;
            }
        }
    }
    units.retain(|unit| !unit.lines.is_empty() || matches!(unit.kind, Kind::Rule));
    units
}

/// The width to which the text was filled, if it was: several lines end shortly before it, and hardly
/// any reaches beyond 100 characters.
fn fill_width(lines: &[Line]) -> Option<usize> {
    const WIDEST: usize = 100;
    let written = lines.iter().filter(|line| line.width > 0).count();
    let wide = lines.iter().filter(|line| line.width > WIDEST).count();
    if wide * 20 > written {
        return None;
    }
    let width = lines.iter().map(|line| line.width).filter(|&width| width <= WIDEST).max()?;
    let full = lines.iter().filter(|line| line.width <= width && line.width + 15 >= width).count();
    (width >= 50 && full >= 3).then_some(width)
}

/// Whether `line` goes on with what `previous` says, the last line of `unit`.
fn goes_on(text: &str, unit: &Unit, previous: &Line, line: &Line, fill: Option<usize>) -> bool {
    let above = text.get(previous.range.clone()).unwrap_or("");
    let below = text.get(line.range.clone()).unwrap_or("");
    if is_labeled(below) {
        return false;
    }
    let ends = above.ends_with(['.', '!', '?', ':', ';']);
    let lower = below.starts_with(|c: char| c.is_lowercase());
    if let Kind::Item { indent, .. } = unit.kind
        && line.indent > indent
        && (lower || !ends || fill.is_some())
    {
        return true;
    }
    let first_word = below.split_whitespace().next().map_or(0, |word| word.chars().count());
    match fill {
        // The line was full: its next word would not have fitted.
        Some(width) if previous.indent + previous.width + 1 + first_word > width => true,
        _ => lower && !ends && previous.width >= 40,
    }
}

/// True for `Label: value`.
fn is_labeled(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, _)| {
        label.split(' ').count() <= 4
            && label.starts_with(char::is_uppercase)
            && !label.contains(['.', ',', '('])
    })
}

/// A line that is made of signs, or says with signs that it is a heading.
fn signed(content: &str, range: &Range<usize>, text: &str, last: Option<&Unit>, open: bool) -> Option<Unit> {
    let sign =
        content.chars().next().filter(|c| matches!(c, '=' | '-' | '*' | '_' | '~' | '#' | '—' | '–'))?;
    let inner = content.trim_matches(sign);
    let lead = content.len() - content.trim_start_matches(sign).len();
    let count = lead / sign.len_utf8();
    if inner.is_empty() && count >= 3 {
        let above = last.filter(|unit| open && matches!(unit.kind, Kind::Text) && unit.lines.len() == 1);
        let width = above
            .and_then(|unit| unit.lines.first())
            .and_then(|line| text.get(line.clone()))
            .map_or(0, |line| line.chars().count());
        let underlines = matches!(sign, '=' | '-' | '~') && width > 0 && width <= 80 && count * 2 >= width;
        let kind = if underlines {
            Kind::Marked { depth: Some(if sign == '=' { 1 } else { 2 }), mark: HeadingMark::Setext }
        } else {
            Kind::Rule
        };
        return Some(Unit { kind, lines: vec![], marks: Some(range.clone()) });
    }
    let words = inner.split_whitespace().count();
    if sign == '#' && count <= 6 && inner.starts_with(' ') && (1..=14).contains(&words) {
        let depth = u8::try_from(count).ok();
        return Some(marked(content, inner, range, depth, HeadingMark::Atx));
    }
    let tail = content.len() - content.trim_end_matches(sign).len();
    if count >= 2 && tail >= lead && (1..=12).contains(&words) && sign != '#' {
        return Some(marked(content, inner, range, None, HeadingMark::Unmarked));
    }
    // Bold in Markdown that its author forgot to end.
    let title = inner.starts_with(char::is_alphanumeric) && !inner.ends_with(['.', ',', ';', ':', '?', '!']);
    if sign == '*' && (2..=3).contains(&count) && tail == 0 && title && words <= 8 && !inner.contains("**") {
        return Some(marked(content, inner, range, None, HeadingMark::Unmarked));
    }
    None
}

fn marked(content: &str, inner: &str, range: &Range<usize>, depth: Option<u8>, mark: HeadingMark) -> Unit {
    let words = inner.trim();
    let lead = content.find(words).unwrap_or(0);
    let start = range.start + lead;
    Unit {
        kind: Kind::Marked { depth, mark },
        lines: vec![start..start + words.len()],
        marks: Some(range.clone()),
    }
}

/// The bullet or number that a line begins with, and its length with the blanks behind it.
fn bullet(content: &str, indent: usize, after_item: bool) -> Option<(Marker, usize)> {
    if let Some((mark, length)) = outline::typed_bullet(content) {
        let marker = if matches!(mark, '-' | '*' | '+') { Marker::Markup(mark) } else { Marker::Typed(mark) };
        return Some((marker, length));
    }
    let mut chars = content.chars();
    let (first, second) = (chars.next()?, chars.next());
    if second.is_none() && outline::is_bullet(first) {
        return Some((Marker::Typed(first), content.len()));
    }
    // A hollow bullet that became the letter o on the way.
    if first == 'o' && second.is_some_and(char::is_whitespace) && (indent > 0 || after_item) {
        let rest = content.get(1..)?.trim_start();
        return (!rest.is_empty()).then(|| (Marker::Typed('o'), content.len() - rest.len()));
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let letter = usize::from(digits == 0 && first.is_ascii_lowercase());
    let number = digits + letter;
    let mark = content
        .get(number..)?
        .chars()
        .next()
        .filter(|c| (1..=2).contains(&number) && matches!(c, '.' | ')'))?;
    let rest = content.get(number + 1..)?;
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty())
        .then(|| (Marker::Markup(mark), content.len() - words.len()))
}

fn marker_length(content: &str, marker: Marker) -> usize {
    match marker {
        Marker::Markup('.' | ')') => content.find(['.', ')']).map_or(1, |at| at + 1),
        Marker::Markup(mark) | Marker::Typed(mark) => mark.len_utf8(),
        Marker::Html => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    /// The blocks of `text`, a line each: `2 Heading`, `- item`, `text`.
    fn sketch(text: &str) -> Vec<String> {
        let file = SourceFile::from_bytes(FileId(0), "a.txt", None, text.as_bytes());
        let mut shown = vec![];
        show(parse(&file).blocks(), 0, &mut shown);
        shown
    }

    fn show(blocks: &[Block], depth: usize, shown: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Heading(heading) => shown.push(format!("{} {}", heading.depth, heading.text.plain)),
                Block::Paragraph(paragraph) => shown.push(paragraph.text.plain.clone()),
                Block::List(list) => {
                    for item in &list.items {
                        shown.push(format!("{}- {}", "  ".repeat(depth), item.text.plain));
                        show(&item.children, depth + 1, shown);
                    }
                }
                Block::Rule { .. } => shown.push("---".into()),
                other => shown.push(format!("{other:?}")),
            }
        }
    }

    #[test]
    fn unmarked_headings_nest_by_their_look() {
        let text = "Skills of a Site Lead\n🎯 The Role\nA site lead runs one site and answers for all the people who work there.\n\
            📈 Growth\nUsual Path\nComes From:\n- Foreman\n- Planner\nCore Duties\nMain Tasks\n- Plan shifts.\n- Keep people safe.\n\
            Pay: by agreement";
        assert_eq!(
            sketch(text),
            [
                "1 Skills of a Site Lead",
                "2 🎯 The Role",
                "A site lead runs one site and answers for all the people who work there.",
                "2 📈 Growth",
                "3 Usual Path",
                "4 Comes From:",
                "- Foreman",
                "- Planner",
                "2 Core Duties",
                "3 Main Tasks",
                "- Plan shifts.",
                "- Keep people safe.",
                "Pay: by agreement",
            ]
        );
    }

    #[test]
    fn filled_lines_are_one_text() {
        let text = "The archivist looks after the collection, answers questions of the public and\n\
            keeps the catalog. The post reports to the head of the library, who also signs\noff the budget.\n\n\
            DUTIES\n\n  • Sorts, describes and stores what arrives in the house, and says what has to be\n    repaired.\n  • Lends.\n";
        assert_eq!(
            sketch(text),
            [
                "The archivist looks after the collection, answers questions of the public and keeps the catalog. \
                 The post reports to the head of the library, who also signs off the budget.",
                "2 DUTIES",
                "- Sorts, describes and stores what arrives in the house, and says what has to be repaired.",
                "- Lends.",
            ]
        );
    }

    #[test]
    fn labels_with_values_stay_whole() {
        let text = "=== THE JOB ===\n\nTitle: Clerk II\nPlace: Town Hall\nHours: 40\n\nRUNTOGETHER\nTagsLeadershipPeopleTools\n";
        assert_eq!(
            sketch(text),
            [
                "2 THE JOB",
                "Title: Clerk II",
                "Place: Town Hall",
                "Hours: 40",
                "RUNTOGETHER",
                "TagsLeadershipPeopleTools"
            ]
        );
    }

    #[test]
    fn bullets_nest_by_indentation_and_look() {
        assert_eq!(
            sketch("• one\n  ◦ two\n• three\n◦ four\n\n1. five\n– six\n– seven\n\nThank you.\n\n– Done."),
            [
                "- one",
                "  - two",
                "- three",
                "  - four",
                "- five",
                "  - six",
                "  - seven",
                "Thank you.",
                "– Done."
            ]
        );
    }
}
