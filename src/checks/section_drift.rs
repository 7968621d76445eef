//! Pages of one family that call a section otherwise than the others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::levels::section_key;
use crate::model::{Framework, Role, Section, SectionKind, section_kind};
use crate::rule::{Context, FrameworkCheck};
use crate::text::edit_distance;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionDrift {
    /// From fewer pages nothing can be said about what they have in common.
    min_pages: usize,
    /// A section that this share of the pages has is one that all should have.
    majority: f64,
}

/// A page with the sections that it has, by key.
struct Member<'f> {
    role: &'f Role,
    sections: BTreeMap<String, &'f Section>,
}

impl FrameworkCheck for SectionDrift {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut families: BTreeMap<(String, bool), Vec<Member<'_>>> = BTreeMap::new();
        for role in framework.roles.iter().filter(|role| !framework.partial.contains(&role.file)) {
            let path = cx.files().get(role.file).path.as_str();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let sections: BTreeMap<String, &Section> = role
                .sections
                .iter()
                .filter(|section| section.label.is_some())
                .map(|section| (section_key(section), section))
                .filter(|(key, _)| !key.is_empty())
                .collect();
            let posting = role.kind == crate::model::RoleKind::Posting;
            if sections.len() > 2 {
                families.entry((folder.to_owned(), posting)).or_default().push(Member { role, sections });
            }
        }
        for members in families.into_values().filter(|members| members.len() >= self.min_pages) {
            self.family(&members, cx);
        }
    }
}

impl SectionDrift {
    fn family(&self, members: &[Member<'_>], cx: &mut Context<'_>) {
        let mut count: HashMap<&str, usize> = HashMap::new();
        for key in members.iter().flat_map(|member| member.sections.keys()) {
            *count.entry(key).or_default() += 1;
        }
        #[allow(clippy::cast_precision_loss)]
        let common =
            |key: &str| count.get(key).is_some_and(|&n| n as f64 >= members.len() as f64 * self.majority);
        let core: BTreeSet<&str> = count.keys().copied().filter(|key| common(key)).collect();
        for member in members {
            // A page of another kind has little in common with the others.
            let shared = core.iter().filter(|key| member.sections.contains_key(**key)).count();
            if shared * 2 < core.len() || shared == 0 {
                continue;
            }
            for &missing in core.iter().filter(|key| !member.sections.contains_key(**key)) {
                let kind =
                    members.iter().find_map(|other| other.sections.get(missing)).map(|section| section.kind);
                let mut meant = member.sections.iter().filter(|(key, section)| {
                    let rare = count.get(key.as_str()).is_some_and(|&n| n * 4 <= members.len());
                    rare && is_alike(missing, kind, key, section.kind)
                });
                let (Some((key, section)), None) = (meant.next(), meant.next()) else { continue };
                // A section that stands for two of the others.
                let several = core
                    .iter()
                    .filter(|other| !member.sections.contains_key(**other) && key.contains(**other));
                if several.count() > 1 {
                    continue;
                }
                let Some(label) = &section.label else { continue };
                let usual = members.iter().find_map(|other| other.sections.get(missing));
                let Some(usual) = usual.and_then(|section| section.label.as_ref()) else { continue };
                let times = count.get(missing).copied().unwrap_or(0);
                let rule = &cx.rule.id;
                let group = format!("{rule}:{}:{missing}", member.role.file.0);
                cx.report(
                    label.span,
                    format!("The section “{}” is called “{}” on {times} pages beside this one.", label.value, usual.value),
                )
                .help(
                    "Roles can be compared area by area only if the areas have the same names. Use the name that the \
                     other pages use.",
                )
                .related(usual.span, "as the other pages call it")
                .group(group, format!("The section “{}” has another name.", usual.value));
            }
        }
    }
}

/// Whether two names may well be one: a slip, a form of one word, or the same subject.
fn is_alike(a: &str, kind: Option<SectionKind>, b: &str, other: SectionKind) -> bool {
    let near = edit_distance(a, b, 2).is_some_and(|slips| slips > 0 && a.chars().count() > 5);
    let stems = |text: &str| -> BTreeSet<String> {
        let words = text.split(' ').filter(|word| word.chars().count() > 3);
        words.map(|word| word.chars().take(6).collect()).collect()
    };
    let (x, y) = (stems(a), stems(b));
    let common = x.intersection(&y).count();
    let words = common * 2 > x.len().max(y.len());
    let same_kind = kind == Some(other);
    // "Skills" says what a section is about, "technical" does not.
    let telling =
        |word: &str| kind.is_some_and(|kind| kind != SectionKind::Other && section_kind(word) == kind);
    let subject =
        same_kind && a.split(' ').filter(|word| b.split(' ').any(|other| other == *word)).any(telling);
    near || (words && same_kind) || subject
}
