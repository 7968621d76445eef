//! Whose levels they are: families, jobs by their keys, people; and facts under keys of their own.

use super::tests::{reading, told};
use crate::model::MoveKind;

const DOUGH: &str = "{L1: [Kneads by hand all day], L2: [Chooses the flour alone]}";

#[test]
fn roles_of_listed_families() {
    let role = |title: &str| format!("{{title: {title}, levels: {DOUGH}}}");
    let text = format!(
        "families:\n  - family: Kitchen\n    roles: [{}, {}]\n  - family: Shop\n    roles: [{}]\n",
        role("Bread Baker"),
        role("Cake Baker"),
        role("Sales Clerk")
    );
    assert_eq!(
        told("all.yaml", &text),
        "Bread Baker [L1, L2]\n  -: L1=1 L2=1\nCake Baker [L1, L2]\n  -: L1=1 L2=1\nSales Clerk [L1, L2]\n  -: L1=1 L2=1"
    );
    let (_, found) = reading("all.yaml", &text);
    assert!(found.roles[0].reading.ends_with("of the job family “Kitchen”"), "{}", found.roles[0].reading);
    // Tracks of one job in a list of jobs.
    let tracks = format!(
        "roles:\n  - title: Baker\n    tracks: [{{name: IC, levels: {DOUGH}}}, {{name: Management, levels: {{M1: [Hires the bakers], M2: [Plans all shops]}}}}]\n"
    );
    let (_, found) = reading("all.yaml", &tracks);
    let names: Vec<_> = found
        .roles
        .iter()
        .map(|role| (role.name(), role.track.as_ref().map(|track| track.value.as_str())))
        .collect();
    assert_eq!(names, [("Baker", Some("IC")), ("Baker", Some("Management"))]);
}

#[test]
fn keys_that_name_jobs_are_no_levels() {
    let two = format!("family:\n  Bread Baker: {DOUGH}\n  Cake Baker: {DOUGH}\n");
    let whole = "Bread Baker [L1, L2]\n  -: L1=1 L2=1\nCake Baker [L1, L2]\n  -: L1=1 L2=1";
    assert_eq!(told("all.yaml", &two), whole);
    let nested = "job_families:\n  kitchen:\n    bread_baker: {junior: {skills: [Kneads by hand]}, senior: {skills: [Chooses the flour]}}\n    \
        cake_baker: {junior: {skills: [Weighs all parts]}, senior: {skills: [Plans the day]}}\n";
    assert_eq!(
        told("all.yaml", nested),
        "bread_baker [junior, senior]\n  skills: junior=1 senior=1\ncake_baker [junior, senior]\n  skills: junior=1 senior=1"
    );
    let flat = "Bread Baker: [Kneads the bread dough, Bakes bread at night]\nCake Baker: [Stirs the cake dough, Bakes cakes by day]\n";
    assert_eq!(told("all.yaml", flat), "Bread Baker []\n  -: *=2\nCake Baker []\n  -: *=2");
    // Steps of one job stay levels.
    let ladder = "Junior Baker: [Kneads the bread dough, Asks early]\nSenior Baker: [Plans the bread of a week, Hires bakers]\n";
    assert_eq!(
        told("all.yaml", ladder),
        "Baker [Junior Baker, Senior Baker]\n  -: Junior Baker=2 Senior Baker=2"
    );
}

#[test]
fn a_key_in_small_letters_may_be_the_job() {
    for name in ["product manager", "product_manager", "product-manager", "productManager", "enfermera"] {
        let text = format!(
            "{name}:\n  junior: [Writes stories for one team]\n  senior: [Owns the plan of a product]\n"
        );
        assert_eq!(told("data.yaml", &text), format!("{name} [junior, senior]\n  -: junior=1 senior=1"));
    }
    // What holds a framework is none.
    let text =
        "career_ladder:\n  junior: [Writes stories for one team]\n  senior: [Owns the plan of a product]\n";
    assert!(told("data.yaml", text).starts_with("Data "));
}

#[test]
fn moves_and_grades_under_their_keys() {
    let duties = "duties: [Takes the pulse and notes it, Plans the shifts of a ward]\n";
    let moves = |facts: &str| -> (usize, Vec<(MoveKind, String)>) {
        let (_, found) = reading("nurse.yaml", &format!("title: Ward Nurse\n{facts}\n{duties}"));
        let role = &found.roles[0];
        (role.levels.len(), role.moves.iter().map(|step| (step.kind, step.to.value.clone())).collect())
    };
    let next = |to: &str| vec![(MoveKind::Next, to.to_owned())];
    assert_eq!(moves("grade: 4\nnext_roles: [Head Nurse]"), (1, next("Head Nurse")));
    assert_eq!(moves("promotes_to: Head Nurse"), (0, next("Head Nurse")));
    assert_eq!(moves("next_role: {title: Head Nurse, after: 2 years}"), (0, next("Head Nurse")));
    assert_eq!(
        moves("previousRoles: [Student Nurse]"),
        (0, vec![(MoveKind::Previous, "Student Nurse".into())])
    );
    // Who signs what is no level.
    for people in [
        "approvals: {manager: Signs off days, director: Signs off weeks}",
        "lead: {manager: Ada Krol, director: Ben Oum}",
    ] {
        assert_eq!(moves(people).0, 0, "{people}");
    }
    let page = "---\ntitle: Ward Nurse\ngrade: 4\nyears: 5\nnext_roles: [Head Nurse]\n---\n\n# Ward Nurse\n\n## Duties\n\n- Takes the pulse\n- Plans the shifts\n";
    let (_, found) = reading("nurse.md", page);
    let role = &found.roles[0];
    assert_eq!(role.levels.iter().map(|level| level.rank).collect::<Vec<_>>(), [Some(40)]);
    assert_eq!((role.experience.len(), role.moves.len()), (1, 1));
    // Other pages have grades too.
    let (_, found) = reading("eggs.md", &page.replace("Ward Nurse", "Eggs from the farm"));
    assert!(found.roles.iter().all(|role| role.levels.is_empty()));
}

#[test]
fn the_least_and_the_most_years_are_one_range() {
    let text = "title: Ward Nurse\nmin_years: 4\nmax_years: 6\nduties: [Takes the pulse and notes it, Plans the shifts of a ward]\n";
    assert!(told("nurse.yaml", text).ends_with("years * 4-6"), "{}", told("nurse.yaml", text));
}

#[test]
fn items_of_a_level_name_their_area() {
    let text = "title: Baker\nlevels:\n  - id: L1\n    criteria:\n      - {area: Dough, expectation: Kneads by hand}\n      - {area: People, expectation: Asks for help}\n  \
        - id: L2\n    criteria:\n      - {area: Dough, expectation: Chooses the flour}\n      - {area: People, expectation: Trains new bakers}\n";
    assert_eq!(told("a.yaml", text), "Baker [L1, L2]\n  Dough: L1=1 L2=1\n  People: L1=1 L2=1");
    let (_, found) = reading("a.yaml", &text.replace("area:", "id:").replace("expectation:", "description:"));
    let labels: Vec<_> = found.roles[0].sections[0]
        .expectations
        .iter()
        .filter_map(|item| item.label.as_ref().map(|label| label.value.as_str()))
        .collect();
    assert_eq!(labels, ["Dough", "People", "Dough", "People"]);
}

#[test]
fn steps_of_a_competency_are_counted() {
    let named = "- competency: Dough\n  levels:\n    1: {name: Kneads, description: Kneads small dough by hand}\n    2: {name: Mixes, description: Mixes the flour of each bread}\n\
        - competency: Oven\n  levels:\n    1: {name: Watches, description: Watches the heat with others}\n    2: {name: Plans, description: Plans the ovens of a day}\n";
    assert_eq!(told("baker.yaml", named), "Baker [1, 2]\n  Dough: 1=1 2=1\n  Oven: 1=1 2=1");
    let silent = r#"{"tracks": {"DOUGH": {"displayName": "Dough", "milestones": [{"summary": "Kneads small dough by hand", "signals": ["Asks for help"]}, {"summary": "Mixes the flour of each bread", "signals": ["Trains new bakers"]}]},
        "OVEN": {"displayName": "Oven", "milestones": [{"summary": "Watches the heat with others", "signals": []}, {"summary": "Plans the ovens of a day", "signals": []}]}}}"#;
    assert_eq!(told("baker.json", silent), "Baker [1, 2]\n  Dough: 1=2 2=2\n  Oven: 1=1 2=1");
}

#[test]
fn documents_of_one_file_may_be_levels() {
    let text = "level: L1\ntitle: Junior Baker\nduties: [Kneads the dough by hand]\n---\nlevel: L2\ntitle: Senior Baker\nduties: [Plans the ovens of a day]\n";
    assert_eq!(
        told("baker.yaml", text),
        "Baker [Junior Baker, Senior Baker]\n  duties: Junior Baker=1 Senior Baker=1"
    );
}

#[test]
fn people_and_what_comes_in_steps_are_no_roles() {
    for (name, text) in [
        (
            "a.yaml",
            "ada: {full_name: Ada Krol, title: Senior Baker, level: L4, skills: [Dough, Ovens]}\nben: {full_name: Ben Oum, title: Baker, level: L3, skills: [Dough]}\n",
        ),
        (
            "b.yaml",
            "team:\n  name: Night\n  members:\n    - {name: Ada Krol, role: Lead Baker, level: L5, duties: [Plans the night shift, Runs the ovens]}\n    - {name: Ben Oum, role: Baker, level: L3, duties: [Kneads the dough, Sweeps the floor]}\n",
        ),
        (
            "courses.yaml",
            "- {title: Dough for all, level: Beginner, topics: [How to knead it, How to rest it]}\n- {title: Fine cakes, level: Advanced, topics: [How to draw on them, How to stack them]}\n",
        ),
        (
            "c.yaml",
            "support_tiers:\n  tier_1: {handles: [Resets what was locked, Answers simple questions]}\n  tier_2: {handles: [Reads the logs first, Repeats what users did]}\n",
        ),
        (
            "d.yaml",
            "severities:\n  - {level: 1, description: All is down for all, response: Wakes up whoever is there}\n  - {level: 2, description: A part is down, response: Answers within one hour}\n",
        ),
    ] {
        let (_, found) = reading(name, text);
        assert!(found.roles.is_empty(), "{name}: {}", told(name, text));
    }
    // A job's name is no person's, and a job may work in support.
    let text = format!(
        "- {{name: Bread, title: Bread Baker, levels: {DOUGH}}}\n- {{name: Cake, title: Cake Baker, levels: {DOUGH}}}\n"
    );
    assert_eq!(reading("all.yaml", &text).1.roles.len(), 2);
    let job = "title: Support Engineer\nlevels:\n  Tier 1: [Resets what was locked, Answers simple questions]\n  Tier 2: [Reads the logs first, Repeats what users did]\n";
    assert_eq!(reading("support.yaml", job).1.roles.len(), 1);
}

#[test]
fn a_key_that_asks_for_the_job_is_believed() {
    let text = "position: Teamleiter Lager\naufgaben: [Plant die Schichten des Lagers, Führt zwölf Leute]\n";
    assert_eq!(told("a.yaml", text), "Teamleiter Lager []\n  aufgaben: *=2");
}

#[test]
fn rows_may_have_a_name_without_a_column() {
    let text = r#"{"matrix": {"columns": ["L1", "L2"], "rows": [{"skill": "Dough", "L1": "Kneads by hand", "L2": "Chooses the flour"},
        {"skill": "Oven", "L1": "Watches the heat", "L2": "Plans the day"}]}}"#;
    assert_eq!(told("baker.json", text), "Baker [L1, L2]\n  Dough: L1=1 L2=1\n  Oven: L1=1 L2=1");
}

#[test]
fn a_fact_may_be_told_of_each_level() {
    let text = "title: Baker\nyears: {junior: 0-2, senior: 5+}\nsalary: {junior: {min: 30000, max: 36000}, senior: {min: 40000, max: 50000}}\ncurrency: EUR\n\
        dough: {junior: [Kneads small dough by hand], senior: [Mixes the flour of each bread]}\n";
    assert_eq!(
        told("baker.yaml", text),
        "Baker [junior, senior]\n  dough: junior=1 senior=1\n  years junior 0-2\n  years senior 5-"
    );
    let (_, found) = reading("baker.yaml", text);
    let pay: Vec<_> = found.roles[0]
        .compensation
        .iter()
        .map(|pay| (pay.level, pay.min, pay.max, pay.currency.as_deref()))
        .collect();
    assert_eq!(
        pay,
        [
            (Some(0), Some(30_000.0), Some(36_000.0), Some("EUR")),
            (Some(1), Some(40_000.0), Some(50_000.0), Some("EUR"))
        ]
    );
}

#[test]
fn levels_of_one_job_name_it() {
    let duties = "duties: [Kneads the dough by hand, Asks for help early]";
    let text = format!(
        "junior_baker:\n  title: Junior Baker\n  {duties}\nhead_baker:\n  title: Senior Baker II\n  {duties}\n"
    );
    assert_eq!(
        told("levels.yaml", &text),
        "Baker [Junior Baker, Senior Baker II]\n  duties: Junior Baker=2 Senior Baker II=2"
    );
    assert!(told("shop-clerk.yaml", &text).starts_with("Shop Clerk "));
}

#[test]
fn openings_stand_in_a_list_whatever_its_key() {
    let text = "vacancies:\n  - {title: Senior Baker, location: Riga, duties: [Bakes the bread of a day, Trains two apprentices], apply_url: a}\n  \
        - {title: Shop Manager, location: Riga, duties: [Opens the shop at six, Counts the till at night], apply_url: b}\n";
    assert_eq!(told("a.yaml", text), "Senior Baker []\n  duties: *=2\nShop Manager []\n  duties: *=2");
    let questions = "interview:\n  junior: [What did you build last, How do you test it]\n  senior: [How do you plan a year, Whom did you train]\n";
    assert!(reading("a.yaml", questions).1.roles.is_empty());
    let spanish = "cargo: Analista de Datos\nnivel: Senior\nfunciones: [Escribe consultas sobre tablas, Dibuja los gráficos]\n";
    assert!(told("a.yaml", spanish).starts_with("Analista de Datos [Senior]"));
}

#[test]
fn levels_and_roles_in_wrappings_of_their_own() {
    let duties = "{duties: [Kneads the dough by hand, Asks for help early]}";
    let single =
        format!("role: Baker\nframework: Kitchen\nlevels:\n- Junior: {duties}\n- Senior: {duties}\n");
    assert_eq!(told("a.yaml", &single), "Baker [Junior, Senior]\n  duties: Junior=2 Senior=2");
    let profile = "JobProfile: {Title: Payroll Specialist, Grade: 7, KeyResponsibilities: [Runs the payroll of two shops, Answers all questions]}\n";
    assert_eq!(told("a.yaml", profile), "Payroll Specialist [7]\n  KeyResponsibilities: *=2");
    let jobs = format!("Shop Manager: {duties}\nBread Baker: {duties}\nWaiter: {duties}\n");
    assert_eq!(
        told("a.yaml", &jobs),
        "Shop Manager []\n  duties: *=2\nBread Baker []\n  duties: *=2\nWaiter []\n  duties: *=2"
    );
    let ladder = format!("Waiter: {duties}\nShop Manager: {duties}\nShop Director: {duties}\n");
    assert!(told("a.yaml", &ladder).starts_with("A [Waiter, Shop Manager, Shop Director]"));
}
