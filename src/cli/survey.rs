//! A framework that is checked to be looked at as a whole: what audit, graph and statistics begin with.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Exit;
use super::args::{ConfigArgs, JobsArgs};
use super::console::Console;
use super::outputs::place;
use super::setup::{
    Input, Others, configuration, pages, rule_errors, schemas, set_threads, working_directory,
};
use crate::checks::CHECKS;
use crate::engine::{Base, Job, Lens, Loaded, Run, check, publish};
use crate::rule::{Page, Registry, Rule, Selection};
use crate::schema::Schemas;

/// Files, the rules that ran on them, and what came out.
pub(super) struct Survey {
    pub input: Input,
    pub rules: Vec<Rule>,
    pub schemas: Schemas,
    pub run: Run,
}

impl Survey {
    /// Reads what `paths` name and runs the rules of the configuration, or those of `selection`. `ours` is
    /// written by this run and not read.
    pub fn at(
        paths: &[PathBuf],
        (config, jobs): (&ConfigArgs, &JobsArgs),
        selection: &Selection,
        ours: Option<&Destination>,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        set_threads(jobs.threads());
        let pages = pages(console)?;
        let base = working_directory(console)?;
        let configuration = configuration(&base, config, &pages, console)?;
        let pages: Vec<Page> = pages.into_iter().chain(configuration.packs.pages.iter().cloned()).collect();
        let rules = Registry::new(pages, CHECKS, &configuration.settings, selection)
            .map_err(|errors| rule_errors(&configuration, errors, console))?
            .rules;
        let schemas = schemas(&configuration, &base, None, console)?;
        let others =
            Others { ours: ours.iter().map(|ours| ours.disk.clone()).collect(), ..Others::default() };
        let input = Input::find_others(&base, paths, configuration, jobs.threads(), &others, console)?;
        let run = check(&job(&input, &input.loaded, &rules, &schemas));
        input.tell_layouts(&run, console);
        Ok(Survey { input, rules, schemas, run })
    }

    /// What a survey that printed what was asked for ends with.
    pub fn exit(&self) -> Exit {
        if self.run.has_internal_error() { Exit::Failed } else { Exit::Clean }
    }
}

/// The work of a survey on files that may be of another time.
pub(super) fn job<'a>(
    input: &'a Input,
    loaded: &'a Loaded,
    rules: &'a [Rule],
    schemas: &'a Schemas,
) -> Job<'a> {
    Job {
        files: &loaded.files,
        settings: &input.settings,
        rules,
        roots: &input.discovery.roots,
        report: loaded.report.as_ref(),
        no_inline_ignores: false,
        schemas,
        lens: Lens::default(),
    }
}

/// Where a page goes.
pub(super) struct Destination {
    shown: String,
    disk: PathBuf,
}

impl Destination {
    /// Settles before the run whether the file can be written.
    pub fn of(path: Option<&Path>, what: &str, console: &mut Console) -> Result<Option<Self>, Exit> {
        let Some(path) = path else { return Ok(None) };
        let base: Base = working_directory(console)?;
        let shown = path.display().to_string();
        let disk = place(&base, path, &shown, what, console)?;
        Ok(Some(Destination { shown, disk }))
    }
}

/// Writes `bytes` to the file, or prints them if there is none. `what` is the subject of a sentence.
pub(super) fn deliver(
    bytes: &[u8],
    destination: Option<&Destination>,
    what: &str,
    exit: Exit,
    console: &mut Console,
) -> Exit {
    let Some(Destination { shown, disk }) = destination else {
        let written: io::Result<()> = console.out.write_all(bytes);
        return console.finish(written, exit);
    };
    match publish(disk, bytes) {
        Ok(()) => {
            console.note(&format!("{what} is in `{shown}`."));
            exit
        }
        Err(error) => {
            console.complain(&format!("{what} cannot be written to `{shown}`: {error}."), None);
            Exit::Failed
        }
    }
}
