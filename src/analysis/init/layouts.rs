//! Where the reading of pages is unsure: a page that is read otherwise than its neighbors is shown to people
//! as a layout that they may use.

use std::collections::{BTreeMap, BTreeSet};

use super::write::{list, value};
use super::{Guess, Part, Sources, folder_of, is_entrance, mostly, share, stem_of, usual};
use crate::engine::Run;
use crate::model::{Role, looks_like_title, words_of};
use crate::syntax::{Body, Document, Visit};
use crate::text::{FileId, SourceFile};

/// In smaller folders nothing stands out.
const ENOUGH_FILES: usize = 4;
/// So many of ten files of a folder must be read in one way.
const ALIKE: usize = 7;
/// Longer lists are read by nobody.
const MOST: usize = 20;

/// The pages of one folder.
#[derive(Default)]
struct Folder<'s> {
    /// Files about roles, with the role if it is only one.
    roles: Vec<(&'s SourceFile, &'s Document, Option<&'s Role>)>,
    /// Files that were not taken for roles though nothing in their names says so.
    others: Vec<(&'s SourceFile, &'s Document)>,
    files: usize,
}

pub(super) fn learn(sources: Sources<'_>, run: &Run) -> Vec<Guess> {
    let mut about: BTreeMap<FileId, Vec<&Role>> = BTreeMap::new();
    for role in sources.roles(run) {
        about.entry(role.file).or_default().push(role);
    }
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for (file, doc) in sources.documents(run).filter(|(_, doc)| matches!(doc.body, Body::Prose(_))) {
        if is_entrance(&file.path) {
            continue;
        }
        let folder = folders.entry(folder_of(&file.path)).or_default();
        folder.files += 1;
        match about.get(&file.id).map(Vec::as_slice) {
            Some(roles) => {
                let only = roles.first().copied().filter(|_| roles.len() == 1);
                folder.roles.push((file, doc, only));
            }
            None => folder.others.push((file, doc)),
        }
    }
    let mut guesses = vec![];
    for (name, folder) in folders.into_iter().filter(|(_, folder)| folder.files >= ENOUGH_FILES) {
        let (levels, told) = levels(name, &folder).unzip();
        guesses.extend(levels);
        guesses.extend(outsiders(name, &folder, &told.unwrap_or_default()));
    }
    guesses
}

fn shown(folder: &str) -> &str {
    if folder.is_empty() { "the top folder" } else { folder }
}

/// Patterns of these files alone.
fn paths<'s>(files: impl Iterator<Item = &'s SourceFile>) -> Option<String> {
    let paths: Vec<String> = files.take(MOST).map(|file| format!("/{}", file.path)).collect();
    list(paths.iter().map(String::as_str))
}

/// Files that were taken for roles unlike those beside them, or the other way round.
fn outsiders(name: &str, folder: &Folder<'_>, told: &BTreeSet<FileId>) -> Option<Guess> {
    // What the name says agrees with the others of the folder, not with the reading.
    let titled = |file: &SourceFile| {
        let stem = stem_of(&file.path).replace(['-', '_'], " ");
        looks_like_title(&stem)
    };
    let (roles, others) = (folder.roles.len(), folder.others.len());
    let (odd, role, alike, many) = if mostly(roles, folder.files, ALIKE) {
        let odd = folder.others.iter().map(|(file, _)| *file);
        let odd = odd.filter(|file| titled(file) && !told.contains(&file.id));
        (odd.collect::<Vec<_>>(), true, roles, "roles")
    } else if mostly(others, folder.files, ALIKE) {
        let named = |role: Option<&Role>| role.is_some_and(|role| looks_like_title(role.name()));
        let odd = folder.roles.iter().filter(|(file, _, role)| !titled(file) && !named(*role));
        (odd.map(|(file, ..)| *file).collect(), false, others, "no roles")
    } else {
        return None;
    };
    let (few, odd) = (odd.len(), paths(odd.into_iter())?);
    let said = if role { "was not taken for a role" } else { "was taken for a role" };
    let what =
        format!("{few} in {} {}", shown(name), if role { "not read as roles" } else { "read as roles" });
    let sure = share(alike, folder.files, "file");
    let guess = Guess::new(Part::Layouts, "layouts", what, format!("{sure} are {many}"));
    let guess = guess.comment(format!(
        "What stands here {said}, unlike {sure} of {}. If that is wrong, say so:",
        shown(name)
    ));
    Some(guess.line(format!("- paths: {odd}")).line(format!("  role: {role}")).ask())
}

/// Pages without levels beside pages whose headings name them, and these pages.
fn levels(name: &str, folder: &Folder<'_>) -> Option<(Guess, BTreeSet<FileId>)> {
    let mut depths: Vec<String> = vec![];
    let mut without = vec![];
    let mut sections: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, doc, role) in &folder.roles {
        let Some(role) = role else { continue };
        let labels = role.sections.iter().filter_map(|section| section.label.as_ref());
        sections.extend(labels.map(|label| words_of(&label.value)));
        let all = headings(doc);
        let labels: BTreeSet<u32> = role.levels.iter().map(|level| level.label.span.start).collect();
        let naming: Vec<u8> =
            all.iter().filter(|(_, start, _)| labels.contains(start)).map(|(depth, ..)| *depth).collect();
        match naming.as_slice() {
            [first, rest @ ..] if !rest.is_empty() => depths.push(first.to_string()),
            _ if role.levels.is_empty() => without.push((*file, all)),
            _ => {}
        }
    }
    let shown_depth = usual(depths.iter().map(String::as_str))?;
    let depth: u8 = shown_depth.parse().ok()?;
    let same = depths.iter().filter(|other| *other == shown_depth).count();
    // A page that was not taken for a role must have the sections of the others below these headings.
    let alike = |doc: &Document| {
        headings(doc).iter().any(|(deeper, _, words)| *deeper > depth && sections.contains(words))
    };
    let strangers = folder.others.iter().filter(|(_, doc)| alike(doc));
    without.extend(strangers.map(|(file, doc)| (*file, headings(doc))));
    without.retain(|(_, all)| all.iter().filter(|(other, ..)| *other == depth).count() > 1);
    if without.is_empty() || same < 3 || !mostly(same, folder.roles.len(), ALIKE) {
        return None;
    }
    let sure = share(same, folder.roles.len(), "page");
    let odd = paths(without.iter().map(|(file, _)| *file))?;
    let sign = "#".repeat(usize::from(depth));
    let what = format!("{} in {} without levels", without.len(), shown(name));
    let guess = Guess::new(Part::Layouts, "layouts", what, format!("{sure} name them by headings"));
    let guess = guess.comment(format!(
        "No levels were found here; on {sure} of {} the headings with {} name them. If that holds here, say so:",
        shown(name),
        value(&sign)?
    ));
    let guess = guess.line(format!("- paths: {odd}")).line(format!("  levels: {{ headings: {depth} }}"));
    Some((guess.ask(), without.iter().map(|(file, _)| file.id).collect()))
}

/// Depth, beginning and words of each heading.
fn headings(doc: &Document) -> Vec<(u8, u32, Vec<String>)> {
    let mut all = vec![];
    doc.visit(&mut |visit| {
        if let Visit::Heading(heading) = visit {
            all.push((heading.depth, heading.text.span.start, words_of(&heading.text.plain)));
        }
    });
    all
}
