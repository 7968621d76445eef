//! Findings that a comment or the configuration accepts, and other severities for some files.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Job;
use crate::config::{Ignore, Override, PathPatterns, RuleState, SuppressionPlace, suppressions};
use crate::diag::{Diagnostic, Fix, Severity};
use crate::rule::{Rule, known_names};
use crate::syntax::Document;
use crate::text::{FileId, SourceFile, Span, nearest};

/// The rule under which useless suppressions are reported.
const UNUSED: &str = "unused-suppression";

/// One rule accepted in one file.
struct Accepted {
    /// Where it works; `None`: everywhere in the file.
    within: Option<Span>,
    /// Where it is written: index into [`State::comments`].
    comment: usize,
    /// Which name of the comment.
    name: usize,
}

/// A comment with what became of each of its names.
struct Comment {
    suppression: crate::config::Suppression,
    used: Vec<bool>,
}

/// Applies overrides, takes accepted findings out of `findings`, reports useless suppressions, and
/// returns how many findings were accepted.
pub(super) fn apply(job: &Job<'_>, documents: &[Option<Document>], findings: &mut Vec<Diagnostic>) -> usize {
    let overrides = Overrides::new(job);
    overrides.apply(job, findings);
    let groups = group_sizes(findings);
    let unused = job.rules.iter().find(|rule| rule.id == UNUSED);
    let mut new = vec![];
    let mut accepted = 0;
    if !job.no_inline_ignores {
        let mut comments = Comments::collect(job, documents);
        let before = findings.len();
        findings.retain(|finding| !comments.accept(finding));
        accepted += before - findings.len();
        if let Some(rule) = unused {
            comments.complain(job, &overrides, rule, &mut new);
        }
    }
    accepted += configured(job, &overrides, unused, findings, &mut new);
    if accepted > 0 {
        say_what_is_accepted(&groups, findings);
    }
    findings.append(&mut new);
    accepted
}

/// How many findings each story has.
fn group_sizes(findings: &[Diagnostic]) -> HashMap<(String, String), usize> {
    let mut sizes = HashMap::new();
    for finding in findings {
        if let Some(group) = &finding.group {
            *sizes.entry((finding.rule.clone(), group.id.clone())).or_insert(0) += 1;
        }
    }
    sizes
}

/// The summary of a story counts its places; those that are accepted are no longer shown.
fn say_what_is_accepted(before: &HashMap<(String, String), usize>, findings: &mut [Diagnostic]) {
    let after = group_sizes(findings);
    for finding in findings {
        let Some(group) = &mut finding.group else { continue };
        let key = (finding.rule.clone(), group.id.clone());
        let gone = before.get(&key).zip(after.get(&key)).map_or(0, |(before, after)| before - after);
        if gone > 0 {
            let is = if gone == 1 { "is" } else { "are" };
            let summary = group.summary.trim_end_matches('.');
            Arc::make_mut(group).summary = format!("{summary}; {gone} of these places {is} accepted.");
        }
    }
}

struct Comments {
    comments: Vec<Comment>,
    /// By file and rule, sorted by where they begin.
    accepted: HashMap<(FileId, String), Vec<Accepted>>,
}

impl Comments {
    fn collect(job: &Job<'_>, documents: &[Option<Document>]) -> Self {
        let mut all = Comments { comments: vec![], accepted: HashMap::new() };
        let sources = job.files.iter().zip(documents);
        let reported = |file: &SourceFile| job.report.is_none_or(|report| report.contains(&file.id));
        for (file, doc) in sources.filter(|(file, _)| reported(file)) {
            let Some(doc) = doc else { continue };
            let file = file.open();
            // Asked first because nearly all files have none.
            if memchr::memmem::find(file.text.as_bytes(), b"rolelint-").is_none() {
                continue;
            }
            for suppression in suppressions(&file, doc) {
                all.add(job, file.id, suppression);
            }
        }
        for list in all.accepted.values_mut() {
            list.sort_by_key(|accepted| accepted.within.map(|span| span.start));
        }
        all
    }

    fn add(&mut self, job: &Job<'_>, file: FileId, suppression: crate::config::Suppression) {
        let comment = self.comments.len();
        // Without a reason it is not obeyed: who comes after could not tell whether it still holds.
        if suppression.problem.is_none() && !suppression.reason.is_empty() {
            for (name, rule) in suppression.rules.iter().enumerate() {
                let within = match suppression.place {
                    SuppressionPlace::File => None,
                    SuppressionPlace::Within(span) => Some(span),
                };
                let id = canonical(job, &rule.value).unwrap_or(&rule.value);
                let list = self.accepted.entry((file, id.to_owned())).or_default();
                list.push(Accepted { within, comment, name });
            }
        }
        let used = vec![false; suppression.rules.len()];
        self.comments.push(Comment { suppression, used });
    }

    /// True if a comment accepts this finding. The innermost one counts as used.
    fn accept(&mut self, finding: &Diagnostic) -> bool {
        let Some(list) = self.accepted.get(&(finding.span.file, finding.rule.clone())) else { return false };
        let at = finding.span.start;
        let covers = |accepted: &&Accepted| {
            accepted.within.is_none_or(|span| span.start <= at && at < span.end.max(span.start + 1))
        };
        let begun = list.partition_point(|accepted| accepted.within.is_none_or(|span| span.start <= at));
        let inner = list.get(..begun).unwrap_or_default().iter().rev().take(MAX_NESTED).find(covers);
        let whole = || list.first().filter(|accepted| accepted.within.is_none());
        let Some(found) = inner.or_else(whole) else { return false };
        let used = self.comments.get_mut(found.comment).and_then(|comment| comment.used.get_mut(found.name));
        if let Some(used) = used {
            *used = true;
        }
        true
    }

    /// Reports comments that do nothing.
    fn complain(&self, job: &Job<'_>, overrides: &Overrides<'_>, rule: &Rule, new: &mut Vec<Diagnostic>) {
        let all: HashSet<&str> = job.rules.iter().map(|rule| rule.id.as_str()).collect();
        for Comment { suppression, used } in &self.comments {
            let span = suppression.span;
            let mut report = |span: Span, message: String, help: &str| {
                let mut finding = Diagnostic::new(UNUSED, rule.severity, span, message);
                finding.help(help);
                new.push(finding);
            };
            if let Some(problem) = &suppression.problem {
                report(span, format!("{problem}."), "Otherwise nothing is accepted by this comment.");
            } else if suppression.rules.is_empty() {
                report(
                    span,
                    "This comment does not say which rule it accepts.".into(),
                    "Write `rolelint-ignore RULE: reason`.",
                );
            } else if suppression.reason.is_empty() {
                report(
                    span,
                    "This comment gives no reason, so it is not obeyed.".into(),
                    "Write `rolelint-ignore RULE: reason`, so that whoever reads it next can judge whether it still holds.",
                );
            } else {
                let here = overrides.of(&job.files.get(span.file).path);
                let runs = |id: &str| all.contains(id) && overrides.state(&here, id).0;
                useless_names(job, suppression, used, &runs, rule, new);
            }
        }
    }
}

/// Deeper nested suppressions of one rule are not told apart.
const MAX_NESTED: usize = 256;

/// Names that no rule has, and rules that find nothing here.
fn useless_names(
    job: &Job<'_>,
    suppression: &crate::config::Suppression,
    used: &[bool],
    runs: &dyn Fn(&str) -> bool,
    rule: &Rule,
    new: &mut Vec<Diagnostic>,
) {
    let mut useless = 0;
    for (name, used) in suppression.rules.iter().zip(used) {
        let Some(id) = canonical(job, &name.value) else {
            let members = members_of(job, &name.value);
            if !members.is_empty() {
                let message = format!("`{}` is a group of rules; a comment names single rules.", name.value);
                let mut finding = Diagnostic::new(UNUSED, rule.severity, name.span, message);
                finding.help(format!("Write the rule that is meant: {}.", backticked(&members)));
                new.push(finding);
                continue;
            }
            let packs = job.settings.pack_rules.iter().map(|rule| rule.id.as_str());
            let near = nearest(&name.value, known_names().all().chain(packs));
            let help = near.map_or("`rolelint rules` lists all rules.".to_owned(), |near| {
                format!("Did you mean `{near}`?")
            });
            let message = format!("No rule is named `{}`.", name.value);
            new.push({
                let mut finding = Diagnostic::new(UNUSED, rule.severity, name.span, message);
                finding.help(help);
                finding
            });
            continue;
        };
        // A rule that did not run here may well have something to find.
        if *used || !runs(id) {
            continue;
        }
        useless += 1;
        let message = format!("`{}` finds nothing that this comment accepts.", name.value);
        let mut finding = Diagnostic::new(UNUSED, rule.severity, name.span, message);
        finding.help("The text was mended, or the comment stands at another place than the finding. Delete it, so that it does not hide the next mistake.");
        new.push(finding);
    }
    if useless == suppression.rules.len() {
        let whole = without_blank_line(&job.files.open(suppression.span.file), suppression.span);
        if let Some(finding) = new.last_mut() {
            finding.fix(Fix::safe("Delete the comment", whole, ""));
        }
    }
}

/// The name in force of a rule of the program or of a pack.
fn canonical<'j>(job: &Job<'j>, name: &str) -> Option<&'j str> {
    let own = job.settings.pack_rules.iter();
    let mut own = own.filter(|rule| rule.id == name || rule.aliases.iter().any(|alias| alias == name));
    known_names().canonical(name).or_else(|| own.next().map(|rule| rule.id.as_str()))
}

/// The rules of a group or pack; none if there is no such.
fn members_of<'j>(job: &Job<'j>, name: &str) -> Vec<&'j str> {
    let own = job.settings.pack_rules.iter().filter(|rule| rule.group == name);
    known_names().group(name).into_iter().chain(own.map(|rule| rule.id.as_str())).collect()
}

/// Names in backticks, with commas.
fn backticked(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The comment with its line, if nothing else stands there, or with the blanks before it.
fn without_blank_line(file: &SourceFile, comment: Span) -> Span {
    let line = file.line_of(comment.start);
    let full = file.lines().full_range(&file.text, line);
    let before = file.text.get(full.start..comment.start as usize).unwrap_or("");
    let after = file.text.get(comment.end as usize..full.end).unwrap_or("x");
    if !after.trim().is_empty() {
        return comment;
    }
    if before.trim().is_empty() {
        let blank = |line: u32| file.text.get(file.line_range(line)).unwrap_or("").trim().is_empty();
        // Of the two empty lines around it one stays.
        let end = if line > 1 && blank(line - 1) && line < file.lines().count() && blank(line + 1) {
            file.lines().full_range(&file.text, line + 1).end
        } else {
            full.end
        };
        return file.at(full.start..end);
    }
    file.at(full.start + before.trim_end().len()..comment.end as usize)
}

/// Which rules are off in some files, or of another severity there.
struct Overrides<'j> {
    /// Rules that are off unless an entry switches them on.
    dormant: HashSet<&'j str>,
    groups: HashMap<&'j str, &'j str>,
    entries: Vec<(PathPatterns, &'j Override)>,
}

impl<'j> Overrides<'j> {
    fn new(job: &Job<'j>) -> Self {
        let id = |rule: &'j Rule| rule.id.as_str();
        let entries = job.settings.overrides.iter();
        Overrides {
            dormant: job.rules.iter().filter(|rule| rule.dormant).map(id).collect(),
            groups: job.rules.iter().map(|rule| (id(rule), rule.group.as_str())).collect(),
            entries: entries
                .filter_map(|entry| Some((job.settings.patterns(&entry.paths).ok()?, entry)))
                .collect(),
        }
    }

    /// The entries for a file.
    fn of(&self, path: &str) -> Vec<&'j Override> {
        self.entries.iter().filter(|(patterns, _)| patterns.matches(path)).map(|(_, entry)| *entry).collect()
    }

    /// Whether a rule is on where these entries hold, and its severity if they say that.
    fn state(&self, entries: &[&Override], rule: &str) -> (bool, Option<Severity>) {
        let mut on = !self.dormant.contains(rule);
        let mut severity = None;
        let group = self.groups.get(rule).copied().unwrap_or("");
        // Later entries win.
        for entry in entries {
            if entry.ignore.iter().any(|name| name == rule || name == group) {
                on = false;
            }
            match entry.rules.get(rule) {
                None => {}
                Some(RuleState::Off) => on = false,
                Some(state) => {
                    on = true;
                    severity = state.severity().or(severity);
                }
            }
        }
        (on, severity)
    }

    /// Severities and switched-off rules of some files.
    fn apply(&self, job: &Job<'_>, findings: &mut Vec<Diagnostic>) {
        if self.entries.is_empty() && self.dormant.is_empty() {
            return;
        }
        let mut matching: HashMap<FileId, Vec<&Override>> = HashMap::new();
        findings.retain_mut(|finding| {
            let id = finding.span.file;
            let matching = matching.entry(id).or_insert_with(|| self.of(&job.files.get(id).path));
            let (on, severity) = self.state(matching, &finding.rule);
            finding.severity = severity.unwrap_or(finding.severity);
            on
        });
    }
}

/// Takes out what `ignore:` in the configuration accepts, and reports entries that accept nothing.
fn configured(
    job: &Job<'_>,
    overrides: &Overrides<'_>,
    unused: Option<&Rule>,
    findings: &mut Vec<Diagnostic>,
    new: &mut Vec<Diagnostic>,
) -> usize {
    let entries: Vec<_> = job
        .settings
        .ignore
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| match entry {
            Ignore::Finding(entry) => {
                let patterns = job.settings.patterns(std::slice::from_ref(&entry.path)).ok()?;
                Some((index, patterns, entry))
            }
            Ignore::Rule(_) => None,
        })
        .collect();
    let mut used = vec![false; entries.len()];
    let before = findings.len();
    findings.retain(|finding| {
        let file = job.files.get(finding.span.file);
        let hit = entries.iter().position(|(_, patterns, entry)| {
            let rule = canonical(job, &entry.rule).unwrap_or(&entry.rule);
            let text = entry
                .text
                .as_ref()
                .is_none_or(|text| around(&job.files.open(file.id), finding.span).contains(text.as_str()));
            rule == finding.rule && text && patterns.matches(&file.path)
        });
        if let Some(used) = hit.and_then(|hit| used.get_mut(hit)) {
            *used = true;
        }
        hit.is_none()
    });
    // In a run over some files the others may have what an entry is for.
    if let (Some(rule), None) = (unused, job.report) {
        for ((index, patterns, entry), _) in entries.iter().zip(&used).filter(|(_, used)| !**used) {
            // Where it is off it may well have something to find.
            let id = canonical(job, &entry.rule).unwrap_or(&entry.rule);
            let mut there = job.files.iter().filter(|file| patterns.matches(&file.path));
            let is_off = there.any(|file| !overrides.state(&overrides.of(&file.path), id).0);
            let runs = !is_off && job.rules.iter().any(|rule| rule.id == id);
            if let Some(&span) = job.settings.ignore_places.get(*index).filter(|_| runs) {
                let message = format!("`{}` finds nothing that this entry accepts.", entry.rule);
                let mut finding = Diagnostic::new(UNUSED, rule.severity, span, message);
                finding.help("The text was mended or moved. Delete the entry, so that it does not hide the next mistake.");
                new.push(finding);
            }
        }
    }
    before - findings.len()
}

/// The lines of a finding.
fn around(file: &SourceFile, span: Span) -> &str {
    let (first, last) = (file.line_of(span.start), file.line_of(span.end));
    file.text.get(file.line_range(first).start..file.line_range(last).end).unwrap_or("")
}
