//! Which files and folders exist, whether or not they are checked: for links.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{FileId, Files, SourceFile, witness};

/// Names of one folder that are looked at; a larger one counts as one in which everything exists.
const MOST_NAMES: usize = 50_000;

/// The files of a run, and what stands beside them on disk below a root that is never left. Only
/// names are read, never contents.
#[derive(Debug, Default)]
pub struct Tree {
    /// Files by their path as shown to people.
    files: BTreeMap<String, FileId>,
    /// Their folders.
    folders: BTreeSet<String>,
    /// Paths by their last name in small letters, for suggestions.
    by_name: BTreeMap<String, Vec<String>>,
    disk: Option<Disk>,
    /// Files come from a disk, but from where on it nobody knows.
    blind: bool,
    /// All of a repository is there.
    whole: bool,
}

#[derive(Debug)]
struct Disk {
    /// The folder to which paths are relative.
    base: PathBuf,
    /// Nothing above it is looked at.
    root: PathBuf,
    listings: Mutex<BTreeMap<PathBuf, Listing>>,
}

/// The names in a folder, with what they are; `None` where nobody can tell.
type Listing = Option<Arc<BTreeMap<String, Kind>>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link or something else: what is behind it is not looked at.
    Other,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    File,
    Folder,
    /// A file or a folder whose name differs in large and small letters; the path as it should be.
    OtherCase(String),
    Missing,
    /// Above the root, behind a link, or in a folder that cannot be read.
    Unknown,
}

impl Tree {
    /// What is known from `files`, and from the disk if they were read from there. The root is the
    /// repository; without one, the highest folder to which the files' paths lead.
    pub fn of(files: &Files) -> Self {
        let base = files.iter().find_map(base_of);
        let disk = base.map(|base| {
            let up = |file: &SourceFile| file.path.split('/').take_while(|&part| part == "..").count();
            let highest = files.iter().map(up).max().unwrap_or(0);
            let repository =
                base.ancestors().find(|folder| std::fs::symlink_metadata(folder.join(".git")).is_ok());
            let whole = repository.is_some();
            let root = repository.or_else(|| base.ancestors().nth(highest)).unwrap_or(&base).to_path_buf();
            ((base, root), whole)
        });
        let whole = disk.as_ref().is_none_or(|(_, whole)| *whole);
        let mut tree = Tree::new(files, disk.map(|(disk, _)| disk));
        tree.whole = whole;
        tree.blind = tree.disk.is_none() && files.iter().any(|file| file.disk.is_some());
        tree
    }

    fn new(files: &Files, disk: Option<(PathBuf, PathBuf)>) -> Self {
        let mut tree = Tree::default();
        for file in files.iter() {
            tree.files.insert(file.path.clone(), file.id);
            let mut path = file.path.as_str();
            let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
            tree.by_name.entry(name).or_default().push(file.path.clone());
            while let Some((folder, _)) = path.rsplit_once('/') {
                if !tree.folders.insert(folder.to_owned()) {
                    break;
                }
                path = folder;
            }
        }
        tree.disk = disk.map(|(base, root)| Disk { base, root, listings: Mutex::default() });
        tree
    }

    /// Takes these for all that is on the disk; of `others` nobody knows what is behind them.
    pub fn hold<'p>(&mut self, files: impl Iterator<Item = &'p PathBuf>, others: &'p [PathBuf]) {
        let Some(disk) = &mut self.disk else { return };
        let mut folders: BTreeMap<PathBuf, BTreeMap<String, Kind>> = BTreeMap::new();
        let others = others.iter().map(|path| (path, Kind::Other));
        for (path, mut kind) in files.map(|path| (path, Kind::File)).chain(others) {
            let mut path = path.as_path();
            while let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
                if !folder.starts_with(&disk.root) {
                    break;
                }
                let names = folders.entry(folder.to_path_buf()).or_default();
                if names.insert(name.to_string_lossy().into_owned(), kind).is_some() {
                    break;
                }
                (path, kind) = (folder, Kind::Folder);
            }
        }
        folders.entry(disk.root.clone()).or_default();
        let known = folders.into_iter().map(|(folder, names)| (folder, Some(Arc::new(names)))).collect();
        disk.listings = Mutex::new(known);
    }

    /// False where only a part of a project may be on disk, because no repository is.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The file of the run at `path`.
    pub fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    /// Files of the run whose name is `name`, in any case.
    pub fn named(&self, name: &str) -> &[String] {
        self.by_name.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The names of the files of the run in `folder`.
    pub fn names_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let all = self.files.range(start.clone()..).map(|(path, _)| path.as_str());
        let inside = all.map_while(move |path| path.strip_prefix(start.as_str()));
        inside.filter(|name| !name.contains('/'))
    }

    /// What stands at `path`, which is relative as the paths of the files are and has no `..` but at
    /// its start.
    pub fn look_up(&self, path: &str) -> Standing {
        if self.files.contains_key(path) {
            return Standing::File;
        }
        if path.is_empty() || self.folders.contains(path) {
            return Standing::Folder;
        }
        match &self.disk {
            Some(disk) => disk.look_up(path),
            None if self.blind || path.starts_with("..") => Standing::Unknown,
            None => {
                let lower = path.to_lowercase();
                let same = |other: &&String| other.to_lowercase() == lower;
                let name = path.rsplit('/').next().unwrap_or(path);
                let other = self.named(name).iter().find(same).or_else(|| self.folders.iter().find(same));
                other.map_or(Standing::Missing, |other| Standing::OtherCase(other.clone()))
            }
        }
    }

    /// The way from the folder to which paths are relative to the root: as many `..` as it takes, or
    /// the empty string.
    pub fn root(&self) -> String {
        let Some(disk) = &self.disk else { return String::new() };
        let up = disk.base.strip_prefix(&disk.root).map_or(0, |way| way.components().count());
        vec![".."; up].join("/")
    }
}

impl Disk {
    fn look_up(&self, path: &str) -> Standing {
        let mut full = self.base.clone();
        for part in Path::new(path).components() {
            match part {
                Component::ParentDir => {
                    full.pop();
                }
                Component::Normal(name) => full.push(name),
                _ => {}
            }
        }
        let Ok(way) = full.strip_prefix(&self.root) else { return Standing::Unknown };
        let mut folder = self.root.clone();
        let mut other_case = false;
        let mut kind = Kind::Folder;
        for part in way.components() {
            let name = part.as_os_str().to_string_lossy().into_owned();
            match kind {
                Kind::File => return Standing::Missing,
                Kind::Other => return Standing::Unknown,
                Kind::Folder => {}
            }
            let Some(listing) = self.listing(&folder) else { return Standing::Unknown };
            if let Some(&found) = listing.get(&name) {
                kind = found;
                folder.push(name);
                continue;
            }
            let lower = name.to_lowercase();
            let Some((other, &found)) = listing.iter().find(|(other, _)| other.to_lowercase() == lower)
            else {
                return Standing::Missing;
            };
            other_case = true;
            kind = found;
            folder.push(other);
        }
        if other_case {
            return self.shown(&folder).map_or(Standing::Missing, Standing::OtherCase);
        }
        if kind == Kind::File { Standing::File } else { Standing::Folder }
    }

    /// A path below the root as the paths of the files are.
    fn shown(&self, path: &Path) -> Option<String> {
        for (up, folder) in self.base.ancestors().enumerate() {
            if let Ok(way) = path.strip_prefix(folder) {
                let names = way.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
                return Some(
                    vec!["..".to_owned(); up].into_iter().chain(names).collect::<Vec<_>>().join("/"),
                );
            }
        }
        None
    }

    fn listing(&self, folder: &Path) -> Listing {
        let mut listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listing) = listings.get(folder) {
            return listing.clone();
        }
        witness::note_folder(folder);
        let listing = list(folder).map(Arc::new);
        listings.insert(folder.to_path_buf(), listing.clone());
        listing
    }
}

/// The folder to which a file's path is relative, if that can be told from where it was read.
fn base_of(file: &SourceFile) -> Option<PathBuf> {
    let disk = file.disk.as_ref()?;
    let relative = Path::new(&file.path);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let depth = relative.components().count();
    let base = disk.ancestors().nth(depth)?;
    (plain && disk.is_absolute() && disk.ends_with(relative)).then(|| base.to_path_buf())
}

fn list(folder: &Path) -> Option<BTreeMap<String, Kind>> {
    let mut names = BTreeMap::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(kind) if kind.is_file() => Kind::File,
            _ => Kind::Other,
        };
        names.insert(entry.file_name().to_string_lossy().into_owned(), kind);
        if names.len() > MOST_NAMES {
            return None;
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceFile;

    #[test]
    fn files_of_the_run_and_the_disk_below_the_root() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("docs/Roles")).unwrap();
        std::fs::write(root.join("docs/Roles/Lead.md"), "x").unwrap();
        let mut files = Files::default();
        files.add(|id| SourceFile::from_bytes(id, "a/new.md", None, b""));
        let tree = Tree::new(&files, Some((root.join("docs"), root)));
        assert_eq!(tree.look_up("a/new.md"), Standing::File);
        assert_eq!(tree.look_up("a"), Standing::Folder);
        assert_eq!(tree.look_up("Roles/Lead.md"), Standing::File);
        assert_eq!(tree.look_up("roles/lead.md"), Standing::OtherCase("Roles/Lead.md".into()));
        assert_eq!(tree.look_up("../docs/Roles"), Standing::Folder);
        assert_eq!(tree.look_up("Roles/Lead.md/x"), Standing::Missing);
        assert_eq!(tree.look_up("../../etc/passwd"), Standing::Unknown);
        assert_eq!(tree.root(), "..");
    }
}
