//! The archive that a workbook is, and the XML in it.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{XmlVersion, escape};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{damaged, limit};
use crate::text::{Unread, decode};

/// Most bytes that may come out of all parts that are read.
pub(super) const MAX_INFLATED: u64 = 64 * 1024 * 1024;

/// An archive that gives its parts as text, up to a limit for all of them.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still come out.
    left: u64,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unread> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("its archive is broken"))?;
        Ok(Package { archive, left: MAX_INFLATED })
    }

    /// The text of a part, `None` if there is no part of this name.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unread> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(damaged(&format!("its part {name} cannot be opened"))),
        };
        let mut bytes = vec![];
        let read = file.take(self.left + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > self.left {
            return Err(limit(format!("it unpacks to more than {} MB", MAX_INFLATED / 1024 / 1024)));
        }
        self.left -= size;
        read.map_err(|_| damaged(&format!("its part {name} is broken")))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => match decode(error.as_bytes()) {
                decoded if decoded.binary => Err(damaged(&format!("its part {name} is not text"))),
                decoded => Ok(Some(decoded.text)),
            },
        }
    }
}

/// Walks over XML. `see` gets the elements as they begin and end, with the name without its prefix,
/// and the texts between.
pub(super) fn walk(xml: &str, mut see: impl FnMut(Step<'_>) -> Result<(), Unread>) -> Result<(), Unread> {
    let broken = || damaged("its XML is broken");
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(tag) => see(Step::Open(&tag))?,
            Event::Empty(tag) => {
                see(Step::Open(&tag))?;
                see(Step::Close(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => see(Step::Close(tag.local_name().as_ref()))?,
            Event::Text(text) => see(Step::Text(&text.xml10_content()))?,
            Event::CData(text) => see(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|_| broken())?;
                match (character, escape::resolve_xml_entity(&reference)) {
                    (Some(character), _) => see(Step::Text(character.encode_utf8(&mut [0; 4])))?,
                    (None, Some(said)) => see(Step::Text(said))?,
                    // Entities of their own are a way to blow a file up; no program writes them here.
                    (None, None) => {}
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// What [`walk`] comes by.
pub(super) enum Step<'x> {
    Open(&'x BytesStart<'x>),
    Close(&'x str),
    Text(&'x str),
}

/// The value of the attribute `name`, its prefix left out of account.
pub(super) fn attribute<'x>(tag: &'x BytesStart<'_>, name: &str) -> Option<Cow<'x, str>> {
    tag.attributes()
        // Without the comparison of each with all others.
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
}
