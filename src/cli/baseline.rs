//! `rolelint baseline`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use super::Exit;
use super::args::{BaselineArgs, BaselineCommand, BaselineOptions, CheckArgs};
use super::check::Session;
use super::console::Console;
use super::narrow::{baseline_path, usual_path};
use super::outputs::place;
use super::setup::{configuration, pages, working_directory};
use crate::diag::Diagnostic;
use crate::engine::{Baseline, Known, Run, publish};
use crate::report::write_json_line;

pub(super) fn run(args: &BaselineArgs, console: &mut Console) -> Exit {
    let done = match &args.command {
        BaselineCommand::Create(args) => change(&args.options, Change::Create { force: args.force }, console),
        BaselineCommand::Update(args) => change(args, Change::Update, console),
        BaselineCommand::Prune(args) => change(args, Change::Prune, console),
    };
    done.unwrap_or_else(|exit| exit)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Create { force: bool },
    Update,
    Prune,
}

fn change(args: &BaselineOptions, change: Change, console: &mut Console) -> Result<Exit, Exit> {
    let base = working_directory(console)?;
    let rule_pages = pages(console)?;
    let settings = configuration(&base, &args.config, &rule_pages, console)?;
    let path = baseline_path(args.baseline.as_deref(), &settings, console)?
        .unwrap_or_else(|| usual_path(&base, &settings));
    let disk = place(&base, &path, &path.display().to_string(), "The baseline", console)?;
    let shown = base.show(&disk);
    let creates = matches!(change, Change::Create { .. });
    if creates && change != (Change::Create { force: true }) && disk.exists() {
        console.complain(
            &format!("There is a baseline already: `{shown}`."),
            Some("`rolelint baseline update` brings it up to date; `--force` makes it anew."),
        );
        return Err(Exit::Failed);
    }
    let old = if creates {
        Baseline::new(&disk)
    } else {
        Baseline::read(&base, &disk, change == Change::Update)
            .map_err(|error| console.complain_all(&[error]))?
    };
    let check = CheckArgs {
        paths: args.paths.clone(),
        format: "terminal".into(),
        config: args.config.clone(),
        jobs: args.jobs.clone(),
        no_baseline: true,
        ..CheckArgs::default()
    };
    let mut session = Session::start(&check, console)?;
    session.baseline = Some(old.clone());
    let run = session.check(&session.input.loaded.files);
    if run.has_internal_error() {
        console.complain("A rule stopped working, so the baseline was left as it was.", None);
        return Err(Exit::Failed);
    }
    let entries = match change {
        Change::Prune => pruned(&old, &run),
        Change::Create { .. } | Change::Update => {
            let mut all: Vec<Diagnostic> = run.hidden.clone();
            all.extend(run.diagnostics.iter().cloned());
            // What this run did not look at stays as it was.
            let looked = run.known.looked.iter().chain(std::iter::repeat(&false));
            let others = old.entries.iter().zip(looked).filter(|(_, looked)| !**looked);
            let mut entries: Vec<Known> = others.map(|(entry, _)| entry.clone()).collect();
            entries.extend(old.entries_of(&session.input.loaded.files, &run.frameworks, &all));
            entries
        }
    };
    let entries = joined(entries);
    write(&disk, &shown, &entries, console)?;
    let total: usize = entries.iter().map(|entry| entry.count as usize).sum();
    let gone = run.known.gone(&old);
    let mut said = format!("`{shown}` knows {}.", findings(total));
    if change != Change::Prune && !creates {
        said.push_str(&format!(
            " {} came to it{}.",
            findings(run.diagnostics.len()),
            by_rule(&run.diagnostics)
        ));
    }
    if !creates {
        said.push_str(&format!(" {} went, because nothing is wrong there any more.", findings(gone)));
    }
    console.say(&said);
    if change == Change::Prune && !run.diagnostics.is_empty() {
        console.note(&format!("{} not in it; `rolelint check` shows them.", are(run.diagnostics.len())));
    }
    if creates && settings.settings.baseline.is_none() {
        console.note(&format!(
            "Write `baseline: {}` in rolelint.yaml, or use it with `rolelint check --baseline {shown}`.",
            disk.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        ));
    }
    Ok(Exit::Clean)
}

/// The entries that are still needed, with what is left of their counts.
fn pruned(old: &Baseline, run: &Run) -> Vec<Known> {
    let facts = run.known.looked.iter().zip(&run.known.found);
    let left = old.entries.iter().zip(facts).map(|(entry, (looked, found))| Known {
        count: if *looked { *found } else { entry.count },
        ..entry.clone()
    });
    left.filter(|entry| entry.count > 0).collect()
}

/// In order, and entries of one kind as one.
fn joined(mut entries: Vec<Known>) -> Vec<Known> {
    entries.sort();
    let mut joined: Vec<Known> = vec![];
    for entry in entries {
        match joined.last_mut() {
            Some(last) if is_alike(last, &entry) => last.count = last.count.saturating_add(entry.count),
            _ => joined.push(entry),
        }
    }
    joined
}

fn is_alike(a: &Known, b: &Known) -> bool {
    (&a.file, &a.rule, &a.inside, &a.key) == (&b.file, &b.rule, &b.inside, &b.key)
}

/// One entry in each line, so that branches seldom conflict and a review shows what came.
fn write(disk: &Path, shown: &str, entries: &[Known], console: &mut Console) -> Result<(), Exit> {
    let mut bytes = vec![];
    let made = (|| {
        writeln!(bytes, "{{\n\"version\": {},\n\"findings\": [", Baseline::version())?;
        for (number, entry) in entries.iter().enumerate() {
            let mut line = vec![];
            write_json_line(entry, &mut line)?;
            bytes.extend_from_slice(line.trim_ascii_end());
            bytes.extend_from_slice(if number + 1 < entries.len() { b",\n" } else { b"\n" });
        }
        writeln!(bytes, "]\n}}")
    })();
    let written = made.map_err(|error: std::io::Error| error.to_string());
    written.and_then(|()| publish(disk, &bytes).map_err(|error| error.to_string())).map_err(|reason| {
        console.complain(&format!("The baseline `{shown}` cannot be written: {reason}."), None);
        Exit::Failed
    })
}

fn findings(number: usize) -> String {
    if number == 1 { "1 finding".into() } else { format!("{number} findings") }
}

fn are(number: usize) -> String {
    if number == 1 { "1 finding is".into() } else { format!("{number} findings are") }
}

/// ` (2 mojibake, 1 misspelling)`.
fn by_rule(findings: &[Diagnostic]) -> String {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|finding| *rules.entry(&finding.rule).or_default() += 1);
    let rules: Vec<String> = rules.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    if rules.is_empty() { String::new() } else { format!(" ({})", rules.join(", ")) }
}
