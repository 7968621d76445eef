//! `rolelint init`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Exit;
use super::args::{InitArgs, Pipeline};
use super::console::Console;
use super::setup::{Input, pages, set_threads, working_directory};
use crate::analysis::{Draft, Findings, Guess, Sources, draft};
use crate::config::{CONFIG_NAMES, Settings};
use crate::engine::{
    Base, Configuration, create, is_taken, make_folder_of, read, repository_of, words_beside,
};
use crate::report::visible_lines;
use crate::schema::Schemas;

/// A file that is not there yet.
struct New {
    disk: PathBuf,
    shown: String,
    text: String,
}

pub(super) fn run(args: &InitArgs, console: &mut Console) -> Exit {
    try_run(args, console).unwrap_or_else(|exit| exit)
}

fn try_run(args: &InitArgs, console: &mut Console) -> Result<Exit, Exit> {
    set_threads(args.jobs.threads());
    let base = working_directory(console)?;
    let exists = CONFIG_NAMES.iter().map(|name| base.folder().join(name)).find(|path| is_taken(path));
    if let Some(path) = exists.filter(|_| !args.dry_run) {
        console.complain(
            &format!("There is a configuration already: `{}`. Nothing was written.", base.show(&path)),
            Some("`rolelint init --dry-run` prints what would be written without it."),
        );
        return Err(Exit::Failed);
    }
    // What cannot be written is said before a long run.
    let others = other_files(args, &base, console)?;
    let pages = pages(console)?;
    let mut input = Input::find(&base, &[], Configuration::default(), args.jobs.threads(), console)?;
    if input.loaded.files.iter().next().is_none() {
        return Err(Exit::Failed);
    }
    let apart = with_roles(&input);
    let now = input.discovery.roots.clone();
    // As it will be when the configuration is there.
    input.discovery.roots.0.insert(String::new());
    let schemas = Schemas::default();
    let words = words_beside(&base).map_err(|error| {
        console.complain(&error.message, error.help.as_deref());
        Exit::Failed
    })?;
    let sources = Sources {
        files: &input.loaded.files,
        report: input.loaded.report.as_ref(),
        roots: &input.discovery.roots,
        now: &now,
        pages: &pages,
        schemas: &schemas,
        words: &words,
    };
    let draft = draft(sources).map_err(|reason| {
        console.complain(
            &format!("No configuration could be made: {reason}."),
            Some("This is a fault in rolelint. Please report it together with the files."),
        );
        Exit::Failed
    })?;
    if draft.roles == 0 {
        console.complain(
            "No file here was understood as a role, so there is nothing to learn from.",
            Some(
                "`rolelint export --explain` says why for each file; docs/reading.md says how to correct it.",
            ),
        );
        return Err(Exit::Failed);
    }
    let mut new = vec![New {
        disk: base.folder().join("rolelint.yaml"),
        shown: "rolelint.yaml".into(),
        text: draft.text.clone(),
    }];
    new.extend(others);
    let exit = if args.dry_run { print(&new, console) } else { write(&new, console)? };
    tell(&draft, console);
    if apart.len() > draft.frameworks {
        let some: Vec<String> = apart.iter().take(4).map(|root| format!("`{root}`")).collect();
        console.note(&format!(
            "Without a configuration these files are {} frameworks ({}{}); below this one they are compared with each \
             other. If they have nothing to do with each other, run `rolelint init` in each folder instead.",
            apart.len(),
            some.join(", "),
            if apart.len() > some.len() { " …" } else { "" }
        ));
    }
    if !args.dry_run {
        let names: Vec<String> = new.iter().map(|file| format!("`{}`", file.shown)).collect();
        console.say(&format!("\nWritten: {}.", names.join(", ")));
        console.say(
            "Read it, correct it, and go on with `rolelint check`; see repairs with `rolelint check --diff`.",
        );
    }
    Ok(exit)
}

/// The folders of the frameworks that hold roles, without the configuration.
fn with_roles(input: &Input) -> Vec<String> {
    let run = read(&input.loaded.files, &Settings::default(), &input.discovery.roots);
    let wanted = |file| input.loaded.report.as_ref().is_none_or(|report| report.contains(&file));
    let frameworks =
        run.frameworks.iter().filter(|framework| framework.roles.iter().any(|role| wanted(role.file)));
    frameworks.map(|it| if it.root.is_empty() { ".".to_owned() } else { it.root.clone() }).collect()
}

fn print(new: &[New], console: &mut Console) -> Exit {
    let mut text = String::new();
    for (n, file) in new.iter().enumerate() {
        if n > 0 {
            text.push_str(&format!("\n# {}\n", file.shown));
        }
        text.push_str(&file.text);
    }
    let shown = if console.style.live { visible_lines(&text).into_owned() } else { text };
    let written = write!(console.out, "{shown}");
    console.finish(written, Exit::Clean)
}

fn write(new: &[New], console: &mut Console) -> Result<Exit, Exit> {
    for file in new {
        create(&file.disk, file.text.as_bytes()).map_err(|error| {
            console.complain(&format!("`{}` cannot be written: {error}.", file.shown), None);
            Exit::Failed
        })?;
    }
    Ok(Exit::Clean)
}

/// What was guessed, and how sure it is.
fn tell(draft: &Draft, console: &mut Console) {
    let plural = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    console.say(&format!(
        "Learned from {} with {}:\n",
        plural(draft.files, "file"),
        plural(draft.roles, "role")
    ));
    let used = |asked: bool| draft.guesses.iter().filter(move |guess| guess.asked == asked);
    list(used(false), console);
    if used(true).next().is_some() {
        console.say("\nNot certain, so they stand in the file as comments:\n");
        list(used(true), console);
    }
    console.say(&format!(
        "\nWithout it `rolelint check` finds {}, with it {}; {} of these `rolelint check --fix` repairs.",
        told(draft.before),
        told(draft.after),
        draft.repairable
    ));
    if !draft.left.is_empty() {
        let most: Vec<String> =
            draft.left.iter().take(6).map(|(rule, count)| format!("{rule} {count}")).collect();
        let more = if draft.left.len() > most.len() { ", …" } else { "" };
        console.say(&format!("The others are for people: {}{more}.", most.join(", ")));
    }
    if let Some(home) = &draft.home {
        console.note(&format!(
            "All roles stand in `{home}`, and most files elsewhere. If the rest is no part of the framework, run \
             `rolelint init` in that folder."
        ));
    }
}

fn told(findings: Findings) -> String {
    format!(
        "{} ({} errors, {} warnings, {} infos)",
        findings.all(),
        findings.errors,
        findings.warnings,
        findings.infos
    )
}

fn list<'g>(guesses: impl Iterator<Item = &'g Guess>, console: &mut Console) {
    let mut by_name: BTreeMap<&str, Vec<&Guess>> = BTreeMap::new();
    let mut order = vec![];
    for guess in guesses {
        let entry = by_name.entry(&guess.about).or_default();
        if entry.is_empty() {
            order.push(guess.about.as_str());
        }
        entry.push(guess);
    }
    let width = order.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for name in order {
        for (n, guess) in by_name.get(name).into_iter().flatten().enumerate() {
            let head = if n == 0 { name } else { "" };
            console.say(&format!("  {head:width$}  {} – {}", guess.what, guess.sure));
        }
    }
}

/// The files that were asked for beside the configuration.
fn other_files(args: &InitArgs, base: &Base, console: &mut Console) -> Result<Vec<New>, Exit> {
    let top = repository_of(base.folder()).unwrap_or(base.folder());
    let within = base.folder().strip_prefix(top).unwrap_or(Path::new(""));
    let within = within.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    if (args.hook || args.workflow.is_some())
        && !within.chars().all(|c| c.is_alphanumeric() || "._/- ".contains(c))
    {
        console.complain(
            &format!("The name of the folder `{within}` cannot stand in a hook or workflow."),
            Some("Write these files by hand: docs/ci.md has examples."),
        );
        return Err(Exit::Failed);
    }
    let mut wanted = vec![];
    if args.hook {
        wanted.push((
            ".pre-commit-config.yaml",
            filled(include_str!("../../templates/pre-commit.yaml"), &within),
        ));
    }
    match args.workflow {
        Some(Pipeline::Github) => wanted.push((
            ".github/workflows/rolelint.yml",
            filled(include_str!("../../templates/github-workflow.yml"), &within),
        )),
        Some(Pipeline::Gitlab) => {
            wanted
                .push((".gitlab-ci.yml", in_folder(include_str!("../../templates/gitlab-ci.yml"), &within)));
        }
        None => {}
    }
    let mut new = vec![];
    for (name, text) in wanted {
        let disk = top.join(name);
        let shown = base.show(&disk);
        if is_taken(&disk) {
            if args.dry_run {
                console.note(&format!("`{shown}` is there already and would be left as it is."));
                continue;
            }
            console.complain(
                &format!("There is a `{shown}` already. Nothing was written."),
                Some("`rolelint init --dry-run` prints what to add to it; docs/ci.md explains it."),
            );
            return Err(Exit::Failed);
        }
        if !args.dry_run {
            make_folder_of(&disk, top).map_err(|error| {
                console.complain(&format!("`{shown}` cannot be written: {error}."), None);
                Exit::Failed
            })?;
        }
        new.push(New { disk, shown, text });
    }
    Ok(new)
}

/// A template with the version of the program and the folder of the framework.
fn filled(template: &str, within: &str) -> String {
    let (config, files, folder) = if within.is_empty() {
        (String::new(), String::new(), String::new())
    } else {
        (
            format!(" --config {}", quoted(&format!("{within}/rolelint.yaml"), '"')),
            format!("\n        files: {}", quoted(&format!("^{}/", within.replace('.', "\\.")), '\'')),
            format!("\n        working-directory: {}", quoted(within, '"')),
        )
    };
    template
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{config}", &config)
        .replace("{files}", &files)
        .replace("{folder}", &folder)
}

/// `text` between quotes if there is a blank in it, for YAML, shells and pre-commit alike. It holds no quotes.
fn quoted(text: &str, quote: char) -> String {
    if text.contains(' ') { format!("{quote}{text}{quote}") } else { text.to_owned() }
}

/// GitLab's job, run in the folder of the framework.
fn in_folder(template: &str, within: &str) -> String {
    if within.is_empty() {
        return template.to_owned();
    }
    let back = "../".repeat(within.split('/').count());
    template
        .replace("      rolelint check", &format!("      cd {}\n      rolelint check", quoted(within, '"')))
        .replace("gitlab=gl-code", &format!("gitlab={back}gl-code"))
        .replace("junit=rolelint-junit.xml)", &format!("junit={back}rolelint-junit.xml)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_for_folders() {
        for within in ["", "people/roles", "our people/rôles  v1.0"] {
            let hook = filled(include_str!("../../templates/pre-commit.yaml"), within);
            let job = filled(include_str!("../../templates/github-workflow.yml"), within);
            let lab = in_folder(include_str!("../../templates/gitlab-ci.yml"), within);
            for text in [&hook, &job, &lab] {
                serde_yaml::from_str::<serde_json::Value>(text).unwrap();
                assert!(text.contains(env!("CARGO_PKG_VERSION")));
                assert_eq!(text.contains("people/"), !within.is_empty(), "{text}");
            }
            assert!(!hook.contains("{config}") && !job.contains("{folder}"));
        }
        let lab = in_folder(include_str!("../../templates/gitlab-ci.yml"), "a/b");
        assert!(lab.contains("junit=../../rolelint-junit.xml") && lab.contains("cd a/b\n"), "{lab}");
    }
}
