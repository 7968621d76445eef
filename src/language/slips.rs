//! Slips that people are known to make, with what they mean.

static LIST: &str = include_str!("data/typos-en.txt");
/// Where the build says that the lines begin.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/typos-en.table"));

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
    super::listed::find(LIST, TABLE, slip)
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
