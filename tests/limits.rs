//! `docs/limits.md` says every limit, with its value and what is said when it is reached: held against the sources, in
//! both directions. `docs/defences.md` names a test for every promise about hostile input: they exist.

#![allow(clippy::disallowed_methods, clippy::panic, clippy::print_stderr, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// Constants of that name that bound only how much of something is shown, or where a search for something
/// more helpful ends: nobody can miss anything because of them.
const OF_NO_CONCERN: &[(&str, &str)] = &[
    ("analysis/infer.rs", "MAX_DEPTH"),
    ("analysis/infer.rs", "MAX_VALUES"),
    ("analysis/infer.rs", "MAX_VALUE_BYTES"),
    ("checks/blocks.rs", "MAX_DEPTH"),
    ("checks/list_marker.rs", "MAX_DEPTH"),
    ("checks/list_marker.rs", "MAX_SHARED"),
    ("checks/lists.rs", "MAX_DEPTH"),
    ("checks/matcher.rs", "MAX_HEAVY"),
    ("checks/matcher.rs", "MAX_MATCHES"),
    ("checks/matcher.rs", "MAX_PART_SIZE"),
    ("checks/pattern.rs", "MAX_QUOTED"),
    ("checks/vale/metric.rs", "MAX_DEPTH"),
    ("checks/vale/metric.rs", "MAX_LENGTH"),
    ("checks/vale/mod.rs", "MAX_FINDINGS"),
    ("checks/vale/mod.rs", "MAX_SWAP_SIZE"),
    ("checks/vale/say.rs", "MAX_MESSAGE"),
    ("checks/vale/say.rs", "MAX_OPTIONS"),
    ("cli/page.rs", "MAX_DEFAULT"),
    ("cli/page.rs", "MAX_WIDTH"),
    ("cli/schema.rs", "MAX_ODDITIES"),
    ("config/suppress.rs", "MAX_DEPTH"),
    ("engine/baseline.rs", "MAX_NESTED"),
    ("engine/changes.rs", "MAX_COMPARED"),
    ("engine/changes.rs", "MAX_GONE"),
    ("engine/discover.rs", "MAX_ABOVE"),
    ("engine/git.rs", "MAX_LIST"),
    ("engine/suppress.rs", "MAX_NESTED"),
    ("lsp/convert.rs", "MAX_RELATED"),
    ("model/library.rs", "MAX_DEPTH"),
    ("model/lower/data/language.rs", "MAX_DEPTH"),
    ("model/library.rs", "MAX_NAME"),
    ("model/lower/data.rs", "MAX_GROUPS"),
    ("model/lower/data/walk.rs", "MAX_NAME"),
    ("report/changes/markdown.rs", "MAX_BYTES"),
    ("report/code_quality.rs", "MAX_RANGE"),
    ("report/html/mod.rs", "MAX_BYTES"),
    ("report/markdown.rs", "MAX_BYTES"),
    ("report/neutral.rs", "MAX_LINE"),
    ("report/neutral.rs", "MAX_WORD"),
    ("report/terminal/drawn.rs", "MAX_QUOTED"),
    ("report/terminal/story.rs", "MAX_LISTED"),
    ("schema/choose.rs", "MAX_NESTING"),
    ("syntax/xlsx.rs", "MAX_CELLS"),
    ("text/nearest.rs", "MAX_LETTERS"),
];

/// A number with a name.
static CONSTANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^ *(?:pub(?:\(\w+\))? )?const ([A-Z][A-Z_]*): (?:usize|u8|u16|u32|u64) = ([^;]+);")
        .unwrap()
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> BTreeMap<String, String> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut found = vec![];
    collect(&src, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// `16 * 1024`, `1 << 30`, `100_000`.
fn value(expression: &str) -> Option<u64> {
    let number = |text: &str| text.trim().replace('_', "").parse::<u64>().ok();
    match expression.split_once("<<") {
        Some((number_, shift)) => Some(number(number_)? << number(shift)?),
        None => expression.split('*').map(number).product(),
    }
}

/// `16 MiB`, `10,000`.
fn told(text: &str) -> Option<u64> {
    let (number, unit) = match text.split_once(' ') {
        Some((number, "MiB")) => (number, 1024 * 1024),
        Some((number, "KiB")) => (number, 1024),
        Some(_) => return None,
        None => (text, 1),
    };
    Some(number.replace(',', "").parse::<u64>().ok()? * unit)
}

#[test]
fn every_limit_is_written_down_with_its_value_and_its_message() {
    let page = std::fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let sources = sources();
    let all: String = sources.values().map(|text| text.replace("\\\n", "")).collect();
    let mut listed = BTreeSet::new();
    let mut wrong = vec![];
    for row in page.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [what, most, said, place] = cells.as_slice() else {
            wrong.push(format!("this row has not four cells: {row}"));
            continue;
        };
        let (file, name) = place.trim_matches('`').split_once("` `").unwrap_or(("", ""));
        let source = sources.get(file).map_or("", String::as_str);
        let found = CONSTANT.captures_iter(source).find(|found| &found[1] == name);
        match found.as_ref().and_then(|found| value(&found[2])) {
            Some(value) if Some(value) == told(most) => {}
            Some(value) => wrong.push(format!("{what}: the page says {most}, {file} says {value}")),
            None => wrong.push(format!("{what}: {file} has no constant {name} that this test can read")),
        }
        let silent = [
            "not told beyond that",
            "not read beyond that",
            "not counted beyond that",
            "no roles below that",
        ];
        if !silent.contains(said) && !all.contains(said) {
            wrong.push(format!("{what}: nothing in the sources says “{said}”"));
        }
        listed.insert((file.to_owned(), name.to_owned()));
    }
    assert!(listed.len() > 40, "the tables of docs/limits.md are not found");
    for (file, text) in &sources {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        for found in CONSTANT.captures_iter(code).filter(|found| found[1].starts_with("MAX_")) {
            let key = (file.clone(), found[1].to_owned());
            let excused = OF_NO_CONCERN.contains(&(file.as_str(), &found[1]));
            if !excused && !listed.contains(&key) {
                wrong.push(format!(
                    "src/{file}: write {} into docs/limits.md, or into OF_NO_CONCERN here",
                    &found[1]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_promise_names_tests_that_exist() {
    let page = std::fs::read_to_string(root().join("docs/defences.md")).unwrap();
    let mut code: String = sources().into_values().collect();
    for entry in std::fs::read_dir(root().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            code += &std::fs::read_to_string(path).unwrap();
        }
    }
    let test = Regex::new(r"`([a-z][a-z0-9_]{12,})`").unwrap();
    let mut count = 0;
    for (number, line) in page.lines().enumerate() {
        for name in test.captures_iter(line) {
            count += 1;
            assert!(
                code.contains(&format!("fn {}(", &name[1])),
                "line {}: there is no test {}",
                number + 1,
                &name[1]
            );
        }
    }
    assert!(count > 20, "{count}");
}

/// What `deny.toml` bans is not among the packages that the program is made of.
#[test]
fn nothing_speaks_to_a_network() {
    let deny = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let deny = deny.split("\ndeny = [").nth(1).and_then(|rest| rest.split("\n]").next()).unwrap();
    let banned = Regex::new(r#"\{ crate = "([^"]+)""#).unwrap();
    let mut count = 0;
    for name in banned.captures_iter(deny) {
        count += 1;
        assert!(!lock.contains(&format!("name = \"{}\"", &name[1])), "{} is in Cargo.lock", &name[1]);
    }
    assert!(count > 5);
}
