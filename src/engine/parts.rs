//! Runs over so much text that what was read of it is not all held at once. A page is read a second time when the
//! rules come to its framework, and let go after them: reading is a small part of a run, and parsed pages and what
//! their roles expect take about ten times the memory of their text.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use super::{Job, Reader, check_framework};
use crate::config::is_config;
use crate::diag::{Diagnostic, Said};
use crate::language::{Lang, language_of};
use crate::model::{Framework, Reading, Ties};
use crate::rule::Surroundings;
use crate::syntax::{self, Body, Document};
use crate::text::{FileId, Files, SourceFile};

/// Text of which everything that was read is held, in bytes: that takes half a gigabyte at most.
pub(super) const MOST: usize = 32 * 1024 * 1024;

/// Text that is read again at once, in bytes: a few hundred pages keep all threads busy.
const PART: usize = 8 * 1024 * 1024;

/// Which parsed pages are held from the reading to the end of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    All,
    /// None but those that are needed whole: pages with comments for us, and data. Of roles their titles and levels are
    /// held until files are grouped, and with `sections` to the end also the places of their sections, by which a
    /// baseline tells where a finding stands. With `data` there are files that may describe what settings of pages name,
    /// so that these are held as well.
    Some {
        sections: bool,
        data: bool,
    },
}

impl Held {
    /// What a run over these files holds, if it is one that can do without.
    pub fn of(job: &Job<'_>) -> Self {
        let most = job.lens.sparing.map_or(usize::MAX, |most| most.unwrap_or(MOST));
        if text_of(job.files.iter().map(|file| file.text.len())) > most {
            let is_data = |path: &str| syntax::is_named_as_data(path) && !is_config(path);
            let data = job.files.iter().any(|file| is_data(&file.path));
            Held::Some { sections: job.lens.baseline.is_some(), data }
        } else {
            Held::All
        }
    }

    /// Lets go of what is not held. A page with a comment for us is: what it accepts is found by its blocks. Of its
    /// roles that stays by which files refer to one another.
    pub fn keep(
        self,
        file: &SourceFile,
        doc: Option<Document>,
        mut reading: Reading,
    ) -> (Option<Document>, Reading) {
        let Some(mut doc) = doc else { return (None, reading) };
        let Held::Some { sections, data } = self else { return (Some(doc), reading) };
        let has_settings = doc.front.is_some();
        if memchr::memmem::find(file.text.as_bytes(), b"rolelint-").is_none() {
            doc.let_go(data);
        }
        if matches!(doc.body, Body::Prose(_)) && !reading.is_asked_for() {
            // What its settings name, and data describes, are no sections of its own: that is found out later.
            reading.let_go(sections || (data && has_settings));
        }
        (Some(doc), reading)
    }

    /// The language of a page.
    pub fn language(self, files: &Files, documents: &[Option<Document>], id: FileId) -> Option<Lang> {
        let doc = documents.get(id.0 as usize)?.as_ref()?;
        match (self, &doc.body) {
            (Held::Some { .. }, Body::Prose(_)) => {
                syntax::parse(&files.get(id).open()).as_ref().map(language_of)
            }
            _ => Some(language_of(doc)),
        }
    }
}

fn text_of(lengths: impl Iterator<Item = usize>) -> usize {
    lengths.fold(0, usize::saturating_add)
}

/// The framework with all that its files say.
fn whole(
    job: &Job<'_>,
    reader: &Reader<'_>,
    ties: &Ties<'_>,
    framework: &Framework,
    around: &Surroundings<'_>,
) -> Framework {
    let read = |&id: &FileId| {
        let doc = around.document(id);
        let mut reading = reader.read(job.files.get(id), doc);
        reader.lexicon.enter(|| ties.renew(job.files, id, doc, &mut reading));
        framework.mark_postings(id, &mut reading);
        reading
    };
    let readings: Vec<Reading> = framework.files.par_iter().map(read).collect();
    let mut whole = Framework { roles: vec![], ..framework.clone() };
    for reading in readings {
        whole.roles.extend(reading.roles);
        whole.claims.extend(reading.claims);
        whole.listings.extend(reading.listings);
    }
    whole
}

/// What the rules find in these frameworks, part by part: no more are read at once than fit. A framework is one piece,
/// however large it is.
pub(super) fn check_in_parts(
    job: &Job<'_>,
    reader: &Reader<'_>,
    ties: &Ties<'_>,
    frameworks: &[Framework],
    around: &Surroundings<'_>,
) -> Vec<Vec<Diagnostic>> {
    let size =
        |framework: &Framework| text_of(framework.files.iter().map(|&file| job.files.get(file).text.len()));
    let most = job.lens.sparing.flatten().unwrap_or(PART);
    let (mut findings, mut said) = (vec![], Said::default());
    let mut rest = frameworks;
    while !rest.is_empty() {
        let mut held = 0_usize;
        let fits = |framework: &&Framework| {
            held = held.saturating_add(size(framework));
            held <= most
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (part, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let mut found = check_part(job, reader, ties, part, around);
        found.iter_mut().for_each(|finding| said.share(finding));
        findings.push(found);
        rest = behind;
    }
    findings
}

/// The findings of all parts, which are never there twice.
pub(super) fn joined(parts: Vec<Vec<Diagnostic>>) -> Vec<Diagnostic> {
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
    all
}

/// Sorts as `sort_by` does, which for that holds half of the findings a second time.
pub(super) fn sort(findings: &mut [Diagnostic], compare: impl Fn(&Diagnostic, &Diagnostic) -> Ordering) {
    // For each place the one from which its finding comes.
    let mut from: Vec<usize> = (0..findings.len()).collect();
    from.sort_by(|&a, &b| match (findings.get(a), findings.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for start in 0..from.len() {
        let mut at = start;
        // From place to place until somebody's finding comes from where this began.
        while let Some(next) = from.get_mut(at).map(|slot| std::mem::replace(slot, at)) {
            if next == start {
                break;
            }
            findings.swap(at, next);
            at = next;
        }
    }
}

/// What the rules find in these frameworks, whose texts and pages are let go afterwards.
fn check_part(
    job: &Job<'_>,
    reader: &Reader<'_>,
    ties: &Ties<'_>,
    part: &[Framework],
    around: &Surroundings<'_>,
) -> Vec<Diagnostic> {
    let pages: Vec<FileId> = part.iter().flat_map(|framework| &framework.files).copied().collect();
    let opened = pages.par_iter().filter_map(|&id| match job.files.get(id).open() {
        Cow::Owned(file) => Some(file),
        Cow::Borrowed(_) => None,
    });
    let files = job.files.with(opened.collect());
    let around = around.of_part(&files);
    let job = Job { files: &files, ..*job };
    // Here many threads parse; what asks for the first page of a large framework is one.
    pages.par_iter().for_each(|&id| _ = around.document(id));
    let found = part.par_iter().flat_map_iter(|framework| {
        let framework = whole(&job, reader, ties, framework, &around);
        let (of_files, of_all, _) = check_framework(&job, &reader.lexicon, &framework, &around);
        of_files.into_iter().chain(of_all)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::CHECKS;
    use crate::config::Settings;
    use crate::engine::{Lens, Roots, check};
    use crate::rule::{Registry, Selection, built_in_pages};
    use crate::schema::Schemas;

    /// Pages of several frameworks that refer to one another, in two languages.
    fn files() -> Files {
        let mut files = Files::default();
        let mut add = |path: &str, text: &str| {
            files.add(|id| SourceFile::from_bytes(id, path, None, text.as_bytes()));
        };
        for (folder, title) in [("a", "Nurse"), ("b", "Cook"), ("c/en", "Guide"), ("d", "Tester")] {
            for level in ["Junior", "Senior"] {
                let other = if folder == "a" { "b" } else { "a" };
                let text = format!(
                    "# {level} {title}\n\n## Duties\n\n- Recieves guests, and the the press.\n- Plans [work](../{other}/\
                     senior.md#duties) and [rest](../{other}/senior.md#nothing).\n\n<!-- rolelint-ignore \
                     repeated-word: a quote -->\n\nThey said the the press is here.\n"
                );
                add(&format!("{folder}/{}.md", level.to_lowercase()), &text);
            }
            add(&format!("{folder}/skills.yaml"), "- name: Care\n  levels: [Asks, Asks]\n");
        }
        for level in ["junior", "senior"] {
            add(
                &format!("c/es/{level}.md"),
                "# Guía\n\n## Impacto\n\n- Los clientes del equipo lo han pedido.\n",
            );
        }
        files
    }

    #[test]
    fn sorting_keeps_the_order_of_equals() {
        use crate::diag::Severity;
        use crate::text::Span;
        let finding = |n: usize| {
            let span = Span::at(FileId(0), n * 7919 % 31);
            Diagnostic::new("a", Severity::Info, span, format!("{n}"))
        };
        for count in [0, 1, 2, 5, 200] {
            let mut ours: Vec<Diagnostic> = (0..count).map(finding).collect();
            let mut theirs = ours.clone();
            sort(&mut ours, |a, b| a.span.cmp(&b.span));
            theirs.sort_by_key(|finding| finding.span);
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn finds_the_same_in_parts() {
        let (files, settings, roots) = (files(), Settings::default(), Roots(["c".to_owned()].into()));
        let rules =
            Registry::new(built_in_pages().0, CHECKS, &settings, &Selection::default()).unwrap().rules;
        let schemas = Schemas::default();
        let run = |sparing| {
            let lens = Lens { sparing, ..Lens::default() };
            let (files, settings, rules) = (&files, &settings, rules.as_slice());
            let job = Job {
                files,
                settings,
                rules,
                roots: &roots,
                report: None,
                no_inline_ignores: false,
                schemas: &schemas,
                lens,
            };
            check(&job)
        };
        let whole = run(None);
        assert!(whole.diagnostics.len() > 20 && whole.suppressed > 4, "{:?}", whole.diagnostics.len());
        assert!(whole.diagnostics.iter().any(|finding| finding.rule == "broken-link"));
        for most in [Some(0), Some(500), None] {
            let parts = run(Some(most));
            assert_eq!(whole.diagnostics, parts.diagnostics);
            assert_eq!(whole.suppressed, parts.suppressed);
            let held = parts.documents.iter().flatten().filter(|doc| !doc.blocks().is_empty()).count();
            assert_eq!(held > 8, most.is_none(), "pages with comments stay");
        }
    }
}
