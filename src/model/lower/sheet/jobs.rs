//! Tables with a job or a track in each column: what each level is called on several tracks
//! ("Level, IC, Manager"), and what is expected in several jobs ("Competency, Backend Engineer, Frontend Engineer").

use std::collections::HashSet;

use crate::text::{SourceFile, Spanned};

use super::super::super::Role;
use super::super::super::titles::job_key;
use super::super::super::vocabulary::{
    SectionKind, is_rank_only, looks_like_title, section_kind, title_rank,
};
use super::super::data::is_track;
use super::super::grid::Grid;
use super::super::page::empty_role;
use super::super::title::{self, Head};
use super::super::words::normal;
use super::headers::{LEVELS, TOPICS, is_title};
use super::list::{Column, is_level, level_named, section_of};
use super::{first_line, headers, section};

/// The roles of a table whose columns name the levels of several tracks or fields: each cell is the title of a level.
pub(super) fn dual(file: &SourceFile, grid: &Grid<'_>, name: Option<&Spanned<String>>) -> Option<Vec<Role>> {
    let headers = headers(grid, 0);
    let rows: Vec<usize> = (1..grid.height()).filter(|&row| !grid.text(row, 0).is_empty()).collect();
    let leveled = LEVELS.contains(headers.first()?) && !grid.spans();
    let known = rows.iter().filter(|&&row| is_level(grid.text(row, 0))).count();
    if !leveled || rows.len() < 2 || known < rows.len() {
        return None;
    }
    let cells = |column: usize| -> Vec<&str> {
        rows.iter().map(|&row| grid.text(row, column)).filter(|text| is_said(text)).collect()
    };
    let is_ladder = |column: &usize| {
        let titles = cells(*column);
        let jobs = titles.iter().filter(|title| looks_like_title(title) || is_rank_only(title)).count();
        let distinct: HashSet<String> = titles.iter().map(|title| normal(title)).collect();
        let header = headers.get(*column).map_or("", String::as_str);
        jobs * 4 >= titles.len() * 3 && jobs > 0 && distinct.len() == titles.len() && !is_title(header)
    };
    let ladders: Vec<usize> = (1..grid.width()).filter(is_ladder).collect();
    if ladders.len() < 2 || !ladders.iter().any(|column| cells(*column).len() > 1) {
        return None;
    }
    let facts: Vec<(usize, SectionKind)> = (1..grid.width())
        .filter(|column| !ladders.contains(column))
        .filter_map(|column| match section_of(grid, headers.get(column)?, column, &rows) {
            Column::Section(kind) => Some((column, kind)),
            _ => None,
        })
        .collect();
    let whole = name.cloned().or_else(|| title::from_name(file));
    let role = |&column: &usize| {
        let header = grid.cell(0, column).and_then(first_line)?;
        let bare = header.value.to_lowercase();
        let bare =
            ["track", "path", "ladder"].iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(&bare);
        let track = is_track(bare.trim());
        let head = Head {
            title: if track { whole.clone() } else { Some(header.clone()) },
            track: track.then_some(header),
            ..Head::default()
        };
        let mut role = empty_role(file, &head);
        role.reading = "table; one column for each track, one row for each level".into();
        let named = rows.iter().filter(|&&row| is_said(grid.text(row, column)));
        for (n, &row) in named.enumerate() {
            let title = grid.cell(row, column).and_then(first_line)?;
            let mut level = level_named(grid.cell(row, 0).and_then(first_line)?);
            level.title = Some(title).filter(|title| title.value != level.label.value);
            role.span = if n == 0 { grid.row(row)?.span } else { role.span.cover(grid.row(row)?.span) };
            role.levels.push(level);
            for (at, kind) in &facts {
                let Some(cell) = grid.cell(row, *at).filter(|_| is_said(grid.text(row, *at))) else {
                    continue;
                };
                let label = grid.cell(0, *at).and_then(first_line);
                section(&mut role, label, *kind, (cell, Some(n), u32::try_from(*at).unwrap_or(u32::MAX)));
            }
        }
        Some(role)
    };
    ladders.iter().map(role).collect()
}

/// The roles of a matrix with a job in each column: titles of jobs that are on one level, none of them a step of
/// another.
pub(super) fn matrix(file: &SourceFile, grid: &Grid<'_>) -> Option<Vec<Role>> {
    let first = normal(grid.text(0, 0));
    let titles: Vec<&str> = (1..grid.width()).map(|column| grid.text(0, column)).collect();
    let jobs: HashSet<String> = titles.iter().map(|title| job_key(title)).collect();
    let heights: HashSet<Option<i32>> = titles.iter().map(|title| title_rank(title)).collect();
    let fits = (first.is_empty() || TOPICS.contains(&first))
        && titles.len() > 1
        && titles.iter().all(|title| looks_like_title(title) && title.contains(' '))
        && jobs.len() == titles.len()
        && !jobs.contains("")
        && heights.len() == 1
        && !grid.spans();
    if !fits {
        return None;
    }
    let role = |column: usize| {
        let title = grid.cell(0, column).and_then(first_line)?;
        let mut role = empty_role(file, &Head { title: Some(title.clone()), ..Head::default() });
        role.span = title.span;
        role.reading = "matrix: one column for each job".into();
        for row in (1..grid.height()).filter(|&row| is_said(grid.text(row, column))) {
            let cell = grid.cell(row, column)?;
            let label = grid.cell(row, 0).and_then(first_line);
            let kind = label.as_ref().map_or(SectionKind::Other, |label| section_kind(&label.value));
            role.span = role.span.cover(cell.span);
            section(&mut role, label, kind, (cell, None, u32::try_from(row).unwrap_or(u32::MAX)));
        }
        Some(role)
    };
    (1..grid.width()).map(role).collect()
}

/// False for empty cells and dashes.
fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric) && !super::absent(text)
}
