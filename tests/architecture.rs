//! Keeps the layers apart: a module imports only from modules to its left in the order that
//! `src/lib.rs` states, only a few named files touch the disk, and no file grows until nobody reads
//! it. What a workspace of many crates would give is bought here with one test that reads the sources.

#![allow(clippy::disallowed_methods, clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Files that may name the file system, and what for. Everything else gets its bytes handed over.
/// `clippy.toml` forbids the calls that read or write contents even here, unless they are allowed one by one.
const DOORS: &[(&str, &str)] = &[
    ("text/aside.rs", "puts texts of large runs aside, in a file without a name"),
    ("text/load.rs", "reads users' files, within limits"),
    ("text/tree.rs", "looks whether files exist, for links"),
    ("text/witness.rs", "looks whether what a run has read is still the same"),
    ("engine/baseline.rs", "looks whether a baseline is there"),
    ("engine/cache.rs", "keeps the findings of runs in the user's cache folder"),
    ("engine/configure.rs", "looks for the configuration"),
    ("engine/discover.rs", "walks folders"),
    ("engine/ignores.rs", "looks for ignore files"),
    ("engine/staged.rs", "looks whether staged files are gone"),
    ("engine/tracked.rs", "looks for the index of git"),
    ("engine/write.rs", "writes repaired files, atomically"),
];

/// The only file that starts a program, and what for.
const STARTS_GIT: &str = "engine/git.rs";

/// Lines of code (without comments, blank lines and the unit tests at the end) after which a file is to be split.
const MAX_LINES: usize = 700;

/// Files that may be longer. Give the reason; it is best kept empty.
const LONG_FILES: &[(&str, &str)] = &[];

/// The modules of the library as the documentation of `src/lib.rs` orders them; each may import from
/// those before it.
fn order() -> Vec<String> {
    let doc: String = lib().lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let last_words = doc.split('→').filter_map(|part| part.split_whitespace().last());
    let names: Vec<String> = last_words.map(str::to_owned).collect();
    assert!(names.len() > 5, "src/lib.rs no longer states the order of the modules as `text → diag → …`");
    names
}

fn lib() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap()
}

struct Source {
    /// Path below `src`, `/` between folders.
    path: String,
    /// The text with comments and the contents of literals blanked out, line by line.
    code: String,
    /// Compiled for tests only.
    only_tests: bool,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![];
    collect(&root, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no source files under {}", root.display());
    let mut sources = vec![];
    for path in &found {
        let below = path.strip_prefix(&root).unwrap().components();
        let names: Vec<_> = below.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let code = blanked(&std::fs::read_to_string(path).unwrap());
        sources.push(Source { path: names.join("/"), code, only_tests: false });
    }
    let tests = test_modules(&sources);
    for source in &mut sources {
        source.only_tests = tests
            .iter()
            .any(|test| source.path == format!("{test}.rs") || source.path.starts_with(&format!("{test}/")));
    }
    sources
}

/// Paths (without `.rs`) of the modules that are compiled for tests only.
fn test_modules(sources: &[Source]) -> Vec<String> {
    let declared = regex::Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\(\w+\))? )?mod (\w+);").unwrap();
    let mut modules = vec![];
    for source in sources {
        let folder = match source.path.strip_suffix("mod.rs") {
            Some(folder) => folder.to_owned(),
            None if module_of(&source.path).is_none() => String::new(),
            None => format!("{}/", source.path.trim_end_matches(".rs")),
        };
        modules.extend(declared.captures_iter(&source.code).map(|found| format!("{folder}{}", &found[1])));
    }
    modules
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The source with comments and the contents of literals replaced by blanks; line ends stay.
fn blanked(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['b', 'r', ..] | ['r', ..] if !in_word(&chars, at) => raw_string(rest).unwrap_or(0),
            ['"', ..] => quoted(rest, '"'),
            // A character literal, not a lifetime.
            ['\'', '\\', ..] => quoted(rest, '\''),
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if length == 0 {
            out.push(rest[0]);
            at += 1;
        } else {
            out.extend(rest[..length].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at += length;
        }
    }
    out
}

fn in_word(chars: &[char], at: usize) -> bool {
    at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_')
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < rest.len() {
        match rest[at..at + 2] {
            ['/', '*'] => (depth, at) = (depth + 1, at + 2),
            ['*', '/'] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let start = rest.iter().position(|&c| c == 'r')? + 1;
    let hashes = rest[start..].iter().take_while(|&&c| c == '#').count();
    if rest.get(start + hashes) != Some(&'"') {
        return None;
    }
    let body = start + hashes + 1;
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let length = rest[body..].windows(end.len()).position(|window| window == end)?;
    Some(body + length + end.len())
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The module of the library that a file belongs to; `None` for `lib.rs` and `main.rs`.
fn module_of(path: &str) -> Option<&str> {
    let first = path.split('/').next().unwrap_or(path);
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(path, "lib.rs" | "main.rs")).then_some(name)
}

/// The modules named after every occurrence of `prefix` (`crate::`), with the line they stand on;
/// looks into braces too: `crate::{diag::Fix, text}`.
fn named_after(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push((line, first_word(rest)));
            continue;
        };
        let mut depth = 0;
        let mut names = true;
        for (i, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => names = true,
                c if names && c.is_alphabetic() => {
                    found.push((line, first_word(&list[i..])));
                    names = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let (lib, order) = (lib(), order());
    let declared: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    for module in &declared {
        assert!(
            order.iter().any(|name| name == module),
            "src/lib.rs declares `{module}`: give it its place in the order of modules at the top of that file, \
             so that it is settled what it may import"
        );
    }
    for source in sources() {
        if let Some(module) = module_of(&source.path) {
            assert!(
                declared.contains(module),
                "src/{} belongs to no module that src/lib.rs declares with `pub mod`",
                source.path
            );
        }
    }
}

#[test]
fn imports_point_one_way() {
    let order = order();
    let rank = |name: &str| order.iter().position(|module| module == name);
    let mut wrong = String::new();
    let sources = sources();
    for source in &sources {
        if source.path == "main.rs" {
            for (line, name) in named_after(&source.code, "rolelint::") {
                if name != "cli" {
                    let _ =
                        writeln!(wrong, "src/main.rs:{line}: imports `{name}`; call it from `cli` instead");
                }
            }
        }
        let Some(module) = module_of(&source.path) else { continue };
        let Some(own) = rank(module) else { continue };
        for (line, name) in named_after(&source.code, "crate::") {
            if rank(&name).is_some_and(|other| other > own) {
                let _ = writeln!(
                    wrong,
                    "src/{}:{line}: `{module}` imports `{name}`, which stands after it. Move what both need to \
                     `{module}` or before it, or hand it over as an argument.",
                    source.path
                );
            }
        }
        // `super` may climb out of the module unseen by the above.
        for (line, name) in named_after(&source.code, "super::") {
            let own_part = [format!("{module}/{name}.rs"), format!("{module}/{name}/mod.rs")];
            let own_part = sources.iter().any(|source| own_part.contains(&source.path));
            if rank(&name).is_some_and(|other| other > own) && !own_part {
                let _ = writeln!(
                    wrong,
                    "src/{}:{line}: write `crate::{name}`, so that this test sees it",
                    source.path
                );
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the order {}:\n{wrong}", order.join(" → "));
}

#[test]
fn few_doors_lead_to_the_disk() {
    const DISK: &[&str] = &["std::fs", "fs::", "File::", "OpenOptions", "tempfile::", "ignore::Walk"];
    const NEVER: &[&str] = &["std::net", "TcpStream", "process::Command", "Command::new"];
    let mut wrong = String::new();
    let mut used = BTreeSet::new();
    for source in sources().into_iter().filter(|source| !source.only_tests) {
        // Unit tests may make themselves files to work on.
        let code = source.code.split("#[cfg(test)]").next().unwrap_or("");
        for (n, line) in code.lines().enumerate() {
            let names = |words: &[&str]| words.iter().any(|word| stands_alone(line, word));
            if names(NEVER) && source.path != STARTS_GIT {
                let _ = writeln!(
                    wrong,
                    "src/{}:{}: rolelint knows no network, and starts no program but git in {STARTS_GIT}",
                    source.path,
                    n + 1
                );
            }
            if names(DISK) {
                used.insert(source.path.clone());
                if !DOORS.iter().any(|(path, _)| *path == source.path) {
                    let _ = writeln!(
                        wrong,
                        "src/{}:{}: only these files touch the disk: {:?}. Read through `text::read_regular` and \
                         write through the engine, or name the file in DOORS in tests/architecture.rs with its \
                         reason.",
                        source.path,
                        n + 1,
                        DOORS.iter().map(|(path, _)| path).collect::<Vec<_>>()
                    );
                }
            }
        }
    }
    for (path, _) in DOORS {
        if !used.contains(*path) {
            let _ = writeln!(wrong, "src/{path} no longer touches the disk: take it out of DOORS");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// True if `word` stands in `line` other than at the end of a longer name.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn files_stay_readable() {
    let mut wrong = String::new();
    for source in sources().into_iter().filter(|source| !source.only_tests) {
        let code = source.code.split("#[cfg(test)]\nmod ").next().unwrap_or("");
        let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == source.path);
        if lines > MAX_LINES && !excused {
            let _ = writeln!(
                wrong,
                "src/{} has {lines} lines of code without its tests; split it along what it does (limit: {MAX_LINES})",
                source.path
            );
        }
        if excused && lines <= MAX_LINES {
            let _ = writeln!(wrong, "src/{} is short enough again: take it out of LONG_FILES", source.path);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_reader_of_sources_sees_code_only() {
    let source = "use crate::{diag::Fix, text}; // crate::cli\nlet s = \"crate::cli \\\" //\"; let c = '\"';\n\
                  let raw = r#\"crate::cli\"#; /* crate::cli */ fn f<'a>(x: &'a crate::model::Role) {}";
    let names: Vec<_> = named_after(&blanked(source), "crate::");
    assert_eq!(names, [(1, "diag".to_owned()), (1, "text".to_owned()), (3, "model".to_owned())]);
}
