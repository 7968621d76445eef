//! What a comparison of passages does not see: the order in which they stand, and where their links lead.

use std::collections::{BTreeMap, BTreeSet};

use super::super::passages::{Link, Passage, Subject, What};
use super::super::wording::bare_words;
use super::LinkChange;
use super::align::Pairs;
use super::matching::Match;
use crate::text::longest_rise;

/// The sections (by their numbers on the new side; `None` for the top of the page) whose passages stand in
/// another order than before.
pub(super) fn reordered(old: &Subject<'_>, new: &Subject<'_>, matches: &[Match]) -> BTreeSet<Option<usize>> {
    let mut runs: BTreeMap<(Option<usize>, Option<usize>), Vec<(usize, usize)>> = BTreeMap::new();
    for found in matches.iter().filter(|found| !found.moved) {
        let (Some(x), Some(y)) = (old.passages.get(found.old.passage), new.passages.get(found.new.passage))
        else {
            continue;
        };
        let counts = matches!(y.what, What::Expectation | What::Text) && !new.is_copy(y);
        // Of two texts in other words nobody knows which was which.
        if counts && bare_words(&x.text) == bare_words(&y.text) {
            runs.entry((y.section, y.level)).or_default().push((found.new.passage, found.old.passage));
        }
    }
    let is_other = |run: &mut Vec<(usize, usize)>| {
        run.sort_unstable();
        run.windows(2).any(|pair| matches!(pair, [a, b] if a.1 > b.1))
    };
    runs.iter_mut().filter_map(|((section, _), run)| is_other(run).then_some(*section)).collect()
}

/// Those of joined things that left their order: as few as possible, so that the others stand as before. Numbers
/// of the new side, which stand in its order.
pub(super) fn displaced(pairs: &Pairs, keep: impl Fn(usize) -> bool) -> Vec<usize> {
    let joined: Vec<(usize, usize)> = pairs
        .old_of
        .iter()
        .enumerate()
        .filter(|(at, _)| keep(*at))
        .filter_map(|(at, other)| Some((at, (*other)?)))
        .collect();
    let kept: BTreeSet<usize> = longest_rise(&joined.iter().map(|(_, old)| *old).collect::<Vec<_>>());
    joined.iter().enumerate().filter(|(n, _)| !kept.contains(n)).map(|(_, (at, _))| *at).collect()
}

/// Links of one passage that lead elsewhere now, that came or went. The words of a link tell which is which.
pub(super) fn relinked(old: &Passage, new: &Passage) -> Vec<LinkChange> {
    let mut left: Vec<&Link> = old.links.iter().collect();
    let mut came: Vec<&Link> = vec![];
    for link in &new.links {
        match left.iter().position(|other| *other == link) {
            Some(at) => _ = left.remove(at),
            None => came.push(link),
        }
    }
    let mut changes = vec![];
    let change = |text: &str, old: Option<&Link>, new: Option<&Link>| LinkChange {
        text: text.to_owned(),
        old: old.map(|link| link.target.clone()),
        new: new.map(|link| link.target.clone()),
    };
    for link in came {
        // The same words with another address; then the same address under other words, which the texts tell.
        if let Some(at) = left.iter().position(|other| other.text == link.text) {
            changes.push(change(&link.text, Some(left.remove(at)), Some(link)));
        } else if let Some(at) = left.iter().position(|other| other.target == link.target) {
            left.remove(at);
        } else {
            changes.push(change(&link.text, None, Some(link)));
        }
    }
    changes.extend(left.into_iter().map(|link| change(&link.text, Some(link), None)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_called_displaced() {
        let mut pairs = Pairs::new(5, 5);
        for (old, new) in [(0, 0), (1, 1), (2, 4), (3, 2), (4, 3)] {
            pairs.join(old, new);
        }
        assert_eq!(displaced(&pairs, |_| true), [4]);
        assert_eq!(displaced(&pairs, |at| at != 4), [0; 0]);
    }
}
