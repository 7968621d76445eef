//! What people see: one small framework through the report for terminals, in all its forms.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::indexing_slicing)]

use rolelint::diag::{Diagnostic, Fix, Severity};
use rolelint::report::{Style, visible_lines, write_findings};
use rolelint::text::{FileId, Files, SourceFile, Span, Trouble};

/// Files by name and text.
fn files(texts: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (name, text) in texts {
        files.add(|id| SourceFile::from_bytes(id, *name, None, text.as_bytes()));
    }
    files
}

/// The place of a piece of text in a file.
fn at(files: &Files, file: u32, piece: &str) -> Span {
    let file = files.get(FileId(file));
    let start = file.text.find(piece).unwrap();
    file.at(start..start + piece.len())
}

fn finding(rule: &str, severity: Severity, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(rule, severity, span, message)
}

fn shown(files: &Files, findings: &[Diagnostic], style: Style) -> String {
    let mut out = vec![];
    write_findings(files, findings, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const WIDE: Style = Style { color: false, unicode: true, narrated: false, width: 90, live: false };
const NARROW: Style = Style { unicode: false, width: 44, ..WIDE };
const TOLD: Style = Style { narrated: true, ..WIDE };

/// A conflict between two pages, and a repeated slip.
fn conflict() -> (Files, Vec<Diagnostic>) {
    let files = files(&[
        (
            "roles/engineer.md",
            "# Software engineer\n\n- Has 5+ years of experience with services in production.\n\
             - Mentors  two colleagues.\n- Writes  notes on every incident.\n",
        ),
        ("roles/overview.md", "| Role | Years |\n|---|---|\n| Software engineer | 3+ years |\n"),
    ]);
    let years = at(&files, 0, "5+ years");
    let mut two = finding(
        "experience-conflict",
        Severity::Error,
        years,
        "Two pages ask for different years of experience in one role.",
    );
    two.label("5 years here").related(at(&files, 1, "3+ years"), "3 years here").help(
        "A candidate who meets one of them may be turned away because of the other. Decide which holds.",
    );
    let slip = |piece: &str| {
        let span = at(&files, 0, piece);
        let gap = Span { start: span.start + 1, end: span.end - 1, ..span };
        let mut finding =
            finding("repeated-space", Severity::Info, gap, "There are several blanks between two words.");
        finding.fix(Fix::safe("Leave one blank", gap, " "));
        finding
    };
    let findings = vec![two, slip("s  t"), slip("s  n")];
    (files, findings)
}

#[test]
fn two_places_in_two_files() {
    let (files, findings) = conflict();
    insta::assert_snapshot!(shown(&files, &findings, WIDE), @r#"
        error: experience-conflict
          × Two pages ask for different years of experience in one role.
           ╭─[roles/engineer.md:3:7]
         3 │ - Has 5+ years of experience with services in production.
           ·       ────┬───
           ·           ╰── 5 years here
         4 │ - Mentors  two colleagues.
           ╰────
           ╭─[roles/overview.md:3:23]
         2 │ |---|---|
         3 │ | Software engineer | 3+ years |
           ·                       ────┬───
           ·                           ╰── 3 years here
           ╰────
          help: A candidate who meets one of them may be turned away because of the other. Decide
                which holds.

        note: repeated-space
          ☞ There are several blanks between two words.
           ╭─[roles/engineer.md:4:10]
         3 │ - Has 5+ years of experience with services in production.
         4 │ - Mentors  two colleagues.
           ·          ──
         5 │ - Writes  notes on every incident.
           ╰────
          also: roles/engineer.md:5:9
           fix: Leave one blank (--fix)
        "#);
}

#[test]
fn a_narrow_terminal_without_unicode() {
    let (files, findings) = conflict();
    let text = shown(&files, &findings, NARROW);
    assert!(text.is_ascii());
    insta::assert_snapshot!(text, @r#"
        error: experience-conflict
          x Two pages ask for different years of
          | experience in one role.
           ,-[roles/engineer.md:3:7]
         3 | - Has 5+ years of experience with se...
           :       ^^^^|^^^
           :           `-- 5 years here
         4 | - Mentors  two colleagues.
           `----
           ,-[roles/overview.md:3:23]
         2 | |---|---|
         3 | ... engineer | 3+ years |
           :                ^^^^|^^^
           :                    `-- 3 years here
           `----
          help: A candidate who meets one of them
                may be turned away because of the
                other. Decide which holds.

        note: repeated-space
          > There are several blanks between two
          | words.
           ,-[roles/engineer.md:4:10]
         3 | - Has 5+ years of experience with se...
         4 | - Mentors  two colleagues.
           :          ^^
         5 | - Writes  notes on every incident.
           `----
          also: roles/engineer.md:5:9
           fix: Leave one blank (--fix)
        "#);
}

#[test]
fn without_drawings() {
    let (files, findings) = conflict();
    insta::assert_snapshot!(shown(&files, &findings, TOLD), @r#"
        error: experience-conflict
        Two pages ask for different years of experience in one role.
        In roles/engineer.md, line 3, column 7. 5 years here.
        The line reads: - Has 5+ years of experience with services in production.
        Also in roles/overview.md, line 3, column 23. 3 years here.
        The line reads: | Software engineer | 3+ years |
        Help: A candidate who meets one of them may be turned away because of the other. Decide which holds.

        note: repeated-space
        There are several blanks between two words.
        In roles/engineer.md, line 4, column 10.
        The line reads: - Mentors  two colleagues.
        Place: roles/engineer.md:5:9
        Fix: Leave one blank (--fix)
        "#);
}

#[test]
fn a_group_is_told_once() {
    let files = files(&[(
        "ladder.md",
        "# Levels\n\n- Junior: 0-2+ years\n- Engineer: 2-5+ years\n- Senior: 5-8+ years\n",
    )]);
    let findings: Vec<Diagnostic> = ["0-2+", "2-5+", "5-8+"]
        .into_iter()
        .map(|range| {
            let message = format!("`{range}` has an upper end and is open at the same time.");
            let mut finding = finding("closed-range-plus", Severity::Error, at(&files, 0, range), &message);
            finding.group("plus", "3 ranges are closed and open at the same time.");
            finding
        })
        .collect();
    insta::assert_snapshot!(shown(&files, &findings, WIDE), @r#"
        error: closed-range-plus
          × 3 ranges are closed and open at the same time.
           ╭─[ladder.md:3:11]
         3 │ - Junior: 0-2+ years
           ·           ──┬─
           ·             ╰── `0-2+` has an upper end and is open at the same time
         4 │ - Engineer: 2-5+ years
           ╰────
          also: ladder.md:4:13, 5:11
        "#);
}

#[test]
fn places_on_one_endless_line() {
    let filler = "Works with product, design and finance on what comes next. ".repeat(45);
    let text = format!("{filler}Has Stretegic foresight. {filler}Owns the stretegic plan.{filler}");
    let files = files(&[("page.txt", &text)]);
    let mut wrong =
        finding("misspelling", Severity::Error, at(&files, 0, "Stretegic"), "“Stretegic” is misspelled.");
    wrong.label("“Strategic”?").related(at(&files, 0, "stretegic"), "and here");
    insta::assert_snapshot!(shown(&files, &[wrong], WIDE), @r#"
        error: misspelling
          × “Stretegic” is misspelled.
           ╭─[page.txt:1:2660]
         1 │ …comes next. Has Stretegic foresight. Work… next. Owns the stretegic plan.Works with…
           ·                  ────┬────                                 ────┬────
           ·                      │                                         ╰── and here
           ·                      ╰── “Strategic”?
           ╰────
        "#);
}

#[test]
fn what_strangers_write_does_nothing() {
    let hostile = "# \u{1b}[2J\u{1b}]52;c;eA==\u{7}Title \u{202e}desrever\u{202c} zero\u{200b}width \u{9b}31m ##[add-mask]x\n";
    let files = files(&[("ro\u{1b}[31mles/\u{202e}a.md", hostile)]);
    let mut wrong = finding(
        "invisible\u{7}",
        Severity::Warning,
        at(&files, 0, "zero\u{200b}width"),
        "“zero\u{200b}width” holds \u{1b}[5m.",
    );
    wrong.label("\u{9b}here").help("Delete \u{202e}it.");
    let text = shown(&files, &[wrong.clone()], WIDE) + &shown(&files, &[wrong], TOLD);
    assert_eq!(visible_lines(&text), text);
    insta::assert_snapshot!(text, @r#"
        warning: invisible\u{7}
          ⚠ “zero\u{200b}width” holds \u{1b}[5m.
           ╭─[ro\u{1b}[31mles/\u{202e}a.md:1:36]
         1 │ …Title \u{202e}desrever\u{202c} zero\u{200b}width \u{9b}31m ##[add-mask]x
           ·                                 ────────┬────────
           ·                                         ╰── \u{9b}here
           ╰────
          help: Delete \u{202e}it.
        warning: invisible\u{7}
        “zero\u{200b}width” holds \u{1b}[5m.
        In ro\u{1b}[31mles/\u{202e}a.md, line 1, column 36. \u{9b}here.
        The line reads: …Title \u{202e}desrever\u{202c} zero\u{200b}width \u{9b}31m ##[add-mask]x
        Help: Delete \u{202e}it.
        "#);
}

#[test]
fn colors_are_the_only_escapes() {
    let (files, findings) = conflict();
    let text = shown(&files, &findings, Style { color: true, ..WIDE });
    let plain: String = text
        .split('\u{1b}')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { &part[part.find('m').unwrap() + 1..] })
        .collect();
    assert_eq!(plain, shown(&files, &findings, WIDE), "colors change nothing but colors");
}

#[test]
fn long_places_and_files_without_text() {
    let mut files =
        files(&[("a.md", "# Engineer\n\n| Level | Scope |\n|---|---|\n| L1 | Team |\n\nAfter.\n")]);
    let locked = files.add(|id| {
        SourceFile::troubled(
            id,
            "locked/",
            None,
            Trouble::Unreadable("you have no permission to read it".into()),
        )
    });
    let start = at(&files, 0, "| Level");
    let end = at(&files, 0, "| L1 | Team |");
    let table = finding("ragged-table", Severity::Warning, start.cover(end), "This table has a hole.");
    let folder =
        finding("unreadable-file", Severity::Error, Span::at(locked, 0), "This folder cannot be read.");
    let empty = finding("missing-title", Severity::Info, Span::at(FileId(0), 0), "This page has no title.");
    insta::assert_snapshot!(shown(&files, &[table, folder, empty], WIDE), @r#"
        warning: ragged-table
          ⚠ This table has a hole.
           ╭─[a.md:3:1]
         3 │ | Level | Scope |
           · ────────┬────────
           ·         ╰── up to line 5
         4 │ |---|---|
           ╰────

        error: unreadable-file
          × This folder cannot be read.
            at: locked/

        note: missing-title
          ☞ This page has no title.
           ╭─[a.md:1:1]
         1 │ # Engineer
           · ▲
           ╰────
        "#);
}
