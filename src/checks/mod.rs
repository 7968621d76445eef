//! The code of the rules. One file for each check, two lines here: a `mod` and a row.

mod acronyms;
mod age_coded_language;
mod agreement;
mod article_form;
mod bidi_control;
mod blank_lines;
mod blocks;
mod brackets;
mod broken_link;
mod circular_definition;
mod closed_range_plus;
mod competency_gap;
mod compound_expectation;
mod compound_hyphen;
mod conflicts;
mod confusable_letter;
mod copies;
mod copy_drift;
mod count_mismatch;
mod dangling_reference;
mod declared_schema;
mod degree_without_equivalent;
mod draft_published;
mod duplicate_id;
mod duplicate_level;
mod duplicate_text;
mod emoji_in_heading;
mod empty_content;
mod experience_conflict;
mod file_trouble;
mod final_newline;
mod floor_with_range;
mod forbid_terms;
mod front_matter_syntax;
mod gender_coded_balance;
mod gendered_language;
mod heading_level;
mod heading_punctuation;
mod id_mismatch;
mod identical_levels;
mod incomplete_pay;
mod inconsistent_case;
mod inconsistent_markup;
mod invalid_encoding;
mod inverted_range;
mod invisible_character;
mod latin_abbreviation;
mod level_code_conflict;
mod level_marking;
mod level_missing_from_section;
mod level_name_mismatch;
mod level_order;
mod levels;
mod list_length;
mod list_marker;
mod lists;
mod long_sentence;
mod lost_characters;
mod malformed_markup;
mod management_exceeds_total;
mod matcher;
mod missing_title;
mod missing_unit;
mod misspelling;
mod mixed_list_punctuation;
mod mixed_person;
mod mixed_quotes;
mod mixed_verb_form;
mod mojibake;
mod moves;
mod near_identical_levels;
mod new_tab_link;
mod open_ended_pay;
mod page_chrome;
mod page_profile;
mod pattern;
mod pay_required;
mod placeholder;
mod preferred_term;
mod private_link;
mod prose;
mod punctuation_spacing;
mod ragged_table;
mod range_format;
mod reading_grade;
mod registry_drift;
mod regression;
mod repeated_punctuation;
mod repeated_space;
mod repeated_word;
mod require_section;
mod run_together_words;
mod scale_vocabulary;
mod section_drift;
mod sentences;
mod serial_comma;
mod slips;
mod stale_review;
mod template_residue;
mod terms;
mod thin_level;
mod title_alias;
mod title_mismatch;
mod title_style;
mod trailing_whitespace;
mod unmarked_heading;
mod unobservable_expectation;
mod vague_quantity;
mod vale;
mod variant_spelling;
mod wall_of_text;
mod wide_pay_range;
mod wording;

pub use broken_link::{folder_of, join as joined_path, percent_decoded};
pub use regression::step_of;
pub use vale::{Resources, StyleRule, read_style_rule};

pub use levels::{Blocks as LevelBlocks, by_key as section_keys, section_key};

use crate::rule::{self, CheckEntry};
use crate::syntax::Document;
use crate::text::Span;

/// All checks, sorted by name. Pages call them by these names.
pub const CHECKS: &[CheckEntry] = &[
    CheckEntry { name: "acronym-conflict", build: rule::document::<acronyms::AcronymConflict> },
    CheckEntry { name: "age-coded-language", build: rule::document::<age_coded_language::AgeCodedLanguage> },
    CheckEntry { name: "agreement", build: rule::document::<agreement::Agreement> },
    CheckEntry { name: "article-form", build: rule::document::<article_form::ArticleForm> },
    CheckEntry { name: "bidi-control", build: rule::source::<bidi_control::BidiControl> },
    CheckEntry { name: "binary-file", build: rule::source::<file_trouble::BinaryFile> },
    CheckEntry { name: "blank-lines", build: rule::document::<blank_lines::BlankLines> },
    CheckEntry { name: "broken-link", build: rule::document::<broken_link::BrokenLink> },
    CheckEntry { name: "career-cycle", build: rule::framework::<moves::CareerCycle> },
    CheckEntry {
        name: "circular-definition",
        build: rule::document::<circular_definition::CircularDefinition>,
    },
    CheckEntry { name: "closed-range-plus", build: rule::document::<closed_range_plus::ClosedRangePlus> },
    CheckEntry { name: "competency-gap", build: rule::framework::<competency_gap::CompetencyGap> },
    CheckEntry {
        name: "compound-expectation",
        build: rule::document::<compound_expectation::CompoundExpectation>,
    },
    CheckEntry { name: "compound-hyphen", build: rule::document::<compound_hyphen::CompoundHyphen> },
    CheckEntry { name: "confusable-letter", build: rule::document::<confusable_letter::ConfusableLetter> },
    CheckEntry { name: "copy-drift", build: rule::framework::<copy_drift::CopyDrift> },
    CheckEntry { name: "count-mismatch", build: rule::document::<count_mismatch::CountMismatch> },
    CheckEntry { name: "dangling-move", build: rule::framework::<moves::DanglingMove> },
    CheckEntry {
        name: "dangling-reference",
        build: rule::framework::<dangling_reference::DanglingReference>,
    },
    CheckEntry { name: "declared-schema", build: rule::document::<declared_schema::DeclaredSchema> },
    CheckEntry {
        name: "degree-without-equivalent",
        build: rule::document::<degree_without_equivalent::DegreeWithoutEquivalent>,
    },
    CheckEntry { name: "draft-published", build: rule::framework::<draft_published::DraftPublished> },
    CheckEntry { name: "dropped-competency", build: rule::framework::<competency_gap::DroppedCompetency> },
    CheckEntry { name: "duplicate-id", build: rule::framework::<duplicate_id::DuplicateId> },
    CheckEntry { name: "duplicate-level", build: rule::role::<duplicate_level::DuplicateLevel> },
    CheckEntry { name: "duplicate-text", build: rule::document::<duplicate_text::DuplicateText> },
    CheckEntry { name: "emoji-in-heading", build: rule::document::<emoji_in_heading::EmojiInHeading> },
    CheckEntry { name: "empty-content", build: rule::document::<empty_content::EmptyContent> },
    CheckEntry {
        name: "experience-conflict",
        build: rule::framework::<experience_conflict::ExperienceConflict>,
    },
    CheckEntry { name: "experience-regression", build: rule::framework::<regression::ExperienceRegression> },
    CheckEntry { name: "final-newline", build: rule::document::<final_newline::FinalNewline> },
    CheckEntry { name: "floor-with-range", build: rule::document::<floor_with_range::FloorWithRange> },
    CheckEntry { name: "forbid-terms", build: rule::document::<forbid_terms::ForbidTerms> },
    CheckEntry {
        name: "front-matter-syntax",
        build: rule::document::<front_matter_syntax::FrontMatterSyntax>,
    },
    CheckEntry {
        name: "gender-coded-balance",
        build: rule::document::<gender_coded_balance::GenderCodedBalance>,
    },
    CheckEntry { name: "gendered-language", build: rule::document::<gendered_language::GenderedLanguage> },
    CheckEntry { name: "heading-level", build: rule::document::<heading_level::HeadingLevel> },
    CheckEntry {
        name: "heading-punctuation",
        build: rule::document::<heading_punctuation::HeadingPunctuation>,
    },
    CheckEntry { name: "id-mismatch", build: rule::framework::<id_mismatch::IdMismatch> },
    CheckEntry { name: "identical-levels", build: rule::framework::<identical_levels::IdenticalLevels> },
    CheckEntry { name: "incomplete-pay", build: rule::document::<incomplete_pay::IncompletePay> },
    CheckEntry { name: "inconsistent-case", build: rule::framework::<inconsistent_case::InconsistentCase> },
    CheckEntry {
        name: "inconsistent-markup",
        build: rule::document::<inconsistent_markup::InconsistentMarkup>,
    },
    CheckEntry { name: "invalid-encoding", build: rule::source::<invalid_encoding::InvalidEncoding> },
    CheckEntry { name: "inverted-range", build: rule::document::<inverted_range::InvertedRange> },
    CheckEntry {
        name: "invisible-character",
        build: rule::document::<invisible_character::InvisibleCharacter>,
    },
    CheckEntry { name: "latin-abbreviation", build: rule::document::<latin_abbreviation::LatinAbbreviation> },
    CheckEntry {
        name: "level-code-conflict",
        build: rule::framework::<level_code_conflict::LevelCodeConflict>,
    },
    CheckEntry { name: "level-marking", build: rule::document::<level_marking::LevelMarking> },
    CheckEntry {
        name: "level-missing-from-section",
        build: rule::framework::<level_missing_from_section::LevelMissingFromSection>,
    },
    CheckEntry {
        name: "level-name-mismatch",
        build: rule::document::<level_name_mismatch::LevelNameMismatch>,
    },
    CheckEntry { name: "level-order", build: rule::framework::<level_order::LevelOrder> },
    CheckEntry { name: "list-length", build: rule::document::<list_length::ListLength> },
    CheckEntry { name: "list-marker", build: rule::document::<list_marker::ListMarker> },
    CheckEntry { name: "long-sentence", build: rule::document::<long_sentence::LongSentence> },
    CheckEntry { name: "lost-characters", build: rule::document::<lost_characters::LostCharacters> },
    CheckEntry { name: "malformed-markup", build: rule::document::<malformed_markup::MalformedMarkup> },
    CheckEntry {
        name: "management-exceeds-total",
        build: rule::role::<management_exceeds_total::ManagementExceedsTotal>,
    },
    CheckEntry { name: "misplaced-copy", build: rule::framework::<copies::MisplacedCopy> },
    CheckEntry { name: "missing-title", build: rule::document::<missing_title::MissingTitle> },
    CheckEntry { name: "missing-unit", build: rule::document::<missing_unit::MissingUnit> },
    CheckEntry { name: "misspelling", build: rule::document::<misspelling::Misspelling> },
    CheckEntry {
        name: "mixed-list-punctuation",
        build: rule::document::<mixed_list_punctuation::MixedListPunctuation>,
    },
    CheckEntry { name: "mixed-person", build: rule::document::<mixed_person::MixedPerson> },
    CheckEntry { name: "mixed-quotes", build: rule::document::<mixed_quotes::MixedQuotes> },
    CheckEntry { name: "mixed-verb-form", build: rule::document::<mixed_verb_form::MixedVerbForm> },
    CheckEntry { name: "mojibake", build: rule::document::<mojibake::Mojibake> },
    CheckEntry {
        name: "near-duplicate-expectation",
        build: rule::framework::<copies::NearDuplicateExpectation>,
    },
    CheckEntry {
        name: "near-identical-levels",
        build: rule::framework::<near_identical_levels::NearIdenticalLevels>,
    },
    CheckEntry { name: "new-tab-link", build: rule::document::<new_tab_link::NewTabLink> },
    CheckEntry { name: "one-way-move", build: rule::framework::<moves::OneWayMove> },
    CheckEntry { name: "open-ended-pay", build: rule::document::<open_ended_pay::OpenEndedPay> },
    CheckEntry { name: "orphan-role", build: rule::framework::<moves::OrphanRole> },
    CheckEntry { name: "page-chrome", build: rule::document::<page_chrome::PageChrome> },
    CheckEntry { name: "page-profile", build: rule::document::<page_profile::PageProfile> },
    CheckEntry { name: "pattern", build: pattern::build },
    CheckEntry { name: "pay-band-progression", build: rule::framework::<regression::PayBandProgression> },
    CheckEntry { name: "pay-conflict", build: rule::framework::<conflicts::PayConflict> },
    CheckEntry { name: "pay-required", build: rule::role::<pay_required::PayRequired> },
    CheckEntry { name: "phrase-slips", build: rule::document::<slips::PhraseSlips> },
    CheckEntry { name: "placeholder", build: rule::document::<placeholder::Placeholder> },
    CheckEntry { name: "preferred-term", build: rule::document::<preferred_term::PreferredTerm> },
    CheckEntry { name: "private-link", build: rule::document::<private_link::PrivateLink> },
    CheckEntry {
        name: "proficiency-regression",
        build: rule::framework::<regression::ProficiencyRegression>,
    },
    CheckEntry {
        name: "punctuation-spacing",
        build: rule::document::<punctuation_spacing::PunctuationSpacing>,
    },
    CheckEntry { name: "ragged-table", build: rule::document::<ragged_table::RaggedTable> },
    CheckEntry { name: "range-format", build: rule::framework::<range_format::RangeFormat> },
    CheckEntry { name: "reading-grade", build: rule::framework::<reading_grade::ReadingGrade> },
    CheckEntry { name: "registry-drift", build: rule::framework::<registry_drift::RegistryDrift> },
    CheckEntry {
        name: "repeated-punctuation",
        build: rule::document::<repeated_punctuation::RepeatedPunctuation>,
    },
    CheckEntry { name: "repeated-space", build: rule::document::<repeated_space::RepeatedSpace> },
    CheckEntry { name: "repeated-word", build: rule::document::<repeated_word::RepeatedWord> },
    CheckEntry { name: "require-section", build: rule::document::<require_section::RequireSection> },
    CheckEntry { name: "requirement-conflict", build: rule::framework::<conflicts::RequirementConflict> },
    CheckEntry { name: "run-together-words", build: rule::document::<run_together_words::RunTogetherWords> },
    CheckEntry { name: "scale-vocabulary", build: rule::framework::<scale_vocabulary::ScaleVocabulary> },
    CheckEntry { name: "scope-regression", build: rule::framework::<regression::ScopeRegression> },
    CheckEntry { name: "section-drift", build: rule::framework::<section_drift::SectionDrift> },
    CheckEntry { name: "serial-comma", build: rule::document::<serial_comma::SerialComma> },
    CheckEntry { name: "stale-review", build: rule::document::<stale_review::StaleReview> },
    CheckEntry { name: "template-residue", build: rule::document::<template_residue::TemplateResidue> },
    CheckEntry { name: "thin-level", build: rule::framework::<thin_level::ThinLevel> },
    CheckEntry { name: "title-alias", build: rule::framework::<title_alias::TitleAlias> },
    CheckEntry { name: "title-mismatch", build: rule::framework::<title_mismatch::TitleMismatch> },
    CheckEntry { name: "title-style", build: rule::framework::<title_style::TitleStyle> },
    CheckEntry { name: "too-large", build: rule::source::<file_trouble::TooLarge> },
    CheckEntry {
        name: "trailing-whitespace",
        build: rule::document::<trailing_whitespace::TrailingWhitespace>,
    },
    CheckEntry { name: "undefined-acronym", build: rule::document::<acronyms::UndefinedAcronym> },
    CheckEntry { name: "unmarked-heading", build: rule::document::<unmarked_heading::UnmarkedHeading> },
    CheckEntry {
        name: "unobservable-expectation",
        build: rule::document::<unobservable_expectation::UnobservableExpectation>,
    },
    CheckEntry { name: "unreadable-file", build: rule::source::<file_trouble::UnreadableFile> },
    CheckEntry { name: "unused-suppression", build: rule::engine },
    CheckEntry { name: "vague-quantity", build: rule::document::<vague_quantity::VagueQuantity> },
    CheckEntry { name: "vale", build: vale::build },
    CheckEntry { name: "variant-spelling", build: rule::document::<variant_spelling::VariantSpelling> },
    CheckEntry { name: "wall-of-text", build: rule::document::<wall_of_text::WallOfText> },
    CheckEntry { name: "wide-pay-range", build: rule::role::<wide_pay_range::WidePayRange> },
];

/// Checks that no page of the program calls: packs do.
pub const FOR_PACKS: &[&str] = &["pattern", "require-section", "vale"];

/// True when `span` lies in code, tags or addresses. The settings block of a page counts as text
/// here: its titles are read by people.
fn is_opaque(doc: &Document, span: Span) -> bool {
    let settings = doc.front.as_ref().is_some_and(|front| front.span.contains(span));
    !settings && doc.is_opaque(span)
}
