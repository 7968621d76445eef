//! Which layout of the configuration holds for which file, and what of it was not found.

use std::collections::BTreeMap;

use crate::config::{Layout, PathPatterns, Settings};
use crate::model::{Reading, Unmet};
use crate::text::{FileId, Files};

/// The layouts of a run, ready to match paths.
pub(super) struct Layouts<'s> {
    entries: Vec<(PathPatterns, &'s Layout)>,
}

/// A clue of a layout that is missing in some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Index of the layout.
    pub entry: usize,
    pub clue: Unmet,
    /// In ascending order.
    pub files: Vec<FileId>,
}

/// What the layouts said that the files did not bear out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayoutReport {
    /// Indexes of layouts that no file uses.
    pub unused: Vec<usize>,
    pub missing: Vec<Missing>,
}

impl<'s> Layouts<'s> {
    pub fn new(settings: &'s Settings) -> Self {
        // Patterns that cannot be understood were reported when the configuration was read.
        let entries = settings.layouts.iter().map(|layout| {
            let patterns = settings.patterns(&layout.paths).or_else(|_| settings.patterns(&[]));
            patterns.ok().map(|patterns| (patterns, layout))
        });
        Layouts { entries: entries.flatten().collect() }
    }

    /// The layout of a file with its index, and the file's path relative to the configuration.
    pub fn of(&self, path: &str) -> Option<(usize, &'s Layout, String)> {
        let at = self.entries.iter().position(|(patterns, _)| patterns.matches(path))?;
        let (patterns, layout) = self.entries.get(at)?;
        Some((at, layout, patterns.within(path)?))
    }

    /// What was not found, in the order of the layouts.
    pub fn report(&self, files: &Files, readings: &[Reading]) -> LayoutReport {
        let mut used = vec![false; self.entries.len()];
        let mut missing: BTreeMap<(usize, Unmet), Vec<FileId>> = BTreeMap::new();
        if self.entries.is_empty() {
            return LayoutReport::default();
        }
        for (file, reading) in files.iter().zip(readings) {
            let Some((entry, ..)) = self.of(&file.path) else { continue };
            if let Some(used) = used.get_mut(entry) {
                *used = true;
            }
            for clue in &reading.unmet {
                missing.entry((entry, clue.clone())).or_default().push(file.id);
            }
        }
        let unused = used.iter().enumerate().filter(|(_, used)| !**used).map(|(entry, _)| entry);
        let missing = missing.into_iter().map(|((entry, clue), files)| Missing { entry, clue, files });
        LayoutReport { unused: unused.collect(), missing: missing.collect() }
    }
}
