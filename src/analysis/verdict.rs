//! What a change of wording means: mended only, or something else is asked now, and whether that is more or
//! less than before.

use std::collections::BTreeSet;

use super::passages::{Fact, Passage, Subject};
use super::strength::strength;
use super::wording::{Mend, mends};
use crate::checks::step_of;
use crate::model::{Compensation, Scope};
use crate::rule::built_in_pages;

/// What became of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    More,
    Less,
}

impl Turn {
    pub fn other(self) -> Self {
        match self {
            Turn::More => Turn::Less,
            Turn::Less => Turn::More,
        }
    }
}

/// What a change of wording means.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Verdict {
    /// Only the form was mended, and so.
    pub mends: Option<BTreeSet<Mend>>,
    pub turn: Option<Turn>,
    /// What makes it more or less: "6-8 → 8-10".
    pub reasons: Vec<String>,
}

/// Ordered words: those that frameworks declare, those that many share, and how binding something is.
pub(super) struct Scales(Vec<Vec<String>>);

impl Scales {
    /// The scales of the program, and `declared` ones before them.
    pub fn new(declared: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut scales: Vec<Vec<String>> = declared.into_iter().collect();
        let (pages, _) = built_in_pages();
        for page in &pages {
            let lists = match page.id.as_str() {
                "proficiency-regression" => page.meta.params.get("scales").cloned(),
                "scope-regression" => page.meta.params.get("steps").map(|steps| serde_json::json!([steps])),
                _ => None,
            };
            scales.extend(
                lists
                    .and_then(|lists| serde_json::from_value::<Vec<Vec<String>>>(lists).ok())
                    .unwrap_or_default(),
            );
        }
        scales.sort();
        scales.dedup();
        Scales(scales)
    }

    /// Whether `new` is a higher or a lower step than `old`, where a scale has both.
    fn turn(&self, old: &str, new: &str) -> Option<Turn> {
        self.0.iter().find_map(|steps| {
            let (a, b) = (step_of(steps, old)?, step_of(steps, new)?);
            turn_of(a, b)
        })
    }
}

/// The way from one to the other.
pub(super) fn turn_of<T: PartialOrd>(old: T, new: T) -> Option<Turn> {
    if new > old {
        Some(Turn::More)
    } else if new < old {
        Some(Turn::Less)
    } else {
        None
    }
}

/// Compares two wordings of one passage.
pub(super) fn judge(
    old: (&Subject<'_>, &Passage),
    new: (&Subject<'_>, &Passage),
    scales: &Scales,
) -> Verdict {
    let (a, b) = (&old.1.text, &new.1.text);
    if let Some(mends) = mends(a, b) {
        return Verdict { mends: Some(mends), ..Verdict::default() };
    }
    let mut turns: Vec<Turn> = vec![];
    let mut reasons = vec![];
    facts(old, new, scales, &mut turns, &mut reasons);
    if turns.is_empty() {
        let said = |passage: &Passage| -> String {
            let text = passage.text.as_str();
            let rest = passage.label.as_ref().and_then(|label| text.strip_prefix(label.as_str()));
            rest.map_or(text, |rest| rest.trim_start_matches([':', '：', ' '])).to_owned()
        };
        let (x, y) = (said(old.1), said(new.1));
        if let Some(turn) = scales.turn(&x, &y) {
            turns.push(turn);
            reasons.push(format!("{x} → {y}"));
        }
    }
    if turns.is_empty()
        && let Some((turn, found)) = strength(a, b)
    {
        turns.push(turn);
        reasons.extend(found);
    }
    let turn = turns.first().copied().filter(|first| turns.iter().all(|turn| turn == first));
    Verdict { mends: None, turn, reasons }
}

/// What the model knows: years, degrees, scope and pay that stand on both sides.
fn facts(
    (old, a): (&Subject<'_>, &Passage),
    (new, b): (&Subject<'_>, &Passage),
    scales: &Scales,
    turns: &mut Vec<Turn>,
    reasons: &mut Vec<String>,
) {
    let before: Vec<Fact<'_>> = old.facts(a.span).collect();
    let after: Vec<Fact<'_>> = new.facts(b.span).collect();
    if before.len() != after.len() {
        return;
    }
    for (x, y) in before.into_iter().zip(after) {
        let (turn, from, to) = match (x, y) {
            (Fact::Years(x), Fact::Years(y)) if x.kind == y.kind => {
                let months = |months: Option<u32>| months.map(f64::from);
                (
                    bounds(
                        (months(x.min_months), months(x.max_months)),
                        (months(y.min_months), months(y.max_months)),
                    ),
                    &x.text.value,
                    &y.text.value,
                )
            }
            (Fact::Degree(x), Fact::Degree(y)) => {
                let height = |level: &str| DEGREES.iter().position(|degree| *degree == level);
                let turn = height(x.level).zip(height(y.level)).and_then(|(x, y)| turn_of(x, y));
                (turn, &x.text.value, &y.text.value)
            }
            (Fact::Scope(x), Fact::Scope(y)) if x.measure == y.measure => {
                (scope(x, y, scales), &x.text.value, &y.text.value)
            }
            (Fact::Pay(x), Fact::Pay(y)) if x.currency == y.currency && x.period == y.period => {
                (pay(x, y), &x.text.value, &y.text.value)
            }
            _ => continue,
        };
        if let Some(turn) = turn {
            turns.push(turn);
            reasons.push(format!("{} → {}", from.trim(), to.trim()));
        }
    }
}

/// The degrees that the model names, lowest first.
const DEGREES: [&str; 4] = ["secondary", "bachelor", "master", "doctorate"];

fn scope(old: &Scope, new: &Scope, scales: &Scales) -> Option<Turn> {
    match (&old.value, &new.value) {
        (Some(a), Some(b)) => scales.turn(a, b),
        _ => bounds((old.min, old.max), (new.min, new.max)),
    }
}

fn pay(old: &Compensation, new: &Compensation) -> Option<Turn> {
    bounds((old.min, old.max), (new.min, new.max))
}

/// A range of which one end moved and the other did not move the other way.
fn bounds(old: (Option<f64>, Option<f64>), new: (Option<f64>, Option<f64>)) -> Option<Turn> {
    let end = |a: Option<f64>, b: Option<f64>| a.zip(b).and_then(|(a, b)| turn_of(a, b));
    match (end(old.0, new.0), end(old.1, new.1)) {
        (Some(low), Some(high)) if low != high => None,
        (Some(turn), _) | (None, Some(turn)) => Some(turn),
        (None, None) => None,
    }
}
