//! Pages about the move from one role to the next: "Progression Guide: IC1 to IC2", "From Senior to Staff".

use crate::syntax::Block;
use crate::text::{SourceFile, Span, Spanned};

use super::super::vocabulary::{is_rank_only, level_word, looks_like_title};
use super::super::{Transition, words_of};
use super::outline::headings;
use super::series::is_step;
use super::title::piece;

/// Words and signs between the two roles.
const BETWEEN: &[&str] =
    &[" → ", " -> ", " ➔ ", " ⇒ ", "→", " to ", " zu ", " zum ", " zur ", " à ", " a ", " para ", "から"];

/// Words before the first role; the longest that fits counts.
const BEFORE: &[&str] = &[
    "from",
    "moving from",
    "growing from",
    "going from",
    "move from",
    "transition from",
    "transitioning from",
    "promotion from",
    "progressing from",
    "progression from",
    "stepping up from",
    "the step from",
    "von",
    "vom",
    "de",
    "del",
    "do",
    "da",
    "du",
    "passer de",
    "pasar de",
    "passar de",
];

/// The move that the page's first headings or its name tell.
pub(super) fn of(file: &SourceFile, blocks: &[Block]) -> Option<Transition> {
    let said = headings(blocks).take(2).find_map(|heading| {
        let (low, high) = move_in(&heading.text.plain)?;
        Some(Transition { from: piece(&heading.text, low), to: piece(&heading.text, high) })
    });
    said.or_else(|| {
        let stem = file.path.rsplit('/').next()?.split('.').next()?.replace(['_', '-'], " ");
        let stem = stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let (low, high) = move_in(stem)?;
        let name = |range: std::ops::Range<usize>| {
            Some(Spanned::new(stem.get(range)?.to_owned(), Span::at(file.id, 0)))
        };
        Some(Transition { from: name(low)?, to: name(high)? })
    })
}

/// True for a heading that tells of a move and of nothing else.
pub(super) fn tells_move(heading: &str) -> bool {
    move_in(heading).is_some()
}

/// Where the two roles of "Guide: from IC1 to IC2" stand.
fn move_in(line: &str) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let behind =
        |at: usize| at + line.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let start = line.rfind([':', '：', '|']).map_or(0, behind);
    let lead = line.get(start..)?;
    let start = start + lead.len() - lead.trim_start().len();
    let rest = line.get(start..)?;
    let lower = rest.to_lowercase();
    let words = BEFORE.iter().filter(|words| {
        lower.len() == rest.len() && lower.strip_prefix(**words).is_some_and(|rest| rest.starts_with(' '))
    });
    let start = start + words.map(|words| words.len() + 1).max().unwrap_or(0);
    BETWEEN.iter().find_map(|sign| {
        let at = start + line.get(start..)?.find(sign)?;
        let low = name(line, start..at)?;
        let high = name(line, at + sign.len()..line.len())?;
        let names = (line.get(low.clone())?, line.get(high.clone())?);
        (words_of(names.0) != words_of(names.1)).then_some((low, high))
    })
}

/// The role that stands at `range` and fills it, but for blanks, a word about the page and the code beside it.
fn name(line: &str, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    const PAGES: &[&str] = &[" progression guide", " guide", " transition", " promotion", " checklist"];
    let text = line.get(range.clone())?;
    let start = range.start + text.len() - text.trim_start().len();
    let mut name = text.trim();
    let lower = name.to_lowercase();
    if let Some(words) = PAGES.iter().find(|words| lower.ends_with(**words) && lower.len() == name.len()) {
        name = name.get(..name.len() - words.len())?.trim_end();
    }
    let named = is_step(name) || is_rank_only(name) || looks_like_title(name) || {
        // In names of files all letters may be small.
        let first = name.chars().next()?;
        let capital: String = first.to_uppercase().chain(name.chars().skip(1)).collect();
        name.split_whitespace().count() == 1 && level_word(&capital).is_some()
    };
    named.then(|| start..start + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_in_headings_and_names() {
        let told = |line: &str| {
            let (low, high) = move_in(line)?;
            Some(format!("{} > {}", line.get(low)?, line.get(high)?))
        };
        for (line, expected) in [
            ("Progression Guide: IC1 to IC2", "IC1 > IC2"),
            ("IC1 to IC2 Progression Guide", "IC1 > IC2"),
            ("From Senior to Staff", "Senior > Staff"),
            ("Moving from Senior Engineer to Engineering Manager", "Senior Engineer > Engineering Manager"),
            ("L4 → L5", "L4 > L5"),
            ("De Júnior a Pleno", "Júnior > Pleno"),
            ("Von Junior zu Senior", "Junior > Senior"),
            ("ic1 to ic2", "ic1 > ic2"),
        ] {
            assert_eq!(told(line).as_deref(), Some(expected), "{line}");
        }
        for line in [
            "Introduction to Engineering",
            "Report to the Manager",
            "From paper to screen",
            "Senior to Senior",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
