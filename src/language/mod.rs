//! Stub for the shape; see the language work.

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
