//! `rolelint export`.

use std::io::Write as _;

use super::Exit;
use super::args::{ExportArgs, ExportFormat};
use super::console::Console;
use super::setup::{Input, configuration, pages, set_threads, working_directory};
use crate::engine::read;
use crate::model;

pub(super) fn run(args: &ExportArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &ExportArgs, console: &mut Console) -> Result<Exit, Exit> {
    set_threads(args.jobs.jobs);
    let pages = pages(console)?;
    let base = working_directory(console)?;
    let configuration = configuration(&base, &args.config, &pages, console)?;
    let input = Input::find(&base, &args.paths, configuration, args.jobs.jobs, console)?;
    let files = &input.loaded.files;
    let run = read(files, &input.settings, &input.discovery.roots);
    let wanted = |file| input.loaded.report.as_ref().is_none_or(|report| report.contains(&file));
    let mut roles: Vec<&model::Role> = run
        .frameworks
        .iter()
        .flat_map(|framework| &framework.roles)
        .filter(|role| wanted(role.file))
        .collect();
    roles.sort_by_key(|role| (files.get(role.file).path.as_str(), role.span.start));
    let value = model::export(&roles, files);
    let text = match args.format {
        ExportFormat::Json => serde_json::to_string_pretty(&value).map_err(|error| error.to_string()),
        ExportFormat::Yaml => serde_yaml::to_string(&value).map_err(|error| error.to_string()),
    };
    match text {
        Ok(text) => {
            let written = writeln!(console.out, "{}", text.trim_end());
            // Files that gave nothing are named, never passed over in silence.
            for file in files.iter().filter(|file| file.trouble.is_some() && wanted(file.id)) {
                console.note(&format!("`{}` could not be read; `rolelint check` says why.", file.path));
            }
            Ok(console.finish(written, Exit::Clean))
        }
        Err(error) => {
            console.complain(&format!("The roles could not be written down: {error}."), None);
            Err(Exit::Failed)
        }
    }
}
