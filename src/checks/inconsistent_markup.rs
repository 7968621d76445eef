//! The minority way of writing the same mark-up in one file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::prose::{code_blocks, holds};
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, List, Marker};
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InconsistentMarkup {
    constructs: Vec<Construct>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Construct {
    /// The signs of lists.
    Bullets,
    /// Blanks inside tags.
    Tags,
}

static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<[a-zA-Z][a-zA-Z0-9]*( +)[a-zA-Z-]+=").ok());

impl DocumentCheck for InconsistentMarkup {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.doc.format != "markdown" {
            return;
        }
        if self.constructs.contains(&Construct::Bullets) {
            bullets(subject, cx);
        }
        if self.constructs.contains(&Construct::Tags) {
            tags(subject, cx);
        }
    }
}

/// A list's sign and where its items have it.
struct Signs {
    sign: char,
    depth: usize,
    spans: Vec<Span>,
    /// Another list stands right before or behind it: only the sign keeps them apart.
    touched: bool,
}

fn bullets(subject: &Subject<'_>, cx: &mut Context<'_>) {
    let mut lists = vec![];
    collect(subject.doc.blocks(), 0, &mut lists);
    let mut counts: BTreeMap<(usize, char), usize> = BTreeMap::new();
    for list in &lists {
        *counts.entry((list.depth, list.sign)).or_default() += list.spans.len();
    }
    for list in &lists {
        let of_depth = || counts.iter().filter(|((depth, _), _)| *depth == list.depth);
        let Some((&(_, common), &most)) = of_depth().max_by_key(|(_, count)| **count) else { continue };
        let tie = of_depth().filter(|(_, count)| **count == most).count() > 1;
        let Some(&own) = counts.get(&(list.depth, list.sign)) else { continue };
        if tie || common == list.sign || own * 2 >= most {
            continue;
        }
        for span in &list.spans {
            let finding = cx.report(
                *span,
                format!("This item begins with “{}”, most others with “{common}”.", list.sign),
            );
            finding
                .help("It looks the same on the page, but reviews and scripts trip over it. Use one sign for all lists.")
                .group(
                    format!("inconsistent-markup:bullets:{}", subject.file.path),
                    format!("{most} items of this file begin with “{common}”, others with another sign."),
                );
            if !list.touched {
                finding.fix(Fix::safe(format!("Write “{common}”"), *span, common.to_string()));
            }
        }
    }
}

fn collect(blocks: &[Block], depth: usize, found: &mut Vec<Signs>) {
    // Readers stop nesting far below this.
    if depth > 128 {
        return;
    }
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::List(list) => {
                let beside = |at: Option<usize>| {
                    at.and_then(|at| blocks.get(at)).is_some_and(|block| matches!(block, Block::List(_)))
                };
                let touched = beside(index.checked_sub(1)) || beside(Some(index + 1));
                if let Some(signs) = signs_of(list, depth, touched) {
                    found.push(signs);
                }
                list.items.iter().for_each(|item| collect(&item.children, depth + 1, found));
            }
            Block::Quote { blocks, .. } => collect(blocks, depth + 1, found),
            _ => {}
        }
    }
}

fn signs_of(list: &List, depth: usize, touched: bool) -> Option<Signs> {
    let mut signs = list.items.iter().map(|item| match item.marker {
        Marker::Markup(sign @ ('-' | '*' | '+')) => Some(sign),
        _ => None,
    });
    let sign = signs.next()??;
    signs.all(|other| other == Some(sign)).then(|| Signs {
        sign,
        depth,
        spans: list.items.iter().map(|item| item.marker_span).collect(),
        touched,
    })
}

/// Several blanks in a tag, where the file also has tags with one.
fn tags(subject: &Subject<'_>, cx: &mut Context<'_>) {
    let file: &SourceFile = subject.file;
    // Every such tag gives something a value.
    let Some(pattern) = (file.text.contains('<') && file.text.contains('=')).then(|| TAG.as_ref()).flatten()
    else {
        return;
    };
    let code = code_blocks(subject.doc);
    let blanks: Vec<Span> = pattern
        .captures_iter(&file.text)
        .filter_map(|found| found.get(1))
        .filter(|blank| !holds(&code, blank.start()))
        .map(|blank| file.at(blank.range()))
        .collect();
    let (single, several): (Vec<Span>, Vec<Span>) = blanks.into_iter().partition(|span| span.len() == 1);
    if single.is_empty() {
        return;
    }
    for span in &several {
        cx.report(*span, "There is more than one blank inside this tag.")
            .help("Browsers take them as one blank. It looks the same on the page, but searches and scripts trip over it.")
            .group(
                format!("inconsistent-markup:tags:{}", file.path),
                format!("{} tags of this file hold several blanks in a row, {} hold one.", several.len(), single.len()),
            )
            .fix(Fix::safe("Keep one blank", *span, " "));
    }
}
