//! The pictures and blocks of README.md are what the program prints today. `UPDATE=1 cargo test --test
//! readme` writes them again; then read the diff.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use rolelint::engine::settings_from_text;
use unicode_width::UnicodeWidthStr as _;

/// Columns of the terminal in the picture.
const WIDTH: usize = 96;

/// What the picture shows.
const PICTURE: &str = "rolelint check examples/ladder/director-of-engineering.md";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints, as in a terminal of [`WIDTH`] columns.
fn output(command: &str, color: bool) -> String {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("rolelint"), "blocks of README.md show rolelint: {command}");
    let mut program = Command::new(env!("CARGO_BIN_EXE_rolelint"));
    program.args(words).args(["--color", if color { "always" } else { "never" }]).current_dir(root());
    for name in ["NO_COLOR", "NO_GRAPHICS", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "LC_CTYPE", "LANG"] {
        program.env_remove(name);
    }
    program.env("COLUMNS", WIDTH.to_string()).env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color");
    let output = program.output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Compares a stored text with what it should be, or writes it.
fn compare(path: &str, new: &str) {
    let path = root().join(path);
    let old = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if old == new {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, new).unwrap();
        return;
    }
    let differs = old.lines().zip(new.lines()).find(|(old, new)| old != new);
    let (old, new) = differs.unwrap_or(("the end", "another end"));
    panic!(
        "{} is not what the program prints. It holds\n{old}\nand the program prints\n{new}\nIf that is right: \
         UPDATE=1 cargo test --test readme",
        path.display()
    );
}

#[test]
fn blocks_are_what_the_program_prints() {
    let page = std::fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n");
    let mut new = String::new();
    let mut lines = page.split_inclusive('\n');
    let mut blocks = 0;
    while let Some(line) = lines.next() {
        new.push_str(line);
        if line.trim_end() != "```console" {
            continue;
        }
        let prompt = lines.next().unwrap();
        let command = prompt.trim_end().strip_prefix("$ ").expect("a console block begins with `$ `");
        new.push_str(prompt);
        new.push_str(output(command, false).trim_end());
        new.push_str("\n```\n");
        lines.by_ref().find(|line| line.trim_end() == "```").expect("the block ends");
        blocks += 1;
    }
    assert!(blocks > 0, "README.md shows no output");
    compare("README.md", &new);
}

#[test]
fn the_picture_is_what_the_program_prints() {
    compare("docs/check.svg", &svg(&format!("$ {PICTURE}\n{}", output(PICTURE, true).trim_end())));
}

#[test]
fn the_configuration_can_be_read() {
    let page = std::fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n");
    let blocks: Vec<&str> =
        page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty(), "README.md shows no configuration");
    for block in blocks {
        if let Err(problem) = settings_from_text("rolelint.yaml", block) {
            panic!("the configuration in README.md is wrong: {problem}\n{block}");
        }
    }
}

/// Colors of the terminal, by the number that ANSI gives them: black, red, green, yellow, blue,
/// magenta, cyan, white.
const COLORS: [&str; 8] =
    ["#6e7681", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#e6edf3"];

/// How characters look; what ANSI's "select graphic rendition" says.
#[derive(Clone, Default, PartialEq)]
struct Look {
    color: Option<usize>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
}

impl Look {
    fn apply(&mut self, codes: &str) {
        for code in codes.split(';') {
            match code.parse::<usize>() {
                Ok(0) | Err(_) => *self = Look::default(),
                Ok(1) => self.bold = true,
                Ok(2) => self.dim = true,
                Ok(3) => self.italic = true,
                Ok(4) => self.underlined = true,
                Ok(22) => (self.bold, self.dim) = (false, false),
                Ok(23) => self.italic = false,
                Ok(24) => self.underlined = false,
                Ok(39) => self.color = None,
                Ok(code @ 30..=37) => self.color = Some(code - 30),
                Ok(code @ 90..=97) => self.color = Some(code - 90),
                Ok(code) => panic!("the picture does not know the look {code}; teach it to `Look`"),
            }
        }
    }

    fn attributes(&self) -> String {
        let mut attributes = String::new();
        if let Some(color) = self.color {
            let _ = write!(attributes, " fill=\"{}\"", COLORS[color]);
        }
        for (is, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\"0.6\""),
            (self.italic, " font-style=\"italic\""),
            (self.underlined, " text-decoration=\"underline\""),
        ] {
            if is {
                attributes.push_str(attribute);
            }
        }
        attributes
    }
}

/// Draws the output of a terminal. Every piece of text has its own column, so that the picture keeps
/// its shape whatever font the reader has.
fn svg(output: &str) -> String {
    const COLUMN: f64 = 8.4;
    const LINE: usize = 19;
    const MARGIN: usize = 14;
    let lines: Vec<&str> = output.lines().collect();
    #[allow(clippy::cast_precision_loss)]
    let across = |columns: usize| columns as f64 * COLUMN + MARGIN as f64;
    let (width, height) = (across(WIDTH) + across(0), lines.len() * LINE + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height}\" \
         viewBox=\"0 0 {width:.0} {height}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"14\" fill=\"#e6edf3\" xml:space=\"preserve\">\n"
    );
    let escape = Regex::new("\u{1b}\\[([0-9;]*)m").unwrap();
    let mut look = Look::default();
    for (n, line) in lines.iter().enumerate() {
        let y = MARGIN + n * LINE + 14;
        let (mut column, mut at) = (0, 0);
        let mut draw = |text: &str, look: &Look| {
            // Not every viewer keeps blanks at the ends.
            let (words, columns) = (text.trim(), text.width());
            if !words.is_empty() {
                let blanks = text.len() - text.trim_start().len();
                let (x, length) = (across(column + blanks), across(words.width()) - across(0));
                let attributes = look.attributes();
                let text = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let _ = writeln!(
                    svg,
                    "<text x=\"{x:.1}\" y=\"{y}\" textLength=\"{length:.1}\"{attributes}>{text}</text>"
                );
            }
            column += columns;
        };
        for found in escape.captures_iter(line) {
            let whole = found.get(0).unwrap();
            draw(&line[at..whole.start()], &look);
            look.apply(&found[1]);
            at = whole.end();
        }
        draw(&line[at..], &look);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}
