//! Knowledge about words and numbers: what is a word, how it is spelled, which form a verb has,
//! what a phrase such as "at least 5–7 years" or "$90k and up" says. Everything works on plain
//! text (see `syntax::Text::plain`) and returns byte ranges of it; nothing here knows about files,
//! roles or findings.

pub mod acronym;
pub mod detect;
mod edits;
pub mod lexicon;
mod listed;
mod plain;
pub mod quantity;
mod slips;
pub mod spelling;
pub mod tokens;
pub mod variants;
pub mod verbs;
pub mod vocabulary;
pub mod words;

pub use detect::{Lang, detect, is_foreign, language_of};
pub use lexicon::Lexicon;
pub use quantity::{
    Bound, Context, Experience, ExperienceKind, FloorKind, NumberRange, Pay, Period, Sum, TimeUnit,
    currency_named, experience, experience_in, is_other_money, names_pay, pay, pay_in_thousands,
    period_named, ranges, ranges_in, sum, thousands_named,
};
pub use spelling::{Speller, Verdict};
pub(crate) use tokens::one_of;
pub use tokens::{Word, first_words, words, words_in};
pub use verbs::{Opening, VerbForm, conjugate, form_of, is_surely};
pub use vocabulary::{Vocabulary, text_hash};
pub use words::Dictionary;
