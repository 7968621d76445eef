use super::super::*;
use crate::text::FileId;

fn read(text: &str) -> (SourceFile, Document) {
    let file = SourceFile::from_bytes(FileId(0), "page.md", None, text.as_bytes());
    let document = super::parse(&file);
    (file, document)
}

/// The blocks of `text`, one on a line: `h2 Heading`, `p text`, `- item`, `tr a | b` and so on.
fn sketch(text: &str) -> String {
    let (_, document) = read(text);
    let mut shown = String::new();
    show(document.blocks(), 0, &mut shown);
    shown
}

fn show(blocks: &[Block], depth: usize, shown: &mut String) {
    for block in blocks {
        let pad = "  ".repeat(depth);
        match block {
            Block::Heading(h) => {
                shown.push_str(&format!("{pad}h{} {:?} {}\n", h.depth, h.mark, h.text.plain));
            }
            Block::Paragraph(p) => shown.push_str(&format!("{pad}p {}\n", p.text.plain.replace('\n', "⏎"))),
            Block::List(list) => {
                for item in &list.items {
                    let mark = match (item.marker, item.checked) {
                        (_, Some(true)) => "[x]".into(),
                        (_, Some(false)) => "[ ]".into(),
                        (Marker::Markup(mark) | Marker::Typed(mark), None) => mark.to_string(),
                        (Marker::Html, None) => "<li>".into(),
                    };
                    shown.push_str(&format!("{pad}{mark} {}\n", item.text.plain));
                    show(&item.children, depth + 1, shown);
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    shown.push_str(&format!("{pad}{}\n", if row.header { "head" } else { "row" }));
                    for cell in &row.cells {
                        let bold = if cell.emphasized { " bold" } else { "" };
                        let wide =
                            if cell.columns > 1 { format!(" x{}", cell.columns) } else { String::new() };
                        shown.push_str(&format!("{pad} cell{bold}{wide}\n"));
                        show(&cell.blocks, depth + 1, shown);
                    }
                }
            }
            Block::Quote { blocks, .. } => {
                shown.push_str(&format!("{pad}quote\n"));
                show(blocks, depth + 1, shown);
            }
            Block::Code { .. } => shown.push_str(&format!("{pad}code\n")),
            Block::Rule { .. } => shown.push_str(&format!("{pad}rule\n")),
            Block::Html { .. } => shown.push_str(&format!("{pad}html\n")),
        }
    }
}

fn first_text(document: &Document) -> Text {
    let mut first = None;
    document.each_text(&mut |text| {
        first.get_or_insert_with(|| text.clone());
    });
    first.unwrap()
}

#[test]
fn headings_of_all_kinds() {
    insta::assert_snapshot!(sketch(
        "# Site Lead {#lead} ##\n\nScope\n=====\n\n<h3 class=\"x\">Pay &amp; leave</h3>\n\n**L3 – Foreman**\n\nRuns one \
         site.\n\n**Needs**:\n- A permit.\n\n**All of them must sign the house rules before they begin, whoever they are.**\n\n\
         **Moves**<br>Up or out.\n\nEverybody who works on the site signs in at the gate.\n---\n"
    ), @r"
    h1 Atx Site Lead
    h1 Setext Scope
    h3 Html Pay & leave
    h4 Bold L3 – Foreman
    p Runs one site.
    h4 Bold Needs:
    - A permit.
    p All of them must sign the house rules before they begin, whoever they are.
    h4 Bold Moves
    p Up or out.
    p Everybody who works on the site signs in at the gate.
    rule
    ");
}

#[test]
fn lists_nest_and_keep_their_own_text() {
    insta::assert_snapshot!(sketch(
        "- Reach\n  - Yard\n\n    More on the yard.\n- [x] Signed\n- [ ] Open\n\n1. one\n   goes on\n\n<ul>\n<li>first</li>\n\n\
         <li>second<ul><li>inner</ul></li>\n</ul>\n\n• typed\n• also\n  folded\n\n– dash\n\n– dash too\n\n– \n\nA – b\n"
    ), @r"
    - Reach
      - Yard
        p More on the yard.
    [x] Signed
    [ ] Open
    . one goes on
    <li> first
    <li> second
      <li> inner
    • typed
    • also folded
    – dash
    – dash too
    p –
    p A – b
    ");
}

#[test]
fn cells_of_raw_tables_hold_markdown_or_html() {
    insta::assert_snapshot!(sketch(
        "### Duties\n<table  markdown=\"1\">\n<tr>\n<td>\n\nForeman\n\n</td>\n<td style=\"font-weight: bold\">\n\nLead\n\n</td>\n</tr>\n\
         <tr><td markdown=\"1\">\n\n- Checks *all* gates\n- Files [forms](x){:target=\"_blank\"}\n\n</td>\n<td>\n\n    \
         - Plans\n\n    - Signs\n</td></tr>\n</table>\nAfter.\n\n<table>\n  <thead><tr><th colspan=\"2\">Level</th></tr></thead>\n  \
         <tr>\n   <td><strong>One</strong>\n   </td>\n   <td>Works\n<p>\nalone\n   <ul>\n    <li>Reads &lt;plans&gt;\n    <li>Draws\n   </ul>\n\
         <tr><td>a<br/>b<td></table>\n"
    ), @r"
    h3 Atx Duties
    row
     cell
      p Foreman
     cell bold
      p Lead
    row
     cell
      - Checks all gates
      - Files forms
     cell
      - Plans
      - Signs
    p After.
    head
     cell x2
      p Level
    row
     cell bold
      p One
     cell
      p Works
      p alone
      <li> Reads <plans>
      <li> Draws
    row
     cell
      p a
      p b
     cell
    ");
}

#[test]
fn stacked_and_nested_tables() {
    insta::assert_snapshot!(sketch(
        "<table>\n<tr><td>\n\nForeman\n\n</td></tr>\n<tr><td>\n\n- Plans\n\n```html\n</td></tr></table>\n```\n\n</td></tr>\n\
         <tr><td><table><tr><td>in</td></tr></table></td></tr>\n</table>\n\n- In a list:\n\n  <table>\n  <tr><td>\n\n  yes\n\n  </td></tr>\n  </table>\n"
    ), @r"
    row
     cell
      p Foreman
    row
     cell
      - Plans
      code
    row
     cell
      row
       cell
        p in
    - In a list:
      row
       cell
        p yes
    ");
}

#[test]
fn raw_html_around_and_above_markdown() {
    insta::assert_snapshot!(sketch(
        "## Lead\n<details><summary>Examples</summary>\n- Ran a site.\n- Closed a site.\n\n</details>\n\n<span id=x />\n### Map\n\n\
         <details>\n<summary>What is said here is no name but a whole sentence that nobody can take for one.</summary>\n</details>\n\n\
         <div class=\"mermaid\">\ngraph TD\n  A --> B\n</div>\n{% endraw %}\n\n<p>One\ntwo<br>{{ three }}</p>\n<blockquote>q</blockquote>\n"
    ), @r"
    h2 Atx Lead
    h3 Tab { end: 87 } Examples
    - Ran a site.
    - Closed a site.
    html
    h3 Atx Map
    p What is said here is no name but a whole sentence that nobody can take for one.
    code
    p One two⏎{{ three }}
    quote
      p q
    ");
}

#[test]
fn rows_and_cells_can_be_cut_out() {
    let text = "x\n<table><tr>\n<td>a</td>\n<td>\n\nb\n\n</td></tr>\n</table>\n";
    let (file, document) = read(text);
    let Some(Block::Table(table)) = document.blocks().last() else { panic!() };
    assert_eq!(file.slice(table.span), "<table><tr>\n<td>a</td>\n<td>\n\nb\n\n</td></tr>\n</table>");
    assert_eq!(file.slice(table.rows[0].span), "<tr>\n<td>a</td>\n<td>\n\nb\n\n</td></tr>");
    assert_eq!(file.slice(table.rows[0].cells[1].span), "<td>\n\nb\n\n</td>");
    assert_eq!(file.slice(table.rows[0].cells[1].inner), "b");

    // Taking any column out of a pipe table leaves a pipe table.
    for (text, left) in [
        (
            "| a | b | c |\n|---|:-:|---|\n| 1 | `2\\|` | 3 |\n",
            [
                "| b | c |\n|:-:|---|\n| `2\\|` | 3 |\n",
                "| a | c |\n|---|---|\n| 1 | 3 |\n",
                "| a | b |\n|---|:-:|\n| 1 | `2\\|` |\n",
            ],
        ),
        ("a|b|c\n-|-|-\n1||3", ["b|c\n-|-\n|3", "a|c\n-|-\n1|3", "a|b\n-|-\n1|"]),
    ] {
        let (_, document) = read(text);
        let [Block::Table(table)] = document.blocks() else { panic!("{text}") };
        for (column, left) in left.iter().enumerate() {
            let mut cut = text.to_owned();
            let mut spans: Vec<_> = table.rows.iter().map(|row| row.cells[column].span).collect();
            spans.push(table.rule[column]);
            spans.sort();
            for span in spans.into_iter().rev() {
                cut.replace_range(span.range(), "");
            }
            assert_eq!(cut, *left);
        }
    }
}

#[test]
fn pipe_tables_as_they_are_written() {
    insta::assert_snapshot!(sketch(
        "| | **Lead** |\n|--|--|\n| Duty | Plans<br>Signs |\n| Short |\n| • one • two | <ul><li>x</li><li>y</li></ul> | surplus | *z* |\n"
    ), @r"
    head
     cell
     cell bold
      p Lead
    row
     cell
      p Duty
     cell
      p Plans
      p Signs
    row
     cell
      p Short
    row
     cell
      • one
      • two
     cell
      <li> x
      <li> y
     cell
      p surplus
     cell
      p z
    ");
}

#[test]
fn every_character_knows_its_bytes() {
    let text = "> Leads **all** R&amp;D \\*teams\\* &#233;\n> of `x | y`, see [the *plan*](<a b.md> \"t\")\\\n> or <b>ask</b> \
                ![us](c.png) at https://d.example/e_f.\n";
    let (file, document) = read(text);
    let said = first_text(&document);
    assert_eq!(
        said.plain,
        "Leads all R&D *teams* é of x | y, see the plan\nor ask us at https://d.example/e_f."
    );
    for (word, source, exact) in [
        ("all", "all", true),
        ("R&D", "R&amp;D", true),
        ("*teams*", "\\*teams\\*", true),
        ("é of", "&#233;\n> of", true),
        ("x | y", "x | y", true),
        ("the plan", "the *plan", false),
        ("plan\nor", "plan*](<a b.md> \"t\")\\\n> or", false),
        ("us", "us", true),
    ] {
        let at = said.plain.find(word).unwrap();
        let place = said.locate(at..at + word.len());
        assert_eq!((file.slice(place.span), place.exact), (source, exact), "{word}");
    }
    let marks: Vec<_> = said
        .marks
        .iter()
        .map(|mark| {
            let target = match mark.kind {
                MarkKind::Link { target } | MarkKind::Image { target } => file.slice(target),
                _ => "",
            };
            (&said.plain[mark.range.clone()], target)
        })
        .collect();
    let expected = [
        ("all", ""),
        ("x | y", ""),
        ("the plan", "a b.md"),
        ("plan", ""),
        ("ask", ""),
        ("us", "c.png"),
        ("https://d.example/e_f", "https://d.example/e_f"),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn what_is_not_prose_is_known() {
    let text = "---\na: b\n---\n<!-- note -->\n## H {#h}\n{: .c}\n`code` [a](b){:target=\"_blank\"} {% if x %}{{ y }}{% endif %} \
                <i>z</i> <u@v.example>\n\n```\nfence\n```\n\n[r]: /s\n";
    let (file, document) = read(text);
    let opaque: Vec<_> = document.opaque.iter().map(|span| file.slice(*span)).collect();
    assert_eq!(
        opaque,
        [
            "---\na: b\n---",
            "<!-- note -->",
            "{#h}",
            "{: .c}",
            "`code`",
            "](b){:target=\"_blank\"}",
            "{% if x %}{{ y }}{% endif %}",
            "<i>",
            "</i>",
            "<u@v.example>",
            "```\nfence\n```",
            "[r]: /s",
        ]
    );
    assert_eq!(document.comments[0].text, " note ");
    assert_eq!(document.front.unwrap().node.unwrap().get("a").unwrap().as_str(), Some("b"));
}

#[test]
fn text_files_that_are_markdown() {
    assert!(looks("---\ntitle: A\n---\nText"));
    assert!(looks("# A\n\nText\n\n## B\n"));
    assert!(looks("Levels\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"));
    assert!(looks("<table>\n"));
    assert!(!looks("Site Lead\n🎯 The Role\n- Plans\n- Signs\n# 1 site\n"));
    assert!(!looks("One line.\nAnother line.\nA third.\nFour.\nFive.\nSix.\n| a | b |\n|---|---|\n"));
}

fn looks(text: &str) -> bool {
    super::looks_like_markdown(text)
}

#[test]
fn parts_with_titles_hold_markdown() {
    let text = "## Scope\n\n=== \"IC1\"\n\n    - Bakes\n        - bread\n\n    ```\n    === \"code\"\n        x\n    ```\n\n\
        === \"IC2 *alone*\"\n    Bakes alone.\n\nAfter.\n\n!!! note \"By the way\"\n\n    Of flour.\n\n??? tip\n\n    Of salt.\n";
    let (file, document) = read(text);
    let mut shown = String::new();
    show(document.blocks(), 0, &mut shown);
    let end = |words: &str| text.find(words).unwrap() + words.len();
    let first = end("x\n    ```");
    let second = end("Bakes alone.");
    assert_eq!(
        shown,
        format!(
            "h2 Atx Scope\nh3 Tab {{ end: {first} }} IC1\n- Bakes\n  - bread\ncode\nh3 Tab {{ end: {second} }} IC2 alone\n\
             p Bakes alone.\np After.\np By the way\np Of flour.\np Of salt.\n"
        )
    );
    let titles = document.blocks().iter().filter_map(|block| match block {
        Block::Heading(heading) => Some((file.slice(heading.span), file.slice(heading.text.span))),
        _ => None,
    });
    let titles: Vec<_> = titles.collect();
    assert_eq!(titles[1], ("=== \"IC1\"", "IC1"));
    assert_eq!(titles[2].0, "=== \"IC2 *alone*\"");
}

#[test]
fn parts_with_titles_in_tags() {
    let gitbook = "{% tabs %}\n{% tab title=\"IC1\" %}\nBakes.\n{% endtab %}\n\n{% tab title=\"IC2\" %}\n- Bakes\n{% endtab %}\n{% endtabs %}\n";
    let mdx = "<Tabs>\n  <TabItem value=\"a\" label=\"IC1\">\n\n  Bakes.\n\n  </TabItem>\n  <TabItem value=\"b\" label=\"IC2\">\n\n\
        \x20 - Bakes\n\n  </TabItem>\n</Tabs>\n";
    for text in [gitbook, mdx] {
        let shown = sketch(text);
        let lines: Vec<&str> = shown.lines().filter(|line| *line != "html").collect();
        assert!(lines[0].ends_with("} IC1") && lines[2].ends_with("} IC2"), "{shown}");
        assert_eq!((lines[1], lines[3], lines.len()), ("p Bakes.", "- Bakes", 4), "{shown}");
    }
}
