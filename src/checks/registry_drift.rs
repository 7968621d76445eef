//! Lists of roles (navigation, index, diagram) that no longer agree with the pages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diag::Severity;
use crate::model::{
    Framework, Listing, ListingKind, MoveKind, Role, RoleKind, looks_like_title, title_key, words_of,
};
use crate::rule::{Context, FrameworkCheck, Surroundings};
use crate::text::{FileId, Guesses, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistryDrift {
    /// A file that lists at least so many pages of a folder …
    min_roles: usize,
    /// … and at least this share of them is meant to list all.
    complete: f64,
}

impl FrameworkCheck for RegistryDrift {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around.filter(|_| !framework.listings.is_empty()) else { return };
        let pages = Pages::new(framework, around);
        let wanted = |listing: &&Listing| {
            let path = &cx.files().get(listing.target.span.file).path;
            framework.registries.is_empty()
                || framework.registries.iter().any(|name| path == name || path.ends_with(&format!("/{name}")))
        };
        let listings: Vec<(&Listing, Option<FileId>)> = framework
            .listings
            .iter()
            .filter(wanted)
            .map(|listing| (listing, pages.find(cx, listing)))
            .collect();
        names(framework, &pages, &listings, cx);
        targets(&pages, &listings, cx);
        arrows(framework, &pages, &listings, cx);
        self.missing(&pages, &listings, cx);
    }
}

/// The pages that lists may name.
struct Pages<'f> {
    around: &'f Surroundings<'f>,
    /// Files that are about exactly one role.
    roles: BTreeMap<FileId, &'f Role>,
}

impl<'f> Pages<'f> {
    fn new(framework: &'f Framework, around: &'f Surroundings<'f>) -> Self {
        let mut roles: BTreeMap<FileId, &Role> = BTreeMap::new();
        let mut several = BTreeSet::new();
        for role in &framework.roles {
            if roles.insert(role.file, role).is_some() {
                several.insert(role.file);
            }
        }
        roles.retain(|file, _| !several.contains(file));
        Pages { around, roles }
    }

    /// The file that a listing leads to.
    fn find(&self, cx: &Context<'_>, listing: &Listing) -> Option<FileId> {
        let from = cx.files().get(listing.target.span.file).path.clone();
        let way = resolve(&from, &listing.target.value)?;
        self.around.at(&way)
    }
}

/// The way to `target` as seen from the file `from`; none if it leads out of the working directory.
fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.replace("%20", " ");
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if target.starts_with('/') {
        parts.clear();
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The words of a title, without what stands in brackets.
fn spoken(title: &str) -> String {
    let bare = title.split('(').next().filter(|bare| !bare.trim().is_empty()).unwrap_or(title);
    words_of(bare).join(" ")
}

/// Titles between slashes, and the whole.
fn parts(label: &str) -> Vec<&str> {
    std::iter::once(label).chain(label.split('/').map(str::trim)).filter(|part| !part.is_empty()).collect()
}

/// True if the list calls the page by its name, or by a part of it.
fn agrees(listing: &Listing, role: &Role) -> bool {
    let titles: Vec<&str> =
        role.title.iter().chain(&role.aliases).chain(&role.also).map(|title| title.value.as_str()).collect();
    let label = listing.label.value.as_str();
    if listing.kind == ListingKind::Diagram {
        let names: Vec<String> = parts(label).into_iter().map(spoken).collect();
        return titles.iter().any(|title| names.contains(&spoken(title)));
    }
    let own = titles.iter().any(|title| {
        let (a, b) = (title_key(label), title_key(title));
        let words = |key: &str| key.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        let (x, y) = (words(&a), words(&b));
        x.is_subset(&y) || y.is_subset(&x)
    });
    own || !looks_like_title(label) || !titles.iter().any(|title| looks_like_title(title))
}

/// Labels that call a page otherwise than the page calls itself.
fn names(
    framework: &Framework,
    pages: &Pages<'_>,
    listings: &[(&Listing, Option<FileId>)],
    cx: &mut Context<'_>,
) {
    let mut told: BTreeSet<(String, FileId)> = BTreeSet::new();
    for (listing, file) in listings {
        let Some((file, role)) = file.and_then(|file| Some((file, pages.roles.get(&file)?))) else {
            continue;
        };
        let Some(title) = role.title.as_ref().filter(|title| !title.span.is_empty()) else { continue };
        let label = listing.label.value.as_str();
        if listing.kind == ListingKind::Link || file == listing.label.span.file || agrees(listing, role) {
            continue;
        }
        // A menu that stands on every page is one list.
        if !told.insert((label.to_owned(), file)) {
            continue;
        }
        let what = if listing.kind == ListingKind::Diagram { "diagram" } else { "list" };
        let summary = format!("This {what} calls pages otherwise than they call themselves.");
        let group = format!("registry-drift:{}:{}:{what}", framework.root, listing.label.span.file.0);
        cx.report(listing.label.span, format!("This {what} calls the page of “{}” “{label}”.", title.value))
            .help(
                "Readers look for the name that they followed and doubt that they are on the right page. Use the title \
                 of the page.",
            )
            .related(title.span, "the title of the page")
            .group(group, summary);
    }
}

/// Nodes of a diagram that lead to no page.
fn targets(pages: &Pages<'_>, listings: &[(&Listing, Option<FileId>)], cx: &mut Context<'_>) {
    let mut diagrams: BTreeMap<FileId, Vec<(&Listing, Option<FileId>)>> = BTreeMap::new();
    for (listing, file) in listings.iter().filter(|(listing, _)| listing.kind == ListingKind::Diagram) {
        diagrams.entry(listing.target.span.file).or_default().push((listing, *file));
    }
    let guesses = Guesses::default();
    for nodes in diagrams.into_values() {
        let known = nodes.iter().filter(|(_, file)| file.is_some()).count();
        if known * 2 < nodes.len() {
            continue;
        }
        for (listing, _) in nodes.iter().filter(|(_, file)| file.is_none()) {
            let from = &cx.files().get(listing.target.span.file).path;
            let Some(way) = resolve(from, &listing.target.value) else { continue };
            let meant = guesses
                .nearest(&way, pages.around.ways().keys().map(String::as_str))
                .map_or_else(String::new, |meant| format!("Did you mean `{meant}`? "));
            cx.report(
                listing.target.span,
                format!("“{}” in this diagram leads to a page that is not there.", listing.label.value),
            )
            .help(format!(
                "{meant}The page was renamed or moved and the diagram was not. Write the address as it is now."
            ));
        }
    }
}

/// A diagram is meant to show the steps that pages name if this share of its arrows is one of them, and so many
/// are. Rule of thumb.
const STEPS: (f64, usize) = (0.6, 3);

/// Arrows of diagrams that no page knows, where most arrows are steps that pages name.
fn arrows(
    framework: &Framework,
    pages: &Pages<'_>,
    listings: &[(&Listing, Option<FileId>)],
    cx: &mut Context<'_>,
) {
    let Some(graph) = cx.graph() else { return };
    let page = |file: FileId| {
        let role = pages.roles.get(&file)?;
        let at = framework.roles.iter().position(|other| std::ptr::eq(other, *role))?;
        Some((at, *role))
    };
    let names = |role: &Role, other: usize, kinds: &[MoveKind]| {
        role.moves.iter().any(|step| kinds.contains(&step.kind) && graph.page(&step.to.value) == Some(other))
    };
    let mut unknown: BTreeMap<FileId, Vec<(Span, &Role, &Role)>> = BTreeMap::new();
    let mut known: BTreeMap<FileId, usize> = BTreeMap::new();
    for (listing, file) in listings {
        let Some((low, from)) = file.and_then(page) else { continue };
        for step in &listing.steps {
            let there = Listing { target: step.clone(), ..(*listing).clone() };
            let Some((high, to)) = pages.find(cx, &there).and_then(page) else { continue };
            // A page that names no step at all says nothing against one.
            if low == high || from.moves.is_empty() || to.moves.is_empty() {
                continue;
            }
            let diagram = listing.label.span.file;
            if names(from, high, &[MoveKind::Next])
                || names(to, low, &[MoveKind::Previous, MoveKind::EntryFrom])
            {
                *known.entry(diagram).or_default() += 1;
            } else if !names(from, high, ALL_MOVES) && !names(to, low, ALL_MOVES) {
                unknown.entry(diagram).or_default().push((step.span, from, to));
            }
        }
    }
    for (diagram, steps) in unknown {
        let good = known.get(&diagram).copied().unwrap_or(0);
        #[allow(clippy::cast_precision_loss)]
        let meant = good >= STEPS.1 && good as f64 >= (good + steps.len()) as f64 * STEPS.0;
        for (place, from, to) in steps.into_iter().filter(|_| meant) {
            let (low, high) = (from.name(), to.name());
            let finding = cx.report(
                place,
                format!("This diagram leads from “{low}” to “{high}”, a step that neither page names."),
            );
            finding.at_most(Severity::Warning).help(
                "The diagram and the pages promise different careers. Draw the arrow that the pages mean, or name the \
                 step on both of them.",
            );
            if let Some(step) = from.moves.iter().find(|step| step.kind == MoveKind::Next) {
                finding.related(step.to.span, format!("the next step of “{low}” on its page"));
            }
        }
    }
}

const ALL_MOVES: &[MoveKind] = &[MoveKind::Next, MoveKind::Previous, MoveKind::Lateral, MoveKind::EntryFrom];

impl RegistryDrift {
    /// Roles that a list of nearly all roles leaves out.
    fn missing(&self, pages: &Pages<'_>, listings: &[(&Listing, Option<FileId>)], cx: &mut Context<'_>) {
        let folder = |file: FileId| {
            let path = cx.files().get(file).path.as_str();
            path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
        };
        let mut folders: BTreeMap<String, BTreeSet<FileId>> = BTreeMap::new();
        for (file, _) in pages.roles.iter().filter(|(_, role)| role.kind == RoleKind::Framework) {
            folders.entry(folder(*file)).or_default().insert(*file);
        }
        let mut lists: BTreeMap<FileId, BTreeSet<FileId>> = BTreeMap::new();
        for (listing, file) in listings {
            if let Some(file) = file {
                lists.entry(listing.target.span.file).or_default().insert(*file);
            }
        }
        let listed: BTreeSet<FileId> = lists.values().flatten().copied().collect();
        let mut found = vec![];
        for (registry, members) in &lists {
            for files in folders.values() {
                let own = files.len() - usize::from(files.contains(registry));
                let there = files.iter().filter(|file| members.contains(file) && *file != registry).count();
                #[allow(clippy::cast_precision_loss)]
                let nearly =
                    there >= self.min_roles && there < own && there as f64 >= own as f64 * self.complete;
                if nearly {
                    found.extend(
                        files
                            .iter()
                            .filter(|file| !listed.contains(file) && *file != registry)
                            .map(|file| (*file, *registry)),
                    );
                }
            }
        }
        let mut told = BTreeSet::new();
        for (file, registry) in found {
            let Some(role) = pages.roles.get(&file).filter(|_| told.insert(file)) else { continue };
            let place = role.title.as_ref().map_or(role.span, |title| title.span);
            let path = cx.files().get(registry).path.clone();
            cx.report(
                place,
                format!("“{}” is missing from {path}, which lists the other roles.", role.name()),
            )
            .help("Nobody finds a page that its list leaves out. Add it there, or remove the page.")
            .at_most(Severity::Warning);
        }
    }
}
