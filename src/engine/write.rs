//! The only place that writes users' files. A file is either as it was or as it shall be, whatever
//! happens meanwhile: the new bytes go to a temporary file beside it, are flushed to the disk, and
//! take the old one's name in one step, if it still is the file that was read.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

use crate::text::{Limits, read_regular};

/// Temporary files are called so, so that the next run knows them.
const PREFIX: &str = ".rolelint-";
const SUFFIX: &str = ".tmp";

/// A temporary file without an owner is removed when it is this old.
const STALE: Duration = Duration::from_secs(2);

/// How often a run that waits for another looks whether it has ended.
const STEP: Duration = Duration::from_millis(50);

/// Why a file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("it is a link, and links are never written through")]
    Link,
    #[error("it is not a regular file any more")]
    NotRegular,
    #[error("it is write-protected")]
    Protected,
    #[error("it changed while rolelint was running")]
    Changed,
    #[error("its folder does not exist")]
    NoFolder,
    #[error("it is there already")]
    Exists,
    #[error("{}", plain(.0))]
    Io(#[from] io::Error),
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission to write in its folder".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::QuotaExceeded => "your quota of disk space is used up".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        io::ErrorKind::NotFound => "it is gone".into(),
        _ => error.to_string(),
    }
}

/// Temporary files that exist now; whoever holds the lock may create or remove one.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(vec![]);

/// What the system does for us, step by step, so that tests can let each step fail.
trait Disk {
    fn create(&self, folder: &Path) -> io::Result<Temporary> {
        Temporary::create(folder)
    }

    fn fill(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn dress(&self, file: &File, like: &Metadata) -> io::Result<()> {
        copy_owner_and_mode(file, like)
    }

    fn flush(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn examine(&self, path: &Path, content: &[u8]) -> Result<Metadata, WriteError> {
        examine(path, content)
    }

    fn rename(&self, from: Temporary, to: &Path) -> io::Result<()> {
        from.take_the_place_of(to)
    }

    /// A name is safe only when its folder is. Not all systems can do that, and the file is whole either way.
    #[allow(clippy::disallowed_methods)]
    fn flush_folder(&self, folder: &Path) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

struct System;

impl Disk for System {}

/// The content of a file, as it must be and as it shall be.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    pub path: &'a Path,
    pub old: &'a [u8],
    pub new: &'a [u8],
}

/// Why [`replace_all`] changed nothing.
#[derive(Debug)]
pub struct Refused {
    /// The number of the change that could not be made.
    pub at: usize,
    pub error: WriteError,
    /// Numbers of changes that were made and could not be undone; nearly always empty.
    pub made: Vec<usize>,
}

/// Makes all `changes` or none: first all new contents are written beside their files, then each takes its
/// file's name; if that fails in the middle, those that did are put back. Mode and, where possible, owner stay.
///
/// # Errors
/// When a file is not (or no longer) the regular file with the content `old`, or the system refuses.
pub fn replace_all(changes: &[Change<'_>]) -> Result<(), Refused> {
    remove_temporary_files_on_signals();
    replace_on(&System, changes)
}

fn replace_on(disk: &dyn Disk, changes: &[Change<'_>]) -> Result<(), Refused> {
    let mut ready = vec![];
    for (at, change) in changes.iter().enumerate() {
        let prepared = prepare(disk, change).map_err(|error| Refused { at, error, made: vec![] })?;
        ready.push((at, change, prepared));
    }
    let mut done = vec![];
    for (at, change, prepared) in ready {
        let Err(error) = commit(disk, change, prepared) else {
            done.push((at, change));
            continue;
        };
        let mut made = vec![];
        for (at, change) in done {
            let back = Change { old: change.new, new: change.old, ..*change };
            if prepare(disk, &back).and_then(|prepared| commit(disk, &back, prepared)).is_err() {
                made.push(at);
            }
        }
        return Err(Refused { at, error, made });
    }
    Ok(())
}

/// The new content beside its file, whole and safe, with the facts about the file it is for.
fn prepare(disk: &dyn Disk, change: &Change<'_>) -> Result<(Temporary, Metadata), WriteError> {
    let before = disk.examine(change.path, change.old)?;
    if before.permissions().readonly() {
        return Err(WriteError::Protected);
    }
    let temporary = disk.create(folder_of(change.path))?;
    let file = temporary.file.as_file();
    disk.fill(file, change.new)?;
    disk.dress(file, &before)?;
    disk.flush(file)?;
    Ok((temporary, before))
}

fn commit(
    disk: &dyn Disk,
    change: &Change<'_>,
    (temporary, before): (Temporary, Metadata),
) -> Result<(), WriteError> {
    let now = disk.examine(change.path, change.old)?;
    if !is_same(&before, &now) {
        return Err(WriteError::Changed);
    }
    disk.rename(temporary, change.path)?;
    disk.flush_folder(folder_of(change.path));
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// A folder that no other run repairs files in, as long as this is kept.
#[derive(Debug)]
pub struct Lock {
    /// The system takes the lock back when this is closed, however the run ends.
    _folder: Option<File>,
}

/// Locks `folder` against other runs that repair files in it, after waiting up to `patience` for one.
/// File systems without locks do without: each file is still looked at again before it is replaced.
///
/// # Errors
/// When another run still holds it.
#[allow(clippy::disallowed_methods)]
pub fn lock(folder: &Path, patience: Duration) -> Result<Lock, io::Error> {
    // A folder can be opened like a file on Unix only, and a file of our own would be one more to tidy up.
    let Ok(file) = File::open(folder) else { return Ok(Lock { _folder: None }) };
    let end = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _folder: Some(file) }),
            Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(STEP),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(_)) => return Ok(Lock { _folder: None }),
        }
    }
}

/// Writes a file of our own (a report, a baseline) that is new, or takes the place of a regular one: in one
/// step, so that nobody ever reads half of it.
///
/// # Errors
/// When it is a link or no regular file, or the system refuses. What was there is then unchanged.
pub fn publish(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    publish_written(path, &mut |out| out.write_all(bytes))
}

/// The same for what `write` writes piece by piece.
///
/// # Errors
/// As [`publish`], and when `write` fails.
pub fn publish_written(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    remove_temporary_files_on_signals();
    publish_on(&System, path, write)
}

fn publish_on(
    disk: &dyn Disk,
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let before = can_publish(path)?;
    let folder = folder_of(path);
    tidy(folder);
    let temporary = disk.create(folder)?;
    let file = temporary.file.as_file();
    let mut out = BufWriter::with_capacity(1 << 16, Filled { disk, file });
    write(&mut out)?;
    out.into_inner().map_err(IntoInnerError::into_error)?;
    match before {
        Some(before) => disk.dress(file, &before)?,
        None => as_usual(file)?,
    }
    disk.flush(file)?;
    disk.rename(temporary, path)?;
    disk.flush_folder(folder);
    Ok(())
}

/// A file that a disk fills.
struct Filled<'d> {
    disk: &'d dyn Disk,
    file: &'d File,
}

impl Write for Filled<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.fill(self.file, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a file that must not be there yet, as a whole or not at all.
///
/// # Errors
/// When something of this name is there, a link as well, or the system refuses. What was there is then unchanged.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    remove_temporary_files_on_signals();
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(WriteError::NoFolder);
    }
    let temporary = Temporary::create(folder)?;
    let mut file = temporary.file.as_file();
    file.write_all(bytes)?;
    as_usual(file)?;
    file.sync_all()?;
    let own = temporary.file.path().to_owned();
    let result = temporary.file.persist_noclobber(path).map(drop).map_err(|error| error.error);
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != own);
    result.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists,
        _ => error.into(),
    })
}

/// True if something of this name is there, a link that leads nowhere as well.
pub fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Makes the folder of a file, with those above it up to `top`.
///
/// # Errors
/// When a link leads out of `top`, or the system refuses.
pub fn make_folder_of(file: &Path, top: &Path) -> Result<(), WriteError> {
    let folder = file.parent().unwrap_or(top);
    let existing = folder.ancestors().find(|path| is_taken(path)).unwrap_or(top);
    if !fs::canonicalize(existing)?.starts_with(fs::canonicalize(top)?) {
        return Err(WriteError::Link);
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Whether [`publish`] may be tried; the facts about the file that is there now.
///
/// # Errors
/// As [`publish`], as far as that is known beforehand.
pub fn can_publish(path: &Path) -> Result<Option<Metadata>, WriteError> {
    if !path.parent().is_some_and(Path::is_dir) {
        return Err(WriteError::NoFolder);
    }
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(WriteError::Link),
        Ok(meta) if !meta.is_file() => Err(WriteError::NotRegular),
        Ok(meta) if meta.permissions().readonly() => Err(WriteError::Protected),
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Temporary files are for their owner only; a report is for everybody who may read its folder.
fn as_usual(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// The facts about a file that must be a regular one, reached without links, with this content.
fn examine(path: &Path, content: &[u8]) -> Result<Metadata, WriteError> {
    let meta = fs::symlink_metadata(path)?;
    if meta.is_symlink() {
        return Err(WriteError::Link);
    }
    if !meta.is_file() {
        return Err(WriteError::NotRegular);
    }
    // A folder above it may have become a link since.
    let parent = path.parent().unwrap_or(Path::new("."));
    if fs::canonicalize(parent)? != parent {
        return Err(WriteError::Link);
    }
    let limits = Limits { max_file_size: content.len() as u64 };
    match read_regular(path, limits) {
        Ok(now) if now == content => Ok(meta),
        Ok(_) => Err(WriteError::Changed),
        Err(crate::text::LoadError::Io(error)) => Err(error.into()),
        Err(_) => Err(WriteError::Changed),
    }
}

#[cfg(unix)]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len() && a.modified().ok() == b.modified().ok()
}

fn copy_owner_and_mode(file: &File, meta: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (meta.uid(), meta.gid()) {
            // Only root may give files away; for all others the file becomes their own.
            let _ = fchown(file, Some(meta.uid()), Some(meta.gid()));
        }
    }
    file.set_permissions(meta.permissions())
}

/// A temporary file that is removed if it is not used.
struct Temporary {
    file: tempfile::NamedTempFile,
}

impl Temporary {
    fn create(folder: &Path) -> io::Result<Self> {
        let mut all = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        let file = tempfile::Builder::new().prefix(&prefix).suffix(SUFFIX).tempfile_in(folder)?;
        // Tells other runs that somebody is at work here. File systems without locks do without.
        let _ = file.as_file().try_lock();
        all.push(file.path().to_owned());
        Ok(Temporary { file })
    }

    fn take_the_place_of(self, path: &Path) -> io::Result<()> {
        let own = self.file.path().to_owned();
        let result = self.file.persist(path).map(drop).map_err(|error| error.error);
        TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != own);
        result
    }
}

/// Removes the temporary files when somebody ends the program, and ends it.
fn remove_temporary_files_on_signals() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a handler a file may be left over; the next run removes it.
        let _ = ctrlc::set_handler(|| {
            // Held until the end, so that no further file comes into being.
            let all = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner);
            for path in all.iter() {
                remove(path);
            }
            #[allow(clippy::exit)]
            std::process::exit(130);
        });
    });
}

#[allow(clippy::disallowed_methods)]
fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// True for the name of a temporary file of ours.
pub(super) fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with(PREFIX) && name.ends_with(SUFFIX)
    })
}

/// Removes temporary files that a run left behind because it was killed. Files that a run is
/// writing now are locked, and stay.
pub fn remove_leftovers(paths: &[PathBuf]) {
    for path in paths.iter().filter(|path| is_temporary(path)) {
        let Ok(meta) = fs::symlink_metadata(path) else { continue };
        #[allow(clippy::disallowed_methods)]
        let Ok(file) = File::open(path) else { continue };
        let old = meta.modified().ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age >= STALE);
        if meta.is_file() && file.try_lock().is_ok() && (old || owner_is_dead(path)) {
            remove(path);
        }
    }
}

/// Removes what killed runs left in a folder that no walk may come by: reports can go anywhere.
fn tidy(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let left: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_temporary(path)).collect();
    remove_leftovers(&left);
}

/// True if the process in the file's name is known to have ended.
fn owner_is_dead(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-'));
    let processes = Path::new("/proc");
    owner.is_some_and(|(id, _)| {
        id.chars().all(|c| c.is_ascii_digit())
            && processes.join("self").exists()
            && !processes.join(id).exists()
    })
}

#[cfg(test)]
mod faults;

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;

    fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
        replace_all(&[Change { path, old, new }]).map_err(|refused| refused.error)
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap();
        (dir, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_the_system_refuses_is_said_in_words() {
        for (kind, said) in [
            (io::ErrorKind::PermissionDenied, "you have no permission to write in its folder"),
            (io::ErrorKind::StorageFull, "the disk is full"),
            (io::ErrorKind::QuotaExceeded, "your quota of disk space is used up"),
            (io::ErrorKind::ReadOnlyFilesystem, "the disk can only be read"),
            (io::ErrorKind::NotFound, "it is gone"),
        ] {
            assert_eq!(WriteError::from(io::Error::from(kind)).to_string(), said);
        }
    }

    #[test]
    fn a_file_is_replaced_and_keeps_its_mode() {
        let (_dir, folder) = folder();
        let path = folder.join("a.md");
        fs::write(&path, "old").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        }
        replace(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(&folder), ["a.md"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        }
    }

    #[test]
    fn a_file_that_somebody_else_changed_stays() {
        let (_dir, folder) = folder();
        let path = folder.join("a.md");
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(replace(&path, b"old", b"new"), Err(WriteError::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert!(matches!(replace(&folder.join("gone.md"), b"", b"new"), Err(WriteError::Io(_))));
        assert_eq!(names(&folder), ["a.md"]);
    }

    #[test]
    fn a_write_protected_file_stays() {
        let (_dir, folder) = folder();
        let path = folder.join("a.md");
        fs::write(&path, "old").unwrap();
        let mut mode = fs::metadata(&path).unwrap().permissions();
        mode.set_readonly(true);
        fs::set_permissions(&path, mode).unwrap();
        assert!(matches!(replace(&path, b"old", b"new"), Err(WriteError::Protected)));
        assert_eq!(names(&folder), ["a.md"]);
    }

    #[test]
    fn a_report_is_new_or_takes_the_place_of_the_last() {
        let (_dir, folder) = folder();
        let path = folder.join("report.json");
        publish(&path, b"one").unwrap();
        publish(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(matches!(publish(&folder.join("no/report.json"), b""), Err(WriteError::NoFolder)));
        assert!(matches!(publish(&folder, b""), Err(WriteError::NotRegular)));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("report.json", folder.join("linked")).unwrap();
            assert!(matches!(publish(&folder.join("linked"), b"x"), Err(WriteError::Link)));
        }
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_never_written_through() {
        let (_dir, folder) = folder();
        fs::create_dir(folder.join("real")).unwrap();
        fs::write(folder.join("real/a.md"), "old").unwrap();
        std::os::unix::fs::symlink("real/a.md", folder.join("a.md")).unwrap();
        std::os::unix::fs::symlink("real", folder.join("linked")).unwrap();
        assert!(matches!(replace(&folder.join("a.md"), b"old", b"new"), Err(WriteError::Link)));
        assert!(matches!(replace(&folder.join("linked/a.md"), b"old", b"new"), Err(WriteError::Link)));
        assert_eq!(fs::read(folder.join("real/a.md")).unwrap(), b"old");
    }

    #[test]
    fn leftovers_of_dead_runs_are_removed_and_files_in_use_are_not() {
        let (_dir, folder) = folder();
        let dead = folder.join(format!("{PREFIX}999999999-x{SUFFIX}"));
        let foreign = folder.join(".rolelint-notes.md");
        fs::write(&dead, "half").unwrap();
        fs::write(&foreign, "mine").unwrap();
        let live = Temporary::create(&folder).unwrap();
        remove_leftovers(&[dead.clone(), foreign.clone(), live.file.path().to_owned()]);
        assert!(foreign.exists() && live.file.path().exists());
        if Path::new("/proc/self").exists() {
            assert!(!dead.exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn one_run_at_a_time_repairs_a_folder() {
        let (_dir, folder) = folder();
        let first = lock(&folder, Duration::ZERO).unwrap();
        assert!(lock(&folder, Duration::from_millis(60)).is_err());
        drop(first);
        assert!(lock(&folder, Duration::ZERO).is_ok());
        assert_eq!(names(&folder), [""; 0], "a lock leaves nothing behind");
    }
}
