//! What a layout of the configuration says about a file, used instead of a guess.

use std::collections::HashSet;

use crate::config::{Layout, PathClue, TextClue};
use crate::syntax::{Cell, Document, HeadingMark, Node, Table};
use crate::text::{SourceFile, Span, Spanned};

use super::super::Role;
use super::grid::Grid;
use super::outline::{Part, headings};
use super::tables::{Entry, LevelTable, Says};
use super::title::{Head, core_range, piece, scalar, title_of_name};
use super::words::normal;

/// The layout of one file.
#[derive(Debug, Clone, Copy)]
pub struct Given<'l> {
    pub layout: &'l Layout,
    /// The file's path relative to the configuration.
    pub path: &'l str,
}

/// A clue of a layout that is not found in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmet {
    /// The way to its key in the layout.
    pub way: [&'static str; 2],
    /// What is missing, to be said behind the name of the file: "has no heading of depth 2".
    pub what: String,
}

impl Given<'_> {
    /// True if the layout says that its files describe roles.
    pub fn is_role(&self) -> bool {
        self.layout.role != Some(false)
    }

    /// True if the layout says so in words, and does not only leave it open.
    pub fn is_said_to_be_role(&self) -> bool {
        self.layout.role == Some(true)
    }

    /// True if tables are to be read by what the layout says.
    pub fn by_table(&self) -> bool {
        self.layout.levels.as_ref().is_some_and(|l| l.columns == Some(true) || l.rows.is_some())
    }

    /// True if the layout says how levels are named, or that the file is about one.
    pub fn says_levels(&self) -> bool {
        self.layout.level.is_some() || self.layout.levels.is_some()
    }

    /// Deeper headings than this name no section.
    pub fn deepest_section(&self) -> Option<u8> {
        self.layout.sections.as_ref().and_then(|sections| sections.headings)
    }

    /// Puts the stated title and level into what is known of the page.
    pub(super) fn head(&self, file: &SourceFile, doc: &Document, head: &mut Head) -> Vec<Unmet> {
        let node = doc.front.as_ref().and_then(|front| front.node.as_ref());
        let find = |name: &'static str, clue: &TextClue| self.text(name, clue, file, Some(doc), node);
        let mut unmet = vec![];
        if let Some(clue) = &self.layout.title {
            match find("title", clue) {
                Ok(title) => {
                    head.clue = format!("{} that `layouts` names", shown(clue)).into();
                    head.is_job = true;
                    head.title = Some(title);
                }
                Err(missing) => unmet.push(missing),
            }
        }
        if let Some(clue) = &self.layout.level {
            match find("level", clue) {
                Ok(level) => head.level = Some(level),
                Err(missing) => unmet.push(missing),
            }
        }
        unmet
    }

    /// Puts the stated title and level into roles that were read from data.
    pub(super) fn data(&self, file: &SourceFile, nodes: &[Node], roles: &mut [Role]) -> Vec<Unmet> {
        let mut unmet = vec![];
        for (name, clue) in [("title", &self.layout.title), ("level", &self.layout.level)] {
            let Some(clue) = clue else { continue };
            // Several roles of one file have keys of their own.
            let single = roles.len() == 1;
            for role in roles.iter_mut() {
                let root = nodes.iter().find(|node| node.span.contains(role.span)).or(nodes.first());
                let node = root.and_then(|root| holder(root, role.span)).filter(|_| !single).or(root);
                match self.text(name, clue, file, None, node) {
                    Ok(found) => {
                        role.reading =
                            format!("{}; {name} from {} that `layouts` names", role.reading, shown(clue));
                        if name == "title" {
                            role.title = Some(found);
                        } else if role.levels.is_empty() {
                            super::data::add_level(role, &found);
                        }
                    }
                    Err(missing) => unmet.push(missing),
                }
            }
        }
        unmet.sort();
        unmet.dedup();
        unmet
    }

    fn text(
        &self,
        name: &'static str,
        clue: &TextClue,
        file: &SourceFile,
        doc: Option<&Document>,
        node: Option<&Node>,
    ) -> Result<Spanned<String>, Unmet> {
        let unmet = |key: &'static str, what: String| Unmet { way: [name, key], what };
        if let Some(pattern) = &clue.path {
            let found =
                PathClue::new(pattern, name).ok().and_then(|clue| clue.find(self.path).map(str::to_owned));
            let found = found.ok_or_else(|| unmet("path", format!("does not lie at `{pattern}`")))?;
            return Ok(Spanned::new(title_of_name(&found), Span::at(file.id, 0)));
        }
        if let Some(key) = &clue.key {
            let found = node.and_then(|node| at_key(node, key)).and_then(scalar);
            return found.ok_or_else(|| unmet("key", format!("has no value at the key `{key}`")));
        }
        if let Some(depth) = clue.heading {
            let heading = doc.and_then(|doc| {
                headings(doc.blocks()).find(|h| {
                    h.depth == depth && !matches!(h.mark, HeadingMark::Bold | HeadingMark::Tab { .. })
                })
            });
            let heading =
                heading.ok_or_else(|| unmet("heading", format!("has no heading of depth {depth}")))?;
            return Ok(piece(&heading.text, core_range(&heading.text.plain)));
        }
        let text = clue.text.clone().unwrap_or_default();
        Ok(Spanned::new(text, Span::at(file.id, 0)))
    }

    /// Where the headings begin that name levels; `None` where that is left to the reader.
    pub(super) fn level_headings(&self, tree: &Part<'_>, title: Option<u32>) -> Option<HashSet<u32>> {
        if self.layout.level.is_some() || self.by_table() {
            return Some(HashSet::new());
        }
        let depth = self.layout.levels.as_ref()?.headings?;
        let mut found = HashSet::new();
        tree.each(&mut |part| {
            let named =
                part.heading.filter(|heading| heading.depth == depth && heading.mark != HeadingMark::Bold);
            if let Some(heading) = named.filter(|heading| Some(heading.span.start) != title) {
                found.insert(heading.span.start);
            }
        });
        Some(found)
    }

    /// The levels of a table; `None` if it has not the stated form.
    pub(super) fn table<'d>(&self, table: &'d Table) -> Option<LevelTable<'d>> {
        let levels = self.layout.levels.as_ref()?;
        let grid = Grid::new(table)?;
        let head = (0..grid.height()).find(|&row| {
            (0..grid.width()).filter(|&column| !grid.text(row, column).is_empty()).count() > 1
        })?;
        let column = |header: &str| {
            (0..grid.width()).find(|&column| normal(grid.text(head, column)) == normal(header))
        };
        let entries = if let Some(header) = &levels.rows {
            by_rows(&grid, head, column(header)?)
        } else {
            let named = match self.layout.sections.as_ref().and_then(|sections| sections.column.as_ref()) {
                Some(header) => column(header)?,
                None => 0,
            };
            by_columns(&grid, head, named)
        };
        let clue = if levels.rows.is_some() {
            "levels from the rows of a table, as `layouts` says"
        } else {
            "levels from the columns of a table, as `layouts` says"
        };
        (!entries.is_empty()).then_some(LevelTable { clue, neighbors: false, entries })
    }

    /// What is missing in a page whose levels were not found.
    pub(super) fn no_levels(&self) -> Option<Unmet> {
        let levels = self.layout.levels.as_ref()?;
        let (key, what) = match (&levels.headings, &levels.rows) {
            (Some(depth), _) => ("headings", format!("has no heading of depth {depth} below its title")),
            (None, Some(header)) => ("rows", format!("has no table with a column `{header}`")),
            (None, None) => match self.layout.sections.as_ref().and_then(|sections| sections.column.as_ref())
            {
                Some(header) => {
                    let what = format!("has no table with a column `{header}`");
                    return Some(Unmet { way: ["sections", "column"], what });
                }
                None => ("columns", "has no table with several columns".to_owned()),
            },
        };
        Some(Unmet { way: ["levels", key], what })
    }
}

/// A clue in words.
fn shown(clue: &TextClue) -> String {
    match clue {
        TextClue { path: Some(pattern), .. } => format!("part of the path (`{pattern}`)"),
        TextClue { key: Some(key), .. } => format!("key `{key}`"),
        TextClue { heading: Some(depth), .. } => format!("first heading of depth {depth}"),
        _ => "text".to_owned(),
    }
}

/// The value at `role.name`: one key after the other, or one key with full stops in it.
fn at_key<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    if let Some(found) = node.get(key) {
        return Some(found);
    }
    let mut node = node;
    for part in key.split('.') {
        node = node.get(part)?;
    }
    Some(node)
}

/// The mapping with this very place; as deep as data may be nested.
fn holder(root: &Node, span: Span) -> Option<&Node> {
    let mut node = root;
    loop {
        if node.span == span {
            return Some(node);
        }
        let values = node.entries().iter().map(|entry| &entry.value).chain(node.items());
        node = values.into_iter().find(|inner| inner.span.contains(span))?;
    }
}

fn by_columns<'d>(grid: &Grid<'d>, head: usize, named: usize) -> Vec<Entry<'d>> {
    let levels: Vec<usize> =
        (0..grid.width()).filter(|&column| column != named && !grid.text(head, column).is_empty()).collect();
    let rows = (head + 1..grid.height()).filter(|&row| levels.iter().any(|&c| !grid.text(row, c).is_empty()));
    let places = rows.flat_map(|row| levels.iter().map(move |&column| (row, column)));
    places
        .filter_map(|(row, column)| {
            let section = grid.cell(row, named).filter(|_| !grid.text(row, named).is_empty());
            Some(entry(grid.cell(head, column)?, grid.cell(row, column), section))
        })
        .collect()
}

fn by_rows<'d>(grid: &Grid<'d>, head: usize, named: usize) -> Vec<Entry<'d>> {
    let columns: Vec<usize> =
        (0..grid.width()).filter(|&column| column != named && !grid.text(head, column).is_empty()).collect();
    let rows = (head + 1..grid.height()).filter(|&row| !grid.text(row, named).is_empty());
    let places = rows.flat_map(|row| columns.iter().map(move |&column| (row, column)));
    let single = columns.len() == 1;
    places
        .filter_map(|(row, column)| {
            let section = grid.cell(head, column).filter(|_| !single);
            Some(entry(grid.cell(row, named)?, grid.cell(row, column), section))
        })
        .collect()
}

fn entry<'d>(label: &'d Cell, body: Option<&'d Cell>, section: Option<&'d Cell>) -> Entry<'d> {
    Entry {
        label,
        body,
        section,
        kind: None,
        group: None,
        occurrence: 1,
        says: Says::Expectations,
        cut: vec![],
    }
}
