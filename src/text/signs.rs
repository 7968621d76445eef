//! Which sorts of characters a text holds. Most rules look for a sign that most texts have not; one walk over a text
//! answers all of them.

/// The sorts of characters of a text. Each sign of ASCII is a sort of its own; the digits are one, the capitals from
/// A to Z, the small letters, and all characters outside ASCII.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    held: u64,
    /// Sorts of which two characters stand side by side.
    doubled: u64,
}

/// The bit of each byte. Control characters, which no rule asks for, share one.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    let mut signs = 5;
    while byte < bits.len() {
        let bit = match byte {
            0x30..=0x39 => 0,
            0x41..=0x5A => 1,
            0x61..=0x7A => 2,
            0x80.. => 3,
            0x09 | 0x0A | 0x20..=0x7E => {
                signs += 1;
                signs - 1
            }
            _ => 4,
        };
        #[allow(clippy::indexing_slicing)]
        {
            bits[byte] = 1 << bit;
        }
        byte += 1;
    }
    bits
};

fn bit(byte: u8) -> u64 {
    BITS.get(usize::from(byte)).copied().unwrap_or_default()
}

impl Signs {
    /// The sorts of the characters of `text`.
    pub fn of(text: &str) -> Self {
        let (mut signs, mut before) = (Signs::default(), 0);
        for &byte in text.as_bytes() {
            let this = bit(byte);
            signs.held |= this;
            signs.doubled |= this & before;
            before = this;
        }
        signs
    }

    /// True if there is a character of the sort of `sign`, such as `(`, or `0` for any digit.
    pub fn has(self, sign: u8) -> bool {
        self.held & bit(sign) != 0
    }

    /// True if there is one of the sorts of these.
    pub fn has_any(self, signs: &[u8]) -> bool {
        signs.iter().any(|&sign| self.has(sign))
    }

    /// True if two characters of the sort of `sign` stand side by side.
    pub fn doubles(self, sign: u8) -> bool {
        self.doubled & bit(sign) != 0
    }

    /// True if there is none outside ASCII.
    pub fn is_ascii(self) -> bool {
        !self.has(0x80)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn tells_what_is_there(text in "[a-zA-Z0-9 ()*\t\n.é–-]{0,12}") {
            let signs = Signs::of(&text);
            for sign in "()*\t\n. -".chars() {
                let byte = u8::try_from(sign).unwrap();
                prop_assert_eq!(signs.has(byte), text.contains(sign));
                prop_assert_eq!(signs.doubles(byte), text.contains(&format!("{sign}{sign}")));
            }
            prop_assert_eq!(signs.has(b'0'), text.contains(|c: char| c.is_ascii_digit()));
            prop_assert_eq!(signs.has(b'A'), text.contains(|c: char| c.is_ascii_uppercase()));
            prop_assert_eq!(signs.is_ascii(), text.is_ascii());
            let capitals = text.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_uppercase));
            prop_assert_eq!(signs.doubles(b'A'), capitals);
            prop_assert_eq!(signs.has_any(b"(*"), text.contains(['(', '*']));
        }
    }

    #[test]
    fn every_sign_has_a_bit_of_its_own() {
        let signs: Vec<u8> =
            (0..128).filter(|byte: &u8| byte.is_ascii_punctuation() || b"\t\n ".contains(byte)).collect();
        for &sign in &signs {
            let text = char::from(sign).to_string();
            assert_eq!(signs.iter().filter(|&&other| Signs::of(&text).has(other)).count(), 1, "{sign}");
        }
    }
}
