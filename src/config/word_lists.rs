//! Words and phrases by which role documents are understood. A file of `rules/vocabulary/` holds those
//! of one language; `vocabulary:` in `rolelint.yaml` adds to them. Both have this shape.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word or a phrase: a part of the program, or read from a configuration.
pub type Word = Cow<'static, str>;

/// Words and phrases, in small letters unless they are codes. Phrases of several words may use the
/// signs that stand in texts: `at-least`, `jusqu'à`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordLists {
    /// Phrases of headings, columns and keys, by what stands below them.
    pub sections: SectionWords,
    /// Words for levels and jobs.
    pub levels: LevelWords,
    /// Headers of columns and words in them, where a table is a file of its own or lists facts.
    pub columns: ColumnWords,
    /// Words around numbers.
    pub amounts: AmountWords,
    /// Words about years of experience.
    pub experience: ExperienceWords,
    /// Words about pay.
    pub pay: PayWords,
    /// Phrases of headings above lists of career moves.
    pub moves: MoveWords,
    /// Words that make less than a requirement of a sentence.
    pub strength: StrengthWords,
    /// Words for degrees.
    pub education: EducationWords,
    /// Labels of what somebody is in charge of.
    pub scope: ScopeWords,
    /// Phrases that say that a level includes the levels below it.
    pub cumulative: Vec<Word>,
}

/// Phrases of headings by the kind of their section.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionWords {
    /// What the role is, in a few sentences.
    pub summary: Vec<Word>,
    /// Duties and tasks.
    pub responsibilities: Vec<Word>,
    /// What people know about their field.
    pub knowledge: Vec<Word>,
    /// How people write, speak and listen.
    pub communication: Vec<Word>,
    /// How people lead others.
    pub leadership: Vec<Word>,
    /// What people change, and for whom.
    pub impact: Vec<Word>,
    /// Skills of the trade, and requirements.
    pub skills_hard: Vec<Word>,
    /// Skills in dealing with people.
    pub skills_soft: Vec<Word>,
    /// Named competencies, behaviors and values.
    pub competencies: Vec<Word>,
    /// Checkpoints, examples and measures of success.
    pub evidence: Vec<Word>,
    /// Degrees and certificates.
    pub education: Vec<Word>,
    /// Years of experience.
    pub experience: Vec<Word>,
    /// How far the role reaches.
    pub scope: Vec<Word>,
    /// Roles before, after and beside this one.
    pub moves: Vec<Word>,
    /// What people are paid.
    pub pay: Vec<Word>,
    /// Further reading.
    pub links: Vec<Word>,
}

/// Words for levels and jobs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LevelWords {
    /// Names of the levels of your own ladder, the lowest first.
    pub names: Vec<Word>,
    /// Words that say how high somebody stands among people of one job.
    pub ranks: RankWords,
    /// Steps of scales that frameworks use as levels.
    pub proficiency: ProficiencyWords,
    /// Words that name a person by the job.
    pub jobs: JobWords,
    /// Jobs that are written together with what stands before them: `entwickler` in "Softwareentwickler".
    pub compounds: Vec<Word>,
    /// Words that make a level of the number behind them: `level 3`.
    pub numbered: Vec<Word>,
    /// Words that count the level behind them: `first: 1` for "First level".
    pub ordinals: BTreeMap<Word, i32>,
    /// Titles of one career that share no word, the lowest first, names of one step with a bar between them:
    /// `lecturer < reader | associate professor < professor`. They name levels where several of them stand
    /// together.
    pub careers: Vec<Word>,
    /// Letters of level codes, in capitals: `IC` for IC3.
    pub codes: Vec<Word>,
    /// Words that stand in sentences and names of pages, never in titles of jobs.
    pub never: Vec<Word>,
    /// Headers of the column of a table that names the levels.
    pub headers: Vec<Word>,
    /// Headers of the column, or names of the row, that says what the levels are called.
    pub title_headers: Vec<Word>,
    /// Words for stages of growth, which name levels where three of them or more stand together: "emerging".
    pub stages: Vec<Word>,
    /// Words for steps of other things than careers, and for those who rate them: "debug", "high", "peer".
    pub others: Vec<Word>,
    /// Words behind a number that make a level of it: `級` in 1級.
    pub counters: Vec<Word>,
    /// Words that make a level of the letter behind them: `grade A`.
    pub lettered: Vec<Word>,
}

/// Headers of the columns of tables and sheets, in words with one blank between them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColumnWords {
    /// The column that names the role, best first.
    pub titles: Vec<Word>,
    /// The column that names the role where no other does.
    pub titles_else: Vec<Word>,
    /// The column that names the level of each row.
    pub levels: Vec<Word>,
    /// Labels of the line near the beginning of a page that names the role, besides those of the column: "Class title:".
    pub title_lines: Vec<Word>,
    /// The column that says what a row of a matrix is about, the narrowest first.
    pub topics: Vec<Word>,
    /// The column that says how well somebody must master what the row is about.
    pub proficiency: Vec<Word>,
    /// Words of headers of columns that say what is expected.
    pub expectations: Vec<Word>,
    /// The column that names what people attend: which levels do so is no expectation.
    pub courses: Vec<Word>,
    /// The column that names a family of jobs.
    pub families: Vec<Word>,
    /// The column that names a track.
    pub tracks: Vec<Word>,
    /// The column of what names the role to programs.
    pub ids: Vec<Word>,
    /// The column of other titles of the role.
    pub aliases: Vec<Word>,
    /// Words of headers of years that are asked for: "years exp.".
    pub years: Vec<Word>,
    /// Words that may stand beside those for years.
    pub beside_years: Vec<Word>,
    /// Words of headers of the lower end of a range.
    pub least: Vec<Word>,
    /// Words of headers of the upper end of a range.
    pub most: Vec<Word>,
    /// Words of headers of what lies between the ends.
    pub middle: Vec<Word>,
    /// The last word of headers of currencies.
    pub currency: Vec<Word>,
    /// Columns that only lists of people and of their answers have.
    pub people: Vec<Word>,
    /// Columns that may name people beside their jobs.
    pub names: Vec<Word>,
    /// Columns that count who is to be hired, and when.
    pub counts: Vec<Word>,
    /// Words of headers in lists of openings.
    pub openings: Vec<Word>,
    /// Words of headers of columns whose sentences are not about the job.
    pub asides: Vec<Word>,
    /// Columns into which people enter how they did.
    pub scores: Vec<Word>,
    /// Columns of what is asked in interviews and surveys.
    pub questions: Vec<Word>,
    /// Names of rows that sum up those above them.
    pub totals: Vec<Word>,
}

/// Words of rank, the lowest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RankWords {
    pub trainee: Vec<Word>,
    pub junior: Vec<Word>,
    pub middle: Vec<Word>,
    pub senior: Vec<Word>,
    pub lead: Vec<Word>,
    pub principal: Vec<Word>,
    pub distinguished: Vec<Word>,
    pub fellow: Vec<Word>,
}

/// Steps of proficiency, the lowest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProficiencyWords {
    pub novice: Vec<Word>,
    pub working: Vec<Word>,
    pub proficient: Vec<Word>,
    pub expert: Vec<Word>,
}

/// Words for jobs, by how high those who do them stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct JobWords {
    pub assistant: Vec<Word>,
    /// Most jobs, that of a manager among them.
    pub professional: Vec<Word>,
    pub coordinator: Vec<Word>,
    pub head: Vec<Word>,
    pub director: Vec<Word>,
    pub vice_president: Vec<Word>,
    pub senior_vice_president: Vec<Word>,
    pub chief: Vec<Word>,
    pub chief_executive: Vec<Word>,
}

/// Words around numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AmountWords {
    /// Numbers in words.
    pub numbers: BTreeMap<Word, u32>,
    /// What multiplies the number before it: "thousand".
    pub multiples: BTreeMap<Word, u32>,
    /// Articles that count one, as in "a decade".
    pub one: Vec<Word>,
    /// Before a lower end: "at least".
    pub at_least: Vec<Word>,
    /// Before a lower end, as a noun: "a minimum of".
    pub minimum: Vec<Word>,
    /// Before a number that is to be passed: "more than".
    pub more_than: Vec<Word>,
    /// Before an upper end: "up to".
    pub at_most: Vec<Word>,
    /// Behind a lower end: "or more".
    pub or_more: Vec<Word>,
    /// Behind an upper end: "or less".
    pub or_less: Vec<Word>,
    /// Before two numbers that "and" joins: "between".
    pub between: Vec<Word>,
    /// Joins two numbers after "between".
    pub and: Vec<Word>,
    /// Before the first of two numbers: "from".
    pub from: Vec<Word>,
    /// Joins two numbers: "to".
    pub to: Vec<Word>,
}

/// Words about years of experience.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExperienceWords {
    /// Experience itself.
    pub words: Vec<Word>,
    pub years: Vec<Word>,
    pub months: Vec<Word>,
    pub decades: Vec<Word>,
    /// Amounts that nobody can count: "several".
    pub several: Vec<Word>,
    /// Work that people have experience in.
    pub fields: Vec<Word>,
    /// Before "experience", these make something else of it: "customer experience".
    pub others: Vec<Word>,
    /// Before a span of time, these make a plan, an age or a date of it.
    pub plans_before: Vec<Word>,
    /// Behind a span of time, these make a plan, an age or a date of it.
    pub plans_after: Vec<Word>,
    /// What a span of time may be the length of.
    pub lasting: Vec<Word>,
    /// Who tells of experience without asking for it: "our company".
    pub tellers: Vec<Word>,
    /// What tellers do: "has".
    pub telling: Vec<Word>,
    /// Before an amount that is a part of the one before it: "of which".
    pub parts: Vec<Word>,
    /// Behind a span of time: that it is of leading people, such as `führungsposition`.
    pub management: Vec<Word>,
}

/// Words about pay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PayWords {
    /// Pay itself.
    pub words: Vec<Word>,
    /// Before the lower end of a band without a top: "starting at".
    pub from: Vec<Word>,
    /// Before a period: "per".
    pub per: Vec<Word>,
    pub year: Vec<Word>,
    pub month: Vec<Word>,
    pub week: Vec<Word>,
    pub day: Vec<Word>,
    pub hour: Vec<Word>,
    /// Money that is no pay: budgets, revenue, allowances.
    pub others: Vec<Word>,
    /// Names of currencies and their ISO 4217 codes (or the sign, where several share the name).
    pub currencies: BTreeMap<Word, Word>,
}

/// Phrases of headings above career moves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MoveWords {
    pub next: Vec<Word>,
    pub previous: Vec<Word>,
    pub lateral: Vec<Word>,
    pub entry_from: Vec<Word>,
    /// Headers of the column of a table that says where people come from.
    pub from_headers: Vec<Word>,
    /// Headers of the column next to it, which says where they go.
    pub to_headers: Vec<Word>,
    /// Words between two roles of which people take one: "or".
    pub either: Vec<Word>,
}

/// Words that make less than a requirement of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StrengthWords {
    /// Wishes.
    pub preferred: Vec<Word>,
    /// Rules of thumb.
    pub typical: Vec<Word>,
    /// Headers of columns that say how much what stands below them is needed: "essential", "desirable".
    pub needs: Vec<Word>,
}

/// Words for degrees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EducationWords {
    pub secondary: Vec<Word>,
    pub bachelor: Vec<Word>,
    pub master: Vec<Word>,
    pub doctorate: Vec<Word>,
    /// Words that make a requirement of a degree: "degree".
    pub asks: Vec<Word>,
    /// Words that let experience stand for a degree.
    pub equivalent: Vec<Word>,
    /// Phrases for a first degree that no other word names: "degree or equivalent".
    pub any_degree: Vec<Word>,
}

/// Labels in front of how many people or how much money somebody is in charge of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeWords {
    /// Those who report to the role.
    pub direct_reports: Vec<Word>,
    /// The people of a team.
    pub team_size: Vec<Word>,
    /// All people below the role.
    pub people_total: Vec<Word>,
    /// Money that the role decides on.
    pub budget: Vec<Word>,
    /// Words behind a number of people, which may be left out: "4 people".
    pub people: Vec<Word>,
}

/// Calls `add` with each list of `from` and the list of `to` that it belongs to.
macro_rules! join {
    ($to:expr, $from:expr; $($($field:ident).+),+ $(,)?) => {
        $( $to.$($field).+.extend($from.$($field).+.iter().cloned()); )+
    };
}

/// Puts the words of each list into small letters.
macro_rules! small {
    ($lists:expr; $($($field:ident).+),+ $(,)?) => {
        $( for word in &mut $lists.$($field).+ { *word = word.to_lowercase().into(); } )+
    };
}

impl WordLists {
    /// Adds the words of another language, or those of the configuration.
    pub fn join(&mut self, other: &WordLists) {
        join!(self, other;
            sections.summary, sections.responsibilities, sections.knowledge, sections.communication,
            sections.leadership, sections.impact, sections.skills_hard, sections.skills_soft,
            sections.competencies, sections.evidence, sections.education, sections.experience,
            sections.scope, sections.moves, sections.pay, sections.links,
            levels.names, levels.compounds, levels.numbered, levels.careers, levels.codes, levels.never,
            levels.headers, levels.title_headers, levels.stages, levels.others, levels.counters, levels.lettered,
            levels.ranks.trainee, levels.ranks.junior, levels.ranks.middle, levels.ranks.senior,
            levels.ranks.lead, levels.ranks.principal, levels.ranks.distinguished, levels.ranks.fellow,
            levels.proficiency.novice, levels.proficiency.working, levels.proficiency.proficient,
            levels.proficiency.expert,
            levels.jobs.assistant, levels.jobs.professional, levels.jobs.coordinator, levels.jobs.head,
            levels.jobs.director, levels.jobs.vice_president, levels.jobs.senior_vice_president,
            levels.jobs.chief, levels.jobs.chief_executive,
            columns.titles, columns.titles_else, columns.title_lines, columns.levels, columns.topics,
            columns.proficiency, columns.expectations, columns.courses, columns.families, columns.tracks,
            columns.ids, columns.aliases, columns.years, columns.beside_years, columns.least, columns.most,
            columns.middle, columns.currency, columns.people, columns.names, columns.counts,
            columns.openings, columns.asides, columns.scores, columns.questions, columns.totals,
            amounts.one, amounts.at_least, amounts.minimum, amounts.more_than, amounts.at_most,
            amounts.or_more, amounts.or_less, amounts.between, amounts.and, amounts.from, amounts.to,
            experience.words, experience.years, experience.months, experience.decades,
            experience.several, experience.fields, experience.others, experience.plans_before,
            experience.plans_after, experience.lasting, experience.tellers, experience.telling, experience.parts,
            experience.management,
            pay.words, pay.from, pay.per, pay.year, pay.month, pay.week, pay.day, pay.hour, pay.others,
            moves.next, moves.previous, moves.lateral, moves.entry_from, moves.from_headers, moves.to_headers,
            moves.either,
            strength.preferred, strength.typical, strength.needs,
            education.secondary, education.bachelor, education.master, education.doctorate,
            education.asks, education.equivalent, education.any_degree,
            scope.direct_reports, scope.team_size, scope.people_total, scope.budget, scope.people, cumulative,
        );
        self.levels.ordinals.extend(other.levels.ordinals.iter().map(|(word, n)| (word.clone(), *n)));
        self.amounts.numbers.extend(other.amounts.numbers.iter().map(|(word, n)| (word.clone(), *n)));
        self.amounts.multiples.extend(other.amounts.multiples.iter().map(|(word, n)| (word.clone(), *n)));
        let currencies = other.pay.currencies.iter().map(|(word, code)| (word.clone(), code.clone()));
        self.pay.currencies.extend(currencies);
    }

    /// The same words in small letters, as texts are when they are compared with them: people write "Onward to"
    /// as it stands in their pages. Codes keep their capitals; what is made ready elsewhere is made small there.
    #[must_use]
    pub fn in_small_letters(mut self) -> Self {
        small!(self;
            levels.headers, levels.title_headers, levels.lettered,
            columns.titles, columns.titles_else, columns.title_lines, columns.levels, columns.topics,
            columns.proficiency, columns.expectations, columns.courses, columns.families, columns.tracks,
            columns.ids, columns.aliases, columns.years, columns.beside_years, columns.least, columns.most,
            columns.middle, columns.currency, columns.people, columns.names, columns.counts,
            columns.openings, columns.asides, columns.scores, columns.questions, columns.totals,
            moves.next, moves.previous, moves.lateral, moves.entry_from, moves.from_headers, moves.to_headers,
            strength.preferred, strength.typical, strength.needs,
            education.secondary, education.bachelor, education.master, education.doctorate,
            education.asks, education.equivalent, education.any_degree,
            scope.direct_reports, scope.team_size, scope.people_total, scope.budget, scope.people, cumulative,
        );
        self
    }

    /// True if it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == WordLists::default()
    }
}
