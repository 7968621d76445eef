//! `rolelint lsp`, driven as an editor drives it: a client of its own over standard input and output.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

#[path = "support/lsp.rs"]
mod client;
#[path = "support/folder.rs"]
mod folder;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use client::{Client, Units, uri};
use folder::copy;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the example ladder in a folder of its own.
fn ladder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().canonicalize().unwrap().join("a folder with ü");
    copy(&root().join("examples/ladder"), &path);
    (dir, path)
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_rolelint"))
}

/// What a fresh run says about one file: rule, severity, message and place in characters.
fn fresh(folder: &Path, name: &str) -> BTreeSet<String> {
    let output = program().args(["check", "--format", "json", name]).current_dir(folder).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let place = |value: &Value| {
        let at = |key: &str| value[key].as_u64().unwrap() - 1;
        format!("{}:{}", at("line"), at("column"))
    };
    let findings = report["diagnostics"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["file"] == name)
        .map(|finding| {
            let (start, end) = (place(&finding["start"]), place(&finding["end"]));
            let (rule, severity) = (finding["rule"].as_str().unwrap(), finding["severity"].as_str().unwrap());
            format!("{start}-{end} {severity} {rule}")
        })
        .collect()
}

/// The same from what the client was told, with columns in characters.
fn told(client: &Client, diagnostics: &Value, text: &str) -> BTreeSet<String> {
    let place = |value: &Value| {
        let line = usize::try_from(value["line"].as_u64().unwrap()).unwrap();
        let column =
            client.units.to_chars(text, line, usize::try_from(value["character"].as_u64().unwrap()).unwrap());
        format!("{line}:{column}")
    };
    let severity = |value: &Value| match value.as_u64() {
        Some(1) => "error",
        Some(2) => "warning",
        _ => "info",
    };
    let findings = diagnostics.as_array().unwrap().iter();
    findings
        .map(|finding| {
            let (start, end) = (place(&finding["range"]["start"]), place(&finding["range"]["end"]));
            format!("{start}-{end} {} {}", severity(&finding["severity"]), finding["code"].as_str().unwrap())
        })
        .collect()
}

/// Waits until the server says of this version what a fresh run says of this text.
fn agrees(client: &mut Client, page: &Path, version: i32, text: &str) {
    let name = page.file_name().unwrap().to_str().unwrap();
    std::fs::write(page, text).unwrap();
    let expected = fresh(page.parent().unwrap(), name);
    let end = Instant::now() + Duration::from_secs(60);
    let mut last = BTreeSet::new();
    while Instant::now() < end {
        if let Some(diagnostics) = client.diagnostics(&uri(page), version) {
            last = told(client, &diagnostics, text);
            if last == expected {
                return;
            }
        }
        client.wait(Duration::from_millis(100));
    }
    let missing: Vec<_> = expected.difference(&last).collect();
    let extra: Vec<_> = last.difference(&expected).collect();
    panic!("version {version}: missing {missing:#?}, too much {extra:#?}, of {} findings", expected.len());
}

/// Numbers that look random and are the same each time (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

const SNIPPETS: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\n\n## Scope\n\n- Owns  a service.\n",
    "teh ",
    "recieve",
    "😀",
    "naïve “quotes”",
    "\u{200b}",
    "- Leads, mentors and hires engineers\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "<table>\n<tr>\n<td>",
    "</td></tr></table>\n",
    "---\n",
    "title: Engineer\n",
    "8-10 years of experience",
    "TBD",
    "```\n",
    "[a link](missing.md)",
    "Ã©",
    "**",
    "<!-- rolelint-ignore misspelling: a word of ours -->\n",
];

fn random_edits(units: Units, page: &str, seed: u64, edits: usize, every: usize) {
    let (_dir, folder) = ladder();
    let page = folder.join(page);
    let mut text = std::fs::read_to_string(&page).unwrap();
    let mut client = Client::start(program(), &folder, units);
    client.open(&page, 1, &text);
    agrees(&mut client, &page, 1, &text);
    let mut dice = Dice(seed);
    let mut version = 1;
    for number in 1..=edits {
        let mut at = dice.below(text.len() + 1);
        let mut end = (at + [0, 0, 1, 5, 40][dice.below(5)]).min(text.len());
        // No position lies inside a character, or between the two halves of a line ending.
        let splits = |at: usize| {
            !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n')
        };
        while splits(at) {
            at -= 1;
        }
        while splits(end) {
            end += 1;
        }
        let new = SNIPPETS[dice.below(SNIPPETS.len())];
        let (start, stop) = (client.units.position(&text, at), client.units.position(&text, end));
        // Some clients send ranges the wrong way round.
        let range = if dice.below(8) == 0 { (stop, start) } else { (start, stop) };
        version += 1;
        client.change(&page, version, Some(range), new);
        text.replace_range(at..end, new);
        if number % every == 0 {
            agrees(&mut client, &page, version, &text);
        }
    }
    agrees(&mut client, &page, version, &text);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_thousand_random_edits_end_in_what_a_fresh_run_finds() {
    std::thread::scope(|scope| {
        scope.spawn(|| random_edits(Units::Utf16, "software-engineer.md", 1, 400, 57));
        scope.spawn(|| random_edits(Units::Utf8, "director-of-engineering.md", 2, 300, 61));
        scope.spawn(|| random_edits(Units::Utf32, "product-designer.md", 3, 300, 53));
    });
}

#[test]
fn a_page_is_explained_repaired_and_completed() {
    let (_dir, folder) = ladder();
    let page = folder.join("new-page.md");
    std::fs::write(
        folder.join("a.md"),
        "---\ntitle: Nurse\nlevel: IC2\n---\n\n# Nurse\n\n## Care\n\n- Helps.\n",
    )
    .unwrap();
    let text = "---\ntitle: Engineer\n\n---\n\n# Engineer\n\n## Impact\n\n- Handles recieved parcels every day and answers  the letters of all customers.\n";
    let mut client = Client::start(program(), &folder, Units::Utf16);
    client.open(&page, 7, text);
    let diagnostics = client.expect(&uri(&page), 7);
    let slip = diagnostics
        .as_array()
        .unwrap()
        .iter()
        .find(|d| d["code"] == "misspelling")
        .expect("the slip")
        .clone();
    assert_eq!(slip["source"], "rolelint");
    let document = json!({ "uri": uri(&page) });

    // The pointer on the slip.
    let hover = client.request(
        "textDocument/hover",
        json!({ "textDocument": document, "position": slip["range"]["start"] }),
    );
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(
        told.contains("recieved") && told.contains("### misspelling") && !told.contains("```expect"),
        "{told}"
    );
    let nothing = json!({ "textDocument": document, "position": { "line": 5, "character": 3 } });
    assert!(client.request("textDocument/hover", nothing).is_null());

    // The repairs offered for it name the version they are for.
    let context = json!({ "diagnostics": [slip] });
    let actions = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": document, "range": slip["range"], "context": context }),
    );
    let actions = actions.as_array().unwrap().clone();
    let write = actions.iter().find(|a| a["title"].as_str().unwrap().contains("received")).expect("a repair");
    let change = &write["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 7);
    assert_eq!(change["edits"][0]["newText"], "received");
    let declare = actions
        .iter()
        .find(|a| a["title"].as_str().unwrap().contains("rolelint.words"))
        .expect("a word to add");
    let changes = declare["edit"]["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[1]["edits"][0]["newText"], "recieved\n");

    // Everything at once, made only when it is wanted, and only for the version that was shown.
    let all =
        actions.iter().find(|a| a["kind"] == "source.fixAll.rolelint").expect("repair everything").clone();
    let resolved = client.request("codeAction/resolve", all.clone());
    let new = resolved["edit"]["documentChanges"][0]["edits"][0].clone();
    let range = (client::place(&new["range"]["start"]), client::place(&new["range"]["end"]));
    client.change(&page, 8, Some(range), new["newText"].as_str().unwrap());
    let error = client.request_error("codeAction/resolve", all);
    assert_eq!(error["code"], -32801, "an action for an old version is refused");
    let left = client.expect(&uri(&page), 8);
    let rules: Vec<&str> = left.as_array().unwrap().iter().filter_map(|d| d["code"].as_str()).collect();
    assert!(!rules.contains(&"repeated-space"), "{rules:?}");
    assert!(
        rules.contains(&"misspelling"),
        "a repair that may change the meaning is nobody's but the author's"
    );

    // Only the kinds that were asked for.
    let only = json!({ "diagnostics": [], "only": ["source.organizeImports"] });
    let none = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": document, "range": slip["range"], "context": only }),
    );
    assert_eq!(none, json!([]));

    // Keys and values that the other pages use.
    let complete = |client: &mut Client, line: u32, character: u32| {
        let position = json!({ "line": line, "character": character });
        let items = client
            .request("textDocument/completion", json!({ "textDocument": document, "position": position }));
        let labels = |item: &Value| item["label"].as_str().unwrap().to_owned();
        items.as_array().unwrap().iter().map(labels).collect::<Vec<_>>()
    };
    let keys = complete(&mut client, 2, 0);
    assert!(keys.contains(&"level".to_owned()) && !keys.contains(&"title".to_owned()), "{keys:?}");
    client.change(&page, 9, Some(((2, 0), (2, 0))), "level: ");
    let values = complete(&mut client, 2, 7);
    assert!(values.contains(&"IC2".to_owned()), "{values:?}");
    assert!(complete(&mut client, 8, 2).is_empty(), "nothing in the text of the page");

    // The outline.
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": document }));
    assert_eq!(symbols[0]["name"], "Engineer");
    assert!(
        symbols[0]["children"].as_array().unwrap().iter().any(|child| child["name"] == "Impact"),
        "{symbols}"
    );
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn the_neighbor_on_the_ladder_is_shown_as_it_stands_in_an_unsaved_text() {
    let (_dir, folder) = ladder();
    let page = |title: &str, items: &str| {
        format!("# {title}\n\n## Impact\n\n{items}\n\n## Craft\n\n- Reviews designs.\n")
    };
    let (junior, senior) = (folder.join("x/designer.md"), folder.join("x/senior-designer.md"));
    std::fs::create_dir_all(folder.join("x")).unwrap();
    std::fs::write(&junior, page("Designer", "- Draws screens.")).unwrap();
    std::fs::write(&senior, page("Senior Designer", "- Leads a product area.")).unwrap();
    let mut client = Client::start(program(), &folder, Units::Utf16);
    client.open(&senior, 1, &std::fs::read_to_string(&senior).unwrap());
    client.open(&junior, 1, &page("Designer", "- Draws screens that nobody saved."));
    client.expect(&uri(&senior), 1);
    client.expect(&uri(&junior), 1);
    client.settle();
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri(&senior) } }));
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().filter_map(|lens| lens["command"]["title"].as_str()).collect();
    assert!(titles.contains(&"Below, Designer: - Draws screens that nobody saved."), "{titles:?}");

    // A rule that compares pages sees it too: the same id twice, one of them unsaved.
    let twin =
        "---\nid: d1\n---\n\n# Designer\n\n## Impact\n\n- Draws screens.\n\n## Craft\n\n- Reviews designs.\n";
    let other = twin.replace("# Designer", "# Senior Designer").replace("Draws screens", "Leads an area");
    client.change(&junior, 2, None, twin);
    client.change(&senior, 2, None, &other);
    let end = Instant::now() + Duration::from_secs(30);
    let is_told = |client: &Client| {
        let found = client.diagnostics(&uri(&senior), 2);
        found.is_some_and(|found| found.as_array().unwrap().iter().any(|d| d["code"] == "duplicate-id"))
    };
    while !is_told(&client) && Instant::now() < end {
        client.wait(Duration::from_millis(50));
    }
    assert!(is_told(&client), "{:?}", client.diagnostics(&uri(&senior), 2));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn the_configuration_is_checked_and_completed_and_its_words_hold() {
    let (_dir, folder) = ladder();
    let config = folder.join("rolelint.yaml");
    std::fs::write(&config, "rules:\n  mispelling: off\n").unwrap();
    let mut client = Client::start(program(), &folder, Units::Utf16);
    let page = folder.join("page.md");
    std::fs::write(&page, "# Engineer\n\n## Impact\n\n- Handles recieved parcels.\n").unwrap();
    client.open(&page, 1, &std::fs::read_to_string(&page).unwrap());
    let wrong = client.expect_any(&uri(&config));
    assert!(wrong[0]["message"].as_str().unwrap().contains("mispelling"), "{wrong}");
    std::fs::write(&config, "rules:\n  buzzword: off\n").unwrap();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri(&config), "type": 2 }] }),
    );
    let told = client.expect(&uri(&page), 1);
    assert!(told.as_array().unwrap().iter().any(|d| d["code"] == "misspelling"), "{told}");
    assert_eq!(client.expect_any(&uri(&config)), json!([]), "what is mended is no longer shown");

    client.open(&config, 1, "ru");
    client.settle();
    let position = json!({ "line": 0, "character": 2 });
    let items = client.request(
        "textDocument/completion",
        json!({ "textDocument": { "uri": uri(&config) }, "position": position }),
    );
    assert!(items.as_array().unwrap().iter().any(|item| item["label"] == "rules"), "{items}");

    // A word in an unsaved `rolelint.words` counts at once.
    let words = folder.join("rolelint.words");
    client.open(&words, 1, "recieved\n");
    let end = Instant::now() + Duration::from_secs(30);
    let is_told = |client: &Client| {
        client.diagnostics(&uri(&page), 1).is_some_and(|told| told.to_string().contains("misspelling"))
    };
    while is_told(&client) && Instant::now() < end {
        client.wait(Duration::from_millis(50));
    }
    assert!(!is_told(&client));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn it_ends_when_its_input_does_and_survives_what_makes_no_sense() {
    let (_dir, folder) = ladder();
    let page = folder.join("software-engineer.md");
    let mut client = Client::start(program(), &folder, Units::Utf16);
    client.open(&page, 1, &"- Handles recieved parcels.\n".repeat(20_000));
    let far = (u32::MAX, u32::MAX);
    for (version, range) in [(2, (far, far)), (3, (far, (0, 0))), (4, ((3, u32::MAX), (1, 2)))] {
        client.change(&page, version, Some(range), "x 😀 y\n");
    }
    for (method, params) in [
        (
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri(&page) }, "position": { "line": 9_999_999, "character": 7 } }),
        ),
        (
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": "file:///nowhere.md" },
            "range": { "start": { "line": 5, "character": 5 }, "end": { "line": 1, "character": 1 } }, "context": { "diagnostics": [] } }),
        ),
        ("textDocument/documentSymbol", json!({ "textDocument": { "uri": "untitled:one" } })),
    ] {
        client.request(method, params);
    }
    assert_eq!(client.request_error("rolelint/unknown", Value::Null)["code"], -32601);
    assert_eq!(client.request_error("textDocument/hover", json!([1, 2]))["code"], -32602);
    client.notify("textDocument/didChange", json!({ "nonsense": true }));
    client.change(&page, 5, None, &"- Handles recieved parcels.\n".repeat(20_000));
    // In the middle of work.
    let begun = Instant::now();
    assert_eq!(client.hang_up(), Some(1), "nobody said goodbye");
    assert!(begun.elapsed() < Duration::from_secs(1), "it took {:?} to end", begun.elapsed());
}

#[test]
fn it_says_why_it_ends_before_anything_was_said() {
    for (input, reason) in [
        ("Content-Length: 3\r\n\r\n{x}", "key must be a string"),
        ("Content-Length: 99999999999999\r\n\r\n{}", "longer than"),
        ("GET / HTTP/1.1\r\n\r\n", "no Content-Length"),
        ("check\n", "no message of the language server protocol"),
    ] {
        let mut child = program()
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let begun = Instant::now();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(reason), "{input}: {said}");
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}
