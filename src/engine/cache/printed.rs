//! What a run printed, so that the same report need not be drawn again: drawing takes longer than finding out that
//! nothing has changed.

use super::bytes::{Reader, Writer};
use crate::diag::Severity;
use crate::text::Seen;

/// What was printed on standard output, and what else comes of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    pub report: Vec<u8>,
    /// Remarks for standard error.
    pub notes: Vec<String>,
    /// The gravest finding, which decides how the program ends.
    pub gravest: Option<Severity>,
}

impl Printed {
    /// What was read beside the files, and what was printed.
    pub(super) fn write(&self, others: &[Seen]) -> Vec<u8> {
        let mut out = Writer::default();
        out.others(others);
        out.number(self.gravest.map_or(0, |gravest| 1 + gravest as usize));
        out.number(self.notes.len());
        self.notes.iter().for_each(|note| out.text(note));
        let mut bytes = out.finish();
        bytes.extend_from_slice(&self.report);
        bytes
    }

    /// The same back again; `None` if these are not such bytes.
    pub(super) fn read(bytes: &[u8]) -> Option<(Vec<Seen>, Printed)> {
        let files = crate::text::Files::default();
        let mut reader = Reader::new(bytes, &files)?;
        let others = reader.others()?;
        let gravest = match reader.number()? {
            0 => None,
            number => Some(
                *[Severity::Info, Severity::Warning, Severity::Error]
                    .iter()
                    .find(|severity| 1 + **severity as usize == number)?,
            ),
        };
        let notes = reader.many(Reader::owned)?;
        Some((others, Printed { report: reader.rest().to_vec(), notes, gravest }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let others = [Seen { path: "words.txt".into(), is_folder: false, digest: [3; 32] }];
        for gravest in [None, Some(Severity::Info), Some(Severity::Error)] {
            let notes = vec!["Too many.".to_owned(), String::new()];
            let printed = Printed { report: b"a.md:1: \xFF\0".to_vec(), notes, gravest };
            assert_eq!(Printed::read(&printed.write(&others)), Some((others.to_vec(), printed)));
        }
        assert_eq!(Printed::read(b""), None);
    }
}
