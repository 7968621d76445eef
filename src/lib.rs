//! rolelint reads role frameworks (career ladders, job families, competency matrices, role
//! descriptions) in every shape that people keep them, understands which roles and levels they
//! describe, and reports what is wrong with them at the exact bytes an editor has to change.
//!
//! The modules stand in the order in which they may import each other: a module imports only from
//! modules above it. `tests/architecture.rs` enforces this.

// A test that slices wrongly fails, which is what tests are for, and it reads its own files; clippy
// has no settings for these as it has for `unwrap`.
#![cfg_attr(
    test,
    allow(
        clippy::case_sensitive_file_extension_comparisons,
        clippy::disallowed_methods,
        clippy::format_collect,
        clippy::format_push_string,
        clippy::string_slice
    )
)]

pub mod checks;
pub mod cli;
pub mod config;
pub mod diag;
pub mod engine;
pub mod language;
pub mod model;
pub mod report;
pub mod rule;
pub mod schema;
pub mod syntax;
pub mod text;
