//! YAML errors in plain words: what the parser stumbled over, where the cause is, what to type.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::syntax::ProblemKind;

pub(super) const TAB_MESSAGE: &str = "a tab is used to indent this line, and YAML takes only spaces";
pub(super) const TAB_HELP: &str =
    "replace the tab by spaces, as many as the lines of the same group begin with";

/// What was read just before the error. All offsets count from the start of the text.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub last_end: usize,
    /// Innermost bracket or brace that is open.
    pub flow_open: Option<usize>,
    /// Where the first items of the last lists began, the latest last.
    lists: Vec<usize>,
    key: Option<Range<usize>>,
    /// The value read last, if it came after `key`, and whether it has no quotes.
    scalar: Option<(Range<usize>, bool)>,
    alias: Option<Range<usize>>,
}

impl Trail {
    pub(super) fn key(&mut self, range: Range<usize>) {
        self.last_end = self.last_end.max(range.end);
        (self.key, self.scalar, self.alias) = (Some(range), None, None);
    }

    /// A list in block style begins at `start`.
    pub(super) fn list(&mut self, start: usize) {
        const KEPT: usize = 8;
        if self.lists.len() == KEPT {
            self.lists.remove(0);
        }
        self.lists.push(start);
    }

    pub(super) fn scalar(&mut self, range: Range<usize>, plain: bool) {
        (self.scalar, self.alias) = (Some((range, plain)), None);
    }

    pub(super) fn alias(&mut self, range: Range<usize>) {
        self.last_end = self.last_end.max(range.end);
        (self.scalar, self.alias) = (None, Some(range));
    }
}

/// An error as people are told it.
pub(super) struct Told {
    pub kind: ProblemKind,
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
    pub related: Vec<(Range<usize>, String)>,
}

fn told(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Told {
    Told { kind: ProblemKind::Syntax, range, message: message.into(), help: help.into(), related: vec![] }
}

/// Explains an error of the parser at `at`.
pub(super) fn explain(kind: &ErrorKind, at: usize, text: &str, trail: &Trail) -> Told {
    use ErrorKind as K;
    let place = Place { text, at, trail };
    if let Some(told) = place.invisible() {
        return told;
    }
    match kind {
        K::RecursionLimitExceeded | K::TooManyComments => Told {
            kind: ProblemKind::Limit,
            ..told(
                place.one_char(),
                "the nesting is too deep to be read",
                "split the file; nothing after this place was read",
            )
        },
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabInPlainScalar
        | K::TabAtBlockScalarStart => told(place.tab(), TAB_MESSAGE, TAB_HELP),
        K::InvalidBlockEntryWhitespace | K::InvalidMappingValueWhitespace => {
            told(place.tab(), "a tab stands where YAML takes only spaces", "replace the tab by one space")
        }
        K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => {
            place.open_quote()
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => place.after_quote(),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => place.bad_escape(),
        K::UnexpectedCharacter { character } => place.bad_start(*character),
        K::MissingAnchorOrAliasName => place.bad_start(place.rest().chars().next().unwrap_or('&')),
        K::MappingValueNotAllowed | K::MappingKeyNotAllowed => place.second_colon(),
        K::ExpectedBlockMappingKey => place.not_a_key(),
        K::ExpectedBlockSequenceEntry => place.not_an_item(),
        K::SimpleKeyExpected | K::InvalidSimpleKey => place.no_colon(),
        K::MisplacedFlowCollectionEnd => told(
            place.one_char(),
            format!("this `{}` closes nothing", place.character()),
            "take it out, or put the whole value in quotes if it is text",
        ),
        K::MismatchedFlowCollectionEnd { open, close } => {
            let closer = if *open == '[' { ']' } else { '}' };
            let mut told = told(
                place.one_char(),
                format!("`{open}` is closed by `{close}`"),
                format!("close it with `{closer}`"),
            );
            told.related.extend(trail.flow_open.map(|at| (at..at + 1, format!("`{open}` is opened here"))));
            told
        }
        K::UnclosedFlowCollection { .. }
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::InvalidColonPlacement
        | K::InvalidFlowScalarIndent
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator => place.in_brackets(),
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection => told(
            place.rest_of_line(),
            "a list cannot begin in the middle of a line",
            "begin each `- item` on a line of its own below its key, or put the value in quotes if it is text",
        ),
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => told(
            place.rest_of_line(),
            format!("a value that begins with `{}` must go on in the next line", place.character()),
            "put the value in quotes, or move the text to the next line and indent it",
        ),
        K::CommentInterceptedScalar => told(
            place.rest_of_line(),
            "a comment stands in the middle of a value",
            "move the comment above the value, or put the value in quotes if `#` belongs to it",
        ),
        K::CommentNotSeparated => told(
            place.one_char(),
            "`#` needs a space before it to begin a comment",
            "put a space before `#`, or put the value in quotes if `#` belongs to it",
        ),
        K::BomInsideDocument => told(
            place.one_char(),
            "an invisible mark (byte order mark) stands inside the text",
            "delete the invisible character; retyping the line removes it",
        ),
        K::ExpectedNodeContent => told(
            place.rest_of_line(),
            "a value was expected here",
            "put the value in quotes if it is text, or take out the extra sign",
        ),
        K::InvalidIndentation | K::InvalidBlockScalarIndent => place.indentation(),
        K::DirectiveDisallowed | K::MissingDocumentEndBeforeDirective | K::InvalidDirectiveName => {
            place.bad_start('%')
        }
        other => told(
            place.rest_of_line(),
            format!("this is not valid YAML: {other}"),
            "check the quotes, colons and indentation of this line and of the line above",
        ),
    }
}

struct Place<'t> {
    text: &'t str,
    at: usize,
    trail: &'t Trail,
}

impl<'t> Place<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn character(&self) -> char {
        self.rest().chars().next().unwrap_or(' ')
    }

    fn one_char(&self) -> Range<usize> {
        let length =
            self.rest().chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    fn line_start(&self, at: usize) -> usize {
        self.text
            .as_bytes()
            .get(..at)
            .and_then(|before| memchr::memrchr2(b'\n', b'\r', before))
            .map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text
            .as_bytes()
            .get(at..)
            .and_then(|after| memchr::memchr2(b'\n', b'\r', after))
            .map_or(self.text.len(), |end| at + end)
    }

    /// The line of `at` without blanks at its ends.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.line_start(at);
        self.trim(start..self.line_end(at))
    }

    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let piece = self.slice(&range);
        let start = range.start + piece.len() - piece.trim_start().len();
        start..start + piece.trim().len()
    }

    fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// From the error to the end of its line; the line itself if nothing follows.
    fn rest_of_line(&self) -> Range<usize> {
        let rest = self.trim(self.at..self.line_end(self.at));
        if rest.is_empty() && self.line_start(self.at) < self.at { self.line(self.at) } else { rest }
    }

    /// The first tab in the blanks at the beginning of this line or of a line soon after it.
    fn tab(&self) -> Range<usize> {
        let from = self.line_start(self.at);
        let found = self.text.get(from..).and_then(|rest| rest.find('\t'));
        let Some(start) = found.map(|at| from + at) else { return self.one_char() };
        let tabs = self.slice(&(start..self.text.len())).bytes().take_while(|b| *b == b'\t').count();
        start..start + tabs
    }

    /// The quote that opens the value being read.
    fn quote_start(&self) -> usize {
        let from = self.trail.last_end.min(self.at);
        let found = self.text.get(from..).and_then(|rest| rest.find(['"', '\'']));
        found.map_or(self.at, |at| from + at)
    }

    fn open_quote(&self) -> Told {
        let start = self.quote_start();
        let range = self.trim(start..self.line_end(start));
        let quote = self.slice(&range).chars().next().unwrap_or('"');
        let help = if quote == '\'' {
            "add the closing quote; if `'` is an apostrophe, put the whole value in double quotes"
        } else {
            "add the closing quote at the end of the value; if the text goes on below, indent its lines"
        };
        told(range, format!("the quote `{quote}` opened here is not closed"), help)
    }

    fn after_quote(&self) -> Told {
        let opened = Place { at: self.quote_start(), ..*self }.one_char();
        let Some(quote) = self.slice(&opened).chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return told(
                self.rest_of_line(),
                "this text belongs to nothing, because the value before it has ended",
                "indent it like the rest of the value, or give it a key of its own",
            );
        };
        let help = if quote == '\'' {
            "put the whole value in double quotes; inside single quotes an apostrophe is written twice (`''`)"
        } else {
            "put the whole value in one pair of quotes; a quote inside it is written `\\\"`"
        };
        let mut told =
            told(self.rest_of_line(), format!("text follows after the closing quote `{quote}`"), help);
        told.related.push((opened, "the quote is opened here".into()));
        told
    }

    fn bad_escape(&self) -> Told {
        const PLAIN: &str = "0abtnvfre \"/\\N_LP\t\n\r";
        let body = self.at + 1;
        let mut chars = self.slice(&(body..self.text.len())).char_indices();
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                continue;
            }
            let Some((_, letter)) = chars.next() else { break };
            let digits = match letter {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ if PLAIN.contains(letter) => continue,
                _ => 0,
            };
            let start = body + at;
            let hex: usize = self
                .slice(&(start + 2..self.text.len()))
                .bytes()
                .take(digits)
                .take_while(u8::is_ascii_hexdigit)
                .count();
            let code = self.text.get(start + 2..start + 2 + hex);
            let code = code.and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
            if digits > 0 && hex == digits && char::from_u32(code).is_some() {
                continue;
            }
            let range = start..start + 1 + letter.len_utf8() + hex;
            return told(
                range.clone(),
                format!("`{}` means nothing inside double quotes", self.slice(&range)),
                "write `\\\\` for a backslash, or put the value in single quotes",
            );
        }
        told(
            self.rest_of_line(),
            "a backslash in this value does not form a known sign",
            "write `\\\\` for a backslash, or put the value in single quotes",
        )
    }

    fn bad_start(&self, sign: char) -> Told {
        let line = self.line(self.at);
        if sign == '*' && self.slice(&line).starts_with("* ") {
            return told(
                line.start..line.start + 1,
                "`*` does not begin a list item in YAML",
                "begin the item with `- `",
            );
        }
        if self.slice(&line).contains("{%") || self.slice(&line).contains("{{") {
            return told(
                self.rest_of_line(),
                "a template tag is not valid YAML",
                "put the whole value in quotes",
            );
        }
        told(
            self.rest_of_line(),
            format!("a value cannot begin with `{sign}`"),
            "put the whole value in quotes",
        )
    }

    /// A second `: ` in one line, or a key where the text above still goes on.
    fn second_colon(&self) -> Told {
        let line = self.line(self.at);
        if let Some((scalar, _)) = self.trail.scalar.as_ref().filter(|(scalar, _)| scalar.end <= self.at) {
            if scalar.start < line.start && scalar.end > line.start {
                return self.run_on(scalar, &line);
            }
            if scalar.start >= line.start && self.trail.key.is_some() {
                let value = scalar.start..line.end.max(scalar.start);
                let said = self.slice(&value);
                let key = self.trail.key.as_ref().map_or("", |key| self.slice(key));
                let help = if said.len() <= 60 && !said.contains(['"', '\\', '#']) {
                    format!("put the value in quotes: {key}: \"{said}\"")
                } else {
                    "put the whole value in quotes".to_owned()
                };
                return told(value, "this value has a colon and a space in it, which begins a new key", help);
            }
        }
        if self.line_start(self.at) > 0 && line.start < self.at {
            // A colon after something that is no key: the line's beginning tells.
            return self.indentation();
        }
        told(
            self.rest_of_line(),
            "a colon stands where YAML does not expect one",
            "put the value in quotes if the colon belongs to the text",
        )
    }

    /// `scalar` began above and took in the beginning of `line`, up to a colon.
    fn run_on(&self, scalar: &Range<usize>, line: &Range<usize>) -> Told {
        let first = self.trim(scalar.start..self.line_end(scalar.start).min(scalar.end));
        if let Some(told) = self.missing_space(&first) {
            return told;
        }
        let name = line.start..self.trim(line.start..self.at.max(line.start)).end;
        let help = match &self.trail.key {
            Some(key) => format!("begin it in the same column as `{}`", self.slice(key)),
            None => "begin it in the same column as the other keys".to_owned(),
        };
        let mut told = told(
            name,
            "this line is indented deeper than the one above it, so it counts as a part of that value",
            help,
        );
        told.related.push((first, "this value goes on in the next line".into()));
        told
    }

    /// `key:value`
    fn missing_space(&self, line: &Range<usize>) -> Option<Told> {
        let said = self.slice(line);
        let (key, value) = said.split_once(':')?;
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
        if !is_key || value.is_empty() || value.starts_with([' ', '/', '\t']) {
            return None;
        }
        let colon = line.start + key.len();
        Some(told(
            colon..colon + 1,
            format!("there is no space after the colon of `{key}`"),
            format!("write `{key}: ` with a space after the colon"),
        ))
    }

    fn not_a_key(&self) -> Told {
        let line = self.line(self.at);
        if let Some(alias) =
            self.trail.alias.as_ref().filter(|alias| alias.start >= line.start && alias.start < line.end)
        {
            return told(
                alias.start..line.end,
                "a value that begins with `*` is read as a reference, not as text",
                "put the whole value in quotes",
            );
        }
        let said = self.slice(&line);
        if said.starts_with("- ") || said == "-" {
            return self.crooked_item(line);
        }
        if let Some((scalar, plain)) = &self.trail.scalar
            && !plain
            && scalar.start >= line.start
            // Block scalars are not plain either, and have no quotes.
            && self.slice(scalar).starts_with(['"', '\''])
        {
            return self.after_quote();
        }
        if self.at > line.start {
            return told(
                self.rest_of_line(),
                "this cannot stand here: the value before it is already complete",
                "put the whole value in quotes",
            );
        }
        self.indentation()
    }

    /// A character that looks like a space, or like nothing, where it cannot stand: in the blanks
    /// that a line begins with, or after a closing quote.
    fn invisible(&self) -> Option<Told> {
        let looks_empty = |c: char| {
            !c.is_ascii()
                && (c.is_whitespace()
                    || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'))
        };
        let start = self.line_start(self.at);
        let line = self.slice(&(start..self.line_end(self.at)));
        let blank =
            line.len() - line.trim_start_matches(|c: char| c == ' ' || c == '\t' || looks_empty(c)).len();
        let indent = start..start + blank;
        let rest = self.at..self.line_end(self.at);
        let after = self.slice(&rest);
        let nothing_else = !after.is_empty() && after.chars().all(|c| c == ' ' || looks_empty(c));
        let range = [indent, rest].into_iter().enumerate().find_map(|(number, range)| {
            if number == 1 && !nothing_else {
                return None;
            }
            let at = self.slice(&range).find(looks_empty)?;
            let length = self.slice(&(range.start + at..range.end)).chars().next().map_or(0, char::len_utf8);
            Some(range.start + at..range.start + at + length)
        })?;
        let code = self.slice(&range).chars().next().map_or(0, u32::from);
        Some(told(
            range,
            format!("an invisible character (U+{code:04X}) stands here, which is not an ordinary space"),
            "delete it and, if it stood for a space, type a space",
        ))
    }

    /// A list item in a column of its own.
    fn crooked_item(&self, line: Range<usize>) -> Told {
        let column = line.start - self.line_start(line.start);
        let columns = self.trail.lists.iter().rev().map(|start| start - self.line_start(*start));
        let nearest = columns.min_by_key(|other| other.abs_diff(column));
        let help = match nearest {
            Some(other) if other + 1 == column => {
                "take out one space before `-`, so that it stands below the items above".to_owned()
            }
            Some(other) if other == column + 1 => {
                "add one space before `-`, so that it stands below the items above".to_owned()
            }
            _ => "begin it in the same column as the other items of its list, or give the list a key of its own"
                .to_owned(),
        };
        told(line, "this list item does not line up with the items of any list above", help)
    }

    fn not_an_item(&self) -> Told {
        let line = self.line(self.at);
        if self.slice(&line).starts_with("- ") {
            return self.crooked_item(line);
        }
        told(
            self.line(self.at),
            "this line stands among list items but does not begin with `- `",
            "begin it with `- `, or indent it deeper than the dash if it belongs to the item above",
        )
    }

    fn no_colon(&self) -> Told {
        let line = self.line(self.at);
        if let Some(told) = self.missing_space(&line) {
            return told;
        }
        told(
            line,
            "this line is not a `key: value` pair",
            "write a key and a colon before it, or indent it if it belongs to the text above",
        )
    }

    fn indentation(&self) -> Told {
        told(
            self.line(self.at),
            "this line does not line up with the lines it belongs to",
            "begin it in the same column as the other lines of its group, with spaces",
        )
    }

    fn in_brackets(&self) -> Told {
        let Some(open) = self.trail.flow_open else {
            return told(
                self.rest_of_line(),
                "brackets and commas do not fit together here",
                "put the whole value in quotes if it is text",
            );
        };
        let bracket = self.text.get(open..open + 1).unwrap_or("[");
        let closer = if bracket == "[" { ']' } else { '}' };
        if self.character() == ',' {
            return told(
                self.one_char(),
                "nothing stands before this comma",
                "take the extra comma out, or write the missing value",
            );
        }
        // Closed on its own line: something is wrong inside.
        if self.line_end(open) > self.at
            && self.text.get(self.at..self.line_end(open)).is_some_and(|rest| rest.contains(closer))
        {
            let mut told = told(
                self.rest_of_line(),
                format!("a comma or `{closer}` is missing before this"),
                "put a comma between the values, or quotes around a value that has `:`, `[`, `{` or `,` in it",
            );
            told.related.push((open..open + 1, format!("`{bracket}` is opened here")));
            return told;
        }
        told(
            open..open + 1,
            format!("the `{bracket}` opened here is not closed"),
            format!("add `{closer}`, or put the whole value in quotes if it is text"),
        )
    }
}
