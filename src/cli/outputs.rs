//! `--format` and `--output`: which formats go where.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Exit;
use super::console::Console;
use crate::engine::{Base, can_publish, leaves_repository, publish};
use crate::report::{Report, Reporter, Style};

/// The value of `--output`: a format and a file.
#[derive(Debug, Clone)]
pub(super) struct OutputArg {
    pub reporter: &'static Reporter,
    pub path: PathBuf,
}

impl OutputArg {
    /// Reads `FORMAT=FILE`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((format, path)) = text.split_once('=') else {
            return Err("write FORMAT=FILE, such as sarif=report.sarif".into());
        };
        let Some(reporter) = Reporter::named(format) else {
            let near = crate::text::nearest(format, Reporter::names());
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("there is no format `{format}`{near}"));
        };
        if path.is_empty() || path == "-" {
            return Err(format!("name a file; `--format {format}` prints to standard output"));
        }
        Ok(OutputArg { reporter, path: path.into() })
    }
}

/// A file of ours to write.
pub(super) struct Target {
    pub reporter: &'static Reporter,
    /// As the user wrote it.
    pub shown: String,
    pub disk: PathBuf,
}

/// Settles before the run where the reports go, so that a long run does not end without one.
pub(super) fn targets(
    args: &[OutputArg],
    paths: &[PathBuf],
    base: &Base,
    console: &mut Console,
) -> Result<Vec<Target>, Exit> {
    let mut targets: Vec<Target> = vec![];
    for OutputArg { reporter, path } in args {
        let shown = path.display().to_string();
        let disk = place(base, path, &shown, "The report", console)?;
        let is_input = paths.iter().any(|input| base.resolve(input).is_ok_and(|input| input == disk));
        if is_input || targets.iter().any(|other| other.disk == disk) {
            let reason = if is_input { "it is to be checked" } else { "another report goes there" };
            console.complain(&format!("The report cannot be written to `{shown}`: {reason}."), None);
            return Err(Exit::Failed);
        }
        targets.push(Target { reporter, shown, disk });
    }
    Ok(targets)
}

/// The absolute path of a file of ours that can be written.
pub(super) fn place(
    base: &Base,
    path: &Path,
    shown: &str,
    what: &str,
    console: &mut Console,
) -> Result<PathBuf, Exit> {
    let mut refuse = |reason: &str, help: Option<&str>| {
        console.complain(&format!("{what} cannot be written to `{shown}`: {reason}."), help);
        Exit::Failed
    };
    let disk = base.resolve(path).map_err(|_| {
        refuse("its folder does not exist", Some("Make the folder first, or name another file."))
    })?;
    if leaves_repository(base, path, &disk) {
        return Err(refuse("a link leads out of the repository", Some("Name the file itself.")));
    }
    can_publish(&disk).map_err(|error| refuse(&error.to_string(), None))?;
    Ok(disk)
}

/// Writes the reports to their files. What fails is said, and makes the run fail.
pub(super) fn write_targets(targets: &[Target], report: &Report<'_>, console: &mut Console) -> bool {
    let mut whole = true;
    for target in targets {
        let mut bytes = vec![];
        let written = (target.reporter.write)(report, &Style::default(), &mut bytes)
            .map_err(|error| error.to_string())
            .and_then(|()| publish(&target.disk, &bytes).map_err(|error| error.to_string()));
        if let Err(reason) = written {
            console.complain(&format!("The report cannot be written to `{}`: {reason}.", target.shown), None);
            whole = false;
        }
    }
    whole
}

/// Prints a report to standard output.
pub(super) fn print(reporter: &Reporter, report: &Report<'_>, console: &mut Console) -> io::Result<()> {
    let style = console.style;
    if reporter.commands {
        console.out.commands(|out| (reporter.write)(report, &style, out as &mut dyn Write))
    } else {
        (reporter.write)(report, &style, &mut console.out)
    }
}
