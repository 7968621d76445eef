//! `rolelint audit`: one page that needs nothing else. Its template escapes everything by itself, no style
//! but its own applies and nothing is loaded or run: the policy in its head allows neither.

mod charts;
mod issues;
mod matrix;
mod roles;

use std::collections::HashMap;
use std::io::{self, Write};

pub(super) use charts::words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::figures::number;
use super::graph::drawing;
use super::neutral::visible_lines;
use crate::analysis::{Audit, Careers, EdgeKind, FrameworkAudit, NodeKind, RoleAudit, Totals};

/// The page's style.
const STYLE: &str = include_str!("style.css");

/// What the policy calls it: the SHA-256 of [`STYLE`] in base 64. A test says what to write here.
const STYLE_HASH: &str = "aIoNXp7Neg9+mARkVZl/lWNCQOv6yVH0d7wgE0MRQcU=";

/// Bytes above which texts are left out of a page, the longest first: code hosts and mail programs refuse
/// larger ones, and phones show them late.
const MAX_BYTES: usize = 1_900_000;

/// Roles or lines up to which all of them are open at once.
const FEW: usize = 8;

/// Levels above which ladders of one page each are left out of the picture: the charts show them.
const MOST_BOXES: usize = 250;

/// How much of the texts a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Depth {
    /// The expectations of so many roles are told word for word.
    texts: usize,
    /// What would stand in place of findings is told.
    changes: bool,
}

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_html(audit: &Audit, title: &str, out: &mut dyn Write) -> io::Result<()> {
    // What could hide or reorder text is spelled out, wherever it came from.
    let make = |depth: Depth| visible_lines(&page(audit, title, depth).into_string()).into_owned();
    let bare = make(Depth { texts: 0, changes: true });
    let mut room = MAX_BYTES.saturating_sub(bare.len());
    let fits = |role: &&RoleAudit| {
        let size: usize = role.texts.iter().map(roles::size).sum();
        let fits = size <= room;
        room = room.saturating_sub(size);
        fits
    };
    let texts = audit.roles().take_while(fits).count();
    let mut text = if texts == 0 { bare } else { make(Depth { texts, changes: true }) };
    if text.len() > MAX_BYTES {
        text = make(Depth { texts: 0, changes: texts > 0 });
    }
    out.write_all(text.as_bytes())?;
    writeln!(out)
}

/// So many of them, with separators between thousands.
fn counted(count: usize, word: &str) -> String {
    format!("{} {word}{}", number(count), if count == 1 { "" } else { "s" })
}

/// What the parts of the page share.
struct View<'a> {
    audit: &'a Audit,
    roles: HashMap<usize, &'a RoleAudit>,
    depth: Depth,
}

fn page(audit: &Audit, title: &str, depth: Depth) -> Markup {
    let view = View { audit, roles: audit.roles().map(|role| (role.number, role)).collect(), depth };
    let policy =
        format!("default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="rolelint";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top { div.wrap { h1 { (title) } (overview(&audit.totals)) } }
                nav.main aria-label="Parts of this page" { div.wrap { ul {
                    @for (id, name) in PARTS { li { a href={ "#" (id) } { (name) } } }
                } } }
                main.wrap #main tabindex="-1" {
                    (view.first())
                    (view.coverage())
                    (view.progression())
                    (view.careers())
                    (view.role_pages())
                    (view.readings())
                }
                footer.wrap { p {
                    "Made by rolelint from the files as they are. " code { "rolelint explain RULE" }
                    " says why a rule exists and what to do; " code { "rolelint check --diff" } " shows what can be repaired."
                } }
            }
        }
    }
}

/// The parts of the page: anchor and name.
const PARTS: [(&str, &str); 6] = [
    ("first", "Fix first"),
    ("coverage", "Coverage"),
    ("progression", "Progression"),
    ("careers", "Careers"),
    ("roles", "Roles"),
    ("reading", "How it was read"),
];

fn overview(totals: &Totals) -> Markup {
    let Totals { files, roles, levels, expectations, words, errors, warnings, infos, accepted, mended } =
        *totals;
    let found = errors + warnings + infos;
    html! {
        p {
            @if found == 0 {
                "Nothing to complain about in " (counted(files, "file")) "."
            } @else {
                (counted(found, "finding")) " in " (counted(files, "file"))
                @if mended > 0 {
                    "; " (number(mended)) " of them " @if mended == 1 { "is" } @else { "are" }
                    " mended by " code { "rolelint check --fix" }
                }
                "."
            }
            @if accepted > 0 { " " (number(accepted)) " more are accepted by comments or the configuration." }
        }
        dl.cards {
            (card("Roles", roles, "")) (card("Levels", levels, "")) (card("Expectations", expectations, ""))
            (card("Words", words, ""))
            (card("Errors", errors, if errors > 0 { "bad" } else { "" }))
            (card("Warnings", warnings, if warnings > 0 { "warn" } else { "" }))
            (card("Notes on style", infos, ""))
        }
    }
}

fn card(name: &str, value: usize, class: &str) -> Markup {
    html! { div class=[(!class.is_empty()).then_some(class)] { dt { (name) } dd { (number(value)) } } }
}

impl View<'_> {
    /// A part for each framework, with its folder as a heading where there are several.
    fn each(&self, part: impl Fn(&FrameworkAudit) -> Option<Markup>) -> Markup {
        let several = self.audit.frameworks.len() > 1;
        html! {
            @for framework in &self.audit.frameworks {
                @if let Some(markup) = part(framework) {
                    @if several { h3 { "Framework in " @if framework.root.is_empty() { "this folder" } @else { code { (framework.root) } } } }
                    (markup)
                }
            }
        }
    }

    fn role_link(&self, number: usize) -> Markup {
        match self.roles.get(&number) {
            Some(role) => html! { a href={ "#r" (number) } { (role.name) } },
            None => html! {},
        }
    }

    fn coverage(&self) -> Markup {
        let none = self.audit.frameworks.is_empty();
        html! {
            section aria-labelledby="coverage" {
                h2 #coverage { "Coverage" }
                @if none { p { "No role was found, so there is nothing to compare." } }
                @else {
                    p { "What each role and level says in each section: the number of expectations, and where nothing stands." }
                    (matrix::legend())
                }
                (self.each(|framework| Some(self.matrix(framework))))
            }
        }
    }

    fn progression(&self) -> Markup {
        let lines: usize = self.audit.frameworks.iter().map(|framework| framework.lines.len()).sum();
        html! {
            section aria-labelledby="progression" {
                h2 #progression { "Progression" }
                @if lines == 0 { p { "No levels were found that follow each other." } }
                @else { p { "What grows from level to level, the lowest level first. What asks for less than the level below is marked with ▼; fewer expectations alone are no step back." } }
                (self.each(|framework| {
                    let lines = &framework.lines;
                    let few = lines.len() <= FEW;
                    (!lines.is_empty()).then(|| html! { div.tight[!few] { @for line in lines { (charts::line(line, few)) } } })
                }))
            }
        }
    }

    fn careers(&self) -> Markup {
        let steps: usize = self.audit.frameworks.iter().map(|framework| framework.careers.edges.len()).sum();
        html! {
            section aria-labelledby="careers" {
                h2 #careers { "Careers" }
                @if steps == 0 { p { "No steps from one level or role to another were found." } }
                @else {
                    p { "Who can become what, from left to right or from top to bottom. Dashed lines are moves to the side and ways in from other roles; dashed boxes are roles that other pages name and that have no page of their own." }
                }
                (self.each(|framework| self.graph(framework)))
            }
        }
    }

    fn graph(&self, framework: &FrameworkAudit) -> Option<Markup> {
        let careers = &framework.careers;
        if careers.edges.is_empty() {
            return None;
        }
        let summary = format!(
            "{} and {} between them.",
            counted(careers.nodes.len(), "level"),
            counted(careers.edges.len(), "step"),
        );
        let label = format!("Career graph: {summary} The steps stand in words below.");
        // Hundreds of ladders side by side would hide the steps between pages.
        let across = across(careers);
        let shown = if careers.nodes.len() > MOST_BOXES { &across } else { careers };
        let Some(drawing) = drawing(shown, &label) else {
            return Some(
                html! { p { (summary) " All of them lead from one level of a page to the next; the charts above show them." } },
            );
        };
        Some(html! {
            p { (summary) @if shown.nodes.len() < careers.nodes.len() { " The picture shows those that lead from page to page." } }
            (marks(careers))
            figure.plain { div.scroll tabindex="0" role="region" aria-label="Career graph" { (drawing) } }
            (steps_in_words(careers))
            @if careers.postings > 0 { p.soft { "Pages for candidates, which stand in no career: " (careers.postings) "." } }
        })
    }

    fn readings(&self) -> Markup {
        let readings = &self.audit.readings;
        let (with, without): (Vec<_>, Vec<_>) = readings.iter().partition(|file| !file.roles.is_empty());
        let doubts: usize = with.iter().flat_map(|file| &file.roles).map(|role| role.doubts.len()).sum();
        let troubled: Vec<_> = readings.iter().filter(|file| file.trouble.is_some()).collect();
        html! {
            section aria-labelledby="reading" {
                h2 #reading { "How it was read" }
                p { "By which clues roles and levels were found, and where that is not sure. What was understood wrongly can be corrected with " code { "vocabulary" } " and " code { "layouts" } " in " code { "rolelint.yaml" } "." }
                @if !troubled.is_empty() {
                    h3 { "Files that could not be read as a whole" }
                    ul { @for file in troubled { li { code { (file.path) } ": " (file.trouble.as_deref().unwrap_or("")) } } }
                }
                h3 { "Not sure (" (number(doubts)) ")" }
                @if doubts == 0 { p { "Nothing." } } @else {
                    div.scroll tabindex="0" role="region" aria-label="Where the reading is not sure" { table.list {
                        caption { "Where the reading is not sure" }
                        thead { tr { th scope="col" { "Role" } th.wide scope="col" { "What is not sure" } th scope="col" { "File" } } }
                        tbody { @for file in &with { @for role in file.roles.iter().filter(|role| !role.doubts.is_empty()) {
                            tr { th scope="row" { (self.role_link(role.role)) } td { @for doubt in &role.doubts { div { (doubt) } } } td { code { (file.path) } } }
                        } } }
                    } }
                }
                details.aside { summary { "Clues for all roles " span.soft { "(" (counted(with.len(), "file")) ")" } }
                    div.scroll tabindex="0" role="region" aria-label="Clues" { table.list {
                        caption { "What told the roles, their titles and their levels" }
                        thead { tr { th scope="col" { "File" } th scope="col" { "Role" } th.wide scope="col" { "Clues" } } }
                        tbody { @for file in &with { @for role in &file.roles {
                            tr { td { code { (file.path) } } th scope="row" { (self.role_link(role.role)) } td { (role.clues) } }
                        } } }
                    } }
                }
                @if !without.is_empty() {
                    details { summary { "Files without a role " span.soft { "(" (number(without.len())) ")" } }
                        ul { @for file in without { li { code { (file.path) } @if let Some(reason) = &file.no_role { ": " (reason) } } } }
                    }
                }
            }
        }
    }
}

/// The steps between pages, with the levels at their ends.
fn across(careers: &Careers) -> Careers {
    let role = |at: usize| careers.nodes.get(at).and_then(|node| node.role);
    let edges =
        careers.edges.iter().filter(|edge| role(edge.from) != role(edge.to) || role(edge.from).is_none());
    let ends: std::collections::BTreeSet<usize> =
        edges.clone().flat_map(|edge| [edge.from, edge.to]).collect();
    let index: HashMap<usize, usize> = ends.iter().enumerate().map(|(new, &old)| (old, new)).collect();
    let moved = |at: usize| index.get(&at).copied().unwrap_or(0);
    Careers {
        nodes: ends.iter().filter_map(|&at| careers.nodes.get(at)).cloned().collect(),
        edges: edges
            .map(|edge| crate::analysis::Edge { from: moved(edge.from), to: moved(edge.to), ..edge.clone() })
            .collect(),
        postings: careers.postings,
    }
}

/// The marks in words, so that nobody needs the picture for them.
fn marks(careers: &Careers) -> Markup {
    let name = |at: usize| careers.nodes.get(at).map_or("", |node| node.name.as_str());
    let nodes = |mark: fn(&crate::analysis::Node) -> bool| -> Vec<String> {
        careers.nodes.iter().filter(|node| mark(node)).map(|node| format!("“{}”", node.name)).collect()
    };
    let edges = |mark: fn(&crate::analysis::Edge) -> bool| -> Vec<String> {
        let shown = |edge: &crate::analysis::Edge| format!("“{}” → “{}”", name(edge.from), name(edge.to));
        careers.edges.iter().filter(|edge| mark(edge)).map(shown).collect()
    };
    let rows = [
        ("No page is about", nodes(|node| node.dangling)),
        ("Known on one side only", edges(|edge| edge.one_way)),
        ("Part of a circle", edges(|edge| edge.cyclic)),
        ("No other page leads to", nodes(|node| node.orphan)),
    ];
    if rows.iter().all(|(_, list)| list.is_empty()) {
        return html! {};
    }
    html! {
        ul { @for (what, list) in rows.iter().filter(|(_, list)| !list.is_empty()) {
            li { strong { (what) " (" (list.len()) "): " } (list.join(", ")) }
        } }
    }
}

/// Steps that pages name or that lead from page to page; the levels of one page stand with their role.
fn steps_in_words(careers: &Careers) -> Markup {
    let role = |at: usize| careers.nodes.get(at).and_then(|node| node.role);
    let steps: Vec<_> = careers
        .edges
        .iter()
        .filter(|edge| edge.declared || edge.one_way || edge.cyclic || role(edge.from) != role(edge.to))
        .collect();
    if steps.is_empty() {
        return html! {};
    }
    let node = |at: usize| {
        let Some(node) = careers.nodes.get(at) else { return html! {} };
        html! {
            (node.name)
            @if let Some(page) = &node.of { @if *page != node.name { " (" (page) ")" } }
            @if node.kind == NodeKind::Named { span.soft { " (no page)" } }
        }
    };
    html! {
        details { summary { "All steps in words " span.soft { "(" (number(steps.len())) ")" } }
            div.scroll tabindex="0" role="region" aria-label="Steps" { table.list {
                caption { "Steps between pages" }
                thead { tr { th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "Kind" } th scope="col" { "Remarks" } } }
                tbody { @for edge in steps {
                    tr {
                        td { (node(edge.from)) } td { (node(edge.to)) }
                        td { (edge.kind.name()) @if !edge.declared && edge.kind == EdgeKind::Promotion { span.soft { " (by the order of levels)" } } }
                        td { (Careers::remarks(edge).join(", ")) }
                    }
                } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// RFC 4648, section 4.
    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let group =
                chunk.iter().fold(0u32, |sum, &byte| sum << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
            for at in 0..4 {
                let digit = DIGITS[(group >> (18 - 6 * at) & 63) as usize];
                out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
            }
        }
        out
    }

    #[test]
    fn the_policy_allows_our_style_and_no_other() {
        assert_eq!(base64(b"light"), "bGlnaHQ=");
        let hash = base64(&Sha256::digest(STYLE));
        assert_eq!(STYLE_HASH, hash, "the style changed: this is its new STYLE_HASH");
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains("</"));
    }
}
