//! The form of the verb that begins a duty: "Lead …", "Leads …", "Leading …", "Led …".
//!
//! Many of these words are nouns as well ("Design systems"), so the word after decides, and where
//! it does not, the form is [`VerbForm::Ambiguous`]: such a bullet fits any majority.

mod forms;

use std::ops::Range;

use super::listed;
use super::tokens::{Word, first_words, is_apostrophe, one_of};
use forms::{Inflection, Verb};

/// How a bullet begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbForm {
    /// "Lead the team".
    Imperative,
    /// "Leads the team", "Has led", "Is a mentor".
    ThirdPerson,
    /// "Leading the team".
    Gerund,
    /// "Led the team".
    Past,
    /// "Can lead", "Must lead". Stands among third persons without a break.
    Modal,
    /// "Able to lead", "Comfortable with change", "Proficient in SQL".
    Adjective,
    /// "A team lead", "Your decisions", "4+ reports", "Ability to lead", "Strong knowledge".
    Noun,
    /// Noun or verb, or two forms at once: "Design systems", "Support". Fits any majority.
    Ambiguous,
}

impl VerbForm {
    /// True when a bullet of this form fits into a list of the form `majority`.
    pub fn fits(self, majority: Self) -> bool {
        let modal = |a, b| a == Self::Modal && b == Self::ThirdPerson;
        self == majority
            || self == Self::Ambiguous
            || majority == Self::Ambiguous
            || modal(self, majority)
            || modal(majority, self)
    }

    /// True for the forms that are certainly a verb and that [`conjugate`] can make.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Imperative | Self::ThirdPerson | Self::Gerund | Self::Past)
    }
}

/// The beginning of a bullet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub form: VerbForm,
    /// The word that has the form, as a byte range of the text.
    pub word: Range<usize>,
    /// An adverb before it: "Actively lead".
    pub adverb: Option<Range<usize>>,
    /// Verbs of the same form that are joined to it: "Own, drive and support".
    pub joined: Vec<Range<usize>>,
}

impl Opening {
    /// The opening of a text that begins `by` bytes before the one that was read.
    #[must_use]
    pub fn moved(self, by: usize) -> Self {
        let at = |range: Range<usize>| range.start + by..range.end + by;
        Self {
            form: self.form,
            word: at(self.word),
            adverb: self.adverb.map(at),
            joined: self.joined.into_iter().map(at).collect(),
        }
    }
}

/// The verbs, one a line, and what the build made of them: their forms, and where each of these stands.
struct Lexicon {
    verbs: &'static str,
    forms: &'static str,
    table: &'static [u8],
}

static LEXICON: Lexicon = Lexicon {
    verbs: include_str!("data/verbs-en.txt"),
    forms: include_str!(concat!(env!("OUT_DIR"), "/verb-forms.txt")),
    table: include_bytes!(concat!(env!("OUT_DIR"), "/verb-forms.table")),
};

impl Lexicon {
    fn readings(&self, word: &str) -> impl Iterator<Item = (Verb<'static>, Inflection)> {
        let found = if word.bytes().all(|b| b.is_ascii_lowercase()) {
            listed::find(self.forms, self.table, word)
        } else {
            listed::find(self.forms, self.table, &word.to_lowercase())
        };
        found.unwrap_or_default().split(' ').filter_map(|place| self.reading_at(place))
    }

    /// What `120t` says: the verb that stands there, and its form.
    fn reading_at(&self, place: &str) -> Option<(Verb<'static>, Inflection)> {
        let (letter, digits) = (place.chars().next_back()?, place.get(..place.len().checked_sub(1)?)?);
        let line = self.verbs.get(digits.parse().ok()?..)?.lines().next()?;
        Some((Verb::read(line)?, Inflection::named(letter)?))
    }

    /// The likeliest reading: base forms before others ("read", "set").
    fn reading(&self, word: &str) -> Option<(Verb<'static>, Inflection)> {
        self.readings(word).min_by_key(|(_, inflection)| *inflection != Inflection::Base)
    }
}

/// How the bullet `text` begins, if its first words tell.
///
/// None for unknown first words, sentences with a pronoun ("You …", "I …"), infinitives and
/// phrases that begin with a preposition: they neither vote nor stand out.
pub fn form_of(text: &str) -> Option<Opening> {
    let first_sign = text.find(|c: char| c.is_alphanumeric())?;
    if text.get(first_sign..)?.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text.get(first_sign..)?.find(char::is_whitespace).map_or(text.len(), |at| first_sign + at);
        return Some(plain(VerbForm::Noun, first_sign..end));
    }
    let head: Vec<Word<'_>> = first_words(text).take(8).collect();
    let mut at = 0;
    let first = head.first().filter(|word| word.range.start == first_sign)?;
    let mut adverb = None;
    if is_adverb(first.word) && touching(text, &head, 0) {
        adverb = Some(first.range.clone());
        at = 1;
    }
    // "Co-lead": the verb is the second half.
    if head.get(at).is_some_and(|word| word.hyphenated) {
        let prefix = head.get(at)?.word.to_lowercase();
        let known = matches!(prefix.as_str(), "co" | "re" | "pre" | "over" | "cross");
        if !known || !is_base_or_third(head.get(at + 1)?.word) {
            return None;
        }
        at += 1;
    }
    let word = head.get(at)?;
    let found = Reader { text, head: &head }.form(at, adverb.is_some())?;
    let joined = if found.is_verb() { joined(text, &head, at, found) } else { Vec::new() };
    Some(Opening { form: found, word: word.range.clone(), adverb, joined })
}

/// True if `word` is that form of a known verb and of no other word: "makes" is, "plans" is not.
pub fn is_surely(word: &str, form: VerbForm) -> bool {
    let mut found = false;
    for (verb, inflection) in LEXICON.readings(word) {
        let noun = match inflection {
            Inflection::Base => verb.is("n"),
            Inflection::Third => verb.is("p"),
            Inflection::Gerund => verb.is("g"),
            Inflection::Past => false,
        };
        if noun || inflection.form() != form {
            return false;
        }
        found = true;
    }
    found
}

/// The verb `word`, in any of its forms, in another form. The case of the first letter, or of all
/// letters, stays: "Maintains" becomes "Maintain". None for unknown verbs and forms that are no verb.
pub fn conjugate(word: &str, form: VerbForm) -> Option<String> {
    let (verb, _) = LEXICON.reading(word)?;
    let made = match form {
        VerbForm::Imperative => verb.base.to_owned(),
        VerbForm::ThirdPerson => verb.third(),
        VerbForm::Gerund => verb.gerund(),
        VerbForm::Past => verb.past(),
        _ => return None,
    };
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && word.chars().count() > 1 && letters.all(char::is_uppercase) {
        return Some(made.to_uppercase());
    }
    if !capital {
        return Some(made);
    }
    let mut rest = made.chars();
    Some(rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect())
}

fn plain(form: VerbForm, word: Range<usize>) -> Opening {
    Opening { form, word, adverb: None, joined: Vec::new() }
}

/// True when only white space separates the word from the next.
fn touching(text: &str, head: &[Word<'_>], at: usize) -> bool {
    gap(text, head, at).is_some_and(|gap| !gap.is_empty() && gap.trim().is_empty())
}

fn gap<'t>(text: &'t str, head: &[Word<'_>], at: usize) -> Option<&'t str> {
    text.get(head.get(at)?.range.end..head.get(at + 1)?.range.start)
}

fn is_base_or_third(word: &str) -> bool {
    LEXICON.readings(word).any(|(_, i)| matches!(i, Inflection::Base | Inflection::Third))
}

fn is_adverb(word: &str) -> bool {
    const ALSO: &[&str] = &["always", "often", "also", "never", "sometimes", "together", "independently"];
    #[rustfmt::skip]
    const NOT: &[&str] = &[
        "only", "daily", "weekly", "monthly", "yearly", "hourly", "quarterly", "friendly", "timely", "likely",
        "costly", "early", "family", "assembly", "anomaly", "ally", "orderly", "scholarly", "july", "italy",
    ];
    let lower = word.to_lowercase();
    ALSO.contains(&lower.as_str())
        || lower.len() > 4
            && lower.ends_with("ly")
            && !NOT.contains(&lower.as_str())
            && LEXICON.reading(&lower).is_none()
}

/// Verbs of the same form joined to the one at `at` by commas, "and", "or", "&", "/".
fn joined(text: &str, head: &[Word<'_>], at: usize, form: VerbForm) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = at;
    while let Some(next) = joined_at(text, head, at) {
        let same = head.get(next).filter(|word| LEXICON.readings(word.word).any(|(_, i)| i.form() == form));
        let Some(word) = same else { break };
        found.push(word.range.clone());
        at = next;
    }
    found
}

/// Index of the word that a comma, "and", "or", "&" or "/" joins to the word at `at`.
fn joined_at(text: &str, head: &[Word<'_>], at: usize) -> Option<usize> {
    let sign = gap(text, head, at)?.trim();
    let mut next = at + 1;
    let mut joins = matches!(sign, "," | "/" | "&");
    if !joins && !sign.is_empty() {
        return None;
    }
    if matches!(head.get(next)?.word, "and" | "or") {
        if !touching(text, head, next) {
            return None;
        }
        next += 1;
        joins = true;
    }
    if joins && is_adverb(head.get(next)?.word) && touching(text, head, next) {
        next += 1;
    }
    (joins && next < head.len()).then_some(next)
}

impl Inflection {
    fn form(self) -> VerbForm {
        match self {
            Self::Base => VerbForm::Imperative,
            Self::Third => VerbForm::ThirdPerson,
            Self::Gerund => VerbForm::Gerund,
            Self::Past => VerbForm::Past,
        }
    }
}

struct Reader<'a, 't> {
    text: &'t str,
    head: &'a [Word<'t>],
}

impl Reader<'_, '_> {
    /// The word after the one at `at`, lower-cased, if nothing but white space stands between.
    fn next(&self, at: usize) -> String {
        if !touching(self.text, self.head, at) {
            return String::new();
        }
        self.head.get(at + 1).map(|word| word.word.to_lowercase()).unwrap_or_default()
    }

    fn form(&self, at: usize, after_adverb: bool) -> Option<VerbForm> {
        let raw = self.head.get(at)?.word;
        let word = raw.to_lowercase();
        let next = self.next(at);
        let word = word.as_str();
        if let Some(helper) = helping(word) {
            return Some(helper);
        }
        if is_adjective(word) {
            let doing = |(verb, i): (Verb<'_>, Inflection)| i == Inflection::Gerund && !verb.is("g");
            let linked = LEXICON.reading(&next).is_some_and(doing)
                || one_of(&next, "to for in with at of about on and as");
            return Some(if linked { VerbForm::Adjective } else { VerbForm::Noun });
        }
        if begins_noun(word, &next) {
            return Some(VerbForm::Noun);
        }
        let (verb, inflection) = LEXICON.reading(word)?;
        match inflection {
            Inflection::Base => Some(self.base(at, &verb, &next, after_adverb)),
            Inflection::Third => Some(self.third(at, &verb, &next)),
            Inflection::Gerund => Some(gerund(&verb, &next)),
            Inflection::Past => past(&verb, &next, after_adverb),
        }
    }

    fn base(&self, at: usize, verb: &Verb<'_>, next: &str, after_adverb: bool) -> VerbForm {
        let people = verb.is("w") && next.len() > 3 && next.ends_with('s') && !next.ends_with("ss");
        let title = verb.base == "go" && next == "to"; // "Go to person for releases"
        let certain = (!verb.is("n") && !title)
            || after_adverb
            || is_determiner(next)
            || is_adverb(next)
            || goes_with(verb.base, next)
            || people
            || self.joined_to(at, Inflection::Base, |other| !other.is("n"));
        if certain { VerbForm::Imperative } else { VerbForm::Ambiguous }
    }

    fn third(&self, at: usize, verb: &Verb<'_>, next: &str) -> VerbForm {
        const NOUN_LIKE: &[&str] = &[
            "of", "for", "in", "at", "from", "between", "that", "which", "are", "is", "were", "will", "to",
            "with", "on", "by", "as", "within", "across", "and", "or", "",
        ];
        let certain = !verb.is("p")
            || !NOUN_LIKE.contains(&next)
            || self.joined_to(at, Inflection::Third, |other| !other.is("p"));
        if certain { VerbForm::ThirdPerson } else { VerbForm::Ambiguous }
    }

    fn joined_to(&self, at: usize, inflection: Inflection, certain: impl Fn(&Verb<'_>) -> bool) -> bool {
        joined_at(self.text, self.head, at)
            .and_then(|next| self.head.get(next))
            .is_some_and(|word| LEXICON.readings(word.word).any(|(v, i)| i == inflection && certain(&v)))
    }
}

fn gerund(verb: &Verb<'_>, next: &str) -> VerbForm {
    if verb.base == "work"
        && matches!(next, "knowledge" | "experience" | "understanding" | "proficiency" | "familiarity")
    {
        return VerbForm::Noun;
    }
    match next {
        "of" if verb.is("g") => VerbForm::Noun,
        _ if verb.is("g") && !is_determiner(next) => VerbForm::Ambiguous,
        _ => VerbForm::Gerund,
    }
}

fn past(verb: &Verb<'_>, next: &str, after_adverb: bool) -> Option<VerbForm> {
    if verb.irregular().is_some() {
        // "Sought out for advice", "Seen as a leader"
        let participle = verb.base == "seek" || matches!(next, "as" | "by" | "");
        return (!participle).then_some(VerbForm::Past);
    }
    // "Highly developed skills", "Recognized as", "Trusted by": participles, no past tense.
    if after_adverb || matches!(next, "as" | "by" | "to" | "") {
        return None;
    }
    if is_ability(next) || matches!(next, "track" | "success" | "record" | "history") {
        return Some(VerbForm::Noun);
    }
    let certain = is_determiner(next)
        || matches!(next, "with" | "in" | "on" | "for" | "across" | "through" | "from" | "over");
    Some(if certain { VerbForm::Past } else { VerbForm::Ambiguous })
}

/// Auxiliaries and their negations.
fn helping(word: &str) -> Option<VerbForm> {
    let word: String = word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    Some(match word.as_str() {
        "can" | "could" | "may" | "might" | "must" | "should" | "will" | "would" | "shall" | "cannot"
        | "can't" | "won't" | "shouldn't" => VerbForm::Modal,
        "don't" => VerbForm::Imperative,
        "doesn't" | "isn't" | "hasn't" => VerbForm::ThirdPerson,
        _ => return None,
    })
}

/// Words after which a noun follows, so that the word before is a verb; and particles of verbs.
fn is_determiner(word: &str) -> bool {
    one_of(
        word,
        "the a an our your their his her its my this that these those all any each every other others \
         multiple new both more several various what how when where why who whether up out as it them \
         us me him yourself themselves one two three relevant appropriate complex some many which \
         best people closely and/or existing necessary",
    )
}

/// Verbs with their usual preposition, which the noun seldom has.
fn goes_with(base: &str, next: &str) -> bool {
    let particles = match base {
        "work" => "with on across together toward towards to through alongside at in",
        "act" => "in on with",
        "focus" | "program" => "on",
        "look" => "for after at to into beyond ahead",
        "help" => "with to",
        "partner" | "network" | "pair" | "consult" | "experiment" => "with",
        "aim" | "push" => "to for",
        "volunteer" | "offer" | "train" | "report" | "contact" => "to",
        "search" | "advocate" | "stand" | "plan" => "for",
        "start" => "to by with",
        "talk" => "to with about",
        "hire" => {
            "engineers developers designers managers leaders people staff talent candidates senior great"
        }
        "step" => "in back",
        "lead" | "live" => "by",
        _ => return false,
    };
    one_of(next, particles)
}

/// Adjectives that begin "Able to …", or stand before a noun: "Effective communicator".
fn is_adjective(word: &str) -> bool {
    one_of(
        word,
        "able capable comfortable proficient responsible accountable familiar skilled fluent willing \
         aware adept confident competent passionate effective eager ready knowledgeable experienced \
         committed calm transparent conversant attentive curious empathetic resilient adaptable \
         reliable dependable instrumental happy unable strong deep excellent solid proven good great \
         extensive advanced broad exceptional superior outstanding thorough basic demonstrable \
         previous prior high highest minimum clear-headed expert significant substantial sound \
         intermediate fundamental practical hands occasional regular full key",
    )
}

fn is_ability(word: &str) -> bool {
    one_of(
        word,
        "ability abilities knowledge experience expertise skill skills proficiency familiarity \
         mastery capability capacity fluency awareness competence competency willingness aptitude \
         passion commitment understanding",
    )
}

fn begins_noun(word: &str, next: &str) -> bool {
    let word = match word.split_once(is_apostrophe) {
        Some(("bachelor" | "master", "s")) => return true,
        _ => word,
    };
    let article = one_of(
        word,
        "the a an my your our their his her its this these those each every all some any no both one \
         two three four five six",
    );
    article
        || word != "understanding" && is_ability(word)
        || word == "understanding" && next == "of"
        || matches!(
            word,
            "evidence" | "degree" | "bachelor" | "responsibility" | "accountability" | "attention"
        )
        || word == "track" && next == "record"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::VerbForm::{Adjective, Ambiguous, Gerund, Imperative, Modal, Noun, Past, ThirdPerson};
    use super::*;

    fn form(text: &str) -> Option<VerbForm> {
        form_of(text).map(|opening| opening.form)
    }

    #[test]
    fn forms() {
        for (text, expected) in [
            ("Foster trust in the group", Some(Imperative)),
            ("Lead the review", Some(Imperative)),
            ("Leads the review", Some(ThirdPerson)),
            ("Leading the review", Some(Gerund)),
            ("Led the review", Some(Past)),
            ("Coach engineers of other groups", Some(Imperative)),
            ("Act as a sounding board", Some(Imperative)),
            ("Work with neighbors", Some(Imperative)),
            ("Plan and execute", Some(Imperative)),
            ("Has run a project", Some(ThirdPerson)),
            ("Is a role model", Some(ThirdPerson)),
            ("Can run a project", Some(Modal)),
            ("Able to run a project", Some(Adjective)),
            ("Comfortable with change", Some(Adjective)),
            ("Ability to run a project", Some(Noun)),
            ("Strong understanding of cost", Some(Noun)),
            ("Working knowledge of law", Some(Noun)),
            ("Demonstrated ability to listen", Some(Noun)),
            ("Understanding of cost", Some(Noun)),
            ("4+ direct reports", Some(Noun)),
            ("The plan", Some(Noun)),
            ("Your choices last", Some(Noun)),
            ("Collaborates across teams", Some(ThirdPerson)),
            ("Established the practice", Some(Past)),
            ("Co-lead the guild", Some(Imperative)),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }

    #[test]
    fn nouns_that_look_like_verbs() {
        for text in [
            "Design",
            "Design systems",
            "Support",
            "Focus",
            "Document types",
            "Designs of other groups",
            "Reports",
            "Reviews and audits",
            "Planning",
            "Training and coaching skills",
            "Managed services",
            "Project plans",
            "Lead engineer for search",
        ] {
            assert_eq!(form(text).unwrap_or(Ambiguous), Ambiguous, "{text}");
        }
        for text in [
            "Results first",
            "Goals",
            "Unheard words",
            "You lead",
            "I plan",
            "To lead",
            "Trusted by peers",
            "In time",
            "",
            "—",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn adverbs_and_joined_verbs() {
        let opening = form_of("Actively lead the search").unwrap();
        assert_eq!((opening.form, opening.adverb, opening.word), (Imperative, Some(0..8), 9..13));
        assert_eq!(form("Daily reports"), None);
        let text = "Owns, drives and proactively supports the plan";
        let joined: Vec<&str> = form_of(text).unwrap().joined.into_iter().map(|range| &text[range]).collect();
        assert_eq!(joined, ["drives", "supports"]);
        assert!(form_of("Develop, and then hand over").unwrap().joined.is_empty());
    }

    #[test]
    fn forms_of_verbs() {
        let make = |word, form| conjugate(word, form).unwrap();
        assert_eq!(make("Collaborate", ThirdPerson), "Collaborates");
        assert_eq!(make("Maintains", Imperative), "Maintain");
        assert_eq!(make("identifies", Imperative), "identify");
        assert_eq!(make("Coach", ThirdPerson), "Coaches");
        assert_eq!(make("Supplies", Gerund), "Supplying");
        assert_eq!(make("plan", Gerund), "planning");
        assert_eq!(make("Leads", Past), "Led");
        assert_eq!(make("COMMIT", Past), "COMMITTED");
        assert_eq!(make("modelling", Imperative), "model");
        assert_eq!(make("Has", Imperative), "Have");
        assert_eq!(conjugate("Able", ThirdPerson), None);
        assert_eq!(conjugate("Lead", Noun), None);
    }

    proptest! {
        #[test]
        fn openings_are_words(text in "\\PC{0,40}|([A-Z][a-z]{2,8}|lead|leads|and|,|the| |’|-|é|•){0,12}") {
            if let Some(opening) = form_of(&text) {
                for range in [Some(opening.word), opening.adverb].into_iter().flatten().chain(opening.joined) {
                    prop_assert!(text.get(range).is_some_and(|word| !word.is_empty()));
                }
            }
        }
    }
}
