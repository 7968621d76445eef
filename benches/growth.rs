//! How time grows with the input: `cargo bench --bench growth`. Every case is a page that is hard on some part of the program, made here in one size and in
//! twice that size; `valgrind --tool=callgrind` counts the instructions of `rolelint check` on both, less those
//! for an empty page. Twice the input may cost at most 2.2 times the instructions. Names of cases may be given as
//! arguments; `GROWTH_SIZE` sets the smaller size in bytes, `GROWTH_PROGRAM` another build of the program.

#![allow(clippy::print_stdout, clippy::cast_precision_loss, clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// What twice the input may cost.
const MOST: f64 = 2.2;

/// The smaller size in bytes where nothing else is said: large enough that what is quadratic shows.
const SIZE: usize = 48 * 1024;

/// Name, name of the file, and what makes a text of about this many bytes.
type Case = (&'static str, &'static str, fn(usize) -> String);

const CASES: &[Case] = &[
    ("prose", "a.md", |size| {
        filled("# Engineer\n\n## Impact\n\n", "- Ships features that people use.\n", size)
    }),
    ("many-findings", "a.md", |size| {
        filled("# Engineer\n\n", "- Recieves teh mail , at least 5-7 years.\n", size)
    }),
    ("long-line", "a.md", |size| filled("# Engineer\n\n", "Ships features that people use. ", size)),
    ("long-line-findings", "a.md", |size| filled("# Engineer\n\n", "Recieves teh mail , or TBD. ", size)),
    ("long-line-text", "a.txt", |size| filled("Engineer\n\n", "Recieves teh mail , or TBD. ", size)),
    ("long-line-yaml", "a.yaml", |size| {
        filled("title: Engineer\nsummary: ", "Recieves teh mail or TBD. ", size)
    }),
    ("long-line-json", "a.json", |size| {
        filled("{\"title\": \"Engineer\", \"summary\": \"", "Recieves teh mail. ", size) + "\"}"
    }),
    ("long-word", "a.md", |size| filled("# Engineer\n\n", "recieve", size)),
    ("headings", "a.md", |size| filled("# Engineer\n\n", "## Senior Engineer\n\n- Ships.\n\n", size)),
    ("nested-lists", "a.md", |size| nested("- ", size)),
    ("nested-quotes", "a.md", |size| filled("", "> > > > > > > > > > a\n", size)),
    ("deep-quotes", "a.md", |size| filled("", ">", size)),
    ("brackets", "a.md", |size| filled("", "[", size)),
    ("links", "a.md", |size| filled("", "[a](", size)),
    ("emphasis", "a.md", |size| filled("", "*a **b ", size)),
    ("backticks", "a.md", backticks),
    ("definitions", "a.md", |size| filled("", "[a]: b\n", size)),
    ("comments", "a.md", |size| filled("", "<!-- ", size)),
    ("tags", "a.md", |size| filled("", "<a ", size)),
    ("entities", "a.md", |size| filled("", "&amp &#x3 ", size)),
    ("html-cells", "a.md", |size| filled("<table><tr>", "<td>Ships features", size)),
    ("html-tables", "a.md", |size| filled("", "<table><tr><td>", size)),
    ("html-divs", "a.html", |size| filled("<html><body>", "<div>", size)),
    ("html-rowspans", "a.md", |size| filled("<table>", "<tr><td rowspan=\"9999\">a</td></tr>", size)),
    ("pipe-columns", "a.md", pipe_columns),
    ("pipe-rows", "a.md", |size| {
        filled("| | Junior | Senior |\n|---|---|---|\n", "| Craft | Writes | Reviews |\n", size)
    }),
    ("level-rows", "a.md", |size| {
        let head = "# Engineer\n\n| Level | Craft | People |\n|---|---|---|\n";
        numbered(head, size, |n| format!("| L{n} | Writes program {n} | Talks to team {n} |\n"))
    }),
    ("level-lists", "a.md", |size| {
        numbered("# Engineer\n\n", size, |n| format!("- **L{n} Engineer**\n  - Ships feature {n}\n"))
    }),
    ("roles", "a.md", |size| {
        numbered("", size, |n| format!("# Engineer {n}\n\n## Responsibilities\n\n- Ships feature {n}\n\n"))
    }),
    ("html-terms", "a.html", |size| filled("<dl>", "<dt>Junior Engineer<dd>ships features", size)),
    ("pipe-unclosed", "a.md", |size| filled("| a | b\n|---|---\n", "| a\n", size)),
    ("csv-columns", "a.csv", |size| {
        filled("title", ",a", size / 2) + "\n" + &filled("Engineer", ",b", size / 2)
    }),
    ("csv-rows", "a.csv", |size| {
        filled("title,level,skills\n", "Engineer,Junior,Ships features that work\n", size)
    }),
    ("csv-quotes", "a.csv", |size| filled("title,skills\nEngineer,", "\"a", size)),
    ("yaml-items", "a.yaml", |size| {
        filled("title: Engineer\nskills:\n", "  - Ships features that work.\n", size)
    }),
    ("yaml-keys", "a.yaml", yaml_keys),
    ("yaml-aliases", "a.yaml", |size| filled("a: &a [x, y]\nb: [", "*a, ", size) + "]"),
    ("yaml-bomb", "a.yaml", yaml_bomb),
    ("yaml-flow", "a.yaml", |size| filled("a: ", "[", size)),
    ("yaml-documents", "a.yaml", |size| filled("", "---\ntitle: Engineer\n", size)),
    ("yaml-indent", "a.yaml", yaml_indent),
    ("json-nested", "a.json", |size| filled("", "[", size)),
    ("json-items", "a.json", |size| filled("[", "{\"title\": \"Engineer\"},", size) + "1]"),
    ("toml-keys", "a.toml", |size| filled("a", ".a", size) + " = 1"),
    ("toml-tables", "a.toml", |size| numbered("", size, |n| format!("[a{n}]\nb = 1\n"))),
    ("front-matter", "a.md", |size| {
        filled("---\ntitle: Engineer\naliases: [", "Recieve, ", size) + "]\n---\n"
    }),
    ("years", "a.md", |size| filled("# Engineer\n\n", "5 years 5-7 years of experience, ", size)),
    ("amounts", "a.md", |size| filled("# Engineer\n\n", "$5 - 7 k €9 to ", size)),
    ("numbers", "a.md", |size| filled("# Engineer\n\n", "5 to ", size)),
    ("japanese", "a.md", |size| filled("# エンジニア\n\n", "実務経験3年以上の開発", size)),
    ("mojibake", "a.md", |size| filled("# Engineer\n\n", "â€™ Ã© ", size)),
    // What has hung or crashed readers of Markdown, YAML and HTML elsewhere.
    ("mixed-brackets", "a.md", |size| filled("", "][^{", size)),
    ("images", "a.md", |size| filled("", "![[]()", size)),
    ("strikes", "a.md", |size| filled("", "~a ~~b ", size)),
    ("autolinks", "a.md", |size| filled("", "<http://a ", size)),
    ("bare-addresses", "a.md", |size| filled("", "www.a.example/( ", size)),
    ("attributes", "a.md", |size| filled("<a", " b=\"c", size)),
    ("doctypes", "a.html", |size| filled("", "<!a <?b <![CDATA[", size)),
    ("formatting-tags", "a.html", |size| filled("", "<b><i><a>", size)),
    ("open-spans", "a.html", |size| filled("<table>", "<b><td>", size)),
    ("fences", "a.md", |size| filled("", "~~~ a\n```\n", size)),
    ("underlines", "a.md", |size| filled("", "a\n=\n", size)),
    ("references", "a.md", |size| filled("[a]: b\n\n", "[a] [a][] [b][a] ", size)),
    ("footnotes", "a.md", |size| numbered("", size, |n| format!("[^{n}]: a [^{n}]\n\n"))),
    ("same-footnotes", "a.md", |size| filled("", "[^a]: b [^a]\n\n", size)),
    ("slugs", "a.md", |size| numbered("", size, |n| format!("# a\n\n# a-{n}\n\n"))),
    ("links-to-slugs", "a.md", |size| numbered("# a\n\n", size, |n| format!("[b](#a-{n}) "))),
    ("definition-lists", "a.md", |size| filled("", "a\n: b\n", size)),
    ("html-entities", "a.html", |size| filled("<p>", "&amp;&#x41;&nope", size)),
    ("quotes", "a.md", |size| filled("# Engineer\n\n", "\"a 'b ", size)),
    ("brackets-in-prose", "a.md", |size| filled("# Engineer\n\n", "(a [b {c ", size)),
    ("acronyms", "a.md", |size| filled("# Engineer\n\n", "A.B. ABC (DEF) ", size)),
    ("pairs", "a.md", |size| {
        numbered("# Engineer\n\n", size, |n| format!("- Ships feature {n} that people use every day\n"))
    }),
    ("combining-marks", "a.md", |size| filled("# Engineer\n\na", "\u{301}", size)),
    ("bidi", "a.md", |size| filled("# Engineer\n\n", "\u{202e}a\u{2066}", size)),
    ("suppressions", "a.md", |size| {
        filled("# Engineer\n\n", "<!-- rolelint-ignore misspelling: quoted -->\nteh\n\n", size)
    }),
    ("diagrams", "a.md", |size| {
        numbered("# Engineer\n\n```mermaid\ngraph TD\n", size, |n| format!("A{n}[Engineer] --> A{}\n", n + 1))
    }),
    ("moves", "a.md", |size| {
        numbered("# Engineer\n\n## Next step\n\n", size, |n| format!("- Engineer {n}\n"))
    }),
    ("yaml-anchors", "a.yaml", |size| numbered("", size, |n| format!("a{n}: &a{n} b\n"))),
    ("yaml-merges", "a.yaml", |size| {
        numbered("a0: &a0 {b: c}\n", size, |n| format!("a{}: &a{} {{<<: *a{n}}}\n", n + 1, n + 1))
    }),
    ("yaml-quotes", "a.yaml", |size| filled("a: \"", "\\u0041\\n", size) + "\""),
    ("yaml-folds", "a.yaml", |size| filled("a: >\n", "  b\n\n", size)),
    ("json-escapes", "a.json", |size| filled("[\"", "\\u0041\\ud83d\\ude00", size) + "\"]"),
    ("json-keys", "a.json", |size| numbered("{", size, |n| format!("\"a{n}\": 1, ")) + "\"b\": 1}"),
    ("toml-strings", "a.toml", |size| filled("a = \"\"\"", "b\n", size) + "\"\"\""),
    ("toml-arrays", "a.toml", |size| filled("a = [", "[1], ", size) + "]"),
    ("bullets", "a.txt", |size| filled("Engineer\n\n", "• Ships features\n", size)),
    // Data files and pages with thousands of roles, levels, sections, moves and links.
    ("families", "a.yaml", |size| {
        let levels = "levels: [{name: Junior, expectations: [Cooks]}]";
        numbered("families:\n", size, |n| format!("- name: F{n}\n  roles: [{{title: Cook {n}, {levels}}}]\n"))
    }),
    ("yaml-levels", "a.yaml", |size| {
        let levels = |n| format!("- name: Level {n}\n  expectations: [Cooks dish {n}]\n");
        numbered("title: Cook\nlevels:\n", size, levels)
    }),
    ("yaml-next-roles", "a.yaml", yaml_next_roles),
    ("csv-sections", "a.csv", |size| {
        let head = "Role,Group,Section,Label,Junior,Senior\n";
        numbered(head, size, |n| format!("Cook,G{n},S{n},,Cooks {n},Bakes {n}\n"))
    }),
    ("csv-stacked", "a.csv", |size| {
        numbered("", size, |n| {
            format!("Cook {n},,\nSkill,Junior,Senior\nHeat,Cooks dish {n} alone,Teaches it\n")
        })
    }),
    ("csv-roles", "a.csv", |size| {
        numbered("Role,Level,Summary\n", size, |n| format!("Cook {n},Junior,Cooks dish {n} for guests\n"))
    }),
    ("currencies", "a.md", |size| {
        let head = "# Cook\n\n| Level | Min Salary | Max Salary | Currency |\n|---|---|---|---|\n";
        numbered(head, size, |n| format!("| Level {n} | 40000 | 50000 | EUR |\n"))
    }),
    ("jobs-as-rows", "a.md", |size| {
        let head = "# Roles\n\n| Role | Junior | Senior |\n|---|---|---|\n";
        numbered(head, size, |n| format!("| Cook of dish {n} | Cooks dish {n} | Teaches dish {n} |\n"))
    }),
    ("long-tables", "a.md", |size| {
        let head = "# Cook\n\n| Competency | Level | Expectation |\n|---|---|---|\n";
        let two =
            |n| format!("| Dish {n} | Junior | Cooks dish {n} |\n| Dish {n} | Senior | Teaches dish {n} |\n");
        numbered(head, size, two)
    }),
    ("bold-levels", "a.md", |size| {
        numbered("# Cook\n\n", size, |n| format!("**Senior Cook {n}**\n\n- Cooks dish {n}\n\n"))
    }),
    ("keyed-roles", "a.yaml", |size| {
        let levels = "competencies: {Heat: {Junior: Cooks, Senior: Teaches}}";
        numbered("", size, |n| format!("cook{n}: {{title: Cook of dish {n}, {levels}}}\n"))
    }),
    ("plain-levels", "a.txt", |size| {
        numbered("LADDER\n\n", size, |n| format!("Level {n} - Packer\nPacks {n} boxes. Helps others.\n\n"))
    }),
    ("csv-topics", "a.csv", |size| {
        numbered("Role,Topic,Level,Expectation\n", size, |n| format!("Cook,Dish {n},Junior,Cooks dish {n}\n"))
    }),
    ("small-tables", "a.md", |size| {
        let table = "| Skill | Junior | Senior |\n|---|---|---|\n| Heat | Uses it | Teaches it |\n\n";
        numbered("# Cook\n\n", size, |n| format!("## Area {n}\n\n{table}"))
    }),
    ("headings-of-levels", "a.md", |size| {
        let two = |n| format!("## Senior — step {n}\n\n- Cooks.\n\n## Baker {n}\n\n- Bakes.\n\n");
        numbered("# Career ladder\n\n", size, two)
    }),
    ("levels-by-areas", "a.md", levels_by_areas),
    ("copied-sentences", "a.md", |size| {
        let copied = "- Cooks every dish of the menu with care and without help.\n";
        numbered("# Cook\n\n", size, |n| format!("## Area {n}\n\n{copied}- Plans dish {n}.\n\n"))
    }),
    ("long-levels", "a.md", |size| {
        let half = |head, how| numbered(head, size / 2, |n| format!("- Cooks dish {n} {how}\n"));
        half("# Cook\n\n## Junior\n\n", "alone") + &half("\n## Senior\n\n", "with others")
    }),
    ("details", "a.md", |size| {
        let details = |n| format!("<details><summary>Level {n}</summary>\n\n- Cooks\n\n</details>\n\n");
        numbered("# Cook\n\n", size, details)
    }),
    ("links-to-nowhere", "a.md", |size| {
        let links = numbered("# Cook\n\n", size / 2, |n| format!("- [Dish {n}](#area-{n})\n"));
        links + &numbered("", size / 2, |n| format!("## Are {n}\n\nText.\n\n"))
    }),
];

/// Many roles that lead to one, and from there to many.
fn yaml_next_roles(size: usize) -> String {
    let most = size / 80;
    let to = (0..most).map(|n| format!("Baker {n}")).collect::<Vec<_>>().join(", ");
    let mut text = String::from("roles:\n");
    for n in 0..most {
        let _ = write!(text, "- {{title: Cook {n}, next_roles: [Chef]}}\n- title: Baker {n}\n");
    }
    let _ = writeln!(text, "- {{title: Chef, next_roles: [{to}]}}");
    text
}

/// Levels in areas, as many of one as of the other.
fn levels_by_areas(size: usize) -> String {
    let side = (size / 40).isqrt();
    let mut text = String::from("# Cook\n\n");
    for area in 0..side {
        let _ = writeln!(text, "## Area {area}\n");
        for level in 0..side {
            let _ = writeln!(text, "### Level {level}\n\n- Cooks dish {area} of {level}.\n");
        }
    }
    text
}

fn filled(head: &str, piece: &str, size: usize) -> String {
    let mut text = head.to_owned();
    while text.len() < size {
        text.push_str(piece);
    }
    text
}

fn numbered(head: &str, size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = head.to_owned();
    let mut n = 0;
    while text.len() < size {
        text += &piece(n);
        n += 1;
    }
    text
}

/// Lists in lists, as deep as Markdown goes in a few lines, again and again.
fn nested(marker: &str, size: usize) -> String {
    let mut text = String::new();
    while text.len() < size {
        for depth in 0..20 {
            let _ = writeln!(text, "{}{marker}a", "  ".repeat(depth));
        }
    }
    text
}

/// Runs of backticks that never close: 1, 2, 3 …
fn backticks(size: usize) -> String {
    numbered("", size, |n| format!("{} a ", "`".repeat(n + 1)))
}

fn pipe_columns(size: usize) -> String {
    let row = |cell: &str| filled("|", cell, size / 3) + "\n";
    row(" a |") + &row("---|") + &row(" b |")
}

fn yaml_keys(size: usize) -> String {
    numbered("", size, |n| format!("key{n}: Ships features.\n"))
}

/// Each anchor holds the one before it nine times: written out it would fill any memory.
fn yaml_bomb(size: usize) -> String {
    numbered("a0: &a0 [x]\n", size, |n| {
        format!("a{}: &a{} [{}]\n", n + 1, n + 1, format!("*a{n}, ").repeat(9))
    })
}

/// Every line is indented one step further. The size is that of all indentation.
fn yaml_indent(size: usize) -> String {
    numbered("", size, |n| format!("{}a:\n", " ".repeat(n)))
}

/// The instructions of one run; `None` where they cannot be counted.
fn instructions(program: &str, folder: &Path, name: &str, text: &str) -> Option<u64> {
    let mut child = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["check", "--no-config", "--jobs", "1", "--format", "json", "--stdin-filename", name])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    input.write_all(text.as_bytes()).ok()?;
    drop(input);
    let output = child.wait_with_output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = said.lines().find_map(|line| line.split_once("Collected :"))?;
    line.1.trim().parse().ok()
}

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let size = std::env::var("GROWTH_SIZE").ok().and_then(|size| size.parse().ok()).unwrap_or(SIZE);
    let program =
        std::env::var("GROWTH_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_rolelint").to_owned());
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: growth (valgrind is not present)");
        return ExitCode::SUCCESS;
    }
    // Nothing else stands there that would be read as well.
    let Ok(folder) = tempfile::tempdir() else {
        println!("no folder can be made to work in");
        return ExitCode::FAILURE;
    };
    println!("{:<20} {:>14} {:>14} {:>6}", "case", "instructions", "twice the input", "ratio");
    let mut wrong = vec![];
    for (name, file, make) in
        CASES.iter().filter(|case| wanted.is_empty() || wanted.iter().any(|w| w == case.0))
    {
        let counted = [String::new(), make(size), make(2 * size)]
            .map(|text| instructions(&program, folder.path(), file, &text));
        let [Some(empty), Some(once), Some(twice)] = counted else {
            println!("{name:<20} could not be counted");
            wrong.push(*name);
            continue;
        };
        let (once, twice) = (once.saturating_sub(empty).max(1), twice.saturating_sub(empty));
        let ratio = twice as f64 / once as f64;
        let mark = if ratio > MOST { "  grows too fast" } else { "" };
        println!("{name:<20} {once:>14} {twice:>14} {ratio:>6.2}{mark}");
        if ratio > MOST {
            wrong.push(*name);
        }
    }
    if wrong.is_empty() {
        println!("twice the input costs at most {MOST} times the instructions everywhere");
        return ExitCode::SUCCESS;
    }
    println!("more than {MOST} times: {}", wrong.join(", "));
    ExitCode::FAILURE
}
