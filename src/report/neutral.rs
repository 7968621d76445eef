//! Text of strangers on the way to a terminal or a log: whatever could move the cursor, hide or
//! reorder text, or command a build runner is shown instead of sent.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io::{self, Write};

/// True for characters that must not reach a terminal: controls, direction marks, and characters
/// that take no room. Variation selectors stay, they are part of emoji.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// The visible form of a hostile character.
pub fn spelled(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

/// `text` on one line with every hostile character spelled out.
pub fn visible(text: &str) -> Cow<'_, str> {
    spell(text, is_hostile)
}

/// The same for text that may have several lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    spell(text, |c| c != '\n' && is_hostile(c))
}

fn spell(text: &str, hostile: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hostile(c) { out.push_str(&spelled(c)) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Where a build runner would see a command that may stand anywhere in a line: the place of the bracket in
/// `##[…]` (GitHub) and `##vso[…]`, `##teamcity[…]` and the like.
pub fn command_at(text: &str) -> Option<usize> {
    command_in(text.as_bytes())
}

fn command_in(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'#', text).find_map(|at| {
        let word = text.get(at..).unwrap_or_default().strip_prefix(b"##")?;
        let length = word.iter().take(MAX_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        (word.get(length) == Some(&b'[')).then_some(at + 2 + length)
    })
}

/// No runner's name for its commands is longer.
const MAX_WORD: usize = 32;

/// `text` in which no runner finds a command that may stand anywhere in a line.
pub fn without_commands(text: Cow<'_, str>) -> Cow<'_, str> {
    if command_at(&text).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest: &str = &text;
    while let Some((before, after)) = command_at(rest).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        out.push_str("\\u{5b}");
        rest = after.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Who reads along what is printed, and obeys some of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    None,
    /// Can be told to take no commands for a while.
    GitHub,
    /// Takes commands always, as the agent of Azure Pipelines does.
    Other,
}

/// The one door to standard output and standard error. On a build runner, lines that it would take
/// for commands are broken: `##[…]` and its like anywhere, `::…` at the start.
pub struct Guarded<W: Write> {
    inner: W,
    runner: Runner,
    line: Vec<u8>,
    /// Something was changed.
    broken: bool,
    /// What was written since [`Guarded::remember`], and how much of it at most.
    kept: Option<(Vec<u8>, usize)>,
}

/// A line without end is passed on in pieces of this size.
const MAX_LINE: usize = 1 << 20;

impl<W: Write> Guarded<W> {
    /// `runner`: which build runner reads along.
    pub fn new(inner: W, runner: Runner) -> Self {
        Guarded { inner, runner, line: vec![], broken: false, kept: None }
    }

    /// Passes on what `write` writes byte by byte: a patch is data, and a changed one does not apply. GitHub's runner
    /// is told to take no commands meanwhile, in lines that `git apply` skips. Another runner cannot be told, so
    /// commands are broken there as everywhere; the answer says whether there were any.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn exact(&mut self, write: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<bool> {
        match self.runner {
            Runner::None => write(self).map(|()| false),
            Runner::Other => {
                self.flush()?;
                self.broken = false;
                write(self)?;
                self.flush()?;
                Ok(self.broken)
            }
            Runner::GitHub => {
                // Whoever could guess the word could end it.
                let word = format!("rolelint-{:016x}", RandomState::new().hash_one(std::process::id()));
                self.flush()?;
                self.runner = Runner::None;
                let written = writeln!(self, "::stop-commands::{word}")
                    .and_then(|()| write(self))
                    .and_then(|()| writeln!(self, "::{word}::"));
                self.runner = Runner::GitHub;
                written.map(|()| false)
            }
        }
    }

    /// Passes on what `write` writes although a runner obeys it: formats that consist of commands.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn commands(&mut self, write: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.flush()?;
        let runner = std::mem::replace(&mut self.runner, Runner::None);
        let written = write(self);
        self.runner = runner;
        written
    }

    /// Keeps what is written from now on, as it was before anything was broken; nothing if it is more than `most`.
    pub fn remember(&mut self, most: usize) {
        self.kept = Some((vec![], most));
    }

    /// What was written since then; `None` if it was too much, or could not be written.
    pub fn remembered(&mut self) -> Option<Vec<u8>> {
        self.kept.take().map(|(kept, _)| kept)
    }

    fn keep(&mut self, written: Option<&[u8]>) {
        let Some((kept, most)) = &mut self.kept else { return };
        match written.filter(|bytes| kept.len() + bytes.len() <= *most) {
            Some(bytes) => kept.extend_from_slice(bytes),
            None => self.kept = None,
        }
    }

    fn pass(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let safe = harmless(&line);
        self.broken |= safe != line;
        self.inner.write_all(&safe)
    }
}

impl<W: Write> Write for Guarded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.runner == Runner::None {
            let written = self.inner.write(bytes);
            self.keep(written.as_ref().ok().and_then(|length| bytes.get(..*length)));
            return written;
        }
        self.keep(Some(bytes));
        for piece in bytes.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || piece.ends_with(b"\r") || self.line.len() > MAX_LINE {
                self.pass()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass()?;
        self.inner.flush()
    }
}

/// A line that a runner only prints.
fn harmless(line: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    let text = line.trim_ascii_start();
    let mut rest = line;
    if text.starts_with(b"::") {
        out.extend_from_slice(line.get(..line.len() - text.len()).unwrap_or_default());
        out.extend_from_slice(b"\\u{3a}");
        rest = text.get(1..).unwrap_or_default();
    }
    while let Some((before, after)) = command_in(rest).and_then(|at| rest.split_at_checked(at)) {
        out.extend_from_slice(before);
        out.extend_from_slice(b"\\u{5b}");
        rest = after.get(1..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_hides_or_reorders_gets_through() {
        assert_eq!(visible("a\u{1b}[2Jb\u{9b}c\u{202e}d\u{200b}e\r\n"), {
            "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\u{200b}e\\u{d}\\u{a}"
        });
        assert_eq!(visible("Führung 🛠️ – «ça»"), "Führung 🛠️ – «ça»");
        assert_eq!(visible_lines("one\ntwo\u{7}"), "one\ntwo\\u{7}");
    }

    #[test]
    fn runner_commands_are_broken_only_on_a_runner() {
        let send = |runner: Runner, text: &str| {
            let mut bytes = vec![];
            let mut out = Guarded::new(&mut bytes, runner);
            // In pieces, as formatting macros write.
            text.as_bytes().chunks(3).for_each(|piece| out.write_all(piece).unwrap());
            out.flush().unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let hostile = "  ::add-mask::x\n a ##[stop-commands]y ##vso[z ## [\nplain :: text\r::set-env";
        assert_eq!(send(Runner::None, hostile), hostile);
        assert_eq!(
            send(Runner::GitHub, hostile),
            "  \\u{3a}:add-mask::x\n a ##\\u{5b}stop-commands]y ##vso\\u{5b}z ## [\nplain :: text\r\\u{3a}:set-env"
        );
    }
}
