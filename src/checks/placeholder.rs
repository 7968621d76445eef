//! Words that stand where content should be.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use serde::Deserialize;

use super::wording::quoted;
use crate::diag::Severity;
use crate::rule::{Besides, Chosen, Context, DocumentCheck, PageWords, Subject, runs};
use crate::syntax::{MarkKind, Text, Visit};
use crate::text::{Needles, QuickSet, SourceFile, Span, Starts, word_mark};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholder {
    /// Abbreviations: count as a whole text in any case, inside a text in capitals.
    words: Vec<String>,
    /// Phrases: count as a whole text, or between brackets.
    phrases: Vec<String>,
    /// Keys whose values may well be such a word.
    except_keys: Vec<String>,
    #[serde(skip)]
    search: OnceLock<Needles<(usize, usize)>>,
    /// All words and phrases in small letters.
    #[serde(skip)]
    small: OnceLock<QuickSet<String>>,
    /// The marks of the longest word of each: "defined" of "to be defined".
    #[serde(skip)]
    longest: OnceLock<Starts>,
}

const HELP: &str = "People are judged by this page, and a blank tells them nothing. Write what is meant, or take the \
                    line out until it is known.";

impl DocumentCheck for Placeholder {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let mut defined: Vec<String> = vec![];
        let mut hits: Vec<(&Text, Hit)> = vec![];
        let mut targets: Vec<Span> = vec![];
        let mut blanks: Vec<(Span, String)> = vec![];
        let page = subject.words();
        let likely = self.likely(page);
        for (number, visit) in page.visits() {
            let Some(text) = visit.text() else { continue };
            if let Visit::Value(Some(key), _) = visit
                && self.except_keys.iter().any(|name| key.value.eq_ignore_ascii_case(name))
            {
                continue;
            }
            targets.extend(self.targets(text, subject.file));
            let heading = matches!(visit, Visit::Heading(_));
            let may_hold = likely.holds(number) || text.signs.has(b'?');
            if heading || may_hold {
                blanks.extend(blank(text, heading));
            }
            if !may_hold {
                continue;
            }
            if let Some(hit) = self.whole(text) {
                hits.push((text, hit));
            } else {
                self.inside(text, &mut hits, &mut defined);
            }
        }
        for (span, message) in blanks {
            cx.report(span, message).help(HELP).at_most(Severity::Warning);
        }
        for span in targets {
            let shown = quoted(subject.file.slice(span));
            cx.report(span, format!("This link leads nowhere: {shown} stands in place of its address."))
                .help("Readers who follow it meet an error page. Link the right page, or take the link out.");
        }
        for (text, hit) in hits {
            if !hit.whole && defined.contains(&hit.word) {
                continue;
            }
            let span = text.locate(hit.range.clone()).span;
            let shown = quoted(text.plain.get(hit.range).unwrap_or(""));
            if hit.whole {
                cx.report(span, format!("{shown} stands here instead of content.")).help(HELP);
            } else {
                cx.report(span, format!("{shown} says that something is unfinished here."))
                    .help(HELP)
                    .at_most(Severity::Warning);
            }
        }
    }
}

struct Hit {
    range: Range<usize>,
    /// In lower case.
    word: String,
    whole: bool,
}

impl Placeholder {
    /// The texts of a page that may hold one, or a figure that was left out, by their words. (Some consist of question
    /// marks alone.)
    fn likely(&self, page: &PageWords<'_>) -> Chosen {
        let all = || self.words.iter().chain(&self.phrases);
        if !all().all(|known| known.starts_with(char::is_alphanumeric)) {
            return page.all();
        }
        let longest = self.longest.get_or_init(|| {
            let mut longest = Starts::default();
            for known in all() {
                let known = known.to_lowercase();
                let run = runs(&known).map(|(_, run)| run).max_by_key(|run| run.len());
                run.into_iter().for_each(|run| longest.add(word_mark(run)));
            }
            longest
        });
        page.with(|word| longest.may_hold(word.mark()) || word.word().contains("xx"), Besides::Letters)
    }

    /// The text is a placeholder and nothing else, apart from punctuation.
    fn whole(&self, text: &Text) -> Option<Hit> {
        let plain = &text.plain;
        if plain.len() > 80 {
            return None;
        }
        let edge = |c: char| !c.is_alphanumeric();
        let start = plain.len() - plain.trim_start_matches(edge).len();
        let core = plain.trim_matches(edge);
        if core.is_empty() {
            let marks = plain.trim();
            let range = plain.find(marks).map(|start| start..start + marks.len())?;
            let whole = (2..=3).contains(&marks.len()) && marks.chars().all(|c| c == '?');
            return whole.then(|| Hit { range, word: marks.to_owned(), whole: true });
        }
        let word = core.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let small = || self.words.iter().chain(&self.phrases).map(|known| known.to_lowercase()).collect();
        let known = self.small.get_or_init(small).contains(&word);
        let range = start..start + core.len();
        (known && !text.is_code(&range)).then_some(Hit { range, word, whole: true })
    }

    /// Link addresses that were to be filled in later.
    fn targets(&self, text: &Text, file: &SourceFile) -> impl Iterator<Item = Span> {
        let unfilled = |target: &Span| {
            let address = file.slice(*target);
            let name = |word: &String| {
                let rest = address.strip_prefix(word.as_str());
                rest.is_some_and(|rest| {
                    rest.is_empty() || (rest.starts_with('-') && !rest.contains(['.', '/']))
                })
            };
            self.words.iter().any(name)
        };
        let targets = text.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Link { target } | MarkKind::Image { target } => Some(target),
            _ => None,
        });
        targets.filter(unfilled).collect::<Vec<_>>().into_iter()
    }

    /// All words and phrases at once: they are looked for in every text. Of those at a place the longest counts.
    fn search(&self, plain: &str) -> Vec<(Range<usize>, usize)> {
        let needles = self.search.get_or_init(|| {
            let known = self.words.iter().chain(self.phrases.iter().filter(|phrase| phrase.contains(' ')));
            let mut needles = Needles::default();
            known.enumerate().for_each(|(index, text)| needles.add(text.clone().into(), (text.len(), index)));
            needles
        });
        let mut all: Vec<(usize, Reverse<usize>, usize)> = vec![];
        needles.each_in(plain, |at, (length, index)| all.push((at, Reverse(length), index)));
        all.sort_unstable();
        let mut free = 0;
        all.retain(|(at, Reverse(length), _)| {
            let first = *at >= free;
            free = if first { at + length } else { free };
            first
        });
        all.into_iter().map(|(at, Reverse(length), index)| (at..at + length, index)).collect()
    }

    fn inside<'d>(&self, text: &'d Text, hits: &mut Vec<(&'d Text, Hit)>, defined: &mut Vec<String>) {
        let plain = text.plain.as_str();
        for (range, pattern) in self.search(plain) {
            let written = plain.get(range.clone()).unwrap_or("");
            let around = Around::new(plain, &range);
            if !around.is_word || text.is_code(&range) {
                continue;
            }
            let word = written.to_lowercase();
            let marks = match self.words.get(pattern) {
                // In small letters it may be anything.
                Some(known) if known != written => false,
                Some(known)
                    if around.bracketed() && spells(around.before, known)
                        || spelled_by(around.after, known) =>
                {
                    defined.push(word.clone());
                    false
                }
                Some(known) => around.marks(known),
                // Filler goes on and on.
                None => around.stands_alone() || word == "lorem ipsum" && around.begins(),
            };
            if marks {
                hits.push((text, Hit { range, word, whole: false }));
            }
        }
    }
}

/// A figure that was left out: "€ xxx-xxx", or a level without its number: "Lx: Engineer".
static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[$€£] ?[xX]{2,}(?:[.,][xX]{3})*\b(?: ?[-–] ?[$€£]? ?[xX]{2,})?|\b[xX]{2,3} ?[-–] ?[xX]{2,3} (?:years|months)\b").ok()
});
static LEVEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:L|IC|M|P|E|T)[xX](?:: | - | – |$)").ok());

/// What was to be filled in, and what to say about it.
fn blank(text: &Text, heading: bool) -> Vec<(Span, String)> {
    let plain = text.plain.as_str();
    let mut found = vec![];
    // Every such figure has two of them side by side.
    let doubled = plain.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"xx"));
    let figures = doubled.then(|| FIGURE.as_ref()).flatten();
    for figure in figures.into_iter().flat_map(|pattern| pattern.find_iter(plain)) {
        if !text.is_code(&figure.range()) {
            let message = format!("{} stands in place of a figure.", quoted(figure.as_str()));
            found.push((text.locate(figure.range()).span, message));
        }
    }
    if heading
        && plain.bytes().take(3).any(|byte| byte.eq_ignore_ascii_case(&b'x'))
        && let Some(level) = LEVEL.as_ref().and_then(|pattern| pattern.find(plain))
    {
        let range = 0..level.as_str().trim_end_matches([' ', ':', '-', '–']).len();
        let message = format!(
            "{} names no level: its number is missing.",
            quoted(plain.get(range.clone()).unwrap_or(""))
        );
        found.push((text.locate(range).span, message));
    }
    // A remark of somebody who was writing: "ships on time - IS THIS RIGHT???"
    let core = plain.trim_end();
    if core.ends_with("???") {
        let signs = ['.', ':', '–', '—', '(', '-'];
        let last = core.rsplit(signs).next().unwrap_or("").trim_start();
        let range = core.len() - last.len()..core.len();
        if last.contains(char::is_alphabetic) && !text.is_code(&range) {
            let message = format!(
                "{} is a question that nobody has answered.",
                quoted(core.get(range.clone()).unwrap_or(""))
            );
            found.push((text.locate(range).span, message));
        }
    }
    found
}

/// What stands around a word.
struct Around<'t> {
    before: &'t str,
    after: &'t str,
    /// Nothing that belongs to the same word or name touches it.
    is_word: bool,
}

impl<'t> Around<'t> {
    fn new(plain: &'t str, range: &Range<usize>) -> Self {
        let before = plain.get(..range.start).unwrap_or("");
        let after = plain.get(range.end..).unwrap_or("");
        let joins = |c: char| c.is_alphanumeric() || "_-/@#".contains(c);
        let next_joins = after.starts_with(joins)
            || after.starts_with(['.', '’', '\'']) && {
                after.chars().nth(1).is_some_and(char::is_alphanumeric)
            };
        Around { before, after, is_word: !before.ends_with(joins) && !next_joins }
    }

    fn bracketed(&self) -> bool {
        self.before.ends_with(['(', '[', '{']) && self.after.starts_with([')', ']', '}'])
    }

    /// Nothing of the same text follows.
    fn ends(&self) -> bool {
        let after = self.after.trim_start_matches(['.', '!', '…', ' ', '*', '_']);
        after.is_empty() || after.starts_with('\n')
    }

    /// Nothing of the same sentence stands before it.
    fn begins(&self) -> bool {
        let before = self.before.trim_end_matches([' ', '*', '_']);
        before.is_empty()
            || before.ends_with(['.', '!', '?', ':', '\n', '(', '[', ']', '-', '–', '—', '|', '"', '“'])
    }

    /// A sentence of its own, or set off by brackets, a dash or a colon.
    fn stands_alone(&self) -> bool {
        let closes = self.after.starts_with(['.', '!', '…', '\n']) || self.ends();
        self.bracketed() || (self.begins() && closes)
    }

    /// The last word before it, in lower case.
    fn word_before(&self) -> String {
        let words = self.before.split_whitespace().next_back().unwrap_or("");
        words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
    }

    /// Whether an abbreviation in capitals marks something unfinished.
    fn marks(&self, word: &str) -> bool {
        if matches!(word, "TBD" | "TBC" | "TBA") || self.stands_alone() {
            // The three mean nothing else. ("TBD" may be an abbreviation that the page defines.)
            return true;
        }
        if self.after.starts_with(':') && self.begins() {
            return true;
        }
        let before = self.word_before();
        match word {
            // "This is a WIP."
            "WIP" => {
                let said = matches!(before.as_str(), "is" | "are" | "still" | "currently")
                    || self.before.trim_end().ends_with(" is a");
                said && self.ends()
            }
            _ => {
                let next = self.after.split_whitespace().next().unwrap_or("").to_lowercase();
                let next = next.trim_matches(|c: char| !c.is_alphanumeric());
                // "TODO make a start on this", but not "TODO lists"
                let note =
                    self.begins() && self.after.starts_with([' ', ',']) && !TODO_THINGS.contains(&next);
                // "Other roles TODO", but not "resolves every TODO"
                let label = self.after.trim().is_empty()
                    && self.before.starts_with(char::is_uppercase)
                    && !["a", "an", "the", "each", "every", "any", "no", "of", "as"]
                        .contains(&before.as_str());
                note || label
            }
        }
    }
}

/// What TODOs are the matter of: "TODO lists", "TODO management".
const TODO_THINGS: &[&str] = &[
    "list",
    "lists",
    "comment",
    "comments",
    "item",
    "items",
    "app",
    "apps",
    "management",
    "tracking",
    "tracker",
    "handling",
    "hygiene",
    "board",
    "boards",
    "cleanup",
    "debt",
    "policy",
    "triage",
    "marker",
    "markers",
    "notes",
    "tags",
    "and",
    "or",
    "&",
];

/// True if the next words have the initials of `word`: "TBD trunk-based development".
fn spelled_by(after: &str, word: &str) -> bool {
    let words = after.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let initials = words.take(word.len()).filter_map(|part| part.chars().next());
    initials.flat_map(char::to_uppercase).eq(word.chars())
}

/// True if the last words of `before` have the initials of `word`: "work in progress (WIP)".
fn spells(before: &str, word: &str) -> bool {
    let words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let initials = words.take(word.len()).filter_map(|part| part.chars().next());
    initials.flat_map(char::to_uppercase).eq(word.chars().rev())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rule::with_words;
    use proptest::prelude::*;

    proptest! {
        /// Texts in which the words of a page leave no placeholder are without one.
        #[test]
        fn no_placeholder_is_passed_over(parts in prop::collection::vec("TBD|tbd|[tT]o be|defined|filled é in|Coming|soon|xxx?|XX|€|\\?\\?\\?|é|[ _'’.()/:-]|2", 1..10)) {
            let check: Placeholder = serde_yaml::from_str(
                "{ words: [TBD, XXX], phrases: [to be defined, coming soon, to be filled é in, soon], except_keys: [] }",
            )
            .unwrap();
            with_words(&format!("- {}\n", parts.concat()), |page| {
                let likely = check.likely(page);
                for (number, visit) in page.visits() {
                    let Some(text) = visit.text().filter(|text| !likely.holds(number) && !text.signs.has(b'?')) else {
                        continue;
                    };
                    let (mut hits, mut defined) = (vec![], vec![]);
                    check.inside(text, &mut hits, &mut defined);
                    let none = hits.is_empty() && defined.is_empty() && blank(text, false).is_empty();
                    prop_assert!(none && check.whole(text).is_none(), "{:?}", text.plain);
                }
                Ok(())
            })?;
        }
    }
}
