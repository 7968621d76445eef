//! Which headings and items name levels, and which of them are the sections of a ladder.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::language::lexicon::current;
use crate::syntax::{Block, HeadingMark, Item, List, MarkKind, Text};
use crate::text::Spanned;

use super::super::titles::{job_key, title_key};
use super::super::vocabulary::{
    SectionKind, is_rank, is_rank_only, is_ranked, job_word, level_word, looks_like_title, section_kind,
    title_rank, words_of,
};
use super::careers;
use super::guide;
use super::outline::Part;
use super::rungs::{alike, rungs};
use super::series::{self, is_step};
use super::title::{Head, core_range, piece};
use super::words::{includes_below, label_range, normal};

/// What the headings of a page name.
#[derive(Debug, Default)]
pub(super) enum Names {
    /// Neither levels nor roles.
    #[default]
    Nothing,
    /// Levels of one ladder: where their headings begin.
    Levels(HashSet<u32>),
    /// Jobs that have nothing to do with each other: where their headings begin.
    Roles(HashSet<u32>),
}

/// A heading that may name a level.
struct Named {
    start: u32,
    label: String,
    code: bool,
    unmarked: bool,
}

/// Finds the headings that name levels or roles: headings of one depth under one parent, most of which do.
pub(super) fn names(tree: &Part<'_>, title: Option<u32>) -> Names {
    let mut by_depth: BTreeMap<u8, Vec<Named>> = BTreeMap::new();
    // The only heading below another: "Marketing", and below it "Product Marketing Manager".
    let mut single: HashSet<u32> = HashSet::new();
    let ladder = announced(tree, title);
    tree.each(&mut |parent| {
        let mut found: BTreeMap<u8, (Vec<Named>, usize)> = BTreeMap::new();
        let steps = series_below(parent, title);
        for part in &parent.children {
            let Some(heading) = part.heading.filter(|heading| Some(heading.span.start) != title) else {
                continue;
            };
            let label = heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("").to_owned();
            let holds = !part.blocks.is_empty() || !part.children.is_empty();
            let (named, others) = found.entry(part.depth).or_default();
            let series = steps.contains(&heading.span.start);
            let known = level_word(&label).map(|word| word.code.is_some());
            // Steps of a procedure are numbered too.
            let known = known.filter(|_| ladder || !is_procedure(&label));
            match if series { Some(true) } else { known }.filter(|_| holds) {
                Some(code) => named.push(Named {
                    start: heading.span.start,
                    label,
                    code,
                    unmarked: heading.mark == HeadingMark::Unmarked,
                }),
                None => *others += 1,
            }
        }
        for (depth, (mut named, mut others)) in found {
            let missed = missed_steps(parent, depth, &named, title);
            others = others.saturating_sub(missed.len());
            named.extend(missed);
            if named.len() == 1 && others == 0 {
                single.extend(
                    named
                        .iter()
                        .filter(|named| !named.unmarked && looks_like_title(&named.label))
                        .map(|named| named.start),
                );
            }
            // Codes that count up are levels, however much stands around them.
            if named.len() * 2 >= others || counts_up(&named) {
                by_depth.entry(depth).or_default().extend(named);
            }
        }
    });
    let starts = |named: &[Named]| named.iter().map(|named| named.start).collect();
    let ladders = by_depth
        .values()
        .map(|named| (related(named), named))
        .filter(|(related, named)| *related > 1 && related * 5 >= named.len() * 3);
    // "Roles on the product team": each heading is a job of its own.
    let roles = by_depth.values().find(|named| {
        named.len() > 1
            && named.iter().all(|named| {
                !named.code && !named.unmarked && looks_like_title(&named.label) && !is_step(&named.label)
            })
    });
    if let Some(named) = roles.filter(|_| announces_roles(tree, title)) {
        return Names::Roles(starts(named));
    }
    // Of two depths with as many levels the outer one counts.
    if let Some((_, named)) = ladders.rev().max_by_key(|(related, _)| *related) {
        return Names::Levels(starts(named));
    }
    let roles = by_depth.values().find(|named| {
        named.len() > 1 && named.iter().all(|named| !named.unmarked && looks_like_title(&named.label))
    });
    // "Sales career ladder": representative, account executive, sales manager, head of sales.
    if let Some(named) = roles.filter(|named| ladder && (rises(named) || climbs(named))) {
        return Names::Levels(starts(named));
    }
    match roles {
        Some(named) => Names::Roles(starts(named)),
        None if single.len() == 1 => Names::Roles(single),
        None => Names::Nothing,
    }
}

/// More headings than these are no levels of one ladder. Rule of thumb: several times the longest one.
const MOST_STEPS: usize = 64;

/// The headings between and behind those of levels of one depth below `parent` that nobody knows as levels and that
/// look like them: "Technician", "Senior Technician", "Team Mother", "Director".
fn missed_steps(parent: &Part<'_>, depth: u8, named: &[Named], title: Option<u32>) -> Vec<Named> {
    if !(2..MOST_STEPS).contains(&named.len()) {
        return vec![];
    }
    let starts: HashSet<u32> = named.iter().map(|named| named.start).collect();
    let here: Vec<&Part<'_>> = parent.children.iter().filter(|part| part.depth == depth).collect();
    let known = |part: &Part<'_>| part.heading.is_some_and(|heading| starts.contains(&heading.span.start));
    let levels: Vec<&Part<'_>> = here.iter().copied().filter(|part| known(part)).collect();
    let first = here.iter().position(|part| known(part)).unwrap_or(0);
    let last = here.iter().rposition(|part| known(part)).unwrap_or(0);
    // What each level holds: a list, or headings of the same names.
    let lists = |part: &Part<'_>| part.blocks.iter().any(|block| matches!(block, Block::List(_)));
    let all_list = levels.iter().all(|part| lists(part));
    let usual: HashSet<String> = levels.iter().flat_map(|part| sections_of(part)).collect();
    let alike = |part: &Part<'_>| {
        let own = sections_of(part);
        if own.is_empty() { all_list && lists(part) } else { !own.is_disjoint(&usual) }
    };
    let mut found = vec![];
    for (at, part) in here.iter().enumerate().skip(first + 1) {
        let Some(heading) = part.heading.filter(|heading| Some(heading.span.start) != title) else {
            continue;
        };
        if known(part) || !alike(part) {
            continue;
        }
        let label = heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("");
        let words = words_of(label);
        let titled = (1..=4).contains(&words.len())
            && label.starts_with(char::is_uppercase)
            && !label.contains(['?', ':', '.', ';', '&', '+'])
            && section_kind(label) == SectionKind::Other;
        let told = words.iter().any(|word| job_word(word).is_some() || is_rank(word));
        if titled && told && (at < last || at == last + 1) {
            let unmarked = heading.mark == HeadingMark::Unmarked;
            found.push(Named { start: heading.span.start, label: label.to_owned(), code: false, unmarked });
        }
    }
    found
}

/// The headings of roles, and the ones beside them that nobody knows as a job and that have the same
/// sections: "Ship's Purser" between "Cook" and "Engineer".
pub(super) fn with_alike(tree: &Part<'_>, roles: HashSet<u32>) -> HashSet<u32> {
    let mut all = roles.clone();
    tree.each(&mut |parent| {
        let start = |part: &Part<'_>| part.heading.map(|heading| heading.span.start);
        let known = |part: &&Part<'_>| start(part).is_some_and(|start| roles.contains(&start));
        let mut times: HashMap<String, usize> = HashMap::new();
        let named: Vec<&Part<'_>> = parent.children.iter().filter(known).collect();
        named.iter().flat_map(|part| sections_of(part)).for_each(|key| *times.entry(key).or_default() += 1);
        for other in parent.children.iter().filter(|part| !known(part)) {
            let beside = named.iter().any(|part| part.depth == other.depth);
            let own = sections_of(other);
            let usual = own.iter().filter(|key| times.get(*key).is_some_and(|n| n * 2 > named.len())).count();
            if named.len() > 1 && beside && own.len() > 2 && usual * 5 >= own.len() * 4 {
                all.extend(start(other));
            }
        }
    });
    all
}

/// The headings right below a part, each once.
fn sections_of(part: &Part<'_>) -> HashSet<String> {
    part.children
        .iter()
        .filter_map(|child| child.heading)
        .map(|heading| normal(&heading.text.plain))
        .collect()
}

/// True for "Stage 1: Phone call", which is no level without a word about levels; "Stage 2: Designer" is one.
fn is_procedure(label: &str) -> bool {
    let words = words_of(label);
    let [first, _, rest @ ..] = words.as_slice() else { return false };
    matches!(first.as_str(), "step" | "stage" | "phase")
        && !label.split_once([':', '–', '—', '-']).is_some_and(|(_, name)| looks_like_title(name.trim()))
        && !rest.is_empty()
}

/// True for three or more codes of one track in their order: "E1: Director", "E2: …", "E3: …".
fn counts_up(named: &[Named]) -> bool {
    let codes: Vec<_> = named
        .iter()
        .filter_map(|named| level_word(&named.label).filter(|word| word.code.is_some()))
        .collect();
    let letters = |code: &Option<String>| {
        code.as_deref().map(|code| code.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned())
    };
    codes.len() == named.len()
        && codes.len() > 2
        && codes.windows(2).all(|pair| match pair {
            [low, high] => letters(&low.code) == letters(&high.code) && low.rank < high.rank,
            _ => false,
        })
}

/// Headings of one depth below `parent` that continue one series, though none of them is the known
/// name of a level.
fn series_below(parent: &Part<'_>, title: Option<u32>) -> HashSet<u32> {
    let mut by_depth: BTreeMap<u8, (Vec<u32>, Vec<String>)> = BTreeMap::new();
    for part in &parent.children {
        if let Some(heading) = part.heading.filter(|heading| Some(heading.span.start) != title) {
            let (starts, labels) = by_depth.entry(part.depth).or_default();
            starts.push(heading.span.start);
            labels.push(heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("").to_owned());
        }
    }
    let mut found = HashSet::new();
    for (starts, labels) in by_depth.into_values() {
        if series::continues(&labels) {
            found.extend(starts);
            continue;
        }
        // "Yard Reeve" beside "Senior Yard Reeve" and "Lead Yard Reeve", of which nobody knows the job.
        let beside = starts.iter().zip(&labels).zip(alike(&labels));
        let unknown = beside.filter(|((_, label), alike)| *alike && level_word(label).is_none());
        found.extend(unknown.map(|((start, _), _)| *start));
        // Below "SDR 1" and "SDR 2" there may be "Account Executive" and "Head of Sales".
        let own = starts.iter().zip(&labels).filter(|(_, label)| level_word(label).is_none());
        let (own, names): (Vec<u32>, Vec<&String>) = own.map(|(start, label)| (*start, label)).unzip();
        if labels.len() - names.len() > 1 && names.len() > 1 && series::counts_on(&names) {
            found.extend(own);
            continue;
        }
        // "Picker" beside "Senior Picker", whatever that is.
        let ranked = labels.iter().filter(|label| looks_like_title(label) && is_ranked(label));
        let jobs: HashSet<String> = ranked.map(|label| job_key(label)).collect();
        let beside = own.into_iter().zip(names).filter(|(_, name)| jobs.contains(&title_key(name)));
        found.extend(beside.map(|(start, _)| start));
    }
    found
}

/// True if the main heading says that a ladder follows.
fn announced(tree: &Part<'_>, title: Option<u32>) -> bool {
    let mut found = false;
    tree.each(&mut |part| {
        let main = part.heading.filter(|heading| Some(heading.span.start) == title);
        found |= main.is_some_and(|heading| guide::announces_ladder(&heading.text.plain));
    });
    found
}

/// True for three or more titles of which each stands as high as the one before it or higher.
fn rises(named: &[Named]) -> bool {
    let ranks: Option<Vec<i32>> = named.iter().map(|named| title_rank(&named.label)).collect();
    ranks.is_some_and(|ranks| ranks.len() > 2 && ranks.first() < ranks.last() && ranks.is_sorted())
}

/// True for four to nine titles on three heights or more that go up for the most part: "Analyst", "Consultant",
/// "Manager", "Principal". Jobs beside each other stand on one or two heights, or in any order.
fn climbs(named: &[Named]) -> bool {
    let ranks: Option<Vec<i32>> = named.iter().map(|named| title_rank(&named.label)).collect();
    ranks.is_some_and(|ranks| {
        let heights: HashSet<i32> = ranks.iter().map(|rank| rank / 10).collect();
        let pairs = || {
            ranks
                .iter()
                .enumerate()
                .flat_map(|(at, low)| ranks.iter().skip(at + 1).map(move |high| low.cmp(high)))
        };
        let up = pairs().filter(|order| order.is_lt()).count();
        let down = pairs().filter(|order| order.is_gt()).count();
        (4..=9).contains(&ranks.len()) && heights.len() > 2 && up >= down * 2 && up * 2 > pairs().count()
    })
}

/// True if the main heading says that roles follow.
fn announces_roles(tree: &Part<'_>, title: Option<u32>) -> bool {
    let mut found = false;
    tree.each(&mut |part| {
        if let Some(heading) = part.heading.filter(|heading| Some(heading.span.start) == title) {
            let words = words_of(&heading.text.plain);
            found |= words.iter().any(|word| matches!(word.as_str(), "roles" | "jobs" | "positions"))
                && !words.iter().any(|word| matches!(word.as_str(), "levels" | "ladder" | "framework"));
        }
    });
    found
}

/// Words of titles that say who leads, not what the job is about.
pub(super) const LEADING: &[&str] = &[
    "manager",
    "director",
    "lead",
    "leader",
    "head",
    "chief",
    "officer",
    "vp",
    "vice",
    "president",
    "executive",
    "technology",
    "specialist",
    "coordinator",
];

/// How many of the labels belong to one ladder: codes, ranks, and titles that share a word of their job.
fn related(named: &[Named]) -> usize {
    let mut stems: HashMap<String, usize> = HashMap::new();
    let mut plain = 0;
    for named in named {
        let step = named.code || is_step(&named.label) || is_rank_only(&named.label);
        if step || !looks_like_title(&named.label) {
            plain += 1;
            continue;
        }
        let own: HashSet<String> = job_key(&named.label)
            .split(' ')
            .filter(|word| !word.is_empty() && !LEADING.contains(word))
            .map(|word| word.chars().take(6).collect())
            .collect();
        for stem in own {
            *stems.entry(stem).or_default() += 1;
        }
    }
    plain + stems.values().copied().max().unwrap_or(0)
}

/// The heading that is the title of the page: the one that says the title, or the first, if no other
/// stands as high.
pub(super) fn title_heading(tree: &Part<'_>, head: &Head) -> Option<u32> {
    let mut said = None;
    if let Some(title) = head.title.as_ref().filter(|title| !title.span.is_empty()) {
        tree.each(&mut |part| {
            said = said.or(part.heading.filter(|heading| heading.span.contains(title.span)));
        });
    }
    if let Some(heading) = said {
        return Some(heading.span.start);
    }
    let first = tree.children.first()?;
    let steps = |part: &&Part<'_>| part.heading.is_some_and(|heading| is_step(&heading.text.plain));
    let named = tree.children.iter().filter(steps).count() > 1 && steps(&first);
    if named || !rungs(tree.children.iter().filter_map(|part| part.heading)).is_empty() {
        return None;
    }
    let alone = tree.children.iter().filter(|part| part.depth <= first.depth).count() == 1;
    let job = first.heading.is_some_and(|heading| looks_like_title(&heading.text.plain));
    let holder = tree.children.len() == 1 && !first.children.is_empty();
    (first.depth == 1 && (alone || job) || holder || (job && alone))
        .then(|| first.heading.map(|heading| heading.span.start))
        .flatten()
}

pub(super) fn is_all_levels(label: &str) -> bool {
    matches!(
        normal(label).as_str(),
        "all levels" | "every level" | "at all levels" | "all roles" | "everyone" | "general expectations"
    )
}

/// The label of an item of a ladder: "Scope" in "Scope: …", or the whole of a short item with items below.
pub(super) fn item_label(item: &Item) -> Option<Range<usize>> {
    let plain = &item.text.plain;
    if let Some(range) = label_range(plain) {
        return Some(range);
    }
    let range = core_range(plain);
    let words = plain.get(range.clone())?.split_whitespace().count();
    let heads = item.children.iter().any(|block| matches!(block, Block::List(_)));
    (heads && (1..=5).contains(&words)).then_some(range)
}

/// Labels that items under nearly all level headings begin with; empty if items have no such labels.
pub(super) fn dimensions(tree: &Part<'_>, levels: &HashSet<u32>) -> HashSet<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    let (mut ladder, mut items) = (0usize, 0usize);
    let mut each_item: Vec<String> = vec![];
    tree.each(&mut |part| {
        if !part.heading.is_some_and(|heading| levels.contains(&heading.span.start)) {
            return;
        }
        ladder += 1;
        let mut here = HashSet::new();
        for block in &part.blocks {
            let Block::List(list) = block else { continue };
            for item in &list.items {
                items += 1;
                if let Some(label) = item_label(item).and_then(|range| item.text.plain.get(range)) {
                    each_item.push(normal(label));
                    here.insert(normal(label));
                }
            }
        }
        for label in here {
            *count.entry(label).or_default() += 1;
        }
    });
    count.retain(|_, times| *times * 5 >= ladder * 4 && *times > 1);
    let covered = each_item.iter().filter(|label| count.contains_key(*label)).count();
    if items == 0 || covered * 4 < items * 3 {
        return HashSet::new();
    }
    count.into_keys().collect()
}

/// A list whose items name levels and hold lists of their own.
pub(super) fn list_of_levels(list: &List) -> bool {
    let holds = |item: &Item| item.children.iter().any(|block| matches!(block, Block::List(_)));
    let name = |item: &&Item| level_word(item.text.plain.trim()).is_some();
    // A ladder may hold a title that nobody knows.
    let short = |item: &Item| {
        let plain = item.text.plain.trim();
        plain.split_whitespace().count() <= 6 && !plain.ends_with(['.', ':', ';'])
    };
    // Most lists are flat, and to see that takes less than to read names.
    if !list.items.iter().all(holds) {
        return false;
    }
    let named = list.items.iter().filter(name).count();
    named > 1 && named * 3 >= list.items.len() * 2 && list.items.iter().all(|item| name(&item) || short(item))
}

/// For a list whose items all begin with the name of a level and go on with a text ("Junior: writes
/// …", "**Senior Engineer** – leads …"), where the names are.
pub(super) fn labeled_levels(list: &List) -> Option<Vec<Range<usize>>> {
    let name = |item: &Item| {
        let plain = item.text.plain.as_str();
        let strong =
            item.text.marks.iter().find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0);
        let end = match (strong, label_range(plain)) {
            (_, Some(range)) => range.end,
            (Some(mark), None) => mark.range.end,
            (None, None) => return None,
        };
        let label = plain.get(..end)?.trim_end_matches([':', '：', '.', ' ']);
        let says = plain.len() > end + 2 || !item.children.is_empty();
        says.then_some(0..label.len())
    };
    let names: Vec<Range<usize>> = list.items.iter().map(name).collect::<Option<_>>()?;
    let labels: Vec<&str> = list
        .items
        .iter()
        .zip(&names)
        .filter_map(|(item, range)| item.text.plain.get(range.clone()))
        .collect();
    if !labels.iter().all(|label| is_step(label)) && !careers::are_levels(&labels) {
        return None;
    }
    // "IC1: Associate Engineer" says how a level is called, not what it expects.
    let says = |(item, range): (&Item, &Range<usize>)| {
        let rest =
            item.text.plain.get(range.end..).unwrap_or("").trim_matches([':', '：', ' ', '–', '—', '-']);
        let unquoted = rest.replace(['"', '“', '”', '„'], "");
        let words = rest.split_whitespace().count();
        // "works alone" is what somebody does.
        let spoken = words > 1 && (rest.ends_with('.') || rest.starts_with(char::is_lowercase));
        !item.children.is_empty()
            || (!looks_like_title(&unquoted) && (words > 2 || spoken || rest.chars().count() > 24))
    };
    if list.items.iter().zip(&names).filter(|pair| says(*pair)).count() * 2 < names.len() {
        return None;
    }
    let mut keys: Vec<String> = labels.into_iter().map(normal).collect();
    keys.sort();
    keys.dedup();
    (keys.len() > 1 && keys.len() == names.len()).then_some(names)
}

/// A list in which some items are nothing but bold labels: each label with the items below it.
pub(super) fn bold_labels(list: &List) -> Option<Vec<(Option<Spanned<String>>, &[Item])>> {
    let label = |item: &Item| {
        let range = core_range(&item.text.plain);
        let bold = item.text.marks.iter().any(|mark| {
            mark.kind == MarkKind::Strong && mark.range.start <= range.start && mark.range.end >= range.end
        });
        let words = || item.text.plain.get(range.clone()).unwrap_or("").split_whitespace().count();
        let fits = bold && item.children.is_empty() && (1..=5).contains(&words());
        fits.then(|| piece(&item.text, range.clone()))
    };
    let heads: Vec<usize> =
        list.items.iter().enumerate().filter(|(_, item)| label(item).is_some()).map(|(at, _)| at).collect();
    // A label needs something below it; a list of bold words is a list.
    let ends = heads.iter().skip(1).copied().chain([list.items.len()]);
    if heads.is_empty() || heads.iter().zip(ends.clone()).any(|(&at, end)| at + 1 >= end) {
        return None;
    }
    let mut parts = vec![];
    let first = *heads.first()?;
    if first > 0 {
        parts.push((None, list.items.get(..first)?));
    }
    for (&at, end) in heads.iter().zip(ends) {
        parts.push((label(list.items.get(at)?), list.items.get(at + 1..end)?));
    }
    Some(parts)
}

/// What is said before lists and names none of them.
const ASIDES: &[&str] = &[
    "note",
    "notes",
    "please note",
    "example",
    "for example",
    "for instance",
    "tip",
    "tips",
    "hint",
    "warning",
    "important",
    "hinweis",
    "zum beispiel",
    "beispielsweise",
    "par exemple",
    "remarque",
    "por ejemplo",
    "nota",
    "por exemplo",
    "ad esempio",
    "bijvoorbeeld",
];

/// "Signs of good work:" before a list names a section; "You will do the following:" does not. On the page of a job
/// "You will:" does as well, and "What we offer:".
pub(super) fn lead_label(text: &Text, job: bool) -> Option<Spanned<String>> {
    let plain = text.plain.trim_end();
    if !plain.ends_with([':', '：']) {
        return None;
    }
    let range = core_range(&text.plain);
    let label = text.plain.get(range.clone())?;
    let words: Vec<String> = words_of(label);
    let sentence = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "following"
                | "follows"
                | "include"
                | "includes"
                | "including"
                | "is"
                | "are"
                | "you"
                | "we"
                | "will"
                | "should"
                | "must"
                | "can"
                | "they"
                | "have"
                | "has"
        )
    });
    let asks = || matches!(words.first().map(String::as_str), Some("what" | "who"));
    let sentence = sentence && !(job && (asks() || current().is_section(&words)));
    let fits = !ASIDES.contains(&words.join(" ").as_str())
        && (1..=8).contains(&words.len())
        && !sentence
        && !label.contains(['.', ';', '\n']);
    let capital = label.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    // "Above, plus:"
    (fits && capital && !includes_below(plain)).then(|| piece(text, range))
}
