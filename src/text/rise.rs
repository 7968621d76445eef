//! What is in order among what is not.

use std::collections::BTreeSet;

/// Indices of a longest part of `numbers` that never falls.
pub fn longest_rise<T: Copy + Ord>(numbers: &[T]) -> BTreeSet<usize> {
    // For each length the index at which the smallest end of such a part stands, and what stands before each.
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = vec![];
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers.get(*end).is_some_and(|end| end <= number));
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept.insert(at);
        next = before.get(at).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_possible_are_left_out() {
        let kept = |numbers: &[i32]| longest_rise(numbers).into_iter().collect::<Vec<_>>();
        assert_eq!(kept(&[]), [0; 0]);
        assert_eq!(kept(&[1, 2, 3, 4, 0]), [0, 1, 2, 3]);
        assert_eq!(kept(&[9, 1, 1, 2]), [1, 2, 3]);
    }
}
