//! Links whose file or heading does not exist.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::wording::quoted;
use crate::diag::{Fix, Severity};
use crate::rule::{Context, DocumentCheck, Subject, Surroundings};
use crate::syntax::{MarkKind, Text};
use crate::text::{Guesses, SourceFile, Span, Standing, edit_distance};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrokenLink {
    /// Beginnings of addresses that something else answers.
    allow: Vec<String>,
    /// Look whether pages have the headings that links name.
    headings: bool,
}

/// Ends of names of pages, which site generators leave out or replace.
const PAGES: &[&str] = &["md", "markdown", "mdx", "mdown", "html", "htm", "adoc", "rst"];
/// Names of pages that stand for their folder.
const INDEXES: &[&str] = &["index", "README", "readme", "_index", "Index", "Readme"];
/// Folders whose files a site serves from its root.
const SERVED: &[&str] = &["static", "public", "assets", "docs", "content", "src", "site"];
/// Ends of addresses of web sites, for addresses that lack their beginning.
const DOMAINS: &[&str] = &["com", "org", "net", "io", "dev", "edu", "gov", "co", "uk", "de", "app"];

/// A place to look at: the address as written, taken apart.
struct Target<'t> {
    path: String,
    anchor: Option<&'t str>,
}

/// What is wrong with a link.
struct Fault {
    message: String,
    help: String,
    /// The address to write instead.
    good: Option<String>,
    severity: Severity,
}

impl Fault {
    fn new(message: String, help: impl Into<String>) -> Self {
        Fault { message, help: help.into(), good: None, severity: Severity::Error }
    }
}

impl DocumentCheck for BrokenLink {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        let file = subject.file;
        let mut faults: Vec<(Span, Fault)> = vec![];
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        let follow = Follow { rule: self, file, around, guesses: Guesses::default() };
        subject.doc.each_text(&mut |text| {
            for (span, image) in links(text) {
                // Many links may name one definition.
                if seen.insert(span)
                    && let Some(fault) = follow.fault(file.slice(span), image)
                {
                    faults.push((span, fault));
                }
            }
        });
        for (span, fault) in faults {
            let group = format!("broken-link:{}:{}", file.path, file.slice(span));
            let finding = cx.report(span, fault.message.clone());
            finding.help(fault.help).at_most(fault.severity).group(group, fault.message);
            if let Some(good) = fault.good {
                finding.fix(Fix::risky(format!("Write `{good}`"), span, good));
            }
        }
    }
}

/// Where the addresses of a text's links and pictures stand. Bare addresses name themselves.
fn links(text: &Text) -> Vec<(Span, bool)> {
    let marks = text.marks.iter().filter_map(|mark| match mark.kind {
        MarkKind::Link { target } => Some((mark, target, false)),
        MarkKind::Image { target } => Some((mark, target, true)),
        _ => None,
    });
    let written = marks
        .filter(|(mark, target, _)| !target.is_empty() && text.locate(mark.range.clone()).span != *target);
    written.map(|(_, target, image)| (target, image)).collect()
}

struct Follow<'a> {
    rule: &'a BrokenLink,
    file: &'a SourceFile,
    around: &'a Surroundings<'a>,
    guesses: Guesses,
}

impl Follow<'_> {
    fn fault(&self, written: &str, image: bool) -> Option<Fault> {
        let address = written.trim().trim_start_matches('<').trim_end_matches('>');
        if self.rule.allow.iter().any(|start| address.starts_with(start.as_str())) || is_filled_in(address) {
            return None;
        }
        if let Some(fault) = malformed(address) {
            return Some(fault);
        }
        if has_scheme(address) || address.starts_with("//") || address.starts_with('?') || address == "#" {
            return None;
        }
        let target = take_apart(address);
        if target.path.is_empty() {
            let anchor = target.anchor?;
            return self.missing_heading(self.file, &self.file.path, address, anchor);
        }
        let absolute = target.path.starts_with('/');
        let found =
            if absolute { self.seen_from_root(&target.path) } else { self.seen_from_here(&target.path) };
        match found {
            Looked::Found(path) => {
                let id = self.around.tree.file(&path)?;
                let file = self.page(id)?;
                self.missing_heading(file, &path, address, target.anchor?)
            }
            Looked::OtherCase(path) => Some(self.other_case(&path, &target, absolute)),
            Looked::Missing => Some(self.missing(address, &target, absolute, image)),
            Looked::Unknown => None,
        }
    }

    fn page(&self, id: crate::text::FileId) -> Option<&SourceFile> {
        // Only files of the run have a document.
        self.around.document(id)?;
        Some(self.around.file(id))
    }

    /// Looks a relative address up, as forges and site generators would.
    fn seen_from_here(&self, path: &str) -> Looked {
        let folder = folder_of(&self.file.path);
        let here = self.forms(join(folder, path).as_deref(), path);
        let page = path.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "html" | "htm"));
        if !matches!(here, Looked::Missing) || has_extension(path) && !page {
            return here;
        }
        // Site generators serve these from elsewhere.
        if self.file.path.split('/').any(|part| part.starts_with('_')) {
            return Looked::Unknown;
        }
        // A page that is served as a folder of its own counts from there.
        let stem = self.file.path.rsplit_once('.').map_or(self.file.path.as_str(), |(stem, _)| stem);
        match self.forms(join(stem, path).as_deref(), path) {
            Looked::Missing if !self.is_address(path) => Looked::Missing,
            found @ Looked::Found(_) => found,
            _ => Looked::Unknown,
        }
    }

    /// Looks up an address that begins with `/`: the root of the site is the root of the repository or
    /// a folder above the page. Only names of files in folders that exist there are judged.
    fn seen_from_root(&self, path: &str) -> Looked {
        let inner = path.trim_start_matches('/');
        if !has_extension(inner) || self.is_address(path) {
            return Looked::Unknown;
        }
        let first = inner.split('/').next().unwrap_or("");
        let mut known_folder = false;
        let mut other = None;
        let mut roots: Vec<String> = vec![self.around.tree.root()];
        let mut folder = folder_of(&self.file.path);
        loop {
            roots.push(folder.to_owned());
            if folder.is_empty() {
                break;
            }
            folder = folder_of(folder);
        }
        for root in &roots {
            let served = SERVED.iter().map(|served| join_one(root, served));
            for root in std::iter::once(root.clone()).chain(served) {
                match self.forms(join(&root, inner).as_deref(), inner) {
                    found @ Looked::Found(_) => return found,
                    Looked::OtherCase(path) => other = other.or(Some(path)),
                    Looked::Unknown | Looked::Missing => {}
                }
                known_folder |= inner.contains('/')
                    && self.around.tree.look_up(&join_one(&root, first)) == Standing::Folder;
            }
        }
        match other {
            Some(path) => Looked::OtherCase(path),
            None if known_folder => Looked::Missing,
            None => Looked::Unknown,
        }
    }

    /// The path itself, and the names that a page at this address may have.
    fn forms(&self, path: Option<&str>, written: &str) -> Looked {
        let Some(path) = path else { return Looked::Unknown };
        let mut other = None;
        let mut unknown = false;
        let mut try_one = |path: &str, may_be_folder: bool| match self.around.tree.look_up(path) {
            Standing::File => Some(path.to_owned()),
            Standing::Folder if may_be_folder => Some(path.to_owned()),
            Standing::OtherCase(good) => {
                other.get_or_insert(good);
                None
            }
            Standing::Unknown => {
                unknown = true;
                None
            }
            Standing::Folder | Standing::Missing => None,
        };
        if let Some(found) = try_one(path, true) {
            // A folder stands for its index page.
            let index =
                INDEXES.iter().find_map(|name| try_one(&join_one(path, &format!("{name}.md")), false));
            return Looked::Found(index.unwrap_or(found));
        }
        let stem = match path.rsplit_once('.') {
            Some((stem, "html" | "htm")) => Some(stem),
            _ if !has_extension(written) => Some(path),
            _ => None,
        };
        if let Some(stem) = stem {
            for extension in PAGES {
                if let Some(found) = try_one(&format!("{stem}.{extension}"), false) {
                    return Looked::Found(found);
                }
            }
            if let Some(found) = try_one(stem, true) {
                return Looked::Found(found);
            }
        }
        match other {
            _ if unknown => Looked::Unknown,
            Some(good) => Looked::OtherCase(good),
            None => Looked::Missing,
        }
    }

    /// True if a page of the framework says in its settings that this is its address.
    fn is_address(&self, path: &str) -> bool {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_lowercase();
        let stem = last.rsplit_once('.').map_or(last.as_str(), |(stem, _)| stem);
        let addresses = self.around.addresses();
        addresses.contains(&last) || addresses.contains(stem)
    }

    fn missing_heading(&self, file: &SourceFile, path: &str, written: &str, anchor: &str) -> Option<Fault> {
        let anchors =
            self.around.anchors(file.id).filter(|_| self.rule.headings && is_heading_name(anchor))?;
        let decoded = percent_decoded(anchor);
        if anchors.contains(&decoded) {
            return None;
        }
        let before = written.strip_suffix(anchor).unwrap_or("");
        let own = path == self.file.path;
        let lower = decoded.to_lowercase();
        if anchors.contains(&lower) {
            let mut fault = Fault::new(
                format!("This link says `#{decoded}`, but the address of the heading is `#{lower}`."),
                "Addresses of headings are in small letters, and browsers tell them apart: the reader ends up at the top \
                 of the page.",
            );
            fault.good = Some(format!("{before}{lower}"));
            return Some(fault);
        }
        let whose = if own { "This page".to_owned() } else { format!("`{path}`") };
        let mut fault = Fault::new(
            format!("{whose} has no heading with the address `#{decoded}`."),
            "The reader ends up at the top of the page and has to search. Link a heading that exists.",
        );
        if let Some(near) = self.guesses.nearest(&decoded, anchors.usual()) {
            fault.help =
                format!("The reader ends up at the top of the page and has to search. Is `#{near}` meant?");
            fault.good = Some(format!("{before}{near}"));
        }
        Some(fault)
    }

    fn other_case(&self, good: &str, target: &Target<'_>, absolute: bool) -> Fault {
        let name = good.rsplit('/').next().unwrap_or(good);
        let mut fault = Fault::new(
            format!(
                "This link says `{}`, but large and small letters differ in the name that exists: `{name}`.",
                target.path
            ),
            "It works on some computers and breaks on the web, where large and small letters are told apart.",
        );
        if !absolute {
            fault.good = Some(self.relative(good, target));
        }
        fault
    }

    fn missing(&self, address: &str, target: &Target<'_>, absolute: bool, image: bool) -> Fault {
        let what = if image { "picture" } else { "page or file" };
        let reader =
            if image { "Readers see an empty frame." } else { "Readers who follow it get an error page." };
        let mut fault = Fault::new(
            format!("There is no {what} at {}, where this link leads.", quoted(address)),
            format!("{reader} Link what is meant, or take the link out."),
        );
        let name = target.path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let mut same: Vec<&String> = self.around.tree.named(name).iter().collect();
        same.retain(|path| **path != self.file.path);
        // "index.md" and "README.md" are everywhere.
        let index = INDEXES.iter().any(|index| name.starts_with(&format!("{index}.")));
        let good = match same.as_slice() {
            [only] if !index => Some((*only).clone()),
            _ => self.near(target),
        };
        if let Some(good) = good.filter(|_| !absolute) {
            let way = self.relative(&good, target);
            fault.help = format!("{reader} Is `{way}` meant?");
            fault.good = Some(way);
        } else if !self.around.tree.is_whole() {
            // Without a repository nobody knows what else belongs to the project.
            fault.severity = Severity::Info;
            fault.message = format!("The {what} at {}, where this link leads, is not here.", quoted(address));
            fault.help = format!(
                "If this folder is a part of a larger project, look there. Otherwise: {reader} Link what is meant, or \
                 take the link out."
            );
        }
        fault
    }

    /// A file in the same folder whose name differs by a slip.
    fn near(&self, target: &Target<'_>) -> Option<String> {
        let path = join(folder_of(&self.file.path), &target.path)?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path.as_str()));
        let names = self.around.tree.names_in(folder);
        let close = |other: &&str| edit_distance(&name.to_lowercase(), &other.to_lowercase(), 2).is_some();
        let near: Vec<&str> = names.filter(close).take(2).collect();
        match near.as_slice() {
            [only] => Some(join_one(folder, only)),
            _ => None,
        }
    }

    /// The way from this page to `path`, with the anchor of `target`.
    fn relative(&self, path: &str, target: &Target<'_>) -> String {
        let from: Vec<&str> = folder_of(&self.file.path).split('/').filter(|part| !part.is_empty()).collect();
        let to: Vec<&str> = path.split('/').collect();
        let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = vec![".."; from.len() - common];
        let mut parts = up;
        parts.extend(to.iter().skip(common));
        let mut way = parts.join("/").replace(' ', "%20");
        if target.path.starts_with("./") && !way.starts_with("..") {
            way.insert_str(0, "./");
        }
        if let Some(anchor) = target.anchor {
            way.push('#');
            way.push_str(anchor);
        }
        way
    }
}

enum Looked {
    Found(String),
    OtherCase(String),
    Missing,
    Unknown,
}

pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join_one(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// `way` seen from `folder`, without `.` and inner `..`; `None` if it is too long to be a path.
pub fn join(folder: &str, way: &str) -> Option<String> {
    const MOST_PARTS: usize = 256;
    let mut parts: Vec<&str> = vec![];
    for part in folder.split('/').chain(way.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
        if parts.len() > MOST_PARTS {
            return None;
        }
    }
    Some(parts.join("/"))
}

/// The address without its query, decoded, and its anchor.
fn take_apart(address: &str) -> Target<'_> {
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (address, None),
    };
    let path = path.split('?').next().unwrap_or("");
    let path = percent_decoded(&path.replace("&amp;", "&")).replace("\\ ", " ").replace('\\', "");
    Target { path, anchor: anchor.filter(|anchor| !anchor.is_empty()) }
}

/// `text` with `%20` and its like as what they stand for, if that is text.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.filter(|_| byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(code) = code {
            bytes.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// True for an address that a program or a person fills in later.
fn is_filled_in(address: &str) -> bool {
    const SIGNS: [&str; 8] = ["{", "}", "<%", "${", "$(", "path/to", "…", "..."];
    const WORDS: [&str; 9] =
        ["todo", "tbd", "tbc", "wip", "url", "link", "xxx", "placeholder", "insert-link-here"];
    SIGNS.iter().any(|sign| address.contains(sign)) || WORDS.contains(&address.to_lowercase().as_str())
}

fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// An end that says of what kind the file is.
fn has_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty()
            && (2..=8).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_alphanumeric())
            && end.chars().any(|c| c.is_ascii_alphabetic())
    })
}

/// False for what is no address of a heading: lines of code, texts to highlight, states of programs.
fn is_heading_name(anchor: &str) -> bool {
    let line = |text: &str| {
        let digits = text.strip_prefix(['L', 'l']).unwrap_or("");
        !digits.is_empty()
            && digits.split(['-', 'L', 'C']).all(|part| part.chars().all(|c| c.is_ascii_digit()))
    };
    !(anchor.contains(['/', '=', ':', '!'])
        || line(anchor)
        || anchor.eq_ignore_ascii_case("top")
        || anchor.starts_with("fn"))
}

/// Addresses that cannot be meant as they are written.
fn malformed(address: &str) -> Option<Fault> {
    if address.is_empty() {
        return None;
    }
    let lower = address.to_lowercase();
    for (wrong, right) in [
        ("http:/", "http://"),
        ("https:/", "https://"),
        ("http//", "http://"),
        ("https//", "https://"),
        ("htp://", "http://"),
        ("htps://", "https://"),
        ("htttp://", "http://"),
        ("htttps://", "https://"),
        ("ttps://", "https://"),
        ("http;//", "http://"),
        ("https;//", "https://"),
        ("http://https://", "https://"),
        ("https://https://", "https://"),
        ("http://http://", "http://"),
        ("https://http://", "http://"),
    ] {
        if lower.starts_with(wrong) && !(wrong.ends_with(":/") && lower.starts_with(right)) {
            let rest = address.get(wrong.len()..).unwrap_or("");
            let mut fault = Fault::new(
                format!("The beginning of this address is mistyped: {}.", quoted(address)),
                format!("Browsers do not understand it. Write `{right}`."),
            );
            fault.good = Some(format!("{right}{rest}"));
            return Some(fault);
        }
    }
    let host = address.split(['/', '?', '#']).next().unwrap_or("");
    let web = lower.starts_with("www.") && host.matches('.').count() >= 2
        || address.contains('/')
            && !has_scheme(address)
            && host.contains('.')
            && !host.starts_with('.')
            && host.rsplit('.').next().is_some_and(|end| DOMAINS.contains(&end.to_lowercase().as_str()));
    let mail = !has_scheme(address)
        && !address.contains('/')
        && address
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    let start = if web {
        "https://"
    } else if mail {
        "mailto:"
    } else {
        return None;
    };
    let mut fault = Fault::new(
        format!(
            "This address does not begin with `{start}`, so it is taken for a file: {}.",
            quoted(address)
        ),
        format!("Readers who follow it get an error page. Write `{start}` before it."),
    );
    fault.good = Some(format!("{start}{address}"));
    Some(fault)
}
