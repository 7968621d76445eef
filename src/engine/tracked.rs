//! Which files git tracks, as its index says. The index is read, and git is not asked: this is wanted in every run
//! in which an ignore file leaves something out, and on machines without git.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::git::path_of;
use crate::text::{Limits, read_regular};

/// Largest index that is read, in bytes: some millions of files.
const MAX_SIZE: u64 = 512 * 1024 * 1024;

/// Bytes of a `.git` file that says where the repository's own folder is.
const POINTER: u64 = 8 * 1024;

/// Lengths of the names of contents: SHA-1, SHA-256.
const HASHES: [usize; 2] = [20, 32];

/// Bytes of an entry before the name of its content.
const FACTS: usize = 40;

/// The files, links and submodules that the repository at `root` tracks; `None` where nobody can tell.
pub(super) fn tracked(root: &Path) -> Option<BTreeSet<PathBuf>> {
    let folder = git_folder(root)?;
    let index = folder.join("index");
    if std::fs::symlink_metadata(&index).is_err() {
        // Nothing was ever added.
        return folder.join("HEAD").is_file().then(BTreeSet::new);
    }
    let bytes = read_regular(&index, Limits { max_file_size: MAX_SIZE }).ok()?;
    let names = HASHES.iter().find_map(|&hash| names(&bytes, hash))?;
    let inside = |name: &Vec<u8>| {
        let path = Path::new(path_of(name)?);
        path.components().all(|part| matches!(part, Component::Normal(_))).then(|| root.join(path))
    };
    Some(names.iter().filter_map(inside).collect())
}

/// `.git`, or where it points to in a submodule or another working tree.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let own = root.join(".git");
    if own.is_dir() {
        return Some(own);
    }
    let pointer = read_regular(&own, Limits { max_file_size: POINTER }).ok()?;
    let place = pointer.strip_prefix(b"gitdir:")?.trim_ascii();
    Some(root.join(path_of(place)?))
}

/// The names in an index whose contents have names of `hash` bytes; `None` if it is of another kind.
fn names(bytes: &[u8], hash: usize) -> Option<Vec<Vec<u8>>> {
    let (number, all) = (|at: usize| number(bytes, at), bytes.len().checked_sub(hash)?);
    let (version, count) = (number(4)?, number(8)?);
    if !bytes.starts_with(b"DIRC") || !(2..=4).contains(&version) {
        return None;
    }
    let mut names: Vec<Vec<u8>> = vec![];
    let mut at = 12;
    for _ in 0..count {
        let start = at;
        // Regular files, links, submodules, and folders that are not checked out.
        if !matches!(number(start + 24)? >> 12, 0b1000 | 0b1010 | 0b1110 | 0b0100) {
            return None;
        }
        at += FACTS + hash;
        let flags = *bytes.get(at)?;
        at += if version >= 3 && flags & 0x40 != 0 { 4 } else { 2 };
        let mut name = vec![];
        if version == 4 {
            let (dropped, next) = offset(bytes, at)?;
            let last = names.last().map_or(&[][..], Vec::as_slice);
            name.extend_from_slice(last.get(..last.len().checked_sub(dropped)?)?);
            at = next;
        }
        let rest = bytes.get(at..all)?;
        let length = memchr::memchr(0, rest)?;
        name.extend_from_slice(rest.get(..length)?);
        at += length + 1;
        if version < 4 {
            at = start + (at - start).next_multiple_of(8);
        }
        if name.is_empty() {
            return None;
        }
        names.push(name);
    }
    while at < all {
        // An index that is one of two halves does not name all files.
        if bytes.get(at..at + 4)? == b"link" {
            return None;
        }
        at = at.checked_add(8)?.checked_add(usize::try_from(number(at + 4)?).ok()?)?;
    }
    (at == all).then_some(names)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

/// A number of any length, seven bits in each byte, as git writes offsets; and what follows it.
fn offset(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut byte = *bytes.get(at)?;
    let mut value = usize::from(byte & 0x7F);
    while byte & 0x80 != 0 {
        at += 1;
        byte = *bytes.get(at)?;
        value = value.checked_add(1)?.checked_mul(128)?.checked_add(usize::from(byte & 0x7F))?;
    }
    Some((value, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(version: u32, entries: &[&str], extensions: &[u8]) -> Vec<u8> {
        let mut bytes = b"DIRC".to_vec();
        bytes.extend(version.to_be_bytes());
        bytes.extend(u32::try_from(entries.len()).unwrap().to_be_bytes());
        let mut last = "";
        for name in entries {
            let start = bytes.len();
            bytes.extend([0; 24]);
            bytes.extend(0o100_644_u32.to_be_bytes());
            bytes.extend([0; 12 + 20 + 2]);
            if version == 4 {
                let same = last.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
                bytes.push(u8::try_from(last.len() - same).unwrap());
                bytes.extend(&name.as_bytes()[same..]);
                bytes.push(0);
            } else {
                bytes.extend(name.as_bytes());
                bytes.resize(start + (bytes.len() + 1 - start).next_multiple_of(8), 0);
            }
            last = name;
        }
        bytes.extend(extensions);
        bytes.extend([7; 20]);
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Vec<String>> {
        let names = HASHES.iter().find_map(|&hash| names(bytes, hash))?;
        Some(names.into_iter().map(|name| String::from_utf8(name).unwrap()).collect())
    }

    #[test]
    fn names_of_every_version_are_read() {
        let files = ["a.md", "build/roles/ü b.md", "build/roles/über.md", "z"];
        let tree = b"TREE\0\0\0\x02ab";
        for version in 2..=4 {
            assert_eq!(read(&index(version, &files, tree)).unwrap(), files, "{version}");
            assert_eq!(read(&index(version, &[], b"")).unwrap(), [""; 0]);
        }
    }

    #[test]
    fn what_is_no_whole_index_says_nothing() {
        let good = index(2, &["a.md", "b.md"], b"");
        for cut in 0..good.len() {
            assert_eq!(read(&good[..cut]), None, "{cut}");
        }
        assert_eq!(read(&index(2, &["a.md"], b"link\0\0\0\0")), None);
        assert_eq!(read(&index(5, &["a.md"], b"")), None);
    }
}
