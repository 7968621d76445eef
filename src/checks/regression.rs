//! Years, pay, scope and proficiency that fall where people are promoted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::levels::{for_rungs, years};
use crate::model::{
    CellState, Compensation, Experience, ExperienceKind, Framework, Graph, Role, Scope, SectionKind, Step,
    Strength,
};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Years of experience that fall.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExperienceRegression {
    /// A step of more years than this is mentioned; 0: none is.
    max_step: u32,
}

/// What a rung asks for in one kind of experience.
#[derive(Debug, Clone, Copy)]
struct Asked {
    /// The least and the most of the minimums that are named, in months.
    low: u32,
    high: u32,
    place: Span,
}

impl FrameworkCheck for ExperienceRegression {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let asked = for_rungs(framework, graph, experience, |all| asked(all));
        for step in &graph.steps {
            let (Some(below), Some(above)) = (asked.get(step.lower), asked.get(step.upper)) else { continue };
            for (kind, lower) in below {
                let Some(upper) = above.get(kind) else { continue };
                // Years of one skill, or with a higher degree, may well be fewer: all that is said must agree.
                let (falls, jumps) = if upper.high < lower.high && upper.low <= lower.low {
                    (true, false)
                } else {
                    let grown = upper.low.saturating_sub(lower.low.max(lower.high));
                    (false, self.max_step > 0 && grown > self.max_step * 12)
                };
                if !falls && !jumps {
                    continue;
                }
                let (from, to) = (name(graph, step.lower), name(graph, step.upper));
                let what = what(*kind);
                let verb = if falls { "less than" } else { "a large step from" };
                let message = format!(
                    "“{to}” asks for {} of {what}, {verb} the {} of “{from}”, the level below.",
                    years(upper.high),
                    years(lower.high)
                );
                let finding = cx.report(upper.place, message);
                finding
                    .help(
                        "The ladder contradicts itself: whoever has the years for the lower level has more than the \
                         higher one asks for. Correct one of the two numbers.",
                    )
                    .related(lower.place, format!("“{from}” asks for {}", years(lower.high)));
                if jumps {
                    finding.at_most(crate::diag::Severity::Info);
                    finding.help("People wonder what they are to do in between. Check both numbers.");
                }
            }
        }
    }
}

fn experience(role: &Role) -> Vec<(Option<usize>, &Experience)> {
    role.experience.iter().map(|one| (one.level, one)).collect()
}

/// For each kind what is asked of people who enter a level; what is merely preferred does not count.
fn asked<'f>(experiences: impl Iterator<Item = &'f Experience>) -> BTreeMap<ExperienceKind, Asked> {
    let mut asked: BTreeMap<ExperienceKind, Asked> = BTreeMap::new();
    for experience in experiences {
        let Some(months) = experience.min_months.filter(|_| experience.strength != Strength::Preferred)
        else {
            continue;
        };
        // Time in the role says when people move on, not what they bring; a field is one of many.
        if matches!(experience.kind, ExperienceKind::InRole | ExperienceKind::Domain) {
            continue;
        }
        let place = experience.text.span;
        let entry = asked.entry(experience.kind).or_insert(Asked { low: months, high: months, place });
        entry.low = entry.low.min(months);
        if months > entry.high {
            (entry.high, entry.place) = (months, place);
        }
    }
    asked
}

fn what(kind: ExperienceKind) -> &'static str {
    match kind {
        ExperienceKind::Total => "experience",
        ExperienceKind::Management => "experience in management",
        ExperienceKind::ManagingManagers => "experience in managing managers",
        ExperienceKind::Domain => "experience in the field",
        ExperienceKind::InRole => "time in the role",
    }
}

fn name<'g>(graph: &'g Graph<'_>, rung: usize) -> &'g str {
    graph.rungs.get(rung).map_or("", |rung| rung.name.as_str())
}

/// Pay that falls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayBandProgression {
    /// Share of the lower band that the higher one may cover, from 0 to 1; 1: all of it.
    max_overlap: f64,
}

impl FrameworkCheck for PayBandProgression {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let bands = for_rungs(framework, graph, pay, |all| bands(all));
        for step in &graph.steps {
            let (Some(Some(below)), Some(Some(above))) = (bands.get(step.lower), bands.get(step.upper))
            else {
                continue;
            };
            for (coin, lower) in below {
                if let Some(upper) = above.get(coin) {
                    self.compare(graph, *step, lower, upper, cx);
                }
            }
        }
    }
}

/// Currency and period: pay is compared with pay of the same ones.
type Coin<'f> = (Option<&'f str>, Option<&'f str>);

fn pay(role: &Role) -> Vec<(Option<usize>, &Compensation)> {
    role.compensation.iter().map(|one| (one.level, one)).collect()
}

/// The pay of a rung in each currency and period; nothing if there are several, as for several places.
fn bands<'f>(pay: impl Iterator<Item = &'f Compensation>) -> Option<BTreeMap<Coin<'f>, &'f Compensation>> {
    let mut bands = BTreeMap::new();
    for pay in pay {
        let coin = (pay.currency.as_deref(), pay.period);
        if bands.insert(coin, pay).is_some() {
            return None;
        }
    }
    Some(bands)
}

impl PayBandProgression {
    fn compare(
        &self,
        graph: &Graph<'_>,
        step: Step,
        lower: &Compensation,
        upper: &Compensation,
        cx: &mut Context<'_>,
    ) {
        let falls = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| b < a);
        let (from, to) = (name(graph, step.lower), name(graph, step.upper));
        let what = if falls(lower.min, upper.min) {
            "begins below"
        } else if falls(lower.max, upper.max) {
            "ends below"
        } else if self.overlaps(lower, upper) {
            "covers most of"
        } else {
            return;
        };
        let message = format!(
            "The pay of “{to}” ({}) {what} that of “{from}” ({}), the level below.",
            upper.text.value.trim(),
            lower.text.value.trim()
        );
        cx.report(upper.text.span, message)
            .help(
                "A promotion must not cost money. Somebody will notice, and doubt all other numbers too. Correct one \
                 of the two bands.",
            )
            .related(lower.text.span, format!("the pay of “{from}”"));
    }

    fn overlaps(&self, lower: &Compensation, upper: &Compensation) -> bool {
        let (Some(low), Some(high), Some(start)) = (lower.min, lower.max, upper.min) else { return false };
        self.max_overlap < 1.0 && high > low && (high - start) / (high - low) > self.max_overlap
    }
}

/// Scope that falls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRegression {
    /// The steps of a scale that is not declared, lowest first.
    steps: Vec<String>,
    /// Counts that must not fall.
    measures: Vec<String>,
}

impl FrameworkCheck for ScopeRegression {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(graph) = cx.graph() else { return };
        let scopes = for_rungs(framework, graph, scope, |all| scopes(all));
        for step in &graph.steps {
            for lower in scopes.get(step.lower).into_iter().flatten() {
                for upper in scopes.get(step.upper).into_iter().flatten() {
                    if upper.measure == lower.measure && self.falls(framework, lower, upper) {
                        let (from, to) = (name(graph, step.lower), name(graph, step.upper));
                        let message = format!(
                            "The scope of “{to}” ({}) is smaller than that of “{from}” ({}), the level below.",
                            upper.text.value.trim(),
                            lower.text.value.trim()
                        );
                        cx.report(upper.text.span, message)
                            .help(
                                "A wider scope is what makes a higher level. Write what is meant, or say why it is \
                                 smaller.",
                            )
                            .related(lower.text.span, format!("the scope of “{from}”"));
                    }
                }
            }
        }
    }
}

fn scope(role: &Role) -> Vec<(Option<usize>, &Scope)> {
    role.scope.iter().map(|one| (one.level, one)).collect()
}

fn scopes<'f>(all: impl Iterator<Item = &'f Scope>) -> Vec<&'f Scope> {
    let mine: Vec<&Scope> = all.collect();
    // Two sizes of one measure are about different things.
    let once = |scope: &&Scope| mine.iter().filter(|other| other.measure == scope.measure).count() == 1;
    mine.iter().copied().filter(|scope| once(scope)).collect()
}

impl ScopeRegression {
    fn falls(&self, framework: &Framework, lower: &Scope, upper: &Scope) -> bool {
        if let (Some(a), Some(b)) = (&lower.value, &upper.value) {
            let named = framework.scales.iter().find(|(name, _)| lower.measure.starts_with(name.as_str()));
            let holds = |steps: &[String]| Some((reach_of(steps, a)?, reach_of(steps, b)?));
            let declared = || framework.scales.iter().find_map(|(_, steps)| holds(steps));
            let places = match named {
                Some((_, steps)) => holds(steps),
                None => declared().or_else(|| holds(&self.steps)),
            };
            return places.is_some_and(|(a, b)| b < a);
        }
        // Smaller in both its numbers: a range that moves is no fall.
        let counted = self.measures.contains(&lower.measure);
        let less = |a: Option<f64>, b: Option<f64>| a.zip(b).is_none_or(|(a, b)| b < a);
        counted
            && lower.min.is_some()
            && upper.min.is_some()
            && less(lower.min, upper.min)
            && less(lower.max, upper.max)
    }
}

/// The place of a reach on a scale: "Own team" and "The whole team" reach as far as "Team".
fn reach_of(steps: &[String], value: &str) -> Option<usize> {
    const WHOSE: &[&str] =
        &["the", "a", "one", "own", "my", "our", "your", "their", "whole", "entire", "single"];
    let bare = |word: &&str| WHOSE.contains(&word.to_lowercase().as_str());
    let words: Vec<&str> = value.split_whitespace().skip_while(bare).collect();
    step_of(steps, value).or_else(|| step_of(steps, &words.join(" ")))
}

/// The place of a value on a scale, without regard to case, hyphens and blanks.
pub fn step_of(steps: &[String], value: &str) -> Option<usize> {
    // Letter by letter: most values are sentences, and differ from all steps in their first one.
    fn key(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    steps.iter().position(|step| key(step).eq(key(value)))
}

/// Proficiency that falls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProficiencyRegression {
    /// Scales that are recognized without a declaration, each with its steps, lowest first.
    scales: Vec<Vec<String>>,
}

/// What a rung needs of one competency.
struct Need<'f> {
    step: usize,
    competency: &'f str,
    place: Span,
}

impl FrameworkCheck for ProficiencyRegression {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let declared = framework.scales.iter().map(|(_, steps)| steps);
        let scales: Vec<&Vec<String>> = declared.chain(&self.scales).collect();
        let Some(graph) = cx.graph() else { return };
        let mut told = BTreeSet::new();
        // For each rung, scale and competency the step that is asked for.
        let needs = for_rungs(framework, graph, values, |values| needs_of(values, &scales));
        for step in &graph.steps {
            let (Some(below), Some(above)) = (needs.get(step.lower), needs.get(step.upper)) else { continue };
            for ((scale, competency), lower) in below {
                let Some(upper) =
                    above.get(&(*scale, competency.clone())).filter(|upper| upper.step < lower.step)
                else {
                    continue;
                };
                // One value may be a step of several scales.
                if !told.insert((upper.place, lower.place)) {
                    continue;
                }
                let (from, to) = (name(graph, step.lower), name(graph, step.upper));
                let files = cx.files();
                let said = |need: &Need<'_>| {
                    let text = files.get(need.place.file).slice(need.place);
                    text.rsplit([':', '：']).next().unwrap_or(text).trim().to_owned()
                };
                let (less, more) = (said(upper), said(lower));
                let message = format!(
                    "“{to}” needs less of “{}” ({less}) than “{from}” ({more}), the level below.",
                    upper.competency
                );
                cx.report(upper.place, message)
                    .help(
                        "A promotion must not lower the bar by accident. Write the step that is meant at one of the two \
                         levels.",
                    )
                    .related(lower.place, format!("“{from}” needs “{more}”"));
            }
        }
    }
}

/// What may be a step of a scale, with the competency and its place: the cells of a matrix, and what stands
/// behind the names of competencies.
fn values(role: &Role) -> Vec<(Option<usize>, (&str, &str, Span))> {
    let mut values = vec![];
    for section in role.sections.iter().filter(|section| section.kind != SectionKind::Scope) {
        let label = section.label.as_ref().map_or("", |label| label.value.as_str());
        for shown in section.shown.iter().filter(|shown| shown.state == CellState::Content) {
            values.push((Some(shown.level), (label, shown.words.as_str(), shown.body)));
        }
        for item in &section.expectations {
            let Some(name) = &item.label else { continue };
            let said = item.text.plain.split_once([':', '：']).map_or("", |(_, said)| said.trim());
            values.push((item.level, (name.value.as_str(), said, item.text.span)));
        }
    }
    values
}

fn needs_of<'f>(
    values: &mut dyn Iterator<Item = (&'f str, &'f str, Span)>,
    scales: &[&Vec<String>],
) -> BTreeMap<(usize, String), Need<'f>> {
    let mut needs = BTreeMap::new();
    for (competency, said, place) in values {
        for (n, steps) in scales.iter().enumerate() {
            if let Some(step) = step_of(steps, said) {
                needs.entry((n, competency.to_lowercase())).or_insert(Need { step, competency, place });
            }
        }
    }
    needs
}
