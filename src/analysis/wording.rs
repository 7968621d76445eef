//! How two wordings differ: word by word, and whether only the form was mended or something else is said now.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::language::variants::spelled;
use crate::language::{Dictionary, Speller, VerbForm, Verdict, Vocabulary, conjugate, words};
use crate::text::edit_distance;
use crate::text::mojibake::{SingleByte, repairs};

/// Texts with more words than this are compared as a whole: the work grows with the product of their lengths
/// where they have little in common.
const MOST_WORDS: usize = 4000;

/// What was mended, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mend {
    Encoding,
    Spelling,
    Grammar,
    Hyphens,
    Punctuation,
    Capitals,
    Spacing,
}

impl Mend {
    pub fn name(self) -> &'static str {
        match self {
            Mend::Encoding => "encoding",
            Mend::Spelling => "spelling",
            Mend::Grammar => "grammar",
            Mend::Hyphens => "hyphens",
            Mend::Punctuation => "punctuation",
            Mend::Capitals => "capitals",
            Mend::Spacing => "spacing",
        }
    }
}

/// A stretch in which two lists of words differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub old: Vec<String>,
    pub new: Vec<String>,
    /// The words before it, the same on both sides; the last few.
    pub before: Vec<String>,
}

/// The words of a text in the form in which only their meaning counts: without case, punctuation, hyphens
/// between letters and damage by encodings. Numbers keep what belongs to them ("6-8", "10+", "<5%", "-5"), names their
/// signs ("C++", ".NET"), and signs that compare are words.
pub(super) fn key_words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mended = undamaged(text);
    let chars: Vec<char> = closed_ranges(&mended).chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let near = |n: Option<usize>| n.and_then(|n| chars.get(n)).copied();
        let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
        let digits = before.is_some_and(|c| c.is_ascii_digit())
            && after.is_some_and(|c| c.is_ascii_digit() || c == '$');
        match c {
            '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{FEFF}'
            | '\u{2060}'
            | '\u{FFFD}'
            | '\''
            | '’'
            | '‘'
            | '`' => {}
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' if digits => plain.push('-'),
            '-' | '–' | '−' if opens(before) && after.is_some_and(|c| c.is_ascii_digit()) => {
                plain.push('-');
            }
            // An arrow compares nothing.
            '>' if matches!(before, Some('-' | '–' | '—' | '=')) => plain.push(' '),
            '<' if matches!(after, Some('-' | '–' | '—')) => plain.push(' '),
            '≠' => plain.push_str(" != "),
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '/' | '…' => plain.push(' '),
            ',' if digits => {}
            '.' if digits || (opens(before) && is_name_with_dot(&chars, at)) => plain.push('.'),
            // "e.g." and "eg", but "done.Then" are two words.
            '.' if after.is_some_and(char::is_alphabetic) && !is_initial(&chars, at) => plain.push(' '),
            '.' => {}
            '&' => plain.push_str(" and "),
            c => plain.extend(c.to_lowercase()),
        }
    }
    let mut words: Vec<String> = vec![];
    for word in plain.split_whitespace() {
        if COMPARING.contains(&word) {
            words.push(word.to_owned());
            continue;
        }
        let word = word
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !"<>≤≥$€£¥~+-.".contains(c))
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !"+%#$€£¥".contains(c));
        if !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        let word = match word {
            "xp" => "experience",
            "yr" | "yrs" => "years",
            word => word,
        };
        let counts = word.starts_with(|c: char| c.is_ascii_digit() || "$€£¥".contains(c));
        match words.last_mut().filter(|last| counts && COMPARING.contains(&last.as_str())) {
            // "> 5" is ">5".
            Some(sign) => sign.push_str(word),
            None => words.push(word.to_owned()),
        }
    }
    words
}

/// Signs that say as much as a word.
const COMPARING: [&str; 7] = ["<", ">", "<=", ">=", "≤", "≥", "!="];

/// True where a word begins, after what stands there.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '/' | ':'))
}

/// True for the full stop of ".NET", ".gitignore" and ".5", and not for one that slipped behind a blank.
fn is_name_with_dot(chars: &[char], at: usize) -> bool {
    let next = |n: usize| chars.get(at + n).copied();
    let capitals = next(1).is_some_and(char::is_uppercase) && next(2).is_some_and(char::is_uppercase);
    capitals || next(1).is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
}

/// The same for finding a text again whose accented letters may have been lost: each of them counts as a question
/// mark, which is what wrong encodings leave of it.
pub(super) fn bare_words(text: &str) -> Vec<String> {
    let bare = |c: char| if matches!(c, '\u{C0}'..='\u{24F}' | '\u{FFFD}') { '?' } else { c };
    let strip = |word: String| -> String {
        let word: String = word.chars().map(bare).collect();
        word.trim_matches('?').to_owned()
    };
    key_words(text).into_iter().map(strip).filter(|word| !word.is_empty()).collect()
}

/// `text` with the letters that were lost in it, as far as `other` has the word whole.
fn restored<'t>(text: &'t str, other: &str) -> Cow<'t, str> {
    if !text.contains(['?', '\u{FFFD}']) || other.is_ascii() {
        return Cow::Borrowed(text);
    }
    let core = |word: &str| -> String {
        word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '\u{FFFD}')).to_owned()
    };
    let lost = |word: &str| -> String { word.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect() };
    let whole: HashMap<String, String> = other
        .split_whitespace()
        .map(core)
        .filter(|word| !word.is_ascii())
        .map(|word| (lost(&word), word))
        .collect();
    let words = text.split(' ').map(|word| {
        let own = core(word);
        match whole.get(&lost(&own)).filter(|_| own.contains(['?', '\u{FFFD}'])) {
            Some(found) => word.replacen(own.as_str(), found, 1),
            None => word.to_owned(),
        }
    });
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// "5 – 7", "5 -7" and "5 to 7" as "5-7".
pub(super) fn closed_ranges(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::with_capacity(text.len());
    let mut skip = false;
    for (at, word) in words.iter().enumerate() {
        let ends = out.ends_with(is_digit);
        let next =
            words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit() || c == '$'));
        let joins = matches!(*word, "-" | "–" | "—" | "to") && ends && next;
        let hangs = |c: char| matches!(c, '-' | '–' | '—');
        let second = ends && word.strip_prefix(hangs).is_some_and(|rest| rest.starts_with(is_digit));
        if !out.is_empty() && !skip && !joins && !second {
            out.push(' ');
        }
        out.push_str(if joins { "-" } else { word });
        skip = joins;
    }
    out
}

/// True for the full stop after a single letter.
fn is_initial(chars: &[char], at: usize) -> bool {
    let letter = |n: Option<usize>| n.and_then(|n| chars.get(n)).is_some_and(|c| c.is_alphabetic());
    letter(at.checked_sub(1)) && !letter(at.checked_sub(2))
}

/// The text with what wrong encodings did to it undone.
pub(super) fn undamaged(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let Some(codec) = SingleByte::named("windows-1252") else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for repair in repairs(text, &[codec], 2) {
        out.push_str(text.get(at..repair.range.start).unwrap_or(""));
        out.push_str(repair.text.as_deref().unwrap_or(""));
        at = repair.range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Where two lists of words differ, in order.
pub(super) fn stretches(old: &[String], new: &[String]) -> Vec<Stretch> {
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return if old == new {
            vec![]
        } else {
            vec![Stretch { old: old.to_vec(), new: new.to_vec(), before: vec![] }]
        };
    }
    let part = |words: &[String], from: usize, length: usize| -> Vec<String> {
        words.get(from..from + length).unwrap_or_default().to_vec()
    };
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    ops.into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let (o, n) = (op.old_range(), op.new_range());
            Stretch {
                old: part(old, o.start, o.len()),
                new: part(new, n.start, n.len()),
                before: part(old, o.start.saturating_sub(4), o.start.min(4)),
            }
        })
        .collect()
}

/// What was mended if the two texts say the same; `None` if they do not.
pub(super) fn mends(old: &str, new: &str) -> Option<BTreeSet<Mend>> {
    let mut found = BTreeSet::new();
    let (whole_old, whole_new) = (restored(old, new), restored(new, old));
    if whole_old != old || whole_new != new {
        found.insert(Mend::Encoding);
    }
    let (old, new) = (whole_old.as_ref(), whole_new.as_ref());
    let (a, b) = (key_words(old), key_words(new));
    if names_differ(old, new) {
        return None;
    }
    for stretch in stretches(&a, &b) {
        found.extend(mended(&stretch)?);
    }
    let bare = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (x, y) = (bare(&undamaged(old)), bare(&undamaged(new)));
    if undamaged(old) != old && undamaged(new) == new {
        found.insert(Mend::Encoding);
    }
    if x == y {
        found.insert(if found.is_empty() && bare(old) == bare(new) { Mend::Spacing } else { Mend::Encoding });
        return Some(found);
    }
    // What differs beside the words.
    let hyphenless = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let small = |text: &str| text.to_lowercase();
    if a == b {
        let sign = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace() && !"-‐‑".contains(*c)).collect()
        };
        let (ox, ny) = (undamaged(old), undamaged(new));
        if hyphenless(&ox) != hyphenless(&ny) && small(&hyphenless(&ox)) == small(&hyphenless(&ny)) {
            found.insert(Mend::Capitals);
        }
        let dashes = |text: &str| text.chars().filter(|c| "-‐‑".contains(*c)).count();
        if dashes(&ox) != dashes(&ny) {
            found.insert(Mend::Hyphens);
        }
        if small(&hyphenless(&ox)) != small(&hyphenless(&ny)) {
            found.insert(Mend::Spelling);
        } else if small(&sign(&ox)) != small(&sign(&ny)) {
            found.insert(Mend::Punctuation);
        } else if found.is_empty() {
            found.insert(Mend::Spacing);
        }
    }
    Some(found)
}

/// Names that are other words in small letters.
const NAMES: [&str; 3] = ["US", "IT", "WHO"];

/// True where a name became a small word, or the other way round: "the US market", "the us market".
fn names_differ(old: &str, new: &str) -> bool {
    let count = |text: &str, word: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| *part == word).count()
    };
    let spoken = |text: &str| text.chars().any(char::is_lowercase);
    // In a heading in capitals nobody can tell.
    spoken(old)
        && spoken(new)
        && NAMES.iter().any(|name| {
            let small = name.to_lowercase();
            count(old, name) != count(new, name) && count(old, &small) != count(new, &small)
        })
}

/// With "re-" these do something again; without the hyphen they are words of their own.
const AGAIN: &str = "sign form cover present lease sort press mark act solve serve dress store fuse treat count create \
    bound call collect pose tire lay port quest ally sent strain prove tract side view";

/// True for "re-sign" and "resign".
fn is_again(old: &[String], new: &[String]) -> bool {
    let parted = |words: &[String]| match words {
        [re, verb] if re == "re" => AGAIN.split(' ').any(|stem| is_form_of(verb, stem)),
        _ => false,
    };
    parted(old) || parted(new)
}

/// "signs", "signed", "signing", "creation", "leases" …
fn is_form_of(word: &str, stem: &str) -> bool {
    const ENDINGS: [&str; 8] = ["", "s", "es", "ed", "d", "ing", "ation", "ion"];
    let fits = |stem: &str| word.strip_prefix(stem).is_some_and(|rest| ENDINGS.contains(&rest));
    fits(stem) || stem.strip_suffix('e').is_some_and(fits)
}

const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Small words that are often mixed up, and whose exchange leaves the sense: "participates to" for "in".
const PARTICLES: [&str; 6] = ["in", "on", "at", "to", "of", "into"];

/// Small words that are forgotten, or one too many: "other members the team", "seeks for feedback".
const SLIGHT: [&str; 8] = ["of", "to", "for", "by", "in", "on", "at", "that"];

/// Words that are mistaken for each other.
const CONFUSED: [(&str, &str); 8] = [
    ("effect", "affect"),
    ("effects", "affects"),
    ("lead", "led"),
    ("then", "than"),
    ("principle", "principal"),
    ("insure", "ensure"),
    ("loose", "lose"),
    ("compliment", "complement"),
];

/// Nouns that say how far somebody reaches: one of them, or many, is not the same.
const REACH: &str = "team teams org orgs organization organizations organisation organisations department departments \
    project projects product products system systems service services engineer engineers person people report reports \
    direct directs manager managers group groups unit units area areas region regions site sites customer customers \
    client clients partner partners squad squads tribe tribes domain domains function functions discipline disciplines \
    company companies office offices school schools ward wards store stores director directors lead leads";

fn mended(stretch: &Stretch) -> Option<BTreeSet<Mend>> {
    let Stretch { old, new, before } = stretch;
    let numbers = |words: &[String]| words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
    if old.concat() == new.concat() && !numbers(old) {
        // "not able" and "notable" are no two spellings.
        let not = |words: &[String]| words.iter().any(|word| word == "not");
        let apart = is_again(old, new) || not(old) != not(new);
        return (!apart).then(|| BTreeSet::from([Mend::Hyphens]));
    }
    let bare = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| !ARTICLES.contains(&word.as_str())).cloned().collect()
    };
    let (a, b) = (bare(old), bare(new));
    if a == b {
        return Some(BTreeSet::from([Mend::Grammar]));
    }
    if let ([one], []) | ([], [one]) = (a.as_slice(), b.as_slice()) {
        // A word that stood there twice, or a small one.
        let slight = SLIGHT.contains(&one.as_str()) && !before.is_empty() && !numbers(before);
        let twice = b.is_empty() && before.last() == Some(one);
        return (slight || twice).then(|| BTreeSet::from([Mend::Grammar]));
    }
    if a.len() != b.len() {
        return None;
    }
    let mut found = BTreeSet::new();
    let mut passed: Vec<&str> = before.iter().map(String::as_str).collect();
    for (x, y) in a.iter().zip(&b) {
        if x != y {
            let same = spoken_number(x).or(x.parse().ok()) == spoken_number(y).or(y.parse().ok());
            let counted = same && (spoken_number(x).is_some() || spoken_number(y).is_some());
            found.insert(if counted { Mend::Spelling } else { one_word(x, y, &passed)? });
        }
        passed.push(y);
    }
    if old.len() != a.len() || new.len() != b.len() {
        found.insert(Mend::Grammar);
    }
    Some(found)
}

/// The number that a word says.
pub(super) fn spoken_number(word: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at =
        |words: &[&str]| words.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok());
    at(&WORDS).or_else(|| Some((at(&TENS)? + 3) * 10))
}

/// British and American spellings of one word that differ in kind elsewhere, so that they are no pair for a habit.
const SPELLINGS: [(&str, &str); 11] = [
    ("programme", "program"),
    ("programmes", "programs"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("practise", "practice"),
    ("practises", "practices"),
    ("analyses", "analyzes"),
    ("catalogue", "catalog"),
    ("catalogues", "catalogs"),
    ("dialogue", "dialog"),
    ("dialogues", "dialogs"),
];

/// What was mended if one word stands for the other, after the words `passed`.
fn one_word(old: &str, new: &str, passed: &[&str]) -> Option<Mend> {
    if old.chars().chain(new.chars()).any(|c| c.is_ascii_digit()) {
        return None;
    }
    // Signs that belong to a name or compare: "C++", "C#", ".NET", "!=".
    let sign = |c: char| "+#%$€£¥<>≤≥=!~.".contains(c);
    let letters = |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
    if letters(old) == letters(new) {
        let signs = |word: &str| -> String { word.chars().filter(|c| sign(*c)).collect() };
        return (signs(old) == signs(new)).then_some(Mend::Punctuation);
    }
    let single = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    // "focussed" and "focused"
    let doubled = old.len().max(new.len()) >= 8 && old.len() != new.len() && single(old) == single(new);
    let pair = |&(a, b): &(&str, &str)| (old, new) == (a, b) || (old, new) == (b, a);
    let confused = CONFUSED.iter().chain(&SPELLINGS).any(pair);
    let other = spelled(old).map(|spelled| spelled.other);
    if doubled || confused || other.as_deref() == Some(new) || is_slip(old, new) || is_slip(new, old) {
        return Some(Mend::Spelling);
    }
    let both = |list: &[&str]| list.contains(&old) && list.contains(&new);
    if both(&PARTICLES) || both(&["is", "are"]) || both(&["has", "have"]) {
        return Some(Mend::Grammar);
    }
    // "Collaborate" and "collaborates" where a duty begins, or after another verb.
    let before = passed.last().copied();
    let opens = before.is_none_or(|word| matches!(word, "and" | "or" | "then" | "who" | "that"));
    let form = |form| conjugate(old, form).is_some_and(|made| made == new);
    if opens && [VerbForm::Imperative, VerbForm::ThirdPerson, VerbForm::Gerund].into_iter().any(form) {
        return Some(Mend::Grammar);
    }
    // "1 aspects", "such as conference": a noun in the wrong number, unless it says how far somebody reaches.
    let plural =
        |one: &str, many: &str| many.strip_suffix('s') == Some(one) || many.strip_suffix("es") == Some(one);
    let reaches = REACH.split_whitespace().any(|word| word == old || word == new);
    let known = Dictionary::english().contains(old) && Dictionary::english().contains(new);
    if reaches || !known || old.len() < 4 {
        return None;
    }
    let counts = |word: &&str| matches!(*word, "1" | "one" | "a" | "an" | "each" | "every" | "another");
    let counted = passed.iter().rev().take(2).any(counts);
    let bound = before.is_none_or(|word| BOUND.contains(&word));
    let (to_one, to_many) = (plural(new, old), plural(old, new));
    ((counted && to_one) || (!counted && !bound && (to_one || to_many))).then_some(Mend::Grammar)
}

/// After these words a noun may be one or many, and it makes a difference.
const BOUND: [&str; 11] = ["the", "this", "that", "its", "their", "your", "our", "my", "his", "her", "no"];

/// True if `old` is no word and `new`, which is one, is what was meant.
fn is_slip(old: &str, new: &str) -> bool {
    let dictionary = Dictionary::english();
    if old.chars().count() < 3 || dictionary.contains(old) {
        return false;
    }
    if dictionary.contains(new) && edit_distance(old, new, 2).is_some() && old.chars().count() > 3 {
        return true;
    }
    let speller = Speller::new(&Vocabulary::default(), &[]);
    words(old).any(
        |word| matches!(speller.check(&word), Verdict::Misspelled { suggestion, .. } if suggestion == new),
    )
}

/// A piece of a comparison for readers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase", tag = "tag", content = "text")]
pub enum Part {
    Same(String),
    Gone(String),
    New(String),
}

/// The two texts in one: what stayed, what is gone, what is new, by words, as they are written.
pub fn word_diff(old: &str, new: &str) -> Vec<Part> {
    let (a, b) = (pieces(old), pieces(new));
    let text =
        |pieces: &[&str], range: std::ops::Range<usize>| pieces.get(range).unwrap_or_default().concat();
    let mut raw: Vec<(bool, String, String)> = vec![];
    if a.len() > MOST_WORDS * 2 || b.len() > MOST_WORDS * 2 {
        raw.push((false, old.to_owned(), new.to_owned()));
    } else {
        for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
            let equal = matches!(op, DiffOp::Equal { .. });
            raw.push((equal, text(&a, op.old_range()), text(&b, op.new_range())));
        }
    }
    // Changes with nothing but blanks and signs between them are one change.
    let mut merged: Vec<(bool, String, String)> = vec![];
    let mut rest = raw.into_iter().peekable();
    while let Some((equal, x, y)) = rest.next() {
        let small = equal && !x.chars().any(char::is_alphanumeric);
        let inside =
            small && rest.peek().is_some() && merged.last().is_some_and(|last| !last.0 && is_wordy(last));
        let next_wordy = rest.peek().is_some_and(is_wordy);
        match merged.last_mut() {
            Some(last) if !last.0 && (!equal || inside && next_wordy) => {
                last.1.push_str(&x);
                last.2.push_str(&y);
            }
            _ => merged.push((equal, x, y)),
        }
    }
    let mut out = vec![];
    for (equal, x, y) in merged {
        if equal {
            out.push(Part::Same(x));
            continue;
        }
        out.extend((!x.is_empty()).then_some(Part::Gone(x)));
        out.extend((!y.is_empty()).then_some(Part::New(y)));
    }
    out
}

/// A change that holds a word, not only a sign.
fn is_wordy(change: &(bool, String, String)) -> bool {
    change.1.chars().chain(change.2.chars()).any(char::is_alphanumeric)
}

/// Words, the signs around them, and blanks.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = vec![];
    for chunk in text.split_inclusive(' ') {
        let (word, blank) = chunk.strip_suffix(' ').map_or((chunk, ""), |word| (word, " "));
        let core = |c: char| c.is_alphanumeric();
        let start = word.find(core).unwrap_or(word.len());
        let end = word
            .char_indices()
            .rev()
            .find(|(_, c)| core(*c) || matches!(c, '+' | '%'))
            .map_or(start, |(at, c)| at + c.len_utf8())
            .max(start);
        for piece in
            [word.get(..start), word.get(start..end), word.get(end..), Some(blank)].into_iter().flatten()
        {
            if !piece.is_empty() {
                out.push(piece);
            }
        }
    }
    out
}

/// Words that say little about what a text is about.
const SMALL: &str = "a an the and or of to in on at for with by from as is are be been has have their its it this that \
    they them our your you we i will can into across";

fn weight(word: &str) -> f64 {
    if SMALL.split_whitespace().any(|small| small == word) { 0.25 } else { 1.0 }
}

/// How much two lists of key words have in common, 0 to 1: small words count a quarter.
pub(super) fn common(a: &[String], b: &[String]) -> f64 {
    let (shared, x, y) = shared(a, b);
    if x + y > 0.0 { 2.0 * shared / (x + y) } else { 1.0 }
}

/// A text that holds this share of another one's words, which weigh at least so much, may be that one continued.
const HELD: f64 = 0.85;
const ENOUGH: f64 = 4.0;

/// The same for two wordings of one passage: a text that goes on holds all of what stood there.
pub(super) fn alike(a: &[String], b: &[String]) -> f64 {
    let (shared, x, y) = shared(a, b);
    let held = if x.min(y) >= ENOUGH { shared / x.min(y) } else { 0.0 };
    let held = if held >= HELD { held * 0.6 } else { 0.0 };
    held.max(common(a, b))
}

/// The weight of the words that both have, and of all words of each.
fn shared(a: &[String], b: &[String]) -> (f64, f64, f64) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for word in a {
        *count.entry(word).or_default() += 1;
    }
    let mut shared = 0.0;
    for word in b {
        if let Some(left) = count.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            shared += weight(word);
        }
    }
    let total = |words: &[String]| -> f64 { words.iter().map(|word| weight(word)).sum() };
    (shared, total(a), total(b))
}

/// Finds texts that share words with another one, without comparing every pair.
#[derive(Default)]
pub(super) struct WordIndex {
    postings: HashMap<String, Vec<usize>>,
}

/// A word that stands in more texts says nothing about which one is meant.
const MOST_POSTINGS: usize = 400;

/// Texts that are compared closely.
const MOST_CANDIDATES: usize = 16;

impl WordIndex {
    pub fn add(&mut self, number: usize, words: &[String]) {
        let distinct: BTreeSet<&String> = words.iter().collect();
        for word in distinct {
            self.postings.entry(word.clone()).or_default().push(number);
        }
    }

    /// The texts that have most in common with `words`, the best first.
    pub fn near(&self, words: &[String]) -> Vec<usize> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        let distinct: BTreeSet<&String> = words.iter().collect();
        for word in distinct {
            let Some(texts) = self.postings.get(word).filter(|texts| texts.len() <= MOST_POSTINGS) else {
                continue;
            };
            #[allow(clippy::cast_precision_loss)]
            let share = weight(word) / (texts.len() as f64).sqrt();
            for &text in texts {
                *scores.entry(text).or_default() += share;
            }
        }
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(MOST_CANDIDATES).map(|(text, _)| text).collect()
    }
}
