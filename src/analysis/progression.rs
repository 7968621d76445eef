//! What grows from level to level: years, scope, pay, and how much is expected.

use std::collections::{BTreeMap, HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::own_levels;
use crate::model::{Framework, Graph, Role, Strength, is_leading, job_key};

/// Levels that follow each other, the lowest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    pub name: String,
    /// False where nothing but the order on the page says what follows what.
    pub ordered: bool,
    pub points: Vec<Point>,
    pub charts: Vec<Chart>,
}

/// A level of a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Point {
    pub label: String,
    /// Index of the role in the framework.
    #[serde(skip)]
    pub role: usize,
    #[serde(skip)]
    pub level: Option<usize>,
}

/// One measure along a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Chart {
    pub measure: String,
    pub unit: Unit,
    /// One for each point of the line; `None` where the page does not say.
    pub values: Vec<Option<Value>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Things that are counted.
    Count,
    /// Months of experience.
    Months,
    Money,
}

/// A number or a range.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Value {
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// There is no top, or no bottom.
    pub open: bool,
    /// The page's own words; empty for what was counted.
    pub text: String,
    /// Asks for less than the level below.
    pub falls: bool,
}

impl Value {
    fn new(min: Option<f64>, max: Option<f64>, open: bool, text: &str) -> Self {
        Value { min, max, open, text: text.to_owned(), falls: false }
    }
}

/// The lines of a framework.
pub(super) fn lines(framework: &Framework, graph: &Graph<'_>, wanted: &HashSet<usize>) -> Vec<Line> {
    let mut covered: HashSet<usize> = HashSet::new();
    let mut lines: Vec<Placed> = vec![];
    for Chain { fork, rungs } in chains(framework, graph) {
        let chain: Vec<usize> = fork.into_iter().chain(rungs.iter().copied()).collect();
        let points: Vec<Point> = chain
            .iter()
            .filter_map(|&rung| {
                let found = graph.rungs.get(rung)?;
                Some(Point { label: found.name.clone(), role: found.role, level: found.level })
            })
            .collect();
        if !points.iter().any(|point| wanted.contains(&point.role)) {
            continue;
        }
        covered.extend(points.iter().map(|point| point.role));
        let name = line_name(framework, &points);
        let first = rungs.iter().filter_map(|&rung| graph.rungs.get(rung)).map(|rung| rung.role).min();
        lines.push(Placed { line: line(framework, name, true, points), first, fork, rungs });
    }
    for (at, role) in framework.roles.iter().enumerate().filter(|(at, _)| wanted.contains(at)) {
        let own = own_levels(role);
        if covered.contains(&at) || own.len() < 2 {
            continue;
        }
        let point = |level: Option<usize>| {
            let label = level.and_then(|level| role.level(level)).map(crate::model::Level::name);
            Point { label: label.unwrap_or_default(), role: at, level }
        };
        let points = own.into_iter().map(point).collect();
        let line = line(framework, role.name().to_owned(), false, points);
        lines.push(Placed { line, first: Some(at), fork: None, rungs: vec![] });
    }
    lines.sort_by_key(|placed| placed.first);
    branches_behind(lines)
}

/// A line, and what tells where it stands among the others.
struct Placed {
    line: Line,
    /// The first page that it leads over.
    first: Option<usize>,
    fork: Option<usize>,
    rungs: Vec<usize>,
}

/// The lines in their order, each branch after the line that it leaves.
fn branches_behind(lines: Vec<Placed>) -> Vec<Line> {
    let mut branches: HashMap<usize, Vec<usize>> = HashMap::new();
    let home: HashMap<usize, usize> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, placed)| placed.rungs.iter().map(move |rung| (*rung, at)))
        .collect();
    let mut open: Vec<usize> = vec![];
    for (at, placed) in lines.iter().enumerate() {
        match placed.fork.and_then(|fork| home.get(&fork)).filter(|&&parent| parent != at) {
            Some(&parent) => branches.entry(parent).or_default().push(at),
            None => open.push(at),
        }
    }
    open.reverse();
    let mut lines: Vec<Option<Line>> = lines.into_iter().map(|placed| Some(placed.line)).collect();
    let mut ordered = vec![];
    while let Some(at) = open.pop() {
        ordered.extend(lines.get_mut(at).and_then(Option::take));
        open.extend(branches.remove(&at).into_iter().flatten().rev());
    }
    // Lines that fork off each other in a circle.
    ordered.extend(lines.into_iter().flatten());
    ordered
}

/// The roles in the order in which lines climb, then the others.
pub(super) fn climbing(lines: &[Line], roles: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = vec![];
    let mut seen = HashSet::new();
    let points = lines.iter().flat_map(|line| &line.points).map(|point| point.role);
    for role in points.chain(roles.iter().copied()) {
        if seen.insert(role) {
            order.push(role);
        }
    }
    let wanted: HashSet<usize> = roles.iter().copied().collect();
    order.retain(|role| wanted.contains(role));
    order
}

/// Rungs in a row.
struct Chain {
    /// The rung of another chain that it begins at.
    fork: Option<usize>,
    rungs: Vec<usize>,
}

/// Rungs in a row, each with at most one above and one below: where a path forks, the step that stays on
/// the page goes on, else the one that stays in the job, else the first.
fn chains(framework: &Framework, graph: &Graph<'_>) -> Vec<Chain> {
    let role_of = |rung: usize| graph.rungs.get(rung).map(|rung| rung.role);
    let foreign = |rung: usize| graph.rungs.get(rung).is_some_and(|rung| rung.foreign);
    let track = |rung: usize| {
        role_of(rung).and_then(|role| framework.roles.get(role)).and_then(|role| role.track.as_ref())
    };
    let leads = |rung: usize| graph.rungs.get(rung).is_some_and(|rung| is_leading(&rung.name));
    let job = |rung: usize| graph.rungs.get(rung).map(|rung| job_key(&rung.name));
    let mut steps: Vec<(bool, bool, bool, bool, usize, usize)> = graph
        .steps
        .iter()
        .map(|step| {
            let (a, b) = (step.lower, step.upper);
            let apart = role_of(a) != role_of(b);
            let other_track = leads(a) != leads(b)
                || track(a).map(|track| &track.value) != track(b).map(|track| &track.value);
            (apart, other_track, job(a) != job(b), foreign(a) || foreign(b), a, b)
        })
        .collect();
    steps.sort_unstable();
    let (mut above, mut below): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) = Default::default();
    for (.., lower, upper) in steps {
        if !above.contains_key(&lower) && !below.contains_key(&upper) {
            above.insert(lower, upper);
            below.insert(upper, lower);
        }
    }
    let mut chains = vec![];
    for &start in above.keys().filter(|rung| !below.contains_key(rung)) {
        // A path that branches off begins where it does.
        let fork = graph.steps.iter().find(|step| step.upper == start).map(|step| step.lower);
        let mut rungs = vec![start];
        let mut at = start;
        while let Some(&next) = above.get(&at) {
            rungs.push(next);
            at = next;
        }
        chains.push(Chain { fork, rungs });
    }
    chains
}

fn line_name(framework: &Framework, points: &[Point]) -> String {
    let roles: HashSet<usize> = points.iter().map(|point| point.role).collect();
    let (first, last) = (points.first(), points.last());
    match (roles.len(), first, last) {
        (1, Some(first), _) => framework.roles.get(first.role).map_or("", Role::name).to_owned(),
        (_, Some(first), Some(last)) => format!("{} → {}", first.label, last.label),
        _ => String::new(),
    }
}

fn line(framework: &Framework, name: String, ordered: bool, points: Vec<Point>) -> Line {
    let mut charts = vec![expectations(framework, &points)];
    charts.extend(experience(framework, &points));
    charts.extend(scope(framework, &points));
    charts.extend(pay(framework, &points));
    if ordered {
        charts.iter_mut().filter(|chart| chart.unit != Unit::Count || !is_own_count(chart)).for_each(mark);
    }
    Line { name, ordered, points, charts }
}

/// The first chart counts what stands on the page; fewer items are no step back.
fn is_own_count(chart: &Chart) -> bool {
    chart.measure == EXPECTATIONS
}

/// The name of the chart that every line has.
pub const EXPECTATIONS: &str = "Expectations";

fn mark(chart: &mut Chart) {
    let mut last: Option<(f64, Option<f64>)> = None;
    for value in chart.values.iter_mut().flatten() {
        let low = value.min.or(value.max);
        let falls = |old: Option<f64>, new: Option<f64>| old.zip(new).is_some_and(|(old, new)| new < old);
        if let Some((min, max)) = last {
            value.falls =
                falls(Some(min), low) && !value.open || falls(max, value.max) && falls(Some(min), low);
        }
        if let Some(low) = low {
            last = Some((low, value.max));
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn expectations(framework: &Framework, points: &[Point]) -> Chart {
    let count = |point: &Point| {
        let role = framework.roles.get(point.role)?;
        let alone = own_levels(role).len() == 1;
        let items = role.sections.iter().flat_map(|section| &section.expectations);
        let own = |level: Option<usize>| level == point.level || (alone && level.is_none());
        let count = items.filter(|item| own(item.level) && item.is_said()).count();
        let count = count as f64;
        Some(Value { min: Some(count), max: Some(count), open: false, text: String::new(), falls: false })
    };
    Chart { measure: EXPECTATIONS.into(), unit: Unit::Count, values: points.iter().map(count).collect() }
}

/// True for facts about this level, or about the only level of the page.
fn about(role: &Role, point: &Point, level: Option<usize>) -> bool {
    level == point.level || (level.is_none() && own_levels(role).len() == 1)
}

/// One chart for each key of which at least two levels say something.
fn charts<K: Ord + Clone>(
    framework: &Framework,
    points: &[Point],
    unit: Unit,
    facts: impl Fn(&Role, &Point) -> Vec<(K, Value)>,
    name: impl Fn(&K) -> String,
) -> Vec<Chart> {
    let mut found: BTreeMap<K, HashMap<usize, Value>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        let Some(role) = framework.roles.get(point.role) else { continue };
        for (key, value) in facts(role, point) {
            found.entry(key).or_default().entry(at).or_insert(value);
        }
    }
    found
        .into_iter()
        .filter(|(_, values)| values.len() > 1)
        .map(|(key, mut values)| Chart {
            measure: name(&key),
            unit,
            values: (0..points.len()).map(|at| values.remove(&at)).collect(),
        })
        .collect()
}

fn experience(framework: &Framework, points: &[Point]) -> Vec<Chart> {
    let facts = |role: &Role, point: &Point| {
        // What is required is told before what is welcome.
        let mut facts: Vec<_> =
            role.experience.iter().filter(|fact| about(role, point, fact.level)).collect();
        facts.sort_by_key(|fact| fact.strength == Strength::Preferred);
        let numbered = facts.into_iter().filter(|fact| fact.min_months.or(fact.max_months).is_some());
        numbered
            .map(|fact| {
                let (min, max) = (fact.min_months.map(f64::from), fact.max_months.map(f64::from));
                (fact.kind, Value::new(min, max, fact.open, &fact.text.value))
            })
            .collect()
    };
    charts(framework, points, Unit::Months, facts, |kind| match kind.name() {
        "total" => "Years of experience".to_owned(),
        "management" => "Years of leading people".to_owned(),
        "managing-managers" => "Years of leading leaders".to_owned(),
        "domain" => "Years in the field".to_owned(),
        _ => "Years in the role".to_owned(),
    })
}

fn scope(framework: &Framework, points: &[Point]) -> Vec<Chart> {
    let facts = |role: &Role, point: &Point| {
        let facts = role.scope.iter().filter(|fact| about(role, point, fact.level));
        let numbered = facts.filter(|fact| fact.min.or(fact.max).is_some());
        numbered
            .map(|fact| {
                let value = Value::new(fact.min, fact.max, fact.max.is_none(), &fact.text.value);
                (fact.measure.clone(), value)
            })
            .collect()
    };
    let name = |measure: &String| {
        let words = measure.replace(['-', '.'], " ");
        format!("Scope: {words}")
    };
    charts(framework, points, Unit::Count, facts, name)
}

fn pay(framework: &Framework, points: &[Point]) -> Vec<Chart> {
    let facts = |role: &Role, point: &Point| {
        let facts = role.compensation.iter().filter(|fact| about(role, point, fact.level));
        let numbered = facts.filter(|fact| fact.min.or(fact.max).is_some());
        numbered
            .map(|fact| {
                let value = Value::new(fact.min, fact.max, fact.open, &fact.text.value);
                ((fact.currency.clone(), fact.period), value)
            })
            .collect()
    };
    let name = |(currency, period): &(Option<String>, Option<&str>)| {
        let currency = currency.as_ref().map_or_else(String::new, |currency| format!(" in {currency}"));
        let period = period.map_or_else(String::new, |period| format!(" ({period})"));
        format!("Pay{currency}{period}")
    };
    charts(framework, points, Unit::Money, facts, name)
}
