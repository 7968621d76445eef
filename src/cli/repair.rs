//! `rolelint check` with `--fix`, `--unsafe-fixes`, `--fix-only`, `--interactive` or `--diff`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use super::Exit;
use super::args::CheckArgs;
use super::check::Session;
use super::console::Console;
use super::review::Asked;
use crate::diag::Applicability;
use crate::engine::{
    Base, Change, Dropped, Fixed, Lock, Reason, disk_bytes, fix, fix_reviewed, lock as lock_folder,
    remove_leftovers, replace_all, repository_of,
};
use crate::report::{Report, Style, write_closing_line, write_diff, write_findings};
use crate::text::FileId;

/// How long a run waits for another one that repairs the same files: hooks may start several at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keeps other runs from repairing the files of this repository (or folder) at the same time.
pub(super) fn lock(args: &CheckArgs, base: &Base, console: &mut Console) -> Result<Option<Lock>, Exit> {
    if !args.repairs() || args.stdin_filename.is_some() {
        return Ok(None);
    }
    let folder = repository_of(base.folder()).unwrap_or(base.folder());
    lock_folder(folder, PATIENCE).map(Some).map_err(|_| {
        let shown = base.show(folder);
        let shown = if shown.is_empty() { "this folder".to_owned() } else { format!("`{shown}`") };
        console.complain(
            &format!("Another run of rolelint is repairing files in {shown}, so nothing was done."),
            Some("Wait until it has ended, or answer its questions."),
        );
        Exit::Failed
    })
}

impl Session<'_> {
    fn allowed(&self) -> Applicability {
        if self.args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    /// `--diff`: shows what would change. The findings of the files as they are decide the exit code.
    pub(super) fn show_repairs(&self, console: &mut Console) -> Exit {
        let files = &self.input.loaded.files;
        let exit = self.exit(&self.check(files));
        let fixed = fix(&self.job(files), self.allowed());
        let exit = self.patch(&fixed, exit, console);
        if fixed.changed.is_empty() {
            console.say("Nothing can be repaired.");
        } else {
            let flag = if self.args.unsafe_fixes { "--unsafe-fixes" } else { "--fix" };
            let count = counted(fixed.changed.len(), "file");
            console.say(&format!("{count} would change: {}. {flag} writes them.", applied(&fixed)));
        }
        if self.args.show_fixes {
            list(&fixed, &fixed.changed, console);
        }
        self.tell_left_out(&fixed, console);
        exit
    }

    /// Prints what would change as a patch.
    pub(super) fn patch(&self, fixed: &Fixed, exit: Exit, console: &mut Console) -> Exit {
        let (files, style) = (&self.input.loaded.files, console.style);
        let write = |out: &mut dyn Write| {
            let mut changed = fixed.changed.iter();
            changed.try_for_each(|&id| write_diff(files.get(id), fixed.files.get(id), style, out))
        };
        let written = if fixed.changed.is_empty() { Ok(()) } else { console.patch(&write) };
        console.finish(written, exit)
    }

    /// `--fix` and its like: repairs, writes, and reports what is left.
    pub(super) fn repair(&self, console: &mut Console) -> Exit {
        remove_leftovers(&self.input.discovery.leftovers);
        let job = self.job(&self.input.loaded.files);
        let mut fixed = if self.args.interactive {
            fix_reviewed(&job, self.allowed(), &mut Asked::new(console))
        } else {
            fix(&job, self.allowed())
        };
        if self.args.stdin_filename.is_some() {
            return self.repair_stdin(&fixed, console);
        }
        let failed = self.write(&fixed, console);
        if !failed.is_empty() {
            for id in &failed {
                fixed.files.replace(*id, &disk_bytes(self.input.loaded.files.get(*id)));
            }
            fixed.applied.retain(|applied| !applied.files.iter().any(|id| failed.contains(id)));
            fixed.run = self.check(&fixed.files);
        }
        let written: BTreeSet<FileId> = fixed.changed.difference(&failed).copied().collect();
        if !written.is_empty() {
            console.say(&format!("Repaired {}: {}.", counted(written.len(), "file"), applied(&fixed)));
        } else if self.args.interactive && failed.is_empty() {
            console.say("Nothing was changed.");
        }
        if self.args.show_fixes {
            list(&fixed, &written, console);
        }
        self.tell_left_out(&fixed, console);
        if self.args.fix_only {
            let trusted = failed.is_empty() && !fixed.run.has_internal_error();
            return if trusted { Exit::Clean } else { Exit::Failed };
        }
        self.shorten(&mut fixed.run).iter().for_each(|note| console.note(note));
        self.tell_about(&fixed.run, console);
        let exit = if failed.is_empty() { self.exit(&fixed.run) } else { Exit::Failed };
        let report = self.told(Report::of(&fixed.files, &self.input.loaded, &fixed.run));
        let exit = self.report(&report, exit, console);
        self.write_targets(&report, exit, console)
    }

    /// Writes all changed files; returns those that had to stay as they were.
    pub(super) fn write(&self, fixed: &Fixed, console: &mut Console) -> BTreeSet<FileId> {
        let mut failed = BTreeSet::new();
        for group in fixed.groups() {
            let files: Vec<(FileId, &Path, Vec<u8>, Vec<u8>)> = group
                .iter()
                .filter_map(|&id| {
                    let (old, new) = (self.input.loaded.files.get(id), fixed.files.get(id));
                    Some((id, old.disk.as_deref()?, disk_bytes(old), disk_bytes(new)))
                })
                .collect();
            let changes: Vec<Change<'_>> =
                files.iter().map(|(_, path, old, new)| Change { path, old, new }).collect();
            let Err(refused) = replace_all(&changes) else { continue };
            let path = |at: usize| {
                files.get(at).map_or("", |(id, ..)| self.input.loaded.files.get(*id).path.as_str())
            };
            let cause = path(refused.at);
            console.complain(
                &format!("`{cause}` could not be repaired and is as it was: {}.", refused.error),
                None,
            );
            for (at, (id, ..)) in files.iter().enumerate() {
                if refused.made.contains(&at) {
                    console.complain(
                        &format!("`{}` is repaired and could not be put back.", path(at)),
                        Some(&format!("Its repair belongs together with that of `{cause}`: look at both.")),
                    );
                    continue;
                }
                if at != refused.at {
                    console.note(&format!(
                        "`{}` is as it was, too: its repair belongs together with that of `{cause}`.",
                        path(at)
                    ));
                }
                failed.insert(*id);
            }
        }
        failed
    }

    /// The repaired text goes to standard output, everything about it to standard error.
    fn repair_stdin(&self, fixed: &Fixed, console: &mut Console) -> Exit {
        let Some(found) = self.input.discovery.files.iter().position(|found| found.content.is_some()) else {
            return Exit::Failed;
        };
        let file = fixed.files.get(FileId(u32::try_from(found).unwrap_or(u32::MAX)));
        // What cannot be repaired is handed back untouched.
        let bytes = match &self.input.discovery.files.get(found).and_then(|found| found.content.as_ref()) {
            Some(content) if !file.is_writable_text() => (*content).clone(),
            _ => disk_bytes(file),
        };
        let written = console.out.write_all(&bytes);
        if self.args.show_fixes {
            list(fixed, &fixed.changed, console);
        }
        self.tell_left_out(fixed, console);
        if self.args.fix_only {
            return console.finish(written, Exit::Clean);
        }
        let report = self.told(Report::of(&fixed.files, &self.input.loaded, &fixed.run));
        let style: Style = console.err_style;
        let _ = write_findings(report.files, report.findings, style, &mut console.err);
        let _ = write_closing_line(&report, style, &mut console.err);
        let exit = console.finish(written, self.exit(&fixed.run));
        self.write_targets(&report, exit, console)
    }

    /// Repairs that were taken back, once each, and files that were left alone.
    fn tell_left_out(&self, fixed: &Fixed, console: &mut Console) {
        let dropped: BTreeSet<&Dropped> = fixed.dropped.iter().collect();
        let mut untried = BTreeSet::new();
        for Dropped { rule, title, reason } in dropped {
            let why = match reason {
                Reason::Finding => "it would have caused another finding",
                Reason::Shape => "it would have changed more of the page than it should",
                Reason::Untried => {
                    untried.insert(rule);
                    continue;
                }
            };
            console.note(&format!("The repair of `{rule}` ({title}) was left out: {why}."));
        }
        for rule in untried {
            console.note(&format!(
                "Repairs of `{rule}` were not tried, because so many others did harm. Repair by hand what is \
                 reported, and run this again."
            ));
        }
        for id in &fixed.unsettled {
            let path = &self.input.loaded.files.get(*id).path;
            console.note(&format!(
                "`{path}` is as it was: its repairs did not settle, because each made room for the next. Repair \
                 fewer at a time, with `--select`."
            ));
        }
    }
}

/// `--show-fixes`: for each file what was done, and how often.
fn list(fixed: &Fixed, files: &BTreeSet<FileId>, console: &mut Console) {
    for id in files {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for applied in fixed.applied.iter().filter(|applied| applied.files.contains(id)) {
            *counts.entry((&applied.rule, &applied.title)).or_default() += 1;
        }
        console.insist(&format!("{}:", fixed.files.get(*id).path));
        for ((rule, title), count) in counts {
            let often = if count == 1 { String::new() } else { format!(" ({count} times)") };
            console.insist(&format!("  {rule}: {title}{often}"));
        }
    }
}

/// `4 trailing-whitespace, 1 mojibake`.
fn applied(fixed: &Fixed) -> String {
    let mut rules: Vec<(&str, usize)> = fixed.counts().into_iter().collect();
    rules.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    let rules: Vec<String> = rules.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    rules.join(", ")
}

pub(super) fn counted(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
