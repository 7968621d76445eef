//! How files were read, and where the reading is not sure.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::{is_framework, own_levels};
use crate::engine::Run;
use crate::model::{Framework, Graph, Role};
use crate::text::{Files, SourceFile, Trouble};

/// How one file was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileReading {
    pub path: String,
    pub roles: Vec<RoleReading>,
    /// Why it holds no role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_role: Option<String>,
    /// Why it could not be read, or not as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// How one role was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoleReading {
    /// Number of the role in the audit.
    pub role: usize,
    /// The reader, and what told its title and levels.
    pub clues: String,
    /// What may be otherwise than it was understood.
    pub doubts: Vec<String>,
}

impl FileReading {
    /// A file without roles; nothing where there is nothing to say.
    pub(super) fn of_file(file: &SourceFile, run: &Run) -> Self {
        let at = file.id.0 as usize;
        let whole =
            run.documents.get(at).and_then(Option::as_ref).is_none_or(crate::syntax::Document::is_whole);
        let trouble = match &file.trouble {
            Some(Trouble::Unreadable(reason)) => Some(format!("It could not be read: {reason}.")),
            Some(Trouble::TooLarge { .. }) => Some("It is too large and was not read.".to_owned()),
            Some(Trouble::Binary) => Some("It is not a text file.".to_owned()),
            None if !whole => Some("It has a mistake, so not all of it could be read.".to_owned()),
            None => None,
        };
        FileReading {
            path: file.path.clone(),
            roles: vec![],
            no_role: run.not_roles.get(at).cloned().flatten(),
            trouble,
        }
    }
}

/// What is not sure about a role.
pub(super) fn doubts(framework: &Framework, at: usize, graph: &Graph<'_>, files: &Files) -> Vec<String> {
    let Some(role) = framework.roles.get(at) else { return vec![] };
    let mut doubts = vec![];
    match &role.title {
        None => doubts.push("No title was found.".to_owned()),
        Some(title) if title.span.is_empty() => {
            doubts.push("The title was taken from the name of the file.".to_owned());
        }
        Some(_) => {}
    }
    if role.sections.iter().all(|section| section.expectations.is_empty() && section.shown.is_empty()) {
        doubts.push("No expectations were found.".to_owned());
    }
    levels(role, at, graph, &mut doubts);
    facts(role, &mut doubts);
    let file = files.get(role.file);
    if !file.damage.is_empty() {
        doubts.push("Some bytes of the file are no valid text, so words may be missing.".to_owned());
    }
    doubts
}

fn levels(role: &Role, at: usize, graph: &Graph<'_>, doubts: &mut Vec<String>) {
    let own: Vec<usize> = own_levels(role).into_iter().flatten().collect();
    let items = || role.sections.iter().flat_map(|section| &section.expectations);
    let apart = items().filter(|item| item.level.is_none()).count();
    let leveled = items().filter(|item| item.level.is_some()).count();
    if own.len() > 1 && leveled > 0 && apart > 0 {
        doubts.push(format!(
            "{} of {} expectations name no level and were taken to hold for all of them.",
            apart,
            apart + leveled
        ));
    }
    if own.len() > 1 && leveled == 0 && apart > 0 {
        doubts.push(format!(
            "{} levels are named, but no expectation could be given to one of them.",
            own.len()
        ));
    }
    let silent: Vec<String> = own
        .iter()
        .filter(|&&level| leveled > 0 && !items().any(|item| item.level == Some(level)))
        .filter_map(|&level| role.level(level))
        .map(|level| format!("“{}”", level.name()))
        .collect();
    if !silent.is_empty() {
        doubts.push(format!("Nothing was found that is expected of {}.", listed(&silent)));
    }
    let neighbors: Vec<String> =
        role.levels.iter().filter(|level| level.mirror).map(|level| format!("“{}”", level.name())).collect();
    if !neighbors.is_empty() {
        doubts.push(format!("Columns that were taken for copies of other roles: {}.", listed(&neighbors)));
    }
    let rungs: HashSet<usize> = graph.own(at).iter().copied().collect();
    let ordered = graph.steps.iter().any(|step| rungs.contains(&step.lower) || rungs.contains(&step.upper));
    if own.len() > 1 && !ordered && is_framework(role) {
        doubts.push(
            "Which level follows which is not clear; they are shown in the order of the page.".to_owned(),
        );
    }
}

fn facts(role: &Role, doubts: &mut Vec<String>) {
    let vague: Vec<String> = role
        .experience
        .iter()
        .filter(|fact| fact.vague)
        .map(|fact| format!("“{}”", fact.text.value.trim()))
        .collect();
    if !vague.is_empty() {
        doubts.push(format!("Experience without a number: {}.", listed(&vague)));
    }
    let bare: Vec<String> = role
        .compensation
        .iter()
        .filter(|fact| fact.currency.as_ref().is_none_or(|currency| currency.len() != 3))
        .map(|fact| format!("“{}”", fact.text.value.trim()))
        .collect();
    if !bare.is_empty() {
        doubts.push(format!("Pay of which the currency is not sure: {}.", listed(&bare)));
    }
}

/// "a", "b" and 3 more.
fn listed(words: &[String]) -> String {
    const MOST: usize = 4;
    let mut distinct: Vec<&String> = vec![];
    for word in words {
        if !distinct.contains(&word) && distinct.len() <= MOST {
            distinct.push(word);
        }
    }
    let total: HashSet<&String> = words.iter().collect();
    let shown: Vec<&str> = distinct.iter().take(MOST).map(|word| word.as_str()).collect();
    match total.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
