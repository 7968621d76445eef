//! Repairs as a unified diff. Into a pipe it is exactly what `git apply` takes; to a person it is
//! colored, word by word, and neutralized.

use std::io::{self, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::Style;
use super::neutral::visible;
use crate::engine::{disk_bytes, repository_of};
use crate::text::SourceFile;

/// Writes the difference between two states of one file.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_diff(old: &SourceFile, new: &SourceFile, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (old_bytes, new_bytes) = (disk_bytes(old), disk_bytes(new));
    let (Ok(before), Ok(after)) = (std::str::from_utf8(&old_bytes), std::str::from_utf8(&new_bytes)) else {
        return Ok(()); // only UTF-8 is ever repaired
    };
    // Lines end with LF alone, as git sees them: a lone CR is part of a line.
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let diff = TextDiff::from_slices(&old_lines, &new_lines);
    let printer = Printer { style, exact: !style.live && !style.color };
    let name = patch_name(old);
    let (a, b) = (quoted("a/", &name), quoted("b/", &name));
    // A name with a blank is followed by a tab, so that its end is known.
    let tab = if name.contains(&b' ') && !a.starts_with('"') { "\t" } else { "" };
    writeln!(out, "{}", style.paint("1", &printer.text(&format!("diff --git {a} {b}"))))?;
    writeln!(out, "{}", style.paint("1", &format!("--- {}{tab}", printer.text(&a))))?;
    writeln!(out, "{}", style.paint("1", &format!("+++ {}{tab}", printer.text(&b))))?;
    for hunk in diff.unified_diff().iter_hunks() {
        writeln!(out, "{}", style.paint("36", &hunk.header().to_string()))?;
        for op in hunk.ops() {
            if style.color {
                for change in diff.iter_inline_changes(op) {
                    printer.colored(change.tag(), change.values(), out)?;
                }
            } else {
                for change in diff.iter_changes(op) {
                    printer.plain(change.tag(), change.value(), out)?;
                }
            }
        }
    }
    Ok(())
}

struct Printer {
    style: Style,
    /// Write the file's own bytes, whatever they are.
    exact: bool,
}

const NO_NEWLINE: &str = "\\ No newline at end of file";

impl Printer {
    fn text(&self, text: &str) -> String {
        if self.exact { text.to_owned() } else { visible(text).replace("\\u{9}", "\t") }
    }

    fn plain(&self, tag: ChangeTag, line: &str, out: &mut dyn Write) -> io::Result<()> {
        let (body, ended) = split(line);
        let body = if self.exact || tag != ChangeTag::Equal { body } else { without_cr(body) };
        writeln!(out, "{tag}{}", self.text(body))?;
        if !ended {
            writeln!(out, "{NO_NEWLINE}")?;
        }
        Ok(())
    }

    fn colored(&self, tag: ChangeTag, parts: &[(bool, &str)], out: &mut dyn Write) -> io::Result<()> {
        let color = match tag {
            ChangeTag::Delete => "31",
            ChangeTag::Insert => "32",
            ChangeTag::Equal => "0",
        };
        let mut line = self.style.paint(color, &tag.to_string());
        let mut ended = false;
        for (changed, part) in parts {
            let (body, end) = split(part);
            ended |= end;
            let body = if *changed || !end { body } else { without_cr(body) };
            let code = if *changed { format!("{color};7") } else { color.to_owned() };
            if !body.is_empty() {
                line.push_str(&self.style.paint(&code, &self.text(body)));
            }
        }
        writeln!(out, "{line}")?;
        if !ended {
            writeln!(out, "{NO_NEWLINE}")?;
        }
        Ok(())
    }
}

/// People need not see the CR of each line that keeps it.
fn without_cr(body: &str) -> &str {
    body.strip_suffix('\r').unwrap_or(body)
}

/// The line without its line feed, and whether it had one.
fn split(line: &str) -> (&str, bool) {
    line.strip_suffix('\n').map_or((line, false), |body| (body, true))
}

/// The name under which `git apply` knows the file: relative to its repository, for that is where
/// git counts from in every folder of it; outside of repositories relative to the working directory.
/// In bytes, because a name need not be text.
fn patch_name(file: &SourceFile) -> Vec<u8> {
    let disk = file.disk.as_deref();
    let inside = disk.and_then(|disk| disk.parent().and_then(repository_of).map(|root| (disk, root)));
    let relative = inside.and_then(|(disk, root): (&Path, &Path)| disk.strip_prefix(root).ok());
    match (relative, disk) {
        (Some(path), _) if cfg!(unix) => path.as_os_str().as_encoded_bytes().to_vec(),
        (Some(path), _) => path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/").into_bytes(),
        // Where the shown name lost something, the real one is told.
        (None, Some(disk)) if cfg!(unix) && file.path.contains('\u{FFFD}') => disk
            .as_os_str()
            .as_encoded_bytes()
            .trim_ascii_start()
            .strip_prefix(b"/")
            .unwrap_or_default()
            .to_vec(),
        (None, _) => file.path.trim_start_matches('/').as_bytes().to_vec(),
    }
}

/// A name as git writes it: in quotes, with octal numbers, if it holds anything but plain ASCII.
fn quoted(side: &str, name: &[u8]) -> String {
    let odd = |byte: &u8| !(b' '..0x7F).contains(byte) || matches!(byte, b'"' | b'\\');
    let mut out = String::from(side);
    let is_odd = name.iter().any(odd);
    for byte in name {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            byte if odd(byte) => out.push_str(&format!("\\{byte:03o}")),
            &byte => out.push(char::from(byte)),
        }
    }
    if is_odd { format!("\"{out}\"") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn diff(name: &str, old: &[u8], new: &[u8], style: Style) -> String {
        let file = |bytes: &[u8]| SourceFile::from_bytes(FileId(0), name, None, bytes);
        let mut out = vec![];
        write_diff(&file(old), &file(new), style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn bytes_are_exact_for_git() {
        let text =
            diff("a.md", b"\xEF\xBB\xBFone \r\ntwo\rx", b"\xEF\xBB\xBFone\r\ntwo\rx", Style::default());
        assert_eq!(
            text,
            "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n\
             -\u{feff}one \r\n+\u{feff}one\r\n two\rx\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn odd_names_are_quoted() {
        let text = diff("a \"b\"\n.md", b"x \n", b"x\n", Style::default());
        assert!(text.starts_with("diff --git \"a/a \\\"b\\\"\\n.md\" \"b/a \\\"b\\\"\\n.md\"\n"), "{text}");
        assert!(
            diff("f\u{202e}é.md", b"x \n", b"x\n", Style::default())
                .starts_with(r#"diff --git "a/f\342\200\256\303\251.md""#)
        );
        assert!(diff("a b.md", b"x \n", b"x\n", Style::default()).contains("--- a/a b.md\t\n"));
    }

    #[test]
    fn changed_words_stand_out_in_color() {
        let style = Style { color: true, ..Style::default() };
        let text = diff("a.md", b"Owns the raodmap of the team\n", b"Owns the roadmap of the team\n", style);
        assert!(text.contains("\u{1b}[31;7mraodmap\u{1b}[0m"), "{text:?}");
        assert!(text.contains("\u{1b}[32;7mroadmap\u{1b}[0m"), "{text:?}");
    }

    #[test]
    fn a_person_sees_no_control_characters() {
        let style = Style { live: true, ..Style::default() };
        let text = diff("a.md", b"x\x1b[2J \n", b"x\x1b[2J\n", style);
        assert!(text.contains("\\u{1b}[2J") && !text.contains('\u{1b}'), "{text:?}");
    }
}
