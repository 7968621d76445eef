//! A framework that is read and not checked: what most commands beside `check` begin with.

use std::path::PathBuf;

use super::Exit;
use super::args::{ConfigArgs, JobsArgs};
use super::console::Console;
use super::setup::{Input, configuration, pages, set_threads, working_directory};
use crate::engine::{Base, Run, read};
use crate::text::{FileId, Files};

/// Files, and the documents and roles that they hold.
pub(super) struct Opened {
    pub input: Input,
    pub run: Run,
}

impl Opened {
    /// Reads what `paths` name (all below the working directory if there are none) and the frameworks around it.
    pub fn at(
        paths: &[PathBuf],
        config: &ConfigArgs,
        jobs: &JobsArgs,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        let base = working_directory(console)?;
        Opened::below(&base, paths, config, jobs, console)
    }

    /// The same as seen from another folder: paths are relative to it, and the configuration is looked for there.
    pub fn below(
        base: &Base,
        paths: &[PathBuf],
        config: &ConfigArgs,
        jobs: &JobsArgs,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        set_threads(jobs.threads());
        let pages = pages(console)?;
        let configuration = configuration(base, config, &pages, console)?;
        let input = Input::find(base, paths, configuration, jobs.threads(), console)?;
        Ok(Opened::read(input))
    }

    /// What `input` holds.
    pub fn read(input: Input) -> Self {
        let run = read(&input.loaded.files, &input.settings, &input.discovery.roots);
        Opened { input, run }
    }

    pub fn files(&self) -> &Files {
        &self.input.loaded.files
    }

    /// True for files that were asked for; the others are only read because they belong to the same framework.
    pub fn wanted(&self, file: FileId) -> bool {
        self.input.loaded.report.as_ref().is_none_or(|report| report.contains(&file))
    }

    /// Says which layouts of the configuration fit nothing, and names the files that could not be read, or not
    /// as a whole: they are never passed over in silence.
    pub fn tell_gaps(&self, console: &mut Console) {
        self.input.tell_layouts(&self.run, console);
        for file in self.files().iter().filter(|file| file.trouble.is_some() && self.wanted(file.id)) {
            console.note(&format!("`{}` could not be read; `rolelint check` says why.", file.path));
        }
        for (file, doc) in
            self.files().iter().zip(&self.run.documents).filter(|(file, _)| self.wanted(file.id))
        {
            if doc.as_ref().is_some_and(|doc| !doc.is_whole()) {
                console.note(&format!(
                    "`{}` has a mistake, so not all of it could be read; `rolelint check` says where.",
                    file.path
                ));
            }
        }
    }
}
