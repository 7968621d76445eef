//! Single jobs in data of which little is said, and what looks like them.

use super::tests::{reading, told};

#[test]
fn a_title_and_lists_of_sentences_are_a_job() {
    let nested = "title: Senior Baker\nlevel: 2\nexpectations:\n  craft: [Chooses flour, Writes recipes]\n  people: [Mentors one baker]\n";
    assert_eq!(told("a.yaml", nested), "Senior Baker [2]\n  craft: *=2\n  people: *=1");
    let listed = "roles:\n  - title: Cashier\n    tasks: [Works the till, Helps customers]\n  - title: Senior Cashier\n    \
                  tasks: [Trains cashiers there, Counts the safe]\n";
    assert_eq!(told("shop.yaml", listed), "Cashier []\n  tasks: *=2\nSenior Cashier []\n  tasks: *=2");
    let french = "postes:\n  - titre: Infirmière\n    quotidien: [Prend la tension, Note les soins]\n  - titre: Infirmière en chef\n    \
                  quotidien: [Planifie les gardes, Forme les stagiaires]\n";
    assert_eq!(reading("soins.yaml", french).1.roles.len(), 2);
    let alone =
        "title: Cashier\nmornings: [Opens the shop at six, Counts the till]\nevenings: [Locks the safe]\n";
    assert_eq!(told("shop.yaml", alone), "Cashier []\n  mornings: *=2\n  evenings: *=1");
}

#[test]
fn what_people_did_and_may_do_is_no_job() {
    for other in [
        "title: Software Engineer\ncompany: Own Shop\nhighlights: [Built the till, Moved the data]\n",
        "roles:\n  - {title: Editor, permissions: [Edit all posts, Delete old posts]}\n  - {title: Author, permissions: [Edit own posts]}\n",
        "roles:\n  - {name: Editor, can: [edit posts, delete posts]}\n  - {name: Author, can: [edit posts]}\n",
        "title: Backend Engineer\nasked: [What is a lock?, When is it slow?]\nalso: [What is a queue?]\n",
        "title: Data Analyst\ntags: [Work at home, Days off]\nplaces: [New York, Den Haag]\n",
        "title: Fine cakes\nsteps: [Mix the flour, Bake it]\nthen: [Let it rest]\n",
    ] {
        let (_, found) = reading("things.yaml", other);
        assert!(found.roles.is_empty(), "{other}: {:?}", found.roles);
    }
}

#[test]
fn an_object_of_one_level_is_one_level() {
    let duties = "duties: [Writes test plans, Runs the old tests]\n";
    for level in [
        "level: {code: L2, label: Tester II}",
        "grade: {id: L2, name: Tester II}",
        "level: {label: Tester II, rank: 2}",
    ] {
        let (_, found) = reading("a.yaml", &format!("title: Tester\n{level}\n{duties}"));
        let labels: Vec<_> = found.roles[0].levels.iter().map(|level| level.label.value.as_str()).collect();
        assert_eq!(labels, ["Tester II"], "{level}");
    }
    let (_, found) = reading(
        "a.yaml",
        &format!("title: Tester\nlevel: {{L1: Runs the old tests, L2: Writes test plans}}\n{duties}"),
    );
    assert_eq!(found.roles[0].levels.len(), 2);
}

#[test]
fn keys_of_a_career_tell_moves() {
    use crate::model::MoveKind::{Next, Previous};
    let duties = "duties: [Writes test plans, Runs the old tests]\n";
    let moves = |facts: &str| -> Vec<_> {
        let (_, found) = reading("tester.yaml", &format!("title: Tester\n{facts}\n{duties}"));
        found.roles[0].moves.iter().map(|step| (step.kind, step.to.value.clone())).collect()
    };
    assert_eq!(moves("next: Senior Tester"), [(Next, "Senior Tester".to_owned())]);
    assert_eq!(
        moves("career: {previous: junior-tester, next: [senior-tester, test-manager]}"),
        [(Previous, "junior-tester".into()), (Next, "senior-tester".into()), (Next, "test-manager".into())]
    );
    assert_eq!(moves("parcours: {précédent: Technicien, suivant: Ingénieur}").len(), 2);
    for other in [
        "next: /jobs/2",
        "next: {text: More, link: /jobs/2}",
        "from: 2020\nto: 2023",
        "career: {next: somewhere else}",
    ] {
        assert_eq!(moves(other), [], "{other}");
    }
}

#[test]
fn jobs_by_their_ids_are_roles() {
    let page = "barista:\n  title: Barista\n  competencies:\n    Coffee: {Junior: Makes espresso, Senior: Dials in the grinder}\n\
        cook:\n  title: Cook\n  competencies:\n    Grill: {Junior: Fries eggs, Senior: Runs the grill}\n";
    let roles = [
        "Barista [Junior, Senior]\n  Coffee: Junior=1 Senior=1",
        "Cook [Junior, Senior]\n  Grill: Junior=1 Senior=1",
    ];
    assert_eq!(told("cafe.yaml", page), roles.join("\n"));
    assert_eq!(told("cafe.yaml", &format!("version: 1\nmeta: {{owner: House}}\n{page}")), roles.join("\n"));
    // One of them may have no levels.
    let plain =
        "caretaker:\n  title: Caretaker\n  duties: [Opens the building at six, Repairs small faults]\n";
    let (_, found) = reading("cafe.yaml", &format!("{page}{plain}"));
    let names: Vec<&str> = found.roles.iter().map(crate::model::Role::name).collect();
    assert_eq!(names, ["Barista", "Cook", "Caretaker"]);
}

#[test]
fn levels_by_their_ids_stay_levels() {
    let steps = "{1: Books invoices, 2: Closes the month}";
    let level = |id: &str, title: &str, skills: &str| {
        format!("{id}:\n  title: {title}\n  skills:\n    Books: {skills}\n    Taxes: {skills}\n")
    };
    for (ids, skills) in [
        // Steps of one job, whatever they hold.
        (
            [("accountant", "Accountant"), ("senior_accountant", "Senior Accountant")],
            "{Junior: Books, Senior: Closes}",
        ),
        // Jobs that climb, with steps of a scale.
        ([("analyst", "Analyst"), ("manager", "Manager")], steps),
        ([("analyst", "Analyst"), ("manager", "Manager")], "[Books invoices, Closes the month]"),
    ] {
        let text: String = ids.iter().map(|(id, title)| level(id, title, skills)).collect();
        let (_, found) = reading("house.yaml", &text);
        assert_eq!(found.roles.len(), 1, "{text}");
    }
    // Competencies are no jobs.
    let topics = "coding:\n  title: Coding\n  expectations: {Junior: Writes small changes, Senior: Writes large changes}\n\
        design:\n  title: Design\n  expectations: {Junior: Reads the plans of others, Senior: Draws plans alone}\n";
    assert_eq!(reading("engineer.yaml", topics).1.roles.len(), 1);
}

#[test]
fn titles_beside_codes_of_levels_are_kept() {
    let driver = "title = \"Driver\"\nlevel = \"D1\"\nduties = [\"Drives a van on the daily round\"]\n";
    let senior =
        "title = \"Senior Driver\"\nlevel = \"D2\"\nduties = [\"Drives a lorry across the border\"]\n";
    for key in ["roles", "role", "jobs", "position"] {
        let text = format!("[[{key}]]\n{driver}\n[[{key}]]\n{senior}");
        assert_eq!(
            told("fleet.toml", &text),
            "Driver [D1]\n  duties: *=1\nSenior Driver [D2]\n  duties: *=1",
            "{key}"
        );
    }
    let skilled = "roles:\n  - {title: Driver, level: D1, skills: [Drives a van alone]}\n  \
        - {title: Senior Driver, level: D2, skills: [Drives a lorry abroad]}\n";
    assert_eq!(told("fleet.yaml", skilled), "Driver [D1]\n  skills: *=1\nSenior Driver [D2]\n  skills: *=1");
    let levels = r#"{"title": "Account Manager", "levels": [
        {"level": "AM1", "title": "Account Manager I", "duties": ["Answers within a day"]},
        {"level": "AM2", "title": "Account Manager II", "duties": ["Runs quarterly reviews"]}]}"#;
    let (_, found) = reading("sales.json", levels);
    let named: Vec<_> = found.roles[0]
        .levels
        .iter()
        .map(|level| (level.label.value.as_str(), level.code.as_deref()))
        .collect();
    assert_eq!(named, [("Account Manager I", Some("AM1")), ("Account Manager II", Some("AM2"))]);
}

#[test]
fn lists_of_other_things_below_a_role_are_no_roles() {
    for text in [
        "[[role]]\nname = \"admin\"\npermissions = [\"read all posts\", \"delete posts\"]\n",
        "[[role]]\ntitle = \"Driver\"\nlevel = \"D1\"\nskills = [\"Vans\"]\n\n[[role]]\ntitle = \"Cook\"\nlevel = \"D2\"\n",
        "[[position]]\ntitle = \"Header\"\nlevel = 1\n\n[[position]]\ntitle = \"Footer\"\nlevel = 2\n",
    ] {
        assert!(reading("site.toml", text).1.roles.is_empty(), "{text}");
    }
}

#[test]
fn a_level_that_nobody_knows_keeps_its_text() {
    let page = "title: Teacher\ncompetencies:\n  Assessment:\n    NQT: Marks to the scheme\n    Teacher: Writes tests\n    \
        Lead Teacher: Moderates marks\n";
    assert_eq!(
        told("a.yaml", page),
        "Teacher [Teacher, Lead Teacher]\n  NQT: *=1\n  Assessment: Teacher=1 Lead Teacher=1"
    );
    // One or two words may be anything.
    let icon = page.replace("NQT: Marks to the scheme", "glyph: pen red");
    assert_eq!(
        told("a.yaml", &icon),
        "Teacher [Teacher, Lead Teacher]\n  Assessment: Teacher=1 Lead Teacher=1"
    );
}
