//! Role pages that do not say which role they are about.

use serde::Deserialize;

use crate::model::looks_like_title;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Block, HeadingMark};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingTitle {
    /// Names of files that are title enough: "senior-engineer.md".
    file_names: bool,
}

impl DocumentCheck for MissingTitle {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let [role] = subject.roles else { return };
        // A sheet has its titles in its cells.
        if doc.blocks().is_empty() || matches!(doc.format, "csv" | "xlsx") {
            return;
        }
        if role.titled || role.title.as_ref().is_some_and(|title| !title.span.is_empty()) {
            return;
        }
        let heading = doc.blocks().iter().any(|block| {
            matches!(block, Block::Heading(heading) if heading.depth == 1 && heading.mark != HeadingMark::Bold)
        });
        if heading || (self.file_names && names_a_job(&title_of_path(&file.path))) {
            return;
        }
        let first = doc.blocks().first().map_or(file.at(0..0), Block::span);
        let line = file.line_range(file.line_of(first.start));
        let end = line.end.max(first.start as usize);
        cx.report(file.at(first.start as usize..end.min(first.end as usize)), "This page does not say which role it is about.")
            .help(
                "Search, links and lists of roles then show the name of the file. Begin the page with the title of the role \
                 as its heading.",
            );
    }
}

/// A title, perhaps with more words behind it: "Principal Product Designer Ops".
fn names_a_job(name: &str) -> bool {
    let ends = name.match_indices(' ').map(|(at, _)| at).chain([name.len()]);
    ends.filter_map(|end| name.get(..end)).any(looks_like_title)
}

/// "job/senior-engineer.md" as a title: "Senior Engineer".
fn title_of_path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or("");
    let stem = name.split('.').next().unwrap_or("");
    let words = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}
