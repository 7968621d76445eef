//! Every step of writing fails once, and from every step on everything fails: each file is old or new.

#![allow(clippy::disallowed_methods)]

use std::cell::Cell;

use super::*;

/// A disk on which one step, or every step from it on, goes wrong.
struct Faulty {
    fails_at: usize,
    for_good: bool,
    steps: Cell<usize>,
}

impl Faulty {
    fn step(&self) -> io::Result<()> {
        let step = self.steps.get() + 1;
        self.steps.set(step);
        if step == self.fails_at || self.for_good && step > self.fails_at {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl Disk for Faulty {
    fn create(&self, folder: &Path) -> io::Result<Temporary> {
        self.step()?;
        System.create(folder)
    }

    fn fill(&self, file: &File, bytes: &[u8]) -> io::Result<()> {
        // A full disk takes what fits.
        let half = bytes.split_at(bytes.len() / 2).0;
        self.step().or_else(|error| System.fill(file, half).and(Err(error)))?;
        System.fill(file, bytes)
    }

    fn dress(&self, file: &File, like: &Metadata) -> io::Result<()> {
        self.step()?;
        System.dress(file, like)
    }

    fn flush(&self, file: &File) -> io::Result<()> {
        self.step()?;
        System.flush(file)
    }

    fn examine(&self, path: &Path, content: &[u8]) -> Result<Metadata, WriteError> {
        self.step()?;
        System.examine(path, content)
    }

    fn rename(&self, from: Temporary, to: &Path) -> io::Result<()> {
        self.step()?;
        System.rename(from, to)
    }

    fn flush_folder(&self, folder: &Path) {
        // Nobody can be told, and the file is whole.
        if self.step().is_ok() {
            System.flush_folder(folder);
        }
    }
}

const OLD: &[u8] = b"# Engineer \n";
const NEW: &[u8] = b"# Engineer\n";

/// Three files on a faulty disk: which are new then, and what was said.
fn tried(fails_at: usize, for_good: bool) -> (Vec<bool>, Result<(), Refused>, usize) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().canonicalize().unwrap();
    let paths: Vec<PathBuf> = (0..3).map(|n| folder.join(format!("{n}.md"))).collect();
    paths.iter().for_each(|path| fs::write(path, OLD).unwrap());
    let changes: Vec<Change<'_>> = paths.iter().map(|path| Change { path, old: OLD, new: NEW }).collect();
    let disk = Faulty { fails_at, for_good, steps: Cell::new(0) };
    let outcome = replace_on(&disk, &changes);
    let new = paths.iter().map(|path| {
        let bytes = fs::read(path).unwrap();
        assert!(bytes == OLD || bytes == NEW, "step {fails_at}: {bytes:?}");
        bytes == NEW
    });
    let new = new.collect();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "step {fails_at}: something is left over");
    (new, outcome, disk.steps.get())
}

#[test]
fn whichever_step_fails_all_files_are_new_or_none() {
    let (_, outcome, steps) = tried(usize::MAX, false);
    assert!(outcome.is_ok());
    assert!(steps >= 3 * 7, "{steps}");
    for fails_at in 1..=steps {
        let (new, outcome, _) = tried(fails_at, false);
        match outcome {
            Ok(()) => assert_eq!(new, [true; 3], "step {fails_at}"),
            Err(refused) => {
                assert_eq!(new, [false; 3], "step {fails_at}");
                assert!(refused.made.is_empty(), "step {fails_at}");
                assert!(refused.error.to_string().contains("disk is full"), "{}", refused.error);
            }
        }
    }
}

#[test]
fn a_disk_that_breaks_for_good_leaves_whole_files_and_all_that_changed_are_named() {
    let (_, _, steps) = tried(usize::MAX, false);
    for fails_at in 1..=steps {
        let (new, outcome, _) = tried(fails_at, true);
        let made = outcome.map_or_else(|refused| refused.made, |()| vec![0, 1, 2]);
        let told: Vec<bool> = (0..3).map(|n| made.contains(&n)).collect();
        assert_eq!(new, told, "step {fails_at}");
    }
}

#[test]
fn a_report_is_whole_or_was_not_touched() {
    for fails_at in 1.. {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().canonicalize().unwrap();
        let path = folder.join("report.json");
        fs::write(&path, OLD).unwrap();
        let disk = Faulty { fails_at, for_good: true, steps: Cell::new(0) };
        let outcome = publish_on(&disk, &path, &mut |out| out.write_all(NEW));
        assert_eq!(fs::read(&path).unwrap(), if outcome.is_ok() { NEW } else { OLD });
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        if disk.steps.get() < fails_at {
            return;
        }
    }
}
