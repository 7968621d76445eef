//! A level with far fewer expectations than the level below it.

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::{CellState, Framework, Role, Section, SectionKind, Shown, words_of};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThinLevel {
    /// At most this share of the expectations of the level below.
    ratio: f64,
    /// At least this many expectations fewer.
    min_gap: usize,
}

impl FrameworkCheck for ThinLevel {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        if framework.cumulative {
            return;
        }
        for role in framework.roles.iter().filter(|role| !role.cumulative) {
            for section in &role.sections {
                let counts = Counts::of(section);
                for pair in section.shown.windows(2) {
                    if let [before, after] = pair
                        && before.table == after.table
                    {
                        self.compare(role, section, &counts, (before, after), cx);
                    }
                }
            }
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

impl ThinLevel {
    fn compare(
        &self,
        role: &Role,
        section: &Section,
        counts: &Counts,
        (before, after): (&Shown, &Shown),
        cx: &mut Context<'_>,
    ) {
        let Some((lower, upper)) = ordered(role, before, after) else { return };
        let told = lower.state == CellState::Content && upper.state == CellState::Content;
        let is_mirror = role.level(upper.level).is_none_or(|level| level.mirror);
        if !told || is_mirror || !section.kind.is_expectations() || section.kind == SectionKind::Scope {
            return;
        }
        let (Some(&(many, others)), Some(&(few, first))) =
            (counts.0.get(&lower.level), counts.0.get(&upper.level))
        else {
            return;
        };
        #[allow(clippy::cast_precision_loss)]
        let thin = few as f64 <= many as f64 * self.ratio && many >= few + self.min_gap;
        // Fewer but longer sentences are another style, not less.
        let shorter = upper.words.len() < lower.words.len();
        if !thin || !shorter || builds_on(&upper.words) {
            return;
        }
        let name = section
            .label
            .as_ref()
            .map_or_else(|| "this part".to_owned(), |label| format!("“{}”", label.value));
        let message = format!(
            "“{}” has {few} {} in {name}, “{}”, the level below, has {many}.",
            upper.label.value,
            if few == 1 { "expectation" } else { "expectations" },
            lower.label.value,
        );
        let finding = cx.report(first, message);
        finding.help(
            "People at the higher level are then judged by feeling. Write what is expected there as well; if \
             everything from the level below still counts, say so (“in addition to the level below”).",
        );
        finding.related(others, format!("the {many} expectations of “{}” begin here", lower.label.value));
    }
}

/// Which of two neighbors in a table is the lower level; nothing if they stand on different tracks.
fn ordered<'s>(role: &Role, before: &'s Shown, after: &'s Shown) -> Option<(&'s Shown, &'s Shown)> {
    let (a, b) = (role.level(before.level)?, role.level(after.level)?);
    if leads(&a.label.value) != leads(&b.label.value) {
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
