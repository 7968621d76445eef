//! Matrices whose form says what they are, however little their cells say: levels in the header, and a
//! second header below the first.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::syntax::{Row, Table};

use super::super::super::vocabulary::{is_rank_only, looks_like_title};
use super::super::super::{job_key, words_of};
use super::super::grid::label_of;
use super::super::series::is_step;
use super::super::words::normal;
use super::headers::TOPICS;
use super::is_score;

/// A table whose second row says again and again what stands below each name of the first ("Junior", "",
/// "Senior", "" above "", "Expectation", "Example", "Expectation", "Example"): with one header, whose
/// cells cover what is theirs.
pub(super) fn joined(table: &Table) -> Option<Table> {
    let [first, second, rest @ ..] = table.rows.as_slice() else { return None };
    let said =
        |row: &Row| -> Vec<String> { row.cells.iter().map(|cell| label_of(cell).into_owned()).collect() };
    let (names, parts) = (said(first), said(second));
    let (names, parts) = (names.get(1..)?, parts.get(1..)?);
    let begins: Vec<usize> =
        names.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(|(at, _)| at).collect();
    let width = match begins.as_slice() {
        [0, second, ..] => *second,
        _ => return None,
    };
    let even =
        begins.iter().enumerate().all(|(n, at)| *at == n * width) && names.len() == begins.len() * width;
    let repeated = parts.len() == names.len()
        && parts.iter().enumerate().all(|(at, part)| !part.is_empty() && parts.get(at % width) == Some(part));
    let blank = second.cells.first().is_some_and(|cell| label_of(cell).is_empty());
    if !(width > 1 && even && repeated && blank) || rest.is_empty() {
        return None;
    }
    let mut head = first.clone();
    let mut at = 0;
    head.cells.retain_mut(|cell| {
        let named = at == 0 || begins.contains(&(at - 1));
        if named && at > 0 {
            cell.columns = u16::try_from(width).unwrap_or(1);
        }
        at += 1;
        named
    });
    let rows = std::iter::once(head).chain(rest.iter().cloned()).collect();
    Some(Table { kind: table.kind, rows, rule: vec![], span: table.span })
}

/// True for a table of short texts below names of levels that nobody takes for anything else.
pub(super) fn is_ladder(table: &Table) -> bool {
    let Some((head, rows)) = table.rows.split_first() else { return false };
    let names: Vec<Cow<'_, str>> = head.cells.iter().skip(1).map(label_of).collect();
    let jobs: HashSet<String> = names.iter().map(|name| job_key(name)).collect();
    let one_job = jobs.len() == 1 && !jobs.contains("") && names.iter().all(|name| looks_like_title(name));
    // Programs write "junior" above a column.
    let opened = |name: &str| {
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let step = |name: &Cow<'_, str>| is_step(name) || is_rank_only(name) || is_rank_only(&opened(name));
    let named = names.len() > 1 && (one_job || names.iter().all(step));
    let cells: Vec<Cow<'_, str>> = rows
        .iter()
        .flat_map(|row| row.cells.iter().skip(1))
        .map(label_of)
        .filter(|text| !text.is_empty())
        .collect();
    let said = |text: &&Cow<'_, str>| {
        !is_score(text) && words_of(text).len() > 1 && text.contains(char::is_lowercase)
    };
    // How well somebody on a level must know each skill: "3", "Expert".
    let topics = head.cells.first().is_some_and(|cell| TOPICS.contains(&normal(&label_of(cell))));
    let step = |text: &Cow<'_, str>| {
        text.parse::<f64>().is_ok_and(|step| (0.0..=10.0).contains(&step)) || is_rank_only(text)
    };
    let scaled = topics && cells.iter().all(step);
    let worded = cells.iter().filter(said).count() * 2 >= cells.len();
    named && rows.len() > 1 && (worded || scaled) && !cells.is_empty()
}
