//! `rolelint completions` and `rolelint man`: made from the same definitions as the help.

use std::io::{self, Write as _};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory as _};
use clap_mangen::roff::{Roff, bold, roman};

use super::Exit;
use super::args::{Cli, CompletionsArgs};
use super::console::Console;
use crate::rule::known_names;

pub(super) fn completions(args: &CompletionsArgs, console: &mut Console) -> Exit {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut with_names_of_rules(), "rolelint", &mut script);
    let written = console.out.write_all(&script);
    console.finish(written, Exit::Clean)
}

/// The commands, with the names of rules where one is to be named. When arguments are read they are looked up
/// later, because packs bring rules of their own.
fn with_names_of_rules() -> Command {
    let values = |groups: bool| {
        let names = known_names();
        let own: Vec<&'static str> = if groups { names.groups().collect() } else { vec![] };
        PossibleValuesParser::new(own.into_iter().chain(names.rules()).map(PossibleValue::new))
    };
    Cli::command()
        .mut_subcommand("check", |check| {
            check
                .mut_arg("select", |option| option.value_parser(values(true)))
                .mut_arg("ignore", |option| option.value_parser(values(true)))
        })
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |rule| rule.value_parser(values(false))))
}

/// One page for the program, and a section for each of its commands.
pub(super) fn man(console: &mut Console) -> Exit {
    let mut command = Cli::command();
    command.build();
    let written = pages(&command, console);
    console.finish(written, Exit::Clean)
}

fn pages(command: &Command, console: &mut Console) -> io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(&mut console.out)?;
    told("EXIT STATUS", EXIT, console)?;
    told("ENVIRONMENT", ENVIRONMENT, console)?;
    sections(command, console)
}

/// The commands of a command, and theirs: they nest as deep as we wrote them.
fn sections(command: &Command, console: &mut Console) -> io::Result<()> {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let name = inner.get_display_name().unwrap_or_else(|| inner.get_name()).replace('-', " ");
        let page = clap_mangen::Man::new(inner.clone()).title(name);
        page.render_title(&mut console.out)?;
        page.render_name_section(&mut console.out)?;
        page.render_synopsis_section(&mut console.out)?;
        page.render_description_section(&mut console.out)?;
        page.render_options_section(&mut console.out)?;
        if inner.has_subcommands() {
            page.render_subcommands_section(&mut console.out)?;
        }
        if inner.get_after_help().is_some() {
            page.render_extra_section(&mut console.out)?;
        }
        sections(inner, console)?;
    }
    Ok(())
}

/// A section that is a list of terms with what they mean.
fn told(heading: &str, terms: &[(&str, &str)], console: &mut Console) -> io::Result<()> {
    let mut section = Roff::default();
    section.control("SH", [heading]);
    for (term, meaning) in terms {
        section.control("TP", []).text([bold(*term)]).text([roman(*meaning)]);
    }
    section.to_writer(&mut console.out)
}

const EXIT: &[(&str, &str)] = &[
    ("0", "Nothing at or above --fail-on was found."),
    ("1", "Something was found at or above --fail-on; of diff and sync: there is something to tell."),
    (
        "2",
        "The run itself cannot be trusted: a path that does not exist, a mistake in the configuration or the arguments, \
         a file that cannot be read or written, a fault in rolelint.",
    ),
];

const ENVIRONMENT: &[(&str, &str)] = &[
    ("NO_COLOR", "If it is set to anything, no colors, unless --color says otherwise."),
    ("CLICOLOR_FORCE", "If it is set to anything but 0, colors also where the output is no terminal."),
    (
        "NO_GRAPHICS",
        "If it is set to anything, sentences in place of drawings and no line that changes, for screen readers.",
    ),
    ("TERM", "With dumb, no colors, no line that changes, and plain ASCII."),
    ("LC_ALL, LC_CTYPE, LANG", "Whether the terminal can show more than ASCII."),
    ("COLUMNS", "How wide the output may be."),
    ("CI", "If it is set, nothing is kept for the next run."),
    ("ROLELINT_CACHE_DIR", "The folder in which the findings of earlier runs are kept."),
    (
        "GITHUB_ACTIONS, TF_BUILD, TEAMCITY_VERSION",
        "Set by build services: what these would take for a command is broken where it is quoted from a file.",
    ),
];
