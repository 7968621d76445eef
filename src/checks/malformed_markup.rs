//! Signs of mark-up that do not work, so that readers see them, or miss what they stand for.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::brackets::{Lone, lone_brackets};
use super::prose::{Backquotes, code_blocks, holds, tail};
use super::wording::quoted;
use crate::diag::{Applicability, Edit, Fix, Severity};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{Text, Visit};
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MalformedMarkup {
    /// Report brackets that are never closed or opened.
    brackets: bool,
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"^ {0,3}(#{1,6})([\p{L}\p{N}*].*)$"));
static DRAWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^ {0,3}(={2,6}) *([\p{L}\p{N}][^=]*[^=\s]) *={2,6} *$"));
static ITEM: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^ {0,8}(-|[0-9]{1,2}[.)])(\p{Lu}\p{Ll}+[ ,].*|\*\*\S.*)$"));
static UNEVEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"^ {0,8}(?:[-+*] +)?(?:(\*\*[^*\s][^*]*[^*\s]\*)|(\*[^*\s][^*]*[^*\s]\*\*)) *$"));
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"^ {0,8}([-*+]|[0-9]{1,2}[.)]) +\S"));
static BACK_TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"<\\((?:li|ul|ol|p|td|th|tr|table|div|span|b|i|em|strong|a|h[1-6]))>"));
static CELL_TAG: LazyLock<Option<Regex>> = LazyLock::new(|| regex(r"(?i)<(/?)(td|th|tr)(\s[^<>]*)?>"));
static APART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"\[[^\[\]]{2,}\]( +)\((?:https?://[^\s()]+|mailto:[^\s()]+|\.{0,2}/[^\s()]+|#[\w-]+|[\w./-]+\.(?:md|html?)(?:#[\w-]*)?)\)",
    )
});
static TARGET: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r#"\]\(((?:https?://|\.{0,2}/|#)?[^()<>"\s]+(?: [^()<>"\s]+)+)\)"#));

/// Why readers are hurt by signs that should be mark-up.
const SHOWN: &str = "Readers see the signs instead of what they stand for.";

impl DocumentCheck for MalformedMarkup {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let mut broken: Vec<Span> = vec![];
        if doc.format == "markdown" {
            let code = code_blocks(doc);
            lines(subject, &code, cx);
            tags(file, &code, cx);
            doc.visit(&mut |visit| {
                // Values in the settings block come as they are written: their links may work.
                if let Some(text) = visit.text()
                    && !matches!(visit, Visit::Value(..))
                {
                    broken.extend(links(text, file, cx));
                    stars(text, file, cx);
                }
            });
        }
        if self.brackets && matches!(doc.format, "markdown" | "yaml") {
            // What is wrong with a link was said already.
            let told = |lone: &Lone| broken.iter().any(|link| link.overlaps(lone.span));
            for lone in lone_brackets(doc).into_iter().filter(|lone| !told(lone)) {
                let message = match lone.opens {
                    true => format!("The bracket “{}” is never closed.", lone.bracket),
                    false => format!("The bracket “{}” closes nothing.", lone.bracket),
                };
                cx.report(lone.span, message)
                    .help("Readers look for the other one and do not find it. Add it where the remark begins or ends.")
                    .at_most(Severity::Warning);
            }
        }
    }
}

/// What a line begins with.
fn lines(subject: &Subject<'_>, code: &[Span], cx: &mut Context<'_>) {
    let (file, doc) = (subject.file, subject.doc);
    let body = doc.front.as_ref().map_or(0, |front| file.line_of(front.span.end.saturating_sub(1)));
    let text_of = |line: u32| file.text.get(file.line_range(line)).unwrap_or("");
    let is_list = |line: u32| [&ITEM, &LISTED].iter().any(|pattern| is_match(pattern, text_of(line)));
    for line in body + 1..=file.lines().count() {
        let range = file.line_range(line);
        let text = text_of(line);
        uneven(file, range.start, text, code, cx);
        let sort = Sort::of(text.trim_start());
        if sort == Sort::Other || holds(code, range.start + text.len() - text.trim_start().len()) {
            continue;
        }
        if sort == Sort::Heading
            && let Some(found) = HEADING.as_ref().and_then(|pattern| pattern.captures(text))
            && let (Some(marks), Some(title)) = (found.get(1), found.get(2))
        {
            let alone = (line == body + 1 || text_of(line - 1).trim().is_empty())
                && text_of(line + 1).trim().is_empty();
            let one = marks.len() == 1;
            if one && !(alone && is_title(title.as_str())) {
                continue;
            }
            let at = range.start + marks.end();
            let applicability = if one { Applicability::Unsafe } else { Applicability::Safe };
            let edits = vec![Edit { span: file.at(at..at), text: " ".into() }];
            cx.report(
                file.at(range.start + marks.start()..range.start + title.end()),
                format!("There is no blank behind “{}”, so this is no heading.", marks.as_str()),
            )
            .help(format!("{SHOWN} Put a blank between the signs and the words."))
            .fix(Fix::new("Put a blank between", applicability, edits));
        } else if sort == Sort::Drawn
            && let Some(found) = DRAWN.as_ref().and_then(|pattern| pattern.captures(text))
            && let Some(title) = found.get(2)
        {
            let span = file.at(range.start..range.end);
            cx.report(span, format!("Equal signs make no heading: {}.", quoted(title.as_str())))
                .help(format!("{SHOWN} Begin the line with “## ” instead."))
                .fix(Fix::risky("Make it a heading", span, format!("## {}", title.as_str())));
        } else if sort == Sort::Item
            && let Some(found) = ITEM.as_ref().and_then(|pattern| pattern.captures(text))
            && let Some(marker) = found.get(1)
            && ((line > 1 && is_list(line - 1)) || is_list(line + 1))
        {
            let at = range.start + marker.end();
            cx.report(
                file.at(range.start + marker.start()..at),
                format!("There is no blank behind “{}”, so this is no item of the list.", marker.as_str()),
            )
            .help("Readers see one long paragraph. Put a blank between the sign and the words.")
            .fix(Fix::safe("Put a blank between", file.at(at..at), " "));
        }
    }
}

/// "**Skills:*": a line in bold whose signs are not as many at both ends.
fn uneven(file: &SourceFile, start: usize, text: &str, code: &[Span], cx: &mut Context<'_>) {
    if !text.contains("**") || holds(code, start + text.len() - text.trim_start().len()) {
        return;
    }
    let Some(found) = UNEVEN.as_ref().and_then(|pattern| pattern.captures(text)) else { return };
    let (Some(words), place) = (match (found.get(1), found.get(2)) {
        (Some(words), _) => (Some(words), words.end()),
        (None, words) => (words, words.map_or(0, |words| words.start())),
    }) else {
        return;
    };
    let span = file.at(start + words.start()..start + words.end());
    cx.report(span, "Two stars stand at one end of these words, and one at the other.")
        .help(format!("{SHOWN} Write two stars at both ends for bold words."))
        // A line of bold words may then be read as a heading.
        .fix(Fix::new(
            "Write two stars at both ends",
            Applicability::Display,
            vec![Edit { span: file.at(start + place..start + place), text: "*".to_owned() }],
        ));
}

/// What a line may have been meant as, at a glance. Nearly all lines are as they should be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Heading,
    Drawn,
    Item,
    Other,
}

impl Sort {
    /// `text` has no blanks at its beginning.
    fn of(text: &str) -> Self {
        let rest_of = |rest: &str| !rest.is_empty() && !rest.starts_with([' ', '\t']);
        match text.bytes().next() {
            Some(b'#') if rest_of(text.trim_start_matches('#')) => Sort::Heading,
            Some(b'=') => Sort::Drawn,
            Some(b'-') if text.get(1..).is_some_and(rest_of) => Sort::Item,
            Some(b'0'..=b'9') => {
                let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
                if rest.starts_with(['.', ')']) && rest.get(1..).is_some_and(rest_of) {
                    Sort::Item
                } else {
                    Sort::Other
                }
            }
            _ => Sort::Other,
        }
    }
}

fn is_match(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// "Personal Goals" and not "#general is our channel" or "#FF0000".
fn is_title(text: &str) -> bool {
    let words = text.split_whitespace().count();
    text.starts_with(char::is_uppercase)
        && (2..=10).contains(&words)
        && !text.trim_end().ends_with(['.', ',', ';', '!', '?'])
        && !text.contains(" #")
}

/// Tags that were to close something.
fn tags(file: &SourceFile, code: &[Span], cx: &mut Context<'_>) {
    if !file.text.contains('<') {
        return;
    }
    let quotes = Backquotes::new(file);
    let is_code = |at: usize| holds(code, at) || quotes.enclose(file, at);
    let turned = file.text.contains("<\\").then(|| BACK_TAG.as_ref()).flatten();
    for found in turned.into_iter().flat_map(|pattern| pattern.captures_iter(&file.text)) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        if !is_code(whole.start()) {
            let span = file.at(whole.range());
            cx.report(
                span,
                format!("{} closes nothing: the stroke leans the wrong way.", quoted(whole.as_str())),
            )
            .help(format!("{SHOWN} Write “</{}>”.", name.as_str()))
            .fix(Fix::safe(
                format!("Write “</{}>”", name.as_str()),
                span,
                format!("</{}>", name.as_str()),
            ));
        }
    }
    let Some(pattern) = CELL_TAG.as_ref() else { return };
    let tags: Vec<Tag<'_>> = pattern
        .captures_iter(&file.text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let close = found.get(1).is_some_and(|slash| !slash.is_empty());
            let bare = found.get(3).is_none_or(|rest| rest.as_str().trim().is_empty());
            Some(Tag { start: whole.start(), end: whole.end(), name: found.get(2)?.as_str(), close, bare })
        })
        .collect();
    for three in tags.windows(3) {
        let [before, tag, after] = three else { continue };
        let between = |from: &Tag<'_>, to: &Tag<'_>| file.text.get(from.end..to.start).unwrap_or("x").trim();
        let is = |tag: &Tag<'_>, name: &str, close: bool| {
            tag.close == close && tag.name.eq_ignore_ascii_case(name)
        };
        if tag.close || !tag.bare || !between(tag, after).is_empty() || is_code(tag.start) {
            continue;
        }
        let row = is(tag, "tr", false)
            && is(after, "tr", false)
            && before.close
            && !is(before, "tr", true)
            && between(before, tag).is_empty();
        let cell = is(tag, "td", false)
            && (is(before, "td", false))
            && !between(before, tag).is_empty()
            && (is(after, "td", false) || is(after, "tr", true));
        if row || cell {
            let span = file.at(tag.start..tag.end);
            let name = tag.name;
            cx.report(span, format!("“<{name}>” stands where “</{name}>” was meant."))
                .help("The table gets a row or cell that nobody wrote, and what follows may move to another column.")
                .fix(Fix::risky(format!("Write “</{name}>”"), span, format!("</{name}>")));
        }
    }
}

struct Tag<'t> {
    start: usize,
    end: usize,
    name: &'t str,
    close: bool,
    bare: bool,
}

/// Bytes of the address of a link that are looked at.
const LONGEST_ADDRESS: usize = 2048;

/// Links that are no links; returns where they stand.
fn links(text: &Text, file: &SourceFile, cx: &mut Context<'_>) -> Vec<Span> {
    let plain = text.plain.as_str();
    let mut broken = vec![];
    if !text.signs.has(b']') {
        return broken;
    }
    let apart = plain.contains("] ").then(|| APART.as_ref()).flatten();
    for found in apart.into_iter().flat_map(|pattern| pattern.captures_iter(plain)) {
        let (Some(whole), Some(blank)) = (found.get(0), found.get(1)) else { continue };
        let place = text.locate(blank.range());
        if text.is_code(&whole.range()) || !place.exact || file.slice(place.span) != blank.as_str() {
            continue;
        }
        cx.report(text.locate(whole.range()).span, "A blank keeps this from being a link.")
            .help(
                "Readers see the address and cannot click the words. Delete the blank between the brackets.",
            )
            .fix(Fix::safe("Delete the blank", place.span, ""));
    }
    for (at, _) in plain.match_indices("](") {
        let place = text.locate(at..at + 2);
        let before = tail(plain.get(..at).unwrap_or(""));
        if text.is_code(&(at..at + 2)) || file.slice(place.span) != "](" || !before.contains('[') {
            continue;
        }
        let doubled = before.ends_with(']') && before.matches('[').count() < before.matches(']').count() + 1;
        // An address is short; a line without blanks may be long and full of brackets.
        let far = at.saturating_add(LONGEST_ADDRESS).min(plain.len());
        let end = (at..=far).rev().find(|&end| plain.is_char_boundary(end)).unwrap_or(at);
        let near = plain.get(..end).unwrap_or(plain);
        let rest = near.get(at..).unwrap_or("");
        let target = TARGET
            .as_ref()
            .and_then(|pattern| pattern.captures_at(near, at))
            .filter(|found| found.get(0).is_some_and(|whole| whole.start() == at));
        // "f[i](x)" is no link that failed.
        let address = rest.get(2..).unwrap_or("");
        let looks = address.starts_with(['#', '/', '.'])
            || address.starts_with("http")
            || address.split([' ', ')']).next().is_some_and(|first| first.contains(['/', '.']));
        if !doubled && !looks && target.is_none() {
            continue;
        }
        broken.push(file.at(place.span.start as usize..place.span.end as usize));
        broken.extend(
            before
                .rfind('[')
                .map(|open| at - before.len() + open)
                .map(|open| text.locate(open..open + 1).span),
        );
        let finding =
            cx.report(place.span, "This link does not work: its brackets are not as they should be.");
        finding.help("Readers see the address instead of a link. A link is “[words](address)”, and the address has no blanks.");
        if doubled {
            let extra = file.at(place.span.start as usize..place.span.start as usize + 1);
            finding.fix(Fix::safe("Delete one bracket", extra, ""));
        } else if let Some(target) = target.and_then(|found| found.get(1)) {
            let inner = text.locate(target.range());
            if inner.exact
                && file.slice(inner.span) == target.as_str()
                && target.as_str().contains(['/', '.'])
            {
                let written = target.as_str().replace(' ', "%20");
                finding.fix(Fix::risky("Write “%20” for the blanks", inner.span, written));
            }
        }
    }
    broken
}

/// "**" that readers see. One finding for each text: the others belong to it.
fn stars(text: &Text, file: &SourceFile, cx: &mut Context<'_>) {
    let plain = text.plain.as_str();
    let letter = |c: char| c.is_alphabetic();
    if !text.signs.doubles(b'*') {
        return;
    }
    let shown = plain.match_indices("**").find(|(at, _)| {
        let before = plain.get(..*at).unwrap_or("");
        let after = plain.get(at + 2..).unwrap_or("");
        let place = text.locate(*at..at + 2);
        let beside = before.ends_with(|c: char| letter(c) || matches!(c, ':' | '.' | ',' | ')' | '?'))
            || after.starts_with(letter)
            || (before.trim_end().ends_with([':', '.', ')']) && before.ends_with(' '));
        beside
            && !before.ends_with(['*', '/', '\\'])
            && !after.starts_with(['*', '/', '.', '\\'])
            && !text.is_code(&(*at..at + 2))
            && place.exact
            && file.slice(place.span) == "**"
    });
    let Some((at, _)) = shown else { return };
    let place = text.locate(at..at + 2);
    let finding = cx.report(place.span, "Readers see these two stars: they make nothing bold.");
    finding.help(
        "Stars work in pairs, and a word must stand right behind the first two and right before the last two. Add \
         the missing pair, or delete the blank beside it.",
    );
    // "**Words **go on": the blank belongs behind the stars.
    let Some(close) = plain.get(at + 2..).and_then(|rest| rest.find("**")).map(|found| at + 2 + found) else {
        return;
    };
    let inner = plain.get(at + 2..close).unwrap_or("");
    let core = inner.trim();
    let whole = text.locate(at..close + 2);
    if core.is_empty() || core == inner || core.contains('*') || !whole.exact {
        return;
    }
    let lead = if inner.starts_with(' ') && plain.get(..at).is_some_and(|before| before.ends_with(letter)) {
        " "
    } else {
        ""
    };
    let follows = plain.get(close + 2..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let tail = if inner.ends_with(' ') && follows { " " } else { "" };
    if file.slice(whole.span) == plain.get(at..close + 2).unwrap_or("") {
        finding.fix(Fix::safe(
            "Put the stars beside the words",
            whole.span,
            format!("{lead}**{core}**{tail}"),
        ));
    }
}
