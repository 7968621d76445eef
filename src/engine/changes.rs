//! What a change touches: the lines that are new or other than in an earlier state.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::discover::has_reader;
use super::git::{Repository, State};
use super::parts::MOST;
use super::{INTERNAL_ERROR, PathError};
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
    /// What is other in `files` than in `tree`, the state of `repository` at some commit, and in the submodules that
    /// it names (`links`: folder and commit). A file of another name counts as the same if at least half of its lines
    /// are those of one that is gone.
    ///
    /// # Errors
    /// When git cannot be asked, or does not have what a file was before.
    pub fn since(
        repository: &Repository,
        tree: &State,
        links: &State,
        files: &Files,
        limits: Limits,
    ) -> Result<Self, PathError> {
        let here: HashSet<&Path> = files.iter().filter_map(|file| file.disk.as_deref()).collect();
        let (inner, inner_tree) = submodules(links.clone(), &here)?;
        let old = |file: &SourceFile| {
            let disk = file.disk.as_ref()?;
            tree.get(disk).or_else(|| inner_tree.get(disk))
        };
        let fresh: Vec<&SourceFile> =
            files.iter().filter(|file| file.disk.is_some() && old(file).is_none()).collect();
        let is_gone = |path: &Path| !here.contains(path) && !path.exists();
        let could_be_page = |path: &Path| has_reader(path) || path.extension().is_none();
        let gone: Vec<(&PathBuf, &String)> = tree
            .iter()
            .chain(&inner_tree)
            .filter(|(path, _)| !fresh.is_empty() && could_be_page(path) && is_gone(path))
            .take(MAX_GONE)
            .collect();
        let repositories =
            std::iter::once((repository, tree)).chain(inner.iter().map(|own| (own, &inner_tree)));
        let repositories: Vec<(&Repository, HashSet<&str>)> = repositories
            .map(|(repository, tree)| {
                let own = tree.iter().filter(|(path, _)| repository.holds(path));
                (repository, own.map(|(_, name)| name.as_str()).collect())
            })
            .collect();
        let contents = |names: &[&str]| -> Result<HashMap<String, Vec<u8>>, PathError> {
            let mut all = HashMap::new();
            for (repository, own) in &repositories {
                let names: Vec<&str> = names.iter().copied().filter(|name| own.contains(name)).collect();
                all.extend(repository.contents(&names, limits.max_file_size)?);
            }
            Ok(all)
        };
        let present: Vec<&SourceFile> = files.iter().filter(|file| file.disk.is_some()).collect();
        let names_of = |part: &[&SourceFile]| -> Vec<&str> {
            part.iter().filter_map(|file| old(file)).map(String::as_str).collect()
        };
        let mut parts = in_parts(&present).into_iter();
        let mut next = parts.next();
        // Of the usual run all is asked for at once.
        let mut names = names_of(next.unwrap_or_default());
        names.extend(gone.iter().map(|(_, name)| name.as_str()));
        let mut known = contents(&names)?;
        let read = |known: &HashMap<String, Vec<u8>>, path: &str, name: &String| {
            known.get(name).map(|bytes| syntax::read_source(FileId(0), path, None, bytes))
        };
        let gone: Vec<SourceFile> =
            gone.iter().filter_map(|(path, name)| read(&known, &path.to_string_lossy(), name)).collect();
        let origins = Origins::new(&gone);
        let mut before = HashMap::new();
        while let Some(part) = next {
            for file in part {
                let file = file.open();
                let earlier = match old(&file) {
                    Some(name) => read(&known, &file.path, name),
                    None => origins.of(&file).cloned(),
                };
                if !earlier.as_ref().is_some_and(|earlier| is_same(earlier, &file)) {
                    before.insert(file.id, earlier);
                }
            }
            next = parts.next();
            if let Some(part) = next {
                drop(std::mem::take(&mut known));
                known = contents(&names_of(part))?;
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
            .map(|(&id, before)| {
                (id, before.as_ref().map_or(Lines::All, |old| changed(old, &files.open(id))))
            })
            .collect();
        let touched = move |span: Span| {
            lines.get(&span.file).is_some_and(|lines| lines.touch(&files.open(span.file), span))
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
    (1..=file.lines().count()).map(|line| file.text.get(file.line_range(line)).unwrap_or("")).collect()
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

/// Files of which the former state is held at once.
fn in_parts<'p, 'f>(files: &'p [&'f SourceFile]) -> Vec<&'p [&'f SourceFile]> {
    let mut parts = vec![];
    let mut rest = files;
    while !rest.is_empty() {
        let mut held = 0_usize;
        let fits = |file: &&&SourceFile| {
            held = held.saturating_add(file.text.len());
            held <= MOST
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (part, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        parts.push(part);
        rest = behind;
    }
    parts
}

/// Pairs of lines that are compared in order.
const MAX_COMPARED: usize = 25_000_000;

/// Files that are gone and may have got another name; of more, the rest count as deleted.
const MAX_GONE: usize = 10_000;

/// The submodules that hold a file of the run, and their files at the commits that `links` name.
fn submodules(links: State, here: &HashSet<&Path>) -> Result<(Vec<Repository>, State), PathError> {
    let (mut found, mut all) = (vec![], State::new());
    let mut open = links;
    while let Some((folder, commit)) = open.pop_first() {
        if !here.iter().any(|file| file.starts_with(&folder)) {
            continue;
        }
        let repository = Repository::at(&folder)?;
        let (files, mut inner) = repository.tree(&commit)?;
        all.extend(files);
        open.append(&mut inner);
        found.push(repository);
    }
    Ok((found, all))
}

/// Files that are gone, and how to find the one that a new file was.
struct Origins<'a> {
    gone: &'a [SourceFile],
    by_text: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<OsString, Vec<usize>>,
    /// The files that have a line, or as many of them as say that it is too common.
    by_line: HashMap<&'a str, Vec<usize>>,
}

/// A line of more files than this does not help to find one.
const COMMON: usize = 64;

/// Files that have the most lines of a new one, and are compared with it in whole.
const CANDIDATES: usize = 5;

impl<'a> Origins<'a> {
    fn new(gone: &'a [SourceFile]) -> Self {
        let mut origins =
            Origins { gone, by_text: HashMap::new(), by_name: HashMap::new(), by_line: HashMap::new() };
        for (number, file) in gone.iter().enumerate() {
            origins.by_text.entry(&file.text).or_default().push(number);
            origins.by_name.entry(stem(file)).or_default().push(number);
            for line in lines_of(file).into_iter().filter(|line| !line.trim().is_empty()) {
                let of_line = origins.by_line.entry(line).or_default();
                if of_line.last() != Some(&number) && of_line.len() <= COMMON {
                    of_line.push(number);
                }
            }
        }
        origins
    }

    /// What a new file was before it got its name: one of the same text, or the one of which it has the most lines.
    fn of(&self, file: &SourceFile) -> Option<&'a SourceFile> {
        let alike = self.by_name.get(&stem(file)).map_or(&[][..], Vec::as_slice);
        if let Some(same) = self.by_text.get(file.text.as_str()) {
            let best = same.iter().find(|number| alike.binary_search(number).is_ok());
            let best = best.or_else(|| same.first());
            return best.and_then(|&number| self.gone.get(number));
        }
        let own = lines_of(file);
        let mut scores: HashMap<usize, usize> = HashMap::new();
        for line in &own {
            let files = self.by_line.get(line).map_or(&[][..], Vec::as_slice);
            for number in files.iter().filter(|_| files.len() <= COMMON) {
                *scores.entry(*number).or_default() += 1;
            }
        }
        let mut order: Vec<(usize, usize)> =
            scores.into_iter().map(|(number, score)| (score, number)).collect();
        order.sort_unstable_by_key(|&(score, number)| (std::cmp::Reverse(score), number));
        let mut candidates: Vec<usize> =
            order.into_iter().map(|(_, number)| number).take(CANDIDATES).collect();
        // Pages that were all made from one template have hardly a line of their own.
        candidates.extend(alike.iter().take(CANDIDATES));
        let shared = |number: usize| {
            let old = self.gone.get(number)?;
            Some((shared_lines(&lines_of(old), &own), old))
        };
        let mut best: Option<(usize, &SourceFile)> = None;
        for (lines, old) in candidates.into_iter().filter_map(shared) {
            if best.is_none_or(|(most, _)| lines > most) {
                best = Some((lines, old));
            }
        }
        best.filter(|(lines, _)| lines * 2 >= own.len()).map(|(_, old)| old)
    }
}

/// The name without its folder and extension.
fn stem(file: &SourceFile) -> OsString {
    Path::new(&file.path).file_stem().unwrap_or_default().to_owned()
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
    fn much_text_is_compared_part_by_part() {
        let (small, large) = (file("a\n"), file(&"x".repeat(MOST)));
        let files = [&small, &small, &large, &small];
        let lengths: Vec<usize> = in_parts(&files).iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [2, 1, 1]);
        assert!(in_parts(&[]).is_empty());
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
