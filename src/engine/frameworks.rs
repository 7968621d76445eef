//! Which files belong together. A folder with a configuration file is one framework; without one,
//! the smallest folder whose pages share a shape. Version control never decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Settings, is_config};
use crate::language::Lang;
use crate::model::{Framework, Reading, RoleKind, title_key};
use crate::text::{FileId, Files};

/// Folders that hold a `rolelint.yaml`, relative to the working directory, `/` between names; the
/// working directory itself is the empty string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots(pub BTreeSet<String>);

impl Roots {
    /// The nearest configured folder above `path`.
    fn of(&self, path: &str) -> Option<&str> {
        let highest = self.0.iter().map(|root| root.split('/').filter(|&part| part == "..").count()).max()?;
        let mut folder = parent(path)?;
        loop {
            if let Some(root) = self.0.get(&folder) {
                return Some(root);
            }
            if folder.split('/').filter(|&part| part == "..").count() > highest {
                return None;
            }
            folder = parent(&folder)?;
        }
    }
}

/// The folder above a path as it is shown: the empty string above a bare name, `..` above the
/// working directory, which is the empty string. `None` above the root of all.
fn parent(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("..".into());
    }
    if path == ".." || path.ends_with("/..") {
        return Some(format!("{path}/.."));
    }
    match path.rsplit_once('/') {
        Some(("", _)) => None,
        Some((folder, _)) => Some(folder.to_owned()),
        None if path.ends_with(':') => None,
        None => Some(String::new()),
    }
}

/// Sibling folders are one framework if this share of what is known of their shape is common.
const SHARED_SHAPE: f64 = 0.34;

/// Sibling folders that have this share of the smaller one's file names in common are copies
/// (versions, translations) of one another, never one framework.
const SHARED_NAMES: f64 = 0.5;

/// Files that stand at the top of a project. A folder that has one is a project of its own, whatever
/// its siblings look like: many folders of projects lie side by side.
const PROJECT_FILES: &[&str] =
    &["license", "contributing", "code_of_conduct", "changelog", "security", "package", "_config", "mkdocs"];

/// What is known of the pages of one folder.
#[derive(Debug, Default)]
struct Folder {
    files: Vec<FileId>,
    /// Section labels, level labels and keys that its role pages use.
    shape: BTreeSet<String>,
    /// File names without extension.
    names: BTreeSet<String>,
    has_roles: bool,
}

/// Groups all files into frameworks; every file belongs to exactly one.
pub(super) fn join(
    files: &Files,
    language: &dyn Fn(FileId) -> Option<Lang>,
    readings: Vec<Reading>,
    settings: &Settings,
    roots: &Roots,
) -> Vec<Framework> {
    let twins = if roots.0.is_empty() { BTreeSet::new() } else { translations(files, language) };
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for (file, reading) in files.iter().zip(&readings).filter(|(file, _)| !is_config(&file.path)) {
        let configured = roots.of(&file.path).map(|root| own_language(&twins, root, &file.path));
        let key = configured.or_else(|| parent(&file.path)).unwrap_or_default();
        let folder = folders.entry(key).or_default();
        folder.files.push(file.id);
        folder.has_roles |= !reading.roles.is_empty();
        folder.shape.extend(reading.shape());
        let name = file.path.rsplit('/').next().unwrap_or("");
        folder.names.insert(name.split('.').next().unwrap_or("").to_lowercase());
    }
    let mut homes = merge_siblings(&folders, roots);
    let (shelves, twins) = posting_folders(files, &readings, roots);
    for (path, framework) in
        twins.iter().filter(|(path, _)| folders.contains_key(*path) && !roots.0.contains(*path))
    {
        let home = homes.get(framework).unwrap_or(framework).clone();
        homes.insert(path.clone(), home);
    }
    let mut frameworks: BTreeMap<String, Framework> = BTreeMap::new();
    for (path, folder) in &folders {
        let home = homes.get(path).unwrap_or(path);
        let framework = frameworks.entry(home.clone()).or_insert_with(|| Framework {
            root: home.clone(),
            aliases: aliases(settings),
            cumulative: settings.framework.cumulative,
            scales: declared(&settings.framework.scales),
            tracks: declared(&settings.framework.tracks),
            sections: settings.framework.sections.clone(),
            external: settings.framework.external.clone(),
            registries: settings.framework.registries.clone(),
            ..Framework::default()
        });
        framework.files.extend(&folder.files);
    }
    let mut readings: Vec<Option<Reading>> = readings.into_iter().map(Some).collect();
    // What stands beside the pages of the same roles, in a folder of this name, is written for candidates.
    let marked: BTreeSet<FileId> = twins
        .keys()
        .filter_map(|path| shelves.get(path))
        .flat_map(|shelf| shelf.files.iter().copied())
        .collect();
    for framework in frameworks.values_mut() {
        framework.files.sort();
        for id in &framework.files.clone() {
            let mut reading = readings.get_mut(id.0 as usize).and_then(Option::take).unwrap_or_default();
            framework.for_candidates.extend(marked.contains(id).then_some(*id));
            framework.mark_postings(*id, &mut reading);
            framework.roles.extend(reading.roles);
            framework.claims.extend(reading.claims);
            framework.listings.extend(reading.listings);
            framework.partial.extend(reading.partial.then_some(*id));
        }
    }
    frameworks.into_values().collect()
}

/// The folder of a translation that holds the file, if it lies below the configured `root`; else the root.
fn own_language(twins: &BTreeSet<String>, root: &str, path: &str) -> String {
    let mut folder = parent(path);
    while let Some(here) = folder.filter(|here| here != root && !here.is_empty()) {
        if twins.contains(&here) {
            return here;
        }
        folder = parent(&here);
    }
    root.to_owned()
}

/// Folders named by a language (`en`, `pt-BR`) beside one of another language that holds files of the same
/// names: their pages are in different languages, so each is a framework of its own, also where one
/// configuration holds for all of them.
fn translations(files: &Files, language_at: &dyn Fn(FileId) -> Option<Lang>) -> BTreeSet<String> {
    // For each folder with such children: for each child the ways below it.
    let mut children: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, FileId>>> = BTreeMap::new();
    for file in files.iter() {
        let mut start = 0;
        for part in file.path.split('/') {
            let end = start + part.len();
            if let Some(rest) = file.path.get(end + 1..).filter(|_| is_language_tag(part)) {
                let above = file.path.get(..start).unwrap_or("");
                children.entry(above).or_default().entry(part).or_default().insert(rest, file.id);
            }
            start = end + 1;
        }
    }
    let language = |ways: &BTreeMap<&str, FileId>| {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        // A few pages tell.
        for language in ways.values().take(12).filter_map(|id| language_at(*id)) {
            let code = match language {
                Lang::English => "eng",
                Lang::Other(code) => code,
            };
            *count.entry(code).or_default() += 1;
        }
        count.into_iter().max_by_key(|(_, pages)| *pages).map(|(code, _)| code)
    };
    let mut twins = BTreeSet::new();
    for (above, tags) in &children {
        for (tag, ways) in tags {
            let twin = tags.iter().any(|(other, theirs)| {
                let common = ways.keys().filter(|way| theirs.contains_key(*way)).count();
                other != tag
                    && common > 1
                    && share(common, ways.len().min(theirs.len())) >= SHARED_NAMES
                    && language(ways) != language(theirs)
            });
            if twin {
                twins.insert(format!("{above}{tag}"));
            }
        }
    }
    twins
}

/// `en`, `pt-BR`, `zh_Hant`.
fn is_language_tag(name: &str) -> bool {
    let (language, region) = name.split_once(['-', '_']).unwrap_or((name, "XX"));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && letters(region)
}

fn aliases(settings: &Settings) -> Vec<Vec<String>> {
    let groups = settings.framework.aliases.iter();
    groups.map(|(title, others)| std::iter::once(title).chain(others).cloned().collect()).collect()
}

fn declared(lists: &BTreeMap<String, Vec<String>>) -> Vec<(String, Vec<String>)> {
    lists.iter().map(|(name, steps)| (name.clone(), steps.clone())).collect()
}

/// For folders that are one framework with their siblings: the common parent folder.
fn merge_siblings(folders: &BTreeMap<String, Folder>, roots: &Roots) -> BTreeMap<String, String> {
    let mut by_parent: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (path, folder) in folders {
        if folder.has_roles
            && !roots.0.contains(path)
            && let Some(above) = parent(path)
        {
            by_parent.entry(above).or_default().push(path);
        }
    }
    let mut homes = BTreeMap::new();
    for (above, children) in by_parent {
        let siblings: Vec<(&String, &Folder)> = children
            .into_iter()
            .filter_map(|path| Some((path, folders.get(path)?)))
            .filter(|(_, folder)| !PROJECT_FILES.iter().any(|name| folder.names.contains(*name)))
            .collect();
        for family in families(&siblings) {
            homes.extend(family.into_iter().map(|path| (path.clone(), above.clone())));
        }
    }
    homes
}

/// Names of folders of pages for candidates, without signs and a plural "s".
const POSTINGS: &[&str] = &[
    "jd",
    "jobdescription",
    "jobposting",
    "jobad",
    "jobadvert",
    "jobadvertisement",
    "posting",
    "vacancy",
    "vacancie",
    "opening",
    "jobopening",
    "advert",
    "advertisement",
    "hiring",
    "recruiting",
];

/// The pages about roles in one folder.
#[derive(Debug, Default)]
struct Shelf {
    files: Vec<FileId>,
    /// What identifies the titles of its roles.
    titles: BTreeSet<String>,
    /// There are roles that are described for candidates, and others.
    postings: bool,
    others: bool,
}

/// The folders with roles, and of those the ones with pages for candidates, each with the folder beside or above it
/// whose pages are about the same roles: by its name, or by what its pages say, and by at least half of its titles.
fn posting_folders(
    files: &Files,
    readings: &[Reading],
    roots: &Roots,
) -> (BTreeMap<String, Shelf>, BTreeMap<String, String>) {
    let mut shelves: BTreeMap<String, Shelf> = BTreeMap::new();
    for (file, reading) in files.iter().zip(readings).filter(|(_, reading)| !reading.roles.is_empty()) {
        let shelf = shelves.entry(parent(&file.path).unwrap_or_default()).or_default();
        shelf.files.push(file.id);
        for role in &reading.roles {
            shelf.titles.extend(role.title.as_ref().map(|title| title_key(&title.value)));
            shelf.postings |= role.kind == RoleKind::Posting;
            shelf.others |= role.kind == RoleKind::Framework;
        }
    }
    let named = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or("").to_lowercase();
        let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        POSTINGS.contains(&bare.strip_suffix('s').unwrap_or(&bare))
    };
    let for_candidates = |path: &str, shelf: &Shelf| named(path) || (shelf.postings && !shelf.others);
    let root = |path: &str| roots.of(&if path.is_empty() { "x".to_owned() } else { format!("{path}/x") });
    let mut found = BTreeMap::new();
    for (path, shelf) in shelves.iter().filter(|(path, shelf)| for_candidates(path, shelf)) {
        let Some(above) = parent(path) else { continue };
        let near = shelves.iter().filter(|(other, beside)| {
            let close = **other == above || parent(other).as_ref() == Some(&above);
            close && *other != path && !for_candidates(other, beside) && root(other) == root(path)
        });
        let common = |other: &Shelf| shelf.titles.intersection(&other.titles).count();
        let best = near.max_by_key(|(_, other)| common(other)).filter(|(_, other)| {
            let same = common(other);
            same > 0 && same * 2 >= shelf.titles.len()
        });
        if let Some((other, _)) = best {
            found.insert(path.clone(), other.clone());
        }
    }
    (shelves, found)
}

/// The groups of at least two siblings that share a shape. A group that holds two copies of one
/// another is a collection of versions: it is taken apart.
fn families<'f>(siblings: &[(&'f String, &'f Folder)]) -> Vec<Vec<&'f String>> {
    let mut families: Vec<Vec<(&String, &Folder)>> = vec![];
    for &(path, folder) in siblings {
        let alike = |family: &Vec<(&String, &Folder)>| {
            family.iter().any(|(_, other)| shared_shape(&folder.shape, &other.shape) >= SHARED_SHAPE)
        };
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            std::mem::take(&mut families).into_iter().partition(alike);
        let mut family: Vec<_> = joined.drain(..).flatten().collect();
        family.push((path, folder));
        families = apart;
        families.push(family);
    }
    families.retain(|family| {
        let mut pairs =
            family.iter().enumerate().flat_map(|(n, a)| family.iter().skip(n + 1).map(move |b| (a, b)));
        family.len() > 1 && !pairs.any(|(a, b)| shared_names(&a.1.names, &b.1.names) >= SHARED_NAMES)
    });
    families.into_iter().map(|family| family.into_iter().map(|(path, _)| path).collect()).collect()
}

/// What two shapes have in common, of all that they have: 0 to 1.
fn shared_shape(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let common = a.intersection(b).count();
    share(common, a.len() + b.len() - common)
}

/// How many of the smaller folder's names the other one has too: 0 to 1. An index page that every
/// folder has says nothing.
fn shared_names(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let telling = |name: &&String| !matches!(name.as_str(), "readme" | "index");
    let count = |names: &BTreeSet<String>| names.iter().filter(telling).count();
    share(a.intersection(b).filter(telling).count(), count(a).min(count(b)))
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folders of each framework that these pages make.
    fn frameworks(pages: &[(&str, &str)]) -> Vec<Vec<String>> {
        let mut files = Files::default();
        for (path, text) in pages {
            files.add(|id| crate::text::SourceFile::from_bytes(id, *path, None, text.as_bytes()));
        }
        let run = crate::engine::read(&files, &Settings::default(), &Roots::default());
        let paths =
            |framework: &Framework| framework.files.iter().map(|&id| files.get(id).path.clone()).collect();
        run.frameworks.iter().map(paths).collect()
    }

    const PAGE: &str = "# Engineer\n\n## Impact\n\n- Ships features.\n\n## Craft\n\n- Reviews designs.\n";

    #[test]
    fn tracks_in_folders_of_one_shape_are_one_framework() {
        assert_eq!(
            frameworks(&[("roles/ic/engineer.md", PAGE), ("roles/management/manager.md", PAGE)]),
            [["roles/ic/engineer.md", "roles/management/manager.md"]]
        );
    }

    #[test]
    fn versions_translations_and_projects_never_mix() {
        let other = "# Nurse\n\n## Duties\n\n- Cares for patients.\n";
        let apart = |pages: &[(&str, &str)]| frameworks(pages).len();
        assert_eq!(apart(&[("2023/engineer.md", PAGE), ("2024/engineer.md", PAGE)]), 2, "versions");
        let third = [("2023/engineer.md", PAGE), ("2024/engineer.md", PAGE), ("other/tester.md", PAGE)];
        assert_eq!(apart(&third), 3, "a third folder does not join two versions");
        assert_eq!(apart(&[("a/engineer.md", PAGE), ("b/nurse.md", other)]), 2, "other shapes");
        let license = "Permission is granted.";
        assert_eq!(
            apart(&[("a/engineer.md", PAGE), ("b/tester.md", PAGE), ("b/LICENSE.md", license)]),
            2,
            "projects"
        );
    }

    #[test]
    fn pages_for_candidates_belong_to_the_pages_of_the_same_roles() {
        let page = |title: &str| format!("# {title}\n\n## Duties\n\n- Ships features.\n- Reviews designs.\n");
        let (a, b) = (page("Data Engineer"), page("Nurse").replace("Duties", "Care"));
        let found = frameworks(&[
            ("job-descriptions/engineer.md", &a),
            ("roles/engineer.md", &a),
            ("roles/x.md", &b),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        let found = frameworks(&[("engineer.md", &a), ("jd/engineer.md", &a)]);
        assert_eq!(found.len(), 1, "{found:?}");
        let found = frameworks(&[("job-descriptions/engineer.md", &a), ("roles/nurse.md", &b)]);
        assert_eq!(found.len(), 2, "other roles: {found:?}");
    }

    #[test]
    fn translations_stay_apart_below_one_configuration() {
        let english =
            "# Engineer\n\n## Impact\n\n- Ships features that the customers of the team have asked for.\n";
        let spanish =
            "# Ingeniero\n\n## Impacto\n\n- Entrega las funciones que los clientes del equipo han pedido.\n";
        let count = |pages: &[(&str, &str)]| {
            let mut files = Files::default();
            for (path, text) in pages {
                files.add(|id| crate::text::SourceFile::from_bytes(id, *path, None, text.as_bytes()));
            }
            let roots = Roots(std::iter::once(String::new()).collect());
            crate::engine::read(&files, &Settings::default(), &roots).frameworks.len()
        };
        let twins = |a, b| count(&[("en/a/x.md", a), ("en/a/y.md", a), ("es/a/x.md", b), ("es/a/y.md", b)]);
        assert_eq!(twins(english, spanish), 2);
        assert_eq!(twins(english, english), 1, "folders of two letters in one language");
    }

    #[test]
    fn the_nearest_configured_folder_is_found_above_the_working_directory_too() {
        let roots = |roots: &[&str]| Roots(roots.iter().map(|&root| root.to_owned()).collect());
        assert_eq!(roots(&["", "a"]).of("a/b/c.md"), Some("a"));
        assert_eq!(roots(&[""]).of("x/c.md"), Some(""));
        assert_eq!(roots(&[".."]).of("x/c.md"), Some(".."));
        assert_eq!(roots(&[".."]).of("../x/c.md"), Some(".."));
        assert_eq!(roots(&[""]).of("../x/c.md"), None, "the working directory is not above its neighbor");
        assert_eq!(roots(&[""]).of("/tmp/c.md"), None);
        assert_eq!(roots(&[]).of("x/c.md"), None);
    }
}
