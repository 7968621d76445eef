//! Slips that people are known to make, with what they mean.

use std::cmp::Ordering;

static LIST: &str = include_str!("data/typos-en.txt");

/// What stands behind a slip by which several words may be meant.
const OPEN: &str = "-";

/// What is meant by a well-known slip in small letters: "the" for "teh"; `None` for other words, and where
/// several may be meant.
pub(super) fn meant_by(slip: &str) -> Option<&'static str> {
    entry(slip).filter(|meant| *meant != OPEN)
}

/// True for a well-known slip in small letters.
pub(super) fn is_slip(word: &str) -> bool {
    entry(word).is_some()
}

fn entry(slip: &str) -> Option<&'static str> {
    // The list is sorted, one slip a line: a search by halves that always stands at a line's beginning.
    let (mut low, mut high) = (0, LIST.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = LIST.as_bytes().get(..middle)?.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let line = LIST.get(start..)?.lines().next()?;
        let (listed, meant) = line.split_once(' ')?;
        match listed.cmp(slip) {
            Ordering::Equal => return Some(meant),
            Ordering::Less => low = start + line.len() + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Dictionary;

    #[test]
    fn every_slip_is_found_and_none_is_a_word() {
        let mut last = "";
        for line in LIST.lines() {
            let (slip, meant) = line.split_once(' ').unwrap();
            assert!(last < slip, "the list is not sorted at {slip}");
            assert!(is_slip(slip));
            assert_eq!(meant_by(slip), (meant != OPEN).then_some(meant));
            assert!(Dictionary::english().entry(slip).is_none(), "{slip} is a word");
            let known = |word: &str| Dictionary::english().entry(word).is_some() || word == "a";
            assert!(meant == OPEN || meant.split(' ').all(known), "{meant} is no word");
            last = slip;
        }
        for other in ["", "a", "the", "zzzzzz", "publically ", "é"] {
            assert_eq!(meant_by(other), None);
        }
    }
}
