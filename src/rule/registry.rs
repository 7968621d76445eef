//! Pages × checks × configuration → rules that run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{CheckEntry, Page, Rule};
use crate::config::{Ignore, RuleSetting, RuleState, Settings};

/// Which rules run, as the command line says; names are rules or groups.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Instead of the default ones.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

/// A rule that cannot be made: a page that is wrong, or an option that a user got wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {problem}")]
pub struct RuleError {
    pub rule: String,
    /// In the configuration (`true`) or in the page.
    pub configured: bool,
    pub problem: String,
    /// The option whose value does not fit, if it is one.
    pub option: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
}

/// All rules that are known, and those of them that run.
pub struct Registry {
    /// Every page, sorted by group and name.
    pub pages: Vec<Page>,
    /// The rules that run, in the same order.
    pub rules: Vec<Rule>,
}

impl Registry {
    /// Makes the rules that `settings` and `selection` ask for.
    ///
    /// # Errors
    /// All mistakes at once: pages that name no check, parameters that do not fit.
    pub fn new(
        pages: Vec<Page>,
        checks: &[CheckEntry],
        settings: &Settings,
        selection: &Selection,
    ) -> Result<Self, Vec<RuleError>> {
        let mut rules = vec![];
        let mut errors = vec![];
        for page in &pages {
            let essential = !runs(page, settings, selection) && is_essential(page, settings, selection);
            let dormant = !essential && !runs(page, settings, selection);
            if dormant && !(selection.select.is_empty() && switched_on_somewhere(page, settings, selection)) {
                continue;
            }
            match build(page, checks, settings.rules.get(&page.id)) {
                Ok(rule) => rules.push(Rule { dormant, essential, ..rule }),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(Registry { pages, rules }) } else { Err(errors) }
    }

    /// The page of a rule, by its name or an earlier name.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id || page.meta.aliases.iter().any(|alias| alias == id))
    }

    /// The names of all rules and groups, for "did you mean".
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flat_map(|page| [page.id.as_str(), page.group.as_str()])
    }
}

/// The command line decides before the configuration, a rule's own name before its group's.
fn runs(page: &Page, settings: &Settings, selection: &Selection) -> bool {
    let named = |names: &[String]| {
        names.iter().any(|name| *name == page.id || *name == page.group || page.meta.aliases.contains(name))
    };
    if selection.ignore.contains(&page.id) {
        return false;
    }
    if !selection.select.is_empty() {
        return named(&selection.select) && !named(&selection.ignore);
    }
    let configured = match settings.rules.get(&page.id) {
        Some(RuleSetting::State(state)) => Some(*state),
        Some(RuleSetting::Options(options)) => options.severity,
        None => None,
    };
    let ignored: Vec<String> = settings
        .ignore
        .iter()
        .filter_map(|ignore| match ignore {
            Ignore::Rule(name) => Some(name.clone()),
            Ignore::Finding(_) => None,
        })
        .collect();
    if named(&selection.ignore) || ignored.contains(&page.id) {
        return false;
    }
    match (configured, &settings.select) {
        (Some(RuleState::Off), _) => false,
        (Some(_), _) => true,
        _ if named(&ignored) => false,
        (None, Some(select)) => named(select),
        (None, None) => {
            page.meta.enabled || matches!(settings.rules.get(&page.id), Some(RuleSetting::Options(_)))
        }
    }
}

/// Rules that say that a file could not be read, decoded or parsed.
const ESSENTIAL: [&str; 5] =
    ["unreadable-file", "too-large", "binary-file", "invalid-encoding", "front-matter-syntax"];

/// True for a rule that a selection of others leaves out, but that only who names it may silence.
fn is_essential(page: &Page, settings: &Settings, selection: &Selection) -> bool {
    let is = |name: &String| *name == page.id || *name == page.group || page.meta.aliases.contains(name);
    let configured = settings.ignore.iter().any(|entry| matches!(entry, Ignore::Rule(name) if is(name)));
    let off = match settings.rules.get(&page.id) {
        Some(RuleSetting::State(state)) => *state == RuleState::Off,
        Some(RuleSetting::Options(options)) => options.severity == Some(RuleState::Off),
        None => false,
    };
    ESSENTIAL.contains(&page.id.as_str()) && !configured && !off && !selection.ignore.iter().any(is)
}

/// True if an override runs this rule in some files.
fn switched_on_somewhere(page: &Page, settings: &Settings, selection: &Selection) -> bool {
    let ignored = selection.ignore.iter().any(|name| *name == page.id || *name == page.group);
    let on = |state: Option<&RuleState>| state.is_some_and(|&state| state != RuleState::Off);
    !ignored && settings.overrides.iter().any(|entry| on(entry.rules.get(&page.id)))
}

/// The names by which the program's rules may be called.
pub struct KnownNames {
    /// Name or earlier name, and the name in force; sorted.
    names: Vec<(String, String)>,
    /// Group and rule, in the order of the pages.
    groups: Vec<(String, String)>,
}

impl KnownNames {
    /// The rules of a group; none if no group has this name.
    pub fn group(&self, name: &str) -> Vec<&str> {
        self.groups.iter().filter(|(group, _)| group == name).map(|(_, id)| id.as_str()).collect()
    }

    /// The names in force of all rules, sorted.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter(|(name, id)| name == id).map(|(name, _)| name.as_str())
    }

    /// The names of all groups, sorted.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|(group, _)| group.as_str()).collect::<BTreeSet<_>>().into_iter()
    }

    /// The name in force of a rule, by its name or an earlier name.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        let at = self.names.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.names.get(at).map(|(_, id)| id.as_str())
    }

    /// All names, for "did you mean".
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }
}

/// The names of the built-in rules.
pub fn known_names() -> &'static KnownNames {
    static NAMES: LazyLock<KnownNames> = LazyLock::new(|| {
        let (pages, _) = super::built_in_pages();
        let mut names: Vec<(String, String)> = pages
            .iter()
            .flat_map(|page| {
                let all = std::iter::once(&page.id).chain(&page.meta.aliases);
                all.map(|name| (name.clone(), page.id.clone()))
            })
            .collect();
        names.sort();
        let groups = pages.iter().map(|page| (page.group.clone(), page.id.clone())).collect();
        KnownNames { names, groups }
    });
    &NAMES
}

/// serde's reason as people say it.
fn in_words(reason: &serde_json::Error) -> String {
    let reason = reason.to_string();
    match reason.strip_prefix("unknown variant ") {
        Some(rest) => {
            rest.replacen(", expected one of ", " is none of ", 1).replacen(", expected ", " is not ", 1)
        }
        None => reason,
    }
}

fn build(page: &Page, checks: &[CheckEntry], setting: Option<&RuleSetting>) -> Result<Rule, RuleError> {
    let error = |configured, problem| RuleError {
        rule: page.id.clone(),
        configured,
        problem,
        option: None,
        help: None,
    };
    let entry = checks.iter().find(|entry| entry.name == page.meta.check).ok_or_else(|| {
        let nearest = crate::text::nearest(&page.meta.check, checks.iter().map(|entry| entry.name));
        let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        error(false, format!("no check is named `{}`{hint}", page.meta.check))
    })?;
    let mut severity = page.meta.severity;
    let mut own: BTreeMap<_, _> = BTreeMap::new();
    match setting {
        Some(RuleSetting::State(state)) => severity = state.severity().unwrap_or(severity),
        Some(RuleSetting::Options(options)) => {
            severity = options.severity.and_then(RuleState::severity).unwrap_or(severity);
            own.clone_from(&options.options);
        }
        None => {}
    }
    let mut params = Cow::Borrowed(&page.meta.params);
    for (name, value) in own {
        if !page.meta.params.contains_key(&name) {
            let nearest = crate::text::nearest(&name, page.meta.params.keys().map(String::as_str));
            let hint = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            return Err(error(true, format!("the rule `{}` has no option `{name}`{hint}", page.id)));
        }
        let mut alone = (*page.meta.params).clone();
        alone.insert(name.clone(), value.clone());
        if let Err(reason) = (entry.build)(&alone.into()) {
            let default = page.meta.params.get(&name).map_or_else(String::new, ToString::to_string);
            let about = page.option(&name).unwrap_or_default();
            return Err(RuleError {
                help: Some(format!(
                    "`{name}`: {} The default is `{default}`.",
                    crate::text::sentence(&about)
                )),
                option: Some(name.clone()),
                ..error(true, format!("the option `{name}` cannot be used: {}", in_words(&reason)))
            });
        }
        let mut with = (**params).clone();
        with.insert(name, value);
        params = Cow::Owned(with.into());
    }
    let check = (entry.build)(&params).map_err(|e| error(setting.is_some(), e.to_string()))?;
    Ok(Rule {
        id: page.id.clone(),
        group: page.group.clone(),
        meta: page.meta.clone(),
        docs: page.docs.clone(),
        severity,
        dormant: false,
        essential: false,
        check,
    })
}
