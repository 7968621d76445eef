//! Quantities in prose: years of experience, ranges of anything, pay.
//!
//! The text is cut into numbers, words and signs once; the readers then look at neighbours only, so
//! that everything is linear in the length of the text.

mod experience;
mod pay;
mod range;
mod scan;
mod terms;

use std::ops::Range;

use super::lexicon;
use crate::syntax::Text;

pub use experience::experience;
pub use pay::{
    Sum, currency_named, is_other_money, names_pay, pay, pay_in_thousands, period_named, sum, thousands_named,
};
pub use range::ranges;
pub(crate) use terms::Terms;

/// The questions about texts whose answers are kept in their notes.
const SAYS_TWO: u32 = 0;
const SAYS_TIME: u32 = 1;
const NAMES_UNIT: u32 = 2;

/// [`ranges`] of a text of a file; most have none, and are asked only once.
pub fn ranges_in(text: &Text) -> Vec<NumberRange> {
    let may_hold = || lexicon::current().terms.may_say_two(&text.plain);
    if text.notes.is(SAYS_TWO, may_hold) { ranges(&text.plain) } else { Vec::new() }
}

/// [`experience`] of a text of a file; most have none, and are asked only once.
pub fn experience_in(text: &Text, context: Context) -> Vec<Experience> {
    // A number without a unit is of years only below such a heading, or behind a label.
    let bare = context.in_experience_section || text.signs.has(b':');
    let unit = || lexicon::current().terms.may_name_unit(&text.plain);
    if !bare && !text.notes.is(NAMES_UNIT, unit) {
        return Vec::new();
    }
    let may_hold = || text.signs.has(b'0') || lexicon::current().terms.may_say_time(&text.plain);
    if text.notes.is(SAYS_TIME, may_hold) { experience(&text.plain, context) } else { Vec::new() }
}

/// What the reader of a text knows about its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context {
    /// The text stands under a heading, label, column or key that is about years of experience.
    pub in_experience_section: bool,
    /// The text stands under a heading, label, column or key that is about pay.
    pub in_pay_section: bool,
}

/// Units of time in which experience is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    Month,
    Year,
    Decade,
}

impl TimeUnit {
    /// How many months one of it has.
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Year => 12,
            Self::Decade => 120,
        }
    }
}

/// Words that make a number a lower bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FloorKind {
    /// "at least", "no less than", "≥".
    AtLeast,
    /// "minimum of", "minimum", "min.".
    Minimum,
    /// "more than", "over", ">".
    MoreThan,
}

/// Words that bound a number, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub range: Range<usize>,
    pub kind: FloorKind,
}

/// Which experience is meant. Conflicts are only looked for inside one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExperienceKind {
    /// In the profession, or nothing said.
    Total,
    /// Leading people.
    Management,
    /// Leading people who lead people.
    ManagingManagers,
}

/// A stated amount of experience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experience {
    /// The whole phrase, from words such as "at least" to the unit.
    pub range: Range<usize>,
    /// The number or the range of numbers, its "+" included. For vague amounts the vague word.
    pub number: Range<usize>,
    /// "at least", "minimum of", "more than" …, before or after the number.
    pub floor: Option<Range<usize>>,
    /// "up to", "less than", "at most" …
    pub ceiling: Option<Range<usize>>,
    /// Least months asked for.
    pub min_months: Option<u32>,
    /// Most months, if an upper end is stated.
    pub max_months: Option<u32>,
    /// The number carries a "+" or "or more".
    pub open: bool,
    /// Two numbers: "5–7 years".
    pub range_like: bool,
    /// Nothing that can be counted: "several years", "over a decade".
    pub vague: bool,
    /// What stands between the two numbers.
    pub separator: Option<Range<usize>>,
    /// "years", "months" …; none where the unit comes from the heading.
    pub unit: Option<Range<usize>>,
    pub time_unit: TimeUnit,
    /// What follows up to the end of the clause: "of progressive experience in software engineering".
    pub subject: Option<Range<usize>>,
    pub kind: ExperienceKind,
}

/// Two numbers that belong together: "5–7 years", "10 to 15+ people".
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRange {
    /// From the first number to the last, the "+" included; without floor words and unit.
    pub range: Range<usize>,
    pub low: f64,
    pub high: f64,
    pub low_range: Range<usize>,
    /// Where it stands, without the "+".
    pub high_range: Range<usize>,
    pub separator: Range<usize>,
    /// The "+" after the upper number, or "or more" between it and a unit of time.
    pub plus: Option<Range<usize>>,
    /// The word counted: "years", "people", "%".
    pub unit: Option<Range<usize>>,
    /// A lower bound directly before the range: "at least".
    pub floor: Option<Bound>,
}

/// What pay is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Year,
    Month,
    Week,
    Day,
    Hour,
}

/// A stated amount or range of pay.
#[derive(Debug, Clone, PartialEq)]
pub struct Pay {
    /// The whole phrase, from bounding words or the first currency mark to the period.
    pub range: Range<usize>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// ISO 4217 code if the text determines one, else the sign as written ("$").
    pub currency: Option<String>,
    pub period: Option<Period>,
    /// The part that leaves the top open: "$350,000+", "from $90k", "$90k and up".
    pub open_top: Option<Range<usize>>,
    /// The part that leaves the bottom open: "up to £60,000".
    pub open_bottom: Option<Range<usize>>,
}
