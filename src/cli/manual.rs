//! `rolelint completions` and `rolelint man`: made from the same definitions as the help.

use std::io;

use clap::CommandFactory as _;

use super::Exit;
use super::args::{Cli, CompletionsArgs};
use super::console::Console;

pub(super) fn completions(args: &CompletionsArgs, console: &mut Console) -> Exit {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "rolelint", &mut script);
    let written = io::Write::write_all(&mut console.out, &script);
    console.finish(written, Exit::Clean)
}

/// One page for the program, and a section for each of its commands.
pub(super) fn man(console: &mut Console) -> Exit {
    let mut command = Cli::command();
    command.build();
    let written = pages(&command, console);
    console.finish(written, Exit::Clean)
}

fn pages(command: &clap::Command, console: &mut Console) -> io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(&mut console.out)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let page = clap_mangen::Man::new(inner.clone());
        page.render_title(&mut console.out)?;
        page.render_name_section(&mut console.out)?;
        page.render_synopsis_section(&mut console.out)?;
        page.render_description_section(&mut console.out)?;
        page.render_options_section(&mut console.out)?;
        if inner.has_subcommands() {
            page.render_subcommands_section(&mut console.out)?;
        }
    }
    Ok(())
}
