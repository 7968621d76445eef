//! The model as JSON, in the shape of the contract.

use serde_json::{Value, json};

use super::prose::{Part, joined, of_level, parts};
use super::vocabulary::code;
use super::{Expectation, Level, Prose, Role, RoleKind, looks_like_title};
use crate::text::{Files, Span, Spanned};

/// The document that `rolelint export` prints: every role with what it holds, each with its place.
pub fn export(roles: &[&Role], files: &Files) -> Value {
    let roles: Vec<Value> = roles.iter().map(|role| one(role, files)).collect();
    json!({ "version": 1, "roles": roles })
}

/// Adds to the roles of an [`export`] how each was read: the reader, and what told its title and levels.
pub fn add_readings(document: &mut Value, roles: &[&Role]) {
    let Some(Value::Array(exported)) = document.get_mut("roles") else { return };
    for (exported, role) in exported.iter_mut().zip(roles) {
        if let Value::Object(exported) = exported {
            exported.insert("reading".into(), role.reading.as_str().into());
        }
    }
}

fn one(role: &Role, files: &Files) -> Value {
    let level = |index: Option<usize>| index.and_then(|index| role.level(index)).map(Level::name);
    let first = role.title.as_ref().map_or(role.span, |title| title.span);
    let (intro, parts) = parts(role);
    let said = |at: usize| joined(&of_level(role, at));
    // What only levels say stands beside their names.
    let of_levels = |part: &&Part<'_>| {
        let told = part.prose.iter().all(|prose| prose.level.is_some() && prose.section.is_none());
        part.label.is_none() && part.expectations.is_empty() && !part.prose.is_empty() && told
    };
    let own = parts.iter().filter(|part| !of_levels(part)).map(|part| part_of(part, role, files));
    let borrowed = role.borrowed.iter().map(|section| part_of(&Part::of(section), role, files));
    let sections: Vec<Value> = own.chain(borrowed).collect();
    let mut exported = json!({
        "id": text(role.id.as_ref()),
        "title": text(role.title.as_ref()),
        "aliases": role.aliases.iter().chain(&role.also).map(|alias| &alias.value).collect::<Vec<_>>(),
        "track": text(role.track.as_ref()),
        "cumulative": role.cumulative,
        "kind": match role.kind { RoleKind::Framework => "framework", RoleKind::Posting => "posting" },
        "file": files.get(role.file).path,
        "start": start(first, role, files),
        "levels": role.levels.iter().enumerate().map(|(at, level)| {
            let mut exported = json!({
                "label": level.label.value,
                "name": text(level.title.as_ref()).or_else(|| name_beside(&level.label.value, level.code.as_deref()?)),
                "code": level.code,
                "rank": level.rank,
                "mirror": level.mirror,
                "start": start(level.label.span, role, files),
            });
            add(&mut exported, "prose", said(at));
            exported
        }).collect::<Vec<_>>(),
        "sections": sections,
        "experience": role.experience.iter().map(|experience| json!({
            "level": level(experience.level),
            "kind": experience.kind.name(),
            "text": experience.text.value,
            "min_months": experience.min_months,
            "max_months": experience.max_months,
            "open": experience.open,
            "strength": experience.strength.name(),
        })).collect::<Vec<_>>(),
        "education": role.education.iter().map(|education| json!({
            "level": education.level,
            "strength": education.strength.name(),
            "equivalent": education.equivalent,
            "text": education.text.value,
        })).collect::<Vec<_>>(),
        "scope": role.scope.iter().map(|scope| json!({
            "level": level(scope.level),
            "measure": scope.measure,
            "min": number(scope.min),
            "max": number(scope.max),
            "value": scope.value,
            "text": scope.text.value,
        })).collect::<Vec<_>>(),
        "compensation": role.compensation.iter().map(|pay| json!({
            "level": level(pay.level),
            "text": pay.text.value,
            "min": number(pay.min),
            "max": number(pay.max),
            "currency": pay.currency,
            "period": pay.period,
            "open": pay.open,
        })).collect::<Vec<_>>(),
        "moves": role.moves.iter().map(|step| json!({
            "kind": step.kind.name(),
            "to": step.to.value,
        })).collect::<Vec<_>>(),
    });
    add(&mut exported, "summary", joined(&intro));
    exported
}

fn part_of(part: &Part<'_>, role: &Role, files: &Files) -> Value {
    let expectations = part.expectations.iter().map(|item| expectation(item, role, files));
    let mut section = json!({
        "label": text(part.label),
        "kind": part.kind.name(),
        "start": start(part.place(), role, files),
        "expectations": expectations.collect::<Vec<_>>(),
    });
    add(&mut section, "group", part.group.map(|group| group.value.clone()));
    let (of_levels, own): (Vec<&Prose>, Vec<&Prose>) =
        part.prose.iter().partition(|prose| prose.level.is_some());
    add(&mut section, "prose", joined(&own));
    let of_levels: Vec<Value> = of_levels
        .into_iter()
        .filter(|prose| prose.section.is_some())
        .map(|prose| {
            let level = prose.level.and_then(|index| role.level(index)).map(Level::name);
            json!({ "level": level, "text": prose.text.plain.trim() })
        })
        .collect();
    if let Some(section) = section.as_object_mut().filter(|_| !of_levels.is_empty()) {
        section.insert("level_prose".into(), of_levels.into());
    }
    section
}

/// Adds a text that few have.
fn add(object: &mut Value, key: &str, text: Option<String>) {
    if let (Some(object), Some(text)) = (object.as_object_mut(), text) {
        object.insert(key.into(), text.into());
    }
}

fn expectation(item: &Expectation, role: &Role, files: &Files) -> Value {
    json!({
        "text": item.text.plain,
        "level": item.level.and_then(|index| role.level(index)).map(Level::name),
        "label": text(item.label.as_ref()),
        "start": start(item.span, role, files),
    })
}

/// The title in a label that has a code too: "Software Engineer I" in "Software Engineer I (L3)".
fn name_beside<'l>(label: &'l str, code: &str) -> Option<&'l str> {
    let around = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | '(' | ')' | '[' | ']' | '/' | ',')
    };
    let at = label.find(code)?;
    let (before, behind) = (label.get(..at)?, label.get(at + code.len()..)?);
    let (before, behind) = (before.trim_matches(around), behind.trim_matches(around));
    [before, behind].into_iter().map(|name| without_bracket(label, name)).find(|name| looks_like_title(name))
}

/// A name whose last bracket was taken off with the signs around it gets it back; one that holds nothing but another
/// code goes: "Jr. Developer (E3".
fn without_bracket<'l>(label: &'l str, name: &'l str) -> &'l str {
    let Some(open) = name.rfind(['(', '[']).filter(|&open| open > 0) else { return name };
    let inner = name.get(open + 1..).unwrap_or("");
    if inner.contains([')', ']']) {
        return name;
    }
    if code(inner).is_some_and(|(found, _)| found == inner) {
        return name.get(..open).unwrap_or(name).trim_end();
    }
    let start = label.find(name).unwrap_or(0);
    let closed = label.get(start..start + name.len() + 1).filter(|closed| closed.ends_with([')', ']']));
    closed.unwrap_or(name)
}

fn text(value: Option<&Spanned<String>>) -> Option<&str> {
    value.map(|value| value.value.as_str())
}

/// Whole numbers without a fraction: 12, not 12.0.
pub(super) fn number(value: Option<f64>) -> Value {
    match value {
        #[allow(clippy::cast_possible_truncation)]
        Some(value) if value.fract() == 0.0 && value.abs() < 9e15 => json!(value as i64),
        Some(value) => json!(value),
        None => Value::Null,
    }
}

/// The place of a span; with its file where that is not the role's own.
fn start(span: Span, role: &Role, files: &Files) -> Value {
    let file = files.get(span.file);
    let at = file.position(span.start);
    let mut place = json!({ "line": at.line, "column": at.column, "offset": at.offset });
    if span.file != role.file
        && let Some(place) = place.as_object_mut()
    {
        place.insert("file".into(), file.path.as_str().into());
    }
    // In a workbook lines mean nothing to people.
    if let (Some(cell), Some(place)) = (file.cell_at(span.start), place.as_object_mut()) {
        place.insert("cell".into(), cell.into());
    }
    place
}

#[cfg(test)]
mod tests {
    use super::name_beside;

    #[test]
    fn titles_beside_codes_are_whole() {
        let labels = [
            ("SDE-1 / Jr. Developer (E3)", "SDE-1", Some("Jr. Developer")),
            ("Software Engineer II (P3) – Mid", "P3", Some("Software Engineer II")),
            ("L4: Engineer (Platform)", "L4", Some("Engineer (Platform)")),
            ("L3/L4", "L3", None),
        ];
        for (label, code, name) in labels {
            assert_eq!(name_beside(label, code), name, "{label}");
        }
    }
}
