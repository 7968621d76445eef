//! `.gitignore` and its like, read as carefully as everything that strangers may have put there.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::discover::repository_of;
use super::tracked::tracked;
use crate::text::{Limits, LoadError, decode, read_regular};

/// Names of ignore files, the stronger first.
const NAMES: [&str; 2] = [".ignore", ".gitignore"];

/// Largest ignore file that is read, in bytes.
const MAX_SIZE: u64 = 1024 * 1024;

/// Most lines of an ignore file: 100,000 patterns cost 600 MB when they are compiled.
const MAX_LINES: usize = 10_000;

/// The ignore files of all folders that a walk passes, each read once.
pub(super) struct Ignores {
    base: PathBuf,
    levels: Mutex<HashMap<PathBuf, Arc<Level>>>,
    troubles: Mutex<Vec<(PathBuf, String)>>,
    /// What each repository tracks, as far as it was asked; `None` where nobody can tell.
    tracked: Mutex<HashMap<PathBuf, Option<Arc<BTreeSet<PathBuf>>>>>,
    /// Folders that are ignored and walked all the same, because git tracks files in them.
    opened: Mutex<HashSet<PathBuf>>,
}

/// What one folder's ignore files say, and what those above say.
struct Level {
    above: Option<Arc<Level>>,
    patterns: Vec<Gitignore>,
}

impl Ignores {
    /// `base` is the working directory: outside of repositories, ignore files above it do not count.
    pub(super) fn new(base: &Path) -> Self {
        Ignores {
            base: base.to_owned(),
            levels: Mutex::default(),
            troubles: Mutex::default(),
            tracked: Mutex::default(),
            opened: Mutex::default(),
        }
    }

    /// True for what a walk from `top` leaves out: what a pattern names, unless git tracks it, as git has it too.
    pub(super) fn leave_out(&self, top: &Path, path: &Path, is_folder: bool) -> bool {
        let matched = self.is_ignored(path, is_folder);
        let inside = || {
            let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            let mut above =
                path.ancestors().skip(1).take_while(|above| above.starts_with(top) && *above != top);
            !opened.is_empty() && above.any(|above| opened.contains(above))
        };
        if !matched && !inside() {
            return false;
        }
        let is_tracked = self.is_tracked(path);
        if is_tracked && is_folder && matched {
            self.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf());
        }
        !is_tracked
    }

    /// True for a file that git tracks, and for a folder with such files.
    pub(super) fn is_tracked(&self, path: &Path) -> bool {
        let Some(root) = path.parent().and_then(repository_of) else { return false };
        let mut known = self.tracked.lock().unwrap_or_else(PoisonError::into_inner);
        let files = match known.get(root) {
            Some(files) => files.clone(),
            None => known.entry(root.to_owned()).or_insert(tracked(root).map(Arc::new)).clone(),
        };
        drop(known);
        files.is_some_and(|files| {
            files.range(path.to_owned()..).next().is_some_and(|file| file.starts_with(path))
        })
    }

    /// True where something was left out although nobody can tell whether git tracks it.
    pub(super) fn is_untold(&self) -> bool {
        self.tracked.lock().unwrap_or_else(PoisonError::into_inner).values().any(Option::is_none)
    }

    /// True when the nearest pattern that speaks about `path` says to leave it out.
    pub(super) fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        let mut level = path.parent().map(|folder| self.level(folder));
        while let Some(this) = level {
            for patterns in &this.patterns {
                match patterns.matched(path, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
            level = this.above.as_ref().map(Arc::clone);
        }
        false
    }

    /// Ignore files that could not be used, with the reason.
    pub(super) fn troubles(&self) -> Vec<(PathBuf, String)> {
        std::mem::take(&mut *self.troubles.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn known(&self, folder: &Path) -> Option<Arc<Level>> {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
    }

    fn level(&self, folder: &Path) -> Arc<Level> {
        if let Some(level) = self.known(folder) {
            return level;
        }
        let top = repository_of(folder)
            .or_else(|| folder.starts_with(&self.base).then_some(self.base.as_path()))
            .unwrap_or(folder);
        let mut missing = vec![];
        let mut level = None;
        for above in folder.ancestors().take_while(|above| above.starts_with(top)) {
            level = self.known(above);
            if level.is_some() {
                break;
            }
            missing.push(above);
        }
        for folder in missing.into_iter().rev() {
            let patterns = self.patterns(folder);
            let new = Arc::new(Level { above: level.clone(), patterns });
            let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
            // Another thread may have been faster.
            level = Some(Arc::clone(levels.entry(folder.to_owned()).or_insert(new)));
        }
        level.unwrap_or_else(|| Arc::new(Level { above: None, patterns: vec![] }))
    }

    fn patterns(&self, folder: &Path) -> Vec<Gitignore> {
        let own = NAMES.iter().map(|name| folder.join(name));
        own.chain([folder.join(".git/info/exclude")])
            .filter_map(|file| match read(folder, &file) {
                Ok(patterns) => patterns,
                Err(reason) => {
                    let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
                    if !troubles.iter().any(|(known, _)| *known == file) {
                        troubles.push((file, reason));
                    }
                    None
                }
            })
            .collect()
    }
}

/// The patterns of one file; nothing if it does not exist.
fn read(folder: &Path, file: &Path) -> Result<Option<Gitignore>, String> {
    let Ok(meta) = std::fs::symlink_metadata(file) else { return Ok(None) };
    if meta.is_dir() {
        return Ok(None);
    }
    // Git does not follow a linked .gitignore either.
    if !meta.is_file() {
        return Err("ignore files are read only if they are regular files, and this is none".into());
    }
    let bytes = match read_regular(file, Limits { max_file_size: MAX_SIZE }) {
        Ok(bytes) => bytes,
        Err(LoadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{error}, so its patterns are not known")),
    };
    let text = decode(&bytes).text;
    if text.lines().count() > MAX_LINES {
        return Err(format!("it has more than {MAX_LINES} lines, the limit for ignore files"));
    }
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.lines() {
        // Like git, pass over a pattern that is malformed.
        let _ = builder.add_line(None, line);
    }
    Ok(builder.build().ok())
}
