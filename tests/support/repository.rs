//! Throw-away git repositories in which tests run the program.

// Each test binary uses what it needs.
#![allow(dead_code, clippy::indexing_slicing, clippy::unwrap_used, clippy::print_stdout)]

use std::process::Output;

use serde_json::Value;

use crate::folder::{Folder, said};

pub struct Repository(pub Folder);

impl std::ops::Deref for Repository {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl Repository {
    /// `None` where git is not installed.
    pub fn new() -> Option<Self> {
        let repository = Repository(Folder::new());
        if !repository.0.git(&["init", "--quiet"]) {
            println!("skipped: git is not installed");
            return None;
        }
        for args in [
            ["symbolic-ref", "HEAD", "refs/heads/main"],
            ["config", "user.name", "Somebody"],
            ["config", "user.email", "somebody@invalid.example"],
            ["config", "core.autocrlf", "false"],
        ] {
            repository.git(&args);
        }
        Some(repository)
    }

    pub fn git(&self, args: &[&str]) {
        assert!(self.0.git(args), "git {args:?}");
    }

    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A step"]);
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What a good run printed on both streams.
    pub fn said(&self, args: &[&str]) -> (String, String) {
        let (code, out, err) = said(&self.run(args));
        assert_ne!(code, 2, "{args:?}: {err}");
        (out, err)
    }

    /// `file:line rule` of each finding.
    pub fn findings(&self, args: &[&str]) -> Vec<String> {
        let (out, _) = self.said(&[&["check", "--format", "json"], args].concat());
        places(&serde_json::from_str(&out).unwrap())
    }
}

pub fn places(report: &Value) -> Vec<String> {
    let place = |finding: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        format!("{}:{} {}", text(&finding["file"]), finding["start"]["line"], text(&finding["rule"]))
    };
    report["diagnostics"].as_array().unwrap().iter().map(place).collect()
}
