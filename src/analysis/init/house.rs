//! The language of the house: acronyms on many pages that nobody explains, and pairs of words that are
//! written in the same way everywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::write::{list, value};
use super::{Guess, LONGEST_LIST, Part, Sources, mostly, share};
use crate::engine::Run;
use crate::text::FileId;

pub(super) fn learn(sources: Sources<'_>, before: &Run) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = glossary(sources, before).into_iter().collect();
    guesses.extend(pairs(sources, before));
    guesses
}

/// What the findings of a rule are about, by the group that the rule gives them, with their files and places.
fn subjects<'r>(before: &'r Run, rule: &str) -> BTreeMap<&'r str, (BTreeSet<FileId>, usize)> {
    let mut found: BTreeMap<&str, (BTreeSet<FileId>, usize)> = BTreeMap::new();
    for finding in before.diagnostics.iter().filter(|finding| finding.rule == rule) {
        let group = finding.group.as_ref().and_then(|group| group.id.strip_prefix(rule)?.strip_prefix(':'));
        if let Some(subject) = group {
            let entry = found.entry(subject).or_default();
            entry.0.insert(finding.span.file);
            entry.1 += 1;
        }
    }
    found
}

/// What stands on many pages is the language of the house, as `undefined-acronym` sees it, too; in smaller frameworks
/// what stands on half of them.
fn is_of_the_house(files: usize, pages: usize) -> bool {
    const MANY: usize = 4;
    const SOME: usize = 3;
    const SHARE: usize = 5;
    files >= MANY || (files >= SOME && mostly(files, pages, SHARE))
}

/// Acronyms that many pages use and none explains. What they stand for, people must say.
fn glossary(sources: Sources<'_>, before: &Run) -> Option<Guess> {
    const RULE: &str = "undefined-acronym";
    // So many acronyms that stand on few pages are worth a question.
    const ENOUGH_RARE: usize = 5;
    let pages = sources.roles(before).map(|role| role.file).collect::<BTreeSet<_>>().len();
    let found = subjects(before, RULE);
    let mut all: Vec<(usize, &str)> = found.iter().map(|(short, (files, _))| (files.len(), *short)).collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let (known, rare): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(files, _)| is_of_the_house(*files, pages));
    let asked = known.is_empty();
    if asked && rare.len() < ENOUGH_RARE {
        return None;
    }
    let (listed, others) = if asked { (rare, vec![]) } else { (known, rare) };
    let names: Vec<&str> = listed.iter().map(|(_, short)| *short).take(LONGEST_LIST).collect();
    let line = |(count, short): &(usize, &str)| {
        Some(format!("  {}: \"\" # {}", value(short)?, share(*count, pages, "page")))
    };
    let lines = listed.iter().filter_map(line).take(LONGEST_LIST);
    let least = listed.iter().map(|(count, _)| *count).min().unwrap_or(0);
    let some = names.iter().take(4).copied().collect::<Vec<_>>().join(", ");
    let guess = Guess::new(
        Part::Framework,
        "glossary",
        format!("{} ({some})", names.len()),
        format!("each on at least {}", share(least, pages, "page")),
    );
    let guess = guess.comment(if asked {
        "Acronyms that no page explains, each on few pages. Those that every reader of these pages knows may stand here, \
         best with what they stand for."
    } else {
        "Acronyms that many pages use and none explains: they are the language of the house. Write between the quotation \
         marks what they stand for, and take the signs `#` away: new people look for that."
    });
    let rest: Vec<&str> = others.iter().map(|(_, short)| *short).take(LONGEST_LIST).collect();
    let guess = if rest.is_empty() {
        guess
    } else {
        guess.comment(format!("Others stand on few pages and are reported there: {}.", rest.join(", ")))
    };
    // Without the words nothing is explained, so nothing may become quiet by it.
    Some(guess.line("glossary:").lines(lines).settling(RULE).ask())
}

/// Pairs of words that are never written with the hyphen that other houses write.
fn pairs(sources: Sources<'_>, before: &Run) -> Option<Guess> {
    const RULE: &str = "compound-hyphen";
    let files = sources.documents(before).count();
    let mut open: Vec<(&str, usize, String, usize)> = subjects(before, RULE)
        .into_iter()
        .filter(|(_, (found, _))| is_of_the_house(found.len(), files))
        .map(|(pair, (_, places))| (pair, places, pair.replace(' ', "-"), 0))
        .collect();
    if open.is_empty() {
        return None;
    }
    for (_, doc) in sources.documents(before) {
        doc.each_text(&mut |text| {
            let lower = text.plain.to_lowercase();
            for (.., joined, count) in &mut open {
                *count += lower.matches(joined.as_str()).count();
            }
        });
    }
    open.retain(|(_, places, _, joined)| mostly(*places, places + joined, 9));
    let all = list(open.iter().map(|(pair, ..)| *pair).take(LONGEST_LIST))?;
    let places: usize = open.iter().map(|(_, places, ..)| places).sum();
    let with: usize = open.iter().map(|(.., joined)| joined).sum();
    let sure = share(places, places + with, "place");
    Some(
        Guess::new(Part::Rules, "pairs without a hyphen", all.clone(), sure.clone())
            .comment(format!("Pairs that are written without a hyphen here: {sure}."))
            .line(format!("{RULE}: {{ allow: {all} }}")),
    )
}
