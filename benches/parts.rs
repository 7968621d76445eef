//! How fast the parts are, on pages made here: `cargo bench`. Prints the best of several runs in
//! megabytes per second of input. It compares two states of the code on one machine; no test depends on it.

#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use rolelint::checks::CHECKS;
use rolelint::config::Settings;
use rolelint::engine::{Job, Roots, check, read};
use rolelint::rule::{Registry, Selection, built_in_pages};
use rolelint::syntax;
use rolelint::text::{FileId, Files, SourceFile, decode};

/// How many runs are made; the best one counts, since nothing makes a program run faster by accident.
const RUNS: usize = 7;

/// Repeats a piece of text until it is about this long, in bytes.
const SIZE: usize = 512 * 1024;

const PROSE: &str = "\
## Delivery

- Splits a project into steps that others can take over, and keeps it moving.
- Explains delays to other teams on the day they become known (e.g., in the weekly note).
- Keeps the **service** and its neighbors healthy; owns what breaks at night.

At least 4 years of building software that is in daily use – “use” means by people.

";

const TABLE: &str = "\
| | Engineer | Senior Engineer | Staff Engineer |
|---|---|---|---|
| Scope | One component | A service and its neighbors | An area with several teams |
| Quality | Writes tests for every change | Decides what has to be tested | Sets the bar across teams |

";

const HTML: &str = "\
<table markdown=\"1\">
<tr>
<td>

Engineer

</td>
<td>

Senior Engineer

</td>
</tr>
<tr>
<td markdown=\"1\">

- Asks for comments and acts on them

</td>
<td markdown=\"1\">

- Gives comments that help a colleague the same day

</td>
</tr>
</table>

";

const DATA: &str = "\
  - id: delivery
    label: Delivery
    expectations:
      - Splits a project into steps that others can take over.
      - { text: Explains delays to other teams., strength: core }
";

fn page(head: &str, piece: &str) -> String {
    let mut text = head.to_owned();
    while text.len() < SIZE {
        text.push_str(piece);
    }
    text
}

fn time<T>(name: &str, bytes: usize, mut work: impl FnMut() -> T) {
    let best = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .min()
        .unwrap_or(Duration::MAX);
    println!("{name:<28} {:>9.1} MB/s  {best:>12.2?}", bytes as f64 / 1e6 / best.as_secs_f64());
}

fn main() {
    let pages = [
        ("prose.md", page("---\ntitle: Engineer\n---\n\n# Engineer\n\n", PROSE)),
        ("table.md", page("# Engineer\n\n", TABLE)),
        ("html.md", page("# Engineer\n\n", HTML)),
        ("data.yaml", page("id: engineer\ntitle: Engineer\nsections:\n", DATA)),
    ];
    let settings = Settings::default();
    let (built_in, _) = built_in_pages();
    let Ok(registry) = Registry::new(built_in, CHECKS, &settings, &Selection::default()) else {
        return println!("the built-in rules cannot be made; run the tests");
    };
    let roots = Roots::default();
    for (name, text) in &pages {
        let bytes = text.as_bytes();
        time(&format!("{name}: decode"), bytes.len(), || decode(bytes));
        let file = SourceFile::from_bytes(FileId(0), *name, None, bytes);
        time(&format!("{name}: parse"), bytes.len(), || syntax::parse(&file));
        let mut files = Files::default();
        files.add(|id| SourceFile::from_bytes(id, *name, None, bytes));
        time(&format!("{name}: read the roles"), bytes.len(), || read(&files, &settings, &roots));
        let schemas = rolelint::schema::Schemas::default();
        let job = Job {
            files: &files,
            settings: &settings,
            rules: &registry.rules,
            roots: &roots,
            report: None,
            no_inline_ignores: false,
            lens: rolelint::engine::Lens::default(),
            schemas: &schemas,
        };
        time(&format!("{name}: check"), bytes.len(), || check(&job));
    }
}
