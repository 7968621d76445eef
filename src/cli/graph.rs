//! `rolelint graph`.

use super::Exit;
use super::args::{GraphArgs, GraphFormat};
use super::console::Console;
use super::survey::{Destination, Survey, deliver};
use crate::analysis::{CAREER_RULES, Careers, careers};
use crate::model::Graph;
use crate::report::{Named, write_dot, write_mermaid, write_svg};
use crate::rule::Selection;

const WHAT: &str = "The graph";

pub(super) fn run(args: &GraphArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &GraphArgs, console: &mut Console) -> Result<Exit, Exit> {
    let destination = Destination::of(args.output.as_deref(), WHAT, console)?;
    let selection =
        Selection { select: CAREER_RULES.iter().map(|&rule| rule.to_owned()).collect(), ignore: vec![] };
    let survey =
        Survey::at(&args.paths, (&args.config, &args.jobs), &selection, destination.as_ref(), console)?;
    let (loaded, run) = (&survey.input.loaded, &survey.run);
    let wanted = |file| loaded.report.as_ref().is_none_or(|report| report.contains(&file));
    let frameworks: Vec<(&str, Careers)> = run
        .frameworks
        .iter()
        .filter(|framework| framework.roles.iter().any(|role| wanted(role.file)))
        .map(|framework| {
            let careers = careers(framework, &Graph::new(framework), &run.diagnostics);
            (framework.root.as_str(), careers)
        })
        .collect();
    let named: Vec<Named<'_>> = frameworks.iter().map(|(root, careers)| (*root, careers)).collect();
    if frameworks.iter().all(|(_, careers)| careers.nodes.is_empty()) {
        console.note("No role was found that stands in a career, so the graph is empty.");
    }
    let mut bytes = vec![];
    let written = match args.format {
        GraphFormat::Mermaid => write_mermaid(&named, &mut bytes),
        GraphFormat::Dot => write_dot(&named, &mut bytes),
        GraphFormat::Svg => write_svg(&named, &mut bytes),
    };
    match written {
        Ok(()) => Ok(deliver(&bytes, destination.as_ref(), WHAT, survey.exit(), console)),
        Err(error) => Ok(console.finish(Err(error), Exit::Failed)),
    }
}
