//! `rolelint.yaml` as typed settings. The file is read as nodes with places, checked against
//! `schemas/config.schema.json`, and only then read into [`Settings`], so every mistake in it has
//! its place. Imports `text`, `diag`, `syntax`.

mod dictionaries;
mod layout;
mod paths;
mod suppress;
mod word_lists;

pub use dictionaries::{Dictionaries, language_code};
pub use layout::{Layout, LayoutMistake, LevelsClue, PathClue, SectionsClue, TextClue};
pub use paths::PathPatterns;
pub use suppress::{Suppression, SuppressionPlace, suppressions};
pub use word_lists::{
    AmountWords, ColumnWords, EducationWords, ExperienceWords, JobWords, LevelWords, MoveWords, PayWords,
    ProficiencyWords, RankWords, ScopeWords, SectionWords, StrengthWords, Word, WordLists,
};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::Severity;
use crate::text::Span;

/// Names under which the configuration is found, in this order.
pub const CONFIG_NAMES: &[&str] = &["rolelint.yaml", ".rolelint.yaml"];

/// The JSON Schema of a type with its identifier and title in front; for the files under `schemas/`.
pub fn schema_of<T: JsonSchema>(name: &str, title: &str) -> serde_json::Value {
    let made = schemars::schema_for!(T).to_value();
    let mut schema = serde_json::Map::new();
    schema.insert("$schema".into(), made.get("$schema").cloned().unwrap_or_default());
    schema.insert("$id".into(), format!("urn:rolelint:schema:{name}:1").into());
    schema.insert("title".into(), title.into());
    if let serde_json::Value::Object(made) = made {
        schema.extend(made.into_iter().filter(|(key, _)| key != "$schema" && key != "title"));
    }
    schema.into()
}

/// True for a path whose name is that of a configuration file.
pub fn is_config(path: &str) -> bool {
    CONFIG_NAMES.contains(&path.rsplit('/').next().unwrap_or(path))
}

/// Everything that `rolelint.yaml` can say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Rules or groups of rules to run instead of the default ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<Vec<String>>,
    /// Rules or groups that are switched off, and single findings that are accepted with a reason.
    pub ignore: Vec<Ignore>,
    /// Severity and options of single rules: `misspelling: warning`, `thin-level: off`, or a mapping.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Other settings for some files.
    pub overrides: Vec<Override>,
    /// Which files must follow which JSON Schema.
    pub schemas: Vec<SchemaRule>,
    /// What pages of one kind must have: a settings block, sections in an order.
    pub profiles: Vec<Profile>,
    /// Words that are spelled right: product names, terms of your organization. A file `rolelint.words`
    /// beside this one may hold more, one a line.
    pub words: Vec<String>,
    /// Dictionaries in the form of Hunspell for other languages than English: the language (`fr`), and the
    /// path of the `.aff` and `.dic` files without these endings, relative to this file.
    pub dictionaries: BTreeMap<String, String>,
    /// Rules of your own: pages, YAML files or folders, also styles of Vale, relative to this file.
    pub packs: Vec<String>,
    /// What is known about the framework itself.
    pub framework: FrameworkSettings,
    /// Where roles, levels and sections stand in files that are read wrong without this.
    pub layouts: Vec<Layout>,
    /// Words by which your documents are understood, in addition to those that rolelint knows: how you
    /// name sections and levels, how you speak of experience and pay.
    #[serde(skip_serializing_if = "WordLists::is_empty")]
    pub vocabulary: WordLists,
    /// A file with known findings, in the folder of the configuration or below; `rolelint baseline create`
    /// writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    /// Files to leave out, as patterns like `drafts/**`.
    pub exclude: Vec<String>,
    /// Largest file that is read, in bytes (default 16 MiB).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_file_size: Option<u64>,
    /// Findings of one file that are listed, the gravest first (default 1000); the others are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_findings: Option<usize>,
    /// What `dictionaries` names, read. Not part of the file.
    #[serde(skip)]
    pub spelling: Dictionaries,
    /// The way from the folder to which patterns are relative (that of the configuration file) to the
    /// working directory; empty if they are the same. Not part of the file.
    #[serde(skip)]
    pub from_base: String,
    /// The folder of the configuration file where `from_base` begins at the root. Not part of the file.
    #[serde(skip)]
    pub folder: String,
    /// The rules of the packs. Not part of the file.
    #[serde(skip)]
    pub pack_rules: Vec<PackRuleName>,
    /// Where each entry of `ignore` is written. Not part of the file.
    #[serde(skip)]
    pub ignore_places: Vec<Span>,
}

/// Default of `max-findings`: nobody reads more about one file.
const DEFAULT_MAX_FINDINGS: usize = 1_000;

impl Settings {
    /// How many findings of one file are listed; at least one, so that nothing looks clean that is not.
    pub fn listed(&self) -> usize {
        self.max_findings.unwrap_or(DEFAULT_MAX_FINDINGS).max(1)
    }

    /// Patterns of this configuration, ready to match paths as they are shown to people.
    ///
    /// # Errors
    /// The index of the pattern that cannot be understood, and why.
    pub fn patterns(&self, patterns: &[String]) -> Result<PathPatterns, (usize, String)> {
        PathPatterns::new(&self.from_base, patterns).map(|patterns| patterns.of_folder(&self.folder))
    }
}

/// The names of a rule that comes from a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackRuleName {
    pub id: String,
    pub group: String,
    /// Other names of it.
    pub aliases: Vec<String>,
}

/// An entry of `ignore`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Ignore {
    /// A rule or a group, everywhere.
    Rule(String),
    /// Findings of one rule in some files.
    Finding(IgnoredFinding),
}

/// Findings that are accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoredFinding {
    /// Files, as a pattern relative to the configuration file.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Why it is accepted.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Only findings at places that hold this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What may be said about a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleSetting {
    /// `off`, `on`, or a severity.
    State(RuleState),
    /// Severity and options.
    Options(RuleOptions),
}

/// `off`, `on`, or a severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleState {
    Off,
    On,
    Info,
    Warning,
    Error,
}

impl RuleState {
    /// The severity, if one is named.
    pub fn severity(self) -> Option<Severity> {
        match self {
            RuleState::Off | RuleState::On => None,
            RuleState::Info => Some(Severity::Info),
            RuleState::Warning => Some(Severity::Warning),
            RuleState::Error => Some(Severity::Error),
        }
    }
}

/// Severity and options of a rule; the options are those of its page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleOptions {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<RuleState>,
    #[serde(flatten)]
    pub options: BTreeMap<String, serde_json::Value>,
}

/// Other settings for some files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Override {
    /// Files, as patterns relative to the configuration file.
    pub paths: Vec<String>,
    /// Rules or groups that are switched off there.
    pub ignore: Vec<String>,
    /// Severities there: `off` or `info`, `warning`, `error`.
    pub rules: BTreeMap<String, RuleState>,
}

/// Which files must follow which JSON Schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemaRule {
    /// Files, as patterns relative to the configuration file.
    pub paths: Vec<String>,
    /// A built-in schema such as `rolelint:role`, or a file relative to the configuration file.
    pub schema: String,
    /// What must follow it: `file` (the settings block of a page, or all of a data file), or `model` (each role
    /// that is read from the file, in the form in which `rolelint export` prints it).
    #[serde(default)]
    pub of: SchemaOf,
}

/// What a schema is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaOf {
    #[default]
    File,
    Model,
}

/// What pages of one kind must have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// Files, as patterns relative to the configuration file.
    pub paths: Vec<String>,
    /// The pages need a settings block at their top.
    pub settings_block: bool,
    /// Sections, in the order in which they should stand.
    pub sections: Vec<ProfileSection>,
    /// Further sections of the same rank are not allowed.
    pub strict: bool,
}

/// A section that pages must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ProfileSection {
    /// Its heading.
    Name(String),
    /// Its heading and more about it.
    Section(SectionDetails),
}

/// More about a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionDetails {
    /// Its heading.
    pub name: String,
    /// Other headings that it may have.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Pages may go without it.
    #[serde(default)]
    pub optional: bool,
}

impl ProfileSection {
    /// Its heading.
    pub fn name(&self) -> &str {
        match self {
            ProfileSection::Name(name) => name,
            ProfileSection::Section(details) => &details.name,
        }
    }

    /// All headings that it may have.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = match self {
            ProfileSection::Name(_) => &[][..],
            ProfileSection::Section(details) => &details.aliases,
        };
        std::iter::once(self.name()).chain(aliases.iter().map(String::as_str))
    }

    pub fn is_optional(&self) -> bool {
        matches!(self, ProfileSection::Section(details) if details.optional)
    }
}

/// What is known about the framework.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrameworkSettings {
    /// Preferred title and the other titles of the same role.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// True when each level includes everything of the levels below it.
    pub cumulative: bool,
    /// The steps of each scale, lowest first: `reach: [self, team, company]`.
    pub scales: BTreeMap<String, Vec<String>>,
    /// The titles of each track, lowest first: who is promoted to what.
    pub tracks: BTreeMap<String, Vec<String>>,
    /// Sections that every role has, in the order in which they should stand. `profiles` say the same for
    /// the pages of one folder.
    pub sections: Vec<ProfileSection>,
    /// Titles of roles that stand elsewhere, so that steps to them lead somewhere.
    pub external: Vec<String>,
    /// Files that list the roles (navigation, index, diagram), relative to the folder of the framework.
    /// Without them every file is looked at.
    pub registries: Vec<String>,
    /// Acronyms and terms of the house with what they stand for: `OBT: outcome-based team`. Pages may use
    /// them without an explanation; an empty text says that every reader knows it.
    pub glossary: BTreeMap<String, String>,
}
