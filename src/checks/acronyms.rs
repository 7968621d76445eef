//! Acronyms that nobody explains, and those that are explained in two ways.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::forbid_terms::prose;
use super::slips::is_said;
use super::wording::quoted;
use crate::diag::{Identity, Severity};
use crate::language::acronym::{acronym, definitions, stands_for};
use crate::language::{Dictionary, Lang, Word, words, words_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{TableKind, Text, Visit};
use crate::text::{QuickSet, Span};

/// Further places of an acronym in a page that are shown.
const MOST_PLACES: usize = 8;

/// Parameters of `undefined-acronym`.
#[derive(Deserialize)]
#[serde(from = "UndefinedParams")]
pub struct UndefinedAcronym {
    params: UndefinedParams,
    /// Made for the first acronym.
    words: OnceLock<Acronyms>,
}

/// In capitals.
struct Acronyms {
    known: QuickSet<String>,
    trade: QuickSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UndefinedParams {
    /// Acronyms that readers know.
    known: Vec<String>,
    /// Short for jobs: people of the trade know them, other readers do not, or take them for something else.
    trade: Vec<String>,
    /// Those of the framework.
    glossary: Vec<String>,
    /// So often it must stand in the framework.
    min_count: u32,
}

impl From<UndefinedParams> for UndefinedAcronym {
    fn from(params: UndefinedParams) -> Self {
        UndefinedAcronym { params, words: OnceLock::new() }
    }
}

impl Acronyms {
    fn of(params: &UndefinedParams) -> Self {
        let upper =
            |list: &[String]| -> Vec<String> { list.iter().map(|word| word.to_uppercase()).collect() };
        let glossary: QuickSet<String> = upper(&params.glossary).into_iter().collect();
        let trade = upper(&params.trade).into_iter().filter(|word| !glossary.contains(word)).collect();
        let known = upper(&params.known).into_iter().chain(glossary).collect();
        Acronyms { known, trade }
    }
}

impl DocumentCheck for UndefinedAcronym {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        // Guides explain in their own ways; advertisements are for people who know the trade.
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        // The page of the engineering manager says what an EM is.
        let titles = subject.roles.iter().filter_map(|role| role.title.as_ref());
        let titles: Vec<Vec<&str>> =
            titles.map(|title| words(&title.value).map(|word| word.word).collect()).collect();
        let in_title = |short: &str| {
            titles.iter().any(|title| {
                (0..title.len()).any(|from| {
                    let tail = title.get(from..).unwrap_or_default();
                    (2..=tail.len()).any(|to| tail.get(..to).is_some_and(|part| stands_for(short, part)))
                })
            })
        };
        let mut unknown: Vec<(&str, Vec<Span>)> = vec![];
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut sheet = None;
        subject.doc.visit(&mut |visit| {
            // Tables of data have codes of their own.
            if let Visit::Table(table) = visit {
                sheet = matches!(table.kind, TableKind::Csv | TableKind::Sheet).then_some(table.span);
            }
            let Some(text) = prose(visit) else { return };
            // An acronym has two capitals side by side.
            let none = !text.signs.doubles(b'A');
            if none || sheet.is_some_and(|span| span.contains(text.span)) || is_shouted(&text.plain) {
                return;
            }
            for word in words_in(text) {
                let Some(short) = acronym(word.word) else { continue };
                // Without the ending of the plural.
                let place = || text.locate(word.range.start..word.range.start + short.len()).span;
                match numbers.get(short) {
                    Some(number) => {
                        let places = unknown.get_mut(*number).map(|(_, places)| places);
                        places
                            .into_iter()
                            .filter(|places| places.len() < MOST_PLACES)
                            .for_each(|places| places.push(place()));
                    }
                    // Here it may be part of a name, elsewhere not.
                    _ if !in_title(short) && self.is_unknown(short, text, &word, cx) => {
                        numbers.insert(short, unknown.len());
                        unknown.push((short, vec![place()]));
                    }
                    _ => {}
                }
            }
        });
        for (short, places) in unknown {
            let vocabulary = cx.setting.vocabulary;
            let spread = vocabulary.files(short).max(vocabulary.files(&format!("{short}s")));
            let shown = quoted(short);
            let Some((first, more)) = places.split_first() else { continue };
            let finding = cx.report(*first, format!("{shown} is explained nowhere in this framework."));
            finding
                .help(format!(
                    "New people and candidates cannot know it. Write the words out where it stands first, with \
                     {shown} in brackets behind them, or explain it in `framework: glossary` of rolelint.yaml."
                ))
                .group(
                    format!("undefined-acronym:{short}"),
                    format!("{shown} is explained nowhere in this framework."),
                );
            finding.known_by(Identity::Only(short.to_owned()));
            for &place in more {
                finding.related(place, "also here");
            }
            // What many pages use is part of the house's language.
            if spread > 3 {
                finding.at_most(Severity::Info);
            }
        }
    }
}

impl UndefinedAcronym {
    fn is_unknown(&self, short: &str, text: &Text, word: &Word<'_>, cx: &Context<'_>) -> bool {
        let vocabulary = cx.setting.vocabulary;
        let lower = short.to_lowercase();
        let entry = Dictionary::english().entry(&lower);
        // Words in capitals for emphasis; abbreviations and field words that the dictionary knows.
        let stressed = entry.is_some_and(|e| e.rarity() <= 1 && !e.is_name() && !e.is_abbreviation());
        let listed = Dictionary::capitals(&lower).is_some()
            || entry.is_some_and(|e| e.is_field() || e.is_abbreviation() && e.rarity() <= 3);
        // "WEB: …, MOBILE: …"
        let label = entry.is_some_and(|e| e.rarity() <= 4 && !e.is_name() && !e.is_abbreviation())
            && text.plain.get(word.range.end..).is_some_and(|rest| rest.starts_with(": "));
        let near = |at: usize| text.plain.get(at..).and_then(|rest| rest.chars().next());
        let joined = near(word.range.end).is_some_and(|c| matches!(c, '&' | '+' | '-' | '/' | '.' | '_'))
            && text
                .plain
                .get(word.range.end + 1..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            || text
                .plain
                .get(..word.range.start)
                .is_some_and(|head| head.ends_with(['&', '-', '/', '.', '_', '$']));
        let words = self.words.get_or_init(|| Acronyms::of(&self.params));
        let is_known = stressed || label || listed || words.known.contains(short);
        // "By 5 PM"
        let before = text.plain.get(..word.range.start).unwrap_or("").trim_end();
        let explained = before.ends_with('(') && is_spelled_before(short, before);
        // "ABC FUND": before another word in capitals it is a part of a name.
        let named = text
            .plain
            .get(word.range.end..)
            .and_then(|rest| rest.strip_prefix(' '))
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""))
            .is_some_and(|next| next.len() > 1 && next.chars().all(char::is_uppercase));
        let hour = short == "PM" && before.ends_with(|c: char| c.is_ascii_digit());
        (!is_known || words.trade.contains(short))
            && !joined
            && !hour
            && !named
            && !explained
            && !is_roman(short)
            && vocabulary.expansions(short).is_empty()
            && vocabulary.count(short) + vocabulary.count(&format!("{short}s")) >= self.params.min_count
            && is_said(text, &word.range)
    }
}

/// True if the letters begin words before the bracket, in order: "Master's degree in library and information
/// science (MLIS)".
fn is_spelled_before(short: &str, before: &str) -> bool {
    let all: Vec<&str> = before.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').collect();
    let near = all.len().saturating_sub(short.len() + 6);
    let mut letters = short.chars().peekable();
    for word in all.get(near..).unwrap_or_default() {
        if word
            .chars()
            .next()
            .is_some_and(|first| letters.peek().is_some_and(|letter| first.eq_ignore_ascii_case(letter)))
        {
            letters.next();
        }
    }
    letters.peek().is_none()
}

/// Texts in capitals throughout say nothing about single words.
fn is_shouted(plain: &str) -> bool {
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = plain.chars().filter(|c| c.is_uppercase()).count();
    capitals * 2 > letters
}

fn is_roman(word: &str) -> bool {
    word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// Parameters of `acronym-conflict`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcronymConflict {
    /// Acronyms that may stand for several things.
    allow: Vec<String>,
    /// Short titles that are read in one way everywhere: their letters are compared with the words before them.
    titles: Vec<String>,
    /// Compare the letters of all acronyms with the words before them, too.
    initials: bool,
}

impl DocumentCheck for AcronymConflict {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English {
            return;
        }
        let vocabulary = cx.setting.vocabulary;
        let mut sheet = None;
        subject.doc.visit(&mut |visit| {
            // The rows of a sheet may come from different houses.
            if let Visit::Table(table) = visit {
                sheet = matches!(table.kind, TableKind::Csv | TableKind::Sheet).then_some(table.span);
            }
            let Some(text) = prose(visit) else { return };
            if !text.signs.doubles(b'A') || sheet.is_some_and(|span| span.contains(text.span)) {
                return;
            }
            for found in definitions(&text.plain) {
                let all = vocabulary.expansions(&found.acronym);
                // What the configuration says comes first, and holds.
                let declared = vocabulary.is_declared(&found.acronym)
                    && all.first().is_some_and(|meaning| !meaning.is_empty());
                let counts = if declared { all.get(..1).unwrap_or_default() } else { all };
                let other = counts.iter().find(|other| is_another(other, &found.expansion));
                let Some(other) = other.filter(|_| !self.allow.contains(&found.acronym)) else { continue };
                let shown = quoted(&found.acronym);
                let (this, that) = (quoted(&found.expansion), quoted(other));
                let there = if declared { "in the glossary of" } else { "elsewhere in" };
                cx.report(
                    text.locate(found.place.clone()).span,
                    format!("{shown} stands for {this} here and for {that} {there} this framework."),
                )
                .help("Readers take one for the other. Write one of them out wherever it stands.")
                .group(
                    format!("acronym-conflict:{}", found.acronym),
                    format!("{shown} stands for several things in this framework."),
                );
            }
            self.check_initials(text, cx);
        });
    }
}

/// Other words, not only another form of them.
fn is_another(a: &str, b: &str) -> bool {
    // A glossary may name an acronym that everybody knows without its words.
    if a.is_empty() {
        return false;
    }
    let stems = |text: &str| -> Vec<String> {
        text.split(' ').map(|word| word.chars().take(4).collect::<String>()).collect()
    };
    stems(a) != stems(b)
}

impl AcronymConflict {
    /// "Head of Information Security (CISO)": a name in capitals that gives some of the letters only.
    fn check_initials(&self, text: &Text, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        if !text.signs.has(b'(') || !text.signs.doubles(b'A') {
            return;
        }
        let all: Vec<Word<'_>> = words_in(text).collect();
        for (at, word) in all.iter().enumerate() {
            let Some(short) = acronym(word.word).filter(|short| short.len() >= 3) else { continue };
            let bracketed = plain.get(..word.range.start).is_some_and(|head| head.ends_with('('))
                && plain.get(word.range.end..).is_some_and(|tail| tail.starts_with(')'));
            let title = self.titles.iter().any(|title| title == short);
            if !bracketed || !(title || self.initials) || self.allow.iter().any(|allowed| allowed == short) {
                continue;
            }
            let head: Vec<&Word<'_>> = all
                .get(at.saturating_sub(short.len() + 3)..at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|word| {
                    word.word.starts_with(char::is_uppercase)
                        || matches!(word.word, "of" | "and" | "for" | "the" | "in")
                })
                .collect();
            let name = head.iter().rev().skip_while(|word| word.word.starts_with(char::is_lowercase));
            let head: Vec<&str> = name.map(|word| word.word).collect();
            let capitals = head.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
            let fits =
                (0..head.len()).any(|from| head.get(from..).is_some_and(|tail| stands_for(short, tail)));
            let shared =
                short.chars().filter(|letter| head.iter().any(|word| word.starts_with(*letter))).count();
            if capitals < 2 || fits || shared * 2 < short.len() || shared == short.len() {
                continue;
            }
            let (shown, name) = (quoted(short), quoted(&head.join(" ")));
            let finding = cx.report(
                text.locate(word.range.clone()).span,
                format!("The letters of {shown} are not those of {name}."),
            );
            finding.help(
                "Readers look for the words behind the letters and find others. Write the words that it stands for.",
            );
            if !title {
                finding.at_most(Severity::Info);
            }
        }
    }
}
