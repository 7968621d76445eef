//! Fills `corpus/` with inputs to begin from: the examples of all rule pages, `examples/`, and the folders that are
//! given as arguments.

use std::path::{Path, PathBuf};

use rolelint::rule::built_in_pages;

/// Larger files teach a fuzzer nothing and slow it down.
const LARGEST: usize = 8 * 1024;

fn main() -> std::io::Result<()> {
    let mut inputs: Vec<(String, Vec<u8>)> = vec![];
    for page in built_in_pages().0 {
        for example in page.examples("Wrong").into_iter().chain(page.examples("Right")) {
            inputs.extend(example.files.into_iter().map(|file| (file.name, file.bytes)));
        }
        inputs.push(("rule.pack".into(), page.docs.into_bytes()));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = std::env::args_os().skip(1).map(PathBuf::from);
    for folder in folders.chain([root.join("../examples"), root.join("../rules"), root.join("../tests/packs")]) {
        collect(&folder, &mut inputs);
    }
    for (number, (name, bytes)) in inputs.iter().filter(|(_, bytes)| bytes.len() <= LARGEST).enumerate() {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        let (targets, format): (&[&str], u8) = match extension.as_str() {
            "md" | "markdown" => (&["decode", "markdown", "html", "pack"], 0),
            "yaml" | "yml" => (&["yaml", "front_matter", "config", "pack", "schema"], 1),
            "json" => (&["json", "schema"], 2),
            "toml" => (&["toml", "front_matter"], 3),
            "csv" | "tsv" => (&["csv"], 4),
            "html" | "htm" => (&["html"], 5),
            "txt" => (&["markdown", "decode"], 6),
            "xlsx" => (&["xlsx"], 0),
            _ => continue,
        };
        for target in targets {
            put(root, target, number, bytes)?;
        }
        if extension != "xlsx" {
            let named = [&[format], bytes.as_slice()].concat();
            put(root, "span_map", number, &named)?;
            put(root, "pipeline", number, &named)?;
            let unsafe_too = [&[1, format], bytes.as_slice()].concat();
            put(root, "fix", number, &unsafe_too)?;
        }
    }
    Ok(())
}

fn put(root: &Path, target: &str, number: usize, bytes: &[u8]) -> std::io::Result<()> {
    let folder = root.join("corpus").join(target);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("seed-{number}")), bytes)
}

fn collect(folder: &Path, inputs: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, inputs);
        } else if let Ok(bytes) = std::fs::read(&path) {
            inputs.push((path.to_string_lossy().into_owned(), bytes));
        }
    }
}
