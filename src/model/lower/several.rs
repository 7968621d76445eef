//! Pages that hold several ladders, each a part of the page with levels of its own.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::syntax::{Block, HeadingMark, List};
use crate::text::SourceFile;

use super::super::titles::job_key;
use super::super::vocabulary::{is_rank, is_ranked, job_word, looks_like_title, section_kind, words_of};
use super::super::{Role, SectionKind};
use super::careers;
use super::grid::label_of;
use super::ladder::{labeled_levels, list_of_levels};
use super::outline::Part;
use super::series::is_step;
use super::tables::{self, Clues, Entry};
use super::title::{self, Head, core_range};
use super::walk::{Above, Page};
use super::words::normal;

/// The roles of a page whose parts have levels of their own, with names that say what they are levels of.
pub(super) fn ladders(file: &SourceFile, tree: &Part<'_>) -> Vec<Role> {
    let tables = levels_in_tables(file, tree);
    let mut names = vec![];
    let whole = Named::of(&tables, tree, &mut names);
    let mut parts = vec![];
    collect(&names, &whole, &mut parts);
    parts.into_iter().map(|part| role(file, part)).collect()
}

/// A part and where the names of the levels in it and in those below it stand among those of the page.
struct Named<'t, 'd> {
    part: &'t Part<'d>,
    names: Range<usize>,
    children: Vec<Named<'t, 'd>>,
}

impl<'t, 'd> Named<'t, 'd> {
    /// As deep as the outline.
    fn of(tables: &InTables, part: &'t Part<'d>, names: &mut Vec<String>) -> Self {
        let start = names.len();
        add_levels(tables, part, names);
        let children = part.children.iter().map(|child| Named::of(tables, child, names)).collect();
        Named { part, names: start..names.len(), children }
    }

    /// The names, each once.
    fn levels<'n>(&self, names: &'n [String]) -> Vec<&'n str> {
        let own = names.get(self.names.clone()).unwrap_or_default();
        let mut levels: Vec<&str> = own.iter().map(String::as_str).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}

fn role(file: &SourceFile, part: &Part<'_>) -> Role {
    let mut head = Head::default();
    head.title = part.heading.and_then(|heading| title::from_heading(heading, &mut head));
    head.is_job = true;
    let mut page = Page::new(file, &head, part, None);
    page.title_heading = part.heading.map(|heading| heading.span.start);
    page.walk(part, &Above::default());
    page.finish_levels(&head);
    let mut role = page.role;
    role.span = part.span(file);
    role.reading = "page of several ladders; title from a heading; levels below it".into();
    role
}

/// Adds the parts that hold a ladder each: the outermost ones that stand side by side.
fn collect<'t, 'd>(names: &[String], above: &Named<'t, 'd>, found: &mut Vec<&'t Part<'d>>) {
    let held: Vec<(&Named<'t, 'd>, Vec<&str>)> = above
        .children
        .iter()
        .map(|child| (child, child.levels(names)))
        .filter(|(_, levels)| levels.len() > 1)
        .collect();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut apart = || held.iter().all(|(_, levels)| levels.iter().all(|level| seen.insert(level)));
    let told = || held.iter().all(|(named, levels)| names_them(named.part, levels));
    if held.len() > 1
        && (apart() && told() || are_jobs(&held))
        && !held.iter().any(|(named, _)| is_track(named.part))
    {
        found.extend(held.into_iter().map(|(named, _)| named.part));
        return;
    }
    held.into_iter().for_each(|(named, _)| collect(names, named, found));
}

/// True for parts that are each headed with the name of another job: "Nurses" and "Midwives", however alike their
/// levels are called, if their names tell no job. Steps of one job are none.
fn are_jobs(held: &[(&Named<'_, '_>, Vec<&str>)]) -> bool {
    let mut jobs: HashSet<String> = HashSet::new();
    let job = |label: &&str| job_key(label).split(' ').any(|word| job_word(word).is_some());
    let steps = |levels: &[&str]| !levels.iter().any(job);
    held.iter().all(|(named, levels)| {
        let heading = named.part.heading.filter(|heading| heading.mark != HeadingMark::Unmarked);
        let Some(heading) = heading.filter(|_| steps(levels)) else { return false };
        let label = heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("");
        let one = singular(label);
        let job = looks_like_title(label) || looks_like_title(&one);
        job && !is_step(label) && !is_ranked(label) && jobs.insert(job_key(&one))
    })
}

/// "Nurses" → "Nurse", "Midwives" → "Midwife".
fn singular(label: &str) -> String {
    let label = label.trim();
    let stem = label.strip_suffix("wives").map(|stem| format!("{stem}wife"));
    stem.unwrap_or_else(|| label.strip_suffix('s').unwrap_or(label).to_owned())
}

/// True for one of several tracks of a ladder.
fn is_track(part: &Part<'_>) -> bool {
    const TRACKS: &[&str] =
        &["individual", "individuais", "individuales", "contributor", "contributors", "ic"];
    let words = part.heading.map(|heading| words_of(&heading.text.plain)).unwrap_or_default();
    words.iter().any(|word| TRACKS.contains(&word.as_str()))
}

/// Adds the names of levels in the headings right below a part and in its lists and tables.
fn add_levels(tables: &InTables, part: &Part<'_>, names: &mut Vec<String>) {
    let headings = part.children.iter().filter_map(|child| child.heading);
    let labels: Vec<&str> = headings.map(|heading| heading.text.plain.trim()).collect();
    let titles: Vec<&str> =
        labels.iter().copied().filter(|label| looks_like_title(label) || is_step(label)).collect();
    if titles.len() * 5 >= labels.len() * 3 && careers::are_levels(&titles) {
        names.extend(titles.into_iter().map(normal));
    }
    for block in &part.blocks {
        match block {
            Block::List(list) => names.extend(levels_of(list)),
            Block::Table(table) => {
                names.extend(tables.get(&table.span.start).into_iter().flatten().cloned());
            }
            _ => {}
        }
    }
}

/// The names of levels in tables, by where the table begins.
type InTables = HashMap<u32, Vec<String>>;

/// The levels of all tables of a page that has several; one alone can only be of one ladder.
fn levels_in_tables(file: &SourceFile, tree: &Part<'_>) -> InTables {
    let mut tables = vec![];
    tree.each(&mut |part| {
        tables.extend(part.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        }));
    });
    if tables.len() < 2 {
        return HashMap::new();
    }
    let clues = Clues::default();
    let read = |table| tables::recognize(file, table, &clues).filter(|read| !read.neighbors);
    let labels =
        |entries: Vec<Entry<'_>>| entries.iter().map(|entry| normal(&label_of(entry.label))).collect();
    tables.into_iter().filter_map(|table| Some((table.span.start, labels(read(table)?.entries)))).collect()
}

fn levels_of(list: &List) -> Vec<String> {
    if list_of_levels(list) {
        return list.items.iter().map(|item| normal(&item.text.plain)).collect();
    }
    let named = labeled_levels(list).unwrap_or_default();
    let names = list.items.iter().zip(named).filter_map(|(item, range)| item.text.plain.get(range));
    names.map(normal).collect()
}

/// True if the heading of a part and several of its levels share a word: "Data careers" and "Data Engineer".
fn names_them(part: &Part<'_>, levels: &[&str]) -> bool {
    let stems = |text: &str| -> HashSet<String> {
        let words = words_of(text).into_iter().filter(|word| word.chars().count() > 1 && !is_rank(word));
        words.map(|word| word.trim_end_matches('s').chars().take(5).collect()).collect()
    };
    let Some(heading) = part.heading else { return false };
    let own = stems(&heading.text.plain);
    let sharing = levels.iter().filter(|level| stems(level).iter().any(|word| own.contains(word))).count();
    sharing > 1 && section_kind(&heading.text.plain) != SectionKind::Moves
}
