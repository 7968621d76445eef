//! `rolelint rules` and `rolelint explain`.

use std::io::{self, Write as _};

use serde::Serialize;

use super::Exit;
use super::args::{ExplainArgs, ListFormat, RulesArgs};
use super::console::Console;
use super::setup::pages;
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
    let Ok(pages) = pages(console) else { return Exit::Failed };
    let written = match args.format {
        ListFormat::Json => write_json(&pages, console),
        ListFormat::Terminal => write_list(&pages, console),
    };
    console.finish(written, Exit::Clean)
}

fn write_json(pages: &[Page], console: &mut Console) -> io::Result<()> {
    let rows: Vec<Row<'_>> =
        pages.iter().map(|page| Row { name: &page.id, group: &page.group, meta: &page.meta }).collect();
    serde_json::to_writer_pretty(&mut console.out, &rows)?;
    writeln!(console.out)
}

fn write_list(pages: &[Page], console: &mut Console) -> io::Result<()> {
    let width = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
    let mut group = "";
    for page in pages {
        if page.group != group {
            writeln!(console.out, "{}{}", if group.is_empty() { "" } else { "\n" }, page.group)?;
            group = &page.group;
        }
        let state = if page.meta.enabled { page.meta.severity.to_string() } else { "off".into() };
        writeln!(console.out, "  {:width$}  {state:7}  {}", page.id, page.meta.summary)?;
    }
    Ok(())
}

pub(super) fn explain(args: &ExplainArgs, console: &mut Console) -> Exit {
    let Ok(pages) = pages(console) else { return Exit::Failed };
    let named = |page: &&Page| page.id == args.rule || page.meta.aliases.contains(&args.rule);
    let Some(page) = pages.iter().find(named) else {
        let near = nearest(&args.rule, pages.iter().map(|page| page.id.as_str()));
        let help = near.map_or_else(
            || "`rolelint rules` lists all rules.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        console.complain(&format!("No rule is named `{}`.", args.rule), Some(&help));
        return Exit::Failed;
    };
    let written = writeln!(console.out, "{}", page.docs.trim_end());
    console.finish(written, Exit::Clean)
}
