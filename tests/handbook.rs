//! The pages for people under `docs/` hold: every command in them is run in a fresh folder, in order, as a
//! reader would copy it; every block of settings can be read; the reference of settings is what the schema
//! says (`UPDATE=1 cargo test --test handbook` writes it).

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

#[path = "support/folder.rs"]
mod folder;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use folder::{Folder, copy};
use rolelint::engine::settings_from_text;
use serde_json::Value;

/// The pages whose commands are run, each in a folder of its own that begins as a copy of `examples/ladder`.
const PAGES: &[&str] = &[
    "audit.md",
    "changes.md",
    "getting-started.md",
    "init.md",
    "maintainers.md",
    "reading.md",
    "repairs.md",
    "rule-authors.md",
];

/// What blocks without a language hold: commands of other programs, which `packaging/test.sh` stands for.
const OTHERS: &[&str] = &[
    "cargo install --locked --path .",
    "pipx install rolelint",
    "npm install -g rolelint",
    "cd editors/vscode",
    "npm ci",
    "npx @vscode/vsce package",
    "code --install-extension",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).unwrap().replace("\r\n", "\n")
}

/// The fenced blocks of a page: the words behind the fence, and the content.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = vec![];
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => open = Some((words.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, content)), None) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The commands of a block, and what it says that they print. Blocks of commands alone (`sh`) are pasted as they
/// stand, so there is no prompt in them; in the others (`console`) it tells commands from what is printed.
fn commands<'t>(words: &str, content: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    match words {
        "sh" => (content.lines().collect(), vec![]),
        "console" => {
            let (commands, printed): (Vec<&str>, Vec<&str>) =
                content.lines().partition(|line| line.starts_with("$ "));
            assert!(
                !printed.is_empty(),
                "only commands, so mark it `sh` and leave out the prompt: {content}"
            );
            (commands.into_iter().map(|line| line.trim_start_matches("$ ")).collect(), printed)
        }
        _ => (vec![], vec![]),
    }
}

/// The arguments in a command; quotation marks keep words together.
fn arguments(command: &str) -> Vec<&str> {
    let mut all = vec![];
    for (n, piece) in command.split('"').enumerate() {
        if n % 2 == 1 {
            all.push(piece);
        } else {
            all.extend(piece.split_whitespace());
        }
    }
    all
}

/// The folder in which the commands of a page are run; `changes.md` speaks of commits and of older copies. None
/// where git is not installed.
fn folder_for(name: &str, dir: &Folder) -> Option<PathBuf> {
    let folder = dir.path.join("ladder");
    copy(&root().join("examples/ladder"), &folder);
    if name != "changes.md" {
        return Some(folder);
    }
    copy(&folder, &dir.path.join("old"));
    copy(&folder, &dir.path.join("new"));
    let git = |args: &[&str]| dir.git(&[&["-C", "ladder"], args].concat());
    let ready = git(&["init", "-q", "-b", "main"])
        && git(&["add", "-A"])
        && git(&["commit", "-q", "-m", "First"])
        && git(&["tag", "v1"])
        && git(&["tag", "v2"]);
    ready.then_some(folder)
}

fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rolelint"));
    program.current_dir(folder).env("NO_COLOR", "1");
    program
}

#[test]
fn commands_in_pages_work_in_a_fresh_folder() {
    for name in PAGES {
        let dir = Folder::new();
        let Some(folder) = folder_for(name, &dir) else {
            println!("skipped: docs/{name} needs git");
            continue;
        };
        let mut tried = 0;
        for (words, content) in blocks(&page(name)) {
            if let Some(file) = words.split(' ').find_map(|word| word.strip_prefix("file=")) {
                std::fs::write(folder.join(file), &content).unwrap();
            }
            let (lines, printed) = commands(&words, &content);
            let mut said = String::new();
            for line in lines {
                let command = line.strip_prefix("rolelint ").unwrap_or_else(|| panic!("docs/{name}: {line}"));
                let output = program(&folder).args(arguments(command)).stdin(Stdio::null()).output().unwrap();
                said.push_str(&String::from_utf8_lossy(&output.stdout));
                said.push_str(&String::from_utf8_lossy(&output.stderr));
                assert!(matches!(output.status.code(), Some(0 | 1)), "docs/{name}: `{line}` fails: {said}");
                tried += 1;
            }
            for line in printed {
                assert!(said.contains(line.trim()), "docs/{name}: nothing prints `{line}`, but {said}");
            }
        }
        assert!(tried > 0, "docs/{name} shows no commands: the search is broken");
    }
}

/// The block of a page for a shell that holds `words`, without its indentation, run by that shell in `folder`.
/// None where a program that it needs is not installed.
fn shelled(name: &str, words: &str, needs: &str, folder: &Path, more: &[(&str, &str)]) -> Option<String> {
    for program in ["sh", needs] {
        if Command::new(program).arg("--version").stdin(Stdio::null()).output().is_err() {
            println!("skipped: the block of docs/{name} with `{words}` needs {program}");
            return None;
        }
    }
    let text = page(name);
    let lines = text.lines().skip_while(|line| !line.contains(words));
    let block: Vec<&str> = lines.take_while(|line| !line.trim_start().starts_with("```")).collect();
    assert!(!block.is_empty(), "docs/{name} does not hold `{words}`");
    let binary = Path::new(env!("CARGO_BIN_EXE_rolelint")).parent().unwrap();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths =
        std::env::join_paths(std::iter::once(binary.to_path_buf()).chain(std::env::split_paths(&paths)));
    let mut shell = Command::new("sh");
    shell.args(["-c", &block.join("\n")]).current_dir(folder).env("PATH", paths.unwrap());
    let output = shell.envs(more.iter().copied()).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "docs/{name}: {output:?}");
    Some(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn blocks_for_a_shell_work() {
    let dir = Folder::new();
    let postings = r##"{"path": "a.md", "text": "# Porter\n\n- Handles recieved parcels\n", "id": 7}"##;
    std::fs::write(dir.path.join("postings.jsonl"), format!("{postings}\n{postings}\n")).unwrap();
    if shelled("performance.md", "jq -c", "jq", &dir.path, &[]).is_some() {
        let found = std::fs::read_to_string(dir.path.join("findings.jsonl")).unwrap();
        assert_eq!(found.matches("\"rule\":\"misspelling\"").count(), 2, "{found}");
    }
    std::fs::write(dir.path.join("rolelint.yaml"), "fail-on: error\n").unwrap();
    let ready =
        dir.git(&["init", "-q"]) && dir.git(&["add", "-A"]) && dir.git(&["commit", "-q", "-m", "First"]);
    std::fs::write(dir.path.join("rolelint.yaml"), "fail-on: never\n").unwrap();
    if !ready {
        println!("skipped: docs/ci.md needs git");
    } else if shelled("ci.md", "rm -rf rolelint.yaml", "git", &dir.path, &[("BASE", "HEAD")]).is_some() {
        let settings = std::fs::read_to_string(dir.path.join("rolelint.yaml")).unwrap();
        assert_eq!(settings, "fail-on: error\n", "the base branch decides");
    }
}

#[test]
fn what_pages_promise_happens() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ladder");
    copy(&root().join("examples/ladder"), &folder);
    let run = |args: &[&str]| program(&folder).args(args).output().unwrap();
    let found = run(&["check"]);
    assert_eq!(found.status.code(), Some(1), "the example holds errors");
    run(&["check", "--fix"]);
    assert!(!run(&["check", "--diff"]).stdout.starts_with(b"diff"), "what was repaired needs no repair");
    run(&["baseline", "create"]);
    assert_eq!(
        run(&["check", "--baseline", ".rolelint-baseline.json"]).status.code(),
        Some(0),
        "the old is quiet"
    );
    // The rule of rule-authors.md finds what it was written for.
    for (words, content) in blocks(&page("rule-authors.md")) {
        if let Some(file) = words.split(' ').find_map(|word| word.strip_prefix("file=")) {
            std::fs::write(folder.join(file), content).unwrap();
        }
    }
    std::fs::write(folder.join("wizard.md"), "# Data Wizard\n\n## Impact\n\n- Repairs tables.\n").unwrap();
    let found = run(&["check", "wizard.md", "--select", "house/no-wizards"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("says nothing about the work"), "{found:?}");
}

#[test]
fn other_commands_are_known_and_settings_can_be_read() {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let own: BTreeSet<&str> = [
        "getting-started.md",
        "maintainers.md",
        "rule-authors.md",
        "comparison.md",
        "editors.md",
        "stability.md",
    ]
    .into();
    let mut settings = 0;
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        for (words, content) in blocks(&page(&name)) {
            commands(&words, &content);
        }
        if !own.contains(name.as_str()) {
            continue;
        }
        for (words, content) in blocks(&page(&name)) {
            match words.as_str() {
                "" => {
                    for line in content.lines() {
                        assert!(
                            OTHERS.iter().any(|known| line.starts_with(known)),
                            "docs/{name}: `{line}` is run by no test"
                        );
                    }
                }
                "yaml" => {
                    settings_from_text("rolelint.yaml", &content)
                        .unwrap_or_else(|error| panic!("docs/{name}: {error}"));
                    settings += 1;
                }
                _ => {}
            }
        }
    }
    assert!(settings > 3, "only {settings} blocks of settings were found");
}

/// `docs/configuration.md` as it should be.
fn reference() -> String {
    let schema: Value = serde_json::from_str(include_str!("../schemas/config.schema.json")).unwrap();
    let mut page = "# All settings\n\n\
        What `rolelint.yaml` may say. It stands in the folder of the framework or above, up to the top of the git\n\
        repository; `.rolelint.yaml` is the same. Nothing in it is needed. A key that is not known is an error. Made from\n\
        `schemas/config.schema.json` by `UPDATE=1 cargo test --test handbook`; `rolelint schema print config` shows that\n\
        schema with the rules and their options, which are told on [the pages of the rules](../rules/README.md).\n\n"
        .to_owned();
    table(&schema, &schema, &mut page);
    let mut queue: Vec<String> = named(&schema);
    let mut told = BTreeSet::new();
    while !queue.is_empty() {
        let name = queue.remove(0);
        if !told.insert(name.clone()) {
            continue;
        }
        let part = &schema["$defs"][&name];
        if part.get("properties").is_none() {
            queue.extend(named(part));
            continue;
        }
        let _ = write!(page, "\n## {name}\n\n{}\n\n", text(part));
        table(part, &schema, &mut page);
        queue.extend(named(part));
    }
    page
}

/// The parts that the properties of a schema name, in order. Rules have pages of their own.
fn named(schema: &Value) -> Vec<String> {
    let mut found = vec![];
    let mut look = |value: &Value| {
        let text = value.to_string();
        for piece in text.split("#/$defs/").skip(1) {
            found.extend(piece.split('"').next().map(str::to_owned));
        }
    };
    match schema.get("properties").and_then(Value::as_object) {
        Some(properties) => {
            properties.iter().filter(|(key, _)| *key != "rules").for_each(|(_, value)| look(value));
        }
        None => look(schema),
    }
    found
}

fn text(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or("").replace('\n', " ").replace('|', "\\|")
}

fn table(schema: &Value, whole: &Value, page: &mut String) {
    page.push_str("| Key | Takes | Meaning |\n|---|---|---|\n");
    for (key, value) in schema["properties"].as_object().unwrap() {
        let _ = writeln!(page, "| `{key}` | {} | {} |", takes(value, whole), text(value));
    }
}

/// What a value is, in words.
fn takes(value: &Value, whole: &Value) -> String {
    if let Some(reference) = value["$ref"].as_str().or_else(|| value["allOf"][0]["$ref"].as_str()) {
        let name = reference.rsplit('/').next().unwrap_or("");
        let part = &whole["$defs"][name];
        if matches!(name, "Name" | "Rule") {
            return "the name of a rule or group".into();
        }
        return if part.get("properties").is_some() {
            format!("[{name}](#{})", name.to_lowercase())
        } else {
            takes(part, whole)
        };
    }
    if let Some(options) = value["enum"].as_array() {
        // The names of all rules stand on a page of their own.
        if options.len() > 12 {
            return "the name of a rule or group".into();
        }
        return options
            .iter()
            .map(|option| format!("`{}`", option.as_str().unwrap_or("")))
            .collect::<Vec<_>>()
            .join(", ");
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(options) = value[key].as_array() {
            let mut all: Vec<String> =
                options.iter().map(|option| takes(option, whole)).filter(|text| text != "nothing").collect();
            all.dedup();
            return all.join(", or ");
        }
    }
    let kind = match &value["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap_or(""),
        kind => kind.as_str().unwrap_or(""),
    };
    match kind {
        "array" => format!("a list: {}", takes(&value["items"], whole)),
        "object" if value.get("additionalProperties").is_some_and(Value::is_object) => {
            format!("names, each with {}", takes(&value["additionalProperties"], whole))
        }
        "object" => "names, each with its settings".into(),
        "string" => "text".into(),
        "boolean" => "`true` or `false`".into(),
        "integer" => "a whole number".into(),
        "number" => "a number".into(),
        "null" => "nothing".into(),
        _ => "any value".into(),
    }
}

#[test]
fn the_reference_of_settings_is_current() {
    let path = root().join("docs/configuration.md");
    let old = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let new = reference();
    if old != new && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, new).unwrap();
    } else {
        assert!(old == new, "docs/configuration.md is not current: UPDATE=1 cargo test --test handbook");
    }
}

#[test]
fn a_watch_tells_what_changes() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("engineer.md");
    std::fs::write(&page, "# Engineer\n\n## Impact\n\n- Ships features every day.\n").unwrap();
    let said = dir.path().join("said.log");
    let log = std::fs::File::create(&said).unwrap();
    let mut child = program(dir.path())
        .args(["check", "--watch", "--format", "concise", "engineer.md"])
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let wait = |text: &str| {
        let end = Instant::now() + Duration::from_secs(60);
        while Instant::now() < end {
            if std::fs::read_to_string(&said).unwrap().contains(text) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it never said {text}: {}", std::fs::read_to_string(&said).unwrap());
    };
    wait("Waiting for changes");
    std::fs::write(&page, "# Engineer\n\n## Impact\n\n- Handles recieved parcels every day.\n").unwrap();
    wait("Changed: engineer.md");
    wait("misspelling");
    // Words and settings beside it count, too.
    std::fs::write(dir.path().join("rolelint.words"), "recieved\n").unwrap();
    wait("Changed: rolelint.words");
    child.kill().unwrap();
    child.wait().unwrap();
}
