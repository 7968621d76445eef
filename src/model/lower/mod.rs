//! From parsed files to roles. A page is outlined by its headings; recognizers, one for each layout,
//! say where levels stand; what is left are sections and items. Data files are read by their keys.

mod bands;
mod bold;
mod captions;
mod careers;
mod charges;
mod claims;
mod competencies;
mod corners;
pub(super) mod data;
mod definitions;
mod facts;
mod folders;
mod given;
mod grid;
mod guide;
mod labels;
mod ladder;
#[cfg(test)]
mod level_tests;
mod listings;
mod matrices;
#[cfg(test)]
mod move_tests;
mod moves;
mod named;
mod one_column;
mod outline;
mod page;
#[cfg(test)]
mod pay_tests;
mod promote;
mod rungs;
mod series;
mod several;
mod sheet;
mod slips;
mod tables;
pub(super) mod title;
mod transition;
mod walk;
mod words;

pub(super) use folders::{gather, take};
pub use given::{Given, Unmet};
pub(super) use moves::push as push_move;
pub(super) use words::state_of;

use super::{Claim, Listing, Role, Transition};
use crate::syntax::{Body, Document};
use crate::text::SourceFile;

/// What a file turned out to hold.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub roles: Vec<Role>,
    /// What the file claims for itself alone.
    pub claims: Vec<Claim>,
    /// Moves between roles that others describe.
    pub transitions: Vec<Transition>,
    /// What a layout says and the file has not.
    pub unmet: Vec<Unmet>,
    /// The pages that the file lists by name.
    pub listings: Vec<Listing>,
    /// Some of the file could not be read.
    pub partial: bool,
    /// Why no role was found in it (a guide, a list of links), in a few words.
    pub not_roles: Option<String>,
    /// What it would be if it described a level of a job that the pages beside it are about.
    pub of_level: Option<Box<Role>>,
    /// The labels and keys by which it is compared with other folders' files, where its roles let go of them: in one
    /// piece, because there are many short ones, with `BETWEEN` behind each.
    pub shape: Box<str>,
}

/// What no label holds.
const BETWEEN: char = '\0';

impl Reading {
    /// True if [`Ties`](super::Ties) may be found by what its roles expect.
    pub fn is_asked_for(&self) -> bool {
        folders::level_told(self).is_some()
    }

    /// What folders have in common that belong together: the labels of sections, and the keys that mean nothing to the
    /// model.
    pub fn shape(&self) -> impl Iterator<Item = String> + '_ {
        let of_roles = self.roles.iter().flat_map(|role| {
            let sections = role.sections.iter().filter_map(|section| section.label.as_ref());
            let keys = role.extra.iter().map(|key| format!("{}:", key.value.to_lowercase()));
            sections.map(|label| label.value.to_lowercase()).chain(keys)
        });
        self.shape.split_terminator(BETWEEN).map(str::to_owned).chain(of_roles)
    }

    /// Lets go of all but that by which files refer to one another: titles, levels, and the shape. With `sections`,
    /// their labels and places stay as well.
    pub fn let_go(&mut self, sections: bool) {
        if !sections {
            let mut shape: Vec<String> = self.shape().collect();
            shape.sort_unstable();
            shape.dedup();
            self.shape = shape.into_iter().flat_map(|label| [label, BETWEEN.into()]).collect();
        }
        self.claims = vec![];
        self.listings = vec![];
        self.roles.iter_mut().for_each(|role| role.let_go(sections));
        self.roles.shrink_to_fit();
    }
}

/// Reads the roles of one file; `given` is what the configuration says about its layout.
pub fn lower(file: &SourceFile, doc: &Document, given: Option<&Given<'_>>) -> Reading {
    let in_tables = given.is_some_and(Given::by_table);
    let mut reading = match &doc.body {
        _ if given.is_some_and(|given| !given.is_role()) => Reading {
            not_roles: Some("`layouts` says that it describes no role".into()),
            ..Reading::default()
        },
        Body::Prose(blocks) if matches!(doc.format, "csv" | "xlsx") && !in_tables => {
            let told = given.is_some_and(Given::is_said_to_be_role);
            let mut reading = sheet::read(file, doc, blocks, told);
            reading.unmet = given.map(|given| given.data(file, &[], &mut reading.roles)).unwrap_or_default();
            reading
        }
        Body::Prose(blocks) => page::read(file, doc, blocks, given),
        Body::Data(nodes) => data::read(file, doc, nodes, given),
    };
    reading.claims = claims::of(file, doc);
    reading.listings = listings::of(file, doc);
    reading.partial = !doc.is_whole();
    // They stay as long as the run, with as much room again that nothing will fill.
    for section in reading.roles.iter_mut().flat_map(|role| &mut role.sections) {
        section.expectations.shrink_to_fit();
        section.shown.shrink_to_fit();
    }
    reading
}

#[cfg(test)]
mod fact_tests;
#[cfg(test)]
mod head_tests;
#[cfg(test)]
mod long_tests;
#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod prose_tests;
#[cfg(test)]
mod rung_tests;
#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
