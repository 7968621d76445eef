//! Patterns for paths, written like lines of a `.gitignore`.

use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns such as `drafts/**`, `*.json` or `/README.md`, relative to the configuration file. As in
/// a `.gitignore`, a pattern without a slash matches in every folder, one that names a folder
/// matches everything in it, and `!` takes a path out again.
#[derive(Debug, Clone)]
pub struct PathPatterns {
    /// The way from the configuration's folder to the working directory, to which paths are relative.
    from_base: String,
    /// The configuration's folder, if `from_base` does not begin there.
    folder: String,
    patterns: Arc<Gitignore>,
}

impl PathPatterns {
    /// # Errors
    /// The index of the pattern that cannot be understood, and why.
    pub fn new(from_base: &str, patterns: &[String]) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new("/");
        builder.allow_unclosed_class(false);
        for (index, pattern) in patterns.iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (index, plain(&error)))?;
        }
        let built = builder.build().map_err(|error| (0, plain(&error)))?;
        Ok(PathPatterns { from_base: from_base.to_owned(), folder: String::new(), patterns: Arc::new(built) })
    }

    /// The same patterns where `from_base` begins at the root and the configuration stands in `folder`
    /// (also from the root), which need not be above the working directory.
    #[must_use]
    pub fn of_folder(self, folder: &str) -> Self {
        PathPatterns { folder: folder.to_owned(), ..self }
    }

    /// True when a pattern matches the file or a folder above it. `path` is as shown to people,
    /// relative to the working directory.
    pub fn matches(&self, path: &str) -> bool {
        self.within(path)
            .is_some_and(|path| self.patterns.matched_path_or_any_parents(path, false).is_ignore())
    }

    /// The same for one step of a walk: folders above were asked before.
    pub fn matches_entry(&self, path: &str, is_folder: bool) -> bool {
        self.within(path).is_some_and(|path| self.patterns.matched(path, is_folder).is_ignore())
    }

    /// `path` relative to the configuration; `None` if it is not below it.
    pub fn within(&self, path: &str) -> Option<String> {
        let absolute = path.starts_with('/');
        if self.patterns.is_empty() || (absolute && self.folder.is_empty()) {
            return None;
        }
        let from_base = if absolute { "" } else { &self.from_base };
        let mut parts: Vec<&str> = vec![];
        for part in from_base.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        let folder: Vec<&str> = self.folder.split('/').filter(|part| !part.is_empty()).collect();
        let parts = parts.strip_prefix(folder.as_slice())?;
        (!parts.is_empty()).then(|| parts.join("/"))
    }
}

fn plain(error: &ignore::Error) -> String {
    let text = error.to_string();
    text.rsplit_once("': ").map_or(text.clone(), |(_, reason)| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(from_base: &str, patterns: &[&str]) -> PathPatterns {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        PathPatterns::new(from_base, &patterns).unwrap()
    }

    #[test]
    fn patterns_are_relative_to_the_configuration() {
        let drafts = patterns("docs", &["/docs/drafts/**", "*.json"]);
        assert!(drafts.matches("drafts/a.md"));
        assert!(drafts.matches("../b/c.json"));
        assert!(!drafts.matches("../drafts/a.md"));
        assert!(!drafts.matches("../../outside.json"), "above the configuration nothing matches");
        let beside = patterns("home/work", &["/a.md"]).of_folder("home/c1");
        assert!(beside.matches("../c1/a.md") && beside.matches("/home/c1/a.md"));
        assert!(!beside.matches("a.md") && !beside.matches("../c1/b/a.md"));
    }

    #[test]
    fn a_folder_stands_for_what_is_in_it() {
        let drafts = patterns("", &["drafts/", "!drafts/keep.md"]);
        assert!(drafts.matches("roles/drafts/a/b.md"));
        assert!(!patterns("", &[]).matches("a.md"));
    }

    #[test]
    fn a_malformed_pattern_is_named() {
        let (index, reason) = PathPatterns::new("", &["ok".into(), "a[".into()]).unwrap_err();
        assert_eq!(index, 1);
        assert_eq!(reason, "unclosed character class; missing ']'");
    }
}
