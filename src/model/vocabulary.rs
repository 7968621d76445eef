//! Words that the field uses for sections, levels and titles.

use serde::Serialize;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    Summary,
    Responsibilities,
    Knowledge,
    Communication,
    Leadership,
    Impact,
    SkillsHard,
    SkillsSoft,
    Competencies,
    Evidence,
    Education,
    Experience,
    Scope,
    Moves,
    Pay,
    Links,
    Other,
}

/// A recognized level label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelWord {
    /// `IC3`, `L4`.
    pub code: Option<String>,
    /// A hint at the order on its track.
    pub rank: Option<i32>,
}

/// What a heading is about, by its words.
pub fn section_kind(_heading: &str) -> SectionKind {
    SectionKind::Other
}

/// Whether a label names a level.
pub fn level_word(_label: &str) -> Option<LevelWord> {
    None
}

/// A title reduced to what identifies the role: its words, abbreviations expanded, in sorted order,
/// so that "Director of Engineering" and "Engineering Director" are equal.
pub fn title_key(title: &str) -> String {
    title.to_lowercase()
}
