//! Tables for spreadsheets, as RFC 4180 has them, in which no cell is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the rows, all as long as the longest; lines end with CR LF. A cell that a spreadsheet would take
/// for a formula begins with an apostrophe, and control characters are left out.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_csv(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in rows {
        let mut line = String::new();
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                line.push(',');
            }
            line.push_str(&field(cell));
        }
        // Readers of tables want as many fields in each line, though rows may end before their last column.
        line.extend(std::iter::repeat_n(',', width - row.len().max(1).min(width)));
        out.write_all(line.as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn field(text: &str) -> Cow<'_, str> {
    let text = inert(text);
    let quoted = text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")).into() } else { text }
}

/// The text without what spreadsheets run.
fn inert(text: &str) -> Cow<'_, str> {
    let is_kept = |c: char| c == '\n' || !(c.is_control() || c == '\u{feff}');
    let text: Cow<'_, str> = if text.chars().all(is_kept) {
        text.into()
    } else {
        text.chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| is_kept(*c))
            .collect::<String>()
            .into()
    };
    // Some programs pass over white space and take signs of full width for the others.
    let first = text.trim_start().chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠') => format!("'{text}").into(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]]) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
        let mut out = vec![];
        write_csv(&rows, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(
            written(&[&["a", "b, c", "say \"x\"", "two\nlines", ""]]),
            "a,\"b, c\",\"say \"\"x\"\"\",\"two\nlines\",\r\n"
        );
    }

    #[test]
    fn rows_are_as_long_as_the_longest() {
        assert_eq!(written(&[&["a", "b", "c"], &["d"], &[], &["e", "f"]]), "a,b,c\r\nd,,\r\n,,\r\ne,f,\r\n");
        assert_eq!(written(&[&[], &["a"]]), "\r\na\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let hostile = [
            "=1+1",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\n=1",
            "\u{feff}=1",
            "\0=1",
            "＝1",
            "=HYPERLINK(\"http://example.com\",\"x\")",
        ];
        for cell in hostile {
            let line = written(&[&[cell]]);
            let bare = line.trim_start_matches('"');
            assert!(bare.starts_with('\''), "{cell:?}: {line:?}");
        }
        assert_eq!(written(&[&["a\u{1b}[31mb\u{7}"]]), "a[31mb\r\n");
    }
}
