//! A level with far fewer expectations than the level below it.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

use crate::model::{CellState, Framework, Level, Role, Section, SectionKind, Shown, words_of};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThinLevel {
    /// At most this share of the expectations of the level below.
    #[serde(deserialize_with = "share")]
    ratio: f64,
    /// At least this many expectations fewer.
    min_gap: usize,
    /// Where this share of all steps has fewer expectations, it is how the framework is written.
    #[serde(deserialize_with = "share")]
    common: f64,
}

/// A number from 0 to 1.
fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let share = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(serde::de::Error::custom(format!("{share} is no share; write a number from 0 to 1")))
}

/// From fewer steps nothing can be said about how a framework is written.
const ENOUGH_STEPS: u32 = 20;

/// A level that looks thin.
struct Thin<'f> {
    section: &'f Section,
    lower: &'f Shown,
    upper: &'f Shown,
    many: usize,
    few: usize,
    /// The first expectation of each.
    places: (Span, Span),
}

impl FrameworkCheck for ThinLevel {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        if framework.cumulative {
            return;
        }
        let mut found = vec![];
        let (mut steps, mut fewer) = (0u32, 0u32);
        for role in framework.roles.iter().filter(|role| !role.cumulative) {
            for section in &role.sections {
                let counts = Counts::of(section);
                for pair in section.shown.windows(2) {
                    if let [before, after] = pair
                        && before.table == after.table
                        && let Some(step) = step(role, section, &counts, before, after)
                    {
                        steps += 1;
                        fewer += u32::from(step.few < step.many);
                        found.extend(self.is_thin(&step).then_some(step));
                    }
                }
            }
        }
        // Levels that say only what they add have now more, now fewer expectations than the level below.
        #[allow(clippy::cast_precision_loss)]
        let usual = steps >= ENOUGH_STEPS && f64::from(fewer) >= f64::from(steps) * self.common;
        if !usual {
            found.iter().for_each(|thin| report(thin, cx));
        }
    }
}

/// For each level of a section the number of its expectations and the place of the first.
struct Counts(HashMap<usize, (usize, Span)>);

impl Counts {
    fn of(section: &Section) -> Self {
        let mut counts = HashMap::new();
        for item in &section.expectations {
            if let Some(level) = item.level {
                counts.entry(level).or_insert((0, item.span)).0 += 1;
            }
        }
        Counts(counts)
    }
}

/// Two neighbors that can be compared.
fn step<'f>(
    role: &Role,
    section: &'f Section,
    counts: &Counts,
    before: &'f Shown,
    after: &'f Shown,
) -> Option<Thin<'f>> {
    let (lower, upper) = ordered(role, before, after)?;
    let told = lower.state == CellState::Content && upper.state == CellState::Content;
    let is_mirror = role.level(upper.level).is_none_or(|level| level.mirror);
    if !told || is_mirror || !section.kind.is_expectations() || section.kind == SectionKind::Scope {
        return None;
    }
    let (&(many, below), &(few, first)) = (counts.0.get(&lower.level)?, counts.0.get(&upper.level)?);
    Some(Thin { section, lower, upper, many, few, places: (first, below) })
}

impl ThinLevel {
    fn is_thin(&self, step: &Thin<'_>) -> bool {
        #[allow(clippy::cast_precision_loss)]
        let thin = step.few as f64 <= step.many as f64 * self.ratio && step.many >= step.few + self.min_gap;
        // Prose, or fewer but longer sentences, are another style, not less.
        let prose = step.few == 1 && step.upper.words.split(' ').count() > 25;
        thin && !prose && step.upper.words.len() < step.lower.words.len() && !builds_on(&step.upper.words)
    }
}

fn report(thin: &Thin<'_>, cx: &mut Context<'_>) {
    let Thin { section, lower, upper, many, few, places } = thin;
    let name =
        section.label.as_ref().map_or_else(|| "this part".to_owned(), |label| format!("“{}”", label.value));
    let message = format!(
        "“{}” has {few} {} in {name}, while “{}”, the level below, has {many}.",
        upper.label.value,
        if *few == 1 { "expectation" } else { "expectations" },
        lower.label.value,
    );
    let finding = cx.report(places.0, message);
    finding.help(
        "People at the higher level are then judged by feeling. Write what is expected there as well; if everything \
         from the level below still counts, say so (“in addition to the level below”).",
    );
    finding.related(places.1, format!("the {many} expectations of “{}” begin here", lower.label.value));
}

/// Which of two neighbors in a table is the lower level; nothing if they stand on different tracks.
fn ordered<'s>(role: &Role, before: &'s Shown, after: &'s Shown) -> Option<(&'s Shown, &'s Shown)> {
    let (a, b) = (role.level(before.level)?, role.level(after.level)?);
    // Codes of one series are one track, whatever the titles beside them say.
    let letters = |level: &Level| {
        level.code.as_ref().map(|code| code.trim_end_matches(|c: char| !c.is_alphabetic()).to_owned())
    };
    let coded = letters(a).is_some() && letters(a) == letters(b);
    if !coded && leads(&a.label.value) != leads(&b.label.value) {
        return None;
    }
    match (a.rank, b.rank) {
        (Some(x), Some(y)) if x > y => Some((after, before)),
        (Some(x), Some(y)) if x == y && a.label.value == b.label.value => None,
        _ => Some((before, after)),
    }
}

/// True for levels of people who lead people.
fn leads(label: &str) -> bool {
    let words = words_of(label);
    let has = |word: &str| words.iter().any(|w| w == word);
    let code = label.split_whitespace().next().unwrap_or("");
    let coded = code.starts_with(['M', 'D'])
        && code.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    coded || ["manager", "director", "vp", "head", "president", "chief", "cto"].iter().any(|word| has(word))
}

/// Says that the text comes on top of another.
fn builds_on(words: &str) -> bool {
    [
        "in addition",
        "above, plus",
        "everything",
        "as well as all",
        "all of the",
        "same as",
        "plus:",
        "further to",
    ]
    .iter()
    .any(|phrase| words.contains(phrase))
}
