//! What two texts have in common, and where they differ: word by word.

use std::borrow::Cow;

use super::QuickMap;

/// Texts with more words than this (after what is equal at both ends) are compared as a whole only:
/// the table of the comparison grows with the product of their lengths.
const MOST_WORDS: usize = 400;

/// Words in lower case without punctuation around them. What joins a range or makes it open ("6-8",
/// "10+") stays, because it means something.
pub fn plain_words(text: &str) -> Vec<Cow<'_, str>> {
    text.split_whitespace()
        .map(|word| {
            if word.is_ascii() {
                let outside = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"+<>%".contains(byte);
                let start = word.bytes().take_while(outside).count();
                let end = word.len() - word.bytes().rev().take_while(outside).count();
                let word = word.get(start..end).unwrap_or_default();
                let small = !word.bytes().any(|byte| byte.is_ascii_uppercase());
                return if small { word.into() } else { word.to_ascii_lowercase().into() };
            }
            let word =
                word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '<' | '>' | '%'));
            word.to_lowercase().into()
        })
        .filter(|word: &Cow<'_, str>| !word.is_empty())
        .collect()
}

/// How much two lists of words have in common, whatever their order: 0 to 1 (Dice).
#[allow(clippy::cast_precision_loss)]
pub fn likeness(a: &[impl AsRef<str>], b: &[impl AsRef<str>]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let mut count: QuickMap<&str, usize> = QuickMap::default();
    for word in a {
        *count.entry(word.as_ref()).or_default() += 1;
    }
    let mut common = 0usize;
    for word in b {
        if let Some(left) = count.get_mut(word.as_ref()).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    (2 * common) as f64 / (a.len() + b.len()) as f64
}

/// True if two lists of words have at least this [likeness]; quick where one is much longer than the other.
#[allow(clippy::cast_precision_loss)]
pub fn are_alike(a: &[impl AsRef<str>], b: &[impl AsRef<str>], threshold: f64) -> bool {
    let most = (2 * a.len().min(b.len())) as f64 / (a.len() + b.len()).max(1) as f64;
    (most >= threshold || a.len() + b.len() == 0) && likeness(a, b) >= threshold
}

/// Words of one text that stand in another's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub from: String,
    pub to: String,
}

/// Words as they are compared.
fn key(words: &[String]) -> Vec<Cow<'_, str>> {
    words.iter().flat_map(|word| plain_words(word)).collect()
}

/// The stretches in which `to` differs from `from`, in order; one of the sides may be empty. The
/// words are shown as written, and compared without case and punctuation.
pub fn changes(from: &str, to: &str) -> Vec<Change> {
    let written = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| !plain_words(word).is_empty()).map(str::to_owned).collect()
    };
    let (old, new) = (written(from), written(to));
    let (a, b) = (key(&old), key(&new));
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let (a_mid, b_mid) =
        (a.get(head..a.len() - tail).unwrap_or_default(), b.get(head..b.len() - tail).unwrap_or_default());
    let keep =
        if a_mid.len() > MOST_WORDS || b_mid.len() > MOST_WORDS { vec![] } else { common(a_mid, b_mid) };
    let mut out = vec![];
    let (mut i, mut j) = (0, 0);
    let text = |words: &[String], range: std::ops::Range<usize>| {
        words.get(head + range.start..head + range.end).unwrap_or_default().join(" ")
    };
    for (x, y) in keep.into_iter().chain([(a_mid.len(), b_mid.len())]) {
        if x > i || y > j {
            out.push(Change { from: text(&old, i..x), to: text(&new, j..y) });
        }
        (i, j) = (x + 1, y + 1);
    }
    out
}

/// Places of a longest common subsequence.
fn common(a: &[Cow<'_, str>], b: &[Cow<'_, str>]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0u16; (a.len() + 1) * width];
    let at = |best: &[u16], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let value = if x == y {
                at(&best, i + 1, j + 1) + 1
            } else {
                at(&best, i + 1, j).max(at(&best, i, j + 1))
            };
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = vec![];
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i + 1, j) >= at(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_word_by_word() {
        let told = |a, b| {
            changes(a, b).into_iter().map(|c| format!("{}→{}", c.from, c.to)).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(told("2-3 teams / 6-8 directs", "2-3 teams / 8-10 directs"), "6-8→8-10");
        assert_eq!(told("Leads one team.", "leads one team"), "");
        assert_eq!(told("Leads a team", "Leads a large team well"), "→large | →well");
        assert_eq!(told("", "new"), "→new");
        assert_eq!(told("a b c d", "a x c y"), "b→x | d→y");
    }

    #[test]
    fn likeness_counts_words_not_order() {
        let like = |a: &str, b: &str| likeness(&plain_words(a), &plain_words(b));
        assert!((like("one two three", "three two one") - 1.0).abs() < 1e-9);
        assert!(like("one two", "three four") < 1e-9);
        assert!((like("one two three four", "one two three five") - 0.75).abs() < 1e-9);
    }
}
