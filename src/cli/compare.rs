//! `rolelint compare`.

use super::Exit;
use super::change_args::{CompareArgs, CompareFormat};
use super::console::Console;
use super::open::Opened;
use crate::analysis::{Unknown, compare};
use crate::report::{write_comparison, write_comparison_as_markdown, write_json};
use crate::text::nearest;

pub(super) fn run(args: &CompareArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

/// Names that are listed when none fits.
const MOST_NAMES: usize = 30;

fn try_run(args: &CompareArgs, console: &mut Console) -> Result<Exit, Exit> {
    let opened = Opened::at(&args.path, &args.config, &args.jobs, console)?;
    let (role, pair) = match args.names.as_slice() {
        [role, left, right] => (Some(role.as_str()), (left.as_str(), right.as_str())),
        [left, right] => (None, (left.as_str(), right.as_str())),
        _ => {
            console.complain("Name a role and two of its levels, or two roles.", None);
            return Err(Exit::Failed);
        }
    };
    let wanted = |file| opened.wanted(file);
    let found = compare(opened.files(), &opened.run, &wanted, role, pair).map_err(|unknown| {
        opened.tell_gaps(console);
        tell(&unknown, console)
    })?;
    let written = match args.format {
        CompareFormat::Terminal => write_comparison(&found, console.style, &mut console.out),
        CompareFormat::Markdown => write_comparison_as_markdown(&found, &mut console.out),
        CompareFormat::Json => write_json(&found, &mut console.out),
    };
    opened.tell_gaps(console);
    Ok(console.finish(written, Exit::Clean))
}

fn tell(unknown: &Unknown, console: &mut Console) -> Exit {
    match unknown {
        Unknown::Nothing { name, known } => {
            let help = meant(name, known);
            console.complain(&format!("No role or level is called `{name}`."), Some(&help));
        }
        Unknown::Several { name, known } => {
            let help = format!("Name the file instead: {}.", known.join(", "));
            console.complain(&format!("More than one role or level is called `{name}`."), Some(&help));
        }
    }
    Exit::Failed
}

/// What is probably meant by a name that nothing has.
pub(super) fn meant(name: &str, known: &[String]) -> String {
    let lower = name.to_lowercase();
    let mut longer = known.iter().map(String::as_str).filter(|known| known.to_lowercase().contains(&lower));
    match nearest(name, known.iter().map(String::as_str)).or_else(|| longer.next()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if known.is_empty() => {
            "No role was found here; `rolelint export --explain` says why.".to_owned()
        }
        None => {
            let mut names: Vec<&str> = known.iter().map(String::as_str).take(MOST_NAMES).collect();
            names.dedup();
            format!("There are: {}{}", names.join(", "), if known.len() > MOST_NAMES { ", …" } else { "." })
        }
    }
}
