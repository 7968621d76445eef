//! Rules: a page (documentation, metadata, examples) that calls a check (code). This module knows
//! pages, the traits of checks and the registry that joins them; it does not know any check.

mod context;
mod pack;
mod page;
mod page_words;
mod params;
mod registry;
mod surroundings;

pub use context::{Context, MAX_FINDINGS, Setting, Subject, Whole};
pub use pack::{Mistake, PackRule, is_name, read_page, read_yaml};
pub use page::{Example, ExampleFile, FixKind, Meta, Page, PageError, Pass, built_in_pages, rule_schema};
#[cfg(test)]
pub use page_words::with_words;
pub use page_words::{Besides, Chosen, ChosenWords, PageWord, PageWords, WordsWithin, narrow, runs};
pub use params::{Params, list_or_name};
pub use registry::{KnownNames, Registry, RuleError, Selection, known_names};
pub use surroundings::{Surroundings, addresses_of};

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::diag::Severity;
use crate::model::{Framework, Role};
use crate::text::SourceFile;

/// Sees bytes and decoding facts, also of files that could not be read as text.
pub trait SourceCheck: Send + Sync {
    fn check(&self, file: &SourceFile, cx: &mut Context<'_>);
}

/// Sees one parsed file.
pub trait DocumentCheck: Send + Sync {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>);
}

/// Sees one role with its levels.
pub trait RoleCheck: Send + Sync {
    fn check(&self, role: &Role, cx: &mut Context<'_>);
}

/// Sees all roles that belong together.
pub trait FrameworkCheck: Send + Sync {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>);
}

/// A check with its parameters, ready to run.
pub enum Check {
    Source(Box<dyn SourceCheck>),
    Document(Box<dyn DocumentCheck>),
    Role(Box<dyn RoleCheck>),
    Framework(Box<dyn FrameworkCheck>),
    /// The engine itself reports under this rule's name.
    Engine,
}

impl Check {
    /// The name of its scope.
    pub fn scope(&self) -> &'static str {
        match self {
            Check::Source(_) => "source",
            Check::Document(_) => "document",
            Check::Role(_) => "role",
            Check::Framework(_) => "framework",
            Check::Engine => "engine",
        }
    }
}

/// A row of the table of checks: a name for pages to call, and how to make one from parameters.
pub struct CheckEntry {
    pub name: &'static str,
    pub build: fn(&Params) -> Result<Check, serde_json::Error>,
}

/// Makes a source check from its parameters.
///
/// # Errors
/// When a parameter is missing, unknown or of the wrong type.
pub fn source<C: SourceCheck + DeserializeOwned + 'static>(
    params: &Params,
) -> Result<Check, serde_json::Error> {
    params.make::<C>().map(|check| Check::Source(Box::new(check)))
}

/// Makes a document check from its parameters.
///
/// # Errors
/// When a parameter is missing, unknown or of the wrong type.
pub fn document<C: DocumentCheck + DeserializeOwned + 'static>(
    params: &Params,
) -> Result<Check, serde_json::Error> {
    params.make::<C>().map(|check| Check::Document(Box::new(check)))
}

/// Makes a role check from its parameters.
///
/// # Errors
/// When a parameter is missing, unknown or of the wrong type.
pub fn role<C: RoleCheck + DeserializeOwned + 'static>(params: &Params) -> Result<Check, serde_json::Error> {
    params.make::<C>().map(|check| Check::Role(Box::new(check)))
}

/// Makes a framework check from its parameters.
///
/// # Errors
/// When a parameter is missing, unknown or of the wrong type.
pub fn framework<C: FrameworkCheck + DeserializeOwned + 'static>(
    params: &Params,
) -> Result<Check, serde_json::Error> {
    params.make::<C>().map(|check| Check::Framework(Box::new(check)))
}

/// A rule that the engine itself reports: it takes no parameters.
///
/// # Errors
/// When there is a parameter.
pub fn engine(params: &Params) -> Result<Check, serde_json::Error> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    params.make::<Nothing>().map(|Nothing {}| Check::Engine)
}

/// A page joined with its check, ready to run.
pub struct Rule {
    /// The page's file name, e.g. `mojibake`.
    pub id: String,
    /// The page's folder, e.g. `encoding`.
    pub group: String,
    pub meta: Meta,
    /// The page's text after its metadata.
    pub docs: Cow<'static, str>,
    /// The severity in force: the page's, or what the configuration says.
    pub severity: Severity,
    /// Runs only because an override switches it on for some files; elsewhere it stays silent.
    pub dormant: bool,
    /// Was not selected, but says what could not be read, which is never passed over in silence: it
    /// reports nothing else and repairs nothing.
    pub essential: bool,
    pub check: Check,
}
