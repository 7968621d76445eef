//! Every output format, read back by a parser that is not ours (or by a few lines here where there is
//! none), holds the findings that `json` holds, whatever strangers put into texts and file names.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used)]
#![allow(clippy::panic, clippy::print_stdout, clippy::expect_used)]

#[path = "support/suites.rs"]
mod suites;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use rolelint::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use rolelint::engine::Base;
use rolelint::report::{
    Guarded, REPORTERS, Report, Reporter, Runner, Style, Summary, visible, visible_lines,
};
use rolelint::schema::Schema;
use rolelint::text::{FileId, Files, SourceFile};
use serde_json::Value;

/// What a reader of a format learns about a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    file: String,
    /// `None` where the format says nothing.
    line: Option<u64>,
    rule: String,
    severity: String,
    message: String,
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !path.exists() {
        println!("skipped: ../shared/{name} is not present");
        return None;
    }
    Some(path)
}

// --- Readers -------------------------------------------------------------------------------------

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not text: {value}")).to_owned()
}

fn read_json(report: &str) -> Vec<Seen> {
    let report: Value = serde_json::from_str(report).unwrap();
    report["diagnostics"].as_array().unwrap().iter().map(of_json).collect()
}

fn of_json(finding: &Value) -> Seen {
    Seen {
        file: text(&finding["file"]),
        line: finding["start"]["line"].as_u64(),
        rule: text(&finding["rule"]),
        severity: text(&finding["severity"]),
        message: text(&finding["message"]),
    }
}

/// `a%20b` to `a b`.
fn from_uri(uri: &str) -> String {
    let mut bytes = vec![];
    let mut rest = uri.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn read_sarif(report: &str) -> Vec<Seen> {
    let log: Value = serde_json::from_str(report).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut fingerprints = std::collections::HashSet::new();
    let of_result = |result: &Value| {
        let number = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[number]["id"], result["ruleId"], "the number names the rule");
        assert!(fingerprints.insert(result["partialFingerprints"].to_string()), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        Seen {
            file: from_uri(place["artifactLocation"]["uri"].as_str().unwrap()),
            line: place["region"]["startLine"].as_u64(),
            rule: text(&result["ruleId"]),
            severity: text(&result["level"]),
            message: text(&result["message"]["text"]),
        }
    };
    run["results"].as_array().unwrap().iter().map(of_result).collect()
}

fn read_gitlab(report: &str) -> Vec<Seen> {
    let issues: Vec<Value> = serde_json::from_str(report).unwrap();
    let of_issue = |issue: &Value| Seen {
        file: text(&issue["location"]["path"]),
        line: issue["location"]["lines"]["begin"].as_u64(),
        rule: text(&issue["check_name"]),
        severity: text(&issue["severity"]),
        message: text(&issue["description"]),
    };
    issues.iter().map(of_issue).collect()
}

fn read_rdjson(report: &str) -> Vec<Seen> {
    let report: Value = serde_json::from_str(report).unwrap();
    let of_diagnostic = |diagnostic: &Value| Seen {
        file: text(&diagnostic["location"]["path"]),
        line: diagnostic["location"]["range"]["start"]["line"].as_u64(),
        rule: text(&diagnostic["code"]["value"]),
        severity: text(&diagnostic["severity"]),
        message: text(&diagnostic["message"]),
    };
    report["diagnostics"].as_array().unwrap().iter().map(of_diagnostic).collect()
}

/// The elements of an XML document: name and attributes, in order.
fn elements(report: &str) -> Vec<(String, HashMap<String, String>)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(report);
    reader.config_mut().check_end_names = true;
    let mut found = vec![];
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value = quick_xml::escape::unescape(&attribute.value).expect("known references");
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                found.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn read_checkstyle(report: &str) -> Vec<Seen> {
    let mut file = String::new();
    let mut seen = vec![];
    for (name, attributes) in elements(report) {
        match name.as_str() {
            "file" => file.clone_from(&attributes["name"]),
            "error" => seen.push(Seen {
                file: file.clone(),
                line: attributes["line"].parse().ok(),
                rule: attributes["source"].strip_prefix("rolelint.").unwrap().to_owned(),
                severity: attributes["severity"].clone(),
                message: attributes["message"].clone(),
            }),
            _ => {}
        }
    }
    seen
}

fn read_junit(report: &str) -> Vec<Seen> {
    let mut case = HashMap::new();
    let mut seen = vec![];
    let (mut promised, mut cases) = (0, 0);
    for (name, attributes) in elements(report) {
        match name.as_str() {
            "testsuites" => promised = attributes["tests"].parse().unwrap(),
            "testcase" => {
                cases += 1;
                case = attributes;
            }
            "failure" => seen.push(Seen {
                file: case["file"].clone(),
                line: case["line"].parse().ok(),
                rule: case["name"].split_once(' ').unwrap().0.to_owned(),
                severity: attributes["type"].clone(),
                message: attributes["message"].clone(),
            }),
            _ => {}
        }
    }
    assert_eq!(cases, promised);
    seen
}

/// The lines that a runner does not only print.
fn commands(report: &str) -> impl Iterator<Item = &str> {
    report.lines().filter(|line| !line.starts_with("Findings not shown: "))
}

/// As the runner of GitHub reads a line of output.
fn read_github(report: &str) -> Vec<Seen> {
    let decode = |text: &str| {
        let text = text.replace("%3A", ":").replace("%2C", ",");
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    };
    let of_line = |line: &str| {
        let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (severity, properties) = command.split_once(' ').unwrap();
        let properties: HashMap<&str, String> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap())
            .map(|(key, value)| (key, decode(value)))
            .collect();
        Seen {
            file: properties["file"].clone(),
            line: properties["line"].parse().ok(),
            rule: properties["title"].clone(),
            severity: severity.to_owned(),
            message: decode(message),
        }
    };
    commands(report).map(of_line).collect()
}

/// As the agent of Azure Pipelines reads a line of output.
fn read_azure(report: &str) -> Vec<Seen> {
    let decode = |text: &str| {
        let text = text.replace("%3B", ";").replace("%5D", "]");
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%AZP25", "%")
    };
    let of_line = |line: &str| {
        let (command, message) = line.strip_prefix("##vso[").unwrap().split_once(']').unwrap();
        let (_, properties) = command.split_once(' ').unwrap();
        let properties: HashMap<&str, String> = properties
            .split_terminator(';')
            .map(|property| property.split_once('=').unwrap())
            .map(|(key, value)| (key, decode(value)))
            .collect();
        Seen {
            file: properties["sourcepath"].clone(),
            line: properties["linenumber"].parse().ok(),
            rule: properties["code"].clone(),
            severity: properties["type"].clone(),
            message: decode(message),
        }
    };
    commands(report).map(of_line).collect()
}

fn read_concise(report: &str) -> Vec<Seen> {
    let place = regex::Regex::new(r"^(.*?):(\d+):\d+: (error|warning|note): (.*) \[([a-z-]+)\]$").unwrap();
    let of_line = |line: &str| {
        let found = place.captures(line).unwrap_or_else(|| panic!("{line}"));
        Seen {
            file: found[1].to_owned(),
            line: found[2].parse().ok(),
            rule: found[5].to_owned(),
            severity: found[3].to_owned(),
            message: found[4].to_owned(),
        }
    };
    report.lines().map(of_line).collect()
}

/// The rows of the table, as a reader of the rendered page sees them.
fn read_markdown(report: &str) -> Vec<Seen> {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let mut rows: Vec<Vec<String>> = vec![];
    let mut cell: Option<String> = None;
    for event in Parser::new_ext(report, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(vec![]),
            Event::Start(Tag::TableCell) => cell = Some(String::new()),
            Event::End(TagEnd::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.extend(cell.take());
                }
            }
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => {}
            Event::Start(tag) if cell.is_some() => panic!("mark-up got through: {tag:?}"),
            Event::InlineHtml(html) if cell.is_some() => assert_eq!(&*html, "<!-- -->"),
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&text);
                }
            }
            _ => {}
        }
    }
    let of_row = |row: Vec<String>| {
        let place = row[1].rsplitn(3, ':').collect::<Vec<_>>();
        let message = ["--fix.", "--unsafe-fixes."]
            .into_iter()
            .find_map(|repair| row[2].strip_suffix(&format!("Repaired by {repair}")).map(str::to_owned));
        Seen {
            file: place[2].to_owned(),
            line: place[1].parse().ok(),
            rule: row[3].clone(),
            severity: row[0].clone(),
            message: message.unwrap_or_else(|| row[2].clone()),
        }
    };
    rows.into_iter().map(of_row).collect()
}

/// What the format holds; nothing for the terminal, which is for people.
fn read(format: &str, report: &str) -> Option<Vec<Seen>> {
    Some(match format {
        "terminal" => return None,
        "concise" => read_concise(report),
        "json" => read_json(report),
        "jsonl" => report.lines().map(|line| of_json(&serde_json::from_str(line).unwrap())).collect(),
        "sarif" => read_sarif(report),
        "github" => read_github(report),
        "gitlab" => read_gitlab(report),
        "junit" => read_junit(report),
        "checkstyle" => read_checkstyle(report),
        "rdjson" => read_rdjson(report),
        "azure" => read_azure(report),
        "markdown" => read_markdown(report),
        other => panic!("write a reader for the format `{other}` here"),
    })
}

// --- What is expected ----------------------------------------------------------------------------

/// What a runner takes for a command wherever it stands.
static COMMAND: LazyLock<regex::Regex> = LazyLock::new(|| regex::Regex::new(r"##([A-Za-z]*)\[").unwrap());

fn broken(text: &str) -> String {
    COMMAND.replace_all(text, "##$1\\u{5b}").into_owned()
}

/// A finding of `json` as a format tells it.
fn told(format: &str, finding: &Value, within: &str) -> Seen {
    let mut seen = of_json(finding);
    // What is read at the top of a repository counts from there.
    let from_top = matches!(format, "sarif" | "github" | "gitlab" | "junit" | "azure" | "markdown");
    if from_top && !within.is_empty() {
        seen.file = format!("{within}/{}", seen.file);
    }
    if let (Some(cell), false) = (finding["cell"].as_str(), matches!(format, "json" | "jsonl")) {
        seen.message = format!("{cell}: {}", seen.message);
    }
    let words: &[(&str, &str)] = match format {
        "concise" | "markdown" | "sarif" => &[("info", "note")],
        "github" => &[("info", "notice")],
        "azure" => &[("info", "warning")],
        "gitlab" => &[("error", "major"), ("warning", "minor")],
        "rdjson" => &[("error", "ERROR"), ("warning", "WARNING"), ("info", "INFO")],
        _ => &[],
    };
    if let Some((_, word)) = words.iter().find(|(own, _)| *own == seen.severity) {
        (*word).clone_into(&mut seen.severity);
    }
    if let (Some(help), true) = (finding["help"].as_str(), matches!(format, "github" | "rdjson")) {
        seen.message.push('\n');
        seen.message.push_str(help);
    }
    let change: &dyn Fn(&str) -> String = match format {
        "concise" => &|text| broken(&visible(text)),
        "markdown" => &|text| visible(text).into_owned(),
        "github" | "azure" => &|text| {
            let kept: Vec<String> = broken(text)
                .split_inclusive(['\n', '\r'])
                .map(|line| {
                    let body = line.trim_end_matches(['\n', '\r']);
                    format!("{}{}", visible(body), &line[body.len()..])
                })
                .collect();
            kept.concat()
        },
        "junit" | "checkstyle" => &|text| {
            let spelled = |c: char| match c {
                '\t' | '\n' | '\r' => c.to_string(),
                c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => format!("\\u{{{:x}}}", u32::from(c)),
                c => c.to_string(),
            };
            text.chars().map(spelled).collect()
        },
        _ => &str::to_owned,
    };
    seen.file = change(&seen.file);
    seen.message = change(&seen.message);
    if format == "markdown" {
        // In words a sign is parted from what follows, in code it cannot be.
        seen.file = broken(&seen.file);
    }
    seen
}

/// Compares what a format holds with what `json` holds.
fn compare(format: &str, report: &str, json: &Value, within: &str) {
    let Some(mut seen) = read(format, report) else { return };
    let mut expected: Vec<Seen> =
        json["diagnostics"].as_array().unwrap().iter().map(|finding| told(format, finding, within)).collect();
    match format {
        // On its way to a runner or to a file what would be a command is broken.
        "concise" => {
            for text in seen.iter_mut().flat_map(|seen| [&mut seen.file, &mut seen.message]) {
                *text = broken(text);
            }
        }
        // A comment has an end; it says how many did not fit.
        "markdown" => {
            let more = regex::Regex::new(r"And (\d+) more finding").unwrap();
            let rest: usize = more.captures(report).map_or(0, |found| found[1].parse().unwrap());
            assert_eq!(seen.len() + rest, expected.len(), "markdown counts all findings");
            expected.truncate(seen.len());
            for (seen, expected) in seen.iter_mut().zip(&mut expected) {
                // Blanks at the ends and in a row are not seen on a page.
                for text in [&mut seen.message, &mut expected.message, &mut seen.file, &mut expected.file] {
                    *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
        }
        "sarif" => {
            for (seen, expected) in seen.iter_mut().zip(&mut expected) {
                // Neither a workbook nor a file that cannot be read has lines.
                expected.line = expected.line.filter(|_| seen.line.is_some());
                if expected.message.contains("](") {
                    expected.message = expected.message.replace('[', "\\[").replace(']', "\\]");
                }
                seen.file = seen.file.strip_prefix("file://").unwrap_or(&seen.file).to_owned();
            }
        }
        _ => {}
    }
    assert_eq!(seen.len(), expected.len(), "{format}");
    for (seen, expected) in seen.iter().zip(&expected) {
        assert_eq!(seen, expected, "{format}");
    }
}

/// Nothing in a report acts on a terminal or a build runner, except the commands that are the format.
fn check_harmless(format: &str, report: &str, findings: usize) {
    assert_eq!(visible_lines(report), report, "{format}");
    // What people read is made harmless on its way to a runner.
    if matches!(format, "terminal" | "concise") {
        return;
    }
    let commands = report
        .lines()
        .map(|line| COMMAND.find_iter(line).count() + usize::from(line.trim_start().starts_with("::")))
        .sum::<usize>();
    let meant = if matches!(format, "github" | "azure") { findings } else { 0 };
    assert_eq!(commands, meant, "{format}");
    if meant == 0 {
        let mut bytes = vec![];
        let mut guarded = Guarded::new(&mut bytes, Runner::GitHub);
        std::io::Write::write_all(&mut guarded, report.as_bytes()).unwrap();
        std::io::Write::flush(&mut guarded).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), report, "{format} passes a build runner as it is");
    }
}

fn sarif_schema() -> Option<Schema> {
    let path = shared("suites/sarif/sarif-2.1/schema/sarif-schema-2.1.0.json")?;
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    Some(Schema::from_value(&schema, "sarif", None).unwrap_or_else(|error| panic!("{error}")))
}

/// Findings of a report that are held against the schema; they are alike.
const SOME: usize = 2000;

fn check_sarif(schema: &Schema, report: &str) {
    let mut report: Value = serde_json::from_str(report).unwrap();
    report["runs"][0]["results"].as_array_mut().unwrap().truncate(SOME);
    let report = report.to_string();
    let file = SourceFile::from_bytes(FileId(0), "report.json", None, report.as_bytes());
    let document = rolelint::syntax::parse(&file).unwrap();
    assert!(document.problems.is_empty(), "{:?}", document.problems.first());
    let violations = schema.validate(&document.data()[0]);
    let said: Vec<_> =
        violations.iter().take(5).map(|violation| (violation.span, &violation.message)).collect();
    assert!(said.is_empty(), "{said:?}");
}

// --- Tests ---------------------------------------------------------------------------------------

/// Findings that hold `strings` in every field that a stranger can fill.
fn hostile(strings: &[String]) -> (Files, Vec<Diagnostic>) {
    let mut files = Files::default();
    let mut findings = vec![];
    for (number, string) in strings.iter().enumerate() {
        // Paths hold no NUL and, as shown, only `/` between folders.
        let name = format!("roles {number}/{}", string.replace(['/', '\\', '\0'], "|"));
        let content = format!("# Engineer\n\n- {} and {string}\n", string.replace(['\n', '\r'], " "));
        let content = content.replace('\0', "");
        let id = files.add(|id| SourceFile::from_bytes(id, name.as_str(), None, content.as_bytes()));
        let text = files.get(id).text.clone();
        let span = files.get(id).at(14..text.len() - 1);
        let severity = [Severity::Error, Severity::Warning, Severity::Info][number % 3];
        let mut finding = Diagnostic::new("placeholder", severity, span, string.as_str());
        finding.help(string.as_str()).label(string.as_str()).related(span, string.as_str());
        if number % 2 == 0 {
            finding.group(string.as_str(), string.as_str());
        }
        let edit = |span| Edit { span, text: string.clone() };
        let edits = vec![edit(files.get(id).at(0..1)), edit(span)];
        finding.fix(Fix::new(string.as_str(), Applicability::Safe, edits));
        finding.key = format!("{number:016x}-0");
        findings.push(finding);
    }
    (files, findings)
}

fn written(reporter: &Reporter, report: &Report<'_>) -> String {
    let mut out = vec![];
    (reporter.write)(report, &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn check_all(strings: &[String]) {
    let (files, findings) = hostile(strings);
    let report = Report {
        files: &files,
        findings: &findings,
        checked: files.iter().map(|file| file.id).collect(),
        rules: &[],
        summary: Summary { files: files.len(), ..Summary::default() },
        within: String::new(),
    };
    let json = written(Reporter::named("json").unwrap(), &report);
    let json: Value = serde_json::from_str(&json).unwrap();
    let schema = sarif_schema();
    for reporter in REPORTERS {
        let text = written(reporter, &report);
        check_harmless(reporter.name, &text, findings.len());
        compare(reporter.name, &text, &json, "");
        assert_eq!(text, written(reporter, &report), "{} is the same each time", reporter.name);
        if let (Some(schema), "sarif") = (&schema, reporter.name) {
            check_sarif(schema, &text);
        }
    }
}

#[test]
fn what_strangers_write_stays_text() {
    let strings = [
        "plain words",
        "two\nlines\r\nand three\rfour",
        "::error file=a,line=1::forged\n::add-mask::x",
        "%0A::stop-commands::x%25 ##[add-mask]y ##vso[task.setvariable variable=a]b ###[z",
        "\u{1b}[2J\u{1b}]8;;https://a.example\u{7}click\u{9b}31m",
        "\u{202e}desrever\u{2066} zero\u{200b}width \u{feff}\u{2028}\u{e0041}",
        "\u{0}\u{1}\u{8}\u{b}\u{7f}\u{fffe}\u{ffff}]]> & <a href=\"x\" b='y'> <!-- -->",
        "| cell | `code` ``two`` **bold** _it_ ~~gone~~ [link](https://a.example) ![i](j) @team #12 $x$",
        "https://www.a.example www.b.example <script>alert(1)</script> \\| \\` &amp; &#64;",
        "a;b]c=d,e:f",
        "- list\n# heading\n```\ncode\n```\n| a |\n",
        "",
    ];
    check_all(&strings.map(str::to_owned));
}

#[test]
fn naughty_strings_stay_text() {
    let Some(path) = shared("suites/naughty-strings/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(strings.len() > 400);
    check_all(&strings);
}

/// One run over `folder` that writes every format to a file: what each holds, by format.
fn run_all(folder: &Path) -> HashMap<&'static str, String> {
    let reports = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolelint"));
    command.arg("check").args(["--fail-on", "never", "--no-config"]).current_dir(folder);
    let place = |name: &str| reports.path().join(name);
    for reporter in REPORTERS {
        command.arg("--output").arg(format!("{}={}", reporter.name, place(reporter.name).display()));
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    REPORTERS
        .iter()
        .map(|reporter| (reporter.name, std::fs::read_to_string(place(reporter.name)).unwrap()))
        .collect()
}

fn check_folder(folder: &Path) -> usize {
    let reports = run_all(folder);
    let json: Value = serde_json::from_str(&reports["json"]).unwrap();
    let findings = json["diagnostics"].as_array().unwrap().len();
    let within = Base::at(folder).unwrap().within();
    for (format, report) in &reports {
        check_harmless(format, report, findings);
        compare(format, report, &json, &within);
    }
    if let Some(schema) = sarif_schema() {
        check_sarif(&schema, &reports["sarif"]);
    }
    findings
}

#[test]
fn all_formats_hold_the_same_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ladder");
    assert!(check_folder(&folder) > 10);
}

#[test]
fn all_formats_hold_the_same_findings_of_real_frameworks() {
    let Some(corpus) = shared("corpus") else { return };
    assert!(check_folder(&corpus) > 100);
}

/// What was written to break readers of YAML, JSON, TOML, CSV, Markdown and text is read by ours, and comes out of every
/// format, every export and every page as sound as anything else.
#[test]
fn suites_come_out_of_every_format() {
    let Some(suites) = shared("suites") else { return };
    let folder = tempfile::tempdir().unwrap();
    let inputs = suites::inputs(&suites);
    assert!(inputs.len() > 5000, "{}", inputs.len());
    for (number, (extension, bytes)) in inputs.iter().enumerate() {
        let roles = folder.path().join(format!("{extension}/{}", number / 200));
        std::fs::create_dir_all(&roles).unwrap();
        std::fs::write(roles.join(format!("{number}.{extension}")), bytes).unwrap();
    }
    let findings = check_folder(folder.path());
    println!("{} inputs, {findings} findings", inputs.len());
    assert!(findings > 1000);
    for (args, json) in [
        (&["audit", "--format", "html"][..], false),
        (&["audit", "--format", "markdown"], false),
        (&["audit", "--format", "json"], true),
        (&["export", "--format", "json"], true),
        (&["export", "--format", "yaml"], false),
        (&["export", "--format", "csv"], false),
        (&["export", "--format", "jobposting"], true),
        (&["graph", "--format", "dot"], false),
        (&["graph", "--format", "mermaid"], false),
        (&["graph", "--format", "svg"], false),
        (&["stats", "--format", "json"], true),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolelint"));
        let output = command.args(args).arg("--no-config").current_dir(folder.path()).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.is_empty(), "{args:?}");
        // Line by line: the reports may be large, and the first line that differs is what is looked for.
        // YAML and CSV in a pipe are for programs, which get letters as they are.
        let exact = args.contains(&"yaml") || args.contains(&"csv");
        let acts = |line: &str| {
            if exact { line.contains(char::is_control) } else { visible_lines(line) != line }
        };
        let raw = text.lines().find(|line| acts(line));
        assert_eq!(raw, None, "{args:?}");
        if json {
            serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{args:?}: {error}"));
        }
    }
}

#[test]
fn suggestions_of_reviewdog_are_the_repairs() {
    let text = "# Engineer\n\n- Führt  Teams.\n";
    let mut files = Files::default();
    let id = files.add(|id| SourceFile::from_bytes(id, "a.md", None, text.as_bytes()));
    let gap = text.find("  ").unwrap();
    let span = files.get(id).at(gap..gap + 2);
    let mut finding = Diagnostic::new("repeated-space", Severity::Warning, span, "Two blanks.");
    finding.fix(Fix::safe("Leave one", span, " "));
    let report = Report {
        files: &files,
        findings: &[finding],
        checked: vec![id],
        rules: &[],
        summary: Summary::default(),
        within: String::new(),
    };
    let told: Value = serde_json::from_str(&written(Reporter::named("rdjson").unwrap(), &report)).unwrap();
    let diagnostic = &told["diagnostics"][0];
    // Columns are bytes there: `ü` has two.
    let range =
        serde_json::json!({ "start": { "line": 3, "column": 9 }, "end": { "line": 3, "column": 11 } });
    assert_eq!(diagnostic["location"]["range"], range);
    assert_eq!(diagnostic["suggestions"], serde_json::json!([{ "range": range, "text": " " }]));
}
