//! The same id, address, place or level code in two files.

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::{ClaimKind, Framework, Role, title_key};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Span, Spanned};

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
    /// Of pages and roles, in the framework.
    Id,
    /// Of pages, in the framework.
    Address,
    /// In a folder.
    Order,
    /// Of items in a list.
    Item,
    /// On a declared track.
    Level,
}

impl FrameworkCheck for DuplicateId {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let claims = framework.claims.iter().filter_map(|claim| {
            let field = match claim.kind {
                ClaimKind::Id => Field::Id,
                ClaimKind::Address => Field::Address,
                ClaimKind::Order => Field::Order,
                ClaimKind::Item => Field::Item,
                // `level-code-conflict` tells about these, role by role.
                ClaimKind::LevelCode => return None,
            };
            Some((field, claim.scope.clone(), claim.value.clone()))
        });
        let levels =
            framework.roles.iter().filter_map(level).map(|(track, code)| (Field::Level, track, code));
        let mut taken: HashMap<(Field, String, String), Span> = HashMap::new();
        for (field, scope, value) in claims.chain(levels).filter(|(field, ..)| self.fields.contains(field)) {
            match taken.get(&(field, scope.clone(), value.value.to_lowercase())) {
                Some(&first) if field == Field::Id && are_twins(framework, first, value.span) => {}
                Some(&first) => report(field, &value, first, cx),
                None => {
                    taken.insert((field, scope, value.value.to_lowercase()), value.span);
                }
            }
        }
    }
}

/// True for the page of a role for people in the job and the one for candidates: two documents about one role.
fn are_twins(framework: &Framework, a: Span, b: Span) -> bool {
    let [a] = framework.roles_of(a.file) else { return false };
    let [b] = framework.roles_of(b.file) else { return false };
    a.kind != b.kind && !a.name().is_empty() && title_key(a.name()) == title_key(b.name())
}

/// The track and the level code of a role about one level. Levels of different tracks may share a code.
fn level(role: &Role) -> Option<(String, Spanned<String>)> {
    let track = role.track.as_ref()?;
    let [level] = role.levels.as_slice() else { return None };
    let code = level.code.as_ref()?;
    Some((track.value.to_lowercase(), Spanned::new(code.clone(), level.label.span)))
}

fn report(field: Field, value: &Spanned<String>, first: Span, cx: &mut Context<'_>) {
    let path = cx.files().get(first.file).path.clone();
    let place = if first.file == value.span.file { "another one in this file".to_owned() } else { path };
    let name = &value.value;
    let (message, help) = match field {
        Field::Id => (
            format!("The id `{name}` is already taken by {place}."),
            "One of the two pages hides the other wherever the id is looked up. Give this one an id of its own.",
        ),
        Field::Address => (
            format!("The address `{name}` is already taken by {place}."),
            "Only one of the two pages can be reached, and which one is left to chance. Give this one its own address.",
        ),
        Field::Order => (
            format!("The place {name} is already taken by {place}."),
            "Two pages of one folder with the same place are listed in an order that nobody chose. Give this one its \
             own number.",
        ),
        Field::Item => (
            format!("The id `{name}` is already taken by {place}."),
            "Whoever looks the id up finds only one of the two. It was probably copied together with its text: give \
             this one an id of its own.",
        ),
        Field::Level => (
            format!("The level {name} of this track is already taken by {place}."),
            "Two roles of one track with the same level code cannot be told apart in lists and pay bands. Write the \
             code of the level that is meant.",
        ),
    };
    cx.report(value.span, message).help(help).related(first, "taken here first");
}
