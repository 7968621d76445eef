//! Titles of one page, and of links to it, that say different things.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::broken_link::{folder_of, join};
use crate::diag::Severity;
use crate::model::{Framework, job_key, looks_like_title, words_of};
use crate::rule::{Context, FrameworkCheck, Surroundings};
use crate::syntax::{Block, Document, MarkKind};
use crate::text::{FileId, Span, Spanned};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleMismatch {
    /// What is compared.
    compare: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    /// The title in the settings block with the page's heading.
    Heading,
    /// The title with those of other files and the file's name.
    File,
    /// The words of links with the title of the page they lead to.
    Links,
}

/// A page with the titles that it gives itself.
struct Page {
    file: FileId,
    /// Of the settings block.
    title: Option<Spanned<String>>,
    heading: Option<Spanned<String>>,
    /// Words of the file's name; none for names such as `index`.
    name: Vec<String>,
    is_role: bool,
}

impl FrameworkCheck for TitleMismatch {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let Some(around) = cx.setting.around else { return };
        let pages: Vec<Page> = framework
            .files
            .iter()
            .filter_map(|&file| {
                let doc = around.document(file)?;
                let name = name_words(&around.file(file).path);
                let is_role = !framework.roles_of(file).is_empty();
                Some(Page { file, title: title_of(doc), heading: heading_of(doc), name, is_role })
            })
            .collect();
        if self.compare.contains(&Part::Heading) {
            let whole = |page: &&Page| page.is_role && page.title.is_some() && page.heading.is_some();
            let both: Vec<&Page> = pages.iter().filter(whole).collect();
            // What nearly all pages add between brackets is the custom of the framework.
            let custom = both.iter().filter(|page| adds_brackets(page)).count();
            let custom = custom >= CUSTOM && 2 * custom >= both.len();
            both.iter().filter(|page| !custom || !adds_brackets(page)).for_each(|page| headings(page, cx));
        }
        if self.compare.contains(&Part::File) {
            copies(&pages, cx);
        }
        if self.compare.contains(&Part::Links) {
            links(framework, around, cx);
        }
    }
}

fn title_of(doc: &Document) -> Option<Spanned<String>> {
    let value = doc.front.as_ref()?.node.as_ref()?.get("title")?;
    let text = value.as_str().filter(|text| !text.trim().is_empty())?;
    Some(Spanned::new(text.to_owned(), value.span))
}

/// The page's heading: the first one, if it is of the first rank and the only one of it.
fn heading_of(doc: &Document) -> Option<Spanned<String>> {
    let mut firsts = doc.blocks().iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.depth == 1 => Some(heading),
        _ => None,
    });
    let first = firsts.next()?;
    firsts.next().is_none().then(|| Spanned::new(first.text.plain.clone(), first.text.span))
}

fn name_words(path: &str) -> Vec<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let words = words_of(&stem.replace(['-', '_'], " "));
    let index = matches!(words.first().map(String::as_str), Some("index" | "readme" | "template"));
    if index { vec![] } else { words }
}

/// "Director of Engineering (People Manager Path)" without what is between brackets.
fn without_brackets(title: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_u32;
    for c in title.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// The words of a title; numerals, codes of levels and small words do not count.
fn words(title: &str) -> Vec<String> {
    let mut words = words_of(title);
    words.retain(|word| {
        word.chars().any(char::is_alphabetic) && !matches!(word.as_str(), "of" | "the" | "and" | "for")
    });
    words
}

/// So many pages make a custom.
const CUSTOM: usize = 3;

/// True if title and heading differ only in what stands between brackets.
fn adds_brackets(page: &Page) -> bool {
    let (Some(title), Some(heading)) = (&page.title, &page.heading) else { return false };
    let bare = |title: &str| words(&without_brackets(title));
    words(&title.value) != words(&heading.value) && bare(&title.value) == bare(&heading.value)
}

/// Words between brackets that say what a page is, and nothing about the role.
const ABOUT_PAGES: &[&str] = &[
    "vacancy",
    "posting",
    "job",
    "description",
    "opening",
    "advertisement",
    "advert",
    "role",
    "position",
    "draft",
];

fn headings(page: &Page, cx: &mut Context<'_>) {
    let (Some(title), Some(heading)) = (&page.title, &page.heading) else { return };
    let (a, b) = (words(&title.value), words(&heading.value));
    if a == b || a.is_empty() || b.is_empty() {
        return;
    }
    let (bare_a, bare_b) = (words(&without_brackets(&title.value)), words(&without_brackets(&heading.value)));
    let help = "Readers wonder whether this is one role or two, and search finds only one of the names. Write the same \
                words in both places.";
    let message = format!(
        "The title of this page is “{}”, but its heading says “{}”.",
        title.value.trim(),
        heading.value.trim()
    );
    if bare_a == bare_b {
        // "Engenheiro(a)" is one title for everybody.
        let added: Vec<&String> =
            b.iter().chain(&a).filter(|word| !bare_a.contains(word) && word.chars().count() > 2).collect();
        // "QA Engineer (Quality Assurance)" spells out what it says.
        let initials: String = added.iter().filter_map(|word| word.chars().next()).collect();
        // "Head Chef (vacancy)" says what the page is.
        let page = added.iter().all(|word| ABOUT_PAGES.contains(&word.as_str()));
        if page || added.is_empty() || bare_a.contains(&initials) {
            return;
        }
        cx.report(heading.span, message)
            .help(help)
            .at_most(Severity::Info)
            .related(title.span, "the title in the settings");
        return;
    }
    let (set_a, set_b): (BTreeSet<&String>, BTreeSet<&String>) =
        (bare_a.iter().collect(), bare_b.iter().collect());
    let jobs = looks_like_title(&title.value) && looks_like_title(&heading.value);
    // "Product Design" and "Product Design Framework" are long and short for one thing.
    let long_and_short = set_a != set_b && (set_a.is_subset(&set_b) || set_b.is_subset(&set_a));
    // A job that nobody knows, and that the page's file is named after.
    let named =
        !page.name.is_empty() && page.name == words_of(&title.value) && looks_like_title(&heading.value);
    if (jobs || (named && set_a.is_disjoint(&set_b))) && !long_and_short {
        cx.report(heading.span, message).help(help).related(title.span, "the title in the settings");
    }
}

/// Pages that kept the title of the page from which they were copied.
fn copies(pages: &[Page], cx: &mut Context<'_>) {
    let own =
        |page: &Page| page.title.as_ref().map(|title| words(&title.value)).filter(|words| !words.is_empty());
    let named_so = |page: &Page, words: &[String]| page.name.iter().any(|word| words.contains(word));
    let mut owners: BTreeMap<Vec<String>, &Page> = BTreeMap::new();
    for page in pages {
        if let Some(words) = own(page).filter(|words| named_so(page, words)) {
            owners.entry(words).or_insert(page);
        }
    }
    for page in pages {
        let Some(words) = own(page) else { continue };
        let Some(owner) = owners.get(&words).filter(|owner| owner.file != page.file) else { continue };
        let Some(title) = &page.title else { continue };
        if page.name.is_empty() || named_so(page, &words) || is_short_for(&page.name, &words) {
            continue;
        }
        let other = cx.files().get(owner.file).path.clone();
        let finding = cx.report(
            title.span,
            format!(
                "“{}” is the title of {other}, and the name of this file says something else.",
                title.value.trim()
            ),
        );
        finding.help("The page was probably begun as a copy of the other. Menus and search show the same title twice. Give this page its own.");
        if let Some(first) = &owner.title {
            finding.related(first.span, "the page with this title");
        }
    }
}

/// `em.md` for "Engineering Manager".
fn is_short_for(name: &[String], title: &[String]) -> bool {
    let initials: String = title.iter().filter_map(|word| word.chars().next()).collect();
    name.iter().any(|word| {
        word.len() > 1
            && (initials.contains(word.as_str()) || title.iter().any(|long| long.starts_with(word.as_str())))
    })
}

/// Links whose words are the title of another job than that of the page they lead to.
fn links(framework: &Framework, around: &Surroundings<'_>, cx: &mut Context<'_>) {
    let mut found: Vec<(Span, String, String, String)> = vec![];
    for (&file, doc) in framework.files.iter().filter_map(|file| Some((file, around.document(*file)?))) {
        let source = around.file(file);
        doc.each_text(&mut |text| {
            for mark in &text.marks {
                let MarkKind::Link { target } = mark.kind else { continue };
                let address = source.slice(target);
                let said = text.plain.get(mark.range.clone()).unwrap_or("").trim();
                if address.contains("://") || address.contains('#') || !looks_like_title(said) {
                    continue;
                }
                let Some(path) = join(folder_of(&source.path), &address.replace("%20", " ")) else {
                    continue;
                };
                let own = name_words(&path).iter().map(|word| capital(word)).collect::<Vec<_>>().join(" ");
                if path == source.path || !looks_like_title(&own) || !is_other_job(said, &own) {
                    continue;
                }
                // A page that cannot be read is known by its name.
                let roles = around.tree.file(&path).map(|id| framework.roles_of(id)).unwrap_or_default();
                let title = match roles {
                    // Names of files have no accents.
                    [] if !said.is_ascii() => continue,
                    [] => own,
                    [role] => {
                        let names = role.aliases.iter().chain(&role.also).chain(&role.title);
                        if names.into_iter().any(|name| !is_other_job(said, &name.value)) {
                            continue;
                        }
                        role.name().to_owned()
                    }
                    _ => continue,
                };
                found.push((text.locate(mark.range.clone()).span, said.to_owned(), title, path));
            }
        });
    }
    for (span, said, title, path) in found {
        cx.report(span, format!("This link says “{said}”, but it leads to the page of “{}”.", title.trim()))
            .help(format!("Readers end up in another role than they chose. Correct the words, or the address that leads to {path}."));
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// True if both name a job, and each has a word that the other lacks.
fn is_other_job(a: &str, b: &str) -> bool {
    let (a, b) = (job_key(a), job_key(b));
    let set = |key: &str| {
        key.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (a, b) = (set(&a), set(&b));
    !a.is_empty() && !b.is_empty() && !a.is_subset(&b) && !b.is_subset(&a)
}
