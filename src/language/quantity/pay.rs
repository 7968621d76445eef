//! Amounts and ranges of pay.

use std::cell::RefCell;
use std::ops::Range;

use super::experience::{is_currency, is_part_of_something};
use super::scan::{Kind, Scan};
use super::terms::holds_digit;
use super::{Context, Pay, Period};
use crate::language::lexicon::{self, Lexicon, is_wide};
use crate::language::tokens::one_of;
use crate::text::{Memo, remembered};

/// Pay stated in `plain`, in order: "$220,000 – $350,000+", "GBP 60,000–80,000 per year", "€70.000".
///
/// An amount needs a mark of currency, or words of pay and a period ("salary of 60,000 a year").
/// In a section or a column about pay a short text needs neither ("90-110k"). Budgets, revenue, allowances,
/// reimbursements, "401k" and counts ("100k+ nodes") are left out.
pub fn pay(plain: &str, context: Context) -> Vec<Pay> {
    if !holds_digit(plain) {
        return Vec::new();
    }
    thread_local! {
        static KNOWN: RefCell<Memo<Vec<Pay>>> = RefCell::default();
        static UNDER_HEADING: RefCell<Memo<Vec<Pay>>> = RefCell::default();
    }
    let lexicon = lexicon::current();
    let memo = if context.in_pay_section { &UNDER_HEADING } else { &KNOWN };
    remembered(memo, lexicon.number, plain, || read_all(plain, context, &lexicon))
}

fn read_all(plain: &str, context: Context, lexicon: &Lexicon) -> Vec<Pay> {
    let scan = Scan::new(plain, &lexicon.terms);
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        match money(&scan, at, false) {
            Some(first) => {
                let (pay, next) = read(&scan, &first, context);
                found.extend(pay);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// A number with what marks it as money.
struct Money {
    start: usize,
    next: usize,
    value: f64,
    currency: Option<String>,
    /// "k", "m" or their like, as a factor; 1 without.
    factor: f64,
    /// The factor says the time that the pay is for: "12 LPA" are lakhs a year.
    yearly: bool,
    plus: bool,
}

/// Reads "[currency] number [k] [+] [currency]" from the token; the number must come first or directly
/// after the mark. `joined` when a separator stands before it.
fn money(scan: &Scan<'_>, at: usize, joined: bool) -> Option<Money> {
    let (before, number) = match currency_at(scan, at) {
        Some((code, next)) => (Some(code), next),
        None => (None, at),
    };
    if before.is_none() && !joined && is_part_of_something(scan, at) {
        return None;
    }
    let figure = scan.figure(number)?;
    let amount = scan.amount(number)?;
    if figure.leading_zero {
        return None;
    }
    let (factor, mut next) = factor(scan, amount.next);
    let mut plus = plus_at(scan, next);
    next += usize::from(plus);
    let mut currency = before;
    if currency.is_none()
        && let Some((code, after)) = currency_after(scan, next)
    {
        currency = Some(code);
        next = after;
        if !plus && plus_at(scan, next) {
            plus = true;
            next += 1;
        }
    } else if let Some((times, code, after)) = unit_in_brackets(scan, next).filter(|_| currency.is_none()) {
        return Some(Money {
            start: at,
            next: after,
            value: amount.value * factor * times,
            currency: code,
            factor: factor * times,
            yearly: false,
            plus,
        });
    } else if let Some(sign) = &currency
        // "$90,000 USD" says which dollar.
        && sign.len() < 3
        && let Some((code, after)) = currency_after(scan, next)
    {
        currency = Some(code);
        next = after;
    }
    // Nobody earns thousands of millions: "Band 5, point 3b" is a name.
    if factor >= 1e9 && currency.is_none() {
        return None;
    }
    // Letters that touch the number make it a name: "401k" has a factor, "3M" too; "5G" has none.
    if factor < 2.0 && currency.is_none() && glued_word(scan, amount.next) {
        return None;
    }
    let yearly = YEARLY.contains(&scan.word(amount.next)) && factor > 1.0;
    Some(Money { start: at, next, value: amount.value * factor, currency, factor, yearly, plus })
}

/// "(k USD)", "(EUR)", "(in k€)" behind an amount: what it is multiplied by, the currency, and the index after it.
fn unit_in_brackets(scan: &Scan<'_>, at: usize) -> Option<(f64, Option<String>, usize)> {
    if scan.sign(at) != Some('(') {
        return None;
    }
    let (mut times, mut currency) = (1.0, None);
    let mut next = at + 1 + usize::from(scan.word(at + 1) == "in");
    for _ in 0..2 {
        if let Some(known) = scan.terms.multiples.get(scan.word(next)) {
            times = f64::from(*known);
            next += 1;
        } else if let Some((code, after)) = currency_after(scan, next) {
            currency = Some(code);
            next = after;
        }
    }
    (scan.sign(next) == Some(')') && currency.is_some()).then_some((times, currency, next + 1))
}

/// Multiples that say a period as well, and the currency that only they are used with.
const YEARLY: &[&str] = &["lpa"];
const YEARLY_CURRENCY: &str = "INR";

fn glued_word(scan: &Scan<'_>, at: usize) -> bool {
    scan.glued(at) && !scan.word(at).is_empty()
}

fn plus_at(scan: &Scan<'_>, at: usize) -> bool {
    scan.sign(at) == Some('+') && scan.glued(at)
}

fn factor(scan: &Scan<'_>, at: usize) -> (f64, usize) {
    let word = scan.word(at);
    let marked = scan.sign(at + 1).is_some_and(is_currency) && scan.glued(at + 1)
        || word == "k" && is_code(scan.word(at + 1));
    // "100 m" are meters, "45 k€" and "45 k USD" are not.
    match scan.terms.multiples.get(word) {
        Some(times) if scan.glued(at) || marked || word.chars().count() > 2 => (f64::from(*times), at + 1),
        _ => (1.0, at),
    }
}

/// ISO code for a sign if there is only one such currency, else the sign.
fn sign_code(sign: char) -> String {
    match sign {
        '€' => "EUR".to_owned(),
        '£' => "GBP".to_owned(),
        '₹' => "INR".to_owned(),
        '₩' => "KRW".to_owned(),
        '₽' => "RUB".to_owned(),
        '₺' => "TRY".to_owned(),
        '₪' => "ILS".to_owned(),
        '₱' => "PHP".to_owned(),
        '฿' => "THB".to_owned(),
        '₫' => "VND".to_owned(),
        '₴' => "UAH".to_owned(),
        '₦' => "NGN".to_owned(),
        other => other.to_string(),
    }
}

fn is_code(word: &str) -> bool {
    one_of(
        word,
        "usd eur gbp chf cad aud nzd sgd hkd jpy cny inr brl mxn sek nok dkk pln czk huf ron bgn zar \
         krw ils aed sar php thb idr myr vnd uah ngn kes clp cop ars pen",
    )
}

/// Longer names of currencies only follow their amount.
const SHORT_CURRENCY: usize = 2;

/// A mark of currency before a number: "$", "US$", "R$", "EUR", "USD $".
fn currency_at(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    let word = scan.word(at);
    if is_code(word) {
        let next = at + 1 + usize::from(scan.sign(at + 1).is_some_and(is_currency));
        return scan.figure(next).map(|_| (word.to_uppercase(), next));
    }
    let prefix = match word {
        "us" => Some("USD"),
        "a" | "au" => Some("AUD"),
        "c" | "ca" => Some("CAD"),
        "nz" => Some("NZD"),
        "s" => Some("SGD"),
        "hk" => Some("HKD"),
        "r" => Some("BRL"),
        _ => None,
    };
    if let Some(code) = prefix
        && scan.sign(at + 1) == Some('$')
        && scan.glued(at + 1)
    {
        return scan.figure(at + 2).map(|_| (code.to_owned(), at + 2));
    }
    // "kr 550 000", "Rs. 50,000"
    if word.chars().count() <= SHORT_CURRENCY
        && let Some(code) = scan.terms.currencies.get(word)
    {
        let next = at + 1 + usize::from(scan.sign(at + 1) == Some('.') && scan.glued(at + 1));
        return scan.figure(next).map(|_| (code.to_string(), next));
    }
    let sign = scan.sign(at).filter(|sign| is_currency(*sign))?;
    // "US$" was read from its letters; "$$5" and "\$5" are no prices.
    let touches = scan.glued(at)
        && scan.before(at).is_some_and(|t| match &t.kind {
            Kind::Word(word) => word.is_ascii(),
            Kind::Sign(sign) => is_currency(*sign),
            Kind::Number(_) => false,
        });
    (!touches && scan.figure(at + 1).is_some()).then(|| (sign_code(sign), at + 1))
}

/// A mark of currency after a number: "60 000 €", "60,000 EUR", "500 kr".
fn currency_after(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    // "60.000 €" but not the sign of the next amount in "60 $70".
    if let Some(sign) = scan.sign(at).filter(|sign| is_currency(*sign)) {
        return (!(scan.figure(at + 1).is_some() && scan.glued(at + 1))).then(|| (sign_code(sign), at + 1));
    }
    let word = scan.word(at);
    if is_code(word) {
        return scan.figure(at + 1).is_none().then(|| (word.to_uppercase(), at + 1));
    }
    scan.terms.currencies.get(word).map(|code| (code.to_string(), at + 1))
}

/// Reads on from the first amount: the second, bounds, period; then judges the whole.
fn read(scan: &Scan<'_>, first: &Money, context: Context) -> (Option<Pay>, usize) {
    let mut next = first.next;
    let mut start = first.start;
    let mut second = None;
    let between = scan.before_is(first.start, &scan.terms.between).is_some();
    // "$25/hour – $30/hour" repeats the period.
    let early = period_after(scan, next);
    let join = early.map_or(next, |(_, after)| after);
    let after_join =
        scan.separator(join).or_else(|| (between && scan.terms.and.has(scan.word(join))).then_some(join + 1));
    if let Some(after) = after_join
        && let Some(money) = money(scan, after, true)
        // "$24/hr – $60,000/year" are two amounts.
        && early.is_none_or(|(own, _)| period_after(scan, money.next).is_none_or(|(other, _)| other == own))
    {
        next = money.next;
        second = Some(money);
    }
    let mut open_top = None;
    let mut open_bottom = None;
    let last_start = second.as_ref().map_or(first.start, |money| money.start);
    if second.as_ref().unwrap_or(first).plus {
        open_top = Some(scan.span(last_start, next));
    }
    let (mut period, after_period) = match period_after(scan, next) {
        Some((period, after)) => (Some(period), after),
        None => (early.map(|(period, _)| period), if second.is_none() { join } else { next }),
    };
    let up_from = |at: usize| {
        scan.or_more_at(at)
            .filter(|_| !matches!(scan.word(at), "minimum"))
            .or_else(|| scan.says(at, "upwards").or_else(|| scan.says(at, "onwards")))
    };
    let mut end = after_period;
    // "$25/hr+"
    if open_top.is_none() && after_period > next && plus_at(scan, after_period) {
        end = after_period + 1;
        open_top = Some(scan.span(last_start, end));
    }
    // "plus" before other words adds something: "$90k plus equity".
    if let Some(after) = up_from(next).or_else(|| up_from(after_period))
        && scan.word(after - 1) != "plus"
    {
        open_top = Some(scan.span(last_start, after));
        end = end.max(after);
        if let Some((found, after)) = period_after(scan, end) {
            period = Some(found);
            end = after;
        }
    }
    // "700万円〜": an open end in Japanese.
    if second.is_none() && open_top.is_none() && is_wave(scan, next) && scan.figure(next + 1).is_none() {
        open_top = Some(scan.span(first.start, next + 1));
        end = end.max(next + 1);
    }
    if second.is_none() {
        if let Some(from) = first.start.checked_sub(1).filter(|&wave| is_wave(scan, wave)) {
            open_bottom = Some(scan.span(from, next));
            start = from;
        } else if let Some(from) = floor_start(scan, first.start) {
            open_top.get_or_insert(scan.span(from, next));
            start = from;
        } else if let Some(from) = scan.ceiling_before(first.start) {
            open_bottom = Some(scan.span(from, next));
            start = from;
        }
    } else if let Some(from) =
        scan.before_is(start, &scan.terms.between).or_else(|| scan.before_is(start, &scan.terms.from))
    {
        start = from;
    }
    let yearly = first.yearly || second.as_ref().is_some_and(|money| money.yearly);
    period = period.or(yearly.then_some(Period::Year));
    let period_follows = period.is_some();
    period = period.or_else(|| period_before(scan, start));
    let amounts = Amounts { first, second: second.as_ref(), start, end, period, period_follows };
    if !amounts.is_pay(scan, context) {
        return (None, end.max(next));
    }
    let (low, high) = amounts.values();
    let currency = [Some(first), second.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|money| money.currency.clone())
        .max_by_key(|code| code.chars().all(|c| c.is_ascii_uppercase()))
        .or_else(|| yearly.then(|| YEARLY_CURRENCY.to_owned()));
    let single = second.is_none();
    let pay = Pay {
        range: scan.span(start, end),
        min: (!(single && open_bottom.is_some())).then_some(low),
        max: if single { (open_top.is_none()).then_some(low) } else { high },
        currency,
        period,
        open_top,
        open_bottom,
    };
    (Some(pay), end.max(next))
}

/// True for the sign that stands for "from" behind an amount in Japanese, and for "to" before it.
fn is_wave(scan: &Scan<'_>, at: usize) -> bool {
    matches!(scan.sign(at), Some('〜' | '～'))
}

fn floor_start(scan: &Scan<'_>, at: usize) -> Option<usize> {
    scan.before_is(at, &scan.terms.pay_from).or_else(|| scan.floor_before(at).map(|(start, _, _)| start))
}

struct Amounts<'m> {
    first: &'m Money,
    second: Option<&'m Money>,
    start: usize,
    end: usize,
    period: Option<Period>,
    /// The period stands behind the amount, not somewhere before it.
    period_follows: bool,
}

impl Amounts<'_> {
    /// Both values; "60–80k" means thousands on both sides.
    fn values(&self) -> (f64, Option<f64>) {
        match self.second {
            Some(second)
                if self.first.factor < 2.0 && second.factor > 1.0 && self.first.value < second.factor =>
            {
                (self.first.value * second.factor, Some(second.value))
            }
            Some(second)
                if second.factor < 2.0 && self.first.factor > 1.0 && second.value < self.first.factor =>
            {
                (self.first.value, Some(second.value * self.first.factor))
            }
            Some(second) => (self.first.value, Some(second.value)),
            None => (self.first.value, None),
        }
    }

    fn is_pay(&self, scan: &Scan<'_>, context: Context) -> bool {
        let (low, high) = self.values();
        if is_spent(scan, self.start, self.end) || high.is_some_and(|high| high < low / 2.0) {
            return false;
        }
        let marked =
            self.first.currency.is_some() || self.second.is_some_and(|money| money.currency.is_some());
        let named = says_pay(scan, self.start, self.end);
        let most = high.unwrap_or(low);
        let few = |most: usize| {
            let words = scan.tokens.iter().filter(|token| matches!(token.kind, Kind::Word(_)));
            words.take(most + 1).count() <= most
        };
        if !marked {
            // Without a mark of currency only a salary's words and size make it pay.
            let sized = low >= 1000.0 && (self.first.factor > 1.0 || most >= 10_000.0);
            let heading = context.in_pay_section && few(SHORT_TEXT) && !is_savings(self.first);
            if heading && low >= 1000.0 && (sized || self.period.is_some()) {
                return !is_year(low) && scan.sign(self.end) != Some('%');
            }
            return named && sized && (self.period_follows || high.is_some()) && !is_year(low);
        }
        if most >= 3e6 && self.period.is_none() {
            // Millions are budgets and sales, whatever stands beside them. Weak currencies write more.
            // "300万〜400万円" names it once.
            let mut codes = [Some(self.first), self.second].into_iter().flatten();
            let strong = codes.any(|money| {
                money.currency.as_deref().is_some_and(|code| matches!(code, "$" | "USD" | "EUR" | "GBP"))
            });
            return (named || context.in_pay_section) && !strong;
        }
        if self.period.is_some() || named {
            return true;
        }
        if context.in_pay_section && self.is_hourly(scan) {
            return true;
        }
        // Four words are enough to know: a text of nothing but amounts may be long.
        (high.is_some() || few(3)) && most >= 1000.0
    }

    /// "$29.51 – $34.96" as all that stands below a heading of pay: two amounts with cents are those of hours.
    fn is_hourly(&self, scan: &Scan<'_>) -> bool {
        let fraction = |money: &Money| money.value.fract() > 0.0 && money.factor < 2.0;
        let two = self.second.is_some_and(|second| fraction(self.first) || fraction(second));
        let outside = (0..self.start).chain(self.end..scan.tokens.len());
        two && self.first.value >= LEAST_WAGE
            && outside.into_iter().all(|at| scan.word(at).is_empty() && scan.figure(at).is_none())
    }
}

/// Smaller amounts without a period are prices of something else. Rule of thumb.
const LEAST_WAGE: f64 = 10.0;

/// One or two amounts that are all a text says, apart from what is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// They are money, or written with a multiple: "€4m", "200k".
    pub money: bool,
    /// What stands behind them.
    pub rest: Range<usize>,
}

/// Reads a text that begins with an amount or two of people or money: "€4m", "3–6 people", "up to 200k", "5+".
pub fn sum(plain: &str) -> Option<Sum> {
    let lexicon = lexicon::current();
    let scan = Scan::new(plain, &lexicon.terms);
    let bounds = [&scan.terms.at_most, &scan.terms.at_least, &scan.terms.more_than, &scan.terms.from];
    let at = bounds
        .iter()
        .find_map(|bound| scan.at_is(0, bound))
        .unwrap_or_else(|| usize::from(matches!(scan.sign(0), Some('~' | '≈' | '>' | '<' | '≥' | '≤'))));
    let first = money(&scan, at, at > 0)?;
    let second = scan.separator(first.next).and_then(|after| money(&scan, after, true));
    let last = second.as_ref().unwrap_or(&first);
    let (mut next, mut open) = (last.next, last.plus);
    if let Some(after) = scan.or_more_at(next) {
        (next, open) = (after, true);
    }
    let top = scan.ceiling_before(at).is_some();
    let bottom = scan.floor_before(at).is_some() || scan.before_is(at, &scan.terms.from).is_some();
    let end = scan.span(0, next).end;
    let rest = end..plain.len();
    let money = [Some(&first), second.as_ref()]
        .into_iter()
        .flatten()
        .any(|money| money.currency.is_some() || money.factor > 1.0);
    let amounts = Amounts {
        first: &first,
        second: second.as_ref(),
        start: at,
        end: next,
        period: None,
        period_follows: false,
    };
    let (low, high) = amounts.values();
    Some(match high {
        Some(high) if high < low => return None,
        Some(high) => Sum { min: Some(low), max: (!open).then_some(high), money, rest },
        None if top && open => return None,
        None => Sum { min: (!top).then_some(low), max: (!(open || bottom)).then_some(low), money, rest },
    })
}

/// Most words of a text below a heading of pay whose amounts need no mark of currency. Rule of thumb:
/// "between 90k and 110k depending on experience" is one.
const SHORT_TEXT: usize = 8;

/// "401k", "403b": plans for retirement.
fn is_savings(first: &Money) -> bool {
    [401e3, 403e3].iter().any(|plan| (first.value - plan).abs() < 1.0) && first.factor > 1.0
}

fn is_year(value: f64) -> bool {
    (1900.0..=2100.0).contains(&value)
}

/// True if a label or key says that its amount is other money than pay: `quota`, `sales_target`.
pub fn is_other_money(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let lexicon = lexicon::current();
    let terms = &lexicon.terms;
    let mut other = false;
    words.all(|word| {
        other |= terms.pay_others.has(&word);
        !terms.pay.has(&word)
    }) && other
}

/// The period that a label says: "Annual salary", "Hourly rate", "年収".
pub fn period_named(label: &str) -> Option<Period> {
    // Words that say a period only before or behind an amount.
    const SHORT: &[&str] = &["h", "an", "pa", "pm", "ph", "mo", "mes", "ano", "day"];
    let lexicon = lexicon::current();
    let label = label.to_lowercase();
    let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !SHORT.contains(word));
    let spaced = words.clone().find_map(|word| lexicon.terms.periods.get(word).copied());
    spaced.or_else(|| {
        let wide = lexicon.terms.periods.iter().filter(|(name, _)| name.chars().all(is_wide));
        wide.filter(|(name, _)| label.contains(&***name)).map(|(_, period)| *period).next()
    })
}

/// The code of the currency that a label of pay says: "Salary (USD)", "Salary in k€".
pub fn currency_named(label: &str) -> Option<String> {
    if !names_pay(label) {
        return None;
    }
    let mut words = label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let code = words.find_map(|word| {
        let bare = word.strip_prefix(['k', 't']).filter(|code| is_code(code)).map(str::to_uppercase);
        if is_code(&word) { Some(word.to_uppercase()) } else { bare }
    });
    code.or_else(|| label.chars().find(|sign| is_currency(*sign)).map(sign_code))
}

/// True if a label of pay says that the amounts below it are thousands: "Salary (kEUR)", "Pay in thousands".
pub fn thousands_named(label: &str) -> bool {
    let lexicon = lexicon::current();
    let thousand = |word: &str| {
        let word = word.to_lowercase();
        let marked = word.strip_prefix(['k', 't']).or_else(|| word.strip_suffix('k'));
        let unit = |rest: &str| rest.chars().all(is_currency) || is_code(rest);
        marked.is_some_and(|rest| unit(rest) && (!rest.is_empty() || word == "k"))
            || word == "thousands"
            || word.len() > 1 && lexicon.terms.multiples.get(word.as_str()) == Some(&1000)
    };
    names_pay(label) && label.split(|c: char| !c.is_alphanumeric() && !is_currency(c)).any(thousand)
}

/// Reads one or two amounts of thousands that are all a text says: "40–50", "62.5", "80+".
pub fn pay_in_thousands(text: &str) -> Option<Pay> {
    let said = text.trim();
    let start = text.len() - text.trim_start().len();
    let open = said.ends_with('+');
    let bare = said.trim_end_matches('+').trim_end();
    let amount = |part: &str| -> Option<f64> {
        let part = part.trim();
        let plain = part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        part.parse::<f64>().ok().filter(|amount| plain && *amount < 10_000.0).map(|amount| amount * 1000.0)
    };
    let (low, high) = match bare.split_once(['-', '–', '—']) {
        Some((low, high)) => (amount(low)?, Some(amount(high)?)),
        None => (amount(bare)?, None),
    };
    let range = start..start + said.len();
    Some(Pay {
        min: Some(low),
        max: high.or((!open).then_some(low)),
        currency: None,
        period: None,
        open_top: (open && high.is_none()).then(|| range.clone()),
        open_bottom: None,
        range,
    })
}

/// True if a label names pay, and no other money beside it: "Salary", "Base pay (EUR)".
pub fn names_pay(label: &str) -> bool {
    // Amounts below these are those of a level, where nothing else is named.
    const BANDS: &[&str] = &["band", "bands", "range", "ranges", "comp", "cash", "tc"];
    let lexicon = lexicon::current();
    let words: Vec<String> = label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let has = |known: &super::terms::Words| words.iter().any(|word| known.has(word));
    let banded = words.iter().any(|word| BANDS.contains(&word.as_str()));
    (banded || has(&lexicon.terms.pay)) && !has(&lexicon.terms.pay_others)
}

/// "$5M budget", "$500 annual reimbursement", "revenue of $2M".
fn is_spent(scan: &Scan<'_>, start: usize, end: usize) -> bool {
    for at in end..(end + 5).min(scan.tokens.len()) {
        if scan.sentence_break(at) || matches!(scan.sign(at), Some(',' | '(')) {
            break;
        }
        if scan.terms.pay_others.has(scan.word(at)) {
            return true;
        }
    }
    for at in (start.saturating_sub(4)..start).rev() {
        if scan.terms.pay_others.has(scan.word(at)) {
            return true;
        }
        if scan.sentence_break(at) || matches!(scan.sign(at), Some(',')) || scan.terms.pay.has(scan.word(at))
        {
            break;
        }
    }
    false
}

/// Pay is named in the same sentence, or by the money bag that some pages use as a label.
fn says_pay(scan: &Scan<'_>, start: usize, end: usize) -> bool {
    const REACH: usize = 15;
    let mut from = start;
    while from > 0 && start - from < REACH && !scan.sentence_break(from) {
        from -= 1;
    }
    let bag = |at: usize| scan.sign(at).is_some_and(|sign| matches!(sign, '💰' | '💵' | '💶' | '💷'));
    if (from..start).any(|at| scan.terms.pay.has(scan.word(at)) || bag(at)) {
        return true;
    }
    (end..end + REACH).take_while(|&at| !scan.sentence_break(at)).any(|at| scan.terms.pay.has(scan.word(at)))
}

/// "per year", "/yr", "a month", "annually", "p.a.", "YEAR" at the token: the period and the index after it.
fn period_after(scan: &Scan<'_>, at: usize) -> Option<(Period, usize)> {
    period_behind(scan, at, false)
}

/// `deeper`: behind a word that says of which amount the period is.
fn period_behind(scan: &Scan<'_>, at: usize, deeper: bool) -> Option<(Period, usize)> {
    let period_word = |word: &str| scan.terms.periods.get(word).copied();
    if let Some(next) = scan.says(at, "p . a .").or_else(|| scan.says(at, "p . a")) {
        return Some((Period::Year, next));
    }
    let opened = usize::from(scan.sign(at) == Some('('));
    let at = at + opened;
    let close = |next: usize| next + usize::from(opened == 1 && scan.sign(next) == Some(')'));
    // "$90k base salary per year"
    let joined = if scan.sign(at) == Some('/') { Some(at + 1) } else { scan.at_is(at, &scan.terms.per) };
    if let Some(next) = joined {
        // "/月" says a period; in "3月" the same letter is a part of a date.
        let signed = || scan.terms.periods.get(format!("/{}", scan.word(next)).as_str()).copied();
        let signed = || if scan.sign(at) == Some('/') { signed() } else { None };
        return period_word(scan.word(next)).or_else(signed).map(|period| (period, close(next + 1)));
    }
    // "45 000 € brut annuel", "brutto/Jahr", "gross per year"
    let gross = matches!(
        scan.word(at),
        "gross" | "net" | "brut" | "bruts" | "brutto" | "netto" | "bruto" | "brutos" | "lordi" | "lordo"
    );
    if gross && !deeper {
        return period_behind(scan, at + 1, true).map(|(period, next)| (period, close(next)));
    }
    let word = scan.word(at);
    // "an" and "h" say a period only after a sign or "per".
    if matches!(word, "an" | "h" | "day" | "week" | "ano" | "año" | "mes" | "mês" | "pm" | "ph") {
        return None;
    }
    let period = period_word(word)?;
    // "$500 annual reimbursement" is judged by the words that follow, so the adjective is not eaten.
    (deeper || !matches!(word, "annual" | "daily" | "weekly")).then(|| (period, close(at + 1)))
}

/// "annual salary of …", "hourly rate: …".
fn period_before(scan: &Scan<'_>, start: usize) -> Option<Period> {
    for at in (start.saturating_sub(6)..start).rev() {
        if matches!(
            scan.word(at),
            "annual" | "hourly" | "monthly" | "yearly" | "weekly" | "daily" | "annually"
        ) {
            return scan.terms.periods.get(scan.word(at)).copied();
        }
        // "Bruttojahresgehalt von 60.000 €": a word for pay that says the period.
        if scan.terms.pay.has(scan.word(at))
            && let Some(period) = scan.terms.periods.get(scan.word(at))
        {
            return Some(*period);
        }
        if let Some(period) = wide_period(scan, at) {
            return Some(period);
        }
        if scan.sentence_break(at) {
            return None;
        }
    }
    None
}

/// "年収は…": a word for pay that says the period, in a script without blanks.
fn wide_period(scan: &Scan<'_>, at: usize) -> Option<Period> {
    let word = scan.word(at);
    let mut periods = scan.terms.periods.iter();
    let wide = word.chars().any(is_wide);
    periods.find(|(name, _)| wide && name.chars().all(is_wide) && word.contains(&***name)).map(|p| *p.1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(text: &str) -> Pay {
        let found = pay(text, Context::default());
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn nobody_earns_thousands_of_millions() {
        let section = Context { in_pay_section: true, ..Context::default() };
        for name in ["Salary: Band 5, point 3b", "TLR 1b"] {
            assert!(pay(name, section).is_empty(), "{name}");
        }
        assert!(!pay("Salary: $90k", section).is_empty());
    }

    fn amounts(text: &str) -> (Option<f64>, Option<f64>, String, Option<Period>) {
        let pay = one(text);
        (pay.min, pay.max, pay.currency.unwrap_or_default(), pay.period)
    }

    #[test]
    fn ranges_of_pay() {
        let sum = |low: f64, high: f64, code: &str, period| (Some(low), Some(high), code.to_owned(), period);
        assert_eq!(amounts("Pay: $90,000 to $110,000"), sum(90e3, 110e3, "$", None));
        assert_eq!(amounts("GBP 60,000–80,000 per year"), sum(60e3, 80e3, "GBP", Some(Period::Year)));
        assert_eq!(amounts("£60-80k"), sum(60e3, 80e3, "GBP", None));
        assert_eq!(amounts("US$60k–US$80k a year"), sum(60e3, 80e3, "USD", Some(Period::Year)));
        assert_eq!(amounts("pays between $135,000 and $145,000."), sum(135e3, 145e3, "$", None));
        assert_eq!(amounts("50 000 – 60 000 € par an"), sum(50e3, 60e3, "EUR", Some(Period::Year)));
        assert_eq!(amounts("Salary: 40.000 - 50.000 EUR brutto"), sum(40e3, 50e3, "EUR", None));
        assert_eq!(amounts("$25.50/hour – $30.00/hour"), sum(25.5, 30.0, "$", Some(Period::Hour)));
        assert_eq!(amounts("Salary: 60,000–80,000"), (Some(60e3), Some(80e3), String::new(), None));
        assert_eq!(amounts("$3,714.53 - $4,000.00 MONTH").3, Some(Period::Month));
        assert_eq!(amounts("$90,000–$95,000 USD").2, "USD");
        assert_eq!(amounts("$24/hr – $30/hr"), sum(24.0, 30.0, "$", Some(Period::Hour)));
        assert_eq!(amounts("45 000 - 50 000 € brut annuel"), sum(45e3, 50e3, "EUR", Some(Period::Year)));
        assert_eq!(amounts("55–65k € brutto/Jahr"), sum(55e3, 65e3, "EUR", Some(Period::Year)));
        assert_eq!(amounts("45.000 – 55.000 € brutos anuales"), sum(45e3, 55e3, "EUR", Some(Period::Year)));
    }

    #[test]
    fn short_texts_below_a_heading_of_pay() {
        let below = |text: &str| {
            let found = pay(text, Context { in_pay_section: true, ..Context::default() });
            found.first().map(|pay| (pay.min.unwrap_or(0.0), pay.max.unwrap_or(0.0)))
        };
        assert_eq!(below("90-110k"), Some((90e3, 110e3)));
        assert_eq!(below("between 90 and 110k"), Some((90e3, 110e3)));
        assert_eq!(below("85,000"), Some((85e3, 85e3)));
        assert_eq!(below("12-18 LPA"), Some((12e5, 18e5)));
        assert_eq!(below("600万円〜900万円"), Some((6e6, 9e6)));
        assert_eq!(below("700万円〜"), Some((7e6, 0.0)));
        assert_eq!(below("〜900万円"), Some((0.0, 9e6)));
        assert_eq!(below("110-130 (k USD)"), Some((110e3, 130e3)));
        assert_eq!(below("110-130 k USD"), Some((110e3, 130e3)));
        assert_eq!(below("₹12,00,000 - ₹18,00,000"), Some((12e5, 18e5)));
        for text in ["401k match up to 6%", "10% bonus", "2024-2025", "Steps 1-5", "20 days off"] {
            assert_eq!(below(text), None, "{text}");
        }
        assert_eq!(pay("90-110k", Context::default()), []);
        assert_eq!(amounts("₹12-18 LPA").3, Some(Period::Year));
        assert_eq!(period_named("Annual salary"), Some(Period::Year));
        assert_eq!(period_named("Pay"), None);
    }

    #[test]
    fn two_periods_are_two_amounts() {
        let found = pay("$24.00/hr–$60,000/year", Context::default());
        let found: Vec<_> = found.iter().map(|pay| (pay.min, pay.max, pay.period)).collect();
        let hour = (Some(24.0), Some(24.0), Some(Period::Hour));
        assert_eq!(found, [hour, (Some(60e3), Some(60e3), Some(Period::Year))]);
    }

    #[test]
    fn single_amounts() {
        assert_eq!(amounts("€70.000"), (Some(70e3), Some(70e3), "EUR".to_owned(), None));
        assert_eq!(amounts("Our interns earn $25 per hour").3, Some(Period::Hour));
        assert_eq!(amounts("annual salary of $70,000").3, Some(Period::Year));
    }

    #[test]
    fn open_ends() {
        let top = |text: &str| one(text).open_top.map(|range| text[range].to_owned());
        assert_eq!(top("💰 $220,000 - $350,000+").as_deref(), Some("$350,000+"));
        assert_eq!(top("Salary from $90k").as_deref(), Some("from $90k"));
        assert_eq!(top("Salary: $90k and up").as_deref(), Some("$90k and up"));
        assert_eq!(top("€50,000 or more per year").as_deref(), Some("€50,000 or more"));
        assert_eq!(top("$90,000 - $110,000"), None);
        assert_eq!(top("$90k plus equity and a salary review"), None);
        let text = "a salary of up to £60,000";
        let pay = one(text);
        assert_eq!(pay.open_bottom.map(|range| &text[range]), Some("up to £60,000"));
        assert_eq!((pay.min, pay.max), (None, Some(60e3)));
        assert_eq!(one("from $90k to $100k").open_top, None);
        assert_eq!(one("from $90k to $100k").range, 0..18);
    }

    #[test]
    fn other_money_is_no_pay() {
        for text in [
            "a 401k plan",
            "runs 100k+ nodes",
            "owns a $5M budget",
            "owns a budget of $2M-$5M",
            "grew revenue to $20M+",
            "$10M ARR",
            "a $500 annual reimbursement for courses",
            "up to $1,000 learning allowance per year",
            "a $2,000 stipend",
            "serves 10 to 20 customers per hour",
            "saved the group $50,000 last year",
            "between 2019 and 2021",
            "$X and $Y",
            "top 5 of 10",
            "salary reviews in 2023 and 2024",
        ] {
            assert_eq!(pay(text, Context::default()), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_sound(text in "\\PC{0,80}|([0-9]{1,3}|[-–+.,/:() $£€%]|to|from|up to|k|USD|per year|salary|and up|é){0,25}") {
            for one in pay(&text, Context::default()) {
                for part in [Some(&one.range), one.open_top.as_ref(), one.open_bottom.as_ref()].into_iter().flatten() {
                    prop_assert!(text.get(part.clone()).is_some_and(|t| !t.is_empty()));
                }
            }
        }
    }
}
