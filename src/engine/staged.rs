//! The files as the next commit would have them, whatever the disk holds.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::discover::{Base, Discovery, Found, PathError, has_reader, passes};
use super::git::{Repository, Staged};
use crate::config::PathPatterns;
use crate::text::Limits;

/// Makes a run see the files as the next commit would have them: staged contents, also of files that are gone from
/// the disk, and no others. `folders` (resolved) were asked for.
///
/// # Errors
/// When git cannot be asked.
pub fn as_staged(
    repository: &Repository,
    base: &Base,
    folders: &[PathBuf],
    exclude: &PathPatterns,
    discovery: &mut Discovery,
    limits: Limits,
) -> Result<Staged, PathError> {
    let staged = repository.staged()?;
    let index = &staged.files;
    discovery.files.retain(|found| index.contains_key(&found.disk));
    let mut added = gone_from_disk(&staged, base, folders, exclude, discovery);
    discovery.files.append(&mut added);
    discovery.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    let names: Vec<&str> =
        discovery.files.iter().filter_map(|found| index.get(&found.disk)).map(String::as_str).collect();
    let mut contents = repository.contents(&names, limits.max_file_size)?;
    let mut uses: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|name| *uses.entry(name).or_default() += 1);
    for found in &mut discovery.files {
        let Some(name) = index.get(&found.disk) else { continue };
        // What is too large is read from the disk, where it is found to be so.
        found.content = match uses.get_mut(name.as_str()) {
            Some(1) => contents.remove(name),
            _ => contents.get(name).cloned(),
        };
    }
    Ok(staged)
}

/// Pages that are staged and no longer on the disk: those that were asked for, and those beside a page of the run.
fn gone_from_disk(
    staged: &Staged,
    base: &Base,
    folders: &[PathBuf],
    exclude: &PathPatterns,
    discovery: &Discovery,
) -> Vec<Found> {
    let known: BTreeSet<&Path> = discovery.files.iter().map(|found| found.disk.as_path()).collect();
    let beside: BTreeSet<&Path> = known.iter().filter_map(|file| file.parent()).collect();
    let paths = staged.files.keys().filter(|path| has_reader(path) && !known.contains(path.as_path()));
    paths
        .filter_map(|path| {
            let folder = folders.iter().find(|folder| path.starts_with(folder));
            let top =
                folder.map(PathBuf::as_path).or_else(|| path.parent().filter(|own| beside.contains(own)))?;
            let gone = std::fs::symlink_metadata(path).is_err();
            (gone && passes(base, path, top, exclude)).then(|| Found {
                disk: path.clone(),
                shown: base.show(path),
                reported: folder.is_some(),
                trouble: None,
                content: None,
            })
        })
        .collect()
}
