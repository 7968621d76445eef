//! Embeds the rule pages as data: metadata as JSON (parsed here, so that nothing is parsed at
//! start-up that need not be), documentation as text; the dictionary as a compact map; patterns taken apart; and
//! tables for what is looked up by words.

// A build that stops is the right answer to a page that cannot be read.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_collect,
    clippy::panic,
    clippy::string_slice,
    clippy::unnecessary_debug_formatting
)]

#[path = "src/language/verbs/forms.rs"]
#[allow(dead_code)]
mod forms;
#[path = "src/language/listed.rs"]
#[allow(dead_code)]
mod listed;
#[path = "src/checks/slips/needles.rs"]
mod needles;
#[path = "src/checks/slips/parts.rs"]
mod parts;
#[path = "src/language/plain.rs"]
#[allow(dead_code)]
mod plain;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let patterns =
        embed_rules(Path::new("rules"), &out.join("rules.rs")).expect("the rule pages can be read");
    embed_slips(&patterns, &out.join("slips.rs")).expect("the patterns can be read");
    embed_words(Path::new("src/language/data"), &out).expect("the word lists can be read");
    embed_lists(Path::new("src/language/data"), &out).expect("the lists can be read");
    embed_vocabulary(Path::new("rules/vocabulary"), &out).expect("the vocabulary can be read");
}

/// Writes a table of (group, id, metadata without parameters as JSON, parameters as JSON, page) sorted by group and
/// id; gives the patterns of slips in it.
fn embed_rules(dir: &Path, target: &Path) -> io::Result<BTreeSet<String>> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut rows = String::from("&[\n");
    let mut patterns = BTreeSet::new();
    // The vocabulary stands beside the groups of rules.
    let is_group = |path: &PathBuf| path.is_dir() && !path.ends_with("vocabulary");
    for group in sorted(dir)?.into_iter().filter(is_group) {
        println!("cargo::rerun-if-changed={}", group.display());
        for page in sorted(&group)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
            println!("cargo::rerun-if-changed={}", page.display());
            let text = fs::read_to_string(&page)?;
            let mut meta = metadata(&text).unwrap_or_else(|problem| panic!("{}: {problem}", page.display()));
            let slips = meta.pointer("/params/slips").and_then(serde_json::Value::as_array);
            let finds = slips.into_iter().flatten().filter_map(|slip| slip.get("find")?.as_str());
            patterns.extend(finds.map(str::to_owned));
            let params = meta.as_object_mut().and_then(|meta| meta.remove("params"));
            let params = params.map_or("{}".to_owned(), |params| params.to_string());
            let meta = meta.to_string();
            let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            writeln!(
                rows,
                "    ({:?}, {:?}, {meta:?}, {params:?}, include_str!({:?})),",
                name(&group),
                name(&page),
                page.canonicalize()?
            )
            .map_err(io::Error::other)?;
        }
    }
    rows.push(']');
    fs::write(target, rows)?;
    Ok(patterns)
}

/// Writes a table of (pattern, what its matches begin with, what they hold, its program) sorted by pattern.
fn embed_slips(patterns: &BTreeSet<String>, target: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/checks/slips/needles.rs");
    println!("cargo::rerun-if-changed=src/checks/slips/parts.rs");
    let mut rows = String::from("&[\n");
    for pattern in patterns {
        let written = |found: Result<Option<Vec<String>>, _>| match found {
            Ok(Some(needles)) => format!("Some(&{needles:?})"),
            Ok(None) => "None".to_owned(),
            Err(problem) => panic!("{pattern}: {problem}"),
        };
        let (begun, held) = (written(needles::needles(pattern)), written(needles::held(pattern)));
        let program = match parts::source(&needles::whole(pattern)) {
            Ok(source) => source.map_or("None".to_owned(), |source| format!("Some({source})")),
            Err(problem) => panic!("{pattern}: {problem}"),
        };
        writeln!(rows, "    ({pattern:?}, {begun}, {held}, {program}),").map_err(io::Error::other)?;
    }
    rows.push(']');
    fs::write(target, rows)
}

/// Writes a table of (language, word lists as JSON) sorted by language, and the code that makes the lists of all
/// languages joined, each language's words behind those of the ones before; of these the phrases of sections as they are
/// looked for, and the careers by title.
fn embed_vocabulary(dir: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    println!("cargo::rerun-if-changed=src/language/plain.rs");
    let mut rows = String::from("&[\n");
    let mut all = serde_json::Value::Null;
    for path in sorted(dir)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "yaml")) {
        println!("cargo::rerun-if-changed={}", path.display());
        let value: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path)?)
            .unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(rows, "    ({language:?}, {:?}),", value.to_string()).map_err(io::Error::other)?;
        join(&mut all, value);
    }
    rows.push(']');
    fs::write(out.join("vocabulary.rs"), rows)?;
    fs::write(out.join("word-lists.rs"), written(&all, "WordLists"))?;
    let phrases = |(kind, phrases): (&String, &serde_json::Value)| {
        let phrases = phrases.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        format!("({kind:?}, &{:?}),\n", phrases.map(plain::pattern).collect::<Vec<_>>())
    };
    let sections: String = all
        .get("sections")
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flatten()
        .map(phrases)
        .collect();
    fs::write(out.join("sections.rs"), format!("&[\n{sections}]"))?;
    let mut careers: Vec<(String, Vec<(usize, i32)>)> = vec![];
    let lists = all.pointer("/levels/careers").and_then(serde_json::Value::as_array);
    let texts: Vec<&str> = lists.into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    for (title, place) in plain::careers(&texts) {
        match careers.iter_mut().find(|(known, _)| *known == title) {
            Some((_, places)) => places.push(place),
            None => careers.push((title, vec![place])),
        }
    }
    careers.sort();
    let rows: String = careers.iter().map(|(title, places)| format!("({title:?}, &{places:?}),\n")).collect();
    fs::write(out.join("careers.rs"), format!("&[\n{rows}]"))?;
    let words: BTreeSet<&str> = careers.iter().flat_map(|(title, _)| title.split(' ')).collect();
    fs::write(out.join("career-words.rs"), format!("&{:?}", words.into_iter().collect::<Vec<_>>()))
}

/// Word lists as code: the mappings that have fields of their own, and below them lists and mappings of words.
fn written(value: &serde_json::Value, structure: &str) -> String {
    use serde_json::Value::{Array, Object, String as Text};
    let structure_of = |key: &str| {
        Some(match key {
            "sections" => "SectionWords",
            "levels" => "LevelWords",
            "ranks" => "RankWords",
            "proficiency" => "ProficiencyWords",
            "jobs" => "JobWords",
            "amounts" => "AmountWords",
            "pay" if structure == "WordLists" => "PayWords",
            "experience" if structure == "WordLists" => "ExperienceWords",
            "moves" if structure == "WordLists" => "MoveWords",
            "education" if structure == "WordLists" => "EducationWords",
            "strength" => "StrengthWords",
            "columns" => "ColumnWords",
            _ => return None,
        })
    };
    let word = |value: &serde_json::Value| match value {
        Text(word) => format!("Word::Borrowed({word:?})"),
        other => other.to_string(),
    };
    let field = |(key, value): (&String, &serde_json::Value)| {
        let name = key.replace('-', "_");
        match (value, structure_of(key)) {
            (Object(_), Some(structure)) => format!("{name}: {},\n", written(value, structure)),
            (Object(entries), None) => {
                let pairs = entries.iter().map(|(key, value)| format!("({key:?}.into(), {})", word(value)));
                format!("{name}: [{}].into(),\n", pairs.collect::<Vec<_>>().join(", "))
            }
            (Array(words), _) => {
                let words: Vec<&str> = words.iter().filter_map(serde_json::Value::as_str).collect();
                format!("{name}: words(&{words:?}),\n")
            }
            _ => panic!("the vocabulary: `{key}` is neither a list nor a mapping"),
        }
    };
    let fields: String = value.as_object().into_iter().flatten().map(field).collect();
    format!("{structure} {{ {fields} ..{structure}::default() }}")
}

/// Adds the entries of lists and mappings in `more` to those in `all`.
fn join(all: &mut serde_json::Value, more: serde_json::Value) {
    use serde_json::Value::{Array, Object};
    match (all, more) {
        (Array(all), Array(more)) => all.extend(more),
        (Object(all), Object(more)) => {
            for (key, value) in more {
                join(all.entry(key).or_insert(serde_json::Value::Null), value);
            }
        }
        (all, more) => *all = more,
    }
}

/// Writes the dictionary and the field's words as one map from words in small letters to bits, which
/// `src/language/words.rs` reads: how common (3 bits), American, British, name, abbreviation, field; those of them that
/// are common again, found more quickly; and the field's words that have capitals, by their small letters.
fn embed_words(dir: &Path, out: &Path) -> io::Result<()> {
    const UNRANKED: u64 = 4;
    /// How rare the words are that nearly all texts are made of.
    const COMMON: u64 = 2;
    const ANYWHERE: u64 = 0b11 << 3;
    let (general, field) = (dir.join("words-en.txt"), dir.join("field-en.txt"));
    let mut words = std::collections::BTreeMap::<String, u64>::new();
    for path in [&general, &field] {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for line in fs::read_to_string(general)?.lines() {
        let (word, code) = line.split_once(' ').expect("a word and its code");
        let band = code.chars().next().and_then(|c| c.to_digit(8)).expect("a code begins with its band");
        let bits = match code.get(1..).unwrap_or_default() {
            "u" => 1 << 3,
            "g" => 1 << 4,
            "n" => ANYWHERE | 1 << 5,
            "a" => ANYWHERE | 1 << 6,
            _ => ANYWHERE,
        };
        words.insert(word.to_owned(), u64::from(band) | bits);
    }
    let mut capitals = std::collections::BTreeMap::<String, String>::new();
    for line in fs::read_to_string(field)?.lines().filter(|line| !line.starts_with('#')) {
        for word in line.split_whitespace() {
            let lower = word.to_lowercase();
            *words.entry(lower.clone()).or_insert(UNRANKED | ANYWHERE) |= 1 << 7;
            if lower != word {
                capitals.insert(lower, word.to_owned());
            }
        }
    }
    let capitals: Vec<(String, String)> = capitals.into_iter().collect();
    fs::write(out.join("capitals.rs"), format!("&{capitals:?}"))?;
    let common: String = words
        .iter()
        .filter(|(_, bits)| *bits & 0b111 <= COMMON)
        .map(|(word, bits)| format!("{word} {bits}\n"))
        .collect();
    fs::write(out.join("common-en.table"), listed::table(&common))?;
    fs::write(out.join("common-en.txt"), common)?;
    let file = fs::File::create(out.join("words-en.fst"))?;
    let mut builder = fst::MapBuilder::new(io::BufWriter::new(file)).map_err(io::Error::other)?;
    builder.extend_iter(words).map_err(io::Error::other)?;
    builder.finish().map_err(io::Error::other)
}

/// Writes down the forms of the verbs, and tables that say where each of them and each slip stands in its list.
fn embed_lists(dir: &Path, out: &Path) -> io::Result<()> {
    for code in ["src/language/listed.rs", "src/language/verbs/forms.rs"] {
        println!("cargo::rerun-if-changed={code}");
    }
    let read = |name: &str| {
        let path = dir.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(path)
    };
    fs::write(out.join("typos-en.table"), listed::table(&read("typos-en.txt")?))?;
    let forms = forms::forms(&read("verbs-en.txt")?);
    fs::write(out.join("verb-forms.table"), listed::table(&forms))?;
    fs::write(out.join("verb-forms.txt"), forms)
}

fn sorted(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(dir)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The page's front matter.
fn metadata(page: &str) -> Result<serde_json::Value, String> {
    let page = page.replace("\r\n", "\n");
    let rest = page.strip_prefix("---\n").ok_or("a rule page begins with `---` and its metadata")?;
    let end = rest.find("\n---\n").ok_or("the metadata at the top has no closing `---`")?;
    serde_yaml::from_str(&rest[..end]).map_err(|e| format!("metadata: {e}"))
}
