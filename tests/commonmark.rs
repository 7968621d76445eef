//! The examples of the CommonMark specification, read by the reader of pages: the same blocks in the same
//! nesting with the same words, every place sound. The suite is not part of the repository; where it is
//! absent the test says so and passes.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::string_slice)]
#![allow(clippy::panic, clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use html5gum::{Token, Tokenizer};
use rolelint::syntax::{self, Block, Document, HeadingMark, Item, Text};
use rolelint::text::{FileId, SourceFile};

/// Parts of the specification that say how HTML is passed through. This reader understands HTML instead, so
/// that only soundness can be asked for.
const ABOUT_HTML: &[&str] = &["HTML blocks", "Raw HTML"];

/// Examples that are read otherwise, and why.
const DEVIATIONS: &[(&str, &[usize], &str)] = &[
    ("spec.txt", &[70], "an indented `#` below a line of text is meant to be a heading"),
    ("spec.txt", &[79], "headings without words are no headings"),
    ("spec.txt", &[98], "`---` at the top begins a settings block"),
    ("spec.txt", &[413], "bold words at the beginning of an emphasized line are taken for its label"),
    ("regression.txt", &[11], "ends of elements that were never begun are left out"),
];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples(text: &str) -> Vec<Example> {
    let mut found = vec![];
    let (mut section, mut lines) = (String::new(), text.split('\n'));
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            section = title.trim_start_matches('#').trim().to_owned();
        }
        if line.starts_with("````````") && line.trim_end().ends_with("example") {
            let mut take = |end: &dyn Fn(&str) -> bool| {
                let mut piece = String::new();
                for line in lines.by_ref().take_while(|line| !end(line)) {
                    piece += line;
                    piece.push('\n');
                }
                piece.replace('→', "\t")
            };
            let markdown = take(&|line| line == ".");
            let html = take(&|line| line.starts_with("````````"));
            found.push(Example { number: found.len() + 1, section: section.clone(), markdown, html });
        }
    }
    found
}

/// Blocks in their nesting with their words, one for each line.
#[derive(Default)]
struct Sketch {
    out: String,
    depth: usize,
    text: String,
}

impl Sketch {
    fn line(&mut self, what: &str, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(self.out, "{}{what} {words}", "  ".repeat(self.depth));
    }

    /// Running text that nothing has claimed yet.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.line("text", &text);
        }
    }

    fn open(&mut self, what: &str) {
        self.flush();
        self.line(what, "");
        self.depth += 1;
    }

    fn close(&mut self) {
        self.flush();
        self.depth = self.depth.saturating_sub(1);
    }
}

fn sketch_of_html(html: &str) -> String {
    let mut sketch = Sketch::default();
    let mut code = false;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => match std::str::from_utf8(&tag.name).unwrap() {
                name @ ("ul" | "ol" | "li" | "blockquote") => sketch.open(name),
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => sketch.flush(),
                "pre" => {
                    sketch.flush();
                    code = true;
                }
                "hr" => {
                    sketch.flush();
                    sketch.line("rule", "");
                }
                "br" => sketch.text.push(' '),
                "img" => {
                    let alt = tag.attributes.iter().find(|(name, _)| name.0 == b"alt").map(|(_, alt)| alt);
                    if let Some(alt) = alt {
                        sketch.text += std::str::from_utf8(alt).unwrap();
                    }
                }
                _ => {}
            },
            Token::EndTag(tag) => match std::str::from_utf8(&tag.name).unwrap() {
                "ul" | "ol" | "li" | "blockquote" => sketch.close(),
                "p" => sketch.flush(),
                name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                    let text = std::mem::take(&mut sketch.text);
                    sketch.line(name, &text);
                }
                "pre" => {
                    code = false;
                    sketch.text.clear();
                    sketch.line("code", "");
                }
                _ => {}
            },
            Token::String(text) if !code => sketch.text += std::str::from_utf8(&text).unwrap(),
            _ => {}
        }
    }
    sketch.flush();
    sketch.out
}

fn sketch_of_document(document: &Document) -> String {
    let mut sketch = Sketch::default();
    document.blocks().iter().for_each(|block| draw(&mut sketch, block));
    sketch.out
}

fn draw(sketch: &mut Sketch, block: &Block) {
    let paragraph = |sketch: &mut Sketch, text: &Text| {
        if !text.is_blank() {
            sketch.line("text", &text.plain);
        }
    };
    match block {
        // Lines in bold are headings here and paragraphs there.
        Block::Heading(heading) if matches!(heading.mark, HeadingMark::Bold | HeadingMark::Unmarked) => {
            paragraph(sketch, &heading.text);
        }
        Block::Heading(heading) => sketch.line(&format!("h{}", heading.depth), &heading.text.plain),
        Block::Paragraph(one) => paragraph(sketch, &one.text),
        Block::List(list) => {
            sketch.open(if list.ordered { "ol" } else { "ul" });
            for Item { text, children, .. } in &list.items {
                sketch.open("li");
                paragraph(sketch, text);
                children.iter().for_each(|child| draw(sketch, child));
                sketch.close();
            }
            sketch.close();
        }
        Block::Quote { blocks, .. } => {
            sketch.open("blockquote");
            blocks.iter().for_each(|block| draw(sketch, block));
            sketch.close();
        }
        Block::Code { .. } => sketch.line("code", ""),
        Block::Rule { .. } => sketch.line("rule", ""),
        Block::Table(_) => sketch.line("table", ""),
        // Neither a table nor text: it shows nothing.
        Block::Html { .. } => {}
    }
}

/// Every letter stands where its map says.
fn check_places(file: &SourceFile, document: &Document) {
    document.each_text(&mut |text| {
        assert!(file.text.get(text.span.range()).is_some());
        for (plain, source) in text.verbatim_segments() {
            assert_eq!(text.plain[plain.clone()], file.text[source..source + plain.len()], "{:?}", file.text);
        }
    });
}

#[test]
fn the_commonmark_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/suites/commonmark/test");
    if !folder.is_dir() {
        println!("skipped: the suite `commonmark` is not present");
        return;
    }
    let mut wrong = String::new();
    for name in ["spec.txt", "regression.txt"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let (mut cases, mut right, mut html, mut known) = (0, 0, 0, 0);
        let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
        for example in examples(&text) {
            let file = SourceFile::from_bytes(FileId(0), "case.md", None, example.markdown.as_bytes());
            let Some(document) = syntax::parse(&file) else { continue };
            check_places(&file, &document);
            if ABOUT_HTML.contains(&example.section.as_str()) {
                html += 1;
                continue;
            }
            cases += 1;
            let (found, expected) = (sketch_of_document(&document), sketch_of_html(&example.html));
            let reason = DEVIATIONS
                .iter()
                .find(|(suite, numbers, _)| *suite == name && numbers.contains(&example.number));
            match (found == expected, reason) {
                (true, None) => right += 1,
                (true, Some(_)) => {
                    let _ = writeln!(wrong, "{name} {}: is read as expected now", example.number);
                }
                (false, Some((_, _, reason))) => {
                    known += 1;
                    *by_reason.entry(reason).or_default() += 1;
                }
                (false, None) => {
                    let _ = writeln!(
                        wrong,
                        "{name} {} ({}): {:?}\n{found}--- expected\n{expected}",
                        example.number, example.section, example.markdown
                    );
                }
            }
        }
        println!(
            "commonmark {name}: {right} of {cases} with the expected blocks and words, {known} otherwise on purpose, \
             {html} about HTML checked for places only"
        );
        for (reason, count) in by_reason {
            println!("  {count}: {reason}");
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{wrong}");
}
