//! A folder with its configuration, its files and what was found in them. Open texts stand in the place
//! of what the disk has.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use super::Options;
use super::place::Buffer;
use crate::checks::CHECKS;
use crate::config::{CONFIG_NAMES, Settings};
use crate::diag::Diagnostic;
use crate::engine::{
    Base, Baseline, ConfigError, ConfigSource, Discovery, Found, Job, Lens, Live, Roots, configure, discover,
    discover_content, has_reader, load, repository_of, would_be_left_out,
};
use crate::rule::{Page, Registry, Rule, Selection, built_in_pages};
use crate::schema::{DeclarationError, Schemas};
use crate::text::{FileId, Files, Limits, read_regular, sentence};

/// Name of the file of words that are right, beside the configuration.
pub(super) const WORDS_NAME: &str = "rolelint.words";

/// Everything that a check needs besides the files.
pub(super) struct Setup {
    pub settings: Settings,
    pub rules: Vec<Rule>,
    pub pages: Vec<Page>,
    pub schemas: Schemas,
    pub roots: Roots,
    pub baseline: Option<Baseline>,
    /// Where `rolelint.words` is or would be.
    pub words: PathBuf,
}

/// A folder as it was read.
pub(super) struct Loaded {
    pub setup: Setup,
    pub files: Files,
    pub live: Live,
    ids: HashMap<PathBuf, FileId>,
    /// The files whose findings are asked for.
    report: HashSet<FileId>,
}

/// Why a folder could not be read.
pub(super) struct Failed {
    /// For people.
    pub message: String,
    /// Mistakes in the configuration, each at its place.
    pub mistakes: Option<(Files, Vec<Diagnostic>)>,
}

/// An open text.
pub(super) struct Open {
    pub path: PathBuf,
    pub text: String,
}

impl Loaded {
    pub fn id(&self, path: &Path) -> Option<FileId> {
        self.ids.get(path).copied().filter(|id| self.report.contains(id))
    }

    fn job<'a>(setup: &'a Setup, files: &'a Files, report: &'a HashSet<FileId>) -> Job<'a> {
        Job {
            files,
            settings: &setup.settings,
            rules: &setup.rules,
            roots: &setup.roots,
            report: Some(report),
            no_inline_ignores: false,
            schemas: &setup.schemas,
            lens: Lens { baseline: setup.baseline.as_ref(), ..Lens::default() },
        }
    }

    /// Takes notice of a new text; see [`Live::edit`].
    pub fn edit(&mut self, id: FileId, text: &str, whole: bool) -> Vec<FileId> {
        let before = self.files.get(id).clone();
        self.files.replace(id, text.as_bytes());
        let job = Self::job(&self.setup, &self.files, &self.report);
        self.live.edit(&job, &before, whole).into_iter().collect()
    }

    /// `rolelint.words` as it is on the disk.
    pub fn words_on_disk(&self) -> Option<Buffer> {
        let bytes = read_regular(&self.setup.words, Limits::default()).ok()?;
        String::from_utf8(bytes).ok().map(Buffer::new)
    }

    /// The text with all repairs that keep the meaning.
    pub fn fixed(&mut self, id: FileId) -> Option<String> {
        let job = Self::job(&self.setup, &self.files, &self.report);
        self.live.fixed(&job, id)
    }
}

/// The folder whose configuration holds for a file: the nearest one that has a configuration, up to the
/// workspace folder; else the workspace folder itself. For a file outside of all of them, its repository
/// or its own folder.
pub(super) fn home_of(path: &Path, workspace: &[PathBuf]) -> PathBuf {
    let parent = path.parent().unwrap_or(path);
    let above =
        workspace.iter().filter(|folder| parent.starts_with(folder)).max_by_key(|f| f.as_os_str().len());
    let top = above.map(PathBuf::as_path).or_else(|| repository_of(parent)).unwrap_or(parent);
    let holds = |folder: &&Path| CONFIG_NAMES.iter().any(|name| folder.join(name).is_file());
    let found = parent.ancestors().take_while(|folder| folder.starts_with(top)).find(holds);
    found.unwrap_or(top).to_path_buf()
}

/// Reads the frameworks of the open files below `folder` and checks these files.
pub(super) fn read(folder: &Path, options: &Options, open: &[Open]) -> Result<Loaded, Failed> {
    let plain = |message: String| Failed { message, mistakes: None };
    let (pages, errors) = built_in_pages();
    if let Some(error) = errors.first() {
        return Err(plain(format!("{error}.")));
    }
    let base = Base::at(folder).map_err(|error| plain(format!("The folder cannot be read: {error}.")))?;
    let source = match &options.config {
        Some(path) => ConfigSource::File(path),
        None if options.no_config => ConfigSource::None,
        None => ConfigSource::Search,
    };
    let configuration = configure(&base, source, &pages).map_err(failed)?;
    let home = configuration.folder().unwrap_or(base.folder()).to_path_buf();
    let words = home.join(WORDS_NAME);
    let pages: Vec<Page> = pages.into_iter().chain(configuration.packs.pages.iter().cloned()).collect();
    let rules = Registry::new(pages.clone(), CHECKS, &configuration.settings, &Selection::default())
        .map_err(|errors| failed(configuration.blame(&errors)))?
        .rules;
    let schemas = Schemas::new(&configuration.settings, Some(&home), None).map_err(|error| match error {
        DeclarationError::Configured { entry, reason } => failed(configuration.blame_at(
            &["schemas", &entry.to_string(), "schema"],
            &sentence(&reason),
            "Name a file in this folder or below, or a built-in schema such as `rolelint:role`.",
        )),
        DeclarationError::CommandLine(reason) => plain(reason),
    })?;
    let baseline = match &configuration.settings.baseline {
        Some(path) if is_inside(path) => {
            Some(Baseline::read(&base, &home.join(path), false).map_err(|error| plain(error.message))?)
        }
        Some(path) => return Err(plain(format!("The baseline `{path}` lies outside of the folder."))),
        None => None,
    };
    let exclude = configuration.settings.patterns(&configuration.settings.exclude);
    let exclude = exclude.map_err(|(_, reason)| plain(format!("A pattern under `exclude`: {reason}.")))?;
    let limits = configuration
        .settings
        .max_file_size
        .map_or_else(Limits::default, |max_file_size| Limits { max_file_size });

    let wanted: Vec<&Open> =
        open.iter().filter(|open| !would_be_left_out(&base, &open.path, &exclude)).collect();
    let mut discovery = find(&base, &wanted, &exclude).map_err(plain)?;
    let mut loaded = load(&mut discovery, limits);
    let report = loaded.report.take().unwrap_or_else(|| loaded.files.iter().map(|file| file.id).collect());
    let ids = loaded.files.iter().filter_map(|file| Some((file.disk.clone()?, file.id))).collect();
    let mut settings = configuration.attach(&mut loaded.files);
    if let Some(list) = open.iter().find(|open| open.path == words) {
        settings.words.extend(words_of(&list.text));
    }
    let setup = Setup { settings, rules, pages, schemas, roots: discovery.roots, baseline, words };
    let files = loaded.files;
    let live = Live::start(&Loaded::job(&setup, &files, &report));
    Ok(Loaded { setup, files, live, ids, report })
}

/// The words of an open `rolelint.words`.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = text.lines().map(|line| line.split('#').next().unwrap_or("").trim().to_owned());
    words.filter(|word| !word.is_empty())
}

fn is_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The open files with their texts, and the files of their frameworks from the disk.
fn find(base: &Base, open: &[&Open], exclude: &crate::config::PathPatterns) -> Result<Discovery, String> {
    let (there, new): (Vec<&Open>, Vec<&Open>) = open.iter().partition(|open| open.path.is_file());
    let paths: Vec<PathBuf> = there.iter().map(|open| open.path.clone()).collect();
    let mut discovery = match (paths.is_empty(), new.first()) {
        (false, _) => discover(base, &paths, exclude, 0)
            .map_err(|errors| errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join(" "))?,
        (true, Some(first)) => {
            let content = first.text.clone().into_bytes();
            discover_content(base, &first.path, content, exclude, 0)
        }
        (true, None) => Discovery::default(),
    };
    // What no reader knows is left out in silence: editors open all kinds of files.
    let unknown: HashSet<String> = discovery.unknown.drain(..).collect();
    discovery.files.retain(|found| !unknown.contains(&found.shown));
    for open in open {
        let content = Some(open.text.clone().into_bytes());
        match discovery.files.iter_mut().find(|found| found.disk == open.path) {
            Some(found) => found.content = content,
            None if new.iter().any(|new| new.path == open.path) => {
                let shown = base.show(&open.path);
                if !unknown.contains(&shown) && has_reader(&open.path) {
                    discovery.files.push(Found {
                        disk: open.path.clone(),
                        shown,
                        reported: true,
                        trouble: None,
                        content,
                    });
                }
            }
            None => {}
        }
    }
    discovery.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(discovery)
}

fn failed(error: ConfigError) -> Failed {
    match error {
        ConfigError::Path(error) => Failed { message: error.message, mistakes: None },
        ConfigError::Mistakes { files, findings } => Failed {
            message: "The configuration of rolelint has mistakes; until they are mended, the last one that could be \
                      used holds."
                .into(),
            mistakes: Some((files, findings)),
        },
    }
}
