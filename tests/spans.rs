//! What every finding promises, whatever rule made it: its places lie on characters inside the file, and
//! lines, columns and offsets are those that a person or another program would count. Checked on the
//! examples of all rule pages, on variations of them, on `examples/`, and on real frameworks where
//! `../shared/corpus` exists.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use rolelint::diag::{Applicability, Diagnostic};
use rolelint::engine::Run;
use rolelint::text::{Encoding, FileId, Files, SourceFile, Span};

use support::{
    Case, assert_none, corpus, example_cases, example_framework, rules, run, unsettled, variations,
};

/// Lines, columns and offsets of all bytes of a text, counted from scratch.
struct Counted {
    /// For each byte of the text at which a character begins, and for its end: line, column, offset on disk.
    at: Vec<Option<(u32, u32, u32)>>,
}

impl Counted {
    fn new(file: &SourceFile) -> Self {
        let mut at = vec![None; file.text.len() + 1];
        let (mut line, mut column, mut disk) = (1, 1, file.bom_len);
        let mut damage = file.damage.iter().peekable();
        let mut chars = file.text.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            at[offset] = Some((line, column, disk));
            let ends_line = c == '\n' || (c == '\r' && !matches!(chars.peek(), Some((_, '\n'))));
            (line, column) = if ends_line { (line + 1, 1) } else { (line, column + 1) };
            let broken = damage.next_if(|damage| damage.at.start == offset);
            let length = match (broken, file.encoding) {
                (Some(broken), _) => broken.bytes.len(),
                (None, Encoding::Utf8) => c.len_utf8(),
                (None, Encoding::Utf16 { .. }) => c.len_utf16() * 2,
                (None, Encoding::Legacy(name)) => {
                    let codec = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a known name");
                    codec.encode(c.encode_utf8(&mut [0; 4])).0.len()
                }
            };
            disk += u32::try_from(length).expect("a character is short");
        }
        if let Some(end) = at.last_mut() {
            *end = Some((line, column, disk));
        }
        Counted { at }
    }
}

/// All places that a finding names.
fn places(finding: &Diagnostic) -> impl Iterator<Item = (&'static str, Span)> + '_ {
    let related = finding.related.iter().map(|related| ("related place", related.span));
    let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| ("edit", edit.span)));
    std::iter::once(("finding", finding.span)).chain(related).chain(edits)
}

/// What is wrong with the places of the findings of a run; empty if nothing is.
fn misplaced(case: &Case, files: &Files, run: &Run) -> String {
    let mut wrong = String::new();
    let mut counted: BTreeMap<FileId, Counted> = BTreeMap::new();
    for finding in &run.diagnostics {
        for (what, span) in places(finding) {
            let file = files.get(span.file);
            let counted = counted.entry(span.file).or_insert_with(|| Counted::new(file));
            let mut say = |problem: String| {
                let _ = writeln!(
                    wrong,
                    "{}: {}, {}: {what} at bytes {}..{} {problem}",
                    case.name, file.path, finding.rule, span.start, span.end
                );
            };
            if span.start > span.end || span.end as usize > file.text.len() {
                say(format!("is not inside the file of {} bytes", file.text.len()));
                continue;
            }
            for offset in [span.start, span.end] {
                let Some(Some((line, column, disk))) = counted.at.get(offset as usize).copied() else {
                    say(format!("cuts a character at {offset}"));
                    continue;
                };
                if file.cells.is_some() {
                    continue; // these count within their cell
                }
                if file.cells.is_some() {
                    continue; // The text of a workbook is made up, and places count within cells.
                }
                let position = file.position(offset);
                if (position.line, position.column) != (line, column) {
                    let (said, column_said) = (position.line, position.column);
                    say(format!("is said to be at {said}:{column_said}, and is at {line}:{column}"));
                }
                // What a broken character was in a legacy encoding is not known, so neither is the rest.
                let knowable = !matches!(file.encoding, Encoding::Legacy(_)) || file.damage.is_empty();
                if knowable && position.offset != disk {
                    say(format!("is said to be at byte {} of the file, and is at {disk}", position.offset));
                }
            }
        }
        for fix in &finding.fixes {
            if !fix.edits.is_empty() && fix.edits.iter().all(|edit| files.slice(edit.span) == edit.text) {
                let path = &files.get(finding.span.file).path;
                let _ = writeln!(wrong, "{}: {path}: the fix “{}” changes nothing", case.name, fix.title);
            }
        }
        if finding.rule == rolelint::engine::INTERNAL_ERROR {
            let path = &files.get(finding.span.file).path;
            let _ = writeln!(wrong, "{}: {path}: {}", case.name, finding.message);
        }
    }
    wrong
}

/// The same, for a case with all rules.
fn misplaced_in(case: &Case) -> String {
    let files = case.files();
    misplaced(case, &files, &run(case, &files, &rules(&case.settings)))
}

#[test]
fn places_in_the_examples_of_rules_are_exact() {
    assert_none(&example_cases(), misplaced_in);
}

#[test]
fn places_in_the_example_framework_are_exact() {
    assert_none(&example_framework(), misplaced_in);
}

#[test]
fn places_in_real_frameworks_are_exact() {
    assert_none(&corpus(), misplaced_in);
}

/// What is put into examples at any place: characters of all lengths, what editors leave behind, and
/// pieces of every format.
const SPLICES: &[&str] = &[
    "é",
    "😀",
    "\u{200B}",
    "\u{A0}",
    "â€™",
    "  ",
    " \n",
    "\r\n",
    "\n\n",
    "\t",
    "|",
    "- ",
    "• ",
    "**",
    "`",
    "---\n",
    "<td>",
    "</table>",
    "\n# ",
    "\u{FFFD}",
    "e\u{301}",
    "at least 5-7 years",
    "$1,000+",
    ": ",
    "\"",
    "{",
];

fn spliced(bytes: &[u8], cuts: &[(prop::sample::Index, usize)], crlf: bool, bom: bool) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut text = text.to_owned();
    for (place, splice) in cuts {
        let mut at = place.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, SPLICES[*splice]);
    }
    if crlf {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if bom && !text.starts_with('\u{FEFF}') {
        text.insert(0, '\u{FEFF}');
    }
    text.into_bytes()
}

proptest! {
    #![proptest_config(variations(256))]

    #[test]
    fn variations_of_examples_keep_the_promises(
        case in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..SPLICES.len()), 0..6),
        crlf in any::<bool>(),
        bom in any::<bool>(),
    ) {
        let mut cases = example_cases();
        let mut case = cases.swap_remove(case.index(cases.len()));
        for (_, bytes) in &mut case.files {
            *bytes = spliced(bytes, &cuts, crlf, bom);
        }
        let rules = rules(&case.settings);
        let files = case.files();
        let wrong = misplaced(&case, &files, &run(&case, &files, &rules));
        prop_assert!(wrong.is_empty(), "{wrong}");
        let wrong = unsettled(&case, &rules, Applicability::Unsafe);
        prop_assert!(wrong.is_empty(), "{wrong}");
    }
}
