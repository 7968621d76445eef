//! Words that a framework uses often and no dictionary knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::write::value;
use super::{Guess, Part, Sources};
use crate::engine::Run;
use crate::language::{Lang, Speller, Verdict, Vocabulary, language_of, words_in};
use crate::text::FileId;

/// A word must stand in so many different texts …
const SITES: usize = 4;
/// … and, where there are several files, in so many of them.
const FILES: usize = 2;
/// A longer list is read by nobody.
const MOST: usize = 60;

#[derive(Default)]
struct Seen {
    forms: BTreeMap<String, usize>,
    files: BTreeSet<FileId>,
    misspelled: bool,
}

/// Words that are right although no dictionary has them. What looks like a slip of a known word is never
/// learned, however often it stands there: people copy slips.
pub(super) fn learn(sources: Sources<'_>, run: &Run) -> Vec<Guess> {
    let mut vocabulary = Vocabulary::default();
    let mut seen: HashMap<String, Seen> = HashMap::new();
    let mut verdicts: HashMap<(String, bool, bool), Verdict> = HashMap::new();
    // The framework itself must not vouch for its words here.
    let speller = Speller::new(&Vocabulary::default(), sources.words);
    let mut english = 0;
    for (file, doc) in sources.documents(run).filter(|(_, doc)| language_of(doc) == Lang::English) {
        english += 1;
        doc.each_text(&mut |text| {
            vocabulary.add(text);
            for word in words_in(text) {
                let plain = word.word.bytes().all(|byte| byte.is_ascii_alphabetic());
                let upper = word.word.chars().skip(1).any(char::is_uppercase);
                // Parts of compounds and what has capitals inside are never taken for slips.
                if !plain || upper || word.hyphenated || word.word.len() < 4 || text.is_code(&word.range) {
                    continue;
                }
                let key = (word.word.to_owned(), word.starts, word.hyphenated);
                let verdict = verdicts.entry(key).or_insert_with(|| speller.check(&word));
                if *verdict == Verdict::Known {
                    continue;
                }
                let entry = seen.entry(word.word.to_lowercase()).or_default();
                entry.misspelled |= *verdict != Verdict::Unknown;
                entry.files.insert(file.id);
                *entry.forms.entry(word.word.to_owned()).or_default() += 1;
            }
        });
    }
    let mut learned: Vec<(usize, String)> = vec![];
    for (word, seen) in &seen {
        let sites = vocabulary.sites(word);
        let spread = seen.files.len() >= FILES.min(english);
        // "foos" beside "foo": the shorter one stands for both.
        let form = seen.forms.iter().max_by_key(|(form, count)| (**count, form.as_str()));
        if let Some((form, _)) = form.filter(|_| sites >= SITES && spread && !seen.misspelled)
            && let Some(form) = value(form)
        {
            learned.push((sites, form));
        }
    }
    learned.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    learned.truncate(MOST);
    if learned.is_empty() {
        return vec![];
    }
    let mut names: Vec<String> = learned.into_iter().map(|(_, word)| word).collect();
    names.sort_by_key(|word| word.to_lowercase());
    let what = format!("{} ({})", names.len(), names.iter().take(4).cloned().collect::<Vec<_>>().join(", "));
    let sure = format!("each in at least {SITES} places");
    vec![
        Guess::new(Part::Words, "words", what, sure)
            .comment(format!(
                "Each stands in at least {SITES} different texts and is near no known word. Read them once: what is \
                 wrong here is never reported."
            ))
            .lines(names.into_iter().map(|word| format!("- {word}")))
            .judged_by(&["misspelling"], 0),
    ]
}
