//! `rolelint check --watch`: the same run again and again. Files are asked for their times, because that
//! works on every disk, also where a system sends no events.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::Exit;
use super::args::CheckArgs;
use super::check::once;
use super::console::Console;
use super::setup::pages;
use crate::engine::{Base, ConfigSource, Stamp, configure, discover, stamp};

/// How often files are asked.
const PAUSE: Duration = Duration::from_millis(400);

/// Changed files that are named.
const NAMED: usize = 3;

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Exit {
    loop {
        // Asked before the run, so that a change during it is not missed.
        let before = stamps(args, console);
        let exit = once(args, console);
        if before.is_empty() && exit == Exit::Failed {
            return exit;
        }
        console.say("Waiting for changes; Ctrl+C ends this.");
        let after = loop {
            std::thread::sleep(PAUSE);
            let now = stamps(args, console);
            if now != before {
                break now;
            }
        };
        let all = before.keys().chain(after.keys());
        let mut changed: Vec<&str> =
            all.filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect();
        changed.sort_unstable();
        changed.dedup();
        let more = if changed.len() > NAMED {
            format!(" and {} more", changed.len() - NAMED)
        } else {
            String::new()
        };
        changed.truncate(NAMED);
        console.say(&format!("\nChanged: {}{more}.\n", changed.join(", ")));
    }
}

/// The files that a run would read, as shown to people, and when they changed. A configuration with mistakes
/// is watched as well, since mending it is a change.
fn stamps(args: &CheckArgs, console: &mut Console) -> BTreeMap<String, Stamp> {
    let (Ok(base), Ok(pages)) = (Base::current(), pages(console)) else { return BTreeMap::new() };
    let source = match &args.config.config {
        Some(path) => ConfigSource::File(path),
        None if args.config.no_config => ConfigSource::None,
        None => ConfigSource::Search,
    };
    let configuration = configure(&base, source, &pages).unwrap_or_default();
    let settings = &configuration.settings;
    let exclude = settings.patterns(&settings.exclude).or_else(|_| settings.patterns(&[]));
    let Ok(exclude) = exclude else { return BTreeMap::new() };
    let found = discover(&base, &args.paths, &exclude, args.jobs.threads()).unwrap_or_default();
    let mut paths: Vec<PathBuf> = found.files.into_iter().map(|found| found.disk).collect();
    for folder in [Some(base.folder()), configuration.folder()].into_iter().flatten() {
        let beside = ["rolelint.yaml", ".rolelint.yaml", "rolelint.words", ".rolelint-baseline.json"];
        paths.extend(
            beside
                .iter()
                .chain(&configuration.packs.places.iter().map(String::as_str).collect::<Vec<_>>())
                .map(|name| folder.join(name)),
        );
    }
    paths.extend(
        args.config
            .config
            .iter()
            .chain(&args.baseline)
            .chain(&args.schema)
            .map(|path| base.folder().join(path)),
    );
    paths.into_iter().filter_map(|path| Some((base.show(&path), stamp(&path)?))).collect()
}
