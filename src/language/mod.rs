//! Knowledge about words and numbers: what is a word, how it is spelled, which form a verb has,
//! what a phrase such as "at least 5–7 years" or "$90k and up" says. Everything works on plain
//! text (see `syntax::Text::plain`) and returns byte ranges of it; nothing here knows about files,
//! roles or findings.

pub mod quantity;
pub mod tokens;
pub mod verbs;

pub use quantity::{
    Bound, Context, Experience, ExperienceKind, FloorKind, NumberRange, Pay, Period, TimeUnit, experience,
    pay, ranges,
};
pub use tokens::{Word, words};
pub use verbs::{Opening, VerbForm, conjugate, form_of};

/// The language of a page's prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    English,
    Other(&'static str),
}

/// How often each word stands in a framework.
#[derive(Debug, Default)]
pub struct Vocabulary;

/// Spelling.
pub struct Speller;

impl Speller {
    pub fn new(_vocabulary: &Vocabulary, _words: &[String]) -> Self {
        Speller
    }
}

impl Vocabulary {
    /// Counts the words of a text.
    pub fn add(&mut self, _text: &crate::syntax::Text) {}
}

/// The language of a document's prose.
pub fn language_of(_doc: &crate::syntax::Document) -> Lang {
    Lang::English
}
