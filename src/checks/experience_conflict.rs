//! One role with different years of experience on different pages.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer};

use crate::model::{Experience, ExperienceKind, Framework, Role, RoleKind, Strength, title_key};
use crate::rule::{Context, FrameworkCheck};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExperienceConflict {
    /// Months by which two numbers may differ.
    tolerance: u32,
    /// The kinds of experience that are compared, each with itself.
    #[serde(deserialize_with = "kinds")]
    kinds: Vec<String>,
}

/// The names of [`ExperienceKind`].
const KINDS: &[&str] = &["total", "management", "managing-managers", "domain", "in-role"];

fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let kinds = Vec::<String>::deserialize(deserializer)?;
    match kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
        Some(unknown) => Err(serde::de::Error::unknown_variant(unknown, KINDS)),
        None => Ok(kinds),
    }
}

impl FrameworkCheck for ExperienceConflict {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut places: BTreeMap<(String, ExperienceKind, String), Vec<(&Role, &Experience)>> =
            BTreeMap::new();
        let identities = Identities::new(framework);
        for role in framework.roles.iter().filter(|role| !is_for_candidates(role)) {
            let Some(identity) = identities.of(role) else { continue };
            for (level, experience) in self.asked(role) {
                let key = (identity.clone(), experience.kind, level);
                places.entry(key).or_default().push((role, experience));
            }
        }
        for ((identity, kind, _), places) in places {
            self.compare(&identity, kind, &places, cx);
        }
    }
}

impl ExperienceConflict {
    /// For each level that is the role's own, and each kind, the largest amount that is asked for:
    /// smaller ones beside it are about single skills.
    fn asked<'r>(&self, role: &'r Role) -> Vec<(String, &'r Experience)> {
        let own: Vec<usize> = (0..role.levels.len())
            .filter(|&at| role.level(at).is_some_and(|level| !level.mirror && level.occurrence == 1))
            .collect();
        let mut most: BTreeMap<(String, ExperienceKind), &Experience> = BTreeMap::new();
        for experience in &role.experience {
            let level = match experience.level {
                None => String::new(),
                Some(level) if own == [level] => String::new(),
                Some(level) if own.contains(&level) => {
                    role.level(level).map(|level| title_key(&level.label.value)).unwrap_or_default()
                }
                // What a page says of its neighbors is compared with their pages elsewhere.
                Some(_) => continue,
            };
            let wanted = self.kinds.iter().any(|kind| kind == experience.kind.name());
            if !wanted || experience.strength == Strength::Preferred || experience.min_months.is_none() {
                continue;
            }
            let entry = most.entry((level, experience.kind)).or_insert(experience);
            if experience.min_months > entry.min_months {
                *entry = experience;
            }
        }
        most.into_iter().map(|((level, _), experience)| (level, experience)).collect()
    }

    fn compare(
        &self,
        identity: &str,
        kind: ExperienceKind,
        places: &[(&Role, &Experience)],
        cx: &mut Context<'_>,
    ) {
        let agree = |a: &Experience, b: &Experience| {
            let near = |x: u32, y: u32| x.abs_diff(y) <= self.tolerance;
            let low = a.min_months.zip(b.min_months).is_none_or(|(x, y)| near(x, y));
            let high = a.max_months.zip(b.max_months).is_none_or(|(x, y)| near(x, y));
            low && high
        };
        let Some((_, first)) = places.first() else { return };
        if places.iter().all(|(_, other)| agree(first, other)) {
            return;
        }
        let mut amounts: Vec<String> = places.iter().map(|(_, experience)| amount(experience)).collect();
        amounts.sort_unstable();
        amounts.dedup();
        let list = amounts.iter().map(|amount| format!("“{amount}”")).collect::<Vec<_>>().join(", ");
        let what = words(kind);
        let group = format!("{}:{identity}:{}", cx.rule.id, kind.name());
        let title = places.first().map_or("", |(role, _)| role.name());
        let summary = format!("{what} for “{title}”: {list}");
        for (n, (role, experience)) in places.iter().enumerate() {
            let Some((_, other)) = places.iter().find(|(_, other)| !agree(experience, other)) else {
                continue;
            };
            let message = format!(
                "“{}” asks for {} of {what}, another page about the same role for {}.",
                role.name(),
                amount(experience),
                amount(other)
            );
            let finding = cx.report(experience.text.span, message);
            finding
                .help(
                    "A promotion panel and a recruiter then work by different rules. Decide on one number and write \
                     it on every page, or keep it on one page and link to it.",
                )
                .group(group.clone(), summary.clone());
            for (_, (role, other)) in places.iter().enumerate().filter(|(at, _)| *at != n).take(MOST_PLACES) {
                finding.related(other.text.span, format!("“{}”: {}", role.name(), amount(other)));
            }
        }
    }
}

/// Places that one finding lists; the others have findings of their own.
const MOST_PLACES: usize = 16;

/// The amount as written, with a unit: in a table of years "15+" stands alone.
fn amount(experience: &Experience) -> String {
    let text = &experience.text.value;
    if !text.contains(char::is_alphabetic) {
        return format!("{text} years");
    }
    // "Minimum 5 years" began a sentence; "5 Years" and "IT" stay.
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let small = word.chars().count() > 1 && word.chars().skip(1).all(char::is_lowercase);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if small => first.to_lowercase().chain(chars).collect(),
        _ => text.clone(),
    }
}

/// What the years are years of, for a sentence.
fn words(kind: ExperienceKind) -> &'static str {
    match kind {
        ExperienceKind::Total => "experience in total",
        ExperienceKind::Management => "experience in management",
        ExperienceKind::ManagingManagers => "experience in managing managers",
        ExperienceKind::Domain => "experience in the field",
        ExperienceKind::InRole => "time in the role",
    }
}

/// A job advertisement that says so has a number of its own.
fn is_for_candidates(role: &Role) -> bool {
    role.kind == RoleKind::Posting && role.extra.iter().any(|key| key.value.eq_ignore_ascii_case("audience"))
}

/// The names under which roles are the same: the titles that are declared to be one role, else the title that
/// exactly one page for people in the job and one for candidates have, else the id. Equal titles alone prove nothing.
pub(super) struct Identities<'f> {
    framework: &'f Framework,
    /// Pages of each title for people in the job, and for candidates.
    titles: HashMap<String, (usize, usize)>,
}

impl<'f> Identities<'f> {
    pub(super) fn new(framework: &'f Framework) -> Self {
        let mut titles: HashMap<String, (usize, usize)> = HashMap::new();
        for role in &framework.roles {
            let Some(title) = &role.title else { continue };
            let count = titles.entry(title_key(&title.value)).or_default();
            match role.kind {
                RoleKind::Framework => count.0 += 1,
                RoleKind::Posting => count.1 += 1,
            }
        }
        Identities { framework, titles }
    }

    pub(super) fn of(&self, role: &Role) -> Option<String> {
        let titles = role.title.iter().chain(&role.aliases).chain(&role.also);
        let keys: Vec<String> = titles.map(|title| title_key(&title.value)).collect();
        let known = |group: &&Vec<String>| group.iter().any(|name| keys.contains(&title_key(name)));
        if let Some(title) = self.framework.aliases.iter().find(known).and_then(|group| group.first()) {
            return Some(format!("title {title}"));
        }
        let key = role.title.as_ref().map(|title| title_key(&title.value)).filter(|key| !key.is_empty());
        match key.filter(|key| self.titles.get(key) == Some(&(1, 1))) {
            Some(key) => Some(format!("pages {key}")),
            None => role.id.as_ref().map(|id| format!("id {}", id.value.to_lowercase())),
        }
    }
}
