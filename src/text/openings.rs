//! The first two letters of words: enough to see of most other words that they are none of them, before one is
//! looked up.

/// For each letter that a word begins with, in any case, a bit for each letter that comes next.
#[derive(Debug, Clone, Default)]
pub struct Openings([u32; 32]);

impl Openings {
    /// The openings of these words.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut openings = Openings::default();
        for word in words {
            let (first, next) = places(word.as_bytes());
            // Behind a lone letter anything may stand.
            let next = if word.len() < 2 { u32::MAX } else { next };
            if let Some(bits) = openings.0.get_mut(first) {
                *bits |= next;
            }
        }
        openings
    }

    /// False if `text` begins with none of the words for sure.
    pub fn may_begin(&self, text: &str) -> bool {
        let (first, next) = places(text.as_bytes());
        self.0.get(first).is_some_and(|bits| bits & next != 0)
    }
}

/// The number of the first letter and the bit of the next. Capitals have those of small letters.
fn places(word: &[u8]) -> (usize, u32) {
    let number = |at: usize| word.get(at).map_or(0, |byte| byte % 32);
    (usize::from(number(0)), 1 << number(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_word_is_missed(words in prop::collection::vec("[a-zé]{1,3}", 1..4), rest in "[a-zA-Z ,é]{0,3}") {
            let openings = Openings::of(words.iter().map(String::as_str));
            for word in &words {
                for word in [word.clone(), word.to_ascii_uppercase()] {
                    prop_assert!(openings.may_begin(&(word + &rest)));
                }
            }
        }
    }

    #[test]
    fn others_are_told_apart() {
        let openings = Openings::of(["two", "zwei"]);
        assert!(!openings.may_begin("time") && !openings.may_begin("owt") && !openings.may_begin(""));
    }
}
