//! rolelint reads role frameworks (career ladders, job families, competency matrices, role
//! descriptions) in every shape that people keep them, understands which roles and levels they
//! describe, and reports what is wrong with them at the exact bytes an editor has to change.
//!
//! A module imports only from modules to its left in this order (`tests/architecture.rs` looks):
//!
//! text → diag → syntax → config → language → model → schema → rule → checks → engine → analysis →
//! report → lsp → cli

// A test that slices wrongly fails, which is what tests are for, and it reads its own files; clippy
// has no settings for these as it has for `unwrap`.
#![cfg_attr(
    test,
    allow(
        clippy::case_sensitive_file_extension_comparisons,
        clippy::disallowed_methods,
        clippy::format_collect,
        clippy::string_slice
    )
)]

pub mod analysis;
pub mod checks;
pub mod cli;
pub mod config;
pub mod diag;
pub mod engine;
pub mod language;
pub mod lsp;
pub mod model;
pub mod report;
pub mod rule;
pub mod schema;
pub mod syntax;
pub mod text;
