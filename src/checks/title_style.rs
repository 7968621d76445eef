//! Titles that write their rank or number in two ways.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::levels;
use crate::model::{Framework, looks_like_title, words_of};
use crate::rule::{Context, FrameworkCheck};
use crate::text::Spanned;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    rank_style: RankStyle,
    number_style: NumberStyle,
}

/// How ranks are written.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum RankStyle {
    Majority,
    /// "Senior"
    Full,
    /// "Sr."
    Short,
}

/// How numbers are written.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum NumberStyle {
    Majority,
    /// "II"
    Roman,
    /// "2"
    Arabic,
}

/// One way of writing, with the other way of the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Senior,
    Sr,
    Roman,
    Arabic,
}

impl Form {
    fn other(self) -> Form {
        match self {
            Form::Senior => Form::Sr,
            Form::Sr => Form::Senior,
            Form::Roman => Form::Arabic,
            Form::Arabic => Form::Roman,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Form::Senior => "“Senior”",
            Form::Sr => "“Sr.”",
            Form::Roman => "a roman number",
            Form::Arabic => "an arabic number",
        }
    }
}

/// True if the word of rank of a title is that for beginners.
fn is_junior(title: &str) -> bool {
    let words = words_of(title);
    words.iter().any(|word| matches!(word.as_str(), "junior" | "jr" | "jnr"))
}

/// The ways in which a title writes its rank and its number.
fn forms(title: &str) -> Vec<Form> {
    let mut forms = vec![];
    let bare = title.split('(').next().unwrap_or(title);
    let words: Vec<String> =
        bare.split_whitespace().map(|word| word.trim_matches([',', '.', ':']).to_owned()).collect();
    for word in &words {
        match word.to_lowercase().as_str() {
            "senior" | "junior" => forms.push(Form::Senior),
            "sr" | "snr" | "jr" | "jnr" => forms.push(Form::Sr),
            _ => {}
        }
    }
    if let Some(last) = words.last().filter(|_| words.len() > 1) {
        let roman = matches!(last.as_str(), "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII");
        let arabic = last.len() == 1 && last.chars().all(|c| c.is_ascii_digit());
        if roman {
            forms.push(Form::Roman);
        } else if arabic {
            forms.push(Form::Arabic);
        }
    }
    forms
}

impl FrameworkCheck for TitleStyle {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut uses: BTreeMap<Form, Vec<&Spanned<String>>> = BTreeMap::new();
        for (_, role) in levels::pages(framework) {
            let own = role.levels.iter().filter(|level| !level.mirror && level.occurrence == 1);
            let labels = own.map(|level| &level.label);
            let mut seen = vec![];
            for title in role.title.iter().chain(labels) {
                // A level of the page that bears the page's title is the same title.
                if !looks_like_title(&title.value) || title.span.is_empty() || seen.contains(&&title.value) {
                    continue;
                }
                seen.push(&title.value);
                for form in forms(&title.value) {
                    uses.entry(form).or_default().push(title);
                }
            }
        }
        let count = |form: Form| uses.get(&form).map_or(0, Vec::len);
        for (form, wanted) in [
            (Form::Sr, self.rank_style == RankStyle::Full),
            (Form::Senior, self.rank_style == RankStyle::Short),
            (Form::Roman, self.number_style == NumberStyle::Arabic),
            (Form::Arabic, self.number_style == NumberStyle::Roman),
        ] {
            let majority = match form {
                Form::Senior | Form::Sr => self.rank_style == RankStyle::Majority,
                Form::Roman | Form::Arabic => self.number_style == NumberStyle::Majority,
            };
            let (own, other) = (count(form), count(form.other()));
            // In a tie the abbreviation and the arabic number are as good as the others: nobody knows.
            let fewer = majority && own < other;
            if !(wanted || fewer) {
                continue;
            }
            let example = uses.get(&form.other()).and_then(|titles| titles.first());
            let rule = &cx.rule.id;
            let group = format!("{rule}:{}:{}", framework.root, form.words());
            let summary = format!(
                "{own} titles are written with {}, {other} with {}.",
                form.words(),
                form.other().words()
            );
            for title in uses.get(&form).into_iter().flatten() {
                let finding = cx.report(
                    title.span,
                    match (form, is_junior(&title.value)) {
                        (Form::Sr, true) => {
                            format!("“{}” is written with “Jr.”, other titles in full.", title.value)
                        }
                        (Form::Senior, true) => {
                            format!("“{}” is written with “Junior”, other titles in short.", title.value)
                        }
                        _ => format!(
                            "“{}” is written with {}, other titles with {}.",
                            title.value,
                            form.words(),
                            form.other().words()
                        ),
                    },
                );
                finding.help("Titles are sorted, searched and compared: write all of them in one way.");
                finding.group(group.clone(), summary.clone());
                if let Some(example) = example {
                    finding.related(example.span, "a title of the other kind");
                }
            }
        }
    }
}
