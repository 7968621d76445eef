//! Inputs of other people's test suites, as files of their formats.

#![allow(dead_code)]

use std::path::{Path, PathBuf};

use rolelint::syntax::{self, Node};
use rolelint::text::{FileId, SourceFile};

/// All files under a folder with an extension, in order.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A case of the YAML suite without the signs that it writes for what cannot be seen.
pub fn yaml_text(written: &str) -> String {
    let mut text = written.to_owned();
    while text.contains("—»") {
        text = text.replace("—»", "»");
    }
    let signs = [("␣", " "), ("↵", ""), ("∎\n", ""), ("←", "\r"), ("⇔", "\u{FEFF}"), ("»", "\t")];
    signs.iter().fold(text, |text, (sign, meant)| text.replace(sign, meant))
}

/// The inputs of all suites below `suites`, each with the ending of its format.
pub fn inputs(suites: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let read = |path: &PathBuf| std::fs::read(path).unwrap();
    let mut inputs = vec![];
    for path in files(&suites.join("yaml/src"), "yaml") {
        let file = SourceFile::from_bytes(FileId(0), "suite.yaml", None, &read(&path));
        let wrapper = syntax::parse_yaml(&file);
        let cases = wrapper.data().iter().flat_map(Node::items).filter_map(|case| case.get("yaml")?.as_str());
        inputs.extend(cases.map(|yaml| ("yaml", yaml_text(yaml).into_bytes())));
    }
    for (folder, extension) in [("json", "json"), ("toml", "toml"), ("csv", "csv")] {
        inputs.extend(files(&suites.join(folder), extension).iter().map(|path| (extension, read(path))));
    }
    for path in files(&suites.join("commonmark/test"), "txt") {
        let text = String::from_utf8(read(&path)).unwrap();
        let fence = "`".repeat(32);
        let examples = text.split(&fence).skip(1).step_by(2);
        let pages = examples.filter_map(|example| example.split_once('\n')?.1.split("\n.\n").next());
        inputs.extend(pages.map(|page| ("md", page.replace('→', "\t").into_bytes())));
    }
    for path in files(&suites.join("ftfy"), "json") {
        let cases: Vec<serde_json::Value> = serde_json::from_slice(&read(&path)).unwrap();
        let texts = cases.iter().filter_map(|case| case["original"].as_str());
        inputs.extend(texts.map(|text| ("md", format!("# Engineer\n\n- {text}\n").into_bytes())));
    }
    let naughty: Vec<String> =
        serde_json::from_slice(&read(&suites.join("naughty-strings/blns.json"))).unwrap();
    for string in &naughty {
        let quoted = serde_json::to_string(string).unwrap();
        let cell = string.replace('"', "\"\"");
        let texts = [
            (
                "md",
                format!(
                    "---\ntitle: {quoted}\n---\n\n# {string}\n\n## {string}\n\n| Junior | {string} |\n|---|---|\n| {string} | {string} |\n\n- {string}\n"
                ),
            ),
            (
                "html",
                format!(
                    "<h1>{string}</h1><table><tr><th>{string}</th></tr><tr><td>{string}</td></tr></table>"
                ),
            ),
            ("yaml", format!("title: {quoted}\nlevels:\n  {quoted}: [{quoted}]\nsummary: {string}\n")),
            ("json", format!("{{\"title\": {quoted}, {quoted}: [{quoted}]}}")),
            ("toml", format!("title = {quoted}\n{quoted} = [{quoted}]\n")),
            ("csv", format!("title,level\n\"{cell}\",\"{cell}\"\n{string},{string}\n")),
            ("txt", format!("{string}\n\nResponsibilities\n\n• {string}\n• {string}\n")),
        ];
        inputs.extend(texts.map(|(extension, text)| (extension, text.into_bytes())));
    }
    inputs
}
