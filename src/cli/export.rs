//! `rolelint export`.

use std::borrow::Cow;
use std::io::{self, Write as _};

use super::Exit;
use super::args::{ExportArgs, ExportFormat};
use super::console::Console;
use super::setup::{Input, configuration, pages, set_threads, working_directory};
use crate::engine::read;
use crate::model;
use crate::report::{visible_lines, write_json};

pub(super) fn run(args: &ExportArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &ExportArgs, console: &mut Console) -> Result<Exit, Exit> {
    set_threads(args.jobs.threads());
    let pages = pages(console)?;
    let base = working_directory(console)?;
    let configuration = configuration(&base, &args.config, &pages, console)?;
    let input = Input::find(&base, &args.paths, configuration, args.jobs.threads(), console)?;
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
    let written = match args.format {
        ExportFormat::Json => write_json(&value, &mut console.out),
        ExportFormat::Yaml => write_yaml(&value, console),
    };
    // Files that gave nothing are named, never passed over in silence.
    for file in files.iter().filter(|file| file.trouble.is_some() && wanted(file.id)) {
        console.note(&format!("`{}` could not be read; `rolelint check` says why.", file.path));
    }
    for (file, doc) in files.iter().zip(&run.documents).filter(|(file, _)| wanted(file.id)) {
        if doc.as_ref().is_some_and(|doc| !doc.is_whole()) {
            console.note(&format!(
                "`{}` has a mistake, so not all of it could be read; `rolelint check` says where.",
                file.path
            ));
        }
    }
    Ok(console.finish(written, Exit::Clean))
}

fn write_yaml(value: &serde_json::Value, console: &mut Console) -> io::Result<()> {
    let text = serde_yaml::to_string(value).map_err(io::Error::other)?;
    // Exact for programs, harmless for a person who looks at it.
    let text = if console.style.live { visible_lines(&text) } else { Cow::Borrowed(text.as_str()) };
    writeln!(console.out, "{}", text.trim_end())
}
