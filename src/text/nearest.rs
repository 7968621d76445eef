//! Words that differ by a slip of the hand: edit distance and "did you mean".

/// Words longer than this are not compared; nobody mistypes one for another.
const MAX_LETTERS: usize = 64;

/// How many slips turn `a` into `b`: letters left out, added, replaced, or swapped with their
/// neighbour (Damerau–Levenshtein in its restricted form: no letter is touched twice). `None` when
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

/// The candidate that `word` was most likely meant to be, if one is near enough: the same but for
/// case and separators, or one slip away (two from seven letters, three from twelve). Of equally near
/// ones the first.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '.'));
        letters.flat_map(char::to_lowercase).collect()
    };
    let meant = bare(word);
    let mut found: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            return Some(candidate);
        }
        let other = bare(candidate);
        let limit = match meant.chars().count().max(other.chars().count()) {
            0..=2 => 0,
            3..=6 => 1,
            7..=11 => 2,
            _ => 3,
        };
        if let Some(distance) = edit_distance(&meant, &other, limit)
            && found.is_none_or(|(best, _)| distance < best)
        {
            found = Some((distance, candidate));
        }
    }
    found.map(|(_, candidate)| candidate)
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
}
