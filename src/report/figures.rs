//! `rolelint stats`: figures for people.

use std::io::{self, Write};

use super::neutral::visible;
use super::{Style, counted};
use crate::analysis::{Revision, Statistics};
use crate::diag::Severity;

/// Rules that are listed; the others are counted.
const MOST_RULES: usize = 15;

/// Tracks that are listed.
const MOST_TRACKS: usize = 8;

/// Writes the figures, and those of earlier states if there are any.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_figures(
    figures: &Statistics,
    history: &[Revision],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let minutes = counted(figures.reading_minutes, "minute");
    let tracks: Vec<&str> = figures.tracks.iter().take(MOST_TRACKS).map(String::as_str).collect();
    let more = figures.tracks.len().saturating_sub(tracks.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let postings = match figures.postings {
        0 => String::new(),
        count if count == figures.roles => "written for candidates".to_owned(),
        count => format!("{count} of them written for candidates"),
    };
    let languages: Vec<String> =
        figures.languages.iter().map(|share| format!("{} {}", share.name, share.count)).collect();
    let found = figures.errors + figures.warnings + figures.infos;
    let kinds = [(figures.errors, "error"), (figures.warnings, "warning"), (figures.infos, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect::<Vec<_>>()
        .join(", ");
    let rows = [
        ("Frameworks", figures.frameworks, String::new()),
        ("Files", figures.files, languages.join(", ")),
        ("Roles", figures.roles, postings),
        ("Levels", figures.levels, String::new()),
        ("Tracks", figures.tracks.len(), format!("{}{more}", tracks.join(", "))),
        ("Sections", figures.sections, String::new()),
        ("Expectations", figures.expectations, String::new()),
        ("Words", figures.words, format!("about {minutes} of reading")),
        ("Findings", found, kinds),
    ];
    let width = rows.iter().map(|(_, count, _)| number(*count).len()).max().unwrap_or(1);
    for (name, count, remark) in rows {
        let remark = if remark.is_empty() { remark } else { format!("  {}", visible(&remark)) };
        writeln!(out, "{name:<12}  {}{remark}", style.paint("1", &format!("{:>width$}", number(count))))?;
    }
    rules(figures, style, out)?;
    if !history.is_empty() {
        table(history, style, out)?;
    }
    Ok(())
}

fn rules(figures: &Statistics, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(widest) = figures.rules.first().map(|rule| number(rule.count).len()) else { return Ok(()) };
    writeln!(out, "\n{}", style.paint("1", "Findings by rule"))?;
    for rule in figures.rules.iter().take(MOST_RULES) {
        let color = match rule.severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        let count = style.paint(color, &format!("{:>widest$}", number(rule.count)));
        writeln!(out, "  {count}  {}", visible(&rule.rule))?;
    }
    let more = figures.rules.len().saturating_sub(MOST_RULES);
    if more > 0 {
        writeln!(out, "  and {}", counted(more, "more rule"))?;
    }
    Ok(())
}

/// A row for each state, and below the columns how they went.
fn table(history: &[Revision], style: Style, out: &mut dyn Write) -> io::Result<()> {
    const NAMES: [&str; 6] = ["roles", "levels", "expectations", "words", "findings", "errors"];
    let figures =
        |row: &Revision| [row.roles, row.levels, row.expectations, row.words, row.findings, row.errors];
    let columns: Vec<Vec<usize>> = (0..NAMES.len())
        .map(|column| history.iter().filter_map(|row| figures(row).get(column).copied()).collect())
        .collect();
    let lines: Vec<String> = columns.iter().map(|values| sparkline(values)).collect();
    let widths: Vec<usize> = NAMES
        .iter()
        .zip(columns.iter().zip(&lines))
        .map(|(name, (values, line))| {
            let widest = values.iter().map(|&value| number(value).len()).max().unwrap_or(0);
            let drawn = if style.unicode { line.chars().count() } else { 0 };
            name.len().max(widest).max(drawn)
        })
        .collect();
    let row = |cells: &[String]| {
        let mut line = String::new();
        for (cell, &width) in cells.iter().zip(&widths) {
            let blanks = width.saturating_sub(cell.chars().count()) + 2;
            line.push_str(&" ".repeat(blanks));
            line.push_str(cell);
        }
        line
    };
    writeln!(out)?;
    let head = row(&NAMES.map(str::to_owned));
    writeln!(out, "{}", style.paint("1", &format!("{:<12}  {:<10}{head}", "Revision", "Day")))?;
    for state in history {
        let commit = state.commit.as_deref().map_or("now", |commit| commit.get(..12).unwrap_or(commit));
        let cells: Vec<String> = figures(state).iter().map(|&value| number(value)).collect();
        writeln!(out, "{commit:<12}  {:<10}{}", state.date.as_deref().unwrap_or(""), row(&cells))?;
    }
    if style.unicode && history.len() > 2 {
        writeln!(out, "{:<12}  {:<10}{}", "", "", style.paint("36", &row(&lines)))?;
    }
    Ok(())
}

/// One bar for each value, between the smallest and the largest of them.
fn sparkline(values: &[usize]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let (low, high) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
    let bar = |&value: &usize| {
        let at = if high == low { 3 } else { (value - low) * 7 / (high - low) };
        BARS.get(at).copied().unwrap_or('█')
    };
    values.iter().map(bar).collect()
}

/// `12,345`.
pub(super) fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_the_way_and_not_the_height() {
        assert_eq!(sparkline(&[1000, 1001, 1007]), "▁▂█");
        assert_eq!(sparkline(&[5, 5]), "▄▄");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn numbers_are_read_in_groups() {
        assert_eq!(
            [number(0), number(999), number(1000), number(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
