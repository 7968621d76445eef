//! What every match of a pattern begins with: a text without any of it need not be searched. The build takes this
//! file in as well, so that nothing has to be understood at start-up that was known before.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind};

/// Ways to begin that are told apart; a pattern with more of them is always searched for.
const MOST: usize = 400;

/// Bytes of a beginning. More of them keep out few places that hold no slip, and make many beginnings of a pattern
/// that goes on in many ways.
const LONGEST: usize = 12;

/// The pattern as it is looked for: in any case, between edges of words.
pub fn whole(find: &str) -> String {
    // A pattern that says itself what may follow ends in `$)`.
    let end = if find.ends_with("$)") { "" } else { r"\b" };
    format!(r"(?i)\b(?:{find}){end}")
}

/// The beginnings in small letters, of which each match has one, whatever its case. `None`: it may begin with
/// nearly everything.
///
/// # Errors
/// When the pattern cannot be read.
#[allow(clippy::result_large_err)]
pub fn needles(pattern: &str) -> Result<Option<Vec<String>>, regex_syntax::Error> {
    // Small letters stand for both: then each beginning is found once.
    let lower = ParserBuilder::new().unicode(false).utf8(true).build().parse(pattern)?;
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_total(MOST).limit_literal_len(LONGEST);
    let found = extractor.extract(&lower);
    let literals = found.literals().unwrap_or_default();
    let lossy = literals.iter().map(|literal| String::from_utf8_lossy(literal.as_bytes()));
    // A letter that was cut through at the end is left out.
    let mut needles: Vec<String> =
        lossy.map(|text| text.trim_end_matches('\u{fffd}').to_ascii_lowercase()).collect();
    needles.sort_unstable();
    // Whoever begins with the longer one begins with the shorter one, too.
    needles.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    let usable = !needles.is_empty() && needles.iter().all(|needle| needle.len() >= 2);
    Ok(usable.then_some(needles))
}

/// Texts in small letters of which each match holds one somewhere, whatever its case: the longest that can be told.
/// `None` if there are none of use.
///
/// # Errors
/// When the pattern cannot be read.
#[allow(clippy::result_large_err)]
pub fn held(pattern: &str) -> Result<Option<Vec<String>>, regex_syntax::Error> {
    let lower = ParserBuilder::new().unicode(false).utf8(true).build().parse(pattern)?;
    let usable = |held: &Vec<String>| held.len() <= MOST && shortest(held) >= 3;
    Ok(held_by(&lower, 0).filter(usable))
}

fn held_by(hir: &Hir, depth: usize) -> Option<Vec<String>> {
    const DEEPEST: usize = 100;
    if depth > DEEPEST {
        return None;
    }
    match hir.kind() {
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok().map(|text| vec![text.to_ascii_lowercase()])
        }
        HirKind::Capture(group) => held_by(&group.sub, depth + 1),
        HirKind::Repetition(repeated) if repeated.min > 0 => held_by(&repeated.sub, depth + 1),
        // One of the parts is enough, so the one that is rarest.
        HirKind::Concat(parts) => {
            let held = parts.iter().filter_map(|part| held_by(part, depth + 1));
            held.max_by_key(|held| (shortest(held), std::cmp::Reverse(held.len())))
        }
        HirKind::Alternation(parts) => {
            let held: Option<Vec<Vec<String>>> = parts.iter().map(|part| held_by(part, depth + 1)).collect();
            held.map(|held| held.concat())
        }
        _ => None,
    }
}

fn shortest(texts: &[String]) -> usize {
    texts.iter().map(String::len).min().unwrap_or(0)
}
