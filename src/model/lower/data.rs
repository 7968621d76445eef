//! Roles in data: files in the schema of this program, and other shapes that frameworks keep in YAML,
//! JSON and TOML files or in the settings block of a page.

mod accept;
#[cfg(test)]
mod family_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod job_tests;
pub(in crate::model) mod keys;
mod ladders;
mod language;
mod make;
mod mapped;
pub(super) mod noise;
mod own;
mod records;
mod resources;
mod settings;
#[cfg(test)]
mod tests;
mod walk;

use crate::syntax::{Document, Entry, Node, Value};
use crate::text::{SourceFile, Spanned};

pub(in crate::model) use self::accept::says_something;
use self::accept::{
    common_job, is_description, is_ladder, is_leveled_job, is_listed_job, is_posting, is_profile, names_job,
    says_anything,
};
use self::keys::{Key, find, is_family, is_job, is_keyed_by_level, is_number, key, level_of, title_of};
pub(super) use self::ladders::is_track;
pub(super) use self::make::months;
pub(super) use self::settings::add_settings;
use self::walk::{Defined, Walk};
use super::super::titles::job_key;
use super::super::vocabulary::looks_like_title;
use super::super::vocabulary::words_of;
use super::super::{Role, RoleKind, Section, SectionKind, section_kind};
use super::careers;
use super::guide;
use super::page::empty_role;
use super::title::{self, Head, read_front, scalar};
use super::{Given, Reading};

/// Departments inside departments that are looked into for roles.
const MAX_GROUPS: usize = 6;

/// Reads the roles of a data file.
pub(super) fn read(file: &SourceFile, doc: &Document, nodes: &[Node], given: Option<&Given<'_>>) -> Reading {
    let Some(given) = given else { return guess(file, doc, nodes) };
    let mut reading = guess(file, doc, nodes);
    if reading.roles.is_empty() {
        // The configuration says that it is one, so its keys need not look like it.
        let forced = nodes.iter().filter(|node| !node.entries().is_empty() || !node.items().is_empty());
        reading = Reading { roles: forced.map(|node| any(file, node)).collect(), ..Reading::default() };
    }
    reading.unmet = given.data(file, nodes, &mut reading.roles);
    reading
}

/// Adds the level that a file is about.
pub(super) fn add_level(role: &mut Role, level: &Spanned<String>) {
    walk::level_of_role(role, level);
}

/// The tree as one role, whatever it looks like.
fn any(file: &SourceFile, node: &Node) -> Role {
    let mut head = Head::default();
    read_front(node, &mut head);
    let mut role = empty_role(file, &head);
    role.span = node.span;
    let clues = Walk::new(&mut role, &Defined::of(node)).role(node);
    role.title = head.title.or_else(|| title::from_name(file));
    let clues = if clues.is_empty() { vec!["a role, as `layouts` says"] } else { clues };
    role.reading = format!("data; {}", clues.join("; "));
    role
}

/// A role of which its file says little but names.
pub(in crate::model) fn bare(file: &SourceFile, node: &Node, title: Spanned<String>) -> Role {
    let mut head = Head::default();
    read_front(node, &mut head);
    let mut role = empty_role(file, &head);
    role.span = node.span;
    role.title = Some(title);
    if let Some(level) = head.level {
        walk::level_of_role(&mut role, &level);
    }
    role.reading = "data; names of what other files describe".into();
    role
}

fn guess(file: &SourceFile, doc: &Document, nodes: &[Node]) -> Reading {
    if let Some(reason) =
        nodes.iter().find_map(|node| noise::reason(file, node)).or_else(|| noise::name(file))
    {
        return Reading { not_roles: Some(reason), ..Reading::default() };
    }
    let plain = resources::plain(nodes);
    let nodes = plain.as_deref().unwrap_or(nodes);
    let spoken = language::spoken(nodes);
    let nodes = spoken.as_deref().unwrap_or(nodes);
    let mut roles: Vec<Role> = nodes.iter().flat_map(|node| roles_in(file, doc, node)).collect();
    if roles.is_empty() {
        roles = in_documents(file, nodes);
    }
    let read = roles.len();
    let stem = title::from_name(file).map(|name| name.value).unwrap_or_default();
    let held = only_collection(nodes).map(keys::spaced).unwrap_or_default();
    roles.retain(|role| !guide::grades_others(&[&keys::spaced(role.name()), &stem, &held], role));
    let reason = match read {
        0 => "its keys are not those of a role",
        _ => "what it numbers are no levels of a career",
    };
    let not_roles = roles.is_empty().then(|| reason.to_owned());
    Reading { roles, not_roles, ..Reading::default() }
}

/// The key of all that a file holds, if it is one.
fn only_collection(nodes: &[Node]) -> Option<&str> {
    let [root] = nodes else { return None };
    let filled = |entry: &&Entry| !entry.value.items().is_empty() || !entry.value.entries().is_empty();
    let mut held = root.entries().iter().filter(filled);
    let only = held.next()?;
    held.next().is_none().then_some(only.key.value.as_str())
}

/// The role of which each document of a file is a level.
fn in_documents(file: &SourceFile, nodes: &[Node]) -> Vec<Role> {
    let leveled = |node: &Node| {
        let level = find(node, Key::Level).and_then(|(_, level)| scalar(level));
        level.is_some_and(|level| level_of(&level.value).is_some() || is_number(&level.value))
    };
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return vec![] };
    if nodes.len() < 2 || !nodes.iter().all(leveled) {
        return vec![];
    }
    let span = first.span.cover(last.span);
    let list = Node { value: Value::List(nodes.to_vec()), span, style: first.style, alias_of: None };
    in_list(file, &list, &Defined::default())
}

/// Adds the levels and sections that a settings block holds, if it does; says how they were found.
pub(super) fn add_front(role: &mut Role, node: &Node) -> Option<&'static str> {
    let nested = |node: &Node| {
        node.entries().iter().chain(node.items().iter().flat_map(Node::entries)).any(|entry| {
            entry.value.items().iter().any(|item| !item.entries().is_empty())
                || !entry.value.entries().is_empty()
        })
    };
    if !nested(node) {
        return None;
    }
    let mut read = Role { sections: vec![], levels: vec![], ..role.clone() };
    let clue = Walk::new(&mut read, &Defined::of(node)).role(node).into_iter().next()?;
    if !is_ladder(&read) {
        return None;
    }
    role.sections.retain(|section| !is_explanation(section));
    // What the page itself says comes behind; its levels keep their expectations.
    let shift = read.levels.len();
    let move_level = |level: &mut usize| *level += shift;
    for section in &mut role.sections {
        section.expectations.iter_mut().filter_map(|item| item.level.as_mut()).for_each(move_level);
        section.shown.iter_mut().for_each(|shown| move_level(&mut shown.level));
    }
    let own = (role.experience.len(), role.scope.len(), role.compensation.len());
    read.experience.iter_mut().take(own.0).filter_map(|item| item.level.as_mut()).for_each(move_level);
    read.scope.iter_mut().take(own.1).filter_map(|item| item.level.as_mut()).for_each(move_level);
    read.compensation.iter_mut().take(own.2).filter_map(|item| item.level.as_mut()).for_each(move_level);
    read.levels.append(&mut role.levels);
    read.sections.append(&mut role.sections);
    *role = read;
    Some(clue)
}

/// Words of sections that tell how the framework is meant.
const ABOUT_FRAMEWORKS: &[&str] =
    &["framework", "frameworks", "progression", "ladder", "checklist", "marco", "referencial", "référentiel"];

/// True for what a page says about its framework, not about the people in the job.
fn is_explanation(section: &Section) -> bool {
    let label = section.label.as_ref().map_or("", |label| label.value.trim());
    let mentions = |text: &str| words_of(text).iter().any(|word| ABOUT_FRAMEWORKS.contains(&word.as_str()));
    // One item of many may well speak of frameworks that people work with.
    let told = section.expectations.iter().filter(|item| mentions(&item.text.plain)).count();
    let mostly = told > 0 && told * 3 >= section.expectations.len();
    mostly || mentions(label) || label.ends_with(['?', '!', '？', '！'])
}

/// The roles of one tree.
fn roles_in(file: &SourceFile, doc: &Document, root: &Node) -> Vec<Role> {
    if let Some(roles) = records::read(file, doc, root) {
        return roles;
    }
    let root = unwrapped(root);
    let defined = Defined::of(root);
    if let Some(role) = one(file, root, None, &defined, Shape::Own) {
        return vec![role];
    }
    if let Some(roles) = ladders::read(file, root, &defined) {
        return roles;
    }
    for roles in several(file, root, &defined) {
        if !roles.is_empty() {
            return roles;
        }
    }
    one(file, root, None, &defined, Shape::Any).into_iter().collect()
}

/// What stands under the only key that says something, if it is a mapping with levels or roles:
/// `ladder: {name: …, grades: …}`.
fn unwrapped(root: &Node) -> &Node {
    let mut node = root;
    for _ in 0..MAX_GROUPS {
        let mut told = node.entries().iter().filter(|entry| key(&entry.key.value) != Key::Meta);
        let (Some(only), None) = (told.next(), told.next()) else { break };
        let inner = &only.value;
        let holds = |wanted| {
            find(inner, wanted)
                .is_some_and(|(_, value)| !value.entries().is_empty() || !value.items().is_empty())
        };
        let job = || title_of(inner).and_then(scalar).is_some_and(|title| looks_like_title(&title.value));
        if key(&only.key.value) == Key::Roles || !(holds(Key::Levels) || holds(Key::Roles) || job()) {
            break;
        }
        node = inner;
    }
    node
}

/// Ways to read several roles from a tree, the likeliest first; empty where it holds none.
fn several<'d>(
    file: &'d SourceFile,
    root: &'d Node,
    defined: &'d Defined,
) -> impl Iterator<Item = Vec<Role>> {
    let keyed = std::iter::once_with(move || {
        collections(root).iter().flat_map(|roles| in_collection(file, roles, defined)).collect()
    });
    let mapped = std::iter::once_with(move || mapped::read(file, root, defined));
    let listed = std::iter::once_with(move || {
        if root.items().is_empty() {
            let mut roles = named(file, root, defined);
            // "vacancies", "data": whatever holds titles of several jobs.
            if let Some(only) = only_list(root).filter(|_| roles.is_empty()) {
                roles = in_list(file, only, defined);
            }
            if roles.len() > 1 || only_list(root).is_none() { roles } else { vec![] }
        } else {
            in_list(file, root, defined)
        }
    });
    let jobs = std::iter::once_with(move || by_job(file, root, defined));
    keyed.chain(mapped).chain(listed).chain(jobs)
}

/// The list that a mapping holds beside nothing but texts, if it has no title.
fn only_list(root: &Node) -> Option<&Node> {
    let mut held = root
        .entries()
        .iter()
        .map(|entry| &entry.value)
        .filter(|value| !value.items().is_empty() || !value.entries().is_empty());
    let only = held.next().filter(|only| !only.items().is_empty() && title_of(root).is_none())?;
    held.next().is_none().then_some(only)
}

/// Roles by their titles: `{Backend Engineer: [Writes …], Frontend Engineer: […]}`.
fn by_job(file: &SourceFile, root: &Node, defined: &Defined) -> Vec<Role> {
    let told = |role: &Role| {
        let items: Vec<&str> = role
            .sections
            .iter()
            .flat_map(|section| &section.expectations)
            .map(|item| item.text.plain.as_str())
            .collect();
        items.iter().filter(|text| says_something(text)).count() * 2 > items.len()
    };
    let filled = |node: &Node| !node.items().is_empty() || !node.entries().is_empty();
    let entries = || root.entries().iter().filter(|entry| key(&entry.key.value) != Key::Meta);
    if !keys::names_jobs(root) || !entries().all(|entry| filled(&entry.value)) {
        return vec![];
    }
    let read = |entry: &Entry| one(file, &entry.value, Some(&entry.key), defined, Shape::Known).filter(told);
    entries().map(read).collect::<Option<_>>().unwrap_or_default()
}

/// Roles under a key such as `roles`, and the family that they belong to, if it has a name.
struct Collection<'n> {
    node: &'n Node,
    family: Option<Spanned<String>>,
    /// The key says that it holds roles.
    of_roles: bool,
}

/// The values of keys such as `roles`, below departments and job families too, in file order.
fn collections(root: &Node) -> Vec<Collection<'_>> {
    let mut found = vec![];
    let mut open = vec![(root, 0usize)];
    while let Some((node, depth)) = open.pop() {
        for entry in node.entries().iter().rev() {
            let of_roles =
                key(&entry.key.value) == Key::Roles || is_family(entry) || keys::is_each_role(entry);
            if of_roles && !holds_steps(&entry.value) {
                in_families(&entry.value, None, 0, &mut found);
            } else if depth < MAX_GROUPS
                && (!entry.value.items().is_empty()
                    || key(&entry.key.value) == Key::Wrapper && !entry.value.entries().is_empty())
            {
                open.push((&entry.value, depth + 1));
            }
        }
        let groups = node.items().iter().rev().filter(|item| !item.entries().is_empty());
        open.extend(groups.map(|item| (item, depth)));
    }
    found.sort_by_key(|collection| collection.node.span.start);
    found
}

/// Adds a collection of roles, or those of the families in it: `families: [{family: Care, roles: […]}]`.
fn in_families<'n>(
    node: &'n Node,
    family: Option<Spanned<String>>,
    depth: usize,
    found: &mut Vec<Collection<'n>>,
) {
    let listed = node.items().iter().map(|item| (None, item));
    let keyed = node.entries().iter().map(|entry| (Some(&entry.key), &entry.value));
    let things: Vec<(Option<&Spanned<String>>, &Node)> = listed.chain(keyed).collect();
    let inner: Option<Vec<&Node>> = things.iter().map(|(_, thing)| roles_of_family(thing)).collect();
    match inner.filter(|inner| !inner.is_empty() && depth < MAX_GROUPS) {
        Some(inner) => {
            for ((own, thing), roles) in things.into_iter().zip(inner) {
                let name = || FAMILY.iter().find_map(|key| thing.get(key)).and_then(scalar);
                let name = title_of(thing).and_then(scalar).or_else(name).or_else(|| own.cloned());
                in_families(roles, name.or_else(|| family.clone()), depth + 1, found);
            }
        }
        None => found.push(Collection { node, family, of_roles: true }),
    }
}

/// True for things that grow in steps without names, each a part of what is expected: "tracks" of a radar.
fn holds_steps(node: &Node) -> bool {
    let mut things = node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)).peekable();
    things.peek().is_some() && things.all(|thing| thing.get("milestones").is_some())
}

/// Keys of the name of a family.
const FAMILY: &[&str] =
    &["family", "job_family", "jobFamily", "discipline", "department", "function", "track"];

/// The roles that a family of jobs holds beside its name.
fn roles_of_family(thing: &Node) -> Option<&Node> {
    let (_, roles) = find(thing, Key::Roles)?;
    let held = roles.items().iter().chain(roles.entries().iter().map(|entry| &entry.value));
    let mut held = held.peekable();
    let roles_only = held.peek().is_some() && held.all(|role| !role.entries().is_empty());
    (roles_only && find(thing, Key::Levels).is_none()).then_some(roles)
}

/// Roles under a key such as `roles`: a list of them, or a mapping from their names.
fn in_collection(file: &SourceFile, collection: &Collection<'_>, defined: &Defined) -> Vec<Role> {
    let node = collection.node;
    let read = |shape: Shape| -> Vec<Role> {
        let listed = node.items().iter().filter_map(|item| {
            one(file, item, None, defined, Shape::Own).or_else(|| one(file, item, None, defined, shape))
        });
        let keyed = node
            .entries()
            .iter()
            .filter_map(|entry| one(file, &entry.value, Some(&entry.key), defined, shape));
        listed.chain(keyed).collect()
    };
    let mut roles = read(if collection.of_roles { Shape::Member } else { Shape::Any });
    // Beside roles of which much is said stand others with little.
    if !roles.is_empty() && roles.len() < node.items().len() + node.entries().len() {
        roles = read(Shape::Known);
    }
    if let Some(family) = &collection.family {
        roles.iter_mut().for_each(|role| join_family(role, family));
    }
    roles
}

/// Notes of a role the family that it belongs to: "Individual Contributor" in a family is a track of it.
fn join_family(role: &mut Role, family: &Spanned<String>) {
    let track = role.title.as_ref().filter(|title| is_track(&title.value)).cloned();
    match track {
        Some(track) => {
            role.title = Some(family.clone());
            role.track = role.track.take().or(Some(track));
        }
        None if names_frame(&family.value) => {}
        None => role.reading = format!("{}; of the job family “{}”", role.reading, family.value.trim()),
    }
}

/// Roles in a list without a key: several jobs, or the levels of one.
fn in_list(file: &SourceFile, root: &Node, defined: &Defined) -> Vec<Role> {
    let titles: Vec<String> = root
        .items()
        .iter()
        .filter_map(|item| find(item, Key::Title).and_then(|(_, title)| scalar(title)))
        .map(|title| title.value)
        .filter(|title| looks_like_title(title))
        .collect();
    if titles.len() * 2 < root.items().len() || titles.is_empty() {
        return vec![];
    }
    let mut jobs: Vec<String> = titles.iter().map(|title| job_key(title)).collect();
    jobs.sort();
    jobs.dedup();
    if titles.len() > 1 && jobs.len() == 1 {
        return one(file, root, None, defined, Shape::Ladder).into_iter().collect();
    }
    in_collection(file, &Collection { node: root, family: None, of_roles: false }, defined)
}

/// A mapping from the names of jobs to their ladders.
fn named(file: &SourceFile, root: &Node, defined: &Defined) -> Vec<Role> {
    let laddered = |node: &Node| {
        let ladder = find(node, Key::Levels).map_or(node, |(_, levels)| levels);
        let holds = |level: &Node| {
            !level.items().is_empty()
                || level.entries().iter().any(|entry| !entry.value.items().is_empty())
                || level.as_text().is_some_and(|text| says_something(&text.plain))
        };
        is_keyed_by_level(ladder) && ladder.entries().iter().all(|entry| holds(&entry.value))
            || (ladder.items().len() > 1 && ladder.items().iter().all(holds))
    };
    let told = |entry: &&Entry| key(&entry.key.value) != Key::Meta;
    let jobs: Vec<&Entry> =
        root.entries().iter().filter(told).filter(|entry| laddered(&entry.value)).collect();
    if jobs.is_empty() || is_keyed_by_level(root) && jobs.len() < 2 {
        return vec![];
    }
    let is_job = |entry: &&Entry| {
        let bare = entry.value.entries().iter().any(|level| !level.value.items().is_empty());
        let name = &entry.key.value;
        find(&entry.value, Key::Title).is_some() || level_of(name).is_some() && !bare || is_job(name)
    };
    // What holds all that a file says is called after the job, whatever that is.
    let alone = root.entries().iter().filter(told).count() == 1
        && jobs.first().is_some_and(|only| may_be_job(&only.key.value));
    if !alone && !jobs.iter().all(is_job) {
        return vec![];
    }
    jobs.iter().filter_map(|entry| one(file, &entry.value, Some(&entry.key), defined, Shape::Any)).collect()
}

/// True for a key that names no part of a framework: "enfermera", not "competencies" or "career ladder".
fn may_be_job(name: &str) -> bool {
    key(name) == Key::Other
        && section_kind(&keys::spaced(name)) == SectionKind::Other
        && level_of(name).is_none()
        && !names_frame(name)
}

/// True for `career_ladder` and other names of frameworks.
fn names_frame(name: &str) -> bool {
    words_of(&keys::spaced(name))
        .iter()
        .any(|word| ABOUT_FRAMEWORKS.contains(&word.as_str()) || FRAMES.contains(&word.as_str()))
}

/// Words of keys of whole frameworks.
const FRAMES: &[&str] = &[
    "career",
    "careers",
    "role",
    "roles",
    "level",
    "levels",
    "growth",
    "path",
    "job",
    "jobs",
    "expectations",
    "matrix",
];

/// How a tree is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// By the schema of this program.
    Own,
    /// A list of levels.
    Ladder,
    /// Levels of a role by what stands around them.
    Levels,
    /// A role by what stands around it, however little it says.
    Known,
    /// One of several under a key such as `roles`.
    Member,
    Any,
}

fn one(
    file: &SourceFile,
    node: &Node,
    name: Option<&Spanned<String>>,
    defined: &Defined,
    shape: Shape,
) -> Option<Role> {
    let mut head = Head::default();
    read_front(node, &mut head);
    let mut role = empty_role(file, &head);
    role.span = node.span;
    role.cumulative = head.cumulative || keys::inherits(node);
    let listed = matches!(shape, Shape::Ladder | Shape::Levels);
    let title = if listed { None } else { title_of(node).and_then(scalar) };
    role.title = head.title.filter(|_| !listed && node.get("title").is_some()).or(title);
    let clues = match shape {
        Shape::Own => own::read(&mut role, node).then(|| vec!["role file"])?,
        Shape::Ladder | Shape::Levels => Walk::new(&mut role, defined).ladder(node),
        Shape::Known | Shape::Member | Shape::Any => Walk::new(&mut role, defined).role(node),
    };
    let stated = role.title.is_some();
    // The family is whose levels these are, where nothing else says it.
    let family = || {
        ["family", "job_family", "discipline", "ladder"].iter().find_map(|key| node.get(key)).and_then(scalar)
    };
    let from_name = || {
        let name = title::from_name(file);
        let job = name.as_ref().is_some_and(|name| looks_like_title(&name.value));
        if job { name } else { common_job(&role).or(name) }
    };
    role.title = role.title.clone().or_else(|| name.cloned()).or_else(family).or_else(from_name);
    // `grade: 3` of a job
    let job = names_job(&role);
    let stated_level = || {
        let level = find(node, Key::Level).and_then(|(_, level)| scalar(level))?;
        let known = is_number(&level.value) || level_of(&level.value).is_some();
        known.then_some(level)
    };
    let level = head.level.or_else(|| if job && !listed { stated_level() } else { None });
    if let Some(level) = level.filter(|_| role.levels.is_empty()) {
        walk::level_of_role(&mut role, &level);
    }
    if is_posting(node) {
        role.kind = RoleKind::Posting;
    }
    order_by_career(&mut role);
    let accepted = match shape {
        Shape::Own => true,
        Shape::Levels => says_anything(&role),
        Shape::Known => (stated || name.is_some()) && says_anything(&role),
        Shape::Ladder | Shape::Member | Shape::Any => {
            let job = || {
                is_description(&role, node)
                    || is_profile(&role, node)
                    || is_leveled_job(&role, shape == Shape::Member)
                    || is_listed_job(&role, node, shape == Shape::Member)
            };
            is_ladder(&role) || stated && job()
        }
    };
    accepted.then(|| {
        let clues = if clues.is_empty() { vec!["sections of a role"] } else { clues };
        role.reading = format!("data; {}", clues.join("; "));
        role
    })
}

/// Orders levels that are called after the steps of a career: "apprentice", "journeyman", "master".
fn order_by_career(role: &mut Role) {
    if role.levels.iter().all(|level| level.rank.is_some()) {
        return;
    }
    let labels: Vec<&str> = role.levels.iter().map(|level| level.label.value.as_str()).collect();
    let Some(heights) = careers::heights(&labels) else { return };
    for (level, height) in role.levels.iter_mut().zip(heights) {
        level.rank = Some(height.saturating_add(10));
    }
}
