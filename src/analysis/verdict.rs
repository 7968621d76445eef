//! What a change of wording means: mended only, or something else is asked now, and whether that is more or
//! less than before.

use std::collections::BTreeSet;

use super::passages::{Fact, Passage, Subject};
use super::wording::{Mend, Stretch, key_words, mends, stretches};
use crate::checks::step_of;
use crate::model::{Compensation, Scope};
use crate::rule::built_in_pages;

/// What became of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    More,
    Less,
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

/// How binding something is, from less to more; each list is a scale of single words.
const BINDING: &[&[&str]] =
    &[&["may", "should", "must"], &["optional", "preferred", "required"], &["some", "most", "all"]];

fn turn_of<T: PartialOrd>(old: T, new: T) -> Option<Turn> {
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
    if turns.is_empty() {
        words(a, b, &mut turns, &mut reasons);
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

/// Numbers and binding words, if nothing else changed.
fn words(old: &str, new: &str, turns: &mut Vec<Turn>, reasons: &mut Vec<String>) {
    let all = stretches(&key_words(old), &key_words(new));
    let mut found = vec![];
    for stretch in &all {
        match of_stretch(stretch) {
            Some(turn) => {
                found.push((turn, format!("{} → {}", stretch.old.join(" "), stretch.new.join(" "))));
            }
            None => return,
        }
    }
    for (turn, reason) in found {
        turns.push(turn);
        reasons.push(reason);
    }
}

fn of_stretch(stretch: &Stretch) -> Option<Turn> {
    let Stretch { old, new, before } = stretch;
    if let ([a], [b]) = (old.as_slice(), new.as_slice()) {
        let binding = BINDING.iter().find_map(|steps| {
            let at = |word: &str| steps.iter().position(|step| *step == word);
            turn_of(at(a)?, at(b)?)
        });
        if binding.is_some() {
            return binding;
        }
    }
    // The words around the numbers must be the same.
    let rest = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| numbers(word).is_empty()).cloned().collect()
    };
    let count = |words: &[String]| -> Vec<f64> { words.iter().flat_map(|word| numbers(word)).collect() };
    let (a, b) = (count(old), count(new));
    if rest(old) != rest(new) || a.is_empty() || b.is_empty() {
        return None;
    }
    let turn = match (a.as_slice(), b.as_slice()) {
        ([a], [b]) => turn_of(*a, *b),
        ([a, x], [b, y]) => bounds((Some(*a), Some(*x)), (Some(*b), Some(*y))),
        ([a, ..], [b, ..]) => turn_of(*a, *b),
        _ => None,
    }?;
    // Less time is a higher demand.
    let tail: Vec<&str> = before.iter().rev().take(3).map(String::as_str).collect();
    let ceiling = tail.iter().any(|word| {
        matches!(*word, "within" | "under" | "below" | "every" | "maximum" | "less" | "most" | "fewer")
    });
    Some(match (turn, ceiling) {
        (Turn::More, true) => Turn::Less,
        (Turn::Less, true) => Turn::More,
        (turn, false) => turn,
    })
}

/// The numbers in one word: 6 and 8 of "6-8", 10 of "10+", 90000 of "$90k".
fn numbers(word: &str) -> Vec<f64> {
    let mut found = vec![];
    let mut digits = String::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit()
            || (c == '.' && !digits.is_empty() && chars.peek().is_some_and(char::is_ascii_digit))
        {
            digits.push(c);
            continue;
        }
        if let Ok(number) = digits.parse::<f64>() {
            let large = match c {
                'k' => 1e3,
                'm' => 1e6,
                _ => 1.0,
            };
            found.push(number * large);
        }
        digits.clear();
    }
    found.extend(digits.parse::<f64>());
    found
}
