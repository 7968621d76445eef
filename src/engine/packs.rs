//! Finds packs and reads them: pages, YAML files, folders of them, styles of Vale. A pack may come
//! from a stranger, so everything has a limit, nothing outside of the configuration's folder is read,
//! and every mistake is shown with its place.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::configure::CONFIGURATION;
use crate::checks::{CHECKS, Resources, StyleRule, read_style_rule};
use crate::config::PackRuleName;
use crate::diag::{Diagnostic, Severity};
use crate::rule::{Check, Mistake, PackRule, Page, Params, is_name, read_page, read_yaml};
use crate::syntax::{self, Node};
use crate::text::{
    FileId, Files, Limits, LoadError, SourceFile, Span, list_inside, nearest, read_inside, sentence,
};

/// Largest file of a pack, in bytes.
const MAX_FILE_SIZE: u64 = 1024 * 1024;
/// Largest size of all files of all packs of a run, in bytes.
const MAX_TOTAL_SIZE: usize = 4 * 1024 * 1024;
/// Most groups such as `(?=…)` in all styles of Vale: each pattern with one is a program of its own.
const MAX_LOOKS: usize = 2_000;
/// Most files in one folder of a pack.
const MAX_FILES: usize = 1_000;
/// Most rules of all packs of a run.
const MAX_RULES: usize = 1_000;
/// Most terms of all vocabularies beside a style of Vale.
const MAX_TERMS: usize = 10_000;

/// Names of pages that are no rules.
const NO_RULES: &[&str] = &["readme", "license", "licence", "changelog", "contributing", "index"];

/// The rules of packs.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// All rules as pages, in the order of the packs and of their files.
    pub pages: Vec<Page>,
    /// Those of them that have examples.
    pub rules: Vec<PackRule>,
    /// What is not run, and why.
    pub notes: Vec<String>,
    /// Files and folders of the packs, relative to the configuration: they are no pages of a framework.
    pub places: Vec<String>,
}

/// The place of mistakes in what the command line says, which is in no file.
pub const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

impl Packs {
    /// The names by which comments and entries of `ignore` may call the rules.
    pub fn names(&self) -> Vec<PackRuleName> {
        let name = |page: &Page| PackRuleName {
            id: page.id.clone(),
            group: page.group.clone(),
            aliases: page.meta.aliases.clone(),
        };
        self.pages.iter().map(name).collect()
    }
}

/// Reads packs that lie in `root`, whose path is shown as `shown`. `entries` are their paths relative to
/// it, each with the place where it is written, if it is written in a file. What is read is added to
/// `files`.
///
/// # Errors
/// All mistakes in them.
pub fn load_packs(
    root: &Path,
    shown: &str,
    entries: &[(String, Option<Span>)],
    built_in: &[Page],
    files: &mut Files,
) -> Result<Packs, Vec<Diagnostic>> {
    let mut loader = Loader {
        root,
        shown,
        built_in,
        files,
        packs: Packs::default(),
        findings: vec![],
        taken: BTreeMap::new(),
        unused: vec![],
        size: 0,
        looks: 0,
    };
    for (path, place) in entries {
        loader.add(path, *place);
    }
    if loader.findings.is_empty() { Ok(loader.packs) } else { Err(loader.findings) }
}

/// The entries of `packs` in a configuration.
pub(super) fn entries_of(node: &Node) -> Vec<(String, Option<Span>)> {
    let entries = node.get("packs").map_or(&[][..], Node::items);
    entries.iter().filter_map(|entry| Some((entry.as_str()?.to_owned(), Some(entry.span)))).collect()
}

struct Loader<'l> {
    root: &'l Path,
    shown: &'l str,
    built_in: &'l [Page],
    files: &'l mut Files,
    packs: Packs,
    findings: Vec<Diagnostic>,
    /// Name in small letters of each rule, and the file it comes from.
    taken: BTreeMap<String, String>,
    /// Rules of the style at hand that are not run.
    unused: Vec<String>,
    /// Bytes of all files so far.
    size: usize,
    /// Groups with look-around so far.
    looks: usize,
}

/// A style's surroundings.
#[derive(Default)]
struct Around {
    folder: String,
    vocabulary: Option<Vec<String>>,
}

impl Loader<'_> {
    fn complain(&mut self, span: Option<Span>, message: &str, help: &str) {
        let span = span.unwrap_or(NOWHERE);
        let mut finding = Diagnostic::new(CONFIGURATION, Severity::Error, span, message);
        if !help.is_empty() {
            finding.help(help);
        }
        self.findings.push(finding);
    }

    fn complain_all(&mut self, mistakes: Vec<Mistake>) {
        for mistake in mistakes {
            self.complain(Some(mistake.span), &mistake.message, mistake.help.as_deref().unwrap_or(""));
        }
    }

    /// Reads what an entry of `packs` names.
    fn add(&mut self, path: &str, place: Option<Span>) {
        let path = path.trim().replace('\\', "/");
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let path = if path.is_empty() { "." } else { path };
        if path != "." {
            self.packs.places.push(path.to_owned());
        }
        match list_inside(self.root, Path::new(path), MAX_FILES) {
            Ok(names) => {
                let is_rule = |name: &str| has_extension(name, &["md", "yml", "yaml"]) && !is_other(name);
                let own: Vec<&str> = names
                    .iter()
                    .filter(|n| !n.is_folder && is_rule(&n.name))
                    .map(|n| n.name.as_str())
                    .collect();
                if !own.is_empty() {
                    return self.folder(path, &own, place);
                }
                // A folder of styles: each folder in it is a pack.
                let folders = names.iter().filter(|n| n.is_folder && !n.name.starts_with('.'));
                let folders: Vec<&str> = folders
                    .map(|n| n.name.as_str())
                    .filter(|name| !["config", "vocab"].contains(&name.to_lowercase().as_str()))
                    .collect();
                let before = self.packs.pages.len() + self.findings.len();
                for folder in folders {
                    let inner = join(path, folder);
                    let Ok(names) = list_inside(self.root, Path::new(&inner), MAX_FILES) else { continue };
                    let own = names.iter().filter(|n| !n.is_folder && is_rule(&n.name));
                    let own: Vec<&str> = own.map(|n| n.name.as_str()).collect();
                    if !own.is_empty() {
                        self.folder(&inner, &own, place);
                    }
                }
                if self.packs.pages.len() + self.findings.len() == before {
                    let help = "A pack is a page of a rule (`.md`), a YAML file with `rules:`, or a folder of such files or of a Vale style.";
                    self.complain(place, &format!("There are no rules in the folder `{path}`."), help);
                }
            }
            Err(LoadError::Io(error)) if error.kind() == io::ErrorKind::NotADirectory => {
                let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
                let stem = stem_of(name);
                let pack =
                    if has_extension(name, &["md"]) { self.last_name(folder) } else { stem.to_owned() };
                self.pack(folder, &[name], &pack, place);
            }
            Err(error) => self.unreachable(path, &error, place),
        }
    }

    fn unreachable(&mut self, path: &str, error: &LoadError, place: Option<Span>) {
        let (reason, help) = match error {
            LoadError::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                ("does not exist".to_owned(), "Paths of packs are relative to the configuration.")
            }
            LoadError::Outside => (
                "lies outside of the configuration's folder".to_owned(),
                "Packs are read only from that folder and those below it, so that a pull request cannot make \
                 rolelint read other files.",
            ),
            LoadError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                ("may not be read: you have no permission".to_owned(), "")
            }
            other => (format!("cannot be read: {other}"), ""),
        };
        self.complain(place, &format!("The pack `{path}` {reason}."), help);
    }

    /// The name of the folder `path`, which for the root is the root's own.
    fn last_name(&self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        if matches!(name, "" | "." | "..") {
            let root = std::path::absolute(self.root.join(path)).unwrap_or_default();
            return root
                .file_name()
                .map_or_else(|| "pack".into(), |name| name.to_string_lossy().into_owned());
        }
        name.to_owned()
    }

    fn folder(&mut self, path: &str, names: &[&str], place: Option<Span>) {
        let pack = self.last_name(path);
        self.pack(path, names, &pack, place);
    }

    /// Reads the files `names` of `folder` as the pack `pack`.
    fn pack(&mut self, folder: &str, names: &[&str], pack: &str, place: Option<Span>) {
        if !is_name(pack) {
            let help = "Rename it: letters a to z, digits and hyphens, as in `house-style`.";
            return self.complain(place, &format!("`{pack}` cannot be the name of a pack."), help);
        }
        if self.built_in.iter().any(|page| page.group == pack || page.id == pack) {
            let help =
                "Rename its file or folder: the names of the program's own rules and groups are taken.";
            return self.complain(place, &format!("A pack cannot be named `{pack}`."), help);
        }
        let mut around = Around { folder: folder.to_owned(), vocabulary: None };
        for name in names {
            self.file(folder, name, pack, &mut around, place);
        }
        if !self.unused.is_empty() {
            let unused = std::mem::take(&mut self.unused).join("; ");
            self.packs.notes.push(format!("Not everything in the pack `{pack}` has an effect: {unused}."));
        }
    }

    fn read(&mut self, path: &str) -> Result<FileId, LoadError> {
        let limits = Limits { max_file_size: MAX_FILE_SIZE };
        let bytes = read_inside(self.root, Path::new(path), limits)?;
        self.size += bytes.len();
        if self.size > MAX_TOTAL_SIZE {
            return Err(LoadError::TooLarge { size: self.size as u64, limit: MAX_TOTAL_SIZE as u64 });
        }
        let shown = if self.shown.is_empty() { path.to_owned() } else { join(self.shown, path) };
        let disk = self.root.join(path);
        Ok(self.files.add(|id| SourceFile::from_bytes(id, shown, Some(disk), &bytes)))
    }

    fn file(&mut self, folder: &str, name: &str, pack: &str, around: &mut Around, place: Option<Span>) {
        let path = join(folder, name);
        let id = match self.read(&path) {
            Ok(id) => id,
            Err(error) => return self.unreachable(&path, &error, place),
        };
        let file = self.files.get(id).clone();
        if file.trouble.is_some() {
            return self.complain(place, &format!("The pack `{path}` is not a text file."), "");
        }
        let stem = stem_of(name);
        if has_extension(name, &["md"]) {
            if !is_name(stem) {
                let help = "Rename it: letters a to z, digits and hyphens, as in `no-level-in-title.md`.";
                return self.complain(
                    Some(file.at(0..0)),
                    &format!("`{stem}` cannot be the name of a rule."),
                    help,
                );
            }
            match read_page(pack, stem, &file) {
                Ok(rule) => self.accept(rule, &file),
                Err(mistakes) => self.complain_all(mistakes),
            }
            return;
        }
        let (file, doc) = tolerant(file);
        let is_style = doc.data().first().is_some_and(|node| node.get("extends").is_some());
        // A broken file in a folder of a style is one of its rules.
        if is_style || (doc.data().is_empty() && around.vocabulary.is_some()) {
            let pack = if is_style && folder != "." && stem == pack {
                self.last_name(folder)
            } else {
                pack.to_owned()
            };
            return self.style_rule(&pack, stem, &file, &doc, around);
        }
        match read_yaml(pack, &file, &doc) {
            Ok(rules) => rules.into_iter().for_each(|rule| self.accept(rule, &file)),
            Err(mistakes) => self.complain_all(mistakes),
        }
    }

    fn style_rule(
        &mut self,
        style: &str,
        name: &str,
        file: &SourceFile,
        doc: &syntax::Document,
        around: &mut Around,
    ) {
        self.looks += ["(?=", "(?!", "(?<=", "(?<!", "(?>"]
            .iter()
            .map(|look| file.text.matches(look).count())
            .sum::<usize>();
        if self.looks > MAX_LOOKS {
            self.unused.push(format!(
                "`{name}` is not run, because all styles together have too many patterns with look-around"
            ));
            return;
        }
        if around.vocabulary.is_none() {
            around.vocabulary = Some(self.vocabulary(&around.folder));
        }
        let root = self.root;
        let words = |wanted: &str| {
            let parent = parent_of(&around.folder);
            let places = [
                join(&parent, wanted),
                join(&parent, &join("config/ignore", wanted)),
                join(&around.folder, wanted),
            ];
            places.iter().find_map(|path| lines(root, path))
        };
        let vocabulary = around.vocabulary.as_deref().unwrap_or_default();
        let resources = Resources { vocabulary, words: &words };
        match read_style_rule(style, name, file, doc, &resources) {
            Ok(StyleRule::Unsupported(what)) => {
                self.unused.push(format!("`{name}` is not run, because it is {what}"));
            }
            Ok(StyleRule::Rule(page, ignored)) => {
                let entry = CHECKS.iter().find(|entry| entry.name == page.meta.check);
                let built = entry.map(|entry| (entry.build)(&page.meta.params));
                if let Some(Err(error)) = built {
                    let reason = error.to_string();
                    self.unused
                        .push(format!("`{name}` is not run, because {}", reason.trim_end_matches('.')));
                    return;
                }
                if !ignored.is_empty() {
                    self.unused.push(format!("`{name}` is run without {}", ignored.join(", ")));
                }
                let top = file.at(0..0);
                if self.claim(&page.id, top, file) {
                    self.packs.pages.push(*page);
                }
            }
            Err(mistakes) => self.complain_all(mistakes),
        }
    }

    /// What the vocabularies beside a style accept.
    fn vocabulary(&mut self, folder: &str) -> Vec<String> {
        let parent = parent_of(folder);
        let mut terms = vec![];
        for place in ["config/vocabularies", "Vocab"] {
            let place = join(&parent, place);
            let Ok(names) = list_inside(self.root, Path::new(&place), MAX_FILES) else { continue };
            self.packs.places.push(place.clone());
            for name in names.iter().filter(|name| name.is_folder) {
                terms.extend(
                    lines(self.root, &join(&place, &join(&name.name, "accept.txt"))).unwrap_or_default(),
                );
            }
        }
        terms.truncate(MAX_TERMS);
        terms
    }

    /// Takes a rule in, if its name is free.
    fn claim(&mut self, id: &str, place: Span, file: &SourceFile) -> bool {
        let key = id.to_lowercase();
        if let Some(other) = self.taken.get(&key) {
            let message = format!("The rule `{id}` is there twice: it also stands in `{other}`.");
            self.complain(Some(place), &message, "Rename one of them.");
            return false;
        }
        if self.packs.pages.len() >= MAX_RULES {
            if self.packs.pages.len() == MAX_RULES
                && !self.findings.iter().any(|f| f.message.contains("too many"))
            {
                let message = format!("These are too many rules: all packs together may have {MAX_RULES}.");
                self.complain(Some(place), &message, "Name only those packs under `packs` that you need.");
            }
            return false;
        }
        self.taken.insert(key, file.path.clone());
        true
    }

    /// Takes a rule in, if it can be made.
    fn accept(&mut self, rule: PackRule, file: &SourceFile) {
        let meta = &rule.page.meta;
        let Some(entry) = CHECKS.iter().find(|entry| entry.name == meta.check) else {
            let names = CHECKS.iter().map(|entry| entry.name);
            let help = nearest(&meta.check, names).map_or_else(
                || "`pattern`, `forbid-terms` and `require-section` are made for packs; the pages of the program's own rules name the others.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            return self.complain(Some(rule.check), &format!("No check is named `{}`.", meta.check), &help);
        };
        // What the engine itself reports takes no parameters.
        if matches!((entry.build)(&Params::default()), Ok(Check::Engine)) {
            let message = format!("The check `{}` belongs to rolelint itself.", meta.check);
            return self.complain(Some(rule.check), &message, "Call another one.");
        }
        match (entry.build)(&meta.params) {
            Ok(_) => {
                if self.claim(&rule.page.id, rule.place, file) {
                    self.packs.pages.push(rule.page.clone());
                    self.packs.rules.push(rule);
                }
            }
            Err(error) => {
                let reason = in_words(&error.to_string());
                // The first name in the reason is the key that is not known or cannot be used.
                let key = reason.split('`').nth(1).unwrap_or("");
                let named = rule.params.iter().find(|(name, _)| name == key);
                let place = named.map_or(rule.check, |(_, span)| *span);
                let message = format!("The check `{}` cannot use this: {}", meta.check, sentence(&reason));
                self.complain(Some(place), &first_small(&message), "Mend it under `params`.");
            }
        }
    }
}

/// A file with `\'` in double quotes is none for YAML, but Vale's reader takes it, so styles have it.
fn tolerant(file: SourceFile) -> (SourceFile, syntax::Document) {
    let doc = syntax::parse_yaml(&file);
    if doc.is_whole() || !file.text.contains("\\'") {
        return (file, doc);
    }
    let plain = file.text.replace("\\'", "'");
    let other = SourceFile::from_bytes(file.id, &file.path, file.disk.clone(), plain.as_bytes());
    let read = syntax::parse_yaml(&other);
    if read.is_whole() { (other, read) } else { (file, doc) }
}

/// serde's reason as people say it.
fn in_words(reason: &str) -> String {
    reason
        .replacen("unknown field ", "there is no parameter ", 1)
        .replacen("missing field ", "the parameter is missing: ", 1)
        .replacen(", expected one of ", "; there are ", 1)
        .replacen(", expected ", "; there is ", 1)
}

/// "…: The pattern" as one sentence.
fn first_small(message: &str) -> String {
    let Some((before, after)) = message.split_once(": ") else { return message.to_owned() };
    let mut chars = after.chars();
    let first: String = chars.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    format!("{before}: {first}{}", chars.as_str())
}

/// The lines of a file of words that say something.
fn lines(root: &Path, path: &str) -> Option<Vec<String>> {
    let bytes = read_inside(root, Path::new(path), Limits { max_file_size: MAX_FILE_SIZE }).ok()?;
    let text = crate::text::decode(&bytes).text;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "));
    Some(lines.take(MAX_TERMS).map(str::to_owned).collect())
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" | "." => name.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}

fn parent_of(path: &str) -> String {
    match path {
        "" | "." => "..".into(),
        _ => path.rsplit_once('/').map_or(".", |(parent, _)| parent).to_owned(),
    }
}

fn stem_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| extensions.iter().any(|e| own.eq_ignore_ascii_case(e)))
}

/// True for files that go with a pack and are no rules.
fn is_other(name: &str) -> bool {
    let stem = stem_of(name).to_lowercase();
    name.starts_with(['.', '_']) || NO_RULES.contains(&stem.as_str())
}
