//! Data files that are about other things than roles: settings, packages, workflows, schemas, texts
//! of programs.

use super::super::super::vocabulary::looks_like_title;
use super::keys::level_of;
use crate::syntax::{Node, Value};
use crate::text::SourceFile;

/// Names of files that tools read.
const NAMES: &[&str] = &[
    "package",
    "package-lock",
    "composer",
    "tsconfig",
    "jsconfig",
    "manifest",
    "lerna",
    "nx",
    "turbo",
    "renovate",
    "dependabot",
    "docker-compose",
    "compose",
    "mkdocs",
    "_config",
    "config",
    "netlify",
    "vercel",
    "firebase",
    "angular",
    "babel",
    "eslint",
    "prettier",
    "openapi",
    "swagger",
    "cargo",
    "pyproject",
    "poetry",
    "pubspec",
    "codecov",
    "action",
    "rolelint",
    "book",
    "hugo",
    "antora",
    "vale",
    "cspell",
    "settings",
    "launch",
    "tasks",
    "sidebars",
    "navigation",
    "nav",
    "toc",
    "sitemap",
    "redirects",
    "crowdin",
    "lefthook",
    "pnpm-workspace",
    "labels",
];

/// Folders of files that tools read.
const FOLDERS: &[&str] = &[
    ".github",
    ".gitlab",
    ".vscode",
    ".idea",
    ".circleci",
    "node_modules",
    "vendor",
    ".devcontainer",
    "workflows",
];

/// Keys that only files of one tool have together.
const MARKS: &[(&[&str], &str)] = &[
    (&["dependencies", "version"], "a package manifest"),
    (&["devDependencies"], "a package manifest"),
    (&["lockfileVersion"], "a lock file"),
    (&["compilerOptions"], "settings of a compiler"),
    (&["on", "jobs"], "a workflow"),
    (&["apiVersion", "kind"], "a cluster's settings"),
    (&["services", "volumes"], "settings of containers"),
    (&["openapi"], "a description of an interface"),
    (&["swagger"], "a description of an interface"),
    (&["repos"], "settings of a tool"),
    (&["$schema", "properties"], "a schema"),
    (&["$schema", "$defs"], "a schema"),
    (&["type", "properties"], "a schema"),
    (&["plugins", "theme"], "settings of a site"),
];

/// Why the file's name says that it holds no role.
pub(super) fn name(file: &SourceFile) -> Option<String> {
    let path = file.path.to_lowercase();
    let mut parts = path.rsplit('/');
    let stem = parts.next().unwrap_or("").split('.').find(|part| !part.is_empty()).unwrap_or("");
    if NAMES.contains(&stem) && !stem.is_empty() {
        return Some(format!("`{stem}` is a file of settings"));
    }
    parts.any(|folder| FOLDERS.contains(&folder)).then(|| "it stands in a folder of settings".to_owned())
}

/// Why the keys say that the file holds no role.
pub(super) fn reason(_file: &SourceFile, root: &Node) -> Option<String> {
    let has = |key: &&str| root.get(key).is_some_and(|node| !matches!(node.value, Value::Null));
    if lists_people(root) {
        return Some("it lists people".into());
    }
    let mark = MARKS.iter().find(|(keys, _)| keys.iter().all(has));
    if let Some((_, what)) = mark {
        return Some(format!("its keys are those of {what}"));
    }
    let schema = root.get("$schema").and_then(Node::as_str).unwrap_or("");
    schema.contains("json-schema.org").then(|| "it is a schema".to_owned())
}

/// True for nothing but lists of people, with their names and their jobs.
fn lists_people(root: &Node) -> bool {
    let person = |item: &Node| {
        let text = |key: &str| item.get(key).and_then(Node::as_str);
        let name = text("name").or_else(|| text("full_name"));
        let called = name.is_some_and(|name| !looks_like_title(name) && level_of(name).is_none());
        let job = ["role", "title", "job_title", "position"].iter().find_map(|key| text(key));
        called && job.is_some_and(looks_like_title)
    };
    let people = |node: &Node| !node.items().is_empty() && node.items().iter().all(person);
    let mut held = root
        .entries()
        .iter()
        .map(|entry| &entry.value)
        .filter(|value| !value.items().is_empty() || !value.entries().is_empty());
    people(root) || !root.entries().is_empty() && held.next().is_some_and(people) && held.all(people)
}
