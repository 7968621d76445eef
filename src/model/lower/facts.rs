//! Facts that stand in sentences: years, degrees, pay, size, next steps.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::config::Word;
use crate::language::lexicon::current;
use crate::language::{self, Context};
use crate::syntax::Text;
use crate::text::{Span, Spanned};

use super::super::{
    CellState, Compensation, Education, Experience, ExperienceKind, Role, Scope, SectionKind, Strength,
    level_word, section_kind, words_of,
};
use super::charges::{in_charge, is_charge, measure_named};
use super::moves;
use super::tables::kind_of;
use super::title::piece;
use super::words::{label_range, may_hold_colon, normal, state_of};

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    pub kind: SectionKind,
    /// The label of the section and of what stands above it, normalized, innermost last.
    pub labels: &'p [String],
    pub level: Option<usize>,
}

/// Adds to `role` what `text` says.
pub(super) fn see(role: &mut Role, text: &Text, place: Place<'_>) {
    if place.kind == SectionKind::Moves {
        moves::add(role, text, place);
        return;
    }
    let figures = text.signs.has(b'0');
    let money = matches!(
        place.kind,
        SectionKind::Pay | SectionKind::Summary | SectionKind::Other | SectionKind::Experience
    );
    if money && figures {
        compensation(role, text, place);
    }
    if !matches!(place.kind, SectionKind::Pay | SectionKind::Links | SectionKind::Evidence) {
        experience(role, text, place);
    }
    let schooling = matches!(
        place.kind,
        SectionKind::Education
            | SectionKind::Experience
            | SectionKind::Summary
            | SectionKind::Other
            | SectionKind::SkillsHard
    );
    if schooling {
        role.education.extend(education(text, place));
    }
    match place.kind {
        _ if figures && in_charge(role, text, place) => {}
        SectionKind::Scope if figures => scope(role, text, place),
        SectionKind::Scope => step_of_scale(role, text, place),
        _ => {}
    }
}

/// For a text that begins with a label of facts ("Salary: …", "Next role: …"): the label, what it is
/// about, and what it says.
pub(super) fn labeled(text: &Text) -> Option<(String, SectionKind, Text)> {
    if !may_hold_colon(text) {
        return None;
    }
    let at = text.plain.find([':', '：'])?;
    let key = text.plain.get(..at)?.trim();
    let rest = text.plain.get(at..)?.trim_start_matches([':', '：']).trim_start();
    if key.is_empty() || key.chars().count() > 40 || key.split_whitespace().count() > 5 || rest.is_empty() {
        return None;
    }
    let kind = match section_kind(key) {
        // "Years: 0-1"
        SectionKind::Other if rest.contains(|c: char| c.is_ascii_digit()) => kind_of(key, &[rest], false),
        kind => kind,
    };
    let kind = if measure_named(&normal(key)).is_some() { SectionKind::Scope } else { kind };
    let fact = matches!(
        kind,
        SectionKind::Experience | SectionKind::Pay | SectionKind::Education | SectionKind::Moves
    ) || kind == SectionKind::Scope && is_charge(key, rest).is_some();
    // "Lift up to 20 pounds, with experience:" is no label.
    let spoken = key.contains([',', ';', '.']) || key.to_lowercase().contains("substitution");
    let start = text.plain.len() - rest.len();
    (fact && !spoken).then(|| (normal(key), kind, text.part(start..text.plain.len())))
}

/// True if one of the phrases stands in the text.
pub(super) fn said_in(phrases: &[Word], text: &str) -> bool {
    phrases.iter().any(|phrase| text.contains(&**phrase))
}

/// Labels that are the names of lists of what is only welcome. Inside a sentence they say nothing.
const NICE: &[&str] =
    &["nice", "optional", "good to have", "plus", "pluses", "deseable", "souhaité", "wünschenswert"];

fn strength(text: &str, place: Place<'_>) -> Strength {
    let (text, lexicon) = (normal(text), current());
    let has =
        |words: &[Word]| said_in(words, &text) || place.labels.iter().any(|label| said_in(words, label));
    // A key of data, where it is all that is said.
    let nice = || place.labels.iter().any(|label| NICE.contains(&label.as_str()));
    if has(&lexicon.lists.strength.preferred) || nice() {
        Strength::Preferred
    } else if has(&lexicon.lists.strength.typical) {
        Strength::Typical
    } else {
        Strength::Required
    }
}

fn experience(role: &mut Role, text: &Text, place: Place<'_>) {
    // Below "Requirements", years that stand alone are of experience; a number without a unit is a score.
    let bare = place.kind == SectionKind::SkillsHard && text.plain.len() <= LONGEST_BARE;
    let section = place.kind == SectionKind::Experience || bare;
    let context = Context { in_experience_section: section, ..Context::default() };
    let mut last: Option<usize> = None;
    let mut pushed: Option<usize> = None;
    let mut all = language::experience_in(text, context);
    let years = |found: &language::Experience| found.unit.is_some() || says_experience(text, &found.range);
    if bare && !all.iter().any(years) {
        all.clear();
    } else if all.is_empty() && !bare && place.kind == SectionKind::SkillsHard {
        let context = Context { in_experience_section: true, ..Context::default() };
        all = language::experience_in(text, context);
        all.retain(|found| found.unit.is_some() && opens(&text.plain, &found.range));
    }
    let places: Vec<std::ops::Range<usize>> = all.iter().map(|found| found.range.clone()).collect();
    for (at, found) in all.into_iter().enumerate() {
        let alone = || is_whole(&text.plain, &found.range) || opens(&text.plain, &found.range);
        if bare && found.unit.is_some() && !alone() && !says_experience(text, &found.range) {
            continue;
        }
        // "a bachelor's degree and 4 years, or a master's and 2": who has less schooling is asked for the most.
        let between = last.replace(found.range.end).and_then(|end| text.plain.get(end..found.range.start));
        let behind = near_behind(&text.plain, found.range.end);
        if between.is_some_and(|between| is_other_degree(between, behind)) {
            let known = pushed.and_then(|at| role.experience.get_mut(at));
            let wish = || {
                let said = of_its_own(&text.plain, clause(&text.plain, &found.range), &places, at);
                strength(&said, place) == Strength::Preferred
            };
            if let Some(known) = known.filter(|known| known.min_months < found.min_months && !wish()) {
                (known.min_months, known.max_months) = (found.min_months, found.max_months);
                known.text = piece(text, found.range);
            }
            continue;
        }
        // "5 years, including 2 in a senior post" asks for five.
        if found.kind == language::ExperienceKind::Total && between.is_some_and(ends_in_part) {
            continue;
        }
        // "Several years" is no amount that could be compared.
        if found.min_months.is_none() && found.max_months.is_none() {
            continue;
        }
        let around = clause(&text.plain, &found.range);
        if is_substitute(around) {
            continue;
        }
        let kind = match found.kind {
            language::ExperienceKind::Total => ExperienceKind::Total,
            language::ExperienceKind::Management => ExperienceKind::Management,
            language::ExperienceKind::ManagingManagers => ExperienceKind::ManagingManagers,
        };
        pushed = Some(role.experience.len());
        role.experience.push(Experience {
            level: place.level,
            kind,
            strength: strength(&of_its_own(&text.plain, around, &places, at), place),
            text: piece(text, found.range),
            min_months: found.min_months,
            max_months: found.max_months,
            open: found.open,
            vague: found.vague,
        });
    }
}

/// True for words before an amount that is a part of the one before it.
fn ends_in_part(between: &str) -> bool {
    let said = between.trim_end().to_lowercase();
    let said = ["at least", "mindestens", "minstens", "au moins"]
        .iter()
        .find_map(|bound| said.strip_suffix(bound))
        .unwrap_or(&said);
    let said = said.trim_end();
    current().lists.experience.parts.iter().any(|words| {
        said.strip_suffix(words.as_ref())
            .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', ',', '(']))
    }) && said.len() < 30
}

/// Longest text (in bytes) that may be nothing but years. Rule of thumb: "between three and five (5) years".
const LONGEST_BARE: usize = 48;

/// True if a text is nothing but what was found in it.
fn is_whole(plain: &str, range: &std::ops::Range<usize>) -> bool {
    let rest = [plain.get(..range.start), plain.get(range.end..)];
    rest.iter().flatten().all(|rest| !rest.contains(char::is_alphanumeric))
}

/// True for what a text begins with and goes on to say of what: "4+ years of support for large shops".
fn opens(plain: &str, range: &std::ops::Range<usize>) -> bool {
    let (before, behind) = (plain.get(..range.start).unwrap_or(""), plain.get(range.end..).unwrap_or(""));
    let link = behind.split_whitespace().next().unwrap_or("").to_lowercase();
    let unit = plain.get(range.clone()).is_some_and(|said| said.contains(char::is_alphabetic));
    !before.contains(char::is_alphanumeric)
        && unit
        && matches!(link.as_str(), "of" | "in" | "as" | "de" | "en" | "em")
}

/// True if the years are of experience wherever the text stands.
fn says_experience(text: &Text, range: &std::ops::Range<usize>) -> bool {
    language::experience(&text.plain, Context::default()).iter().any(|found| found.range == *range)
}

/// True if what stands between two amounts of years, or behind the second, makes it the one for those
/// with another degree.
fn is_other_degree(between: &str, behind: &str) -> bool {
    let lexicon = current();
    let words = &lexicon.lists.education;
    let degree = |said: &str| {
        let said = normal(said);
        let all = [&words.bachelor, &words.master, &words.doctorate];
        all.iter().any(|list| said_in(list, &said))
    };
    let between = format!(" {} ", normal(between));
    let or = between.split_once(" or ").or_else(|| between.split_once("; "));
    let clause = behind.split([';', '.', ',']).next().unwrap_or("");
    // "BS + 5 yrs, MS + 3 yrs"
    let links = ["and", "with", "plus", "degree"];
    let parted = between.split_once([',', ';', '/', '|']).or_else(|| between.split_once(" or "));
    let said = words_of(parted.map_or("", |(_, rest)| rest));
    let own = match said.as_slice() {
        [.., degree, link] if links.contains(&link.as_str()) => Some(degree),
        [.., degree] => Some(degree),
        [] => None,
    };
    let short = own.is_some_and(|word| DEGREES.iter().any(|(known, _)| word == &known.to_lowercase()));
    short && said.len() < 5 || or.is_some_and(|(_, rest)| degree(rest) || degree(clause))
}

/// Degrees in short, and their places among all degrees, from the lowest.
const DEGREES: &[(&str, usize)] = &[
    ("BS", 1),
    ("BA", 1),
    ("BSc", 1),
    ("BEng", 1),
    ("MS", 2),
    ("MA", 2),
    ("MSc", 2),
    ("MEng", 2),
    ("MBA", 2),
    ("PhD", 3),
];

/// The lowest degree that a text names in short. Only where degrees are expected: states and places have
/// such names, too.
fn in_short(said: &str) -> Option<usize> {
    let words = said.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.replace('.', ""));
    words.filter_map(|word| DEGREES.iter().find(|(known, _)| *known == word)).map(|(_, place)| *place).min()
}

/// True where one thing may stand for another: "a degree may substitute for one year of experience" asks for
/// neither.
fn is_substitute(clause: &str) -> bool {
    let lower = clause.to_lowercase();
    ["substitut", "sustitu", "ersetz"].iter().any(|word| lower.contains(word))
}

/// Bytes on each side of a phrase that are looked at for its clause.
const LONGEST_CLAUSE: usize = 400;

/// What stands behind a place, as far as a clause may reach: a line may be megabytes without a full stop.
fn near_behind(plain: &str, from: usize) -> &str {
    let far = from.saturating_add(LONGEST_CLAUSE).min(plain.len());
    let to = (from..=far).rev().find(|&at| plain.is_char_boundary(at)).unwrap_or(from);
    plain.get(from..to).unwrap_or("")
}

/// The clause around a phrase: what "preferred" in another sentence says is not about it.
fn clause<'t>(plain: &'t str, range: &std::ops::Range<usize>) -> &'t str {
    let near = range.start.saturating_sub(LONGEST_CLAUSE);
    let from = (near..=range.start).find(|&at| plain.is_char_boundary(at)).unwrap_or(range.start);
    let before = plain.get(from..range.start).unwrap_or("");
    let after = near_behind(plain, range.end);
    let ends = |c: char| matches!(c, '.' | ';' | '\n');
    let start = before.rfind(ends).map_or(from, |at| from + at + 1);
    let end = [after.find(ends), aside(after)].into_iter().flatten().min().unwrap_or(after.len()) + range.end;
    plain.get(start..end).unwrap_or(plain)
}

/// What a clause says of one of several amounts in it: of "5 years of Go, 3+ years preferred" the first are asked for,
/// and what stands before all of them is said of each.
fn of_its_own<'t>(
    plain: &'t str,
    clause: &'t str,
    places: &[std::ops::Range<usize>],
    at: usize,
) -> Cow<'t, str> {
    let parts = |c: char| matches!(c, ',' | '(' | '/');
    let begin = (clause.as_ptr() as usize).checked_sub(plain.as_ptr() as usize);
    let (Some(begin), Some(own)) = (begin, places.get(at)) else { return Cow::Borrowed(clause) };
    let cut = |gap: std::ops::Range<usize>| Some(gap.start + plain.get(gap)?.rfind(parts)?);
    let before = at.checked_sub(1).and_then(|at| places.get(at)).and_then(|place| cut(place.end..own.start));
    let behind = places.get(at + 1).and_then(|place| cut(own.end..place.start));
    let start = before.unwrap_or(0).max(begin);
    let end = behind.unwrap_or(usize::MAX).min(begin + clause.len());
    let said = plain.get(start..end).unwrap_or(clause);
    let first = places.partition_point(|place| place.start < begin);
    match places.get(first).and_then(|place| plain.get(begin..place.start)) {
        Some(lead) if start > begin => Cow::Owned(format!("{lead} {said}")),
        _ => Cow::Borrowed(said),
    }
}

/// Words that begin what would be welcome besides.
const ASIDES: &[&str] = &[
    "preferably",
    "ideally",
    "idealerweise",
    "vorzugsweise",
    "idéalement",
    "de préférence",
    "preferentemente",
    "preferiblemente",
    "preferencialmente",
    "preferibilmente",
    "idealmente",
    "bij voorkeur",
];

/// Where something said by the way begins: "3 years in a kitchen, preferably a large one" asks for the years.
fn aside(text: &str) -> Option<usize> {
    let begins = |at: usize| {
        let rest = text.get(at + 2..).unwrap_or("");
        ASIDES.iter().any(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    text.match_indices(", ").map(|(at, _)| at).find(|&at| begins(at))
}

/// Gives amounts behind the name of a level ("L2: 12-18 LPA", "Senior: 5+ years") to that level, where the list
/// stands before the levels are known.
pub(super) fn seat_by_labels(role: &mut Role) {
    let mut levels: HashMap<String, Option<usize>> = HashMap::new();
    for (at, level) in role.levels.iter().enumerate().filter(|(_, level)| !level.mirror) {
        let names = [Some(level.label.value.as_str()), level.code.as_deref()];
        let names: HashSet<String> = names.iter().flatten().map(|name| normal(name)).collect();
        for name in names {
            // A name of several says which of them to none.
            levels.entry(name).and_modify(|known| *known = None).or_insert(Some(at));
        }
    }
    let lists = role
        .sections
        .iter()
        .filter(|section| matches!(section.kind, SectionKind::Pay | SectionKind::Experience));
    let mut seats: Vec<(Span, usize)> = lists
        .flat_map(|section| &section.expectations)
        .filter(|item| item.level.is_none())
        .filter_map(|item| Some((item.span, (*levels.get(&normal(&item.label.as_ref()?.value))?)?)))
        .collect();
    seats.sort_by_key(|(span, _)| span.start);
    let seat = |at: Span| {
        let behind = seats.partition_point(|(span, _)| span.start <= at.start);
        let (span, level) = seats.get(behind.checked_sub(1)?)?;
        (at.end <= span.end).then_some(*level)
    };
    for pay in role.compensation.iter_mut().filter(|pay| pay.level.is_none()) {
        pay.level = seat(pay.text.span);
    }
    for years in role.experience.iter_mut().filter(|years| years.level.is_none()) {
        years.level = seat(years.text.span);
    }
}

/// True if the amounts of a text may be pay, by what stands before or above them: a budget for training and
/// the deals that somebody closed are other money.
fn may_be_pay(text: &Text, place: Place<'_>) -> bool {
    let own = label_range(&text.plain).and_then(|range| text.plain.get(range));
    // "Junior: $40,000"
    let own = own.filter(|label| level_word(label).is_none());
    let Some(label) = own.or(place.labels.last().map(String::as_str)) else { return true };
    !language::is_other_money(label)
        && (place.kind == SectionKind::Pay || language::names_pay(label) || language::names_pay(&text.plain))
}

fn compensation(role: &mut Role, text: &Text, place: Place<'_>) {
    let named = may_be_pay(text, place);
    let other = place.labels.last().is_some_and(|label| language::is_other_money(label));
    let context = Context { in_pay_section: place.kind == SectionKind::Pay, ..Context::default() };
    let labels = place.labels.iter().rev().filter(|_| place.kind == SectionKind::Pay);
    let above =
        labels.filter(|label| language::names_pay(label)).find_map(|label| language::period_named(label));
    let labeled = place.labels.last().filter(|_| place.kind == SectionKind::Pay);
    let currency = labeled.and_then(|label| language::currency_named(label));
    let thousands = labeled.filter(|label| language::thousands_named(label));
    let all = match thousands.and_then(|_| language::pay_in_thousands(&text.plain)) {
        Some(found) => vec![found],
        None => language::pay(&text.plain, context),
    };
    for found in all {
        // "$90,000 a year" says by itself what it is.
        if !named && (other || found.period.is_none()) {
            continue;
        }
        role.compensation.push(Compensation {
            level: place.level,
            min: found.min,
            max: found.max,
            currency: found.currency.or_else(|| currency.clone()),
            period: found.period.or(above).map(period),
            open: found.open_top.is_some() || found.open_bottom.is_some(),
            text: piece(text, found.range),
        });
    }
}

pub(super) fn period(period: language::Period) -> &'static str {
    match period {
        language::Period::Year => "year",
        language::Period::Month => "month",
        language::Period::Week => "week",
        language::Period::Day => "day",
        language::Period::Hour => "hour",
    }
}

fn education(text: &Text, place: Place<'_>) -> Option<Education> {
    let lexicon = current();
    let expected = place.kind == SectionKind::Education;
    let named = lexicon.may_name_degree(&text.plain) || expected && in_short(&text.plain).is_some();
    if !named {
        return None;
    }
    let words = &lexicon.lists.education;
    // The lowest first: who asks for "a bachelor's or master's degree" is content with the first.
    let degrees = [
        ("secondary", &words.secondary),
        ("bachelor", &words.bachelor),
        ("master", &words.master),
        ("doctorate", &words.doctorate),
    ];
    let degree = |said: &str| {
        let plain = normal(said);
        let long = degrees.iter().position(|(_, words)| said_in(words, &plain));
        let short = if expected { in_short(said) } else { None };
        // "Law degree or equivalent"
        let any = || said_in(&words.any_degree, &plain) && !is_other_than_first(said, &words.any_degree);
        let known = long.into_iter().chain(short).min();
        known.or_else(|| any().then_some(1)).and_then(|at| degrees.get(at)).map(|(name, _)| *name)
    };
    // One sentence says it; the others of a long paragraph are about other things.
    let range =
        sentences(&text.plain).find(|range| degree(text.plain.get(range.clone()).unwrap_or("")).is_some())?;
    let said = text.plain.get(range.clone()).unwrap_or("");
    let plain = normal(said);
    let level = degree(said)?;
    // "Mentors master's students" is no requirement.
    let asks = expected || said_in(&words.asks, &plain);
    // "Bachelor's required; Master's preferred"
    let clause = said.split([';', '；']).find(|clause| degree(clause) == Some(level));
    // "Preferred: two years in a lab; a degree"
    let label = said.split_once(':').map(|(label, _)| label).filter(|label| label.len() < 40);
    let labeled = label.map(|label| strength(label, place)).filter(|found| *found != Strength::Required);
    asks.then(|| Education {
        level,
        strength: match labeled {
            _ if is_substitute(clause.unwrap_or(said)) => Strength::Preferred,
            Some(labeled) => labeled,
            None => strength(clause.unwrap_or(said), place),
        },
        equivalent: said_in(&words.equivalent, &plain),
        text: piece(text, range),
    })
}

/// True where the word before one of these phrases makes another degree of it than the first that people take:
/// "MS degree or equivalent", "Associate degree or equivalent".
fn is_other_than_first(said: &str, phrases: &[Word]) -> bool {
    const OTHERS: &[&str] = &[
        "associate",
        "associates",
        "associate's",
        "foundation",
        "advanced",
        "postgraduate",
        "higher",
        "professional",
        "masters",
        "doctors",
        "jd",
        "md",
        "llm",
        "graduate",
        "terminal",
        "school",
        "two-year",
        "2-year",
        "vocational",
    ];
    let plain = normal(said);
    phrases.iter().filter_map(|phrase| plain.find(&**phrase)).any(|at| {
        let before = plain.get(..at).unwrap_or("").trim_end();
        let word = before.rsplit([' ', '/', ',', '(']).next().unwrap_or("").replace('.', "");
        let short = |(known, _): &(&str, usize)| known.to_lowercase() == word;
        OTHERS.contains(&word.as_str()) || DEGREES.iter().any(short)
    })
}

/// Byte ranges of the sentences of a text: up to a full stop before a capital.
fn sentences(plain: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = plain.get(start..).filter(|rest| !rest.is_empty())?;
        let end = rest.match_indices(['.', '!', '?', '\n']).find_map(|(at, _)| {
            let after = rest.get(at + 1..)?;
            let next = after.trim_start().chars().next();
            (after.starts_with(char::is_whitespace) && next.is_some_and(char::is_uppercase)).then_some(at + 1)
        });
        let end = end.unwrap_or(rest.len());
        let range = start + (rest.len() - rest.trim_start().len()).min(end)..start + end;
        start += end;
        Some(range)
    })
}

/// What a word behind a number counts.
fn measure(words: &str) -> Option<&'static str> {
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?.to_lowercase();
    let second = words.next().unwrap_or("").to_lowercase();
    Some(match first.as_str() {
        "team" | "teams" | "squad" | "squads" => "teams",
        "direct" | "directs" => "direct-reports",
        "total" | "people" | "engineers" | "reports" | "employees" | "headcount" | "members" => {
            "people-total"
        }
        "total_" => return None,
        _ if second == "reports" => "people-total",
        _ => return None,
    })
}

/// "4-6 teams / 3-4 directs, 15-20 total"
fn scope(role: &mut Role, text: &Text, place: Place<'_>) {
    let plain = text.plain.as_str();
    let mut at = 0;
    while let Some(start) =
        plain.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|n| at + n)
    {
        let (low, after_low) = number(plain, start);
        let mut end = after_low;
        let mut high = None;
        let rest = plain.get(end..).unwrap_or("");
        let joined = rest.trim_start_matches(' ').trim_start_matches(['-', '–', '—']);
        let joined =
            joined.trim_start_matches(' ').strip_prefix("to ").unwrap_or(joined.trim_start_matches(' '));
        if joined.len() < rest.len() && joined.starts_with(|c: char| c.is_ascii_digit()) {
            let (value, after) = number(plain, plain.len() - joined.len());
            high = value;
            end = after;
        }
        let open = plain.get(end..).is_some_and(|rest| rest.starts_with('+'));
        end += usize::from(open);
        at = end.max(start + 1);
        let rest = plain.get(end..).unwrap_or("");
        let glued = plain
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '.'));
        if glued || !(rest.starts_with(' ') || rest.starts_with('-')) {
            continue;
        }
        let Some(measure) = measure(rest) else { continue };
        let unit = rest.trim_start().find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.trim_start().len());
        let stop = end + (rest.len() - rest.trim_start().len()) + unit;
        role.scope.push(Scope {
            level: place.level,
            measure: measure.to_owned(),
            min: low,
            max: if open { None } else { high.or(low) },
            value: None,
            text: piece(text, start..stop),
        });
    }
}

/// Longest value of a scale, in words; longer texts are sentences. Rule of thumb: "one region and its teams".
const LONGEST_STEP: usize = 5;

/// "Department" as the scope of a level: a value that may be a step of a scale, in any layout.
fn step_of_scale(role: &mut Role, text: &Text, place: Place<'_>) {
    let plain = text.plain.as_str();
    let (own, said) = match plain.split_once([':', '：']) {
        Some((own, said)) => (Some(own), said),
        None => (None, plain),
    };
    let said = said.trim().trim_end_matches(['.', ';']);
    let words = said.split_whitespace().count();
    if words > LONGEST_STEP || state_of(said) != CellState::Content || reach(said).is_some() {
        return;
    }
    let labels = own.map(normal).into_iter().chain(place.labels.iter().rev().cloned());
    let named = labels.filter(|label| section_kind(label) == SectionKind::Scope).find_map(|label| {
        let plainly = || label.contains("reach").then(|| "reach".to_owned());
        reach(&label).or_else(plainly)
    });
    // "Budget: none" is about something else.
    if own.is_some_and(|own| section_kind(own) != SectionKind::Scope) {
        return;
    }
    let start = plain.rfind(said).unwrap_or(0);
    let value = piece(text, start..start + said.len());
    if role.scope.iter().any(|known| known.text.span == value.span) {
        return;
    }
    role.scope.push(Scope {
        level: place.level,
        measure: named.unwrap_or_else(|| "scope".to_owned()),
        min: None,
        max: None,
        value: Some(value.value.clone()),
        text: value,
    });
}

/// The number at `at` and the offset behind it.
fn number(plain: &str, at: usize) -> (Option<f64>, usize) {
    let rest = plain.get(at..).unwrap_or("");
    let len = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let digits = rest.get(..len).unwrap_or("").trim_end_matches(',');
    (digits.replace(',', "").parse().ok(), at + digits.len().max(1))
}

/// `reach.leadership` for "Leadership Reach".
pub(super) fn reach(label: &str) -> Option<String> {
    let lower = normal(label);
    let name = lower.strip_suffix(" reach").or_else(|| lower.strip_suffix(" scope"))?;
    (name.split(' ').count() == 1).then(|| format!("reach.{name}"))
}

/// Adds a step of a scale ("Department") as the scope of `measure`.
pub(super) fn add_reach(role: &mut Role, measure: String, value: &Text, level: Option<usize>) {
    let text = piece(value, 0..value.plain.len());
    role.scope.push(Scope {
        level,
        measure,
        min: None,
        max: None,
        value: Some(text.value.clone()),
        text: Spanned::new(text.value, text.span),
    });
}
