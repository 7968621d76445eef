//! How much processor time each answer of `rolelint lsp` takes on a page of 50 kB among forty others:
//! `cargo bench --bench lsp`. The goal is 50 ms for each. Counts the time of the server's process, all its
//! threads together, where the system tells it (Linux); elsewhere the time on the wall.

#![allow(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used
)]

#[path = "../tests/support/lsp.rs"]
#[allow(dead_code)]
mod lsp;

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use lsp::{Client, Units, uri};
use serde_json::json;

/// How often each answer is asked for.
const ROUNDS: usize = 40;

/// What an answer may take.
const GOAL: Duration = Duration::from_millis(50);

/// A page about one job with that many bytes at least.
fn page(title: &str, number: usize, size: usize) -> String {
    let verbs = ["Plans", "Reviews", "Explains", "Repairs", "Measures", "Teaches", "Decides", "Writes"];
    let things =
        ["releases", "designs", "budgets", "contracts", "incidents", "interviews", "roadmaps", "surveys"];
    let ends = [
        "with one team",
        "for the whole area",
        "together with customers",
        "before others ask",
        "twice a year",
    ];
    let mut text =
        format!("---\ntitle: {title}\nid: job-{number}\nlevel: IC{}\n---\n\n# {title}\n", number % 7 + 1);
    let mut at = number;
    let mut section = 0;
    while text.len() < size {
        section += 1;
        let _ = write!(text, "\n## Section {section} of the work\n\n");
        for _ in 0..9 {
            let pick = |list: &[&str], step: usize| list[(at / step) % list.len()].to_owned();
            let _ =
                writeln!(text, "- {} {} {}, case {at}.", pick(&verbs, 1), pick(&things, 3), pick(&ends, 7));
            at += 1;
        }
        let _ =
            writeln!(text, "\nA slip  in section {section}, recieved {} times (e.g, here).", section % 9 + 2);
    }
    text
}

/// Processor time of a process so far.
fn spent(process: u32, begun: Instant) -> Duration {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { return begun.elapsed() };
    let mut total = 0;
    for entry in threads.flatten() {
        let text = std::fs::read_to_string(entry.path().join("schedstat")).unwrap_or_default();
        total += text.split_whitespace().next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or(0);
    }
    Duration::from_nanos(total)
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().canonicalize().unwrap();
    for number in 0..40 {
        std::fs::write(
            folder.join(format!("job-{number}.md")),
            page(&format!("Job {number}"), number, 6_000),
        )
        .unwrap();
    }
    let path = folder.join("long.md");
    let mut text = page("Long Job", 99, 50_000);
    std::fs::write(&path, &text).unwrap();

    // ROLELINT names another program, for comparisons.
    let own = env!("CARGO_BIN_EXE_rolelint").to_owned();
    let program = Command::new(std::env::var("ROLELINT").unwrap_or(own));
    let mut client = Client::start(program, &folder, Units::Utf16);
    client.open(&path, 1, &text);
    client.expect(&uri(&path), 1);
    client.settle();
    println!("A page of {} bytes among 40 others of 6 kB, {ROUNDS} times each:", text.len());

    let mut slow = 0;
    let mut version = 1;
    let document = json!({ "uri": uri(&path) });
    let middle = text[..text.len() / 2].matches('\n').count();
    let place = json!({ "line": middle, "character": 4 });
    let line = json!({ "start": { "line": middle - 12, "character": 0 }, "end": { "line": middle + 12, "character": 0 } });
    let mut measure = |name: &str, work: &mut dyn FnMut(&mut Client)| {
        let mut times = vec![];
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let before = spent(client.child.id(), begun);
            work(&mut client);
            times.push(spent(client.child.id(), begun).saturating_sub(before));
            // What follows a keystroke later is not part of the answer to it.
            if name == "findings after a keystroke" {
                client.settle();
            }
        }
        times.sort();
        let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
        let over = if most > GOAL { "  over the goal" } else { "" };
        slow += usize::from(most > GOAL);
        println!("{:>8.1} ms median {:>8.1} ms at most  {name}{over}", millis(median), millis(most));
    };
    measure("findings after a keystroke", &mut |client| {
        version += 1;
        let at = text.len() / 2 + usize::try_from(version).unwrap();
        assert!(text.is_ascii(), "every byte is a place");
        let position = client.units.position(&text, at);
        text.insert(at, 'x');
        client.change(&path, version, Some((position, position)), "x");
        client.expect(&uri(&path), version);
    });
    for (name, method, params) in [
        ("hover", "textDocument/hover", json!({ "textDocument": document, "position": place })),
        (
            "quick fixes",
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": line, "context": { "diagnostics": [] } }),
        ),
        (
            "completion",
            "textDocument/completion",
            json!({ "textDocument": document, "position": { "line": 3, "character": 7 } }),
        ),
        ("outline", "textDocument/documentSymbol", json!({ "textDocument": document })),
        ("lenses", "textDocument/codeLens", json!({ "textDocument": document })),
    ] {
        measure(name, &mut |client| {
            client.request(method, params.clone());
        });
    }
    let begun = Instant::now();
    let before = spent(client.child.id(), begun);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let only = json!({ "diagnostics": [], "only": ["source.fixAll.rolelint"] });
    let actions = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": document, "range": whole, "context": only }),
    );
    client.request("codeAction/resolve", actions[0].clone());
    let took = spent(client.child.id(), begun).saturating_sub(before);
    println!("{:>8.1} ms once: all repairs of the page, each tried before it is offered", millis(took));
    assert_eq!(client.leave(), Some(0));
    println!(
        "{}",
        if slow == 0 { "Every answer is within the goal." } else { "Some answers are over the goal." }
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
