//! The two streams that people see, and what their terminal can show.

use std::io::{self, IsTerminal as _, Write};

use super::Exit;
use super::args::Color;
use crate::engine::PathError;
use crate::report::Style;

pub(super) struct Console {
    pub out: io::BufWriter<io::Stdout>,
    pub style: Style,
}

// Messages go through the console, so that there is one place that decides how they look.
#[allow(clippy::unused_self)]
impl Console {
    pub fn new(color: Color) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal(),
        };
        Console { out: io::BufWriter::new(io::stdout()), style: Style { color } }
    }

    /// Ends writing: what could not be written makes the run fail, except that nobody listens.
    pub fn finish(&mut self, written: io::Result<()>, exit: Exit) -> Exit {
        match written.and_then(|()| self.out.flush()) {
            Ok(()) => exit,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
            Err(error) => {
                self.complain(&format!("The output could not be written: {error}."), None);
                Exit::Failed
            }
        }
    }

    /// Says on standard error what went wrong. If that cannot be written there is nobody to tell.
    pub fn complain(&mut self, message: &str, help: Option<&str>) {
        let mut err = io::stderr().lock();
        let _ = writeln!(err, "error: {message}");
        if let Some(help) = help {
            let _ = writeln!(err, "  help: {help}");
        }
    }

    /// A remark on standard error.
    pub fn note(&mut self, message: &str) {
        let _ = writeln!(io::stderr().lock(), "note: {message}");
    }

    /// Plain text on standard error.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    pub fn complain_all(&mut self, errors: &[PathError]) -> Exit {
        for error in errors {
            self.complain(&error.message, error.help.as_deref());
        }
        Exit::Failed
    }
}
