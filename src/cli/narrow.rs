//! Which findings are new: `--baseline`, `--changed`, `--staged`.

use std::path::{Component, Path, PathBuf};

use super::Exit;
use super::args::CheckArgs;
use super::console::Console;
use super::setup::{Input, exists};
use crate::engine::{BASELINE_NAME, Base, Baseline, Changes, Configuration, PathError, Repository, State};

/// What is asked of git.
pub(super) struct Since {
    pub repository: Repository,
    /// The earlier state.
    pub tree: State,
    /// The commits of submodules that it names.
    pub submodules: State,
    /// The commit it is, for people.
    pub name: String,
}

/// The earlier state that `--changed` or `--staged` compare with.
pub(super) fn since(args: &CheckArgs, base: &Base, console: &mut Console) -> Result<Option<Since>, Exit> {
    let mut refuse = |error| console.complain_all(&[error]);
    if args.changed.is_none() && !args.staged {
        return Ok(None);
    }
    let repository = Repository::of(base).map_err(&mut refuse)?;
    if args.changed.as_deref() == Some("") {
        let unknown = args.paths.iter().filter(|path| !exists(&base.folder().join(path)));
        for name in unknown.filter_map(|path| path.to_str()) {
            for branch in [name.to_owned(), format!("origin/{name}")] {
                if repository.commit(&branch).map_err(&mut refuse)?.is_some() {
                    let message =
                        format!("`{name}` is taken for a file to check, and there is none of that name.");
                    let help = format!("To compare with the branch, write `--changed={branch}`.");
                    return Err(refuse(PathError { message, help: Some(help) }));
                }
            }
        }
    }
    let commit = if args.staged {
        repository.commit("HEAD")
    } else {
        repository.base(args.changed.as_deref().filter(|name| !name.is_empty()))
    };
    let commit = commit.map_err(&mut refuse)?;
    // Before the first commit everything is new.
    let tree = commit.as_deref().map_or(Ok(Default::default()), |commit| repository.tree(commit));
    let (tree, submodules) = tree.map_err(&mut refuse)?;
    let name = commit.map_or_else(|| "nothing".to_owned(), |name| name.chars().take(12).collect());
    Ok(Some(Since { repository, tree, submodules, name }))
}

/// The lines that changed since then.
pub(super) fn changes(
    since: Option<&Since>,
    input: &Input,
    console: &mut Console,
) -> Result<Option<Changes>, Exit> {
    let Some(since) = since else { return Ok(None) };
    Changes::since(&since.repository, &since.tree, &since.submodules, &input.loaded.files, input.limits())
        .map(Some)
        .map_err(|error| console.complain_all(&[error]))
}

/// Where the baseline is that holds for a run, if there is one: the command line decides before the
/// configuration.
pub(super) fn baseline_path(
    named: Option<&Path>,
    configuration: &Configuration,
    console: &mut Console,
) -> Result<Option<PathBuf>, Exit> {
    if let Some(path) = named {
        return Ok(Some(path.to_path_buf()));
    }
    let Some(path) = &configuration.settings.baseline else { return Ok(None) };
    // A pull request may bring a configuration, which must not make us read what is not the framework's.
    let inside =
        Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    match configuration.folder().filter(|_| inside) {
        Some(folder) => Ok(Some(folder.join(path))),
        None => {
            console.complain(
                &format!("The configuration names a baseline outside of its folder: `{path}`."),
                Some("Keep it beside the configuration or below, or name it with `--baseline`."),
            );
            Err(Exit::Failed)
        }
    }
}

/// Where `rolelint baseline` writes if nobody says.
pub(super) fn usual_path(base: &Base, configuration: &Configuration) -> PathBuf {
    configuration.folder().unwrap_or(base.folder()).join(BASELINE_NAME)
}

/// The baseline that holds for a run, with its path.
pub(super) fn baseline(
    args: &CheckArgs,
    base: &Base,
    configuration: &Configuration,
    console: &mut Console,
) -> Result<Option<(PathBuf, Baseline)>, Exit> {
    if args.no_baseline {
        return Ok(None);
    }
    let Some(path) = baseline_path(args.baseline.as_deref(), configuration, console)? else {
        return Ok(None);
    };
    let read = Baseline::read(base, &path, false).map_err(|error| console.complain_all(&[error]))?;
    let disk = base.resolve(&path).unwrap_or(path);
    Ok(Some((disk, read)))
}
