//! How two words differ: which letters were lost, swapped or put for others.

/// What somebody did who wrote one word for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// Two neighbours changed places.
    Swapped,
    /// A double letter became single or a single one double.
    Doubled,
    /// One vowel for another.
    Vowel,
    /// The next key on the keyboard.
    Neighbor,
    /// A letter is missing.
    Lost,
    /// A letter too many.
    Added,
    Replaced,
}

pub(super) fn slip(word: &str, meant: &str) -> Slip {
    let (word, meant) = (word.as_bytes(), meant.as_bytes());
    let head = word.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (word.get(head..).unwrap_or_default(), meant.get(head..).unwrap_or_default());
    let before = head.checked_sub(1).and_then(|at| word.get(at));
    match word.len().cmp(&meant.len()) {
        std::cmp::Ordering::Less if wanted.first() == before || wanted.first() == wanted.get(1) => {
            Slip::Doubled
        }
        std::cmp::Ordering::Less => Slip::Lost,
        std::cmp::Ordering::Greater if rest.first() == before || rest.first() == rest.get(1) => Slip::Doubled,
        std::cmp::Ordering::Greater => Slip::Added,
        std::cmp::Ordering::Equal => {
            let vowel = |letter: Option<&u8>| letter.is_some_and(|b| b"aeiouy".contains(b));
            if rest.first() == wanted.get(1) && rest.get(1) == wanted.first() {
                Slip::Swapped
            } else if rest.first().zip(wanted.first()).is_some_and(|(a, b)| are_neighbors(*a, *b)) {
                Slip::Neighbor
            } else if vowel(rest.first()) && vowel(wanted.first()) {
                Slip::Vowel
            } else {
                Slip::Replaced
            }
        }
    }
}

/// How many letters one word has more than the other, whatever their order.
pub(super) fn letters_apart(a: &str, b: &str) -> usize {
    let count = |word: &str, letter: u8| word.bytes().filter(|&byte| byte == letter).count();
    (b'a'..=b'z').map(|letter| count(a, letter).abs_diff(count(b, letter))).sum()
}

/// Slips that also make right words of right words.
pub(super) fn is_odd(slip: Slip) -> bool {
    matches!(slip, Slip::Added | Slip::Replaced | Slip::Neighbor)
}

/// True if the words, which are two edits apart, differ by letters that were lost, added or swapped and by
/// vowels only. Where two slips come together and one puts a consonant for another letter, it is mostly
/// another word: "intubations" and "intimations".
pub(super) fn keeps_consonants(word: &str, meant: &str, usual: bool) -> bool {
    weighted(word.as_bytes(), meant.as_bytes(), |a, b| {
        let vowel = |letter: u8| b"aeiouy".contains(&letter);
        if vowel(a) && vowel(b) { 1 } else { 2 }
    }) <= 2
        && (word.len() <= meant.len()
            || slip(word, meant) == Slip::Doubled
            || usual && meant.len() >= 8 && shares_end(word, meant, 5))
}

pub(super) fn shares_end(word: &str, other: &str, letters: usize) -> bool {
    word.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count() >= letters
}

pub(super) fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

/// Keys that stand side by side on the usual keyboards.
pub(super) fn are_neighbors(a: u8, b: u8) -> bool {
    [&b"qwertyuiop"[..], b"asdfghjkl", b"zxcvbnm"]
        .iter()
        .any(|row| row.windows(2).any(|pair| pair == [a, b] || pair == [b, a]))
}

/// Edits between two words if there are at most `most`: insertions, deletions, replacements, swaps of
/// neighbours.
pub(super) fn distance(a: &str, b: &str, most: u8) -> Option<u8> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > usize::from(most) {
        return None;
    }
    Some(weighted(a, b, |_, _| 1)).filter(|&distance| distance <= most && distance > 0)
}

/// Edits between two words, where one letter for another one counts as much as `replaced` says.
pub(super) fn weighted(a: &[u8], b: &[u8], replaced: impl Fn(u8, u8) -> u8) -> u8 {
    let mut before: Vec<u8> = Vec::new();
    let mut above: Vec<u8> = (0..=b.len()).map(|n| u8::try_from(n).unwrap_or(u8::MAX)).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![u8::try_from(i + 1).unwrap_or(u8::MAX)];
        for (j, right) in b.iter().enumerate() {
            let at = |row: &[u8], index: usize| row.get(index).copied().unwrap_or(u8::MAX);
            let mut best =
                at(&above, j).saturating_add(if left == right { 0 } else { replaced(*left, *right) });
            best = best.min(at(&row, j).saturating_add(1)).min(at(&above, j + 1).saturating_add(1));
            if i > 0 && j > 0 && a.get(i - 1) == Some(right) && b.get(j - 1) == Some(left) {
                best = best.min(at(&before, j - 1).saturating_add(1));
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(u8::MAX)
}
