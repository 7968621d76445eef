//! Years and months of experience.
//!
//! Most time spans in role documents are no requirements (planning horizons, probation, time in a
//! level, age). A span counts only where its neighbours say experience, a role or a field of work,
//! or where the caller knows that the whole text is about experience.

use std::cell::RefCell;
use std::ops::Range;

use super::scan::{Amount, Kind, Scan, Stretch};
use super::{Context, Experience, ExperienceKind, TimeUnit};
use crate::language::lexicon::{self, Lexicon, is_wide};
use crate::language::tokens::{is_hyphen, one_of};
use crate::text::{Memo, remembered};

/// Longest experience anyone asks for; longer spans are ages of companies or whole careers.
const MOST_MONTHS: u32 = 45 * 12;

/// The experience that `plain` asks for or describes, in order.
///
/// Understands figures and number words ("two (2) years"), ranges, "10+", "or more", floors and
/// ceilings in several languages, and vague amounts ("several years of experience", "over a
/// decade"). Numbers without a unit ("10+", "4 to 6") count only in an experience section or after a
/// label such as "Experience:".
pub fn experience(plain: &str, context: Context) -> Vec<Experience> {
    thread_local! {
        static KNOWN: RefCell<Memo<Vec<Experience>>> = RefCell::default();
        static UNDER_HEADING: RefCell<Memo<Vec<Experience>>> = RefCell::default();
    }
    let lexicon = lexicon::current();
    let memo = if context.in_experience_section { &UNDER_HEADING } else { &KNOWN };
    remembered(memo, lexicon.number, plain, || read_all(plain, context, &lexicon))
}

fn read_all(plain: &str, context: Context, lexicon: &Lexicon) -> Vec<Experience> {
    if !lexicon.terms.may_say_time(plain) {
        return Vec::new();
    }
    let scan = Scan::new(plain, &lexicon.terms);
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last one ended that is counted in years.
    let mut whole = None;
    while at < scan.tokens.len() {
        if !scan.may_begin_amount(at) {
            at += 1;
            continue;
        }
        let part = || whole.and_then(|whole| part(&scan, whole, at));
        let read = part().or_else(|| counted(&scan, at, context)).or_else(|| vague(&scan, at, context));
        match read {
            Some((experience, next)) => {
                if let Some(experience) = &experience {
                    whole = (experience.time_unit == TimeUnit::Year).then_some(next);
                }
                found.extend(experience);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// What was read from a place: a requirement or nothing, and where to go on.
type Read = Option<(Option<Experience>, usize)>;

/// The parts of a span of time, before it is judged.
struct Span {
    /// First and one past the last token.
    start: usize,
    next: usize,
    /// "1-year", "2 year": an adjective, so that experience must follow at once.
    adjective: bool,
    unit: Option<(TimeUnit, Range<usize>)>,
    floor: Option<Range<usize>>,
    ceiling: Option<Range<usize>>,
    open: bool,
}

impl Span {
    /// The span whose number stands at `at` and ends before `next`, with the bound before it.
    fn new(scan: &Scan<'_>, at: usize, next: usize, open: bool) -> Self {
        let mut span =
            Span { start: at, next, adjective: false, unit: None, floor: None, ceiling: None, open };
        if let Some((start, words, _)) = scan.floor_before(at) {
            span.floor = Some(words);
            span.start = start;
        } else if let Some(start) = scan.ceiling_before(at) {
            span.ceiling = Some(scan.span(start, at));
            span.start = start;
        } else if let Some(start) = scan.before_is(at, &scan.terms.between) {
            span.start = start;
        }
        span
    }
}

fn counted(scan: &Scan<'_>, at: usize, context: Context) -> Read {
    let half = scan.word(at) == "half";
    let (mut stretch, article) = match scan.stretch(at) {
        Some(stretch) => (stretch, false),
        // "a decade"; "a year of experience", "half a year of experience"
        None => (article(scan, at + usize::from(half))?, true),
    };
    if half {
        stretch.low.value /= 2.0;
    }
    if is_part_of_something(scan, at) {
        return Some((None, stretch.next));
    }
    alternative(scan, &mut stretch);
    let mut span = Span::new(scan, at, stretch.next, stretch.plus.is_some());
    if span.floor.is_none()
        && stretch.high.is_some()
        && let Some(start) = scan.before_is(at, &scan.terms.from)
    {
        span.start = start;
    }
    if let Some(next) = scan.or_more_at(span.next) {
        span.open = true;
        span.next = next;
    }
    // "0-1 year"
    let most = stretch.high.as_ref().map_or(stretch.low.value, |high| high.value);
    read_unit(scan, &mut span, most <= 1.0);
    if article && span.unit.is_none() {
        return None;
    }
    if span.unit.is_none() {
        let bare = is_bare(scan, &span, &stretch, context);
        return Some((bare.then(|| build(scan, &stretch, &span, None)).flatten(), span.next));
    }
    if let Some(next) = scan.or_more_at(span.next) {
        let floor = is_floor(scan, span.next, next);
        span.open |= !floor;
        if floor {
            span.floor.get_or_insert(scan.span(span.next, next));
        }
        span.next = next;
    } else if let Some(next) = scan.or_less_at(span.next) {
        span.ceiling.get_or_insert(scan.span(span.next, next));
        span.next = next;
    }
    let upper = second_with_unit(scan, &mut span, &mut stretch);
    let wanted = is_experience(scan, &span, context);
    Some((wanted.then(|| build(scan, &stretch, &span, upper)).flatten(), span.next))
}

/// "3 of which", "of which 3", "2+ of those": the index behind the number, if a part of years that were named before
/// begins here. "2+ managing people" and "3+ preferred" are such, too.
fn part_at(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let stretch = scan.stretch(at).filter(|stretch| stretch.high.is_none())?;
    let next = stretch.next;
    let of = scan.word(next) == "of"
        && matches!(scan.word(next + 1), "which" | "whom" | "those" | "these" | "them");
    let placed = scan.time_unit(next).is_none() && scan.before_is(at, &scan.terms.parts).is_some();
    let wished = stretch.plus.is_some() && is_wish(scan.word(next));
    (of || placed || wished || stretch.plus.is_some() && is_doing(scan.word(next))).then_some(next)
}

/// "3+ preferred": years that are only welcome.
fn is_wish(word: &str) -> bool {
    matches!(
        word,
        "preferred"
            | "preferable"
            | "desired"
            | "desirable"
            | "ideal"
            | "erwünscht"
            | "wünschenswert"
            | "deseable"
            | "deseables"
            | "desejável"
            | "souhaité"
            | "souhaités"
    )
}

/// "8+ years building software, 3 of which leading people": the part that is about leading. Others are years of
/// one skill.
fn part(scan: &Scan<'_>, whole: usize, at: usize) -> Read {
    const FURTHEST: usize = 20;
    let next = part_at(scan, at)?;
    if at < whole || at - whole > FURTHEST || (whole..at).any(|at| scan.sentence_break(at)) {
        return None;
    }
    let stretch = scan.stretch(at)?;
    let span = Span::new(scan, at, next, stretch.plus.is_some());
    let found = build(scan, &stretch, &span, None);
    let counts = |found: &Experience| found.kind != ExperienceKind::Total || is_wish(scan.word(next));
    Some((found.filter(counts), next))
}

/// ", including 1+ year of management", ", 3 of which leading people": what comes before is the whole. Without a bound
/// ("5 years, of which 2 …") the part has to say what it is of.
fn has_part(scan: &Scan<'_>, next: usize, bounded: bool) -> bool {
    let from = next + usize::from(matches!(scan.sign(next), Some(',' | '(')));
    let behind = scan.at_is(from, &scan.terms.parts);
    let at = behind.unwrap_or(from);
    let at = scan.at_is(at, &scan.terms.at_least).unwrap_or(at);
    let counted = scan.stretch(at).and_then(|part| scan.time_unit(part.next)).map(|(_, _, next)| next);
    let counted = counted.filter(|_| behind.is_some());
    let named = (at..at + 4).find(|&at| scan.stretch(at).is_some()).and_then(|at| part_at(scan, at));
    let of_work = |next: Option<usize>| next.is_some_and(|next| in_field_of_work(scan, next, true));
    let stated = bounded || scan.says(from, "of which").is_some() || of_work(counted) || of_work(named);
    (counted.is_some() || named.is_some()) && stated
}

/// True if the words behind an amount say that it is the least, rather than that there is more: "minimum",
/// "au moins", "como mínimo".
fn is_floor(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let bound = |phrases| scan.before_is(to, phrases) == Some(from);
    bound(&scan.terms.minimum) || bound(&scan.terms.at_least)
}

/// "a decade", "a year of experience": an article that counts.
fn article(scan: &Scan<'_>, at: usize) -> Option<Stretch> {
    if !scan.terms.one.has(scan.word(at)) {
        return None;
    }
    let (unit, _, next) = scan.time_unit(at + 1)?;
    let of = matches!(scan.word(next), "of" | "de" | "d") || scan.terms.experience.has(scan.word(next));
    let of_experience = of && (next..next + 6).any(|i| scan.terms.experience.has(scan.word(i)));
    (unit == TimeUnit::Decade || of_experience).then(|| Stretch {
        low: Amount { value: 1.0, range: scan.span(at, at + 1), next: at + 1, figure: None },
        high: None,
        separator: None,
        plus: None,
        next: at + 1,
    })
}

/// True when the number at the token is a piece of something longer: "L3", "2024-05", "$5", "1/2".
pub(super) fn is_part_of_something(scan: &Scan<'_>, at: usize) -> bool {
    if !scan.glued(at) {
        return false;
    }
    let Some(before) = scan.before(at) else { return false };
    match before.kind {
        Kind::Sign(
            '(' | '[' | '~' | '<' | '>' | '≥' | '≤' | '≈' | '"' | '“' | '‘' | '\'' | '|' | '•' | '*',
        ) => false,
        // A hyphen is a bullet when nothing touches it from the left.
        Kind::Sign(sign) if is_hyphen(sign) => at >= 2 && scan.glued(at - 1),
        Kind::Sign(':') => scan.before(at - 1).is_some_and(|t| matches!(t.kind, Kind::Number(_))),
        Kind::Sign(sign) => sign.is_ascii() || is_currency(sign),
        // Scripts without blanks between words.
        Kind::Word(ref word) => word.is_ascii() || !word.chars().next_back().is_some_and(is_wide),
        Kind::Number(_) => true,
    }
}

pub(super) fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '€' | '£' | '¥' | '₹' | '₩' | '₽' | '₺' | '₪' | '₱' | '฿' | '₫' | '₴' | '₦')
}

/// "two or three years", "between 5 and 7 years": turns a single amount into a range.
fn alternative(scan: &Scan<'_>, stretch: &mut Stretch) {
    if stretch.high.is_some() || stretch.plus.is_some() {
        return;
    }
    let between = scan.terms.and.has(scan.word(stretch.next))
        && scan.before_is(start_of(scan, stretch), &scan.terms.between).is_some();
    let or = matches!(scan.word(stretch.next), "or" | "o" | "ou" | "oder");
    if (or || between)
        && let Some(high) = scan.amount(stretch.next + 1)
        && high.value > stretch.low.value
    {
        stretch.separator = Some(scan.span(stretch.next, stretch.next + 1));
        stretch.next = high.next;
        stretch.high = Some(high);
    }
}

/// Index of the first token of the stretch.
fn start_of(scan: &Scan<'_>, stretch: &Stretch) -> usize {
    scan.tokens.partition_point(|token| token.range.start < stretch.low.range.start)
}

fn is_singular(unit: &str) -> bool {
    unit.eq_ignore_ascii_case("year") || unit.eq_ignore_ascii_case("month")
}

/// `one`: a single unit, for which the singular is right.
fn read_unit(scan: &Scan<'_>, span: &mut Span, one: bool) {
    let mut at = span.next;
    // "1-year", "(2)-year"; "(2) years" where only the figure is bracketed.
    if scan.sign(at) == Some(')') {
        at += 1;
    }
    let hyphenated = scan.sign(at).is_some_and(is_hyphen) && scan.glued(at) && scan.glued(at + 1);
    at += usize::from(hyphenated);
    // "3 full years", "two consecutive years"
    if matches!(scan.word(at), "full" | "additional" | "solid" | "consecutive" | "calendar" | "continuous") {
        at += 1;
    }
    if let Some((unit, range, next)) = scan.time_unit(at) {
        span.adjective = hyphenated || is_singular(scan.text.get(range.clone()).unwrap_or_default()) && !one;
        span.unit = Some((unit, range));
        span.next = next;
    }
}

/// "6 months to 1 year", "more than 2 years but less than 3 years": the upper amount in months.
fn second_with_unit(scan: &Scan<'_>, span: &mut Span, stretch: &mut Stretch) -> Option<u32> {
    if stretch.high.is_some() {
        return None;
    }
    let mut at = span.next;
    let joined = scan.separator(at);
    if let Some(after) = joined {
        at = after;
    } else {
        at += usize::from(scan.sign(at) == Some(','));
        if !matches!(scan.word(at), "but" | "and") {
            return None;
        }
        at = scan.at_is(at + 1, &scan.terms.at_most)?;
    }
    let amount = scan.amount(at)?;
    let (unit, range, next) = scan.time_unit(amount.next)?;
    let upper = months(amount.value, unit)?;
    stretch.separator = Some(scan.span(span.next, at));
    if let Some((_, first)) = &mut span.unit {
        first.end = range.end.max(first.end);
        first.start = range.start.max(first.start);
    }
    stretch.high = Some(amount);
    span.next = next;
    Some(upper)
}

/// A number without a unit that is the whole answer: "10+", "Typically 0–2", "5 to 8 (or equivalent)".
fn is_bare(scan: &Scan<'_>, span: &Span, stretch: &Stretch, context: Context) -> bool {
    let most = stretch.high.as_ref().unwrap_or(&stretch.low).value;
    if most > 50.0 {
        return false;
    }
    let labelled = span.start.checked_sub(1).is_some_and(|colon| {
        scan.sign(colon) == Some(':')
            && (colon.saturating_sub(6)..colon).any(|i| scan.terms.experience.has(scan.word(i)))
    });
    let lead = (0..span.start).all(|i| {
        one_of(
            scan.word(i),
            "typically about around approximately roughly usually generally circa ca between from",
        ) || matches!(scan.sign(i), Some('~' | '≈' | '.'))
    });
    if !(labelled || context.in_experience_section && lead) {
        return false;
    }
    match scan.token(span.next).map(|token| &token.kind) {
        None => true,
        Some(Kind::Sign(sign)) => matches!(sign, '(' | '.' | ';') || *sign == ',' && !labelled,
        Some(Kind::Word(word)) => word == "or",
        Some(Kind::Number(_)) => false,
    }
}

fn months(value: f64, unit: TimeUnit) -> Option<u32> {
    let months = (value * f64::from(unit.months())).round();
    if !(0.0..=f64::from(MOST_MONTHS)).contains(&months) {
        return None;
    }
    format!("{months:.0}").parse().ok()
}

fn build(scan: &Scan<'_>, stretch: &Stretch, span: &Span, upper: Option<u32>) -> Option<Experience> {
    let unit = span.unit.as_ref().map_or(TimeUnit::Year, |(unit, _)| *unit);
    let low = months(stretch.low.value, unit)?;
    let high = match (&stretch.high, upper) {
        (_, Some(upper)) => Some(upper),
        (Some(high), None) => Some(months(high.value, unit)?),
        (None, None) => None,
    };
    // "PhD + 0 years" asks for none, and takes all.
    let none = low == 0 && !span.open && !degree_before(scan, span.start);
    let single_top = high.is_none() && (span.ceiling.is_some() || none);
    let (subject, kind) = subject(scan, span);
    Some(Experience {
        range: scan.span(span.start, span.next),
        number: stretch.range(),
        floor: span.floor.clone(),
        ceiling: span.ceiling.clone(),
        min_months: (high.is_some() || span.ceiling.is_none()).then_some(low),
        max_months: high.or(single_top.then_some(low)),
        open: span.open,
        range_like: stretch.high.is_some(),
        vague: unit == TimeUnit::Decade && stretch.low.figure.is_none(),
        separator: stretch.separator.clone(),
        unit: span.unit.as_ref().map(|(_, range)| range.clone()),
        time_unit: unit,
        subject,
        kind,
    })
}

/// "several years of experience", "decades of experience".
fn vague(scan: &Scan<'_>, at: usize, context: Context) -> Read {
    let (next, number) = match scan.at_is(at, &scan.terms.several) {
        Some(next) => (next, scan.span(at, next)),
        None if is_decades(scan, at) => (at, scan.span(at, at + 1)),
        None => return None,
    };
    let (unit, unit_range, end) = scan.time_unit(next)?;
    let mut span = Span::new(scan, at, end, false);
    span.unit = Some((unit, unit_range.clone()));
    if !is_experience(scan, &span, context) {
        return Some((None, end));
    }
    let (subject, kind) = subject(scan, &span);
    let experience = Experience {
        range: scan.span(span.start, end),
        number,
        floor: span.floor,
        ceiling: span.ceiling,
        min_months: (unit == TimeUnit::Decade).then_some(2 * TimeUnit::Decade.months()),
        max_months: None,
        open: false,
        range_like: false,
        vague: true,
        separator: None,
        unit: Some(unit_range),
        time_unit: unit,
        subject,
        kind,
    };
    Some((Some(experience), end))
}

/// "decades of experience": many, without a word before it.
fn is_decades(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.word(at);
    scan.terms.units.get(word) == Some(&TimeUnit::Decade) && word.ends_with('s')
}

/// Does the span of time say how much experience somebody has or needs?
fn is_experience(scan: &Scan<'_>, span: &Span, context: Context) -> bool {
    const STORY: &[&str] = &["for", "in", "after", "to", "about"];
    const SPENDING: &[&str] = &["spend", "spends", "spent", "spending", "take", "takes", "took"];
    if is_horizon(scan, span) || is_told(scan, span) {
        return false;
    }
    // "7+ YOE"
    if span.unit.as_ref().is_some_and(|(_, unit)| {
        scan.text.get(unit.clone()).is_some_and(|unit| unit.eq_ignore_ascii_case(YEARS_OF_EXPERIENCE))
    }) {
        return true;
    }
    let next = span.next;
    let reach = if span.adjective { 3 } else { 12 };
    if says_experience_after(scan, next, reach) {
        return true;
    }
    if span.adjective {
        return false;
    }
    // "The way there takes 3 years", whatever stands above.
    if span.start > 0 && SPENDING.contains(&scan.word(span.start - 1)) {
        return false;
    }
    if experience_before(scan, span.start) || context.in_experience_section || degree_before(scan, span.start)
    {
        return true;
    }
    // "spent 2 years building", "for 3 years in sales": a story, not a requirement.
    if span.start > 0 && STORY.contains(&scan.word(span.start - 1)) {
        return false;
    }
    // "over multiple years" is as often a duration as a bound.
    let over = span
        .floor
        .clone()
        .is_some_and(|floor| scan.text.get(floor).is_some_and(|t| t.eq_ignore_ascii_case("over")));
    let bounded = span.open || span.floor.is_some() && !over || span.ceiling.is_some();
    let leads = span.start == 0
        || scan.before(span.start).is_some_and(|t| matches!(t.kind, Kind::Sign(_)))
        || scan.word(span.start - 1) == "with";
    // "3+ years preferred"
    (bounded || leads) && is_wish(scan.word(next))
        || in_field_of_work(scan, next, bounded || leads)
        || leads && has_part(scan, next, bounded)
}

/// "years in engineering leadership", "years as a designer", "years leading teams", "years of
/// software development".
fn in_field_of_work(scan: &Scan<'_>, next: usize, asked: bool) -> bool {
    #[rustfmt::skip]
    const NOT_HERE: &[&str] = &[
        "this", "their", "your", "his", "her", "each", "current", "every", "same", "that", "role",
        "level", "grade", "position", "post", "seat", "place", "total", "business", "existence",
        "operation", "advance", "job",
    ];
    let is_field = |word: &str| scan.terms.fields.has(word);
    match scan.word(next) {
        "as" => !matches!(scan.word(next + 1), "of" | "the" | "well") && !scan.word(next + 1).is_empty(),
        "in" | "within" => {
            let first = scan.word(next + 1);
            if NOT_HERE.contains(&first) || first == "the" && !is_branch(scan.word(next + 2)) {
                return false;
            }
            words_after(scan, next + 1, 7).any(is_field)
        }
        // "a few years of leading teams"
        "of" => asked && (is_doing(scan.word(next + 1)) || words_after(scan, next + 1, 7).any(is_field)),
        // "5 años en un puesto similar", "3 Jahre im Bereich", "5 ans dans un poste"
        "en" | "em" | "no" | "na" | "dans" | "im" | "als" | "como" | "comme" => {
            asked && words_after(scan, next + 1, 5).any(is_field)
        }
        // "3 months performing at the next level" is time in a level.
        word if is_doing(word) => {
            asked && !words_after(scan, next, 9).any(|w| matches!(w, "level" | "levels" | "next"))
        }
        word => asked && is_field(word) && words_after(scan, next + 1, 3).any(is_field),
    }
}

fn is_branch(word: &str) -> bool {
    matches!(word, "field" | "fields" | "industry" | "area" | "sector" | "discipline" | "domain")
}

fn is_doing(word: &str) -> bool {
    // "liderando equipos"; not "cuando".
    #[rustfmt::skip]
    const NO_DOING: &[&str] =
        &["cuando", "quando", "siendo", "estando", "durando", "comando", "entendo", "segundo", "fazendo"];
    #[rustfmt::skip]
    const NOT: &[&str] = &[
        "during", "including", "following", "being", "pending", "remaining", "existing", "starting", "ending",
        "beginning", "according",
    ];
    let romance = ["ando", "endo"].iter().any(|end| word.ends_with(end));
    if word.len() > 6 && romance && !NO_DOING.contains(&word) {
        return true;
    }
    word.len() > 5 && word.ends_with("ing") && !NOT.contains(&word)
}

fn words_after<'s>(scan: &'s Scan<'_>, from: usize, count: usize) -> impl Iterator<Item = &'s str> {
    (from..from + count).take_while(move |&i| i == from || !scan.sentence_break(i)).map(|i| scan.word(i))
}

fn says_experience_after(scan: &Scan<'_>, next: usize, reach: usize) -> bool {
    let direct = matches!(scan.word(next), "of" | "d" | "de" | "in" | "with" | "as");
    for at in next..(next + reach).min(scan.tokens.len()) {
        if scan.sentence_break(at)
            || (at > next && scan.figure(at).is_some() && scan.time_unit(at + 1).is_some())
        {
            return false;
        }
        if scan.terms.experience.has(scan.word(at)) {
            // "3 years to improve the customer experience"
            return direct || at == next || !scan.terms.others.has(scan.word(at - 1));
        }
        if matches!(scan.word(at), "to" | "that" | "which" | "until" | "before" | "when") && !direct {
            return false;
        }
    }
    false
}

/// A unit that says what is counted.
const YEARS_OF_EXPERIENCE: &str = "yoe";

/// "Bachelor's degree and 4 years", "BS + 5 yrs": years beside a degree are of experience.
fn degree_before(scan: &Scan<'_>, start: usize) -> bool {
    let Some(link) = start.checked_sub(1) else { return false };
    if !(matches!(scan.sign(link), Some('+' | '&')) || matches!(scan.word(link), "and" | "with" | "plus")) {
        return false;
    }
    (link.saturating_sub(3)..link).any(|at| {
        matches!(
            scan.word(at),
            "degree"
                | "bachelor"
                | "bachelors"
                | "master"
                | "masters"
                | "bs"
                | "ba"
                | "bsc"
                | "ms"
                | "msc"
                | "mba"
                | "phd"
        )
    })
}

/// "Experience: 5+ years", "experience of at least 5 years", "経験3年以上".
fn experience_before(scan: &Scan<'_>, start: usize) -> bool {
    for at in (start.saturating_sub(5)..start).rev() {
        let word = scan.word(at);
        if scan.terms.experience.has(word) {
            return at == 0 || !scan.terms.others.has(scan.word(at - 1)) || scan.word(at - 1) == "the";
        }
        let link = match scan.sign(at) {
            Some(sign) => matches!(sign, ':' | '(' | '-' | '–' | '—' | ',' | '|' | ')'),
            None => one_of(
                word,
                "of range required typically is a about approximately years level minimum needed de \
                 typical recommended expected preferred around proven demonstrated comprovada comprovado \
                 demostrable probada prévia previa mínima mínimo minima minimo minimale",
            ),
        };
        if !link {
            return false;
        }
    }
    false
}

/// Spans that measure something else than experience: plans, ages, probation, time since or until.
fn is_horizon(scan: &Scan<'_>, span: &Span) -> bool {
    let before = span.start.checked_sub(1);
    if scan.before_is(span.start, &scan.terms.plans_before).is_some()
        || scan.at_is(span.next, &scan.terms.plans_after).is_some()
    {
        return true;
    }
    // Unless it is a kind of experience: "project management experience".
    if scan.terms.lasting.has(scan.word(span.next)) && !says_experience_after(scan, span.next, 5) {
        return true;
    }
    // "in 3 years, …"
    before.is_some_and(|at| scan.word(at) == "in") && !scan.word(span.next).starts_with("of")
}

/// "We have 20 years of experience in …", "With 20 years of experience, our company …": a boast.
fn is_told(scan: &Scan<'_>, span: &Span) -> bool {
    let told = scan.before_is(span.start, &scan.terms.telling);
    let teller = |at: usize| scan.terms.tellers.has(scan.word(at));
    if let Some(verb) = told
        && (verb.saturating_sub(2)..verb).any(teller)
    {
        return true;
    }
    // The sentence goes on behind a comma with who is meant.
    let comma = (span.next..span.next + 12)
        .take_while(|&at| !scan.sentence_break(at))
        .find(|&at| scan.sign(at) == Some(','));
    let opens = told.unwrap_or(span.start) == 0;
    opens && told.is_some() && comma.is_some_and(|at| (at + 1..at + 4).any(teller))
}

/// What the experience is in, and which kind that makes it.
fn subject(scan: &Scan<'_>, span: &Span) -> (Option<Range<usize>>, ExperienceKind) {
    const MOST_TOKENS: usize = 30;
    const TRAILING: &[&str] = &[
        "and", "or", "with", "plus", "at", "least", "minimum", "of", "more", "than", "a", "is", "but", "to",
    ];
    let from = span.next;
    let mut seen = false;
    let mut end = from;
    for at in from..(from + MOST_TOKENS).min(scan.tokens.len()) {
        let word = scan.word(at);
        let closes = matches!(scan.sign(at), Some(')' | '—' | '–' | '•'))
            || scan.sign(at) == Some(',') && seen
            || matches!(word, "including" | "preferably")
            || matches!(word, "preferred" | "required") && !scan.terms.experience.has(scan.word(at + 1))
            || at > from
                && scan
                    .amount(at)
                    .is_some_and(|a| scan.time_unit(a.next).is_some() || scan.sign(a.next) == Some('+'))
            || at > from && part_at(scan, at).is_some();
        if closes || scan.sentence_break(at) {
            break;
        }
        seen |= scan.terms.experience.has(word);
        end = at + 1;
    }
    while end > from
        && (TRAILING.contains(&scan.word(end - 1))
            || scan.sign(end - 1).is_some_and(|s| matches!(s, ',' | '-' | '(')))
    {
        end -= 1;
    }
    if end == from {
        return (None, ExperienceKind::Total);
    }
    let words: Vec<&str> = (from..end).map(|i| scan.word(i)).collect();
    let leads = || (from..end).any(|at| is_leading(scan, at));
    let kind = match kind_of(&words) {
        ExperienceKind::Total if leads() => ExperienceKind::Management,
        kind => kind,
    };
    (Some(scan.span(from, end)), kind)
}

/// Those who are led.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "people", "team", "teams", "engineers", "staff", "individuals", "others", "reports", "employees",
    "developers", "designers", "equipo", "equipos", "personas", "equipe", "equipes", "pessoas", "times",
    "équipe", "équipes", "personnes", "mitarbeitern", "mitarbeitenden", "mitarbeiter", "menschen", "personal",
];

/// "in Führung", "Führung eines Teams": words for leading people, unless what they are followed by is no people
/// ("Führung von Projekten").
fn is_leading(scan: &Scan<'_>, at: usize) -> bool {
    let Some(next) = scan.at_is(at, &scan.terms.management) else { return false };
    let of = one_of(scan.word(next), "von vom des der eines einer de del du des di van of");
    !of || words_after(scan, next + 1, 4).any(|word| PEOPLE.contains(&word))
}

fn kind_of(words: &[&str]) -> ExperienceKind {
    #[rustfmt::skip]
    const THINGS: &[&str] = &[
        "product", "project", "program", "programme", "portfolio", "account", "data", "collections",
        "collection", "content", "change", "risk", "knowledge", "biocollections", "facilities", "facility", "database", "inventory", "case", "office",
        "records", "asset", "release", "incident", "vendor", "contract", "supply", "event", "community",
        "configuration", "stakeholder", "relationship", "customer", "time",
    ];
    let manages = |word: &str| {
        matches!(
            word,
            "managing"
                | "leading"
                | "directing"
                | "supervising"
                | "overseeing"
                | "manage"
                | "lead"
                | "liderando"
                | "gestionando"
                | "dirigiendo"
                | "coordinando"
                | "gerenciando"
                | "coordenando"
        )
    };
    let pairs = |first: &dyn Fn(&str) -> bool, second: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            first(word) && words.iter().skip(at + 1).take(5).any(|later| second.contains(later))
        })
    };
    if pairs(&manages, &["managers"]) || pairs(&|w| w == "managers" || w == "manager", &["managers"]) {
        return ExperienceKind::ManagingManagers;
    }
    // Management of things is a profession; management of people is a rank.
    let management = words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|i| words.get(i)).copied().unwrap_or_default();
        match *word {
            "management" | "manager" | "managers" => {
                let of_things = words.get(at + 1) == Some(&"of")
                    && !words.iter().skip(at + 2).take(4).any(|word| PEOPLE.contains(word));
                !THINGS.contains(&before) && !of_things
            }
            "supervisory" | "supervising" | "supervision" | "managerial" | "leadership" => {
                before != "thought"
            }
            _ => false,
        }
    });
    if management || pairs(&manages, PEOPLE) { ExperienceKind::Management } else { ExperienceKind::Total }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<Experience> {
        experience(text, Context::default())
    }

    fn in_section(text: &str) -> Vec<Experience> {
        experience(text, Context { in_experience_section: true, ..Context::default() })
    }

    /// Phrase, least and most months of the only experience.
    fn one(text: &str) -> (&str, Option<u32>, Option<u32>) {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        (&text[found[0].range.clone()], found[0].min_months, found[0].max_months)
    }

    #[test]
    fn amounts() {
        assert_eq!(one("12+ years of experience in testing"), ("12+ years", Some(144), None));
        assert_eq!(one("Asks for 5–7 years of experience."), ("5–7 years", Some(60), Some(84)));
        assert_eq!(one("two (2) years of relevant experience"), ("two (2) years", Some(24), None));
        assert_eq!(one("Experiência comprovada (mínimo 5 anos) em dados").1, Some(60));
        assert_eq!(one("18 months' experience"), ("18 months'", Some(18), None));
        assert_eq!(one("Three to five years of lab experience"), ("Three to five years", Some(36), Some(60)));
        assert_eq!(one("Three (3) to five (5) years of experience").1, Some(36));
        let section = Context { in_experience_section: true, ..Context::default() };
        let alone = experience("0-1 year", section);
        assert_eq!(
            alone.iter().map(|one| (one.min_months, one.max_months)).collect::<Vec<_>>(),
            [(Some(0), Some(12))]
        );
        assert!(experience("a 2-5 year plan", section).is_empty());
        assert!(experience("The way from L3 typically takes 3-5 years", section).is_empty());
        assert_eq!(one("1 year or more of experience"), ("1 year or more", Some(12), None));
        assert_eq!(one("Two or more years of experience"), ("Two or more years", Some(24), None));
        assert_eq!(one("two or three years of experience"), ("two or three years", Some(24), Some(36)));
        assert_eq!(one("between 2 and 4 years of experience"), ("between 2 and 4 years", Some(24), Some(48)));
        assert_eq!(one("less than 2 years in a management capacity"), ("less than 2 years", None, Some(24)));
        assert_eq!(one("1.5 years of experience").1, Some(18));
        assert_eq!(one("6 months to 1 year of experience"), ("6 months to 1 year", Some(6), Some(12)));
        assert_eq!(
            one("more than 2 years but less than 3 years of experience"),
            ("more than 2 years but less than 3 years", Some(24), Some(36))
        );
        assert_eq!(one("5 yrs. experience").0, "5 yrs.");
        assert_eq!(one("One year of experience as a teacher").1, Some(12));
        assert_eq!(one("Half a year of experience"), ("Half a year", Some(6), None));
    }

    #[test]
    fn years_beside_degrees_and_short_forms() {
        assert_eq!(one("Bachelor's degree and 4 years").1, Some(48));
        assert_eq!(one("BS + 5 yrs").1, Some(60));
        assert_eq!(one("7+ YOE").1, Some(84));
        assert_eq!(one("PhD + 0 yrs"), ("0 yrs", Some(0), None));
        assert!(all("a plan and 4 years").is_empty());
    }

    #[test]
    fn other_languages() {
        assert_eq!(one("0-2 anos de experiência"), ("0-2 anos", Some(0), Some(24)));
        assert_eq!(one("Environ 2 à 5 ans d’expérience"), ("2 à 5 ans", Some(24), Some(60)));
        assert_eq!(one("Al menos 1 año de experiencia"), ("Al menos 1 año", Some(12), None));
        assert_eq!(one("実務経験3年以上").1, Some(36));
        assert!(all("実務経験3年以上")[0].open);
        assert_eq!(one("mindestens drei Jahre Erfahrung").1, Some(36));
        assert_eq!(one("경력 3년 이상").1, Some(36));
    }

    #[test]
    fn bounds_and_parts() {
        let text = "with at least 5-7 years of experience managing other managers, and more";
        let found = all(text);
        let one = &found[0];
        assert_eq!(&text[one.floor.clone().unwrap()], "at least");
        assert_eq!(&text[one.number.clone()], "5-7");
        assert_eq!(&text[one.unit.clone().unwrap()], "years");
        assert_eq!(&text[one.separator.clone().unwrap()], "-");
        assert_eq!(&text[one.subject.clone().unwrap()], "of experience managing other managers");
        assert!(one.range_like && !one.open);
        assert_eq!(one.kind, ExperienceKind::ManagingManagers);
        assert!(all("10-15+ years of experience")[0].open);
        assert_eq!(all("a minimum of three years of experience")[0].floor, Some(0..12));
    }

    #[test]
    fn kinds() {
        let kind = |text: &str| all(text)[0].kind;
        assert_eq!(kind("3+ years of experience leading teams"), ExperienceKind::Management);
        assert_eq!(kind("3+ years in people management"), ExperienceKind::Management);
        assert_eq!(kind("3+ years of product management experience"), ExperienceKind::Total);
        let parts =
            |text: &str| -> Vec<_> { all(text).iter().map(|one| (one.kind, one.min_months)).collect() };
        let (total, management) = (ExperienceKind::Total, ExperienceKind::Management);
        let whole = |years, part| vec![(total, Some(years)), (management, Some(part))];
        assert_eq!(parts("8+ years building software, 3 of which leading people."), whole(96, 36));
        assert_eq!(parts("8 years of experience (at least 2 of those managing teams)"), whole(96, 24));
        assert_eq!(parts("5+ years, including 1+ year of management."), whole(60, 12));
        assert_eq!(parts("6+ years, 2+ managing people"), whole(72, 24));
        assert_eq!(parts("6+ years of experience, 2 of which in Rust"), [(total, Some(72))]);
        assert_eq!(parts("5 years, of which 2 in management"), whole(60, 24));
        assert_eq!(parts("5 years of experience, including 2 in a leadership role"), whole(60, 24));
        assert_eq!(parts("4 years of experience, including 2 in Rust"), [(total, Some(48))]);
        let wished = all("3+ years of experience (5+ preferred)");
        assert_eq!(wished.iter().map(|one| one.min_months).collect::<Vec<_>>(), [Some(36), Some(60)]);
        assert_eq!(parts("Entre 2 y 4 años liderando equipos"), [(management, Some(24))]);
        assert_eq!(parts("Dura 2 años cuando hay equipo"), []);
        let both = all("8+ years of experience in research, including 2 years in a leadership position");
        assert_eq!((both[0].kind, both[1].kind), (ExperienceKind::Total, ExperienceKind::Management));
    }

    #[test]
    fn vague_amounts() {
        let text = "has over a decade of experience";
        let found = all(text);
        assert_eq!((&text[found[0].range.clone()], found[0].min_months), ("over a decade", Some(120)));
        assert!(found[0].vague);
        assert!(all("several years of experience in audits")[0].vague);
        assert!(all("Several years ago the team was small").is_empty());
        assert!(all("worked here for many years").is_empty());
    }

    #[test]
    fn bare_numbers_need_their_section() {
        assert!(all("10+").is_empty());
        let found = in_section("10+");
        assert_eq!((found[0].min_months, found[0].open, found[0].unit.clone()), (Some(120), true, None));
        assert_eq!(in_section("4 to 6")[0].max_months, Some(72));
        assert_eq!(in_section("Typically 0-2")[0].range, 10..13);
        assert_eq!((in_section("0")[0].min_months, in_section("0")[0].max_months), (Some(0), Some(0)));
        assert!(in_section("N/A").is_empty());
        assert!(in_section("2-3 teams / 6-8 directs").is_empty());
        assert_eq!(in_section("3+ years")[0].min_months, Some(36));
        assert_eq!(all("Years of experience: 5-7")[0].max_months, Some(84));
    }

    #[test]
    fn other_spans_are_no_experience() {
        for text in [
            "Plans 12-18 months ahead",
            "Owns a multi-year roadmap and a 3-year plan",
            "Must be at least 21 years of age",
            "Shares vest over 4 years with a one year cliff",
            "a six-month probationary period",
            "Pass the exam within 6 months of hire",
            "We have printed this paper for 12 years",
            "Shipped twice over the past 12 months",
            "12 months in level before promotion",
            "Reviewed every 3 months to improve the candidate experience",
            "Writes a 6-month plan for the customer experience",
            "People usually spend 2 years in this role",
            "Bachelor's degree from a 4-year college or equivalent experience",
            "In 3 years, this person will lead a department",
            "hired in 2019, 2020 or later years",
            "$81,806.40 YEAR",
            "the 3-, 6-, and 12-month marks",
            "from 20 to 100+",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_sound(text in "\\PC{0,80}|([0-9]{1,3}|[-–+~. ]|years?|months|at least|experience|over|a decade|to|年|ans|\\(|\\)|é){0,25}", section: bool) {
            for one in experience(&text, Context { in_experience_section: section, ..Context::default() }) {
                prop_assert!(text.get(one.range.clone()).is_some_and(|t| !t.is_empty()));
                prop_assert!(text.get(one.number.clone()).is_some_and(|t| !t.is_empty()));
                for part in [&one.floor, &one.ceiling, &one.separator, &one.unit, &one.subject].into_iter().flatten() {
                    prop_assert!(text.get(part.clone()).is_some());
                }
            }
        }
    }
}
