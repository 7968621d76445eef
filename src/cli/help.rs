//! What stands below the options of each command: what a newcomer types, and what the exit code means.

pub(super) const ROLELINT: &str = "\
Begin with:
  rolelint check                      What is wrong in this folder
  rolelint check --diff               What would be repaired; `--fix` in its place repairs it
  rolelint explain misspelling        What a rule finds, why, and how to go on
  rolelint help check                 All about one command

Nothing is sent anywhere, and no file is written unless you ask for it.";

pub(super) const CHECK: &str = "\
Examples:
  rolelint check                      This folder and all below it
  rolelint check roles/engineer.md    One page; pages that it is compared with are read as well
  rolelint check --diff               Look at the repairs
  rolelint check --fix                Make them
  rolelint check --changed=main       Only what touches lines that changed since `main`
  rolelint check --statistics         How many findings there are, by rule and by file

The exit code is 0 if nothing at or above `--fail-on` was found, 1 if something was, and 2 if the run itself
failed: a path that does not exist, a mistake in the configuration, a file that cannot be written.";

pub(super) const RULES: &str = "\
`rolelint explain RULE` tells more about one of them. Rules are chosen in `rolelint.yaml`, or for one run by
`rolelint check --select RULE`.";

pub(super) const EXPLAIN: &str = "\
Examples:
  rolelint explain identical-levels
  rolelint explain broken-link";

pub(super) const INIT: &str = "\
Examples:
  rolelint init --dry-run             Look at it first
  rolelint init --hook                And check pages before each commit";

pub(super) const EXPORT: &str = "\
Examples:
  rolelint export --explain           How each file was read, and why
  rolelint export --format csv        A table for a spreadsheet";

pub(super) const AUDIT: &str = "\
Examples:
  rolelint audit --output audit.html
  rolelint audit --format markdown --title 'Our career framework'";

pub(super) const GRAPH: &str = "\
Boxes are roles and levels, lines are the moves that pages name. Marked are moves to what does not exist, moves
that the other page does not know, moves that go in a circle, and roles that no move reaches.

Examples:
  rolelint graph                      As text for a wiki or a code host that draws Mermaid
  rolelint graph --format svg --output careers.svg";

pub(super) const STATS: &str = "\
Examples:
  rolelint stats
  rolelint stats --since v1.0         And how the figures grew since that tag";

pub(super) const DIFF: &str = "\
Examples:
  rolelint diff main                  What this branch changes
  rolelint diff v1.0 v2.0             What changed between two releases
  rolelint diff --fail-on substantive main

The exit code is 0, or 1 if there are changes that `--fail-on` names, or 2 if the run itself failed.";

pub(super) const COMPARE: &str = "\
Examples:
  rolelint compare Engineer L3 L4     Two levels of a role
  rolelint compare Engineer Designer  Two roles
  rolelint compare engineer.md Senior Staff --format markdown";

pub(super) const SYNC: &str = "\
Examples:
  rolelint sync --diff                Look at it first
  rolelint sync roles/lead.md         Bring the copies in one page in line";

pub(super) const RENAME: &str = "\
Examples:
  rolelint rename \"Sr. Engineer\" \"Senior Engineer\" --diff
  rolelint rename Senior Advanced --path roles/design

The exit code is 0, or 1 if `--diff` shows anything, or 2 if nothing could be renamed.";

pub(super) const TEST: &str = "\
Examples:
  rolelint test                       The packs that `rolelint.yaml` names
  rolelint test packs/house.yml       One pack";

pub(super) const COMPLETIONS: &str = "\
Examples:
  rolelint completions bash           Save it where your shell looks for completions";

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::super::args::Cli;

    /// The examples in help texts, their remarks aside.
    fn examples(command: &clap::Command) -> Vec<String> {
        let own = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = own.lines().filter_map(|line| line.strip_prefix("  rolelint "));
        let mut found: Vec<String> =
            lines.map(|line| line.split("  ").next().unwrap_or_default().to_owned()).collect();
        found.extend(command.get_subcommands().flat_map(examples));
        found
    }

    #[test]
    fn examples_are_accepted() {
        let found = examples(&Cli::command());
        assert!(found.len() > 20, "{found:?}");
        for example in found {
            let mut words = vec![];
            for (n, piece) in example.split(['\'', '"']).enumerate() {
                match n % 2 {
                    0 => words.extend(piece.split_whitespace()),
                    _ => words.push(piece),
                }
            }
            let read = Cli::try_parse_from(std::iter::once("rolelint").chain(words));
            let wrong = read.err().filter(|error| error.kind() != clap::error::ErrorKind::DisplayHelp);
            assert!(wrong.is_none(), "rolelint {example}: {wrong:?}");
        }
    }
}
