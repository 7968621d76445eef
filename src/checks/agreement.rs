//! "A short surveys", "can sets", "2+ year": words that do not agree in number or form. Narrow patterns
//! only; no grammar of English.

use std::ops::Range;

use serde::Deserialize;

use super::prose::lowered;
use super::slips::{SlipList, english_texts, is_said, report_slips, singular};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::language::{
    Dictionary, Lang, VerbForm, Word, conjugate, detect, form_of, is_surely, one_of, words_in,
};
use crate::rule::{Chosen, Context, DocumentCheck, PageWord, PageWords, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    slips: SlipList,
    #[serde(default)]
    more: SlipList,
    /// What is fine, in small letters.
    allow: Vec<String>,
    /// Adjectives that may stand between "a" and the noun.
    adjectives: Vec<String>,
}

impl DocumentCheck for Agreement {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        for list in [&self.slips, &self.more] {
            report_slips(list, subject, &self.allow, cx);
        }
        for text in english_texts(subject, &doubtful(subject.words())) {
            self.check_words(text, cx);
        }
    }
}

/// Texts with an article or "and" before what may be a plural or a verb in -s.
fn doubtful(page: &PageWords<'_>) -> Chosen {
    let opening = |word: &&PageWord| matches!(word.word(), "a" | "an" | "every" | "another" | "each" | "and");
    let places = page.words().iter().filter(opening).flat_map(|word| page.places(word));
    page.those(places.filter_map(|(visit, text, at)| ends_in_s_behind(&text.plain, at).then_some(visit)))
}

/// True if one of the three words behind the one at a place ends in "s", or if something else than such words stands
/// there.
fn ends_in_s_behind(plain: &str, at: usize) -> bool {
    let behind = plain.get(at..).unwrap_or("").trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_sign = |byte: u8| matches!(byte, b',' | b'.' | b';' | b':' | b')');
    // Where something is joined, its end is not looked for: a text may be one long row of such words.
    let rest = behind.trim_start_matches([',', '.', ';', ':', ')']);
    let joined = rest.starts_with(|c: char| !c.is_whitespace());
    joined
        || rest.split(char::is_whitespace).skip(1).take(3).any(|piece| {
            let letters = piece.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (word, signs) = piece.split_at_checked(letters).unwrap_or((piece, ""));
            word.is_empty() || word.ends_with(['s', 'S']) || !signs.bytes().all(is_sign)
        })
}

impl Agreement {
    fn check_words(&self, text: &Text, cx: &mut Context<'_>) {
        let plain = text.plain.as_str();
        let all: Vec<Word<'_>> = words_in(text).collect();
        let mut english = None;
        let mut is_english = || *english.get_or_insert_with(|| detect(plain) == Lang::English);
        for at in 0..all.len() {
            let Some((range, stem)) = self.plural_after_article(plain, &all, at) else { continue };
            let bad = plain.get(range.clone()).unwrap_or("");
            if self.allow.contains(&bad.to_lowercase()) || !is_said(text, &range) || !is_english() {
                continue;
            }
            let noun = all.iter().find(|word| word.range.end == range.end);
            let good = noun.map_or_else(String::new, |noun| {
                format!("{}{stem}", plain.get(range.start..noun.range.start).unwrap_or(""))
            });
            let finding =
                cx.report(text.locate(range.clone()).span, format!("{} mixes one and several.", quoted(bad)));
            finding
                .help(format!("“A” goes with one thing. Write {}, or leave out the article.", quoted(&good)));
            if let Some(noun) = noun
                && text.locate(noun.range.clone()).exact
            {
                let edit = Edit { span: text.locate(noun.range.clone()).span, text: stem };
                let title = format!("Write {}", quoted(&good));
                finding.fix(Fix::new(title, Applicability::Display, vec![edit]));
            }
        }
        if let Some((first, second)) = two_forms(plain, &all)
            && is_said(text, &second)
            && is_english()
        {
            let (one, other) =
                (plain.get(first.clone()).unwrap_or(""), plain.get(second.clone()).unwrap_or(""));
            // "identify, tests and builds": the first of three may be the odd one.
            let mut between = all.iter().filter(|word| (first.end..second.start).contains(&word.range.start));
            let odd = between.any(|word| word.word.ends_with('s'));
            let applicability = if odd { Applicability::Display } else { Applicability::Unsafe };
            let place = text.locate(second);
            let message = format!("{} does not go with {} before it.", quoted(other), quoted(one));
            let good = conjugate(other, VerbForm::Imperative);
            let finding = cx.report(place.span, message);
            finding.related(text.locate(first).span, "this form");
            finding.help("Both verbs say what the same person does, so they have the same form.");
            if let Some(good) = good.filter(|_| place.exact) {
                let edit = Edit { span: place.span, text: good.clone() };
                let title = format!("Write {}", quoted(&good));
                finding.fix(Fix::new(title, applicability, vec![edit]));
            }
        }
    }

    /// "a workshops", "a short surveys": the range from the article to the plural, and its singular.
    fn plural_after_article(
        &self,
        plain: &str,
        all: &[Word<'_>],
        at: usize,
    ) -> Option<(Range<usize>, String)> {
        let article = all.get(at).filter(|article| !article.hyphenated)?;
        let direct = match article.word {
            "a" | "an" => false,
            "A" | "An" if article.starts => false,
            "every" | "another" => true,
            "Every" | "Each" if article.starts => true,
            _ => return None,
        };
        let each = matches!(article.word, "Every" | "every" | "Each");
        let blank = |a: &Word<'_>, b: &Word<'_>| plain.get(a.range.end..b.range.start) == Some(" ");
        let (mut last, mut next) = (article, at + 1);
        let mut described = false;
        loop {
            let word = all.get(next)?;
            if !blank(last, word) || word.hyphenated || word.word.starts_with(char::is_uppercase) {
                return None;
            }
            if let Some(stem) = singular(word.word) {
                let verb = conjugate(word.word, VerbForm::ThirdPerson)
                    .is_some_and(|third| third.eq_ignore_ascii_case(word.word));
                let after = plain.get(word.range.end..).unwrap_or("");
                // "a sales plan", "a lead reports to": the noun, if it is one, must end here.
                let acts = each && all.get(next + 1).is_some_and(|then| blank(word, then) && acts(then.word));
                // "Each reports to" somebody.
                let closes = article.word != "Each" && closes_noun(after);
                let fits = (closes || acts) && !(described && verb);
                return fits.then_some((article.range.start..word.range.end, stem));
            }
            let lower = word.word.to_lowercase();
            if direct || next >= at + 3 || !self.adjectives.contains(&lower) {
                return None;
            }
            // "The weekly covers", "a major leads": some adjectives are nouns as well.
            described |= NOUNS_TOO.contains(&lower.as_str());
            last = word;
            next += 1;
        }
    }
}

/// Adjectives that also are the subject of a sentence.
const NOUNS_TOO: &[&str] =
    &["annual", "best", "daily", "key", "main", "major", "minor", "monthly", "quarterly", "single", "weekly"];

/// A verb that says what the noun before it does.
fn acts(word: &str) -> bool {
    matches!(word, "is" | "are" | "has" | "have" | "must" | "should" | "can" | "will" | "may")
        || is_surely(word, VerbForm::ThirdPerson)
}

/// What may follow a noun, but not the first half of a compound.
fn closes_noun(after: &str) -> bool {
    const CLOSING: &[&str] = &[
        "of", "that", "which", "by", "for", "with", "in", "on", "at", "from", "to", "when", "where",
        "across", "within",
    ];
    let next =
        after.strip_prefix(' ').map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    match next {
        Some(next) => CLOSING.contains(&next) || after.starts_with(" (") || next == "and" && conjoined(after),
        None => after.is_empty() || after.starts_with(['.', ',', ';', ':', ')', '!', '?', '\n']),
    }
}

/// "a workshops and training to …": something of its own follows.
fn conjoined(after: &str) -> bool {
    let mut words = after.split_whitespace().skip(1);
    let second = words.next().unwrap_or("");
    let third = words.next().unwrap_or("");
    let noun = |word: &str| Dictionary::english().entry(word).is_some_and(|e| e.rarity() <= 3);
    noun(second) && matches!(third, "to" | "for" | "in" | "of" | "with" | "that" | "on")
}

/// "Collaborate with others and helps …": the verb that opens the text, and one behind "and" that has
/// another form although it has the same subject.
fn two_forms(plain: &str, all: &[Word<'_>]) -> Option<(Range<usize>, Range<usize>)> {
    /// Words after which a verb belongs to somebody else.
    const OTHER_SUBJECT: &str = "that which who whom whose how what when where if because so while whether it he she \
        they this these those as than until unless since whatever everyone everybody team";
    // Hardly any text has what it takes, and to ask for verbs takes long.
    let joined = |pair: &[Word<'_>]| matches!(pair, [joint, verb] if joint.word == "and" && verb.word.ends_with(['s', 'S']));
    if !all.windows(2).any(joined) {
        return None;
    }
    let opening = form_of(plain)?;
    if opening.form != VerbForm::Imperative
        || !is_surely(plain.get(opening.word.clone())?, VerbForm::Imperative)
    {
        return None;
    }
    let start = all.iter().position(|word| word.range == opening.word)?;
    let mut last = all.get(start)?;
    for (index, word) in all.iter().enumerate().skip(start + 1) {
        let gap = plain.get(last.range.end..word.range.start)?;
        if gap.contains(['.', ';', ':', '!', '?', '(', '\n', '—', '–']) || index > start + 30 {
            return None;
        }
        let lower = lowered(word.word);
        if one_of(&lower, OTHER_SUBJECT) {
            return None;
        }
        let third = is_surely(&lower, VerbForm::ThirdPerson);
        if third && last.word == "and" {
            return Some((opening.word, word.range.clone()));
        }
        // Another verb in that form has a subject of its own.
        if third || matches!(lower.as_ref(), "is" | "are" | "has" | "was") {
            return None;
        }
        last = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::with_words;

    proptest! {
        /// Texts that are passed over hold none of what is looked for.
        #[test]
        fn no_text_with_a_slip_is_passed_over(parts in prop::collection::vec("[aA]n?|every|and|AND|teams|checks|['’]s|Lead|short|é|5|[ ,.(/—\t-]", 1..14)) {
            with_words(&format!("- {}\n", parts.concat()), |page| {
                let check = Agreement {
                    slips: SlipList::default(),
                    more: SlipList::default(),
                    allow: vec![],
                    adjectives: vec!["short".into()],
                };
                let chosen = doubtful(page);
                for (number, visit) in page.visits().filter(|(number, _)| !chosen.holds(*number)) {
                    let Some(text) = visit.text() else { continue };
                    let all: Vec<Word<'_>> = words_in(text).collect();
                    let plain = text.plain.as_str();
                    let found = (0..all.len()).any(|at| check.plural_after_article(plain, &all, at).is_some());
                    prop_assert!(!found && two_forms(plain, &all).is_none(), "{number}: {plain:?}");
                }
                Ok(())
            })?;
        }
    }
}
