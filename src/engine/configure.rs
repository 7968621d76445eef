//! Finds `rolelint.yaml`, and reads it so that every mistake in it has its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::LayoutReport;
use super::config_schema::strict_config_schema;
use super::discover::{Base, PathError, follow_inside, leaves_repository, repository_of, suggestion};
use super::packs::{Packs, entries_of, load_packs};
use crate::config::{CONFIG_NAMES, Dictionaries, Settings};
use crate::diag::{Diagnostic, Severity};
use crate::rule::{Page, RuleError};
use crate::schema::{Schema, Violation};
use crate::syntax::{self, Document, Node, ProblemKind, Value};
use crate::text::{Encoding, FileId, Files, Limits, SourceFile, Span, read_regular};

/// Name under which mistakes in the configuration are shown.
pub const CONFIGURATION: &str = "configuration";

/// Largest configuration that is read, in bytes.
const MAX_CONFIG_SIZE: u64 = 1024 * 1024;

/// Where the configuration comes from.
#[derive(Debug, Clone, Copy)]
pub enum ConfigSource<'a> {
    /// From the working directory upwards, never above the repository.
    Search,
    /// This file.
    File(&'a Path),
    /// Nowhere: the defaults.
    None,
}

/// A configuration that can be used.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    pub settings: Settings,
    /// The file it was read from, as shown to people.
    pub path: Option<String>,
    /// None was found, though one was looked for: a file in another folder may have been meant.
    pub searched: bool,
    /// What the user may not expect about which file is used.
    pub notes: Vec<String>,
    /// The rules of the packs that it names.
    pub packs: Packs,
    files: Files,
    document: Option<Document>,
}

/// What is said about a configuration that can be used.
#[derive(Debug)]
pub struct Remarks {
    /// The configuration itself.
    pub files: Files,
    pub findings: Vec<Diagnostic>,
}

/// A configuration that cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Path(PathError),
    /// It says something wrong.
    Mistakes { files: Files, findings: Vec<Diagnostic> },
}

/// Finds and reads the configuration.
///
/// # Errors
/// When the file cannot be read, or with all mistakes in it.
pub fn configure(
    base: &Base,
    source: ConfigSource<'_>,
    pages: &[Page],
) -> Result<Configuration, ConfigError> {
    let path = match source {
        ConfigSource::None => return Ok(Configuration::default()),
        ConfigSource::File(path) => named(base, path).map_err(ConfigError::Path)?,
        ConfigSource::Search => match search(base) {
            None => {
                let notes = notes(base, base.folder());
                let words = own_words(base, base.folder()).map_err(ConfigError::Path)?;
                let settings = Settings { words, ..Settings::default() };
                return Ok(Configuration { settings, searched: true, notes, ..Configuration::default() });
            }
            Some(path) => path,
        },
    };
    // Both from the root, because a configuration that is named may stand anywhere.
    let from_root = |path: &Path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let places =
        Places { from_base: from_root(base.folder()), folder: from_root(path.parent().unwrap_or(&path)) };
    let shown = base.show(&path);
    let unreadable = |reason: String| {
        ConfigError::Path(PathError {
            message: format!("The configuration `{shown}` cannot be read: {reason}."),
            help: Some("Mend that, or leave it out with `--no-config`.".into()),
        })
    };
    if path.is_symlink() {
        follow_inside(&path).map_err(unreadable)?;
    }
    let bytes = read_regular(&path, Limits { max_file_size: MAX_CONFIG_SIZE })
        .map_err(|error| unreadable(error.to_string()))?;
    let mut files = Files::default();
    let id = files.add(|id| SourceFile::from_bytes(id, &shown, Some(path.clone()), &bytes));
    let file = &files.get(id).clone();
    if file.trouble.is_some() {
        return Err(unreadable("it is not a text file".into()));
    }
    if file.encoding != Encoding::Utf8 {
        let reason = format!("it is saved as {}; save it as UTF-8", file.encoding.name());
        return Err(unreadable(reason));
    }
    let document = syntax::parse_yaml(file);
    let folder = path.parent().unwrap_or(&path);
    let entries = document.data().first().map(entries_of).unwrap_or_default();
    // The rules of packs may be configured too, so they must be known first.
    let packs = load_packs(folder, &base.show(folder), &entries, pages, &mut files);
    let packs = match packs {
        Ok(packs) => packs,
        Err(findings) => return Err(ConfigError::Mistakes { files, findings }),
    };
    let all: Vec<Page> = pages.iter().chain(&packs.pages).cloned().collect();
    let words = own_words(base, folder).map_err(ConfigError::Path)?;
    match settings_of(file, &document, &all, &places) {
        Ok(settings) => Ok(Configuration {
            settings: Settings {
                pack_rules: packs.names(),
                words: [settings.words.clone(), words].concat(),
                ..without_packs(settings, &packs)
            },
            packs,
            path: Some(shown),
            searched: false,
            notes: match source {
                ConfigSource::Search => notes(base, path.parent().unwrap_or(&path)),
                _ => vec![],
            },
            files,
            document: Some(document),
        }),
        Err(findings) => Err(ConfigError::Mistakes { files, findings }),
    }
}

/// Name of the file of words that are right, beside the configuration.
const WORDS_NAME: &str = "rolelint.words";

/// The words of the file beside a configuration that is not there yet.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn words_beside(base: &Base) -> Result<Vec<String>, PathError> {
    own_words(base, base.folder())
}

/// The words of that file, one a line; what stands behind `#` is a remark.
fn own_words(base: &Base, folder: &Path) -> Result<Vec<String>, PathError> {
    let path = folder.join(WORDS_NAME);
    if std::fs::symlink_metadata(&path).is_err() {
        return Ok(vec![]);
    }
    let unreadable = |reason: String| PathError {
        message: format!("The words in `{}` cannot be read: {reason}.", base.show(&path)),
        help: Some("Write one word a line in a plain text file, saved as UTF-8.".into()),
    };
    if path.is_symlink() {
        follow_inside(&path).map_err(unreadable)?;
    }
    let limits = Limits { max_file_size: MAX_CONFIG_SIZE };
    let bytes = read_regular(&path, limits).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not saved as UTF-8".into()))?;
    let lines = text.trim_start_matches('\u{FEFF}').lines();
    let words = lines.map(|line| line.split('#').next().unwrap_or("").trim().to_owned());
    Ok(words.filter(|word| !word.is_empty()).collect())
}

fn named(base: &Base, path: &Path) -> Result<PathBuf, PathError> {
    let resolved = base.resolve(path).ok().filter(|path| std::fs::symlink_metadata(path).is_ok());
    let resolved = resolved.ok_or_else(|| PathError {
        message: format!("The configuration `{}` does not exist.", path.display()),
        help: suggestion(base, path),
    })?;
    if leaves_repository(base, path, &resolved) {
        let message = format!(
            "The configuration `{}` is not read: a link leads out of the repository.",
            path.display()
        );
        return Err(PathError { message, help: Some("Name the file itself.".into()) });
    }
    Ok(resolved)
}

/// The nearest configuration from the working directory upwards, inside its repository.
fn search(base: &Base) -> Option<PathBuf> {
    let top = repository_of(base.folder());
    let folders = base.folder().ancestors();
    folders
        .take_while(|folder| match top {
            Some(top) => folder.starts_with(top),
            // Outside of repositories nothing says where a project ends.
            None => *folder == base.folder(),
        })
        .flat_map(|folder| CONFIG_NAMES.iter().map(move |name| folder.join(name)))
        .find(|path| std::fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_dir()))
}

/// What in `folder` looks like a configuration and is not used.
fn notes(base: &Base, folder: &Path) -> Vec<String> {
    let mut notes = vec![];
    let mut used: Option<&str> = None;
    for name in CONFIG_NAMES {
        let path = folder.join(name);
        let shown = base.show(&path);
        if path.is_dir() {
            notes.push(format!("`{shown}` is a folder, so it is no configuration."));
        } else if std::fs::symlink_metadata(&path).is_ok() {
            match used {
                Some(used) => {
                    notes.push(format!("`{shown}` is not used, because `{used}` stands beside it."));
                }
                None => used = Some(name),
            }
        }
    }
    for name in ["rolelint.yml", ".rolelint.yml"] {
        let path = folder.join(name);
        if path.is_file() {
            notes.push(format!(
                "`{}` is not used: a configuration is named `rolelint.yaml`.",
                base.show(&path)
            ));
        }
    }
    notes
}

/// Working directory and folder of the configuration, both from the root with `/` between names.
struct Places {
    from_base: String,
    folder: String,
}

impl Places {
    fn give(&self, settings: Settings) -> Settings {
        Settings { from_base: self.from_base.clone(), folder: self.folder.clone(), ..settings }
    }
}

fn settings_of(
    file: &SourceFile,
    document: &Document,
    pages: &[Page],
    places: &Places,
) -> Result<Settings, Vec<Diagnostic>> {
    let mut findings: Vec<Diagnostic> = document
        .problems
        .iter()
        // Only we read this file, so it does not matter what others make of `off`.
        .filter(|problem| problem.kind != ProblemKind::Surprise)
        .map(|problem| {
            let mut finding = mistake(problem.span, &problem.message);
            finding.help = problem.help.as_deref().map(Arc::from);
            for (span, message) in &problem.related {
                finding.related(*span, message);
            }
            finding
        })
        .collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    let Some(node) = document.data().first() else {
        return Ok(places.give(Settings::default()));
    };
    findings.extend(plain_mistakes(document, node));
    findings.extend(foreign_tags(file, node));
    // What was told plainly is not told again.
    let told: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    let schema = Schema::from_value(&strict_config_schema(pages), "rolelint:config", None);
    match schema {
        Ok(schema) => {
            let mut violations = schema.validate(node);
            violations.retain(|violation| !told.iter().any(|span| span.contains(violation.span)));
            findings.extend(violations.into_iter().map(|violation| violated(file, violation)));
            findings.sort_by_key(|finding| finding.span.start);
        }
        Err(error) => findings.push(mistake(Span::at(file.id, 0), &format!("{error}."))),
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let settings = match serde_json::from_value::<Settings>(node.to_json()) {
        Ok(settings) => settings,
        Err(error) => {
            findings.push(mistake(node.span, &format!("{error}.")));
            return Err(findings);
        }
    };
    let entries = node.get("ignore").map_or(&[][..], Node::items);
    let ignore_places = entries.iter().map(|entry| entry.span).collect();
    let settings = places.give(Settings { ignore_places, ..settings });
    let settings = with_current_names(settings, pages);
    findings.extend(bad_patterns(&settings, node));
    findings.extend(bad_layouts(&settings, node));
    let (settings, bad) = with_dictionaries(settings, node);
    findings.extend(bad);
    if findings.is_empty() { Ok(settings) } else { Err(findings) }
}

/// Tags that only other programs know (`!include`, `!vault`): what they ask for is not done, so who wrote them
/// must hear of it.
fn foreign_tags(file: &SourceFile, node: &Node) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        open.extend(node.entries().iter().map(|entry| &entry.value));
        // A tag is the last word before what it is for, and nothing else there begins like this.
        let before = file.text.get(..node.span.range().start).unwrap_or("").trim_end();
        let start = before.rfind(|c: char| c.is_whitespace() || "[{,".contains(c)).map_or(0, |at| at + 1);
        let word = before.get(start..).unwrap_or("");
        let foreign = word.starts_with('!') && !word.starts_with("!!") && word.len() > 1;
        // References repeat the place that they refer to.
        if foreign && node.alias_of.is_none() {
            let mut finding = mistake(file.at(start..before.len()), "This tag has no meaning here.");
            finding
                .help("Write the value itself: rolelint obeys no tags, so nothing is included or looked up.");
            findings.push(finding);
        }
    }
    findings
}

/// The settings with the dictionaries that they name, and what is wrong with these.
fn with_dictionaries(settings: Settings, node: &Node) -> (Settings, Vec<Diagnostic>) {
    match Dictionaries::read(Path::new(&settings.folder), &settings.dictionaries) {
        Ok(spelling) => (Settings { spelling, ..settings }, vec![]),
        Err(errors) => {
            let named = node.get("dictionaries");
            let mut findings = vec![];
            for (language, reason) in errors {
                let entry = named.and_then(|named| named.entry(&language));
                let span = entry.map_or(node.span, |entry| entry.value.span);
                let mut finding = mistake(span, &format!("This dictionary cannot be used: {reason}."));
                finding.help(
                    "Name the language and the path of its `.aff` and `.dic` files without these endings, as in \
                     `fr: dictionaries/fr`.",
                );
                findings.push(finding);
            }
            (settings, findings)
        }
    }
}

/// Mistakes whose way out a schema cannot tell.
fn plain_mistakes(document: &Document, node: &Node) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let mut say = |span: Span, message: &str, help: &str| {
        let mut finding = mistake(span, message);
        finding.help(help);
        findings.push(finding);
    };
    if let Some(second) = document.data().get(1) {
        say(
            second.span,
            "A configuration is one document; this one begins another.",
            "Delete the `---` above it, or the whole document.",
        );
    }
    if node.as_str().is_some() || matches!(node.value, Value::List(_)) {
        let what = if node.as_str().is_some() { "text" } else { "a list" };
        say(
            node.span,
            &format!("The configuration is {what}, but it should be `key: value` pairs."),
            "Begin with a key, as in `select: [mojibake]` or `exclude: [drafts/]`. `rolelint schema print config` shows them all.",
        );
        return findings;
    }
    for key in
        ["select", "ignore", "words", "exclude", "overrides", "schemas", "layouts", "profiles", "packs"]
    {
        if let Some((value, text)) = node.get(key).and_then(|value| Some((value, value.as_str()?))) {
            let help = match key {
                "overrides" | "schemas" | "layouts" | "profiles" => {
                    format!("Write `{key}:` and its entries below it, each behind a `-`.")
                }
                _ => format!("Write `{key}: [{text}]`."),
            };
            say(value.span, &format!("`{key}` is a list, but this is text."), &help);
        }
    }
    for entry in node.get("ignore").map_or(&[][..], Node::items) {
        let blank = |reason: &&Node| {
            matches!(reason.value, Value::Null) || reason.as_str().is_some_and(|text| text.trim().is_empty())
        };
        if let Some(reason) = entry.get("reason").filter(blank) {
            say(
                reason.span,
                "The reason is empty.",
                "Say why the finding is accepted, so that whoever reads it next can judge whether that still holds.",
            );
        }
    }
    findings
}

/// Keys that belong under `framework`.
const OF_FRAMEWORK: [&str; 2] = ["aliases", "cumulative"];

fn violated(file: &SourceFile, violation: Violation) -> Diagnostic {
    let mut finding = mistake(violation.span, &violation.message);
    finding.help = violation.help.map(Arc::from);
    let key = file.slice(violation.span).trim_matches(['"', '\'']);
    if violation.unknown_key && OF_FRAMEWORK.contains(&key) {
        finding.help(format!(
            "Write it under `framework:`, one step to the right: `framework: {{ {key}: … }}`."
        ));
    }
    for (span, message) in violation.related {
        finding.related(span, message);
    }
    finding
}

/// The files of packs are left out of what is checked: they are no pages.
fn without_packs(mut settings: Settings, packs: &Packs) -> Settings {
    for place in &packs.places {
        let signs = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\' | '!' | '#' | ' ');
        let escaped: String =
            place.chars().flat_map(|c| signs(c).then_some('\\').into_iter().chain([c])).collect();
        settings.exclude.push(format!("/{escaped}"));
    }
    settings
}

/// Earlier names of rules are replaced by those in force.
fn with_current_names(mut settings: Settings, pages: &[Page]) -> Settings {
    for page in pages {
        for alias in &page.meta.aliases {
            if let Some(setting) = settings.rules.remove(alias) {
                settings.rules.entry(page.id.clone()).or_insert(setting);
            }
            for entry in &mut settings.overrides {
                if let Some(state) = entry.rules.remove(alias) {
                    entry.rules.entry(page.id.clone()).or_insert(state);
                }
            }
        }
    }
    settings
}

/// Patterns that cannot be understood, each where it is written.
fn bad_patterns(settings: &Settings, node: &Node) -> Vec<Diagnostic> {
    let mut patterns: Vec<&Node> = vec![];
    patterns.extend(node.get("exclude").map_or(&[][..], Node::items));
    for key in ["overrides", "schemas", "layouts", "profiles"] {
        for entry in node.get(key).map_or(&[][..], Node::items) {
            patterns.extend(entry.get("paths").map_or(&[][..], Node::items));
        }
    }
    for entry in node.get("ignore").map_or(&[][..], Node::items) {
        patterns.extend(entry.get("path"));
    }
    let bad = |node: &Node| {
        let pattern = node.as_str()?.to_owned();
        let (_, reason) = settings.patterns(&[pattern]).err()?;
        let mut finding = mistake(node.span, &format!("This pattern cannot be understood: {reason}."));
        finding.help("Patterns are written as in a .gitignore: `drafts/**`, `*.json`, `/README.md`.");
        Some(finding)
    };
    patterns.into_iter().filter_map(bad).collect()
}

/// Layouts whose clues contradict each other, each where it is written.
fn bad_layouts(settings: &Settings, node: &Node) -> Vec<Diagnostic> {
    let nodes = node.get("layouts").map_or(&[][..], Node::items);
    let mut findings = vec![];
    for (layout, node) in settings.layouts.iter().zip(nodes) {
        for wrong in layout.mistakes() {
            let mut finding = mistake(place_of(node, &wrong.way), &wrong.message);
            finding.help(wrong.help);
            findings.push(finding);
        }
    }
    findings
}

/// The key at the end of the way, or as far as it goes; the beginning of an entry if there is no way.
fn place_of(node: &Node, way: &[&str]) -> Span {
    let mut at = node;
    let mut place = node.entries().first().map_or(node.span, |entry| entry.key.span);
    for key in way {
        let Some(entry) = at.entry(key) else { break };
        place = entry.key.span;
        at = &entry.value;
    }
    place
}

fn mistake(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(CONFIGURATION, Severity::Error, span, message)
}

impl Configuration {
    /// The folder of the file it was read from.
    pub fn folder(&self) -> Option<&Path> {
        self.files.iter().next().and_then(|file| file.disk.as_deref()).and_then(Path::parent)
    }

    /// The configuration and the files of its packs.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Places an error that came up when the entry at `path` (keys, and places in lists counted from
    /// 0) was put to use.
    pub fn blame_at(&self, path: &[&str], message: &str, help: &str) -> ConfigError {
        let mut node = self.document.as_ref().and_then(|doc| doc.data().first());
        for step in path {
            let inner = node.and_then(|node| {
                node.get(step)
                    .or_else(|| step.parse::<usize>().ok().and_then(|index| node.items().get(index)))
            });
            node = inner.or(node);
        }
        let span = node.map_or(Span::at(FileId(0), 0), |node| node.span);
        let mut finding = mistake(span, message);
        finding.help(help);
        ConfigError::Mistakes { files: self.files.clone(), findings: vec![finding] }
    }

    /// What to say about the layouts, each at its key.
    pub fn layout_remarks(&self, report: &LayoutReport, files: &Files, all_read: bool) -> Remarks {
        let node = self.document.as_ref().and_then(|doc| doc.data().first());
        let nodes = node.and_then(|node| node.get("layouts")).map_or(&[][..], Node::items);
        let mut findings = vec![];
        let mut say = |entry: usize, way: &[&str], message: &str, help: &str| {
            let span = nodes.get(entry).map_or(Span::at(FileId(0), 0), |node| place_of(node, way));
            let mut finding = Diagnostic::new(CONFIGURATION, Severity::Warning, span, message);
            finding.help(help);
            findings.push(finding);
        };
        for &entry in report.unused.iter().filter(|_| all_read) {
            let help = "Patterns are relative to the configuration and written as in a .gitignore: `roles/**/*.md`. \
                        Of several layouts that fit a file, the first is used.";
            say(entry, &["paths"], "This layout is used for no file.", help);
        }
        for missing in &report.missing {
            let paths: Vec<&str> = missing.files.iter().map(|&id| files.get(id).path.as_str()).collect();
            let Some(first) = paths.first() else { continue };
            let message = format!("`{first}` {}.", missing.clue.what);
            let others = match paths.len() - 1 {
                0 => String::new(),
                1 => " The same holds for one more file.".to_owned(),
                more => format!(" The same holds for {more} more files."),
            };
            let help =
                format!("What was not found is guessed as always. Narrow `paths`, or mend the clue.{others}");
            say(missing.entry, &missing.clue.way, &message, &help);
        }
        Remarks { files: self.files.clone(), findings }
    }

    /// The settings for a run over `files`, to which the configuration file itself is added, so that
    /// findings can point into it. It is never checked like the others.
    pub fn attach(self, files: &mut Files) -> Settings {
        let mut settings = self.settings;
        let own = self.files.iter().next().filter(|_| !settings.ignore_places.is_empty());
        if let Some(own) = own {
            let mut own = own.clone();
            let id = files.add(|id| {
                own.id = id;
                own
            });
            for span in &mut settings.ignore_places {
                span.file = id;
            }
        }
        settings
    }

    /// Places errors that came up when the rules were made from this configuration.
    pub fn blame(&self, errors: &[RuleError]) -> ConfigError {
        let node = self.document.as_ref().and_then(|doc| doc.data().first());
        let findings = errors
            .iter()
            .map(|error| {
                let rules = node.and_then(|node| node.get("rules"));
                let entry = rules.and_then(|rules| rules.entry(&error.rule));
                let value = error.option.as_ref().and_then(|option| entry?.value.get(option));
                let place = value.map(|value| value.span).or(entry.map(|entry| entry.key.span));
                let mut finding = mistake(
                    place.unwrap_or(Span::at(FileId(0), 0)),
                    &format!("{}.", error.to_string().trim_end_matches('.')),
                );
                finding.help = error.help.as_deref().map(Arc::from);
                finding
            })
            .collect();
        ConfigError::Mistakes { files: self.files.clone(), findings }
    }
}
