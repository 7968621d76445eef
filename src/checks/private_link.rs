//! Links that outside readers cannot follow.

use std::ops::Range;

use serde::Deserialize;

use super::wording::quoted;
use crate::rule::{Context, DocumentCheck, Subject};
use crate::syntax::{MarkKind, Text, Visit};
use crate::text::{SourceFile, Span};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateLink {
    /// Hosts that ask for a login, `*.` for any subdomain, with the beginning of a path if need be.
    hosts: Vec<String>,
    /// Parts of addresses that show that the page is public all the same.
    public: Vec<String>,
    /// Hosts that all readers can reach.
    allow: Vec<String>,
    /// What people write beside links that are not for everybody.
    phrases: Vec<String>,
}

/// Top-level names that no public network knows.
const INNER_DOMAINS: &[&str] =
    &["corp", "home", "internal", "intranet", "lan", "local", "localdomain", "private"];

impl DocumentCheck for PrivateLink {
    fn check(&self, subject: &Subject<'_>, cx: &mut Context<'_>) {
        let file = subject.file;
        let mut links: Vec<(Span, String)> = vec![];
        let mut words: Vec<Span> = vec![];
        subject.doc.visit(&mut |visit| {
            let Some(text) = visit.text() else { return };
            let marked = self.links_of(text, file, !subject.roles.is_empty(), &mut links);
            let heading = matches!(visit, Visit::Heading(_));
            words.extend(self.words_of(text, heading, &marked).map(|range| text.locate(range).span));
        });
        for (span, host) in links {
            // Of inner addresses it is sure; elsewhere the owner may have opened the page to all.
            let name = host.split(':').next().unwrap_or(&host);
            let sure = host.contains(' ') || is_inner(name) || is_own_machine(name);
            let met = if sure { "cannot go" } else { "may be asked to log in" };
            cx.report(span, format!("This link leads to {host}, where outside readers {met}."))
                .help(
                    "They meet a log-in page instead of the text, and the address tells them inside names. Link \
                     a public page or put the text here; if everybody can open it, name the host under `allow`.",
                )
                .group(
                    format!("private-link:{host}:{}", file.path),
                    format!("Links to {host}, where outside readers {met}."),
                );
        }
        for span in words {
            let shown = quoted(file.slice(span));
            cx.report(span, format!("By the words {shown}, this is not for outside readers."))
                .help("They cannot use what stands here. Move it to an inside page, or link public ones.");
        }
    }
}

impl PrivateLink {
    /// Adds the links of a text that lead to closed places, and returns the stretches that they cover.
    fn links_of(
        &self,
        text: &Text,
        file: &SourceFile,
        in_role: bool,
        links: &mut Vec<(Span, String)>,
    ) -> Vec<Range<usize>> {
        let mut covered = vec![];
        let mut closed = vec![];
        for mark in &text.marks {
            if let MarkKind::Link { target } | MarkKind::Image { target } = mark.kind {
                covered.push(mark.range.clone());
                if let Some(host) = self.closed_host(file.slice(target), in_role) {
                    links.push((target, host));
                    closed.push(mark.range.clone());
                }
            }
        }
        let bare = if text.signs.doubles(b'/') { text.plain.as_str() } else { "" };
        for (at, _) in bare.match_indices("://") {
            let scheme = text.plain.get(..at).unwrap_or("");
            let Some(scheme) = ["https", "http", "file"].into_iter().find(|name| scheme.ends_with(name))
            else {
                continue;
            };
            let start = at - scheme.len();
            // Links do not nest, and they come in order.
            let before = covered.partition_point(|range| range.start <= start);
            let inside = before.checked_sub(1).and_then(|last| covered.get(last));
            if inside.is_some_and(|range| range.contains(&start)) || text.is_code(&(start..at)) {
                continue;
            }
            let rest = text.plain.get(start..).unwrap_or("");
            let length =
                rest.find(|c: char| c.is_whitespace() || "<>\"'`)]}|".contains(c)).unwrap_or(rest.len());
            let url = rest.get(..length).unwrap_or("").trim_end_matches(['.', ',', ';', ':']);
            if let Some(host) = self.closed_host(url, in_role) {
                links.push((text.locate(start..start + url.len()).span, host));
            }
        }
        closed
    }

    /// The host of an address that asks for a login or stands in an inner network.
    fn closed_host(&self, url: &str, in_role: bool) -> Option<String> {
        let (scheme, rest) = url.split_once("://")?;
        if scheme.trim().eq_ignore_ascii_case("file") {
            return Some("a disk of its author".to_owned());
        }
        if !matches!(scheme.trim().to_ascii_lowercase().as_str(), "http" | "https") {
            return None;
        }
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        let path = rest.get(authority.len()..).unwrap_or("");
        let host = authority.rsplit('@').next()?.to_ascii_lowercase();
        let name = if host.starts_with('[') { host.as_str() } else { host.split(':').next()? };
        if name.is_empty() || self.allow.iter().any(|pattern| matches_host(pattern, name, "")) {
            return None;
        }
        let closed = if is_own_machine(name) {
            // In a guide for contributors that is what they are to open.
            in_role
        } else {
            is_inner(name)
                || (self.hosts.iter().any(|pattern| matches_host(pattern, name, path))
                    && !self.public.iter().any(|part| path.contains(part.as_str())))
        };
        closed.then(|| name.to_owned())
    }

    /// Where the words say so: a heading, or something between brackets. Not beside a link that is
    /// reported already.
    fn words_of<'t>(
        &'t self,
        text: &'t Text,
        heading: bool,
        closed: &'t [Range<usize>],
    ) -> impl Iterator<Item = Range<usize>> + 't {
        let bracketed = text.signs.has_any(b"([");
        let may = closed.is_empty() && (bracketed || heading && self.is_phrase(text.plain.trim()));
        let plain = if may { text.plain.to_ascii_lowercase() } else { String::new() };
        let phrases = if may { self.phrases.as_slice() } else { &[] };
        phrases.iter().filter_map(move |phrase| {
            let start = plain.find(phrase.as_str())?;
            let end = start + phrase.len();
            let plural = usize::from(plain.get(end..)?.starts_with('s'));
            let range = start..end + plural;
            let before = plain.get(..range.start)?.trim_end();
            let after = plain.get(range.end..)?.trim_start();
            let bracketed = before.ends_with(['(', '[']) && after.starts_with([')', ']']);
            let whole = heading && before.is_empty() && after.is_empty();
            (bracketed || whole).then_some(range)
        })
    }

    /// True for one of the phrases, also in the plural.
    fn is_phrase(&self, plain: &str) -> bool {
        self.phrases.iter().any(|phrase| {
            let (said, plural) = plain.split_at_checked(phrase.len()).unwrap_or_default();
            said.eq_ignore_ascii_case(phrase) && matches!(plural, "" | "s" | "S")
        })
    }
}

fn matches_host(pattern: &str, name: &str, path: &str) -> bool {
    let (host, prefix) = pattern.split_once('/').unwrap_or((pattern, ""));
    let same = match host.strip_prefix("*.") {
        Some(domain) => name == domain || name.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.')),
        None => name == host,
    };
    same && path.trim_start_matches('/').starts_with(prefix)
}

fn is_own_machine(name: &str) -> bool {
    name == "localhost" || name.starts_with("127.") || name == "0.0.0.0" || name == "[::1]"
}

/// Names and numbers that mean something in one network only.
fn is_inner(name: &str) -> bool {
    if name.starts_with('[') {
        return false;
    }
    let parts: Vec<&str> = name.split('.').collect();
    if let [a, b, _, _] = parts.as_slice()
        && let (Ok(a), Ok(b)) = (a.parse::<u8>(), b.parse::<u8>())
    {
        return a == 10 || (a == 192 && b == 168) || (a == 172 && (16..=31).contains(&b));
    }
    match parts.as_slice() {
        // "http://wiki/", "http://go/ladder"
        [only] => only.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        // The maker's own is public.
        ["confluence", .., "atlassian", "com"] => false,
        [first, .., last] => matches!(*first, "intranet" | "confluence") || INNER_DOMAINS.contains(last),
        [] => false,
    }
}
