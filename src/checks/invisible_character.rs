//! Characters that nobody sees.

use serde::Deserialize;

use crate::diag::{Fix, Severity};
use crate::language::Lang;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::any_beyond_ascii;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvisibleCharacter {
    /// Characters that are meant, as `U+00AD`.
    allow: Vec<String>,
}

impl DocumentCheck for InvisibleCharacter {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if file.bom_len == 3 && !self.is_allowed('\u{FEFF}') {
            cx.report(file.at(0..0), "The file begins with an invisible byte order mark (U+FEFF).")
                .at_most(Severity::Info)
                .help(
                    "Some site generators then take the settings block at the top for text. \
                     Save the file as “UTF-8”, without “signature” or “BOM”.",
                );
        }
        let control =
            |bits: bool, byte: &u8| bits | (*byte < b' ' || *byte == 0x7F) & !matches!(*byte, b'\t'..=b'\r');
        if !file.text.as_bytes().iter().fold(false, control) && !any_beyond_ascii(&file.text, suspicious) {
            return;
        }
        let mut chars = file.text.char_indices().peekable();
        let mut before: [Option<char>; 2] = [None, None];
        while let Some((start, c)) = chars.next() {
            let [last, second_last] = before;
            before = [Some(c), last];
            if !suspicious(c) || self.is_allowed(c) {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(at, next)) = chars.peek().filter(|&&(_, next)| next == c) {
                end = at + next.len_utf8();
                chars.next();
            }
            let after = file.text.get(end..).unwrap_or("");
            let around = Around { last, second_last, after };
            let Some(instead) = unwanted(c, &around, subject.language) else { continue };
            // Blanks of both kinds at the end of a line: up to the last that does not belong there.
            if is_space(c)
                && let Some(blanks) = blanks_to_line_end(after)
            {
                let last = blanks.char_indices().rfind(|&(_, c)| is_space(c));
                end += last.map_or(0, |(at, c)| at + c.len_utf8());
                while chars.next_if(|&(at, _)| at < end).is_some() {}
            }
            let span = file.at(start..end);
            if super::is_opaque(doc, span) {
                continue;
            }
            let name = name(c);
            let code = format!("U+{:04X}", u32::from(c));
            let count = file.slice(span).chars().count();
            let message = if is_space(c) {
                format!("There is a {name} ({code}) where no blank belongs.")
            } else if count == 1 {
                format!("There is an invisible {name} ({code}) here.")
            } else {
                format!("There are {count} invisible characters here: {name}s ({code}).")
            };
            let finding = cx.report(span, message);
            finding
                .help(
                    "Nobody sees it, but search, links and comparisons with other pages fail on it. It \
                     usually comes from pasting out of a document editor or a web page. Delete it.",
                )
                .group(
                    format!("invisible-character:{code}:{}", file.path),
                    format!("Invisible {name}s ({code}) in this file."),
                );
            let title = if instead.is_empty() { "Delete it" } else { "Write an ordinary blank" };
            finding.fix(Fix::safe(title, span, instead));
        }
    }
}

impl InvisibleCharacter {
    fn is_allowed(&self, c: char) -> bool {
        let code = |name: &String| u32::from_str_radix(name.trim_start_matches("U+"), 16).ok();
        self.allow.iter().any(|name| code(name) == Some(u32::from(c)))
    }
}

/// The blanks that follow, if nothing else does on this line.
fn blanks_to_line_end(after: &str) -> Option<&str> {
    let rest = after.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
    (rest.is_empty() || rest.starts_with('\n')).then(|| after.get(..after.len() - rest.len()).unwrap_or(""))
}

struct Around<'t> {
    last: Option<char>,
    second_last: Option<char>,
    after: &'t str,
}

fn suspicious(c: char) -> bool {
    // Direction controls have a rule of their own: they can mislead a reader.
    let direction =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}');
    !direction
        && (super::wording::is_unseen(c)
            || is_space(c)
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{E0020}'..='\u{E007F}'))
}

fn is_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}

/// What to write instead of `c`; `None` if it is right where it stands.
fn unwanted(c: char, around: &Around<'_>, language: Lang) -> Option<&'static str> {
    let next = around.after.chars().next();
    let complex =
        |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x590 && (c.is_alphabetic() || is_mark(c)));
    let emoji = |c: Option<char>| c.is_some_and(is_pictograph);
    match c {
        // Emoji of several people, and scripts whose letters join.
        '\u{200C}' | '\u{200D}' => {
            let joins = emoji(around.last) || (is_modifier(around.last) && emoji(around.second_last));
            let sequence = joins && emoji(next);
            (!sequence && !complex(around.last) && !complex(next)).then_some("")
        }
        // Writing without blanks between words.
        '\u{200B}' => {
            let breaks = |c: Option<char>| {
                c.is_some_and(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'))
            };
            (!breaks(around.last) && !breaks(next)).then_some("")
        }
        // Flags of regions.
        '\u{E0020}'..='\u{E007F}' => {
            let flag = |c: char| c == '\u{1F3F4}' || matches!(c, '\u{E0020}'..='\u{E007F}');
            (!around.last.is_some_and(flag)).then_some("")
        }
        '\u{A0}' | '\u{202F}' => {
            let ends = blanks_to_line_end(around.after).is_some();
            // French and others set a narrow gap before these signs.
            let before_sign = next.is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
                && around.last.is_some_and(char::is_alphanumeric)
                && language == Lang::English
                && !starts_emoticon(around.after);
            (ends || before_sign).then_some("")
        }
        '\u{2028}' | '\u{2029}' => Some(" "),
        // The page break of text files.
        '\u{C}' => None,
        // Damaged characters have a rule of their own; these five stand for nothing.
        '\u{80}'..='\u{9F}' => {
            let undefined = matches!(c, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}');
            let part = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
            (undefined && !part(around.last) && !part(next)).then_some("")
        }
        _ => Some(""),
    }
}

fn starts_emoticon(text: &str) -> bool {
    [":)", ":-", ";)", ";-", ":("].iter().any(|face| text.starts_with(face)) || text.starts_with("...")
}

fn is_mark(c: char) -> bool {
    // Signs of the Indic and neighbouring scripts, some of which are no letters.
    matches!(c, '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{FFF}' | '\u{1780}'..='\u{17FF}')
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2BFF | 0x3030 | 0x303D | 0x1F000..=0x1FAFF)
}

fn is_modifier(c: Option<char>) -> bool {
    c.is_some_and(|c| c == '\u{FE0F}' || matches!(c, '\u{1F3FB}'..='\u{1F3FF}'))
}

fn name(c: char) -> &'static str {
    match c {
        '\u{A0}' => "no-break space",
        '\u{202F}' => "narrow no-break space",
        '\u{AD}' => "soft hyphen",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner",
        '\u{200D}' => "zero-width joiner",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{2060}' => "word joiner",
        '\u{FEFF}' => "byte order mark",
        '\u{E0020}'..='\u{E007F}' => "tag character",
        c if c.is_control() => "control character",
        _ => "format character",
    }
}
