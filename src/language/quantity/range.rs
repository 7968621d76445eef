//! Ranges of numbers: "5–7", "10 to 15+ people".

use std::cell::RefCell;

use super::experience::{is_currency, is_part_of_something};
use super::scan::{Figure, Kind, Scan, Stretch};
use super::{Bound, FloorKind, NumberRange};
use crate::language::lexicon::{self, Lexicon};
use crate::language::tokens::{is_hyphen, one_of};
use crate::text::{Memo, remembered};

/// Ranges of two numbers in `plain`, in order, whatever they count.
///
/// Left out are dates, calendar years, phone numbers, versions, scores ("3-2"), identifiers, amounts of
/// money (see [`super::pay`]), references ("pages 3–5", "Level 2–3") and changes ("from 20 to 100+").
/// A range whose second number is the lower is only given if a unit follows.
pub fn ranges(plain: &str) -> Vec<NumberRange> {
    thread_local! {
        static KNOWN: RefCell<Memo<Vec<NumberRange>>> = RefCell::default();
    }
    let lexicon = lexicon::current();
    remembered(&KNOWN, lexicon.number, plain, || read_all(plain, &lexicon))
}

fn read_all(plain: &str, lexicon: &Lexicon) -> Vec<NumberRange> {
    if !lexicon.terms.may_say_two(plain) {
        return Vec::new();
    }
    let scan = Scan::new(plain, &lexicon.terms);
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        match scan.stretch(at) {
            Some(stretch) => {
                found.extend(number_range(&scan, at, &stretch));
                at = stretch.next.max(at + 1);
                // "2024-05-12", "555-12-34": what goes on after the second number is no range of two.
                while is_chain(&scan, at) {
                    at += 2;
                }
            }
            None => at += 1,
        }
    }
    found
}

/// A sign and a number that touch what stands before them.
fn is_chain(scan: &Scan<'_>, at: usize) -> bool {
    scan.glued(at)
        && scan.glued(at + 1)
        && scan.figure(at + 1).is_some()
        && scan.sign(at).is_some_and(|sign| is_hyphen(sign) || matches!(sign, '/' | ':' | '.'))
}

fn number_range(scan: &Scan<'_>, at: usize, stretch: &Stretch) -> Option<NumberRange> {
    let high = stretch.high.as_ref()?;
    let low = &stretch.low;
    let separator = stretch.separator.clone()?;
    let next = stretch.next;
    if is_part_of_something(scan, at) || is_chain(scan, next) || glued_letters(scan, low.next) {
        return None;
    }
    let in_words = low.figure.is_none();
    let dashed = plain_dash(scan, &separator);
    let spaced_dash = dashed && scan.token(low.next).is_some_and(|token| token.spaced);
    // "two – three" in words and "2 - 3 = -1" or a list "1 - 2 items" are too close to ordinary dashes
    // unless a figure follows on both sides.
    if spaced_dash && (in_words || high.figure.is_none()) {
        return None;
    }
    if is_changed(scan, at, dashed) || is_reference(scan, at) || is_money(scan, at, next) {
        return None;
    }
    if glued_letters(scan, next) && !matches!(scan.word(next), "k" | "m" | "x" | "yrs" | "years" | "months") {
        return None;
    }
    let figures = [low.figure, high.figure];
    if figures.iter().flatten().any(|f| f.leading_zero) {
        return None;
    }
    // "3–5 or more years": the words do what a "+" does.
    let more = stretch.plus.is_none().then(|| or_more(scan, next)).flatten();
    let (plus, whole, next) = match more {
        Some(after) => {
            let words = scan.span(next, after);
            (Some(words.clone()), stretch.range().start..words.end, after)
        }
        None => (stretch.plus.clone(), stretch.range(), next),
    };
    let unit = unit(scan, next);
    let calendar = |value: f64| (1400.0..=2100.0).contains(&value) && value.fract() == 0.0;
    if calendar(low.value) && figures.iter().flatten().all(|f| !f.grouped) {
        return None;
    }
    // Phone numbers and identifiers: "555-1234", "9001-2015".
    let long = |f: &Figure| f.digits >= 3 && !f.grouped && !f.fraction;
    if unit.is_none() && dashed && !spaced_dash && figures.iter().flatten().filter(|f| long(f)).count() == 2 {
        return None;
    }
    // Versions: "Python 3.8-3.11"; fractions of time or money have a unit.
    if figures.iter().flatten().any(|f| f.fraction) && unit.is_none() {
        return None;
    }
    let equal = (high.value - low.value).abs() < f64::EPSILON;
    // "5 to 3 years" is only wrong where it tells how long somebody did something.
    let falls = dashed && unit.is_some() || !dashed && is_in_years(scan, next);
    if equal || high.value < low.value && !falls {
        return None;
    }
    Some(NumberRange {
        range: whole,
        low: low.value,
        high: high.value,
        low_range: low.range.clone(),
        high_range: high.range.clone(),
        separator,
        plus,
        unit,
        floor: floor(scan, at),
    })
}

/// "or more", "or above" at the token, where what is counted follows: the index after it.
fn or_more(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let after = scan.or_more_at(at)?;
    (matches!(scan.word(at), "or" | "and" | "ou" | "o" | "oder") && scan.time_unit(after).is_some())
        .then_some(after)
}

/// "over 2–5 years" says how long something takes, so "over" and its like are no floors of a range.
fn floor(scan: &Scan<'_>, at: usize) -> Option<Bound> {
    let (_, words, kind) = scan.floor_before(at)?;
    let says_over = scan.text.get(words.clone()).is_some_and(|t| {
        let t = t.trim();
        t.eq_ignore_ascii_case("over") || t == ">" || t.eq_ignore_ascii_case("über")
    });
    (kind != FloorKind::MoreThan || !says_over).then_some(Bound { range: words, kind })
}

/// True if years follow the number.
fn is_in_years(scan: &Scan<'_>, next: usize) -> bool {
    one_of(scan.word(next), "years jahre jahren años anos ans années anni jaar")
}

fn plain_dash(scan: &Scan<'_>, separator: &std::ops::Range<usize>) -> bool {
    scan.text.get(separator.clone()).is_some_and(|text| text.chars().all(is_hyphen))
}

/// Letters that touch the number: "9am", "1s", "3rd".
fn glued_letters(scan: &Scan<'_>, at: usize) -> bool {
    scan.glued(at) && matches!(scan.token(at).map(|t| &t.kind), Some(Kind::Word(word)) if word.is_ascii())
}

/// "from 20 to 100+", "grew the team 20 to 40": a change of one number.
fn is_changed(scan: &Scan<'_>, at: usize, dashed: bool) -> bool {
    let from = at.checked_sub(1).is_some_and(|i| scan.word(i) == "from");
    if dashed {
        return from && scan.word(at.saturating_sub(2)) != "of" && grows(scan, at);
    }
    from || grows(scan, at)
}

fn grows(scan: &Scan<'_>, at: usize) -> bool {
    (at.saturating_sub(6)..at).any(|i| {
        let word = scan.word(i);
        [
            "grow", "grew", "scal", "increas", "expand", "rais", "reduc", "went", "going", "doubl", "improv",
            "drop",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    })
}

/// "pages 3–5", "Level 2–3", "version 1–2", "ISO 9001–9004", "#3-4".
fn is_reference(scan: &Scan<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    one_of(
        scan.word(before),
        "level levels grade grades band bands tier tiers page pages pp section sections chapter \
         chapters version versions step steps phase phases stage stages item items figure table row \
         rows question questions rule rules article iso soc room rooms week weeks day days quarter \
         points no nos lines line scored won lost",
    ) || scan.sign(before) == Some('#')
}

fn is_money(scan: &Scan<'_>, at: usize, next: usize) -> bool {
    let code = |i: usize| {
        matches!(scan.word(i), "usd" | "eur" | "gbp" | "chf" | "cad" | "aud" | "inr" | "brl" | "sek")
    };
    let sign = |i: usize| scan.sign(i).is_some_and(is_currency);
    at.checked_sub(1).is_some_and(|i| code(i) || sign(i)) || code(next) || sign(next)
}

/// The word that is counted, directly after the number: letters only, no joining word.
fn unit(scan: &Scan<'_>, next: usize) -> Option<std::ops::Range<usize>> {
    const NO_UNIT: &[&str] = &[
        "and", "or", "of", "in", "with", "to", "for", "at", "on", "by", "as", "is", "are", "the", "a", "an",
        "but", "if", "when", "so", "per", "from", "that", "which", "was", "were", "e", "et", "y", "ou", "o",
    ];
    if let Some(sign) = scan.sign(next) {
        if matches!(sign, '%' | '°' | '×') {
            return Some(scan.span(next, next + 1));
        }
        // "5–7-year"
        if is_hyphen(sign) && scan.glued(next) && scan.glued(next + 1) && !scan.word(next + 1).is_empty() {
            return Some(scan.span(next + 1, next + 2));
        }
        return None;
    }
    let word = scan.word(next);
    (!word.is_empty() && !NO_UNIT.contains(&word)).then(|| scan.span(next, next + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<(&str, bool)> {
        ranges(text).into_iter().map(|r| (&text[r.range], r.plus.is_some())).collect()
    }

    #[test]
    fn ranges_and_their_parts() {
        let text = "leads at least 10-15+ people";
        let found = ranges(text);
        let one = &found[0];
        assert_eq!((one.low, one.high), (10.0, 15.0));
        assert_eq!(&text[one.range.clone()], "10-15+");
        assert_eq!(&text[one.low_range.clone()], "10");
        assert_eq!(&text[one.high_range.clone()], "15");
        assert_eq!(&text[one.separator.clone()], "-");
        assert_eq!(&text[one.plus.clone().unwrap()], "+");
        assert_eq!(&text[one.unit.clone().unwrap()], "people");
        let floor = one.floor.clone().unwrap();
        assert_eq!((&text[floor.range], floor.kind), ("at least", FloorKind::AtLeast));
        assert_eq!(
            texts("3–5+ years, 20 to 30 people, 5 - 7 years"),
            [("3–5+", true), ("20 to 30", false), ("5 - 7", false)]
        );
        assert_eq!(texts("three to five years"), [("three to five", false)]);
        assert_eq!(texts("Minimum 5-7 years"), [("5-7", false)]);
        assert_eq!(texts("50-60% done"), [("50-60", false)]);
        assert_eq!(texts("7-5 years"), [("7-5", false)]);
    }

    #[test]
    fn what_is_no_range() {
        for text in [
            "scale from 20 to 100+",
            "grow the group from 20-40 to 100+",
            "due 2024-05-12 or 2024-06",
            "the years 2019-2022",
            "call 555-1234 or +1 555-010-0199",
            "Python 3.8-3.11+",
            "a score of 3-2",
            "24/7 support",
            "L3-5 and IC3-IC5",
            "open 9am-5pm and 10:00-12:00",
            "a 1-1 meeting and 1-1s",
            "pages 3-5, Level 2-3+",
            "$220,000 - $350,000+ and GBP 60-80",
            "rule 70-20-10",
            "COVID-19 and GPT-4",
            "50-50",
            "a one-to-one talk",
            "Node 18+ or 20+",
            "reports 100+ people",
            "ISO 9001-2015",
        ] {
            assert_eq!(texts(text), [], "{text}");
        }
    }

    #[test]
    fn floors() {
        let kind = |text: &str| ranges(text)[0].floor.clone().map(|b| b.kind);
        assert_eq!(kind("minimum of three (3) to five (5) years"), Some(FloorKind::Minimum));
        assert_eq!(kind("no less than 2-3 days"), Some(FloorKind::AtLeast));
        assert_eq!(kind("more than 2-3 days"), Some(FloorKind::MoreThan));
        assert_eq!(kind("planned over 2-3 years"), None);
        assert_eq!(kind("at least 2 of 5–7 projects"), None);
        assert_eq!(kind("no more than 5-7 people"), None);
    }

    proptest! {
        #[test]
        fn ranges_are_sound(text in "\\PC{0,80}|([0-9]{1,4}|[-–+.,/: $%]|to|at least|people|two|é){0,25}") {
            for one in ranges(&text) {
                for part in [Some(&one.range), Some(&one.low_range), Some(&one.high_range), Some(&one.separator),
                    one.plus.as_ref(), one.unit.as_ref(), one.floor.as_ref().map(|f| &f.range)].into_iter().flatten() {
                    prop_assert!(text.get(part.clone()).is_some_and(|t| !t.is_empty()));
                }
            }
        }
    }
}
