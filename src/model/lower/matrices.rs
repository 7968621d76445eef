//! Tables of a page of several roles that stand outside of them and say something of each: "Job | Technical |
//! Leadership" with a row for each job, or a column for each.

use std::collections::{HashMap, HashSet};

use crate::syntax::Block;
use crate::text::{SourceFile, Span, Spanned};

use super::super::titles::{job_key, title_key};
use super::super::vocabulary::section_kind;
use super::super::{Expectation, Role, Section, SectionKind};
use super::facts::{self, Place};
use super::outline::Part;
use super::tables::{self, Clues, Entry, Says};
use super::title::{core_range, piece};
use super::walk::cell_name;
use super::words::{normal, pieces};

/// Gives what such tables say to the roles that they name.
pub(super) fn reach(file: &SourceFile, tree: &Part<'_>, roles: &mut [Role]) {
    let told: Vec<Span> = roles.iter().map(|role| role.span).collect();
    tree.each(&mut |part| {
        for block in &part.blocks {
            let Block::Table(table) = block else { continue };
            if told.iter().any(|span| span.overlaps(table.span)) {
                continue;
            }
            let Some(found) = tables::recognize(file, table, &Clues::default()) else {
                continue;
            };
            let group = part.heading.map(|heading| piece(&heading.text, core_range(&heading.text.plain)));
            give(found.entries, table.span, group.as_ref(), roles);
        }
    });
}

/// A role, and one of its levels if that is what was named.
type Target = (usize, Option<usize>);

fn give(entries: Vec<Entry<'_>>, span: Span, group: Option<&Spanned<String>>, roles: &mut [Role]) {
    let mut targets: HashMap<String, Option<Target>> = HashMap::new();
    for entry in &entries {
        let label = cell_name(entry.label).value;
        targets.entry(label).or_insert_with_key(|label| target(label, roles));
    }
    // One name may be there by chance.
    if targets.values().flatten().collect::<HashSet<_>>().len() < 2 {
        return;
    }
    let mut sections: HashMap<(usize, String), usize> = HashMap::new();
    for entry in entries.into_iter().filter(|entry| entry.says == Says::Expectations) {
        let named = cell_name(entry.label);
        let Some((to, level)) = targets.get(&named.value).copied().flatten() else { continue };
        let (Some(body), Some(role)) = (entry.body, roles.get_mut(to)) else { continue };
        let label =
            entry.section.map(cell_name).filter(|name| !name.value.is_empty()).or_else(|| group.cloned());
        let own = label.as_ref().map_or(SectionKind::Other, |label| section_kind(&label.value));
        let kind = entry.kind.unwrap_or(own);
        let key = label.as_ref().map(|label| normal(&label.value)).unwrap_or_default();
        let path: Vec<String> = group.iter().map(|group| normal(&group.value)).collect();
        let labels: Vec<String> = path.iter().cloned().chain([key.clone()]).collect();
        let at = *sections.entry((to, key)).or_insert_with(|| {
            let group = group.filter(|group| Some(*group) != label.as_ref()).cloned();
            let (expectations, shown) = (vec![], vec![]);
            role.sections.push(Section { label, path, group, kind, span, expectations, shown });
            role.sections.len() - 1
        });
        let lists = role.sections.iter().flat_map(|section| &section.expectations).map(|item| item.list);
        let base = lists.max().unwrap_or(0) + 1;
        for said in pieces(&body.blocks) {
            facts::see(role, said.text, Place { kind, labels: &labels, level });
            let list = base + said.list.map_or(0, |list| u32::try_from(list).unwrap_or(u32::MAX));
            // What is said of a step that the ladder has not is marked with its name.
            let label = said.above.or_else(|| level.is_none().then(|| named.clone()));
            let label = label.filter(|label| !is_title(role, &label.value));
            let text = said.text.clone();
            if let Some(section) = role.sections.get_mut(at) {
                section.expectations.push(Expectation { text, level, label, list, span: said.span });
            }
        }
    }
}

fn is_title(role: &Role, label: &str) -> bool {
    role.title.as_ref().is_some_and(|title| title_key(&title.value) == title_key(label))
}

/// The one role, or level of a role, that is called so; or the one that has levels of that job.
fn target(label: &str, roles: &[Role]) -> Option<Target> {
    let wanted = keys(label);
    let only = |is_it: &dyn Fn(&str) -> bool, titles: bool| {
        let mut found: Option<Target> = None;
        for (at, role) in roles.iter().enumerate() {
            let own = role.title.as_ref().filter(|title| titles && is_it(&title.value)).map(|_| (at, None));
            let level = || {
                let named = |name: &Spanned<String>| is_it(&name.value);
                let level = role
                    .levels
                    .iter()
                    .position(|level| named(&level.label) || level.title.as_ref().is_some_and(named));
                level.map(|level| (at, Some(level)))
            };
            match (found, own.or_else(level)) {
                (Some(_), Some(_)) => return None,
                (None, some) => found = some,
                (some, None) => found = some,
            }
        }
        found
    };
    let same = only(&|name| keys(name).iter().any(|key| wanted.contains(key)), true);
    let job = job_key(label);
    let of_job = || only(&|name| job_key(name) == job, false).filter(|_| job.contains(' '));
    same.or_else(|| of_job().map(|(role, _)| (role, None)))
}

/// What a title is called by: the whole, what stands in brackets, and each of "VP of Engineering / CTO".
fn keys(label: &str) -> Vec<String> {
    let outer = label.split(['(', '（']).next().unwrap_or(label);
    let inner = label.split(['(', '（']).nth(1).and_then(|rest| rest.split([')', '）']).next());
    let parts = outer.split(" / ").map(str::trim);
    let mut all: Vec<String> = [label, outer]
        .into_iter()
        .chain(inner)
        .chain(parts)
        .map(title_key)
        .filter(|key| !key.is_empty())
        .collect();
    all.dedup();
    all
}
