//! Columns between the names of rows and the first level that anybody knows: what the rows are called, or a
//! level with a name of its own ("Commis", "Probationer").

use super::super::super::SectionKind;
use super::super::super::vocabulary::{section_kind, words_of};
use super::super::grid::Grid;
use super::super::sheet::headers::{TOPICS, is_title};
use super::super::words::normal;
use super::{all_differ, spoken};

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
    let asked = normal(&grid.text(head, 0));
    if !(asked.is_empty() || TOPICS.contains(&asked))
        || is_beside(&header)
        || header.split_whitespace().count() > LONGEST_NAME
    {
        return false;
    }
    let rows: Vec<usize> = (head + 1..grid.height())
        .filter(|&row| (1..grid.width()).any(|column| !grid.text(row, column).is_empty()))
        .collect();
    let texts = |column: usize| -> Vec<String> {
        rows.iter().map(|&row| grid.text(row, column)).filter(|text| !text.is_empty()).collect()
    };
    let own = texts(column);
    let names = texts(0);
    let mean =
        |texts: &[String]| texts.iter().map(|text| spoken(text) * 100).sum::<usize>() / texts.len().max(1);
    let others: Vec<String> = levels.iter().flat_map(|&level| texts(level)).collect();
    names.len() == rows.len()
        && all_differ(&names)
        && own.len() * 2 > rows.len()
        // Nobody is expected to ask.
        && !own.iter().any(|text| text.trim_end().ends_with(['?', '？']))
        // Names of one word each stand for what the row is about.
        && mean(&own) >= 150
        && mean(&own) * 3 >= mean(&others) * 2
}
