//! Level codes with the letters of a role that two roles use.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use crate::model::{Claim, ClaimKind, Framework};
use crate::rule::{Context, FrameworkCheck};
use crate::text::FileId;

/// Parameters of the check: it has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelCodeConflict {}

impl FrameworkCheck for LevelCodeConflict {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut families: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in framework.claims.iter().filter(|claim| claim.kind == ClaimKind::LevelCode) {
            families.entry(&claim.scope).or_default().push(claim);
        }
        let files: BTreeSet<FileId> =
            families.values().flatten().map(|claim| claim.value.span.file).collect();
        // Where most codes stand in several files, the letters name something else than the role.
        let shared = |claims: &[&Claim]| {
            claims.iter().any(|claim| {
                claims.first().is_some_and(|first| first.value.span.file != claim.value.span.file)
            })
        };
        let conflicts = families.values().filter(|claims| shared(claims)).count();
        if files.len() < 2 || conflicts * 2 > families.len() {
            return;
        }
        for (family, claims) in families {
            let mut seen: HashMap<&str, &Claim> = HashMap::new();
            let role = |file: FileId| match framework.roles_of(file) {
                [role] => Some(role.name()),
                _ => None,
            };
            for claim in &claims {
                let Some(first) = seen.get(claim.value.value.as_str()) else {
                    seen.insert(&claim.value.value, claim);
                    continue;
                };
                let here = role(claim.value.span.file);
                let (Some(other), Some(this)) = (role(first.value.span.file), here) else { continue };
                if other == this || first.value.span.file == claim.value.span.file {
                    continue;
                }
                let rule = &cx.rule.id;
                let group = format!("{rule}:{}:{family}", framework.root);
                let message =
                    format!("The code {} of “{this}” is a level of “{other}” as well.", claim.value.value);
                cx.report(claim.value.span, message)
                    .help(
                        "Whoever looks the code up, in a pay table or in a program, finds one of the two by chance. Give \
                         one of the roles other letters.",
                    )
                    .related(first.value.span, format!("a level of “{other}”"))
                    .group(
                        group,
                        format!("Codes that begin with {family}- are levels of several roles."),
                    );
            }
        }
    }
}
