//! Tells pages about a role from guides, indexes and the like.

use super::super::vocabulary::{code, is_numbered_step, is_rank, is_rank_only, looks_like_title};
use super::super::{Role, SectionKind, words_of};
use super::careers;
use super::data::keys::is_career_level;
use super::title::Head;
use super::words::normal;
use crate::language::lexicon::is_wide;
use crate::syntax::{MarkKind, Text};
use crate::text::{SourceFile, earliest};

/// Names of files that are about the repository or the framework, not about a role.
const STEMS: &[&str] = &[
    "readme",
    "contributing",
    "changelog",
    "license",
    "licence",
    "code-of-conduct",
    "code_of_conduct",
    "security",
    "support",
    "index",
    "glossary",
    "faq",
    "style-guide",
    "styleguide",
    "template",
    "maintainers",
    "authors",
    "governance",
    "codeowners",
    "summary",
    "toc",
    "history",
    "notice",
    "agents",
    "claude",
];

/// Folders of pages that are about other things than roles.
const FOLDERS: &[&str] = &[
    "adr",
    "adrs",
    "decisions",
    "decision-records",
    "templates",
    "minutes",
    "meeting-notes",
    "meetings",
    ".github",
];

/// Words of titles of pages that explain something.
const TITLE_WORDS: &[&str] = &[
    "guide",
    "guidelines",
    "how to",
    "how do",
    "how we",
    "template",
    "glossary",
    "faq",
    "questions",
    "minutes",
    "meeting",
    "notes",
    "scorecard",
    "checklist",
    "policy",
    "handbook",
    "contributing",
    "license",
    "readme",
    "decision",
    "adr",
    "benefits",
    "onboarding",
    "interview",
    "review",
    "reviews",
    "survey",
    "introduction",
    "about",
    "changelog",
    "style",
    "principles",
    "philosophy",
    "values",
    "playbook",
    "resources",
    "calibration",
    "faqs",
    "assistant",
    "todo",
    "backlog",
    "archetypes",
];

/// Words of titles of pages about other things that come in levels.
const OTHER_GRADES: &[&str] = &[
    "severity",
    "severities",
    "incident",
    "incidents",
    "escalation",
    "priority",
    "priorities",
    "clearance",
    "sla",
    "pricing",
    "plans",
    "setup",
    "installation",
    "roadmap",
    "syllabus",
    "curriculum",
    "maturity",
    "madurez",
    "maturidade",
    "maturité",
    "reifegrad",
    "成熟度",
    "membership",
    "subscription",
    "sponsorship",
    "loyalty",
    "threat",
    "alert",
    "alerts",
    "hazard",
    "biosafety",
    "course",
    "courses",
    "lesson",
    "lessons",
    "tutorial",
    "tiers",
    "permissions",
    "access levels",
    "log levels",
    "error levels",
    "test levels",
    "testing levels",
    "risk levels",
    "noise levels",
    "service levels",
    "isolation levels",
    "trust levels",
    "logging",
    "headcount",
    "hiring plan",
    "staffing plan",
    "recruitment plan",
    "recruiting plan",
];

/// Words of names of what has steps that are called as steps of any skill are: "Beginner", "Tier 2", "Pro".
const OTHER_STEPS: &[&str] = &[
    "course",
    "courses",
    "lesson",
    "lessons",
    "training",
    "trainings",
    "tutorial",
    "tutorials",
    "module",
    "modules",
    "support",
    "plans",
    "package",
    "packages",
    "edition",
    "editions",
    "feature",
    "features",
    "game",
    "quest",
    "badge",
    "badges",
    "access",
    "permission",
    "permissions",
    "rights",
    "languages",
    "kurs",
    "kurse",
    "schulung",
    "schulungen",
    "sprachen",
    "curso",
    "cursos",
    "idiomas",
    "cours",
    "formation",
    "formations",
    "langues",
    "コース",
];

/// Words of names of what people are asked, whatever level they are on.
const ASKED: &[&str] =
    &["interview", "interviews", "question", "questions", "questionnaire", "survey", "quiz"];

/// True for a role of a data file or a sheet that is about other things than people in a job, by one of its
/// `names`: "severities", or "courses" where no level is one of a career.
pub(super) fn grades_others(names: &[&str], role: &Role) -> bool {
    if role.levels.is_empty() || looks_like_title(role.name()) {
        return false;
    }
    let named = |list: &[&str]| {
        names.iter().any(|name| words_of(name).iter().any(|word| list.contains(&word.as_str())))
    };
    let labels = || role.levels.iter().map(|level| level.label.value.as_str());
    let ranked = || labels().any(|label| is_career_level(label) && code(label).is_none());
    named(ASKED) || named(OTHER_GRADES) && !ranked() || named(OTHER_STEPS) && !labels().any(is_career_level)
}

/// True for names of folders of which one is about things that come in levels and are no jobs, or about what people
/// are asked.
pub(super) fn is_about_others(folders: &[&str]) -> bool {
    let words: Vec<String> = folders.iter().flat_map(|folder| words_of(&folder.replace('_', " "))).collect();
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    any(ASKED) || any(OTHER_GRADES) || any(OTHER_STEPS) || any(FOLDERS) || any(WAYS)
}

/// Words of titles of pages about careers.
const CAREERS: &[&str] = &[
    "career",
    "careers",
    "ladder",
    "ladders",
    "levels",
    "leveling",
    "levelling",
    "progression",
    "pathway",
    "growth",
    "grades",
    "bands",
    "laufbahn",
    "karriere",
    "karrierestufen",
    "carrera",
    "carreira",
    "niveles",
    "níveis",
    "niveaux",
    "carrière",
    "trilha",
    "キャリア",
    "등급",
    "等級",
];

/// True for a title that says that what follows is a ladder.
pub(super) fn announces_ladder(title: &str) -> bool {
    let wide =
        |word: &str, known: &str| !word.is_ascii() && known.chars().any(is_wide) && word.contains(known);
    words_of(title).iter().any(|word| CAREERS.iter().any(|known| word == known || wide(word, known)))
}

/// Words that say what a page is, whatever job its heading names as well.
const PAGE_KINDS: &[&str] = &[
    "guide",
    "scorecard",
    "interview",
    "assessment",
    "template",
    "checklist",
    "glossary",
    "minutes",
    "readiness",
    "todo",
    "onboarding plan",
    "training plan",
];

/// True for a file whose name says that it is about the repository or the framework.
pub(super) fn is_about_files(file: &SourceFile) -> bool {
    let path = file.path.to_lowercase();
    STEMS.contains(&path.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or(""))
}

/// Words that say that a page tells how something is done.
const WAYS: &[&str] = &[
    "process",
    "processes",
    "procedure",
    "procedures",
    "workflow",
    "workflows",
    "policy",
    "policies",
    "checklist",
    "playbook",
    "faq",
    "onboarding",
    "offboarding",
    "interviewing",
    "meeting",
    "meetings",
    "retrospective",
    "panel",
];

/// What happens in a company, whoever takes part; beside a word about careers it may be what levels are for.
const EVENTS: &[&str] = &[
    "hiring",
    "recruitment",
    "interview",
    "interviews",
    "promotion",
    "promotions",
    "review",
    "reviews",
    "calibration",
];

/// What only takes place now and then: those who take part have posts in it, not jobs.
const OCCASIONS: &[&str] =
    &["incident", "incidents", "outage", "sprint", "ceremony", "ceremonies", "ritual", "rituals", "rota"];

/// What somebody does with people or pages. Fields end in the same letters: "Engineering", "Nursing".
const DOING: &[&str] = &[
    "writing",
    "running",
    "giving",
    "interviewing",
    "hiring",
    "evaluating",
    "assessing",
    "conducting",
    "managing",
    "using",
    "choosing",
    "getting",
    "setting",
    "making",
    "preparing",
    "creating",
    "measuring",
    "understanding",
    "promoting",
    "working",
    "talking",
    "asking",
    "applying",
    "updating",
    "contributing",
    "mentoring",
    "onboarding",
];

/// True if the main heading names something that happens ("Hiring process", "Promotions at the mill", "Writing
/// job descriptions"): the jobs below it take part. "Process Engineering" is a field, and "Process Engineer" a job.
pub(super) fn tells_procedure(head: &Head) -> bool {
    let title = head.title.as_ref().map(|title| title.value.as_str());
    let Some(said) = head.heading.as_deref().or(title).filter(|said| !looks_like_title(said)) else {
        return false;
    };
    let words = words_of(said);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // "We're hiring" opens a posting.
    if any(&["we", "now", "join", "who"]) {
        return false;
    }
    let ends = |at: usize| match words.get(at + 1).map(String::as_str) {
        Some(next) => {
            matches!(next, "for" | "of" | "at" | "in" | "to" | "and" | "with" | "by" | "rules" | "roles")
        }
        None => true,
    };
    let named =
        |list: &[&str]| words.iter().enumerate().any(|(at, word)| list.contains(&word.as_str()) && ends(at));
    let careers = any(CAREERS);
    let does = || words.len() > 1 && words.first().is_some_and(|first| DOING.contains(&first.as_str()));
    named(WAYS) || any(OCCASIONS) || !careers && (named(EVENTS) || does())
}

/// True if the title says that what follows comes in levels of something else: "Access levels".
pub(super) fn counts_other_things(head: &Head) -> bool {
    let said = [head.heading.as_deref(), head.title.as_ref().map(|title| title.value.as_str())];
    !head.is_job && said.iter().flatten().any(|said| tells_other_grades(said))
}

/// True for a heading above things that come in levels and are no jobs.
pub(super) fn tells_other_grades(said: &str) -> bool {
    holds_any(&normal(said).replace(':', " "), OTHER_GRADES)
}

/// True if one of the phrases stands in a text, between blanks or its ends.
fn holds_any(text: &str, phrases: &[&str]) -> bool {
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    let mut rests = starts.filter_map(|at| text.get(at..));
    rests.any(|rest| {
        phrases.iter().any(|phrase| {
            rest.strip_prefix(phrase).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
        })
    })
}

/// True for "Interviewing a Senior Engineer" and "Becoming our Lead Nurse": what is done, not who does it.
fn is_doing(said: &str) -> bool {
    let mut words = said.split_whitespace();
    let first = words.next().is_some_and(|word| word.len() > 4 && word.ends_with("ing"));
    first && words.next().is_some_and(|word| matches!(word, "a" | "an" | "the" | "our" | "your"))
}

/// True for a text that is nothing but a link or a code: it shows where a level is described.
pub(super) fn is_pointer(text: &Text) -> bool {
    let whole = text.plain.trim();
    let linked = || {
        text.marks.iter().any(|mark| {
            matches!(mark.kind, MarkKind::Link { .. }) && mark.range.len() >= whole.len() && !whole.is_empty()
        })
    };
    // No code is without a digit.
    text.signs.has(b'0') && code(whole).is_some_and(|(found, _)| found == whole) || linked()
}

/// True for a page of which each level is called by words of rank alone, and has something below it.
fn only_ranks(role: &Role) -> bool {
    let ranked = |label: &str| {
        let words = words_of(label);
        !words.is_empty() && words.iter().all(|word| is_rank(word))
    };
    let said = |at: usize| {
        let mut items = role.sections.iter().flat_map(|section| &section.expectations);
        items.any(|item| item.level == Some(at) && !is_pointer(&item.text))
    };
    role.sections.iter().all(|section| section.label.is_none())
        && role.levels.iter().enumerate().all(|(at, level)| ranked(&level.label.value) && said(at))
}

/// True for steps that are numbered and called as jobs are: "Level 1 — Associate", "Level 2 — Engineer".
fn are_numbered_titles(labels: &[&str]) -> bool {
    fn title(label: &str) -> Option<&str> {
        let at = earliest(label, &[" — ", " – ", " - ", ": ", "：", " ("])?;
        let (step, title) = label.split_at_checked(at.0)?;
        let title = title.trim_matches(|c: char| !c.is_alphanumeric());
        (is_numbered_step(step) && (looks_like_title(title) || is_rank_only(title))).then_some(title)
    }
    let titles: Option<Vec<&str>> = labels.iter().map(|label| title(label)).collect();
    titles.is_some_and(|titles| titles.iter().any(|title| looks_like_title(title)))
}

/// Why the page holds no role; `None` if it does.
pub(super) fn not_a_role(file: &SourceFile, head: &Head, role: &Role) -> Option<String> {
    let path = file.path.to_lowercase();
    let name = path.rsplit('/').next().unwrap_or("");
    let stem = name.split('.').next().unwrap_or("");
    let named = STEMS.contains(&stem);
    let shelved = path.rsplit('/').skip(1).any(|folder| FOLDERS.contains(&folder));
    let title = normal(head.title.as_ref().map_or("", |title| &title.value));
    let heading = normal(head.heading.as_deref().unwrap_or("")).replace(':', " ");
    let doing = is_doing(&heading) || is_doing(&title);
    let explains =
        doing || (!head.is_job && holds_any(&title, TITLE_WORDS)) || holds_any(&heading, PAGE_KINDS);

    let on = |counts: fn(SectionKind) -> bool| {
        let sections = role.sections.iter().filter(|section| counts(section.kind));
        let said = sections.flat_map(|section| &section.expectations).filter(|e| e.level.is_some());
        said.filter(|item| !is_pointer(&item.text)).count()
    };
    let on_levels = on(|_| true);
    // How much stands below them says nothing, where the page says that they are levels.
    let coded = role.levels.iter().all(|level| level.code.is_some());
    let labels: Vec<&str> = role.levels.iter().map(|level| level.label.value.as_str()).collect();
    let least = match head.is_job {
        true => 1,
        false
            if coded
                || are_numbered_titles(&labels)
                || careers::are_levels(&labels)
                || announces_ladder(&title)
                || announces_ladder(&heading) =>
        {
            2
        }
        // Nothing but steps of a career, each with what is expected: "Junior" and "Senior", of whatever job.
        false if only_ranks(role) => role.levels.len(),
        false => role.levels.len().max(3),
    };
    let leveled = role.levels.len() > 1 && on_levels >= least;
    let filled: Vec<SectionKind> = role
        .sections
        .iter()
        .filter(|section| section.kind.is_expectations() && !section.expectations.is_empty())
        .map(|section| section.kind)
        .collect();
    let known = |kind: SectionKind| filled.contains(&kind);
    let facts = !(role.experience.is_empty()
        && role.education.is_empty()
        && role.moves.is_empty()
        && role.compensation.is_empty());

    // Steps of a procedure and grades of something else are numbered as levels are.
    let procedure = role.levels.len() > 1
        && role.levels.iter().all(|level| {
            let label = level.label.value.to_lowercase();
            ["step ", "stage ", "phase "].iter().any(|word| label.starts_with(word))
        });
    let procedure = procedure && !announces_ladder(&title);
    if !head.is_job && procedure || counts_other_things(head) {
        return Some("what it numbers are no levels of a career".into());
    }
    // A team may be called support or security, and have a ladder.
    let enough = if matches!(stem, "support" | "security" | "index" | "summary") { 2 } else { 8 };
    let job = enough < 8 && head.is_job && on_levels == 0 && !filled.is_empty();
    // Years and pay of levels are told of in any introduction.
    let expected = on(|kind| !matches!(kind, SectionKind::Experience | SectionKind::Pay));
    if named && !job && !(leveled && expected >= enough && !explains) {
        return Some(format!("`{stem}` is a page about the framework"));
    }
    if shelved && !leveled {
        return Some("it stands in a folder of pages about other things".into());
    }
    if leveled && !explains {
        return None;
    }
    if explains || tells_procedure(head) {
        return Some("its title says that it explains something".into());
    }
    let items: usize = role.sections.iter().map(|section| section.expectations.len()).sum();
    if head.is_job && (!filled.is_empty() || facts || items > 5) {
        return None;
    }
    let typical = [
        SectionKind::Responsibilities,
        SectionKind::SkillsHard,
        SectionKind::Leadership,
        SectionKind::Knowledge,
        SectionKind::Impact,
        SectionKind::Communication,
    ];
    let kinds = typical.iter().filter(|&&kind| known(kind)).count();
    let asks = known(SectionKind::Responsibilities) && (known(SectionKind::SkillsHard) || facts);
    if asks || (kinds >= 3 && filled.len() >= 4) {
        return None;
    }
    Some(
        if head.is_job {
            "it names a role but holds no expectations"
        } else {
            "it holds neither levels nor the sections of a role"
        }
        .into(),
    )
}
