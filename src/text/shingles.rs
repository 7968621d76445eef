//! An index of texts that finds near copies without comparing every pair: `MinHash` signatures of word
//! pairs, cut into bands (after A. Broder, "On the resemblance and containment of documents", 1997).

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::compare::likeness;

/// Signatures have this many numbers in each of so many bands. Two texts share a band with a chance of
/// 1 − (1 − s²)^24, where s is the share of word pairs that they have in common: from s = 0.4 on nearly always.
const ROWS: usize = 2;
const BANDS: usize = 24;

/// A band that more texts share is boilerplate: only its first texts are compared.
const MOST_IN_BAND: usize = 16;

/// Texts of a framework, ready to ask for near copies.
#[derive(Debug, Default)]
pub struct NearIndex<'t> {
    texts: Vec<Vec<Cow<'t, str>>>,
    bands: HashMap<(usize, u64), Vec<usize>>,
}

impl<'t> NearIndex<'t> {
    /// Adds a text, as plain words, and returns its number.
    pub fn add(&mut self, words: Vec<Cow<'t, str>>) -> usize {
        let number = self.texts.len();
        for key in signature(&words) {
            let band = self.bands.entry(key).or_default();
            if band.len() < MOST_IN_BAND {
                band.push(number);
            }
        }
        self.texts.push(words);
        number
    }

    /// Texts that were added before `number` and share at least `threshold` of their words with it,
    /// each with its likeness.
    pub fn before(&self, number: usize, threshold: f64) -> Vec<(usize, f64)> {
        let Some(words) = self.texts.get(number) else { return vec![] };
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for key in signature(words) {
            candidates.extend(self.bands.get(&key).into_iter().flatten().filter(|&&other| other < number));
        }
        candidates
            .into_iter()
            .filter_map(|other| Some((other, likeness(words, self.texts.get(other)?))))
            .filter(|(_, likeness)| *likeness >= threshold)
            .collect()
    }
}

/// The keys of the bands of a text.
fn signature(words: &[Cow<'_, str>]) -> Vec<(usize, u64)> {
    let shingles: HashSet<u64> = if words.len() < 2 {
        words.iter().map(|word| hash(&[word])).collect()
    } else {
        words.windows(2).map(|pair| hash(&pair.iter().map(Cow::as_ref).collect::<Vec<_>>())).collect()
    };
    let least = |seed: usize| {
        let salt = mix(seed as u64 + 1);
        shingles.iter().map(|shingle| mix(shingle ^ salt)).min().unwrap_or(0)
    };
    (0..BANDS).map(|band| (band, (0..ROWS).fold(0, |key, row| mix(key ^ least(band * ROWS + row))))).collect()
}

/// FNV-1a over words; the same on every machine.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads the bits of a number (the finalizer of `SplitMix64`).
fn mix(number: u64) -> u64 {
    let x = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::compare::plain_words;
    use super::*;

    #[test]
    fn near_copies_are_found_among_many_texts() {
        let mut index = NearIndex::default();
        let text = |n: usize| format!("Text number {n} speaks about subject {} and place {}", n * 7, n * 13);
        let texts: Vec<String> = (0..500).map(text).collect();
        for text in &texts {
            index.add(plain_words(text));
        }
        let first =
            index.add(plain_words("Leads the planning of large projects with three or more other teams"));
        let near =
            index.add(plain_words("Leads the planning of very large projects with three or more teams"));
        index.add(plain_words("Cooks for everybody on the ward each day of the week"));
        let found: Vec<usize> = index.before(near, 0.8).into_iter().map(|(other, _)| other).collect();
        assert_eq!(found, [first]);
    }
}
