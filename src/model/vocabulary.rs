//! What headings, labels and titles say, by the words of `rules/vocabulary/` and of the configuration. A
//! heading whose words are not known is simply of another kind.

use std::cell::RefCell;

use serde::Serialize;

use super::rank::rank_of;
use crate::language::lexicon::{Lexicon, current, is_wide};
use crate::text::{Memo, earliest, remembered};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    Summary,
    Responsibilities,
    Knowledge,
    Communication,
    Leadership,
    Impact,
    SkillsHard,
    SkillsSoft,
    Competencies,
    Evidence,
    Education,
    Experience,
    Scope,
    Moves,
    Pay,
    Links,
    Other,
}

const KINDS: [SectionKind; 17] = [
    SectionKind::Summary,
    SectionKind::Responsibilities,
    SectionKind::Knowledge,
    SectionKind::Communication,
    SectionKind::Leadership,
    SectionKind::Impact,
    SectionKind::SkillsHard,
    SectionKind::SkillsSoft,
    SectionKind::Competencies,
    SectionKind::Evidence,
    SectionKind::Education,
    SectionKind::Experience,
    SectionKind::Scope,
    SectionKind::Moves,
    SectionKind::Pay,
    SectionKind::Links,
    SectionKind::Other,
];

impl SectionKind {
    /// The name in exports.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Summary => "summary",
            SectionKind::Responsibilities => "responsibilities",
            SectionKind::Knowledge => "knowledge",
            SectionKind::Communication => "communication",
            SectionKind::Leadership => "leadership",
            SectionKind::Impact => "impact",
            SectionKind::SkillsHard => "skills-hard",
            SectionKind::SkillsSoft => "skills-soft",
            SectionKind::Competencies => "competencies",
            SectionKind::Evidence => "evidence",
            SectionKind::Education => "education",
            SectionKind::Experience => "experience",
            SectionKind::Scope => "scope",
            SectionKind::Moves => "moves",
            SectionKind::Pay => "pay",
            SectionKind::Links => "links",
            SectionKind::Other => "other",
        }
    }

    /// The kind that exports and the vocabulary call so.
    pub fn named(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name() == name)
    }

    /// True where the items say what is expected, by the name of the section alone.
    pub(super) fn is_named_expectation(self) -> bool {
        self.is_expectations() && self != SectionKind::Other
    }

    /// True where the items say what is expected of people in the job (and not what they are paid,
    /// where they may go next, or which pages to read).
    pub fn is_expectations(self) -> bool {
        !matches!(
            self,
            SectionKind::Education
                | SectionKind::Experience
                | SectionKind::Moves
                | SectionKind::Pay
                | SectionKind::Links
                | SectionKind::Summary
        )
    }
}

/// A recognized level label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelWord {
    /// `IC3`, `L4`.
    pub code: Option<String>,
    /// A hint at the order on its track.
    pub rank: Option<i32>,
}

/// What a heading is about, by its words. A sentence that somebody says ("I set the direction of my team")
/// is no name of a section, whatever words are in it.
pub fn section_kind(heading: &str) -> SectionKind {
    thread_local! {
        static KNOWN: RefCell<Memo<SectionKind>> = RefCell::default();
    }
    let lexicon = current();
    remembered(&KNOWN, lexicon.number, heading, || {
        let words = words_of(heading);
        if words.len() > 3 && words.first().is_some_and(|word| SPEAKERS.contains(&word.as_str())) {
            return SectionKind::Other;
        }
        lexicon.section(&words).and_then(SectionKind::named).unwrap_or(SectionKind::Other)
    })
}

/// Words that begin what people say of themselves.
const SPEAKERS: &[&str] = &["i", "we", "ich", "wir", "je", "nous", "yo", "eu", "io", "ik"];

/// Lower-cased words without punctuation; `:shortcodes:` are left out.
pub fn words_of(text: &str) -> Vec<String> {
    first_words_of(text, usize::MAX)
}

/// The first of them, at most so many.
pub(super) fn first_words_of(text: &str, most: usize) -> Vec<String> {
    if text.is_ascii() && !text.starts_with(':') {
        let mut words = vec![];
        let mut rest = text;
        while let Some(start) =
            rest.bytes().position(|byte| byte.is_ascii_alphanumeric()).filter(|_| words.len() < most)
        {
            let word = rest.get(start..).unwrap_or_default();
            let end = word.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(word.len());
            words.push(word.get(..end).unwrap_or_default().to_ascii_lowercase());
            rest = word.get(end..).unwrap_or_default();
        }
        return words;
    }
    // Colons part words like all signs; only a text that begins with one can begin with a code.
    let lower =
        if text.starts_with(':') { without_shortcodes(text).to_lowercase() } else { text.to_lowercase() };
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(most).map(str::to_owned).collect()
}

/// `:deciduous_tree:` and its like say nothing.
fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, piece) in text.split(':').enumerate() {
        let code = piece.len() > 2
            && piece.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if n > 0 {
            out.push(' ');
        }
        // The piece between two colons only; "a: b" keeps both sides.
        if !(code && n > 0 && text.starts_with(':')) {
            out.push_str(piece);
        }
    }
    out
}

/// True for words that only say how high somebody stands.
pub(super) fn is_rank(word: &str) -> bool {
    current().rank(word).is_some()
}

/// True if one of the words of a title says how high somebody stands.
pub(super) fn is_ranked(title: &str) -> bool {
    words_of(title).iter().any(|word| is_rank(word))
}

/// A roman or arabic numeral from 1 to 20, as in "Engineer III" and "Engineer 3".
pub fn numeral(word: &str) -> Option<i32> {
    const ROMAN: &[&str] = &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let Some(at) = ROMAN.iter().position(|roman| *roman == word) {
        return i32::try_from(at + 1).ok();
    }
    word.parse().ok().filter(|n| (0..=20).contains(n))
}

/// The level code that a label begins with, ends with, or has in brackets, and its rank.
fn code_in(label: &str) -> Option<(String, i32)> {
    let pieces: Vec<&str> = label
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '(' | ')' | '（' | '）' | ':' | '/' | ',' | '[' | ']' | '–' | '—')
        })
        .collect();
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty() && *piece != "-").collect();
    let first = pieces.first().and_then(|piece| code(piece));
    if let Some(found) = first {
        let rest = label.trim_start().get(found.0.len()..).unwrap_or("").trim_start();
        let apart = rest.is_empty() || rest.starts_with(['-', '–', '—', ':', '(', '/', ',', '.']);
        return (apart || looks_like_title(rest) || is_rank_only(rest)).then_some(found);
    }
    let bracketed = label.contains(['(', '（']).then(|| label.rsplit(['(', '（']).next()).flatten();
    let inner = bracketed.and_then(|inner| inner.split([')', '）', ',', ' ']).next());
    inner.and_then(code).or_else(|| {
        let last = pieces.last().and_then(|piece| code(piece))?;
        [" - ", " – ", " — ", ", ", "Level ", "Grade "]
            .iter()
            .any(|sep| label.ends_with(&format!("{sep}{}", last.0)))
            .then_some(last)
    })
}

/// `IC3`, `L4.1`, `SWE-1`, `AIE-L3`: the code as written and its rank: 30 for the first, 41 for the second.
pub(super) fn code(piece: &str) -> Option<(String, i32)> {
    let piece = piece.trim_matches(['.', '*', '_']);
    let at = piece.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = (piece.get(..at)?, piece.get(at..)?);
    let (whole, step) = digits.split_once('.').unwrap_or((digits, ""));
    let number: i32 = whole.parse().ok()?;
    // "IC5.5" stands between "IC5" and "IC6", and "L1.10" is the tenth step after "L1".
    let tenths = match (step.len(), step.parse::<i32>().unwrap_or(0)) {
        (1, n) => n,
        (_, n) if n % 25 == 0 || n < 10 => n / 10,
        _ => 9,
    };
    let shape =
        whole.len() <= 2 && digits.len() <= 4 && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let letters = letters.trim_end_matches('-');
    let lexicon = current();
    let known = lexicon.is_code(letters)
        || letters.rsplit_once('-').is_some_and(|(family, last)| {
            lexicon.is_code(last) && family.len() <= 5 && family.chars().all(|c| c.is_ascii_uppercase())
        });
    (shape && known).then(|| (piece.to_owned(), number * 10 + tenths))
}

/// True for labels of nothing but rank words: "Senior", "Mid-level", "Senior II", "Leading Expert".
pub(super) fn is_rank_only(label: &str) -> bool {
    are_ranks(label, &words_of(label))
}

/// The same for a label with its words.
pub(super) fn are_ranks(label: &str, words: &[String]) -> bool {
    let lexicon = current();
    let ranked = |word: &str| lexicon.is_whole_rank(word);
    let fits = |word: &String| {
        ranked(word)
            || numeral(word).is_some()
            || matches!(word.as_str(), "level" | "or" | "nivel" | "nível" | "niveau")
    };
    (1..=4).contains(&words.len())
        && words.iter().all(fits)
        && words.iter().any(|word| ranked(word))
        && label.trim().chars().next().is_some_and(|c| !c.is_lowercase())
}

/// Whether a label names a level: a code, a rank, a numbered level, or the title of a job.
pub fn level_word(label: &str) -> Option<LevelWord> {
    thread_local! {
        static KNOWN: RefCell<Memo<Option<LevelWord>>> = RefCell::default();
    }
    // No label is longer; see below.
    if label.len() > 2 * LONGEST_LABEL * 4 {
        return read_level_word(label);
    }
    remembered(&KNOWN, current().number, label, || read_level_word(label))
}

/// Longest label of a level, in characters.
const LONGEST_LABEL: usize = 90;

fn read_level_word(label: &str) -> Option<LevelWord> {
    let label = without_number(without_note(label.trim().trim_end_matches(':').trim()));
    if label.is_empty() || label.chars().count() > LONGEST_LABEL {
        return None;
    }
    let lexicon = current();
    let words = words_of(label);
    if let Some(rank) = configured(&lexicon, label, &words) {
        return Some(LevelWord { code: code_in(label).map(|(code, _)| code), rank: Some(rank) });
    }
    if let Some((code, rank)) = code_in(label) {
        return Some(LevelWord { code: Some(code), rank: Some(rank) });
    }
    if let Some(n) = words.first().and_then(|word| glued_number(word)) {
        return Some(LevelWord { code: None, rank: Some(n * 10) });
    }
    if let Some(n) = counted(&lexicon, label) {
        return Some(LevelWord { code: None, rank: Some(n * 10) });
    }
    if words.first().is_some_and(|noun| lexicon.is_numbered(noun))
        && let Some((code, rank)) =
            label.split_whitespace().nth(1).and_then(|word| code(word.trim_end_matches(':')))
    {
        return Some(LevelWord { code: Some(code), rank: Some(rank) });
    }
    if let Some((_, n)) = numbered(&lexicon, label, &words) {
        return Some(LevelWord { code: None, rank: Some(n * 10) });
    }
    if let Some((low, high)) = several_levels(&lexicon, label, &words) {
        return Some(LevelWord { code: None, rank: Some((low + high) * 5) });
    }
    // "l3" alone; within a text small letters before a number mean other things.
    if words.len() == 1
        && label.len() <= 5
        && let Some((_, rank)) = code(&label.to_uppercase())
    {
        return Some(LevelWord { code: Some(label.to_owned()), rank: Some(rank) });
    }
    // "Mid+" stands half a step above "Mid".
    let more = if label.ends_with('+') { 5 } else { 0 };
    let rank = || on_a_track(label).or_else(|| rank_of(&words)).map(|rank| rank + more);
    (are_ranks(label, &words) || looks_like_title(label)).then(|| LevelWord { code: None, rank: rank() })
}

/// The noun and the number of "Level 3", "Level Three: …" and "Third level".
pub(super) fn numbered<'w>(lexicon: &Lexicon, label: &str, words: &'w [String]) -> Option<(&'w str, i32)> {
    let [first, second, ..] = words else { return None };
    if lexicon.is_numbered(first) {
        return numeral(second).or_else(|| lexicon.spelled(second)).map(|n| (first.as_str(), n));
    }
    let n = lexicon.lists.levels.ordinals.get(first.as_str()).filter(|_| lexicon.is_numbered(second))?;
    // "First level support" is no level, "First level: Support" is one.
    let ends = words.len() == 2
        || label.split([':', '–', '—', '(']).next().is_some_and(|name| words_of(name).len() == 2);
    if !ends {
        return None;
    }
    Some((second.as_str(), *n))
}

/// The ends of "Levels 1–2" and "Grades 4 to 6".
fn several_levels(lexicon: &Lexicon, label: &str, words: &[String]) -> Option<(i32, i32)> {
    let (noun, numbers) = words.split_first()?;
    let noun = noun.strip_suffix('s').filter(|noun| lexicon.is_numbered(noun));
    let (low, high) = match numbers {
        [low, high] if label.contains(['-', '–', '—', '/', '&']) => (low, high),
        [low, between, high] if matches!(between.as_str(), "to" | "and") => (low, high),
        _ => return None,
    };
    let ends = Some((numeral(low)?, numeral(high)?));
    ends.filter(|(low, high)| noun.is_some() && low < high)
}

/// The number of a label that is nothing but it and what counts levels: "3級".
fn counted(lexicon: &Lexicon, label: &str) -> Option<i32> {
    let counters = lexicon.lists.levels.counters.iter();
    counters.filter_map(|counter| label.strip_suffix(&**counter)).find_map(level_number)
}

/// The number behind a noun without a blank, as in "等級3".
fn glued_number(word: &str) -> Option<i32> {
    let lexicon = current();
    let digits = lexicon.lists.levels.numbered.iter().find_map(|noun| word.strip_prefix(&**noun))?;
    level_number(digits)
}

/// A number in digits of any width, if it may be that of a level.
fn level_number(digits: &str) -> Option<i32> {
    let plain: String = digits
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            c => c,
        })
        .collect();
    plain.parse().ok().filter(|n| (0..=20).contains(n))
}

/// The rank of a level that the configuration names: "Seedling", "Seedling (L1)", "Seedling: first steps".
fn configured(lexicon: &Lexicon, label: &str, words: &[String]) -> Option<i32> {
    lexicon.named_level(words).or_else(|| {
        let name = label.split(['(', ':', '–', '—']).next().filter(|name| name.len() < label.len())?;
        lexicon.named_level(&words_of(name))
    })
}

/// The label without a note at its end: on the state of its text ("Software Engineer 1 - WIP"), or what the level asks
/// for or pays ("Junior (0-2 years)", "Senior: 5+ years"), or its number ("Senior (Grade 3)").
pub fn without_note(label: &str) -> &str {
    // "Junior<br>0-2 years"
    if let Some((name, _)) = label.split_once('\n').filter(|(name, _)| !name.trim().is_empty()) {
        return name.trim_end();
    }
    let parts = |rest: &str| ["- ", "– ", "— ", "("].iter().any(|sign| rest.starts_with(sign));
    let begins = |at: usize| {
        let rest = label.get(at + 1..).unwrap_or("");
        parts(rest) || label.get(..at).is_some_and(|name| name.ends_with(':'))
    };
    // "(0 - 2 years)" is one note.
    let bracket = if label.ends_with(')') { label.rfind(" (") } else { None };
    let mut blanks = label.rmatch_indices(' ').map(|(at, _)| at);
    let Some(at) = bracket.or_else(|| blanks.find(|&at| begins(at))) else { return label };
    let note = label.get(at..).unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let known = matches!(
        note.as_str(),
        "wip" | "tbd" | "tba" | "draft" | "new" | "not in use" | "coming soon" | "you are here"
    );
    let name = label.get(..at).unwrap_or(label).trim_end();
    let asks = || current().terms.is_amount(label.get(at..).unwrap_or(""));
    let graded = || bracket == Some(at) && is_numbered_step(&note);
    match known || graded() || asks() {
        true if name.ends_with(':') => name.trim_end_matches(':').trim_end(),
        true => name,
        false => label,
    }
}

/// A label without an amount behind it: "Tester" in "Tester (0-2 years)".
pub(super) fn without_amount(label: &str) -> &str {
    let name = without_note(label);
    let amount = |note: &str| current().terms.is_amount(note);
    if label.get(name.len()..).is_some_and(amount) { name } else { label }
}

/// True for nothing but the number of a step: "Grade 4", "Band 5", "Level Two".
pub(super) fn is_numbered_step(label: &str) -> bool {
    let words = words_of(label);
    words.len() == 2 && numbered(&current(), label, &words).is_some()
}

/// Words behind the name of a step that say what follows: "Senior level expectations".
const BEHIND_STEPS: &[&str] = &["level", "levels", "expectation", "expectations", "stage"];

/// Most words that a label may say of a step behind its name; more are a sentence. Rule of thumb.
const MOST_SAID: usize = 8;

/// The words of rank that a label begins with, where the rest only says more about that step: "Senior" of
/// "Senior — leads projects" and of "Senior level expectations". The whole of a label of ranks alone.
pub(super) fn step_in_front(label: &str) -> Option<&str> {
    let label = without_number(label.trim());
    let parted = earliest(label, &[" — ", " – ", " - ", ": ", " ("]).map_or(label.len(), |(at, _)| at);
    let (name, said) = label.split_at_checked(parted)?;
    if words_of(said).len() > MOST_SAID {
        return None;
    }
    let mut name = name.trim_end();
    while let Some((front, last)) = name.rsplit_once(' ') {
        if !BEHIND_STEPS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        name = front.trim_end();
    }
    let words = words_of(name);
    let ranks = (1..=3).contains(&words.len())
        && words.iter().all(|word| is_rank(word) || numeral(word).is_some())
        && words.first().is_some_and(|word| is_rank(word));
    (ranks && starts_upper(name)).then_some(name)
}

/// The label without "1. ", "2) " or "3.1. " in front.
pub fn without_number(label: &str) -> &str {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let inner = label.get(digits(label)..).and_then(|rest| rest.strip_prefix('.'));
    // The chapter before the number.
    let chapter = inner.filter(|inner| (1..=2).contains(&digits(label)) && digits(inner) > 0);
    let own = chapter.unwrap_or(label);
    let digits = digits(own);
    let rest = own.get(digits..).unwrap_or("");
    if chapter.is_some() && digits <= 2 && rest.starts_with(' ') {
        return rest.trim_start();
    }
    match rest.strip_prefix(['.', ')']) {
        Some(name) if (1..=2).contains(&digits) && name.starts_with(' ') => name.trim_start(),
        _ => label,
    }
}

/// A hint at how high the role of a title stands on its track.
pub fn title_rank(title: &str) -> Option<i32> {
    let title = without_number(title);
    on_a_track(title).or_else(|| rank_of(&words_of(title)))
}

/// The rank of "Senior Engineer 2 (People Manager)": the bracket names the track, and the title says how high it is.
fn on_a_track(label: &str) -> Option<i32> {
    const TRACKS: [&str; 9] = [
        "people",
        "manager",
        "management",
        "individual",
        "contributor",
        "ic",
        "technical",
        "track",
        "leadership",
    ];
    let (title, bracket) = label.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let inner = words_of(bracket);
    let is_track = !inner.is_empty() && inner.iter().all(|word| TRACKS.contains(&word.as_str()));
    if is_track { rank_of(&words_of(title)) } else { None }
}

/// The step of a word of rank or of a scale.
pub(super) fn rank_word(word: &str) -> Option<i32> {
    let lexicon = current();
    lexicon.rank(word).or_else(|| lexicon.proficiency(word))
}

/// The step of a word that names a person by the job.
pub(super) fn job_word(word: &str) -> Option<i32> {
    current().job(word)
}

/// True for what can be the title of a job: few words in title case, one of them a job.
pub fn looks_like_title(label: &str) -> bool {
    thread_local! {
        static KNOWN: RefCell<Memo<bool>> = RefCell::default();
    }
    let outer = label.split(['(', '（', ',']).next().unwrap_or("").trim();
    let name = without_number(outer.trim_end_matches(':'));
    if name.ends_with('.') || name.contains(['?', '!', ';', '→', '=', '"', '“']) {
        return false;
    }
    remembered(&KNOWN, current().number, name, || is_title(name))
}

fn is_title(name: &str) -> bool {
    let words = words_of(name);
    if words.is_empty() || words.len() > 8 {
        return false;
    }
    // An "I" at the end is a number.
    let spoken = words.strip_suffix(&["i".to_owned()]).unwrap_or(&words);
    let lexicon = current();
    if spoken.iter().any(|word| lexicon.is_never_in_titles(word)) {
        return false;
    }
    let is_job = |word: &str| {
        lexicon.job(word).is_some() || matches!(word, "lead" | "fellow" | "intern" | "trainee" | "associate")
    };
    let counted = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let head = words.iter().rev().find(|word| numeral(word).is_none() && !counted(word));
    let before_of = words
        .iter()
        .position(|word| matches!(word.as_str(), "of" | "de" | "do" | "da" | "for" | "in"))
        .and_then(|at| words.get(at.checked_sub(1)?));
    let first = words.first();
    let ranked = words.iter().any(|word| lexicon.rank(word).is_some());
    let holds_job = head.is_some_and(|word| is_job(word))
        || before_of.is_some_and(|word| is_job(word))
        || first.is_some_and(|word| {
            is_job(word)
                && (ranked
                    || !word.is_ascii()
                    || matches!(
                        word.as_str(),
                        "vp" | "head"
                            | "director"
                            | "analista"
                            | "gerente"
                            | "desarrollador"
                            | "desenvolvedor"
                            | "ingeniero"
                    ))
        })
        || name
            .split(['/', '&', '-'])
            .any(|part| words_of(part).last().is_some_and(|word| lexicon.job(word).is_some()))
        || words.iter().any(|word| word.chars().any(is_wide) && lexicon.job(word).is_some());
    // "Product Designer Jr", "Nurse Senior"
    let bare = words.iter().rev().find(|word| numeral(word).is_none() && lexicon.rank(word).is_none());
    let behind =
        head.is_some_and(|word| lexicon.rank(word).is_some()) && bare.is_some_and(|word| is_job(word));
    // "Ward Sister", "Chief Resident"
    let step = || words.len() > 1 && !lexicon.careers_of(&words).is_empty();
    let holds_job = holds_job || behind || (ranked && head.is_some_and(|word| looks_like_job(word)));
    let written = title_case(name) || (ranked && words.len() <= 5 && starts_upper(name));
    written && (holds_job || step())
}

/// A word that is not known but has the ending of a job, for use beside a word of rank.
pub(super) fn looks_like_job(word: &str) -> bool {
    const OTHERS: &[&str] = &[
        "number",
        "other",
        "order",
        "member",
        "customer",
        "user",
        "paper",
        "power",
        "matter",
        "center",
        "career",
        "offer",
        "behavior",
        "behaviour",
        "factor",
        "error",
        "vendor",
        "sponsor",
        "letter",
        "chapter",
        "computer",
        "server",
        "water",
        "senior",
        "junior",
        "relevant",
        "important",
        "significant",
        "year",
        "quarter",
        "over",
        "under",
        "after",
        "for",
        "or",
    ];
    // Short for the names of jobs; where no word of rank stands beside them they mean other things.
    const SHORT: &[&str] = &[
        "admin", "dev", "rep", "exec", "mgr", "tech", "hand", "maker", "keeper", "master", "sdr", "bdr",
        "ae", "csm", "pm", "em", "tpm", "qa", "ba",
    ];
    let ends = ["er", "or", "ist", "ian", "ant", "eur", "ier"].iter().any(|end| word.ends_with(end));
    SHORT.contains(&word) || ends && word.len() > 4 && !OTHERS.contains(&word)
}

fn starts_upper(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

/// Every longer word has a capital, as titles have and sentences have not; after "Chief" the case is free.
fn title_case(name: &str) -> bool {
    let lexicon = current();
    let mut words = name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '&' | '-' | '_'));
    let chief = words_of(name).first().is_some_and(|word| word == "chief");
    starts_upper(name)
        && (chief
            || words.all(|word| {
                let known = lexicon.job(word).is_some() || lexicon.rank(word).is_some();
                word.chars().count() <= 3 || known || !word.starts_with(char::is_lowercase)
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_levels() {
        let levels = [
            "IC3",
            "L4 - Lead Engineer",
            "Level 3",
            "Senior",
            "Engineering Manager",
            "Engineer II",
            "Mid-level",
            "Junior Programmer (L1)",
            "Director of Engineering",
            "VP of Engineering",
            "Level M1: Team Lead",
            "Grade 7",
            "EM/TL Hybrid Engineer",
            "Sr Software Engineer 1",
            "Développeur de niveau intermédiaire Junior",
            "AIE-L3",
            "Leading Expert",
            "Júnior",
            "Software Engineer Intern",
            "UX/UI Designer Jr",
            "Level Three",
            "Second level",
            "l3",
            "3.1. Senior Engineer",
            "高级",
            "シニア",
            "シニアレベル",
        ];
        for label in levels {
            assert!(level_word(label).is_some(), "{label}");
        }
        let others = [
            "Leadership",
            "Technical Leadership",
            "Responsibilities",
            "Manager of one or more teams",
            "SOC 2",
            "Mentoring junior engineers",
            "Working with your Manager",
            "E2E testing",
            "S3 buckets",
            "M365",
            "",
            "What is a Staff Engineer?",
            "Expert Knowledge",
            "Scope of action",
            "Engineering Manager Responsibilities",
            "First level support",
            "Part one",
            "s3 buckets",
            "高级用法",
            "中级教程",
        ];
        for label in others {
            assert!(level_word(label).is_none(), "{label}");
        }
        assert_eq!(level_word("Junior Programmer (L1)").unwrap().code.as_deref(), Some("L1"));
        let rank = |label| level_word(label).unwrap().rank;
        assert!(rank("Junior Engineer") < rank("Engineer"));
        assert!(rank("IC5") < rank("IC5.5") && rank("Level M1.5: Team Lead") < rank("M2"));
        assert!(rank("Engineer") < rank("Senior Engineer"));
        assert!(rank("Engineering Manager") < rank("Senior Engineering Manager"));
        assert!(rank("Senior Engineering Manager") < rank("Director of Engineering"));
        assert!(rank("Director of Engineering") < rank("Senior Director of Engineering"));
    }

    #[test]
    fn headings_and_their_kinds() {
        let kinds = [
            ("Years of xp (guideline)", SectionKind::Experience),
            ("Scope of knowledge (Breadth and Depth)", SectionKind::Knowledge),
            ("Scope of action", SectionKind::Scope),
            ("Communication and leadership", SectionKind::Communication),
            ("Competencies focus", SectionKind::Competencies),
            ("Job Description (Internal links)", SectionKind::Links),
            ("Checkpoints", SectionKind::Evidence),
            ("Entry Point From:", SectionKind::Moves),
            ("Primary Functions", SectionKind::Responsibilities),
            ("🎯 Role Definition", SectionKind::Summary),
            ("Hard Skills (Technical)", SectionKind::SkillsHard),
            ("Typical Experience Range", SectionKind::Experience),
            ("Customer experience", SectionKind::Other),
            (":deciduous_tree: Talent", SectionKind::Leadership),
        ];
        for (heading, kind) in kinds {
            assert_eq!(section_kind(heading), kind, "{heading}");
        }
    }
}
