//! Rule pages: metadata, documentation and examples in one Markdown file.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Params;
use crate::config::schema_of;
use crate::diag::Severity;

/// The metadata at the top of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// What the rule finds, in one sentence.
    pub summary: Cow<'static, str>,
    pub severity: Severity,
    /// Whether it runs when nothing is configured.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// What kind of fix it offers.
    pub fix: FixKind,
    /// When its fixes are applied; see [`Pass`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<Pass>,
    /// The version that brought it.
    pub since: Cow<'static, str>,
    /// Name of the check in `src/checks`.
    pub check: Cow<'static, str>,
    /// Parameters of the check with their defaults; users may change them.
    #[serde(default)]
    pub params: Params,
    /// Earlier names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

fn yes() -> bool {
    true
}

/// What kind of fix a rule offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    None,
    /// Keeps the meaning.
    Safe,
    /// May change the meaning.
    Unsafe,
}

/// Fixes are applied in this order, each pass on the result of the one before. Mojibake comes first
/// because it holds no-break spaces that the next pass would destroy; list punctuation comes last
/// because a full stop added before trailing space is stripped makes "team. .".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Pass {
    Encoding,
    Characters,
    Space,
    Markup,
    Words,
    Lists,
}

/// The schema of a page's metadata, `schemas/rule.schema.json`.
pub fn rule_schema() -> serde_json::Value {
    schema_of::<Meta>("rule", "The metadata of a rule page")
}

/// A rule page, split into its parts.
#[derive(Debug, Clone)]
pub struct Page {
    pub group: String,
    pub id: String,
    pub meta: Meta,
    /// Everything after the metadata.
    pub docs: Cow<'static, str>,
}

/// What is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rules/{group}/{id}.md: {problem}")]
pub struct PageError {
    pub group: String,
    pub id: String,
    pub problem: String,
}

impl Page {
    /// The page that the build has taken apart.
    ///
    /// # Errors
    /// When its text has not the form of a page.
    fn of_build(built: &Embedded) -> Result<Self, PageError> {
        let error = |problem: String| PageError { group: built.group.into(), id: built.id.into(), problem };
        let docs =
            body(built.page).ok_or_else(|| error("the metadata at the top has no closing `---`".into()))?;
        let meta = Meta {
            summary: built.summary.into(),
            severity: built.severity,
            enabled: built.enabled,
            fix: built.fix,
            pass: built.pass,
            since: built.since.into(),
            check: built.check.into(),
            params: Params::of_text(built.params, built.short),
            aliases: built.aliases.iter().map(|&alias| alias.to_owned()).collect(),
        };
        let page = Page { group: built.group.into(), id: built.id.into(), meta, docs: docs.into() };
        // The pages of the program do not change: tests have looked, so users need not wait for it.
        if cfg!(debug_assertions) {
            page.check_form().map_err(error)?;
        }
        Ok(page)
    }

    fn check_form(&self) -> Result<(), String> {
        let heading = format!("# {}", self.id);
        if !self.docs.lines().any(|line| line.trim_end() == heading) {
            return Err(format!("write `{heading}` as the page's heading"));
        }
        if (self.meta.fix == FixKind::None) != self.meta.pass.is_none() {
            return Err("a rule with a fix names its `pass`, a rule without one does not".into());
        }
        for name in ["Wrong", "Right"] {
            if self.examples(name).is_empty() {
                return Err(format!("add an example under `## {name}`"));
            }
        }
        for param in self.meta.params.keys() {
            if !self.docs.contains(&format!("`{param}`")) {
                return Err(format!("describe the option `{param}` under `## Options`"));
            }
        }
        Ok(())
    }

    /// The form of a page that is not part of the program: its heading may leave out the pack's name,
    /// and its parameters need no description. The error says whether it belongs to the page's end.
    pub(super) fn check_pack_form(&self, name: &str) -> Result<(), (String, bool)> {
        let heading =
            |line: &str| line.trim_end().strip_prefix("# ").is_some_and(|h| h == name || h == self.id);
        if !self.docs.lines().any(heading) {
            return Err((
                format!("write `# {name}` as the page's heading: a rule is named as its file"),
                false,
            ));
        }
        if self.meta.fix == FixKind::None && self.meta.pass.is_some() {
            return Err(("a rule without a fix has no `pass`".into(), false));
        }
        for (name, what) in [("Wrong", "that the rule must find"), ("Right", "that looks wrong and is right")]
        {
            if self.examples(name).is_empty() {
                return Err((format!("add an example under `## {name}`: a fence with a text {what}"), true));
            }
        }
        Ok(())
    }

    /// The first paragraph: why the rule exists.
    pub fn reason(&self) -> &str {
        self.docs
            .split("\n\n")
            .map(str::trim)
            .find(|part| !part.is_empty() && !part.starts_with('#'))
            .unwrap_or("")
    }

    /// What the page says about an option, in one line; the item `- `name`: …` under `## Options`.
    pub fn option(&self, name: &str) -> Option<String> {
        let start = format!("- `{name}`: ");
        let mut lines = self.docs.lines().skip_while(|line| !line.starts_with(&start));
        let mut text = lines.next()?.strip_prefix(&start)?.to_owned();
        for line in lines.take_while(|line| line.starts_with("  ")) {
            text.push(' ');
            text.push_str(line.trim());
        }
        Some(text)
    }

    /// The examples under `## Wrong` or `## Right`, also `## Wrong: …`. Each such section is one
    /// framework: its fences are files that are checked together.
    pub fn examples(&self, kind: &str) -> Vec<Example> {
        let mut examples = vec![];
        let mut lines = Lines { text: &self.docs, at: 0 };
        let mut current: Option<Example> = None;
        while let Some((start, line)) = lines.next_line() {
            if let Some(title) = line.strip_prefix("## ") {
                examples.extend(current.take());
                let name = title.split(':').next().unwrap_or("").trim();
                if name == kind {
                    current = Some(Example { title: title.trim().to_owned(), ..Example::default() });
                }
            } else if let Some(ticks) = fence(line) {
                let info = line.trim_start_matches('`').trim().to_owned();
                let body_start = lines.at;
                let mut body_end = body_start;
                while let Some((_, inner)) = lines.next_line() {
                    if inner.trim_end() == ticks {
                        break;
                    }
                    body_end = lines.at;
                }
                let body = self.docs.get(body_start..body_end).unwrap_or("");
                if let Some(example) = &mut current {
                    example.add_fence(&info, body, body_start..body_end, start..lines.at);
                }
            }
        }
        examples.extend(current.take());
        examples.retain(|example| !example.files.is_empty());
        examples
    }
}

fn body(page: &str) -> Option<&str> {
    const CLOSING: &str = "\n---";
    let rest = page.strip_prefix("---")?;
    let end = memchr::memmem::find(rest.as_bytes(), CLOSING.as_bytes())?;
    rest.get(end + CLOSING.len()..).map(|body| body.trim_start_matches(['\r', '\n']))
}

/// The run of backticks that opens a fence.
fn fence(line: &str) -> Option<String> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    (ticks >= 3).then(|| "`".repeat(ticks))
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    fn next_line(&mut self) -> Option<(usize, &'t str)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        Some((start, rest.get(..length)?.trim_end_matches(['\n', '\r'])))
    }
}

/// One `## Wrong` or `## Right` section.
#[derive(Debug, Clone, Default)]
pub struct Example {
    pub title: String,
    pub files: Vec<ExampleFile>,
    /// The text of the `expect` block, if there is one.
    pub expect: Option<String>,
    /// Where that block's content stands in the page's text.
    pub expect_range: Option<std::ops::Range<usize>>,
    /// `fixed` blocks: file name and content.
    pub fixed: Vec<ExampleFile>,
    /// Where the last fence of the section ends.
    pub end: usize,
    /// The text of a `config` block: a `rolelint.yaml` for this example.
    pub config: Option<String>,
}

/// A file of an example.
#[derive(Debug, Clone)]
pub struct ExampleFile {
    pub name: String,
    /// The bytes, after the words on the fence (`escaped`, `crlf`, `bom`, `no-newline`, `latin1`) did their work.
    pub bytes: Vec<u8>,
    /// Where the content stands in the page's text.
    pub range: std::ops::Range<usize>,
    /// The words after the language and the file name.
    pub words: Vec<String>,
}

impl Example {
    fn add_fence(
        &mut self,
        info: &str,
        body: &str,
        range: std::ops::Range<usize>,
        whole: std::ops::Range<usize>,
    ) {
        self.end = whole.end;
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or("");
        let mut name = None;
        let mut modes = vec![];
        for word in words {
            match word.strip_prefix("file=") {
                Some(file) => name = Some(file.to_owned()),
                None => modes.push(word.to_owned()),
            }
        }
        if language == "expect" {
            self.expect = Some(body.to_owned());
            self.expect_range = Some(range);
            return;
        }
        if language == "config" {
            self.config = Some(body.to_owned());
            return;
        }
        let name = name.unwrap_or_else(|| match language {
            "" | "text" => "example.txt".into(),
            "markdown" => "example.md".into(),
            other => format!("example.{other}"),
        });
        let file = ExampleFile { name, bytes: bytes_of(body, &modes), range, words: modes };
        if language == "fixed" { self.fixed.push(file) } else { self.files.push(file) }
    }
}

/// Words on a fence make visible what an editor would hide: `escaped` turns `\u{200B}` and `\x92`
/// into that character or byte, `crlf` writes CR LF, `bom` puts a byte order mark first,
/// `no-newline` drops the last line ending, `latin1` writes each character as one byte.
fn bytes_of(body: &str, words: &[String]) -> Vec<u8> {
    let has = |word: &str| words.iter().any(|w| w == word);
    let mut text = body.to_owned();
    if has("no-newline") {
        text.truncate(text.trim_end_matches('\n').len());
    }
    if has("crlf") {
        text = text.replace('\n', "\r\n");
    }
    let mut bytes = if has("escaped") {
        unescape(&text)
    } else if has("latin1") {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
    } else {
        text.into_bytes()
    };
    if has("bom") {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    bytes
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        bytes.extend_from_slice(before.as_bytes());
        let code = from.strip_prefix("\\u{").and_then(|r| r.split_once('}'));
        let byte = from.strip_prefix("\\x").and_then(|r| r.split_at_checked(2));
        if let Some((c, after)) =
            code.and_then(|(hex, after)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after)))
        {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = after;
        } else if let Some((b, after)) =
            byte.and_then(|(hex, after)| Some((u8::from_str_radix(hex, 16).ok()?, after)))
        {
            bytes.push(b);
            rest = after;
        } else {
            bytes.push(b'\\');
            rest = from.get(1..).unwrap_or("");
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// A page that is part of the program.
struct Embedded {
    group: &'static str,
    id: &'static str,
    summary: &'static str,
    severity: Severity,
    enabled: bool,
    fix: FixKind,
    pass: Option<Pass>,
    since: &'static str,
    check: &'static str,
    /// See [`Params::of_text`].
    params: &'static str,
    short: &'static str,
    aliases: &'static [&'static str],
    page: &'static str,
}

/// All of them, sorted by group and name.
static BUILT_IN: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The pages of the program, in order of group and name; the errors of pages that are malformed.
pub fn built_in_pages() -> (Vec<Page>, Vec<PageError>) {
    let mut pages = vec![];
    let mut errors = vec![];
    for built in BUILT_IN {
        match Page::of_build(built) {
            Ok(page) => pages.push(page),
            Err(error) => errors.push(error),
        }
    }
    (pages, errors)
}
