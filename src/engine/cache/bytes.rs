//! A run as bytes: every text once, and numbers that stand for them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diag::{Applicability, Diagnostic, Edit, Fix, Group, Identity, Related, Severity};
use crate::engine::{Run, Told};
use crate::text::{Digest, FileId, Files, QuickMap, Seen, Span};

const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];
const APPLICABILITIES: [Applicability; 3] =
    [Applicability::Display, Applicability::Unsafe, Applicability::Safe];

/// What was read beside the files, and the run.
pub(super) fn write(others: &[Seen], run: &Run) -> Vec<u8> {
    let mut out = Writer::default();
    out.others(others);
    let told = Told::of(run);
    out.number(told.read.len());
    told.read.iter().for_each(|read| out.number(usize::from(*read)));
    out.number(told.roles.len());
    told.roles.iter().for_each(|file| out.number(file.0 as usize));
    out.number(run.suppressed);
    out.number(run.diagnostics.len());
    run.diagnostics.iter().for_each(|finding| out.finding(finding));
    out.finish()
}

/// The same back again; `None` if these are not such bytes, or do not fit the files.
pub(super) fn read(bytes: &[u8], files: &Files) -> Option<(Vec<Seen>, Run)> {
    let mut reader = Reader::new(bytes, files)?;
    let others = reader.others()?;
    let read = reader.many(|reader| Some(reader.number()? == 1))?;
    let roles = reader.many(Reader::file)?;
    let suppressed = reader.number()?;
    let diagnostics = reader.many(Reader::finding)?;
    let whole = reader.rest.is_empty() && read.len() == files.len();
    let told = Some(Told { read, roles });
    whole.then(|| (others, Run { diagnostics, suppressed, told, ..Run::default() }))
}

#[derive(Default)]
pub(super) struct Writer {
    body: Vec<u8>,
    /// Every text with its number.
    texts: QuickMap<Box<str>, usize>,
}

impl Writer {
    /// What was read beside the files.
    pub fn others(&mut self, others: &[Seen]) {
        self.number(others.len());
        for seen in others {
            self.text(&seen.path.to_string_lossy());
            self.number(usize::from(seen.is_folder));
            self.body.extend_from_slice(&seen.digest);
        }
    }

    pub fn finish(self) -> Vec<u8> {
        let mut texts = vec![""; self.texts.len()];
        for (text, at) in &self.texts {
            if let Some(slot) = texts.get_mut(*at) {
                *slot = text;
            }
        }
        // A length takes a byte or two.
        let length: usize = texts.iter().map(|text| text.len() + 2).sum();
        let mut out = Vec::with_capacity(length + self.body.len());
        push(&mut out, texts.len());
        for text in texts {
            push(&mut out, text.len());
            out.extend_from_slice(text.as_bytes());
        }
        out.extend_from_slice(&self.body);
        out
    }

    pub fn number(&mut self, number: usize) {
        push(&mut self.body, number);
    }

    pub fn text(&mut self, text: &str) {
        let next = self.texts.len();
        let at = match self.texts.get(text) {
            Some(at) => *at,
            None => {
                self.texts.insert(text.into(), next);
                next
            }
        };
        self.number(at);
    }

    fn perhaps(&mut self, text: Option<&str>) {
        self.number(usize::from(text.is_some()));
        text.into_iter().for_each(|text| self.text(text));
    }

    fn span(&mut self, span: Span) {
        self.number(span.file.0 as usize);
        self.number(span.start as usize);
        self.number(span.len());
    }

    fn finding(&mut self, finding: &Diagnostic) {
        self.text(&finding.rule);
        self.number(SEVERITIES.iter().position(|own| *own == finding.severity).unwrap_or(0));
        self.text(&finding.message);
        self.perhaps(finding.help.as_deref());
        self.span(finding.span);
        self.perhaps(finding.label.as_deref());
        self.number(finding.related.len());
        for related in &finding.related {
            self.span(related.span);
            self.text(&related.message);
        }
        self.number(finding.fixes.len());
        for fix in &finding.fixes {
            self.text(&fix.title);
            self.number(APPLICABILITIES.iter().position(|own| *own == fix.applicability).unwrap_or(0));
            self.number(fix.edits.len());
            for edit in &fix.edits {
                self.span(edit.span);
                self.text(&edit.text);
            }
        }
        self.perhaps(finding.group.as_ref().map(|group| group.id.as_str()));
        self.perhaps(finding.group.as_ref().map(|group| group.summary.as_str()));
        let (form, about) = match &finding.identity {
            Identity::Place => (0, None),
            Identity::PlaceAnd(about) => (1, Some(about.as_str())),
            Identity::Only(about) => (2, Some(about.as_str())),
        };
        self.number(form);
        self.perhaps(about);
        self.text(&finding.key);
    }
}

/// Seven bits in each byte, the lowest first; the eighth says that more follow.
fn push(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7F).unwrap_or(0);
        number >>= 7;
        out.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

pub(super) struct Reader<'b> {
    rest: &'b [u8],
    texts: Vec<&'b str>,
    files: &'b Files,
}

impl<'b> Reader<'b> {
    /// Reads the texts, for which the numbers behind them stand.
    pub fn new(bytes: &'b [u8], files: &'b Files) -> Option<Self> {
        let mut head = Reader { rest: bytes, texts: vec![], files };
        let count = head.number()?;
        let mut texts = vec![];
        for _ in 0..count {
            let length = head.number()?;
            texts.push(std::str::from_utf8(head.take(length)?).ok()?);
        }
        Some(Reader { texts, ..head })
    }

    /// What was read beside the files.
    pub fn others(&mut self) -> Option<Vec<Seen>> {
        self.many(|reader| {
            let path = PathBuf::from(reader.text()?);
            let is_folder = reader.number()? == 1;
            let digest: Digest = reader.take(32)?.try_into().ok()?;
            Some(Seen { path, is_folder, digest })
        })
    }

    /// What is left to read.
    pub fn rest(&self) -> &'b [u8] {
        self.rest
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0usize;
        for shift in (0..usize::BITS).step_by(7) {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(first & 0x7F).checked_shl(shift)?;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A list of what `one` reads. No count is believed: every item takes a byte at least.
    pub fn many<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number().filter(|count| *count <= self.rest.len())?;
        (0..count).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> Option<&'b str> {
        let at = self.number()?;
        self.texts.get(at).copied()
    }

    pub fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// A text that may be missing, as a list of one or none.
    fn perhaps(&mut self) -> Option<Vec<String>> {
        self.many(Self::owned)
    }

    fn file(&mut self) -> Option<FileId> {
        let file = u32::try_from(self.number()?).ok()?;
        ((file as usize) < self.files.len()).then_some(FileId(file))
    }

    fn span(&mut self) -> Option<Span> {
        let file = self.file()?;
        let start = self.number()?;
        let end = start.checked_add(self.number()?)?;
        let span = Span::new(file, start..end);
        // A place that is none would be drawn wrong.
        self.files.open(file).text.get(span.range()).is_some().then_some(span)
    }

    fn finding(&mut self) -> Option<Diagnostic> {
        let rule = self.owned()?;
        let severity = *SEVERITIES.get(self.number()?)?;
        let message = self.owned()?;
        let help = self.perhaps()?.pop();
        let span = self.span()?;
        let label = self.perhaps()?.pop();
        let related = self.many(|own| Some(Related { span: own.span()?, message: own.owned()? }))?;
        let fixes = self.many(|own| {
            let title = own.owned()?;
            let applicability = *APPLICABILITIES.get(own.number()?)?;
            let edits = own.many(|own| Some(Edit { span: own.span()?, text: own.owned()? }))?;
            Some(Fix { title, applicability, edits })
        })?;
        let group = match (self.perhaps()?.pop(), self.perhaps()?.pop()) {
            (Some(id), Some(summary)) => Some(Group { id, summary }),
            _ => None,
        };
        let identity = match (self.number()?, self.perhaps()?.pop()) {
            (1, Some(about)) => Identity::PlaceAnd(about),
            (2, Some(about)) => Identity::Only(about),
            _ => Identity::Place,
        };
        let key = self.owned()?;
        let (help, group) = (help.map(Arc::from), group.map(Arc::new));
        Some(Diagnostic { rule, severity, message, help, span, label, related, fixes, group, identity, key })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::SourceFile;

    fn files() -> Files {
        let mut files = Files::default();
        files.add(|id| SourceFile::from_bytes(id, "a.md", None, b"# Engineer\n\nShips teh thing.\n"));
        files.add(|id| SourceFile::from_bytes(id, "b.md", None, b"# Nurse\n"));
        files
    }

    fn run() -> Run {
        let span = Span::new(FileId(0), 18..21);
        let mut finding = Diagnostic::new("misspelling", Severity::Warning, span, "“teh” is wrong.");
        finding.help("Write “the”.").label("here").related(Span::new(FileId(1), 2..7), "as here");
        finding.fix(Fix::safe("Write “the”", span, "the")).group("misspelling:teh", "“teh” is wrong.");
        finding.key = "0123456789abcdef-0".into();
        let bare = Diagnostic::new("thin-level", Severity::Error, Span::at(FileId(1), 0), "Empty.");
        let told = Told { read: vec![true, false], roles: vec![FileId(0), FileId(0)] };
        Run { diagnostics: vec![finding, bare], suppressed: 7, told: Some(told), ..Run::default() }
    }

    #[test]
    fn what_is_written_is_read() {
        let (run, files) = (run(), files());
        let seen = Seen { path: "schemas/role.json".into(), is_folder: false, digest: [9; 32] };
        let written = write(std::slice::from_ref(&seen), &run);
        let (others, read) = read(&written, &files).unwrap();
        assert_eq!(others, [seen]);
        assert_eq!((read.diagnostics, read.suppressed), (run.diagnostics, 7));
        assert_eq!(Told::of(&read_back(&written)), run.told.unwrap());
    }

    fn read_back(written: &[u8]) -> Run {
        read(written, &files()).unwrap().1
    }

    #[test]
    fn a_part_of_it_is_nothing() {
        let (written, files) = (write(&[], &run()), files());
        for length in 0..written.len() {
            assert!(read(written.get(..length).unwrap(), &files).is_none(), "{length}");
        }
        assert!(read(&written, &Files::default()).is_none(), "places in files that are not there");
    }

    proptest! {
        #[test]
        fn other_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..400, to in any::<u8>()) {
            let files = files();
            let _ = read(&bytes, &files);
            let mut written = write(&[], &run());
            if let Some(byte) = written.get_mut(at) {
                *byte = to;
            }
            let _ = read(&written, &files);
        }
    }
}
