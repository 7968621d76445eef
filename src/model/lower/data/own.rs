//! The schema of this program: `rolelint schema print role`.

use super::super::super::{
    Compensation, Education, Experience, ExperienceKind, Move, MoveKind, Role, RoleKind, Scope, Strength,
};
use super::super::title::scalar;
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
];

/// Keys of a section in the schema.
const SECTION: &[&str] =
    &["id", "label", "title", "name", "kind", "prose", "expectations", "items", "na", "placeholder"];

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
    let sectioned = (!sections.is_empty() && sections.iter().all(known))
        || (!mapped.is_empty() && mapped.iter().all(texts));
    let each = |part: &str, key: &str| {
        !list(part).is_empty() && list(part).iter().all(|item| item.get(key).is_some())
    };
    let parts = each("experience", "kind") || each("scope", "measure") || each("moves", "to");
    named && (sectioned || (parts && sections.is_empty() && mapped.is_empty()))
}

fn sections(role: &mut Role, node: &Node) {
    let mut make = Make::new(role);
    for section in node.get("sections").map(Node::items).unwrap_or_default() {
        let label = ["label", "title", "name", "id"].iter().find_map(|key| section.get(key)).and_then(scalar);
        let items = ["expectations", "items"].iter().find_map(|key| section.get(key)).map(Node::items);
        let texts: Vec<Text> = items.unwrap_or_default().iter().filter_map(expectation).cloned().collect();
        if label.is_some() {
            make.add(&Seat { label, ..Seat::default() }, section.span, &texts);
        }
    }
    for entry in node.get("sections").map(Node::entries).unwrap_or_default() {
        let texts: Vec<Text> = entry.value.items().iter().filter_map(expectation).cloned().collect();
        make.add(&Seat { label: Some(entry.key.clone()), ..Seat::default() }, entry.value.span, &texts);
    }
}

fn experience(role: &mut Role, item: &Node) {
    let Some(years) = item.get("years") else { return };
    let Some(text) = scalar(years) else { return };
    let kind = match item.get("kind").and_then(Node::as_str) {
        Some("management") => ExperienceKind::Management,
        Some("managing-managers") => ExperienceKind::ManagingManagers,
        Some("domain") => ExperienceKind::Domain,
        Some("in-role") => ExperienceKind::InRole,
        _ => ExperienceKind::Total,
    };
    let found = language::experience(&text.value, Context { in_experience_section: true }).into_iter().next();
    let (min_months, max_months, open) = match found {
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
    role.experience.push(Experience {
        level: None,
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
    role.scope.push(Scope {
        level: None,
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
    role.compensation.push(Compensation {
        level: None,
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
    let equivalent =
        matches!(item.get("equivalent_experience").map(|node| &node.value), Some(Value::Bool(true)));
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
