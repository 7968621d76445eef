//! Whether a sentence asks for more or for less than before: numbers, also in words, with their bounds and units,
//! degrees, steps of skill and of scope, and words that bind. Told only where nothing else in the sentence changed.

use super::verdict::{Turn, turn_of};
use super::wording::{closed_ranges, key_words, spoken_number, undamaged};

/// Longer texts are no single demand.
const MOST_WORDS: usize = 120;

/// What became of a sentence, and what makes it so: "two → three".
pub(super) fn strength(old: &str, new: &str) -> Option<(Turn, Vec<String>)> {
    let (a, b) = (words(old), words(new));
    if a.len().max(b.len()) > MOST_WORDS {
        return None;
    }
    let language = is_about_language(&a) || is_about_language(&b);
    // "Leads a team" and "Leads two teams": the article is a number where the other side has one.
    [false, true]
        .into_iter()
        .find_map(|counting| turned(&tokens(&a, counting), &tokens(&b, counting), language))
}

/// A word as it stands in a sentence.
struct Word {
    key: String,
    capital: bool,
    /// Nothing stands before it, or a sign that ends a part of the sentence.
    first: bool,
    /// A sign that ends a part of the sentence stands behind it.
    stop: bool,
    /// It is a piece of something with a slash: "HTTP/2", "24/7".
    slashed: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = vec![];
    for raw in closed_ranges(&undamaged(text)).split_whitespace() {
        let keys = key_words(raw);
        let first = words.last().is_none_or(|last: &Word| last.stop);
        let stop = raw.ends_with(['.', ',', ';', ':', ')', '!', '?']);
        if keys.is_empty() {
            // A dash ends a part, too.
            words.last_mut().into_iter().for_each(|last| last.stop = true);
        }
        let (last, slashed) = (keys.len().saturating_sub(1), raw.contains('/'));
        for (at, key) in keys.into_iter().enumerate() {
            // "> 5" is ">5".
            let counts = key.starts_with(|c: char| c.is_ascii_digit() || "$€£¥".contains(c));
            let sign = words.last_mut().filter(|last| counts && COMPARING.contains(&last.key.as_str()));
            if let Some(sign) = sign {
                sign.key.push_str(&key);
                sign.stop = stop;
                continue;
            }
            let capital = raw.starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
            words.push(Word { key, capital, first: first && at == 0, stop: stop && at == last, slashed });
        }
    }
    words
}

const COMPARING: [&str; 6] = ["<", ">", "<=", ">=", "≤", "≥"];

/// A piece of a sentence that may have a direction.
enum Token {
    Word(String),
    Amount(Amount),
    Degree(usize, String),
}

/// How much is asked for.
struct Amount {
    low: f64,
    high: f64,
    bound: Bound,
    kind: Kind,
    /// As it is written, without its bound and its unit.
    text: String,
    unit: String,
    said: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Exact,
    /// At least.
    Floor,
    /// At most. Of some things less is a higher demand: "within 2 days".
    Ceiling {
        strict: bool,
    },
}

/// What is counted.
#[derive(Clone, PartialEq)]
enum Kind {
    Things,
    Percent,
    /// The sign or the code of the currency.
    Money(String),
    /// Low and high are hours.
    Time,
    /// "Several": more than one.
    Many,
}

/// Phrases before a number, longer ones first.
const BOUNDS: &[(&str, Bound)] = &[
    ("no less than", Bound::Floor),
    ("not less than", Bound::Floor),
    ("no fewer than", Bound::Floor),
    ("a minimum of", Bound::Floor),
    ("minimum of", Bound::Floor),
    ("at least", Bound::Floor),
    ("more than", Bound::Floor),
    ("minimum", Bound::Floor),
    ("min", Bound::Floor),
    ("over", Bound::Floor),
    ("above", Bound::Floor),
    ("no more than", Bound::Ceiling { strict: true }),
    ("not more than", Bound::Ceiling { strict: true }),
    ("a maximum of", Bound::Ceiling { strict: true }),
    ("maximum of", Bound::Ceiling { strict: true }),
    ("less than", Bound::Ceiling { strict: true }),
    ("fewer than", Bound::Ceiling { strict: true }),
    ("in under", Bound::Ceiling { strict: true }),
    ("at most", Bound::Ceiling { strict: true }),
    ("up to", Bound::Ceiling { strict: false }),
    ("maximum", Bound::Ceiling { strict: true }),
    ("max", Bound::Ceiling { strict: true }),
    ("within", Bound::Ceiling { strict: true }),
    ("under", Bound::Ceiling { strict: true }),
    ("below", Bound::Ceiling { strict: true }),
    ("every", Bound::Ceiling { strict: true }),
];

/// Hours in each.
const TIMES: &[(&str, f64)] = &[
    ("minute", 1.0 / 60.0),
    ("min", 1.0 / 60.0),
    ("hour", 1.0),
    ("hr", 1.0),
    ("day", 24.0),
    ("week", 168.0),
    ("month", 730.5),
    ("quarter", 2191.5),
    ("year", 8766.0),
];

const CURRENCIES: &str = "usd eur gbp chf cad aud nzd sek nok dkk pln brl jpy inr cny sgd hkd czk huf zar";

/// Behind these a number is a name: "level 3".
const NUMBERED: &str = "version release level grade band tier phase step stage chapter section article page number type \
    class category part layer sprint room building appendix figure table iso sox python java";

/// Before a number that is a year.
const DATING: &str = "in since until till by before after year during the our fy from january february march april may \
    june july august september october november december";

/// Degrees as pages write them, lowest first.
const DEGREES: [&[&str]; 3] = [
    &["bachelor", "bachelors", "bsc"],
    &["master", "masters", "msc", "mba"],
    &["phd", "doctorate", "doctoral"],
];

/// Words that turn a sentence round.
const TURNING: &str = "no not never without cannot cant dont doesnt isnt nor neither lack lacks less fewer";

/// Scales of words, lowest first; each step may be said in several words.
const SCALES: &[&[&str]] = &[
    &["may might can could optional", "should ought preferred", "must shall will required"],
    &["some", "most", "all"],
    &[
        "basic elementary rudimentary fundamental beginner novice some",
        "intermediate working solid good",
        "advanced deep extensive strong thorough proficient",
        "expert",
    ],
];

/// How far something reaches, in the steps of `scope-regression`, with their other names.
const REACH: &[&str] = &[
    "team squad crew",
    "cross-team",
    "department division",
    "company organization organisation org business enterprise",
    "industry",
];

/// The Common European Framework of Reference for Languages.
const CEFR: [&str; 6] = ["a1", "a2", "b1", "b2", "c1", "c2"];

const LANGUAGES: &str = "language languages cefr fluent fluency english german french spanish italian portuguese dutch \
    swedish danish norwegian finnish polish czech hungarian romanian russian ukrainian turkish greek arabic hebrew \
    japanese chinese mandarin korean hindi";

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

fn is_about_language(words: &[Word]) -> bool {
    words.iter().any(|word| is_in(LANGUAGES, &word.key))
}

fn tokens(words: &[Word], counting: bool) -> Vec<Token> {
    let mut out: Vec<Token> = vec![];
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some((amount, next)) = amount_at(words, at, counting) {
            // "3 years of experience"
            let of = amount.kind == Kind::Time && words.get(next).is_some_and(|word| word.key == "of");
            out.push(Token::Amount(amount));
            at = next + usize::from(of);
            continue;
        }
        if let Some((height, length)) = degree_at(words, at) {
            out.push(Token::Degree(height, word.key.clone()));
            at += length;
            continue;
        }
        at += 1;
        if matches!(word.key.as_str(), "a" | "an" | "the" | "whole" | "entire") {
            continue;
        }
        let counted = matches!(out.last(), Some(Token::Amount(_)));
        out.push(Token::Word(if counted { singular(&word.key).to_owned() } else { word.key.clone() }));
    }
    out
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|one| one.len() > 2 && !one.ends_with('s')).unwrap_or(word)
}

fn degree_at(words: &[Word], at: usize) -> Option<(usize, usize)> {
    let word = words.get(at)?;
    let height = DEGREES.iter().position(|names| names.contains(&word.key.as_str()))?;
    let next = words.get(at + 1).map(|word| word.key.as_str());
    let sure = height == 2 || matches!(next, None | Some("degree" | "in" | "or"));
    sure.then(|| (height, if next == Some("degree") { 2 } else { 1 }))
}

/// The amount that begins at `at` with its bound, and where the sentence goes on.
fn amount_at(words: &[Word], at: usize, counting: bool) -> Option<(Amount, usize)> {
    let starts = |phrase: &str| {
        let mut length = 0;
        phrase
            .split(' ')
            .all(|part| {
                length += 1;
                words.get(at + length - 1).is_some_and(|word| word.key == part)
            })
            .then_some(length)
    };
    let bound = BOUNDS.iter().find_map(|(phrase, bound)| Some((*bound, starts(phrase)?)));
    let start = at + bound.map_or(0, |(_, length)| length);
    let mut amount = number_at(words, start, counting)?;
    let mut next = start + 1;
    let key = |n: usize| words.get(n).map_or("", |word| word.key.as_str());
    match (key(next), key(next + 1)) {
        ("or", "more" | "greater") => (amount.bound, next) = (Bound::Floor, next + 2),
        ("plus", _) => (amount.bound, next) = (Bound::Floor, next + 1),
        ("or", "fewer" | "less") => (amount.bound, next) = (Bound::Ceiling { strict: true }, next + 2),
        _ => {}
    }
    if amount.kind == Kind::Things {
        let unit = key(next);
        if unit == "percent" {
            amount.kind = Kind::Percent;
            next += 1;
        } else if is_in(CURRENCIES, unit) {
            amount.kind = Kind::Money(unit.to_owned());
            next += 1;
        } else if let Some((_, hours)) = TIMES.iter().find(|(name, _)| *name == singular(unit)) {
            amount.kind = Kind::Time;
            amount.low *= hours;
            amount.high *= hours;
            unit.clone_into(&mut amount.unit);
            next += 1;
        }
    }
    if let Some((bound, _)) = bound {
        amount.bound = bound;
    }
    // "Fixes bugs in 3 days"
    let before = start.checked_sub(1).map_or("", key);
    if amount.kind == Kind::Time && before == "in" && amount.bound == Bound::Exact {
        amount.bound = Bound::Ceiling { strict: true };
    }
    amount.said = (at..next).map(key).collect::<Vec<_>>().join(" ");
    Some((amount, next))
}

/// The number at `at`, unless it is a name.
fn number_at(words: &[Word], at: usize, counting: bool) -> Option<Amount> {
    let word = words.get(at)?;
    let amount = |low: f64, high: f64, bound: Bound, kind: Kind| Amount {
        low,
        high,
        bound,
        kind,
        text: word.key.clone(),
        unit: String::new(),
        said: String::new(),
    };
    let exact = |number: f64, kind: Kind| Some(amount(number, number, Bound::Exact, kind));
    if let Some(number) = spoken_number(&word.key) {
        return exact(f64::from(number), Kind::Things);
    }
    match word.key.as_str() {
        "single" => return exact(1.0, Kind::Things),
        "a" | "an" if counting => return exact(1.0, Kind::Things),
        "several" | "multiple" | "many" | "numerous" => return exact(2.0, Kind::Many),
        _ => {}
    }
    let key = word.key.trim_start_matches('~');
    let (bound, key) = match key.trim_start_matches(['<', '>', '=', '≤', '≥']) {
        rest if rest.len() == key.len() => (Bound::Exact, key),
        rest if key.starts_with(['<', '≤']) => (Bound::Ceiling { strict: true }, rest),
        rest => (Bound::Floor, rest),
    };
    let (bound, key) = key.strip_suffix('+').map_or((bound, key), |key| (Bound::Floor, key));
    let (percent, key) = key.strip_suffix('%').map_or((false, key), |key| (true, key));
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let code = before.map_or("", |word| word.key.as_str());
    let signs: String = key.chars().filter(|c| "$€£¥".contains(*c)).take(1).collect();
    let bare = key.replace(['$', '€', '£', '¥'], "");
    let kind = match (percent, signs.is_empty()) {
        (true, _) => Kind::Percent,
        (false, false) => Kind::Money(signs),
        (false, true) if is_in(CURRENCIES, code) => Kind::Money(code.to_owned()),
        (false, true) => Kind::Things,
    };
    let (low, high) = match bare.get(1..).and_then(|rest| rest.find('-')) {
        Some(dash) => {
            let (low, high) = (bare.get(..=dash)?, bare.get(dash + 2..)?);
            let scale = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let low = if low.ends_with(|c: char| c.is_ascii_digit()) {
                format!("{low}{scale}")
            } else {
                low.to_owned()
            };
            (value(&low)?, value(high)?)
        }
        None => (value(&bare)?, value(&bare)?),
    };
    let plain =
        kind == Kind::Things && bound == Bound::Exact && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    (!plain || !is_name(words, at)).then(|| amount(low, high, bound, kind))
}

/// 6 of "6", 90000 of "90k", -5 of "-5".
fn value(text: &str) -> Option<f64> {
    let (digits, factor) = [("bn", 1e9), ("mn", 1e6), ("k", 1e3), ("m", 1e6), ("b", 1e9)]
        .into_iter()
        .find_map(|(end, factor)| Some((text.strip_suffix(end)?, factor)))
        .unwrap_or((text, 1.0));
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    let is_number = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits.parse::<f64>().ok().filter(|_| is_number).map(|number| number * factor)
}

/// True for a number that counts nothing: "Java 17", "level 3", "in 2025", "HTTP/2", "24/7".
fn is_name(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|_| !word.first);
    let after = words.get(at + 1).filter(|_| !word.stop);
    let year = word.key.parse::<u32>().is_ok_and(|year| (1950..=2100).contains(&year));
    let many = after.is_some_and(|after| {
        let one = singular(&after.key);
        one.len() < after.key.len() || TIMES.iter().any(|(name, _)| *name == one) || after.key == "people"
    });
    let key = before.map_or("", |before| before.key.as_str());
    let dated = year && (is_in(DATING, key) || !many);
    // "Leads 3", and "Java 8" alone, but "Leads 3 teams".
    let named = before.is_some_and(|before| before.capital && (!before.first || after.is_none()) && !many);
    word.slashed || dated || is_in(NUMBERED, key) || named && !is_in(CURRENCIES, key)
}

/// The common direction of all pairs that differ; `None` if something else differs, too.
fn turned(old: &[Token], new: &[Token], language: bool) -> Option<(Turn, Vec<String>)> {
    if old.len() != new.len() || old.iter().any(turns) || new.iter().any(turns) {
        return None;
    }
    let (mut turn, mut reasons): (Option<Turn>, Vec<String>) = (None, vec![]);
    for (at, (a, b)) in old.iter().zip(new).enumerate() {
        let alone = |side: &[Token]| !matches!(side.get(at + 1), Some(Token::Word(next)) if is_thing(next));
        let reach = alone(old) && alone(new);
        let (own, from, to) = match (a, b) {
            (Token::Word(a), Token::Word(b)) if a == b => continue,
            (Token::Word(a), Token::Word(b)) => (step(a, b, reach, language)?, a.clone(), b.clone()),
            (Token::Degree(x, a), Token::Degree(y, b)) => match turn_of(x, y) {
                Some(turn) => (turn, a.clone(), b.clone()),
                None => continue,
            },
            (Token::Amount(a), Token::Amount(b)) => {
                let Compared::Turned(turn) = amounts(a, b)? else { continue };
                let whole = singular(&a.unit) != singular(&b.unit) || a.bound != b.bound;
                let shown = |one: &Amount| if whole { one.said.clone() } else { one.text.clone() };
                (turn, shown(a), shown(b))
            }
            _ => return None,
        };
        if turn.is_some_and(|turn| turn != own) {
            return None;
        }
        turn = Some(own);
        reasons.push(format!("{from} → {to}"));
    }
    turn.map(|turn| (turn, reasons))
}

fn turns(token: &Token) -> bool {
    matches!(token, Token::Word(word) if is_in(TURNING, word))
}

/// A word that may be what the word before it is about: "company guidelines". Small words and words of reach are not.
fn is_thing(word: &str) -> bool {
    const OTHERS: &str = "and or of to in on at for with by from as but while when who that which level levels wide scope \
        without within across through than per is are";
    !is_in(OTHERS, word)
}

/// How two words of a scale stand to each other.
fn step(old: &str, new: &str, reach: bool, language: bool) -> Option<Turn> {
    let on = |steps: &[&str]| {
        let at = |word: &str| steps.iter().position(|step| is_in(step, word));
        turn_of(at(old)?, at(new)?)
    };
    let known = SCALES.iter().find_map(|steps| on(steps));
    known.or_else(|| on(REACH).filter(|_| reach)).or_else(|| on(&CEFR).filter(|_| language))
}

/// How two amounts stand to each other.
enum Compared {
    Same,
    Turned(Turn),
}

impl Compared {
    fn of(turn: Option<Turn>) -> Self {
        turn.map_or(Compared::Same, Compared::Turned)
    }
}

/// `None` where nobody can tell.
fn amounts(old: &Amount, new: &Amount) -> Option<Compared> {
    if old.said == new.said {
        return Some(Compared::Same);
    }
    if old.kind == Kind::Many || new.kind == Kind::Many {
        let one = |amount: &Amount| amount.kind == Kind::Things && amount.high <= 1.0;
        return match (one(old), one(new)) {
            (true, false) => Some(Compared::Turned(Turn::More)),
            (false, true) => Some(Compared::Turned(Turn::Less)),
            _ => None,
        };
    }
    if old.kind != new.kind {
        return None;
    }
    // "1,500" and "1.500" are one number, or not: it depends on the country.
    let digits = |amount: &Amount| amount.text.replace(['.', ','], "");
    let grouped = |amount: &Amount| {
        amount
            .text
            .rsplit_once('.')
            .is_some_and(|(_, rest)| rest.len() == 3 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    if digits(old) == digits(new) && (grouped(old) != grouped(new)) {
        return None;
    }
    let near =
        |a: f64, b: f64| (a - b).abs() <= if old.unit == new.unit { 0.0 } else { 0.1 * a.abs().max(b.abs()) };
    let (low, high) = (!near(old.low, new.low), !near(old.high, new.high));
    let turn = |changed: bool, a: f64, b: f64| if changed { turn_of(a, b) } else { None };
    let (low, high) = (turn(low, old.low, new.low), turn(high, old.high, new.high));
    match (old.bound, new.bound) {
        (Bound::Floor, Bound::Ceiling { .. }) => Some(Compared::Turned(Turn::Less)),
        (Bound::Ceiling { .. }, Bound::Floor) => Some(Compared::Turned(Turn::More)),
        (Bound::Ceiling { strict: x }, Bound::Ceiling { strict: y }) if x == y => {
            Some(Compared::of(if x { high.map(Turn::other) } else { high }))
        }
        (Bound::Ceiling { .. }, _) | (_, Bound::Ceiling { .. }) => None,
        // There is no top on one side: only the bottom can be compared.
        (Bound::Floor, _) | (_, Bound::Floor) => low.map(Compared::Turned),
        (Bound::Exact, Bound::Exact) => match (low, high) {
            (Some(low), Some(high)) if low != high => None,
            (Some(turn), _) | (None, Some(turn)) => Some(Compared::Turned(turn)),
            (None, None) => Some(Compared::Same),
        },
    }
}
