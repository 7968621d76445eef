use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;

use super::super::{Block, Document, soundness};
use super::parse;
use crate::text::{FileId, SourceFile};

fn read(text: &str) -> (SourceFile, Document) {
    let file = SourceFile::from_bytes(FileId(0), "page.html", None, text.as_bytes());
    let document = parse(&file);
    soundness::check(&file, &document);
    (file, document)
}

/// What a page says, a line for each text: `#` marks headings, `-` items, `|` tables.
fn shape(text: &str) -> String {
    fn write(blocks: &[Block], indent: usize, out: &mut String) {
        for block in blocks {
            let lead = "  ".repeat(indent);
            match block {
                Block::Heading(h) => {
                    let marks = "#".repeat(usize::from(h.depth));
                    writeln!(out, "{lead}{marks} {}", h.text.plain).unwrap();
                }
                Block::Paragraph(p) => writeln!(out, "{lead}{}", p.text.plain.replace('\n', " / ")).unwrap(),
                Block::List(list) => {
                    for item in &list.items {
                        writeln!(out, "{lead}- {}", item.text.plain).unwrap();
                        write(&item.children, indent + 1, out);
                    }
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        writeln!(out, "{lead}| {}", row.cells.len()).unwrap();
                        row.cells.iter().for_each(|cell| write(&cell.blocks, indent + 1, out));
                    }
                }
                Block::Quote { blocks, .. } => write(blocks, indent + 1, out),
                Block::Code { .. } | Block::Rule { .. } | Block::Html { .. } => {
                    writeln!(out, "{lead}…").unwrap();
                }
            }
        }
    }
    let (_, document) = read(text);
    let mut out = String::new();
    write(document.blocks(), 0, &mut out);
    out
}

#[test]
fn a_page_is_its_text() {
    let page = "<!DOCTYPE html>\n<html><head><title>L3 | Ladder</title><style>h1 { color: red }</style>\n\
        <script>if (1 < 2) { document.write('<p>no</p>') }</script></head>\n<body class=\"nav-left\">\n\
        <nav><a href=\"a.html\">Other role</a></nav>\n<header><a href=\"/\">Home</a></header>\n\
        <h1>L3&nbsp;Engineer</h1>\n<h2>Craft</h2>\n<ul>\n<li>Writes &amp; reviews <em>code</em>\n\
        <li>Plans<ul><li>a week</li></ul></li>\n</ul>\n<p>One<br>two</p>\n\
        <table><tr><th>L3</th><td>Ships</td></tr></table>\n<footer>Made by a tool</footer></body></html>";
    assert_eq!(
        shape(page),
        "# L3\u{a0}Engineer\n## Craft\n- Writes & reviews code\n- Plans\n  - a week\nOne / two\n| 2\n  L3\n  Ships\n"
    );
}

#[test]
fn frames_are_told_by_names_roles_and_what_they_say() {
    let links = "<a href=\"x\">Another page of this site</a>".repeat(5);
    let text = "<h1>Role</h1><p>Leads a team and plans its work, week after week.</p>";
    for frame in [
        format!("<div id=\"toc\"><h1>All roles</h1>{links}</div>"),
        format!("<div class=\"left side-nav\">{links}</div>"),
        format!("<div role=\"navigation\">{links}</div>"),
        "<p hidden>Not shown</p>".into(),
        "<div style=\"color: red; display:none\">Not shown</div>".into(),
        "<button>Press</button>".into(),
        "<a class=\"skip-link\" href=\"#text\">Skip</a>".into(),
    ] {
        let shown = "# Role\nLeads a team and plans its work, week after week.\n";
        assert_eq!(shape(&format!("<body>{frame}{text}</body>")), shown, "{frame}");
        assert_eq!(shape(&format!("<body>{frame}<main>{text}</main><p>Ad</p></body>")), shown, "{frame}");
    }
    let around = format!("<div class=\"with-sidebar\"><div class=\"menu\">{text}</div></div>");
    assert_eq!(shape(&around), "# Role\nLeads a team and plans its work, week after week.\n");
    let anchor = "<h2>Scope <a class=\"h\" href=\"#scope\">¶</a></h2>";
    assert_eq!(shape(anchor), "## Scope\n");
    let tab = "<div role=\"tabpanel\" hidden>Second level</div>";
    assert_eq!(shape(tab), "Second level\n");
}

#[test]
fn the_heading_of_a_page_may_stand_in_its_header_or_its_title() {
    assert_eq!(
        shape("<header><h1>Role</h1></header><p>Long text of the page.</p>"),
        "# Role\nLong text of the page.\n"
    );
    assert_eq!(
        shape("<header><h1>Site</h1></header><main><h1>Role</h1><p>Long text of the page.</p></main>"),
        "# Role\nLong text of the page.\n"
    );
    assert_eq!(shape("<title>Role &amp; all | Site</title><h2>Scope</h2>"), "# Role & all\n## Scope\n");
    assert_eq!(
        shape("<article><header><h1>Role</h1></header><p>Text.</p><aside>Note.</aside></article>"),
        "# Role\nText.\nNote.\n"
    );
}

#[test]
fn terms_name_what_their_definitions_say() {
    assert_eq!(
        shape(
            "<h2>Levels</h2><dl><dt>Scope</dt><dd>Owns a part.</dd><dd>And another.</dd><dt>Craft<dd><ul><li>x</ul></dl>"
        ),
        "## Levels\n### Scope\nOwns a part.\nAnd another.\n### Craft\n- x\n"
    );
}

#[test]
fn comments_are_kept_wherever_they_stand() {
    let (_, document) = read("<nav><!-- in --></nav><p>x</p><!-- out -->");
    let texts: Vec<&str> = document.comments.iter().map(|comment| comment.text.trim()).collect();
    assert_eq!(texts, ["in", "out"]);
}

#[test]
fn settings_and_liquid_of_a_static_site_are_no_text() {
    let (_, document) = read("---\ntitle: Engineer\n---\n<p>{% include a.html %}Ships.</p>");
    assert!(document.front.is_some());
    assert_eq!(document.blocks().len(), 1);
}

/// Deep or broken pages cost no more than long ones, and no stack.
#[test]
fn hostile_pages_are_read() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(20_000), close.repeat(20_000));
    for page in [
        deep("<div>", "</div>"),
        deep("<div class=nav>", "</div>"),
        deep("<ul><li>", ""),
        deep("<table><tr><td>", ""),
        deep("<table>", "</table>"),
        deep("<main>", "</main>"),
        deep("<a href=#>", ""),
        deep("<b>", "</b>"),
        deep("<svg>", ""),
        deep("<title>", ""),
        deep("<dl><dt>", ""),
        deep("<blockquote>", "</blockquote>"),
        deep("</div>", "<div hidden>"),
        deep("<!--", "-->"),
        deep("<", ">"),
    ] {
        read(&page);
    }
}

#[test]
fn a_bold_label_may_have_a_line_that_explains_it() {
    let text = "<p><strong>Scope</strong>\n<em>What is owned</em></p><ul><li>A part</li></ul>";
    assert_eq!(shape(text), "# Scope\nWhat is owned\n- A part\n");
    assert_eq!(shape(&text.replace('\n', " ")), "# Scope\nWhat is owned\n- A part\n");
    assert_eq!(shape("<p><b>Scope</b> is <i>what is owned</i></p>"), "Scope is what is owned\n");
}

const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "<div class=\"toc\">",
    "<p>",
    "</p>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<main>",
    "</main>",
    "<header>",
    "</header>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<dl>",
    "<dt>",
    "</dt>",
    "<dd>",
    "</dl>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th>",
    "</td>",
    "<nav>",
    "</nav>",
    "<b>",
    "</b>",
    "<em>",
    "</em>",
    "<a href=\"#x\">",
    "</a>",
    "<br>",
    "<hr>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<!-- c -->",
    "<!--",
    "-->",
    "&amp;",
    "&nbsp;",
    "&#x41;",
    "&",
    "<",
    ">",
    "é",
    "日本",
    "• ",
    "- ",
    "\n",
    " ",
    "Word",
    "**x**",
    "{% a %}",
    "{{ b }}",
    "---\n",
    "a: b\n",
    "```\n",
    "<p hidden>",
    "<img alt=\"p\">",
    "https://a.example",
    "<span hidden>",
    "</span>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_odd_pieces_keep_their_places(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        let (_, document) = read(&text);
        for pair in document.opaque.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read(&text);
    }
}

#[test]
fn real_pages_keep_their_places() {
    let Some(folder) = soundness::optional_folder("corpus") else { return };
    for path in soundness::files_below(Path::new(&folder), "html") {
        let bytes = std::fs::read(&path).unwrap();
        let file = SourceFile::from_bytes(FileId(0), path.display().to_string(), None, &bytes);
        soundness::check(&file, &parse(&file));
    }
}
