//! Each layout in small, with what is to be understood of it.

use super::super::Reading;
use crate::model::{CellState, Role, RoleKind, lower};
use crate::text::{FileId, SourceFile};

pub(super) fn reading(path: &str, text: &str) -> (SourceFile, Reading) {
    let file = SourceFile::from_bytes(FileId(0), path, None, text.as_bytes());
    let doc = crate::syntax::parse(&file).unwrap();
    let reading = lower(&file, &doc, None);
    (file, reading)
}

/// What was understood, a line for each section: `label: level=texts`. Every text must stand where
/// the model says.
pub(super) fn told(path: &str, text: &str) -> String {
    let (file, reading) = reading(path, text);
    let roles = reading.roles.iter().map(|role| one(role, &file));
    roles.collect::<Vec<_>>().join("\n")
}

fn one(role: &Role, file: &SourceFile) -> String {
    let levels: Vec<String> = role.levels.iter().map(super::super::super::Level::name).collect();
    let mut out = format!("{} [{}]", role.name(), levels.join(", "));
    for section in &role.sections {
        let mut on: Vec<(String, usize)> = vec![];
        for item in &section.expectations {
            let level = item
                .level
                .and_then(|level| role.level(level))
                .map_or("*".into(), super::super::super::Level::name);
            match on.iter_mut().find(|(name, _)| *name == level) {
                Some((_, count)) => *count += 1,
                None => on.push((level, 1)),
            }
            let source = file.slice(item.text.span);
            assert!(source.contains(item.text.plain.split(' ').next().unwrap_or("")), "{source}");
        }
        assert!(
            section.shown.iter().all(|shown| shown.state == CellState::Content && !shown.words.is_empty())
        );
        let label = section.label.as_ref().map_or("-", |label| label.value.as_str());
        let counts: Vec<String> = on.iter().map(|(level, count)| format!("{level}={count}")).collect();
        out.push_str(&format!("\n  {label}: {}", counts.join(" ")));
    }
    for years in &role.experience {
        let level = years
            .level
            .and_then(|level| role.level(level))
            .map_or("*".into(), super::super::super::Level::name);
        let (min, max) = (years.min_months.map_or(0, |n| n / 12), years.max_months.map(|n| n / 12));
        out.push_str(&format!(
            "\n  years {level} {min}-{}",
            max.map_or(String::new(), |max| max.to_string())
        ));
    }
    out
}

/// Label, code and rank of each level of the only role.
fn ranks(path: &str, text: &str) -> Vec<(String, Option<String>, Option<i32>)> {
    let (_, reading) = reading(path, text);
    let levels = reading.roles.into_iter().flat_map(|role| role.levels);
    levels.map(|level| (level.label.value, level.code, level.rank)).collect()
}

#[test]
fn codes_order_levels_whose_titles_say_no_rank() {
    let level = |code: &str, title: &str| {
        format!(
            "  {code}:\n    title: {title}\n    tasks:\n      - Sets up the saw for {title}\n      - Sweeps the floor at night\n"
        )
    };
    for (letter, path) in [("L", "joiner.yaml"), ("J", "joiner.yml")] {
        let text = format!(
            "title: Joiner\nlevels:\n{}{}{}",
            level(&format!("{letter}1"), "Apprentice"),
            level(&format!("{letter}2"), "Journeyman"),
            level(&format!("{letter}3"), "Master")
        );
        let found = ranks(path, &text);
        let told: Vec<_> = found
            .iter()
            .map(|(label, code, rank)| (label.as_str(), code.as_deref().unwrap_or(""), *rank))
            .collect();
        let code = |n: u8| format!("{letter}{n}");
        assert_eq!(
            told,
            [
                ("Apprentice", code(1).as_str(), Some(10)),
                ("Journeyman", code(2).as_str(), Some(20)),
                ("Master", code(3).as_str(), Some(30))
            ]
        );
    }
    let listed = "title: Joiner\nlevels:\n  - id: J1\n    title: Helper\n    tasks: [Sets up the saw in the morning, Sweeps \
                  the floor at night]\n  - id: J2\n    title: Journeyman\n    tasks: [Makes doors from a drawing alone, Orders \
                  wood for a month]\n";
    let found = ranks("joiner.yaml", listed);
    assert_eq!(found.iter().map(|level| level.2).collect::<Vec<_>>(), [Some(10), Some(20)]);
}

#[test]
fn steps_of_competencies_below_a_key_are_read() {
    let text = "title: Joiner\nlevels:\n  L1:\n    proficiency:\n      Sawing: Basic\n    tasks: [Sets up the saw in the \
                morning, Sweeps the floor at night]\n  L2:\n    proficiency:\n      Sawing: Expert\n    tasks: [Makes doors from \
                a drawing alone, Orders wood for a month]\n";
    assert_eq!(told("joiner.yaml", text), "Joiner [L1, L2]\n  Sawing: L1=1 L2=1\n  tasks: L1=2 L2=2");
}

#[test]
fn object_keyed_by_level_codes() {
    let text = r#"{
  "role": "Baker",
  "category": "Kitchen",
  "levels": {
    "BK-L1": {
      "level": "L1 - Junior Baker", "levelNumber": 1, "yearsRange": { "min": 0, "max": 2 },
      "coreSkills": ["Kneads dough by hand", "Keeps the oven clean"],
      "indicators": ["Asks before changing a recipe"]
    },
    "BK-L2": {
      "level": "L2 - Baker", "levelNumber": 2, "yearsRange": { "min": 2, "max": null },
      "coreSkills": ["Plans the bread of a day"],
      "indicators": ["Changes a recipe with the season", "Teaches one apprentice"]
    }
  }
}"#;
    assert_eq!(
        told("baker.json", text),
        "Baker [L1 - Junior Baker, L2 - Baker]\n  coreSkills: L1 - Junior Baker=2 L2 - Baker=1\n  \
         indicators: L1 - Junior Baker=1 L2 - Baker=2\n  years L1 - Junior Baker 0-2\n  years L2 - Baker 2-"
    );
}

#[test]
fn competencies_with_indicators_inside_levels() {
    let text = r#"{"title": "Baker", "levels": {
  "L1": {"competencies": [{"name": "Dough", "indicators": ["Kneads dough by hand", "Weighs the flour"]}]},
  "L2": {"competencies": [{"name": "Dough", "indicators": ["Chooses flour for each bread"]}]}}}"#;
    assert_eq!(told("b.json", text), "Baker [L1, L2]\n  Dough: L1=2 L2=1");
}

#[test]
fn items_that_refer_to_levels_and_themes() {
    let text = "name: Baking
levels:
  - id: junior
    name: Junior Baker
  - id: senior
    name: Senior Baker
themes:
  - id: dough
    name: Dough and Flour
    summary: All about dough.
  - {id: shop, name: The Shop}
competencies:
  - {id: a, level: junior, theme: dough, summary: Kneads dough by hand}
  - {id: b, level: senior, theme: dough, summary: Chooses flour, examples: [Compares two mills]}
  - {id: c, level: senior, theme: shop, summary: Runs the shop for a day}
";
    assert_eq!(
        told("baking.yml", text),
        "Baking [Junior Baker, Senior Baker]\n  Dough and Flour: Junior Baker=1 Senior Baker=1\n  \
         The Shop: Senior Baker=1"
    );
}

#[test]
fn a_framework_in_front_matter_with_prose_below() {
    let text = "---\ntitle: \"🥖 Baking\"\nlevels: 2\ntopics:\n  - name: dough\n    title:\n    content:\n      - level: 1\n        criteria:\n          - \"Kneads dough by hand\"\n        exampleCriteria:\n          - criteria: \"Weighs flour to the gram\"\n            examples:\n              - \"Uses the small scales\"\n      - level: 2\n        criteria:\n          - \"Chooses flour for each bread\"\n---\n### How does it work?\n- Ask your baker.\n\n### Selling\n- Greets every guest by name\n- Counts the till\n";
    assert_eq!(told("baking.md", text), "Baking [1, 2]\n  dough: 1=2 2=1\n  Selling: *=2");
}

#[test]
fn matrix_of_competency_and_level() {
    let expected = "Baker [Junior, Senior]\n  Dough: Junior=1 Senior=1\n  Ovens: Junior=1 Senior=1";
    let yaml = "title: Baker\ncompetencies:\n  Dough:\n    Junior: Kneads dough by hand\n    Senior: Chooses flour for each bread\n  Ovens:\n    Junior: Keeps the oven clean\n    Senior: Plans which oven bakes what\n";
    assert_eq!(told("m.yaml", yaml), expected);
    let list = "title: Baker\ncompetencies:\n  - name: Dough\n    description: All about dough.\n    levels:\n      Junior: Kneads dough by hand\n      Senior: Chooses flour for each bread\n  - name: Ovens\n    levels:\n      Junior: Keeps the oven clean\n      Senior: Plans which oven bakes what\n";
    assert_eq!(told("m.yaml", list), expected);
    let rows = r#"[{"skill": "Dough", "Junior": "Kneads dough by hand", "Senior": "Chooses flour for each bread"},
 {"skill": "Ovens", "Junior": "Keeps the oven clean", "Senior": "Plans which oven bakes what"}]"#;
    assert_eq!(told("Baker.json", rows), expected);
    let leveled = "title: Baker\nlevels:\n  - name: Junior\n    expectations:\n      Dough: Kneads dough by hand\n      Ovens: Keeps the oven clean\n  - name: Senior\n    expectations:\n      Dough: Chooses flour for each bread\n      Ovens: Plans which oven bakes what\n";
    assert_eq!(told("m.yaml", leveled), expected);
    let toml = "title = \"Baker\"\n[competencies.Dough]\nJunior = \"Kneads dough by hand\"\nSenior = \"Chooses flour for each bread\"\n[competencies.Ovens]\nJunior = \"Keeps the oven clean\"\nSenior = \"Plans which oven bakes what\"\n";
    assert_eq!(told("m.toml", toml), expected);
}

#[test]
fn category_capability_grade_text() {
    let text = r#"{"Craft": {"Dough": {"G1": "Kneads dough by hand", "G2": "Chooses flour for each bread"},
"Ovens": {"G1": ["Keeps the oven clean"], "G2": ["Plans which oven bakes what", "Mends the small oven"]}},
"People": {"Guests": {"G1": "Greets every guest", "G2": "Settles complaints alone"}}}"#;
    assert_eq!(
        told("bakery.json", text),
        "Bakery [G1, G2]\n  Dough: G1=1 G2=1\n  Ovens: G1=1 G2=2\n  Guests: G1=1 G2=1"
    );
}

#[test]
fn several_roles_in_one_file() {
    let text = "roles:\n  - title: Baker\n    responsibilities:\n      - Bakes the bread of a day\n      - Keeps the oven clean\n  - title: Shop Manager\n    responsibilities:\n      - Opens the shop at six\n      - Counts the till at night\n    experience: 3+ years in shops\n";
    assert_eq!(
        told("roles.yml", text),
        "Baker []\n  responsibilities: *=2\nShop Manager []\n  responsibilities: *=2\n  years * 3-"
    );
    let ladder = "- title: Junior Engineer\n  skills: [Writes small programs, Asks when stuck for long]\n- title: Senior Engineer\n  skills: [Writes large programs, Answers who is stuck]\n";
    assert_eq!(
        told("engineer.yml", ladder),
        "Engineer [Junior Engineer, Senior Engineer]\n  skills: Junior Engineer=2 Senior Engineer=2"
    );
}

#[test]
fn names_with_a_step_of_a_scale_are_no_levels() {
    let text = "role: Senior Baker
responsibilities: [Runs the bakery at night, Trains two apprentices]
skills:
  - {skill: Dough, level: expert}
  - {skill: Ovens, level: working}
";
    assert_eq!(told("a.yml", text), "Senior Baker []\n  responsibilities: *=2\n  skills: *=2");
}

#[test]
fn a_posting_in_the_words_of_schema_org() {
    let text = r#"{"@type": "JobPosting", "title": "Senior Baker", "responsibilities": ["Bakes the bread of a day", "Trains apprentices"],
"baseSalary": {"currency": "EUR", "value": {"minValue": 30000, "maxValue": 36000, "unitText": "YEAR"}}}"#;
    let (_, reading) = reading("a.json", text);
    let role = &reading.roles[0];
    assert_eq!(role.kind, RoleKind::Posting);
    assert_eq!((role.compensation[0].min, role.compensation[0].period), (Some(30000.0), Some("year")));
}

#[test]
fn other_languages() {
    let text = "cargo: Padeiro\nníveis:\n  - nível: Júnior\n    anos: 0-2\n    responsabilidades:\n      - Amassa o pão à mão\n  - nível: Sênior\n    anos: 5+\n    responsabilidades:\n      - Escolhe a farinha de cada pão\n      - Ensina um aprendiz\n";
    assert_eq!(
        told("padeiro.yml", text),
        "Padeiro [Júnior, Sênior]\n  responsabilidades: Júnior=1 Sênior=2\n  years Júnior 0-2\n  years Sênior 5-"
    );
}

#[test]
fn lists_inside_texts() {
    let text = "title: Baker\nlevels:\n  L1:\n    dough: |\n      - Kneads dough by hand\n      - Weighs the flour\n  L2:\n    dough: |\n      - Chooses flour for each bread\n";
    assert_eq!(told("b.yml", text), "Baker [L1, L2]\n  dough: L1=2 L2=1");
}

#[test]
fn the_schema_of_this_program() {
    let text = "id: baker\ntitle: Baker\nexperience:\n  - { kind: total, years: \"3-5\", strength: required }\nsections:\n  - id: dough\n    expectations:\n      - Kneads dough by hand\n      - { text: Weighs the flour, competency: dough }\n";
    let (_, reading) = reading("baker.yaml", text);
    assert_eq!(reading.roles[0].reading, "data; role file");
    assert_eq!(told("baker.yaml", text), "Baker []\n  dough: *=2\n  years * 3-5");
}

#[test]
fn the_shape_of_the_export() {
    let text = "id: baker\ntitle: Baker\nlevels:\n  - label: Junior\n  - { label: Senior, code: L2 }\n  - label: Senior\n\
        experience:\n  - { kind: total, level: L2, text: 3+ years, min_months: 36, open: true }\nsections:\n  - label: Dough\n    expectations:\n\
        \x20     - { text: Kneads dough by hand, level: Junior }\n      - { text: Weighs the flour, level: Senior }\n      - { text: Buys the flour, level: \"Senior#2\" }\n";
    let (_, reading) = reading("baker.yaml", text);
    assert_eq!(reading.roles[0].reading, "data; role file");
    assert_eq!(
        told("baker.yaml", text),
        "Baker [Junior, Senior, Senior#2]\n  Dough: Junior=1 Senior=1 Senior#2=1\n  years Senior 3-"
    );
    assert_eq!(told("cook.yml", "id: head-cook\ntitle: Head Cook\n"), "Head Cook []");
    assert_eq!(told("post.yml", "id: my-trip\ntitle: A trip to the sea\n"), "");
}

#[test]
fn no_roles() {
    let none = [
        (
            "package.json",
            r#"{"name": "x", "version": "1.0.0", "scripts": {"lead": "a b c d", "senior": "e f g h"}}"#,
        ),
        (
            "en.json",
            r#"{"levels": {"junior": "Junior", "senior": "Senior"}, "save": "Save your changes now"}"#,
        ),
        ("people.yml", "- name: A\n  title: Senior Engineer\n- name: B\n  title: Junior Engineer\n"),
        ("app.yml", "roles:\n  admin: {read: true}\n  editor: {read: true}\n"),
        ("x.schema.json", r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}"#),
        (".github/workflows/ci.yml", "on: push\njobs:\n  lead: {steps: [{name: Run all of the tests}]}\n"),
        ("log.yml", "logging:\n  level: 1\n  text: Some words to be shown here\n"),
        ("empty.yml", ""),
    ];
    for (path, text) in none {
        let (_, reading) = reading(path, text);
        assert!(reading.roles.is_empty(), "{path}: {}", told(path, text));
        assert!(reading.not_roles.is_some(), "{path}");
    }
}

#[test]
fn families_and_tracks_have_ladders_of_their_own() {
    let families = "families:\n  kitchen:\n    K1: {title: Junior Cook, duties: [Peels what is needed, Keeps it tidy]}\n    \
        K2: {title: Cook, duties: [Runs a whole station]}\n  service:\n    K1: {title: Junior Baker, duties: [Lays the tables well]}\n    \
        K2: {title: Baker, duties: [Runs a whole room]}\n";
    assert_eq!(
        told("a.yaml", families),
        "kitchen [Junior Cook, Cook]\n  duties: Junior Cook=2 Cook=1\nservice [Junior Baker, Baker]\n  duties: Junior Baker=1 Baker=1"
    );
    let tracks = "kitchen:\n  ic:\n    - {id: K1, title: Junior Cook, must: [Peels what is needed]}\n    \
        - {id: K2, title: Cook, must: [Runs a whole station]}\n  management:\n    - {id: M1, title: Kitchen Manager, must: [Leads the whole team]}\n";
    assert_eq!(
        told("b.yaml", tracks),
        "kitchen [Junior Cook, Cook]\n  must: Junior Cook=1 Cook=1\nkitchen [Kitchen Manager]\n  must: Kitchen Manager=1"
    );
    let track = |role: &Role| role.track.as_ref().map(|track| track.value.clone());
    let found: Vec<_> = reading("b.yaml", tracks).1.roles.iter().map(track).collect();
    assert_eq!(found, [Some("ic".to_owned()), Some("management".to_owned())]);
    let named = "job_families:\n- name: Kitchen\n  tracks:\n  - name: IC\n    levels:\n    - {code: K1, title: Junior Cook, duties: [Peels what is needed]}\n    \
        - {code: K2, title: Cook, duties: [Runs a whole station]}\n  - name: Manager\n    levels:\n    - {code: M1, title: Kitchen Manager, duties: [Leads the whole team]}\n";
    assert_eq!(
        told("c.yaml", named),
        "Kitchen [Junior Cook, Cook]\n  duties: Junior Cook=1 Cook=1\nKitchen [Kitchen Manager]\n  duties: Kitchen Manager=1"
    );
    // Sections that say something on each level are of one role.
    let sections = "talk:\n  L1: Says what is wrong.\n  L2: Says what is needed.\nwork:\n  L1: Peels what is needed.\n  L2: Runs a whole station.\n";
    assert_eq!(told("cook.yaml", sections), "Cook [L1, L2]\n  talk: L1=1 L2=1\n  work: L1=1 L2=1");
}

#[test]
fn beside_roles_stand_others_with_little() {
    let text = "roles:\n- title: Cook\n  levels:\n  - {grade: K1, duties: [Peels what is needed]}\n  - {grade: K2, duties: [Runs a whole station]}\n\
        - title: Porter\n  levels:\n  - {grade: K1, duties: [Carries what comes in]}\n";
    assert_eq!(told("a.yaml", text), "Cook [K1, K2]\n  duties: K1=1 K2=1\nPorter [K1]\n  duties: K1=1");
    let profile = "title: Systems Administrator\nlevel: Senior\nrequired_skills: {linux: 2, networks: 3}\nexperience: 5+ years\nsalary: {min: 70000, max: 90000, currency: EUR}\n";
    let role = &reading("admin.yaml", profile).1.roles[0];
    assert_eq!((role.experience.len(), role.compensation.len()), (1, 1));
}

#[test]
fn openings_are_told_by_their_keys() {
    let text = "title: Office Manager\nduties:\n- Orders what is needed\n- Plans the yearly budget\n";
    let kind = |more: &str| reading("office.yaml", &format!("{text}{more}")).1.roles[0].kind;
    assert_eq!(kind("location: North\n"), RoleKind::Framework);
    assert_eq!(kind("kind: posting\n"), RoleKind::Posting);
    assert_eq!(
        kind("location: North\nemployment_type: full-time\nbenefits: [Free coffee]\n"),
        RoleKind::Posting
    );
    assert_eq!(kind("how_to_apply: Send us a letter\n"), RoleKind::Posting);
}

#[test]
fn jobs_may_hold_lists_by_level() {
    let text = "Kitchen Cook:\n  Junior:\n  - Peels what is needed.\n  Senior:\n  - Runs a whole station.\nBaker:\n  Junior:\n  - Weighs all the flour.\n  Senior:\n  - Plans the whole week.\n";
    assert_eq!(
        told("jobs.yaml", text),
        "Kitchen Cook [Junior, Senior]\n  -: Junior=1 Senior=1\nBaker [Junior, Senior]\n  -: Junior=1 Senior=1"
    );
}
