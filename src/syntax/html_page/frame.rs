//! What surrounds the text of a page: menus, banners, footers, and what is hidden. It is told by
//! its elements, by the roles and names that authors give it, and by how little it says beside links.

use std::collections::HashMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// What of a page is not its text.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// In order; none touches another.
    pub ranges: Vec<Range<usize>>,
    /// Comments in `ranges`, as they would be lost with them.
    pub comments: Vec<(Range<usize>, String)>,
    /// The content of `<title>`.
    pub title: Option<Range<usize>>,
}

/// Why an element may not belong to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The text itself.
    Main,
    /// Not shown.
    Hidden,
    /// By its element or role.
    Around,
    /// `<header>` at the top of a page; it may hold the page's heading.
    Header,
    /// By its name (`class="sidebar"`).
    Named,
    /// A link to its own place, beside a heading.
    Anchor,
}

/// How much was said up to a place, in letters and digits.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    all: usize,
    in_links: usize,
    headings: usize,
}

impl Said {
    fn since(self, earlier: Said) -> Said {
        Said {
            all: self.all - earlier.all,
            in_links: self.in_links - earlier.in_links,
            headings: self.headings - earlier.headings,
        }
    }

    fn prose(self) -> usize {
        self.all - self.in_links
    }
}

struct Open {
    kind: Option<Kind>,
    /// Where its content begins.
    start: usize,
    before: Said,
    mute: bool,
    scope: bool,
}

/// An element that is not text, or the one that holds it.
struct Part {
    kind: Kind,
    range: Range<usize>,
    said: Said,
    /// Stands in an article or in the main part.
    inside: bool,
}

/// Elements without content.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// Finds the frame of a page. Linear.
pub(super) fn find(text: &str) -> Frame {
    let mut scan = Scan::default();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => scan.open(&tag),
            Token::EndTag(tag) => scan.close(&tag.name, tag.span.start),
            Token::String(string) => scan.text(&string, string.span.start..string.span.end),
            Token::Comment(comment) => {
                let range = comment.span.start..comment.span.end;
                if text.get(range.clone()).is_some_and(|raw| raw.starts_with("<!--")) {
                    scan.comments.push((range, String::from_utf8_lossy(&comment.value).into_owned()));
                }
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    scan.finish(text)
}

#[derive(Default)]
struct Scan {
    /// Open elements by name; how they nest in one another across names does not matter here.
    open: HashMap<Vec<u8>, Vec<Open>>,
    said: Said,
    in_link: bool,
    /// Open elements whose text nobody reads.
    mute: usize,
    /// Open articles and main parts.
    scopes: usize,
    title: Option<Range<usize>>,
    in_title: bool,
    parts: Vec<Part>,
    comments: Vec<(Range<usize>, String)>,
}

impl Scan {
    fn open(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        if VOID.contains(&name) || tag.self_closing {
            return;
        }
        let kind = kind_of(tag);
        if name == b"a" {
            self.in_link = attribute(tag, "href").is_some();
        }
        self.said.headings += usize::from(name == b"h1");
        let mute = matches!(name, b"script" | b"style" | b"template" | b"svg" | b"noscript" | b"title");
        let scope = kind == Some(Kind::Main) || name == b"article";
        self.mute += usize::from(mute);
        self.scopes += usize::from(scope);
        self.in_title = name == b"title" && self.title.is_none() && self.mute == 1;
        let open = Open { kind, start: tag.span.end, before: self.said, mute, scope };
        self.open.entry(name.to_vec()).or_default().push(open);
    }

    fn close(&mut self, name: &[u8], end: usize) {
        if name == b"a" {
            self.in_link = false;
        }
        let Some(open) = self.open.get_mut(name).and_then(Vec::pop) else { return };
        self.mute -= usize::from(open.mute);
        self.scopes -= usize::from(open.scope);
        self.in_title = false;
        if let Some(kind) = open.kind
            && open.start < end
        {
            let said = self.said.since(open.before);
            self.parts.push(Part { kind, range: open.start..end, said, inside: self.scopes > 0 });
        }
    }

    fn text(&mut self, text: &[u8], range: Range<usize>) {
        if self.in_title {
            let start = self.title.as_ref().map_or(range.start, |title| title.start);
            self.title = Some(start..range.end);
        }
        if self.mute > 0 {
            return;
        }
        let letters = String::from_utf8_lossy(text).chars().filter(|c| c.is_alphanumeric()).count();
        self.said.all += letters;
        if self.in_link {
            self.said.in_links += letters;
        }
    }

    fn finish(mut self, text: &str) -> Frame {
        let page = self.said;
        let mut mains = self.parts.iter().filter(|part| part.kind == Kind::Main);
        // Two main parts, or one that says little beside the rest, are no clue.
        let main = match (mains.next(), mains.next()) {
            (Some(only), None) if only.said.prose() * 3 >= page.prose() && only.said.all > 0 => {
                Some((only.range.clone(), only.said))
            }
            _ => None,
        };
        let mut headings = main.as_ref().map_or(page.headings, |(_, said)| said.headings);
        let mut ranges: Vec<Range<usize>> = vec![];
        let mut headers: Vec<Part> = vec![];
        for part in std::mem::take(&mut self.parts) {
            let said = part.said;
            let small = said.prose() * 2 <= page.prose();
            let fits = match part.kind {
                Kind::Main => false,
                Kind::Hidden => true,
                Kind::Anchor => said.all == 0,
                Kind::Around => !part.inside && small,
                Kind::Named => said.in_links * 2 >= said.all || said.prose() * 4 <= page.prose(),
                Kind::Header => {
                    if !part.inside && small {
                        headers.push(part);
                    }
                    continue;
                }
            };
            if fits {
                ranges.push(part.range);
            }
        }
        let mut ranges = outermost(ranges);
        // The headings that are left: those in the frame are none of the text's.
        if main.is_none() {
            headings = headings.saturating_sub(headings_in(text, &ranges));
        }
        let in_headers: usize = headers.iter().map(|part| part.said.headings).sum();
        let lacks = if main.is_none() { headings == in_headers } else { headings == 0 };
        let (kept, dropped): (Vec<Part>, Vec<Part>) =
            headers.into_iter().partition(|part| lacks && part.said.headings > 0);
        ranges.extend(dropped.into_iter().map(|part| part.range));
        if let Some((main, _)) = main {
            let mut from = 0;
            let mut islands: Vec<Range<usize>> = kept.into_iter().map(|part| part.range).collect();
            islands.push(main);
            for island in outermost(islands) {
                ranges.push(from..island.start.max(from));
                from = island.end.max(from);
            }
            ranges.push(from..text.len());
        }
        let ranges = outermost(ranges);
        let mut comments = self.comments;
        comments.retain(|(place, _)| {
            let next = ranges.partition_point(|range| range.end <= place.start);
            ranges.get(next).is_some_and(|range| range.start <= place.start && place.end <= range.end)
        });
        Frame { ranges, comments, title: self.title }
    }
}

/// How many main headings begin in `ranges`.
fn headings_in(text: &str, ranges: &[Range<usize>]) -> usize {
    let begins = |raw: &str| {
        let bytes = raw.as_bytes();
        memchr::memchr_iter(b'<', bytes)
            .filter(|&at| {
                let name = bytes.get(at + 1..at + 3);
                name.is_some_and(|name| name.eq_ignore_ascii_case(b"h1"))
                    && bytes.get(at + 3).is_some_and(|next| next.is_ascii_whitespace() || *next == b'>')
            })
            .count()
    };
    ranges.iter().filter_map(|range| text.get(range.clone())).map(begins).sum()
}

/// In order and without what lies in another; what overlaps becomes one.
fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut out: Vec<Range<usize>> = vec![];
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(&HtmlString::from(name.as_bytes().to_vec()))?;
    Some(String::from_utf8_lossy(value).to_ascii_lowercase())
}

fn kind_of(tag: &StartTag<usize>) -> Option<Kind> {
    let name: &[u8] = &tag.name;
    if matches!(name, b"html" | b"body" | b"head") {
        return None;
    }
    let role = attribute(tag, "role").unwrap_or_default();
    let hidden = attribute(tag, "hidden").is_some_and(|value| value != "false")
        || attribute(tag, "aria-hidden").is_some_and(|value| value == "true")
        || attribute(tag, "style").is_some_and(|style| is_not_shown(&style));
    // What a click on a tab shows is part of the text.
    if hidden && role != "tabpanel" {
        return Some(Kind::Hidden);
    }
    match role.as_str() {
        "main" => return Some(Kind::Main),
        "navigation" | "banner" | "contentinfo" | "search" | "complementary" | "menu" | "menubar"
        | "toolbar" | "dialog" | "alertdialog" => return Some(Kind::Around),
        _ => {}
    }
    match name {
        b"main" => Some(Kind::Main),
        b"article" => None,
        // A menu is none of the text wherever it stands.
        b"nav" | b"button" | b"select" | b"textarea" | b"dialog" | b"object" | b"audio" | b"video"
        | b"canvas" | b"datalist" => Some(Kind::Hidden),
        b"footer" | b"aside" => Some(Kind::Around),
        b"header" => Some(Kind::Header),
        b"a" if attribute(tag, "href").is_some_and(|href| href.starts_with('#')) => {
            let named = ["id", "class"].iter().filter_map(|name| attribute(tag, name));
            Some(if named.into_iter().any(|names| is_frame_name(&names)) {
                Kind::Named
            } else {
                Kind::Anchor
            })
        }
        b"div" | b"section" | b"ul" | b"ol" | b"span" | b"a" | b"form" | b"p" | b"table" => {
            let mut names = ["id", "class"].iter().filter_map(|name| attribute(tag, name));
            names.any(|names| is_frame_name(&names)).then_some(Kind::Named)
        }
        _ => None,
    }
}

fn is_not_shown(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        matches!((name.trim(), value.trim()), ("display", "none") | ("visibility", "hidden"))
    })
}

/// Words that begin or end the names of what surrounds a text.
const FRAME_WORDS: &[&str] = &[
    "toc",
    "nav",
    "navbar",
    "navigation",
    "sidenav",
    "topnav",
    "topbar",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "footer",
    "menu",
    "toolbar",
    "cookie",
    "cookies",
    "skip",
    "skiplink",
    "masthead",
];

/// Words in names of what holds such a thing among others.
const HOLDER_WORDS: &[&str] = &[
    "has",
    "with",
    "no",
    "without",
    "layout",
    "container",
    "wrapper",
    "wrap",
    "page",
    "content",
    "main",
    "body",
    "grid",
    "article",
    "post",
];

/// True if one of the names (of an `id` or a `class`) says that this is not the text.
fn is_frame_name(names: &str) -> bool {
    names.split_whitespace().any(|name| {
        let words = || name.split(['-', '_']).filter(|word| !word.is_empty());
        let told = |word: Option<&str>| word.is_some_and(|word| FRAME_WORDS.contains(&word));
        (told(words().next()) || told(words().next_back()))
            && !words().any(|word| HOLDER_WORDS.contains(&word))
    })
}
