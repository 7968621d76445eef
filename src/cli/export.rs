//! `rolelint export`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write as _};

use super::Exit;
use super::args::{ExportArgs, ExportFormat};
use super::console::Console;
use super::open::Opened;
use crate::engine::Run;
use crate::model::{self, Role, RoleKind};
use crate::report::{visible_lines, write_csv, write_json};
use crate::text::{FileId, Files, SourceFile};

pub(super) fn run(args: &ExportArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &ExportArgs, console: &mut Console) -> Result<Exit, Exit> {
    let opened = Opened::at(&args.paths, &args.config, &args.jobs, console)?;
    let (files, run) = (opened.files(), &opened.run);
    let wanted = |file| opened.wanted(file);
    let mut roles: Vec<&Role> = run
        .frameworks
        .iter()
        .flat_map(|framework| &framework.roles)
        .filter(|role| wanted(role.file))
        .collect();
    roles.sort_by_key(|role| (files.get(role.file).path.as_str(), role.span.start));
    let written = match (args.format, args.explain) {
        (None, true) => explain(run, &roles, files, &wanted, console),
        (Some(ExportFormat::Csv), _) => {
            let rows = model::matrix(&roles, files);
            write_plain(console, |out| write_csv(&rows, out))
        }
        (Some(ExportFormat::Jobposting), _) => {
            tell_left_out(&roles, console);
            let value = model::postings(&roles);
            write_plain(console, |out| write_script(&value, out))
        }
        (format, explain) => {
            let mut value = model::export(&roles, files);
            if explain {
                model::add_readings(&mut value, &roles);
            }
            match format {
                Some(ExportFormat::Yaml) => write_yaml(&value, console),
                _ => write_json(&value, &mut console.out),
            }
        }
    };
    opened.tell_gaps(console);
    Ok(console.finish(written, Exit::Clean))
}

/// What a page for candidates lacks, and which roles are none.
fn tell_left_out(roles: &[&Role], console: &mut Console) {
    let others = roles.iter().filter(|role| role.kind != RoleKind::Posting).count();
    if others == roles.len() {
        console.note(
            "None of these roles is written for candidates, so there is no posting. A page is one if its id ends \
             in `-jd` or its text says how to apply.",
        );
    } else {
        if others > 0 {
            let what = if others == 1 { "One role is" } else { "The other roles are" };
            console.note(&format!("{what} not written for candidates and left out ({others})."));
        }
        console.note(&format!("Left out, because role documents do not hold it: {}.", model::LEFT_OUT));
    }
}

/// Says for each file how it was read.
fn explain(
    run: &Run,
    roles: &[&Role],
    files: &Files,
    wanted: &dyn Fn(FileId) -> bool,
    console: &mut Console,
) -> io::Result<()> {
    let mut sorted: Vec<&SourceFile> = files.iter().filter(|file| wanted(file.id)).collect();
    sorted.sort_by_key(|file| file.path.as_str());
    let mut by_file: HashMap<FileId, Vec<&Role>> = HashMap::new();
    for role in roles {
        by_file.entry(role.file).or_default().push(role);
    }
    for file in sorted {
        let own = by_file.get(&file.id).map(Vec::as_slice).unwrap_or_default();
        let reason = run.not_roles.get(file.id.0 as usize).and_then(Option::as_ref);
        if own.is_empty() && reason.is_none() {
            continue;
        }
        writeln!(console.out, "{}", visible_lines(&file.path))?;
        if let Some(reason) = reason.filter(|_| own.is_empty()) {
            writeln!(console.out, "  no role: {}", visible_lines(reason))?;
        }
        for role in own {
            let levels = role.levels.len();
            let counted = if levels == 1 { "1 level".to_owned() } else { format!("{levels} levels") };
            let words = format!("  {}: {} ({counted})", role.name(), role.reading);
            writeln!(console.out, "{}", visible_lines(&words))?;
        }
    }
    Ok(())
}

/// Writes exact text for programs, which is made harmless where a person looks at it.
fn write_plain(
    console: &mut Console,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = vec![];
    write(&mut text)?;
    if console.style.live {
        let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
        return write!(console.out, "{}", visible_lines(&text));
    }
    console.out.write_all(&text)
}

/// JSON that may stand in a `<script>` element: no text in it can end the element.
fn write_script(value: &serde_json::Value, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = vec![];
    write_json(value, &mut text)?;
    out.write_all(String::from_utf8_lossy(&text).replace('<', "\\u003c").as_bytes())
}

fn write_yaml(value: &serde_json::Value, console: &mut Console) -> io::Result<()> {
    let text = serde_yaml::to_string(value).map_err(io::Error::other)?;
    // Exact for programs, harmless for a person who looks at it.
    let text = if console.style.live { visible_lines(&text) } else { Cow::Borrowed(text.as_str()) };
    writeln!(console.out, "{}", text.trim_end())
}
