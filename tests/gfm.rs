//! What GitHub's Markdown adds to CommonMark: tables, struck out words, addresses that are links by
//! themselves, and lists of tasks. The examples are this project's own.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::string_slice)]
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use rolelint::syntax::{self, Block, Cell, Document, List, MarkKind, Table, Text};
use rolelint::text::{FileId, SourceFile};

fn read(text: &str) -> (SourceFile, Document) {
    let file = SourceFile::from_bytes(FileId(0), "case.md", None, text.as_bytes());
    let document = syntax::parse(&file).expect("a text file");
    document.each_text(&mut |text| {
        for (plain, source) in text.verbatim_segments() {
            assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()]);
        }
    });
    (file, document)
}

fn tables(document: &Document) -> Vec<&Table> {
    let blocks = document.blocks().iter();
    blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

fn words(cell: &Cell) -> String {
    let mut said = vec![];
    cell.blocks.iter().for_each(|block| block.each_text(&mut |text| said.push(text.plain.clone())));
    said.join(" / ")
}

/// Rows as `header: a | b` or `a | b`.
fn rows(table: &Table) -> Vec<String> {
    let row = |row: &syntax::Row| {
        let cells: Vec<String> = row.cells.iter().map(words).collect();
        format!("{}{}", if row.header { "header: " } else { "" }, cells.join(" | "))
    };
    table.rows.iter().map(row).collect()
}

#[track_caller]
fn is_table(text: &str, expected: &[&str]) {
    let (file, document) = read(text);
    let found = tables(&document);
    assert_eq!(found.len(), 1, "{text}");
    assert_eq!(rows(found[0]), expected, "{text}");
    for cell in found[0].rows.iter().flat_map(|row| &row.cells) {
        assert!(cell.span.contains(cell.inner), "{text}");
        let inner = file.slice(cell.inner);
        assert_eq!(inner, inner.trim(), "{text}");
    }
}

#[track_caller]
fn is_no_table(text: &str) {
    assert!(tables(&read(text).1).is_empty(), "{text}");
}

#[test]
fn tables_with_and_without_outer_pipes() {
    is_table(
        "| Skill | Junior |\n| --- | --- |\n| Craft | Mends |\n",
        &["header: Skill | Junior", "Craft | Mends"],
    );
    is_table("Skill | Junior\n--- | ---\nCraft | Mends\n", &["header: Skill | Junior", "Craft | Mends"]);
    is_table("| Skill | Junior\n|---|---\n| Craft | Mends\n", &["header: Skill | Junior", "Craft | Mends"]);
    is_table("|Skill|Junior|\n|:-|-:|\n|Craft|Mends|", &["header: Skill | Junior", "Craft | Mends"]);
    is_table("| One |\n|:---:|\n| two |\n", &["header: One", "two"]);
    is_table("  | a | b |\n  |---|---|\n  | c | d |\n", &["header: a | b", "c | d"]);
    is_table("| a | b |\r\n|---|---|\r\n| c | d |\r\n", &["header: a | b", "c | d"]);
}

#[test]
fn tables_without_rows_and_with_rows_of_other_lengths() {
    is_table("| a | b |\n|---|---|\n", &["header: a | b"]);
    is_table("| a | b |\n|---|---|\n| c |\n", &["header: a | b", "c"]);
    is_table("| a | b |\n|---|---|\n| c | d | e |\n", &["header: a | b", "c | d | e"]);
    is_table("| a | b |\n|---|---|\n|   |   |\n", &["header: a | b", " | "]);
}

#[test]
fn pipes_in_cells() {
    is_table("| a | b |\n|---|---|\n| x \\| y | z |\n", &["header: a | b", "x | y | z"]);
    is_table("| a | b |\n|---|---|\n| `x \\| y` | z |\n", &["header: a | b", "x | y | z"]);
    // A pipe in code is a border too.
    is_table("| a | b |\n|---|---|\n| `x | y` |\n", &["header: a | b", "`x | y`"]);
}

#[test]
fn mark_up_in_cells() {
    is_table(
        "| **a** | [b](c.md) |\n|---|---|\n| *d* ~~e~~ | &amp; <b>f</b> |\n",
        &["header: a | b", "d e | & f"],
    );
    is_table("| a | b |\n|---|---|\n| c<br>d | • e<br>• f |\n", &["header: a | b", "c / d | e / f"]);
    is_table("| a | b |\n|---|---|\n| - Mends nets | - 5 % |\n", &["header: a | b", "Mends nets | - 5 %"]);
}

#[test]
fn where_tables_begin_and_end() {
    // A line of text right above is the header; blocks of other kinds end the table.
    is_table("| a | b |\n|---|---|\n| c | d |\n\ntext | more\n", &["header: a | b", "c | d"]);
    is_table("| a | b |\n|---|---|\n| c | d |\n> quoted | text\n", &["header: a | b", "c | d"]);
    is_table("| a | b |\n|---|---|\n| c | d |\nlast line\n", &["header: a | b", "c | d", "last line"]);
    is_table("text above\n\n| a | b |\n|---|---|\n| c | d |\n", &["header: a | b", "c | d"]);
    is_no_table("| a | b |\n| c | d |\n");
    is_no_table("| a | b |\n|---|\n| c | d |\n");
    is_no_table("    | a | b |\n    |---|---|\n");
    is_no_table("```\n| a | b |\n|---|---|\n```\n");
}

#[test]
fn tables_in_quotations_and_items() {
    let (_, document) =
        read("> | a | b |\n> |---|---|\n> | c | d |\n\n- item\n\n  | e | f |\n  |---|---|\n  | g | h |\n");
    let Block::Quote { blocks, .. } = &document.blocks()[0] else { panic!("a quotation") };
    let Block::Table(table) = &blocks[0] else { panic!("a table") };
    assert_eq!(rows(table), ["header: a | b", "c | d"]);
    let list = lists(&document)[0];
    let Block::Table(table) = &list.items[0].children[0] else { panic!("a table") };
    assert_eq!(rows(table), ["header: e | f", "g | h"]);
}

fn lists(document: &Document) -> Vec<&List> {
    let blocks = document.blocks().iter();
    blocks.filter_map(|block| if let Block::List(list) = block { Some(list) } else { None }).collect()
}

fn only_text(document: &Document) -> Text {
    let mut found = vec![];
    document.each_text(&mut |text| found.push(text.clone()));
    assert_eq!(found.len(), 1);
    found.remove(0)
}

/// The words with this mark.
fn marked(text: &str, wanted: fn(&MarkKind) -> bool) -> Vec<String> {
    let text = only_text(&read(text).1);
    let marks = text.marks.iter().filter(|mark| wanted(&mark.kind));
    marks.map(|mark| text.plain[mark.range.clone()].to_owned()).collect()
}

#[test]
fn words_that_are_struck_out() {
    let struck = |text: &str| marked(text, |kind| *kind == MarkKind::Deleted);
    assert_eq!(struck("Leads ~~two~~ three teams\n"), ["two"]);
    assert_eq!(struck("Leads ~two~ three teams\n"), ["two"]);
    assert_eq!(struck("~~Leads **two** teams~~\n"), ["Leads two teams"]);
    assert_eq!(struck("About ~ 5 teams ~ 6 people\n"), [""; 0]);
    assert_eq!(struck("Leads ~~~two~~~ teams\n"), [""; 0]);
    assert_eq!(struck("Leads `~~two~~` teams\n"), [""; 0]);
    let text = only_text(&read("Leads ~~two~~ three teams\n").1);
    assert_eq!(text.plain, "Leads two three teams");
    assert_eq!(text.locate(6..9).span.range(), 8..11);
}

#[test]
fn addresses_that_are_links() {
    let linked = |text: &str| marked(text, |kind| matches!(kind, MarkKind::Link { .. }));
    assert_eq!(linked("See <https://example.org/a?b=c>.\n"), ["https://example.org/a?b=c"]);
    assert_eq!(linked("Write to <people@example.org>.\n"), ["people@example.org"]);
    // Addresses without brackets stay words, and no rule about words looks at them.
    for text in [
        "See https://example.org/recieve/teh for more.\n",
        "See http://example.org/recieve, and more.\n",
        "See www.example.org/recieve for more.\n",
        "Write to recieve@example.org today.\n",
    ] {
        let (file, document) = read(text);
        let at = file.text.find("recieve").expect("it stands there");
        assert!(document.is_opaque(file.at(at..at + 7)), "{text}");
        let near = file.text.find(['S', 'W']).expect("it stands there");
        assert!(!document.is_opaque(file.at(near..near + 3)), "{text}");
    }
}

#[test]
fn lists_of_tasks() {
    let tasks = |text: &str| -> Vec<(Option<bool>, String)> {
        let (_, document) = read(text);
        let items = lists(&document).into_iter().flat_map(|list| &list.items);
        items.map(|item| (item.checked, item.text.plain.clone())).collect()
    };
    let task = |checked: bool, text: &str| (Some(checked), text.to_owned());
    assert_eq!(
        tasks("- [ ] Mends nets\n- [x] Sorts ropes\n- [X] Reads charts\n"),
        [task(false, "Mends nets"), task(true, "Sorts ropes"), task(true, "Reads charts")]
    );
    assert_eq!(tasks("1. [x] Mends nets\n2. [ ] Sorts ropes\n").len(), 2);
    assert_eq!(tasks("* [ ] **Nets**: mends them\n"), [task(false, "Nets: mends them")]);
    assert_eq!(tasks("- [x](nets.md) Mends nets\n"), [(None, "x Mends nets".to_owned())]);
    assert_eq!(tasks("- [y] Mends nets\n"), [(None, "[y] Mends nets".to_owned())]);
    assert_eq!(tasks("- [ ]Mends nets\n"), [(None, "[ ]Mends nets".to_owned())]);
    let (_, document) = read("- [x] Nets\n  - [ ] Mends them\n");
    let Block::List(inner) = &lists(&document)[0].items[0].children[0] else { panic!("a list") };
    assert_eq!(inner.items[0].checked, Some(false));
}
