//! Takes a pattern apart for [`Program`](super::program::Program), as Rust source. Only the build needs it, and tests.

use std::fmt::Write as _;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// The source of the pattern's program; `None` if it holds what programs do not know.
///
/// # Errors
/// When the pattern cannot be read.
#[allow(clippy::result_large_err)]
pub fn source(pattern: &str) -> Result<Option<String>, regex_syntax::Error> {
    let hir = ParserBuilder::new().unicode(false).utf8(true).build().parse(pattern)?;
    // A match of nothing would need to be passed over.
    if hir.properties().minimum_len().is_none_or(|least| least == 0) {
        return Ok(None);
    }
    let mut groups = vec!["None".to_owned()];
    let part = part(&hir, &mut groups, 0);
    Ok(part.map(|part| format!("Program {{ part: {part}, groups: &[{}] }}", groups.join(", "))))
}

fn part(hir: &Hir, groups: &mut Vec<String>, depth: usize) -> Option<String> {
    const DEEPEST: usize = 50;
    if depth > DEEPEST {
        return None;
    }
    Some(match hir.kind() {
        HirKind::Literal(_) => joined(std::slice::from_ref(hir), groups, depth)?,
        HirKind::Class(class) => format!("Part::Set({:#x})", set(class)?),
        HirKind::Look(Look::End) => "Part::End".to_owned(),
        HirKind::Look(Look::WordAscii) => "Part::Edge(true)".to_owned(),
        HirKind::Look(Look::WordAsciiNegate) => "Part::Edge(false)".to_owned(),
        HirKind::Empty | HirKind::Look(_) => return None,
        HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
            // Repeating nothing has rules of its own.
            if sub.properties().minimum_len().is_none_or(|least| least == 0) {
                return None;
            }
            let most = max.unwrap_or(u32::MAX);
            format!("Part::Several(&{}, {min}, {most}, {greedy})", part(sub, groups, depth + 1)?)
        }
        HirKind::Capture(capture) => {
            let number = usize::try_from(capture.index).ok()?;
            groups.resize(groups.len().max(number + 1), "None".to_owned());
            if let (Some(name), Some(group)) = (&capture.name, groups.get_mut(number)) {
                *group = format!("Some({name:?})");
            }
            format!("Part::Group({number}, &{})", part(&capture.sub, groups, depth + 1)?)
        }
        HirKind::Concat(parts) => joined(parts, groups, depth)?,
        HirKind::Alternation(ways) => {
            let ways: Option<Vec<String>> = ways.iter().map(|way| part(way, groups, depth + 1)).collect();
            format!("Part::OneOf(&[{}])", ways?.join(", "))
        }
    })
}

/// What stands one after the other; letters in both cases and signs become one text.
fn joined(parts: &[Hir], groups: &mut Vec<String>, depth: usize) -> Option<String> {
    let mut row: Vec<String> = vec![];
    let mut text = String::new();
    let flush = |text: &mut String, row: &mut Vec<String>| {
        if !text.is_empty() {
            row.push(format!("Part::Text({text:?})"));
            text.clear();
        }
    };
    for hir in parts {
        if let HirKind::Literal(literal) = hir.kind() {
            let literal = std::str::from_utf8(&literal.0).ok()?;
            if literal.contains(|c: char| c.is_ascii_alphabetic()) {
                flush(&mut text, &mut row);
                row.push(format!("Part::Exact({literal:?})"));
            } else {
                text.push_str(literal);
            }
        } else if let Some(letter) = any_case(hir) {
            let _ = write!(text, "{letter}");
        } else {
            flush(&mut text, &mut row);
            row.push(part(hir, groups, depth + 1)?);
        }
    }
    flush(&mut text, &mut row);
    match row.len() {
        1 => row.pop(),
        _ => Some(format!("Part::Row(&[{}])", row.join(", "))),
    }
}

/// The letter of which both cases fit.
fn any_case(hir: &Hir) -> Option<char> {
    let HirKind::Class(class) = hir.kind() else { return None };
    let set = set(class)?;
    let letter = u8::try_from(set.trailing_zeros()).ok()?.to_ascii_lowercase();
    let both = 1 << letter | 1 << letter.to_ascii_uppercase();
    (letter.is_ascii_lowercase() && set == both).then_some(char::from(letter))
}

fn set(class: &Class) -> Option<u128> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Bytes(bytes) => bytes.ranges().iter().map(|r| (r.start().into(), r.end().into())).collect(),
        Class::Unicode(chars) => chars.ranges().iter().map(|r| (r.start().into(), r.end().into())).collect(),
    };
    let mut set = 0_u128;
    for (start, end) in ranges {
        if end > 127 {
            return None;
        }
        (start..=end).for_each(|c| set |= 1 << c);
    }
    Some(set)
}
