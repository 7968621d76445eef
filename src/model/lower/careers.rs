//! Titles that belong to one career though they share no word: "Lecturer", "Reader", "Professor". Any of
//! them alone may be something else; beside another of its career it names a level.

use std::collections::HashSet;

use super::super::vocabulary::{looks_like_title, title_rank, without_note, without_number};
use super::super::{job_key, words_of};
use super::ladder::LEADING;
use super::rungs::{PLAIN, alike};
use super::series::is_step;
use crate::language::lexicon::{Lexicon, current};
use crate::text::earliest;

/// How high each of the labels stands, if all of them are titles of one career.
pub(super) fn heights<S: AsRef<str>>(labels: &[S]) -> Option<Vec<i32>> {
    if labels.len() < 2 {
        return None;
    }
    let lexicon = current();
    let words: Vec<Vec<String>> = labels.iter().map(|label| words_of(name(label.as_ref()))).collect();
    // "Apprentice Electrician" and "Master Electrician" are steps of any trade.
    in_one_career(&lexicon, &words).or_else(|| {
        let shared = |word: &String| words.iter().all(|own| own.contains(word));
        let common: HashSet<&String> = words.first()?.iter().filter(|word| shared(word)).collect();
        let bare = |own: &Vec<String>| own.iter().filter(|word| !common.contains(word)).cloned().collect();
        if common.is_empty() {
            None
        } else {
            in_one_career(&lexicon, &words.iter().map(bare).collect::<Vec<_>>())
        }
    })
}

/// The label without a bracket, a code or a text behind it.
fn name(label: &str) -> &str {
    let label = without_number(without_note(label.trim()));
    let end = earliest(label, &[" (", " - ", " – ", " — ", ": ", "："]);
    end.and_then(|(end, _)| label.get(..end)).unwrap_or(label)
}

fn in_one_career(lexicon: &Lexicon, labels: &[Vec<String>]) -> Option<Vec<i32>> {
    /// A career, the height of a title in it, and its step there without a word of rank.
    type Place = (usize, i32, i32);
    // A word of rank in front moves a title half a step: "Senior Consultant".
    let places = |words: &[String]| -> Vec<Place> {
        let own = lexicon.careers_of(words);
        let (first, rest) = match words.split_first() {
            Some((first, rest)) if own.is_empty() => (first, rest),
            _ => return own.iter().map(|(career, step)| (*career, step * 10, *step)).collect(),
        };
        let Some(rank) = lexicon.rank(first) else { return vec![] };
        let shift = if rank < 2 { -5 } else { 5 };
        lexicon.careers_of(rest).iter().map(|(career, step)| (*career, step * 10 + shift, *step)).collect()
    };
    let first = places(labels.first()?);
    if first.is_empty() {
        return None;
    }
    let all: Vec<Vec<Place>> = labels.iter().map(|words| places(words)).collect();
    first.iter().find_map(|(career, ..)| {
        let own = |places: &Vec<Place>| places.iter().find(|(own, ..)| own == career).copied();
        let found: Vec<Place> = all.iter().map(own).collect::<Option<_>>()?;
        // Words of rank alone make no career: "Consultant" and "Senior Consultant" may be of any.
        let steps: HashSet<i32> = found.iter().map(|(_, _, step)| *step).collect();
        (steps.len() > 1).then(|| found.iter().map(|(_, height, _)| *height).collect())
    })
}

/// True for titles that are the levels of one job, in order: "Junior Engineer", "Engineer", "Senior
/// Engineer". Titles of several jobs, as of those who take part in something, are not.
pub(super) fn are_levels<S: AsRef<str>>(labels: &[S]) -> bool {
    if labels.len() < 2 {
        return false;
    }
    let labels: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
    let alike = alike(&labels);
    let known = |(label, alike): (&&str, &bool)| *alike || looks_like_title(label) || is_step(label);
    if !labels.iter().zip(&alike).all(known) {
        return false;
    }
    if heights(&labels).is_some() {
        return true;
    }
    let rank = |(label, alike): (&&str, &bool)| title_rank(name(label)).or(alike.then_some(PLAIN));
    let ranks: Option<Vec<i32>> = labels.iter().zip(&alike).map(rank).collect();
    let ordered =
        ranks.is_some_and(|ranks| ranks.is_sorted_by(|a, b| a < b) || ranks.is_sorted_by(|a, b| a > b));
    ordered && of_one_job(&labels)
}

/// True if nearly all titles share a word of their job; those that only say who leads may share none.
pub(super) fn of_one_job(labels: &[&str]) -> bool {
    let jobs: Vec<HashSet<String>> = labels
        .iter()
        .map(|label| job_key(name(label)).split(' ').map(|word| word.chars().take(6).collect()).collect())
        .collect();
    let Some(first) = jobs.first() else { return false };
    let common = |word: &String| jobs.iter().filter(|job| job.contains(word)).count();
    let known = jobs.iter().flatten().chain(first);
    let most = known.filter(|word| !word.is_empty() && !LEADING.contains(&word.as_str())).map(common).max();
    most.unwrap_or(0) * 5 >= labels.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_career() {
        let careers: [(&[&str], &[i32]); 5] = [
            (&["Lecturer", "Reader", "Professor"], &[0, 1, 2]),
            (&["Commis Chef", "Chef de Partie", "Sous Chef", "Head Chef"], &[0, 1, 2, 3]),
            (&["Master Electrician", "Journeyman Electrician", "Apprentice Electrician"], &[2, 1, 0]),
            (&["Registrar (ST3+)", "Consultant"], &[0, 1]),
            (&["대리", "과장", "부장"], &[0, 1, 2]),
        ];
        for (labels, order) in careers {
            let found = heights(labels).unwrap_or_else(|| panic!("{labels:?}"));
            let mut sorted = found.clone();
            sorted.sort_unstable();
            let places: Vec<_> =
                found.iter().filter_map(|one| sorted.iter().position(|two| one == two)).collect();
            assert_eq!(places, order.iter().map(|at| usize::try_from(*at).unwrap_or(0)).collect::<Vec<_>>());
        }
        for labels in
            [&["Reader", "Writer"][..], &["Registrar", "Notary"], &["Consultant"], &["Master", "Bachelor"]]
        {
            assert_eq!(heights(labels), None, "{labels:?}");
        }
    }

    #[test]
    fn levels_of_one_job_and_people_at_one_table() {
        assert!(are_levels(&["Junior Engineer", "Engineer", "Senior Engineer", "Staff Engineer"]));
        assert!(are_levels(&["Support Agent", "Senior Support Agent", "Support Lead"]));
        assert!(!are_levels(&["Product Manager", "Designer", "Engineer"]));
        assert!(!are_levels(&["Engineer", "Engineering Manager", "Senior Engineer"]));
        assert!(!are_levels(&["Data Engineer", "Senior Designer"]));
    }
}
