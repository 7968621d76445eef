//! Forms that data files take: families, tables, short texts, steps and pay.

use super::tests::{reading, told};

#[test]
fn families_are_roles_by_what_stands_on_their_levels() {
    let text = "bread:\n  junior:\n    dough: [Kneads by hand]\n    oven: [Watches the heat]\n  senior:\n    dough: [Chooses the flour]\n\
                cakes:\n  junior:\n    dough: [Weighs all parts]\n  senior:\n    oven: [Plans the day]\n";
    assert_eq!(
        told("kitchen.yaml", text),
        "bread [junior, senior]\n  dough: junior=1 senior=1\n  oven: junior=1\ncakes [junior, senior]\n  dough: junior=1\n  oven: senior=1"
    );
    // Titles of jobs need no sections, and one level is enough beside others.
    let jobs = "baker:\n  L1: [Kneads dough]\n  L2: [Plans the bread]\nmanager:\n  M1: [Hires bakers]\n";
    assert_eq!(told("kitchen.yaml", jobs), "baker [L1, L2]\n  -: L1=1 L2=1\nmanager [M1]\n  -: M1=1");
    // Tracks of the family that the file is called after.
    let tracks = "ic:\n  L1:\n    dough: [Kneads by hand]\n  L2:\n    dough: [Chooses the flour]\nmanagement:\n  M1:\n    people: [Hires bakers]\n";
    let (_, found) = reading("bakery.yaml", tracks);
    let names: Vec<_> = found
        .roles
        .iter()
        .map(|role| (role.name(), role.track.as_ref().map(|track| track.value.as_str())))
        .collect();
    assert_eq!(names, [("Bakery", Some("ic")), ("Bakery", Some("management"))]);
}

#[test]
fn competencies_are_no_families() {
    let plain = "kneading:\n  junior: [Kneads the dough by hand]\n  senior: [Chooses flour for each bread]\n\
                 baking:\n  junior: [Watches the heat with others]\n  senior: [Plans the ovens of a day]\n";
    let whole = "Baker [junior, senior]\n  kneading: junior=1 senior=1\n  baking: junior=1 senior=1";
    assert_eq!(told("baker.yaml", plain), whole);
    let parts = plain.replace(": [", ":\n    knows: [");
    for text in [
        format!("title: Baker\n{parts}"),
        format!("competencies:\n  {}", parts.trim_end().replace('\n', "\n  ")),
    ] {
        let (_, found) = reading("baker.yaml", &text);
        assert_eq!(found.roles.len(), 1, "{text}");
    }
    let (_, found) = reading("skills.yaml", &parts);
    assert_eq!(found.roles.len(), 1);
}

#[test]
fn short_texts_on_certain_levels_are_read() {
    let mapped = "title: Baker\nlevels:\n  L1:\n    expectations: [Kneads dough, Sweeps]\n  L2:\n    expectations: [Plans]\n";
    assert_eq!(told("a.yaml", mapped), "Baker [L1, L2]\n  expectations: L1=2 L2=1");
    let listed =
        "levels:\n  - name: Baker I\n    skills: [Dough]\n  - name: Baker II\n    skills: [Dough, Cakes]\n";
    assert_eq!(told("baker.yaml", listed), "Baker [Baker I, Baker II]\n  skills: Baker I=1 Baker II=2");
    let rubric = "title: Baker\ncompetencies:\n  - name: Dough\n    levels:\n      L1: Kneads dough\n      L2: Mixes flour\n  - name: \
                  Oven\n    levels:\n      L1: Watches\n      L2: Plans heat\n";
    assert_eq!(told("a.yaml", rubric), "Baker [L1, L2]\n  Dough: L1=1 L2=1\n  Oven: L1=1 L2=1");
    // Names stay names.
    let named = "title: Baker\nlevels:\n  L1: Apprentice\n  L2: Oven Keeper\nduties:\n  L1: [Kneads the dough by hand]\n  L2: [Plans the \
                 ovens of a day]\n";
    assert_eq!(
        told("a.yaml", named),
        "Baker [Apprentice, Oven Keeper]\n  duties: Apprentice=1 Oven Keeper=1"
    );
    // Levels of other things.
    for other in [
        "levels:\n  info: [Text]\n  error: [Mail, Text]\n",
        "levels:\n  level_1:\n    skills: [Jump]\n  level_2:\n    skills: [Jump, Run]\n",
        "basic:\n  skills: [Jump]\nadvanced:\n  skills: [Run]\n",
        "L1:\n  lines: [64, a]\n  ways: [b]\nL2:\n  lines: [c]\n",
        "junior: [Anna, Bert]\nsenior: [Carla]\n",
    ] {
        let (_, found) = reading("things.yaml", other);
        assert!(found.roles.is_empty(), "{other}: {:?}", found.roles);
    }
}

#[test]
fn tables_in_data_are_read_as_sheets_are() {
    let records = r#"[{"role": "Baker", "level": "L1", "competency": "Dough", "expectation": "Kneads by hand"},
        {"role": "Baker", "level": "L2", "competency": "Dough", "expectation": "Chooses the flour"},
        {"role": "Cook", "level": "L1", "competency": "Knives", "expectation": "Cuts with help"},
        {"role": "Cook", "level": "L2", "competency": "Knives", "expectation": "Cuts for others"}]"#;
    let two = "Baker [L1, L2]\n  Dough: L1=1 L2=1\nCook [L1, L2]\n  Knives: L1=1 L2=1";
    assert_eq!(told("all.json", records), two);
    assert_eq!(told("all.json", &format!("{{\"version\": 3, \"records\": {records}}}")), two);
    let whole = "Baker [L1, L2]\n  Dough: L1=1 L2=1\n  Oven: L1=1 L2=1";
    for rows in [
        r#""columns": ["Competency", "L1", "L2"], "rows": [["Dough", "Kneads by hand", "Chooses the flour"], ["Oven", "Watches the heat", "Plans the day"]]"#,
        r#""columns": [{"id": "c", "name": "Competency"}, {"id": "one", "name": "L1"}, {"id": "two", "name": "L2"}],
            "rows": [{"c": "Dough", "one": "Kneads by hand", "two": "Chooses the flour"}, {"c": "Oven", "one": "Watches the heat", "two": "Plans the day"}]"#,
        r#""headers": ["L1", "L2"], "rows": [{"name": "Dough", "cells": ["Kneads by hand", "Chooses the flour"]},
            {"name": "Oven", "cells": ["Watches the heat", "Plans the day"]}]"#,
    ] {
        assert_eq!(told("a.json", &format!("{{\"title\": \"Baker\", {rows}}}")), whole, "{rows}");
    }
    let lists = r#"[["Competency", "L1", "L2"], ["Dough", "Kneads by hand", "Chooses the flour"], ["Oven", "Watches the heat", "Plans the day"]]"#;
    assert_eq!(told("baker.json", lists), whole);
    // People, and figures without levels.
    for other in [
        r#"[{"name": "Anna", "role": "Baker", "level": "L1"}, {"name": "Bert", "role": "Baker", "level": "L2"}, {"name": "Carla", "role": "Cook", "level": "L1"}]"#,
        r#"{"columns": ["Day", "Bread"], "rows": [["Monday", 12], ["Tuesday", 14]]}"#,
    ] {
        let (_, found) = reading("all.json", other);
        assert!(found.roles.is_empty(), "{other}: {:?}", found.roles);
    }
}

#[test]
fn steps_and_pay_in_numbers() {
    let text = "currency: eur\ntitle: Baker\nlevels:\n  L1:\n    pay: {hourly: 25}\n    skills: {dough: 3, oven: 1}\n  L2:\n    pay: {annual: \
                [50000, 60000], currency: £}\n    skills: {dough: 4}\n  L3:\n    salary: 70000\n    skills: {dough: 5}\n  L4:\n    \
                pay: {hourly: $40-50}\n    skills: {dough: 5}\n  L5:\n    pay: {min: 1, max: 2, currency: loaves of bread}\n    skills: {dough: 5}\n";
    assert_eq!(
        told("baker.yaml", text),
        "Baker [L1, L2, L3, L4, L5]\n  dough: L1=1 L2=1 L3=1 L4=1 L5=1\n  oven: L1=1"
    );
    let (_, found) = reading("baker.yaml", text);
    let pay: Vec<_> = found.roles[0]
        .compensation
        .iter()
        .map(|pay| (pay.min, pay.max, pay.currency.as_deref(), pay.period))
        .collect();
    assert_eq!(
        pay,
        [
            (Some(25.0), Some(25.0), Some("EUR"), Some("hour")),
            (Some(50_000.0), Some(60_000.0), Some("GBP"), Some("year")),
            (Some(70_000.0), Some(70_000.0), Some("EUR"), None),
            (Some(40.0), Some(50.0), Some("$"), Some("hour")),
            (Some(1.0), Some(2.0), None, None),
        ]
    );
}

#[test]
fn who_it_is_about_stands_under_several_keys() {
    let levels = "[[levels]]\nid = \"L1\"\nduties = [\"Kneads the dough by hand\"]\n[[levels]]\nid = \"L2\"\nduties = [\"Plans the ovens of a day\"]\n";
    assert!(told("a.toml", &format!("family = \"Bakery\"\n{levels}")).starts_with("Bakery [L1, L2]"));
    let nested = format!(
        "[role]\nname = \"Pastry Baker\"\nresponsibilities = [\"Bakes what is asked for\"]\n{levels}"
    );
    assert_eq!(
        told("a.toml", &nested),
        "Pastry Baker [L1, L2]\n  duties: L1=1 L2=1\n  responsibilities: *=1"
    );
}

#[test]
fn texts_in_several_languages_are_read_in_one() {
    let text = "title: {en: Baker, de: Bäcker}\nlevels:\n  - id: L1\n    name: {en: Junior Baker, de: Junger Bäcker}\n    \
                duties:\n      - {en: Kneads the dough, de: Knetet den Teig}\n  - id: L2\n    name: {de: Alter Bäcker, en: Senior Baker}\n    \
                duties: {de-AT: [Plant den Tag], en-GB: [Plans the day, Orders flour]}\n";
    assert_eq!(
        told("a.yaml", text),
        "Baker [Junior Baker, Senior Baker]\n  duties: Junior Baker=1 Senior Baker=2"
    );
}

#[test]
fn texts_of_levels_by_their_order() {
    let text = "title: Baker\nlevels: [Junior, Mid, Senior]\ncompetencies:\n  - name: Dough\n    levels:\n      - Kneads dough\n      - \
                Mixes flour\n      - Invents breads\n  - name: Oven\n    levels: [Watches it, Heats it, Plans it]\n";
    assert_eq!(
        told("a.yaml", text),
        "Baker [Junior, Mid, Senior]\n  Dough: Junior=1 Mid=1 Senior=1\n  Oven: Junior=1 Mid=1 Senior=1"
    );
    let listed = "title: Baker\nlevels:\n  junior: |\n    - Kneads dough\n    - Sweeps floors\n  senior: |\n    - Plans days\n    - Hires bakers\n";
    assert_eq!(told("a.yaml", listed), "Baker [junior, senior]\n  -: junior=2 senior=2");
    let (_, found) =
        reading("a.yaml", "title: Baker\nlevels:\n  junior: [Anna Smith, Bert]\n  senior: [Carla]\n");
    assert!(found.roles.is_empty());
}

#[test]
fn jobs_on_levels_with_short_duties() {
    let text = "departments:\n  - name: Bar\n    roles:\n      - title: Bartender\n        grade: 3\n        duties: [Mixes drinks, Serves]\n      \
                - title: Head Bartender\n        grade: 5\n        skills: {wine: 3}\n        duties: [Orders drinks, Plans]\n";
    assert_eq!(
        told("bar.yaml", text),
        "Bartender [3]\n  duties: *=2\nHead Bartender [5]\n  wine: *=1\n  duties: *=2"
    );
}

#[test]
fn families_of_listed_levels_and_steps_of_a_trade() {
    let text = "bread:\n  levels:\n    - {id: B1, duties: [Kneads]}\n    - {id: B2, duties: [Plans]}\ncakes:\n  levels:\n    - {id: C1, duties: \
                [Weighs]}\n    - {id: C2, duties: [Draws]}\n";
    let text = text.replace("B1", "L1").replace("B2", "L2").replace("C1", "P1").replace("C2", "P2");
    assert_eq!(
        told("all.yaml", &text),
        "bread [L1, L2]\n  duties: L1=1 L2=1\ncakes [P1, P2]\n  duties: P1=1 P2=1"
    );
    let trade = "job: Plumber\nlevels:\n  apprentice: [Carries pipes, Cleans up]\n  journeyman: [Lays pipes alone, Reads plans]\n  master: \
                 [Signs off work, Teaches]\n";
    assert_eq!(
        told("a.yaml", trade),
        "Plumber [apprentice, journeyman, master]\n  -: apprentice=2 journeyman=2 master=2"
    );
}

#[test]
fn people_and_levels_of_support_are_no_roles() {
    for text in [
        "users:\n  - {name: Anna, role: Senior Engineer, level: L4, skills: [Go, SQL]}\n  - {name: Bert, role: Engineer, level: L3, skills: [Go]}\n",
        "support:\n  L1:\n    hours: [9-17]\n  L2:\n    hours: [10-16]\nsales:\n  L1:\n    hours: [9-17]\n  L2:\n    hours: [8-12]\n",
    ] {
        let (_, found) = reading("all.yaml", text);
        assert!(found.roles.is_empty(), "{text}: {:?}", found.roles);
    }
}

#[test]
fn examples_and_descriptions_are_kept_beside_what_is_expected() {
    let text = "title: Baker\nsummary: Bakes what others eat.\ntopics:\n  - name: dough\n    description: What a baker knows of dough.\n    content:\n      - level: 1\n        criteria:\n          - Kneads dough by hand\n        exampleCriteria:\n          - criteria: Weighs flour to the gram\n            examples:\n              - Uses the small scales\n      - level: 2\n        criteria:\n          - Chooses flour for each bread\n";
    let role = reading("baker.yaml", text).1.roles.remove(0);
    let told: Vec<(Option<usize>, &str)> =
        role.prose.iter().map(|prose| (prose.level, prose.text.plain.as_str())).collect();
    assert!(told.contains(&(Some(0), "Uses the small scales")), "{told:?}");
    assert!(told.iter().any(|(_, text)| text.starts_with("What a baker")), "{told:?}");
}
