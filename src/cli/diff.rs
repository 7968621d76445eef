//! `rolelint diff`.

use std::path::{Path, PathBuf};

use super::Exit;
use super::change_args::{DiffArgs, DiffFormat, FailOnChange};
use super::console::Console;
use super::open::Opened;
use super::setup::{Input, configuration, exists, is_folder, pages, set_threads, working_directory};
use crate::analysis::{Differences, State, differences};
use crate::engine::{Base, Repository, suggestion};
use crate::report::{write_changes, write_changes_as_markdown, write_json};

pub(super) fn run(args: &DiffArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &DiffArgs, console: &mut Console) -> Result<Exit, Exit> {
    set_threads(args.jobs.threads());
    let base = working_directory(console)?;
    let old = open(&base, &args.old, args, console)?;
    let new = match &args.new {
        Some(name) => open(&base, name, args, console)?,
        None => Opened::at(&[], &args.config, &args.jobs, console)?,
    };
    let found = lay(&args.old, &old, args.new.as_deref().unwrap_or("the files as they are now"), &new);
    let written = match args.format {
        DiffFormat::Terminal => write_changes(&found, args.all, console.style, &mut console.out),
        DiffFormat::Markdown => write_changes_as_markdown(&found, &mut console.out),
        DiffFormat::Json => write_json(&found, &mut console.out),
    };
    old.tell_gaps(console);
    new.tell_gaps(console);
    let fails = match args.fail_on {
        FailOnChange::Never => false,
        FailOnChange::Substantive => found.is_substantive(),
        FailOnChange::Any => !found.is_empty(),
    };
    Ok(console.finish(written, if fails { Exit::Findings } else { Exit::Clean }))
}

fn lay(old_name: &str, old: &Opened, new_name: &str, new: &Opened) -> Differences {
    let (before, after) = (|file| old.wanted(file), |file| new.wanted(file));
    differences(
        &State { name: old_name, files: old.files(), run: &old.run, wanted: &before },
        &State { name: new_name, files: new.files(), run: &new.run, wanted: &after },
    )
}

/// A folder or a file of that name, else the commit.
fn open(base: &Base, name: &str, args: &DiffArgs, console: &mut Console) -> Result<Opened, Exit> {
    let path = base.folder().join(name);
    if is_folder(&path) {
        // Each state has its own settings, and its paths count from its own top.
        let top = at(&path, name, console)?;
        return Opened::below(&top, &[], &args.config, &args.jobs, console);
    }
    if exists(&path) {
        let folder = path.parent().unwrap_or(base.folder());
        let top = at(folder, name, console)?;
        let file: Vec<PathBuf> = path.file_name().map(PathBuf::from).into_iter().collect();
        return Opened::below(&top, &file, &args.config, &args.jobs, console);
    }
    let repository = Repository::of(base).map_err(|error| {
        let help = suggestion(base, Path::new(name));
        console.complain(
            &format!(
                "There is no folder `{name}`, and it can be no commit either: {}",
                lowered(&error.message)
            ),
            help.as_deref().or(Some("Name two folders, or run rolelint inside a repository.")),
        );
        Exit::Failed
    })?;
    let commit = repository.commit(name).map_err(|error| console.complain_all(&[error]))?;
    let Some(commit) = commit else {
        let help = suggestion(base, Path::new(name)).unwrap_or_else(|| {
            "Name a folder, or a commit, tag or branch. A build often has only the last commit: fetch more of the history \
             (on GitHub `fetch-depth: 0`)."
                .to_owned()
        });
        console.complain(&format!("`{name}` is neither a folder nor a commit that git knows."), Some(&help));
        return Err(Exit::Failed);
    };
    let pages = pages(console)?;
    let configuration = configuration(base, &args.config, &pages, console)?;
    Ok(Opened::read(Input::commit(base, &repository, &commit, configuration, console)?))
}

fn at(folder: &Path, name: &str, console: &mut Console) -> Result<Base, Exit> {
    Base::at(folder).map_err(|error| {
        console.complain(&format!("`{name}` cannot be read: {error}."), None);
        Exit::Failed
    })
}

fn lowered(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
