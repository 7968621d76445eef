//! Large runs read pages twice and hold none of them: they must find what runs that hold everything find. Checked on
//! pages that refer to one another in every way there is, on the examples of all rule pages, on `examples/`, and on
//! real frameworks where `../shared/corpus` exists (`WHOLE_CORPUS=1` for all of it).

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod support;

use rolelint::config::Settings;
use rolelint::engine::{Lens, Roots, Run, Told, check};
use rolelint::text::{Aside, Files};
use support::{Case, assert_none, corpus, example_cases, example_framework, job, rules, run};

/// What differs between a run that holds everything and runs that hold next to nothing.
fn differences(case: &Case) -> String {
    let (files, rules) = (case.files(), rules(&case.settings));
    let whole = run(case, &files, &rules);
    let told = |run: &Run| (Told::of(run), run.not_roles.clone(), run.suppressed);
    let mut wrong = String::new();
    let (mut packed, aside) = (Files::default(), Aside::new());
    for file in files.iter() {
        let aside = aside.as_ref().filter(|_| file.id.0 % 2 == 0);
        packed.add(|_| file.clone().packed(aside));
    }
    let small: Vec<bool> = packed.iter().map(|file| !file.text.is_packed()).collect();
    for (most, files) in [(0, &packed), (3_000, &files)] {
        let plain = job(case, files, &rules);
        let parts = check(&rolelint::engine::Job {
            lens: Lens { sparing: Some(Some(most)), ..Lens::default() },
            ..plain
        });
        let other = parts.diagnostics.iter().zip(&whole.diagnostics).find(|(a, b)| a != b);
        if parts.diagnostics.len() != whole.diagnostics.len()
            || other.is_some()
            || told(&parts) != told(&whole)
        {
            let (some, all) = (parts.diagnostics.len(), whole.diagnostics.len());
            wrong
                .push_str(&format!("{}, parts of {most}: {some} and {all} findings; {other:?}\n", case.name));
        }
    }
    // What is unpacked in the collection itself stays so to the end of a run.
    for (file, _) in packed.iter().zip(small).filter(|(file, small)| !small && !file.text.is_packed()) {
        wrong.push_str(&format!("{}: {} was unpacked for good\n", case.name, file.path));
    }
    wrong
}

fn case(name: &str, files: &[(&str, &str)]) -> Case {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Case { name: name.into(), files, settings: Settings::default(), roots: Roots::default() }
}

/// Frameworks whose files say something about the roles of other files.
fn tied() -> Vec<Case> {
    let level = |duties: &str| format!("# Expectations\n\n## Duties\n\n{duties}\n");
    let steps = [
        ("nurse/junior.md", level("- Recieves guests.\n- Asks when something is unclear.")),
        ("nurse/mid.md", level("- Plans the week of the ward.\n- Plans the week of the ward.")),
        ("nurse/senior.md", level("- Leads the the night shift.\n- Has 2 years of experience.")),
    ];
    let steps: Vec<(&str, &str)> = steps.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let page = |title: &str| format!("# {title}\n\n## Duties\n\n- Cooks for guests.\n- Recieves wares.\n");
    let (cook, chef) = (page("Cook"), page("Head Cook"));
    let moves = "# From Cook to Head Cook\n\n## Expectations\n\n- Plans menus for a a week.\n";
    let skills = "- name: Baking\n  id: baking\n  levels:\n    - level: 1\n      description: Bakes bread as the the recipe says.\n    \
                  - level: 2\n      description: Bakes bread of own recipes.\n- name: Hygiene\n  id: hygiene\n  levels:\n    \
                  - level: 1\n      description: Cleans the place of work.\n    - level: 2\n      description: Cleans the house.\n";
    let roles = "- title: Junior Baker\n  skills:\n    - baking: 1\n    - hygiene: 1\n- title: Senior Baker\n  skills:\n    \
                 - baking: 2\n    - hygiene: 2\n    - hygeine: 2\n";
    let front = "---\ntitle: Pastry Baker\nskills:\n  - baking/2\n  - hygiene/1\n  - hygeine/1\n---\n\nMakes cakes for the the guests.\n";
    vec![
        case("a page for each level", &steps),
        case(
            "a page about a move",
            &[("k/cook.md", &cook), ("k/head-cook.md", &chef), ("k/cook-to-head-cook.md", moves)],
        ),
        case(
            "skills by their names",
            &[("data/skills.yaml", skills), ("data/roles.yaml", roles), ("data/pastry.md", front)],
        ),
    ]
}

#[test]
fn pages_that_refer_to_one_another() {
    let cases = tied();
    for case in &cases {
        let found = run(case, &case.files(), &rules(&case.settings));
        assert!(!found.diagnostics.is_empty() && found.roles() > 0, "{}: {found:?}", case.name);
    }
    assert_none(&cases, differences);
}

#[test]
fn examples() {
    assert_none(&example_cases(), differences);
    assert_none(&example_framework(), differences);
}

#[test]
fn real_frameworks() {
    assert_none(&corpus(), differences);
}
