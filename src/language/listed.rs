//! Lists with one word a line and what is said about it behind a blank, found by the word. The build adds a table to
//! each list that says where lines begin, so that nothing is read at start-up; it takes this file in as well.

/// A number by which words are told apart (FNV-1a, 32 bits).
pub fn mark(word: &str) -> usize {
    let mark =
        word.bytes().fold(0x811C_9DC5_u32, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The lower bits alone depend on the last letters most.
    (mark ^ mark >> 15) as usize
}

/// Bits of a place that say where its line begins; the others are the upper ones of the word's mark, so that hardly any
/// line is looked at for another word.
const START: u32 = 0x00FF_FFFF;

/// The table of a list of up to 16 MB: four bytes for each place, which say where the line begins, counted from 1. A word
/// whose place is taken has the next free one.
#[cfg_attr(not(test), allow(dead_code))]
pub fn table(list: &str) -> Vec<u8> {
    assert!(list.len() < START as usize, "a longer list needs larger places");
    let lines = || list.lines().filter_map(|line| line.split_once(' '));
    let size = (lines().count() * 5 / 4 + 1).next_power_of_two();
    let mut places = vec![0_u32; size];
    for (word, _) in lines() {
        let start = word.as_ptr() as usize - list.as_ptr() as usize;
        let mark = mark(word);
        let mut at = mark;
        while let Some(place) = places.get_mut(at & (size - 1)) {
            if *place == 0 {
                *place = u32::try_from(start + 1).unwrap_or(0) | upper(mark);
                break;
            }
            at += 1;
        }
    }
    places.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Those bits of a mark that stand in its place.
fn upper(mark: usize) -> u32 {
    u32::try_from(mark).unwrap_or(0) & !START
}

/// What the list says about a word.
pub fn find<'l>(list: &'l str, table: &[u8], word: &str) -> Option<&'l str> {
    let last = (table.len() / 4).checked_sub(1)?;
    let mark = mark(word);
    let (mut at, upper) = (mark, upper(mark));
    loop {
        let place = table.get((at & last) * 4..)?.first_chunk::<4>()?;
        let place = u32::from_le_bytes(*place);
        // At least a fifth of the places is free, so the search ends.
        let start = ((place & START) as usize).checked_sub(1)?;
        if place & !START == upper
            && let Some(said) = list.get(start..)?.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '))
        {
            return said.split('\n').next();
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found_and_no_other() {
        let list: String = (0..500).map(|n| format!("word{n} says {n}\n")).collect();
        let table = table(&list);
        for n in 0..500 {
            assert_eq!(find(&list, &table, &format!("word{n}")), Some(format!("says {n}").as_str()));
        }
        for other in ["", "word", "word500", "says", "word1 says"] {
            assert_eq!(find(&list, &table, other), None);
        }
        assert_eq!(find("", &[], "word"), None);
        assert_eq!(find("", &super::table(""), "word"), None);
    }
}
