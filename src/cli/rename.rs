//! `rolelint rename`: another name for a role or a level, in all files or in none.

use super::Exit;
use super::args::CheckArgs;
use super::change_args::RenameArgs;
use super::check::Session;
use super::compare::meant;
use super::console::Console;
use super::repair::counted;
use super::sync::place;
use crate::engine::{Left, NotRenamed, Renamed, remove_leftovers, rename};
use crate::text::Files;

/// Places that are named one by one.
const MOST_NAMED: usize = 30;

pub(super) fn run(args: &RenameArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &RenameArgs, console: &mut Console) -> Result<Exit, Exit> {
    let check = CheckArgs::writing(&args.path, &args.write);
    let mut session = Session::start(&check, console)?;
    session.name_unchecked(console);
    let config = session.input.own_configuration();
    let (old, new) = (args.old.trim(), args.new.trim());
    let files = &session.input.loaded.files;
    let renamed =
        rename(&session.job(files), config, old, new).map_err(|why| refuse(&why, args, files, console))?;
    let count: usize = renamed.places.values().sum();
    let changed = renamed.fixed.changed.len();
    let exit = if args.write.diff {
        let exit = session.patch(&renamed.fixed, Exit::Findings, console);
        let (places, files) = (counted(count, "place"), counted(changed, "file"));
        console.say(&format!("{places} in {files} would change. Without `--diff` they are written."));
        exit
    } else {
        remove_leftovers(&session.input.discovery.leftovers);
        if !session.write(&renamed.fixed, console).is_empty() {
            return Err(Exit::Failed);
        }
        for (&id, &count) in &renamed.places {
            console.say(&format!("{}: {} changed.", files.get(id).path, counted(count, "place")));
        }
        Exit::Clean
    };
    tell_left(&renamed, files, args, console);
    Ok(exit)
}

/// Places that may be meant, and what is found now that was not found before.
fn tell_left(renamed: &Renamed, files: &Files, args: &RenameArgs, console: &mut Console) {
    let (old, new) = (args.old.trim(), args.new.trim());
    for left in renamed.left.iter().take(MOST_NAMED) {
        console.note(&match left {
            Left::Mention(span) => {
                format!(
                    "{}: This says `{old}`, perhaps of something else. It is left to you.",
                    place(files, *span)
                )
            }
            Left::Id(span, id) => format!(
                "{}: The id `{id}` stays, because links may lead to it. `rolelint rename` takes ids as well.",
                place(files, *span)
            ),
            Left::File(id) => format!("The file `{}` keeps its name.", files.get(*id).path),
        });
    }
    if let Some(more) = renamed.left.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        console.note(&format!("{} more may be meant; search for `{old}`.", counted(more, "place")));
    }
    for finding in renamed.raised.iter().take(MOST_NAMED) {
        let at = place(&renamed.fixed.files, finding.span);
        console.note(&format!("{at}: With `{new}`, `{}` finds: {}", finding.rule, finding.message));
    }
    if let Some(more) = renamed.raised.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        console.note(&format!("{} more; `rolelint check` lists them.", counted(more, "finding")));
    }
}

fn refuse(why: &NotRenamed, args: &RenameArgs, files: &Files, console: &mut Console) -> Exit {
    let (old, new) = (args.old.trim(), args.new.trim());
    let (message, help) = match why {
        NotRenamed::Unfit => (
            "A name is one line of at most 200 bytes, and the new one differs from the old one.".to_owned(),
            None,
        ),
        NotRenamed::Unknown(known) => (format!("No role or level is called `{old}`."), Some(meant(old, known))),
        NotRenamed::Several(folders) => (
            format!("{} have a role or level called `{old}`.", counted(folders.len(), "framework")),
            Some(format!("Say which with `--path`: {}.", folders.join(", "))),
        ),
        NotRenamed::Taken(span) => (
            format!("Another role or level is called `{new}` already, at {}.", place(files, *span)),
            Some("Nobody could tell the two apart afterwards. Rename or remove that one first.".into()),
        ),
        NotRenamed::Place(span, reason) => (
            format!("`{old}` cannot be edited at {}: {reason}.", place(files, *span)),
            Some("A name that is changed in some places only is two names. Change this place by hand, then all others.".into()),
        ),
        NotRenamed::Breaks(id) => (
            format!("`{}` would not say the same with `{new}` in it.", files.get(*id).path),
            Some("Some sign of the new name means something there, as a colon does in YAML. Choose another name, or put the old one in quotes first.".into()),
        ),
        NotRenamed::Fault => ("A check failed.".to_owned(), None),
    };
    console.complain(&format!("{message} Nothing was renamed."), help.as_deref());
    Exit::Failed
}
