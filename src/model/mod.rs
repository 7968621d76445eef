//! The role model: one shape for every format (`docs/decisions` says why it is this one). A role
//! has the levels that its page shows, and sections whose expectations name their level. Every
//! value keeps its place and its original wording; contradictions are kept, never mended.

mod export;
mod graph;
mod join;
mod library;
mod lower;
mod matrix;
mod posting;
mod prose;
mod rank;
mod ties;
mod titles;
mod vocabulary;

pub use export::{add_readings, export};
pub use graph::{Graph, MOST_LEVELS, Rung, Step, circles_of, is_leading, letters};
pub use lower::{Given, Reading, Unmet, lower};
pub use matrix::matrix;
pub use posting::{LEFT_OUT, postings};
pub use ties::Ties;
pub use titles::{job_key, title_key};
pub use vocabulary::{
    LevelWord, SectionKind, level_word, looks_like_title, numeral, section_kind, title_rank, words_of,
};

use std::collections::BTreeMap;

use crate::config::ProfileSection;
use crate::syntax::Text;
use crate::text::{FileId, Span, Spanned};

/// Roles that belong together: what is compared with what.
#[derive(Debug, Clone, Default)]
pub struct Framework {
    /// The folder that holds it, relative to the working directory; empty for the directory itself.
    pub root: String,
    /// In ascending order.
    pub files: Vec<FileId>,
    /// In the order of `files`, so that the roles of one file stand together.
    pub roles: Vec<Role>,
    /// What files claim for themselves alone, also those without roles.
    pub claims: Vec<Claim>,
    /// Titles that the configuration declares to be one role: preferred title first.
    pub aliases: Vec<Vec<String>>,
    /// Declared: each level includes all levels below it.
    pub cumulative: bool,
    /// The pages that indexes, navigation files and diagrams list.
    pub listings: Vec<Listing>,
    /// Files of which some could not be read: what is missing from them says nothing.
    pub partial: Vec<FileId>,
    /// Files whose folder says that they are written for candidates.
    pub for_candidates: Vec<FileId>,
    /// Declared: the steps of each scale, lowest first.
    pub scales: Vec<(String, Vec<String>)>,
    /// Declared: the titles of each track, lowest first.
    pub tracks: Vec<(String, Vec<String>)>,
    /// Declared: the sections that every role has, in their order.
    pub sections: Vec<ProfileSection>,
    /// Declared: titles of roles that stand elsewhere.
    pub external: Vec<String>,
    /// Declared: the files that list the roles; empty if any file may.
    pub registries: Vec<String>,
}

/// A page as another file lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What the list calls it.
    pub label: Spanned<String>,
    /// Its address as written, without what follows `#` or `?`.
    pub target: Spanned<String>,
    pub kind: ListingKind,
    /// Of a node of a diagram: the addresses to which arrows lead from it, each with the place of the arrow.
    pub steps: Vec<Spanned<String>>,
}

/// How a page is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListingKind {
    /// An item, cell or value of its own.
    Entry,
    /// A link in a sentence, which may be called anything.
    Link,
    /// A node of a diagram.
    Diagram,
}

/// A value that only one page or item may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub kind: ClaimKind,
    /// Where it must be unique: empty for the whole framework.
    pub scope: String,
    pub value: Spanned<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// The id of a page or a role.
    Id,
    /// The address of a page on the site.
    Address,
    /// The place in the list of a folder.
    Order,
    /// The id of an item in a list.
    Item,
    /// A level code with the letters of its role, such as `QA-L3`.
    LevelCode,
}

/// A page about the move from one role to the next, by titles or by codes of levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    pub from: Spanned<String>,
    pub to: Spanned<String>,
}

/// For whom a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// People in the job.
    Framework,
    /// Candidates.
    Posting,
}

/// One job, from whatever format.
#[derive(Debug, Clone)]
pub struct Role {
    pub file: FileId,
    /// The part of the file that is about this role.
    pub span: Span,
    pub id: Option<Spanned<String>>,
    /// The role's title as written (without mark-up). The span is empty if it comes from the file's name.
    pub title: Option<Spanned<String>>,
    /// Other titles that the author declared.
    pub aliases: Vec<Spanned<String>>,
    /// Other titles that the text uses for the same job ("A Tech Director, or Director of Technology, …").
    pub also: Vec<Spanned<String>>,
    pub track: Option<Spanned<String>>,
    pub kind: RoleKind,
    /// `draft`, `published` …, if the page says so.
    pub status: Option<Spanned<String>>,
    /// The page's place in its folder's list, as written (`order: 12`).
    pub order: Option<Spanned<String>>,
    /// Every level shown, in page order; columns that repeat a label are kept as levels of their own.
    /// Empty where the page is about one unnamed level.
    pub levels: Vec<Level>,
    pub sections: Vec<Section>,
    /// Running text beside what is expected: it introduces a list, or goes on behind it.
    pub prose: Vec<Prose>,
    /// Sections that stand in other files: the role only names them. Their labels are the names.
    pub borrowed: Vec<Section>,
    /// The names by which the role refers to competencies that other files describe.
    pub references: Vec<Reference>,
    pub experience: Vec<Experience>,
    pub education: Vec<Education>,
    pub scope: Vec<Scope>,
    pub compensation: Vec<Compensation>,
    pub moves: Vec<Move>,
    /// Further keys (front matter, role files) that mean nothing to the model.
    pub extra: Vec<Spanned<String>>,
    /// The configuration says where the title stands, or what it is.
    pub titled: bool,
    /// The page itself says that its levels include the levels below.
    pub cumulative: bool,
    /// What produced this role, for `export --explain`: the reader and the clue.
    pub reading: String,
}

/// A name that stands for something another file describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub name: Spanned<String>,
    /// A file describes it.
    pub known: bool,
    /// The name that was probably meant, where none has this one.
    pub meant: Option<String>,
}

/// A level as a page shows it.
#[derive(Debug, Clone)]
pub struct Level {
    /// As written, e.g. "Engineering Manager" or "IC3"; the place where it was first shown.
    pub label: Spanned<String>,
    /// What another file of the framework calls it, if the label is only an id.
    pub title: Option<Spanned<String>>,
    /// `IC3`, `L4`, `M2`, if the label holds such a code.
    pub code: Option<String>,
    /// A hint at the order inside its track; order itself comes from the moves.
    pub rank: Option<i32>,
    /// The column of a neighbouring role, repeated here for comparison.
    pub mirror: bool,
    /// 2 for the second column of the same label, else 1.
    pub occurrence: u32,
}

impl Level {
    /// The label as exports write it: `Director#2` for the second column of that name.
    pub fn name(&self) -> String {
        if self.occurrence > 1 {
            format!("{}#{}", self.label.value, self.occurrence)
        } else {
            self.label.value.clone()
        }
    }
}

/// The lowest heading, bold line or label that directly holds items.
#[derive(Debug, Clone)]
pub struct Section {
    /// As written; `None` for items without any heading.
    pub label: Option<Spanned<String>>,
    /// The headings above `label`, outermost first, normalized.
    pub path: Vec<String>,
    /// What the section is a part of, as written: the row above a group of rows, or the heading above its own.
    pub group: Option<Spanned<String>>,
    pub kind: SectionKind,
    pub span: Span,
    pub expectations: Vec<Expectation>,
    /// What each level shows in this section, one entry for each cell, column or stacked body.
    pub shown: Vec<Shown>,
}

/// What one level shows in one table or list of a section.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Index into [`Role::levels`].
    pub level: usize,
    /// Which table of the role this belongs to; entries of one table are compared with each other.
    pub table: u32,
    /// Where the level is named in this table.
    pub label: Spanned<String>,
    /// The content without white space around it; empty for an empty cell.
    pub body: Span,
    /// What it says, white space and mark-up normalized: equal strings say the same.
    pub words: String,
    pub state: CellState,
    /// The bytes to delete to take this level out of the table (label cells and content cells, or
    /// stacked rows): those of all entries with the same level and table together. Empty where that
    /// cannot be done by deleting.
    pub cut: Vec<Span>,
}

/// Three kinds of absence, and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    Content,
    Empty,
    /// "N/A" on purpose.
    NotApplicable,
    /// "WIP", "TBD".
    Placeholder,
}

/// One thing that is expected of people: a bullet, a cell, a sentence of a list.
#[derive(Debug, Clone)]
pub struct Expectation {
    pub text: Text,
    /// Index into [`Role::levels`]; `None` where the page is about one level.
    pub level: Option<usize>,
    /// "Business Acumen" in "Business Acumen: Understands …".
    pub label: Option<Spanned<String>>,
    /// Items with the same number stand in one list on the page.
    pub list: u32,
    pub span: Span,
}

/// A paragraph that says nothing that is expected by itself.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The heading that it stands below; `None` above the first one.
    pub section: Option<Spanned<String>>,
    /// Index into [`Role::levels`].
    pub level: Option<usize>,
    pub text: Text,
}

/// Bytes of a text that may say that something is absent.
const LONGEST_ABSENCE: usize = 120;

impl Expectation {
    /// Whether it says anything: "TBD" and "N/A" stand where an expectation should be, or none is meant.
    pub fn state(&self) -> CellState {
        // No word for an absence is longer.
        if self.text.plain.len() > LONGEST_ABSENCE {
            return CellState::Content;
        }
        lower::state_of(&self.text.plain)
    }

    /// True for one that asks for something.
    pub fn is_said(&self) -> bool {
        self.state() == CellState::Content
    }
}

/// What the years are years of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExperienceKind {
    Total,
    Management,
    ManagingManagers,
    Domain,
    InRole,
}

impl ExperienceKind {
    pub fn name(self) -> &'static str {
        match self {
            ExperienceKind::Total => "total",
            ExperienceKind::Management => "management",
            ExperienceKind::ManagingManagers => "managing-managers",
            ExperienceKind::Domain => "domain",
            ExperienceKind::InRole => "in-role",
        }
    }
}

/// How binding a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    Required,
    Preferred,
    Typical,
}

impl Strength {
    pub fn name(self) -> &'static str {
        match self {
            Strength::Required => "required",
            Strength::Preferred => "preferred",
            Strength::Typical => "typical",
        }
    }
}

/// Years of experience asked for.
#[derive(Debug, Clone)]
pub struct Experience {
    pub level: Option<usize>,
    pub kind: ExperienceKind,
    /// Original words with their place.
    pub text: Spanned<String>,
    pub min_months: Option<u32>,
    pub max_months: Option<u32>,
    /// "+" or "or more" was written.
    pub open: bool,
    /// Words instead of a number ("over a decade").
    pub vague: bool,
    pub strength: Strength,
}

#[derive(Debug, Clone)]
pub struct Education {
    /// `secondary`, `bachelor`, `master`, `doctorate`.
    pub level: &'static str,
    pub strength: Strength,
    /// "or equivalent experience" was written.
    pub equivalent: bool,
    pub text: Spanned<String>,
}

/// How far the role reaches.
#[derive(Debug, Clone)]
pub struct Scope {
    pub level: Option<usize>,
    /// `teams`, `direct-reports`, `team-size`, `people-total`, `budget`, `reach.leadership` …
    pub measure: String,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// A step of a scale, as written ("Department").
    pub value: Option<String>,
    pub text: Spanned<String>,
}

#[derive(Debug, Clone)]
pub struct Compensation {
    pub level: Option<usize>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// ISO 4217 code, or the sign where the code is not known.
    pub currency: Option<String>,
    pub period: Option<&'static str>,
    /// No top or no bottom.
    pub open: bool,
    pub text: Spanned<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    Next,
    Previous,
    Lateral,
    EntryFrom,
}

impl MoveKind {
    pub fn name(self) -> &'static str {
        match self {
            MoveKind::Next => "next",
            MoveKind::Previous => "previous",
            MoveKind::Lateral => "lateral",
            MoveKind::EntryFrom => "entry-from",
        }
    }
}

/// A step of a career: from or to another role.
#[derive(Debug, Clone)]
pub struct Move {
    pub kind: MoveKind,
    /// The other role's title as written, without its qualifier.
    pub to: Spanned<String>,
    /// "with demonstrated leadership experience".
    pub qualifier: Option<String>,
}

impl Framework {
    /// Says of the roles of a file that they are described for candidates, if its folder says so.
    pub fn mark_postings(&self, file: FileId, reading: &mut Reading) {
        if self.for_candidates.contains(&file) {
            reading.roles.iter_mut().for_each(|role| role.kind = RoleKind::Posting);
        }
    }

    /// The roles that were read from one file.
    pub fn roles_of(&self, file: FileId) -> &[Role] {
        let start = self.roles.partition_point(|role| role.file < file);
        let end = self.roles.partition_point(|role| role.file <= file);
        self.roles.get(start..end).unwrap_or_default()
    }
}

impl Role {
    /// Lets go of all but its names and levels and, if `sections` stay, their labels and places.
    fn let_go(&mut self, sections: bool) {
        if !sections {
            (self.sections, self.extra) = (vec![], vec![]);
            // Of more than one level no other file asks anything but whether there are.
            self.levels.truncate(2);
        }
        for section in &mut self.sections {
            (section.path, section.group) = (vec![], None);
            (section.expectations, section.shown) = (vec![], vec![]);
        }
        self.sections.shrink_to_fit();
        self.levels.shrink_to_fit();
        (self.prose, self.borrowed, self.references) = (vec![], vec![], vec![]);
        (self.experience, self.education, self.scope) = (vec![], vec![], vec![]);
        (self.compensation, self.moves, self.also) = (vec![], vec![], vec![]);
        (self.status, self.order, self.reading) = (None, None, String::new());
    }

    /// The name to show to people: title, else id, else nothing.
    pub fn name(&self) -> &str {
        self.title.as_ref().or(self.id.as_ref()).map_or("", |name| name.value.as_str())
    }

    /// What levels show, by table in page order, each with the index of its section.
    pub fn tables(&self) -> BTreeMap<u32, Vec<(usize, &Shown)>> {
        let mut tables: BTreeMap<u32, Vec<(usize, &Shown)>> = BTreeMap::new();
        for (index, section) in self.sections.iter().enumerate() {
            for shown in &section.shown {
                tables.entry(shown.table).or_default().push((index, shown));
            }
        }
        tables
    }

    /// The label of a level by index.
    pub fn level(&self, index: usize) -> Option<&Level> {
        self.levels.get(index)
    }
}
