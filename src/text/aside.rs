//! Bytes that a large run puts aside: in a temporary file without a name, so that they take no memory, and nothing is
//! left of them however the run ends.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A file to which many threads append, and from which they read by place. It has no name by which a program of another
/// user could open or change it.
#[derive(Debug)]
pub struct Aside {
    file: File,
    end: AtomicU64,
    /// Something could not be written, so that nothing more is.
    full: AtomicBool,
    /// Something could not be read back.
    lost: AtomicBool,
}

/// Bytes that were put aside.
#[derive(Debug, Clone)]
pub(super) struct Place {
    aside: Arc<Aside>,
    at: u64,
    length: usize,
}

impl Aside {
    /// `None` where no such file can be made: what would be put aside is then held.
    pub fn new() -> Option<Arc<Self>> {
        folders().find_map(|folder| tempfile::tempfile_in(folder).ok()).map(Self::of)
    }

    fn of(file: File) -> Arc<Self> {
        let (full, lost) = (AtomicBool::new(false), AtomicBool::new(false));
        Arc::new(Aside { file, end: AtomicU64::new(0), full, lost })
    }

    /// Puts bytes aside; `None` where the disk takes no more.
    pub(super) fn put(self: &Arc<Self>, bytes: &[u8]) -> Option<Place> {
        if self.full.load(Ordering::Relaxed) {
            return None;
        }
        let at = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if write_at(&self.file, bytes, at).is_err() {
            self.full.store(true, Ordering::Relaxed);
            return None;
        }
        Some(Place { aside: Arc::clone(self), at, length: bytes.len() })
    }
}

impl Place {
    /// The bytes; none if the disk no longer gives them.
    pub fn read(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.length];
        if read_at(&self.aside.file, &mut bytes, self.at).is_err() {
            self.lose();
            bytes.clear();
        }
        bytes
    }

    /// Says that what was read is not what was put aside.
    pub fn lose(&self) {
        self.aside.lost.store(true, Ordering::Relaxed);
    }

    pub fn is_lost(&self) -> bool {
        self.aside.lost.load(Ordering::Relaxed)
    }
}

/// Where such a file may lie, in the order of preference. `/tmp` is memory on many systems, `/var/tmp` is not.
fn folders() -> impl Iterator<Item = PathBuf> {
    let named = std::env::var_os("TMPDIR").is_some_and(|folder| !folder.is_empty());
    let on_disk = (cfg!(unix) && !named).then(|| PathBuf::from("/var/tmp"));
    on_disk.into_iter().chain([std::env::temp_dir()])
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        let written = file.seek_write(bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
        at += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        let read = file.seek_read(bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        at += read as u64;
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn write_at(_file: &File, _bytes: &[u8], _at: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(any(unix, windows)))]
fn read_at(_file: &File, _bytes: &mut [u8], _at: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_comes_back() {
        let aside = Aside::new().unwrap();
        let text = |n: usize| format!("{n} ").repeat(n + 1).into_bytes();
        let put = |from: usize| -> Vec<(usize, Place)> {
            (from..from + 200).map(|n| (n, aside.put(&text(n)).unwrap())).collect()
        };
        let places: Vec<(usize, Place)> = std::thread::scope(|scope| {
            let threads: Vec<_> = [0, 200, 400].map(|from| scope.spawn(move || put(from))).into();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        for (n, place) in places.iter().rev() {
            assert_eq!(place.read(), text(*n));
        }
        assert!(places.iter().all(|(_, place)| !place.is_lost()));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_has_no_name() {
        use std::os::unix::fs::MetadataExt as _;
        let aside = Aside::new().unwrap();
        aside.put(b"abc").unwrap();
        let meta = aside.file.metadata().unwrap();
        assert_eq!((meta.len(), meta.nlink()), (3, 0));
    }

    #[test]
    fn a_disk_that_takes_no_more_is_not_asked_again() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), "").unwrap();
        // A file that can only be read refuses every byte, as a full disk does.
        let aside = Aside::of(File::open(dir.path().join("a")).unwrap());
        assert!(aside.put(b"abc").is_none());
        assert!(aside.full.load(Ordering::Relaxed) && aside.put(b"abc").is_none());
    }

    #[test]
    fn what_does_not_come_back_is_told() {
        let aside = Aside::new().unwrap();
        let place = aside.put(b"abc").unwrap();
        aside.file.set_len(1).unwrap();
        assert_eq!((place.read(), place.is_lost()), (vec![], true));
    }
}
