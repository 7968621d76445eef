//! Lines that name a level without any mark of a heading: "Level 1: Support Associate" above its
//! facts, or "**Level 1:** Uses …" before its text. Where a page has several of them they are read
//! as the headings that they are meant to be.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::syntax::{Block, Heading, HeadingMark, MarkKind, Paragraph, Text};
use crate::text::{SourceFile, earliest};

use super::super::looks_like_title;
use super::super::vocabulary::{is_rank_only, is_ranked, numeral, words_of};
use super::careers;
use super::series::is_step;
use super::words::normal;

/// A paragraph that begins with the name of a level.
struct Named {
    /// The name, in the paragraph's text.
    label: Range<usize>,
    /// What stands behind it, line by line.
    rest: Vec<Range<usize>>,
}

/// The blocks of a page with such lines made headings; nothing if there are none.
pub(super) fn promote(file: &SourceFile, blocks: &[Block]) -> Option<Vec<Block>> {
    let apart = lines_apart(file, blocks);
    let blocks = apart.as_deref().unwrap_or(blocks);
    let mut found: Vec<Option<Named>> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => named(file, &paragraph.text),
            _ => None,
        })
        .collect();
    drop_facts(blocks, &mut found);
    name_titles(blocks, &mut found);
    let unmarked = name_headings(blocks, &mut found);
    // A name with nothing behind it must have something below it.
    for at in 0..found.len() {
        let bare = found.get(at).and_then(Option::as_ref).is_some_and(|named| named.rest.is_empty());
        let below = blocks.get(at + 1).is_some_and(|block| !matches!(block, Block::Rule { .. }))
            && found.get(at + 1).is_none_or(Option::is_none);
        if bare
            && !below
            && let Some(slot) = found.get_mut(at)
        {
            *slot = None;
        }
    }
    let labels: HashSet<String> = found
        .iter()
        .zip(blocks)
        .filter_map(|(named, block)| {
            let named = named.as_ref()?;
            text_of(block)?.plain.get(named.label.clone()).map(normal)
        })
        .collect();
    if labels.len() < 2 {
        return None;
    }
    let inner = inner_depth(blocks, &found);
    let (depth, mark) = match inner.or(unmarked) {
        Some(depth) => (depth, HeadingMark::Unmarked),
        None => (6, HeadingMark::Bold),
    };
    let mut out = Vec::with_capacity(blocks.len());
    let mut below = false;
    for (block, named) in blocks.iter().zip(found) {
        match (block, named) {
            (Block::Paragraph(paragraph), Some(named)) => {
                below = true;
                let text = paragraph.text.part(named.label);
                let span = text.span;
                out.push(Block::Heading(Heading { depth, mark, text, span }));
                out.extend(named.rest.into_iter().map(|range| {
                    let text = paragraph.text.part(range);
                    let span = text.span;
                    Block::Paragraph(Paragraph { text, span })
                }));
            }
            (Block::Heading(heading), Some(_)) => {
                below = true;
                out.push(Block::Heading(Heading { depth, mark, ..heading.clone() }));
            }
            (Block::Heading(heading), None) if below && inner.is_some_and(|depth| heading.depth >= depth) => {
                out.push(Block::Heading(Heading {
                    depth: heading.depth.saturating_add(1).min(6),
                    ..heading.clone()
                }));
            }
            (block, _) => out.push(block.clone()),
        }
    }
    Some(out)
}

/// The text of a heading or a paragraph.
fn text_of(block: &Block) -> Option<&Text> {
    match block {
        Block::Heading(heading) => Some(&heading.text),
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        _ => None,
    }
}

/// Adds the lines of plain text that are headings by their look, where others of the same series are none: the line
/// below the title is one more often than those with short sentences below. Says how deep the headings are.
fn name_headings(blocks: &[Block], found: &mut [Option<Named>]) -> Option<u8> {
    let step = |block: &Block, named: &Named| step_of(text_of(block)?.plain.get(named.label.clone())?);
    let lines: HashSet<(String, i32)> =
        blocks.iter().zip(found.iter()).filter_map(|(block, named)| step(block, named.as_ref()?)).collect();
    if lines.is_empty() {
        return None;
    }
    let unmarked = |block: &Block| match block {
        Block::Heading(heading) if heading.mark == HeadingMark::Unmarked => {
            let plain = heading.text.plain.trim_end_matches([':', '：', ' ']);
            Some((step_of(plain)?, plain.len(), heading.depth))
        }
        _ => None,
    };
    let all: Vec<(String, i32)> = blocks.iter().filter_map(|block| Some(unmarked(block)?.0)).collect();
    // The lines may be a second list of what the headings name.
    if all.iter().any(|step| lines.contains(step)) {
        return None;
    }
    let first = blocks.iter().position(|block| matches!(block, Block::Heading(_)))?;
    let below = match blocks.get(first) {
        Some(Block::Heading(heading)) => heading.depth.saturating_add(1).min(6),
        _ => 0,
    };
    let mut depth = None;
    for (at, block) in blocks.iter().enumerate() {
        let Some(((noun, _), length, own)) = unmarked(block) else { continue };
        let beside = |step: &&(String, i32)| step.0 == noun;
        let told = lines.iter().filter(beside).count();
        // What a page begins with may be its title.
        let few = at == first && told + all.iter().filter(beside).count() < 3;
        if told > 0
            && !few
            && let Some(slot) = found.get_mut(at)
        {
            *slot = Some(Named { label: 0..length, rest: vec![] });
            depth = depth.max(Some(own.max(below)));
        }
    }
    // Where the first line is a level, none stands below it.
    depth.map(
        |depth| if found.get(first).is_some_and(Option::is_some) { below.saturating_sub(1) } else { depth },
    )
}

/// What is counted, and the number: "level" and 2 of "Level 2 - Packer", "ic" and 3 of "IC3".
fn step_of(label: &str) -> Option<(String, i32)> {
    if !is_step(label) || is_rank_only(label) {
        return None;
    }
    let words = words_of(label);
    let first = words.first()?;
    let noun = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let number =
        if noun.len() < first.len() { first.get(noun.len()..) } else { words.get(1).map(String::as_str) };
    Some((noun.to_owned(), numeral(number?)?))
}

/// Leaves lines such as "Level: 2" out that stand alone right below a heading: they tell the level of what it names.
fn drop_facts(blocks: &[Block], found: &mut [Option<Named>]) {
    let is_fact = |at: usize, named: &Named| {
        let Some(Block::Paragraph(paragraph)) = blocks.get(at) else { return false };
        let label =
            paragraph.text.plain.get(named.label.clone()).and_then(|label| label.split_once([':', '：']));
        label.is_some_and(|(noun, value)| {
            let noun = noun.trim_end_matches(['*', ' ']);
            !value.trim().is_empty() && !noun.ends_with(char::is_numeric) && !is_step(noun)
        })
    };
    let mut below: Vec<usize> = vec![];
    let mut heading = None;
    for at in 0..=blocks.len() {
        if matches!(blocks.get(at), Some(Block::Heading(_)) | None) {
            if let [only] = below.as_slice()
                && heading.is_some_and(|heading: usize| heading + 1 == *only)
                && found.get(*only).and_then(Option::as_ref).is_some_and(|named| is_fact(*only, named))
                && let Some(slot) = found.get_mut(*only)
            {
                *slot = None;
            }
            below.clear();
            heading = Some(at);
        } else if found.get(at).is_some_and(Option::is_some) {
            below.push(at);
        }
    }
}

/// Paragraphs whose lines all begin with the name of a level in bold, cut into these lines.
fn lines_apart(file: &SourceFile, blocks: &[Block]) -> Option<Vec<Block>> {
    let cut = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            let bold = paragraph.text.marks.iter().filter(|mark| mark.kind == MarkKind::Strong).count();
            let lines = if bold > 1 { lines(file, &paragraph.text) } else { vec![] };
            let texts = paragraph.text.pieces(&lines);
            let fits =
                texts.len() > 1 && texts.iter().all(|text| titled(text).is_some() || begins_with_step(text));
            fits.then_some(texts).or_else(|| series_apart(file, &paragraph.text))
        }
        _ => None,
    };
    let cuts: Vec<Option<Vec<Text>>> = blocks.iter().map(cut).collect();
    if cuts.iter().all(Option::is_none) {
        return None;
    }
    let line = |text: Text| {
        let span = text.span;
        Block::Paragraph(Paragraph { text, span })
    };
    let parts = blocks.iter().zip(cuts).flat_map(|(block, cut)| match cut {
        Some(texts) => texts.into_iter().map(line).collect(),
        None => vec![block.clone()],
    });
    Some(parts.collect())
}

/// Lines that begin with the titles of one series: "Accountant I: …", "Accountant II: …".
fn series_apart(file: &SourceFile, text: &Text) -> Option<Vec<Text>> {
    if !text.plain.contains(':') {
        return None;
    }
    // A sentence may go on over several lines.
    let mut starts: Vec<Range<usize>> = vec![];
    for line in lines(file, text) {
        let begins = text.plain.get(line.clone()).is_some_and(|line| step_of_series(line).is_some());
        match starts.last_mut().filter(|_| !begins) {
            Some(last) => last.end = line.end,
            None if begins => starts.push(line),
            None => return None,
        }
    }
    let texts = text.pieces(&starts);
    let labels: Vec<&str> = texts.iter().filter_map(|text| step_of_series(&text.plain)).collect();
    (labels.len() > 1 && careers::are_levels(&labels)).then_some(texts)
}

/// "Accountant II" in "Accountant II: reviews the books of others".
fn step_of_series(line: &str) -> Option<&str> {
    let (label, rest) = line.split_once(": ")?;
    let label = label.trim();
    // Most sentences with a colon end here.
    if rest.split_whitespace().nth(LEAST_SAID - 1).is_none() || !looks_like_title(label) {
        return None;
    }
    let last = words_of(label).pop()?;
    (numeral(&last).is_some() || is_ranked(label)).then_some(label)
}

/// Fewer words behind a title may be the name of who holds the post.
const LEAST_SAID: usize = 4;

/// True for "**L1** works on tasks".
fn begins_with_step(text: &Text) -> bool {
    let bold = strong_lead(text).and_then(|range| Some((range.end, text.plain.get(range)?)));
    bold.is_some_and(|(end, bold)| {
        is_step(bold.trim_end_matches([':', '：', '.', ' '])) && end < text.plain.len()
    })
}

/// Adds paragraphs that begin with titles in bold, where those below one heading are the levels of one job.
fn name_titles(blocks: &[Block], found: &mut [Option<Named>]) {
    let mut group: Vec<(usize, Named, &str)> = vec![];
    let mut close = |group: &mut Vec<(usize, Named, &str)>| {
        let labels: Vec<&str> = group.iter().map(|(.., label)| *label).collect();
        let levels = careers::are_levels(&labels);
        for (at, named, _) in group.drain(..).filter(|_| levels) {
            if let Some(slot) = found.get_mut(at) {
                slot.get_or_insert(named);
            }
        }
    };
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => {
                if let Some((named, label)) = titled(&paragraph.text) {
                    group.push((at, named, label));
                }
            }
            Block::Heading(_) => close(&mut group),
            _ => {}
        }
    }
    close(&mut group);
}

/// A paragraph that begins with a title or the name of a level in bold and goes on with a text.
fn titled(text: &Text) -> Option<(Named, &str)> {
    let Some(strong) = strong_lead(text) else {
        let label = step_of_series(&text.plain)?;
        let start = text.plain.len() - text.plain.trim_start().len();
        let rest = text.plain.get(start + label.len()..)?.trim_start_matches([':', ' ']);
        let end = text.plain.len();
        return Some((Named { label: start..start + label.len(), rest: vec![end - rest.len()..end] }, label));
    };
    let bold = text.plain.get(strong.clone())?;
    let label = bold.trim_end_matches([':', '：', '.', ' ', '–', '—', '-']).trim_start();
    if !looks_like_title(label) && !is_step(label) {
        return None;
    }
    let start = strong.end - bold.trim_start().len();
    let rest = text.plain.get(strong.end..)?.trim_start_matches([':', '：', '–', '—', '-', ' ']);
    let parted = bold.trim_end().ends_with([':', '：', '.', '–', '—', '-'])
        || text.plain.get(strong.end..)?.trim_start().starts_with([':', '：', '–', '—', '-']);
    let says = parted && rest.split_whitespace().count() > 1;
    let end = text.plain.len();
    says.then(|| (Named { label: start..start + label.len(), rest: vec![end - rest.len()..end] }, label))
}

/// The depth of headings that stand below several of the names, if there are any: they are the
/// sections of the levels.
fn inner_depth(blocks: &[Block], found: &[Option<Named>]) -> Option<u8> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut depth = u8::MAX;
    let mut own: HashSet<String> = HashSet::new();
    let mut below = false;
    for (block, named) in blocks.iter().zip(found) {
        if named.is_some() {
            below = true;
            own.clear();
        } else if let Block::Heading(heading) = block
            && below
            && heading.mark != HeadingMark::Bold
        {
            let key = normal(&heading.text.plain);
            if own.insert(key.clone()) {
                *times.entry(key).or_default() += 1;
            }
            depth = depth.min(heading.depth);
        }
    }
    let repeated = times.values().filter(|times| **times > 1).count();
    (repeated > 0 && repeated * 2 >= times.len()).then_some(depth)
}

/// Reads the name of a level at the beginning of a paragraph.
fn named(file: &SourceFile, text: &Text) -> Option<Named> {
    // Most paragraphs end here.
    let end = text.plain.char_indices().nth(60).map_or(text.plain.len(), |(at, _)| at);
    let head = text.plain.get(..end).unwrap_or("");
    let strong = strong_lead(text);
    if strong.is_none() && !head.contains(|c: char| c.is_numeric() || c.is_uppercase()) {
        return None;
    }
    let opening = head.split([':', '：', '–', '—']).next().unwrap_or("");
    let begins = |part: &str| is_step(part.trim().trim_matches('*'));
    let first_words: String = head.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    if !(begins(opening) || begins(&first_words) || begins(first_words.split(' ').next().unwrap_or(""))) {
        return None;
    }
    let lines = lines(file, text);
    let first = lines.first()?.clone();
    let line = text.plain.get(first.clone())?;
    let (label, rest) =
        match split(line, strong.as_ref().map(|strong| strong.end.saturating_sub(first.start))) {
            Some((end, rest)) => (first.start..first.start + end, first.start + rest..first.end),
            None if is_step(line) && line.split_whitespace().count() <= 8 => {
                (first.clone(), first.end..first.end)
            }
            None => return None,
        };
    let name = text.plain.get(label.clone())?.trim_end_matches([':', '：']);
    // A word of rank is too common to be a name unless it is set off.
    let whole = rest.is_empty() && lines.len() == 1;
    if is_rank_only(name) && (strong.is_none() || whole) {
        return None;
    }
    let label = label.start..label.start + name.trim_end().len();
    let mut pieces: Vec<Range<usize>> = vec![];
    if !text.plain.get(rest.clone())?.trim().is_empty() {
        // What goes on over several lines is one text, unless its lines have labels.
        pieces.push(rest);
    }
    for line in lines.into_iter().skip(1) {
        let said = text.plain.get(line.clone()).unwrap_or("");
        // ": Learns the craft" is what kramdown takes for the definition of the word above.
        if let Some(defined) = said.trim_start().strip_prefix(": ") {
            pieces.push(line.end - defined.len()..line.end);
            continue;
        }
        let labeled = super::words::label_range(said).is_some()
            || text.plain.get(line.clone()).is_some_and(|line| line.trim_end().ends_with(':'));
        match pieces.last_mut() {
            Some(last) if !labeled && !ends_labeled(&text.plain, last) => last.end = line.end,
            _ => pieces.push(line),
        }
    }
    Some(Named { label, rest: pieces })
}

fn ends_labeled(plain: &str, piece: &Range<usize>) -> bool {
    plain.get(piece.clone()).is_some_and(|piece| super::words::label_range(piece).is_some())
}

/// The bytes of the bold text that a paragraph begins with.
fn strong_lead(text: &Text) -> Option<Range<usize>> {
    let start = text.plain.len() - text.plain.trim_start().len();
    text.marks
        .iter()
        .find(|mark| mark.kind == MarkKind::Strong && mark.range.start <= start)
        .map(|mark| mark.range.clone())
}

/// Where the name ends in a line and where the text behind it begins. "Level 1: Support Associate"
/// is a name from end to end.
fn split(line: &str, strong: Option<usize>) -> Option<(usize, usize)> {
    let separators = [": ", "：", " – ", " — ", " - "];
    let cut = strong
        .filter(|&end| line.get(..end).is_some_and(|bold| is_step(bold.trim_end_matches([':', '：', '.']))));
    let (end, rest) = match cut {
        Some(end) => {
            let rest = line.get(end..)?.trim_start_matches([':', '：', '–', '—', '-', ' ']);
            (end, line.len() - rest.len())
        }
        None => {
            let (at, length) = earliest(line, &separators)?;
            is_step(line.get(..at)?).then_some((at, at + length))?
        }
    };
    let tail = line.get(rest..)?.trim();
    let title = looks_like_title(tail)
        || (tail.chars().count() <= 40
            && !tail.contains(' ')
            && !tail.is_empty()
            && !tail.ends_with(['.', '。']));
    if title && cut.is_none() { Some((line.len(), line.len())) } else { Some((end, rest)) }
}

/// The lines of a text as they stand in the file.
pub(super) fn lines(file: &SourceFile, text: &Text) -> Vec<Range<usize>> {
    // Only where the text has several lines in the file, a blank may stand for the end of one.
    let folded = file.text.get(text.span.range()).is_none_or(|source| source.contains('\n'));
    let mut lines = vec![];
    let mut start = 0;
    for (at, c) in text.plain.char_indices() {
        let breaks = c == '\n'
            || (folded
                && c == ' '
                && file
                    .text
                    .get(text.locate(at..at + 1).span.range())
                    .is_some_and(|source| source.contains('\n')));
        if breaks {
            lines.push(start..at);
            start = at + 1;
        }
    }
    lines.push(start..text.plain.len());
    lines.retain(|line| text.plain.get(line.clone()).is_some_and(|line| !line.trim().is_empty()));
    lines
}
