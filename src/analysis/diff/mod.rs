//! What changed between two states of a framework, told by role and level: what is new, gone, moved, said in
//! other words, asked for more or less, and what is only a mended form.

mod align;
mod matching;
mod order;
mod shape;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::passages::{Passage, Subject, What, subjects};
use super::verdict::{Scales, Turn, judge};
use super::wording::{Mend, key_words, mends, word_diff};
use crate::engine::Run;
use crate::model::title_key;
use crate::text::{FileId, Files};
use align::Pairs;
use matching::{Joined, Match, Matching, Site};
pub use shape::{
    Change, ChangeKind, Class, Differences, LinkChange, Of, PageChange, PageKind, PageName, PageState, Spot,
    Summary, diff_schema,
};

/// One state of a framework.
pub struct State<'a> {
    /// What people call it: a revision or a folder.
    pub name: &'a str,
    pub files: &'a Files,
    pub run: &'a Run,
    /// Which files belong to what is compared.
    pub wanted: &'a dyn Fn(FileId) -> bool,
}

/// Lays two states of a framework side by side.
pub fn differences(old: &State<'_>, new: &State<'_>) -> Differences {
    let (a, b) = (subjects(old.files, old.run, old.wanted), subjects(new.files, new.run, new.wanted));
    let declared = |run: &Run| -> Vec<Vec<String>> {
        run.frameworks
            .iter()
            .flat_map(|framework| &framework.scales)
            .map(|(_, steps)| steps.clone())
            .collect()
    };
    let scales = Scales::new(declared(old.run).into_iter().chain(declared(new.run)));
    let mut work = Work::new(&a, &b, scales);
    work.lay_side_by_side();
    let pages = work.pages();
    let summary = summarize(&pages);
    Differences { version: 1, old: old.name.to_owned(), new: new.name.to_owned(), pages, summary }
}

struct Work<'s, 'a> {
    old: &'s [Subject<'a>],
    new: &'s [Subject<'a>],
    pairs: Pairs,
    scales: Scales,
    /// For each side the role that a title names.
    owners: (HashMap<String, usize>, HashMap<String, usize>),
    /// For each side and role what it says of itself: section and words.
    own_words: (Vec<HashSet<String>>, Vec<HashSet<String>>),
    /// For each old subject and section what that is called now, and where it begins.
    sections: HashMap<(usize, usize), (String, u32)>,
    /// By the number of the new subject; of those that are gone, after them.
    changes: Vec<Vec<(Order, Change)>>,
    /// What left for another page, in the same order.
    away: Vec<Vec<(Order, Change)>>,
}

impl Change {
    /// What became of a level or a section.
    fn of_head(
        (change, of, class): (ChangeKind, Of, Class),
        reasons: Vec<String>,
        (old, new): (Option<Spot>, Option<Spot>),
    ) -> Self {
        let section = new.as_ref().or(old.as_ref()).and_then(|spot| spot.section.clone());
        let (words, links, follows) = (vec![], vec![], None);
        Change { change, of, class, section, reasons, old, new, words, links, follows }
    }
}

/// Where a change is told: section, level, line.
type Order = (u32, usize, u32);

impl<'s, 'a> Work<'s, 'a> {
    fn new(old: &'s [Subject<'a>], new: &'s [Subject<'a>], scales: Scales) -> Self {
        let pairs = align::subjects(old, new);
        Work {
            owners: (owners(old), owners(new)),
            own_words: (own_words(old), own_words(new)),
            changes: vec![vec![]; old.len() + new.len()],
            away: vec![vec![]; old.len() + new.len()],
            sections: HashMap::new(),
            pairs,
            old,
            new,
            scales,
        }
    }

    fn lay_side_by_side(&mut self) {
        let renamed: HashMap<String, String> = self
            .new
            .iter()
            .enumerate()
            .filter_map(|(at, subject)| {
                let old = self.old.get(self.pairs.old_of.get(at).copied().flatten()?)?;
                (old.title_key() != subject.title_key()).then(|| (old.title_key(), subject.title_key()))
            })
            .collect();
        let mut matching = Matching::default();
        for (at, subject) in self.new.iter().enumerate() {
            let Some(other) = self.pairs.old_of.get(at).copied().flatten() else {
                let all = (0..subject.passages.len()).map(|passage| Site { subject: at, passage });
                matching.new.extend(all);
                continue;
            };
            let Some(old) = self.old.get(other) else { continue };
            let (levels, sections) = (align::levels(old, subject, &renamed), align::sections(old, subject));
            self.heads(at, old, subject, &levels, &sections);
            for (n, joined) in sections.new_of.iter().enumerate() {
                if let Some(section) = joined.and_then(|joined| subject.sections.get(joined)) {
                    self.sections.insert((other, n), (section.label.clone(), section.span.start));
                }
            }
            let joined =
                Joined { old: (other, old), new: (at, subject), levels: &levels, sections: &sections };
            let known = matching.matches.len();
            matching::within(&joined, &mut matching);
            let found = matching.matches.get(known..).unwrap_or_default();
            let orders = order::reordered(old, subject, found);
            self.orders(at, (old, subject), (&levels, &sections), &orders);
        }
        for (at, subject) in self.old.iter().enumerate() {
            if self.pairs.new_of.get(at).copied().flatten().is_none() {
                matching.old.extend((0..subject.passages.len()).map(|passage| Site { subject: at, passage }));
            }
        }
        matching::across(self.old, self.new, &mut matching);
        for found in &matching.matches {
            self.matched(found);
        }
        for &site in &matching.old {
            self.one_sided(site, false);
        }
        for &site in &matching.new {
            self.one_sided(site, true);
        }
    }

    /// Levels and sections that came, went or have another name.
    fn heads(&mut self, at: usize, old: &Subject<'_>, new: &Subject<'_>, levels: &Pairs, sections: &Pairs) {
        let mut found: Vec<(Order, Change)> = vec![];
        let head = |of: Of, before: Option<Spot>, after: Option<Spot>| {
            let (change, class, reasons, words) = match (&before, &after) {
                (Some(a), Some(b)) => {
                    let mended = mends(&a.text, &b.text);
                    let class = if mended.is_some() { Class::Editorial } else { Class::Substantive };
                    (ChangeKind::Renamed, class, names(mended), word_diff(&a.text, &b.text))
                }
                (None, _) => (ChangeKind::Added, Class::Substantive, vec![], vec![]),
                (_, None) => (ChangeKind::Removed, Class::Substantive, vec![], vec![]),
            };
            // A column that repeats another level says nothing of its own.
            let copy = before.as_ref().or(after.as_ref()).is_some_and(|spot| spot.copy);
            let class = if copy { Class::Editorial } else { class };
            Change { words, ..Change::of_head((change, of, class), reasons, (before, after)) }
        };
        for (n, other) in levels.old_of.iter().enumerate() {
            let before = other.and_then(|other| level_spot(old, other));
            let Some(after) = level_spot(new, n) else { continue };
            if before.as_ref().is_none_or(|before| before.text != after.text) {
                // A page that is about one level says the level's name in its title.
                found.push(((0, n, 0), head(Of::Level, before, Some(after))));
            }
        }
        for (n, _) in levels.new_of.iter().enumerate().filter(|(_, other)| other.is_none()) {
            found.push(((0, n, 0), head(Of::Level, level_spot(old, n), None)));
        }
        let section = |side: &Subject<'_>, n: usize| {
            let named = |spot: &Spot| !spot.text.is_empty();
            section_spot(side, n).filter(named).filter(|_| side.sections.get(n).is_some_and(|s| s.of_model))
        };
        for (n, other) in sections.old_of.iter().enumerate() {
            let before = other.and_then(|other| section(old, other));
            let Some(after) = section(new, n) else { continue };
            let place = new.sections.get(n).map_or(0, |section| section.span.start);
            if before.as_ref().is_none_or(|before| before.text != after.text) {
                found.push(((place, 0, 0), head(Of::Section, before, Some(after))));
            }
        }
        // What is gone is told after the section that stood before it.
        let mut last = 0;
        for (n, there) in sections.new_of.iter().enumerate() {
            match there.and_then(|there| new.sections.get(there)) {
                Some(there) => last = there.span.start,
                None => {
                    if let Some(before) = section(old, n) {
                        found.push(((last, 0, 0), head(Of::Section, Some(before), None)));
                    }
                }
            }
        }
        if let Some(changes) = self.changes.get_mut(at) {
            changes.extend(found);
        }
    }

    /// Levels, sections and what stands in them in another order than before.
    fn orders(
        &mut self,
        at: usize,
        (old, new): (&Subject<'_>, &Subject<'_>),
        (levels, sections): (&Pairs, &Pairs),
        items: &BTreeSet<Option<usize>>,
    ) {
        let moved = |of: Of, class: Class, reasons: Vec<String>, spots: (Option<Spot>, Option<Spot>)| {
            Change::of_head((ChangeKind::Moved, of, class), reasons, spots)
        };
        let mut found: Vec<(Order, Change)> = vec![];
        let before = |pairs: &Pairs, n: usize| pairs.old_of.get(n).copied().flatten();
        // Which level is the higher one, readers tell by their order.
        // What has another name as well is told by that.
        let own = |n: usize| {
            let pair = new.levels.get(n).zip(before(levels, n).and_then(|n| old.levels.get(n)));
            pair.is_some_and(|(level, other)| !level.copy && level.label == other.label)
        };
        for n in order::displaced(levels, own) {
            let spots = (before(levels, n).and_then(|n| level_spot(old, n)), level_spot(new, n));
            found.push(((0, n, 0), moved(Of::Level, Class::Substantive, vec![], spots)));
        }
        let named = |n: usize| {
            let pair = new.sections.get(n).zip(before(sections, n).and_then(|n| old.sections.get(n)));
            pair.is_some_and(|(section, other)| {
                section.of_model && !section.label.is_empty() && section.label == other.label
            })
        };
        for n in order::displaced(sections, named) {
            let spots = (before(sections, n).and_then(|n| section_spot(old, n)), section_spot(new, n));
            let place = new.sections.get(n).map_or(0, |section| section.span.start);
            found.push(((place, 0, 0), moved(Of::Section, Class::Editorial, vec![], spots)));
        }
        for n in items {
            let there = n.map_or_else(|| Some(bare_spot(new, "", 0)), |n| section_spot(new, n));
            let was = n.and_then(|n| before(sections, n)).and_then(|n| section_spot(old, n));
            let place = n.and_then(|n| new.sections.get(n)).map_or(0, |section| section.span.start);
            // Another name is told by itself, once.
            let same = |was: &Spot| there.as_ref().is_some_and(|there| there.text == was.text);
            let was = was.filter(same).or_else(|| there.clone());
            let reasons = vec![ORDER.to_owned()];
            found.push(((place, 0, 0), moved(Of::Section, Class::Editorial, reasons, (was, there))));
        }
        if let Some(changes) = self.changes.get_mut(at) {
            changes.extend(found);
        }
    }

    fn matched(&mut self, found: &Match) {
        let (Some(a), Some(b)) = (self.old.get(found.old.subject), self.new.get(found.new.subject)) else {
            return;
        };
        let (Some(x), Some(y)) = (a.passages.get(found.old.passage), b.passages.get(found.new.passage))
        else {
            return;
        };
        let same = x.text == y.text;
        let links = order::relinked(x, y);
        if links.is_empty() && same && !found.moved {
            return;
        }
        if y.what == What::Address && (links.is_empty() || !same) {
            return;
        }
        let of_the_site = is_of_the_site(y);
        let verdict = (!same && !of_the_site).then(|| judge((a, x), (b, y), &self.scales));
        let mended = same || verdict.as_ref().is_some_and(|verdict| verdict.mends.is_some());
        let turn = verdict.as_ref().and_then(|verdict| verdict.turn);
        let own = matches!(y.what, What::Expectation);
        let class = if (mended && !(found.moved && own)) || of_the_site {
            Class::Editorial
        } else {
            Class::Substantive
        };
        let change = match (found.moved, turn) {
            (true, _) => ChangeKind::Moved,
            (false, Some(Turn::More)) => ChangeKind::Strengthened,
            (false, Some(Turn::Less)) => ChangeKind::Weakened,
            (false, None) => ChangeKind::Reworded,
        };
        let mut reasons = verdict.map_or_else(Vec::new, |verdict| {
            if verdict.mends.is_some() { names(verdict.mends) } else { verdict.reasons }
        });
        if class == Class::Editorial && !links.is_empty() {
            reasons.push(LINK.to_owned());
        }
        let change = Change {
            change,
            of: of(y.what),
            class,
            section: spot(b, y).section,
            reasons,
            old: Some(spot(a, x)),
            new: Some(spot(b, y)),
            words: if same { vec![] } else { word_diff(&x.text, &y.text) },
            links,
            follows: self.follows(Some((a, x)), Some((b, y))),
        };
        let order = order_of(b, y);
        let home = self.pairs.new_of.get(found.old.subject).copied().flatten();
        if found.moved && own && home != Some(found.new.subject) {
            let slot = home.unwrap_or(self.new.len() + found.old.subject);
            let order = self.order_of_gone(a, x, found.old.subject);
            self.away.get_mut(slot).into_iter().for_each(|away| away.push((order, change.clone())));
        }
        if let Some(changes) = self.changes.get_mut(found.new.subject) {
            changes.push((order, change));
        }
    }

    /// A passage that only one side has.
    fn one_sided(&mut self, site: Site, added: bool) {
        let side = if added { self.new } else { self.old };
        let Some(subject) = side.get(site.subject) else { return };
        let Some(passage) = subject.passages.get(site.passage) else { return };
        if passage.what == What::Address {
            // The name it belongs to is told.
            return;
        }
        let here = spot(subject, passage);
        let class = if is_of_the_site(passage) { Class::Editorial } else { Class::Substantive };
        let (old, new, kind) = if added {
            (None, Some(here), ChangeKind::Added)
        } else {
            (Some(here), None, ChangeKind::Removed)
        };
        let follows = if added {
            self.follows(None, Some((subject, passage)))
        } else {
            self.follows(Some((subject, passage)), None)
        };
        let renamed = passage.section.filter(|_| !added).and_then(|n| self.sections.get(&(site.subject, n)));
        let section = renamed.map(|(label, _)| label.clone()).or_else(|| here_section(subject, passage));
        let change = Change {
            change: kind,
            of: of(passage.what),
            class,
            section,
            reasons: vec![],
            old,
            new,
            words: vec![],
            links: vec![],
            follows,
        };
        // What is gone is told where the rest of its section is.
        let partner = if added { None } else { self.pairs.new_of.get(site.subject).copied().flatten() };
        let (slot, order) = match (added, partner) {
            (true, _) => (site.subject, order_of(subject, passage)),
            (false, None) => (self.new.len() + site.subject, order_of(subject, passage)),
            (false, Some(at)) => (at, self.order_of_gone(subject, passage, site.subject)),
        };
        if let Some(changes) = self.changes.get_mut(slot) {
            changes.push((order, change));
        }
    }

    fn order_of_gone(&self, old: &Subject<'_>, passage: &Passage, at: usize) -> Order {
        let own = order_of(old, passage);
        let section = passage.section.and_then(|section| self.sections.get(&(at, section)));
        (section.map_or(own.0, |(_, start)| *start), own.1, own.2)
    }

    /// The role whose own page has the same change, for a passage that repeats that role's text.
    fn follows(
        &self,
        old: Option<(&Subject<'_>, &Passage)>,
        new: Option<(&Subject<'_>, &Passage)>,
    ) -> Option<String> {
        let is_own_text = |side: &[Subject<'_>],
                           owners: &HashMap<String, usize>,
                           words: &[HashSet<String>],
                           subject: &Subject<'_>,
                           passage: &Passage| {
            let level =
                passage.level.and_then(|level| subject.levels.get(level)).filter(|level| level.copy)?;
            let owner = *owners.get(&title_key(&level.label))?;
            let said = key_words(&passage.text).join(" ");
            words
                .get(owner)?
                .contains(&said)
                .then(|| side.get(owner).map_or_else(String::new, |s| s.name().to_owned()))
        };
        let before = old.map(|(s, p)| is_own_text(self.old, &self.owners.0, &self.own_words.0, s, p));
        let after = new.map(|(s, p)| is_own_text(self.new, &self.owners.1, &self.own_words.1, s, p));
        match (before, after) {
            (Some(None), _) | (_, Some(None)) | (None, None) => None,
            (before, after) => after.flatten().or(before.flatten()),
        }
    }

    fn pages(&mut self) -> Vec<PageChange> {
        let mut pages = vec![];
        for (at, subject) in self.new.iter().enumerate() {
            let old = self.pairs.old_of.get(at).copied().flatten().and_then(|other| self.old.get(other));
            let changes = taken(&mut self.changes, at);
            let away = taken(&mut self.away, at);
            let state = match old {
                None => PageState::Added,
                Some(old) if old.title_key() != subject.title_key() && subject.role.is_some() => {
                    PageState::Renamed
                }
                Some(old) if old.file.path != subject.file.path && subject.role.is_none() => {
                    PageState::Renamed
                }
                Some(old)
                    if changes.is_empty()
                        && away.is_empty()
                        && old.file.path == subject.file.path
                        && old.name() == subject.name() =>
                {
                    continue;
                }
                Some(_) => PageState::Changed,
            };
            pages.push(page(subject, state, (old.map(page_name), Some(page_name(subject))), changes, away));
        }
        for (at, subject) in self.old.iter().enumerate() {
            if self.pairs.new_of.get(at).copied().flatten().is_none() {
                let slot = self.new.len() + at;
                let (changes, away) = (taken(&mut self.changes, slot), taken(&mut self.away, slot));
                let names = (Some(page_name(subject)), None);
                pages.push(page(subject, PageState::Removed, names, changes, away));
            }
        }
        let path = |page: &PageChange| {
            page.new.as_ref().or(page.old.as_ref()).map(|name| name.file.clone()).unwrap_or_default()
        };
        pages.sort_by_key(path);
        pages
    }
}

/// The changes of one page in their order.
fn taken(lists: &mut [Vec<(Order, Change)>], at: usize) -> Vec<Change> {
    let mut changes = lists.get_mut(at).map(std::mem::take).unwrap_or_default();
    changes.sort_by_key(|(order, change)| (*order, change.change));
    changes.into_iter().map(|(_, change)| change).collect()
}

fn page(
    subject: &Subject<'_>,
    change: PageState,
    (old, new): (Option<PageName>, Option<PageName>),
    changes: Vec<Change>,
    moved_away: Vec<Change>,
) -> PageChange {
    let kind = match subject.role {
        None => PageKind::Page,
        Some(_) if subject.is_posting() => PageKind::Posting,
        Some(_) => PageKind::Role,
    };
    let copied = subject.passages.iter().filter(|passage| subject.is_copy(passage)).count();
    let passages = subject.passages.iter().filter(|passage| passage.what != What::Address).count();
    PageChange { kind, change, old, new, passages, copied, changes, moved_away }
}

fn page_name(subject: &Subject<'_>) -> PageName {
    let levels = subject.levels.iter().filter(|level| !level.copy).map(|level| level.label.clone()).collect();
    PageName { title: subject.name().to_owned(), file: subject.file.path.clone(), levels }
}

/// For each title the role that is about it, if there is only one.
fn owners(side: &[Subject<'_>]) -> HashMap<String, usize> {
    let mut owners: HashMap<String, Option<usize>> = HashMap::new();
    for (at, subject) in side.iter().enumerate().filter(|(_, s)| s.role.is_some() && !s.is_posting()) {
        let level = subject.own_level().and_then(|level| subject.levels.get(level));
        let mut keys = vec![subject.title_key()];
        keys.extend(level.map(|level| title_key(&level.label)));
        keys.sort_unstable();
        keys.dedup();
        for key in keys.into_iter().filter(|key| !key.is_empty()) {
            owners.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
        }
    }
    owners.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
}

/// What each role says of itself.
fn own_words(side: &[Subject<'_>]) -> Vec<HashSet<String>> {
    side.iter()
        .map(|subject| {
            let own = subject.passages.iter().filter(|passage| !subject.is_copy(passage));
            own.map(|passage| key_words(&passage.text).join(" ")).collect()
        })
        .collect()
}

/// Keys by which a site is built and sorted; nobody is judged by them.
const SITE_KEYS: &[&str] = &[
    "layout",
    "icon",
    "order",
    "nav_order",
    "weight",
    "permalink",
    "slug",
    "toc",
    "parent",
    "grand_parent",
    "has_children",
    "has_toc",
    "sidebar_position",
    "sidebar_label",
    "sidebar",
    "menu",
    "tags",
    "categories",
    "category",
    "author",
    "authors",
    "date",
    "lastmod",
    "last_modified_at",
    "updated",
    "image",
    "hero",
    "cover",
    "description",
    "keywords",
    "redirect_from",
    "redirect_to",
    "template",
    "css",
    "class",
    "navtitle",
    "page_class",
    "hide",
    "search",
];

fn is_of_the_site(passage: &Passage) -> bool {
    let key = passage.label.as_deref().unwrap_or("").split(" › ").next().unwrap_or("").to_lowercase();
    passage.what == What::Value && SITE_KEYS.contains(&key.as_str())
}

fn of(what: What) -> Of {
    match what {
        What::Expectation => Of::Expectation,
        What::Text => Of::Text,
        What::Heading => Of::Heading,
        What::Value => Of::Value,
        What::Address => Of::Address,
    }
}

/// What changes of links and of order are called among the reasons.
const LINK: &str = "link";
const ORDER: &str = "order";

fn names(mended: Option<BTreeSet<Mend>>) -> Vec<String> {
    mended.into_iter().flatten().map(|mend| mend.name().to_owned()).collect()
}

fn bare_spot(subject: &Subject<'_>, text: &str, start: u32) -> Spot {
    Spot {
        file: subject.file.path.clone(),
        line: subject.file.line_of(start),
        level: None,
        copy: false,
        section: None,
        label: None,
        text: text.to_owned(),
    }
}

fn level_spot(subject: &Subject<'_>, n: usize) -> Option<Spot> {
    subject.levels.get(n).map(|level| Spot {
        level: Some(level.label.clone()),
        copy: level.copy,
        ..bare_spot(subject, &level.label, level.span.start)
    })
}

fn section_spot(subject: &Subject<'_>, n: usize) -> Option<Spot> {
    subject.sections.get(n).map(|section| Spot {
        section: Some(section.label.clone()),
        ..bare_spot(subject, &section.label, section.span.start)
    })
}

fn here_section(subject: &Subject<'_>, passage: &Passage) -> Option<String> {
    let section = passage.section.and_then(|section| subject.sections.get(section));
    section.map(|section| section.label.clone()).filter(|label| !label.is_empty())
}

fn spot(subject: &Subject<'_>, passage: &Passage) -> Spot {
    let level = passage.level.and_then(|level| subject.levels.get(level));
    Spot {
        level: level.map(|level| level.label.clone()),
        copy: level.is_some_and(|level| level.copy),
        section: here_section(subject, passage),
        label: passage.label.clone().filter(|label| !label.is_empty()),
        ..bare_spot(subject, &passage.text, passage.span.start)
    }
}

fn order_of(subject: &Subject<'_>, passage: &Passage) -> Order {
    let section = passage.section.and_then(|section| subject.sections.get(section));
    let line = passage.span.start;
    (section.map_or(line, |section| section.span.start), passage.level.map_or(0, |level| level + 1), line)
}

fn summarize(pages: &[PageChange]) -> Summary {
    let mut summary = Summary::default();
    for page in pages {
        match page.change {
            PageState::Added => summary.pages_added += 1,
            PageState::Removed => summary.pages_removed += 1,
            PageState::Renamed => summary.pages_renamed += 1,
            PageState::Changed => {}
        }
        for change in page.changes.iter().filter(|change| change.follows.is_none()) {
            let count = match change.change {
                ChangeKind::Added => &mut summary.added,
                ChangeKind::Removed => &mut summary.removed,
                ChangeKind::Moved => &mut summary.moved,
                ChangeKind::Reworded => &mut summary.reworded,
                ChangeKind::Strengthened => &mut summary.strengthened,
                ChangeKind::Weakened => &mut summary.weakened,
                ChangeKind::Renamed => &mut summary.renamed,
            };
            *count += 1;
            match change.class {
                Class::Substantive => summary.substantive += 1,
                Class::Editorial => summary.editorial += 1,
            }
        }
    }
    summary
}

/// For each section of `old` which one of `new` it is.
pub(super) fn align_sections(old: &Subject<'_>, new: &Subject<'_>) -> Vec<Option<usize>> {
    align::sections(old, new).new_of
}

/// The passages (by number) of two subjects without levels that are one, and those that only one side has.
pub(super) fn matched_within(
    old: &Subject<'_>,
    new: &Subject<'_>,
    sections: &[Option<usize>],
) -> (Vec<(usize, usize)>, Vec<usize>, Vec<usize>) {
    let mut pairs = Pairs::new(old.sections.len(), new.sections.len());
    for (at, there) in sections.iter().enumerate() {
        if let Some(there) = there {
            pairs.join(at, *there);
        }
    }
    let mut matching = Matching::default();
    let levels = Pairs::default();
    matching::within(
        &Joined { old: (0, old), new: (0, new), levels: &levels, sections: &pairs },
        &mut matching,
    );
    let number = |sites: &[Site]| sites.iter().map(|site| site.passage).collect();
    let matches = matching.matches.iter().map(|found| (found.old.passage, found.new.passage)).collect();
    (matches, number(&matching.old), number(&matching.new))
}

/// Where a passage stands.
pub(super) fn spot_of(subject: &Subject<'_>, passage: &Passage) -> Spot {
    spot(subject, passage)
}
