//! One page: its title, its roles, and whether it is about a role at all.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::syntax::{Block, Document, Table};
use crate::text::{Needles, SourceFile, Spanned};

use super::super::titles::job_key;
use super::super::vocabulary::{is_rank_only, looks_like_title};
use super::super::{Role, RoleKind, SectionKind, Transition};
use super::ladder::{self, Names, title_heading};
use super::outline::{Part, outline};
use super::tables::{self, Clues};
use super::title::{self, Head};
use super::walk::{Above, Page, cell_name};
use super::words::{includes_below, normal};
use super::{
    Given, Reading, bold, captions, competencies, corners, data, definitions, facts, folders, guide,
    matrices, named, one_column, promote, rungs, several, sheet, slips, transition,
};

/// Reads the role of a page.
pub(super) fn read(
    file: &SourceFile,
    doc: &Document,
    blocks: &[Block],
    given: Option<&Given<'_>>,
) -> Reading {
    read_with(file, doc, blocks, given, |head, role| match given {
        Some(_) => None,
        None => guide::not_a_role(file, head, role),
    })
}

/// Reads the role of matrices in a workbook or a CSV file. They explain nothing, whatever their name
/// says: a template to be filled in holds the levels.
pub(super) fn read_sheets(file: &SourceFile, doc: &Document, blocks: &[Block]) -> Reading {
    read_with(file, doc, blocks, None, |_, role| {
        let leveled =
            role.sections.iter().flat_map(|section| &section.expectations).any(|e| e.level.is_some());
        (role.levels.len() < 2 || !leveled).then(|| "its tables hold neither roles nor levels".into())
    })
}

fn read_with(
    file: &SourceFile,
    doc: &Document,
    blocks: &[Block],
    given: Option<&Given<'_>>,
    not_a_role: impl Fn(&Head, &Role) -> Option<String>,
) -> Reading {
    let unfolded = one_column::unfolded(blocks);
    let blocks = unfolded.as_deref().unwrap_or(blocks);
    let captioned = captions::headed(blocks);
    let blocks = captioned.as_deref().unwrap_or(blocks);
    let named = corners::headed(blocks);
    let blocks = named.as_deref().unwrap_or(blocks);
    let defined = definitions::headed(file, blocks);
    let blocks = defined.as_deref().unwrap_or(blocks);
    let headed = bold::headed(blocks);
    let blocks = headed.as_deref().unwrap_or(blocks);
    let promoted = promote::promote(file, blocks);
    let blocks = promoted.as_deref().unwrap_or(blocks);
    let mended = slips::mended(blocks);
    let blocks = without_form(mended.as_deref().unwrap_or(blocks));
    let mut head = title::find(file, doc, blocks);
    named::spell(&mut head, blocks);
    let of_competencies = competencies::name_job(&mut head, file, doc, blocks);
    let mut unmet = given.map(|given| given.head(file, doc, &mut head)).unwrap_or_default();
    let tree = outline(blocks);
    let cumulative = head.cumulative || says_cumulative(blocks);
    let kind = kind_of(file, &head, blocks);
    // Asked for only where pay is told in dollars that might be of several countries.
    let dollars = LazyCell::new(|| dollars(blocks));
    let finish = |mut role: Role| {
        role.cumulative = cumulative;
        role.kind = kind;
        for pay in &mut role.compensation {
            if pay.currency.as_deref() == Some("$")
                && let Some(dollars) = *dollars
            {
                pay.currency = Some(dollars.to_owned());
            }
        }
        role
    };
    let free = given.is_none_or(|given| given.layout.title.is_none() && !given.says_levels());
    let ladders = if free { several::ladders(file, &tree) } else { vec![] };
    if ladders.len() > 1 && !guide::is_about_files(file) {
        let mut roles: Vec<Role> = ladders.into_iter().map(finish).collect();
        matrices::reach(file, &tree, &mut roles);
        return Reading { roles, unmet, ..Reading::default() };
    }
    let names = ladder::names(&tree, title_heading(&tree, &head));
    if let Names::Roles(starts) = &names
        && free
        && !guide::tells_procedure(&head)
        && !guide::counts_other_things(&head)
    {
        let starts = ladder::with_alike(&tree, starts.clone());
        let mut roles: Vec<Role> = roles_below(file, &tree, &starts).into_iter().map(finish).collect();
        matrices::reach(file, &tree, &mut roles);
        if roles.len() > 1 || (roles.len() == 1 && !head.is_job) {
            return Reading { roles, ..Reading::default() };
        }
    }
    let families = if head.is_job { vec![] } else { families_in_tables(file, blocks) };
    let jobs =
        if head.is_job || guide::counts_other_things(&head) { vec![] } else { jobs_in_tables(file, blocks) };
    let several = [families, jobs, roles_in_tables(file, blocks), sheet::ladders(file, blocks)];
    let roles = several.into_iter().find(|roles| roles.len() > 1 && !guide::is_about_files(file));
    if let Some(roles) = roles.filter(|_| free) {
        let mut roles: Vec<Role> = roles.into_iter().map(finish).collect();
        roles.iter_mut().for_each(rungs::rank_by_pay);
        return Reading { roles, unmet, ..Reading::default() };
    }
    let mut page = Page::named(file, &head, &tree, given, || names);
    page.walk(&tree, &Above::default());
    unmet.extend(given.filter(|_| page.role.levels.is_empty()).and_then(Given::no_levels));
    page.finish_levels(&head);
    // A whole framework may stand in the settings block.
    if let Some(node) = doc.front.as_ref().and_then(|front| front.node.as_ref()) {
        if let Some(clue) = data::add_front(&mut page.role, node) {
            page.clues.push(clue);
        } else if let Some(clue) = data::add_settings(&mut page.role, node) {
            let text = page.clues.is_empty().then_some("headings and lists");
            page.clues.extend(text.into_iter().chain([clue]));
        }
    }
    let clues = if page.clues.is_empty() { vec!["headings and lists"] } else { page.clues };
    facts::seat_by_labels(&mut page.role);
    let mut role = finish(page.role);
    // A name without a word about it in the text: something else was saved under that name.
    let unspoken = head.title.as_ref().is_some_and(|title| {
        let headed = clues == ["headings that name levels"];
        let openings = role.levels.len() > 1 && headed && are_other_jobs(&title.value, &role);
        let silent = || role.levels.len() < 2 && !named::mentions(&title.value, blocks);
        title.span.is_empty() && (openings || silent())
    });
    if unspoken
        && !of_competencies
        && given.is_none()
        && doc.front.is_none()
        && (role.levels.len() > 1 || role.experience.is_empty() && role.education.is_empty())
    {
        let reason = match head.is_job {
            _ if blocks.is_empty() => "it holds no text",
            true => "its text says nothing about the job that its name tells",
            false => "neither its name nor its text tells of a job",
        };
        return Reading { not_roles: Some(reason.to_owned()), ..Reading::default() };
    }
    // A page that is called "From Senior to Staff" is about neither of them.
    let moves = role.levels.len() < 2 && head.heading.as_deref().is_some_and(transition::tells_move);
    let reason = match moves && given.is_none() {
        true => Some(String::new()),
        false => not_a_role(&head, &role),
    };
    let of_level = head.title.as_ref().is_some_and(|title| folders::names_level(file, &title.value));
    match reason {
        Some(reason) => {
            let told = transition::of(file, blocks);
            let moves = told.as_ref().map(|Transition { from, to }| {
                format!("it is about the move from {} to {}", from.value, to.value)
            });
            let transitions = told.into_iter().collect();
            let of_level = (of_level && given.is_none()).then(|| Box::new(role));
            Reading {
                not_roles: Some(moves.unwrap_or(reason)),
                transitions,
                unmet,
                of_level,
                ..Reading::default()
            }
        }
        None => {
            role.titled = given.is_some_and(|given| given.layout.title.is_some());
            let title = if head.clue.is_empty() {
                "no title".to_owned()
            } else {
                format!("title from the {}", head.clue)
            };
            role.reading = format!("page; {title}; {}", clues.join("; "));
            Reading { roles: vec![role], unmet, ..Reading::default() }
        }
    }
}

/// True if what stands where levels are expected are titles of jobs that have nothing to do with each other,
/// nor with the one in `title`: a list of openings.
fn are_other_jobs(title: &str, role: &Role) -> bool {
    let mut known: HashSet<String> = job_key(title).split(' ').map(str::to_owned).collect();
    role.levels.iter().all(|level| {
        let label = &level.label.value;
        let key = job_key(label);
        let apart = key.split(' ').all(|word| !known.contains(word));
        known.extend(key.split(' ').map(str::to_owned));
        apart && level.code.is_none() && looks_like_title(label) && !is_rank_only(label)
    })
}

/// The roles of a page that describes several jobs, each under a heading of its own.
fn roles_below<'d>(file: &'d SourceFile, tree: &Part<'d>, starts: &HashSet<u32>) -> Vec<Role> {
    let mut roles = vec![];
    tree.each(&mut |part| {
        let Some(heading) = part.heading.filter(|heading| starts.contains(&heading.span.start)) else {
            return;
        };
        let mut head = Head { heading: Some(heading.text.plain.clone()), ..Head::default() };
        head.title = title::from_heading(heading, &mut head);
        head.is_job = true;
        let mut page = Page::new(file, &head, part, None);
        page.title_heading = Some(heading.span.start);
        page.walk(part, &Above::default());
        page.finish_levels(&head);
        let mut role = page.role;
        role.span = part.span(file);
        if guide::not_a_role(file, &head, &role).is_none() {
            role.reading = "page of several roles; title from a heading; headings and lists".into();
            roles.push(role);
        }
    });
    roles
}

/// The roles of a page with several tables of levels, each with a name of its own and levels of its own.
fn roles_in_tables(file: &SourceFile, blocks: &[Block]) -> Vec<Role> {
    let clues = Clues::default();
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let titled: Vec<(Spanned<String>, Block)> = tables
        .flat_map(|table| tables::titled_parts(file, table, &clues))
        .map(|(cell, part)| (cell_name(cell), Block::Table(part)))
        .collect();
    let mut roles: Vec<Role> = vec![];
    let mut seen: HashSet<String> = HashSet::new();
    for (title, block) in &titled {
        let role = role_in_table(file, title.clone(), block, &Above::default());
        if !role.levels.iter().all(|level| seen.insert(normal(&level.label.value))) {
            return vec![];
        }
        roles.push(role);
    }
    roles
}

/// The roles of the one table of a page whose upper header names families that share their levels.
fn families_in_tables(file: &SourceFile, blocks: &[Block]) -> Vec<Role> {
    let mut tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let (Some(table), None) = (tables.next(), tables.next()) else { return vec![] };
    let parts = tables::families(table, &Clues::default());
    let role = |(cell, part)| role_in_table(file, cell_name(cell), &Block::Table(part), &Above::default());
    parts.into_iter().map(role).collect()
}

/// The roles of tables with a job in each row and a column for each level, where no other table has levels.
fn jobs_in_tables(file: &SourceFile, blocks: &[Block]) -> Vec<Role> {
    let clues = Clues::default();
    let mut roles = vec![];
    let mut others = vec![];
    for block in blocks {
        let Block::Table(table) = block else { continue };
        let jobs = tables::job_rows(table, &clues);
        if jobs.is_empty() {
            others.push(table);
        }
        let role = |(cell, part)| {
            let paid = tables::is_pay(&part);
            let above = if paid { Above::about(SectionKind::Pay) } else { Above::default() };
            role_in_table(file, cell_name(cell), &Block::Table(part), &above)
        };
        roles.extend(jobs.into_iter().map(role));
    }
    for role in &mut roles {
        role.reading =
            "page of several roles; title from the first cell of a row; a column for each level".into();
    }
    let leveled = |table: &&Table| tables::recognize(file, table, &clues).is_some();
    if roles.iter().all(|role| role.levels.len() > 1) && !others.iter().any(leveled) { roles } else { vec![] }
}

/// The role of a table, or a part of one, whose title is known.
fn role_in_table(file: &SourceFile, title: Spanned<String>, block: &Block, above: &Above) -> Role {
    let head = Head { title: Some(title), is_job: true, ..Head::default() };
    let part = Part { blocks: vec![block], ..Part::default() };
    let mut page = Page::new(file, &head, &part, None);
    page.walk(&part, above);
    page.finish_levels(&head);
    let mut role = page.role;
    role.span = block.span();
    role.reading = "page of several tables; title from a row of its own; a column for each level".into();
    role
}

/// The dollars of several countries, and what is written for them.
const CODES: &[(&str, &[&str])] = &[
    ("USD", &["USD", "US$", "United States dollar", "US dollar"]),
    ("CAD", &["CAD", "CA$", "C$", "Canadian dollar"]),
    ("AUD", &["AUD", "AU$", "A$", "Australian dollar"]),
    ("NZD", &["NZD", "NZ$", "New Zealand dollar"]),
    ("SGD", &["SGD", "S$", "Singapore dollar"]),
    ("HKD", &["HKD", "HK$", "Hong Kong dollar"]),
];

/// Which dollars a page means, if it says so anywhere and means but one kind.
fn dollars(blocks: &[Block]) -> Option<&'static str> {
    let mut said = [false; 6];
    for block in blocks {
        block.each_text(&mut |text| {
            // Each has a dollar sign, capitals side by side, or the word.
            if text.signs.has(b'$') || text.signs.doubles(b'A') || text.plain.contains("ollar") {
                for (said, (_, words)) in said.iter_mut().zip(CODES) {
                    *said |= words.iter().any(|word| holds_mark(&text.plain, word));
                }
            }
        });
    }
    let mut named = CODES.iter().zip(said).filter(|(_, said)| *said).map(|((code, _), _)| *code);
    match (named.next(), named.next()) {
        (Some(code), None) => Some(code),
        _ => None,
    }
}

/// True if `mark` stands in `text` and is not the end of a longer mark: "US$" holds no "S$".
fn holds_mark(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + mark.len()..).and_then(|after| after.chars().next());
        before.is_none_or(|c| !c.is_alphanumeric())
            && (mark.ends_with('$') || after.is_none_or(|c| !c.is_alphabetic() || mark.ends_with("ollar")))
    })
}

/// The page without the questions of an application form at its end: numbers that stand alone, from
/// "01" on.
fn without_form(blocks: &[Block]) -> &[Block] {
    let alone = |block: &Block, number: &str| match block {
        Block::Paragraph(paragraph) => paragraph.text.plain.trim() == number,
        _ => false,
    };
    let first = blocks.iter().position(|block| alone(block, "01"));
    match first {
        Some(at) if blocks.iter().skip(at).any(|block| alone(block, "02")) => {
            blocks.get(..at).unwrap_or(blocks)
        }
        _ => blocks,
    }
}

/// True for sentences that say that a level includes the levels below it.
fn says_cumulative(blocks: &[Block]) -> bool {
    let mut found = false;
    for block in blocks {
        block.each_text(&mut |text| found = found || includes_below(&text.plain));
    }
    found
}

/// Words that only stand on pages for candidates.
const POSTING: &[&str] = &[
    "equal opportunity employer",
    "equal opportunities employer",
    "equal employment opportunity",
    "apply now",
    "cover letter",
    "submit your application",
    "send your application",
    "your application will",
    "with your application",
    "jetzt bewerben",
    "bewerben sie sich",
    "bewirb dich",
    "lettre de motivation",
    "carta de presentación",
    "lettera di presentazione",
];

/// Words that only begin what is said to candidates: others know how to apply methods, and that people
/// want to join our team.
const POSTING_FIRST: &[&str] =
    &["how to apply", "to apply,", "to apply:", "equal opportunity", "join our team", "come join our team"];

/// True for what is said to candidates.
fn is_said_to_candidates(text: &str) -> bool {
    static PHRASES: LazyLock<Needles<()>> = LazyLock::new(|| {
        let mut phrases = Needles::default();
        let all = POSTING.iter().chain(POSTING_FIRST).chain(title::ADVERTISEMENTS).chain(title::ANYBODY);
        all.for_each(|phrase| phrases.add((*phrase).into(), ()));
        phrases
    });
    if !PHRASES.any_in(text) {
        return false;
    }
    let lower = text.to_lowercase();
    POSTING.iter().chain(title::ANYBODY).any(|phrase| lower.contains(phrase))
        || POSTING_FIRST
            .iter()
            .chain(title::ADVERTISEMENTS)
            .any(|phrase| lower.trim_start().starts_with(phrase))
        || (lower.contains("join our team") && (lower.contains("you will") || lower.contains("looking for")))
}

fn kind_of(file: &SourceFile, head: &Head, blocks: &[Block]) -> RoleKind {
    let mut posting = head.id.as_ref().is_some_and(|id| id.value.ends_with("-jd"));
    let path = file.path.to_lowercase();
    posting |=
        path.contains("job-postings/") || path.contains("advertisements/") || path.contains("job-ads/");
    for block in blocks {
        if posting {
            break;
        }
        block.each_text(&mut |text| {
            posting = posting || is_said_to_candidates(&text.plain);
        });
    }
    if posting { RoleKind::Posting } else { RoleKind::Framework }
}

pub(super) fn empty_role(file: &SourceFile, head: &Head) -> Role {
    Role {
        file: file.id,
        span: file.span(),
        id: head.id.clone(),
        title: head.title.clone(),
        aliases: head.aliases.clone(),
        also: head.also.clone(),
        track: head.track.clone(),
        kind: RoleKind::Framework,
        status: head.status.clone(),
        order: head.order.clone(),
        levels: vec![],
        sections: vec![],
        prose: vec![],
        borrowed: vec![],
        references: vec![],
        experience: vec![],
        education: vec![],
        scope: vec![],
        compensation: vec![],
        moves: vec![],
        extra: head.extra.clone(),
        titled: false,
        cumulative: false,
        reading: String::new(),
    }
}
