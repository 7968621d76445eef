//! Ids that are not those of their page.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::broken_link::folder_of;
use crate::diag::Fix;
use crate::model::{ClaimKind, Framework};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdMismatch {
    /// So many pages of a folder whose id is the name of their file make a custom.
    siblings: usize,
    /// This share of them has to agree.
    majority: f64,
}

struct Own {
    kind: ClaimKind,
    span: Span,
    value: String,
    /// Its last part, in the form that is compared.
    id: String,
    stem: String,
    folder: String,
    path: String,
}

impl FrameworkCheck for IdMismatch {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut all: Vec<Own> = vec![];
        for claim in &framework.claims {
            let file = cx.files().get(claim.value.span.file);
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            let Some((stem, end)) = name.rsplit_once('.') else { continue };
            let page = matches!(end, "md" | "markdown" | "mdx" | "html" | "htm");
            if !page || !matches!(claim.kind, ClaimKind::Id | ClaimKind::Address) {
                continue;
            }
            let last = claim.value.value.trim_end_matches('/').rsplit('/').next().unwrap_or("");
            all.push(Own {
                kind: claim.kind,
                span: claim.value.span,
                value: claim.value.value.clone(),
                id: form(last),
                stem: form(stem),
                folder: folder_of(&file.path).to_owned(),
                path: file.path.clone(),
            });
        }
        let mut custom: BTreeMap<(ClaimKind, &str), (usize, usize)> = BTreeMap::new();
        let mut stems: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for own in &all {
            let count = custom.entry((own.kind, own.folder.as_str())).or_default();
            count.0 += usize::from(own.id == own.stem);
            count.1 += 1;
            stems.insert((own.folder.as_str(), own.stem.as_str()), own.path.as_str());
        }
        for own in &all {
            let index = matches!(own.stem.as_str(), "index" | "readme");
            if own.id == own.stem
                || is_short_for(&own.id, &own.stem)
                || index
                || own.id.is_empty()
                || own.stem.contains(&own.id)
                || own.id.contains(&own.stem)
            {
                continue;
            }
            let (same, count) = custom.get(&(own.kind, own.folder.as_str())).copied().unwrap_or_default();
            let other = stems.get(&(own.folder.as_str(), own.id.as_str()));
            // Lists of files are far below the size at which counts lose precision.
            #[allow(clippy::cast_precision_loss)]
            let usual = same >= self.siblings && same as f64 >= self.majority * (count - 1).max(1) as f64;
            let what = if own.kind == ClaimKind::Id { "id" } else { "address" };
            let (message, help) = match other {
                Some(other) => (
                    format!("The {what} `{}` belongs to {other} by its name, not to this page.", own.value),
                    "The page was probably begun as a copy of the other. One of the two cannot be reached.",
                ),
                None if usual => (
                    format!(
                        "The {what} `{}` is not the name of this file, as in {same} other pages of this folder.",
                        own.value
                    ),
                    "Links that are made from names or ids lead nowhere. One of the two was probably changed and the other \
                     forgotten.",
                ),
                None => continue,
            };
            let last = own.value.trim_end_matches('/').rsplit('/').next().unwrap_or("");
            let good = own.value.replacen(last, &own.stem, 1);
            cx.report(own.span, message)
                .help(format!("{help} Write `{good}`, or change the name of the file."))
                .fix(Fix::risky(format!("Write `{good}`"), own.span, good));
        }
    }
}

/// "qa" for "quality", "em" for "engineering-manager".
fn is_short_for(id: &str, stem: &str) -> bool {
    let mut letters = stem.chars();
    let same_start = id.chars().next() == stem.chars().next();
    id.len() <= 4 && same_start && id.chars().all(|c| letters.any(|other| other == c))
}

/// Small letters, with hyphens between the words: whether a name has `_`, blanks or capitals is style.
fn form(name: &str) -> String {
    let mut words = vec![];
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            words.push(word.to_lowercase());
        }
    }
    words.join("-")
}
