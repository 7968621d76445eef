//! Files that are not sound UTF-8, and letters that were lost on the way.

use serde::Deserialize;

use super::wording::{places, quoted};
use crate::rule::{Context, SourceCheck};
use crate::text::{Damage, Encoding, SourceFile};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvalidEncoding {
    /// WHATWG name of the encoding in which stray bytes are read for the suggestion.
    assume: String,
}

const SAVE: &str = "Programs read such a file in different ways, so letters turn into signs that nobody wrote. Open \
                    it in an editor, see that all letters are right, and save it as UTF-8. Until then nothing else in it is repaired.";

impl SourceCheck for InvalidEncoding {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>) {
        if file.trouble.is_some() {
            return;
        }
        match file.encoding {
            Encoding::Utf8 => {}
            Encoding::Utf16 { .. } => {
                cx.report(file.at(0..0), "This file is saved as UTF-16 instead of UTF-8.").help(SAVE);
            }
            Encoding::Legacy(name) => {
                let first = file.text.char_indices().find(|(_, c)| !c.is_ascii());
                let range = first.map_or(0..0, |(at, c)| at..at + c.len_utf8());
                let message = format!(
                    "This file is not saved as UTF-8, but in an older way of storing letters (it seems {name})."
                );
                cx.report(file.at(range), message).help(SAVE);
            }
        }
        let count = file.damage.len();
        for damage in &file.damage {
            let bytes: Vec<String> = damage.bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
            let (noun, verb) = if bytes.len() == 1 { ("byte", "means") } else { ("bytes", "mean") };
            let message =
                format!("The {noun} {} {verb} nothing in {}.", bytes.join(" "), file.encoding.name());
            let help = match self.suggestion(damage) {
                Some(text) => format!(
                    "Readers see “\u{FFFD}” or nothing here. It may have been {} once: write it anew and save the \
                     file as UTF-8.",
                    quoted(&text)
                ),
                None => "Readers see “\u{FFFD}” or nothing here. Write the letter anew and save the file as UTF-8.".into(),
            };
            let finding = cx.report(file.at(damage.at.clone()), message);
            finding.help(help);
            if count > 1 {
                finding.group(
                    format!("invalid-encoding:{}", file.path),
                    format!("Bytes that mean nothing in {} in this file.", places(count)),
                );
            }
        }
        if !cx.rule.essential {
            report_lost_letters(file, cx);
        }
    }
}

impl InvalidEncoding {
    /// What the bytes say in the assumed encoding.
    fn suggestion(&self, damage: &Damage) -> Option<String> {
        let codec = encoding_rs::Encoding::for_label(self.assume.as_bytes())?;
        let (text, lossy) = codec.decode_without_bom_handling(&damage.bytes);
        let readable = !lossy && text.chars().all(|c| !c.is_control());
        readable.then(|| text.into_owned())
    }
}

/// Replacement characters that are in the file itself, as such or damaged once more.
fn report_lost_letters(file: &SourceFile, cx: &mut Context<'_>) {
    const LOST: [&str; 2] = ["\u{FFFD}", "ï¿½"];
    if LOST.iter().all(|lost| memchr::memmem::find(file.text.as_bytes(), lost.as_bytes()).is_none()) {
        return;
    }
    let mut damage = file.damage.iter().map(|damage| damage.at.start).peekable();
    // Between backticks of one line, a text speaks about the sign.
    let mut in_code = false;
    for (start, c) in file.text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '\n' => in_code = false,
            _ => {}
        }
        let rest = file.text.get(start..).unwrap_or("");
        let Some(lost) = LOST.into_iter().find(|lost| rest.starts_with(lost)) else {
            continue;
        };
        while damage.next_if(|&at| at < start).is_some() {}
        if damage.peek() == Some(&start) || in_code {
            continue;
        }
        cx.report(file.at(start..start + lost.len()), format!("A letter was lost here: {}.", quoted(lost)))
            .help(
                "Some program could not read the letter and put this sign in its place. No program can tell \
                 which letter it was: look it up in an older version and write it anew.",
            )
            .group(format!("lost-letters:{}", file.path), "Letters that were lost in this file.");
    }
}
