//! Headings that name the levels of one job because they stand beside one another: by the words of rank
//! around the same words, whether or not anybody knows the job, and where a page has no title above them.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::syntax::{Heading, HeadingMark};

use super::super::vocabulary::{
    SectionKind, is_numbered_step, is_rank, is_ranked, looks_like_title, numeral, rank_word, section_kind,
    step_in_front, title_rank, words_of,
};
use super::super::{ExperienceKind, Level, MOST_LEVELS, Role, job_key, title_key};
use super::careers;
use super::ladder::LEADING;
use super::series::{bracketed, is_step};
use super::title::core_range;
use super::words::normal;

/// Where the headings begin that name levels though they are the main headings of the page: titles of
/// one job, one above the other. None of them is the title of the page.
pub(super) fn rungs<'h>(headings: impl Iterator<Item = &'h Heading>) -> HashSet<u32> {
    let all: Vec<&Heading> = headings.collect();
    let marked = |heading: &&&Heading| {
        matches!(heading.mark, HeadingMark::Atx | HeadingMark::Setext | HeadingMark::Html)
    };
    let bold = |heading: &&&Heading| heading.mark == HeadingMark::Bold;
    let top = all.iter().filter(marked).map(|heading| heading.depth).min();
    let main: Vec<&Heading> = match top {
        Some(depth) => all.iter().filter(marked).filter(|heading| heading.depth == depth).copied().collect(),
        None => all.iter().filter(bold).copied().collect(),
    };
    let labels: Vec<&str> = main.iter().map(|heading| label(heading)).collect();
    let alike = alike(&labels);
    let names = |at: usize, label: &str| {
        looks_like_title(label) || is_step(label) || alike.get(at).is_some_and(|alike| *alike)
    };
    let named: Vec<usize> =
        labels.iter().enumerate().filter(|(at, label)| names(*at, label)).map(|(at, _)| at).collect();
    let titles: Vec<&str> = named.iter().filter_map(|at| labels.get(*at).copied()).collect();
    // Beside the levels a page may say how they are used; what stands there several times is a part of levels.
    let mut times: HashMap<String, usize> = HashMap::new();
    labels.iter().for_each(|label| *times.entry(normal(label)).or_default() += 1);
    let single = |label: &str| times.get(&normal(label)) == Some(&1);
    let others = labels.iter().enumerate().filter(|(at, label)| !names(*at, label) && single(label)).count();
    let most = others == 0 || named.len() > 2 && named.len() > others;
    if named.len() < 2 || !most || !(careers::are_levels(&titles) || is_fork(&titles)) {
        return HashSet::new();
    }
    named.iter().filter_map(|at| main.get(*at)).map(|heading| heading.span.start).collect()
}

/// True for titles of one job in any order, as of a ladder that forks: most of them say how high they stand.
fn is_fork(titles: &[&str]) -> bool {
    let keys: HashSet<String> = titles.iter().map(|title| title_key(title)).collect();
    let ranks: HashSet<i32> = titles.iter().filter_map(|title| title_rank(title)).collect();
    let ranked = titles.iter().filter(|title| is_ranked(title) || is_leading(title)).count();
    titles.len() > 3
        && keys.len() == titles.len()
        && ranks.len() > 2
        && ranked * 2 >= titles.len()
        && careers::of_one_job(titles)
}

/// True for titles of those who lead others.
fn is_leading(title: &str) -> bool {
    words_of(title).iter().any(|word| LEADING.contains(&word.as_str()))
}

fn label(heading: &Heading) -> &str {
    heading.text.plain.get(core_range(&heading.text.plain)).unwrap_or("")
}

/// Which of the labels are steps of one job, by words of rank alone: "Junior Reeve", "Reeve" and "Senior
/// Reeve", with "Grand Reeve" beside them, or labels that all begin with a word of rank, each with a higher one.
pub(super) fn alike<S: AsRef<str>>(labels: &[S]) -> Vec<bool> {
    if labels.len() < 2 {
        return vec![false; labels.len()];
    }
    let jobs: Vec<Option<Ranked>> = labels.iter().map(|label| Ranked::of(label.as_ref())).collect();
    let mut groups: HashMap<&str, Vec<&Ranked>> = HashMap::new();
    for job in jobs.iter().flatten() {
        groups.entry(job.stem.as_str()).or_default().push(job);
    }
    groups.retain(|_, members| {
        let keys: HashSet<&String> = members.iter().map(|job| &job.key).collect();
        let ranks: HashSet<i32> = members.iter().filter_map(|job| job.rank).collect();
        let spoken = members.iter().filter(|job| job.spoken).count();
        let plain = members.iter().filter(|job| job.rank.is_none()).count();
        // Numbers alone count anything.
        keys.len() == members.len() && ranks.len() > 1 && spoken > 0 && plain < 2
    });
    let ranks: Option<Vec<i32>> =
        jobs.iter().map(|job| job.as_ref().filter(|job| job.spoken).and_then(|job| job.rank)).collect();
    let climbs = ranks.is_some_and(|ranks| ranks.len() > 2 && ranks.is_sorted_by(|a, b| a < b));
    let beside = |job: &Ranked| {
        let stem = job.stem.split_once(' ').map_or("", |(_, stem)| stem);
        groups.get(stem).is_some_and(|members| members.len() > 2)
    };
    let within = |job: &Option<Ranked>| {
        job.as_ref().is_some_and(|job| climbs || groups.contains_key(job.stem.as_str()) || beside(job))
    };
    jobs.iter().map(within).zip(described(labels)).map(|(within, described)| within || described).collect()
}

/// Which of the labels say how high a step stands and then what it is about: "Junior — learning" beside "Senior —
/// leading". A lone one may be the name of somebody's post ("Lead: Kitchen"), and so may those who lead.
fn described<S: AsRef<str>>(labels: &[S]) -> Vec<bool> {
    let names: Vec<Option<&str>> = labels.iter().map(|label| step_in_front(label.as_ref())).collect();
    let told: Vec<&str> = names.iter().flatten().copied().collect();
    let ranks: HashSet<i32> = told.iter().filter_map(|name| title_rank(name)).collect();
    let plain = told.iter().any(|name| title_rank(name).is_some_and(|rank| rank <= HIGHEST_PLAIN));
    let fits = told.len() > 1 && ranks.len() == told.len() && plain && told.len() * 2 >= labels.len();
    names.iter().map(|name| fits && name.is_some()).collect()
}

/// The rank of "Senior": no word up to it means anything but how far somebody has come.
const HIGHEST_PLAIN: i32 = 30;

/// What may be the name of a step: its words without the word of rank or the number at either end.
struct Ranked {
    stem: String,
    /// About ten for each step.
    rank: Option<i32>,
    /// A word says so, not only a number.
    spoken: bool,
    key: String,
}

impl Ranked {
    fn of(label: &str) -> Option<Self> {
        let words = words_of(label.split('(').next().unwrap_or(""));
        let counts = |word: &String| is_rank(word) || numeral(word).is_some();
        let first = words.iter().position(|word| !is_rank(word))?;
        let last = words.iter().rposition(|word| !counts(word))?;
        let stem = words.get(first..=last)?;
        let title = (1..=4).contains(&stem.len())
            && words.len() <= 6
            && !label.contains(['?', '!', ';', '=', '→', '.', ','])
            && label.split_whitespace().all(|word| word.len() < 4 || !word.starts_with(char::is_lowercase));
        let stem = stem.join(" ");
        // "Senior Leadership" may be a part of any page.
        if !title || section_kind(&stem) != SectionKind::Other {
            return None;
        }
        let word = words.iter().filter(|word| is_rank(word)).filter_map(|word| rank_word(word)).max();
        let number = words.last().and_then(|word| numeral(word));
        let rank =
            word.map(|word| word * 10).or(number.map(|_| PLAIN)).map(|base| base + number.unwrap_or(0));
        Some(Ranked { stem, rank, spoken: word.is_some(), key: title_key(label) })
    }
}

/// The rank of a title without a word of rank, where nobody knows the job: what "Engineer" has.
pub(super) const PLAIN: i32 = 20;

/// Gives the levels of a job that nobody knows a rank: "Reeve" stands where "Engineer" does.
pub(super) fn rank_plain(levels: &mut [Level]) {
    if levels.iter().all(|level| level.rank.is_some()) {
        return;
    }
    let labels: Vec<String> = levels.iter().map(|level| level.label.value.clone()).collect();
    let jobs: Vec<Option<Ranked>> = labels.iter().map(|label| Ranked::of(label)).collect();
    let stems: HashSet<&str> =
        jobs.iter().flatten().filter(|job| job.spoken).map(|job| job.stem.as_str()).collect();
    for ((level, job), alike) in levels.iter_mut().zip(&jobs).zip(alike(&labels)) {
        let same = job.as_ref().filter(|job| alike && stems.contains(job.stem.as_str()));
        let said = || step_in_front(&level.label.value).filter(|_| alike).and_then(title_rank);
        let rank = same.map(|job| job.rank.unwrap_or(PLAIN)).or_else(said);
        level.rank = level.rank.or(rank);
    }
}

/// The rank of a staff engineer.
const STAFF: i32 = 40;

/// Puts "Staff Recruiter" above "Senior Recruiter" where the page does: in some trades the staff are those who do the
/// work itself, and stand below.
pub(super) fn rank_staff(levels: &mut [Level]) {
    let is_staff = |level: &Level| words_of(&level.label.value).iter().any(|word| word == "staff");
    let known: Vec<(usize, String, i32)> = levels
        .iter()
        .enumerate()
        .filter(|(_, level)| !is_staff(level))
        .filter_map(|(at, level)| Some((at, job_key(&level.label.value), level.rank?)))
        .collect();
    let (Some((_, _, first)), Some((_, _, last))) = (known.first(), known.last()) else { return };
    let rises = first < last;
    if first == last {
        return;
    }
    for (at, level) in levels.iter_mut().enumerate() {
        let Some(rank) = level.rank.filter(|rank| *rank < HIGHEST_PLAIN && is_staff(level)) else { continue };
        let job = job_key(&level.label.value);
        let senior = |(other, key, height): &&(usize, String, i32)| {
            *key == job && (HIGHEST_PLAIN..STAFF).contains(height) && (*other < at) == rises
        };
        if known.iter().any(|known| senior(&known)) {
            level.rank = Some(STAFF + rank % 10);
        }
    }
}

/// Orders titles of several jobs as the page does, where their words say something else: an analyst stands below an
/// associate in a bank. Titles of one job keep what their words say, and so do those who lead and those who do not,
/// which may be two tracks of one page.
pub(super) fn rank_by_page(levels: &mut [Level]) {
    let ranks: Option<Vec<i32>> = levels.iter().map(|level| level.rank).collect();
    let Some(ranks) = ranks.filter(|ranks| (3..=MOST_LEVELS).contains(&ranks.len())) else { return };
    let plain = levels.iter().all(|level| level.code.is_none() && !level.mirror && level.occurrence == 1);
    let jobs: Vec<(String, bool)> =
        levels.iter().map(|level| (job_key(&level.label.value), is_leading(&level.label.value))).collect();
    let (mut falls, mut rises) = (0usize, 0usize);
    let mut apart = true;
    for (at, rank) in ranks.iter().enumerate() {
        for (other, below) in ranks.iter().enumerate().take(at) {
            match below.cmp(rank) {
                Ordering::Less => rises += 1,
                Ordering::Equal => {}
                Ordering::Greater => {
                    falls += 1;
                    apart &= match (jobs.get(other), jobs.get(at)) {
                        (Some((job, leads)), Some((own, own_leads))) => job != own && leads == own_leads,
                        _ => false,
                    };
                }
            }
        }
    }
    if plain && apart && falls > 0 && falls * 2 <= rises {
        for (level, step) in levels.iter_mut().zip(1..) {
            level.rank = Some(step * 10);
        }
    }
}

/// Turns the order of levels that are nothing but numbers where all that is paid and asked for says that the numbers
/// fall as people rise: in many collective agreements the sixth level is the lowest.
pub(super) fn rank_by_facts(role: &mut Role) {
    let numbered = |level: &Level| {
        let words = words_of(&level.label.value);
        let number =
            words.last().is_some_and(|word| numeral(word).is_some_and(|number| word == &number.to_string()));
        level.code.is_none()
            && !level.mirror
            && number
            && (words.len() == 1 || is_numbered_step(&level.label.value))
    };
    if role.levels.len() < 3 || !role.levels.iter().all(numbered) {
        return;
    }
    let years = role.experience.iter().filter(|one| one.kind == ExperienceKind::Total);
    let years = years.filter_map(|one| Some((one.level?, f64::from(one.min_months.or(one.max_months)?))));
    let pay = role.compensation.iter().filter_map(|pay| Some((pay.level?, pay.min.or(pay.max)?)));
    let mut falls = 0usize;
    for facts in [years.collect::<Vec<_>>(), pay.collect()] {
        let mut told: Vec<(i32, f64)> = facts
            .into_iter()
            .filter_map(|(level, amount)| Some((role.levels.get(level)?.rank?, amount)))
            .collect();
        told.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // What is said twice of one level says nothing about the order.
        told.dedup_by_key(|(rank, _)| *rank);
        if told.windows(2).any(|pair| matches!(pair, [(_, low), (_, high)] if low < high)) {
            return;
        }
        let fallen = |pair: &&[(i32, f64)]| matches!(pair, [(_, low), (_, high)] if low > high);
        falls = falls.max(told.windows(2).filter(fallen).count());
    }
    if falls > 1 {
        let highest = role.levels.iter().filter_map(|level| level.rank).max().unwrap_or(0);
        for level in &mut role.levels {
            level.rank = level.rank.map(|rank| highest - rank + 10);
        }
    }
}

/// Orders codes of several tracks as their pay does, where one job goes through them: S1, S2, M1, M2. The numbers alone
/// would put M1 beside S1.
pub(super) fn rank_by_pay(role: &mut Role) {
    let track = |level: &Level| {
        let code = level.code.as_deref()?;
        Some(code.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned())
    };
    let tracks: Option<HashSet<String>> = role.levels.iter().map(track).collect();
    let pay = |at: usize| role.compensation.iter().find(|pay| pay.level == Some(at)).and_then(|pay| pay.min);
    let amounts: Option<Vec<f64>> = (0..role.levels.len()).map(pay).collect();
    let (Some(tracks), Some(amounts)) = (tracks, amounts) else { return };
    let single = role.levels.iter().all(|level| level.occurrence == 1 && !level.mirror);
    let rises = amounts.is_sorted_by(|low, high| low < high);
    if tracks.len() < 2 || !single || !rises && !amounts.is_sorted_by(|high, low| high > low) {
        return;
    }
    let steps: Vec<i32> = (1..).take(role.levels.len()).collect();
    let steps: Vec<i32> = if rises { steps } else { steps.into_iter().rev().collect() };
    for (level, step) in role.levels.iter_mut().zip(steps) {
        level.rank = Some(step * 10);
    }
}

/// Gives the levels the codes that their labels have in brackets, if these are one series.
pub(super) fn code_series(levels: &mut [Level]) {
    if levels.iter().any(|level| level.code.is_some()) {
        return;
    }
    let labels: Vec<String> = levels.iter().map(|level| level.label.value.clone()).collect();
    for (level, code) in levels.iter_mut().zip(bracketed(&labels).unwrap_or_default()) {
        let number = code.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<i32>();
        level.rank = number.ok().map(|number| number.saturating_mul(10));
        level.code = Some(code.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn steps_of_jobs_that_nobody_knows() {
        let steps: [&[&str]; 9] = [
            &["Senior — learning", "Staff — leading"],
            &["Junior level expectations", "Senior level expectations"],
            &["Junior: finds the way", "Middle", "Senior: shows the way"],
            &["Junior Reeve", "Reeve", "Senior Reeve"],
            &["Junior Kiln Hand", "Senior Kiln Hand", "Principal Kiln Hand"],
            &["Junior Yard Hand", "Senior Kiln Hand", "Principal of the Yard"],
            &["Reeve Jr", "Reeve Sr"],
            &["Lab Hand I", "Lab Hand II", "Lab Hand III", "Lead Lab Hand"],
            &["Apprentice Reeve", "Reeve", "Senior Reeve", "Grand Reeve"],
        ];
        for labels in steps {
            assert!(alike(labels).iter().all(|alike| *alike), "{labels:?}");
        }
        let others: [&[&str]; 9] = [
            &["Lead: Kitchen", "Principal: Dining Room"],
            &["Senior - what we expect", "How to apply", "Where we work", "Benefits"],
            &["Staff Meetings", "Meetings"],
            &["Senior Leadership", "Staff Leadership"],
            &["Lead Time", "Cycle Time"],
            &["Senior people get priority", "Junior people get priority"],
            &["Junior Skills", "Senior Skills"],
            &["Principal", "Interest"],
            &["Appendix I", "Appendix II", "Appendix III"],
        ];
        for labels in others {
            assert!(alike(labels).iter().all(|alike| !alike), "{labels:?}");
        }
        assert_eq!(alike(&["Overview", "Junior Reeve", "Senior Reeve"]), [false, true, true]);
    }
}
