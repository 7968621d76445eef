//! What every value of the role model promises: the bytes at its place say it, and other text written to
//! these bytes alone is read back as its new value, with all other values as they were. Checked on
//! generated files of every text format, on the examples of all rule pages, on `examples/`, and on real
//! frameworks where `../shared/corpus` exists (`WHOLE_CORPUS=1` for all of it).

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice
)]

#[path = "support/leaves.rs"]
mod model;
mod support;
#[path = "support/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use rolelint::model::{SectionKind, level_word, looks_like_title, numeral, section_kind};
use rolelint::text::{FileId, Span};

use model::{Form, Leaf, Read, read, rewritten, says, squeezed};
use support::{Case, assert_none, corpus, example_cases, example_framework, variations};
use written::{FORMATS, Page, page};

/// Values of one kind that are rewritten in one file; with `WHOLE_CORPUS=1` all are.
const SAMPLE: usize = 4;

/// The leaves whose bytes do not say them.
fn unsaid(read: &Read) -> String {
    let mut wrong = String::new();
    for leaf in read.leaves.iter().filter(|leaf| !leaf.span.is_empty()) {
        let slice = read.file.slice(leaf.span);
        if !says(slice, &leaf.value, read.form(leaf.span)) {
            let _ = writeln!(
                wrong,
                "{}: the {} {:?} is said to be {slice:?}",
                read.file.path, leaf.kind, leaf.value
            );
        }
    }
    wrong
}

/// Kinds of which one name may stand in several places.
const NAMES: &[&str] = &["title", "also called", "alias", "level", "shown", "move", "section", "label"];

/// Kinds of ids, by which other places of the file may mean them.
const IDS: &[&str] = &["id", "claim"];

/// False for what cannot be told from its words alone: keys and headings that decide how other words are
/// read, items of few words, which may be the names of what follows, and sentences with quantities, which
/// are rewritten themselves.
fn is_free(read: &Read, leaf: &Leaf) -> bool {
    let measured = ["experience", "education", "pay", "scope"];
    match leaf.kind {
        "key" => false,
        // "www.example.org/jobs" is its own address.
        "listed as" if leaf.value.contains(['/', '.']) => false,
        // A link that names a level decides as much as the level, which is rewritten itself.
        "listed as" => {
            !read.leaves.iter().any(|other| other.kind == "level" && touches(other.span, leaf.span))
        }
        // In a matrix of jobs beside their ladders the name of a row tells whose it is.
        "label" if read.reading.roles.len() > 1 && looks_like_title(&leaf.value) => false,
        "label" => {
            !read.leaves.iter().any(|other| measured.contains(&other.kind) && touches(other.span, leaf.span))
        }
        // The file's name has the same words, or there are two jobs in one title.
        "title" | "also called" if leaf.value.contains('/') || is_in_name(read, leaf) => false,
        // Longer words are sentences.
        "section" if leaf.value.split_whitespace().count() > 6 || leaf.value.contains(':') => false,
        // "You will:" above a list is known by its words.
        "section" if is_before_colon(read, leaf) => false,
        "section" => !decides(section_kind(&leaf.value)) && !is_read_by(read, leaf),
        "expectation" => {
            let holds = |other: &Leaf| measured.contains(&other.kind) && touches(other.span, leaf.span);
            // The only word on the page about a job that the file's name tells.
            let lower = leaf.value.to_lowercase();
            let tells = |other: &Leaf| {
                let job = other.value.rsplit(' ').next().unwrap_or_default().to_lowercase();
                let said = lower.contains(&other.value.to_lowercase());
                other.kind == "title" && (said || other.span.is_empty() && lower.contains(&job))
            };
            leaf.value.split_whitespace().count() > 3
                && !read.leaves.iter().any(|other| holds(other) || tells(other))
        }
        // "E1" here is "E1 (Director)" there.
        _ => !read.named.iter().any(|(name, _)| {
            let rest = name.strip_prefix(leaf.value.as_str());
            let code = level_word(&leaf.value).is_some_and(|word| word.code.as_ref() == Some(&leaf.value));
            code && rest.is_some_and(|rest| rest.starts_with([' ', ':']))
        }),
    }
}

fn is_before_colon(read: &Read, leaf: &Leaf) -> bool {
    let behind = read.file.text.get(read.whole(leaf.span).range().end..).unwrap_or_default();
    read.form(leaf.span) == Form::Markup && behind.trim_start_matches(['*', '_']).starts_with(':')
}

/// True for sections in which amounts and single words mean something by themselves.
fn decides(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Experience
            | SectionKind::Education
            | SectionKind::Pay
            | SectionKind::Scope
            | SectionKind::SkillsHard
    )
}

/// True for the label of such a section that is one by its place only: a column "years" of a table of levels.
fn is_read_by(read: &Read, leaf: &Leaf) -> bool {
    let mut sections = read.reading.roles.iter().flat_map(|role| &role.sections);
    sections.any(|section| {
        decides(section.kind) && section.label.as_ref().is_some_and(|label| label.value == leaf.value)
    })
}

/// True if the title is that of the file's name, whose words are looked for in the text.
fn is_in_name(read: &Read, leaf: &Leaf) -> bool {
    read.reading.roles.iter().any(|role| {
        role.title.as_ref().is_some_and(|title| title.span == leaf.span)
            && role.reading.contains("title from the name of the file")
    })
}

/// All places of the name that `leaf` is, in order, also those that the model keeps no leaf of (a heading
/// that comes again); its own place for other values.
fn mentions(read: &Read, leaf: &Leaf) -> Vec<Span> {
    let Some(kinds) = [NAMES, IDS].into_iter().find(|kinds| kinds.contains(&leaf.kind)) else {
        return vec![read.whole(leaf.span)];
    };
    let name = |value: &str| {
        let value = squeezed(value).trim_end_matches([':', ' ']).to_owned();
        if kinds == NAMES { value.to_lowercase() } else { value }
    };
    let same = |value: &str| name(value) == name(&leaf.value);
    let leaves = read.leaves.iter().filter(|other| kinds.contains(&other.kind) && same(&other.value));
    let mut places: Vec<Span> =
        leaves.filter(|other| !other.span.is_empty()).map(|other| read.whole(other.span)).collect();
    for (said, span) in read.named.iter().filter(|(said, _)| same(said)) {
        let colon = said.len() - said.trim_end_matches([':', ' ']).len();
        let end = span.range().end - colon;
        places.push(read.whole(Span::new(span.file, span.range().start..end)));
    }
    let other = |span: &Span| {
        let fits = |leaf: &Leaf| IDS.contains(&leaf.kind) && leaf.span == *span;
        kinds == NAMES && read.leaves.iter().any(fits)
    };
    places.retain(|span| !span.is_empty() && !other(span));
    places.sort_by_key(|span| (span.start, span.end));
    places.dedup();
    // The mark-up around a name stays: without its stars, a bold line may name nothing.
    let all = places.clone();
    places.retain(|place| !all.iter().any(|other| other != place && place.contains(*other)));
    places
}

/// Another value of the same sort: a name stays a name, a number a number.
fn another(read: &Read, leaf: &Leaf) -> String {
    let form = read.form(leaf.span);
    let plain: String = squeezed(&leaf.value)
        .chars()
        .filter(|c| !"*_[]<>`|\\{}\"#~".contains(*c))
        .filter(|c| form == Form::Markup || form == Form::Plain || !"',:&".contains(*c))
        .collect();
    let plain = squeezed(&plain);
    let words = plain.split(' ').count();
    let end = if plain.ends_with('.') { "." } else { "" };
    match leaf.kind {
        // As long as before: how much cells say tells tables of words from tables of names.
        "expectation" if words > 3 => {
            format!(
                "Keeps bees in good order{}{end}",
                " and bees".repeat(words.saturating_sub(5).div_ceil(2))
            )
        }
        "education" => format!("Has a master’s degree in botany{end}"),
        // "Three (3) years" says its number twice.
        "experience" if plain.contains('(') || plain.starts_with("1 ") => {
            read.file.slice(read.whole(leaf.span)).to_owned()
        }
        "experience" | "pay" | "scope" => digits(read.file.slice(read.whole(leaf.span))),
        "order" => digits(&plain),
        "listed address" => match plain.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/bee-{name}"),
            None => format!("bee-{plain}"),
        },
        // A level stays between its neighbors.
        "label"
            if form != Form::Data
                && level_word(&plain).is_some_and(|word| word.code == Some(plain.clone())) =>
        {
            plain.clone() + if plain.contains('.') { "5" } else { ".5" }
        }
        // "L3" becomes "L13".
        _ if plain.ends_with(|c: char| c.is_ascii_digit()) && words < 3 => {
            let at = plain.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            format!("{}1{}", &plain[..at], &plain[at..])
        }
        "id" | "claim" | "status" => plain + "-bee",
        _ if is_rank(&plain) => format!("Lead {plain}"),
        // What a section is about is told by its words, wherever they stand.
        "label" if words > 5 => "Beekeeping".to_owned(),
        // Keys are words of one piece in some formats.
        "section" if form == Form::Data => plain + "-bee",
        // A longer line may be no heading any more.
        "section" if words > 5 => {
            let at = plain.rfind(' ').map_or(0, |at| at + 1);
            format!("{}Bees", &plain[..at])
        }
        // Another job behind "Next step:" would be a move.
        "section" | "label" | "listed as" => plain + " Bee",
        _ => {
            let at = last_word(&plain);
            format!("{}Bee {}", &plain[..at], &plain[at..])
        }
    }
}

/// Where the last long word begins: the job in "Engineer (L3)" and "Engineer II".
fn last_word(name: &str) -> usize {
    let bounds = name.match_indices(|c: char| !c.is_alphabetic()).map(|(at, c)| at + c.len());
    let starts: Vec<usize> = std::iter::once(0).chain(bounds).collect();
    let names = name.split(" (").next().unwrap_or(name);
    let long = |at: &usize| {
        let word: String = name[*at..].chars().take_while(|c| c.is_alphabetic()).collect();
        word.chars().count() > 2 && numeral(&word.to_lowercase()).is_none()
    };
    // What stands in brackets is a note, if there is more.
    let before = starts.iter().copied().filter(|at| *at < names.len()).rfind(long);
    before.or_else(|| starts.iter().copied().rfind(long)).unwrap_or(0)
}

/// True for levels that are named by a rank alone.
fn is_rank(name: &str) -> bool {
    level_word(name).is_some_and(|word| word.code.is_none()) && !looks_like_title(name)
}

fn digits(text: &str) -> String {
    let next = |c: char| match c {
        '1'..='8' => char::from_u32(u32::from(c) + 1).unwrap_or(c),
        '9' => '8',
        _ => c,
    };
    text.chars().map(next).collect()
}

/// What is wrong after `leaf` was rewritten where it stands.
fn rewriting(before: &Read, name: &str, bytes: &[u8], leaf: &Leaf) -> String {
    let new = another(before, leaf);
    let measured = ["experience", "pay", "scope"].contains(&leaf.kind);
    let value = match measured {
        true if new == before.file.slice(before.whole(leaf.span)) => leaf.value.clone(),
        true => digits(&leaf.value),
        false => new.clone(),
    };
    let edits: Vec<(Span, String)> =
        mentions(before, leaf).into_iter().map(|span| (span, new.clone())).collect();
    let bytes = rewritten(&before.file, bytes, &edits);
    let say = |what: String| format!("{name}: {} {:?} → {new:?}: {what}\n", leaf.kind, leaf.value);
    let Some(after) = read(name, &bytes) else { return say("cannot be read any more".into()) };
    let mut wrong = String::new();
    let moved = Moved::new(&edits);
    let told =
        |span: &Span| before.leaves.iter().any(|other| span.contains(other.span) && !other.span.is_empty());
    for (span, text) in edits.iter().filter(|(span, _)| told(span)) {
        let place = moved.edited(*span, text);
        let back = after.leaves.iter().any(|other| {
            let kind = other.kind == leaf.kind || NAMES.contains(&leaf.kind) || IDS.contains(&leaf.kind);
            kind && place.contains(other.span) && squeezed(&other.value) == squeezed(&value)
        });
        if !back {
            let there: Vec<_> = after.leaves.iter().filter(|other| touches(other.span, place)).collect();
            wrong += &say(format!("is not read back at {place:?}, but {there:?}"));
            break;
        }
    }
    let new_places: Vec<Span> = edits.iter().map(|(span, text)| moved.edited(*span, text)).collect();
    let beside = |leaf: &&Leaf, places: &[Span]| {
        let own = |place: &Span| touches(*place, leaf.span) || leaf.of.is_some_and(|of| touches(*place, of));
        !places.iter().any(own)
    };
    let old_places: Vec<Span> = edits.iter().map(|(span, _)| *span).collect();
    let mut expected: Vec<Leaf> = before
        .leaves
        .iter()
        .filter(|leaf| beside(leaf, &old_places))
        .map(|leaf| Leaf {
            span: moved.span(leaf.span),
            of: leaf.of.map(|of| moved.span(of)),
            ..leaf.clone()
        })
        .collect();
    let mut found: Vec<Leaf> =
        after.leaves.iter().filter(|leaf| beside(leaf, &new_places)).cloned().collect();
    expected.sort();
    found.sort();
    if expected != found {
        let gone = expected.iter().find(|leaf| !found.contains(leaf));
        let come = found.iter().find(|leaf| !expected.contains(leaf));
        let shown = |leaf: Option<&Leaf>| {
            leaf.map_or_else(
                || "nothing".to_owned(),
                |leaf| format!("{} {:?} at {}", leaf.kind, leaf.value, leaf.span.start),
            )
        };
        wrong += &say(format!("gone: {}; new: {}", shown(gone), shown(come)));
    }
    wrong
}

/// True if the places share a byte, or if one is empty and lies in or at the edge of the other.
fn touches(a: Span, b: Span) -> bool {
    if a.is_empty() || b.is_empty() { a.start <= b.end && b.start <= a.end } else { a.overlaps(b) }
}

/// Where places are after edits.
struct Moved<'e>(&'e [(Span, String)]);

impl<'e> Moved<'e> {
    fn new(edits: &'e [(Span, String)]) -> Self {
        Moved(edits)
    }

    fn offset(&self, at: u32) -> u32 {
        let mut moved = i64::from(at);
        for (span, text) in self.0.iter().filter(|(span, _)| span.end <= at) {
            moved += i64::try_from(text.len()).expect("short") - i64::from(span.end - span.start);
        }
        u32::try_from(moved).expect("a place in a file")
    }

    fn span(&self, span: Span) -> Span {
        // Settings stand at the start of the file, where nothing is moved.
        Span { file: span.file, start: self.offset(span.start), end: self.offset(span.end) }
    }

    fn edited(&self, span: Span, text: &str) -> Span {
        let start = self.offset(span.start) as usize;
        Span::new(FileId(0), start..start + text.len())
    }
}

/// The leaves to rewrite: of each kind some, spread over the file.
fn chosen(read: &Read, sample: usize) -> Vec<&Leaf> {
    let mut kinds: BTreeMap<&str, Vec<&Leaf>> = BTreeMap::new();
    for leaf in read.leaves.iter().filter(|leaf| !leaf.span.is_empty() && is_free(read, leaf)) {
        kinds.entry(leaf.kind).or_default().push(leaf);
    }
    kinds
        .into_values()
        .flat_map(|leaves| {
            let step = leaves.len().div_ceil(sample).max(1);
            leaves.into_iter().step_by(step).collect::<Vec<_>>()
        })
        .collect()
}

fn wrong_in(case: &Case) -> String {
    let mut wrong = String::new();
    for (name, bytes) in &case.files {
        // The text of a workbook is made up.
        let Some(read) = read(name, bytes).filter(|read| read.file.cells.is_none()) else { continue };
        wrong += &unsaid(&read);
        for leaf in chosen(&read, SAMPLE) {
            wrong += &rewriting(&read, name, bytes, leaf);
        }
    }
    if wrong.is_empty() { wrong } else { format!("{}\n{wrong}", case.name) }
}

#[test]
fn values_in_the_examples_of_rules_can_be_rewritten() {
    assert_none(&example_cases(), wrong_in);
}

#[test]
fn values_in_the_example_framework_can_be_rewritten() {
    assert_none(&example_framework(), wrong_in);
}

#[test]
fn values_in_real_frameworks_can_be_rewritten() {
    assert_none(&corpus(), wrong_in);
}

proptest! {
    #![proptest_config(variations(48))]

    /// The same framework in every format: each expectation is found, says what was written, and can be
    /// rewritten.
    #[test]
    fn values_in_files_of_every_format_can_be_rewritten(page in page()) {
        for format in FORMATS {
            let (name, bytes) = page.written(format);
            let read = read(&name, &bytes).expect("a text file");
            prop_assert_eq!(unread(&page, &read), "", "{}\n{}", name, read.file.text);
            prop_assert_eq!(unsaid(&read), "", "{}", read.file.text);
            for leaf in chosen(&read, 2) {
                let wrong = rewriting(&read, &name, &bytes, leaf);
                prop_assert!(wrong.is_empty(), "{}\n{}", wrong, read.file.text);
            }
        }
    }
}

/// What of a generated page is missing from its model, or is there without having been written.
fn unread(page: &Page, read: &Read) -> String {
    let of = |kind: &str| -> Vec<String> {
        let mut values: Vec<String> =
            read.leaves.iter().filter(|leaf| leaf.kind == kind).map(|leaf| squeezed(&leaf.value)).collect();
        values.sort();
        values.dedup();
        values
    };
    let mut written: Vec<String> = page.expectations().iter().map(|text| squeezed(text)).collect();
    written.sort();
    written.dedup();
    let mut levels: Vec<String> = page.levels().iter().map(|level| (*level).to_owned()).collect();
    levels.sort();
    let mut wrong = String::new();
    if of("expectation") != written {
        let _ = writeln!(wrong, "expectations: written {written:?}, read {:?}", of("expectation"));
    }
    if of("level") != levels {
        let _ = writeln!(wrong, "levels: written {levels:?}, read {:?}", of("level"));
    }
    wrong
}
