//! Frameworks in figures.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use super::coverage::{asked, own_levels};
use crate::config::schema_of;
use crate::diag::Severity;
use crate::engine::{Loaded, Run};
use crate::language::{Lang, language_of};
use crate::syntax::Document;
use crate::text::FileId;

/// Words of English prose that adults read silently in a minute, on average (M. Brysbaert, “How many words
/// do we read per minute?”, Journal of Memory and Language 109, 2019).
pub const WORDS_PER_MINUTE: usize = 238;

/// The figures of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statistics {
    /// Version of this shape; it grows when a key changes its meaning or goes away.
    pub version: u32,
    pub frameworks: usize,
    /// Files that hold a role.
    pub files: usize,
    pub roles: usize,
    /// Roles that are written for candidates.
    pub postings: usize,
    pub levels: usize,
    /// Tracks that pages or the configuration name.
    pub tracks: Vec<String>,
    pub sections: usize,
    pub expectations: usize,
    /// Words on all pages with roles.
    pub words: usize,
    /// Minutes that it takes to read them.
    pub reading_minutes: usize,
    /// Files with roles by language, the most frequent first.
    pub languages: Vec<Share>,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings by rule, the most frequent first.
    pub rules: Vec<RuleCount>,
}

/// How many are of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    pub name: String,
    pub count: usize,
}

/// The findings of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleCount {
    pub rule: String,
    pub severity: Severity,
    pub count: usize,
}

/// The figures of an earlier state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Revision {
    /// Name of the commit; `None` for the files as they are.
    pub commit: Option<String>,
    /// The day of the commit (UTC).
    pub date: Option<String>,
    pub roles: usize,
    pub levels: usize,
    pub expectations: usize,
    pub words: usize,
    pub findings: usize,
    pub errors: usize,
}

/// The figures of a run, and those of earlier states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Development {
    #[serde(flatten)]
    pub figures: Statistics,
    /// The oldest first, the files as they are last; empty where nobody asked for it.
    pub history: Vec<Revision>,
}

/// The schema of `rolelint stats --format json`, `schemas/stats.schema.json`.
pub fn stats_schema() -> serde_json::Value {
    schema_of::<Development>("stats", "rolelint stats --format json")
}

impl Statistics {
    /// Counts what stands in the files that were asked for.
    pub fn new(loaded: &Loaded, run: &Run) -> Self {
        let wanted = |file: FileId| loaded.report.as_ref().is_none_or(|report| report.contains(&file));
        let mut figures = Statistics { version: 1, ..Statistics::default() };
        let mut files: BTreeSet<FileId> = BTreeSet::new();
        let mut tracks: BTreeSet<String> = BTreeSet::new();
        for framework in &run.frameworks {
            let mut any = false;
            for role in framework.roles.iter().filter(|role| wanted(role.file)) {
                any = true;
                files.insert(role.file);
                figures.roles += 1;
                figures.postings += usize::from(!super::coverage::is_framework(role));
                figures.levels += own_levels(role).len();
                figures.sections += role.sections.len();
                figures.expectations += asked(role).0;
                tracks.extend(role.track.iter().map(|track| track.value.trim().to_owned()));
            }
            if any {
                figures.frameworks += 1;
                tracks.extend(framework.tracks.iter().map(|(name, _)| name.clone()));
            }
        }
        tracks.remove("");
        figures.tracks = tracks.into_iter().collect();
        figures.files = files.len();
        let mut languages: BTreeMap<String, usize> = BTreeMap::new();
        for doc in files.iter().filter_map(|file| run.documents.get(file.0 as usize)?.as_ref()) {
            figures.words += words_on(doc);
            *languages.entry(language_name(language_of(doc))).or_default() += 1;
        }
        figures.reading_minutes = figures.words.div_ceil(WORDS_PER_MINUTE);
        figures.languages =
            ranked(languages).into_iter().map(|(name, count)| Share { name, count }).collect();
        figures.findings(run);
        figures
    }

    fn findings(&mut self, run: &Run) {
        self.errors = run.count(Severity::Error);
        self.warnings = run.count(Severity::Warning);
        self.infos = run.count(Severity::Info);
        let mut severities: BTreeMap<&str, Severity> = BTreeMap::new();
        let mut rules: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &run.diagnostics {
            *rules.entry(finding.rule.clone()).or_default() += 1;
            let severity = severities.entry(&finding.rule).or_insert(finding.severity);
            *severity = finding.severity.max(*severity);
        }
        self.rules = ranked(rules)
            .into_iter()
            .map(|(rule, count)| {
                let severity = severities.get(rule.as_str()).copied().unwrap_or(Severity::Info);
                RuleCount { rule, severity, count }
            })
            .collect();
    }

    /// The same as a row of a history.
    pub fn revision(&self, commit: Option<String>, date: Option<String>) -> Revision {
        Revision {
            commit,
            date,
            roles: self.roles,
            levels: self.levels,
            expectations: self.expectations,
            words: self.words,
            findings: self.errors + self.warnings + self.infos,
            errors: self.errors,
        }
    }
}

/// Words on a page.
pub(super) fn words_on(doc: &Document) -> usize {
    let mut words = 0;
    doc.each_text(&mut |text| words += text.plain.unicode_words().count());
    words
}

/// The largest first, those of one size by name.
fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    ranked
}

/// The English name of a language; its code where few would know the name.
fn language_name(language: Lang) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("cmn", "Chinese"),
        ("deu", "German"),
        ("fra", "French"),
        ("ita", "Italian"),
        ("jpn", "Japanese"),
        ("kor", "Korean"),
        ("nld", "Dutch"),
        ("pol", "Polish"),
        ("por", "Portuguese"),
        ("rus", "Russian"),
        ("spa", "Spanish"),
        ("swe", "Swedish"),
        ("tur", "Turkish"),
        ("ukr", "Ukrainian"),
    ];
    match language {
        Lang::English => "English".to_owned(),
        Lang::Other(code) => {
            NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name).to_owned()
        }
    }
}

/// The day of a point in time (seconds since 1970, UTC) in the Gregorian calendar: `2024-02-29`.
pub fn day(seconds: i64) -> String {
    let mut days = seconds.div_euclid(86_400);
    // The calendar repeats itself after 400 years, which are 146,097 days.
    let mut year = 1970 + 400 * days.div_euclid(146_097);
    days = days.rem_euclid(146_097);
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

/// At most `most` of the items, spread evenly, the first and the last always among them.
pub fn spread<T: Clone>(items: &[T], most: usize) -> Vec<T> {
    if items.len() <= most || most < 2 {
        return items.to_vec();
    }
    let last = items.len() - 1;
    (0..most).filter_map(|at| items.get(at * last / (most - 1))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_709_164_799), "2024-02-28");
        assert_eq!(day(4_107_542_400), "2100-03-01");
    }

    #[test]
    fn the_ends_are_kept() {
        let all: Vec<usize> = (0..100).collect();
        let some = spread(&all, 10);
        assert_eq!((some.len(), some[0], some[9]), (10, 0, 99));
        assert_eq!(spread(&all[..3], 10), [0, 1, 2]);
    }
}
