//! `--interactive`: each repair is shown and asked about. Lines are read and lines are written, nothing
//! else, so it works in every terminal, with a screen reader, and from a file.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use super::console::Console;
use crate::diag::{Diagnostic, Fix};
use crate::engine::{Answer, Review};
use crate::report::write_review;
use crate::text::Files;

const QUESTION: &str = "Make this repair? [y]es, [n]o, [a]ll, [s]kip this rule, [q]uit, [?]: ";

const HELP: &str = "\
y  yes, make this repair
n  no, leave this place as it is
a  yes to this one and to all that follow
s  no to this one and to all others of this rule
q  no to this one and to all that follow; repairs that you said yes to are made
Files are written after the last answer. To change nothing at all, press Ctrl-C.";

/// Asks on standard error and reads answers from standard input.
pub(super) struct Asked<'a> {
    console: &'a mut Console,
}

impl<'a> Asked<'a> {
    pub fn new(console: &'a mut Console) -> Self {
        Asked { console }
    }

    /// A line of standard input; nothing at its end.
    fn line() -> Option<String> {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        read.is_ok_and(|length| length > 0).then_some(line)
    }
}

impl Review for Asked<'_> {
    fn ask(&mut self, files: &Files, finding: &Diagnostic, fix: &Fix) -> Answer {
        let style = self.console.err_style;
        let err = &mut self.console.err;
        // Who cannot see the question has not agreed.
        if writeln!(err).and_then(|()| write_review(files, finding, fix, style, err)).is_err() {
            return Answer::Quit;
        }
        loop {
            let err = &mut self.console.err;
            if write!(err, "{QUESTION}").and_then(|()| err.flush()).is_err() {
                return Answer::Quit;
            }
            let Some(line) = Self::line() else {
                self.console.insist("\nThat was the last answer: all other repairs are left out.");
                return Answer::Quit;
            };
            // A person has ended the line with the answer.
            if !std::io::stdin().is_terminal() {
                self.console.insist("");
            }
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => return Answer::Yes,
                "n" | "no" => return Answer::No,
                "a" | "all" => return Answer::All,
                "s" | "skip" => return Answer::SkipRule,
                "q" | "quit" => return Answer::Quit,
                _ => self.console.insist(HELP),
            }
        }
    }
}
