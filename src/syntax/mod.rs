//! Parsed files. Every format gives one of two bodies: prose (blocks in page order) or data (a tree
//! of values). Every node has its byte span, and every [`Text`] maps its characters to source bytes.
//! Imports `text` and `diag`.

mod anchors;
mod bare_name;
mod csv;
mod document;
mod front;
mod html;
mod html_page;
mod html_table;
mod inline;
mod json;
mod markdown;
mod masks;
mod outline;
mod pipe_table;
mod plain;
#[cfg(test)]
mod prose_tests;
mod reading;
#[cfg(test)]
mod soundness;
mod tabs;
mod text;
mod toml;
mod view;
mod xlsx;
mod yaml;

pub use anchors::Anchors;
pub use bare_name::{LARGEST as LARGEST_BARE, is_bare, is_page_bytes};
pub use document::{
    Block, Body, Cell, Comment, Document, Entry, FrontMatter, Heading, HeadingMark, Item, List, Marker, Node,
    Paragraph, Problem, ProblemKind, Row, ScalarStyle, Table, TableKind, Value, Visit,
};
pub(crate) use text::WordPlace;
pub use text::{Mark, MarkKind, Place, Text, TextBuilder};

use std::path::PathBuf;

use crate::text::{FileId, SourceFile, sentence};

/// An input format: a row of [`FORMATS`].
pub struct Format {
    pub name: &'static str,
    /// File name extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Parses a file. Never fails: what is wrong goes to [`Document::problems`].
    pub parse: fn(&SourceFile) -> Document,
}

/// All input formats. Extensions that several formats share go to the first whose content fits;
/// see [`format_of`].
pub const FORMATS: &[Format] = &[
    Format { name: "markdown", extensions: &["md", "markdown", "mdx", "mdown"], parse: markdown::parse },
    Format { name: "yaml", extensions: &["yaml", "yml"], parse: yaml::parse },
    Format { name: "json", extensions: &["json"], parse: json::parse },
    Format { name: "jsonc", extensions: &["jsonc"], parse: json::parse_with_comments },
    Format { name: "toml", extensions: &["toml"], parse: toml::parse },
    Format { name: "csv", extensions: &["csv", "tsv"], parse: csv::parse },
    Format { name: "xlsx", extensions: &["xlsx", "xlsm"], parse: xlsx::parse },
    Format { name: "html", extensions: &["html", "htm", "xhtml"], parse: html_page::parse },
    Format { name: "text", extensions: &["txt", "text"], parse: plain::parse },
];

/// The format of a file, by its extension and, for `.txt` and files without an extension, by its
/// content: a page of text that has front matter, Markdown headings or tables is Markdown. `None`: not
/// a file for rolelint.
pub fn format_of(file: &SourceFile) -> Option<&'static Format> {
    let named = |name: &str| FORMATS.iter().find(|format| format.name == name);
    let by_name = match extension_format(&file.path) {
        Some(format) => format,
        None if is_bare(&file.path) && bare_name::is_page(&file.text) => named("text")?,
        None => return None,
    };
    if by_name.name == "text" && markdown::looks_like_markdown(&file.text) {
        return named("markdown");
    }
    Some(by_name)
}

/// True for a path that ends like one of data.
pub fn is_named_as_data(path: &str) -> bool {
    extension_format(path).is_some_and(|format| matches!(format.name, "yaml" | "json" | "jsonc" | "toml"))
}

/// The file that `bytes` are: for a spreadsheet the text that is made of its cells, else the decoded
/// text.
pub fn read_source(id: FileId, path: &str, disk: Option<PathBuf>, bytes: &[u8]) -> SourceFile {
    if extension_format(path).is_some_and(|format| format.name == "xlsx") && xlsx::is_package(bytes) {
        let sheet = xlsx::to_virtual(bytes);
        return SourceFile::virtual_text(id, path, disk, sheet.text, sheet.cells);
    }
    SourceFile::from_bytes(id, path, disk, bytes)
}

fn extension_format(path: &str) -> Option<&'static Format> {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
}

/// Parses a file in the format that fits it.
pub fn parse(file: &SourceFile) -> Option<Document> {
    if file.trouble.is_some() {
        return None;
    }
    format_of(file).map(|format| in_sentences((format.parse)(file)))
}

/// Reads a stand-alone YAML text (configuration, rule packs) into nodes; see [`Document::problems`].
pub fn parse_yaml(file: &SourceFile) -> Document {
    in_sentences(yaml::parse(file))
}

/// The readers' remarks about problems as they are shown to people.
fn in_sentences(mut document: Document) -> Document {
    for problem in &mut document.problems {
        problem.message = sentence(&problem.message);
        problem.help = problem.help.as_deref().map(sentence);
    }
    document
}
