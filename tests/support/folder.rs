//! Throw-away folders in which tests run the program, and what a run said.

// Each test binary uses what it needs.
#![allow(dead_code, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_rolelint");

/// The environment of every run: a wide terminal that shows everything, no colors, no build service.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    ("LC_ALL", "C.UTF-8"),
    ("COLUMNS", "100"),
    ("NO_COLOR", "1"),
    ("CLICOLOR_FORCE", ""),
    ("NO_GRAPHICS", ""),
    ("GITHUB_ACTIONS", ""),
    ("TF_BUILD", ""),
    ("TERM", "xterm"),
];

/// A folder of its own, outside of every repository.
pub struct Folder {
    _dir: tempfile::TempDir,
    pub path: PathBuf,
}

impl Folder {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap();
        Folder { _dir: dir, path }
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path.join(name)).unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).current_dir(&self.path).envs(ENVIRONMENT.iter().copied());
        command
    }

    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        said(&self.command(args).output().unwrap())
    }

    /// False where git is not installed, or refuses.
    pub fn git(&self, args: &[&str]) -> bool {
        let author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@invalid.example"];
        let mut command = Command::new("git");
        command.args(author).args(["-c", "core.autocrlf=false"]).args(args).current_dir(&self.path);
        command.output().is_ok_and(|output| output.status.success())
    }
}

/// `file:line:column rule severity` of each finding.
pub fn findings(folder: &Folder, args: &[&str]) -> Vec<String> {
    let (_, out, err) = folder.run(&[&["check", "--format", "json"], args].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}{err}"));
    let list = report["diagnostics"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    list.iter()
        .map(|d| {
            let at = &d["start"];
            format!(
                "{}:{}:{} {} {}",
                text(&d["file"]),
                at["line"],
                at["column"],
                text(&d["rule"]),
                text(&d["severity"])
            )
        })
        .collect()
}

/// The exit code, standard output and standard error of a run.
pub fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A copy of a folder and of all below it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
