//! `rolelint audit`.

use super::Exit;
use super::args::{AuditArgs, AuditFormat};
use super::console::Console;
use super::survey::{Destination, Survey, deliver};
use crate::analysis::Audit;
use crate::report::{write_audit_markdown, write_html, write_json};
use crate::rule::Selection;

const WHAT: &str = "The audit";

pub(super) fn run(args: &AuditArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &AuditArgs, console: &mut Console) -> Result<Exit, Exit> {
    if args.output.is_none() && args.format == AuditFormat::Html && console.style.live {
        console.complain(
            "The audit is a page for a browser, and a terminal would show its source.",
            Some(
                "`rolelint audit --output audit.html` writes it to a file; `--format markdown` can be read here.",
            ),
        );
        return Err(Exit::Failed);
    }
    let destination = Destination::of(args.output.as_deref(), WHAT, console)?;
    let selection = Selection::default();
    let survey =
        Survey::at(&args.paths, (&args.config, &args.jobs), &selection, destination.as_ref(), console)?;
    let mut audit = Audit::new(&survey.input.loaded, &survey.run);
    if args.format != AuditFormat::Json {
        audit.shorten();
    }
    let mut bytes = vec![];
    let written = match args.format {
        AuditFormat::Html => write_html(&audit, &args.title, &mut bytes),
        AuditFormat::Markdown => write_audit_markdown(&audit, &args.title, &mut bytes),
        AuditFormat::Json => write_json(&audit, &mut bytes),
    };
    let exit = survey.exit();
    match written {
        Ok(()) => Ok(deliver(&bytes, destination.as_ref(), WHAT, exit, console)),
        Err(error) => Ok(console.finish(Err(error), Exit::Failed)),
    }
}
