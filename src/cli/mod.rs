//! The command line.

mod args;
mod audit;
mod baseline;
mod change_args;
mod check;
mod compare;
mod console;
mod diff;
mod editor;
mod explain;
mod export;
mod graph;
mod help;
mod init;
mod manners;
mod manual;
mod narrow;
mod open;
mod outputs;
mod page;
mod records;
mod rename;
mod repair;
mod review;
mod schema;
mod setup;
mod stats;
mod survey;
mod sync;
mod test;
mod watching;
mod welcome;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::{ContextKind, ContextValue};

use args::{Cli, Command};
use console::Console;

/// What the process says to the one that started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// The run itself cannot be trusted.
    Failed = 2,
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(mut error) => {
            // An option that does not exist is a slip, hardly ever a file of that name.
            let misleads = |value: &ContextValue| matches!(value, ContextValue::StyledStrs(tips) if tips.iter().any(|tip| tip.to_string().contains("as a value")));
            if error.get(ContextKind::Suggested).is_some_and(misleads) {
                error.remove(ContextKind::Suggested);
            }
            // Help and version are answers, not mistakes. A closed pipe ends quietly.
            if !error.use_stderr() {
                let _ = error.print();
                return ExitCode::SUCCESS;
            }
            // It may quote the name of a file, which a runner must not obey.
            console::say_mistake(&error.render().to_string());
            return ExitCode::from(2);
        }
    };
    let mut console = Console::new(cli.color);
    // A fault in a check is caught and reported; what the runtime says about it may quote a file.
    std::panic::set_hook(Box::new(|fault| console::say_fault(&fault.to_string())));
    let exit = match &cli.command {
        None => welcome::run(&mut console),
        Some(Command::Check(args)) => check::run(args, &mut console),
        Some(Command::Rules(args)) => explain::list(args, &mut console),
        Some(Command::Explain(args)) => explain::explain(args, &mut console),
        Some(Command::Init(args)) => init::run(args, &mut console),
        Some(Command::Diff(args)) => diff::run(args, &mut console),
        Some(Command::Compare(args)) => compare::run(args, &mut console),
        Some(Command::Sync(args)) => sync::run(args, &mut console),
        Some(Command::Rename(args)) => rename::run(args, &mut console),
        Some(Command::Schema(args)) => schema::run(args, &mut console),
        Some(Command::Test(args)) => test::run(args, &mut console),
        Some(Command::Export(args)) => export::run(args, &mut console),
        Some(Command::Audit(args)) => audit::run(args, &mut console),
        Some(Command::Graph(args)) => graph::run(args, &mut console),
        Some(Command::Stats(args)) => stats::run(args, &mut console),
        Some(Command::Baseline(args)) => baseline::run(args, &mut console),
        Some(Command::Lsp(args)) => editor::run(args, &mut console),
        Some(Command::Completions(args)) => manual::completions(args, &mut console),
        Some(Command::Man) => manual::man(&mut console),
    };
    ExitCode::from(exit as u8)
}
