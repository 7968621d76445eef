//! "You" in one line and "they" in the next, for the same person.

use serde::Deserialize;

use super::lists::lists;
use super::wording::quoted;
use crate::language::{Lang, VerbForm, form_of};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MixedPerson {
    /// Shorter lists are left alone.
    min_items: usize,
    /// This share of the items has to agree.
    majority: f64,
}

/// Who does what an item says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    I,
    You,
    We,
    They,
    /// "Leads …"
    Role,
}

impl Person {
    fn name(self) -> &'static str {
        match self {
            Person::I => "“I”",
            Person::You => "“you”",
            Person::We => "“we”",
            Person::They => "“they”",
            Person::Role => "no person at all",
        }
    }
}

impl DocumentCheck for MixedPerson {
    #[allow(clippy::cast_precision_loss)]
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        for list in lists(subject.doc) {
            let voices: Vec<(Person, Span, String)> =
                list.iter().filter_map(|entry| person(entry.text)).collect();
            if voices.len() < self.min_items {
                continue;
            }
            let count = |person: Person| voices.iter().filter(|(other, ..)| *other == person).count();
            let all = [Person::I, Person::You, Person::We, Person::They, Person::Role];
            let Some(usual) = all.into_iter().max_by_key(|person| count(*person)) else { continue };
            if (count(usual) as f64) < self.majority * voices.len() as f64 {
                continue;
            }
            for (other, span, word) in voices.iter().filter(|(other, ..)| *other != usual) {
                if *other == Person::Role && usual != Person::Role && usual != Person::You {
                    continue;
                }
                cx.report(
                    *span,
                    format!(
                        "{} addresses another person than the rest of the list, which says {}.",
                        quoted(word),
                        usual.name()
                    ),
                )
                .help("Readers wonder who is meant. Begin all items of the list in the same way.");
            }
        }
    }
}

fn person(text: &crate::syntax::Text) -> Option<(Person, Span, String)> {
    let start = text.plain.len() - text.plain.trim_start().len();
    let rest = text.plain.get(start..)?;
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let word = rest.get(..end)?;
    let (person, range) = match word {
        "I" => (Person::I, start..start + end),
        "You" | "you" => (Person::You, start..start + end),
        "We" => (Person::We, start..start + end),
        "They" => (Person::They, start..start + end),
        _ => {
            let opening = form_of(&text.plain)?;
            // "Lead" may be said to "you".
            (opening.form == VerbForm::ThirdPerson).then_some(())?;
            (Person::Role, opening.word)
        }
    };
    let said = text.plain.get(range.clone())?.to_owned();
    Some((person, text.locate(range).span, said))
}
