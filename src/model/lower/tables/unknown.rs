//! Columns between the names of rows and the first level that anybody knows: what the rows are called, or a
//! level with a name of its own ("Commis", "Probationer").

use crate::language::lexicon::current;

use super::super::super::SectionKind;
use super::super::super::vocabulary::{looks_like_title, section_kind, words_of};
use super::super::grid::Grid;
use super::super::sheet::headers::{TOPICS, is_title};
use super::super::sheet::is_field;
use super::super::words::normal;
use super::columns::Header;
use super::rows::is_phrase;
use super::{Clues, all_differ, spoken};

/// Headers of columns before the levels that explain what a row is about.
pub(super) const TELLS: &[&str] = &[
    "description",
    "definition",
    "meaning",
    "explanation",
    "details",
    "overview",
    "purpose",
    "rationale",
    "context",
    "question",
    "kpi",
    "metric",
    "measure",
    "indicator",
    "principle",
    "value",
    "aspect",
    "keyword",
    "source",
    "target",
    "tool",
    "type",
    "category",
    "frequency",
    "priority",
    "owner",
    "frage",
    "thema",
    "kennzahl",
    "pregunta",
    "ejemplo",
    "pergunta",
    "exemplo",
    "exemple",
    "domanda",
    "esempio",
    "質問",
    "why",
    "what",
    "how",
    "focus",
    "goal",
    "objective",
    "beschreibung",
    "erklärung",
    "bedeutung",
    "ziel",
    "descripción",
    "definición",
    "significado",
    "objetivo",
    "descrição",
    "definição",
    "définition",
    "objectif",
    "説明",
    "定義",
    "설명",
    "정의",
];

/// Headers of columns behind the levels that say something about the row.
pub(super) const NOTES: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "examples",
    "example",
    "resources",
    "links",
    "link",
    "weight",
    "score",
    "rating",
    "remarks",
    "references",
    "notas",
    "exemplos",
    "ejemplos",
    "bemerkungen",
    "備考",
];

/// Columns of levels at least, if nobody knows their names.
const LEAST_OWN: usize = 3;

/// The header of a matrix on a page that announces a ladder, whose levels all have names of their own: "Competency |
/// Starter | Builder | Shaper". Each cell says something else that people do.
pub(super) fn own_header(grid: &Grid<'_>, clues: &Clues<'_>) -> Option<Header> {
    let end = grid.width();
    if !clues.ladder || end <= LEAST_OWN || grid.height() < 3 || grid.spans() {
        return None;
    }
    let rows = || 1..grid.height();
    let asked = grid.text(0, 0);
    let is_kind = |text: &str| section_kind(text).is_named_expectation();
    // "Topic" stands above anything that is compared, "Competency" does not, nor "Communication" below it.
    let kinds = || rows().filter(|&row| is_kind(grid.text(row, 0))).count();
    let known = || asked.is_empty() || TOPICS.contains(&words_of(asked).join(" "));
    let names_rows = is_kind(asked) || known() && kinds() > 1 && kinds() * 2 >= rows().count();
    let labels: Vec<&str> = (1..end).map(|column| grid.text(0, column)).collect();
    let jobs = labels.iter().filter(|label| looks_like_title(label)).count();
    let own = names_rows
        && all_differ(&labels)
        && labels.iter().all(|label| is_own_name(label))
        && jobs * 2 < labels.len();
    if !own {
        return None;
    }
    let cells: Vec<&str> =
        rows().flat_map(|row| (1..end).map(move |column| grid.text(row, column))).collect();
    let filled: Vec<&str> = cells.iter().copied().filter(|text| !text.is_empty()).collect();
    let asks = filled.iter().any(|text| text.ends_with(['?', '？']));
    let short = filled.iter().map(|text| spoken(text)).sum::<usize>() < filled.len() * 2;
    let told = filled.len() * 5 >= cells.len() * 4
        && filled.iter().filter(|text| is_phrase(text)).count() * 4 >= filled.len() * 3
        && !short
        && !asks;
    told.then_some(Header { row: 0, bare: false, lead: 1, end })
}

/// True for a name that a ladder may have given a level of its own: a word or two that mean nothing else in tables.
pub(super) fn is_own_name(label: &str) -> bool {
    let words = words_of(label);
    (1..=2).contains(&words.len())
        && label.starts_with(char::is_alphabetic)
        && !label.starts_with(char::is_lowercase)
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\''))
        && !words.iter().any(|word| current().is_other_step(word))
        && !is_beside(label)
        && !is_field(label)
}

/// Words of a header at most, if it may name a level. Rule of thumb: "Newly qualified nurse".
const LONGEST_NAME: usize = 4;

/// True for the header of a column that names its rows, explains them or notes something about them.
pub(super) fn is_beside(header: &str) -> bool {
    let words = words_of(header);
    let said = words.join(" ");
    let known = |word: &str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        let is = |word: &str| TOPICS.contains(word) || TELLS.contains(&word) || NOTES.contains(&word);
        is(word) || is(one)
    };
    known(&said)
        || is_title(&said)
        || words.iter().any(|word| known(word))
        || section_kind(header) != SectionKind::Other
        || header.ends_with(['?', ':'])
        || header.chars().all(|c| !c.is_alphabetic())
}

/// True if a column that no known word names is a level as those behind it: the first column alone names
/// every row, and the cells say as much as those of the levels.
pub(super) fn is_level_column(grid: &Grid<'_>, head: usize, column: usize, levels: &[usize]) -> bool {
    let header = grid.text(head, column);
    let asked = normal(grid.text(head, 0));
    if !(asked.is_empty() || TOPICS.contains(&asked))
        || is_beside(header)
        || header.split_whitespace().count() > LONGEST_NAME
    {
        return false;
    }
    let rows: Vec<usize> = (head + 1..grid.height())
        .filter(|&row| (1..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        .collect();
    let texts = |column: usize| -> Vec<&str> {
        rows.iter().map(|&row| grid.text(row, column)).filter(|text| !text.is_empty()).collect()
    };
    let own = texts(column);
    let names = texts(0);
    let mean =
        |texts: &[&str]| texts.iter().map(|text| spoken(text) * 100).sum::<usize>() / texts.len().max(1);
    let others: Vec<&str> = levels.iter().flat_map(|&level| texts(level)).collect();
    names.len() == rows.len()
        && all_differ(&names)
        && own.len() * 2 > rows.len()
        // Nobody is expected to ask.
        && !own.iter().any(|text| text.trim_end().ends_with(['?', '？']))
        // Names of one word each stand for what the row is about.
        && mean(&own) >= 150
        && mean(&own) * 3 >= mean(&others) * 2
}
