//! The two streams that people see, and what their terminal can show.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};

use super::Exit;
use super::args::Color;
use crate::engine::PathError;
use crate::report::{Guarded, Runner, Style, visible, visible_lines};

/// Columns where nothing says how many there are: a build log.
const DEFAULT_WIDTH: usize = 100;

pub(super) struct Console {
    pub out: Guarded<io::BufWriter<io::Stdout>>,
    pub err: Guarded<io::Stderr>,
    /// Of standard output.
    pub style: Style,
    /// Of standard error.
    pub err_style: Style,
    /// Remarks are left out.
    pub quiet: bool,
    /// A line on standard error can be written over, and somebody sees that.
    pub rewritable: bool,
}

// Messages go through the console, so that there is one place that decides how they look.
impl Console {
    pub fn new(color: Color) -> Self {
        let runner = runner();
        let (out, err) = (io::stdout(), io::stderr());
        let (out_live, err_live) = (out.is_terminal(), err.is_terminal());
        Console {
            style: style(color, out_live),
            err_style: style(color, err_live),
            out: Guarded::new(io::BufWriter::new(out), runner),
            err: Guarded::new(err, runner),
            quiet: false,
            rewritable: err_live && !is_dumb() && !set("NO_GRAPHICS"),
        }
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

    /// Prints a patch: colored for people, byte by byte for `git apply`.
    pub fn patch(&mut self, write: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if self.style.live || self.style.color {
            return write(&mut self.out);
        }
        let broken = self.out.exact(|out| write(out))?;
        if broken {
            self.note(
                "Some lines of the patch are no longer exact, because this build service would have obeyed them. It \
                 may not apply; make it on a machine of your own.",
            );
        }
        Ok(())
    }

    /// Says on standard error what went wrong. If that cannot be written there is nobody to tell.
    pub fn complain(&mut self, message: &str, help: Option<&str>) {
        let mark = self.err_style.paint("31", "error:");
        let _ = writeln!(self.err, "{mark} {}", self.err_style.words(&visible_lines(message)));
        if let Some(help) = help {
            let mark = self.err_style.paint("36", " help:");
            let _ = writeln!(self.err, "{mark} {}", self.err_style.words(&visible_lines(help)));
        }
        let _ = self.err.flush();
    }

    /// A remark on standard error.
    pub fn note(&mut self, message: &str) {
        if self.quiet {
            return;
        }
        let mark = self.err_style.paint("36", " note:");
        let _ = writeln!(self.err, "{mark} {}", self.err_style.words(&visible_lines(message)));
        let _ = self.err.flush();
    }

    /// Plain text on standard error.
    pub fn say(&mut self, text: &str) {
        if !self.quiet {
            self.insist(text);
        }
    }

    /// The same for what was asked for.
    pub fn insist(&mut self, text: &str) {
        let _ = writeln!(self.err, "{}", self.err_style.words(&visible_lines(text)));
        let _ = self.err.flush();
    }

    pub fn complain_all(&mut self, errors: &[PathError]) -> Exit {
        for error in errors {
            self.complain(&error.message, error.help.as_deref());
        }
        Exit::Failed
    }
}

/// Says on standard error where the program itself failed.
pub(super) fn say_fault(text: &str) {
    let mut err = Guarded::new(io::stderr(), runner());
    let _ = writeln!(err, "fault in rolelint: {}", visible(text));
    let _ = err.flush();
}

/// Says what is wrong with the arguments, line by line.
pub(super) fn say_mistake(text: &str) {
    let mut err = Guarded::new(io::stderr(), runner());
    for line in text.trim_end().lines() {
        let _ = writeln!(err, "{}", visible(line));
    }
    let _ = err.flush();
}

/// The build runner that reads what we print and obeys some of it.
fn runner() -> Runner {
    if ["TF_BUILD", "TEAMCITY_VERSION"].into_iter().any(set) {
        Runner::Other
    } else if set("GITHUB_ACTIONS") {
        Runner::GitHub
    } else {
        Runner::None
    }
}

/// True when a variable is set to something.
fn set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// True for a terminal that shows one line after the other, and nothing else.
fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// What the user, the environment and the terminal say, in this order.
fn style(color: Color, live: bool) -> Style {
    let dumb = is_dumb();
    let forced = env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => forced || (live && !dumb),
    };
    Style { color, unicode: !dumb && unicode(), narrated: set("NO_GRAPHICS"), width: width(live), live }
}

/// Whether the locale can show more than ASCII.
fn unicode() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty());
    match locale {
        Some(locale) => is_utf8(&locale),
        // Only Unix tells its encoding by the locale.
        None => !cfg!(unix),
    }
}

fn is_utf8(locale: &OsString) -> bool {
    let locale = locale.to_string_lossy().to_ascii_lowercase();
    locale.ends_with("utf-8") || locale.ends_with("utf8")
}

fn width(live: bool) -> usize {
    let told = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let own = || terminal_size::terminal_size().filter(|_| live).map(|(width, _)| usize::from(width.0));
    told.or_else(own).filter(|&columns| columns > 0).unwrap_or(DEFAULT_WIDTH)
}
