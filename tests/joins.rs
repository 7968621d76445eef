//! What data files of one framework say about each other.

use std::collections::BTreeSet;

use rolelint::config::Settings;
use rolelint::engine::{Roots, read};
use rolelint::model::Role;
use rolelint::text::{FileId, Files, SourceFile};

/// The roles of a framework of these files, with the files.
fn roles(texts: &[(&str, &str)]) -> (Files, Vec<Role>) {
    let mut files = Files::default();
    for (path, text) in texts {
        files.add(|id: FileId| SourceFile::from_bytes(id, *path, None, text.as_bytes()));
    }
    let run = read(&files, &Settings::default(), &Roots::default());
    (files, run.frameworks.into_iter().flat_map(|framework| framework.roles).collect())
}

const COMPETENCIES: &str = "- id: talk\n  name: 💬 Communication\n  levels:\n    1: Answers questions about the own work.\n    2: Explains the work of the team to others.\n- id: ship\n  name: Delivery\n  levels:\n    1: Finishes small tasks with help.\n    2: Plans the work of the whole team.\n";

/// Topics that others name by their paths.
const TOPICS: &str = r#"{"title": "Core", "path": "core", "topics": [
    {"title": "Attitude", "path": "attitude", "levels": [
        {"title": "New", "path": "1", "criteria": ["Is curious about the subject"]},
        {"title": "Old", "path": "2", "criteria": ["Makes others curious about it"]}]},
    {"title": "Planning", "path": "planning", "levels": [
        {"title": "New", "path": "1", "criteria": ["Plans the own day well"]}]}]}"#;

/// Name, level and text of everything that a role borrows.
fn borrowed(role: &Role) -> Vec<(String, Option<String>, String)> {
    let sections = role.borrowed.iter();
    let items = sections.flat_map(|section| section.expectations.iter().map(move |item| (section, item)));
    items
        .map(|(section, item)| {
            let level = item.level.and_then(|level| role.level(level)).map(rolelint::model::Level::name);
            let label = section.label.as_ref().map(|label| label.value.clone()).unwrap_or_default();
            (label, level, item.text.plain.clone())
        })
        .collect()
}

#[test]
fn roles_take_the_text_of_the_competencies_that_they_name() {
    let (files, roles) = roles(&[
        ("data/competencies.yml", COMPETENCIES),
        (
            "data/roles.yml",
            "- name: Baker\n  competencies: [Communication, ship]\n- name: Head Baker\n  competencies:\n    talk: 2\n    Delivery: 1\n",
        ),
    ]);
    let named = |name: &str| roles.iter().find(|role| role.name() == name).unwrap();
    let baker = borrowed(named("Baker"));
    assert_eq!(baker.len(), 4, "{baker:?}");
    assert_eq!(baker[1].1.as_deref(), Some("2"));
    let head = borrowed(named("Head Baker"));
    let texts: Vec<&str> = head.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, ["Explains the work of the team to others.", "Finishes small tasks with help."]);
    for item in roles.iter().flat_map(|role| &role.borrowed).flat_map(|section| &section.expectations) {
        assert_eq!(files.get(item.span.file).slice(item.span), item.text.plain);
    }
}

#[test]
fn pages_about_moves_join_the_roles_that_they_name() {
    let page =
        |title: &str| format!("# {title}\n\n## Responsibilities\n\n- Bakes bread each day.\n- Sells it.\n");
    let (senior, staff) = (page("Senior Baker"), page("Staff Baker"));
    let first = page("IC1: Junior Baker");
    let second = page("IC2: Baker");
    let about = "# From Senior to Staff\n\n## What changes\n\n- You lead others.\n";
    let codes = "# IC1 to IC2\n\n## What changes\n\n- You bake alone.\n";
    let (_, roles) = roles(&[
        ("roles/senior-baker.md", &senior),
        ("roles/staff-baker.md", &staff),
        ("roles/junior-baker.md", &first),
        ("roles/baker.md", &second),
        ("moves/senior-to-staff.md", about),
        ("moves/IC1_to_IC2.md", codes),
    ]);
    let next = |name: &str| {
        let role = roles.iter().find(|role| role.name() == name).expect("the page is read");
        role.moves.iter().map(|step| (step.kind.name(), step.to.value.clone())).collect::<Vec<_>>()
    };
    assert_eq!(next("Senior Baker"), [("next", "Staff Baker".to_owned())]);
    assert_eq!(next("Staff Baker"), [("previous", "Senior Baker".to_owned())]);
    assert_eq!(next("Junior Baker"), [("next", "Baker".to_owned())]);
    assert_eq!(roles.len(), 4);
}

#[test]
fn levels_of_another_job_name_nothing() {
    let engineer = "# Engineer\n\n## L1\n\n- Writes code.\n- Tests it.\n\n## L2\n\n- Designs services.\n";
    let baker = "title: Baker\nlevels:\n  - id: L1\n    name: Dough Hand\n    expectations: [Kneads the dough with others, Cleans the trays]\n\
        \x20 - id: L2\n    name: Oven Keeper\n    expectations: [Runs the oven alone at night, Teaches others to bake]\n";
    let shared = "levels:\n  - id: L1\n    name: Beginner\n  - id: L2\n    name: Old Hand\n";
    let titles = |files: &[(&str, &str)]| {
        let (_, roles) = roles(files);
        let role = roles.iter().find(|role| role.name() == "Engineer").expect("the page is read");
        role.levels
            .iter()
            .filter_map(|level| level.title.clone())
            .map(|title| title.value)
            .collect::<Vec<_>>()
    };
    assert!(titles(&[("roles/engineer.md", engineer), ("roles/baker.yaml", baker)]).is_empty());
    assert_eq!(
        titles(&[("roles/engineer.md", engineer), ("roles/levels.yaml", shared)]),
        ["Beginner", "Old Hand"]
    );
}

#[test]
fn levels_by_path_and_in_lists() {
    let jobs = r#"{"title": "Kitchen", "departments": [{"title": "Bakery", "roles": [{"title": "Baker", "levels": [
        {"title": "Senior Baker", "competencies": {"required": ["core/attitude/2", "core/planning/1"]}}]}]}]}"#;
    let (_, roles) = roles(&[("c/topics.json", TOPICS), ("r/jobs.json", jobs)]);
    let baker = roles.iter().find(|role| role.name() == "Senior Baker").expect("the job is read");
    let texts: Vec<String> = borrowed(baker).into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(texts, ["Makes others curious about it", "Plans the own day well"]);
}

#[test]
fn lists_of_other_things_are_no_references() {
    let (_, roles) = roles(&[
        ("data/competencies.yml", COMPETENCIES),
        ("data/people.yml", "- name: Bread Team Manager\n  tools: [Oven, Scales, Delivery]\n"),
        ("far/away/from/roles.yml", "- name: Baker\n  competencies: [Communication, ship]\n"),
    ]);
    assert!(
        roles.iter().all(|role| role.borrowed.is_empty()),
        "{:?}",
        roles.iter().map(Role::name).collect::<Vec<_>>()
    );
}

#[test]
fn levels_get_the_names_that_another_file_defines() {
    let capabilities = "- name: Communication\n  expectations:\n    p1: [Asks when stuck for long.]\n    p2: [Explains the own work well.]\n- name: Delivery\n  expectations:\n    p1: [Finishes small tasks with help.]\n    p2: [Finishes tasks alone and well.]\n";
    let levels = "- id: p1\n  name: Associate Engineer\n- id: p2\n  name: Engineer\n";
    let (_, roles) = roles(&[("capabilities.yaml", capabilities), ("levels.yaml", levels)]);
    let names: Vec<&str> = roles[0]
        .levels
        .iter()
        .filter_map(|level| level.title.as_ref())
        .map(|title| title.value.as_str())
        .collect();
    assert_eq!(names, ["Associate Engineer", "Engineer"]);
}

/// The names that levels get from other files, role by role.
fn names_of_levels(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let (_, roles) = roles(files);
    let names = |role: &Role| {
        role.levels.iter().filter_map(|level| Some(level.title.as_ref()?.value.clone())).collect()
    };
    roles.iter().map(|role| (role.name().to_owned(), names(role))).collect()
}

const BAKER: &str = "title: Baker\nlevels:\n  L1:\n    responsibilities: [Kneads the dough by hand]\n  L2:\n    \
                     responsibilities: [Plans the bread of a week]\n";

fn two_levels(low: &str, high: &str) -> String {
    format!("- id: L1\n  name: {low}\n- id: L2\n  name: {high}\n")
}

#[test]
fn levels_take_their_names_from_the_nearest_file_that_is_meant_for_them() {
    let named = |files: &[(&str, &str)]| {
        let files: Vec<(&str, &str)> =
            files.iter().copied().chain([("shop/bakery/baker.yaml", BAKER)]).collect();
        names_of_levels(&files).into_iter().find(|(title, _)| title == "Baker").expect("the role is read").1
    };
    let (hands, guests, steps) =
        (two_levels("Hand", "Old Hand"), two_levels("Greeter", "Host"), two_levels("First", "Second"));
    // Beside another family's roles.
    assert!(named(&[("shop/service/levels.yaml", &guests)]).is_empty());
    assert!(named(&[("shop/bakery/levels.yaml", &two_levels("Junior Waiter", "Senior Waiter"))]).is_empty());
    // In the folder, above it, and beside it in a folder for everybody.
    for path in ["shop/bakery/levels.yaml", "shop/levels.yaml", "levels.yaml", "shop/common/levels.yaml"] {
        assert_eq!(
            named(&[(path, &hands), ("shop/service/levels.yaml", &guests)]),
            ["Hand", "Old Hand"],
            "{path}"
        );
    }
    // The nearest counts, and of several the one for the family.
    assert_eq!(named(&[("levels.yaml", &steps), ("shop/bakery/levels.yaml", &hands)]), ["Hand", "Old Hand"]);
    assert_eq!(
        named(&[("levels/service.yaml", &guests), ("levels/bakery.yaml", &hands)]),
        ["Hand", "Old Hand"]
    );
    assert!(named(&[("levels/service.yaml", &guests), ("levels/cellar.yaml", &hands)]).is_empty());
    // As a mapping.
    assert_eq!(
        named(&[("levels.yaml", "L1: Junior Baker\nL2: Senior Baker\n")]),
        ["Junior Baker", "Senior Baker"]
    );
    let keyed = "levels:\n  L1: {name: Hand}\n  L2: {name: Old Hand}\n";
    assert_eq!(named(&[("levels.yaml", keyed)]), ["Hand", "Old Hand"]);
}

#[test]
fn levels_of_other_people_in_the_same_folder_give_no_names() {
    let table = "# Accounting ladder\n\n| | L1 | L2 |\n|---|---|---|\n| Books | Posts invoices each day | Closes the books \
                 of a month |\n";
    let of_accounts = |files: &[(&str, &str)]| {
        let files: Vec<(&str, &str)> =
            files.iter().copied().chain([("ladders/accounting.md", table)]).collect();
        let found = names_of_levels(&files).into_iter().find(|(title, _)| title.contains("Accounting"));
        found.expect("the table is read").1
    };
    let support = "title: Customer Support\nlevels:\n  L1:\n    title: Support Agent\n    criteria: [Answers mails of customers \
                   within one day]\n  L2:\n    title: Senior Support Agent\n    criteria: [Calms angry callers]\n";
    assert!(of_accounts(&[("ladders/support.yaml", support)]).is_empty());
    // Names alone, and what its file says is for all, are for everybody in the folder.
    let names = two_levels("Hand", "Old Hand");
    assert_eq!(of_accounts(&[("ladders/codes.yaml", &names)]), ["Hand", "Old Hand"]);
    let general = support.replace("title: Customer Support\n", "").replace("Support Agent", "Hand");
    assert_eq!(of_accounts(&[("ladders/levels.yaml", &general)]), ["Hand", "Senior Hand"]);
}

#[test]
fn one_name_refers_where_others_of_the_file_do() {
    let skills = "- id: negotiation\n  name: Negotiation\n  description: Gets good terms from suppliers.\n- id: stock\n  name: \
                  Stock control\n  description: Keeps the stock low.\n";
    let two = "- title: Storekeeper\n  competencies: [negotiation, stock]\n";
    let one = "- title: Senior Buyer\n  competencies: [negotiation]\n";
    let labels = |text: &str| {
        let (_, roles) = roles(&[("competencies.yml", skills), ("roles.yml", text)]);
        let buyers = roles.iter().filter(|role| role.name() == "Senior Buyer");
        buyers.flat_map(borrowed).map(|(label, ..)| label).collect::<Vec<_>>()
    };
    assert_eq!(labels(&format!("{two}{one}")), ["Negotiation"]);
    assert!(labels(one).is_empty(), "a word that may be anything");
}

#[test]
fn what_a_path_names_is_called_by_its_competency() {
    let jobs = r#"{"roles": [{"title": "Baker", "levels": [
        {"title": "Junior Baker", "summary": "Bakes bread with the help of others.",
         "competencies": {"required": ["core/attitude/1", "core/planning/1"]}},
        {"title": "Senior Baker", "summary": "Bakes what nobody else can bake.",
         "competencies": {"required": ["core/attitude/2", "core/planning/1"]}}]}]}"#;
    let (_, roles) = roles(&[("c/topics.json", TOPICS), ("r/jobs.json", jobs)]);
    let baker = roles.iter().find(|role| role.name() == "Baker").expect("the job is read");
    let told: Vec<(String, String, String)> = borrowed(baker)
        .into_iter()
        .map(|(label, level, text)| (label, level.unwrap_or_default(), text))
        .collect();
    let one = |label: &str, level: &str, text: &str| (label.to_owned(), level.to_owned(), text.to_owned());
    assert_eq!(
        told,
        [
            one("Attitude", "Junior Baker", "Is curious about the subject"),
            one("Attitude", "Senior Baker", "Makes others curious about it"),
            one("Planning", "Junior Baker", "Plans the own day well"),
            one("Planning", "Senior Baker", "Plans the own day well"),
        ]
    );
}

/// Pages below `folder`, each with the same text behind its name: the roles that they hold, with their levels.
fn pages(folder: &str, names: &[&str], text: &str) -> Vec<(String, String)> {
    let texts: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("{folder}{}.md", name.to_lowercase()), format!("# {name}\n\n{text}")))
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let level = |role: &Role| role.levels.first().map(rolelint::model::Level::name).unwrap_or_default();
    roles(&texts).1.iter().map(|role| (role.name().to_owned(), level(role))).collect()
}

#[test]
fn a_folder_with_a_page_for_each_level_is_about_one_job() {
    let told = |folder: &str, names: &[&str], text: &str| {
        let found = pages(folder, names, text);
        let titles: BTreeSet<String> = found.iter().map(|(title, _)| title.clone()).collect();
        (titles.into_iter().collect::<Vec<_>>().join(" | "), found.len())
    };
    let items = "- Works with a partner\n- Learns the tools of the shop\n";
    assert_eq!(told("bakery/", &["Junior", "Mid", "Senior"], items), ("Bakery".to_owned(), 3));
    assert_eq!(
        told("data_science/levels/", &["Junior", "Senior", "Staff"], items),
        ("Data Science".to_owned(), 3)
    );
    let sections =
        "## Responsibilities\n\n- Bakes the bread\n- Cleans the oven\n\n## Leadership\n\n- Trains others\n";
    assert_eq!(told("kitchen/", &["L1", "L2", "L3", "L4"], sections), ("Kitchen".to_owned(), 4));
    assert_eq!(told("ladder/pflege/", &["Junior", "Mittel", "Senior", "Leitend"], items).0, "Pflege");
    let senior = pages("bakery/", &["Junior", "Mid", "Senior"], sections);
    assert_eq!(senior[2], ("Bakery".to_owned(), "Senior".to_owned()));
}

#[test]
fn pages_called_after_levels_of_other_things_are_no_roles() {
    let items = "- Works with a partner\n- Learns the tools of the shop\n";
    assert_eq!(pages("", &["Junior", "Senior"], items), [], "two pages are no ladder");
    let questions = "- What is an oven?\n- How hot is it?\n- Who lights it?\n";
    assert_eq!(pages("bakery/", &["Junior", "Mid", "Senior"], questions), []);
    assert_eq!(pages("interview-questions/", &["Junior", "Mid", "Senior"], items), []);
    assert_eq!(pages("courses/bread/", &["Beginner", "Intermediate", "Advanced"], items), []);
    assert_eq!(pages("bread/", &["Beginner", "Intermediate", "Advanced"], items), []);
    let links = "- [Ovens](https://example.com/ovens)\n- [Bread](https://example.com/bread)\n";
    assert_eq!(pages("bakery/", &["Junior", "Mid", "Senior"], links), []);
    let lecture = "## Ovens\n\n- Heat moves upward\n- Stone keeps it\n\n## Summary\n\n- Stone is good\n";
    assert_eq!(pages("physics/", &["L1", "L2", "L3"], lecture), []);
}
