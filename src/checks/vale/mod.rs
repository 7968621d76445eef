//! Rules written for Vale: a word list, a pattern, a formula, with a message. The semantics are those
//! that its documentation and its behavior give to each kind; patterns keep to the limits of
//! [`super::matcher`]. `sequence` and `script` rules need a tagger and an interpreter of programs and
//! are not run.

mod case;
mod metric;
mod say;
mod style;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Map, Value};

use super::blocks::{Piece, Selector, pieces, prose};
use super::matcher::{Effort, Found, MAX_SIZE, Matcher, Options, PatternError, TooLong};
use crate::diag::Fix;
use crate::language::{Dictionary, Verdict, words};
use crate::rule::{Check, Context, DocumentCheck, Params, Subject};
use crate::text::Span;

use case::Case;
use metric::{Formula, Stats};
use say::{Action, formatted, in_one_line};
pub use style::{Resources, StyleRule, read_style_rule};

/// Most findings of one rule in one file.
const MAX_FINDINGS: usize = 1_000;

/// What a rule's file says. Keys of other kinds than the rule's are simply empty.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct Definition {
    extends: String,
    message: String,
    description: String,
    link: String,
    #[serde(deserialize_with = "one_or_many")]
    scope: Vec<String>,
    limit: Option<usize>,
    action: Option<Action>,
    ignorecase: bool,
    nonword: bool,
    vocab: bool,
    append: bool,
    tokens: Vec<String>,
    raw: Vec<String>,
    exceptions: Vec<String>,
    swap: Map<String, Value>,
    either: Map<String, Value>,
    token: String,
    max: Option<f64>,
    min: Option<f64>,
    alpha: bool,
    first: String,
    second: String,
    r#match: String,
    indicators: Vec<String>,
    threshold: f64,
    formula: String,
    condition: String,
    metrics: Vec<String>,
    grade: f64,
    custom: bool,
    filters: Vec<String>,
    /// Terms that the style's vocabularies accept.
    vocabulary: Vec<String>,
    /// Words of the files that a spelling rule names under `ignore`.
    words: Vec<String>,
}

impl Default for Definition {
    fn default() -> Self {
        Definition {
            extends: String::new(),
            message: String::new(),
            description: String::new(),
            link: String::new(),
            scope: vec![],
            limit: None,
            action: None,
            ignorecase: false,
            nonword: false,
            vocab: true,
            append: false,
            tokens: vec![],
            raw: vec![],
            exceptions: vec![],
            swap: Map::new(),
            either: Map::new(),
            token: String::new(),
            max: None,
            min: None,
            alpha: false,
            first: String::new(),
            second: String::new(),
            r#match: String::new(),
            indicators: vec![],
            threshold: 0.0,
            formula: String::new(),
            condition: String::new(),
            metrics: vec![],
            grade: 0.0,
            custom: false,
            filters: vec![],
            vocabulary: vec![],
            words: vec![],
        }
    }
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scope {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Scope::deserialize(from)? {
        Scope::One(one) => vec![one],
        Scope::Many(many) => many,
    })
}

/// A rule ready to run.
struct Vale {
    message: String,
    description: String,
    link: String,
    limit: usize,
    action: Option<Action>,
    selector: Selector,
    exceptions: Option<Matcher>,
    kind: Kind,
}

enum Kind {
    Existence(Matcher),
    Substitution {
        matcher: Matcher,
        swap: Vec<Swap>,
    },
    Occurrence {
        matcher: Matcher,
        max: Option<usize>,
        min: Option<usize>,
    },
    Repetition {
        matcher: Matcher,
        max: usize,
        ignore_case: bool,
        alpha: bool,
    },
    /// Pairs of patterns: `2n` and `2n + 1` may not both be used.
    Consistency(Matcher),
    Conditional {
        first: Matcher,
        second: Matcher,
        groups: Option<regex::Regex>,
        fancy: Option<fancy_regex::Regex>,
    },
    Capitalization(Case),
    Metric {
        formula: Formula,
        condition: Formula,
    },
    Readability {
        metrics: Vec<String>,
        grade: f64,
    },
    Spelling {
        words: HashSet<String>,
        filters: Matcher,
    },
}

/// What to write instead.
struct Swap {
    pattern: String,
    expected: String,
    ignore_case: bool,
    /// The pattern with its groups, where the replacement quotes them; made when first needed.
    groups: OnceLock<Option<regex::Regex>>,
    /// The replacement as a pattern, unless it is plain words: what matches it is right already.
    right: OnceLock<Option<regex::Regex>>,
}

/// Largest program of a pattern of [`Swap`]: a rule has thousands of them.
const MAX_SWAP_SIZE: usize = 100 * 1024;

/// Makes the check from a rule's definition.
///
/// # Errors
/// When a key has the wrong type, is missing, or holds a pattern that cannot be used.
pub fn build(params: &Params) -> Result<Check, serde_json::Error> {
    Vale::new(params.make::<Definition>()?)
        .map(|vale| Check::Document(Box::new(vale)))
        .map_err(serde_json::Error::custom)
}

impl Vale {
    fn new(definition: Definition) -> Result<Self, String> {
        let kind = Kind::new(&definition)?;
        let spelling = matches!(kind, Kind::Spelling { .. });
        let accepts = definition.vocab && !(definition.nonword && definition.extends == "existence");
        let exceptions: Vec<&String> = definition
            .exceptions
            .iter()
            .chain(definition.vocabulary.iter().filter(|_| accepts))
            .filter(|term| !term.trim().is_empty())
            .collect();
        let options = Options { ignore_case: spelling, word: true };
        let exceptions = match exceptions.is_empty() {
            true => None,
            false => Some(longest_first(exceptions, options).map_err(|error| error.to_string())?),
        };
        let scope = if definition.scope.is_empty() { vec!["text".to_owned()] } else { definition.scope };
        Ok(Vale {
            message: definition.message,
            description: definition.description,
            link: definition.link,
            limit: definition.limit.filter(|limit| *limit > 0).unwrap_or(MAX_FINDINGS).min(MAX_FINDINGS),
            action: definition.action,
            selector: Selector::new(&scope),
            exceptions,
            kind,
        })
    }
}

/// Alternatives of which the longest is to win.
fn longest_first(mut terms: Vec<&String>, options: Options) -> Result<Matcher, PatternError> {
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    Matcher::new(&terms, options)
}

impl Kind {
    fn new(definition: &Definition) -> Result<Self, String> {
        let ignore_case = definition.ignorecase;
        let plain = Options { ignore_case, word: false };
        let word = Options { ignore_case, word: !definition.nonword };
        let list = |patterns: &[String], options| {
            Matcher::new(patterns, options).map_err(|error: PatternError| error.to_string())
        };
        let one = |pattern: &str| list(&[pattern.to_owned()], plain);
        let needs = |key: &str| Err(format!("a rule of the kind `{}` needs `{key}`", definition.extends));
        Ok(match definition.extends.as_str() {
            "existence" => {
                let tokens: Vec<String> =
                    definition.tokens.iter().filter(|token| !token.trim().is_empty()).cloned().collect();
                if definition.raw.is_empty() {
                    if tokens.is_empty() {
                        return needs("tokens");
                    }
                    return Ok(Kind::Existence(list(&tokens, word)?));
                }
                let raw = definition.raw.concat();
                let tokens = match (tokens.is_empty(), definition.nonword) {
                    (true, _) => String::new(),
                    (false, true) => format!("(?:{})", tokens.join("|")),
                    (false, false) => format!(r"\b(?:{})\b", tokens.join("|")),
                };
                let pattern = if definition.append { tokens + &raw } else { raw + &tokens };
                Kind::Existence(one(&pattern)?)
            }
            "substitution" => {
                let (mut patterns, mut swap) = (vec![], vec![]);
                for (pattern, expected) in &definition.swap {
                    let expected = expected.as_str().unwrap_or("").to_owned();
                    swap.push(Swap::new(pattern, expected, ignore_case));
                    patterns.push(pattern.clone());
                }
                if patterns.is_empty() {
                    return needs("swap");
                }
                Kind::Substitution { matcher: list(&patterns, word)?, swap }
            }
            "occurrence" => {
                if definition.token.is_empty() {
                    return needs("token");
                }
                let count = |number: Option<f64>| number.filter(|number| *number >= 0.0).map(whole);
                let (max, min) = (count(definition.max), count(definition.min));
                if max.is_none() && min.is_none() {
                    return needs("max");
                }
                // `max: 0` beside a `min` says nothing.
                let max = max.filter(|max| *max > 0 || min.is_none());
                Kind::Occurrence { matcher: one(&definition.token)?, max, min }
            }
            "repetition" => {
                if definition.tokens.is_empty() {
                    return needs("tokens");
                }
                let matcher = list(&definition.tokens, plain)?;
                let max = definition.max.filter(|max| *max > 0.0).map_or(0, whole);
                Kind::Repetition { matcher, max, ignore_case, alpha: definition.alpha }
            }
            "consistency" => {
                if definition.either.is_empty() {
                    return needs("either");
                }
                let pairs = definition.either.iter();
                let pairs =
                    pairs.flat_map(|(one, other)| [one.clone(), other.as_str().unwrap_or("").to_owned()]);
                Kind::Consistency(list(&pairs.collect::<Vec<_>>(), word)?)
            }
            "conditional" => {
                if definition.first.is_empty() || definition.second.is_empty() {
                    return needs("first");
                }
                let second = one(&definition.second)?;
                let (groups, fancy) = captures(&definition.second, ignore_case);
                Kind::Conditional { first: one(&definition.first)?, second, groups, fancy }
            }
            "capitalization" => Kind::Capitalization(Case::new(
                &definition.r#match,
                definition.indicators.clone(),
                definition.threshold,
            )?),
            "metric" => Kind::Metric {
                formula: Formula::parse(&definition.formula)
                    .map_err(|error| format!("`formula`: {error}"))?,
                condition: Formula::parse(&format!("{} {}", metric::RESULT, definition.condition))
                    .map_err(|error| format!("`condition`: {error}"))?,
            },
            "readability" => {
                if let Some(unknown) = definition.metrics.iter().find(|name| metric::grade(name).is_none()) {
                    return Err(format!("no measure of reading is named `{unknown}`"));
                }
                if definition.metrics.is_empty() {
                    return needs("metrics");
                }
                Kind::Readability { metrics: definition.metrics.clone(), grade: definition.grade }
            }
            "spelling" => Kind::Spelling {
                words: definition.words.iter().map(|word| word.trim().to_lowercase()).collect(),
                filters: list(&spelling_filters(definition), Options { ignore_case: false, word: false })?,
            },
            "" => return needs("extends"),
            other => return Err(format!("rules of the kind `{other}` are not supported")),
        })
    }
}

/// Numbers of things; nobody counts to more.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> usize {
    number.clamp(0.0, 1e9) as usize
}

/// What a spelling rule passes over: its own filters, and unless it is `custom` names in capitals or
/// mixed case and words with other than English letters.
fn spelling_filters(definition: &Definition) -> Vec<String> {
    let mut filters = definition.filters.clone();
    if !definition.custom {
        filters.extend([r"[A-Z][a-z]+[A-Z]+\w+", r"[A-Z]+$", r"[^a-zA-Z_'’]"].map(str::to_owned));
    }
    filters
}

/// The pattern compiled with its groups, if it has any.
fn captures(pattern: &str, ignore_case: bool) -> (Option<regex::Regex>, Option<fancy_regex::Regex>) {
    let source = super::matcher::adapted(pattern, false);
    let mut builder = regex::RegexBuilder::new(&source);
    let linear = builder.case_insensitive(ignore_case).multi_line(true).size_limit(MAX_SIZE).build();
    match linear {
        Ok(regex) => (Some(regex).filter(|regex| regex.captures_len() > 1), None),
        Err(_) => {
            let mut builder = fancy_regex::RegexBuilder::new(&source);
            let fancy = builder
                .case_insensitive(ignore_case)
                .multi_line(true)
                .backtrack_limit(20_000)
                .delegate_size_limit(MAX_SIZE)
                .build();
            (None, fancy.ok().filter(|regex| regex.captures_len() > 1))
        }
    }
}

impl Swap {
    fn new(pattern: &str, expected: String, ignore_case: bool) -> Self {
        let pattern = pattern.to_owned();
        Swap { pattern, expected, ignore_case, groups: OnceLock::new(), right: OnceLock::new() }
    }

    fn compiled(&self, pattern: &str) -> Option<regex::Regex> {
        let source = super::matcher::adapted(pattern, false);
        let mut builder = regex::RegexBuilder::new(&source);
        builder.case_insensitive(self.ignore_case).multi_line(true).size_limit(MAX_SWAP_SIZE).build().ok()
    }

    /// The replacements for a match: usually one.
    fn options(&self, observed: &str) -> Vec<String> {
        let groups = || self.expected.contains('$').then(|| self.compiled(&self.pattern)).flatten();
        let groups = self.groups.get_or_init(groups).as_ref();
        let expected = match groups.and_then(|groups| groups.captures(observed)) {
            Some(captures) => {
                let mut out = String::new();
                captures.expand(&self.expected, &mut out);
                out
            }
            None => self.expected.clone(),
        };
        expected.split('|').map(str::to_owned).collect()
    }

    fn is_right(&self, observed: &str) -> bool {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '\'');
        let right = || {
            if self.expected.chars().all(plain) {
                return None;
            }
            self.compiled(&format!("^(?:{})$", self.expected))
        };
        self.expected == observed
            || self.right.get_or_init(right).as_ref().is_some_and(|right| right.is_match(observed))
    }
}

/// One rule in one file.
struct Run<'r, 'c, 'x> {
    vale: &'r Vale,
    cx: &'c mut Context<'x>,
    effort: Effort,
    left: usize,
    /// A search took too long: the rule says so once and rests.
    gave_up: bool,
    /// What `second` of a conditional rule has defined so far.
    defined: HashSet<String>,
    /// For each pair of a consistency rule the side that was used first, and where.
    sides: HashMap<usize, (usize, Span)>,
}

impl DocumentCheck for Vale {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut run = Run {
            vale: self,
            cx,
            effort: Effort::default(),
            left: self.limit,
            gave_up: false,
            defined: HashSet::new(),
            sides: HashMap::new(),
        };
        match &self.kind {
            Kind::Metric { formula, condition } => run.metric(subject, formula, condition),
            Kind::Readability { metrics, grade } => run.readability(subject, metrics, *grade),
            _ => pieces(subject, &self.selector, &mut |piece| {
                if run.left > 0 && !run.gave_up && run.piece(piece).is_err() {
                    run.gave_up = true;
                    let (span, _) = piece.locate(0..piece.text.len());
                    run.cx
                        .report(span, "The pattern of this rule takes too long on this text.")
                        .help("The rest of this file was not checked by the rule. Whoever wrote it should write the pattern without nested repetition.");
                }
            }),
        }
    }
}

impl Run<'_, '_, '_> {
    fn piece(&mut self, piece: &Piece<'_>) -> Result<(), TooLong> {
        let text = piece.text.as_ref();
        let vale = self.vale;
        match &vale.kind {
            Kind::Existence(matcher) => {
                let found = matcher.find_all(text, &mut self.effort)?;
                for hit in self.without_exceptions(text, found)? {
                    let observed = text.get(hit.range.clone()).unwrap_or("").trim();
                    self.report(piece, hit.range, &[observed], vec![]);
                }
            }
            Kind::Substitution { matcher, swap } => {
                let found = matcher.find_all(text, &mut self.effort)?;
                for hit in self.without_exceptions(text, found)? {
                    let observed = text.get(hit.range.clone()).unwrap_or("").trim();
                    let Some(swap) = swap.get(hit.pattern).filter(|swap| !swap.is_right(observed)) else {
                        continue;
                    };
                    let options = swap.options(observed);
                    let replaces = vale
                        .action
                        .as_ref()
                        .is_some_and(|action| action.name == "replace" && action.params.is_empty());
                    let expected = if replaces { options.join(" or ") } else { swap_text(&options) };
                    self.report(piece, hit.range, &[&expected, observed], options);
                }
            }
            Kind::Occurrence { matcher, max, min } => {
                let found = matcher.find_all(text, &mut self.effort)?;
                let many =
                    max.is_some_and(|max| found.len() > max) || min.is_some_and(|min| found.len() < min);
                if many {
                    let range = match (found.first(), found.last()) {
                        (Some(first), Some(last)) => first.range.start..last.range.end,
                        _ => 0..text.len(),
                    };
                    let count = found.len().to_string();
                    self.report(piece, range, &[&count], vec![]);
                }
            }
            Kind::Repetition { matcher, max, ignore_case, alpha } => {
                let found = matcher.find_all(text, &mut self.effort)?;
                self.repetition(piece, &found, *max, *ignore_case, *alpha);
            }
            Kind::Consistency(matcher) => {
                for hit in matcher.find_all(text, &mut self.effort)? {
                    self.consistency(piece, hit);
                }
            }
            Kind::Conditional { first, second, groups, fancy } => {
                let grouped = groups.is_some() || fancy.is_some();
                if grouped {
                    self.define(text, groups.as_ref(), fancy.as_ref());
                } else if second.is_match(text) {
                    return Ok(());
                }
                let found = first.find_all(text, &mut self.effort)?;
                for hit in self.without_exceptions(text, found)? {
                    let observed = text.get(hit.range.clone()).unwrap_or("");
                    if !self.defined.contains(observed) {
                        self.report(piece, hit.range, &[observed], vec![]);
                    }
                }
            }
            Kind::Capitalization(case) => {
                if !case.is_right(text, vale.exceptions.as_ref()) {
                    self.report(piece, 0..text.len(), &[text], vec![]);
                }
            }
            Kind::Spelling { words: known, filters } => self.spelling(piece, known, filters),
            Kind::Metric { .. } | Kind::Readability { .. } => {}
        }
        Ok(())
    }

    /// What is left of `found` without exceptions and what stands in them.
    fn without_exceptions(&mut self, text: &str, mut found: Vec<Found>) -> Result<Vec<Found>, TooLong> {
        let Some(exceptions) = self.vale.exceptions.as_ref().filter(|_| !found.is_empty()) else {
            return Ok(found);
        };
        let accepted = exceptions.find_all(text, &mut self.effort)?;
        found.retain(|hit| {
            let covered = accepted.partition_point(|accepted| accepted.range.end < hit.range.end);
            let covered =
                accepted.get(covered).is_some_and(|accepted| accepted.range.start <= hit.range.start);
            !covered && !exceptions.is_match(text.get(hit.range.clone()).unwrap_or("").trim())
        });
        Ok(found)
    }

    fn repetition(&mut self, piece: &Piece<'_>, found: &[Found], max: usize, ignore_case: bool, alpha: bool) {
        let mut count = 0;
        let mut previous: Option<(String, Range<usize>)> = None;
        for hit in found {
            let word = piece.text.get(hit.range.clone()).unwrap_or("").trim();
            let key = if ignore_case { word.to_lowercase() } else { word.to_owned() };
            let repeats = !word.is_empty()
                && previous.as_ref().is_some_and(|(before, _)| *before == key)
                && (!alpha || word.chars().all(char::is_alphabetic));
            if repeats {
                count += 1;
            }
            if let Some((_, before)) = previous.as_ref().filter(|_| repeats && count > max) {
                let range = before.start..hit.range.end;
                if !piece.text.get(range.clone()).unwrap_or("").contains('\n') {
                    self.report(piece, range, &[word], vec![]);
                    count = 0;
                }
            }
            previous = Some((key, hit.range.clone()));
        }
    }

    fn consistency(&mut self, piece: &Piece<'_>, hit: Found) {
        let (pair, side) = (hit.pattern / 2, hit.pattern % 2);
        let span = piece.locate(hit.range.clone()).0;
        let (first_side, first) = *self.sides.entry(pair).or_insert((side, span));
        if first_side != side {
            let observed = piece.text.get(hit.range.clone()).unwrap_or("").to_owned();
            if let Some(finding) = self.report(piece, hit.range, &[&observed], vec![]) {
                finding.related(first, "The other form is used here.");
            }
        }
    }

    fn define(&mut self, text: &str, groups: Option<&regex::Regex>, fancy: Option<&fancy_regex::Regex>) {
        if let Some(groups) = groups {
            for captures in groups.captures_iter(text).take(MAX_FINDINGS) {
                let captured = captures.iter().skip(1).flatten().map(|group| group.as_str().to_owned());
                self.defined.extend(captured);
            }
        }
        if let Some(fancy) = fancy {
            for captures in fancy.captures_iter(text).take(MAX_FINDINGS).map_while(Result::ok) {
                let captured = captures.iter().skip(1).flatten().map(|group| group.as_str().to_owned());
                self.defined.extend(captured);
            }
        }
    }

    fn spelling(&mut self, piece: &Piece<'_>, known: &HashSet<String>, filters: &Matcher) {
        let text = piece.text.as_ref();
        for word in words(text) {
            let right = known.contains(&word.word.to_lowercase())
                || Dictionary::english().contains(word.word)
                || filters.is_match(word.word)
                || self.vale.exceptions.as_ref().is_some_and(|exceptions| exceptions.is_match(word.word))
                || matches!(self.cx.setting.speller().check(&word), Verdict::Known);
            if !right {
                self.report(piece, word.range.clone(), &[word.word], vec![]);
            }
        }
    }

    fn metric(&mut self, subject: &Subject<'_>, formula: &Formula, condition: &Formula) {
        let stats = Stats::of(subject.doc, &prose(subject.doc));
        if stats.is_empty() {
            return;
        }
        let result = formula.value(&|name| stats.get(name));
        let Some(result) = result.filter(|result| result.is_finite()) else { return };
        let holds =
            condition.value(&|name| if name == metric::RESULT { Some(result) } else { stats.get(name) });
        if holds.is_some_and(|holds| holds != 0.0 && !holds.is_nan()) {
            self.report_file(subject, &format!("{result:.2}"));
        }
    }

    fn readability(&mut self, subject: &Subject<'_>, metrics: &[String], most: f64) {
        let stats = Stats::of(subject.doc, &prose(subject.doc));
        if stats.is_empty() {
            return;
        }
        let grades: Vec<f64> = metrics.iter().filter_map(|name| Some(metric::grade(name)?(&stats))).collect();
        let count = metric::float(grades.len());
        let grade = grades.iter().sum::<f64>() / count;
        if grade.is_finite() && grade > most {
            self.report_file(subject, &format!("{grade:.2}"));
        }
    }

    /// A finding about the whole file stands at its first word.
    fn report_file(&mut self, subject: &Subject<'_>, value: &str) {
        let mut first = None;
        subject.doc.each_text(&mut |text| {
            if first.is_none() && !text.is_blank() {
                first = Some(text);
            }
        });
        let span = first.map_or(subject.file.at(0..0), |text| {
            let end = text.plain.find(char::is_whitespace).filter(|end| *end > 0).unwrap_or(text.plain.len());
            text.locate(0..end).span
        });
        self.say(span, &[value]);
    }

    fn say(&mut self, span: Span, values: &[&str]) -> &mut crate::diag::Diagnostic {
        self.left = self.left.saturating_sub(1);
        let finding = self.cx.report(span, in_one_line(&formatted(&self.vale.message, values)));
        let mut help = in_one_line(&formatted(&self.vale.description, values));
        if !self.vale.link.is_empty() {
            if !help.is_empty() {
                help = crate::text::sentence(&help) + " ";
            }
            help.push_str(&format!("See {}", self.vale.link));
        }
        if !help.is_empty() {
            finding.help(help);
        }
        finding
    }

    fn report(
        &mut self,
        piece: &Piece<'_>,
        range: Range<usize>,
        values: &[&str],
        options: Vec<String>,
    ) -> Option<&mut crate::diag::Diagnostic> {
        if self.left == 0 {
            return None;
        }
        // Blanks at the ends belong to the pattern, not to what is wrong.
        let matched = piece.text.get(range.clone()).unwrap_or("");
        let start = range.start + (matched.len() - matched.trim_start().len());
        let end = start + matched.trim().len();
        let range = if start < end { start..end } else { range };
        let observed = piece.text.get(range.clone()).unwrap_or("").to_owned();
        let (span, exact) = piece.locate(range);
        let fixes: Vec<Fix> = match self.vale.action.as_ref().filter(|_| exact) {
            Some(action) => action.fixes(span, &observed, options),
            None => vec![],
        };
        let finding = self.say(span, values);
        for fix in fixes {
            finding.fix(fix);
        }
        Some(finding)
    }
}

/// Several replacements as messages show them.
fn swap_text(options: &[String]) -> String {
    options.join("|")
}
