//! The five founding documents, read as `docs/decisions` says they must be. They lie outside of the
//! repository; without them the test says so and passes.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::Path;

use rolelint::config::Settings;
use rolelint::engine::{Roots, Run, read};
use rolelint::model::{ExperienceKind, MoveKind, Role};
use rolelint::text::{Files, SourceFile};

/// The seeds as one framework, or nothing if they are not there.
fn seeds() -> Option<(Files, Run)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not present", folder.display());
        return None;
    };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Files::default();
    for path in paths {
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        files.add(|id| SourceFile::from_bytes(id, name, None, &bytes));
    }
    let roots = Roots(BTreeSet::from([String::new()]));
    let run = read(&files, &Settings::default(), &roots);
    Some((files, run))
}

/// Number of expectations of a section, at one level or at none.
fn count(role: &Role, section: &str, level: Option<usize>) -> usize {
    let found = role.sections.iter().filter(|s| s.label.as_ref().is_some_and(|label| label.value == section));
    found.flat_map(|section| &section.expectations).filter(|item| item.level == level).count()
}

#[test]
fn the_seeds_are_understood() {
    let Some((files, run)) = seeds() else { return };
    let roles: Vec<&Role> = run.frameworks.iter().flat_map(|framework| &framework.roles).collect();
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    assert_eq!(
        names,
        [
            "Engineering Director",
            "Director of Engineering",
            "Director of Engineering",
            "Director of Engineering",
            "Tech Director"
        ]
    );
    let months = |role: &Role| -> Vec<_> {
        role.experience.iter().map(|e| (e.kind, e.min_months, e.max_months, e.open)).collect()
    };
    let kinds = |role: &Role, kind| role.moves.iter().filter(|step| step.kind == kind).count();

    let text = roles[0];
    let sections = ["Primary Functions", "Secondary Functions", "Hard Skills (Technical)", "Soft Skills"];
    assert_eq!(sections.map(|section| count(text, section, None)), [16, 4, 6, 5]);
    assert_eq!(
        [MoveKind::EntryFrom, MoveKind::Next, MoveKind::Lateral].map(|kind| kinds(text, kind)),
        [3, 3, 2]
    );
    assert_eq!(
        months(text),
        [
            (ExperienceKind::Total, Some(144), None, true),
            (ExperienceKind::Management, Some(60), Some(84), false)
        ]
    );
    assert!(text.compensation[0].open);

    let prose = roles[1];
    assert!(prose.sections.is_empty());
    assert_eq!(
        months(prose),
        [
            (ExperienceKind::Total, Some(120), None, false),
            (ExperienceKind::ManagingManagers, Some(60), Some(84), false)
        ]
    );

    let page = roles[2];
    let sections = ["Impact", "Knowledge", "Communication", "Leadership"];
    assert_eq!(sections.map(|section| count(page, section, None)), [5, 4, 2, 6]);
    let reach: Vec<_> = page.scope.iter().map(|s| (s.measure.as_str(), s.value.as_deref())).collect();
    assert_eq!(reach, [("reach.leadership", Some("Department")), ("reach.technical", Some("Company"))]);

    let ladder = roles[3];
    let shown: Vec<_> = ladder.levels.iter().map(|level| (level.name(), level.mirror)).collect();
    let own = "Director of Engineering";
    assert_eq!(
        shown,
        [("Engineering Manager".to_owned(), true), (own.to_owned(), false), (format!("{own}#2"), false)]
    );
    assert_eq!(ladder.tables().len(), 8);
    let counts = |section| [Some(0), Some(1), Some(2)].map(|level| count(ladder, section, level));
    assert_eq!(counts("Scope of knowledge (Breadth and Depth)"), [4, 8, 8]);
    assert_eq!(counts("Responsibilities"), [8, 7, 7]);
    assert_eq!(counts("Communication and leadership"), [9, 3, 3]);
    assert_eq!(counts("Checkpoints"), [2, 3, 3]);
    let years: Vec<_> = ladder.experience.iter().map(|e| (e.level, e.min_months)).collect();
    assert_eq!(years, [(Some(0), Some(120)), (Some(1), Some(180)), (Some(2), Some(180))]);
    let moves: Vec<_> = ladder.moves.iter().map(|step| (step.kind, step.to.value.as_str())).collect();
    assert_eq!(moves, [(MoveKind::Previous, "Engineering Manager"), (MoveKind::Next, own)]);

    let bullets = roles[4];
    let sections = ["Primary Functions", "Secondary Functions", "Hard Skills (Technical)", "Soft Skills"];
    assert_eq!(sections.map(|section| count(bullets, section, None)), [20, 5, 7, 6]);
    assert_eq!(
        [MoveKind::EntryFrom, MoveKind::Next, MoveKind::Lateral].map(|kind| kinds(bullets, kind)),
        [3, 3, 3]
    );

    // What is written stands where the model says.
    for role in roles {
        let titles = role.title.iter().chain(role.moves.iter().map(|step| &step.to));
        for written in titles.chain(role.levels.iter().map(|level| &level.label)) {
            assert_eq!(files.slice(written.span), written.value);
        }
    }
}
