//! Headers of the columns of lists of roles: the words under `columns` of the vocabulary.

use super::super::super::vocabulary::words_of;
use super::super::data::keys::BESIDE_YEARS;
use crate::config::{ColumnWords, Word};
use crate::language::lexicon::current;

/// Headers of one kind.
#[derive(Clone, Copy)]
pub(in super::super) struct Headers(fn(&ColumnWords) -> &[Word]);

pub(super) const SCORES: Headers = Headers(|columns| &columns.scores);
/// How somebody answers is no expectation.
pub(in super::super) const QUESTIONS: Headers = Headers(|columns| &columns.questions);
pub(in super::super) const TOTALS: Headers = Headers(|columns| &columns.totals);
/// The column that names the role, best first.
pub(in super::super) const TITLES: Headers = Headers(|columns| &columns.titles);
/// The column that names the role where none of [`TITLES`] does.
const OTHER_TITLES: Headers = Headers(|columns| &columns.titles_else);
pub(in super::super) const LEVELS: Headers = Headers(|columns| &columns.levels);
/// The column that says what a row of a matrix is about, the narrowest first.
pub(in super::super) const TOPICS: Headers = Headers(|columns| &columns.topics);
/// The column of how well somebody must master what the row is about.
pub(in super::super) const PROFICIENCY: Headers = Headers(|columns| &columns.proficiency);
/// The column that names what people attend.
pub(in super::super) const COURSES: Headers = Headers(|columns| &columns.courses);
pub(in super::super) const FAMILIES: Headers = Headers(|columns| &columns.families);
pub(in super::super) const IDS: Headers = Headers(|columns| &columns.ids);
pub(in super::super) const TRACKS: Headers = Headers(|columns| &columns.tracks);
pub(in super::super) const ALIASES: Headers = Headers(|columns| &columns.aliases);
/// The column of how many are to be hired, and when.
pub(super) const COUNTS: Headers = Headers(|columns| &columns.counts);
pub(in super::super) const PEOPLE: Headers = Headers(|columns| &columns.people);
pub(in super::super) const NAMES: Headers = Headers(|columns| &columns.names);
const OPENINGS: Headers = Headers(|columns| &columns.openings);
pub(in super::super) const NOT_SAID: Headers = Headers(|columns| &columns.asides);
pub(in super::super) const LEAST: Headers = Headers(|columns| &columns.least);
pub(in super::super) const MOST: Headers = Headers(|columns| &columns.most);
pub(in super::super) const MIDDLE: Headers = Headers(|columns| &columns.middle);
pub(in super::super) const CURRENCY: Headers = Headers(|columns| &columns.currency);

impl Headers {
    pub(in super::super) fn contains(self, header: &str) -> bool {
        (self.0)(&current().lists.columns).iter().any(|known| known == header)
    }

    /// True if one of the words of a header is one of these.
    pub(in super::super) fn in_words(self, header: &str) -> bool {
        header.split(' ').any(|word| self.contains(word))
    }

    /// The columns with such headers, best first.
    pub(in super::super) fn columns(self, headers: &[String]) -> Vec<usize> {
        let known = current();
        let known = (self.0)(&known.lists.columns);
        known.iter().filter_map(|known| headers.iter().position(|header| header == known)).collect()
    }
}

/// True for the header of a column that says what is expected: "Expected behavior".
pub(in super::super) fn is_expecting(header: &str) -> bool {
    const EXPECTATIONS: Headers = Headers(|columns| &columns.expectations);
    let said = words_of(header).join(" ");
    EXPECTATIONS.contains(&said) || EXPECTATIONS.in_words(&said)
}

/// True for the header of a column that names the role.
pub(in super::super) fn is_title(header: &str) -> bool {
    TITLES.contains(header) || OTHER_TITLES.contains(header)
}

/// The columns that may name the role, best first.
pub(in super::super) fn title_columns(headers: &[String]) -> Vec<usize> {
    let mut columns = TITLES.columns(headers);
    columns.extend(OTHER_TITLES.columns(headers));
    columns
}

/// True for a header that only lists of openings have.
pub(in super::super) fn is_opening(header: &str) -> bool {
    OPENINGS.in_words(header)
}

/// True for a header above what is not about the job.
pub(in super::super) fn is_aside(header: &str) -> bool {
    NOT_SAID.in_words(header)
}

/// Words of headers that mean the ends of a band and what lies between: "Annual midpoint".
const BAND: &[&str] = &[
    "min", "minimum", "mid", "midpoint", "max", "maximum", "annual", "monthly", "hourly", "range", "base",
    "comp", "usd", "eur", "inr", "gbp", "cad", "aud", "chf", "pay", "salary", "band", "low", "high",
];

/// True for the header of one of the figures of a band of pay.
pub(in super::super) fn is_band(header: &str) -> bool {
    header.split(' ').all(|word| BAND.contains(&word)) && super::super::bands::is_end(header)
}

/// True for the header of years that are asked for: "Min Experience (yrs)", "Years exp.", "Erfahrung in Jahren".
pub(in super::super) fn is_years(header: &str) -> bool {
    const YEARS: Headers = Headers(|columns| &columns.years);
    const BESIDE: Headers = Headers(|columns| &columns.beside_years);
    // "Experience" alone may be a sentence, and says what it is by itself.
    YEARS.in_words(header)
        && header
            .split(' ')
            .all(|word| YEARS.contains(word) || BESIDE.contains(word) || BESIDE_YEARS.contains(&word))
        && header != "experience level"
}
