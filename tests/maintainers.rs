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
    assert_eq!(numbers("expectations"), [2, 4, 4], "{history:#?}");
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
