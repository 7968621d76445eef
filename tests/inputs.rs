//! Inputs that once broke something, found by the fuzz targets in `fuzz/` and run here without a fuzzer: each file under
//! `tests/inputs/<target>/` goes through the function that the target calls.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[path = "../fuzz/src/lib.rs"]
#[allow(clippy::missing_panics_doc)]
mod targets;

use std::path::Path;

#[test]
fn what_once_broke_something_does_no_more() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let mut tried = 0;
    for folder in std::fs::read_dir(&root).unwrap() {
        let folder = folder.unwrap();
        let name = folder.file_name().to_string_lossy().into_owned();
        let target = targets::TARGETS.iter().find(|(target, _)| *target == name);
        let (_, run) = target.unwrap_or_else(|| panic!("tests/inputs/{name} is named after no fuzz target"));
        for input in std::fs::read_dir(folder.path()).unwrap() {
            let path = input.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let outcome = std::panic::catch_unwind(|| run(&bytes));
            assert!(outcome.is_ok(), "{} breaks the target {name} again", path.display());
            tried += 1;
        }
    }
    assert!(tried > 0);
}

/// Every target runs at all, on next to nothing and on something.
#[test]
fn every_target_takes_every_input() {
    let page = b"\x00# Engineer\n\n| a | b |\n|---|---|\n| c |\n\n- Recieves teh mail , at least 5-7 years\n\0\x01a: &x [1, *x]\n";
    for (_, run) in targets::TARGETS {
        for input in [&b""[..], b"\0", b"---\n", b"PK\x03\x04", b"\xFF\xFEa\0", page] {
            run(input);
        }
    }
}

#[test]
fn every_target_has_its_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (target, _) in targets::TARGETS {
        let program = std::fs::read_to_string(folder.join(format!("fuzz_targets/{target}.rs"))).unwrap();
        assert!(program.contains(&format!("rolelint_fuzz::{target}(bytes)")), "{target}");
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is missing in fuzz/Cargo.toml");
    }
}
