//! Characters that were read with the wrong encoding and saved again.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::wording::{places, quoted};
use crate::diag::{Applicability, Diagnostic, Edit, Fix};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Visit;
use crate::text::Span;
use crate::text::mojibake::{Repair, SingleByte, repairs};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mojibake {
    /// Names of the encodings that the text may have been misread as.
    encodings: Codecs,
    /// How often in a row it may have happened.
    max_rounds: usize,
    /// Pieces of text that only look damaged.
    ignore: Vec<String>,
}

/// Encodings by their names; their tables are made when the first text needs them.
#[derive(Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Codecs {
    names: Vec<String>,
    made: OnceLock<Vec<SingleByte>>,
}

impl TryFrom<Vec<String>> for Codecs {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Self, String> {
        match names.iter().find(|name| !SingleByte::is_known(name)) {
            Some(name) => Err(format!("`{name}` is not a single-byte encoding that is known")),
            None => Ok(Codecs { names, made: OnceLock::new() }),
        }
    }
}

impl Codecs {
    fn all(&self) -> &[SingleByte] {
        self.made.get_or_init(|| self.names.iter().filter_map(|name| SingleByte::named(name)).collect())
    }
}

impl DocumentCheck for Mojibake {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        self.check_file(subject, cx);
        self.check_escapes(subject, cx);
    }
}

impl Mojibake {
    /// Damage that the program which wrote the file spelled out: "Caf\\u00c3\\u00a9".
    fn check_escapes(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let file = subject.file;
        subject.doc.visit(&mut |visit| {
            let Visit::Value(_, text) = visit else { return };
            let source = file.slice(text.span);
            if text.plain.is_ascii() || !source.contains('\\') {
                return;
            }
            for Repair { range, text: good } in repairs(&text.plain, self.encodings.all(), self.max_rounds) {
                let place = text.locate(range.clone());
                let written = file.slice(place.span);
                let damaged = text.plain.get(range).unwrap_or("");
                // What stands there as it is was seen already.
                if !written.is_ascii() || self.ignore.iter().any(|text| text == damaged) {
                    continue;
                }
                let finding = report(cx, place.span, damaged, good.as_deref());
                if let Some(good) = good {
                    let new: Option<String> = good.chars().map(escaped).collect();
                    let sure = place.exact && new.is_some();
                    let applicability = if sure { Applicability::Safe } else { Applicability::Display };
                    let edit = Edit { span: place.span, text: new.unwrap_or_else(|| good.clone()) };
                    finding.fix(Fix::new(title(&good), applicability, vec![edit]));
                }
            }
        });
    }

    /// Damage that stands in the file as it is.
    fn check_file(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        if file.text.is_ascii() {
            return;
        }
        let mut found = repairs(&file.text, self.encodings.all(), self.max_rounds);
        found.retain(|repair| {
            let span = file.at(repair.range.clone());
            !super::is_opaque(doc, span) && !self.ignore.iter().any(|text| text == file.slice(span))
        });
        let mut counts: HashMap<String, usize> = HashMap::new();
        for repair in &found {
            *counts.entry(file.slice(file.at(repair.range.clone())).to_owned()).or_default() += 1;
        }
        for Repair { range, text } in found {
            let span = file.at(range);
            let damaged = quoted(file.slice(span));
            let count = counts.get(file.slice(span)).copied().unwrap_or(0);
            let finding = report(cx, span, file.slice(span), text.as_deref());
            if let Some(text) = text {
                finding.fix(Fix::safe(title(&text), span, text));
            }
            if count > 1 {
                let summary =
                    format!("{} ({} of this file)", finding.message.trim_end_matches('.'), places(count));
                finding.group(format!("mojibake:{}:{damaged}", file.path), format!("{summary}."));
            }
        }
    }
}

fn title(good: &str) -> String {
    if good.is_empty() { "Delete it".to_owned() } else { format!("Write {}", quoted(good)) }
}

/// The character as the formats that know escapes write it, if all of them write it alike.
fn escaped(c: char) -> Option<String> {
    let code = u32::from(c);
    (code <= 0xFFFF && !c.is_ascii_control() && !matches!(c, '"' | '\\'))
        .then(|| if c.is_ascii() { c.to_string() } else { format!("\\u{code:04x}") })
}

fn report<'c>(cx: &'c mut Context<'_>, span: Span, damaged: &str, good: Option<&str>) -> &'c mut Diagnostic {
    let damaged = quoted(damaged);
    let (message, advice) = match good {
        Some("") => (format!("{damaged} is the remains of an invisible character."), "Delete it.".to_owned()),
        Some(good) => {
            let good = quoted(good);
            (format!("{damaged} is a damaged {good}."), format!("Write {good}."))
        }
        None => (
            format!("{damaged} is damaged beyond repair."),
            "Too much is lost to tell what stood here: write it anew.".to_owned(),
        ),
    };
    cx.report(span, message).help(format!("{HELP} {advice}"))
}

const HELP: &str = "A program misread these characters and saved what it saw, so readers meet these signs instead \
                    of what was meant.";
