//! `rolelint diff` for people at a terminal.

use std::io::{self, Write};

use super::{Told, ToldPage, closing, destination, file_of, forms, head, notes, place, title, verb};
use crate::analysis::{Change, ChangeKind, Differences, Part};
use crate::report::neutral::visible;
use crate::report::{Style, counted};

/// Texts that have less in common are shown one after the other: nobody can read them in one.
const READABLE: usize = 3;

/// Writes the changes; with `all` also those that are only counted otherwise.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_changes(found: &Differences, all: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let told = Told::new(found);
    let mut printer = Printer { style, out };
    let (shared, editorial) = told.shared();
    if !told.shared.is_empty() {
        printer.heading("On many pages", None)?;
        for one in shared {
            printer.change(one.change, 2, Some(&one.places(all)))?;
        }
        printer.editorial(&editorial.iter().map(|one| one.change).collect::<Vec<_>>())?;
        for one in editorial.iter().filter(|_| all) {
            printer.change(one.change, 4, Some(&one.places(all)))?;
        }
        writeln!(printer.out)?;
    }
    for page in told.pages.iter().filter(|page| !page.is_empty()) {
        printer.page(page, all)?;
    }
    printer.words(0, &closing(&found.summary))
}

struct Printer<'o> {
    style: Style,
    out: &'o mut dyn Write,
}

/// How a word is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Faint,
    Gone,
    New,
}

impl Printer<'_> {
    fn heading(&mut self, text: &str, remark: Option<&str>) -> io::Result<()> {
        let text = self.style.paint("1", &visible(text));
        let remark =
            remark.map_or_else(String::new, |remark| format!("  {}", self.style.words(&visible(remark))));
        writeln!(self.out, "{text}{remark}")
    }

    fn words(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let text = self.style.words(&visible(text)).into_owned();
        self.wrapped(indent, &[(Look::Plain, text)])
    }

    fn page(&mut self, told: &ToldPage<'_>, all: bool) -> io::Result<()> {
        let (name, remark) = title(told.page);
        let file = file_of(told.page);
        let mut notes = vec![];
        if file != name {
            notes.push(file.to_owned());
        }
        notes.extend(remark);
        self.heading(&name, (!notes.is_empty()).then(|| format!("({})", notes.join("; "))).as_deref())?;
        let whole = told.page.old.is_none() || told.page.new.is_none();
        for (place, changes) in &told.groups {
            // A page that is new or gone is told as one; only what came from elsewhere is named.
            let listed: Vec<&&Change> =
                changes.iter().filter(|change| all || !whole || change.change == ChangeKind::Moved).collect();
            if listed.is_empty() {
                continue;
            }
            if !place.is_empty() {
                self.words(2, place)?;
            }
            for change in listed {
                self.change(change, if place.is_empty() { 2 } else { 4 }, None)?;
            }
        }
        for change in told.away {
            let text = change.old.as_ref().map_or("", |spot| spot.text.as_str());
            let place = destination(change).unwrap_or_default();
            let line =
                [(Look::Plain, clipped(&visible(text), self.style)), (Look::Faint, format!("  ({place})"))];
            let sign = match (self.style.narrated, self.style.unicode) {
                (true, _) => "moved away:",
                (false, true) => "→ moved away:",
                (false, false) => "> moved away:",
            };
            self.signed(sign, "34", 2, &line)?;
        }
        if whole && !all {
            return writeln!(self.out);
        }
        for (role, number) in &told.follows {
            let passages = counted(*number, "passage");
            self.words(2, &format!("{passages} copied from “{role}” follow its own page."))?;
        }
        self.editorial(&told.editorial)?;
        if all {
            for change in told.editorial.iter().chain(&told.followers) {
                let place = place(change);
                self.change(change, 4, (!place.is_empty()).then_some(place.as_str()))?;
            }
        }
        writeln!(self.out)
    }

    /// How many changes only mend a form, and which.
    fn editorial(&mut self, changes: &[&Change]) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.words(2, &format!("{}: {}.", counted(changes.len(), "editorial change"), forms(changes)))
    }

    fn change(&mut self, change: &Change, indent: usize, remark: Option<&str>) -> io::Result<()> {
        let quote = |text: &str| format!("“{text}”");
        let (sign, code) = self.sign(change.change);
        let mut line: Vec<(Look, String)> = vec![];
        let remark = remark.map(|remark| format!(" ({remark})"));
        if let Some(head) = head(change, &quote) {
            line.push((Look::Plain, format!("{}{}", head.trim_end_matches('.'), remark.unwrap_or_default())));
            return self.signed(&sign, code, indent, &line);
        }
        let label = change.new.as_ref().or(change.old.as_ref()).and_then(|spot| spot.label.as_ref());
        if let Some(label) = label.filter(|_| change.of == crate::analysis::Of::Value) {
            line.push((Look::Faint, format!("{label}: ")));
        }
        let notes = notes(change);
        let tail = |line: &mut Vec<(Look, String)>| {
            if !notes.is_empty() {
                line.push((Look::Faint, format!("  ({})", notes.join("; "))));
            }
            line.extend(remark.clone().map(|remark| (Look::Faint, remark)));
        };
        match (&change.old, &change.new) {
            (Some(old), Some(new)) if !change.words.is_empty() && !readable(&change.words) => {
                line.push((Look::Gone, self.marked(Look::Gone, &old.text)));
                self.signed(&sign, code, indent, &line)?;
                let mut second = vec![(Look::New, self.marked(Look::New, &new.text))];
                tail(&mut second);
                self.wrapped(indent + 2, &second)
            }
            (Some(_), Some(_)) if !change.words.is_empty() => {
                for piece in &change.words {
                    let (look, text) = match piece {
                        Part::Same(text) => (Look::Plain, text),
                        Part::Gone(text) => (Look::Gone, text),
                        Part::New(text) => (Look::New, text),
                    };
                    line.push((look, self.marked(look, text)));
                }
                tail(&mut line);
                self.signed(&sign, code, indent, &line)
            }
            (old, new) => {
                let look = match (change.change, old, new) {
                    (ChangeKind::Removed, ..) => Look::Gone,
                    (ChangeKind::Added, ..) => Look::New,
                    _ => Look::Plain,
                };
                let text = new.as_ref().or(old.as_ref()).map_or("", |spot| spot.text.as_str());
                line.push((look, clipped(&visible(text), self.style)));
                tail(&mut line);
                self.signed(&sign, code, indent, &line)
            }
        }
    }

    /// Without colors, brackets say what is gone and what is new, as in git's word diffs.
    fn marked(&self, look: Look, text: &str) -> String {
        let text = visible(text);
        let core = text.trim_end();
        let blank = if core.len() < text.len() { " " } else { "" };
        match look {
            _ if core.is_empty() => text.into_owned(),
            Look::Gone if !self.style.color => format!("[-{core}-]{blank}"),
            Look::New if !self.style.color => format!("{{+{core}+}}{blank}"),
            _ => text.into_owned(),
        }
    }

    fn sign(&self, change: ChangeKind) -> (String, &'static str) {
        let (sign, plain, code) = match change {
            ChangeKind::Added => ("+", "+", "32"),
            ChangeKind::Removed => ("-", "-", "31"),
            ChangeKind::Moved => ("→", ">", "34"),
            ChangeKind::Reworded | ChangeKind::Renamed => ("~", "~", "33"),
            ChangeKind::Strengthened => ("↑", "^", "35"),
            ChangeKind::Weakened => ("↓", "v", "35"),
        };
        let word = if self.style.narrated {
            format!("{}:", verb(change))
        } else if matches!(change, ChangeKind::Strengthened | ChangeKind::Weakened | ChangeKind::Moved) {
            format!("{} {}:", if self.style.unicode { sign } else { plain }, verb(change))
        } else {
            (if self.style.unicode { sign } else { plain }).to_owned()
        };
        (word, code)
    }

    fn signed(&mut self, sign: &str, code: &str, indent: usize, line: &[(Look, String)]) -> io::Result<()> {
        write!(self.out, "{:indent$}{} ", "", self.style.paint(code, sign))?;
        self.flow(indent + 2, indent + sign.chars().count() + 1, line)
    }

    fn wrapped(&mut self, indent: usize, line: &[(Look, String)]) -> io::Result<()> {
        write!(self.out, "{:indent$}", "")?;
        self.flow(indent, indent, line)
    }

    /// Writes words with line breaks between them; the first line has begun.
    fn flow(&mut self, indent: usize, begun: usize, line: &[(Look, String)]) -> io::Result<()> {
        let width = self.style.columns();
        let mut column = begun;
        let mut text = String::new();
        for (look, part) in line {
            let mut run = String::new();
            // Names and numbers of files come here too: nothing passes that could act.
            let part = visible(part);
            for word in part.split_inclusive(' ') {
                let length = unicode_width::UnicodeWidthStr::width(word.trim_end());
                if column + length > width && column > indent {
                    text.push_str(&self.painted(*look, run.trim_end()));
                    run.clear();
                    let kept = text.trim_end().len();
                    text.truncate(kept);
                    text.push('\n');
                    text.push_str(&" ".repeat(indent));
                    column = indent;
                }
                run.push_str(word);
                column += unicode_width::UnicodeWidthStr::width(word);
            }
            text.push_str(&self.painted(*look, &run));
        }
        writeln!(self.out, "{}", text.trim_end())
    }

    fn painted(&self, look: Look, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        match look {
            Look::Plain => text.to_owned(),
            Look::Faint => self.style.paint("2", &self.style.words(text)),
            Look::Gone => self.style.paint("31;9", text),
            Look::New => self.style.paint("32", text),
        }
    }
}

/// Characters of a text that came or went as a whole; nobody reads on.
const LONGEST: usize = 600;

fn clipped(text: &str, style: Style) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} {}", text.get(..at).unwrap_or(text).trim_end(), style.ellipsis()),
        None => text.to_owned(),
    }
}

/// True if the two texts have enough in common to be read in one.
fn readable(words: &[Part]) -> bool {
    let mut same = 0;
    let mut other = 0;
    let mut islands = 0;
    for piece in words {
        match piece {
            Part::Same(text) => same += text.len(),
            Part::Gone(text) | Part::New(text) => {
                other += text.len();
                islands += 1;
            }
        }
    }
    islands <= 2 || same * READABLE >= other
}
