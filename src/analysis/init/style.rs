//! How the pages are written: what most of them do is meant, and a rule that would report most of them is
//! about something that the framework sees otherwise.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::write::value;
use super::{Guess, Part, Sources, mostly, share};
use crate::config::{RuleOptions, RuleSetting, Settings};
use crate::diag::Severity;
use crate::engine::Run;
use crate::rule::Page;
use crate::text::FileId;

/// From fewer places nothing can be said about a custom.
const ENOUGH_PLACES: usize = 8;
/// A custom that is asked for may report so many places more than without.
const MOST_EXTRA: usize = 2;
/// A rule that reports at least so many files …
const ENOUGH_FILES: usize = 4;
/// … and so many of ten of those that there are, reports a custom.
const MOST: usize = 5;
/// What needs a decision was decided if so many of ten files do it.
const POLICY_MOST: usize = 8;

/// What the pages have in common; `known` was learned before.
pub(super) fn learn(sources: Sources<'_>, before: &Run, known: &[Guess]) -> Result<Vec<Guess>, String> {
    let mut guesses = customs(sources, before)?;
    // What has a clear custom is no matter of taste.
    let spoken = |rule: &str| known.iter().chain(&guesses).any(|guess| guess.speaks_of(rule));
    let mut tastes = tastes(sources, before, &spoken);
    guesses.append(&mut tastes);
    guesses.extend(templates(sources, before));
    Ok(guesses)
}

/// A rule with an option that names a custom.
struct Custom {
    rule: &'static str,
    option: &'static str,
    /// The values, each with its name for people.
    values: &'static [(&'static str, &'static str)],
    about: &'static str,
    /// The rule is off by default: naming the option would switch it on.
    asked: bool,
}

const CUSTOMS: &[Custom] = &[
    Custom {
        rule: "variant-spelling",
        option: "locale",
        values: &[
            ("en-US", "American spelling"),
            ("en-GB", "British spelling"),
            ("en-CA", "Canadian spelling"),
        ],
        about: "spelling",
        asked: false,
    },
    Custom {
        rule: "range-format",
        option: "style",
        values: &[
            ("hyphen", "ranges with a hyphen"),
            ("en-dash", "ranges with a dash"),
            ("to", "ranges with “to”"),
        ],
        about: "ranges",
        asked: false,
    },
    Custom {
        rule: "mixed-list-punctuation",
        option: "style",
        values: &[
            ("always", "a full stop behind items of lists"),
            ("never", "no full stop behind items of lists"),
        ],
        about: "lists",
        asked: false,
    },
    Custom {
        rule: "mixed-quotes",
        option: "style",
        values: &[("straight", "straight quotation marks"), ("curly", "curly quotation marks")],
        about: "quotation marks",
        asked: true,
    },
];

/// What is found if each value is asked for: the value with the fewest places is what the framework does.
fn customs(sources: Sources<'_>, before: &Run) -> Result<Vec<Guess>, String> {
    let rules: Vec<&str> = CUSTOMS.iter().map(|custom| custom.rule).collect();
    let mut found: Vec<HashMap<&str, usize>> = vec![];
    for n in 0..CUSTOMS.iter().map(|custom| custom.values.len()).max().unwrap_or(0) {
        let mut settings = Settings::default();
        for custom in CUSTOMS {
            if let Some((name, _)) = custom.values.get(n) {
                let options = BTreeMap::from([(custom.option.to_owned(), (*name).into())]);
                let setting = RuleSetting::Options(RuleOptions { severity: None, options });
                settings.rules.insert(custom.rule.to_owned(), setting);
            }
        }
        let run = sources.run(&settings, &rules)?;
        let counts = CUSTOMS
            .iter()
            .map(|custom| (custom.rule, run.diagnostics.iter().filter(|it| it.rule == custom.rule).count()));
        found.push(counts.collect());
    }
    let usual = super::Counts::of(sources, before);
    let mut guesses = vec![];
    for custom in CUSTOMS {
        let default = usual.get(custom.rule, None);
        let places = |n: usize| found.get(n).and_then(|counts| counts.get(custom.rule)).copied().unwrap_or(0);
        guesses.extend(guess(custom, default, &places));
    }
    Ok(guesses)
}

fn guess(custom: &Custom, default: usize, places: &dyn Fn(usize) -> usize) -> Option<Guess> {
    let counts: Vec<usize> = (0..custom.values.len()).map(places).collect();
    let best = (0..counts.len()).min_by_key(|&n| counts.get(n))?;
    let least = *counts.get(best)?;
    let (name, words) = custom.values.get(best)?;
    // Whoever asks for the opposite hears of every place; what this value reports is done otherwise there.
    let opposite = *counts.iter().max()?;
    // What is reported whatever is asked for is about something else.
    let all = opposite + least;
    if all < ENOUGH_PLACES || !mostly(opposite, all, 9) {
        return None;
    }
    let sure = share(opposite, all, "place");
    let guess = Guess::new(Part::Rules, custom.about, (*words).to_owned(), sure.clone())
        .line(format!("{}: {{ {}: {name} }}", custom.rule, custom.option));
    let extra = least.saturating_sub(default);
    Some(if custom.asked {
        guess.comment(format!("{}: {sure}. Off unless you switch it on.", capital(words))).ask()
    } else if extra > MOST_EXTRA {
        // Some lists do it otherwise as a whole, and each of them is in order by itself.
        guess.comment(format!("{}: {sure}. To hear of the other {least}, use this:", capital(words))).ask()
    } else {
        guess.comment(format!("{}: {sure}.", capital(words))).judged_by(&[custom.rule], extra)
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// How things are written, where both ways are right.
    Taste,
    /// A policy, which people decide with open eyes.
    Policy,
    /// Something that careful writers do not do, and that some houses do throughout.
    Slip,
    /// Something that is wrong wherever it stands.
    Defect,
}

fn kind(page: &Page) -> Kind {
    // A matter of form whatever its group: both ways are right.
    const FORM: &[&str] = &["latin-abbreviation", "range-format", "variant-spelling"];
    const POLICY: &[&str] = &[
        "private-link",
        "degree-without-equivalent",
        "vague-quantity",
        "wall-of-text",
        "unobservable-expectation",
    ];
    const MENTIONED: &[&str] = &[
        "undefined-acronym",
        "preferred-term",
        "compound-hyphen",
        "mixed-verb-form",
        "list-marker",
        "mixed-list-punctuation",
    ];
    // Slips and damage, however often they were made.
    const SLIPS: &[&str] =
        &["punctuation-spacing", "page-chrome", "section-order", "repeated-punctuation", "title-style"];
    let id = page.id.as_str();
    if POLICY.contains(&id) {
        return Kind::Policy;
    }
    if MENTIONED.contains(&id) {
        return Kind::Slip;
    }
    let form = matches!(page.group.as_str(), "text" | "voice" | "structure") || FORM.contains(&id);
    if form && page.meta.severity == Severity::Info && !SLIPS.contains(&id) {
        Kind::Taste
    } else {
        Kind::Defect
    }
}

/// Rules that report most of the files.
fn tastes(sources: Sources<'_>, before: &Run, is_known: &dyn Fn(&str) -> bool) -> Vec<Guess> {
    let mut places: BTreeMap<&str, (BTreeSet<FileId>, usize)> = BTreeMap::new();
    for finding in &before.diagnostics {
        let entry = places.entry(&finding.rule).or_default();
        entry.0.insert(finding.span.file);
        entry.1 += 1;
    }
    // A rule that looks at roles can report no other files.
    let all = sources.documents(before).count();
    let about_roles: BTreeSet<FileId> = sources.roles(before).map(|role| role.file).collect();
    let mut guesses = vec![];
    for (rule, (files, count)) in places {
        let Some(page) = sources.pages.iter().find(|page| page.id == rule) else { continue };
        let only_roles = files.iter().all(|file| about_roles.contains(file));
        let all = if only_roles { about_roles.len().max(files.len()) } else { all };
        if files.len() < ENOUGH_FILES || !mostly(files.len(), all, MOST) || is_known(rule) {
            continue;
        }
        let sure = share(files.len(), all, if only_roles { "page" } else { "file" });
        let summary = page.meta.summary.trim_end_matches('.');
        let guess = |about: &str| Guess::new(Part::Rules, about, rule.to_owned(), sure.clone());
        match kind(page) {
            Kind::Taste => {
                let repair = if page.meta.fix == crate::rule::FixKind::Safe {
                    format!(" `rolelint check --fix --select {rule}` would repair them.")
                } else {
                    String::new()
                };
                guesses.push(
                    guess("off")
                        .comment(format!(
                            "{summary}: {count} places in {sure}, so it is how they are written.{repair}"
                        ))
                        .line(format!("{rule}: off")),
                );
            }
            Kind::Policy if mostly(files.len(), all, POLICY_MOST) => guesses.push(
                guess("off")
                    .comment(format!(
                        "{summary}: {count} places in {sure}, so it is meant, or was never decided. Delete this line to \
                         hear of them again."
                    ))
                    .line(format!("{rule}: off")),
            ),
            Kind::Policy | Kind::Slip => guesses.push(
                guess("to decide")
                    .comment(format!("{summary}: {count} places in {sure}. If that is meant, switch it off:"))
                    .line(format!("{rule}: off"))
                    .ask(),
            ),
            Kind::Defect => {}
        }
    }
    guesses
}

/// Folders that spell in one way among themselves and in another than the rest, which was nobody's business while
/// they were frameworks of their own: `apart` is what is found in them as they are now.
pub(super) fn spelled_apart(sources: Sources<'_>, apart: &Run, before: &Run) -> Vec<Guess> {
    const RULE: &str = "variant-spelling";
    let (now, then) = (super::Counts::of(sources, apart), super::Counts::of(sources, before));
    let folders: BTreeSet<&str> =
        sources.documents(before).map(|(file, _)| super::folder_of(&file.path)).collect();
    let mut guesses = vec![];
    for folder in folders.into_iter().filter(|folder| !folder.is_empty()) {
        let (own, all) = (now.get(RULE, Some(folder)), then.get(RULE, Some(folder)));
        // Most of what is found there is found because of the others.
        let new = all.saturating_sub(own);
        let Some(path) = value(&format!("/{folder}/*")).filter(|_| new > MOST_EXTRA && mostly(new, all, 6))
        else {
            continue;
        };
        guesses.push(
            Guess::new(Part::Overrides, "spelling", format!("off in {folder}"), share(new, all, "place"))
                .comment(format!(
                    "These pages spell in one way, and the rest of the framework in another: {new} places. Delete this to \
                     hear of them."
                ))
                .line(format!("- paths: [{path}]"))
                .line(format!("  ignore: [{RULE}]")),
        );
    }
    guesses
}

/// Templates hold placeholders on purpose.
fn templates(sources: Sources<'_>, before: &Run) -> Vec<Guess> {
    const RULES: &[&str] = &["placeholder", "template-residue", "empty-content", "draft-published"];
    let mut found: BTreeMap<FileId, BTreeMap<&str, usize>> = BTreeMap::new();
    for finding in before.diagnostics.iter().filter(|finding| RULES.contains(&finding.rule.as_str())) {
        let path = sources.path(finding.span.file).to_lowercase();
        let is_template = path.split('/').any(|part| {
            part.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "template" | "templates"))
        });
        if is_template {
            *found.entry(finding.span.file).or_default().entry(&finding.rule).or_default() += 1;
        }
    }
    let mut guesses = vec![];
    for (file, rules) in found {
        let Some(path) = value(&format!("/{}", sources.path(file))) else { continue };
        let names: Vec<&str> = rules.keys().copied().collect();
        let count: usize = rules.values().sum();
        guesses.push(
            Guess::new(Part::Overrides, "template", path.clone(), format!("by its name; {count} places"))
                .comment("A template by its name: what is to be filled in is meant.")
                .line(format!("- paths: [{path}]"))
                .line(format!("  ignore: [{}]", names.join(", "))),
        );
    }
    guesses
}
