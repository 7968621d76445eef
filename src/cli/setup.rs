//! What several commands need first: rules, configuration, files.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::Exit;
use super::args::ConfigArgs;
use super::console::Console;
use crate::config::{PathPatterns, Settings};
use crate::engine::{
    Base, ConfigError, ConfigSource, Configuration, Discovery, Loaded, Repository, Run, Staged, as_staged,
    configure, discover, discover_commit, discover_content, load, suggestion, would_be_left_out,
};
use crate::report::write_findings;
use crate::rule::{Page, RuleError, Selection, built_in_pages};
use crate::schema::{DeclarationError, Schemas};
use crate::syntax::FORMATS;
use crate::text::{FileId, Limits, SourceFile, nearest, sentence};

/// Links that are named one by one.
const MOST_NOTES: usize = 20;

/// The files of a run, and what is said about them.
pub(super) struct Input {
    pub settings: Settings,
    /// The configuration that is used, as shown to people.
    pub config_path: Option<String>,
    pub discovery: Discovery,
    pub loaded: Loaded,
    /// For remarks about layouts; without it there are none.
    configuration: Option<Configuration>,
    /// The file that it was read from.
    own: Option<SourceFile>,
    /// What the next commit has, if that is checked.
    pub staged: Option<Staged>,
    /// Everything below the working directory was asked for.
    everything: bool,
}

impl Input {
    /// What `paths` name, and the frameworks around it.
    pub fn find(
        base: &Base,
        paths: &[PathBuf],
        configuration: Configuration,
        threads: usize,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        Input::find_others(base, paths, configuration, threads, &Others::default(), console)
    }

    /// The same with files that are left out or read from elsewhere.
    pub fn find_others(
        base: &Base,
        paths: &[PathBuf],
        configuration: Configuration,
        threads: usize,
        others: &Others<'_>,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        let exclude = exclude(&configuration.settings, console)?;
        let kept: Vec<PathBuf> = paths
            .iter()
            .filter(|path| !(others.force_exclude && would_be_left_out(base, path, &exclude)))
            .cloned()
            .collect();
        let mut discovery = if kept.is_empty() && !paths.is_empty() {
            Discovery { excluded: paths.len(), ..Discovery::default() }
        } else {
            discover(base, &kept, &exclude, threads).map_err(|errors| console.complain_all(&errors))?
        };
        discovery.files.retain(|found| !others.ours.contains(&found.disk));
        let folders: Vec<PathBuf> = if paths.is_empty() {
            vec![base.folder().to_path_buf()]
        } else {
            kept.iter().filter_map(|path| base.resolve(path).ok()).collect()
        };
        let limits = limits(&configuration.settings);
        let staged = others
            .staged
            .map(|repository| as_staged(repository, base, &folders, &exclude, &mut discovery, limits))
            .transpose()
            .map_err(|error| console.complain_all(&[error]))?;
        discovery.with_own = others.with_own;
        discovery.sparing = others.sparing;
        let mut input = Input::load(discovery, configuration, console);
        input.staged = staged;
        let whole = Path::new(".");
        input.everything = paths.is_empty() || paths.iter().any(|path| Path::new(path) == whole);
        Ok(input)
    }

    /// The configuration as one of the files, which it joins if it is not among them.
    pub fn own_configuration(&mut self) -> Option<FileId> {
        let mut own = self.own.clone()?;
        let known = self.loaded.files.iter().find(|file| file.disk == own.disk).map(|file| file.id);
        known.or_else(|| {
            Some(self.loaded.files.add(|id| {
                own.id = id;
                own
            }))
        })
    }

    /// The files below the working directory as they are in a commit.
    pub fn commit(
        base: &Base,
        repository: &Repository,
        commit: &str,
        configuration: Configuration,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        let exclude = exclude(&configuration.settings, console)?;
        let limits = limits(&configuration.settings);
        let discovery = discover_commit(repository, commit, base, &exclude, limits)
            .map_err(|error| console.complain_all(&[error]))?;
        if let Some(former) = &discovery.former {
            let name = commit.get(..12).unwrap_or(commit);
            console.note(&format!("In {name} this folder was `{former}`."));
        }
        Ok(Input::load(discovery, configuration, console))
    }

    /// The text on standard input as the file at `path`.
    pub fn stdin(
        base: &Base,
        path: &Path,
        configuration: Configuration,
        threads: usize,
        console: &mut Console,
    ) -> Result<Self, Exit> {
        if is_folder(&base.folder().join(path)) {
            let message = format!("`{}` is a folder; standard input stands for a file.", path.display());
            console.complain(&message, Some("Name the file, with its extension: `--stdin-filename a.md`."));
            return Err(Exit::Failed);
        }
        let exclude = exclude(&configuration.settings, console)?;
        let limit = limits(&configuration.settings).max_file_size;
        let mut content = vec![];
        let read = std::io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut content);
        read.map_err(|error| {
            console.complain(&format!("Standard input cannot be read: {error}."), None);
            Exit::Failed
        })?;
        let discovery = discover_content(base, path, content, &exclude, threads);
        Ok(Input::load(discovery, configuration, console))
    }

    fn load(mut discovery: Discovery, configuration: Configuration, console: &mut Console) -> Self {
        for name in &discovery.unknown {
            console.note(&format!("`{name}` is in no format that rolelint reads, so it is not checked."));
        }
        let links = discovery.links.iter();
        note_some(
            links.map(|(name, reason)| format!("`{name}` was not read: {reason}.")),
            "more links",
            console,
        );
        if !discovery.files.iter().any(|found| found.reported) {
            let names: Vec<String> = FORMATS
                .iter()
                .filter_map(|format| format.extensions.first().map(|extension| format!(".{extension}")))
                .collect();
            if discovery.excluded > 0 {
                console.note(
                    "There is nothing to check here: everything is left out, by `exclude` or an ignore file.",
                );
            } else if !discovery.ignored.is_empty() && !discovery.untold {
                console.note(&format!(
                    "There is nothing to check here but what an ignore file names and git does not track: {}. Name a \
                     file to check it all the same.",
                    some_names(&discovery.ignored)
                ));
            } else if discovery.ignored.is_empty() {
                console
                    .note(&format!("There is nothing to check here: no {} or the like.", names.join(", ")));
            }
        }
        if discovery.untold {
            console.note(&format!(
                "git's list of the files that it tracks cannot be read, so what an ignore file names is left out, \
                 tracked or not: {}. Name a file to check it all the same.",
                some_names(&discovery.ignored)
            ));
        }
        // The folders beside those that are named are read as well, but nobody asked about them.
        let concerns = |root: &&String| {
            let inside = format!("{root}/");
            discovery.files.iter().any(|found| found.reported && found.shown.starts_with(&inside))
        };
        if let Some(root) = discovery.roots.0.iter().find(|root| configuration.searched && concerns(root)) {
            console.note(&format!(
                "The rolelint.yaml in `{root}` is not used: settings are taken from the current folder or one \
                 above it. Run rolelint there, or name the file with `--config`."
            ));
        }
        // A configuration further down says where a framework begins, and nothing else.
        let own =
            configuration.path.as_ref().map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder));
        if let Some(own) = own.filter(|_| !configuration.searched)
            && let Some(root) = discovery.roots.0.iter().find(|root| root.as_str() != own && concerns(root))
        {
            let folder = if root.is_empty() { String::new() } else { format!(" in `{root}`") };
            console.note(&format!(
                "The settings in the rolelint.yaml{folder} are not used: one configuration holds for a whole run."
            ));
        }
        let mut loaded = load(&mut discovery, limits(&configuration.settings));
        let own = loaded.own.iter();
        note_some(
            own.map(|name| format!("`{name}` was written by rolelint, so it is not read as a page.")),
            "more files",
            console,
        );
        let config_path = configuration.path.clone();
        let kept = Some(configuration.clone()).filter(|own| !own.settings.layouts.is_empty());
        let own = configuration.files().iter().next().cloned();
        let settings = configuration.attach(&mut loaded.files);
        Input {
            settings,
            config_path,
            discovery,
            loaded,
            configuration: kept,
            own,
            staged: None,
            everything: false,
        }
    }

    /// Says which layouts of the configuration fit no file, and which of their clues were not found.
    pub fn tell_layouts(&self, run: &Run, console: &mut Console) {
        let Some(configuration) = &self.configuration else { return };
        let remarks = configuration.layout_remarks(&run.layouts, &self.loaded.files, self.everything);
        if !remarks.findings.is_empty() {
            // If standard error cannot be written there is nobody to tell.
            let _ = write_findings(&remarks.files, &remarks.findings, console.err_style, &mut console.err);
            let _ = console.err.flush();
        }
    }

    /// What is let in.
    pub fn limits(&self) -> Limits {
        limits(&self.settings)
    }
}

/// Names that are told in one sentence.
const SOME_NAMES: usize = 3;

/// `a`, `b`, `c` and 4 more.
fn some_names(names: &[String]) -> String {
    let some: Vec<String> = names.iter().take(SOME_NAMES).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(some.len()) {
        0 => String::new(),
        left => format!(" and {left} more"),
    };
    format!("{}{more}", some.join(", "))
}

/// Says these sentences, up to [`MOST_NOTES`]; `more` are the others.
fn note_some(sentences: impl ExactSizeIterator<Item = String>, more: &str, console: &mut Console) {
    let left = sentences.len().saturating_sub(MOST_NOTES);
    sentences.take(MOST_NOTES).for_each(|sentence| console.note(&sentence));
    if left > 0 {
        console.note(&format!("So it is with {left} {more}."));
    }
}

/// Files that are not read as they stand on the disk.
#[derive(Default)]
pub(super) struct Others<'a> {
    /// Reports and baselines of earlier runs are not checked.
    pub ours: Vec<PathBuf>,
    /// Files are as they are staged here.
    pub staged: Option<&'a Repository>,
    /// What a walk leaves out is left out even where it is named.
    pub force_exclude: bool,
    /// What calls itself a report of ours is read as well: a stranger's page could call itself so.
    pub with_own: bool,
    /// Nobody asks for all texts at once.
    pub sparing: bool,
}

const SCHEMA_HELP: &str = "Name a file, relative to the configuration and in its folder or below, or a built-in schema such as `rolelint:role`. `rolelint schema print` lists those.";

pub(super) fn exists(path: &Path) -> bool {
    path.exists()
}

pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

pub(super) fn limits(settings: &Settings) -> Limits {
    settings.max_file_size.map_or_else(Limits::default, |max_file_size| Limits { max_file_size })
}

fn exclude(settings: &Settings, console: &mut Console) -> Result<PathPatterns, Exit> {
    settings.patterns(&settings.exclude).map_err(|(_, reason)| {
        console.complain(&format!("A pattern under `exclude` cannot be understood: {reason}."), None);
        Exit::Failed
    })
}

/// The pages of the program.
pub(super) fn pages(console: &mut Console) -> Result<Vec<Page>, Exit> {
    let (pages, errors) = built_in_pages();
    for error in &errors {
        console.complain(&format!("{error}."), None);
    }
    if errors.is_empty() { Ok(pages) } else { Err(Exit::Failed) }
}

pub(super) fn working_directory(console: &mut Console) -> Result<Base, Exit> {
    Base::current().map_err(|error| {
        console.complain(&format!("The current folder cannot be found: {error}."), None);
        Exit::Failed
    })
}

pub(super) fn configuration(
    base: &Base,
    args: &ConfigArgs,
    pages: &[Page],
    console: &mut Console,
) -> Result<Configuration, Exit> {
    let source = match &args.config {
        Some(path) => ConfigSource::File(path),
        None if args.no_config => ConfigSource::None,
        None => ConfigSource::Search,
    };
    let configuration = configure(base, source, pages).map_err(|error| config_error(&error, console))?;
    for note in configuration.notes.iter().chain(&configuration.packs.notes) {
        console.note(note);
    }
    Ok(configuration)
}

pub(super) fn config_error(error: &ConfigError, console: &mut Console) -> Exit {
    match error {
        ConfigError::Path(error) => console.complain_all(std::slice::from_ref(error)),
        ConfigError::Mistakes { files, findings } => {
            // If standard error cannot be written there is nobody to tell.
            let _ = write_findings(files, findings, console.err_style, &mut console.err);
            let _ = console.err.flush();
            Exit::Failed
        }
    }
}

/// The schemas that the configuration and the command line declare.
pub(super) fn schemas(
    configuration: &Configuration,
    base: &Base,
    forced: Option<&Path>,
    console: &mut Console,
) -> Result<Schemas, Exit> {
    let folder = configuration.folder().unwrap_or(base.folder());
    Schemas::new(&configuration.settings, Some(folder), forced).map_err(|error| match error {
        DeclarationError::Configured { entry, reason } => config_error(
            &configuration.blame_at(
                &["schemas", &entry.to_string(), "schema"],
                &sentence(&reason),
                SCHEMA_HELP,
            ),
            console,
        ),
        DeclarationError::CommandLine(reason) => {
            let missing = forced.filter(|path| !exists(&base.folder().join(path)));
            let help = missing.and_then(|path| suggestion(base, path));
            console.complain(&reason, help.as_deref());
            Exit::Failed
        }
    })
}

pub(super) fn rule_errors(
    configuration: &Configuration,
    errors: Vec<RuleError>,
    console: &mut Console,
) -> Exit {
    let (configured, own): (Vec<_>, Vec<_>) = errors.into_iter().partition(|error| error.configured);
    for error in &own {
        console.complain(&format!("The rule page {error}."), None);
    }
    if !configured.is_empty() {
        config_error(&configuration.blame(&configured), console);
    }
    Exit::Failed
}

/// Unknown names on the command line.
pub(super) fn check_names(selection: &Selection, pages: &[Page], console: &mut Console) -> Result<(), Exit> {
    let known: Vec<&str> = pages
        .iter()
        .flat_map(|page| {
            [page.id.as_str(), page.group.as_str()]
                .into_iter()
                .chain(page.meta.aliases.iter().map(String::as_str))
        })
        .collect();
    let mut exit = Ok(());
    for (option, names) in [("--select", &selection.select), ("--ignore", &selection.ignore)] {
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            if name.trim().is_empty() {
                console.complain(
                    &format!("`{option}` names no rule."),
                    Some("`rolelint rules` lists all rules and groups."),
                );
                exit = Err(Exit::Failed);
                continue;
            }
            let near = nearest(name, known.iter().copied());
            let help = near.map_or_else(
                || "`rolelint rules` lists all rules and groups.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            console.complain(&format!("No rule or group is named `{name}` ({option})."), Some(&help));
            exit = Err(Exit::Failed);
        }
    }
    exit
}

pub(super) fn set_threads(threads: usize) {
    if threads > 0 {
        // Fails only if a pool exists already, and then that one serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}
