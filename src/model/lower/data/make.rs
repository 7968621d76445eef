//! Puts what data says into a role: levels, sections, expectations and figures.

use std::collections::{HashMap, HashSet};

use super::super::super::vocabulary::level_word;
use super::super::super::{
    CellState, Compensation, Expectation, Experience, ExperienceKind, Level, Prose, Role, Section,
    SectionKind, Shown, Strength, section_kind,
};
use super::super::facts::{self, Place};
use super::super::title::{piece, scalar};
use super::super::words::{label_range, normal, state_of};
use super::keys::{BESIDE_YEARS, Key, find, level_of, spaced};
use crate::language;
use crate::syntax::{Entry, Node, Text, TextBuilder, Value};
use crate::text::{Span, Spanned};

/// Numbers of competencies' tables begin behind those of sections.
const FIRST_COMPETENCY: u32 = 1 << 20;

/// A role in the making.
pub(super) struct Make<'r> {
    pub role: &'r mut Role,
    /// Levels by all their names.
    names: HashMap<String, usize>,
    /// Sections by the labels above them and their own.
    sections: HashMap<String, usize>,
    /// Where a level's entry stands in its section.
    shown: HashMap<(usize, usize), usize>,
    /// Numbers of the tables of single competencies.
    tables: HashMap<(usize, String), u32>,
    lists: u32,
}

/// Where in the role a text belongs.
#[derive(Debug, Clone, Default)]
pub(super) struct Seat {
    pub level: Option<usize>,
    pub label: Option<Spanned<String>>,
    /// The labels above it, outermost first, normalized.
    pub path: Vec<String>,
    /// The innermost of these as written.
    pub group: Option<Spanned<String>>,
}

impl<'r> Make<'r> {
    pub fn new(role: &'r mut Role) -> Self {
        // A page may have shown levels before.
        let names =
            role.levels.iter().enumerate().map(|(n, level)| (normal(&level.label.value), n)).collect();
        Make {
            role,
            names,
            sections: HashMap::new(),
            shown: HashMap::new(),
            tables: HashMap::new(),
            lists: 1 << 16,
        }
    }

    /// The level of a name, if it has been made.
    pub fn known(&self, name: &str) -> Option<usize> {
        self.names.get(&normal(name)).copied()
    }

    /// The index of a level, made when it is first named.
    pub fn level(&mut self, label: &Spanned<String>) -> usize {
        if let Some(index) = self.known(&label.value) {
            return index;
        }
        let word = level_word(&label.value).or_else(|| level_of(&label.value));
        let index = self.role.levels.len();
        let number = || label.value.trim().parse::<i32>().ok().map(|n| n.saturating_mul(10));
        self.role.levels.push(Level {
            label: label.clone(),
            rank: word.as_ref().and_then(|word| word.rank).or_else(number),
            code: word.and_then(|word| word.code),
            title: None,
            mirror: false,
            occurrence: 1,
        });
        self.names.insert(normal(&label.value), index);
        index
    }

    /// Another name by which a level is referred to.
    pub fn also(&mut self, index: usize, name: &str) {
        self.names.entry(normal(name)).or_insert(index);
        if let Some(level) = self.role.levels.get_mut(index).filter(|level| level.code.is_none()) {
            let word = level_of(name).filter(|word| word.code.is_some());
            // A title that says no rank stands where its code stands.
            level.rank = level.rank.or(word.as_ref().and_then(|word| word.rank));
            level.code = word.and_then(|word| word.code);
        }
    }

    /// Orders levels that have a code each, all of one series (`S1`, `S2` …), by its numbers, whatever their
    /// titles say.
    pub fn series(&mut self, codes: &[(usize, Spanned<String>)]) {
        let parts: Vec<(usize, &str, i32)> = codes
            .iter()
            .filter_map(|(index, code)| {
                let (letters, number) = series_code(&code.value)?;
                Some((*index, letters, number))
            })
            .collect();
        let distinct: HashSet<i32> = parts.iter().map(|(.., number)| *number).collect();
        let one = parts.windows(2).all(|pair| matches!(pair, [a, b] if a.1 == b.1));
        if parts.len() < 2 || parts.len() < codes.len() || distinct.len() < parts.len() || !one {
            return;
        }
        for (index, letters, number) in parts {
            if let Some(level) = self.role.levels.get_mut(index) {
                level.rank = Some(number.saturating_mul(10));
                level.code.get_or_insert_with(|| format!("{letters}{number}"));
            }
        }
    }

    pub fn rank(&mut self, index: usize, rank: i32) {
        if let Some(level) = self.role.levels.get_mut(index) {
            level.rank = Some(rank.saturating_mul(10));
        }
    }

    /// Adds expectations that stand in one list.
    pub fn add(&mut self, seat: &Seat, span: Span, texts: &[Text]) {
        let at = self.section(seat, span);
        self.lists += 1;
        for text in texts {
            self.push(at, seat, text, label_range(&text.plain).map(|range| piece(text, range)), text.span);
        }
        self.show(at, seat.level, texts);
    }

    /// Adds the number of a step, which is no number of years.
    pub fn add_step(&mut self, seat: &Seat, text: &Text) {
        let at = self.section(seat, text.span);
        self.lists += 1;
        self.keep(at, seat, text, None, text.span);
        self.show(at, seat.level, std::slice::from_ref(text));
    }

    /// Adds expectations to the section of that name if it stands in the same place, else to a new one.
    pub fn join(&mut self, seat: &Seat, span: Span, texts: &[Text]) {
        let last = self.role.sections.len().checked_sub(1);
        let same = last.filter(|&at| {
            self.role.sections.get(at).is_some_and(|section| {
                section.span == span
                    && section.label.as_ref().map(|label| label.span) == seat.label.as_ref().map(|l| l.span)
            })
        });
        if let Some(at) = same {
            self.sections.insert(section_key(seat), at);
        }
        let items: usize = self.role.sections.iter().map(|section| section.expectations.len()).sum();
        self.lists = self.lists.saturating_add(u32::try_from(items).unwrap_or(0));
        self.add(seat, span, texts);
    }

    /// Adds an expectation with its own label: a named competency.
    pub fn add_labeled(&mut self, seat: &Seat, span: Span, label: Option<Spanned<String>>, text: &Text) {
        let at = self.section(seat, span);
        self.push(at, seat, text, label, text.span);
        self.show(at, seat.level, std::slice::from_ref(text));
    }

    /// Adds an expectation that names a competency; what tells levels apart are its examples.
    pub fn add_with_examples(&mut self, seat: &Seat, span: Span, name: &Text, examples: &[Text]) {
        let at = self.section(seat, span);
        self.push(at, seat, name, None, name.span);
        for text in examples {
            self.aside(text, SectionKind::Other, seat);
        }
        let Some(level) = seat.level else { return };
        let next = FIRST_COMPETENCY.saturating_add(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        let table = *self.tables.entry((at, normal(&name.plain))).or_insert(next);
        if let Some(shown) = self.shown_of(level, table, examples)
            && let Some(section) = self.role.sections.get_mut(at)
        {
            section.shown.push(shown);
        }
    }

    /// Keeps a text that says nothing that is expected by itself, and reads the facts in it.
    pub fn aside(&mut self, text: &Text, kind: SectionKind, seat: &Seat) {
        self.facts(text, kind, seat);
        if !text.is_blank() {
            let prose = Prose { section: seat.label.clone(), level: seat.level, text: text.clone() };
            self.role.prose.push(prose);
        }
    }

    /// Reads only the facts that a text says.
    pub fn facts(&mut self, text: &Text, kind: SectionKind, seat: &Seat) {
        let own = seat.label.iter().map(|label| normal(&spaced(&label.value)));
        let labels: Vec<String> = seat.path.iter().cloned().chain(own).collect();
        facts::see(self.role, text, Place { kind, labels: &labels, level: seat.level });
    }

    fn push(&mut self, at: usize, seat: &Seat, text: &Text, label: Option<Spanned<String>>, span: Span) {
        let kind = self.role.sections.get(at).map_or(SectionKind::Other, |section| section.kind);
        self.facts(text, kind, seat);
        self.keep(at, seat, text, label, span);
    }

    fn keep(&mut self, at: usize, seat: &Seat, text: &Text, label: Option<Spanned<String>>, span: Span) {
        let list = self.lists;
        if let Some(section) = self.role.sections.get_mut(at) {
            let (text, level) = (text.clone(), seat.level);
            section.expectations.push(Expectation { text, level, label, list, span });
        }
    }

    /// The index of a section, made when it is first named.
    fn section(&mut self, seat: &Seat, span: Span) -> usize {
        let at = *self.sections.entry(section_key(seat)).or_insert_with(|| {
            let own = seat.label.iter().map(|label| label.value.as_str());
            let above = seat.path.iter().rev().map(String::as_str);
            let kind = own
                .chain(above)
                .map(|label| section_kind(&spaced(label)))
                .find(|&kind| kind != SectionKind::Other)
                .unwrap_or(SectionKind::Other);
            self.role.sections.push(Section {
                label: seat.label.clone(),
                path: seat.path.clone(),
                group: seat.group.clone(),
                kind,
                span,
                expectations: vec![],
                shown: vec![],
            });
            self.role.sections.len() - 1
        });
        if let Some(section) = self.role.sections.get_mut(at) {
            section.span = section.span.cover(span);
        }
        at
    }

    fn show(&mut self, at: usize, level: Option<usize>, texts: &[Text]) {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let Some(level) = level else { return };
        let Some(shown) = self.shown_of(level, number, texts) else { return };
        let Some(section) = self.role.sections.get_mut(at) else { return };
        // Several lists of one level are one body.
        if let Some(first) = self.shown.get(&(at, level)).and_then(|&n| section.shown.get_mut(n)) {
            first.body = first.body.cover(shown.body);
            first.words.push(' ');
            first.words.push_str(&shown.words);
            // One text that says something is enough.
            if first.state != CellState::Content {
                first.state = state_of(&first.words);
            }
        } else {
            self.shown.insert((at, level), section.shown.len());
            section.shown.push(shown);
        }
    }

    fn shown_of(&self, level: usize, table: u32, texts: &[Text]) -> Option<Shown> {
        let first = texts.first()?;
        let words = texts.iter().map(|text| normal(&text.plain)).collect::<Vec<_>>().join(" ");
        let body = texts.iter().fold(first.span, |span, text| span.cover(text.span));
        let label = self.role.levels.get(level)?.label.clone();
        Some(Shown { level, table, label, body, state: state_of(&words), words, cut: vec![] })
    }

    /// `{min: 3, max: 5}`, `[3, 5]`, `"3-5"` or `3` years of experience.
    pub fn years(&mut self, node: &Node, seat: &Seat) {
        let (min, max) = match &node.value {
            Value::String(text) => {
                self.facts(text, SectionKind::Experience, seat);
                return;
            }
            // One number is written as what it is.
            Value::Number(written) => {
                let Some(least) = written.as_f64().and_then(months) else { return };
                self.years_of((Some(least), None), seat, Spanned::new(written.to_string(), node.span));
                return;
            }
            Value::List(items) => match items.as_slice() {
                [low, high] => (number(Some(low)), number(Some(high))),
                _ => return,
            },
            _ => (
                number(find(node, Key::Minimum).map(|(_, value)| value)),
                number(find(node, Key::Maximum).map(|(_, value)| value)),
            ),
        };
        let (min_months, max_months) = (min.and_then(months), max.and_then(months));
        if min_months.is_none() && max_months.is_none() {
            return;
        }
        let text = match (min, max) {
            (Some(min), None) => format!("{min}+ years"),
            (Some(min), Some(max)) => format!("{min}-{max} years"),
            (None, max) => format!("up to {} years", max.unwrap_or_default()),
        };
        self.years_of((min_months, max_months), seat, Spanned::new(text, node.span));
    }

    fn years_of(
        &mut self,
        (min_months, max_months): (Option<u32>, Option<u32>),
        seat: &Seat,
        text: Spanned<String>,
    ) {
        let open = max_months.is_none() && text.value.contains('+');
        self.role.experience.push(Experience {
            level: seat.level,
            kind: ExperienceKind::Total,
            text,
            min_months,
            max_months,
            open,
            vague: false,
            strength: Strength::Typical,
        });
    }

    /// Ends of a range that stand side by side: of years, and of pay.
    pub fn ends(&mut self, node: &Node, seat: &Seat) {
        if let Some((low, high)) = years_of_ends(node) {
            let text = format!("{low}-{high} years");
            let span = node.entries().iter().find(|entry| is_end_of_years(&entry.key.value));
            let span = span.map_or(node.span, |entry| entry.value.span);
            self.years_of((months(low), months(high)), seat, Spanned::new(text, span));
        }
        self.pay_ends(node, seat);
    }

    /// `salary_min: 62000` and `salary_max: 78000` side by side.
    fn pay_ends(&mut self, node: &Node, seat: &Seat) {
        let words = |entry: &Entry| -> Vec<String> {
            spaced(&entry.key.value).split(' ').map(str::to_owned).collect()
        };
        let end = |names: &[&str]| {
            node.entries().iter().find_map(|entry| {
                let words = words(entry);
                let fits = words.len() > 1
                    && words.iter().any(|word| names.contains(&word.as_str()))
                    && words
                        .iter()
                        .all(|word| names.contains(&word.as_str()) || PAY_WORDS.contains(&word.as_str()));
                fits.then(|| Some((number(Some(&entry.value))?, entry)))?
            })
        };
        let low = end(&["min", "minimum", "low", "from"]);
        let high = end(&["max", "maximum", "high", "to"]);
        let (Some((min, first)), Some((max, _))) = (low, high) else { return };
        let word = |key: Key| find_word(node, key);
        self.role.compensation.push(Compensation {
            level: seat.level,
            min: Some(min),
            max: Some(max),
            currency: currency(node, None),
            period: words(first)
                .iter()
                .find_map(|word| period(Some(word)))
                .or_else(|| period(word(Key::Period))),
            open: false,
            text: Spanned::new(
                scalar(&first.value).map_or_else(|| min.to_string(), |text| text.value),
                first.value.span,
            ),
        });
    }

    /// `{min: 50000, max: 70000, currency: EUR}`, `{hourly: 25}`, `[50000, 70000]`, a number, or a text about
    /// pay; `around` is the currency that is told for more than this.
    pub fn pay(&mut self, node: &Node, around: Option<&str>, seat: &Seat) {
        if let Some(text) = node.as_text() {
            self.facts(text, SectionKind::Pay, seat);
            return;
        }
        let own = currency(node, around);
        for entry in node.entries() {
            let name = spaced(&entry.key.value);
            let one = PAY_WORDS.contains(&name.as_str()) || name.split(' ').count() == 1;
            let Some(period) = period(Some(&name)).filter(|_| one) else { continue };
            if let Some(text) = entry.value.as_text().filter(|text| number_in(&text.plain).is_none()) {
                let context = language::Context { in_pay_section: true, ..language::Context::default() };
                let spoken = format!("{} per {period}", text.plain.trim());
                let Some(pay) = language::pay(&spoken, context).into_iter().next() else { continue };
                self.role.compensation.push(Compensation {
                    level: seat.level,
                    min: pay.min,
                    max: pay.max,
                    currency: pay.currency.or_else(|| own.clone()),
                    period: Some(period),
                    open: pay.open_top.is_some() || pay.open_bottom.is_some(),
                    text: Spanned::new(text.plain.clone(), text.span),
                });
            } else {
                self.amount(&entry.value, own.clone(), Some(period), seat);
            }
        }
        let amounts = node.get("value").filter(|value| !value.entries().is_empty()).unwrap_or(node);
        let own = currency(amounts, own.as_deref());
        let time = period(find_word(node, Key::Period).or_else(|| find_word(amounts, Key::Period)));
        self.amount(amounts, own, time, seat);
    }

    /// One amount or its two ends.
    fn amount(&mut self, node: &Node, currency: Option<String>, period: Option<&'static str>, seat: &Seat) {
        let (min, max) = match node.items() {
            [low, high] => (number(Some(low)), number(Some(high))),
            [] if node.entries().is_empty() => (number(Some(node)), number(Some(node))),
            _ => (
                number(find(node, Key::Minimum).map(|(_, value)| value)),
                number(find(node, Key::Maximum).map(|(_, value)| value)),
            ),
        };
        if min.is_none() && max.is_none() {
            return;
        }
        let end = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
        let text = if node.items().is_empty() && node.entries().is_empty() {
            end(min)
        } else {
            format!("{}–{}", end(min), end(max))
        };
        self.role.compensation.push(Compensation {
            level: seat.level,
            min,
            max,
            currency,
            period,
            open: min.is_none() || max.is_none(),
            text: Spanned::new(text, node.span),
        });
    }
}

/// Words for the ends of a range of years, the least first.
const ENDS: [&[&str]; 2] = [&["min", "minimum", "least", "from"], &["max", "maximum", "most", "to"]];

/// `min_years: 4` and `max_years: 6` of a mapping.
pub(super) fn years_of_ends(node: &Node) -> Option<(f64, f64)> {
    let end = |names: &[&str]| {
        node.entries().iter().find_map(|entry| {
            let named = is_end_of_years(&entry.key.value)
                && spaced(&entry.key.value).split(' ').any(|word| names.contains(&word));
            if named { number(Some(&entry.value)) } else { None }
        })
    };
    let [least, most] = ENDS;
    Some((end(least)?, end(most)?))
}

/// True for a key of one end of a range of years: `min_years`, `maxYearsExperience`.
pub(super) fn is_end_of_years(name: &str) -> bool {
    let name = spaced(name);
    let is_end = |word: &str| ENDS.iter().any(|names| names.contains(&word));
    name.split(' ').any(is_end)
        && name.split(' ').any(|word| matches!(word, "years" | "yoe"))
        && name.split(' ').all(|word| {
            is_end(word) || matches!(word, "years" | "yoe" | "experience") || BESIDE_YEARS.contains(&word)
        })
}

/// A number as a text, in the place where it is written.
pub(super) fn figure(number: &serde_json::Number, span: Span) -> Text {
    let plain = number.to_string();
    if plain.len() == span.len() {
        return Text::verbatim(&plain, span);
    }
    let mut builder = TextBuilder::new(span.file);
    builder.atom(&plain, span.range());
    builder.finish()
}

/// The money that a mapping says amounts are in: its code, or the sign where that is the sign of several;
/// else what is told around it. Words that name no money are none.
pub(super) fn currency(node: &Node, around: Option<&str>) -> Option<String> {
    let said = [
        "currency",
        "salary_currency",
        "pay_currency",
        "currency_code",
        "currencyCode",
        "währung",
        "moneda",
        "moeda",
        "devise",
        "valuta",
    ];
    let Some(word) = said.iter().find_map(|key| node.get(key)).and_then(Node::as_str).map(str::trim) else {
        return around.map(str::to_owned);
    };
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(word.to_ascii_uppercase());
    }
    if word.chars().count() > LONGEST_CURRENCY {
        return None;
    }
    // As a text about an amount says it, in front of it or behind.
    [format!("{word}10,000"), format!("10,000 {word}")].iter().find_map(|text| {
        let context = language::Context { in_pay_section: true, ..language::Context::default() };
        language::pay(text, context).into_iter().find_map(|pay| pay.currency)
    })
}

/// Letters of the longest name of a currency that is looked for.
const LONGEST_CURRENCY: usize = 24;

/// Words that keys of pay are made of, beside those for its ends.
const PAY_WORDS: &[&str] = &[
    "salary",
    "pay",
    "compensation",
    "comp",
    "base",
    "wage",
    "range",
    "band",
    "annual",
    "monthly",
    "hourly",
    "yearly",
];

/// The text under a key.
fn find_word(node: &Node, wanted: Key) -> Option<&str> {
    find(node, wanted).and_then(|(_, value)| value.as_str())
}

/// The letters and the number of a code in a series of codes: `S3`, `eng-2`.
pub(super) fn series_code(code: &str) -> Option<(&str, i32)> {
    let code = code.trim();
    let at = code.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = (code.get(..at)?, code.get(at..)?);
    let bare = letters.trim_end_matches(['-', '_', ' ']);
    let short = (1..=4).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_alphabetic());
    (short && digits.len() <= 2).then(|| Some((letters, digits.parse().ok()?)))?
}

/// The labels above a section and its own.
fn section_key(seat: &Seat) -> String {
    let mut key = seat.path.join("\n");
    key.push('\n');
    if let Some(label) = &seat.label {
        key.push_str(&normal(&label.value));
    }
    key
}

/// The unit of time that pay is for.
pub(super) fn period(word: Option<&str>) -> Option<&'static str> {
    let word = word?.to_lowercase();
    let known = ["year", "month", "week", "day", "hour"].into_iter().find(|name| word.starts_with(name));
    let others = || match word.as_str() {
        "daily" => Some("day"),
        word if word.starts_with("annual") => Some("year"),
        _ => None,
    };
    known.or_else(others)
}

/// A number, also one in quotes.
fn number(node: Option<&Node>) -> Option<f64> {
    scalar(node?).and_then(|text| number_in(&text.value))
}

fn number_in(text: &str) -> Option<f64> {
    text.trim().replace([',', '_'], "").parse::<f64>().ok()
}

/// Years as months; nothing for what cannot be somebody's experience.
pub(in crate::model::lower) fn months(years: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let months = (years * 12.0).round() as u32;
    (0.0..=100.0).contains(&years).then_some(months)
}
