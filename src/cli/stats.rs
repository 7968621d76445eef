//! `rolelint stats`.

use super::Exit;
use super::args::{StatsArgs, StatsFormat};
use super::console::Console;
use super::survey::Survey;
use crate::analysis::Statistics;
use crate::report::{write_figures, write_json};
use crate::rule::Selection;

pub(super) fn run(args: &StatsArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &StatsArgs, console: &mut Console) -> Result<Exit, Exit> {
    let survey = Survey::at(&args.paths, (&args.config, &args.jobs), &Selection::default(), None, console)?;
    let figures = Statistics::new(&survey.input.loaded, &survey.run);
    let written = match args.format {
        StatsFormat::Terminal => write_figures(&figures, &[], console.style, &mut console.out),
        StatsFormat::Json => write_json(&figures, &mut console.out),
    };
    Ok(console.finish(written, survey.exit()))
}
