//! Everything that an audit of frameworks shows.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::careers::{Careers, careers};
use super::coverage::{Coverage, Matrix, RoleCoverage, asked, is_framework, name_of, own_levels};
use super::doubts::{FileReading, RoleReading, doubts};
use super::progression::{Line, climbing, lines};
use super::repairs::{Issue, Task, tasks};
use super::stats::words_on;
use crate::config::schema_of;
use crate::diag::Severity;
use crate::engine::{Loaded, Run};
use crate::model::{Framework, Graph, Role};
use crate::text::{FileId, shortened};

/// Rules that are told first, with that many examples each.
const TASKS: usize = 12;
const EXAMPLES: usize = 2;

/// Characters of a name that pages show; JSON has it whole.
const LONGEST_NAME: usize = 140;

/// Findings that are told for one role; the others are counted.
const ISSUES: usize = 40;

/// An audit: the figures of a run, and its frameworks in depth.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Audit {
    /// Version of this shape; it grows when a key changes its meaning or goes away.
    pub version: u32,
    pub totals: Totals,
    pub frameworks: Vec<FrameworkAudit>,
    /// What to mend first.
    pub first: Vec<Task>,
    /// Rules that found something beside those.
    pub other_rules: usize,
    /// How the files were read.
    pub readings: Vec<FileReading>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    pub files: usize,
    pub roles: usize,
    pub levels: usize,
    pub expectations: usize,
    /// Words on all pages with roles.
    pub words: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings that a comment, the configuration or the baseline accepts.
    pub accepted: usize,
    /// Findings that the program mends without changing what a page says.
    pub mended: usize,
}

/// Roles that belong together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FrameworkAudit {
    /// The folder; empty for the working directory.
    pub root: String,
    pub roles: Vec<RoleAudit>,
    pub coverage: Coverage,
    pub lines: Vec<Line>,
    pub careers: Careers,
}

/// One role in depth.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleAudit {
    /// From 1, through all frameworks.
    pub number: usize,
    pub name: String,
    pub file: String,
    pub line: u32,
    pub track: Option<String>,
    /// Written for candidates.
    pub posting: bool,
    /// Words of its expectations.
    pub words: usize,
    pub expectations: usize,
    pub coverage: RoleCoverage,
    pub facts: Vec<Fact>,
    pub moves: Vec<Step>,
    pub texts: Vec<SectionText>,
    pub issues: Vec<Issue>,
    /// Findings that are not listed.
    pub more_issues: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

/// Something that a page says in numbers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Fact {
    pub level: Option<String>,
    pub what: String,
    /// The page's own words.
    pub text: String,
}

/// A step that a page names.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Step {
    pub kind: &'static str,
    pub to: String,
    /// Number of the role that it leads to.
    pub role: Option<usize>,
}

/// What a section says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SectionText {
    pub label: String,
    pub items: Vec<Item>,
}

/// One expectation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Item {
    pub level: Option<String>,
    pub text: String,
}

/// The schema of `rolelint audit --format json`, `schemas/audit.schema.json`.
pub fn audit_schema() -> serde_json::Value {
    schema_of::<Audit>("audit", "rolelint audit --format json")
}

impl Audit {
    /// Looks through the roles of a run in the files that were asked for.
    pub fn new(loaded: &Loaded, run: &Run) -> Self {
        let files = &loaded.files;
        let wanted = |file: FileId| loaded.report.as_ref().is_none_or(|report| report.contains(&file));
        let mut auditor = Auditor { loaded, run, next: 1, numbers: HashMap::new(), by_file: HashMap::new() };
        for (at, finding) in run.diagnostics.iter().enumerate() {
            auditor.by_file.entry(finding.span.file).or_default().push(at);
        }
        let mut readings: HashMap<FileId, FileReading> = HashMap::new();
        let mut frameworks = vec![];
        for framework in &run.frameworks {
            let chosen: Vec<usize> = framework
                .roles
                .iter()
                .enumerate()
                .filter(|(_, role)| wanted(role.file))
                .map(|(at, _)| at)
                .collect();
            if !chosen.is_empty() {
                frameworks.push(auditor.framework(framework, &chosen, &mut readings));
            }
        }
        for file in files.iter().filter(|file| wanted(file.id)) {
            if readings.contains_key(&file.id) {
                continue;
            }
            let reading = FileReading::of_file(file, run);
            if reading.no_role.is_some() || reading.trouble.is_some() {
                readings.insert(file.id, reading);
            }
        }
        let mut readings: Vec<FileReading> = readings.into_values().collect();
        readings.sort_by(|a, b| a.path.cmp(&b.path));
        let rules: HashSet<&str> = run.diagnostics.iter().map(|finding| finding.rule.as_str()).collect();
        let first = tasks(&run.diagnostics, files, TASKS, EXAMPLES);
        Audit {
            version: 1,
            totals: totals(&frameworks, loaded, run),
            other_rules: rules.len().saturating_sub(first.len()),
            frameworks,
            first,
            readings,
        }
    }

    /// Cuts names that no reader of a page could use: titles of thousands of characters.
    pub fn shorten(&mut self) {
        let cut = |name: &mut String| {
            if name.len() > LONGEST_NAME {
                *name = shortened(name, LONGEST_NAME).into_owned();
            }
        };
        let levels = |names: &mut Vec<Option<String>>| names.iter_mut().flatten().for_each(cut);
        for framework in &mut self.frameworks {
            for role in &mut framework.roles {
                cut(&mut role.name);
                role.track.iter_mut().for_each(cut);
                levels(&mut role.coverage.levels);
                for section in &mut role.coverage.sections {
                    cut(&mut section.label);
                    section.path.iter_mut().for_each(cut);
                    section.cells.iter_mut().filter_map(|cell| cell.same_as.as_mut()).for_each(cut);
                }
                role.facts.iter_mut().filter_map(|fact| fact.level.as_mut()).for_each(cut);
                role.moves.iter_mut().for_each(|step| cut(&mut step.to));
                for section in &mut role.texts {
                    cut(&mut section.label);
                    section.items.iter_mut().filter_map(|item| item.level.as_mut()).for_each(cut);
                }
            }
            framework.coverage.columns.iter_mut().for_each(|column| cut(&mut column.label));
            for row in framework.coverage.groups.iter_mut().flat_map(|group| &mut group.rows) {
                row.level.iter_mut().for_each(cut);
                row.cells.iter_mut().filter_map(|cell| cell.same_as.as_mut()).for_each(cut);
            }
            for line in &mut framework.lines {
                cut(&mut line.name);
                line.points.iter_mut().for_each(|point| cut(&mut point.label));
            }
            for node in &mut framework.careers.nodes {
                cut(&mut node.name);
                node.of.iter_mut().for_each(cut);
            }
        }
    }

    /// All roles, in the order of their numbers.
    pub fn roles(&self) -> impl Iterator<Item = &RoleAudit> {
        self.frameworks.iter().flat_map(|framework| &framework.roles)
    }

    /// A role by its number.
    pub fn role(&self, number: usize) -> Option<&RoleAudit> {
        self.roles().find(|role| role.number == number)
    }
}

fn totals(frameworks: &[FrameworkAudit], loaded: &Loaded, run: &Run) -> Totals {
    let wanted = |file: FileId| loaded.report.as_ref().is_none_or(|report| report.contains(&file));
    let read = |file: FileId| run.documents.get(file.0 as usize).is_some_and(Option::is_some);
    let roles = || frameworks.iter().flat_map(|framework| &framework.roles);
    let mended = run.diagnostics.iter().filter(|finding| {
        finding.fixes.iter().any(|fix| fix.applicability == crate::diag::Applicability::Safe)
    });
    let described = run.frameworks.iter().flat_map(|framework| &framework.roles);
    let pages: HashSet<usize> =
        described.filter(|role| wanted(role.file)).map(|role| role.file.0 as usize).collect();
    Totals {
        files: loaded.files.iter().filter(|file| wanted(file.id) && read(file.id)).count(),
        roles: roles().count(),
        levels: roles().map(|role| role.coverage.levels.len()).sum(),
        expectations: roles().map(|role| role.expectations).sum(),
        words: pages.iter().filter_map(|&page| run.documents.get(page)?.as_ref()).map(words_on).sum(),
        errors: run.count(Severity::Error),
        warnings: run.count(Severity::Warning),
        infos: run.count(Severity::Info),
        accepted: run.suppressed + run.known.known,
        mended: mended.count(),
    }
}

struct Auditor<'a> {
    loaded: &'a Loaded,
    run: &'a Run,
    /// The number of the next role.
    next: usize,
    /// Numbers of roles by their index in the framework at hand.
    numbers: HashMap<usize, usize>,
    by_file: HashMap<FileId, Vec<usize>>,
}

impl Auditor<'_> {
    fn framework(
        &mut self,
        framework: &Framework,
        chosen: &[usize],
        readings: &mut HashMap<FileId, FileReading>,
    ) -> FrameworkAudit {
        let graph = Graph::new(framework);
        let matrix = Matrix::new(framework, &graph);
        let wanted: HashSet<usize> = chosen.iter().copied().collect();
        let lines = lines(framework, &graph, &wanted);
        let chosen = climbing(&lines, chosen);
        self.numbers.clear();
        for &at in &chosen {
            self.numbers.insert(at, self.next);
            self.next += 1;
        }
        let numbered: Vec<(usize, usize)> =
            chosen.iter().filter_map(|at| Some((*at, *self.numbers.get(at)?))).collect();
        let mut taken: HashSet<usize> = HashSet::new();
        let mut roles = vec![];
        for &(at, number) in &numbered {
            let Some(role) = framework.roles.get(at) else { continue };
            let Some(coverage) = matrix.of_role(at) else { continue };
            let file = self.loaded.files.get(role.file);
            let reading = readings.entry(role.file).or_insert_with(|| FileReading::of_file(file, self.run));
            reading.no_role = None;
            reading.roles.push(RoleReading {
                role: number,
                clues: role.reading.clone(),
                doubts: doubts(framework, at, &graph, &self.loaded.files),
            });
            let only = framework.roles_of(role.file).len() == 1;
            roles.push(self.role((number, role), coverage, &graph, only, &mut taken));
        }
        FrameworkAudit {
            root: framework.root.clone(),
            coverage: matrix.coverage(&numbered),
            lines,
            careers: careers(framework, &graph, &self.run.diagnostics),
            roles,
        }
    }

    fn role(
        &self,
        (number, role): (usize, &Role),
        coverage: RoleCoverage,
        graph: &Graph<'_>,
        only: bool,
        taken: &mut HashSet<usize>,
    ) -> RoleAudit {
        let files = &self.loaded.files;
        let file = files.get(role.file);
        // A finding belongs to the role around it; on a page of one role all of them do.
        let own = self.by_file.get(&role.file).into_iter().flatten().copied();
        let mut findings = vec![];
        for at in own {
            let Some(finding) = self.run.diagnostics.get(at) else { continue };
            if (only || role.span.contains(finding.span)) && taken.insert(at) {
                findings.push(finding);
            }
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings, infos) =
            (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let mut told = findings.clone();
        told.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        // What is one story is told once.
        let mut stories: HashMap<&str, usize> = HashMap::new();
        for finding in &told {
            if let Some(group) = &finding.group {
                *stories.entry(&group.id).or_default() += 1;
            }
        }
        let mut begun: HashSet<&str> = HashSet::new();
        told.retain(|finding| finding.group.as_ref().is_none_or(|group| begun.insert(&group.id)));
        let more_issues = told.len().saturating_sub(ISSUES);
        told.truncate(ISSUES);
        let texts = texts(role);
        let (expectations, words) = asked(role);
        let first = role.title.as_ref().map_or(role.span, |title| title.span);
        RoleAudit {
            number,
            name: if role.name().trim().is_empty() {
                "Without a title".into()
            } else {
                role.name().to_owned()
            },
            file: file.path.clone(),
            line: file.line_of(first.start),
            track: role.track.as_ref().map(|track| track.value.clone()),
            posting: !is_framework(role),
            words,
            expectations,
            coverage,
            facts: facts(role),
            moves: moves(role, graph, &self.numbers),
            texts,
            more_issues,
            issues: told
                .into_iter()
                .map(|finding| {
                    let of_story = finding.group.as_ref().and_then(|group| stories.get(group.id.as_str()));
                    Issue { also: of_story.map_or(0, |count| count - 1), ..Issue::new(finding, files) }
                })
                .collect(),
            errors,
            warnings,
            infos,
        }
    }
}

/// What the sections say of the role's own levels.
fn texts(role: &Role) -> Vec<SectionText> {
    let several = own_levels(role).len() > 1;
    let mirror = |level: Option<usize>| level.and_then(|at| role.level(at)).is_some_and(|level| level.mirror);
    let text = |section: &crate::model::Section| SectionText {
        label: super::coverage::label_of(section),
        items: section
            .expectations
            .iter()
            .filter(|item| !mirror(item.level))
            .map(|item| Item {
                level: name_of(role, item.level.filter(|_| several)),
                text: item.text.plain.trim().to_owned(),
            })
            .collect(),
    };
    role.sections.iter().map(text).filter(|section| !section.items.is_empty()).collect()
}

fn moves(role: &Role, graph: &Graph<'_>, numbers: &HashMap<usize, usize>) -> Vec<Step> {
    let step = |step: &crate::model::Move| Step {
        kind: step.kind.name(),
        to: step.to.value.trim().to_owned(),
        role: graph.page(&step.to.value).and_then(|at| numbers.get(&at).copied()),
    };
    role.moves.iter().map(step).collect()
}

/// Experience, education, scope and pay of the role's own levels, in the page's own words.
fn facts(role: &Role) -> Vec<Fact> {
    let mirror = |level: Option<usize>| level.and_then(|at| role.level(at)).is_some_and(|level| level.mirror);
    let several = own_levels(role).len() > 1;
    let mut facts = vec![];
    let mut add = |level: Option<usize>, what: String, text: &str| {
        if !mirror(level) {
            let level = name_of(role, level.filter(|_| several));
            facts.push(Fact { level, what, text: text.trim().to_owned() });
        }
    };
    for fact in &role.experience {
        let what = match fact.kind.name() {
            "total" => "Experience",
            "management" => "Experience of leading people",
            "managing-managers" => "Experience of leading leaders",
            "domain" => "Experience in the field",
            _ => "Time in the role",
        };
        let strength = match fact.strength.name() {
            "required" => "",
            other => &format!(" ({other})"),
        };
        add(fact.level, format!("{what}{strength}"), &fact.text.value);
    }
    for fact in &role.education {
        add(None, "Education".into(), &fact.text.value);
    }
    for fact in &role.scope {
        add(fact.level, format!("Scope: {}", fact.measure.replace(['-', '.'], " ")), &fact.text.value);
    }
    for fact in &role.compensation {
        add(fact.level, "Pay".into(), &fact.text.value);
    }
    facts
}
