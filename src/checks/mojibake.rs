//! Characters that were read with the wrong encoding and saved again.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, de};

use super::wording::{places, quoted};
use crate::diag::Fix;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::text::mojibake::{Repair, SingleByte, repairs};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mojibake {
    /// Names of the encodings that the text may have been misread as.
    #[serde(deserialize_with = "codecs")]
    encodings: Vec<SingleByte>,
    /// How often in a row it may have happened.
    max_rounds: usize,
    /// Pieces of text that only look damaged.
    ignore: Vec<String>,
}

fn codecs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SingleByte>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let named = |name: &String| {
        SingleByte::named(name)
            .ok_or_else(|| de::Error::custom(format!("`{name}` is not a single-byte encoding that is known")))
    };
    names.iter().map(named).collect()
}

impl DocumentCheck for Mojibake {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let (file, doc) = (subject.file, subject.doc);
        let mut found = repairs(&file.text, &self.encodings, self.max_rounds);
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
            let finding = match &text {
                Some(text) if text.is_empty() => {
                    let finding =
                        cx.report(span, format!("{damaged} is the remains of an invisible character."));
                    finding.help(format!("{HELP} Delete it."));
                    finding
                }
                Some(text) => {
                    let good = quoted(text);
                    let finding = cx.report(span, format!("{damaged} is a damaged {good}."));
                    finding.help(format!("{HELP} Write {good}."));
                    finding
                }
                None => {
                    let finding = cx.report(span, format!("{damaged} is damaged beyond repair."));
                    finding.help(format!("{HELP} Too much is lost to tell what stood here: write it anew."));
                    finding
                }
            };
            if let Some(text) = text {
                let title =
                    if text.is_empty() { "Delete it".to_owned() } else { format!("Write {}", quoted(&text)) };
                finding.fix(Fix::safe(title, span, text));
            }
            if count > 1 {
                let summary =
                    format!("{} ({} of this file)", finding.message.trim_end_matches('.'), places(count));
                finding.group(format!("mojibake:{}:{damaged}", file.path), format!("{summary}."));
            }
        }
    }
}

const HELP: &str = "A program misread these characters and saved what it saw, so readers meet these signs instead \
                    of what was meant.";
