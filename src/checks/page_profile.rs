//! What the configuration asks of pages of one kind: a settings block, sections, their order.

use serde::Deserialize;

use crate::config::{Profile, ProfileSection};
use crate::model::words_of;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Body, Heading, Visit};
use crate::text::{Span, nearest};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageProfile {
    of: Part,
}

/// Which of the demands is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    SettingsBlock,
    Sections,
    Order,
}

impl DocumentCheck for PageProfile {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        if !matches!(subject.doc.body, Body::Prose(_)) {
            return;
        }
        for profile in around.profiles(&subject.file.path) {
            match self.of {
                Part::SettingsBlock => settings_block(profile, subject, cx),
                Part::Sections => sections(profile, subject, cx),
                Part::Order => order(profile, subject, cx),
            }
        }
    }
}

fn settings_block(profile: &Profile, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let name = subject.file.path.rsplit('/').next().unwrap_or("").to_lowercase();
    if profile.settings_block && subject.doc.front.is_none() && !name.starts_with("readme.") {
        cx.report(Span::at(subject.file.id, 0), "This page has no settings block at its top.").help(
            "Nothing can refer to it by its id, and menus do not know its title. Begin the page with a line `---`, the \
             settings as `key: value`, and another line `---`.",
        );
    }
}

fn headings<'d>(subject: &Subject<'d>) -> Vec<&'d Heading> {
    let mut headings = vec![];
    subject.doc.visit(&mut |visit| {
        if let Visit::Heading(heading) = visit {
            headings.push(heading);
        }
    });
    headings
}

/// True if the heading is this section, by its name or another that the configuration gives.
fn is_section(heading: &Heading, section: &ProfileSection) -> bool {
    let said = words_of(&heading.text.plain);
    section.names().any(|name| words_of(name) == said)
}

fn sections(profile: &Profile, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let headings = headings(subject);
    let place = headings.first().map_or(Span::at(subject.file.id, 0), |heading| heading.text.span);
    for section in profile.sections.iter().filter(|section| !section.is_optional()) {
        if headings.iter().any(|heading| is_section(heading, section)) {
            continue;
        }
        let known = |heading: &&&Heading| !profile.sections.iter().any(|other| is_section(heading, other));
        let others: Vec<&&Heading> = headings.iter().filter(known).collect();
        let near = nearest(section.name(), others.iter().map(|heading| heading.text.plain.as_str()));
        let finding = cx.report(place, format!("The section “{}” is missing.", section.name()));
        let why = "People in this role miss what others are told and judged by.";
        match near.and_then(|near| others.iter().find(|heading| heading.text.plain == near)) {
            Some(heading) => {
                finding
                    .help(format!("{why} Is “{}” meant to be it?", heading.text.plain))
                    .related(heading.text.span, "a heading that is much like it");
            }
            None => {
                finding.help(format!(
                    "{why} Add it, or mark it as `optional` in rolelint.yaml if this role needs none."
                ));
            }
        }
    }
}

fn order(profile: &Profile, subject: &Subject<'_>, cx: &mut Context<'_>) {
    let headings = headings(subject);
    let index = |heading: &Heading| profile.sections.iter().position(|section| is_section(heading, section));
    let known: Vec<(usize, &Heading)> =
        headings.iter().filter_map(|heading| Some((index(heading)?, *heading))).collect();
    let mut highest: Option<(usize, &Heading)> = None;
    let mut seen: Vec<(usize, &Heading)> = vec![];
    for &(at, heading) in &known {
        let name = profile.sections.get(at).map_or("", ProfileSection::name);
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == at) {
            cx.report(heading.text.span, format!("The section “{name}” stands on this page twice."))
                .help("Readers take the first for all of it. Join the two.")
                .related(first.text.span, "the first one");
            continue;
        }
        seen.push((at, heading));
        match highest {
            Some((last, before)) if last > at => {
                let other = profile.sections.get(last).map_or("", ProfileSection::name);
                cx.report(heading.text.span, format!("The section “{name}” belongs before “{other}”."))
                    .help("Pages are read side by side, and there everything should stand in its place. Move the section.")
                    .related(before.text.span, "stands before it here");
            }
            _ => highest = Some((at, heading)),
        }
    }
    if !profile.strict {
        return;
    }
    let Some(depth) = known.iter().map(|(_, heading)| heading.depth).min() else { return };
    for heading in headings.iter().filter(|heading| heading.depth == depth && index(heading).is_none()) {
        cx.report(heading.text.span, format!("“{}” is none of the sections that this page should have.", heading.text.plain.trim()))
            .help("Readers do not find it on other pages and wonder why. Rename it, or add it to `sections` in rolelint.yaml.");
    }
}
