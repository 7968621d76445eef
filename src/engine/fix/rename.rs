//! Giving a role or a level another name, wherever it is named: in all files or in none.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Standing, Wanted, each_key, id_of, names, says, trees};
use super::shape::{Form, form_of, words_of};
use super::{Applied, Fixed, bytes_of, edited};
use crate::checks::{folder_of, joined_path, percent_decoded};
use crate::config::Settings;
use crate::diag::{Diagnostic, Edit};
use crate::engine::{Job, Run, check};
use crate::model::{Framework, Level, ListingKind};
use crate::syntax::{Anchors, Document, MarkKind, Node, Value, Visit, parse, parse_yaml};
use crate::text::{FileId, Files, SourceFile, Span};

/// A name is a line.
const LONGEST: usize = 200;

/// What a new name did.
#[derive(Debug)]
pub struct Renamed {
    /// The new texts; all changed files belong together.
    pub fixed: Fixed,
    /// For each changed file how many places changed.
    pub places: BTreeMap<FileId, usize>,
    /// Places that may be meant and were left as they are.
    pub left: Vec<Left>,
    /// Findings that were not there before.
    pub raised: Vec<Diagnostic>,
}

/// A place that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// The text says this name, perhaps of something else.
    Mention(Span),
    /// An id or a key that is made of the name.
    Id(Span, String),
    /// The name of a file.
    File(FileId),
}

/// Why nothing is renamed.
#[derive(Debug)]
pub enum NotRenamed {
    /// A name is empty, too long, or more than a line; or both are the same.
    Unfit,
    /// Nothing has this name; what there is.
    Unknown(Vec<String>),
    /// Several frameworks have it: their folders.
    Several(Vec<String>),
    /// The new name belongs to another role or level; where.
    Taken(Span),
    /// The name stands where it cannot be edited, for this reason.
    Place(Span, &'static str),
    /// The page would no longer say the same with the new name in it.
    Breaks(FileId),
    /// A check failed.
    Fault,
}

/// Names what is called `old` in the framework of the reported files `new`. `config`: the configuration among the files.
///
/// # Errors
/// Whenever not all places can be changed: then none is.
pub fn rename(job: &Job<'_>, config: Option<FileId>, old: &str, new: &str) -> Result<Renamed, NotRenamed> {
    let unfit = |name: &str| {
        name.trim() != name || name.is_empty() || name.len() > LONGEST || name.contains(char::is_control)
    };
    if unfit(old) || unfit(new) || old == new {
        return Err(NotRenamed::Unfit);
    }
    let before = check(job);
    let framework = framework(job, &before, old)?;
    let wanted = Wanted::new(old, framework);
    if let Some(span) = taken(framework, old, new) {
        return Err(NotRenamed::Taken(span));
    }
    let mut plan =
        Plan { job, new, wanted, edits: BTreeSet::new(), expected: BTreeMap::new(), left: BTreeSet::new() };
    for &id in &framework.files {
        if let Some(doc) = document(&before, id) {
            plan.read(job.files.get(id), doc)?;
        }
    }
    plan.diagrams(framework)?;
    let settings = match config {
        Some(id) => plan.configuration(job.files.get(id)),
        None => job.settings.clone(),
    };
    plan.finish(framework, &before, &settings)
}

fn document(run: &Run, id: FileId) -> Option<&Document> {
    run.documents.get(id.0 as usize)?.as_ref()
}

/// The framework, of those with reported files, that has the name.
fn framework<'r>(job: &Job<'_>, run: &'r Run, old: &str) -> Result<&'r Framework, NotRenamed> {
    let reported = |framework: &&Framework| {
        job.report.is_none_or(|report| framework.files.iter().any(|id| report.contains(id)))
    };
    let all = || run.frameworks.iter().filter(reported);
    let found: Vec<&Framework> = all().filter(|framework| Wanted::new(old, framework).is_known()).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let known: BTreeSet<&str> = all()
                .flat_map(names)
                .map(|name| name.value.as_str())
                .filter(|name| !name.is_empty())
                .collect();
            Err(NotRenamed::Unknown(known.into_iter().map(str::to_owned).collect()))
        }
        several => Err(NotRenamed::Several(several.iter().map(|framework| framework.root.clone()).collect())),
    }
}

/// Where the new name stands for another role or level, which could no longer be told from this one.
fn taken(framework: &Framework, old: &str, new: &str) -> Option<Span> {
    let called = |level: &&Level, name: &str| says(&level.label.value, name);
    let columns = framework.roles.iter().find_map(|role| {
        role.levels.iter().find(|level| called(level, old))?;
        role.levels.iter().find(|level| called(level, new)).map(|level| level.label.span)
    });
    let titled = |name: &str| {
        let mut titles = framework.roles.iter().filter_map(|role| role.title.as_ref());
        titles.find(|title| says(&title.value, name)).map(|title| title.span)
    };
    columns.or_else(|| titled(old).and(titled(new)))
}

struct Plan<'a> {
    job: &'a Job<'a>,
    new: &'a str,
    wanted: Wanted<'a>,
    edits: BTreeSet<Edit>,
    /// What each file that changes has to say afterwards: its texts and its keys.
    expected: BTreeMap<FileId, Expected>,
    left: BTreeSet<Left>,
}

type Expected = (Vec<(Form, String)>, Vec<String>);

impl Plan<'_> {
    /// Finds the name in a page or a data file.
    fn read(&mut self, file: &SourceFile, doc: &Document) -> Result<(), NotRenamed> {
        let id = id_of(self.wanted.name);
        let mut texts: Vec<(Form, String)> = vec![];
        let mut trouble: Option<Span> = None;
        let mut cell = None;
        doc.visit(&mut |visit| {
            if let Visit::Cell(inner) = visit {
                cell = Some(inner);
            }
            let (Some(form), Some(text)) = (form_of(visit), visit.text().filter(|text| !text.is_blank()))
            else {
                return;
            };
            if text.plain == id && id != self.wanted.name {
                self.left.insert(Left::Id(text.span, id.clone()));
            }
            let mut says = String::new();
            let mut end = 0;
            for (range, standing) in self.wanted.in_text(text, visit, cell) {
                let place = text.locate(range.clone());
                let editable = place.exact && file.is_writable_text();
                match standing {
                    Standing::Name if !editable => {
                        trouble.get_or_insert(place.span);
                    }
                    Standing::Name | Standing::Mention if editable => {
                        self.edits.insert(Edit { span: place.span, text: self.new.to_owned() });
                        says.push_str(text.plain.get(end..range.start).unwrap_or(""));
                        says.push_str(self.new);
                        end = range.end;
                    }
                    _ => {
                        self.left.insert(Left::Mention(place.span));
                    }
                }
            }
            says.push_str(text.plain.get(end..).unwrap_or(""));
            texts.push((form, says.trim().to_owned()));
        });
        let mut keys = vec![];
        for node in trees(doc) {
            each_key(node, &mut |key| {
                let is_name = key.value == self.wanted.name;
                if is_name {
                    match quoted_place(file, key.span, &key.value).filter(|_| file.is_writable_text()) {
                        Some(span) => {
                            self.edits.insert(Edit { span, text: self.new.to_owned() });
                        }
                        None => {
                            trouble.get_or_insert(key.span);
                        }
                    }
                } else if key.value == id {
                    self.left.insert(Left::Id(key.span, id.clone()));
                }
                keys.push(if is_name { self.new.to_owned() } else { key.value.clone() });
            });
        }
        let stem = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("");
        if id_of(stem) == id && !id.is_empty() {
            self.left.insert(Left::File(file.id));
        }
        self.expected.insert(file.id, (texts, keys));
        trouble.map_or(Ok(()), |span| Err(NotRenamed::Place(span, why_not(file))))
    }

    /// Nodes of diagrams are code to the reader of the page.
    fn diagrams(&mut self, framework: &Framework) -> Result<(), NotRenamed> {
        for listing in framework.listings.iter().filter(|listing| listing.kind == ListingKind::Diagram) {
            let (label, file) = (&listing.label, self.job.files.get(listing.label.span.file));
            if label.value != self.wanted.name {
                continue;
            }
            let span = quoted_place(file, label.span, &label.value).filter(|_| file.is_writable_text());
            let Some(span) = span else { return Err(NotRenamed::Place(label.span, why_not(file))) };
            self.edits.insert(Edit { span, text: self.new.to_owned() });
        }
        Ok(())
    }

    /// Finds the name in the configuration; gives the settings as they will be.
    fn configuration(&mut self, file: &SourceFile) -> Settings {
        let (old, new) = (self.wanted.name, self.new);
        let mut settings = self.job.settings.clone();
        let doc = parse_yaml(file);
        let framework = doc.data().first().and_then(|node| node.get("framework"));
        let mut places = vec![];
        for key in ["aliases", "tracks", "external"] {
            let Some(node) = framework.and_then(|framework| framework.get(key)) else { continue };
            if key == "aliases" {
                each_key(node, &mut |key| places.extend((key.value == old).then_some(key.span)));
            }
            each_string(node, &mut |said, span| places.extend((said == old).then_some(span)));
        }
        for place in places {
            if let Some(span) = quoted_place(file, place, old) {
                self.edits.insert(Edit { span, text: new.to_owned() });
            }
        }
        let renamed = |name: &mut String| {
            if name == old {
                new.clone_into(name);
            }
        };
        let own = &mut settings.framework;
        own.aliases.values_mut().chain(own.tracks.values_mut()).flatten().for_each(renamed);
        own.external.iter_mut().for_each(renamed);
        if let Some(others) = own.aliases.remove(old) {
            own.aliases.insert(new.to_owned(), others);
        }
        settings
    }

    /// Makes the edits, looks whether every file says what it should, and follows headings that have another address.
    fn finish(
        mut self,
        framework: &Framework,
        before: &Run,
        settings: &Settings,
    ) -> Result<Renamed, NotRenamed> {
        let files = self.apply();
        let links = self.links(framework, before, &files);
        let moved = !links.is_empty();
        self.edits.extend(links);
        let files = if moved { self.apply() } else { files };
        let changed: BTreeSet<FileId> = self.edits.iter().map(|edit| edit.span.file).collect();
        for &id in &changed {
            let Some(old) = document(before, id) else { continue };
            let new = parse(files.get(id)).ok_or(NotRenamed::Breaks(id))?;
            let Some((texts, keys)) = self.expected.get(&id) else { continue };
            let mut found = vec![];
            trees(&new).for_each(|node| each_key(node, &mut |key| found.push(key.value.as_str())));
            let sound = new.problems.len() <= old.problems.len() && new.uneven_rows() <= old.uneven_rows();
            if !sound || found != *keys || words_of(&new) != *texts {
                return Err(NotRenamed::Breaks(id));
            }
        }
        let after = check(&Job { files: &files, settings, ..*self.job });
        if after.has_internal_error() {
            return Err(NotRenamed::Fault);
        }
        let mut places = BTreeMap::new();
        for edit in &self.edits {
            *places.entry(edit.span.file).or_default() += 1;
        }
        let title = format!("Write `{}` for `{}`", self.new, self.wanted.name);
        let applied = Applied { rule: "rename".into(), title, files: changed.iter().copied().collect() };
        let tied = if changed.len() > 1 { vec![changed.clone()] } else { vec![] };
        let raised = raised(before, &after);
        let (dropped, unsettled) = (vec![], BTreeSet::new());
        let fixed = Fixed { files, changed, applied: vec![applied], dropped, unsettled, tied, run: after };
        Ok(Renamed { fixed, places, left: self.left.into_iter().collect(), raised })
    }

    fn apply(&self) -> Files {
        let mut files = self.job.files.clone();
        let mut of_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in &self.edits {
            of_file.entry(edit.span.file).or_default().push(edit);
        }
        for (id, edits) in of_file {
            let file = self.job.files.get(id);
            files.replace(id, &bytes_of(file, &edited(file, edits)));
        }
        files
    }

    /// Links to headings whose address is made of the name.
    fn links(&self, framework: &Framework, before: &Run, files: &Files) -> Vec<Edit> {
        let changed: BTreeSet<FileId> = self.edits.iter().map(|edit| edit.span.file).collect();
        let mut moved: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for id in changed {
            let (Some(old), Some(new)) = (document(before, id), parse(files.get(id))) else { continue };
            let addresses = Anchors::moved((self.job.files.get(id), old), (files.get(id), &new));
            if !addresses.is_empty() {
                moved.insert(without_ending(&files.get(id).path).to_owned(), addresses);
            }
        }
        let mut edits = vec![];
        for &id in framework.files.iter().filter(|_| !moved.is_empty()) {
            let file = self.job.files.get(id);
            let Some(doc) = document(before, id).filter(|_| file.is_writable_text()) else { continue };
            doc.each_text(&mut |text| {
                for mark in &text.marks {
                    if let MarkKind::Link { target } = mark.kind {
                        edits.extend(followed(file, target, &moved));
                    }
                }
            });
        }
        edits
    }
}

/// The edit that makes a link follow its heading.
fn followed(
    file: &SourceFile,
    target: Span,
    moved: &BTreeMap<String, BTreeMap<String, String>>,
) -> Option<Edit> {
    let address = file.slice(target);
    let (path, anchor) = address.split_once('#')?;
    let anchor = anchor.trim_end_matches('>');
    let way = percent_decoded(path.trim_start_matches('<'));
    let page = if way.is_empty() { file.path.clone() } else { joined_path(folder_of(&file.path), &way)? };
    let addresses = moved.get(without_ending(&page)).or_else(|| moved.get(page.trim_end_matches('/')))?;
    let new = addresses.get(&percent_decoded(anchor))?;
    let start = target.range().start + path.len() + 1;
    Some(Edit { span: Span::new(file.id, start..start + anchor.len()), text: new.clone() })
}

/// A page's path as links may write it.
fn without_ending(path: &str) -> &str {
    let (stem, end) = path.rsplit_once('.').unwrap_or((path, ""));
    if matches!(end, "md" | "markdown" | "mdx" | "html" | "htm") { stem } else { path }
}

/// Where `name` stands between the quotes of a value or key, if it is written letter for letter.
fn quoted_place(file: &SourceFile, span: Span, name: &str) -> Option<Span> {
    let written = file.slice(span);
    let inner = written.trim_matches(['"', '\'']);
    let at = written.len() - written.trim_start_matches(['"', '\'']).len();
    let start = span.range().start + at;
    (inner == name).then(|| Span::new(file.id, start..start + name.len()))
}

fn each_string<'d>(node: &'d Node, see: &mut dyn FnMut(&'d str, Span)) {
    match &node.value {
        Value::String(text) => see(&text.plain, node.span),
        Value::List(items) => items.iter().for_each(|item| each_string(item, see)),
        Value::Map(entries) => entries.iter().for_each(|entry| each_string(&entry.value, see)),
        _ => {}
    }
}

fn why_not(file: &SourceFile) -> &'static str {
    if file.is_writable_text() {
        "mark-up stands inside the name"
    } else {
        "files of this kind are not written"
    }
}

/// The findings that are not there before: those of a rule in a file that finds more than it did.
fn raised(before: &Run, after: &Run) -> Vec<Diagnostic> {
    let place = |finding: &Diagnostic| (finding.rule.clone(), finding.span.file);
    let mut known: BTreeMap<(String, FileId), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for finding in before.diagnostics.iter().chain(&before.hidden) {
        let entry = known.entry(place(finding)).or_default();
        entry.0 += 1;
        entry.1.insert(&finding.message);
    }
    let mut counts: BTreeMap<(String, FileId), usize> = BTreeMap::new();
    for finding in &after.diagnostics {
        *counts.entry(place(finding)).or_default() += 1;
    }
    let is_new = |finding: &&Diagnostic| {
        let (count, messages) = known.get(&place(finding)).map_or((0, None), |(n, said)| (*n, Some(said)));
        counts.get(&place(finding)).is_some_and(|now| *now > count)
            && messages.is_none_or(|said| !said.contains(finding.message.as_str()))
    };
    after.diagnostics.iter().filter(is_new).cloned().collect()
}
