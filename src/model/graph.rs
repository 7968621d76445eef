//! Levels as nodes of a graph along tracks. What stands above what is taken from what pages say:
//! moves, columns from left to right, codes, and titles of one job. Levels of different tracks, of
//! different frameworks or of pages for candidates are never put in one line.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::vocabulary::{looks_like_title, title_rank, words_of};
use super::{Framework, Level, MoveKind, Role, RoleKind, job_key, title_key};
use crate::text::{Span, longest_rise};

/// One level of one role: a place where somebody can stand.
#[derive(Debug, Clone)]
pub struct Rung<'f> {
    /// Index into [`Framework::roles`]: the page that tells about it.
    pub role: usize,
    /// Index into [`Role::levels`]; `None` where the page is about one unnamed level.
    pub level: Option<usize>,
    /// What people call it: the title of a page about one level, else the label.
    pub name: String,
    /// The label alone, which pages of other jobs may share.
    pub short: &'f str,
    /// Where it is named.
    pub place: Span,
    /// A neighbor that has no page of its own: known from another page's columns only.
    pub foreign: bool,
}

/// Somebody at `lower` is promoted to `upper`: indices of rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    pub lower: usize,
    pub upper: usize,
}

/// All levels of a framework and the steps between them.
#[derive(Debug)]
pub struct Graph<'f> {
    pub rungs: Vec<Rung<'f>>,
    /// In order, without repeats; never both ways between two rungs.
    pub steps: Vec<Step>,
    /// For each title that one page alone is about, its page.
    pages: HashMap<String, usize>,
    /// For each page the rungs that are its own.
    own: HashMap<usize, Vec<usize>>,
}

impl<'f> Graph<'f> {
    pub fn new(framework: &'f Framework) -> Self {
        let mut graph = Graph { rungs: vec![], steps: vec![], pages: pages(framework), own: HashMap::new() };
        let mut steps = BTreeSet::new();
        for (at, role) in
            framework.roles.iter().enumerate().filter(|(_, role)| role.kind == RoleKind::Framework)
        {
            let levels = graph.add_page(at, role);
            within(role, &levels, &graph.rungs, &mut steps);
        }
        graph.moves(framework, &mut steps);
        graph.codes(framework, &mut steps);
        graph.titles(framework, &mut steps);
        graph.declared(framework, &mut steps);
        graph.steps = steps
            .iter()
            .copied()
            .filter(|step| !steps.contains(&Step { lower: step.upper, upper: step.lower }))
            .filter(|step| step.lower != step.upper)
            .collect();
        graph.steps = without_circles(&graph.rungs, std::mem::take(&mut graph.steps));
        graph
    }

    /// The page that is about the role of this title or id, if there is exactly one.
    pub fn page(&self, title: &str) -> Option<usize> {
        let by_id = || self.pages.get(&format!("#{}", title.trim().to_lowercase()));
        self.pages.get(&title_key(title)).or_else(by_id).copied()
    }

    /// True if somebody is promoted from one of two rungs to the other.
    pub fn follow(&self, a: usize, b: usize) -> bool {
        let known = |lower, upper| self.steps.binary_search(&Step { lower, upper }).is_ok();
        known(a, b) || known(b, a)
    }

    /// The rungs that a page is about, neighbors left out.
    pub fn own(&self, role: usize) -> &[usize] {
        self.own.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Adds the rungs of a page; for each of its levels the rung that stands for it.
    fn add_page(&mut self, at: usize, role: &'f Role) -> Vec<Option<usize>> {
        let mut rungs = vec![];
        let first = role.title.as_ref().map_or(role.span, |title| title.span);
        let counted = |level: &Level| level.occurrence == 1;
        if !role.levels.iter().any(|level| !level.mirror && counted(level)) {
            self.own.entry(at).or_default().push(self.rungs.len());
            self.rungs.push(Rung {
                role: at,
                level: None,
                name: role.name().to_owned(),
                short: role.name(),
                place: first,
                foreign: false,
            });
        }
        let alone = role.title.is_some()
            && role.levels.iter().filter(|level| !level.mirror && counted(level)).count() == 1;
        for (index, level) in role.levels.iter().enumerate() {
            if !counted(level) {
                rungs.push(None);
                continue;
            }
            let foreign = level.mirror;
            // A neighbor is known from its own page, if there is one.
            if foreign && let Some(page) = self.page(&level.label.value) {
                rungs.push(self.own(page).first().copied().filter(|_| self.own(page).len() == 1));
                continue;
            }
            if !foreign {
                self.own.entry(at).or_default().push(self.rungs.len());
            }
            rungs.push(Some(self.rungs.len()));
            self.rungs.push(Rung {
                role: at,
                level: Some(index),
                name: if alone && !foreign { full_name(role, level) } else { level.label.value.clone() },
                short: &level.label.value,
                place: level.label.span,
                foreign,
            });
        }
        rungs
    }

    /// The only rung of the page that is about a title.
    fn rung_of(&self, title: &str) -> Option<usize> {
        match self.own(self.page(title)?) {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// What pages say about the next and the previous step.
    fn moves(&self, framework: &Framework, steps: &mut BTreeSet<Step>) {
        for (at, role) in
            framework.roles.iter().enumerate().filter(|(_, role)| role.kind == RoleKind::Framework)
        {
            let [own] = self.own(at) else { continue };
            for step in &role.moves {
                let Some(other) = self.rung_of(&step.to.value) else { continue };
                match step.kind {
                    MoveKind::Next => steps.insert(Step { lower: *own, upper: other }),
                    MoveKind::Previous => steps.insert(Step { lower: other, upper: *own }),
                    MoveKind::Lateral | MoveKind::EntryFrom => false,
                };
            }
        }
    }

    /// Pages of one level each whose codes count on: `IC2`, `IC3`.
    fn codes(&self, framework: &Framework, steps: &mut BTreeSet<Step>) {
        let mut series: BTreeMap<(String, String), Vec<(i32, usize)>> = BTreeMap::new();
        for (rung, role, level) in self.single(framework) {
            let Some(level) = level else { continue };
            let (Some(code), Some(rank)) = (&level.code, level.rank) else { continue };
            let job = job_key(role.title.as_ref().map_or("", |title| &title.value));
            let key = (letters(code).to_owned(), if is_leading(role.name()) { "+".to_owned() } else { job });
            series.entry(key).or_default().push((rank, rung));
        }
        for mut line in series.into_values() {
            line.sort_unstable();
            chain(self, framework, &line, steps);
        }
    }

    /// Pages of one job whose titles say how high they stand: "Designer", "Senior Designer".
    fn titles(&self, framework: &Framework, steps: &mut BTreeSet<Step>) {
        let mut jobs: BTreeMap<(String, bool), Vec<(i32, usize)>> = BTreeMap::new();
        for (rung, role, _) in self.single(framework) {
            let Some(title) = role.title.as_ref().filter(|title| looks_like_title(&title.value)) else {
                continue;
            };
            let job = job_key(&title.value);
            if let Some(rank) = title_rank(&title.value).filter(|_| !job.is_empty()) {
                jobs.entry((job, is_leading(&title.value))).or_default().push((rank, rung));
            }
        }
        for mut line in jobs.into_values() {
            line.sort_unstable();
            chain(self, framework, &line, steps);
        }
    }

    fn declared(&self, framework: &Framework, steps: &mut BTreeSet<Step>) {
        for (_, titles) in &framework.tracks {
            let rungs: Vec<usize> = titles.iter().filter_map(|title| self.rung_of(title)).collect();
            for pair in rungs.windows(2) {
                if let [lower, upper] = *pair {
                    steps.insert(Step { lower, upper });
                }
            }
        }
    }

    /// Pages that are about one level.
    fn single<'g>(
        &'g self,
        framework: &'f Framework,
    ) -> impl Iterator<Item = (usize, &'f Role, Option<&'f Level>)> + 'g {
        let rungs = self.rungs.iter().enumerate().filter(|(_, rung)| !rung.foreign);
        rungs.filter(|(_, rung)| self.own(rung.role).len() == 1).filter_map(|(at, rung)| {
            let role = framework.roles.get(rung.role)?;
            Some((at, role, rung.level.and_then(|level| role.level(level))))
        })
    }
}

/// Joins neighbors of a sorted line, if each stands alone at its height and their pages are built alike.
fn chain(graph: &Graph<'_>, framework: &Framework, line: &[(i32, usize)], steps: &mut BTreeSet<Step>) {
    let mut heights: HashMap<i32, usize> = HashMap::new();
    line.iter().for_each(|(rank, _)| *heights.entry(*rank).or_default() += 1);
    let alone = |rank: i32| heights.get(&rank) == Some(&1);
    let role = |rung: usize| graph.rungs.get(rung).and_then(|rung| framework.roles.get(rung.role));
    for pair in line.windows(2) {
        let [(low, lower), (high, upper)] = *pair else { continue };
        if alone(low) && alone(high) && role(lower).zip(role(upper)).is_some_and(|(a, b)| built_alike(a, b)) {
            steps.insert(Step { lower, upper });
        }
    }
}

/// Pages of one framework have sections in common; job descriptions of several employers have not.
fn built_alike(a: &Role, b: &Role) -> bool {
    let labels = |role: &Role| -> HashSet<String> {
        let sections = role.sections.iter().filter_map(|section| section.label.as_ref());
        sections.map(|label| label.value.trim().to_lowercase()).collect()
    };
    let (a, b) = (labels(a), labels(b));
    let common = a.intersection(&b).count();
    common * 2 >= a.len().min(b.len()) && common > 0
}

/// For each node the number of its group: nodes that reach each other share one (Kosaraju's two passes).
pub fn circles_of(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut out: Vec<Vec<usize>> = vec![vec![]; nodes];
    let mut back: Vec<Vec<usize>> = vec![vec![]; nodes];
    for &(from, to) in edges {
        if let Some(list) = out.get_mut(from) {
            list.push(to);
        }
        if let Some(list) = back.get_mut(to) {
            list.push(from);
        }
    }
    let mut order = vec![];
    let mut seen = vec![false; nodes];
    for start in 0..nodes {
        let mut open = vec![(start, 0)];
        while let Some((node, next)) = open.pop() {
            if next == 0 && std::mem::replace(seen.get_mut(node).unwrap_or(&mut true), true) {
                continue;
            }
            match out.get(node).and_then(|list| list.get(next)) {
                Some(&other) => open.extend([(node, next + 1), (other, 0)]),
                None => order.push(node),
            }
        }
    }
    let mut group = vec![usize::MAX; nodes];
    for &start in order.iter().rev() {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if let Some(own) = group.get_mut(node).filter(|own| **own == usize::MAX) {
                *own = start;
                open.extend(back.get(node).into_iter().flatten());
            }
        }
    }
    group
}

/// The steps without those that form a circle: first those go that lead down by their titles, then what still
/// leads back to where it began. Nobody can say what stands above what in a circle.
fn without_circles(rungs: &[Rung<'_>], mut steps: Vec<Step>) -> Vec<Step> {
    let rank = |rung: usize| rungs.get(rung).and_then(|rung| title_rank(&rung.name));
    let down = |step: &Step| rank(step.lower).zip(rank(step.upper)).is_some_and(|(low, up)| up < low);
    for last in [false, true] {
        let pairs: Vec<(usize, usize)> = steps.iter().map(|step| (step.lower, step.upper)).collect();
        let group = circles_of(rungs.len(), &pairs);
        let inside = |step: &Step| group.get(step.lower) == group.get(step.upper);
        if !steps.iter().any(inside) {
            break;
        }
        steps.retain(|step| !(inside(step) && (last || down(step))));
    }
    steps
}

/// The title of a page about one level, with the level if the title does not say it.
fn full_name(role: &Role, level: &Level) -> String {
    let (title, label) = (role.name(), level.label.value.as_str());
    let said = title.contains(label) || level.code.is_none() || title_key(title) == title_key(label);
    if said { title.to_owned() } else { format!("{title} ({label})") }
}

/// For each title the page that is about it, if there is exactly one.
fn pages(framework: &Framework) -> HashMap<String, usize> {
    let mut pages: HashMap<String, Option<usize>> = HashMap::new();
    let mut add = |key: String, at: usize| {
        let entry = pages.entry(key).or_insert(Some(at));
        if *entry != Some(at) {
            *entry = None;
        }
    };
    let roles = || framework.roles.iter().enumerate().filter(|(_, role)| role.kind == RoleKind::Framework);
    for (at, role) in roles() {
        for title in role.title.iter().chain(&role.aliases).chain(&role.also) {
            add(title_key(&title.value), at);
        }
        // The level that a page is about may be called otherwise than the page.
        let mut own = role.levels.iter().filter(|level| !level.mirror && level.occurrence == 1);
        if let (Some(level), None) = (own.next(), own.next())
            && looks_like_title(&level.label.value)
        {
            add(title_key(&level.label.value), at);
        }
        if let Some(id) = &role.id {
            add(format!("#{}", id.value.to_lowercase()), at);
        }
    }
    let mut pages: HashMap<String, usize> = pages
        .into_iter()
        .filter_map(|(key, at)| Some((key, at?)))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    for group in &framework.aliases {
        let known = group.iter().find_map(|title| pages.get(&title_key(title)).copied());
        if let Some(at) = known {
            for title in group {
                pages.entry(title_key(title)).or_insert(at);
            }
        }
    }
    pages
}

/// The steps between levels that one page shows.
fn within(role: &Role, rungs: &[Option<usize>], all: &[Rung<'_>], steps: &mut BTreeSet<Step>) {
    let neighbors = role.levels.iter().any(|level| level.mirror);
    let shown: Vec<(usize, &Level)> = rungs
        .iter()
        .zip(&role.levels)
        .filter_map(|(rung, level)| Some(((*rung)?, level)))
        .filter(|(rung, _)| all.get(*rung).is_some())
        .collect();
    let mut join = |line: &[usize]| {
        for pair in line.windows(2) {
            if let [lower, upper] = *pair {
                steps.insert(Step { lower, upper });
            }
        }
    };
    // Previous, this and next: the page itself says who follows whom.
    if neighbors {
        let line: Vec<usize> = shown.iter().map(|(rung, _)| *rung).collect();
        join(&line);
        return;
    }
    for line in lines(&shown) {
        if let Some(line) = ascending(&line) {
            join(&line);
        }
    }
}

/// Levels that one page shows, by track: of one series of codes, or of one job, and those who lead
/// apart from those who do not.
fn lines<'f>(shown: &[(usize, &'f Level)]) -> Vec<Vec<(usize, &'f Level)>> {
    let distinct = |line: &[(usize, &Level)]| {
        let ranks: HashSet<Option<i32>> = line.iter().map(|(_, level)| level.rank).collect();
        ranks.len() == line.len()
    };
    let mut series: BTreeMap<String, Vec<(usize, &Level)>> = BTreeMap::new();
    for &(rung, level) in shown {
        series.entry(line_of(level)).or_default().push((rung, level));
    }
    let mut out = vec![];
    for (_, line) in series {
        if distinct(&line) {
            out.push(line);
            continue;
        }
        // Two jobs, or two tracks, that use the same codes.
        let mut jobs: BTreeMap<(bool, String), Vec<(usize, &Level)>> = BTreeMap::new();
        for (rung, level) in line {
            let key = (is_leading(&level.label.value), job_key(&level.label.value));
            jobs.entry(key).or_default().push((rung, level));
        }
        out.extend(jobs.into_values().filter(|line| distinct(line)));
    }
    out
}

/// What levels of one track have in common: the letters of their codes; else whether they lead, and
/// the job if they are titles.
fn line_of(level: &Level) -> String {
    let label = &level.label.value;
    let job = job_key(label);
    match &level.code {
        Some(code) => format!("code {}", letters(code)),
        // "Júnior" and "Pleno" name no job, whether or not one of them can stand for a title.
        None if looks_like_title(label) && !job.is_empty() => format!("{} {job}", is_leading(label)),
        None => format!("{} rank", is_leading(label)),
    }
}

/// The rungs of a line, lowest first; nothing if page order and ranks contradict each other.
fn ascending(line: &[(usize, &Level)]) -> Option<Vec<usize>> {
    let ranks: Vec<i32> = line.iter().filter_map(|(_, level)| level.rank).collect();
    let rungs = || line.iter().map(|(rung, _)| *rung);
    if ranks.is_sorted() {
        return Some(rungs().collect());
    }
    if ranks.iter().rev().is_sorted() {
        return Some(rungs().rev().collect());
    }
    if ranks.len() < line.len() {
        return None;
    }
    // A level or two that stand out of the order of the others: where they belong, nobody can say. Numbers can.
    let numbered = |level: &Level| {
        level.code.is_some() || level.label.value.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    if line.len() <= MOST_LEVELS && !line.iter().all(|(_, level)| numbered(level)) {
        let kept = longest_rise(&ranks);
        if (line.len() - kept.len()) * 3 <= line.len() {
            return Some(
                rungs().enumerate().filter(|(at, _)| kept.contains(at)).map(|(_, rung)| rung).collect(),
            );
        }
    }
    let mut sorted: Vec<&(usize, &Level)> = line.iter().collect();
    sorted.sort_by_key(|(_, level)| level.rank);
    Some(sorted.into_iter().map(|(rung, _)| *rung).collect())
}

/// A page that shows more levels than this at once is no ladder.
pub const MOST_LEVELS: usize = 64;

/// The letters of a code: `IC` of `IC3`, `QA-L` of `QA-L3`.
pub fn letters(code: &str) -> &str {
    code.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'))
}

/// True for levels of people who lead people, by label: "Engineering Manager", "M2", "Director".
pub fn is_leading(label: &str) -> bool {
    // "Product Manager" and "Account Manager" look after a thing.
    const THINGS: &[&str] =
        &["product", "project", "program", "programme", "account", "community", "case", "success", "scrum"];
    let words = words_of(label);
    let code = label.split_whitespace().next().unwrap_or("");
    let coded = code.starts_with(['M', 'D'])
        && code.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let manages = words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        word == "manager" && !before.is_some_and(|before| THINGS.contains(&before.as_str()))
    });
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let says_so = label.to_lowercase().contains("people manage");
    let not = label.to_lowercase().contains("individual contributor");
    !not && (coded
        || manages
        || says_so
        || has(&["director", "vp", "head", "president", "chief", "cto", "diretor", "gerente", "directeur"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lower;
    use crate::syntax;
    use crate::text::{Files, SourceFile};

    /// The steps of a framework, by name.
    fn steps(pages: &[(&str, &str)]) -> Vec<String> {
        let mut files = Files::default();
        for (path, text) in pages {
            files.add(|id| SourceFile::from_bytes(id, *path, None, text.as_bytes()));
        }
        let read = |file: &SourceFile| lower(file, &syntax::parse(file).unwrap(), None).roles;
        let framework = Framework { roles: files.iter().flat_map(read).collect(), ..Framework::default() };
        let graph = Graph::new(&framework);
        let name = |at: usize| graph.rungs[at].name.clone();
        graph.steps.iter().map(|step| format!("{} < {}", name(step.lower), name(step.upper))).collect()
    }

    #[test]
    fn tracks_of_one_table_are_two_lines() {
        let page = "# Engineering\n\n\
            | Area | Engineer | Senior Engineer (Individual Contributor) | Senior Engineer (People Manager) | \
            Principal Engineer (Individual Contributor) | Principal Engineer (People Manager) |\n\
            |---|---|---|---|---|---|\n\
            | Scope | Works on one task | Works on one service | Leads one team | Works on many services | Leads teams |\n";
        let found = steps(&[("ladder.md", page)]);
        assert!(
            found.contains(
                &"Senior Engineer (People Manager) < Principal Engineer (People Manager)".to_owned()
            ),
            "{found:?}"
        );
        let crossing = |step: &String| step.contains("Individual") && step.contains("People");
        assert!(!found.iter().any(crossing), "{found:?}");
    }

    #[test]
    fn names_of_ranks_are_one_line() {
        let page = "# Arquiteto de Dados\n\n\
            | Área | Júnior | Pleno | Sênior | Especialista |\n|---|---|---|---|---|\n\
            | Escopo | Uma tarefa | Um serviço | Vários serviços | Toda a empresa |\n";
        let found = steps(&[("a.md", page)]);
        assert_eq!(found, ["Júnior < Pleno", "Pleno < Sênior", "Sênior < Especialista"]);
    }

    #[test]
    fn numbers_tell_the_order_that_a_page_does_not() {
        let page = "# Engineer\n\n| Area | L2 | L3 | L4 | L1 |\n|---|---|---|---|---|\n\
            | Scope | One task | One service | Many services | Learns |\n";
        let mut found = steps(&[("a.md", page)]);
        found.sort();
        assert_eq!(found, ["L1 < L2", "L2 < L3", "L3 < L4"]);
    }

    #[test]
    fn pages_of_one_job_are_steps() {
        let page =
            |title: &str| format!("# {title}\n\n## Impact\n\n- Ships designs.\n\n## Craft\n\n- Draws.\n");
        let (a, b, c) =
            (page("Senior Product Designer"), page("Product Designer"), page("Junior Product Designer"));
        assert_eq!(
            steps(&[("a.md", &a), ("b.md", &b), ("c.md", &c)]),
            ["Product Designer < Senior Product Designer", "Junior Product Designer < Product Designer"]
        );
    }
}
