//! `rolelint audit`, `stats`, `diff`, `compare` and `graph` as programs and maintainers meet them: JSON that keeps to
//! its schema, figures over time, and pages that are not taken for roles when they are read again.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::unwrap_used
)]

#[path = "support/folder.rs"]
mod folder;

use std::path::Path;

use folder::{Folder, copy};
use rolelint::schema::Schema;
use rolelint::syntax::parse;
use rolelint::text::{FileId, SourceFile};
use serde_json::Value;

/// A folder with the example framework of the repository.
fn ladder() -> Folder {
    let folder = Folder::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ladder"), &folder.path);
    folder
}

fn schema(name: &str) -> (Schema, Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
    let value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    (Schema::from_value(&value, name, None).unwrap_or_else(|error| panic!("{name}: {error}")), value)
}

/// What of `text` does not keep to the schema.
fn violations(schema: &Schema, text: &str) -> Vec<String> {
    let file = SourceFile::from_bytes(FileId(0), "a.json", None, text.as_bytes());
    let document = parse(&file).unwrap();
    assert!(document.problems.is_empty(), "{:?}", document.problems.first());
    schema.validate(&document.data()[0]).iter().map(|violation| format!("{violation:?}")).collect()
}

/// Keys that stand in `value` and that the schema at `node` does not describe.
fn undescribed(root: &Value, node: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let mut node = node;
    while let Some(name) = node["$ref"].as_str() {
        node = root.pointer(name.trim_start_matches('#')).unwrap();
    }
    for side in ["anyOf", "oneOf"] {
        if let Some(some) = node[side].as_array() {
            let of_kind = |one: &&Value| match value {
                Value::Null => one["type"] == "null",
                Value::Object(_) => one["type"] == "object" || one["$ref"].is_string(),
                _ => true,
            };
            some.iter().filter(of_kind).take(1).for_each(|one| undescribed(root, one, value, path, found));
            return;
        }
    }
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{path}/{key}");
                match node["properties"].get(key) {
                    Some(node) => undescribed(root, node, value, &path, found),
                    None => found.push(path),
                }
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| undescribed(root, &node["items"], item, path, found));
        }
        _ => {}
    }
}

#[test]
fn json_keeps_to_its_schema() {
    let ladder = ladder();
    let cases = Folder::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/diff.in"), &cases.path);
    for (name, folder, args) in [
        ("audit", &ladder, vec!["audit", "--format", "json"]),
        ("stats", &ladder, vec!["stats", "--format", "json"]),
        ("report", &ladder, vec!["check", "--format", "json"]),
        ("diff", &cases, vec!["diff", "old", "new", "--format", "json"]),
        (
            "compare",
            &cases,
            vec!["compare", "--path", "new", "--format", "json", "new/engineer.md", "new/shift_manager.md"],
        ),
    ] {
        let (code, out, note) = folder.run(&args);
        assert!(code < 2, "{name}: {note}");
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(value["version"], 1, "{name}");
        let (checked, text) = schema(name);
        assert_eq!(text["$id"], format!("urn:rolelint:schema:{name}:1"));
        let wrong = violations(&checked, &out);
        assert!(wrong.is_empty(), "{name}: {:#?}", &wrong[..wrong.len().min(3)]);
        let mut keys = vec![];
        undescribed(&text, &text, &value, "", &mut keys);
        assert!(keys.is_empty(), "{name}: the schema does not know {keys:?}");
        // The schema is not one that lets everything through.
        for key in value.as_object().unwrap().keys() {
            let mut less = value.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!violations(&checked, &less.to_string()).is_empty(), "{name}: {key} may be left out");
        }
    }
}

#[test]
fn figures_since_a_commit() {
    let folder = Folder::new();
    if !folder.git(&["init", "--quiet"]) {
        eprintln!("skipped: git is not installed");
        return;
    }
    let commit = |message: &str| {
        assert!(
            folder.git(&["add", "--all"])
                && folder.git(&["commit", "--quiet", "--allow-empty", "-m", message])
        );
    };
    let role = |name: &str, duties: &[&str]| {
        let duties = duties.join("\n- ");
        format!("# {name}\n\nWorks on site.\n\n## Responsibilities\n\n- {duties}\n")
    };
    let duties = [
        "Keeps the site running.",
        "Writes down what was decided.",
        "Trains new colleagues.",
        "Orders spare parts.",
    ];
    folder.write("ladder/engineer.md", role("Site Engineer", &duties[..2]));
    commit("one role");
    assert!(folder.git(&["tag", "first"]));
    folder.write("notes.md", "# Notes\n\nOutside of the folder.\n");
    commit("nothing about roles");
    folder.write("ladder/lead.md", role("Shift Lead", &[duties[2], "TBD"]));
    commit("a second role, with a gap");
    folder.write("ladder/lead.md", role("Shift Lead", &duties[2..]));
    let inside = |args: &[&str]| {
        let mut command = folder.command(args);
        folder::said(&command.current_dir(folder.path.join("ladder")).output().unwrap())
    };
    let (code, out, note) = inside(&["stats", "--since", "first", "--format", "json"]);
    assert_eq!(code, 0, "{note}");
    let wrong = violations(&schema("stats").0, &out);
    assert!(wrong.is_empty(), "{wrong:?}");
    let value: Value = serde_json::from_str(&out).unwrap();
    let history = value["history"].as_array().unwrap();
    let numbers = |key: &str| history.iter().map(|row| row[key].as_u64().unwrap()).collect::<Vec<_>>();
    // The commit itself, the one that touches the folder, and the files as they are.
    assert_eq!(numbers("roles"), [1, 2, 2], "{history:#?}");
    assert_eq!(numbers("expectations"), [2, 3, 4], "{history:#?}");
    assert_eq!(numbers("errors"), [0, 1, 0], "{history:#?}");
    assert!(history[0]["commit"].is_string() && history[2]["commit"].is_null());
    let last = &history[2];
    assert_eq!((&last["words"], &last["roles"]), (&value["words"], &value["roles"]));
    let (code, out, note) = inside(&["stats", "--since", "first"]);
    assert_eq!(code, 0, "{note}");
    for row in &history[..2] {
        let (commit, day) = (row["commit"].as_str().unwrap(), row["date"].as_str().unwrap());
        assert!(out.lines().any(|line| line.contains(&commit[..12]) && line.contains(day)), "{out}");
    }
    // The way of the figures under their columns.
    assert!(
        out.lines().any(|line| line.starts_with("now")) && out.contains('▁') && out.contains('█'),
        "{out}"
    );
    let (code, _, note) = inside(&["stats", "--since", "no-such-commit"]);
    assert_eq!(code, 2, "{note}");
    assert!(note.contains("no-such-commit"), "{note}");
}

#[test]
fn what_rolelint_wrote_is_not_read_as_a_page() {
    let folder = ladder();
    let roles = |note: &mut String| {
        let (_, out, said) = folder.run(&["stats", "--format", "json"]);
        *note = said;
        let value: Value = serde_json::from_str(&out).unwrap();
        (value["files"].clone(), value["roles"].clone(), value["words"].clone())
    };
    let mut note = String::new();
    let before = roles(&mut note);
    assert_eq!(note, "");
    for (format, name) in [("html", "audit.html"), ("markdown", "docs/audit.md"), ("json", "audit.json")] {
        std::fs::create_dir_all(folder.path.join("docs")).unwrap();
        let (code, _, said) = folder.run(&["audit", "--format", format, "--output", name]);
        assert_eq!(code, 0, "{said}");
    }
    folder.run(&["check", "--output", "json=report.json", "--output", "markdown=report.md"]);
    let (_, out, _) = folder.run(&["stats", "--format", "json"]);
    folder.write("figures.json", out);
    assert_eq!(roles(&mut note), before);
    for name in ["audit.html", "docs/audit.md", "audit.json", "report.json", "report.md", "figures.json"] {
        assert!(
            note.contains(&format!("`{name}` was written by rolelint, so it is not read")),
            "{name}: {note}"
        );
    }
    let (code, _, said) = folder.run(&["check", "audit.html"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("`audit.html` was written by rolelint"), "{said}");
    // A page of strangers could call itself so.
    folder.write("hidden.md", "<!-- rolelint report -->\n# Clerk\n\n## Duties\n\n- TBD\n");
    assert_eq!(folder.run(&["check", "hidden.md"]).0, 0);
    assert_eq!(folder.run(&["check", "--no-inline-ignores", "hidden.md"]).0, 1);
    let (_, out, _) = folder.run(&["check", "--format", "concise", "hidden.md"]);
    assert!(!out.contains("hidden.md"), "{out}");
}

#[test]
fn each_card_gives_the_reason_of_its_own_finding() {
    let folder = Folder::of(&[(
        "roles/clerk.md",
        "# Clerk\n\n## Duties\n\n- Orders goods, eg. paper and ink, for the office.\n- Signs small orders, i.e those below 90 euros.\n",
    )]);
    let (_, out, _) = folder.run(&["audit", "--format", "json"]);
    let value: Value = serde_json::from_str(&out).unwrap();
    let (_, report, _) = folder.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let (_, page, _) = folder.run(&["audit"]);
    let mut told = 0;
    for example in
        value["first"].as_array().unwrap().iter().flat_map(|task| task["examples"].as_array().unwrap())
    {
        let own = report["diagnostics"].as_array().unwrap().iter().find(|finding| {
            finding["message"] == example["message"] && finding["start"]["line"] == example["line"]
        });
        assert_eq!(own.unwrap()["help"], example["help"]);
        told += usize::from(example["rule"] == "latin-abbreviation");
    }
    assert_eq!(told, 2, "{value:#}");
    assert!(page.contains("“for example”") && page.contains("“that is”"), "{page}");
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    let (_, out, note) = folder.run(args);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{args:?}: {error}: {note}"))
}

/// The states of cells, row by row.
fn states(value: &Value) -> Vec<Vec<&str>> {
    let groups = value["frameworks"][0]["coverage"]["groups"].as_array().unwrap();
    let rows = groups.iter().flat_map(|group| group["rows"].as_array().unwrap());
    rows.map(|row| {
        row["cells"].as_array().unwrap().iter().map(|cell| cell["state"].as_str().unwrap()).collect()
    })
    .collect()
}

#[test]
fn placeholders_are_no_expectations() {
    let folder = Folder::of(&[
        (
            "matrix.md",
            "# Engineer\n\n| | Junior | Middle | Senior |\n|---|---|---|---|\n| Scope | WIP | WIP | Team |\n| Code | TBD \
             | Clean code | |\n| Tests | n/a | Writes tests | Writes tests |\n",
        ),
        (
            "designer.md",
            "# Designer\n\n## Duties\n\nTBD\n\n## Skills\n\n- WIP\n\n## Other\n\n- TODO\n- Draws\n\n## Links\n\nN/A\n",
        ),
    ]);
    let audit = json(&folder, &["audit", "--format", "json"]);
    let (none, filled, tbd, na) = ("no-section", "filled", "placeholder", "not-applicable");
    let all = states(&audit);
    assert_eq!(
        all,
        [
            [tbd, tbd, na, none, none, none, none],
            [tbd, filled, filled, none, none, none, none],
            [filled, "empty", filled, none, none, none, none],
            [none, none, none, tbd, tbd, filled, na],
        ]
    );
    let stats = json(&folder, &["stats", "--format", "json"]);
    assert_eq!(stats["expectations"], 5);
    for key in ["roles", "levels", "expectations", "words"] {
        assert_eq!(audit["totals"][key], stats[key], "{key}");
    }
}

/// Pages of these titles that say different things.
fn pages(titles: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (at, (title, more)) in titles.iter().enumerate() {
        let name = title.to_lowercase().replace(' ', "_").replace('.', "");
        let text =
            format!("# {title}\n\n{more}\n\n## Duties\n\n- Does the work of number {at} for people.\n");
        folder.write(&format!("{name}.md"), text);
    }
    folder
}

/// The steps of a folder as "from → to", and the names that carry a mark.
fn graph(folder: &Folder) -> (Vec<String>, Vec<String>) {
    let (code, out, note) = folder.run(&["graph", "."]);
    assert_eq!(code, 0, "{note}");
    let name = |id: &str| -> String {
        let line = out.lines().find(|line| {
            line.trim_start().starts_with(&format!("{id}["))
                || line.trim_start().starts_with(&format!("{id}("))
        });
        line.and_then(|line| line.split('"').nth(1)).unwrap_or(id).split('<').next().unwrap().to_owned()
    };
    let mut steps = vec![];
    for line in out.lines() {
        if let [from, arrow, to] = line.split_whitespace().collect::<Vec<_>>().as_slice()
            && arrow.contains('-')
        {
            steps.push(format!("{} → {}", name(from), name(to)));
        }
    }
    let marked = out.lines().filter(|line| line.contains("no page is about it"));
    (steps, marked.map(|line| line.split(['"', '<']).nth(1).unwrap().to_owned()).collect())
}

#[test]
fn ladders_stand_upright() {
    let folder = Folder::of(&[(
        "ladder.md",
        "# Engineering\n\n| Area | Senior Engineer 2 (People Manager) | Principal Engineer (People Manager) | Senior Engineer 2 \
         (Individual Contributor) | Principal Engineer (Individual Contributor) |\n|---|---|---|---|---|\n| Scope | Leads one \
         team | Leads teams | Works on one service | Works on many services |\n",
    )]);
    let (steps, _) = graph(&folder);
    assert_eq!(
        steps,
        [
            "Senior Engineer 2 (People Manager) → Principal Engineer (People Manager)",
            "Senior Engineer 2 (Individual Contributor) → Principal Engineer (Individual Contributor)",
        ]
    );
    let folder = pages(&[
        ("Staff Engineer", ""),
        ("Senior Staff Engineer", ""),
        ("Principal Engineer", ""),
        ("Sr. Principal Engineer", ""),
    ]);
    let (steps, _) = graph(&folder);
    for step in [
        "Staff Engineer → Senior Staff Engineer",
        "Senior Staff Engineer → Principal Engineer",
        "Principal Engineer → Sr. Principal Engineer",
    ] {
        assert!(steps.iter().any(|known| known == step), "{step}: {steps:?}");
    }
    assert_eq!(steps.len(), 3, "{steps:?}");
}

#[test]
fn steps_that_lead_nowhere_are_marked() {
    let folder = pages(&[
        ("Ward Clerk", "Next role: [Senior Ward Clerk](senior_ward_clerk.md)"),
        ("Senior Ward Clerk", "Next role: [Ward Manager](ward_manager.md)"),
        ("Ward Manager", "Next role: Nowhere Chief"),
        ("Site Engineer", "Next role: [Head of Sites](gone.md)"),
        ("Shift Lead", "Next role: Ward Manager"),
        ("Night Planner", "Next role: Shift Lead"),
    ]);
    let (_, marked) = graph(&folder);
    assert_eq!(marked, ["Head of Sites", "Nowhere Chief"]);
    folder.write("rolelint.yaml", "framework:\n  external: [Nowhere Chief, Head of Sites]\n");
    assert_eq!(graph(&folder).1, Vec::<String>::new());
}

#[test]
fn where_one_comes_from_is_no_way_out() {
    let from = |title: &str| format!("## Career path\n\n### Advancement from\n\n- {title}");
    let folder = pages(&[
        ("Support Agent", ""),
        ("Support Manager", &from("Support Agent")),
        ("Quality Lead", &from("Support Manager")),
    ]);
    let (steps, _) = graph(&folder);
    assert!(steps.contains(&"Support Agent → Support Manager".to_owned()), "{steps:?}");
    assert!(!steps.iter().any(|step| step.starts_with("Quality Lead")), "{steps:?}");
}

#[test]
fn a_diagram_has_no_frame_around_nothing() {
    let folder = Folder::of(&[
        ("a/rolelint.yaml", ""),
        ("a/clerk.md", "# Clerk\n\n## Duties\n\n- Files letters.\n"),
        ("b/rolelint.yaml", ""),
        (
            "b/job.md",
            "# Clerk wanted\n\nWe are hiring! Apply now.\n\n## What we offer\n\n- A desk and a chair.\n\n## How to apply\n\n- Send us a letter.\n",
        ),
    ]);
    let (_, out, _) = folder.run(&["graph", "."]);
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let empty = lines.windows(2).any(|pair| pair[0].starts_with("subgraph") && pair[1] == "end");
    assert!(out.contains("Clerk") && !empty, "{out}");
}

#[test]
fn names_without_end_are_cut_for_people_and_whole_for_programs() {
    let long = format!("Engineer {}", "A".repeat(9000));
    let page = |more: &str| {
        format!(
            "---\ntitle: {long}\nlevel: 4\n---\n# {long}\n\n## Responsibilities\n\n- Has 3 years of experience.\n- Plans the work.\n{more}"
        )
    };
    let folder = Folder::of(&[
        ("roles/a.md", &page("")),
        ("roles/b.md", "# Clerk\n\nNext role: [Lead](a.md)\n\n## Duties\n\n- Files letters.\n"),
        ("old/a.md", &page("")),
        ("new/a.md", &page("- Writes it down.\n")),
    ]);
    let longest = |text: &str| text.split(|c| c != 'A').map(str::len).max().unwrap_or(0);
    for args in [
        vec!["audit", "roles"],
        vec!["audit", "roles", "--format", "markdown"],
        vec!["graph", "roles"],
        vec!["graph", "roles", "--format", "dot"],
        vec!["graph", "roles", "--format", "svg"],
        vec!["compare", "roles/a.md", "roles/b.md"],
        vec!["compare", "roles/a.md", "roles/b.md", "--format", "markdown"],
        vec!["diff", "old", "new"],
        vec!["diff", "old", "new", "--format", "markdown"],
    ] {
        let (code, out, note) = folder.run(&args);
        assert!(code < 2 && out.contains("AAA"), "{args:?}: {note}");
        assert!(longest(&out) < 600, "{args:?}: {}", longest(&out));
    }
    assert!(folder.run(&["audit", "roles", "--format", "json"]).1.contains(&long));
}

#[test]
fn coverage_climbs() {
    // A branch is told after the line that it leaves, and levels from the lowest one up.
    let next = |title: &str| format!("Next role: {title}");
    let folder = pages(&[
        ("Chief Nurse", ""),
        ("Ward Manager", &next("Chief Nurse")),
        ("Nurse", &next("Senior Nurse")),
        ("Senior Nurse", "Next role: Nurse Specialist\n\nNext role: Ward Manager"),
        ("Nurse Specialist", ""),
    ]);
    let audit = json(&folder, &["audit", "--format", "json"]);
    let roles = audit["frameworks"][0]["roles"].as_array().unwrap();
    let at = |name: &str| roles.iter().position(|role| role["name"] == name).unwrap();
    assert!(at("Nurse") < at("Senior Nurse"), "{roles:#?}");
    assert!(at("Senior Nurse") < at("Ward Manager") && at("Ward Manager") < at("Chief Nurse"));
    let folder = Folder::of(&[(
        "ladder.md",
        "# Engineer\n\n| Area | IC3 | IC2 | IC1 |\n|---|---|---|---|\n| Scope | All sites | One site | One pump |\n",
    )]);
    let audit = json(&folder, &["audit", "--format", "json"]);
    let rows = audit["frameworks"][0]["coverage"]["groups"][0]["rows"].as_array().unwrap();
    assert_eq!(
        rows.iter().map(|row| row["level"].as_str().unwrap()).collect::<Vec<_>>(),
        ["IC1", "IC2", "IC3"]
    );
}

#[test]
fn a_table_of_one_track_leaves_no_gaps_on_the_other() {
    let folder = Folder::of(&[(
        "ladder.md",
        "# Engineering\n\n## Individual contributors\n\n| Area | IC1 | IC2 |\n|---|---|---|\n| Craft | Learns | Knows |\n| Scope \
         | One task | |\n\n## Managers\n\n| Area | M1 | M2 |\n|---|---|---|\n| People | Hires | Grows leads |\n| Budget | \
         Spends | Plans |\n",
    )]);
    let audit = json(&folder, &["audit", "--format", "json"]);
    let states: Vec<Vec<&str>> = states(&audit);
    let count = |state: &str| states.iter().flatten().filter(|one| **one == state).count();
    assert_eq!((count("level-missing"), count("empty"), count("no-section")), (0, 1, 8), "{states:?}");
}

#[test]
fn nobody_is_told_of_files_that_nobody_asked_for() {
    let folder = Folder::of(&[
        ("in/clerk.md", "# Clerk\n\n## Duties\n\n- Files letters.\n"),
        ("out/audit.md", "<!-- rolelint audit -->\n# Role framework audit\n"),
    ]);
    let (_, _, note) = folder.run(&["stats", "in"]);
    assert!(!note.contains("out/audit.md"), "{note}");
    let (_, _, note) = folder.run(&["stats"]);
    assert!(note.contains("out/audit.md"), "{note}");
}

#[test]
fn pictures_have_room_for_their_words() {
    let folder = Folder::new();
    for (at, name) in ["Communication Career Development Framework", "Product Marketing Career Framework"]
        .iter()
        .enumerate()
    {
        folder.write(
            &format!("{at}.md"),
            format!(
                "# {name}\n\n| Area | IC4 | IC5 |\n|---|---|---|\n| Scope | One site of {at} | All sites |\n| Craft | \
                 Draws plans | Draws many plans |\n| Impact | Helps one team | Helps all teams |\n"
            ),
        );
    }
    folder.write("c.md", "# Bell \u{7} Engineer\n\n## Responsibilities\n\n- Rings the bell every hour.\n");
    let (_, svg, _) = folder.run(&["graph", "--format", "svg", "."]);
    let numbers = |line: &str, key: &str| -> i64 {
        let from = line.find(key).unwrap() + key.len();
        line[from..].split('"').next().unwrap().parse().unwrap()
    };
    let headings: Vec<(i64, i64)> = svg
        .split("<text class=\"gh\"")
        .skip(1)
        .filter(|text| text.contains("Framework<"))
        .map(|text| (numbers(text, " x=\""), numbers(text, " y=\"")))
        .collect();
    let [(a, y), (b, z)] = headings.as_slice() else { panic!("{svg}") };
    assert!(y != z || b - a >= 42 * 9, "{headings:?}");
    let bell = svg.split("<rect").find(|part| part.contains("Engineer")).unwrap();
    assert!(numbers(bell, " width=\"") >= 8 * 18, "{bell}");
}
