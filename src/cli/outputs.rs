//! `--format` and `--output`: which formats go where.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Exit;
use super::console::Console;
use crate::engine::{Base, can_publish, leaves_repository, publish_written};
use crate::report::{Report, Reporter};
use crate::syntax::FORMATS;
use crate::text::{Limits, read_regular};

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
    if is_foreign(&disk) {
        let help = "Name another file, or delete this one if nobody needs it.";
        return Err(refuse("the file is there already, and rolelint did not write it", Some(help)));
    }
    Ok(disk)
}

/// Bytes at the beginning of a file that tell whether we wrote it.
const HEAD: usize = 4096;

/// True for a page, a data file or settings: only what an earlier run wrote is replaced. Files in formats that no
/// reader knows are nobody's pages.
fn is_foreign(disk: &Path) -> bool {
    let extension = disk.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let read = FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str()));
    if !read && extension != "words" {
        return false;
    }
    // What is not there, or too large to be anybody's page, is no page.
    let Ok(bytes) = read_regular(disk, Limits::default()) else { return false };
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(&bytes));
    let head = head.trim_start();
    let ours = match extension.as_str() {
        "json" | "jsonc" => {
            ["\"diagnostics\"", "\"runs\"", "\"fingerprint\"", "\"findings\"", "\"severity\""]
                .iter()
                .any(|key| head.contains(key))
                || head.starts_with("[]")
        }
        "html" | "htm" => head.contains("content=\"rolelint\""),
        "txt" | "text" => {
            head.lines().next().is_some_and(|line| FINDING.iter().any(|sign| line.contains(sign)))
        }
        _ => head.starts_with("<!-- rolelint"),
    };
    !head.is_empty() && !ours
}

/// How the first line of a report for people goes on.
const FINDING: [&str; 3] = ["error: ", "warning: ", "note: "];

/// Writes the reports to their files. What fails is said, and makes the run fail.
pub(super) fn write_targets(targets: &[Target], report: &Report<'_>, console: &mut Console) -> bool {
    let mut whole = true;
    for target in targets {
        let written = publish_written(&target.disk, &mut |out| target.reporter.write_file(report, out));
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
