//! `rolelint rules` and `rolelint explain`.

use std::io::{self, Write as _};

use serde::Serialize;

use super::Exit;
use super::args::{ConfigArgs, ExplainArgs, ListFormat, RulesArgs};
use super::console::Console;
use super::page::render;
use super::setup::{configuration, pages, working_directory};
use crate::diag::Severity;
use crate::engine::{CONFIGURATION, INTERNAL_ERROR};
use crate::report::{visible, wrap, write_json};
use crate::rule::{Meta, Page};
use crate::text::nearest;

/// A row of `rolelint rules --format json`.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    group: &'a str,
    #[serde(flatten)]
    meta: &'a Meta,
}

pub(super) fn list(args: &RulesArgs, console: &mut Console) -> Exit {
    let Ok(own) = pages(console) else { return Exit::Failed };
    // The program's own rules are listed even if the configuration is wrong, which is said.
    let (pages, exit) = match with_packs(&own, &args.config, console) {
        Ok(pages) => (pages, Exit::Clean),
        Err(exit) => (own, exit),
    };
    let written = match args.format {
        ListFormat::Json => list_json(&pages, console),
        ListFormat::Terminal => write_list(&pages, console),
    };
    console.finish(written, exit)
}

fn list_json(pages: &[Page], console: &mut Console) -> io::Result<()> {
    let rows: Vec<Row<'_>> =
        pages.iter().map(|page| Row { name: &page.id, group: &page.group, meta: &page.meta }).collect();
    write_json(&rows, &mut console.out)
}

fn write_list(pages: &[Page], console: &mut Console) -> io::Result<()> {
    let style = console.style;
    let width = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
    let indent = width + 13;
    let mut group = "";
    for page in pages {
        if page.group != group {
            writeln!(
                console.out,
                "{}{}",
                if group.is_empty() { "" } else { "\n" },
                style.paint("1", &page.group)
            )?;
            group = &page.group;
        }
        let (state, color) = match page.meta.severity {
            _ if !page.meta.enabled => ("off", "2"),
            Severity::Error => ("error", "31"),
            Severity::Warning => ("warning", "33"),
            Severity::Info => ("info", "36"),
        };
        let state = style.paint(color, &format!("{state:7}"));
        // Where there is no room beside the names, the sentence stands below them.
        let beside = style.width >= indent + 24;
        let indent = if beside { indent } else { 4 };
        let summary = wrap(&visible(&page.meta.summary), style.width.saturating_sub(indent).max(24));
        let summary = summary.replace('\n', &format!("\n{:indent$}", ""));
        if beside {
            writeln!(console.out, "  {:width$}  {state}  {summary}", visible(&page.id))?;
        } else {
            writeln!(console.out, "  {}  {}\n    {summary}", visible(&page.id), state.trim_end())?;
        }
    }
    writeln!(console.out, "\n`rolelint explain RULE` says why, with examples.")
}

/// A group of rules, each with its sentence.
fn write_group(group: &str, members: &[&Page], console: &mut Console) -> io::Result<()> {
    let style = console.style;
    writeln!(console.out, "{}\n", style.paint("1", &format!("{group} is a group of rules.")))?;
    for page in members {
        let text = wrap(&visible(&page.meta.summary), style.width.saturating_sub(4)).replace('\n', "\n    ");
        writeln!(console.out, "  {}\n    {text}", style.paint("36", &page.id))?;
    }
    writeln!(console.out, "\n`rolelint explain RULE` says why, with examples.")
}

/// The rules of the program, and those of the packs that the configuration names.
fn with_packs(own: &[Page], config: &ConfigArgs, console: &mut Console) -> Result<Vec<Page>, Exit> {
    let base = working_directory(console)?;
    let configuration = configuration(&base, config, own, console)?;
    Ok(own.iter().chain(&configuration.packs.pages).cloned().collect())
}

pub(super) fn explain(args: &ExplainArgs, console: &mut Console) -> Exit {
    let Ok(mut pages) = pages(console) else { return Exit::Failed };
    let named = |page: &&Page| page.id == args.rule || page.meta.aliases.contains(&args.rule);
    let known = |page: &Page| named(&page) || page.group == args.rule;
    // A mistake in the configuration keeps nobody from reading about the program's own rules.
    if reserved(&args.rule).is_none() && !pages.iter().any(known) {
        match with_packs(&pages, &args.config, console) {
            Ok(all) => pages = all,
            Err(exit) => return exit,
        }
    }
    if let Some(text) = reserved(&args.rule) {
        let written = writeln!(console.out, "{text}");
        return console.finish(written, Exit::Clean);
    }
    let members: Vec<&Page> = pages.iter().filter(|page| page.group == args.rule).collect();
    if !members.is_empty() && !pages.iter().any(|page| named(&page)) {
        let written = write_group(&args.rule, &members, console);
        return console.finish(written, Exit::Clean);
    }
    let Some(page) = pages.iter().find(named) else {
        let near = nearest(&args.rule, pages.iter().flat_map(|page| [page.id.as_str(), page.group.as_str()]));
        let help = near.map_or_else(
            || "`rolelint rules` lists all rules.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        console.complain(&format!("No rule is named `{}`.", args.rule), Some(&help));
        return Exit::Failed;
    };
    let written = writeln!(console.out, "{}", render(page, console.style));
    console.finish(written, Exit::Clean)
}

/// What stands in place of a rule's name in findings and is none.
fn reserved(name: &str) -> Option<&'static str> {
    match name {
        INTERNAL_ERROR => Some(
            "internal-error\n\nA rule stopped working on a file, which is a fault in rolelint. All other rules and \
             files were\nchecked, but the run cannot be trusted: it ends with exit code 2. Please report it with the file.",
        ),
        CONFIGURATION => Some(
            "configuration\n\nThe configuration says something that cannot be understood. Nothing was checked, because \
             nobody\nknows what should have been. `rolelint schema print config` shows everything that it may say.",
        ),
        _ => None,
    }
}
