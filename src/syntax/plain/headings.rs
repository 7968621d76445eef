//! Which lines of plain text are headings, and how deep. A rule of thumb, tried on job pages that
//! were saved as text: a heading is short, ends without a full stop, is written like a title, and
//! something stands below it.

use super::{Kind, Unit};

/// What makes a line look like a heading; the order is the order of depths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// Between signs: `=== Pay ===`.
    Banner,
    /// Begins with a pictograph, is in capitals, or stands right above another heading.
    Top,
    Title,
    /// Like a sentence: a heading only right above a list.
    Sentence,
    /// Ends with a colon.
    Label,
}

/// Words of a title that stay small.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "de", "der", "des", "do", "da", "du", "e", "el", "en", "et",
    "for", "from", "in", "into", "la", "le", "les", "los", "las", "nor", "of", "on", "or", "per", "the",
    "to", "und", "vs", "vs.", "with", "y", "&", "/", "-", "–", "—", "|",
];

/// For each unit, the depth of the heading that it is.
pub(super) fn depths(text: &str, units: &[Unit]) -> Vec<Option<u8>> {
    let line = |unit: &Unit| match unit.lines.as_slice() {
        [line] => text.get(line.clone()),
        _ => None,
    };
    let mut looks: Vec<Option<Look>> = vec![None; units.len()];
    // How many plain titles follow each other below the current line.
    let mut run = 0;
    for (index, unit) in units.iter().enumerate().rev() {
        let below = units.get(index + 1);
        let below_look = looks.get(index + 1).copied().flatten();
        let look = match &unit.kind {
            Kind::Marked { depth: None, .. } => Some(Look::Banner),
            Kind::Text => line(unit)
                .and_then(look)
                .and_then(|look| accept(text, look, line(unit).unwrap_or(""), below, below_look, index < 3)),
            _ => None,
        };
        run = if matches!(look, Some(Look::Top | Look::Title)) { run + 1 } else { 0 };
        // Four titles in a row are an address or a list without bullets, not headings.
        if let Some(slot) = looks.get_mut(index) {
            *slot = if run > 3 { None } else { look };
        }
    }
    add_capitals(text, units, &mut looks);
    for index in 0..units.len() {
        let below = looks.get(index + 1).copied().flatten();
        if let Some(slot @ Some(Look::Title)) = looks.get_mut(index)
            && matches!(below, Some(Look::Title | Look::Top))
        {
            *slot = Some(Look::Top);
        }
    }
    let title = looks.iter().position(Option::is_some).filter(|&first| {
        first < 2
            && matches!(looks.get(first), Some(Some(Look::Top | Look::Title | Look::Sentence)))
            && units.iter().take(first).all(|unit| matches!(unit.kind, Kind::Rule))
    });
    // A page may begin with a line of navigation above its title: titles that nothing readable
    // stands below are as deep as the first.
    let bare = |index: usize| {
        let line = units.get(index).and_then(line).unwrap_or("");
        let below = looks.get(index + 1).copied().flatten();
        let look = looks.get(index).copied().flatten();
        look.is_some_and(|look| look <= Look::Title && !line.starts_with(is_pictograph))
            && look.and_then(|look| accept(text, look, line, units.get(index + 1), below, false)).is_none()
    };
    let last_title = title.map_or(0, |first| if bare(first + 1) { first + 1 } else { first });
    let is_title = |index: usize| title.is_some_and(|first| first <= index && index <= last_title);
    let mut present: Vec<Look> = looks
        .iter()
        .enumerate()
        .filter(|&(index, _)| !is_title(index))
        .filter_map(|(_, look)| look.map(level_of))
        .collect();
    present.sort_unstable();
    present.dedup();
    let depth = |look: Look| {
        let above = present.iter().filter(|&&other| other < level_of(look)).count();
        u8::try_from(above).unwrap_or(4).min(4) + 2
    };
    units
        .iter()
        .zip(looks)
        .enumerate()
        .map(|(index, (unit, look))| match unit.kind {
            Kind::Marked { depth: Some(depth), .. } => Some(depth),
            _ if is_title(index) => Some(1),
            _ => look.map(depth),
        })
        .collect()
}

/// Lines in capitals above a short line that is none, on a page where several others in capitals are headings:
/// "SALARY" above what is paid.
fn add_capitals(text: &str, units: &[Unit], looks: &mut [Option<Look>]) {
    let line = |unit: &Unit| match (&unit.kind, unit.lines.as_slice()) {
        (Kind::Text, [line]) => text.get(line.clone()),
        _ => None,
    };
    let capitals = |unit: &Unit| {
        line(unit).is_some_and(|line| look(line) == Some(Look::Top) && !line.starts_with(is_pictograph))
    };
    let known = looks
        .iter()
        .zip(units)
        .skip(2)
        .filter(|(look, unit)| **look == Some(Look::Top) && capitals(unit))
        .count();
    if known < FEWEST_CAPITALS {
        return;
    }
    for (at, unit) in units.iter().enumerate() {
        let said =
            units.get(at + 1).is_some_and(|below| matches!(below.kind, Kind::Text) && !capitals(below));
        let short = line(unit).is_some_and(|line| line.split_whitespace().count() <= 4);
        if let Some(slot @ None) = looks.get_mut(at)
            && said
            && short
            && capitals(unit)
        {
            *slot = Some(Look::Top);
        }
    }
}

/// So many headings in capitals make a habit. Rule of thumb.
const FEWEST_CAPITALS: usize = 2;

/// The look that counts for depth: a sentence above a list is as deep as a title.
fn level_of(look: Look) -> Look {
    if look == Look::Sentence { Look::Title } else { look }
}

/// How a line looks, if it may be a heading at all.
fn look(line: &str) -> Option<Look> {
    let core = line.strip_suffix(':').map_or(line, str::trim_end);
    let words: Vec<&str> = core.split_whitespace().collect();
    if words.is_empty() || words.len() > 10 || core.chars().count() > 90 {
        return None;
    }
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    let written = core.chars().filter(|c| !c.is_whitespace()).count();
    if letters < 2
        || letters * 2 < written
        || core.contains(": ")
        || core.contains(['@', '\t', '"', '“', '_'])
    {
        return None;
    }
    if core.ends_with(['.', ',', ';', '!', '…']) || core.contains("   ") {
        return None;
    }
    if words.iter().any(|word| is_run_together(word)) {
        return None;
    }
    let start = core.trim_start_matches(|c: char| !c.is_alphanumeric());
    if start.starts_with(|c: char| c.is_lowercase() || c.is_numeric()) {
        return None;
    }
    if core.starts_with(is_pictograph) {
        return Some(Look::Top);
    }
    let capitals = !core.chars().any(char::is_lowercase) && letters >= 4;
    if capitals {
        return Some(Look::Top);
    }
    if core.len() < line.len() {
        return Some(Look::Label);
    }
    Some(if is_title_case(&words) { Look::Title } else { Look::Sentence })
}

/// Whether a line that looks so is a heading where it stands.
fn accept(
    text: &str,
    look: Look,
    line: &str,
    below: Option<&Unit>,
    below_look: Option<Look>,
    at_top: bool,
) -> Option<Look> {
    let below = below?;
    let words = line.split_whitespace().count();
    let list = matches!(below.kind, Kind::Item { .. });
    let width: usize =
        below.lines.iter().map(|line| text.get(line.clone()).map_or(0, |line| line.chars().count())).sum();
    let prose = matches!(below.kind, Kind::Text) && below_look.is_none() && width >= 60;
    let pictograph = line.starts_with(is_pictograph);
    let fits = match look {
        Look::Banner => true,
        Look::Top if pictograph => true,
        // Capitals over a sentence, however short: an address is no sentence.
        Look::Top if is_sentence(text, below) => true,
        Look::Top | Look::Title => list || prose || below_look.is_some() || at_top,
        Look::Sentence => list && words <= 8,
        Look::Label => list || words <= 6,
    };
    fits.then_some(look)
}

/// True for three words or more, half of them small, that end as a sentence does.
fn is_sentence(text: &str, unit: &Unit) -> bool {
    let (Kind::Text, Some(first), Some(last)) = (&unit.kind, unit.lines.first(), unit.lines.last()) else {
        return false;
    };
    let said = text.get(first.start..last.end).unwrap_or("");
    let words: Vec<&str> = said.split_whitespace().collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    words.len() > 2 && small * 2 >= words.len() && said.ends_with(['.', ';', ':'])
}

/// True when all words but the small ones begin with a capital.
fn is_title_case(words: &[&str]) -> bool {
    words.iter().all(|word| {
        let letter = word.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        SMALL.contains(word) || letter.is_none_or(|letter| !letter.is_lowercase())
    })
}

/// True for tags that lost what stood between them: a long word with several capitals inside.
fn is_run_together(word: &str) -> bool {
    let mut inner = 0;
    let mut before = ' ';
    for c in word.chars() {
        inner += usize::from(before.is_lowercase() && c.is_uppercase());
        before = c;
    }
    inner >= 2 && word.chars().count() > 20
}

/// True for emoji and the like.
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2300..=0x23ff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff)
}
