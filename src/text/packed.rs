//! The text of a file as a run holds it: as it is, or packed and put aside, where it is much and nobody reads it just now.

use std::borrow::Cow;
use std::fmt;
use std::io::{Read as _, Write as _};
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::SourceFile;
use super::aside::{Aside, Place};

/// The text of a file. One that is packed is unpacked when somebody asks for it, and then stays so: who goes through
/// many files asks for them by [`Files::open`](super::Files::open).
#[derive(Clone)]
pub struct FileText {
    plain: OnceLock<String>,
    packed: Option<Packed>,
}

#[derive(Debug, Clone)]
struct Packed {
    bytes: Bytes,
    /// Of the text, in bytes.
    len: usize,
}

#[derive(Debug, Clone)]
enum Bytes {
    Held(Box<[u8]>),
    Aside(Place),
}

impl FileText {
    /// Its length in bytes; a packed text stays packed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.packed.as_ref().map_or_else(|| self.as_str().len(), |packed| packed.len)
    }

    pub fn as_str(&self) -> &str {
        self
    }

    /// True for a text that takes little room and a while to read.
    pub fn is_packed(&self) -> bool {
        self.packed.is_some() && self.plain.get().is_none()
    }

    /// True if it was put aside, and something that was could not be read back.
    pub fn is_lost(&self) -> bool {
        matches!(&self.packed, Some(Packed { bytes: Bytes::Aside(place), .. }) if place.is_lost())
    }

    /// The same text packed, if that makes it smaller, and put aside, if the disk takes it.
    fn packed(&self, aside: Option<&Arc<Aside>>) -> Option<Self> {
        let text = self.as_str();
        // The quickest way: texts are unpacked several times in a run, and a slower one saves a tenth more.
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).ok()?;
        let bytes = encoder.finish().ok().filter(|bytes| bytes.len() < text.len())?;
        let bytes = match aside.and_then(|aside| aside.put(&bytes)) {
            Some(place) => Bytes::Aside(place),
            None => Bytes::Held(bytes.into_boxed_slice()),
        };
        let packed = Packed { bytes, len: text.len() };
        Some(FileText { plain: OnceLock::new(), packed: Some(packed) })
    }
}

impl Packed {
    fn text(&self) -> String {
        match &self.bytes {
            // We packed it, so it can be unpacked.
            Bytes::Held(bytes) => self.unpack(bytes).unwrap_or_default(),
            Bytes::Aside(place) => self.unpack(&place.read()).unwrap_or_else(|| {
                place.lose();
                String::new()
            }),
        }
    }

    /// `None` if these are not the bytes that were made of the text.
    fn unpack(&self, bytes: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(self.len);
        DeflateDecoder::new(bytes).read_to_string(&mut text).ok().filter(|length| *length == self.len)?;
        Some(text)
    }
}

impl Deref for FileText {
    type Target = str;

    fn deref(&self) -> &str {
        self.plain.get_or_init(|| self.packed.as_ref().map(Packed::text).unwrap_or_default())
    }
}

impl fmt::Debug for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<String> for FileText {
    fn from(text: String) -> Self {
        FileText { plain: OnceLock::from(text), packed: None }
    }
}

impl PartialEq for FileText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FileText {}

impl SourceFile {
    /// The same file with its text packed, until somebody asks for it, and put aside, if there is a place for that.
    #[must_use]
    pub fn packed(self, aside: Option<&Arc<Aside>>) -> Self {
        match self.text.packed(aside) {
            Some(text) => SourceFile { text, ..self },
            None => self,
        }
    }

    /// The same file with its text at hand; what is made of a packed one lasts as long as the answer.
    pub fn open(&self) -> Cow<'_, SourceFile> {
        match &self.text.packed {
            Some(packed) if self.text.is_packed() => Cow::Owned(SourceFile {
                text: packed.text().into(),
                path: self.path.clone(),
                disk: self.disk.clone(),
                damage: self.damage.clone(),
                lines: self.lines.clone(),
                cells: self.cells.clone(),
                offsets: self.offsets.clone(),
                trouble: self.trouble.clone(),
                ..*self
            }),
            _ => Cow::Borrowed(self),
        }
    }
}

/// A file with its text at hand.
#[derive(Debug, Clone)]
pub enum Opened<'f> {
    Here(&'f SourceFile),
    /// It was packed: this lasts as long as somebody looks at it.
    Apart(Arc<SourceFile>),
}

impl Deref for Opened<'_> {
    type Target = SourceFile;

    fn deref(&self) -> &SourceFile {
        match self {
            Opened::Here(file) => file,
            Opened::Apart(file) => file,
        }
    }
}

/// Files that lie open at once: one with findings, and those to which they point.
const MOST: usize = 8;

/// The packed files that were asked for last: many ask for one file after another.
#[derive(Debug, Default)]
pub(super) struct Desk(Mutex<Vec<Arc<SourceFile>>>);

impl Desk {
    pub fn open<'f>(&self, file: &'f SourceFile) -> Opened<'f> {
        if !file.text.is_packed() {
            return Opened::Here(file);
        }
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open.iter().find(|known| known.id == file.id) {
            return Opened::Apart(Arc::clone(known));
        }
        let new = Arc::new(file.open().into_owned());
        if open.len() >= MOST {
            open.remove(0);
        }
        open.push(Arc::clone(&new));
        Opened::Apart(new)
    }

    pub fn clear(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// What lies open belongs to one collection of files.
impl Clone for Desk {
    fn clone(&self) -> Self {
        Desk::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, Files};
    use super::*;

    #[test]
    fn packed_files_say_the_same() {
        let text = "# Nurse\r\n\n- Räumt auf.\n".repeat(50);
        let file = |id| SourceFile::from_bytes(id, "a.md", None, text.as_bytes());
        let aside = Aside::new();
        let aside = aside.as_ref();
        let mut files = Files::default();
        for _ in 0..MOST + 2 {
            files.add(|id| file(id).packed(aside.filter(|_| id.0 % 2 == 0)));
        }
        let plain = file(FileId(0));
        for packed in files.iter().chain(files.iter()) {
            let open = files.open(packed.id);
            assert_eq!((open.text.as_str(), open.text.len()), (text.as_str(), text.len()));
            assert_eq!(open.position(200), plain.position(200));
            assert!(packed.text.is_packed() && packed.text.len() == text.len());
        }
        let own = files.get(FileId(1));
        assert_eq!(own.text, plain.text);
        assert!(!own.text.is_packed() && matches!(files.open(own.id), Opened::Here(_)), "it stays unpacked");
    }

    #[test]
    fn what_gets_no_smaller_is_not_packed() {
        let file = |text: &str| SourceFile::from_bytes(FileId(0), "a.md", None, text.as_bytes()).packed(None);
        assert!(!file("").text.is_packed() && !file("ab").text.is_packed());
        assert_eq!(&*file("ab").text, "ab");
    }

    #[test]
    fn another_text_is_not_taken_for_the_one_that_lay_open() {
        let (old, new) = ("one ".repeat(40), "two ".repeat(40));
        let mut files = Files::default();
        let id = files
            .add(|id| SourceFile::from_bytes(id, "a.md", None, old.as_bytes()).packed(Aside::new().as_ref()));
        assert_eq!(files.open(id).text.as_str(), old);
        files.replace(id, new.as_bytes());
        assert_eq!(files.open(id).text.as_str(), new);
    }
}
