//! The code of the rules. One file for each check, two lines here: a `mod` and a row.

mod age_coded_language;
mod circular_definition;
mod closed_range_plus;
mod declared_schema;
mod duplicate_id;
mod duplicate_level;
mod experience_conflict;
mod file_trouble;
mod floor_with_range;
mod forbid_terms;
mod front_matter_syntax;
mod gendered_language;
mod identical_levels;
mod invalid_encoding;
mod invisible_character;
mod latin_abbreviation;
mod list_marker;
mod lists;
mod misspelling;
mod mixed_list_punctuation;
mod mixed_verb_form;
mod mojibake;
mod open_ended_pay;
mod page_chrome;
mod placeholder;
mod private_link;
mod repeated_space;
mod run_together_words;
mod sentences;
mod terms;
mod thin_level;
mod title_alias;
mod trailing_whitespace;
mod vague_quantity;
mod wording;

use crate::rule::{self, CheckEntry};
use crate::syntax::Document;
use crate::text::Span;

/// All checks, sorted by name. Pages call them by these names.
pub const CHECKS: &[CheckEntry] = &[
    CheckEntry { name: "age-coded-language", build: rule::document::<age_coded_language::AgeCodedLanguage> },
    CheckEntry { name: "binary-file", build: rule::source::<file_trouble::BinaryFile> },
    CheckEntry {
        name: "circular-definition",
        build: rule::document::<circular_definition::CircularDefinition>,
    },
    CheckEntry { name: "closed-range-plus", build: rule::document::<closed_range_plus::ClosedRangePlus> },
    CheckEntry { name: "declared-schema", build: rule::document::<declared_schema::DeclaredSchema> },
    CheckEntry { name: "duplicate-id", build: rule::framework::<duplicate_id::DuplicateId> },
    CheckEntry { name: "duplicate-level", build: rule::role::<duplicate_level::DuplicateLevel> },
    CheckEntry {
        name: "experience-conflict",
        build: rule::framework::<experience_conflict::ExperienceConflict>,
    },
    CheckEntry { name: "floor-with-range", build: rule::document::<floor_with_range::FloorWithRange> },
    CheckEntry { name: "forbid-terms", build: rule::document::<forbid_terms::ForbidTerms> },
    CheckEntry {
        name: "front-matter-syntax",
        build: rule::document::<front_matter_syntax::FrontMatterSyntax>,
    },
    CheckEntry { name: "gendered-language", build: rule::document::<gendered_language::GenderedLanguage> },
    CheckEntry { name: "identical-levels", build: rule::framework::<identical_levels::IdenticalLevels> },
    CheckEntry { name: "invalid-encoding", build: rule::source::<invalid_encoding::InvalidEncoding> },
    CheckEntry {
        name: "invisible-character",
        build: rule::document::<invisible_character::InvisibleCharacter>,
    },
    CheckEntry { name: "latin-abbreviation", build: rule::document::<latin_abbreviation::LatinAbbreviation> },
    CheckEntry { name: "list-marker", build: rule::document::<list_marker::ListMarker> },
    CheckEntry { name: "misspelling", build: rule::document::<misspelling::Misspelling> },
    CheckEntry {
        name: "mixed-list-punctuation",
        build: rule::document::<mixed_list_punctuation::MixedListPunctuation>,
    },
    CheckEntry { name: "mixed-verb-form", build: rule::document::<mixed_verb_form::MixedVerbForm> },
    CheckEntry { name: "mojibake", build: rule::document::<mojibake::Mojibake> },
    CheckEntry { name: "open-ended-pay", build: rule::document::<open_ended_pay::OpenEndedPay> },
    CheckEntry { name: "page-chrome", build: rule::document::<page_chrome::PageChrome> },
    CheckEntry { name: "placeholder", build: rule::document::<placeholder::Placeholder> },
    CheckEntry { name: "private-link", build: rule::document::<private_link::PrivateLink> },
    CheckEntry { name: "repeated-space", build: rule::document::<repeated_space::RepeatedSpace> },
    CheckEntry { name: "run-together-words", build: rule::document::<run_together_words::RunTogetherWords> },
    CheckEntry { name: "thin-level", build: rule::framework::<thin_level::ThinLevel> },
    CheckEntry { name: "title-alias", build: rule::framework::<title_alias::TitleAlias> },
    CheckEntry { name: "too-large", build: rule::source::<file_trouble::TooLarge> },
    CheckEntry {
        name: "trailing-whitespace",
        build: rule::document::<trailing_whitespace::TrailingWhitespace>,
    },
    CheckEntry { name: "unreadable-file", build: rule::source::<file_trouble::UnreadableFile> },
    CheckEntry { name: "unused-suppression", build: rule::engine },
    CheckEntry { name: "vague-quantity", build: rule::document::<vague_quantity::VagueQuantity> },
];

/// True when `span` lies in code, tags or addresses. The settings block of a page counts as text
/// here: its titles are read by people.
fn is_opaque(doc: &Document, span: Span) -> bool {
    let settings = doc.front.as_ref().is_some_and(|front| front.span.contains(span));
    !settings && doc.is_opaque(span)
}
