//! Keeps the findings of a run, so that the same run over the same files need not be made again.
//!
//! A rule may look at any file, so what is kept is a whole run, under a digest of all that decides it: the program,
//! the settings, the rules, and the bytes of every file. What else was read on the way (schemas, packs, dictionaries,
//! names in folders to which links lead) is written down with the findings, and looked at again before they are used.
//! Entries are checksummed; anything odd about one means that the run is made.

mod bytes;
mod printed;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Job, Loaded, Run};
use crate::text::{Digest, Limits, Seen, digest, read_regular, seen};
pub use printed::Printed;

/// Smaller trees are checked as fast as they are looked up, in bytes of text.
pub const LEAST: usize = 128 * 1024;

/// Entries that are kept, runs and what they printed; the oldest go first.
const MOST_ENTRIES: usize = 64;

/// Longer reports are drawn again, in bytes: they are not worth their place on the disk.
pub const LONGEST_REPORT: usize = 16 * 1024 * 1024;

/// Larger entries are neither written nor read, in bytes.
const LARGEST: usize = 256 * 1024 * 1024;

/// What an entry begins with; the number grows when its form changes.
const MAGIC: &[u8] = b"rolelint run 2\n";

const TAG_NAME: &str = "CACHEDIR.TAG";
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # Findings of earlier runs of rolelint. It can be deleted at any time.\n";

/// A folder with the findings of earlier runs.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

/// What decides the findings of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(Digest);

impl Key {
    /// The key of what the run prints. `looks` says all that decides how it looks.
    #[must_use]
    pub fn printed(self, looks: &str) -> Key {
        Key(digest([b"printed".as_slice(), &self.0, looks.as_bytes()]))
    }
}

impl Cache {
    /// The cache of this user: `ROLELINT_CACHE_DIR`, or the place where the system keeps such things. `None` on
    /// build machines (`CI` is set), where nobody comes back to it, and where no safe folder can be made.
    pub fn of_user() -> Option<Self> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        if set("CI").is_some_and(|ci| !ci.eq_ignore_ascii_case("false") && ci != "0") {
            return None;
        }
        let own = set("ROLELINT_CACHE_DIR").map(PathBuf::from);
        let system = || {
            let home = || set(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from);
            let folder = if cfg!(windows) {
                set("LOCALAPPDATA").map(PathBuf::from)
            } else if cfg!(target_os = "macos") {
                home().map(|home| home.join("Library/Caches"))
            } else {
                set("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| home().map(|home| home.join(".cache")))
            };
            folder.map(|folder| folder.join("rolelint"))
        };
        Self::at(own.or_else(system).filter(|folder| folder.is_absolute())?)
    }

    /// A cache in a folder, which is made if it is not there.
    #[allow(clippy::disallowed_methods)]
    pub fn at(folder: PathBuf) -> Option<Self> {
        make_private(&folder).ok()?;
        if !is_private(&folder) {
            return None;
        }
        let tag = folder.join(TAG_NAME);
        if std::fs::symlink_metadata(&tag).is_err() {
            std::fs::write(tag, TAG).ok()?;
        }
        Some(Cache { folder })
    }

    fn path(&self, key: Key) -> PathBuf {
        let half = key.0.first_chunk().copied().unwrap_or_default();
        self.folder.join(format!("{:032x}", u128::from_be_bytes(half)))
    }

    /// The run that was kept, if all is as it was, with what was read for it beside the files.
    pub fn find(&self, key: Key, loaded: &Loaded) -> Option<(Vec<Seen>, Run)> {
        self.find_bytes(key, |body| bytes::read(body, &loaded.files))
    }

    /// What a run printed, if all is as it was. Its key is that of the run [and its looks](Key::printed).
    pub fn find_printed(&self, key: Key) -> Option<Printed> {
        self.find_bytes(key, Printed::read).map(|(_, printed)| printed)
    }

    fn find_bytes<T>(
        &self,
        key: Key,
        read: impl Fn(&[u8]) -> Option<(Vec<Seen>, T)>,
    ) -> Option<(Vec<Seen>, T)> {
        let stored = read_regular(&self.path(key), Limits { max_file_size: LARGEST as u64 }).ok()?;
        let body = stored.strip_prefix(MAGIC)?;
        let (sum, body) = body.split_at_checked(32)?;
        if sum != digest([key.0.as_slice(), body]) {
            return None;
        }
        let (others, found) = read(body)?;
        let limits = Limits { max_file_size: LARGEST as u64 };
        others.iter().all(|seen: &Seen| seen.is_unchanged(limits)).then_some((others, found))
    }

    /// Keeps a run. Does nothing if it cannot be kept: the findings are there all the same.
    pub fn keep(&self, key: Key, run: &Run) {
        if let Some(others) = seen().filter(|_| !run.has_internal_error()) {
            self.keep_bytes(key, bytes::write(&others, run));
        }
    }

    /// Keeps what a run printed. What was read for the run is handed over where the run itself was found here, since
    /// then this process has not read it.
    pub fn keep_printed(&self, key: Key, printed: &Printed, read: Vec<Seen>) {
        if let Some(mut others) = seen() {
            others.extend(read);
            self.keep_bytes(key, printed.write(&others));
        }
    }

    fn keep_bytes(&self, key: Key, body: Vec<u8>) {
        if body.len() > LARGEST {
            return;
        }
        let sum = digest([key.0.as_slice(), &body]);
        let write = || -> std::io::Result<()> {
            // Readable by this user only, which is how temporary files are made.
            let mut file = tempfile::Builder::new().prefix("new-").tempfile_in(&self.folder)?;
            file.write_all(MAGIC)?;
            file.write_all(&sum)?;
            file.write_all(&body)?;
            file.persist(self.path(key)).map_err(|error| error.error)?;
            Ok(())
        };
        if write().is_ok() {
            self.forget_oldest();
        }
    }

    #[allow(clippy::disallowed_methods)]
    fn forget_oldest(&self) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let mut kept: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name() != TAG_NAME)
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        kept.sort();
        let too_many = kept.len().saturating_sub(MOST_ENTRIES);
        for (_, path) in kept.into_iter().take(too_many) {
            // Another run may have deleted it already.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The digest of all that decides the findings of this run, apart from what is read on the way. `base` is the working
/// directory. `None` where a run cannot be kept: findings depend on more than that, or there is hardly any text.
pub fn key(job: &Job<'_>, loaded: &Loaded, base: &Path) -> Option<Key> {
    let text: usize = job.files.iter().map(|file| file.text.len()).sum();
    let plain = job.lens.baseline.is_none() && job.lens.changes.is_none() && job.settings.layouts.is_empty();
    if text < LEAST || !plain {
        return None;
    }
    let settings = serde_json::to_vec(job.settings).ok()?;
    // What settings hold that is not part of the configuration file.
    let others = (
        &job.settings.from_base,
        &job.settings.folder,
        &job.settings.pack_rules,
        &job.settings.ignore_places,
    );
    let repository = super::repository_of(base).map_or(0, |repository| repository.components().count());
    let run = format!("{others:?} {repository} {:?} {}", job.roots, job.no_inline_ignores);
    let folder = base.as_os_str().as_encoded_bytes().to_vec();
    let mut pieces: Vec<Vec<u8>> = vec![program()?, settings, folder, run.into_bytes()];
    for rule in job.rules {
        let own = format!(
            "{} {:?} {} {} {:?}",
            rule.id, rule.severity, rule.dormant, rule.essential, rule.meta.params
        );
        pieces.push(own.into_bytes());
        // What is overdue depends on the day.
        if rule.meta.check == "stale-review" {
            let day = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs() / 86_400;
            pieces.push(day.to_le_bytes().to_vec());
        }
    }
    for file in job.files.iter() {
        let reported = job.report.is_none_or(|report| report.contains(&file.id));
        // A file that cannot be read is known by the reason why.
        pieces.push(format!("{} {reported} {}", file.path, file.trouble.is_some()).into_bytes());
        match loaded.digests.get(file.id.0 as usize) {
            Some(digest) => pieces.push(digest.to_vec()),
            // The configuration joins the files after they were read.
            None => pieces.push(file.text.as_bytes().to_vec()),
        }
    }
    Some(Key(digest(pieces.iter().map(Vec::as_slice))))
}

/// Tells this build of the program from all others.
fn program() -> Option<Vec<u8>> {
    let own = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let age = own.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), own.len(), age.as_nanos()).into_bytes())
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// False for a folder into which others may write: they could hide findings.
#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir() && meta.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn is_private(folder: &Path) -> bool {
    std::fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir())
}
