//! Which role a page is about: its settings block, its main heading, its first sentence, its name.

use std::borrow::Cow;

use crate::language::lexicon::current;
use crate::syntax::{Block, Document, Heading, HeadingMark, Node, Text, Value};
use crate::text::{SourceFile, Span, Spanned};

use super::super::vocabulary::{
    SectionKind, code, is_numbered_step, is_ranked, level_word, looks_like_job, looks_like_title,
    section_kind, without_number, words_of,
};
use super::data::keys::{Key, is_number, key};
use super::outline::headings;
use super::rungs::rungs;
use super::series::is_step;
use super::{guide, labels, named};

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub id: Option<Spanned<String>>,
    pub title: Option<Spanned<String>>,
    /// The title that menus show.
    pub menu: Option<Spanned<String>>,
    pub aliases: Vec<Spanned<String>>,
    /// Other titles in the text.
    pub also: Vec<Spanned<String>>,
    pub track: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    pub order: Option<Spanned<String>>,
    /// A level code or name given beside the title.
    pub level: Option<Spanned<String>>,
    /// A bare number under `grade` or the like: a level where the page is about a job.
    pub grade: Option<Spanned<String>>,
    /// Keys that mean nothing to the model.
    pub extra: Vec<Spanned<String>>,
    pub cumulative: bool,
    /// Where the title was found.
    pub clue: Cow<'static, str>,
    /// The main heading as written.
    pub heading: Option<String>,
    /// The title names a job.
    pub is_job: bool,
}

/// Endings and beginnings of titles that name the page, not the role.
pub(super) const PAGE_WORDS: &[&str] = &[
    "title",
    "job title",
    "role",
    "position",
    "job description",
    "job requirements",
    "role description",
    "position description",
    "job posting",
    "role profile",
];

/// Beginnings of titles of pages for candidates.
pub(super) const ADVERTISEMENTS: &[&str] = &[
    "offre d'emploi",
    "offre d’emploi",
    "stellenangebot",
    "stellenausschreibung",
    "oferta de empleo",
    "vaga de emprego",
    "offerta di lavoro",
    "vacature",
];

/// Endings of titles that only say that anybody may apply.
pub(super) const ANYBODY: &[&str] = &[
    "(m/w/d)", "(w/m/d)", "(d/m/w)", "(m/f/d)", "(f/m/d)", "(h/f)", "(f/h)", "(m/f)", "(m/v)", "(m/v/x)",
    "(v/m)",
];

/// Words that tell the track in a bracket behind the title.
const TRACK_WORDS: &[&str] =
    &["path", "track", "individual contributor", "ic", "people manager", "management"];

/// Reads the settings block and finds the title.
pub(super) fn find(file: &SourceFile, doc: &Document, blocks: &[Block]) -> Head {
    let mut head = Head::default();
    if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
        read_front(node, &mut head);
    }
    let mut candidates: Vec<(Spanned<String>, &'static str)> = vec![];
    if let Some(title) = head.title.take() {
        candidates.push((title, "title in the settings block"));
    }
    // The name of a sheet says what part of the role it is about.
    let steps = headings(blocks).filter(|heading| is_step(&heading.text.plain)).count();
    let rungs = rungs(headings(blocks));
    let names_level =
        |heading: &Heading| steps > 1 && is_step(&heading.text.plain) || rungs.contains(&heading.span.start);
    // What stands behind the levels of a page without a title is no title either, nor is "Overview" above them.
    let above = headings(blocks).take_while(|heading| !rungs.contains(&heading.span.start)).count();
    let opening = |(at, heading): &(usize, &Heading)| {
        rungs.is_empty() || *at < above && section_kind(&heading.text.plain) == SectionKind::Other
    };
    let headings = || {
        let aside = |heading: &Heading| matches!(heading.mark, HeadingMark::Sheet | HeadingMark::Tab { .. });
        let all = headings(blocks).enumerate().filter(opening).map(|(_, heading)| heading);
        all.filter(move |heading| !aside(heading) && !names_level(heading))
    };
    // What stands below the name of a level is no title of the page.
    let below = |heading: &Heading| {
        let before = self::headings(blocks).take_while(|other| other.text.span != heading.text.span);
        before.into_iter().any(|other| names_level(other) && other.depth < heading.depth)
    };
    let first = headings()
        .find(|heading| heading.depth == 1)
        .or_else(|| headings().next().filter(|heading| !below(heading)));
    let marked = first.is_some_and(|heading| heading.depth == 1 && heading.mark != HeadingMark::Unmarked);
    if let Some(heading) = first {
        head.heading = (heading.depth == 1).then(|| heading.text.plain.clone());
        candidates.extend(from_heading(heading, &mut head).map(|title| (title, "main heading")));
    }
    if let Some(title) = labels::title(file, blocks) {
        let place = if marked { candidates.len() } else { 0 };
        candidates.insert(place, (title, LABELED));
    }
    if !marked && rungs.is_empty() {
        candidates.extend(from_lines(blocks).map(|title| (title, "first line")));
    }
    if first.is_none() && (steps > 1 || !rungs.is_empty()) {
        candidates.extend(from_opening(blocks).map(|title| (title, "first line")));
    }
    // Below the name of a level a sentence is about that level.
    let before =
        |block: &&Block| !matches!(block, Block::Heading(heading) if rungs.contains(&heading.span.start));
    if let Some((title, alias)) = from_sentences(blocks.iter().take_while(before)) {
        head.also.extend(alias);
        candidates.push((title, "first sentence"));
    }
    candidates.extend(head.menu.take().map(|title| (title, "title for menus in the settings block")));
    if let Some(name) = from_name(file) {
        // Who is the subject of a sentence need not be the job: "The Secretary of State will appoint …".
        let told = candidates
            .iter()
            .position(|(said, clue)| *clue == "first sentence" && is_somebody_else(&said.value, &name.value));
        if let Some(at) = told {
            candidates.remove(at);
            head.also.clear();
        }
        // The file tells two jobs apart that one sentence calls the same: "senior-buyer" and "buyer".
        if let Some((said, clue)) = candidates.last_mut().filter(|(_, clue)| *clue == "first sentence")
            && let Some(ranked) = with_rank(&said.value, &name)
        {
            (*said, *clue) = (ranked, "name of the file");
        }
        candidates.push((name, "name of the file"));
    }
    // A file's name may add a word behind the job ("principal-designer-ops").
    let named = |title: &Spanned<String>| {
        title.span.is_empty()
            && title.value.rsplit_once(' ').is_some_and(|(job, _)| looks_like_title(job) && is_ranked(job))
    };
    let is_job = |title: &Spanned<String>| looks_like_title(&title.value) || named(title);
    // Above the levels of a ladder the main heading says what they are levels of.
    let titles = || headings().filter(|heading| looks_like_title(&heading.text.plain)).count();
    let ladder = first.filter(|heading| heading.depth == 1).is_some_and(|heading| {
        let said = &heading.text.plain;
        steps > 1 || guide::announces_ladder(said) && !looks_like_title(said) && titles() > 1
    });
    // The settings block says it, where only levels stand below.
    let ladder = ladder
        || !rungs.is_empty()
            && candidates.first().is_some_and(|(_, clue)| *clue == "title in the settings block");
    let mut chosen =
        candidates.iter().position(|(title, clue)| ladder || *clue == LABELED || is_job(title)).unwrap_or(0);
    let named_by_file = candidates.get(chosen).is_some_and(|(title, _)| title.span.is_empty());
    // What a page calls itself twice is its title, also where nobody knows the job: "Kitchen Chief".
    let twice = named_by_file && calls_itself(&candidates);
    if twice {
        chosen = 0;
    }
    // The text knows better than the name of the file what it is about: "Bakery Lead" in `kitchen-manager.md`.
    let heading = candidates.iter().position(|(_, clue)| *clue == "main heading");
    if let Some((at, (said, _))) = heading.and_then(|at| Some((at, candidates.get(at)?)))
        && named_by_file
        && marked
        && may_be_title(&said.value)
        && !candidates.get(chosen).is_some_and(|(name, _)| named::mentions(&name.value, blocks))
    {
        chosen = at;
    }
    if head.level.is_none() && steps == 0 {
        head.level = code_in_name(file);
    }
    let unknown = !twice && names_itself(&candidates);
    if let Some((title, clue)) = candidates.into_iter().nth(chosen) {
        head.is_job = twice || unknown || clue == LABELED || is_job(&title);
        head.clue = clue.into();
        head.title = Some(title);
    }
    if head.is_job {
        head.level = head.level.take().or(head.grade.take());
    }
    head
}

/// Where a title was found that the page itself calls one.
const LABELED: &str = "line that names the title";

/// Words of titles that name a page about the job, not the job.
const ABOUT_PAGES: &[&str] = &[
    "career",
    "careers",
    "ladder",
    "ladders",
    "framework",
    "frameworks",
    "progression",
    "path",
    "paths",
    "track",
    "tracks",
    "level",
    "levels",
    "matrix",
    "guide",
    "handbook",
    "overview",
    "expectations",
    "responsibilities",
    "competencies",
    "competency",
    "competences",
    "skills",
    "role",
    "roles",
    "job",
    "jobs",
    "family",
    "template",
    "description",
    "descriptions",
    "hiring",
    "interview",
    "promotion",
    "growth",
    "team",
    "department",
    "faq",
    "scorecard",
    "rubric",
    "assessment",
    "review",
    "plan",
    "process",
    "about",
];

/// True if the settings block and the main heading agree on a name of two to four words that may be that of a job.
fn calls_itself(candidates: &[(Spanned<String>, &'static str)]) -> bool {
    let [(title, "title in the settings block"), (heading, "main heading"), ..] = candidates else {
        return false;
    };
    words_of(&title.value) == words_of(&heading.value) && may_be_title(&title.value)
}

/// True for two to four words in capitals, none of which is about the page: "Kitchen Chief".
fn may_be_title(said: &str) -> bool {
    let words = words_of(said);
    let capital = said.split_whitespace().all(|word| {
        word.starts_with(|c: char| !c.is_alphabetic() || c.is_uppercase())
            || matches!(word, "of" | "and" | "the" | "for")
    });
    (2..=4).contains(&words.len())
        && capital
        && !words.iter().any(|word| ABOUT_PAGES.contains(&word.as_str()))
}

/// True if settings block, main heading and file agree on one word that has the ending of a job: "Arborist".
fn names_itself(candidates: &[(Spanned<String>, &'static str)]) -> bool {
    let [(title, "title in the settings block"), (heading, "main heading"), .., (name, "name of the file")] =
        candidates
    else {
        return false;
    };
    let words = words_of(&title.value);
    let [word] = words.as_slice() else { return false };
    words == words_of(&heading.value) && words == words_of(&name.value) && looks_like_job(word)
}

/// The end of a file's name that says a job and, in front of it, how high it stands.
fn with_rank(said: &str, name: &Spanned<String>) -> Option<Spanned<String>> {
    let words: Vec<&str> = name.value.split_whitespace().collect();
    let job = words_of(said);
    let at = words.len().checked_sub(job.len())?;
    let same = words_of(&words.get(at..)?.join(" ")) == job;
    let rank = at.checked_sub(1).filter(|&rank| words.get(rank).is_some_and(|word| is_ranked(word)))?;
    let title = words.get(rank..)?.join(" ");
    (same && !is_ranked(said)).then(|| Spanned::new(title, name.span))
}

/// True if a file is named after a job, and a sentence is about another one.
fn is_somebody_else(said: &str, name: &str) -> bool {
    let words = words_of(said);
    looks_like_title(name) && words_of(name).iter().all(|word| !words.contains(word))
}

/// A scalar as a string with its place.
pub(in crate::model) fn scalar(node: &Node) -> Option<Spanned<String>> {
    match &node.value {
        Value::String(text) if !text.is_blank() => {
            let text = text.trimmed();
            Some(Spanned::new(text.plain, text.span))
        }
        Value::Number(number) => Some(Spanned::new(number.to_string(), node.span)),
        Value::Bool(value) => Some(Spanned::new(value.to_string(), node.span)),
        _ => None,
    }
}

/// One string or a list of them.
pub(super) fn strings(node: &Node) -> Vec<Spanned<String>> {
    if node.items().is_empty() {
        scalar(node).into_iter().collect()
    } else {
        node.items().iter().filter_map(scalar).collect()
    }
}

/// Reads the keys that pages and role files share.
pub(super) fn read_front(node: &Node, head: &mut Head) {
    for entry in node.entries() {
        let value = scalar(&entry.value);
        match entry.key.value.to_lowercase().as_str() {
            "id" | "slug" => head.id = value,
            "title" | "name" | "role" if head.title.is_none() => {
                head.title = entry.value.as_text().and_then(|text| title_in(text, head)).or(value);
            }
            "aliases" | "also_known_as" | "also-known-as" => head.aliases.extend(strings(&entry.value)),
            "track" => head.track = value,
            "status" => head.status = value,
            "order" | "nav_order" | "weight" => {
                head.order = value;
                head.extra.push(entry.key.clone());
            }
            "level" => {
                let inner = ["code", "label", "id"].iter().find_map(|key| entry.value.get(key));
                head.level = value.or_else(|| inner.and_then(scalar));
            }
            "grade" | "job_level" | "job_grade" | "career_level" | "joblevel" | "jobgrade"
                if head.level.is_none()
                    && value.as_ref().is_some_and(|value| level_word(&value.value).is_some()) =>
            {
                head.level = value;
            }
            // `grade: HEO` is a step of a career, which says so only of a job.
            _ if key(&entry.key.value) == Key::Level
                && value.as_ref().is_some_and(|value| {
                    is_number(&value.value) || !current().careers_of(&words_of(&value.value)).is_empty()
                }) =>
            {
                head.grade = head.grade.take().or(value);
            }
            "sidebartitle" | "sidebar_title" | "sidebar_label" | "linktitle" | "nav_title" => {
                head.menu = entry.value.as_text().map(|text| piece(text, core_range(&text.plain)));
                head.extra.push(entry.key.clone());
            }
            "cumulative" => head.cumulative = matches!(entry.value.value, Value::Bool(true)),
            _ => head.extra.push(entry.key.clone()),
        }
    }
}

/// The part `range` of a text with its place.
pub(in crate::model) fn piece(text: &Text, range: std::ops::Range<usize>) -> Spanned<String> {
    let value = text.plain.get(range.clone()).unwrap_or("").to_owned();
    Spanned::new(value, text.locate(range).span)
}

/// Bytes of `plain` without emoji, signs and blanks at the ends, and without a colon at the end.
pub(in crate::model) fn core_range(plain: &str) -> std::ops::Range<usize> {
    let keep = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '(' | '[' | '{' | '<' | '$' | '€' | '£' | '"' | '\'' | '“' | '.' | '#')
    };
    let mut start = plain.find(keep).unwrap_or(0);
    // `:octopus: Culture`
    let shortcode = plain.trim_start().strip_prefix(':').and_then(|rest| rest.split_once(':'));
    if let Some((code, rest)) = shortcode
        && !code.contains(char::is_whitespace)
        && !rest.trim().is_empty()
    {
        start = plain.len() - rest.trim_start().len();
    }
    // `=== Junior ===`
    let drawn = |c: char| matches!(c, '=' | '~' | '*' | '_' | '•' | '★');
    let adorned = plain.trim_start().starts_with(drawn) && plain.trim_end().ends_with(drawn);
    let behind = |c: char| c.is_whitespace() || matches!(c, ':' | '：') || adorned && drawn(c);
    let end = plain.trim_end_matches(behind).len();
    start..end.max(start)
}

/// The title in a heading.
pub(super) fn from_heading(heading: &Heading, head: &mut Head) -> Option<Spanned<String>> {
    title_in(&heading.text, head)
}

/// The title in a text: without emoji, number, level code, track and words about the page.
fn title_in(text: &Text, head: &mut Head) -> Option<Spanned<String>> {
    let mut range = core_range(&text.plain);
    let part = |range: &std::ops::Range<usize>| text.plain.get(range.clone()).unwrap_or("");
    if part(&range).trim().is_empty() {
        return None;
    }
    // "… Required Skills for an Engineering Director"
    if let Some(at) = title_after_for(part(&range)) {
        range.start += at;
    }
    let numbered = part(&range).len() - without_number(part(&range)).len();
    range.start += numbered;
    let plain = part(&range).to_lowercase();
    if let Some(name) = ANYBODY.iter().find_map(|ending| plain.strip_suffix(ending)).map(str::trim_end)
        && !name.is_empty()
        && part(&range).is_char_boundary(name.len())
    {
        range.end = range.start + name.len();
    }
    if let Some((track, end)) = track_suffix(part(&range)) {
        if head.track.is_none() {
            head.track = Some(piece(text, range.start + track.start..range.start + track.end));
        }
        range.end = range.start + end;
    }
    if let Some((inside, end)) = code_suffix(part(&range)) {
        if head.level.is_none() {
            head.level = Some(piece(text, range.start + inside.start..range.start + inside.end));
        }
        range.end = range.start + end;
    }
    if let Some(code) = level_word(part(&range)).and_then(|word| word.code)
        && let Some(rest) = part(&range).strip_prefix(code.as_str())
    {
        let name =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.'));
        if !name.is_empty() {
            if head.level.is_none() {
                head.level = Some(piece(text, range.start..range.start + code.len()));
            }
            range.start = range.end - name.len();
        }
    }
    let lower = part(&range).to_lowercase();
    for words in PAGE_WORDS.iter().chain(ADVERTISEMENTS) {
        if lower.len() != part(&range).len() {
            break;
        }
        if let Some(rest) =
            lower.strip_suffix(words).filter(|_| words.contains(' ') && !words.ends_with("title"))
        {
            range.end = range.start + rest.trim_end_matches([' ', '-', '–', ':']).len();
        } else if let Some(rest) = lower.strip_prefix(words)
            && rest.trim_start().starts_with(['-', '–', ':'])
        {
            let name = rest.trim_start_matches([' ', '-', '–', ':']);
            range.start = range.end - name.len();
        } else {
            continue;
        }
        break;
    }
    (!part(&range).trim().is_empty()).then(|| piece(text, range))
}

/// "(People Manager Path)" at the end: the bytes of the track and the end of what stands before it.
fn track_suffix(title: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let open = title.rfind('(')?;
    let inner = title.get(open + 1..)?.strip_suffix(')')?;
    let lower = inner.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let tells = TRACK_WORDS.iter().any(|track| match track.split_once(' ') {
        Some(_) => lower.contains(track),
        None => words.contains(track),
    });
    let before = title.get(..open)?.trim_end();
    // A tenure track is no career track.
    let tells = tells && !words.contains(&"tenure");
    (tells && !before.is_empty()).then_some((open + 1..open + 1 + inner.len(), before.len()))
}

/// "(L4)" or "(Grade 4)" at the end: the bytes of the code and the end of the title before it.
fn code_suffix(title: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let open = title.rfind(['(', '['])?;
    let inner = title.get(open + 1..)?.strip_suffix([')', ']'])?;
    let before = title.get(..open)?.trim_end();
    let is_code = code(inner).is_some_and(|(found, _)| found == inner) || is_numbered_step(inner);
    (is_code && looks_like_title(before)).then_some((open + 1..open + 1 + inner.len(), before.len()))
}

/// Where the job begins in "Key Responsibilities and Required Skills for an Engineering Director" and in
/// "Roles of the CEO".
fn title_after_for(line: &str) -> Option<usize> {
    let lower = line.to_lowercase();
    let tells = [
        "responsibilities",
        "skills",
        "job description",
        "expectations",
        "requirements",
        "competencies",
        "career",
    ];
    if lower.len() != line.len() {
        return None;
    }
    let before = |at: usize| lower.get(..at).unwrap_or("");
    let of =
        lower.find(" of ").filter(|&at| OF_JOBS.contains(&before(at).trim())).map(|at| at + " of ".len());
    let after = match of.filter(|_| !lower.contains(" in ")) {
        Some(after) => after,
        None => {
            let (at, word) = lower.rmatch_indices(" for ").next()?;
            tells.iter().any(|word| before(at).contains(word)).then_some(at + word.len())?
        }
    };
    let start = skip_article(line, after);
    line.get(start..).is_some_and(looks_like_title).then_some(start)
}

/// What a page lists that is headed "Duties of the Bursar".
const OF_JOBS: &[&str] = &[
    "roles",
    "responsibilities",
    "duties",
    "roles and responsibilities",
    "duties and responsibilities",
    "key responsibilities",
    "main responsibilities",
    "main duties",
];

/// The offset behind "a ", "an ", "the ", "our " at `at`.
fn skip_article(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or("");
    let article = ["a ", "an ", "the ", "our ", "A ", "An ", "The ", "Our "]
        .iter()
        .find(|article| rest.starts_with(**article));
    at + article.map_or(0, |article| article.len())
}

/// A first line that is not marked as a heading but says a title.
fn from_lines(blocks: &[Block]) -> Option<Spanned<String>> {
    for block in blocks.iter().take(4) {
        let text = match block {
            Block::Paragraph(paragraph) => &paragraph.text,
            Block::Heading(heading) => &heading.text,
            _ => continue,
        };
        let range = core_range(&text.plain);
        let line = text.plain.get(range.clone()).unwrap_or("");
        if line.len() > 120 {
            return None;
        }
        if let Some(at) = title_after_for(line) {
            return Some(piece(text, range.start + at..range.end));
        }
        // "Level 1: Support Associate" is a level of something whose title stands elsewhere, and
        // "See also: Support Lead" a link.
        if looks_like_title(line) && !is_step(line) && !line.contains(": ") && !line.contains("   ") {
            return Some(piece(text, range));
        }
    }
    None
}

/// A short first line above the levels of a ladder.
fn from_opening(blocks: &[Block]) -> Option<Spanned<String>> {
    let Some(Block::Paragraph(paragraph)) = blocks.first() else { return None };
    let range = core_range(&paragraph.text.plain);
    let line = paragraph.text.plain.get(range.clone())?;
    let short = (1..=8).contains(&line.split_whitespace().count()) && !line.ends_with(['.', '!', '?']);
    short.then(|| piece(&paragraph.text, range))
}

/// Words that follow the subject of a sentence that defines a role.
const VERBS: &[&str] = &[
    "is",
    "are",
    "leads",
    "will",
    "owns",
    "oversees",
    "reports",
    "manages",
    "works",
    "plays",
    "acts",
    "serves",
    "answers",
    "heads",
    "runs",
    "directs",
    "coordinates",
    "supervises",
    "guides",
    "builds",
    "designs",
    "develops",
    "plans",
    "coaches",
    "drives",
    "ensures",
    "provides",
    "supports",
    "sets",
    "represents",
];

/// "A Tech Director, or Director of Technology, is …": title and alias.
fn from_sentences<'b>(
    blocks: impl Iterator<Item = &'b Block>,
) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
    let paragraphs = blocks.filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        _ => None,
    });
    paragraphs.take(6).find_map(from_sentence)
}

fn from_sentence(text: &Text) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
    let plain = &text.plain;
    let start = skip_article(plain, plain.len() - plain.trim_start().len());
    if start == 0 {
        return as_our(text);
    }
    let is_verb = |rest: &str| {
        VERBS.iter().any(|verb| rest.strip_prefix(verb).is_some_and(|behind| behind.starts_with(' ')))
    };
    let mut blanks = plain.match_indices(' ');
    let (verb, _) = blanks.find(|(at, _)| plain.get(at + 1..).is_some_and(is_verb))?;
    let subject = plain.get(start..verb).filter(|subject| subject.len() <= 120)?.trim_end_matches(',');
    let (name, other) = match subject
        .split_once(", or ")
        .or_else(|| subject.split_once(" (or "))
        .or_else(|| subject.split_once(", also known as "))
    {
        Some((name, other)) => (name, Some(other.trim_end_matches([',', ')']))),
        None => (subject, None),
    };
    if !looks_like_title(name) {
        return None;
    }
    let alias = other.filter(|other| looks_like_title(other)).and_then(|other| {
        let at = start + name.len();
        let offset = at + plain.get(at..)?.find(other)?;
        Some(piece(text, offset..offset + other.len()))
    });
    Some((piece(text, start..start + name.len()), alias))
}

/// "As our Engineering Director, you will …", "As a Director of Engineering, you are …"
fn as_our(text: &Text) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
    let plain = &text.plain;
    let rest = plain.strip_prefix("As ")?;
    let start = skip_article(plain, plain.len() - rest.len());
    let end = plain.get(start..)?.find(',')? + start;
    let name = plain.get(start..end)?;
    (start > plain.len() - rest.len() && looks_like_title(name)).then(|| (piece(text, start..end), None))
}

/// Words that are written in capitals wherever they stand in a title.
const CAPITALS: &[&str] =
    &["ii", "iii", "iv", "vi", "vp", "cto", "ceo", "cfo", "coo", "qa", "hr", "ux", "ui", "it"];

/// The level that the file's name begins with: `L3-Senior-Engineer.md`. The span is empty.
fn code_in_name(file: &SourceFile) -> Option<Spanned<String>> {
    let name = file.path.rsplit('/').next()?;
    let (first, rest) = name.split_once(['-', '_', ' '])?;
    let code = level_word(first).and_then(|word| word.code).filter(|code| code == first)?;
    let spoken = rest.split('.').next()?.replace(['-', '_'], " ");
    looks_like_title(spoken.trim()).then(|| Spanned::new(code, Span::at(file.id, 0)))
}

/// The file's name as a title: `director_of_engineering` → "Director of Engineering". The span is empty.
pub(super) fn from_name(file: &SourceFile) -> Option<Spanned<String>> {
    let name = file.path.rsplit('/').next()?;
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let title = title_of_name(stem);
    let code = level_word(&title).and_then(|word| word.code);
    let title = code
        .and_then(|code| title.strip_prefix(code.as_str()).map(|rest| rest.trim_start().to_owned()))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title);
    title.chars().any(char::is_alphabetic).then(|| Spanned::new(title, Span::at(file.id, 0)))
}

/// The words of a name: `director_of_engineering` → "Director of Engineering".
pub(super) fn title_of_name(stem: &str) -> String {
    let mut words: Vec<String> = vec![];
    let stem = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ' | '.'));
    for word in stem.split(['_', '-', ' ']).filter(|word| !word.is_empty()) {
        if CAPITALS.contains(&word) {
            words.push(word.to_uppercase());
            continue;
        }
        let small = matches!(word, "of" | "and" | "the" | "for" | "de" | "do" | "da");
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !small => words.push(first.to_uppercase().chain(letters).collect()),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}
