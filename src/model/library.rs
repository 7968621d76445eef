//! What a role says by naming it: a data file that lists the competencies of a role refers to files
//! that describe them, and levels by their ids refer to the file that defines the levels.

use std::collections::{HashMap, HashSet};

use super::join::common;
use super::lower::data::keys::{Key, find, is_keyed_by_level, is_number, key, level_of, spaced};
use super::lower::data::{bare, says_something};
use super::lower::title::{core_range, piece, scalar};
use super::titles::job_key;
use super::vocabulary::{looks_like_title, section_kind, words_of};
use super::{Expectation, Level, Reading, Reference, Role, Section};
use crate::syntax::{Body, Document, Entry, Node, Text};
use crate::text::{FileId, Files, SourceFile, Span, Spanned, nearest};

/// Deeper data is not read.
const MAX_DEPTH: usize = 24;

/// Longer texts (in bytes) are no names.
const MAX_NAME: usize = 120;

/// More things of one name than this are not told apart.
const MOST_NAMESAKES: usize = 16;

/// Names that must be known before a list counts as one of references.
const FEWEST: usize = 2;

/// More names than this are not searched for one that was meant.
const MOST_CANDIDATES: usize = 2_000;

/// What data files describe, for roles that refer to it by name.
pub(super) struct Library<'d> {
    shelf: Shelf<'d>,
    /// Lists that name the levels of single jobs.
    own: HashSet<Span>,
}

impl<'d> Library<'d> {
    pub fn of(files: &'d Files, documents: &'d [Option<Document>], readings: &[Reading]) -> Self {
        let shelf = Shelf::of(files, documents);
        let own = if shelf.things.is_empty() { HashSet::new() } else { shelf.lists_of_jobs(readings) };
        Library { shelf, own }
    }

    /// Adds to the roles of a file what other data files say about the competencies and levels that they name, and
    /// the roles of which the file says nothing else.
    pub fn refer(&self, files: &Files, doc: &Document, reading: &mut Reading) {
        if self.shelf.things.is_empty() {
            return;
        }
        let file = files.get(doc.file);
        let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
        for root in front.into_iter().chain(doc.data()) {
            let subjects: Vec<(Subject<'_>, Vec<Option<Found<'_>>>)> = subjects(root)
                .into_iter()
                .map(|subject| {
                    let found = subject.names.iter().map(|named| self.shelf.resolve(files, file, named));
                    let found = found.collect();
                    (subject, found)
                })
                .collect();
            // One name alone may be a word that something else is called by, unless others of the file are names.
            let refers = subjects.iter().any(|(_, found)| are_known(found, FEWEST));
            for (subject, found) in subjects {
                if are_known(&found, if refers { 1 } else { FEWEST }) {
                    self.shelf.add(files, file, &subject, found, reading);
                }
            }
        }
        for role in &mut reading.roles {
            self.shelf.name_levels(files, file, role, &self.own);
        }
    }
}

/// Something with a name that a data file describes.
struct Thing<'d> {
    file: FileId,
    name: Spanned<String>,
    node: &'d Node,
    /// Its place in its list.
    order: usize,
    /// The list that it stands in.
    list: Span,
    /// The thing of which it is a level, by number.
    level_of: Option<usize>,
    /// True for what a key or a file for levels holds.
    among_levels: bool,
}

/// All named things of the data files, by all their names.
#[derive(Default)]
struct Shelf<'d> {
    things: Vec<Thing<'d>>,
    names: HashMap<String, Vec<usize>>,
    /// What may be the names of levels: by the folder for which they are meant and the level's id.
    homes: HashMap<(&'d str, String), Vec<usize>>,
}

/// Where something stands in its file.
#[derive(Clone, Copy)]
struct Seat<'c, 'd> {
    /// Its place in its list, and the list.
    order: usize,
    list: Span,
    /// The ids above it.
    above: &'c str,
    level_of: Option<usize>,
    among_levels: bool,
    /// The folder for which its file is meant.
    home: &'d str,
}

/// One who refers: a job with the names that stand under it.
struct Subject<'d> {
    node: &'d Node,
    title: Option<Spanned<String>>,
    names: Vec<Named>,
    is_root: bool,
}

/// A name with the level that is asked for.
struct Named {
    name: Spanned<String>,
    level: Option<String>,
    group: Option<String>,
}

impl<'d> Shelf<'d> {
    fn of(files: &'d Files, documents: &'d [Option<Document>]) -> Self {
        let mut shelf = Shelf::default();
        for doc in documents.iter().flatten() {
            if let Body::Data(nodes) = &doc.body {
                nodes.iter().for_each(|node| shelf.put(files.get(doc.file), node));
            }
        }
        shelf
    }

    /// Notes everything that has a name below `root`.
    fn put(&mut self, file: &'d SourceFile, root: &'d Node) {
        let stem = file.path.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
        let in_file = key(stem.rsplit(['-', '_', ' ']).next().unwrap_or("")) == Key::Levels;
        let home = home(&file.path).0;
        let seat = Seat { order: 0, list: root.span, above: "", level_of: None, among_levels: in_file, home };
        let (number, chain) = self.note(file, root, None, seat);
        let mut open = vec![(root, number, chain, in_file, 0usize)];
        while let Some((node, number, chain, among_levels, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                continue;
            }
            let seat =
                |order| Seat { order, list: node.span, above: &chain, level_of: None, among_levels, home };
            for (order, item) in node.items().iter().enumerate() {
                // A list has no number of its own: that is the one of the thing whose levels it holds.
                let (inner, chain) = self.note(file, item, None, Seat { level_of: number, ..seat(order) });
                open.push((item, inner, chain, in_file, depth + 1));
            }
            for (order, entry) in node.entries().iter().enumerate() {
                let holds = is_keyed_by_level(&entry.value)
                    || (entry.value.items().len() > 1
                        && entry.value.items().iter().all(|item| item.as_text().is_some()));
                let kind = key(&entry.key.value);
                let level = among_levels && level_of(&entry.key.value).is_some();
                // "L1: Junior Engineer"; elsewhere a text behind a level says what is expected there.
                let title = in_file && entry.value.as_str().is_some_and(|text| level_of(text).is_some());
                let level = level && (title || !entry.value.entries().is_empty());
                let own = (holds && kind == Key::Other || level).then_some(&entry.key);
                let levels = kind == Key::Levels;
                if entry.value.items().is_empty() || own.is_some() {
                    let (inner, chain) = self.note(file, &entry.value, own, seat(order));
                    open.push((&entry.value, inner, chain, in_file || levels, depth + 1));
                } else {
                    let number = number.filter(|_| levels);
                    open.push((&entry.value, number, chain.clone(), in_file || levels, depth + 1));
                }
            }
        }
    }

    /// Notes one thing by its title, its id, its key and the ids above it; gives its number and the ids down
    /// to it.
    fn note(
        &mut self,
        file: &'d SourceFile,
        node: &'d Node,
        own: Option<&Spanned<String>>,
        Seat { order, list, above, level_of, among_levels, home }: Seat<'_, 'd>,
    ) -> (Option<usize>, String) {
        let title = find(node, Key::Title).map(|(_, name)| name).or(Some(node).filter(|_| own.is_some()));
        let title = title.and_then(name_of);
        let id = find(node, Key::Id).and_then(|(_, id)| scalar(id));
        let slug = node.get("path").and_then(scalar).filter(|slug| slug.value.len() <= MAX_NAME);
        let last = slug.as_ref().or(id.as_ref()).or(own).map(|id| id.value.trim().to_lowercase());
        let chain = match &last {
            Some(last) if above.is_empty() => last.clone(),
            Some(last) if above.len() + last.len() < MAX_NAME * 4 => format!("{above}/{last}"),
            _ => above.to_owned(),
        };
        let Some(name) = title.clone().or_else(|| own.cloned()).or_else(|| id.clone()) else {
            return (None, chain);
        };
        let mut keys: Vec<String> = [title.as_ref(), id.as_ref(), own, slug.as_ref()]
            .into_iter()
            .flatten()
            .map(|name| by_words(&name.value))
            .chain(last.is_some().then(|| chain.clone()))
            .filter(|key| !key.is_empty())
            .collect();
        keys.sort();
        keys.dedup();
        let number = self.things.len();
        self.things.push(Thing { file: file.id, name, node, order, list, level_of, among_levels });
        for key in keys {
            let near = self.homes.entry((home, key.clone())).or_default();
            for named in [near, self.names.entry(key).or_default()] {
                if named.len() < MOST_NAMESAKES {
                    named.push(number);
                }
            }
        }
        (Some(number), chain)
    }

    /// The things of a name that `file` may mean, the nearest first: those of other files in its folder,
    /// beside it and below.
    fn find(&self, files: &Files, file: &SourceFile, name: &str) -> Vec<&Thing<'d>> {
        let near = neighborhood(&file.path);
        let path = |thing: &Thing<'_>| files.get(thing.file).path.as_str();
        let named = self.names.get(name).into_iter().flatten().filter_map(|&number| self.things.get(number));
        let mut found: Vec<&Thing<'d>> =
            named.filter(|thing| thing.file != file.id && path(thing).starts_with(near)).collect();
        found.sort_by_key(|thing| std::cmp::Reverse(common(&file.path, path(thing))));
        found
    }

    /// What a name stands for: the thing, and the level of it that is meant.
    fn resolve(&self, files: &Files, file: &SourceFile, named: &Named) -> Option<Found<'d>> {
        let name = named.name.value.trim();
        let lower = name.to_lowercase();
        let whole = if lower.contains('/') { lower.clone() } else { by_words(name) };
        if let Some(found) = self.described(files, file, &whole, named.level.as_deref()) {
            return Some(found);
        }
        // `communication/3`, `communication: 3` in one text.
        let (thing, level) = lower.rsplit_once(['/', ':'])?;
        let thing = if thing.contains('/') { thing.to_owned() } else { by_words(thing) };
        self.described(files, file, &thing, Some(level)).filter(|found| found.level.is_some())
    }

    /// The first thing of a name that is described in more than names.
    fn described(
        &self,
        files: &Files,
        file: &SourceFile,
        name: &str,
        level: Option<&str>,
    ) -> Option<Found<'d>> {
        self.find(files, file, name).into_iter().find_map(|thing| {
            let part = level.and_then(|level| part_of(thing.node, level));
            let texts = statements(part.as_ref().map_or(thing.node, |(_, node)| *node));
            let said = texts.iter().any(|(_, text)| says_something(&text.plain));
            // `core/attitude/2` is a level of "Attitude".
            let whole = thing.level_of.and_then(|number| self.things.get(number));
            let level = part.map(|(name, _)| name).or_else(|| whole.map(|_| thing.name.clone()));
            said.then(|| Found { name: whole.unwrap_or(thing).name.value.clone(), level, texts })
        })
    }

    /// Adds to the role of `subject` what its names stand for.
    fn add(
        &self,
        files: &Files,
        file: &SourceFile,
        subject: &Subject<'_>,
        found: Vec<Option<Found<'d>>>,
        reading: &mut Reading,
    ) {
        let span = subject.node.span;
        let touches = |role: &Role| role.span.contains(span) || span.contains(role.span);
        let mut touched = reading.roles.iter().enumerate().filter(|(_, role)| touches(role));
        let is_job = |title: &str| looks_like_title(title) || holds_roles(file);
        let (index, level) = match (touched.next(), touched.next(), &subject.title) {
            (None, None, Some(title)) if is_job(&title.value) => {
                reading.not_roles = None;
                reading.roles.push(bare(file, subject.node, title.clone()));
                (reading.roles.len() - 1, None)
            }
            // The settings of a page are about its only role, as is the root of a file of one role.
            (Some((index, role)), None, _) if role.span == span || subject.is_root => (index, None),
            (Some((index, role)), None, _) if role.span.contains(span) => {
                let level = role.levels.iter().position(|level| span.contains(level.label.span));
                if level.is_none() {
                    return;
                }
                (index, level)
            }
            _ => return,
        };
        let Some(role) = reading.roles.get_mut(index) else { return };
        let places: HashSet<Span> = subject.names.iter().map(|named| named.name.span).collect();
        let mut sections = std::mem::take(&mut role.sections);
        sections.retain_mut(|section| {
            // `coding: 2`: the section of a name holds nothing but the step that is asked for.
            let label = section.label.as_ref().is_some_and(|label| places.contains(&label.span));
            let before = section.expectations.len();
            section.expectations.retain(|item| !label && !places.contains(&item.text.span));
            // What stood there were names, which say nothing to compare.
            if section.expectations.len() < before {
                section.shown.clear();
            }
            !label
        });
        role.sections = sections;
        for (named, found) in subject.names.iter().zip(found) {
            let meant = if found.is_none() { self.meant(files, file, &named.name.value) } else { None };
            role.references.push(Reference { name: named.name.clone(), known: found.is_some(), meant });
            if let Some(found) = found {
                borrow(role, named, found, level);
            }
        }
    }

    /// The name of a thing in a near file that a name without a thing is a slip of.
    fn meant(&self, files: &Files, file: &SourceFile, name: &str) -> Option<String> {
        let near = neighborhood(&file.path);
        let things = self
            .things
            .iter()
            .filter(|thing| thing.file != file.id && files.get(thing.file).path.starts_with(near));
        let names: Vec<&str> = things.take(MOST_CANDIDATES).map(|thing| thing.name.value.as_str()).collect();
        nearest(name, names).map(str::to_owned)
    }

    /// The lists in which jobs describe levels of their own, which say nothing about those of other jobs.
    fn lists_of_jobs(&self, readings: &[Reading]) -> HashSet<Span> {
        let jobs = readings.iter().flat_map(|reading| &reading.roles).filter(|role| {
            let job = role.title.as_ref().is_some_and(|title| looks_like_title(&title.value));
            job && role
                .sections
                .iter()
                .flat_map(|section| &section.expectations)
                .any(|item| item.level.is_some())
        });
        let labels: HashSet<Span> =
            jobs.flat_map(|role| &role.levels).map(|level| level.label.span).collect();
        self.things.iter().filter(|thing| labels.contains(&thing.name.span)).map(|thing| thing.list).collect()
    }

    /// Gives levels that are shown by their ids the names that another file defines, and its order: a file
    /// in the role's folder or in one above it, the nearest first. `own` are lists that name the levels of
    /// other jobs alone.
    fn name_levels(&self, files: &Files, file: &SourceFile, role: &mut Role, own: &HashSet<Span>) {
        let is_id = |level: &Level| level.label.span.file == file.id && !level.label.value.contains(' ');
        if role.levels.len() < 2 || !role.levels.iter().all(is_id) {
            return;
        }
        let ordered = role.levels.iter().any(|level| level.rank.is_some());
        let counted = role.levels.iter().all(|level| is_number(&level.label.value));
        let keys: Vec<String> = role.levels.iter().map(|level| by_words(&level.label.value)).collect();
        let told = words_of_role(file, role);
        let above = std::iter::successors(Some(folder_of(&file.path)), |folder| {
            (!folder.is_empty()).then(|| folder_of(folder))
        });
        for home in above.take(MAX_DEPTH) {
            let of = |key: &String| -> Vec<&Thing<'d>> {
                let named = self.homes.get(&(home, key.clone())).into_iter().flatten();
                let things = named.filter_map(|&number| self.things.get(number));
                things
                    .filter(|thing| thing.file != file.id && !own.contains(&thing.list))
                    .filter(|thing| thing.among_levels || !counted)
                    .collect()
            };
            let all: Vec<Vec<&Thing<'d>>> = keys.iter().map(of).collect();
            let first = all.first().into_iter().flatten();
            let mut lists: Vec<(bool, Vec<&Thing<'d>>)> = vec![];
            for list in first.map(|thing| thing.list).collect::<HashSet<_>>() {
                let things: Option<Vec<&Thing<'d>>> = all
                    .iter()
                    .map(|things| things.iter().copied().find(|thing| thing.list == list))
                    .collect();
                let Some(things) = things else { continue };
                let distinct: HashSet<usize> = things.iter().map(|thing| thing.order).collect();
                let speaks = role
                    .levels
                    .iter()
                    .zip(&things)
                    .any(|(level, thing)| by_words(&level.label.value) != by_words(&thing.name.value));
                if distinct.len() == things.len() && (speaks || !ordered) && !of_another_job(role, &things) {
                    let family = self::home(&files.get(list.file).path).1;
                    let related = family.iter().all(|word| told.contains(word));
                    // Who else's they are is said by the folder or by the name of the file.
                    let theirs = !related && things.iter().any(|thing| asks(thing.node));
                    if related || !theirs && in_folder(&files.get(list.file).path, home) {
                        lists.push((related && !family.is_empty(), things));
                    }
                }
            }
            let best = lists.iter().any(|(related, _)| *related);
            lists.retain(|(related, _)| *related == best);
            let mut lists = lists.into_iter().map(|(_, things)| things);
            let Some(things) = lists.next() else { continue };
            // Of two that say different things none is known to be meant.
            let names = |things: &[&Thing<'_>]| -> Vec<String> {
                things.iter().map(|thing| thing.name.value.clone()).collect()
            };
            if lists.all(|others| names(&others) == names(&things)) {
                give_names(role, &things, ordered);
            }
            return;
        }
    }
}

/// True for a level that lists what is expected: in a file called after other people it is theirs alone.
fn asks(level: &Node) -> bool {
    let listed = |node: &Node| !node.items().is_empty() || !node.entries().is_empty();
    level.entries().iter().any(|entry| listed(&entry.value))
}

fn give_names(role: &mut Role, things: &[&Thing<'_>], ordered: bool) {
    for (level, thing) in role.levels.iter_mut().zip(things) {
        if thing.name.value != level.label.value {
            level.title = Some(thing.name.clone());
        }
        if !ordered {
            level.rank =
                i32::try_from(thing.order).ok().map(|order| order.saturating_add(1).saturating_mul(10));
        }
    }
}

/// True if the levels are those of one job, and that is not the role's: designers beside an engineer.
fn of_another_job(role: &Role, things: &[&Thing<'_>]) -> bool {
    let Some(title) = role.title.as_ref().filter(|title| looks_like_title(&title.value)) else {
        return false;
    };
    let own = stems(&job_key(&title.value));
    let jobs: Vec<HashSet<String>> = things.iter().map(|thing| stems(&job_key(&thing.name.value))).collect();
    let Some((first, others)) = jobs.split_first() else { return false };
    let titles = things.iter().all(|thing| looks_like_title(&thing.name.value));
    let shared = first.iter().any(|word| others.iter().all(|job| job.contains(word)));
    titles && shared && !jobs.iter().flatten().any(|word| own.contains(word))
}

/// The first letters of each word: "design" and "designer" are of one field.
fn stems(text: &str) -> HashSet<String> {
    words_of(text).into_iter().map(|word| word.chars().take(STEM).collect()).collect()
}

/// Letters by which words of one field are told.
const STEM: usize = 5;

/// The words of a role's path and title, as [`stems`].
fn words_of_role(file: &SourceFile, role: &Role) -> HashSet<String> {
    let mut words = stems(file.path.rsplit_once('.').map_or(file.path.as_str(), |(path, _)| path));
    words.extend(role.title.iter().chain(&role.track).flat_map(|name| stems(&name.value)));
    words
}

/// Names of folders and files, as [`stems`], that say nothing about whom they are for.
const FOR_ALL: &[&str] = &[
    "level", "ladde", "grade", "bands", "band", "tiers", "caree", "commo", "share", "core", "gener", "globa",
    "base", "data", "defin", "refer", "frame", "progr", "conte", "info", "main", "defau", "all", "compa",
    "src", "job", "jobs", "index", "confi", "path", "paths", "the", "and", "of", "title",
];

/// The folder for whose files a file is meant, and the words of its path below it that say for which:
/// `eng/shared/levels.yaml` is meant for `eng`, `levels/design.yaml` for designers everywhere.
fn home(path: &str) -> (&str, HashSet<String>) {
    let folder = folder_of(path);
    let general = |name: &str| stems(name).iter().all(|word| FOR_ALL.contains(&word.as_str()));
    let mut end = 0;
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        if general(name) {
            break;
        }
        end += name.len() + usize::from(end > 0);
    }
    let home = folder.get(..end).unwrap_or("");
    let rest = path.get(end..).unwrap_or("");
    let mut words = stems(rest.rsplit_once('.').map_or(rest, |(rest, _)| rest));
    words.retain(|word| !FOR_ALL.contains(&word.as_str()) && !word.bytes().all(|byte| byte.is_ascii_digit()));
    (home, words)
}

/// The folder that holds a file or a folder.
fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..at)).unwrap_or("")
}

/// True if all folders of the path below `home` are for everybody.
fn in_folder(path: &str, home: &str) -> bool {
    let rest = folder_of(path).get(home.len()..).unwrap_or("");
    stems(rest).iter().all(|word| FOR_ALL.contains(&word.as_str()))
}

/// True if so many names, and most of them, stand for something.
fn are_known(found: &[Option<Found<'_>>], fewest: usize) -> bool {
    let known = found.iter().flatten().count();
    known >= fewest && known * 3 >= found.len() * 2
}

/// What a name stands for.
struct Found<'d> {
    name: String,
    level: Option<Spanned<String>>,
    /// Each text with the level that it is for.
    texts: Vec<(Option<Spanned<String>>, &'d Text)>,
}

/// Adds a section to a role whose text stands in another file.
fn borrow(role: &mut Role, named: &Named, found: Found<'_>, own: Option<usize>) {
    let same = |section: &&mut Section| {
        section.label.as_ref().is_some_and(|label| label.value == found.name)
            && section.path.first() == named.group.as_ref()
    };
    let list = u32::try_from(role.references.len()).unwrap_or(u32::MAX);
    let mut expectations = vec![];
    for (label, text) in found.texts {
        let steps = label.filter(|_| found.level.is_none() && own.is_none());
        let level = own.or_else(|| steps.map(|label| mirrored(role, &label)));
        expectations.push(Expectation { text: text.clone(), level, label: None, list, span: text.span });
    }
    // What several levels ask for in steps is one section.
    let known = role.borrowed.iter_mut().rev().take(MOST_CANDIDATES / 10);
    if own.is_some()
        && let Some(section) = known.into_iter().find(same)
    {
        section.expectations.append(&mut expectations);
        return;
    }
    role.borrowed.push(Section {
        kind: section_kind(&found.name),
        label: Some(Spanned::new(found.name, named.name.span)),
        path: named.group.iter().cloned().collect(),
        group: None,
        span: named.name.span,
        expectations,
        shown: vec![],
    });
}

/// The level of a label, shown for comparison if it is not the role's own.
fn mirrored(role: &mut Role, label: &Spanned<String>) -> usize {
    let known = role.levels.iter().position(|level| level.label.value.eq_ignore_ascii_case(&label.value));
    known.unwrap_or_else(|| {
        let word = super::level_word(&label.value);
        role.levels.push(Level {
            label: label.clone(),
            title: None,
            rank: word.as_ref().and_then(|word| word.rank),
            code: word.and_then(|word| word.code),
            mirror: true,
            occurrence: 1,
        });
        role.levels.len() - 1
    })
}

/// The folder above the folder of a file, with its separator; empty at the top.
fn neighborhood(path: &str) -> &str {
    let above = |path: &str| path.rfind('/').unwrap_or(0);
    let folder = path.get(..above(path)).unwrap_or("");
    folder.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("")
}

/// True for a file that is called `roles`, `jobs`, `positions` …
fn holds_roles(file: &SourceFile) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or("");
    key(name.split('.').next().unwrap_or("")) == Key::Roles
}

/// A name by its words, whatever stands between them.
fn by_words(name: &str) -> String {
    words_of(&spaced(name)).join(" ")
}

/// A name without emoji and signs around it.
fn name_of(node: &Node) -> Option<Spanned<String>> {
    let name = match node.as_text() {
        Some(text) => piece(text, core_range(&text.plain)),
        None => scalar(node)?,
    };
    (!name.value.trim().is_empty() && name.value.len() <= MAX_NAME).then_some(name)
}

/// The jobs below a root with the names under each; the root itself where nothing below has any.
fn subjects(root: &Node) -> Vec<Subject<'_>> {
    let mut subjects = vec![];
    let mut open = vec![(root, 0usize)];
    while let Some((node, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            continue;
        }
        let title = find(node, Key::Title).and_then(|(_, name)| name_of(name));
        if title.is_some() || depth == 0 {
            let mut names = vec![];
            for entry in node.entries() {
                names_under(&entry.value, key(&entry.key.value), Some(&entry.key.value), 0, &mut names);
            }
            if !names.is_empty() {
                subjects.push(Subject { node, title, names, is_root: depth == 0 });
            }
        }
        open.extend(node.items().iter().map(|item| (item, depth + 1)));
        open.extend(node.entries().iter().map(|entry| (&entry.value, depth + 1)));
    }
    subjects.sort_by_key(|subject| (subject.node.span.start, subject.node.span.end));
    subjects
}

/// The names in the lists under one key: texts, `name: level`, and `{skill: name, level: 3}`.
fn names_under(node: &Node, kind: Key, group: Option<&String>, depth: usize, out: &mut Vec<Named>) {
    if depth > 3
        || matches!(kind, Key::Meta | Key::Examples | Key::Text | Key::Title | Key::Levels | Key::Roles)
    {
        return;
    }
    let short = |name: &Spanned<String>| name.value.len() <= MAX_NAME && !name.value.contains('\n');
    let group_of = || group.cloned();
    for item in node.items() {
        if let Some(name) = item.as_text().and_then(|_| scalar(item)).filter(short) {
            out.push(Named { name, level: None, group: group_of() });
        } else if let Some((_, name)) = name_alone(item)
            && item.entries().iter().all(|entry| scalar(&entry.value).is_some_and(|value| short(&value)))
            && let Some(name) = name_of(name)
        {
            let level = find(item, Key::Level).and_then(|(_, level)| scalar(level)).map(|level| level.value);
            out.push(Named { name, level, group: group_of() });
        }
    }
    for entry in node.entries() {
        match scalar(&entry.value).filter(|level| level.value.len() <= 30) {
            Some(level) if depth == 0 && key(&entry.key.value) != Key::Meta => {
                out.push(Named { name: entry.key.clone(), level: Some(level.value), group: group_of() });
            }
            Some(_) => {}
            // Another thing with a name is a subject of its own.
            None if find(&entry.value, Key::Title).is_some() => {}
            None => names_under(&entry.value, key(&entry.key.value), Some(&entry.key.value), depth + 1, out),
        }
    }
}

/// The one name in a mapping that says nothing else but a level; with a title and an id it defines something.
fn name_alone(node: &Node) -> Option<(&Entry, &Node)> {
    let mut names = [Key::Group, Key::Title, Key::Id].into_iter().filter_map(|wanted| find(node, wanted));
    names.next().filter(|_| names.next().is_none())
}

/// The part of a thing that is about one level.
fn part_of<'d>(node: &'d Node, level: &str) -> Option<(Spanned<String>, &'d Node)> {
    let same = |name: &str| by_words(name) == by_words(level);
    let holders = std::iter::once(node).chain(node.entries().iter().map(|entry| &entry.value));
    for holder in holders {
        if let Some(entry) = holder.entries().iter().find(|entry| same(&entry.key.value)) {
            return Some((entry.key.clone(), &entry.value));
        }
        for item in holder.items() {
            let names =
                [find(item, Key::Level), find(item, Key::Id), find(item, Key::Title), find(item, Key::Rank)];
            let named = names.into_iter().flatten().filter_map(|(_, name)| scalar(name));
            let slug = item.get("path").and_then(scalar);
            if named.chain(slug).any(|name| same(&name.value)) {
                let label = find(item, Key::Title)
                    .or_else(|| find(item, Key::Level))
                    .and_then(|(_, name)| name_of(name));
                return Some((label.unwrap_or_else(|| Spanned::new(level.to_owned(), item.span)), item));
            }
        }
    }
    None
}

/// The texts of a thing that say what is expected, with their levels.
fn statements(node: &Node) -> Vec<(Option<Spanned<String>>, &Text)> {
    let mut texts = vec![];
    let mut open: Vec<(&Node, Option<Spanned<String>>, usize)> = vec![(node, None, 0)];
    while let Some((node, level, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            continue;
        }
        if let Some(text) = node.as_text() {
            if !text.is_blank() {
                texts.push((level, text));
            }
            continue;
        }
        let keyed = level.is_none() && is_keyed_by_level(node);
        // Levels in a list are named by their items.
        let named = |node: &Node| {
            let name =
                find(node, Key::Level).or_else(|| find(node, Key::Title)).or_else(|| find(node, Key::Id));
            name.and_then(|(_, name)| name_of(name))
        };
        for entry in node.entries().iter().rev() {
            let kind = key(&entry.key.value);
            let name = matches!(kind, Key::Title | Key::Id | Key::Level | Key::Group | Key::Rank | Key::Meta);
            if name && entry.value.items().is_empty() && entry.value.entries().is_empty() && !keyed {
                continue;
            }
            if matches!(kind, Key::Meta | Key::Examples) {
                continue;
            }
            // What the thing is about is said once for all levels.
            if depth == 0 && kind == Key::Text && node.entries().len() > 2 && entry.value.as_text().is_some()
            {
                let more = node
                    .entries()
                    .iter()
                    .any(|other| !other.value.items().is_empty() || !other.value.entries().is_empty());
                if more {
                    continue;
                }
            }
            let level = if keyed { Some(entry.key.clone()) } else { level.clone() };
            open.push((&entry.value, level, depth + 1));
        }
        let leveled = depth > 0 && level.is_none() && node.items().iter().all(|item| named(item).is_some());
        for item in node.items().iter().rev() {
            let level = if leveled { named(item) } else { level.clone() };
            open.push((item, level, depth + 1));
        }
    }
    texts
}
