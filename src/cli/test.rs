//! `rolelint test`.

use std::io::{self, Write as _};
use std::path::Path;

use super::Exit;
use super::args::TestArgs;
use super::console::Console;
use super::setup::{config_error, configuration, pages, working_directory};
use crate::checks::CHECKS;
use crate::engine::{Base, ConfigError, NOWHERE, Packs, load_packs, suggestion, try_example};
use crate::report::visible;
use crate::rule::{PackRule, Page};
use crate::text::Files;

/// What the examples of the rules gave.
#[derive(Default)]
struct Count {
    rules: usize,
    examples: usize,
    failed: usize,
}

pub(super) fn run(args: &TestArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &TestArgs, console: &mut Console) -> Result<Exit, Exit> {
    let own = pages(console)?;
    let base = working_directory(console)?;
    let mut files = Files::default();
    let packs = if args.packs.is_empty() {
        // The files of these packs were read with the configuration.
        let configuration = configuration(&base, &args.config, &own, console)?;
        if configuration.packs.pages.is_empty() {
            let help =
                "Name one: `rolelint test packs/house.yml`, or write it under `packs` in rolelint.yaml.";
            console.complain("There is no pack to test.", Some(help));
            return Err(Exit::Failed);
        }
        files = configuration.files().clone();
        configuration.packs
    } else {
        let mut all = Packs::default();
        for path in &args.packs {
            let more = named(&base, path, &own, &mut files, console)?;
            all.pages.extend(more.pages);
            all.rules.extend(more.rules);
            all.notes.extend(more.notes);
        }
        for note in &all.notes {
            console.note(note);
        }
        all
    };
    let mut count = Count::default();
    let written = report(&packs, &files, &mut count, console);
    let exit = if count.failed > 0 { Exit::Findings } else { Exit::Clean };
    Ok(console.finish(written, exit))
}

/// A pack that the command line names: it may lie anywhere, and reads nothing above its folder's own.
fn named(
    base: &Base,
    path: &Path,
    own: &[Page],
    files: &mut Files,
    console: &mut Console,
) -> Result<Packs, Exit> {
    let resolved = base.resolve(path).ok().filter(|path| path.exists());
    let Some(resolved) = resolved else {
        let help = suggestion(base, path);
        console.complain(&format!("The pack `{}` does not exist.", path.display()), help.as_deref());
        return Err(Exit::Failed);
    };
    let root = resolved.parent().unwrap_or(&resolved);
    let name = resolved.file_name().map_or_else(|| ".".into(), |name| name.to_string_lossy().into_owned());
    // The folder above is where the vocabularies of a style are.
    load_packs(root, &base.show(root), &[(name, None)], own, files).map_err(|findings| {
        let (nowhere, placed): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| finding.span.file == NOWHERE.file);
        for finding in &nowhere {
            console.complain(&finding.message, finding.help.as_deref());
        }
        if placed.is_empty() {
            return Exit::Failed;
        }
        config_error(&ConfigError::Mistakes { files: std::mem::take(files), findings: placed }, console)
    })
}

fn report(packs: &Packs, files: &Files, count: &mut Count, console: &mut Console) -> io::Result<()> {
    let style = console.style;
    for rule in &packs.rules {
        let failures = failures(rule, files, count);
        count.rules += 1;
        let (state, color) = if failures.is_empty() { ("ok", "32") } else { ("failed", "31") };
        let name = visible(&rule.page.id);
        writeln!(console.out, "{}  {name}", style.paint(color, &format!("{state:6}")))?;
        for failure in &failures {
            for line in failure.lines() {
                writeln!(console.out, "        {}", visible(line))?;
            }
        }
        count.failed += usize::from(!failures.is_empty());
    }
    let without = packs.pages.len() - packs.rules.len();
    if without > 0 {
        let rules = if without == 1 { "rule of a Vale style loads" } else { "rules of Vale styles load" };
        writeln!(console.out, "{without} {rules}; such rules have no examples.")?;
    }
    if count.rules > 0 {
        let plural =
            |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let failed = match count.failed {
            0 => "all as they should be".to_owned(),
            failed => format!("{failed} failed"),
        };
        writeln!(
            console.out,
            "\n{}, {}: {failed}.",
            plural(count.rules, "rule"),
            plural(count.examples, "example")
        )?;
    }
    Ok(())
}

/// What is wrong with the examples of a rule, each with its place.
fn failures(rule: &PackRule, files: &Files, count: &mut Count) -> Vec<String> {
    let mut failures = vec![];
    for (wrong, example, place) in rule.examples() {
        count.examples += 1;
        if let Err(problem) = try_example(&rule.page, CHECKS, wrong, &example) {
            let file = files.get(place.file);
            let at = file.position(place.start);
            failures.push(format!("{}:{}:{} {problem}", file.path, at.line, at.column));
        }
    }
    failures
}
