//! Published pages that are not finished.

use serde::Deserialize;

use crate::model::{CellState, Framework, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPublished {
    /// Words for pages that count.
    published: Vec<String>,
    /// Words for pages that do not count yet.
    draft: Vec<String>,
    /// What stands where a text is still missing.
    unfinished: Vec<String>,
}

impl FrameworkCheck for DraftPublished {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let has = |role: &Role, words: &[String]| {
            let status = role.status.as_ref().map(|status| status.value.trim().to_lowercase());
            status.is_some_and(|status| words.contains(&status))
        };
        for role in framework.roles.iter().filter(|role| has(role, &self.published)) {
            let Some(status) = &role.status else { continue };
            let open = self.unfinished_places(role);
            if let Some(first) = open.first() {
                let count = match open.len() {
                    1 => "one text is".to_owned(),
                    n => format!("{n} texts are"),
                };
                let finding = cx.report(
                    status.span,
                    format!("“{}” is {}, but {count} still missing.", role.name(), status.value),
                );
                finding.help(
                    "People are judged by a published page, blanks included. Write what is missing, or set the status \
                     back until it is written.",
                );
                finding.related(*first, "nothing is written here yet");
                for place in open.iter().skip(1).take(7) {
                    finding.related(*place, "nor here");
                }
            }
            for step in &role.moves {
                let next = graph.page(&step.to.value).and_then(|at| framework.roles.get(at));
                if let Some(next) = next.filter(|next| has(next, &self.draft)) {
                    let finding = cx.report(
                        step.to.span,
                        format!(
                            "“{}” is {}, but leads to “{}”, which is a draft.",
                            role.name(),
                            status.value,
                            next.name()
                        ),
                    );
                    finding.help("People plan their next step by a page that may still change. Publish both, or leave the step out.");
                    if let Some(status) = &next.status {
                        finding.related(status.span, "the status of that page");
                    }
                }
            }
        }
    }
}

impl DraftPublished {
    fn unfinished_places(&self, role: &Role) -> Vec<Span> {
        let is_open = |text: &str| {
            let text = text.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            self.unfinished.contains(&text)
        };
        let mut places: Vec<Span> = vec![];
        for section in &role.sections {
            let cells = section.shown.iter().filter(|shown| {
                let mirror = role.level(shown.level).is_some_and(|level| level.mirror);
                shown.state == CellState::Placeholder && !mirror
            });
            places.extend(cells.map(|shown| shown.body));
            let items = section.expectations.iter().filter(|item| is_open(&item.text.plain));
            places.extend(items.map(|item| item.span));
        }
        places.sort();
        places.dedup_by(|next, kept| kept.contains(*next));
        places
    }
}
