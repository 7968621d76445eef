//! What `rolelint diff` tells people: changes in the order of the pages, what many pages share told once, and
//! what is only a mended form counted.

mod markdown;
mod terminal;

pub use markdown::write_changes_as_markdown;
pub use terminal::write_changes;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::counted;
use crate::analysis::{
    Change, ChangeKind, Class, Differences, Of, PageChange, PageKind, PageState, Spot, Summary,
};
use crate::text::shortened;

/// A change that stands on so many pages is told once for all.
const MANY: usize = 3;

/// Characters of a title; nobody reads on.
const LONGEST: usize = 140;

/// So many of its pages are named; the others are counted.
const NAMED: usize = 3;

/// Changes as they are told.
struct Told<'d> {
    shared: Vec<Shared<'d>>,
    pages: Vec<ToldPage<'d>>,
}

/// A change that is told once for all its pages.
struct Shared<'d> {
    change: &'d Change,
    files: Vec<&'d str>,
}

impl Shared<'_> {
    fn is_editorial(&self) -> bool {
        self.change.class == Class::Editorial
    }

    /// "on 5 pages: a.md, b.md, c.md and 2 more"; with `all` each of them.
    fn places(&self, all: bool) -> String {
        let most = if all { usize::MAX } else { NAMED };
        let named: Vec<&str> = self.files.iter().copied().take(most).collect();
        let more = match self.files.len().saturating_sub(most) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("on {}: {}{more}", counted(self.files.len(), "page"), named.join(", "))
    }
}

struct ToldPage<'d> {
    page: &'d PageChange,
    /// Section and level with what changed there.
    groups: Vec<(String, Vec<&'d Change>)>,
    editorial: Vec<&'d Change>,
    /// Titles of roles whose copies follow their own page, with the number of passages.
    follows: BTreeMap<&'d str, usize>,
    followers: Vec<&'d Change>,
    /// What stands on another page now.
    away: &'d [Change],
}

/// What makes two changes on two pages the same.
type Same<'d> = (Of, ChangeKind, Option<&'d str>, Option<&'d str>, Option<&'d str>);

fn same(change: &Change) -> Option<Same<'_>> {
    let of_page = matches!(change.of, Of::Section | Of::Value | Of::Heading | Of::Text);
    let of_page = of_page && change.links.is_empty();
    let text = |spot: &'_ Option<Spot>| spot.is_some();
    (of_page && (text(&change.old) || text(&change.new))).then(|| {
        let spot = change.new.as_ref().or(change.old.as_ref());
        (
            change.of,
            change.change,
            change.old.as_ref().map(|spot| spot.text.as_str()),
            change.new.as_ref().map(|spot| spot.text.as_str()),
            spot.and_then(|spot| spot.label.as_deref()),
        )
    })
}

impl<'d> Told<'d> {
    fn new(found: &'d Differences) -> Self {
        let mut known: HashMap<Same<'d>, Shared<'d>> = HashMap::new();
        for page in &found.pages {
            let mut here: HashSet<Same<'d>> = HashSet::new();
            let on_both = matches!(page.change, PageState::Changed | PageState::Renamed);
            for change in page.changes.iter().filter(|_| on_both) {
                if let Some(key) = same(change).filter(|key| !here.contains(key)) {
                    let shared = known.entry(key).or_insert_with(|| Shared { change, files: vec![] });
                    shared.files.push(file_of(page));
                    here.insert(key);
                }
            }
        }
        known.retain(|_, shared| shared.files.len() >= MANY);
        let pages = found.pages.iter().map(|page| ToldPage::new(page, &known)).collect();
        let mut shared: Vec<Shared<'d>> = known.into_values().collect();
        let key = |change: &'d Change| (change.of, change.change, same(change));
        shared.sort_by(|a, b| {
            b.files.len().cmp(&a.files.len()).then_with(|| key(a.change).cmp(&key(b.change)))
        });
        Told { shared, pages }
    }

    /// What many pages share: what is substantive, and what is only a mended form.
    fn shared(&self) -> (Vec<&Shared<'d>>, Vec<&Shared<'d>>) {
        self.shared.iter().partition(|shared| !shared.is_editorial())
    }
}

/// Where a page stands, as it is called now.
fn file_of(page: &PageChange) -> &str {
    page.new.as_ref().or(page.old.as_ref()).map_or("", |name| name.file.as_str())
}

impl<'d> ToldPage<'d> {
    fn new(page: &'d PageChange, shared: &HashMap<Same<'d>, Shared<'d>>) -> Self {
        let mut told = ToldPage {
            page,
            groups: vec![],
            editorial: vec![],
            follows: BTreeMap::new(),
            followers: vec![],
            away: &page.moved_away,
        };
        let whole = matches!(page.change, PageState::Added | PageState::Removed);
        for change in &page.changes {
            if !whole && same(change).is_some_and(|key| shared.contains_key(&key)) {
                continue;
            }
            if let Some(role) = &change.follows {
                *told.follows.entry(role).or_default() += 1;
                told.followers.push(change);
                continue;
            }
            if change.class == Class::Editorial && change.of != Of::Level {
                told.editorial.push(change);
                continue;
            }
            let place = place(change);
            match told.groups.last_mut() {
                Some((last, changes)) if *last == place => changes.push(change),
                _ => told.groups.push((place, vec![change])),
            }
        }
        told
    }

    /// Nothing is left to tell beside what all pages share.
    fn is_empty(&self) -> bool {
        self.groups.is_empty()
            && self.editorial.is_empty()
            && self.follows.is_empty()
            && self.away.is_empty()
            && self.page.change == PageState::Changed
            && self.page.old.as_ref().map(|name| &name.file) == self.page.new.as_ref().map(|name| &name.file)
    }
}

/// Section and level, as a heading for changes.
fn place(change: &Change) -> String {
    if matches!(change.of, Of::Level | Of::Section | Of::Heading) {
        return String::new();
    }
    let Some(spot) = change.new.as_ref().or(change.old.as_ref()) else { return String::new() };
    let shown = |level: &String| {
        if spot.copy { format!("{level} (shown for comparison)") } else { level.clone() }
    };
    match (&change.section, spot.level.as_ref().map(shown)) {
        (Some(section), Some(level)) => format!("{section} · {level}"),
        (Some(one), None) => one.clone(),
        (None, Some(one)) => one,
        (None, None) => match change.of {
            Of::Value => "Settings and values".to_owned(),
            _ => "Top of the page".to_owned(),
        },
    }
}

/// What a kind of change is called before its text.
fn verb(change: ChangeKind) -> &'static str {
    match change {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Moved => "moved",
        ChangeKind::Reworded => "reworded",
        ChangeKind::Strengthened => "strengthened",
        ChangeKind::Weakened => "weakened",
        ChangeKind::Renamed => "renamed",
    }
}

/// A level or a section that came, went or has another name, as words; `None` for passages.
fn head(change: &Change, quote: &dyn Fn(&str) -> String) -> Option<String> {
    let what = match (change.of, change.new.as_ref().or(change.old.as_ref()).is_some_and(|spot| spot.copy)) {
        (Of::Section, _) => "The section",
        (Of::Heading, _) => "The heading",
        (Of::Level, false) => "The level",
        (Of::Level, true) => "The column for comparison",
        _ => return None,
    };
    Some(match (&change.old, &change.new) {
        (Some(_), Some(new)) if change.reasons.iter().any(|reason| reason == "order") => {
            if new.text.is_empty() {
                "The texts at the top of the page stand in another order.".to_owned()
            } else {
                format!("The items of {} stand in another order.", quote(&new.text))
            }
        }
        (Some(old), Some(new)) if old.text == new.text || change.change == ChangeKind::Moved => {
            format!("{what} {} stands elsewhere.", quote(&new.text))
        }
        (Some(old), Some(new)) => format!("{what} {} is called {} now.", quote(&old.text), quote(&new.text)),
        (None, Some(new)) => format!("{what} {} was added.", quote(&new.text)),
        (Some(old), None) => format!("{what} {} was removed.", quote(&old.text)),
        (None, None) => return None,
    })
}

/// Where a moved passage came from, as far as that differs from where it is.
fn origin(change: &Change) -> Option<String> {
    let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
    (change.change == ChangeKind::Moved).then(|| format!("from {}", elsewhere(new, old)))
}

/// Where it stands now, for those who look for it where it was.
fn destination(change: &Change) -> Option<String> {
    Some(format!("to {}", elsewhere(change.old.as_ref()?, change.new.as_ref()?)))
}

/// A place, as far as it differs from another one.
fn elsewhere(here: &Spot, there: &Spot) -> String {
    let mut parts = vec![];
    if there.level != here.level {
        parts.extend(there.level.as_ref().map(|level| format!("level “{level}”")));
    }
    if there.section != here.section {
        let section = there.section.as_ref().map(|section| format!("“{section}”"));
        parts.push(section.unwrap_or_else(|| "the top of the page".to_owned()));
    }
    if there.file != here.file {
        parts.push(there.file.clone());
    }
    if parts.is_empty() { "another place".to_owned() } else { parts.join(", ") }
}

/// What is said in brackets behind a change: why it is one, where its links lead, where it came from.
fn notes(change: &Change) -> Vec<String> {
    let links = change.links.iter().map(|link| match (&link.old, &link.new) {
        (Some(old), Some(new)) => format!("“{}” leads to {new}, not to {old}", link.text),
        (None, Some(new)) => format!("“{}” is a link to {new} now", link.text),
        (Some(old), None) => format!("“{}” is no link to {old} any more", link.text),
        (None, None) => link.text.clone(),
    });
    // The links themselves say it.
    let reasons = change.reasons.iter().filter(|reason| change.links.is_empty() || *reason != "link");
    let reasons: Vec<&str> = reasons.map(String::as_str).collect();
    let reasons = (!reasons.is_empty()).then(|| reasons.join(", "));
    reasons.into_iter().chain(links).chain(origin(change)).collect()
}

/// What became of a whole page, and how it is called.
fn title(page: &PageChange) -> (String, Option<String>) {
    let name = page.new.as_ref().or(page.old.as_ref());
    let shown = name.map_or_else(String::new, |name| shortened(&name.title, LONGEST).into_owned());
    let kind = match page.kind {
        PageKind::Role => "role",
        PageKind::Posting => "posting",
        PageKind::Page => "page",
    };
    let remark = match page.change {
        PageState::Added => Some(format!("new {kind}, {}", counted(page.passages, "passage"))),
        PageState::Removed => Some(format!("{kind} was removed, {}", counted(page.passages, "passage"))),
        PageState::Renamed if page.kind == PageKind::Page => None,
        PageState::Renamed => {
            page.old.as_ref().map(|old| format!("was “{}”", shortened(&old.title, LONGEST)))
        }
        PageState::Changed => None,
    };
    let moved = match (&page.old, &page.new) {
        (Some(old), Some(new)) if old.file != new.file => Some(format!("was {}", old.file)),
        _ => None,
    };
    let remarks: Vec<String> = remark.into_iter().chain(moved).collect();
    (shown, (!remarks.is_empty()).then(|| remarks.join("; ")))
}

/// `12 punctuation, 3 spelling`.
fn forms(changes: &[&Change]) -> String {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        let reason = match change.reasons.as_slice() {
            _ if change.of == Of::Value => "settings of the site",
            [] => "order",
            [one] => one,
            [_, ..] => "several",
        };
        *count.entry(reason).or_default() += 1;
    }
    let mut sorted: Vec<(&str, usize)> = count.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    sorted.into_iter().map(|(name, number)| format!("{number} {name}")).collect::<Vec<_>>().join(", ")
}

/// The sentences that sum up.
fn closing(summary: &Summary) -> String {
    let listed = |parts: &[(usize, &str)]| -> String {
        let parts: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        parts.join(", ")
    };
    let pages = listed(&[
        (summary.pages_added, "added"),
        (summary.pages_removed, "removed"),
        (summary.pages_renamed, "renamed"),
    ]);
    let changes = listed(&[
        (summary.strengthened, "strengthened"),
        (summary.weakened, "weakened"),
        (summary.added, "added"),
        (summary.removed, "removed"),
        (summary.reworded, "reworded"),
        (summary.moved, "moved"),
        (summary.renamed, "renamed"),
    ]);
    let mut text = vec![];
    if !pages.is_empty() {
        text.push(format!("Pages: {pages}."));
    }
    if !changes.is_empty() {
        text.push(format!(
            "{}, {} ({changes}).",
            counted(summary.substantive, "substantive change"),
            counted(summary.editorial, "editorial change")
        ));
    }
    if text.is_empty() { "Nothing changed.".to_owned() } else { text.join(" ") }
}
