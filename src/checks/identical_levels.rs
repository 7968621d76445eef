//! Two levels with the same text in a section.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::levels::must_differ;
use super::wording::quoted;
use crate::diag::Severity;
use crate::model::{
    CellState, Framework, Graph, Level, Role, RoleKind, Section, Shown, Step, job_key, looks_like_title,
    title_key, title_rank,
};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdenticalLevels {
    /// Shorter texts may well be equal; lists of them are mentioned, single ones are not.
    min_words: usize,
    /// Sections to look at; all if there are none.
    sections: Vec<String>,
}

impl FrameworkCheck for IdenticalLevels {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        for role in &framework.roles {
            for section in role.sections.iter().filter(|section| self.applies(section)) {
                self.check_section(role, section, cx);
            }
        }
        self.check_pages(framework, cx);
    }
}

impl IdenticalLevels {
    /// Whether equal texts in a section mean anything: years and links may well repeat.
    fn applies(&self, section: &Section) -> bool {
        let label = section.label.as_ref().map_or("", |label| label.value.as_str());
        let chosen =
            self.sections.is_empty() || self.sections.iter().any(|name| name.eq_ignore_ascii_case(label));
        let process = self.sections.is_empty()
            && label.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| PROCESS.contains(&word));
        chosen && !process && section.kind.is_expectations()
    }

    /// Levels of one table.
    fn check_section(&self, role: &Role, section: &Section, cx: &mut Context<'_>) {
        let mut seen: HashMap<(u32, &str), &Shown> = HashMap::new();
        let mut items: HashMap<usize, usize> = HashMap::new();
        let mut names = None;
        for level in section.expectations.iter().filter_map(|item| item.level) {
            *items.entry(level).or_default() += 1;
        }
        for shown in section.shown.iter().filter(|shown| shown.state == CellState::Content) {
            let words = shown.words.split_whitespace().count();
            let listed = items.get(&shown.level).is_some_and(|&items| items > 1);
            if (words < self.min_words && !listed) || !must_differ(section.kind, &shown.words) {
                continue;
            }
            // The nearest level before it is the one to differ from.
            let Some(first) = seen.insert((shown.table, &shown.words), shown) else { continue };
            // A cell that covers both columns is meant for both.
            let spanned = first.body == shown.body;
            if spanned || !differs(role, first, shown) || is_shared(&shown.words) {
                continue;
            }
            let names = names.get_or_insert_with(|| Names::of(section));
            let place = names.common(first, shown).map_or_else(|| names.part(section, shown), quoted);
            let message = format!(
                "“{}” and “{}” say exactly the same in {place}.",
                first.label.value, shown.label.value
            );
            let group = pair_group(&cx.rule.id, &place, &first.label.value, &shown.label.value);
            let summary =
                format!("“{}” and “{}” are the same in {place}", first.label.value, shown.label.value);
            let finding = cx.report(shown.body, message);
            finding
                .help(HELP)
                .related(first.body, format!("the text of “{}”", first.label.value))
                .group(group, summary);
            if words < self.min_words {
                finding.at_most(Severity::Info);
            }
        }
    }

    /// Levels that have a page each.
    fn check_pages(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut same: BTreeMap<(String, String), Vec<(&Role, &Section, Span)>> = BTreeMap::new();
        let mut labeled: HashMap<String, usize> = HashMap::new();
        let single = || {
            framework.roles.iter().filter(|role| role.kind == RoleKind::Framework && role.levels.len() < 2)
        };
        for role in single() {
            for section in role.sections.iter().filter(|section| self.applies(section)) {
                let Some(label) = &section.label else { continue };
                let Some(span) = items_span(section) else { continue };
                let words: String = section
                    .expectations
                    .iter()
                    .map(|item| normal(&item.text.plain))
                    .collect::<Vec<_>>()
                    .join("\n");
                *labeled.entry(normal(&label.value)).or_default() += 1;
                let long = words.split_whitespace().count() >= self.min_words;
                if long && must_differ(section.kind, &words) && !is_shared(&words) {
                    same.entry((normal(&label.value), words)).or_default().push((role, section, span));
                }
            }
        }
        let mut titles: HashMap<&str, usize> = HashMap::new();
        for role in &framework.roles {
            *titles.entry(role.name()).or_default() += 1;
        }
        let Some(graph) = cx.graph() else { return };
        for ((label, _), pages) in same.into_iter().filter(|(_, pages)| pages.len() > 1) {
            // What most pages say is meant for everybody.
            let all = labeled.get(&label).copied().unwrap_or(0);
            if pages.len() < all && (pages.len() == 2 || pages.len() * 3 <= all) {
                report_steps(framework, &pages, graph, cx);
            }
            report_pages(pages, &titles, cx);
        }
    }
}

const HELP: &str = "If two levels expect the same, nobody can tell them apart, and nobody knows what to learn for \
                    the next one. Say at the higher level what is new there: a wider reach, more independence, \
                    harder problems.";

/// The same section of several pages.
fn report_pages(
    mut pages: Vec<(&Role, &Section, Span)>,
    titles: &HashMap<&str, usize>,
    cx: &mut Context<'_>,
) {
    let rank = |role: &Role| title_rank(role.name()).unwrap_or(0);
    pages.sort_by_key(|(role, _, span)| (rank(role), span.file, span.start));
    let jobs: Vec<Vec<String>> = pages.iter().map(|(role, ..)| words(&job_key(role.name()))).collect();
    // What engineers and recruiters have in common is meant for everybody.
    let base = jobs.iter().min_by_key(|job| job.len()).cloned().unwrap_or_default();
    if base.is_empty() || jobs.iter().any(|job| !contains(job, &base)) {
        return;
    }
    for (n, (role, section, span)) in pages.iter().enumerate() {
        let Some(job) = jobs.get(n) else { continue };
        // Two branches of one level are no steps of one ladder.
        let below = pages.iter().zip(&jobs).take(n).rev().take(64).find(|((other, ..), job_below)| {
            rank(other) < rank(role) && (contains(job, job_below) || contains(job_below, job))
        });
        let Some(((other, _, there), _)) = below else { continue };
        let place = name(section);
        let twice = |name: &str| titles.get(name).is_some_and(|&pages| pages > 1);
        let title = |role: &Role| {
            let code = role.levels.first().and_then(|level| level.code.clone());
            match code.filter(|code| twice(role.name()) && !role.name().contains(code.as_str())) {
                Some(code) => format!("{} ({code})", role.name()),
                None => role.name().to_owned(),
            }
        };
        let message = format!("“{}” and “{}” say exactly the same in {place}.", title(other), title(role));
        let path = &cx.files().get(there.file).path;
        let group = format!("{}:{path}:{}", cx.rule.id, normal(&place));
        let finding = cx.report(*span, message);
        finding
            .help(HELP)
            .related(*there, format!("the text of “{}”", title(other)))
            .group(group, format!("{place} is the same on the pages of several levels"));
    }
}

/// The same section of pages of several jobs, of which one is the next step of the other.
fn report_steps(
    framework: &Framework,
    pages: &[(&Role, &Section, Span)],
    graph: &Graph<'_>,
    cx: &mut Context<'_>,
) {
    let rung = |role: &Role| {
        let at = framework.roles.iter().position(|other| std::ptr::eq(other, role))?;
        graph.own(at).first().copied()
    };
    let jobs = |role: &Role| words(&job_key(role.name()));
    for (n, (role, section, span)) in pages.iter().enumerate() {
        let Some(upper) = rung(role) else { continue };
        let below =
            pages.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, page)| page).find(|(other, ..)| {
                // Steps of one job are reported by their titles.
                let (a, b) = (jobs(role), jobs(other));
                let one_job = !a.is_empty() && !b.is_empty() && (contains(&a, &b) || contains(&b, &a));
                !one_job
                    && rung(other)
                        .is_some_and(|lower| graph.steps.binary_search(&Step { lower, upper }).is_ok())
            });
        let Some((other, _, there)) = below else { continue };
        let place = name(section);
        let message = format!("“{}” and “{}” say exactly the same in {place}.", other.name(), role.name());
        cx.report(*span, message).help(HELP).related(*there, format!("the text of “{}”", other.name()));
    }
}

/// Two different levels: not the same name, not two tracks of one rung, not a column that repeats.
fn differs(role: &Role, first: &Shown, again: &Shown) -> bool {
    let (Some(a), Some(b)) = (role.level(first.level), role.level(again.level)) else { return false };
    let (x, y) = (bare(&a.label.value), bare(&b.label.value));
    // What two neighbors have in common is for their own pages to mend.
    let own = !(a.mirror && b.mirror);
    own && a.occurrence == 1 && b.occurrence == 1 && title_key(x) != title_key(y) && one_ladder(a, b)
}

/// Two jobs side by side may share duties; steps of one ladder may not. Neighbors that a page shows
/// beside its own role are steps.
fn one_ladder(a: &Level, b: &Level) -> bool {
    // A label that is not the title of a job names a step: a code, a number, a word of a scale.
    let titled = looks_like_title(bare(&a.label.value)) || looks_like_title(bare(&b.label.value));
    if a.mirror || b.mirror || !titled || (a.code.is_some() && b.code.is_some()) {
        return true;
    }
    let (x, y) = (words(&job_key(bare(&a.label.value))), words(&job_key(bare(&b.label.value))));
    contains(&x, &y) || contains(&y, &x)
}

/// By these words a text says that nothing rises here, on purpose.
const SHARED: &[&str] = &[
    "(shared)",
    "same as",
    "see above",
    "as above",
    "all levels",
    "do not go up beyond",
    "does not go up beyond",
    "no change from",
    "no additional expectations",
    "no further expectations",
    "are still applicable",
    "still apply",
    "expectations do not increase",
    "unchanged from",
];

/// Words in labels of rows about the process, which treats all levels alike.
const PROCESS: &[&str] = &[
    "promotion",
    "promotions",
    "eligibility",
    "eligible",
    "review",
    "rating",
    "ratings",
    "quota",
    "bonus",
    "process",
];

/// The text itself says that several levels share it.
fn is_shared(words: &str) -> bool {
    SHARED.iter().any(|phrase| words.contains(phrase))
}

/// A label without what stands in brackets: "Senior Engineer (People Manager)".
fn bare(label: &str) -> &str {
    label.split('(').next().map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(label)
}

fn pair_group(rule: &str, place: &str, a: &str, b: &str) -> String {
    let mut pair = [title_key(a), title_key(b)];
    pair.sort();
    format!("{rule}:{}:{}", normal(place), pair.join(":"))
}

/// Where the things stand that a section asks of each level. In data, a competency is named beside what
/// tells its levels apart, not in it.
struct Names<'s> {
    items: BTreeMap<(usize, u32), &'s str>,
    /// How many texts of each level are shown.
    shown: HashMap<usize, usize>,
}

impl<'s> Names<'s> {
    /// A longer text is no name.
    const LONGEST: usize = 8;

    fn of(section: &'s Section) -> Self {
        let items = section.expectations.iter();
        let items = items.filter_map(|item| Some(((item.level?, item.span.start), item.text.plain.trim())));
        let mut shown: HashMap<usize, usize> = HashMap::new();
        for one in &section.shown {
            *shown.entry(one.level).or_default() += 1;
        }
        Names { items: items.collect(), shown }
    }

    /// Where the level has several competencies or tables, only this one is known to be the same.
    fn part(&self, section: &Section, shown: &Shown) -> String {
        let several = self.shown.get(&shown.level).is_some_and(|&texts| texts > 1);
        if several { format!("a part of {}", name(section)) } else { name(section) }
    }

    /// The names before and after what is shown; none where what is shown holds them itself.
    fn beside(&self, shown: &Shown) -> [Option<&'s str>; 2] {
        let (level, body) = (shown.level, shown.body);
        if self.items.range((level, body.start)..(level, body.end.max(body.start))).next().is_some() {
            return [None, None];
        }
        let before = self.items.range((level, 0)..(level, body.start)).next_back();
        let after = self.items.range((level, body.end)..=(level, u32::MAX)).next();
        let short = |(_, name): (_, &&'s str)| {
            (name.split_whitespace().nth(Self::LONGEST).is_none() && !name.is_empty()).then_some(*name)
        };
        [before.and_then(short), after.and_then(short)]
    }

    /// The competency of which two levels say the same.
    fn common(&self, first: &Shown, again: &Shown) -> Option<&'s str> {
        let names = self.beside(again);
        let same = |name: &&str| names.iter().flatten().any(|other| normal(other) == normal(name));
        self.beside(first).into_iter().flatten().find(same)
    }
}

fn name(section: &Section) -> String {
    section.label.as_ref().map_or_else(|| "this part".to_owned(), |label| format!("“{}”", label.value))
}

fn items_span(section: &Section) -> Option<Span> {
    let first = section.expectations.first()?.span;
    Some(section.expectations.iter().fold(first, |span, item| span.cover(item.span)))
}

fn normal(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(key: &str) -> Vec<String> {
    key.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// True if every word of `part` is in `whole`.
fn contains(whole: &[String], part: &[String]) -> bool {
    part.iter().all(|word| whole.contains(word))
}
