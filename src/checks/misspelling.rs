//! Words that are slips of known ones.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::{Deserialize, Deserializer};

use super::wording::quoted;
use crate::diag::{Applicability, Diagnostic, Edit, Fix};
use crate::language::{Dictionary, Lang, Speller, Verdict, Word, detect, is_foreign, words, words_in};
use crate::rule::{Besides, ChosenWords, Context, DocumentCheck, PageWords, Subject};
use crate::syntax::{Cell, Visit};
use crate::text::Question;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misspelling {
    /// Keys of settings blocks and data files whose values are no prose.
    except_keys: Vec<String>,
    /// Words up to this many edits from a known one are reported.
    #[serde(deserialize_with = "one_or_two")]
    max_edits: u8,
}

/// Words farther away are other words.
fn one_or_two<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    match u8::deserialize(deserializer)? {
        edits @ 1..=2 => Ok(edits),
        other => Err(serde::de::Error::custom(format!("`max_edits` is 1 or 2, not {other}"))),
    }
}

impl DocumentCheck for Misspelling {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if let Lang::Other(code) = subject.language {
            self.check_other(subject, code, cx);
            return;
        }
        let verdicts = Verdicts { speller: cx.setting.speller() };
        let page = subject.words();
        let doubtful = verdicts.doubtful(page);
        if doubtful.is_empty() {
            return;
        }
        let mut handles = Handles::default();
        for (number, visit) in page.visits() {
            if handles.see(visit) {
                continue;
            }
            let Some(doubtful) = doubtful.within(number) else { continue };
            let Some(text) = visit.text() else { continue };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                continue;
            }
            // Asked only where something is found.
            let mut prose: Option<bool> = None;
            // A sentence of another language may stand between English ones.
            let mut judged: Option<(Range<usize>, bool)> = None;
            let all: Vec<Word<'_>> = words_in(text).collect();
            for (at, word) in all.iter().enumerate().filter(|(_, word)| doubtful.hold(word.range.start)) {
                let Verdict::Misspelled { suggestion: good, distance, sure } = verdicts.of(word) else {
                    continue;
                };
                if distance > self.max_edits
                    || is_handle(&text.plain, word)
                    || is_addressed(&text.plain, word)
                    || is_among_names(&text.plain, &all, at)
                    || text.is_code(&word.range)
                    || is_cut_off(&text.plain, word.range.end)
                    || !*prose.get_or_insert_with(|| verdicts.is_english_prose(&text.plain))
                {
                    continue;
                }
                let foreign = match &judged {
                    Some((sentence, foreign)) if sentence.contains(&word.range.start) => *foreign,
                    _ => {
                        let sentence = sentence_at(&text.plain, &word.range);
                        let foreign = verdicts.is_foreign(text.plain.get(sentence.clone()).unwrap_or(""));
                        judged = Some((sentence, foreign));
                        foreign
                    }
                };
                if foreign {
                    continue;
                }
                let (bad, shown) = (quoted(word.word), quoted(&good));
                let place = text.locate(word.range.clone());
                let finding =
                    cx.report(place.span, format!("{bad} is misspelled: {shown} is probably meant."));
                finding.help(format!("{HELP} Write {shown}. {DECLARE}")).group(
                    format!("misspelling:{}", word.word.to_lowercase()),
                    format!("{bad} is misspelled: {shown} is probably meant."),
                );
                if place.exact {
                    // Where two words are as near, somebody has to choose.
                    let applicability = if sure { Applicability::Unsafe } else { Applicability::Display };
                    let edit = Edit { span: place.span, text: good };
                    finding.fix(Fix::new(format!("Write {shown}"), applicability, vec![edit]));
                }
                offer_word(finding, word.word);
            }
        }
    }
}

/// What editors may offer beside the repair: it has no edits, because the file of words is none of those
/// that are checked.
fn offer_word(finding: &mut Diagnostic, word: &str) {
    let title = format!("Add {} to `rolelint.words`", quoted(word));
    finding.fixes.insert(0, Fix::new(title, Applicability::Display, vec![]));
}

/// Words of a page in another language that suggestions are looked for; that takes long.
const MOST_SUGGESTED: usize = 100;

impl Misspelling {
    /// A page in another language, by the dictionary that the configuration names for it.
    fn check_other(&self, subject: &Subject<'_>, code: &str, cx: &mut Context<'_>) {
        let dictionaries = cx.setting.dictionaries.clone();
        let Some(dictionary) = dictionaries.of(code) else { return };
        let mut meant: HashMap<String, Vec<String>> = HashMap::new();
        let mut handles = Handles::default();
        subject.doc.visit(&mut |visit| {
            if handles.see(visit) {
                return;
            }
            let Some(text) = visit.text() else { return };
            let no_prose = matches!(visit, Visit::Value(Some(key), _)
                if self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name)));
            for word in words_in(text).filter(|_| !no_prose) {
                // "l’équipe": the article is no part of the word.
                let part = word.word.rsplit(['\'', '’']).next().unwrap_or("");
                let start = word.word.len() - part.len();
                let capital = part.starts_with(char::is_uppercase) && code != "deu" && !word.starts;
                if part.chars().count() < 4
                    || capital
                    || word.hyphenated
                    || part.chars().skip(1).any(char::is_uppercase)
                    || text.is_code(&word.range)
                    || is_handle(&text.plain, &word)
                    || is_cut_off(&text.plain, word.range.end)
                    || dictionary.check(part)
                    || dictionary.check(&part.to_lowercase())
                    || Dictionary::english().contains(part)
                    || cx.setting.declares(part)
                    || cx.setting.vocabulary.sites(part) > 2
                {
                    continue;
                }
                if meant.len() >= MOST_SUGGESTED && !meant.contains_key(part) {
                    continue;
                }
                let near = meant.entry(part.to_owned()).or_insert_with(|| {
                    let mut found = vec![];
                    dictionary.suggest(part, &mut found);
                    found.retain(|good| !good.contains(' ') && near_letters(part, good));
                    found
                });
                let Some(good) = near.first() else { continue };
                let (bad, shown) = (quoted(part), quoted(good));
                let range = word.range.start + start..word.range.end;
                let place = text.locate(range);
                let message = format!("{bad} is misspelled: {shown} is probably meant.");
                let finding = cx.report(place.span, message.clone());
                finding.help(format!("{HELP} Write {shown}. {DECLARE}"));
                finding.group(format!("misspelling:{}", part.to_lowercase()), message);
                if place.exact {
                    let sure = near.len() == 1;
                    let applicability = if sure { Applicability::Unsafe } else { Applicability::Display };
                    let edit = Edit { span: place.span, text: good.clone() };
                    finding.fix(Fix::new(format!("Write {shown}"), applicability, vec![edit]));
                }
            }
        });
    }
}

/// At most one letter is another one, missing or too much, or two have changed places.
fn near_letters(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (most, least) = (a.len().max(b.len()), a.len().min(b.len()));
    let swapped = a.len() == b.len()
        && head + tail + 2 >= a.len()
        && a.get(head) == b.get(head + 1)
        && a.get(head + 1) == b.get(head);
    most - least <= 1 && head + tail + 1 >= most || swapped
}

const HELP: &str = "Slips make readers doubt the rest of the page, and search does not find the word.";
const DECLARE: &str = "If the word is right, add it to `rolelint.words` or to `words` in `rolelint.yaml`.";

/// What the speller says about words and sentences.
struct Verdicts<'s> {
    speller: &'s Speller,
}

/// Words of which every so-manieth is unknown are shorthand, lists of names, or another language.
const TOO_STRANGE: usize = 5;

impl Verdicts<'_> {
    /// The words of a page that may be something else than known ones.
    fn doubtful(&self, page: &PageWords<'_>) -> ChosenWords {
        page.those_words(
            |word| !word.answers(Question::IsListed, |lower| self.speller.knows(lower)),
            Besides::LettersAndApostrophes,
        )
    }

    fn of(&self, word: &Word<'_>) -> Verdict {
        self.speller.verdict(word)
    }

    /// Is the sentence of another language, by its small words and by how many words nobody knows?
    fn is_foreign(&self, sentence: &str) -> bool {
        let strange: Vec<&str> = words(sentence)
            .filter(|word| word.word.starts_with(char::is_lowercase) && self.of(word) != Verdict::Known)
            .map(|word| word.word)
            .collect();
        is_foreign(sentence, different(strange))
    }

    /// Not a paragraph of another language on an English page, nor "req'd to dsgn and dvlp pipelines".
    fn is_english_prose(&self, plain: &str) -> bool {
        let mut all = 0;
        let mut strange: Vec<&str> = vec![];
        for word in words(plain) {
            all += 1;
            let small = word.word.chars().all(char::is_lowercase) && word.word.len() > 2;
            if small && self.of(&word) != Verdict::Known {
                strange.push(word.word);
            }
        }
        let strange = different(strange);
        (strange < 3 || strange * TOO_STRANGE <= all) && detect(plain) == Lang::English
    }
}

/// The number of different words: one slip made again and again, with other endings, is one slip.
fn different(mut found: Vec<&str>) -> usize {
    found.sort_unstable();
    found.dedup_by(|word, before| word.starts_with(&**before));
    found.len()
}

/// Names by which programs know somebody: values under keys and below headers that ask for one.
#[derive(Default)]
struct Handles {
    /// Where the cells of such columns begin.
    cells: HashSet<u32>,
}

/// Words of keys and headers that ask who somebody is to a program, or which account something has.
const WHO: &[&str] = &[
    "login",
    "logins",
    "username",
    "usernames",
    "user",
    "users",
    "userid",
    "github",
    "gitlab",
    "bitbucket",
    "slack",
    "discord",
    "mastodon",
    "twitter",
    "linkedin",
    "email",
    "emails",
    "mail",
    "handle",
    "handles",
    "account",
    "accounts",
    "alias",
    "nick",
    "nickname",
    "channel",
    "contact",
    "contacts",
    "owner",
    "owners",
    "maintainer",
    "maintainers",
    "author",
    "authors",
    "editor",
    "editors",
    "reviewer",
    "reviewers",
    "approver",
    "approvers",
    "assignee",
    "assignees",
    "member",
    "members",
    "people",
    "codeowners",
    "benutzer",
    "benutzername",
    "usuario",
    "usuário",
    "utilisateur",
    "gebruiker",
];

impl Handles {
    /// Takes note of the columns of a table; true for a text that is nothing but such names.
    fn see(&mut self, visit: Visit<'_>) -> bool {
        match visit {
            Visit::Table(table) => {
                let asked = |cell: &Cell| asks_who(&said(cell));
                let Some((head, rows)) = table.rows.split_first() else { return false };
                for (at, _) in head.cells.iter().enumerate().filter(|(_, cell)| asked(cell)) {
                    let cells = rows.iter().filter_map(|row| row.cells.get(at));
                    self.cells.extend(cells.map(|cell| cell.inner.start));
                }
                false
            }
            Visit::Value(Some(key), text) => are_bare(&text.plain) && asks_who(&key.value),
            Visit::Paragraph(paragraph) => {
                self.cells.contains(&paragraph.text.span.start) && are_bare(&paragraph.text.plain)
            }
            _ => false,
        }
    }
}

/// What the header of a column says.
fn said(cell: &Cell) -> String {
    let mut all = String::new();
    for block in &cell.blocks {
        block.each_text(&mut |text| all.push_str(&text.plain));
    }
    all
}

/// True for a key such as `slack` or `ownerLogin`.
fn asks_who(key: &str) -> bool {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in key.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && small {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    // A longer header is a sentence about people.
    words.len() <= 4 && words.iter().any(|word| WHO.contains(&word.as_str()))
}

/// True for names without blanks in them, maybe several: "jsmith, mkowalski". Whoever writes a sentence there has
/// written prose.
fn are_bare(plain: &str) -> bool {
    plain.split([',', ';']).all(|name| !name.trim().contains(char::is_whitespace))
}

/// A word behind an "@" is how somebody is called.
fn is_handle(plain: &str, word: &Word<'_>) -> bool {
    let before = plain.get(..word.range.start).unwrap_or("");
    let token = before.rsplit(char::is_whitespace).next().unwrap_or("");
    token.contains('@')
}

/// A word behind a form of address is somebody's name: "Dr. Thier", "Frau Bruning".
fn is_addressed(plain: &str, word: &Word<'_>) -> bool {
    const FORMS: &[&str] = &[
        "Mr",
        "Mrs",
        "Ms",
        "Mx",
        "Miss",
        "Dr",
        "Prof",
        "Professor",
        "Sir",
        "Lady",
        "Herr",
        "Frau",
        "Mme",
        "Monsieur",
        "Madame",
        "Señor",
        "Señora",
        "Sr",
        "Sra",
    ];
    let before = plain.get(..word.range.start).unwrap_or("").trim_end().trim_end_matches('.');
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    word.word.starts_with(char::is_uppercase) && FORMS.contains(&last)
}

/// A capital inside a sentence, beside somebody's first name or another capital that is no usual word: "Ada
/// Collison", "in Ilkley, Woking and Herat". "Project Managment" is no name.
fn is_among_names(plain: &str, all: &[Word<'_>], at: usize) -> bool {
    let capital = |word: &Word<'_>| word.word.starts_with(char::is_uppercase);
    let Some(word) = all.get(at).filter(|word| capital(word) && !word.starts) else { return false };
    let is_name = |other: &Word<'_>| {
        let lower = other.word.to_lowercase();
        let entry = Dictionary::english().entry(&lower);
        let shouted = other.word.chars().nth(1).is_some_and(char::is_uppercase);
        let known = match entry {
            Some(entry) => entry.is_name(),
            None => !other.starts,
        };
        capital(other) && !shouted && known
    };
    let close = |one: &Word<'_>, other: &Word<'_>| {
        let between = plain.get(one.range.end..other.range.start);
        between.is_some_and(|between| matches!(between, " " | ", " | "-"))
    };
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    let after = all.get(at + 1);
    before.is_some_and(|before| close(before, word) && is_name(before))
        || after.is_some_and(|after| close(word, after) && is_name(after))
}

/// A word that runs into dots was cut off: "technical workgr…".
fn is_cut_off(plain: &str, end: usize) -> bool {
    plain.get(end..).is_some_and(|rest| rest.starts_with('…') || rest.starts_with(".."))
}

/// The sentence around the word, without looking farther than a few hundred bytes.
fn sentence_at(plain: &str, word: &Range<usize>) -> Range<usize> {
    const REACH: usize = 400;
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n');
    let mut from = word.start.saturating_sub(REACH);
    while !plain.is_char_boundary(from) {
        from += 1;
    }
    let mut to = plain.len().min(word.end + REACH);
    while !plain.is_char_boundary(to) {
        to -= 1;
    }
    let start =
        plain.get(from..word.start).and_then(|head| head.rfind(ends)).map_or(from, |at| from + at + 1);
    let end = plain.get(word.end..to).and_then(|tail| tail.find(ends)).map_or(to, |at| word.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Vocabulary;
    use crate::rule::with_words;

    proptest! {
        /// Words that are passed over are known.
        #[test]
        fn no_slip_is_passed_over(parts in prop::collection::vec("the|[rR]e|recieve|Teams?|don['’]t|its['’]|caf|é|ENGINEER|x2|[ _'’.:/-]|\u{301}", 1..12)) {
            with_words(&format!("- {}\n", parts.concat()), |page| {
                let vocabulary = Vocabulary::default();
                let speller = Speller::new(&vocabulary, &[]);
                let verdicts = Verdicts { speller: &speller };
                let doubtful = verdicts.doubtful(page);
                for (number, visit) in page.visits() {
                    let Some(text) = visit.text() else { continue };
                    let within = doubtful.within(number);
                    let is_doubtful = |word: &Word<'_>| within.is_some_and(|all| all.hold(word.range.start));
                    for word in words_in(text).filter(|word| !is_doubtful(word)) {
                        prop_assert_eq!(verdicts.of(&word), Verdict::Known, "{:?} in {:?}", word, text.plain);
                    }
                }
                Ok(())
            })?;
        }
    }
}
