//! Words that differ by a slip of the hand: edit distance and "did you mean".

use std::cell::Cell;

/// Words longer than this are not compared; nobody mistypes one for another.
const MAX_LETTERS: usize = 64;

/// How many slips turn `a` into `b`: letters left out, added, replaced, or swapped with their
/// neighbor (Damerau–Levenshtein in its restricted form: no letter is touched twice). `None` when
/// it takes more than `limit`, or when a word has more than 64 letters.
pub fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().take(MAX_LETTERS + 1).collect();
    let b: Vec<char> = b.chars().take(MAX_LETTERS + 1).collect();
    if a.len() > MAX_LETTERS || b.len() > MAX_LETTERS || a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(MAX_LETTERS);
    let mut older: Vec<usize> = vec![];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let mut cost = cell(&last, j) + usize::from(letter != other);
            cost = cost.min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(letter);
            if swapped {
                cost = cost.min(cell(&older, j - 1) + 1);
            }
            row.push(cost);
        }
        // A swap reaches back two rows and costs one: only a row that far above the limit is the end.
        if row.iter().min().is_none_or(|best| *best > limit + 1) {
            return None;
        }
        older = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

/// Looks for the nearest of many words, for as long as that is worth its time: a page may have thousands of
/// slips and thousands of names to compare each with, and nobody reads thousands of guesses.
#[derive(Debug)]
pub struct Guesses(Cell<usize>);

/// Words that are compared before the guessing ends. Rule of thumb: five hundred slips among a thousand names.
const MOST_COMPARED: usize = 1 << 19;

impl Default for Guesses {
    fn default() -> Self {
        Guesses(Cell::new(MOST_COMPARED))
    }
}

impl Guesses {
    /// As [`nearest`]; `None` as well where too much was compared already.
    pub fn nearest<'c>(&self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        let counted = candidates.into_iter().inspect(|_| self.0.set(self.0.get().saturating_sub(1)));
        (self.0.get() > 0).then(|| nearest(word, counted))?
    }
}

/// The candidate that `word` was most likely meant to be, if one is near enough: the same but for
/// case and separators, or one slip away (two from seven letters, three from twelve). Of equally near
/// ones the first.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '.'));
        letters.flat_map(char::to_lowercase).collect()
    };
    let meant = bare(word);
    let (letters, length) = (letters_of(&meant), meant.chars().count());
    let mut found: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            return Some(candidate);
        }
        if found.is_some_and(|(best, _)| best == 0) {
            continue;
        }
        let other = bare(candidate);
        let limit = match length.max(other.chars().count()) {
            0..=2 => 0,
            3..=6 => 1,
            7..=11 => 2,
            _ => 3,
        };
        // Only what is nearer than the best so far matters.
        let limit = found.map_or(limit, |(best, _)| limit.min(best.saturating_sub(1)));
        if limit == 0 && other != meant {
            continue;
        }
        // Each letter that only one of them has takes a slip: most words are told apart by that.
        let others = letters_of(&other);
        if (letters & !others).count_ones().max((others & !letters).count_ones()) as usize > limit {
            continue;
        }
        if let Some(distance) = edit_distance(&meant, &other, limit) {
            found = Some((distance, candidate));
        }
    }
    found.map(|(_, candidate)| candidate)
}

/// The letters of a word as bits: those that share one count as the same.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, distance) in [
            ("order", "odrer", Some(1)),
            ("title", "title", Some(0)),
            ("title", "titel", Some(1)),
            ("titl", "title", Some(1)),
            ("track", "trick", Some(1)),
            ("level", "lvl", Some(2)),
            ("ca", "abc", None), // would be 2 if a letter might be touched twice
            ("", "ab", Some(2)),
            ("scope", "moves", None),
        ] {
            assert_eq!(edit_distance(a, b, 2), distance, "{a} {b}");
            assert_eq!(edit_distance(b, a, 2), distance, "{b} {a}");
        }
    }

    #[test]
    fn the_nearest_word_is_meant() {
        let keys = ["title", "order", "max_months", "aliases", "id"];
        assert_eq!(nearest("odrer", keys), Some("order"));
        assert_eq!(nearest("maxMonths", keys), Some("max_months"));
        assert_eq!(nearest("alias", keys), Some("aliases"));
        assert_eq!(nearest("ID", keys), Some("id"));
        assert_eq!(nearest("is", keys), None);
        assert_eq!(nearest("salary", keys), None);
    }

    #[test]
    fn guessing_ends_where_it_takes_too_long() {
        let names: Vec<String> = (0..4096).map(|n| format!("title-{n:04}")).collect();
        let guesses = Guesses::default();
        let find = || guesses.nearest("tilte-0007", names.iter().map(String::as_str));
        assert_eq!(find(), Some("title-0007"));
        assert_eq!((0..200).filter(|_| find().is_some()).count(), 127);
    }
}
