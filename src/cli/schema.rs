//! `rolelint schema`.

use std::io::Write as _;

use super::Exit;
use super::args::{CheckArgs, SchemaArgs, SchemaCheckArgs, SchemaCommand, SchemaInferArgs};
use super::check;
use super::console::Console;
use super::open::Opened;
use crate::analysis::infer_schema;
use crate::report::write_json;
use crate::rule::built_in_pages;
use crate::schema::{BUILT_IN, built_in};
use crate::syntax::Node;
use crate::text::nearest;

/// What `schema check` runs, besides the rules that say what could not be read.
const RULES: [&str; 3] = ["front-matter-schema", "front-matter-syntax", "schema"];

pub(super) fn run(args: &SchemaArgs, console: &mut Console) -> Exit {
    match &args.command {
        SchemaCommand::Print { name: None } => list(console),
        SchemaCommand::Print { name: Some(name) } => print(name, console),
        SchemaCommand::Check(args) => check::run(&only_schemas(args), console),
        SchemaCommand::Infer(args) => infer(args, console).unwrap_or_else(|exit| exit),
    }
}

fn list(console: &mut Console) -> Exit {
    let written = BUILT_IN.iter().try_for_each(|(name, _)| writeln!(console.out, "{name}"));
    console.finish(written, Exit::Clean)
}

fn print(name: &str, console: &mut Console) -> Exit {
    // `role` is as good as `rolelint:role`.
    let found = built_in(name).or_else(|| built_in(&format!("rolelint:{name}")));
    if let Some(text) = found {
        let written = writeln!(console.out, "{}", text.trim_end());
        return console.finish(written, Exit::Clean);
    }
    let short = |name: &'static str| name.strip_prefix("rolelint:").unwrap_or(name);
    let names = BUILT_IN.iter().flat_map(|&(name, _)| [name, short(name)]);
    let help = match nearest(name, names) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = BUILT_IN.iter().map(|&(name, _)| short(name)).collect();
            format!("There are {}.", names.join(", "))
        }
    };
    console.complain(&format!("No built-in schema is named `{name}`."), Some(&help));
    Exit::Failed
}

/// Oddities that are listed; a framework with more has no custom that they could break.
const MAX_ODDITIES: usize = 100;

fn infer(args: &SchemaInferArgs, console: &mut Console) -> Result<Exit, Exit> {
    let opened = Opened::at(&args.paths, &args.config, &args.jobs, console)?;
    let files = opened.files();
    let mut trees = vec![];
    let mut broken = 0;
    for (file, doc) in files.iter().zip(&opened.run.documents) {
        let Some(doc) = doc.as_ref().filter(|_| opened.wanted(file.id)) else { continue };
        let found: Vec<&Node> = match (&doc.front, args.data) {
            (Some(front), false) => front.node.iter().collect(),
            (_, true) => doc.data().iter().collect(),
            (None, false) => continue,
        };
        if doc.is_whole() {
            trees.extend(found);
        } else if doc.front.is_some() || args.data {
            broken += 1;
            console.note(&format!(
                "`{}` has a mistake and is left out; `rolelint check` says where.",
                file.path
            ));
        }
    }
    if trees.is_empty() {
        let what = if args.data { "data files" } else { "pages with a settings block at the top" };
        let rest = if broken > 0 { " that can be read" } else { "" };
        console.complain(
            &format!("There are no {what}{rest} here, so there is nothing to learn from."),
            Some("Name the folder where they are; `--data` reads data files instead of settings blocks."),
        );
        return Err(Exit::Failed);
    }
    let inferred = infer_schema(&trees);
    let written = write_json(&inferred.schema, &mut console.out);
    let exit = console.finish(written, Exit::Clean);
    for odd in inferred.oddities.iter().take(MAX_ODDITIES) {
        let file = files.get(odd.span.file);
        let at = file.position(odd.span.start);
        console.say(&format!("{}:{}:{}: {}", file.path, at.line, at.column, odd.message));
    }
    if inferred.oddities.len() > MAX_ODDITIES {
        console.say(&format!("… and {} more", inferred.oddities.len() - MAX_ODDITIES));
    }
    let what = if args.data { "data files" } else { "settings blocks" };
    console.note(&format!(
        "Made from {} {what}; all of them satisfy it. Save it, see whether the places above are meant, and name it \
         under `schemas:` in `rolelint.yaml`.",
        trees.len()
    ));
    Ok(exit)
}

fn only_schemas(args: &SchemaCheckArgs) -> CheckArgs {
    CheckArgs {
        paths: args.paths.clone(),
        format: args.format.clone(),
        select: RULES.map(str::to_owned).to_vec(),
        // `schema` is the name of a group as well.
        ignore: built_in_pages()
            .0
            .into_iter()
            .filter(|page| page.group == "schema" && !RULES.contains(&page.id.as_str()))
            .map(|page| page.id)
            .collect(),
        config: args.config.clone(),
        schema: args.schema.clone(),
        no_cache: true,
        schemas_only: true,
        jobs: args.jobs.clone(),
        no_baseline: true,
        ..CheckArgs::default()
    }
}
