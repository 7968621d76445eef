//! Which files belong together. A folder with a configuration file is one framework; without one,
//! the smallest folder whose pages share a shape. Version control never decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Settings, is_config};
use crate::model::{Framework, Reading, Role};
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

/// Sibling folders with this share of equal file names are copies (versions, translations) of one
/// another, never one framework.
const SHARED_NAMES: f64 = 0.5;

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
    readings: Vec<Reading>,
    settings: &Settings,
    roots: &Roots,
) -> Vec<Framework> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for (file, reading) in files.iter().zip(&readings).filter(|(file, _)| !is_config(&file.path)) {
        let key = roots.of(&file.path).map(str::to_owned).or_else(|| parent(&file.path)).unwrap_or_default();
        let folder = folders.entry(key).or_default();
        folder.files.push(file.id);
        folder.has_roles |= !reading.roles.is_empty();
        for role in &reading.roles {
            folder.shape.extend(shape_of(role));
        }
        let name = file.path.rsplit('/').next().unwrap_or("");
        folder.names.insert(name.split('.').next().unwrap_or("").to_lowercase());
    }
    let homes = merge_siblings(&folders, roots);
    let mut frameworks: BTreeMap<String, Framework> = BTreeMap::new();
    for (path, folder) in &folders {
        let home = homes.get(path).unwrap_or(path);
        let framework = frameworks.entry(home.clone()).or_insert_with(|| Framework {
            root: home.clone(),
            aliases: aliases(settings),
            cumulative: settings.framework.cumulative,
            ..Framework::default()
        });
        framework.files.extend(&folder.files);
    }
    let mut readings: Vec<Option<Reading>> = readings.into_iter().map(Some).collect();
    for framework in frameworks.values_mut() {
        framework.files.sort();
        for id in &framework.files {
            let reading = readings.get_mut(id.0 as usize).and_then(Option::take).unwrap_or_default();
            framework.roles.extend(reading.roles);
        }
    }
    frameworks.into_values().collect()
}

fn aliases(settings: &Settings) -> Vec<Vec<String>> {
    let groups = settings.framework.aliases.iter();
    groups.map(|(title, others)| std::iter::once(title).chain(others).cloned().collect()).collect()
}

fn shape_of(role: &Role) -> impl Iterator<Item = String> + '_ {
    let sections = role.sections.iter().filter_map(|section| section.label.as_ref());
    let keys = role.extra.iter().map(|key| format!("{}:", key.value.to_lowercase()));
    sections.map(|label| label.value.to_lowercase()).chain(keys)
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
        for (n, a) in children.iter().enumerate() {
            for b in children.iter().skip(n + 1) {
                if let (Some(x), Some(y)) = (folders.get(*a), folders.get(*b))
                    && overlap(&x.shape, &y.shape) >= SHARED_SHAPE
                    && overlap(&x.names, &y.names) < SHARED_NAMES
                {
                    homes.insert((*a).clone(), above.clone());
                    homes.insert((*b).clone(), above.clone());
                }
            }
        }
    }
    homes
}

/// What the smaller set shares with the larger one, 0 to 1.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 {
        return 0.0;
    }
    let common = a.intersection(b).count();
    #[allow(clippy::cast_precision_loss)]
    let share = common as f64 / smaller as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

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
