//! Career moves that texts name: items below "Career path", lines such as "Next: Team Lead", chains with arrows.

use std::ops::Range;

use crate::config::Word;
use crate::language;
use crate::language::lexicon::current;
use crate::language::one_of;
use crate::syntax::Text;
use crate::text::{Spanned, earliest};

use super::super::titles::{job_key, title_key};
use super::super::vocabulary::{is_rank_only, words_of};
use super::super::{Move, MoveKind, Role, looks_like_title};
use super::facts::{Place, said_in};
use super::series::is_step;
use super::title::piece;
use super::words::normal;

/// Most words of the label in front of a move. Rule of thumb: "Possible next steps in your career".
const LONGEST_LABEL: usize = 6;

/// Most words of a step of a chain: "Senior Executive Assistant to the Director".
const LONGEST_LINK: usize = 7;

/// A move is compared with no more than so many others of its role. Rule of thumb: careers fork into a dozen.
const MOST_COMPARED: usize = 64;

/// Words in labels of links to what comes next on a site.
const PAGES: &str = "page pages section sections chapter chapters lesson lessons article article post posts up seite \
    kapitel abschnitt lektion página páginas capítulo sección lección pagina capitolo sezione lezione chapitre leçon \
    hoofdstuk les";

/// Signs between the steps of a career.
const ARROWS: &[&str] = &["→", "->", "➔", "⇒", "➜", "=>", "»", " > "];

/// Adds to `role` the moves that an item of a section about careers names.
pub(super) fn add(role: &mut Role, text: &Text, place: Place<'_>) {
    if let Some(chain) = links(&text.plain) {
        if place.level.is_none() {
            let career: Vec<_> = chain.into_iter().map(|range| piece(text, range)).collect();
            add_beside(role, &career);
        }
        return;
    }
    let own = if place.level.is_none() { label_in(&text.plain) } else { None };
    let (kind, start) = match own {
        Some(own) => own,
        None => match place.labels.iter().rev().find_map(|label| kind_in(label)) {
            Some(kind) => (kind, 0),
            None => return,
        },
    };
    for step in steps(text, kind, start) {
        push(role, step);
    }
}

/// Adds the move that a line such as "Next: Team Lead" tells wherever it stands; false if it tells none. Sites link
/// their pages in such lines, so it has to be a step of the same job.
pub(super) fn add_line(role: &mut Role, text: &Text) -> bool {
    let Some((kind, start)) = label_in(&text.plain) else { return false };
    let (label, said) = text.plain.split_at_checked(start).unwrap_or_default();
    // "Next page: …", "Previous: … | Next: …"
    if said.contains(['|', '·', '•', '(']) || words_of(label).iter().any(|word| one_of(word, PAGES)) {
        return false;
    }
    let found = steps(text, kind, start);
    if found.is_empty() || !found.iter().all(|step| is_related(role, &step.to.value)) {
        return false;
    }
    found.into_iter().for_each(|step| push(role, step));
    true
}

/// True for a level alone, and for a title that shares a word of the role's job.
pub(super) fn is_related(role: &Role, name: &str) -> bool {
    let (own, key) =
        (role.title.as_ref().map(|title| job_key(&title.value)).unwrap_or_default(), job_key(name));
    let shared = || key.split(' ').any(|word| !word.is_empty() && own.split(' ').any(|known| known == word));
    is_step(name) && key.is_empty() || is_rank_only(name) || looks_like_title(name) && shared()
}

/// Adds the steps beside the role's own in a list of the titles of a career, the lowest first.
pub(super) fn add_beside(role: &mut Role, career: &[Spanned<String>]) {
    let Some(title) = role.title.as_ref().map(|title| title_key(&title.value)) else { return };
    let Some(own) = career.iter().position(|step| title_key(&step.value) == title) else { return };
    let beside = [(MoveKind::Previous, own.checked_sub(1)), (MoveKind::Next, own.checked_add(1))];
    for (kind, at) in beside {
        if let Some(to) = at.and_then(|at| career.get(at)) {
            push(role, Move { kind, to: to.clone(), qualifier: None });
        }
    }
}

/// The kind of move that words for it name, if they say nothing else: a key of data.
pub(super) fn kind_of_key(name: &str) -> Option<MoveKind> {
    let (name, lexicon) = (normal(name), current());
    let words = &lexicon.lists.moves;
    let is = |list: &[Word]| list.iter().any(|word| **word == *name);
    let kinds = [
        (MoveKind::Next, [&words.next, &words.to_headers]),
        (MoveKind::Previous, [&words.previous, &words.from_headers]),
        (MoveKind::Lateral, [&words.lateral, &words.lateral]),
        (MoveKind::EntryFrom, [&words.entry_from, &words.entry_from]),
    ];
    kinds.into_iter().find(|(_, lists)| lists.iter().any(|list| is(list))).map(|(kind, _)| kind)
}

/// Adds a move that the role does not know yet.
pub(in crate::model) fn push(role: &mut Role, step: Move) {
    let key = title_key(&step.to.value);
    let known = role.moves.iter().rev().take(MOST_COMPARED).filter(|known| known.kind == step.kind);
    if known.into_iter().all(|known| title_key(&known.to.value) != key) {
        role.moves.push(step);
    }
}

/// The kind of move that a label speaks of.
fn kind_in(label: &str) -> Option<MoveKind> {
    let lexicon = current();
    let words = &lexicon.lists.moves;
    let kinds = [
        (MoveKind::Lateral, &words.lateral),
        (MoveKind::EntryFrom, &words.entry_from),
        (MoveKind::Previous, &words.previous),
        (MoveKind::Next, &words.next),
    ];
    kinds.into_iter().find(|(_, words)| said_in(words, label)).map(|(kind, _)| kind)
}

/// The kind of move that a text names before its colon, and where what it says begins.
fn label_in(plain: &str) -> Option<(MoveKind, usize)> {
    let at = plain.find([':', '：'])?;
    let label = normal(plain.get(..at)?);
    let words = label.split(' ').count();
    // "next" opens what it names; inside other labels ("What next means") it does not.
    let opened = || {
        let lexicon = current();
        let lists = &lexicon.lists.moves;
        let all = [&lists.lateral, &lists.entry_from, &lists.previous, &lists.next];
        let opens = |word: &Word| {
            label.strip_prefix(&**word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let ends = |word: &Word| label.strip_suffix(&**word).is_some_and(|rest| rest.ends_with(' '));
        all.into_iter().flatten().any(|word| opens(word) || ends(word))
    };
    let kind = kind_of_key(&label).or_else(|| if opened() { kind_in(&label) } else { None })?;
    let rest = plain.get(at..)?.trim_start_matches([':', '：']);
    let start = plain.len() - rest.trim_start().len();
    (words <= LONGEST_LABEL && !rest.trim().is_empty()).then_some((kind, start))
}

/// The moves that a text names from `start` on: one, or several titles with commas between them.
fn steps(text: &Text, kind: MoveKind, start: usize) -> Vec<Move> {
    let said = text.plain.get(start..).unwrap_or("").trim_end_matches(['.', ';', ',']);
    let parts = several(said);
    if parts.len() > 1 {
        let titles = parts.iter().filter_map(|part| step(text, kind, start + part.start..start + part.end));
        return titles.collect();
    }
    step(text, kind, start..start + said.len()).into_iter().collect()
}

/// The titles of an enumeration; empty where any part of it is none.
fn several(said: &str) -> Vec<Range<usize>> {
    let lexicon = current();
    let either = |word: &str| lexicon.lists.moves.either.iter().any(|own| own.eq_ignore_ascii_case(word));
    let mut parts = vec![];
    let mut at = 0;
    for part in said.split([',', '、', '，']) {
        let mut start = at;
        let end = at + part.len();
        let mut words = at;
        for word in part.split(' ') {
            if either(word) {
                parts.push(start..words);
                start = words + word.len();
            }
            words += word.len() + 1;
        }
        parts.push(start..end);
        at = end + said.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    // "…, or Team Lead" has a comma and a word.
    let trimmed = parts.into_iter().map(|range| {
        let part = said.get(range.clone()).unwrap_or("");
        let start = range.start + part.len() - part.trim_start().len();
        start..start + part.trim().len()
    });
    let parts: Vec<Range<usize>> = trimmed.filter(|range| !range.is_empty()).collect();
    let named = |range: &Range<usize>| said.get(range.clone()).is_some_and(looks_like_title);
    if parts.iter().all(named) { parts } else { vec![] }
}

/// The move to the role that stands at `range`.
fn step(text: &Text, kind: MoveKind, range: Range<usize>) -> Option<Move> {
    let plain = text.plain.get(..range.end)?;
    let said = plain.get(range.start..)?;
    let start = range.start + said.len() - said.trim_start().len();
    if said.trim().is_empty() || said.split_whitespace().count() > 14 {
        return None;
    }
    let cut = earliest(said, &[" with ", " who ", " after ", " if ", " – ", " — ", "; "])
        .map(|(at, _)| range.start + at);
    let end = cut.unwrap_or(plain.len());
    if !is_name(plain.get(start..end).unwrap_or("")) {
        return None;
    }
    let (kind, end) = match before_lateral(plain.get(start..end).unwrap_or("")) {
        Some(name) => (MoveKind::Lateral, start + name.len()),
        None => (kind, end),
    };
    let qualifier =
        cut.and_then(|at| plain.get(at..)).map(|rest| rest.trim_matches([' ', '–', '—', ';']).to_owned());
    Some(Move { kind, to: piece(text, start..end), qualifier })
}

/// What stands before a note that the move is a lateral one: "Archivist (lateral)".
fn before_lateral(said: &str) -> Option<&str> {
    const LONGEST_NOTE: usize = 3;
    let (name, note) = said.trim_end().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let (name, note, lexicon) = (name.trim_end(), normal(note), current());
    let says =
        |word: &Word| note.strip_prefix(&**word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let lateral = lexicon.lists.moves.lateral.iter().any(says) && note.split(' ').count() <= LONGEST_NOTE;
    (lateral && !name.is_empty()).then_some(name)
}

/// True for what may be the name of a role: a title, or words of which most begin with a capital.
fn is_name(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.chars().count() > 3);
    let small = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    // "M1 → IC3: Straightforward return" is a sentence about a move.
    let told = text.contains(['→', ':', '⇒']) || text.contains("->");
    // "Plans a menu" says what somebody does.
    let does = || language::form_of(text).is_some_and(|opening| opening.form != language::VerbForm::Noun);
    // Nouns have capitals in German: "Gespräch mit der Leitung" is something to do.
    let joins = |word: &str| matches!(word, "mit" | "zum" | "zur" | "bei" | "ins" | "im");
    let told = told || text.split_whitespace().any(joins);
    let named = small == 0 || small * 2 < words().count() || small * 2 == words().count() && !does();
    looks_like_title(text) || (!told && named)
}

/// The steps of "Nurse → Senior Nurse → Ward Manager": all short names, with arrows between them.
fn links(plain: &str) -> Option<Vec<Range<usize>>> {
    let mut found = vec![];
    let mut start = 0;
    while let Some((at, sign)) = earliest(plain.get(start..)?, ARROWS) {
        found.push(start..start + at);
        start += at + sign;
    }
    found.push(start..plain.trim_end_matches('.').len().max(start));
    let trimmed = |range: Range<usize>| {
        let text = plain.get(range.clone())?;
        let from = range.start + text.len() - text.trim_start().len();
        let text = text.trim();
        let named = looks_like_title(text) || is_step(text) || is_rank_only(text);
        (named && text.split_whitespace().count() <= LONGEST_LINK).then(|| from..from + text.len())
    };
    if found.len() < 2 { None } else { found.into_iter().map(trimmed).collect() }
}
