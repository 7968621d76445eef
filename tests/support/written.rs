//! One small framework written in every text format, with the quotes, escapes, folds and encodings that
//! each format allows.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A ladder: what each of its levels says in each of its sections.
#[derive(Debug, Clone)]
pub struct Page {
    title: &'static str,
    levels: Vec<&'static str>,
    sections: Vec<&'static str>,
    /// By level, by section.
    items: Vec<Vec<Vec<String>>>,
    /// Which of several ways to write a value is taken, one after the other.
    ways: Vec<u8>,
    crlf: bool,
    /// How the bytes begin and what they are.
    encoding: Written,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Utf8,
    Marked,
    Utf16 { big_endian: bool },
}

#[derive(Debug, Clone, Copy)]
pub enum Format {
    Headings,
    BoldLines,
    PipeTable,
    HtmlTable,
    HtmlPage,
    Yaml,
    YamlFront,
    Json,
    Jsonc,
    Toml,
    TomlFront,
    Csv,
    Tsv,
    Text,
}

pub const FORMATS: [Format; 14] = [
    Format::Headings,
    Format::BoldLines,
    Format::PipeTable,
    Format::HtmlTable,
    Format::HtmlPage,
    Format::Yaml,
    Format::YamlFront,
    Format::Json,
    Format::Jsonc,
    Format::Toml,
    Format::TomlFront,
    Format::Csv,
    Format::Tsv,
    Format::Text,
];

const JOBS: [(&str, [&str; 4]); 3] = [
    ("Gardener", ["Junior Gardener", "Gardener", "Senior Gardener", "Lead Gardener"]),
    ("Engineer", ["L1", "L2", "L3", "L4"]),
    ("Designer", ["Associate Designer", "Designer II", "Senior Designer", "Principal Designer"]),
];

const SECTIONS: [&str; 5] = ["Craft", "Communication", "Impact", "Leadership", "Delivery"];

const STARTS: [&str; 6] = ["Plans", "Writes", "Reviews", "Explains", "Measures", "Repairs"];

/// What stands in the middle: words, and what some format has to escape.
const MIDDLES: [&str; 12] = [
    "the beds",
    "work that others’ work needs",
    "“good” soil",
    "a & b",
    "plots: large ones",
    "it's own rows",
    "x < y",
    "the \"north\" field",
    "Äpfel und Öl",
    "🌱 seedlings",
    "paths | ways",
    "beds, rows",
];

const ENDS: [&str; 5] = ["with care", "for the team", "every week", "without help", "and says so #always"];

fn item() -> impl Strategy<Value = String> {
    (0..STARTS.len(), 0..MIDDLES.len(), 0..ENDS.len())
        .prop_map(|(start, middle, end)| format!("{} {} {}", STARTS[start], MIDDLES[middle], ENDS[end]))
}

/// Pages of all sizes up to four levels and four sections.
pub fn page() -> impl Strategy<Value = Page> {
    let size = (0..JOBS.len(), 2..=4_usize, 2..=4_usize);
    size.prop_flat_map(|(job, levels, sections)| {
        let cell = prop::collection::vec(item(), 1..=3);
        let items = prop::collection::vec(prop::collection::vec(cell, sections), levels);
        let encoding = prop_oneof![
            4 => Just(Written::Utf8),
            1 => Just(Written::Marked),
            1 => any::<bool>().prop_map(|big_endian| Written::Utf16 { big_endian }),
        ];
        (items, prop::collection::vec(any::<u8>(), 7), any::<bool>(), encoding).prop_map(
            move |(items, ways, crlf, encoding)| Page {
                title: JOBS[job].0,
                levels: JOBS[job].1[..levels].to_vec(),
                sections: SECTIONS[..sections].to_vec(),
                items,
                ways,
                crlf,
                encoding,
            },
        )
    })
}

/// Writes one page; each value in the next of the ways that its format has.
struct Writer<'p> {
    page: &'p Page,
    text: String,
    next: usize,
}

impl Page {
    pub fn expectations(&self) -> Vec<String> {
        self.items.iter().flatten().flatten().cloned().collect()
    }

    pub fn levels(&self) -> &[&'static str] {
        &self.levels
    }

    /// The name and the bytes of the file.
    pub fn written(&self, format: Format) -> (String, Vec<u8>) {
        let mut writer = Writer { page: self, text: String::new(), next: 0 };
        let name = match format {
            Format::Headings => writer.headings(),
            Format::BoldLines => writer.bold_lines(),
            Format::PipeTable => writer.pipe_table(),
            Format::HtmlTable => writer.html_table(),
            Format::HtmlPage => writer.html_page(),
            Format::Yaml => writer.yaml(),
            Format::YamlFront => writer.front("---", Writer::yaml),
            Format::Json => writer.json(false),
            Format::Jsonc => writer.json(true),
            Format::Toml => writer.toml(),
            Format::TomlFront => writer.front("+++", Writer::toml),
            Format::Csv => writer.separated(','),
            Format::Tsv => writer.separated('\t'),
            Format::Text => writer.plain(),
        };
        let text = if self.crlf { writer.text.replace('\n', "\r\n") } else { writer.text };
        (name.to_owned(), self.encoded(&text))
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Written::Utf8 => text.as_bytes().to_vec(),
            Written::Marked => format!("\u{FEFF}{text}").into_bytes(),
            Written::Utf16 { big_endian } => {
                let units: Vec<u16> = format!("\u{FEFF}{text}").encode_utf16().collect();
                let bytes = units
                    .into_iter()
                    .map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() });
                bytes.flatten().collect()
            }
        }
    }
}

impl Writer<'_> {
    fn way(&mut self, of: u8) -> u8 {
        self.next += 1;
        self.page.ways[self.next % self.page.ways.len()] % of
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Calls `write` for each level, and within it for each section with its items.
    fn each(&mut self, write: &mut dyn FnMut(&mut Self, Option<&str>, Option<(&str, &[String])>)) {
        let page = self.page;
        for (level, sections) in page.levels.iter().zip(&page.items) {
            write(self, Some(level), None);
            for (section, items) in page.sections.iter().zip(sections) {
                write(self, None, Some((section, items)));
            }
        }
    }

    fn headings(&mut self) -> &'static str {
        self.line(&format!("# {}\n", self.page.title));
        self.each(&mut |to, level, section| {
            if let Some(level) = level {
                to.line(&format!("## {level}\n"));
            }
            if let Some((section, items)) = section {
                to.line(&format!("### {section}\n"));
                items.iter().for_each(|item| {
                    let item = to.markdown(item);
                    to.line(&format!("- {item}"));
                });
                to.line("");
            }
        });
        "ladder.md"
    }

    fn bold_lines(&mut self) -> &'static str {
        self.line(&format!("# {}\n", self.page.title));
        self.each(&mut |to, level, section| {
            if let Some(level) = level {
                to.line(&format!("**{level}**\n"));
            }
            if let Some((section, items)) = section {
                to.line(&format!("__{section}__\n"));
                items.iter().for_each(|item| {
                    let item = to.markdown(item);
                    to.line(&format!("* {item}"));
                });
                to.line("");
            }
        });
        "ladder.md"
    }

    fn markdown(&mut self, item: &str) -> String {
        let escaped = item.replace('|', "\\|").replace('<', "&lt;").replace('#', "\\#");
        match self.way(4) {
            0 => escaped,
            1 => escaped.replace('&', "&amp;").replace("&amp;lt;", "&lt;"),
            2 => escaped.replacen(" the ", " **the** ", 1),
            // A line goes on in the next.
            _ => escaped.replacen(' ', "\n  ", 1),
        }
    }

    /// In one line.
    fn inline(&mut self, item: &str) -> String {
        self.markdown(item).replace("\n  ", " ")
    }

    fn rows(&mut self) -> Vec<(&'static str, Vec<Vec<String>>)> {
        let page = self.page;
        let row = |n: usize| page.items.iter().map(|level| level[n].clone()).collect();
        page.sections.iter().enumerate().map(|(n, section)| (*section, row(n))).collect()
    }

    fn pipe_table(&mut self) -> &'static str {
        self.line(&format!("# {}\n", self.page.title));
        self.line(&format!("| | {} |", self.page.levels.join(" | ")));
        self.line(&format!("|---|{}", "---|".repeat(self.page.levels.len())));
        let bullet = ["• ", "- ", ""][usize::from(self.way(3))];
        for (section, cells) in self.rows() {
            let cells: Vec<String> = cells
                .iter()
                .map(|items| {
                    let items: Vec<String> =
                        items.iter().map(|item| format!("{bullet}{}", self.inline(item))).collect();
                    items.join("<br>")
                })
                .collect();
            self.line(&format!("| **{section}** | {} |", cells.join(" | ")));
        }
        "ladder.md"
    }

    fn html(&mut self, item: &str) -> String {
        let escaped = item.replace('&', "&amp;").replace('<', "&lt;").replace('|', "&#124;");
        match self.way(3) {
            0 => escaped,
            1 => escaped.replace('ü', "&uuml;").replace('’', "&#x2019;"),
            _ => escaped.replacen(' ', "\n      ", 1),
        }
    }

    fn html_table(&mut self) -> &'static str {
        self.line(&format!("# {}\n", self.page.title));
        self.table_of_html();
        "ladder.md"
    }

    fn html_page(&mut self) -> &'static str {
        self.line("<!doctype html>\n<html><head><title>Ladder</title></head>\n<body>");
        self.line(&format!("<h1>{}</h1>", self.page.title));
        self.table_of_html();
        self.line("</body></html>");
        "ladder.html"
    }

    fn table_of_html(&mut self) {
        let levels = self.page.levels.join("</th><th>");
        self.line(&format!("<table>\n  <tr><th></th><th>{levels}</th></tr>"));
        for (section, cells) in self.rows() {
            self.line(&format!("  <tr>\n    <td><b>{section}</b></td>"));
            for items in cells {
                let items: Vec<String> = items.iter().map(|item| self.html(item)).collect();
                let items = items.join("</li>\n      <li>");
                self.line(&format!("    <td><ul>\n      <li>{items}</li>\n    </ul></td>"));
            }
            self.line("  </tr>");
        }
        self.line("</table>");
    }

    fn front(&mut self, fence: &str, data: fn(&mut Self) -> &'static str) -> &'static str {
        self.line(fence);
        data(self);
        self.line(fence);
        "ladder.md"
    }

    fn yaml(&mut self) -> &'static str {
        self.line(&format!("title: {}\nlevels:", self.page.title));
        self.each(&mut |to, level, section| {
            if let Some(level) = level {
                to.line(&format!("  - name: {level}"));
            }
            if let Some((section, items)) = section {
                to.line(&format!("    {}:", section.to_lowercase()));
                items.iter().for_each(|item| {
                    let item = to.yaml_scalar(item);
                    to.line(&format!("      - {item}"));
                });
            }
        });
        "ladder.yaml"
    }

    fn yaml_scalar(&mut self, item: &str) -> String {
        let bare = !item.contains([':', '#', '&']);
        match self.way(6) {
            0 if bare => item.to_owned(),
            0 | 1 => format!("'{}'", item.replace('\'', "''")),
            2 => format!(
                "\"{}\"",
                item.replace('"', "\\\"").replace('ü', "\\xFC").replace('🌱', "\\U0001F331")
            ),
            3 => format!("\"{}\"", item.replace('"', "\\\"").replacen(' ', "\n          ", 1)),
            4 => format!("|-\n          {item}"),
            _ => format!(">-\n          {}", item.replacen(' ', "\n          ", 1)),
        }
    }

    fn json(&mut self, comments: bool) -> &'static str {
        if comments {
            self.line("// What each level asks for.");
        }
        self.line(&format!("{{\n  \"title\": \"{}\",\n  \"levels\": [", self.page.title));
        let page = self.page;
        for (n, (level, sections)) in page.levels.iter().zip(&page.items).enumerate() {
            let mut parts = vec![format!("      \"name\": \"{level}\"")];
            for (section, items) in page.sections.iter().zip(sections) {
                let items: Vec<String> = items.iter().map(|item| self.json_string(item)).collect();
                parts.push(format!("      \"{}\": [{}]", section.to_lowercase(), items.join(", ")));
            }
            let end = if n + 1 < page.levels.len() || comments { "," } else { "" };
            let note = if comments { " /* see above */" } else { "" };
            self.line(&format!("    {{\n{}\n    }}{end}{note}", parts.join(",\n")));
        }
        self.line("  ]\n}");
        if comments { "ladder.jsonc" } else { "ladder.json" }
    }

    fn json_string(&mut self, item: &str) -> String {
        let escaped = item.replace('"', "\\\"");
        let escaped = match self.way(3) {
            0 => escaped,
            1 => escaped.replace('<', "\\u003c").replace('&', "\\u0026").replace('Ä', "\\u00c4"),
            _ => escaped.chars().fold(String::new(), |mut text, c| {
                if c.is_ascii() {
                    text.push(c);
                } else {
                    c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                        let _ = write!(text, "\\u{unit:04x}");
                    });
                }
                text
            }),
        };
        format!("\"{escaped}\"")
    }

    fn toml(&mut self) -> &'static str {
        self.line(&format!("title = \"{}\"", self.page.title));
        self.each(&mut |to, level, section| {
            if let Some(level) = level {
                to.line(&format!("[[levels]]\nname = '{level}'"));
            }
            if let Some((section, items)) = section {
                to.line(&format!("{} = [", section.to_lowercase()));
                items.iter().for_each(|item| {
                    let item = to.toml_string(item);
                    to.line(&format!("  {item},"));
                });
                to.line("]");
            }
        });
        "ladder.toml"
    }

    fn toml_string(&mut self, item: &str) -> String {
        let quoted = item.replace('"', "\\\"");
        match self.way(5) {
            0 if !item.contains('\'') => format!("'{item}'"),
            0 | 1 => format!("\"{quoted}\""),
            2 => format!("\"{}\"", quoted.replace('ü', "\\u00FC").replace('🌱', "\\U0001F331")),
            3 => format!("\"\"\"\n{}\"\"\"", item.replacen(' ', " \\\n     ", 1)),
            _ => format!("'''{item}'''"),
        }
    }

    fn separated(&mut self, delimiter: char) -> &'static str {
        let between = delimiter.to_string();
        let head = std::iter::once("Competency").chain(self.page.levels.iter().copied());
        let head: Vec<&str> = head.collect();
        self.line(&head.join(&between));
        for (section, cells) in self.rows() {
            let mut row = vec![section.to_owned()];
            for items in cells {
                let bullet = ["- ", "• ", ""][usize::from(self.way(3))];
                let text: Vec<String> = items.iter().map(|item| format!("{bullet}{item}")).collect();
                row.push(format!("\"{}\"", text.join("\n").replace('"', "\"\"")));
            }
            self.line(&row.join(&between));
        }
        if delimiter == ',' { "ladder.csv" } else { "ladder.tsv" }
    }

    fn plain(&mut self) -> &'static str {
        self.line(&format!("{}\n", self.page.title));
        let bullet = ["• ", "- ", "  * "][usize::from(self.way(3))];
        self.each(&mut |to, level, section| {
            if let Some(level) = level {
                to.line(&format!("{level}\n"));
            }
            if let Some((section, items)) = section {
                to.line(&format!("{section}:\n"));
                items.iter().for_each(|item| to.line(&format!("{bullet}{item}")));
                to.line("");
            }
        });
        "ladder.txt"
    }
}
