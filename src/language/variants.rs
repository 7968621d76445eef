//! Words that can be written in two ways: American and British spelling, and one word, a hyphen or two
//! words ("lifecycle", "life-cycle", "life cycle"). What a framework does mostly is its habit.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::tokens::one_of;
use super::vocabulary::Vocabulary;
use super::words::Dictionary;
use crate::text::{Memo, Openings, QuickMap, QuickSet, remembered};

/// Spellings that go together. Some British writers organize, so the endings are a family of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// "organise" and "organize".
    Ise,
    /// "colour" and "color", "centre" and "center", "analyse" and "analyze".
    Letters,
}

/// Where a spelling is at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    American,
    British,
}

/// A spelling and the other one of the same word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    pub family: Family,
    pub locale: Locale,
    /// In small letters.
    pub other: String,
}

/// British letters, American letters.
const LETTERS: &[(&str, &str, Family)] = &[
    ("isation", "ization", Family::Ise),
    ("ise", "ize", Family::Ise),
    ("ising", "izing", Family::Ise),
    ("isab", "izab", Family::Ise),
    ("yse", "yze", Family::Letters),
    ("ysing", "yzing", Family::Letters),
    ("our", "or", Family::Letters),
    ("tre", "ter", Family::Letters),
    ("lling", "ling", Family::Letters),
    ("lled", "led", Family::Letters),
    ("ller", "ler", Family::Letters),
    ("ence", "ense", Family::Letters),
    ("ogue", "og", Family::Letters),
    ("fil", "fill", Family::Letters),
    ("skilful", "skillful", Family::Letters),
    ("grey", "gray", Family::Letters),
];

/// Words whose two spellings differ in meaning or in kind.
const APART: &str = "licence licences license licensed licenses licensing practise practised practises practising \
    practice programme programmes program catalog catalogue catalogs catalogues dialog dialogue meter metre \
    metres meters";

/// How this word, in small letters, is spelled, if it can be spelled in another way.
pub fn spelled(lower: &str) -> Option<Spelled> {
    thread_local! {
        static KNOWN: RefCell<Memo<Option<Spelled>>> = RefCell::default();
    }
    if lower.len() < 5 || !lower.is_ascii() {
        return None;
    }
    remembered(&KNOWN, 0, lower, || other_spelling(lower))
}

fn other_spelling(lower: &str) -> Option<Spelled> {
    // To look for a few letters takes less than to look a word up.
    if !holds_letters(lower.as_bytes()) || one_of(lower, APART) {
        return None;
    }
    let dictionary = Dictionary::english();
    let entry = dictionary.entry(lower)?;
    let usual = |e: super::words::Entry| !e.is_name() && !e.is_abbreviation();
    let british = entry.is_british() && !entry.is_american();
    for (uk, us, family) in LETTERS {
        if british
            && let Some(other) = replaced(lower, uk, us)
            && dictionary.entry(&other).is_some_and(|e| e.is_american() && usual(e))
        {
            return Some(Spelled { family: *family, locale: Locale::British, other });
        }
        let american = entry.is_american() && (*family == Family::Ise || !entry.is_british());
        if american
            && let Some(other) = replaced(lower, us, uk)
            && dictionary.entry(&other).is_some_and(|e| e.is_british() && !e.is_american() && usual(e))
        {
            return Some(Spelled { family: *family, locale: Locale::American, other });
        }
    }
    None
}

/// True if any of [`LETTERS`] stands behind the first letter.
fn holds_letters(word: &[u8]) -> bool {
    let all = || LETTERS.iter().flat_map(|(uk, us, _)| [uk.as_bytes(), us.as_bytes()]);
    // Hardly any place of a word gets past its first two letters.
    let begins = |pair: &[u8]| {
        matches!(pair, b"is" | b"iz" | b"ys" | b"yz" | b"ou" | b"or" | b"tr" | b"te" | b"ll" | b"li" | b"le")
            || matches!(pair, b"en" | b"og" | b"fi" | b"sk" | b"gr")
    };
    (1..word.len()).any(|at| {
        let rest = word.get(at..).unwrap_or_default();
        rest.get(..2).is_some_and(begins) && all().any(|letters| rest.starts_with(letters))
    })
}

/// The word with the last `old` in it as `new`.
fn replaced(word: &str, old: &str, new: &str) -> Option<String> {
    let at = last_place(word, old)?;
    let (head, tail) = (word.get(..at)?, word.get(at + old.len()..)?);
    Some(format!("{head}{new}{tail}"))
}

/// Where `part` stands in a word behind its first letter, the last place.
fn last_place(word: &str, part: &str) -> Option<usize> {
    word.as_bytes().windows(part.len()).rposition(|here| here == part.as_bytes()).filter(|&at| at > 0)
}

/// How often a framework uses each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub american: u32,
    pub british: u32,
}

impl Count {
    /// What the framework does mostly: three quarters of at least four places.
    pub fn habit(self) -> Option<Locale> {
        let all = self.american + self.british;
        if all < 4 {
            None
        } else if self.american * 4 >= all * 3 {
            Some(Locale::American)
        } else if self.british * 4 >= all * 3 {
            Some(Locale::British)
        } else {
            None
        }
    }
}

/// The habits of a framework.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    pub ise: Count,
    pub letters: Count,
}

impl Habits {
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let mut habits = Self::default();
        vocabulary.each(&mut |word, sites| {
            let Some(spelled) = spelled(word) else { return };
            let count = match spelled.family {
                Family::Ise => &mut habits.ise,
                Family::Letters => &mut habits.letters,
            };
            let count = match spelled.locale {
                Locale::American => &mut count.american,
                Locale::British => &mut count.british,
            };
            *count = count.saturating_add(sites);
        });
        habits
    }

    pub fn count(self, family: Family) -> Count {
        match family {
            Family::Ise => self.ise,
            Family::Letters => self.letters,
        }
    }
}

/// Words with more than one form that is not a matter of country; the forms of one word stand together.
pub(super) const FORMS: &[&[&str]] = &[
    &["judgment", "judgement"],
    &["focused", "focussed"],
    &["tradeoff", "trade-off"],
    &["kickoff", "kick-off"],
    &["lifecycle", "life-cycle", "life cycle"],
    &["nonprofit", "non-profit"],
    &["roadmap", "road-map", "road map"],
    &["codebase", "code-base", "code base"],
    &["wellbeing", "well-being"],
    &["email", "e-mail"],
    &["website", "web-site", "web site"],
    &["timeline", "time-line"],
    &["onboarding", "on-boarding"],
    &["offboarding", "off-boarding"],
    &["coworker", "co-worker"],
    &["cooperation", "co-operation"],
    &["coordination", "co-ordination"],
    &["coordinate", "co-ordinate"],
    &["proactive", "pro-active"],
    &["proactively", "pro-actively"],
    &["rollout", "roll-out"],
    &["stakeholder", "stake-holder"],
    &["worldwide", "world-wide"],
    &["dataset", "data set"],
    &["checklist", "check-list", "check list"],
    &["adviser", "advisor"],
    &["requester", "requestor"],
    &["learned", "learnt"],
    &["among", "amongst"],
    &["while", "whilst"],
];

/// The row of [`FORMS`] for each form.
static BY_FORM: LazyLock<QuickMap<&str, &[&str]>> =
    LazyLock::new(|| FORMS.iter().flat_map(|row| row.iter().map(move |form| (*form, *row))).collect());

/// How the forms begin.
static OPENINGS: LazyLock<Openings> =
    LazyLock::new(|| Openings::of(FORMS.iter().copied().flatten().copied()));

/// First words of the forms that have several, how they begin, and the bytes of the longest.
static FIRST_PARTS: LazyLock<(QuickSet<&str>, Openings, usize)> = LazyLock::new(|| {
    let parts = FORMS.iter().copied().flatten().filter_map(|form| Some(form.split_once(['-', ' '])?.0));
    (parts.clone().collect(), Openings::of(parts.clone()), parts.map(str::len).max().unwrap_or(0))
});

/// True for a word in small letters with which a form of several words may begin.
pub fn begins_form(lower: &str) -> bool {
    let (parts, openings, longest) = &*FIRST_PARTS;
    lower.len() <= *longest && openings.may_begin(lower) && parts.contains(lower)
}

/// True for a word in small letters that can be spelled in two ways, or with which such a form may begin.
pub fn has_variants(lower: &str) -> bool {
    let by_form = |form: &str| BY_FORM.contains_key(form);
    let plural = lower.strip_suffix('s').is_some_and(by_form);
    plural || by_form(lower) || begins_form(lower) || other_spelling(lower).is_some()
}

/// All forms of the word that `form` is one of, plural for plural: in small letters.
pub fn forms(form: &str) -> Option<Vec<String>> {
    if !OPENINGS.may_begin(form) {
        return None;
    }
    let find = |stem: &str| BY_FORM.get(stem);
    if let Some(forms) = find(form) {
        return Some(forms.iter().map(|form| (*form).to_owned()).collect());
    }
    let forms = find(form.strip_suffix('s')?)?;
    Some(forms.iter().map(|form| format!("{form}s")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries() {
        let at = |word: &str| spelled(word).map(|s| (s.locale, s.family, s.other));
        assert_eq!(at("organise"), Some((Locale::British, Family::Ise, "organize".into())));
        assert_eq!(at("prioritization"), Some((Locale::American, Family::Ise, "prioritisation".into())));
        assert_eq!(at("behaviour"), Some((Locale::British, Family::Letters, "behavior".into())));
        assert_eq!(at("behavioral"), Some((Locale::American, Family::Letters, "behavioural".into())));
        assert_eq!(at("analyzed"), Some((Locale::American, Family::Letters, "analysed".into())));
        assert_eq!(at("modelling"), Some((Locale::British, Family::Letters, "modeling".into())));
        for word in
            ["exercise", "size", "advise", "practice", "license", "program", "work", "hour", "our", "calling"]
        {
            assert_eq!(at(word), None, "{word}");
        }
    }

    #[test]
    fn other_forms() {
        assert_eq!(forms("trade-offs").unwrap(), ["tradeoffs", "trade-offs"]);
        assert_eq!(forms("life cycle").unwrap().len(), 3);
        assert_eq!(forms("team"), None);
    }
}
