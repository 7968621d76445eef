//! Pages that are much harder to read than the others.

use serde::Deserialize;

use super::sentences::sentences;
use crate::language::{Lang, language_of, words};
use crate::model::Framework;
use crate::rule::{Context, FrameworkCheck};
use crate::syntax::{Document, Visit};
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadingGrade {
    /// So many school years above the framework's median are too many.
    above_median: f64,
    /// Highest school year of all; 0 for none.
    max: f64,
}

/// Below this many words the measure means nothing.
const ENOUGH: usize = 100;
/// So many pages have a median.
const PAGES: usize = 4;

impl FrameworkCheck for ReadingGrade {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        let mut grades: Vec<(f64, Span)> = vec![];
        for doc in framework.files.iter().filter_map(|&file| around.document(file)) {
            if language_of(doc) == Lang::English
                && let Some(found) = grade(doc)
            {
                grades.push(found);
            }
        }
        let mut sorted: Vec<f64> = grades.iter().map(|(grade, _)| *grade).collect();
        sorted.sort_by(f64::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        for (grade, place) in grades {
            let message = if sorted.len() >= PAGES && grade > median + self.above_median {
                format!(
                    "This page needs about {grade:.0} years of school to be read; the others of this framework need {median:.0}."
                )
            } else if self.max > 0.0 && grade > self.max {
                format!("This page needs about {grade:.0} years of school to be read.")
            } else {
                continue;
            };
            cx.report(place, message)
                .help("Long sentences and long words make it so. Make two sentences of one, and choose the shorter word.");
        }
    }
}

/// Years of school by the measure of Flesch and Kincaid (1975), each item being a sentence; and where the
/// page's text begins.
#[allow(clippy::cast_precision_loss)]
fn grade(doc: &Document) -> Option<(f64, Span)> {
    let (mut count, mut parts, mut beats) = (0_usize, 0_usize, 0_usize);
    let mut first = None;
    doc.visit(&mut |visit| {
        let (Visit::Paragraph(_) | Visit::Item(_), Some(text)) = (visit, visit.text()) else { return };
        for range in sentences(&text.plain) {
            let mut own = 0;
            for word in words(text.plain.get(range.clone()).unwrap_or("")) {
                own += 1;
                beats += syllables(word.word);
            }
            count += own;
            parts += usize::from(own > 0);
            if own > 0 && first.is_none() {
                first = Some(text.locate(range).span);
            }
        }
    });
    if count < ENOUGH {
        return None;
    }
    let grade = 0.39 * count as f64 / parts.max(1) as f64 + 11.8 * beats as f64 / count as f64 - 15.59;
    Some((grade, first?))
}

/// Groups of vowels, without a silent e at the end.
fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0;
    let mut before = false;
    for c in lower.chars() {
        let now = vowel(c);
        count += usize::from(now && !before);
        before = now;
    }
    let silent = lower.ends_with('e') && !lower.ends_with("le") && count > 1;
    (count - usize::from(silent)).max(1)
}
