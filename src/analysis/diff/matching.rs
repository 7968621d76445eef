//! Which passage of one state is which of the other: the same, the same elsewhere, or in other words.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::passages::{Passage, Subject, What};
use super::super::wording::{WordIndex, alike, bare_words, common};
use super::align::Pairs;

/// Passages of one section and level are one in other words if they have this much in common.
const REWORDED: f64 = 0.45;

/// The same in another section, in another level, and on another page.
const MOVED_SECTION: f64 = 0.6;
const MOVED_LEVEL: f64 = 0.7;
const MOVED_PAGE: f64 = 0.8;

/// Shorter texts may well be equal in two places by chance.
const TELLING_WORDS: usize = 5;
const TELLING_WORDS_ELSEWHERE: usize = 7;

/// What stands alone in its cell may be exchanged for something else of this many words.
const SHORT: usize = 10;

/// Two passages that are one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub old: Site,
    pub new: Site,
    /// It stands elsewhere now.
    pub moved: bool,
}

/// Where a passage stands: its subject and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Site {
    pub subject: usize,
    pub passage: usize,
}

/// Section and level, in the numbers of the new side.
type Group = (usize, usize, What);

/// A passage that waits for its other half.
struct Slot {
    site: Site,
    group: Group,
    copy: bool,
    words: Vec<String>,
}

/// The passages that are the same, moved or reworded, and those of which only one side knows.
#[derive(Debug, Default)]
pub(super) struct Matching {
    pub matches: Vec<Match>,
    pub old: Vec<Site>,
    pub new: Vec<Site>,
}

/// What stands without a section or a level.
const NOWHERE: usize = usize::MAX;

/// Sections and levels that only the old side has are counted from here.
const OLD_ONLY: usize = usize::MAX / 2;

/// The two halves of a subject and how their levels and sections are joined.
pub(super) struct Joined<'s, 'a> {
    pub old: (usize, &'s Subject<'a>),
    pub new: (usize, &'s Subject<'a>),
    pub levels: &'s Pairs,
    pub sections: &'s Pairs,
}

/// Finds the matches inside one subject.
pub(super) fn within(joined: &Joined<'_, '_>, out: &mut Matching) {
    let (old, new) = slots(joined);
    let mut totals: HashMap<Group, (usize, usize)> = HashMap::new();
    old.iter().for_each(|slot| totals.entry(slot.group).or_default().0 += 1);
    new.iter().for_each(|slot| totals.entry(slot.group).or_default().1 += 1);
    let mut state = State { old, new, matches: vec![] };
    let passage = |side: &Subject<'_>, slot: &Slot| side.passages.get(slot.site.passage).cloned();
    let (a, b) = (joined.old.1, joined.new.1);
    let text = |side: &Subject<'_>, slot: &Slot| passage(side, slot).map_or_else(String::new, |p| p.text);
    let label = |side: &Subject<'_>, slot: &Slot| passage(side, slot).and_then(|p| p.label);
    state.by_key(
        &|s| Some((s.group, label(a, s), text(a, s))),
        &|s| Some((s.group, label(b, s), text(b, s))),
        false,
    );
    state.by_key(&|s| Some((s.group, s.words.join(" "))), &|s| Some((s.group, s.words.join(" "))), false);
    // The same words elsewhere on the page.
    let telling = |s: &Slot| {
        (s.words.len() >= TELLING_WORDS && !s.copy && s.group.2 != What::Address)
            .then(|| (s.group.2, s.words.join(" ")))
    };
    state.by_key(&telling, &telling, true);
    // A value has its keys, an item of a list may have a label.
    state.alone(&|s| Some((s.group, label(a, s)?)), &|s| Some((s.group, label(b, s)?)), &|x, y| {
        x.group.2 == What::Value
            || common(&x.words, &y.words) > 0.2
            || (x.words.len() <= SHORT && y.words.len() <= SHORT)
    });
    state.cells(&totals);
    state.old.retain(|slot| slot.group.2 != What::Address);
    state.new.retain(|slot| slot.group.2 != What::Address);
    state.by_words(REWORDED, false, &|x, y| x.group == y.group);
    let same_level = |x: &Slot, y: &Slot| x.group.1 == y.group.1 && x.group.2 == y.group.2;
    state.by_words(MOVED_SECTION, true, &|x, y| same_level(x, y) && enough(x, y, TELLING_WORDS));
    state.by_words(MOVED_LEVEL, true, &|x, y| {
        x.group.0 == y.group.0 && x.group.2 == y.group.2 && !x.copy && !y.copy && enough(x, y, TELLING_WORDS)
    });
    out.matches.append(&mut state.matches);
    out.old.extend(state.old.iter().map(|slot| slot.site));
    out.new.extend(state.new.iter().map(|slot| slot.site));
}

/// Finds what moved from one page to another, among the passages that are left.
pub(super) fn across(old: &[Subject<'_>], new: &[Subject<'_>], out: &mut Matching) {
    let slot = |side: &[Subject<'_>], site: &Site| {
        let subject = side.get(site.subject)?;
        let passage = subject.passages.get(site.passage)?;
        let own = matches!(passage.what, What::Expectation | What::Text) && !subject.is_copy(passage);
        let words = bare_words(&passage.text);
        let group = (NOWHERE, NOWHERE, What::Expectation);
        (own && words.len() >= TELLING_WORDS_ELSEWHERE).then_some(Slot {
            site: *site,
            group,
            copy: false,
            words,
        })
    };
    let mut state = State {
        old: out.old.iter().filter_map(|site| slot(old, site)).collect(),
        new: out.new.iter().filter_map(|site| slot(new, site)).collect(),
        matches: vec![],
    };
    let key = |slot: &Slot| Some(slot.words.join(" "));
    state.by_key(&key, &key, true);
    state.by_words(MOVED_PAGE, true, &|_, _| true);
    let gone: (HashSet<Site>, HashSet<Site>) =
        state.matches.iter().map(|found| (found.old, found.new)).unzip();
    out.old.retain(|site| !gone.0.contains(site));
    out.new.retain(|site| !gone.1.contains(site));
    out.matches.append(&mut state.matches);
}

fn enough(x: &Slot, y: &Slot, words: usize) -> bool {
    x.words.len() >= words && y.words.len() >= words
}

fn slots(joined: &Joined<'_, '_>) -> (Vec<Slot>, Vec<Slot>) {
    let (a, b) = (joined.old.1, joined.new.1);
    let translated = |pairs: &Pairs, at: Option<usize>| match at {
        None => NOWHERE,
        Some(at) => pairs.new_of.get(at).copied().flatten().unwrap_or(OLD_ONLY + at),
    };
    // What a page about one level says is about that level, whether or not the level is named.
    let level_of = |side: &Subject<'_>, passage: &Passage| match (passage.level, side.own_level()) {
        (Some(level), Some(own)) if level == own => None,
        (level, _) => level,
    };
    let make =
        |subject: usize, at: usize, passage: &Passage, section: usize, level: usize, copy: bool| Slot {
            site: Site { subject, passage: at },
            group: (section, level, passage.what),
            copy,
            words: bare_words(&passage.text),
        };
    let old = a.passages.iter().enumerate().map(|(at, p)| {
        let (section, level) =
            (translated(joined.sections, p.section), translated(joined.levels, level_of(a, p)));
        make(joined.old.0, at, p, section, level, a.is_copy(p))
    });
    let new = b.passages.iter().enumerate().map(|(at, p)| {
        let (section, level) = (p.section.unwrap_or(NOWHERE), level_of(b, p).unwrap_or(NOWHERE));
        make(joined.new.0, at, p, section, level, b.is_copy(p))
    });
    (old.collect(), new.collect())
}

/// Passages that wait, and the matches so far.
struct State {
    old: Vec<Slot>,
    new: Vec<Slot>,
    matches: Vec<Match>,
}

impl State {
    /// Takes the pairs (indices of `old` and `new`) out of those that wait.
    fn take(&mut self, pairs: &[(usize, usize)], moved: bool) {
        let mut gone: (Vec<bool>, Vec<bool>) = (vec![false; self.old.len()], vec![false; self.new.len()]);
        for &(a, b) in pairs {
            if let (Some(x), Some(y), Some(old), Some(new)) =
                (gone.0.get_mut(a), gone.1.get_mut(b), self.old.get(a), self.new.get(b))
                && !*x
                && !*y
            {
                (*x, *y) = (true, true);
                let elsewhere = old.group != new.group || old.site.subject != new.site.subject;
                let moved = moved && elsewhere;
                self.matches.push(Match { old: old.site, new: new.site, moved });
            }
        }
        let left = |slots: Vec<Slot>, gone: &[bool]| -> Vec<Slot> {
            slots.into_iter().zip(gone).filter(|(_, gone)| !**gone).map(|(slot, _)| slot).collect()
        };
        self.old = left(std::mem::take(&mut self.old), &gone.0);
        self.new = left(std::mem::take(&mut self.new), &gone.1);
    }

    /// Joins those of one key, in their order.
    fn by_key<K: Eq + std::hash::Hash>(
        &mut self,
        old: &dyn Fn(&Slot) -> Option<K>,
        new: &dyn Fn(&Slot) -> Option<K>,
        moved: bool,
    ) {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (at, slot) in self.old.iter().enumerate() {
            if let Some(key) = old(slot) {
                waiting.entry(key).or_default().push_back(at);
            }
        }
        let mut pairs = vec![];
        for (at, slot) in self.new.iter().enumerate() {
            let first = new(slot).and_then(|key| waiting.get_mut(&key)).and_then(VecDeque::pop_front);
            pairs.extend(first.map(|first| (first, at)));
        }
        self.take(&pairs, moved);
    }

    /// Joins those that are the only ones of their key on both sides, if they fit.
    fn alone<K: Eq + std::hash::Hash>(
        &mut self,
        old: &dyn Fn(&Slot) -> Option<K>,
        new: &dyn Fn(&Slot) -> Option<K>,
        fits: &dyn Fn(&Slot, &Slot) -> bool,
    ) {
        let mut table: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (at, slot) in self.old.iter().enumerate() {
            if let Some(key) = old(slot) {
                table.entry(key).or_default().0.push(at);
            }
        }
        for (at, slot) in self.new.iter().enumerate() {
            if let Some(key) = new(slot) {
                table.entry(key).or_default().1.push(at);
            }
        }
        let mut pairs = vec![];
        for (a, b) in table.into_values() {
            if let ([a], [b]) = (a.as_slice(), b.as_slice())
                && self.old.get(*a).zip(self.new.get(*b)).is_some_and(|(x, y)| fits(x, y))
            {
                pairs.push((*a, *b));
            }
        }
        pairs.sort_unstable();
        self.take(&pairs, false);
    }

    /// What stands alone in its cell stands for what stood alone there; the one item of a list that is left, for
    /// the one that was left, if they have something in common.
    fn cells(&mut self, totals: &HashMap<Group, (usize, usize)>) {
        let cell = |slot: &Slot| (slot.group.2 == What::Expectation).then_some(slot.group);
        self.alone(&cell, &cell, &|x, y| {
            let short = x.words.len() <= SHORT && y.words.len() <= SHORT;
            let only = totals.get(&x.group) == Some(&(1, 1));
            (only && short) || alike(&x.words, &y.words) >= 0.3
        });
    }

    /// Joins those that have most words in common, best first.
    fn by_words(&mut self, least: f64, moved: bool, may: &dyn Fn(&Slot, &Slot) -> bool) {
        let mut index = WordIndex::default();
        for (at, slot) in self.old.iter().enumerate() {
            index.add(at, &slot.words);
        }
        let mut found: Vec<(f64, usize, usize)> = vec![];
        for (at, slot) in self.new.iter().enumerate() {
            for other in index.near(&slot.words) {
                let Some(old) = self.old.get(other).filter(|old| may(old, slot)) else { continue };
                let share = alike(&old.words, &slot.words);
                if share >= least {
                    found.push((share, other, at));
                }
            }
        }
        // The same whichever side is called old.
        let order = |(_, a, b): &(f64, usize, usize)| (a.abs_diff(*b), *a.min(b), *a.max(b), *a);
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| order(x).cmp(&order(y))));
        let pairs: Vec<(usize, usize)> = found.into_iter().map(|(_, a, b)| (a, b)).collect();
        self.take(&pairs, moved);
    }
}
