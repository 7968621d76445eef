//! One part for each role: what it covers, what it says, what is wrong with it.

use maud::{Markup, html};

use super::{FEW, View, counted, issues, matrix, number};
use crate::analysis::{FrameworkAudit, RoleAudit, SectionText};

impl View<'_> {
    pub(super) fn role_pages(&self) -> Markup {
        let few = self.roles.len() <= FEW;
        html! {
            section aria-labelledby="roles" {
                h2 #roles { "Roles" }
                @if self.roles.is_empty() { p { "No role was found." } }
                @if self.depth.texts < self.roles.len() { p.soft { "There is not room for everything: the texts of " (number(self.roles.len() - self.depth.texts)) " roles are left out here." } }
                (self.each(|framework| Some(html! {
                    (self.index(framework))
                    div.tight[!few] { @for role in &framework.roles { (self.role_page(role, few)) } }
                })))
            }
        }
    }

    fn index(&self, framework: &FrameworkAudit) -> Markup {
        let tracks = framework.roles.iter().any(|role| role.track.is_some());
        html! {
            div.scroll tabindex="0" role="region" aria-label="All roles" { table.list {
                caption { "All roles" }
                thead { tr {
                    th.wide scope="col" { "Role" } @if tracks { th scope="col" { "Track" } } th.num scope="col" { "Levels" } th.num scope="col" { "Expectations" }
                    th.num scope="col" { "Their words" } th.num scope="col" { "Errors" } th.num scope="col" { "Warnings" } th.num scope="col" { "Notes" }
                } }
                tbody { @for role in &framework.roles {
                    tr {
                        th scope="row" { (self.role_link(role.number)) @if role.posting { " " span.tag.plain { "for candidates" } } }
                        @if tracks { td { (role.track.as_deref().unwrap_or("")) } }
                        td.num { (role.coverage.levels.len()) } td.num { (number(role.expectations)) } td.num { (number(role.words)) }
                        td.num { (number(role.errors)) } td.num { (number(role.warnings)) } td.num { (number(role.infos)) }
                    }
                } }
            } }
        }
    }

    fn role_page(&self, role: &RoleAudit, open: bool) -> Markup {
        let found = role.errors + role.warnings + role.infos;
        html! {
            details open[open] {
                summary { (role.name) " " span.soft { "(" (counted(role.coverage.levels.len(), "level")) ", " (counted(found, "finding")) ")" } }
                article aria-labelledby={ "r" (role.number) } {
                    h3 id={ "r" (role.number) } tabindex="-1" { (role.name) }
                    p.soft {
                        span.place { (role.file) ":" (role.line) }
                        @if let Some(track) = &role.track { " · " (track) }
                        " · " (counted(role.expectations, "expectation")) " of " (counted(role.words, "word"))
                    }
                    (matrix::role(role, "Expectations by section and level"))
                    (facts(role))
                    (self.moves(role))
                    @if found > 0 { h4 { "Findings" } (issues::list(&role.issues, role.more_issues, self.depth)) }
                    @if role.number <= self.depth.texts && !role.texts.is_empty() {
                        details.aside { summary { "What it says" } div.texts { @for section in &role.texts { (texts(section)) } } }
                    }
                }
            }
        }
    }

    fn moves(&self, role: &RoleAudit) -> Markup {
        if role.moves.is_empty() {
            return html! {};
        }
        html! {
            h4 { "Steps that the page names" }
            ul { @for step in &role.moves {
                li {
                    @match step.kind { "next" => "To: ", "previous" => "From: ", "lateral" => "To the side: ", _ => "Way in from: " }
                    @match step.role { Some(other) => a href={ "#r" (other) } { (step.to) }, None => (step.to) }
                }
            } }
        }
    }
}

fn facts(role: &RoleAudit) -> Markup {
    if role.facts.is_empty() {
        return html! {};
    }
    let levels = role.facts.iter().any(|fact| fact.level.is_some());
    html! {
        div.scroll tabindex="0" role="region" aria-label="What the page says in numbers" { table.facts {
            caption { "Experience, education, scope and pay, as the page says it" }
            thead { tr { @if levels { th scope="col" { "Level" } } th scope="col" { "What" } th scope="col" { "Words of the page" } } }
            tbody { @for fact in &role.facts {
                tr { @if levels { td { (fact.level.as_deref().unwrap_or("")) } } td { (fact.what) } td { (fact.text) } }
            } }
        } }
    }
}

/// The items of a section, those of one level together.
fn texts(section: &SectionText) -> Markup {
    let runs = section.items.chunk_by(|a, b| a.level == b.level);
    html! {
        h4 { (section.label) }
        @for run in runs {
            @if let Some(level) = run.first().and_then(|item| item.level.as_ref()) { h5 { (level) } }
            ul { @for item in run { li { (item.text) } } }
        }
    }
}

/// About how many bytes [`texts`] makes of a section.
pub(super) fn size(section: &SectionText) -> usize {
    let escaped = |text: &str| text.len() + 5 * text.matches(['&', '<', '>', '"']).count();
    let items = section.items.iter();
    escaped(&section.label) + 40 + items.map(|item| escaped(&item.text) + 30).sum::<usize>()
}
