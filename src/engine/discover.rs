//! Which files are read, and which of them are reported on.
//!
//! The walk is the `ignore` crate's, but it opens ignore files plainly, and a pull request may make
//! `.gitignore` a link to a device that never ends. So its own reading is switched off, and
//! [`Ignores`] feeds it from regular files of limited size.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};

use super::Roots;
use super::ignores::Ignores;
use super::write::is_temporary;
use crate::config::{CONFIG_NAMES, PathPatterns};
use crate::syntax::{FORMATS, LARGEST_BARE, is_bare, is_page_bytes};
use crate::text::{Limits, LoadError, Trouble, nearest, read_regular};

/// Files and folders that are left out and named; the rest is not told.
const MAX_LEFT_OUT: usize = 10_000;

/// Why something is left out that a pattern of an ignore file names.
const AN_IGNORE_FILE: &str = "an ignore file";

/// How far above the working directory anything of a run may lie (`../` at the start of a path).
const MAX_ABOVE: usize = 64;

/// The working directory: paths are shown relative to it.
#[derive(Debug, Clone)]
pub struct Base {
    folder: PathBuf,
}

impl Base {
    /// The process's working directory.
    ///
    /// # Errors
    /// When the system cannot tell it, for example because it was deleted.
    pub fn current() -> io::Result<Self> {
        Base::at(Path::new("."))
    }

    /// Another folder, for tests.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn at(folder: &Path) -> io::Result<Self> {
        Ok(Base { folder: std::fs::canonicalize(folder)? })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The way from the top of the repository to the working directory, `/` between names; empty at the top and
    /// outside of repositories.
    pub fn within(&self) -> String {
        let top = repository_of(&self.folder).unwrap_or(&self.folder);
        let way = self.folder.strip_prefix(top).unwrap_or(Path::new(""));
        way.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// `path` (absolute, resolved) as people are told it: relative to the working directory, `/`
    /// between names. The working directory itself is the empty string.
    pub fn show(&self, path: &Path) -> String {
        let own: Vec<Component<'_>> = self.folder.components().collect();
        let other: Vec<Component<'_>> = path.components().collect();
        let common = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let up = own.len() - common;
        // Nothing in common but the root: nobody reads `../../../../tmp/a.md`.
        if common <= 1 && up > 1 || common == 0 || up > MAX_ABOVE {
            return path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        }
        let names = other.iter().skip(common).map(|name| name.as_os_str().to_string_lossy().into_owned());
        let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up).chain(names).collect();
        parts.join("/")
    }

    /// The absolute path of what a user names. Links in the folders above it are resolved, so that
    /// one file has one name however it is reached; a link at the end stays.
    ///
    /// # Errors
    /// When the folder that holds it does not exist or cannot be entered.
    pub fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let path = self.folder.join(path);
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => Ok(std::fs::canonicalize(parent)?.join(name)),
            _ => std::fs::canonicalize(&path),
        }
    }
}

/// A file to read.
#[derive(Debug, Clone)]
pub struct Found {
    pub disk: PathBuf,
    /// As shown to people.
    pub shown: String,
    /// Findings in it are reported. Other files are only read because they belong to the same framework.
    pub reported: bool,
    /// Why it cannot be read, where that is known before opening it.
    pub trouble: Option<Trouble>,
    /// Its content, if that was handed over and need not be read.
    pub content: Option<Vec<u8>>,
}

/// The outcome of [`discover`].
#[derive(Debug, Default)]
pub struct Discovery {
    /// Sorted by the path shown.
    pub files: Vec<Found>,
    pub roots: Roots,
    /// Named files that no reader knows, as shown.
    pub unknown: Vec<String>,
    /// How many files and folders `exclude` left out.
    pub excluded: usize,
    /// Files and folders that are left out, as shown, with the reason; the first of them, if there are many.
    pub left_out: Vec<(String, &'static str)>,
    /// Those of them that an ignore file names, where they were asked for.
    pub ignored: Vec<String>,
    /// Nobody can tell whether git tracks these.
    pub untold: bool,
    /// Temporary files of runs that were killed.
    pub leftovers: Vec<PathBuf>,
    /// Links named like documents, as shown, that lead nowhere or out of the repository, with what is wrong.
    pub links: Vec<(String, String)>,
    /// Reports and audits of earlier runs are read like pages.
    pub with_own: bool,
    /// Nobody asks for all texts at once, so that of much text what is not read just now may be packed.
    pub sparing: bool,
    /// The folder that the files were in, as shown, where a commit knows the working directory by another name.
    pub former: Option<String>,
}

/// A path on the command line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PathError {
    pub message: String,
    pub help: Option<String>,
}

/// What a user named.
struct Named {
    path: PathBuf,
    is_folder: bool,
}

/// Finds the files of a run: those that `paths` name (everything below the working directory if
/// there are none) and those that belong to the same frameworks.
///
/// # Errors
/// When a path does not exist or leads out of its repository.
pub fn discover(
    base: &Base,
    paths: &[PathBuf],
    exclude: &PathPatterns,
    threads: usize,
) -> Result<Discovery, Vec<PathError>> {
    let default = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let mut named = vec![];
    let mut errors = vec![];
    for path in paths {
        match look_up(base, path) {
            Ok(found) => named.push(found),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(walk(base, &named, exclude, threads))
}

/// The same for one file whose content is handed over (`--stdin-filename`), whether or not it exists.
pub fn discover_content(
    base: &Base,
    path: &Path,
    content: Vec<u8>,
    exclude: &PathPatterns,
    threads: usize,
) -> Discovery {
    let path = base.resolve(path).unwrap_or_else(|_| base.folder.join(path));
    let named = [Named { path: path.clone(), is_folder: false }];
    let mut discovery = walk(base, &named, exclude, threads);
    if let Some(found) = discovery.files.iter_mut().find(|found| found.disk == path) {
        if is_bare(&found.shown) && is_page_bytes(&content) {
            discovery.unknown.retain(|name| *name != found.shown);
        }
        found.content = Some(content);
    }
    // Whoever hands a text over wants to know about that text.
    discovery.with_own = true;
    discovery
}

fn walk(base: &Base, named: &[Named], exclude: &PathPatterns, threads: usize) -> Discovery {
    let mut walk = Walk {
        base,
        ignores: Arc::new(Ignores::new(base.folder())),
        exclude: exclude.clone(),
        threads,
        found: BTreeMap::new(),
        roots: BTreeSet::new(),
        excluded: Arc::default(),
        left_out: Arc::default(),
        leftovers: vec![],
        links: vec![],
    };
    for place in named {
        walk.context(place);
    }
    for place in named {
        walk.report(place);
    }
    walk.finish(named)
}

/// What tells whether a file changed: its time and its size.
pub type Stamp = (Option<std::time::SystemTime>, u64);

/// The stamp of a file; `None` if there is none.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.modified().ok(), meta.len()))
}

/// True for a file that a walk over its folders would have left out: by `exclude`, by an ignore file that names what
/// git does not track, or because it or a folder above it is hidden. Programs that name files (hooks) know nothing of these.
pub fn would_be_left_out(base: &Base, path: &Path, exclude: &PathPatterns) -> bool {
    let Ok(path) = base.resolve(path) else { return false };
    if path.is_dir() {
        return false;
    }
    let top = repository_of(&path).map_or_else(|| base.folder.clone(), Path::to_path_buf);
    let ignores = Ignores::new(base.folder());
    let mut parts = path.ancestors().take_while(|part| **part != *top && part.starts_with(&top));
    !passes(base, &path, &top, exclude)
        || parts.any(|part| ignores.is_ignored(part, part != path)) && !ignores.is_tracked(&path)
}

/// True for a file below `top` that is neither hidden nor in a hidden folder, and that `exclude` does not name.
pub(super) fn passes(base: &Base, path: &Path, top: &Path, exclude: &PathPatterns) -> bool {
    let mut parts = path.ancestors().take_while(|part| *part != top && part.starts_with(top));
    parts.all(|part| {
        let hidden = part.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !hidden && !exclude.matches_entry(&base.show(part), part != path)
    })
}

/// The folder above `folder` (or itself) that holds `.git`.
pub fn repository_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| std::fs::symlink_metadata(folder.join(".git")).is_ok())
}

/// A link may be read if it ends inside the repository it stands in; outside of repositories, where
/// it likes. Without this, a pull request that adds a link could print any file of the machine.
///
/// # Errors
/// Why it may not, as the end of a sentence about it.
pub fn follow_inside(path: &Path) -> Result<PathBuf, String> {
    let target = std::fs::canonicalize(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "it is a link to something that does not exist".to_owned(),
        _ => format!("it is a link that cannot be followed ({error})"),
    })?;
    match path.parent().and_then(repository_of) {
        Some(root) if !target.starts_with(root) => {
            Err("it is a link that leads out of the repository".to_owned())
        }
        _ => Ok(target),
    }
}

/// True if `path` is written as a place inside the repository of the working directory but, through a
/// link in one of its folders, is another.
pub fn leaves_repository(base: &Base, path: &Path, resolved: &Path) -> bool {
    let mut written = PathBuf::new();
    for part in base.folder.join(path).components() {
        match part {
            Component::ParentDir => {
                written.pop();
            }
            Component::CurDir => {}
            part => written.push(part),
        }
    }
    repository_of(&base.folder).is_some_and(|root| written.starts_with(root) && !resolved.starts_with(root))
}

fn look_up(base: &Base, path: &Path) -> Result<Named, PathError> {
    let shown = path.to_string_lossy().into_owned();
    let unreachable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => PathError {
            message: format!("`{shown}` does not exist."),
            help: if shown == "-" {
                Some("To check standard input, say which file it stands for: `--stdin-filename a.md`.".into())
            } else {
                suggestion(base, path)
            },
        },
        io::ErrorKind::PermissionDenied => PathError {
            message: format!("`{shown}` cannot be reached: you have no permission to enter its folder."),
            help: Some(
                "Allow yourself to enter it (on Unix: `chmod u+rx FOLDER`), or name other files.".into(),
            ),
        },
        _ => PathError { message: format!("`{shown}` cannot be reached: {error}."), help: None },
    };
    let resolved = base.resolve(path).map_err(unreachable)?;
    let meta = std::fs::symlink_metadata(&resolved).map_err(unreachable)?;
    let refused = |reason: String| PathError {
        message: format!("`{shown}` is not read: {reason}."),
        help: Some("Name the file or folder itself.".to_owned()),
    };
    if leaves_repository(base, path, &resolved) {
        return Err(refused("a link leads out of the repository".into()));
    }
    if !meta.is_symlink() {
        return Ok(Named { path: resolved, is_folder: meta.is_dir() });
    }
    let target = follow_inside(&resolved).map_err(refused)?;
    if target.is_dir() {
        return Ok(Named { path: target, is_folder: true });
    }
    Ok(Named { path: resolved, is_folder: false })
}

/// "Did you mean", from the names in the nearest folder that does exist.
pub fn suggestion(base: &Base, path: &Path) -> Option<String> {
    let full = base.folder.join(path);
    let folder = full.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let wrong =
        full.strip_prefix(folder).ok()?.components().next()?.as_os_str().to_string_lossy().into_owned();
    let names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .take(10_000)
        .collect();
    let near = nearest(&wrong, names.iter().map(String::as_str))?;
    let shown = base.show(&folder.canonicalize().ok()?.join(near));
    Some(format!("Did you mean `{shown}`?"))
}

/// True when the name says that a reader knows the format.
pub fn has_reader(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension
        .is_some_and(|extension| FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str())))
}

/// True for a file without an extension that is a page of text. It is looked into, so ask this last.
fn is_bare_page(path: &Path) -> bool {
    let limits = Limits { max_file_size: LARGEST_BARE };
    path.file_name().is_some_and(|name| is_bare(&name.to_string_lossy()))
        && read_regular(path, limits).is_ok_and(|bytes| is_page_bytes(&bytes))
}

pub(super) fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| CONFIG_NAMES.iter().any(|config| name == *config))
}

struct Walk<'a> {
    base: &'a Base,
    ignores: Arc<Ignores>,
    exclude: PathPatterns,
    threads: usize,
    found: BTreeMap<PathBuf, Option<Trouble>>,
    roots: BTreeSet<PathBuf>,
    excluded: Arc<AtomicUsize>,
    left_out: Arc<Mutex<BTreeMap<PathBuf, &'static str>>>,
    leftovers: Vec<PathBuf>,
    links: Vec<(PathBuf, String)>,
}

impl Walk<'_> {
    /// Reads what may belong to the same framework as `place`: all below the nearest folder with a
    /// configuration file; without one, the folders next to it and directly below it, because
    /// sibling folders that share a shape are one framework.
    fn context(&mut self, place: &Named) {
        let folder = if place.is_folder { Some(place.path.as_path()) } else { place.path.parent() };
        let Some(folder) = folder else { return };
        let repository = repository_of(folder).map(Path::to_path_buf);
        let inside = |folder: &Path| match &repository {
            Some(root) => folder.starts_with(root),
            None => folder.starts_with(self.base.folder()),
        };
        let root = folder.ancestors().take_while(|f| *f == folder || inside(f)).find(|f| holds_config(f));
        if let Some(root) = root.map(Path::to_path_buf) {
            self.run(&root, None);
            self.roots.insert(root);
            return;
        }
        match folder.parent().filter(|parent| inside(parent)).map(Path::to_path_buf) {
            Some(parent) => self.run(&parent, Some(2)),
            None if !place.is_folder => self.run(folder, Some(1)),
            None => {}
        }
        if inside(folder) && !place.is_folder {
            self.run(folder, Some(2));
        }
    }

    /// Reads what `place` names.
    fn report(&mut self, place: &Named) {
        if place.is_folder {
            self.run(&place.path, None);
        } else {
            self.found.entry(place.path.clone()).or_insert(None);
        }
    }

    /// Walks one folder, `depth` folders deep.
    fn run(&mut self, folder: &Path, depth: Option<usize>) {
        let ignores = Arc::clone(&self.ignores);
        let exclude = self.exclude.clone();
        let base = self.base.clone();
        let excluded = Arc::clone(&self.excluded);
        let left_out = Arc::clone(&self.left_out);
        let is_excluded = move |path: &Path, is_folder: bool| {
            let is = exclude.matches_entry(&base.show(path), is_folder);
            excluded.fetch_add(usize::from(is), Ordering::Relaxed);
            is
        };
        let top = folder.to_path_buf();
        let mut builder = WalkBuilder::new(folder);
        builder.standard_filters(false).follow_links(false).max_depth(depth).threads(self.threads);
        builder.filter_entry(move |entry| {
            let (path, is_folder) = (entry.path(), entry.file_type().is_some_and(|kind| kind.is_dir()));
            if is_config(path) || is_temporary(path) {
                return true;
            }
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let known = is_folder || has_reader(path);
            let reason = if entry.path_is_symlink() && !known {
                "it is a link"
            } else if !(known || is_file && path.extension().is_none()) {
                "no reader knows the format"
            } else if hidden {
                "its name begins with a dot"
            } else if is_excluded(path, is_folder) {
                "`exclude` in the configuration"
            } else if ignores.leave_out(&top, path, is_folder) {
                AN_IGNORE_FILE
            } else if !known && !is_bare_page(path) {
                "no reader knows the format"
            } else {
                return true;
            };
            let mut left_out = left_out.lock().unwrap_or_else(PoisonError::into_inner);
            if left_out.len() < MAX_LEFT_OUT && entry.file_name() != ".git" {
                left_out.insert(path.to_path_buf(), reason);
            }
            false
        });
        let seen = Mutex::new((vec![], vec![], vec![]));
        let named_out = Arc::clone(&self.left_out);
        let mut links = Mutex::new(vec![]);
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                let (found, roots, leftovers) = &mut *seen;
                match entry {
                    Ok(entry) => {
                        let kind = entry.file_type();
                        let path = entry.path();
                        if kind.is_some_and(|kind| kind.is_dir()) {
                        } else if kind.is_some_and(|kind| kind.is_symlink()) {
                            // What it leads to is read where it stands, if it stands here.
                            match follow_inside(path) {
                                Ok(_) => {
                                    let mut out = named_out.lock().unwrap_or_else(PoisonError::into_inner);
                                    if out.len() < MAX_LEFT_OUT {
                                        out.insert(path.to_path_buf(), "it is a link");
                                    }
                                }
                                Err(reason) => {
                                    let mut links = links.lock().unwrap_or_else(PoisonError::into_inner);
                                    links.push((path.to_path_buf(), reason));
                                }
                            }
                        } else if is_config(path) {
                            roots.extend(path.parent().map(Path::to_path_buf));
                        } else if is_temporary(path) {
                            leftovers.push(path.to_path_buf());
                        } else {
                            found.push((path.to_path_buf(), None));
                        }
                    }
                    Err(error) => found.extend(trouble_of(error)),
                }
                WalkState::Continue
            })
        });
        self.links.append(links.get_mut().unwrap_or_else(PoisonError::into_inner));
        let (found, roots, leftovers) = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (path, trouble) in found {
            self.found.entry(path).or_insert(trouble);
        }
        self.roots.extend(roots);
        self.leftovers.extend(leftovers);
    }

    fn finish(mut self, named: &[Named]) -> Discovery {
        for (path, reason) in self.ignores.troubles() {
            self.found.insert(path, Some(Trouble::Unreadable(reason)));
        }
        let mut unknown = vec![];
        let mut files = vec![];
        for (disk, trouble) in self.found {
            let mut shown = self.base.show(&disk);
            if matches!(trouble, Some(Trouble::Unreadable(_))) && disk.is_dir() {
                shown.push('/');
            }
            let by_name = named.iter().any(|place| !place.is_folder && place.path == disk);
            if by_name && is_config(&disk) {
                continue;
            }
            if by_name && !has_reader(&disk) && !is_bare_page(&disk) {
                unknown.push(shown.clone());
            }
            let reported =
                by_name || named.iter().any(|place| place.is_folder && disk.starts_with(&place.path));
            // An ignore file that cannot be read decides about what lies below it.
            let governs = trouble.is_some()
                && disk
                    .parent()
                    .is_some_and(|folder| named.iter().any(|place| place.path.starts_with(folder)));
            files.push(Found { disk, shown, reported: reported || governs, trouble, content: None });
        }
        files.sort_by(|a, b| a.shown.cmp(&b.shown));
        let roots = self.roots.iter().map(|root| self.base.show(root)).collect();
        let excluded = self.excluded.load(Ordering::Relaxed);
        let left_out = std::mem::take(&mut *self.left_out.lock().unwrap_or_else(PoisonError::into_inner));
        let asked = |path: &Path| named.iter().any(|place| place.is_folder && path.starts_with(&place.path));
        let ignored: Vec<String> = left_out
            .iter()
            .filter(|(path, reason)| **reason == AN_IGNORE_FILE && asked(path))
            .map(|(path, _)| self.base.show(path))
            .collect();
        let untold = !ignored.is_empty() && self.ignores.is_untold();
        let left_out = left_out.into_iter().map(|(path, reason)| (self.base.show(&path), reason)).collect();
        let mut links: Vec<(String, String)> = self
            .links
            .into_iter()
            .filter(|(path, _)| asked(path))
            .map(|(path, reason)| (self.base.show(&path), reason))
            .collect();
        links.sort();
        links.dedup();
        let leftovers = self.leftovers;
        let roots = Roots(roots);
        Discovery {
            former: None,
            files,
            roots,
            unknown,
            excluded,
            left_out,
            ignored,
            untold,
            leftovers,
            links,
            with_own: false,
            sparing: false,
        }
    }
}

/// True when the folder holds a configuration file.
fn holds_config(folder: &Path) -> bool {
    CONFIG_NAMES.iter().any(|name| folder.join(name).is_file())
}

/// A folder that cannot be read is reported like a file.
fn trouble_of(error: ignore::Error) -> Option<(PathBuf, Option<Trouble>)> {
    fn path_of(error: &ignore::Error) -> Option<PathBuf> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path.clone()),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    let path = path_of(&error)?;
    let io = error.into_io_error()?;
    // A file that was deleted while we looked is no longer ours to judge.
    if io.kind() == io::ErrorKind::NotFound {
        return None;
    }
    Some((path, Some(Trouble::from(LoadError::Io(io)))))
}
