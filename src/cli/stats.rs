//! `rolelint stats`.

use std::path::PathBuf;

use super::Exit;
use super::args::{StatsArgs, StatsFormat};
use super::console::Console;
use super::setup::{Input, configuration, pages, working_directory};
use super::survey::{Survey, job};
use crate::analysis::{Development, Revision, Statistics, day, spread};
use crate::engine::{Repository, check};
use crate::report::{write_figures, write_json};
use crate::rule::Selection;
use crate::text::SourceFile;

/// Revisions that are looked at, evenly spread: each is read and checked as a whole.
const MOST_REVISIONS: usize = 12;

pub(super) fn run(args: &StatsArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &StatsArgs, console: &mut Console) -> Result<Exit, Exit> {
    let survey = Survey::at(&args.paths, (&args.config, &args.jobs), &Selection::default(), None, console)?;
    let figures = Statistics::new(&survey.input.loaded, &survey.run);
    let history = match &args.since {
        Some(since) => history(since, &figures, args, &survey, console)?,
        None => vec![],
    };
    let written = match args.format {
        StatsFormat::Terminal => write_figures(&figures, &history, console.style, &mut console.out),
        StatsFormat::Json => write_json(&Development { figures, history }, &mut console.out),
    };
    Ok(console.finish(written, survey.exit()))
}

/// The figures of revisions since a commit, under the rules and settings of today: else a new rule would look
/// like a worse framework.
fn history(
    since: &str,
    now: &Statistics,
    args: &StatsArgs,
    survey: &Survey,
    console: &mut Console,
) -> Result<Vec<Revision>, Exit> {
    let base = working_directory(console)?;
    let repository = Repository::of(&base).map_err(|error| console.complain_all(&[error]))?;
    let revisions =
        repository.history(since, base.folder()).map_err(|error| console.complain_all(&[error]))?;
    let tops: Vec<PathBuf> = args.paths.iter().filter_map(|path| base.resolve(path).ok()).collect();
    let mut history = vec![];
    let pages = pages(console)?;
    for (commit, seconds) in spread(&revisions, MOST_REVISIONS) {
        let quiet = std::mem::replace(&mut console.quiet, true);
        let input = configuration(&base, &args.config, &pages, console)
            .and_then(|configuration| Input::commit(&base, &repository, &commit, configuration, console));
        console.quiet = quiet;
        let mut input = input?;
        if !tops.is_empty() {
            let inside = |file: &&SourceFile| {
                file.disk.as_ref().is_some_and(|disk| tops.iter().any(|top| disk.starts_with(top)))
            };
            input.loaded.report =
                Some(input.loaded.files.iter().filter(inside).map(|file| file.id).collect());
        }
        let run = check(&job(&input, &input.loaded, &survey.rules, &survey.schemas));
        let figures = Statistics::new(&input.loaded, &run);
        history.push(figures.revision(Some(commit), Some(day(seconds))));
    }
    history.push(now.revision(None, None));
    Ok(history)
}
