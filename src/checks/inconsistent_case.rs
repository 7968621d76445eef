//! One term with and without capitals, and headings in two styles.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forbid_terms::prose;
use super::slips::is_said;
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Dictionary, Lang, Word, language_of, words};
use crate::model::{Framework, level_word, looks_like_title};
use crate::rule::{Context, FrameworkCheck};
use crate::syntax::{Place, Text, Visit};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InconsistentCase {
    /// So often the more frequent form must stand in the framework.
    min_count: usize,
    headings: Headings,
    /// This share of the headings makes their style.
    majority: f64,
    /// Terms that may be written in both ways, in small letters.
    allow: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Headings {
    /// As most of the framework's own.
    Majority,
    /// "Working with others"
    Sentence,
    /// "Working With Others"
    Title,
    Off,
}

/// How often a term is written in each way, and where.
type Forms = BTreeMap<String, Vec<Place>>;

/// Places of one form that are kept; more change nothing.
const MOST_PLACES: usize = 1000;

/// Words of a term at most.
const LONGEST: usize = 4;

impl FrameworkCheck for InconsistentCase {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        let docs: Vec<_> = framework
            .files
            .iter()
            .filter_map(|&file| around.document(file))
            .filter(|doc| language_of(doc) == Lang::English)
            .collect();
        let mut terms: BTreeMap<String, Forms> = BTreeMap::new();
        let mut labels: BTreeMap<String, Forms> = BTreeMap::new();
        let mut headings: Vec<(bool, Place, String)> = vec![];
        for doc in &docs {
            doc.visit(&mut |visit| {
                let Some(text) = prose(visit) else { return };
                note_label(text, &mut labels);
                match visit {
                    Visit::Heading(heading) if heading.depth > 1 => headings.extend(heading_style(text)),
                    Visit::Heading(_) => {}
                    _ => note_names(text, &mut terms),
                }
            });
        }
        for doc in &docs {
            doc.visit(&mut |visit| {
                if let Some(text) = prose(visit)
                    && !matches!(visit, Visit::Heading(_))
                {
                    note_small(text, &mut terms);
                }
            });
        }
        for (term, forms) in terms.iter().chain(&labels) {
            if !self.allow.contains(term) {
                self.report(forms, cx);
            }
        }
        self.check_headings(&headings, cx);
    }
}

impl InconsistentCase {
    /// The rarer forms of a term.
    fn report(&self, forms: &Forms, cx: &mut Context<'_>) {
        let Some((usual, places)) = forms.iter().max_by_key(|(_, places)| places.len()) else { return };
        if places.len() < self.min_count {
            return;
        }
        for (form, odd) in forms.iter().filter(|(form, odd)| *form != usual && odd.len() < places.len()) {
            for place in odd {
                let message = format!(
                    "{} is written {} in {} other places.",
                    quoted(form),
                    quoted(usual),
                    places.len()
                );
                let finding = cx.report(place.span, message.clone());
                finding
                    .help(format!(
                        "Readers wonder whether two things are meant, a department and an activity for example. Write {} \
                         if it is the same.",
                        quoted(usual)
                    ))
                    .group(format!("inconsistent-case:{}", form.to_lowercase()), message);
                // Which of them is meant, only people know.
                let edit = Edit { span: place.span, text: usual.clone() };
                finding.fix(Fix::new(format!("Write {}", quoted(usual)), Applicability::Display, vec![edit]));
            }
        }
    }

    fn check_headings(&self, headings: &[(bool, Place, String)], cx: &mut Context<'_>) {
        let titles = headings.iter().filter(|(title, ..)| *title).count();
        #[allow(clippy::cast_precision_loss)]
        let most = |count: usize| {
            headings.len() >= self.min_count.max(4) && count as f64 >= self.majority * headings.len() as f64
        };
        let wanted = match self.headings {
            Headings::Off => return,
            Headings::Sentence => false,
            Headings::Title => true,
            Headings::Majority if most(titles) => true,
            Headings::Majority if most(headings.len() - titles) => false,
            Headings::Majority => return,
        };
        let others = match self.headings {
            Headings::Majority => "unlike most headings of this framework",
            _ => "unlike what the configuration asks",
        };
        for (title, place, text) in headings.iter().filter(|(title, ..)| *title != wanted) {
            let how = if *title { "has capitals throughout" } else { "has a capital at its beginning only" };
            cx.report(place.span, format!("The heading {} {how}, {others}.", quoted(text))).help(
                "Tables of contents look uneven. Write all headings in one way; names keep their capitals.",
            );
        }
    }
}

/// Whole short texts, such as names of competencies: "Deliver results" and "Deliver Results".
fn note_label(text: &Text, labels: &mut BTreeMap<String, Forms>) {
    let text = text.trimmed();
    let plain = text.plain.trim_end_matches(['.', ':']);
    let count = plain.split_whitespace().count();
    let plain_words = plain.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '&' | '/' | '\''));
    if !(2..=LONGEST + 2).contains(&count) || !plain_words || is_shouted(plain) || looks_like_title(plain) {
        return;
    }
    note(labels, plain, text.locate(0..plain.len()));
}

fn note(terms: &mut BTreeMap<String, Forms>, form: &str, place: Place) {
    let places = terms.entry(form.to_lowercase()).or_default().entry(form.to_owned()).or_default();
    if places.len() < MOST_PLACES {
        places.push(place);
    }
}

fn is_shouted(plain: &str) -> bool {
    !plain.chars().any(char::is_lowercase)
}

fn has_capital(word: &Word<'_>) -> bool {
    let mut letters = word.word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}

/// A word that is no name by itself.
fn is_usual(word: &str) -> bool {
    let entry = Dictionary::english().entry(&word.to_lowercase());
    entry.is_some_and(|entry| entry.rarity() <= 3 && !entry.is_name() && !entry.is_abbreviation())
}

/// Terms of several words with capitals inside sentences.
fn note_names(text: &Text, terms: &mut BTreeMap<String, Forms>) {
    let plain = text.plain.as_str();
    let all: Vec<Word<'_>> = words(plain).collect();
    let capitals = all.iter().filter(|word| has_capital(word)).count();
    // In titles every word has a capital.
    if capitals * 2 > all.len() {
        return;
    }
    let mut at = 0;
    while let Some(first) = all.get(at) {
        let mut end = at;
        while all.get(end).is_some_and(|word| {
            let blank = end == at
                || all
                    .get(end - 1)
                    .is_some_and(|last| plain.get(last.range.end..word.range.start) == Some(" "));
            blank && !word.starts && !word.hyphenated && has_capital(word)
        }) {
            end += 1;
        }
        let name = all.get(at..end).unwrap_or_default();
        if let ([_, .., last], true) = (name, name.len() <= LONGEST) {
            let range = first.range.start..last.range.end;
            let form = plain.get(range.clone()).unwrap_or("");
            let usual = name.iter().all(|word| is_usual(word.word)) && !is_part(&all, at, end, plain);
            if usual && !looks_like_title(form) && level_word(form).is_none() && is_said(text, &range) {
                note(terms, form, text.locate(range));
            }
        }
        at = end.max(at + 1);
    }
}

/// True for words `from..to` that stand in a longer name: "Academy of Natural Sciences", "Data Science Norway".
fn is_part(all: &[Word<'_>], from: usize, to: usize, plain: &str) -> bool {
    leads_to_name(all, plain, from, (0..from).rev()) || leads_to_name(all, plain, to - 1, to..all.len())
}

/// True if the first word on this path that joins no others has a capital of its own.
fn leads_to_name(all: &[Word<'_>], plain: &str, mut last: usize, path: impl Iterator<Item = usize>) -> bool {
    for at in path {
        let (Some(left), Some(right), Some(word)) =
            (all.get(at.min(last)), all.get(at.max(last)), all.get(at))
        else {
            return false;
        };
        let between = plain.get(left.range.end..right.range.start);
        if !between.is_some_and(|between| matches!(between.trim(), "" | "&")) {
            return false;
        }
        if !matches!(word.word, "of" | "and" | "for" | "the" | "in" | "at") {
            return !word.starts && word.word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
        }
        last = at;
    }
    false
}

/// The same terms in small letters.
fn note_small(text: &Text, terms: &mut BTreeMap<String, Forms>) {
    let plain = text.plain.as_str();
    let all: Vec<Word<'_>> = words(plain).collect();
    for count in 2..=LONGEST {
        for part in all.windows(count) {
            let [first, .., last] = part else { continue };
            if first.starts {
                continue;
            }
            let range = first.range.start..last.range.end;
            let Some(form) = plain.get(range.clone()) else { continue };
            if form.chars().any(char::is_uppercase) || !terms.contains_key(form) || !is_said(text, &range) {
                continue;
            }
            note(terms, form, text.locate(range));
        }
    }
}

/// Whether a heading has capitals throughout, if that can be told: at least two longer words behind the first
/// one, all alike.
fn heading_style(text: &Text) -> Option<(bool, Place, String)> {
    let trimmed = text.trimmed();
    let plain = trimmed.plain.as_str();
    if is_shouted(plain) || looks_like_title(plain) || level_word(plain).is_some() {
        return None;
    }
    let all: Vec<Word<'_>> = words(plain).collect();
    let telling: Vec<&Word<'_>> =
        all.iter().skip(1).filter(|word| word.word.len() > 4 && is_usual(word.word)).collect();
    let capitals = telling.iter().filter(|word| has_capital(word)).count();
    let known = telling.len() >= 2 && (capitals == 0 || capitals == telling.len());
    known.then(|| (capitals > 0, trimmed.locate(0..plain.len()), plain.to_owned()))
}
