//! The workbook around the sheets: their names and places, the texts that cells share, and how
//! numbers are shown.

use std::collections::HashMap;
use std::ops::Range;

use super::number::Form;
use super::package::{Package, Step, attribute, walk};
use crate::text::Unread;

/// What all sheets share.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub sheets: Vec<SheetEntry>,
    /// All shared texts, one behind the other.
    strings: String,
    places: Vec<Range<u32>>,
    /// Of each cell style: the form of its numbers, and whether it is bold.
    styles: Vec<(Form, bool)>,
    /// Days are counted from 1904, as old Macintosh programs did.
    pub from_1904: bool,
}

#[derive(Debug)]
pub(super) struct SheetEntry {
    pub name: String,
    /// Name of its part in the package.
    pub part: String,
    pub hidden: bool,
}

impl Book {
    pub fn shared(&self, index: usize) -> &str {
        let range = self.places.get(index).map_or(0..0, |range| range.start as usize..range.end as usize);
        self.strings.get(range).unwrap_or("")
    }

    pub fn is_bold(&self, style: u32) -> bool {
        self.styles.get(style as usize).is_some_and(|(_, bold)| *bold)
    }

    pub fn form(&self, style: u32) -> &Form {
        self.styles.get(style as usize).map_or(&Form::General, |(form, _)| form)
    }
}

/// A reference from one part to another.
struct Link {
    id: String,
    kind: String,
    part: String,
}

pub(super) fn read(package: &mut Package<'_>) -> Result<Book, Unread> {
    let path = links(package, "")?
        .into_iter()
        .find(|link| link.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.part);
    let Some(xml) = package.part(&path)? else { return Err(super::damaged("it has no workbook part")) };
    let links = links(package, &path)?;
    let mut book = Book::default();
    workbook(&xml, &links, &mut book)?;
    let part = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| link.part.as_str());
    if let Some(xml) = part("sharedStrings").map(|part| package.part(part)).transpose()?.flatten() {
        strings(&xml, &mut book)?;
    }
    if let Some(xml) = part("styles").map(|part| package.part(part)).transpose()?.flatten() {
        styles(&xml, &mut book)?;
    }
    Ok(book)
}

/// The references of the part `of` (of the package itself, if empty).
fn links(package: &mut Package<'_>, of: &str) -> Result<Vec<Link>, Unread> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let Some(xml) = package.part(&format!("{prefix}_rels/{name}.rels"))? else { return Ok(vec![]) };
    let mut links = vec![];
    walk(&xml, |step| {
        if let Step::Open(tag) = step
            && tag.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(tag, "Id"), attribute(tag, "Type"), attribute(tag, "Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
            links.push(Link { id: id.into_owned(), kind, part: resolve(folder, &target) });
        }
        Ok(())
    })?;
    Ok(links)
}

/// The part that `target` names, seen from `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => vec![],
        None => folder.split('/').collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

fn workbook(xml: &str, links: &[Link], book: &mut Book) -> Result<(), Unread> {
    let parts: HashMap<&str, &Link> = links.iter().map(|link| (link.id.as_str(), link)).collect();
    walk(xml, |step| {
        let Step::Open(tag) = step else { return Ok(()) };
        match tag.local_name().as_ref() {
            "workbookPr" => {
                book.from_1904 =
                    attribute(tag, "date1904").is_some_and(|value| matches!(&*value, "1" | "true"));
            }
            "sheet" => {
                let link = attribute(tag, "id").and_then(|id| parts.get(&*id).copied());
                if let (Some(name), Some(link)) = (attribute(tag, "name"), link)
                    && link.kind == "worksheet"
                {
                    book.sheets.push(SheetEntry {
                        name: name.into_owned(),
                        part: link.part.clone(),
                        hidden: attribute(tag, "state").is_some_and(|state| state != "visible"),
                    });
                }
            }
            _ => {}
        }
        Ok(())
    })
}

fn strings(xml: &str, book: &mut Book) -> Result<(), Unread> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut start = 0;
    let mut run = Run::default();
    walk(xml, |step| {
        match &step {
            Step::Open(tag) if tag.local_name().as_ref() == "si" => start = book.strings.len(),
            Step::Close("si") => {
                tidy(&mut book.strings, start);
                // Cells with nothing but blanks count as empty; found out once, not for each cell.
                if book.strings.get(start..).is_some_and(|text| text.trim().is_empty()) {
                    book.strings.truncate(start);
                }
                book.places.push(narrow(start)..narrow(book.strings.len()));
            }
            _ => {}
        }
        run.collect(&step, &mut book.strings);
        Ok(())
    })
}

/// Collects the text of rich text: what stands in `t`, but not in phonetic guides.
#[derive(Default)]
pub(super) struct Run {
    in_text: bool,
    in_phonetic: bool,
}

impl Run {
    pub fn collect(&mut self, step: &Step<'_>, out: &mut String) {
        match step {
            Step::Open(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = true,
                "rPh" => self.in_phonetic = true,
                _ => {}
            },
            Step::Close("t") => self.in_text = false,
            Step::Close("rPh") => self.in_phonetic = false,
            Step::Text(text) if self.in_text && !self.in_phonetic => out.push_str(text),
            _ => {}
        }
    }
}

/// Gives the text from `start` on plain line ends, and the characters that are written `_x000D_`.
pub(super) fn tidy(text: &mut String, start: usize) {
    let Some(said) = text.get(start..) else { return };
    if !said.contains('\r') && !said.contains("_x") {
        return;
    }
    let mut clean = String::with_capacity(said.len());
    let mut rest = said;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let (end, said) = match character {
            Some(character) => (at + 7, Some(character)),
            None => (at + 2, None),
        };
        clean.push_str(rest.get(..if said.is_some() { at } else { end }).unwrap_or(""));
        clean.extend(said);
        rest = rest.get(end..).unwrap_or("");
    }
    clean.push_str(rest);
    text.truncate(start);
    text.push_str(&clean.replace("\r\n", "\n").replace('\r', "\n"));
}

fn styles(xml: &str, book: &mut Book) -> Result<(), Unread> {
    let mut codes: HashMap<u32, Form> = HashMap::new();
    let mut bold: Vec<bool> = vec![];
    // Elements of the same names stand in other lists as well.
    let (mut in_fonts, mut in_cells) = (false, false);
    walk(xml, |step| {
        match step {
            Step::Open(tag) => {
                let number = |name| attribute(tag, name).and_then(|value| value.parse::<u32>().ok());
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (number("numFmtId"), attribute(tag, "formatCode")) {
                            codes.insert(id, Form::of_code(&code));
                        }
                    }
                    "fonts" => in_fonts = true,
                    "font" if in_fonts => bold.push(false),
                    "b" if in_fonts => {
                        let on = attribute(tag, "val").is_none_or(|value| !matches!(&*value, "0" | "false"));
                        if let Some(last) = bold.last_mut() {
                            *last = on;
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = number("numFmtId").unwrap_or(0);
                        let form = codes.get(&id).cloned().unwrap_or_else(|| Form::built_in(id));
                        let font = number("fontId").and_then(|id| bold.get(id as usize).copied());
                        book.styles.push((form, font.unwrap_or(false)));
                    }
                    _ => {}
                }
            }
            Step::Close("fonts") => in_fonts = false,
            Step::Close("cellXfs") => in_cells = false,
            Step::Close(_) | Step::Text(_) => {}
        }
        Ok(())
    })
}
