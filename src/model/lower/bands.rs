//! Pay whose least and most stand in two columns: "Min salary (EUR)" and "Max salary (EUR)".

use crate::language::{self, Context};
use crate::text::Spanned;

use super::super::Compensation;
use super::super::vocabulary::words_of;
use super::facts::period;
use super::sheet::headers::{CURRENCY, LEAST, MIDDLE, MOST};

/// A header and the cell below it.
pub(super) type Column = (String, Spanned<String>);

/// True for the header of the lower end of a band.
pub(super) fn is_least(header: &str) -> bool {
    words_of(header).iter().any(|word| LEAST.contains(word))
}

/// True for the header of the upper end of a band.
pub(super) fn is_most(header: &str) -> bool {
    words_of(header).iter().any(|word| MOST.contains(word))
}

/// True for the header of an end of a band, or of what lies between them.
pub(super) fn is_end(header: &str) -> bool {
    let middle = |word: &String| MIDDLE.contains(word);
    is_least(header) || is_most(header) || words_of(header).iter().any(middle)
}

/// True for the header of what lies between the ends of a band: "Mid", "Median".
pub(super) fn is_middle(header: &str) -> bool {
    is_end(header) && !is_least(header) && !is_most(header)
}

/// True for the header of a column of currencies.
pub(super) fn is_currency(header: &str) -> bool {
    words_of(header).last().is_some_and(|word| CURRENCY.contains(word))
}

/// True for a currency's code: "EUR".
pub(super) fn is_code(cell: &str) -> bool {
    cell.len() == 3 && cell.chars().all(|c| c.is_ascii_uppercase())
}

/// The band between two cells; currency and period are those of the cells or of the headers. The text is
/// that of the lower end.
pub(super) fn band(low: &Column, high: &Column, level: Option<usize>) -> Option<Compensation> {
    let other = |word: &&str| !is_least(word) && !is_most(word);
    let unit: Vec<&str> =
        low.0.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',')).collect();
    let unit: Vec<&str> = unit.into_iter().filter(|word| !word.is_empty()).filter(other).collect();
    // As one would write it in a sentence, where amounts of all forms are known.
    let marks = |word: &&&str| is_code(word) || *word == &"per" || !word.contains(char::is_alphanumeric);
    let at = unit.iter().position(|word| marks(&word)).unwrap_or(unit.len());
    let (before, behind) = unit.split_at_checked(at).unwrap_or((&unit, &[]));
    // "€60,000" says its currency itself.
    let sign = |c: char| !(c.is_alphanumeric() || c.is_whitespace() || matches!(c, '.' | ',' | '\''));
    let marked = high.1.value.contains(sign) || high.1.value.split_whitespace().any(is_code);
    let behind: Vec<&str> = behind.iter().copied().filter(|word| !(marked && is_code(word))).collect();
    let (low_said, high_said) = (low.1.value.trim(), high.1.value.trim());
    let said = format!("{} salary: {low_said} – {high_said} {}", before.join(" "), behind.join(" "));
    let found = language::pay(&said, Context::default());
    let read = match found.as_slice() {
        [pay] => pay.min.zip(pay.max).map(|(min, max)| (min, max, pay.currency.clone(), pay.period)),
        _ => None,
    };
    let plain = |text: &Spanned<String>| {
        text.value.replace([',', ' ', '\'', '_'], "").parse::<f64>().ok().filter(|amount| *amount > 0.0)
    };
    let (min, max, currency, time) = read.or_else(|| Some((plain(&low.1)?, plain(&high.1)?, None, None)))?;
    Some(Compensation {
        level,
        min: Some(min),
        max: Some(max),
        currency,
        period: time.map(period),
        open: false,
        text: low.1.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    fn read(
        headers: [&str; 2],
        cells: [&str; 2],
    ) -> Option<(f64, f64, Option<String>, Option<&'static str>)> {
        let column = |n: usize| -> Column {
            let cell = Spanned::new(cells[n].to_owned(), Span::at(FileId(0), 0));
            (headers[n].to_owned(), cell)
        };
        let pay = band(&column(0), &column(1), None)?;
        Some((pay.min?, pay.max?, pay.currency, pay.period))
    }

    #[test]
    fn bands_in_two_columns() {
        let eur = |low, high, period| Some((low, high, Some("EUR".to_owned()), period));
        let headers = ["Min salary", "Max salary"];
        assert_eq!(read(headers, ["€50,000", "€60,000"]), eur(5e4, 6e4, None));
        assert_eq!(read(headers, ["50.000 €", "60.000 €"]), eur(5e4, 6e4, None));
        assert_eq!(read(headers, ["50k", "60k"]), Some((5e4, 6e4, None, None)));
        assert_eq!(read(headers, ["50000", "60000"]), Some((5e4, 6e4, None, None)));
        assert_eq!(read(headers, ["3200", "4100"]), Some((3200.0, 4100.0, None, None)));
        let named = ["Min salary (EUR per year)", "Max salary (EUR per year)"];
        assert_eq!(read(named, ["50,000", "60,000"]), eur(5e4, 6e4, Some("year")));
        assert_eq!(read(named, ["50k", "60k"]), eur(5e4, 6e4, Some("year")));
        assert_eq!(read(named, ["€50k", "€60k"]), eur(5e4, 6e4, Some("year")));
        assert_eq!(read(named, ["EUR 50,000", "EUR 60,000"]), eur(5e4, 6e4, Some("year")));
        let hours = ["Minimum pay per hour", "Maximum pay per hour"];
        let dollars = Some((21.5, 28.0, Some("$".to_owned()), Some("hour")));
        assert_eq!(read(hours, ["$21.50", "$28.00"]), dollars);
        assert_eq!(read(headers, ["on request", "60000"]), None);
    }
}
