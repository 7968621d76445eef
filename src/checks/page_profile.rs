//! What the configuration asks of pages of one kind: a settings block, sections, their order.

use std::collections::HashSet;

use serde::Deserialize;

use crate::config::{Profile, ProfileSection};
use crate::diag::Identity;
use crate::model::{Role, RoleKind, words_of};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Body, Visit};
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
        let prose = matches!(subject.doc.body, Body::Prose(_));
        let mut own = false;
        for profile in around.profiles(&subject.file.path).filter(|_| prose) {
            own |= !profile.sections.is_empty();
            let mut found = headings(subject);
            add_labels(&mut found, subject.roles);
            match self.of {
                Part::SettingsBlock => settings_block(profile, subject, cx),
                Part::Sections => {
                    let place = found.first().map_or(Span::at(subject.file.id, 0), |first| first.span);
                    missing(&profile.sections, &found, place, cx);
                }
                Part::Order => order(&profile.sections, &found, profile.strict, cx),
            }
        }
        // What a profile says about a page counts more than what is said about all.
        if !own && !around.sections().is_empty() && subject.doc.is_whole() {
            for role in subject.roles.iter().filter(|role| role.kind == RoleKind::Framework) {
                self.role(role, around.sections(), subject, cx);
            }
        }
    }
}

impl PageProfile {
    /// A role in any format, by the sections that the configuration asks of every role.
    fn role(&self, role: &Role, sections: &[ProfileSection], subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut found: Vec<Named> = headings(subject);
        found.retain(|heading| role.span.contains(heading.span));
        add_labels(&mut found, std::slice::from_ref(role));
        // Sections come again under each level, and headings are sections: only the first of a name counts.
        let mut known: HashSet<Vec<String>> = HashSet::new();
        found.retain(|named| known.insert(words_of(&named.name)));
        let title = role.title.as_ref().map(|title| title.span).filter(|span| !span.is_empty());
        let first = found.first().map(|first| first.span);
        let place = title.or(first).unwrap_or(Span::at(subject.file.id, role.span.start as usize));
        match self.of {
            Part::SettingsBlock => {}
            Part::Sections => missing(sections, &found, place, cx),
            Part::Order => order(sections, &found, false, cx),
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

/// A heading, or the name of a section in data.
struct Named {
    name: String,
    span: Span,
    /// 0 for names that are no headings.
    depth: u8,
}

fn headings(subject: &Subject<'_>) -> Vec<Named> {
    let mut found = vec![];
    subject.doc.visit(&mut |visit| {
        if let Visit::Heading(heading) = visit {
            let name = heading.text.plain.clone();
            found.push(Named { name, span: heading.text.span, depth: heading.depth });
        }
    });
    found
}

/// Adds the sections of roles that no heading names: bold lines, keys and topics in settings.
fn add_labels(found: &mut Vec<Named>, roles: &[Role]) {
    let mut known: HashSet<Vec<String>> = found.iter().map(|named| words_of(&named.name)).collect();
    for label in roles.iter().flat_map(|role| &role.sections).filter_map(|section| section.label.as_ref()) {
        if known.insert(words_of(&label.value)) {
            found.push(Named { name: label.value.clone(), span: label.span, depth: 0 });
        }
    }
    found.sort_by_key(|named| (named.span.start, named.span.end));
}

/// True if this is the section, by its name or another that the configuration gives.
fn is_section(named: &Named, section: &ProfileSection) -> bool {
    let said = words_of(&named.name);
    section.names().any(|name| words_of(name) == said)
}

fn missing(sections: &[ProfileSection], found: &[Named], place: Span, cx: &mut Context<'_>) {
    for section in sections.iter().filter(|section| !section.is_optional()) {
        if found.iter().any(|named| is_section(named, section)) {
            continue;
        }
        let unknown = |named: &&Named| !sections.iter().any(|other| is_section(named, other));
        let others: Vec<&Named> = found.iter().filter(unknown).collect();
        let near = nearest(section.name(), others.iter().map(|named| named.name.as_str()));
        let finding = cx.report(place, format!("The section “{}” is missing.", section.name()));
        finding.known_by(Identity::PlaceAnd(section.name().to_owned()));
        let why = "People in this role miss what others are told and judged by.";
        match near.and_then(|near| others.iter().find(|named| named.name == near)) {
            Some(named) => {
                finding
                    .help(format!("{why} Is “{}” meant to be it?", named.name))
                    .related(named.span, "a heading that is much like it");
            }
            None => {
                finding.help(format!(
                    "{why} Add it, or mark it as `optional` in rolelint.yaml if this role needs none."
                ));
            }
        }
    }
}

fn order(sections: &[ProfileSection], found: &[Named], strict: bool, cx: &mut Context<'_>) {
    let index = |named: &Named| sections.iter().position(|section| is_section(named, section));
    let known: Vec<(usize, &Named)> = found.iter().filter_map(|named| Some((index(named)?, named))).collect();
    let mut highest: Option<(usize, &Named)> = None;
    let mut seen: Vec<(usize, &Named)> = vec![];
    for named in found {
        // Below the next heading of a higher rank, such as that of the next level, it all begins again.
        let below = seen.first().map_or(0, |(_, first)| first.depth);
        if named.depth > 0 && named.depth < below {
            (highest, seen) = (None, vec![]);
        }
        let Some(at) = index(named) else { continue };
        let name = sections.get(at).map_or("", ProfileSection::name);
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == at) {
            cx.report(named.span, format!("The section “{name}” stands on this page twice."))
                .help("Readers take the first for all of it. Join the two.")
                .related(first.span, "the first one");
            continue;
        }
        seen.push((at, named));
        match highest {
            Some((last, before)) if last > at => {
                let other = sections.get(last).map_or("", ProfileSection::name);
                cx.report(named.span, format!("The section “{name}” belongs before “{other}”."))
                    .help("Pages are read side by side, and there everything should stand in its place. Move the section.")
                    .related(before.span, "stands before it here");
            }
            _ => highest = Some((at, named)),
        }
    }
    if !strict {
        return;
    }
    let Some(depth) = known.iter().map(|(_, named)| named.depth).filter(|&depth| depth > 0).min() else {
        return;
    };
    for named in found.iter().filter(|named| named.depth == depth && index(named).is_none()) {
        cx.report(named.span, format!("“{}” is none of the sections that this page should have.", named.name.trim()))
            .help("Readers do not find it on other pages and wonder why. Rename it, or add it to `sections` in rolelint.yaml.");
    }
}
