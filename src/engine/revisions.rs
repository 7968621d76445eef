//! The files of a framework as they are in a commit.

use std::path::Path;

use super::discover::{Base, Discovery, Found, PathError, has_reader, is_config};
use super::git::Repository;
use crate::config::PathPatterns;
use crate::syntax::{is_bare, is_page_bytes};
use crate::text::{Limits, Trouble};

/// The files below the working directory that a commit holds and a reader knows. What a walk over folders leaves
/// out (hidden names, `exclude`) is left out; ignore files do not matter, for what is committed is meant.
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
    let below = |path: &Path| path.strip_prefix(base.folder()).ok().map(Path::to_path_buf);
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut wanted = vec![];
    for (path, content) in &tree {
        let Some(inside) = below(path) else { continue };
        if is_config(path) {
            discovery.roots.0.extend(path.parent().map(|folder| base.show(folder)));
            continue;
        }
        let hidden = inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
        let bare = named(path).is_some_and(|name| is_bare(&name));
        if hidden || !(has_reader(path) || bare) {
            continue;
        }
        let shown = base.show(path);
        if exclude.matches(&shown) {
            discovery.excluded += 1;
            continue;
        }
        wanted.push((path, content, shown));
    }
    let names: Vec<&str> = wanted.iter().map(|(_, content, _)| content.as_str()).collect();
    let contents = repository.contents(&names, limits.max_file_size)?;
    for (path, content, shown) in wanted {
        let bytes = contents.get(content);
        if !has_reader(path) && !bytes.is_some_and(|bytes| is_page_bytes(bytes)) {
            continue;
        }
        // Only what is too large is not handed over.
        let limit = limits.max_file_size;
        let trouble = bytes.is_none().then_some(Trouble::TooLarge { size: limit.saturating_add(1), limit });
        discovery.files.push(Found {
            disk: path.clone(),
            shown,
            reported: true,
            trouble,
            content: bytes.cloned(),
        });
    }
    discovery.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(discovery)
}
