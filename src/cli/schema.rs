//! `rolelint schema`.

use std::io::Write as _;

use super::Exit;
use super::args::{CheckArgs, FailOn, SchemaArgs, SchemaCheckArgs, SchemaCommand};
use super::check;
use super::console::Console;
use crate::schema::{BUILT_IN, built_in};
use crate::text::nearest;

/// What `schema check` runs, besides the rules that say what could not be read.
const RULES: [&str; 1] = ["schema"];

pub(super) fn run(args: &SchemaArgs, console: &mut Console) -> Exit {
    match &args.command {
        SchemaCommand::Print { name: None } => list(console),
        SchemaCommand::Print { name: Some(name) } => print(name, console),
        SchemaCommand::Check(args) => check::run(&only_schemas(args), console),
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

fn only_schemas(args: &SchemaCheckArgs) -> CheckArgs {
    CheckArgs {
        paths: args.paths.clone(),
        fix: false,
        unsafe_fixes: false,
        diff: false,
        format: args.format.clone(),
        statistics: false,
        select: RULES.map(str::to_owned).to_vec(),
        ignore: vec![],
        fail_on: FailOn::Error,
        config: args.config.clone(),
        no_inline_ignores: false,
        schema: args.schema.clone(),
        stdin_filename: None,
        no_cache: true,
        schemas_only: true,
        jobs: args.jobs.clone(),
    }
}
