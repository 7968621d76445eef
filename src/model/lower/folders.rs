//! Folders that hold a page for each level of one job, called after the levels: `junior.md`, `mid.md`, `senior.md`.
//! One such page alone may be about anything; beside the others it says what its level is expected to do.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::vocabulary::{is_rank_only, level_word};
use super::super::{Level, Role, SectionKind, words_of};
use super::Reading;
use super::data::keys::is_career_level;
use super::guide;
use super::series::is_step;
use super::title::title_of_name;
use super::words::normal;
use crate::text::{FileId, Files, SourceFile, Span, Spanned};

/// Fewer pages than this are no ladder. Rule of thumb: the shortest ladders have three levels.
const FEWEST: usize = 3;

/// Names of folders that say what stands in them, and not of which job.
const SHELVES: &[&str] = &[
    "career",
    "careers",
    "ladder",
    "ladders",
    "level",
    "levels",
    "role",
    "roles",
    "job",
    "jobs",
    "grade",
    "grades",
    "band",
    "bands",
    "framework",
    "frameworks",
    "progression",
    "expectations",
    "docs",
    "doc",
    "content",
    "pages",
    "src",
    "en",
    "hr",
    "people",
    "engineering-ladder",
    "career-ladder",
    "career-framework",
    "career-levels",
];

/// The pages that tell nothing but a level, where the pages beside them do so as well; each with its job, if its
/// folder says which.
pub(in crate::model) fn gather(files: &Files, readings: &[Reading]) -> HashMap<FileId, Option<String>> {
    let mut folders: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (at, (file, reading)) in files.iter().zip(readings.iter()).enumerate() {
        if let Some(title) = level_told(reading) {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push((at, title.value.clone()));
        }
    }
    let mut found = HashMap::new();
    for (folder, pages) in folders {
        if is_ladder(folder, &pages, readings) {
            let job = job_of(folder);
            let ids = pages.iter().filter_map(|(at, _)| u32::try_from(*at).ok().map(FileId));
            found.extend(ids.map(|id| (id, job.clone())));
        }
    }
    found
}

/// The level that a page is about, if it tells nothing but that.
pub(super) fn level_told(reading: &Reading) -> Option<&Spanned<String>> {
    match reading.roles.as_slice() {
        [] => reading.of_level.as_ref()?.title.as_ref(),
        [role] => role.title.as_ref().filter(|title| is_rank_only(&title.value)),
        _ => None,
    }
}

/// True for pages about the levels of one job: three or more of them, each about another one.
fn is_ladder(folder: &str, pages: &[(usize, String)], readings: &[Reading]) -> bool {
    let labels: HashSet<String> = pages.iter().map(|(_, label)| normal(label)).collect();
    let roles = || {
        pages.iter().filter_map(|(at, _)| {
            let reading = readings.get(*at)?;
            reading.roles.first().or(reading.of_level.as_deref())
        })
    };
    let parts: Vec<&str> = folder.split('/').collect();
    let announced = parts.iter().any(|part| guide::announces_ladder(&title_of_name(part)));
    // Lectures and releases have codes as levels do, and lessons are called "Beginner" and "Advanced".
    let ranked = pages.iter().filter(|(_, label)| is_rank_only(label) && is_career_level(label)).count();
    let known = roles().filter(|role| told_kinds(role) > 1).count();
    let told = announced || ranked * 2 > pages.len() || known * 2 > pages.len();
    labels.len() == pages.len()
        && pages.len() >= FEWEST
        && told
        && !guide::is_about_others(&parts)
        && roles().all(expects)
}

/// How many sections of a page have the name that such sections have in roles.
fn told_kinds(role: &Role) -> usize {
    let filled = role.sections.iter().filter(|section| !section.expectations.is_empty());
    filled.filter(|section| section.kind.is_expectations() && section.kind != SectionKind::Other).count()
}

/// True for a page that says something other than questions and links.
fn expects(role: &Role) -> bool {
    let items = || role.sections.iter().flat_map(|section| &section.expectations);
    let idle = items()
        .filter(|item| item.text.plain.trim_end().ends_with(['?', '？']) || guide::is_pointer(&item.text));
    items().count() > 1 && idle.count() * 3 < items().count()
}

/// The name of the nearest folder that tells a job or its field.
fn job_of(folder: &str) -> Option<String> {
    folder.rsplit('/').map(title_of_name).find(|name| {
        let said = words_of(name);
        name.chars().any(char::is_alphabetic)
            && !said.iter().all(|word| SHELVES.contains(&word.as_str()))
            && !is_step(name)
    })
}

/// Makes the page the role of its level.
pub(in crate::model) fn take(reading: &mut Reading, job: Option<&str>) {
    if let Some(role) = reading.of_level.take().filter(|_| reading.roles.is_empty()) {
        reading.roles.push(*role);
        reading.not_roles = None;
    }
    let [role] = reading.roles.as_mut_slice() else { return };
    let Some(title) = role.title.clone().filter(|_| role.levels.len() < 2 && !role.titled) else { return };
    if role.levels.is_empty() {
        let word = level_word(&title.value);
        role.levels.push(Level {
            code: word.as_ref().and_then(|word| word.code.clone()),
            rank: word.as_ref().and_then(|word| word.rank),
            label: title,
            title: None,
            mirror: false,
            occurrence: 1,
        });
    }
    role.reading = "page of a folder with one for each level; headings and lists".into();
    if let Some(job) = job {
        role.title = Some(Spanned::new(job.to_owned(), Span::at(role.file, 0)));
    }
}

/// True for a page whose name or title is nothing but the name of a level.
pub(super) fn names_level(file: &SourceFile, title: &str) -> bool {
    let stem = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("");
    let own = |said: &str| {
        is_rank_only(said) || level_word(said).and_then(|word| word.code).is_some_and(|code| code == said)
    };
    own(title.trim()) && (is_step(&title_of_name(stem)) || is_step(title))
}
