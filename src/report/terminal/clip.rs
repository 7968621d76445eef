//! One line of a file as it is shown: hostile characters spelled out, tabs widened, long lines cut
//! around what is marked. The work depends on the width of the terminal, not on the length of the
//! line: a page may be one line of megabytes.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use crate::report::neutral::{is_hostile, spelled};

/// Columns of a tab.
const TAB: &str = "    ";

/// A line ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clipped {
    pub text: String,
    /// For each mark, where it stands in `text`.
    pub marks: Vec<Range<usize>>,
}

/// Cuts `line` to `width` columns around `marks` (byte ranges of `line`, sorted by start). After the
/// middle of a mark, `room` columns are kept free for its label, by cutting the line before it.
pub(super) fn clip(line: &str, marks: &[Range<usize>], width: usize, room: usize, ellipsis: &str) -> Clipped {
    let width = width.max(16);
    let keep = windows(line, marks, width, width - room.min(width / 2), ellipsis.chars().count());
    let mut text = String::new();
    let mut starts = vec![None; marks.len()];
    let mut ends = vec![None; marks.len()];
    let mut at = 0;
    for range in keep {
        if range.start > at {
            text.push_str(ellipsis);
        }
        for (offset, c) in line.get(range.clone()).unwrap_or("").char_indices() {
            let offset = range.start + offset;
            note(&mut starts, marks.iter().map(|mark| mark.start), offset, text.len());
            note(&mut ends, marks.iter().map(|mark| mark.end), offset, text.len());
            push(&mut text, c);
        }
        at = range.end;
        note(&mut starts, marks.iter().map(|mark| mark.start), at, text.len());
        note(&mut ends, marks.iter().map(|mark| mark.end), at, text.len());
    }
    if at < line.len() {
        text.push_str(ellipsis);
        note(&mut ends, marks.iter().map(|mark| mark.end), line.len(), text.len());
    }
    let end = text.len();
    let marks = starts
        .into_iter()
        .zip(ends)
        .map(|(start, stop)| {
            let start = start.unwrap_or(end);
            start..stop.unwrap_or(end).max(start)
        })
        .collect();
    Clipped { text, marks }
}

/// Notes the place in the output for every wanted offset that `offset` has reached.
fn note(found: &mut [Option<usize>], wanted: impl Iterator<Item = usize>, offset: usize, place: usize) {
    for (slot, wanted) in found.iter_mut().zip(wanted) {
        if slot.is_none() && offset >= wanted {
            *slot = Some(place);
        }
    }
}

fn push(text: &mut String, c: char) {
    match c {
        '\t' => text.push_str(TAB),
        c if is_hostile(c) => text.push_str(&spelled(c)),
        c => text.push(c),
    }
}

/// Columns of a character as [`push`] writes it.
fn columns(c: char) -> usize {
    match c {
        '\t' => TAB.len(),
        c if is_hostile(c) => spelled(c).len(),
        c => c.width().unwrap_or(0),
    }
}

/// Which parts of the line are kept, in order, without overlap.
fn windows(
    line: &str,
    marks: &[Range<usize>],
    width: usize,
    middle: usize,
    ellipsis: usize,
) -> Vec<Range<usize>> {
    let (end, whole) = match forward(line, 0, width) {
        (end, true) => (end, true),
        _ => (forward(line, 0, width - ellipsis).0, false),
    };
    // Marks near the start need no cut before them.
    let reachable = forward(line, 0, middle).0;
    if marks.iter().all(|mark| mark.end <= end && mark.start.midpoint(mark.end) <= reachable) {
        return vec![0..if whole { line.len() } else { end }];
    }
    let share = width.saturating_sub(ellipsis * (marks.len() + 1)) / marks.len();
    let mut keep: Vec<Range<usize>> = vec![];
    for mark in marks {
        let (stop, _) = forward(line, mark.start, share * 3 / 4);
        let stop = stop.min(mark.end.max(mark.start));
        let own = line.get(mark.start..stop).unwrap_or("").chars().map(columns).sum::<usize>();
        let spare = share.saturating_sub(own);
        let (start, used) = backward(line, mark.start, spare / 2);
        let (stop, _) = forward(line, stop, spare - used);
        match keep.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(stop),
            _ => keep.push(start..stop),
        }
    }
    keep
}

/// The offset that is at most `width` columns after `from`, and whether the line ends there.
fn forward(line: &str, from: usize, width: usize) -> (usize, bool) {
    let mut used = 0;
    for (offset, c) in line.get(from..).unwrap_or("").char_indices() {
        used += columns(c);
        if used > width {
            return (from + offset, false);
        }
    }
    (line.len(), true)
}

/// The offset that is at most `width` columns before `from`, and the columns between.
fn backward(line: &str, from: usize, width: usize) -> (usize, usize) {
    let mut used = 0;
    let mut at = from;
    for (offset, c) in line.get(..from).unwrap_or("").char_indices().rev() {
        if used + columns(c) > width {
            break;
        }
        used += columns(c);
        at = offset;
    }
    (at, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, marks: &[Range<usize>], width: usize) -> (String, Vec<String>) {
        let clipped = clip(line, marks, width, 0, "…");
        let marks = clipped.marks.iter().map(|mark| clipped.text[mark.clone()].to_owned()).collect();
        (clipped.text, marks)
    }

    #[test]
    fn short_lines_stay_whole() {
        let (text, marks) = shown("Owns\tthe roadmap", &[9..16], 40);
        assert_eq!((text.as_str(), marks[0].as_str()), ("Owns    the roadmap", "roadmap"));
    }

    #[test]
    fn long_lines_are_cut_around_every_mark() {
        let line = format!("{}FIRST{}SECOND{}", "a".repeat(5000), "b".repeat(5000), "c".repeat(5000));
        let (text, marks) = shown(&line, &[5000..5005, 10005..10011], 60);
        assert_eq!(marks, ["FIRST", "SECOND"]);
        assert!(text.chars().count() <= 60, "{text}");
        assert!(text.starts_with('…') && text.ends_with('…') && text.matches('…').count() == 3);
    }

    #[test]
    fn a_mark_wider_than_the_terminal_is_cut_itself() {
        let line = "x".repeat(500);
        let (text, marks) = shown(&line, &[100..400], 40);
        assert!(text.chars().count() <= 40, "{text}");
        assert!(!marks[0].is_empty());
    }

    #[test]
    fn hostile_characters_are_marked_in_their_visible_form() {
        let (text, marks) = shown("a\u{200b}b\u{1b}[0m", &[1..4], 40);
        assert_eq!((text.as_str(), marks[0].as_str()), ("a\\u{200b}b\\u{1b}[0m", "\\u{200b}"));
    }

    #[test]
    fn the_line_moves_to_make_room_for_a_label() {
        let line = "Owns the roadmap of two teams and one budget";
        let clipped = clip(line, &[38..44], 50, 20, "…");
        assert_eq!(&clipped.text[clipped.marks[0].clone()], "budget");
        assert!(clipped.marks[0].start < 30, "{}", clipped.text);
    }

    #[test]
    fn marks_at_the_end_of_a_line_are_kept() {
        assert_eq!(clip("abc", &[3..3], 40, 0, "…").marks, [3..3]);
        assert_eq!(clip("", &[0..0], 40, 0, "…").marks, [0..0]);
    }
}
