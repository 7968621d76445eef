//! What was read from the disk besides the files that are checked: schemas, packs, dictionaries, the names in
//! folders to which links lead. Who keeps the result of a run must know whether it would come out the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Limits, read_regular};

/// Tells contents apart; nobody can make two contents with the same one.
pub type Digest = [u8; 32];

/// What stands for a file or folder that could not be read.
const NOTHING: Digest = [0; 32];

/// Folders with more names than this are not looked through.
const MOST_NAMES: usize = 50_000;

/// The digest of several pieces; where one ends and the next begins matters.
pub fn digest<'p>(pieces: impl IntoIterator<Item = &'p [u8]>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(&(piece.len() as u64).to_le_bytes());
        hasher.update(piece);
    }
    hasher.finalize().into()
}

/// The digest of all bytes of a file: quicker than that of pieces, because none stands apart.
pub fn digest_of(bytes: &[u8]) -> Digest {
    blake3::hash(bytes).into()
}

/// Something that was read, and what it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub path: PathBuf,
    /// Its names were read, not its bytes.
    pub is_folder: bool,
    pub digest: Digest,
}

/// By path and kind; `None` for what held different things at different times.
static SEEN: Mutex<BTreeMap<(PathBuf, bool), Option<Digest>>> = Mutex::new(BTreeMap::new());

fn note(path: &Path, is_folder: bool, digest: Digest) {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = seen.entry((path.to_path_buf(), is_folder)).or_insert(Some(digest));
    if *slot != Some(digest) {
        *slot = None;
    }
}

/// Notes what a file held; `None` for one that could not be read.
pub(super) fn note_file(path: &Path, bytes: Option<&[u8]>) {
    note(path, false, bytes.map_or(NOTHING, digest_of));
}

/// Notes the names in a folder.
pub(super) fn note_folder(path: &Path) {
    note(path, true, digest_of_folder(path));
}

/// All that this process has read so far; `None` if some of it changed meanwhile.
pub fn seen() -> Option<Vec<Seen>> {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let one = |((path, is_folder), digest): (&(PathBuf, bool), &Option<Digest>)| {
        Some(Seen { path: path.clone(), is_folder: *is_folder, digest: (*digest)? })
    };
    seen.iter().map(one).collect()
}

impl Seen {
    /// True if it still holds the same.
    pub fn is_unchanged(&self, limits: Limits) -> bool {
        let now = if self.is_folder {
            digest_of_folder(&self.path)
        } else {
            read_regular(&self.path, limits).map_or(NOTHING, |bytes| digest_of(&bytes))
        };
        now == self.digest
    }
}

fn digest_of_folder(path: &Path) -> Digest {
    let names = || -> Option<Vec<(Vec<u8>, &[u8])>> {
        let mut names = vec![];
        for entry in std::fs::read_dir(path).ok()? {
            let entry = entry.ok()?;
            let kind: &[u8] = match entry.file_type() {
                Ok(kind) if kind.is_dir() => b"folder",
                Ok(kind) if kind.is_file() => b"file",
                _ => b"other",
            };
            names.push((entry.file_name().as_encoded_bytes().to_vec(), kind));
            if names.len() > MOST_NAMES {
                return None;
            }
        }
        names.sort_unstable();
        Some(names)
    };
    names().map_or(NOTHING, |names| digest(names.iter().flat_map(|(name, kind)| [name.as_slice(), *kind])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        std::fs::write(&file, "{}").unwrap();
        note_file(&file, Some(b"{}"));
        note_folder(folder.path());
        note_file(&folder.path().join("missing"), None);
        // Other tests of this process read files that they change, so only what stands here counts.
        let before: Vec<Seen> = SEEN
            .lock()
            .unwrap()
            .iter()
            .filter(|((path, _), _)| path.starts_with(folder.path()))
            .filter_map(|((path, is_folder), digest)| {
                Some(Seen { path: path.clone(), is_folder: *is_folder, digest: (*digest)? })
            })
            .collect();
        let unchanged = || before.iter().filter(|seen| seen.is_unchanged(Limits::default())).count();
        assert_eq!((before.len(), unchanged()), (3, 3));
        std::fs::write(&file, "[]").unwrap();
        assert_eq!(unchanged(), 2);
        std::fs::write(folder.path().join("missing"), "").unwrap();
        assert_eq!(unchanged(), 0);
    }

    #[test]
    fn pieces_do_not_run_into_each_other() {
        assert_ne!(digest([b"ab".as_slice(), b"c"]), digest([b"a".as_slice(), b"bc"]));
    }
}
