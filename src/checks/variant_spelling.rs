//! One word in two spellings across a framework: "organisation" and "organization", "trade-off" and
//! "tradeoff".

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;

use super::prose::lowered;
use super::slips::is_said;
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::variants::{
    Count, Family, Habits, Locale, Spelled, begins_form, forms, has_variants, spelled,
};
use crate::language::{Lang, Vocabulary, Word, detect, words_in};
use crate::rule::{Besides, ChosenWords, Context, DocumentCheck, PageWords, Subject};
use crate::syntax::{Table, TableKind, Text, Visit};
use crate::text::Question;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantSpelling {
    locale: Wanted,
    /// Words that may be spelled in any way, in small letters.
    allow: Vec<String>,
    /// Preferred forms and the others.
    pairs: HashMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Wanted {
    /// As the framework does it mostly.
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "en-US")]
    American,
    #[serde(rename = "en-GB")]
    British,
    /// British letters and American endings.
    #[serde(rename = "en-CA")]
    Canadian,
}

impl Wanted {
    fn of(self, family: Family, habits: Habits) -> Option<Locale> {
        match self {
            Wanted::Auto => habits.count(family).habit(),
            Wanted::American => Some(Locale::American),
            Wanted::British => Some(Locale::British),
            Wanted::Canadian if family == Family::Ise => Some(Locale::American),
            Wanted::Canadian => Some(Locale::British),
        }
    }
}

impl DocumentCheck for VariantSpelling {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        let habits = cx.setting.habits();
        let vocabulary = cx.setting.vocabulary;
        let page = subject.words();
        let likely = self.likely(page);
        let mut gathered = None;
        for (number, visit) in page.visits().filter(|_| !likely.is_empty()) {
            if let Visit::Table(table) = visit
                && is_gathered(table)
            {
                gathered = Some(table.span);
            }
            let Some((text, likely)) = super::forbid_terms::prose(visit).zip(likely.within(number)) else {
                continue;
            };
            if gathered.is_some_and(|span| span.contains(text.span)) {
                continue;
            }
            let mut english = None;
            let is_likely = |word: &Word<'_>| likely.hold(word.range.start);
            for found in self.places(text, &is_likely, habits, vocabulary) {
                let Some(bad) = text.plain.get(found.range.clone()) else { continue };
                let fine = self.allow.contains(&bad.to_lowercase()) || !is_said(text, &found.range);
                if fine || !*english.get_or_insert_with(|| detect(&text.plain) == Lang::English) {
                    continue;
                }
                let good = cased(bad, &found.good);
                let (bad, shown) = (quoted(bad), quoted(&good));
                let place = text.locate(found.range);
                let message = format!("{bad} is spelled {shown} elsewhere in this framework.");
                let message = if found.wanted { format!("{bad} should be {shown}.") } else { message };
                let finding = cx.report(place.span, message.clone());
                // Where both are about as frequent, nobody can tell which one is meant.
                let advice = if found.open {
                    "Decide for one of the two, and say in `rolelint.yaml` which one.".to_owned()
                } else {
                    format!("Write {shown}, or say in `rolelint.yaml` which spelling is meant.")
                };
                finding
                    .help(format!(
                        "Two spellings of one word look like two authors, and search finds half of the places.{} {advice}",
                        found.why
                    ))
                    .group(format!("variant-spelling:{}", found.group), message);
                if place.exact && !found.open {
                    let edit = Edit { span: place.span, text: good };
                    let applicability = if found.even { Applicability::Display } else { Applicability::Safe };
                    finding.fix(Fix::new(format!("Write {shown}"), applicability, vec![edit]));
                }
            }
        }
    }
}

/// Columns of sheets whose rows come from many houses, each with its own spelling.
const SOURCES: &[&str] = &[
    "employer",
    "institution",
    "organization",
    "organisation",
    "company",
    "museum",
    "university",
    "publisher",
    "source",
];

/// A sheet that gathers texts of many houses: it names the house in each row.
fn is_gathered(table: &Table) -> bool {
    let head = table.rows.first().filter(|_| matches!(table.kind, TableKind::Csv | TableKind::Sheet));
    let mut named = false;
    for block in head.into_iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks) {
        block.each_text(&mut |text| {
            let label = text.plain.to_lowercase();
            named |= label.split(|c: char| !c.is_alphanumeric()).any(|word| SOURCES.contains(&word));
        });
    }
    named
}

/// A word in the other spelling.
struct Found {
    range: std::ops::Range<usize>,
    good: String,
    why: String,
    group: String,
    wanted: bool,
    /// Neither spelling is the framework's habit, so that somebody has to choose.
    even: bool,
    /// Nor is one of them clearly the more frequent one.
    open: bool,
}

impl VariantSpelling {
    /// The words of a page that may be spelled in two ways, or begin a form that is.
    fn likely(&self, page: &PageWords<'_>) -> ChosenWords {
        let all = !self.pairs.is_empty();
        page.those_words(
            |word| all || word.answers(Question::HasVariants, has_variants),
            Besides::LettersAndApostrophes,
        )
    }

    fn places(
        &self,
        text: &Text,
        is_likely: &dyn Fn(&Word<'_>) -> bool,
        habits: Habits,
        vocabulary: &Vocabulary,
    ) -> Vec<Found> {
        let plain = text.plain.as_str();
        let all: Vec<Word<'_>> = words_in(text).collect();
        let mut found = vec![];
        let mut seen: Vec<String> = vec![];
        for (at, word) in all.iter().enumerate() {
            // "the World Health Organisation", "Centre for …": names keep their spelling.
            if !is_likely(word) || word.word.starts_with(char::is_uppercase) && !word.starts {
                continue;
            }
            let lower = lowered(word.word);
            let in_two_ways = spelled(&lower);
            if let Some(spelled) = &in_two_ways
                && let Some(locale) = self.locale.of(spelled.family, habits)
                && locale != spelled.locale
            {
                let count = habits.count(spelled.family);
                let why = match self.locale {
                    Wanted::Auto => in_places(count, locale),
                    _ => String::new(),
                };
                let wanted = self.locale != Wanted::Auto || vocabulary.count(&spelled.other) == 0;
                let group = lower.into_owned();
                let range = word.range.clone();
                found.push(Found {
                    range,
                    good: spelled.other.clone(),
                    why,
                    group,
                    wanted,
                    even: false,
                    open: false,
                });
                continue;
            }
            if let Some(other) =
                self.without_habit(in_two_ways, &lower, habits, vocabulary, word.range.clone())
            {
                found.push(other);
                continue;
            }
            let next = all.get(at + 1);
            found.extend(self.other_form(plain, word, next, &lower, vocabulary, &mut seen));
        }
        found
    }

    /// "organise" beside "organize" in a framework that is neither British nor American: the spelling of the
    /// country that is rarer here, so that all words go the same way.
    fn without_habit(
        &self,
        spelled: Option<Spelled>,
        lower: &str,
        habits: Habits,
        vocabulary: &Vocabulary,
        range: std::ops::Range<usize>,
    ) -> Option<Found> {
        let spelled = spelled.filter(|_| self.locale == Wanted::Auto)?;
        let count = habits.count(spelled.family);
        let usual = if count.american >= count.british { Locale::American } else { Locale::British };
        let (most, least) = (count.american.max(count.british), count.american.min(count.british));
        let odd = count.habit().is_none() && spelled.locale != usual && vocabulary.count(&spelled.other) > 0;
        odd.then(|| Found {
            range,
            good: spelled.other,
            why: in_places(count, usual),
            group: lower.to_owned(),
            wanted: false,
            even: true,
            open: most < 2 * least || most + least < 12,
        })
    }

    /// "tradeoff" where "trade-off" stands in more places.
    fn other_form(
        &self,
        plain: &str,
        word: &Word<'_>,
        next: Option<&Word<'_>>,
        lower: &str,
        vocabulary: &Vocabulary,
        seen: &mut Vec<String>,
    ) -> Option<Found> {
        let may_begin = !self.pairs.is_empty() || begins_form(lower);
        let pair = next.filter(|_| may_begin).and_then(|next| {
            let gap = plain.get(word.range.end..next.range.start).filter(|gap| matches!(*gap, "-" | " "))?;
            let form = format!("{lower}{gap}{}", next.word.to_lowercase());
            Some((Cow::Owned(form), word.range.start..next.range.end))
        });
        let own = |form: &str| {
            self.pairs
                .iter()
                .find_map(|(good, others)| others.iter().any(|o| o.as_str() == form).then(|| good.clone()))
        };
        let single = (Cow::Borrowed(lower), word.range.clone());
        for (form, range) in pair.into_iter().chain([single]) {
            if word.hyphenated && range == word.range {
                continue;
            }
            if let Some(good) = own(&form) {
                return Some(Found {
                    range,
                    good,
                    why: String::new(),
                    group: form.into_owned(),
                    wanted: true,
                    even: false,
                    open: false,
                });
            }
            let Some(forms) = forms(&form) else { continue };
            let best = forms.iter().max_by_key(|other| (vocabulary.sites(other), **other == *form))?;
            let (here, there) = (vocabulary.sites(&form), vocabulary.sites(best));
            // Where both are as frequent, the second one in a text is the odd one.
            let rival = seen.iter().find(|other| forms.contains(other) && **other != *form);
            let rival = rival.filter(|_| here == there).cloned();
            seen.push(form.clone().into_owned());
            let even = rival.is_some();
            let good = match rival {
                Some(rival) => rival,
                None if here < there && there >= 2 => best.clone(),
                None => return None,
            };
            let why = format!(" The other form stands in {there} places, this one in {here}.");
            return Some(Found {
                range,
                good,
                why,
                group: form.into_owned(),
                wanted: false,
                even,
                open: false,
            });
        }
        None
    }
}

/// How often each spelling stands in the framework, the usual one first.
fn in_places(count: Count, usual: Locale) -> String {
    let ((one, most), (other, least)) = match usual {
        Locale::American => (("American", count.american), ("British", count.british)),
        Locale::British => (("British", count.british), ("American", count.american)),
    };
    format!(" {one} spelling stands here in {most} places, {other} in {least}.")
}

/// `good` with the capital of `bad`.
fn cased(bad: &str, good: &str) -> String {
    let mut chars = good.chars();
    match chars.next() {
        Some(first) if bad.starts_with(char::is_uppercase) => first.to_uppercase().chain(chars).collect(),
        _ => good.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::with_words;

    proptest! {
        /// Words that are passed over cannot be spelled in another way.
        #[test]
        fn no_word_of_two_spellings_is_passed_over(parts in prop::collection::vec("trade|offs?|[oO]rganis(e|ation)|life|cycles?|['’]s|é|x2|[ _'’.:/-]", 1..12)) {
            with_words(&format!("- {}\n", parts.concat()), |page| {
                let mut vocabulary = Vocabulary::default();
                let mut add = |page: &PageWords<'_>| {
                    page.visits().filter_map(|(_, visit)| visit.text()).for_each(|text| vocabulary.add(text));
                };
                add(page);
                for other in ["- organize the trade-off\n", "- tradeoff of a lifecycle\n"] {
                    with_words(other, &mut add);
                }
                let check = VariantSpelling { locale: Wanted::American, allow: vec![], pairs: HashMap::new() };
                let likely = check.likely(page);
                let habits = Habits::of(&vocabulary);
                for (number, visit) in page.visits() {
                    let Some(text) = visit.text() else { continue };
                    let at = |is_likely: &dyn Fn(&Word<'_>) -> bool| {
                        let found = check.places(text, is_likely, habits, &vocabulary);
                        found.into_iter().map(|found| found.range).collect::<Vec<_>>()
                    };
                    let within = likely.within(number);
                    let found = at(&|word| within.is_some_and(|all| all.hold(word.range.start)));
                    prop_assert_eq!(&found, &at(&|_| true), "{:?}", text.plain);
                }
                Ok(())
            })?;
        }
    }
}
