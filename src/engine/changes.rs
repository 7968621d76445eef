//! What a change touches: the lines that are new or other than in an earlier state.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::git::{Repository, State};
use super::{Discovery, INTERNAL_ERROR, PathError};
use crate::diag::Diagnostic;
use crate::syntax;
use crate::text::{FileId, Files, Limits, SourceFile, Span};

/// The earlier states of the files of a run.
#[derive(Debug, Default)]
pub struct Changes {
    /// `None` for files that are new; files that are as they were are not here.
    before: HashMap<FileId, Option<SourceFile>>,
}

/// Lines of one file, 1-based.
#[derive(Debug, PartialEq, Eq)]
enum Lines {
    All,
    /// In ascending order.
    Some(Vec<RangeInclusive<u32>>),
}

impl Changes {
    /// What is other in `files` than in `tree`. A file of another name counts as the same if at least half of
    /// its lines are those of one that is gone.
    ///
    /// # Errors
    /// When git cannot be asked.
    pub fn since(
        repository: &Repository,
        tree: &State,
        files: &Files,
        limits: Limits,
    ) -> Result<Self, PathError> {
        let here: HashSet<&Path> = files.iter().filter_map(|file| file.disk.as_deref()).collect();
        let fresh: Vec<&SourceFile> = files
            .iter()
            .filter(|file| file.disk.as_ref().is_some_and(|disk| !tree.contains_key(disk)))
            .collect();
        let gone: Vec<(&PathBuf, &String)> = if fresh.is_empty() {
            vec![]
        } else {
            let kinds: HashSet<_> =
                fresh.iter().filter_map(|file| Path::new(&file.path).extension()).collect();
            let is_gone = |path: &Path| !here.contains(path) && !path.exists();
            tree.iter()
                .filter(|(path, _)| path.extension().is_some_and(|kind| kinds.contains(kind)))
                .filter(|(path, _)| is_gone(path))
                .take(MAX_GONE)
                .collect()
        };
        let old = |file: &SourceFile| file.disk.as_ref().and_then(|disk| tree.get(disk));
        let mut names: Vec<&str> = files.iter().filter_map(old).map(String::as_str).collect();
        names.extend(gone.iter().map(|(_, name)| name.as_str()));
        let contents = repository.contents(&names, limits.max_file_size)?;
        let read = |file: &SourceFile, name: &String| {
            contents.get(name).map(|bytes| syntax::read_source(file.id, &file.path, None, bytes))
        };
        let mut before = HashMap::new();
        for file in files.iter().filter(|file| file.disk.is_some()) {
            let earlier = match old(file) {
                Some(name) => read(file, name),
                None => origin(file, &gone, &read),
            };
            if !earlier.as_ref().is_some_and(|earlier| is_same(earlier, file)) {
                before.insert(file.id, earlier);
            }
        }
        Ok(Changes { before })
    }

    /// Takes those findings out of `findings` that touch no changed line.
    pub(super) fn keep(&self, files: &Files, findings: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (stay, go) = std::mem::take(findings).into_iter().partition(self.touches(files));
        *findings = stay;
        go
    }

    /// Whether a finding touches a changed line with its own place or a related one. A fault of the program always
    /// does.
    pub(super) fn touches(&self, files: &Files) -> impl Fn(&Diagnostic) -> bool {
        let lines: BTreeMap<FileId, Lines> = self
            .before
            .iter()
            .map(|(&id, before)| (id, before.as_ref().map_or(Lines::All, |old| changed(old, files.get(id)))))
            .collect();
        let touched = move |span: Span| {
            let file = files.get(span.file);
            lines.get(&span.file).is_some_and(|lines| lines.touch(file, span))
        };
        move |finding: &Diagnostic| {
            finding.rule == INTERNAL_ERROR
                || touched(finding.span)
                || finding.related.iter().any(|related| touched(related.span))
        }
    }
}

impl Lines {
    fn touch(&self, file: &SourceFile, span: Span) -> bool {
        let Lines::Some(ranges) = self else { return true };
        let first = file.line_of(span.start);
        // A place that ends with its line does not touch the next one.
        let last = file.line_of(span.end.saturating_sub(1).max(span.start));
        let at = ranges.partition_point(|range| *range.end() < first);
        ranges.get(at).is_some_and(|range| *range.start() <= last)
    }
}

fn is_same(old: &SourceFile, new: &SourceFile) -> bool {
    old.trouble == new.trouble
        && old.text == new.text
        && old.bom_len == new.bom_len
        && old.encoding == new.encoding
}

fn lines_of(file: &SourceFile) -> Vec<&str> {
    (1..=file.lines.count()).map(|line| file.text.get(file.line_range(line)).unwrap_or("")).collect()
}

/// The lines of `new` that are not in `old`. The form of line ends does not count.
fn changed(old: &SourceFile, new: &SourceFile) -> Lines {
    if old.trouble.is_some() || new.trouble.is_some() {
        return Lines::All;
    }
    let (before, after) = (lines_of(old), lines_of(new));
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let before = before.get(head..before.len() - tail).unwrap_or_default();
    let after = after.get(head..after.len() - tail).unwrap_or_default();
    let number = |at: usize| u32::try_from(head + at + 1).unwrap_or(u32::MAX);
    let range = |from: usize, length: usize| (length > 0).then(|| number(from)..=number(from + length - 1));
    if before.len().saturating_mul(after.len()) <= MAX_COMPARED {
        let ops = capture_diff_slices(Algorithm::Myers, before, after);
        let added = ops.into_iter().filter_map(|op| match op {
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                range(new_index, new_len)
            }
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => None,
        });
        return Lines::Some(added.collect());
    }
    // Too long to be compared in order: a line is new if there are more of its kind than before.
    let mut known: HashMap<&str, usize> = HashMap::new();
    before.iter().for_each(|line| *known.entry(line).or_default() += 1);
    let is_new = |line: &str| match known.get_mut(line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let marks: Vec<bool> = after.iter().copied().map(is_new).collect();
    Lines::Some(
        marks.iter().enumerate().filter(|(_, new)| **new).filter_map(|(at, _)| range(at, 1)).collect(),
    )
}

/// Pairs of lines that are compared in order.
const MAX_COMPARED: usize = 25_000_000;

/// Files that are gone and may have got another name; of more, the rest count as deleted.
const MAX_GONE: usize = 200;

/// What a new file was before it got its name.
fn origin(
    file: &SourceFile,
    gone: &[(&PathBuf, &String)],
    read: &impl Fn(&SourceFile, &String) -> Option<SourceFile>,
) -> Option<SourceFile> {
    let mut best: Option<(usize, SourceFile)> = None;
    let own = lines_of(file);
    for (_, name) in gone {
        let Some(old) = read(file, name) else { continue };
        let shared = shared_lines(&lines_of(&old), &own);
        if best.as_ref().is_none_or(|(most, _)| shared > *most) {
            best = Some((shared, old));
        }
    }
    best.filter(|(shared, _)| shared * 2 >= own.len()).map(|(_, old)| old)
}

fn shared_lines(old: &[&str], new: &[&str]) -> usize {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for line in old {
        *known.entry(line).or_default() += 1;
    }
    let mut shared = 0;
    for line in new {
        if let Some(count) = known.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    shared
}

/// Makes a run see the files as the next commit would have them: staged contents, and no others.
///
/// # Errors
/// When git cannot be asked.
pub fn as_staged(
    repository: &Repository,
    discovery: &mut Discovery,
    limits: Limits,
) -> Result<(), PathError> {
    let index = repository.index()?;
    discovery.files.retain(|found| index.contains_key(&found.disk));
    let names: Vec<&str> =
        discovery.files.iter().filter_map(|found| index.get(&found.disk)).map(String::as_str).collect();
    let mut contents = repository.contents(&names, limits.max_file_size)?;
    let mut uses: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|name| *uses.entry(name).or_default() += 1);
    for found in &mut discovery.files {
        let Some(name) = index.get(&found.disk) else { continue };
        // What is too large is read from the disk, where it is found to be so.
        found.content = match uses.get_mut(name.as_str()) {
            Some(1) => contents.remove(name),
            _ => contents.get(name).cloned(),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile::from_bytes(FileId(0), "a.md", None, text.as_bytes())
    }

    fn lines(old: &str, new: &str) -> Vec<u32> {
        match changed(&file(old), &file(new)) {
            Lines::All => vec![0],
            Lines::Some(ranges) => ranges.into_iter().flatten().collect(),
        }
    }

    #[test]
    fn lines_that_are_new_or_other() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\ny\n"), [2, 4]);
        assert_eq!(lines("a\nb\nc\n", "a\nc\n"), [0; 0]);
        assert_eq!(lines("a\r\nb\r\n", "a\nb\n"), [0; 0]);
        assert_eq!(lines("", "a\n"), [1]);
        assert_eq!(lines("b\n", "a\nb\nb\n"), [1, 2]);
    }

    #[test]
    fn a_place_touches_its_own_lines() {
        let new = file("one\ntwo\nthree\n");
        let lines = Lines::Some(vec![2..=2]);
        assert!(lines.touch(&new, new.at(4..7)));
        assert!(lines.touch(&new, new.at(0..5)));
        assert!(!lines.touch(&new, new.at(0..4)));
        assert!(!lines.touch(&new, new.at(8..8)));
    }
}
