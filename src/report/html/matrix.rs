//! Matrices: roles and levels × sections, sections × levels.

use maud::{Markup, html};

use super::View;
use crate::analysis::{Cell, Figures, Filling, FrameworkAudit, Group, RoleAudit};

/// More columns than this have their headings upright.
const NARROW: usize = 7;

/// More rows than this are scrolled under their headings.
const MOST_ROWS: usize = 40;

/// What the cells mean.
pub(super) fn legend() -> Markup {
    html! {
        ul.legend aria-label="What the cells mean" {
            li { b.q3 { "5" } "expectations" }
            li { b.q1 { "5 all" } "one text for all levels" }
            li { b.gap { "gap" } "empty, or this level is left out" }
            li { b.tbd { "TBD" } "placeholder" }
            li { b { "n/a" } "not applicable, on purpose" }
            li { b { "·" } "the role or the track has no such section" }
            li { b.same { "=" } "word for word the same as the neighboring level" }
        }
    }
}

impl View<'_> {
    pub(super) fn matrix(&self, framework: &FrameworkAudit) -> Markup {
        let coverage = &framework.coverage;
        if let [only] = framework.roles.as_slice() {
            return html! { (role(only, &format!("{}: sections and levels", only.name))) };
        }
        let others = coverage.groups.iter().flat_map(|group| &group.rows).any(|row| row.others > 0);
        let rows: usize = coverage.groups.iter().map(|group| group.rows.len()).sum();
        let width = coverage.columns.len() + usize::from(others);
        let headings = if coverage.by_kind {
            "The roles share hardly any headings, so columns stand for what sections are about."
        } else {
            "Columns are the sections that several roles have; the others are counted together."
        };
        html! {
            p { (in_words(coverage.figures)) " " span.soft { (headings) } }
            div.scroll.tall[rows > MOST_ROWS] tabindex="0" role="region" aria-label="Coverage matrix" {
                table.matrix.many[width > NARROW] {
                    caption { "Roles and levels by section" }
                    thead { tr {
                        td {}
                        @for column in &coverage.columns { (heading(&column.label, width)) }
                        @if others { (heading("Other sections", width)) }
                    } }
                    @for group in &coverage.groups { (self.group(group, others, width)) }
                }
            }
        }
    }

    fn group(&self, group: &Group, others: bool, width: usize) -> Markup {
        let one = group.rows.len() == 1;
        html! {
            tbody.one[one].role[!one] {
                @if !one { tr { th scope="rowgroup" colspan=(width + 1) { span { (self.role_link(group.role)) } } } }
                @for row in &group.rows {
                    tr {
                        th scope="row" {
                            @if one {
                                (self.role_link(group.role))
                                @if let Some(level) = &row.level {
                                    @if self.roles.get(&group.role).is_none_or(|role| role.name != *level) { span.soft { " " (level) } }
                                }
                            } @else { (row.level.as_deref().unwrap_or("All levels")) }
                        }
                        @for cell in &row.cells { (one_cell(cell)) }
                        @if others { td class=[shade(row.others)] { @if row.others > 0 { (row.others) } @else { (nothing()) } } }
                    }
                }
            }
        }
    }
}

/// What of the matrix is worth a look.
fn in_words(figures: Figures) -> String {
    let counts = [
        (figures.gaps, super::counted(figures.gaps, "gap")),
        (figures.placeholders, super::counted(figures.placeholders, "placeholder")),
        (figures.not_applicable, format!("{} not applicable", figures.not_applicable)),
        (figures.identical, format!("{} identical to a neighboring level", figures.identical)),
    ];
    let found: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    match figures.gaps + figures.placeholders {
        _ if found.is_empty() => "No gaps and no placeholders.".to_owned(),
        0 => format!("No gaps and no placeholders; {}.", found.join(", ")),
        _ => format!("{}.", found.join(", ")),
    }
}

fn heading(label: &str, width: usize) -> Markup {
    html! { th scope="col" { @if width > NARROW { span.up { (breakable(label)) } } @else { (breakable(label)) } } }
}

/// A heading that may be the name of a field: `requiredSkills` and `required_skills` go on in the next line
/// between their words.
fn breakable(label: &str) -> Markup {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for c in label.chars() {
        if before.is_lowercase() && c.is_uppercase()
            || matches!(before, '_' | '/' | '.') && c.is_alphanumeric()
        {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        before = c;
    }
    html! { @for (at, part) in parts.iter().enumerate() { @if at > 0 { wbr; } (part) } }
}

fn nothing() -> Markup {
    html! { span aria-hidden="true" { "·" } span.vh { "no section" } }
}

fn shade(count: usize) -> Option<&'static str> {
    match count {
        0 => None,
        1..=2 => Some("q1"),
        3..=5 => Some("q2"),
        6..=10 => Some("q3"),
        _ => Some("q4"),
    }
}

fn one_cell(cell: &Cell) -> Markup {
    match cell.state {
        Filling::NoSection => html! { td.none { (nothing()) } },
        Filling::Empty | Filling::LevelMissing => html! { td.gap { "gap" } },
        Filling::NotApplicable => html! { td.na { "n/a" } },
        Filling::Placeholder => html! { td.tbd { "TBD" } },
        Filling::Shared => html! { td.q1 { (cell.count) " all" } },
        Filling::Filled => {
            let mut class = shade(cell.count.max(1)).unwrap_or("").to_owned();
            if cell.same_as.is_some() {
                class.push_str(" same");
            }
            html! {
                td class=(class) {
                    @if cell.count == 0 { "✓" } @else { (cell.count) }
                    @if let Some(other) = &cell.same_as {
                        " " span.eq title={ "same as " (other) } aria-hidden="true" { "=" } span.vh { ", same as " (other) }
                    }
                }
            }
        }
    }
}

/// Sections × levels of one role.
pub(super) fn role(role: &RoleAudit, caption: &str) -> Markup {
    let coverage = &role.coverage;
    if coverage.sections.is_empty() {
        return html! { p.soft { "No sections were found." } };
    }
    let alone = coverage.levels.len() == 1;
    let width = coverage.levels.len();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.matrix.many[width > NARROW] {
                caption { (caption) }
                thead { tr {
                    td {}
                    @for level in &coverage.levels {
                        (heading(level.as_deref().unwrap_or(if alone { "Expectations" } else { "All levels" }), width))
                    }
                } }
                tbody.one {
                    @for section in &coverage.sections {
                        tr {
                            th scope="row" {
                                @if let Some(above) = section.path.last() { @if *above != section.label { span.soft { (above) " › " } } }
                                (section.label)
                            }
                            @for cell in &section.cells { (one_cell(cell)) }
                        }
                    }
                }
            }
        }
    }
}
