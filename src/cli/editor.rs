//! `rolelint lsp`.

use std::io::IsTerminal as _;

use super::Exit;
use super::args::LspArgs;
use super::console::Console;
use super::setup::set_threads;
use crate::lsp::{Options, serve};

pub(super) fn run(args: &LspArgs, console: &mut Console) -> Exit {
    if std::io::stdin().is_terminal() {
        console.note(
            "This talks to editors, not to people. docs/editors.md says how to set one up; Ctrl+C ends it.",
        );
    }
    set_threads(args.jobs.threads());
    let config = args
        .config
        .config
        .as_deref()
        .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    let options = Options { config, no_config: args.config.no_config };
    match serve(&options) {
        Ok(true) => Exit::Clean,
        // The protocol has it so: 1 if the client hung up without taking leave.
        Ok(false) => Exit::Findings,
        Err(error) => {
            console.complain(&format!("The editor cannot be understood: {error}."), None);
            Exit::Failed
        }
    }
}
