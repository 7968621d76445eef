//! The code of the rules. One file for each check, two lines here: a `mod` and a row.

mod trailing_whitespace;

use crate::rule::{self, CheckEntry};

/// All checks, sorted by name. Pages call them by these names.
pub const CHECKS: &[CheckEntry] = &[CheckEntry {
    name: "trailing-whitespace",
    build: rule::document::<trailing_whitespace::TrailingWhitespace>,
}];
