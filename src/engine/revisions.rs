//! The files of a framework as they are in a commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::discover::{Base, Discovery, Found, PathError, has_reader, is_config};
use super::git::{Repository, State};
use crate::config::PathPatterns;
use crate::syntax::{is_bare, is_page_bytes};
use crate::text::{Limits, Trouble};

/// The files below the working directory that a commit holds and a reader knows. What a walk over folders leaves
/// out (hidden names, `exclude`) is left out; ignore files do not matter, for what is committed is meant. Where the
/// working directory had another name then, its files are taken from there, under the names that they have here.
///
/// # Errors
/// When git cannot be asked or does not know the commit.
pub fn discover_commit(
    repository: &Repository,
    commit: &str,
    base: &Base,
    exclude: &PathPatterns,
    limits: Limits,
) -> Result<Discovery, PathError> {
    let (tree, _) = repository.tree(commit)?;
    let mut discovery = Discovery::default();
    let former = former(repository, &tree, base)?;
    let top = former.as_deref().unwrap_or(base.folder());
    discovery.former = former.as_deref().map(|folder| base.show(folder));
    let below = |path: &Path| path.strip_prefix(top).ok().map(Path::to_path_buf);
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut wanted = vec![];
    for (path, content) in &tree {
        let Some(inside) = below(path) else { continue };
        let here = base.folder().join(&inside);
        if is_config(path) {
            discovery.roots.0.extend(here.parent().map(|folder| base.show(folder)));
            continue;
        }
        let hidden = inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
        let bare = named(path).is_some_and(|name| is_bare(&name));
        if hidden || !(has_reader(path) || bare) {
            continue;
        }
        let shown = base.show(&here);
        if exclude.matches(&shown) {
            discovery.excluded += 1;
            continue;
        }
        wanted.push((here, content, shown));
    }
    let names: Vec<&str> = wanted.iter().map(|(_, content, _)| content.as_str()).collect();
    let contents = repository.contents(&names, limits.max_file_size)?;
    for (path, content, shown) in wanted {
        let bytes = contents.get(content);
        if !has_reader(&path) && !bytes.is_some_and(|bytes| is_page_bytes(bytes)) {
            continue;
        }
        // Only what is too large is not handed over.
        let limit = limits.max_file_size;
        let trouble = bytes.is_none().then_some(Trouble::TooLarge { size: limit.saturating_add(1), limit });
        discovery.files.push(Found { disk: path, shown, reported: true, trouble, content: bytes.cloned() });
    }
    discovery.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(discovery)
}

/// Where the files of the working directory were in a commit that has no folder of its name: the folder in which most
/// of them stood, if they are there no more.
fn former(repository: &Repository, tree: &State, base: &Base) -> Result<Option<PathBuf>, PathError> {
    if tree.keys().any(|path| path.starts_with(base.folder())) {
        return Ok(None);
    }
    let now = repository.staged()?.files;
    // By name, and by content for what has another name as well.
    let mut gone: HashMap<&OsStr, Vec<&Path>> = HashMap::new();
    let mut contents: HashMap<&str, &Path> = HashMap::new();
    for (path, content) in tree.iter().filter(|(path, _)| !now.contains_key(*path)) {
        gone.entry(path.file_name().unwrap_or_default()).or_default().push(path);
        contents.insert(content, path);
    }
    let own: Vec<(&Path, &String)> = now
        .iter()
        .filter_map(|(path, content)| Some((path.strip_prefix(base.folder()).ok()?, content)))
        .collect();
    let mut votes: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (path, content) in &own {
        let named = path.file_name().and_then(|name| gone.get(name)).into_iter().flatten().copied();
        let same = named.take(MOST_NAMESAKES).filter(|old| old.ends_with(path));
        let folders: BTreeSet<&Path> = same
            .chain(contents.get(content.as_str()).copied())
            .filter_map(|old| old.ancestors().nth(path.components().count()))
            .collect();
        for folder in folders {
            *votes.entry(folder.to_path_buf()).or_default() += 1;
        }
    }
    let best = votes.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| count * 2 >= own.len());
    // A folder that is still there did not become this one.
    let left =
        |folder: &Path| now.keys().any(|path| path.starts_with(folder) && !path.starts_with(base.folder()));
    Ok(best.map(|(folder, _)| folder).filter(|folder| !left(folder)))
}

/// Files of one name that are looked at.
const MOST_NAMESAKES: usize = 100;
