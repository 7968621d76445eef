//! What the columns and rows of tables are about: by their names, and by what their cells look like.

use crate::language::{self, Context};

use super::super::super::vocabulary::{SectionKind, section_kind, words_of};
use super::super::sheet::headers::{is_band, is_years};

/// What the cells below (or behind) a name are about. `pay`: the page or the section above is.
pub(in super::super) fn kind_of<S: AsRef<str>>(name: &str, texts: &[S], pay: bool) -> SectionKind {
    let kind = section_kind(name);
    if !matches!(kind, SectionKind::Other | SectionKind::Scope) {
        return kind;
    }
    let words = words_of(name).join(" ");
    let filled = || texts.iter().map(AsRef::as_ref).filter(|text| !text.is_empty());
    let figures = filled().filter(|text| text.contains(|c: char| c.is_ascii_digit())).count();
    if is_years(&words) && figures * 2 > filled().count() {
        return SectionKind::Experience;
    }
    let banded = is_band(&words) && filled().all(is_amount);
    let named = || pay || language::names_pay(name);
    let paid = || !language::is_other_money(name) && named() && filled().all(|text| is_paid(name, text));
    // "Total comp (USD)" above "90k–110k".
    let amounts = || !language::is_other_money(name) && language::names_pay(name) && filled().all(is_amount);
    if figures > 0 && (banded || paid() || amounts()) { SectionKind::Pay } else { kind }
}

/// True for an amount of money that somebody may be paid: "85,000", "€ 52 000", "95k".
pub(in super::super) fn is_amount(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let thousands = text.trim_end().ends_with(['k', 'K']) && digits > 1;
    (digits > 3 || thousands) && letters <= 3
}

/// True for a text that is nothing but pay and says its currency: "$70k–$90k". Small amounts without a period are pay
/// only where the name says so: "Parking | $12.50 – $15.00".
fn is_paid(name: &str, text: &str) -> bool {
    let found = language::pay(text, Context { in_pay_section: true, ..Context::default() });
    let [pay] = found.as_slice() else { return false };
    let rest = [text.get(..pay.range.start), text.get(pay.range.end..)];
    let sized = pay.period.is_some() || pay.min.or(pay.max).is_some_and(|sum| sum >= 1000.0);
    pay.currency.is_some()
        && (sized || language::names_pay(name))
        && !rest.iter().flatten().any(|rest| rest.contains(char::is_alphanumeric))
}
