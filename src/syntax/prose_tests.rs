//! What holds for every page, whatever is in it: no panic, spans in the file, and characters that
//! stand where their text says they stand.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::text::{FileId, Span};

/// Checks everything that must hold for `document`.
fn check(file: &SourceFile, document: &Document) {
    let inside = |span: Span| {
        assert!(file.text.get(span.range()).is_some(), "{span:?} does not fit {:?}", file.path);
    };
    document.visit(&mut |visit| {
        match visit {
            Visit::Heading(heading) => inside(heading.span),
            Visit::Paragraph(paragraph) => inside(paragraph.span),
            Visit::List(list) => inside(list.span),
            Visit::Item(item) => {
                inside(item.span);
                inside(item.marker_span);
            }
            Visit::Table(table) => {
                inside(table.span);
                for row in &table.rows {
                    inside(row.span);
                    for cell in &row.cells {
                        assert!(row.span.contains(cell.span), "a cell out of its row in {:?}", file.path);
                        assert!(cell.span.contains(cell.inner), "{:?} {:?}", cell.span, cell.inner);
                    }
                }
            }
            Visit::Cell(cell) => {
                inside(cell.span);
                inside(cell.inner);
            }
            Visit::Value(..) => {}
        }
        if let Some(text) = visit.text() {
            check_text(file, text);
        }
    });
    for pair in document.opaque.windows(2) {
        assert!(pair[0].end <= pair[1].start, "opaque spans overlap");
    }
    document.opaque.iter().copied().for_each(inside);
    document.comments.iter().for_each(|comment| inside(comment.span));
    document.problems.iter().for_each(|problem| inside(problem.span));
}

/// Checks that every letter and digit is in a text, a marker, or something that is no prose.
fn check_nothing_is_lost(file: &SourceFile, document: &Document) {
    // Of two definitions of an address, Markdown drops the second.
    if file.text.matches("[r]:").count() > 1 {
        return;
    }
    let mut known = vec![false; file.text.len()];
    let mut know = |range: std::ops::Range<usize>| known[range].fill(true);
    // A space that is alone in its block says nothing.
    file.text.match_indices("&nbsp;").for_each(|(at, silent)| know(at..at + silent.len()));
    document.opaque.iter().for_each(|span| know(span.range()));
    document.front.iter().for_each(|front| know(front.span.range()));
    document.visit(&mut |visit| {
        if let Visit::Item(item) = visit {
            know(item.marker_span.range());
        }
        if let Some(text) = visit.text() {
            text.sources().for_each(&mut know);
        }
    });
    let lost = file.text.char_indices().find(|&(at, c)| c.is_alphanumeric() && !known[at]);
    assert!(lost.is_none(), "{lost:?} is lost in {:?}: {:?}", file.path, document.body);
}

fn check_text(file: &SourceFile, text: &Text) {
    assert!(file.text.get(text.span.range()).is_some());
    for (range, source) in text.verbatim_segments() {
        let said = &text.plain[range];
        assert_eq!(file.text.get(source..source + said.len()), Some(said), "in {:?}", file.path);
    }
    for mark in &text.marks {
        assert!(text.plain.get(mark.range.clone()).is_some(), "{mark:?}");
        if let MarkKind::Link { target } | MarkKind::Image { target } = mark.kind {
            assert!(file.text.get(target.range()).is_some());
        }
    }
}

fn parse_as(name: &str, text: &str) -> (SourceFile, Document) {
    let file = SourceFile::from_bytes(FileId(0), name, None, text.as_bytes());
    let format = FORMATS.iter().find(|format| format.extensions.iter().any(|e| name.ends_with(e))).unwrap();
    let document = (format.parse)(&file);
    (file, document)
}

fn check_both(text: &str) {
    for name in ["page.md", "page.txt"] {
        let (file, document) = parse_as(name, text);
        check(&file, &document);
        check_nothing_is_lost(&file, &document);
    }
}

/// Pieces of pages, so that random texts hold more than noise.
const PIECES: &[&str] = &[
    "# ",
    "## ",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "~~",
    "[",
    "](",
    "](<u v>)",
    ")",
    "![",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "  \n",
    "\\",
    "\\*",
    "&amp;",
    "&#x1F600;",
    "&nbsp;",
    "&",
    "<table>",
    "</table>",
    "<table markdown=\"1\">",
    "<tr>",
    "</tr>",
    "<td>",
    "<td\n style='font-weight:bold' colspan=2>",
    "</td>",
    "<th>",
    "</th>",
    "<thead>",
    "</thead>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<p>",
    "</p>",
    "<br>",
    "<br/>",
    "<b>",
    "</b>",
    "<h2>",
    "</h2>",
    "<!--",
    "-->",
    "<!-- x -->",
    "<a href=\"http://x.example\">",
    "</a>",
    "<img alt='é' src=x>",
    "<pre>",
    "</pre>",
    "<script>",
    "<div>",
    "</div>",
    "<",
    ">",
    "| a | b |\n|---|:-:|\n",
    "| ",
    "|",
    "\\|",
    "---\n",
    "===\n",
    "---\na: b\n---\n",
    "{:target=\"_blank\"}",
    "{% if x %}",
    "{{ y }}",
    "{#id}",
    "{",
    "}",
    ":::note\n",
    "[x] ",
    "[^1]",
    "[^1]: n\n",
    "[r]: /u\n",
    "[r]",
    "https://a.example/b_c",
    "a@b.example",
    "• ",
    "– ",
    "◦ ",
    "·",
    "word",
    "Über",
    "日本",
    "😀",
    "\u{a0}",
    "\u{200b}",
    "\t",
    "Title Case Line\n",
    "LABEL:\n",
    "Key: value\n",
    "x",
    "o ",
    "=== A ===\n",
    "~~~\n",
    "\0",
    "\u{feff}",
];

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![9 => prop::sample::select(PIECES), 1 => Just(" ")], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_odd_pieces_keep_their_places(text in page()) {
        check_both(&text);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check_both(&text);
    }
}

/// The files of real frameworks, if they are there.
#[test]
fn real_pages_keep_their_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !root.is_dir() {
        println!("skipped: ../shared/corpus not present");
        return;
    }
    let mut folders = vec![root];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let file = SourceFile::from_bytes(FileId(0), path.display().to_string(), None, &bytes);
                if file.trouble.is_none() && bytes.len() < 2_000_000 {
                    for document in [markdown::parse(&file), plain::parse(&file)] {
                        check(&file, &document);
                        check_nothing_is_lost(&file, &document);
                    }
                    read += 1;
                }
            }
        }
    }
    assert!(read > 100);
}
