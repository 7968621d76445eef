//! Labels that are no known names of levels one by one, but continue one series: "RN I", "RN II",
//! "RN III", or "Trainee", "Journeyman", "Master".

use std::cell::RefCell;
use std::collections::HashSet;
use std::thread::LocalKey;

use super::super::vocabulary::{
    are_ranks, first_words_of, is_rank_only, level_word, numbered, numeral, without_note,
};
use super::super::words_of;
use super::careers;
use crate::language::lexicon::current;
use crate::text::{Memo, earliest, remembered};

/// Stems that run through numbers without being steps of a career.
const OTHER_STEMS: &str = "\
    week | weeks | day | month | quarter | q | h | half | year | fy | phase | step | option | \
    example | question | q&a | column | col | sprint | team | group | version | v | part | chapter | \
    figure | fig | table | item | person | candidate | reviewer | round | scenario | case | test | \
    sample | file | server | vendor | plan | product | section | module | lesson | unit | exercise | \
    activity | topic | goal | objective | okr | kr | kpi | metric | priority | p | note | page | \
    appendix | annex | act | book | volume | type | model | variant | choice | alternative | source | \
    reference | ref | id | no | nr | number | value | wave | batch | cohort | semester | term | \
    session | meeting | milestone | release | task | issue | w | d | y | attempt | trial | \
    experiment | project | site | office | region | zone | area | link | woche | tag | monat | jahr | \
    semana | mes | año | ano | semaine | mois | etapa | スプリント | 第 | article | rule | principle | \
    idea | story | epic | tip | reason | fact | line | row | field | parameter | input | output | \
    stage | category | http | ipv";

fn one_of(word: &str, list: &str) -> bool {
    list.split('|').any(|known| known.trim() == word)
}

/// The last piece of a label that counts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Roman,
    Arabic,
    Letter,
    /// Digits behind letters: "RN2".
    Glued,
}

/// True if all labels are steps of one series.
pub(super) fn continues<S: AsRef<str>>(labels: &[S]) -> bool {
    thread_local! {
        static KNOWN: RefCell<Memo<bool>> = RefCell::default();
    }
    labels.len() > 1
        && said_of(&KNOWN, labels, || {
            counts_on(labels)
                || is_scale(labels)
                || careers::heights(labels).is_some()
                || bracketed(labels).is_some()
        })
}

/// What `find` says about labels. Several layouts ask the same of the header of a table, and the tables of a framework
/// have few headers.
pub(super) fn said_of<S: AsRef<str>>(
    memo: &'static LocalKey<RefCell<Memo<bool>>>,
    labels: &[S],
    find: impl FnOnce() -> bool,
) -> bool {
    let mut key = String::new();
    for label in labels.iter().map(AsRef::as_ref) {
        // With their lengths, no two lists of labels are written alike.
        key.push_str(&label.len().to_string());
        key.push(' ');
        key.push_str(label);
    }
    remembered(memo, current().number, &key, find)
}

/// The codes in brackets at the end of titles, where they are one series that nobody knows: "Associate (CS1)",
/// "Manager (CS2)".
pub(super) fn bracketed<S: AsRef<str>>(labels: &[S]) -> Option<Vec<&str>> {
    let codes: Vec<&str> =
        labels.iter().map(|label| code_in_bracket(label.as_ref())).collect::<Option<_>>()?;
    (labels.len() > 1 && (counts_on(&codes) || pair_counts(&codes))).then_some(codes)
}

fn code_in_bracket(label: &str) -> Option<&str> {
    let (title, inner) = label.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let digits = inner.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = inner.split_at_checked(digits)?;
    let fits = (1..=5).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_uppercase())
        && number.len() <= 2
        && number.chars().all(|c| c.is_ascii_digit());
    (fits && title.chars().any(char::is_alphabetic)).then_some(inner)
}

/// True for "CS1" and "CS2".
fn pair_counts(codes: &[&str]) -> bool {
    let parts: Option<Vec<(String, Count, i32)>> = codes.iter().map(|code| split(code)).collect();
    parts.is_some_and(|parts| match parts.as_slice() {
        [(a, _, low), (b, _, high)] => a == b && low + 1 == *high && !is_other(a),
        _ => false,
    })
}

/// True for "RN I", "RN II", "RN III": one stem, and a number that goes up (or down) by one.
pub(super) fn counts_on<S: AsRef<str>>(labels: &[S]) -> bool {
    let parts: Option<Vec<(String, Count, i32)>> = labels.iter().map(|label| split(label.as_ref())).collect();
    let Some(parts) = parts else { return false };
    let Some((stem, mut kind, _)) = parts.first().cloned() else { return false };
    // A lone "I" may be the letter or the number.
    if parts.iter().any(|(_, kind, _)| *kind == Count::Letter) {
        kind = Count::Letter;
    }
    let value = |(_, own, value): &(String, Count, i32), at: usize| match (kind, own) {
        (Count::Letter, Count::Roman) => {
            let last = labels.get(at)?.as_ref().trim().chars().next_back()?;
            letter(last)
        }
        _ => (*own == kind).then_some(*value),
    };
    let values: Option<Vec<i32>> = parts.iter().enumerate().map(|(at, part)| value(part, at)).collect();
    let Some(values) = values else { return false };
    let even = values.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b))
        || values.windows(2).all(|pair| matches!(pair, [a, b] if a - 1 == *b));
    let one = parts.iter().all(|(other, ..)| *other == stem);
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    let acronym = labels.iter().all(|label| {
        let first = label.as_ref().split_whitespace().next().unwrap_or("");
        let caps: String = first.chars().take_while(|c| c.is_alphabetic()).collect();
        (2..=5).contains(&caps.chars().count()) && caps.chars().all(char::is_uppercase)
    });
    let fits = match kind {
        Count::Roman => letters > 0,
        // A stem that nobody knows must at least look like the short name of a job.
        Count::Arabic => acronym,
        Count::Glued => acronym && labels.len() > 2,
        Count::Letter => current().is_lettered(&stem),
    };
    even && one && fits && !is_other(&stem)
}

fn is_other(stem: &str) -> bool {
    stem.split(' ').next_back().is_some_and(|word| one_of(word, OTHER_STEMS))
        || stem.split(' ').next().is_some_and(|word| one_of(word, OTHER_STEMS))
}

/// Stem and number of a label: "rn" and 2 for "RN II".
fn split(label: &str) -> Option<(String, Count, i32)> {
    let label = without_note(label.trim().trim_end_matches(':').trim());
    // What stands behind the number is its name: "RN II - Clinical Nurse".
    let end = earliest(label, &[" - ", " – ", " — ", ": ", " ("]);
    let label = end.and_then(|(end, _)| label.get(..end)).unwrap_or(label);
    if label.chars().count() > 40 {
        return None;
    }
    let Some((stem, last)) = label.rsplit_once(char::is_whitespace) else {
        let at = label.find(|c: char| c.is_ascii_digit())?;
        let (stem, digits) = label.split_at_checked(at)?;
        let number = digits.parse::<i32>().ok().filter(|n| (0..=20).contains(n))?;
        let stem = stem.trim_end_matches(['-', '.']).to_lowercase();
        return (!stem.is_empty()).then_some((stem, Count::Glued, number));
    };
    let stem = words_of(stem).join(" ");
    if last.chars().all(|c| c.is_ascii_digit()) {
        return Some((stem, Count::Arabic, numeral(last)?));
    }
    let upper = last.chars().all(char::is_uppercase);
    if let Some(number) = numeral(&last.to_lowercase()).filter(|_| upper) {
        return Some((stem, Count::Roman, number));
    }
    let mut chars = last.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some((stem, Count::Letter, letter(c)?)),
        _ => None,
    }
}

fn letter(c: char) -> Option<i32> {
    c.is_ascii_uppercase().then(|| i32::from(c as u8 - b'A'))
}

/// True if all labels are words of stages, each another one: at least three, since two of them may
/// well be a pair of opposites.
pub(super) fn is_scale<S: AsRef<str>>(labels: &[S]) -> bool {
    let lexicon = current();
    let stage = |label: &S| {
        let label = without_note(label.as_ref().trim());
        let words = words_of(label);
        let fits = |word: &String| {
            lexicon.is_stage(word)
                || matches!(word.as_str(), "level" | "practitioner" | "and")
                || numeral(word).is_some()
        };
        is_rank_only(label)
            || ((1..=3).contains(&words.len())
                && words.iter().all(fits)
                && words.iter().any(|word| lexicon.is_stage(word)))
    };
    if labels.len() < 3 || !labels.iter().all(stage) {
        return false;
    }
    let keys: HashSet<String> = labels.iter().map(|label| words_of(label.as_ref()).join(" ")).collect();
    keys.len() == labels.len()
}

/// True for a label that names a level by a code or a number, or by words of rank alone: nobody
/// would take it for the title of a job.
pub(super) fn is_step(label: &str) -> bool {
    // A name of a rank has four words at most, and a numbered one tells by two.
    let words = first_words_of(label, 5);
    // "Level 2: Support Specialist", "等級2：…".
    let told = are_ranks(label, &words)
        || numbered(&current(), label, &words).is_some_and(|(noun, _)| one_of(noun, LEVEL_NOUN))
        || words.first().is_some_and(|word| !word.is_ascii() && word.ends_with(|c: char| c.is_numeric()));
    // To read a label takes many times as long, and without a digit none has a code.
    if !told && !label.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // "M1 → M2" is a move.
    !label.contains(['→', '⇒', '➔', '>', '?', '='])
        && level_word(label).is_some_and(|word| told || word.code.is_some())
}

const LEVEL_NOUN: &str = "\
    level | lvl | grade | band | tier | nível | nivel | niveau | stufe | stage | レベル";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_of_levels() {
        let series: [&[&str]; 9] = [
            &["RN I", "RN II", "RN III"],
            &["Grade A", "Grade B", "Grade C"],
            &["Trainee", "Journeyman", "Master"],
            &["Emerging", "Established", "Leading"],
            &["CNA 1", "CNA 2"],
            &["RN1", "RN2", "RN3"],
            &["Foundation", "Skilled", "Expert"],
            &["Band C", "Band B", "Band A"],
            &["初級", "中級", "上級"],
        ];
        for labels in series {
            assert!(continues(labels), "{labels:?}");
        }
        let others: [&[&str]; 15] = [
            &["Option A", "Option B", "Option C"],
            &["Week 1", "Week 2", "Week 3"],
            &["Q1", "Q2", "Q3", "Q4"],
            &["Part I", "Part II"],
            &["Pros", "Cons"],
            &["2021", "2022", "2023"],
            &["Name", "Phone", "Mail"],
            &["Basic", "Advanced"],
            &["Free", "Pro", "Enterprise"],
            &["Phase I", "Phase II", "Phase III"],
            &["RN I", "LPN II", "CNA III"],
            &["RN I", "RN III"],
            &["V1", "V2", "V3"],
            &["Plan A", "Plan B"],
            &["Unsatisfactory", "Proficient", "Expert"],
        ];
        for labels in others {
            assert!(!continues(labels), "{labels:?}");
        }
    }

    #[test]
    fn labels_that_are_steps_by_themselves() {
        for label in
            ["Level 1", "Level 2: Support Specialist", "IC3", "Senior", "等級1：アシスタント", "Grade 7"]
        {
            assert!(is_step(label), "{label}");
        }
        for label in ["Product Manager", "Impact", "Chapter 2", "2 apples"] {
            assert!(!is_step(label), "{label}");
        }
    }
}
