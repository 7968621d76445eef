//! The same id, place or level code in two files.

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::{Framework, Role};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Files, Span, Spanned};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateId {
    fields: Vec<Field>,
}

/// What must not occur twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Field {
    /// In the framework.
    Id,
    /// In a folder.
    Order,
    /// On a declared track.
    Level,
}

impl FrameworkCheck for DuplicateId {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut taken: HashMap<(Field, String), (Span, String)> = HashMap::new();
        for role in &framework.roles {
            for &field in &self.fields {
                let Some((key, place)) = claim(field, role, cx.files()) else { continue };
                if let Some((first, holder)) = taken.get(&(field, key.clone())) {
                    if first.file != place.span.file || field == Field::Id {
                        let (first, holder) = (*first, holder.clone());
                        report(field, &place, first, &holder, cx);
                    }
                } else {
                    taken.insert((field, key), (place.span, role.name().to_owned()));
                }
            }
        }
    }
}

/// What `role` claims for itself alone: the key, and the value with its place.
fn claim(field: Field, role: &Role, files: &Files) -> Option<(String, Spanned<String>)> {
    match field {
        Field::Id => {
            let id = role.id.clone()?;
            Some((id.value.to_lowercase(), id))
        }
        Field::Order => {
            let order = role.order.clone()?;
            let path = &files.get(role.file).path;
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            Some((format!("{folder}/{}", order.value), order))
        }
        Field::Level => {
            // Levels of different tracks may well share a code.
            let track = role.track.as_ref()?;
            let [level] = role.levels.as_slice() else { return None };
            let code = level.code.as_ref()?;
            let key = format!("{}/{}", track.value.to_lowercase(), code.to_lowercase());
            Some((key, Spanned::new(code.clone(), level.label.span)))
        }
    }
}

fn report(field: Field, place: &Spanned<String>, first: Span, holder: &str, cx: &mut Context<'_>) {
    let path = cx.files().get(first.file).path.clone();
    let value = &place.value;
    let (message, help) = match field {
        Field::Id => (
            format!("The id `{value}` is already taken by “{holder}” in {path}."),
            "One of the two pages hides the other wherever the id is looked up. Give this one an id of its own.",
        ),
        Field::Order => (
            format!("The place `order: {value}` is already taken by “{holder}” in {path}."),
            "Two pages of one folder with the same place are listed in an order that nobody chose. Give this one \
             its own number.",
        ),
        Field::Level => (
            format!("The level {value} of this track is already taken by “{holder}” in {path}."),
            "Two roles of one track with the same level code cannot be told apart in lists and pay bands. Write \
             the code of the level that is meant.",
        ),
    };
    cx.report(place.span, message).help(help).related(first, "taken here first");
}
