//! The code of the rules. One file for each check, two lines here: a `mod` and a row.

mod file_trouble;
mod trailing_whitespace;

use crate::rule::{self, CheckEntry};

/// All checks, sorted by name. Pages call them by these names.
pub const CHECKS: &[CheckEntry] = &[
    CheckEntry { name: "binary-file", build: rule::source::<file_trouble::BinaryFile> },
    CheckEntry { name: "too-large", build: rule::source::<file_trouble::TooLarge> },
    CheckEntry {
        name: "trailing-whitespace",
        build: rule::document::<trailing_whitespace::TrailingWhitespace>,
    },
    CheckEntry { name: "unreadable-file", build: rule::source::<file_trouble::UnreadableFile> },
    CheckEntry { name: "unused-suppression", build: rule::engine },
];
