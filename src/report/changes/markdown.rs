//! `rolelint diff --format markdown`: a comment on a pull request.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Told, ToldPage, closing, destination, file_of, forms, head, notes, place, title, verb};
use crate::analysis::{Change, ChangeKind, Differences, Part};
use crate::report::counted;
use crate::report::escape::{markdown, markdown_code};
use crate::report::neutral::without_commands;

/// Bytes after which changes are counted instead of listed: code hosts refuse a comment of more than 65,536
/// characters.
const MAX_BYTES: usize = 60_000;

/// By this line a program finds its own comment again.
const MARK: &str = "<!-- rolelint diff -->";

/// Writes the changes as Markdown.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_changes_as_markdown(found: &Differences, out: &mut dyn Write) -> io::Result<()> {
    let told = Told::new(found);
    let mut text = format!("{MARK}\n### Changes to the roles\n\n");
    let _ = writeln!(
        text,
        "From {} to {}. {}",
        markdown_code(&found.old),
        markdown_code(&found.new),
        markdown(&closing(&found.summary))
    );
    let (shared, editorial) = told.shared();
    if !told.shared.is_empty() {
        text.push_str("\n#### On many pages\n\n");
        for one in shared {
            let _ = writeln!(text, "{} *({})*", line(one.change, None), markdown(&one.places(false)));
        }
        let lines = editorial.iter().map(|one| line(one.change, Some(&one.places(false)))).collect();
        text.push_str(&folded(&editorial.iter().map(|one| one.change).collect::<Vec<_>>(), lines));
    }
    let mut left = 0;
    for page in told.pages.iter().filter(|page| !page.is_empty()) {
        let page = told_page(page);
        if text.len() + page.len() > MAX_BYTES {
            left += 1;
        } else {
            text.push_str(&page);
        }
    }
    if left > 0 {
        let _ = writeln!(
            text,
            "\nAnd {}, for which there is no room here; `rolelint diff` tells all of it.",
            counted(left, "more page")
        );
    }
    out.write_all(without_commands(text.into()).as_bytes())
}

fn told_page(told: &ToldPage<'_>) -> String {
    let (name, remark) = title(told.page);
    let file = file_of(told.page);
    let mut text = format!("\n#### {}\n\n{}", markdown(&name), markdown_code(file));
    if let Some(remark) = remark {
        let _ = write!(text, " – {}", markdown(&remark));
    }
    text.push('\n');
    let whole = told.page.old.is_none() || told.page.new.is_none();
    for (place, changes) in &told.groups {
        let listed: Vec<&&Change> =
            changes.iter().filter(|change| !whole || change.change == ChangeKind::Moved).collect();
        if listed.is_empty() {
            continue;
        }
        if place.is_empty() {
            text.push('\n');
        } else {
            let _ = writeln!(text, "\n**{}**\n", markdown(place));
        }
        for change in listed {
            let _ = writeln!(text, "{}", line(change, None));
        }
    }
    if !told.away.is_empty() {
        text.push('\n');
    }
    for change in told.away {
        let words = change.old.as_ref().map_or("", |spot| spot.text.as_str());
        let place = destination(change).unwrap_or_default();
        let _ = writeln!(text, "- *moved away:* {} *({})*", markdown(words), markdown(&place));
    }
    if whole {
        return text;
    }
    for (role, number) in &told.follows {
        let _ = writeln!(
            text,
            "\n{} copied from “{}” follow its own page.",
            counted(*number, "passage"),
            markdown(role)
        );
    }
    let lines = told.editorial.iter().map(|change| {
        let place = place(change);
        line(change, (!place.is_empty()).then_some(&place))
    });
    text.push_str(&folded(&told.editorial, lines.collect()));
    text
}

/// What only mends a form, behind its number.
fn folded(changes: &[&Change], lines: Vec<String>) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let number = counted(changes.len(), "editorial change");
    format!(
        "\n<details><summary>{number}: {}</summary>\n\n{}\n\n</details>\n",
        forms(changes),
        lines.join("\n")
    )
}

fn line(change: &Change, place: Option<&str>) -> String {
    let quote = |text: &str| format!("“{text}”");
    if let Some(head) = head(change, &quote) {
        let place = place.map_or_else(String::new, |place| format!(" *({})*", markdown(place)));
        return format!("- {}{place}", markdown(&head));
    }
    let mut text = format!("- *{}:* ", verb(change.change));
    let spot = change.new.as_ref().or(change.old.as_ref());
    if let Some(label) =
        spot.and_then(|spot| spot.label.as_ref()).filter(|_| change.of == crate::analysis::Of::Value)
    {
        let _ = write!(text, "{}: ", markdown_code(label));
    }
    if change.words.is_empty() {
        text.push_str(&markdown(spot.map_or("", |spot| spot.text.as_str())));
    }
    for piece in &change.words {
        match piece {
            Part::Same(words) => text.push_str(&markdown(words)),
            Part::Gone(words) => text.push_str(&wrapped("<del>", words, "</del>")),
            Part::New(words) => text.push_str(&wrapped("<ins>", words, "</ins>")),
        }
    }
    let mut notes = notes(change);
    notes.extend(place.map(str::to_owned));
    if !notes.is_empty() {
        let _ = write!(text, " *({})*", markdown(&notes.join("; ")));
    }
    text
}

/// Mark-up around the words and not around the blanks at their ends.
fn wrapped(open: &str, words: &str, close: &str) -> String {
    let core = words.trim();
    if core.is_empty() {
        return markdown(words);
    }
    let lead = words.len() - words.trim_start().len();
    let (before, after) = (" ".repeat(lead), " ".repeat(words.trim_start().len() - core.len()));
    format!("{before}{open}{}{close}{after}", markdown(core))
}
