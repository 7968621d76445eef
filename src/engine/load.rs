//! From paths to files with their text.

use std::collections::HashSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::discover::{Discovery, Found};
use super::own::is_own_output;
use super::parts::MOST;
use crate::syntax;
use crate::text::{Aside, Digest, FileId, Files, Limits, SourceFile, Trouble, digest_of, read_regular};

/// The files of a run.
#[derive(Debug, Default)]
pub struct Loaded {
    pub files: Files,
    /// What the files hold on the disk, by their numbers.
    pub digests: Vec<Digest>,
    /// In which files findings are reported; `None`: in all.
    pub report: Option<HashSet<FileId>>,
    /// Reports and audits of earlier runs among what was asked for, as shown; they are not among the files.
    pub own: Vec<String>,
}

/// Reads what was discovered. Never fails: what cannot be read becomes a file with its trouble. Where the discovery is
/// for a run that can do without the texts for a while, those beyond the first 32 MB are packed and put aside.
pub fn load(discovery: &mut Discovery, limits: Limits) -> Loaded {
    let (with_own, sparing) = (discovery.with_own, discovery.sparing);
    let (before, aside) = (AtomicUsize::new(0), OnceLock::new());
    let load_one = |found: &mut Found| {
        let (source, digest) = read(found, limits, with_own)?;
        if !sparing {
            return Some((source, digest));
        }
        // What was handed over is in the source now.
        found.content = None;
        let length = source.text.len();
        let is_much = before.fetch_add(length, Ordering::Relaxed).saturating_add(length) > MOST;
        let packed = |source: SourceFile| source.packed(aside.get_or_init(Aside::new).as_ref());
        Some((if is_much { packed(source) } else { source }, digest))
    };
    let sources: Vec<Option<(SourceFile, Digest)>> = discovery.files.par_iter_mut().map(load_one).collect();
    let mut loaded = Loaded::default();
    let mut report = HashSet::new();
    for (source, found) in sources.into_iter().zip(&discovery.files) {
        let Some((mut source, digest)) = source else {
            loaded.own.extend(found.reported.then(|| found.shown.clone()));
            continue;
        };
        let id = loaded.files.add(|id| {
            source.id = id;
            source
        });
        loaded.digests.push(digest);
        if found.reported {
            report.insert(id);
        }
    }
    loaded.report = (report.len() < loaded.files.len()).then_some(report);
    loaded
}

/// `None` for what this program wrote, unless that is read as well (`with_own`).
fn read(found: &Found, limits: Limits, with_own: bool) -> Option<(SourceFile, Digest)> {
    // The right number is given when the file joins the others.
    let id = FileId(0);
    let troubled = |trouble: Trouble| {
        let reason = digest_of(format!("{trouble:?}").as_bytes());
        Some((SourceFile::troubled(id, &found.shown, Some(found.disk.clone()), trouble), reason))
    };
    let understood = |bytes: &[u8]| {
        let source = || syntax::read_source(id, &found.shown, Some(found.disk.clone()), bytes);
        (with_own || !is_own_output(&found.shown, bytes)).then(|| (source(), digest_of(bytes)))
    };
    if let Some(trouble) = &found.trouble {
        return troubled(trouble.clone());
    }
    if let Some(content) = &found.content {
        let (size, limit) = (content.len() as u64, limits.max_file_size);
        if size > limit {
            return troubled(Trouble::TooLarge { size, limit });
        }
        return understood(content);
    }
    match read_regular(&found.disk, limits) {
        Ok(bytes) => understood(&bytes),
        Err(error) => troubled(error.into()),
    }
}
