//! `rolelint` alone: what it is, and what to do next in this folder.

use std::path::Path;

use super::Exit;
use super::console::Console;
use crate::config::CONFIG_NAMES;
use crate::engine::{BASELINE_NAME, Base, has_reader};
use crate::text::list_inside;

/// Names of one folder that are looked at; this is a glance, no search.
const MOST_NAMES: usize = 2_000;

/// Folders below the current one that are looked into.
const MOST_FOLDERS: usize = 50;

pub(super) fn run(console: &mut Console) -> Exit {
    let here = Base::current().map(|base| Here::look(base.folder())).unwrap_or_default();
    console.say(&format!(
        "rolelint finds mistakes in career ladders, competency matrices and role descriptions.\n\n{}\n\n\
         Check the files in this folder and below:    rolelint check\n\
         See what can be repaired:                    rolelint check --diff\n\
         Repair it:                                   rolelint check --fix\n\
         List the rules, or read about one:           rolelint rules, rolelint explain RULE\n\
         Everything else:                             rolelint --help",
        here.advice()
    ));
    Exit::Failed
}

/// What a glance at a folder shows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Here {
    /// Files in the folder and right below it that a reader knows.
    pages: usize,
    configured: bool,
    baseline: bool,
}

impl Here {
    fn look(folder: &Path) -> Self {
        let list = |below: &Path| list_inside(folder, below, MOST_NAMES).unwrap_or_default();
        let page = |name: &str| {
            !name.starts_with('.') && !CONFIG_NAMES.contains(&name) && has_reader(Path::new(name))
        };
        let names = list(Path::new(""));
        let has = |wanted: &str| names.iter().any(|found| found.name == wanted);
        let mut here = Here {
            pages: 0,
            configured: CONFIG_NAMES.iter().any(|name| has(name)),
            baseline: has(BASELINE_NAME),
        };
        here.pages = names.iter().filter(|found| !found.is_folder && page(&found.name)).count();
        let folders = names.iter().filter(|found| found.is_folder && !found.name.starts_with('.'));
        for below in folders.take(MOST_FOLDERS) {
            let names = list(Path::new(&below.name));
            here.pages += names.iter().filter(|found| !found.is_folder && page(&found.name)).count();
        }
        here
    }

    fn advice(&self) -> String {
        if self.pages == 0 {
            return "In this folder there is nothing that it reads. Go to the folder with your pages first, or name \
                    it:\nrolelint check FOLDER."
                .into();
        }
        let files = if self.pages == 1 { "1 file".into() } else { format!("{} files", self.pages) };
        match (self.configured, self.baseline) {
            (false, false) => format!(
                "In this folder it can read {files}. Begin with `rolelint check`; if most of what it says is \
                 about\ncustoms of yours, `rolelint init` learns them."
            ),
            (false, true) => format!(
                "In this folder it can read {files}, and some findings are written down as known. See what is \
                 new:\nrolelint check --baseline {BASELINE_NAME}."
            ),
            (true, _) => {
                format!(
                    "In this folder it can read {files}, and there is a configuration. See what it says:\nrolelint check."
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_fits_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str| std::fs::write(dir.path().join(name), "# A\n").unwrap();
        assert!(Here::look(dir.path()).advice().contains("nothing that it reads"));
        std::fs::create_dir(dir.path().join("roles")).unwrap();
        write("roles/a.md");
        write("program.rs");
        assert!(Here::look(dir.path()).advice().contains("1 file. Begin with `rolelint check`"));
        write(BASELINE_NAME);
        assert!(Here::look(dir.path()).advice().contains("--baseline"));
        write("rolelint.yaml");
        assert_eq!(Here::look(dir.path()), Here { pages: 1, configured: true, baseline: true });
    }
}
