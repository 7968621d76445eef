//! Pages that are called after the competencies of one job: "Account Executive Competency Framework".

use std::ops::Range;

use crate::language::lexicon::is_wide;
use crate::syntax::{Block, Document, Text};
use crate::text::{SourceFile, Span, Spanned};

use super::super::vocabulary::{is_rank_only, level_word, looks_like_title};
use super::outline::headings;
use super::rungs::rungs;
use super::series::is_step;
use super::tables::{self, Clues};
use super::title::{self, Head, core_range, piece};

/// What stands behind a job or in front of it in the title of such a page; longer phrases first.
const PHRASES: &[&str] = &[
    "core competencies and behaviors",
    "competencies and behaviors",
    "competencies and behaviours",
    "competency framework",
    "competencies framework",
    "competence framework",
    "competency profile",
    "competency model",
    "competency matrix",
    "competency map",
    "core competencies",
    "key competencies",
    "competencies",
    "competences",
    "skills framework",
    "skills matrix",
    "kompetenzrahmen",
    "kompetenzmodell",
    "kompetenzprofil",
    "kompetenzmatrix",
    "kompetenzen",
    "marco de competencias",
    "perfil de competencias",
    "modelo de competencias",
    "matriz de competencias",
    "competencias",
    "matriz de competências",
    "perfil de competências",
    "modelo de competências",
    "competências",
    "référentiel de compétences",
    "référentiel des compétences",
    "profil de compétences",
    "matrice de compétences",
    "compétences",
    "profilo di competenze",
    "modello di competenze",
    "matrice delle competenze",
    "competenze",
    "competentieprofiel",
    "competentiemodel",
    "competentiematrix",
    "competenties",
    "コンピテンシーモデル",
    "コンピテンシー",
    "能力要件",
    "역량 모델",
    "역량",
    "胜任力模型",
    "能力模型",
    "胜任力",
    "職能模型",
];

/// Words between the phrase and the job behind it.
const LINKS: &[&str] = &[
    "for an ", "for a ", "for the ", "for our ", "for ", "of an ", "of a ", "of the ", "of ", "für ", "der ",
    "des ", "del ", "de la ", "de los ", "de las ", "de ", "do ", "da ", "du ", "des ", "d'", "d’", "di ",
    "della ", "dell'", "van een ", "van de ", "van ", "voor ", "para el ", "para la ", "para o ", "para a ",
    "para ", "pour ", "per ",
];

/// Finds the job where a page is called after its competencies and shows no levels of it: a matrix of levels keeps
/// the name that it has. True if it is the job's.
pub(super) fn name_job(head: &mut Head, file: &SourceFile, doc: &Document, blocks: &[Block]) -> bool {
    if head.is_job && head.title.as_ref().is_none_or(|title| job_in(&title.value).is_none()) {
        return false;
    }
    let front = doc.front.as_ref().and_then(|front| front.node.as_ref());
    let stated = front.and_then(|node| node.get("title")).and_then(crate::syntax::Node::as_text);
    let heading = headings(blocks).find(|heading| heading.depth == 1).map(|heading| &heading.text);
    let mut said = stated.into_iter().chain(heading);
    let in_text = |text: &Text| {
        let core = core_range(&text.plain);
        let job = job_in(text.plain.get(core.clone())?)?;
        Some(piece(text, core.start + job.start..core.start + job.end))
    };
    let in_name = || {
        let name = title::from_name(file)?.value;
        let job = job_in(&name).and_then(|range| name.get(range))?;
        Some(Spanned::new(job.to_owned(), Span::at(file.id, 0)))
    };
    let Some(job) = said.find_map(in_text).or_else(in_name) else {
        return false;
    };
    if shows_levels(file, blocks) {
        return false;
    }
    head.clue = format!("{}, without words about competencies", head.clue).into();
    head.title = Some(job);
    head.is_job = true;
    true
}

/// True for a page with a table or headings of levels.
fn shows_levels(file: &SourceFile, blocks: &[Block]) -> bool {
    let clues = Clues::default();
    let leveled = |heading: &&str| is_step(heading) || is_rank_only(heading) || level_word(heading).is_some();
    let named = headings(blocks).filter(|heading| heading.depth > 1).map(|heading| heading.text.plain.trim());
    named.filter(leveled).count() > 1
        || !rungs(headings(blocks)).is_empty()
        || blocks.iter().any(|block| match block {
            Block::Table(table) => tables::recognize(file, table, &clues).is_some(),
            _ => false,
        })
}

/// Where the job stands in "Beekeeper Competencies" and "Competencies of a Beekeeper".
fn job_in(title: &str) -> Option<Range<usize>> {
    let lower = title.to_lowercase();
    if lower.len() != title.len() {
        return None;
    }
    let before = PHRASES.iter().find_map(|phrase| {
        let rest = lower.strip_suffix(phrase)?;
        let parted = rest.ends_with([' ', '-', '–', '—', ':', '|', '：', '_'])
            || phrase.starts_with(is_wide) && rest.ends_with(is_wide);
        let end = rest.trim_end_matches([' ', '-', '–', '—', ':', '|', '：', '_', '的', '의', 'の']).len();
        parted.then_some(0..end)
    });
    let behind = || {
        PHRASES.iter().find_map(|phrase| {
            let rest = lower.strip_prefix(phrase)?;
            let name = rest.trim_start_matches([' ', '-', '–', '—', ':', '|', '：']);
            let marked = rest.len() > name.trim_start().len() && rest.trim_start().len() > name.len();
            let job = LINKS
                .iter()
                .find_map(|link| name.strip_prefix(link))
                .filter(|_| !marked)
                .or(marked.then_some(name))?;
            Some(title.len() - job.len()..title.len())
        })
    };
    before.or_else(behind).filter(|job| title.get(job.clone()).is_some_and(looks_like_title))
}
