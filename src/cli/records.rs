//! `rolelint check --stdin-format jsonl`: a record a line on standard input, a finding a line on standard output. Every
//! record is a page of its own, and only one of them is in memory at a time, so that programs that go through
//! millions of pages can hand them over.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::PathBuf;

use serde::Deserialize;

use super::Exit;
use super::args::CheckArgs;
use super::check::{Prepared, exit_of};
use super::console::Console;
use super::setup::limits;
use crate::engine::{Job, Lens, Loaded, Roots, check};
use crate::report::{Report, Reporter};
use crate::syntax;
use crate::text::{SourceFile, Trouble};

/// A page on standard input. Other keys are left to whoever wrote them.
#[derive(Deserialize)]
struct Record {
    /// Decides the format, as the name of a file does, and names the page in findings.
    path: String,
    text: String,
}

/// A letter takes up to this many bytes in JSON for each of its own: `\u0007`.
const ESCAPED: u64 = 6;

/// What a line may hold besides the text, in bytes.
const AROUND: usize = 64 * 1024;

/// Checks record by record until the input ends. A line that is no record is named and passed over, and makes the
/// run fail in the end.
pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Exit {
    if !matches!(args.format.as_str(), "terminal" | "jsonl") {
        console.complain(
            &format!("`--stdin-format jsonl` writes JSON Lines, not `--format {}`.", args.format),
            Some("Leave `--format` out."),
        );
        return Exit::Failed;
    }
    let prepared = match Prepared::new(args, console) {
        Ok(prepared) => prepared,
        Err(exit) => return exit,
    };
    let Some(reporter) = Reporter::named("jsonl") else { return Exit::Failed };
    let most = limits(&prepared.configuration.settings).max_file_size;
    let mut input = BufReader::with_capacity(AROUND, std::io::stdin().lock());
    let roots = Roots::default();
    let mut exit = Exit::Clean;
    let mut line = vec![];
    for number in 1u64.. {
        match next_line(&mut input, most.saturating_mul(ESCAPED).saturating_add(AROUND as u64), &mut line) {
            Ok(Line::End) => break,
            Ok(Line::Whole) if line.trim_ascii().is_empty() => continue,
            Ok(Line::Whole) => {}
            Ok(Line::TooLong) => {
                console.complain(
                    &format!("Line {number} is longer than any page may be; it is passed over."),
                    None,
                );
                exit = Exit::Failed;
                continue;
            }
            Err(error) => {
                console.complain(&format!("Standard input cannot be read: {error}."), None);
                exit = Exit::Failed;
                break;
            }
        }
        let record: Record = match serde_json::from_slice(&line) {
            Ok(record) => record,
            Err(error) => {
                let help = "A record is an object with `path` and `text`, in one line.";
                console.complain(&format!("Line {number} is no record: {error}."), Some(help));
                exit = Exit::Failed;
                continue;
            }
        };
        let loaded = load(record, most);
        let mut run = check(&job(&prepared, &loaded, &roots, args));
        run.shorten(prepared.configuration.settings.listed());
        exit = exit.max(exit_of(&run, args.fail_on));
        let report = Report::new(&loaded, &run);
        let written = (reporter.write)(&report, &console.style, &mut console.out);
        // Whoever waits for the findings of the last record gets them before we wait for the next one.
        let written =
            written.and_then(|()| if input.buffer().is_empty() { console.out.flush() } else { Ok(()) });
        if written.is_err() {
            return console.finish(written, exit);
        }
    }
    console.finish(Ok(()), exit)
}

fn job<'j>(prepared: &'j Prepared, loaded: &'j Loaded, roots: &'j Roots, args: &CheckArgs) -> Job<'j> {
    Job {
        files: &loaded.files,
        settings: &prepared.configuration.settings,
        rules: &prepared.rules,
        roots,
        report: None,
        no_inline_ignores: args.no_inline_ignores,
        schemas: &prepared.schemas,
        lens: Lens::default(),
    }
}

/// The page as the only file of a run. It has a place, though not one that can be looked at: so a link to
/// another page is not taken for a broken one.
fn load(record: Record, most: u64) -> Loaded {
    let mut loaded = Loaded::default();
    let size = record.text.len() as u64;
    let disk = Some(PathBuf::from(&record.path));
    loaded.files.add(|id| {
        if size > most {
            return SourceFile::troubled(id, record.path, disk, Trouble::TooLarge { size, limit: most });
        }
        syntax::read_source(id, &record.path, disk, record.text.as_bytes())
    });
    loaded
}

enum Line {
    Whole,
    /// Longer than allowed: it was read over.
    TooLong,
    End,
}

/// Reads the next line without its end; never holds more than `most` bytes of it.
fn next_line(input: &mut impl BufRead, most: u64, line: &mut Vec<u8>) -> std::io::Result<Line> {
    line.clear();
    let read = input.by_ref().take(most.saturating_add(1)).read_until(b'\n', line)?;
    if line.pop_if(|last| *last == b'\n').is_some() {
        return Ok(Line::Whole);
    }
    if read == 0 {
        return Ok(Line::End);
    }
    if read as u64 <= most {
        return Ok(Line::Whole);
    }
    line.clear();
    line.shrink_to(AROUND);
    loop {
        let buffer = input.fill_buf()?;
        let end = memchr::memchr(b'\n', buffer);
        let used = end.map_or(buffer.len(), |end| end + 1);
        let last = end.is_some() || buffer.is_empty();
        input.consume(used);
        if last {
            return Ok(Line::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_length() {
        let mut input = BufReader::with_capacity(3, &b"one\n\nfour\nfar too long\nend"[..]);
        let mut line = vec![];
        let mut read = vec![];
        loop {
            match next_line(&mut input, 4, &mut line).unwrap() {
                Line::Whole => read.push(String::from_utf8(line.clone()).unwrap()),
                Line::TooLong => read.push("…".into()),
                Line::End => break,
            }
        }
        assert_eq!(read, ["one", "", "four", "…", "end"]);
    }
}
