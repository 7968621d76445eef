//! The career graph: steps that lead nowhere, that only one side knows, that form a circle, and
//! pages that no step leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::levels;
use crate::diag::Severity;
use crate::model::{
    Framework, Move, MoveKind, Role, circles_of, is_leading, looks_like_title, numeral, title_key,
    title_rank, words_of,
};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Guesses, Span};

/// A step to a role that nobody knows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DanglingMove {
    /// From fewer pages nothing can be said about which roles there are.
    min_roles: usize,
    /// Where a smaller share of the steps leads to known roles, the others are somewhere else.
    known: f64,
}

/// Pages that show their neighbors in columns say nothing about further steps.
fn in_columns(role: &Role) -> bool {
    role.levels.iter().any(|level| level.mirror || level.occurrence > 1)
}

/// Everything that names a role or a level of the framework.
fn names(framework: &Framework) -> HashSet<String> {
    let mut names = HashSet::new();
    for role in &framework.roles {
        let titles = role.title.iter().chain(&role.aliases).chain(&role.also);
        names.extend(titles.map(|title| title_key(&title.value)));
        let levels = role.levels.iter().filter(|level| !level.mirror);
        names.extend(levels.clone().map(|level| title_key(&level.label.value)));
        names.extend(levels.filter_map(|level| level.code.as_ref()).map(|code| title_key(code)));
        names.extend(role.id.iter().map(|id| title_key(&id.value)));
    }
    let declared = framework.aliases.iter().flatten().chain(&framework.external);
    let tracks = framework.tracks.iter().flat_map(|(_, titles)| titles);
    names.extend(declared.chain(tracks).map(|title| title_key(title)));
    names
}

/// The numbers of a title, roman ones too.
fn numbers(title: &str) -> Vec<i32> {
    words_of(title).iter().filter_map(|word| numeral(word)).collect()
}

/// The roles that a step names: "Staff Engineer or Engineering Manager", "Editor (Print)".
fn targets(to: &str) -> Vec<String> {
    let bare = to.split('(').next().unwrap_or(to);
    bare.split(['/', ',', '|', ';'])
        .flat_map(|part| part.split(" or "))
        .map(|part| title_key(part.trim()))
        .filter(|key| !key.is_empty())
        .collect()
}

impl FrameworkCheck for DanglingMove {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let names = names(framework);
        let pages: Vec<(usize, &Role)> = levels::pages(framework).collect();
        if pages.len() < self.min_roles {
            return;
        }
        let titles: Vec<&str> = framework
            .roles
            .iter()
            .filter_map(|role| role.title.as_ref())
            .map(|title| title.value.as_str())
            .collect();
        let guesses = Guesses::default();
        let is_known = |to: &str| {
            names.contains(&title_key(to)) || targets(to).iter().any(|target| names.contains(target))
        };
        let mut all: BTreeMap<String, bool> = BTreeMap::new();
        let mut open: Vec<(&Role, &Move)> = vec![];
        for (_, role) in &pages {
            // What another page says of the role was matched with roles that exist.
            for step in role.moves.iter().filter(|step| step.to.span.file == role.file) {
                let to = step.to.value.as_str();
                let code = to.chars().count() <= 6 && to.chars().any(|c| c.is_ascii_digit());
                // A slip in the word for the job hides that it is a title.
                let slip = || guesses.nearest(to, titles.iter().copied()).is_some();
                if !looks_like_title(to) && !code && !is_known(to) && !slip() {
                    continue;
                }
                let known = is_known(to);
                all.insert(title_key(to), known);
                if !known {
                    open.push((role, step));
                }
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let usual = all.values().filter(|known| **known).count() as f64 >= all.len() as f64 * self.known;
        for (role, step) in open {
            let to = step.to.value.as_str();
            let meant = guesses.nearest(to, titles.iter().copied()).filter(|meant| {
                // "Agent 1" and "Agent 2" are two levels, not a slip.
                !meant.eq_ignore_ascii_case(to) && numbers(meant) == numbers(to)
            });
            // A neighbor in a column is described there; only a slip of the pen is sure.
            if meant.is_none() && (!usual || in_columns(role) || targets(to).len() > 1) {
                continue;
            }
            let advice = match meant {
                Some(meant) => format!("Did you mean “{meant}”? "),
                None => String::new(),
            };
            cx.report(step.to.span, format!("No page of this framework is about “{to}”.")).help(format!(
                "{advice}People who plan this step look for its page and find nothing. Write the title as on its page, \
                 or name the role in rolelint.yaml (`framework: external: [{to}]`) if it stands elsewhere."
            ));
        }
    }
}

/// A step that the other page does not know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneWayMove {
    /// The kinds of steps that both pages must name.
    reciprocal: Vec<String>,
}

impl FrameworkCheck for OneWayMove {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let mut told: HashSet<(usize, usize)> = HashSet::new();
        for (at, role) in levels::pages(framework).filter(|(_, role)| !in_columns(role)) {
            for step in &role.moves {
                let Some(other) = graph.page(&step.to.value).filter(|&other| other != at) else { continue };
                let Some(there) = framework.roles.get(other).filter(|there| !in_columns(there)) else {
                    continue;
                };
                if !self.reciprocal.iter().any(|kind| kind == step.kind.name()) || told.contains(&(other, at))
                {
                    continue;
                }
                // What the other page says about steps of the kind that would answer this one.
                let answers = |kind: MoveKind| match step.kind {
                    MoveKind::Next => matches!(kind, MoveKind::Previous | MoveKind::EntryFrom),
                    MoveKind::Previous => kind == MoveKind::Next,
                    MoveKind::EntryFrom => matches!(kind, MoveKind::Next | MoveKind::Lateral),
                    MoveKind::Lateral => {
                        matches!(kind, MoveKind::Lateral | MoveKind::EntryFrom | MoveKind::Next)
                    }
                };
                let same = |back: &Move| {
                    let kind = match step.kind {
                        MoveKind::Next => MoveKind::Previous,
                        MoveKind::Previous | MoveKind::EntryFrom => MoveKind::Next,
                        MoveKind::Lateral => MoveKind::Lateral,
                    };
                    back.kind == kind || (kind == MoveKind::Previous && back.kind == MoveKind::EntryFrom)
                };
                // The step may lead to another page that is declared to be about the same role.
                let twins: Vec<String> = framework
                    .aliases
                    .iter()
                    .filter(|group| group.iter().any(|title| title_key(title) == title_key(role.name())))
                    .flatten()
                    .map(|title| title_key(title))
                    .collect();
                let back = |back: &Move| {
                    graph.page(&back.to.value) == Some(at) || twins.contains(&title_key(&back.to.value))
                };
                let speaks = there.moves.iter().find(|back| same(back));
                let known = there.moves.iter().any(|step| answers(step.kind) && back(step));
                let Some(speaks) = speaks.filter(|_| !known) else { continue };
                told.insert((at, other));
                let (from, to) = (role.name(), there.name());
                let way = match step.kind {
                    MoveKind::Next => format!(
                        "leads to “{to}”, but the page of “{to}” does not say that one comes from here"
                    ),
                    MoveKind::Previous | MoveKind::EntryFrom => {
                        format!("is reached from “{to}”, but the page of “{to}” does not lead here")
                    }
                    MoveKind::Lateral => {
                        format!("lies beside “{to}”, but the page of “{to}” does not name it")
                    }
                };
                cx.report(step.to.span, format!("“{from}” {way}."))
                    .help(
                        "One page promises a path that the other does not know, and people find out when they ask for \
                         it. Name the step on both pages, or on neither.",
                    )
                    .related(speaks.to.span, format!("the steps that the page of “{to}” names"));
            }
        }
    }
}

/// Promotions that form a circle.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareerCycle {}

/// Somebody at `from` is promoted to `to`, as a page says at `place`.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    place: Span,
}

impl FrameworkCheck for CareerCycle {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let name = |at: usize| framework.roles.get(at).map_or("", Role::name);
        let mut edges: Vec<Edge> = vec![];
        for (at, role) in levels::pages(framework) {
            for step in &role.moves {
                let Some(other) = graph.page(&step.to.value) else { continue };
                let (from, to) = match step.kind {
                    MoveKind::Next => (at, other),
                    MoveKind::Previous => (other, at),
                    MoveKind::Lateral | MoveKind::EntryFrom => continue,
                };
                // A column that repeats the page's own level is reported as such.
                if from == to && in_columns(role) {
                    continue;
                }
                edges.push(Edge { from, to, place: step.to.span });
            }
        }
        // Back from leading to doing is no promotion where it is the way back of one.
        let known: HashSet<(usize, usize)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
        edges.retain(|edge| {
            let back = is_leading(name(edge.from)) && !is_leading(name(edge.to));
            !(back && known.contains(&(edge.to, edge.from)))
        });
        let pairs: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
        let group_of = circles_of(framework.roles.len(), &pairs);
        let mut circles: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
        for edge in &edges {
            if let (Some(a), Some(b)) = (group_of.get(edge.from), group_of.get(edge.to))
                && a == b
            {
                circles.entry(*a).or_default().push(*edge);
            }
        }
        for circle in circles.into_values() {
            let members: BTreeSet<usize> = circle.iter().flat_map(|edge| [edge.from, edge.to]).collect();
            // The step that goes down by its title is the likely mistake; else the last one.
            let down = |edge: &&Edge| title_rank(name(edge.to)) < title_rank(name(edge.from));
            let Some(wrong) = circle.iter().find(down).or_else(|| circle.last()) else { continue };
            let message = if members.len() == 1 {
                format!("The next step of “{}” is “{}” itself.", name(wrong.from), name(wrong.to))
            } else {
                let names: Vec<String> =
                    members.iter().take(5).map(|&at| format!("“{}”", name(at))).collect();
                format!("The promotions between {} form a circle.", names.join(", "))
            };
            let finding = cx.report(wrong.place, message);
            finding.help(
                "Nobody can climb a circle: one of these steps is meant the other way round, or is no promotion. Correct \
                 it, or list it as a lateral move.",
            );
            for edge in circle.iter().filter(|edge| edge.place != wrong.place).take(8) {
                finding.related(edge.place, format!("“{}” leads to “{}”", name(edge.from), name(edge.to)));
            }
        }
    }
}

/// A role that no step leads to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrphanRole {
    /// Smaller frameworks are left alone.
    min_roles: usize,
    /// Where a smaller share of the roles is reached, roles are not joined by steps.
    share: f64,
}

impl FrameworkCheck for OrphanRole {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let mut reached: HashMap<usize, usize> = HashMap::new();
        let pages: Vec<(usize, &Role)> = levels::pages(framework).collect();
        for (at, role) in &pages {
            for step in &role.moves {
                if let Some(other) = graph.page(&step.to.value).filter(|other| other != at) {
                    *reached.entry(other).or_default() += 1;
                }
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let usual = reached.len() as f64 >= pages.len() as f64 * self.share;
        // A column that repeats its neighbor hides the step that should stand there, and is reported itself.
        let repeats = pages.iter().any(|(_, role)| role.levels.iter().any(|level| level.occurrence > 1));
        if pages.len() < self.min_roles || !usual || repeats {
            return;
        }
        for (at, role) in pages.iter().filter(|(at, _)| !reached.contains_key(at)) {
            let place = role.title.as_ref().map_or(role.span, |title| title.span);
            let ends =
                role.moves.iter().any(|step| graph.page(&step.to.value).is_some_and(|other| other != *at));
            let message = if ends {
                format!("No other page names “{}” as a step.", role.name())
            } else {
                format!("“{}” has no step to or from another role.", role.name())
            };
            cx.report(place, message)
                .help(
                    "People who follow the career steps never come by this page. Name it on the pages of the roles \
                     before and after it, or take it out if it is no longer used.",
                )
                .at_most(Severity::Info);
        }
    }
}
