//! The schema of this program: `rolelint schema print role`.

use super::super::super::vocabulary::{level_word, looks_like_title};
use super::super::super::{
    Compensation, Education, Experience, ExperienceKind, Level, Move, MoveKind, Prose, Role, RoleKind, Scope,
    Strength,
};
use super::super::title::scalar;
use super::super::words::normal;
use super::make::{Make, Seat, months, period};
use crate::language::{self, Context};
use crate::syntax::{Node, Text, Value};
use crate::text::Spanned;

/// Keys of the schema that the model does not keep, or keeps elsewhere; they are no extra keys.
const KNOWN: &[&str] = &[
    "$schema",
    "kind",
    "family",
    "owner",
    "reviewed",
    "next_review",
    "classifications",
    "summary",
    "reports_to",
    "manages",
    "experience",
    "education",
    "credentials",
    "scope",
    "compensation",
    "sections",
    "moves",
    "mirrors",
    "hidden_aliases",
    "levels",
    "file",
    "start",
];

/// Keys of a section in the schema.
const SECTION: &[&str] = &[
    "id",
    "label",
    "title",
    "name",
    "kind",
    "group",
    "prose",
    "level_prose",
    "expectations",
    "items",
    "na",
    "placeholder",
    "start",
];

/// Keys of a level in the schema.
const LEVEL: &[&str] = &["id", "label", "name", "title", "code", "rank", "mirror", "prose", "start"];

/// Reads `node` if it keeps to the schema: a title, and parts whose keys are the schema's.
pub(super) fn read(role: &mut Role, node: &Node) -> bool {
    if !fits(node) {
        return false;
    }
    role.extra.retain(|key| !KNOWN.contains(&key.value.as_str()));
    if node.get("kind").and_then(Node::as_str) == Some("posting") {
        role.kind = RoleKind::Posting;
    }
    let list = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    levels(role, node);
    let summary = node.get("summary").and_then(Node::as_text).cloned();
    role.prose.extend(summary.map(|text| Prose { section: None, level: None, text }));
    sections(role, node);
    list("experience").iter().for_each(|item| experience(role, item));
    list("scope").iter().for_each(|item| scope(role, item));
    list("compensation").iter().for_each(|item| compensation(role, item));
    list("moves").iter().for_each(|item| step(role, item));
    list("education").iter().for_each(|item| education(role, item));
    true
}

fn fits(node: &Node) -> bool {
    let list = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    let known = |section: &Node| {
        section
            .entries()
            .iter()
            .all(|entry| SECTION.contains(&entry.key.value.as_str()) || entry.key.value.starts_with("x-"))
    };
    let named = node.get("title").or_else(|| node.get("name")).is_some();
    let mapped = node.get("sections").map(Node::entries).unwrap_or_default();
    let texts = |entry: &crate::syntax::Entry| {
        !entry.value.items().is_empty() && entry.value.items().iter().all(|item| expectation(item).is_some())
    };
    let sections = list("sections");
    let plain_levels = list("levels").iter().all(|level| {
        scalar(level).is_some()
            || (!level.entries().is_empty()
                && level.entries().iter().all(|entry| {
                    LEVEL.contains(&entry.key.value.as_str()) || entry.key.value.starts_with("x-")
                }))
    });
    if !plain_levels || node.get("levels").is_some_and(|levels| !levels.entries().is_empty()) {
        return false;
    }
    let sectioned = (!sections.is_empty() && sections.iter().all(known))
        || (!mapped.is_empty() && mapped.iter().all(texts));
    let each = |part: &str, key: &str| {
        !list(part).is_empty() && list(part).iter().all(|item| item.get(key).is_some())
    };
    let parts = each("experience", "kind") || each("scope", "measure") || each("moves", "to");
    named && (sectioned || ((parts || is_stub(node)) && sections.is_empty() && mapped.is_empty()))
}

/// True for a role of which nothing is written yet but who it is: an id and the title of a job, and no
/// key that the schema does not know.
fn is_stub(node: &Node) -> bool {
    const OTHERS: &[&str] = &["id", "title", "aliases", "track", "level", "status", "x"];
    let known = |key: &str| KNOWN.contains(&key) || OTHERS.contains(&key) || key.starts_with("x-");
    let slug = |id: &str| {
        !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    node.entries().iter().all(|entry| known(&entry.key.value))
        && node.get("id").and_then(Node::as_str).is_some_and(slug)
        && node.get("title").and_then(Node::as_str).is_some_and(looks_like_title)
}

/// The levels that a role names, repeats kept.
fn levels(role: &mut Role, node: &Node) {
    for item in node.get("levels").map(Node::items).unwrap_or_default() {
        let named = ["label", "name", "title", "code", "id"].iter().find_map(|key| item.get(key));
        let Some(label) = named.and_then(scalar).or_else(|| scalar(item)) else { continue };
        let word = level_word(&label.value);
        let same = |level: &&Level| normal(&level.label.value) == normal(&label.value);
        let occurrence = u32::try_from(role.levels.iter().filter(same).count() + 1).unwrap_or(1);
        let rank = item.get("rank").and_then(scalar).and_then(|rank| rank.value.parse().ok());
        let code = item.get("code").and_then(Node::as_str).map(str::to_owned);
        let level = Some(role.levels.len());
        let prose = item.get("prose").and_then(Node::as_text).cloned();
        role.prose.extend(prose.map(|text| Prose { section: None, level, text }));
        role.levels.push(Level {
            code: code.or_else(|| word.as_ref().and_then(|word| word.code.clone())),
            rank: rank.or_else(|| word.and_then(|word| word.rank)),
            title: None,
            mirror: matches!(item.get("mirror").map(|node| &node.value), Some(Value::Bool(true))),
            label,
            occurrence,
        });
    }
}

/// The level that a part of the role names: a label, a code, or `Label#2` for the second of a name.
fn level_of(role: &Role, node: &Node) -> Option<usize> {
    let name = node.get("level").and_then(scalar)?;
    let wanted = normal(&name.value);
    role.levels.iter().position(|level| normal(&level.name()) == wanted).or_else(|| {
        role.levels.iter().position(|level| level.code.as_ref().is_some_and(|code| normal(code) == wanted))
    })
}

fn sections(role: &mut Role, node: &Node) {
    let named = |section: &Node| {
        ["label", "title", "name", "id"].iter().find_map(|key| section.get(key)).and_then(scalar)
    };
    let mut parts: Vec<(Option<Spanned<String>>, &Node, &[Node])> = vec![];
    for section in node.get("sections").map(Node::items).unwrap_or_default() {
        let items = ["expectations", "items"].iter().find_map(|key| section.get(key)).map(Node::items);
        parts.push((named(section), section, items.unwrap_or_default()));
    }
    for entry in node.get("sections").map(Node::entries).unwrap_or_default() {
        parts.push((Some(entry.key.clone()), &entry.value, entry.value.items()));
    }
    for (label, section, items) in parts {
        let prose = section.get("prose").and_then(Node::as_text).cloned();
        let told = prose.is_some() && items.is_empty();
        role.prose.extend(prose.map(|text| Prose { section: label.clone(), level: None, text }));
        for item in section.get("level_prose").map(Node::items).unwrap_or_default() {
            let (level, text) = (level_of(role, item), item.get("text").and_then(Node::as_text).cloned());
            role.prose.extend(text.map(|text| Prose { section: label.clone(), level, text }));
        }
        if told {
            continue;
        }
        // Items of one level that follow each other are one list.
        let mut runs: Vec<(Option<usize>, Vec<Text>)> = vec![];
        for item in items {
            let Some(text) = expectation(item) else { continue };
            let level = level_of(role, item);
            match runs.last_mut() {
                Some((last, texts)) if *last == level => texts.push(text.clone()),
                _ => runs.push((level, vec![text.clone()])),
            }
        }
        if runs.is_empty() {
            runs.push((None, vec![]));
        }
        // Nothing but a name stands for a section that is still to be written.
        if label.is_some() || items.iter().any(|item| expectation(item).is_some()) {
            for (level, texts) in runs {
                let group = section.get("group").and_then(scalar);
                let path = group.iter().map(|group| normal(&group.value)).collect();
                let seat = Seat { label: label.clone(), level, path, group };
                Make::new(role).join(&seat, section.span, &texts);
            }
        }
    }
}

fn experience(role: &mut Role, item: &Node) {
    let years = item.get("years").or_else(|| item.get("text")).filter(|years| scalar(years).is_some());
    let months_of = |key: &str| item.get(key).and_then(scalar).and_then(|n| n.value.parse::<u32>().ok());
    let given = (months_of("min_months"), months_of("max_months"));
    let Some(years) = years.or_else(|| item.get("min_months").or_else(|| item.get("max_months"))) else {
        return;
    };
    let Some(text) = scalar(years) else { return };
    let kind = match item.get("kind").and_then(Node::as_str) {
        Some("management") => ExperienceKind::Management,
        Some("managing-managers") => ExperienceKind::ManagingManagers,
        Some("domain") => ExperienceKind::Domain,
        Some("in-role") => ExperienceKind::InRole,
        _ => ExperienceKind::Total,
    };
    let found =
        language::experience(&text.value, Context { in_experience_section: true, ..Context::default() })
            .into_iter()
            .next();
    let open_said = matches!(item.get("open").map(|node| &node.value), Some(Value::Bool(true)));
    let (min_months, max_months, open) = match found {
        _ if given != (None, None) => (given.0, given.1, open_said),
        // `years: 5` is a floor.
        Some(found) if !matches!(years.value, Value::Number(_)) => {
            (found.min_months, found.max_months, found.open)
        }
        _ => (text.value.parse::<f64>().ok().and_then(months), None, false),
    };
    if min_months.is_none() && max_months.is_none() {
        return;
    }
    let strength = strength(item);
    let level = level_of(role, item);
    role.experience.push(Experience {
        level,
        kind,
        text,
        min_months,
        max_months,
        open,
        vague: false,
        strength,
    });
}

fn scope(role: &mut Role, item: &Node) {
    let (Some(measure), Some(value)) = (item.get("measure").and_then(Node::as_str), item.get("value")) else {
        return;
    };
    let Some(text) = scalar(value) else { return };
    let mut ends =
        text.value.split(['-', '–']).map(|end| end.trim().trim_end_matches('+').parse::<f64>().ok());
    let (min, max) = (ends.next().flatten(), ends.next().flatten());
    let open = text.value.ends_with('+');
    let step = min.is_none().then(|| text.value.clone());
    let level = level_of(role, item);
    role.scope.push(Scope {
        level,
        measure: measure.to_owned(),
        min,
        max: if open { None } else { max.or(min) },
        value: step,
        text,
    });
}

fn compensation(role: &mut Role, item: &Node) {
    let number = |key: &str| item.get(key).and_then(scalar).and_then(|text| text.value.parse::<f64>().ok());
    let (min, max) = (number("min"), number("max"));
    let level = level_of(role, item);
    role.compensation.push(Compensation {
        level,
        min,
        max,
        currency: item.get("currency").and_then(Node::as_str).map(str::to_owned),
        period: period(item.get("period").and_then(Node::as_str)),
        open: min.is_none() || max.is_none(),
        text: Spanned::new(format!("{}–{}", shown(min), shown(max)), item.span),
    });
}

fn step(role: &mut Role, item: &Node) {
    let kind = match item.get("kind").and_then(Node::as_str) {
        Some("previous") => MoveKind::Previous,
        Some("lateral") => MoveKind::Lateral,
        Some("entry-from") => MoveKind::EntryFrom,
        _ => MoveKind::Next,
    };
    if let Some(to) = item.get("to").and_then(scalar) {
        let qualifier = item.get("qualifier").and_then(Node::as_str).map(str::to_owned);
        role.moves.push(Move { kind, to, qualifier });
    }
}

fn education(role: &mut Role, item: &Node) {
    let level = item.get("level").and_then(Node::as_str);
    let Some(level) =
        ["secondary", "bachelor", "master", "doctorate"].into_iter().find(|name| level == Some(name))
    else {
        return;
    };
    let equivalent = ["equivalent_experience", "equivalent"]
        .iter()
        .any(|key| matches!(item.get(key).map(|node| &node.value), Some(Value::Bool(true))));
    let text = item.get("text").and_then(scalar).unwrap_or_else(|| Spanned::new(level.to_owned(), item.span));
    role.education.push(Education { level, strength: strength(item), equivalent, text });
}

/// The text of an expectation: a string, or a mapping with `text`.
fn expectation(node: &Node) -> Option<&Text> {
    let text = node.as_text().or_else(|| {
        ["text", "criteria", "summary"].iter().find_map(|key| node.get(key)).and_then(Node::as_text)
    });
    text.filter(|text| !text.is_blank())
}

fn strength(item: &Node) -> Strength {
    match item.get("strength").and_then(Node::as_str) {
        Some("preferred") => Strength::Preferred,
        Some("typical") => Strength::Typical,
        _ => Strength::Required,
    }
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(|| "?".to_owned(), |number| number.to_string())
}
