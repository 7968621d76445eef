//! The words by which documents are understood: those of all languages in `rules/vocabulary/`, which
//! the build embeds, and those that the configuration adds.
//!
//! Readers and checks ask for [`current`], because nearly all of them know words: handing them from
//! function to function would put them into every signature. The engine enters the words of a run
//! around each piece of work on one file ([`Lexicon::enter`]), so runs with different settings may
//! share threads.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

pub(crate) use super::plain::is_wide;
use super::plain::{self, pattern, words_of};
use super::quantity::Terms;
use crate::config::{Word, WordLists};
use crate::text::{Needles, QuickMap, QuickSet, Starts};

/// (language, its word lists as JSON), sorted by language.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));

/// What sections may be about, in the order in which phrases are looked for: what is more special comes
/// first, so "scope of knowledge" is about knowledge. The names are those of the keys under `sections`.
pub const SECTIONS: [&str; 16] = [
    "links",
    "pay",
    "moves",
    "education",
    "experience",
    "evidence",
    "knowledge",
    "skills-soft",
    "scope",
    "communication",
    "responsibilities",
    "leadership",
    "impact",
    "skills-hard",
    "competencies",
    "summary",
];

/// The phrases of sections that are built in, as they are looked for, by the names of [`SECTIONS`].
static PHRASES: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/sections.rs"));

static BUILT_IN: LazyLock<Arc<Lexicon>> =
    LazyLock::new(|| Arc::new(Lexicon::new(built_in_lists(), &WordLists::default())));

static LEXICONS: AtomicU64 = AtomicU64::new(1);

thread_local! {
    static CURRENT: RefCell<Option<Arc<Lexicon>>> = const { RefCell::new(None) };
}

/// The languages whose words are built in (ISO 639-1 codes), with their words or what is wrong with them.
pub fn built_in_languages() -> Vec<(&'static str, Result<WordLists, String>)> {
    let read = |text: &str| serde_json::from_str::<WordLists>(text).map_err(|error| error.to_string());
    EMBEDDED.iter().map(|&(language, text)| (language, read(text))).collect()
}

/// The titles of the careers that are built in, sorted, with the careers that they belong to and their step there.
static CAREERS: &[(&str, &[(usize, i32)])] = include!(concat!(env!("OUT_DIR"), "/careers.rs"));

/// All words of these titles, sorted.
static CAREER_WORDS: &[&str] = include!(concat!(env!("OUT_DIR"), "/career-words.rs"));

/// The words of all languages, which the build has joined.
// Written by the build, for no reader.
#[allow(clippy::large_stack_arrays, clippy::needless_update, clippy::unreadable_literal)]
fn built_in_lists() -> WordLists {
    use crate::config::{
        AmountWords, ColumnWords, EducationWords, ExperienceWords, JobWords, LevelWords, MoveWords, PayWords,
        ProficiencyWords, RankWords, ScopeWords, SectionWords, StrengthWords,
    };
    let words = |list: &'static [&'static str]| list.iter().map(|&word| Word::Borrowed(word)).collect();
    include!(concat!(env!("OUT_DIR"), "/word-lists.rs"))
}

/// The words of the run that this thread works for; those that are built in, if none was entered.
pub fn current() -> Arc<Lexicon> {
    CURRENT.with_borrow(Clone::clone).unwrap_or_else(|| BUILT_IN.clone())
}

/// Words of all languages, ready to be looked up.
#[derive(Debug)]
pub struct Lexicon {
    /// Tells one from another, for what is remembered.
    pub(crate) number: u64,
    /// As they were written.
    pub lists: WordLists,
    /// Names of the levels of the framework's own ladder, in words, with their rank.
    names: QuickMap<Vec<String>, i32>,
    ranks: Ranks,
    proficiency: Ranks,
    jobs: Ranks,
    numbered: QuickSet<Word>,
    /// Titles of the configuration's careers; see [`own_careers`].
    careers: QuickMap<String, Vec<(usize, i32)>>,
    /// All words of the configuration's careers.
    career_words: QuickSet<String>,
    codes: QuickSet<Word>,
    never: QuickSet<Word>,
    stages: QuickSet<Word>,
    others: QuickSet<Word>,
    experience: QuickSet<Word>,
    /// Phrases of sections.
    sections: Needles<Phrase>,
    pub(crate) terms: Terms,
    /// A word of each phrase about degrees; `None` if one is too short to be looked for.
    degrees: Option<Needles<()>>,
    /// The phrases that say that a level includes those below it, which are in small letters; with their length those
    /// that go on with the name of a level.
    pub(crate) cumulative: Needles<Option<usize>>,
}

/// A phrase in the heading of a section.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    /// Index into [`SECTIONS`].
    kind: usize,
    /// Bytes, with the blanks around its words.
    length: usize,
    configured: bool,
}

impl Lexicon {
    fn new(built_in: WordLists, own: &WordLists) -> Self {
        let mut sections = Needles::with_room(PHRASES.iter().map(|(_, phrases)| phrases.len()).sum());
        for (kind, name) in SECTIONS.iter().enumerate() {
            // What names a kind of move is a heading above moves.
            let moves = &own.moves;
            let kinds = [&moves.next, &moves.previous, &moves.lateral, &moves.entry_from];
            let kinds = kinds.into_iter().flatten().filter(|_| *name == "moves");
            for phrase in of_section(own, name).iter().chain(kinds).map(|phrase| pattern(phrase)) {
                let length = phrase.len();
                sections.add(phrase.into(), Phrase { kind, length, configured: true });
            }
            for phrase in PHRASES.iter().filter(|(kind, _)| kind == name).flat_map(|(_, phrases)| *phrases) {
                sections
                    .add(Word::Borrowed(phrase), Phrase { kind, length: phrase.len(), configured: false });
            }
        }
        let first = built_in.levels.careers.len();
        let mut lists = built_in;
        lists.join(own);
        let levels = &lists.levels;
        let (ranks, steps, jobs) = (&levels.ranks, &levels.proficiency, &levels.jobs);
        let names = levels.names.iter().zip(1..).map(|(name, rank)| (words_of(name), rank * 10));
        let mut cumulative = Needles::default();
        for phrase in &lists.cumulative {
            match phrase.strip_suffix(LEVEL) {
                Some(open) => cumulative.add(open.to_owned().into(), Some(open.len())),
                None => cumulative.add(phrase.clone(), None),
            }
        }
        Lexicon {
            number: LEXICONS.fetch_add(1, Ordering::Relaxed),
            names: names.filter(|(words, _)| !words.is_empty()).collect(),
            ranks: Ranks::new(
                End::Start,
                &[],
                &[
                    (0, &ranks.trainee),
                    (1, &ranks.junior),
                    (2, &ranks.middle),
                    (3, &ranks.senior),
                    (4, &ranks.lead),
                    (5, &ranks.principal),
                    (6, &ranks.distinguished),
                    (7, &ranks.fellow),
                ],
            ),
            proficiency: Ranks::new(
                End::Start,
                &[],
                &[(1, &steps.novice), (2, &steps.working), (3, &steps.proficient), (4, &steps.expert)],
            ),
            jobs: Ranks::new(
                End::Rear,
                &levels.compounds,
                &[
                    (1, &jobs.assistant),
                    (2, &jobs.professional),
                    (3, &jobs.coordinator),
                    (4, &jobs.head),
                    (5, &jobs.director),
                    (6, &jobs.vice_president),
                    (7, &jobs.senior_vice_president),
                    (8, &jobs.chief),
                    (9, &jobs.chief_executive),
                ],
            ),
            numbered: lower(&levels.numbered),
            careers: own_careers(&own.levels.careers, first),
            career_words: own.levels.careers.iter().flat_map(|text| words_of(text)).collect(),
            codes: levels.codes.iter().cloned().collect(),
            never: lower(&levels.never),
            stages: lower(&levels.stages),
            others: lower(&levels.others),
            experience: lower(&lists.experience.words),
            sections,
            terms: Terms::new(&lists),
            degrees: degrees(&lists),
            cumulative,
            lists,
        }
    }

    /// The built-in words and those of the configuration.
    pub fn with(own: &WordLists) -> Arc<Self> {
        if own.is_empty() {
            return BUILT_IN.clone();
        }
        Arc::new(Lexicon::new(BUILT_IN.lists.clone(), &own.clone().in_small_letters()))
    }

    /// Does `work` with these words as the [`current`] ones.
    pub fn enter<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        /// Puts back what was there before, also when the work panics.
        struct Before(Option<Arc<Lexicon>>);
        impl Drop for Before {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _before = Before(CURRENT.replace(Some(self.clone())));
        work()
    }

    /// What a heading is about: one of [`SECTIONS`]. `words` are those of the heading.
    pub fn section(&self, words: &[String]) -> Option<&'static str> {
        // "Experience" alone is about years; "customer experience" and "skills and experience" are not.
        if let [word] = words
            && self.experience.contains(word.as_str())
        {
            return Some("experience");
        }
        let text = format!(" {} ", words.join(" "));
        let mut found: Vec<(usize, Phrase)> = vec![];
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ' || !byte.is_ascii());
        for (at, _) in starts {
            self.sections.each_at(text.as_bytes(), at, |phrase| found.push((at, phrase)));
        }
        // "Examples of duties" are no examples.
        let part = |(at, phrase): &(usize, Phrase)| {
            found.iter().any(|(other, longer)| {
                other <= at && at + phrase.length <= other + longer.length && phrase.length < longer.length
            })
        };
        // Of the configuration's phrases the longest decides, of the others the order of the kinds.
        let first = |(_, phrase): &&(usize, Phrase)| {
            (std::cmp::Reverse(if phrase.configured { phrase.length } else { 0 }), phrase.kind)
        };
        let (_, best) =
            found.iter().filter(|phrase| phrase.1.configured || !part(phrase)).min_by_key(first)?;
        SECTIONS.get(best.kind).copied()
    }

    /// True for words that are the name of a section from end to end.
    pub fn is_section(&self, words: &[String]) -> bool {
        let text = format!(" {} ", words.join(" "));
        let mut whole = false;
        self.sections.each_at(text.as_bytes(), 0, |phrase| whole |= phrase.length == text.len());
        whole
    }

    /// False for texts without a phrase about degrees for sure.
    pub(crate) fn may_name_degree(&self, text: &str) -> bool {
        !text.is_ascii() || self.degrees.as_ref().is_none_or(|degrees| degrees.any_in(text))
    }

    /// The rank of a level that the configuration names.
    pub fn named_level(&self, words: &[String]) -> Option<i32> {
        if self.names.is_empty() { None } else { self.names.get(words).copied() }
    }

    /// How high a word such as "senior" stands: 0 for trainees to 7 for fellows.
    pub fn rank(&self, word: &str) -> Option<i32> {
        self.ranks.get(word)
    }

    /// True for a word of rank or of a scale from end to end. Where no blanks stand between words others may follow
    /// one: "高级用法" is how something is used at an advanced level, "高级" and "シニアレベル" are levels.
    pub(crate) fn is_whole_rank(&self, word: &str) -> bool {
        const TAILS: &[&str] = &["級", "级", "급", "職", "者", "クラス", "層"];
        let tail = |rest: &str| rest.is_empty() || TAILS.contains(&rest) || self.numbered.contains(rest);
        [&self.ranks, &self.proficiency].iter().any(|ranks| {
            let whole = |(part, _): &(Word, i32)| word.strip_prefix(&**part).is_some_and(tail);
            ranks.words.contains_key(word) || ranks.may_hold_part(word) && ranks.parts.iter().any(whole)
        })
    }

    /// How high a step such as "working" stands: 1 to 4.
    pub fn proficiency(&self, word: &str) -> Option<i32> {
        self.proficiency.get(word)
    }

    /// How high those stand who do a job such as "engineer": 1 for assistants to 9 for chief executives.
    pub fn job(&self, word: &str) -> Option<i32> {
        self.jobs.get(word)
    }

    /// True for words that make a level of the number behind them.
    pub fn is_numbered(&self, word: &str) -> bool {
        self.numbered.contains(word)
    }

    /// The number that a word says: "three".
    pub fn spelled(&self, word: &str) -> Option<i32> {
        let number = *self.lists.amounts.numbers.get(word)?;
        i32::try_from(number).ok().filter(|n| (1..=20).contains(n))
    }

    /// The careers that a title belongs to, each with the step that it names there.
    pub fn careers_of(&self, title: &[String]) -> &[(usize, i32)] {
        let joined;
        let title = match title {
            [word] => word,
            words => {
                joined = words.join(" ");
                &joined
            }
        };
        self.careers.get(title).map_or_else(|| built_in_careers(title), Vec::as_slice)
    }

    /// True for words of the vocabulary of levels: of ranks, jobs and careers.
    pub(crate) fn names_steps(&self, word: &str) -> bool {
        self.rank(word).is_some()
            || self.job(word).is_some()
            || self.proficiency(word).is_some()
            || self.career_words.contains(word)
            || CAREER_WORDS.binary_search(&word).is_ok()
    }

    /// True for the letters of level codes.
    pub fn is_code(&self, letters: &str) -> bool {
        self.codes.contains(letters)
    }

    /// True for words for stages of growth.
    pub fn is_stage(&self, word: &str) -> bool {
        self.stages.contains(word)
    }

    /// True for words for steps of other things than careers.
    pub fn is_other_step(&self, word: &str) -> bool {
        self.others.contains(word)
    }

    /// True for the header of a column that names levels.
    pub fn is_level_header(&self, header: &str) -> bool {
        holds(&self.lists.levels.headers, header)
    }

    /// True for the header of a column that says what levels are called.
    pub fn is_title_header(&self, header: &str) -> bool {
        holds(&self.lists.levels.title_headers, header)
    }

    /// True for two headers of a table of moves between levels.
    pub fn are_move_headers(&self, from: &str, to: &str) -> bool {
        holds(&self.lists.moves.from_headers, from) && holds(&self.lists.moves.to_headers, to)
    }

    /// True for what makes a level of the letter behind it.
    pub fn is_lettered(&self, stem: &str) -> bool {
        holds(&self.lists.levels.lettered, stem)
    }

    /// True for words that never stand in titles of jobs.
    pub fn is_never_in_titles(&self, word: &str) -> bool {
        self.never.contains(word)
    }
}

/// Where in a longer word of a script without blanks a known word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    Rear,
}

impl End {
    /// The two bytes of a word at this end.
    fn edge(self, word: &str) -> Option<u32> {
        let bytes = match self {
            End::Start => word.as_bytes().first_chunk(),
            End::Rear => word.as_bytes().last_chunk(),
        };
        bytes.map(|bytes| u16::from_le_bytes(*bytes).into())
    }
}

/// Words with how high they stand.
#[derive(Debug)]
struct Ranks {
    words: QuickMap<Word, i32>,
    /// Those that are found inside longer words: of scripts without blanks, and compounds.
    parts: Vec<(Word, i32)>,
    /// Where they are found there.
    end: End,
    /// The two bytes of each part at that end: most words need not be compared with any. `None` if a part is shorter.
    edges: Option<Starts>,
}

impl Ranks {
    fn new(end: End, compounds: &[Word], lists: &[(i32, &Vec<Word>)]) -> Self {
        let (mut words, mut parts) = (QuickMap::<Word, i32>::default(), vec![]);
        words.reserve(lists.iter().map(|(_, words)| words.len()).sum());
        for (rank, word) in lists.iter().flat_map(|(rank, words)| words.iter().map(|word| (*rank, word))) {
            let word = small(word);
            if !word.is_ascii() && word.chars().any(is_wide) {
                parts.push((word.clone(), rank));
            }
            words.insert(word, rank);
        }
        let known = compounds.iter().filter(|word| !word.chars().any(is_wide));
        parts.extend(known.filter_map(|word| Some((word.clone(), *words.get(word)?))));
        parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let mut edges = Some(Starts::default());
        for (part, _) in &parts {
            match (end.edge(part), &mut edges) {
                (Some(edge), Some(edges)) => edges.add(edge),
                _ => edges = None,
            }
        }
        Ranks { words, parts, end, edges }
    }

    /// False if none of the parts stands at its end of `word` for sure.
    fn may_hold_part(&self, word: &str) -> bool {
        let known = |edges: &Starts| self.end.edge(word).is_some_and(|edge| edges.may_hold(edge));
        self.edges.as_ref().is_none_or(known)
    }

    fn get(&self, word: &str) -> Option<i32> {
        if let Some(rank) = self.words.get(word) {
            return Some(*rank);
        }
        if !self.may_hold_part(word) {
            return None;
        }
        let holds = |part: &str| match self.end {
            End::Start => word.starts_with(part),
            End::Rear => word.ends_with(part),
        };
        self.parts.iter().find(|(part, _)| holds(part)).map(|(_, rank)| *rank)
    }
}

/// The longest word of each phrase about degrees: between its words any white space may stand.
fn degrees(lists: &WordLists) -> Option<Needles<()>> {
    let words = &lists.education;
    let all = [&words.secondary, &words.bachelor, &words.master, &words.doctorate, &words.any_degree];
    let mut found = Needles::default();
    for phrase in all.into_iter().flatten() {
        let longest = phrase.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
        if longest.len() < 2 {
            return None;
        }
        found.add(longest.to_owned().into(), ());
    }
    Some(found)
}

/// Stands for the name of a level at the end of a phrase.
const LEVEL: &str = "{level}";

/// Titles of careers of the configuration, the first of which has the number `first`, with their careers and steps;
/// those of built-in careers that share a title are among them.
fn own_careers(lists: &[Word], first: usize) -> QuickMap<String, Vec<(usize, i32)>> {
    let texts: Vec<&str> = lists.iter().map(|text| &**text).collect();
    let mut found: QuickMap<String, Vec<(usize, i32)>> = QuickMap::default();
    for (title, (career, step)) in plain::careers(&texts) {
        let built_in = || built_in_careers(&title).to_vec();
        found.entry(title.clone()).or_insert_with(built_in).push((first + career, step));
    }
    found
}

fn built_in_careers(title: &str) -> &'static [(usize, i32)] {
    let at = CAREERS.binary_search_by(|(known, _)| (*known).cmp(title));
    at.ok().and_then(|at| CAREERS.get(at)).map_or(&[], |(_, places)| places)
}

fn lower(words: &[Word]) -> QuickSet<Word> {
    words.iter().map(small).collect()
}

/// A word in small letters, as those that are built in are written.
pub(super) fn small(word: &Word) -> Word {
    match word {
        Word::Borrowed(word) => Word::Borrowed(word),
        Word::Owned(word) => word.to_lowercase().into(),
    }
}

/// True if one of a few phrases is `text`.
fn holds(phrases: &[Word], text: &str) -> bool {
    phrases.iter().any(|phrase| phrase == text)
}

/// The phrases under one key of `sections`.
fn of_section<'l>(lists: &'l WordLists, name: &str) -> &'l [Word] {
    let words = &lists.sections;
    match name {
        "links" => &words.links,
        "pay" => &words.pay,
        "moves" => &words.moves,
        "education" => &words.education,
        "experience" => &words.experience,
        "evidence" => &words.evidence,
        "knowledge" => &words.knowledge,
        "skills-soft" => &words.skills_soft,
        "scope" => &words.scope,
        "communication" => &words.communication,
        "responsibilities" => &words.responsibilities,
        "leadership" => &words.leadership,
        "impact" => &words.impact,
        "skills-hard" => &words.skills_hard,
        "competencies" => &words.competencies,
        "summary" => &words.summary,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LevelWords;

    #[test]
    fn the_configuration_adds_words_for_a_while() {
        let own = WordLists {
            levels: LevelWords {
                names: vec!["Seedling".into(), "Tall Tree".into()],
                ..LevelWords::default()
            },
            ..WordLists::default()
        };
        let words = |text: &str| words_of(text);
        Lexicon::with(&own).enter(|| {
            assert_eq!(current().named_level(&words("Tall tree")), Some(20));
            assert_eq!(current().rank("senior"), Some(3), "the built-in words stay");
        });
        assert_eq!(current().named_level(&words("Tall tree")), None);
    }

    #[test]
    fn a_phrase_of_the_configuration_wins() {
        let mut own = WordLists::default();
        own.sections.impact = vec!["Ripple".into()];
        own.sections.evidence = vec!["Ripple skills".into()];
        let lexicon = Lexicon::with(&own);
        assert_eq!(lexicon.section(&words_of("Ripple and leadership")), Some("impact"));
        assert_eq!(lexicon.section(&words_of("Ripple skills")), Some("evidence"));
        assert_eq!(lexicon.section(&words_of("Skills")), Some("skills-hard"));
    }

    #[test]
    fn the_build_joins_the_words_of_all_languages() {
        let mut all = WordLists::default();
        built_in_languages().into_iter().for_each(|(_, lists)| all.join(&lists.unwrap()));
        assert!(all == built_in_lists() && !all.is_empty());
    }

    #[test]
    fn words_inside_words() {
        let lexicon = current();
        assert_eq!(lexicon.job("フロントエンドエンジニア"), Some(2));
        assert_eq!(lexicon.rank("シニアエンジニア"), Some(3));
        assert_eq!(lexicon.job("softwareentwickler"), Some(2));
        assert_eq!(lexicon.job("reengineer"), None);
        assert_eq!(lexicon.rank("seniority"), None);
    }
}
