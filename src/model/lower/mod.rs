//! From parsed files to roles. A page is outlined by its headings; recognizers, one for each layout,
//! say where levels stand; what is left are sections and items. Data files are read by their keys.

mod claims;
mod data;
mod facts;
mod grid;
mod guide;
mod ladder;
mod named;
mod outline;
mod page;
mod promote;
mod series;
mod sheet;
mod tables;
mod title;
mod walk;
mod words;

use super::{Claim, Role};
use crate::syntax::{Body, Document};
use crate::text::SourceFile;

/// What a file turned out to hold.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub roles: Vec<Role>,
    /// What the file claims for itself alone.
    pub claims: Vec<Claim>,
    /// Why no role was found in it (a guide, a list of links), in a few words.
    pub not_roles: Option<String>,
}

/// Reads the roles of one file.
pub fn lower(file: &SourceFile, doc: &Document) -> Reading {
    let mut reading = match &doc.body {
        Body::Prose(blocks) if matches!(doc.format, "csv" | "xlsx") => sheet::read(file, doc, blocks),
        Body::Prose(blocks) => page::read(file, doc, blocks),
        Body::Data(nodes) => data::read(file, nodes),
    };
    reading.claims = claims::of(file, doc);
    reading
}

#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod tests;
