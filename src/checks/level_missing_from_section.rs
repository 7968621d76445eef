//! A level that some sections describe and others leave out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::levels::{section_key, section_name};
use crate::config::ProfileSection;
use crate::diag::{Identity, Severity};
use crate::model::{CellState, Framework, Role, Section, SectionKind, Shown, words_of};
use crate::rule::{Context, FrameworkCheck};
use crate::text::{Files, Span, sentence};

/// Parameters of the check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMissingFromSection {
    /// A level may be missing from at most this share of the sections: what is missing more often is
    /// left out on purpose.
    at_most: f64,
    /// For a section the levels that it need not describe.
    optional: BTreeMap<String, Vec<String>>,
}

/// A part of a page that describes several levels.
struct Unit<'r> {
    section: usize,
    levels: BTreeSet<usize>,
    /// The last place at which a level is named there.
    place: Span,
    label: &'r str,
    /// The table that all of it stands in.
    table: Option<u32>,
    /// How many sections it stands for: the rows of a table are one part of the page.
    rows: usize,
}

/// A level that a unit leaves out.
struct Gap<'r> {
    role: &'r Role,
    unit: Unit<'r>,
    level: usize,
    /// In how many of how many units the level stands.
    present: usize,
    all: usize,
    /// The configuration asks for this section.
    declared: bool,
}

impl FrameworkCheck for LevelMissingFromSection {
    fn check(&self, framework: &Framework, cx: &mut Context<'_>) {
        let mut gaps = vec![];
        // For sections of one name: how often each level is left out.
        let mut usual: HashMap<(String, String), usize> = HashMap::new();
        let whole = |role: &&Role| !framework.partial.contains(&role.file);
        for role in framework.roles.iter().filter(whole) {
            for gap in self.gaps(framework, role) {
                let name =
                    role.level(gap.level).map_or_else(String::new, |level| level.label.value.to_lowercase());
                let key = role.sections.get(gap.unit.section).map_or_else(String::new, section_key);
                *usual.entry((key.clone(), name.clone())).or_default() += 1;
                gaps.push((gap, key, name));
            }
        }
        for (gap, key, name) in &gaps {
            // Several pages that leave the same level out of the same section mean it, unless the
            // configuration asks for the section.
            let meant = usual.get(&(key.clone(), name.clone())).is_some_and(|&times| times > 1);
            if (meant && !gap.declared) || self.allowed(key, name) {
                continue;
            }
            report(gap, cx);
        }
        for role in framework.roles.iter().filter(whole) {
            for (section, shown) in holes(role, cx.files()) {
                report_hole(role, section, shown, cx);
            }
        }
    }
}

impl LevelMissingFromSection {
    fn allowed(&self, section: &str, level: &str) -> bool {
        self.optional.iter().any(|(name, levels)| {
            name.to_lowercase() == section && levels.iter().any(|allowed| allowed.to_lowercase() == level)
        })
    }

    fn gaps<'r>(&self, framework: &Framework, role: &'r Role) -> Vec<Gap<'r>> {
        let units = by_table(units(role));
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for level in units.iter().flat_map(|unit| &unit.levels) {
            *count.entry(*level).or_default() += 1;
        }
        // Parts of a ladder, of which none shows a level of another, are no sections of all levels.
        let parts = count.values().all(|&times| times < 2);
        let all = units.len();
        let mut gaps = vec![];
        for unit in units {
            let declared = role.sections.get(unit.section).is_some_and(|own| is_declared(framework, own));
            for (&level, &present) in &count {
                if unit.levels.contains(&level) || (parts && !declared) {
                    continue;
                }
                if self.is_gap(role, &unit, level, present, all, declared) {
                    let unit = Unit { levels: unit.levels.clone(), ..unit };
                    gaps.push(Gap { role, unit, level, present, all, declared });
                }
            }
        }
        // A section about few of the levels, those of one track perhaps, leaves out the others on purpose.
        let usual = count.values().filter(|&&times| times > 1 || all == 2).count();
        gaps.retain(|gap| gap.declared || gap.unit.levels.len() * 2 >= usual);
        // A section that leaves out more than one level is written for the others.
        let mut missing: HashMap<usize, usize> = HashMap::new();
        for gap in &gaps {
            *missing.entry(gap.unit.section).or_default() += 1;
        }
        gaps.retain(|gap| {
            let few = |&n: &usize| n * 2 <= gap.unit.levels.len();
            gap.declared || missing.get(&gap.unit.section).is_none_or(few)
        });
        gaps
    }

    fn is_gap(
        &self,
        role: &Role,
        unit: &Unit<'_>,
        level: usize,
        present: usize,
        all: usize,
        declared: bool,
    ) -> bool {
        #[allow(clippy::cast_precision_loss)]
        let rare = (all - present) as f64 <= (all as f64 * self.at_most).max(1.0);
        // From two sections one cannot tell which is right, unless they agree in everything else.
        let known = present >= 2 || (all == 2 && unit.levels.len() >= 2);
        let kind = role.sections.get(unit.section).map(|section| section.kind);
        // "L2 Senior Vet" here is "L2 Senior Veterinarian" elsewhere.
        let first = |label: &str| label.split_whitespace().next().map(str::to_owned);
        let code = |level: usize| {
            let level = role.level(level)?;
            let coded = |word: &String| word.ends_with(|c: char| c.is_ascii_digit());
            level.code.clone().or_else(|| first(&level.label.value).filter(coded))
        };
        let renamed = code(level).is_some() && unit.levels.iter().any(|&other| code(other) == code(level));
        // Nobody below a certain level leads.
        let below = unit.levels.iter().all(|&other| level < other);
        // Who begins need not have done it before.
        let begins = matches!(kind, Some(SectionKind::Experience | SectionKind::Education));
        // Nothing comes before the first level, and nothing after the last.
        let ends = kind == Some(SectionKind::Moves) && (level == 0 || level + 1 == role.levels.len());
        // "Includes all of Level 1": what the levels below are told counts here, too.
        let included = role.cumulative && unit.levels.iter().any(|&other| other < level);
        let exempt =
            below && kind == Some(SectionKind::Leadership) || level == 0 && begins || ends || included;
        ((rare && known) || declared) && !exempt && !renamed
    }
}

/// True for a section that the configuration asks of every role: then every level must be told there.
fn is_declared(framework: &Framework, section: &Section) -> bool {
    let Some(label) = &section.label else { return false };
    let said = words_of(&label.value);
    let wanted = framework.sections.iter().filter(|wanted| !wanted.is_optional());
    wanted.flat_map(ProfileSection::names).any(|name| words_of(name) == said)
}

/// The sections of a page that describe at least two levels, each with the levels that it names. A
/// cell that is empty or says "N/A" names its level too.
fn units(role: &Role) -> Vec<Unit<'_>> {
    let mut units = vec![];
    // One level may divide a section into parts that others have not.
    let mut divided: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (group, section) in role.sections.iter().filter_map(|own| Some((own.group.as_ref()?, own))) {
        let levels = section.expectations.iter().filter_map(|item| item.level);
        divided.entry(group.value.as_str()).or_default().extend(levels);
    }
    for (at, section) in role.sections.iter().enumerate() {
        if section.kind == SectionKind::Links {
            continue;
        }
        let mut unit: Option<Unit<'_>> = None;
        for shown in &section.shown {
            let first = role.level(shown.level).is_some_and(|level| level.occurrence == 1);
            if !first {
                continue;
            }
            let unit = unit.get_or_insert_with(|| Unit {
                section: at,
                levels: BTreeSet::new(),
                place: shown.label.span,
                label: &shown.label.value,
                table: Some(shown.table),
                rows: 1,
            });
            unit.table = unit.table.filter(|table| *table == shown.table);
            unit.levels.insert(shown.level);
            unit.place = shown.label.span;
            unit.label = &shown.label.value;
        }
        if let Some(mut unit) = unit {
            // Data may list what a level needs without showing the level.
            unit.levels.extend(section.expectations.iter().filter_map(|item| item.level));
            let parts = section.label.as_ref().and_then(|label| divided.get(label.value.as_str()));
            unit.levels.extend(parts.into_iter().flatten());
            units.extend(Some(unit).filter(|unit| unit.levels.len() > 1));
        }
    }
    units
}

/// The parts of a page with the rows of one table taken together, where that leaves enough parts to know how
/// the page is written: a column that a table has not is missing once, not in each row.
fn by_table(units: Vec<Unit<'_>>) -> Vec<Unit<'_>> {
    let same = |a: &Unit<'_>, b: &Unit<'_>| a.table.is_some() && a.table == b.table && a.levels == b.levels;
    let parts = units.iter().zip(units.iter().skip(1)).filter(|(a, b)| !same(a, b)).count() + 1;
    if parts < ENOUGH_PARTS || parts >= units.len() {
        return units;
    }
    let mut joined: Vec<Unit<'_>> = vec![];
    for unit in units {
        match joined.last_mut().filter(|last| same(last, &unit)) {
            Some(last) => {
                last.rows += 1;
                (last.place, last.label) = (unit.place, unit.label);
            }
            None => joined.push(unit),
        }
    }
    joined
}

/// From fewer parts nobody can tell which levels a page usually describes.
const ENOUGH_PARTS: usize = 3;

/// Of so many cells of a full matrix one may be empty and be a hole all the same.
const CELLS_PER_HOLE: usize = 40;

/// The empty cells of matrices that are full otherwise, between levels of which the row speaks: who begins or ends
/// a row late means it.
fn holes<'r>(role: &'r Role, files: &Files) -> Vec<(usize, &'r Shown)> {
    let (mut found, mut cells) = (vec![], 0usize);
    for entries in role.tables().into_values() {
        let known = |shown: &Shown| role.level(shown.level).is_some_and(|l| !l.mirror && l.occurrence == 1);
        if !entries.iter().all(|(_, shown)| known(shown)) {
            continue;
        }
        cells += entries.len();
        let mut rows: BTreeMap<usize, Vec<&Shown>> = BTreeMap::new();
        entries.iter().for_each(|(section, shown)| rows.entry(*section).or_default().push(shown));
        for (section, row) in rows {
            for (at, shown) in row.iter().enumerate() {
                // A dash says as little as nothing; "N/A" says something.
                let dash = shown.state == CellState::NotApplicable && shown.words.chars().all(|c| c == '-');
                if (shown.state == CellState::Empty && has_cell(shown, files)) || dash {
                    let inside = at > 0 && at + 1 < row.len();
                    found.push((section, *shown, inside));
                }
            }
        }
    }
    let few = found.len() <= 1 + cells / CELLS_PER_HOLE && cells >= 6;
    found
        .into_iter()
        .filter(|(.., inside)| few && *inside)
        .map(|(section, shown, _)| (section, shown))
        .collect()
}

/// True for an empty cell; where a cell reaches over several rows there is none in the lower ones, and the model
/// points to where the level is named.
fn has_cell(shown: &Shown, files: &Files) -> bool {
    let (label, body) = (shown.label.span.range(), shown.body.range());
    let text = &files.get(shown.body.file).text;
    let Some(between) = text.get(label.end..body.start.max(label.end)) else { return false };
    body.start < label.start
        || ["|", "<t", "</t", "\n", ",", ";", "\t"].iter().any(|sign| between.contains(sign))
}

fn report_hole(role: &Role, section: usize, shown: &Shown, cx: &mut Context<'_>) {
    let Some(level) = role.level(shown.level) else { return };
    let message = format!("{} says nothing about “{}”.", section_name(role, section), level.label.value);
    let label = role.sections.get(section).and_then(|section| section.label.as_ref());
    let body = if shown.body.is_empty() { label.map_or(shown.body, |label| label.span) } else { shown.body };
    let finding = cx.report(body, message);
    if shown.state != CellState::Empty {
        finding.at_most(Severity::Warning);
    }
    finding
        .known_by(Identity::PlaceAnd(level.label.value.clone()))
        .help(
            "The levels below and above are told what is expected here, and nearly every other cell is filled. Describe \
             it, or write “N/A” if nothing is expected.",
        )
        .related(shown.label.span, "the level");
}

fn report(gap: &Gap<'_>, cx: &mut Context<'_>) {
    let Some(level) = gap.role.level(gap.level) else { return };
    let place = section_name(gap.role, gap.unit.section);
    let place = if gap.unit.rows > 1 { format!("The table with {place}") } else { place };
    let message = sentence(&format!("{place} says nothing about “{}”", level.label.value));
    let label = gap.role.sections.get(gap.unit.section).and_then(|section| section.label.as_ref());
    let span = label.map_or(gap.unit.place, |label| label.span);
    let group = format!("{}:{}:{}", cx.rule.id, gap.role.file.0, level.label.value);
    let finding = cx.report(span, message);
    finding
        .known_by(Identity::PlaceAnd(level.label.value.clone()))
        .help(format!(
            "{} of {} {} of this page describe that level. People there have no rule in this area, and nobody \
             can say whether they are ready for the next level. Describe it, or write “N/A” if nothing is expected.",
            gap.present,
            gap.all,
            if gap.unit.rows > 1 { "parts" } else { "sections" }
        ))
        .related(gap.unit.place, format!("the last level that is described here is “{}”", gap.unit.label))
        .group(
            group,
            format!("Some sections say nothing about “{}”.", level.label.value),
        );
}
