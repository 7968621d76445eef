//! What the framework is made of: sections, tracks, scales, names of levels, other titles, lists of roles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::write::{list, value};
use super::{Guess, LONGEST_LIST, Part, Sources, folder_of, is_entrance, mostly, share, stem_of, usual};
use crate::engine::Run;
use crate::model::{
    Framework, Graph, Role, RoleKind, SectionKind, is_leading, looks_like_title, section_kind, title_key,
    words_of,
};
use crate::syntax::Body;
use crate::text::FileId;

/// From fewer pages nothing can be said about what they have in common.
const ENOUGH_PAGES: usize = 4;
/// Sections that so many of ten pages have are expected of all …
const REQUIRED: usize = 8;
/// … and those of so many are named for their place.
const OPTIONAL: usize = 4;
/// So many of ten pages must keep the order.
const ORDERED: usize = 8;

pub(super) fn learn(sources: Sources<'_>, run: &Run) -> Vec<Guess> {
    let roles: Vec<&Role> = sources.roles(run).filter(|role| role.kind == RoleKind::Framework).collect();
    let frameworks: Vec<&Framework> = sources.frameworks(run).collect();
    let mut guesses = vec![];
    guesses.extend(cumulative(&roles));
    guesses.extend(sections(sources, run, &roles));
    guesses.extend(tracks(&frameworks));
    guesses.extend(scales(sources, &roles));
    guesses.extend(aliases(&roles));
    guesses.extend(external(&frameworks));
    guesses.extend(registries(sources, &frameworks));
    guesses.extend(level_names(&roles));
    guesses
}

/// Do levels include those below? Only what most pages say themselves is taken as said for all.
fn cumulative(roles: &[&Role]) -> Option<Guess> {
    let several: Vec<_> = roles.iter().filter(|role| role.levels.len() > 1).collect();
    let say = several.iter().filter(|role| role.cumulative).count();
    (say > 1 && mostly(say, several.len(), 6)).then(|| {
        Guess::new(
            Part::Framework,
            "cumulative",
            "each level includes the levels below".into(),
            share(say, several.len(), "page"),
        )
        .comment(format!(
            "Each level includes the levels below: {} say so.",
            share(say, several.len(), "page")
        ))
        .line("cumulative: true")
    })
}

/// A page with its sections in the order in which they first stand there, by key.
struct Page<'r> {
    role: &'r Role,
    keys: Vec<String>,
    labels: Vec<&'r str>,
    /// Keys that stand on the page several times.
    again: HashSet<String>,
}

impl<'r> Page<'r> {
    fn of(role: &'r Role) -> Self {
        let levels: HashSet<Vec<String>> = role
            .levels
            .iter()
            .map(|level| words_of(&level.label.value))
            .chain([words_of(role.name())])
            .collect();
        let (mut keys, mut labels) = (vec![], vec![]);
        let mut again: HashSet<String> = HashSet::new();
        for label in role.sections.iter().filter_map(|section| section.label.as_ref()) {
            let words = words_of(&label.value);
            let key = words.join(" ");
            if keys.contains(&key) {
                again.insert(key);
            } else if !key.is_empty() && !levels.contains(&words) {
                keys.push(key);
                labels.push(label.value.trim());
            }
        }
        Page { role, keys, labels, again }
    }
}

impl Page<'_> {
    fn leave_out(&mut self, keys: &[String]) {
        let mut kept = self.keys.iter().map(|key| !keys.contains(key)).collect::<Vec<_>>().into_iter();
        self.labels.retain(|_| kept.next().unwrap_or(true));
        self.keys.retain(|key| !keys.contains(key));
    }
}

/// Sections that pages of one kind have in common.
struct Common {
    /// Label, on how many pages, required.
    sections: Vec<(String, usize, bool)>,
    pages: usize,
    /// Pages that keep the order.
    ordered: usize,
}

impl Common {
    fn of(pages: &[Page<'_>]) -> Option<Self> {
        if pages.len() < ENOUGH_PAGES {
            return None;
        }
        let mut places: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for page in pages {
            for (at, key) in page.keys.iter().enumerate() {
                #[allow(clippy::cast_precision_loss)]
                places.entry(key).or_default().push(at as f64 / page.keys.len() as f64);
            }
        }
        places.retain(|_, at| mostly(at.len(), pages.len(), OPTIONAL));
        #[allow(clippy::cast_precision_loss)]
        let mean = |at: &[f64]| at.iter().sum::<f64>() / at.len() as f64;
        let mut order: Vec<(&str, f64)> = places.iter().map(|(key, at)| (*key, mean(at))).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        let index: HashMap<&str, usize> = order.iter().enumerate().map(|(n, (key, _))| (*key, n)).collect();
        let ordered = pages
            .iter()
            .filter(|page| {
                let at: Vec<usize> =
                    page.keys.iter().filter_map(|key| index.get(key.as_str()).copied()).collect();
                at.is_sorted()
            })
            .count();
        let labels = |wanted: &str| {
            let all = pages.iter().flat_map(|page| page.keys.iter().zip(&page.labels));
            usual(all.filter(|(key, _)| *key == wanted).map(|(_, label)| *label)).map(str::to_owned)
        };
        let sections: Vec<(String, usize, bool)> = order
            .iter()
            .filter_map(|(key, _)| {
                let count = places.get(key).map_or(0, Vec::len);
                let label = labels(key)?;
                // Nothing comes before the first step of a ladder, nor after the last.
                let steps = section_kind(&label) == SectionKind::Moves && count < pages.len();
                Some((label, count, mostly(count, pages.len(), REQUIRED) && !steps))
            })
            .take(LONGEST_LIST)
            .collect();
        let required = sections.iter().filter(|(.., required)| *required).count();
        (required > 1).then_some(Common { sections, pages: pages.len(), ordered })
    }

    fn lines(&self) -> Option<Vec<String>> {
        let line = |(label, count, required): &(String, usize, bool)| {
            let name = value(label)?;
            let flow = if name.starts_with('"') { name } else { format!("\"{name}\"") };
            let name = value(label)?;
            let line =
                if *required { format!("- {name}") } else { format!("- {{ name: {flow}, optional: true }}") };
            Some(format!("  {line} # {} of {}", count, self.pages))
        };
        let lines: Option<Vec<String>> = self.sections.iter().map(line).collect();
        lines
    }

    fn is_ordered(&self) -> bool {
        mostly(self.ordered, self.pages, ORDERED)
    }

    fn what(&self) -> String {
        let required = self.sections.iter().filter(|(.., required)| *required).count();
        match self.sections.len() - required {
            0 => format!("{required} that every page should have"),
            more => format!("{required} that every page should have, and {more} that some have"),
        }
    }

    /// True for a page that has less than half of what every page should have.
    fn is_unlike(&self, page: &Page<'_>) -> bool {
        let required = self.sections.iter().filter(|(.., required)| *required);
        let keys = required.map(|(label, ..)| words_of(label).join(" "));
        let (all, here) =
            keys.fold((0, 0), |(all, here), key| (all + 1, here + usize::from(page.keys.contains(&key))));
        here * 2 < all
    }

    /// How many places may be found with it: what the pages that are unlike the others lack.
    fn lacking(&self) -> usize {
        self.sections.iter().filter(|(.., required)| *required).map(|(_, count, _)| self.pages - count).sum()
    }
}

fn sections(sources: Sources<'_>, run: &Run, roles: &[&Role]) -> Vec<Guess> {
    let pages = || roles.iter().map(|role| Page::of(role)).filter(|page| page.keys.len() > 1);
    let all: Vec<Page<'_>> = pages().collect();
    let mut folders: BTreeMap<&str, Vec<Page<'_>>> = BTreeMap::new();
    for page in pages() {
        folders.entry(folder_of(sources.path(page.role.file))).or_default().push(page);
    }
    // Where many pages have no sections at all, those of the others are no custom.
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for role in roles {
        *sizes.entry(folder_of(sources.path(role.file))).or_default() += 1;
    }
    folders.retain(|folder, pages| mostly(pages.len(), sizes.get(folder).copied().unwrap_or(0), 7));
    // What all pages have in common holds for the framework, unless single folders have more in common.
    let whole = Common::of(&all).filter(|_| mostly(all.len(), roles.len(), 7));
    let files = |pages: &[Page<'_>]| pages.iter().map(|page| page.role.file).collect::<HashSet<_>>();
    let single: Vec<(&str, (Common, HashSet<FileId>))> = folders
        .into_iter()
        .filter_map(|(folder, mut pages)| {
            // In a folder the list of sections is also the list of headings, in which each may stand once.
            let again: Vec<String> = pages.iter().flat_map(|page| &page.again).cloned().collect();
            pages.iter_mut().for_each(|page| page.leave_out(&again));
            Some((folder, (Common::of(&pages)?, files(&pages))))
        })
        .collect();
    let size = |common: &Common| common.sections.iter().filter(|(.., required)| *required).count();
    let better = whole
        .as_ref()
        .is_none_or(|whole| single.len() > 1 && single.iter().all(|(_, (own, _))| size(own) > size(whole)));
    if let Some(common) = whole.filter(|_| !better) {
        // Pages of another kind have hardly any of them, and need none.
        let others = all.iter().filter(|page| common.is_unlike(page)).count();
        if others == 0 {
            return framework_sections(&common).into_iter().collect();
        }
        if single.is_empty() {
            let unlike =
                format!("{} are of another kind and have few of them.", share(others, all.len(), "page"));
            let guess = framework_sections(&common);
            return guess.map(|guess| guess.comment(unlike).ask()).into_iter().collect();
        }
    }
    single.iter().filter_map(|(folder, own)| profile(sources, run, folder, own)).collect()
}

fn framework_sections(common: &Common) -> Option<Guess> {
    let order = share(common.ordered, common.pages, "page");
    let guess = Guess::new(Part::Framework, "sections", common.what(), format!("order on {order}"))
        .comment(format!(
            "The sections of a role, in their order, with the number of pages that have them. {order} keep the order."
        ))
        .line("sections:")
        .lines(common.lines()?);
    let guess = guess.judged_by(
        &["missing-section", "section-order", "level-missing-from-section"],
        common.lacking().max(common.pages - common.ordered),
    );
    Some(if common.is_ordered() { guess } else { guess.ask() })
}

fn profile(
    sources: Sources<'_>,
    run: &Run,
    folder: &str,
    (common, about): &(Common, HashSet<FileId>),
) -> Option<Guess> {
    // The pattern finds pages about other things as well, which are taken out again.
    let inside = |path: &str| folder_of(path) == folder;
    let mut extensions: BTreeSet<&str> = BTreeSet::new();
    let mut files: HashSet<FileId> = HashSet::new();
    for (file, doc) in sources.documents(run).filter(|(file, _)| inside(&file.path)) {
        if matches!(doc.body, Body::Prose(_)) {
            extensions.extend(file.path.rsplit_once('.').map(|(_, extension)| extension));
            files.insert(file.id);
        }
    }
    let mut others: Vec<&str> =
        files.iter().filter(|file| !about.contains(file)).map(|&file| sources.path(file)).collect();
    others.sort_unstable();
    let mut names: Vec<&str> = extensions.into_iter().collect();
    let extension = names.pop().filter(|_| names.is_empty())?;
    let path = format!("/{folder}/*.{extension}").replace("//", "/");
    let paths = std::iter::once(path).chain(others.iter().map(|path| format!("!/{path}")));
    let paths: Vec<String> = paths.collect();
    let paths = list(paths.iter().map(String::as_str))?;
    let order = share(common.ordered, common.pages, "page");
    let guess = Guess::new(
        Part::Profiles,
        "sections",
        format!("in {}: {}", if folder.is_empty() { "the top folder" } else { folder }, common.what()),
        format!("order on {order}"),
    )
    .comment(format!(
        "The sections of these pages, with the number of pages that have them. {order} keep the order."
    ))
    .line(format!("- paths: {paths}"))
    .line("  sections:")
    .lines(common.lines()?.into_iter().map(|line| format!("  {line}")))
    .judged_by(&["missing-section", "section-order"], common.lacking().max(common.pages - common.ordered))
    .within(folder);
    let certain = common.is_ordered() && others.len() * 2 < files.len();
    Some(if certain { guess } else { guess.ask() })
}

/// Lines of pages of one level each, lowest first.
fn tracks(frameworks: &[&Framework]) -> Option<Guess> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for framework in frameworks {
        let graph = Graph::new(framework);
        let single = |rung: usize| {
            graph.rungs.get(rung).is_some_and(|rung| !rung.foreign && graph.own(rung.role).len() == 1)
        };
        let role = |rung: usize| graph.rungs.get(rung).and_then(|rung| framework.roles.get(rung.role));
        let name = |rung: usize| role(rung).map_or("", Role::name);
        let (mut up, mut down): (HashMap<usize, Vec<usize>>, HashMap<usize, Vec<usize>>) = Default::default();
        for step in graph.steps.iter().filter(|step| single(step.lower) && single(step.upper)) {
            up.entry(step.lower).or_default().push(step.upper);
            down.entry(step.upper).or_default().push(step.lower);
        }
        // Where people begin to lead, another track begins, if there is another way on.
        let only = |map: &HashMap<usize, Vec<usize>>, at: usize| {
            let all = map.get(&at).map_or(&[][..], Vec::as_slice);
            let alike = all.iter().filter(|&&other| is_leading(name(other)) == is_leading(name(at)));
            match (all, alike.collect::<Vec<_>>().as_slice()) {
                ([one], _) => Some(*one),
                (_, [one]) => Some(**one),
                _ => None,
            }
        };
        let follows = |at: usize| only(&up, at).filter(|&next| only(&down, next) == Some(at));
        let mut starts: Vec<usize> = up.keys().copied().collect();
        starts.retain(|&at| only(&down, at).is_none_or(|before| follows(before) != Some(at)));
        starts.sort_unstable();
        for start in starts {
            let mut line = vec![start];
            while let Some(next) = line.last().and_then(|&last| follows(last)) {
                if line.len() > graph.rungs.len() {
                    break;
                }
                line.push(next);
            }
            let titles: Vec<String> = line.iter().map(|&rung| name(rung).to_owned()).collect();
            let known = titles.iter().zip(&line).all(|(title, &rung)| {
                graph
                    .page(title)
                    .is_some_and(|page| graph.rungs.get(rung).is_some_and(|own| own.role == page))
            });
            if line.len() < 3 || !known {
                continue;
            }
            let declared: BTreeSet<&str> = line
                .iter()
                .filter_map(|&rung| role(rung)?.track.as_ref())
                .map(|track| track.value.as_str())
                .collect();
            let mut track = match declared.into_iter().collect::<Vec<_>>().as_slice() {
                [one] => (*one).to_owned(),
                // The title with the fewest words is the name of the job.
                _ => titles
                    .iter()
                    .min_by_key(|title| title.split_whitespace().count())
                    .cloned()
                    .unwrap_or_default(),
            };
            // Two lines of one track: where people begin to lead, or a branch.
            if found.contains_key(&track) {
                track = format!("{track}, from {}", titles.first().map_or("", String::as_str));
            }
            found.insert(track, titles);
        }
    }
    let mut lines = vec![];
    let mut longest: Vec<&Vec<String>> = vec![];
    for (track, titles) in found.iter().take(LONGEST_LIST) {
        let (Some(track), Some(all)) = (value(track), list(titles.iter().map(String::as_str))) else {
            continue;
        };
        lines.push(format!("  {track}: {all}"));
        longest.push(titles);
    }
    let steps: usize = longest.iter().map(|titles| titles.len() - 1).sum();
    (!lines.is_empty()).then(|| {
        Guess::new(
            Part::Framework,
            "tracks",
            format!("{} with {steps} promotions", longest.len()),
            "from titles, codes and the steps that pages name".into(),
        )
        .comment("Who is promoted to what, lowest first: from titles, codes and the steps that pages name.")
        .line("tracks:")
        .lines(lines)
        .judged_by(
            &[
                "experience-regression",
                "scope-regression",
                "pay-band-progression",
                "dangling-move",
                "level-order",
            ],
            0,
        )
    })
}

/// Scales that are used, from those that rules know by themselves.
fn scales(sources: Sources<'_>, roles: &[&Role]) -> Option<Guess> {
    let param = |rule: &str, name: &str| {
        let page = sources.pages.iter().find(|page| page.id == rule)?;
        page.meta.params.get(name).cloned()
    };
    let reach: Vec<String> = serde_json::from_value(param("scope-regression", "steps")?).ok()?;
    let known: Vec<Vec<String>> = serde_json::from_value(param("proficiency-regression", "scales")?).ok()?;
    let mut lines = vec![];
    let mut sure = vec![];
    // Values that stand behind the names of measures.
    let mut measures: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for scope in roles.iter().flat_map(|role| &role.scope) {
        if let Some(text) = &scope.value {
            let name = scope.measure.split('.').next().unwrap_or("");
            measures.entry(name).or_default().push(text);
        }
    }
    for (name, values) in &measures {
        lines.extend(scale(name, values, &reach, &mut sure));
    }
    // Short cells, and what stands behind the names of competencies.
    let mut values: Vec<&str> = vec![];
    for section in roles.iter().flat_map(|role| &role.sections) {
        values.extend(section.shown.iter().map(|shown| shown.words.as_str()));
        for item in section.expectations.iter().filter(|item| item.label.is_some()) {
            values.extend(item.text.plain.split_once([':', '：']).map(|(_, said)| said.trim()));
        }
    }
    let best = known.iter().max_by_key(|steps| {
        let used: Vec<&&str> = values.iter().filter(|text| place(steps, text).is_some()).collect();
        (used.iter().filter_map(|text| place(steps, text)).collect::<BTreeSet<_>>().len(), used.len())
    })?;
    let used: Vec<&str> = values.iter().copied().filter(|text| place(best, text).is_some()).collect();
    if used.iter().filter_map(|text| place(best, text)).collect::<BTreeSet<_>>().len() > 2 {
        lines.extend(scale("proficiency", &used, best, &mut sure));
    }
    (!lines.is_empty()).then(|| {
        Guess::new(Part::Framework, "scales", format!("{}", lines.len()), sure.join("; "))
            .comment(format!("The steps of each scale, lowest first: {}.", sure.join("; ")))
            .line("scales:")
            .lines(lines)
            .judged_by(&["scale-vocabulary", "scope-regression", "proficiency-regression"], 0)
    })
}

/// The place of a value on a scale.
fn place(steps: &[String], text: &str) -> Option<usize> {
    let key = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = key(text);
    steps.iter().position(|step| key(step) == wanted)
}

/// A scale whose steps are known, as far as it is used; a line for the configuration.
fn scale(name: &str, values: &[&str], steps: &[String], sure: &mut Vec<String>) -> Option<String> {
    let at: Vec<usize> = values.iter().filter_map(|text| place(steps, text)).collect();
    let different: BTreeSet<usize> = at.iter().copied().collect();
    if different.len() < 2 || at.len() < 4 || !mostly(at.len(), values.len(), 9) {
        return None;
    }
    // One way to write each step: that of most values.
    let written = different
        .iter()
        .filter_map(|&step| usual(values.iter().copied().filter(|text| place(steps, text) == Some(step))));
    sure.push(format!("`{name}`: {}", share(at.len(), values.len(), "value")));
    Some(format!("  {}: {}", value(name)?, list(written)?))
}

/// Other titles that pages give themselves.
fn aliases(roles: &[&Role]) -> Option<Guess> {
    let mut lines = vec![];
    for role in roles {
        let others = role.aliases.iter().chain(&role.also).map(|title| title.value.as_str());
        let title = role.title.as_ref().map_or("", |title| title.value.as_str());
        let mut seen = HashSet::from([title_key(title)]);
        let new: Vec<&str> = others.filter(|other| seen.insert(title_key(other))).collect();
        if let (Some(title), Some(others)) = (value(title), list(new.into_iter()))
            && lines.len() < LONGEST_LIST
        {
            lines.push(format!("  {title}: {others}"));
        }
    }
    (!lines.is_empty()).then(|| {
        Guess::new(Part::Framework, "aliases", format!("of {} roles", lines.len()), "as pages say".into())
            .comment("Other titles of a role, as its page gives them.")
            .line("aliases:")
            .lines(lines)
            .judged_by(&["title-alias", "dangling-move", "registry-drift"], 0)
    })
}

/// Roles without a page that several pages name as a step.
fn external(frameworks: &[&Framework]) -> Option<Guess> {
    let mut named: BTreeMap<String, (BTreeSet<FileId>, Vec<&str>)> = BTreeMap::new();
    for framework in frameworks {
        let graph = Graph::new(framework);
        let levels: HashSet<String> = framework
            .roles
            .iter()
            .flat_map(|role| role.levels.iter().map(|level| title_key(&level.label.value)))
            .collect();
        for role in &framework.roles {
            for step in role.moves.iter().filter(|step| looks_like_title(&step.to.value)) {
                let key = title_key(&step.to.value);
                if graph.page(&step.to.value).is_none() && !levels.contains(&key) {
                    let entry = named.entry(key).or_default();
                    entry.0.insert(role.file);
                    entry.1.push(&step.to.value);
                }
            }
        }
    }
    let titles: Vec<&str> = named
        .values()
        .filter(|(files, _)| files.len() > 1)
        .filter_map(|(_, titles)| usual(titles.iter().copied()))
        .take(LONGEST_LIST)
        .collect();
    let all = list(titles.iter().copied())?;
    Some(
        Guess::new(
            Part::Framework,
            "external",
            format!("{} roles without a page", titles.len()),
            "named as a step on several pages".into(),
        )
        .comment(
            "No page is about these, and several pages name them as a step. If they stand elsewhere, say so:",
        )
        .line(format!("external: {all}"))
        .ask(),
    )
}

/// Files that list most of the pages.
fn registries(sources: Sources<'_>, frameworks: &[&Framework]) -> Option<Guess> {
    let mut found: Vec<(String, usize, usize)> = vec![];
    for framework in frameworks {
        let about: BTreeSet<FileId> = framework.roles.iter().map(|role| role.file).collect();
        let pages: BTreeSet<String> =
            framework.roles.iter().map(|role| stem_of(sources.path(role.file))).collect();
        let mut listed: BTreeMap<FileId, BTreeSet<String>> = BTreeMap::new();
        for listing in &framework.listings {
            let name = stem_of(listing.target.value.trim_end_matches('/'));
            if pages.contains(&name) {
                listed.entry(listing.target.span.file).or_default().insert(name);
            }
        }
        listed.retain(|_, names| names.len() >= ENOUGH_PAGES && mostly(names.len(), pages.len(), 6));
        // A menu on every page lists the roles, too; then only the page at the entrance keeps the list.
        let menus = listed.keys().filter(|file| about.contains(file)).count() > 1;
        for (file, names) in listed.into_iter().filter(|(file, _)| !about.contains(file)) {
            let path = sources.path(file);
            let is_data = [".yml", ".yaml", ".json", ".toml"].iter().any(|end| path.ends_with(end));
            if !menus || is_entrance(path) || is_data {
                found.push((path.to_owned(), names.len(), pages.len()));
            }
        }
    }
    let paths = list(found.iter().map(|(path, ..)| path.as_str()))?;
    let sure: Vec<String> = found
        .iter()
        .map(|(path, some, all)| format!("{path} lists {}", share(*some, *all, "page")))
        .take(5)
        .collect();
    Some(
        Guess::new(Part::Framework, "registries", format!("{}", found.len()), sure.join("; "))
            .comment(format!("Files that list the roles: {}. Others are then not compared.", sure.join("; ")))
            .line(format!("registries: {paths}"))
            .judged_by(&["registry-drift"], 0),
    )
}

/// Names of levels that rolelint has no rank for, in the order in which pages show them.
fn level_names(roles: &[&Role]) -> Option<Guess> {
    let is_name = |label: &str| {
        !looks_like_title(label)
            && (1..=2).contains(&label.split_whitespace().count())
            && value(label).is_some()
    };
    let mut lines: BTreeMap<Vec<String>, Vec<Vec<&str>>> = BTreeMap::new();
    for role in roles {
        let own = role.levels.iter().filter(|level| !level.mirror && level.occurrence == 1);
        let names: Vec<&str> = own
            .clone()
            .filter(|level| level.rank.is_none() && level.code.is_none() && is_name(&level.label.value))
            .map(|level| level.label.value.as_str())
            .collect();
        if names.len() > 2 && names.len() == own.count() {
            lines.entry(names.iter().map(|name| name.to_lowercase()).collect()).or_default().push(names);
        }
    }
    let all: usize = lines.values().map(Vec::len).sum();
    let (_, same) = lines.iter().max_by_key(|(_, same)| same.len())?;
    if same.len() < 3 || !mostly(same.len(), all, 9) {
        return None;
    }
    let names = list(same.first()?.iter().copied())?;
    Some(
        Guess::new(Part::Vocabulary, "levels", names.clone(), share(same.len(), all, "page"))
            .comment(format!(
                "The levels, lowest first: {} show them in this order.",
                share(same.len(), all, "page")
            ))
            .line("levels:")
            .line(format!("  names: {names}"))
            .judged_by(
                &[
                    "level-order",
                    "thin-level",
                    "near-identical-levels",
                    "experience-regression",
                    "competency-gap",
                ],
                1,
            ),
    )
}
