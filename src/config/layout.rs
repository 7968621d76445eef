//! `layouts:` in the configuration: where roles, levels and sections stand in files whose reader would
//! guess wrong.

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where title, levels and sections stand in some files. What is not said is read from the file as always.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Layout {
    /// Files, as patterns relative to the configuration file. Of several layouts that fit, the first is used.
    #[schemars(length(min = 1))]
    pub paths: Vec<String>,
    /// `false`: these files describe no role (rules about text still run there). `true`: they do, whatever
    /// they look like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<bool>,
    /// Where the title of the role stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<TextClue>,
    /// Where the level stands, in files about one level each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<TextClue>,
    /// What names the levels, in files about several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<LevelsClue>,
    /// What names the sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sections: Option<SectionsClue>,
}

/// Where a title or a level stands. Exactly one key is needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TextClue {
    /// In the path of the file, relative to the configuration file: `roles/{title}/*.md`, `ladder/*/{level}.md`.
    /// `*` stands for any name, `**` for any folders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// In a key of the settings block or the data: `title`, `role.name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// In the first heading of this depth: 1 for `#`, 2 for `##`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub heading: Option<u8>,
    /// Nowhere: it is this text for all these files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What names the levels. Exactly one key is needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LevelsClue {
    /// All headings of this depth: 1 for `#`, 2 for `##`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub headings: Option<u8>,
    /// Columns of tables: all but the first, or all but that of the sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<bool>,
    /// Rows of tables: the cells of the column with this header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
}

/// What names the sections. Exactly one key is needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SectionsClue {
    /// Headings of this depth; deeper ones belong to the section above them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub headings: Option<u8>,
    /// Cells of the column with this header, in tables whose columns name levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// A mistake in a layout that a schema cannot tell: the way to its key, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutMistake {
    pub way: Vec<&'static str>,
    pub message: String,
    pub help: String,
}

impl Layout {
    /// What no schema can tell: clues that contradict each other or say nothing.
    pub fn mistakes(&self) -> Vec<LayoutMistake> {
        let mut found = vec![];
        let mut say = |way: &[&'static str], message: String, help: &str| {
            found.push(LayoutMistake { way: way.to_vec(), message, help: help.to_owned() });
        };
        for (name, clue) in [("title", &self.title), ("level", &self.level)] {
            let Some(clue) = clue else { continue };
            let keys = [clue.path.is_some(), clue.key.is_some(), clue.heading.is_some(), clue.text.is_some()];
            if keys.iter().filter(|given| **given).count() != 1 {
                let help = "Write one of `path`, `key`, `heading` and `text`.";
                say(&[name], format!("`{name}` needs exactly one clue."), help);
            }
            if let Some(pattern) = &clue.path
                && let Err(reason) = PathClue::new(pattern, name)
            {
                let help = format!("Put `{{{name}}}` where it stands in the path: `roles/{{{name}}}.md`.");
                say(&[name, "path"], reason, &help);
            }
        }
        if let Some(levels) = &self.levels {
            let keys = [levels.headings.is_some(), levels.columns == Some(true), levels.rows.is_some()];
            if keys.iter().filter(|given| **given).count() != 1 {
                let help = "Write one of `headings: 2`, `columns: true` and `rows: Level`.";
                say(&["levels"], "`levels` needs exactly one clue.".into(), help);
            }
            if self.level.is_some() {
                let help = "`level` is for files about one level each, `levels` for files about several.";
                say(&["level"], "`level` and `levels` contradict each other.".into(), help);
            }
        }
        if let Some(sections) = &self.sections {
            if sections.headings.is_some() == sections.column.is_some() {
                let help = "Write one of `headings: 3` and `column: Skill`.";
                say(&["sections"], "`sections` needs exactly one clue.".into(), help);
            }
            let by_columns = self.levels.as_ref().is_some_and(|levels| levels.columns == Some(true));
            if sections.column.is_some() && !by_columns {
                let help = "Add `levels: { columns: true }`.";
                say(
                    &["sections", "column"],
                    "A column names sections only where columns name levels.".into(),
                    help,
                );
            }
        }
        let clues =
            self.title.is_some() || self.level.is_some() || self.levels.is_some() || self.sections.is_some();
        if self.role == Some(false) && clues {
            let help = "Delete `role: false`, or everything else beside `paths`.";
            say(&["role"], "Files without a role have no title, levels or sections.".into(), help);
        }
        if self.role.is_none() && !clues {
            let help = "Say `role: false`, or where `title`, `level`, `levels` or `sections` stand.";
            say(&[], "This layout says nothing.".into(), help);
        }
        found
    }
}

/// A pattern for paths with one named part.
#[derive(Debug, Clone)]
pub struct PathClue(Regex);

impl PathClue {
    /// # Errors
    /// Why the pattern cannot be used.
    pub fn new(pattern: &str, name: &str) -> Result<Self, String> {
        let part = format!("{{{name}}}");
        if pattern.matches(&part).count() != 1 {
            return Err(format!("The pattern holds `{part}` not exactly once."));
        }
        let mut regex = String::from("^");
        let mut rest = pattern.trim_start_matches('/');
        while let Some(c) = rest.chars().next() {
            let (piece, length) = if rest.starts_with(&part) {
                ("([^/]+?)".to_owned(), part.len())
            } else if rest.starts_with("**/") {
                ("(?:.*/)?".to_owned(), 3)
            } else if rest.starts_with("**") {
                (".*".to_owned(), 2)
            } else if c == '*' {
                ("[^/]*".to_owned(), 1)
            } else {
                (regex::escape(&c.to_string()), c.len_utf8())
            };
            regex.push_str(&piece);
            rest = rest.get(length..).unwrap_or("");
        }
        regex.push('$');
        Regex::new(&regex).map(PathClue).map_err(|_| "The pattern cannot be understood.".into())
    }

    /// The named part of a path.
    pub fn find<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.0.captures(path)?.get(1).map(|part| part.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths() {
        let find = |pattern, path| PathClue::new(pattern, "level").unwrap().find(path).map(str::to_owned);
        assert_eq!(
            find("ladder/*/{level}.md", "ladder/design/L3 - Senior.md").as_deref(),
            Some("L3 - Senior")
        );
        assert_eq!(find("**/{level}/*.md", "a/b/senior/x.md").as_deref(), Some("senior"));
        assert_eq!(find("**/{level}/*.md", "senior/x.md").as_deref(), Some("senior"));
        assert_eq!(find("role-{level}.md", "role-3.md").as_deref(), Some("3"));
        assert_eq!(find("role-{level}.md", "roles/role-3.md"), None);
        assert!(PathClue::new("a/*.md", "level").is_err());
    }

    #[test]
    fn contradictions_are_told() {
        let text = |text: &str| Some(TextClue { text: Some(text.into()), ..TextClue::default() });
        let layout = Layout {
            level: text("Senior"),
            levels: Some(LevelsClue { headings: Some(2), columns: Some(true), ..LevelsClue::default() }),
            sections: Some(SectionsClue { column: Some("Skill".into()), ..SectionsClue::default() }),
            role: Some(false),
            ..Layout::default()
        };
        let ways: Vec<String> = layout.mistakes().iter().map(|mistake| mistake.way.join(".")).collect();
        assert_eq!(ways, ["levels", "level", "role"]);
        assert_eq!(Layout::default().mistakes().len(), 1);
    }
}
