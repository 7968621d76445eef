//! Which role, level and section of one state is which of the other, whatever it is called there.

use std::collections::HashMap;
use std::hash::Hash;

use super::super::passages::{LevelHead, SectionHead, Subject};
use super::super::wording::{WordIndex, bare_words, common, mends};
use crate::model::title_key;

/// Pages of one path whose texts have less than this in common are two pages, one after the other.
const SAME_PATH: f64 = 0.4;

/// Roles of other names and places are the same one if their texts have this much in common. Roles of one
/// framework share much of their wording, so this is high.
const SAME_TEXT: f64 = 0.75;

/// Levels and sections of other names are the same if their texts have this much in common.
const SAME_PART: f64 = 0.55;

/// Indices of two lists, joined to pairs.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// For each of the new list, which of the old one it is.
    pub old_of: Vec<Option<usize>>,
    /// For each of the old list, which of the new one it is.
    pub new_of: Vec<Option<usize>>,
}

impl Pairs {
    pub fn new(old: usize, new: usize) -> Self {
        Pairs { old_of: vec![None; new], new_of: vec![None; old] }
    }

    pub fn join(&mut self, old: usize, new: usize) {
        if let (Some(a), Some(b)) = (self.old_of.get_mut(new), self.new_of.get_mut(old))
            && a.is_none()
            && b.is_none()
        {
            *a = Some(old);
            *b = Some(new);
        }
    }

    fn free_old(&self) -> impl Iterator<Item = usize> + '_ {
        self.new_of.iter().enumerate().filter(|(_, pair)| pair.is_none()).map(|(at, _)| at)
    }

    fn free_new(&self) -> impl Iterator<Item = usize> + '_ {
        self.old_of.iter().enumerate().filter(|(_, pair)| pair.is_none()).map(|(at, _)| at)
    }

    /// Joins those that have a key in common. Where several have it, they are joined in their order if
    /// `in_order`, else not at all.
    fn by_key<K: Eq + Hash>(
        &mut self,
        in_order: bool,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        let mut table: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for at in self.free_old() {
            if let Some(key) = old(at) {
                table.entry(key).or_default().0.push(at);
            }
        }
        for at in self.free_new() {
            if let Some(key) = new(at) {
                table.entry(key).or_default().1.push(at);
            }
        }
        for (a, b) in table.into_values() {
            if in_order || (a.len() == 1 && b.len() == 1) {
                for (&a, &b) in a.iter().zip(&b) {
                    self.join(a, b);
                }
            }
        }
    }

    /// Joins those whose texts have most in common, from `least` on; best first.
    fn by_text(
        &mut self,
        least: f64,
        old: &dyn Fn(usize) -> Vec<String>,
        new: &dyn Fn(usize) -> Vec<String>,
    ) {
        let texts: HashMap<usize, Vec<String>> = self.free_old().map(|at| (at, old(at))).collect();
        let mut index = WordIndex::default();
        for at in self.free_old() {
            index.add(at, texts.get(&at).map(Vec::as_slice).unwrap_or_default());
        }
        let mut found: Vec<(f64, usize, usize)> = vec![];
        for at in self.free_new() {
            let words = new(at);
            for other in index.near(&words) {
                let share = texts.get(&other).map_or(0.0, |text| common(text, &words));
                if share >= least && !words.is_empty() {
                    found.push((share, other, at));
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, a, b) in found {
            self.join(a, b);
        }
    }
}

/// The words of a subject's passages that `keep` keeps.
fn words_of(subject: &Subject<'_>, keep: &dyn Fn(&super::super::passages::Passage) -> bool) -> Vec<String> {
    subject.passages.iter().filter(|p| keep(p)).flat_map(|passage| bare_words(&passage.text)).collect()
}

/// Which role or page is which.
pub(super) fn subjects(old: &[Subject<'_>], new: &[Subject<'_>]) -> Pairs {
    let mut pairs = Pairs::new(old.len(), new.len());
    let of = |side: &'_ [Subject<'_>], at: usize, key: &dyn Fn(&Subject<'_>) -> Option<String>| {
        side.get(at).and_then(key)
    };
    let mut by = |in_order: bool, key: &dyn Fn(&Subject<'_>) -> Option<String>| {
        pairs.by_key(in_order, |at| of(old, at, key), |at| of(new, at, key));
    };
    let role = |subject: &Subject<'_>| subject.role.is_some();
    let kind = |subject: &Subject<'_>| if subject.is_posting() { "posting" } else { "role" };
    let titled = |subject: &Subject<'_>| Some(subject.title_key()).filter(|key| !key.is_empty());
    by(true, &|s| Some(format!("{}\n{}", s.file.path, titled(s)?)));
    by(false, &|s| {
        let id = s.role?.id.as_ref()?;
        Some(format!("{}\n{}", kind(s), id.value.to_lowercase()))
    });
    by(false, &|s| Some(format!("{}\n{}", kind(s), titled(s)?)));
    by(false, &|s| {
        // A page about one level may be called as its level is.
        let level = s.own_level().and_then(|at| s.levels.get(at)).filter(|_| role(s))?;
        Some(format!("{}\n{}", kind(s), title_key(&level.label)))
    });
    by(false, &|s| (!role(s)).then(|| s.file.path.clone()));
    aliases(&mut pairs, old, new);
    same_path(&mut pairs, old, new);
    for posting in [false, true] {
        let text = |side: &[Subject<'_>], at: usize| {
            let subject = side.get(at).filter(|s| s.role.is_some() && s.is_posting() == posting);
            subject.map_or_else(Vec::new, |s| words_of(s, &|p| !s.is_copy(p)))
        };
        pairs.by_text(SAME_TEXT, &|at| text(old, at), &|at| text(new, at));
    }
    let page = |side: &[Subject<'_>], at: usize| {
        let subject = side.get(at).filter(|s| s.role.is_none());
        subject.map_or_else(Vec::new, |s| words_of(s, &|_| true))
    };
    pairs.by_text(SAME_TEXT, &|at| page(old, at), &|at| page(new, at));
    pairs
}

/// Titles that one side declares to be other names of a role.
fn aliases(pairs: &mut Pairs, old: &[Subject<'_>], new: &[Subject<'_>]) {
    let declared = |subject: &Subject<'_>| -> Vec<String> {
        let Some(role) = subject.role else { return vec![] };
        role.title.iter().chain(&role.aliases).map(|title| title_key(&title.value)).collect()
    };
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for at in pairs.free_old() {
        for name in old.get(at).map(declared).unwrap_or_default() {
            names.entry(name).or_default().push(at);
        }
    }
    let mut found = vec![];
    for at in pairs.free_new() {
        let Some(subject) = new.get(at) else { continue };
        for name in declared(subject) {
            if let Some([one]) = names.get(&name).map(Vec::as_slice)
                && old.get(*one).is_some_and(|other| other.is_posting() == subject.is_posting())
            {
                found.push((*one, at));
            }
        }
    }
    found.into_iter().for_each(|(a, b)| pairs.join(a, b));
}

/// Pages that stay where they are and are called otherwise, if they still say much the same.
fn same_path(pairs: &mut Pairs, old: &[Subject<'_>], new: &[Subject<'_>]) {
    let mut maybe = Pairs { old_of: pairs.old_of.clone(), new_of: pairs.new_of.clone() };
    let path = |side: &[Subject<'_>], at: usize| side.get(at).map(|subject| subject.file.path.clone());
    maybe.by_key(false, |at| path(old, at), |at| path(new, at));
    let free: Vec<usize> = pairs.free_new().collect();
    for at in free {
        let Some(other) = maybe.old_of.get(at).copied().flatten() else { continue };
        let (Some(a), Some(b)) = (old.get(other), new.get(at)) else { continue };
        let (x, y) = (words_of(a, &|p| !a.is_copy(p)), words_of(b, &|p| !b.is_copy(p)));
        if common(&x, &y) >= SAME_PATH {
            pairs.join(other, at);
        }
    }
}

/// What is written behind the name of a level that is not described yet.
const UNFINISHED: [&str; 4] = ["wip", "tbd", "draft", "todo"];

/// Which level is which on a page that is known on both sides. `renamed` gives the new title key of a role that
/// is called otherwise now, by its old one.
pub(super) fn levels(old: &Subject<'_>, new: &Subject<'_>, renamed: &HashMap<String, String>) -> Pairs {
    let mut pairs = Pairs::new(old.levels.len(), new.levels.len());
    let mut by = |in_order: bool,
                  a: &dyn Fn(&LevelHead) -> Option<String>,
                  b: &dyn Fn(&LevelHead) -> Option<String>| {
        pairs.by_key(in_order, |at| old.levels.get(at).and_then(a), |at| new.levels.get(at).and_then(b));
    };
    let exact = |level: &LevelHead| Some(format!("{}\n{}\n{}", level.copy, level.occurrence, level.label));
    by(true, &exact, &exact);
    let titled = |level: &LevelHead| {
        let key = title_key(&level.label);
        (!key.is_empty()).then(|| format!("{}\n{}\n{key}", level.copy, level.occurrence))
    };
    by(false, &titled, &titled);
    // "Engineer 1 - WIP" is finished, and called "Engineer 1".
    let finished = |level: &LevelHead| {
        let label = level.label.trim_end_matches([')', ']', ' ']);
        let words = label.rsplit_once([' ', '(', '[', '-']);
        let bare = words.filter(|(_, last)| UNFINISHED.contains(&last.to_lowercase().as_str()));
        let bare = bare.map_or(label, |(bare, _)| bare);
        Some(format!("{}\n{}\n{}", level.copy, level.occurrence, title_key(bare)))
    };
    by(false, &finished, &finished);
    // A neighbor that has another name on its own page now.
    let followed = |level: &LevelHead| {
        let key = renamed.get(&title_key(&level.label))?;
        Some(format!("{}\n{}\n{key}", level.copy, level.occurrence))
    };
    by(false, &followed, &titled);
    let coded = |level: &LevelHead| {
        level.code.as_ref().filter(|_| !level.copy).map(|code| format!("{code} {}", level.occurrence))
    };
    by(false, &coded, &coded);
    if let (Some(a), Some(b)) = (old.own_level(), new.own_level()) {
        pairs.join(a, b);
    }
    let text = |side: &Subject<'_>, at: usize| {
        if side.levels.get(at).is_none_or(|level| level.copy) {
            return vec![];
        }
        words_of(side, &|passage| passage.level == Some(at))
    };
    pairs.by_text(SAME_PART, &|at| text(old, at), &|at| text(new, at));
    pairs
}

/// Headings without a counterpart that are compared with each other.
const MOST_HEADINGS: usize = 200;

/// Which section is which.
pub(super) fn sections(old: &Subject<'_>, new: &Subject<'_>) -> Pairs {
    let mut pairs = Pairs::new(old.sections.len(), new.sections.len());
    let mut by = |in_order: bool, key: &dyn Fn(&SectionHead) -> Option<String>| {
        pairs.by_key(
            in_order,
            |at| old.sections.get(at).and_then(key),
            |at| new.sections.get(at).and_then(key),
        );
    };
    by(true, &|s| Some(format!("{}\n{}\n{}", s.of_model, s.path.join("\n"), s.label)));
    by(true, &|s| Some(format!("{}\n{}", s.path.join("\n").to_lowercase(), s.key)));
    by(false, &|s| (!s.key.is_empty()).then(|| s.key.clone()));
    let text = |side: &Subject<'_>, at: usize| words_of(side, &|passage| passage.section == Some(at));
    pairs.by_text(SAME_PART, &|at| text(old, at), &|at| text(new, at));
    // "Checkpoints" and "Checkpoints for this level".
    let starts = |a: &SectionHead, b: &SectionHead| {
        let (short, long) = if a.key.len() < b.key.len() { (&a.key, &b.key) } else { (&b.key, &a.key) };
        !short.is_empty() && long.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' '))
    };
    let free: Vec<usize> = pairs.free_new().collect();
    // More than these are not the headings of a page.
    let few = free.len().max(pairs.free_old().count()) <= MOST_HEADINGS;
    for at in free.into_iter().filter(|_| few) {
        let Some(head) = new.sections.get(at) else { continue };
        let fits: Vec<usize> = pairs
            .free_old()
            .filter(|&other| {
                old.sections
                    .get(other)
                    .is_some_and(|o| starts(o, head) || mends(&o.label, &head.label).is_some())
            })
            .collect();
        if let [other] = fits.as_slice() {
            pairs.join(*other, at);
        }
    }
    let kind = |s: &SectionHead| s.kind.filter(|kind| *kind != "other" && s.of_model).map(str::to_owned);
    let counts = |side: &Subject<'_>| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        side.sections.iter().filter_map(kind).for_each(|kind| *counts.entry(kind).or_default() += 1);
        counts
    };
    let (before, after) = (counts(old), counts(new));
    let alone = |side: &Subject<'_>, counts: &HashMap<String, usize>, at: usize| {
        let kind = kind(side.sections.get(at)?)?;
        (counts.get(&kind) == Some(&1)).then_some(kind)
    };
    pairs.by_key(false, |at| alone(old, &before, at), |at| alone(new, &after, at));
    pairs
}
