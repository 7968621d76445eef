//! Whether what was read is a role: by its title, its levels, and how much is said of them.

use std::collections::HashSet;

use super::super::super::titles::job_key;
use super::super::super::vocabulary::{is_rank, looks_like_title, numeral, words_of};
use super::super::super::{Role, Section, SectionKind, section_kind};
use super::keys::{self, Key, find, is_career_level, is_job, is_number, key};
use super::walk::{self, is_prose};
use crate::syntax::Node;
use crate::text::{Span, Spanned};

/// The job of which all levels are steps by their titles: that of the one with the fewest words.
pub(super) fn common_job(role: &Role) -> Option<Spanned<String>> {
    let labels: Vec<&Spanned<String>> = role.levels.iter().map(|level| &level.label).collect();
    let keys: HashSet<String> = labels.iter().map(|label| job_key(&label.value)).collect();
    let fits = labels.len() > 1
        && keys.len() == 1
        && !keys.contains("")
        && labels.iter().all(|label| looks_like_title(&label.value));
    let plain = labels.into_iter().min_by_key(|label| words_of(&label.value).len()).filter(|_| fits)?;
    let ranks = |word: &&str| is_rank(&word.to_lowercase()) || numeral(&word.to_lowercase()).is_some();
    let words: Vec<&str> = plain.value.split_whitespace().skip_while(ranks).collect();
    let kept = words.iter().rposition(|word| !ranks(word)).map_or(0, |last| last + 1);
    let job = words.get(..kept)?.join(" ");
    // Where it stands is said by its letters; blanks may be others there.
    let at = plain.value.find(&job).filter(|_| plain.value.len() == plain.span.len())?;
    let start = plain.span.start as usize + at;
    Some(Spanned::new(job.clone(), Span::new(plain.span.file, start..start + job.len())))
}

/// True for a role whose title is one of a job, also as a key is written: `product_manager`.
pub(super) fn names_job(role: &Role) -> bool {
    /// Longer ones in small letters are sentences.
    const LONGEST: usize = 4;
    let Some(title) = role.title.as_ref().map(|title| title.value.trim()) else { return false };
    let small = title.starts_with(char::is_lowercase) && words_of(title).len() <= LONGEST;
    looks_like_title(title) || small && is_job(title)
}

/// True for a role with expectations for several levels, said in more than names.
pub(super) fn is_ladder(role: &Role) -> bool {
    let named =
        role.levels.iter().filter(|level| level.rank.is_some() || is_number(&level.label.value)).count();
    let mut on = vec![0usize; role.levels.len()];
    let (mut all, mut prose) = (0usize, 0usize);
    // Steps of a scale are no sentences, and say nothing against those beside them.
    let told =
        role.sections.iter().filter(|section| !section.path.iter().any(|above| above == walk::PROFICIENCY));
    for item in told.flat_map(|section| &section.expectations) {
        let Some(count) = item.level.and_then(|level| on.get_mut(level)) else { continue };
        *count += 1;
        all += 1;
        prose += usize::from(says_something(&item.text.plain));
    }
    let filled = on.iter().filter(|count| **count > 0).count();
    let figures = role.experience.iter().filter(|item| item.level.is_some()).count()
        + role.compensation.iter().filter(|item| item.level.is_some()).count();
    // "Codes" says little, but under "responsibilities" of a level of a job it is one.
    let job = names_job(role);
    let kinds = |section: &&Section| section.kind.is_expectations() && section.kind != SectionKind::Other;
    let terse = job && named == role.levels.len() && role.sections.iter().any(|section| kinds(&section));
    role.levels.len() >= 2
        && named * 2 >= role.levels.len()
        && (filled >= 2 && (terse || is_certain(role, job))
            || filled >= 2 && prose >= 2 && prose * 3 >= all
            || (all == 0 && figures >= 2))
}

/// True for levels that hardly anything but a career has, with sections that hardly anything else has on them:
/// how much each text says is no matter then.
fn is_certain(role: &Role, job: bool) -> bool {
    let titles = role.levels.iter().filter(|level| is_job(&level.label.value)).count();
    let job = job || titles == role.levels.len();
    let certain =
        role.levels.iter().filter(|level| level.code.is_some() || is_career_level(&level.label.value));
    let certain =
        certain.count() * 2 >= role.levels.len() && role.levels.iter().all(|level| level.rank.is_some());
    let known = |section: &Section| {
        let Some(label) = &section.label else {
            // "junior: |" with what is expected below; people on a level have names.
            return job && section.expectations.iter().any(|item| !keys::may_be_name(&item.text.plain));
        };
        let named = section.kind.is_expectations() && section.kind != SectionKind::Other;
        named || key(&label.value) == Key::Items || job
    };
    certain && role.sections.iter().any(|section| known(section) && !section.expectations.is_empty())
}

/// True for one job that is described: a title of a job, and sections of one.
pub(super) fn is_description(role: &Role, node: &Node) -> bool {
    /// Keys that ask for the title of a job, and nothing else does.
    const ASKED: &[&str] = &[
        "job title",
        "role title",
        "position",
        "position title",
        "puesto",
        "cargo",
        "poste",
        "stelle",
        "stellenbezeichnung",
        "intitulé",
        "職種",
        "役職",
        "직무",
    ];
    let asked = || {
        find(node, Key::Title)
            .is_some_and(|(entry, _)| ASKED.contains(&keys::spaced(&entry.key.value).as_str()))
    };
    let job = names_job(role) || asked();
    let known = role.sections.iter().filter(|section| {
        let said = section.expectations.iter().filter(|item| says_something(&item.text.plain)).count();
        said > 0 && section.kind != SectionKind::Other && section.kind != SectionKind::Summary
    });
    let known = known.count();
    let skills = role
        .sections
        .iter()
        .filter(|section| section.kind.is_expectations())
        .map(|section| section.expectations.len())
        .sum::<usize>();
    (job && known >= 1 && skills >= 2) || known >= 3
}

/// True for a job on a level, of which is said what those do who have it: "Mixes drinks" says little, but
/// under `duties` of a bartender on grade 3 it is one. In a collection of roles one of them is enough, and so is one
/// sentence about what they know or need.
pub(super) fn is_leveled_job(role: &Role, among_roles: bool) -> bool {
    let job = names_job(role);
    let known = || {
        let kinds = |section: &&Section| section.kind.is_expectations() && section.kind != SectionKind::Other;
        role.sections.iter().filter(kinds)
    };
    let duties = known().filter(|section| section.kind == SectionKind::Responsibilities);
    let duties = duties.map(|section| section.expectations.len()).sum::<usize>();
    let told = || known().flat_map(|section| &section.expectations).any(|e| says_something(&e.text.plain));
    job && !role.levels.is_empty() && (duties > 1 || among_roles && (duties > 0 || told()))
}

/// True for a job of which lists say what is done, whatever they are called: in a collection of roles or on a level
/// two texts suffice, and so do they under a key that is known; elsewhere there are several lists.
pub(super) fn is_listed_job(role: &Role, node: &Node, among_roles: bool) -> bool {
    /// Keys of what somebody has done, may do or is asked, not of what a job is.
    const OTHERS: &[&str] = &[
        "company",
        "employer",
        "organization",
        "organisation",
        "start",
        "start date",
        "end date",
        "email",
        "employee",
        "employee id",
        "salary expectation",
        "permissions",
        "capabilities",
        "privileges",
        "grants",
        "access",
        "scopes",
        "prompt",
        "system prompt",
        "backstory",
        "tools",
        "questions",
        "answers",
        "chapters",
        "lessons",
        "modules",
    ];
    let named = |entry: &crate::syntax::Entry| OTHERS.contains(&keys::spaced(&entry.key.value).as_str());
    if !names_job(role) || node.entries().iter().any(named) {
        return false;
    }
    let lists =
        role.sections.iter().filter(|section| section.kind.is_expectations() && section.label.is_some());
    let (mut filled, mut all, mut said, mut known) = (0usize, 0usize, 0usize, false);
    for section in lists {
        let sentences = section.expectations.iter().filter(|item| is_sentence(&item.text.plain)).count();
        let items = section.path.iter().map(String::as_str);
        let mut labels = items.chain(section.label.iter().map(|label| label.value.as_str()));
        known |= sentences > 0
            && (section.kind != SectionKind::Other || labels.any(|label| key(label) == Key::Items));
        filled += usize::from(sentences > 0);
        said += sentences;
        all += section.expectations.len();
    }
    let enough =
        if among_roles || known || !role.levels.is_empty() { said >= 2 } else { filled >= 2 && said >= 3 };
    enough && said * 2 >= all
}

/// True for what somebody does: "Works the till", but not "Go", "New York", "delete posts" or a question.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let opens = words.next().is_some_and(|word| !word.starts_with(char::is_lowercase));
    let spoken = words.any(|word| word.starts_with(char::is_lowercase));
    !text.ends_with(['?', '？']) && (opens && spoken || keys::wide_letters(text) >= 6)
}

/// True for a job of which the facts are told and the skills only named: `required_skills: {linux: 2}`.
pub(super) fn is_profile(role: &Role, node: &Node) -> bool {
    let job = names_job(role);
    let facts = [!role.levels.is_empty(), !role.experience.is_empty(), !role.compensation.is_empty()];
    let skills = node.entries().iter().any(|entry| {
        let kind = section_kind(&keys::spaced(&entry.key.value));
        let asked = matches!(
            kind,
            SectionKind::SkillsHard
                | SectionKind::SkillsSoft
                | SectionKind::Responsibilities
                | SectionKind::Competencies
        );
        asked && entry.value.items().len().max(entry.value.entries().len()) > 1
    });
    job && skills && facts.iter().filter(|fact| **fact).count() > 1
}

pub(super) fn says_anything(role: &Role) -> bool {
    role.sections.iter().any(|section| !section.expectations.is_empty())
        || !role.experience.is_empty()
        || !role.compensation.is_empty()
}

/// True for a job that is offered: it says so, or how, when and where to apply.
pub(super) fn is_posting(node: &Node) -> bool {
    /// Keys that only openings have.
    const OPEN: &[&str] = &[
        "how to apply",
        "apply",
        "apply url",
        "apply link",
        "application url",
        "application link",
        "application deadline",
        "closing date",
        "date posted",
        "posted at",
        "posted on",
        "valid through",
        "hiring organization",
    ];
    /// Keys that openings have and few others.
    const OFFERED: &[&str] = &[
        "location",
        "locations",
        "job location",
        "company",
        "employer",
        "employment type",
        "job type",
        "contract type",
        "benefits",
        "perks",
        "what we offer",
        "start date",
        "about us",
        "about company",
    ];
    /// How many of them tell.
    const ENOUGH: usize = 3;
    if node.get("@type").and_then(Node::as_str) == Some("JobPosting") {
        return true;
    }
    let named: Vec<String> = node.entries().iter().map(|entry| keys::spaced(&entry.key.value)).collect();
    let count = |names: &[&str]| named.iter().filter(|name| names.contains(&name.as_str())).count();
    let said = ["kind", "type", "document_type"].iter().filter_map(|key| node.get(key)?.as_str());
    let said = said.map(keys::spaced).any(|kind| {
        matches!(kind.as_str(), "posting" | "job posting" | "job ad" | "job advert" | "advert" | "vacancy")
    });
    said || count(OPEN) > 0 || count(OFFERED) >= ENOUGH
}

/// Three words, or as much in writing without blanks.
pub(in crate::model) fn says_something(text: &str) -> bool {
    text.split_whitespace().count() >= 3 || keys::wide_letters(text) >= 6 || is_prose(text)
}
