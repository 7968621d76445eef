//! Embeds the rule pages as data: metadata and lists of slips and terms as code (parsed here, so that nothing is parsed
//! at start-up that need not be), documentation as text; the dictionary as a compact map; patterns taken apart; and
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
#[path = "src/checks/terms/phrases.rs"]
#[allow(dead_code)]
mod phrases;
#[path = "src/language/plain.rs"]
#[allow(dead_code)]
mod plain;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    embed_rules(Path::new("rules"), &out).expect("the rule pages can be read");
    embed_words(Path::new("src/language/data"), &out).expect("the word lists can be read");
    embed_lists(Path::new("src/language/data"), &out).expect("the lists can be read");
    embed_vocabulary(Path::new("rules/vocabulary"), &out).expect("the vocabulary can be read");
}

/// Lists of the rule pages, as code.
#[derive(Default)]
struct Lists {
    /// Rows of (name, place among all slips), and all slips.
    slips: String,
    slip_rows: Vec<String>,
    /// Rows of (name, terms).
    terms: String,
}

/// Writes a table of the pages, sorted by group and name, and tables of the slips and terms in their parameters.
fn embed_rules(dir: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    for code in ["slips/needles.rs", "slips/parts.rs", "terms/phrases.rs"] {
        println!("cargo::rerun-if-changed=src/checks/{code}");
    }
    let mut rows = String::from("&[\n");
    let mut lists = Lists::default();
    // The vocabulary stands beside the groups of rules.
    let is_group = |path: &PathBuf| path.is_dir() && !path.ends_with("vocabulary");
    for group in sorted(dir)?.into_iter().filter(is_group) {
        println!("cargo::rerun-if-changed={}", group.display());
        for page in sorted(&group)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
            println!("cargo::rerun-if-changed={}", page.display());
            let text = fs::read_to_string(&page)?;
            let mut meta = metadata(&text).unwrap_or_else(|problem| panic!("{}: {problem}", page.display()));
            let params = meta.as_object_mut().and_then(|meta| meta.remove("params"));
            let params = params.unwrap_or_else(|| serde_json::json!({}));
            let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let short = without_lists(&name(&page), params.clone(), &mut lists);
            writeln!(
                rows,
                "    Embedded {{ group: {:?}, id: {:?}, params: {:?}, short: {:?}, page: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})), {} }},",
                name(&group),
                name(&page),
                params.to_string(),
                short.to_string(),
                // Below the project's folder, which may move while what was built stays.
                format!("/rules/{}/{}.md", name(&group), name(&page)),
                meta_code(&meta, &page),
            )
            .map_err(io::Error::other)?;
        }
    }
    rows.push(']');
    fs::write(out.join("rules.rs"), rows)?;
    fs::write(out.join("slip-lists.rs"), format!("&[\n{}]", lists.slips))?;
    fs::write(out.join("slips.rs"), format!("[\n{}]", lists.slip_rows.concat()))?;
    fs::write(out.join("slip-count.rs"), lists.slip_rows.len().to_string())?;
    fs::write(out.join("terms.rs"), format!("&[\n{}]", lists.terms))
}

/// The fields of a page's metadata.
fn meta_code(meta: &serde_json::Value, page: &Path) -> String {
    let mut fields = String::new();
    let mut meta = meta.as_object().cloned().unwrap_or_default();
    let mut text = |key: &str| match meta.remove(key) {
        Some(serde_json::Value::String(text)) => Some(text),
        None => None,
        Some(other) => panic!("{}: `{key}: {other}` is no text", page.display()),
    };
    for key in ["summary", "since", "check"] {
        let text = text(key).unwrap_or_else(|| panic!("{}: `{key}` is missing", page.display()));
        let _ = write!(fields, "{key}: {text:?}, ");
    }
    let mut word = |key: &str| text(key).map(|word| capitalized(&word));
    let severity = word("severity").unwrap_or_else(|| panic!("{}: `severity` is missing", page.display()));
    let fix = word("fix").unwrap_or_else(|| panic!("{}: `fix` is missing", page.display()));
    let pass = word("pass").map_or("None".to_owned(), |pass| format!("Some(Pass::{pass})"));
    let _ = write!(fields, "severity: Severity::{severity}, fix: FixKind::{fix}, pass: {pass}, ");
    let enabled = meta.remove("enabled").is_none_or(|enabled| enabled == true);
    let aliases = meta.remove("aliases").map_or("[]".to_owned(), |aliases| aliases.to_string());
    if let Some(key) = meta.keys().next() {
        panic!("{}: no metadata are named `{key}`", page.display());
    }
    fields + &format!("enabled: {enabled}, aliases: &{aliases}")
}

/// "safe" as the name of a variant.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Parameters in which a list of slips or terms is replaced by the name under which it is part of the program.
fn without_lists(rule: &str, mut params: serde_json::Value, lists: &mut Lists) -> serde_json::Value {
    for (key, list) in params.as_object_mut().into_iter().flatten() {
        let entries = list.as_array().filter(|entries| !entries.is_empty()).cloned();
        let name = format!("{rule}/{key}");
        match (key.as_str(), entries) {
            ("slips", Some(entries)) => {
                let start = lists.slip_rows.len();
                lists.slip_rows.extend(entries.iter().map(slip_code));
                let _ = writeln!(lists.slips, "({name:?}, {start}..{}),", lists.slip_rows.len());
            }
            ("terms" | "glossary", Some(entries)) => {
                let rows: String = entries.iter().map(term_code).collect();
                let _ = writeln!(lists.terms, "({name:?}, &[\n{rows}]),");
            }
            _ => continue,
        }
        *list = name.into();
    }
    params
}

/// Takes a key that holds a text.
fn taken(entry: &mut serde_json::Map<String, serde_json::Value>, key: &str) -> Option<String> {
    entry.remove(key).map(|value| match value {
        serde_json::Value::String(text) => text,
        other => panic!("`{key}: {other}` is no text"),
    })
}

fn severity_code(entry: &mut serde_json::Map<String, serde_json::Value>) -> String {
    let severity = taken(entry, "severity");
    severity.map_or("None".to_owned(), |word| format!("Some(Severity::{})", capitalized(&word)))
}

/// A slip with what its matches begin with, what they hold, and its program.
fn slip_code(slip: &serde_json::Value) -> String {
    let mut slip = slip.as_object().cloned().expect("a slip is a mapping");
    let find = taken(&mut slip, "find").expect("a slip has a pattern");
    let code = |found: Result<Option<Vec<String>>, _>| match found {
        Ok(Some(needles)) => format!("Some(Texts::BuiltIn(&{needles:?}))"),
        Ok(None) => "None".to_owned(),
        Err(problem) => panic!("{find}: {problem}"),
    };
    let (begun, held) = (code(needles::needles(&find)), code(needles::held(&find)));
    let program = match parts::source(&needles::whole(&find)) {
        Ok(source) => source.map_or("None".to_owned(), |source| format!("Some(&{source})")),
        Err(problem) => panic!("{find}: {problem}"),
    };
    let write = taken(&mut slip, "write")
        .map_or("None".to_owned(), |write| format!("Some(Cow::Borrowed({write:?}))"));
    let reason = taken(&mut slip, "reason").expect("a slip has a reason");
    let fix = taken(&mut slip, "fix")
        .map_or("None".to_owned(), |word| format!("Some(Repair::{})", capitalized(&word)));
    let severity = severity_code(&mut slip);
    let first = slip.remove("first").is_some_and(|first| first == true);
    assert!(slip.is_empty(), "{find}: {slip:?} is unknown");
    format!(
        "Pattern {{ raw: RawSlip {{ find: Cow::Borrowed({find:?}), write: {write}, reason: Cow::Borrowed({reason:?}), \
         fix: {fix}, severity: {severity}, first: {first} }}, program: {program}, regex: OnceLock::new(), \
         begun: {begun}, held: {held} }},\n"
    )
}

/// An entry of a list of terms with all ways of writing it.
fn term_code(entry: &serde_json::Value) -> String {
    let mut entry = match entry {
        serde_json::Value::Object(entry) => entry.clone(),
        phrase => serde_json::Map::from_iter([("find".to_owned(), phrase.clone())]),
    };
    let mut many = |key: &str| -> Vec<String> {
        match entry.remove(key) {
            None | Some(serde_json::Value::Null) => vec![],
            Some(serde_json::Value::String(one)) => vec![one],
            Some(many) => serde_json::from_value(many).expect("a text or a list of texts"),
        }
    };
    let ways = |phrases: Vec<String>| -> Vec<String> {
        let ways =
            phrases.iter().map(|phrase| phrases::variants(phrase).unwrap_or_else(|why| panic!("{why}")));
        ways.flatten().collect()
    };
    let (find, instead, unless) = (ways(many("find")), many("instead"), ways(many("unless")));
    let forms = taken(&mut entry, "forms").map_or("None".to_owned(), |forms| capitalized(&forms));
    let reason = taken(&mut entry, "reason");
    let severity = severity_code(&mut entry);
    assert!(entry.is_empty(), "{find:?}: {entry:?} is unknown");
    format!(
        "BuiltIn {{ find: &{find:?}, forms: Forms::{forms}, instead: &{instead:?}, reason: {reason:?}, \
         unless: &{unless:?}, severity: {severity} }},\n"
    )
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
            "scope" if structure == "WordLists" => "ScopeWords",
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
