//! `rolelint sync`: the cure for `copy-drift`.

use std::collections::BTreeMap;

use super::Exit;
use super::args::CheckArgs;
use super::change_args::SyncArgs;
use super::check::Session;
use super::console::Console;
use super::repair::counted;
use crate::diag::{Applicability, Diagnostic};
use crate::engine::{Fixed, Run, fix, remove_leftovers};
use crate::text::{Files, Span};

/// The rule whose repairs are written.
const RULE: &str = "copy-drift";

pub(super) fn run(args: &SyncArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &SyncArgs, console: &mut Console) -> Result<Exit, Exit> {
    let check = CheckArgs { select: vec![RULE.to_owned()], ..CheckArgs::writing(&args.paths, &args.write) };
    let session = Session::start(&check, console)?;
    session.name_unchecked(console);
    let before = session.check(&session.input.loaded.files);
    if before.has_internal_error() {
        console.complain("A check failed, so nothing was changed.", None);
        return Err(Exit::Failed);
    }
    if before.diagnostics.is_empty() {
        console.say("All copies say what their own pages say.");
        return Ok(Exit::Clean);
    }
    let fixed = fix(&session.job(&session.input.loaded.files), Applicability::Unsafe);
    let exit = if args.write.diff {
        show(&session, &fixed, console)
    } else {
        write(&session, &fixed, &before, console)
    };
    tell_left(&fixed.files, &fixed.run, console);
    Ok(exit)
}

/// `--diff`: the patch, and what would change in a sentence.
fn show(session: &Session<'_>, fixed: &Fixed, console: &mut Console) -> Exit {
    let exit = session.patch(fixed, Exit::Findings, console);
    if !fixed.changed.is_empty() {
        let copies = fixed.applied.len();
        console.say(&format!(
            "{} in {} would change. Without `--diff` they are written.",
            counted_copies(copies),
            counted(fixed.changed.len(), "file")
        ));
    }
    exit
}

fn write(session: &Session<'_>, fixed: &Fixed, before: &Run, console: &mut Console) -> Exit {
    remove_leftovers(&session.input.discovery.leftovers);
    let failed = session.write(fixed, console);
    let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &before.diagnostics {
        let id = finding.span.file;
        if fixed.changed.contains(&id) && !failed.contains(&id) {
            *pages.entry(session.input.loaded.files.get(id).path.as_str()).or_default() += 1;
        }
    }
    let left = &fixed.run.diagnostics;
    for (path, found) in pages {
        let stay = left.iter().filter(|finding| fixed.files.get(finding.span.file).path == path).count();
        console.say(&format!("{path}: {} brought in line.", counted_copies(found.saturating_sub(stay))));
    }
    if !failed.is_empty() {
        Exit::Failed
    } else if left.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    }
}

/// Copies that could not be brought in line by exact edits.
fn tell_left(files: &Files, run: &Run, console: &mut Console) {
    for finding in &run.diagnostics {
        console.note(&format!(
            "{}: {} It is left to you: {}",
            place(files, finding.span),
            finding.message,
            reason(files, finding)
        ));
    }
}

/// `roles/lead.md:12`.
pub(super) fn place(files: &Files, span: Span) -> String {
    let file = files.get(span.file);
    format!("{}:{}", file.place_name(span.start), file.position(span.start).line)
}

fn reason(files: &Files, finding: &Diagnostic) -> &'static str {
    if finding.fixes.is_empty() {
        "the two are not written in the same form, or the text holds links that would not work here."
    } else if !files.get(finding.span.file).is_writable_text() {
        "files of this kind are not written."
    } else {
        "the page would not read the same with that text in this place."
    }
}

fn counted_copies(number: usize) -> String {
    if number == 1 { "1 copy".to_owned() } else { format!("{number} copies") }
}
