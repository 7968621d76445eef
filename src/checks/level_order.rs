//! Levels out of their order, and rungs that a numbered series leaves out.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::model::{ClaimKind, Framework, Level, MOST_LEVELS, Role, is_leading, job_key, looks_like_title};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Span, longest_rise};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelOrder {
    /// Also report a number that a series of levels leaves out.
    gaps: bool,
    /// Compare the places that pages claim in a list (`order: 12`) with the steps between them, if this
    /// share of the steps agrees.
    agree: f64,
}

impl FrameworkCheck for LevelOrder {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        for role in &framework.roles {
            let moved = columns(role, cx);
            if !moved {
                on_page(framework, role, cx);
            }
            if self.gaps {
                gaps(role, cx);
            }
        }
        self.places(framework, cx);
    }
}

/// Levels of one track in page order.
fn lines(role: &Role) -> Vec<Vec<&Level>> {
    let mut lines: BTreeMap<String, Vec<&Level>> = BTreeMap::new();
    for level in role.levels.iter().filter(|level| level.occurrence == 1) {
        let label = &level.label.value;
        let letters = level.code.as_deref().map(|code| code.trim_end_matches(|c: char| !c.is_alphabetic()));
        let key = match letters {
            Some(letters) => format!("code {letters}"),
            None if looks_like_title(label) => format!("{} {}", is_leading(label), job_key(label)),
            None => "rank".to_owned(),
        };
        lines.entry(key).or_default().push(level);
    }
    lines.into_values().filter(|line| line.len() > 2).collect()
}

/// Levels that stand out of their order on the page.
fn on_page(framework: &Framework, role: &Role, cx: &mut Context<'_>) {
    for line in lines(role).into_iter().filter(|line| line.len() <= MOST_LEVELS) {
        let ranks: Vec<i32> = line.iter().filter_map(|level| level.rank).collect();
        let distinct: HashSet<i32> = ranks.iter().copied().collect();
        if ranks.len() < line.len() || distinct.len() < ranks.len() {
            continue;
        }
        let up = longest_rise(&ranks);
        let falling: Vec<i32> = ranks.iter().map(|rank| -rank).collect();
        let down = longest_rise(&falling);
        let (kept, upwards) = if down.len() > up.len() { (down, false) } else { (up, true) };
        let out: Vec<usize> = (0..line.len()).filter(|at| !kept.contains(at)).collect();
        // Of three levels in disorder nobody can say which one is meant to move.
        if out.is_empty() || out.len() * 3 > line.len() {
            continue;
        }
        for at in out {
            let Some(level) = line.get(at) else { continue };
            let before =
                |other: &&&Level| if upwards { other.rank > level.rank } else { other.rank < level.rank };
            let mut others =
                line.iter().enumerate().filter(|(n, _)| kept.contains(n)).map(|(_, level)| level);
            let neighbor = others.clone().find(before).or_else(|| others.next_back());
            let Some(neighbor) = neighbor else { continue };
            // Sections begin at different levels; only one that shows both says in which order they stand.
            let right = (level.rank > neighbor.rank) == upwards;
            if order_in_sections(role, level, neighbor).is_some_and(|late| late == right) {
                continue;
            }
            report(framework, cx, level, neighbor, upwards);
        }
    }
}

/// Whether `level` stands behind `other` in most sections that show both; `None` if none does.
fn order_in_sections(role: &Role, level: &Level, other: &Level) -> Option<bool> {
    let index = |wanted: &Level| role.levels.iter().position(|level| std::ptr::eq(level, wanted));
    let (level, other) = (index(level)?, index(other)?);
    let (mut late, mut early) = (0usize, 0usize);
    // One table may hold several sections, each with its levels from the first to the last.
    for section in &role.sections {
        let place = |wanted: usize| section.shown.iter().position(|shown| shown.level == wanted);
        if let (Some(a), Some(b)) = (place(level), place(other)) {
            if a > b { late += 1 } else { early += 1 }
        }
    }
    (late + early > 0).then_some(late > early)
}

fn report(framework: &Framework, cx: &mut Context<'_>, level: &Level, neighbor: &Level, upwards: bool) {
    let side = if upwards { "after" } else { "before" };
    let late = level.label.span.start > neighbor.label.span.start;
    let message = if late == upwards {
        format!("“{}” stands {side} “{}”, which is a higher level.", level.label.value, neighbor.label.value)
    } else {
        format!("“{}” stands out of the order of the other levels.", level.label.value)
    };
    // In data the whole entry is to be moved, which begins with its key.
    let label = level.label.span;
    let keys = framework.claims.iter().filter(|claim| claim.kind == ClaimKind::LevelCode);
    let key = keys
        .map(|claim| claim.value.span)
        .filter(|key| key.file == label.file && key.start < label.start)
        .max_by_key(|key| key.start);
    cx.report(key.unwrap_or(label), message)
        .help(
            "People read a ladder in its order, and programs number it so. Move this level to its place, or correct its \
             name if another level is meant.",
        )
        .related(neighbor.label.span, "its place is next to this level");
}

/// Tables of one page that show the same levels in another order than most.
fn columns(role: &Role, cx: &mut Context<'_>) -> bool {
    let mut orders: BTreeMap<Vec<usize>, Vec<(Span, usize)>> = BTreeMap::new();
    for entries in role.tables().into_values() {
        let mut order: Vec<usize> = vec![];
        let mut moved = None;
        for (_, shown) in &entries {
            let first = role.level(shown.level).is_some_and(|level| level.occurrence == 1);
            if first && !order.contains(&shown.level) {
                if moved.is_none() && order.last().is_some_and(|&last| last > shown.level) {
                    moved = Some((shown.label.span, shown.level));
                }
                order.push(shown.level);
            }
            if order.len() > MOST_LEVELS {
                return false;
            }
        }
        if let (true, Some((_, first))) = (order.len() > 1, entries.first()) {
            orders.entry(order).or_default().push(moved.unwrap_or((first.label.span, first.level)));
        }
    }
    let mut sets: BTreeMap<Vec<usize>, Vec<&Vec<usize>>> = BTreeMap::new();
    for order in orders.keys() {
        let mut set = order.clone();
        set.sort_unstable();
        sets.entry(set).or_default().push(order);
    }
    let mut found = false;
    for variants in sets.into_values().filter(|variants| variants.len() > 1) {
        let count = |order: &Vec<usize>| orders.get(order).map_or(0, Vec::len);
        let Some(usual) = variants.iter().max_by_key(|order| count(order)) else { continue };
        for order in variants.iter().filter(|order| count(order) * 2 <= count(usual) && *order != usual) {
            for &(span, level) in orders.get(*order).into_iter().flatten() {
                let label = role.level(level).map_or("", |level| level.label.value.as_str());
                found = true;
                cx.report(span, format!("“{label}” stands in another place here than in the other tables of this page."))
                    .help(
                        "Who reads along one column compares different levels without noticing. Give all tables the same \
                         order.",
                    );
            }
        }
    }
    found
}

/// A number that a series leaves out: I, II, IV.
fn gaps(role: &Role, cx: &mut Context<'_>) {
    for line in lines(role) {
        let ranks: Vec<i32> = line.iter().filter_map(|level| level.rank).collect();
        let coded = line.iter().all(|level| level.code.is_some());
        let rising = ranks.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if !coded || !rising || ranks.len() < line.len() {
            continue;
        }
        for (pair, steps) in line.windows(2).zip(ranks.windows(2)) {
            if let ([lower, upper], [a, b]) = (pair, steps)
                && b - a == 20
            {
                cx.report(
                    upper.label.span,
                    format!("The level between “{}” and “{}” is missing.", lower.label.value, upper.label.value),
                )
                .help(
                    "People at that level find nothing about themselves. Describe it, or number the levels without a \
                     gap.",
                )
                .related(lower.label.span, "the level before the gap");
            }
        }
    }
}

impl LevelOrder {
    /// Pages that are listed in another order than that of their steps.
    fn places(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let place = |rung: usize| {
            let role = graph
                .rungs
                .get(rung)
                .filter(|rung| !rung.foreign)
                .and_then(|rung| framework.roles.get(rung.role))?;
            let order = role.order.as_ref()?;
            Some((order.value.trim().parse::<f64>().ok()?, order.span, role))
        };
        let steps: Vec<_> =
            graph.steps.iter().filter_map(|step| Some((place(step.lower)?, place(step.upper)?))).collect();
        let rising = steps.iter().filter(|(lower, upper)| lower.0 < upper.0).count();
        #[allow(clippy::cast_precision_loss)]
        let usual = steps.len() >= 5 && rising as f64 >= steps.len() as f64 * self.agree;
        for (lower, upper) in steps.iter().filter(|(lower, upper)| usual && lower.0 > upper.0) {
            cx.report(
                upper.1,
                format!(
                    "“{}” is listed before “{}”, the level below it ({} before {}).",
                    upper.2.name(),
                    lower.2.name(),
                    upper.0,
                    lower.0
                ),
            )
            .help("People read the list as a ladder. Give the two pages numbers in the order of the levels.")
            .related(lower.1, format!("the place of “{}”", lower.2.name()));
        }
    }
}
