//! The leaves of the role model: every value with a place in the file. Used to see that the bytes at the
//! place say the value, and that what is written there is read back.

// Each test binary uses what it needs.
#![allow(dead_code)]

use std::collections::HashSet;

use rolelint::model::{Reading, Role, lower};
use rolelint::syntax::{self, Body, Document, Node, Value, read_source};
use rolelint::text::{FileId, SourceFile, Span, Spanned};

/// A value of the model and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    pub kind: &'static str,
    pub value: String,
    pub span: Span,
    /// What else it is read from: the words of a link whose address stands elsewhere.
    pub of: Option<Span>,
}

/// A file as it is read alone, with all leaves of its model.
pub struct Read {
    pub file: SourceFile,
    pub document: Document,
    pub reading: Reading,
    pub leaves: Vec<Leaf>,
    /// Everything that may be a name and is no leaf: texts and keys.
    pub named: Vec<(String, Span)>,
}

/// Reads a file of this name; `None` for one that no reader takes.
pub fn read(name: &str, bytes: &[u8]) -> Option<Read> {
    let file = read_source(FileId(0), name, None, bytes);
    let document = syntax::parse(&file)?;
    let reading = lower(&file, &document, None);
    let leaves = leaves(&reading);
    let named = named(&document);
    Some(Read { file, document, reading, leaves, named })
}

fn named(document: &Document) -> Vec<(String, Span)> {
    let mut found = vec![];
    document.each_text(&mut |text| {
        let text = text.trimmed();
        // "Delivery: ships what was promised"
        if let Some(at) = text.plain.find(':') {
            found.push((text.plain[..at].to_owned(), text.locate(0..at).span));
        }
        found.push((text.plain, text.span));
    });
    let front = document.front.iter().filter_map(|front| front.node.as_ref());
    let mut open: Vec<&Node> = document.data().iter().chain(front).collect();
    while let Some(node) = open.pop() {
        open.extend(node.items());
        if let Value::Number(number) = &node.value {
            found.push((number.to_string(), node.span));
        }
        for entry in node.entries() {
            found.push((entry.key.value.clone(), entry.key.span));
            open.push(&entry.value);
        }
    }
    found
}

/// All leaves of a reading, role by role.
fn leaves(reading: &Reading) -> Vec<Leaf> {
    let mut found = vec![];
    reading.roles.iter().for_each(|role| of_role(role, &mut found));
    found.extend(reading.claims.iter().map(|claim| leaf("claim", &claim.value)));
    for listing in &reading.listings {
        found.push(leaf("listed as", &listing.label));
        let address = leaf("listed address", &listing.target);
        found.push(Leaf { of: Some(listing.label.span), ..address });
    }
    for transition in &reading.transitions {
        found.push(leaf("moves from", &transition.from));
        found.push(leaf("moves to", &transition.to));
    }
    found
}

fn leaf(kind: &'static str, value: &Spanned<String>) -> Leaf {
    Leaf { kind, value: value.value.clone(), span: value.span, of: None }
}

fn of_role(role: &Role, found: &mut Vec<Leaf>) {
    let mut see = |kind, value: &Spanned<String>| found.push(leaf(kind, value));
    role.id.iter().for_each(|id| see("id", id));
    role.title.iter().for_each(|title| see("title", title));
    role.aliases.iter().for_each(|title| see("alias", title));
    role.also.iter().for_each(|title| see("also called", title));
    role.track.iter().for_each(|track| see("track", track));
    role.status.iter().for_each(|status| see("status", status));
    role.order.iter().for_each(|order| see("order", order));
    role.extra.iter().for_each(|key| see("key", key));
    role.levels.iter().for_each(|level| see("level", &level.label));
    role.experience.iter().for_each(|item| see("experience", &item.text));
    role.education.iter().for_each(|item| see("education", &item.text));
    role.scope.iter().for_each(|item| see("scope", &item.text));
    role.compensation.iter().for_each(|item| see("pay", &item.text));
    role.moves.iter().for_each(|step| see("move", &step.to));
    role.references.iter().for_each(|reference| see("reference", &reference.name));
    for section in &role.sections {
        section.label.iter().for_each(|label| see("section", label));
        section.shown.iter().for_each(|shown| see("shown", &shown.label));
        for item in &section.expectations {
            let text = Spanned::new(item.text.plain.clone(), item.text.span);
            see("expectation", &text);
            item.label.iter().for_each(|label| see("label", label));
        }
    }
}

/// How bytes say a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown and HTML: signs and tags are not read.
    Markup,
    /// YAML, JSON, TOML: escapes and folds.
    Data,
    /// Quotes are doubled; cells may hold marked lists.
    Separated,
    /// As it stands.
    Plain,
}

impl Read {
    /// The bytes of a value with the mark-up that begins or ends in it, so that none is left half.
    pub fn whole(&self, span: Span) -> Span {
        let range = span.range();
        if self.form(span) != Form::Markup {
            return span;
        }
        let (before, after) = (&self.file.text[..range.start], &self.file.text[range.end..]);
        let marks = |c: char| matches!(c, '*' | '_' | '~' | '`' | '[' | '<');
        let opened = before.len() - before.trim_end_matches(marks).len();
        let tag = before.ends_with('>').then(|| before.rfind('<').map(|at| before.len() - at)).flatten();
        let closed = after.len() - after.trim_start_matches(|c: char| marks(c) && c != '[' && c != '<').len();
        let link = after[closed..].starts_with("](").then(|| after.find(')').map(|at| at + 1)).flatten();
        let closing = after.starts_with("</").then(|| after.find('>').map(|at| at + 1)).flatten();
        for left in [Some(0), Some(opened), tag].into_iter().flatten() {
            for right in [Some(0), Some(closed), link, closing].into_iter().flatten() {
                let wider = range.start - left..range.end + right;
                if balanced(&self.file.text[wider.clone()]) {
                    return Span::new(span.file, wider);
                }
            }
        }
        span
    }

    /// The form in which the bytes at `span` are written.
    pub fn form(&self, span: Span) -> Form {
        let front = self.document.front.as_ref().is_some_and(|front| front.span.contains(span));
        match (&self.document.body, self.document.format) {
            _ if front => Form::Data,
            (Body::Data(_), _) => Form::Data,
            (_, "csv") => Form::Separated,
            (_, "xlsx") => Form::Plain,
            (_, "text") => Form::Plain,
            _ => Form::Markup,
        }
    }
}

/// True where each mark-up that begins ends, as far as counting shows.
fn balanced(slice: &str) -> bool {
    let count = |sign: &str| slice.matches(sign).count();
    let runs = |sign: &str| {
        slice.split(sign).filter(|piece| !piece.is_empty()).count().saturating_sub(1)
            + usize::from(slice.starts_with(sign))
            + usize::from(slice.ends_with(sign))
    };
    ["*", "_", "~", "`"].iter().all(|sign| runs(sign) % 2 == 0)
        && count("[") == count("]")
        && count("](") == count(")").min(count("]("))
        && !slice.ends_with(']')
        && count("<") == count(">")
        && count("<b>") == count("</b>")
        && count("<a ") == count("</a>")
        && count("<strong>") == count("</strong>")
}

/// White space as single blanks, none at the ends.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True if the bytes `slice` say `value` in this form, and nothing else. Written without the readers: it
/// walks over both side by side and knows what the form may put between, or in place of, the letters.
pub fn says(slice: &str, value: &str, form: Form) -> bool {
    // A quantity written as a mapping of its numbers.
    if form == Form::Data && slice.starts_with('{') {
        let numbers = |text: &str| -> Vec<String> {
            let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
        };
        return numbers(slice) == numbers(value);
    }
    let (slice, value) = (slice.trim(), squeezed(value));
    let mut open = vec![(0, 0)];
    let mut seen = HashSet::new();
    while let Some((at, said)) = open.pop() {
        if at == slice.len() && said == value.len() {
            return true;
        }
        if seen.insert((at, said)) {
            steps(&slice[at..], &value[said..], form, &mut |read, of| open.push((at + read, said + of)));
        }
    }
    false
}

/// Where reading may go on: so many bytes further in the file, and so many in the value.
fn steps(rest: &str, value: &str, form: Form, go: &mut dyn FnMut(usize, usize)) {
    let Some(first) = rest.chars().next() else { return };
    let blank = usize::from(value.starts_with(' '));
    if first.is_whitespace() {
        let run = rest.len() - rest.trim_start().len();
        go(run, blank);
        // What begins a line of a quotation or of a list in a cell is not read.
        if form != Form::Data && rest[..run].contains('\n') {
            go(run, 0);
        }
        return;
    }
    let length = first.len_utf8();
    match form {
        Form::Markup => skipped(rest, first, blank, value, go),
        Form::Data | Form::Separated | Form::Plain => {}
    }
    if matches!(form, Form::Data | Form::Separated) {
        escaped(rest, value, blank, go);
    }
    // The marks of items.
    if form != Form::Data && matches!(first, '•' | '-' | '*' | '▪' | '·') {
        go(length, 0);
    }
    if value.starts_with(first) {
        go(length, length);
    }
}

/// Mark-up that is not read, or that stands for one character.
fn skipped(rest: &str, first: char, blank: usize, value: &str, go: &mut dyn FnMut(usize, usize)) {
    if matches!(first, '*' | '_' | '~' | '`' | '\\' | '[' | ']' | '!' | '#' | '>' | '|') {
        go(first.len_utf8(), 0);
        go(first.len_utf8(), blank);
    }
    // An address in angle brackets is read.
    if first == '<' && (rest.starts_with("<http") || rest.starts_with("<mailto")) {
        go(1, 0);
        return;
    }
    if first == '<'
        && let Some(end) = rest.find(if rest.starts_with("<!--") { "-->" } else { ">" })
    {
        let end = end + if rest.starts_with("<!--") { 3 } else { 1 };
        go(end, 0);
        go(end, blank);
    }
    if let Some(target) = rest.strip_prefix("](").or_else(|| rest.strip_prefix("][")) {
        target.match_indices([')', ']']).for_each(|(end, _)| go(2 + end + 1, 0));
    }
    if first == '&'
        && let Some(end) = rest.find(';').filter(|end| *end < 12)
    {
        let meant = value.chars().next().map_or(0, char::len_utf8);
        go(end + 1, meant);
    }
}

/// What YAML, JSON, TOML and quoted cells write for one character.
fn escaped(rest: &str, value: &str, blank: usize, go: &mut dyn FnMut(usize, usize)) {
    for doubled in ["''", "\"\""] {
        if rest.starts_with(doubled) && value.starts_with(&doubled[..1]) {
            go(2, 1);
        }
    }
    let Some(escape) = rest.strip_prefix('\\') else { return };
    let Some(sign) = escape.chars().next() else { return };
    if sign.is_whitespace() {
        go(1 + escape.len() - escape.trim_start().len(), 0);
        return;
    }
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = escape.get(1..=digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.map(char::from_u32) {
            Some(Some(c)) if c.is_whitespace() => go(2 + digits, blank),
            Some(Some(c)) if value.starts_with(c) => go(2 + digits, c.len_utf8()),
            // Half of a character beyond the first plane.
            Some(None) => {
                let c = value.chars().next().map_or(0, char::len_utf8);
                go(2 + digits + 6, c);
            }
            _ => {}
        }
    } else if matches!(sign, 'n' | 't' | 'r' | '_' | 'N') {
        go(2, blank);
    } else if value.starts_with(sign) {
        go(1 + sign.len_utf8(), sign.len_utf8());
    }
}

/// The file on the disk with other text in some places; everything else keeps its bytes.
pub fn rewritten(file: &SourceFile, bytes: &[u8], edits: &[(Span, String)]) -> Vec<u8> {
    let mut written = vec![];
    let mut at = 0;
    for (span, text) in edits {
        let place = [span.start, span.end].map(|offset| file.position(offset).offset as usize);
        written.extend_from_slice(&bytes[at..place[0]]);
        written.extend(encoded(file, text));
        at = place[1];
    }
    written.extend_from_slice(&bytes[at..]);
    written
}

fn encoded(file: &SourceFile, text: &str) -> Vec<u8> {
    use rolelint::text::Encoding;
    match file.encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16 { big_endian, .. } => {
            let units = text.encode_utf16();
            units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        }
        Encoding::Legacy(name) => {
            let codec = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a known name");
            codec.encode(text).0.into_owned()
        }
    }
}
