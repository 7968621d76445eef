//! What a check is given besides its subject, and where it reports.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{PageWords, Rule, Surroundings};
use crate::config::Dictionaries;
use crate::diag::Diagnostic;
use crate::language::variants::Habits;
use crate::language::{Lang, Speller, Vocabulary};
use crate::model::{Framework, Graph, Role};
use crate::schema::Schemas;
use crate::syntax::Document;
use crate::text::{FileId, Files, SourceFile, Span};

/// What is known around the checked thing: shared by all checks of one framework.
pub struct Setting<'a> {
    pub files: &'a Files,
    /// How often each word stands in the framework.
    pub vocabulary: &'a Vocabulary,
    pub schemas: &'a Schemas,
    /// For each key at the top of settings blocks and data files: how many files of the framework have it.
    pub keys: BTreeMap<String, usize>,
    /// All files of the run, for links; `None` where they were not all read.
    pub around: Option<&'a Surroundings<'a>>,
    /// Dictionaries of other languages than English.
    pub dictionaries: Dictionaries,
    /// Spelling by dictionary, field and framework; made when first asked for.
    speller: OnceLock<Speller>,
    habits: OnceLock<Habits>,
    /// Words that the configuration declares right.
    words: &'a [String],
}

impl<'a> Setting<'a> {
    pub fn new(
        files: &'a Files,
        vocabulary: &'a Vocabulary,
        schemas: &'a Schemas,
        words: &'a [String],
    ) -> Self {
        Setting {
            files,
            vocabulary,
            schemas,
            keys: BTreeMap::new(),
            around: None,
            dictionaries: Dictionaries::default(),
            speller: OnceLock::new(),
            habits: OnceLock::new(),
            words,
        }
    }

    /// True for a word that the configuration declares right, in any case.
    pub fn declares(&self, word: &str) -> bool {
        self.words.iter().any(|declared| declared.to_lowercase() == word.to_lowercase())
    }

    /// How the framework spells words that can be spelled in two ways.
    pub fn habits(&self) -> Habits {
        *self.habits.get_or_init(|| Habits::of(self.vocabulary))
    }

    pub fn speller(&self) -> &Speller {
        self.speller.get_or_init(|| Speller::new(self.vocabulary, self.words))
    }
}

/// One parsed file with what was derived from it.
pub struct Subject<'a> {
    pub file: &'a SourceFile,
    pub doc: &'a Document,
    /// The roles that were read from this file; empty for guides and the like.
    pub roles: &'a [Role],
    /// The language of its prose.
    pub language: Lang,
    words: OnceCell<PageWords<'a>>,
}

impl<'a> Subject<'a> {
    pub fn new(file: &'a SourceFile, doc: &'a Document, roles: &'a [Role], language: Lang) -> Self {
        Subject { file, doc, roles, language, words: OnceCell::new() }
    }

    /// Its words and where they stand, for checks that look for some that most pages have not.
    pub fn words(&self) -> &PageWords<'a> {
        self.words.get_or_init(|| PageWords::of(self.doc))
    }
}

/// Findings of one rule in one file: more are neither read by anybody nor kept. Memory is bounded by it, not
/// what is shown, see `max-findings`.
pub const MAX_FINDINGS: usize = 10_000;

/// A framework that is checked, with what all its rules ask for.
pub struct Whole<'a> {
    framework: &'a Framework,
    graph: OnceCell<Graph<'a>>,
}

impl<'a> Whole<'a> {
    pub fn new(framework: &'a Framework) -> Self {
        Whole { framework, graph: OnceCell::new() }
    }
}

/// A running check: its rule, its surroundings and its findings.
pub struct Context<'a> {
    pub rule: &'a Rule,
    pub setting: &'a Setting<'a>,
    /// For rules that see a framework at once.
    whole: Option<&'a Whole<'a>>,
    findings: Vec<Diagnostic>,
    /// How many there are in each file.
    counts: BTreeMap<FileId, usize>,
    /// Where those go that are too many.
    surplus: Option<Diagnostic>,
}

impl<'a> Context<'a> {
    pub fn new(rule: &'a Rule, setting: &'a Setting<'a>) -> Self {
        Context { rule, setting, whole: None, findings: vec![], counts: BTreeMap::new(), surplus: None }
    }

    /// The same for a rule that sees a framework at once.
    #[must_use]
    pub fn over(self, whole: &'a Whole<'a>) -> Self {
        Context { whole: Some(whole), ..self }
    }

    /// The careers of the framework, made once for all rules that see it at once; nothing for other rules.
    pub fn graph(&self) -> Option<&'a Graph<'a>> {
        let whole = self.whole?;
        Some(whole.graph.get_or_init(|| Graph::new(whole.framework)))
    }

    /// All files of the run.
    pub fn files(&self) -> &'a Files {
        self.setting.files
    }

    /// Reports a finding under the rule's name and severity; returns it for help, labels and fixes.
    #[allow(clippy::missing_panics_doc, clippy::expect_used)]
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let finding = Diagnostic::new(&self.rule.id, self.rule.severity, span, message);
        let count = self.counts.entry(span.file).or_default();
        if *count >= MAX_FINDINGS {
            return self.surplus.insert(finding);
        }
        *count += 1;
        self.findings.push(finding);
        self.findings.last_mut().expect("just pushed")
    }

    /// What was reported.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}
