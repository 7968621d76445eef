//! Words with a letter of another alphabet that looks like one of their own.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfusableLetter {
    /// Words that are meant as they stand.
    allow: Vec<String>,
}

impl DocumentCheck for ConfusableLetter {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        // Most files have no such letter at all.
        if !subject.file.text.contains(|c| matches!(script(c), Script::Greek | Script::Cyrillic)) {
            return;
        }
        subject.doc.each_text(&mut |text| {
            for word in mixed_words(&text.plain) {
                if !text.is_code(&word.range) {
                    self.report(text, &word, cx);
                }
            }
        });
    }
}

impl ConfusableLetter {
    fn report(&self, text: &Text, word: &Mixed, cx: &mut Context<'_>) {
        let written = text.plain.get(word.range.clone()).unwrap_or("");
        if self.allow.iter().any(|allowed| allowed == written) {
            return;
        }
        let Some(first) = word.odd.first() else { return };
        let alphabet = script(first.letter).name();
        let shown = quoted(written);
        let message = match word.odd.len() {
            1 => format!("The “{}” in {shown} is a {alphabet} letter.", first.letter),
            count => format!("{count} letters in {shown} are {alphabet}."),
        };
        let places: Vec<_> =
            word.odd.iter().map(|odd| (text.locate(odd.range.clone()), odd.instead)).collect();
        let span = text.locate(word.range.clone()).span;
        let finding = cx.report(span, message);
        finding.help(
            "It only looks like the letter that is meant, so the word is not found by a search and is not \
             the same to any program. Type it again.",
        );
        if places.iter().all(|(place, _)| place.exact) {
            let edits =
                places.iter().map(|(place, letter)| Edit { span: place.span, text: letter.to_string() });
            finding.fix(Fix::new("Write the letter that is meant", Applicability::Unsafe, edits.collect()));
        }
    }
}

/// A word of two alphabets.
struct Mixed {
    range: Range<usize>,
    odd: Vec<Odd>,
}

/// A letter that does not belong.
struct Odd {
    range: Range<usize>,
    letter: char,
    /// What stands for it in the alphabet of the word.
    instead: char,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Other,
}

impl Script {
    fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Greek => "Greek",
            Script::Cyrillic => "Cyrillic",
            Script::Other => "foreign",
        }
    }
}

fn script(c: char) -> Script {
    match c {
        _ if c.is_ascii_alphabetic() => Script::Latin,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' if c.is_alphabetic() => Script::Greek,
        '\u{400}'..='\u{52F}' if c.is_alphabetic() => Script::Cyrillic,
        _ => Script::Other,
    }
}

/// Pairs that look the same in most fonts: another alphabet's letter, the Latin one.
const ALIKE: &[(char, char)] = &[
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('Ѕ', 'S'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('а', 'a'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('һ', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('о', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('ѕ', 's'),
    ('ԝ', 'w'),
    ('х', 'x'),
    ('у', 'y'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ο', 'o'),
    ('ν', 'v'),
];

/// Words of Latin letters and look-alikes. Words that hold any other letter of the second alphabet
/// are left alone: there the mixture is meant ("Δt", "kΩ").
fn mixed_words(plain: &str) -> Vec<Mixed> {
    let mut found = vec![];
    let mut rest = plain.char_indices().peekable();
    while let Some(&(start, first)) = rest.peek() {
        if !first.is_alphabetic() {
            rest.next();
            continue;
        }
        let mut letters: Vec<(usize, char)> = vec![];
        while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphabetic()) {
            letters.push((at, c));
        }
        let end = letters.last().map_or(start, |(at, c)| at + c.len_utf8());
        if let Some(odd) = odd_letters(&letters) {
            found.push(Mixed { range: start..end, odd });
        }
    }
    found
}

fn odd_letters(letters: &[(usize, char)]) -> Option<Vec<Odd>> {
    let of = |script_of: Script| letters.iter().filter(|(_, c)| script(*c) == script_of).count();
    let (latin, greek, cyrillic) = (of(Script::Latin), of(Script::Greek), of(Script::Cyrillic));
    let foreign = if greek > cyrillic { Script::Greek } else { Script::Cyrillic };
    let others = greek.max(cyrillic);
    if latin == 0 || others == 0 || letters.len() < 3 || latin + others != letters.len() {
        return None;
    }
    let odd_script = if latin >= others { foreign } else { Script::Latin };
    let odd = letters.iter().filter(|(_, c)| script(*c) == odd_script).map(|&(at, letter)| {
        let pair = ALIKE.iter().find(|(other, plain)| match odd_script {
            Script::Latin => *plain == letter && script(*other) == foreign,
            _ => *other == letter,
        });
        let instead = pair.map(|(other, plain)| if odd_script == Script::Latin { *other } else { *plain })?;
        Some(Odd { range: at..at + letter.len_utf8(), letter, instead })
    });
    odd.collect()
}
