//! Pages about one role that contradict each other: pay, and what is required or merely preferred.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::experience_conflict::Identities;
use crate::model::{Compensation, ExperienceKind, Framework, Role, Strength};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Different pay for one role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayConflict {
    /// Share by which two numbers may differ, for rounding.
    tolerance: f64,
}

/// The level of a fact, if it is about the page's only own level or about none.
fn is_own(role: &Role, level: Option<usize>) -> bool {
    let mut own = (0..role.levels.len())
        .filter(|&at| role.level(at).is_some_and(|level| !level.mirror && level.occurrence == 1));
    match (level, own.next(), own.next()) {
        (None, _, None) => true,
        (Some(level), Some(only), None) => level == only,
        _ => false,
    }
}

impl FrameworkCheck for PayConflict {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut places: BTreeMap<(String, Option<&str>), Vec<(&Role, &Compensation)>> = BTreeMap::new();
        let identities = Identities::new(framework);
        for role in &framework.roles {
            let Some(identity) = identities.of(role) else { continue };
            let own: Vec<&Compensation> =
                role.compensation.iter().filter(|pay| is_own(role, pay.level)).collect();
            // Several bands are for several places.
            if let [pay] = own.as_slice()
                && (pay.min.is_some() || pay.max.is_some())
            {
                places.entry((identity, pay.currency.as_deref())).or_default().push((role, pay));
            }
        }
        for ((identity, _), places) in places {
            let differ = |a: &Compensation, b: &Compensation| {
                let period = a.period.zip(b.period).is_none_or(|(a, b)| a == b);
                let apart = |x: Option<f64>, y: Option<f64>| {
                    x.zip(y).is_some_and(|(x, y)| (x - y).abs() > x.abs().max(y.abs()) * self.tolerance)
                };
                period && (apart(a.min, b.min) || apart(a.max, b.max))
            };
            for (n, (role, pay)) in places.iter().enumerate() {
                let Some((other, there)) = places.iter().find(|(_, there)| differ(pay, there)) else {
                    continue;
                };
                let text = |pay: &Compensation| pay.text.value.trim().to_owned();
                let rule = &cx.rule.id;
                let group = format!("{rule}:{}:{identity}", framework.root);
                let message = format!(
                    "“{}” is paid {} here, and {} on another page about the same role.",
                    role.name(),
                    text(pay),
                    text(there)
                );
                let finding = cx.report(pay.text.span, message);
                finding
                    .help(
                        "Unequal pay on paper is unequal pay. Decide on one band and write it on every page, or keep it \
                         on one page and link to it.",
                    )
                    .related(there.text.span, format!("“{}”: {}", other.name(), text(there)))
                    .group(group, format!("Pages about “{}” name different pay.", role.name()));
                for (_, (role, pay)) in places
                    .iter()
                    .enumerate()
                    .filter(|(at, (_, pay))| *at != n && pay.text.span != there.text.span)
                    .take(8)
                {
                    finding.related(pay.text.span, format!("“{}”: {}", role.name(), text(pay)));
                }
            }
        }
    }
}

/// One requirement, required here and preferred there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementConflict {}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Years(ExperienceKind),
    Degree(&'static str),
}

impl What {
    fn words(self) -> String {
        match self {
            What::Years(ExperienceKind::Total) => "years of experience".into(),
            What::Years(ExperienceKind::Management) => "experience in management".into(),
            What::Years(ExperienceKind::ManagingManagers) => "experience in managing managers".into(),
            What::Years(ExperienceKind::Domain) => "experience in the field".into(),
            What::Years(ExperienceKind::InRole) => "time in the role".into(),
            What::Degree("secondary") => "a school diploma".into(),
            What::Degree("bachelor") => "a bachelor's degree".into(),
            What::Degree("master") => "a master's degree".into(),
            What::Degree(_) => "a doctorate".into(),
        }
    }
}

/// For each thing that a page asks for, how strongly at most, and where.
fn asked(role: &Role) -> BTreeMap<What, (Strength, Span)> {
    let mut asked: BTreeMap<What, (Strength, Span)> = BTreeMap::new();
    let years = role
        .experience
        .iter()
        .filter(|experience| is_own(role, experience.level))
        .map(|experience| (What::Years(experience.kind), experience.strength, experience.text.span));
    let degrees = role
        .education
        .iter()
        .map(|education| (What::Degree(education.level), education.strength, education.text.span));
    for (what, strength, span) in years.chain(degrees) {
        let entry = asked.entry(what).or_insert((strength, span));
        // `Required` comes first.
        if strength < entry.0 {
            *entry = (strength, span);
        }
    }
    asked
}

impl FrameworkCheck for RequirementConflict {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut places: BTreeMap<(String, What), Vec<(&Role, Strength, Span)>> = BTreeMap::new();
        let identities = Identities::new(framework);
        for role in &framework.roles {
            let Some(identity) = identities.of(role) else { continue };
            for (what, (strength, span)) in asked(role) {
                places.entry((identity.clone(), what)).or_default().push((role, strength, span));
            }
        }
        for ((_, what), places) in places {
            let Some((other, _, there)) =
                places.iter().find(|(_, strength, _)| *strength == Strength::Required)
            else {
                continue;
            };
            for (role, _, span) in places.iter().filter(|(_, strength, _)| *strength == Strength::Preferred) {
                let what = what.words();
                cx.report(
                    *span,
                    format!("For “{}” {what} is preferred here, but required on another page about the same role.", role.name()),
                )
                .help(
                    "Candidates are then measured by different bars, depending on the page that was open. Decide whether \
                     it is required, and say so on all pages.",
                )
                .related(*there, format!("required on the page “{}”", other.name()));
            }
        }
    }
}
