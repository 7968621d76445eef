//! What a comparison tells: the shape of `rolelint diff --format json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::wording::Part;
use crate::config::schema_of;

/// The differences between two states.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Differences {
    /// Version of this format; it grows when a key changes its meaning or goes away.
    pub version: u32,
    /// The earlier state, as it was named.
    pub old: String,
    /// The later state, as it was named.
    pub new: String,
    /// Roles and other pages in which something changed, sorted by path.
    pub pages: Vec<PageChange>,
    pub summary: Summary,
}

/// What became of one role, or of one page without roles.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageChange {
    pub kind: PageKind,
    pub change: PageState,
    /// As it was; null if it is new.
    pub old: Option<PageName>,
    /// As it is; null if it is gone.
    pub new: Option<PageName>,
    /// Passages in all: on the new page, or on the old one if it is gone.
    pub passages: usize,
    /// Those that stand in columns that repeat another level's text.
    pub copied: usize,
    /// In page order.
    pub changes: Vec<Change>,
    /// Expectations that stand on another page now; they are told there as well, and counted there only.
    pub moved_away: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// For people in the job.
    Role,
    /// For candidates.
    Posting,
    /// A page that describes no role.
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    Added,
    Removed,
    /// It has another title.
    Renamed,
    Changed,
}

/// A role or page in one of the two states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PageName {
    pub title: String,
    /// Relative to what was compared, `/` between folders.
    pub file: String,
    /// The levels that it is about, without columns of neighbors.
    pub levels: Vec<String>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    pub change: ChangeKind,
    pub of: Of,
    pub class: Class,
    /// The section it belongs to, as it is called now.
    pub section: Option<String>,
    /// What was mended (`spelling`, `punctuation` …), or which numbers or steps changed (`6-8 → 8-10`).
    pub reasons: Vec<String>,
    /// As it was; null if it is new.
    pub old: Option<Spot>,
    /// As it is; null if it is gone.
    pub new: Option<Spot>,
    /// The two texts in one, word by word; empty where nothing was reworded.
    pub words: Vec<Part>,
    /// Links that lead elsewhere, and words that became a link or are none any more.
    pub links: Vec<LinkChange>,
    /// This is a copy of another role's text, whose own page has the same change: that role's title.
    pub follows: Option<String>,
}

/// What became of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkChange {
    /// Its words.
    pub text: String,
    /// Where it led; null if it was none.
    pub old: Option<String>,
    /// Where it leads; null if it is none.
    pub new: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Added,
    Removed,
    /// It stands in another section, level or page; it may be reworded as well.
    Moved,
    /// The same demand in other words, or another value in its place.
    Reworded,
    /// A number or a step is higher: more is asked for, or given.
    Strengthened,
    /// A number or a step is lower.
    Weakened,
    /// A level or a section has another name.
    Renamed,
}

/// What it happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    Level,
    Section,
    Expectation,
    /// A text outside of lists and tables of expectations.
    Text,
    Heading,
    /// A value of a settings block or a data file.
    Value,
    /// A title or a label that is a link.
    Address,
}

/// Whether it means anything to the people who are judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Spelling, grammar, punctuation, capitals, blanks, mark-up, encoding, links, the order of items and sections,
    /// and settings of a site.
    Editorial,
    Substantive,
}

/// Where something stands in one of the two states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spot {
    /// Relative to what was compared.
    pub file: String,
    /// From 1.
    pub line: u32,
    pub level: Option<String>,
    /// The level is shown here as a copy of a neighbor's column.
    pub copy: bool,
    pub section: Option<String>,
    /// The label before the text, or the keys of a value.
    pub label: Option<String>,
    pub text: String,
}

/// How much changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    pub pages_added: usize,
    pub pages_removed: usize,
    pub pages_renamed: usize,
    /// Changes by kind, also those on pages that came or went; copies that follow their own page are not counted.
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
    pub reworded: usize,
    pub strengthened: usize,
    pub weakened: usize,
    pub renamed: usize,
    /// Of these, how many are substantive.
    pub substantive: usize,
    pub editorial: usize,
}

impl Differences {
    /// True if something changed that people are judged by, or any page came or went.
    pub fn is_substantive(&self) -> bool {
        self.summary.substantive > 0
            || self.summary.pages_added + self.summary.pages_removed + self.summary.pages_renamed > 0
    }

    /// True if nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// The schema of `rolelint diff --format json`, `schemas/diff.schema.json`.
pub fn diff_schema() -> serde_json::Value {
    schema_of::<Differences>("diff", "rolelint diff --format json")
}
