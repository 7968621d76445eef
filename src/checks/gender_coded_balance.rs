//! Pages whose words lean strongly to one side of what studies found men and women to be described by.

use serde::Deserialize;

use crate::language::{Lang, words_in};
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::Text;
use crate::text::Span;

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenderCodedBalance {
    /// Beginnings of words that go with one side.
    masculine: Vec<String>,
    feminine: Vec<String>,
    /// Beginnings of words that mean nothing here.
    exclude: Vec<String>,
    /// So many words more on one side are a lean.
    threshold: usize,
}

impl DocumentCheck for GenderCodedBalance {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        if subject.language != Lang::English || subject.roles.is_empty() {
            return;
        }
        let (mut his, mut hers) = (vec![], 0_usize);
        let mut first: Option<Span> = None;
        subject.doc.each_text(&mut |text: &Text| {
            for word in words_in(text) {
                let lower = word.word.to_lowercase();
                let begins = |stems: &[String]| stems.iter().any(|stem| lower.starts_with(stem.as_str()));
                if begins(&self.exclude) {
                    continue;
                }
                if begins(&self.masculine) {
                    first.get_or_insert_with(|| text.locate(word.range.clone()).span);
                    his.push(lower);
                } else if begins(&self.feminine) {
                    hers += 1;
                }
            }
        });
        let Some(place) = first.filter(|_| his.len() >= hers + self.threshold) else { return };
        let all = his.len();
        his.sort();
        his.dedup();
        his.truncate(6);
        cx.report(place, format!("{all} words of this page are those of masculine stereotypes, {hers} those of feminine ones: {}.", his.join(", ")))
            .help("Studies found that fewer women apply where the balance is so. None of the words is wrong alone; look for some that say more about the work.");
    }
}
