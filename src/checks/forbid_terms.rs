//! Words and phrases of a list that should not stand on a page.

use std::ops::Range;

use serde::Deserialize;

use super::terms::{Found, TermList, Terms, choices};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{Lang, words_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Text, Visit};
use crate::text::sentence;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// What is looked for.
    pub terms: TermList,
    /// The same, for those who want to keep the page's own list.
    #[serde(default)]
    pub more: TermList,
    /// Phrases that are fine.
    #[serde(default)]
    pub allow: Vec<String>,
    #[serde(default)]
    pub pages: Pages,
    /// `{found}` stands for the place, `{instead}` for the suggestions.
    #[serde(default = "any_found")]
    pub message: String,
    /// Of terms that bring none of their own.
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub fix: Repair,
    /// Look in pages that are not English, too.
    #[serde(default)]
    pub any_language: bool,
    /// Up to so many of them are no finding.
    #[serde(default)]
    pub per_thousand_words: f64,
}

fn any_found() -> String {
    "{found} should not stand here.".to_owned()
}

/// On which pages the terms are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pages {
    #[default]
    All,
    /// Pages about roles; guides may talk about words.
    Roles,
}

/// How far a repair by the first suggestion may be trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repair {
    #[default]
    None,
    Unsafe,
    Safe,
}

/// The check.
#[derive(Deserialize)]
#[serde(from = "Params")]
pub struct ForbidTerms {
    params: Params,
    terms: Terms,
}

impl From<Params> for ForbidTerms {
    fn from(params: Params) -> Self {
        let terms = Terms::new(&[&params.terms, &params.more], &params.allow);
        ForbidTerms { params, terms }
    }
}

impl DocumentCheck for ForbidTerms {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let foreign = !self.params.any_language && subject.language != Lang::English;
        let elsewhere = self.params.pages == Pages::Roles && subject.roles.is_empty();
        if foreign || elsewhere || self.terms.is_empty() {
            return;
        }
        let mut places: Vec<(&Text, Found<'_>)> = vec![];
        let page = subject.words();
        for text in page.chosen(&self.terms.in_page(page)).filter_map(prose) {
            let found = self.terms.find(&text.plain).into_iter();
            places.extend(found.filter(|found| is_used(text, &found.range)).map(|found| (text, found)));
        }
        let mut count: usize = 0;
        if self.params.per_thousand_words > 0.0 && !places.is_empty() {
            let texts = page.visits().filter_map(|(_, visit)| prose(visit));
            count = texts.map(|text| words_in(text).count()).sum();
        }
        // Lists have no more words than a page has bytes: no precision is lost.
        #[allow(clippy::cast_precision_loss)]
        if places.len() as f64 * 1000.0 <= self.params.per_thousand_words * count as f64 {
            return;
        }
        for (text, found) in places {
            self.report(text, &found, cx);
        }
    }
}

impl ForbidTerms {
    fn report(&self, text: &Text, found: &Found<'_>, cx: &mut Context<'_>) {
        let Some(term) = self.terms.term(found.term) else { return };
        let shown = quoted(found.written);
        let instead = choices(term.instead.as_slice());
        let message = self.params.message.replace("{found}", &shown).replace("{instead}", &instead);
        let mut help = sentence(term.reason.as_deref().unwrap_or(&self.params.reason));
        if !instead.is_empty() {
            help = format!("{help} Write {instead}.").trim_start().to_owned();
        }
        let group = format!("{}:{}", cx.rule.id, found.written.to_lowercase());
        let finding = cx.report(text.locate(found.range.clone()).span, message.clone());
        finding.group(group, message);
        if !help.is_empty() {
            finding.help(help);
        }
        if let Some(severity) = term.severity {
            finding.at_most(severity);
        }
        let applicability = match self.params.fix {
            Repair::None => return,
            Repair::Unsafe => Applicability::Unsafe,
            Repair::Safe => Applicability::Safe,
        };
        if let Some(good) = &found.instead
            && let Some(edits) = replacement(text, &found.range, good)
        {
            finding.fix(Fix::new(format!("Write {}", quoted(good)), applicability, edits));
        }
    }
}

/// The text of what may hold prose; not ids, addresses and the like.
pub fn prose(visit: Visit<'_>) -> Option<&Text> {
    const NO_PROSE: &[&str] = &[
        "id",
        "slug",
        "path",
        "permalink",
        "url",
        "uri",
        "href",
        "layout",
        "image",
        "icon",
        "$schema",
        "key",
    ];
    let text = visit.text()?;
    let is_name = matches!(visit, Visit::Value(Some(key), _) if NO_PROSE.contains(&key.value.as_str()));
    (!is_name).then_some(text)
}

/// False for what is only talked about (between quotation marks) and for code.
pub fn is_used(text: &Text, range: &Range<usize>) -> bool {
    let before = text.plain.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.plain.get(range.end..).and_then(|after| after.chars().next());
    let open = before.is_some_and(|c| matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„' | '`'));
    let close = after.is_some_and(|c| matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | '`' | ',' | '.'));
    let spoken_of = (open && close) || text.is_code(range) || is_address(text, range);
    !spoken_of && !is_advice(text, range) && !is_in_name(text, range)
}

/// How far around a term is looked, in bytes.
const NEAR: usize = 120;

/// The stretch of `plain` before `at`, at most [`NEAR`] long.
fn near_before(plain: &str, at: usize) -> &str {
    let from = (at.saturating_sub(NEAR)..=at).find(|&from| plain.is_char_boundary(from)).unwrap_or(at);
    plain.get(from..at).unwrap_or("")
}

/// "Avoid words like …", "instead of …": advice about the term itself.
fn is_advice(text: &Text, range: &Range<usize>) -> bool {
    const ADVICE: &[&str] =
        &["avoid", "instead of", "rather than", "do not say", "don't say", "do not write", "never say"];
    let before = near_before(&text.plain, range.start).to_lowercase();
    let sentence = before.rsplit(['.', '\n', ';']).next().unwrap_or("");
    ADVICE.iter().any(|words| sentence.contains(words))
}

/// "The Software Craftsman": a title in the middle of a sentence.
fn is_in_name(text: &Text, range: &Range<usize>) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if !text.plain.get(range.clone()).is_some_and(capital) {
        return false;
    }
    let before = near_before(&text.plain, range.start);
    let mut words = before.split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    // Where all words have capitals, as in headings, they say nothing.
    let sentence = before.rsplit(['.', '\n', ':']).next().unwrap_or("");
    let small = |word: &str| word.starts_with(char::is_lowercase);
    capital(last) && !last.ends_with(['.', ':', '!', '?']) && sentence.split_whitespace().any(small)
}

/// A word in an address, a file name or a handle.
fn is_address(text: &Text, range: &Range<usize>) -> bool {
    let word = |c: char| !c.is_whitespace();
    let plain = text.plain.as_str();
    // Longer runs are no addresses.
    let before = plain.get(..range.start).unwrap_or("").chars().rev().take(200).take_while(|&c| word(c));
    let start: usize = before.map(char::len_utf8).sum();
    let after = plain.get(range.end..).unwrap_or("").chars().take(200).take_while(|&c| word(c));
    let end: usize = after.map(char::len_utf8).sum();
    let chunk = plain.get(range.start - start..range.end + end).unwrap_or("");
    chunk.contains("://") || chunk.starts_with("www.") || chunk.contains('@') || chunk.contains('_')
}

/// The edits that put `good` in the place of `range`, with the right "a" or "an" before it.
pub fn replacement(text: &Text, range: &Range<usize>, good: &str) -> Option<Vec<Edit>> {
    let place = text.locate(range.clone());
    if !place.exact {
        return None;
    }
    let mut edits = vec![Edit { span: place.span, text: good.to_owned() }];
    let before = text.plain.get(..range.start)?;
    let vowel = good.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    let article = before.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    let right = match (article, vowel) {
        ("a", true) => "an",
        ("A", true) => "An",
        ("an", false) => "a",
        ("An", false) => "A",
        _ => return Some(edits),
    };
    let end = before.trim_end().len();
    let place = text.locate(end - article.len()..end);
    if !place.exact {
        return None;
    }
    edits.insert(0, Edit { span: place.span, text: right.to_owned() });
    Some(edits)
}
