//! The only place that reads users' files from disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::{Trouble, witness};

/// Default of `max-file-size`: nobody reads, let alone writes, a role page of more than this.
const DEFAULT_MAX_FILE_SIZE: u64 = 16 * 1024 * 1024;

/// How much of the outside world is let in.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file that is read, in bytes.
    pub max_file_size: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_file_size: DEFAULT_MAX_FILE_SIZE }
    }
}

/// Why a file gave no bytes.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it is {size} bytes long, the limit is {limit}")]
    TooLarge { size: u64, limit: u64 },
    #[error("it is not a regular file")]
    NotRegular,
    #[error("it lies outside the folder that may be read")]
    Outside,
    #[error("it holds more than {limit} files")]
    TooMany { limit: usize },
}

impl From<LoadError> for Trouble {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::TooLarge { size, limit } => Trouble::TooLarge { size, limit },
            LoadError::Io(error) => Trouble::Unreadable(plain_reason(&error)),
            LoadError::NotRegular | LoadError::Outside | LoadError::TooMany { .. } => {
                Trouble::Unreadable(error.to_string())
            }
        }
    }
}

/// The system's reason without its error number, which says nothing to the people who read it.
fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission to read it".into(),
        io::ErrorKind::NotFound => "it does not exist".into(),
        _ => error.to_string(),
    }
}

/// Reads the file `path`, relative to `root`, if it lies inside `root` after all links are followed.
///
/// # Errors
/// As [`read_regular`], and when the file lies elsewhere.
#[allow(clippy::disallowed_methods)]
pub fn read_inside(root: &Path, path: &Path, limits: Limits) -> Result<Vec<u8>, LoadError> {
    let read = || {
        let root = std::fs::canonicalize(root)?;
        let path = std::fs::canonicalize(root.join(path))?;
        if !path.starts_with(&root) {
            return Err(LoadError::Outside);
        }
        read_regular(&path, limits)
    };
    let bytes = read();
    witness::note_file(&root.join(path), bytes.as_deref().ok());
    bytes
}

/// Reads a file that is not checked itself but decides what is found in others.
///
/// # Errors
/// As [`read_regular`].
pub fn read_beside(path: &Path, limits: Limits) -> Result<Vec<u8>, LoadError> {
    let bytes = read_regular(path, limits);
    witness::note_file(path, bytes.as_deref().ok());
    bytes
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub name: String,
    pub is_folder: bool,
}

/// The files and folders in the folder `path`, relative to `root`, sorted by name. Names that are not
/// Unicode, links and what is neither file nor folder are left out.
///
/// # Errors
/// When the folder lies outside `root`, cannot be read, or holds more than `most` names.
#[allow(clippy::disallowed_methods)]
pub fn list_inside(root: &Path, path: &Path, most: usize) -> Result<Vec<Listed>, LoadError> {
    witness::note_folder(&root.join(path));
    let root = std::fs::canonicalize(root)?;
    let path = std::fs::canonicalize(root.join(path))?;
    if !path.starts_with(&root) {
        return Err(LoadError::Outside);
    }
    let mut names = vec![];
    for (count, entry) in std::fs::read_dir(path)?.enumerate() {
        if count >= most {
            return Err(LoadError::TooMany { limit: most });
        }
        let entry = entry?;
        let kind = entry.file_type()?;
        if let Ok(name) = entry.file_name().into_string()
            && (kind.is_file() || kind.is_dir())
        {
            names.push(Listed { name, is_folder: kind.is_dir() });
        }
    }
    names.sort();
    Ok(names)
}

/// Reads at most `most` bytes of a file that is said to be `announced` bytes long: if it is, with one call to the
/// system, for which a library that knows nothing of its size needs three.
fn read_announced(mut file: File, announced: u64, most: u64) -> io::Result<Vec<u8>> {
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    // One more byte than announced: who gets no more has seen the end.
    let mut bytes = vec![0; size(announced.saturating_add(1).min(most))];
    let mut filled = 0;
    while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if filled as u64 == announced {
            break;
        }
    }
    bytes.truncate(filled);
    if filled as u64 > announced {
        // It grew meanwhile, or the system did not know how long it is.
        file.take(most.saturating_sub(filled as u64)).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Reads a regular file of at most `limits.max_file_size` bytes. Devices, pipes and sockets are
/// refused before anything is read from them, and a file that grows meanwhile is cut off.
///
/// # Errors
/// When the file cannot be opened or read, is not regular, or is too large.
#[allow(clippy::disallowed_methods)]
pub fn read_regular(path: &Path, limits: Limits) -> Result<Vec<u8>, LoadError> {
    // Asked before opening: opening a pipe would wait for its other end.
    if !std::fs::metadata(path)?.is_file() {
        return Err(LoadError::NotRegular);
    }
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(LoadError::NotRegular);
    }
    let limit = limits.max_file_size;
    let too_large = |size| LoadError::TooLarge { size, limit };
    if meta.len() > limit {
        return Err(too_large(meta.len()));
    }
    let bytes = read_announced(file, meta.len(), limit.saturating_add(1))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}
