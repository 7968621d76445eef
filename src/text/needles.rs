//! Many short texts, found in one walk over a longer one, in any case of the letters a to z.

use std::borrow::Cow;

use super::QuickMap;

/// Texts that are looked for, each with what it stands for. Cheap to make, and quick where hardly any is found.
#[derive(Debug)]
pub struct Needles<T> {
    /// By the first two bytes, in small letters.
    known: QuickMap<[u8; 2], Vec<(Cow<'static, str>, T)>>,
    pairs: Pairs,
}

impl<T> Default for Needles<T> {
    fn default() -> Self {
        Needles { known: QuickMap::default(), pairs: Pairs::default() }
    }
}

/// Which two bytes texts begin with: a bit for each pair, and some pairs share one.
#[derive(Debug)]
pub struct Pairs([u64; 64]);

impl Default for Pairs {
    fn default() -> Self {
        Pairs([0; 64])
    }
}

impl Pairs {
    /// Takes notice of a text.
    pub fn add(&mut self, text: &[u8]) {
        let (word, bit) = place(text);
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    /// False if no text that was added begins like this one for sure.
    pub fn may_begin(&self, text: &[u8]) -> bool {
        let (word, bit) = place(text);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

impl<T: Copy> Needles<T> {
    /// Adds one, which has two bytes at least; others are never found.
    pub fn add(&mut self, needle: Cow<'static, str>, value: T) {
        let Some([a, b]) = needle.as_bytes().first_chunk::<2>() else { return };
        let pair = [a.to_ascii_lowercase(), b.to_ascii_lowercase()];
        self.pairs.add(&pair);
        self.known.entry(pair).or_default().push((needle, value));
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// What stands at the byte `at` of `bytes`.
    pub fn at<'n>(&'n self, bytes: &'n [u8], at: usize) -> impl Iterator<Item = T> + 'n {
        let rest = bytes.get(at..).unwrap_or_default();
        let stands = move |needle: &str| {
            rest.get(..needle.len()).is_some_and(|here| here.eq_ignore_ascii_case(needle.as_bytes()))
        };
        let known = rest.first_chunk::<2>().and_then(|[a, b]| {
            let pair = [a.to_ascii_lowercase(), b.to_ascii_lowercase()];
            self.pairs.may_begin(&pair).then(|| self.known.get(&pair)).flatten()
        });
        known.into_iter().flatten().filter(move |(needle, _)| stands(needle)).map(|(_, value)| *value)
    }

    /// True if any of them stands in `text`.
    pub fn any_in(&self, text: &str) -> bool {
        (0..text.len()).any(|at| self.at(text.as_bytes(), at).next().is_some())
    }
}

/// Index of the word and the bit for what a text begins with.
fn place(text: &[u8]) -> (usize, u64) {
    let byte = |at: usize| text.get(at).map_or(0, |byte| usize::from(*byte));
    let index = (byte(0) * 31 + byte(1)) % 4096;
    (index / 64, 1 << (index % 64))
}

/// True if a character outside ASCII fits. Quick where there are few of them.
pub fn any_beyond_ascii(text: &str, fits: impl Fn(char) -> bool) -> bool {
    const STEP: usize = 64;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..(at + STEP).min(bytes.len())).filter(|chunk| !chunk.is_empty()) {
        // The whole at once first: that is several times quicker than one by one.
        if chunk.is_ascii() {
            at += chunk.len();
            continue;
        }
        at += chunk.iter().take_while(|byte| byte.is_ascii()).count();
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if fits(c) => return true,
            Some(c) => at += c.len_utf8(),
            None => at += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_stands_there(list in prop::collection::vec("[a-cÄé ]{2,4}", 0..6), text in "[a-cA-CÄé ]{0,30}") {
            let mut needles = Needles::default();
            for (index, needle) in list.iter().enumerate() {
                needles.add(Cow::Owned(needle.clone()), index);
            }
            let lower = text.to_ascii_lowercase();
            for at in 0..text.len() {
                let mut found: Vec<usize> = needles.at(text.as_bytes(), at).collect();
                found.sort_unstable();
                let right: Vec<usize> = (0..list.len())
                    .filter(|&index| lower.as_bytes()[at..].starts_with(list[index].to_ascii_lowercase().as_bytes()))
                    .collect();
                prop_assert_eq!(found, right);
            }
            prop_assert_eq!(needles.any_in(&text), list.iter().any(|needle| lower.contains(&needle.to_ascii_lowercase())));
        }

        #[test]
        fn sees_every_character(text in "[a-z]{0,70}(é|–|\u{200b}|x){0,3}[a-z]{0,70}(é|–)?") {
            for sign in ['é', '–', '\u{200b}'] {
                prop_assert_eq!(any_beyond_ascii(&text, |c| c == sign), text.contains(sign));
            }
            prop_assert!(!any_beyond_ascii(&text, |c| c == 'x'));
        }
    }
}
