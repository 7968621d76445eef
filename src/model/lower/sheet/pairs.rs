//! Sheets about one job: what is said of it in pairs of a label and a value.

use std::collections::HashSet;

use crate::text::{SourceFile, Spanned};

use super::super::super::vocabulary::{SectionKind, looks_like_title, section_kind, words_of};
use super::super::super::{Role, RoleKind};
use super::super::grid::Grid;
use super::super::page::empty_role;
use super::super::title::Head;
use super::headers::{ALIASES, IDS, LEVELS, PEOPLE, QUESTIONS, TRACKS, is_opening, is_title};
use super::list::level_named;
use super::{absent, first_line, items, section, text_of, whole};

/// Longest label, in words.
const LONGEST: usize = 5;

/// The role of a table of two columns, labels and values, one of which is its title: "Title, Baker", "Purpose, Bakes
/// bread", "Duties, Prepares dough".
pub(super) fn role(file: &SourceFile, grid: &Grid<'_>) -> Option<Role> {
    if grid.width() != 2 || grid.spans() {
        return None;
    }
    let label = |row: usize| words_of(grid.text(row, 0)).join(" ");
    let filled = |row: &usize| !grid.text(*row, 0).is_empty() && !grid.text(*row, 1).is_empty();
    let rows: Vec<usize> = (0..grid.height()).filter(filled).collect();
    let title = *rows.iter().find(|&&row| is_title(&label(row)) && looks_like_title(grid.text(row, 1)))?;
    let labels: Vec<String> = rows.iter().map(|&row| label(row)).collect();
    let distinct: HashSet<&String> = labels.iter().collect();
    let short = |label: &String| (1..=LONGEST).contains(&label.split(' ').count());
    let foreign = |label: &String| PEOPLE.contains(label) || QUESTIONS.contains(label);
    // A list of titles names a job in each row, a form names people.
    let one = distinct.len() == labels.len() && labels.iter().all(short) && !labels.iter().any(foreign);
    let named = |label: &String| {
        let kind = section_kind(label);
        kind != SectionKind::Other && kind != SectionKind::Links
    };
    let told = |kind: SectionKind| kind.is_expectations() || kind == SectionKind::Summary;
    let said = labels.iter().filter(|label| named(label)).count();
    let tells = labels.iter().any(|label| named(label) && told(section_kind(label)));
    if !one || !tells || said < 2 || said * 3 < labels.len() {
        return None;
    }
    let mut head = Head { title: grid.cell(title, 1).and_then(first_line), ..Head::default() };
    let mut level: Option<Spanned<String>> = None;
    for (&row, label) in rows.iter().zip(&labels) {
        let Some(cell) = grid.cell(row, 1).filter(|cell| !absent(&text_of(cell))) else { continue };
        match label {
            label if LEVELS.contains(label) => level = first_line(cell),
            label if IDS.contains(label) => head.id = first_line(cell),
            label if TRACKS.contains(label) => head.track = first_line(cell),
            label if ALIASES.contains(label) => head.aliases.extend(items(cell).iter().map(whole)),
            _ => {}
        }
    }
    let mut role = empty_role(file, &head);
    role.span = grid.table.span;
    role.reading = "table; labels and values of one role".into();
    if labels.iter().filter(|label| is_opening(label)).count() > 1 {
        role.kind = RoleKind::Posting;
    }
    let level = level.map(|label| {
        role.levels.push(level_named(label));
        0
    });
    let mut above = title;
    for row in 0..grid.height() {
        // An empty label goes on with the one above.
        above = if grid.text(row, 0).is_empty() { above } else { row };
        let Some(cell) = grid.cell(row, 1).filter(|cell| above != title && !absent(&text_of(cell))) else {
            continue;
        };
        let name = label(above);
        if named(&name) {
            let list = u32::try_from(above).unwrap_or(u32::MAX);
            let label = grid.cell(above, 0).and_then(first_line);
            section(&mut role, label, section_kind(&name), (cell, level, list));
        }
    }
    Some(role)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{read, shape};

    #[test]
    fn labels_and_values_are_one_role() {
        let text = "Title,Baker\nPurpose,Bakes bread and rolls for the town\nDuties,\"Prepares dough\nWatches the ovens\"\n,Cleans the ovens\nRequirements,3+ years of experience in a bakery\n";
        let roles = read("a.csv", text);
        assert_eq!(shape(&roles), ["Baker [] Purpose 1, Duties 2, Duties 1, Requirements 1"]);
        assert_eq!(roles[0].experience[0].min_months, Some(36));
        let named = "Field,Value\nJob title,Head Baker\nGrade,G5\nKey responsibilities,Plans shifts and orders flour\nSkills,Knows all ovens\n";
        assert_eq!(shape(&read("a.csv", named)), ["Head Baker [G5] Key responsibilities 1, Skills 1"]);
        let german = "Stelle;Softwareentwickler\nAufgaben;Plant und schreibt Programme\nAnforderungen;Kennt zwei Sprachen gut\n";
        assert_eq!(shape(&read("a.csv", german)), ["Softwareentwickler [] Aufgaben 1, Anforderungen 1"]);
    }

    #[test]
    fn other_pairs_are_no_role() {
        for text in [
            "Title,Bread of the month\nAuthor,Somebody\nSummary,How bread is made in the town\n",
            "Name,Ada\nJob title,Baker\nEmail,ada@example.org\nSkills,Bakes bread\n",
            "Title,Summary\nBaker,Bakes bread for the town\nMiller,Grinds grain to flour\n",
            "Title,Baker\nDate,2024-01-01\nOwner,Somebody\n",
            "Question,Baker\nTitle,Baker\nSkills,Which do you have\nDuties,Which are yours\n",
        ] {
            let found = read("data.csv", text);
            assert!(!found.iter().any(|role| role.reading.contains("labels and values")), "{text}");
        }
    }
}
