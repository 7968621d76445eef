//! What files say about the roles of other files: folders with a page for each level, pages about moves, and data
//! files that describe what roles name.

use std::collections::HashMap;

use super::library::Library;
use super::lower::{gather, push_move, take};
use super::{Move, Reading, join};
use crate::syntax::Document;
use crate::text::{FileId, Files};

/// All of it, found once for a run.
pub struct Ties<'d> {
    /// The pages that are about one level each, with their job.
    ladders: HashMap<FileId, Option<String>>,
    /// Moves to be added to the roles of a file, by their number in it.
    moves: HashMap<FileId, Vec<(usize, Move)>>,
    library: Library<'d>,
}

impl<'d> Ties<'d> {
    /// Finds the ties between files, and adds to each reading what they mean for it. There is one document and one
    /// reading for each file.
    pub fn find(files: &'d Files, documents: &'d [Option<Document>], readings: &mut [Reading]) -> Self {
        let mut ties = Ties {
            ladders: gather(files, readings),
            moves: HashMap::new(),
            library: Library::of(files, documents, readings),
        };
        for (file, reading) in files.iter().zip(readings.iter_mut()) {
            ties.place(file.id, reading);
        }
        ties.moves = join::join(files, readings);
        for ((file, doc), reading) in files.iter().zip(documents).zip(readings.iter_mut()) {
            ties.add(files, file.id, doc.as_ref(), reading);
        }
        ties
    }

    /// Adds what other files say to a reading that was made anew.
    pub fn renew(&self, files: &Files, id: FileId, doc: Option<&Document>, reading: &mut Reading) {
        self.place(id, reading);
        self.add(files, id, doc, reading);
    }

    /// Makes a page that is about one level the role of that level.
    fn place(&self, id: FileId, reading: &mut Reading) {
        if let Some(job) = self.ladders.get(&id) {
            take(reading, job.as_deref());
        }
        reading.of_level = None;
    }

    fn add(&self, files: &Files, id: FileId, doc: Option<&Document>, reading: &mut Reading) {
        for (number, step) in self.moves.get(&id).into_iter().flatten() {
            if let Some(role) = reading.roles.get_mut(*number) {
                push_move(role, step.clone());
            }
        }
        reading.transitions = vec![];
        if let Some(doc) = doc {
            self.library.refer(files, doc, reading);
        }
    }
}
